#pragma once
// One client's connection: handshake, then request by request in order, or an event stream until it ends.

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "platform/http/core.hpp"
#include "platform/http/message.hpp"

namespace stadtpult::platform {

/// Everything runs on the worker's thread. Alive as long as its coroutine runs.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// Counts as admitted already (Core::admit).
  Connection(Core& core, Worker& worker, Socket socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start();
  /// The server stops: closes where nothing is under way, otherwise lets the request finish.
  void begin_stop();
  void check_deadline(std::chrono::steady_clock::time_point now);
  /// There may be something new for a stream to send.
  void wake_stream();

 private:
  enum class Phase { handshake, idle, head, body, handling, writing, streaming, closing };
  /// What becomes of the connection after a request: the next one, an end that lets the answer arrive, an end
  /// where nothing is on its way, or nobody there any more.
  enum class Next { request, close, leave, drop };

  Awaitable<> run();
  Awaitable<Next> serve_request();
  Awaitable<bool> read_request(RequestParser& parser, Request& request, std::optional<Refusal>& refusal);
  Awaitable<bool> read_body(RequestParser& parser, std::size_t limit, std::optional<Refusal>& refusal);
  Awaitable<bool> advance(RequestParser& parser, std::optional<Refusal>& refusal);
  Awaitable<bool> fill();
  Awaitable<> ask_service(Request& request, Response& response);
  Awaitable<Next> answer(const Response& response, bool head_only, bool close);
  Awaitable<bool> write(std::string_view bytes);
  Awaitable<Next> serve_stream(const Request& request, bool head_only, bool close);
  Awaitable<> send_events(EventHub::Reader& reader, const StreamTicket& ticket,
                          std::chrono::steady_clock::time_point ends);
  Awaitable<bool> write_chunk(std::string_view data);
  Awaitable<> wait_for_wake(std::chrono::steady_clock::time_point until);
  Awaitable<> watch_reader();
  Awaitable<> say_goodbye(bool drain);

  void enter(Phase phase, int most_ms);
  void close_now();
  void end_stream();

  Core& core_;
  Worker& worker_;
  TlsStream stream_;
  beast::flat_buffer buffer_;
  std::string out_;  ///< head and beginning of an answer, or a piece of a stream
  std::string request_id_;
  std::string peer_;            ///< address of the client
  std::size_t head_bytes_ = 0;  ///< of the request that is being read
  Phase phase_ = Phase::handshake;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  bool timed_out_ = false;
  bool first_request_ = true;
  // Of a stream:
  std::optional<Timer> stream_timer_;
  std::optional<StreamTicket> open_stream_;
  bool woken_ = false, reader_gone_ = false;
};

}  // namespace stadtpult::platform
