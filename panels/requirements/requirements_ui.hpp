#pragma once

#include "panels/count.hpp"
#include "panels/form/new_form.hpp"
#include "panels/requirements/coverage_ui.hpp"
#include "panels/requirements/requirement_detail_ui.hpp"
#include "panels/requirements/requirement_import_ui.hpp"
#include "panels/requirements/versions_ui.hpp"

namespace stadtpult::panels {

/// The panel "requirements": what the stakeholders asked for, whether it is proven, and which version brings
/// it.
class RequirementsPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "requirements"; }
  Intents draw(const World& world) override;
  void open(const Go& go, const World& world) override;
  void restore(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world) const override;
  void run(std::string_view command, const World& world) override;
  [[nodiscard]] std::vector<Findable> find(std::string_view words, const World& world,
                                           int most) const override;
  [[nodiscard]] int badge(const World& world) const override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World& world) const override;
  [[nodiscard]] bool takes_dropped(std::string_view name) const override;
  void receive(IncomingFile file) override;

 private:
  enum Tab : int { kList, kCoverage, kVersions };
  void head(const World& world, const kit::Rect& rect);
  void head_buttons(const World& world, bool narrow);
  void filters(const World& world);
  void filter_fields(const World& world, float width);
  void filter_button(const World& world);
  void menu(const World& world, Intents& out);
  void list(const World& world, const ListDetail::Places& places, Intents& out);
  void list_tab(const World& world, const kit::Rect& sheet, Intents& out);
  void keys(const World& world);
  void new_dialog(const World& world, Intents& out);
  void select(const std::string& id);
  void take_made(const World& world);
  void move(const World& world, int by);
  [[nodiscard]] const contract::Requirement* open_one(const World& world) const;

  int tab_ = kList;
  requirements::Wish wish_;
  mutable Count waiting_;
  requirements::Index index_;
  requirements::RequirementDetail detail_;
  requirements::CoverageGrid coverage_;
  requirements::Versions versions_;
  requirements::ImportDialog import_;
  ListDetail panes_{"requirements"};
  kit::TableState table_;
  std::string selected_;
  bool reveal_ = false, focus_search_ = false;
  form::NewForm<contract::Requirement> new_{"draft:requirements.new"};
  bool new_open_ = false;
  std::string made_seen_;  ///< answer to the newest one that was made
  bool made_waits_ = false;
  Intents later_;  ///< of commands: they come with the next draw
};

}  // namespace stadtpult::panels
