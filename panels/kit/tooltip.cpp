#include <algorithm>
#include <string>

#include "panels/kit/frame.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/overlay.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr double kDelaySeconds = 0.4;

struct Pending {
  std::string words;
  Rect anchor;
  bool wanted = false;
};
Pending pending;            // of this frame
double hovered_since = -1;  // ImGui time
ImVec2 hovered_at{0, 0};    // anchor of what is hovered: another one starts the delay again

}  // namespace

void tooltip(std::string_view words, const Rect& anchor) {
  if (words.empty()) return;
  pending.words.assign(words);
  pending.anchor = anchor;
  pending.wanted = true;
}

namespace internal {

void tooltip_for(const Interaction& state, std::string_view words, const Rect& anchor) {
  if (words.empty() || state.held) return;
  if (state.ring) return tooltip(words, anchor);
  if (!state.hovered) return;
  const double now = ImGui::GetTime();
  if (hovered_since < 0 || hovered_since > now || hovered_at.x != anchor.min.x ||
      hovered_at.y != anchor.min.y) {
    hovered_since = now;
    hovered_at = anchor.min;
  }
  if (now - hovered_since >= kDelaySeconds)
    tooltip(words, anchor);
  else
    request_frame(kDelaySeconds - (now - hovered_since));
}

void draw_tooltip() {
  if (!ImGui::IsAnyItemHovered()) hovered_since = -1;
  if (!pending.wanted) return;
  pending.wanted = false;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const ImVec2 screen = ImGui::GetMainViewport()->Size;
  const float pad_x = px(10);
  const float pad_y = px(6);
  const ImVec2 text = text_size(Font::meta, pending.words, px(size::kTooltipWidth) - 2 * pad_x);
  ImVec2 at(pending.anchor.min.x, pending.anchor.max.y + px(6));
  const ImVec2 box(text.x + 2 * pad_x, text.y + 2 * pad_y);
  if (at.y + box.y > screen.y - px(4)) at.y = pending.anchor.min.y - px(6) - box.y;
  at.x = std::clamp(at.x, px(4), std::max(px(4), screen.x - box.x - px(4)));
  const Rect rect{at, {at.x + box.x, at.y + box.y}};
  list.AddRectFilled(rect.min, rect.max, theme().inv, px(radius::kChip));
  draw_text_wrapped(list, Font::meta, {at.x + pad_x, at.y + pad_y}, theme().invtx, pending.words,
                    px(size::kTooltipWidth) - 2 * pad_x);
  semantic::tree().add(semantic::Role::tooltip, {.name = pending.words, .bounds = bounds_of(rect)});
}

}  // namespace internal
}  // namespace stadtpult::panels::kit
