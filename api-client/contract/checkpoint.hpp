#pragma once
// Checkpoints as signed notes (C2SP signed-note and tlog-checkpoint): origin, size and root of the tree, the
// time as an extension line, and an Ed25519 signature. Pure; any thread.

#include <string>
#include <string_view>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/audit.hpp"

namespace stadtpult::contract {

struct Checkpoint {
  std::uint64_t size = 0;
  base::Digest root{};
  base::Timestamp at;
};

/// Signs with the key of the store. The name of the log is made of the key, so two keys never share one.
AuditCheckpoint sign_checkpoint(const Checkpoint& checkpoint, const base::Key& key);

/// Reads a note that this verifier key ("NAME+HASH+KEY") has signed. Errors say what is wrong.
base::Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view verifier_key);

}  // namespace stadtpult::contract
