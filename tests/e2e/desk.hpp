#pragma once
// A desk: an X server of its own (Xvfb), one console on it, and a person's hands: mouse and keyboard through
// XTEST. Widgets are found by role and name in the file that the console writes (--semantics), never by
// coordinates. Every wait has an end.

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stadtpult::tests {

/// A widget as the console says it is on screen.
struct Seen {
  std::string role, name, value;
  int x = 0, y = 0, width = 0, height = 0;
  unsigned state = 0;
};

class Desk {
 public:
  /// Starts Xvfb and the console with these options; nullptr where there is no Xvfb.
  static std::unique_ptr<Desk> open(const std::string& console, const std::vector<std::string>& options,
                                    const std::string& scratch_folder);
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

  /// Everything on screen, as text.
  std::string screen() const;
  /// Ends the console the hard way.
  void kill_console();
  /// Number of the frame drawn last.
  long frame() const;

 private:
  Desk() = default;
  std::vector<Seen> read() const;
  void settle();
  void next_frame();

  pid_t xvfb_ = -1, console_ = -1;
  std::string display_, semantics_;
  struct X;
  std::unique_ptr<X> x_;
};

}  // namespace stadtpult::tests
