#include "platform/domain/requirement_proof.hpp"

#include <algorithm>
#include <map>

#include "api-client/base/crypto.hpp"

namespace stadtpult::platform {

using contract::Evidence;
using contract::EvidenceKind;
using contract::Requirement;
using contract::RequirementState;

namespace {

class Parts {
 public:
  Parts& add(std::string_view part) {
    hash_.add(std::to_string(part.size()));
    hash_.add(":");
    hash_.add(part);
    return *this;
  }
  std::string hex() { return hash_.hex(); }

 private:
  base::Sha256 hash_;
};

}  // namespace

std::string proof_hash(const Requirement& requirement) {
  Parts parts;
  parts.add(requirement.key).add(requirement.title).add(requirement.text);
  parts.add(contract::enum_name(requirement.priority));
  parts.add(std::to_string(requirement.criteria.size()));
  for (const auto& each : requirement.criteria) parts.add(each);
  parts.add(std::to_string(requirement.stakeholders.size()));
  for (const auto each : requirement.stakeholders) parts.add(contract::enum_name(each));
  for (const auto& each : requirement.evidence) {
    if (each.withdrawn_at) continue;
    parts.add(each.id).add(contract::enum_name(each.kind)).add(each.title).add(each.detail);
    parts.add(each.passed ? "passed" : "failed").add(each.round_id.value_or("")).add(each.sha256);
  }
  return parts.hex();
}

bool is_evidenced(const Requirement& requirement) {
  bool any = false;
  std::map<std::string_view, const Evidence*> newest;  // by what was checked
  for (const auto& each : requirement.evidence) {
    if (each.withdrawn_at) continue;
    any = any || each.kind != EvidenceKind::check;
    if (each.kind != EvidenceKind::check) continue;
    auto& check = newest[each.title];
    if (check == nullptr || check->created_at <= each.created_at) check = &each;
  }
  const bool passed =
      std::all_of(newest.begin(), newest.end(), [](const auto& each) { return each.second->passed; });
  return passed && (any || !newest.empty());
}

void settle(Requirement& requirement, base::Timestamp now) {
  requirement.sha256 = proof_hash(requirement);
  for (auto& each : requirement.signoffs) each.counts = each.sha256 == requirement.sha256;
  const bool signed_by_all =
      !requirement.stakeholders.empty() &&
      std::all_of(requirement.stakeholders.begin(), requirement.stakeholders.end(), [&](auto stakeholder) {
        return std::any_of(requirement.signoffs.begin(), requirement.signoffs.end(),
                           [&](const auto& each) { return each.counts && each.stakeholder == stakeholder; });
      });
  const auto state = !is_evidenced(requirement) ? RequirementState::open
                     : signed_by_all            ? RequirementState::done
                                                : RequirementState::evidenced;
  if (state != RequirementState::done)
    requirement.done_at = {};
  else if (requirement.state != RequirementState::done)
    requirement.done_at = now;
  requirement.state = state;
}

}  // namespace stadtpult::platform
