#pragma once

#include "panels/form/edit_form.hpp"
#include "panels/form/new_form.hpp"
#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/organisations/organisations_view.hpp"

namespace stadtpult::panels {

/// The panel "organisations": who offers mini-apps, who checked them, how to reach them.
class OrganisationsPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "organisations"; }
  Intents draw(const World& world) override;
  void open(const Go& go, const World& world) override;
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world) const override;
  void run(std::string_view command, const World& world) override;
  [[nodiscard]] std::vector<Findable> find(std::string_view words, const World& world,
                                           int most) const override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World&) const override;
  void restore(std::string_view key, std::string_view value) override;

 private:
  void refresh(const World& world);
  void select(const std::string& id);
  void head(const World& world, const kit::Rect& rect);
  void list(const World& world, const ListDetail::Places& places, Intents& intents);
  void detail(const World& world, const ListDetail::Places& places, Intents& intents);
  void actions(const contract::Organisation& organisation, const World& world, Intents& intents);
  void contact(const contract::Organisation& organisation, const World& world, Intents& intents);
  void offers(const contract::Organisation& organisation, const World& world, Intents& intents);
  void new_dialog(const World& world, Intents& intents);

  std::string search_;
  int tab_ = 0;
  OrganisationRows rows_;
  std::uint64_t generation_ = ~0ULL;
  std::string rows_for_;  ///< tab and search that rows_ was made for
  kit::TableState table_;
  std::string selected_id_;
  ListDetail panes_{"organisations"};
  form::EditForm edit_{"organisations"};
  form::NewForm<contract::Organisation> new_{"draft:organisations.new"};
  bool new_open_ = false;
};

}  // namespace stadtpult::panels
