#include "console/desktop_notice.hpp"

#include <systemd/sd-bus.h>

#include <cstdint>
#include <memory>

#include "api-client/base/log.hpp"

namespace stadtpult::console {
namespace {

constexpr std::size_t kMostWaiting = 4;
constexpr std::uint64_t kAnswerUs = 2'000'000;
constexpr std::uint8_t kCritical = 2;  // urgency, as the specification numbers it

struct CloseBus {
  void operator()(sd_bus* bus) const { sd_bus_flush_close_unref(bus); }
};
struct DropMessage {
  void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
};

/// One notice; a negative errno where the desktop did not take it.
int notify(sd_bus* bus, const DesktopNotice& notice) {
  sd_bus_message* raw = nullptr;
  int done = sd_bus_message_new_method_call(bus, &raw, "org.freedesktop.Notifications",
                                            "/org/freedesktop/Notifications", "org.freedesktop.Notifications",
                                            "Notify");
  if (done < 0) return done;
  const std::unique_ptr<sd_bus_message, DropMessage> message(raw);
  done = sd_bus_message_append(raw, "susssas", "Stadtpult", 0U, "security-high", notice.title.c_str(),
                               notice.body.c_str(), 0);
  if (done >= 0)
    done = notice.sound
               ? sd_bus_message_append(raw, "a{sv}", 2, "urgency", "y", kCritical, "sound-name", "s",
                                       "dialog-warning")
               : sd_bus_message_append(raw, "a{sv}", 2, "urgency", "y", kCritical, "suppress-sound", "b", 1);
  if (done >= 0) done = sd_bus_message_append(raw, "i", -1);
  if (done >= 0) done = sd_bus_call(bus, raw, kAnswerUs, nullptr, nullptr);
  return done;
}

}  // namespace

DesktopNotices::~DesktopNotices() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  news_.notify_all();
  if (worker_.joinable()) worker_.join();
}

void DesktopNotices::send(DesktopNotice notice) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= kMostWaiting) return;
  waiting_.push_back(std::move(notice));
  if (!worker_.joinable()) worker_ = std::thread([this] { run(); });
  news_.notify_all();
}

void DesktopNotices::run() {
  while (true) {
    std::vector<DesktopNotice> now;
    {
      std::unique_lock lock(mutex_);
      news_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
      if (stop_) return;
      now.swap(waiting_);
    }
    sd_bus* raw = nullptr;
    int done = sd_bus_open_user(&raw);
    const std::unique_ptr<sd_bus, CloseBus> bus(raw);
    for (const auto& notice : now)
      if (done >= 0) done = notify(raw, notice);
    if (done < 0) base::log::info("no notice of the desktop: error {}", -done);
  }
}

}  // namespace stadtpult::console
