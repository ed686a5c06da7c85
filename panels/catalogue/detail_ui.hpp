#pragma once
// One mini-app: the detail pane beside (or over) the catalogue's table, with hand-in, review, comparison and
// the dialogs that belong to them. The catalogue panel owns one of these and gives it a rectangle. Frame
// thread only.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "panels/kit/layout.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

class DetailPane {
 public:
  DetailPane();
  ~DetailPane();
  DetailPane(const DetailPane&) = delete;
  DetailPane& operator=(const DetailPane&) = delete;

  /// Draws the mini-app into `rect` (physical px). `as_sheet`: it lies over the table and has a way back
  /// instead of a cross. `close` becomes true when the person leaves it (Esc, cross, back). The caller draws
  /// nothing for it then.
  Intents draw(const kit::Rect& rect, const World& world, const std::string& miniapp_id, bool as_sheet,
               bool& close);

  /// Draws what lies over everything: hand-in, reasons, comparison, confirmation, the manifest. Every frame,
  /// after the panes, whether or not a mini-app is shown.
  Intents draw_dialogs(const World& world);

  /// A package that was dropped on the panel, or a file that was chosen for the hand-in. Opens the hand-in
  /// dialog.
  void receive(IncomingFile file);
  /// Whether this file is for the hand-in (a package, or a miniApp.json), so that the catalogue can keep its
  /// imports apart.
  [[nodiscard]] static bool accepts(const IncomingFile& file);

  /// "+ Mini-App einreichen": the hand-in dialog with this category chosen ("" = none).
  void open_handin(const World& world, std::string category_id);

  /// What was said about this version ("1.2.0") led here: the mini-app is shown in it next, once its versions
  /// are there, and says so.
  void show_version(const std::string& miniapp_id, const std::string& name);

  /// The actions on this mini-app for the palette, ids "miniapp.<action>".
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world, const std::string& miniapp_id) const;
  /// Runs one of commands() on the mini-app drawn last; its intents come with the next draw().
  void run(std::string_view command, const World& world);

  /// What was typed before a crash: keys "draft:miniapp…". Other keys are passed over.
  void restore(std::string_view key, std::string_view value);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stadtpult::panels
