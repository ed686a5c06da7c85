#pragma once

#include "panels/kit/table.hpp"
#include "panels/publish/publish_view.hpp"

namespace stadtpult::panels {

/// The panel "publish": differences to tick and publish; releases to look at and take back.
class PublishPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "publish"; }
  Intents draw(const World& world) override;
  void open(const Go& go, const World& world) override;
  void restore(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world) const override;
  void run(std::string_view command, const World& world) override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World&) const override;

 private:
  void refresh(const World& world, Intents& intents);
  void toolbar(const World& world, Intents& intents);
  void differences(const World& world, const kit::Rect& rect, Intents& intents);
  void detail(const World& world, const kit::Rect& rect, Intents& intents);
  void actions(const World& world, Intents& intents);
  void releases(const World& world, const kit::Rect& rect, Intents& intents);
  void release_detail(const World& world, const kit::Rect& rect, Intents& intents);
  void publish(const World& world, Intents& intents);
  [[nodiscard]] std::string publish_disabled_because(const World& world) const;
  [[nodiscard]] std::set<std::string> ticked() const;

  contract::Ring ring_ = contract::Ring::employees;
  int tab_ = 0;  ///< 0 differences, 1 releases
  std::string note_;
  std::vector<DiffRow> rows_;
  std::vector<contract::DiffItem> items_;  ///< what rows_ points into: a copy of the state's
  kit::TableState table_, release_table_;
  std::uint64_t generation_ = ~0ULL;
  std::string language_;
  contract::Ring rows_ring_ = contract::Ring::employees;
  std::string wanted_object_;  ///< mini-app to be ticked as soon as the difference is there
  std::string wanted_release_;
  bool asked_ = false, run_publish_ = false;
};

}  // namespace stadtpult::panels
