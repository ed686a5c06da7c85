#include "tests/support/picture.hpp"

#include <initializer_list>

#include <imgui.h>

#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#include <GLFW/glfw3.h>
#include <png.h>

#include <vector>

#include "panels/kit/kit.hpp"

namespace stadtpult::test {
namespace {

using namespace panels::kit;

std::string write_png(const std::string& path, const PictureOptions& options) {
  std::vector<unsigned char> rgb(static_cast<std::size_t>(options.width) * options.height * 3);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, options.width, options.height, GL_RGB, GL_UNSIGNED_BYTE, rgb.data());
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = options.width;
  image.height = options.height;
  image.format = PNG_FORMAT_RGB;
  // OpenGL's first row is the lowest one.
  const bool written =
      png_image_write_to_file(&image, path.c_str(), 0, rgb.data(), -3 * options.width, nullptr) != 0;
  return written ? std::string() : "cannot write " + path;
}

void draw_frame(const PictureOptions& options, const std::function<void(int)>& draw, int frame) {
  glfwPollEvents();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::GetIO().DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
  ImGui::GetIO().MousePos = {-1, -1};
  ImGui::NewFrame();
  begin_frame();
  {
    const Screen screen("Stadtpult");
    draw(frame);
  }
  end_frame();
  ImGui::Render();
  glViewport(0, 0, options.width, options.height);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

std::string draw_in_window(const std::string& path, const PictureOptions& options,
                           const std::function<void(int)>& draw) {
  set_language(options.language);
  set_theme(options.dark ? ThemeName::dark : ThemeName::light);
  set_scale(options.scale);
  const auto fonts = build_fonts(*ImGui::GetIO().Fonts, scale());
  if (!fonts) return fonts.error().message;
  init();
  use_fonts(*fonts);
  for (int frame = 0; frame < options.frames; ++frame) draw_frame(options, draw, frame);
  return write_png(path, options);
}

}  // namespace

std::string draw_picture(const std::string& path, const PictureOptions& options,
                         const std::function<void(int frame)>& draw) {
  if (glfwInit() == 0) return "no display: use xvfb-run -a";
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  GLFWwindow* window = glfwCreateWindow(options.width, options.height, "Stadtpult", nullptr, nullptr);
  if (window == nullptr) return "no OpenGL window";
  glfwMakeContextCurrent(window);
  ImGui::CreateContext();
  ImGui_ImplGlfw_InitForOpenGL(window, false);
  ImGui_ImplOpenGL3_Init("#version 130");
  auto problem = draw_in_window(path, options, draw);
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwTerminate();
  return problem;
}

}  // namespace stadtpult::test
