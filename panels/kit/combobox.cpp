// Choice from a list: closed it is a field, open a list below it. The field keeps the focus; the list is no
// Tab stop.
#include <algorithm>
#include <cmath>

#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/inputs.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

std::string_view identity(const Choice& choice) {
  return choice.id.empty() ? choice.label : choice.id;
}

bool is_at(std::span<const Choice> choices, int at, std::string_view whose) {
  return at >= 0 && at < static_cast<int>(choices.size()) &&
         identity(choices[static_cast<std::size_t>(at)]) == whose;
}

/// The open list: one at a time.
struct OpenList {
  ImGuiID owner = 0;
  int marked = -1;          ///< its place now; -1: none is marked, or it is gone
  std::string marked_what;  ///< identity of what is marked: places change while the list is open
  std::string typed;
  double typed_at = 0;

  void mark(std::span<const Choice> choices, int at) {
    marked = at;
    marked_what = at >= 0 && at < static_cast<int>(choices.size())
                      ? identity(choices[static_cast<std::size_t>(at)])
                      : "";
  }
  /// Choices may have come and gone since the last frame.
  void follow(std::span<const Choice> choices) {
    if (marked_what.empty() || is_at(choices, marked, marked_what)) return;
    marked = -1;
    for (int at = 0; at < static_cast<int>(choices.size()) && marked < 0; ++at)
      if (is_at(choices, at, marked_what)) marked = at;
  }
};
OpenList open_list;

bool usable(std::span<const Choice> choices, int at) {
  return at >= 0 && at < static_cast<int>(choices.size()) &&
         choices[static_cast<std::size_t>(at)].disabled_because.empty();
}

int step(std::span<const Choice> choices, int from, int by) {
  for (int at = from + by; at >= 0 && at < static_cast<int>(choices.size()); at += by) {
    if (usable(choices, at)) return at;
  }
  return from;
}

bool begins_with(std::string_view label, std::string_view typed) {
  if (label.size() < typed.size()) return false;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (lower(label[i]) != lower(typed[i])) return false;
  }
  return true;
}

/// Letters jump to the choice that begins with them; a pause of a second starts anew.
int jump(std::span<const Choice> choices, int from) {
  ImGuiIO& io = ImGui::GetIO();
  if (io.InputQueueCharacters.empty() || io.KeyCtrl || io.KeyAlt) return from;
  if (ImGui::GetTime() - open_list.typed_at > 1.0) open_list.typed.clear();
  for (const ImWchar c : io.InputQueueCharacters) {
    char bytes[5];
    if (c > ' ') open_list.typed.append(ImTextCharToUtf8(bytes, c));
  }
  open_list.typed_at = ImGui::GetTime();
  if (open_list.typed.empty()) return from;
  for (int at = 0; at < static_cast<int>(choices.size()); ++at) {
    if (usable(choices, at) && begins_with(choices[static_cast<std::size_t>(at)].label, open_list.typed))
      return at;
  }
  return from;
}

int arrows(std::span<const Choice> choices, int from) {
  if (take({Key::down}, true)) return step(choices, from, 1);
  if (take({Key::up}, true)) return step(choices, from, -1);
  if (take({Key::home}) || take({Key::page_up})) return step(choices, -1, 1);
  if (take({Key::end}) || take({Key::page_down})) return step(choices, static_cast<int>(choices.size()), -1);
  return jump(choices, from);
}

void draw_field(const Rect& box, const internal::Interaction& state, const Choice* chosen,
                const ComboboxOptions& options) {
  const Palette& p = theme();
  const bool disabled = !options.disabled_because.empty();
  fill_rect(box, disabled ? p.inset : state.hovered ? p.hover : p.surface, radius::kButton);
  if (!options.error.empty())
    stroke_rect(box, p.errfill, radius::kButton, 2);
  else
    stroke_rect(box, disabled ? p.line2 : p.field, radius::kButton);
  float x = box.min.x + px(10);
  const char* icon = chosen != nullptr && chosen->icon != nullptr ? chosen->icon : options.icon;
  if (icon != nullptr) {
    const Color color = chosen != nullptr && chosen->icon != nullptr && chosen->tone != Tone::neu
                            ? p.tone(chosen->tone).text
                            : p.tx2;
    draw_icon(draw_list(), icon, {x + px(8), box.center().y}, 16, color);
    x += px(24);
  }
  const std::string_view words = chosen != nullptr ? chosen->label : options.placeholder;
  draw_text_fit(draw_list(), Font::base, {x, box.center().y - line_height(Font::base) / 2},
                box.max.x - px(32) - x,
                disabled            ? p.txd
                : chosen != nullptr ? p.tx
                                    : p.tx3,
                words);
  draw_icon(draw_list(), disabled ? icons::lock_outline : icons::expand_more,
            {box.max.x - px(18), box.center().y}, 16, p.tx2);
  if (state.ring) focus::draw_ring(draw_list(), box, radius::kButton);
}

/// The list below the field. Returns the choice that was clicked, or -1.
int draw_list_of(const char* id, const Rect& box, std::span<const Choice> choices, int current, bool moved) {
  int clicked = -1;
  float widest = box.width() / scale();
  for (const Choice& choice : choices) {
    const float words = text_width(Font::base, choice.label) + text_width(Font::meta, choice.detail);
    widest = std::max(widest, words / scale() + 80);
  }
  const float row = px(32);
  const float screen = ImGui::GetMainViewport()->Size.y;
  const float below = screen - box.max.y - px(16);
  const float wanted = row * static_cast<float>(choices.size()) + px(8);
  const float height = std::min(wanted, std::max(below, box.min.y - px(16)));
  const bool up = wanted > below && box.min.y > below;
  const Rect frame =
      Rect{{box.min.x, up ? box.min.y - height - px(4) : box.max.y + px(4)}, {box.min.x + px(widest), 0}};
  internal::FloatingOptions floating{{frame.min, {frame.max.x, frame.min.y + height}}, radius::kBlock, true};
  if (!internal::begin_floating(id, floating)) return -2;
  semantic::Scope scope(semantic::Role::listbox,
                        {.bounds = internal::bounds_of(floating.rect), .id = open_list.owner});
  ImGui::SetCursorScreenPos({frame.min.x, frame.min.y + px(4) - ImGui::GetScrollY()});
  const float left = frame.min.x + px(4);
  const float right = frame.max.x - px(4);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Choice& choice = choices[i];
    const bool disabled = !choice.disabled_because.empty();
    const float y = ImGui::GetCursorScreenPos().y;
    const Rect rect{{left, y}, {right, y + row}};
    ImGui::SetCursorScreenPos({frame.min.x, y + row});
    const ImGuiID item = choice.id.empty()
                             ? internal::part_id(i)
                             : ImGui::GetID(choice.id.data(), choice.id.data() + choice.id.size());
    const internal::Interaction state = internal::interact_part(item, rect, disabled);
    const bool marked = static_cast<int>(i) == open_list.marked;
    const Palette& p = theme();
    if (state.hovered && !disabled &&
        (ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0)) {
      open_list.mark(choices, static_cast<int>(i));
    }
    if (marked) fill_rect(rect, p.sel, radius::kChip);
    if (marked && focus::by_keyboard()) focus::draw_ring(draw_list(), rect, radius::kChip, true);
    if (marked && moved)
      ImGui::ScrollToRect(ImGui::GetCurrentWindow(), internal::to_im(rect),
                          ImGuiScrollFlags_KeepVisibleEdgeY);
    float x = rect.min.x + px(8);
    if (choice.icon != nullptr) {
      draw_icon(draw_list(), choice.icon, {x + px(8), rect.center().y}, 16,
                disabled ? p.txd : p.tone(choice.tone).text);
      x += px(24);
    }
    const float top = rect.center().y - line_height(Font::base) / 2;
    draw_text(draw_list(), Font::base, {x, top}, disabled ? p.txd : p.tx, choice.label);
    x += text_width(Font::base, choice.label) + px(8);
    draw_text_fit(draw_list(), Font::meta, {x, top + px(1)}, std::max(0.0F, rect.max.x - px(28) - x), p.tx3,
                  choice.detail);
    if (static_cast<int>(i) == current)
      draw_icon(draw_list(), icons::check, {rect.max.x - px(16), rect.center().y}, 16, p.acct);
    internal::tooltip_for(state, choice.disabled_because, rect);
    if (state.pressed) clicked = static_cast<int>(i);
    internal::record(semantic::Role::option, item, rect,
                     {.name = choice.label,
                      .description = disabled ? choice.disabled_because : choice.detail,
                      .state = (static_cast<int>(i) == current ? semantic::kSelected : 0U) |
                               (disabled ? semantic::kDisabled : 0U) | (marked ? semantic::kFocused : 0U),
                      .keyboard_reachable = true});
  }
  ImGui::Dummy({1, px(4)});
  return clicked;
}

}  // namespace

bool combobox(const char* id, int& current, std::span<const Choice> choices, const ComboboxOptions& options) {
  const ImGuiID item = make_id(id);
  const bool disabled = !options.disabled_because.empty();
  const bool stacked = !internal::in_row();
  if (!options.label.empty() && !options.label_hidden && stacked) {
    const Rect label = place({text_width(Font::base_medium, options.label), line_height(Font::base_medium)});
    focus::label_above(label.min.y);
    draw_text(draw_list(), Font::base_medium, label.min, theme().tx, options.label);
    gap(size::kLabelGap - size::kGap);
  }
  const Rect box = place({resolve_width(options.width, px(180)), px(size::kInput)});
  const Choice* chosen = current >= 0 && current < static_cast<int>(choices.size())
                             ? &choices[static_cast<std::size_t>(current)]
                             : nullptr;
  const int before = current;
  const bool open = open_list.owner == item;
  if (open) open_list.follow(choices);
  if (open && focus::has(item)) {
    if (take({Key::escape}))
      internal::close_floating(id);
    else if (take({Key::enter}) || take({Key::space}) || take({.key = Key::enter, .ctrl = true})) {
      // Ctrl+Enter, too: a dialog does not go off with the choice before.
      if (usable(choices, open_list.marked)) current = open_list.marked;
      internal::close_floating(id);
    }
  }
  const internal::Interaction state = internal::interact(item, box, disabled);
  if (!open && (state.pressed || (state.focused && !disabled && take({.key = Key::down, .alt = true})))) {
    open_list = {};
    open_list.owner = item;
    open_list.mark(choices, current >= 0 ? current : step(choices, -1, 1));
    internal::open_floating(id);
  } else if (open && !focus::has(item)) {
    internal::close_floating(id);
  }
  bool moved = false;
  if (state.focused && !disabled) {
    const int from = open ? open_list.marked : current;
    const int to = arrows(choices, from);
    moved = to != from;
    if (moved && open) open_list.mark(choices, to);
    if (moved && !open) current = to;
  }
  if (state.visible) draw_field(box, state, chosen, options);
  internal::tooltip_for(state, options.disabled_because, box);
  internal::record(
      semantic::Role::combobox, item, box,
      {.name = options.label.empty() ? options.placeholder : options.label,
       .value = chosen != nullptr ? chosen->label : "",
       .description = disabled ? options.disabled_because : options.error,
       .state = (disabled ? semantic::kDisabled : 0U) | (open ? semantic::kExpanded : semantic::kCollapsed) |
                (options.error.empty() ? 0U : semantic::kInvalid),
       .keyboard_reachable = true});
  if (open_list.owner == item) {
    const int clicked = draw_list_of(id, box, choices, current, moved || !open);
    if (clicked == -2)
      open_list.owner = 0;
    else
      internal::end_floating();
    if (clicked >= 0) {
      current = clicked;
      internal::close_floating(id);
    }
  }
  if (!options.error.empty() && stacked) {
    gap(4 - size::kGap);
    const Rect line = place({text_width(Font::meta, options.error), line_height(Font::meta)});
    draw_text(draw_list(), Font::meta, line.min, theme().tone(Tone::err).text, options.error);
  }
  internal::set_last(item, box);
  return current != before;
}

}  // namespace stadtpult::panels::kit
