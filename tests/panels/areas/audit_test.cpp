#include "panels/audit/audit_ui.hpp"

#include <doctest/doctest.h>

#include "tests/panels/areas/desk.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using kit::Key;
using test::Desk;
using SemRole = test::Role;

namespace {

using Audit = Desk<AuditPanel>;

client::AuditPages pages_of(std::vector<contract::AuditRecord> records) {
  client::AuditPages pages;
  pages.records = std::move(records);
  return pages;
}

client::AuditLoaded loaded(std::string query, std::string cursor, std::vector<contract::AuditRecord> records,
                           std::optional<std::string> next) {
  contract::Page<contract::AuditRecord> page;
  page.items = std::move(records);
  page.next = std::move(next);
  page.total = 200;
  return {std::move(query), std::move(cursor), std::move(page), sample::now()};
}

}  // namespace

TEST_CASE("audit: the chain holds only where every line names the one before") {
  auto records = sample::audit_records(20, 100);
  CHECK(chain_of(pages_of(records)) == Chain::holds);
  auto changed = records;
  changed[7].hash = "something else";
  CHECK(chain_of(pages_of(changed)) == Chain::broken);
  auto missing = records;
  missing.erase(missing.begin() + 5);
  CHECK(chain_of(pages_of(missing)) == Chain::broken);
  auto filtered = pages_of(missing);
  filtered.query = "filter=object_type:review";
  CHECK(chain_of(filtered) == Chain::unknown);
  CHECK(chain_of(pages_of({})) == Chain::unknown);
}

TEST_CASE("audit: actions in words") {
  kit::set_language("de");
  CHECK(action_words("category.change") == "Rubrik geändert");
  CHECK(action_words("version.suspend") == "Fassung ausgesetzt");
  CHECK(action_words("alert.change") == "Alarm geändert");
  CHECK(action_words("block.request_lift") == "Sperre zur Aufhebung beantragt");
  CHECK(action_words("strange.thing") == "strange thing");
  for (const char* language : {"de", "en"}) {
    kit::set_language(language);
    // What the platform writes about: a name in the person's language, not ours.
    for (const std::string thing :
         {"account",      "alert",          "app_version",  "audit",     "backup",    "block",
          "booking",      "category",       "device",       "feedback",  "import",    "incident",
          "form_answer",  "letter",         "media",        "merchant",  "miniapp",   "offering",
          "organisation", "page",           "page_version", "principal", "pseudonym", "reason",
          "release",      "reply_template", "requirement",  "resource",  "review",    "rule_filter",
          "security_job", "test_round",     "token",        "version"})
      CHECK_MESSAGE(std::string(kit::tr_or("audit.thing." + thing, "")) != "", thing);
    for (const std::string verb : {"agree",
                                   "approve",
                                   "archive",
                                   "bank_details",
                                   "bind",
                                   "cancel",
                                   "change",
                                   "check",
                                   "check_identity_document",
                                   "check_payment_account",
                                   "close",
                                   "confirm_identity",
                                   "create",
                                   "delete",
                                   "done",
                                   "end",
                                   "end_identity",
                                   "erase",
                                   "erase_proofs",
                                   "evidence",
                                   "expire",
                                   "export",
                                   "follow",
                                   "go_live",
                                   "identity_code",
                                   "import",
                                   "invite",
                                   "lift_suspension",
                                   "live",
                                   "make_feed",
                                   "merged",
                                   "move",
                                   "no_show",
                                   "note",
                                   "print",
                                   "proof",
                                   "read",
                                   "read_end",
                                   "read_file",
                                   "read_list",
                                   "read_list_end",
                                   "read_proof",
                                   "recall",
                                   "receive",
                                   "redact",
                                   "redone",
                                   "register",
                                   "reject",
                                   "release",
                                   "renumber",
                                   "reopen",
                                   "request_changes",
                                   "restore",
                                   "revoke",
                                   "revoke_identity",
                                   "schedule_failed",
                                   "send_back",
                                   "sign",
                                   "sign_in",
                                   "submit",
                                   "supersede",
                                   "suspend",
                                   "testing",
                                   "trash",
                                   "undo",
                                   "undone",
                                   "withdraw",
                                   "write"})
      CHECK_MESSAGE(std::string(kit::tr_or("audit.verb." + verb, "")) != "", verb);
    contract::AuditRecord reading;
    reading.object_type = reading.object_id = "form_answer";
    reading.action = "form_answer.read_list_end";
    reading.changes = {{"lines", "", "1284"}, {"since", "", "\"2026-11-23T08:41:08Z\""}};
    CHECK(record_title(reading) == (language == std::string("de") ? "Eingänge" : "Answers"));
    CHECK(record_summary(reading) == (language == std::string("de") ? "1.284 Zeilen" : "1,284 lines"));
    CHECK(action_words("audit.read_end") ==
          (language == std::string("de") ? "Prüfprotokoll gelesen" : "Audit log read"));
    // Only of a change the words say nothing about what.
    contract::AuditRecord key;
    key.action = "token.create";
    key.changes = {{"expires_at", "", "\"2026-11-23T08:41:08Z\""}};
    CHECK(record_summary(key).empty());
  }
  kit::set_language("de");
  contract::AuditRecord record;
  record.action = "miniapp.change";
  record.changes = {{"name", "", ""}, {"category_id", "", ""}};
  CHECK(record_summary(record) == "Name, Rubrik");
  record.object_type = record.object_id = "audit";
  CHECK(record_title(record) == "Prüfprotokoll");
  record.object_id = "cat_1";
  CHECK(record_title(record) == "cat_1");
  record.object_title = "Mobilität";
  CHECK(record_title(record) == "Mobilität");
  // A block is called by what it stops.
  record.object_type = "block";
  for (const auto kind : contract::enum_values<contract::BlockKind>()) {
    record.object_title = std::string(contract::enum_name(kind)) + " P-5C19";
    CAPTURE(record.object_title);
    CHECK(record_title(record) != record.object_title);
    CHECK(record_title(record).ends_with(" P-5C19"));
  }
  CHECK(record_title(record) == "Quelle P-5C19");
  record.object_title = "unknown P-5C19";  // of a newer platform
  CHECK(record_title(record) == "unknown P-5C19");
}

TEST_CASE("audit: the next page is asked for once, when the end comes near") {
  Audit desk;
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().id == "\n");
  desk.forget();
  REQUIRE(desk.ui.focus(SemRole::row, "Rubrik geändert: Mobilität"));
  desk.ui.press(Key::end);
  desk.ui.frame(5);
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().id == "\ncursor_2");
  desk.apply(loaded("", "cursor_2", sample::audit_records(60, 140), "cursor_3"));
  desk.ui.frame(5);
  CHECK(desk.state.audit.value()->records.size() == 120);
  CHECK(desk.asked<Need>().size() == 1);
}

TEST_CASE("audit: a page that fails keeps what is there and can be tried again") {
  Audit desk;
  REQUIRE(desk.ui.focus(SemRole::row, "Rubrik geändert: Mobilität"));
  desk.ui.press(Key::end);
  desk.ui.frame(5);
  desk.apply(client::AuditLoaded{"", "cursor_2", base::fail(base::ErrorKind::unavailable, "gone"), desk.now});
  desk.ui.frame(3);
  CHECK(desk.state.audit.value()->records.size() == 60);
  CHECK(desk.ui.shows("Das Prüfprotokoll lässt sich nicht laden"));
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Erneut versuchen"));
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().id == "\ncursor_2");
}

TEST_CASE("audit: by kind of thing") {
  Audit desk;
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::tab, "Prüfungen"));
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().id == "filter=object_type:review\n");
}

TEST_CASE("audit: a line opened shows every field before and after") {
  Audit desk;
  REQUIRE(desk.ui.click(SemRole::row, "Rubrik geändert: Mobilität"));
  CHECK(desk.ui.shows("Deutsch: Verkehr"));
  CHECK(desk.ui.shows("Deutsch: Mobilität"));
  CHECK(desk.ui.shows("Archiviert"));
  CHECK(desk.ui.shows("Projektleitung"));
}

TEST_CASE("audit: all lives") {
  auto state = sample::working_city();
  state.audit = {};
  Audit desk{state, {}};
  desk.apply(client::DemandLoading{client::DemandLoading::What::audit, ""});
  desk.now.ms += 500;
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Wird geladen"));
  desk.apply(client::AuditLoaded{"", "", base::fail(base::ErrorKind::forbidden, "no"), desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Dafür fehlt Ihnen das Recht"));
  desk.apply(client::AuditLoaded{"", "", base::fail(base::ErrorKind::unavailable, "no"), desk.now});
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Erneut versuchen"));
  CHECK(desk.asked<Need>().size() == 1);
  desk.apply(loaded("", "", {}, std::nullopt));
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Keine Einträge"));
}

TEST_CASE("audit: a loaded line that does not fit its own hash breaks the chain") {
  Audit desk;
  auto records = sample::audit_records(20, 200);
  records[4].object_title = "etwas anderes";
  desk.apply(loaded("", "", records, std::nullopt));
  desk.ui.frame(2);
  CHECK(desk.state.audit.value()->wrong_id == records[4].id);
  CHECK(desk.ui.shows("Kette unterbrochen"));
}

TEST_CASE("audit: the record is checked and exported on demand") {
  Audit desk;
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Kette prüfen"));
  REQUIRE(desk.asked<RecordAct>().size() == 1);
  CHECK(desk.asked<RecordAct>().front().what == RecordAct::What::check);
  desk.apply(client::RecordChecking{});
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Wird geprüft …"));
  contract::AuditCheck report;
  report.valid = true;
  report.lines = 1'234'567;
  desk.apply(client::RecordChecked{report, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.shows("1.234.567 Einträge geprüft, alle in Ordnung"));
  report.valid = false;
  report.wrong_id = 815;
  report.reason = "the line was changed";
  desk.apply(client::RecordChecked{report, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Eintrag 815 ist der erste, der nicht stimmt"));
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Exportieren"));
  REQUIRE(desk.asked<RecordAct>().size() == 1);
  CHECK(desk.asked<RecordAct>().front().what == RecordAct::What::export_lines);
  CHECK(desk.asked<RecordAct>().front().wish.from_id == 141);
  CHECK(desk.asked<RecordAct>().front().wish.to_id == 200);
}

TEST_CASE("audit: in a narrow window the actions are in a menu, by their words") {
  Audit desk(sample::working_city(), test::UiOptions{.width = 1000, .height = 700});
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.has(SemRole::button, "Kette prüfen"));
  for (const auto& [item, what] : {std::pair{"Kette prüfen", RecordAct::What::check},
                                   std::pair{"Exportieren", RecordAct::What::export_lines}}) {
    desk.forget();
    REQUIRE(desk.ui.click(SemRole::button, "Mehr"));
    desk.ui.frame(3);
    REQUIRE(desk.ui.click(SemRole::menuitem, item));
    desk.ui.frame(2);
    REQUIRE(desk.asked<RecordAct>().size() == 1);
    CHECK(desk.asked<RecordAct>().front().what == what);
  }
}

TEST_CASE("audit: what was found about the record stays in red until it is accepted, in both languages") {
  Audit desk;
  CHECK_FALSE(record_alarm(desk.state, desk.now));
  client::RecordLooked looked;
  looked.finding =
      contract::RecordFinding{contract::RecordFault::cut_off, desk.now, {desk.now.ms - 60'000}, 300, 280};
  desk.apply(looked);
  desk.ui.frame(2);
  CHECK(desk.says("Im Prüfprotokoll fehlen Einträge."));
  CHECK(desk.says("mit 300 Einträgen, jetzt 280"));
  kit::set_language("en");
  for (const auto fault : contract::enum_values<contract::RecordFault>()) {
    desk.state.record.finding->fault = fault;
    CHECK_FALSE(record_alarm(desk.state, desk.now)->title.empty());
  }
  desk.ui.frame(2);
  CHECK(desk.says("Last seen whole"));
  kit::set_language("de");
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(SemRole::button, "Stand annehmen"));
  CHECK(desk.asked<RecordAct>().empty());  // asked first
  desk.ui.frame(2);
  // The button behind the question has the same name; the keyboard stays inside the question.
  CHECK(desk.ui.focused() == "Abbrechen");
  desk.ui.press(kit::Key::tab);
  desk.ui.press(kit::Key::enter);
  REQUIRE(desk.asked<RecordAct>().size() == 1);
  CHECK(desk.asked<RecordAct>().front().what == RecordAct::What::accept);
}

TEST_CASE("audit: an erased name reads as such in the person's language") {
  contract::AuditRecord line;
  line.principal_name = "erased";
  line.personal = {{"principal_name", "salted-sha256:x", std::nullopt}};
  CHECK(person_words(line, "principal_name", line.principal_name) == "gelöscht");
  line.personal[0].salt = "5a17";
  CHECK(person_words(line, "principal_name", "Jana") == "Jana");
}
