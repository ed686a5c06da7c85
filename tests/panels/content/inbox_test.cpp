// The inbox of forms, used as a person uses it.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "panels/content/content_ui.hpp"
#include "panels/content/inbox_view.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/areas/kept_dialog.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::FormAnswer;
using contract::FormAnswerState;
using contract::Operation;
using kit::Chord;
using kit::Key;
using UiRole = test::Role;

namespace {

struct InboxDesk : test::Desk<ContentPanel> {
  explicit InboxDesk(contract::Role role = contract::Role::editor,
                     const test::UiOptions& options = {.width = 1440, .height = 1000})
      : test::Desk<ContentPanel>(sample::media_city(role), options) {
    ui.frame(2);
  }
  void inbox() {
    REQUIRE((ui.click(UiRole::tab, "Eingänge 2") || ui.click(UiRole::tab, "Eingänge")));
    ui.frame(3);
  }
  void choose(const std::string& row) {
    REQUIRE(ui.click(UiRole::row, row));
    ui.frame(3);
    forget();
  }
};

std::string numbers(const inbox::Index& index, const client::State& state) {
  std::string out;
  for (const auto row : index.rows()) out += std::to_string(state.form_answers.items()[row].number) + " ";
  return out;
}

}  // namespace

TEST_CASE("answers by state, page, person and words; the newest first") {
  const auto state = sample::media_city(contract::Role::editor);
  const auto world = sample::world_of(state);
  inbox::Index index;
  index.update(world, {});
  CHECK(numbers(index, state) == "4 2 1 ");
  CHECK(index.count(inbox::Shelf::received) == 2);
  CHECK(index.count(inbox::Shelf::all) == 4);
  index.update(world, {.shelf = inbox::Shelf::done});
  CHECK(numbers(index, state) == "3 ");
  index.update(world, {.page_id = "pag_fest", .shelf = inbox::Shelf::all});
  CHECK(numbers(index, state) == "4 ");
  index.update(world, {.shelf = inbox::Shelf::all, .whose = inbox::Whose::mine});
  CHECK(numbers(index, state) == "2 ");
  index.update(world, {.shelf = inbox::Shelf::all, .whose = inbox::Whose::nobodys});
  CHECK(numbers(index, state) == "4 3 1 ");
  index.update(world, {.search = "müller", .shelf = inbox::Shelf::all});
  CHECK(numbers(index, state) == "1 ");
  REQUIRE(index.origins().size() == 2);
  CHECK(index.origins()[1].answers == 3);
  CHECK(inbox::waiting(world) == 2);
}

TEST_CASE("a badge counts what is new, for those who work on it; others do not see the inbox") {
  InboxDesk desk;
  const int with = desk.panel.badge(desk.world());
  desk.apply(client::ListLoaded<FormAnswer>{{}, desk.now});
  CHECK(desk.panel.badge(desk.world()) == with - 2);
  InboxDesk reviewer(contract::Role::reviewer);
  CHECK_FALSE(reviewer.ui.shows("Eingänge"));
  reviewer.panel.open({"content", "", "inbox"}, reviewer.world());
  reviewer.ui.frame(2);
  CHECK_FALSE(reviewer.says("Nr. 1"));
  CHECK(reviewer.ui.has(UiRole::row, "Personalausweis"));
}

TEST_CASE("what citizens sent is read when somebody opens the inbox, and not before") {
  InboxDesk desk;
  desk.state = sample::working_city(contract::Role::editor);
  const auto asked = [&] {
    int count = 0;
    for (const auto& need : desk.asked<Need>()) count += need.what == Need::What::form_answers ? 1 : 0;
    return count;
  };
  desk.ui.frame(3);
  CHECK(asked() == 0);
  const int before = desk.panel.badge(desk.world());
  desk.apply(client::AnswerArrived{"fan_9"});  // the stream says so, without its words
  desk.ui.frame(2);
  CHECK(desk.panel.badge(desk.world()) == before + 1);
  CHECK(asked() == 0);
  REQUIRE(desk.ui.click(UiRole::tab, "Eingänge 1"));
  desk.ui.frame(5);
  CHECK(asked() == 1);
  desk.apply(client::ListLoaded<FormAnswer>{{}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.says("Noch keine Eingänge"));
  CHECK(asked() == 1);
}

TEST_CASE("why answers are exported is kept for each page by itself") {
  const std::string key = "draft:inbox.dialog/export/";
  std::map<std::string, std::string> kept;
  const auto open_for = [](InboxDesk& desk, int page) {
    desk.inbox();
    REQUIRE(desk.ui.click(UiRole::combobox, "Seite"));
    for (int i = 0; i < page; ++i) desk.ui.press(Key::down);
    desk.ui.press(Key::enter);
    desk.ui.frame(2);
    REQUIRE(desk.ui.click(UiRole::button, "Exportieren …"));
    desk.ui.frame(3);
  };
  const auto reason = [](InboxDesk& desk) {
    return desk.ui.value(UiRole::textbox, "Wofür wird sie gebraucht?");
  };
  const char* words[] = {"Auskunft zum Fest", "Auskunft zum Wohngeld"};
  const char* ids[] = {"pag_fest", "pag_wohngeld"};
  for (int page = 0; page < 2; ++page) {
    InboxDesk desk(contract::Role::privacy_officer);
    open_for(desk, page + 1);
    REQUIRE(desk.ui.fill(UiRole::textbox, "Wofür wird sie gebraucht?", words[page]));
    desk.ui.frame(2);
    kept[ids[page]] = desk.draft(key + ids[page]);
    CHECK(kept[ids[page]].find(words[page]) != std::string::npos);
  }
  for (int page = 0; page < 2; ++page) {
    InboxDesk desk(contract::Role::privacy_officer);
    for (const auto& [id, text] : kept) desk.panel.restore(key + id, text);
    open_for(desk, page + 1);
    CHECK(reason(desk) == words[page]);
  }
}

TEST_CASE("what was sent is text, in the form's order, and nothing of it is a link") {
  InboxDesk desk;
  desk.inbox();
  desk.choose("Nr. 1 · Wohngeld beantragen");
  CHECK(desk.ui.has(UiRole::heading, "Nr. 1 · Wohngeld beantragen"));
  CHECK(desk.says("Mia Müller"));
  CHECK(desk.says("<script>alert(1)</script> [klick](https://boese.example)"));
  CHECK_FALSE(desk.ui.has(UiRole::link, "klick"));
  CHECK(desk.ui.reachability_problems().empty());
  FormAnswer broken;
  broken.answers.text = "{";
  REQUIRE(inbox::entries_of(broken).size() == 1);
  CHECK(inbox::entries_of(broken).front().label == "Nicht lesbar");
}

TEST_CASE("one key takes, one finishes, and the next one is open") {
  InboxDesk desk;
  desk.inbox();
  desk.choose("Nr. 4 · Backfischfest");
  desk.ui.press(Key::a);
  desk.ui.frame(1);
  auto change = desk.change();
  CHECK(change.operation == Operation::change_form_answer);
  CHECK(change.ids == std::vector<std::string>{"fan_4"});
  CHECK(change.if_match == contract::etag("fan_4", 1));
  CHECK(change.body.find(R"("assignee_id":"usr_editor")") != std::string::npos);
  CHECK(change.body.find(R"("state":"in_progress")") != std::string::npos);
  CHECK(change.before.find("Backfisch") != std::string::npos);
  CHECK(change.before.find("Standplatz") ==
        std::string::npos);  // what was sent stays off this machine's disk
  REQUIRE(change.undo != nullptr);
  CHECK(change.undo->body.find(R"("state":"received")") != std::string::npos);
  // What it is held against in a collision is what the change itself made, without what was sent.
  CHECK(change.undo->before.find(R"("state":"received")") == std::string::npos);
  CHECK(change.undo->before.find("Backfisch") != std::string::npos);
  CHECK(change.undo->before.find("Standplatz") == std::string::npos);
  desk.forget();
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  change = desk.change();
  CHECK(change.ids == std::vector<std::string>{"fan_4"});
  CHECK(change.body == R"({"state":"done"})");
  CHECK(desk.ui.has(UiRole::heading, "Nr. 2 · Wohngeld beantragen"));
  desk.ui.press(Key::j);
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::heading, "Nr. 1 · Wohngeld beantragen"));
  desk.ui.press(Key::k);
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::heading, "Nr. 2 · Wohngeld beantragen"));
  for (int i = 0; i < 5; ++i) desk.ui.press(Key::j);  // at the end of the list it stays
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::heading, "Nr. 1 · Wohngeld beantragen"));
  desk.forget();
  desk.ui.press(Key::x);  // the last one gives way to the one before it
  desk.ui.frame(2);
  CHECK(desk.change().body == R"({"state":"rejected"})");
  CHECK(desk.change().ids == std::vector<std::string>{"fan_1"});
  CHECK(desk.ui.has(UiRole::heading, "Nr. 2 · Wohngeld beantragen"));
}

TEST_CASE("letters that are typed into a field are no commands") {
  InboxDesk desk;
  desk.inbox();
  desk.choose("Nr. 1 · Wohngeld beantragen");
  CHECK(desk.ui.fill(UiRole::textbox, "Notiz für Kolleginnen und Kollegen", "xaw jk"));
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.draft("draft:inbox.edit/fan_1/note") == "xaw jk");
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  CHECK(desk.change().body == R"({"note":"xaw jk"})");
}

TEST_CASE("a key acts on the answer that the cursor stood on, also when another one comes in front") {
  InboxDesk desk(contract::Role::editor, {.width = 700, .height = 1000});
  desk.inbox();
  auto all = desk.state.form_answers.items();
  auto newest = all.front();
  newest.id = "fan_9";
  newest.number = 9;
  newest.state = FormAnswerState::received;
  newest.created_at = desk.now;
  all.push_back(newest);
  desk.apply(client::ListLoaded<FormAnswer>{all, desk.now});
  desk.ui.frame(3);
  desk.forget();
  desk.ui.press(Key::a);
  desk.ui.frame(2);
  CHECK(desk.change().ids == std::vector<std::string>{"fan_4"});  // the newest of before
}

TEST_CASE("in a narrow window Esc leaves the field first, which saves it, and then goes back to the list") {
  InboxDesk desk(contract::Role::editor, {.width = 700, .height = 1000});
  desk.panel.open({"content", "fan_1", ""}, desk.world());
  desk.ui.frame(3);
  REQUIRE(desk.ui.has(UiRole::button, "Zurück"));
  desk.forget();
  CHECK(desk.ui.fill(UiRole::textbox, "Notiz für Kolleginnen und Kollegen", "Rückruf"));
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::heading, "Nr. 1 · Wohngeld beantragen"));
  CHECK(desk.change().body == R"({"note":"Rückruf"})");
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  CHECK_FALSE(desk.ui.has(UiRole::heading, "Nr. 1 · Wohngeld beantragen"));
}

TEST_CASE("an answer is given to somebody by the menu, and to nobody") {
  InboxDesk desk;
  desk.inbox();
  desk.choose("Nr. 2 · Wohngeld beantragen");
  CHECK(desk.ui.click(UiRole::button, "Zuweisen"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::menuitem, "Mehmet Kaya"));
  CHECK(desk.change().body == R"({"assignee_id":"usr_kaya"})");
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Zuweisen"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::menuitem, "Niemand"));
  CHECK(desk.change().body == R"({"assignee_id":null})");
}

TEST_CASE("what comes in while somebody reads is in the list, and what is read stays open") {
  InboxDesk desk;
  desk.inbox();
  desk.choose("Nr. 1 · Wohngeld beantragen");
  auto fresh = *desk.state.form_answers.find("fan_4");
  fresh.id = "fan_5";
  fresh.number = 5;
  desk.apply(client::ThingsChanged<FormAnswer>{{fresh}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::row, "Nr. 5 · Backfischfest"));
  CHECK(desk.ui.has(UiRole::heading, "Nr. 1 · Wohngeld beantragen"));
}

TEST_CASE("the export asks for page and reason, and says that it is recorded") {
  InboxDesk desk(contract::Role::privacy_officer);
  desk.inbox();
  CHECK_FALSE(desk.ui.has(UiRole::button, "Erledigen"));  // who watches over it does not work on it
  CHECK(desk.ui.click(UiRole::button, "Exportieren …"));
  desk.ui.frame(2);
  CHECK(desk.says("Export und Grund stehen im Prüfprotokoll."));
  CHECK(desk.ui.find(UiRole::button, "Speicherort wählen")->has(test::semantic::kDisabled));
  CHECK(desk.ui.click(UiRole::combobox, "Seite"));
  desk.ui.press(Key::down);
  desk.ui.press(Key::enter);
  desk.ui.frame(2);
  CHECK(desk.ui.fill(UiRole::textbox, "Wofür wird sie gebraucht?", "Auskunft nach Art. 15"));
  CHECK(desk.ui.click(UiRole::button, "Speicherort wählen"));
  const auto acts = desk.asked<ExportAnswers>();
  REQUIRE(acts.size() == 1);
  CHECK_FALSE(acts[0].wish.page_id.empty());
  CHECK(acts[0].wish.reason == "Auskunft nach Art. 15");
  CHECK(acts[0].name.ends_with(".csv"));
  CHECK(inbox::export_name("Wohngeld: Straße & Haus", desk.now).starts_with("wohngeld-strasse-haus-20"));
}

TEST_CASE("a file that was sent is named and goes where the person says") {
  InboxDesk desk(contract::Role::privacy_officer);
  desk.inbox();
  desk.choose("Nr. 1 · Wohngeld beantragen");
  CHECK(desk.says("bescheid.pdf"));
  CHECK(desk.says("PDF · 1,3\u00A0MB"));
  CHECK(desk.ui.click(UiRole::button, "Speichern unter …: bescheid.pdf"));
  const auto acts = desk.asked<Download>();
  REQUIRE(acts.size() == 1);
  CHECK(acts[0].operation == Operation::get_form_file);
  CHECK(acts[0].ids == std::vector<std::string>{"fan_1", "f3"});
  CHECK(acts[0].name == "bescheid.pdf");
  CHECK(acts[0].asks_where);
}

TEST_CASE("an answer is erased for a reason after it was said what goes, and stays as a line that tells it") {
  InboxDesk desk;
  desk.inbox();
  desk.choose("Nr. 1 · Wohngeld beantragen");
  CHECK(desk.ui.click(UiRole::button, "Endgültig löschen …"));
  desk.ui.frame(2);
  CHECK(desk.says("Nr. 1 · Wohngeld beantragen endgültig löschen?"));
  CHECK(desk.says("Das lässt sich nicht rückgängig machen."));
  CHECK(desk.ui.find(UiRole::button, "Endgültig löschen")->has(test::semantic::kDisabled));
  CHECK(desk.ui.fill(UiRole::textbox, "Warum wird gelöscht?", "Antrag nach Art. 17"));
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.ui.click(UiRole::button, "Endgültig löschen"));
  const auto change = desk.change();
  CHECK(change.operation == Operation::erase_form_answer);
  CHECK(change.ids == std::vector<std::string>{"fan_1"});
  CHECK(change.body == R"({"reason":"Antrag nach Art. 17"})");
  CHECK_FALSE(change.queueable);
  CHECK(change.undo == nullptr);
  auto erased = *desk.state.form_answers.find("fan_1");
  erased.state = FormAnswerState::erased;
  erased.answers.text = "[]";
  erased.erased_at = desk.now;
  erased.erased_by = "usr_klein";
  erased.erased_by_name = "Ute Klein";
  erased.erase_reason = "Antrag nach Art. 17";
  desk.forget();
  desk.apply(client::ThingsChanged<FormAnswer>{{erased}, desk.now});
  desk.ui.frame(3);
  CHECK(desk.says("Ute Klein. Grund: Antrag nach Art. 17"));
  CHECK_FALSE(desk.ui.has(UiRole::button, "Erledigen"));
  CHECK_FALSE(desk.ui.has(UiRole::button, "Endgültig löschen …"));
  CHECK_FALSE(desk.ui.has(UiRole::row, "Nr. 1 · Wohngeld beantragen"));  // under "all" alone
  for (const auto key : {Key::a, Key::x, Key::o, Key::w}) desk.ui.press(key);
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
  erased.erased_by = "system";
  CHECK(inbox::erased_words(erased, desk.now).find("von der Plattform") != std::string::npos);
  InboxDesk reviewer(contract::Role::reviewer);
  CHECK_FALSE(inbox::may_erase(reviewer.world()));
}

TEST_CASE("the inbox in all its lives, small and large") {
  for (const auto& options : {test::UiOptions{.width = 1024, .height = 640},
                              test::UiOptions{.width = 1440, .height = 900, .dark = true, .language = "en"},
                              test::UiOptions{.width = 1024, .height = 640, .scale = 2.0F}}) {
    InboxDesk desk(contract::Role::editor, options);
    desk.panel.open({"content", "fan_1", ""}, desk.world());
    desk.ui.frame(3);
    CHECK(desk.ui.reachability_problems().empty());
  }
  kit::set_language("de");
  InboxDesk desk;
  desk.inbox();
  desk.state = sample::working_city(contract::Role::editor);
  desk.apply(client::ListFailed{client::List::form_answers, base::fail(base::ErrorKind::unavailable, "weg")});
  desk.ui.frame(2);
  CHECK(desk.says("Die Eingänge lassen sich nicht laden"));
  desk.apply(client::ListLoaded<FormAnswer>{{}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.says("Noch keine Eingänge"));
}

TEST_CASE("why an answer is erased is kept while it is typed, and why answers are exported, too") {
  test::keeps_what_is_typed(
      {.key = "draft:inbox.dialog/erase/fan_1", .field = "Warum wird gelöscht?", .send = "Endgültig löschen"},
      [] {
        auto desk = std::make_unique<InboxDesk>();
        desk->inbox();
        desk->choose("Nr. 1 · Wohngeld beantragen");
        return desk;
      },
      [](InboxDesk& desk) {
        REQUIRE(desk.ui.click(UiRole::button, "Endgültig löschen …"));
        desk.ui.frame(3);
      });
  const std::string key = "draft:inbox.dialog/export/";
  std::string kept;
  {
    InboxDesk desk(contract::Role::privacy_officer);
    desk.inbox();
    REQUIRE(desk.ui.click(UiRole::button, "Exportieren …"));
    desk.ui.frame(2);
    REQUIRE(desk.ui.fill(UiRole::textbox, "Wofür wird sie gebraucht?", "Auskunft"));
    desk.ui.frame(2);
    kept = desk.draft(key);
  }
  InboxDesk desk(contract::Role::privacy_officer);
  desk.panel.restore(key, kept);
  desk.inbox();
  REQUIRE(desk.ui.click(UiRole::button, "Exportieren …"));
  desk.ui.frame(2);
  CHECK(desk.ui.value(UiRole::textbox, "Wofür wird sie gebraucht?") == "Auskunft");
  REQUIRE(desk.ui.click(UiRole::combobox, "Seite"));
  desk.ui.press(Key::down);
  desk.ui.press(Key::enter);
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::button, "Speicherort wählen"));
  desk.ui.frame(2);
  CHECK(desk.draft(key).empty());
}
