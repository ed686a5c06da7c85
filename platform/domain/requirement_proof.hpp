#pragma once
// When a requirement is met: evidence that counts, and the signature of everyone who asked for it under the
// very words and evidence. Any thread.

#include <string>

#include "api-client/contract/testphase.hpp"

namespace stadtpult::platform {

/// SHA-256 over what a signature is for: words, priority, criteria, stakeholders and the evidence that was
/// not withdrawn. Each part with its length before it, so that no text can pass for another.
std::string proof_hash(const contract::Requirement& requirement);

/// Is there evidence, and did the newest check of each title pass?
bool is_evidenced(const contract::Requirement& requirement);

/// Sets hash, which signatures count, state and (when it becomes done) its time.
void settle(contract::Requirement& requirement, base::Timestamp now);

}  // namespace stadtpult::platform
