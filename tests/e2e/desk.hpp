#pragma once
// A desk: an X server of its own (Xvfb), one console on it, and a person's hands: mouse and keyboard through
// XTEST. Widgets are found by role and name in the file that the console writes (--semantics), never by
// coordinates. Every wait has an end.

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace stadtpult::tests {

/// A widget as the console says it is on screen.
struct Seen {
  std::string role, name, value, description;
  int x = 0, y = 0, width = 0, height = 0;
  unsigned state = 0;
};

class Desk {
 public:
  /// Starts Xvfb and the console with these options; nullptr where there is no Xvfb. A long form stands whole
  /// on a screen that is high enough.
  static std::unique_ptr<Desk> open(const std::string& console, const std::vector<std::string>& options,
                                    const std::string& scratch_folder, int height = 900);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  /// The widget, waited for; fails the test after `seconds` and prints what is on screen.
  Seen expect(const std::string& role, const std::string& name, double seconds = 15);
  /// Whether it is there now, or comes within `seconds`.
  std::optional<Seen> find(const std::string& role, const std::string& name, double seconds = 0);
  /// A widget whose name begins so.
  std::optional<Seen> find_prefix(const std::string& role, const std::string& prefix, double seconds = 0);
  /// Whether these words stand anywhere on screen, or come within `seconds`; says what is there where they do
  /// not.
  bool shows(const std::string& words, double seconds = 15);
  /// Waits until it is gone.
  bool gone(const std::string& role, const std::string& name, double seconds = 15);

  void click(const std::string& role, const std::string& name);
  void click(const Seen& seen);
  /// Clicks until the other widget is there: a window that has just opened may miss a first click, and a
  /// person clicks again.
  void click_for(const std::string& role, const std::string& name, const std::string& then_role,
                 const std::string& then_name);
  void type(const std::string& ascii);
  /// Replaces the text of a field and makes sure that it stands there.
  void fill(const std::string& name, const std::string& ascii);
  /// "ctrl+k", "Return", "Tab", "alt+Down".
  void key(const std::string& chord);

  /// Puts the window away as a window manager does, or brings it back (ICCCM 4.1.3.1).
  void minimise(bool away);
  /// Everything on screen, as text.
  std::string screen() const;
  /// Ends the console the hard way.
  void kill_console();
  /// Number of the frame drawn last.
  long frame() const;
  /// Every widget on screen. Any thread.
  [[nodiscard]] std::vector<Seen> read() const;
  /// When the last key went down or the last click ended, as it was given to the X server.
  [[nodiscard]] std::chrono::steady_clock::time_point last_input() const { return last_input_; }

 private:
  Desk() = default;
  /// The console's window, an X id; 0 where there is none yet.
  unsigned long window() const;
  void point_at(const Seen& seen);
  void press();
  void settle();
  void next_frame();

  pid_t xvfb_ = -1, console_ = -1;
  std::string display_, semantics_;
  struct X;
  std::unique_ptr<X> x_;
  std::chrono::steady_clock::time_point last_input_{};
};

/// Looks at a desk without a pause, from before something is done elsewhere until it is on this screen.
class Watch {
 public:
  using Clock = std::chrono::steady_clock;
  using There = std::function<bool(const std::vector<Seen>&)>;
  /// Fails the test where it is there already.
  Watch(const Desk& desk, There there, double seconds = 15);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// When the screen was read that had it first; nullopt where none had it in time.
  std::optional<Clock::time_point> wait();
  /// The longest time between two looks, ms: by so much the time above may be too late. After wait().
  [[nodiscard]] double step_ms() const { return step_ms_; }

 private:
  std::optional<Clock::time_point> seen_at_;
  double step_ms_ = 0;
  std::thread thread_;
};

}  // namespace stadtpult::tests
