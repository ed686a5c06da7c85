#pragma once
// Versions of the City-App: list, one version with its gate, burn-up and history, and what is decided about
// it. Frame thread.

#include <string>

#include "panels/dialog_drafts.hpp"
#include "panels/form/edit_form.hpp"
#include "panels/form/new_form.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/requirements/versions_view.hpp"

namespace stadtpult::panels::requirements {

/// Scope as a line that goes on, done as one below it, day by day; the table of it is what screen readers
/// get.
void draw_burnup(std::string_view name, const std::vector<contract::BurnupPoint>& points,
                 const kit::Rect& rect);

class Versions {
 public:
  void draw(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& out);
  void draw_over(const World& world, Intents& out);
  void restore(std::string_view key, std::string_view value);
  void show(const std::string& id);
  void ask_new() { new_open_ = true; }
  void ask_report(const World& world, Intents& out);
  /// Down or up the list.
  void move(const World& world, int by);
  [[nodiscard]] const AppVersion* open(const World& world) const;

 private:
  void list(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& out);
  void detail(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& out);
  void actions(const World& world, const AppVersion& version, const contract::GoLiveGate* gate, Intents& out);
  void report(const World& world, const AppVersion& version, Intents& out);
  void report_menu(const World& world, const AppVersion& version, Intents& out);
  void gate_card(const World& world, const AppVersion& version, Intents& out);
  void override_part(const World& world, const AppVersion& version, bool gate_open, Intents& out);
  void burnup(const World& world);
  void history(const World& world, const AppVersion& version);
  void new_dialog(const World& world, Intents& out);
  void move_dialog(const World& world, const AppVersion& version, Intents& out);
  void override_dialog(const World& world, const AppVersion& version, Intents& out);
  void live_dialog(const World& world, const AppVersion& version, Intents& out);

  VersionIndex index_;
  kit::TableState table_;
  std::string selected_;
  bool reveal_ = false;
  form::EditForm edit_{"requirements.version"};
  form::NewForm<AppVersion> new_{"draft:requirements.version.new"};
  bool new_open_ = false, move_open_ = false, override_open_ = false;
  kit::ConfirmState live_;
  DialogDrafts dialogs_{"draft:requirements.version.dialog/"};
  std::string date_, reason_;
  bool date_wrong_ = false;
};

}  // namespace stadtpult::panels::requirements
