#pragma once
// Sets text into lines and draws lines. Pango can set any text of any script, and takes its time: a table of
// a thousand rows says the same words again and again. So plain text, of letters that the first font has, is
// set of words that were shaped once, and the rest as a whole by Pango; both look the same. Lengths are
// millimetres. One thread; lines live as long as their typesetter.

#include <pango/pangocairo.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "platform/print/document.hpp"

namespace stadtpult::platform::print {

inline constexpr double kPointsPerMm = 72.0 / 25.4;
inline double points(double mm) {
  return mm * kPointsPerMm;
}

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};

class Face;  ///< one font in one size, with the words that were shaped of it
struct Word;

/// A line of a text that was set: how far it reaches below the one before.
struct Line {
  double x = 0;  ///< where it begins, from the text's left edge
  double height = 0;
  double baseline = 0;  ///< from the line's top
  double grey = 0;

  // Of words …
  Face* face = nullptr;
  std::vector<std::pair<const Word*, int>> words = {};  ///< each with how many spaces before it
  // … or of Pango's.
  std::shared_ptr<PangoLayout> layout = {};
  int number = 0;
};

double height_of_lines(const std::vector<Line>& lines);

class Typesetter {
 public:
  explicit Typesetter(const std::string& language);
  ~Typesetter();
  Typesetter(const Typesetter&) = delete;
  Typesetter& operator=(const Typesetter&) = delete;

  std::vector<Line> lines_of(std::string_view words, double width, const Style& style);
  /// Characters so far that no font has.
  [[nodiscard]] int unknown() const { return unknown_; }
  void forget_unknown(int before) { unknown_ = before; }

  /// Whatever comes is drawn: what is no UTF-8, and what controls a machine, as a mark.
  static std::string readable(std::string_view words);

 private:
  std::vector<Line> set_by_pango(const std::string& text, double width, const Style& style);
  Face& face_of(const Style& style);

  std::unique_ptr<PangoFontMap, Unref> fonts_;
  std::unique_ptr<PangoContext, Unref> context_;
  std::map<std::tuple<double, bool, bool, bool>, std::unique_ptr<Face>> faces_;
  int unknown_ = 0;
};

/// The lines of a page and where they stand. Drawn together: cairo takes as long for a line as for many.
class Type {
 public:
  void add(Line line, double x, double y) { lines_.push_back({std::move(line), x, y}); }
  void draw(cairo_t* to) const;

 private:
  struct Placed {
    Line line;
    double x = 0, y = 0;
  };
  std::vector<Placed> lines_;
};

}  // namespace stadtpult::platform::print
