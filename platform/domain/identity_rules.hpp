#pragma once
// How the identity of a citizen is checked at the counter: codes, and what may be said and stored of it.
// Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/crypto.hpp"

namespace stadtpult::platform {

inline constexpr int kIdentityCodeMinutes = 15;        ///< that a code for the counter is good for
inline constexpr std::size_t kIdentityCodeDigits = 8;  ///< of Crockford's base 32: 40 bits

/// What the store finds a code by. With the key in it nobody who only has the store can try codes out.
std::string hash_of_identity_code(const base::Key& key, std::string_view code);

/// The name that was confirmed, as it stands in the store, sealed for this check; hex.
std::string seal_identity_name(const base::Key& key, std::string_view name, const std::string& check_id);
std::optional<std::string> open_identity_name(const base::Key& key, const std::string& sealed,
                                              const std::string& check_id);

/// "m…@b….de" of "mia@buergerpost.de": enough to hear whether it is the address that the person says, too
/// little to write to it. "…" for what is no address.
std::string shortened_email(std::string_view email);

}  // namespace stadtpult::platform
