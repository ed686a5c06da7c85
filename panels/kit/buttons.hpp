#pragma once
// Things to press. Every function: first argument a stable id, options with the visible words; returns true
// in the frame in which it was pressed by mouse, Enter or Space. Draws and records in the same call. Frame
// thread only.

#include <span>
#include <string_view>

#include "panels/kit/keys.hpp"
#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

enum class Button : std::uint8_t {
  primary,         ///< filled accent: one per pane
  secondary,       ///< border
  ghost,           ///< text only
  danger_outline,  ///< opens a confirmation
  danger,          ///< filled red: only inside the confirmation
};

struct ButtonOptions {
  Button kind = Button::secondary;
  std::string_view label = {};  ///< a verb; also the accessible name
  const char* icon = nullptr;   ///< icons::…
  bool menu = false;            ///< shows a small arrow down: opens a menu
  bool small = false;           ///< 28 px instead of 32
  float width = 0;              ///< logical px; 0 by content, kFill
  std::string_view tooltip = {};
  std::string_view disabled_because = {};  ///< not empty: disabled with a lock; the sentence is the tooltip
  Key key = Key::none;      ///< shown as a key cap inside ("Esc", "A"); the caller handles the key
  bool align_left = false;  ///< label at the left edge (wide buttons in a grid)
  std::string_view name =
      {};  ///< accessible name where the label alone says too little ("Zurückgeben: Wohngeld")
};
bool button(const char* id, const ButtonOptions& options);
/// Physical width button() would take by content.
float button_width(const ButtonOptions& options);

struct IconButtonOptions {
  const char* icon = nullptr;
  std::string_view name = {};  ///< required: accessible name and tooltip
  bool selected = false;       ///< toggle that is on
  bool small = false;          ///< 28 instead of 32
  bool border = false;         ///< with a border, like a secondary button
  std::string_view disabled_because = {};
  int badge = 0;  ///< number at the corner
  bool badge_critical = false;
};
bool icon_button(const char* id, const IconButtonOptions& options);

struct LinkOptions {
  std::string_view label = {};
  const char* icon = nullptr;
  bool external = false;  ///< shows the "opens elsewhere" icon
  bool meta = false;      ///< 12 px
  std::string_view tooltip = {};
  std::string_view disabled_because = {};
  std::string_view name = {};  ///< accessible name where the label alone says too little
};
bool link(const char* id, const LinkOptions& options);

struct Segment {
  std::string_view label = {};
  int count = -1;  ///< behind the label; -1 none
  const char* icon = nullptr;
  std::string_view name = {};  ///< accessible name and tooltip where there is only an icon
  std::string_view disabled_because = {};
};
struct SegmentedOptions {
  std::string_view name = {};  ///< accessible name of the whole
  bool small = false;          ///< 28 instead of 32
  float width = 0;             ///< kFill spreads evenly
};
/// One of several, in an inset box; ← → move. Returns whether `current` changed.
bool segmented(const char* id, int& current, std::span<const Segment> segments,
               const SegmentedOptions& options);

struct TabItem {
  std::string_view label = {};
  std::string_view detail = {};  ///< "2 veraltet"
  const char* icon = nullptr;
  Tone icon_tone = Tone::neu;
};
/// Tabs with an accent line below (languages of a page). Returns whether `current` changed.
bool tabs(const char* id, int& current, std::span<const TabItem> items, std::string_view name);

struct NavItemOptions {
  std::string_view label = {};
  const char* icon = nullptr;
  int badge = 0;
  bool critical = false;  ///< red badge
  bool current = false;
  bool rail = false;  ///< icon only, label as tooltip
};
/// One entry of the navigation: 32 px high.
bool nav_item(const char* id, const NavItemOptions& options);

struct TileButtonOptions {
  std::string_view label = {};
  const char* icon = nullptr;
  bool selected = false;
  float width = 97, height = 57;  ///< logical px
  std::string_view tooltip = {};
  std::string_view disabled_because = {};
};
/// Icon above a word, in a border (block palette).
bool tile_button(const char* id, const TileButtonOptions& options);

struct ClickAreaOptions {
  std::string_view name = {};  ///< accessible name
  Rect rect = {};              ///< physical px
  float radius = radius::kCard;
  bool selected = false;
  bool inside_ring = false;
  bool stop = true;   ///< false: reached by the arrows of what it is part of, not by Tab
  bool item = false;  ///< one of a list of such: recorded as that
  std::string_view tooltip = {};
};
struct ClickArea {
  bool pressed = false;
  bool hovered = false;
  bool focused = false;
  bool double_clicked = false;
};
/// Makes a rectangle a button without drawing anything but the focus ring: for cards and tiles a panel draws
/// itself. Call it before drawing the content (so that inner buttons win the pointer).
ClickArea click_area(const char* id, const ClickAreaOptions& options);

/// Key caps as in the status bar and the palette: "Strg" "K".
void key_caps(Chord chord);
void key_cap(std::string_view label);
/// Caps followed by a word ("↑ ↓ wählen").
void key_hint(std::span<const std::string_view> caps, std::string_view word);

}  // namespace stadtpult::panels::kit
