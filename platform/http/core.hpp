#pragma once
// What all connections of one server share: options, TLS, the service, the workers and the hub of the
// streams.

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "platform/http/asio.hpp"
#include "platform/http/event_hub.hpp"
#include "platform/http/server.hpp"
#include "platform/http/tls.hpp"

namespace stadtpult::platform {

class Connection;

/// One thread with its connections. All members are its own thread's, except where said.
struct Worker {
  std::unordered_set<Connection*> connections;  ///< before `io`: what `io` destroys takes itself out
  std::atomic<int> load{0};                     ///< connections given to it; any thread
  asio::io_context io{1};
  asio::executor_work_guard<Executor> work{io.get_executor()};
  Timer sweep_timer{io};
  bool sweeping = false;
  std::thread thread;

  /// Now as HTTP writes dates (IMF-fixdate), made once a second.
  const std::string& date();

 private:
  std::string date_;
  std::int64_t date_of_ = -1;
};

class Core : public std::enable_shared_from_this<Core> {
 private:
  // First, since connections that end with the workers still count themselves out.
  std::atomic<bool> pump_requested_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  int connections_ = 0;

 public:
  Core(ServerOptions server_options, Service& the_service, Tls the_tls);

  const ServerOptions options;
  Service& service;
  Tls tls;
  EventHub hub;
  std::vector<std::unique_ptr<Worker>> workers;
  /// Takes what would hold up a worker: large bodies, and reading changes for the hub.
  asio::thread_pool pool{2};
  /// Looks into files, which takes seconds: streams and large bodies do not wait behind them.
  asio::thread_pool files{2};
  /// One after the other: files that anybody may send never take both threads, and the memory of one only.
  asio::strand<asio::thread_pool::executor_type> uploads{files.get_executor()};
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> body_bytes{0};  ///< of bodies that are arriving, all connections

  /// Counts one more connection; false where that would be too many. Any thread.
  bool admit();
  void dismissed();
  /// True once no connection is left; waits at most so long.
  bool wait_until_empty(int most_ms);

  /// Looks for new changes soon, on the pool, and wakes the streams. Any thread, cheap.
  void request_pump();
  /// Checks the deadlines of this worker's connections from time to time, as long as it has some.
  void start_sweep(Worker& worker);

 private:
  void sweep(Worker& worker);
};

}  // namespace stadtpult::platform
