#pragma once
// Parts of dates for the modifiers minute, hour, day, week, month and year. Pure, any thread.

#include <cstdint>
#include <optional>

#include "platform/detection/rule.hpp"

namespace stadtpult::platform::detection {

/// The part of a date: of a text "2026-11-23", with "T08:17" or " 08:17" and more behind it, as it is
/// written, without a look at its time zone; of a whole number as milliseconds since 1970, in UTC. Weeks are
/// those of ISO 8601. Nothing where the value is no date, or has no time of day and one is asked for.
std::optional<std::int64_t> part_of(const FieldValue& value, TimePart part);

}  // namespace stadtpult::platform::detection
