#pragma once
// `field|modifier|…: values` of a detection. Pure, any thread.

#include <optional>
#include <string>

#include "platform/detection/problems.hpp"
#include "platform/detection/rule.hpp"
#include "platform/detection/yaml.hpp"

namespace stadtpult::platform::detection {

/// Reads an item; `key` is "" for a list of keywords, `place` the path of what it stands in. Modifiers take
/// effect in the order in which they stand. Nothing, and a problem, where a modifier is unknown or out of
/// place or a value does not suit it.
std::optional<Item> read_item(const std::string& key, const YamlNode& values, const std::string& place,
                              Problems& problems);

}  // namespace stadtpult::platform::detection
