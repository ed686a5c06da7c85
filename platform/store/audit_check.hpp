#pragma once
// The whole record checked: chain, salted hashes, and the Merkle tree with its stored tiles. Reads the file
// on connections of its own, one a core, beside a platform that writes. Any thread; blocks.

#include "api-client/contract/audit.hpp"
#include "platform/audit/merkle.hpp"

namespace stadtpult::platform {

struct CheckedRecord {
  contract::AuditCheck report;
  std::vector<Digest> leaves;  ///< of the tree, where they were asked for
};

/// `threads` 0: one a core. Errors are those of the file, not of the record.
base::Result<CheckedRecord> check_audit(const std::string& file, bool keep_leaves = false,
                                        unsigned threads = 0);

}  // namespace stadtpult::platform
