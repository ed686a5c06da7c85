#pragma once
// The font atlas (DESIGN §3): Inter, JetBrains Mono and Material Icons from Debian's files, by type role.
// Building is separate from using, so that a new scale can be built off the frame thread and swapped in.

#include <imgui.h>

#include <array>
#include <string_view>

#include "api-client/base/result.hpp"
#include "panels/kit/theme.hpp"

namespace stadtpult::panels::kit {

/// Type roles. Every role has tabular digits; the icons are merged into some of them (see draw_icon()).
enum class Font : std::uint8_t {
  figure,       ///< SemiBold 26/32, key figures
  title,        ///< SemiBold 20/28, page title
  heading,      ///< SemiBold 16/24, detail and dialog title
  card,         ///< SemiBold 14/20, card heading
  body,         ///< Regular 14/20
  body_medium,  ///< Medium 14/20, first line of a list row
  base,         ///< Regular 13/18
  base_medium,  ///< Medium 13/18
  base_semi,    ///< SemiBold 13/18
  meta,         ///< Regular 12/16
  meta_medium,  ///< Medium 12/16
  meta_semi,    ///< SemiBold 12/16
  mono,         ///< JetBrains Mono 12/16
  badge,        ///< Medium 11/16: key caps, avatar initials, rail badges only
};
constexpr int kFontCount = 14;

/// The fonts of one atlas, with what is needed to place text and icons.
struct FontSet {
  std::array<ImFont*, kFontCount> fonts{};
  float scale = 1.0F;
};

/// Adds all roles to `atlas` at this scale and builds its pixels. Any thread that owns the atlas. A missing
/// file is an Error that names the Debian package. Takes about 0.1 s.
base::Result<FontSet> build_fonts(ImFontAtlas& atlas, float scale);

/// Makes the set current: the frame thread, between frames, after its atlas became io.Fonts.
void use_fonts(const FontSet& set);

ImFont* font(Font role);
/// Line height of the role in physical px.
float line_height(Font role);
/// Width of one line of text, physical px.
float text_width(Font role, std::string_view text);
/// Width and height of text wrapped at `wrap` physical px.
ImVec2 text_size(Font role, std::string_view text, float wrap);

/// Draws one line; `at` is the top left of the line box (not of the glyphs).
void draw_text(ImDrawList& list, Font role, ImVec2 at, Color color, std::string_view text);
/// Draws wrapped text; returns its height.
float draw_text_wrapped(ImDrawList& list, Font role, ImVec2 at, Color color, std::string_view text,
                        float wrap);
/// Draws wrapped text in at most `lines` lines, the last of which ends with "…" where there is more. Returns
/// whether something was cut.
bool draw_text_lines(ImDrawList& list, Font role, ImVec2 at, Color color, std::string_view text, float wrap,
                     int lines);
/// The beginning of the text after which "…" still fits into `width`, physical px; all of it where it fits
/// itself.
std::string_view fitting(Font role, float width, std::string_view text);
/// Draws as much as fits into `width`, then "…". Returns whether something was cut.
bool draw_text_fit(ImDrawList& list, Font role, ImVec2 at, float width, Color color, std::string_view text);

/// Draws an icon (one glyph, icons::…) of `logical_size` px with its em box centred at `center`.
void draw_icon(ImDrawList& list, const char* icon, ImVec2 center, float logical_size, Color color);

}  // namespace stadtpult::panels::kit
