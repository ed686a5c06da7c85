#include "console/palette.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::console {
namespace {

using namespace panels::kit;

constexpr float kRow = 42;

/// One line of the list; returns whether it was clicked.
bool entry_row(const PaletteEntry& entry, bool current, int index) {
  const IdScope scope{static_cast<std::uint64_t>(index) + 1};
  const Rect rect = place({available_width(), px(kRow - 2)});
  const bool enabled = entry.disabled_because.empty();
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
  const Rect tile_rect{{rect.min.x + px(8), rect.center().y - px(14)},
                       {rect.min.x + px(36), rect.center().y + px(14)}};
  const auto& tone = theme().tone(entry.is_command ? Tone::neu : Tone::info);
  fill_rect(tile_rect, tone.tint, radius::kChip);
  draw_icon(list, entry.icon != nullptr ? entry.icon : icons::widgets, tile_rect.center(), 18, tone.text);
  float right = rect.max.x - px(10);
  if (!enabled) {
    const float width = text_width(Font::meta, entry.disabled_because);
    draw_text(list, Font::meta, {right - width, rect.center().y - line_height(Font::meta) / 2},
              theme().tone(Tone::warn).text, entry.disabled_because);
    right -= width + px(12);
  }
  for (auto it = entry.keys.rbegin(); it != entry.keys.rend(); ++it) {
    const float width = text_width(Font::badge, *it) + px(10);
    const Rect cap{{right - width, rect.center().y - px(9)}, {right, rect.center().y + px(9)}};
    fill_rect(cap, theme().subtle, radius::kKeyCap);
    stroke_rect(cap, theme().line2, radius::kKeyCap);
    draw_text(list, Font::badge, {cap.min.x + px(5), cap.center().y - line_height(Font::badge) / 2},
              theme().tx2, *it);
    right -= width + px(4);
  }
  const float left = rect.min.x + px(46);
  const float title = std::min(text_width(Font::base_medium, entry.title), right - left);
  draw_text_fit(list, Font::base_medium, {left, rect.center().y - line_height(Font::base) / 2}, right - left,
                enabled ? theme().tx : theme().txd, entry.title);
  if (left + title + px(16) < right)
    draw_text_fit(list, Font::meta, {left + title + px(8), rect.center().y - line_height(Font::meta) / 2},
                  right - left - title - px(12), theme().tx3, entry.detail);
  return area.pressed;
}

}  // namespace

void Palette::draw(bool online, const std::function<std::vector<PaletteEntry>(std::string_view)>& collect) {
  if (!open_) return;
  const float height_left = ImGui::GetIO().DisplaySize.y / scale();
  Dialog dialog{"shell.palette",
                open_,
                {.title = tr("shell.palette.title"),
                 .width = 640,
                 .bare = true,
                 .top = std::min(110.0F, height_left * 0.1F)}};
  if (!dialog) return;
  if (just_opened_ || typed_ != collected_for_) {
    entries_ = collect(typed_);
    collected_for_ = typed_;
    cursor_ = 0;
  }
  // The arrows belong to the list while the text field has the keyboard.
  const int last = static_cast<int>(entries_.size()) - 1;
  if (take_in_text({.key = Key::down}, true)) cursor_ = std::min(cursor_ + 1, std::max(last, 0));
  if (take_in_text({.key = Key::up}, true)) cursor_ = std::max(cursor_ - 1, 0);
  gap(12);
  bool submitted = false;
  {
    const float width = available_width() - px(24);
    const Rect line = place({available_width(), px(36)});
    const Region region{{{line.min.x + px(12), line.min.y}, {line.min.x + px(12) + width, line.max.y}}};
    submitted = search_box("shell.palette.text", typed_,
                           {.placeholder = tr("shell.search"), .focus_now = just_opened_})
                    .submitted;
  }
  just_opened_ = false;
  divider(8);
  const float list_height = std::min(static_cast<float>(std::max<size_t>(entries_.size(), 2)) * kRow + 64,
                                     std::max(160.0F, height_left - 260));
  const Rect box = place({available_width(), px(list_height)});
  int pressed = -1;
  {
    const Pane pane{"shell.palette.list",
                    {.rect = box.shrunk(px(10), 0),
                     .name = tr("shell.palette.results"),
                     .surface = Surface::none,
                     .gap = 2,
                     .is_f6_stop = false}};
    if (entries_.empty())
      empty_state("shell.palette.empty", {.icon = icons::search,
                                          .title = tr("shell.palette.nothing"),
                                          .detail = tr("shell.palette.nothing_detail")});
    for (int i = 0; i <= last; ++i) {
      if (i == 0 ||
          entries_[static_cast<size_t>(i)].is_command != entries_[static_cast<size_t>(i) - 1].is_command)
        text(
            tr(entries_[static_cast<size_t>(i)].is_command ? "shell.palette.commands" : "shell.palette.open"),
            {.font = Font::meta, .color = theme().tx3});
      if (entry_row(entries_[static_cast<size_t>(i)], i == cursor_, i)) pressed = i;
    }
  }
  divider(4);
  {
    const Rect foot = place({available_width(), px(36)});
    const Region region{foot.shrunk(px(16), 0)};
    Row row{{.height = 30}};
    const std::string_view arrows[] = {"↑", "↓"};
    key_hint(arrows, tr("shell.palette.choose"));
    const std::string_view enter[] = {key_label(Key::enter)};
    key_hint(enter, tr("shell.palette.run"));
    row.right();
    const std::string_view more[] = {">"};
    key_hint(more, tr("shell.palette.only_commands"));
    if (!online) chip({.label = tr("shell.state.offline"), .icon = icons::cloud_off, .tone = Tone::neu});
  }
  if (submitted && last >= 0) pressed = cursor_;
  if (pressed >= 0 && pressed <= last && entries_[static_cast<size_t>(pressed)].disabled_because.empty()) {
    open_ = false;
    if (auto run = entries_[static_cast<size_t>(pressed)].run) run();
  }
}

}  // namespace stadtpult::console
