#pragma once
// What kind of browser and device a person has, in words as coarse as support needs. Pure; any thread.

#include <string>
#include <string_view>

namespace stadtpult::platform {

/// "Firefox, Android" of a User-Agent (RFC 9110, 10.1.5): one of a few names each, no version, no model, no
/// word of what was sent. One of the two where only that is known; "" where none is.
std::string browser_of(std::string_view user_agent);

}  // namespace stadtpult::platform
