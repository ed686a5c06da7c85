#pragma once
// Requirements in every state, three versions, and what was said, for tests and pictures.

#include "panels/panel.hpp"

namespace stadtpult::sample {

/// Puts them into the state; who is signed in signs for the city administration. The version 1.0 is open.
void plan(client::State& state, base::Timestamp now);
/// As plan(), with so many requirements.
void plan_many(client::State& state, base::Timestamp now, int count);

std::vector<contract::Requirement> requirements(base::Timestamp now);
std::vector<contract::AppVersion> app_versions(base::Timestamp now);

}  // namespace stadtpult::sample
