#pragma once
// Two people on one thing know of each other: each console says what it shows (Panel::looking_at). Pure.

#include <string>
#include <string_view>

#include "panels/panel.hpp"

namespace stadtpult::panels {

/// Who else looks at it now: "Katja Brandt, Lena Vogt"; "" for nobody.
std::string others_at(const World& world, std::string_view object_id);

}  // namespace stadtpult::panels
