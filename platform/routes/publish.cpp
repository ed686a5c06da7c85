#include "platform/routes/publish.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "api-client/contract/codec.hpp"
#include "platform/routes/page_parts.hpp"
#include "platform/store/live.hpp"
#include "platform/store/live_pages.hpp"
#include "platform/store/packages.hpp"
#include "platform/store/testphase.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Category;
using contract::DiffItem;
using contract::DiffKind;
using contract::Miniapp;
using contract::Release;
using contract::Ring;
using contract::Version;
using contract::VersionState;

namespace {

/// Bound parameters in one statement.
constexpr size_t kAtOnce = 200;

std::vector<Miniapp> miniapps_with(Database& database,
                                   const std::map<std::string, PublishedVersion>& versions) {
  std::vector<Miniapp> miniapps;
  Filter ids{"id", {}};
  const auto load = [&] {
    auto some = Table<Miniapp>::where(database, {ids});
    miniapps.insert(miniapps.end(), std::make_move_iterator(some.begin()),
                    std::make_move_iterator(some.end()));
    ids.values.clear();
  };
  for (const auto& [id, version] : versions) {
    ids.values.emplace_back(id);
    if (ids.values.size() == kAtOnce) load();
  }
  if (!ids.values.empty()) load();
  return miniapps;
}

/// What goes out must be approved, and byte for byte what was approved.
Done check_version(Change& change, const LiveEntry& entry) {
  if (!entry.version_id) return {};
  if (entry.kind == DiffKind::page) return check_page_version(change, entry);
  const auto version = change.find<Version>(*entry.version_id);
  if (!version || (version->state != VersionState::approved && version->state != VersionState::released &&
                   version->state != VersionState::suspended))
    return not_approved(diff_item(std::nullopt, entry).title.in("de"), version ? version->name : "?",
                        version ? contract::enum_name(version->state) : "gone");
  if (version->kind != contract::MiniappKind::package || !version->sha256) return {};
  const auto bytes = read_package(change.database(), *version->sha256);
  if (!bytes) return bytes.error();
  return {};
}

/// What stands between a version and everyone, for who wanted to release: "2 must requirements are not done".
std::string gate_words(const contract::GoLiveGate& gate) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, const char* one, const char* many) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, count == 1 ? one : many));
  };
  add(gate.requirements.size(), "must requirement is not done", "must requirements are not done");
  add(gate.feedback.size(), "critical item is open", "critical items are open");
  add(gate.rounds.size(), "test round is not closed", "test rounds are not closed");
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// What a test round of a version in its test phase tries, seen by its ring otherwise than by everyone, goes
/// to everyone with that version: once it is live. What everyone had before may come back at any time, and
/// what no round tries may be corrected. Nothing at all goes to everyone before the first version is live.
class Waiting {
 public:
  Waiting(Database& database, base::Timestamp now)
      : database_(database), rings_(tried_rings(database, now)), first_(version_before_go_live(database)) {}

  /// The version whose go-live everything waits for.
  [[nodiscard]] const std::optional<FirstVersion>& first() const { return first_; }

  /// What this waits for, going to everyone so.
  std::vector<const TriedRing*> rounds(const LiveEntry& after) {
    std::vector<const TriedRing*> found;
    if (after.kind == DiffKind::category) return found;
    for (const auto& tried : rings_)
      if (is_other(tried.ring, after.key)) found.push_back(&tried);
    if (!found.empty() && after.version_id && was_out_for_everyone(database_, after.key, *after.version_id))
      found.clear();
    return found;
  }
  std::optional<LiveEntry> in(Ring ring, const std::string& key) {
    const auto& all = live(ring);
    const auto at = all.find(key);
    return at == all.end() ? std::nullopt : std::optional(at->second);
  }

 private:
  /// The ring sees it, and otherwise than everyone does.
  bool is_other(Ring ring, const std::string& key) {
    const auto there = in(ring, key);
    if (!there) return false;
    auto everyone = in(Ring::everyone, key);
    if (everyone) everyone->ring = ring;
    return everyone != there;
  }
  const std::map<std::string, LiveEntry>& live(Ring ring) {
    const auto [at, added] = live_.try_emplace(ring);
    if (added)
      for (auto& entry : live_in(database_, ring)) at->second.emplace(entry.key, std::move(entry));
    return at->second;
  }

  Database& database_;
  std::vector<TriedRing> rings_;
  std::optional<FirstVersion> first_;
  std::map<Ring, std::map<std::string, LiveEntry>> live_;
};

Done check_not_waiting(Database& database, const ReleasePlan& plan, base::Timestamp now) {
  Waiting waiting(database, now);
  if (waiting.first())
    return base::conflict(
        "before-go-live",
        fmt::format("Version {} is in its test phase. Nothing goes to everyone before it is live.",
                    waiting.first()->name),
        "ring", {{"version", waiting.first()->name}});
  for (const auto& each : plan.changes) {
    if (each.ring != Ring::everyone || !each.after) continue;
    const auto rounds = waiting.rounds(*each.after);
    if (rounds.empty()) continue;
    const TriedRing& tried = *rounds.front();
    const auto gate = read_gate(database, tried.app_version_id);
    const std::string& name = tried.app_version_name;
    auto values = gate_values(gate);
    const std::string title = diff_item(waiting.in(tried.ring, each.key), each.after).title.in("de");
    values.insert(values.end(), {{"title", title}, {"round", tried.round_name}, {"version", name}});
    return base::conflict(
        "waits-for-version",
        fmt::format("\"{}\" is being tried in the test round \"{}\" and belongs to version {}. It goes to "
                    "everyone once version {} is live{}",
                    title, tried.round_name, name, name,
                    gate.open ? ": its gate is open, so the project lead can set it live now."
                              : fmt::format(". Not yet: {}. The project lead can ask for an override there, "
                                            "to which a second person has to agree.",
                                            gate_words(gate))),
        "ring", std::move(values));
  }
  return {};
}

/// A ring must be whole: no mini-app or page without its category, nothing without what stands above it.
Done check_whole(Change& change, Ring ring) {
  if (const auto slug = address_twice(change.database(), ring); !slug.empty())
    return base::conflict(
        "address-taken",
        fmt::format("Two pages would be live at the address \"{}\". Release both, or give one of them "
                    "another address.",
                    slug),
        "items", {{"address", slug}});
  std::string needed_by;
  const std::string missing = missing_in(live_in(change.database(), ring), needed_by);
  if (missing.empty()) return {};
  base::Error error =
      base::fail(ErrorKind::invalid,
                 fmt::format("\"{}\" needs \"{}\", which would not be live for {}. Release both, or neither.",
                             needed_by, missing, contract::enum_name(ring)),
                 "items");
  error.problem = "needs-what-is-above";
  return error;
}

}  // namespace

std::vector<LiveEntry> working_catalogue(Database& database, Ring ring) {
  const auto versions = working_versions(ever_approved(database), live_versions(database, ring));
  return working_catalogue(Table<Category>::where(database, {}), miniapps_with(database, versions), versions,
                           approved_pages(database));
}

void add_waits(Database& database, std::vector<DiffItem>& items, const std::vector<LiveEntry>& working,
               base::Timestamp now) {
  Waiting waiting(database, now);
  std::map<std::string_view, const LiveEntry*> by_key;
  for (const auto& entry : working) by_key.emplace(entry.key, &entry);
  for (auto& item : items) {
    const auto entry = by_key.find(item.id);
    if (entry == by_key.end()) continue;  // going away is refused to nobody
    if (waiting.first()) {
      item.waits_for.push_back({"", waiting.first()->id, waiting.first()->name});
      continue;
    }
    for (const auto* tried : waiting.rounds(*entry->second))
      item.waits_for.push_back({tried->round_name, tried->app_version_id, tried->app_version_name});
  }
}

std::vector<DiffItem> difference(Database& database, Ring ring, const std::vector<LiveEntry>& working) {
  const auto seen = seen_keys(database, ring);
  return difference(working, live_in(database, ring),
                    [&](const LiveEntry& entry) { return !seen.contains(entry.key); });
}

void add_page_text(Database& database, DiffItem& item) {
  if (item.kind != contract::DiffKind::page) return;
  const auto text_of = [&](const std::string& version_id) {
    const auto id = contract::decode_value<std::string>(version_id).value_or("");
    const auto text = id.empty() ? "" : content_of_version(database, id);
    return text.empty() ? "" : contract::encode_value(text);
  };
  const auto version = std::find_if(item.fields.begin(), item.fields.end(),
                                    [](const auto& each) { return each.field == "version_id"; });
  if (version == item.fields.end()) return;
  contract::FieldChange content{"content", text_of(version->old_value), text_of(version->new_value)};
  if (content.old_value == content.new_value) return;
  const auto behind = std::find_if(item.fields.begin(), item.fields.end(),
                                   [](const auto& each) { return each.field > "content"; });
  item.fields.insert(behind, std::move(content));
}

Result<Release> publish(Change& change, const ReleasePlan& plan) {
  Database& database = change.database();
  // Taking back what went out makes things safer; taking that back puts it out again.
  const auto undone = plan.undoes ? change.find<Release>(*plan.undoes) : std::nullopt;
  const bool takes_back = undone && !undone->undoes;
  const bool adds_to_everyone =
      !takes_back && std::any_of(plan.changes.begin(), plan.changes.end(), [](const LiveChange& each) {
        return each.ring == Ring::everyone && each.after;
      });
  if (adds_to_everyone)
    if (const auto done = check_not_waiting(database, plan, change.now()); !done) return done.error();
  Release release;
  release.id = change.make_id("rel_");
  release.number = newest_release_number(database) + 1;
  release.ring = plan.ring;
  release.note = plan.note;
  release.undoes = plan.undoes;
  release.created_by = change.actor().id;
  release.created_by_name = change.actor().name;

  std::set<std::string> miniapps, pages, checked;
  std::set<Ring> rings;
  for (const auto& wanted : plan.changes) {
    const auto before = find_live(database, wanted.ring, wanted.key);
    std::optional<LiveEntry> after = wanted.after;
    if (after) {
      after->ring = wanted.ring;
      if (checked.insert(after->version_id.value_or("")).second)
        if (const auto done = check_version(change, *after); !done) return done.error();
    }
    if (before == after) continue;
    if (after)
      put_live(database, *after);
    else
      remove_live(database, wanted.ring, wanted.key);
    keep_release_entry(database, {release.id, release.number, wanted.ring, wanted.key, before, after});
    rings.insert(wanted.ring);
    const LiveEntry& some = after ? *after : *before;
    if (some.kind == DiffKind::miniapp) miniapps.insert(some.object_id);
    if (some.kind == DiffKind::page) pages.insert(some.object_id);
    if (wanted.ring == plan.ring) {
      release.items.push_back(diff_item(before, after));
      if (before && after) add_page_text(database, release.items.back());  // what is new is its own text
    }
  }
  change.touch(TableId::live);
  for (const auto ring : rings)
    if (const auto done = check_whole(change, ring); !done) return done.error();
  for (const auto& id : miniapps) settle_versions(change, id);
  for (const auto& id : pages) settle_page(change, id);
  release.catalogue_sha256 = catalogue_hash(seen_in(database, plan.ring));
  change.insert(release, plan.action);
  return release;
}

Done take_out_version(Change& change, const Version& version, const std::string& reason) {
  ReleasePlan plan;
  plan.action = "withdraw";
  plan.note = fmt::format("Zurückgezogen: {}{}{}", version.name, reason.empty() ? "" : " – ", reason);
  for (const auto& entry : live_of_object(change.database(), version.miniapp_id)) {
    if (entry.version_id != version.id) continue;
    plan.changes.push_back({entry.ring, entry.key, std::nullopt});
    plan.ring = std::max(plan.ring, entry.ring);
  }
  if (plan.changes.empty()) return {};
  const auto release = publish(change, plan);
  if (!release) return release.error();
  return {};
}

}  // namespace stadtpult::platform
