#include "tests/support/fault_proxy.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace stadtpult::test {
namespace {

constexpr int kLookMs = 5;  // how soon a stop or a cut is noticed
constexpr int kSlowCloseMs = 150;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool send_all(int socket, const char* bytes, std::size_t size) {
  while (size > 0) {
    const auto sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

void reset(int socket) {
  const linger hard{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  ::close(socket);
}

void pause_ms(std::int64_t ms) {
  if (ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

}  // namespace

FaultProxy::FaultProxy(int target_port, std::function<Fault(int)> plan)
    : target_port_(target_port), plan_(std::move(plan)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::listen(listener_, 64);
  socklen_t size = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

FaultProxy::~FaultProxy() {
  stopping_ = true;
  acceptor_.join();
  for (auto& line : lines_) line.join();
  ::close(listener_);
}

void FaultProxy::accept_all() {
  while (!stopping_) {
    pollfd wait{listener_, POLLIN, 0};
    if (::poll(&wait, 1, kLookMs) <= 0) continue;
    const int reader = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (reader < 0) continue;
    if (refusing_) {
      reset(reader);
      continue;
    }
    const Fault fault = plan_(accepted_++);
    const std::lock_guard lock(mutex_);
    lines_.emplace_back([this, reader, fault] { carry(reader, fault); });
  }
}

void FaultProxy::carry(int reader, Fault fault) {
  const int platform = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(target_port_);
  const int cuts = cuts_;
  std::array<char, 16'384> buffer;
  bool open = ::connect(platform, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  std::int64_t left = fault.cut_after;
  bool broke = false;
  while (open && !stopping_) {
    if (cuts_ != cuts) {
      broke = true;
      break;
    }
    if (holding_) {
      pause_ms(kLookMs);
      continue;
    }
    std::array<pollfd, 2> wait = {pollfd{reader, POLLIN, 0}, pollfd{platform, POLLIN, 0}};
    if (::poll(wait.data(), wait.size(), kLookMs) <= 0) continue;
    if (wait[0].revents != 0) {
      const auto got = ::recv(reader, buffer.data(), buffer.size(), 0);
      open = got > 0 && send_all(platform, buffer.data(), static_cast<std::size_t>(got));
    }
    if (!open || wait[1].revents == 0) continue;
    auto got = ::recv(platform, buffer.data(), buffer.size(), 0);
    if (got <= 0) break;
    pause_ms(fault.latency_ms);
    if (fault.bytes_per_second > 0) pause_ms(got * 1'000 / fault.bytes_per_second);
    if (left >= 0) got = std::min<std::int64_t>(got, left);
    open = send_all(reader, buffer.data(), static_cast<std::size_t>(got));
    if (left >= 0 && (left -= got) == 0) {
      broke = true;
      break;
    }
  }
  if (broke) {
    ++broken_;
    // The platform goes on sending meanwhile; nobody carries it.
    if (fault.end == Fault::End::slow_close) pause_ms(kSlowCloseMs);
  }
  if (fault.end == Fault::End::reset) {
    reset(reader);
    reset(platform);
    return;
  }
  ::close(reader);
  ::close(platform);
}

}  // namespace stadtpult::test
