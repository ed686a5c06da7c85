#include <regex>
#include <set>
#include <sstream>

#include "tests/platform/import/support.hpp"

using namespace import_test;
using namespace std::string_literals;

namespace {

const std::string kHead = "ozg_id,name,lebenslage,themenfeld,regelungskompetenz\n";
const std::string kLeikaHead =
    "leika,name,leika_typ,ozg_id,ozg_leistung,lebenslage,themenfeld,rechtsgrundlage\n";
const std::string kDogTax = "10001,Hundesteuer,Tiere,Steuern & Zoll,\n";

ImportPlan planned(const ImportRequest& request) {
  auto plan = plan_import(request);
  REQUIRE_MESSAGE(plan.ok(), (plan ? "" : plan.error().message));
  check_sound(*plan);
  return *plan;
}

std::string leika(const std::string& key, const std::string& name, const std::string& type,
                  const std::string& ozg_id = "10001") {
  return key + "," + name + ",\"" + type + "\"," + ozg_id + ",,,,\n";
}

std::string key_for_dog_tax(const std::string& leika_rows) {
  return planned(ozg(kHead + kDogTax, kLeikaHead + leika_rows)).miniapps.at(0).leika_key.value_or("none");
}

/// Services that a sound row of the real file names, counted with nothing of the importer.
std::size_t services_with_keys(const std::string& file) {
  std::set<std::string> ids;
  const std::regex row(R"re((99\d{12}),(?:"(?:[^"]|"")*"|[^,"]*),(?:"[1-6, /]+"|[1-6/]+),(\d{5}),.*)re");
  std::istringstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::smatch parts;
    if (std::regex_match(line, parts, row)) ids.insert(parts[2]);
  }
  return ids.size();
}

}  // namespace

TEST_CASE("ozg: the real files") {
  const auto services = data_file("ozg/ozg_leistungen.csv"), keys = data_file("ozg/leika_leistungen.csv");
  if (services.empty() || keys.empty()) {
    MESSAGE("skipped: test data ozg is absent");
    return;
  }
  const auto plan = planned(ozg(services, keys));
  CHECK(plan.miniapps.size() == 557);
  CHECK(plan.rows == 557 + 5251);
  auto counts = rules(plan);
  CHECK(counts["leika.not-listed"] == 436);
  CHECK(counts["leika.key"] == 2);  // 3233 and 25323525
  CHECK(counts["id.duplicate"] == 0);
  std::map<std::string, const stadtpult::platform::PlannedMiniapp*> by_id;
  int with_key = 0;
  for (const auto& miniapp : plan.miniapps) {
    by_id[miniapp.ozg_id.value()] = &miniapp;
    with_key += miniapp.leika_key.has_value();
  }
  CHECK(with_key == static_cast<int>(services_with_keys(keys)));
  // Each row is taken or stands in the report.
  CHECK(plan.rows == static_cast<std::int64_t>(plan.miniapps.size() + plan.not_taken.size()) + with_key);
  CHECK(std::is_sorted(plan.not_taken.begin(), plan.not_taken.end(),
                       [](const auto& a, const auto& b) { return a.line < b.line; }));
  CHECK(by_id["10513"]->leika_key == "99012001000000");
  CHECK(by_id["10513"]->app_id == "de.worms.abbruchgenehmigung-ozg10513");
  CHECK(by_id["10513"]->category_source == "ozg:lebenslage:Bauen & Wohnen/Bauen & Immobilien");
  CHECK(by_id["10092"]->leika_key == "99107023000000");  // Wohngeld
  CHECK(by_id["10559"]->name.in("de").find("Meldebescheinigung") == 0);
  CHECK(by_id["10559"]->leika_key == "99115004000000");
  CHECK(by_id["10484"]->leika_key.has_value());  // federal keys only: known all the same
  CHECK(std::count_if(plan.categories.begin(), plan.categories.end(),
                      [](const auto& c) { return c.parent_source.empty(); }) == 14);
  CHECK(same(plan, planned(ozg(services, keys))));
}

TEST_CASE("ozg: which key a service gets") {
  CHECK(key_for_dog_tax("") == "none");
  // a key of the federation or the state is known too, but gives way to any that a municipality carries out
  CHECK(key_for_dog_tax(leika("99000000000001", "Bund", "1")) == "99000000000001");
  CHECK(key_for_dog_tax(leika("99000000000001", "Bund", "1") + leika("99000000000002", "Land", "2")) ==
        "99000000000002");
  CHECK(key_for_dog_tax(leika("99000000000000", "Hundesteuer", "1") + leika("99000000000003", "x", "2/3") +
                        leika("99000000000004", "Hundesteuer", "6")) == "99000000000003");
  // own law before the state's before the federation's
  CHECK(key_for_dog_tax(leika("99000000000000", "A", "1, 2/3") + leika("99000001000000", "B", "4") +
                        leika("99000002000000", "C", "5")) == "99000002000000");
  // the service's own name before everything
  CHECK(key_for_dog_tax(leika("99000002000000", "C", "5") + leika("99000003001002", "hundesteuer", "2/3")) ==
        "99000003001002");
  // then one with a word of it
  CHECK(planned(ozg(kHead + "10001,Meldebescheinigung und Auskunft,X,Y,\n",
                    kLeikaHead + leika("99000002000000", "Anderes", "5") +
                        leika("99000003000000", "Meldebescheinigung Ausstellung", "2/3")))
            .miniapps.at(0)
            .leika_key == "99000003000000");
  // the object as a whole before an action, then the smallest
  CHECK(key_for_dog_tax(leika("99000001002000", "A", "4") + leika("99000003000000", "B", "4") +
                        leika("99000002000000", "C", "4")) == "99000002000000");
}

TEST_CASE("ozg: a key that a service does not get stands in the report with the one that it has") {
  const auto plan =
      planned(ozg(kHead + kDogTax,
                  kLeikaHead + leika("99000000000001", "Bund", "1") + leika("nicht im LeiKa", "a", "5") +
                      leika("99000000000002", "Hundesteuer", "5") + leika("99000000000003", "Anderes", "5")));
  CHECK(plan.rows == 1 + 4);
  REQUIRE(plan.not_taken.size() == 3);
  CHECK(plan.not_taken[0].rule == "leika.other-key");
  CHECK(plan.not_taken[0].line == 2);
  CHECK(plan.not_taken[0].reason.find("99000000000002") != std::string::npos);
  CHECK(plan.not_taken[1].rule == "leika.not-listed");
  CHECK(plan.not_taken[2].line == 5);
}

TEST_CASE("ozg: every row is accounted for") {
  const auto plan = planned(
      ozg(kHead + kDogTax + "10002,\"Zwei\nZeilen\",,Recht,\n" + "10001,Nochmal,X,Y,\n" + "123,Kurz,X,Y,\n" +
              "10003,,X,Y,\n" + "10004,Ohne Feld,X,,\n" + "10005,zu wenig\n" + "10006,B\xFFse,X,Y,\n" +
              "10007," + std::string(301, 'n') + ",X,Y,\n" + "\"10008\"x,A,X,Y,\n",
          kLeikaHead + leika("99000001000000", "gut", "5") + leika("nicht im LeiKa", "a", "5") +
              leika("3233", "b", "5") + leika("99000001000001", "c", "44") +
              leika("99000001000002", "d", "") + leika("99000001000000", "e", "5") +
              leika("99000001000003", "f", "5", "99999") + leika("99000001000004", "g", "5", "") +
              leika("99000001000005", "", "5") + "zu,wenig\n" + leika("99000001000006", "h\x01", "5")));
  CHECK(plan.rows == 10 + 11);
  CHECK(plan.miniapps.size() == 2);
  const int leika_taken = 1;
  CHECK(plan.rows == static_cast<std::int64_t>(plan.miniapps.size() + plan.not_taken.size()) + leika_taken);
  const std::map<std::string, int> expected{
      {"csv.columns", 2}, {"csv.quote", 1},   {"id.duplicate", 2}, {"leika.key", 1}, {"leika.not-listed", 1},
      {"leika.type", 2},  {"name.empty", 2},  {"name.long", 1},    {"ozg.id", 1},    {"ozg.missing", 1},
      {"ozg.theme", 1},   {"ozg.unknown", 1}, {"text.broken", 2}};
  CHECK(rules(plan) == expected);
  CHECK(plan.not_taken[0].line == 5);  // the field with a line break counts for two lines
  CHECK(plan.not_taken[0].title == "Nochmal");
  CHECK(plan.miniapps[1].name.in("de") == "Zwei Zeilen");
  CHECK(plan.miniapps[1].category_source == "ozg:themenfeld:Recht");
}

TEST_CASE("ozg: a control character costs its row and no other") {
  for (const auto& odd : {"\x01"s, "\x1A"s, "\x1B"s, "\x7F"s, "\0"s}) {
    const auto plan = planned(ozg(kHead + kDogTax + "10002,A" + odd + "B,X,Y,\r\n10003,C,X,Y,\r\n\x1A",
                                  kLeikaHead + leika("99000001000000", "a" + odd + "b", "5") +
                                      leika("99000001000001", "Hundesteuer", "5") + "\x1A"));
    CHECK(plan.miniapps.size() == 2);
    CHECK(plan.miniapps[0].leika_key == "99000001000001");
    REQUIRE(plan.not_taken.size() == 2);
    for (const auto& row : plan.not_taken) CHECK(row.rule == "text.broken");
    CHECK(plan.not_taken[0].line == 3);
    CHECK(plan.not_taken[1].line == 2);
  }
  // Line breaks of some office programs, which are blanks here like others.
  CHECK(planned(ozg(kHead + "10002,A\x0B"
                            "B,X,Y,\n",
                    ""))
            .miniapps.at(0)
            .name.in("de") == "A B");
}

TEST_CASE("ozg: without keys, with semicolons, with other column orders") {
  const auto plan = planned(
      ozg("\xEF\xBB\xBFName;Themenfeld;OZG_ID;Lebenslage\r\nHundesteuer;Steuern;10001;Tiere\r\n", ""));
  REQUIRE(plan.miniapps.size() == 1);
  CHECK(plan.miniapps[0].ozg_id == "10001");
  CHECK_FALSE(plan.miniapps[0].leika_key.has_value());
}

TEST_CASE("ozg: an unreadable file plans nothing and is named") {
  const auto bad_services = plan_import(ozg("a,b\n", ""));
  REQUIRE_FALSE(bad_services.ok());
  CHECK(bad_services.error().message.find("ozg_leistungen.csv, line 1") == 0);
  CHECK(bad_services.error().field == "services");
  const auto bad_keys = plan_import(ozg(kHead + kDogTax, kLeikaHead + "99,\"x\n"));
  REQUIRE_FALSE(bad_keys.ok());
  CHECK(bad_keys.error().message.find("leika_leistungen.csv, line 2") == 0);
  CHECK(bad_keys.error().field == "topics");
}
