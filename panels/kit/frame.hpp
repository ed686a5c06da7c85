#pragma once
// One frame of the kit: begin_frame() right after ImGui::NewFrame(), end_frame() right before
// ImGui::Render(). Frame thread only.

#include <imgui.h>

#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

/// Once after ImGui::CreateContext(): flags and style the kit needs (no ImGui navigation, no ini file).
void init();
/// Starts the semantic tree, moves the focus for Tab and F6, applies the theme to ImGui's style.
void begin_frame();
/// Draws what floats above everything (toasts, tooltip) and closes the frame.
void end_frame();

/// A window that fills the whole viewport with `app`: everything is drawn inside. name is the window's
/// accessible name.
class Screen {
 public:
  explicit Screen(std::string_view name);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
};

/// Asks for another frame in at most this many seconds (animation, caret, tooltip delay). 0 = at once.
void request_frame(double in_seconds = 0);
/// Seconds until a frame is needed without input; a large number when nothing moves. For
/// glfwWaitEventsTimeout().
double next_frame_in();

/// ImGui id from a string, as seen from the present stack.
ImGuiID make_id(const char* id);
/// What follows gets its own ids (rows of a list): by number or by string, until the end of scope.
class IdScope {
 public:
  explicit IdScope(const char* id) { ImGui::PushID(id); }
  explicit IdScope(std::uint64_t id);
  ~IdScope() { ImGui::PopID(); }
  IdScope(const IdScope&) = delete;
  IdScope& operator=(const IdScope&) = delete;
};

}  // namespace stadtpult::panels::kit
