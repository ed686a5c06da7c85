#include "platform/routes/intake_gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "platform/detection/network.hpp"
#include "platform/domain/test_code.hpp"

namespace stadtpult::platform {

using base::Timestamp;
using contract::FloodKind;

namespace {

constexpr std::int64_t kHourMs = 60 * base::kMinuteMs, kWriteEveryMs = 1'000;
constexpr std::size_t kMostSlowed = 10'000;

}  // namespace

std::string caller_of(const std::string& address) {
  const auto parsed = detection::parse_address(address);
  if (!parsed) return address;
  const std::string normal = detection::normal_address(address);
  if (normal.find(':') == std::string::npos) return normal;
  const auto group = [&](std::size_t i) { return (*parsed)[2 * i] << 8U | (*parsed)[2 * i + 1]; };
  return detection::normal_address(
      fmt::format("{:x}:{:x}:{:x}:{:x}::", group(0), group(1), group(2), group(3)));
}

Buckets::Bucket& Buckets::filled(const std::string& key, Timestamp now) {
  const auto found = buckets_.find(key);
  if (found == buckets_.end()) {
    if (buckets_.size() >= kMost) make_room(now);
    return buckets_[key] = Bucket{rate_.burst, now};
  }
  Bucket& bucket = found->second;
  const double seconds = static_cast<double>(std::max<std::int64_t>(0, now.ms - bucket.at.ms)) / 1000;
  bucket.tokens = std::min(rate_.burst, bucket.tokens + seconds * rate_.per_second);
  bucket.at = now;
  return bucket;
}

/// The full ones say nothing; where all are in use, those that are least empty go.
void Buckets::make_room(Timestamp now) {
  for (const double limit : {rate_.burst, rate_.burst / 2, 0.0}) {
    std::erase_if(buckets_, [&](const auto& each) {
      const double seconds = static_cast<double>(now.ms - each.second.at.ms) / 1000;
      return each.second.tokens + seconds * rate_.per_second >= limit;
    });
    if (buckets_.size() < kMost * 3 / 4) return;
  }
}

int Buckets::look(const std::string& key, Timestamp now) {
  const Bucket& bucket = filled(key, now);
  if (bucket.tokens >= 1) return 0;
  return std::max(1'000, static_cast<int>(std::ceil((1 - bucket.tokens) / rate_.per_second)) * 1'000);
}

int Buckets::take(const std::string& key, Timestamp now) {
  const int wait_ms = look(key, now);
  if (wait_ms == 0) buckets_[key].tokens -= 1;
  return wait_ms;
}

void Buckets::give_back(const std::string& key, Timestamp now) {
  Bucket& bucket = filled(key, now);
  bucket.tokens = std::min(rate_.burst, bucket.tokens + 1);
}

int IntakeGate::by_code(const std::string& round_id, std::int64_t number, Timestamp now) {
  const std::lock_guard lock(mutex_);
  const std::string who = tester_name(number);
  const int wait_ms = codes_.take(round_id + "\n" + who, now);
  if (wait_ms > 0) slowed(FloodKind::code, who, round_id, now);
  return wait_ms;
}

int IntakeGate::by_network(Buckets& buckets, const std::string& address, Timestamp now) {
  if (address.empty()) return 0;
  const std::lock_guard lock(mutex_);
  const int wait_ms = buckets.take(caller_of(address), now);
  if (wait_ms > 0) slowed(FloodKind::source, caller_of(address), "", now);
  return wait_ms;
}

int IntakeGate::by_source(const std::string& address, Timestamp now) {
  return by_network(sources_, address, now);
}

int IntakeGate::may_guess(const std::string& address, Timestamp now) {
  if (address.empty()) return 0;
  const std::lock_guard lock(mutex_);
  const int wait_ms = guesses_.look(caller_of(address), now);
  if (wait_ms > 0) slowed(FloodKind::source, caller_of(address), "", now);
  return wait_ms;
}

void IntakeGate::guessed_wrong(const std::string& address, Timestamp now) {
  if (address.empty()) return;
  const std::lock_guard lock(mutex_);
  guesses_.take(caller_of(address), now);
}

int IntakeGate::take_guess(const std::string& address, Timestamp now) {
  return by_network(guesses_, address, now);
}

void IntakeGate::guessed_right(const std::string& address, Timestamp now) {
  if (address.empty()) return;
  const std::lock_guard lock(mutex_);
  guesses_.give_back(caller_of(address), now);
}

int IntakeGate::by_letter(const std::string& address, Timestamp now) {
  return by_network(letters_, address, now);
}

IntakeGate::LetterTurn IntakeGate::by_recipient(const std::string& recipient, const std::string& address,
                                                Timestamp now) {
  const std::lock_guard lock(mutex_);
  const std::string asker = recipient + "\n" + caller_of(address);
  LetterTurn turn;
  if (askers_.look(asker, now) > 0 || recipients_.look(recipient, now) > 0) return turn;
  turn.wait_ms = city_.take("", now);
  if (turn.wait_ms > 0) {
    const Timestamp hour{now.ms - now.ms % kHourMs};
    turn.news = hour != used_up_hour_;
    used_up_hour_ = hour;
    return turn;
  }
  askers_.take(asker, now);
  recipients_.take(recipient, now);
  turn.goes = true;
  return turn;
}

int IntakeGate::by_account(const std::string& account_id, Timestamp now) {
  const std::lock_guard lock(mutex_);
  return counter_codes_.take(account_id, now);
}

int IntakeGate::take_counter_guess(const std::string& principal_id, Timestamp now) {
  const std::lock_guard lock(mutex_);
  return counter_guesses_.take(principal_id, now);
}

void IntakeGate::counter_guess_right(const std::string& principal_id, Timestamp now) {
  const std::lock_guard lock(mutex_);
  counter_guesses_.give_back(principal_id, now);
}

int IntakeGate::by_hold(const std::string& address, Timestamp now) {
  return by_network(hold_tries_, address, now);
}

bool IntakeGate::take_hold(const std::string& address, const std::string& booking_id, Timestamp until,
                           Timestamp now) {
  if (address.empty()) return true;
  const std::lock_guard lock(mutex_);
  if (holds_.size() >= Buckets::kMost)
    std::erase_if(holds_, [&](const auto& each) {
      return std::all_of(each.second.begin(), each.second.end(),
                         [&](const auto& one) { return one.second <= now; });
    });
  auto& open = holds_[caller_of(address)];
  std::erase_if(open, [&](const auto& one) { return one.second <= now; });
  if (open.size() >= kMostHolds) return false;
  open[booking_id] = until;
  return true;
}

void IntakeGate::end_hold(const std::string& address, const std::string& booking_id) {
  const std::lock_guard lock(mutex_);
  const auto found = holds_.find(caller_of(address));
  if (found == holds_.end()) return;
  found->second.erase(booking_id);
  if (found->second.empty()) holds_.erase(found);
}

void IntakeGate::slowed(FloodKind kind, const std::string& who, const std::string& round_id, Timestamp now) {
  const std::int64_t hour = now.ms - now.ms % kHourMs;
  if (slowed_.size() >= kMostSlowed)
    std::erase_if(slowed_, [](const auto& each) { return each.second.count == 0; });
  // Where even that is too many, they are counted together rather than not at all.
  const bool full = slowed_.size() >= kMostSlowed;
  Count& count = slowed_[{hour, kind, full ? "" : who, full ? "" : round_id}];
  ++count.count;
  news_ = news_ || !count.written;
}

IntakeGate::Slowed IntakeGate::row_of(const Key& key, const Count& count) {
  Slowed row;
  row.hour = {std::get<0>(key)};
  row.kind = std::get<1>(key);
  row.who = std::get<2>(key);
  if (!std::get<3>(key).empty()) row.round_id = std::get<3>(key);
  row.count = count.count;
  return row;
}

std::vector<IntakeGate::Slowed> IntakeGate::due(Timestamp now, bool all) {
  const std::lock_guard lock(mutex_);
  const std::int64_t since = now.ms - written_at_.ms;
  if (!all && !news_ && since >= 0 && since < kWriteEveryMs) return {};
  std::vector<Slowed> rows;
  for (auto& [key, count] : slowed_) {
    if (count.count == 0) continue;
    rows.push_back(row_of(key, count));
    count = {0, true};
  }
  const std::int64_t hour = now.ms - now.ms % kHourMs;
  std::erase_if(slowed_, [&](const auto& each) { return std::get<0>(each.first) != hour; });
  written_at_ = now;
  news_ = false;
  return rows;
}

std::vector<IntakeGate::Slowed> IntakeGate::waiting() const {
  const std::lock_guard lock(mutex_);
  std::vector<Slowed> rows;
  for (const auto& [key, count] : slowed_)
    if (count.count > 0) rows.push_back(row_of(key, count));
  return rows;
}

}  // namespace stadtpult::platform
