#pragma once
// A proposed filter over what is stored: which alerts of its rule would not have been raised. Plain reading;
// any thread.

#include "platform/security/pseudonyms.hpp"
#include "platform/security/rules.hpp"

namespace stadtpult::platform {

/// How far back a filter is replayed.
inline constexpr std::int64_t kReplayMs = 30LL * 24 * 3600 * 1000;
/// Most batches of events that one replay opens, the newest first.
inline constexpr int kReplayBatches = 5'000;

/// The filter as a rule text, named after itself.
detection::RuleText text_of(const contract::RuleFilter& filter);

/// A Sigma filter that hides what looks like this alert: made of what its evidence says without naming a
/// person or an address. "" where nothing such is in it. `names` are the rules that the filter has to name.
std::string propose_filter(const contract::Alert& alert, const std::vector<std::string>& names,
                           const std::string& title);

/// The rules that a filter for this rule has to name: itself, or of a correlation those that it counts.
std::vector<std::string> filtered_rules(const RuleState& state, const std::string& rule_id);

/// Is the text one filter, for rules out of `names` alone, that loads beside the rules in force? Says what is
/// wrong with it.
base::Done check_filter(const RuleState& state, const contract::RuleFilter& filter,
                        const std::vector<std::string>& names);

/// Fills in what the replay found. Opens and matches events: up to some seconds.
void replay(Database& database, const Pseudonyms& pseudonyms, const RuleState& state, base::Timestamp now,
            contract::RuleFilter& filter);

}  // namespace stadtpult::platform
