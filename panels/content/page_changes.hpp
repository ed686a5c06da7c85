#pragma once
// What can be done with a page, by whom, and the change that does it. Pure; frame thread.

#include <optional>
#include <string>
#include <vector>

#include "panels/content/editor_view.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::pages {

enum class Step { submit, approve, send_back, withdraw, plan, archive, trash, restore };

struct StepOffer {
  Step step = Step::submit;
  std::string label, icon;
  bool primary = false;
  bool asks_reason = false;
  std::string disabled_because;
};

bool may_write(const World& world);
/// The steps that are open to this person, the main one first.
std::vector<StepOffer> steps_of(const contract::ContentPage& page, const World& world, bool errors);
/// `reason`: what is said to the author (send_back).
Change step_of(const contract::ContentPage& page, Step step, const std::string& reason, const World& world);
/// When it goes out and is taken out; unset: not by itself.
Change plan_of(const contract::ContentPage& page, base::Timestamp publish_at, base::Timestamp expire_at,
               const World& world);
/// Its text becomes that of this version again.
Change restore_of(const contract::ContentPage& page, std::int64_t version, const World& world);
Change create_of(const contract::ContentPage& page);
/// What was typed since the last sending.
Change save_of(const Editor& editor, const World& world);

/// The reader's link between a time as people write it ("01.12.2026, 06:00" or "01.12.2026") and a moment;
/// nullopt for anything else. "" is the unset moment.
std::optional<base::Timestamp> moment_from(std::string_view words);
std::string moment_words(base::Timestamp at);

}  // namespace stadtpult::panels::pages
