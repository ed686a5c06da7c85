#include "platform/detection/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace stadtpult::platform::detection {
namespace {

constexpr int kMappedBits = 96;

std::optional<Address> parse_v4(const std::string& text) {
  Address address{};
  address[10] = address[11] = 0xff;
  if (inet_pton(AF_INET, text.c_str(), address.data() + 12) != 1) return {};
  return address;
}

std::optional<Address> parse_v6(const std::string& text) {
  Address address{};
  if (inet_pton(AF_INET6, text.c_str(), address.data()) != 1) return {};
  return address;
}

bool bit(const Address& address, int index) {
  return (address[static_cast<std::size_t>(index / 8)] >> (7 - index % 8) & 1) != 0;
}

bool is_v4(const Address& address) {
  constexpr Address kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return std::equal(address.begin(), address.begin() + kMappedBits / 8, kMapped.begin());
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  if (text.size() < 2 || text.size() > 64) return {};
  const std::string address(text.substr(0, text.find('%')));
  if (address.find('\0') != std::string::npos) return {};
  return address.find(':') == std::string::npos ? parse_v4(address) : parse_v6(address);
}

std::string normal_address(std::string_view text) {
  const auto address = parse_address(text);
  if (!address) return std::string(text);
  const bool v4 = is_v4(*address);
  char out[INET6_ADDRSTRLEN];
  inet_ntop(v4 ? AF_INET : AF_INET6, address->data() + (v4 ? kMappedBits / 8 : 0), out, sizeof(out));
  return out;
}

base::Result<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address || text.find('%') != std::string_view::npos)
    return base::fail(base::ErrorKind::invalid, "not a network in CIDR notation");
  Network network;
  network.start_ = *address;
  if (slash == std::string_view::npos) return network;
  const bool v4 = text.find(':') == std::string_view::npos;
  const auto prefix = text.substr(slash + 1);
  int bits = -1;
  const auto read = std::from_chars(prefix.data(), prefix.data() + prefix.size(), bits);
  if (read.ec != std::errc() || read.ptr != prefix.data() + prefix.size() || bits < 0 ||
      bits > (v4 ? 32 : 128))
    return base::fail(base::ErrorKind::invalid, "the length of the prefix is wrong");
  network.bits_ = v4 ? bits + kMappedBits : bits;
  for (int i = network.bits_; i < 128; ++i) {
    if (bit(network.start_, i))
      return base::fail(base::ErrorKind::invalid, "the address has bits beyond the prefix");
  }
  return network;
}

bool Network::contains(const Address& address) const {
  // An address of version 4 is in no network of version 6, however wide.
  if (bits_ < kMappedBits && is_v4(address)) return false;
  const auto bytes = bits_ / 8;
  if (!std::equal(start_.begin(), start_.begin() + bytes, address.begin())) return false;
  const auto rest = bits_ % 8;
  if (rest == 0) return true;
  const auto at = static_cast<std::size_t>(bytes);
  return (start_[at] ^ address[at]) >> (8 - rest) == 0;
}

}  // namespace stadtpult::platform::detection
