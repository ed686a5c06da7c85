#pragma once
// A city in its test phase: rounds, items in every state, requirements and versions. Everything is invented.

#include "tests/panels/areas/sample.hpp"

namespace stadtpult::sample {

/// Puts the test phase into a city that works already.
void add_test_phase(client::State& state, int further_items = 0);
/// The item of the map has come with its timeline and what is like it.
void open_feedback(client::State& state);
/// The working city with its test phase, for this role.
/// A tester and a network that were slowed today, and one that was last week.
void add_floods(client::State& state);
client::State testing_city(contract::Role role = contract::Role::project_lead);

}  // namespace stadtpult::sample
