// Requirements, coverage and versions: what is shown, and the panel used as a person uses it.
#include "panels/requirements/requirements_ui.hpp"

#include <doctest/doctest.h>

#include <memory>

#include <tuple>

#include "panels/kit/fonts.hpp"
#include "panels/requirements/requirement_import_view.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/areas/kept_dialog.hpp"
#include "tests/panels/requirements/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Operation;
using contract::Requirement;
using contract::RequirementPriority;
using contract::RequirementState;
using contract::Stakeholder;
using kit::Chord;
using kit::Key;
using UiRole = test::Role;

namespace {

client::State planned(contract::Role role = contract::Role::project_lead) {
  auto state = sample::working_city(role);
  sample::plan(state, sample::now());
  return state;
}

struct RequirementsDesk : test::Desk<RequirementsPanel> {
  explicit RequirementsDesk(contract::Role role = contract::Role::project_lead,
                            const test::UiOptions& options = {.width = 1600, .height = 2000})
      : test::Desk<RequirementsPanel>(planned(role), options) {
    ui.frame(3);
  }
  void choose(const std::string& row) {
    REQUIRE(ui.click(UiRole::row, row));
    ui.frame(3);
    forget();
  }
  void tab(const char* name) {
    REQUIRE(ui.click(UiRole::tab, name));
    ui.frame(3);
    forget();
  }
};

std::string keys(const requirements::Index& index, const client::State& state) {
  std::string out;
  for (const auto row : index.rows()) out += state.requirements.items()[row].key + " ";
  return out;
}

constexpr const char* kMap = "A-047 · Die Karte ist barrierefrei";
constexpr const char* kPay = "A-024 · Bezahlen ist in einem Schritt bestätigt";

}  // namespace

TEST_CASE("requirements by words, priority, state, stakeholder and version, in the order of their keys") {
  const auto state = planned();
  const auto world = sample::world_of(state);
  requirements::Index index;
  index.update(world, {});
  CHECK(keys(index, state) == "A-001 A-012 A-019 A-024 A-047 A-049 A-052 A-055 A-070 ");
  CHECK(index.done() == 2);
  index.update(world, {.search = "KARTE"});
  CHECK(keys(index, state) == "A-047 ");
  index.update(world, {.search = "beleg liegt"});  // of the criteria
  CHECK(keys(index, state) == "A-024 ");
  index.update(world, {.priority = RequirementPriority::can});
  CHECK(keys(index, state) == "A-052 A-070 ");
  index.update(world, {.state = RequirementState::done, .version = "apv_1.0"});
  CHECK(keys(index, state) == "A-012 ");
  index.update(world, {.stakeholder = Stakeholder::gastronomy, .version = requirements::kNoVersion});
  CHECK(keys(index, state) == "A-070 ");
}

TEST_CASE("what is missing is said by name") {
  const auto all = sample::requirements(sample::now());
  CHECK(requirements::missing_words(all[0]).empty());
  CHECK(requirements::missing_words(all[1]) == "Es fehlt die Abnahme: Stadtverwaltung, Gastronomie.");
  CHECK(requirements::missing_words(all[2]).find("nicht bestanden") != std::string::npos);
  CHECK(requirements::missing_words(all[4]) == "Es fehlt ein Nachweis.");
}

TEST_CASE("coverage counts each stakeholder's, and at 2,000 requirements takes no time a person would see") {
  auto state = planned();
  requirements::Coverage coverage;
  coverage.update(sample::world_of(state));
  REQUIRE(coverage.versions().size() == 4);
  CHECK(coverage.versions()[1].name == "1.0");
  CHECK(coverage.versions()[3].id == requirements::kNoVersion);
  const auto cell = coverage.cell(Stakeholder::administration, 1);
  CHECK(cell.all == 4);
  CHECK(cell.done == 1);
  CHECK(cell.evidenced == 2);
  CHECK(coverage.cell(std::nullopt, 1).all == 6);
  CHECK(coverage.sum(std::nullopt).all == 9);
  CHECK(coverage.sum(Stakeholder::gastronomy).all == 2);
  sample::plan_many(state, sample::now(), 2'000);
  const auto world = sample::world_of(state);
  coverage.update(world);
  CHECK(coverage.sum(std::nullopt).all == 2'000);
}

TEST_CASE(
    "what is written in lines becomes criteria and keys, and the table goes out so that it comes back") {
  const auto state = planned();
  const auto world = sample::world_of(state);
  const auto& before = *state.requirements.find("req_A-024");
  auto written = requirements::written_of(before);
  CHECK(written.criteria == "Es gibt genau eine Bestätigung.\nDer Beleg liegt danach in der App.");
  written.criteria += "\n\n  Noch eines. \n";
  written.depends_on = "A-012; A-047";
  const auto after = requirements::with(before, written);
  CHECK(after.criteria.size() == 3);
  CHECK(after.criteria[2] == "Noch eines.");
  CHECK(after.depends_on == std::vector<std::string>{"A-012", "A-047"});
  written.maturity = 3;
  CHECK(requirements::with(before, written).maturity_model == contract::MaturityModel::ozg_2_0);
  requirements::Index index;
  index.update(world, {.search = "bezahlen"});
  const auto csv = requirements::csv_of(world, index.rows());
  CHECK(csv.starts_with("\xEF\xBB\xBFID;Titel;Text;Priorität;Kriterien;Beteiligte;Abhängig von;Version"));
  CHECK(csv.find("Es gibt genau eine Bestätigung.|Der Beleg liegt danach in der App.") != std::string::npos);
  CHECK(csv.find("\"Stadtverwaltung, Handel, Gastronomie\"") != std::string::npos);
}

TEST_CASE(
    "one requirement: signatures that no longer count, evidence, feedback, and everything by keyboard") {
  RequirementsDesk desk;
  desk.choose(kPay);
  CHECK(desk.ui.has(UiRole::heading, kPay));
  CHECK(desk.says("Gilt nicht mehr"));
  CHECK(desk.says("Miriam Falk"));
  CHECK(desk.says("Zwanzig Belege."));
  CHECK(desk.says("RM-0638 Antrag verliert Anhang bei Abbruch"));
  CHECK(desk.ui.reachability_problems().empty());
  REQUIRE(desk.ui.click(UiRole::link, "RM-0638 Antrag verliert Anhang bei Abbruch"));
  REQUIRE(desk.asked<Go>().size() == 1);
  CHECK(desk.asked<Go>().front().panel == "testphase");
  CHECK(desk.asked<Go>().front().object_id == "fbk_3");
  desk.choose(kMap);
  CHECK(desk.says("RM-0636"));
  CHECK_FALSE(desk.says("RM-0637"));  // merged into the other
  CHECK(desk.says("14"));
}

TEST_CASE("signing asks once, tells the platform, and can be taken back") {
  RequirementsDesk desk;
  desk.choose(kPay);
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::dialog, "A-024 abnehmen?"));
  REQUIRE(desk.ui.click(UiRole::button, "Abnehmen"));
  desk.ui.frame(2);
  const auto change = desk.change();
  CHECK(change.operation == Operation::sign_requirement);
  CHECK(change.ids == std::vector<std::string>{"req_A-024"});
  CHECK(change.if_match.starts_with("\"req_"));
  CHECK_FALSE(change.queueable);
  REQUIRE(change.undo != nullptr);
  CHECK(change.undo->body.find("\"withdraw\":true") != std::string::npos);
  desk.forget();
  // Without evidence there is nothing to sign, and the button says so.
  desk.choose(kMap);
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  CHECK_FALSE(desk.ui.has(UiRole::dialog, "A-047 abnehmen?"));
  CHECK(desk.says("Es gibt noch keinen Nachweis, der gilt."));
  CHECK(desk.panel.badge(desk.world()) == 2);
}

TEST_CASE("withdrawing a signature asks first") {
  RequirementsDesk desk;
  auto signed_one = *desk.state.requirements.find("req_A-024");
  contract::SignOff sign;
  sign.stakeholder = *desk.state.me->stakeholder;
  sign.principal_name = "Jana Arndt";
  sign.counts = true;
  std::erase_if(signed_one.signoffs,
                [&](const contract::SignOff& each) { return each.stakeholder == sign.stakeholder; });
  signed_one.signoffs.push_back(sign);
  signed_one.revision += 1;
  desk.apply(client::ThingsChanged<contract::Requirement>{{signed_one}, desk.now});
  desk.choose(kPay);
  REQUIRE(desk.ui.click(UiRole::button, "Abnahme zurückziehen"));
  desk.ui.frame(3);
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.ui.has(UiRole::dialog, "Abnahme von A-024 zurückziehen?"));
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
  REQUIRE(desk.ui.click(UiRole::button, "Abnahme zurückziehen"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::button, "Zurückziehen"));
  desk.ui.frame(1);
  CHECK(desk.change().operation == Operation::sign_requirement);
  CHECK(desk.change().body.find("\"withdraw\":true") != std::string::npos);
}

TEST_CASE("keys are in the order of their numbers, as on the platform") {
  auto state = planned();
  std::vector<contract::Requirement> all;
  for (const char* key : {"R-10", "R-2", "r-3", "A-047", "A-47b", "R-2a", "R", "R-002", "R-2-10", "R-2-9"}) {
    contract::Requirement one;
    one.id = std::string("req_") + key;
    one.key = key;
    all.push_back(one);
  }
  state.apply(client::ListLoaded<contract::Requirement>{all, sample::now()}, sample::now());
  requirements::Index index;
  index.update(sample::world_of(state), {});
  CHECK(keys(index, state) == "A-047 A-47b R R-002 R-2 R-2-9 R-2-10 R-2a r-3 R-10 ");
}

TEST_CASE("evidence: a check with its record, a closed round, a file by its hash; and withdrawn") {
  RequirementsDesk desk;
  desk.choose(kMap);
  REQUIRE(desk.ui.click(UiRole::button, "Nachweis hinzufügen"));
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::dialog, "Nachweis für A-047"));
  REQUIRE(desk.ui.click(UiRole::tab, "Datei"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::button, "Datei wählen"));
  desk.ui.frame(1);
  REQUIRE(desk.asked<ChooseFile>().size() == 1);
  desk.forget();
  desk.panel.receive({requirements::kEvidenceFile, "pruefung.pdf", "12345", std::string(64, 'a')});
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::button, "Hinzufügen"));
  desk.ui.frame(2);
  auto change = desk.change();
  CHECK(change.operation == Operation::add_evidence);
  CHECK(change.body.find(std::string(64, 'a')) != std::string::npos);
  CHECK(change.body.find("\"size_bytes\":5") != std::string::npos);
  CHECK(change.body.find("pruefung.pdf") != std::string::npos);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::link, "Nachweis zurückziehen: Zwei Vorlesefunktionen"));
  desk.ui.frame(3);
  CHECK(desk.asked<Change>().empty());
  REQUIRE(desk.ui.click(UiRole::button, "Zurückziehen"));
  desk.ui.frame(1);
  change = desk.change();
  CHECK(change.query == "withdraw=evd_4");
}

TEST_CASE("a stakeholder is put down by a tick, and that can be undone; who may not write sees words") {
  RequirementsDesk desk;
  desk.choose(kMap);
  REQUIRE(desk.ui.click(UiRole::checkbox, "IHK"));
  desk.ui.frame(1);
  const auto change = desk.change();
  CHECK(change.operation == Operation::change_requirement);
  CHECK(change.body.find("\"ihk\"") != std::string::npos);
  CHECK(change.if_match == contract::etag("req_A-047", 3));
  REQUIRE(change.undo != nullptr);
  RequirementsDesk editor(contract::Role::editor);
  editor.choose(kMap);
  CHECK_FALSE(editor.ui.has(UiRole::checkbox, "IHK"));
  CHECK_FALSE(editor.ui.has(UiRole::button, "Neue Anforderung"));
  CHECK(editor.says("BITV 2.0 ist erfüllt."));
}

TEST_CASE("a new requirement is opened once the platform has made it") {
  RequirementsDesk desk;
  desk.ui.press(Key::n);
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::dialog, "Neue Anforderung"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Titel", "Kinderwagen finden Platz"));
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  const auto made = desk.change();
  CHECK(made.operation == Operation::create_requirement);
  CHECK(made.body.find("Kinderwagen finden Platz") != std::string::npos);
  CHECK(made.body.find("administration") != std::string::npos);  // this account's own stakeholder
}

TEST_CASE("whom a new requirement is for is kept with its words, and is there again after a crash") {
  RequirementsDesk desk;
  desk.ui.press(Key::n);
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::checkbox, "IHK"));
  desk.ui.frame(2);
  const auto kept = desk.asked<KeepDraft>();
  REQUIRE(kept.size() == 1);
  CHECK(kept.front().text.find("\"ihk\"") != std::string::npos);
  CHECK(kept.front().text.find("\"administration\"") != std::string::npos);

  RequirementsDesk after;
  after.panel.restore(kept.front().key, kept.front().text);
  after.ui.press(Key::n);
  after.ui.frame(2);
  REQUIRE(after.ui.fill(UiRole::textbox, "Titel", "Kinderwagen finden Platz"));
  after.ui.press(Chord{.key = Key::enter, .ctrl = true});
  after.ui.frame(2);
  CHECK(after.change().body.find("\"ihk\"") != std::string::npos);
  // The next one begins with this account's own stakeholder alone.
  after.forget();
  REQUIRE(after.ui.click(UiRole::button, "Neue Anforderung"));
  after.ui.frame(2);
  REQUIRE(after.ui.fill(UiRole::textbox, "Titel", "Noch eine"));
  after.ui.press(Chord{.key = Key::enter, .ctrl = true});
  after.ui.frame(2);
  CHECK(after.change().body.find("\"ihk\"") == std::string::npos);
  CHECK(after.change().body.find("\"administration\"") != std::string::npos);
}

TEST_CASE("a cell of the coverage leads to its list") {
  RequirementsDesk desk;
  desk.tab("Abdeckung");
  CHECK(desk.ui.has(UiRole::table, "Abdeckung"));
  REQUIRE(desk.ui.click(UiRole::link, "Stadtverwaltung, 1.0: 1 von 4 erledigt, 2 nachgewiesen"));
  desk.ui.frame(3);
  CHECK(desk.ui.has(UiRole::row, kPay));
  CHECK(desk.ui.has(UiRole::row, kMap));
  CHECK_FALSE(desk.ui.has(UiRole::row, "A-055 · Gewerbe anmelden ohne Medienbruch"));
  CHECK_FALSE(desk.ui.has(UiRole::row, "A-001 · Anliegen in höchstens drei Schritten finden"));
}

TEST_CASE(
    "a version: its gate leads to what keeps it shut, a date moves with a reason, and two people override") {
  RequirementsDesk desk;
  desk.tab("Versionen");
  desk.choose("1.0");
  CHECK(desk.says("Die barrierefreie Karte braucht zwei Wochen mehr."));
  CHECK(desk.ui.has(UiRole::img, "Fortschritt"));
  CHECK(desk.says("1 von 6 erledigt"));
  CHECK(desk.ui.reachability_problems().empty());
  REQUIRE(desk.ui.click(UiRole::button, "Die Testrunde „Bürgerinnen und Bürger“ ist nicht abgeschlossen."));
  REQUIRE(desk.asked<Go>().size() == 1);
  CHECK(desk.asked<Go>().front().object_id == "trd_2");
  desk.forget();
  CHECK(desk.says("Dem Start steht etwas entgegen."));  // why the button is disabled
  REQUIRE(desk.ui.click(UiRole::button, "Termin ändern"));
  desk.ui.frame(2);
  CHECK(desk.says("Nennen Sie einen Grund."));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Grund", "Noch eine Prüfung"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Geplanter Start", "04.01.2027, 08:00"));
  desk.ui.frame(1);
  REQUIRE(desk.ui.click(UiRole::button, "Ändern"));
  desk.ui.frame(2);
  auto change = desk.change();
  CHECK(change.operation == Operation::change_app_version);
  CHECK(change.body.find("Noch eine Prüfung") != std::string::npos);
  CHECK(change.body.find("2027-01-04T07:00:00.000Z") != std::string::npos);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Übergehen beantragen"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Grund", "Der Markt beginnt"));
  desk.ui.frame(1);
  const auto buttons = desk.ui.tree().find_all(UiRole::button, "Übergehen beantragen");
  REQUIRE(buttons.size() == 2);  // the second one is the dialog's
  desk.ui.click_at(buttons[1]->bounds.center_x(), buttons[1]->bounds.center_y());
  desk.ui.frame(2);
  change = desk.change();
  CHECK(change.body == R"({"override_reason":"Der Markt beginnt"})");
}

TEST_CASE("whoever asked for an override waits for somebody else, who agrees") {
  auto state = planned();
  auto versions = sample::app_versions(sample::now());
  versions[1].override_reason = "Der Markt beginnt.";
  versions[1].override_by = state.me->id;
  versions[1].override_by_name = "Jana Arndt";
  auto world = sample::world_of(state);
  using requirements::OverrideStep;
  CHECK(requirements::override_step(world, versions[1], false) == OverrideStep::waits_for_other);
  versions[1].override_by = "usr_other";
  CHECK(requirements::override_step(world, versions[1], false) == OverrideStep::may_agree);
  CHECK(requirements::agree_of(versions[1]).body == R"({"override_agreed_by":"me"})");
  CHECK_FALSE(requirements::agree_of(versions[1]).queueable);
  CHECK(requirements::agree_of(versions[1]).is_step);
  CHECK(requirements::go_live_of(versions[1]).is_step);
  CHECK(requirements::test_of(versions[1]).is_step);
  CHECK_FALSE(requirements::ask_override_of(versions[1], "Der Markt beginnt morgen.").is_step);
  const auto* gate = state.gate.value();
  REQUIRE(gate != nullptr);
  CHECK_FALSE(requirements::why_not_live(world, versions[1], gate).empty());
  versions[1].override_agreed_by = state.me->id;
  CHECK(requirements::override_step(world, versions[1], false) == OverrideStep::agreed);
  CHECK(requirements::why_not_live(world, versions[1], gate).empty());
  CHECK(requirements::step_words({{}, "", "", "state", "live: Der Grund"}) == "Live: Der Grund");
  CHECK(requirements::step_words({{}, "", "", "date", "2026-12-14 → 2026-12-21: Ein Grund"}) ==
        "Anderer Termin: 14.12.2026 → 21.12.2026: Ein Grund");
}

TEST_CASE("a report is downloaded by name") {
  RequirementsDesk desk;
  desk.tab("Versionen");
  desk.choose("1.0");
  REQUIRE(desk.ui.click(UiRole::button, "Bericht laden"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::menuitem, "Zum Drucken (PDF)"));
  desk.ui.frame(1);
  const auto all = desk.asked<Download>();
  REQUIRE(all.size() == 1);
  CHECK(all.front().operation == Operation::app_version_report);
  CHECK(all.front().ids == std::vector<std::string>{"apv_1.0"});
  CHECK(all.front().query == "format=pdf&language=de");
  CHECK(all.front().name == "bericht-version-1.0.pdf");
}

TEST_CASE("an import asks the platform, shows bad cells, and goes on only when every bad row is decided") {
  RequirementsDesk desk;
  CHECK(desk.panel.takes_dropped("Anforderungen.CSV"));
  // Windows-1252, as offices still send it.
  desk.panel.receive({"", "liste.csv", "ID;Titel;Priorit\xE4t\nA-1;Gut;muss\nA-2;Schlecht;dringend\n"});
  desk.ui.frame(2);
  auto asked = desk.change();
  CHECK(asked.operation == Operation::import_requirements);
  CHECK(asked.quiet);
  CHECK(asked.body.find("Priorität") != std::string::npos);
  CHECK(asked.body.find("\"apply\":true") == std::string::npos);
  CHECK(desk.says("Windows-1252"));
  contract::RequirementImportReport report;
  report.rows.resize(2);
  report.rows[0].line = 2;
  report.rows[0].key = "A-1";
  report.rows[0].title = "Gut";
  report.rows[1].line = 3;
  report.rows[1].key = "A-2";
  report.rows[1].title = "Schlecht";
  report.problems = {{3, "priority", "priority.unknown", "dringend", "Priorities are muss, soll, kann."}};
  report.undecided = report.taken = 1;
  const auto answer = [&] {
    client::CommandDone done;
    done.id = "cmd_" + asked.draft_key;
    done.draft_key = asked.draft_key;
    done.answer = contract::encode(report);
    desk.forget();
    desk.apply(done);
    desk.ui.frame(3);
  };
  answer();
  CHECK(desk.says("Priorität: „dringend“: Prioritäten sind muss, soll und kann."));
  CHECK(desk.says("Entscheiden Sie zuerst über jede Zeile mit einem Problem."));
  REQUIRE(desk.ui.click(UiRole::button, "Alle mit Befund auslassen"));
  desk.ui.frame(2);
  asked = desk.change();
  CHECK(asked.body.find("\"skip\":[3]") != std::string::npos);
  report.rows[1].skipped = true;
  report.undecided = 0;
  answer();
  REQUIRE(desk.ui.click(UiRole::button, "Übernehmen"));
  desk.ui.frame(2);
  asked = desk.change();
  CHECK(asked.body.find("\"apply\":true") != std::string::npos);
  CHECK_FALSE(asked.queueable);
  report.applied = true;
  answer();
  CHECK(desk.says("Eine Anforderung ist übernommen."));
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE(
    "filters name their field in full where there is room, and are behind one button where there is none") {
  for (const char* language : {"de", "en"}) {
    CAPTURE(language);
    RequirementsDesk wide(contract::Role::project_lead, {.width = 1224, .height = 900, .language = language});
    for (const char* label : {"requirements.field.priority", "requirements.column.state",
                              "requirements.column.stakeholder", "requirements.column.version"}) {
      const std::string name = kit::tr(label), words = kit::tr("requirements.all.of", {{"field", name}});
      CAPTURE(name);
      const auto* filter = wide.ui.find(UiRole::combobox, name);
      REQUIRE(filter != nullptr);
      CHECK(filter->value == words);
      // 10 px before the words and 32 with the arrow behind them.
      CHECK(kit::text_width(kit::Font::base, words) <= filter->bounds.width - 42);
    }
  }
  kit::set_language("de");
  for (const auto& [width, scale] : {std::tuple{700.0F, 1.0F}, std::tuple{1024.0F, 2.0F}}) {
    CAPTURE(width);
    RequirementsDesk desk(contract::Role::project_lead, {.width = width, .height = 900, .scale = scale});
    CHECK_FALSE(desk.ui.has(UiRole::combobox, "Priorität"));
    REQUIRE(desk.ui.click(UiRole::button, "Filter"));
    desk.ui.frame(3);
    REQUIRE(desk.ui.find(UiRole::combobox, "Priorität") != nullptr);
    CHECK(desk.ui.find(UiRole::combobox, "Priorität")->value == "Alle");
    REQUIRE(desk.ui.click(UiRole::combobox, "Priorität"));
    desk.ui.frame(3);
    REQUIRE(desk.ui.click(UiRole::option, "Kann"));
    desk.ui.frame(3);
    CHECK(desk.ui.has(UiRole::button, "Filter (1)"));
    desk.ui.press(Key::escape);
    desk.ui.frame(3);
    CHECK_FALSE(desk.ui.has(UiRole::combobox, "Priorität"));
    CHECK(desk.ui.has(UiRole::row, "A-052 · Abfahrten auch als Liste"));
    CHECK_FALSE(desk.ui.has(UiRole::row, kMap));
    REQUIRE(desk.ui.click(UiRole::button, "Filter (1)"));
    desk.ui.frame(3);
    REQUIRE(desk.ui.click(UiRole::link, "Filter zurücksetzen"));
    desk.ui.frame(3);
    CHECK(desk.ui.has(UiRole::button, "Filter"));
  }
}

TEST_CASE("what a requirement says is wider in the list than anything beside it") {
  RequirementsDesk desk(contract::Role::project_lead, {.width = 1224, .height = 900});
  const auto* head = desk.ui.find(UiRole::columnheader, "Anforderung");
  REQUIRE(head != nullptr);
  for (const auto* other : desk.ui.tree().find_all(UiRole::columnheader, ""))
    if (other->name != "Anforderung") CHECK(head->bounds.width > other->bounds.width);
  CHECK_FALSE(desk.ui.has(UiRole::columnheader, "Beteiligte"));
  CHECK(desk.ui.has(UiRole::columnheader, "Version"));
}

TEST_CASE("what keeps a version from going live stands there in full, in as many lines as it takes") {
  RequirementsDesk desk(contract::Role::project_lead, {.width = 1224, .height = 2000});
  desk.tab("Versionen");
  desk.choose("1.0");
  const auto& nodes = desk.ui.tree().nodes();
  const auto one = std::find_if(nodes.begin(), nodes.end(), [](const auto& node) {
    return node.role == UiRole::button && node.name.find("A-024 · Bezahlen") == 0;
  });
  REQUIRE(one != nodes.end());
  const float line = kit::line_height(kit::Font::base_medium);
  CHECK(kit::text_size(kit::Font::base_medium, one->name, one->bounds.width - 32).y >= 2 * line);
  CHECK(one->bounds.height >=
        3 + kit::text_size(kit::Font::base_medium, one->name, one->bounds.width - 32).y);
  const auto* words = desk.ui.find(UiRole::text, kit::tr("requirements.override.explain"));
  REQUIRE(words != nullptr);
  CHECK(words->bounds.height >= 2 * kit::line_height(kit::Font::meta));
}

TEST_CASE("every life of the list, wide and narrow, in both languages, without a missing text") {
  for (const char* language : {"de", "en"})
    for (const auto& [width, height, scale] :
         {std::tuple{1600.0F, 900.0F, 1.0F}, std::tuple{960.0F, 640.0F, 1.0F},
          std::tuple{1024.0F, 640.0F, 2.0F}})
      for (const char* view : {"list", "coverage", "versions"}) {
        CAPTURE(view);
        CAPTURE(width);
        const auto missing = kit::missing_texts();
        test::Desk<RequirementsPanel> desk(
            planned(), {.width = width, .height = height, .scale = scale, .language = language});
        desk.panel.open({"requirements", "", view}, desk.world());
        desk.ui.frame(4);
        for (const auto& problem : desk.ui.reachability_problems()) CHECK(problem.empty());
        CAPTURE(kit::last_missing_text());
        CHECK(kit::missing_texts() == missing);
      }
  kit::set_language("de");
  for (const auto role : contract::enum_values<contract::Role>()) {
    CAPTURE(std::string(contract::enum_name(role)));
    RequirementsDesk desk(role, {.width = 1440, .height = 900});
    desk.choose(kMap);
    CHECK(desk.ui.reachability_problems().empty());
    desk.tab("Versionen");
    CHECK(desk.ui.reachability_problems().empty());
  }
  test::Desk<RequirementsPanel> empty(sample::working_city(), {.width = 1200, .height = 800});
  empty.ui.frame(2);
  empty.apply(
      client::ListFailed{client::List::requirements, base::fail(base::ErrorKind::unavailable, "down")});
  empty.ui.frame(2);
  CHECK(empty.says("Die Anforderungen lassen sich nicht laden"));
  empty.apply(client::ListLoaded<Requirement>{{}, empty.now});
  empty.ui.frame(2);
  CHECK(empty.says("Hier stehen die Anforderungen aller Beteiligten"));
}

TEST_CASE("why a date moves and why a gate is overridden is kept while it is typed") {
  const auto make = [] {
    auto desk = std::make_unique<RequirementsDesk>();
    desk->tab("Versionen");
    desk->choose("1.0");
    return desk;
  };
  const auto opener = [](const char* button) {
    return [button](RequirementsDesk& desk) {
      REQUIRE(desk.ui.click(UiRole::button, button));
      desk.ui.frame(3);
    };
  };
  const std::string id = sample::app_versions(sample::now())[1].id,
                    area = "draft:requirements.version.dialog/";
  test::keeps_what_is_typed({.key = area + "move/" + id, .field = "Grund", .send = "Ändern"}, make,
                            opener("Termin ändern"), [](RequirementsDesk& desk) {
                              REQUIRE(desk.ui.fill(UiRole::textbox, "Geplanter Start", "04.01.2027, 08:00"));
                              desk.ui.frame(1);
                            });
  test::keeps_what_is_typed(
      {.key = area + "override/" + id, .field = "Grund", .send = "Übergehen beantragen"}, make,
      opener("Übergehen beantragen"));
}

TEST_CASE("the choices of an import stand below their labels, and in a narrow dialog below each other") {
  for (const bool small : {false, true}) {
    CAPTURE(small);
    RequirementsDesk desk(contract::Role::project_lead,
                          small ? test::UiOptions{.width = 1024, .height = 640, .scale = 2.0F}
                                : test::UiOptions{.width = 1600, .height = 2000});
    desk.panel.receive({"", "liste.csv", "ID;Titel\nA-1;Gut\n"});
    desk.ui.frame(4);
    std::vector<float> tops;
    for (const char* key :
         {"requirements.import.stakeholder", "requirements.column.version", "requirements.field.priority"}) {
      const auto* box = desk.ui.find(UiRole::combobox, kit::tr(key));
      REQUIRE(box != nullptr);
      CHECK(box->bounds.x + box->bounds.width <= (small ? 1024 : 1600));
      tops.push_back(box->bounds.y);
    }
    CHECK((tops[0] < tops[1] && tops[1] < tops[2]) == small);
    const auto* words = desk.ui.find(UiRole::text, kit::tr("requirements.import.defaults"));
    REQUIRE(words != nullptr);
    CHECK(tops[0] >= words->bounds.y + words->bounds.height + 20);  // room for the label
  }
}
