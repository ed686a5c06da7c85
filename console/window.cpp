#include "console/window.hpp"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <atomic>
#include <cfloat>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <future>
#include <thread>

#include "console/painted_frame.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::console {
namespace {

namespace kit = panels::kit;

/// After anything happened a few frames follow: hover, focus and layout settle.
constexpr int kFramesAfterEvent = 3;
/// Words like "yesterday" change by themselves, so an idle window is drawn again this often.
constexpr double kIdleSeconds = 1800;
/// A frame that is painted waits for the screen; one that looks like the last waits this long, so that a
/// mouse that tells of itself a thousand times a second does not make a thousand frames.
constexpr std::chrono::milliseconds kUnpainted{8};
constexpr double kHiddenSeconds = 0.25;  // between frames of a minimised window that asks for the next

/// GL_CLAMP_TO_EDGE of OpenGL 1.2, which the system's gl.h may leave out.
constexpr GLint kClampToEdge = 0x812F;

/// An atlas that was built beside the frame.
struct BuiltFonts {
  std::unique_ptr<ImFontAtlas> atlas;
  kit::FontSet set;
};

base::Result<BuiltFonts> build(float scale) {
  BuiltFonts built;
  built.atlas = std::make_unique<ImFontAtlas>();
  auto set = kit::build_fonts(*built.atlas, scale);
  if (!set) return set.error();
  built.set = *set;
  return built;
}

class GlfwWindow final : public Window {
 public:
  ~GlfwWindow() override {
    if (building_.valid()) building_.wait();
    if (window_ != nullptr) {
      if (backends_) {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
      }
      if (context_ != nullptr) {
        ImGui::GetIO().Fonts = own_fonts_;
        ImGui::DestroyContext(context_);
      }
      glfwDestroyWindow(window_);
    }
    glfwTerminate();
  }

  base::Done start(const WindowOptions& options) {
    user_scale_ = options.user_scale;
    no_pointer_ = options.no_pointer;
    // The atlas takes as long as opening the window does: both at once. The monitor's scale is not known yet;
    // it is 1 on nearly every city desk, and a second build follows where it is not.
    auto first_fonts =
        std::async(std::launch::async, [scale = user_scale_] { return build(static_cast<float>(scale)); });
    if (glfwInit() == GLFW_FALSE) return base::fail(base::ErrorKind::unavailable, "there is no display");
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "stadtpult");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "stadtpult");
    const int width = options.exact ? options.width : std::max(options.width, 1024);
    const int height = options.exact ? options.height : std::max(options.height, 640);
    window_ = glfwCreateWindow(width, height, options.title.c_str(), nullptr, nullptr);
    if (window_ == nullptr)
      return base::fail(base::ErrorKind::unavailable, "OpenGL 3.3 is not available on this display");
    if (!options.exact) glfwSetWindowSizeLimits(window_, 1024, 640, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
    glfwSetWindowUserPointer(window_, this);

    context_ = ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    own_fonts_ = ImGui::GetIO().Fonts;
    kit::init();
    listen();
    // ImGui's backend calls the callbacks that were set before its own.
    backends_ = ImGui_ImplGlfw_InitForOpenGL(window_, true) && ImGui_ImplOpenGL3_Init("#version 330 core");
    if (!backends_)
      return base::fail(base::ErrorKind::unavailable, "OpenGL 3.3 is not available on this display");

    auto fonts = first_fonts.get();
    if (!fonts) return fonts.error();
    use(std::move(*fonts));
    if (monitor_scale() != 1.0F) set_user_scale(user_scale_);
    return {};
  }

  void run(const std::function<void()>& draw, const std::function<void()>& drawn) override {
    int frames_due = kFramesAfterEvent;
    while (!closing_ && glfwWindowShouldClose(window_) == GLFW_FALSE) {
      take_fonts();
      const bool hidden = glfwGetWindowAttrib(window_, GLFW_ICONIFIED) != 0;
      if (frames_due > 0) {
        glfwPollEvents();
      } else {
        // Nothing holds a hidden window's frames to the screen's rate.
        const double wait =
            std::min(kIdleSeconds, std::max(kit::next_frame_in(), hidden ? kHiddenSeconds : 0));
        const double until = glfwGetTime() + wait;
        if (wait > 0) glfwWaitEventsTimeout(wait);
        if (glfwGetTime() >= until) frames_due = 1;
      }
      if (happened_.exchange(false) || woken().exchange(false)) frames_due = kFramesAfterEvent;
      if (frames_due == 0) continue;
      const auto begin = std::chrono::steady_clock::now();
      if (!frame(draw, drawn, !hidden) && !hidden) std::this_thread::sleep_until(begin + kUnpainted);
      --frames_due;
    }
  }

  void close() override { closing_ = true; }

  static std::atomic<bool>& woken() {
    static std::atomic<bool> flag = false;
    return flag;
  }

  void set_user_scale(double scale) override {
    user_scale_ = std::clamp(scale, 1.0, 2.0);
    if (building_.valid()) {
      build_again_ = true;  // the one under way is taken first, then the newest wish is built
      return;
    }
    building_ = std::async(std::launch::async, [wanted = static_cast<float>(user_scale_) * monitor_scale()] {
      auto built = build(wanted);
      wake();
      return built;
    });
  }

  void set_title(const std::string& title) override { glfwSetWindowTitle(window_, title.c_str()); }
  void set_clipboard(const std::string& text) override { glfwSetClipboardString(window_, text.c_str()); }
  void on_drop(std::function<void(std::vector<std::string>)> dropped) override {
    dropped_ = std::move(dropped);
  }

  void* upload(int width, int height, const std::uint8_t* rgba) override {
    GLuint name = 0;
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, kClampToEdge);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, kClampToEdge);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    paint_again();
    return reinterpret_cast<void*>(static_cast<std::uintptr_t>(name));  // as ImGui's OpenGL backend reads it
  }
  void drop(void* texture) override {
    const auto name = static_cast<GLuint>(reinterpret_cast<std::uintptr_t>(texture));
    glDeleteTextures(1, &name);
  }

  void capture(std::function<void(int, int, std::vector<std::uint8_t>)> picture) override {
    picture_ = std::move(picture);
    paint_again();
  }

  [[nodiscard]] int width() const override { return size().first; }
  [[nodiscard]] int height() const override { return size().second; }
  [[nodiscard]] std::uint64_t frames() const override { return frames_; }
  [[nodiscard]] double seconds() const override { return glfwGetTime(); }

 private:
  [[nodiscard]] std::pair<int, int> size() const {
    int width = 0, height = 0;
    glfwGetWindowSize(window_, &width, &height);
    return {width, height};
  }

  [[nodiscard]] float monitor_scale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return std::max(1.0F, std::round(std::max(x, y) * 4.0F) / 4.0F);
  }

  static GlfwWindow& of(GLFWwindow* window) {
    return *static_cast<GlfwWindow*>(glfwGetWindowUserPointer(window));
  }

  void listen() {
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int, int, int, int) { of(w).happened_ = true; });
    glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned) { of(w).happened_ = true; });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double, double) { of(w).happened_ = true; });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int) { of(w).happened_ = true; });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int, int, int) { of(w).happened_ = true; });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double) { of(w).happened_ = true; });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int) { of(w).happened_ = true; });
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { of(w).paint_again(); });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { of(w).paint_again(); });
    glfwSetWindowIconifyCallback(window_, [](GLFWwindow* w, int) { of(w).paint_again(); });
    glfwSetWindowContentScaleCallback(
        window_, [](GLFWwindow* w, float, float) { of(w).set_user_scale(of(w).user_scale_); });
    glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
      of(w).happened_ = true;
      if (of(w).dropped_) of(w).dropped_({paths, paths + count});
    });
  }

  /// A texture or the window's surface is not what it was.
  void paint_again() {
    painted_.forget();
    happened_ = true;
  }

  /// What came in is taken in, told and sent also while nobody sees the window; it is only not painted. True
  /// where it was.
  bool frame(const std::function<void()>& draw, const std::function<void()>& drawn, bool paint) {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    if (no_pointer_) ImGui::GetIO().MousePos = {-FLT_MAX, -FLT_MAX};
    ImGui::NewFrame();
    kit::begin_frame();
    draw();
    kit::end_frame();
    drawn();
    ImGui::Render();
    ++frames_;
    if (!paint || !painted_.take(*ImGui::GetDrawData())) return false;
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    glViewport(0, 0, width, height);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (auto picture = std::exchange(picture_, nullptr)) {
      std::vector<std::uint8_t> rgb(static_cast<size_t>(width) * static_cast<size_t>(height) * 3);
      glPixelStorei(GL_PACK_ALIGNMENT, 1);
      glReadBuffer(GL_BACK);
      glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, rgb.data());
      picture(width, height, std::move(rgb));
    }
    glfwSwapBuffers(window_);
    return true;
  }

  void use(BuiltFonts built) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    fonts_ = std::move(built.atlas);
    ImGui::GetIO().Fonts = fonts_.get();
    kit::set_scale(static_cast<float>(user_scale_), built.set.scale / static_cast<float>(user_scale_));
    kit::use_fonts(built.set);
    if (frames_ > 0) ImGui_ImplOpenGL3_CreateFontsTexture();
    paint_again();
  }

  /// Between frames: takes fonts that are ready.
  void take_fonts() {
    if (!building_.valid() || building_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
      return;
    auto built = building_.get();
    if (build_again_) {
      build_again_ = false;
      set_user_scale(user_scale_);
    } else if (built) {
      use(std::move(*built));
    }
  }

  GLFWwindow* window_ = nullptr;
  ImGuiContext* context_ = nullptr;
  ImFontAtlas* own_fonts_ = nullptr;
  bool backends_ = false;
  std::unique_ptr<ImFontAtlas> fonts_;
  std::future<base::Result<BuiltFonts>> building_;
  bool build_again_ = false;
  bool no_pointer_ = false;
  double user_scale_ = 1.0;
  std::atomic<bool> happened_ = true;
  bool closing_ = false;
  std::uint64_t frames_ = 0;
  PaintedFrame painted_;
  std::function<void(std::vector<std::string>)> dropped_;
  std::function<void(int, int, std::vector<std::uint8_t>)> picture_;
};

}  // namespace

base::Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
  auto window = std::make_unique<GlfwWindow>();
  if (auto started = window->start(options); !started) return started.error();
  return std::unique_ptr<Window>(std::move(window));
}

void Window::wake() {
  GlfwWindow::woken() = true;
  glfwPostEmptyEvent();
}

bool has_display() {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  return set("DISPLAY") || set("WAYLAND_DISPLAY");
}

}  // namespace stadtpult::console
