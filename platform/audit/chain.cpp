#include "platform/audit/chain.hpp"

#include <fmt/format.h>

namespace stadtpult::platform {

std::optional<BrokenLine> ChainCheck::add(const contract::AuditRecord& line) {
  if (line.id != last_id_ + 1) return BrokenLine{last_id_ + 1, "the line is missing"};
  if (line.prev_hash != last_hash_) return BrokenLine{line.id, "the line before is another one"};
  if (auto reason = contract::wrong_with(line); !reason.empty()) return BrokenLine{line.id, reason};
  last_id_ = line.id;
  last_hash_ = line.hash;
  return std::nullopt;
}

}  // namespace stadtpult::platform
