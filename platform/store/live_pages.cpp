#include "platform/store/live_pages.hpp"

#include <fmt/format.h>

#include <set>

#include "api-client/content/document.hpp"
#include "api-client/content/markdown.hpp"
#include "api-client/content/render.hpp"
#include "platform/store/collation.hpp"
#include "platform/store/live.hpp"
#include "platform/store/table.hpp"

namespace stadtpult::platform {

using contract::Ring;

namespace {

/// Everybody may search, so that only what guests see is found.
std::string words_of(const LivePage& page, content::Document document) {
  std::erase_if(document.blocks, [](const auto& block) {
    return !content::shown_to(block.audience, content::Audience::guest);
  });
  std::string words;
  for (const auto* text : {&page.title, &page.summary})
    for (const auto& [tag, each] : text->by_language) words += each + "\n";
  return words + content::search_text(document, "");
}

constexpr const char* kFields =
    "SELECT l.payload, l.object_id, l.version_id, COALESCE((SELECT r.created_at FROM release_entries e JOIN "
    "releases r ON r.id = e.release_id WHERE e.ring = l.ring AND e.thing = l.thing ORDER BY e.number DESC "
    "LIMIT 1), 0) AS since ";
constexpr const char* kPages =
    "FROM live_pages p JOIN live l ON l.ring = p.ring AND l.thing = p.thing WHERE ";
constexpr const char* kFoundPages =
    "FROM live_pages_search JOIN live_pages p ON p.row = live_pages_search.rowid JOIN live l ON l.ring = "
    "p.ring AND "
    "l.thing = p.thing WHERE ";

std::vector<LivePage> pages_where(Database& database, const std::string& where,
                                  const std::vector<Value>& params, const char* from = kPages) {
  std::vector<LivePage> pages;
  for (const auto& row : database.query(std::string(kFields) + from + where, "sssi", params)) {
    LiveEntry entry;
    entry.kind = contract::DiffKind::page;
    entry.object_id = as_text(row[1]);
    entry.payload = decode_payload(as_text(row[0]));
    auto page = live_page(entry);
    if (!page) continue;
    page->version_id = as_text(row[2]);
    page->published_at = {as_int(row[3])};
    pages.push_back(std::move(*page));
  }
  return pages;
}

std::optional<LivePage> whole(Database& database, std::vector<LivePage> pages) {
  if (pages.empty()) return std::nullopt;
  pages.front().content = content_of_version(database, pages.front().version_id);
  return std::move(pages.front());
}

/// Words and files of a page that stands in live_pages.
void index_page(Database& database, const std::string& ring, const std::string& key, const LivePage& page,
                const std::string& version_id) {
  auto document =
      content::decode_document(content_of_version(database, version_id)).value_or(content::Document{});
  for (const auto& block : document.blocks)
    for (const auto& id : content::media_of({{block}, {}}))
      database.run(
          "INSERT OR IGNORE INTO live_media(ring, media_id, thing, audience) VALUES(:p1, :p2, :p3, :p4)",
          {ring, id, key, std::string(contract::enum_name(block.audience))});
  database.run(
      "INSERT INTO live_pages_search(rowid, text) SELECT row, :p1 FROM live_pages WHERE ring = :p2 AND thing "
      "= :p3",
      {searchable(words_of(page, std::move(document))), ring, key});
}

void drop_index(Database& database, const std::string& ring, const std::string& key) {
  database.run(
      "DELETE FROM live_pages_search WHERE rowid IN (SELECT row FROM live_pages WHERE ring = :p1 AND thing = "
      ":p2)",
      {ring, key});
  database.run("DELETE FROM live_media WHERE ring = :p1 AND thing = :p2", {ring, key});
}

}  // namespace

void keep_live_page(Database& database, const LiveEntry& entry) {
  const auto page = live_page(entry);
  if (!page) return;
  const std::string ring = contract::enum_name(entry.ring);
  database.run(
      "INSERT INTO live_pages(ring, thing, slug, type, category_id, parent_id, position) VALUES(:p1, :p2, "
      ":p3, :p4, :p5, :p6, :p7)",
      {ring, entry.key, page->slug, std::string(contract::enum_name(page->type)), page->category_id,
       page->parent_id.value_or(""), page->position});
  index_page(database, ring, entry.key, *page, entry.version_id.value_or(""));
}

void index_live_pages(Database& database) {
  for (const auto& row : database.query(
           "SELECT p.ring, p.thing, l.object_id, l.payload, l.version_id FROM live_pages p JOIN live l ON "
           "l.ring = p.ring AND l.thing = p.thing",
           "sssss")) {
    LiveEntry entry;
    entry.kind = contract::DiffKind::page;
    entry.object_id = as_text(row[2]);
    entry.payload = decode_payload(as_text(row[3]));
    const auto page = live_page(entry);
    if (!page) continue;
    const std::string ring = as_text(row[0]), key = as_text(row[1]);
    drop_index(database, ring, key);
    index_page(database, ring, key, *page, as_text(row[4]));
  }
}

void drop_live_page(Database& database, Ring ring, const std::string& key) {
  const std::string word = contract::enum_name(ring);
  drop_index(database, word, key);
  database.run("DELETE FROM live_pages WHERE ring = :p1 AND thing = :p2", {word, key});
}

std::optional<LivePage> live_page_by_slug(Database& database, Ring ring, const std::string& slug) {
  return whole(database, pages_where(database, "p.ring = :p1 AND p.slug = :p2 LIMIT 1",
                                     {std::string(contract::enum_name(ring)), slug}));
}

std::optional<LivePage> live_page_by_id(Database& database, Ring ring, const std::string& id) {
  return whole(database, pages_where(database, "p.ring = :p1 AND p.thing = :p2 LIMIT 1",
                                     {std::string(contract::enum_name(ring)), page_key(id)}));
}

std::vector<LivePage> live_pages(Database& database, const LivePageQuery& query) {
  std::vector<Value> params{std::string(contract::enum_name(query.ring))};
  std::string where = "p.ring = :p1";
  const auto bind = [&](Value value) {
    params.push_back(std::move(value));
    return fmt::format(":p{}", params.size());
  };
  if (!query.category_id.empty()) where += " AND p.category_id = " + bind(query.category_id);
  if (!query.parent_id.empty()) where += " AND p.parent_id = " + bind(query.parent_id);
  if (!query.types.empty()) {
    std::string list;
    for (const auto type : query.types)
      list += (list.empty() ? "" : ", ") + bind(std::string(contract::enum_name(type)));
    where += " AND p.type IN (" + list + ")";
  }
  if (!query.words.empty()) {
    const auto match = match_expression(query.words);
    if (match.empty()) return {};
    where += " AND live_pages_search MATCH " + bind(match);
  }
  where += query.newest_first    ? " ORDER BY since DESC, p.row"
           : query.words.empty() ? " ORDER BY p.category_id, p.position, p.row"
                                 : " ORDER BY live_pages_search.rank, p.row";
  where += " LIMIT " + bind(std::int64_t{query.most});
  return pages_where(database, where, params, query.words.empty() ? kPages : kFoundPages);
}

std::string address_twice(Database& database, Ring ring) {
  const auto rows =
      database.query("SELECT slug FROM live_pages WHERE ring = :p1 GROUP BY slug HAVING COUNT(*) > 1 LIMIT 1",
                     "s", {std::string(contract::enum_name(ring))});
  return rows.empty() ? "" : as_text(rows[0][0]);
}

bool media_is_live(Database& database, Ring ring, const std::string& media_id, content::Reader reader) {
  for (const auto& row :
       database.query("SELECT DISTINCT audience FROM live_media WHERE ring = :p1 AND media_id = :p2", "s",
                      {std::string(contract::enum_name(ring)), media_id})) {
    const auto audience = contract::enum_from<content::Audience>(as_text(row[0]));
    if (audience && content::shown_to(*audience, reader)) return true;
  }
  return false;
}

}  // namespace stadtpult::platform
