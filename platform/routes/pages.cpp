// Pages: written, judged, moved and planned. What goes out does so by a release (publish.hpp) or by the
// schedule.

#include <fmt/format.h>

#include <charconv>

#include "api-client/base/trim.hpp"
#include "api-client/content/translation.hpp"
#include "platform/domain/categories.hpp"
#include "platform/domain/page_life.hpp"
#include "platform/routes/body_codec.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/page_parts.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Category;
using contract::ContentPage;
using contract::PageState;
using contract::PageVersion;

namespace {

constexpr std::size_t kLongestContent = 1'000'000;

/// The document as it is stored: in one form, with what its translations were made from.
Result<std::string> stored_content(const ContentPage& before, const ContentPage& after) {
  auto document = content::decode_document(after.content.text);
  if (!document) return document.error();
  const auto old = content::decode_document(before.content.text);
  if (!old) return old.error();
  if (document->made_from.empty()) document->made_from = old->made_from;
  content::note_made_from({before.title, before.summary, *old}, after.title, after.summary, *document);
  std::string text = content::encode_document(*document);
  if (text.size() > kLongestContent)
    return base::fail(ErrorKind::invalid,
                      fmt::format("The content has {} bytes; a page holds {}.", text.size(), kLongestContent),
                      "content");
  return text;
}

std::string free_slug(Database& database, const std::string& wanted) {
  std::string slug = wanted;
  for (int n = 2; Table<ContentPage>::find_by(database, "slug", slug); ++n) {
    const auto number = fmt::format("-{}", n);
    slug = wanted.substr(0, 80 - number.size());
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    slug += number;
  }
  return slug;
}

Done check_slug(Database& database, const ContentPage& page) {
  const auto other = Table<ContentPage>::find_by(database, "slug", page.slug);
  if (!other || other->id == page.id) return {};
  return base::fail(ErrorKind::conflict,
                    fmt::format("Another page has the address \"{}\" already.", page.slug), "slug");
}

Done check_place(Change& change, const ContentPage& page) {
  const auto category = change.find<Category>(page.category_id);
  if (auto done = check_takes_miniapps(category ? &*category : nullptr, "category_id"); !done) return done;
  return check_parent(page, [&](const std::string& id) { return change.find<ContentPage>(id); });
}

std::vector<ContentPage> siblings_of(Database& database, const ContentPage& page, int most, bool last_first) {
  ListQuery query;
  query.filters = {{"category_id", {page.category_id}},
                   {"parent_id", {page.parent_id ? Value(*page.parent_id) : Value{}}}};
  query.order = Order{"position", last_first};
  query.limit = most;
  auto found = Table<ContentPage>::list(database, query).items;
  std::erase_if(found, [&](const ContentPage& each) { return each.id == page.id; });
  return found;
}

double behind_siblings(Database& database, const ContentPage& page) {
  const auto last = siblings_of(database, page, 2, true);
  return last.empty() ? 1 : last.front().position + 1;
}

/// Where siblings stand too close after a move, all are numbered anew in the same transaction.
void keep_siblings_apart(Change& change, const ContentPage& moved) {
  for (auto& each : renumbered(siblings_of(change.database(), moved, 0, false), moved))
    if (const auto before = change.find<ContentPage>(each.id)) {
      ContentPage after = *before;
      after.position = each.position;
      change.update(*before, after, "renumber");
    }
}

PageVersion version_of(const Change& change, const ContentPage& page, std::int64_t number) {
  PageVersion version;
  version.id = change.make_id("pgv_");
  version.page_id = page.id;
  version.number = number;
  version.title = page.title;
  version.summary = page.summary;
  version.content = page.content;
  version.sha256 = version_hash(version);
  version.created_by = change.actor().id;
  version.created_by_name = change.actor().name;
  return version;
}

Answer answer_with_content(Database& database, ContentPage page, int status = 200) {
  fill_content(database, page);
  return answer_with(page, status);
}

/// One PATCH, step by step.
class PagePatch {
 public:
  PagePatch(const Call& call, Change& change, ContentPage before, bool new_version = false)
      : call_(call), change_(change), before_(std::move(before)), new_version_(new_version) {
    fill_content(change_.database(), before_);
  }

  Result<Answer> run() {
    auto wanted = contract::decode_patch(call_.request.body, before_);
    if (!wanted) return wanted.error();
    after_ = std::move(*wanted);
    wanted_state_ = after_.state;
    for (const auto step : {&PagePatch::restore, &PagePatch::check, &PagePatch::write, &PagePatch::place,
                            &PagePatch::plan, &PagePatch::step})
      if (const Done done = (this->*step)(); !done) return done.error();
    if (wrote_ || !contract::changed_fields(before_, after_).empty()) {
      if (!change_.actor().is(contract::Role::reviewer)) {
        after_.updated_by = change_.actor().id;
        after_.updated_by_name = change_.actor().name;
      }
      update_page(change_, before_, after_, action_);
    }
    if (moved_) keep_siblings_apart(change_, after_);
    const auto now = change_.find<ContentPage>(before_.id);
    if (!now) return no_such_thing("page");
    return answer_with_content(change_.database(), *now);
  }

 private:
  Done restore() {
    const auto* text = find_name(call_.query, "restore");
    if (text == nullptr) return {};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size() || number < 1)
      return bad_request("restore names a version by its number.", "restore");
    const auto found =
        Table<PageVersion>::where(change_.database(), {{"page_id", {before_.id}}, {"number", {number}}});
    if (found.empty())
      return base::fail(ErrorKind::invalid, fmt::format("There is no version {}.", number), "restore");
    if (after_.title != before_.title || after_.summary != before_.summary ||
        after_.content.text != before_.content.text)
      return bad_request("Restore a version, or write: not both at once.", "restore");
    restored_from_ = number;
    after_.title = found.front().title;
    after_.summary = found.front().summary;
    after_.content = found.front().content;
    return {};
  }

  Done check() {
    if (restored_from_ == 0) {
      auto text = stored_content(before_, after_);
      if (!text) return text.error();
      after_.content.text = std::move(*text);
    }
    PageVersion as_wanted;
    as_wanted.title = after_.title;
    as_wanted.summary = after_.summary;
    as_wanted.content = after_.content;
    const auto newest = change_.find<PageVersion>(before_.version_id);
    if (!newest) return base::fail(ErrorKind::internal, "The page has lost its newest version.");
    newest_ = *newest;
    wrote_ = version_hash(as_wanted) != newest_.sha256;
    if (auto done = check_who_writes(change_.actor(), contract::changed_fields(before_, after_), wrote_);
        !done)
      return done;
    if (wrote_ && !takes_text(before_.state))
      return base::fail(ErrorKind::conflict,
                        fmt::format("The page is {}. Make it a draft again before you write on it.",
                                    contract::enum_name(before_.state)),
                        "state");
    if (after_.slug.empty()) after_.slug = before_.slug;
    if (after_.slug != before_.slug)
      if (auto done = check_slug(change_.database(), after_); !done) return done;
    return check_times(after_);
  }

  /// Typing goes on in the newest draft of the same author, or begins a new version; what was judged stays.
  Done write() {
    after_.state = before_.state;
    if (!wrote_) return {};
    if (restored_from_ == 0 && !new_version_ && goes_into(newest_, change_.actor().id, change_.now())) {
      PageVersion version = newest_;
      version.title = after_.title;
      version.summary = after_.summary;
      version.content = after_.content;
      version.sha256 = version_hash(version);
      change_.update(newest_, version, "write");
      newest_ = std::move(version);
    } else {
      move_versions(change_, before_.id, {PageState::in_review}, PageState::draft, "recall");
      PageVersion version = version_of(change_, after_, before_.version + 1);
      version.restored_from = restored_from_;
      change_.insert(version, restored_from_ != 0 ? "restore" : "create");
      after_.version = version.number;
      after_.version_id = version.id;
      newest_ = std::move(version);
      if (restored_from_ != 0) action_ = "restore";
    }
    after_.state = state_after_writing(before_.state);
    return {};
  }

  Done place() {
    const bool away = after_.category_id != before_.category_id;
    if (away && after_.parent_id == before_.parent_id) after_.parent_id.reset();
    moved_ = away || after_.parent_id != before_.parent_id;
    if (moved_) {
      if (auto done = check_place(change_, after_); !done) return done;
      if (!has_member(call_.request.body, "position"))
        after_.position = behind_siblings(change_.database(), after_);
    }
    if (away) take_along(before_.id);
    moved_ = moved_ || after_.position != before_.position;
    return {};
  }

  /// What stands below follows into the other category.
  void take_along(const std::string& above) {
    for (const auto& child : change_.where<ContentPage>("parent_id", above)) {
      ContentPage moved = child;
      moved.category_id = after_.category_id;
      change_.update(child, moved, "follow");
      take_along(child.id);
    }
  }

  Done plan() {
    if (after_.publish_at == before_.publish_at && after_.expire_at == before_.expire_at) return {};
    after_.schedule_error.clear();
    if (after_.state == PageState::approved && after_.publish_at > change_.now())
      after_.state = PageState::scheduled;
    if (after_.state == PageState::scheduled && !after_.publish_at) after_.state = PageState::approved;
    return {};
  }

  Done step() {
    const bool asked = wanted_state_ != before_.state || (wrote_ && wanted_state_ == PageState::in_review &&
                                                          has_member(call_.request.body, "state"));
    const PageState from = after_.state;
    if (!asked || wanted_state_ == from) return {};
    if (auto done = check_who_steps(change_.actor(), wanted_state_); !done) return done;
    if (auto done = check_step(after_, from, wanted_state_, change_.now()); !done) return done;
    action_ = contract::enum_name(wanted_state_);
    after_.state = wanted_state_;
    switch (wanted_state_) {
      case PageState::in_review:
        return submit();
      case PageState::changes_requested:
        return send_back();
      case PageState::approved:
        return from == PageState::scheduled ? unplan() : approve();
      case PageState::archived:
      case PageState::trashed:
        return put_away();
      case PageState::draft:
        action_ = "restore";
        after_.trashed_at = {};  // its newest version stays what it was: what was judged is not written on
        return {};
      default:
        return {};
    }
  }

  void set_newest(PageState state) {
    PageVersion version = newest_;
    version.state = state;
    change_.update(newest_, version, action_);
    newest_ = std::move(version);
  }

  Done submit() {
    action_ = "submit";
    after_.submitted_by = change_.actor().id;
    after_.submitted_by_name = change_.actor().name;
    after_.approved_by.clear();
    after_.approved_by_name.clear();
    set_newest(PageState::in_review);
    return {};
  }

  Done send_back() {
    action_ = "send_back";
    const bool said = has_member(call_.request.body, "note") && !base::is_blank(after_.note);
    if (!said) return base::fail(ErrorKind::invalid, "Say in the note what is to be changed.", "note");
    set_newest(PageState::changes_requested);
    return {};
  }

  Done approve() {
    action_ = "approve";
    const auto category = change_.find<Category>(after_.category_id);
    if (!category || category->four_eyes)
      if (auto done = check_four_eyes(change_.actor().id, after_, newest_); !done) return done;
    if (auto done = check_content(change_.database(), newest_); !done) return done;
    after_.approved_by = change_.actor().id;
    after_.approved_by_name = change_.actor().name;
    if (after_.publish_at > change_.now()) after_.state = PageState::scheduled;
    set_newest(PageState::approved);
    return {};
  }

  Done unplan() {
    action_ = "unplan";
    after_.publish_at = {};
    return {};
  }

  Done put_away() {
    action_ = wanted_state_ == PageState::archived ? "archive" : "trash";
    for (const auto& child : change_.where<ContentPage>("parent_id", before_.id))
      if (child.state != PageState::archived && child.state != PageState::trashed)
        return base::fail(ErrorKind::conflict,
                          "Other pages stand below this one. Move or archive them first.", "state");
    after_.publish_at = after_.expire_at = {};
    after_.schedule_error.clear();
    after_.trashed_at = wanted_state_ == PageState::trashed ? change_.now() : base::Timestamp{};
    // What was approved does not come back with the page: it is judged anew.
    move_versions(change_, before_.id, {PageState::approved, PageState::expired, PageState::in_review},
                  PageState::archived, action_);
    return {};
  }

  const Call& call_;
  Change& change_;
  ContentPage before_, after_;
  PageVersion newest_;
  PageState wanted_state_ = PageState::draft;
  std::string action_ = "change";
  std::int64_t restored_from_ = 0;
  bool wrote_ = false, moved_ = false, new_version_ = false;
};

}  // namespace

Result<ContentPage> insert_page(Change& change, ContentPage page, bool position_given,
                                std::string_view action) {
  Database& database = change.database();
  if (page.slug.empty())
    page.slug = free_slug(database, slug_of(page.title.in("de")));
  else if (const auto done = check_slug(database, page); !done)
    return done.error();
  if (const auto done = check_place(change, page); !done) return done.error();
  if (const auto done = check_times(page); !done) return done.error();
  auto text = stored_content({}, page);
  if (!text) return text.error();
  page.content.text = std::move(*text);
  if (!position_given) page.position = behind_siblings(database, page);
  page.id = change.make_id("pag_");
  page.updated_by = change.actor().id;
  page.updated_by_name = change.actor().name;
  PageVersion first = version_of(change, page, 1);
  page.version = first.number;
  page.version_id = first.id;
  change.insert(page, action);
  change.insert(first, action);
  if (position_given) keep_siblings_apart(change, page);
  const auto made = change.find<ContentPage>(page.id);
  if (!made) return no_such_thing("page");
  return *made;
}

Done patch_page(Change& change, const ContentPage& before, std::string body, bool new_version) {
  Call call;
  call.request.body = std::move(body);
  const auto answer = PagePatch(call, change, before, new_version).run();
  return answer ? Done() : Done(answer.error());
}

Result<Answer> list_pages(const Reading& reading) {
  return read_page<ContentPage>(reading);
}

Result<Answer> get_page(const Reading& reading) {
  auto page = visible<ContentPage>(reading.call, reading.database, reading.call.id());
  if (!page) return page.error();
  return answer_with_content(reading.database, std::move(*page));
}

Result<WritePlan> create_page(const WriteCall& call) {
  auto page = contract::decode_new<ContentPage>(call->request.body);
  if (!page) return page.error();
  if (page->state != PageState::draft)
    return base::fail(ErrorKind::invalid, "A new page is a draft.", "state");
  // Read before the writer's turn comes: what is malformed costs nobody else time.
  if (const auto document = content::decode_document(page->content.text); !document) return document.error();
  const bool position_given = has_member(call->request.body, "position");
  return WritePlan([page = *page, position_given](Change& change) -> Result<Answer> {
    const auto made = insert_page(change, page, position_given);
    if (!made) return made.error();
    Answer answer = answer_with_content(change.database(), *made, 201);
    answer.location = "/v1/pages/" + made->id;
    return answer;
  });
}

Result<WritePlan> change_page(const WriteCall& call) {
  return WritePlan([call](Change& change) -> Result<Answer> {
    const auto before = to_change<ContentPage>(*call, change, call->id());
    if (!before) return before.error();
    return PagePatch(*call, change, *before).run();
  });
}

Result<Answer> list_page_versions(const Reading& reading) {
  const auto page = visible<ContentPage>(reading.call, reading.database, reading.call.id());
  if (!page) return page.error();
  // A hundred versions of a long page are megabytes; who shows or compares one asks for it.
  return read_page<PageVersion>(reading, {{"page_id", {page->id}}},
                                [](PageVersion& version) { version.content = {}; });
}

Result<Answer> get_page_version(const Reading& reading) {
  const auto version = visible<PageVersion>(reading.call, reading.database, reading.call.id("version_id"));
  if (!version || version->page_id != reading.call.id()) return no_such_thing("page_version");
  return answer_with(*version);
}

}  // namespace stadtpult::platform
