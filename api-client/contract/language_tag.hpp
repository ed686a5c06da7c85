#pragma once

#include <string>
#include <string_view>

namespace stadtpult::contract {

/// BCP 47, the part that languages of a city need: a language of 2 or 3 letters, then subtags of 1 to 8
/// letters or digits; at most 35 characters. Every text of the contract is kept under such a tag. Any thread.
bool is_language_tag(std::string_view tag);

/// The tag in the case that people write it in ("de-simple", "pt-BR", "sr-Latn"; RFC 5646, 2.1.1): case says
/// nothing, and "EN" is no second English.
std::string usual_case(std::string_view tag);

}  // namespace stadtpult::contract
