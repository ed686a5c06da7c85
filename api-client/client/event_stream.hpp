#pragma once
// The stream of changes (server-sent events): a parser that knows nothing of networks, and the machine that
// keeps the stream open. Silence must never look like safety: every change of the line is told at once. I/O
// thread.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/clock.hpp"
#include "api-client/client/backoff.hpp"
#include "api-client/client/transport.hpp"
#include "api-client/client/updates.hpp"

namespace stadtpult::client {

/// One event, as the WHATWG HTML standard, section 9.2.6, dispatches it.
struct ServerEvent {
  std::string type;  ///< "message" where the stream named none
  std::string data;
  std::string id;  ///< last id seen so far
};

/// Parses an event stream that comes in pieces cut anywhere. Pure.
class SseParser {
 public:
  using Take = std::function<void(ServerEvent)>;
  /// False when a line or an event is longer than 1 MiB: the stream is not to be trusted any more.
  [[nodiscard]] bool feed(std::string_view bytes, const Take& take);
  [[nodiscard]] const std::string& last_id() const { return last_id_; }
  /// What the stream asked to wait before connecting again, if it did.
  [[nodiscard]] std::optional<int> retry_ms() const { return retry_ms_; }
  /// A new connection starts; the last id stays.
  void restart();

 private:
  void take_line(std::string_view line, const Take& take);
  void take_field(std::string_view name, std::string_view value);

  std::string line_, type_, data_, id_, last_id_;
  bool has_data_ = false, after_cr_ = false;
  std::size_t bom_seen_ = 0;  ///< bytes of a leading byte order mark; 3 = none any more
  std::optional<int> retry_ms_;
};

struct StreamOptions {
  int stall_ms = 45'000;  ///< no byte for so long: the line is down
  int retry_unit_ms = 1'000;
  base::Clock clock = base::now;
};

/// Keeps the stream open: connects, resumes after the last event, notices stalls, backs off.
class EventStream {
 public:
  struct Handler {
    std::function<void(const LineChanged&)> line;
    std::function<void(const contract::StreamChange&)> change;
    /// Everything has to be loaded: the first connection, or what happened meanwhile is not known.
    std::function<void()> reload;
    /// The platform does not know the token. The stream stays closed until start().
    std::function<void(base::Error)> refused;
  };
  EventStream(Transport& transport, StreamOptions options, Handler handler);
  ~EventStream();

  /// Forgets the last event and connects.
  void start();
  void stop();
  /// Connects now if it waits for the next try.
  void try_now();
  [[nodiscard]] bool live() const { return line_.line == Line::live; }

 private:
  void connect();
  void opened();
  void took(std::string_view bytes);
  void down(base::Error error);
  void watch();
  void tell(Line line, base::Timestamp next_try_at, base::Error error);

  Transport& transport_;
  StreamOptions options_;
  Handler handler_;
  SseParser parser_;
  Backoff backoff_;
  LineChanged line_;
  Transport::Handle stream_ = 0, retry_ = 0, watch_ = 0;
  bool resumable_ = false;   ///< what was told so far is complete up to the last id
  bool event_came_ = false;  ///< since start()
};

}  // namespace stadtpult::client
