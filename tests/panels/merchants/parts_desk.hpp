#pragma once
// The three parts of a merchant in a panel of their own, used headless.

#include "panels/kit/kit.hpp"
#include "panels/merchants/calendar_ui.hpp"
#include "panels/merchants/hours_ui.hpp"
#include "panels/merchants/offerings_ui.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/merchants/parts_sample.hpp"

namespace stadtpult::test {

class PartsPanel final : public panels::Panel {
 public:
  enum Which : unsigned { kHours = 1, kOfferings = 2, kCalendar = 4, kAll = 7 };
  explicit PartsPanel(unsigned which = kAll, bool may_edit = true) : which_(which), may_edit_(may_edit) {}

  [[nodiscard]] std::string_view id() const override { return "parts"; }
  void open(const panels::Go&, const panels::World&) override {}
  void restore(std::string_view key, std::string_view value) override {
    hours.restore(key, value);
    offerings.restore(key, value);
    calendar.restore(key, value);
  }
  panels::Intents draw(const panels::World& world) override {
    panels::Intents out;
    {
      const panels::kit::Pane pane{
          "parts", {.rect = panels::kit::available(), .name = "Teile", .padding = 16, .gap = 12}};
      if (const auto* merchant = world.state.merchants.find("mer_1")) {
        if ((which_ & kHours) != 0) hours.card(world, *merchant, may_edit_, out);
        if ((which_ & kOfferings) != 0) offerings.card(world, *merchant, may_edit_, out);
        if ((which_ & kCalendar) != 0) calendar.card(world, *merchant, may_edit_, out);
      }
    }
    hours.dialogs(world, out);
    offerings.dialogs(world, out);
    calendar.dialogs(world, out);
    return out;
  }

  panels::merchants::HoursPart hours;
  panels::merchants::OfferingsPart offerings;
  panels::merchants::CalendarPart calendar;

 private:
  unsigned which_;
  bool may_edit_;
};

inline client::State equipped(contract::Role role = contract::Role::project_lead) {
  auto state = sample::working_city(role);
  sample::equip(state);
  return state;
}

struct PartsDesk : Desk<PartsPanel> {
  explicit PartsDesk(unsigned which, const UiOptions& options = {.width = 760, .height = 900},
                     contract::Role role = contract::Role::project_lead)
      : Desk<PartsPanel>(equipped(role), options, which) {
    ui.frame(4);
  }
};

/// Everything that says where it stands stands inside the window's width.
inline std::vector<std::string> beside_the_window(const Ui& ui, float width) {
  std::vector<std::string> out;
  for (const auto& node : ui.tree().nodes())
    if (node.bounds.width > 0 && (node.bounds.x < -1 || node.bounds.x + node.bounds.width > width + 1))
      out.push_back(std::string(semantic::role_name(node.role)) + " " + std::string(node.name));
  return out;
}

}  // namespace stadtpult::test
