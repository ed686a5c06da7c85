#pragma once
// YAML as far as rules need it: documents as trees with bounds and places. Pure, any thread.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::platform::detection {

/// Bounds of one file; what is beyond is refused, so that neither a bomb of aliases nor a deep nest costs
/// anything.
struct YamlLimits {
  std::size_t bytes = 1024 * 1024;
  std::size_t nodes = 50'000;  ///< aliases count as what they stand for
  std::size_t depth = 32;
  std::size_t documents = 1'000;
};

struct YamlMember;

/// A value of a document. `plain` scalars are those without quotes, whose text may mean a number or a
/// boolean.
struct YamlNode {
  enum class Kind { null, scalar, list, map };
  Kind kind = Kind::null;
  bool plain = false;
  std::string text;             ///< of a scalar
  std::vector<YamlNode> items;  ///< of a list
  std::vector<YamlMember> map;  ///< in the order of the file; keys are unique
  int line = 0;                 ///< 1-based

  [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlMember {
  std::string key;
  YamlNode value;
};

/// All documents of a file; empty ones are left out. The error says the line and what is wrong there.
base::Result<std::vector<YamlNode>> read_yaml(std::string_view text, const YamlLimits& limits = {});

}  // namespace stadtpult::platform::detection
