// Applying an import: once, twice, after edits, and as a whole or not at all.

#include <doctest/doctest.h>

#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

/// A directory of one topic with so many services.
Json dldb(int services) {
  Json data = Json::array(), relations = Json::array();
  for (int i = 0; i < services; ++i) {
    const std::string id = std::to_string(1000 + i);
    data.push_back({{"id", id}, {"name", "Leistung " + id}, {"relation", {{"root_topic", "1"}}}});
    relations.push_back(Json::object({{"id", id}}));
  }
  const Json relation = {{"navi", "1"}, {"services", relations}, {"childs", Json::array()}};
  const Json topics = Json::array({Json::object({{"id", "1"}, {"name", "Bauen"}, {"relation", relation}})});
  return {{"format", "dldb"},
          {"services", Json::object({{"data", data}}).dump()},
          {"topics", Json::object({{"data", topics}}).dump()}};
}

}  // namespace

TEST_CASE("an import makes drafts of the city, and twice changes nothing") {
  Platform platform;
  const Reply first = platform.post("/v1/imports", platform.editor(), dldb(450));  // several transactions
  REQUIRE_MESSAGE(first.status == 200, first.text);
  if (first.body["created"] == 0) MESSAGE(first.text.substr(0, 800));
  CHECK(first.body["created"] == 450);
  CHECK(first.body["categories_created"] == 1);
  const Json some = platform.get("/v1/miniapps?limit=1", platform.lead()).body;
  CHECK(some["total"] == 450);
  CHECK(some["items"][0]["state"] == "draft");
  CHECK(some["items"][0]["organisation_id"] == "city");
  CHECK(!some["items"][0]["source"].is_null());
  const int lines = platform.get("/v1/audit", platform.lead()).body["total"];
  const Reply second = platform.post("/v1/imports", platform.editor(), dldb(450));
  CHECK(second.body["unchanged"] == 450);
  CHECK(second.body["created"] == 0);
  CHECK(second.body["changed"] == 0);
  CHECK(second.body["categories_created"] == 0);
  CHECK(platform.get("/v1/audit", platform.lead()).body["total"] == lines);
}

TEST_CASE("what somebody edited stays until the source itself says something else") {
  Platform platform;
  REQUIRE(platform.post("/v1/imports", platform.editor(), dldb(2)).status == 200);
  const std::string id =
      platform.get("/v1/miniapps?filter=source:dldb:1000", platform.lead()).body["items"][0]["id"];
  platform.patch("/v1/miniapps/" + id, platform.editor(), {{"name", "Besser gesagt"}});
  CHECK(platform.post("/v1/imports", platform.editor(), dldb(2)).body["unchanged"] == 2);
  CHECK(platform.get("/v1/miniapps/" + id, platform.lead()).body["name"]["de"] == "Besser gesagt");
  Json request = dldb(2);
  std::string services = request["services"];
  services.replace(services.find("Leistung 1000"), 13, "Leistung neu!");
  request["services"] = services;
  CHECK(platform.post("/v1/imports", platform.editor(), request).body["changed"] == 1);
  CHECK(platform.get("/v1/miniapps/" + id, platform.lead()).body["name"]["de"] == "Leistung neu!");
}

TEST_CASE("an odd byte in a table costs its row, which is named, and no other") {
  Platform platform;
  const std::string nul(1, '\0');
  for (const auto& odd : {std::string("\x01"), std::string("\x7F"), nul}) {
    const Reply reply =
        platform.post("/v1/imports", platform.editor(),
                      {{"format", "ozg"},
                       {"services",
                        "ozg_id,name,lebenslage,themenfeld\r\n10001,Hundesteuer,Tiere,Steuern\r\n"
                        "10002,A" +
                            odd + "B,Tiere,Steuern\r\n\x1A"}});
    REQUIRE_MESSAGE(reply.status == 200, reply.text);
    CHECK(reply.body["created"].get<int>() + reply.body["unchanged"].get<int>() == 1);
    REQUIRE(reply.body["not_taken"].size() == 1);
    CHECK(reply.body["not_taken"][0]["line"] == 3);
    CHECK(reply.body["not_taken"][0]["rule"] == "text.broken");
  }
}

TEST_CASE("an import repeated with its key gets the first report") {
  Platform platform;
  const std::string body = dldb(3).dump();
  const Reply first = platform.ask("POST", "/v1/imports", platform.editor(), body, {.key = "import-1"});
  const Reply again = platform.ask("POST", "/v1/imports", platform.editor(), body, {.key = "import-1"});
  CHECK(first.body["created"] == 3);
  CHECK(again.text == first.text);
  CHECK(
      platform.ask("POST", "/v1/imports", platform.editor(), R"({"format":"dldb","services":"no"})").status >=
      400);
  CHECK(
      platform.ask("POST", "/v1/imports", platform.editor(), R"({"format":"dldb","services":"no"})").status <
      500);
}
