#include "api-client/checks/symbols.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "api-client/base/utf8.hpp"

namespace stadtpult::checks {
namespace {

constexpr std::size_t kMostFaults = 5, kLongest = 1'000;

struct LookAlike {
  char32_t code;
  char ascii;
};
/// Sorted by code. Latin dotless i; Greek; Cyrillic; hyphens; Kelvin; Roman numerals.
constexpr LookAlike kLookAlikes[] = {
    {0x00B2, '2'}, {0x00B3, '3'}, {0x00B9, '1'}, {0x0131, 'i'}, {0x0391, 'A'}, {0x0392, 'B'}, {0x0395, 'E'},
    {0x0396, 'Z'}, {0x0397, 'H'}, {0x0399, 'I'}, {0x039A, 'K'}, {0x039C, 'M'}, {0x039D, 'N'}, {0x039F, 'O'},
    {0x03A1, 'P'}, {0x03A4, 'T'}, {0x03A5, 'Y'}, {0x03A7, 'X'}, {0x03B1, 'a'}, {0x03B9, 'i'}, {0x03BA, 'k'},
    {0x03BD, 'v'}, {0x03BF, 'o'}, {0x03C1, 'p'}, {0x03C5, 'u'}, {0x0405, 'S'}, {0x0406, 'I'}, {0x0408, 'J'},
    {0x0410, 'A'}, {0x0412, 'B'}, {0x0415, 'E'}, {0x0417, '3'}, {0x041A, 'K'}, {0x041C, 'M'}, {0x041D, 'H'},
    {0x041E, 'O'}, {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'}, {0x0423, 'Y'}, {0x0425, 'X'}, {0x0430, 'a'},
    {0x0435, 'e'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'}, {0x0455, 's'},
    {0x0456, 'i'}, {0x0458, 'j'}, {0x0474, 'V'}, {0x04BB, 'h'}, {0x04C0, 'I'}, {0x0501, 'd'}, {0x050C, 'G'},
    {0x051B, 'q'}, {0x051C, 'W'}, {0x051D, 'w'}, {0x2010, '-'}, {0x2011, '-'}, {0x2012, '-'}, {0x2013, '-'},
    {0x2014, '-'}, {0x2160, 'I'}, {0x2164, 'V'}, {0x2169, 'X'}, {0x216C, 'L'}, {0x216D, 'C'}, {0x216E, 'D'},
    {0x216F, 'M'}, {0x212A, 'K'}, {0x2212, '-'},
};

/// Digits of other scripts, by their zero.
constexpr char32_t kZeros[] = {0x0660, 0x06F0, 0x0966, 0x09E6, 0x2080};

std::vector<Symbol> symbols_of(std::string_view text) {
  std::vector<Symbol> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t code = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i)
      code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    out.push_back({code, out.size(), text.substr(at, size)});
    at += size;
  }
  return out;
}

/// A character that a screen shows, else its number.
std::string shown(const Symbol& symbol) {
  const auto code = symbol.code;
  const bool hidden = code < 0x20 || (code >= 0x7F && code <= 0xA0) || code == 0xAD || code == 0x061C ||
                      (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
                      (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || code >= 0xE0000;
  return hidden ? fmt::format("U+{:04X}", static_cast<std::uint32_t>(code)) : std::string(symbol.bytes);
}

}  // namespace

char look_alike(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) return static_cast<char>(code - 0xFEE0);
  for (const auto zero : kZeros)
    if (code >= zero && code <= zero + 9) return static_cast<char>('0' + (code - zero));
  const auto* const found = std::find_if(std::begin(kLookAlikes), std::end(kLookAlikes),
                                         [&](const auto& each) { return each.code == code; });
  return found == std::end(kLookAlikes) ? '\0' : found->ascii;
}

bool is_blank(char32_t code) {
  return code == ' ' || code == '\t' || code == 0xA0 || code == 0x2009 || code == 0x202F || code == 0x2007;
}

std::string Typed::text() const {
  std::string out;
  for (const auto& symbol : symbols) out += symbol.ascii();
  return out;
}

Fault fault(std::string_view kind, std::string_view rule, std::size_t at, std::vector<std::string> values) {
  return {fmt::format("{}.{}", kind, rule), at, std::move(values)};
}

Fault fault_at(std::string_view kind, std::string_view rule, const Symbol& symbol) {
  return fault(kind, rule, symbol.at, {shown(symbol), std::to_string(symbol.at + 1)});
}

Typed typed(std::string_view text, std::string_view kind, std::string_view separators,
            std::string_view others) {
  Typed out;
  if (!base::is_utf8(text)) {
    out.faults = {fault(kind, "encoding", 0)};
    return out;
  }
  if (text.size() > kLongest) {
    out.faults = {fault(kind, "long", 0)};
    return out;
  }
  const auto all = symbols_of(text);
  out.end = all.size();
  for (const auto& symbol : all) {
    const auto c = symbol.ascii();
    if (is_letter(c) || is_digit(c) || (c != '\0' && others.find(c) != std::string_view::npos)) {
      out.symbols.push_back(symbol);
    } else if (is_blank(symbol.code) || (c != '\0' && separators.find(c) != std::string_view::npos)) {
      continue;
    } else if (out.faults.size() < kMostFaults) {
      auto wrong = fault_at(kind, "character", symbol);
      if (const auto twin = look_alike(symbol.code); twin != '\0') {
        wrong = fault_at(kind, "look_alike", symbol);
        wrong.values.emplace_back(1, twin);
      }
      out.faults.push_back(std::move(wrong));
    }
  }
  return out;
}

}  // namespace stadtpult::checks
