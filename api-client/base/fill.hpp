#pragma once
// Texts with places to fill in: "{name}". Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace stadtpult::base {

/// The words with each "{name}" replaced by what `value_of(name)` gives, a std::optional<std::string_view>;
/// what was filled in is not looked into again. Where it gives nothing, and behind a "{" without its "}", the
/// words stay as they are.
template <typename ValueOf>
std::string fill(std::string_view words, ValueOf&& value_of) {
  std::string out;
  out.reserve(words.size() + 32);
  for (std::size_t at = 0; at < words.size();) {
    const auto open = words.find('{', at);
    const auto close = open == std::string_view::npos ? open : words.find('}', open);
    if (close == std::string_view::npos) {
      out.append(words.substr(at));
      break;
    }
    out.append(words.substr(at, open - at));
    const std::optional<std::string_view> value = value_of(words.substr(open + 1, close - open - 1));
    out.append(value ? *value : words.substr(open, close - open + 1));
    at = close + 1;
  }
  return out;
}

}  // namespace stadtpult::base
