// Requirements out of a table, and the report of a version.

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

#include "platform/domain/version_report.hpp"
#include "tests/platform/service/harness.hpp"
#include "tests/support/process.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

constexpr const char* kImports = "/v1/requirements/imports";

Json judged(Platform& platform, const Json& body) {
  const Reply reply = platform.post(kImports, platform.lead(), body);
  REQUIRE_MESSAGE(reply.status == 200, reply.text);
  return reply.body;
}

std::vector<std::string> rules(const Json& report) {
  std::vector<std::string> out;
  for (const auto& each : report["problems"])
    out.push_back(std::to_string(each["line"].get<int>()) + " " + each["rule"].get<std::string>());
  return out;
}

std::int64_t stored(Platform& platform) {
  return platform.get("/v1/requirements?limit=1", platform.lead()).body["total"];
}

std::string planned(Platform& platform, const std::string& name) {
  const Reply made =
      platform.post("/v1/app-versions", platform.lead(),
                    {{"name", name}, {"due_at", "2026-12-14T08:00:00.000Z"}, {"state", "testing"}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  return made.id();
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a table of requirements is judged, then taken, in the order of what depends on what") {
  Platform platform;
  const auto version = planned(platform, "1.0");
  const std::string csv =
      "\xEF\xBB\xBF"
      "ID;Titel;Text;Priorität;Kriterien;Beteiligte;abhängig von;Version;Bemerkung\r\n"
      "A-2;Bezahlen;\"Ein Schritt; mehr nicht\";muss;Eine Bestätigung|Ein Beleg;Handel, "
      "Gastronomie;A-1;1.0;x\r\n"
      "A-1;\"Anmelden \"\"sicher\"\"\";;soll;;IHK;;;\r\n"
      ";Ohne Nummer;;kann;;Hochschule|Stadtmarketing;;;\r\n";
  const Json preview = judged(platform, {{"csv", csv}});
  CHECK(preview["problems"].empty());
  CHECK(preview["taken"] == 3);
  CHECK(preview["applied"] == false);
  CHECK(preview["ignored"] == Words{"bemerkung"});
  CHECK(preview["rows"][0]["version"] == "1.0");
  CHECK(preview["rows"][2]["key"] == "A-003");
  CHECK(stored(platform) == 0);

  const Json taken = judged(platform, {{"csv", csv}, {"apply", true}});
  CHECK(taken["applied"] == true);
  CHECK(stored(platform) == 3);
  const Json all = platform.get("/v1/requirements", platform.lead()).body["items"];
  const auto pay =
      *std::find_if(all.begin(), all.end(), [](const Json& each) { return each["key"] == "A-2"; });
  CHECK(pay["text"] == "Ein Schritt; mehr nicht");
  CHECK(pay["criteria"] == Words{"Eine Bestätigung", "Ein Beleg"});
  CHECK(pay["stakeholders"] == Words{"retail", "gastronomy"});
  CHECK(pay["depends_on"] == Words{"A-1"});
  CHECK(pay["app_version_id"] == version);
  CHECK(rules(judged(platform, {{"csv", csv}})) == Words{"2 key.taken", "3 key.taken"});
}

TEST_CASE("a look at a table of requirements waits for nobody who writes") {
  Platform platform;
  Request request;
  request.method = "POST";
  request.target = kImports;
  request.authorization = "Bearer " + platform.lead();
  request.body = Json{{"csv", "ID;Titel\nA-1;Eins\n"}}.dump();
  std::promise<void> end;
  WriteJob long_one;
  long_one.occasion = [&] { return platform.impl().occasion(system_actor(), "long"); };
  long_one.run = [ended = end.get_future().share()](Change&) -> base::Done {
    ended.wait();
    return {};
  };
  long_one.finish = [](const base::Done&) {};
  platform.impl().store().write(std::move(long_one));
  const auto status = std::make_shared<std::atomic<int>>(0);
  platform.service().handle(request, [status](const Response& response) { *status = response.status; });
  CHECK(*status == 200);
  end.set_value();
}

TEST_CASE("with one bad row nothing is taken until every bad row is decided") {
  Platform platform;
  const std::string csv =
      "id,title,priority,stakeholders,depends on,version,criteria\n"
      "A-1,Gut,must,ihk,,,\n"
      "A-2,,must,ihk,,,\n"
      "A-3,Falsch,dringend,ihk,,,\n"
      "A-4,Wer?,must,Feuerwehr,,,\n"
      "A-1,Zweimal,must,,,,\n"
      "A-6,Hängt an nichts,must,,A-99,,\n"
      "A-7,Version,must,,,9.9,\n"
      "A-8,Kreis,must,,A-9,,\n"
      "A-9,Kreis,must,,A-8,,\n"
      "A-10,Hängt an A-2,must,,A-2,,\n"
      "A-11,Zu viel,must,,,,,,zu viel\n"
      "A-12," +
      std::string(201, 'x') +
      ",must,,,,\n"
      "A-13,\"Quote\"x,must,,,,\n";
  const Json preview = judged(platform, {{"csv", csv}});
  CHECK(rules(preview) == Words{"3 title.missing", "4 priority.unknown", "5 stakeholder.unknown",
                                "6 key.twice", "7 depends.unknown", "8 version.unknown", "9 depends.circle",
                                "10 depends.circle", "12 row.cells", "13 field", "14 row.quote"});
  CHECK(preview["taken"] == 2);
  CHECK(preview["undecided"] == 11);
  Reply refused = platform.post(kImports, platform.lead(), {{"csv", csv}, {"apply", true}});
  CHECK(refused.status == 409);
  CHECK(refused.text.find("line 3") != std::string::npos);
  CHECK(stored(platform) == 0);
  // Without line 3, line 11 has nothing to stand on: that is a row to decide on as well.
  Json skip = {3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14};
  refused = platform.post(kImports, platform.lead(), {{"csv", csv}, {"apply", true}, {"skip", skip}});
  CHECK(refused.status == 409);
  CHECK(refused.text.find("line 11") != std::string::npos);
  CHECK(stored(platform) == 0);
  skip.push_back(11);
  const Json taken = judged(platform, {{"csv", csv}, {"apply", true}, {"skip", skip}});
  CHECK(taken["taken"] == 1);
  CHECK(stored(platform) == 1);
}

TEST_CASE("control characters in a table are told row by row; line ends in a cell are line ends") {
  Platform platform;
  const std::string nul(1, '\0');
  for (const auto& odd : {std::string("\x01"), std::string("\x7F"), nul}) {
    const Json preview = judged(
        platform, {{"csv", "id;titel;text;abhängig von\r\nB-1;Gut;;\r\nB-2;Ti" + odd + "tel;;\r\nB-3;Gut;Te" +
                               odd + "xt;\r\nB-4" + odd + ";Gut;;\r\nB-5;Gut;;B" + odd + "\r\n\x1A"}});
    CHECK(preview["rows"].size() == 5);
    CHECK(preview["taken"] == 1);
    CHECK(rules(preview) == Words{"3 text.broken", "4 field", "5 field", "6 field", "6 depends.unknown"});
  }
  // What somebody before us could not read is seen before it is taken.
  const Json broken = judged(platform, {{"csv",
                                         "id;titel;text\nB-1;Stra\xEF\xBF\xBD"
                                         "e;\nB-2;Gut;Stra\xEF\xBF\xBD"
                                         "e\n"}});
  CHECK(rules(broken) == Words{"2 text.broken", "3 text.broken"});
  CHECK(broken["taken"] == 0);
  judged(platform, {{"csv", "id;titel;text\r\nB-1;Gut;\"eins\r\nzwei\rdrei\"\r\n"}, {"apply", true}});
  CHECK(platform.get("/v1/requirements", platform.lead()).body["items"][0]["text"] == "eins\nzwei\ndrei");
}

TEST_CASE("tables that are none, and people who may not") {
  Platform platform;
  std::string many = "title\n";
  for (int i = 0; i <= 5'000; ++i) many += "a\n";
  for (const auto& csv :
       {std::string(), std::string("nur,andere,spalten\n1,2,3\n"), std::string("title,titel\na,b\n"),
        std::string("id,title\n1,\"offen\n"), std::string("title\n") + std::string(3, '\0'), many}) {
    const Reply reply = platform.post(kImports, platform.lead(), {{"csv", csv}});
    CHECK_MESSAGE((reply.status == 413 || reply.status == 422 || csv.back() == '\0'),
                  reply.status << " " << csv.substr(0, 40));
    CHECK(reply.status < 500);
  }
  const Json fine = {{"csv", "title\na\n"}};
  CHECK(platform.post(kImports, platform.editor(), fine).status == 403);
  CHECK(platform.post(kImports, platform.merchant(), fine).status == 403);
  CHECK(platform.post(kImports, platform.reviewer(), fine).status == 200);
  CHECK(platform.post(kImports, platform.lead(), {{"csv", "title\na\n"}, {"app_version_id", "apv_none"}})
            .status == 422);
  // What a spreadsheet would compute was made text on the way out, and is text again.
  judged(platform, {{"csv", "title\n'=1+1\n"}, {"apply", true}});
  CHECK(platform.get("/v1/requirements", platform.lead()).body["items"][0]["title"] == "=1+1");
}

TEST_CASE("services of the OZG catalogue become requirements with the scale that their grade is on") {
  Platform platform;
  const Json body = {{"csv",
                      "ozg_id,name,lebenslage,themenfeld,regelungskompetenz,reifegrad,modell\n"
                      "10513,Abbruchgenehmigung,Bauen & Immobilien,Bauen & Wohnen,Land,3,1.1\n"
                      "10110,Abfallentsorgung,Wohnen & Umzug,Bauen & Wohnen,,6,\n"
                      "10111,Zu reif,,,,5,1.1\n"
                      "1011,Keine Nummer,,,,,\n"},
                     {"ozg", true},
                     {"apply", true},
                     {"skip", {4, 5}},
                     {"stakeholders", {"administration"}}};
  const Json report = judged(platform, body);
  CHECK(rules(report) == Words{"4 maturity.range", "5 field"});
  CHECK(report["taken"] == 2);
  const Json all = platform.get("/v1/requirements", platform.lead()).body["items"];
  REQUIRE(all.size() == 2);
  CHECK(all[1]["key"] == "OZG-10513");
  CHECK(all[1]["ozg_id"] == "10513");
  CHECK(all[1]["maturity"] == 3);
  CHECK(all[1]["maturity_model"] == "ozg_1_1");
  CHECK(all[0]["maturity_model"] == "ozg_2_0");
  CHECK(all[0]["stakeholders"] == Words{"administration"});
  CHECK(all[0]["text"].get<std::string>().find("Bauen & Wohnen") != std::string::npos);

  std::ifstream file(std::string(STADTPULT_DATA_DIR) + "/ozg/ozg_leistungen.csv");
  if (!file) {
    MESSAGE("skipped: the OZG catalogue is absent");
    return;
  }
  std::ostringstream text;
  text << file.rdbuf();
  const auto version = planned(platform, "1.0");
  Json whole = {{"csv", text.str()}, {"ozg", true}, {"app_version_id", version}};
  const Json preview = judged(platform, whole);
  CHECK(preview["rows"].size() == 557);
  CHECK(rules(preview).size() == 2);  // the two that are there
  whole["apply"] = true;
  whole["skip"] = Json::array();
  for (const auto& each : preview["problems"]) whole["skip"].push_back(each["line"]);
  const auto start = std::chrono::steady_clock::now();
  CHECK(judged(platform, whole)["taken"] == 555);
  MESSAGE("555 services taken in " << std::chrono::duration_cast<std::chrono::milliseconds>(
                                          std::chrono::steady_clock::now() - start)
                                          .count()
                                   << " ms");
  CHECK(stored(platform) == 557);
  // A table is one step of the version's history.
  const Json history = platform.get("/v1/app-versions/" + version, platform.lead()).body["history"];
  REQUIRE(history.size() == 2);
  CHECK(history[1]["detail"].get<std::string>().find("555: OZG-") == 0);
}

TEST_CASE("one is one in the report, and what does not stand against the go-live is not told") {
  ReportData data;
  data.version.name = "1.0";
  data.version.state = contract::AppVersionState::testing;
  const auto words = [&] { return report_html(version_report(data)); };
  const auto says = [&](const char* sentence) { return words().find(sentence) != std::string::npos; };
  data.gate.feedback = {"fbk_1"};
  CHECK(says("<p>Dem Start steht entgegen: 1 kritische Rückmeldung.</p>"));
  data.gate.feedback = {"fbk_1", "fbk_2"};
  data.gate.requirements = {"req_1"};
  data.gate.rounds = {"trd_1"};
  CHECK(
      says("<p>Dem Start stehen entgegen: 1 Muss-Anforderung, die nicht erledigt ist; 2 kritische "
           "Rückmeldungen; 1 Testrunde, die nicht abgeschlossen ist.</p>"));
  data.gate = {};
  data.gate.requirements = {"req_1", "req_2"};
  data.gate.rounds = {"trd_1", "trd_2"};
  CHECK(says("2 Muss-Anforderungen, die nicht erledigt sind; 2 Testrunden, die nicht abgeschlossen sind."));
  data.gate = {};
  data.gate.open = true;
  CHECK(says("Dem Start steht nach diesen Daten nichts entgegen."));
}

TEST_CASE("the report is there in English, too, with every word of its own") {
  ReportData data;
  data.version.name = "1.0";
  data.version.state = contract::AppVersionState::testing;
  data.version.due_at = {1'795'000'000'000};
  data.version.history = {
      {{1'795'000'000'000}, "usr_1", "Jana Arndt", "date", "2026-12-14 → 2026-12-21: Mehr {n}"},
      {{1'795'000'000'000}, "usr_1", "Jana Arndt", "state", "testing"}};
  data.gate.requirements = {"req_1"};
  contract::TestRound round;
  round.number = 1;
  round.name = "Runde";
  round.cohort = contract::Cohort::share;
  round.share_percent = 5;
  data.rounds = {round};
  const auto english = report_html(version_report(data, "en")), german = report_html(version_report(data));
  for (const char* words :
       {"<html lang=\"en\">", "Report on version 1.0 of the City-App",
        "Status: in the test phase. Planned start: "
        "2026-11-18.",
        "Against the start stands: 1 must requirement that is not done.", "Requirements “must”", "Drawn: 5%",
        "Another date: 2026-12-14 → 2026-12-21: Mehr {n}", "Status: in the test phase", "Jana Arndt"})
    CHECK_MESSAGE(english.find(words) != std::string::npos, words);
  CHECK(german.find("Anderer Termin: 14.12.2026 → 21.12.2026: Mehr {n}") != std::string::npos);
  CHECK(german.find("<html lang=\"de\">") != std::string::npos);
  for (const char* left : {"Bericht", "Anforderung", "Zustand", "Rückmeldung", "ist ", "Uhr"})
    CHECK_MESSAGE(english.find(left) == std::string::npos, left);
  // No word of a table or a sentence is a key.
  for (const auto* report : {&english, &german})
    for (const char* key : {"column.", "gate.", "priority.", "step.", ".none"})
      CHECK_MESSAGE(report->find(key) == std::string::npos, key);
  CHECK(report_html(version_report(data, "en")) == english);
  const auto paper = report_pdf(version_report(data, "en")), again = report_pdf(version_report(data, "en"));
  REQUIRE(paper.ok());
  REQUIRE(again.ok());
  CHECK((*paper == *again));
  CHECK((*paper != *report_pdf(version_report(data))));
}

TEST_CASE("a long report on paper is the same bytes each time, whatever is written in it") {
  ReportData data;
  data.version.name = "1.0";
  for (int i = 0; i < 300; ++i) {
    contract::Requirement each;
    each.id = "req_" + std::to_string(i);
    each.key = fmt::format("B-{:04}", i);
    each.title =
        i % 7 == 0 ? "Карта, χάρτης und harita: „gut“ – ja…" : "Die Karte springt beim Wischen nicht zurück";
    each.text =
        i % 11 == 0 ? std::string(400, 'w') : "Ein Satz von einiger Länge, der umbrochen werden muss.";
    each.stakeholders = {contract::Stakeholder::ihk};
    data.requirements.push_back(std::move(each));
    ReportedFeedback said;
    said.number = i;
    said.title = fmt::format("Fall {}: Müll-Kalender/Abfuhr am 3.12.", i * 7919);
    said.state = contract::FeedbackState::declined;
    said.reason = "Gehört nicht dazu.";
    said.requirement_id = "req_" + std::to_string(i % 40);
    data.feedback.push_back(std::move(said));
  }
  const auto first = report_pdf(version_report(data)), second = report_pdf(version_report(data));
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->size() > 50'000);
  CHECK((*first == *second));
  data.feedback.back().reason = "Gehört doch dazu.";
  CHECK((*report_pdf(version_report(data)) != *first));
}

TEST_CASE("on paper no number and no stakeholder is torn apart") {
  const std::string read = "/usr/bin/pdftotext";
  if (!std::filesystem::exists(read)) {
    MESSAGE("skipped: pdftotext (poppler-utils) is not there");
    return;
  }
  ReportData data;
  data.version.name = "1.0";
  contract::Requirement asked;
  asked.id = "req_1";
  asked.key = "B-8888";
  asked.title = "Bezahlen";
  asked.stakeholders = {contract::Stakeholder::business_development};
  data.requirements = {asked};
  ReportedFeedback said;
  said.number = 48'888;
  said.title = "Die Karte springt";
  said.state = contract::FeedbackState::declined;
  said.requirement_id = asked.id;
  data.feedback = {said};
  const auto paper = report_pdf(version_report(data));
  REQUIRE(paper.ok());
  const TempFolder folder;
  std::ofstream(folder.path() + "/report.pdf", std::ios::binary) << *paper;
  testing::Process reader(read, {"-raw", folder.path() + "/report.pdf", "-"});
  REQUIRE_MESSAGE(reader.wait() == 0, reader.error);
  const auto count = [&](std::string_view words) {
    int found = 0;
    for (auto at = reader.output.find(words); at != std::string::npos; at = reader.output.find(words, at + 1))
      ++found;
    return found;
  };
  CHECK(count("RM-48888") == 3);  // with its requirement, among the most voted, and as declined
  CHECK(count("B-8888") == 3);
  CHECK(count("Wirtschaftsförderung") == 2);
}

TEST_CASE(
    "the report of a version says what was asked, built, said, decided and signed, the same each time") {
  Platform platform;
  const auto version = planned(platform, "1.0");
  auto ihk = platform.service().make_token(Role::reviewer, "Dr. Anke Wendt", "", 3'600'000,
                                           contract::Stakeholder::ihk);
  REQUIRE(ihk.ok());
  const Reply made = platform.post("/v1/requirements", platform.lead(),
                                   {{"key", "A-047"},
                                    {"title", "Karte <barrierefrei> & \"gut\""},
                                    {"priority", "must"},
                                    {"stakeholders", {"ihk", "university"}},
                                    {"criteria", {"BITV 2.0"}},
                                    {"app_version_id", version}});
  REQUIRE(made.status == 201);
  const std::string path = "/v1/requirements/" + made.id();
  CHECK(platform
            .post(path + "/evidence", platform.lead(),
                  {{"kind", "check"}, {"title", "Prüfung"}, {"detail", "Zwei Vorlesefunktionen"}})
            .status < 300);
  CHECK(platform.post(path + "/signoffs", *ihk, {{"note", "Gern."}}).status < 300);
  const Reply said = platform.post("/v1/feedback", platform.editor(),
                                   {{"text", "Bitte Spiele"}, {"requirement_id", made.id()}});
  REQUIRE(said.status == 201);
  CHECK(platform
            .patch("/v1/feedback/" + said.id(), platform.editor(),
                   {{"state", "declined"}, {"reason", "Gehört nicht dazu."}})
            .status == 200);
  const Reply round = platform.post("/v1/test-rounds", platform.lead(),
                                    {{"name", "Mitarbeitende"},
                                     {"app_version_id", version},
                                     {"starts_at", "2026-11-10T08:00:00.000Z"},
                                     {"ends_at", "2026-11-20T08:00:00.000Z"}});
  REQUIRE_MESSAGE(round.status == 201, round.text);
  const std::string target = "/v1/app-versions/" + version;
  CHECK(platform
            .patch(target, platform.lead(),
                   {{"due_at", "2026-12-21T08:00:00.000Z"}, {"reason", "Zwei Wochen: mehr <Zeit>"}})
            .status == 200);
  CHECK(platform.patch(target, platform.lead(), {{"override_reason", "Der Markt beginnt."}}).status == 200);
  CHECK(platform
            .patch(target, platform.token(Role::project_lead, "", "Zweite Leitung"),
                   {{"override_agreed_by", "me"}})
            .status == 200);

  const Reply report = platform.get(target + "/report", platform.editor());
  REQUIRE(report.status == 200);
  CHECK(report.content_type.find("text/html") == 0);
  for (const char* words :
       {"Bericht zur Version 1.0", "A-047", "Karte &lt;barrierefrei&gt; &amp; &quot;gut&quot;", "BITV 2.0",
        "Bestanden: Prüfung. Zwei Vorlesefunktionen", "RM-0001", "1. Mitarbeitende", "Gehört nicht dazu.",
        "14.12.2026 → 21.12.2026: Zwei Wochen: mehr &lt;Zeit&gt;", "Der Markt beginnt.",
        "Zugestimmt hat Zweite Leitung", "Dr. Anke Wendt", "Gern.", "fehlt", "Hochschule"})
    CHECK_MESSAGE(report.text.find(words) != std::string::npos, words);
  CHECK(report.text.find("<script") == std::string::npos);
  CHECK(report.text.find("http") == std::string::npos);  // needs no other file

  // Time alone changes nothing, in this process or after a restart.
  platform.time.ms += 600'000;
  platform.restart();
  CHECK(platform.get(target + "/report?format=html", platform.lead()).text == report.text);
  const Reply paper = platform.get(target + "/report?format=pdf", platform.lead());
  CHECK(paper.content_type == "application/pdf");
  CHECK(paper.text.substr(0, 5) == "%PDF-");
  platform.time.ms += 600'000;
  platform.restart();
  CHECK(platform.get(target + "/report?format=pdf", platform.lead()).text == paper.text);
  CHECK(platform.get(target + "/report?format=docx", platform.lead()).status == 422);
  const Reply english = platform.get(target + "/report?language=en", platform.lead());
  CHECK(english.text.find("Passed: Prüfung. Zwei Vorlesefunktionen") != std::string::npos);
  CHECK(english.text.find("Chamber of commerce (IHK)") != std::string::npos);
  CHECK(platform.get(target + "/report?format=pdf&language=en", platform.lead()).text != paper.text);
  for (const char* unknown : {"fr", "de-simple", "..", ""})
    CHECK(platform.get(target + "/report?language=" + std::string(unknown), platform.lead()).status == 422);
  CHECK(platform.get("/v1/app-versions/apv_none/report", platform.lead()).status == 404);
  CHECK(platform.get(target + "/report", platform.merchant()).status == 403);
  CHECK(platform.patch(path, platform.lead(), {{"criteria", {"BITV 2.0", "Liste"}}}).status == 200);
  const Reply later = platform.get(target + "/report", platform.lead());
  CHECK(later.text != report.text);
  CHECK(later.text.find("nicht mehr: Wortlaut oder Nachweise sind andere") != std::string::npos);
}
