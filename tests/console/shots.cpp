// Draws shell and panels with the sample city off-screen, to look at:
//   xvfb-run -a bin/console_shots FOLDER [panel …]
#include <cstdio>
#include <functional>
#include <set>
#include <string>

#include "console/commands.hpp"
#include "panels/help/help_ui.hpp"
#include "panels/kit/kit.hpp"
#include "panels/settings/settings_ui.hpp"
#include "tests/console/stage.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/panels/content/sample.hpp"
#include "tests/panels/merchants/sample.hpp"
#include "tests/panels/requirements/sample.hpp"
#include "tests/panels/security/sample.hpp"
#include "tests/panels/testphase/sample.hpp"
#include "tests/support/picture.hpp"

namespace {

using namespace stadtpult;

struct Size {
  const char* name;
  int width, height;
  float scale;
};
constexpr Size kSizes[] = {{"1440", 1440, 900, 1}, {"1024", 1024, 640, 1}, {"200", 1024, 640, 2}};

bool shoot(const std::string& folder, const std::string& panel, const Size& size, bool dark,
           const std::function<void(test::Stage&)>& prepare, const std::string& name,
           const char* language = "de") {
  test::Stage stage(panel == "security" ? contract::Role::security_analyst : contract::Role::project_lead);
  sample::watch(stage.state, sample::now(), 900);
  sample::write(stage.state, sample::now(), 200);
  if (panel == "testphase") sample::add_test_phase(stage.state, 40);
  if (panel == "merchants") sample::add_merchants(stage.state, 40);
  prepare(stage);
  stage.show(panel);
  const std::string path = folder + "/" + name + "-" + size.name + (dark ? "-dark" : "-light") + ".png";
  const auto problem = test::draw_picture(path,
                                          {.width = size.width,
                                           .height = size.height,
                                           .scale = size.scale,
                                           .dark = dark,
                                           .language = language,
                                           .frames = 8},
                                          [&](int) { stage.draw(); });
  if (!problem.empty()) std::fprintf(stderr, "%s\n", problem.c_str());
  return problem.empty();
}

void show_plan(test::Stage& stage, const std::string& view) {
  sample::plan(stage.state, sample::now());
  auto& panel = stage.panel("requirements");
  const bool versions = view == "versions";
  panel.open({"requirements", versions ? "apv_1.0" : view == "list" ? "req_A-024" : "", view}, stage.world());
  if (view != "import") return;
  panel.receive({"", "anforderungen.csv", "ID;Titel;Priorität\nA-1;Kinderwagen;muss\n"});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: xvfb-run -a %s FOLDER [panel ...]\n", argv[0]);
    return 2;
  }
  panels::kit::set_time_zone("Europe/Berlin");
  const std::set<std::string> wanted(argv + 2, argv + argc);
  const auto is_wanted = [&](const std::string& name) { return wanted.empty() || wanted.count(name) != 0; };
  bool ok = true;
  for (const auto& row : console::panel_rows())
    for (const auto& size : kSizes)
      for (const bool dark : {false, true})
        if (is_wanted(std::string(row.id)) && row.id != "catalogue" && (size.scale == 1 || !dark))
          ok &= shoot(
              argv[1], std::string(row.id), size, dark, [](test::Stage& stage) { stage.select_something(); },
              std::string(row.id));
  if (is_wanted("testphase"))
    for (const char* language : {"de", "en"})
      for (const auto& size : kSizes)
        for (const bool dark : {false, true})
          if (size.scale == 1 || !dark)
            ok &= shoot(
                argv[1], "testphase", size, dark,
                [](test::Stage& stage) {
                  stage.panel("testphase").open({"testphase", "fbk_638", ""}, stage.world());
                  sample::open_feedback(stage.state);
                },
                std::string("testphase-item-") + language, language);
  if (is_wanted("merchants"))
    for (const char* language : {"de", "en"})
      for (const auto& size : kSizes)
        for (const bool dark : {false, true})
          if (size.scale == 1 || !dark)
            ok &= shoot(
                argv[1], "merchants", size, dark,
                [](test::Stage& stage) {
                  stage.panel("merchants").open({"merchants", "mer_1", ""}, stage.world());
                  sample::open_merchant(stage.state);
                },
                std::string("merchants-item-") + language, language);
  if (is_wanted("content"))
    for (const auto& size : kSizes)
      ok &= shoot(
          argv[1], "content", size, false,
          [](test::Stage& stage) {
            stage.panel("content").open({"content", "pag_wohngeld", ""}, stage.world());
            sample::open(stage.state, sample::housing_page(), sample::now());
          },
          "content-page");
  if (is_wanted("content"))
    for (const auto& size : kSizes)
      for (const char* object : {"med_1", "fan_1"})
        ok &= shoot(
            argv[1], "content", size, false,
            [&](test::Stage& stage) {
              stage.state = sample::media_city(contract::Role::project_lead);
              stage.panel("content").open({"content", object, ""}, stage.world());
            },
            object[0] == 'm' ? "content-media" : "content-inbox");
  if (is_wanted("content"))
    for (const bool dark : {false, true})
      ok &= shoot(
          argv[1], "content", kSizes[0], dark,
          [&](test::Stage& stage) {
            stage.state = sample::media_city(contract::Role::project_lead);
            stage.panel("content").open({"content", "pag_wohngeld", dark ? "b4" : "b1"}, stage.world());
            sample::open(stage.state, sample::housing_page(), sample::now());
          },
          "content-block");
  if (is_wanted("content"))
    for (const auto& size : kSizes)
      ok &= shoot(
          argv[1], "content", size, false,
          [](test::Stage& stage) {
            auto page = sample::housing_page();
            page.content.text =
                R"({"blocks":[{"id":"b1","type":"form","title":{"de":"Nachweis senden"},"keep_days":90,"fields":[
                {"id":"f1","input":"file","label":{"de":"Bescheid"},"required":true,"accept":"pdf","max_megabytes":5},
                {"id":"f2","input":"consent","label":{"de":"Ich stimme zu."},"required":true}]}]})";
            stage.panel("content").open({"content", "pag_wohngeld", "b1"}, stage.world());
            sample::open(stage.state, page, sample::now());
          },
          "content-form");
  if (is_wanted("security"))
    for (const char* language : {"de", "en"})
      for (const auto& size : {kSizes[0], kSizes[1]})
        for (const char* view : {"incidents", "blocks", "devices", "rules", "layers"})
          ok &= shoot(
              argv[1], "security", size, false,
              [&](test::Stage& stage) {
                stage.panel("security").open({"security", "", view}, stage.world());
              },
              std::string("security-") + view + "-" + language, language);
  if (is_wanted("security"))
    ok &= shoot(
        argv[1], "security", kSizes[0], false, [](test::Stage& stage) { stage.go_offline(); },
        "security-offline");
  if (is_wanted("requirements"))
    for (const auto& size : kSizes)
      for (const bool dark : {false, true})
        for (const char* view : {"list", "coverage", "versions", "import"})
          ok &= shoot(
              argv[1], "requirements", size, dark, [&](test::Stage& stage) { show_plan(stage, view); },
              std::string("requirements-") + view);
  if (is_wanted("offline"))
    ok &= shoot(
        argv[1], "overview", kSizes[0], false, [](test::Stage& stage) { stage.go_offline(); }, "offline");
  if (is_wanted("palette"))
    ok &= shoot(
        argv[1], "overview", kSizes[0], false, [](test::Stage& stage) { stage.open_palette("wo"); },
        "palette");
  return ok ? 0 : 1;
}
