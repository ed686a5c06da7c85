#include "platform/http/core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "platform/http/connection.hpp"

namespace stadtpult::platform {

const std::string& Worker::date() {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  if (now != date_of_) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    date_ = fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[utc.tm_wday], utc.tm_mday,
                        kMonths[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
    date_of_ = now;
  }
  return date_;
}

Core::Core(ServerOptions server_options, Service& the_service, Tls the_tls)
    : options(std::move(server_options)),
      service(the_service),
      tls(std::move(the_tls)),
      hub(service, static_cast<std::size_t>(std::max(options.stream_backlog, 1))) {
  for (int i = 0; i < std::max(options.threads, 1); ++i) workers.push_back(std::make_unique<Worker>());
}

bool Core::admit() {
  const std::lock_guard lock(mutex_);
  if (connections_ >= options.max_connections) return false;
  ++connections_;
  return true;
}

void Core::dismissed() {
  const std::lock_guard lock(mutex_);
  --connections_;
  changed_.notify_all();
}

bool Core::wait_until_empty(int most_ms) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::milliseconds(most_ms), [this] { return connections_ == 0; });
}

void Core::request_pump() {
  if (stopping || pump_requested_.exchange(true)) return;
  asio::post(pool, [this] {
    pump_requested_ = false;
    if (!hub.pump()) return;
    for (auto& worker : workers)
      asio::post(worker->io, [each = worker.get()] {
        for (Connection* connection : each->connections) connection->wake_stream();
      });
  });
}

void Core::start_sweep(Worker& worker) {
  if (worker.sweeping) return;
  worker.sweeping = true;
  sweep(worker);
}

void Core::sweep(Worker& worker) {
  const int every_ms = std::clamp(std::min(options.head_timeout_ms, options.stall_timeout_ms) / 4, 10, 500);
  worker.sweep_timer.expires_after(std::chrono::milliseconds(every_ms));
  worker.sweep_timer.async_wait([this, &worker](const SystemError& ec) {
    if (ec) return;
    const auto now = std::chrono::steady_clock::now();
    for (Connection* connection : worker.connections) connection->check_deadline(now);
    if (worker.connections.empty())
      worker.sweeping = false;
    else
      sweep(worker);
  });
}

}  // namespace stadtpult::platform
