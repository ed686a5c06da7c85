#include "platform/routes/page_schedule.hpp"

#include <fmt/format.h>

#include <chrono>

#include "api-client/base/log.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/domain/page_life.hpp"
#include "platform/routes/form_answers.hpp"
#include "platform/routes/merchant_clock.hpp"
#include "platform/routes/page_parts.hpp"
#include "platform/routes/publish.hpp"
#include "platform/store/form_files.hpp"
#include "platform/store/live.hpp"
#include "platform/store/page_times.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using contract::Category;
using contract::ContentPage;
using contract::PageState;
using contract::PageVersion;
using contract::Ring;

namespace {

constexpr std::chrono::seconds kAfterError{5};
constexpr std::int64_t kMostAnswers = 200;  // erased in one look; the next one comes at once

/// The category, and the one above it, where somebody does not see it yet.
Done add_category(Change& change, const std::string& id, ReleasePlan& plan) {
  const auto category = change.find<Category>(id);
  if (!category || category->archived)
    return base::conflict("category-archived", "The page's category is archived; nobody would find the page.",
                          "category_id");
  if (category->parent_id)
    if (auto done = add_category(change, *category->parent_id, plan); !done) return done;
  for (const auto ring : reached_by(plan.ring))
    if (!find_live(change.database(), ring, category_key(id)))
      plan.changes.push_back({ring, category_key(id), published(*category)});
  return {};
}

Done go_out(Change& change, const ContentPage& page) {
  using enum PageState;
  if (page.state != approved && page.state != scheduled && page.state != live)
    return base::conflict(
        "page-not-approved",
        fmt::format("The page was not approved at that time; it is {}.", contract::enum_name(page.state)),
        "state", {{"state", contract::enum_name(page.state)}});
  const auto version = change.find<PageVersion>(page.version_id);
  if (!version) return base::fail(ErrorKind::internal, "The page has lost its newest version.");
  const auto category = change.find<Category>(page.category_id);
  if (!category || category->four_eyes)
    if (const auto done = check_four_eyes(page.approved_by, page, *version); !done) return done;
  if (const auto done = check_content(change.database(), *version); !done) return done;
  ReleasePlan plan;
  plan.ring = Ring::everyone;
  plan.note = fmt::format("Zeitplan: {}", page.title.in("de"));
  if (const auto done = add_category(change, page.category_id, plan); !done) return done;
  const auto entry = published(page, *version);
  bool differs = false;
  for (const auto ring : reached_by(plan.ring)) {
    const auto now = find_live(change.database(), ring, entry.key);
    differs = differs || !now || now->payload != entry.payload;
    plan.changes.push_back({ring, entry.key, entry});
  }
  if (differs) {
    const auto release = publish(change, plan);
    if (!release) return release.error();
  }
  // Publishing has cleared the time, but for a page that was out already.
  if (const auto now = change.find<ContentPage>(page.id); now && now->publish_at) {
    ContentPage after = *now;
    after.publish_at = {};
    change.update(*now, after, "follow");
  }
  return {};
}

}  // namespace

Actor schedule_actor() {
  return {"system", "Zeitplan", std::nullopt, ""};
}

Done expire_page(Change& change, const ContentPage& page) {
  ReleasePlan plan;
  plan.note = fmt::format("Zeitplan: {} läuft ab", page.title.in("de"));
  for (const auto& entry : live_of_object(change.database(), page.id)) {
    plan.changes.push_back({entry.ring, entry.key, std::nullopt});
    plan.ring = std::max(plan.ring, entry.ring);
  }
  const auto release = publish(change, plan);
  if (!release) return release.error();
  const auto now = change.find<ContentPage>(page.id);
  if (!now) return {};
  ContentPage after = *now;
  after.expire_at = {};
  // What is being written for the time after it goes on.
  if (page.state == PageState::live) after.state = PageState::expired;
  for (const auto& before : Table<PageVersion>::where(
           change.database(), {{"page_id", {page.id}}, {"state", {std::string("approved")}}})) {
    if (before.number > page.live_version) continue;
    PageVersion over = before;
    over.state = PageState::expired;
    change.update(before, over, "expire");
  }
  change.update(*now, after, "expire");
  return {};
}

namespace {

Done leave_trash(Change& change, const ContentPage& page) {
  change.note("page.delete", "page", page.id, page.title.in("de"),
              {{"trashed_at", "\"" + base::to_rfc3339(page.trashed_at) + "\"", ""}});
  const auto shown = media_on_page(change.database(), page.id);
  delete_page(change.database(), page.id);
  change.tell<ContentPage>(page.id, "deleted");
  change.touch(TableId::page_versions);
  for (const auto& id : shown) change.tell<contract::Media>(id);  // used on a page less
  return {};
}

/// What was due and did not happen stands at the page and in the record; the record is what rules watch. As
/// problem details (RFC 9457): a console says them in its person's language.
void keep_error(Change& change, const std::string& id, const base::Error& error) {
  const auto before = change.find<ContentPage>(id);
  if (!before) return;
  ContentPage after = *before;
  auto problem = contract::problem_from(error, 0, "", "");
  problem.errors.clear();  // the editor finds a page's mistakes itself
  after.schedule_error = contract::encode(problem);
  change.update(*before, after, "schedule_failed");
}

}  // namespace

bool PageSchedule::in_own_transaction(const std::string& page_id, const std::function<Done(Change&)>& act,
                                      const std::string& failed_action) {
  const Done done = store_.write_and_wait([this] { return occasion_(schedule_actor()); },
                                          [&](Change& change) -> Done {
                                            const Done acted = act(change);
                                            if (acted) return {};
                                            // Of the store itself: tried again later.
                                            if (change.database().failure()) return acted;
                                            change.roll_back();
                                            keep_error(change, page_id, acted.error());
                                            return {};
                                          });
  if (!done) base::log::warn("Page {}: {} did not happen: {}", page_id, failed_action, done.error().message);
  return done.ok();
}

bool PageSchedule::erase_answers(const std::vector<std::string>& ids, base::Timestamp now) {
  bool all = true;
  for (const auto& id : ids) {
    const Done done =
        store_.write_and_wait([this] { return occasion_(retention_actor()); },
                              [&](Change& change) -> Done {
                                const auto answer = change.find<contract::FormAnswer>(id);
                                if (!answer || !answer->erase_at || answer->erase_at > now) return {};
                                return erase_form_answer(change, *answer, retention_reason(*answer));
                              });
    if (!done) base::log::error("Answer {} was not erased when it was due: {}", id, done.error().message);
    all = all && done.ok();
  }
  return all;
}

int PageSchedule::run_due() {
  const std::lock_guard one(running_);
  const base::Timestamp now = clock_();
  const auto counter = store_.counter(table_bit(TableId::pages) | table_bit(TableId::form_answers) |
                                      table_bit(TableId::merchants));
  if (counter == seen_ && (next_ms_ == 0 || now.ms < next_ms_)) return 0;
  DuePages due;
  DueAnswers answers;
  const auto looked = store_.read([&](Database& database) {
    due = due_pages(database, now, kTrashMs);
    answers = due_form_answers(database, now.ms, kMostAnswers);
  });
  if (!looked) return 0;
  bool all = erase_answers(answers.ids, now);
  const auto merchants = run_due_merchants(store_, now, occasion_);
  all = all && merchants.all;
  // As the page stands when its turn comes: its time may have been changed a moment ago.
  const auto each = [&](const std::vector<std::string>& ids, const char* what, auto is_due, auto act) {
    for (const auto& id : ids)
      all = in_own_transaction(
                id,
                [&](Change& change) -> Done {
                  const auto page = change.find<ContentPage>(id);
                  if (!page || !is_due(*page)) return {};
                  return act(change, *page);
                },
                what) &&
            all;
  };
  each(
      due.go_out, "going out",
      [&](const ContentPage& page) {
        return page.publish_at && page.publish_at <= now && page.schedule_error.empty();
      },
      go_out);
  each(
      due.expire, "expiring",
      [&](const ContentPage& page) {
        return page.expire_at && page.expire_at <= now && page.live_ring && page.schedule_error.empty();
      },
      expire_page);
  each(
      due.leave_trash, "leaving the trash",
      [&](const ContentPage& page) {
        return page.state == PageState::trashed && now.ms - page.trashed_at.ms >= kTrashMs;
      },
      leave_trash);
  const auto done =
      static_cast<int>(due.go_out.size() + due.expire.size() + due.leave_trash.size() + answers.ids.size()) +
      merchants.acts;
  // Where something was done, the next look sees how things stand then; what failed is tried again by it.
  seen_ = done == 0 ? counter : ~std::uint64_t{0};
  std::int64_t next = 0;
  for (const auto ms : {due.next_ms, answers.next_ms, merchants.next_ms})
    if (ms != 0) next = next == 0 ? ms : std::min(next, ms);
  next_ms_ = all ? next : 0;
  if (!all) ticker_.pause(kAfterError);
  return done;
}

}  // namespace stadtpult::platform
