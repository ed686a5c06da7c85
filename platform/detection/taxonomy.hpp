#pragma once
// Where an event keeps what a Sigma rule calls by a name of its own (Sigma taxonomy appendix → OCSF paths).

#include <span>
#include <string_view>

#include "platform/detection/event.hpp"

namespace stadtpult::platform::detection {

/// The event's fields that `sigma_field` means in rules of this log source; empty where there is no other
/// name for it. A field of exactly its own name is always looked at too. Any of them may match. Any thread.
std::span<const std::string_view> event_fields(const LogSource& source, std::string_view sigma_field);

}  // namespace stadtpult::platform::detection
