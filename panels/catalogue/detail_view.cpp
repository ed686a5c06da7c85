#include "panels/catalogue/detail_view.hpp"

#include <algorithm>

#include "panels/catalogue/catalogue_form.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::detail {

namespace {

using contract::CheckState;
using contract::Permission;
using contract::PermissionChange;
using contract::ReviewState;
using contract::Severity;
using contract::Version;
using contract::VersionState;
using kit::Tone;
using kit::tr;
namespace icons = kit::icons;

std::string word(const std::string& key) {
  return kit::tr_or(key, "");
}

/// How many of the five steps lie behind, and what the present one is called.
struct Position {
  int step;
  StepMark mark;
  const char* label;  ///< instead of the step's own; nullptr for that
};

Position position_of(const Version& version) {
  switch (version.state) {
    case VersionState::draft:
      return {0, StepMark::current, nullptr};
    case VersionState::submitted:
      return {1, StepMark::current, nullptr};
    case VersionState::in_review:
      return {2, StepMark::current, nullptr};
    case VersionState::changes_requested:
      return {2, StepMark::failed, "miniapp.state.changes_requested"};
    case VersionState::rejected:
      return {2, StepMark::failed, "miniapp.state.rejected"};
    case VersionState::approved:
      return {4, StepMark::later, nullptr};
    case VersionState::released:
      return {5, StepMark::done, nullptr};
    case VersionState::suspended:
      return {4, StepMark::failed, "miniapp.state.suspended"};
    case VersionState::withdrawn:
      break;
  }
  // Where it stood when it was taken out: its marks in time say how far it had come.
  const int reached = version.released_at ? 4 : version.approved_at ? 3 : version.submitted_at ? 1 : 0;
  return {reached, StepMark::failed, "miniapp.state.withdrawn"};
}

std::vector<PermissionLine> permissions_of(const std::vector<Permission>& permissions) {
  std::vector<PermissionLine> lines;
  for (const auto& permission : permissions) {
    PermissionLine line;
    line.name = permission_name(permission.name);
    line.technical = permission.name;
    line.reason =
        permission.reason.empty() ? std::string(tr("miniapp.permission_without_reason")) : permission.reason;
    line.icon = permission_icon(permission.name);
    line.level = permission.level;
    line.change = permission.change;
    if (permission.change != PermissionChange::same)
      line.change_word = word(std::string("miniapp.change.") + contract::enum_name(permission.change));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string count_permissions(const std::vector<Permission>& permissions) {
  int asked = 0, added = 0, removed = 0, reworded = 0;
  for (const auto& permission : permissions) {
    asked += permission.change != PermissionChange::removed ? 1 : 0;
    added += permission.change == PermissionChange::added ? 1 : 0;
    removed += permission.change == PermissionChange::removed ? 1 : 0;
    reworded += permission.change == PermissionChange::reason_changed ? 1 : 0;
  }
  std::string text = kit::tr_n("miniapp.permissions_asked", asked);
  if (added > 0) text += ", " + kit::tr_n("miniapp.permissions_new", added);
  if (removed > 0) text += ", " + kit::tr_n("miniapp.permissions_removed", removed);
  if (reworded > 0) text += ", " + kit::tr_n("miniapp.permissions_reworded", reworded);
  return text;
}

std::string who_and_when(const contract::CheckItem& item, const Facts& facts) {
  if (item.automatic) return tr("miniapp.automatic");
  if (item.state == CheckState::open) return tr("miniapp.open");
  std::string name = item.by_name.value_or("");
  if (!name.empty() && name == facts.my_name) name = tr("miniapp.you");
  if (item.at) name += (name.empty() ? "" : ", ") + kit::format_when(item.at, facts.now);
  return name;
}

void add_checklist(DetailView& view, const Facts& facts) {
  if (view.review == nullptr) return;
  const bool may = may_tick(facts.person, *view.review);
  for (const auto& item : view.review->checklist) {
    view.passed += item.state == CheckState::passed ? 1 : 0;
    view.checklist.push_back(
        {&item, item.text.in(facts.language), who_and_when(item, facts), may && !item.automatic});
  }
  view.checklist_count = tr("miniapp.checklist_count",
                            {{"n", kit::format_number(view.passed)},
                             {"of", kit::format_number(static_cast<std::int64_t>(view.checklist.size()))}});
}

void add_fact(DetailView& view, const char* key, std::string value, bool mono = false,
              std::string copy = {}) {
  if (!value.empty())
    view.facts.push_back({word(std::string("miniapp.fact.") + key), std::move(value), mono, std::move(copy)});
}

void add_facts(DetailView& view, const Facts& facts) {
  const auto& version = *view.version;
  if (version.url) add_fact(view, "url", *version.url, true, *version.url);
  if (version.sha256) add_fact(view, "sha256", "sha256 " + hash_ends(*version.sha256), true, *version.sha256);
  if (!version.files.empty()) {
    const auto count = kit::tr_n("miniapp.files", static_cast<std::int64_t>(version.files.size()));
    add_fact(view, "files", count + ", " + kit::format_bytes(static_cast<std::uint64_t>(version.size_bytes)));
  }
  std::string languages;
  for (const auto& language : version.languages)
    languages += (languages.empty() ? "" : ", ") + catalogue::language_name(language);
  add_fact(view, "languages", languages);
  add_fact(view, "code", std::to_string(version.code));
  if (version.created_at)
    add_fact(view, "created",
             tr("miniapp.by_at", {{"name", version.created_by_name},
                                  {"when", kit::format_when_time(version.created_at, facts.now)}}));
  add_fact(view, "note", version.note);
}

std::string live_words(const contract::Miniapp& miniapp) {
  return miniapp.live_ring ? tr("miniapp.live_for", {{"ring", ring_word(*miniapp.live_ring)}})
                           : std::string();
}

base::Timestamp last_time(const Version& version) {
  return std::max({version.created_at, version.submitted_at, version.approved_at, version.released_at,
                   version.state == VersionState::withdrawn ? version.updated_at : base::Timestamp{}});
}

void add_versions(DetailView& view, const Facts& facts) {
  if (facts.versions == nullptr) return;
  const auto live_id = facts.miniapp->live_version_id.value_or("");
  for (int i = 0; i < static_cast<int>(facts.versions->size()); ++i) {
    const auto& version = (*facts.versions)[static_cast<std::size_t>(i)];
    VersionLine line;
    line.version = &version;
    // The hour counts today only; the links need the room.
    const auto at = last_time(version);
    const auto today = kit::format_day(at) == kit::format_day(facts.now) && facts.now.ms - at.ms < 86'400'000;
    line.when = today ? kit::format_when_time(at, facts.now) : kit::format_when(at, facts.now);
    if (version.id == live_id) line.live = live_words(*facts.miniapp);
    line.shown = view.version != nullptr && view.version->id == version.id;
    line.compare_with = compare_with(*facts.versions, i, live_id);
    bool absent = true;
    line.rollback_disabled_because = rollback_refusal(facts.person, *facts.miniapp, version, absent);
    line.rollback = !absent;
    view.versions.push_back(std::move(line));
  }
}

struct Decision {
  const char* icon;
  Tone tone;
};
Decision look_of(ReviewState state) {
  switch (state) {
    case ReviewState::waiting:
      return {icons::inbox, Tone::info};
    case ReviewState::in_review:
      return {icons::hourglass_empty, Tone::info};
    case ReviewState::approved:
      return {icons::task_alt, Tone::teal};
    case ReviewState::changes_requested:
      return {icons::undo, Tone::warn};
    case ReviewState::rejected:
      return {icons::block, Tone::err};
    case ReviewState::recalled:
      break;
  }
  return {icons::undo, Tone::neu};
}

std::string reasons_and_comment(const contract::Review& review, const Facts& facts) {
  std::string text;
  for (const auto& id : review.reasons) {
    const auto at = std::find_if(facts.reasons.begin(), facts.reasons.end(),
                                 [&](const contract::Reason* reason) { return reason->id == id; });
    text += (text.empty() ? "" : "; ") + (at == facts.reasons.end() ? id : (*at)->text.in(facts.language));
  }
  if (!review.comment.empty()) text += (text.empty() ? "" : ". ") + review.comment;
  return text;
}

/// Newest first: each round's decision, then its submission.
void add_history(DetailView& view, const Facts& facts) {
  for (const auto* review : facts.reviews) {
    const auto round = kit::format_number(review->round);
    if (review->state != ReviewState::waiting) {
      const auto look = look_of(review->state);
      const auto key = std::string("miniapp.history.") + contract::enum_name(review->state);
      const std::string name = review->state == ReviewState::recalled ? review->submitted_by_name
                                                                      : review->reviewer_name.value_or("");
      view.history.push_back(
          {look.icon, look.tone,
           tr(key.c_str(), {{"round", round}, {"version", review->version}, {"name", name}}),
           reasons_and_comment(*review, facts),
           kit::format_when_time(review->decided_at ? review->decided_at : review->updated_at, facts.now)});
    }
    view.history.push_back(
        {icons::inbox, Tone::info,
         tr("miniapp.history.submitted",
            {{"round", round}, {"version", review->version}, {"name", review->submitted_by_name}}),
         "", kit::format_when_time(review->submitted_at, facts.now)});
  }
}

/// The answer to a step decides which steps there are next.
void hold_while_sending(DetailView& view, const Facts& facts) {
  const auto on_its_way = [&](const std::string& id) {
    return std::find(facts.deciding.begin(), facts.deciding.end(), id) != facts.deciding.end();
  };
  const bool held = (view.version != nullptr && on_its_way(view.version->id)) ||
                    (view.review != nullptr && on_its_way(view.review->id));
  if (!held) return;
  for (auto& offer : view.offers)
    if (offer.disabled_because.empty() && offer.action != Action::new_version &&
        offer.action != Action::suspend)
      offer.disabled_because = tr("miniapp.because.sending");
}

const char* mark_word(StepMark mark) {
  switch (mark) {
    case StepMark::done:
      return "[x] ";
    case StepMark::current:
      return "[>] ";
    case StepMark::failed:
      return "[!] ";
    case StepMark::later:
      break;
  }
  return "[ ] ";
}

}  // namespace

const Version* Facts::version(std::string_view id) const {
  if (versions == nullptr) return nullptr;
  const auto at =
      std::find_if(versions->begin(), versions->end(), [&](const Version& each) { return each.id == id; });
  return at == versions->end() ? nullptr : &*at;
}

const contract::Review* Facts::review_of(const Version& wanted) const {
  const contract::Review* found = nullptr;
  for (const auto* review : reviews) {
    if (wanted.review_id == review->id) return review;
    if (found == nullptr && review->version_id == wanted.id) found = review;
  }
  return found;
}

std::string state_word(VersionState state) {
  return word(std::string("miniapp.state.") + contract::enum_name(state));
}
std::string ring_word(contract::Ring ring) {
  return word(std::string("miniapp.ring.") + contract::enum_name(ring));
}

std::vector<StepLine> steps_of(const Version* version) {
  static constexpr const char* kLabels[] = {"miniapp.state.draft", "miniapp.state.submitted",
                                            "miniapp.state.in_review", "miniapp.state.approved",
                                            "miniapp.state.released"};
  const auto at = version == nullptr ? Position{0, StepMark::current, nullptr} : position_of(*version);
  std::vector<StepLine> steps;
  for (int i = 0; i < 5; ++i) {
    StepLine step{tr(kLabels[i]), i < at.step ? StepMark::done : i == at.step ? at.mark : StepMark::later};
    if (i == at.step && at.label != nullptr) step.label = tr(at.label);
    steps.push_back(std::move(step));
  }
  return steps;
}

std::vector<FindingLine> findings_of(const std::vector<contract::Finding>& findings) {
  std::vector<FindingLine> lines;
  for (const auto severity : {Severity::error, Severity::warning})
    for (const auto& finding : findings)
      if (finding.severity == severity)
        lines.push_back({severity, finding.path, finding.message, finding.rule});
  return lines;
}

std::string findings_count(const std::vector<contract::Finding>& findings) {
  const auto errors = std::count_if(findings.begin(), findings.end(),
                                    [](const auto& finding) { return finding.severity == Severity::error; });
  const auto warnings = static_cast<std::int64_t>(findings.size()) - errors;
  return kit::tr_n("miniapp.errors", errors) + ", " + kit::tr_n("miniapp.warnings", warnings);
}

DetailView build(const Facts& facts, std::string_view version_id) {
  DetailView view;
  view.miniapp = facts.miniapp;
  if (facts.miniapp == nullptr) return view;
  const auto& miniapp = *facts.miniapp;
  view.name = miniapp.name.in(facts.language);
  view.summary = miniapp.summary.in(facts.language);
  view.provider = miniapp.organisation_name;
  view.provider_verified = facts.organisation != nullptr && facts.organisation->verified;
  view.version = facts.version(version_id);
  if (view.version == nullptr) view.version = facts.version(miniapp.version_id.value_or(""));
  if (view.version == nullptr && facts.versions != nullptr && !facts.versions->empty())
    view.version = &facts.versions->front();
  view.live = facts.version(miniapp.live_version_id.value_or(""));
  view.steps = steps_of(view.version);
  if (view.version != nullptr) {
    view.review = facts.review_of(*view.version);
    view.permissions = permissions_of(view.version->permissions);
    view.permissions_count = count_permissions(view.version->permissions);
    view.findings = findings_of(view.version->findings);
    view.findings_count = findings_count(view.version->findings);
    add_facts(view, facts);
    add_checklist(view, facts);
  }
  add_versions(view, facts);
  add_history(view, facts);
  // Without the versions nobody knows what may be done with them.
  if (facts.versions != nullptr) {
    const Subject subject{&miniapp, view.version, view.live, view.review, facts.organisation};
    view.offers = offers(facts.person, subject);
    view.eyes = four_eyes_line(facts.person, subject);
    hold_while_sending(view, facts);
  }
  if (miniapp.live_version) view.live_line = live_words(miniapp) + ": " + *miniapp.live_version;
  return view;
}

std::string to_text(const DetailView& view) {
  if (view.miniapp == nullptr) return {};
  std::string text = view.name + " – " + view.provider + " – " + view.miniapp->app_id + "\n";
  for (const auto& step : view.steps) text += mark_word(step.mark) + step.label + "  ";
  text += "\n" + view.permissions_count + "\n";
  for (const auto& line : view.permissions)
    text += "  " + line.name + ": " + line.reason +
            (line.change_word.empty() ? "" : " [" + line.change_word + "]") + "\n";
  text += view.checklist_count + "\n";
  for (const auto& line : view.checklist)
    text += std::string("  ") + contract::enum_name(line.item->state) + " " + line.text + " – " + line.right +
            "\n";
  for (const auto& line : view.findings)
    text += std::string("  ") + contract::enum_name(line.severity) + " " + line.place + ": " + line.message +
            "\n";
  for (const auto& line : view.facts) text += "  " + line.key + ": " + line.value + "\n";
  for (const auto& line : view.versions)
    text += "  " + line.version->name + " " + state_word(line.version->state) +
            (line.live.empty() ? "" : " (" + line.live + ")") + "\n";
  for (const auto& line : view.history)
    text += "  " + line.when + " " + line.words + (line.detail.empty() ? "" : ": " + line.detail) + "\n";
  text += view.eyes + "\n";
  for (const auto& offer : view.offers)
    text += "  (" + offer.label + ")" +
            (offer.disabled_because.empty() ? "" : " – " + offer.disabled_because) + "\n";
  return text;
}

}  // namespace stadtpult::panels::detail
