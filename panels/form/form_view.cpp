#include "panels/form/form_view.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <regex>

#include "api-client/base/trim.hpp"
#include "api-client/base/utf8.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::form {

namespace {

using contract::FieldInfo;
using contract::Format;
using contract::Kind;
using kit::tr;

/// Longer texts get several lines.
constexpr std::size_t kLongFrom = 120;

bool has_field(const FieldInfo& info) {
  if (info.list) return false;
  return info.kind != Kind::object && info.kind != Kind::json;
}

Field field_of(const FieldInfo& info, std::string_view area) {
  Field field;
  field.path = info.name;
  field.kind = info.kind;
  field.format = info.rule.format;
  field.optional = info.optional;
  field.required = info.rule.required;
  field.max_length = info.rule.max_length;
  field.minimum = info.rule.minimum;
  field.maximum = info.rule.maximum;
  field.long_text = info.rule.max_length > kLongFrom && info.rule.format == Format::none;
  const std::string base = std::string(area) + ".field." + std::string(info.name);
  field.label = kit::tr_or(base, "");
  if (field.label.empty()) field.label = info.name;
  for (const auto word : info.words)
    field.choices.push_back({std::string(word), kit::tr_or(base + "." + std::string(word), ""), ""});
  return field;
}

bool matches(Format format, std::string_view text) {
  static std::map<Format, std::regex> compiled;  // frame thread only
  auto at = compiled.find(format);
  if (at == compiled.end())
    at = compiled.emplace(format, std::regex(contract::pattern(format), std::regex::ECMAScript)).first;
  return std::regex_match(text.begin(), text.end(), at->second);
}

std::string number_problem(const Field& field, const std::string& text) {
  double value = 0;
  if (!detail::number_from(text, value) || (field.kind == Kind::integer && value != std::floor(value)))
    return tr("form.error.number");
  if (value < field.minimum || value > field.maximum)
    return tr("form.error.range",
              {{"min", detail::number_text(field.minimum)}, {"max", detail::number_text(field.maximum)}});
  return {};
}

}  // namespace

namespace detail {

std::string_view name_part(std::string_view path) {
  return path.substr(0, path.find('.'));
}

std::string_view language_part(std::string_view path) {
  const auto dot = path.find('.');
  return dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
}

std::string number_text(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

bool number_from(const std::string& text, double& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(out);
}

}  // namespace detail

std::vector<Field> fields_of(const contract::TypeInfo& type, std::string_view area,
                             const std::vector<std::string>& languages,
                             const std::vector<std::string>& leave_out, bool making) {
  std::vector<Field> fields;
  for (const auto& info : type.fields) {
    if (info.rule.read_only || (info.rule.create_only && !making) || !has_field(info)) continue;
    if (std::find(leave_out.begin(), leave_out.end(), info.name) != leave_out.end()) continue;
    auto field = field_of(info, area);
    if (info.kind != Kind::localized) {
      fields.push_back(std::move(field));
      continue;
    }
    for (const auto& language : languages) {
      auto one = field;
      one.language = language;
      one.path += "." + language;
      one.label = tr("form.in_language", {{"field", field.label}, {"language", language_name(language)}});
      // German is what all others fall back to (LocalizedText::in), so it alone must be there.
      one.required = field.required && language == "de";
      fields.push_back(std::move(one));
    }
  }
  return fields;
}

Field* find(std::vector<Field>& fields, std::string_view path) {
  const auto at =
      std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.path == path; });
  return at == fields.end() ? nullptr : &*at;
}

std::string problem(const Field& field, std::string_view value) {
  if (base::is_blank(value))
    return field.required ? tr("form.error.required", {{"field", field.label}}) : std::string();
  if (field.kind == Kind::integer || field.kind == Kind::number) {
    auto wrong = number_problem(field, std::string(value));
    return wrong.empty() && field.check ? field.check(value, false) : wrong;
  }
  if (field.kind == Kind::time) return moment_from(value) ? "" : tr("form.error.time");
  const auto length = base::characters(value);
  if (field.max_length != 0 && length > field.max_length)
    return kit::tr_n("form.error.too_long", static_cast<std::int64_t>(length - field.max_length));
  if (field.format != Format::none && !matches(field.format, value)) {
    static const char* const kNames[] = {"none",      "id",     "app_id", "url",          "email", "icon",
                                         "leika_key", "ozg_id", "sha256", "version_name", "slug"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(Format::slug) + 1);
    return kit::tr_or(std::string("form.error.format.") + kNames[static_cast<int>(field.format)],
                      tr("form.error.format.none"));
  }
  return field.check ? field.check(value, false) : std::string();
}

std::string language_name(std::string_view tag) {
  const std::string name = kit::tr_or("form.language." + std::string(tag), "");
  return name.empty() ? std::string(tag) : name;
}

}  // namespace stadtpult::panels::form
