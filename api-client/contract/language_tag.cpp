#include "api-client/contract/language_tag.hpp"

#include <regex>

namespace stadtpult::contract {

bool is_language_tag(std::string_view tag) {
  static const std::regex kTag("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$");
  return tag.size() <= 35 && std::regex_match(tag.begin(), tag.end(), kTag);
}

}  // namespace stadtpult::contract
