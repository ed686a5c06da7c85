#pragma once
// Versions of the City-App: how far each is, what stands between it and everyone, what was decided, and the
// changes. No ImGui; frame thread.

#include <string>
#include <vector>

#include "panels/form/form_view.hpp"
#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::requirements {

using contract::AppVersion;
using contract::AppVersionState;

/// A version with what is planned for it.
struct VersionRow {
  std::uint32_t at = 0;  ///< in state.app_versions
  std::int64_t scope = 0, done = 0;
};
/// By their dates. Made anew only when one of the two lists is another.
class VersionIndex {
 public:
  void update(const World& world);
  [[nodiscard]] const std::vector<VersionRow>& rows() const { return rows_; }
  [[nodiscard]] const VersionRow* find(const World& world, const std::string& id) const;

 private:
  std::uint64_t requirements_ = ~0ULL, app_versions_ = ~0ULL;
  std::vector<VersionRow> rows_;
};

bool may_plan(const World& world);

struct VersionLook {
  const char* icon;
  kit::Tone tone;
};
VersionLook look_of(AppVersionState state);
std::string word(AppVersionState state);

/// A step of the history, as a sentence.
std::string step_words(const contract::TimelineStep& step);

/// Something that keeps the gate shut, and where it is.
struct Blocker {
  std::string words;
  const char* icon = nullptr;
  Go go;
};
std::vector<Blocker> blockers(const World& world, const contract::GoLiveGate& gate);

/// Where an override stands, for this account.
enum class OverrideStep { not_needed, may_ask, waits_for_other, may_agree, agreed };
OverrideStep override_step(const World& world, const AppVersion& version, bool gate_open);
/// Why this version cannot go live now; "" where it can.
std::string why_not_live(const World& world, const AppVersion& version, const contract::GoLiveGate* gate);

// ---- the changes. What several people decide is not undone by one of them.

Change plan_of(const AppVersion& made, const std::string& draft_key);
Change rewrite_of(const AppVersion& before, const AppVersion& after);
Change move_of(const AppVersion& version, base::Timestamp due_at, const std::string& reason);
Change test_of(const AppVersion& version);
Change go_live_of(const AppVersion& version);
/// "" takes it back.
Change ask_override_of(const AppVersion& version, const std::string& reason);
Change agree_of(const AppVersion& version);

std::vector<form::Field> version_fields();
std::vector<form::Field> new_version_fields();

}  // namespace stadtpult::panels::requirements
