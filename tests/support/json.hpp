#pragma once
// JSON that a test expects. The parser is compiled once (api-client/base/json.cpp) and not in every test.

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace stadtpult {

/// The document. Throws std::invalid_argument with the text where it is none: the test ends there.
nlohmann::json json_in(std::string_view text);
nlohmann::json json_in(std::istream& file);

}  // namespace stadtpult
