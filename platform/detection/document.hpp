#pragma once
// A document of a rule file, read and checked by the specification. Pure, any thread.

#include <optional>
#include <string>

#include "platform/detection/problems.hpp"
#include "platform/detection/rule.hpp"
#include "platform/detection/yaml.hpp"

namespace stadtpult::platform::detection {

/// Meta data as far as it can be read, for a verdict about any document; problems are added where it is
/// wrong.
Meta read_meta(const YamlNode& document, Problems& problems);

/// A rule, a correlation or a filter. Nothing, with problems, where a part of it is wrong or not supported.
std::optional<Document> read_document(const YamlNode& document, Meta meta, Problems& problems);

/// The searches and the condition of `node`; `skip` names a member that is none ("rules" of a filter).
std::optional<Search> read_search(const YamlNode& node, const std::string& place, std::string_view skip,
                                  Problems& problems);
std::optional<CorrelationRule> read_correlation(const YamlNode& document, Problems& problems);

/// A list of texts, or one text where `lone` allows it. Wrong entries become problems.
std::vector<std::string> read_texts(const YamlNode& node, const std::string& place, bool lone,
                                    Problems& problems);

}  // namespace stadtpult::platform::detection
