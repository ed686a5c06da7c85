#pragma once
// Every panel of the console in one table: the navigation, Ctrl+1…9, the G keys, --panel and the palette read
// it.

#include <memory>
#include <span>
#include <string_view>

#include "api-client/contract/routes.hpp"
#include "panels/kit/keys.hpp"
#include "panels/panel.hpp"

namespace stadtpult::console {

enum class NavGroup : std::uint8_t { work, partner, trust, bottom };

struct PanelRow {
  std::string_view id;
  const char* title_key;
  const char* icon;
  NavGroup group;
  contract::Roles roles;    ///< who gets an entry in the navigation
  panels::kit::Key go_key;  ///< after G
  std::unique_ptr<panels::Panel> (*make)();
};

/// The table, in the order of the navigation.
std::span<const PanelRow> panel_rows();
const PanelRow* find_panel(std::string_view id);

}  // namespace stadtpult::console
