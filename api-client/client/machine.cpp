#include "api-client/client/machine.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <fstream>
#include <string>
#include <string_view>

namespace stadtpult::client {
namespace {

constexpr std::size_t kLongestName = 80, kLongestSystem = 120;

/// PRETTY_NAME of os-release(5); "" where there is none.
std::string distribution() {
  for (const char* path : {"/etc/os-release", "/usr/lib/os-release"}) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      constexpr std::string_view kName = "PRETTY_NAME=";
      if (!line.starts_with(kName)) continue;
      line.erase(0, kName.size());
      if (line.size() >= 2 && line.front() == '"' && line.back() == '"')
        line = line.substr(1, line.size() - 2);
      return line;
    }
  }
  return {};
}

/// Host names and versions are ASCII; what is not, or cannot be seen, is left out.
std::string plain(std::string_view text, std::size_t most) {
  std::string out;
  for (const char c : text)
    if (c >= 0x20 && c < 0x7F && out.size() < most) out.push_back(c);
  return out;
}

}  // namespace

contract::Device this_machine() {
  contract::Device device;
  utsname names{};
  if (::uname(&names) == 0) {
    device.name = plain(names.nodename, kLongestName);
    const std::string system = distribution();
    device.system = plain(system.empty() ? fmt::format("{} {}", names.sysname, names.release)
                                         : fmt::format("{}, {} {}", system, names.sysname, names.release),
                          kLongestSystem);
  }
  if (device.name.empty()) device.name = "?";
  return device;
}

}  // namespace stadtpult::client
