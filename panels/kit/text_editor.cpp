#include "panels/kit/text_editor.hpp"

#include <algorithm>

namespace stadtpult::panels::kit::internal {
namespace {

struct Buffer {
  std::u32string text;
  float wrap = 100;
  float row_height = 18;
  TextEditor::Measure measure = nullptr;
  const void* context = nullptr;

  [[nodiscard]] float width(char32_t c) const { return measure != nullptr ? measure(context, c) : 8.0F; }
};

int end_of_row(const Buffer& buffer, int from) {
  const auto count = static_cast<int>(buffer.text.size());
  float width = 0;
  int after_space = -1;
  for (int i = from; i < count; ++i) {
    const char32_t c = buffer.text[static_cast<std::size_t>(i)];
    if (c == U'\n') return i + 1;
    width += buffer.width(c);
    // A space may hang over the edge: the next word decides.
    if (c == U' ')
      after_space = i + 1;
    else if (width > buffer.wrap && i > from)
      return after_space > from ? after_space : i;
  }
  return count;
}

}  // namespace
}  // namespace stadtpult::panels::kit::internal

// stb_textedit is configured by macros and included twice: its types, then its functions over our Buffer.
#define STB_TEXTEDIT_CHARTYPE char32_t
#define STB_TEXTEDIT_STRING stadtpult::panels::kit::internal::Buffer
#define STB_TEXTEDIT_UNDOSTATECOUNT 99
#define STB_TEXTEDIT_UNDOCHARCOUNT 999
#include <cstring>

namespace stadtpult::panels::kit::internal {
namespace {

#include <stb/stb_textedit.h>

constexpr int kShift = 0x400000;
constexpr int key_of(Edit what) {
  return static_cast<int>(what);
}

int stb_length(const Buffer* buffer) {
  return static_cast<int>(buffer->text.size());
}
char32_t stb_char(const Buffer* buffer, int at) {
  return buffer->text[static_cast<std::size_t>(at)];
}
float stb_width(const Buffer* buffer, int row, int at) {
  const char32_t c = stb_char(buffer, row + at);
  return c == U'\n' ? -1.0F : buffer->width(c);
}
void stb_layout(StbTexteditRow* row, const Buffer* buffer, int from) {
  row->x0 = 0;
  row->x1 = buffer->wrap;
  row->baseline_y_delta = row->ymax = buffer->row_height;
  row->ymin = 0;
  row->num_chars = end_of_row(*buffer, from) - from;
}
void stb_delete(Buffer* buffer, int at, int count) {
  buffer->text.erase(static_cast<std::size_t>(at), static_cast<std::size_t>(count));
}
bool stb_insert(Buffer* buffer, int at, const char32_t* words, int count) {
  buffer->text.insert(static_cast<std::size_t>(at), words, static_cast<std::size_t>(count));
  return true;
}

#define STB_TEXTEDIT_STRINGLEN(s) stb_length(s)
#define STB_TEXTEDIT_LAYOUTROW(row, s, from) stb_layout(row, s, from)
#define STB_TEXTEDIT_GETWIDTH(s, row, at) stb_width(s, row, at)
#define STB_TEXTEDIT_GETWIDTH_NEWLINE (-1.0F)
#define STB_TEXTEDIT_KEYTOTEXT(key) ((key) >= 0x200000 ? 0 : (key))
#define STB_TEXTEDIT_GETCHAR(s, at) stb_char(s, at)
#define STB_TEXTEDIT_NEWLINE U'\n'
#define STB_TEXTEDIT_IS_SPACE(c) ((c) == U' ' || (c) == U'\n')
#define STB_TEXTEDIT_DELETECHARS(s, at, n) stb_delete(s, at, n)
#define STB_TEXTEDIT_INSERTCHARS(s, at, c, n) stb_insert(s, at, c, n)
#define STB_TEXTEDIT_K_SHIFT kShift
#define STB_TEXTEDIT_K_LEFT key_of(Edit::left)
#define STB_TEXTEDIT_K_RIGHT key_of(Edit::right)
#define STB_TEXTEDIT_K_UP key_of(Edit::up)
#define STB_TEXTEDIT_K_DOWN key_of(Edit::down)
#define STB_TEXTEDIT_K_PGUP key_of(Edit::page_up)
#define STB_TEXTEDIT_K_PGDOWN key_of(Edit::page_down)
#define STB_TEXTEDIT_K_LINESTART key_of(Edit::line_start)
#define STB_TEXTEDIT_K_LINEEND key_of(Edit::line_end)
#define STB_TEXTEDIT_K_TEXTSTART key_of(Edit::text_start)
#define STB_TEXTEDIT_K_TEXTEND key_of(Edit::text_end)
#define STB_TEXTEDIT_K_DELETE key_of(Edit::del)
#define STB_TEXTEDIT_K_BACKSPACE key_of(Edit::backspace)
#define STB_TEXTEDIT_K_UNDO key_of(Edit::undo)
#define STB_TEXTEDIT_K_REDO key_of(Edit::redo)
#define STB_TEXTEDIT_K_WORDLEFT key_of(Edit::word_left)
#define STB_TEXTEDIT_K_WORDRIGHT key_of(Edit::word_right)
#define STB_TEXTEDIT_IMPLEMENTATION
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <stb/stb_textedit.h>
#pragma GCC diagnostic pop

}  // namespace

struct TextEditor::State {
  Buffer buffer;
  STB_TexteditState edit{};
};

TextEditor::TextEditor() : state_(std::make_unique<State>()) {
  reset({});
}
TextEditor::~TextEditor() = default;

void TextEditor::reset(std::u32string text) {
  state_->buffer.text = std::move(text);
  const int page = state_->edit.row_count_per_page;
  stb_textedit_initialize_state(&state_->edit, 0);
  state_->edit.row_count_per_page = page;
  select(static_cast<int>(state_->buffer.text.size()), static_cast<int>(state_->buffer.text.size()));
}

void TextEditor::set_layout(float wrap, float row_height, int rows_per_page, Measure measure,
                            const void* context) {
  state_->buffer.wrap = wrap;
  state_->buffer.row_height = row_height;
  state_->buffer.measure = measure;
  state_->buffer.context = context;
  state_->edit.row_count_per_page = std::max(1, rows_per_page);
}

const std::u32string& TextEditor::text() const {
  return state_->buffer.text;
}
int TextEditor::cursor() const {
  return state_->edit.cursor;
}
std::pair<int, int> TextEditor::selection() const {
  const int a = state_->edit.select_start;
  const int b = state_->edit.select_end;
  return {std::min(a, b), std::max(a, b)};
}

void TextEditor::select(int from, int to) {
  state_->edit.select_start = from;
  state_->edit.select_end = state_->edit.cursor = to;
}

int TextEditor::row_end(int from) const {
  return end_of_row(state_->buffer, from);
}
void TextEditor::key(Edit what, bool selecting) {
  stb_textedit_key(&state_->buffer, &state_->edit, key_of(what) | (selecting ? kShift : 0));
}
void TextEditor::insert(char32_t c) {
  stb_textedit_key(&state_->buffer, &state_->edit, static_cast<int>(c));
}
void TextEditor::paste(const std::u32string& words) {
  stb_textedit_paste(&state_->buffer, &state_->edit, words.data(), static_cast<int>(words.size()));
}
void TextEditor::cut() {
  stb_textedit_cut(&state_->buffer, &state_->edit);
}
void TextEditor::click(float x, float y) {
  stb_textedit_click(&state_->buffer, &state_->edit, x, y);
}
void TextEditor::drag(float x, float y) {
  stb_textedit_drag(&state_->buffer, &state_->edit, x, y);
}

}  // namespace stadtpult::panels::kit::internal
