#include "platform/domain/publishing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "api-client/base/crypto.hpp"
#include "api-client/content/render.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::platform {

using contract::Category;
using contract::ContentPage;
using contract::DiffChange;
using contract::DiffItem;
using contract::DiffKind;
using contract::encode_value;
using contract::LocalizedText;
using contract::Miniapp;
using contract::PageState;
using contract::PageVersion;
using contract::PublicCatalogue;
using contract::Ring;
using contract::VersionState;

namespace {

std::string json_of(const std::optional<std::string>& text) {
  return text ? encode_value(*text) : "null";
}
std::string json_of(double number) {
  return fmt::format("{}", number);
}

std::string text_in(const LiveEntry& entry, const char* field) {
  const auto at = entry.payload.find(field);
  if (at == entry.payload.end() || at->second == "null") return {};
  return contract::decode_value<std::string>(at->second).value_or("");
}
LocalizedText localized_in(const LiveEntry& entry, const char* field) {
  const auto at = entry.payload.find(field);
  return at == entry.payload.end()
             ? LocalizedText()
             : contract::decode_value<LocalizedText>(at->second).value_or(LocalizedText());
}
double number_in(const LiveEntry& entry, const char* field) {
  const auto at = entry.payload.find(field);
  return at == entry.payload.end() ? 0 : std::strtod(at->second.c_str(), nullptr);
}

/// The keys of what an entry stands in; none for a top category.
std::vector<std::string> containers_of(const LiveEntry& entry) {
  std::vector<std::string> keys;
  const auto add = [&](const char* field, std::string (*key)(const std::string&)) {
    if (const auto above = text_in(entry, field); !above.empty()) keys.push_back(key(above));
  };
  if (entry.kind != DiffKind::category) add("category_id", category_key);
  if (entry.kind == DiffKind::category) add("parent_id", category_key);
  if (entry.kind == DiffKind::page) add("parent_id", page_key);
  return keys;
}

std::string shown_value(const std::string& json) {
  return json == "null" ? "" : json;
}

}  // namespace

std::string category_key(const std::string& id) {
  return "category:" + id;
}
std::string miniapp_key(const std::string& id) {
  return "miniapp:" + id;
}

LiveEntry published(const Category& category) {
  LiveEntry entry;
  entry.key = category_key(category.id);
  entry.kind = DiffKind::category;
  entry.object_id = category.id;
  entry.payload = {{"name", encode_value(category.name)},
                   {"icon", encode_value(category.icon)},
                   {"parent_id", json_of(category.parent_id)},
                   {"position", json_of(category.position)}};
  return entry;
}

LiveEntry published(const Miniapp& miniapp, const PublishedVersion& version) {
  LiveEntry entry;
  entry.key = miniapp_key(miniapp.id);
  entry.kind = DiffKind::miniapp;
  entry.object_id = miniapp.id;
  entry.payload = {{"app_id", encode_value(miniapp.app_id)},
                   {"name", encode_value(miniapp.name)},
                   {"summary", encode_value(miniapp.summary)},
                   {"icon", encode_value(miniapp.icon)},
                   {"category_id", encode_value(miniapp.category_id)},
                   {"position", json_of(miniapp.position)},
                   {"organisation", encode_value(miniapp.organisation_name)}};
  set_version(entry, version);
  return entry;
}

void set_version(LiveEntry& entry, const PublishedVersion& version) {
  entry.version_id = version.id;
  entry.payload["version_id"] = encode_value(version.id);
  entry.payload["version"] = encode_value(version.name);
  entry.payload["kind"] = encode_value(std::string(contract::enum_name(version.kind)));
  entry.payload["sha256"] = json_of(version.sha256);
  entry.payload["url"] = json_of(version.url);
}

LiveEntry published(const ContentPage& page, const PageVersion& version) {
  LiveEntry entry;
  entry.key = page_key(page.id);
  entry.kind = DiffKind::page;
  entry.object_id = page.id;
  entry.payload = {{"slug", encode_value(page.slug)},
                   {"type", encode_value(std::string(contract::enum_name(page.type)))},
                   {"category_id", encode_value(page.category_id)},
                   {"parent_id", json_of(page.parent_id)},
                   {"position", json_of(page.position)},
                   {"leika_key", json_of(page.leika_key)},
                   {"owner", encode_value(page.owner)}};
  set_version(entry, version);
  return entry;
}

void set_version(LiveEntry& entry, const PageVersion& version) {
  entry.version_id = version.id;
  entry.payload["name"] = encode_value(version.title);
  entry.payload["summary"] = encode_value(version.summary);
  entry.payload["version"] = fmt::format("{}", version.number);
  entry.payload["version_id"] = encode_value(version.id);
  entry.payload["sha256"] = encode_value(version.sha256);
}

std::map<std::string, PublishedVersion> working_versions(const std::vector<PublishedVersion>& ever_approved,
                                                         const LiveVersions& live) {
  std::map<std::string, PublishedVersion> working;
  // By mini-app, the code of the ring's own version where it is suspended, and of the newest that was out and
  // is withdrawn where the ring has none.
  std::map<std::string, std::int64_t> stopped, withdrawn;
  for (const auto& version : ever_approved) {
    if (version.state == VersionState::approved || version.state == VersionState::released) {
      auto& best = working[version.miniapp_id];
      if (version.code > best.code) best = version;
    } else if (const auto at = live.find(version.miniapp_id); at != live.end() && at->second == version.id) {
      stopped[version.miniapp_id] = version.code;
    } else if (version.state == VersionState::withdrawn && version.was_out && at == live.end()) {
      auto& newest = withdrawn[version.miniapp_id];
      newest = std::max(newest, version.code);
    }
  }
  const auto is_below = [](const std::map<std::string, std::int64_t>& codes,
                           const PublishedVersion& version) {
    const auto at = codes.find(version.miniapp_id);
    return at != codes.end() && at->second > version.code;
  };
  // One that was never out cannot be rolled back to; it goes out like any other.
  std::erase_if(working, [&](const auto& each) {
    return is_below(stopped, each.second) || (each.second.was_out && is_below(withdrawn, each.second));
  });
  return working;
}

std::vector<LiveEntry> working_catalogue(const std::vector<Category>& categories,
                                         const std::vector<Miniapp>& miniapps,
                                         const std::map<std::string, PublishedVersion>& versions,
                                         const std::vector<ApprovedPage>& pages) {
  std::vector<LiveEntry> entries;
  for (const auto& category : categories)
    if (!category.archived) entries.push_back(published(category));
  for (const auto& miniapp : miniapps) {
    const auto at = versions.find(miniapp.id);
    if (at != versions.end() && !miniapp.archived) entries.push_back(published(miniapp, at->second));
  }
  for (const auto& [page, version] : pages)
    if (page.state != PageState::archived && page.state != PageState::trashed)
      entries.push_back(published(page, version));
  return entries;
}

DiffItem diff_item(const std::optional<LiveEntry>& before, const std::optional<LiveEntry>& after) {
  const LiveEntry& some = after ? *after : *before;
  DiffItem item;
  item.id = some.key;
  item.kind = some.kind;
  item.object_id = some.object_id;
  item.change = !before ? DiffChange::added : !after ? DiffChange::removed : DiffChange::changed;
  item.title = localized_in(some, "name");
  if (after) item.version_id = after->version_id;
  std::set<std::string> names;
  for (const auto* side : {&before, &after})
    if (*side)
      for (const auto& [name, value] : (**side).payload) names.insert(name);
  for (const auto& name : names) {
    const auto value_in = [&](const std::optional<LiveEntry>& side) {
      if (!side) return std::string();
      const auto at = side->payload.find(name);
      return at == side->payload.end() ? std::string() : shown_value(at->second);
    };
    const std::string old_value = value_in(before), new_value = value_in(after);
    if (old_value != new_value) item.fields.push_back({name, old_value, new_value});
  }
  return item;
}

std::vector<DiffItem> difference(const std::vector<LiveEntry>& working, const std::vector<LiveEntry>& live,
                                 const std::function<bool(const LiveEntry&)>& is_hidden) {
  std::map<std::string, std::pair<std::optional<LiveEntry>, std::optional<LiveEntry>>> pairs;
  std::set<std::string> live_keys;
  std::map<std::string, std::vector<std::string>> contents;  // of live categories and pages
  for (const auto& entry : live) {
    pairs[entry.key].first = entry;
    live_keys.insert(entry.key);
    for (const auto& above : containers_of(entry)) contents[above].push_back(entry.key);
  }
  for (const auto& entry : working) pairs[entry.key].second = entry;
  std::vector<DiffItem> items;
  for (const auto& [key, pair] : pairs) {
    const auto& [before, after] = pair;
    if (before && after && before->payload == after->payload) continue;
    if (before && !after && is_hidden(*before)) continue;
    DiffItem item = diff_item(before, after);
    if (after) {
      for (auto& above : containers_of(*after))
        if (!live_keys.contains(above)) item.needs.push_back(std::move(above));
    } else if (const auto at = contents.find(key); at != contents.end()) {
      // Taking a category or page out takes along, or moves away first, what stands in it.
      item.needs = at->second;
    }
    items.push_back(std::move(item));
  }
  return items;
}

std::string missing_in(const std::vector<LiveEntry>& entries, std::string& needed_by) {
  std::set<std::string> keys;
  for (const auto& entry : entries) keys.insert(entry.key);
  for (const auto& entry : entries)
    for (auto& above : containers_of(entry)) {
      if (keys.contains(above)) continue;
      needed_by = entry.key;
      return std::move(above);
    }
  return {};
}

namespace {

/// Parts one after the other, each with its length, so that no two sequences read the same.
void add_part(base::Sha256& hash, std::string_view part) {
  hash.add(fmt::format("{}:{},", part.size(), part));
}

}  // namespace

std::string difference_hash(Ring ring, const std::vector<DiffItem>& items) {
  base::Sha256 hash;
  add_part(hash, contract::enum_name(ring));
  for (const auto& item : items) {
    add_part(hash, item.id);
    add_part(hash, contract::enum_name(item.change));
    add_part(hash, fmt::format("{} {}", item.fields.size(), item.needs.size()));
    for (const auto& field : item.fields)
      for (const auto* text : {&field.field, &field.old_value, &field.new_value}) add_part(hash, *text);
    for (const auto& key : item.needs) add_part(hash, key);
  }
  return hash.hex();
}

std::string catalogue_hash(std::vector<LiveEntry> entries) {
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  base::Sha256 hash;
  const auto add = [&](const std::string& part) { add_part(hash, part); };
  for (const auto& entry : entries) {
    add(entry.key);
    for (const auto& [name, value] : entry.payload) {
      add(name);
      add(value);
    }
  }
  return hash.hex();
}

PublicCatalogue public_view(Ring ring, const std::string& language, std::int64_t release,
                            const std::vector<LiveEntry>& entries) {
  return shown_view(ring, language, release, entries).catalogue;
}

ShownCatalogue shown_view(Ring ring, const std::string& language, std::int64_t release,
                          const std::vector<LiveEntry>& entries) {
  ShownCatalogue shown;
  const auto words = [&](const LiveEntry& entry, const char* field, std::string OtherLanguages::*other) {
    const auto text = localized_in(entry, field);
    if (auto found = content::other_language(text, language); !found.empty())
      shown.languages[entry.object_id].*other = std::move(found);
    return std::string(text.in(language));
  };
  PublicCatalogue& catalogue = shown.catalogue;
  catalogue.ring = ring;
  catalogue.language = language;
  catalogue.release = release;
  catalogue.sha256 = catalogue_hash(entries);
  std::vector<const LiveEntry*> sorted;
  for (const auto& entry : entries) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    const double left = number_in(*a, "position"), right = number_in(*b, "position");
    return left != right ? left < right : a->key < b->key;
  });
  const auto add_below = [&](const auto& self, const std::string& parent) -> void {
    for (const auto* entry : sorted) {
      if (entry->kind != DiffKind::category || text_in(*entry, "parent_id") != parent) continue;
      contract::PublicCategory category{entry->object_id, std::nullopt,
                                        words(*entry, "name", &OtherLanguages::name),
                                        text_in(*entry, "icon")};
      if (!parent.empty()) category.parent_id = parent;
      catalogue.categories.push_back(std::move(category));
      if (parent.empty()) self(self, entry->object_id);
    }
  };
  add_below(add_below, "");
  std::map<std::string, std::vector<const LiveEntry*>> by_category;
  for (const auto* entry : sorted)
    if (entry->kind == DiffKind::miniapp) by_category[text_in(*entry, "category_id")].push_back(entry);
  for (const auto& category : catalogue.categories) {
    for (const auto* entry : by_category[category.id]) {
      contract::PublicMiniapp app;
      app.id = entry->object_id;
      app.app_id = text_in(*entry, "app_id");
      app.name = words(*entry, "name", &OtherLanguages::name);
      app.summary = words(*entry, "summary", &OtherLanguages::summary);
      app.icon = text_in(*entry, "icon");
      app.category_id = category.id;
      app.organisation = text_in(*entry, "organisation");
      app.version = text_in(*entry, "version");
      app.kind = contract::enum_from<contract::MiniappKind>(text_in(*entry, "kind")).value_or(app.kind);
      if (auto sha256 = text_in(*entry, "sha256"); !sha256.empty()) {
        // Of a ring that is not everyone's as little is given away as its catalogue is.
        if (app.kind == contract::MiniappKind::package)
          app.package_path =
              "/v1/public/packages/" + sha256 +
              (ring == Ring::everyone ? "" : "?ring=" + std::string(contract::enum_name(ring)));
        app.sha256 = std::move(sha256);
      }
      if (auto url = text_in(*entry, "url"); !url.empty()) app.url = std::move(url);
      catalogue.miniapps.push_back(std::move(app));
    }
  }
  return shown;
}

std::vector<Ring> reached_by(Ring ring) {
  std::vector<Ring> rings;
  for (const auto each : contract::enum_values<Ring>())
    if (each <= ring) rings.insert(rings.begin(), each);
  return rings;
}

}  // namespace stadtpult::platform
