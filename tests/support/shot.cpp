// Draws the sheet of components off-screen and writes it as PNG: ui_shot <out.png> [light|dark] [scale].
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "panels/kit/kit.hpp"
#include "tests/support/picture.hpp"
#include "tests/support/ui.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::panels::kit;

void toasts() {
  set_toast_corner(px(1100), px(900 - 220));
  show_toast({.tone = Tone::info,
              .title = "Verbindung steht wieder",
              .detail = "5 Änderungen gesendet",
              .action = "Ansehen"});
  show_toast({.tone = Tone::err,
              .title = "Nicht gesendet",
              .detail = "Antwort an Testperson 0317",
              .action = "Erneut"});
  show_toast({.tone = Tone::ok, .title = "Freigegeben", .detail = "Wohngeld beantragen 1.2.0", .undo = true});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: xvfb-run -a %s out.png [light|dark] [scale]\n", argv[0]);
    return 2;
  }
  test::PictureOptions options;
  options.dark = argc > 2 && std::string_view(argv[2]) == "dark";
  options.scale = argc > 3 ? std::strtof(argv[3], nullptr) : 1.0F;
  const auto problem = test::draw_picture(argv[1], options, [](int frame) {
    if (frame == 0) toasts();
    if (frame == 2) focus::set("text", true);
    test::draw_component_sheet();
  });
  if (!problem.empty()) std::fprintf(stderr, "%s\n", problem.c_str());
  return problem.empty() ? 0 : 1;
}
