#pragma once
// Making versions out of what was handed in. The checks run on the caller's thread; what they found is put
// into the store later.

#include <memory>

#include "platform/domain/package/package.hpp"
#include "platform/routes/handlers.hpp"

namespace stadtpult::platform {

/// What was handed in, judged: a draft without the members that depend on the store, or a refusal with
/// findings.
struct Submission {
  contract::Version version;
  Manifest manifest;                           ///< of a package
  std::shared_ptr<const std::string> package;  ///< bytes to be kept; nothing for a web mini-app
  bool code_given = true;                      ///< else it counts on
};

/// A package: accepted, or the answer 422 with all findings.
std::variant<Submission, Answer> read_package_body(const Call& call);
/// JSON of a web mini-app.
base::Result<std::variant<Submission, Answer>> read_web_body(const Call& call);

/// Checks kind, app_id and code against the mini-app and inserts.
base::Result<contract::Version> insert_version(Change& change, const contract::Miniapp& miniapp,
                                               Submission submission);

/// What the version of the mini-app asked for that its widest ring has live; where none is, its newest one
/// that is approved. What was withdrawn or suspended is nothing that a new version could be compared with.
std::vector<contract::Permission> approved_permissions(Database& database, const std::string& miniapp_id,
                                                       const std::string& except_version);

/// Makes the review of a version that is handed in.
contract::Review open_review(Change& change, const contract::Version& version,
                             const contract::Miniapp& miniapp);

}  // namespace stadtpult::platform
