#include "panels/content/page_changes.hpp"

#include <cstdio>
#include <ctime>

#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::pages {

using contract::ContentPage;
using contract::Operation;
using contract::PageState;
using kit::tr;

namespace {

struct StepRow {
  Step step;
  const char* name;  ///< of its texts
  const char* icon;
  PageState to;
};
constexpr StepRow kSteps[] = {
    {Step::submit, "submit", "send", PageState::in_review},
    {Step::approve, "approve", "task_alt", PageState::approved},
    {Step::send_back, "send_back", "undo", PageState::changes_requested},
    {Step::withdraw, "withdraw", "undo", PageState::draft},
    {Step::plan, "plan", "schedule_send", PageState::scheduled},
    {Step::archive, "archive", "archive", PageState::archived},
    {Step::trash, "trash", "delete_outline", PageState::trashed},
    {Step::restore, "restore", "restore", PageState::draft},
};

const StepRow& row_of(Step step) {
  return kSteps[static_cast<std::size_t>(step)];
}

std::string name_of(const ContentPage& page, const World& world) {
  return page.title.in(world.language);
}

}  // namespace

bool may_write(const World& world) {
  return contract::may(world.role, Operation::create_page);
}

std::vector<StepOffer> steps_of(const ContentPage& page, const World& world, bool errors) {
  std::vector<StepOffer> offers;
  const auto offer = [&](Step step, std::string because = {}) -> StepOffer& {
    const auto& row = row_of(step);
    StepOffer& made = offers.emplace_back();
    made.step = step;
    made.label = kit::tr_or(std::string("content.step.") + row.name, "");
    made.icon = row.icon;
    made.disabled_because = std::move(because);
    return made;
  };
  const bool writes = may_write(world);
  const bool changes = contract::may(world.role, Operation::change_page);
  if (!changes) return offers;
  const auto away = page.state == PageState::archived || page.state == PageState::trashed;
  if (away) {
    if (writes) offer(Step::restore).primary = true;
    if (writes && page.state == PageState::archived) offer(Step::trash);
    return offers;
  }
  if (page.state == PageState::in_review) {
    const bool own = !page.submitted_by.empty() && page.submitted_by == world.principal_id;
    offer(Step::approve, own      ? tr("content.why.four_eyes")
                         : errors ? tr("content.why.errors")
                                  : "")
        .primary = true;
    offer(Step::send_back, own ? tr("content.why.four_eyes") : "").asks_reason = true;
    if (own) offer(Step::withdraw);
  } else if (writes && (page.state == PageState::draft || page.state == PageState::changes_requested)) {
    offer(Step::submit, errors ? tr("content.why.errors") : "").primary = true;
  }
  if (!writes) return offers;
  offer(Step::plan);
  if (page.live_version == 0) offer(Step::trash);
  offer(Step::archive);
  return offers;
}

Change step_of(const ContentPage& page, Step step, const std::string& reason, const World& world) {
  const auto& row = row_of(step);
  ContentPage after = page;
  after.state = row.to;
  if (!reason.empty()) after.note = reason;
  auto change = patch_of(Operation::change_page, page, after,
                         kit::tr_or(std::string("content.done.") + row.name, ""), name_of(page, world));
  const bool puts_away = step == Step::archive || step == Step::trash;
  if (puts_away && page.state == PageState::draft) {
    auto back = std::make_shared<Change>(
        patch_of(Operation::change_page, after, page, tr("content.done.restore"), name_of(page, world)));
    back->if_match.clear();
    change.undo = std::move(back);
  }
  return change;
}

Change plan_of(const ContentPage& page, base::Timestamp publish_at, base::Timestamp expire_at,
               const World& world) {
  ContentPage after = page;
  after.publish_at = publish_at;
  after.expire_at = expire_at;
  return patch_of(Operation::change_page, page, after, tr("content.done.plan"), name_of(page, world));
}

Change restore_of(const ContentPage& page, std::int64_t version, const World& world) {
  auto change = patch_of(Operation::change_page, page, page,
                         tr("content.done.restore_version", {{"n", kit::format_number(version)}}),
                         name_of(page, world));
  change.query = "restore=" + std::to_string(version);
  return change;
}

Change create_of(const ContentPage& page) {
  Change change;
  change.operation = Operation::create_page;
  change.body = contract::encode_new(page);
  change.title = tr("content.done.create");
  change.detail = page.title.in("de");
  change.draft_key = "content.new";
  return change;
}

Change save_of(const Editor& editor, const World& world) {
  Change change;
  change.operation = Operation::change_page;
  change.ids = {editor.page_id()};
  change.body = editor.patch();
  change.before = editor.before();
  change.if_match = contract::etag(editor.page_id(), editor.revision());
  change.title = tr("content.done.save");
  change.detail = editor.text().title.in(world.language);
  change.quiet = true;
  return change;
}

std::optional<base::Timestamp> moment_from(std::string_view words) {
  if (words.empty()) return base::Timestamp{};
  std::tm fields{};
  int read = 0;
  const std::string text(words);
  int parts = std::sscanf(text.c_str(), "%d.%d.%d%n, %d:%d%n", &fields.tm_mday, &fields.tm_mon,
                          &fields.tm_year, &read, &fields.tm_hour, &fields.tm_min, &read);
  if ((parts != 3 && parts != 5) || static_cast<std::size_t>(read) != text.size()) return std::nullopt;
  const std::tm wanted = fields;
  if (wanted.tm_year < 2000 || wanted.tm_year > 2200) return std::nullopt;
  fields.tm_mon -= 1;
  fields.tm_year -= 1900;
  fields.tm_isdst = -1;
  const std::time_t seconds = std::mktime(&fields);
  // The 31st of February becomes another day: it was no date.
  if (seconds == -1 || fields.tm_mday != wanted.tm_mday || fields.tm_mon != wanted.tm_mon - 1 ||
      fields.tm_hour != wanted.tm_hour || fields.tm_min != wanted.tm_min)
    return std::nullopt;
  return base::Timestamp{static_cast<std::int64_t>(seconds) * 1000};
}

std::string moment_words(base::Timestamp at) {
  if (!at) return {};
  const auto local = kit::local_time(at);
  char out[32];
  std::snprintf(out, sizeof out, "%02d.%02d.%04d, %02d:%02d", local.day, local.month, local.year, local.hour,
                local.minute);
  return out;
}

}  // namespace stadtpult::panels::pages
