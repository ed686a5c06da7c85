// BCP 47, by ICU.

#include <unicode/uloc.h>

#include <string>

#include "platform/domain/package/package.hpp"

namespace stadtpult::platform {

bool is_language_tag(std::string_view tag) {
  // RFC 5646, section 4.4.1, asks for 35 characters at least; longer than this is no tag that anyone uses.
  constexpr std::size_t kLongest = 100;
  if (tag.empty() || tag.size() > kLongest) return false;
  for (const char c : tag) {
    const bool allowed =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    if (!allowed) return false;
  }
  const std::string terminated(tag);
  char locale[ULOC_FULLNAME_CAPACITY * 2];
  std::int32_t read = 0;
  UErrorCode status = U_ZERO_ERROR;
  uloc_forLanguageTag(terminated.c_str(), locale, sizeof locale, &read, &status);
  return U_SUCCESS(status) && read == static_cast<std::int32_t>(tag.size());
}

}  // namespace stadtpult::platform
