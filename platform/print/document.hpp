#pragma once
// A document on paper (A4, PDF), over cairo and Pango: text in any script that the machine has fonts for,
// tables, lines, QR codes. The same calls give the same bytes: no clock and no chance plays a part. Lengths
// are millimetres, sizes of type are points. One thread; owns its fonts.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"

namespace stadtpult::platform::print {

enum class Align { left, center, right };

struct Style {
  double size_pt = 10;
  bool bold = false, italic = false;
  bool mono = false;  ///< every character as wide as the next: codes, hashes
  double grey = 0;    ///< 0 black to 1 white
  Align align = Align::left;
  int max_lines = 0;  ///< what is longer ends in "…"; 0: all of it
};

struct Column {
  std::string title;
  double share = 1;  ///< of the width, against the other columns'
  Align align = Align::left;
};

class Document {
 public:
  static constexpr double kWidth = 210, kHeight = 297;          ///< of the paper
  static constexpr double kSide = 18, kTop = 18, kBottom = 22;  ///< margins of what flows
  static constexpr double kTextWidth = kWidth - 2 * kSide;

  struct Options {
    std::string title;             ///< in the file's properties
    std::string language = "de";   ///< which forms of characters are chosen
    base::Timestamp made_at = {};  ///< what the file says of its making; unset: 1970
    std::string footer = {};       ///< at the foot of each page, left
    bool page_numbers = true;      ///< "2 / 5" at the foot, right
  };
  explicit Document(Options options);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // What flows: each begins below the one before and goes on on the next page.
  void heading(std::string_view words, int level = 1);  ///< 1 to 3; stays with what follows it
  void paragraph(std::string_view words, const Style& style = {});
  /// Cells wrap; the head is repeated on each page; a row is cut only where it is longer than a page. Cells
  /// that a row lacks are empty.
  void table(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows);
  void rule();
  void gap(double mm);
  void new_page();
  [[nodiscard]] double room() const;  ///< left on this page

  // What is put at a place of the current page, from its upper left corner.
  /// Gives the height back.
  double put_text(double x, double y, double width, std::string_view words, const Style& style = {});
  void put_line(double x1, double y1, double x2, double y2, double grey = 0, bool dashed = false);
  /// With its quiet zone within `side`. Fails for more bytes than a code holds (about 2,300).
  base::Done put_qr(double x, double y, double side, std::string_view text);
  [[nodiscard]] double height_of(double width, std::string_view words, const Style& style = {});

  [[nodiscard]] int pages() const;
  /// Characters that no font of this machine has so far: they show as boxes with their number.
  [[nodiscard]] int unknown_characters() const;

  /// The file. Once; nothing can be added afterwards.
  base::Result<std::string> finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace stadtpult::platform::print
