#include "tests/support/ui.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "panels/kit/kit.hpp"

namespace stadtpult::test {
namespace {

using namespace panels::kit;

/// Atlases are built once for each scale: they are the dear part of a context.
struct SharedAtlas {
  std::unique_ptr<ImFontAtlas> atlas;
  FontSet fonts;
};

SharedAtlas& atlas_for(float scale_factor) {
  static std::map<float, SharedAtlas> atlases;
  SharedAtlas& shared = atlases[scale_factor];
  if (shared.atlas) return shared;
  shared.atlas = std::make_unique<ImFontAtlas>();
  auto fonts = build_fonts(*shared.atlas, scale_factor);
  if (!fonts) throw std::runtime_error(fonts.error().message);
  shared.fonts = *fonts;
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  shared.atlas->GetTexDataAsAlpha8(&pixels, &width, &height);
  shared.atlas->SetTexID(reinterpret_cast<ImTextureID>(1));
  return shared;
}

/// What the GLFW backend of 1.86 sets: ImGui's keys to GLFW's numbers.
void map_keys(ImGuiIO& io) {
  constexpr std::array<std::pair<int, Key>, 22> kMap = {{{ImGuiKey_Tab, Key::tab},
                                                         {ImGuiKey_LeftArrow, Key::left},
                                                         {ImGuiKey_RightArrow, Key::right},
                                                         {ImGuiKey_UpArrow, Key::up},
                                                         {ImGuiKey_DownArrow, Key::down},
                                                         {ImGuiKey_PageUp, Key::page_up},
                                                         {ImGuiKey_PageDown, Key::page_down},
                                                         {ImGuiKey_Home, Key::home},
                                                         {ImGuiKey_End, Key::end},
                                                         {ImGuiKey_Insert, Key::insert},
                                                         {ImGuiKey_Delete, Key::del},
                                                         {ImGuiKey_Backspace, Key::backspace},
                                                         {ImGuiKey_Space, Key::space},
                                                         {ImGuiKey_Enter, Key::enter},
                                                         {ImGuiKey_Escape, Key::escape},
                                                         {ImGuiKey_KeyPadEnter, Key::kp_enter},
                                                         {ImGuiKey_A, Key::a},
                                                         {ImGuiKey_C, Key::c},
                                                         {ImGuiKey_V, Key::v},
                                                         {ImGuiKey_X, Key::x},
                                                         {ImGuiKey_Y, Key::y},
                                                         {ImGuiKey_Z, Key::z}}};
  for (const auto& [imgui, key] : kMap) io.KeyMap[imgui] = static_cast<int>(key);
}

}  // namespace

Ui::Ui(std::function<void()> draw, const UiOptions& options) : draw_(std::move(draw)) {
  SharedAtlas& shared = atlas_for(options.scale);
  context_ = ImGui::CreateContext(shared.atlas.get());
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {options.width, options.height};
  io.MousePos = {-1, -1};
  map_keys(io);
  set_scale(options.scale);
  set_theme(options.dark ? ThemeName::dark : ThemeName::light);
  set_language(options.language);
  init();
  use_fonts(shared.fonts);
  frame(2);
}

Ui::~Ui() {
  ImGui::DestroyContext(context_);
}

void Ui::frame(int count, float seconds) {
  for (int i = 0; i < count; ++i) {
    ImGui::GetIO().DeltaTime = seconds;
    ImGui::NewFrame();
    begin_frame();
    {
      const Screen screen("Stadtpult");
      draw_();
    }
    end_frame();
    ImGui::Render();
    ImGui::GetIO().MouseWheel = 0;
  }
}

void Ui::pass_time(float seconds) {
  // In steps of at most a tenth, as a slow loop would have them.
  for (float left = seconds; left > 0; left -= 0.1F) frame(1, std::min(left, 0.1F));
}

bool Ui::wait_until(const std::function<bool()>& is_true, int most) {
  for (int i = 0; i < most; ++i) {
    if (is_true()) return true;
    frame();
  }
  return is_true();
}

const semantic::Tree& Ui::tree() const {
  return semantic::tree();
}
const semantic::Node* Ui::find(Role role, std::string_view name) const {
  // Who looks for something while a dialog is open means what stands in it.
  for (const auto& dialog : tree().nodes())
    if (dialog.role == Role::dialog)
      if (const auto* inside = tree().find(role, name, &dialog)) return inside;
  return tree().find(role, name);
}
bool Ui::shows(std::string_view text) const {
  return tree().find_text(text) != nullptr;
}

std::string Ui::value(Role role, std::string_view name) const {
  const semantic::Node* node = find(role, name);
  return node != nullptr ? std::string(node->value) : "(no such node)";
}

std::string Ui::focused() const {
  for (const semantic::Node& node : tree().nodes()) {
    if (node.has(semantic::kFocused)) return std::string(node.name);
  }
  return {};
}

std::string Ui::dump() const {
  return tree().to_text();
}

bool Ui::point(Role role, std::string_view name, float part_y) {
  const semantic::Node* node = find(role, name);
  if (node == nullptr) return false;
  move_to(node->bounds.center_x(), node->bounds.y + node->bounds.height * part_y);
  return true;
}

void Ui::move_to(float x, float y) {
  ImGui::GetIO().MousePos = {x, y};
  // Two frames: overlapping widgets settle who has the pointer in the second one.
  frame(2);
}

void Ui::mouse_down(bool down, int button) {
  ImGui::GetIO().MouseDown[button] = down;
  frame();
}

void Ui::click_at(float x, float y, int button) {
  move_to(x, y);
  mouse_down(true, button);
  mouse_down(false, button);
  frame(2);
}

bool Ui::hover(Role role, std::string_view name) {
  return point(role, name);
}

bool Ui::click(Role role, std::string_view name) {
  if (!point(role, name)) return false;
  mouse_down(true);
  mouse_down(false);
  frame(2);
  // So that the next click somewhere near is not taken for the second of a double click.
  frame(1, 0.5F);
  return true;
}

bool Ui::double_click(Role role, std::string_view name) {
  if (!point(role, name)) return false;
  for (int i = 0; i < 2; ++i) {
    mouse_down(true);
    mouse_down(false);
  }
  frame(2);
  frame(1, 0.5F);
  return true;
}

bool Ui::right_click(Role role, std::string_view name) {
  if (!point(role, name)) return false;
  mouse_down(true, 1);
  mouse_down(false, 1);
  frame(2);
  return true;
}

bool Ui::drag(Role role, std::string_view from, std::string_view to, float to_part) {
  const semantic::Node* target = find(role, to);
  if (target == nullptr || !point(role, from)) return false;
  const semantic::Bounds end = target->bounds;
  const ImVec2 start = ImGui::GetIO().MousePos;
  const ImVec2 stop(end.center_x(), end.y + end.height * to_part);
  mouse_down(true);
  constexpr int kSteps = 6;
  for (int i = 1; i <= kSteps; ++i) {
    const float part = static_cast<float>(i) / kSteps;
    ImGui::GetIO().MousePos = {start.x + (stop.x - start.x) * part, start.y + (stop.y - start.y) * part};
    frame();
  }
  frame();
  mouse_down(false);
  frame(2);
  return true;
}

bool Ui::focus(Role role, std::string_view name) {
  for (int i = 0; i < 500; ++i) {
    const semantic::Node* node = find(role, name);
    if (node == nullptr) return false;
    if (node->has(semantic::kFocused)) return true;
    press(Key::tab);
  }
  return false;
}

bool Ui::fill(Role role, std::string_view name, std::string_view text) {
  if (!click(role, name)) return false;
  press({.key = Key::a, .ctrl = true});
  press(Key::del);
  type(text);
  return true;
}

void Ui::wheel(float amount) {
  ImGui::GetIO().MouseWheel = amount;
  frame(2);
}

void Ui::type(std::string_view text) {
  ImGui::GetIO().AddInputCharactersUTF8(std::string(text).c_str());
  frame(2);
}

void Ui::press(Chord chord, int times) {
  ImGuiIO& io = ImGui::GetIO();
  for (int i = 0; i < times; ++i) {
    io.KeyCtrl = chord.ctrl;
    io.KeyShift = chord.shift;
    io.KeyAlt = chord.alt;
    io.KeysDown[static_cast<int>(chord.key)] = true;
    frame();
    io.KeysDown[static_cast<int>(chord.key)] = false;
    io.KeyCtrl = io.KeyShift = io.KeyAlt = false;
    frame(2);
  }
}

std::vector<std::uint32_t> Ui::visit_all() {
  std::vector<std::uint32_t> visited;
  panels::kit::focus::clear();
  for (int i = 0; i < 1000; ++i) {
    press(Key::tab);
    const std::uint32_t now = panels::kit::focus::current();
    if (now == 0 || std::find(visited.begin(), visited.end(), now) != visited.end()) break;
    visited.push_back(now);
  }
  return visited;
}

std::vector<std::string> Ui::tab_order() {
  std::vector<std::string> names;
  for (const std::uint32_t id : visit_all()) {
    const semantic::Node* node = tree().find_id(id);
    names.emplace_back(node != nullptr ? std::string(node->name) : "(not recorded)");
  }
  return names;
}

std::vector<std::string> Ui::reachability_problems() {
  std::vector<std::string> problems;
  const std::vector<std::uint32_t> visited = visit_all();
  const auto was_visited = [&](std::uint32_t id) {
    return std::find(visited.begin(), visited.end(), id) != visited.end();
  };
  const auto& nodes = tree().nodes();
  const semantic::Node* scope = tree().find_id(panels::kit::focus::scope());
  // A part of a composite counts when the composite, or one of its other parts, is a stop.
  const auto reached_by_arrows = [&](std::size_t index) {
    for (std::int32_t up = nodes[index].parent; up != semantic::kNone;
         up = nodes[static_cast<std::size_t>(up)].parent) {
      const semantic::Node& parent = nodes[static_cast<std::size_t>(up)];
      if (was_visited(parent.id)) return true;
      const bool composite =
          parent.role == Role::tablist || parent.role == Role::radiogroup || parent.role == Role::row;
      for (std::int32_t i = up + 1; composite && i < parent.next; ++i) {
        if (was_visited(nodes[static_cast<std::size_t>(i)].id)) return true;
      }
    }
    return false;
  };
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const semantic::Node& node = nodes[i];
    if (!semantic::is_interactive(node)) continue;
    const auto index = static_cast<std::int32_t>(i);
    if (scope != nullptr && (index <= tree().index_of(*scope) || index >= scope->next)) continue;
    const std::string what =
        std::string(semantic::role_name(node.role)) + " \"" + std::string(node.name) + "\"";
    if (node.name.empty()) problems.push_back(what + " has no name");
    const bool reached = was_visited(node.id) || (node.keyboard_reachable && reached_by_arrows(i));
    if (!reached) problems.push_back(what + " is not reached by keyboard");
  }
  return problems;
}

int Ui::vertices() const {
  return ImGui::GetDrawData()->TotalVtxCount;
}

}  // namespace stadtpult::test
