#include "panels/settings/settings_ui.hpp"

#include "panels/kit/kit.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;

constexpr float kWidest = 760;  // logical px: longer lines are hard to read

/// One setting as segments, or as a list where there are many values. Returns the index of a new choice, else
/// -1.
int choose(const SettingRow& row, std::string_view value) {
  int current = 0;
  for (size_t i = 0; i < row.values.size(); ++i)
    if (row.values[i] == value) current = static_cast<int>(i);
  std::vector<std::string> words;
  for (const auto& each : row.values) {
    const std::string key = setting_value_key(row.key, each);
    words.emplace_back(row.key == "scale" ? std::string(each) + " %" : tr_or(key, ""));
  }
  const int before = current;
  if (row.values.size() <= 4) {
    std::vector<Segment> segments;
    for (const auto& word : words) segments.push_back({.label = word});
    segmented(std::string(row.key).c_str(), current, segments, {.name = tr(row.title_key)});
  } else {
    std::vector<Choice> choices;
    for (const auto& word : words) choices.push_back({.label = word});
    combobox(std::string(row.key).c_str(), current, choices,
             {.label = tr(row.title_key), .label_hidden = true, .width = 140});
  }
  return current != before ? current : -1;
}

}  // namespace

Intents SettingsPanel::draw(const World&) {
  Intents intents;
  const Rect all = available();
  const Pane pane{
      "settings",
      {.rect = all, .name = tr("shell.panel.settings"), .surface = Surface::none, .padding = 24, .gap = 12}};
  heading(tr("shell.panel.settings"), Heading::page);
  meta(tr("settings.intro"));
  gap(4);
  const float width = std::min(kWidest, available_width() / scale());
  for (const auto& row : setting_rows()) {
    const Card card{{.width = width, .name = tr(row.title_key)}};
    const float inner = card.inner_width();
    const Rect line = place({inner, px(44)});
    auto& list = draw_list();
    draw_text(list, Font::body_medium, {line.min.x, line.min.y + px(2)}, theme().tx, tr(row.title_key));
    draw_text_fit(list, Font::meta, {line.min.x, line.min.y + px(24)}, inner, theme().tx3,
                  tr(row.detail_key));
    const int chosen = choose(row, settings_.get(row.key));
    if (chosen >= 0)
      intents.push_back(
          Keep{"setting:" + std::string(row.key), std::string(row.values[static_cast<size_t>(chosen)])});
  }
  gap(8);
  const Card card{{.width = width, .surface = Surface::subtle, .name = tr("settings.about")}};
  heading(tr("settings.about"));
  key_value(tr("settings.platform"), facts_.platform, {.mono = true});
  key_value(tr("settings.data"), facts_.data_dir, {.mono = true});
  key_value(tr("settings.version"), facts_.version);
  if (facts_.demo) paragraph(tr("settings.demo"), {.font = Font::meta, .color = theme().tx3});
  return intents;
}

}  // namespace stadtpult::panels
