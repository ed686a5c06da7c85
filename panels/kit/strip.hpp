#pragma once
// A strip of counts over time, one lane each with a scale of its own, and a brush that selects a stretch of
// time: by dragging, or with the arrow keys on its two handles. Frame thread only.

#include <cstdint>
#include <span>
#include <string_view>

#include "api-client/base/clock.hpp"
#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

struct StripLane {
  std::string_view label = {};
  const char* icon = nullptr;
  Tone tone = Tone::neu;
  std::span<const std::uint32_t> counts = {};  ///< a column each, oldest first
};

/// What is selected, in columns; the caller keeps it. `begin` = `end`: nothing.
struct StripSelection {
  int begin = 0, end = 0;  ///< the end is not included
  int anchor = -1;         ///< while it is dragged
  [[nodiscard]] bool set() const { return begin < end; }
};

struct StripOptions {
  std::string_view name = {};  ///< accessible name
  std::span<const StripLane> lanes = {};
  base::Timestamp from = {};  ///< where the first column begins
  std::int64_t column_ms = 60'000;
  bool dates = false;  ///< the axis says days
};

/// Physical height for so many lanes.
float strip_height(std::size_t lanes);

/// Draws it as wide as there is room. True when the selection is another and is not being dragged any more.
bool strip_chart(const char* id, StripSelection& selection, const StripOptions& options);

}  // namespace stadtpult::panels::kit
