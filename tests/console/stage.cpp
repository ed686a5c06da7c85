#include "tests/console/stage.hpp"

#include "console/follow_up.hpp"
#include "panels/help/help_ui.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"
#include "tests/panels/areas/sample.hpp"
#include "tests/panels/catalogue/sample.hpp"

namespace stadtpult::test {

using namespace panels::kit;
using console::PaletteEntry;

Stage::Stage(contract::Role role) : state(sample::working_city(role)) {
  status.line = console::ShellStatus::Line::live;
  status.data_at = sample::now();
  status.demo = true;
  status.city = "Worms";
  status.person = state.me->name;
  status.role = tr_or(std::string("shell.role.") + contract::enum_name(role), "");
  status.platform_host = facts_.platform = "https://127.0.0.1:8443";
  facts_.data_dir = "/home/jana/.local/share/stadtpult";
  facts_.version = STADTPULT_VERSION;
  facts_.demo = true;
  for (const auto& row : console::panel_rows()) {
    if (row.make != nullptr)
      panels_.push_back(row.make());
    else if (row.id == "settings")
      panels_.push_back(std::make_unique<panels::SettingsPanel>(settings_, facts_));
    else
      panels_.push_back(std::make_unique<panels::HelpPanel>([] {
        std::vector<panels::HelpKey> keys;
        for (const auto& command : console::shell_commands())
          if (!command.keys.empty())
            keys.push_back({tr("shell.group.shell"), tr(command.title_key),
                            console::chord_labels(command.keys.front())});
        return keys;
      }));
  }
}

panels::World Stage::world() const {
  auto made = sample::world_of(state);
  made.language = language();
  return made;
}

panels::Panel& Stage::panel(std::string_view id) {
  for (auto& each : panels_)
    if (each->id() == id) return *each;
  return *panels_.front();
}

std::vector<console::NavEntry> Stage::nav() {
  std::vector<console::NavEntry> entries;
  const auto w = world();
  for (const auto& row : console::panel_rows())
    if ((row.roles & contract::role_bit(w.role)) != 0)
      entries.push_back({&row, panel(row.id).badge(w), panel(row.id).badge_critical()});
  return entries;
}

void Stage::select_something() {
  const auto w = world();
  panel("publish").open({"publish", "app_speichenglueck", ""}, w);
  panel("security").open({"security", "alr_00104287", "alerts"}, w);
  panel("organisations").open({"organisations", "org_Händler", ""}, w);
}

void Stage::go_offline() {
  state.apply(client::LineChanged{client::Line::offline, {sample::now().ms - 180'000}, {}, {}},
              sample::now());
  status.line = console::ShellStatus::Line::offline;
  status.offline_since = {sample::now().ms - 180'000};
  status.next_try_at = {sample::now().ms + 12'000};
  status.waiting = 5;
}

void Stage::open_palette(std::string typed) {
  palette_.open();
  palette_.type(std::move(typed));
}

void Stage::draw() {
  const auto w = world();
  for (auto& intent : console::follow_up(panels_, w)) intents.push_back(std::move(intent));
  console::ShellLayout layout;
  layout.nav_rail = nav_rail;
  layout.current_panel = current_;
  layout.title = tr(console::find_panel(current_)->title_key);
  layout.hints = panel(current_).hints(w);
  Rect sheet;
  const auto action = draw_shell(status, nav(), layout, w.now, sheet);
  if (action.command || !action.go.empty()) actions.push_back(action);
  {
    const Region region{sheet};
    for (auto& intent : panel(current_).draw(w)) intents.push_back(std::move(intent));
  }
  console::draw_sheet_frame(sheet);
  palette_.draw(w.online, [&](std::string_view typed) {
    std::vector<PaletteEntry> entries;
    for (auto& each : panels_)
      for (auto& found : each->find(folded(typed), w, 6))
        entries.push_back({found.title, found.kind, icon_by_name(found.icon), {}, "", false, [this, found] {
                             current_ = found.panel;
                           }});
    for (const auto& row : console::shell_commands())
      entries.push_back(
          {tr(row.title_key), "", row.icon,
           row.keys.empty() ? std::vector<std::string>{} : console::chord_labels(row.keys.front()),
           row.command == console::ShellCommand::connect ? tr("shell.palette.needs_line") : "", true,
           [this, command = row.command] {
             actions.push_back({command, ""});
           }});
    return console::rank(typed, std::move(entries));
  });
}

}  // namespace stadtpult::test
