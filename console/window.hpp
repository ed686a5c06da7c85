#pragma once
// The one OS window: GLFW, OpenGL 3, ImGui's context, and a frame loop that sleeps while nothing changes.
// Main thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::console {

struct WindowOptions {
  int width = 1440, height = 900;  ///< physical px; at least 1024 x 640 unless `exact`
  bool exact = false;              ///< take the size as it is (pictures and tests)
  double user_scale = 1.0;         ///< 1.0 to 2.0; times the monitor's own scale
  bool no_pointer = false;         ///< the mouse does not count (pictures: nothing is hovered)
  std::string title = "Stadtpult";
};

class Window {
 public:
  /// Opens the window and builds the fonts. Errors: no display, no OpenGL 3.3, a font package that is
  /// missing.
  static base::Result<std::unique_ptr<Window>> open(const WindowOptions& options);
  virtual ~Window() = default;

  /// Runs until the window is closed or close() is called. `draw` is called once a frame, between begin and
  /// end of the kit's frame, `drawn` after that end. Sleeps in between: input, wake() and the kit's own
  /// requests bring the next frame.
  virtual void run(const std::function<void()>& draw, const std::function<void()>& drawn) = 0;
  virtual void close() = 0;

  /// Any thread: something came in, draw again.
  static void wake();

  /// New user scale (1.0 to 2.0): fonts are rebuilt beside the frame and swapped in when they are ready.
  virtual void set_user_scale(double scale) = 0;
  virtual void set_title(const std::string& title) = 0;
  virtual void set_clipboard(const std::string& text) = 0;
  /// Called with the paths of files dropped on the window.
  virtual void on_drop(std::function<void(std::vector<std::string>)> dropped) = 0;
  /// Pixels (RGBA, rows from the top) onto the graphics card, as an ImTextureID; and away again.
  virtual void* upload(int width, int height, const std::uint8_t* rgba) = 0;
  virtual void drop(void* texture) = 0;
  /// Hands over the pixels of the next frame, RGB, bottom row first: picture(width, height, pixels).
  virtual void capture(std::function<void(int, int, std::vector<std::uint8_t>)> picture) = 0;

  [[nodiscard]] virtual int width() const = 0;
  [[nodiscard]] virtual int height() const = 0;
  /// Drawn so far; one that looks like the screen is drawn and not painted.
  [[nodiscard]] virtual std::uint64_t frames() const = 0;
  /// Seconds since the window was asked for.
  [[nodiscard]] virtual double seconds() const = 0;
};

/// True where a window can be opened at all.
bool has_display();

}  // namespace stadtpult::console
