#pragma once
// Times as people write them. Frame thread (they use the person's time zone).

#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/clock.hpp"

namespace stadtpult::panels::form {

/// Reads "01.12.2026, 06:00" or "01.12.2026"; nullopt for anything else. "" is the unset moment.
std::optional<base::Timestamp> moment_from(std::string_view words);
/// "01.12.2026, 06:00"; "" for the unset moment.
std::string moment_words(base::Timestamp at);

}  // namespace stadtpult::panels::form
