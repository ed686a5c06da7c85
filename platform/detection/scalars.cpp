#include "platform/detection/scalars.hpp"

#include <charconv>

namespace stadtpult::platform::detection {
namespace {

std::optional<Number> based(std::string_view digits, int base) {
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value, base);
  if (digits.empty() || digits.front() == '-' || read.ptr != end || read.ec != std::errc()) return {};
  return value;
}

}  // namespace

std::optional<bool> truth_in(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::scalar || !node.plain) return {};
  if (node.text == "true" || node.text == "True" || node.text == "TRUE") return true;
  if (node.text == "false" || node.text == "False" || node.text == "FALSE") return false;
  return {};
}

std::optional<Number> number_in(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::scalar || !node.plain) return {};
  const std::string_view text = node.text;
  if (text.starts_with("0x")) return based(text.substr(2), 16);
  if (text.starts_with("0o")) return based(text.substr(2), 8);
  if (text.find_first_not_of("+-.0123456789eE") != std::string_view::npos) return {};
  return number_in(text);
}

}  // namespace stadtpult::platform::detection
