#pragma once
// Rows of a contract type. Columns come from the type's description: a new field is a member, its line in
// describe() and a column in a migration.

#include <set>

#include "platform/store/list_select.hpp"

namespace stadtpult::platform {

/// Items of a list, one more page behind them or not, and the place of the last one.
template <typename T>
struct Slice {
  std::vector<T> items;
  std::optional<Place> next;
};

/// Category, Miniapp, Version, Review, Reason, Release, Organisation, AuditRecord, Alert, Incident, Block,
/// SecurityJob, RuleFilter, ContentPage, PageVersion, Media, FormAnswer.
template <contract::Described T>
class Table {
 public:
  static std::optional<T> find(Database& database, const std::string& id);
  /// The first row where the column has this value.
  static std::optional<T> find_by(Database& database, const std::string& column, const Value& value);
  static void insert(Database& database, const T& thing) { insert(database, thing, search_text(thing)); }
  /// `text` is what a search finds it by.
  static void insert(Database& database, const T& thing, const std::string& text);
  /// False where the row has no longer the revision `expected`.
  /// `new_words`: false where search_text() is what it was; the index keeps its row then.
  static bool update(Database& database, const T& thing, std::int64_t expected, bool new_words = true);
  static Slice<T> list(Database& database, const ListQuery& query);
  /// Every row where the columns have these values, in the table's order.
  static std::vector<T> where(Database& database, std::vector<Filter> filters);
  static std::int64_t count(Database& database, const ListQuery& query);
};

/// Fills in the blocks of a page's newest version.
void fill_content(Database& database, contract::ContentPage& page);
/// The blocks of a page's version, as JSON; "" where there is no such version.
std::string content_of_version(Database& database, const std::string& version_id);
/// Ids of the pages whose newest or live version shows this file of the media library.
std::vector<std::string> pages_with_media(Database& database, const std::string& media_id);
/// Ids of the files that its newest or live version shows.
std::set<std::string> media_on_page(Database& database, const std::string& page_id);

/// The highest position of a mini-app in a category that is not archived; 0 where there is none.
double last_miniapp_position(Database& database, const std::string& category_id);
/// Does another mini-app of its category that is not archived stand closer to it than `distance`?
bool stands_close(Database& database, const contract::Miniapp& miniapp, double distance);
/// Ids of the open reviews whose mini-app is archived.
std::vector<std::string> reviews_of_archived(Database& database);
/// Did this person do one of these to the object, by the audit record? `actions` as they stand there:
/// "version.submit".
bool has_done(Database& database, const std::string& principal_id, const std::string& object_id,
              const std::vector<std::string>& actions);
/// Was a version of it ever released?
bool was_released(Database& database, const std::string& miniapp_id);

}  // namespace stadtpult::platform
