// Text fields: label, box, text, counter, error sentence. Single-line editing is ImGui's InputText,
// multi-line ours.
// imgui_stdlib.h of 1.86 expects imgui.h before it.
#include <imgui.h>

#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "panels/kit/buttons.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/inputs.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/text.hpp"
#include "panels/kit/text_area.hpp"

namespace stadtpult::panels::kit {
namespace internal {

namespace {
ImGuiID owner = 0;          // kit id of the field that is being edited
std::string owner_text;     // as its caller had it: another one was changed from outside
bool caret_to_end = false;  // after restart_editing(): not everything selected, as after Tab
}  // namespace

ImGuiID text_owner() {
  return owner;
}

void restart_editing(ImGuiID id) {
  stop_editing();
  focus::set(id, focus::by_keyboard());
  caret_to_end = true;
}

void forget_editing() {
  owner = 0;
  leave_text_area();
}

void stop_editing() {
  // Only the text: a button that is being pressed just now keeps the mouse.
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  if (owner != 0 && g.ActiveId == g.InputTextState.ID) ImGui::ClearActiveID();
  owner = 0;
  leave_text_area();
}

LineEdit edit_line(ImGuiID id, const Rect& rect, std::string& value, const LineEditOptions& options) {
  LineEdit result;
  if (owner == id && owner_text != value) restart_editing(id);
  ImGui::PushID(static_cast<int>(id));
  ImGuiIO& io = ImGui::GetIO();
  ImFont* face = font(options.mono ? Font::mono : Font::base);
  ImGui::PushFont(face);
  const float pad = std::floor((rect.height() - face->FontSize) / 2);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, std::max(0.0F, pad)});
  ImGui::PushStyleColor(ImGuiCol_Text, options.readonly ? theme().tx2 : theme().tx);
  const ImVec2 outer_cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::SetNextItemWidth(rect.width());
  if (focus::take_fresh(id)) ImGui::SetKeyboardFocusHere();
  ImGuiInputTextFlags flags = ImGuiInputTextFlags_None;
  if (options.password) flags |= ImGuiInputTextFlags_Password;
  if (options.readonly) flags |= ImGuiInputTextFlags_ReadOnly;
#if IMGUI_VERSION_NUM < 18700
  // Enter would end the editing; whoever drew the field decides what Enter means.
  const int enter = io.KeyMap[ImGuiKey_Enter];
  const int kp_enter = io.KeyMap[ImGuiKey_KeyPadEnter];
  const int undo = io.KeyMap[ImGuiKey_Z];
  // A panel with an undo of its own took the key.
  if (key_taken(Key::z)) io.KeyMap[ImGuiKey_Z] = -1;
  io.KeyMap[ImGuiKey_Enter] = io.KeyMap[ImGuiKey_KeyPadEnter] = -1;
#endif
  const auto fits = fitting(options.mono ? Font::mono : Font::base, rect.width(), options.placeholder);
  const std::string hint =
      fits.size() == options.placeholder.size() ? std::string(fits) : std::string(fits) + "…";
  result.changed = ImGui::InputTextWithHint("##line", hint.c_str(), &value, flags) && !options.readonly;
#if IMGUI_VERSION_NUM < 18700
  io.KeyMap[ImGuiKey_Enter] = enter;
  io.KeyMap[ImGuiKey_KeyPadEnter] = kp_enter;
  io.KeyMap[ImGuiKey_Z] = undo;
#endif
  result.active = ImGui::IsItemActive();
  result.hovered = ImGui::IsItemHovered();
  if (ImGui::IsItemActivated() && !focus::has(id)) focus::set(id, false);
  // A dialog that opens over another one starts its focus anew while its field is being edited already: keys
  // go to the field that takes the letters.
  if (result.active && owner == id && !focus::has(id)) focus::set(id, focus::by_keyboard());
  if (ImGui::IsItemActivated() && caret_to_end) {
    ImGuiInputTextState& text = ImGui::GetCurrentContext()->InputTextState;
    text.Stb.cursor = text.Stb.select_start = text.Stb.select_end = text.CurLenW;
    caret_to_end = false;
  }
  if (result.active) owner = id;
  if (owner == id) owner_text = value;
  // Clicked into the void: ImGui let go of the text, so the kit's focus goes as well.
  // Anything else (the desktop took the keyboard away for a moment) starts editing again.
  if (ImGui::IsItemDeactivated() && focus::has(id)) {
    if (io.MouseClicked[0])
      focus::clear();
    else
      focus::set(id, focus::by_keyboard());
  }
  if (!result.active && owner == id) owner = 0;
  ImGui::SetCursorScreenPos(outer_cursor);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ImGui::PopID();
  return result;
}

}  // namespace internal

namespace {

int count_characters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// The line above a field.
void draw_label(std::string_view label) {
  const Rect rect = place(
      {std::min(available_width(), text_width(Font::base_medium, label)), line_height(Font::base_medium)});
  draw_text(draw_list(), Font::base_medium, rect.min, theme().tx, label);
  gap(size::kLabelGap - size::kGap);
}

void draw_box(const Rect& box, bool readonly, bool error) {
  const Palette& p = theme();
  fill_rect(box, readonly ? p.inset : p.surface, radius::kButton);
  if (error)
    stroke_rect(box, p.errfill, radius::kButton, 2);
  else
    stroke_rect(box, readonly ? p.line2 : p.field, radius::kButton);
}

/// The sentence or hint below a field.
void draw_below(std::string_view words, Color color, float width) {
  gap(4 - size::kGap);
  const ImVec2 size_px = text_size(Font::meta, words, width);
  const Rect rect = place({width, size_px.y});
  draw_text_wrapped(draw_list(), Font::meta, rect.min, color, words, width);
}

std::string counter_of(const std::string& value, const TextFieldOptions& options) {
  if (!options.counter.empty()) return std::string(options.counter);
  if (options.max_length <= 0) return {};
  return tr("kit.count_of",
            {{"n", format_number(count_characters(value))}, {"max", format_number(options.max_length)}});
}

struct Edited {
  bool changed = false;
  bool hovered = false;
};

Edited edit(ImGuiID item, const Rect& inner, std::string& value, const TextFieldOptions& options,
            bool readonly) {
  if (!options.multiline) {
    const internal::LineEdit line = internal::edit_line(
        item, inner, value, {options.placeholder, options.mono, options.password, readonly});
    return {line.changed, line.hovered};
  }
  const internal::TextAreaResult result =
      internal::text_area(item, inner, value, focus::has(item), readonly, options.mono);
  if (result.activated && !focus::has(item)) focus::set(item, false);
  if (value.empty())
    draw_text_fit(draw_list(), Font::base, inner.min, inner.width(), theme().tx3, options.placeholder);
  return {result.changed, false};
}

}  // namespace

InputEvent text_field(const char* id, std::string& value, const TextFieldOptions& options) {
  InputEvent event;
  const ImGuiID item = make_id(id);
  const bool readonly = options.readonly || !options.disabled_because.empty();
  const bool error = !options.error.empty();
  const bool stacked = !internal::in_row();
  const float width = resolve_width(options.width, px(200));
  if (!options.label.empty() && !options.label_hidden && stacked) {
    focus::label_above(ImGui::GetCursorScreenPos().y);
    draw_label(options.label);
  }
  const float height =
      options.multiline ? line_height(Font::base) * options.lines + px(16) : px(size::kInput);
  const Rect box = place({width, height});
  if (options.focus_now && !focus::has(item)) focus::set(item, focus::by_keyboard());
  event.focused = focus::stop(item, box);
  draw_box(box, readonly, error);

  Rect inner = box.shrunk(px(10), options.multiline ? px(7) : 0);
  if (options.icon != nullptr) {
    draw_icon(draw_list(), options.icon, {inner.min.x + px(8), box.center().y}, 16, theme().tx2);
    inner.min.x += px(24);
  }
  const char* mark = readonly ? icons::lock_outline : error ? icons::error_outline : nullptr;
  if (mark != nullptr) {
    draw_icon(draw_list(), mark, {inner.max.x - px(7), box.min.y + px(16)}, 16, theme().tx2);
    inner.max.x -= px(24);
  }
  const std::string counter = counter_of(value, options);
  if (!counter.empty()) {
    const float counter_width = std::ceil(text_width(Font::meta, counter));
    const bool over = options.max_length > 0 && count_characters(value) > options.max_length;
    const float y = options.multiline ? box.max.y - px(20) : box.center().y - line_height(Font::meta) / 2;
    draw_text(draw_list(), Font::meta, {inner.max.x - counter_width, y},
              over ? theme().tone(Tone::err).text : theme().tx3, counter);
    if (options.multiline)
      inner.max.y -= px(14);
    else
      inner.max.x -= counter_width + px(8);
  }
  const Edited edited = edit(item, inner, value, options, readonly);
  event.changed = edited.changed;
  event.focused = focus::has(item);
  if (event.focused && !options.multiline) event.submitted = take_in_text({Key::enter});
  if (event.focused) focus::draw_ring(draw_list(), box, radius::kButton);
  event.left = internal::field_left(item, event.focused);
  internal::set_last(item, box);
  if (!options.disabled_because.empty()) {
    internal::Interaction state;
    state.hovered = edited.hovered;
    state.ring = focus::ring(item);
    internal::tooltip_for(state, options.disabled_because, box);
  }
  if (error && stacked)
    draw_below(options.error, theme().tone(Tone::err).text, width);
  else if (!options.hint.empty() && stacked)
    draw_below(options.hint, theme().tx3, width);
  internal::record(semantic::Role::textbox, item, box,
                   {.name = options.label.empty() ? options.placeholder : options.label,
                    .value = value,
                    .description = error                               ? options.error
                                   : !options.disabled_because.empty() ? options.disabled_because
                                                                       : options.hint,
                    .state = (readonly ? semantic::kReadonly : 0U) | (error ? semantic::kInvalid : 0U) |
                             (options.required ? semantic::kRequired : 0U) |
                             (options.password ? semantic::kProtected : 0U) |
                             (options.multiline ? semantic::kMultiline : 0U) |
                             (options.disabled_because.empty() ? 0U : semantic::kDisabled),
                    .keyboard_reachable = true});
  return event;
}

void mark_text(const char* id, std::string& value, std::string_view before, std::string_view after) {
  const ImGuiID item = make_id(id);
  internal::wrap_selection(item, value, before, after);
  focus::set(item, focus::by_keyboard());
}

InputEvent search_box(const char* id, std::string& value, const SearchBoxOptions& options) {
  InputEvent event;
  const ImGuiID item = make_id(id);
  const Rect box = place({resolve_width(options.width, px(220)), px(size::kInput)});
  if (options.focus_now && !focus::has(item)) focus::set(item, focus::by_keyboard());
  focus::stop(item, box);
  draw_box(box, false, false);
  draw_icon(draw_list(), icons::search, {box.min.x + px(18), box.center().y}, 16, theme().tx2);
  Rect inner{{box.min.x + px(34), box.min.y}, {box.max.x - px(10), box.max.y}};
  const bool can_clear = !value.empty();
  if (can_clear) inner.max.x -= px(24);
  const internal::LineEdit line =
      internal::edit_line(item, inner, value, {options.placeholder, false, false, false});
  event.changed = line.changed;
  event.focused = focus::has(item);
  event.left = internal::field_left(item, event.focused);
  if (event.focused) {
    event.submitted = take_in_text({Key::enter});
    // Esc empties first and leaves at the second press.
    if (!value.empty() && take_in_text({Key::escape})) {
      value.clear();
      event.changed = true;
      internal::restart_editing(item);
    }
    focus::draw_ring(draw_list(), box, radius::kButton);
  }
  internal::record(semantic::Role::searchbox, item, box,
                   {.name = options.name.empty() ? options.placeholder : options.name,
                    .value = value,
                    .keyboard_reachable = true});
  if (can_clear) {
    const Rect cross{{box.max.x - px(30), box.min.y}, box.max};
    ImGui::PushID(id);
    const ImGuiID clear = ImGui::GetID("clear");
    const internal::Interaction state = internal::interact(clear, cross.shrunk(px(3), px(4)));
    draw_icon(draw_list(), icons::close, cross.center(), 14, state.hovered ? theme().tx : theme().tx2);
    if (state.ring) focus::draw_ring(draw_list(), cross.shrunk(px(5), px(6)), radius::kChip);
    internal::record(semantic::Role::button, clear, cross,
                     {.name = tr("kit.clear_search"), .keyboard_reachable = true});
    if (state.pressed) {
      value.clear();
      event.changed = true;
      focus::set(item, focus::by_keyboard());
    }
    ImGui::PopID();
  }
  internal::set_last(item, box);
  return event;
}

}  // namespace stadtpult::panels::kit
