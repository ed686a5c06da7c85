#include "panels/security/alert_queries.hpp"

#include <algorithm>

namespace stadtpult::panels::security {

std::vector<std::string> SavedQueries::of(contract::Role role) const {
  std::vector<std::string> found;
  for (const auto& [whose, query] : entries_)
    if (whose == contract::enum_name(role)) found.push_back(query);
  return found;
}

bool SavedQueries::has(contract::Role role, std::string_view query) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const auto& each) {
    return each.first == contract::enum_name(role) && each.second == query;
  });
}

void SavedQueries::toggle(contract::Role role, std::string_view query) {
  const auto removed = std::erase_if(entries_, [&](const auto& each) {
    return each.first == contract::enum_name(role) && each.second == query;
  });
  if (removed == 0 && !query.empty()) entries_.emplace_back(contract::enum_name(role), std::string(query));
}

std::string SavedQueries::text() const {
  std::string all;
  for (const auto& [role, query] : entries_) all += role + "\t" + query + "\n";
  return all;
}

SavedQueries SavedQueries::from(std::string_view text) {
  SavedQueries saved;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto tab = line.find('\t');
    if (tab != std::string_view::npos && tab + 1 < line.size())
      saved.entries_.emplace_back(line.substr(0, tab), line.substr(tab + 1));
  }
  return saved;
}

}  // namespace stadtpult::panels::security
