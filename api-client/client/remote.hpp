#pragma once
// A value that comes from the platform has a life; every panel draws all five of its states. Pure, any
// thread.

#include <optional>
#include <utility>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"

namespace stadtpult::client {

enum class RemoteState { not_asked, loading, there, failed, forbidden };

template <typename T>
class Remote {
 public:
  [[nodiscard]] RemoteState state() const { return state_; }
  /// The newest value that ever came, also while loading anew or after a failure; nullptr before the first.
  [[nodiscard]] const T* value() const { return value_ ? &*value_ : nullptr; }
  [[nodiscard]] T* edit() { return value_ ? &*value_ : nullptr; }
  /// When the value came from the platform (of a cached one: when it was cached).
  [[nodiscard]] base::Timestamp received_at() const { return received_at_; }
  /// Since when it is loading, for skeletons that wait 200 ms.
  [[nodiscard]] base::Timestamp loading_since() const { return loading_since_; }
  /// Why it failed; meaningful in `failed` and `forbidden`.
  [[nodiscard]] const base::Error& error() const { return error_; }

  void set_loading(base::Timestamp now) {
    if (state_ != RemoteState::loading) loading_since_ = now;
    state_ = RemoteState::loading;
  }
  void set(T value, base::Timestamp received_at) {
    value_ = std::move(value);
    received_at_ = received_at;
    state_ = RemoteState::there;
  }
  /// The old value is kept.
  void set_failed(base::Error error) {
    state_ = error.kind == base::ErrorKind::forbidden ? RemoteState::forbidden : RemoteState::failed;
    error_ = std::move(error);
  }

 private:
  RemoteState state_ = RemoteState::not_asked;
  std::optional<T> value_;
  base::Timestamp received_at_, loading_since_;
  base::Error error_;
};

}  // namespace stadtpult::client
