#pragma once
// The bar of actions at the foot of the detail. Frame thread.

#include <optional>
#include <string>
#include <vector>

#include "panels/catalogue/detail_actions.hpp"
#include "panels/kit/layout.hpp"

namespace stadtpult::panels::detail {

/// Height of the bar at this width, physical px.
float bar_height(const std::string& eyes, float width);
/// Draws the line about the four eyes and the actions: the main one at the right edge, others beside it as
/// far as there is room, the rest in the menu "…". Returns the index of the offer that was chosen.
std::optional<std::size_t> draw_bar(const kit::Rect& rect, const std::vector<Offer>& offers,
                                    const std::string& eyes);

}  // namespace stadtpult::panels::detail
