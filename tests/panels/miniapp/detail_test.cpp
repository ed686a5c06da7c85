// The detail as words, and the changes it makes.
#include "panels/catalogue/detail_view.hpp"

#include <doctest/doctest.h>

#include "api-client/contract/codec.hpp"
#include "panels/catalogue/detail_changes.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/miniapp/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::contract;
using namespace stadtpult::panels;
using namespace stadtpult::panels::detail;

TEST_CASE("the detail as text") {
  kit::set_language("de");
  kit::set_time_zone("Europe/Berlin");
  const auto state = test::Sample{}.state();
  const auto facts = facts_of(test::sample_world(state), test::kMiniappId);
  const auto text = to_text(build(facts, ""));
  CAPTURE(text);
  for (const char* line :
       {"Wohngeld beantragen – Amt für Soziales – de.worms.wohngeld",
        "[x] Entwurf  [x] Eingereicht  [>] In Prüfung  [ ] Freigegeben  [ ] Veröffentlicht",
        "3 angefragt, 1 neu", "Sprachen: Deutsch, Englisch",
        "Dokumente der Person lesen: Einkommensnachweise beifügen [Neu]", "5 von 6",
        "passed Signatur und Manifest gültig – automatisch", "passed Inhalt fachlich richtig – Sie, 09:36",
        "open Zwecke mit Datenschutz abgestimmt – offen",
        "warning miniApp.json: Das Farbschema folgt nicht der App.", "Prüfsumme: sha256 9f2c 41d0 … e7a3",
        "1.1.3 Veröffentlicht (Live für alle)", "1.1.2 Freigegeben",
        "Runde 1: 1.2.0 zurückgegeben von Lena Vogt: Begründung der Berechtigung fehlt. Bitte begründen Sie",
        "Vier-Augen-Prinzip: eingereicht von Paul Soz, Sie sind die zweite Person.",
        "(Freigeben) – Ein Punkt der Prüfliste ist noch nicht erfüllt."})
    CHECK_MESSAGE(text.find(line) != std::string::npos, line);
}

TEST_CASE("the stepper shows every state") {
  const auto marks = [](VersionState state) {
    test::Sample sample;
    sample.set_state(state);
    std::string text;
    for (const auto& step : steps_of(&sample.newest()))
      text += step.mark == StepMark::done      ? 'x'
              : step.mark == StepMark::current ? '>'
              : step.mark == StepMark::failed  ? '!'
                                               : '.';
    return text;
  };
  kit::set_language("de");
  CHECK(marks(VersionState::draft) == ">....");
  CHECK(marks(VersionState::submitted) == "x>...");
  CHECK(marks(VersionState::in_review) == "xx>..");
  CHECK(marks(VersionState::changes_requested) == "xx!..");
  CHECK(marks(VersionState::rejected) == "xx!..");
  CHECK(marks(VersionState::approved) == "xxxx.");
  CHECK(marks(VersionState::released) == "xxxxx");
  CHECK(marks(VersionState::suspended) == "xxxx!");
  CHECK(marks(VersionState::withdrawn) == "xxxx!");
  CHECK(steps_of(nullptr).front().mark == StepMark::current);
}

TEST_CASE("steps in a version's life are exact requests") {
  const auto version = test::sample_versions().front();
  auto change = version_step(Action::submit, version, "Wohngeld");
  CHECK(change.operation == Operation::change_version);
  CHECK(change.ids == std::vector<std::string>{"app_wohngeld", "ver_3"});
  CHECK(change.body == R"({"state":"submitted"})");
  CHECK(change.if_match == "\"ver_3-4\"");
  CHECK(change.queueable);
  REQUIRE(change.undo);
  CHECK(change.undo->body == R"({"state":"draft"})");
  CHECK(change.undo->if_match.empty());
  change = version_step(Action::suspend, version, "Wohngeld");
  CHECK(change.body == R"({"state":"suspended"})");
  CHECK_FALSE(change.queueable);
  CHECK_FALSE(change.undo);
  CHECK(change.detail == "Wohngeld 1.2.0 ist sofort gestoppt. Wieder freigeben müssen zwei Personen.");
  change = version_step(Action::withdraw, version, "Wohngeld", "Rechtlicher Grund");
  CHECK(change.body == R"({"state":"withdrawn","reason":"Rechtlicher Grund"})");
  CHECK_FALSE(change.queueable);
  CHECK(version_step(Action::resume, version, "W").body == R"({"state":"released"})");
}

TEST_CASE("decisions and ticks are exact requests") {
  const auto review = test::sample_reviews().front();
  auto change = review_step(Action::approve, review, "Wohngeld");
  CHECK(change.operation == Operation::change_review);
  CHECK(change.ids == std::vector<std::string>{"rev_2"});
  CHECK(change.body == R"({"state":"approved"})");
  CHECK(change.if_match == "\"rev_2-3\"");
  change = refuse_review(Action::reject, review, "Wohngeld", {"rea_reason"}, "Bitte ändern.",
                         "miniapp.refuse.rev_2");
  CHECK(change.body == R"({"state":"rejected","reasons":["rea_reason"],"comment":"Bitte ändern."})");
  CHECK(change.draft_key == "miniapp.refuse.rev_2");
  auto after = review.checklist.back();
  after.state = CheckState::passed;
  change = tick(review, review.checklist.back(), after);
  CHECK(change.body == R"({"checklist":[{"key":"privacy","state":"passed","note":""}]})");
  // The platform takes this body as it is.
  CHECK(decode_patch(change.body, ReviewChange{}));
  CHECK(change.undo->body == R"({"checklist":[{"key":"privacy","state":"open","note":""}]})");
}

TEST_CASE("rolling back is one release into the live ring") {
  const auto miniapp = test::sample_miniapp();
  const auto change = roll_back(miniapp, test::sample_versions()[2], "Wohngeld");
  CHECK(change.operation == Operation::create_release);
  const auto release = decode_new<NewRelease>(change.body);
  REQUIRE(release);
  CHECK(release->ring == Ring::everyone);
  CHECK(release->rollback_version_id == "ver_1");
  CHECK(release->items.empty());
  CHECK_FALSE(change.queueable);
}

TEST_CASE("a tick that is on its way shows already, and a decision holds the others") {
  auto state = test::Sample{}.state();
  client::OutboxEntry entry;
  entry.operation = Operation::change_review;
  entry.object_id = test::kReviewId;
  entry.mine = R"({"checklist":[{"key":"privacy","state":"passed","note":""}]})";
  state.apply(client::OutboxChanged{{entry}}, test::sample_now());
  auto view = build(facts_of(test::sample_world(state), test::kMiniappId), "");
  CHECK(view.passed == 6);
  entry.mine = R"({"state":"approved"})";
  state.apply(client::OutboxChanged{{entry}}, test::sample_now());
  const auto facts = facts_of(test::sample_world(state), test::kMiniappId);
  view = build(facts, "");
  CHECK(find_offer(view.offers, Action::send_back)->disabled_because ==
        "Die letzte Entscheidung ist noch unterwegs.");
}

TEST_CASE("five lives of the versions") {
  client::State state;
  CHECK(facts_of(test::sample_world(state), test::kMiniappId).catalogue.life == Life::not_asked);
  state = test::Sample{}.state();
  auto facts = facts_of(test::sample_world(state), test::kMiniappId);
  CHECK(facts.versions_part.life == Life::there);
  CHECK(needs_of(facts, test::kMiniappId).empty());
  state.versions.clear();
  facts = facts_of(test::sample_world(state), test::kMiniappId);
  CHECK(facts.versions_part.life == Life::not_asked);
  CHECK(needs_of(facts, test::kMiniappId).size() == 1);
  CHECK(build(facts, "").offers.empty());
  state.apply(client::VersionsLoaded{test::kMiniappId, base::fail(base::ErrorKind::forbidden, "no"), {}},
              test::sample_now());
  CHECK(facts_of(test::sample_world(state), test::kMiniappId).versions_part.life == Life::forbidden);
}
