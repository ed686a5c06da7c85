#pragma once
// Who works here, as far as this console has seen them in what it holds. Pure; frame thread.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "panels/panel.hpp"

namespace stadtpult::panels {

class PeopleSeen {
 public:
  explicit PeopleSeen(const World& world) : world_(world) {}
  /// Nothing where one of them is "", nor of this person, who is there anyway.
  void add(const std::string& id, const std::string& name);
  /// Id and name: this person first, then by name.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> all() const;

 private:
  const World& world_;
  std::map<std::string, std::string> known_;
};

}  // namespace stadtpult::panels
