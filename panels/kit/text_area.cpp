#include "panels/kit/text_area.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/text_editor.hpp"

namespace stadtpult::panels::kit::internal {
namespace {

/// The one area with the keyboard.
struct Active {
  ImGuiID id = 0;
  ImGuiID last = 0;                    // whose caret the editor holds, also without the keyboard
  std::pair<int, int> select{-1, -1};  // to be selected when it starts again
  TextEditor editor;
  std::string value;  // what the caller had when the last frame ended: another text was changed from outside
  double blink_from = 0;  // ImGui time
  bool reveal = false;    // scroll to the caret
};
Active area;
TextEditor shown;  // areas without the keyboard are laid out with this one

std::string encode(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  char bytes[5];
  for (const char32_t c : text) out.append(ImTextCharToUtf8(bytes, static_cast<unsigned int>(c)));
  return out;
}

std::u32string decode(std::string_view bytes) {
  std::u32string out;
  out.reserve(bytes.size());
  const char* const end = bytes.data() + bytes.size();
  for (const char* at = bytes.data(); at < end;) {
    unsigned int code = 0;
    at += std::max(1, ImTextCharFromUtf8(&code, at, end));
    if (code != 0 && code != '\r') out.push_back(code);
  }
  return out;
}

float glyph_width(const void* context, char32_t c) {
  char bytes[5];
  return text_width(*static_cast<const Font*>(context),
                    ImTextCharToUtf8(bytes, static_cast<unsigned int>(c)));
}

void start(ImGuiID id, const std::string& value) {
  area.id = id;
  area.editor.reset(decode(value));
  area.value = value;
  area.last = id;
  if (area.select.first >= 0) area.editor.select(area.select.first, area.select.second);
  area.select = {-1, -1};
  area.blink_from = ImGui::GetTime();
  area.reveal = true;
}

void copy_selection() {
  const auto [from, to] = area.editor.selection();
  if (from == to) return;
  const std::u32string_view all = area.editor.text();
  const std::string words =
      encode(all.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
  ImGui::SetClipboardText(words.c_str());
}

/// Caret and selection by keys.
bool moving_keys() {
  struct Move {
    Key key;
    bool ctrl;
    Edit what;
  };
  static constexpr Move kMoves[] = {
      {Key::left, false, Edit::left},       {Key::right, false, Edit::right},
      {Key::up, false, Edit::up},           {Key::down, false, Edit::down},
      {Key::left, true, Edit::word_left},   {Key::right, true, Edit::word_right},
      {Key::home, false, Edit::line_start}, {Key::end, false, Edit::line_end},
      {Key::home, true, Edit::text_start},  {Key::end, true, Edit::text_end},
      {Key::page_up, false, Edit::page_up}, {Key::page_down, false, Edit::page_down},
  };
  bool any = false;
  for (const Move& move : kMoves) {
    for (const bool shift : {false, true}) {
      if (!take_in_text({.key = move.key, .ctrl = move.ctrl, .shift = shift}, true)) continue;
      area.editor.key(move.what, shift);
      any = true;
    }
  }
  if (take_in_text({.key = Key::a, .ctrl = true})) {
    area.editor.select(0, static_cast<int>(area.editor.text().size()));
    any = true;
  }
  return any;
}

/// Everything that changes the text.
bool editing_keys() {
  bool any = false;
  const auto press = [&](Chord chord, Edit what) {
    if (!take_in_text(chord, true)) return;
    area.editor.key(what, false);
    any = true;
  };
  press({.key = Key::z, .ctrl = true}, Edit::undo);
  press({.key = Key::y, .ctrl = true}, Edit::redo);
  press({.key = Key::z, .ctrl = true, .shift = true}, Edit::redo);
  press({Key::backspace}, Edit::backspace);
  press({Key::del}, Edit::del);
  if (take_in_text({.key = Key::x, .ctrl = true})) {
    copy_selection();
    area.editor.cut();
    any = true;
  }
  const char* clipboard = take_in_text({.key = Key::v, .ctrl = true}) ? ImGui::GetClipboardText() : nullptr;
  if (clipboard != nullptr) {
    area.editor.paste(decode(clipboard));
    any = true;
  }
  if (take_in_text({Key::enter}, true)) {
    area.editor.insert(U'\n');
    any = true;
  }
  ImGuiIO& io = ImGui::GetIO();
  for (const ImWchar c : io.InputQueueCharacters) {
    if (c < 32 || c == 127 || (io.KeyCtrl && !io.KeyAlt)) continue;
    area.editor.insert(c);
    any = true;
  }
  io.InputQueueCharacters.resize(0);
  return any;
}

bool keys(bool readonly) {
  const bool moved = moving_keys();
  if (take_in_text({.key = Key::c, .ctrl = true})) copy_selection();
  return (!readonly && editing_keys()) || moved;
}

void mouse(const Interaction& state, ImVec2 origin) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 at(io.MousePos.x - origin.x, io.MousePos.y - origin.y);
  if (state.hovered && io.MouseClicked[0]) {
    area.editor.click(at.x, at.y);
    area.blink_from = ImGui::GetTime();
  } else if (state.held && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
    area.editor.drag(at.x, at.y);
  }
  if (!state.double_clicked) return;
  // The word under the pointer.
  const std::u32string& text = area.editor.text();
  const auto space = [&](int i) {
    return text[static_cast<std::size_t>(i)] == U' ' || text[static_cast<std::size_t>(i)] == U'\n';
  };
  int from = area.editor.cursor();
  int to = from;
  while (from > 0 && !space(from - 1)) --from;
  while (to < static_cast<int>(text.size()) && !space(to)) ++to;
  area.editor.select(from, to);
}

float width_of(const TextEditor& editor, const Font& role, int from, int to) {
  float sum = 0;
  for (int i = from; i < to; ++i) {
    const char32_t c = editor.text()[static_cast<std::size_t>(i)];
    if (c != U'\n') sum += glyph_width(&role, c);
  }
  return sum;
}

void draw_caret(ImVec2 at, float height) {
  const Rect caret{at, {at.x + px(1), at.y + height}};
  if (std::fmod(ImGui::GetTime() - area.blink_from, 1.2) < 0.8) fill_rect(caret, theme().tx);
  if (area.reveal)
    ImGui::ScrollToRect(ImGui::GetCurrentWindow(), to_im(caret), ImGuiScrollFlags_KeepVisibleEdgeY);
  area.reveal = false;
}

/// Draws rows, selection and caret. Returns the height of the text.
float draw(const TextEditor& editor, const Font& role, ImVec2 origin, bool active, Color color) {
  const float line = line_height(role);
  const std::u32string_view text = editor.text();
  const auto count = static_cast<int>(text.size());
  const auto [from, to] = active ? editor.selection() : std::pair<int, int>{0, 0};
  float y = 0;
  // One row more than the newlines say: a text that ends in one has an empty last row.
  for (int begin = 0;; y += line) {
    const int end = editor.row_end(begin);
    const bool newline = end > begin && text[static_cast<std::size_t>(end - 1)] == U'\n';
    const bool last = end >= count && !newline;
    if (from < end && to > begin) {
      const float x0 = width_of(editor, role, begin, std::max(begin, from));
      const float x1 = width_of(editor, role, begin, std::min(end, to));
      fill_rect({{origin.x + x0, origin.y + y}, {origin.x + std::max(x1, x0 + px(4)), origin.y + y + line}},
                with_alpha(theme().focus, 0.30F));
    }
    const auto length = static_cast<std::size_t>(end - begin - (newline ? 1 : 0));
    draw_text(draw_list(), role, {origin.x, origin.y + y}, color,
              encode(text.substr(static_cast<std::size_t>(begin), length)));
    if (active && editor.cursor() >= begin && (editor.cursor() < end || last)) {
      draw_caret({origin.x + width_of(editor, role, begin, editor.cursor()), origin.y + y}, line);
    }
    if (last) return y + line;
    begin = end;
  }
}

}  // namespace

bool text_area_active() {
  return area.id != 0;
}
void leave_text_area() {
  area.id = 0;
}

void wrap_selection(ImGuiID id, std::string& value, std::string_view before, std::string_view after) {
  std::u32string text = decode(value);
  const int count = static_cast<int>(text.size());
  auto [from, to] =
      area.last == id && area.value == value ? area.editor.selection() : std::pair{count, count};
  if (from == to && area.last == id && area.value == value) from = to = area.editor.cursor();
  from = std::clamp(from, 0, count);
  to = std::clamp(to, from, count);
  const auto open = decode(before), close = decode(after);
  text.insert(static_cast<std::size_t>(to), close);
  text.insert(static_cast<std::size_t>(from), open);
  value = encode(text);
  const int shift = static_cast<int>(open.size());
  area.select = {from + shift, to + shift};
  leave_text_area();
}

TextAreaResult text_area(ImGuiID id, const Rect& rect, std::string& value, bool active, bool readonly,
                         bool mono) {
  TextAreaResult result;
  const ImVec2 outer_cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoNavInputs | ImGuiWindowFlags_NoNavFocus |
                                      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoBackground;
  ImGui::BeginChild(id, {rect.width(), rect.height()}, false, kFlags);
  ImGui::PopStyleVar();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const Interaction state = interact_part(ImGui::GetID("area"), rect);
  if (state.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  result.activated = state.hovered && ImGui::GetIO().MouseClicked[0];
  const bool mine = active || result.activated;
  if (mine && (area.id != id || area.value != value)) start(id, value);
  if (!mine && area.id == id) leave_text_area();
  TextEditor& editor = mine ? area.editor : shown;
  if (!mine) shown.reset(decode(value));
  const Font role = mono ? Font::mono : Font::base;
  const float wrap = std::max(px(20), ImGui::GetContentRegionAvail().x - px(2));
  editor.set_layout(wrap, line_height(role), static_cast<int>(rect.height() / line_height(role)), glyph_width,
                    &role);
  if (mine) {
    mouse(state, origin);
    if (active && keys(readonly)) {
      area.blink_from = ImGui::GetTime();
      area.reveal = true;
    }
    area.value = encode(area.editor.text());
    result.changed = area.value != value;
    if (result.changed) value = area.value;
    request_frame(0.4);
  }
  ImGui::Dummy({1, draw(editor, role, origin, mine, readonly ? theme().tx2 : theme().tx)});
  ImGui::EndChild();
  ImGui::SetCursorScreenPos(outer_cursor);
  return result;
}

}  // namespace stadtpult::panels::kit::internal
