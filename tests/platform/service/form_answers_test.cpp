// Form answers: sealed at rest, worked off, exported.

#include "platform/routes/form_answers.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

constexpr const char* kSecret = "Schwangerschaftsberatung-4711";

contract::FormAnswer send(Platform& platform, const Json& answers, const std::string& page = "pag_form") {
  contract::FormAnswer kept;
  const auto done = platform.impl().store().write_and_wait(
      [&] { return platform.impl().occasion(system_actor(), "req_form"); },
      [&](Change& change) -> base::Done {
        contract::FormAnswer answer;
        answer.page_id = page;
        answer.block_id = "form1";
        answer.page_title = contract::LocalizedText("Kontakt", "Contact");
        answer.language = "de";
        answer.answers.text = answers.dump();
        auto received = receive_form_answer(change, answer);
        if (!received) return received.error();
        kept = *received;
        return {};
      });
  REQUIRE_MESSAGE(done.ok(), (done ? "" : done.error().message));
  return kept;
}

Json answer(const std::string& label, const Json& value) {
  return {{"field", "f1"}, {"label", label}, {"value", value}};
}

bool stands_in_a_file(const Platform& platform, const std::string& words) {
  for (const char* end : {"", "-wal"}) {
    std::ifstream file(platform.file() + end, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    if (bytes.find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("an answer is numbered, told without its words, and sealed on disk") {
  Platform platform;
  const auto first = send(platform, Json::array({answer("Anliegen", kSecret)}));
  CHECK(first.number == 1);
  CHECK(send(platform, Json::array({answer("Anliegen", "Zwei")})).number == 2);
  const std::string path = "/v1/forms/answers/" + first.id;
  const Reply read = platform.get(path, platform.editor());
  REQUIRE_MESSAGE(read.status == 200, read.text);
  CHECK(read.body["answers"][0]["value"] == kSecret);
  CHECK(read.body["state"] == "received");
  const Json list = platform.get("/v1/forms/answers", platform.token(Role::privacy_officer)).body;
  CHECK(list["items"][1]["answers"][0]["value"] == kSecret);
  CHECK(list["items"][0]["number"] == 2);
  for (const auto role : {Role::reviewer, Role::security_analyst})
    CHECK(platform.get(path, platform.token(role)).status == 403);
  CHECK(platform.get(path, platform.merchant()).status == 403);
  CHECK(platform.get("/v1/audit?limit=100", platform.lead()).text.find(kSecret) == std::string::npos);
  CHECK(platform.get("/v1/forms/answers?q=4711", platform.editor()).body["total"] == 0);

  // Worked on, also with a key whose answer is kept for repeats: still nothing readable in the files.
  const Reply taken =
      platform.ask("PATCH", path, platform.editor(), R"({"state":"in_progress","note":"Rückruf"})",
                   {.if_match = read.etag, .key = "once"});
  REQUIRE_MESSAGE(taken.status == 200, taken.text);
  CHECK(taken.body["answers"][0]["value"] == kSecret);
  // The line broke before the answer came: the same request again is told the same, and changes nothing more.
  const Reply again =
      platform.ask("PATCH", path, platform.editor(), R"({"state":"in_progress","note":"Rückruf"})",
                   {.if_match = read.etag, .key = "once"});
  CHECK(again.status == 200);
  CHECK(again.text == taken.text);
  CHECK(again.etag == taken.etag);
  CHECK(platform.get(path, platform.editor()).body["revision"] == taken.body["revision"]);
  CHECK(platform
            .ask("PATCH", path, platform.editor(), R"({"state":"done"})",
                 {.if_match = taken.etag, .key = "once"})
            .status == 422);
  // Somebody else's key of the same name is their own.
  CHECK(platform
            .ask("PATCH", path, platform.lead(), R"({"state":"in_progress","note":"Rückruf"})",
                 {.if_match = read.etag, .key = "once"})
            .status == 412);
  platform.post("/v1/forms/exports", platform.editor(), {{"page_id", "pag_form"}, {"reason", "Statistik"}});
  CHECK_FALSE(stands_in_a_file(platform, kSecret));
  CHECK(stands_in_a_file(platform, "Rückruf"));  // the search would find what is not sealed
  platform.restart();
  CHECK(platform.get(path, platform.editor()).body["answers"][0]["value"] == kSecret);
}

TEST_CASE("who opens an answer is in the record, and who reads the list, with how many it held") {
  Platform platform;
  const auto one = send(platform, Json::array({answer("Anliegen", kSecret)}));
  send(platform, Json::array({answer("Anliegen", "Zwei")}));
  const auto lines = [&](const std::string& action) {
    return platform.get("/v1/audit?filter=action:" + action, platform.lead()).part("items");
  };
  const auto officer = platform.token(Role::privacy_officer);
  const std::string path = "/v1/forms/answers/" + one.id;
  CHECK(platform.get(path, platform.editor()).status == 200);
  CHECK(platform.get(path, officer).status == 200);
  REQUIRE(lines("form_answer.read").size() == 2);
  for (const auto& line : lines("form_answer.read")) {
    CHECK(line["object_id"] == one.id);
    CHECK(line.dump().find(kSecret) == std::string::npos);
  }
  CHECK(lines("form_answer.read")[0]["principal_id"] == platform.get("/v1/me", officer).body["id"]);
  // Who may not read it has not read it.
  CHECK(platform.get(path, platform.reviewer()).status == 403);
  CHECK(platform.get("/v1/forms/answers/fan_none", officer).status == 404);
  CHECK(lines("form_answer.read").size() == 2);

  CHECK(lines("form_answer.read_list").empty());
  for (int i = 0; i < 3; ++i) CHECK(platform.get("/v1/forms/answers", officer).body["total"] == 2);
  CHECK(lines("form_answer.read_list").size() == 1);
  CHECK(platform.get("/v1/forms/answers", platform.reviewer()).status == 403);
  CHECK(lines("form_answer.read_list").size() == 1);
  CHECK(lines("form_answer.read_list_end").empty());
  platform.time.ms += 16 * 60 * 1000;
  platform.get("/v1/forms/answers?limit=1", officer);
  CHECK(lines("form_answer.read_list").size() == 2);
  const Json ends = lines("form_answer.read_list_end");
  REQUIRE(ends.size() == 1);
  CHECK(ends[0]["changes"][0]["new"] == "6");
  CHECK(ends[0]["principal_id"] == platform.get("/v1/me", officer).body["id"]);
}

TEST_CASE("an answer that was moved into another row does not open") {
  Platform platform;
  const auto one = send(platform, Json::array({answer("Anliegen", "Eins")}));
  const auto two = send(platform, Json::array({answer("Anliegen", "Zwei")}));
  const auto done =
      platform.impl().store().write_and_wait([&] { return platform.impl().occasion(system_actor(), ""); },
                                             [&](Change& change) -> base::Done {
                                               const auto from = change.find<contract::FormAnswer>(one.id),
                                                          to = change.find<contract::FormAnswer>(two.id);
                                               auto swapped = *to;
                                               swapped.answers = from->answers;
                                               change.update_unrecorded(*to, swapped);
                                               return {};
                                             });
  REQUIRE(done.ok());
  CHECK(platform.get("/v1/forms/answers/" + one.id, platform.editor()).status == 200);
  CHECK(platform.get("/v1/forms/answers/" + two.id, platform.editor()).status >= 500);
}

TEST_CASE("answers are taken, given to somebody, closed") {
  Platform platform;
  const auto kept = send(platform, Json::array({answer("Anliegen", "Hallo")}));
  const std::string path = "/v1/forms/answers/" + kept.id;
  const std::string me = platform.get("/v1/me", platform.editor()).body["id"];
  const Reply taken =
      platform.patch(path, platform.editor(), {{"assignee_id", me}, {"state", "in_progress"}});
  REQUIRE_MESSAGE(taken.status == 200, taken.text);
  CHECK(taken.body["assignee_id"] == me);
  CHECK(taken.body["assignee_name"] != "");
  CHECK(platform.patch(path, platform.editor(), {{"assignee_id", "usr_nobody"}}).body["field"] ==
        "assignee_id");
  const std::string merchant = platform.get("/v1/me", platform.merchant()).body["id"];
  CHECK(platform.patch(path, platform.editor(), {{"assignee_id", merchant}}).status == 422);
  CHECK(platform.patch(path, platform.editor(), {{"assignee_id", nullptr}}).body["assignee_name"] == "");
  CHECK(platform.patch(path, platform.editor(), {{"answers", Json::array()}}).status == 422);
  CHECK(platform.patch(path, platform.token(Role::privacy_officer), {{"state", "done"}}).status == 403);
  CHECK(platform.patch(path, platform.lead(), {{"state", "done"}}).body["state"] == "done");
  CHECK(platform.get("/v1/forms/answers?filter=state:done", platform.lead()).body["total"] == 1);
}

TEST_CASE("the export is RFC 4180, harmless in a spreadsheet, and recorded") {
  Platform platform;
  send(platform,
       Json::array({answer("Name", "Müller, \"Mia\""), answer("Alter", 7), answer("Name", "zweiter")}));
  send(platform, Json::array({answer("Name", "=HYPERLINK(\"http://x\")"), answer("@Text", "eins\nzwei")}));
  send(platform, Json::array({answer("Name", "anderswo")}), "pag_other");
  const Reply out = platform.post("/v1/forms/exports", platform.token(Role::privacy_officer),
                                  {{"page_id", "pag_form"}, {"reason", "Auskunft nach Art. 15"}});
  REQUIRE_MESSAGE(out.status == 200, out.text);
  CHECK(out.body["answers"] == 2);
  const std::string time = base::to_rfc3339(platform.time);
  CHECK(out.body["csv"] ==
        "Nummer,Eingang,Status,Formular,Sprache,Name,Alter,Name,'@Text\r\n"
        "1," +
            time +
            ",received,form1,de,\"Müller, \"\"Mia\"\"\",7,zweiter,\r\n"
            "2," +
            time + ",received,form1,de,\"'=HYPERLINK(\"\"http://x\"\")\",,,\"eins\nzwei\"\r\n");
  const Json line =
      platform.get("/v1/audit?filter=action:form_answer.export", platform.lead()).body["items"][0];
  CHECK(line["object_id"] == "pag_form");
  CHECK(line.dump().find("Art. 15") != std::string::npos);
  CHECK(platform.post("/v1/forms/exports", platform.editor(), {{"page_id", "pag_form"}}).status == 422);
  CHECK(
      platform.post("/v1/forms/exports", platform.editor(), {{"page_id", "pag_x"}, {"reason", "x"}}).status ==
      422);
}
