#pragma once
// Text on the screen. All functions draw and record. Frame thread only.

#include <span>
#include <string_view>

#include "panels/kit/fonts.hpp"
#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

struct TextOptions {
  Font font = Font::base;
  Color color = 0;     ///< 0 = theme().tx
  float width = 0;     ///< logical px to fit into (then "…" and the full text as tooltip); 0 natural, kFill
  bool right = false;  ///< right-aligned within width
  bool center = false;
  std::string_view tooltip = {};
};
/// One line. Cut with "…" when it does not fit; the full text is then the tooltip and always the recorded
/// name.
void text(std::string_view words, const TextOptions& options = {});
/// The same in tx2 / tx3 meta style.
void meta(std::string_view words, const TextOptions& options = {});
/// Several lines, wrapped at the width of the region.
void paragraph(std::string_view words, const TextOptions& options = {});

enum class Heading : std::uint8_t { page, detail, card, group };
/// Page title 20, detail 16, card 14, group label 12 (tx3).
void heading(std::string_view words, Heading level = Heading::card, std::string_view detail = {});
/// The name of the panel at its head. In the smallest windows the shell's bar says it, so nothing is drawn
/// and no room is taken; the same where there is no `room`. It is recorded all the same.
void panel_title(std::string_view words, std::string_view detail = {}, bool room = true);
/// A key figure (26 px) with a word behind it.
void figure(std::string_view number, std::string_view words);

struct KeyValueOptions {
  float key_width = 108;  ///< logical px
  bool mono = false;
  bool value_right = false;  ///< value at the right edge
  bool wrap = false;         ///< in several lines where the value is longer than one; else it is cut
  const char* icon = nullptr;
  Color icon_color = 0;
  Color value_color = 0;
};
/// One row "Einstieg    https://…".
void key_value(std::string_view key, std::string_view value, const KeyValueOptions& options = {});
/// Label above value (the facts of an alert).
void fact(std::string_view key, std::string_view value, const char* icon = nullptr, float logical_width = 0);

/// A list entry: icon, words, something meta at the right edge ("Signatur gültig  automatisch").
struct LineOptions {
  const char* icon = nullptr;
  Color icon_color = 0;
  std::string_view words = {};
  std::string_view detail = {};  ///< second line, meta
  std::string_view right = {};
  Color right_color = 0;
  float height = 26;  ///< logical px
  /// Nothing is cut: what does not fit beside the words goes below them, in as many lines as it takes.
  bool whole = false;
};
void line_item(const LineOptions& options);
/// Physical px that a whole one takes at the available width.
float line_item_height(const LineOptions& options);

enum class DiffKind : std::uint8_t { same, removed, added };
struct DiffPart {
  DiffKind kind = DiffKind::same;
  std::string_view words = {};
};
/// One side of a comparison in a tinted box with − or +; changed words struck through or underlined, wrapped.
void diff_text(DiffKind side, std::span<const DiffPart> parts);

/// Monospaced block on inset with line numbers. Colours JSON words when `json`.
void code_block(const char* id, std::string_view code, bool json = false, float logical_height = 0);

/// A tinted note with an icon ("Vier-Augen-Prinzip: …").
void note(std::string_view words, const char* icon, Tone tone = Tone::neu);

}  // namespace stadtpult::panels::kit
