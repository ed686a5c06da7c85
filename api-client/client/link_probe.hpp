#pragma once
// Asks addresses outside whether they are still there. Only when a person wants it; nothing of the platform
// or of the person goes along. A thread of its own.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api-client/client/link_state.hpp"

namespace stadtpult::client {

class LinkProbe {
 public:
  /// Called on the probe's thread, once for each address that was asked for.
  using Answer = std::function<void(const std::string& url, LinkState state)>;

  explicit LinkProbe(Answer answer);
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
