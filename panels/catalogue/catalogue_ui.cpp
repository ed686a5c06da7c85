#include "panels/catalogue/catalogue_ui.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "panels/catalogue/catalogue_layout_ui.hpp"
#include "panels/catalogue/catalogue_words.hpp"
#include "panels/kit/fold.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using catalogue::Filter;
using catalogue::Tab;

float number_from(std::string_view text, float otherwise) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && value > 0 ? static_cast<float>(value) : otherwise;
}

std::string rounded(float value) {
  return std::to_string(static_cast<int>(std::lround(value)));
}

}  // namespace

CataloguePanel::CataloguePanel() {
  catalogue::first_layout(table_);
}

void CataloguePanel::refresh(const World& world) const {
  const auto& miniapps = world.state.miniapps;
  const auto& categories = world.state.categories;
  view_.update({.miniapps = miniapps.items(),
                .categories = categories.items(),
                .generation = miniapps.generation + categories.generation},
               world.language, world.now);
}

Intents CataloguePanel::draw(const World& world) {
  refresh_keeping_cursor(world);
  continue_bulk(world);
  take_import_answer(world);
  breakpoint_ = kit::breakpoint(ImGui::GetIO().DisplaySize.x / scale());
  if (!overlay_open()) handle_keys(world);
  draw_panes(world, available());
  if (asked_popover_ != nullptr) open_popover(std::exchange(asked_popover_, nullptr), asked_at_);
  draw_filter_popovers();
  draw_category_menu(world);
  draw_menus(world);
  draw_filter_dialog();
  draw_move_dialog();
  draw_form(world);
  draw_archive();
  draw_import(world);
  draw_import_report();
  add(detail_.draw_dialogs(world));
  keep_what_changed();
  return std::exchange(out_, {});
}

void CataloguePanel::refresh_keeping_cursor(const World& world) {
  const auto at = static_cast<std::size_t>(std::max(0, table_.cursor));
  const std::uint64_t key = at < view_.rows().size() ? view_.key_at(at) : 0;
  const std::uint64_t version = view_.version();
  refresh(world);
  if (key == 0 || view_.version() == version) return;
  // Rows came, went or changed places: the keyboard stays on the same mini-app.
  if (const int now = view_.position_of(key); now >= 0)
    table_.cursor = now;
  else
    table_.cursor = std::min(table_.cursor, std::max(0, static_cast<int>(view_.rows().size()) - 1));
}

void CataloguePanel::ask_popover(const char* id) {
  asked_popover_ = id;
  asked_at_ = last_rect();
}

void CataloguePanel::add(Intents intents) {
  std::move(intents.begin(), intents.end(), std::back_inserter(out_));
}

void CataloguePanel::handle_keys(const World& world) {
  if (take({Key::f}) || take({Key::f, true})) {
    focus_search_ = true;
    filter_dialog_ = filter_dialog_ || breakpoint_ == Breakpoint::phone;
  }
  const bool may = catalogue::why_no_curating(world.role).empty();
  if (may && chosen_category() != nullptr && take({Key::f2})) open_form(chosen_category(), {});
  if (!table_.checked.empty() && open_id_.empty() && pressed({Key::escape})) table_.checked.clear();
}

void CataloguePanel::draw_panes(const World& world, Rect sheet) {
  const bool wide = breakpoint_ == Breakpoint::wide;
  const bool beside = wide || breakpoint_ == Breakpoint::narrow;
  if (!open_id_.empty() && !beside) return draw_detail(world, sheet, true);
  // The dividers lie over the panes, so they are drawn last, each on a pixel of its own.
  Rect tree, tree_line, detail, detail_line;
  if (wide) {
    tree = sheet.cut_left(px(tree_width_));
    tree_line = sheet.cut_left(px(1));
    draw_tree_pane(world, tree);
  }
  const bool with_detail = !open_id_.empty();
  if (with_detail) {
    detail = sheet.cut_right(px(detail_width_));
    detail_line = sheet.cut_right(px(1));
  }
  draw_table_pane(world, sheet);
  if (with_detail) draw_detail(world, detail, false);
  if (wide)
    layout_dirty_ |= splitter("catalogue.tree.width", tree_width_,
                              {.name = tr("catalogue.tree.width"),
                               .line = tree_line,
                               .min = size::kTreePaneMin,
                               .max = size::kTreePaneMax,
                               .reset = size::kTreePane});
  if (with_detail)
    layout_dirty_ |= splitter("catalogue.detail.width", detail_width_,
                              {.name = tr("catalogue.detail.width"),
                               .line = detail_line,
                               .min = size::kDetailPaneMin,
                               .max = size::kDetailPaneMax,
                               .reset = size::kDetailPane,
                               .inverse = true});
}

void CataloguePanel::draw_detail(const World& world, const Rect& rect, bool as_sheet) {
  bool close = false;
  add(detail_.draw(rect, world, open_id_, as_sheet, close));
  if (!close) return;
  open_id_.clear();
  table_.selected = 0;
}

void CataloguePanel::show(const std::string& miniapp_id) {
  if (open_id_ != miniapp_id)
    out_.emplace_back(Go{.panel = "catalogue", .object_id = miniapp_id, .view = {}});
  open_id_ = miniapp_id;
  table_.selected = catalogue::key_of(miniapp_id);
}

void CataloguePanel::open(const Go& go, const World& world) {
  refresh(world);
  Filter filter = view_.filter();
  constexpr std::string_view kVersion = "version:";
  if (go.view.starts_with(kVersion))
    detail_.show_version(go.object_id, go.view.substr(kVersion.size()));
  else if (!go.view.empty())
    filter.tab = catalogue::filter_from("tab=" + go.view).tab;
  if (view_.category(go.object_id) != nullptr) {
    filter.category_id = go.object_id;
    open_id_.clear();
  } else if (!go.object_id.empty()) {
    open_id_ = go.object_id;
    table_.selected = scroll_to_ = catalogue::key_of(go.object_id);
    // What is asked for must be seen: a filter that hides it steps aside.
    if (view_.find(table_.selected) != nullptr && view_.position_of(table_.selected) < 0) filter = {};
  }
  change_filter(std::move(filter));
}

void CataloguePanel::receive(IncomingFile file) {
  if (file.purpose != "catalogue.import" && DetailPane::accepts(file))
    return detail_.receive(std::move(file));
  const std::string name = file.name;
  if (!import_.take(std::move(file)))
    out_.emplace_back(Notice{.title = tr("catalogue.import.unknown"), .detail = name, .error = true});
}

void CataloguePanel::restore(std::string_view key, std::string_view value) {
  if (key == "catalogue.views") {
    views_ = catalogue::views_from(value);
  } else if (key == "catalogue.filter") {
    view_.set_filter(catalogue::filter_from(value));
  } else if (key == "catalogue.columns") {
    catalogue::read_layout(value, table_);
    view_.set_sort(table_.sort_column, table_.sort_descending);
  } else if (key == "catalogue.tree_width") {
    tree_width_ = std::clamp(number_from(value, tree_width_), size::kTreePaneMin, size::kTreePaneMax);
  } else if (key == "catalogue.detail_width") {
    detail_width_ = std::clamp(number_from(value, detail_width_), size::kDetailPaneMin, size::kDetailPaneMax);
  } else if (key == "catalogue.tree_open") {
    while (!value.empty()) {
      const auto id = value.substr(0, value.find(','));
      tree_.expanded.insert(catalogue::key_of(id));
      value.remove_prefix(std::min(id.size() + 1, value.size()));
    }
  } else if (key.starts_with("draft:catalogue.category.")) {
    form_ = catalogue::form_from(value);
    form_.open = true;
    form_drafts_[form_.draft_key()] = value;
  } else {
    detail_.restore(key, value);
  }
}

void CataloguePanel::keep_what_changed() {
  if (filter_dirty_) out_.emplace_back(Keep{"catalogue.filter", to_text(view_.filter())});
  filter_dirty_ = false;
  if (tree_dirty_) {
    std::string open;
    for (const auto& entry : view_.tree())
      if (tree_.expanded.contains(entry.key)) open += (open.empty() ? "" : ",") + entry.category->id;
    out_.emplace_back(Keep{"catalogue.tree_open", open});
    tree_dirty_ = false;
  }
  if (!layout_dirty_ || ImGui::IsMouseDown(0)) return;  // while a divider is dragged, its end is what counts
  layout_dirty_ = false;
  out_.emplace_back(Keep{"catalogue.columns", catalogue::layout_text(table_)});
  out_.emplace_back(Keep{"catalogue.tree_width", rounded(tree_width_)});
  out_.emplace_back(Keep{"catalogue.detail_width", rounded(detail_width_)});
}

}  // namespace stadtpult::panels
