#pragma once
// What the operations on pages, releases and the schedule share. Writer's thread, but for open_findings.

#include "api-client/contract/imports.hpp"
#include "platform/domain/published.hpp"
#include "platform/routes/handlers.hpp"

namespace stadtpult::platform {

/// 409 with every error that stops publishing, each at its block's path; nothing where the page may go out.
base::Done check_content(Database& database, const contract::PageVersion& version);

/// A new draft, last among its siblings where no position is given. Its address is made of the title where it
/// has none.
base::Result<contract::ContentPage> insert_page(Change& change, contract::ContentPage page,
                                                bool position_given, std::string_view action = "create");
/// As PATCH of /v1/pages/{id} does it; `body` is the merge patch. With `new_version` a change of text never
/// goes into the draft that its author made a moment ago.
base::Done patch_page(Change& change, const contract::ContentPage& before, std::string body,
                      bool new_version = false);

/// Pages whose newest or live version shows this file, in the citizens' order.
std::vector<contract::ContentPage> pages_that_show(Database& database, const std::string& media_id);

/// Translations of pages that are there, from the text of an XLIFF file: all of it or nothing.
base::Result<WritePlan> import_translations(const contract::ImportRequest& request);

/// After releases, and what else changes what is live: which versions are live, and how the page stands.
void settle_page(Change& change, const std::string& page_id);

/// 409 "version-not-approved": what was to go out, a page or a mini-app, is in another state than it may be.
base::Error not_approved(const std::string& title, const std::string& version, std::string_view state,
                         std::string field = "items");
/// 409 "version-never-out": it cannot go live again.
base::Error never_out(const std::string& title, const std::string& version, std::string field);
/// What goes out must have been approved, and be letter by letter what was approved.
base::Done check_page_version(Change& change, const LiveEntry& entry);

/// Versions of the page that are in one of these states go over to another one.
void move_versions(Change& change, const std::string& page_id, const std::vector<contract::PageState>& from,
                   contract::PageState to, std::string_view action);

/// Updates the page, also where only its text changed, which stands in no column of it. Every update is a new
/// revision.
void update_page(Change& change, const contract::ContentPage& before, contract::ContentPage& after,
                 std::string_view action);

}  // namespace stadtpult::platform
