// Addresses outside, asked at a small server of this test.
#include "api-client/client/link_probe.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

using namespace stadtpult;
using client::LinkState;

namespace {

/// Answers what the path says ("/404"); "/get-404" refuses HEAD and answers GET so; "/to/PATH" leads there.
class SmallServer {
 public:
  SmallServer() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ::bind(socket_, reinterpret_cast<sockaddr*>(&address), length);
    ::listen(socket_, 16);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~SmallServer() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  SmallServer(const SmallServer&) = delete;
  SmallServer& operator=(const SmallServer&) = delete;
  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  [[nodiscard]] int port() const { return port_; }
  std::atomic<int> connections{0};

 private:
  void serve() {
    for (;;) {
      const int one = ::accept(socket_, nullptr, nullptr);
      if (one < 0) return;
      ++connections;
      std::string head;
      char piece[1024];
      while (head.find("\r\n\r\n") == std::string::npos) {
        const auto got = ::recv(one, piece, sizeof piece, 0);
        if (got <= 0) break;
        head.append(piece, static_cast<std::size_t>(got));
      }
      const std::string answer = answer_to(head);
      (void)::send(one, answer.data(), answer.size(), MSG_NOSIGNAL);
      ::close(one);
    }
  }
  static std::string answer_to(const std::string& head) {
    const bool is_head = head.starts_with("HEAD ");
    const auto from = head.find(' ') + 1;
    std::string path = head.substr(from, head.find(' ', from) - from);
    std::string more;
    std::string status = path.substr(1);
    if (path == "/away") {  // to where nobody listens
      status = "301";
      more = "Location: http://127.0.0.1:1/\r\n";
    } else if (path.starts_with("/to/")) {
      status = "302";
      more = "Location: " + path.substr(3) + "\r\n";
    } else if (path.starts_with("/get-")) {
      status = is_head ? "405" : path.substr(5);
    }
    return "HTTP/1.1 " + status + " x\r\n" + more + "Content-Length: 2\r\nConnection: close\r\n\r\n" +
           (is_head ? "" : "ok");
  }

  int socket_ = -1, port_ = 0;
  std::thread thread_;
};

}  // namespace

TEST_CASE("an address outside is there, gone, or does not answer") {
  const SmallServer server;
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, LinkState> answers;
  client::LinkProbe probe(
      [&](const std::string& url, LinkState state) {
        const std::lock_guard lock(mutex);
        answers[url] = state;
        changed.notify_all();
      },
      client::LinkProbe::Reach::everywhere);
  using What = LinkState::What;
  const std::map<std::string, LinkState> wanted{
      {server.url("/200"), {What::reachable, 200}},     {server.url("/404"), {What::gone, 404}},
      {server.url("/410"), {What::gone, 410}},          {server.url("/401"), {What::reachable, 401}},
      {server.url("/503"), {What::unreachable, 503}},   {server.url("/get-200"), {What::reachable, 200}},
      {server.url("/get-404"), {What::gone, 404}},      {server.url("/to/404"), {What::gone, 404}},
      {server.url("/to/200"), {What::reachable, 200}},  {server.url("/away"), {What::unreachable, 0}},
      {server.url("/to/away"), {What::unreachable, 0}}, {"http://127.0.0.1:1/", {What::unreachable, 0}},
      {"file:///etc/passwd", {What::unreachable, 0}},   {"gopher://127.0.0.1/", {What::unreachable, 0}}};
  std::vector<std::string> urls;
  for (const auto& [url, state] : wanted) urls.push_back(url);
  probe.check(urls);
  std::unique_lock lock(mutex);
  REQUIRE(changed.wait_for(lock, std::chrono::seconds(30), [&] { return answers.size() == wanted.size(); }));
  for (const auto& [url, state] : wanted) {
    CAPTURE(url);
    CHECK(answers[url].status == state.status);
    CHECK(static_cast<int>(answers[url].what) == static_cast<int>(state.what));
  }
}

TEST_CASE("more addresses than are asked at once are answered without a pause") {
  const SmallServer server;
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t answered = 0;
  client::LinkProbe probe(
      [&](const std::string&, LinkState) {
        const std::lock_guard lock(mutex);
        ++answered;
        changed.notify_all();
      },
      client::LinkProbe::Reach::everywhere);
  // Refused before anything is sent, so a whole round of them ends at the same moment.
  std::vector<std::string> urls(60, "file:///nothing");
  urls.push_back(server.url("/200"));
  probe.check(urls);
  std::unique_lock lock(mutex);
  CHECK(changed.wait_for(lock, std::chrono::seconds(30), [&] { return answered == urls.size(); }));
}

TEST_CASE("what only this machine or this network reaches is not asked, by whatever name") {
  for (const char* proxy : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    ::unsetenv(proxy);  // it would decide instead
  const SmallServer server;
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, LinkState> answers;
  client::LinkProbe probe([&](const std::string& url, LinkState state) {
    const std::lock_guard lock(mutex);
    answers[url] = state;
    changed.notify_all();
  });
  const std::string end = ":" + std::to_string(server.port()) + "/200";
  const std::vector<std::string> urls{"http://127.0.0.1" + end, "http://localhost" + end,
                                      "http://0.0.0.0" + end, "http://2130706433" + end,
                                      "http://[::ffff:127.0.0.1]" + end};
  probe.check(urls);
  std::unique_lock lock(mutex);
  REQUIRE(changed.wait_for(lock, std::chrono::seconds(30), [&] { return answers.size() == urls.size(); }));
  for (const auto& [url, state] : answers) {
    CAPTURE(url);
    CHECK(state.what == LinkState::What::unreachable);
    CHECK(state.status == 0);
  }
  CHECK(server.connections == 0);
}

TEST_CASE("which addresses lie inside") {
  const auto inside = [](const std::string& text) {
    sockaddr_storage address{};
    auto* v4 = reinterpret_cast<sockaddr_in*>(&address);
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&address);
    address.ss_family = text.find(':') == std::string::npos ? AF_INET : AF_INET6;
    void* to = address.ss_family == AF_INET ? static_cast<void*>(&v4->sin_addr) : &v6->sin6_addr;
    REQUIRE(::inet_pton(address.ss_family, text.c_str(), to) == 1);
    return client::is_inside(reinterpret_cast<const sockaddr&>(address));
  };
  for (const char* each : {"127.0.0.1",
                           "127.255.255.255",
                           "10.0.0.1",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "169.254.169.254",
                           "100.64.0.1",
                           "100.127.255.255",
                           "0.0.0.0",
                           "198.19.0.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "fe80::1",
                           "fc00::1",
                           "fdff::1",
                           "fec0::1",
                           "ff02::1",
                           "::ffff:10.0.0.1",
                           "64:ff9b::7f00:1",
                           "2002:c0a8:101::1",
                           "2001:db8::1"}) {
    CAPTURE(each);
    CHECK(inside(each));
  }
  for (const char* each : {"8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
                           "192.167.1.1", "193.0.0.1", "223.255.255.255", "2a00:1450:4001::1",
                           "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"}) {
    CAPTURE(each);
    CHECK_FALSE(inside(each));
  }
}
