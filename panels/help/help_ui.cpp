#include "panels/help/help_ui.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;

constexpr float kWidest = 860;

/// Three sentences on how to begin in this role.
void first_steps(const World& world) {
  const std::string role = contract::enum_name(world.role);
  heading(tr("help.first_steps"), Heading::card, tr_or("shell.role." + role, ""));
  for (int step = 1; step <= 3; ++step) {
    const std::string words = tr_or(fmt::format("help.{}.{}", role, step), "");
    if (!words.empty()) paragraph(fmt::format("{}. {}", step, words));
  }
}

void key_row(const HelpKey& key, float width) {
  Row row{{.height = 30, .gap = 4, .width = width}};
  text(key.title, {.width = std::max(80.0F, width - 150)});
  row.right();
  for (const auto& each : key.keys) key_cap(each);
}

bool holds(const HelpKey& key, const std::string& wanted) {
  if (wanted.empty() || folded(key.title).find(wanted) != std::string::npos) return true;
  return std::any_of(key.keys.begin(), key.keys.end(),
                     [&](const std::string& cap) { return folded(cap) == wanted; });
}

}  // namespace

Intents HelpPanel::draw(const World& world) {
  const Pane pane{"help",
                  {.rect = available(),
                   .name = tr("shell.panel.help"),
                   .surface = Surface::none,
                   .padding = 24,
                   .gap = 8}};
  panel_title(tr("shell.panel.help"));
  const float width = std::min(kWidest, available_width() / scale());
  {
    const Card card{{.width = width, .name = tr("help.first_steps")}};
    first_steps(world);
  }
  gap(8);
  const Card card{{.width = width, .name = tr("help.keys")}};
  heading(tr("help.keys"));
  search_box("help.search", search_,
             {.placeholder = tr("help.search"), .width = std::min(280.0F, available_width() / scale())});
  const std::string wanted = folded(search_);
  std::string group;
  bool any = false;
  for (const auto& key : keys_()) {
    if (!holds(key, wanted)) continue;
    any = true;
    if (key.group != group) {
      group = key.group;
      gap(4);
      heading(group, Heading::group);
    }
    key_row(key, width - 2 * size::kCardPadding);
  }
  if (!any && no_matches("help.none")) search_.clear();
  return {};
}

}  // namespace stadtpult::panels
