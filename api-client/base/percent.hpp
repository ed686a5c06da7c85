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

/// Is it exactly so many hex digits in lower case, as to_hex and random_hex write them? For secrets and
/// hashes that come from outside: whatever is longer, or is anything else, was none of ours.
constexpr bool is_lower_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace stadtpult::base
