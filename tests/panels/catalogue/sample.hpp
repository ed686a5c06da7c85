#pragma once
// A small city for the catalogue's tests and pictures: the mini-apps of the design's pictures, and as many
// more as wanted.

#include "api-client/client/state.hpp"

namespace stadtpult::sample {

/// 2026-11-23, 09:41 in Berlin.
base::Timestamp now();
/// Fourteen categories in two levels, 64 mini-apps, all lists loaded.
client::State city();
/// The same categories with this many mini-apps.
client::State big_city(int miniapps);
/// The lists as they come from the platform, for updates.
std::vector<contract::Category> categories();
std::vector<contract::Miniapp> miniapps();

}  // namespace stadtpult::sample
