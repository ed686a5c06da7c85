#pragma once
// A pattern prepared for matching. Immutable, any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/detection/rule.hpp"

namespace stadtpult::platform::detection {

/// A literal that all rules of a set share; see Literals.
using LiteralId = std::uint32_t;
inline constexpr LiteralId kNoLiteral = 0xffff'ffff;

class Glob {
 public:
  /// Folds the pattern unless it is `cased`: then `fits` expects the text as it came, folded otherwise.
  Glob(const Pattern& pattern, bool cased);

  [[nodiscard]] bool fits(std::string_view text) const;

  /// The longest text that everything that fits contains; "" where there is none worth looking for. Folded.
  [[nodiscard]] const std::string& needle() const { return needle_; }

  LiteralId literal = kNoLiteral;  ///< of the needle; set by who collects literals

 private:
  /// What stands between two `*`.
  using Piece = std::vector<Token>;

  void find_needle(const Pattern& pattern);
  [[nodiscard]] bool fits_pieces(std::string_view text) const;

  enum class Shape { whole, start, end, anywhere, everything, pieces };
  Shape shape_ = Shape::pieces;
  std::string text_;  ///< of the simple shapes
  std::vector<Piece> pieces_;
  bool open_start_ = false, open_end_ = false;
  std::string needle_;
};

}  // namespace stadtpult::platform::detection
