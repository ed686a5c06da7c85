#pragma once
// A city that takes merchants in: nine at their stations, active and suspended ones. Everything is invented.

#include "tests/panels/areas/sample.hpp"

namespace stadtpult::sample {

/// Puts the merchants into a city that works already; `further` active ones more.
void add_merchants(client::State& state, int further = 0);
/// The whole of this merchant has come.
void open_merchant(client::State& state, const std::string& id = "mer_1");
/// The working city with its merchants, for this role; a reviewer stands for business development.
client::State trading_city(contract::Role role = contract::Role::reviewer);

}  // namespace stadtpult::sample
