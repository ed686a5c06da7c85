#pragma once
// Short notices at the bottom left: at most 3, newest on top. Frame thread only (post to the inbox from
// elsewhere).

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "panels/kit/theme.hpp"

namespace stadtpult::panels::kit {

struct Toast {
  Tone tone = Tone::ok;  ///< ok, err or info: decides icon and, for err, that it stays until closed
  std::string title = {};
  std::string detail = {};
  std::string action = {};               ///< "Rückgängig", "Erneut", "Ansehen"; "" for none
  std::function<void()> on_action = {};  ///< runs on the frame thread; the toast closes
  bool undo = false;           ///< 10 s with a shrinking bar; Ctrl+Z does the action of the newest one
  std::string technical = {};  ///< shown under "Einzelheiten" with a copy button
  double seconds = 10;         ///< life of one that is no error
};

/// Shows it; returns a number for close_toast(). A fourth pushes the oldest that is no error out.
std::uint64_t show_toast(Toast toast);
void close_toast(std::uint64_t number);
void close_all_toasts();
/// What is shown now, newest first (for tests and for the help page).
std::vector<std::string> toast_titles();
/// Runs the newest undo toast's action; false where there is none. (Ctrl+Z of the shell.)
bool undo_newest_toast();
/// Where toasts may be, in physical px; the shell sets it each frame. Default: 76 px from the left, 44 from
/// the bottom.
void set_toast_corner(float left, float bottom);
/// Called by end_frame().
void draw_toasts();

}  // namespace stadtpult::panels::kit
