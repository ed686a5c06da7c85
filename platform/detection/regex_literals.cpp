#include "platform/detection/regex_literals.hpp"

namespace stadtpult::platform::detection {

std::vector<std::string> regex_literals(std::string_view) {
  return {};
}

}  // namespace stadtpult::platform::detection
