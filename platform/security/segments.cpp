#include "platform/security/segments.hpp"

#include <algorithm>

namespace stadtpult::platform {

void Segments::add(std::int64_t class_uid, base::Timestamp at, std::string_view line) {
  Segment& segment = by_class_[class_uid];
  segment.text.append(line);
  segment.text += '\n';
  EventBatch& row = segment.row;
  row.first = row.count == 0 ? at : std::min(row.first, at);
  row.last = row.count == 0 ? at : std::max(row.last, at);
  ++row.count;
}

std::map<std::int64_t, std::int64_t> Segments::store(Database& database, const Pseudonyms& pseudonyms,
                                                     const std::string& producer, base::Timestamp now,
                                                     bool detected) {
  std::map<std::int64_t, std::int64_t> ids;
  for (auto& [class_uid, segment] : by_class_) {
    segment.row.class_uid = class_uid;
    segment.row.producer = producer;
    segment.row.sealed = pseudonyms.seal_events(segment.text);
    ids[class_uid] = insert_batch(database, segment.row, now, detected);
  }
  by_class_.clear();
  return ids;
}

}  // namespace stadtpult::platform
