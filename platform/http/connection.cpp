#include "platform/http/connection.hpp"

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>

#include "api-client/base/crypto.hpp"
#include "api-client/base/log.hpp"
#include "platform/http/pending_answer.hpp"

namespace stadtpult::platform {
namespace {

/// Sent by anybody, without a token: forms and feedback with their pictures. An address that is written with
/// "%" may be one of these.
bool is_from_citizens(std::string_view target) {
  const auto path = target.substr(0, target.find('?'));
  return path.starts_with("/app/") || path == "/v1/public/feedback" ||
         path.find('%') != std::string_view::npos;
}

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kRecord = 16U << 10;       // one TLS record, RFC 8446, 5.1
constexpr std::size_t kPiece = 64U << 10;        // of a large answer or of a burst of events
constexpr std::size_t kLargeBody = 256U << 10;   // from here on the pool reads it, not the worker
constexpr std::size_t kBodyBudget = 512U << 20;  // bodies arriving at the same time, all connections
constexpr std::size_t kLeastBytesPerMs = 32;     // a body may take longer than its time-out at this speed
constexpr int kGoodbyeMs = 1'000;

/// A connection's part of the memory for bodies that are arriving.
class BodyShare {
 public:
  explicit BodyShare(std::atomic<std::size_t>& all) : all_(all) {}
  ~BodyShare() { all_ -= mine_; }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;
  /// False where all together are over the budget.
  bool grow_to(std::size_t bytes) {
    const std::size_t more = bytes - mine_;
    mine_ = bytes;
    return all_.fetch_add(more) + more <= kBodyBudget;
  }

 private:
  std::atomic<std::size_t>& all_;
  std::size_t mine_ = 0;
};

class HubMembership {
 public:
  explicit HubMembership(EventHub& hub) : hub_(hub) {}
  ~HubMembership() {
    if (joined_) hub_.leave();
  }
  HubMembership(const HubMembership&) = delete;
  HubMembership& operator=(const HubMembership&) = delete;
  void join(const EventHub::Reader& reader) {
    hub_.join(reader);
    joined_ = true;
  }
  explicit operator bool() const { return joined_; }

 private:
  EventHub& hub_;
  bool joined_ = false;
};

/// While it lives, the socket sends full packets only (tcp(7), TCP_CORK): an answer of several TLS records
/// leaves in as few packets as one of a single record, and wakes its reader as rarely.
class Cork {
 public:
  Cork(Socket& socket, bool wanted) : socket_(socket), wanted_(wanted) { set(1); }
  ~Cork() { set(0); }
  Cork(const Cork&) = delete;
  Cork& operator=(const Cork&) = delete;

 private:
  void set(int on) const {
    if (wanted_ && socket_.is_open())
      ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_CORK, &on, sizeof on);
  }
  Socket& socket_;
  bool wanted_;
};

bool is_stream(const Request& request) {
  const std::string_view path = contract::route(contract::Operation::stream).path;
  return request.method == "GET" &&
         std::string_view(request.target).substr(0, request.target.find('?')) == path;
}

}  // namespace

Connection::Connection(Core& core, Worker& worker, Socket socket)
    : core_(core), worker_(worker), stream_(std::move(socket), *core.tls.context) {
  worker_.connections.insert(this);
  SystemError ec;
  auto address = stream_.next_layer().remote_endpoint(ec).address();
  if (!ec && address.is_v6() && address.to_v6().is_v4_mapped())
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  // The one form of it, as events and blocks have it: without a zone.
  if (!ec && address.is_v6()) address = asio::ip::address_v6(address.to_v6().to_bytes());
  if (!ec) peer_ = address.to_string();
}

Connection::~Connection() {
  end_stream();
  worker_.connections.erase(this);
  --worker_.load;
  core_.dismissed();
}

void Connection::start() {
  if (core_.stopping) return;
  SystemError ec;
  stream_.next_layer().set_option(asio::ip::tcp::no_delay(true), ec);
  core_.start_sweep(worker_);
  asio::co_spawn(
      worker_.io.get_executor(), [self = shared_from_this()]() -> Awaitable<> { co_await self->run(); },
      [](const std::exception_ptr& error) {
        if (!error) return;
        try {
          std::rethrow_exception(error);
        } catch (const std::exception& exception) {
          base::log::error("A connection ended by an exception: {}", exception.what());
        }
      });
}

void Connection::begin_stop() {
  SystemError ec;
  auto& socket = stream_.next_layer();
  if (phase_ == Phase::handshake) {
    close_now();
  } else if (phase_ == Phase::idle) {
    // A request that has reached this machine is still served; only where nothing came is the line closed.
    if (socket.available(ec) == 0) socket.cancel(ec);
  } else if (phase_ == Phase::streaming) {
    wake_stream();
  }
}

void Connection::check_deadline(Steady::time_point now) {
  if (now < deadline_) return;
  deadline_ = Steady::time_point::max();
  timed_out_ = true;
  SystemError ec;
  // While a request is read, the coroutine can still say why it ends; in every other phase the peer is deaf.
  if (phase_ == Phase::idle || phase_ == Phase::head || phase_ == Phase::body)
    stream_.next_layer().cancel(ec);
  else
    close_now();
}

void Connection::wake_stream() {
  woken_ = true;
  if (stream_timer_) stream_timer_->cancel();
}

void Connection::enter(Phase phase, int most_ms) {
  phase_ = phase;
  timed_out_ = false;
  deadline_ = most_ms > 0 ? Steady::now() + milliseconds(most_ms) : Steady::time_point::max();
}

void Connection::close_now() {
  SystemError ec;
  stream_.next_layer().close(ec);
  end_stream();
}

/// The service hears of a stream's end when nothing can reach the reader any more.
void Connection::end_stream() {
  if (!open_stream_) return;
  core_.service.stream_closed(*open_stream_);
  open_stream_.reset();
}

Awaitable<> Connection::run() {
  enter(Phase::handshake, core_.options.head_timeout_ms);
  SystemError ec;
  co_await stream_.async_handshake(asio::ssl::stream_base::server, asio::redirect_error(kAwait, ec));
  if (ec) {
    base::log::debug("TLS handshake failed: {}", ec.message());
    close_now();
    co_return;
  }
  Next next = Next::request;
  while (next == Next::request) next = co_await serve_request();
  if (next != Next::drop) co_await say_goodbye(next == Next::close);
  close_now();
}

Awaitable<Connection::Next> Connection::serve_request() {
  const auto& options = core_.options;
  const bool first = std::exchange(first_request_, false);
  enter(Phase::idle, first ? options.head_timeout_ms : options.head_timeout_ms * 4);
  if (buffer_.size() == 0) {
    const bool began = co_await fill();
    if (!began) co_return core_.stopping || timed_out_ ? Next::leave : Next::drop;
  }
  request_id_ = base::new_id("req_");
  RequestParser parser;
  parser.header_limit(static_cast<std::uint32_t>(options.header_limit));
  parser.body_limit(options.body_limit);
  Request request;
  request.request_id = request_id_;
  request.source = peer_;
  std::optional<Refusal> refusal;
  const bool complete = co_await read_request(parser, request, refusal);
  const bool head_only = parser.is_header_done() && parser.get().method() == beast::http::verb::head;
  Response response;
  if (refusal) {
    if (request.target.empty()) request.target = target_of(parser);
    response = problem_response(*refusal, request.target, request_id_);
    core_.service.dress(response, request);
    co_return co_await answer(response, head_only, true);
  }
  if (!complete) co_return Next::drop;
  const bool close = !parser.keep_alive() || parser.get().version() < 11;
  if (is_stream(request)) co_return co_await serve_stream(request, head_only, close);
  enter(Phase::handling, 0);
  request.body = std::move(parser.get().body());
  co_await ask_service(request, response);
  co_return co_await answer(response, head_only, close);
}

/// False with a refusal where the request cannot be taken, false without one where nobody is there any more.
Awaitable<bool> Connection::read_request(RequestParser& parser, Request& request,
                                         std::optional<Refusal>& refusal) {
  enter(Phase::head, core_.options.head_timeout_ms);
  parser.eager(false);
  head_bytes_ = 0;
  // An empty line before a request is passed over (RFC 9112, 2.2).
  if (buffer_.size() >= 2 && std::string_view(static_cast<const char*>(buffer_.data().data()), 2) == "\r\n")
    buffer_.consume(2);
  while (!parser.is_header_done()) {
    const bool going = co_await advance(parser, refusal);
    if (!going) co_return false;
  }
  refusal = read_head(parser, request);
  if (refusal) co_return false;
  if (parser.is_done()) co_return true;
  co_return co_await read_body(
      parser, is_from_citizens(request.target) ? core_.options.app_body_limit : core_.options.body_limit,
      refusal);
}

Awaitable<bool> Connection::read_body(RequestParser& parser, std::size_t limit,
                                      std::optional<Refusal>& refusal) {
  enter(Phase::body, core_.options.body_timeout_ms);
  const Refusal too_large{413, fmt::format("The body is larger than {} bytes.", limit)};
  if (parser.content_length().value_or(0) > limit) {
    refusal = too_large;
    co_return false;
  }
  if (parser.get().find(beast::http::field::expect) != parser.get().end()) {
    if (!expects_continue(parser)) {
      refusal = Refusal{417, "The only expectation understood here is \"100-continue\"."};
      co_return false;
    }
    const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const bool told = buffer_.size() > 0 || co_await write(go_on);
    if (!told) co_return false;
  }
  parser.eager(true);
  BodyShare share(core_.body_bytes);
  while (!parser.is_done()) {
    const bool going = co_await advance(parser, refusal);
    if (!going) co_return false;
    if (parser.get().body().size() > limit) {
      refusal = too_large;
      co_return false;
    }
    if (!share.grow_to(parser.get().body().size())) {
      refusal = Refusal{503, "Too many large uploads at the same time. Try again in a moment."};
      co_return false;
    }
  }
  co_return true;
}

/// Parses what is there, or reads more.
Awaitable<bool> Connection::advance(RequestParser& parser, std::optional<Refusal>& refusal) {
  SystemError ec = beast::http::error::need_more;
  if (buffer_.size() > 0) {
    const std::size_t parsed = parser.put(buffer_.data(), ec);
    buffer_.consume(parsed);
    if (phase_ == Phase::head) head_bytes_ += parsed;
  }
  // Beast's own limit counts from the last whole field on, so a head of many small ones would pass it.
  if (head_bytes_ > core_.options.header_limit) ec = beast::http::error::header_limit;
  if (!ec) co_return true;
  if (ec != beast::http::error::need_more) {
    refusal = refusal_from(ec, core_.options);
    co_return false;
  }
  // What stays unparsed is a head, or the line before a chunk: neither may grow without end.
  if (buffer_.size() > core_.options.header_limit) {
    refusal = refusal_from(beast::http::error::header_limit, core_.options);
    co_return false;
  }
  const bool read = co_await fill();
  if (!read && timed_out_) refusal = Refusal{408, "The request did not arrive in time."};
  co_return read;
}

Awaitable<bool> Connection::fill() {
  const auto space = buffer_.prepare(kRecord);
  SystemError ec;
  const std::size_t got = co_await stream_.async_read_some(space, asio::redirect_error(kAwait, ec));
  buffer_.commit(got);
  if (phase_ == Phase::body && deadline_ != Steady::time_point::max())
    deadline_ += milliseconds(got / kLeastBytesPerMs);
  co_return !ec;
}

Awaitable<> Connection::ask_service(Request& request, Response& response) {
  const std::string line = request.method + " " + request.target.substr(0, request.target.find('?'));
  const auto pending = std::make_shared<PendingAnswer>(worker_.io.get_executor());
  // The core stays alive until the answer came, even where the server gave up waiting for it.
  std::function<void(Response)> done = [pending, core = core_.shared_from_this()](Response made) {
    pending->complete(std::move(made));
  };
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  // A few bytes of a picture may hold millions of pixels, those of a package millions of bytes. What anybody
  // sends counts as files unseen where it is large, or where its address may be any.
  const bool anybody = is_from_citizens(request.target);
  const bool unseen =
      anybody && (request.body.size() >= kLargeBody || path.find('%') != std::string_view::npos);
  const bool file = !request.body.empty() && (unseen || core_.service.holds_files(request));
  if (!file && request.body.size() < kLargeBody) {
    core_.service.handle(std::move(request), std::move(done));
  } else {
    auto work = [this, request = std::move(request), done = std::move(done)]() mutable {
      core_.service.handle(std::move(request), std::move(done));
    };
    if (file && anybody)
      asio::post(core_.uploads, std::move(work));
    else if (file)
      asio::post(core_.files, std::move(work));
    else
      asio::post(core_.pool, std::move(work));
  }
  co_await pending->wait();
  response = pending->take();
  if (response.status >= 500) base::log::error("{} answered {} [{}]", line, response.status, request_id_);
}

Awaitable<Connection::Next> Connection::answer(const Response& response, bool head_only, bool close) {
  const bool closes = close || core_.stopping;
  out_.clear();
  append_head(out_, response, {.request_id = request_id_, .date = worker_.date(), .close = closes});
  std::string_view body;
  if (!head_only && response.status != 204 && response.status != 304) body = *response.body;
  // Head and beginning of the body share a record, and so a packet; the rest is sent from where it lies.
  const std::size_t joined = std::min(body.size(), kRecord - std::min(kRecord, out_.size()));
  out_ += body.substr(0, joined);
  enter(Phase::writing, core_.options.stall_timeout_ms);
  const Cork cork(stream_.next_layer(), joined < body.size());
  bool sent = co_await write(out_);
  for (std::size_t at = joined; sent && at < body.size(); at += kPiece) {
    enter(Phase::writing, core_.options.stall_timeout_ms);
    const std::string_view piece = body.substr(at, kPiece);
    sent = co_await write(piece);
  }
  if (!sent) co_return Next::drop;
  co_return closes ? Next::close : Next::request;
}

Awaitable<bool> Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    SystemError ec;
    const auto piece = asio::buffer(bytes.data(), bytes.size());
    const std::size_t sent = co_await stream_.async_write_some(piece, asio::redirect_error(kAwait, ec));
    if (ec) co_return false;
    bytes.remove_prefix(sent);
  }
  co_return true;
}

Awaitable<Connection::Next> Connection::serve_stream(const Request& request, bool head_only, bool close) {
  const auto ticket = core_.service.open_stream(request);
  Response response;
  if (!ticket) {
    response = problem_response(ticket.error(), request.target, request_id_);
    if (response.status >= 500)
      base::log::error("GET /v1/stream answered {} [{}]", response.status, request_id_);
    co_return co_await answer(response, head_only, close);
  }
  open_stream_ = *ticket;
  response.content_type = "text/event-stream";
  response.body = std::make_shared<const std::string>();
  response.headers.emplace_back("X-Accel-Buffering", "no");  // proxies pass each event on at once
  if (head_only) co_return co_await answer(response, true, true);
  // An event without data is given to nobody, but its id is kept (HTML Living Standard, 9.2.6): who loses the
  // line before the first change asks for what came after this one.
  // A resync brings the id itself, so that nobody has the one without the other.
  const std::string opening =
      ticket->resync ? fmt::format("retry: 1000\n\nid: {}\nevent: resync\ndata: {{}}\n\n", ticket->after)
                     : fmt::format("id: {}\nretry: 1000\n\n", ticket->after);
  out_.clear();
  append_head(out_, response,
              {.request_id = request_id_, .date = worker_.date(), .close = true, .streams = true});
  fmt::format_to(std::back_inserter(out_), "{:x}\r\n{}\r\n", opening.size(), opening);
  enter(Phase::streaming, core_.options.stall_timeout_ms);
  const bool opened = co_await write(out_);
  if (!opened) co_return Next::drop;
  enter(Phase::streaming, 0);

  stream_timer_.emplace(worker_.io);
  asio::co_spawn(
      worker_.io.get_executor(),
      [self = shared_from_this()]() -> Awaitable<> { co_await self->watch_reader(); }, asio::detached);
  EventHub::Reader reader{ticket->role, ticket->organisation_id, ticket->after};
  const std::int64_t left_ms = ticket->expires_at ? ticket->expires_at.ms - base::now().ms : INT64_MAX;
  constexpr std::int64_t kLongMs = 366LL * 24 * 3600 * 1000;
  const auto ends = Steady::now() + milliseconds(std::clamp<std::int64_t>(left_ms, 0, kLongMs));
  co_await send_events(reader, *ticket, ends);
  co_return Next::leave;
}

Awaitable<> Connection::send_events(EventHub::Reader& reader, const StreamTicket& ticket,
                                    Steady::time_point ends) {
  const milliseconds heartbeat(std::max(core_.options.heartbeat_ms, 1));
  HubMembership membership(core_.hub);
  auto next_beat = Steady::now() + heartbeat;
  std::string events;
  bool alive = true;
  while (alive && !reader_gone_ && !core_.stopping && Steady::now() < ends) {
    woken_ = false;
    if (!core_.service.stream_allowed(ticket)) break;
    events.clear();
    const bool more = core_.hub.collect(reader, events, kPiece);
    if (!more && !membership) {
      membership.join(reader);
      core_.request_pump();
    }
    if (events.empty() && !more && Steady::now() >= next_beat) events = ": heartbeat\n\n";
    if (!events.empty()) {
      enter(Phase::streaming, core_.options.stall_timeout_ms);
      alive = co_await write_chunk(events);
      enter(Phase::streaming, 0);
      next_beat = Steady::now() + heartbeat;
    } else if (!more) {
      co_await wait_for_wake(std::min(next_beat, ends));
    }
  }
  if (!alive) co_return;
  enter(Phase::closing, kGoodbyeMs);
  const std::string_view last_chunk = "0\r\n\r\n";
  co_await write(last_chunk);
}

Awaitable<bool> Connection::write_chunk(std::string_view data) {
  out_.clear();
  fmt::format_to(std::back_inserter(out_), "{:x}\r\n{}\r\n", data.size(), data);
  co_return co_await write(out_);
}

Awaitable<> Connection::wait_for_wake(Steady::time_point until) {
  if (woken_) co_return;
  stream_timer_->expires_at(until);
  SystemError ec;
  co_await stream_timer_->async_wait(asio::redirect_error(kAwait, ec));
}

/// Notices at once when a stream's reader leaves. What it sends is not listened to.
Awaitable<> Connection::watch_reader() {
  SystemError ec;
  while (!ec) {
    const auto space = buffer_.prepare(kRecord);
    co_await stream_.async_read_some(space, asio::redirect_error(kAwait, ec));
  }
  reader_gone_ = true;
  wake_stream();
}

/// Ends TLS and TCP in order. With `drain`, what the client still sends is read and thrown away for a moment:
/// a close with unread bytes would be a reset, and that would take the answer away from the client (RFC
/// 9112, 9.6).
Awaitable<> Connection::say_goodbye(bool drain) {
  enter(Phase::closing, kGoodbyeMs);
  SystemError ec;
  // As if the peer's close_notify were there: ours is sent without waiting for it.
  SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
  co_await stream_.async_shutdown(asio::redirect_error(kAwait, ec));
  stream_.next_layer().shutdown(asio::socket_base::shutdown_send, ec);
  if (!drain) co_return;
  buffer_.clear();
  const auto space = buffer_.prepare(kRecord);
  ec = {};
  while (!ec) co_await stream_.next_layer().async_read_some(space, asio::redirect_error(kAwait, ec));
}

}  // namespace stadtpult::platform
