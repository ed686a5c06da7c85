#pragma once
// The audit record as a chain: each line's hash covers the line and the hash before it, so that a line
// changed, left out or put in afterwards shows. Pure; any thread.

#include <optional>
#include <string>

#include "api-client/contract/audit_line.hpp"

namespace stadtpult::platform {

using contract::kChainStart;

/// The first line that does not fit, and why.
struct BrokenLine {
  std::int64_t id = 0;
  std::string reason;
};

/// Walks a chain line by line, oldest first.
class ChainCheck {
 public:
  /// Nothing while the chain holds.
  std::optional<BrokenLine> add(const contract::AuditRecord& line);

 private:
  std::int64_t last_id_ = 0;
  std::string last_hash_ = kChainStart;
};

}  // namespace stadtpult::platform
