#include "platform/routes/ticker.hpp"

namespace stadtpult::platform {

void Ticker::start() {
  thread_ = std::thread([this] {
    while (!stopping_) {
      look_();
      pause(every_);
    }
  });
}

void Ticker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Ticker::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, time, [this] { return stopping_.load(); });
}

}  // namespace stadtpult::platform
