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
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "platform/detection/reports.hpp"

namespace stadtpult::platform::detection {

/// One report a rule, in the order of loading, and one a document that was refused. Blocking.
base::Result<std::vector<RuleTestReport>> test_rules(std::span<const std::filesystem::path> paths);

/// As test_rules, of rules that are loaded; `cases_of` gives the text of the file beside a rule's file, ""
/// for none.
std::vector<RuleTestReport> test_loaded(Loaded loaded,
                                        const std::function<std::string(const std::string& file)>& cases_of);

}  // namespace stadtpult::platform::detection
