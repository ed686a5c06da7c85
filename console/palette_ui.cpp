#include "console/palette.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::console {
namespace {

using namespace panels::kit;

constexpr float kRow = 42, kLabel = 26, kHead = 52, kFoot = 44, kMargin = 10;  // logical px

/// A key cap whose right edge is at `right`; returns its left edge.
float cap_at(float right, float middle, std::string_view label) {
  const float width = std::max(px(size::kKeyCap), text_width(Font::badge, label) + px(10));
  const Rect cap{{right - width, middle - px(9)}, {right, middle + px(9)}};
  fill_rect(cap, theme().subtle, radius::kKeyCap);
  stroke_rect(cap, theme().line2, radius::kKeyCap);
  draw_text(draw_list(), Font::badge,
            {cap.center().x - text_width(Font::badge, label) / 2, middle - line_height(Font::badge) / 2},
            theme().tx2, label);
  return cap.min.x;
}

/// What was typed, underlined in the title.
void underline_marks(const PaletteEntry& entry, float left, float middle, float room) {
  const std::string_view title = entry.title;
  for (const auto& [from, to] : entry.marks) {
    const float begin = text_width(Font::base_medium, title.substr(0, from)),
                end = text_width(Font::base_medium, title.substr(0, to));
    if (end > room) continue;
    const float y = middle + line_height(Font::base) / 2 - px(1);
    fill_rect({{left + begin, y}, {left + end, y + px(1)}}, theme().acct);
  }
}

/// Everything at the right edge of a line, from there leftwards; returns where it begins.
float right_part(const PaletteEntry& entry, const Rect& rect, bool current) {
  const float middle = rect.center().y;
  float right = rect.max.x - px(10);
  auto& list = draw_list();
  if (!entry.disabled_because.empty()) {
    const Color color = theme().tone(Tone::warn).text;
    const float width = text_width(Font::meta, entry.disabled_because);
    draw_text(list, Font::meta, {right - width, middle - line_height(Font::meta) / 2}, color,
              entry.disabled_because);
    draw_icon(list, icons::lock_outline, {right - width - px(12), middle}, 16, color);
    return right - width - px(32);
  }
  if (current && entry.keys.empty()) return cap_at(right, middle, key_label(Key::enter)) - px(12);
  for (auto it = entry.keys.rbegin(); it != entry.keys.rend(); ++it)
    right = cap_at(right, middle, *it) - px(4);
  return right - px(8);
}

/// One line of the list; returns whether it was clicked.
bool entry_row(const PaletteEntry& entry, bool current, int index) {
  const IdScope scope{static_cast<std::uint64_t>(index) + 1};
  const Rect rect = place({available_width(), px(kRow - 2)});
  const auto area = click_area("entry", {.name = entry.title,
                                         .rect = rect,
                                         .radius = radius::kBlock,
                                         .selected = current,
                                         .tooltip = entry.disabled_because});
  if (current) {
    fill_rect(rect, theme().sel, radius::kBlock);
    stroke_rect(rect, theme().focus, radius::kBlock, 2);
  } else if (area.hovered) {
    fill_rect(rect, theme().hover, radius::kBlock);
  }
  auto& list = draw_list();
  const float middle = rect.center().y;
  const Rect tile_rect{{rect.min.x + px(8), middle - px(14)}, {rect.min.x + px(36), middle + px(14)}};
  const auto& tone = theme().tone(entry.is_command ? Tone::neu : Tone::info);
  fill_rect(tile_rect, tone.tint, radius::kChip);
  draw_icon(list, entry.icon != nullptr ? entry.icon : icons::widgets, tile_rect.center(), 18, tone.text);
  const float right = right_part(entry, rect, current), left = rect.min.x + px(46);
  const float title = std::min(text_width(Font::base_medium, entry.title), right - left);
  draw_text_fit(list, Font::base_medium, {left, middle - line_height(Font::base) / 2}, right - left,
                entry.disabled_because.empty() ? theme().tx : theme().txd, entry.title);
  underline_marks(entry, left, middle, right - left);
  if (left + title + px(24) < right)
    draw_text_fit(list, Font::meta, {left + title + px(10), middle - line_height(Font::meta) / 2},
                  right - left - title - px(10), theme().tx3, entry.detail);
  return area.pressed;
}

/// Scrolls the list just as far as it takes to show this row.
void bring_into_view(const Rect& row) {
  const float top = row.min.y - ImGui::GetWindowPos().y, bottom = row.max.y - ImGui::GetWindowPos().y;
  if (top < 0) ImGui::SetScrollY(ImGui::GetScrollY() + top);
  if (bottom > ImGui::GetWindowHeight())
    ImGui::SetScrollY(ImGui::GetScrollY() + bottom - ImGui::GetWindowHeight());
}

}  // namespace

/// The search field; returns whether Enter was pressed in it.
bool Palette::head(bool online) {
  const Rect line = place({available_width(), px(kHead)});
  Rect field = line.shrunk(px(12), px(10));
  const float esc = cap_at(field.max.x - px(4), line.center().y, key_label(Key::escape));
  field.max.x = esc - px(10);
  if (!online) {
    const ChipOptions offline{.label = tr("shell.state.offline"), .icon = icons::cloud_off};
    const Region region{{{field.max.x - chip_width(offline), line.center().y - px(11)}, field.max}};
    chip(offline);
    field.max.x -= chip_width(offline) + px(10);
  }
  const Region region{field};
  return search_box("shell.palette.text", typed_,
                    {.placeholder = tr("shell.search"), .focus_now = std::exchange(just_opened_, false)})
      .submitted;
}

/// The entries in two groups; index of the one that was clicked, else -1.
int Palette::list(float logical_height) {
  int pressed = -1;
  const Pane pane{"shell.palette.list",
                  {.rect = place({available_width(), px(logical_height)}).shrunk(px(kMargin), 0),
                   .name = tr("shell.palette.results"),
                   .surface = Surface::none,
                   .gap = 2,
                   .is_f6_stop = false}};
  if (entries_.empty())
    empty_state("shell.palette.empty", {.icon = icons::search,
                                        .title = tr("shell.palette.nothing"),
                                        .detail = tr("shell.palette.nothing_detail")});
  for (size_t i = 0; i < entries_.size(); ++i) {
    const auto& entry = entries_[i];
    if (i == 0 || entry.is_command != entries_[i - 1].is_command) {
      const Rect label = place({available_width(), px(kLabel - 2)});
      draw_text(draw_list(), Font::meta, {label.min.x + px(8), label.min.y + px(4)}, theme().tx3,
                tr(entry.is_command ? "shell.palette.commands" : "shell.palette.open"));
    }
    const bool current = static_cast<int>(i) == cursor_;
    if (entry_row(entry, current, static_cast<int>(i))) pressed = static_cast<int>(i);
    if (current && std::exchange(follow_, false)) bring_into_view(last_rect());
  }
  return pressed;
}

void Palette::foot() const {
  const Rect foot = place({available_width(), px(kFoot)});
  fill_rect({foot.min, {foot.max.x, foot.min.y + px(1)}}, theme().line);
  const Region region{foot.shrunk(px(16), px(7))};
  Row row{{.height = 30}};
  const std::string_view arrows[] = {"↑", "↓"};
  key_hint(arrows, tr("shell.palette.choose"));
  row.skip(8);
  const std::string_view enter[] = {key_label(Key::enter)};
  key_hint(enter, tr("shell.palette.run"));
  row.right();
  const std::string_view more[] = {">"};
  key_hint(more, tr("shell.palette.only_commands"));
}

/// The arrows belong to the list while the text field has the keyboard.
void Palette::move_cursor() {
  const int last = std::max(0, static_cast<int>(entries_.size()) - 1), before = cursor_;
  if (take_in_text({.key = Key::down}, true)) cursor_ = std::min(cursor_ + 1, last);
  if (take_in_text({.key = Key::up}, true)) cursor_ = std::max(cursor_ - 1, 0);
  follow_ = follow_ || cursor_ != before;
}

void Palette::run(int index) {
  if (index < 0 || index >= static_cast<int>(entries_.size())) return;
  const auto& entry = entries_[static_cast<size_t>(index)];
  if (!entry.disabled_because.empty()) return;
  open_ = false;
  // The entry's list may be collected anew by what it runs.
  if (const auto action = entry.run) action();
}

void Palette::draw(bool online, const std::function<std::vector<PaletteEntry>(std::string_view)>& collect) {
  if (!open_) return;
  const float room = ImGui::GetIO().DisplaySize.y / scale(), width = ImGui::GetIO().DisplaySize.x / scale();
  const float top = std::min(110.0F, room * 0.12F);
  Dialog dialog{
      "shell.palette",
      open_,
      {.title = tr("shell.palette.title"), .width = std::min(640.0F, width - 24), .bare = true, .top = top}};
  if (!dialog) return;
  if (just_opened_ || typed_ != collected_for_) {
    entries_ = collect(typed_);
    collected_for_ = typed_;
    cursor_ = 0;
    follow_ = true;
  }
  move_cursor();
  bool submitted = false;
  const ImVec2 no_gap{0, 0};
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, no_gap);
  submitted = head(online);
  divider();
  const bool two_groups = !entries_.empty() && entries_.front().is_command != entries_.back().is_command;
  const float wanted =
      entries_.empty() ? 150
                       : static_cast<float>(entries_.size()) * kRow + kLabel * (two_groups ? 2.0F : 1.0F) + 8;
  const int pressed = list(std::min(wanted, std::max(120.0F, room - top - kHead - kFoot - 40)));
  foot();
  ImGui::PopStyleVar();
  run(submitted ? cursor_ : pressed);
}

}  // namespace stadtpult::console
