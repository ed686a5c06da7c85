#include "platform/domain/working_days.hpp"

namespace stadtpult::platform {
namespace {

/// 0 Monday … 6 Sunday, in UTC. 1970-01-01 was a Thursday.
int weekday(base::Timestamp at) {
  const std::int64_t day = at.ms / base::kDayMs - (at.ms % base::kDayMs < 0 ? 1 : 0);
  return static_cast<int>(((day + 3) % 7 + 7) % 7);
}

}  // namespace

base::Timestamp add_working_days(base::Timestamp from, int days) {
  while (days > 0) {
    from.ms += base::kDayMs;
    if (weekday(from) < 5) --days;
  }
  return from;
}

}  // namespace stadtpult::platform
