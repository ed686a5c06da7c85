#include "platform/audit/chain.hpp"

#include <fmt/format.h>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::platform {

std::string line_hash(const contract::AuditRecord& line) {
  base::Sha256 hash;
  const auto add = [&](const std::string& part) { hash.add(fmt::format("{}:{},", part.size(), part)); };
  add(line.prev_hash);
  add(std::to_string(line.id));
  add(std::to_string(line.at.ms));
  for (const auto* part : {&line.principal_id, &line.principal_name, &line.role, &line.action,
                           &line.object_type, &line.object_id, &line.object_title, &line.request_id})
    add(*part);
  for (const auto& change : line.changes) {
    add(change.field);
    add(change.old_value);
    add(change.new_value);
  }
  return hash.hex();
}

std::optional<BrokenLine> ChainCheck::add(const contract::AuditRecord& line) {
  if (line.id != last_id_ + 1) return BrokenLine{line.id, fmt::format("line {} is missing", last_id_ + 1)};
  if (line.prev_hash != last_hash_) return BrokenLine{line.id, "the line before is another one"};
  if (line.hash != line_hash(line)) return BrokenLine{line.id, "the line was changed"};
  last_id_ = line.id;
  last_hash_ = line.hash;
  return std::nullopt;
}

}  // namespace stadtpult::platform
