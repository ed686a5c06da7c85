#pragma once
// The stakeholders' requirements: which are shown, how far they are, what is said about them, and the
// changes. No ImGui; frame thread.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "panels/form/form_view.hpp"
#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::requirements {

using contract::Requirement;
using contract::RequirementPriority;
using contract::RequirementState;
using contract::Stakeholder;

/// As a version: what is planned for none.
inline constexpr const char* kNoVersion = "-";

/// What the list shows; nothing set: all.
struct Wish {
  std::string search = {};  ///< as typed: key, title, text, criteria
  std::optional<RequirementPriority> priority = {};
  std::optional<RequirementState> state = {};
  std::optional<Stakeholder> stakeholder = {};
  std::string version = {};  ///< id, kNoVersion, or "" for all
  bool operator==(const Wish&) const = default;
};

/// The requirements in the order of their keys. Made anew when the list or the wish is another.
class Index {
 public:
  void update(const World& world, const Wish& wish);
  [[nodiscard]] const std::vector<std::uint32_t>& rows() const { return rows_; }  ///< in state.requirements
  [[nodiscard]] std::size_t all() const { return order_.size(); }                 ///< without archived ones
  [[nodiscard]] std::size_t done() const { return done_; }                        ///< of them

 private:
  std::uint64_t generation_ = ~0ULL;
  Wish wish_;
  std::vector<std::uint32_t> order_, rows_;
  std::vector<std::string> folded_;  ///< beside order_
  std::size_t done_ = 0;
};

/// How many of a stakeholder's requirements in a version are done.
struct Cell {
  std::int64_t all = 0, evidenced = 0, done = 0;
};
/// Stakeholder by version. Computed anew only when one of the two lists is another.
class Coverage {
 public:
  struct VersionHead {
    std::string id, name;  ///< kNoVersion and its words behind the others
  };
  void update(const World& world);
  [[nodiscard]] const std::vector<VersionHead>& versions() const { return versions_; }
  /// Of one stakeholder, or (none) of all requirements, each counted once.
  [[nodiscard]] Cell cell(std::optional<Stakeholder> stakeholder, std::size_t version) const;
  [[nodiscard]] Cell sum(std::optional<Stakeholder> stakeholder) const;

 private:
  std::uint64_t requirements_ = ~0ULL, app_versions_ = ~0ULL;
  std::string language_;
  std::vector<VersionHead> versions_;
  std::vector<std::vector<Cell>> cells_;  ///< by stakeholder, all of them last; by version
};

/// What was said about each requirement: indexes in state.feedback, most votes first; without what was
/// merged.
class Said {
 public:
  const std::vector<std::uint32_t>& about(const World& world, const std::string& requirement_id);

 private:
  std::uint64_t generation_ = ~0ULL;
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> by_requirement_;
};

bool may_write(const World& world);
bool may_prove(const World& world);
/// For whom this account signs.
std::optional<Stakeholder> signs_for(const World& world);
/// How many wait for this account's signature.
int waiting(const World& world);

struct Look {
  const char* icon;
  kit::Tone tone;
};
Look look_of(RequirementState state);
Look look_of(RequirementPriority priority);
std::string word(RequirementState state);
std::string word(RequirementPriority priority);
std::string word(Stakeholder stakeholder);
std::string words_of(const std::vector<Stakeholder>& stakeholders);
/// "1.0", or "" for none.
std::string version_name(const World& world, const std::optional<std::string>& version_id);
/// "A-047 · Barrierefreie Karte".
std::string title_of(const Requirement& requirement);
/// What is missing until it is done, in a sentence; "" where it is.
std::string missing_words(const Requirement& requirement);
/// "Modell 2.0 (0 bis 7)".
std::string model_word(contract::MaturityModel model);

/// The signature of a stakeholder; nullptr for none.
const contract::SignOff* signature(const Requirement& requirement, Stakeholder stakeholder);
/// Why this account cannot sign now; "" where it can.
std::string why_not_sign(const World& world, const Requirement& requirement);

/// What a person writes about a requirement, with lists as lines, so that each is a field of a form.
struct Written {
  std::string id, title, text, criteria, depends_on;
  RequirementPriority priority = RequirementPriority::should;
  std::optional<std::string> app_version_id, ozg_id;
  contract::MaturityModel maturity_model = contract::MaturityModel::none;
  std::int64_t maturity = 0;
  bool operator==(const Written&) const = default;
  static constexpr const char* kTypeName = "Written";
  static constexpr void describe(auto&& visit) {
    using contract::field;
    visit(field("title", &Written::title, {.required = true, .max_length = 200}),
          field("text", &Written::text, {.max_length = 8000}),
          field("criteria", &Written::criteria, {.max_length = 20'000}),
          field("priority", &Written::priority), field("app_version_id", &Written::app_version_id),
          field("depends_on", &Written::depends_on, {.max_length = 120}),
          field("ozg_id", &Written::ozg_id, {.format = contract::Format::ozg_id}),
          field("maturity_model", &Written::maturity_model),
          field("maturity", &Written::maturity, {.minimum = 0, .maximum = 7}));
  }
};
Written written_of(const Requirement& requirement);
/// The requirement with what was written; an empty line is none.
Requirement with(const Requirement& requirement, const Written& written);
std::vector<form::Field> fields(const World& world);
/// Of one that is to be made.
std::vector<form::Field> new_fields(const World& world);

// ---- the changes

Change edit_of(const Requirement& before, const Requirement& after, std::string title);
Change create_of(const Requirement& made, const std::string& draft_key);
Change evidence_of(const Requirement& requirement, const contract::Evidence& evidence);
Change withdraw_of(const Requirement& requirement, const contract::Evidence& evidence);
Change sign_of(const Requirement& requirement, const std::string& note);
Change unsign_of(const Requirement& requirement);

/// The rows as a table that the import reads again.
std::string csv_of(const World& world, const std::vector<std::uint32_t>& rows);
/// "anforderungen-2026-11-27.csv".
std::string csv_name(base::Timestamp now);

}  // namespace stadtpult::panels::requirements
