// Events of others, in batches: good lines are stored durably before the answer, bad ones are named by line.

#include <fmt/format.h>

#include <algorithm>

#include "platform/detection/ndjson.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/own_events.hpp"
#include "platform/security/security.hpp"
#include "platform/security/seen_numbers.hpp"
#include "platform/security/segments.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using base::Error;
using base::ErrorKind;
using base::Result;
using contract::EventIntake;

namespace {

constexpr size_t kMostBytes = 8'000'000;
constexpr size_t kMostLines = 10'000;
constexpr size_t kLongestLine = 256 * 1024;
constexpr size_t kLongestProducer = 200;
/// An event from far in the future would never grow old.
constexpr std::int64_t kAheadMs = 24LL * 3600 * 1000;
constexpr std::int64_t kHighestSequence = 9'007'199'254'740'991;
constexpr int kRetryMs = 2'000;

struct Line {
  std::int64_t sequence = 0, class_uid = 0;
  base::Timestamp at;
  std::string_view text;  ///< into the request's body
};

struct Batch {
  std::string producer;  ///< "" for one that counts nothing
  std::vector<Line> lines;
  EventIntake outcome;
};

Result<Line> read_line(std::string_view text, const Batch& batch, base::Timestamp now) {
  if (text.size() > kLongestLine)
    return base::fail(ErrorKind::too_large,
                      fmt::format("The line is longer than {} KB.", kLongestLine >> 10));
  const auto event = detection::read_ndjson(text);
  if (!event) return base::fail(ErrorKind::invalid, event.error().message);
  if (event->fields.empty()) return base::fail(ErrorKind::invalid, "The event has no member.");
  Line line;
  line.text = text;
  line.at = event->at ? event->at : now;
  if (line.at.ms > now.ms + kAheadMs || line.at.ms < 0)
    return base::fail(ErrorKind::invalid, "time: more than a day ahead of this platform, or before 1970.");
  line.class_uid = whole_field(*event, "class_uid").value_or(0);
  if (batch.producer.empty()) return line;
  const auto sequence = whole_field(*event, "metadata.sequence");
  if (!sequence || *sequence < 1 || *sequence > kHighestSequence)
    return base::fail(ErrorKind::invalid,
                      "metadata.sequence: a whole number from 1 to 2^53 - 1 is needed with a producer.");
  line.sequence = *sequence;
  return line;
}

Result<Batch> read_batch(const Call& call) {
  Batch batch;
  if (const auto* producer = find_name(call.query, "producer")) {
    batch.producer = *producer;
    if (producer->empty() || producer->size() > kLongestProducer)
      return bad_request(fmt::format("producer takes 1 to {} characters.", kLongestProducer), "producer");
    if (*producer == "stadtpult")
      return bad_request("\"stadtpult\" is the platform's own name; choose another one.", "producer");
  }
  const std::string& body = call.request.body;
  if (body.size() > kMostBytes)
    return base::fail(ErrorKind::too_large, fmt::format("A batch has {} bytes at most.", kMostBytes));
  const auto line_ends = static_cast<size_t>(std::count(body.begin(), body.end(), '\n'));
  const bool open_line = !body.empty() && body.back() != '\n';
  if (line_ends + (open_line ? 1 : 0) > kMostLines)
    return base::fail(ErrorKind::too_large, fmt::format("A batch has {} lines at most.", kMostLines));
  const auto now = call.security->now();
  std::int64_t number = 0;
  each_line(body, [&](std::string_view text) {
    ++number;
    while (!text.empty() && (text.back() == '\r' || text.back() == ' ' || text.back() == '\t'))
      text.remove_suffix(1);
    if (text.empty()) return;
    auto line = read_line(text, batch, now);
    if (line)
      batch.lines.push_back(*line);
    else
      batch.outcome.problems.push_back({number, line.error().message});
  });
  if (batch.lines.empty() && batch.outcome.problems.empty())
    return base::fail(ErrorKind::invalid, "The body holds no event: one JSON object a line.");
  // SeenNumbers takes them in their order.
  if (!batch.producer.empty())
    std::stable_sort(batch.lines.begin(), batch.lines.end(),
                     [](const Line& a, const Line& b) { return a.sequence < b.sequence; });
  return batch;
}

/// True where the numbers begin right after `last` and none is missing or there twice.
bool goes_on(const std::vector<Line>& lines, std::int64_t last) {
  return std::all_of(lines.begin(), lines.end(), [&](const Line& line) { return line.sequence == ++last; });
}

Result<Answer> store_batch(const Call& call, const Batch& batch, Change& change) {
  Database& database = change.database();
  if (const auto most = call.security->backlog(); most > 0 && undetected_events(database) >= most) {
    Error error =
        base::fail(ErrorKind::rate_limited, "Too many events wait to be looked at. Send them again later.");
    error.retry_after_ms = kRetryMs;
    return error;
  }
  EventIntake outcome = batch.outcome;
  // A sequence belongs to a producer of one principal: nobody goes on with that of somebody else, or spoils
  // it. At least once: what has come before is passed over, what was missing so far is taken.
  const bool numbered = !batch.producer.empty();
  const std::int64_t before = numbered ? producer_sequence(database, call.actor.id, batch.producer) : 0;
  // Who goes on without a gap leaves the older ones as they are, so those are not even read.
  std::string gaps;
  if (numbered && !goes_on(batch.lines, before))
    gaps = producer_gaps(database, call.actor.id, batch.producer);
  SeenNumbers seen(before, gaps);
  Segments segments;
  for (const auto& line : batch.lines) {
    if (numbered && !seen.take(line.sequence)) {
      ++outcome.repeated;
      continue;
    }
    ++outcome.accepted;
    segments.add(line.class_uid, line.at, line.text);
  }
  segments.store(database, call.security->pseudonyms(), batch.producer, change.now(), false);
  if (seen.highest() != before)
    keep_producer_sequence(database, call.actor.id, batch.producer, seen.highest());
  if (const auto left = seen.gaps(); left != gaps)
    keep_producer_gaps(database, call.actor.id, batch.producer, left, change.now());
  outcome.last_sequence = seen.highest();
  Answer answer;
  answer.status = 201;
  answer.body = contract::encode(outcome);
  return answer;
}

}  // namespace

Result<WritePlan> send_security_events(const WriteCall& call) {
  auto batch = read_batch(*call);
  if (!batch) return batch.error();
  return WritePlan([call, batch = std::make_shared<const Batch>(std::move(*batch))](Change& change) {
    return store_batch(*call, *batch, change);
  });
}

}  // namespace stadtpult::platform
