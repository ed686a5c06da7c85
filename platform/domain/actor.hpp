#pragma once
// Who does something.

#include <optional>
#include <string>

#include "api-client/contract/people.hpp"

namespace stadtpult::platform {

struct Actor {
  std::string id;
  std::string name;
  std::optional<contract::Role> role;                     ///< nothing: the platform itself
  std::string organisation_id;                            ///< "" for the city's own staff without one
  std::optional<contract::Stakeholder> stakeholder = {};  ///< for whom the account signs

  [[nodiscard]] bool is(contract::Role wanted) const { return role == wanted; }
  [[nodiscard]] bool is_merchant() const { return is(contract::Role::merchant); }
  [[nodiscard]] std::string role_word() const { return role ? contract::enum_name(*role) : "system"; }
};

/// The platform itself, for what nobody asked for by hand.
inline Actor system_actor() {
  return {"system", "Stadtpult", std::nullopt, ""};
}

}  // namespace stadtpult::platform
