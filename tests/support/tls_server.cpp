#include "tests/support/tls_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace stadtpult::test {
namespace {

std::string pem_of(const std::function<void(BIO*)>& write) {
  BIO* memory = BIO_new(BIO_s_mem());
  write(memory);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  return text;
}

bool is_address(const std::string& host) {
  in_addr ignored{};
  return inet_pton(AF_INET, host.c_str(), &ignored) == 1;
}

bool parse_head(const std::string& head, SeenRequest& request) {
  const auto end = head.find("\r\n");
  const auto first = head.find(' '), second = head.find(' ', first + 1);
  if (second == std::string::npos || second > end) return false;
  request.method = head.substr(0, first);
  request.target = head.substr(first + 1, second - first - 1);
  for (auto at = end + 2; at < head.size();) {
    const auto stop = std::min(head.find("\r\n", at), head.size());
    const auto colon = head.find(':', at);
    if (colon < stop) {
      std::string name = head.substr(at, colon - at);
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
      request.headers[name] = head.substr(std::min(colon + 2, stop), stop - std::min(colon + 2, stop));
    }
    at = stop + 2;
  }
  return true;
}

}  // namespace

Certificate make_test_certificate(const std::string& host, int from_days, int to_days) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* cert = X509_new();
  X509_set_version(cert, 2);
  ASN1_INTEGER_set(
      X509_get_serialNumber(cert),
      static_cast<long>(std::chrono::steady_clock::now().time_since_epoch().count() & 0xffffff) + 1);
  X509_gmtime_adj(X509_getm_notBefore(cert), from_days * 86'400L);
  X509_gmtime_adj(X509_getm_notAfter(cert), to_days * 86'400L);
  X509_set_pubkey(cert, key);
  X509_NAME* name = X509_get_subject_name(cert);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(host.c_str()),
                             -1, -1, 0);
  X509_set_issuer_name(cert, name);
  const std::string names = (is_address(host) ? "IP:" : "DNS:") + host;
  for (const auto& [what, value] : {std::pair<int, std::string>{NID_subject_alt_name, names},
                                    {NID_basic_constraints, "critical,CA:TRUE"}}) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
    X509_add_ext(cert, extension, -1);
    X509_EXTENSION_free(extension);
  }
  X509_sign(cert, key, EVP_sha256());
  Certificate made{pem_of([&](BIO* out) { PEM_write_bio_X509(out, cert); }), pem_of([&](BIO* out) {
                     PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
                   })};
  X509_free(cert);
  EVP_PKEY_free(key);
  return made;
}

bool TlsServer::Peer::answer(int status, const std::string& body, const std::string& extra,
                             const std::string& type) {
  return write("HTTP/1.1 " + std::to_string(status) + " Test\r\nContent-Type: " + type +
               "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + extra + "\r\n" + body);
}

bool TlsServer::Peer::open_stream(const std::string& extra) {
  return write("HTTP/1.1 200 Test\r\nContent-Type: text/event-stream\r\nConnection: close\r\n" + extra +
               "\r\n");
}

struct TlsServer::Connection final : TlsServer::Peer {
  TlsServer& server;
  int socket;
  SSL* ssl = nullptr;
  std::thread thread;
  Connection(TlsServer& owner, int accepted) : server(owner), socket(accepted) {}
  ~Connection() override = default;

  bool wait(short events) {
    while (!server.stopping_) {
      pollfd poll_for{socket, events, 0};
      const int ready = ::poll(&poll_for, 1, 20);
      if (ready > 0) return true;
      if (ready < 0) return false;
    }
    return false;
  }
  /// Runs an SSL call until it is through; false when the peer is gone or the server stops.
  bool drive(const std::function<int()>& call) {
    while (!server.stopping_) {
      const int done = call();
      if (done > 0) return true;
      const int why = SSL_get_error(ssl, done);
      if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return false;
      if (!wait(why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT)) return false;
    }
    return false;
  }
  bool write(const std::string& bytes) override {
    if (socket < 0) return false;
    return bytes.empty() ||
           drive([&] { return SSL_write(ssl, bytes.data(), static_cast<int>(bytes.size())); });
  }
  void reset() override {
    const linger now{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(socket);
    socket = -1;
  }
  bool pause(int ms) override {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    while (!server.stopping_ && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return !server.stopping_;
  }
  bool read_more(std::string& into) {
    char buffer[16'384];
    int got = 0;
    if (!drive([&] { return got = SSL_read(ssl, buffer, sizeof buffer); })) return false;
    into.append(buffer, static_cast<std::size_t>(got));
    return true;
  }
};

TlsServer::TlsServer(const Certificate& certificate, Handler handler, int port)
    : handler_(std::move(handler)) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_mode(context, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  BIO* cert_in = BIO_new_mem_buf(certificate.cert_pem.data(), static_cast<int>(certificate.cert_pem.size()));
  BIO* key_in = BIO_new_mem_buf(certificate.key_pem.data(), static_cast<int>(certificate.key_pem.size()));
  X509* cert = PEM_read_bio_X509(cert_in, nullptr, nullptr, nullptr);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(key_in, nullptr, nullptr, nullptr);
  SSL_CTX_use_certificate(context, cert);
  SSL_CTX_use_PrivateKey(context, key);
  X509_free(cert);
  EVP_PKEY_free(key);
  BIO_free(cert_in);
  BIO_free(key_in);
  context_ = context;

  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int yes = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::listen(listener_, 64);
  socklen_t length = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { accept_all(); });
}

TlsServer::~TlsServer() {
  stopping_ = true;
  accepting_.join();
  for (auto& connection : open_) connection->thread.join();
  ::close(listener_);
  SSL_CTX_free(static_cast<SSL_CTX*>(context_));
}

std::string TlsServer::url(const std::string& host) const {
  return "https://" + host + ":" + std::to_string(port_);
}

std::vector<SeenRequest> TlsServer::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

void TlsServer::accept_all() {
  while (!stopping_) {
    pollfd poll_for{listener_, POLLIN, 0};
    if (::poll(&poll_for, 1, 20) <= 0) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket < 0) continue;
    ++connections_;
    open_.push_back(std::make_unique<Connection>(*this, socket));
    Connection& connection = *open_.back();
    connection.thread = std::thread([this, &connection] { serve(connection); });
  }
}

void TlsServer::serve(Connection& connection) {
  connection.ssl = SSL_new(static_cast<SSL_CTX*>(context_));
  SSL_set_fd(connection.ssl, connection.socket);
  std::string input;
  bool keep = connection.drive([&] { return SSL_accept(connection.ssl); });
  while (keep) {
    auto end = input.find("\r\n\r\n");
    if (end == std::string::npos) {
      keep = connection.read_more(input);
      continue;
    }
    SeenRequest request;
    if (!parse_head(input.substr(0, end), request)) break;
    input.erase(0, end + 4);
    std::size_t length = 0;
    const std::string declared = request.header("content-length");
    std::from_chars(declared.data(), declared.data() + declared.size(), length);
    while (input.size() < length && (keep = connection.read_more(input))) {
    }
    if (!keep) break;
    request.body = input.substr(0, length);
    input.erase(0, length);
    {
      const std::lock_guard lock(mutex_);
      seen_.push_back(request);
    }
    keep = handler_(request, connection) && connection.socket >= 0;
  }
  if (connection.socket >= 0) SSL_shutdown(connection.ssl);
  SSL_free(connection.ssl);
  if (connection.socket >= 0) ::close(connection.socket);
}

}  // namespace stadtpult::test
