#pragma once
// The states of a value (not asked, loading, failed, forbidden, offline, empty) and progress. Frame thread
// only.

#include <span>
#include <string_view>

#include "panels/kit/chips.hpp"
#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

struct EmptyOptions {
  const char* icon = nullptr;
  std::string_view title = {};   ///< what belongs here
  std::string_view detail = {};  ///< how to get it
  std::string_view action = {};  ///< one button
  bool primary = false;
};
/// Centred in what is left of the region. Returns whether the button was pressed.
bool empty_state(const char* id, const EmptyOptions& options);
/// "Keine Treffer" with "Filter zurücksetzen".
bool no_matches(const char* id);

/// Grey shapes in the final geometry; draws nothing in the first 200 ms of `loading_for_seconds`. No shimmer.
void skeleton_rows(int rows, float logical_row_height, double loading_for_seconds);
void skeleton_block(float logical_width, float logical_height, double loading_for_seconds);

struct ErrorOptions {
  std::string_view title = {};      ///< what failed
  std::string_view detail = {};     ///< what is safe
  std::string_view retry = {};      ///< label; default "Erneut versuchen"
  std::string_view technical = {};  ///< under "Einzelheiten", with copy button
};
/// An error where it happened. Returns whether retry was pressed.
bool error_card(const char* id, const ErrorOptions& options);
/// Which right is missing and who gives it.
void forbidden_card(const char* id, std::string_view title, std::string_view detail);

enum class BannerAction : std::uint8_t { none, first, second };
struct BannerOptions {
  Tone tone = Tone::warn;
  const char* icon = nullptr;
  std::string_view title = {};
  std::string_view detail = {};
  std::string_view right = {};  ///< "5 Änderungen im Ausgang"
  const char* right_icon = nullptr;
  std::string_view first = {};   ///< "Ansehen"
  std::string_view second = {};  ///< "Jetzt verbinden"
  const char* second_icon = nullptr;
};
/// Bar across the width (offline). Role alert.
BannerAction banner(const char* id, const BannerOptions& options);

struct ProgressOptions {
  std::string_view name = {};   ///< accessible name
  std::string_view label = {};  ///< "1.240 von 2.000" behind the bar
  Tone tone = Tone::info;
  float width = kFill;
  float height = 6;
};
/// 0..1.
void progress(float ratio, const ProgressOptions& options);

enum class StepState : std::uint8_t { done, current, later, failed };
struct Step {
  std::string_view label = {};
  std::string_view detail = {};
  StepState state = StepState::later;
};
/// Steps in a line: tick, ring with hourglass, number.
void stepper(std::span<const Step> steps, std::string_view name);

/// n small boxes: filled = done, outlined = open, red outline = failed.
void progress_boxes(std::span<const StepState> boxes, std::string_view name);

}  // namespace stadtpult::panels::kit
