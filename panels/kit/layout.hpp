#pragma once
// Where things go. Widgets ask place() for their rectangle: in a Row they follow each other, vertically
// centred; otherwise they stack downwards in the present Region (or the window). Lengths in options are
// logical px; rectangles are physical px in the window, as ImGui has them. Frame thread only.

#include <imgui.h>

#include <span>
#include <string_view>

#include "panels/kit/theme.hpp"

namespace stadtpult::panels::kit {

struct Rect {
  ImVec2 min{0, 0};
  ImVec2 max{0, 0};

  [[nodiscard]] float width() const { return max.x - min.x; }
  [[nodiscard]] float height() const { return max.y - min.y; }
  [[nodiscard]] ImVec2 center() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
  [[nodiscard]] bool contains(ImVec2 p) const {
    return p.x >= min.x && p.x < max.x && p.y >= min.y && p.y < max.y;
  }
  [[nodiscard]] Rect shrunk(float dx, float dy) const {
    return {{min.x + dx, min.y + dy}, {max.x - dx, max.y - dy}};
  }
  [[nodiscard]] Rect shrunk(float d) const { return shrunk(d, d); }
  [[nodiscard]] Rect moved(float dx, float dy) const {
    return {{min.x + dx, min.y + dy}, {max.x + dx, max.y + dy}};
  }

  /// Cuts a strip of this many physical px off and returns it; what is left stays in *this.
  Rect cut_top(float height);
  Rect cut_bottom(float height);
  Rect cut_left(float width);
  Rect cut_right(float width);
};

/// As a width: all that is left.
constexpr float kFill = -1.0F;

/// The rectangle for the next widget; also moves the cursor. Size in physical px.
Rect place(ImVec2 size);
/// Width left in the present row, region or window, physical px.
float available_width();
float available_height();
/// What is left of the present region or window as a rectangle.
Rect available();
/// Physical width for a width option: 0 = `natural`, kFill = what is left, else px(option).
float resolve_width(float option, float natural);
/// Space below the last widget (in a Row: to the right), logical px, on top of the usual gap.
void gap(float logical);
/// Draw list of the present window.
ImDrawList& draw_list();

struct RowOptions {
  float height = 32;    ///< logical px; things are centred in it
  float gap = 8;        ///< logical px between things
  float width = kFill;  ///< logical px
};

/// Things side by side until the end of scope.
class Row {
 public:
  explicit Row(const RowOptions& options = {});
  ~Row();
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  /// What follows is pushed to the right edge. (Its width is known from the last frame.)
  void right();
  /// Leaves room, logical px.
  void skip(float logical);
  [[nodiscard]] Rect rect() const;
};

/// A part of the window given as a rectangle: things inside stack from its top; the outer cursor does not
/// move.
class Region {
 public:
  explicit Region(const Rect& rect, float logical_padding = 0);
  ~Region();
  Region(const Region&) = delete;
  Region& operator=(const Region&) = delete;
  /// Physical px used so far, without padding.
  [[nodiscard]] float used_height() const;
};

/// Splits a rectangle into columns (or rows) by weight, with a gap in logical px.
void split_columns(const Rect& rect, std::span<Rect> out, float logical_gap = 12,
                   std::span<const float> weights = {});
void split_rows(const Rect& rect, std::span<Rect> out, float logical_gap = 12,
                std::span<const float> weights = {});

enum class Surface : std::uint8_t { none, surface, subtle, inset, raised, app };

struct CardOptions {
  float width = kFill;  ///< logical px
  float height = 0;     ///< logical px, 0 = by content
  float padding = 16;   ///< logical px
  Surface surface = Surface::surface;
  bool border = true;
  bool current = false;        ///< 2 px accent border: the one being worked on
  bool hover = false;          ///< drawn under the pointer
  const Tone* tone = nullptr;  ///< border in this tone (an error card)
  float radius = radius::kCard;
  std::string_view name = {};  ///< records a group with this name
};

/// A bordered sheet around what is drawn in its scope.
class Card {
 public:
  explicit Card(const CardOptions& options = {});
  ~Card();
  Card(const Card&) = delete;
  Card& operator=(const Card&) = delete;
  /// Inner left edge to inner right edge, physical px.
  [[nodiscard]] float inner_width() const;
};

struct PaneOptions {
  Rect rect = {};              ///< where, physical px
  std::string_view name = {};  ///< what F6 and screen readers call it; required
  Surface surface = Surface::surface;
  float padding = 0;       ///< logical px on all sides
  bool scroll = true;      ///< vertical scrolling when the content is longer
  float gap = 8;           ///< logical px between stacked things
  bool is_f6_stop = true;  ///< false for parts inside another pane
};

/// A scrollable part of the screen (an ImGui child window) that is a stop of F6.
class Pane {
 public:
  Pane(const char* id, const PaneOptions& options);
  ~Pane();
  Pane(const Pane&) = delete;
  Pane& operator=(const Pane&) = delete;
  /// False when it is clipped away; drawing may then be left out (not for tests of content).
  explicit operator bool() const;
};

/// A 1 px divider with an 8 px grab zone along `line` (its zero-width rectangle), changing `logical` by
/// dragging or, when focused, with the arrow keys (8 px; Shift 32). Double click and Enter reset. Returns
/// whether it changed.
struct SplitterOptions {
  std::string_view name = {};         ///< "Breite der Rubriken"
  Rect line = {};                     ///< from top to bottom (vertical) or left to right
  float min = 0, max = 0, reset = 0;  ///< logical px
  bool vertical = true;               ///< a vertical line, dragged sideways
  bool inverse = false;               ///< dragging right or down makes it smaller (a pane on the far side)
};
bool splitter(const char* id, float& logical, const SplitterOptions& options);

/// A 1 px line across the region.
void divider(float logical_gap_around = 0);
void vertical_divider(float logical_height);

/// Filled and bordered rectangle by token; helpers for panels that draw something of their own.
void fill_rect(const Rect& rect, Color color, float logical_radius = 0);
void stroke_rect(const Rect& rect, Color color, float logical_radius = 0, float logical_width = 1);
void dashed_rect(const Rect& rect, Color color, float logical_radius, float logical_width = 1);
void hatched_rect(const Rect& rect, Color background, Color lines);
/// Shadow, `raised` fill and border of a floating layer, DESIGN §3.
void floating_layer(ImDrawList& list, const Rect& rect, float logical_radius);

}  // namespace stadtpult::panels::kit
