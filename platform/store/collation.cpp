#include "platform/store/collation.hpp"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "api-client/base/crypto.hpp"

namespace stadtpult::platform {
namespace {

constexpr int kMaxWords = 20;

/// One collator a thread: a collator may not be used by two at once.
icu::Collator& collator() {
  thread_local const std::unique_ptr<icu::Collator> made = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> one(icu::Collator::createInstance(icu::Locale::getGerman(), status));
    // Secondary strength: accents count where letters are equal, capitals never do. Numbers order as numbers.
    one->setStrength(icu::Collator::SECONDARY);
    one->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
    return one;
  }();
  return *made;
}

icu::UnicodeString folded(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* compose = icu::Normalizer2::getNFKCCasefoldInstance(status);
  return compose->normalize(text, status);
}

/// Letters without their marks: "ü" → "u".
icu::UnicodeString without_marks(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString apart = icu::Normalizer2::getNFDInstance(status)->normalize(text, status);
  icu::UnicodeString out;
  for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    const UChar32 c = apart.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) out.append(c);
  }
  return out;
}

/// The spelling without umlauts: "ü" → "ue".
icu::UnicodeString spelled_out(icu::UnicodeString text) {
  text.findAndReplace(u"ä", u"ae").findAndReplace(u"ö", u"oe").findAndReplace(u"ü", u"ue");
  return without_marks(text);
}

std::vector<icu::UnicodeString> words_of(const icu::UnicodeString& text) {
  std::vector<icu::UnicodeString> words(1);
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK)
      words.back().append(c);
    else if (!words.back().isEmpty())
      words.emplace_back();
  }
  if (words.back().isEmpty()) words.pop_back();
  return words;
}

}  // namespace

std::string sort_key(std::string_view text) {
  const auto unicode =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::vector<std::uint8_t> key(256);
  int32_t length = collator().getSortKey(unicode, key.data(), static_cast<int32_t>(key.size()));
  if (length > static_cast<int32_t>(key.size())) {
    key.resize(static_cast<size_t>(length));
    length = collator().getSortKey(unicode, key.data(), length);
  }
  // Without the closing zero, so that a longer key with the same start comes behind.
  return base::to_hex(
      {reinterpret_cast<const char*>(key.data()), static_cast<size_t>(length > 0 ? length - 1 : 0)});
}

std::string number_key(double number) {
  // IEEE 754: positive numbers order as their bits, negative ones in reverse.
  auto bits = std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);
  bits = (bits >> 63) != 0 ? ~bits : bits | (std::uint64_t{1} << 63);
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(bits >> shift));
  return base::to_hex(bytes);
}

std::string searchable(std::string_view text) {
  const auto source =
      folded(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))));
  icu::UnicodeString out;
  for (const auto& word : words_of(source)) {
    const auto plain = without_marks(word), spelled = spelled_out(word);
    out.append(plain).append(u' ');
    if (spelled != plain) out.append(spelled).append(u' ');
  }
  std::string utf8;
  return out.toUTF8String(utf8);
}

bool holds_words(std::string_view text, std::string_view words) {
  const std::string in = searchable(text);
  const std::string folded = searchable(words);
  size_t at = 0;
  while (at < folded.size()) {
    const size_t end = std::min(folded.find(' ', at), folded.size());
    if (end > at && in.find(folded.substr(at, end - at)) == std::string::npos) return false;
    at = end + 1;
  }
  return true;
}

std::string match_expression(std::string_view q) {
  const auto source =
      folded(icu::UnicodeString::fromUTF8(icu::StringPiece(q.data(), static_cast<int32_t>(q.size()))));
  std::string expression;
  int count = 0;
  for (const auto& word : words_of(source)) {
    if (++count > kMaxWords) break;
    // Only letters and digits are left, so nothing in the quotes can end them.
    std::string utf8;
    without_marks(word).toUTF8String(utf8);
    if (utf8.empty()) continue;
    if (!expression.empty()) expression += " AND ";
    expression += "\"" + utf8 + "\"*";
  }
  return expression;
}

}  // namespace stadtpult::platform
