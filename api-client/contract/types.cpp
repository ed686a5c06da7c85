#include <algorithm>

#include "api-client/contract/describe.hpp"

namespace stadtpult::contract {

namespace {

using Words = std::pair<const std::string, std::string>;

/// The words that are kept under this tag, whatever its case; null where there are none.
const Words* words_under(const LocalizedText& text, std::string_view tag) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  for (const auto& each : text.by_language)
    if (!each.second.empty() && std::equal(each.first.begin(), each.first.end(), tag.begin(), tag.end(),
                                           [&](char a, char b) { return lower(a) == lower(b); }))
      return &each;
  return nullptr;
}

/// "zh-Hant" of "zh-Hant-x-private", "" of "zh": the next range of a lookup (RFC 4647, section 3.4).
std::string_view shorter(std::string_view tag) {
  const auto cut = [&] {
    tag = tag.substr(0, tag.rfind('-') == std::string_view::npos ? 0 : tag.rfind('-'));
  };
  cut();
  if (tag.size() > 2 && tag[tag.size() - 2] == '-') cut();  // one letter begins what is cut with it
  return tag;
}

const Words* look_up(const LocalizedText& text, std::string_view language) {
  for (; !language.empty(); language = shorter(language))
    if (const auto* found = words_under(text, language)) return found;
  return nullptr;
}

}  // namespace

const std::string& LocalizedText::in(std::string_view language) const {
  static const std::string kNone;
  for (const auto wanted : {language, std::string_view("de")})
    if (const auto* found = look_up(*this, wanted)) return found->second;
  for (const auto& [tag, text] : by_language)
    if (!text.empty()) return text;
  return kNone;
}

std::string LocalizedText::tag_for(std::string_view language) const {
  const auto* found = look_up(*this, language);
  return found != nullptr ? found->first : std::string();
}

bool LocalizedText::has(std::string_view language) const {
  return words_under(*this, language) != nullptr;
}

const FieldInfo* TypeInfo::find(std::string_view field_name) const {
  for (const auto& each : fields)
    if (each.name == field_name) return &each;
  return nullptr;
}

namespace detail {

void add_field(TypeInfo& info, const char* name, const Rule& rule, const KindInfo& kind) {
  std::vector<std::string_view> words;
  for (const auto& each : kind.words) words.emplace_back(each.name);
  info.fields.push_back({name, kind.kind, kind.optional, kind.list, std::move(words),
                         kind.object != nullptr ? &kind.object() : nullptr, rule});
}

}  // namespace detail

const char* pattern(Format format) {
  switch (format) {
    case Format::none:
      return "";
    case Format::id:
      return "^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$";
    // W3C MiniApp manifest, app_id: name *("." name), name = letter, then letters, digits, "-".
    case Format::app_id:
      return "^[A-Za-z][A-Za-z0-9-]*(\\.[A-Za-z][A-Za-z0-9-]*)+$";
    case Format::url:
      return "^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\\s<>\"]*)?$";
    case Format::email:
      return "^[^\\s@<>\"]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$";
    case Format::icon:
      return "^[a-z][a-z0-9_]{0,59}$";
    // FIM, Leistungsschlüssel: 99, then group, object, action and detail of 3 digits each.
    case Format::leika_key:
      return "^99[0-9]{12}$";
    case Format::ozg_id:
      return "^[0-9]{5}$";
    case Format::sha256:
      return "^[0-9a-f]{64}$";
    case Format::version_name:
      return "^[0-9A-Za-z][0-9A-Za-z.+-]*$";
    case Format::slug:
      return "^[a-z0-9]+(-[a-z0-9]+)*$";
  }
  return "";
}

}  // namespace stadtpult::contract
