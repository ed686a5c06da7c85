// Dialogs of the tree: the form of a category, and archiving.
#include <algorithm>

#include "panels/catalogue/catalogue_ui.hpp"
#include "panels/kit/fold.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using catalogue::CategoryForm;
using catalogue::TreeEntry;

constexpr const char* kLanguageMenu = "catalogue.form.languages";

}  // namespace

bool CataloguePanel::category_combobox(const char* id, const char* label, std::string& category_id,
                                       std::string_view without) {
  std::vector<std::string> paths;
  std::vector<const TreeEntry*> entries;
  for (const auto& entry : view_.tree()) {
    if (entry.category->id == without) continue;
    entries.push_back(&entry);
    paths.push_back(view_.category_path(entry.category->id));
  }
  std::vector<Choice> choices;
  int current = -1;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    choices.push_back({.label = paths[i],
                       .icon = icon_by_name(entries[i]->category->icon),
                       .id = entries[i]->category->id});
    if (entries[i]->category->id == category_id) current = static_cast<int>(i);
  }
  const bool hidden = *label == '\0';
  if (!combobox(id, current, choices,
                {.label = hidden ? tr("catalogue.column.category") : label,
                 .label_hidden = hidden,
                 .placeholder = tr("catalogue.choose_category")}))
    return false;
  category_id = entries[static_cast<std::size_t>(current)]->category->id;
  return true;
}

void CataloguePanel::open_form(const TreeEntry* category, const std::string& parent_id) {
  const CategoryForm fresh = CategoryForm::of(category == nullptr ? nullptr : category->category, parent_id);
  const auto kept = form_drafts_.find(fresh.draft_key());
  form_ = kept == form_drafts_.end() ? fresh : catalogue::form_from(kept->second);
  form_.open = true;
  focus_name_ = true;
}

void CataloguePanel::draw_form(const World& world) {
  if (!form_.open) return;
  const TreeEntry* changed = view_.category(form_.id);
  if (!form_.id.empty() && changed == nullptr) form_.open = false;  // somebody archived it meanwhile
  const std::string title = changed == nullptr ? std::string(tr("catalogue.form.new"))
                                               : tr("catalogue.form.change", {{"name", changed->label}});
  Dialog dialog{
      "catalogue.form", form_.open, {.title = title, .icon = icon_by_name(form_.icon), .width = 560}};
  if (!dialog) return;
  const std::string before = catalogue::to_text(form_);
  if (form_.restored) note(tr("catalogue.form.restored"), icons::restore, Tone::info);
  bool submitted = false;
  for (std::size_t i = 0; i < form_.names.size(); ++i) {
    const IdScope scope{i + 1};
    auto& [tag, words] = form_.names[i];
    const std::string label = tr("catalogue.form.name_in", {{"language", catalogue::language_name(tag)}});
    const std::string error = form_.checked ? catalogue::name_error(form_, i) : std::string();
    const auto event = text_field("name", words,
                                  {.label = label,
                                   .error = error,
                                   .max_length = catalogue::kNameLength,
                                   .required = tag == "de",
                                   .focus_now = i == 0 && std::exchange(focus_name_, false)});
    submitted = submitted || event.submitted;
    if (event.left && !catalogue::name_error(form_, i).empty() && !words.empty()) form_.checked = true;
  }
  if (const auto more = catalogue::further_languages(form_); !more.empty()) {
    if (button("language", {.kind = Button::ghost,
                            .label = tr("catalogue.form.language"),
                            .icon = icons::translate,
                            .menu = true,
                            .small = true}))
      open_popover(kLanguageMenu);
    Menu menu{kLanguageMenu, tr("catalogue.form.language"), 220};
    if (menu)
      for (const auto& [tag, words] : more)
        if (menu.item(tag.c_str(), {.label = words})) form_.names.emplace_back(tag, "");
  }
  draw_parent_choice(changed);
  draw_icon_grid();
  dialog_foot();
  gap(8);
  {
    Row row{{.height = 32}};
    row.right();
    if (button("cancel", {.label = tr("catalogue.cancel")})) {
      form_.open = false;
      keep_form(true);
    }
    const std::string why = catalogue::why_no_curating(world.role);
    if (button("save", {.kind = Button::primary,
                        .label = tr(form_.id.empty() ? "catalogue.form.create" : "catalogue.form.save"),
                        .disabled_because = why}) ||
        (submitted && why.empty()))
      save_form();
  }
  if (form_.open && catalogue::to_text(form_) != before) keep_form(false);
}

void CataloguePanel::keep_form(bool forget) {
  const std::string key = form_.draft_key(), text = forget ? std::string() : catalogue::to_text(form_);
  if (forget)
    form_drafts_.erase(key);
  else
    form_drafts_[key] = text;
  out_.emplace_back(KeepDraft{key, text});
}

void CataloguePanel::draw_parent_choice(const TreeEntry* changed) {
  std::vector<Choice> choices = {{.label = tr("catalogue.form.top")}};
  std::vector<std::string> ids = {""};
  int current = 0;
  for (const auto& entry : view_.tree()) {
    if (entry.depth > 0 || &entry == changed) continue;
    if (entry.category->id == form_.parent_id) current = static_cast<int>(ids.size());
    ids.push_back(entry.category->id);
    choices.push_back({.label = entry.label, .icon = icon_by_name(entry.category->icon)});
  }
  const bool has_children = changed != nullptr && changed->children > 0;
  if (combobox("parent", current, choices,
               {.label = tr("catalogue.form.parent"),
                .disabled_because = has_children ? tr("catalogue.why.two_levels") : ""}))
    form_.parent_id = ids[static_cast<std::size_t>(current)];
}

void CataloguePanel::draw_icon_grid() {
  search_box("icon.search", form_.icon_search,
             {.placeholder = tr("catalogue.form.icon_search"), .name = tr("catalogue.form.icon_search")});
  const Rect box = place({available_width(), px(148)});
  const Pane pane{"icons",
                  {.rect = box,
                   .name = tr("catalogue.form.icon"),
                   .surface = Surface::inset,
                   .padding = 8,
                   .gap = 4,
                   .is_f6_stop = false}};
  const std::string wanted = folded(form_.icon_search);
  std::vector<const IconName*> found;
  for (const auto& each : all_icons()) {
    const std::string words = folded(tr_or("catalogue.icon." + std::string(each.name), ""));
    if (each.name.find(wanted) != std::string_view::npos || words.find(wanted) != std::string::npos)
      found.push_back(&each);
  }
  if (found.empty()) return meta(tr("catalogue.form.no_icon"));
  const auto columns = static_cast<std::size_t>(std::max(1.0F, available_width() / px(36)));
  for (std::size_t at = 0; at < found.size(); at += columns) {
    const Row row{{.height = 32, .gap = 4}};
    for (std::size_t i = at; i < std::min(at + columns, found.size()); ++i) {
      const IdScope scope{i + 1};
      std::string name(found[i]->name);
      if (const char* words = tr_or("catalogue.icon." + name, ""); *words != '\0') name = words;
      if (icon_button("icon",
                      {.icon = found[i]->utf8, .name = name, .selected = found[i]->name == form_.icon}))
        form_.icon = found[i]->name;
    }
  }
}

double CataloguePanel::last_position(const std::optional<std::string>& parent_id) const {
  double position = 0;
  for (const auto& entry : view_.tree())
    if (entry.category->parent_id == parent_id) position = std::max(position, entry.category->position + 1);
  return position;
}

void CataloguePanel::save_form() {
  form_.checked = true;
  if (!catalogue::is_valid(form_)) {
    focus_name_ = true;
    return;
  }
  const TreeEntry* changed = view_.category(form_.id);
  Change change;
  if (changed == nullptr) {
    contract::Category fresh = form_.result({});
    fresh.position = last_position(fresh.parent_id);
    change = catalogue::new_category(fresh);
  } else {
    const contract::Category& before = *changed->category;
    contract::Category after = form_.result(before);
    if (after.parent_id != before.parent_id) after.position = last_position(after.parent_id);
    form_.open = false;
    if (after == before) return keep_form(true);
    change =
        catalogue::category_change(before, after,
                                   tr(after.name != before.name ? "catalogue.done.category_renamed"
                                      : after.parent_id != before.parent_id ? "catalogue.done.category_moved"
                                                                            : "catalogue.done.icon_changed"));
  }
  change.draft_key = form_.draft_key();
  form_drafts_.erase(change.draft_key);
  out_.emplace_back(std::move(change));
  form_.open = false;
}

void CataloguePanel::open_archive(const TreeEntry& category) {
  archive_ = {.open = true, .id = category.category->id, .target = {}};
}

void CataloguePanel::draw_archive() {
  if (!archive_.open) return;
  const TreeEntry* category = view_.category(archive_.id);
  if (category == nullptr) {
    archive_.open = false;
    return;
  }
  const std::string title = tr("catalogue.archive.title", {{"name", category->label}});
  Dialog dialog{"catalogue.archive", archive_.open, {.title = title, .icon = icons::archive}};
  if (!dialog) return;
  const bool empty = category->own_count == 0;
  paragraph(empty ? std::string(tr("catalogue.archive.empty"))
                  : tr_n("catalogue.archive.full", category->own_count));
  if (!empty) {
    category_combobox("target", tr("catalogue.archive.target"), archive_.target, archive_.id);
    if (category->own_count > catalogue::kMovesTakenBack)
      note(tr("catalogue.archive.no_way_back"), icons::info_outline, Tone::warn);
  }
  gap(8);
  Row row{{.height = 32}};
  row.right();
  if (button("cancel", {.label = tr("catalogue.cancel")})) archive_.open = false;
  const bool ready = empty || view_.category(archive_.target) != nullptr;
  const std::string label = empty ? std::string(tr("catalogue.archive.action"))
                                  : tr_n("catalogue.archive.move_action", category->own_count);
  if (button("archive", {.kind = Button::primary,
                         .label = label,
                         .disabled_because = ready ? "" : tr("catalogue.move.choose")})) {
    add(catalogue::archive_category(view_, *category->category, archive_.target));
    archive_.open = false;
    catalogue::Filter filter = view_.filter();
    if (filter.category_id == archive_.id) filter.category_id = empty ? "" : archive_.target;
    change_filter(std::move(filter));
  }
}

}  // namespace stadtpult::panels
