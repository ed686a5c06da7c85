#pragma once
// Which numbers of a producer have come: all up to the highest one, but for the gaps that are known. Pure;
// used by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stadtpult::platform {

/// So many gaps are remembered, each an interval of any length. Beyond them the lowest are given up: what
/// lies in one of those counts as come.
inline constexpr std::size_t kMostGaps = 4'096;

class SeenNumbers {
 public:
  /// `highest`: 0 where none has come, numbers begin with 1. `gaps`: as gaps() told them, "" for none; from
  /// where they cannot be read on, there are none.
  SeenNumbers(std::int64_t highest, std::string_view gaps);

  /// True where this number has not come yet; it has from now on. One call's number must not be below that
  /// of the call before.
  bool take(std::int64_t number);
  [[nodiscard]] std::int64_t highest() const { return ahead_.back().first - 1; }
  /// The gaps below the highest number as a text: for each, how many numbers have come since the gap before
  /// and how many are missing, "2 1 40 3" for 3 and 44 to 46. Good with any later highest number, as long as
  /// nothing was left out on the way there.
  [[nodiscard]] std::string gaps() const;

 private:
  /// Both ends belong to it; empty where `first` is above `last`.
  struct Gap {
    std::int64_t first, last;
  };
  std::vector<Gap> ahead_;   ///< the last one begins above the highest number and has no end
  std::vector<Gap> passed_;  ///< those below what take() was asked for
  std::size_t next_ = 0;     ///< of ahead_, the first that is not passed
};

}  // namespace stadtpult::platform
