#pragma once
// Small marked words: state chips, filter chips, avatars, tiles, badges. Frame thread only.

#include <string>
#include <string_view>

#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

struct ChipOptions {
  std::string_view label = {};
  const char* icon = nullptr;
  Tone tone = Tone::neu;
  bool on_selection = false;  ///< on a selected row: surface fill and tint border
  bool plain = false;         ///< icon and word in the tone without a box (severity in streams)
  std::string_view tooltip = {};
};
/// State chip: icon, word and tone, 22 high. Not interactive; role status.
void chip(const ChipOptions& options);
float chip_width(const ChipOptions& options);

/// The eight states of a mini-app and the severities, as the design fixes them (words from the language
/// files).
enum class StateChip : std::uint8_t {
  draft,
  submitted,
  in_review,
  returned,
  approved,
  published,
  suspended,
  withdrawn,
  critical,
  high,
  medium,
  low,
  info,
};
ChipOptions chip_of(StateChip state);
void chip(StateChip state, bool on_selection = false, bool plain = false);

enum class ChipAction : std::uint8_t { none, pressed, removed };
struct FilterChipOptions {
  std::string_view field = {};  ///< "Rubrik"
  std::string_view value = {};  ///< "Alle"
  bool set = false;             ///< a filter is set: tinted, with × to remove
};
/// "Rubrik: Alle ⌄" with a dashed border, or the set filter with ×. Enter opens, Delete removes.
ChipAction filter_chip(const char* id, const FilterChipOptions& options);
/// "+ Filter", dashed.
bool add_chip(const char* id, std::string_view label);

struct AvatarOptions {
  std::string_view name = {};  ///< full name; initials are made from it
  Tone tone = Tone::info;
  float size = 28;  ///< logical px
};
/// Round, with initials; the name is its accessible name and tooltip.
void avatar(const AvatarOptions& options);
/// "Jana Arndt" → "JA"; handles one name and several; UTF-8.
std::string initials(std::string_view name);

struct TileOptions {
  const char* icon = nullptr;
  Tone tone = Tone::neu;
  float size = 32;  ///< logical px
  float icon_size = 20;
  bool on_selection = false;
};
/// Icon on a tinted square (app icon, inbox kind). Decorative.
void tile(const TileOptions& options);

/// Number in a pill (track or, critical, red).
void badge(int count, bool critical = false);
/// A single icon, 16 by default; decorative unless `name` is given.
void icon(const char* glyph, Color color, float logical_size = 16, std::string_view name = {});

}  // namespace stadtpult::panels::kit
