#include "platform/detection/engine.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "platform/detection/correlator.hpp"
#include "platform/detection/evaluator.hpp"
#include "platform/detection/event_view.hpp"

namespace stadtpult::platform::detection {
namespace {

/// Log sources come from outside, so there is an end to how many are remembered.
constexpr std::size_t kMostRoutes = 1'024;

/// The detections that apply to a log source.
struct Route {
  std::vector<bool> open;             ///< by rule
  std::vector<std::uint32_t> always;  ///< those that no literal leads to
  std::vector<std::uint32_t> all;
};

using RouteKey = std::tuple<std::string, std::string, std::string>;

}  // namespace

struct Engine::Parts {
  std::shared_ptr<const RuleSet> rules;
  EngineOptions options;
  Literals::Scratch search;
  Regex::Scratch regex;
  Correlator correlator;
  std::map<RouteKey, Route> routes;
  const Route* last_route = nullptr;
  LogSource last_source;
  EventView view;
  std::vector<bool> seen;  ///< by literal
  std::vector<LiteralId> seen_list;
  Chances chances;
  std::vector<bool> candidate;  ///< by rule
  std::vector<std::uint32_t> candidates, matched;
  EngineStats stats;

  Parts(std::shared_ptr<const RuleSet> set, EngineOptions wanted, Correlator* before)
      : rules(std::move(set)),
        options(std::move(wanted)),
        search(rules->program().literals),
        correlator(*rules, before),
        seen(rules->program().literals.size()),
        chances(rules->program().tests.size()),
        candidate(rules->rules().size()) {}

  const Route& route_of(const LogSource& source);
  bool find_candidates(const Route& route);
  void try_rules(const Route& route, const LogSource& source);
  bool holds(Evaluator& evaluator, std::uint32_t rule, const LogSource& source) const;
};

const Route& Engine::Parts::route_of(const LogSource& source) {
  if (last_route && last_source == source) return *last_route;
  if (routes.size() >= kMostRoutes) routes.clear();
  const auto [place, fresh] = routes.try_emplace({source.category, source.product, source.service});
  auto& route = place->second;
  if (fresh) {
    route.open.resize(rules->rules().size());
    for (std::uint32_t i = 0; i < rules->rules().size(); ++i) {
      const auto& rule = rules->rules()[i];
      route.open[i] = std::holds_alternative<DetectionRule>(rule.body) && applies(rule.meta.source, source);
      if (route.open[i]) route.all.push_back(i);
    }
    for (const auto i : rules->program().always) {
      if (route.open[i]) route.always.push_back(i);
    }
  }
  last_route = &route;
  last_source = source;
  return route;
}

/// Fills `candidates`, `seen` and `chances` from the literals of the event; false where they cannot be looked
/// for.
bool Engine::Parts::find_candidates(const Route& route) {
  const auto& program = rules->program();
  for (const auto id : seen_list) seen[id] = false;
  seen_list.clear();
  chances.begin();
  candidates = route.always;
  const bool done = program.literals.search(view.text(), search, [&](LiteralId id) {
    if (seen[id]) return;
    seen[id] = true;
    seen_list.push_back(id);
    for (const auto test : program.tests_of_literal[id]) chances.give(test);
    for (const auto rule : program.rules_of_literal[id]) {
      if (!route.open[rule] || candidate[rule]) continue;
      candidate[rule] = true;
      candidates.push_back(rule);
    }
  });
  for (const auto rule : candidates) candidate[rule] = false;
  return done;
}

bool Engine::Parts::holds(Evaluator& evaluator, std::uint32_t rule, const LogSource& source) const {
  const auto& compiled = rules->program().rules[rule];
  if (!evaluator.holds(compiled.root)) return false;
  return std::none_of(compiled.filters.begin(), compiled.filters.end(), [&](const CompiledFilter& filter) {
    return compatible(filter.source, source) && evaluator.holds(filter.root);
  });
}

/// Fills `matched`.
void Engine::Parts::try_rules(const Route& route, const LogSource& source) {
  matched.clear();
  const bool narrowed = find_candidates(route);
  const auto& tried = narrowed ? candidates : route.all;
  Evaluator evaluator(rules->program(), view, narrowed ? &seen : nullptr, narrowed ? &chances : nullptr,
                      regex);
  for (const auto rule : tried) {
    if (holds(evaluator, rule, source)) matched.push_back(rule);
  }
  std::sort(matched.begin(), matched.end());
  stats.tried += tried.size();
  stats.regex_gave_up += evaluator.gave_up();
}

Engine::Engine(std::shared_ptr<const RuleSet> rules, EngineOptions options)
    : parts_(std::make_unique<Parts>(std::move(rules), std::move(options), nullptr)) {}

Engine::~Engine() = default;

std::vector<Hit> Engine::match(const Event& event) {
  auto& parts = *parts_;
  ++parts.stats.events;
  const auto& route = parts.route_of(event.source);
  if (route.all.empty()) return {};
  parts.view.load(event, parts.rules->program());
  parts.try_rules(route, event.source);
  if (parts.matched.empty()) return {};
  const auto at = event.at ? event.at : parts.options.clock();
  std::vector<Hit> hits;
  for (const auto rule : parts.matched) hits.push_back({rule, {}, 0, at, at});
  parts.correlator.follow(parts.matched, parts.view, at, hits);
  if (!parts.options.all)
    std::erase_if(hits, [&parts](const Hit& hit) { return !parts.rules->rules()[hit.rule].alerts; });
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.rule < b.rule; });
  return hits;
}

void Engine::replace(std::shared_ptr<const RuleSet> rules) {
  auto next = std::make_unique<Parts>(std::move(rules), parts_->options, &parts_->correlator);
  next->stats = parts_->stats;
  parts_ = std::move(next);
}

const RuleSet& Engine::rules() const {
  return *parts_->rules;
}

EngineStats Engine::stats() const {
  auto stats = parts_->stats;
  stats.events_let_go = parts_->correlator.let_go();
  return stats;
}

}  // namespace stadtpult::platform::detection
