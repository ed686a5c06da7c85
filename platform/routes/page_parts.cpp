#include "platform/routes/page_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/content/check.hpp"
#include "platform/domain/page_life.hpp"
#include "platform/domain/publishing.hpp"
#include "platform/store/live.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using contract::ContentPage;
using contract::Media;
using contract::Miniapp;
using contract::PageState;
using contract::PageVersion;

namespace {

/// Is there something of this name that a page may lead to?
bool is_there(Database& database, std::string_view reference) {
  const auto colon = reference.find(':');
  const std::string kind(reference.substr(0, colon));
  const std::string id(colon == std::string_view::npos ? "" : reference.substr(colon + 1));
  if (kind == "page") {
    const auto page = Table<ContentPage>::find(database, id);
    return page && page->state != PageState::trashed && page->state != PageState::archived;
  }
  if (kind == "miniapp") {
    const auto miniapp = Table<Miniapp>::find(database, id);
    return miniapp && !miniapp->archived;
  }
  if (kind == "media") {
    const auto media = Table<Media>::find(database, id);
    // Pages are the city's, and a merchant's picture goes with the merchant.
    return media && !media->archived && media->organisation_id.empty();
  }
  return false;
}

bool says_what_was_approved(const LiveEntry& entry, const PageVersion& version) {
  LiveEntry wanted = entry;
  set_version(wanted, version);
  return wanted.payload == entry.payload && version_hash(version) == version.sha256;
}

}  // namespace

Done check_content(Database& database, const PageVersion& version) {
  const auto document = content::decode_document(version.content.text);
  if (!document) return document.error();
  content::CheckContext context;
  context.title = version.title;
  context.exists = [&](std::string_view reference) { return is_there(database, reference); };
  context.has_alternative_text = [&](std::string_view id, std::string_view language) {
    const auto media = Table<Media>::find(database, std::string(id));
    return media && (media->decorative || media->alternative_text.has(language));
  };
  const auto findings = content::check(*document, context);
  if (!content::stops_publishing(findings)) return {};
  base::Error error = base::conflict("page-mistakes", "", "");
  for (const auto& finding : findings)
    if (finding.severity == content::Finding::Severity::error)
      error.fields.push_back({finding.path.empty() ? "content" : finding.path, content::message(finding)});
  error.message = fmt::format("The page has {} mistakes that stop publishing; the first, at {}: {}",
                              error.fields.size(), error.fields.front().field, error.fields.front().message);
  error.field = error.fields.front().field;
  error.values = {{"count", std::to_string(error.fields.size())}};
  return error;
}

std::vector<ContentPage> pages_that_show(Database& database, const std::string& media_id) {
  std::vector<Value> ids;
  for (auto& id : pages_with_media(database, media_id)) ids.emplace_back(std::move(id));
  if (ids.empty()) return {};
  return Table<ContentPage>::where(database, {{"id", std::move(ids)}});
}

void update_page(Change& change, const ContentPage& before, ContentPage& after, std::string_view action) {
  if (!contract::changed_fields(before, after).empty())
    change.update(before, after, action);
  else
    change.update_unrecorded(before, after);
}

void move_versions(Change& change, const std::string& page_id, const std::vector<PageState>& from,
                   PageState to, std::string_view action) {
  for (const auto& before : change.where<PageVersion>("page_id", page_id)) {
    if (std::find(from.begin(), from.end(), before.state) == from.end()) continue;
    PageVersion after = before;
    after.state = to;
    change.update(before, after, action);
  }
}

base::Error not_approved(const std::string& title, const std::string& version, std::string_view state,
                         std::string field) {
  return base::conflict("version-not-approved",
                        fmt::format("Version {} of \"{}\" is {} and cannot be live.", version, title, state),
                        std::move(field),
                        {{"title", title}, {"version", version}, {"state", std::string(state)}});
}

base::Error never_out(const std::string& title, const std::string& version, std::string field) {
  return base::conflict("version-never-out",
                        fmt::format("Version {} of \"{}\" was never out; only what was released can go live "
                                    "again.",
                                    version, title),
                        std::move(field), {{"title", title}, {"version", version}});
}

Done check_page_version(Change& change, const LiveEntry& entry) {
  const auto version = change.find<PageVersion>(entry.version_id.value_or(""));
  if (!version || (version->state != PageState::approved && version->state != PageState::live &&
                   version->state != PageState::expired))
    return not_approved(version ? version->title.in("de") : entry.key,
                        version ? std::to_string(version->number) : "?",
                        version ? contract::enum_name(version->state) : "gone");
  // The page may have come into a stricter category since it was approved; a version that is live already
  // stays.
  const auto page = change.find<ContentPage>(version->page_id);
  const auto category = page ? change.find<contract::Category>(page->category_id) : std::nullopt;
  if (page && version->state == PageState::approved && version->id == page->version_id &&
      (!category || category->four_eyes))
    if (auto done = check_four_eyes(page->approved_by, *page, *version); !done) return done;
  if (says_what_was_approved(entry, *version)) return {};
  return base::fail(ErrorKind::conflict,
                    fmt::format("Version {} of \"{}\" is not what was approved.", version->number, entry.key),
                    "items");
}

void settle_page(Change& change, const std::string& page_id) {
  const auto before = change.find<ContentPage>(page_id);
  if (!before) return;
  const auto live = live_of_object(change.database(), page_id);
  ContentPage after = *before;
  after.live_ring.reset();
  after.live_version_id.reset();
  after.live_version = 0;
  bool newest_is_live = false;
  for (const auto& entry : live) {
    newest_is_live = newest_is_live || entry.version_id == before->version_id;
    if (after.live_ring && *after.live_ring > entry.ring) continue;
    after.live_ring = entry.ring;
    after.live_version_id = entry.version_id;
  }
  // By the page alone: asked for a state too, SQLite walks through all versions that are in it.
  for (const auto& version : change.where<PageVersion>("page_id", page_id)) {
    if (version.state != PageState::approved && version.state != PageState::live &&
        version.state != PageState::expired)
      continue;
    const bool is_live = std::any_of(live.begin(), live.end(),
                                     [&](const LiveEntry& entry) { return entry.version_id == version.id; });
    if (version.id == after.live_version_id) after.live_version = version.number;
    PageVersion now = version;
    if (is_live) now.state = PageState::live;
    if (!is_live && version.state == PageState::live) now.state = PageState::approved;
    change.update(version, now, is_live ? "release" : "supersede");
  }
  const bool judged_newest = after.state == PageState::approved || after.state == PageState::scheduled ||
                             after.state == PageState::expired;
  if (newest_is_live && judged_newest) after.state = PageState::live;
  if (!newest_is_live && after.state == PageState::live) after.state = PageState::approved;
  const bool out = newest_is_live && after.live_ring == contract::Ring::everyone &&
                   after.live_version_id == after.version_id;
  if (out && after.state == PageState::live) {
    after.publish_at = {};  // it has happened
    after.schedule_error.clear();
    if (after.expire_at <= change.now()) after.expire_at = {};  // an undo brought it back
  }
  change.update(*before, after, "follow");
}

}  // namespace stadtpult::platform
