#pragma once
// The command palette (Ctrl+K): commands and objects found by name across panels. Ranking is pure and tested;
// drawing is palette_ui.cpp.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "panels/panel.hpp"

namespace stadtpult::console {

/// One line of the palette.
struct PaletteEntry {
  std::string title;
  std::string detail;
  const char* icon = nullptr;
  std::vector<std::string> keys;
  std::string disabled_because;  ///< shown, cannot be run
  bool is_command = false;
  std::function<void()> run;
  std::vector<std::pair<size_t, size_t>> marks =
      {};  ///< bytes [from, to) of the title that were typed; by rank()
};

/// How well `query` (what was typed) fits `title`: 0 not at all; an exact prefix beats a word's beginning
/// beats a place inside; every word of the query must be found. Case and accents do not count.
int palette_score(std::string_view query, std::string_view title);

/// Where the words of `query` stand in `title`, as byte ranges [from, to) in order.
std::vector<std::pair<size_t, size_t>> palette_marks(std::string_view query, std::string_view title);

/// The best entries in two groups (objects, then commands), each in order of fit; "> …" leaves commands only.
std::vector<PaletteEntry> rank(std::string_view query, std::vector<PaletteEntry> entries,
                               size_t most_objects = 6, size_t most_commands = 8);

/// The dialog while it is open.
class Palette {
 public:
  void open() {
    open_ = just_opened_ = true;
    typed_.clear();
    cursor_ = 0;
  }
  /// What stands in the search field.
  void type(std::string words) { typed_ = std::move(words); }
  [[nodiscard]] bool is_open() const { return open_; }
  /// `collect` gives the entries for what is typed; it is called when the text changes and when the palette
  /// opens.
  void draw(bool online, const std::function<std::vector<PaletteEntry>(std::string_view)>& collect);

 private:
  bool head(bool online);
  int list(float logical_height);
  void foot() const;
  void move_cursor();
  void run(int index);

  bool open_ = false, just_opened_ = false;
  std::string typed_, collected_for_;
  std::vector<PaletteEntry> entries_;
  int cursor_ = 0;
  bool follow_ = false;  ///< the cursor moved: bring its row into view
};

}  // namespace stadtpult::console
