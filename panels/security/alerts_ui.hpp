#pragma once
// The part "Alarme" of the panel: strip, query, table, and changes of many alerts at once. Frame thread.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "panels/kit/inputs.hpp"
#include "panels/kit/strip.hpp"
#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/security/alert_list.hpp"
#include "panels/security/alert_queries.hpp"

namespace stadtpult::panels {

class AlertsPart {
 public:
  /// Takes in what changed, at most ten times a second.
  void refresh(const World& world);
  /// Range, pause: the right half of the panel's first line.
  void controls(float room, Intents& intents);
  void draw(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& intents);
  /// Menus, which lie over everything; after draw().
  void draw_menus(const World& world, Intents& intents);
  /// What the key S does.
  void stop_by_key(const World& world, const client::AlertRow& alert, Intents& intents);
  /// Single letters; after everything else had its chance.
  void keys(const World& world, Intents& intents);

  /// Opens an alert and brings it into view.
  void show(std::string_view alert_id);
  /// Asks this ("regel:…"), instead of what was asked before.
  void ask(const World& world, std::string_view query, Intents& intents);
  void restore(std::string_view key, std::string_view value);
  [[nodiscard]] const std::string& open_id() const { return open_id_; }
  /// The open alert; nullptr where none is.
  [[nodiscard]] const client::AlertRow* open_row(const World& world) const;
  [[nodiscard]] const security::AlertList& list() const { return list_; }
  [[nodiscard]] bool paused() const { return paused_; }
  void pause(bool on) { paused_ = on; }
  void focus_query() { focus_query_ = true; }
  void close() {
    open_id_.clear();
    table_.selected = 0;
  }

 private:
  void follow(const World& world);
  void open(const World& world, std::uint32_t row);
  void strip(const World& world, Intents& intents);
  void query(const World& world, Intents& intents);
  void read_query(const World& world);
  void set_time(const World& world, std::optional<std::pair<base::Timestamp, base::Timestamp>> span);
  void table(const World& world, const kit::Rect& rect, const ListDetail::Places& places, ListDetail& panes);
  void row(const World& world, kit::TableRow& row);
  void bulk_bar(const World& world, const kit::Rect& rect, Intents& intents);
  void jobs(const World& world, Intents& intents);
  void context_menu(const World& world, Intents& intents);
  void change_checked(const World& world, int act, Intents& intents);
  void change_all(const World& world, int act, Intents& intents);
  void keep_query(Intents& intents);
  void keep_in_place(const World& world);

  bool make_visible_ = false;  ///< the open alert was asked for from elsewhere
  std::string stopping_;       ///< what the key S was pressed for last
  base::Timestamp stopping_since_;
  security::AlertList list_;
  security::SavedQueries saved_;
  kit::QueryState query_;
  kit::TableState table_;
  kit::StripSelection brush_;
  std::optional<std::pair<base::Timestamp, base::Timestamp>> time_;  ///< the stretch of the query
  int range_ = 1;
  bool read_ = false, held_ = false, paused_ = false, scrolled_ = false, selecting_ = false,
       focus_query_ = false, wrong_ = false, bring_into_view_ = false;
  std::string open_id_, language_;
  std::uint64_t seen_generation_ = ~0ULL, seen_version_ = 0;
  std::uint64_t cursor_key_ = 0;
  double updated_at_ = -1;
  std::vector<std::string> suggestions_;
  std::string suggested_for_;
  const char* asked_menu_ = nullptr;
  kit::Rect asked_at_;
  std::uint32_t context_row_ = client::AlertTable::kNone;
  int groups_ = 0;
  bool some_miniapp_ = false;
  std::uint64_t miniapps_looked_at_ = ~0ULL;  ///< version of the list
  std::vector<std::string> dismissed_jobs_;
};

}  // namespace stadtpult::panels
