#pragma once
// A window without a window: runs the kit's frames headless and uses widgets the way people do, by role and
// name, with mouse and keyboard. For tests of anything that draws. One Ui at a time.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "panels/kit/keys.hpp"
#include "panels/kit/semantic.hpp"

struct ImGuiContext;

namespace stadtpult::test {

namespace semantic = panels::kit::semantic;
using semantic::Role;

struct UiOptions {
  float width = 1440;
  float height = 900;
  float scale = 1.0F;
  bool dark = false;
  std::string_view language = "de";
};

class Ui {
 public:
  /// `draw` is called once a frame between begin_frame() and end_frame(), inside a Screen. Two frames are run
  /// at once.
  explicit Ui(std::function<void()> draw, const UiOptions& options = {});
  ~Ui();
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  /// Runs frames of 1/60 s; more seconds a frame let time pass (toasts, tooltips).
  void frame(int count = 1, float seconds = 1.0F / 60);
  void pass_time(float seconds);
  /// Runs frames until it is true; false after `most` frames.
  bool wait_until(const std::function<bool()>& is_true, int most = 120);

  [[nodiscard]] const semantic::Tree& tree() const;
  [[nodiscard]] const semantic::Node* find(Role role, std::string_view name) const;
  [[nodiscard]] bool has(Role role, std::string_view name) const { return find(role, name) != nullptr; }
  /// Something with this text in name or value is on screen.
  [[nodiscard]] bool shows(std::string_view text) const;
  [[nodiscard]] std::string value(Role role, std::string_view name) const;
  /// Name of the node that has the focus; "" when none.
  [[nodiscard]] std::string focused() const;
  [[nodiscard]] std::string dump() const;

  /// All of these return false where the widget is not on screen; they run the frames that are needed.
  bool click(Role role, std::string_view name);
  bool double_click(Role role, std::string_view name);
  bool right_click(Role role, std::string_view name);
  bool hover(Role role, std::string_view name);
  bool drag(Role role, std::string_view from, std::string_view to, float to_part = 0.5F);
  bool focus(Role role, std::string_view name);  ///< by pressing Tab until it is there
  /// Focuses the field with a click, empties it and types.
  bool fill(Role role, std::string_view name, std::string_view text);

  void click_at(float x, float y, int button = 0);
  void move_to(float x, float y);
  void mouse_down(bool down, int button = 0);
  void wheel(float amount);
  void type(std::string_view text);
  void press(panels::kit::Key key) { press(panels::kit::Chord{key}); }
  void press(panels::kit::Chord chord, int times = 1);

  /// Names of what Tab visits, from the first stop of the present scope, once around.
  std::vector<std::string> tab_order();
  /// What is wrong with the screen for people who use the keyboard only: interactive things without a name,
  /// or that Tab (and the arrows inside a table, tree, tab list …) does not reach. Found by pressing Tab all
  /// around.
  std::vector<std::string> reachability_problems();

  /// Vertices and draw calls of the last frame.
  [[nodiscard]] int vertices() const;

 private:
  bool point(Role role, std::string_view name, float part_y = 0.5F);
  std::vector<std::uint32_t> visit_all();

  ImGuiContext* context_ = nullptr;
  std::function<void()> draw_;
};

/// The design's sheet of components (png/08): every widget in its states, for looking at and for tests.
void draw_component_sheet();

}  // namespace stadtpult::test
