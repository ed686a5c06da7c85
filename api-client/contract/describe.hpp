#pragma once
// One description of each contract struct. JSON, OpenAPI, store columns, audit lines, CSV and forms are
// derived from it: a new field is a member and its line in describe().

#include <array>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "api-client/base/clock.hpp"

namespace stadtpult::contract {

/// A text in several languages, by BCP 47 tag. In JSON an object; a plain string is taken as German.
struct LocalizedText {
  std::map<std::string, std::string> by_language;
  bool operator==(const LocalizedText&) const = default;

  LocalizedText() = default;
  LocalizedText(std::string german) { by_language["de"] = std::move(german); }
  LocalizedText(std::string german, std::string english) {
    by_language["de"] = std::move(german);
    by_language["en"] = std::move(english);
  }
  /// The text in this language by tag_for(), else German, else any, else "".
  [[nodiscard]] const std::string& in(std::string_view language) const;
  /// The tag whose words stand for this language: "en" for "en-US" and for "EN" where there are no closer
  /// ones (lookup of RFC 4647, section 3.4); "" where none do.
  [[nodiscard]] std::string tag_for(std::string_view language) const;
  /// Are there words in this language itself? Case says nothing.
  [[nodiscard]] bool has(std::string_view language) const;
};

/// A JSON document kept as its text (a manifest as handed in). "" stands for null.
struct JsonText {
  std::string text;
  bool operator==(const JsonText&) const = default;
};

/// Texts that have a form of their own; the pattern (ECMA 262) goes into OpenAPI and is what is checked.
enum class Format { none, id, app_id, url, email, icon, leika_key, ozg_id, sha256, version_name, slug };
/// The pattern of a format; "" for none.
const char* pattern(Format format);

/// 2^53 - 1: the largest whole number that every JSON reader keeps exactly.
inline constexpr double kHighestWhole = 9'007'199'254'740'991;
/// Members of one JSON object, in bodies and in manifests.
inline constexpr std::size_t kMostMembers = 1'000;

/// What holds for one field beyond its type.
struct Rule {
  const char* help = "";     ///< one sentence for OpenAPI and for the reader
  bool read_only = false;    ///< set by the platform; never taken from a body
  bool create_only = false;  ///< may be given when made, not changed later
  bool required = false;     ///< must be given (and not be empty) when made
  bool filter = false;       ///< lists may be filtered by it (an index stands behind it)
  bool sort = false;         ///< lists may be sorted by it (an index stands behind it)
  bool stored = true;        ///< false: joined or computed when read; no column of its own
  std::size_t max_length =
      0;  ///< characters (code points) of a text, entries of a list; 0: the default of 4,000 and 1,000
  Format format = Format::none;
  double minimum = -1e15, maximum = 1e15;  ///< of a number, both included
  const char* example = "";                ///< as JSON text
  /// Names a person: the field that holds whose it is; "id" for the thing's own. The audit record keeps such
  /// a value apart, so that it can be erased (docs/audit-record.md).
  const char* personal_of = "";
};

template <typename Owner, typename Member>
struct Field {
  using owner = Owner;
  using type = Member;
  const char* name;
  Member Owner::*member;
  Rule rule;
};

template <typename Owner, typename Member>
constexpr Field<Owner, Member> field(const char* name, Member Owner::*member, Rule rule = {}) {
  return {name, member, rule};
}

/// A struct with a kTypeName and a describe(visit) that calls visit once with all its fields. A call and no
/// tuple: every source reads the descriptions, and tuples of twenty fields are what the compiler is slow at.
template <typename T>
concept Described = requires {
  { T::kTypeName } -> std::convertible_to<std::string_view>;
};

/// Calls `visit(field)` for each field of T, in the order of the description.
template <Described T, typename Visitor>
constexpr void for_each_field(Visitor&& visit) {
  T::describe([&](const auto&... fields) { (visit(fields), ...); });
}

template <typename E>
concept DescribedEnum = std::is_enum_v<E> && boost::describe::has_describe_enumerators<E>::value;

namespace detail {

struct Enumerator {
  std::int64_t value;
  const char* name;
};
template <DescribedEnum E, template <typename...> typename L, typename... D>
constexpr std::array<Enumerator, sizeof...(D)> enumerators_of(L<D...>*) {
  return {{{static_cast<std::int64_t>(D::value), D::name}...}};
}
/// Once an enumeration, as data, so that what looks something up in it is no code of its own.
template <DescribedEnum E>
inline constexpr auto kEnumerators =
    enumerators_of<E>(static_cast<boost::describe::describe_enumerators<E>*>(nullptr));

constexpr const char* word_of(std::span<const Enumerator> all, std::int64_t value) {
  for (const auto& each : all)
    if (each.value == value) return each.name;
  return "";
}
constexpr const Enumerator* find_word(std::span<const Enumerator> all, std::string_view word) {
  for (const auto& each : all)
    if (word == each.name) return &each;
  return nullptr;
}

}  // namespace detail

/// The word of an enumerator, as it stands in JSON and in the store.
template <DescribedEnum E>
constexpr const char* enum_name(E value) {
  return detail::word_of(detail::kEnumerators<E>, static_cast<std::int64_t>(value));
}

template <DescribedEnum E>
constexpr std::optional<E> enum_from(std::string_view word) {
  const auto* found = detail::find_word(detail::kEnumerators<E>, word);
  if (found == nullptr) return std::nullopt;
  return static_cast<E>(found->value);
}

template <DescribedEnum E>
std::vector<E> enum_values() {
  std::vector<E> values;
  for (const auto& each : detail::kEnumerators<E>) values.push_back(static_cast<E>(each.value));
  return values;
}

// ---- the same description at run time, for OpenAPI, forms and generic code
// --------------------------------------

enum class Kind { text, integer, number, boolean, time, word, localized, json, object };

struct TypeInfo;

struct FieldInfo {
  std::string_view name;
  Kind kind = Kind::text;
  bool optional = false;                ///< null is allowed
  bool list = false;                    ///< an array of `kind`
  std::vector<std::string_view> words;  ///< the enumerators, for Kind::word
  const TypeInfo* object = nullptr;     ///< for Kind::object
  Rule rule;
};

struct TypeInfo {
  std::string_view name;
  std::vector<FieldInfo> fields;
  [[nodiscard]] const FieldInfo* find(std::string_view field_name) const;
};

template <Described T>
const TypeInfo& type_info();

namespace detail {

/// What a type says of every field that has it.
struct KindInfo {
  Kind kind = Kind::text;
  bool optional = false, list = false;
  std::span<const Enumerator> words = {};
  const TypeInfo& (*object)() = nullptr;
};

template <typename T>
struct KindOf {
  static constexpr KindInfo info() {
    if constexpr (std::is_same_v<T, std::string>)
      return {Kind::text};
    else if constexpr (std::is_same_v<T, bool>)
      return {Kind::boolean};
    else if constexpr (std::is_integral_v<T>)
      return {Kind::integer};
    else if constexpr (std::is_floating_point_v<T>)
      return {Kind::number};
    else if constexpr (std::is_same_v<T, base::Timestamp>)
      return {Kind::time};
    else if constexpr (std::is_same_v<T, LocalizedText>)
      return {Kind::localized};
    else if constexpr (std::is_same_v<T, JsonText>)
      return {Kind::json};
    else if constexpr (std::is_enum_v<T>)
      return {.kind = Kind::word, .words = kEnumerators<T>};
    else
      return {.kind = Kind::object, .object = &type_info<T>};
  }
};
template <typename T>
struct KindOf<std::optional<T>> {
  static constexpr KindInfo info() {
    KindInfo made = KindOf<T>::info();
    made.optional = true;
    return made;
  }
};
template <typename T>
struct KindOf<std::vector<T>> {
  static constexpr KindInfo info() {
    KindInfo made = KindOf<T>::info();
    made.list = true;
    return made;
  }
};

void add_field(TypeInfo& info, const char* name, const Rule& rule, const KindInfo& kind);

}  // namespace detail

template <Described T>
const TypeInfo& type_info() {
  static const TypeInfo info = [] {
    TypeInfo made{T::kTypeName, {}};
    for_each_field<T>([&](const auto& each) {
      detail::add_field(made, each.name, each.rule,
                        detail::KindOf<typename std::decay_t<decltype(each)>::type>::info());
    });
    return made;
  }();
  return info;
}

}  // namespace stadtpult::contract
