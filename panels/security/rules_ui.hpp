#pragma once
// The parts "Regeln" and "Schutzschichten" of the panel. Frame thread.

#include <string>
#include <vector>

#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/security/filter_ui.hpp"
#include "panels/security/security_view.hpp"

namespace stadtpult::panels {

class RulesPart {
 public:
  /// `filter`: the panel's own, which draws it; outlives this.
  explicit RulesPart(FilterDialog& filter) : filter_(filter) {}
  void draw(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& intents);
  void show(const std::string& rule_id);
  std::string take_query() { return std::exchange(asked_query_, {}); }

 private:
  void detail(const World& world, const contract::DetectionRule& rule);
  void tests(const World& world, const contract::DetectionRule& rule);

  bool asked_ = false, asked_online_ = false;
  std::string search_, open_id_, asked_query_;
  kit::TableState table_;
  FilterDialog& filter_;
};

class LayersPart {
 public:
  void draw(const World& world, const kit::Rect& rect, Intents& intents);

 private:
  double asked_at_ = -1;
  bool asked_online_ = false;
};

}  // namespace stadtpult::panels
