#pragma once
// Rules against the events that stand beside them: for rules/x.yml the file rules/x.events.ndjson, a line a
// case:
//
//   {"expect": true, "event": {…}}                      a rule with a detection
//   {"expect": false, "rule": "<id or name>", "logsource": {"category": "webserver"}, "event": {…}}
//   {"expect": true, "events": [{"time": …, …}, …]}     a correlation: it matches with at least one of them
//
// `rule` may be left out where the file has one rule that raises alerts. Events are OCSF objects as in
// NDJSON. Each rule that raises alerts needs a case that expects a match and one that does not.

#include <filesystem>
#include <span>
#include <vector>

#include "platform/detection/reports.hpp"

namespace stadtpult::platform::detection {

/// One report a rule, in the order of loading, and one a document that was refused. Blocking.
base::Result<std::vector<RuleTestReport>> test_rules(std::span<const std::filesystem::path> paths);

}  // namespace stadtpult::platform::detection
