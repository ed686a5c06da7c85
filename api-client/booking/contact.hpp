#pragma once
// Who books, and how they can be reached: what of it can be right. For the platform that decides, the
// citizens' form and the console's calendar. Pure; any thread.

#include <string_view>

namespace stadtpult::booking {

/// One line without control characters, and something in it.
bool is_name(std::string_view text);
/// An address that a letter can be sent to (checks::check_email), without blanks around it.
bool is_email(std::string_view text);
/// 5 to 15 digits, with what people write around them; "+" only before them. Wider than checks::check_phone,
/// which wants the number of a company: who is on holiday may have any.
bool is_phone(std::string_view text);

}  // namespace stadtpult::booking
