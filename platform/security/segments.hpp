#pragma once
// Events on their way into the store: lines of one class are sealed together, as one batch.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "platform/security/pseudonyms.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

class Segments {
 public:
  /// `line` without its line end.
  void add(std::int64_t class_uid, base::Timestamp at, std::string_view line);
  /// Writes a batch a class; the batches' ids by class. `detected`: rules have seen them.
  std::map<std::int64_t, std::int64_t> store(Database& database, const Pseudonyms& pseudonyms,
                                             const std::string& producer, base::Timestamp now, bool detected);

 private:
  struct Segment {
    std::string text;
    EventBatch row;
  };
  std::map<std::int64_t, Segment> by_class_;
};

/// Calls see(line) for each line of `text`, without its line end.
template <typename See>
void each_line(std::string_view text, See see) {
  while (!text.empty()) {
    const size_t end = text.find('\n');
    see(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

}  // namespace stadtpult::platform
