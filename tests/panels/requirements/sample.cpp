#include "tests/panels/requirements/sample.hpp"

#include <cstdio>

#include "tests/panels/areas/sample.hpp"

namespace stadtpult::sample {

using base::Timestamp;
using contract::AppVersion;
using contract::Evidence;
using contract::EvidenceKind;
using contract::Requirement;
using contract::RequirementPriority;
using contract::RequirementState;
using contract::Stakeholder;

namespace {

constexpr std::int64_t kDay = 24LL * 3600 * 1000;

Timestamp ago(Timestamp now, int days) {
  return {now.ms - days * kDay};
}

Requirement requirement(const char* key, const char* title, RequirementPriority priority,
                        RequirementState state, std::vector<Stakeholder> who, const char* version) {
  Requirement made;
  made.id = std::string("req_") + key;
  made.key = key;
  made.title = title;
  made.priority = priority;
  made.state = state;
  made.stakeholders = std::move(who);
  if (*version != 0) made.app_version_id = version;
  made.revision = 3;
  return made;
}

Evidence check(const char* id, const char* title, const char* record, bool passed, Timestamp at) {
  Evidence made;
  made.id = id;
  made.title = title;
  made.detail = record;
  made.passed = passed;
  made.created_by_name = "Mehmet Kaya";
  made.created_at = at;
  return made;
}

contract::SignOff signed_by(Stakeholder who, const char* name, Timestamp at, bool counts) {
  contract::SignOff made;
  made.stakeholder = who;
  made.principal_name = name;
  made.at = at;
  made.counts = counts;
  return made;
}

}  // namespace

std::vector<Requirement> requirements(Timestamp now) {
  using enum RequirementPriority;
  using enum Stakeholder;
  std::vector<Requirement> all{
      requirement("A-012", "Anträge behalten ihre Anhänge", must, RequirementState::done, {administration},
                  "apv_1.0"),
      requirement("A-024", "Bezahlen ist in einem Schritt bestätigt", must, RequirementState::evidenced,
                  {administration, retail, gastronomy}, "apv_1.0"),
      requirement("A-047", "Die Karte ist barrierefrei", must, RequirementState::open,
                  {administration, university, city_marketing}, "apv_1.0"),
      requirement("A-049", "Die Schrift folgt der Einstellung des Geräts", should,
                  RequirementState::evidenced, {university, administration}, "apv_1.0"),
      requirement("A-052", "Abfahrten auch als Liste", can, RequirementState::open, {city_marketing},
                  "apv_1.0"),
      requirement("A-055", "Gewerbe anmelden ohne Medienbruch", must, RequirementState::evidenced,
                  {ihk, business_development}, "apv_1.0"),
      requirement("A-001", "Anliegen in höchstens drei Schritten finden", must, RequirementState::done,
                  {administration, university}, "apv_0.9"),
      requirement("A-019", "Angebote als Favoriten merken", should, RequirementState::open,
                  {city_marketing, retail}, "apv_1.1"),
      requirement("A-070", "Tische im Gasthaus reservieren", can, RequirementState::open, {gastronomy}, "")};
  all[0].done_at = ago(now, 3);
  all[0].ozg_id = "10134";
  all[0].maturity_model = contract::MaturityModel::ozg_2_0;
  all[0].maturity = 4;
  all[0].evidence = {check("evd_1", "Abbruch an 14 Stellen", "Ein Anhang fehlte.", false, ago(now, 12)),
                     check("evd_2", "Abbruch an 14 Stellen, zweite Prüfung", "Alle Anhänge waren noch da.",
                           true, ago(now, 4))};
  all[0].signoffs = {signed_by(administration, "Jana Arndt", ago(now, 3), true)};
  all[1].text = "Gebühren und Einkäufe werden mit einer einzigen Bestätigung bezahlt.";
  all[1].criteria = {"Es gibt genau eine Bestätigung.", "Der Beleg liegt danach in der App."};
  all[1].evidence = {check("evd_3", "Zwanzig Zahlungen", "Zwanzig Belege.", true, ago(now, 9))};
  all[1].signoffs = {signed_by(administration, "Jana Arndt", ago(now, 10), false),
                     signed_by(retail, "Miriam Falk", ago(now, 8), true)};
  all[2].text = "Die Karte lässt sich mit Vorlesefunktion und Tastatur bedienen.";
  all[2].criteria = {"BITV 2.0 ist erfüllt.", "Zu jeder Karte gibt es eine Liste."};
  all[2].evidence = {
      check("evd_4", "Zwei Vorlesefunktionen", "Haltestellen werden übersprungen.", false, ago(now, 7))};
  all[3].evidence = {check("evd_5", "Schrift bis 200 %", "Nichts abgeschnitten.", true, ago(now, 8))};
  all[4].depends_on = {"A-047"};
  all[5].evidence = {check("evd_6", "Fünf Betriebe", "Keine mit Papier.", true, ago(now, 3))};
  return all;
}

std::vector<AppVersion> app_versions(Timestamp now) {
  std::vector<AppVersion> all(3);
  const char* names[] = {"0.9", "1.0", "1.1"};
  const contract::AppVersionState states[] = {contract::AppVersionState::live,
                                              contract::AppVersionState::testing,
                                              contract::AppVersionState::planned};
  const int due[] = {33, -23, -66};
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].id = std::string("apv_") + names[i];
    all[i].name = names[i];
    all[i].state = states[i];
    all[i].due_at = ago(now, due[i]);
    all[i].revision = 2;
    all[i].history = {{ago(now, 45), "usr_lead", "Jana Arndt", "created", "2026-12-07"}};
  }
  all[0].live_at = ago(now, 33);
  all[1].summary = "Start der City-App.";
  all[1].history.push_back({ago(now, 13), "usr_lead", "Jana Arndt", "date",
                            "2026-12-07 → 2026-12-21: Die barrierefreie Karte braucht zwei Wochen mehr."});
  return all;
}

void plan(client::State& state, Timestamp now) {
  if (state.me) state.me->stakeholder = Stakeholder::administration;
  state.apply(client::ListLoaded<Requirement>{requirements(now), now}, now);
  state.apply(client::ListLoaded<AppVersion>{app_versions(now), now}, now);
  contract::TestRound round;
  round.id = "trd_1";
  round.number = 1;
  round.name = "Mitarbeitende";
  round.closed = true;
  round.conclusion = "Gegen den Start spricht nichts.";
  contract::TestRound running = round;
  running.id = "trd_2";
  running.number = 2;
  running.name = "Bürgerinnen und Bürger";
  running.closed = false;
  state.apply(client::ListLoaded<contract::TestRound>{{round, running}, now}, now);
  std::vector<contract::Feedback> said(3);
  const char* titles[] = {"Karte lässt sich mit Vorlesefunktion nicht bedienen",
                          "Haltestellen werden übersprungen", "Antrag verliert Anhang bei Abbruch"};
  for (std::size_t i = 0; i < said.size(); ++i) {
    said[i].id = "fbk_" + std::to_string(i + 1);
    said[i].number = 636 + static_cast<std::int64_t>(i);
    said[i].title = titles[i];
    said[i].votes = static_cast<std::int64_t>(14 - 5 * i);
    said[i].requirement_id = "req_A-047";
  }
  said[1].merged_into = "fbk_1";
  said[2].requirement_id = "req_A-024";
  said[2].priority = contract::FeedbackPriority::critical;
  state.apply(client::ListLoaded<contract::Feedback>{said, now}, now);
  contract::GoLiveGate gate;
  gate.requirements = {"req_A-024", "req_A-047", "req_A-055"};
  gate.feedback = {"fbk_3"};
  gate.rounds = {"trd_2"};
  state.apply(client::DemandLoading{client::DemandLoading::What::app_version, "apv_1.0"}, now);
  state.apply(client::GateLoaded{"apv_1.0", gate, now}, now);
  std::vector<contract::BurnupPoint> points{{"2026-10-20", 3, 0},
                                            {"2026-11-01", 5, 0},
                                            {"2026-11-12", 6, 0},
                                            {"2026-11-20", 6, 1},
                                            {"2026-11-23", 6, 1}};
  state.apply(client::BurnupLoaded{"apv_1.0", points, now}, now);
}

void plan_many(client::State& state, Timestamp now, int count) {
  plan(state, now);
  const auto some = requirements(now);
  std::vector<Requirement> all;
  for (int i = 0; i < count; ++i) {
    auto one = some[static_cast<std::size_t>(i) % some.size()];
    char key[32];
    std::snprintf(key, sizeof key, "B-%05d", i);
    one.id = std::string("req_") + key;
    one.key = key;
    all.push_back(std::move(one));
  }
  state.apply(client::ListLoaded<Requirement>{std::move(all), now}, now);
}

}  // namespace stadtpult::sample
