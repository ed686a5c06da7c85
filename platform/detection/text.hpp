#pragma once
// Text as rules compare it. Pure functions, any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/detection/event.hpp"

namespace stadtpult::platform::detection {

/// Appends `text` with each character in its simple case folding (Unicode, one to one), so that comparing
/// bytes compares without case. Bytes that are no UTF-8 stay as they are.
void fold_onto(std::string& out, std::string_view text);
std::string fold(std::string_view text);

/// Length in bytes of the character at `at`; 1 where there is no UTF-8. `at` < text.size().
std::size_t character_bytes(std::string_view text, std::size_t at);

/// The text with U+FFFD for each byte that is no UTF-8.
std::string repaired(std::string_view text);

/// A value as text: 4625, 1.5, 2.0, true, false; "" for null, which nobody compares as text.
void text_onto(std::string& out, const FieldValue& value);
std::string text_of(const FieldValue& value);

/// A number that fills the whole text ("42", "-1.5e3"), in decimal; nothing for anything else.
using Number = std::variant<std::int64_t, double>;
std::optional<Number> number_in(std::string_view text);
/// The number that a value is, or that its text says.
std::optional<Number> number_of(const FieldValue& value);
/// -1, 0, 1; exact between whole numbers, as double otherwise.
int compare(const Number& a, const Number& b);

}  // namespace stadtpult::platform::detection
