#pragma once
// What an import of a municipal catalogue would make, worked out from the files' texts alone: no store, no
// clock, no randomness, so the same files always give the same plan. The platform applies it (create what is
// new by `source`, change what differs, leave the rest alone); applying the same plan twice changes nothing.

#include <optional>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/imports.hpp"

namespace stadtpult::platform {

/// A category to be there. Parents stand before their children; siblings in the order citizens should see.
struct PlannedCategory {
  std::string source;         ///< stable key: "dldb:topic:324837", "ozg:themenfeld:Umwelt"
  std::string parent_source;  ///< "" for a top one; never deeper than one level below a top one
  contract::LocalizedText name;
  std::string icon;  ///< name in the icon font
};

/// A mini-app draft to be there.
struct PlannedMiniapp {
  std::string source;  ///< stable key: "dldb:326690", "ozg:10513"
  std::string app_id;  ///< "de.worms.…", unique within the plan
  contract::LocalizedText name, summary;
  std::string category_source;  ///< stands in `categories`
  std::optional<std::string> leika_key, ozg_id;
};

/// A service page to be there as a draft.
struct PlannedPage {
  std::string source;  ///< stable key: "dldb:page:326690"
  contract::LocalizedText title;
  std::string category_source;  ///< stands in `categories`
  std::string content;          ///< the document of blocks, JSON text
};

/// `rows` counts every row of both files (entries of "data"; CSV records after the header, blank lines
/// apart). Each row is taken or stands in `not_taken`, never both: rows == taken + not_taken.size(). Taken is
///   dldb: services that became a mini-app + topics that became a category;
///   dldb_pages: services that became a page + topics that became a category + locations and authorities that
///   a page names; ozg:  OZG rows that became a mini-app + LeiKa rows whose key became a mini-app's leika_key
///   (one each).
struct ImportPlan {
  std::int64_t rows = 0;
  std::vector<PlannedCategory> categories;
  std::vector<PlannedMiniapp> miniapps;
  std::vector<PlannedPage> pages;
  std::vector<contract::ImportRow> not_taken;  ///< in the order of the files: services first
};

/// Works out the plan. A file that cannot be read as a whole (no JSON, no "data", no such CSV header, a quote
/// never closed) is an error that names the file and the place, and plans nothing; a wrong row only stands in
/// `not_taken`. Any thread, any input, time linear in its size.
base::Result<ImportPlan> plan_import(const contract::ImportRequest& request);

}  // namespace stadtpult::platform
