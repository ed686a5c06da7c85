#pragma once
// What stands in the detail of a mini-app, as words and states. Pure; no ImGui.

#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "panels/catalogue/compare_view.hpp"
#include "panels/catalogue/detail_actions.hpp"
#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::detail {

// ---- what the state holds about one mini-app
// -------------------------------------------------------------------------

enum class Life { not_asked, loading, there, failed, forbidden };

/// How far a list is, without its values.
struct Part {
  Life life = Life::not_asked;
  std::string why;         ///< failed: the error's message, for "Einzelheiten"
  double loading_for = 0;  ///< seconds
};

/// Pointers into the state: for this frame only. Old values stay while a part loads or has failed.
struct Facts {
  Facts() = default;
  Facts(Facts&&) = default;  // the lists point into `shown`, so there are no copies
  Facts& operator=(Facts&&) = default;

  Person person;
  base::Timestamp now;
  std::string language;
  Part catalogue, versions_part, reviews_part;
  const contract::Miniapp* miniapp = nullptr;
  const contract::Organisation* organisation = nullptr;
  const std::vector<contract::Version>* versions = nullptr;  ///< newest first; null while there are none
  std::vector<const contract::Review*> reviews;              ///< of this mini-app, newest first
  std::vector<const contract::Reason*> reasons;              ///< not archived, in the city's order
  std::vector<const contract::Category*> categories;         ///< not archived, in the citizens' order
  std::vector<const contract::Organisation*> organisations;  ///< not archived, by name
  std::string my_name;
  std::list<contract::Review> shown;  ///< reviews with the ticks that are still on their way
  std::vector<std::string> deciding;  ///< ids of versions and reviews with a step on its way

  [[nodiscard]] const contract::Version* version(std::string_view id) const;
  [[nodiscard]] const contract::Review* review_of(const contract::Version& version) const;
};

/// Reads the state for this mini-app ("" for none: then only the lists are filled).
Facts facts_of(const World& world, std::string_view miniapp_id);
/// What has to be asked for so that facts_of() is complete.
Intents needs_of(const Facts& facts, const std::string& miniapp_id);

// ---- what is on screen
// -----------------------------------------------------------------------------------------------

enum class StepMark { done, current, later, failed };
struct StepLine {
  std::string label;
  StepMark mark = StepMark::later;
};

struct PermissionLine {
  std::string name;       ///< "Standort"
  std::string technical;  ///< "system.permission.LOCATION"
  std::string reason;
  const char* icon = nullptr;
  contract::PermissionLevel level = contract::PermissionLevel::low;
  contract::PermissionChange change = contract::PermissionChange::same;
  std::string change_word;  ///< "Neu"; "" for none
};

struct CheckLine {
  const contract::CheckItem* item = nullptr;
  std::string text;
  std::string right;  ///< "automatisch", "Lena Vogt, 09:36", "offen"
  bool tickable = false;
};

struct FactLine {
  std::string key;  ///< in words
  std::string value;
  bool mono = false;
  std::string copy;  ///< what "Kopieren" takes; "" for no such button
};

struct VersionLine {
  const contract::Version* version = nullptr;
  std::string when;
  std::string live;  ///< "Live für alle"; "" where it is not live
  bool shown = false;
  int compare_with = -1;  ///< index of the version that its link compares with; -1: "Ansehen" instead
  bool rollback = false;  ///< offers to go live again
  std::string rollback_disabled_because;
};

struct HistoryLine {
  const char* icon = nullptr;
  kit::Tone tone = kit::Tone::neu;
  std::string words;   ///< "Runde 2 zurückgegeben von Lena Vogt"
  std::string detail;  ///< reasons and comment
  std::string when;
};

struct FindingLine {
  contract::Severity severity = contract::Severity::error;
  std::string place;  ///< "icons[0].src"
  std::string message;
  std::string rule;
};

struct DetailView {
  const contract::Miniapp* miniapp = nullptr;
  const contract::Version* version = nullptr;  ///< the one that is shown
  const contract::Version* live = nullptr;
  const contract::Review* review = nullptr;
  std::string name, provider, summary;
  bool provider_verified = false;
  std::vector<StepLine> steps;
  std::vector<PermissionLine> permissions;
  std::string permissions_count;  ///< "3 angefragt, 1 neu"
  std::vector<CheckLine> checklist;
  int passed = 0;
  std::string checklist_count;  ///< "5 von 6"
  std::vector<FindingLine> findings;
  std::string findings_count;
  std::vector<FactLine> facts;
  std::vector<VersionLine> versions;
  std::vector<HistoryLine> history;
  std::vector<Offer> offers;
  std::string eyes;       ///< the line above the actions
  std::string live_line;  ///< "Live für alle: 1.1.3"
};

/// `version_id`: which version to show, "" for the newest.
DetailView build(const Facts& facts, std::string_view version_id);

std::vector<StepLine> steps_of(const contract::Version* version);
/// Errors first, then warnings, each in the order found.
std::vector<FindingLine> findings_of(const std::vector<contract::Finding>& findings);
std::string findings_count(const std::vector<contract::Finding>& findings);
/// "Entwurf", "Abgelehnt" …
std::string state_word(contract::VersionState state);
/// "alle", "Pilotgruppe" …
std::string ring_word(contract::Ring ring);

/// The screen as text, one line each: for tests and for the clipboard.
std::string to_text(const DetailView& view);

}  // namespace stadtpult::panels::detail
