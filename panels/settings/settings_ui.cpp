#include "panels/settings/settings_ui.hpp"

#include <algorithm>

#include "panels/kit/kit.hpp"
#include "panels/security/devices_view.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;

constexpr std::int64_t kAskAgainMs = 10'000;
constexpr float kWidestSettings = 760;  // logical px: longer lines are hard to read

/// One setting as segments, or as a list where there are many values. Returns the index of a new choice, else
/// -1.
int choose(const SettingRow& row, std::string_view value) {
  int current = 0;
  for (size_t i = 0; i < row.values.size(); ++i)
    if (row.values[i] == value) current = static_cast<int>(i);
  std::vector<std::string> words;
  for (const auto& each : row.values) {
    const std::string key = setting_value_key(row.key, each);
    words.emplace_back(row.key == "scale" ? format_percent(std::stod(std::string(each)) / 100)
                                          : tr_or(key, ""));
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

/// Words on the left, the choice on the right; below each other where there is no room for both.
int setting_line(const SettingRow& row, std::string_view value) {
  const bool beside = available_width() >= px(520);
  const std::string detail = tr(row.detail_key);
  const float room = available_width() - (beside ? px(330) : 0);
  const float height = px(25) + text_size(Font::meta, detail, room).y;
  const Rect words = place({available_width(), std::max(px(beside ? 48 : 40), height)});
  auto& list = draw_list();
  draw_text(list, Font::body_medium, {words.min.x, words.min.y + px(2)}, theme().tx, tr(row.title_key));
  draw_text_wrapped(list, Font::meta, {words.min.x, words.min.y + px(23)}, theme().tx3, detail, room);
  semantic::tree().add(semantic::Role::text, {.name = tr(row.title_key), .value = detail});
  if (!beside) return choose(row, value);
  const Region region{{{words.max.x - px(320), words.min.y}, words.max}};
  Row line{{.height = 44}};
  line.right();
  return choose(row, value);
}

}  // namespace

void SettingsPanel::device(float width, Intents& intents) {
  const Card card{{.width = width, .name = tr("settings.device")}};
  heading(tr("settings.device"));
  meta(tr("settings.intro"), {.width = kFill});
  for (const auto& row : setting_rows()) {
    divider(2);
    const int chosen = setting_line(row, settings_.get(row.key));
    if (chosen >= 0)
      intents.push_back(
          Keep{"setting:" + std::string(row.key), std::string(row.values[static_cast<size_t>(chosen)])});
  }
}

/// What a colleague compares before this machine is let in.
void SettingsPanel::machine(const World& world, float width, Intents& intents) {
  if (world.online && world.now.ms - asked_at_.ms >= kAskAgainMs) {
    asked_at_ = world.now;
    intents.push_back(Need{Need::What::me, {}});
  }
  const auto own = security::own_device(world);
  const Card card{{.width = width, .name = tr("settings.machine")}};
  heading(tr("settings.machine"));
  const KeyValueOptions line{.key_width = 170, .wrap = true};
  key_value(tr("settings.machine.name"), own.name.empty() ? "–" : own.name, line);
  key_value(tr("security.device.key"), own.key.empty() ? "–" : own.key, {.key_width = 170, .mono = true});
  const std::string state =
      own.state ? security::device_state_mark(*own.state).word : std::string(tr("settings.machine.unknown"));
  key_value(tr("settings.machine.state"),
            own.state && own.since
                ? tr("settings.machine.since", {{"state", state}, {"since", format_date_time(own.since)}})
                : state,
            line);
  paragraph(tr("settings.machine.compare"), {.font = Font::meta, .color = theme().tx3});
}

void SettingsPanel::about(float width) const {
  const Card card{{.width = width, .surface = Surface::subtle, .name = tr("settings.about")}};
  heading(tr("settings.about"));
  key_value(tr("settings.platform"), facts_.platform, {.key_width = 170, .mono = true});
  key_value(tr("settings.data"), facts_.data_dir, {.key_width = 170, .mono = true});
  key_value(tr("settings.version"), facts_.version, {.key_width = 170});
  if (facts_.demo) paragraph(tr("settings.demo"), {.font = Font::meta, .color = theme().tx3});
}

Intents SettingsPanel::draw(const World& world) {
  Intents intents;
  const Pane pane{"settings",
                  {.rect = available(),
                   .name = tr("shell.panel.settings"),
                   .surface = Surface::none,
                   .padding = 24,
                   .gap = 8}};
  panel_title(tr("shell.panel.settings"));
  gap(4);
  const float width = std::min(kWidestSettings, available_width() / scale());
  device(width, intents);
  gap(8);
  reasons_.draw(world, width, intents);
  gap(8);
  machine(world, width, intents);
  gap(8);
  about(width);
  return intents;
}

}  // namespace stadtpult::panels
