#pragma once
// What a regular expression cannot match without. Pure, any thread.

#include <string>
#include <string_view>
#include <vector>

namespace stadtpult::platform::detection {

/// Texts, folded, of which at least one stands in everything that `expression` matches, whatever the case;
/// empty where none is found. It looks at the upper levels only and gives up on what it does not know.
std::vector<std::string> regex_literals(std::string_view expression);

}  // namespace stadtpult::platform::detection
