#pragma once
// Alerts, incidents, blocks, rules and layers of an invented morning, for tests and pictures.

#include <vector>

#include "api-client/client/state.hpp"

namespace stadtpult::sample {

/// `count` alerts until `now`, the newest first; numbers count down from `newest`.
std::vector<contract::Alert> alerts(int count, std::int64_t newest, base::Timestamp now);
/// The n-th alert of a stream, with this id and time.
contract::Alert alert(int n, std::int64_t number, base::Timestamp at);
std::vector<contract::Incident> incidents(base::Timestamp now);
std::vector<contract::Block> blocks(base::Timestamp now);
std::vector<contract::Device> devices(base::Timestamp now);
std::vector<contract::DetectionRule> detection_rules(base::Timestamp now);
std::vector<contract::RuleFilter> filters(base::Timestamp now);
std::vector<contract::ProtectionLayer> layers(base::Timestamp now);
/// Puts all of it into a state, as it comes from the platform.
void watch(client::State& state, base::Timestamp now, int count = 300);

}  // namespace stadtpult::sample
