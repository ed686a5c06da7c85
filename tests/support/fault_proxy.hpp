#pragma once
// A line between two programs on this machine that fails as lines do: late, slow, cut in the middle, reset,
// closed only after a while. Knows nothing of what goes through it.

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace stadtpult::test {

/// How one connection behaves on its way from the platform to the reader.
struct Fault {
  enum class End { none, close, reset, slow_close };
  int latency_ms = 0;                 ///< before each piece
  std::int64_t cut_after = -1;        ///< bytes that get through before the end; -1: no end
  End end = End::none;                ///< how it ends then
  std::int64_t bytes_per_second = 0;  ///< 0: as fast as it goes
};

class FaultProxy {
 public:
  /// `plan` says how the connection with this number (from 0) behaves; called on the accepting thread.
  FaultProxy(int target_port, std::function<Fault(int connection)> plan);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  [[nodiscard]] int port() const { return port_; }
  /// New connections are reset at once while it is on.
  void refuse(bool on) { refusing_ = on; }
  /// While it is on nothing gets through in either direction; what was sent arrives afterwards.
  void hold(bool on) { holding_ = on; }
  /// Ends every open connection now.
  void cut_all() { ++cuts_; }
  /// Connections that ended by their plan or by cut_all().
  [[nodiscard]] int broken() const { return broken_; }

 private:
  void accept_all();
  void carry(int reader, Fault fault);

  const int target_port_;
  const std::function<Fault(int)> plan_;
  int listener_ = -1, port_ = 0;
  std::atomic<bool> stopping_{false}, refusing_{false}, holding_{false};
  std::atomic<int> accepted_{0}, broken_{0}, cuts_{0};
  std::mutex mutex_;
  std::vector<std::thread> lines_;
  std::thread acceptor_;
};

}  // namespace stadtpult::test
