#pragma once
// Queries that are kept, by role. Pure, no ImGui.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/contract/people.hpp"

namespace stadtpult::panels::security {

class SavedQueries {
 public:
  [[nodiscard]] std::vector<std::string> of(contract::Role role) const;
  [[nodiscard]] bool has(contract::Role role, std::string_view query) const;
  /// Adds it, or takes it away where it is there.
  void toggle(contract::Role role, std::string_view query);
  /// One line each: role, tab, query.
  [[nodiscard]] std::string text() const;
  static SavedQueries from(std::string_view text);

 private:
  std::vector<std::pair<std::string, std::string>> entries_;  ///< role and query, in order of saving
};

}  // namespace stadtpult::panels::security
