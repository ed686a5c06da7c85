#pragma once
// What can be done with a page, by whom, and the change that does it. Pure; frame thread.

#include <optional>
#include <string>
#include <vector>

#include "panels/content/editor_view.hpp"
#include "panels/content/page_list_view.hpp"
#include "panels/form/form_view.hpp"
#include "panels/form/moment.hpp"
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
/// What a new page begins with: its title, kind and category.
std::vector<form::Field> new_fields(const PageIndex& index, const World& world);
/// What the page is besides its text: address, place, who answers for it and when it is to be checked.
std::vector<form::Field> property_fields(const contract::ContentPage& page, const PageIndex& index,
                                         const World& world);
Change properties_of(const contract::ContentPage& before, const contract::ContentPage& after,
                     const World& world);
/// Found right today; to be looked at again in twelve months.
Change checked_of(const contract::ContentPage& page, const World& world);
/// One place up or down among the pages that stand below the same one; nullopt at the end.
std::optional<Change> move_of(const contract::ContentPage& page, bool up, const World& world);
Change create_of(const contract::ContentPage& page, std::string draft_key);
/// What was typed since the last sending.
Change save_of(const Editor& editor, const World& world);

using form::moment_from;
using form::moment_words;

}  // namespace stadtpult::panels::pages
