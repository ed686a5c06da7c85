#include "platform/store/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "api-client/content/document.hpp"
#include "platform/store/collation.hpp"
#include "platform/store/columns.hpp"
#include "platform/store/personal.hpp"
#include "platform/store/testphase.hpp"

namespace stadtpult::platform {
namespace {

using namespace contract;

template <Described T>
T thing_from(const Row& row) {
  T thing;
  size_t i = 0;
  for_each_field<T>([&](const auto& each) { from_value(row[i++], thing.*each.member); });
  return thing;
}

/// What a sorted list compares in the place of a text or a word.
template <typename M>
Value sort_value(const M& member) {
  if constexpr (std::is_enum_v<M>)
    return static_cast<std::int64_t>(member);
  else if constexpr (std::is_same_v<M, LocalizedText>)
    return sort_key(member.in("de"));
  else if constexpr (std::is_same_v<M, std::string>)
    return sort_key(member);
  else
    return {};
}

/// The columns that are written, and the statements that write and find one row: put together once for each
/// type, for requests that wait for each other in the writer's one thread.
template <Described T>
struct Statements {
  std::vector<bool> sorted_apart;  ///< for each field: has a column of its own for the order
  std::string insert, update, find, find_kinds, delete_search, insert_search;

  Statements() {
    const TableInfo& info = table_info<T>();
    std::vector<std::string> columns;
    for_each_field<T>([&](const auto& each) {
      if (each.rule.stored) columns.emplace_back(each.name);
      const std::string column = each.rule.sort ? sort_column(*type_info<T>().find(each.name)) : "";
      sorted_apart.push_back(each.rule.sort && column != each.name);
      if (sorted_apart.back()) columns.push_back(column);
    });
    std::string list, places, assignments;
    size_t number = 0;
    for (size_t i = 0; i < columns.size(); ++i) {
      list += (i == 0 ? "" : ", ") + columns[i];
      places += fmt::format("{}:p{}", i == 0 ? "" : ", ", i + 1);
      if (columns[i] == "id") continue;
      assignments += fmt::format("{}{} = :p{}", number == 0 ? "" : ", ", columns[i], number + 1);
      ++number;
    }
    insert = fmt::format("INSERT INTO {}({}) VALUES({})", info.table, list, places);
    update = fmt::format("UPDATE {} SET {} WHERE id = :p{} AND revision = :p{}", info.table, assignments,
                         number + 1, number + 2);
    find = fmt::format("SELECT {} FROM {} WHERE {}.id = :p1", column_list(info, find_kinds), info.table,
                       info.table);
    delete_search = fmt::format("DELETE FROM {0}_search WHERE rowid = (SELECT {1} FROM {0} WHERE id = :p1)",
                                info.table, info.numbered);
    insert_search = fmt::format("INSERT INTO {0}_search(rowid, text) SELECT {1}, :p1 FROM {0} WHERE id = :p2",
                                info.table, info.numbered);
  }
  static const Statements& of() {
    static const Statements statements;
    return statements;
  }
};

/// In the order of the columns; `with_id`: the id among them.
template <Described T>
std::vector<Value> values_of(const T& thing, bool with_id) {
  std::vector<Value> values;
  size_t i = 0;
  for_each_field<T>([&](const auto& each) {
    if (each.rule.stored && (with_id || each.name != std::string_view("id")))
      values.push_back(to_value(thing.*each.member));
    if (Statements<T>::of().sorted_apart[i++]) values.push_back(sort_value(thing.*each.member));
  });
  return values;
}

/// Written with each page: what it is found by, and which files of the media library it shows.
void keep_page_media(Database& database, const ContentPage& page) {
  std::set<std::string> media;
  const auto look = [&](const std::string& text) {
    if (const auto document = content::decode_document(text)) media.merge(content::media_of(*document));
  };
  look(page.content.text);
  if (page.live_version_id && *page.live_version_id != page.version_id)
    look(content_of_version(database, *page.live_version_id));
  database.run("DELETE FROM page_media WHERE page_id = :p1", {page.id});
  for (const auto& id : media)
    database.run("INSERT INTO page_media(media_id, page_id) VALUES(:p1, :p2)", {id, page.id});
}

/// What has no words is in no row of the index.
template <Described T>
void write_search_row(Database& database, const T& thing, const std::string& text, bool replace) {
  const auto& statements = Statements<T>::of();
  const auto id = to_value(thing.id);
  if (replace) database.run(statements.delete_search, {id});
  if (!text.empty()) database.run(statements.insert_search, {searchable(text), id});
}

}  // namespace

std::string content_of_version(Database& database, const std::string& version_id) {
  const auto rows = database.query("SELECT content FROM page_versions WHERE id = :p1", "s", {version_id});
  return rows.empty() ? "" : as_text(rows[0][0]);
}

void fill_content(Database& database, ContentPage& page) {
  if (auto text = content_of_version(database, page.version_id); !text.empty())
    page.content.text = std::move(text);
}

std::vector<std::string> pages_with_media(Database& database, const std::string& media_id) {
  std::vector<std::string> ids;
  for (const auto& row : database.query(
           "SELECT page_id FROM page_media WHERE media_id = :p1 ORDER BY page_id", "s", {media_id}))
    ids.push_back(as_text(row[0]));
  return ids;
}

std::set<std::string> media_on_page(Database& database, const std::string& page_id) {
  std::set<std::string> ids;
  for (const auto& row :
       database.query("SELECT media_id FROM page_media WHERE page_id = :p1", "s", {page_id}))
    ids.insert(as_text(row[0]));
  return ids;
}

template <Described T>
std::optional<T> Table<T>::find(Database& database, const std::string& id) {
  const auto& statements = Statements<T>::of();
  const auto rows = database.query(statements.find, statements.find_kinds, {id});
  if (rows.empty()) return std::nullopt;
  std::vector<T> found{thing_from<T>(rows.front())};
  if constexpr (std::is_same_v<T, AuditRecord>) reveal(database, found);
  return std::move(found.front());
}

template <Described T>
std::optional<T> Table<T>::find_by(Database& database, const std::string& column, const Value& value) {
  ListQuery query;
  query.filters.push_back({column, {value}});
  query.order = Order{"id"};
  query.limit = 1;
  auto slice = list(database, query);
  if (slice.items.empty()) return std::nullopt;
  return std::move(slice.items.front());
}

template <Described T>
void Table<T>::insert(Database& database, const T& thing, const std::string& text) {
  database.run(Statements<T>::of().insert, values_of(thing, true));
  write_search_row(database, thing, text, false);
  if constexpr (std::is_same_v<T, ContentPage>) keep_page_media(database, thing);
  if constexpr (std::is_same_v<T, Feedback>) write_pieces(database, thing, false);
}

template <Described T>
bool Table<T>::update(Database& database, const T& thing, std::int64_t expected, bool new_words) {
  auto values = values_of(thing, false);
  values.push_back(to_value(thing.id));
  values.emplace_back(expected);
  const auto touched = database.run(Statements<T>::of().update, values);
  if (touched != 1) return false;
  if constexpr (std::is_same_v<T, ContentPage>) {
    ContentPage whole = thing;
    if (whole.content.text.empty()) fill_content(database, whole);
    if (new_words) write_search_row(database, whole, search_text(whole), true);
    keep_page_media(database, whole);
  } else if (new_words) {
    write_search_row(database, thing, search_text(thing), true);
  }
  if constexpr (std::is_same_v<T, Feedback>) write_pieces(database, thing, true);
  return true;
}

template <Described T>
Slice<T> Table<T>::list(Database& database, const ListQuery& query) {
  ListQuery one_more = query;
  if (query.limit > 0) ++one_more.limit;
  const Select select = select_items(table_info<T>(), one_more);
  const auto rows = database.query(select.sql, select.kinds, select.params);
  Slice<T> slice;
  const size_t most = query.limit > 0 ? static_cast<size_t>(query.limit) : rows.size();
  for (size_t i = 0; i < rows.size() && i < most; ++i) slice.items.push_back(thing_from<T>(rows[i]));
  if constexpr (std::is_same_v<T, AuditRecord>) reveal(database, slice.items);
  if (rows.size() > most) slice.next = Place{rows[most - 1].back(), to_value(slice.items.back().id)};
  return slice;
}

template <Described T>
std::vector<T> Table<T>::where(Database& database, std::vector<Filter> filters) {
  ListQuery query;
  query.filters = std::move(filters);
  query.limit = 0;
  return list(database, query).items;
}

template <Described T>
std::int64_t Table<T>::count(Database& database, const ListQuery& query) {
  const Select select = select_count(table_info<T>(), query);
  const auto rows = database.query(select.sql, select.kinds, select.params);
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

double last_miniapp_position(Database& database, const std::string& category_id) {
  const auto rows = database.query(
      "SELECT position FROM miniapps WHERE category_id = :p1 AND archived = 0 ORDER BY position DESC LIMIT 1",
      "d", {category_id});
  return rows.empty() ? 0 : as_double(rows[0][0]);
}

bool stands_close(Database& database, const contract::Miniapp& miniapp, double distance) {
  return !database
              .query(
                  "SELECT id FROM miniapps WHERE category_id = :p1 AND archived = 0 AND position > :p2 AND "
                  "position < :p3 AND id <> :p4 LIMIT 1",
                  "s",
                  {miniapp.category_id, miniapp.position - distance, miniapp.position + distance, miniapp.id})
              .empty();
}

std::vector<std::string> reviews_of_archived(Database& database) {
  std::vector<std::string> ids;
  for (const auto& row : database.query(
           "SELECT r.id FROM reviews r JOIN miniapps m ON m.id = r.miniapp_id WHERE r.state IN ('waiting', "
           "'in_review') AND m.archived = 1",
           "s"))
    ids.push_back(as_text(row[0]));
  return ids;
}

bool has_done(Database& database, const std::string& principal_id, const std::string& object_id,
              const std::vector<std::string>& actions) {
  // One thing has few lines, one person many: only the former are looked up.
  const auto lines =
      database.query("SELECT principal_id, action FROM audit WHERE object_id = :p1", "ss", {object_id});
  return std::any_of(lines.begin(), lines.end(), [&](const Row& line) {
    return as_text(line[0]) == principal_id &&
           std::find(actions.begin(), actions.end(), as_text(line[1])) != actions.end();
  });
}

bool was_released(Database& database, const std::string& miniapp_id) {
  return !database
              .query("SELECT id FROM versions WHERE miniapp_id = :p1 AND released_at > 0 LIMIT 1", "s",
                     {miniapp_id})
              .empty();
}

template class Table<Category>;
template class Table<Miniapp>;
template class Table<Version>;
template class Table<Review>;
template class Table<Reason>;
template class Table<Release>;
template class Table<Organisation>;
template class Table<Alert>;
template class Table<Incident>;
template class Table<Block>;
template class Table<Device>;
template class Table<SecurityJob>;
template class Table<RuleFilter>;
template class Table<ContentPage>;
template class Table<PageVersion>;
template class Table<Media>;
template class Table<FormAnswer>;
template class Table<TestRound>;
template class Table<Feedback>;
template class Table<ReplyTemplate>;
template class Table<Requirement>;
template class Table<AppVersion>;
template class Table<Merchant>;
template class Table<Offering>;
template class Table<Resource>;
template class Table<Booking>;
template class Table<Letter>;

// The audit record is never updated; it has no revision.
template std::optional<AuditRecord> Table<AuditRecord>::find(Database&, const std::string&);
template std::optional<AuditRecord> Table<AuditRecord>::find_by(Database&, const std::string&, const Value&);
template void Table<AuditRecord>::insert(Database&, const AuditRecord&, const std::string&);
template Slice<AuditRecord> Table<AuditRecord>::list(Database&, const ListQuery&);
template std::vector<AuditRecord> Table<AuditRecord>::where(Database&, std::vector<Filter>);
template std::int64_t Table<AuditRecord>::count(Database&, const ListQuery&);

}  // namespace stadtpult::platform
