#include "platform/store/personal.hpp"

#include <fmt/format.h>

#include <map>

#include "api-client/contract/audit_line.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/store/collation.hpp"
#include "platform/store/records.hpp"

namespace stadtpult::platform {
namespace {

using contract::AuditRecord;
using contract::FieldChange;
using contract::PersonalValue;

constexpr size_t kSaltBytes = 16;
constexpr std::string_view kErasedJson = "\"erased\"";

const contract::TypeInfo* type_of(std::string_view word) {
  const TableInfo* const tables[] = {
      &table_info<contract::Category>(),     &table_info<contract::Miniapp>(),
      &table_info<contract::Version>(),      &table_info<contract::Review>(),
      &table_info<contract::Reason>(),       &table_info<contract::Release>(),
      &table_info<contract::Organisation>(), &table_info<contract::ContentPage>(),
      &table_info<contract::PageVersion>(),  &table_info<contract::Media>(),
      &table_info<contract::FormAnswer>(),   &table_info<contract::TestRound>(),
      &table_info<contract::Feedback>(),     &table_info<contract::AppVersion>(),
      &table_info<contract::Merchant>(),     &table_info<contract::Offering>(),
      &table_info<contract::Booking>(),      &table_info<contract::Letter>(),
      &table_info<contract::Device>(),       &table_info<contract::Alert>(),
      &table_info<contract::Incident>(),     &table_info<contract::Block>(),
      &table_info<contract::SecurityJob>(),  &table_info<contract::RuleFilter>()};
  for (const auto* table : tables)
    if (word == table->word) return table->type;
  return nullptr;
}

/// One salt for all places of one value of one person: their lines name the person's id anyway.
PersonalValue keep(Database& database, std::string place, const std::string& subject,
                   const std::string& value) {
  const auto rows =
      database.query("SELECT hash, salt FROM audit_personal WHERE subject = :p1 AND value = :p2 LIMIT 1",
                     "ss", {subject, value});
  if (!rows.empty()) return {std::move(place), as_text(rows[0][0]), as_text(rows[0][1])};
  const std::string salt = base::random_hex(kSaltBytes);
  PersonalValue made{std::move(place), contract::salted_hash(salt, value), salt};
  database.run("INSERT INTO audit_personal(hash, subject, salt, value) VALUES(:p1, :p2, :p3, :p4)",
               {made.hash, subject, salt, value});
  return made;
}

template <typename T, typename Clear>
void clear_each(std::string& json, Clear clear) {
  auto items = contract::decode_value<std::vector<T>>(json);
  if (!items) return;
  for (auto& item : *items) clear(item);
  json = contract::encode_value(*items);
}

/// The checklist of a review names who ticked, a timeline who took each step: the lines of the record are
/// theirs.
void take_names_out(std::string_view field, std::string& json) {
  if (field == "checklist")
    clear_each<contract::CheckItem>(json, [](contract::CheckItem& item) { item.by_name.reset(); });
  if (field == "timeline")
    clear_each<contract::TimelineStep>(json,
                                       [](contract::TimelineStep& step) { step.principal_name.clear(); });
}

void set_apart(Database& database, AuditRecord& line, size_t index, bool now, const std::string& subject) {
  const std::string& value = now ? line.changes[index].new_value : line.changes[index].old_value;
  if (value.empty() || value == "\"\"") return;
  line.personal.push_back(
      keep(database, fmt::format("changes[{}].{}", index, now ? "new" : "old"), subject, value));
}

/// Places of a chained line that hold a salted hash.
std::vector<std::string> salted_places(AuditRecord& line) {
  std::vector<std::string> places{"principal_name", "object_title"};
  for (size_t i = 0; i < line.changes.size(); ++i)
    for (const char* side : {"old", "new"}) places.push_back(fmt::format("changes[{}].{}", i, side));
  std::erase_if(places, [&](const std::string& place) {
    return !contract::is_salted_hash(*contract::value_at(line, place));
  });
  return places;
}

struct Kept {
  std::string salt, value;
};

/// The search index is written anew for the lines that named this person.
void find_without(Database& database, const std::string& subject) {
  for (const auto& row :
       database.query("SELECT id, object_title FROM audit WHERE principal_id = :p1 OR object_id = :p2", "is",
                      {subject, subject})) {
    const std::string title = as_text(row[1]);
    database.run("DELETE FROM audit_search WHERE rowid = :p1", {row[0]});
    database.run("INSERT INTO audit_search(rowid, text) VALUES(:p1, :p2)",
                 {row[0], contract::is_salted_hash(title) ? std::string() : searchable(title)});
  }
}

}  // namespace

void set_people_apart(Database& database, AuditRecord& line, const IdIn& id_in) {
  if (line.principal_id != "system" && !line.principal_name.empty())
    line.personal.push_back(keep(database, "principal_name", line.principal_id, line.principal_name));
  if (line.object_type == "principal" && !line.object_title.empty())
    line.personal.push_back(keep(database, "object_title", line.object_id, line.object_title));
  const contract::TypeInfo* type = type_of(line.object_type);
  if (type == nullptr) return;
  for (size_t i = 0; i < line.changes.size(); ++i) {
    auto& change = line.changes[i];
    for (auto* json : {&change.old_value, &change.new_value}) take_names_out(change.field, *json);
    // A text in several languages changes language by language: "description.de".
    const auto* field = type->find(change.field.substr(0, change.field.find('.')));
    if (field == nullptr || *field->rule.personal_of == '\0') continue;
    const std::string_view owner = field->rule.personal_of;
    for (const bool now : {false, true})
      set_apart(database, line, i, now, owner == "id" ? line.object_id : id_in(owner, now));
  }
}

void set_people_apart(Database& database, AuditRecord& line) {
  set_people_apart(database, line, [&](std::string_view field, bool now) {
    for (const auto& change : line.changes)
      if (change.field == field)
        return contract::decode_value<std::string>(now ? change.new_value : change.old_value)
            .value_or(line.object_id);
    return line.object_id;
  });
}

void reveal(Database& database, std::vector<AuditRecord>& lines) {
  std::map<std::string, std::optional<Kept>> known;
  const auto find = [&](const std::string& hash) -> const std::optional<Kept>& {
    const auto [at, added] = known.try_emplace(hash);
    if (added) {
      const auto rows =
          database.query("SELECT salt, value FROM audit_personal WHERE hash = :p1", "ss", {hash});
      if (!rows.empty()) at->second = Kept{as_text(rows[0][0]), as_text(rows[0][1])};
    }
    return at->second;
  };
  for (auto& line : lines) {
    for (auto& place : salted_places(line)) {
      std::string& value = *contract::value_at(line, place);
      const auto& kept = find(value);
      PersonalValue personal{std::move(place), value, std::nullopt};
      if (kept) personal.salt = kept->salt;
      value = kept                               ? kept->value
              : personal.place.starts_with("ch") ? std::string(kErasedJson)
                                                 : std::string(contract::kErased);
      line.personal.push_back(std::move(personal));
    }
  }
}

void merge_audit_words(Database& database) {
  database.run("INSERT INTO audit_search(audit_search) VALUES('optimize')");
}

std::int64_t erase_personal(Database& database, const std::string& subject, Merging merging) {
  const auto values = database.run("DELETE FROM audit_personal WHERE subject = :p1", {subject});
  if (values > 0) {
    find_without(database, subject);
    if (merging == Merging::now) merge_audit_words(database);
  }
  database.run("DELETE FROM tokens WHERE principal_id = :p1", {subject});
  database.run("UPDATE principals SET name = '' WHERE id = :p1", {subject});
  // What a machine is called may name its person.
  database.run("DELETE FROM devices_search WHERE rowid IN (SELECT row FROM devices WHERE principal_id = :p1)",
               {subject});
  database.run("UPDATE devices SET principal_name = '', name = '' WHERE principal_id = :p1", {subject});
  database.run("UPDATE devices SET decided_by_name = NULL WHERE decided_by = :p1", {subject});
  return values;
}

}  // namespace stadtpult::platform
