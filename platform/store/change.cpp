#include "platform/store/change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "api-client/base/utf8.hpp"
#include "api-client/contract/audit_line.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/store/audit_tree.hpp"
#include "platform/store/collation.hpp"

namespace stadtpult::platform {

using namespace contract;

namespace {

const char* id_prefix(TableId table) {
  switch (table) {
    case TableId::categories:
      return "cat_";
    case TableId::miniapps:
      return "app_";
    case TableId::versions:
      return "ver_";
    case TableId::reviews:
      return "rev_";
    case TableId::reasons:
      return "rsn_";
    case TableId::releases:
      return "rel_";
    case TableId::organisations:
      return "org_";
    case TableId::alerts:
      return "alr_";
    case TableId::incidents:
      return "inc_";
    case TableId::blocks:
      return "blk_";
    case TableId::devices:
      return "dev_";
    case TableId::security_jobs:
      return "job_";
    case TableId::rule_filters:
      return "flt_";
    case TableId::pages:
      return "pag_";
    case TableId::page_versions:
      return "pgv_";
    case TableId::media:
      return "med_";
    case TableId::form_answers:
      return "fan_";
    case TableId::test_rounds:
      return "trd_";
    case TableId::feedback:
      return "fbk_";
    case TableId::reply_templates:
      return "rpt_";
    case TableId::requirements:
      return "req_";
    case TableId::app_versions:
      return "apv_";
    case TableId::merchants:
      return "mer_";
    case TableId::offerings:
      return "off_";
    case TableId::resources:
      return "res_";
    case TableId::bookings:
      return "bkg_";
    case TableId::letters:
      return "ltr_";
    default:
      return "";
  }
}

/// The place in the tree as a text that orders: a child comes right behind its parent.
std::string tree_place(double position, const std::string& id) {
  return number_key(position) + id + "/";
}

/// The pages of a category follow it to its new place.
void move_pages(Database& database, const std::string& category_id) {
  database.run(
      "UPDATE pages SET tree_sort = (SELECT c.tree_sort FROM categories c WHERE c.id = pages.category_id) || "
      "place WHERE category_id IN (SELECT id FROM categories WHERE id = :p1 OR parent_id = :p2) AND "
      "tree_sort "
      "<> (SELECT c.tree_sort FROM categories c WHERE c.id = pages.category_id) || place",
      {category_id, category_id});
}

void keep_tree_order(Database& database, const Category& category) {
  std::string above;
  if (category.parent_id)
    if (const auto parent = Table<Category>::find(database, *category.parent_id))
      above = tree_place(parent->position, parent->id);
  const std::string place = above + tree_place(category.position, category.id);
  database.run("UPDATE categories SET tree_sort = :p1 WHERE id = :p2", {place, category.id});
  for (const auto& row :
       database.query("SELECT id, position FROM categories WHERE parent_id = :p1", "sd", {category.id}))
    database.run("UPDATE categories SET tree_sort = :p1 WHERE id = :p2",
                 {place + tree_place(as_double(row[1]), as_text(row[0])), as_text(row[0])});
  move_pages(database, category.id);
}

/// A page stands behind the one above it, its children behind it.
void keep_page_order(Database& database, const std::string& id, const std::string& above) {
  const auto rows = database.query("SELECT position FROM pages WHERE id = :p1", "d", {id});
  if (rows.empty()) return;
  const std::string place = above + tree_place(as_double(rows[0][0]), id);
  const auto changed = database.run(
      "UPDATE pages SET place = :p1, tree_sort = (SELECT c.tree_sort FROM categories c WHERE c.id = "
      "pages.category_id) || :p2 WHERE id = :p3 AND tree_sort <> (SELECT c.tree_sort FROM categories c WHERE "
      "c.id = pages.category_id) || :p4",
      {place, place, id, place});
  if (changed == 0) return;
  for (const auto& row : database.query("SELECT id FROM pages WHERE parent_id = :p1", "s", {id}))
    keep_page_order(database, as_text(row[0]), place);
}
void keep_page_order(Database& database, const ContentPage& page) {
  std::string above;
  if (page.parent_id)
    for (const auto& row : database.query("SELECT place FROM pages WHERE id = :p1", "s", {*page.parent_id}))
      above = as_text(row[0]);
  keep_page_order(database, page.id, above);
}

/// Mini-apps are ordered and found by the name of who offers them.
void keep_organisation_name(Database& database, const Organisation& organisation) {
  database.run("UPDATE miniapps SET organisation_name_sort = :p1 WHERE organisation_id = :p2",
               {sort_key(organisation.name), organisation.id});
  for (const auto& miniapp : Table<Miniapp>::where(database, {{"organisation_id", {organisation.id}}}))
    database.run(
        "UPDATE miniapps_search SET text = :p1 WHERE rowid = (SELECT row FROM miniapps WHERE id = :p2)",
        {searchable(search_text(miniapp)), miniapp.id});
}

/// The text of a member, where it is one.
template <Described T>
std::string text_in(const T& thing, std::string_view field) {
  std::string text;
  for_each_field<T>([&](const auto& each) {
    using M = std::decay_t<decltype(thing.*each.member)>;
    if (field != each.name) return;
    if constexpr (std::is_same_v<M, std::string>)
      text = thing.*each.member;
    else if constexpr (std::is_same_v<M, std::optional<std::string>>)
      text = (thing.*each.member).value_or("");
  });
  return text;
}

/// What a line of the record says: not what somebody sent by a form, and of a version its hash, not its text.
template <Described T>
std::vector<FieldChange> recorded_fields(const T& before, const T& after) {
  auto changes = changed_fields(before, after);
  if constexpr (std::is_same_v<T, FormAnswer>)
    std::erase_if(changes, [](const FieldChange& each) { return each.field == "answers"; });
  if constexpr (std::is_same_v<T, PageVersion>)
    std::erase_if(changes, [](const FieldChange& each) { return each.field == "content"; });
  // The timeline stands with the item, and says the same.
  if constexpr (std::is_same_v<T, Feedback>)
    std::erase_if(changes, [](const FieldChange& each) { return each.field == "timeline"; });
  // Names inside lists could not be erased from the line; the act, its author and the hash of what is proven
  // stand in it anyway.
  if constexpr (std::is_same_v<T, Requirement>)
    std::erase_if(changes, [](const FieldChange& each) {
      return each.field == "evidence" || each.field == "signoffs";
    });
  if constexpr (std::is_same_v<T, AppVersion>)
    std::erase_if(changes, [](const FieldChange& each) { return each.field == "history"; });
  if constexpr (std::is_same_v<T, Merchant>)
    std::erase_if(changes, [](const FieldChange& each) {
      return each.field == "checks" || each.field == "requests" || each.field == "proofs" ||
             each.field == "timeline";
    });
  return changes;
}

}  // namespace

Head read_head(Database& database) {
  Head head;
  head.audit_hash = kChainStart;
  const auto rows = database.query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1", "is");
  if (!rows.empty()) {
    head.audit_id = as_int(rows[0][0]);
    head.audit_hash = as_text(rows[0][1]);
  }
  head.event_id = newest_event(database);
  return head;
}

template <Described T>
void Change::insert_unrecorded(T& thing) {
  const TableInfo& table = table_info<T>();
  if (thing.id.empty()) thing.id = make_id(id_prefix(table.id));
  thing.created_at = thing.updated_at = now();
  thing.revision = 1;
  Table<T>::insert(database_, thing);
  if constexpr (std::is_same_v<T, Category>) keep_tree_order(database_, thing);
  if constexpr (std::is_same_v<T, ContentPage>) keep_page_order(database_, thing);
  touch(table.id);
  announce(table, thing.id, "created", owner_of(thing));
  if constexpr (std::is_same_v<T, ContentPage>) tell_media({}, thing.id);
}

template <Described T>
void Change::insert(T& thing, std::string_view action) {
  const TableInfo& table = table_info<T>();
  insert_unrecorded(thing);
  note(fmt::format("{}.{}", table.word, action), table.word, thing.id, title_of(thing),
       recorded_fields(T{}, thing), [&](std::string_view field, bool) { return text_in(thing, field); });
}

template <Described T>
void Change::update(const T& before, T& after, std::string_view action) {
  const TableInfo& table = table_info<T>();
  auto changes = recorded_fields(before, after);
  // What the record does not tell (a step of a timeline) is stored all the same.
  if (changes.empty() && changed_fields(before, after).empty()) return;
  update_unrecorded(before, after);
  note(fmt::format("{}.{}", table.word, action), table.word, after.id, title_of(after), std::move(changes),
       [&](std::string_view field, bool now) { return text_in(now ? after : before, field); });
}

namespace {

/// A page goes through many states and into many releases with the same words, and its row in the index of
/// words is the dearest part of writing it.
template <Described T>
bool has_new_words(const T& before, const T& after) {
  if constexpr (std::is_same_v<T, ContentPage>)
    return before.version_id != after.version_id || before.content.text != after.content.text ||
           search_text(before) != search_text(after);
  else if constexpr (std::is_same_v<T, PageVersion>)
    return search_text(before) != search_text(after);
  else
    return true;
}

}  // namespace

template <Described T>
void Change::update_unrecorded(const T& before, T& after) {
  const TableInfo& table = table_info<T>();
  after.updated_at = now();
  after.revision = before.revision + 1;
  std::set<std::string> shown;
  if constexpr (std::is_same_v<T, ContentPage>) shown = media_on_page(database_, after.id);
  Table<T>::update(database_, after, before.revision, has_new_words(before, after));
  if constexpr (std::is_same_v<T, Category>) keep_tree_order(database_, after);
  if constexpr (std::is_same_v<T, ContentPage>) keep_page_order(database_, after);
  if constexpr (std::is_same_v<T, Organisation>)
    if (before.name != after.name) keep_organisation_name(database_, after);
  touch(table.id);
  announce(table, after.id, "changed", owner_of(after));
  if constexpr (std::is_same_v<T, ContentPage>) tell_media(shown, after.id);
}

void Change::tell_media(const std::set<std::string>& before, const std::string& page_id) {
  const auto after = media_on_page(database_, page_id);
  std::vector<std::string> other;
  std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(),
                                std::back_inserter(other));
  for (const auto& id : other) tell<Media>(id);
}

template <Described T>
void Change::tell(const std::string& id, const char* change) {
  const TableInfo& table = table_info<T>();
  touch(table.id);
  std::string owner;
  if constexpr (std::is_same_v<T, Media> || std::is_same_v<T, Review>) {
    const auto thing = find<T>(id);
    owner = thing ? owner_of(*thing) : kCityAlone;
  }
  announce(table, id, change, owner);
}

namespace {

/// Every way in refuses what is no UTF-8. Were it in a line all the same, no export of the record could show
/// it as it was hashed, and each would look changed for good.
void make_readable(std::string& text) {
  if (!base::is_utf8(text)) text = base::from_office(std::move(text)).text;
}

void make_readable(AuditRecord& line) {
  for (auto* text : {&line.principal_name, &line.object_id, &line.object_title, &line.request_id})
    make_readable(*text);
  for (auto& change : line.changes)
    for (auto* text : {&change.old_value, &change.new_value}) make_readable(*text);
}

}  // namespace

void Change::note(std::string action, std::string object_type, std::string object_id, std::string title,
                  std::vector<FieldChange> changes, const IdIn& id_in) {
  AuditRecord line;
  line.id = head_.audit_id + 1;
  line.at = now();
  line.principal_id = actor().id;
  line.principal_name = actor().name;
  line.role = actor().role_word();
  line.action = std::move(action);
  line.object_type = std::move(object_type);
  line.object_id = std::move(object_id);
  line.object_title = std::move(title);
  line.changes = std::move(changes);
  line.request_id = occasion_.request_id;
  line.prev_hash = head_.audit_hash;
  make_readable(line);
  if (id_in)
    set_people_apart(database_, line, id_in);
  else
    set_people_apart(database_, line);
  line.hash = line_hash(line);
  const AuditRecord kept = chained(line);
  Table<AuditRecord>::insert(database_, kept, search_text(line));
  grow_tree(database_, line.id);
  head_.audit_id = line.id;
  head_.audit_hash = line.hash;
  touch(TableId::audit);
}

void Change::roll_back() {
  database_.run("ROLLBACK TO request");
  head_.back_to(start_);
}

void Change::announce(const TableInfo& table, const std::string& id, const char* change,
                      const std::string& owner) {
  announce(table.word, id, change, route(table.list).roles, owner);
}

void Change::announce(const char* word, const std::string& id, const char* change, Roles roles,
                      const std::string& owner) {
  StreamChange data{word, id, change, now()};
  StoredEvent event{++head_.event_id, roles, owner, encode(data)};
  insert_event(database_, event);
  head_.events.push_back(std::move(event));
}

#define STADTPULT_CHANGE(T)                                        \
  template void Change::insert<T>(T&, std::string_view);           \
  template void Change::update<T>(const T&, T&, std::string_view); \
  template void Change::insert_unrecorded<T>(T&);                  \
  template void Change::update_unrecorded<T>(const T&, T&);        \
  template void Change::tell<T>(const std::string&, const char*);

STADTPULT_CHANGE(Category)
STADTPULT_CHANGE(Miniapp)
STADTPULT_CHANGE(Version)
STADTPULT_CHANGE(Review)
STADTPULT_CHANGE(Reason)
STADTPULT_CHANGE(Release)
STADTPULT_CHANGE(Organisation)
STADTPULT_CHANGE(Alert)
STADTPULT_CHANGE(Incident)
STADTPULT_CHANGE(Block)
STADTPULT_CHANGE(Device)
STADTPULT_CHANGE(SecurityJob)
STADTPULT_CHANGE(RuleFilter)
STADTPULT_CHANGE(ContentPage)
STADTPULT_CHANGE(PageVersion)
STADTPULT_CHANGE(Media)
STADTPULT_CHANGE(FormAnswer)
STADTPULT_CHANGE(TestRound)
STADTPULT_CHANGE(Feedback)
STADTPULT_CHANGE(ReplyTemplate)
STADTPULT_CHANGE(Requirement)
STADTPULT_CHANGE(AppVersion)
STADTPULT_CHANGE(Merchant)
STADTPULT_CHANGE(Offering)
STADTPULT_CHANGE(Resource)
STADTPULT_CHANGE(Booking)
STADTPULT_CHANGE(Letter)

}  // namespace stadtpult::platform
