#include "platform/detection/pattern.hpp"

#include <unicode/utf8.h>

#include <algorithm>

namespace stadtpult::platform::detection {
namespace {

using Kind = Token::Kind;

void add_text(Pattern& pattern, std::string_view text) {
  if (pattern.empty() || pattern.back().kind != Kind::text) pattern.push_back({Kind::text, {}});
  pattern.back().text += text;
}

void add_any(Pattern& pattern) {
  if (pattern.empty() || pattern.back().kind != Kind::any) pattern.push_back({Kind::any});
}

constexpr bool is_special(char c) {
  return c == '*' || c == '?' || c == '\\';
}

void append_unit(std::string& out, std::uint32_t unit, bool big) {
  const auto high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xff);
  out += big ? high : low;
  out += big ? low : high;
}

std::string utf16_text(std::string_view text, bool big) {
  std::string out;
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    std::int32_t c = 0;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    const auto point = static_cast<std::uint32_t>(c);
    if (point < 0x10000) {
      append_unit(out, point, big);
    } else {
      append_unit(out, 0xd7c0 + (point >> 10), big);
      append_unit(out, 0xdc00 + (point & 0x3ff), big);
    }
  }
  return out;
}

}  // namespace

const std::vector<std::string_view> kDashes = {"-", "/", "\u2013", "\u2014", "\u2015"};

Pattern parse_pattern(std::string_view text) {
  Pattern pattern;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size() && is_special(text[i + 1])) {
      add_text(pattern, text.substr(++i, 1));
    } else if (c == '*') {
      add_any(pattern);
    } else if (c == '?') {
      pattern.push_back({Kind::one});
    } else {
      add_text(pattern, text.substr(i, 1));
    }
  }
  return pattern;
}

Pattern literal_pattern(std::string_view text) {
  if (text.empty()) return {};
  return {{Kind::text, std::string(text)}};
}

bool has_wildcards(const Pattern& pattern) {
  return std::any_of(pattern.begin(), pattern.end(),
                     [](const Token& token) { return token.kind == Kind::any || token.kind == Kind::one; });
}

std::string plain_text(const Pattern& pattern) {
  std::string out;
  for (const auto& token : pattern) out += token.text;
  return out;
}

Pattern with_dashes(const Pattern& pattern) {
  Pattern out;
  for (const auto& token : pattern) {
    if (token.kind != Kind::text) {
      out.push_back(token);
      continue;
    }
    for (std::string_view rest = token.text; !rest.empty();) {
      const auto dash = std::find_if(kDashes.begin(), kDashes.end(),
                                     [rest](std::string_view one) { return rest.starts_with(one); });
      if (dash != kDashes.end()) {
        out.push_back({Kind::dash});
        rest.remove_prefix(dash->size());
      } else {
        add_text(out, rest.substr(0, 1));
        rest.remove_prefix(1);
      }
    }
  }
  return out;
}

std::vector<Pattern> spelled_dashes(const Pattern& pattern, std::size_t most) {
  std::vector<Pattern> spelled = {{}};
  for (const auto& token : pattern) {
    if (token.kind != Kind::dash) {
      for (auto& one : spelled) {
        if (token.kind == Kind::text) {
          add_text(one, token.text);
        } else {
          one.push_back(token);
        }
      }
      continue;
    }
    if (spelled.size() * kDashes.size() > most) return {};
    std::vector<Pattern> more;
    for (const auto& one : spelled) {
      for (const auto dash : kDashes) {
        more.push_back(one);
        add_text(more.back(), dash);
      }
    }
    spelled = std::move(more);
  }
  return spelled;
}

Pattern to_utf16(const Pattern& pattern, Utf16 form) {
  Pattern out;
  if (form == Utf16::marked) add_text(out, "\xff\xfe");
  for (const auto& token : pattern) {
    if (token.kind == Kind::text) {
      add_text(out, utf16_text(token.text, form == Utf16::big));
    } else {
      out.push_back(token);
    }
  }
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const auto count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? kDigits[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::vector<std::string> base64_offsets(std::string_view bytes) {
  // The digits that also hold bits of a neighbour cannot be known and are cut off.
  constexpr std::size_t kStart[] = {0, 2, 3}, kCut[] = {0, 3, 2};
  std::vector<std::string> out;
  for (std::size_t offset = 0; offset < 3; ++offset) {
    const auto digits = base64(std::string(offset, ' ') + std::string(bytes));
    const auto end = digits.size() - kCut[(bytes.size() + offset) % 3];
    if (end > kStart[offset]) out.push_back(digits.substr(kStart[offset], end - kStart[offset]));
  }
  return out;
}

Pattern starting(Pattern pattern) {
  add_any(pattern);
  return pattern;
}

Pattern ending(Pattern pattern) {
  Pattern out = {{Kind::any}};
  for (auto& token : pattern) {
    if (token.kind == Kind::any) {
      add_any(out);
    } else {
      out.push_back(std::move(token));
    }
  }
  return out;
}

Pattern containing(Pattern pattern) {
  return starting(ending(std::move(pattern)));
}

}  // namespace stadtpult::platform::detection
