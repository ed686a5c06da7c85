#pragma once
// A small blocking HTTPS client for tests, over plain sockets and OpenSSL: it shares no line with the
// platform's edge, so that a mistake there cannot hide in here. It can also send any bytes. Every wait has a
// bound.
//
//   HttpsClient client(server->port());                     // trusts anything; give a PEM to verify against
//   it Reply reply = client.request("GET", "/v1/me", {{"Authorization", "Bearer …"}}); client.send("GET /
//   HT"); reply = client.read_reply();   // raw mode SseReader events(client); auto event = events.next(); //
//   after a reply whose head began a stream

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stadtpult::testing {

struct Reply {
  int status = 0;  ///< 0: no answer came (closed, or not in time)
  std::string reason;
  std::map<std::string, std::string> headers;  ///< names in lower case; repeated ones joined by ", "
  std::string body;
  [[nodiscard]] std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

struct ClientOptions {
  std::string host = "127.0.0.1";
  std::string ca_pem =
      {};  ///< verify the server against it (and its name against `host`); "" trusts anything
  int min_tls = TLS1_2_VERSION;
  int max_tls = TLS1_3_VERSION;
  std::string alpn = "http/1.1";  ///< "" sends none
  int timeout_ms = 10'000;        ///< for each wait
  int receive_buffer = 0;         ///< SO_RCVBUF, to play a slow reader; 0: the system's
};

class HttpsClient {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit HttpsClient(int port, ClientOptions options = {}) : options_(std::move(options)) {
    connect_tcp(port);
    if (socket_ >= 0) handshake();
  }
  ~HttpsClient() { close(); }
  HttpsClient(const HttpsClient&) = delete;
  HttpsClient& operator=(const HttpsClient&) = delete;

  /// TCP and TLS stand.
  [[nodiscard]] bool connected() const { return ssl_ != nullptr; }
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] std::string tls_version() const { return ssl_ ? SSL_get_version(ssl_.get()) : ""; }
  [[nodiscard]] SSL* native() { return ssl_.get(); }

  /// Sends a request with Host, and Content-Length where there is a body, and reads the answer.
  Reply request(std::string_view method, std::string_view target, const Headers& headers = {},
                std::string_view body = {}) {
    if (!send(format(method, target, headers, body))) return {};
    return read_reply(method == "HEAD");
  }

  static std::string format(std::string_view method, std::string_view target, const Headers& headers = {},
                            std::string_view body = {}) {
    std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    if (!body.empty() || method == "POST" || method == "PATCH")
      text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + std::string(body);
  }

  /// Raw bytes inside TLS; false where the peer takes no more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      if (!ssl_) return false;
      ERR_clear_error();
      const int sent =
          SSL_write(ssl_.get(), bytes.data(), static_cast<int>(std::min<size_t>(bytes.size(), 1 << 20)));
      if (sent > 0)
        bytes.remove_prefix(static_cast<size_t>(sent));
      else if (!wait_for(sent, options_.timeout_ms))
        return false;
    }
    return true;
  }

  /// Reads one answer, with a length, chunked, or until the end. Answers 1xx are returned as they come.
  Reply read_reply(bool head_only = false) {
    Reply reply = read_head();
    if (reply.status == 0 || head_only || reply.status < 200 || reply.status == 204 || reply.status == 304)
      return reply;
    if (reply.header("transfer-encoding") == "chunked") {
      for (;;) {
        auto chunk = read_chunk(options_.timeout_ms);
        if (!chunk) return {};
        if (chunk->empty()) return reply;
        reply.body += *chunk;
      }
    }
    const std::string length = reply.header("content-length");
    if (!length.empty()) {
      const size_t wanted = std::stoull(length);
      while (buffer_.size() < wanted)
        if (!receive(options_.timeout_ms)) return {};
      reply.body = take(wanted);
    } else {
      while (receive(options_.timeout_ms)) {
      }
      reply.body = std::exchange(buffer_, {});
    }
    return reply;
  }

  /// Status line and fields only; the body, or the stream, follows.
  Reply read_head() {
    size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
      if (!receive(options_.timeout_ms)) return {};
    return parse_head(take(end + 4));
  }

  /// One chunk of a chunked body: "" at the end, nothing where none came within so long or the line broke.
  std::optional<std::string> read_chunk(int timeout_ms) {
    size_t end = 0;
    while ((end = buffer_.find("\r\n")) == std::string::npos)
      if (!receive(timeout_ms)) return std::nullopt;
    const size_t size = std::stoull(buffer_.substr(0, end), nullptr, 16);
    while (buffer_.size() < end + 2 + size + 2)
      if (!receive(timeout_ms)) return std::nullopt;
    take(end + 2);
    std::string chunk = take(size);
    take(2);
    return chunk;
  }

  /// True where the server closes within so long (whatever it still sends is dropped).
  bool closed_within(int timeout_ms) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    for (;;) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      if (left.count() <= 0) return false;
      if (!receive(static_cast<int>(left.count()))) return closed_;
      buffer_.clear();
    }
  }

  /// The server ended TLS in order (close_notify), so nothing was cut off. After a read said that it closed.
  [[nodiscard]] bool closed_in_order() const { return closed_in_order_; }

  /// Ends without a word, as a machine that loses its power does (with `reset`, by RST).
  void abort(bool reset = true) {
    if (socket_ >= 0 && reset) {
      const linger now{1, 0};
      setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    }
    if (ssl_) SSL_set_quiet_shutdown(ssl_.get(), 1);
    close();
  }

  void close() {
    if (ssl_ && !closed_) SSL_shutdown(ssl_.get());
    ssl_.reset();
    context_.reset();
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

 private:
  void connect_tcp(int port) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (options_.receive_buffer > 0)
      setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &options_.receive_buffer, sizeof(options_.receive_buffer));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, options_.host.c_str(), &address.sin_addr);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
      error_ = "connect failed";
      ::close(std::exchange(socket_, -1));
      return;
    }
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    fcntl(socket_, F_SETFL, O_NONBLOCK);  // waits are poll()s with a bound
    std::signal(SIGPIPE, SIG_IGN);        // OpenSSL writes without MSG_NOSIGNAL
  }

  void handshake() {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context_.get(), options_.min_tls < TLS1_2_VERSION ? 0 : 1);
    SSL_CTX_set_min_proto_version(context_.get(), options_.min_tls);
    SSL_CTX_set_max_proto_version(context_.get(), options_.max_tls);
    SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (!options_.ca_pem.empty()) trust(options_.ca_pem);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_);
    if (!options_.ca_pem.empty())
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), options_.host.c_str());
    if (!options_.alpn.empty()) {
      const std::string wire = static_cast<char>(options_.alpn.size()) + options_.alpn;
      SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(wire.data()),
                          static_cast<unsigned>(wire.size()));
    }
    for (;;) {
      ERR_clear_error();
      const int result = SSL_connect(ssl_.get());
      if (result == 1) return;
      if (wait_for(result, options_.timeout_ms)) continue;
      ssl_.reset();
      return;
    }
  }

  void trust(const std::string& pem) {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free_all);
    X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), certificate);
    X509_free(certificate);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  }

  /// After an operation that did not go on: waits until it can, at most so long.
  bool wait_for(int result, int timeout_ms) {
    const int wants = SSL_get_error(ssl_.get(), result);
    if (wants == SSL_ERROR_WANT_READ || wants == SSL_ERROR_WANT_WRITE) {
      pollfd poll_one{socket_, static_cast<short>(wants == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT), 0};
      if (::poll(&poll_one, 1, timeout_ms) > 0) return true;
      error_ = "nothing within the time";
      return false;
    }
    closed_ = true;
    closed_in_order_ = wants == SSL_ERROR_ZERO_RETURN;
    char text[200] = "closed";
    if (const auto code = ERR_peek_error(); code != 0) ERR_error_string_n(code, text, sizeof(text));
    error_ = text;
    return false;
  }

  bool receive(int timeout_ms) {
    if (!ssl_ || closed_) return false;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    char piece[16 << 10];
    for (;;) {
      ERR_clear_error();
      const int got = SSL_read(ssl_.get(), piece, sizeof(piece));
      if (got > 0) {
        buffer_.append(piece, static_cast<size_t>(got));
        return true;
      }
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      if (!wait_for(got, static_cast<int>(std::max<std::int64_t>(left.count(), 0)))) return false;
    }
  }

  std::string take(size_t count) {
    std::string taken = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return taken;
  }

  static Reply parse_head(const std::string& head) {
    Reply reply;
    if (head.rfind("HTTP/1.1 ", 0) != 0 || head.size() < 12) return reply;
    reply.status = std::stoi(head.substr(9, 3));
    size_t at = head.find("\r\n");
    if (at > 13) reply.reason = head.substr(13, at - 13);
    for (at += 2; at < head.size() - 2;) {
      const size_t end = head.find("\r\n", at);
      const size_t colon = head.find(':', at);
      if (colon >= end) return {};
      std::string name = head.substr(at, colon - at);
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
      const size_t value = head.find_first_not_of(' ', colon + 1);
      std::string text = value < end ? head.substr(value, end - value) : "";
      auto& slot = reply.headers[name];
      slot += (slot.empty() ? "" : ", ") + text;
      at = end + 2;
    }
    return reply;
  }

  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  ClientOptions options_;
  int socket_ = -1;
  std::unique_ptr<SSL_CTX, FreeSsl> context_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  std::string buffer_;
  std::string error_;
  bool closed_ = false, closed_in_order_ = false;
};

/// One thing that an event stream said.
struct SseEvent {
  std::string id, event = "message", data;
  std::string comment;  ///< of a line with ":", where the block had one (a heartbeat)
  int retry_ms = -1;
};

/// Reads a server-sent events stream, block by block (HTML Living Standard, 9.2.6).
class SseReader {
 public:
  explicit SseReader(HttpsClient& client) : client_(client) {}

  /// The next block, comments included; nothing where none came within so long or the stream ended.
  std::optional<SseEvent> next(int timeout_ms = 10'000) {
    size_t end = 0;
    while ((end = text_.find("\n\n")) == std::string::npos) {
      auto chunk = client_.read_chunk(timeout_ms);
      if (!chunk) return std::nullopt;
      if (chunk->empty()) {
        ended_ = true;
        return std::nullopt;
      }
      text_ += *chunk;
    }
    const std::string block = text_.substr(0, end + 1);
    text_.erase(0, end + 2);
    return parse(block);
  }

  /// The next block with data, heartbeats and retry passed over.
  std::optional<SseEvent> next_event(int timeout_ms = 10'000) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    while (std::chrono::steady_clock::now() < until) {
      auto event = next(timeout_ms);
      if (!event || !event->data.empty()) return event;
    }
    return std::nullopt;
  }

  /// The server ended the stream in order (the last chunk came).
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  static SseEvent parse(const std::string& block) {
    SseEvent event;
    for (size_t at = 0; at < block.size();) {
      const size_t end = block.find('\n', at);
      const std::string line = block.substr(at, end - at);
      at = end + 1;
      const size_t colon = line.find(':');
      const std::string name = line.substr(0, colon);
      std::string value = colon == std::string::npos ? "" : line.substr(colon + 1);
      if (!value.empty() && value.front() == ' ') value.erase(0, 1);
      if (colon == 0) event.comment = value;
      if (name == "id") event.id = value;
      if (name == "event") event.event = value;
      if (name == "retry") event.retry_ms = std::stoi(value);
      if (name == "data") event.data += (event.data.empty() ? "" : "\n") + value;
    }
    return event;
  }

  HttpsClient& client_;
  std::string text_;
  bool ended_ = false;
};

}  // namespace stadtpult::testing
