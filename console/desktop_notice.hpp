#pragma once
// Notices of the desktop (org.freedesktop.Notifications on the session bus), with a sound where the desktop
// plays one. Without a desktop or a bus nothing happens. Any thread; sending never waits.

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace stadtpult::console {

struct DesktopNotice {
  std::string title, body;
  bool sound = false;
};

class DesktopNotices {
 public:
  DesktopNotices() = default;
  ~DesktopNotices();
  DesktopNotices(const DesktopNotices&) = delete;
  DesktopNotices& operator=(const DesktopNotices&) = delete;

  /// Hands it over; a flood is no flood of notices: what the desktop is slow to take is dropped.
  void send(DesktopNotice notice);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<DesktopNotice> waiting_;
  bool stop_ = false;
  std::thread worker_;  ///< started with the first notice
};

}  // namespace stadtpult::console
