#pragma once
// How much the engine keeps, so that no stream of events makes it grow without end.

#include <cstddef>

namespace stadtpult::platform::detection {

/// Events of one group of a correlation; beyond, the oldest is let go.
inline constexpr std::size_t kMostWindowEvents = 10'000;
/// Events of all correlations together, 32 bytes each; beyond, the groups that were quiet longest are let go.
inline constexpr std::size_t kMostKeptEvents = 2'000'000;
/// Groups of all correlations together.
inline constexpr std::size_t kMostGroups = 200'000;
/// Groups that one event belongs to, where a field of group-by has several values.
inline constexpr std::size_t kMostGroupsOfEvent = 16;

}  // namespace stadtpult::platform::detection
