#pragma once

#include "panels/kit/table.hpp"
#include "panels/overview/overview_view.hpp"

namespace stadtpult::panels {

/// The panel "overview".
class OverviewPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "overview"; }
  Intents draw(const World& world) override;
  void open(const Go&, const World&) override {}
  [[nodiscard]] int badge(const World& world) const override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World&) const override;

 private:
  void refresh(const World& world);
  void inbox(const World& world, Intents& intents);
  void figures(Intents& intents);
  void side(const World& world, Intents& intents);

  OverviewView view_;
  std::uint64_t generation_ = ~0ULL;
  std::string language_;
  std::int64_t minute_ = 0;
  contract::Role role_ = contract::Role::editor;
  int tab_ = 0;
  kit::TableState list_;
  mutable std::uint64_t badge_generation_ = ~0ULL;
  mutable int badge_ = 0;
};

}  // namespace stadtpult::panels
