#pragma once
// A member of a contract struct as a column's value and back. Derived from the member's type alone.

#include "api-client/contract/codec.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

template <typename M>
constexpr bool kIsOptional = false;
template <typename M>
constexpr bool kIsOptional<std::optional<M>> = true;

template <typename M>
constexpr bool kIsList = false;
template <typename M>
constexpr bool kIsList<std::vector<M>> = true;

template <typename M>
constexpr char column_kind() {
  if constexpr (kIsOptional<M>)
    return column_kind<typename M::value_type>();
  else if constexpr (std::is_same_v<M, base::Timestamp> || std::is_integral_v<M>)
    return 'i';
  else if constexpr (std::is_floating_point_v<M>)
    return 'd';
  else
    return 's';
}

template <typename M>
Value to_value(const M& member) {
  if constexpr (kIsOptional<M>) {
    return member ? to_value(*member) : Value{};
  } else if constexpr (std::is_same_v<M, base::Timestamp>) {
    return member.ms;
  } else if constexpr (std::is_integral_v<M>) {
    return static_cast<std::int64_t>(member);
  } else if constexpr (std::is_floating_point_v<M>) {
    return static_cast<double>(member);
  } else if constexpr (std::is_same_v<M, std::string>) {
    return member;
  } else if constexpr (std::is_same_v<M, contract::JsonText>) {
    return member.text;
  } else if constexpr (std::is_enum_v<M>) {
    return std::string(contract::enum_name(member));
  } else {
    return contract::encode_value(member);
  }
}

template <typename M>
void from_value(const Value& value, M& member) {
  if constexpr (kIsOptional<M>) {
    member.reset();
    if (!is_null(value)) from_value(value, member.emplace());
  } else if constexpr (std::is_same_v<M, base::Timestamp>) {
    member.ms = as_int(value);
  } else if constexpr (std::is_same_v<M, bool>) {
    member = as_int(value) != 0;
  } else if constexpr (std::is_integral_v<M>) {
    member = as_int(value);
  } else if constexpr (std::is_floating_point_v<M>) {
    member = as_double(value);
  } else if constexpr (std::is_same_v<M, std::string>) {
    member = as_text(value);
  } else if constexpr (std::is_same_v<M, contract::JsonText>) {
    member.text = as_text(value);
  } else if constexpr (std::is_enum_v<M>) {
    member = contract::enum_from<M>(as_text(value)).value_or(M{});
  } else {
    // Most lists have nothing in them, and a row may have ten: no JSON is read for those.
    if constexpr (kIsList<M>)
      if (const auto* text = std::get_if<std::string>(&value); text != nullptr && *text == "[]")
        return member.clear();
    member = contract::decode_value<M>(as_text(value)).value_or(M{});
  }
}

}  // namespace stadtpult::platform
