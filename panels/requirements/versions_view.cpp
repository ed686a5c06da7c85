#include "panels/requirements/versions_view.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"
#include "panels/requirements/requirements_view.hpp"

namespace stadtpult::panels::requirements {

using contract::Operation;
using kit::tr;

namespace {

Change patch(const AppVersion& before, const AppVersion& after, std::string title) {
  return patch_of(Operation::change_app_version, before, after, std::move(title), before.name);
}

/// Whoever takes it has read the version, its gate and the reason of an override.
Change step(const AppVersion& before, const AppVersion& after, std::string title) {
  auto change = patch(before, after, std::move(title));
  change.is_step = true;
  return change;
}

/// "2026-12-14 → 2026-12-21: …": the days that the platform wrote, as this language has them.
std::string local_days(const std::string& detail) {
  std::string out;
  std::size_t at = 0;
  for (int days = 0; days < 2; ++days) {
    int year = 0, month = 0, day = 0;
    if (std::sscanf(detail.c_str() + at, "%4d-%2d-%2d", &year, &month, &day) != 3) break;
    char time[32];
    std::snprintf(time, sizeof time, "%04d-%02d-%02dT12:00:00Z", year, month, day);
    const auto moment = base::from_rfc3339(time);
    if (!moment) break;
    out += kit::format_date(*moment);
    at += 10;
    const std::string arrow = " → ";
    if (detail.compare(at, arrow.size(), arrow) != 0) break;
    out += arrow;
    at += arrow.size();
  }
  return out + detail.substr(at);
}

}  // namespace

void VersionIndex::update(const World& world) {
  const auto& requirements = world.state.requirements;
  const auto& versions = world.state.app_versions;
  if (requirements_ == requirements.generation && app_versions_ == versions.generation) return;
  requirements_ = requirements.generation;
  app_versions_ = versions.generation;
  std::map<std::string, VersionRow, std::less<>> counted;
  for (const auto& each : requirements.items()) {
    if (each.archived || !each.app_version_id) continue;
    auto& row = counted[*each.app_version_id];
    ++row.scope;
    row.done += each.state == RequirementState::done;
  }
  rows_.clear();
  const auto& items = versions.items();
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    VersionRow row;
    if (const auto at = counted.find(items[i].id); at != counted.end()) row = at->second;
    row.at = i;
    rows_.push_back(row);
  }
  std::sort(rows_.begin(), rows_.end(),
            [&](const auto& a, const auto& b) { return items[a.at].due_at < items[b.at].due_at; });
}

const VersionRow* VersionIndex::find(const World& world, const std::string& id) const {
  for (const auto& row : rows_)
    if (world.state.app_versions.items()[row.at].id == id) return &row;
  return nullptr;
}

bool may_plan(const World& world) {
  return contract::may(world.role, Operation::change_app_version);
}

VersionLook look_of(AppVersionState state) {
  switch (state) {
    case AppVersionState::planned:
      return {kit::icons::schedule, kit::Tone::neu};
    case AppVersionState::testing:
      return {kit::icons::play_circle_outline, kit::Tone::info};
    case AppVersionState::live:
      return {kit::icons::public_, kit::Tone::ok};
  }
  return {kit::icons::schedule, kit::Tone::neu};
}

std::string word(AppVersionState state) {
  return kit::tr_or(std::string("requirements.version.state.") + contract::enum_name(state), "");
}

std::string step_words(const contract::TimelineStep& step) {
  if (step.action == "state") {
    const auto colon = std::min(step.detail.find(':'), step.detail.size());
    const auto state = contract::enum_from<AppVersionState>(step.detail.substr(0, colon));
    return (state ? word(*state) : step.detail.substr(0, colon)) + step.detail.substr(colon);
  }
  const auto detail =
      step.action == "created" || step.action == "date" ? local_days(step.detail) : step.detail;
  const auto key = "requirements.step." + step.action;
  const std::string words = kit::tr_or(key, "");
  if (words.empty()) return detail;
  return detail.empty() ? words : words + ": " + detail;
}

std::vector<Blocker> blockers(const World& world, const contract::GoLiveGate& gate) {
  std::vector<Blocker> all;
  for (const auto& id : gate.requirements) {
    const auto* found = world.state.requirements.find(id);
    all.push_back({found != nullptr ? title_of(*found) + ". " + missing_words(*found) : id,
                   kit::icons::checklist,
                   {"requirements", id, "list"}});
  }
  for (const auto& id : gate.feedback) {
    const auto* found = world.state.feedback.find(id);
    char number[32] = "";
    if (found != nullptr)
      std::snprintf(number, sizeof number, "RM-%04lld", static_cast<long long>(found->number));
    all.push_back({found != nullptr
                       ? tr("requirements.gate.feedback", {{"number", number}, {"title", found->title}})
                       : id,
                   kit::icons::bug_report,
                   {"testphase", id, ""}});
  }
  for (const auto& id : gate.rounds) {
    const auto* found = world.state.test_rounds.find(id);
    all.push_back({tr("requirements.gate.round", {{"name", found != nullptr ? found->name : id}}),
                   kit::icons::group,
                   {"testphase", id, "rounds"}});
  }
  return all;
}

OverrideStep override_step(const World& world, const AppVersion& version, bool gate_open) {
  if (!version.override_agreed_by.empty()) return OverrideStep::agreed;
  if (!version.override_reason.empty())
    // "" while the asking itself is under way.
    return version.override_by == world.principal_id || version.override_by.empty()
               ? OverrideStep::waits_for_other
               : OverrideStep::may_agree;
  return gate_open || version.state != AppVersionState::testing ? OverrideStep::not_needed
                                                                : OverrideStep::may_ask;
}

std::string why_not_live(const World& world, const AppVersion& version, const contract::GoLiveGate* gate) {
  if (version.state != AppVersionState::testing) return tr("requirements.why.not_testing");
  if (!world.online) return tr("shell.palette.needs_line");
  if (gate == nullptr) return tr("requirements.why.gate_unknown");
  if (!gate->open && version.override_agreed_by.empty()) return tr("requirements.why.gate_shut");
  return {};
}

// ---- changes

Change plan_of(const AppVersion& made, const std::string& draft_key) {
  Change change;
  change.operation = Operation::create_app_version;
  change.body = contract::encode_new(made);
  change.title = tr("requirements.done.planned");
  change.detail = made.name;
  change.draft_key = draft_key;
  return change;
}

Change rewrite_of(const AppVersion& before, const AppVersion& after) {
  auto change = patch(before, after, tr("requirements.done.version_changed"));
  auto back = patch(after, before, change.title);
  back.if_match.clear();
  change.undo = std::make_shared<Change>(std::move(back));
  return change;
}

Change move_of(const AppVersion& version, base::Timestamp due_at, const std::string& reason) {
  AppVersion after = version;
  after.due_at = due_at;
  after.reason = reason;
  return patch(version, after, tr("requirements.done.moved"));
}

Change test_of(const AppVersion& version) {
  AppVersion after = version;
  after.state = AppVersionState::testing;
  return step(version, after, tr("requirements.done.testing"));
}

Change go_live_of(const AppVersion& version) {
  AppVersion after = version;
  after.state = AppVersionState::live;
  auto change = step(version, after, tr("requirements.done.live"));
  change.queueable = false;
  return change;
}

Change ask_override_of(const AppVersion& version, const std::string& reason) {
  AppVersion after = version;
  after.override_reason = reason;
  return patch(version, after,
               tr(reason.empty() ? "requirements.done.override_taken_back" : "requirements.done.override"));
}

Change agree_of(const AppVersion& version) {
  AppVersion after = version;
  after.override_agreed_by = "me";
  auto change = step(version, after, tr("requirements.done.agreed"));
  change.queueable = false;
  return change;
}

std::vector<form::Field> version_fields() {
  return form::fields_of(contract::type_info<AppVersion>(), "requirements.version", {},
                         {"due_at", "state", "reason", "override_reason", "override_agreed_by"});
}

std::vector<form::Field> new_version_fields() {
  return form::fields_of(contract::type_info<AppVersion>(), "requirements.version", {},
                         {"state", "reason", "override_reason", "override_agreed_by"}, true);
}

}  // namespace stadtpult::panels::requirements
