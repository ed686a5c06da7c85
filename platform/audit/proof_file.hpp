#pragma once
// Files that prove something without a platform: an export of audit lines, and the published test vectors of
// Merkle proofs (transparency-dev/merkle: inclusion, consistency and those of subtrees). Pure; any thread.

#include <string>
#include <string_view>

namespace stadtpult::platform {

struct Verdict {
  bool valid = false;
  std::string reason;  ///< why not; of a valid one what was checked
};

/// Judges the file's text. `key`: the verifier key that an export must be signed with; "" trusts the key that
/// stands in it, and the reason says so.
Verdict verify_proof_file(std::string_view text, std::string_view key = {});
/// {"valid": …, "reason": …}
std::string verdict_json(const Verdict& verdict);

}  // namespace stadtpult::platform
