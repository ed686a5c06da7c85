#pragma once
// Internal to the kit: editing of wrapped text (caret, selection, undo) on the logic of stb_textedit; no
// drawing, no ImGui. Positions count code points.

#include <memory>
#include <string>
#include <utility>

namespace stadtpult::panels::kit::internal {

/// What a key does. Values are those stb_textedit is given.
enum class Edit : int {
  left = 0x200000,
  right,
  up,
  down,
  page_up,
  page_down,
  line_start,
  line_end,
  text_start,
  text_end,
  del,
  backspace,
  undo,
  redo,
  word_left,
  word_right,
};

class TextEditor {
 public:
  using Measure = float (*)(const void* context, char32_t c);  ///< width of one code point

  TextEditor();
  ~TextEditor();
  TextEditor(const TextEditor&) = delete;
  TextEditor& operator=(const TextEditor&) = delete;

  /// Replaces the text; the caret goes to its end, undo starts anew.
  void reset(std::u32string text);
  /// How wide rows are, how high, and how many a page has. Call before anything that looks at rows.
  void set_layout(float wrap, float row_height, int rows_per_page, Measure measure, const void* context);

  [[nodiscard]] const std::u32string& text() const;
  [[nodiscard]] int cursor() const;
  /// From and to, ordered; equal where nothing is selected.
  [[nodiscard]] std::pair<int, int> selection() const;
  void select(int from, int to);
  /// End of the row that begins at `from`: behind a newline, else behind the last space that fits.
  [[nodiscard]] int row_end(int from) const;

  void key(Edit what, bool select);
  void insert(char32_t c);
  void paste(const std::u32string& words);
  void cut();
  void click(float x, float y);
  void drag(float x, float y);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stadtpult::panels::kit::internal
