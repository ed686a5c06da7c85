#pragma once
// The condition of a rule. Pure, any thread.

#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"
#include "platform/detection/rule.hpp"

namespace stadtpult::platform::detection {

/// Reads `selection and not 1 of filter_*` against the names of the detections; `or` binds least, then `and`,
/// `not`, `x of`, parentheses. The error's message says what is wrong and at which word.
base::Result<Condition> parse_condition(std::string_view text, const std::vector<Detection>& detections);

}  // namespace stadtpult::platform::detection
