#include "platform/domain/review_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/domain/other_person.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Error;
using base::ErrorKind;
using base::fail;
using contract::CheckItem;
using contract::CheckState;
using contract::Organisation;
using contract::OrganisationKind;
using contract::Review;
using contract::ReviewChange;
using contract::ReviewState;
using contract::Role;
using contract::Version;
using contract::VersionState;

namespace {

bool is_decision(ReviewState state) {
  return state == ReviewState::approved || state == ReviewState::changes_requested ||
         state == ReviewState::rejected;
}

bool is_open(ReviewState state) {
  return state == ReviewState::waiting || state == ReviewState::in_review;
}

Done illegal(ReviewState from, ReviewState to) {
  return fail(
      ErrorKind::conflict,
      fmt::format("A review that is {} cannot become {}. {}", contract::enum_name(from),
                  contract::enum_name(to),
                  is_open(from) ? "Possible: in_review, waiting, approved, changes_requested, rejected."
                                : "It is decided; a new submission makes a new review."),
      "state");
}

/// Taken by somebody else: only the project lead steps in.
Done check_taken(const Actor& actor, const Review& review) {
  if (review.state != ReviewState::in_review || review.reviewer_id == actor.id ||
      actor.is(Role::project_lead))
    return {};
  return fail(
      ErrorKind::conflict,
      fmt::format("{} is checking this. Ask them to give it back first.", review.reviewer_name.value_or("")),
      "state");
}

Done tick(const Actor& actor, base::Timestamp now, const std::vector<CheckItem>& wanted, Review& review) {
  for (size_t i = 0; i < wanted.size(); ++i) {
    const std::string place = fmt::format("checklist[{}]", i);
    const auto at = std::find_if(review.checklist.begin(), review.checklist.end(),
                                 [&](const CheckItem& each) { return each.key == wanted[i].key; });
    if (at == review.checklist.end())
      return fail(ErrorKind::invalid, "There is no such line in the list.", place + ".key");
    if (at->automatic) {
      if (at->state == wanted[i].state) continue;
      return fail(ErrorKind::invalid, "The check of the package answers this line, not a person.",
                  place + ".state");
    }
    if (at->state == wanted[i].state && at->note == wanted[i].note) continue;
    at->state = wanted[i].state;
    at->note = wanted[i].note;
    if (at->state == CheckState::open) {
      at->by_name.reset();
      at->at = {};
    } else {
      at->by_name = actor.name;
      at->at = now;
    }
  }
  return {};
}

Done check_list_done(const Review& review) {
  Error error = fail(ErrorKind::invalid, "", "checklist");
  std::string open;
  for (const auto& item : review.checklist) {
    if (item.state == CheckState::passed) continue;
    open += (open.empty() ? "" : ", ") + item.key;
    error.fields.push_back(
        {"checklist." + item.key, fmt::format("\"{}\" has not passed", item.text.in("en"))});
  }
  if (open.empty()) return {};
  error.message =
      fmt::format("Approving needs every line of the checklist to have passed. Not yet: {}.", open);
  return error;
}

Done check_reasons(const std::vector<std::string>& reasons, const std::vector<std::string>& known) {
  if (reasons.empty())
    return fail(ErrorKind::invalid, "Sending back and rejecting needs at least one reason from the list.",
                "reasons");
  for (size_t i = 0; i < reasons.size(); ++i)
    if (std::find(known.begin(), known.end(), reasons[i]) == known.end())
      return fail(ErrorKind::invalid, "There is no such reason.", fmt::format("reasons[{}]", i));
  return {};
}

void take(const Actor& actor, Review& review) {
  review.state = ReviewState::in_review;
  review.reviewer_id = actor.id;
  review.reviewer_name = actor.name;
}

Done decide(const Actor& actor, const ReviewFacts& facts, const ReviewChange& change, Review& review) {
  if (auto done = check_four_eyes(actor, facts, review); !done) return done;
  if (*change.state == ReviewState::approved) {
    if (auto done = check_list_done(review); !done) return done;
  } else {
    if (auto done = check_reasons(change.reasons, facts.known_reasons); !done) return done;
    review.reasons = change.reasons;
  }
  take(actor, review);
  review.state = *change.state;
  review.decided_at = facts.now;
  return {};
}

}  // namespace

Done check_four_eyes(const Actor& actor, const ReviewFacts& facts, const Review& review) {
  const Version& version = facts.version;
  const Organisation& organisation = facts.organisation;
  if (actor.id == review.submitted_by || actor.id == version.submitted_by || actor.id == version.created_by)
    return needs_another_person(
        "handed_in", "Nobody decides on what they handed in. Somebody else must check this.", "state");
  if (facts.worked_on_it)
    return needs_another_person("worked_on",
                                "Nobody decides on a version that they changed or handed in before. Somebody "
                                "else must check this.",
                                "state");
  if (organisation.kind != OrganisationKind::city && !actor.organisation_id.empty() &&
      actor.organisation_id == organisation.id)
    return needs_another_person(
        "own_organisation",
        fmt::format("Nobody decides for their own organisation ({}). Somebody else must check this.",
                    organisation.name),
        "state", {{"organisation", organisation.name}});
  return {};
}

Done apply_review_change(const Actor& actor, const ReviewFacts& facts, const ReviewChange& change,
                         Review& review) {
  const ReviewState wanted = change.state.value_or(review.state);
  if (!is_open(review.state)) return illegal(review.state, wanted);
  if (wanted == ReviewState::recalled) return illegal(review.state, wanted);
  if (auto done = check_taken(actor, review); !done) return done;
  if (!change.state && review.state == ReviewState::waiting && !change.checklist.empty())
    return fail(ErrorKind::conflict, "Take the review before you answer its lines.", "state");
  if (change.comment) review.comment = *change.comment;
  if (wanted == ReviewState::in_review && change.state) take(actor, review);
  if (auto done = tick(actor, facts.now, change.checklist, review); !done) return done;
  if (is_decision(wanted)) return decide(actor, facts, change, review);
  if (!change.reasons.empty())
    return fail(ErrorKind::invalid, "Reasons go with sending back or rejecting.", "reasons");
  if (wanted == ReviewState::waiting) {
    review.state = ReviewState::waiting;
    review.reviewer_id.reset();
    review.reviewer_name.reset();
  }
  return {};
}

VersionState version_state_for(ReviewState state) {
  switch (state) {
    case ReviewState::waiting:
      return VersionState::submitted;
    case ReviewState::in_review:
      return VersionState::in_review;
    case ReviewState::approved:
      return VersionState::approved;
    case ReviewState::changes_requested:
      return VersionState::changes_requested;
    case ReviewState::rejected:
      return VersionState::rejected;
    case ReviewState::recalled:
      return VersionState::draft;
  }
  return VersionState::draft;
}

std::int64_t next_round(const Review* last) {
  return last == nullptr || last->state == ReviewState::approved ? 1 : last->round + 1;
}

}  // namespace stadtpult::platform
