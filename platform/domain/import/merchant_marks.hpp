#pragma once
// By what two merchants are taken for the same one. Pure; any thread.

#include <string>
#include <string_view>

namespace stadtpult::platform::import {

/// Letters and digits without case, umlauts and signs; the text itself in small letters where nothing of it
/// is left (other scripts). "" for "".
std::string folded_name(std::string_view name);
/// The same of street and postal code, "str." and "strasse" being one; "" where one of them is missing.
std::string folded_address(std::string_view street, std::string_view postal_code);

}  // namespace stadtpult::platform::import
