// Draws the sheet of components off-screen and writes it as PNG: ui_shot <out.png> [light|dark] [scale]
// [sheet|tree]. Needs an X display (xvfb-run -a) and any OpenGL, Mesa's software renderer is enough.
#include <initializer_list>

#include <imgui.h>

#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#include <GLFW/glfw3.h>
#include <png.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "panels/kit/kit.hpp"
#include "tests/support/ui.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::panels::kit;

constexpr int kWidth = 1440;
constexpr int kHeight = 900;

bool write_png(const char* path, const std::vector<unsigned char>& rgb) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = kWidth;
  image.height = kHeight;
  image.format = PNG_FORMAT_RGB;
  // OpenGL's first row is the lowest one.
  return png_image_write_to_file(&image, path, 0, rgb.data(), -3 * kWidth, nullptr) != 0;
}

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
  if (argc < 2 || glfwInit() == 0) {
    std::fprintf(stderr, "usage: xvfb-run -a %s out.png [light|dark] [scale]\n", argv[0]);
    return 2;
  }
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  GLFWwindow* window = glfwCreateWindow(kWidth, kHeight, "Stadtpult", nullptr, nullptr);
  if (window == nullptr) return 2;
  glfwMakeContextCurrent(window);
  ImGui::CreateContext();
  if (argc > 2 && std::string_view(argv[2]) == "dark") set_theme(ThemeName::dark);
  set_scale(argc > 3 ? std::strtof(argv[3], nullptr) : 1.0F);
  const auto fonts = build_fonts(*ImGui::GetIO().Fonts, scale());
  if (!fonts) {
    std::fprintf(stderr, "%s\n", fonts.error().message.c_str());
    return 1;
  }
  ImGui_ImplGlfw_InitForOpenGL(window, false);
  ImGui_ImplOpenGL3_Init("#version 130");
  init();
  use_fonts(*fonts);
  toasts();
  for (int frame = 0; frame < 6; ++frame) {
    glfwPollEvents();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::GetIO().DisplaySize = {kWidth, kHeight};
    ImGui::NewFrame();
    begin_frame();
    {
      const Screen screen("Bausteine");
      if (frame == 2) focus::set("text", true);
      test::draw_component_sheet();
    }
    end_frame();
    ImGui::Render();
    glViewport(0, 0, kWidth, kHeight);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  }
  std::vector<unsigned char> rgb(static_cast<std::size_t>(kWidth) * kHeight * 3);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, kWidth, kHeight, GL_RGB, GL_UNSIGNED_BYTE, rgb.data());
  const bool written = write_png(argv[1], rgb);
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwTerminate();
  return written ? 0 : 1;
}
