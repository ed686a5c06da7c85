#include "api-client/client/event_stream.hpp"

#include <algorithm>
#include <charconv>

#include "api-client/contract/codec.hpp"
#include "api-client/contract/proof.hpp"

namespace stadtpult::client {
namespace {

constexpr std::size_t kMaxEventBytes = 1U << 20;
constexpr int kLongestWaitMs = 60'000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

// ---- the parser ----

bool SseParser::feed(std::string_view bytes, const Take& take) {
  for (const char c : bytes) {
    if (bom_seen_ < kByteOrderMark.size()) {
      if (c == kByteOrderMark[bom_seen_]) {
        ++bom_seen_;
        continue;
      }
      line_.append(kByteOrderMark.substr(0, bom_seen_));
      bom_seen_ = kByteOrderMark.size();
    }
    const bool second_half = after_cr_ && c == '\n';  // CR LF is one end of line
    after_cr_ = c == '\r';
    if (second_half) continue;
    if (c == '\n' || c == '\r') {
      const std::string line = std::exchange(line_, {});
      take_line(line, take);
    } else {
      line_.push_back(c);
    }
    if (line_.size() + data_.size() > kMaxEventBytes) return false;
  }
  return true;
}

void SseParser::take_line(std::string_view line, const Take& take) {
  if (!line.empty()) {
    const auto colon = line.find(':');
    if (colon == 0) return;  // a comment: the heartbeat
    if (colon == std::string_view::npos) return take_field(line, {});
    auto value = line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    return take_field(line.substr(0, colon), value);
  }
  last_id_ = id_;
  if (has_data_) {
    data_.pop_back();  // the line feed behind the last line
    take({type_.empty() ? "message" : type_, data_, last_id_});
  }
  data_.clear();
  type_.clear();
  has_data_ = false;
}

void SseParser::take_field(std::string_view name, std::string_view value) {
  if (name == "event") {
    type_ = value;
  } else if (name == "data") {
    data_.append(value).push_back('\n');
    has_data_ = true;
  } else if (name == "id") {
    if (value.find('\0') == std::string_view::npos) id_ = value;
  } else if (name == "retry") {
    int ms = 0;
    const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), ms);
    if (wrong == std::errc{} && end == value.data() + value.size() && ms >= 0) retry_ms_ = ms;
  }
}

void SseParser::restart() {
  line_.clear();
  type_.clear();
  data_.clear();
  id_ = last_id_;
  has_data_ = after_cr_ = false;
  bom_seen_ = 0;
}

// ---- the machine ----

EventStream::EventStream(Transport& transport, StreamOptions options, Handler handler)
    : transport_(transport),
      options_(std::move(options)),
      handler_(std::move(handler)),
      backoff_(options_.retry_unit_ms) {}

EventStream::~EventStream() {
  stop();
}

void EventStream::start() {
  stop();
  parser_ = {};
  resumable_ = false;
  event_came_ = false;
  backoff_.reset();
  line_ = {};
  tell(Line::connecting, {}, {});
  connect();
}

void EventStream::stop() {
  for (Transport::Handle* each : {&stream_, &retry_, &watch_}) transport_.cancel(std::exchange(*each, 0));
}

void EventStream::try_now() {
  if (retry_ == 0) return;
  backoff_.reset();
  connect();
}

void EventStream::connect() {
  transport_.cancel(std::exchange(retry_, 0));
  parser_.restart();
  if (line_.line == Line::offline) {
    // Still offline until it is not; only the next try is now.
    line_.next_try_at = {};
    handler_.line(line_);
  }
  const auto target = target_of(contract::Operation::stream);
  HttpRequest request;
  request.target = *target;
  request.headers = {{"Cache-Control", "no-store"}};
  if (!parser_.last_id().empty()) request.headers.emplace_back("Last-Event-ID", parser_.last_id());
  stream_ =
      transport_.stream(std::move(request), {.opened =
                                                 [this](const HttpAnswer& head) {
                                                   if (!head.content_type.starts_with("text/event-stream"))
                                                     return down(base::fail(base::ErrorKind::unavailable,
                                                                            "the answer is no event stream",
                                                                            std::string(kNoAnswer)));
                                                   opened();
                                                 },
                                             .bytes = [this](std::string_view bytes) { took(bytes); },
                                             .ended = [this](base::Error error) { down(std::move(error)); }});
  watch();
}

void EventStream::opened() {
  watch();
  tell(Line::live, {}, {});
  // The stream opens with an id. Where the line broke before an event, what was asked for at its beginning
  // may not have come either: it is asked for again.
  const bool complete = resumable_ && event_came_ && !parser_.last_id().empty();
  resumable_ = true;
  if (!complete) handler_.reload();
}

void EventStream::took(std::string_view bytes) {
  watch();
  bool resync = false;
  const bool fine = parser_.feed(bytes, [&](ServerEvent event) {
    event_came_ = true;
    if (event.type == "resync") resync = true;
    if (event.type != "change" && event.type != "message") return;
    if (const auto change = contract::decode<contract::StreamChange>(event.data))
      handler_.change(*change);
    else
      resync = true;  // something changed, and it cannot be said what
  });
  // The first event proves that the platform is well again, not the mere connection.
  backoff_.reset();
  if (resync) handler_.reload();
  if (!fine)
    down(base::fail(base::ErrorKind::unavailable, "an event of the stream is too long",
                    std::string(kNoAnswer)));
}

/// A byte came, or the connection starts: the silence is counted from here.
void EventStream::watch() {
  transport_.cancel(watch_);
  watch_ = transport_.after(std::chrono::milliseconds(options_.stall_ms), [this] {
    watch_ = 0;
    down(base::fail(base::ErrorKind::unavailable, "the stream is silent", std::string(kNoAnswer)));
  });
}

void EventStream::down(base::Error error) {
  stop();
  // A clock that is wrong is no reason to ask who it is: the next try may fit.
  if (error.kind == base::ErrorKind::unauthenticated && !contract::is_of_proof(error)) {
    tell(Line::offline, {}, error);
    return handler_.refused(std::move(error));
  }
  // "retry" of the stream and Retry-After are the least; nobody may keep the line away for long by them.
  const int least = std::min(std::max(error.retry_after_ms, parser_.retry_ms().value_or(0)), kLongestWaitMs);
  const int wait = backoff_.next_ms(least);
  tell(Line::offline, {options_.clock().ms + wait}, std::move(error));
  retry_ = transport_.after(std::chrono::milliseconds(wait), [this] { connect(); });
}

void EventStream::tell(Line line, base::Timestamp next_try_at, base::Error error) {
  if (line != line_.line || !line_.since) line_.since = options_.clock();
  line_.line = line;
  line_.next_try_at = next_try_at;
  line_.error = std::move(error);
  handler_.line(line_);
}

}  // namespace stadtpult::client
