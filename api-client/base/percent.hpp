#pragma once
// Percent-encoding of URLs.

#include <string>
#include <string_view>

namespace stadtpult::base {

/// Every byte but the unreserved ones as "%XX" (RFC 3986, 2.1 and 2.3). Any thread.
std::string percent_encode(std::string_view text);

}  // namespace stadtpult::base
