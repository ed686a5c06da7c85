#pragma once
// What a change of an alert means, for one alert and for many: who "me" is, until when, which incident.

#include "platform/store/change.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

/// Steps of one alert's timeline; beyond, an incident is the place to write.
inline constexpr std::size_t kMostSteps = 1'000;

/// Resolves the change for the actor, with what it names looked up. 422 with the field where a part is wrong
/// or names nothing.
base::Result<AlertActs> resolve(const contract::AlertChange& wanted, Database& database, const Actor& actor,
                                base::Timestamp now);
/// Carries it out on one alert, with its line in the record and what the stream tells. On the writer's
/// thread.
void act_on(Change& change, const contract::Alert& before, const AlertActs& acts);

}  // namespace stadtpult::platform
