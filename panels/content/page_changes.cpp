#include "panels/content/page_changes.hpp"

#include <algorithm>

#include "panels/content/page_words.hpp"
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

void give_categories(form::Field& field, const PageIndex& index, const World& world) {
  for (const auto& entry : index.categories())
    field.choices.push_back({entry.category->id, entry.category->name.in(world.language), ""});
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
    const auto* category = world.state.categories.find(page.category_id);
    const bool sent = !page.submitted_by.empty() && page.submitted_by == world.principal_id;
    const bool own = sent && (category == nullptr || category->four_eyes);
    offer(Step::approve, own      ? tr("content.why.four_eyes")
                         : errors ? tr("content.why.errors")
                                  : "")
        .primary = true;
    offer(Step::send_back, own ? tr("content.why.four_eyes") : "").asks_reason = true;
    if (sent) offer(Step::withdraw);
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

std::vector<form::Field> new_fields(const PageIndex& index, const World& world) {
  auto all = form::fields_of(contract::type_info<ContentPage>(), "content.page", {"de"}, {}, true);
  std::vector<form::Field> fields;
  for (const char* path : {"title.de", "type", "category_id"})
    if (auto* field = form::find(all, path)) fields.push_back(std::move(*field));
  for (auto& field : fields) {
    if (field.path == "title.de") field.label = tr("content.field.page_title");
    if (field.path == "type") {
      field.label = tr("content.new_type");
      for (auto& choice : field.choices)
        if (const auto type = contract::enum_from<contract::PageType>(choice.value))
          choice.label = type_word(*type);
    }
    if (field.path == "category_id") give_categories(field, index, world);
  }
  // Without its choices it would be a field to type an id in.
  if (index.categories().empty())
    std::erase_if(fields, [](const auto& each) { return each.path == "category_id"; });
  return fields;
}

std::vector<form::Field> property_fields(const ContentPage& page, const PageIndex& index,
                                         const World& world) {
  std::vector<std::string> left_out{"title", "summary",    "position",  "content",
                                    "state", "publish_at", "expire_at", "note"};
  if (page.type != contract::PageType::service) left_out.emplace_back("leika_key");
  auto fields = form::fields_of(contract::type_info<ContentPage>(), "content.page", {}, left_out);
  if (auto* category = form::find(fields, "category_id")) give_categories(*category, index, world);
  if (auto* parent = form::find(fields, "parent_id")) {
    parent->optional = false;  // its empty choice has words of its own
    parent->choices.push_back({"", tr("content.page.top"), ""});
    // What stands below it cannot stand above it.
    const auto& pages = world.state.pages.items();
    int below = -1;
    for (const auto& row : index.order()) {
      const auto& each = pages[row.page];
      if (below >= 0 && row.depth > below) continue;
      below = each.id == page.id ? row.depth : -1;
      if (below >= 0 || each.category_id != page.category_id || shelf_of(each.state) == Shelf::away) continue;
      parent->choices.push_back({each.id, each.title.in(world.language), ""});
    }
  }
  return fields;
}

namespace {

/// With the way back.
Change changed(const ContentPage& before, const ContentPage& after, const char* title, const World& world) {
  auto change = patch_of(Operation::change_page, before, after, title, name_of(before, world));
  // In another category a page comes last and at the top: the way back names both.
  ContentPage moved = after;
  if (after.category_id != before.category_id) {
    moved.parent_id.reset();
    moved.position = before.position - 1;
  }
  auto back = std::make_shared<Change>(
      patch_of(Operation::change_page, moved, before, title, name_of(before, world)));
  back->if_match.clear();
  change.undo = std::move(back);
  return change;
}

}  // namespace

Change properties_of(const ContentPage& before, const ContentPage& after, const World& world) {
  return changed(before, after, tr("content.done.properties"), world);
}

Change checked_of(const ContentPage& page, const World& world) {
  ContentPage after = page;
  after.checked_at = world.now;
  after.check_due_at = {world.now.ms + 365 * base::kDayMs};
  return changed(page, after, tr("content.done.checked"), world);
}

std::optional<Change> move_of(const ContentPage& page, bool up, const World& world) {
  std::vector<const ContentPage*> siblings;
  for (const auto& each : world.state.pages.items())
    if (each.category_id == page.category_id && each.parent_id == page.parent_id &&
        shelf_of(each.state) != Shelf::away)
      siblings.push_back(&each);
  std::stable_sort(siblings.begin(), siblings.end(),
                   [](const auto* a, const auto* b) { return a->position < b->position; });
  if (!up) std::reverse(siblings.begin(), siblings.end());
  const auto at =
      std::find_if(siblings.begin(), siblings.end(), [&](const auto* each) { return each->id == page.id; });
  if (at == siblings.end() || at == siblings.begin()) return std::nullopt;
  const double near = (*std::prev(at))->position;
  const double far = std::prev(at) == siblings.begin() ? near + (up ? -1 : 1) : (*std::prev(at, 2))->position;
  ContentPage after = page;
  after.position = (near + far) / 2;
  return changed(page, after, tr("content.done.move"), world);
}

Change create_of(const ContentPage& page, std::string draft_key) {
  Change change;
  change.operation = Operation::create_page;
  change.body = contract::encode_new(page);
  change.title = tr("content.done.create");
  change.detail = page.title.in("de");
  change.draft_key = std::move(draft_key);
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

}  // namespace stadtpult::panels::pages
