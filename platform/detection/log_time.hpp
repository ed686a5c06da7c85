#pragma once
// Times as logs write them. Internal to the mappers.

#include <optional>
#include <string_view>

#include "api-client/base/clock.hpp"

namespace stadtpult::platform::detection {

/// "17/May/2015:10:05:03 +0000", Apache's and nginx' local time with its offset.
std::optional<base::Timestamp> read_clf_time(std::string_view text);

/// "Mar 27 13:06:56" (15 characters): UTC, the latest such time that is not more than a day after
/// `reference`.
std::optional<base::Timestamp> read_syslog_time(std::string_view text, base::Timestamp reference);

}  // namespace stadtpult::platform::detection
