// The screen that feedback is about: a page opens in the content panel, a mini-app in the phone here.

#include "panels/content/preview_ui.hpp"
#include "panels/kit/kit.hpp"
#include "panels/testphase/reported_view.hpp"
#include "panels/testphase/testphase_ui.hpp"

namespace stadtpult::panels {

using namespace kit;
using namespace testphase;

namespace {

constexpr float kReportedPhone = 430;  // logical px

}  // namespace

void TestphasePanel::open_place(const World& world, const Feedback& item, Intents& out) {
  auto go = place_to_open(item, world);
  if (!go) return;
  if (go->panel != "catalogue") {
    out.emplace_back(std::move(*go));
    return;
  }
  reported_ = item.id;
  reported_open_ = true;
}

void TestphasePanel::reported_dialog(const World& world, Intents& out) {
  const auto* item = world.state.feedback.find(reported_);
  if (item == nullptr || !item->miniapp_id) reported_open_ = false;
  if (!reported_open_) return;
  const auto reported = reported_of(*item, world);
  if (reported.needs_versions && world.online)
    out.emplace_back(Need{Need::What::versions, *item->miniapp_id});
  const std::string title = tr("testphase.reported.title", {{"name", place_of(*item, world)}});
  const std::string body = reported.screen.empty()
                               ? std::string(tr("testphase.reported.no_screen"))
                               : tr("testphase.reported.screen", {{"screen", reported.screen}});
  const Dialog dialog{
      "testphase.reported", reported_open_, {.title = title, .body = body, .icon = icons::visibility}};
  if (!dialog) return;
  pages::draw_phone(world, reported.nodes,
                    {.large = false, .dark = theme_name() == ThemeName::dark, .absent = reported.absent},
                    place({available_width(), px(kReportedPhone)}));
  if (!reported.source.empty()) meta(reported.source, {.width = kFill});
  meta(tr("testphase.reported.inside"), {.width = kFill});
  Row row{{.height = 40}};
  row.right();
  if (reported.failed &&
      button("again", {.label = tr("testphase.reported.again"),
                       .icon = icons::sync,
                       .disabled_because = world.online ? "" : tr("shell.palette.needs_line")}))
    out.emplace_back(Need{Need::What::versions, *item->miniapp_id});
  if (button("catalogue", {.label = tr("testphase.reported.catalogue"), .icon = icons::open_in_new})) {
    if (auto go = place_to_open(*item, world)) out.emplace_back(std::move(*go));
    reported_open_ = false;
  }
  if (button("close", {.kind = Button::primary, .label = tr("testphase.codes.close")}))
    reported_open_ = false;
}

}  // namespace stadtpult::panels
