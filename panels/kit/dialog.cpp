// Modal dialogs and the confirmation for what cannot be taken back.
#include <algorithm>
#include <cmath>
#include <vector>

#include <imgui_internal.h>

#include "panels/kit/buttons.hpp"
#include "panels/kit/chips.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/inputs.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/text.hpp"
#include "panels/kit/typography.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr float kDialogPad = 24, kLowPad = 16;    // logical px
constexpr float kMargin = 32, kLowMargin = 16;    // logical px of the window around a dialog
constexpr float kLow = 420;                       // below this height of the window room counts
constexpr float kRingX = 10, kRingY = 4;          // logical px around what scrolls: rings are not cut
constexpr float kBodyLeast = 72;                  // logical px: less of it is no reading
constexpr float kUsualFoot = size::kButton + 16;  // logical px, until it was drawn once

/// Tile with icon, title and sentence, as every dialog begins.
void draw_head(const DialogOptions& options, const Rect& content) {
  Rect words = content;
  if (options.icon != nullptr) {
    const Rect icon_box{content.min, {content.min.x + px(40), content.min.y + px(40)}};
    fill_rect(icon_box, theme().tone(options.tone).tint, radius::kBlock);
    draw_icon(draw_list(), options.icon, icon_box.center(), size::kIconNav, theme().tone(options.tone).text);
    words.min.x += px(54);
  }
  const float wrap = words.width();
  float y = words.min.y;
  const ImVec2 title = text_size(Font::heading, options.title, wrap);
  draw_text_wrapped(draw_list(), Font::heading, {words.min.x, y}, theme().tx, options.title, wrap);
  semantic::tree().add(semantic::Role::heading,
                       {.name = options.title, .bounds = {words.min.x, y, title.x, title.y}});
  y += title.y;
  if (!options.body.empty()) {
    const ImVec2 body = text_size(Font::body, options.body, wrap);
    draw_text_wrapped(draw_list(), Font::body, {words.min.x, y}, theme().tx2, options.body, wrap);
    semantic::tree().add(semantic::Role::text,
                         {.name = options.body, .bounds = {words.min.x, y, body.x, body.y}});
    y += body.y;
  }
  const float height = std::max(y - content.min.y, options.icon != nullptr ? px(40) : 0);
  place({content.width(), height});
  gap(8);
}

/// Dialogs that are open side by side (a file is chosen for a dialog of a panel), oldest first. ImGui has one
/// stack of popups, so only the newest is drawn; the others wait as they are and come back.
struct OpenDialog {
  ImGuiID id;
  int frame;  ///< last seen open
};
std::vector<OpenDialog> side_by_side;

/// Whether a newer dialog lies over this one. Dialogs inside another dialog's scope are ImGui's own matter.
bool covered(ImGuiID id, bool open) {
  if (ImGui::GetCurrentContext()->BeginPopupStack.Size > 0) return false;
  const int frame = ImGui::GetFrameCount();
  std::erase_if(side_by_side, [&](const OpenDialog& each) {
    return each.frame < frame - 1 || each.frame > frame || (each.id == id && !open);
  });
  if (!open) return false;
  const auto at = std::find_if(side_by_side.begin(), side_by_side.end(),
                               [&](const OpenDialog& each) { return each.id == id; });
  if (at == side_by_side.end())
    side_by_side.push_back({id, frame});
  else
    at->frame = frame;
  return side_by_side.back().id != id;
}

/// What scrolls between head and foot: a child window as high as its content, as long as there is room.
struct Body {
  ImGuiWindow* outer = nullptr;
  ImGuiWindow* child = nullptr;  ///< nullptr once it has ended, and where there is none
  ImGuiID scope = 0;
  ImVec2 start{0, 0};      ///< of the content, as if it stood in the dialog itself
  ImVec2 outer_max{0, 0};  ///< how far the dialog reached before it
  float room = 0;
  float foot_from = 0;
  int ids = 0;
  std::size_t depth = 0;
};
std::vector<Body> bodies;  // of the dialogs that are being drawn, innermost last

ImGuiID kept(const char* what, ImGuiID scope) {
  return ImHashStr(what, 0, scope);
}

void begin_body(ImGuiID scope, const Rect& content, float pad, bool appearing) {
  Body body;
  body.outer = ImGui::GetCurrentWindow();
  body.scope = scope;
  body.start = body.outer->DC.CursorPos;
  body.outer_max = body.outer->DC.CursorMaxPos;
  const float screen = ImGui::GetMainViewport()->Size.y;
  const bool low = screen < px(kLow);
  const float head = body.start.y - body.outer->DC.CursorStartPos.y;
  ImGuiStorage& storage = body.outer->StateStorage;
  const float foot = storage.GetFloat(kept("foot", scope), px(kUsualFoot));
  body.room = std::max(px(kBodyLeast), screen - px(low ? kLowMargin : kMargin) -
                                           2 * px(low ? kLowPad : kDialogPad) - head - foot);
  // At first everything is laid out, so that its height is known before anything is shown.
  const float height = std::min(storage.GetFloat(kept("height", scope), screen), body.room);
  const float high =
      appearing && ImGui::GetFrameCount() != storage.GetInt(kept("seen", scope), -2) + 1 ? screen : height;
  storage.SetInt(kept("seen", scope), ImGui::GetFrameCount());
  const ImVec2 ring{px(kRingX), px(kRingY)};
  ImGui::SetCursorScreenPos({body.start.x - ring.x, body.start.y - ring.y});
  constexpr ImGuiWindowFlags kFlags = (internal::kWindowFlags & ~ImGuiWindowFlags_NoDecoration) |
                                      ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_AlwaysUseWindowPadding;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ring);
  // The scroll bar stands in the padding of the dialog: nothing becomes narrower by it.
  ImGui::BeginChild(kept("body", scope), {ring.x + content.width() + pad - px(2), high + 2 * ring.y}, false,
                    kFlags);
  ImGui::PopStyleVar();
  body.child = ImGui::GetCurrentWindow();
  internal::push_column(content.max.x);
  body.ids = body.child->IDStack.Size;
  body.depth = internal::layout_depth();
  bodies.push_back(body);
  if (!appearing) return;
  ImGui::SetScrollY(0);
  focus::reveal();
}

void end_body(Body& body) {
  internal::pop_column();
  auto& dc = body.child->DC;
  const float spacing = ImGui::GetStyle().ItemSpacing.y;
  const float used = dc.CursorPos.y - dc.CursorStartPos.y;
  const float content = std::max(0.0F, used > 0 ? used - spacing : 0);
  const float height = std::min(content, body.room);
  // What fits does not scroll, also in the frame in which it grew.
  const float inner = content <= body.room ? std::min(content, body.child->Size.y - 2 * px(kRingY)) : content;
  dc.CursorMaxPos.y = dc.CursorStartPos.y + inner;
  ImGuiStorage& storage = body.outer->StateStorage;
  const ImGuiID key = kept("height", body.scope);
  if (storage.GetFloat(key, -1) != content) request_frame();
  storage.SetFloat(key, content);
  ImGui::EndChild();
  auto& outer = body.outer->DC;
  outer.CursorPos = {body.start.x, body.start.y + height + (content > 0 ? spacing : 0)};
  outer.CursorMaxPos = {body.outer_max.x, std::max(body.outer_max.y, body.start.y + height)};
  body.foot_from = outer.CursorPos.y;
  body.child = nullptr;
}

/// How high the foot is, for the next frame.
void end_foot(const Body& body) {
  const float foot = std::max(0.0F, body.outer->DC.CursorPos.y - body.foot_from);
  body.outer->StateStorage.SetFloat(kept("foot", body.scope), foot);
}

}  // namespace

void dialog_foot() {
  if (bodies.empty()) return;
  Body& body = bodies.back();
  if (body.child == nullptr || ImGui::GetCurrentWindow() != body.child ||
      body.child->IDStack.Size != body.ids || internal::layout_depth() != body.depth)
    return;
  end_body(body);
}

Dialog::Dialog(const char* id, bool& open, const DialogOptions& options) {
  const ImGuiID scope_id = make_id(id);
  if (covered(scope_id, open)) return;
  ImGui::PushID(id);
  if (open && !ImGui::IsPopupOpen("##dialog")) ImGui::OpenPopup("##dialog");
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float width = std::min(px(options.width), viewport->Size.x - px(32));
  const ImVec2 at = options.top > 0 ? ImVec2(std::floor((viewport->Size.x - width) / 2), px(options.top))
                                    : ImVec2(viewport->Size.x / 2, viewport->Size.y / 2);
  ImGui::SetNextWindowPos(at, ImGuiCond_Always, options.top > 0 ? ImVec2(0, 0) : ImVec2(0.5F, 0.5F));
  const bool low = !options.bare && viewport->Size.y < px(kLow);
  const float margin = px(low ? kLowMargin : kMargin);
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, viewport->Size.y - margin});
  const float pad = options.bare ? 0 : px(kDialogPad);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {pad, low ? px(kLowPad) : pad});
  const ImGuiWindowFlags flags =
      (internal::kWindowFlags & ~ImGuiWindowFlags_NoScrollbar) | ImGuiWindowFlags_AlwaysAutoResize;
  shown_ = ImGui::BeginPopupModal("##dialog", nullptr, flags);
  ImGui::PopStyleVar();
  if (!shown_) {
    ImGui::PopID();
    return;
  }
  if (!open) {
    ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    ImGui::PopID();
    shown_ = false;
    return;
  }
  open_ = &open;
  appearing_ = ImGui::IsWindowAppearing();
  const ImVec2 pos = ImGui::GetWindowPos();
  const ImVec2 box = ImGui::GetWindowSize();
  const Rect rect{pos, {pos.x + box.x, pos.y + box.y}};
  ImDrawList& list = draw_list();
  list.PushClipRectFullScreen();
  list.AddRectFilled(viewport->Pos, {viewport->Pos.x + viewport->Size.x, viewport->Pos.y + viewport->Size.y},
                     theme().scrim);
  floating_layer(list, rect, radius::kDialog);
  list.PopClipRect();
  const bool top = internal::active_scope() == scope_id;
  focus::begin_scope(scope_id);
  semantic::tree().begin(semantic::Role::dialog, {.name = options.title,
                                                  .description = options.body,
                                                  .state = semantic::kModal,
                                                  .bounds = internal::bounds_of(rect),
                                                  .id = scope_id});
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const Rect content{cursor, {pos.x + width - pad, cursor.y}};
  internal::begin_layout(content);
  if (top && take({Key::escape})) open = false;
  if (options.bare) {
    bodies.emplace_back();
    return;
  }
  draw_head(options, content);
  begin_body(scope_id, content, pad, appearing_);
}

Dialog::~Dialog() {
  if (!shown_) return;
  Body& body = bodies.back();
  if (body.child != nullptr) end_body(body);
  if (body.outer != nullptr) end_foot(body);
  bodies.pop_back();
  internal::end_layout();
  semantic::tree().end();
  focus::end_scope();
  if (!*open_) {
    ImGui::CloseCurrentPopup();
    request_frame();
  }
  ImGui::EndPopup();
  ImGui::PopID();
}

bool Dialog::appearing() const {
  return appearing_;
}

bool overlay_open() {
  return internal::active_scope() != 0;
}

namespace {

/// What happens, in numbers, on an inset sheet.
void draw_consequences(std::span<const Consequence> consequences) {
  if (consequences.empty()) return;
  const float line = px(26);
  const Rect rect = place({available_width(), line * static_cast<float>(consequences.size()) + px(16)});
  fill_rect(rect, theme().inset, radius::kBlock);
  float y = rect.min.y + px(8);
  for (const Consequence& consequence : consequences) {
    draw_icon(draw_list(), consequence.icon, {rect.min.x + px(20), y + line / 2}, 16, theme().tx2);
    draw_text_fit(draw_list(), Font::base, {rect.min.x + px(36), y + (line - line_height(Font::base)) / 2},
                  rect.width() - px(48), theme().tx, consequence.words);
    semantic::tree().add(semantic::Role::listitem,
                         {.name = consequence.words, .bounds = {rect.min.x, y, rect.width(), line}});
    y += line;
  }
  gap(4);
}

int missing_characters(const std::string& typed, std::string_view wanted) {
  const auto count = [](std::string_view words) {
    return static_cast<int>(
        std::count_if(words.begin(), words.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  };
  return std::max(0, count(wanted) - count(typed));
}

}  // namespace

namespace {

/// The reason to choose; returns whether it is there (or none is asked for).
bool draw_reason(ConfirmState& state, std::span<const std::string_view> reasons) {
  if (reasons.empty()) return true;
  static std::vector<Choice> choices;  // kept for its capacity
  choices.clear();
  for (const std::string_view reason : reasons) choices.push_back({.label = reason});
  combobox("reason", state.reason, choices, {.label = tr("kit.reason"), .placeholder = tr("kit.choose")});
  gap(4);
  return state.reason >= 0;
}

/// Cancel and the verb, at the right edge. Returns whether the verb was pressed.
bool draw_actions(bool& open, std::string_view action, std::string_view missing) {
  dialog_foot();
  Row actions({.height = size::kButton});
  actions.right();
  if (button("cancel", {.label = tr("kit.cancel"), .key = Key::escape})) open = false;
  return button("confirm", {.kind = Button::danger, .label = action, .disabled_because = missing});
}

}  // namespace

bool confirm(const char* id, ConfirmState& state, const ConfirmOptions& options) {
  if (!state.open) {
    state.typed.clear();
    state.reason = -1;
  }
  bool confirmed = false;
  if (Dialog dialog{
          id,
          state.open,
          {.title = options.title, .body = options.body, .icon = options.icon, .tone = Tone::err}}) {
    draw_consequences(options.consequences);
    const bool reason_there = draw_reason(state, options.reasons);
    bool submitted = false;
    if (!options.object_id.empty()) {
      const int missing = missing_characters(state.typed, options.object_id);
      const std::string label = tr("kit.type_to_confirm", {{"id", options.object_id}});
      const std::string counter = missing > 0 ? tr_n("kit.characters_left", missing) : std::string();
      submitted =
          text_field("typed", state.typed,
                     {.label = label, .counter = counter, .mono = true, .focus_now = dialog.appearing()})
              .submitted;
    }
    {
      const Row note_row({.height = 24});
      icon(icons::policy, theme().tx2);
      meta(tr("kit.recorded"));
    }
    gap(4);
    std::string why_not;
    if (!reason_there)
      why_not = tr("kit.reason_missing");
    else if (state.typed != options.object_id)
      why_not = tr("kit.type_missing", {{"id", options.object_id}});
    // Enter in the field does nothing until the text matches.
    confirmed = draw_actions(state.open, options.action, why_not) || (submitted && why_not.empty());
    if (confirmed) state.open = false;
  }
  return confirmed;
}

}  // namespace stadtpult::panels::kit
