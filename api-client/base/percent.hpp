#pragma once
// Percent-encoding of URLs.

#include <string>
#include <string_view>

namespace stadtpult::base {

/// Every byte but the unreserved ones as "%XX" (RFC 3986, 2.1 and 2.3). Any thread.
std::string percent_encode(std::string_view text);
/// The bytes behind every "%XX"; a "%" without two hex digits stays as it is. Any thread.
std::string percent_decode(std::string_view text);

/// 0 to 15; -1 where it is no hex digit of either case.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace stadtpult::base
