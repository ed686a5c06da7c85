#include "api-client/base/utf8.hpp"

#include <unicode/ucnv.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace stadtpult::base {

bool is_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    if (c < 0) return false;
  }
  return true;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

namespace {

/// More of what lies beyond ASCII is UTF-8 than is not.
bool mostly_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int64_t>(text.size());
  std::int64_t good = 0, bad = 0;
  for (std::int64_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    if (c < 0)
      ++bad;
    else if (c > 0x7F)
      ++good;
  }
  return good > bad;
}

/// What cannot be read stands as U+FFFD.
std::string in_utf8(std::string_view bytes, const char* encoding) {
  // A byte makes three at most.
  std::string text(bytes.size() * 3 + 1, '\0');
  UErrorCode error = U_ZERO_ERROR;
  const auto length = ucnv_convert("UTF-8", encoding, text.data(), static_cast<std::int32_t>(text.size()),
                                   bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
  text.resize(U_SUCCESS(error) ? static_cast<std::size_t>(length) : 0);
  return text;
}

}  // namespace

OfficeText from_office(std::string bytes) {
  if (is_utf8(bytes)) return {std::move(bytes), false};
  // "Unicode text" of Excel: the mark says what it is, so nothing was guessed that people should know of.
  for (const auto& [mark, encoding] : {std::pair("\xFF\xFE", "UTF-16LE"), std::pair("\xFE\xFF", "UTF-16BE")})
    if (bytes.starts_with(mark)) return {in_utf8(std::string_view(bytes).substr(2), encoding), false};
  // A table with some dirt in it is no Windows-1252: that would spoil every other umlaut of it.
  if (bytes.starts_with("\xEF\xBB\xBF") || mostly_utf8(bytes)) return {in_utf8(bytes, "UTF-8"), false};
  return {in_utf8(bytes, "windows-1252"), true};
}

}  // namespace stadtpult::base
