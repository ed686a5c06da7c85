#include "tests/panels/testphase/sample.hpp"

#include "tests/panels/catalogue/sample.hpp"

namespace stadtpult::sample {

using contract::Feedback;
using contract::FeedbackKind;
using contract::FeedbackPriority;
using contract::FeedbackState;

namespace {

Feedback item(int number, FeedbackKind kind, FeedbackState state, const char* title, const char* miniapp,
              int votes, FeedbackPriority priority = FeedbackPriority::none) {
  Feedback made;
  made.number = number;
  made.id = "fbk_" + std::to_string(number);
  made.kind = kind;
  made.state = state;
  made.title = title;
  made.text =
      std::string(title) + ". Beim Wischen springt die Vorlesefunktion über alle Haltestellen hinweg.";
  if (*miniapp != '\0') made.miniapp_id = miniapp;
  made.votes = votes;
  made.priority = priority;
  made.tester = "Testperson 0317";
  made.round_id = "trd_2";
  made.device = "Android 15";
  made.app_version = "0.9.4";
  made.created_at = {now().ms - (number < 700 ? 640 - number : 1'100 - number) * 1'800'000};
  made.revision = 1;
  return made;
}

std::vector<Feedback> items() {
  using K = FeedbackKind;
  using S = FeedbackState;
  std::vector<Feedback> all{
      item(638, K::bug, S::received, "Karte lässt sich mit Vorlesefunktion nicht bedienen", "", 14,
           FeedbackPriority::high),
      item(637, K::wish, S::received, "Zählerstand mit Foto erfassen", "", 9),
      item(636, K::question, S::received, "Wo finde ich meinen unterschriebenen Vertrag?", "", 3),
      item(630, K::wish, S::triaged, "Abfahrten auch als Liste zeigen", "", 11),
      item(629, K::bug, S::triaged, "Abschlag wird falsch gerundet", "", 4),
      item(620, K::wish, S::planned, "Schriftgröße folgt dem Gerät", "", 18),
      item(610, K::bug, S::in_progress, "Haltestellen ohne Echtzeit", "", 12),
      item(600, K::bug, S::done, "Mitteilung kommt zweimal", "", 7),
      item(590, K::praise, S::declined, "Alles wunderbar", "", 1),
      item(580, K::bug, S::received, "Karte mit Vorlesefunktion nicht zu bedienen", "", 2)};
  all.back().merged_into = "fbk_638";
  all[1].labels = {"Wasser"};
  all[4].assignee_id = "usr_kaya";
  all[4].assignee_name = "Mehmet Kaya";
  all[5].requirement_id = "req_47";
  all[5].app_version_id = "apv_1";
  return all;
}

contract::TestRound round(int number, const char* name, contract::Cohort cohort, int from, int to) {
  contract::TestRound made;
  made.id = "trd_" + std::to_string(number);
  made.number = number;
  made.name = name;
  made.cohort = cohort;
  made.starts_at = {now().ms + from * base::kDayMs};
  made.ends_at = {now().ms + to * base::kDayMs};
  made.revision = 1;
  return made;
}

}  // namespace

void add_test_phase(client::State& state, int further_items) {
  auto all = items();
  for (int i = 0; i < further_items; ++i) {
    auto more = item(1000 + i, static_cast<FeedbackKind>(i % 4), static_cast<FeedbackState>(i % 6),
                     "Der Müllkalender zeigt den falschen Tag", "", i % 40);
    all.push_back(std::move(more));
  }
  state.apply(client::ListLoaded<Feedback>{std::move(all), now()}, now());
  auto first = round(1, "Mitarbeitende", contract::Cohort::employees, -80, -40);
  first.closed = true;
  first.testers = 184;
  first.feedback_count = 412;
  auto second = round(2, "Bürgerinnen und Bürger", contract::Cohort::invited, -21, 11);
  second.invited = 500;
  second.testers = 463;
  second.feedback_count = 226;
  state.apply(
      client::ListLoaded<contract::TestRound>{
          {first, second, round(3, "Abnahme 1.0", contract::Cohort::employees, 14, 18)}, now()},
      now());
  contract::Requirement requirement;
  requirement.id = "req_47";
  requirement.key = "A-047";
  requirement.title = "Barrierefreie Karte";
  requirement.revision = 1;
  state.apply(client::ListLoaded<contract::Requirement>{{requirement}, now()}, now());
  contract::AppVersion version;
  version.id = "apv_1";
  version.name = "1.0";
  version.due_at = {now().ms + 21 * base::kDayMs};
  version.revision = 1;
  state.apply(client::ListLoaded<contract::AppVersion>{{version}, now()}, now());
  contract::ReplyTemplate reply;
  reply.id = "rpt_1";
  reply.title = "Dank";
  reply.text = "Vielen Dank für Ihre Rückmeldung {nummer}.";
  reply.revision = 1;
  state.apply(client::ListLoaded<contract::ReplyTemplate>{{reply}, now()}, now());
}

void open_feedback(client::State& state) {
  state.apply(client::DemandLoading{client::DemandLoading::What::feedback, "fbk_638"}, now());
  Feedback whole = *state.feedback.find("fbk_638");
  whole.timeline = {{{now().ms - 3'000'000}, "", "", "received", "app"},
                    {{now().ms - 2'000'000}, "usr_kemal", "Kemal Brandt", "linked", "A-047"},
                    {{now().ms - 1'900'000},
                     "usr_kemal",
                     "Kemal Brandt",
                     "note",
                     "Nachgestellt. A-047 gilt damit noch nicht als erfüllt."}};
  state.apply(client::FeedbackLoaded{"fbk_638", whole, now()}, now());
  state.apply(
      client::SimilarLoaded{
          "fbk_638", std::vector<contract::SimilarFeedback>{{"fbk_630", 0.4}, {"fbk_629", 0.3}}, now()},
      now());
}

void add_floods(client::State& state) {
  const auto flood = [](contract::FloodKind kind, const char* who, int hours_ago, std::int64_t count) {
    contract::FeedbackFlood made;
    made.kind = kind;
    made.who = who;
    made.hour = {now().ms - now().ms % 3'600'000 - hours_ago * 3'600'000};
    made.count = count;
    if (kind == contract::FloodKind::code) made.round_id = "trd_2";
    return made;
  };
  using Kind = contract::FloodKind;
  state.apply(client::DemandLoading{client::DemandLoading::What::floods, ""}, now());
  state.apply(
      client::FloodsLoaded{
          std::vector{flood(Kind::code, "Testperson 0317", 0, 20), flood(Kind::source, "Q-81F0", 1, 71),
                      flood(Kind::code, "Testperson 0317", 2, 5), flood(Kind::source, "Q-02AB", 170, 9)},
          now()},
      now());
}

client::State testing_city(contract::Role role) {
  auto state = working_city(role);
  if (contract::may(role, contract::Operation::list_feedback)) add_test_phase(state);
  return state;
}

}  // namespace stadtpult::sample
