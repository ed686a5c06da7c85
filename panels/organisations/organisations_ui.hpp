#pragma once

#include "panels/kit/table.hpp"
#include "panels/panel.hpp"

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
  void restore(std::string_view key, std::string_view value) override;

 private:
  void refresh(const World& world);
  void list(const World& world, const kit::Rect& rect, Intents& intents);
  void detail(const World& world, const kit::Rect& rect, Intents& intents);
  void edit(const contract::Organisation& organisation, const World& world, Intents& intents);
  void new_dialog(const World& world, Intents& intents);

  std::string search_;
  std::vector<std::uint32_t> shown_;  ///< indexes into the state's list
  std::uint64_t generation_ = ~0ULL;
  std::string shown_for_;
  kit::TableState table_;
  std::string selected_id_;
  contract::Organisation edited_;  ///< what is typed, of the open organisation
  std::string edited_id_;
  std::int64_t edited_revision_ = -1;
  bool new_open_ = false;
  std::string new_name_;
  int new_kind_ = 7;
};

}  // namespace stadtpult::panels
