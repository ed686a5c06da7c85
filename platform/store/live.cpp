#include "platform/store/live.hpp"

#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/store/live_pages.hpp"
#include "platform/store/table.hpp"

namespace stadtpult::platform {

using contract::DiffKind;
using contract::Ring;

namespace {

Value optional_text(const std::optional<std::string>& text) {
  return text ? Value(*text) : Value{};
}
std::optional<std::string> text_or_nothing(const Value& value) {
  return is_null(value) ? std::nullopt : std::optional(as_text(value));
}
std::string word(Ring ring) {
  return contract::enum_name(ring);
}

constexpr const char* kColumns = "ring, thing, kind, object_id, version_id, payload";
/// What citizens see of a ring (:p1).
constexpr const char* kSeen =
    "ring = :p1 AND (version_id IS NULL OR version_id NOT IN (SELECT id FROM versions WHERE state = "
    "'suspended')) AND object_id NOT IN (SELECT target FROM blocks WHERE kind = 'miniapp' AND state IN "
    "('active', 'lift_requested'))";

LiveEntry entry_from(const Row& row) {
  return {contract::enum_from<Ring>(as_text(row[0])).value_or(Ring::employees),
          as_text(row[1]),
          contract::enum_from<DiffKind>(as_text(row[2])).value_or(DiffKind::miniapp),
          as_text(row[3]),
          text_or_nothing(row[4]),
          decode_payload(as_text(row[5]))};
}

std::vector<LiveEntry> entries_where(Database& database, const std::string& where,
                                     const std::vector<Value>& params) {
  std::vector<LiveEntry> entries;
  for (const auto& row :
       database.query(std::string("SELECT ") + kColumns + " FROM live WHERE " + where, "ssssss", params))
    entries.push_back(entry_from(row));
  return entries;
}

contract::LocalizedText localized(const Value& json) {
  return contract::decode_value<contract::LocalizedText>(as_text(json)).value_or(contract::LocalizedText());
}

std::int64_t number_of(const std::vector<Row>& rows) {
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

}  // namespace

std::vector<LiveEntry> live_in(Database& database, Ring ring) {
  return entries_where(database, "ring = :p1 ORDER BY thing", {word(ring)});
}

std::vector<LiveEntry> live_of_object(Database& database, const std::string& object_id) {
  return entries_where(database, "object_id = :p1", {object_id});
}

std::map<std::string, std::string> live_versions(Database& database, Ring ring) {
  std::map<std::string, std::string> versions;
  for (const auto& row :
       database.query("SELECT object_id, version_id FROM live WHERE ring = :p1 AND kind = 'miniapp'", "ss",
                      {word(ring)}))
    versions.emplace(as_text(row[0]), as_text(row[1]));
  return versions;
}

std::optional<LiveEntry> find_live(Database& database, Ring ring, const std::string& key) {
  auto entries = entries_where(database, "ring = :p1 AND thing = :p2", {word(ring), key});
  if (entries.empty()) return std::nullopt;
  return std::move(entries.front());
}

void put_live(Database& database, const LiveEntry& entry) {
  remove_live(database, entry.ring, entry.key);
  database.run(
      "INSERT INTO live(ring, thing, kind, object_id, version_id, payload) VALUES(:p1, :p2, :p3, :p4, :p5, "
      ":p6)",
      {word(entry.ring), entry.key, std::string(contract::enum_name(entry.kind)), entry.object_id,
       optional_text(entry.version_id), encode_payload(entry.payload)});
  if (entry.kind == DiffKind::page) keep_live_page(database, entry);
}

void remove_live(Database& database, Ring ring, const std::string& key) {
  if (key.starts_with(page_key(""))) drop_live_page(database, ring, key);
  database.run("DELETE FROM live WHERE ring = :p1 AND thing = :p2", {word(ring), key});
}

std::vector<PublishedVersion> ever_approved(Database& database, const std::string& miniapp_id) {
  std::string sql =
      "SELECT id, miniapp_id, name, code, kind, state, sha256, url, released_at FROM versions WHERE "
      "approved_at "
      "> 0";
  std::vector<Value> params;
  if (!miniapp_id.empty()) {
    sql += " AND miniapp_id = :p1";
    params.emplace_back(miniapp_id);
  }
  std::vector<PublishedVersion> versions;
  for (const auto& row : database.query(sql, "sssissssi", params))
    versions.push_back(
        {as_text(row[0]), as_text(row[1]), as_text(row[2]), as_int(row[3]),
         contract::enum_from<contract::MiniappKind>(as_text(row[4])).value_or(contract::MiniappKind::package),
         contract::enum_from<contract::VersionState>(as_text(row[5])).value_or(contract::VersionState::draft),
         text_or_nothing(row[6]), text_or_nothing(row[7]), as_int(row[8]) > 0});
  return versions;
}

std::vector<ApprovedPage> approved_pages(Database& database) {
  constexpr size_t kAtOnce = 200;  // bound parameters in one statement
  const auto rows = database.query(
      "SELECT v.id, v.page_id, v.number, v.title, v.summary, v.sha256 FROM page_versions v WHERE v.state IN "
      "('approved', 'live') AND NOT EXISTS "
      "(SELECT 1 FROM page_versions w WHERE w.page_id = v.page_id AND w.number > v.number AND w.state IN "
      "('approved', 'live'))",
      "ssisss");
  std::vector<ApprovedPage> pages;
  for (size_t start = 0; start < rows.size(); start += kAtOnce) {
    Filter owners{"id", {}};
    std::map<std::string, contract::PageVersion> by_page;
    for (size_t i = start; i < rows.size() && i < start + kAtOnce; ++i) {
      contract::PageVersion version;
      version.id = as_text(rows[i][0]);
      version.page_id = as_text(rows[i][1]);
      version.number = as_int(rows[i][2]);
      version.title = localized(rows[i][3]);
      version.summary = localized(rows[i][4]);
      version.sha256 = as_text(rows[i][5]);
      owners.values.push_back(rows[i][1]);
      by_page[version.page_id] = std::move(version);
    }
    for (auto& page : Table<contract::ContentPage>::where(database, {owners})) {
      auto& version = by_page[page.id];
      pages.push_back({std::move(page), std::move(version)});
    }
  }
  return pages;
}

namespace {

bool was_released_to(Database& database, Ring ring, const std::string& key, const std::string& version_id) {
  return !database
              .query(
                  "SELECT number FROM release_entries WHERE ring = :p1 AND thing = :p2 AND after_version = "
                  ":p3 "
                  "LIMIT 1",
                  "i", {word(ring), key, version_id})
              .empty();
}

}  // namespace

bool was_released(Database& database, const std::string& key, const std::string& version_id) {
  // Every release reaches the narrowest ring.
  return was_released_to(database, Ring::employees, key, version_id);
}

bool was_out_for_everyone(Database& database, const std::string& key, const std::string& version_id) {
  return was_released_to(database, Ring::everyone, key, version_id);
}

std::vector<LiveEntry> seen_in(Database& database, Ring ring, bool pages_too) {
  return entries_where(database,
                       std::string(pages_too ? "" : "kind <> 'page' AND ") + kSeen + " ORDER BY thing",
                       {word(ring)});
}

std::set<std::string> seen_keys(Database& database, Ring ring) {
  std::set<std::string> keys;
  for (const auto& row :
       database.query(std::string("SELECT thing FROM live WHERE ") + kSeen, "s", {word(ring)}))
    keys.insert(as_text(row[0]));
  return keys;
}

bool package_is_live(Database& database, Ring ring, const std::string& sha256) {
  return !database
              .query(
                  "SELECT l.thing FROM versions v JOIN live l ON l.version_id = v.id "
                  "WHERE v.sha256 = :p1 AND l.ring = :p2 AND v.state = 'released' AND v.kind = 'package' AND "
                  "v.miniapp_id NOT "
                  "IN (SELECT "
                  "target FROM blocks WHERE kind = 'miniapp' AND state IN ('active', 'lift_requested')) "
                  "LIMIT 1",
                  "s", {sha256, word(ring)})
              .empty();
}

void keep_release_entry(Database& database, const ReleaseEntry& entry) {
  const LiveEntry& some = entry.after ? *entry.after : *entry.before;
  const auto payload = [](const std::optional<LiveEntry>& one) {
    return one ? Value(encode_payload(one->payload)) : Value{};
  };
  const auto version = [](const std::optional<LiveEntry>& one) {
    return one ? optional_text(one->version_id) : Value{};
  };
  database.run(
      "INSERT INTO release_entries(release_id, ring, thing, number, kind, object_id, before_version, "
      "before_payload, "
      "after_version, after_payload) VALUES(:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10)",
      {entry.release_id, word(entry.ring), entry.key, entry.number,
       std::string(contract::enum_name(some.kind)), some.object_id, version(entry.before),
       payload(entry.before), version(entry.after), payload(entry.after)});
}

std::vector<ReleaseEntry> release_entries(Database& database, const std::string& release_id) {
  std::vector<ReleaseEntry> entries;
  for (const auto& row : database.query(
           "SELECT number, ring, thing, kind, object_id, before_version, before_payload, after_version, "
           "after_payload FROM release_entries WHERE release_id = :p1 ORDER BY ring, thing",
           "issssssss", {release_id})) {
    const auto side = [&](const Value& version, const Value& payload) -> std::optional<LiveEntry> {
      if (is_null(payload)) return std::nullopt;
      return entry_from({row[1], row[2], row[3], row[4], version, payload});
    };
    entries.push_back({release_id, as_int(row[0]),
                       contract::enum_from<Ring>(as_text(row[1])).value_or(Ring::employees), as_text(row[2]),
                       side(row[5], row[6]), side(row[7], row[8])});
  }
  return entries;
}

std::int64_t later_release(Database& database, Ring ring, const std::string& key, std::int64_t number) {
  return number_of(
      database.query("SELECT number FROM release_entries WHERE ring = :p1 AND thing = :p2 AND number > :p3 "
                     "ORDER BY number DESC "
                     "LIMIT 1",
                     "i", {word(ring), key, number}));
}

std::int64_t newest_release_number(Database& database) {
  return number_of(database.query("SELECT number FROM releases ORDER BY number DESC LIMIT 1", "i"));
}

std::int64_t newest_release_number(Database& database, Ring ring) {
  // A release to a wider ring reaches the narrower ones too.
  std::int64_t newest = 0;
  for (const auto wider : contract::enum_values<Ring>())
    if (wider >= ring)
      newest =
          std::max(newest, number_of(database.query("SELECT number FROM releases WHERE ring = :p1 ORDER BY "
                                                    "number DESC LIMIT 1",
                                                    "i", {word(wider)})));
  return newest;
}

std::string encode_payload(const std::map<std::string, std::string>& payload) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [name, value] : payload) json[name] = base::parse_ordered_json(value);
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::map<std::string, std::string> decode_payload(const std::string& text) {
  std::map<std::string, std::string> payload;
  const auto json = base::parse_ordered_json(text);
  if (!json.is_object()) return payload;
  for (const auto& [name, value] : json.items())
    payload[name] = value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return payload;
}

}  // namespace stadtpult::platform
