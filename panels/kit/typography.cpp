#include "panels/kit/typography.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "panels/kit/buttons.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

bool hovered(const Rect& rect) {
  return ImGui::IsMouseHoveringRect(rect.min, rect.max) &&
         ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
}

void record_text(semantic::Role role, std::string_view words, const Rect& rect, std::string_view value = {}) {
  semantic::tree().add(role, {.name = words, .value = value, .bounds = internal::bounds_of(rect)});
  internal::set_last(0, rect);
}

/// Rows that belong together have the design's pitch, whatever the gap of the pane: a row `height` high, the
/// next one `pitch` below it. Physical px.
Rect place_row(float height, float pitch) {
  const Rect rect = place({available_width(), height});
  if (!internal::in_row()) gap((pitch - height - ImGui::GetStyle().ItemSpacing.y) / scale());
  return rect;
}

/// One line in a given rectangle, cut when needed; the full text is then the tooltip.
void fit_line(Font role, const Rect& rect, Color color, std::string_view words) {
  const float y = rect.center().y - line_height(role) / 2;
  if (draw_text_fit(draw_list(), role, {rect.min.x, y}, rect.width(), color, words) && hovered(rect))
    tooltip(words, rect);
}

}  // namespace

void text(std::string_view words, const TextOptions& options) {
  const float natural = std::ceil(text_width(options.font, words));
  float width = resolve_width(options.width, natural);
  if (options.width == 0) width = std::min(natural, std::max(available_width(), px(8)));
  const Rect rect = place({width, line_height(options.font)});
  Rect line = rect;
  if (natural < width && options.right) line.min.x = rect.max.x - natural;
  if (natural < width && options.center) line.min.x = std::round(rect.center().x - natural / 2);
  fit_line(options.font, line, options.color != 0 ? options.color : theme().tx, words);
  if (!options.tooltip.empty() && hovered(rect)) tooltip(options.tooltip, rect);
  record_text(semantic::Role::text, words, rect);
}

void meta(std::string_view words, const TextOptions& options) {
  TextOptions with = options;
  if (with.font == Font::base) with.font = Font::meta;
  if (with.color == 0) with.color = theme().tx3;
  text(words, with);
}

void paragraph(std::string_view words, const TextOptions& options) {
  const float wrap = std::max(px(40), resolve_width(options.width, available_width()));
  const ImVec2 box = text_size(options.font, words, wrap);
  const Rect rect = place({wrap, box.y});
  const Color color = options.color != 0 ? options.color : theme().tx;
  draw_text_wrapped(draw_list(), options.font, rect.min, color, words, wrap);
  record_text(semantic::Role::text, words, rect);
}

void heading(std::string_view words, Heading level, std::string_view detail) {
  constexpr Font kFonts[] = {Font::title, Font::heading, Font::card, Font::meta_semi};
  const Font role = kFonts[static_cast<std::size_t>(level)];
  const Color color = level == Heading::group ? theme().tx2 : theme().tx;
  const float detail_width = detail.empty() ? 0 : px(8) + std::ceil(text_width(Font::meta, detail));
  const float natural = std::ceil(text_width(role, words)) + detail_width;
  const Rect rect = place({std::min(natural, std::max(available_width(), px(8))), line_height(role)});
  Rect line = rect;
  line.max.x = std::max(line.min.x, rect.max.x - detail_width);
  fit_line(role, line, color, words);
  if (!detail.empty()) {
    const float y = rect.center().y - line_height(Font::meta) / 2 + px(1);
    draw_text(draw_list(), Font::meta, {line.max.x + px(8), y}, theme().tx3, detail);
  }
  record_text(semantic::Role::heading, words, rect, detail);
}

void panel_title(std::string_view words, std::string_view detail, bool room) {
  const bool named_above = breakpoint(ImGui::GetIO().DisplaySize.x / scale()) == Breakpoint::phone;
  if (room && !named_above) return heading(words, Heading::page, detail);
  semantic::tree().add(semantic::Role::heading, {.name = words, .value = detail});
}

void figure(std::string_view number, std::string_view words) {
  const float number_width = std::ceil(text_width(Font::figure, number));
  const float words_width = std::ceil(text_width(Font::meta, words));
  const float room = std::max(available_width(), px(8));
  const Rect rect = place({std::min(number_width + px(9) + words_width, room), line_height(Font::figure)});
  draw_text(draw_list(), Font::figure, rect.min, theme().tx, number);
  const float y = rect.max.y - line_height(Font::meta) - px(5);
  draw_text_fit(draw_list(), Font::meta, {rect.min.x + number_width + px(9), y},
                std::max(0.0F, rect.width() - number_width - px(9)), theme().tx3, words);
  record_text(semantic::Role::text, words, rect, number);
}

void key_value(std::string_view key, std::string_view value, const KeyValueOptions& options) {
  const Font role = options.mono ? Font::mono : Font::base;
  float height = line_height(Font::base);
  if (options.wrap) {
    const float room = available_width() - px(options.key_width);
    height = std::max(height, text_size(role, value, std::max(px(40), room)).y);
  }
  const Rect rect = place_row(height, std::max(px(22), height + px(4)));
  const float y = rect.center().y - height / 2;
  float x = rect.min.x;
  if (options.icon != nullptr) {
    draw_icon(draw_list(), options.icon, {x + px(8), rect.center().y}, 16,
              options.icon_color != 0 ? options.icon_color : theme().tx2);
    x += px(24);
  }
  const Color color = options.value_color != 0 ? options.value_color : theme().tx;
  if (options.value_right) {
    const float width = std::min(std::ceil(text_width(role, value)), rect.width() * 0.6F);
    fit_line(Font::base, {{x, rect.min.y}, {rect.max.x - width - px(8), rect.max.y}}, theme().tx2, key);
    fit_line(role, {{rect.max.x - width, rect.min.y}, rect.max}, color, value);
  } else {
    const float from = rect.min.x + px(options.key_width);
    draw_text_fit(draw_list(), Font::base, {x, y}, from - x - px(8), theme().tx3, key);
    if (options.wrap)
      draw_text_wrapped(draw_list(), role, {from, y}, color, value, std::max(px(40), rect.max.x - from));
    else
      fit_line(role, {{from, rect.min.y}, rect.max}, color, value);
  }
  record_text(semantic::Role::text, key, rect, value);
}

void fact(std::string_view key, std::string_view value, const char* icon, float logical_width) {
  const float natural = std::max(text_width(Font::meta, key),
                                 text_width(Font::base_medium, value) + (icon != nullptr ? px(20) : 0));
  const Rect rect = place({resolve_width(logical_width, std::ceil(natural)), px(36)});
  draw_text_fit(draw_list(), Font::meta, rect.min, rect.width(), theme().tx2, key);
  float x = rect.min.x;
  const float middle = rect.max.y - px(9);
  if (icon != nullptr) {
    draw_icon(draw_list(), icon, {x + px(8), middle}, 16, theme().tx2);
    x += px(20);
  }
  fit_line(Font::base_medium, {{x, rect.max.y - px(18)}, rect.max}, theme().tx, value);
  record_text(semantic::Role::text, key, rect, value);
}

namespace {

/// Where the parts of a whole entry go: heights of what stands below each other, and whether the part for the
/// right edge is beside the words.
struct WholeLine {
  float left = 0, wrap = 0;
  Font words_font = Font::base;
  bool beside = true;
  float words = 0, right = 0, detail = 0;
  [[nodiscard]] float content() const { return words + right + detail; }
};

constexpr float kWholeAround = 5;  // logical px above and below

WholeLine measure_whole(const LineOptions& options, float width) {
  WholeLine line;
  line.left = options.icon != nullptr ? px(24) : 0;
  line.wrap = std::max(px(60), width - line.left);
  line.words_font = options.detail.empty() ? Font::base : Font::base_medium;
  const float right = text_width(Font::meta, options.right);
  line.beside = right <= 0 || text_width(line.words_font, options.words) + px(12) + right <= line.wrap;
  line.words = text_size(line.words_font, options.words, line.wrap).y;
  if (!line.beside) line.right = text_size(Font::meta, options.right, line.wrap).y;
  if (!options.detail.empty()) line.detail = text_size(Font::meta, options.detail, line.wrap).y;
  return line;
}

void whole_line(const LineOptions& options) {
  const WholeLine line = measure_whole(options, available_width());
  const Rect rect = place({available_width(), line_item_height(options)});
  ImDrawList& list = draw_list();
  float y = std::round(rect.center().y - line.content() / 2);
  if (options.icon != nullptr) {
    // Beside the first two lines, however many follow.
    const float beside = std::min(line.content(), line_height(Font::base) + line_height(Font::meta));
    draw_icon(list, options.icon, {rect.min.x + px(8), y + beside / 2}, 16,
              options.icon_color != 0 ? options.icon_color : theme().tx2);
  }
  const float x = rect.min.x + line.left;
  const Color right_color = options.right_color != 0 ? options.right_color : theme().tx3;
  draw_text_wrapped(list, line.words_font, {x, y}, theme().tx, options.words, line.wrap);
  if (line.beside)
    draw_text(list, Font::meta, {rect.max.x - std::ceil(text_width(Font::meta, options.right)), y + px(1)},
              right_color, options.right);
  y += line.words;
  if (!line.beside) draw_text_wrapped(list, Font::meta, {x, y}, right_color, options.right, line.wrap);
  y += line.right;
  draw_text_wrapped(list, Font::meta, {x, y}, theme().tx3, options.detail, line.wrap);
  semantic::tree().add(semantic::Role::listitem, {.name = options.words,
                                                  .value = options.right,
                                                  .description = options.detail,
                                                  .bounds = internal::bounds_of(rect)});
  internal::set_last(0, rect);
}

}  // namespace

float line_item_height(const LineOptions& options) {
  return std::max(px(options.height),
                  measure_whole(options, available_width()).content() + px(2 * kWholeAround));
}

void line_item(const LineOptions& options) {
  if (options.whole) return whole_line(options);
  const float pitch = px(options.detail.empty() ? options.height : std::max(options.height, 40.0F));
  const float lines = line_height(Font::base) + (options.detail.empty() ? 0 : line_height(Font::meta));
  const Rect rect = place_row(std::min(lines, pitch), pitch);
  float x = rect.min.x;
  if (options.icon != nullptr) {
    draw_icon(draw_list(), options.icon, {x + px(8), rect.center().y}, 16,
              options.icon_color != 0 ? options.icon_color : theme().tx2);
    x += px(24);
  }
  const float right = std::min(std::ceil(text_width(Font::meta, options.right)), rect.width() / 2);
  const float end = rect.max.x - (right > 0 ? right + px(8) : 0);
  if (options.detail.empty()) {
    fit_line(Font::base, {{x, rect.min.y}, {end, rect.max.y}}, theme().tx, options.words);
  } else {
    const float top = rect.center().y - (line_height(Font::base) + line_height(Font::meta)) / 2;
    fit_line(Font::base_medium, {{x, top}, {end, top + line_height(Font::base)}}, theme().tx, options.words);
    const float second = top + line_height(Font::base);
    fit_line(Font::meta, {{x, second}, {end, second + line_height(Font::meta)}}, theme().tx3, options.detail);
  }
  fit_line(Font::meta, {{rect.max.x - right, rect.min.y}, rect.max},
           options.right_color != 0 ? options.right_color : theme().tx3, options.right);
  semantic::tree().add(semantic::Role::listitem, {.name = options.words,
                                                  .value = options.right,
                                                  .description = options.detail,
                                                  .bounds = internal::bounds_of(rect)});
  internal::set_last(0, rect);
}

namespace {

/// A word without the space or the line's end behind it.
std::string_view without_gap(std::string_view piece) {
  return piece.ends_with(' ') || piece.ends_with('\n') ? piece.substr(0, piece.size() - 1) : piece;
}

/// Words of a side one after the other, wrapped; calls `word(part, text, at)` for each. Returns the height.
template <typename Word>
float flow(std::span<const DiffPart> parts, float wrap, Word word) {
  const float line = line_height(Font::base);
  float x = 0;
  float y = 0;
  for (const DiffPart& part : parts) {
    for (std::size_t at = 0; at < part.words.size();) {
      auto end = part.words.find_first_of(" \n", at);
      end = end == std::string_view::npos ? part.words.size() : end + 1;
      const std::string_view piece = part.words.substr(at, end - at);
      const std::string_view visible = without_gap(piece);
      if (x > 0 && x + text_width(Font::base, visible) > wrap) {
        x = 0;
        y += line;
      }
      word(part, piece, ImVec2{x, y});
      x += text_width(Font::base, piece);
      if (piece.ends_with('\n')) {
        x = 0;
        y += line;
      }
      at = end;
    }
  }
  return y + line;
}

}  // namespace

void diff_text(DiffKind side, std::span<const DiffPart> parts) {
  const ToneColors& tone = theme().tone(side == DiffKind::removed ? Tone::err : Tone::ok);
  const float pad = px(30);
  const float wrap = std::max(px(60), available_width() - pad - px(12));
  const float height = flow(parts, wrap, [](const DiffPart&, std::string_view, ImVec2) {}) + px(6);
  const Rect rect = place({available_width(), height});
  if (side != DiffKind::same) fill_rect(rect, tone.tint, radius::kChip);
  const char* sign = side == DiffKind::removed ? icons::remove : icons::add;
  if (side != DiffKind::same)
    draw_icon(draw_list(), sign, {rect.min.x + px(15), rect.min.y + px(12)}, 14, tone.text);
  std::string plain;
  flow(parts, wrap, [&](const DiffPart& part, std::string_view piece, ImVec2 at) {
    const ImVec2 pos{rect.min.x + pad + at.x, rect.min.y + px(3) + at.y};
    const bool marked = part.kind != DiffKind::same;
    draw_text(draw_list(), Font::base, pos, marked ? tone.text : theme().tx, without_gap(piece));
    plain.append(piece);
    if (!marked) return;
    // The line runs on below the spaces inside a changed phrase.
    const bool phrase_ends = piece.data() + piece.size() == part.words.data() + part.words.size();
    const bool trailing = phrase_ends || piece.ends_with('\n');
    const std::string_view visible = trailing ? without_gap(piece) : piece;
    const float y = pos.y + (part.kind == DiffKind::removed ? px(9) : px(16));
    draw_list().AddLine({pos.x, y}, {pos.x + text_width(Font::base, visible), y}, tone.text, px(1));
  });
  semantic::tree().add(semantic::Role::text, {.name = plain,
                                              .value = side == DiffKind::removed ? tr("kit.removed")
                                                       : side == DiffKind::added ? tr("kit.added")
                                                                                 : "",
                                              .bounds = internal::bounds_of(rect)});
}

namespace {

struct CodePiece {
  std::string_view words;
  Color color;
};

/// Cuts the first piece off a line of JSON: a string, a number, or what stands between.
CodePiece next_piece(std::string_view& rest) {
  const Palette& p = theme();
  const auto take_out = [&](std::size_t length, Color color) {
    const CodePiece piece{rest.substr(0, length), color};
    rest.remove_prefix(length);
    return piece;
  };
  if (rest.front() == '"') {
    std::size_t end = 1;
    while (end < rest.size() && rest[end] != '"') end += rest[end] == '\\' ? 2 : 1;
    end = std::min(end + 1, rest.size());
    const auto after = rest.find_first_not_of(' ', end);
    const bool is_key = after != std::string_view::npos && rest[after] == ':';
    return take_out(end, is_key ? p.acct : p.tone(Tone::ok).text);
  }
  const auto is_number = [](char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == 'e' || c == '+';
  };
  if ((rest.front() >= '0' && rest.front() <= '9') || rest.front() == '-') {
    std::size_t end = 1;
    while (end < rest.size() && is_number(rest[end])) ++end;
    return take_out(end, p.tone(Tone::high).text);
  }
  std::size_t end = 1;
  while (end < rest.size() && rest[end] != '"' && !is_number(rest[end])) ++end;
  return take_out(end, p.tx);
}

void draw_code_line(std::string_view line, ImVec2 at, bool json) {
  while (!line.empty()) {
    const CodePiece piece = json ? next_piece(line) : CodePiece{std::exchange(line, {}), theme().tx};
    draw_text(draw_list(), Font::mono, at, piece.color, piece.words);
    at.x += text_width(Font::mono, piece.words);
  }
}

}  // namespace

void code_block(const char* id, std::string_view code, bool json, float logical_height) {
  const auto lines =
      static_cast<int>(std::count(code.begin(), code.end(), '\n')) + (code.ends_with('\n') ? 0 : 1);
  const float line = px(18);
  const float content = line * static_cast<float>(lines) + px(16);
  const Rect rect = place({available_width(), logical_height > 0 ? px(logical_height) : content});
  fill_rect(rect, theme().inset, radius::kBlock);
  stroke_rect(rect, theme().line, radius::kBlock);
  const Pane pane(id, {.rect = rect.shrunk(px(1)), .surface = Surface::none, .is_f6_stop = false});
  const ImVec2 from = ImGui::GetCursorScreenPos();
  ImGui::Dummy({1, content - px(2)});
  float y = from.y + px(8);
  int number = 1;
  for (std::size_t at = 0; at < code.size(); ++number, y += line) {
    auto end = code.find('\n', at);
    if (end == std::string_view::npos) end = code.size();
    // Long evidence is scrolled: draw what is seen only.
    if (y + line > rect.min.y && y < rect.max.y) {
      const std::string label = std::to_string(number);
      draw_text(draw_list(), Font::mono, {from.x + px(18) - text_width(Font::mono, label), y}, theme().tx3,
                label);
      draw_code_line(code.substr(at, end - at), {from.x + px(30), y}, json);
    }
    at = end + 1;
  }
  semantic::tree().add(semantic::Role::text, {.name = code, .bounds = internal::bounds_of(rect)});
}

void note(std::string_view words, const char* icon, Tone tone) {
  const ToneColors& colors = theme().tone(tone);
  const float wrap = std::max(px(60), available_width() - px(44));
  const ImVec2 box = text_size(Font::base, words, wrap);
  const Rect rect = place({available_width(), box.y + px(14)});
  fill_rect(rect, colors.tint, radius::kBlock);
  draw_icon(draw_list(), icon, {rect.min.x + px(18), rect.min.y + px(16)}, 16, colors.text);
  draw_text_wrapped(draw_list(), Font::base, {rect.min.x + px(34), rect.min.y + px(7)}, colors.text, words,
                    wrap);
  record_text(semantic::Role::status, words, rect);
}

}  // namespace stadtpult::panels::kit
