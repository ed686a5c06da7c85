#include "panels/catalogue/detail_bar_ui.hpp"

#include <algorithm>

#include "panels/kit/kit.hpp"

namespace stadtpult::panels::detail {

namespace {

using kit::tr;
namespace icons = kit::icons;

constexpr float kBarPadding = 16, kButtonGap = 8, kMenuWidth = 32;  // logical px

kit::Button kind_of(const Offer& offer) {
  if (offer.primary) return kit::Button::primary;
  return offer.action == Action::suspend ? kit::Button::danger_outline : kit::Button::secondary;
}

kit::ButtonOptions options_of(const Offer& offer) {
  return {.kind = kind_of(offer), .label = offer.label, .disabled_because = offer.disabled_because};
}

/// Actions that end something, or that have nothing to do with this step, wait in the menu.
bool belongs_in_menu(const Offer& offer, bool has_main) {
  if (offer.primary) return false;
  if (offer.action == Action::recall) return has_main;
  return offer.on_live || offer.action == Action::new_version || offer.action == Action::withdraw ||
         offer.action == Action::reject || offer.action == Action::hand_back;
}

/// Indices of the offers that stand in the bar, from left to right; the main one is the last.
std::vector<std::size_t> in_bar(const std::vector<Offer>& offers, float room) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < offers.size(); ++i)
    if (offers[i].primary) {
      shown.push_back(i);
      room -= kit::button_width(options_of(offers[i])) + kit::px(kButtonGap);
    }
  room -= kit::px(kMenuWidth + kButtonGap);
  const bool has_main = !shown.empty();
  for (std::size_t i = 0; i < offers.size(); ++i) {
    if (belongs_in_menu(offers[i], has_main) || offers[i].primary) continue;
    const float width = kit::button_width(options_of(offers[i])) + kit::px(kButtonGap);
    if (width > room) continue;
    room -= width;
    shown.insert(shown.end() - (shown.empty() || !offers[shown.back()].primary ? 0 : 1), i);
  }
  return shown;
}

std::optional<std::size_t> draw_menu(const std::vector<Offer>& offers,
                                     const std::vector<std::size_t>& shown) {
  std::optional<std::size_t> chosen;
  if (offers.size() == shown.size()) return chosen;
  if (kit::icon_button("more",
                       {.icon = icons::more_horiz, .name = tr("miniapp.action.more"), .border = true}))
    kit::open_popover("actions");
  kit::Menu menu("actions", tr("miniapp.action.more"));
  if (!menu) return chosen;
  for (std::size_t i = 0; i < offers.size(); ++i) {
    if (std::find(shown.begin(), shown.end(), i) != shown.end()) continue;
    const auto id = std::string(contract::enum_name(offers[i].action)) + (offers[i].on_live ? ".live" : "");
    if (menu.item(id.c_str(),
                  {.label = offers[i].label,
                   .icon = action_icon(offers[i].action),
                   .danger = offers[i].action == Action::withdraw || offers[i].action == Action::suspend,
                   .disabled_because = offers[i].disabled_because}))
      chosen = i;
  }
  return chosen;
}

float eyes_height(const std::string& eyes, float width) {
  return eyes.empty() ? 0 : kit::text_size(kit::Font::meta, eyes, width - kit::px(24)).y + kit::px(8);
}

}  // namespace

float bar_height(const std::string& eyes, float width) {
  return kit::px(10 + kit::size::kButton + 12) + eyes_height(eyes, width - kit::px(2 * kBarPadding));
}

std::optional<std::size_t> draw_bar(const kit::Rect& rect, const std::vector<Offer>& offers,
                                    const std::string& eyes) {
  kit::fill_rect(rect, kit::theme().subtle);
  kit::fill_rect({rect.min, {rect.max.x, rect.min.y + kit::px(1)}}, kit::theme().line);
  auto inner = rect.shrunk(kit::px(kBarPadding), kit::px(10));
  if (!eyes.empty()) {
    const auto line = inner.cut_top(eyes_height(eyes, inner.width()));
    kit::draw_icon(kit::draw_list(), icons::group, {line.min.x + kit::px(8), line.min.y + kit::px(8)}, 16,
                   kit::theme().tx2);
    auto words = line;
    words.min.x += kit::px(24);
    const kit::Region region(words);
    kit::paragraph(eyes, {.font = kit::Font::meta, .color = kit::theme().tx2});
  }
  const kit::Region region(inner);
  kit::Row row({.height = kit::size::kButton});
  const auto shown = in_bar(offers, inner.width());
  auto chosen = draw_menu(offers, shown);
  row.right();
  for (const auto i : shown)
    if (kit::button(contract::enum_name(offers[i].action), options_of(offers[i]))) chosen = i;
  return chosen;
}

}  // namespace stadtpult::panels::detail
