#pragma once
// Joins a coroutine with an answer that may come at once, on the same thread, or later on another one.

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "platform/http/asio.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::platform {

class PendingAnswer : public std::enable_shared_from_this<PendingAnswer> {
 public:
  explicit PendingAnswer(Executor executor) : executor_(executor) {}

  /// The answer is there. Once, from any thread.
  void complete(Response response) {
    response_ = std::move(response);
    if (state_.exchange(State::answered) == State::waited_for) resume();
  }

  /// Waits for the answer on the executor; does not suspend when it is there already.
  Awaitable<> wait() {
    const auto self = shared_from_this();
    if (state_ == State::answered) co_return;
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [this](auto&& handler) {
          using Handler = std::decay_t<decltype(handler)>;
          // std::function wants to copy; the handler can only move.
          auto shared = std::make_shared<Handler>(std::forward<decltype(handler)>(handler));
          resume_ = [shared] { std::move (*shared)(); };
          auto expected = State::open;
          if (!state_.compare_exchange_strong(expected, State::waited_for)) resume();
        },
        kAwait);
  }

  [[nodiscard]] Response take() { return std::move(response_); }

 private:
  enum class State { open, waited_for, answered };

  void resume() { asio::post(executor_, std::exchange(resume_, nullptr)); }

  Executor executor_;
  std::atomic<State> state_{State::open};
  std::function<void()> resume_;
  Response response_;
};

}  // namespace stadtpult::platform
