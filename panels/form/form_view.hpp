#pragma once
// A form from the description of a contract struct: which fields, in which languages, with which rules. A
// field that is added to the contract is in the form without another line here. Pure; no ImGui.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/contract/describe.hpp"
#include "panels/form/moment.hpp"

namespace stadtpult::panels::form {

/// One of the values that a field may have (a category, an enumerator).
struct Choice {
  std::string value;
  std::string label;
  std::string icon;  ///< name of an icon; "" for none
};

/// One thing to fill in.
struct Field {
  std::string path;      ///< "icon", "name.de"
  std::string label;     ///< "Name (Deutsch)"
  std::string language;  ///< of a text in several languages; else ""
  contract::Kind kind = contract::Kind::text;
  contract::Format format = contract::Format::none;
  bool optional = false;  ///< empty means null
  bool required = false;
  std::size_t max_length = 0;  ///< characters; 0 = no counter
  double minimum = 0, maximum = 0;
  bool long_text = false;       ///< several lines
  std::vector<Choice> choices;  ///< not empty: one of these
  /// A further judgement, as a sentence; "" for nothing. `typing`: the field has not been left yet.
  std::function<std::string(std::string_view value, bool typing)> check = {};
};

/// The fields of `type` that a person may change (`making`: may give), texts once per language, in the order
/// of the description. Labels stand at "<area>.field.<name>". Lists, objects and JSON have no field.
std::vector<Field> fields_of(const contract::TypeInfo& type, std::string_view area,
                             const std::vector<std::string>& languages,
                             const std::vector<std::string>& leave_out, bool making = false);
Field* find(std::vector<Field>& fields, std::string_view path);

/// What is wrong with this text in this field, as a sentence; "" when nothing is.
std::string problem(const Field& field, std::string_view value);

/// "Deutsch" for "de", in the person's language; the tag itself where there is no word for it.
std::string language_name(std::string_view tag);

/// The value of a field as text, and back. False where the text does not fit the type or there is no such
/// field.
template <contract::Described T>
std::string value_of(const T& thing, std::string_view path);
template <contract::Described T>
bool set_value(T& thing, std::string_view path, const std::string& text);

// ---- templates
// -------------------------------------------------------------------------------------------------------

namespace detail {

std::string_view name_part(std::string_view path);
std::string_view language_part(std::string_view path);
std::string number_text(double value);
bool number_from(const std::string& text, double& out);

inline std::string to_text(const std::string& value, std::string_view) {
  return value;
}
inline std::string to_text(bool value, std::string_view) {
  return value ? "true" : "false";
}
inline std::string to_text(double value, std::string_view) {
  return number_text(value);
}
inline std::string to_text(std::int64_t value, std::string_view) {
  return std::to_string(value);
}
inline std::string to_text(const contract::LocalizedText& value, std::string_view language) {
  const auto at = value.by_language.find(std::string(language));
  return at == value.by_language.end() ? std::string() : at->second;
}
template <contract::DescribedEnum E>
std::string to_text(E value, std::string_view) {
  return contract::enum_name(value);
}
template <typename V>
std::string to_text(const std::optional<V>& value, std::string_view language) {
  return value ? to_text(*value, language) : std::string();
}

inline bool from_text(const std::string& text, std::string_view, std::string& out) {
  out = text;
  return true;
}
inline std::string to_text(base::Timestamp value, std::string_view) {
  return moment_words(value);
}
inline bool from_text(const std::string& text, std::string_view, base::Timestamp& out) {
  const auto moment = moment_from(text);
  if (moment) out = *moment;
  return moment.has_value();
}
inline bool from_text(const std::string& text, std::string_view, bool& out) {
  out = text == "true";
  return out || text == "false";
}
inline bool from_text(const std::string& text, std::string_view, double& out) {
  return number_from(text, out);
}
inline bool from_text(const std::string& text, std::string_view, std::int64_t& out) {
  double number = 0;
  if (!number_from(text, number)) return false;
  out = static_cast<std::int64_t>(number);
  return static_cast<double>(out) == number;
}
inline bool from_text(const std::string& text, std::string_view language, contract::LocalizedText& out) {
  if (text.empty())
    out.by_language.erase(std::string(language));
  else
    out.by_language[std::string(language)] = text;
  return true;
}
template <contract::DescribedEnum E>
bool from_text(const std::string& text, std::string_view, E& out) {
  const auto value = contract::enum_from<E>(text);
  if (value) out = *value;
  return value.has_value();
}
template <typename V>
bool from_text(const std::string& text, std::string_view language, std::optional<V>& out) {
  if (text.empty()) {
    out.reset();
    return true;
  }
  V value{};
  if (!from_text(text, language, value)) return false;
  out = std::move(value);
  return true;
}

/// Types that a single field can show.
template <typename V>
constexpr bool kIsPlain =
    std::is_same_v<V, std::string> || std::is_same_v<V, bool> || std::is_same_v<V, double> ||
    std::is_same_v<V, std::int64_t> || std::is_same_v<V, contract::LocalizedText> ||
    std::is_same_v<V, base::Timestamp> || contract::DescribedEnum<V>;
template <typename V>
constexpr bool kIsPlain<std::optional<V>> = kIsPlain<V>;

}  // namespace detail

template <contract::Described T>
std::string value_of(const T& thing, std::string_view path) {
  std::string text;
  contract::for_each_field<T>([&](const auto& each) {
    if constexpr (detail::kIsPlain<typename std::decay_t<decltype(each)>::type>)
      if (each.name == detail::name_part(path))
        text = detail::to_text(thing.*each.member, detail::language_part(path));
  });
  return text;
}

template <contract::Described T>
bool set_value(T& thing, std::string_view path, const std::string& text) {
  bool done = false;
  contract::for_each_field<T>([&](const auto& each) {
    if constexpr (detail::kIsPlain<typename std::decay_t<decltype(each)>::type>)
      if (each.name == detail::name_part(path))
        done = detail::from_text(text, detail::language_part(path), thing.*each.member);
  });
  return done;
}

}  // namespace stadtpult::panels::form
