#pragma once
// Handing in: what a person fills in, what is still missing, and the requests that come of it, one after the
// other: check, mini-app, version. The last one submits too. Pure; no ImGui.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "panels/catalogue/detail_view.hpp"
#include "panels/form/form_view.hpp"

namespace stadtpult::panels::detail {

enum class Source { package, web };
/// Where a hand-in stands; each stage after `filling` waits for one answer of the platform.
enum class Stage { filling, creating_miniapp, creating_version, done };

struct HandIn {
  std::string key;  ///< of its draft and of its requests; "miniapp.handin.<time>", another for each hand-in
  std::string miniapp_id;  ///< a new version of this one; "" for a new mini-app
  Source source = Source::package;
  std::string file_name, bytes;  ///< the package; not part of the draft: it lies on the person's disk
  std::map<std::string, std::string> miniapp_values;  ///< by path of contract::Miniapp
  std::map<std::string, std::string> version_values;  ///< by path of contract::Version
  std::string manifest;                               ///< text of miniApp.json
  std::string permissions;                            ///< of a web mini-app, one a line: "name: reason"
  std::string category_id, organisation_id;
  bool submit_now = true;
  Stage stage = Stage::filling;

  std::string check_key;  ///< stays the same when `key` changes for another try
  int checks = 0;         ///< how many checks were asked for; each has a tag of its own
};

/// The draft as text and back. False where the text is no draft of ours.
std::string to_draft(const HandIn& handin);
bool from_draft(HandIn& handin, std::string_view text);
/// Whether a person has typed or chosen anything worth keeping.
bool has_input(const HandIn& handin);

/// What is to be filled in for a web mini-app, from the description of the contract.
std::vector<form::Field> miniapp_fields();
std::vector<form::Field> version_fields(Source source);

/// "" = can be handed in; else the sentence that says what is missing.
std::string missing(const HandIn& handin, const Facts& facts,
                    const base::Result<contract::CheckReport>* check);

/// What is judged before anything is stored: the package, or the miniApp.json. "" while there is nothing.
const std::string& content_to_check(const HandIn& handin);
std::string check_tag(const HandIn& handin);
Change check(const HandIn& handin);

/// The request of the present stage. creating_version needs the versions that are there (their codes grow).
Change create_miniapp(const HandIn& handin, const Facts& facts);
Change create_version(const HandIn& handin, const Facts& facts);
/// The draft key that the answer to this stage's request carries.
std::string request_key(const HandIn& handin, Stage stage);

/// The permissions written as lines; nothing where a line has no name.
std::vector<contract::Permission> permissions_from(std::string_view lines);
/// True for ZIP (a package) and for JSON that is no catalogue to import.
bool is_handin_file(const IncomingFile& file);
bool is_package(std::string_view bytes);

}  // namespace stadtpult::panels::detail
