#include "panels/kit/fold.hpp"

#include <cstdint>

namespace stadtpult::panels::kit {
namespace {

/// Base letters of U+00C0–U+017F (canonical decomposition without marks); '?' stands for more than one
/// letter.
constexpr std::string_view kLatin =
    "aaaaaa?ceeeeiiiidnoooooxouuuuy??aaaaaa?ceeeeiiiidnooooo-ouuuuy?y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllllllllnnnnnnnnnoooooo??rrrrrrsssssssstttttt"
    "uuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin.size() == 0x180 - 0xC0);

std::string_view several(char32_t c) {
  switch (c) {
    case 0xC6:
    case 0xE6:
      return "ae";
    case 0xDE:
    case 0xFE:
      return "th";
    case 0xDF:
      return "ss";
    case 0x132:
    case 0x133:
      return "ij";
    default:
      return "oe";  // U+0152, U+0153
  }
}

bool is_umlaut(char32_t c) {
  return c == 0xC4 || c == 0xD6 || c == 0xDC || c == 0xE4 || c == 0xF6 || c == 0xFC;
}

/// Small letter of a Greek or Cyrillic one; others stay.
char32_t small(char32_t c) {
  if (c >= 0x391 && c <= 0x3A9) return c + 0x20;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) c += 0x50;
  return c == 0x451 ? 0x435 : c;  // ё is written as е by most
}

/// Without a branch, so that the compiler does many at once.
char small_ascii(char c) {
  c = c == '\t' || c == '\n' ? ' ' : c;
  return static_cast<char>(c | (c >= 'A' && c <= 'Z' ? 0x20 : 0));
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  }
  out += static_cast<char>(0x80 | (c & 0x3F));
}

void append_wide(std::string& out, char32_t c, Fold how) {
  if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000) {
    out += ' ';
  } else if (c >= 0x2010 && c <= 0x2015) {
    out += '-';
  } else if (c == 0xAD || c == 0x200B || (c >= 0x300 && c <= 0x36F)) {
    return;  // soft hyphen, zero-width space, combining marks
  } else if (c == 0x1E9E) {
    out += "ss";  // capital ß
  } else if (c >= 0xC0 && c < 0x180) {
    const char base = kLatin[c - 0xC0];
    if (base == '?')
      out += several(c);
    else
      out += base;
    if (how == Fold::spelled && is_umlaut(c)) out += 'e';
  } else {
    append_utf8(out, small(c));
  }
}

/// The code point that starts at `at`; moves on. 0 for bytes that are no UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  const int more = lead >= 0xF0 && lead < 0xF5   ? 3
                   : lead >= 0xE0 && lead < 0xF0 ? 2
                   : lead >= 0xC2 && lead < 0xE0 ? 1
                                                 : 0;
  if (more == 0) return 0;
  char32_t c = lead & (0x3FU >> more);
  for (int i = 0; i < more; ++i, ++at) {
    if (at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) return 0;
    c = (c << 6) | (static_cast<unsigned char>(text[at]) & 0x3FU);
  }
  return c;
}

}  // namespace

void append_folded(std::string& out, std::string_view text, Fold how) {
  for (std::size_t at = 0; at < text.size();) {
    // Most of a text is ASCII: it is taken over in runs.
    std::size_t end = at;
    while (end < text.size() && static_cast<unsigned char>(text[end]) < 0x80) ++end;
    if (end > at) {
      const std::size_t from = out.size();
      out.append(text.substr(at, end - at));
      for (std::size_t i = from; i < out.size(); ++i) out[i] = small_ascii(out[i]);
      at = end;
    } else if (const char32_t c = next_code_point(text, at); c != 0) {
      append_wide(out, c, how);
    }
  }
}

std::string folded(std::string_view text, Fold how) {
  std::string out;
  out.reserve(text.size());
  append_folded(out, text, how);
  return out;
}

}  // namespace stadtpult::panels::kit
