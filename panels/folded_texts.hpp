#pragma once
// The folded texts of a list that is held whole, for searching it with each key: each is folded once, and
// again only when its thing is another. All lie in one block of memory. Frame thread.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/client/state.hpp"

namespace stadtpult::panels {

class FoldedTexts {
 public:
  /// Looks at `most` things at most and goes on there next time, so that the work of a long list that has
  /// just come can be spread over frames. `write(out, thing)` appends the folded text of one. False: there
  /// are more.
  template <typename T, typename Write>
  bool update(const client::Held<T>& list, const Write& write,
              std::size_t most = std::numeric_limits<std::size_t>::max()) {
    const auto& items = list.items();
    if (generation_ != list.generation) {
      generation_ = list.generation;
      next_ = 0;
      places_.resize(items.size());
      if (unused_ > text_.size() / 2) clear(items.size());
    }
    for (; next_ < items.size() && most > 0; ++next_, --most) {
      const T& item = items[next_];
      Place& place = places_[next_];
      // What waits in the outbox may be another with each key, and its revision is the old one.
      const bool pending = list.pending(item.id);
      if (place.number == item.number && place.revision == item.revision && !place.pending && !pending)
        continue;
      unused_ += place.length;
      const auto offset = text_.size();
      write(text_, item);
      place = {item.number, item.revision, offset, text_.size() - offset, pending};
    }
    return next_ == items.size();
  }

  /// By place in the list, once update() said true. Valid until the next update().
  [[nodiscard]] std::string_view operator[](std::size_t at) const {
    return std::string_view(text_).substr(places_[at].offset, places_[at].length);
  }

 private:
  struct Place {
    std::int64_t number = -1, revision = -1;  ///< of what it is the text
    std::size_t offset = 0, length = 0;       ///< in text_
    bool pending = false;
  };

  void clear(std::size_t count) {
    text_.clear();
    places_.assign(count, {});
    unused_ = 0;
  }

  std::uint64_t generation_ = ~0ULL;
  std::size_t next_ = 0, unused_ = 0;  ///< bytes of text_ that nothing points to any more
  std::vector<Place> places_;
  std::string text_;
};

}  // namespace stadtpult::panels
