#pragma once
// Fields and choices. Values are the caller's; each function returns what happened in this frame. Frame
// thread only.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

struct InputEvent {
  bool changed = false;    ///< the text is another than before this frame
  bool submitted = false;  ///< Enter (not in multi-line fields; there Ctrl+Enter is the pane's)
  bool left = false;       ///< the field lost the focus: the moment to validate and to save
  bool focused = false;
  explicit operator bool() const { return changed; }
};

struct TextFieldOptions {
  std::string_view label = {};  ///< above the field; always visible unless label_hidden
  bool label_hidden = false;    ///< the label is only recorded (a field whose label stands beside it)
  std::string_view placeholder = {};
  std::string_view error = {};    ///< sentence below, red border; show it after `left` or on submit
  std::string_view hint = {};     ///< meta line below
  const char* icon = nullptr;     ///< at the left edge
  int max_length = 0;             ///< in characters; shows "33 von 60"; longer text is kept and marked
  std::string_view counter = {};  ///< instead of the counter ("noch 2 Zeichen")
  bool multiline = false;
  float lines = 3;  ///< height of a multi-line field
  bool password = false;
  bool readonly = false;
  bool required = false;
  bool mono = false;
  float width = kFill;  ///< logical px
  std::string_view disabled_because = {};
  bool focus_now = false;  ///< take the focus in this frame
};
InputEvent text_field(const char* id, std::string& value, const TextFieldOptions& options);

/// Puts these marks around what is selected in the multi-line field with this id, or where its caret was
/// last, and gives it the keyboard. `after` may be empty ("- ").
void mark_text(const char* id, std::string& value, std::string_view before, std::string_view after);

struct SearchBoxOptions {
  std::string_view placeholder = {};  ///< also the accessible name
  std::string_view name = {};
  float width = kFill;
  bool focus_now = false;
};
/// Search icon, × to empty, Esc empties first.
InputEvent search_box(const char* id, std::string& value, const SearchBoxOptions& options);

/// A whole number in a text field; invalid text is marked and leaves `value` as it is.
struct NumberFieldOptions {
  std::string_view label = {};
  bool label_hidden = false;
  std::int64_t min = 0, max = 1'000'000'000;
  std::string_view unit = {};
  float width = 120;
};
bool number_field(const char* id, std::int64_t& value, const NumberFieldOptions& options);

struct CheckboxOptions {
  std::string_view label = {};
  std::string_view name = {};    ///< accessible name where no label is shown
  bool mixed = false;            ///< some of several: drawn as a dash
  std::string_view detail = {};  ///< second line, meta
  std::string_view disabled_because = {};
};
/// Returns whether it was toggled.
bool checkbox(const char* id, bool& value, const CheckboxOptions& options);

struct RadioOption {
  std::string_view label = {};
  std::string_view detail = {};  ///< second line; shown in cards
  std::string_view disabled_because = {};
};
struct RadioOptions {
  std::string_view name = {};  ///< accessible name of the group
  bool cards = false;          ///< each choice in a bordered card (conflict dialog)
  bool horizontal = false;
};
/// One Tab stop, arrows move. Returns whether `current` changed.
bool radio_group(const char* id, int& current, std::span<const RadioOption> choices,
                 const RadioOptions& options);

struct SwitchOptions {
  std::string_view label = {};
  std::string_view name = {};  ///< accessible name where no label is shown
  bool label_left = false;
  std::string_view disabled_because = {};
};
bool switch_(const char* id, bool& value, const SwitchOptions& options);

struct Choice {
  std::string_view label = {};
  const char* icon = nullptr;
  Tone tone = Tone::neu;
  std::string_view detail = {};
  std::string_view disabled_because = {};
  /// What it stands for ("inc_12"), one of a kind; "" = its label. Where choices come and go while the list
  /// is open, what is marked in it stays marked by this.
  std::string_view id = {};
};
struct ComboboxOptions {
  std::string_view label = {};
  bool label_hidden = false;
  std::string_view placeholder = {};  ///< shown while current is -1
  std::string_view error = {};
  const char* icon = nullptr;
  float width = kFill;
  std::string_view disabled_because = {};
};
/// ↑ ↓ Home End move, letters jump, Enter or Space choose what is marked, Esc closes. What is marked and gone
/// meanwhile is not chosen, nor what stands in its place. Returns whether `current` changed.
bool combobox(const char* id, int& current, std::span<const Choice> choices, const ComboboxOptions& options);

/// A term of the query bar that is finished ("schwere:≥niedrig").
struct QueryTerm {
  std::string text = {};
  std::string error = {};  ///< not empty: red outline and these words
};
struct QueryState {
  std::vector<QueryTerm> terms = {};
  std::string typed = {};  ///< the unfinished one
  int suggestion = -1;     ///< highlighted suggestion
};
struct QueryBarOptions {
  std::string_view name = {};
  std::string_view placeholder = {};
  std::span<const std::string_view> suggestions = {};  ///< for what is typed now; the caller computes them
  bool starred = false;
  bool can_star = false;
};
struct QueryEvent {
  bool changed = false;  ///< a term came or went: evaluate again
  bool typing = false;   ///< `typed` is another
  bool star = false;     ///< the star was pressed
};
/// Tokens and text field in one box; Enter or Space after "field:value" finishes a term, Backspace takes the
/// last back.
QueryEvent query_bar(const char* id, QueryState& state, const QueryBarOptions& options);

}  // namespace stadtpult::panels::kit
