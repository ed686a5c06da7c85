#include "tests/support/json.hpp"

#include <istream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "api-client/base/json.hpp"

namespace stadtpult {

nlohmann::json json_in(std::string_view text) {
  base::JsonFault fault;
  auto json = base::parse_json(text, base::kAnyDepth, &fault);
  if (json.is_discarded())
    throw std::invalid_argument("no JSON at " + base::said_place(text, fault.at) + ": \"" +
                                std::string(text.substr(0, 400)) + "\"");
  return json;
}

nlohmann::json json_in(std::istream& file) {
  return json_in(std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace stadtpult
