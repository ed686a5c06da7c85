#pragma once
// What floats: dialogs, popovers, menus, tooltips. A scope each: Tab stays inside, Esc closes the topmost,
// focus goes back to where it was. Frame thread only.

#include <span>
#include <string>
#include <string_view>

#include "panels/kit/keys.hpp"
#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

struct DialogOptions {
  std::string_view title = {};  ///< a question with the object's name; accessible name
  std::string_view body = {};
  const char* icon = nullptr;
  Tone tone = Tone::info;
  float width = size::kDialogWidth;  ///< logical px
  bool bare = false;                 ///< no title block or padding (command palette)
  float top = 0;                     ///< logical px from the top; 0 = centred
};

/// Modal dialog while `open`; Esc sets `open` to false. Use: `if (Dialog d{"revoke", open, {…}}) { … }`.
/// The first stop inside gets the focus unless focus::next_stop() or a field's focus_now says otherwise.
/// Where the window is too low for everything, the head stays and what is below it scrolls.
class Dialog {
 public:
  Dialog(const char* id, bool& open, const DialogOptions& options);
  ~Dialog();
  Dialog(const Dialog&) = delete;
  Dialog& operator=(const Dialog&) = delete;
  explicit operator bool() const { return shown_; }
  /// First frame of an opening: the moment to say where the focus starts.
  [[nodiscard]] bool appearing() const;

 private:
  bool* open_ = nullptr;
  bool shown_ = false;
  bool appearing_ = false;
};
/// What follows in the present dialog stands still at its foot, below what scrolls: the row of its actions.
/// Called inside a row, a region or an id scope it does nothing, and the row scrolls along.
void dialog_foot();
/// Whether a dialog or popover is open (the shell then leaves its single-letter keys alone).
bool overlay_open();

struct ConfirmState {
  bool open = false;
  std::string typed = {};
  int reason = -1;
};
struct Consequence {
  const char* icon = nullptr;
  std::string_view words = {};
};
struct ConfirmOptions {
  std::string_view title = {};  ///< "Zertifikat WO-7731-C4 widerrufen?"
  std::string_view body = {};
  const char* icon = nullptr;
  std::span<const Consequence> consequences = {};
  std::span<const std::string_view> reasons = {};  ///< required when given
  std::string_view object_id = {};                 ///< to be typed; "" = no typing
  std::string_view action = {};                    ///< the verb again
};
/// The dialog for what cannot be taken back. Returns true in the frame in which it was confirmed (and
/// closed).
bool confirm(const char* id, ConfirmState& state, const ConfirmOptions& options);

struct PopoverOptions {
  std::string_view name = {};  ///< accessible name
  float width = 0;             ///< logical px; 0 by content
  float padding = 12;
  bool right_aligned = false;  ///< right edge at the anchor's right edge
};
/// Opens the popover with this id below `anchor` (default: the last widget).
void open_popover(const char* id);
void open_popover(const char* id, const Rect& anchor);
void close_popover();
bool popover_open(const char* id);
class Popover {
 public:
  Popover(const char* id, const PopoverOptions& options);
  ~Popover();
  Popover(const Popover&) = delete;
  Popover& operator=(const Popover&) = delete;
  explicit operator bool() const { return shown_; }

 private:
  bool shown_ = false;
};

struct MenuItemOptions {
  std::string_view label = {};
  const char* icon = nullptr;
  std::string_view detail = {};
  Chord keys = {};
  bool danger = false;
  bool checked = false;
  std::string_view disabled_because = {};
};
/// A menu opened with open_popover(id). ↑ ↓ move, Enter chooses, letters jump, Esc closes.
class Menu {
 public:
  Menu(const char* id, std::string_view name, float logical_width = 0);
  ~Menu();
  Menu(const Menu&) = delete;
  Menu& operator=(const Menu&) = delete;
  explicit operator bool() const { return shown_; }
  /// True in the frame in which it was chosen (the menu closes).
  bool item(const char* id, const MenuItemOptions& options);
  void separator();
  void heading(std::string_view words);

 private:
  bool shown_ = false;
};

/// Tooltip for the last placed widget: call when it is hovered or has the ring. Widgets with `tooltip` do it
/// themselves.
void tooltip(std::string_view words, const Rect& anchor);

/// Rectangle and id of the last widget placed by the kit.
Rect last_rect();
unsigned int last_id();

}  // namespace stadtpult::panels::kit
