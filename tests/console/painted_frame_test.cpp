// Frames that look like the screen are not painted again; everything else is.

#include "console/painted_frame.hpp"

#include <doctest/doctest.h>

#include <string>

#include "panels/kit/kit.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using console::PaintedFrame;

TEST_CASE("a frame is painted where it differs from the screen, and only there") {
  std::string words = "Rathaus", picture = "one";
  ImTextureID texture = &words;
  test::Ui ui(
      [&] {
        panels::kit::button("place", {.label = words});
        ImGui::Image(texture, {20, 20});
      },
      {.width = 400, .height = 200});
  ui.frame(4);
  PaintedFrame screen;
  const auto painted = [&] {
    ui.frame();
    return screen.take(*ImGui::GetDrawData());
  };
  CHECK(painted());
  CHECK_FALSE(painted());
  CHECK_FALSE(painted());

  words = "Rathaut";  // as many letters: other points of the font's picture
  CHECK(painted());
  CHECK_FALSE(painted());

  texture = &picture;
  CHECK(painted());
  CHECK_FALSE(painted());

  REQUIRE(ui.hover(test::Role::button, "Rathaut"));
  ui.frame(4);
  CHECK(painted());
  CHECK_FALSE(painted());

  screen.forget();
  CHECK(painted());
  CHECK_FALSE(painted());
}

TEST_CASE("another size of the window, and a list more or less, are other frames") {
  bool second = false;
  test::Ui ui(
      [&] {
        panels::kit::button("one", {.label = "Eins"});
        if (second) ImGui::GetForegroundDrawList()->AddRectFilled({0, 0}, {10, 10}, IM_COL32_WHITE);
      },
      {.width = 400, .height = 200});
  ui.frame(4);
  PaintedFrame screen;
  CHECK(screen.take(*ImGui::GetDrawData()));
  auto larger = *ImGui::GetDrawData();
  larger.DisplaySize.x += 1;
  CHECK(screen.take(larger));
  CHECK(screen.take(*ImGui::GetDrawData()));
  second = true;
  ui.frame();
  CHECK(screen.take(*ImGui::GetDrawData()));
  CHECK_FALSE(screen.take(*ImGui::GetDrawData()));
  second = false;
  ui.frame();
  CHECK(screen.take(*ImGui::GetDrawData()));
}

TEST_CASE("a list that paints by itself is painted every time") {
  test::Ui ui(
      [] {
        ImGui::GetForegroundDrawList()->AddCallback([](const ImDrawList*, const ImDrawCmd*) {}, nullptr);
      },
      {.width = 400, .height = 200});
  ui.frame(2);
  PaintedFrame screen;
  CHECK(screen.take(*ImGui::GetDrawData()));
  CHECK(screen.take(*ImGui::GetDrawData()));
}
