#pragma once
// What the test phase asks of the store beyond its tables.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "platform/domain/version_report.hpp"
#include "platform/store/database.hpp"
#include "platform/store/table.hpp"

namespace stadtpult::platform {

/// Written with each item: the pieces of three characters that it is found by (FTS5 trigram).
void write_pieces(Database& database, const contract::Feedback& feedback, bool replace);

/// What is overwritten from now on is destroyed on disk, and no kept answer has the item's words any more;
/// before a redaction.
void destroy_feedback_words(Database& database, const std::string& feedback_id);
/// The indexes hold nothing of what was deleted; after a redaction.
void merge_feedback_words(Database& database);

/// Items that say much the same, the most alike first; archived ones and those merged with it are left out.
std::vector<contract::SimilarFeedback> similar_feedback(Database& database,
                                                        const contract::Feedback& feedback, int most);

/// The item that stands for this one: itself, or what it was merged into in the end.
std::optional<contract::Feedback> root_of(Database& database, const contract::Feedback& feedback);

/// Writes down how far a version is today.
void keep_burnup(Database& database, const std::string& app_version_id, const std::string& day);
std::vector<contract::BurnupPoint> read_burnup(Database& database, const std::string& app_version_id);

/// What stands between this version and everyone.
contract::GoLiveGate read_gate(Database& database, const std::string& app_version_id);

/// What was said about a version: in its rounds, about its requirements, or planned for it. By number;
/// without what was merged into another or archived.
std::vector<ReportedFeedback> feedback_of_version(Database& database, const std::string& app_version_id);

/// How much of each stands in the way, for the words of a refusal: "requirements", "feedback", "rounds".
std::vector<std::pair<std::string, std::string>> gate_values(const contract::GoLiveGate& gate);

struct FirstVersion {
  std::string id, name;
};
/// A version in its test phase while none was ever live: until then nothing goes to everyone.
std::optional<FirstVersion> version_before_go_live(Database& database);

/// A ring that a test round of a version in its test phase tries.
struct TriedRing {
  contract::Ring ring = contract::Ring::employees;
  std::string round_name, app_version_id, app_version_name;
};
/// Of rounds that run and of those that are over: what was tried waits for its version. One that has not
/// begun tries nothing yet. By the versions' dates.
std::vector<TriedRing> tried_rings(Database& database, base::Timestamp now);
/// When the next round begins that will try a ring; unset: none is planned.
base::Timestamp next_trial(Database& database, base::Timestamp now);

/// What names a requirement and a version already: keys, and ids of versions by their names.
struct RequirementNames {
  std::set<std::string, std::less<>> keys;
  std::map<std::string, std::string, std::less<>> versions;
};
RequirementNames requirement_names(Database& database);

/// "A-047": the next key that nobody has.
std::string next_requirement_key(Database& database);

}  // namespace stadtpult::platform
