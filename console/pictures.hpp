#pragma once
// The pictures that are drawn now: asked for when they are looked at, decoded beside the frame, in memory up
// to a bound; what was not drawn for longest goes first. Main thread.

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "api-client/base/result.hpp"
#include "console/picture_file.hpp"
#include "panels/panel.hpp"

namespace stadtpult::console {

class Pictures final : public panels::PictureShelf {
 public:
  struct Hooks {
    std::function<void(const std::string& media_id)> load;  ///< answered by loaded()
    /// Pixels onto the graphics card, and away again.
    std::function<void*(const Pixels&)> upload;
    std::function<void(void*)> drop;
    std::function<void(std::function<void()>)> beside;  ///< runs it off the frame
    std::function<void(std::function<void()>)> post;    ///< runs it in the frame thread, soon
  };
  static constexpr std::size_t kMostBytes = std::size_t{96} << 20;
  static constexpr int kAtOnce = 3;  ///< under way at the same time
  static constexpr int kSmallSide = 192, kLargeSide = 1024;

  explicit Pictures(Hooks hooks, std::size_t most_bytes = kMostBytes)
      : hooks_(std::move(hooks)), most_bytes_(most_bytes) {}

  Picture find(std::string_view media_id, Size size) override;
  /// Once a frame, before anything is drawn: what was scrolled past is no more asked for, what waits is sent.
  void next_frame();
  void loaded(const std::string& media_id, base::Result<std::string> bytes);
  /// Something that is on screen is still on its way.
  [[nodiscard]] bool busy() const { return !under_way_.empty() || !wanted_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  using Key = std::pair<std::string, Size>;
  struct Entry {
    void* texture = nullptr;
    int width = 0, height = 0;
    std::uint64_t used = 0;  ///< frame in which it was asked for last
    bool failed = false;
    std::chrono::steady_clock::time_point failed_at;
    [[nodiscard]] std::size_t bytes() const {
      return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    }
  };
  void take(const Key& key, const base::Result<Pixels>& pixels);
  void make_room();

  Hooks hooks_;
  std::size_t most_bytes_, bytes_ = 0;
  std::uint64_t frame_ = 2;
  std::map<Key, Entry> entries_;
  std::deque<Key> wanted_;  ///< the newest wish last
  std::set<std::string, std::less<>> under_way_;
};

}  // namespace stadtpult::console
