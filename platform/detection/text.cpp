#include "platform/detection/text.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <charconv>
#include <cmath>

namespace stadtpult::platform::detection {
namespace {

constexpr bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

void append_utf8(std::string& out, UChar32 c) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  out.append(bytes, static_cast<std::size_t>(length));
}

}  // namespace

void fold_onto(std::string& out, std::string_view text) {
  const auto start = out.size();
  out.resize(start + text.size());
  char* to = out.data() + start;
  std::size_t at = 0;
  for (; at < text.size() && is_ascii(text[at]); ++at) {
    const char c = text[at];
    to[at] = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
  }
  if (at == text.size()) return;
  out.resize(start + at);
  const auto size = static_cast<std::int32_t>(text.size());
  for (auto i = static_cast<std::int32_t>(at); i < size;) {
    const auto from = i;
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0) {
      out.append(text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(i - from)));
    } else {
      append_utf8(out, u_foldCase(c, U_FOLD_CASE_DEFAULT));
    }
  }
}

std::string fold(std::string_view text) {
  std::string out;
  fold_onto(out, text);
  return out;
}

std::size_t character_bytes(std::string_view text, std::size_t at) {
  if (is_ascii(text[at])) return 1;
  auto i = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_NEXT(text.data(), i, static_cast<std::int32_t>(text.size()), c);
  return c < 0 ? 1 : static_cast<std::size_t>(i) - at;
}

std::string repaired(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto bytes = character_bytes(text, at);
    const auto character = text.substr(at, bytes);
    out += bytes == 1 && !is_ascii(text[at]) ? "\uFFFD" : character;
    at += bytes;
  }
  return out;
}

void text_onto(std::string& out, const FieldValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    out += *text;
  } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, *whole).ptr);
  } else if (const auto* real = std::get_if<double>(&value)) {
    const auto start = out.size();
    fmt::format_to(std::back_inserter(out), "{}", *real);
    if (out.find_first_not_of("-0123456789", start) == std::string::npos) out += ".0";
  } else if (const auto* truth = std::get_if<bool>(&value)) {
    out += *truth ? "true" : "false";
  }
}

std::string text_of(const FieldValue& value) {
  std::string out;
  text_onto(out, value);
  return out;
}

std::optional<Number> number_in(std::string_view text) {
  if (text.empty() || text.size() > 64) return {};
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole); read.ptr == end && read.ec == std::errc())
    return whole;
  double real = 0;
  if (const auto read = std::from_chars(text.data(), end, real);
      read.ptr == end && read.ec == std::errc() && std::isfinite(real))
    return real;
  return {};
}

std::optional<Number> number_of(const FieldValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string>(&value)) return number_in(*text);
  return {};
}

int compare(const Number& a, const Number& b) {
  const auto* x = std::get_if<std::int64_t>(&a);
  const auto* y = std::get_if<std::int64_t>(&b);
  if (x && y) return *x < *y ? -1 : (*x > *y ? 1 : 0);
  const double p = x ? static_cast<double>(*x) : std::get<double>(a);
  const double q = y ? static_cast<double>(*y) : std::get<double>(b);
  return p < q ? -1 : (p > q ? 1 : 0);
}

}  // namespace stadtpult::platform::detection
