#include "panels/kit/keys.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <array>
#include <bitset>

#include "panels/kit/internal.hpp"
#include "panels/kit/text.hpp"
#include "panels/kit/text_area.hpp"

namespace stadtpult::panels::kit {
namespace {

std::bitset<512> taken_keys;  // keys somebody acted on in this frame

bool down_now(Key key, bool repeat) {
  return ImGui::IsKeyPressed(static_cast<int>(key), repeat);
}

/// Chords a text field acts on itself.
bool belongs_to_text(const Chord& chord) {
  if (chord.key >= Key::f1 && chord.key <= Key::f12) return false;
  if (chord.key == Key::escape || chord.key == Key::tab || chord.alt) return false;
  if (!chord.ctrl) return true;
  constexpr std::array kEditing = {Key::a,  Key::c,    Key::v,     Key::x,        Key::y,
                                   Key::z,  Key::left, Key::right, Key::home,     Key::end,
                                   Key::up, Key::down, Key::del,   Key::backspace};
  for (const Key key : kEditing) {
    if (key == chord.key) return true;
  }
  return false;
}

bool matches(Chord chord, bool repeat, bool in_text) {
  const ImGuiIO& io = ImGui::GetIO();
  if (chord.key == Key::none || taken_keys.test(static_cast<std::size_t>(chord.key))) return false;
  if (io.KeyCtrl != chord.ctrl || io.KeyShift != chord.shift || io.KeyAlt != chord.alt) return false;
  if (!in_text && internal::text_field_active() && belongs_to_text(chord)) return false;
  if (down_now(chord.key, repeat)) return true;
  return chord.key == Key::enter && !taken_keys.test(static_cast<std::size_t>(Key::kp_enter)) &&
         down_now(Key::kp_enter, repeat);
}

bool take_if(bool found, Chord chord) {
  if (!found) return false;
  taken_keys.set(static_cast<std::size_t>(chord.key));
  if (chord.key == Key::enter) taken_keys.set(static_cast<std::size_t>(Key::kp_enter));
  return true;
}

}  // namespace

bool text_active() {
  return internal::text_field_active();
}
bool pressed(Chord chord, bool repeat) {
  return matches(chord, repeat, false);
}
bool take(Chord chord, bool repeat) {
  return take_if(matches(chord, repeat, false), chord);
}
bool take_in_text(Chord chord, bool repeat) {
  return take_if(matches(chord, repeat, true), chord);
}

std::string_view key_label(Key key) {
  switch (key) {
    case Key::enter:
    case Key::kp_enter:
      return tr("kit.key_enter");
    case Key::space:
      return tr("kit.key_space");
    case Key::escape:
      return tr("kit.key_escape");
    case Key::tab:
      return tr("kit.key_tab");
    case Key::del:
      return tr("kit.key_delete");
    case Key::backspace:
      return tr("kit.key_backspace");
    case Key::insert:
      return tr("kit.key_insert");
    case Key::home:
      return tr("kit.key_home");
    case Key::end:
      return tr("kit.key_end");
    case Key::page_up:
      return tr("kit.key_page_up");
    case Key::page_down:
      return tr("kit.key_page_down");
    case Key::up:
      return "↑";
    case Key::down:
      return "↓";
    case Key::left:
      return "←";
    case Key::right:
      return "→";
    case Key::minus:
    case Key::kp_subtract:
      return "−";
    case Key::equal:
    case Key::kp_add:
      return "+";
    case Key::slash:
      return "/";
    case Key::comma:
      return ",";
    case Key::period:
      return ".";
    default:
      break;
  }
  static constexpr std::array<std::string_view, 12> kFunction = {"F1", "F2", "F3", "F4",  "F5",  "F6",
                                                                 "F7", "F8", "F9", "F10", "F11", "F12"};
  if (key >= Key::f1 && key <= Key::f12) {
    return kFunction[static_cast<std::size_t>(key) - static_cast<std::size_t>(Key::f1)];
  }
  static constexpr std::string_view kSigns = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (key >= Key::n0 && key <= Key::n9) {
    return kSigns.substr(static_cast<std::size_t>(key) - static_cast<std::size_t>(Key::n0), 1);
  }
  if (key >= Key::a && key <= Key::z) {
    return kSigns.substr(10 + static_cast<std::size_t>(key) - static_cast<std::size_t>(Key::a), 1);
  }
  return "";
}

namespace internal {

bool key_taken(Key key) {
  return taken_keys.test(static_cast<std::size_t>(key));
}

bool text_field_active() {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  return (g.ActiveId != 0 && g.ActiveId == g.InputTextState.ID) || text_area_active();
}

void begin_keys() {
  taken_keys.reset();
#if IMGUI_VERSION_NUM < 18700
  // Tab and Escape are the kit's: ImGui would cycle text fields only, and undo what was typed.
  ImGui::GetIO().KeyMap[ImGuiKey_Tab] = -1;
  ImGui::GetIO().KeyMap[ImGuiKey_Escape] = -1;
#endif
}

}  // namespace internal
}  // namespace stadtpult::panels::kit
