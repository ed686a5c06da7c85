#pragma once
// IP addresses and networks. Pure, any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/result.hpp"

namespace stadtpult::platform::detection {

/// IPv6, or IPv4 as ::ffff:a.b.c.d, so that both forms of an address are the same.
using Address = std::array<std::uint8_t, 16>;

/// Reads either family; a zone ("fe80::1%eth0") is left out.
std::optional<Address> parse_address(std::string_view text);
/// The one form of an address: IPv4 also where it is written as ::ffff:a.b.c.d, IPv6 in lower case and as
/// short as RFC 5952 has it, without a zone. What is no address stays as it is.
std::string normal_address(std::string_view text);

class Network {
 public:
  /// "10.0.0.0/8", "2001:db8::/32", or an address alone. Bits beyond the prefix have to be zero.
  static base::Result<Network> parse(std::string_view text);

  [[nodiscard]] bool contains(const Address& address) const;

 private:
  Address start_{};
  int bits_ = 128;  ///< of the 128
};

}  // namespace stadtpult::platform::detection
