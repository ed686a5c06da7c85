#pragma once
// The one door between threads: any thread posts, one thread takes. A post can wake the taker
// (glfwPostEmptyEvent).

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace stadtpult::base {

template <typename Message>
class Inbox {
 public:
  /// Called after each post, on the posting thread; must be cheap and must not post. Set it before other
  /// threads post.
  void on_post(std::function<void()> wake) { wake_ = std::move(wake); }

  /// Any thread.
  void post(Message message) {
    {
      const std::lock_guard lock(mutex_);
      messages_.push_back(std::move(message));
    }
    if (wake_) wake_();
  }

  /// All messages since the last call, oldest first. The taking thread.
  [[nodiscard]] std::vector<Message> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(messages_, {});
  }

  [[nodiscard]] bool empty() const {
    const std::lock_guard lock(mutex_);
    return messages_.empty();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Message> messages_;
  std::function<void()> wake_;
};

}  // namespace stadtpult::base
