#pragma once
// The life of a version: which step follows which, and who may take it. Pure.

#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/catalogue.hpp"
#include "platform/domain/actor.hpp"

namespace stadtpult::platform {

/// Steps that somebody may take with PATCH on the version. Reviews and releases take the others.
std::vector<contract::VersionState> next_states(contract::VersionState from);

/// 409 naming `state` and the steps that are possible.
base::Done check_step(contract::VersionState from, contract::VersionState to);

/// 403 where the actor's role or organisation does not take this step. `submitter_organisation` is that of
/// whoever handed the version in.
base::Done check_who_steps(const Actor& actor, contract::VersionState from, contract::VersionState to,
                           const std::string& submitter_organisation);

/// Note, url and name: of a draft (or of one that was sent back), by those who make mini-apps; url and name
/// of web mini-apps only, because a package brings its own.
base::Done check_text_change(const Actor& actor, const contract::Version& version,
                             const contract::VersionChange& change);

/// Resuming needs two people. After the first request the version stays suspended.
enum class Resume { requested, resumed };
base::Result<Resume> resume(const Actor& actor, contract::Version& version);

/// Suspending again what somebody has asked to resume takes that request back, so that no second click weeks
/// later resumes. False where there is nothing to take back: that step is none.
bool take_back_request(contract::Version& version, contract::VersionState wanted);

/// A version must count on.
base::Done check_code(const contract::Version& version, const std::vector<contract::Version>& earlier,
                      const std::string& field);

}  // namespace stadtpult::platform
