#pragma once
// The changes that all event streams share: each is read and encoded once, kept in one ring, and every reader
// goes through the ring with a cursor of its own. A reader costs no queue, and since it only moves forward
// over growing ids it can neither lose nor see twice. A reader behind the ring reads from the store.

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "platform/routes/service.hpp"

namespace stadtpult::platform {

class EventHub {
 public:
  /// Who reads, and the last id it has passed (sent, or not for its eyes).
  struct Reader {
    contract::Role role = contract::Role::editor;
    std::string organisation_id;
    std::int64_t cursor = 0;
  };

  EventHub(Service& service, std::size_t backlog) : service_(service), backlog_(backlog) {}

  /// Takes new changes over into the ring; true where there were any. Any thread; does nothing without
  /// readers.
  bool pump();

  /// Appends what the reader may see after its cursor, about `most_bytes`, and moves the cursor. True where
  /// more may be waiting. Any thread; a reader is used by one at a time.
  bool collect(Reader& reader, std::string& out, std::size_t most_bytes);

  /// From now on pump() keeps the ring for this reader too. Call pump() after it: changes may have come
  /// between.
  void join(const Reader& reader);
  void leave();
  [[nodiscard]] int readers() const;

 private:
  struct Entry {
    std::int64_t id = 0;
    contract::Roles roles = 0;
    std::string organisation_id;
    std::string frame;  ///< as it goes over the wire
  };

  bool collect_from_ring(Reader& reader, std::string& out, std::size_t most_bytes, bool& more) const;

  Service& service_;
  const std::size_t backlog_;
  std::mutex pumping_;               ///< one pump at a time; taken before mutex_
  mutable std::shared_mutex mutex_;  ///< guards all below
  std::deque<Entry> ring_;           ///< complete for ids in (floor_, newest_]
  std::int64_t floor_ = 0, newest_ = 0;
  int readers_ = 0;
};

/// A change in the form of an event stream (HTML Living Standard, 9.2.6).
std::string encode_event(const StreamEvent& event);

}  // namespace stadtpult::platform
