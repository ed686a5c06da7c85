#pragma once
// What happened to the demo city before the visitor came: events of the last days, which run through the same
// rules as all others, and what the security team did about the alerts. Told once for each demo city.

#include "platform/security/monitor.hpp"

namespace stadtpult::platform {

/// Marks a store whose demo city has yet to be given its story. Within the transaction that fills it.
void promise_demo_story(Change& change);

/// The next part of the story, once rules have looked at all stored events; true where it changed something.
/// On the monitor's thread; blocks for one transaction.
bool tell_demo_story(Store& store, const Pseudonyms& pseudonyms,
                     const std::function<Occasion(const Actor&)>& occasion);
/// Is a part left? Any thread.
bool demo_story_is_open(Database& database);

}  // namespace stadtpult::platform
