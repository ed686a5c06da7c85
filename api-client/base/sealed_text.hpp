#pragma once
// Sealed values where only text is kept: in columns of the store. Plain functions; any thread.

#include <string>
#include <string_view>

#include "api-client/base/crypto.hpp"

namespace stadtpult::base {

/// As seal(), in lower-case hex digits.
std::string seal_text(const Key& key, std::string_view plain, std::string_view context);
/// What seal_text() sealed. Storage error as of open_sealed(), also where `sealed` is no hex.
Result<std::string> open_text(const Key& key, std::string_view sealed, std::string_view context);

}  // namespace stadtpult::base
