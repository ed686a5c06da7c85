#include "platform/domain/import/text.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>

namespace stadtpult::platform::import {
namespace {

constexpr char32_t kBroken = 0xFFFD;

/// The next code point of `text` from `at`, which moves on; kBroken for a byte that begins no valid sequence
/// (RFC 3629: shortest form, no surrogates, at most U+10FFFF).
char32_t next(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return text[at++] & 0x7F;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  static constexpr std::array<char32_t, 4> kLeast{0, 0x80, 0x800, 0x10000};
  char32_t point = first & (0x3FU >> more);
  const bool can_begin = first >= 0xC2 && first <= 0xF4;
  if (!can_begin || text.size() - at <= static_cast<std::size_t>(more)) return ++at, kBroken;
  for (int i = 1; i <= more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return ++at, kBroken;
    point = (point << 6) | (byte(at + i) & 0x3F);
  }
  const bool valid = point >= kLeast[more] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  at += valid ? more + 1 : 1;
  return valid ? point : kBroken;
}

void append(std::string& text, char32_t point) {
  char bytes[U8_MAX_LENGTH];
  int count = 0;
  U8_APPEND_UNSAFE(bytes, count, point);
  text.append(bytes, static_cast<std::size_t>(count));
}

bool is_control(char32_t point) {
  const auto type = u_charType(static_cast<UChar32>(point));
  return type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_UNASSIGNED;
}

icu::UnicodeString normalized(const icu::UnicodeString& text, const icu::Normalizer2* form) {
  UErrorCode status = U_ZERO_ERROR;
  auto result = form->normalize(text, status);
  return U_SUCCESS(status) ? result : text;
}

icu::UnicodeString composed(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFCInstance(status);
  auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
  return U_SUCCESS(status) ? normalized(wide, form) : wide;
}

/// German and other letters that do not fall apart into an ASCII letter and marks.
const char* spelled_out(UChar32 point) {
  switch (point) {
    case U'ä':
      return "ae";
    case U'ö':
      return "oe";
    case U'ü':
      return "ue";
    case U'ß':
      return "ss";
    case U'æ':
      return "ae";
    case U'œ':
      return "oe";
    case U'ø':
      return "o";
    case U'ł':
      return "l";
    case U'đ':
      return "d";
    default:
      return nullptr;
  }
}

/// ASCII letters and digits of one lower-case character; "" where it has none.
std::string ascii_of(UChar32 point) {
  if (point < 0x80) return u_isalnum(point) ? std::string(1, static_cast<char>(point)) : std::string();
  if (const char* spelled = spelled_out(point)) return spelled;
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFKDInstance(status);
  std::string ascii;
  if (U_FAILURE(status)) return ascii;
  const auto apart = normalized(icu::UnicodeString(point), form);
  for (int i = 0; i < apart.length(); ++i)
    if (apart[i] < 0x80 && u_isalnum(apart[i])) ascii += static_cast<char>(u_tolower(apart[i]));
  return ascii;
}

}  // namespace

bool holds_broken(std::string_view text) {
  return text.find("\xEF\xBF\xBD") != std::string_view::npos;
}

std::optional<std::string> clean(std::string_view text) {
  std::string spaced;
  spaced.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next(text, at);
    if (point == kBroken) return std::nullopt;
    const bool white = u_isUWhiteSpace(static_cast<UChar32>(point)) != 0;
    if (!white && is_control(point)) {
      if (point != 0x00AD && point != 0x200B) return std::nullopt;  // soft hyphen, zero-width space: dropped
      continue;
    }
    if (!white)
      append(spaced, point);
    else if (!spaced.empty() && spaced.back() != ' ')
      spaced += ' ';
  }
  if (!spaced.empty() && spaced.back() == ' ') spaced.pop_back();
  std::string result;
  composed(spaced).toUTF8String(result);
  return result;
}

std::string showable(std::string_view text) {
  constexpr std::size_t kMost = 200;
  std::string result;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size() && count < kMost; ++count) {
    const char32_t point = next(text, at);
    append(result, is_control(point) ? U' ' : point);
  }
  return result;
}

std::size_t length(std::string_view text) {
  std::size_t points = 0;
  for (const char byte : text) points += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  return points;
}

std::string shorten(const std::string& text, std::size_t most) {
  if (length(text) <= most) return text;
  std::size_t at = 0, last_space = 0;
  for (std::size_t points = 0; points + 1 < most; ++points) {
    if (text[at] == ' ') last_space = at;
    next(text, at);
  }
  if (at < text.size() && text[at] == ' ') last_space = at;
  // A space in the second half is a good place; else the word itself is cut.
  std::size_t end = last_space > at / 2 ? last_space : at;
  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '-' || text[end - 1] == ',')) --end;
  return text.substr(0, end) + "…";
}

std::string slug(std::string_view text) {
  constexpr std::size_t kMost = 120;
  auto wide = composed(text);
  wide.toLower(icu::Locale::getGerman());
  std::string result;
  bool gap = false;
  for (int i = 0; i < wide.length() && result.size() < kMost; i = wide.moveIndex32(i, 1)) {
    const auto ascii = ascii_of(wide.char32At(i));
    if (ascii.empty()) {
      gap = true;
      continue;
    }
    if (gap && !result.empty()) result += '-';
    gap = false;
    result += ascii;
  }
  if (result.size() > kMost) result.resize(kMost);
  while (!result.empty() && result.back() == '-') result.pop_back();
  if (result.empty()) return "leistung";
  return result.front() >= '0' && result.front() <= '9' ? "leistung-" + result : result;
}

bool is_plain_id(std::string_view id) {
  if (id.empty() || id.size() > 40) return false;
  for (const char c : id)
    if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) return false;
  return true;
}

std::string icon_for(std::string_view subject) {
  struct Pair {
    const char* part;  ///< of the slug
    const char* icon;
  };
  // The first that is found decides, so narrower subjects stand before wider ones.
  static constexpr Pair kIcons[] = {{"verbraucher", "shopping_bag"},
                                    {"behinder", "group"},
                                    {"gesundheit", "spa"},
                                    {"pflege", "spa"},
                                    {"familie", "child_care"},
                                    {"kind", "child_care"},
                                    {"schul", "school"},
                                    {"bildung", "school"},
                                    {"studium", "school"},
                                    {"arbeit", "work_outline"},
                                    {"beruf", "work_outline"},
                                    {"ruhestand", "work_outline"},
                                    {"auto", "directions_bus"},
                                    {"kfz", "directions_bus"},
                                    {"verkehr", "directions_bus"},
                                    {"mobil", "directions_bus"},
                                    {"transport", "local_shipping"},
                                    {"steuer", "payments"},
                                    {"finanz", "payments"},
                                    {"zoll", "payments"},
                                    {"forschung", "lightbulb"},
                                    {"foerder", "lightbulb"},
                                    {"melde", "badge"},
                                    {"ausweis", "badge"},
                                    {"wander", "public"},
                                    {"migration", "public"},
                                    {"integration", "public"},
                                    {"wohn", "home"},
                                    {"bau", "home"},
                                    {"immobil", "home"},
                                    {"umwelt", "spa"},
                                    {"natur", "spa"},
                                    {"tier", "spa"},
                                    {"wasser", "water_drop"},
                                    {"energie", "bolt"},
                                    {"kultur", "theater_comedy"},
                                    {"tourismus", "map"},
                                    {"reise", "map"},
                                    {"veranstaltung", "event"},
                                    {"politik", "campaign"},
                                    {"engagement", "campaign"},
                                    {"freizeit", "pedal_bike"},
                                    {"sport", "pedal_bike"},
                                    {"hobby", "pedal_bike"},
                                    {"sicherheit", "policy"},
                                    {"recht", "policy"},
                                    {"ordnung", "policy"},
                                    {"notlage", "policy"},
                                    {"unternehm", "storefront"},
                                    {"wirtschaft", "storefront"},
                                    {"gewerbe", "storefront"},
                                    {"querschnitt", "account_tree"}};
  const auto word = slug(subject);
  for (const auto& [part, icon] : kIcons)
    if (word.find(part) != std::string::npos) return icon;
  return "category";
}

NameAndSummary name_and_summary(const std::string& cleaned) {
  if (length(cleaned) <= kMostName) return {contract::LocalizedText(cleaned), {}};
  return {contract::LocalizedText(shorten(cleaned, kMostName)), contract::LocalizedText(cleaned)};
}

contract::ImportRow not_taken(const char* file, std::int64_t line, std::string_view id,
                              std::string_view title, const char* rule, std::string reason) {
  contract::ImportRow row;
  row.source = file;
  row.line = line;
  row.id = showable(id);
  row.title = showable(title);
  row.rule = rule;
  row.reason = std::move(reason);
  return row;
}

}  // namespace stadtpult::platform::import
