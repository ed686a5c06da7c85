// Which actions there are for every role, state of the version and relation to it: the whole table.
#include "panels/catalogue/detail_actions.hpp"

#include <doctest/doctest.h>

#include <string>

#include "panels/catalogue/detail_changes.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/miniapp/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::contract;
using namespace stadtpult::panels::detail;

namespace {

/// Who the person is to the version.
enum class Relation { stranger, submitter, reviewer };

/// "approve take- …": a "-" marks what is there but not possible.
std::string table_cell(Role role, VersionState state, Relation relation, bool online = true) {
  test::Sample sample;
  sample.set_state(state);
  const std::string me = "p_me";
  if (relation == Relation::submitter) {
    sample.newest().submitted_by = me;
    if (state != VersionState::draft) sample.review().submitted_by = me;
  }
  const bool has_reviewer = state == VersionState::in_review;
  if (has_reviewer) sample.review().reviewer_id = relation == Relation::reviewer ? me : "p_other";
  // Nobody has taken it: then any other reviewer may decide.
  if (has_reviewer && relation == Relation::stranger) sample.review().reviewer_id.reset();
  for (auto& item : sample.reviews.front().checklist) item.state = CheckState::passed;
  const auto* version = &sample.newest();
  const Subject subject{&sample.miniapps.front(), version, version,
                        state == VersionState::draft ? nullptr : &sample.review()};
  std::string cell;
  for (const auto& offer : offers({role, me, "", online}, subject)) {
    CHECK_FALSE(offer.label.empty());
    cell += (cell.empty() ? "" : " ") + std::string(enum_name(offer.action)) +
            (offer.disabled_because.empty() ? "" : "-") + (offer.primary ? "!" : "");
  }
  return cell;
}

struct Row {
  VersionState state;
  const char* lead;
  const char* editor_or_merchant;
  const char* reviewer;
  const char* security;
};

using S = VersionState;
constexpr Row kStranger[] = {
    {S::draft, "new_version withdraw submit!", "new_version withdraw submit!", "", ""},
    {S::submitted, "new_version withdraw recall- publish- take!", "new_version withdraw recall-", "take!",
     ""},
    {S::in_review, "new_version withdraw recall- reject send_back publish- approve!",
     "new_version withdraw recall-", "reject send_back approve!", ""},
    {S::changes_requested, "new_version withdraw submit!", "new_version withdraw submit!", "", ""},
    {S::rejected, "new_version! withdraw", "new_version! withdraw", "", ""},
    {S::approved, "new_version withdraw publish!", "new_version withdraw", "", ""},
    {S::released, "new_version! withdraw suspend", "new_version! withdraw suspend", "suspend", "suspend"},
    {S::suspended, "new_version withdraw resume!", "new_version withdraw resume!", "resume!", "resume!"},
    {S::withdrawn, "new_version!", "new_version!", "", ""},
};

/// A merchant sees its own organisation's things only, and never stops what is live.
std::string merchant_cell(const Row& row) {
  if (row.state == S::released) return "new_version! withdraw";
  if (row.state == S::suspended) return "new_version withdraw";
  std::string cell = row.editor_or_merchant;
  if (const auto at = cell.find("recall-"); at != std::string::npos) cell.replace(at, 7, "recall");
  return cell;
}

}  // namespace

TEST_CASE("what a stranger to the version may do, for every role and state") {
  panels::kit::set_language("de");
  for (const auto& row : kStranger) {
    CAPTURE(enum_name(row.state));
    CHECK(table_cell(Role::project_lead, row.state, Relation::stranger) == row.lead);
    CHECK(table_cell(Role::editor, row.state, Relation::stranger) == row.editor_or_merchant);
    CHECK(table_cell(Role::merchant, row.state, Relation::stranger) == merchant_cell(row));
    CHECK(table_cell(Role::reviewer, row.state, Relation::stranger) == row.reviewer);
    CHECK(table_cell(Role::security_analyst, row.state, Relation::stranger) == row.security);
    CHECK(table_cell(Role::privacy_officer, row.state, Relation::stranger) == "");
  }
}

TEST_CASE("nobody decides on what they handed in") {
  for (const auto role : {Role::project_lead, Role::reviewer}) {
    CAPTURE(enum_name(role));
    const bool lead = role == Role::project_lead;
    CHECK(table_cell(role, S::submitted, Relation::submitter) ==
          (lead ? "new_version withdraw recall publish- take-!" : "take-!"));
    CHECK(table_cell(role, S::in_review, Relation::submitter) ==
          (lead ? "new_version withdraw recall reject- send_back- publish- approve-!"
                : "reject- send_back- approve-!"));
  }
  // In every other state it makes no difference who handed it in.
  for (const auto& row : kStranger) {
    if (row.state == S::submitted || row.state == S::in_review) continue;
    CHECK(table_cell(Role::project_lead, row.state, Relation::submitter) == row.lead);
  }
}

TEST_CASE("the one who took the review may give it back") {
  CHECK(table_cell(Role::reviewer, S::in_review, Relation::reviewer) ==
        "hand_back reject send_back approve!");
}

TEST_CASE("the reason names the four eyes") {
  test::Sample sample;
  sample.review().submitted_by = "p_lead";
  const Subject subject{&sample.miniapps.front(), &sample.newest(), nullptr, &sample.review()};
  const auto made = offers({Role::project_lead, "p_lead", "", true}, subject);
  REQUIRE(find_offer(made, Action::approve) != nullptr);
  CHECK(find_offer(made, Action::approve)->disabled_because ==
        "Vier-Augen-Prinzip: Sie haben diese Fassung eingereicht.");
}

TEST_CASE("another reviewer has it") {
  test::Sample sample;
  sample.review().reviewer_id = "p_lena";
  sample.review().reviewer_name = "Lena Vogt";
  const Subject subject{&sample.miniapps.front(), &sample.newest(), nullptr, &sample.review()};
  const auto made = offers({Role::reviewer, "p_me", "", true}, subject);
  CHECK(find_offer(made, Action::approve)->disabled_because == "Lena Vogt prüft diese Fassung.");
  CHECK(find_offer(made, Action::send_back)->disabled_because == "Lena Vogt prüft diese Fassung.");
}

TEST_CASE("the project lead steps in where another reviewer is at it") {
  test::Sample sample;
  sample.review().reviewer_id = "p_lena";
  const Subject subject{&sample.miniapps.front(), &sample.newest(), nullptr, &sample.review()};
  const auto made = offers({Role::project_lead, "p_lead", "", true}, subject);
  CHECK(find_offer(made, Action::send_back)->disabled_because.empty());
  CHECK(may_tick({Role::project_lead, "p_lead", "", true}, sample.review()));
  CHECK_FALSE(may_tick({Role::reviewer, "p_me", "", true}, sample.review()));
  CHECK_FALSE(may_tick({Role::editor, "p_me", "", true}, sample.review()));
}

TEST_CASE("who made a version, or whose firm it is, does not decide on it") {
  test::Sample sample;
  sample.newest().created_by = "p_me";
  Organisation firm;
  firm.id = "org_firm";
  Subject subject{&sample.miniapps.front(), &sample.newest(), nullptr, &sample.review(), &firm};
  CHECK_FALSE(find_offer(offers({Role::project_lead, "p_me", "", true}, subject), Action::reject)
                  ->disabled_because.empty());
  const Person colleague{Role::project_lead, "p_other", "org_firm", true};
  CHECK(find_offer(offers(colleague, subject), Action::reject)->disabled_because ==
        "Vier-Augen-Prinzip: Diese Mini-App gehört Ihrer eigenen Organisation.");
  firm.kind = OrganisationKind::city;
  CHECK(find_offer(offers(colleague, subject), Action::reject)->disabled_because.empty());
}

TEST_CASE("what is live for some can be published for more") {
  test::Sample sample;
  sample.set_state(S::released);
  const Person lead{Role::project_lead, "p_lead", "", true};
  const Subject subject{&sample.miniapps.front(), &sample.newest(), &sample.newest(), &sample.review()};
  CHECK(find_offer(offers(lead, subject), Action::publish) == nullptr);
  sample.miniapps.front().live_ring = Ring::pilot;
  REQUIRE(find_offer(offers(lead, subject), Action::publish) != nullptr);
  CHECK(find_offer(offers(lead, subject), Action::publish)->disabled_because.empty());
}

TEST_CASE("approving needs every line of the list, returning does not") {
  test::Sample sample;
  const Subject subject{&sample.miniapps.front(), &sample.newest(), nullptr, &sample.review()};
  auto made = offers({Role::project_lead, "p_lead", "", true}, subject);
  CHECK(find_offer(made, Action::approve)->disabled_because ==
        "Ein Punkt der Prüfliste ist noch nicht erfüllt.");
  CHECK(find_offer(made, Action::send_back)->disabled_because.empty());
  sample.review().checklist.back().state = CheckState::failed;
  made = offers({Role::project_lead, "p_lead", "", true}, subject);
  CHECK_FALSE(find_offer(made, Action::approve)->disabled_because.empty());
}

TEST_CASE("without a connection what is never queued is not possible, the rest is") {
  for (const auto state : enum_values<VersionState>()) {
    test::Sample sample;
    sample.set_state(state);
    const Subject subject{&sample.miniapps.front(), &sample.newest(), &sample.newest(), nullptr};
    for (const auto role : enum_values<Role>())
      for (const auto& offer : offers({role, "p_me", "", false}, subject))
        if (needs_line(offer.action)) CHECK(offer.disabled_because == "Braucht Verbindung");
  }
  CHECK(needs_line(Action::suspend));
  CHECK(needs_line(Action::withdraw));
  CHECK(needs_line(Action::publish));
  CHECK_FALSE(needs_line(Action::submit));
  CHECK_FALSE(needs_line(Action::approve));
  CHECK(table_cell(Role::reviewer, S::in_review, Relation::stranger, false) == "reject send_back approve!");
}

TEST_CASE("resuming needs two people") {
  test::Sample sample;
  sample.set_state(S::suspended);
  const Subject subject{&sample.miniapps.front(), &sample.newest(), &sample.newest(), &sample.review()};
  const Person first{Role::project_lead, "p_lead", "", true}, second{Role::reviewer, "p_lena", "", true};
  CHECK(find_offer(offers(first, subject), Action::resume)->disabled_because.empty());
  sample.newest().resume_requested_by = "p_lead";
  sample.newest().resume_requested_by_name = "Jana Arndt";
  CHECK_FALSE(find_offer(offers(first, subject), Action::resume)->disabled_because.empty());
  CHECK(find_offer(offers(second, subject), Action::resume)->disabled_because.empty());
  CHECK(find_offer(offers(second, subject), Action::resume)->label == "Wiederfreigabe bestätigen");
  CHECK(four_eyes_line(second, subject) ==
        "Jana Arndt hat die Wiederfreigabe beantragt. Ihre Bestätigung ist die zweite.");
}

TEST_CASE("a request to resume can be taken back, by either of the two") {
  test::Sample sample;
  sample.set_state(S::suspended);
  const Subject subject{&sample.miniapps.front(), &sample.newest(), &sample.newest(), &sample.review()};
  const Person first{Role::project_lead, "p_lead", "", true}, second{Role::reviewer, "p_lena", "", true};
  CHECK(find_offer(offers(first, subject), Action::suspend) == nullptr);  // nobody has asked
  sample.newest().resume_requested_by = "p_lead";
  for (const auto& person : {first, second}) {
    const auto made = offers(person, subject);
    const auto* offer = find_offer(made, Action::suspend);
    REQUIRE(offer != nullptr);
    CHECK(offer->label == "Ausgesetzt lassen");
    CHECK(offer->disabled_because.empty());
  }
  const auto change = version_step(Action::suspend, sample.newest(), "Bus");
  CHECK(change.body == R"({"state":"suspended"})");
  CHECK(change.title == "Antrag auf Wiederfreigabe zurückgenommen");
}

TEST_CASE("nothing of an archived mini-app is decided") {
  test::Sample sample;
  sample.miniapps.front().archived = true;
  sample.set_state(S::in_review);
  const Subject subject{&sample.miniapps.front(), &sample.newest(), nullptr, nullptr};
  const auto made = offers({Role::reviewer, "p_lena", "", true}, subject);
  const auto* approve = find_offer(made, Action::approve);
  REQUIRE(approve != nullptr);
  CHECK(approve->disabled_because == "Die Mini-App ist archiviert. Holen Sie sie zuerst zurück.");
}

TEST_CASE("the live version can be stopped while another one is shown") {
  test::Sample sample;
  const Subject subject{&sample.miniapps.front(), &sample.versions[0], &sample.versions[1], &sample.review()};
  const auto made = offers({Role::security_analyst, "p_sec", "", true}, subject);
  REQUIRE(made.size() == 1);
  CHECK(made.front().action == Action::suspend);
  CHECK(made.front().on_live);
  CHECK(made.front().label == "Fassung 1.1.3 aussetzen");
}

TEST_CASE("a version with errors is not submitted") {
  test::Sample sample;
  sample.set_state(S::draft);
  sample.newest().findings = {{Severity::error, "a", "r", "m"}, {Severity::error, "b", "r", "m"}};
  const Subject subject{&sample.miniapps.front(), &sample.newest(), nullptr, nullptr};
  CHECK(find_offer(offers({Role::editor, "p", "", true}, subject), Action::submit)->disabled_because ==
        "Die Prüfung fand 2 Fehler. Reichen Sie eine neue Fassung ein.");
}

TEST_CASE("rolling back: any earlier released version, by the project lead, in one action") {
  test::Sample sample;
  bool absent = false;
  const Person lead{Role::project_lead, "p_lead", "", true};
  const auto& miniapp = sample.miniapps.front();
  CHECK(rollback_refusal(lead, miniapp, sample.versions[2], absent).empty());
  CHECK_FALSE(absent);
  sample.versions[2].state = S::withdrawn;
  CHECK(rollback_refusal(lead, miniapp, sample.versions[2], absent) == "Diese Fassung ist zurückgezogen.");
  sample.versions[2].state = S::approved;
  (void)rollback_refusal(lead, miniapp, sample.versions[1], absent);
  CHECK(absent);  // it is the live one
  (void)rollback_refusal(lead, miniapp, sample.versions[0], absent);
  CHECK(absent);  // it was never released
  (void)rollback_refusal({Role::editor, "p", "", true}, miniapp, sample.versions[2], absent);
  CHECK(absent);
  CHECK(rollback_refusal({Role::project_lead, "p", "", false}, miniapp, sample.versions[2], absent) ==
        "Braucht Verbindung");
}
