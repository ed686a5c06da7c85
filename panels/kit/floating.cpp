// Floating layers: ImGui popups without any look of their own. Popover, menu and combobox stand on these.
#include <algorithm>

#include "panels/kit/internal.hpp"
#include "panels/kit/overlay.hpp"

namespace stadtpult::panels::kit {
namespace internal {
namespace {
ImVector<ImGuiID> close_requests;  // of this frame: a popup can close itself only while it is drawn

bool erase_request(ImGuiID id) {
  const bool was = close_requests.contains(id);
  if (was) close_requests.find_erase_unsorted(id);
  return was;
}
}  // namespace

// Popup ids are made from the kit's string id as seen from the present stack, like every other widget's.
static ImGuiID popup_id(const char* id) {
  ImGui::PushID("floating");
  const ImGuiID made = ImGui::GetID(id);
  ImGui::PopID();
  return made;
}

void open_floating(const char* id) {
  ImGui::OpenPopupEx(popup_id(id));
}

void close_floating(const char* id) {
  const ImGuiID made = popup_id(id);
  if (!close_requests.contains(made)) close_requests.push_back(made);
}

bool floating_open(const char* id) {
  return ImGui::IsPopupOpen(popup_id(id), ImGuiPopupFlags_None);
}

bool begin_floating(const char* id, const FloatingOptions& options) {
  const ImGuiID made = popup_id(id);
  ImGui::SetNextWindowPos(options.rect.min);
  ImGui::SetNextWindowSize({options.rect.width(), std::max(1.0F, options.rect.height())});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGuiWindowFlags flags = (kWindowFlags & ~ImGuiWindowFlags_NoDecoration) | ImGuiWindowFlags_NoTitleBar |
                           ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoCollapse;
  if (!options.scroll) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  const bool open = ImGui::BeginPopupEx(made, flags);
  ImGui::PopStyleVar();
  if (!open) {
    erase_request(made);
    return false;
  }
  if (erase_request(made)) ImGui::CloseCurrentPopup();
  ImDrawList& list = draw_list();
  list.PushClipRectFullScreen();
  floating_layer(list, options.rect, options.radius);
  list.PopClipRect();
  begin_layout(options.rect);
  return true;
}

void end_floating() {
  end_layout();
  ImGui::EndPopup();
}

}  // namespace internal
}  // namespace stadtpult::panels::kit
