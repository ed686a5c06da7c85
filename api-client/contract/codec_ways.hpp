#pragma once
// How values of the contract become JSON and come out of it, a type at a time: for codec*.cpp alone, which
// instantiate ways_of() for every type. Whatever does not know the type stands in codec.cpp.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/contract/codec.hpp"

namespace stadtpult::contract::detail {

using Json = nlohmann::ordered_json;

struct Reader {
  Mode mode;
  std::vector<base::FieldError> errors;
  void wrong(const std::string& path, std::string message) { errors.push_back({path, std::move(message)}); }
};

struct Member;

/// What is done with a value of one type, with the type forgotten, so that it is compiled once a type and not
/// once a member.
struct ValueWays {
  Json (*write)(const void* value);
  /// As `write`, without what only the platform sets.
  Json (*write_given)(const void* value);
  void (*read)(Reader& reader, const std::string& path, const Json& json, const Rule& rule, void* value);
  bool (*equal)(const void* one, const void* other);
  bool localized;                           ///< a LocalizedText
  const std::vector<Member>& (*members)();  ///< of a struct; nullptr for other values
};

/// A member of a struct with both types forgotten. `owner` points to the struct.
struct Member {
  const char* name;
  Rule rule;
  std::size_t offset;  ///< bytes from the start of the struct
  const ValueWays* ways;

  const void* in(const void* owner) const { return static_cast<const char*>(owner) + offset; }
  [[nodiscard]] Json write(const void* owner) const { return ways->write(in(owner)); }
  [[nodiscard]] Json write_given(const void* owner) const { return ways->write_given(in(owner)); }
  void read(Reader& reader, const std::string& path, const Json& json, void* owner) const {
    ways->read(reader, path, json, rule, static_cast<char*>(owner) + offset);
  }
  [[nodiscard]] bool equal(const void* one, const void* other) const {
    return ways->equal(in(one), in(other));
  }
  /// The member itself where it is a text in several languages.
  const LocalizedText* localized(const void* owner) const {
    return ways->localized ? static_cast<const LocalizedText*>(in(owner)) : nullptr;
  }
};
using Members = std::vector<Member>;
template <Described T>
const Members& members();

// ---- values out
// --------------------------------------------------------------------------------------------------

Json write_members(const Members& members, const void* owner);
Json write_given_members(const Members& members, const void* owner);
Json write(const std::string& value);
Json write(bool value);
Json write(std::int64_t value);
Json write(double value);
Json write(base::Timestamp value);
Json write(const LocalizedText& value);
Json write(const JsonText& value);
template <Described T>
Json write(const T& value);
template <DescribedEnum E>
Json write(E value) {
  return enum_name(value);
}
template <typename T>
Json write(const std::optional<T>& value) {
  return value ? write(*value) : Json(nullptr);
}
/// The entries of a list one by one, with their type forgotten; null behind the last.
using EntryAt = const void* (*)(const void* list, std::size_t i);
template <typename T>
const void* entry_at(const void* list, std::size_t i) {
  const auto& entries = *static_cast<const std::vector<T>*>(list);
  return i < entries.size() ? &entries[i] : nullptr;
}
Json write_entries(const void* list, EntryAt entry, Json (*write_one)(const void* value));
template <typename T>
Json write(const std::vector<T>& value) {
  return write_entries(&value, &entry_at<T>, ways_of<T>().write);
}
template <Described T>
Json write(const T& value) {
  return write_members(members<T>(), &value);
}

/// A member of a body. What only the platform sets is left out of nested things too: a body with it is
/// refused.
template <typename T>
Json write_given(const T& value) {
  return write(value);
}
template <Described T>
Json write_given(const std::vector<T>& list) {
  return write_entries(&list, &entry_at<T>,
                       [](const void* value) { return write_given_members(members<T>(), value); });
}

// ---- values in
// ---------------------------------------------------------------------------------------------------

void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, std::string& out);
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, bool& out);
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, double& out);
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, std::int64_t& out);
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, base::Timestamp& out);
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, LocalizedText& out);
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, JsonText& out);
template <Described T>
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, T& out);
/// Which of the words it is; nullptr, and said what is wrong, where it is none.
const Enumerator* read_word(Reader& reader, const std::string& path, const Json& json,
                            std::span<const Enumerator> words);
template <DescribedEnum E>
void read(Reader& reader, const std::string& path, const Json& json, const Rule&, E& out) {
  if (const auto* word = read_word(reader, path, json, kEnumerators<E>)) out = static_cast<E>(word->value);
}
template <typename T>
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule,
          std::optional<T>& out) {
  if (json.is_null()) {
    out.reset();
    return;
  }
  T value = out.value_or(T{});
  read(reader, path, json, rule, value);
  out = std::move(value);
}
/// Empties the list and gives it an entry more, with its type forgotten.
struct ListWays {
  void (*clear)(void* list);
  void* (*grow)(void* list);
  void (*read)(Reader& reader, const std::string& path, const Json& json, const Rule& rule, void* value);
};
void read_entries(Reader& reader, const std::string& path, const Json& json, const Rule& rule, void* list,
                  const ListWays& ways);
template <typename T>
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, std::vector<T>& out) {
  read_entries(reader, path, json, rule, &out,
               {[](void* list) { static_cast<std::vector<T>*>(list)->clear(); },
                [](void* list) -> void* { return &static_cast<std::vector<T>*>(list)->emplace_back(); },
                ways_of<T>().read});
}

void read_members(Reader& reader, const std::string& path, const Json& json, const Members& members,
                  const TypeInfo& info, void* owner);
template <Described T>
void read(Reader& reader, const std::string& path, const Json& json, const Rule&, T& out) {
  read_members(reader, path, json, members<T>(), type_info<T>(), &out);
}

// ---- a type as a whole
// -------------------------------------------------------------------------------------------

/// Apart, so that it is compiled once and not once a member.
void add_member(Members& members, const char* name, const Rule& rule, const void* owner, const void* value,
                const ValueWays& ways);

template <Described T>
const Members& members() {
  static const Members kMembers = [] {
    const T thing{};
    Members made;
    for_each_field<T>([&](const auto& field) {
      const auto& value = thing.*field.member;
      add_member(made, field.name, field.rule, &thing, &value, ways_of<std::decay_t<decltype(value)>>());
    });
    return made;
  }();
  return kMembers;
}

template <typename V>
constexpr const Members& (*members_of())() {
  if constexpr (Described<V>)
    return &members<V>;
  else
    return nullptr;
}

template <typename V>
const ValueWays& ways_of() {
  static constexpr ValueWays kWays = {
      [](const void* value) { return write(*static_cast<const V*>(value)); },
      [](const void* value) { return write_given(*static_cast<const V*>(value)); },
      [](Reader& reader, const std::string& path, const Json& json, const Rule& rule, void* value) {
        read(reader, path, json, rule, *static_cast<V*>(value));
      },
      [](const void* one, const void* other) {
        return *static_cast<const V*>(one) == *static_cast<const V*>(other);
      },
      std::is_same_v<V, LocalizedText>,
      members_of<V>()};
  return kWays;
}

}  // namespace stadtpult::contract::detail

/// What goes over the line: the struct, and lists of it.
#define STADTPULT_DESCRIBED(T)                            \
  template const detail::ValueWays& detail::ways_of<T>(); \
  template const detail::ValueWays& detail::ways_of<std::vector<T>>();
