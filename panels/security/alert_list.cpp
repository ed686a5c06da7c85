#include "panels/security/alert_list.hpp"

#include <algorithm>
#include <utility>

namespace stadtpult::panels::security {

using client::AlertRow;
using client::AlertTable;

std::uint64_t Strip::total(int lane) const {
  std::uint64_t sum = 0;
  for (const auto& bucket : buckets) sum += bucket[static_cast<std::size_t>(lane)];
  return sum;
}

int lane_of(std::uint8_t severity) {
  return std::clamp(5 - static_cast<int>(severity), 0, kLanes - 1);
}

// ---- order ----

bool AlertList::before(std::uint32_t a, std::uint32_t b) const {
  return std::pair(time_[a], a) < std::pair(time_[b], b);
}

/// Takes these rows out of a list in order; mostly they are near its end, so only the rest is moved.
void AlertList::take_out(std::vector<std::uint32_t>& from, std::vector<std::uint32_t>& rows) const {
  if (rows.empty()) return;
  const auto earlier = [this](std::uint32_t a, std::uint32_t b) { return before(a, b); };
  std::sort(rows.begin(), rows.end(), earlier);
  auto write = std::lower_bound(from.begin(), from.end(), rows.front(), earlier);
  auto next = rows.begin();
  for (auto read = write; read != from.end(); ++read) {
    if (next == rows.end()) {
      write = std::move(read, from.end(), write);
      break;
    }
    if (*read == *next)
      ++next;
    else
      *write++ = *read;
  }
  from.erase(write, from.end());
}

/// Puts these rows into a list in order, from its end; whole stretches between them are moved at once.
void AlertList::put_in(std::vector<std::uint32_t>& into, std::vector<std::uint32_t>& rows) const {
  if (rows.empty()) return;
  const auto earlier = [this](std::uint32_t a, std::uint32_t b) { return before(a, b); };
  std::sort(rows.begin(), rows.end(), earlier);
  auto end = static_cast<std::ptrdiff_t>(into.size());
  into.resize(into.size() + rows.size());
  auto write = static_cast<std::ptrdiff_t>(into.size());
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const auto at = std::upper_bound(into.begin(), into.begin() + end, *row, earlier) - into.begin();
    std::move_backward(into.begin() + at, into.begin() + end, into.begin() + write);
    write -= end - at;
    into[static_cast<std::size_t>(--write)] = *row;
    end = at;
  }
}

// ---- following the state ----

bool AlertList::update(const AlertTable& table, bool hold) {
  table_ = &table;
  const std::uint64_t log_end = table.log_start() + table.log().size();
  if (rebuilt_ != table.rebuilt() || log_at_ < table.log_start()) {
    rebuilt_ = table.rebuilt();
    log_at_ = log_end;
    rebuild();
    return true;
  }
  const bool let_go = held_ && !hold;
  held_ = hold;
  if (log_at_ != log_end) {
    const auto news = table.log().subspan(static_cast<std::size_t>(log_at_ - table.log_start()));
    log_at_ = log_end;
    follow(news, hold || let_go);
  }
  // What was held in its place goes where it belongs.
  if (let_go) refilter();
  return let_go;
}

void AlertList::rebuild() {
  const auto rows = table_->rows();
  time_.assign(rows.size(), 0);
  severity_.assign(rows.size(), 0);
  in_all_.assign(rows.size(), 0);
  all_.clear();
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    time_[row] = rows[row].last_ms;
    severity_[row] = rows[row].severity;
    if (rows[row].gone) continue;
    in_all_[row] = 1;
    all_.push_back(row);
  }
  std::sort(all_.begin(), all_.end(), [this](std::uint32_t a, std::uint32_t b) { return before(a, b); });
  refilter();
  recount();
}

void AlertList::follow(std::span<const std::uint32_t> news, bool hold) {
  const auto rows = table_->rows();
  time_.resize(rows.size());
  severity_.resize(rows.size());
  in_all_.resize(rows.size());
  in_shown_.resize(rows.size());
  scratch_shown_.assign(news.begin(), news.end());
  std::sort(scratch_shown_.begin(), scratch_shown_.end());
  scratch_shown_.erase(std::unique(scratch_shown_.begin(), scratch_shown_.end()), scratch_shown_.end());
  const std::vector<std::uint32_t> changed = scratch_shown_;

  // Out of their old places, under the times they had.
  scratch_out_.clear();
  scratch_shown_.clear();
  for (const auto row : changed) {
    if (in_all_[row] == 0) continue;
    const bool stays = !rows[row].gone && time_[row] == rows[row].last_ms;
    count(time_[row], severity_[row], -1);
    if (!stays) scratch_out_.push_back(row);
    if (!hold && in_shown_[row] != 0 && (!stays || !matcher_.matches(rows[row])))
      scratch_shown_.push_back(row);
  }
  take_out(all_, scratch_out_);
  take_out(shown_, scratch_shown_);
  bool moved = !scratch_shown_.empty();
  for (const auto row : scratch_shown_) in_shown_[row] = 0;

  // Into the new ones.
  scratch_all_.clear();
  scratch_shown_.clear();
  std::size_t next_out = 0;
  std::sort(scratch_out_.begin(), scratch_out_.end());
  for (const auto row : changed) {
    const AlertRow& alert = rows[row];
    const bool was_out = next_out < scratch_out_.size() && scratch_out_[next_out] == row;
    if (was_out) ++next_out;
    const bool new_here = in_all_[row] == 0;
    // What is held in its place is found there by the time it had: show_waiting() sets it right.
    time_[row] = alert.last_ms;
    severity_[row] = alert.severity;
    in_all_[row] = alert.gone ? 0 : 1;
    if (alert.gone) continue;
    count(alert.last_ms, alert.severity, 1);
    if (was_out || new_here) scratch_all_.push_back(row);
    if (in_shown_[row] != 0 || !matcher_.matches(alert)) continue;
    if (hold)
      waiting_.push_back(row);
    else
      scratch_shown_.push_back(row);
  }
  put_in(all_, scratch_all_);
  put_in(shown_, scratch_shown_);
  for (const auto row : scratch_shown_) in_shown_[row] = 1;
  moved = moved || !scratch_shown_.empty();
  if (hold) {
    std::sort(waiting_.begin(), waiting_.end());
    waiting_.erase(std::unique(waiting_.begin(), waiting_.end()), waiting_.end());
    std::erase_if(waiting_, [&](std::uint32_t row) { return rows[row].gone; });
  }
  if (moved) ++version_;
}

void AlertList::refilter() {
  const auto rows = table_ != nullptr ? table_->rows() : std::span<const AlertRow>{};
  in_shown_.assign(rows.size(), 0);
  waiting_.clear();
  shown_ = all_;
  matcher_.narrow(rows, shown_);
  for (const auto row : shown_) in_shown_[row] = 1;
  ++version_;
}

void AlertList::show_waiting() {
  refilter();
}

void AlertList::set_query(std::vector<Term> terms, const AlertTable& table, std::string language,
                          NameOf miniapp) {
  table_ = &table;
  matcher_ = Matcher(std::move(terms), table, std::move(language), std::move(miniapp));
  if (!update(table, false)) refilter();
}

int AlertList::position_of(std::uint32_t row) const {
  if (row >= in_shown_.size() || in_shown_[row] == 0) return -1;
  // Held rows stand under an older time than they have, so looking by time is tried first and not trusted.
  const auto earlier = [this](std::uint32_t a, std::uint32_t b) { return before(a, b); };
  auto at = std::lower_bound(shown_.begin(), shown_.end(), row, earlier);
  if (at == shown_.end() || *at != row) at = std::find(shown_.begin(), shown_.end(), row);
  return at == shown_.end() ? -1 : static_cast<int>(shown_.end() - at) - 1;
}

// ---- the strip ----

void AlertList::count(std::int64_t at_ms, std::uint8_t severity, int by) {
  const std::int64_t column = at_ms / strip_.bucket_ms - first_bucket_;
  if (column < 0 || column >= static_cast<std::int64_t>(strip_.buckets.size())) return;
  auto& cell = strip_.buckets[static_cast<std::size_t>(column)][static_cast<std::size_t>(lane_of(severity))];
  cell = static_cast<std::uint32_t>(std::max<std::int64_t>(0, static_cast<std::int64_t>(cell) + by));
}

void AlertList::recount() {
  std::fill(strip_.buckets.begin(), strip_.buckets.end(), Bucket{});
  if (strip_.buckets.empty()) return;
  const std::int64_t from = first_bucket_ * strip_.bucket_ms;
  const auto first =
      std::partition_point(all_.begin(), all_.end(), [&](std::uint32_t row) { return time_[row] < from; });
  for (auto at = first; at != all_.end(); ++at) count(time_[*at], severity_[*at], 1);
}

const Strip& AlertList::strip(base::Timestamp now, std::int64_t range_ms, int columns) {
  const std::int64_t width = std::max<std::int64_t>(1000, range_ms / std::max(1, columns));
  const std::int64_t last = now.ms / width, first = last - columns + 1;
  if (width != strip_.bucket_ms || strip_.buckets.size() != static_cast<std::size_t>(columns) ||
      first < first_bucket_ || first - first_bucket_ >= columns) {
    strip_.bucket_ms = width;
    strip_.buckets.assign(static_cast<std::size_t>(columns), Bucket{});
    first_bucket_ = first;
    recount();
  } else if (first > first_bucket_) {
    // Time went on: old columns leave, and what came from a clock ahead of ours is counted now.
    const auto gone = first - first_bucket_;
    strip_.buckets.erase(strip_.buckets.begin(), strip_.buckets.begin() + gone);
    strip_.buckets.resize(static_cast<std::size_t>(columns), Bucket{});
    first_bucket_ = first;
    const std::int64_t fresh = (last - gone + 1) * width;
    const auto at =
        std::partition_point(all_.begin(), all_.end(), [&](std::uint32_t row) { return time_[row] < fresh; });
    for (auto row = at; row != all_.end(); ++row) count(time_[*row], severity_[*row], 1);
  }
  strip_.from = {first_bucket_ * width};
  strip_.to = {(last + 1) * width};
  return strip_;
}

std::size_t AlertList::per_minute(base::Timestamp now) const {
  const auto from = std::partition_point(all_.begin(), all_.end(),
                                         [&](std::uint32_t row) { return time_[row] <= now.ms - 60'000; });
  return static_cast<std::size_t>(all_.end() - from);
}

}  // namespace stadtpult::panels::security
