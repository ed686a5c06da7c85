// Addresses outside, asked at a small server of this test.
#include "api-client/client/link_probe.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
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

 private:
  void serve() {
    for (;;) {
      const int one = ::accept(socket_, nullptr, nullptr);
      if (one < 0) return;
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
  client::LinkProbe probe([&](const std::string& url, LinkState state) {
    const std::lock_guard lock(mutex);
    answers[url] = state;
    changed.notify_all();
  });
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
  client::LinkProbe probe([&](const std::string&, LinkState) {
    const std::lock_guard lock(mutex);
    ++answered;
    changed.notify_all();
  });
  // Refused before anything is sent, so a whole round of them ends at the same moment.
  std::vector<std::string> urls(60, "file:///nothing");
  urls.push_back(server.url("/200"));
  probe.check(urls);
  std::unique_lock lock(mutex);
  CHECK(changed.wait_for(lock, std::chrono::seconds(30), [&] { return answered == urls.size(); }));
}
