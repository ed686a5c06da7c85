#include "api-client/booking/contact.hpp"

#include <algorithm>

#include "api-client/base/trim.hpp"
#include "api-client/checks/checks.hpp"

namespace stadtpult::booking {

bool is_name(std::string_view text) {
  return !base::is_blank(text) &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

bool is_email(std::string_view text) {
  return !text.empty() && base::trimmed(text) == text && checks::check_email(text).ok();
}

bool is_phone(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits >= 5 && digits <= 15 &&
         text.find_first_not_of("0123456789+-/(). ") == std::string_view::npos &&
         text.find_last_of('+') == (text.front() == '+' ? 0 : std::string_view::npos);
}

}  // namespace stadtpult::booking
