#pragma once
// Reads JSON that a stranger wrote. Internal to the package checks.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "platform/domain/package/findings.hpp"

namespace stadtpult::platform {

/// Deepest nesting of objects and lists that is read.
inline constexpr int kDeepestJson = 64;

/// What is read and how findings name it.
struct JsonSource {
  std::string_view file;   ///< "manifest.json": path of findings about the whole; with ":line:column" where a
                           ///< place is known
  std::string_view what;   ///< "manifest": starts the sentence ("manifest is not valid JSON")
  std::string_view rules;  ///< "manifest": first part of the rule names
  std::size_t most_members = SIZE_MAX;  ///< of one object
  bool one_of_many = false;  ///< its members are known by no path of their own: the file is the path
};

/// Parses one document strictly: UTF-8, RFC 8259, no member twice in an object, no U+0000, numbers within a
/// double's range, at most kDeepestJson deep, an object at the top. A byte order mark is passed over with a
/// warning. False where there is no object to go on with; duplicate members (the last counts) and U+0000 are
/// errors that let the check go on.
bool read_json_object(std::string_view text, const JsonSource& source, Findings& findings,
                      nlohmann::json& out);

/// "icons[0].src" from "icons[0]" and "src"; "src" where `parent` is "".
std::string member_path(std::string_view parent, std::string_view member);
std::string item_path(std::string_view parent, std::size_t index);

}  // namespace stadtpult::platform
