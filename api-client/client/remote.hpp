#pragma once
// Values have a life: what comes from the platform is a Remote<T>, and every panel designs all five states.
// Pure; belongs to the thread that owns the State (the frame thread).

#include <cstdint>
#include <optional>
#include <utility>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::client {

enum class RemoteState : std::uint8_t {
  not_asked,  ///< nobody wanted it yet
  loading,    ///< on its way; an old value is kept, a long list may already show its first part
  there,      ///< complete, with its age
  failed,     ///< what and why; an old value is kept
  forbidden   ///< the role may not read it; missing() names the call
};

template <typename T>
class Remote {
 public:
  [[nodiscard]] RemoteState state() const { return state_; }
  [[nodiscard]] bool loading() const { return state_ == RemoteState::loading; }
  [[nodiscard]] bool failed() const { return state_ == RemoteState::failed; }
  [[nodiscard]] bool forbidden() const { return state_ == RemoteState::forbidden; }

  /// The value, also an old one; null when there never was one.
  [[nodiscard]] const T* value() const { return value_ ? &*value_ : nullptr; }
  [[nodiscard]] T* value() { return value_ ? &*value_ : nullptr; }
  /// When the platform sent the value (a cached one keeps its time); not set without a value.
  [[nodiscard]] base::Timestamp received_at() const { return received_at_; }
  /// True while the value is what an earlier run of the console left, and the platform has not answered yet.
  [[nodiscard]] bool cached() const { return cached_; }
  /// Since when it is loading.
  [[nodiscard]] base::Timestamp loading_since() const { return loading_since_; }
  /// "1.240 von 2.000" of a long list; total is 0 while it is not known.
  [[nodiscard]] std::int64_t done() const { return done_; }
  [[nodiscard]] std::int64_t total() const { return total_; }
  /// Why it failed; null in any other state.
  [[nodiscard]] const base::Error* error() const { return failed() ? &error_ : nullptr; }
  /// The call that this role may not make; contract::route() names who may.
  [[nodiscard]] std::optional<contract::Operation> missing() const { return missing_; }

  void set_loading(base::Timestamp now) {
    state_ = RemoteState::loading;
    loading_since_ = now;
    done_ = total_ = 0;
    missing_.reset();
  }
  void set_progress(std::int64_t done, std::int64_t total) {
    done_ = done;
    total_ = total;
  }
  void set_value(T value, base::Timestamp received_at, bool from_cache = false) {
    value_ = std::move(value);
    set_there(received_at, from_cache);
  }
  /// The value was filled in place and is complete now.
  void set_there(base::Timestamp received_at, bool from_cache = false) {
    state_ = RemoteState::there;
    received_at_ = received_at;
    cached_ = from_cache;
    missing_.reset();
  }
  void set_failed(base::Error error) {
    state_ = RemoteState::failed;
    error_ = std::move(error);
  }
  /// A right that is missing also takes away what was seen with it.
  void set_forbidden(contract::Operation operation) {
    value_.reset();
    state_ = RemoteState::forbidden;
    missing_ = operation;
  }
  /// The value to fill in place, made where there is none.
  T& fill() {
    if (!value_) value_.emplace();
    return *value_;
  }

 private:
  RemoteState state_ = RemoteState::not_asked;
  bool cached_ = false;
  std::optional<T> value_;
  base::Timestamp received_at_, loading_since_;
  std::int64_t done_ = 0, total_ = 0;
  base::Error error_;
  std::optional<contract::Operation> missing_;
};

}  // namespace stadtpult::client
