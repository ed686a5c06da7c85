#include "tests/e2e/desk.hpp"

#include <doctest/doctest.h>

// Xlib defines None, Bool and Status as macros: it comes after everything else.
#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

extern char** environ;

namespace stadtpult::tests {
namespace {

using Clock = std::chrono::steady_clock;

void pause_ms(int ms) {
  std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

pid_t spawn(const std::vector<std::string>& words, const std::vector<std::string>& extra_environment) {
  std::vector<char*> argv, env;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  for (const auto& each : extra_environment) env.push_back(const_cast<char*>(each.c_str()));
  for (char** each = environ; *each != nullptr; ++each)
    if (!std::string(*each).starts_with("DISPLAY=") && !std::string(*each).starts_with("WAYLAND_DISPLAY="))
      env.push_back(*each);
  env.push_back(nullptr);
  pid_t pid = -1;
  return posix_spawnp(&pid, argv[0], nullptr, nullptr, argv.data(), env.data()) == 0 ? pid : -1;
}

void end(pid_t pid, int signal) {
  if (pid <= 0) return;
  kill(pid, signal);
  for (int i = 0; i < 100; ++i) {
    if (waitpid(pid, nullptr, WNOHANG) == pid) return;
    pause_ms(50);
  }
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
}

/// Starts an X server on a free display; its number comes over a pipe.
std::pair<pid_t, std::string> start_xvfb(int height) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return {-1, ""};
  const std::string fd = std::to_string(pipe_ends[1]),
                    screen = "1600x" + std::to_string(height + 100) + "x24";
  const pid_t pid =
      spawn({"Xvfb", "-displayfd", fd, "-screen", "0", screen, "+extension", "GLX", "-nolisten", "tcp"}, {});
  close(pipe_ends[1]);
  std::string number;
  char c = 0;
  while (pid > 0 && ::read(pipe_ends[0], &c, 1) == 1 && c != '\n') number += c;
  close(pipe_ends[0]);
  return {pid, number.empty() ? "" : ":" + number};
}

}  // namespace

struct Desk::X {
  Display* display = nullptr;
  ~X() {
    if (display != nullptr) XCloseDisplay(display);
  }
};

std::unique_ptr<Desk> Desk::open(const std::string& console, const std::vector<std::string>& options,
                                 const std::string& scratch_folder, int height) {
  auto desk = std::unique_ptr<Desk>(new Desk());
  std::tie(desk->xvfb_, desk->display_) = start_xvfb(height);
  if (desk->display_.empty()) return nullptr;
  desk->semantics_ = scratch_folder + "/screen" + desk->display_.substr(1) + ".txt";
  std::vector<std::string> words{console};
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), {"--semantics", desk->semantics_, "--size", "1440x" + std::to_string(height)});
  desk->console_ = spawn(words, {"DISPLAY=" + desk->display_, "LIBGL_ALWAYS_SOFTWARE=1"});
  desk->x_ = std::make_unique<X>();
  desk->x_->display = XOpenDisplay(desk->display_.c_str());
  if (desk->x_->display == nullptr) return nullptr;
  // Without a window manager nobody gives the window the keyboard.
  for (int i = 0; i < 200; ++i) {
    if (const Window window = desk->window(); window != 0) {
      XSetInputFocus(desk->x_->display, window, RevertToParent, CurrentTime);
      XSync(desk->x_->display, False);
      return desk;
    }
    pause_ms(50);
  }
  return desk;
}

unsigned long Desk::window() const {
  Window root = DefaultRootWindow(x_->display), parent = 0, *children = nullptr, found = 0;
  unsigned count = 0;
  XQueryTree(x_->display, root, &root, &parent, &children, &count);
  for (unsigned k = 0; k < count && found == 0; ++k) {
    XWindowAttributes attributes;
    XGetWindowAttributes(x_->display, children[k], &attributes);
    if (attributes.map_state == IsViewable && attributes.width >= 300) found = children[k];
  }
  if (children != nullptr) XFree(children);
  return found;
}

void Desk::minimise(bool away) {
  const Atom state = XInternAtom(x_->display, "WM_STATE", False);
  const long values[] = {away ? IconicState : NormalState, 0};  // Xlib takes 32 bits in a long
  XChangeProperty(x_->display, window(), state, state, 32, PropModeReplace,
                  reinterpret_cast<const unsigned char*>(values), 2);
  XSync(x_->display, False);
}

Desk::~Desk() {
  end(console_, SIGTERM);
  x_.reset();
  end(xvfb_, SIGTERM);
}

void Desk::kill_console() {
  end(console_, SIGKILL);
  console_ = -1;
}

long Desk::frame() const {
  std::ifstream file(semantics_);
  long number = 0;
  file >> number;
  return number;
}

std::vector<Seen> Desk::read() const {
  std::vector<Seen> all;
  std::ifstream file(semantics_);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> parts;
    std::stringstream stream(line);
    for (std::string part; std::getline(stream, part, '\t');) parts.push_back(part);
    if (parts.size() < 7) continue;
    all.push_back({parts[0], parts[6], parts.size() > 7 ? parts[7] : "", parts.size() > 8 ? parts[8] : "",
                   std::atoi(parts[1].c_str()), std::atoi(parts[2].c_str()), std::atoi(parts[3].c_str()),
                   std::atoi(parts[4].c_str()), static_cast<unsigned>(std::atoi(parts[5].c_str()))});
  }
  return all;
}

std::string Desk::screen() const {
  std::string text;
  for (const auto& seen : read())
    if (!seen.name.empty())
      text += seen.role + " \"" + seen.name + "\"" + (seen.value.empty() ? "" : " = " + seen.value) +
              (seen.description.empty() ? "" : " (" + seen.description + ")") + "\n";
  return text;
}

std::optional<Seen> Desk::find_prefix(const std::string& role, const std::string& prefix, double seconds) {
  const auto until = Clock::now() + std::chrono::duration<double>(seconds);
  for (;;) {
    // Of equal widgets the last one is on top (a dialog over a panel).
    std::optional<Seen> found;
    for (const auto& seen : read())
      if (seen.role == role && seen.name.starts_with(prefix) && seen.width > 0) found = seen;
    if (found || Clock::now() >= until) return found;
    pause_ms(30);
  }
}

std::optional<Seen> Desk::find(const std::string& role, const std::string& name, double seconds) {
  const auto until = Clock::now() + std::chrono::duration<double>(seconds);
  for (;;) {
    std::optional<Seen> found;
    for (const auto& seen : read())
      if (seen.role == role && seen.name == name && seen.width > 0) found = seen;
    if (found || Clock::now() >= until) return found;
    pause_ms(30);
  }
}

Seen Desk::expect(const std::string& role, const std::string& name, double seconds) {
  auto seen = find(role, name, seconds);
  if (!seen) {
    MESSAGE("not on screen: ", role, " \"", name, "\"\n", screen());
    REQUIRE_MESSAGE(seen.has_value(), role, " \"", name, "\"");
  }
  return *seen;
}

bool Desk::shows(const std::string& words, double seconds) {
  const auto until = Clock::now() + std::chrono::duration<double>(seconds);
  for (;;) {
    for (const auto& seen : read())
      for (const auto* text : {&seen.name, &seen.value, &seen.description})
        if (text->find(words) != std::string::npos) return true;
    if (Clock::now() >= until) break;
    pause_ms(50);
  }
  MESSAGE("not on screen: ", words, "\n", screen());
  return false;
}

bool Desk::gone(const std::string& role, const std::string& name, double seconds) {
  const auto until = Clock::now() + std::chrono::duration<double>(seconds);
  while (find(role, name)) {
    if (Clock::now() >= until) return false;
    pause_ms(30);
  }
  return true;
}

void Desk::settle() {
  // A click is answered within a few frames; the file then holds the new screen.
  long before = frame();
  for (int i = 0; i < 40; ++i) {
    pause_ms(40);
    const long now = frame();
    if (now == before && i > 3) return;
    before = now;
  }
}

void Desk::next_frame() {
  // The first one may have begun before the event; three follow each event.
  const long before = frame();
  for (int i = 0; i < 60 && frame() <= before + 1; ++i) pause_ms(20);
}

void Desk::point_at(const Seen& seen) {
  XTestFakeMotionEvent(x_->display, -1, seen.x + seen.width / 2, seen.y + seen.height / 2, CurrentTime);
  XSync(x_->display, False);
  next_frame();
}

void Desk::click(const Seen& seen) {
  // A person's hand is slower than a frame: the pointer arrives, then presses, then lets go, each seen by the
  // console. What came in meanwhile may have moved it, and a hand follows with its eyes.
  auto target = seen;
  for (int tries = 0; tries < 20; ++tries) {
    point_at(target);
    const auto now = find(seen.role, seen.name);
    if (!now || (now->x == target.x && now->y == target.y && now->width == target.width &&
                 now->height == target.height))
      break;
    target = *now;
  }
  press();
}

void Desk::press() {
  auto* display = x_->display;
  XTestFakeButtonEvent(display, 1, True, CurrentTime);
  XSync(display, False);
  next_frame();
  last_input_ = Clock::now();
  XTestFakeButtonEvent(display, 1, False, CurrentTime);
  XSync(display, False);
  next_frame();
  settle();
}

void Desk::click(const std::string& role, const std::string& name) {
  click(expect(role, name));
}

void Desk::click_for(const std::string& role, const std::string& name, const std::string& then_role,
                     const std::string& then_name) {
  for (int tries = 0; tries < 4; ++tries) {
    click(role, name);
    if (find(then_role, then_name, 4)) return;
  }
  expect(then_role, then_name, 0);
}

void Desk::fill(const std::string& name, const std::string& ascii) {
  for (int tries = 0; tries < 4; ++tries) {
    click("textbox", name);
    key("ctrl+a");
    type(ascii);
    const auto until = Clock::now() + std::chrono::seconds(4);
    while (Clock::now() < until) {
      if (const auto seen = find("textbox", name); seen && seen->value == ascii) return;
      pause_ms(30);
    }
  }
  CHECK(expect("textbox", name).value == ascii);
}

void Desk::key(const std::string& chord) {
  auto* display = x_->display;
  std::vector<KeySym> symbols;
  std::stringstream stream(chord);
  for (std::string part; std::getline(stream, part, '+');) {
    if (part == "ctrl")
      symbols.push_back(XK_Control_L);
    else if (part == "shift")
      symbols.push_back(XK_Shift_L);
    else if (part == "alt")
      symbols.push_back(XK_Alt_L);
    else
      symbols.push_back(XStringToKeysym(part.c_str()));
  }
  last_input_ = Clock::now();
  for (const auto symbol : symbols)
    XTestFakeKeyEvent(display, XKeysymToKeycode(display, symbol), True, CurrentTime);
  XSync(display, False);
  next_frame();
  for (auto it = symbols.rbegin(); it != symbols.rend(); ++it)
    XTestFakeKeyEvent(display, XKeysymToKeycode(display, *it), False, CurrentTime);
  XSync(display, False);
  settle();
}

void Desk::type(const std::string& ascii) {
  auto* display = x_->display;
  for (const char c : ascii) {
    KeySym symbol = static_cast<KeySym>(static_cast<unsigned char>(c));
    const KeyCode code = XKeysymToKeycode(display, symbol);
    // The second column of the keyboard map needs Shift.
    const bool shift = XkbKeycodeToKeysym(display, code, 0, 0) != symbol;
    if (shift) XTestFakeKeyEvent(display, XKeysymToKeycode(display, XK_Shift_L), True, CurrentTime);
    XTestFakeKeyEvent(display, code, True, CurrentTime);
    XTestFakeKeyEvent(display, code, False, CurrentTime);
    if (shift) XTestFakeKeyEvent(display, XKeysymToKeycode(display, XK_Shift_L), False, CurrentTime);
    XSync(display, False);
    pause_ms(25);
  }
  settle();
}

// ---- watching ----

Watch::Watch(const Desk& desk, There there, double seconds) {
  REQUIRE_FALSE(there(desk.read()));
  thread_ = std::thread([this, &desk, there = std::move(there), seconds] {
    const auto until = Clock::now() + std::chrono::duration<double>(seconds);
    for (auto looked = Clock::now(); looked < until;) {
      const bool found = there(desk.read());
      const auto now = Clock::now();
      step_ms_ = std::max(step_ms_, std::chrono::duration<double, std::milli>(now - looked).count());
      looked = now;
      if (found) {
        seen_at_ = now;
        return;
      }
      pause_ms(5);
    }
  });
}

Watch::~Watch() {
  if (thread_.joinable()) thread_.join();
}

std::optional<Watch::Clock::time_point> Watch::wait() {
  if (thread_.joinable()) thread_.join();
  return seen_at_;
}

}  // namespace stadtpult::tests
