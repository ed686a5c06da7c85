#include "panels/security/security_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "panels/kit/fold.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::security {
namespace {

constexpr const char* kLayers[] = {"tls",         "devices",      "token_binding",      "rights",
                                   "four_eyes",   "input_limits", "encryption_at_rest", "package_pinning",
                                   "rate_limits", "detection",    "audit_chain",        "backup",
                                   "updates",     "retention"};

}  // namespace

std::vector<LayerLine> layer_lines(const World& world) {
  std::vector<LayerLine> lines;
  const auto* layers = world.state.layers.value();
  for (const char* id : kLayers) {
    LayerLine line;
    line.number = static_cast<int>(lines.size()) + 1;
    line.id = id;
    line.name = kit::tr_or(fmt::format("security.layer.{}", id), "");
    line.what = kit::tr_or(fmt::format("security.layer.{}.what", id), "");
    line.mark = layer_state_mark(contract::LayerState::unknown);
    line.evidence = kit::tr("security.layer.no_evidence");
    if (layers != nullptr)
      for (const auto& layer : *layers) {
        if (layer.id != id) continue;
        const bool fresh = layer.measured_at && world.now.ms - layer.measured_at.ms <= kEvidenceMostMs;
        const std::string evidence = layer.evidence.in(world.language);
        line.proven = fresh && !evidence.empty() && layer.state != contract::LayerState::unknown;
        if (line.proven)
          line.mark = layer_state_mark(layer.state);
        else if (layer.measured_at && !fresh)
          line.mark.word = kit::tr("security.layer_state.old");
        if (!evidence.empty()) line.evidence = evidence;
        if (layer.measured_at) line.age = kit::format_ago(layer.measured_at, world.now);
      }
    lines.push_back(std::move(line));
  }
  return lines;
}

int holding(std::span<const LayerLine> lines) {
  return static_cast<int>(std::count_if(lines.begin(), lines.end(), [](const LayerLine& line) {
    return line.proven && line.mark.tone == kit::Tone::ok;
  }));
}

std::vector<const contract::DetectionRule*> rule_rows(const World& world, std::string_view search) {
  std::vector<const contract::DetectionRule*> rows;
  const std::string words = kit::folded(search);
  if (const auto* rules = world.state.rules.value())
    for (const auto& rule : *rules)
      if (words.empty() || kit::folded(rule.title.in(world.language)).find(words) != std::string::npos ||
          kit::folded(rule.file).find(words) != std::string::npos ||
          kit::folded(rule.id).find(words) != std::string::npos)
        rows.push_back(&rule);
  std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) {
    return std::pair(a->loaded, -a->hits_30d) < std::pair(b->loaded, -b->hits_30d);
  });
  return rows;
}

}  // namespace stadtpult::panels::security
