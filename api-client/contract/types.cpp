#include "api-client/contract/describe.hpp"

namespace stadtpult::contract {

const std::string& LocalizedText::in(std::string_view language) const {
  static const std::string kNone;
  for (const auto& wanted : {std::string(language), std::string("de")}) {
    const auto at = by_language.find(wanted);
    if (at != by_language.end() && !at->second.empty()) return at->second;
  }
  for (const auto& [tag, text] : by_language)
    if (!text.empty()) return text;
  return kNone;
}

bool LocalizedText::has(std::string_view language) const {
  const auto at = by_language.find(std::string(language));
  return at != by_language.end() && !at->second.empty();
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
