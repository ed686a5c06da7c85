#include "platform/detection/decode.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "api-client/base/percent.hpp"

namespace stadtpult::platform::detection {
namespace {

void append_utf8(std::string& out, std::uint32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

/// A character that an escape stood for, and how long the escape was; length 0 where there is none.
struct Escape {
  std::uint32_t character = 0;
  std::size_t length = 0;
};

/// `count` hex digits at `at`; -1 where they are not all there.
std::int32_t hex_number(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  std::int32_t value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    const int digit = base::hex_digit(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/// "%uXXXX"; a plain "%XX" is a byte, not a character, and is read by the caller.
Escape percent_u(std::string_view text) {
  if (text.size() < 6 || (text[1] | 0x20) != 'u') return {};
  const auto value = hex_number(text, 2, 4);
  return value < 0 ? Escape{} : Escape{static_cast<std::uint32_t>(value), 6};
}

/// "\uXXXX", "\u{X…}", "\xXX".
Escape backslash(std::string_view text) {
  if (text.size() < 4) return {};
  if (text[1] == 'x') {
    const auto value = hex_number(text, 2, 2);
    return value < 0 ? Escape{} : Escape{static_cast<std::uint32_t>(value), 4};
  }
  if (text[1] != 'u') return {};
  if (text[2] != '{') {
    const auto value = hex_number(text, 2, 4);
    return value < 0 ? Escape{} : Escape{static_cast<std::uint32_t>(value), 6};
  }
  const auto end = text.substr(0, 12).find('}');
  if (end == std::string_view::npos || end == 3) return {};
  const auto value = hex_number(text, 3, end - 3);
  return value < 0 ? Escape{} : Escape{static_cast<std::uint32_t>(value), end + 1};
}

struct Entity {
  std::string_view name;
  char character;
};
/// The named entities that attacks are built of: all that stand for an ASCII mark.
constexpr std::array kEntities = {
    Entity{"amp", '&'},      Entity{"lt", '<'},     Entity{"gt", '>'},     Entity{"quot", '"'},
    Entity{"apos", '\''},    Entity{"colon", ':'},  Entity{"semi", ';'},   Entity{"tab", '\t'},
    Entity{"newline", '\n'}, Entity{"lpar", '('},   Entity{"rpar", ')'},   Entity{"sol", '/'},
    Entity{"bsol", '\\'},    Entity{"comma", ','},  Entity{"period", '.'}, Entity{"equals", '='},
    Entity{"grave", '`'},    Entity{"lbrack", '['}, Entity{"rbrack", ']'}, Entity{"lbrace", '{'},
    Entity{"rbrace", '}'},   Entity{"lsqb", '['},   Entity{"rsqb", ']'},   Entity{"lcub", '{'},
    Entity{"rcub", '}'},     Entity{"dollar", '$'}, Entity{"percnt", '%'}, Entity{"num", '#'},
    Entity{"excl", '!'},     Entity{"quest", '?'},  Entity{"plus", '+'},   Entity{"lowbar", '_'},
    Entity{"nbsp", ' '},     Entity{"ast", '*'},    Entity{"verbar", '|'}};

/// "&lt;", "&#60;", "&#x3c" (browsers do without the semicolon after a number, and with any zeros before it).
Escape entity(std::string_view text) {
  if (text.size() < 3) return {};
  if (text[1] == '#') {
    const bool hex = (text[2] | 0x20) == 'x';
    std::size_t at = hex ? 3 : 2;
    const std::size_t first = at;
    std::uint32_t value = 0;
    for (; at < text.size() && at - first < 16; ++at) {
      const int digit = base::hex_digit(text[at]);
      if (digit < 0 || (!hex && digit > 9)) break;
      value = std::min<std::uint32_t>(value * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit), 0x110000);
    }
    if (at == first) return {};
    if (at < text.size() && text[at] == ';') ++at;
    return {value, at};
  }
  const auto end = text.substr(0, 10).find(';');
  if (end == std::string_view::npos) return {};
  const auto name = text.substr(1, end - 1);
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; };
  for (const auto& each : kEntities)
    if (std::equal(name.begin(), name.end(), each.name.begin(), each.name.end(), same))
      return {static_cast<std::uint32_t>(each.character), end + 1};
  return {};
}

/// A set of bytes that is looked up once a byte (find_first_of looks at the whole set each time).
class ByteSet {
 public:
  explicit constexpr ByteSet(std::string_view members) {
    for (const char c : members) member_[static_cast<unsigned char>(c)] = true;
  }
  constexpr bool has(char c) const { return member_[static_cast<unsigned char>(c)]; }
  /// The first place at or after `at` with a member, or the end.
  std::size_t find(std::string_view text, std::size_t at) const {
    while (at < text.size() && !has(text[at])) ++at;
    return at;
  }

 private:
  std::array<bool, 256> member_{};
};
constexpr ByteSet kMarks("%\\&"), kMarksWithPlus("%\\&+"), kShellMarks("'\"\\^$`{[");

/// One round over `in`. True where something was taken off.
bool decode_round(std::string_view in, Plus plus, std::string& out) {
  out.clear();
  out.reserve(in.size());
  const auto& marks = plus == Plus::space ? kMarksWithPlus : kMarks;
  bool changed = false;
  for (std::size_t at = 0; at < in.size();) {
    const auto mark = marks.find(in, at);
    out.append(in, at, mark - at);
    if (mark == in.size()) break;
    at = mark;
    const auto rest = in.substr(at);
    Escape found;
    if (rest[0] == '+') {
      found = {' ', 1};
    } else if (rest[0] == '%') {
      if (const auto byte = hex_number(rest, 1, 2); byte >= 0) {
        out += static_cast<char>(byte);
        at += 3;
        changed = true;
        continue;
      }
      found = percent_u(rest);
    } else {
      found = rest[0] == '&' ? entity(rest) : backslash(rest);
    }
    if (found.length == 0) {
      out += rest[0];
      ++at;
    } else {
      append_utf8(out, found.character);
      at += found.length;
      changed = true;
    }
  }
  return changed;
}

bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

/// Reads one sequence that starts with a byte of 0x80 or more. Length 1 and the byte itself where it is none.
Escape utf8_sequence(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (length == 1 || lead >= 0xF8 || text.size() < length) return {lead, 1};
  std::uint32_t value = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return {lead, 1};
    value = value << 6 | (next & 0x3F);
  }
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {lead, 1};
  return {value, length};
}

std::string as_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      out += text[at++];
      continue;
    }
    const auto sequence = utf8_sequence(text.substr(at));
    append_utf8(out, sequence.character);
    at += sequence.length;
  }
  return out;
}

std::string fold_compatibility(std::string_view text) {
  UErrorCode code = U_ZERO_ERROR;
  const auto* folder = icu::Normalizer2::getNFKCCasefoldInstance(code);
  std::string out;
  if (U_SUCCESS(code)) {
    icu::StringByteSink<std::string> sink(&out);
    folder->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                          nullptr, code);
  }
  return U_SUCCESS(code) ? out : std::string(text);
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Length of a shell expansion at the "$" that `text` starts with which comes to nothing; 0 where it is none.
std::size_t empty_expansion(std::string_view text) {
  if (text.size() < 2) return 0;
  if (std::string_view("@*!?_$-").find(text[1]) != std::string_view::npos ||
      (text[1] >= '0' && text[1] <= '9'))
    return 2;
  if (text.starts_with("$()") || text.starts_with("${}")) return 3;
  return 0;
}

/// Length of "$ifs", "${ifs}" (with any modifier) at the start of `text`; 0 where it is none.
std::size_t field_separator(std::string_view text) {
  if (text.starts_with("${ifs")) {
    const auto end = text.substr(0, 24).find('}');
    return end == std::string_view::npos ? 0 : end + 1;
  }
  return text.starts_with("$ifs") ? 4 : 0;
}

/// Length of a brace list "{,id,-a}" at the start of `text`; 0 where it is none (JSON has quotes and colons).
std::size_t brace_list(std::string_view text) {
  bool comma = false;
  for (std::size_t i = 1; i < text.size() && i < 200; ++i) {
    if (text[i] == '}') return comma ? i + 1 : 0;
    if (text[i] == ',') comma = true;
    if (text[i] == ' ' || text[i] == ':' || text[i] == '"' || text[i] == '{' || text[i] == '\n') return 0;
  }
  return 0;
}

}  // namespace

std::string decode_text(std::string_view raw, Plus plus) {
  std::string text(raw.substr(0, kDecodedBytes)), next;
  const auto& marks = plus == Plus::space ? kMarksWithPlus : kMarks;
  if (marks.find(text, 0) == text.size() && is_ascii(text)) return text;
  for (int round = 0; round < kDecodeRounds; ++round) {
    const bool changed = decode_round(text, round == 0 ? plus : Plus::literal, next);
    if (changed) text.swap(next);
    // Inside the loop: an overlong sequence may hide a percent sign.
    if (!is_ascii(text)) text = as_utf8(text);
    if (!changed) break;
  }
  return text;
}

std::string normalise(std::string_view decoded) {
  std::string folded;
  if (!is_ascii(decoded)) {
    folded = fold_compatibility(decoded);
    decoded = folded;
  }
  std::string out(decoded.size() + 1,
                  '\0');  // it grows no longer: what is written took at least as much room
  std::size_t size = 0;
  bool space = false, line_break = false, kept_comment = false, closing_left = true;
  const auto flush = [&] {
    if (space && size != 0) out[size++] = line_break ? '\n' : ' ';
    space = line_break = false;
  };
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const char c = decoded[i];
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      space = true;
      line_break = line_break || c == '\n' || c == '\r';
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      continue;
    } else if (c == '/' && i + 2 < decoded.size() && decoded[i + 1] == '*' && decoded[i + 2] == '!') {
      // MySQL runs what stands in such a comment, from the version on that the digits name.
      kept_comment = space = true;
      for (i += 2; i + 1 < decoded.size() && decoded[i + 1] >= '0' && decoded[i + 1] <= '9';) ++i;
    } else if (c == '*' && kept_comment && i + 1 < decoded.size() && decoded[i + 1] == '/') {
      kept_comment = false;
      space = true;
      ++i;
    } else if (const auto end = c == '/' && closing_left && i + 1 < decoded.size() && decoded[i + 1] == '*'
                                    ? decoded.find("*/", i + 2)
                                    : i;
               end != i && end != std::string_view::npos) {
      space = true;
      i = end + 1;
    } else {
      if (end == std::string_view::npos) closing_left = false;  // a search each would be a square
      flush();
      out[size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
  }
  if (line_break) flush();
  out.resize(size);
  return out;
}

std::string without_shell_quoting(std::string_view text) {
  if (kShellMarks.find(text, 0) == text.size()) return {};
  std::string out;
  out.reserve(text.size());
  std::size_t list_end = 0;  // where the brace list ends that is being read
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto rest = text.substr(i);
    if (c == '\'' || c == '"' || c == '^' || (c == '`' && rest.starts_with("``"))) {
      if (c == '`') ++i;
    } else if (c == '\\' && rest.size() > 1 && (is_word(rest[1]) || rest[1] == '\n')) {
      if (rest[1] == '\n') ++i;
    } else if (const auto separator = c == '$' ? field_separator(rest) : 0; separator != 0) {
      out += ' ';
      i += separator - 1;
    } else if (const auto nothing = c == '$' ? empty_expansion(rest) : 0; nothing != 0) {
      i += nothing - 1;
    } else if (const auto list = c == '{' ? brace_list(rest) : 0; list != 0) {
      list_end = i + list;
      out += ' ';
    } else if (i < list_end && (c == ',' || c == '}')) {
      out += ' ';
    } else if (c == '[' && rest.size() > 2 && rest[2] == ']' && is_word(rest[1])) {
      out += rest[1];
      i += 2;
    } else {
      out += c;
    }
  }
  return out == text ? std::string() : out;
}

std::optional<std::string> base64_text(std::string_view value) {
  while (value.ends_with('=')) value.remove_suffix(1);
  if (value.size() < 10 || value.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(value.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : value) {
    std::uint32_t digit = 0;
    if (c >= 'A' && c <= 'Z')
      digit = static_cast<std::uint32_t>(c - 'A');
    else if (c >= 'a' && c <= 'z')
      digit = static_cast<std::uint32_t>(c - 'a' + 26);
    else if (c >= '0' && c <= '9')
      digit = static_cast<std::uint32_t>(c - '0' + 52);
    else if (c == '+' || c == '-')
      digit = 62;
    else if (c == '/' || c == '_')
      digit = 63;
    else
      return std::nullopt;
    bits = bits << 6 | digit;
    if ((count += 6) < 8) continue;
    count -= 8;
    const auto byte = static_cast<unsigned char>(bits >> count);
    if (byte >= 0x7F || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')) return std::nullopt;
    out += static_cast<char>(byte);
  }
  return out;
}

}  // namespace stadtpult::platform::detection
