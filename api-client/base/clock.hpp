#pragma once
// Wall time as the API speaks it (RFC 3339, UTC, milliseconds) and a clock that tests can set.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace stadtpult::base {

inline constexpr std::int64_t kMinuteMs = 60'000, kDayMs = 24 * 60 * kMinuteMs;

/// Milliseconds since 1970-01-01T00:00:00Z; 0 means "not set".
struct Timestamp {
  std::int64_t ms = 0;
  auto operator<=>(const Timestamp&) const = default;
  explicit operator bool() const { return ms != 0; }
};

/// "2026-11-23T08:17:02.418Z"; "" for a timestamp that is not set. RFC 3339, section 5.6.
std::string to_rfc3339(Timestamp at);
/// Reads RFC 3339 with any offset and 0 to 9 fraction digits; nothing where the text is no such time.
std::optional<Timestamp> from_rfc3339(std::string_view text);

/// Now, by the system's clock.
Timestamp now();

/// Where code asks for the time so that a test can answer. Called from any thread.
using Clock = std::function<Timestamp()>;

}  // namespace stadtpult::base
