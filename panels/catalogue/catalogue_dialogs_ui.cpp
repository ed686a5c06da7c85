// Dialogs of the tree: the form of a category, archiving; and the import of a municipal catalogue.
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
    choices.push_back({.label = paths[i], .icon = icon_by_name(entries[i]->category->icon)});
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
  draw_icon_grid();
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
    fresh.position = 0;
    for (const auto& entry : view_.tree())  // behind the last one
      if (entry.category->parent_id == fresh.parent_id)
        fresh.position = std::max(fresh.position, entry.category->position + 1);
    change = catalogue::new_category(fresh);
  } else {
    const contract::Category& before = *changed->category;
    const contract::Category after = form_.result(before);
    form_.open = false;
    if (after == before) return keep_form(true);
    change = catalogue::category_change(
        before, after,
        tr(after.name == before.name ? "catalogue.done.icon_changed" : "catalogue.done.category_renamed"));
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

void CataloguePanel::draw_import(const World& world) {
  if (!import_.open) return;
  Dialog dialog{
      "catalogue.import",
      import_.open,
      {.title = tr("catalogue.import.title"), .body = tr("catalogue.import.body"), .icon = icons::inbox}};
  if (!dialog) return;
  const bool dldb = import_.format == contract::ImportFormat::dldb;
  const auto line = [&](const catalogue::ImportFile& file, const char* what, const char* expected) {
    const bool there = !file.bytes.empty();
    line_item({.icon = there ? icons::check_circle : icons::radio_button_unchecked,
               .icon_color = there ? theme().tone(Tone::ok).text : theme().tx3,
               .words = tr(what),
               .detail = there ? std::string_view(file.name) : std::string_view(expected),
               .height = 44});
  };
  line(import_.services, "catalogue.import.services", dldb ? "services_de.json" : "ozg_leistungen.csv");
  line(import_.topics, "catalogue.import.topics", dldb ? "topic_de.json" : "leika_leistungen.csv");
  gap(8);
  Row row{{.height = 32}};
  if (button("choose", {.label = tr("catalogue.import.choose")}))
    out_.emplace_back(ChooseFile{"catalogue.import"});
  row.right();
  if (button("cancel", {.label = tr("catalogue.cancel")})) import_ = {};
  const std::string why = !import_.ready() ? tr("catalogue.import.missing")
                          : !world.online  ? tr("catalogue.why.needs_line")
                                           : catalogue::why_no_curating(world.role);
  if (button("start",
             {.kind = Button::primary, .label = tr("catalogue.import.start"), .disabled_because = why})) {
    out_.emplace_back(import_.change());
    import_ = {};
  }
}

}  // namespace stadtpult::panels
