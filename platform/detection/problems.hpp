#pragma once
// What is wrong with a document, each with its place. Plain values.

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace stadtpult::platform::detection {

/// Collects every reason why a document is refused. A document with a reason is refused as a whole.
class Problems {
 public:
  /// `place` is a path ("detection.selection.cs-uri|re"), `line` its line in the file.
  void add(int line, std::string_view place, std::string_view why) {
    ++count_;
    if (reasons_.size() < kMost) reasons_.push_back(fmt::format("line {}, {}: {}", line, place, why));
  }

  [[nodiscard]] bool none() const { return count_ == 0; }

  /// All of them in one line; the first ones where there are many.
  [[nodiscard]] std::string text() const {
    std::string out = fmt::format("{}", fmt::join(reasons_, "; "));
    if (count_ > reasons_.size()) out += fmt::format("; and {} more", count_ - reasons_.size());
    return out;
  }

 private:
  static constexpr std::size_t kMost = 8;
  std::size_t count_ = 0;
  std::vector<std::string> reasons_;
};

}  // namespace stadtpult::platform::detection
