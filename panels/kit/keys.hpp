#pragma once
// Keys and chords, independent of how the ImGui version numbers them. Frame thread only.

#include <cstdint>
#include <string_view>

namespace stadtpult::panels::kit {

/// Values are GLFW's key numbers: what io.KeysDown[] is indexed with under ImGui 1.86's GLFW backend.
enum class Key : std::int16_t {
  none = 0,
  space = 32,
  apostrophe = 39,
  comma = 44,
  minus = 45,
  period = 46,
  slash = 47,
  n0 = 48,
  n1,
  n2,
  n3,
  n4,
  n5,
  n6,
  n7,
  n8,
  n9,
  semicolon = 59,
  equal = 61,
  a = 65,
  b,
  c,
  d,
  e,
  f,
  g,
  h,
  i,
  j,
  k,
  l,
  m,
  n,
  o,
  p,
  q,
  r,
  s,
  t,
  u,
  v,
  w,
  x,
  y,
  z,
  escape = 256,
  enter = 257,
  tab = 258,
  backspace = 259,
  insert = 260,
  del = 261,
  right = 262,
  left = 263,
  down = 264,
  up = 265,
  page_up = 266,
  page_down = 267,
  home = 268,
  end = 269,
  f1 = 290,
  f2,
  f3,
  f4,
  f5,
  f6,
  f7,
  f8,
  f9,
  f10,
  f11,
  f12,
  kp_subtract = 333,
  kp_add = 334,
  kp_enter = 335,
};

struct Chord {
  Key key = Key::none;
  bool ctrl = false;
  bool shift = false;
  bool alt = false;
  bool operator==(const Chord&) const = default;
};

/// Whether a text field has the keyboard: single letters, Space, Enter and arrows then belong to it.
bool text_active();

/// The chord went down in this frame and nobody took it yet. Modifiers must match exactly. Keys that a text
/// field uses are never reported while text_active(), except Escape and chords with Ctrl or Alt that no text
/// field knows.
bool pressed(Chord chord, bool repeat = false);
/// pressed(), and nobody else gets it any more in this frame.
bool take(Chord chord, bool repeat = false);
/// take() for widgets that are themselves the text field (query bar, combobox with typing).
bool take_in_text(Chord chord, bool repeat = false);

/// "Strg", "Umschalt", "Eingabe", "K", "↑" … in the person's language, for key caps.
std::string_view key_label(Key key);

}  // namespace stadtpult::panels::kit
