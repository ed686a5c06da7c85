#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include "api-client/contract/codec.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/security/security_ui.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/areas/kept_dialog.hpp"
#include "tests/panels/security/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Role;
using panels::kit::Key;
using test::UiOptions;
using UiRole = test::Role;

namespace {

contract::Incident incident_like_first(const std::string& id, std::int64_t number, const std::string& title) {
  auto made = sample::incidents(sample::now()).front();
  made.id = id;
  made.number = number;
  made.title = title;
  return made;
}

client::State watched(Role role = Role::security_analyst, int count = 300) {
  auto state = sample::working_city(role);
  sample::watch(state, sample::now(), count);
  return state;
}

struct Desk : test::Desk<SecurityPanel> {
  explicit Desk(client::State start = watched(), const UiOptions& options = {.width = 1380, .height = 844})
      : test::Desk<SecurityPanel>(std::move(start), options) {
    ui.frame(3);
  }
  /// Time enough for the next update of the view.
  void settle() { ui.frame(12, 0.02F); }
  void arrive(int count, std::int64_t from = 104'301) {
    std::vector<contract::Alert> news;
    for (int i = 0; i < count; ++i) news.push_back(sample::alert(i, from + i, {now.ms + i}));
    apply(client::AlertsChanged{.items = news, .at = now});
    settle();
  }
  void open_row(const std::string& number) {
    const auto* row = first_row_with(number);
    REQUIRE(row != nullptr);
    CHECK(ui.click(UiRole::row, std::string(row->name)));
    settle();
  }
  [[nodiscard]] const test::semantic::Node* first_row_with(const std::string& words) const {
    for (const auto& node : ui.tree().nodes())
      if (node.role == UiRole::row && node.name.find(words) != std::string::npos) return &node;
    return nullptr;
  }
  /// The dialog that puts this alert into an incident.
  void ask_incident(const std::string& number) {
    open_row(number);
    REQUIRE(ui.click(UiRole::button, "In Vorfall aufnehmen"));
    ui.frame(3);
    forget();
  }
  void change_incident(const contract::Incident& incident) {
    apply(client::ThingsChanged<contract::Incident>{{incident}, now});
    ui.frame(2);
  }
  /// Judges this alert a false alarm, which proposes a filter.
  void propose_filter(const std::string& number) {
    open_row(number);
    REQUIRE(ui.click(UiRole::button, "Fehlalarm melden"));
    ui.frame(3);
    REQUIRE(ui.fill(UiRole::textbox, "Begründung", "Wartung am Netz"));
    forget();
    REQUIRE(ui.click(UiRole::button, "Urteil festhalten"));
    ui.frame(3);
  }
  /// The only filter that was asked for since the last forget().
  [[nodiscard]] Change filter_asked() const {
    std::vector<Change> all;
    for (const auto& each : asked<Change>())
      if (each.operation == contract::Operation::create_rule_filter) all.push_back(each);
    REQUIRE(all.size() == 1);
    return all.front();
  }
  [[nodiscard]] bool asked_for_filter() const {
    const auto all = asked<Change>();
    return std::any_of(all.begin(), all.end(), [](const Change& each) {
      return each.operation == contract::Operation::create_rule_filter;
    });
  }
  /// The platform answers a change: with the id of what was made, or with a refusal ("").
  void answer_with(const Change& change, const std::string& object_id) {
    client::CommandDone done;
    done.id = "cmd_with_" + std::to_string(++answered);
    done.draft_key = change.draft_key;
    done.object_id = object_id;
    done.ok = !object_id.empty();
    if (!done.ok) done.error = base::fail(base::ErrorKind::unavailable, "no answer");
    apply(done);
    settle();
  }
  void make_filter(const std::string& id, const Change& change) {
    auto filter = *contract::decode_new<contract::RuleFilter>(change.body);
    filter.id = id;
    if (filter.text.empty()) filter.text = "from the evidence for " + id;
    filter.replayed_at = now;
    filter.revision = 1;
    apply(client::ThingsChanged<contract::RuleFilter>{{filter}, now});
  }
  [[nodiscard]] std::string filter_text() const { return ui.value(UiRole::textbox, "Filter (Sigma, YAML)"); }
  void write_filter(const std::string& text) {
    REQUIRE(ui.fill(UiRole::textbox, "Filter (Sigma, YAML)", text));
    ui.frame(2);
  }
  void close_dialog() {
    for (int i = 0; i < 3 && kit::overlay_open(); ++i) {
      ui.press(Key::escape);
      ui.frame(3);
    }
    REQUIRE(!kit::overlay_open());
  }
  int answered = 0;
  /// Name of the alert in the first row.
  [[nodiscard]] std::string top() const {
    const auto* row = first_row_with("AL-");
    return row == nullptr ? std::string() : std::string(row->name.substr(0, row->name.find(',')));
  }
};

}  // namespace

TEST_CASE("new alerts appear at the top, and wait in the bar while something is read") {
  Desk desk;
  CHECK(desk.top() == "AL-104300");
  desk.arrive(1);
  CHECK(desk.top() == "AL-104301");
  desk.open_row("AL-104298");
  desk.arrive(23, 104'302);
  CHECK(desk.top() == "AL-104301");
  CHECK(desk.says("23 neue Alarme anzeigen"));
  CHECK(desk.ui.click(UiRole::button, "23 neue Alarme anzeigen"));
  desk.settle();
  CHECK(desk.top() == "AL-104324");
  CHECK(!desk.says("neue Alarme anzeigen"));
}

TEST_CASE("an alert's event has the room of what is empty, and how often it came is never cut") {
  const auto none = [](int count) {
    auto state = watched(Role::security_analyst, 0);
    auto all = sample::alerts(count, 104'300, sample::now());
    for (auto& each : all) {
      each.miniapp_id.clear();
      each.count = 1'200;
    }
    state.apply(client::AlertsChanged{.items = all, .at = sample::now()}, sample::now());
    return state;
  };
  CHECK_FALSE(Desk(none(30)).ui.has(UiRole::columnheader, "Mini-App"));
  CHECK(Desk().ui.has(UiRole::columnheader, "Mini-App"));
  for (const float width : {1380.0F, 540.0F}) {
    CAPTURE(width);
    Desk one(none(30), {.width = width, .height = 844});
    const auto counts = one.ui.tree().find_all(UiRole::text, "×1.200");
    const auto* head = one.ui.find(UiRole::columnheader, "Ereignis");
    REQUIRE(head != nullptr);
    REQUIRE_FALSE(counts.empty());
    for (const auto* each : counts) {
      CHECK(each->bounds.width >= kit::text_width(kit::Font::base, "×1.200"));
      CHECK(each->bounds.x + each->bounds.width <= head->bounds.x + head->bounds.width);
    }
  }
  // Narrow, a severity is its icon with its word as the name.
  Desk narrow(none(30), {.width = 540, .height = 844});
  CHECK_FALSE(narrow.ui.has(UiRole::columnheader, "Schwere"));
  CHECK(narrow.ui.has(UiRole::img, "Niedrig"));
}

TEST_CASE("space pauses and goes on") {
  Desk desk;
  desk.ui.press(Key::space);
  desk.arrive(2);
  CHECK(desk.top() == "AL-104300");
  CHECK(desk.says("Angehalten"));
  desk.ui.press(Key::space);
  desk.settle();
  CHECK(desk.top() == "AL-104302");
}

TEST_CASE("a query filters, a wrong term keeps the last result and says why") {
  Desk desk;
  CHECK(desk.ui.fill(UiRole::searchbox, "Alarme filtern", "schwere:kritisch "));
  desk.settle();
  const auto* row = desk.first_row_with("AL-");
  REQUIRE(row != nullptr);
  CHECK(row->name.find("Kritisch") != std::string::npos);
  const std::string before(row->name);
  desk.ui.type("farbe:rot ");
  desk.settle();
  CHECK(desk.says("ist kein Feld"));
  CHECK(std::string(desk.first_row_with("AL-")->name) == before);
  const auto kept = desk.asked<Keep>();
  REQUIRE(!kept.empty());
  CHECK(kept.front().key == "security.query");
  CHECK(kept.front().value == "schwere:kritisch");
}

TEST_CASE("letters act on the open alert, but not while a text is typed") {
  Desk desk;
  desk.open_row("AL-104300");
  desk.forget();
  desk.ui.press(Key::a);
  desk.ui.frame(2);
  const auto change = desk.change();
  CHECK(change.operation == contract::Operation::change_alert);
  CHECK(change.ids == std::vector<std::string>{"alr_00104300"});
  CHECK(change.body.find(R"("assignee_id":"me")") != std::string::npos);
  CHECK(change.body.find(R"("status_id":2)") != std::string::npos);
  CHECK(change.if_match == contract::etag("alr_00104300", 1));
  REQUIRE(change.undo != nullptr);
  CHECK(change.undo->body.find(R"("status_id":1)") != std::string::npos);
  desk.forget();
  CHECK(desk.ui.click(UiRole::searchbox, "Alarme filtern"));
  desk.ui.press(Key::a);
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE("an alert is asked for with its evidence, which is shown as lines and copied") {
  Desk desk;
  desk.open_row("AL-104287");
  bool asked = false;
  for (const auto& need : desk.asked<Need>())
    asked = asked || (need.what == Need::What::alert && need.id == "alr_00104287");
  CHECK(asked);
  CHECK(desk.says("Signatur von nicht zugeordnetem Gerät"));
  CHECK(desk.says("Prüfsumme stimmt"));
  CHECK(desk.ui.click(UiRole::link, "Kopieren"));
  const auto copies = desk.asked<CopyText>();
  REQUIRE(copies.size() == 1);
  CHECK(copies.front().text.find("\n  \"expected_device\": \"WO-18BC07\"") != std::string::npos);
}

TEST_CASE("evidence that is not what was recorded is red") {
  Desk desk;
  desk.open_row("AL-104287");
  auto changed = *desk.state.open_alert.value();
  changed.evidence.text += " ";
  changed.evidence_sha256 = std::string(64, '0');
  desk.apply(client::AlertLoaded{changed.id, changed, desk.now});
  desk.settle();
  CHECK(desk.says("Prüfsumme weicht ab"));
}

TEST_CASE("stopping acts at once, without a dialog, and shows the measured time") {
  Desk desk;
  desk.open_row("AL-104300");
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Gerät sperren"));
  const auto change = desk.change();
  CHECK(change.operation == contract::Operation::create_block);
  const auto block = contract::decode_new<contract::Block>(change.body);
  REQUIRE(block.ok());
  CHECK(block->kind == contract::BlockKind::device);
  CHECK(block->alert_id == "alr_00104300");
  CHECK(!change.queueable);
  CHECK(change.detail.find("zwei Personen") != std::string::npos);
  // Taking it back asks somebody else.
  REQUIRE(change.undo != nullptr);
  CHECK(change.undo->operation == contract::Operation::change_block);
  CHECK(change.undo->ids == std::vector<std::string>{""});
  CHECK(change.undo->body.find("lift_requested") != std::string::npos);
  auto made = *block;
  made.id = "blk_9";
  made.state = contract::BlockState::active;
  made.cut_connections = 2;
  made.cut_after_ms = 318;
  made.expires_at = {desk.now.ms + 1000};
  desk.apply(client::ThingsChanged<contract::Block>{{made}, desk.now});
  desk.settle();
  CHECK(desk.says("2 Verbindungen getrennt nach 318 ms"));
  CHECK(!desk.ui.has(UiRole::button, "Gerät sperren"));
}

TEST_CASE("one key stops the narrowest thing that is not stopped yet, once") {
  Desk desk;
  desk.open_row("AL-104300");
  desk.forget();
  desk.ui.press(Key::s);
  desk.ui.frame(2);
  desk.ui.press(Key::s);  // before the platform answered: nothing wider is stopped by the same key
  desk.ui.frame(2);
  auto block = contract::decode_new<contract::Block>(desk.change().body);
  REQUIRE(block.ok());
  CHECK(block->kind == contract::BlockKind::session);
  block->id = "blk_9";
  block->state = contract::BlockState::active;
  block->expires_at = {desk.now.ms + 1000};
  desk.apply(client::ThingsChanged<contract::Block>{{*block}, desk.now});
  desk.settle();
  desk.forget();
  desk.ui.press(Key::s);
  desk.ui.frame(2);
  const auto wider = contract::decode_new<contract::Block>(desk.change().body);
  REQUIRE(wider.ok());
  CHECK(wider->kind == contract::BlockKind::device);
}

TEST_CASE("whoever may not stop is told so") {
  Desk desk(watched(Role::privacy_officer));
  desk.open_row("AL-104300");
  desk.forget();
  desk.ui.press(Key::s);
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
  REQUIRE(desk.asked<Notice>().size() == 1);
  CHECK(desk.asked<Notice>().front().title.find("Sicherheitsteam") != std::string::npos);
}

TEST_CASE("people see who else is at an alert, and are seen") {
  Desk desk;
  desk.open_row("AL-104300");
  CHECK(desk.panel.looking_at(desk.world()) == "alr_00104300");
  contract::Presence katja;
  katja.object_id = "alr_00104300";
  katja.principal_id = "usr_katja";
  katja.principal_name = "Katja Brandt";
  desk.apply(client::PresenceLoaded{{katja}});
  desk.settle();
  CHECK(desk.says("Sieht sich diesen Alarm gerade an: Katja Brandt"));
  desk.apply(client::PresenceLoaded{{}});
  desk.settle();
  CHECK(!desk.says("gerade an"));
  desk.forget();
  desk.ui.press(Key::escape);
  desk.ui.frame(3);
  CHECK(desk.panel.looking_at(desk.world()).empty());
}

TEST_CASE("a pseudonym is revealed for a reason, and hidden again by itself") {
  Desk desk;
  desk.open_row("AL-104300");
  std::string label;
  for (const auto& node : desk.ui.tree().nodes())
    if (node.role == UiRole::link && node.name.starts_with("P-")) label = node.name;
  REQUIRE(!label.empty());
  CHECK(desk.ui.click(UiRole::link, label));
  desk.ui.frame(3);
  desk.ui.click(UiRole::button, "Aufdecken");
  CHECK(desk.asked<RevealAct>().empty());
  CHECK(desk.ui.fill(UiRole::textbox, "Grund", "Anzeige bei der Polizei"));
  CHECK(desk.ui.click(UiRole::button, "Aufdecken"));
  const auto acts = desk.asked<RevealAct>();
  REQUIRE(acts.size() == 1);
  CHECK(acts.front().reason == "Anzeige bei der Polizei");
  desk.apply(client::Revealed{acts.front().pseudonym, std::string("Erika Muster"), desk.now});
  desk.settle();
  CHECK(desk.says("Erika Muster"));
  desk.now.ms += 6 * 60'000;
  desk.settle();
  CHECK(!desk.says("Erika Muster"));
}

TEST_CASE("a false alarm opens a filter that shows what it hides before it acts") {
  Desk desk;
  desk.open_row("AL-104300");
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Fehlalarm melden"));
  desk.ui.frame(3);
  CHECK(desk.ui.fill(UiRole::textbox, "Begründung", "Wartung am Netz"));
  CHECK(desk.ui.click(UiRole::button, "Urteil festhalten"));
  const auto changes = desk.asked<Change>();
  REQUIRE(changes.size() == 2);
  REQUIRE(changes[1].operation == contract::Operation::create_rule_filter);
  auto filter = *contract::decode_new<contract::RuleFilter>(changes[1].body);
  CHECK(filter.alert_id == "alr_00104300");
  CHECK(filter.text.empty());
  filter.id = "flt_1";
  filter.text = "filter:\n  selection:\n    source: Q-81F0\n  condition: selection\n";
  filter.revision = 1;
  desk.apply(client::ThingsChanged<contract::RuleFilter>{{filter}, desk.now});
  client::CommandDone done;
  done.id = "cmd_7";
  done.draft_key = changes[1].draft_key;
  done.object_id = "flt_1";
  desk.apply(done);
  desk.settle();
  CHECK(desk.says("nachgespielt"));
  desk.forget();
  desk.ui.click(UiRole::button, "In Kraft setzen");
  CHECK(desk.asked<Change>().empty());  // nobody has seen yet what it hides
  filter.replayed_at = desk.now;
  filter.replayed_alerts = 12;
  filter.hidden_alerts = 9;
  filter.replayed_events = 40;
  filter.hidden_events = 31;
  filter.hidden_examples = {"alr_00104298"};
  filter.revision = 2;
  desk.apply(client::ThingsChanged<contract::RuleFilter>{{filter}, desk.now});
  desk.settle();
  CHECK(desk.says("Von 12 Alarmen der Regel in 30 Tagen hätte der Filter 9 verhindert"));
  CHECK(desk.says("AL-104298"));
  CHECK(desk.ui.click(UiRole::button, "In Kraft setzen"));
  CHECK(desk.change().body.find("active") != std::string::npos);
  CHECK(desk.change().if_match == contract::etag("flt_1", 2));
}

TEST_CASE("a verdict needs a reason") {
  Desk desk;
  desk.open_row("AL-104300");
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Fehlalarm melden"));
  desk.ui.frame(3);
  desk.ui.click(UiRole::button, "Urteil festhalten");
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.ui.fill(UiRole::textbox, "Begründung", "Wartung am Netz"));
  CHECK(desk.ui.click(UiRole::button, "Urteil festhalten"));
  const auto changes = desk.asked<Change>();
  REQUIRE(!changes.empty());
  CHECK(changes.front().body.find(R"("verdict_id":1)") != std::string::npos);
  CHECK(changes.front().body.find("Wartung am Netz") != std::string::npos);
}

TEST_CASE("an alert goes into an incident that is made for it") {
  Desk desk;
  desk.open_row("AL-104300");
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "In Vorfall aufnehmen"));
  desk.ui.frame(3);
  CHECK(desk.ui.click(UiRole::button, "Aufnehmen"));
  const auto made = desk.change();
  REQUIRE(made.operation == contract::Operation::create_incident);
  desk.forget();
  client::CommandDone done;
  done.id = "cmd_1";
  done.draft_key = made.draft_key;
  done.object_id = "inc_99";
  desk.apply(done);
  desk.ui.frame(2);
  const auto link = desk.change();
  CHECK(link.operation == contract::Operation::change_alert);
  CHECK(link.body.find(R"("incident_id":"inc_99")") != std::string::npos);
}

TEST_CASE("an alert goes into the incident that was made for it while another panel is shown") {
  Desk desk;
  desk.ask_incident("AL-104300");
  REQUIRE(desk.ui.click(UiRole::button, "Aufnehmen"));
  const auto made = desk.change();
  REQUIRE(made.operation == contract::Operation::create_incident);
  desk.forget();
  client::CommandDone done;
  done.id = "cmd_1";
  done.draft_key = made.draft_key;
  done.object_id = "inc_99";
  desk.apply(done);
  desk.intents = desk.panel.follow_up(desk.world());  // nothing is drawn in between
  const auto link = desk.change();
  CHECK(link.operation == contract::Operation::change_alert);
  CHECK(link.ids == std::vector<std::string>{"alr_00104300"});
  CHECK(link.body.find(R"("incident_id":"inc_99")") != std::string::npos);
  CHECK(desk.draft(made.draft_key).empty());
  CHECK(desk.panel.follow_up(desk.world()).empty());
}

TEST_CASE("which incident an alert goes into is known until the alert is there, also over a restart") {
  const std::string key = "draft:security.new_incident/1:1";
  std::string kept;
  {
    Desk desk{sample::working_city(Role::security_analyst)};
    desk.panel.restore(key, "alr_00104300");
    client::CommandDone done;
    done.id = "cmd_1";
    done.draft_key = key;
    done.object_id = "inc_99";
    desk.apply(done);
    desk.intents = desk.panel.follow_up(desk.world());
    CHECK(desk.asked<Change>().empty());
    kept = desk.draft(key);
    CHECK(desk.panel.follow_up(desk.world()).empty());
  }
  Desk desk;
  desk.panel.restore(key, kept);
  desk.intents = desk.panel.follow_up(desk.world());
  CHECK(desk.change().ids == std::vector<std::string>{"alr_00104300"});
  CHECK(desk.change().body.find(R"("incident_id":"inc_99")") != std::string::npos);
}

TEST_CASE("the title of an incident that was refused stands in the alert's dialog again") {
  Desk desk;
  const auto title = [&] { return desk.ui.value(UiRole::textbox, "Titel"); };
  const auto open = [&] {
    REQUIRE(desk.ui.click(UiRole::button, "In Vorfall aufnehmen"));
    desk.ui.frame(3);
    desk.forget();
  };
  desk.ask_incident("AL-104300");
  REQUIRE(desk.ui.fill(UiRole::textbox, "Titel", "Einbruch am Rathaus"));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Aufnehmen"));
  const auto first = desk.change();
  REQUIRE(first.operation == contract::Operation::create_incident);
  open();
  CHECK(title() != "Einbruch am Rathaus");  // it is on its way
  SUBCASE("nothing else was typed") {
    desk.ui.press(Key::escape);
    desk.ui.frame(3);
    desk.answer_with(first, "");
    open();
    CHECK(title() == "Einbruch am Rathaus");
    desk.ui.press(Key::escape);
    desk.ui.frame(3);
    // From the outbox it is made after all.
    desk.answer_with(first, "inc_91");
    open();
    CHECK(title() != "Einbruch am Rathaus");
  }
  SUBCASE("another one was begun meanwhile: neither answer touches its title") {
    REQUIRE(desk.ui.fill(UiRole::textbox, "Titel", "Etwas anderes"));
    desk.ui.press(Key::escape);
    desk.ui.frame(3);
    SUBCASE("refused") {
      desk.answer_with(first, "");
    }
    SUBCASE("made") {
      desk.answer_with(first, "inc_91");
      // The same alert again.
      auto change = desk.change();
      CHECK(change.operation == contract::Operation::change_alert);
    }
    open();
    CHECK(title() == "Etwas anderes");
  }
}

TEST_CASE("a note that was begun stays with its incident") {
  Desk desk;
  desk.panel.open(Go{"security", "", "incidents"}, desk.world());
  desk.ui.frame(3);
  REQUIRE(desk.first_row_with("Fremdes Zertifikat") != nullptr);
  desk.open_row("Anmeldeversuche");
  REQUIRE(desk.ui.fill(UiRole::textbox, "Notiz", "Rückruf um zehn"));
  desk.open_row("Fremdes Zertifikat");
  CHECK(desk.ui.value(UiRole::textbox, "Notiz").empty());
  desk.open_row("Anmeldeversuche");
  CHECK(desk.ui.value(UiRole::textbox, "Notiz") == "Rückruf um zehn");
}

TEST_CASE("several are changed as one act, all matches as a job of the platform") {
  Desk desk;
  CHECK(desk.ui.fill(UiRole::searchbox, "Alarme filtern", "schwere:hoch "));
  desk.settle();
  CHECK(desk.ui.click(UiRole::button, "Mehrere auswählen"));
  desk.settle();
  int ticked = 0;
  std::vector<std::string> boxes;
  for (const auto& node : desk.ui.tree().nodes())
    if (node.role == UiRole::checkbox && node.name.find("AL-") != std::string::npos)
      boxes.push_back(std::string(node.name));
  for (const auto& box : boxes)
    if (ticked < 2 && desk.ui.click(UiRole::checkbox, box)) ++ticked;
  REQUIRE(ticked == 2);
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Erledigen"));
  const auto changes = desk.asked<Change>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].group == changes[1].group);
  CHECK(!changes[0].group.empty());
  CHECK(changes[0].ids != changes[1].ids);
  desk.forget();
  std::string all;
  for (const auto& node : desk.ui.tree().nodes())
    if (node.role == UiRole::button && node.name.starts_with("Alle ")) all = node.name;
  REQUIRE(!all.empty());
  CHECK(desk.ui.click(UiRole::button, all));
  desk.ui.frame(3);
  CHECK(desk.ui.click(UiRole::menuitem, "Archivieren"));
  const auto job = contract::decode_new<contract::SecurityJob>(desk.change().body);
  REQUIRE(job.ok());
  CHECK(job->change.status_id == 5);
  CHECK(job->query.starts_with("filter="));
}

TEST_CASE("any cell of a row narrows or excludes") {
  Desk desk;
  const auto* row = desk.first_row_with("AL-104300");
  REQUIRE(row != nullptr);
  CHECK(desk.ui.right_click(UiRole::row, std::string(row->name)));
  desk.ui.frame(3);
  CHECK(desk.ui.click(UiRole::menuitem, "Ohne Niedrig"));
  desk.settle();
  CHECK(desk.ui.value(UiRole::searchbox, "Alarme filtern").find("-schwere:niedrig") != std::string::npos);
  for (const auto& node : desk.ui.tree().nodes())
    if (node.role == UiRole::row) CHECK(node.name.find("Niedrig") == std::string::npos);
}

TEST_CASE("the brush filters by time, by keyboard too") {
  Desk desk;
  CHECK(desk.ui.focus(UiRole::slider, "Zeitraum auswählen"));
  desk.ui.press(Key::enter);
  desk.settle();
  CHECK(desk.ui.value(UiRole::searchbox, "Alarme filtern").find("zeit:") != std::string::npos);
  const std::string before = desk.ui.value(UiRole::slider, "Beginn der Auswahl");
  CHECK(desk.ui.focus(UiRole::slider, "Beginn der Auswahl"));
  desk.ui.press(Key::left);
  desk.settle();
  CHECK(desk.ui.value(UiRole::slider, "Beginn der Auswahl") != before);
  CHECK(desk.ui.click(UiRole::link, "Auswahl aufheben"));
  desk.settle();
  CHECK(desk.ui.value(UiRole::searchbox, "Alarme filtern").find("zeit:") == std::string::npos);
}

TEST_CASE("without the stream the panel is red and says since when") {
  Desk desk;
  desk.go_offline();
  CHECK(desk.says("kommen keine Alarme an"));
  CHECK(desk.says("Unterbrochen"));
  desk.open_row("AL-104300");
  desk.forget();
  desk.ui.click(UiRole::button, "Gerät sperren");
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE("lifting needs a second person") {
  Desk desk;
  desk.panel.open({"security", "", "blocks"}, desk.world());
  desk.settle();
  REQUIRE(desk.first_row_with("Q-81F0") != nullptr);
  CHECK(desk.ui.click(UiRole::row, std::string(desk.first_row_with("Q-81F0")->name)));
  desk.settle();
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Der Aufhebung zustimmen"));
  CHECK(desk.change().body.find("lifted") != std::string::npos);
}

TEST_CASE("fourteen layers are shown, and those without fresh evidence are red") {
  auto state = watched();
  auto world = sample::world_of(state);
  const auto lines = security::layer_lines(world);
  REQUIRE(lines.size() == 14);
  CHECK(lines[0].proven);
  CHECK(lines[12].mark.tone == kit::Tone::err);  // old
  CHECK(!lines[13].proven);                      // missing
  CHECK(lines[13].mark.tone == kit::Tone::err);
  CHECK(security::holding(lines) == 11);
  Desk desk(std::move(state));
  desk.panel.open({"security", "", "layers"}, desk.world());
  desk.settle();
  CHECK(desk.says("11 von 14 halten"));
}

TEST_CASE("every part says what has come of its value") {
  for (const char* view : {"alerts", "incidents", "blocks", "rules", "layers"}) {
    CAPTURE(view);
    auto fresh = sample::working_city(Role::security_analyst);
    Desk desk(std::move(fresh));
    desk.panel.open({"security", "", view}, desk.world());
    desk.settle();
    const auto error = base::fail(base::ErrorKind::unavailable, "no answer");
    desk.apply(client::AlertsFailed{error});
    desk.apply(client::ListFailed{client::List::incidents, error});
    desk.apply(client::ListFailed{client::List::blocks, error});
    desk.apply(client::RulesLoaded{error, desk.now});
    desk.apply(client::LayersLoaded{error, desk.now});
    desk.settle();
    CHECK(desk.says("nicht"));
    CHECK(desk.ui.has(UiRole::button, "Erneut versuchen"));
  }
  Desk merchant(sample::working_city(Role::merchant));
  merchant.apply(client::AlertsFailed{base::fail(base::ErrorKind::forbidden, "no")});
  merchant.settle();
  CHECK(merchant.says("Alarme lesen Sicherheitsteam"));
}

TEST_CASE("the panel is reached by keyboard in every size") {
  struct Size {
    float width, height, scale;
  };
  for (const auto& size : {Size{1380, 844, 1}, Size{960, 580, 1}, Size{700, 580, 1}, Size{1024, 640, 2}})
    for (const char* view : {"alerts", "incidents", "blocks", "rules", "layers"}) {
      CAPTURE(view);
      CAPTURE(size.width);
      CAPTURE(size.scale);
      Desk desk(watched(), {.width = size.width, .height = size.height, .scale = size.scale});
      desk.panel.open({"security", "", view}, desk.world());
      desk.settle();
      for (const auto& problem : desk.ui.reachability_problems()) {
        CAPTURE(problem);
        CHECK(problem.empty());
      }
    }
}

TEST_CASE("in a small window the alerts have the sheet to themselves until one is chosen") {
  constexpr UiOptions kSmall{.width = 964, .height = 560};  // the sheet of 1024 by 640
  const auto list_width = [](const Desk& desk) {
    const auto* list = desk.ui.find(UiRole::table, "Alarme");
    REQUIRE(list != nullptr);
    return list->bounds.width;
  };
  Desk desk(watched(), kSmall);
  CHECK(list_width(desk) > 900);
  CHECK_FALSE(desk.says("Kein Alarm gewählt"));
  CHECK(desk.ui.has(UiRole::columnheader, "Schwere"));
  desk.open_row("AL-104300");
  CHECK(list_width(desk) < 600);
  CHECK(desk.ui.has(UiRole::button, "In Vorfall aufnehmen"));
  // The name has the room, and the severity is still there.
  CHECK_FALSE(desk.ui.has(UiRole::columnheader, "Schwere"));
  const auto* row = desk.first_row_with("AL-104300");
  REQUIRE(row != nullptr);
  const auto word = security::severity_mark(sample::alert(0, 104'300, desk.now).severity_id).word;
  CHECK(std::any_of(desk.ui.tree().nodes().begin(), desk.ui.tree().nodes().end(), [&](const auto& node) {
    return node.role == UiRole::img && node.name == word && node.bounds.y >= row->bounds.y &&
           node.bounds.y < row->bounds.y + row->bounds.height;
  }));
  SUBCASE("closed by its button") {
    REQUIRE(desk.ui.click(UiRole::button, "Schließen"));
  }
  SUBCASE("closed by Escape") {
    desk.ui.press(Key::escape);
  }
  desk.settle();
  CHECK(list_width(desk) > 900);
}

TEST_CASE("what was to be opened and is not there holds nothing back") {
  for (const float width : {1380.0F, 964.0F}) {
    CAPTURE(width);
    Desk desk(sample::working_city(Role::security_analyst), {.width = width, .height = 844});
    desk.panel.open({"security", "alr_gone", "alerts"}, desk.world());
    desk.settle();
    sample::watch(desk.state, desk.now, 20);
    desk.settle();
    CHECK(desk.first_row_with("AL-104300") != nullptr);
    CHECK_FALSE(desk.says("neue Alarme"));
  }
}

TEST_CASE("in a small window the other parts open their first row, or have the sheet to themselves") {
  constexpr UiOptions kSmall{.width = 964, .height = 560};
  const std::string kDivider = kit::tr("kit.width_of", {{"name", kit::tr("kit.details")}});
  for (const char* view : {"incidents", "blocks", "devices", "rules"}) {
    CAPTURE(view);
    Desk desk(watched(), kSmall);
    desk.panel.open({"security", "", view}, desk.world());
    desk.settle();
    CHECK(std::none_of(desk.ui.tree().nodes().begin(), desk.ui.tree().nodes().end(), [](const auto& node) {
      return node.name.starts_with("Kein") && node.name.find("gewählt") != std::string::npos;
    }));
    CHECK(desk.ui.has(UiRole::slider, kDivider));
  }
  auto empty = watched();
  empty.apply(client::ListLoaded<contract::Block>{{}, sample::now()}, sample::now());
  Desk desk(std::move(empty), kSmall);
  desk.panel.open({"security", "", "blocks"}, desk.world());
  desk.settle();
  CHECK_FALSE(desk.ui.has(UiRole::slider, kDivider));
}

TEST_CASE("both languages have every text") {
  for (const char* language : {"de", "en"}) {
    const auto missing = kit::missing_texts();
    for (const char* view : {"alerts", "incidents", "blocks", "rules", "layers"}) {
      Desk desk(watched(), {.width = 1380, .height = 844, .language = language});
      desk.panel.open({"security", "", view}, desk.world());
      desk.settle();
      desk.ui.press(Key::j);
      desk.settle();
    }
    CAPTURE(kit::last_missing_text());
    CHECK(kit::missing_texts() == missing);
  }
  kit::set_language("de");
}

TEST_CASE("why an alert is judged so, and a note to it, are kept while they are typed") {
  const auto make = [] {
    auto desk = std::make_unique<Desk>();
    desk->open_row("AL-104300");
    return desk;
  };
  const std::string id = sample::alert(0, 104'300, {}).id;
  test::keeps_what_is_typed(
      {.key = "draft:security.dialog/note/" + id, .field = "Notiz", .send = "Notiz hinzufügen"}, make,
      [](Desk& desk) {
        REQUIRE(desk.ui.click(UiRole::button, "Notiz"));
        desk.ui.frame(3);
      });
  test::keeps_what_is_typed(
      {.key = "draft:security.dialog/verdict/" + id, .field = "Begründung", .send = "Urteil festhalten"},
      make, [](Desk& desk) {
        REQUIRE(desk.ui.click(UiRole::button, "Fehlalarm melden"));
        desk.ui.frame(3);
        // Without the proposal of a filter, which opens a dialog of its own.
        REQUIRE(desk.ui.click(UiRole::checkbox, std::string(kit::tr("security.verdict.propose"))));
        desk.ui.frame(2);
      });
}

TEST_CASE("while colleagues open and close incidents, an alert goes into the one that was chosen") {
  Desk desk;
  const auto first = sample::incidents(desk.now).front();
  const std::string chosen = security::incident_number(first.number) + ": " + first.title;
  desk.change_incident(incident_like_first("inc_14", 14, "Zweiter"));
  desk.ask_incident("AL-104300");
  REQUIRE(desk.ui.click(UiRole::combobox, "Vorfall"));
  SUBCASE("another one is opened after the choice") {
    REQUIRE(desk.ui.click(UiRole::option, chosen));
    desk.change_incident(incident_like_first("inc_15", 15, "Dritter"));
    CHECK(desk.ui.value(UiRole::combobox, "Vorfall") == chosen);
    REQUIRE(desk.ui.click(UiRole::button, "Aufnehmen"));
    CHECK(desk.change().body.find(R"("incident_id":"inc_12")") != std::string::npos);
  }
  SUBCASE("another one is opened while the list is unfolded") {
    desk.ui.press(Key::down);  // the newest
    desk.change_incident(incident_like_first("inc_15", 15, "Dritter"));
    desk.ui.press(Key::enter);
    desk.ui.frame(2);
    CHECK(desk.ui.value(UiRole::combobox, "Vorfall").find("Zweiter") != std::string::npos);
    REQUIRE(desk.ui.click(UiRole::button, "Aufnehmen"));
    CHECK(desk.change().body.find(R"("incident_id":"inc_14")") != std::string::npos);
  }
  SUBCASE("it is closed, or gone") {
    REQUIRE(desk.ui.click(UiRole::option, chosen));
    SUBCASE("closed") {
      auto closed = first;
      closed.closed = true;
      desk.change_incident(closed);
    }
    SUBCASE("gone") {
      desk.apply(client::ThingsChanged<contract::Incident>{{}, desk.now, {first.id}});
      desk.ui.frame(2);
    }
    CHECK(desk.ui.value(UiRole::combobox, "Vorfall").empty());
    CHECK(desk.says("Wählen Sie einen anderen"));
    desk.ui.click(UiRole::button, "Aufnehmen");
    CHECK(desk.asked<Change>().empty());
    REQUIRE(desk.ui.click(UiRole::combobox, "Vorfall"));
    CHECK(desk.ui.find(UiRole::option, chosen)->has(test::semantic::kDisabled));
    REQUIRE(desk.ui.click(UiRole::option, security::incident_number(14) + ": Zweiter"));
    REQUIRE(desk.ui.click(UiRole::button, "Aufnehmen"));
    CHECK(desk.change().body.find(R"("incident_id":"inc_14")") != std::string::npos);
  }
}

TEST_CASE("each alert goes into the incident that was made for it, however late it is made") {
  const auto linked = [](const Desk& at, const char* alert_id, const char* incident_id) {
    const auto change = at.change();
    return change.operation == contract::Operation::change_alert &&
           change.ids == std::vector<std::string>{alert_id} &&
           change.body.find(std::string(R"("incident_id":")") + incident_id) != std::string::npos;
  };
  std::vector<Change> made;
  std::string kept;
  {
    Desk desk;
    for (const char* number : {"AL-104300", "AL-104299"}) {
      desk.ask_incident(number);
      REQUIRE(desk.ui.click(UiRole::button, "Aufnehmen"));
      desk.ui.frame(2);
      made.push_back(desk.change());
      REQUIRE(made.back().operation == contract::Operation::create_incident);
      if (kept.empty()) kept = desk.draft(made.back().draft_key);
    }
    REQUIRE(made[0].draft_key != made[1].draft_key);
    desk.forget();
    desk.answer_with(made[0], "");
    CHECK(desk.asked<Change>().empty());
    desk.answer_with(made[1], "inc_92");
    CHECK(linked(desk, "alr_00104299", "inc_92"));
    CHECK(desk.draft(made[1].draft_key).empty());
    // The refused one was sent again from the outbox.
    desk.forget();
    desk.answer_with(made[0], "inc_91");
    CHECK(linked(desk, "alr_00104300", "inc_91"));
    desk.forget();
    desk.settle();
    CHECK(desk.asked<Change>().empty());
  }
  // The same where the console was started anew in between.
  Desk desk;
  desk.panel.restore(made[0].draft_key, kept);
  desk.forget();
  desk.answer_with(made[0], "inc_91");
  CHECK(linked(desk, "alr_00104300", "inc_91"));
}

TEST_CASE("a note to an incident is kept while it is typed, and comes back where it was refused") {
  const auto make = [] { return std::make_unique<Desk>(); };
  const auto open = [](Desk& desk) {
    desk.panel.open(Go{"security", "inc_12", "incidents"}, desk.world());
    desk.ui.frame(3);
  };
  test::keeps_what_is_typed(
      {.key = "draft:security.incident.note/inc_12", .field = "Notiz", .send = "Notiz hinzufügen"}, make,
      open);
}

TEST_CASE("what is written in a filter is there after a restart and after a refusal, and gone once taken") {
  const std::string key = "draft:security.filter/filter/flt_1", mine = "condition: selection or mine";
  std::string kept;
  {
    Desk desk;
    desk.propose_filter("AL-104300");
    const auto asked = desk.filter_asked();
    desk.make_filter("flt_1", asked);
    desk.answer_with(asked, "flt_1");
    desk.write_filter(mine);
    kept = desk.draft(key);
    CHECK(kept == mine);
  }
  Desk desk;
  contract::RuleFilter filter;
  filter.rule_id = "R-31";
  filter.title = "Fehlalarm AL-104300";
  filter.alert_id = "alr_00104300";
  desk.make_filter("flt_1", {.body = contract::encode_new(filter)});
  desk.panel.restore(key, kept);
  desk.propose_filter("AL-104300");
  CHECK(!desk.asked_for_filter());  // what was written is shown, not another proposal
  CHECK(desk.filter_text() == mine);
  for (const bool ok : {false, true}) {
    desk.forget();
    REQUIRE(desk.ui.click(UiRole::button, "Neu nachspielen"));
    const auto asked = desk.filter_asked();
    CHECK(asked.draft_key == key);
    CHECK(contract::decode_new<contract::RuleFilter>(asked.body)->text == mine);
    if (ok) desk.make_filter("flt_2", asked);
    desk.answer_with(asked, ok ? "flt_2" : "");
    CHECK(desk.filter_text() == mine);
    desk.close_dialog();
    desk.propose_filter("AL-104300");
    CHECK(desk.asked_for_filter() == ok);
    CHECK((desk.filter_text() == mine) == !ok);
  }
}

TEST_CASE("another proposal leaves what was written in a filter as it is") {
  Desk desk;
  const std::string mine = "condition: mine";
  for (const char* number : {"AL-104300", "AL-104299"}) {
    desk.propose_filter(number);
    const std::string id = std::string("flt_") + number;
    const auto asked = desk.filter_asked();
    desk.make_filter(id, asked);
    desk.answer_with(asked, id);
    CHECK(desk.filter_text() == "from the evidence for " + id);
    if (id == "flt_AL-104300") desk.write_filter(mine);
    desk.close_dialog();
  }
  desk.propose_filter("AL-104300");
  CHECK(!desk.asked_for_filter());
  CHECK(desk.filter_text() == mine);
}

TEST_CASE("where the platform proposes no filter, what was written instead waits for its alert") {
  Desk desk;
  const std::string key = "draft:security.filter/alert/alr_00104300", mine = "condition: mine";
  desk.propose_filter("AL-104300");
  desk.answer_with(desk.filter_asked(), "");
  CHECK(desk.filter_text().find("condition: not selection") != std::string::npos);
  desk.write_filter(mine);
  CHECK(desk.draft(key) == mine);
  desk.close_dialog();
  desk.propose_filter("AL-104300");
  CHECK(!desk.asked_for_filter());
  CHECK(desk.says("noch nicht nachgespielt"));
  CHECK(desk.filter_text() == mine);
  // Only who asks for it gets another proposal instead.
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Neuer Vorschlag"));
  CHECK(contract::decode_new<contract::RuleFilter>(desk.filter_asked().body)->text.empty());
  CHECK(desk.draft(key).empty());
}
