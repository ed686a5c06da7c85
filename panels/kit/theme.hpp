#pragma once
// Colours and sizes: the only place that has them. Facts from the design's tokens (DESIGN §2, §3, §4). No
// ImGui here, so that views and tests may use it. Frame thread only, except palette().

#include <array>
#include <cstdint>

namespace stadtpult::panels::kit {

/// One colour, 0xAABBGGRR (what ImGui calls ImU32).
using Color = std::uint32_t;

enum class ThemeName : std::uint8_t { light, dark };

/// What a state means. Always shown together with an icon and a word, never by colour alone.
enum class Tone : std::uint8_t {
  ok,    ///< done, published
  teal,  ///< approved
  info,  ///< in review, low
  warn,  ///< returned, medium, offline
  high,  ///< severity high
  err,   ///< critical, suspended, danger
  vio,   ///< feedback, new
  neu,   ///< draft, withdrawn, info
};
constexpr int kToneCount = 8;

struct ToneColors {
  Color text;    ///< on tint and on surface
  Color tint;    ///< chip and tile background
  Color border;  ///< border of the tint
  Color fill;    ///< charts, bars, dots
};

/// All colours of one theme; the names are the token names of DESIGN §2.
struct Palette {
  Color app, surface, subtle, raised, hover, sel, inset, track;
  Color line, line2, field;
  Color tx, tx2, tx3, txd;
  Color acc, acch, acct, onacc, focus;
  Color errfill, errh, onerr;
  Color inv, invtx, invtx2, invact;
  Color scrim;
  std::array<ToneColors, kToneCount> tones;

  [[nodiscard]] const ToneColors& tone(Tone which) const { return tones[static_cast<std::size_t>(which)]; }
};

/// The facts of one theme. Any thread.
const Palette& palette(ThemeName name);

/// The palette in use.
const Palette& theme();
ThemeName theme_name();
/// Takes effect with the next widget drawn; ImGui's own style follows in the next begin_frame().
void set_theme(ThemeName name);

/// `color` with its alpha multiplied by 0..1.
Color with_alpha(Color color, float alpha);

/// The user's scale (1.0 to 2.0, steps of 0.1) and the monitor's content scale. Fonts must be rebuilt for it.
void set_scale(float user, float monitor = 1.0F);
/// Product of both: physical px per logical px.
float scale();
float user_scale();
/// Logical px to whole physical px at the present scale; never 0 for a length above 0.
float px(float logical);

/// Density "Kompakt": rows are 4 px lower (DESIGN §4).
void set_compact(bool compact);
bool compact();
/// "Bewegung reduzieren": all motion takes 0 ms.
void set_reduced_motion(bool reduced);
bool reduced_motion();

enum class RowKind : std::uint8_t { inbox, two_line, plain, stream, tree };
/// Height of a row in physical px, density included.
float row_height(RowKind kind);

/// Lengths in logical px; wrap in px() for drawing. Spacing steps: 2 4 6 8 12 16 20 24 32.
namespace size {
constexpr float kTopBar = 48, kNav = 208, kRail = 52, kStatusBar = 28, kSheetMargin = 8;
constexpr float kTreePane = 226, kTreePaneMin = 200, kTreePaneMax = 320;
constexpr float kPalettePane = 236, kListPane = 300, kPreviewPane = 372;
constexpr float kDetailPane = 436, kDetailPaneMin = 360, kDetailPaneMax = 560;
constexpr float kButton = 32, kButtonSmall = 28, kInput = 32, kChip = 22, kIconButton = 32, kKeyCap = 18;
constexpr float kSegment = 32, kSegmentSmall = 28;
constexpr float kTableHead = 31, kTableFoot = 36, kCheckbox = 16, kTile = 32, kTileSmall = 28, kAvatar = 28;
constexpr float kCardPadding = 16, kSheetPadding = 16, kCardGap = 12, kLabelGap = 6, kGap = 8;
constexpr float kToastWidth = 480, kTooltipWidth = 280, kDialogWidth = 520;
constexpr float kSplitterGrab = 8, kFocusRing = 2, kFocusGap = 2, kSelectionBar = 3;
constexpr float kIconChip = 14, kIconButtonSize = 16, kIconNav = 18, kIconTile = 20, kIconTileLarge = 24,
                kIconEmpty = 32;
constexpr float kMinWindowWidth = 1024, kMinWindowHeight = 640;
}  // namespace size

/// Corner radii in logical px.
namespace radius {
constexpr float kKeyCap = 4, kCheckbox = 4, kChip = 6, kButton = 7, kBlock = 8, kCard = 10, kDialog = 12;
}  // namespace radius

/// Layout by logical width (window width ÷ scale), DESIGN §4.
enum class Breakpoint : std::uint8_t {
  phone,   ///< < 720: one pane, menu button, no status bar
  sheet,   ///< 720–1023: one pane, detail as a sheet over it
  narrow,  ///< 1024–1279: rail, tree and palette become a dropdown
  wide,    ///< >= 1280: all panes
};
Breakpoint breakpoint(float logical_width);

}  // namespace stadtpult::panels::kit
