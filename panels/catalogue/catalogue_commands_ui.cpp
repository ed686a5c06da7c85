// The catalogue in the palette, on the status bar and in the navigation.
#include <algorithm>

#include "panels/catalogue/catalogue_ui.hpp"
#include "panels/catalogue/catalogue_words.hpp"
#include "panels/kit/fold.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using catalogue::Bulk;
using catalogue::Tab;
using catalogue::TreeEntry;

PanelCommand row(const char* id, const char* icon_name, const char* keys, std::string disabled_because = {}) {
  return {.id = std::string("catalogue.") + id,
          .title = tr_or(std::string("catalogue.command.") + id, id),
          .icon = icon_name,
          .keys = keys,
          .disabled_because = std::move(disabled_because)};
}

constexpr const char* kTabCommands[catalogue::kTabCount] = {"tab_all", "tab_to_review", "tab_live",
                                                            "tab_drafts", "tab_suspended"};

}  // namespace

std::vector<PanelCommand> CataloguePanel::commands(const World& world) const {
  refresh(world);
  const std::string why = catalogue::why_no_curating(world.role);
  const std::string chosen = !why.empty()                   ? why
                             : chosen_category() == nullptr ? tr("catalogue.tree.choose_first")
                                                            : "";
  const bool author = contract::may(world.role, contract::Operation::create_miniapp);
  std::vector<PanelCommand> out = {
      row("handin", "add", "", author ? "" : tr("catalogue.why.not_author")),
      row("search", "search", "F"),
      row("reset_filter", "filter_list", ""),
      row("new_category", "add", "", why),
      row("rename_category", "edit", "F2", chosen),
      row("category_up", "arrow_upward", "Alt+Up", chosen),
      row("category_down", "arrow_downward", "Alt+Down", chosen),
      row("archive_category", "archive", "",
          chosen.empty() && chosen_category()->children > 0 ? tr("catalogue.why.has_children") : chosen),
  };
  for (const char* tab : kTabCommands) out.push_back(row(tab, "list_alt", ""));
  out.push_back(row("bulk_move", "category", "", catalogue::why_not(Bulk::move, selection(), world)));
  out.push_back(row("bulk_submit", "inbox", "", catalogue::why_not(Bulk::submit, selection(), world)));
  out.push_back(
      row("bulk_suspend", "pause_circle", "", catalogue::why_not(Bulk::suspend, selection(), world)));
  out.back().needs_line = true;
  out.push_back(row("bulk_csv", "content_copy", "", catalogue::why_not(Bulk::copy_csv, selection(), world)));
  auto on_detail = detail_.commands(world, open_id_);
  std::move(on_detail.begin(), on_detail.end(), std::back_inserter(out));
  return out;
}

void CataloguePanel::run(std::string_view command, const World& world) {
  refresh(world);
  if (!command.starts_with("catalogue.")) return detail_.run(command, world);
  const auto all = commands(world);
  const auto known =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == command; });
  if (known == all.end() || !known->disabled_because.empty()) return;
  command.remove_prefix(std::string_view("catalogue.").size());
  if (command == "handin") detail_.open_handin(world, view_.filter().category_id);
  if (command == "search") {
    focus_search_ = true;
    filter_dialog_ = breakpoint_ == Breakpoint::phone;
  }
  if (command == "reset_filter") change_filter({});
  if (command == "new_category") open_form(nullptr, {});
  if (command == "rename_category") open_form(chosen_category(), {});
  if (command == "category_up") nudge_category(-1);
  if (command == "category_down") nudge_category(1);
  if (command == "archive_category") open_archive(*chosen_category());
  if (command == "bulk_move") start_bulk(Bulk::move, world);
  if (command == "bulk_submit") start_bulk(Bulk::submit, world);
  if (command == "bulk_suspend") start_bulk(Bulk::suspend, world);
  if (command == "bulk_csv") start_bulk(Bulk::copy_csv, world);
  for (int tab = 0; tab < catalogue::kTabCount; ++tab) {
    if (command != kTabCommands[tab]) continue;
    auto filter = view_.filter();
    filter.tab = static_cast<Tab>(tab);
    change_filter(std::move(filter));
  }
}

std::vector<Findable> CataloguePanel::find(std::string_view folded_words, const World& world,
                                           int most) const {
  refresh(world);
  std::vector<Findable> out;
  for (const auto& entry : view_.tree()) {
    if (static_cast<int>(out.size()) >= most) break;
    if (folded(entry.label).find(folded_words) == std::string::npos) continue;
    out.push_back({.panel = "catalogue",
                   .object_id = entry.category->id,
                   .title = entry.label,
                   .kind = tr_n("catalogue.kind_category", entry.count),
                   .icon = entry.category->icon});
  }
  for (const std::uint32_t found : view_.find_words(folded_words, most)) {
    const auto& miniapp = view_.data().miniapps[found];
    out.push_back({.panel = "catalogue",
                   .object_id = miniapp.id,
                   .title = miniapp.name.in(world.language),
                   .kind = tr("catalogue.kind_miniapp", {{"state", catalogue::state_text(miniapp.state)}}),
                   .icon = miniapp.icon});
  }
  // Those that begin with the words come first.
  std::stable_sort(out.begin(), out.end(), [&](const Findable& a, const Findable& b) {
    return folded(a.title).starts_with(folded_words) > folded(b.title).starts_with(folded_words);
  });
  if (static_cast<int>(out.size()) > most) out.resize(static_cast<std::size_t>(most));
  return out;
}

int CataloguePanel::badge(const World& world) const {
  refresh(world);
  switch (world.role) {
    case contract::Role::project_lead:
    case contract::Role::reviewer:
      return view_.to_review();
    case contract::Role::editor:
    case contract::Role::merchant:
      return view_.returned();
    case contract::Role::security_analyst:
    case contract::Role::privacy_officer:
      return 0;
  }
  return 0;
}

std::vector<std::pair<std::string, std::string>> CataloguePanel::hints(const World& world) const {
  std::vector<std::pair<std::string, std::string>> out = {{"F", tr("catalogue.hint.filter")}};
  if (breakpoint_ == Breakpoint::wide && catalogue::why_no_curating(world.role).empty())
    out.emplace_back("Alt+↑↓", tr("catalogue.hint.move"));
  if (!open_id_.empty() && contract::may(world.role, contract::Operation::change_review))
    out.emplace_back("Ctrl+Enter", tr("catalogue.hint.approve"));
  return out;
}

}  // namespace stadtpult::panels
