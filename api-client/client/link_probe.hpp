#pragma once
// Asks addresses outside whether they are still there. Only when a person wants it; nothing of the platform
// or of the person goes along. A thread of its own.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api-client/client/link_state.hpp"

struct sockaddr;

namespace stadtpult::client {

/// An address that only this machine or this network reaches, or nobody: loopback, private, link-local,
/// unique local, shared (CGN), multicast, reserved; as IPv6 and as IPv4, also where one wraps the other.
/// Citizens do not get there, so a link to it is dead; and what an editor typed must not ask the office's own
/// machines.
bool is_inside(const sockaddr& address);

class LinkProbe {
 public:
  /// `everywhere` is for tests. Where the machine's environment names a proxy, the proxy decides what is
  /// reached: names are looked up there.
  enum class Reach { outside, everywhere };
  /// Called on the probe's thread, once for each address that was asked for.
  using Answer = std::function<void(const std::string& url, LinkState state)>;

  explicit LinkProbe(Answer answer, Reach reach = Reach::outside);
  /// What is under way is dropped without an answer; takes no longer than a moment.
  ~LinkProbe();
  LinkProbe(const LinkProbe&) = delete;
  LinkProbe& operator=(const LinkProbe&) = delete;

  /// http and https addresses; others are answered as unreachable. Any thread.
  void check(std::vector<std::string> urls);

 private:
  struct Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace stadtpult::client
