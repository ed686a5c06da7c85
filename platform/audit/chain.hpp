#pragma once
// The audit record as a chain: each line's hash covers the line and the hash before it, so that a line
// changed, left out or put in afterwards shows. Pure; any thread.

#include <functional>
#include <optional>
#include <string>

#include "api-client/contract/people.hpp"

namespace stadtpult::platform {

/// The hash before the first line.
inline constexpr const char* kChainStart = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over prev_hash and every other member of the line but `hash`, each with its length before it, so
/// that no two different lines give the same bytes.
std::string line_hash(const contract::AuditRecord& line);

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
