#include "api-client/contract/language_tag.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

namespace stadtpult::contract {

bool is_language_tag(std::string_view tag) {
  static const std::regex kTag("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$");
  return tag.size() <= 35 && std::regex_match(tag.begin(), tag.end(), kTag);
}

std::string usual_case(std::string_view tag) {
  std::string out;
  while (!tag.empty()) {
    const auto end = std::min(tag.find('-'), tag.size());
    const bool region = !out.empty() && end == 2, script = !out.empty() && end == 4;
    if (!out.empty()) out += '-';
    for (std::size_t i = 0; i < end; ++i) {
      const auto letter = static_cast<unsigned char>(tag[i]);
      out += static_cast<char>(region || (script && i == 0) ? std::toupper(letter) : std::tolower(letter));
    }
    tag.remove_prefix(std::min(end + 1, tag.size()));
  }
  return out;
}

}  // namespace stadtpult::contract
