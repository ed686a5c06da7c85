#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/page_parts.hpp"
#include "platform/routes/publish.hpp"
#include "platform/store/collation.hpp"
#include "platform/store/live.hpp"
#include "platform/store/testphase.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::DiffItem;
using contract::Miniapp;
using contract::NewRelease;
using contract::PageVersion;
using contract::Release;
using contract::ReleaseState;
using contract::Ring;
using contract::Version;
using contract::VersionState;

namespace {

Result<Ring> ring_of(const Names& query, Ring otherwise) {
  const auto* word = find_name(query, "ring");
  if (word == nullptr) return otherwise;
  const auto ring = contract::enum_from<Ring>(*word);
  if (!ring) return bad_request("ring must be one of employees, pilot, everyone.", "ring");
  return *ring;
}

/// A narrower ring may hold a newer version that is suspended. What goes out wider brings its texts there and
/// leaves the version: to go back to an earlier one is a roll-back.
void keep_newer_suspended(Database& database, contract::Ring ring, LiveEntry& entry) {
  if (entry.kind != contract::DiffKind::miniapp) return;
  const auto now = find_live(database, ring, entry.key);
  if (!now || now->version_id == entry.version_id) return;
  const auto versions = ever_approved(database, entry.object_id);
  const auto by_id = [&](const std::optional<std::string>& id) {
    return std::find_if(versions.begin(), versions.end(), [&](const auto& each) { return each.id == id; });
  };
  const auto held = by_id(now->version_id), wanted = by_id(entry.version_id);
  if (held != versions.end() && wanted != versions.end() && held->state == VersionState::suspended &&
      held->code > wanted->code)
    set_version(entry, *held);
}

/// A selection of the ring's difference, into it and every narrower ring. `if_match` names the difference
/// that it was chosen from: what nobody has seen does not go out under a key that somebody ticked.
Result<ReleasePlan> plan_selection(Change& change, const NewRelease& wanted, std::string_view if_match) {
  if (wanted.items.empty())
    return base::fail(ErrorKind::invalid, "Say what goes out: keys from the difference.", "items");
  const auto working = working_catalogue(change.database(), wanted.ring);
  const auto items = difference(change.database(), wanted.ring, working);
  if (const auto done = check_if_seen(if_match, difference_hash(wanted.ring, items)); !done)
    return done.error();
  std::set<std::string> differs, seen;
  for (const auto& item : items) differs.insert(item.id);
  std::map<std::string, const LiveEntry*> by_key;
  for (const auto& entry : working) by_key.emplace(entry.key, &entry);
  ReleasePlan plan;
  plan.ring = wanted.ring;
  plan.note = wanted.note;
  for (size_t i = 0; i < wanted.items.size(); ++i) {
    const std::string& key = wanted.items[i];
    const std::string place = fmt::format("items[{}]", i);
    if (!seen.insert(key).second)
      return base::fail(ErrorKind::invalid, fmt::format("\"{}\" stands twice.", key), place);
    if (!differs.contains(key))
      return base::fail(
          ErrorKind::conflict,
          fmt::format("\"{}\" does not differ from what is live. Look at the difference again.", key), place);
    const auto entry = by_key.find(key);
    for (const auto ring : reached_by(wanted.ring)) {
      LiveChange out{ring, key, entry != by_key.end() ? std::optional(*entry->second) : std::nullopt};
      if (out.after) keep_newer_suspended(change.database(), ring, *out.after);
      plan.changes.push_back(std::move(out));
    }
  }
  // A category that goes out of the wide ring's sight must not leave the narrower ones torn; publish checks
  // each.
  return plan;
}

constexpr const char* kRollback = "rollback_version_id";

/// `version` in every ring that is reached; a conflict where it is live in all of them. Where a ring has the
/// thing, only what set_version() sets is changed. `shown`: the version as people call it.
template <typename Thing, typename ItsVersion>
Result<ReleasePlan> plan_back_to(Change& change, const NewRelease& wanted, const std::string& key,
                                 const Thing& thing, const ItsVersion& version, const std::string& shown) {
  ReleasePlan plan;
  plan.ring = wanted.ring;
  plan.note = wanted.note;
  plan.action = "rollback";
  bool differs = false;
  for (const auto ring : reached_by(wanted.ring)) {
    auto entry = find_live(change.database(), ring, key);
    differs = differs || !entry || entry->version_id != version.id;
    if (!entry) entry = published(thing, version);
    set_version(*entry, version);
    plan.changes.push_back({ring, key, entry});
  }
  if (differs) return plan;
  return base::fail(ErrorKind::conflict, fmt::format("Version {} is live there already.", shown), kRollback);
}

/// An earlier version of a page goes live again, with its texts.
Result<ReleasePlan> plan_page_rollback(Change& change, const NewRelease& wanted, const PageVersion& version) {
  const std::string key = page_key(version.page_id), shown = std::to_string(version.number);
  const auto page = change.find<contract::ContentPage>(version.page_id);
  if (!page) return no_such_thing("page");
  if (!was_released(change.database(), key, version.id))
    return never_out(page->title.in("de"), shown, kRollback);
  return plan_back_to(change, wanted, key, *page, version, shown);
}

/// An earlier version of one mini-app goes live again; its texts stay as they are.
Result<ReleasePlan> plan_rollback(Change& change, const NewRelease& wanted) {
  if (!wanted.items.empty())
    return base::fail(ErrorKind::invalid, "A release is a selection or a roll-back, not both.", "items");
  if (const auto of_page = change.find<PageVersion>(*wanted.rollback_version_id))
    return plan_page_rollback(change, wanted, *of_page);
  const auto version = change.find<Version>(*wanted.rollback_version_id);
  if (!version) return base::fail(ErrorKind::invalid, "There is no such version.", kRollback);
  const auto miniapp = change.find<Miniapp>(version->miniapp_id);
  if (!miniapp) return no_such_thing("miniapp");
  if (!version->released_at) return never_out(miniapp->name.in("de"), version->name, kRollback);
  if (version->state != VersionState::approved && version->state != VersionState::released)
    return not_approved(miniapp->name.in("de"), version->name, contract::enum_name(version->state),
                        kRollback);
  const PublishedVersion published_version{version->id,   version->miniapp_id, version->name,   version->code,
                                           version->kind, version->state,      version->sha256, version->url};
  return plan_back_to(change, wanted, miniapp_key(miniapp->id), *miniapp, published_version, version->name);
}

Result<Answer> insert_release(const Call& call, Change& change, const NewRelease& wanted) {
  const auto plan = wanted.rollback_version_id ? plan_rollback(change, wanted)
                                               : plan_selection(change, wanted, call.request.if_match);
  if (!plan) return plan.error();
  const auto release = publish(change, *plan);
  if (!release) return release.error();
  return created(*release, "/v1/releases/" + release->id);
}

/// The version of an entry, where it was withdrawn: that is for good, it can never be live again.
std::optional<Version> withdrawn_version(Change& change, const std::optional<LiveEntry>& entry) {
  if (!entry || entry->kind != contract::DiffKind::miniapp) return std::nullopt;
  auto version = change.find<Version>(entry->version_id.value_or(""));
  if (!version || version->state != VersionState::withdrawn) return std::nullopt;
  return version;
}

/// Everything as it was before, unless a later release put something else in its place. A merchant who
/// withdraws decides about that mini-app, not about the rest of the release: what was withdrawn stays out,
/// and the undo says so.
Result<ReleasePlan> plan_undo(Change& change, const Release& release) {
  ReleasePlan plan;
  plan.ring = release.ring;
  plan.note = fmt::format("Rücknahme von Veröffentlichung {}", release.number);
  plan.action = "undo";
  plan.undoes = release.id;
  std::set<std::string> staying_out;  // "Name (Fassung)"
  std::optional<base::Error> refusal;
  bool changes_something = false;
  for (const auto& entry : release_entries(change.database(), release.id)) {
    const auto now = find_live(change.database(), entry.ring, entry.key);
    const auto stays_out = [&](const LiveEntry& gone, const Version& version) {
      const std::string title = diff_item(std::nullopt, gone).title.in("de");
      staying_out.insert(fmt::format("{} ({})", title, version.name));
      return not_approved(title, version.name, contract::enum_name(version.state));
    };
    if (now != entry.after) {
      const auto gone = now ? std::nullopt : withdrawn_version(change, entry.after);
      if (gone) {
        auto error = stays_out(*entry.after, *gone);
        if (entry.before) refusal = std::move(error);  // something should have come back and does not
        continue;
      }
      return base::fail(
          ErrorKind::conflict,
          fmt::format("Release {} changed \"{}\" after this one. Undo it first.",
                      later_release(change.database(), entry.ring, entry.key, release.number), entry.key),
          "state");
    }
    LiveChange back{entry.ring, entry.key, entry.before};
    if (const auto gone = withdrawn_version(change, entry.before)) {
      refusal = stays_out(*entry.before, *gone);
      back.after.reset();
    }
    changes_something = changes_something || now != back.after;
    plan.changes.push_back(std::move(back));
  }
  if (!changes_something && refusal) return *refusal;
  if (!staying_out.empty())
    plan.note += fmt::format(". Zurückgezogen und darum nicht wieder live: {}", fmt::join(staying_out, ", "));
  return plan;
}

Result<Answer> undo(const Call& call, Change& change) {
  const auto before = to_change<Release>(call, change, call.id());
  if (!before) return before.error();
  const auto wanted = contract::decode_new<contract::ReleaseChange>(call.request.body);
  if (!wanted) return wanted.error();
  if (wanted->state != ReleaseState::undone)
    return base::fail(ErrorKind::invalid, "A release can become undone; that is all.", "state");
  if (before->state == ReleaseState::undone)
    return base::fail(ErrorKind::conflict, "This release is undone already.", "state");
  const auto plan = plan_undo(change, *before);
  if (!plan) return plan.error();
  const auto taken_back = publish(change, *plan);
  if (!taken_back) return taken_back.error();
  Release after = *before;
  after.state = ReleaseState::undone;
  after.undone_by = taken_back->id;
  change.update(*before, after, "undone");
  if (before->undoes) {
    // Taking back what took something back makes that live again.
    if (const auto first = change.find<Release>(*before->undoes)) {
      Release again = *first;
      again.state = ReleaseState::live;
      again.undone_by.reset();
      change.update(*first, again, "redone");
    }
  }
  return answer_after<Release>(change, before->id);
}

bool is_about(const DiffItem& item, std::string_view q) {
  const std::string wanted = searchable(q);
  for (const auto& [language, text] : item.title.by_language)
    if (searchable(text).find(wanted.substr(0, wanted.find_last_not_of(' ') + 1)) != std::string::npos)
      return true;
  return false;
}

}  // namespace

Result<Answer> release_diff(const Reading& reading) {
  const auto& query = reading.call.query;
  const auto ring = ring_of(query, Ring::everyone);
  if (!ring) return ring.error();
  const auto limit = parse_limit(query);
  if (!limit) return limit.error();
  for (const char* name : {"filter", "sort"})
    if (find_name(query, name) != nullptr)
      return bad_request(fmt::format("The difference takes no {}.", name), name);
  const auto working = working_catalogue(reading.database, *ring);
  auto items = difference(reading.database, *ring, working);
  const std::string mark = difference_hash(*ring, items);
  if (const auto* q = find_name(query, "q"); q != nullptr && !q->empty())
    std::erase_if(items, [&](const DiffItem& item) { return !is_about(item, *q); });
  contract::Page<DiffItem> page;
  page.total = static_cast<std::int64_t>(items.size());
  size_t start = 0;
  if (const auto* cursor = find_name(query, "cursor")) {
    // The keys order the difference, so the last one read is the place to go on behind.
    if (!cursor->starts_with("category:") && !cursor->starts_with("miniapp:") &&
        !cursor->starts_with("page:"))
      return bad_request("The cursor is not one of this list. Start again without it.", "cursor");
    while (start < items.size() && items[start].id <= *cursor) ++start;
  }
  for (size_t i = start; i < items.size() && page.items.size() < static_cast<size_t>(*limit); ++i) {
    add_page_text(reading.database, items[i]);
    page.items.push_back(std::move(items[i]));
  }
  if (start + page.items.size() < items.size()) page.next = page.items.back().id;
  if (*ring == Ring::everyone) add_waits(reading.database, page.items, working, reading.call.at);
  Answer answer;
  // A round that begins keeps back what it tries from then on.
  if (*ring == Ring::everyone) answer.until = next_trial(reading.database, reading.call.at);
  answer.body = contract::encode_page(page);
  answer.etag = etag_of_page(mark, answer.body);
  return answer;
}

Result<Answer> list_releases(const Reading& reading) {
  return read_page<Release>(reading);
}

Result<WritePlan> create_release(const WriteCall& call) {
  const auto wanted = contract::decode_new<NewRelease>(call->request.body);
  if (!wanted) return wanted.error();
  return WritePlan(
      [call, wanted = *wanted](Change& change) { return insert_release(*call, change, wanted); });
}

Result<WritePlan> change_release(const WriteCall& call) {
  return WritePlan([call](Change& change) { return undo(*call, change); });
}

}  // namespace stadtpult::platform
