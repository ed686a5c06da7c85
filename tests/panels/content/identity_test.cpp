// Confirming an identity at the counter, used as a person uses it.
#include <doctest/doctest.h>

#include "panels/content/content_ui.hpp"
#include "panels/content/identity_view.hpp"
#include "panels/field_words.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Operation;
using kit::Key;
using UiRole = test::Role;

namespace {

struct CounterDesk : test::Desk<ContentPanel> {
  explicit CounterDesk(contract::Role role = contract::Role::editor,
                       const test::UiOptions& options = {.width = 1440, .height = 1000})
      : test::Desk<ContentPanel>(sample::media_city(role), options) {
    ui.frame(2);
  }
  void by_palette() {
    panel.run("content.identity", world());
    ui.frame(3);
  }
  void fill() {
    REQUIRE(ui.fill(UiRole::textbox, "Code aus dem Konto", " h7kq-2mxd "));
    REQUIRE(ui.fill(UiRole::textbox, "Vor- und Nachname", "Mia Müller"));
    REQUIRE(ui.click(UiRole::combobox, "Art des Ausweises"));
    ui.press(Key::down);
    ui.press(Key::enter);
    ui.frame(2);
    REQUIRE(ui.click(UiRole::checkbox, "Ich habe das Original und die Person gesehen"));
    ui.frame(2);
  }
  Change send(const char* name) {
    forget();
    REQUIRE(ui.click(UiRole::button, name));
    const auto sent = change();
    ui.frame(2);
    return sent;
  }
  void told(const std::string& id, const Change& sent, const contract::IdentityCheck& check) {
    client::CommandDone done;
    done.id = id;
    done.draft_key = sent.draft_key;
    done.answer = contract::encode(check);
    apply(done);
    ui.frame(3);
  }
  void refused(const std::string& id, const Change& sent, base::ErrorKind kind, const char* problem) {
    client::CommandDone done;
    done.id = id;
    done.draft_key = sent.draft_key;
    done.ok = false;
    done.error = base::fail(kind, "English words", "code");
    done.error.problem = problem;
    done.error.status = kind == base::ErrorKind::invalid ? 422 : 429;
    apply(done);
    ui.frame(3);
  }
  void outbox(const std::string& id, client::CommandState state_of) {
    client::OutboxEntry entry;
    entry.id = id;
    entry.operation = Operation::check_identity;
    entry.state = state_of;
    entry.error = base::fail(base::ErrorKind::unavailable, "no answer");
    client::OutboxChanged changed;
    changed.entries.push_back(std::move(entry));
    apply(changed);
    ui.frame(3);
  }
  void outbox_is_empty() {
    apply(client::OutboxChanged{});
    ui.frame(3);
  }
  [[nodiscard]] bool disabled(const char* name) const {
    const auto* node = ui.find(UiRole::button, name);
    REQUIRE(node != nullptr);
    return node->has(test::semantic::kDisabled);
  }
};

contract::IdentityCheck sample_check(const CounterDesk& desk) {
  contract::IdentityCheck check;
  check.id = "idc_1";
  check.account_id = "acc_1";
  check.email_hint = "m…@b….de";
  check.checked_at = desk.now;
  return check;
}

bool offers(const CounterDesk& desk, const char* command) {
  for (const auto& each : desk.panel.commands(desk.world()))
    if (each.id == command) return true;
  return false;
}

}  // namespace

TEST_CASE("an identity is confirmed once code, name, document and the look at both are there") {
  CounterDesk desk;
  REQUIRE(desk.ui.click(UiRole::tab, "Eingänge 2"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::button, "Identität bestätigen …"));
  desk.ui.frame(3);
  CHECK(desk.says("Notieren Sie keine Ausweisnummer und machen Sie keine Kopie."));
  CHECK(desk.disabled("Bestätigen"));
  CHECK(desk.says("Geben Sie den Code aus dem Konto ein."));
  desk.fill();
  CHECK_FALSE(desk.disabled("Bestätigen"));
  REQUIRE(desk.ui.click(UiRole::checkbox, "Ich habe das Original und die Person gesehen"));
  desk.ui.frame(2);
  CHECK(desk.disabled("Bestätigen"));
  REQUIRE(desk.ui.click(UiRole::checkbox, "Ich habe das Original und die Person gesehen"));
  desk.ui.frame(2);
  const auto sent = desk.send("Bestätigen");
  CHECK(sent.operation == Operation::check_identity);
  CHECK_FALSE(sent.queueable);
  const auto body = contract::decode_new<contract::NewIdentityCheck>(sent.body);
  REQUIRE(body.ok());
  CHECK(body->code == "h7kq-2mxd");
  CHECK(body->name == "Mia Müller");
  CHECK(body->document == contract::IdentityDocument::passport);
  CHECK(body->original_seen);
  // Who it is lies in no draft.
  for (const auto& draft : desk.asked<KeepDraft>()) CHECK(draft.text.find("Mia") == std::string::npos);
  CHECK(desk.disabled("Bestätigen"));  // it is on its way
  desk.told("cmd_1", sent, sample_check(desk));
  CHECK(desk.says("Die Identität ist bestätigt."));
  CHECK(desk.says("Konto: m…@b….de"));
  CHECK(desk.says("Passt sie nicht zu dieser"));
  REQUIRE(desk.ui.click(UiRole::button, "Fertig"));
  desk.ui.frame(2);
  CHECK_FALSE(desk.says("m…@b….de"));
  // The next person begins with empty fields.
  desk.by_palette();
  CHECK(desk.ui.value(UiRole::textbox, "Vor- und Nachname") == "");
  CHECK(desk.disabled("Bestätigen"));
}

TEST_CASE("why a code is refused is said where it is typed") {
  CounterDesk desk;
  desk.by_palette();
  desk.fill();
  desk.refused("cmd_1", desk.send("Bestätigen"), base::ErrorKind::invalid, "identity-code");
  CHECK(desk.says("Diesen Code gibt es nicht, er ist abgelaufen oder wurde schon benutzt."));
  CHECK(desk.ui.value(UiRole::textbox, "Vor- und Nachname") == "Mia Müller");
  desk.refused("cmd_2", desk.send("Bestätigen"), base::ErrorKind::rate_limited, "identity-tries");
  CHECK(desk.says("Zu viele falsche Codes."));
  CHECK_FALSE(desk.says("Diesen Code gibt es nicht"));
  desk.go_offline();
  CHECK(desk.disabled("Bestätigen"));
}

TEST_CASE("a confirmation of the wrong account is taken back with a reason") {
  CounterDesk desk;
  desk.by_palette();
  desk.fill();
  const auto check = sample_check(desk);
  desk.told("cmd_1", desk.send("Bestätigen"), check);
  REQUIRE(desk.ui.click(UiRole::button, "Zurücknehmen …"));
  desk.ui.frame(3);
  CHECK(desk.disabled("Bestätigung zurücknehmen"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Warum wird sie zurückgenommen?", "Anderes Konto"));
  desk.ui.frame(2);
  const auto sent = desk.send("Bestätigung zurücknehmen");
  CHECK(sent.operation == Operation::revoke_identity);
  CHECK(sent.ids == std::vector<std::string>{"idc_1"});
  CHECK(sent.body == R"({"reason":"Anderes Konto"})");
  auto back = check;
  back.email_hint.clear();
  back.revoked_at = desk.now;
  desk.told("cmd_2", sent, back);
  CHECK(desk.says("Bestätigung zurückgenommen"));
  CHECK_FALSE(desk.says("Die Identität ist bestätigt."));
  CHECK_FALSE(desk.ui.has(UiRole::button, "Zurücknehmen …"));
}

TEST_CASE("an answer that comes after the dialog was closed stands there when it is opened again") {
  CounterDesk desk;
  desk.by_palette();
  desk.fill();
  const auto sent = desk.send("Bestätigen");
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  desk.told("cmd_1", sent, sample_check(desk));
  CHECK_FALSE(desk.says("Die Identität ist bestätigt."));
  desk.by_palette();
  CHECK(desk.says("Die Identität ist bestätigt."));
}

TEST_CASE("an answer that got lost is asked for again as the same change, or given up") {
  CounterDesk desk;
  desk.by_palette();
  desk.fill();
  const auto sent = desk.send("Bestätigen");
  desk.outbox("cmd_1", client::CommandState::sending);
  CHECK(desk.disabled("Bestätigen"));
  client::CommandDone lost;
  lost.id = "cmd_1";
  lost.draft_key = sent.draft_key;
  lost.ok = false;
  lost.error = base::fail(base::ErrorKind::unavailable, "no answer");
  desk.apply(lost);
  desk.outbox("cmd_1", client::CommandState::refused);
  CHECK(desk.says("Es kam keine Antwort von der Plattform."));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Noch einmal fragen"));
  REQUIRE(desk.asked<RetryCommand>().size() == 1);
  CHECK(desk.asked<RetryCommand>()[0].id == "cmd_1");
  CHECK(desk.asked<Change>().empty());
  SUBCASE("it comes after all, under the same id") {
    desk.outbox("cmd_1", client::CommandState::sending);
    CHECK(desk.disabled("Bestätigen"));
    desk.outbox_is_empty();
    desk.told("cmd_1", sent, sample_check(desk));
    CHECK(desk.says("Konto: m…@b….de"));
  }
  SUBCASE("it gets lost once more, and is given up") {
    desk.outbox("cmd_1", client::CommandState::sending);
    desk.apply(lost);
    desk.outbox("cmd_1", client::CommandState::refused);
    desk.forget();
    REQUIRE(desk.ui.click(UiRole::button, "Verwerfen"));
    REQUIRE(desk.asked<DropCommand>().size() == 1);
    CHECK(desk.asked<DropCommand>()[0].id == "cmd_1");
    desk.outbox_is_empty();
    CHECK_FALSE(desk.disabled("Bestätigen"));
    CHECK(desk.ui.value(UiRole::textbox, "Vor- und Nachname") == "Mia Müller");
  }
}

TEST_CASE("what is taken out of the outbox, or never came there, is not waited for") {
  CounterDesk desk;
  desk.by_palette();
  desk.fill();
  desk.send("Bestätigen");
  CHECK(desk.disabled("Bestätigen"));
  desk.outbox("cmd_1", client::CommandState::waiting);
  CHECK(desk.disabled("Bestätigen"));
  desk.outbox_is_empty();
  CHECK_FALSE(desk.disabled("Bestätigen"));
  desk.send("Bestätigen");
  CHECK(desk.disabled("Bestätigen"));
  desk.now.ms += 3'000;
  desk.ui.frame(2);
  CHECK_FALSE(desk.disabled("Bestätigen"));
}

TEST_CASE("another person at the same desk finds nothing of it") {
  CounterDesk desk;
  const auto sign_in = [&](const char* id) {
    contract::Me me = desk.state.me.value_or(contract::Me{});
    me.id = id;
    desk.state.me = me;
    desk.ui.frame(3);
  };
  desk.by_palette();
  desk.fill();
  SUBCASE("of what was typed") {
    sign_in("usr_other");
  }
  SUBCASE("of what was confirmed, also where the answer came later") {
    const auto sent = desk.send("Bestätigen");
    client::CommandDone done;
    done.id = "cmd_1";
    done.draft_key = sent.draft_key;
    done.answer = contract::encode(sample_check(desk));
    desk.apply(done);
    sign_in("usr_other");
  }
  CHECK_FALSE(desk.ui.has(UiRole::textbox, "Code aus dem Konto"));  // it is closed
  desk.by_palette();
  CHECK(desk.ui.value(UiRole::textbox, "Vor- und Nachname") == "");
  CHECK_FALSE(desk.says("m…@b….de"));
}

TEST_CASE("only who works on what citizens ask for is offered to confirm an identity") {
  for (const auto role : contract::enum_values<contract::Role>()) {
    if (role == contract::Role::merchant) continue;  // has no content
    CounterDesk desk(role);
    const bool may = role == contract::Role::editor || role == contract::Role::project_lead;
    CHECK(offers(desk, "content.identity") == may);
    desk.panel.open({"content", "", "inbox"}, desk.world());
    desk.ui.frame(3);
    CHECK(desk.ui.has(UiRole::button, "Identität bestätigen …") == may);
  }
}

TEST_CASE("the dialog is reached by keyboard alone, small and large, in both languages") {
  for (const auto& options : {test::UiOptions{.width = 1024, .height = 640},
                              test::UiOptions{.width = 1440, .height = 900, .dark = true, .language = "en"},
                              test::UiOptions{.width = 620, .height = 640},
                              test::UiOptions{.width = 1024, .height = 640, .scale = 2.0F}}) {
    CounterDesk desk(contract::Role::editor, options);
    desk.panel.open({"content", "", "inbox"}, desk.world());
    desk.ui.frame(3);
    CHECK(desk.ui.reachability_problems().empty());
    desk.by_palette();
    CHECK(desk.ui.reachability_problems().empty());
  }
  kit::set_language("de");
  const auto state = sample::media_city(contract::Role::editor);
  const auto world = sample::world_of(state);
  CHECK(field_value(world, "identity_document", R"("residence_permit")") ==
        "Elektronischer Aufenthaltstitel");
  CHECK(field_value(world, "identity_method", R"("counter")") == "Im Bürgerbüro");
}
