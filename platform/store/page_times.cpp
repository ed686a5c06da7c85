#include "platform/store/page_times.hpp"

namespace stadtpult::platform {

DuePages due_pages(Database& database, base::Timestamp now, std::int64_t trash_ms) {
  DuePages due;
  const auto look = [&](const std::string& column, const std::string& where, std::int64_t limit,
                        std::vector<std::string>& ids) {
    const std::string from = " FROM pages WHERE " + column + " > 0 AND " + where;
    for (const auto& row : database.query(
             "SELECT id" + from + " AND " + column + " <= :p1 ORDER BY " + column + ", id", "s", {limit}))
      ids.push_back(as_text(row[0]));
    for (const auto& row :
         database.query("SELECT MIN(" + column + ")" + from + " AND " + column + " > :p1", "i", {limit}))
      if (!is_null(row[0]) && as_int(row[0]) > 0) {
        const std::int64_t at = as_int(row[0]) + (now.ms - limit);
        if (due.next_ms == 0 || at < due.next_ms) due.next_ms = at;
      }
  };
  look("publish_at", "schedule_error = '' AND state NOT IN ('expired', 'archived', 'trashed')", now.ms,
       due.go_out);
  look("expire_at", "schedule_error = '' AND live_ring IS NOT NULL", now.ms, due.expire);
  look("trashed_at", "state = 'trashed'", now.ms - trash_ms, due.leave_trash);
  return due;
}

void delete_page(Database& database, const std::string& id) {
  database.run("UPDATE pages SET parent_id = NULL WHERE parent_id = :p1", {id});
  database.run("DELETE FROM page_media WHERE page_id = :p1", {id});
  database.run(
      "DELETE FROM page_versions_search WHERE rowid IN (SELECT row FROM page_versions WHERE page_id = :p1)",
      {id});
  database.run("DELETE FROM page_versions WHERE page_id = :p1", {id});
  database.run("DELETE FROM pages_search WHERE rowid = (SELECT row FROM pages WHERE id = :p1)", {id});
  database.run("DELETE FROM pages WHERE id = :p1", {id});
}

}  // namespace stadtpult::platform
