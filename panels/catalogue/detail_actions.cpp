#include "panels/catalogue/detail_actions.hpp"

#include <algorithm>

#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::detail {

namespace {

using contract::CheckState;
using contract::Operation;
using contract::ReviewState;
using contract::Role;
using contract::VersionState;
using kit::tr;
namespace icons = kit::icons;

using States = std::uint16_t;
constexpr States in(VersionState state) {
  return static_cast<States>(1U << static_cast<unsigned>(state));
}

constexpr contract::Roles kLead = contract::role_bit(Role::project_lead);
constexpr contract::Roles kAuthors =
    kLead | contract::role_bit(Role::editor) | contract::role_bit(Role::merchant);
constexpr contract::Roles kReviewers = kLead | contract::role_bit(Role::reviewer);
constexpr contract::Roles kStoppers =
    kReviewers | contract::role_bit(Role::editor) | contract::role_bit(Role::security_analyst);

constexpr States kDraft = in(VersionState::draft), kSubmitted = in(VersionState::submitted),
                 kInReview = in(VersionState::in_review), kReturned = in(VersionState::changes_requested),
                 kRejected = in(VersionState::rejected), kApproved = in(VersionState::approved),
                 kReleased = in(VersionState::released), kSuspended = in(VersionState::suspended),
                 kWithdrawn = in(VersionState::withdrawn);

/// Who takes which step from where: issue 2, section 4, as platform/domain/version_life.cpp and
/// review_rules.cpp have it.
struct Step {
  Action action;
  contract::Roles roles;
  States states;
  bool needs_line;
  const char* icon;
};
constexpr Step kSteps[] = {
    {Action::new_version, kAuthors,
     kDraft | kSubmitted | kInReview | kReturned | kRejected | kApproved | kReleased | kSuspended |
         kWithdrawn,
     false, icons::add},
    {Action::withdraw, kAuthors,
     kDraft | kSubmitted | kInReview | kReturned | kRejected | kApproved | kReleased | kSuspended, true,
     icons::archive},
    {Action::recall, kAuthors, kSubmitted | kInReview, false, icons::undo},
    {Action::hand_back, kReviewers, kInReview, false, icons::undo},
    {Action::reject, kReviewers, kInReview, false, icons::block},
    {Action::send_back, kReviewers, kInReview, false, icons::undo},
    {Action::publish, kLead, kSubmitted | kInReview | kApproved | kReleased, true, icons::rocket_launch},
    {Action::suspend, kStoppers, kReleased | kSuspended, true, icons::pause_circle},
    {Action::resume, kStoppers, kSuspended, true, icons::play_circle_outline},
    {Action::take, kReviewers, kSubmitted, false, icons::assignment_ind},
    {Action::submit, kAuthors, kDraft | kReturned, false, icons::send},
    {Action::approve, kReviewers, kInReview, false, icons::task_alt},
};

const Step& step(Action action) {
  return kSteps[static_cast<std::size_t>(action)];
}

bool submitted_by(const Person& person, const Subject& subject) {
  if (person.id.empty()) return false;
  if (subject.review != nullptr && subject.review->submitted_by == person.id) return true;
  return subject.version != nullptr &&
         (subject.version->submitted_by == person.id || subject.version->created_by == person.id);
}

/// Nobody decides for a firm or an office outside the city that is their own.
bool own_organisation(const Person& person, const Subject& subject) {
  return subject.organisation != nullptr && subject.organisation->kind != contract::OrganisationKind::city &&
         !person.organisation_id.empty() && person.organisation_id == subject.organisation->id;
}

std::string refuse_four_eyes(const Person& person, const Subject& subject) {
  if (submitted_by(person, subject)) return tr("miniapp.because.own");
  return own_organisation(person, subject) ? tr("miniapp.because.own_organisation") : "";
}

/// Lines of the list that are not passed.
int missing_lines(const contract::Review& review) {
  return static_cast<int>(std::count_if(review.checklist.begin(), review.checklist.end(),
                                        [](const auto& item) { return item.state != CheckState::passed; }));
}

/// Somebody else is at it; only the project lead steps in.
bool taken_by_other(const Person& person, const contract::Review* review) {
  return person.role != Role::project_lead && review != nullptr && review->state == ReviewState::in_review &&
         review->reviewer_id && *review->reviewer_id != person.id;
}

std::string refuse_decision(const Person& person, const Subject& subject, Action action) {
  if (subject.miniapp->archived) return tr("miniapp.because.archived");
  if (auto why = refuse_four_eyes(person, subject); !why.empty()) return why;
  if (subject.review == nullptr) return tr("miniapp.because.review_loading");
  if (taken_by_other(person, subject.review))
    return tr("miniapp.because.taken", {{"name", subject.review->reviewer_name.value_or("")}});
  if (action != Action::approve) return {};
  const int missing = missing_lines(*subject.review);
  return missing == 0 ? std::string() : kit::tr_n("miniapp.because.checklist", missing);
}

/// The organisation that handed it in takes it back; of others the console knows only the owner.
std::string refuse_recall(const Person& person, const Subject& subject) {
  const auto& version = *subject.version;
  const bool own = version.submitted_by == person.id || version.organisation_id == person.organisation_id ||
                   person.role == Role::merchant;
  return own ? "" : tr("miniapp.because.not_yours");
}

std::string refuse_submit(const Subject& subject) {
  if (subject.miniapp->archived) return tr("miniapp.because.archived");
  const auto& findings = subject.version->findings;
  const auto errors = std::count_if(findings.begin(), findings.end(), [](const auto& finding) {
    return finding.severity == contract::Severity::error;
  });
  return errors == 0 ? std::string() : kit::tr_n("miniapp.because.findings", errors);
}

std::string refuse(const Person& person, const Subject& subject, Action action) {
  if (needs_line(action) && !person.online) return tr("miniapp.because.offline");
  switch (action) {
    case Action::approve:
    case Action::send_back:
    case Action::reject:
      return refuse_decision(person, subject, action);
    case Action::take:
      if (subject.miniapp->archived) return tr("miniapp.because.archived");
      if (auto why = refuse_four_eyes(person, subject); !why.empty()) return why;
      return subject.review == nullptr ? tr("miniapp.because.review_loading") : "";
    case Action::publish:
      return (in(subject.version->state) & (kApproved | kReleased)) != 0 ? ""
                                                                         : tr("miniapp.because.not_approved");
    case Action::submit:
      return refuse_submit(subject);
    case Action::recall:
      return refuse_recall(person, subject);
    case Action::resume:
      return !person.id.empty() && subject.version->resume_requested_by == person.id
                 ? tr("miniapp.because.resume_asked")
                 : "";
    default:
      return {};
  }
}

/// The same step has another word where it means something else.
std::string label_of(Action action, const Subject& subject) {
  const auto* version = subject.version;
  if (action == Action::new_version && version == nullptr) return tr("miniapp.action.first_version");
  if (action == Action::submit && version->state == VersionState::changes_requested)
    return tr("miniapp.action.submit_again");
  if (action == Action::resume && version->resume_requested_by) return tr("miniapp.action.resume_second");
  if (action == Action::suspend && version->state == VersionState::suspended)
    return tr("miniapp.action.keep_suspended");
  return kit::tr_or(std::string("miniapp.action.") + contract::enum_name(action), "");
}

bool makes_sense(const Person& person, const Subject& subject, Action action) {
  if (action == Action::new_version) return true;
  if (subject.version == nullptr) return false;
  if ((step(action).states & in(subject.version->state)) == 0) return false;
  // What is stopped is stopped again only to take back what somebody asked for.
  if (action == Action::suspend && subject.version->state == VersionState::suspended)
    return subject.version->resume_requested_by.has_value();
  // What is live for everyone has gone out; what was live before comes back by rolling back.
  if (action == Action::publish && subject.version->state == VersionState::released)
    return subject.miniapp->live_ring != contract::Ring::everyone;
  if (action == Action::publish && subject.version->state == VersionState::approved)
    return !subject.version->released_at;
  // Giving a review back is for the one who has it.
  if (action == Action::hand_back)
    return subject.review != nullptr && !person.id.empty() && subject.review->reviewer_id == person.id;
  return true;
}

/// Citizens use another version than the one shown: stopping it must stay one click away.
void offer_on_live(const Person& person, const Subject& subject, std::vector<Offer>& made) {
  if (subject.live == nullptr || subject.version == nullptr || subject.live->id == subject.version->id)
    return;
  const Subject live{subject.miniapp, subject.live, subject.live, nullptr, subject.organisation};
  for (const auto action : {Action::suspend, Action::resume}) {
    if (!has_role(person.role, action) || !makes_sense(person, live, action)) continue;
    Offer offer{action, "", refuse(person, live, action), false, true};
    const bool stopped = subject.live->state == VersionState::suspended;
    offer.label =
        action == Action::suspend && stopped
            ? label_of(action, live)
            : tr(action == Action::suspend ? "miniapp.action.suspend_live" : "miniapp.action.resume_live",
                 {{"version", subject.live->name}});
    made.push_back(std::move(offer));
  }
}

/// The one thing that brings the version on, if this person can do it.
void mark_primary(const Subject& subject, std::vector<Offer>& made) {
  std::vector<Action> wanted = {Action::approve, Action::take, Action::submit, Action::publish,
                                Action::resume};
  if (subject.version == nullptr || (in(subject.version->state) & (kRejected | kReleased | kWithdrawn)) != 0)
    wanted = {Action::new_version};
  if (subject.version != nullptr && subject.version->state == VersionState::approved)
    wanted = {Action::publish};
  for (const auto action : wanted) {
    const auto at = std::find_if(made.begin(), made.end(), [&](const Offer& offer) {
      return offer.action == action && !offer.on_live;
    });
    if (at == made.end()) continue;
    at->primary = true;
    return;
  }
}

}  // namespace

bool has_role(Role role, Action action) {
  return (step(action).roles & contract::role_bit(role)) != 0;
}
bool needs_line(Action action) {
  return step(action).needs_line;
}
const char* action_icon(Action action) {
  return step(action).icon;
}

std::vector<Offer> offers(const Person& person, const Subject& subject) {
  std::vector<Offer> made;
  if (subject.miniapp == nullptr) return made;
  for (const auto& each : kSteps) {
    if (!has_role(person.role, each.action) || !makes_sense(person, subject, each.action)) continue;
    made.push_back({each.action, label_of(each.action, subject), refuse(person, subject, each.action)});
  }
  mark_primary(subject, made);
  offer_on_live(person, subject, made);
  return made;
}

const Offer* find_offer(const std::vector<Offer>& offers, Action action) {
  const auto at =
      std::find_if(offers.begin(), offers.end(), [&](const Offer& offer) { return offer.action == action; });
  return at == offers.end() ? nullptr : &*at;
}

std::string rollback_refusal(const Person& person, const contract::Miniapp& miniapp,
                             const contract::Version& version, bool& absent) {
  absent = !contract::may(person.role, Operation::create_release) || !version.released_at ||
           miniapp.live_version_id == version.id;
  if (absent) return {};
  if (!person.online) return tr("miniapp.because.offline");
  if (!miniapp.live_ring) return tr("miniapp.because.not_live");
  if (version.state == VersionState::withdrawn) return tr("miniapp.because.withdrawn");
  return version.state == VersionState::suspended ? tr("miniapp.because.suspended") : "";
}

bool may_tick(const Person& person, const contract::Review& review) {
  return contract::may(person.role, Operation::change_review) && review.state == ReviewState::in_review &&
         !person.id.empty() && review.submitted_by != person.id && !taken_by_other(person, &review);
}

bool may_edit(const Person& person) {
  return contract::may(person.role, Operation::change_miniapp);
}

std::string four_eyes_line(const Person& person, const Subject& subject) {
  const auto* version = subject.version;
  if (version == nullptr) return {};
  const std::string submitter =
      subject.review != nullptr ? subject.review->submitted_by_name : version->submitted_by_name.value_or("");
  const std::string by = submitted_by(person, subject) ? tr("miniapp.eyes.you") : submitter;
  switch (version->state) {
    case VersionState::draft:
      return tr("miniapp.eyes.draft");
    case VersionState::submitted:
    case VersionState::in_review:
      if (submitted_by(person, subject)) return tr("miniapp.eyes.own");
      if (taken_by_other(person, subject.review))
        return tr("miniapp.eyes.other",
                  {{"name", by}, {"reviewer", subject.review->reviewer_name.value_or("")}});
      if ((kReviewers & contract::role_bit(person.role)) == 0)
        return tr("miniapp.eyes.waits", {{"name", by}});
      return tr("miniapp.eyes.second", {{"name", by}});
    case VersionState::changes_requested:
      return submitted_by(person, subject) ? tr("miniapp.eyes.returned_own")
                                           : tr("miniapp.eyes.returned", {{"name", by}});
    case VersionState::approved:
      return tr("miniapp.eyes.approved",
                {{"name", by}, {"approver", version->approved_by_name.value_or("")}});
    case VersionState::suspended:
      if (!version->resume_requested_by) return tr("miniapp.eyes.suspended");
      if (version->resume_requested_by == person.id) return tr("miniapp.eyes.resume_own");
      return tr("miniapp.eyes.resume_asked", {{"name", version->resume_requested_by_name.value_or("")}});
    default:
      return {};
  }
}

}  // namespace stadtpult::panels::detail
