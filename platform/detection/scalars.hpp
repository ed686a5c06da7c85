#pragma once
// What an unquoted scalar means (YAML 1.2, core schema). Pure, any thread.

#include <optional>

#include "platform/detection/text.hpp"
#include "platform/detection/yaml.hpp"

namespace stadtpult::platform::detection {

std::optional<bool> truth_in(const YamlNode& node);
/// Decimal, 0x, 0o and decimal fractions; nothing for quoted text, infinities and numbers beyond 64 bits.
std::optional<Number> number_in(const YamlNode& node);

}  // namespace stadtpult::platform::detection
