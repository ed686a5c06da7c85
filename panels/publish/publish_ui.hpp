#pragma once

#include <optional>

#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"
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
  enum Tab : int { kDifferences, kReleases };
  /// What was handed over, until the platform has answered.
  struct UnderWay {
    std::set<std::string> keys;
    std::string note;
    base::Timestamp since;
  };

  void refresh(const World& world, Intents& intents);
  void choose();
  void take_answer(const World& world, Intents& intents);
  void publish(const World& world, Intents& intents);
  [[nodiscard]] std::string publish_disabled_because(const World& world) const;
  [[nodiscard]] const DiffRow* selected_row() const;
  [[nodiscard]] bool may_publish(const World& world) const;

  // publish_ui.cpp: the parts of the sheet
  void toolbar(const World& world, const kit::Rect& rect, Intents& intents);
  void ring_choice(float narrow, Intents& intents);
  void differences(const World& world, const ListDetail::Places& places, Intents& intents);
  void difference_table(const ListDetail::Places& places);
  void detail(const World& world, const ListDetail::Places& places, Intents& intents);
  /// Whether publishing was asked for.
  bool actions(const World& world, const kit::Rect& rect, Intents& intents);
  bool asked_to_publish(bool pressed);
  // releases_ui.cpp
  void releases(const World& world, const ListDetail::Places& places);
  void release_detail(const World& world, const ListDetail::Places& places, Intents& intents);
  void release_facts(const World& world, const contract::Release& release, Intents& intents);

  contract::Ring ring_ = contract::Ring::employees;
  int tab_ = kDifferences;
  std::string note_;
  form::Field note_rule_ = note_field();
  std::vector<DiffRow> rows_;
  Selection selection_;           ///< of the ticks of table_
  std::set<std::string> ticked_;  ///< keys of the ticked rows
  kit::TableState table_, release_table_;
  ListDetail panes_{"publish"};
  std::optional<UnderWay> under_way_;
  std::string seen_answer_;  ///< id of the last answer to a release
  std::uint64_t generation_ = ~0ULL;
  std::string language_;
  contract::Ring rows_ring_ = contract::Ring::employees;
  std::string wanted_object_;            ///< mini-app to be ticked as soon as the difference is there
  std::optional<contract::Ring> asked_;  ///< whose difference was asked for and is not loading yet
  bool run_publish_ = false;
};

}  // namespace stadtpult::panels
