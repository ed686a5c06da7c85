#pragma once
// The catalogue: category tree, table of mini-apps, detail. Draws the view and hands back what the person
// did. Frame thread only. The parts are drawn in catalogue_tree_ui.cpp, catalogue_table_ui.cpp,
// catalogue_filter_ui.cpp, catalogue_bulk_ui.cpp, catalogue_dialogs_ui.cpp and catalogue_import_ui.cpp,
// catalogue_commands_ui.cpp answers the shell; the detail is a class of its own.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "panels/catalogue/catalogue_changes.hpp"
#include "panels/catalogue/catalogue_form.hpp"
#include "panels/catalogue/catalogue_import.hpp"
#include "panels/catalogue/catalogue_layout_ui.hpp"
#include "panels/catalogue/catalogue_view.hpp"
#include "panels/catalogue/detail_ui.hpp"
#include "panels/kit/kit.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

class CataloguePanel final : public Panel {
 public:
  CataloguePanel();
  [[nodiscard]] std::string_view id() const override { return "catalogue"; }
  Intents draw(const World& world) override;
  void open(const Go& go, const World& world) override;
  void receive(IncomingFile file) override;
  void restore(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world) const override;
  void run(std::string_view command, const World& world) override;
  [[nodiscard]] std::vector<Findable> find(std::string_view folded_words, const World& world,
                                           int most) const override;
  [[nodiscard]] int badge(const World& world) const override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World& world) const override;

  /// For tests and benchmarks: what is shown now, and the search as if it were typed.
  [[nodiscard]] const catalogue::View& view() const { return view_; }
  [[nodiscard]] const kit::TableState& table_state() const { return table_; }
  [[nodiscard]] const std::string& open_miniapp() const { return open_id_; }
  void set_filter(const catalogue::Filter& filter) { change_filter(filter); }

 private:
  // catalogue_ui.cpp
  void refresh(const World& world) const;
  void refresh_keeping_cursor(const World& world);
  void handle_keys(const World& world);
  void draw_panes(const World& world, kit::Rect sheet);
  void draw_detail(const World& world, const kit::Rect& rect, bool as_sheet);
  void show(const std::string& miniapp_id);
  void keep_what_changed();
  void add(Intents intents);
  /// Opens a popover below the last widget. Its id counts from the panel, not from the pane that asks.
  void ask_popover(const char* id);

  // catalogue_tree_ui.cpp
  void draw_tree_pane(const World& world, const kit::Rect& rect);
  void draw_tree_head(const World& world, const kit::Rect& rect);
  void draw_tree(const World& world);
  bool draw_tree_life(const World& world);
  void draw_tree_foot(const World& world, const kit::Rect& rect);
  void draw_category_menu(const World& world);
  void make_tree_items();
  void nudge_category(int step);
  void move_to_top(const catalogue::TreeEntry& category);
  [[nodiscard]] const catalogue::TreeEntry* chosen_category() const;

  // catalogue_table_ui.cpp
  void draw_table_pane(const World& world, kit::Rect rect);
  void draw_toolbar(const World& world, const kit::Rect& rect);
  void draw_narrow_toolbar(const World& world, const kit::Rect& rect);
  void draw_tabs();
  void draw_tab_menu();
  void draw_menus(const World& world);
  void draw_handin_button(const World& world, bool short_label);
  bool draw_life(const World& world, kit::Rect& rect);
  void draw_table(const World& world, const kit::Rect& rect);
  void draw_row(const World& world, kit::TableRow& row);
  void draw_phone_row(kit::TableRow& row);
  void draw_empty(const World& world, const kit::Rect& rect);
  [[nodiscard]] std::vector<kit::Column> columns(float width) const;

  // catalogue_filter_ui.cpp
  void draw_search(float logical_width);
  void draw_chips();
  void draw_filter_popovers();
  void draw_filter_dialog();
  void filter_body(catalogue::FilterField field);
  void category_choices();
  void organisation_choices();
  void draw_views();
  void change_filter(catalogue::Filter filter);
  void save_view();
  void apply_view(const catalogue::SavedView& saved);

  // catalogue_bulk_ui.cpp
  void draw_bulk_bar(const World& world, const kit::Rect& rect);
  void start_bulk(catalogue::Bulk action, const World& world);
  void continue_bulk(const World& world);
  void draw_move_dialog();
  [[nodiscard]] const catalogue::Miniapps& selection() const;

  // catalogue_dialogs_ui.cpp
  void open_form(const catalogue::TreeEntry* category, const std::string& parent_id);
  void draw_form(const World& world);
  void draw_icon_grid();
  void save_form();
  [[nodiscard]] double last_position(const std::optional<std::string>& parent_id) const;
  void open_archive(const catalogue::TreeEntry& category);
  void draw_archive();
  void draw_import(const World& world);
  void take_import_answer(const World& world);
  void draw_import_report();
  void draw_parent_choice(const catalogue::TreeEntry* changed);
  void keep_form(bool forget);
  /// Choices of a category, as paths in the citizens' order; returns whether `current` changed.
  bool category_combobox(const char* id, const char* label, std::string& category_id,
                         std::string_view without);

  mutable catalogue::View
      view_;  // brought up to date on demand: find() and badge() may be asked before draw()
  mutable catalogue::Miniapps selection_;
  mutable std::uint64_t selection_version_ = 0;
  mutable std::size_t selection_size_ = 0;

  kit::Breakpoint breakpoint_ = kit::Breakpoint::wide;
  kit::TreeState tree_;
  kit::TableState table_;
  std::vector<kit::TreeItem> tree_items_;
  std::string all_label_;
  std::uint64_t tree_items_version_ = 0;
  bool tree_dragging_ = false;
  float tree_width_ = kit::size::kTreePane, detail_width_ = kit::size::kDetailPane;
  std::string open_id_;
  std::uint64_t scroll_to_ = 0;
  const char* asked_popover_ = nullptr;
  kit::Rect asked_at_;
  bool focus_search_ = false, filter_dialog_ = false;
  bool selecting_ = false;               ///< on a phone's width: boxes to check are shown
  std::optional<kit::Rect> open_field_;  ///< where the popover of opened_field_ is to appear
  catalogue::FilterField opened_field_ = catalogue::FilterField::category;
  std::string organisation_search_;
  std::vector<catalogue::SavedView> views_;
  std::string view_name_;
  bool layout_dirty_ = false, filter_dirty_ = false, tree_dirty_ = false;

  catalogue::CategoryForm form_;
  std::map<std::string, std::string> form_drafts_;  ///< what was typed and not saved, by draft key
  bool focus_name_ = false;
  struct {
    bool open = false;
    std::string id, target;
  } archive_;
  struct {
    bool open = false;
    std::string target;
  } move_;
  struct {
    bool waiting = false;
    catalogue::Bulk action = catalogue::Bulk::submit;
    std::vector<std::string> ids;
    std::set<std::string> asked;
  } bulk_;
  catalogue::ImportForm import_;
  bool import_sent_ = false;
  std::string import_seen_;  ///< id of the answer that was shown last
  std::optional<contract::ImportReport> import_report_;
  kit::TableState import_rows_;

  DetailPane detail_;
  Intents out_;
};

}  // namespace stadtpult::panels
