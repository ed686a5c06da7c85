#include "panels/kit/toast.hpp"

#include <algorithm>
#include <cmath>
#include <deque>

#include "panels/kit/buttons.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr std::size_t kMost = 3;

struct Shown {
  std::uint64_t number = 0;
  Toast toast;
  double left = 10;      // seconds of life, stopped under pointer or focus
  bool details = false;  // "Einzelheiten" is open
  bool closed = false;
};
std::deque<Shown> shown;  // newest first
std::uint64_t last_number = 0;
float corner_left = -1, corner_bottom = -1;

bool stays(const Toast& toast) {
  return toast.tone == Tone::err;
}

/// Text buttons on the dark ground.
bool text_button(ImGuiID id, ImVec2 at, std::string_view label, Rect& rect) {
  rect = {at, {at.x + text_width(Font::base_medium, label), at.y + line_height(Font::base_medium)}};
  const internal::Interaction state = internal::interact(id, rect);
  draw_text(draw_list(), Font::base_medium, at, theme().invact, label);
  if (state.hovered || state.ring) {
    draw_list().AddLine({rect.min.x, rect.max.y - px(1)}, {rect.max.x, rect.max.y - px(1)}, theme().invact,
                        px(1));
  }
  if (state.ring) {
    const Rect ring = rect.shrunk(-px(3));
    draw_list().AddRect(ring.min, ring.max, theme().invact, px(radius::kKeyCap), 0, px(size::kFocusRing));
  }
  internal::record(semantic::Role::button, id, rect, {.name = label, .keyboard_reachable = true});
  return state.pressed;
}

bool close_button(ImGuiID id, const Rect& rect) {
  const internal::Interaction state = internal::interact(id, rect);
  draw_icon(draw_list(), icons::close, rect.center(), 16, state.hovered ? theme().invtx : theme().invtx2);
  if (state.ring)
    draw_list().AddRect(rect.min, rect.max, theme().invact, px(radius::kKeyCap), 0, px(size::kFocusRing));
  internal::record(semantic::Role::button, id, rect, {.name = tr("kit.close"), .keyboard_reachable = true});
  return state.pressed;
}

void draw_mark(const Toast& toast, ImVec2 center) {
  const char* icon = toast.tone == Tone::ok    ? icons::check_circle
                     : toast.tone == Tone::err ? icons::error_outline
                                               : icons::info_outline;
  // On the inverted ground the other theme's tone has the contrast.
  const Palette& other = palette(theme_name() == ThemeName::light ? ThemeName::dark : ThemeName::light);
  draw_icon(draw_list(), icon, center, size::kIconNav, other.tone(toast.tone).text);
}

float technical_height(const Shown& one, float width) {
  return one.details ? text_size(Font::mono, one.toast.technical, width - px(68)).y + px(30) : 0;
}

/// Draws one; returns whether it is held (pointer over it or focus inside).
bool draw_one(Shown& one, const Rect& rect) {
  const Palette& p = theme();
  const Toast& toast = one.toast;
  ImDrawList& list = draw_list();
  floating_layer(list, rect, radius::kBlock);
  list.AddRectFilled(rect.min, rect.max, p.inv, px(radius::kBlock));
  semantic::Scope scope(toast.tone == Tone::err ? semantic::Role::alert : semantic::Role::status,
                        {.name = toast.title, .value = toast.detail, .bounds = internal::bounds_of(rect)});
  const float top = rect.min.y + (toast.detail.empty() ? px(15) : px(8));
  draw_mark(toast, {rect.min.x + px(23), rect.min.y + px(24)});
  float right = rect.max.x - px(12);
  const ImGuiID focus_before = focus::current();
  const Rect cross{{right - px(24), rect.min.y + px(12)}, {right, rect.min.y + px(36)}};
  const ImGuiID close_id = ImGui::GetID("close");
  right = cross.min.x - px(8);
  bool inside = focus_before == close_id;
  const auto add_button = [&](const char* id, std::string_view label) {
    if (label.empty()) return false;
    const ImGuiID item = ImGui::GetID(id);
    right -= text_width(Font::base_medium, label);
    Rect used;
    const bool pressed = text_button(item, {right, rect.min.y + px(15)}, label, used);
    right -= px(12);
    inside = inside || focus_before == item;
    return pressed;
  };
  const bool act = add_button("action", toast.action);
  if (!toast.technical.empty() && add_button("details", tr("kit.details"))) one.details = !one.details;
  if (close_button(close_id, cross)) one.closed = true;
  const float x = rect.min.x + px(43);
  draw_text_fit(list, Font::base_semi, {x, top}, right - x, p.invtx, toast.title);
  draw_text_fit(list, Font::meta, {x, top + line_height(Font::base)}, right - x, p.invtx2, toast.detail);
  if (one.details) {
    draw_text_wrapped(list, Font::mono, {x, rect.min.y + px(50)}, p.invtx2, toast.technical,
                      rect.width() - px(68));
    Rect used;
    if (text_button(ImGui::GetID("copy"), {x, rect.max.y - px(26)}, tr("kit.copy"), used)) {
      ImGui::SetClipboardText(toast.technical.c_str());
    }
  }
  const float life = static_cast<float>(std::clamp(one.left / std::max(0.1, toast.seconds), 0.0, 1.0));
  if (toast.undo && !stays(toast)) {
    list.AddRectFilled({rect.min.x + px(2), rect.max.y - px(3)},
                       {rect.min.x + px(2) + (rect.width() - px(4)) * life, rect.max.y}, p.invact, px(1.5F));
  }
  if (act) {
    one.closed = true;
    if (toast.on_action) toast.on_action();
  }
  return inside || ImGui::IsMouseHoveringRect(rect.min, rect.max, false);
}

}  // namespace

std::uint64_t show_toast(Toast toast) {
  if (toast.undo && toast.action.empty()) toast.action = tr("kit.undo");
  const double seconds = toast.seconds;
  shown.push_front({++last_number, std::move(toast), seconds});
  while (shown.size() > kMost) {
    // The oldest that is no error goes first.
    const auto victim = std::find_if(shown.rbegin(), std::prev(shown.rend()),
                                     [](const Shown& one) { return !stays(one.toast); });
    shown.erase(victim == std::prev(shown.rend()) ? std::prev(shown.end()) : std::prev(victim.base()));
  }
  return last_number;
}

void close_toast(std::uint64_t number) {
  std::erase_if(shown, [&](const Shown& one) { return one.number == number; });
}
void close_all_toasts() {
  shown.clear();
}

std::vector<std::string> toast_titles() {
  std::vector<std::string> titles;
  for (const Shown& one : shown) titles.push_back(one.toast.title);
  return titles;
}

bool undo_newest_toast() {
  const auto at = std::find_if(shown.begin(), shown.end(),
                               [](const Shown& one) { return one.toast.undo && !one.closed; });
  if (at == shown.end()) return false;
  const std::function<void()> action = at->toast.on_action;
  shown.erase(at);
  if (action) action();
  return true;
}

void set_toast_corner(float left, float bottom) {
  corner_left = left;
  corner_bottom = bottom;
}

void draw_toasts() {
  if (shown.empty()) return;
  const ImVec2 screen = ImGui::GetMainViewport()->Size;
  const float width = std::min(px(size::kToastWidth), screen.x - px(16));
  const float left = corner_left >= 0 ? corner_left : px(76);
  const float bottom = corner_bottom >= 0 ? corner_bottom : px(44);
  float total = 0;
  for (const Shown& one : shown) total += px(50) + technical_height(one, width) + px(8);
  const float margin = px(16);  // room for the shadow
  ImGui::SetNextWindowPos({left - margin, screen.y - bottom - total - margin});
  ImGui::SetNextWindowSize({width + 2 * margin, total + 2 * margin});
  ImGui::Begin("##toasts", nullptr, internal::kWindowFlags | ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
  {
    semantic::Scope scope(semantic::Role::list, {.name = tr("kit.toasts")});
    float y = screen.y - bottom - total;
    // By index: an action may show another toast.
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const float height = px(50) + technical_height(shown[i], width);
      const IdScope id(shown[i].number);
      const std::uint64_t number = shown[i].number;
      const bool held = draw_one(shown[i], {{left, y}, {left + width, y + height}});
      y += height + px(8);
      if (i >= shown.size() || shown[i].number != number) break;
      if (!held && !stays(shown[i].toast)) {
        shown[i].left -= ImGui::GetIO().DeltaTime;
        if (shown[i].left <= 0) shown[i].closed = true;
        // The bar shrinks; without motion only the end matters.
        const bool moving = shown[i].toast.undo && !reduced_motion();
        request_frame(moving ? 1.0 / 30 : std::max(0.0, shown[i].left));
      }
    }
  }
  ImGui::End();
  std::erase_if(shown, [](const Shown& one) { return one.closed; });
}

}  // namespace stadtpult::panels::kit
