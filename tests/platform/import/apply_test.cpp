// The import as a whole: POST /v1/imports against a store of its own.

#include "api-client/contract/codec.hpp"
#include "tests/platform/import/city.hpp"

using namespace import_test;
using namespace stadtpult;

namespace {

/// A second run of the same files leaves everything as it is, down to the audit record.
void check_twice(City& city, const ImportRequest& request, std::int64_t services) {
  const auto before = city.total("/v1/miniapps");
  const auto first = city.import(request);
  CHECK(first.created == services);
  CHECK(first.categories_created > 0);
  CHECK(city.total("/v1/miniapps") == before + services);
  const auto lines = *city.ask("GET", "/v1/audit?limit=1").body;
  const auto second = city.import(request);
  CHECK(second.rows == first.rows);
  CHECK(second.created == 0);
  CHECK(second.changed == 0);
  CHECK(second.unchanged == services);
  CHECK(second.categories_created == 0);
  CHECK(second.not_taken == first.not_taken);
  CHECK(*city.ask("GET", "/v1/audit?limit=1").body == lines);
}

const char* kServices = R"({"data": [{"id": "1", "name": "Hundesteuer", "relation": {"root_topic": "9"}},
                                     {"id": "2", "name": "", "relation": {"root_topic": "9"}}]})";
const char* kTopics =
    R"({"data": [{"id": "9", "name": "Steuern", "relation": {"navi": "1", "services": [], "childs": []}}]})";

}  // namespace

TEST_CASE("import: the real directories, one after the other, each twice") {
  const auto services = data_file("municipal-catalogue/services_de.json");
  const auto topics = data_file("municipal-catalogue/topic_de.json");
  const auto leistungen = data_file("ozg/ozg_leistungen.csv"), leika = data_file("ozg/leika_leistungen.csv");
  if (services.empty() || topics.empty() || leistungen.empty() || leika.empty()) {
    MESSAGE("skipped: test data municipal-catalogue or ozg is absent");
    return;
  }
  City city;
  check_twice(city, dldb(services, topics), 560);
  check_twice(city, ozg(leistungen, leika), 557);
  const auto found =
      contract::decode_page<contract::Miniapp>(*city.ask("GET", "/v1/miniapps?filter=ozg_id:10513").body);
  REQUIRE(found.ok());
  REQUIRE(found->items.size() == 1);
  CHECK(found->items[0].leika_key == "99012001000000");
  CHECK(found->items[0].source == "ozg:10513");
  CHECK(found->items[0].state == contract::VersionState::draft);
}

TEST_CASE("import: what the source says differently is brought up to date, and nothing else") {
  City city;
  CHECK(city.import(dldb(kServices, kTopics)).created == 1);
  auto changed = std::string(kServices);
  changed.replace(changed.find("Hundesteuer"), 11, "Hunde anmelden");
  const auto report = city.import(dldb(changed, kTopics));
  CHECK(report.created == 0);
  CHECK(report.changed == 1);
  CHECK(report.not_taken.size() == 1);
  CHECK(report.not_taken[0].rule == "name.empty");
  CHECK(city.ask("GET", "/v1/miniapps?q=Hunde").body->find("Hunde anmelden") != std::string::npos);
}

TEST_CASE("import: an unreadable file is refused and changes nothing") {
  City city;
  for (const auto& request :
       {dldb("{", kTopics), dldb(kServices, ""), ozg("a,b\n", ""), ozg("ozg_id,\"", "")}) {
    const auto answer = city.ask("POST", "/v1/imports", contract::encode_new(request));
    CHECK(answer.status >= 400);
    CHECK(answer.status < 500);
    CHECK(answer.body->find("\"detail\"") != std::string::npos);
  }
  CHECK(city.total("/v1/miniapps") == 0);
  CHECK(city.total("/v1/categories") == 0);
}
