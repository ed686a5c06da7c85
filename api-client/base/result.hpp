#pragma once
// Result and Error: how everything in Stadtpult says that something did not work. No exceptions cross a
// file's edge.

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stadtpult::base {

/// What kind of failure it is; decides who handles it and which HTTP status the platform answers.
enum class ErrorKind {
  invalid,               ///< the input is wrong: 400 or 422, with the field
  unauthenticated,       ///< no valid token: 401
  forbidden,             ///< signed in, but without this right: 403
  not_found,             ///< 404
  conflict,              ///< the state does not allow it: 409
  stale,                 ///< If-Match named an older revision: 412
  precondition_missing,  ///< If-Match is missing: 428
  too_large,             ///< 413
  unsupported,           ///< media type or method: 415, 405
  rate_limited,          ///< 429, retry after retry_after_ms
  unavailable,           ///< network, time-out, store locked: 503, worth a retry
  cancelled,             ///< nobody wants the answer any more
  storage,               ///< disk full, damaged or unreadable file
  internal,              ///< our own mistake: 500
};

/// One wrong place among several ("name.de", "icons[0].src").
struct FieldError {
  std::string field;
  std::string message;
};

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string
      message;  ///< one English sentence for the log and the API; the console shows its own text by kind
  std::string field = {};               ///< the first wrong field, "" where none is meant
  std::vector<FieldError> fields = {};  ///< all wrong fields, where more than one is known
  int status = 0;                       ///< HTTP status as received; 0 where there was none
  std::string request_id = {};
  int retry_after_ms = 0;
  /// Which refusal it is among those of its kind ("waits-for-version"), for who says it in a person's
  /// language; "" where the kind says enough.
  std::string problem = {};
  std::vector<std::pair<std::string, std::string>> values = {};  ///< what that sentence names: {"round", "…"}
};

/// A value or an Error. Not thread-safe by itself; a value type.
template <typename T>
class [[nodiscard]] Result {
 public:
  /// A default value.
  Result(std::in_place_t) : value_(std::in_place) {}
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return value_.has_value(); }
  [[nodiscard]] bool ok() const { return value_.has_value(); }

  /// Only where there is a value: std::bad_optional_access otherwise, as error() where there is one.
  T& operator*() & { return value_.value(); }
  const T& operator*() const& { return value_.value(); }
  T&& operator*() && { return std::move(value_).value(); }
  T* operator->() { return &value_.value(); }
  const T* operator->() const { return &value_.value(); }

  [[nodiscard]] const Error& error() const { return error_.value(); }
  [[nodiscard]] T value_or(T other) const { return ok() ? *value_ : std::move(other); }

 private:
  // Two optionals and no variant: this stands in every source, and a variant takes the compiler three times
  // as long.
  std::optional<T> value_;
  std::optional<Error> error_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return !error_.has_value(); }
  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  [[nodiscard]] const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

using Done = Result<void>;

inline Error fail(ErrorKind kind, std::string message, std::string field = {}) {
  Error error{kind, std::move(message)};
  error.field = std::move(field);
  return error;
}

/// A refusal that stands in the way for now (409), told in a person's language by its `problem` and `values`.
inline Error conflict(std::string problem, std::string message, std::string field,
                      std::vector<std::pair<std::string, std::string>> values = {}) {
  Error error = fail(ErrorKind::conflict, std::move(message), std::move(field));
  error.problem = std::move(problem);
  error.values = std::move(values);
  return error;
}

}  // namespace stadtpult::base
