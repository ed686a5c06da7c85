#include "api-client/booking/slots.hpp"

#include <algorithm>
#include <optional>

#include "api-client/hours/evaluator.hpp"
#include "api-client/hours/parser.hpp"

namespace stadtpult::booking {
namespace {

using base::kDayMs;
using base::kMinuteMs;
using contract::Timestamp;
using hours::LocalTime;

/// On the clock of Germany; half open.
struct Wall {
  LocalTime from, to;
};
/// Instants; half open.
struct Piece {
  std::int64_t from = 0, to = 0;
};

base::Result<hours::Evaluator> evaluator_of(std::string_view text, hours::Land land, const char* field) {
  const auto reading = hours::read(text);
  if (reading.understood()) return hours::Evaluator(reading.expression, land);
  return base::fail(base::ErrorKind::invalid, hours::sentence_of(reading.problems.front()), field);
}

/// Where it is open for sure (`sure`), or open or perhaps so. What touches is one. A year whose school
/// holidays nobody knows yet has no sure hours.
std::vector<Wall> times(const hours::Evaluator& evaluator, LocalTime from, LocalTime to, bool sure) {
  std::vector<Wall> found;
  const auto ask = [&](LocalTime first, LocalTime last) {
    for (const auto& one : evaluator.intervals(first, last)) {
      if (sure && one.unknown) continue;
      if (!found.empty() && found.back().to == one.from)
        found.back().to = one.to;
      else
        found.push_back({one.from, one.to});
    }
  };
  if (!evaluator.gap(from, to)) {
    ask(from, to);
    return found;
  }
  for (LocalTime first = from; first < to;) {
    const int year = hours::date_of(first.day()).year;
    const auto last = std::min(to, hours::at_minute(hours::day_of({year + 1, 1, 1}), 0));
    if (!evaluator.gap(first, last)) ask(first, last);
    first = last;
  }
  return found;
}

/// `whole` without `holes`; both in order, the holes may overlap.
template <typename Range, typename Hole>
std::vector<Range> without(const std::vector<Range>& whole, const std::vector<Hole>& holes) {
  std::vector<Range> left;
  for (auto rest : whole) {
    for (const auto& hole : holes) {
      if (hole.to <= rest.from) continue;
      if (hole.from >= rest.to) break;
      if (hole.from > rest.from) left.push_back({rest.from, hole.from});
      rest.from = std::max(rest.from, hole.to);
      if (rest.from >= rest.to) break;
    }
    if (rest.from < rest.to) left.push_back(rest);
  }
  return left;
}

/// An opening of more than a day has a beginning that nobody thinks of ("24/7" has none): its slots begin
/// anew each midnight, so that they do not depend on the span that was asked for.
void add_days(std::vector<Wall>& days, Wall opening) {
  if (opening.to.minutes - opening.from.minutes > hours::kDayMinutes)
    for (auto midnight = hours::at_minute(opening.from.day() + 1, 0); midnight < opening.to;
         midnight = hours::at_minute(midnight.day() + 1, 0)) {
      days.push_back({opening.from, midnight});
      opening.from = midnight;
    }
  days.push_back(opening);
}

/// Most seats taken at any one time of [from, to). `taken` in the order of `from`.
std::int64_t most_taken(std::span<const Taken> taken, std::int64_t from, std::int64_t to) {
  std::int64_t most = 0;
  std::optional<std::int64_t> counted;
  for (const auto& one : taken) {
    if (one.from.ms >= to) break;
    if (one.to.ms <= from) continue;
    // The most are there when one of them begins; a full slot has hundreds that begin at once.
    const auto when = std::max(one.from.ms, from);
    if (counted == when) continue;
    counted = when;
    std::int64_t seats = 0;
    for (const auto& other : taken) {
      if (other.from.ms > when) break;
      if (other.to.ms > when) seats += other.seats;
    }
    most = std::max(most, seats);
  }
  return most;
}

}  // namespace

struct SlotPlan::Parts {
  std::optional<hours::Evaluator> opening, breaks;
  std::vector<Piece> closures;  ///< in order
  std::int64_t slot_minutes = 0, buffer_minutes = 0, capacity = 1;
  std::int64_t lead_ms = 0, horizon_ms = 0;

  /// Opening hours without breaks.
  [[nodiscard]] std::vector<Wall> openings(LocalTime from, LocalTime to) const {
    if (!opening) return {};
    auto open = times(*opening, from, to, true);
    return breaks ? without(open, times(*breaks, from, to, false)) : open;
  }
  [[nodiscard]] std::vector<Piece> bookable(const std::vector<Wall>& walls) const {
    std::vector<Piece> pieces;
    for (const auto& wall : walls)
      pieces.push_back({hours::instant_of(wall.from).ms, hours::instant_of(wall.to).ms});
    return closures.empty() ? pieces : without(pieces, closures);
  }
  /// Minutes pass by the sun, also through the two nights of the year; a booking of a whole day ends when the
  /// clock says so.
  [[nodiscard]] std::int64_t later(std::int64_t from, std::int64_t minutes) const {
    if (slot_minutes % hours::kDayMinutes != 0) return from + minutes * kMinuteMs;
    return hours::instant_of({hours::local_of({from}).minutes + minutes}).ms;
  }
};

base::Result<SlotPlan> SlotPlan::make(const contract::Resource& resource, std::string_view merchant_hours,
                                      hours::Land land) {
  auto parts = std::make_shared<Parts>();
  const auto opening = resource.opening_hours.empty() ? merchant_hours : resource.opening_hours;
  if (!opening.empty()) {
    auto read = evaluator_of(opening, land, "opening_hours");
    if (!read) return read.error();
    parts->opening = *std::move(read);
  }
  if (!resource.breaks.empty()) {
    auto read = evaluator_of(resource.breaks, land, "breaks");
    if (!read) return read.error();
    parts->breaks = *std::move(read);
  }
  for (const auto& closure : resource.closures) parts->closures.push_back({closure.from.ms, closure.to.ms});
  std::sort(parts->closures.begin(), parts->closures.end(),
            [](const Piece& a, const Piece& b) { return a.from < b.from; });
  parts->slot_minutes = std::max<std::int64_t>(1, resource.slot_minutes);
  parts->buffer_minutes = resource.buffer_minutes;
  parts->capacity = resource.capacity;
  parts->lead_ms = resource.lead_minutes * kMinuteMs;
  parts->horizon_ms = resource.horizon_days * kDayMs;
  return SlotPlan(std::move(parts));
}

std::vector<contract::Slot> SlotPlan::slots(Timestamp from, Timestamp to, Timestamp now,
                                            std::span<const Taken> taken) const {
  std::vector<contract::Slot> slots;
  if (from >= to) return slots;
  // Two days more on either side show of every opening that matters where it begins, and whether it is longer
  // than a day.
  std::vector<Wall> days;
  for (const auto& opening : parts_->openings(hours::at_minute(hours::local_of(from).day() - 2, 0),
                                              hours::at_minute(hours::local_of(to).day() + 3, 0)))
    add_days(days, opening);

  const auto buffer_ms = parts_->buffer_minutes * kMinuteMs;
  std::vector<Taken> sorted(taken.begin(), taken.end());
  std::sort(sorted.begin(), sorted.end(), [](const Taken& a, const Taken& b) { return a.from < b.from; });
  std::int64_t longest_ms = 0;
  for (const auto& one : sorted) longest_ms = std::max(longest_ms, one.to.ms - one.from.ms);

  for (const auto& piece : parts_->bookable(days))
    for (auto at = piece.from; at < to.ms;) {
      const auto end = parts_->later(at, parts_->slot_minutes);
      if (end > piece.to) break;
      if (at >= from.ms) {
        contract::Slot slot{{at}, {end}, 0, parts_->capacity};
        if (at >= now.ms + parts_->lead_ms && at <= now.ms + parts_->horizon_ms) {
          const auto first =
              std::lower_bound(sorted.begin(), sorted.end(), at - buffer_ms - longest_ms,
                               [](const Taken& one, std::int64_t begin) { return one.from.ms < begin; });
          const auto busy = most_taken({first, sorted.end()}, at - buffer_ms, end + buffer_ms);
          slot.free = std::max<std::int64_t>(0, parts_->capacity - busy);
        }
        slots.push_back(slot);
      }
      at = parts_->later(at, parts_->slot_minutes + parts_->buffer_minutes);
    }
  return slots;
}

bool SlotPlan::fits(Timestamp from, Timestamp to) const {
  if (from >= to) return false;
  const auto open = parts_->openings(hours::at_minute(hours::local_of(from).day() - 1, 0),
                                     hours::at_minute(hours::local_of(to).day() + 2, 0));
  const auto pieces = parts_->bookable(open);
  return std::any_of(pieces.begin(), pieces.end(),
                     [&](const Piece& piece) { return piece.from <= from.ms && to.ms <= piece.to; });
}

}  // namespace stadtpult::booking
