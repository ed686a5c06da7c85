#pragma once
// What the table of alerts and the strip above it show: all alerts in order of time, those that a query lets
// through, and counts per minute. Follows the state's changes one by one, so that a million alerts cost no
// more than a hundred. Pure, no ImGui.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "panels/security/alert_query.hpp"

namespace stadtpult::panels::security {

constexpr int kLanes = 5;  ///< critical, high, medium, low, informational

/// Alerts per lane in one column of the strip.
using Bucket = std::array<std::uint32_t, kLanes>;

struct Strip {
  base::Timestamp from, to;  ///< what it spans
  std::int64_t bucket_ms = 60'000;
  std::vector<Bucket> buckets;  ///< oldest first
  [[nodiscard]] std::uint64_t total(int lane) const;
};
/// Lane of a severity: 0 is critical.
int lane_of(std::uint8_t severity);

class AlertList {
 public:
  /// Takes in what changed. While `hold` is set, nothing that is shown moves: what is new waits.
  /// True where every alert was looked at anew.
  bool update(const client::AlertTable& table, bool hold);
  /// Shows what waits, and everything in its place.
  void show_waiting();
  /// Another question; shows everything in its place.
  void set_query(std::vector<Term> terms, const client::AlertTable& table, std::string language,
                 NameOf miniapp);
  [[nodiscard]] const std::vector<Term>& terms() const { return matcher_.terms(); }

  /// Rows of the table (AlertTable::rows) that are shown, the oldest first.
  [[nodiscard]] std::span<const std::uint32_t> shown() const { return shown_; }
  /// All that are not gone, the oldest first.
  [[nodiscard]] std::span<const std::uint32_t> all() const { return all_; }
  /// The n-th from above: the newest is the first.
  [[nodiscard]] std::uint32_t at(std::size_t n) const { return shown_[shown_.size() - 1 - n]; }
  /// Where this row is shown, from above; -1 where it is not.
  [[nodiscard]] int position_of(std::uint32_t row) const;
  /// New alerts that match and wait to be shown.
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  /// Grows when the rows that are shown are others or stand elsewhere.
  [[nodiscard]] std::uint64_t version() const { return version_; }

  /// The strip over the last `range_ms` until `now`, in `columns` columns. Kept up to date by update().
  const Strip& strip(base::Timestamp now, std::int64_t range_ms, int columns);
  /// Alerts of the last minute.
  [[nodiscard]] std::size_t per_minute(base::Timestamp now) const;

 private:
  void rebuild();
  void follow(std::span<const std::uint32_t> rows, bool hold);
  void refilter();
  void take_out(std::vector<std::uint32_t>& from, std::vector<std::uint32_t>& rows) const;
  void put_in(std::vector<std::uint32_t>& into, std::vector<std::uint32_t>& rows) const;
  [[nodiscard]] bool before(std::uint32_t a, std::uint32_t b) const;
  void count(std::int64_t at_ms, std::uint8_t severity, int by);
  void recount();

  const client::AlertTable* table_ = nullptr;
  Matcher matcher_;
  std::uint64_t rebuilt_ = UINT64_MAX, log_at_ = 0, version_ = 0;
  std::vector<std::int64_t> time_;               ///< by row: the time it stands under here
  std::vector<std::uint8_t> severity_;           ///< by row: what it was counted as
  std::vector<std::uint8_t> in_all_, in_shown_;  ///< by row
  std::vector<std::uint32_t> all_, shown_, waiting_;
  std::vector<std::uint32_t> scratch_out_, scratch_all_, scratch_shown_;
  bool held_ = false;
  Strip strip_;
  std::int64_t first_bucket_ = 0;  ///< number of the strip's first column, counted from 1970
};

}  // namespace stadtpult::panels::security
