#pragma once
// The fourteen protection layers as they are shown, and rules in order. Pure, no ImGui.

#include <span>
#include <string>
#include <vector>

#include "panels/security/security_words.hpp"

namespace stadtpult::panels::security {

/// Evidence older than this proves nothing any more.
constexpr std::int64_t kEvidenceMostMs = 15 * 60 * 1000;

/// One layer. A layer without evidence, or with old evidence, is red whatever it claims.
struct LayerLine {
  int number = 0;
  std::string id, name, what, evidence, age;
  Mark mark;
  bool proven = false;  ///< there is evidence, and it is fresh
};
/// All fourteen in their order, also those that the platform said nothing about.
std::vector<LayerLine> layer_lines(const World& world);
/// How many of them hold.
int holding(std::span<const LayerLine> lines);

/// Rules: those that were not loaded first, then by hits.
std::vector<const contract::DetectionRule*> rule_rows(const World& world, std::string_view search);

}  // namespace stadtpult::panels::security
