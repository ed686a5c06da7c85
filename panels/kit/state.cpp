#include "panels/kit/state.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "panels/kit/buttons.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/text.hpp"
#include "panels/kit/typography.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr double kSkeletonAfterSeconds = 0.2;

void centered(Font role, std::string_view words, Color color, semantic::Role semantic_role) {
  const float wrap = std::max(px(80), available_width());
  const ImVec2 box = text_size(role, words, wrap);
  const Rect rect = place({wrap, box.y});
  // One line is centred; more lines begin at the left of a centred block.
  draw_text_wrapped(draw_list(), role, {std::round(rect.center().x - box.x / 2), rect.min.y}, color, words,
                    wrap);
  semantic::tree().add(semantic_role, {.name = words, .bounds = internal::bounds_of(rect)});
}

}  // namespace

bool empty_state(const char* id, const EmptyOptions& options) {
  const float height = px(32 + 12 + 24 + 20 + (options.action.empty() ? 0 : 44));
  const float room = available_height();
  if (room > height) gap((room - height) / 2 / scale());
  const semantic::Scope scope(semantic::Role::status, {.name = options.title, .value = options.detail});
  const Rect icon_rect = place({available_width(), px(size::kIconEmpty)});
  draw_icon(draw_list(), options.icon, icon_rect.center(), size::kIconEmpty, theme().tone(Tone::neu).fill);
  centered(Font::card, options.title, theme().tx, semantic::Role::text);
  gap(-6);
  if (!options.detail.empty()) centered(Font::base, options.detail, theme().tx2, semantic::Role::text);
  if (options.action.empty()) return false;
  const ButtonOptions look{.kind = options.primary ? Button::primary : Button::secondary,
                           .label = options.action};
  const Row row({.height = size::kButton});
  const float before = std::max(0.0F, (available_width() - button_width(look)) / 2);
  gap(before / scale());
  return button(id, look);
}

bool no_matches(const char* id) {
  return empty_state(id, {.icon = icons::search,
                          .title = tr("kit.no_matches"),
                          .detail = tr("kit.no_matches_detail"),
                          .action = tr("kit.reset_filter")});
}

void skeleton_block(float logical_width, float logical_height, double loading_for_seconds) {
  const Rect rect = place({resolve_width(logical_width, px(100)), px(logical_height)});
  if (loading_for_seconds < kSkeletonAfterSeconds)
    return request_frame(kSkeletonAfterSeconds - loading_for_seconds);
  fill_rect(rect, theme().track, radius::kChip);
}

void skeleton_rows(int rows, float logical_row_height, double loading_for_seconds) {
  const Rect all = place({available_width(), px(logical_row_height) * static_cast<float>(rows)});
  if (loading_for_seconds < kSkeletonAfterSeconds)
    return request_frame(kSkeletonAfterSeconds - loading_for_seconds);
  semantic::tree().add(
      semantic::Role::status,
      {.name = tr("kit.loading"), .state = semantic::kBusy, .bounds = internal::bounds_of(all)});
  const Color color = theme().track;
  constexpr float kFirst[] = {0.42F, 0.50F, 0.34F, 0.46F};
  constexpr float kSecond[] = {0.29F, 0.23F, 0.32F, 0.26F};
  for (int i = 0; i < rows; ++i) {
    const float y = all.min.y + px(logical_row_height) * static_cast<float>(i);
    const float middle = std::floor(y + px(logical_row_height) / 2);
    const auto bar = [&](float x, float top, float width, float height, float corner) {
      fill_rect({{std::floor(x), std::floor(top)}, {std::floor(x + width), std::floor(top + height)}}, color,
                corner);
    };
    const float left = all.min.x + px(12);
    bar(left, middle - px(14), px(28), px(28), radius::kChip);
    if (logical_row_height < 36) {
      bar(left + px(38), middle - px(4), all.width() * kFirst[i % 4], px(8), 4);
    } else {
      bar(left + px(38), middle - px(11), all.width() * kFirst[i % 4], px(8), 4);
      bar(left + px(38), middle + px(4), all.width() * kSecond[i % 4], px(8), 4);
    }
    bar(all.max.x - px(12 + 76), middle - px(9), px(76), px(18), radius::kChip);
  }
}

bool error_card(const char* id, const ErrorOptions& options) {
  static constexpr Tone kTone = Tone::err;
  bool again = false;
  ImGui::PushID(id);
  bool* open = ImGui::GetStateStorage()->GetBoolRef(make_id("open"));
  {
    const Card card({.padding = 13, .tone = &kTone});
    const semantic::Scope scope(semantic::Role::alert, {.name = options.title, .value = options.detail});
    const Rect all = available();
    draw_icon(draw_list(), icons::error_outline, {all.min.x + px(12), all.min.y + px(10)}, size::kIconNav,
              theme().tone(kTone).text);
    const Rect inside{{all.min.x + px(32), all.min.y}, all.max};
    float used = 0;
    {
      const Region region(inside);
      paragraph(options.title, {.font = Font::base_semi});
      gap(-6);
      paragraph(options.detail, {.color = theme().tx2});
      {
        const Row row({.height = size::kButtonSmall});
        again = button("retry", {.label = options.retry.empty() ? tr("kit.retry") : options.retry,
                                 .icon = icons::sync,
                                 .small = true});
        gap(4);
        if (!options.technical.empty() && link("details", {.label = tr("kit.details")})) *open = !*open;
      }
      if (*open && !options.technical.empty()) {
        code_block("technical", options.technical);
        if (link("copy", {.label = tr("kit.copy"), .icon = icons::content_copy})) {
          ImGui::SetClipboardText(std::string(options.technical).c_str());
        }
      }
      used = region.used_height();
    }
    place({all.width(), used});
  }
  ImGui::PopID();
  return again;
}

void forbidden_card(const char* id, std::string_view title, std::string_view detail) {
  ImGui::PushID(id);
  empty_state("forbidden", {.icon = icons::lock_outline, .title = title, .detail = detail});
  ImGui::PopID();
}

BannerAction banner(const char* id, const BannerOptions& options) {
  const ToneColors& tone = theme().tone(options.tone);
  const Rect rect = place({available_width(), px(44)});
  fill_rect(rect, tone.tint, radius::kBlock);
  stroke_rect(rect, tone.border, radius::kBlock);
  const semantic::Scope scope(
      semantic::Role::alert,
      {.name = options.title, .value = options.detail, .bounds = internal::bounds_of(rect)});
  ImGui::PushID(id);
  BannerAction action = BannerAction::none;
  const Region region(rect.shrunk(px(14), px(6)));
  Row row({.height = 32});
  icon(options.icon, tone.text, size::kIconNav);
  text(options.title, {.font = Font::base_semi, .color = tone.text});
  if (!options.detail.empty()) text(options.detail, {.color = theme().tx});
  row.right();
  if (!options.right.empty()) {
    if (options.right_icon != nullptr) icon(options.right_icon, tone.text);
    text(options.right, {.color = theme().tx});
    gap(4);
  }
  if (!options.first.empty() && button("first", {.label = options.first, .small = true}))
    action = BannerAction::first;
  if (!options.second.empty() &&
      button("second", {.label = options.second, .icon = options.second_icon, .small = true})) {
    action = BannerAction::second;
  }
  ImGui::PopID();
  return action;
}

void progress(float ratio, const ProgressOptions& options) {
  const float share = std::clamp(ratio, 0.0F, 1.0F);
  const float label = options.label.empty() ? 0 : std::ceil(text_width(Font::meta, options.label)) + px(8);
  const float width = std::max(px(24), resolve_width(options.width, px(96)));
  const Rect rect =
      place({width, std::max(px(options.height), options.label.empty() ? 0 : line_height(Font::meta))});
  const float top = std::floor(rect.center().y - px(options.height) / 2);
  const Rect track{{rect.min.x, top}, {rect.max.x - label, top + px(options.height)}};
  const float corner = options.height / 2;
  fill_rect(track, theme().track, corner);
  const Color fill = options.tone == Tone::info ? theme().acc : theme().tone(options.tone).fill;
  if (share > 0)
    fill_rect(
        {track.min, {track.min.x + std::max(track.height(), std::round(track.width() * share)), track.max.y}},
        fill, corner);
  draw_text(draw_list(), Font::meta, {track.max.x + px(8), rect.center().y - line_height(Font::meta) / 2},
            theme().tx2, options.label);
  semantic::tree().add(
      semantic::Role::progressbar,
      {.name = options.name,
       .value = options.label.empty() ? std::string_view(format_percent(share)) : options.label,
       .bounds = internal::bounds_of(rect)});
}

namespace {

const char* step_word(StepState state) {
  switch (state) {
    case StepState::done:
      return tr("kit.step_done");
    case StepState::current:
      return tr("kit.step_current");
    case StepState::failed:
      return tr("kit.step_failed");
    case StepState::later:
      break;
  }
  return tr("kit.step_later");
}

void draw_step_mark(ImVec2 center, StepState state, int number) {
  const Palette& p = theme();
  ImDrawList& list = draw_list();
  const float r = px(11);
  if (state == StepState::done) {
    list.AddCircleFilled(center, r, p.tone(Tone::ok).fill);
    draw_icon(list, icons::check, center, 14, p.surface);
  } else if (state == StepState::current) {
    list.AddCircleFilled(center, r, p.sel);
    list.AddCircle(center, r - px(0.5F), p.focus, 0, px(1.5F));
    draw_icon(list, icons::hourglass_empty, center, 14, p.acct);
  } else if (state == StepState::failed) {
    list.AddCircleFilled(center, r, p.errfill);
    draw_icon(list, icons::close, center, 14, p.onerr);
  } else {
    const std::string digit = std::to_string(number);
    list.AddCircleFilled(center, r, p.surface);
    list.AddCircle(center, r - px(0.5F), p.field, 0, px(1));
    draw_text(list, Font::meta,
              {center.x - text_width(Font::meta, digit) / 2, center.y - line_height(Font::meta) / 2}, p.tx2,
              digit);
  }
}

}  // namespace

void stepper(std::span<const Step> steps, std::string_view name) {
  if (steps.empty()) return;
  const bool details =
      std::any_of(steps.begin(), steps.end(), [](const Step& step) { return !step.detail.empty(); });
  const Rect rect = place({available_width(), px(details ? 60 : 44)});
  const semantic::Scope scope(semantic::Role::list, {.name = name, .bounds = internal::bounds_of(rect)});
  const Palette& p = theme();
  // The step that is worked on is named in full, as long as the others keep the half of an equal share.
  const float equal = rect.width() / static_cast<float>(steps.size());
  const auto current = static_cast<std::size_t>(
      std::find_if(steps.begin(), steps.end(),
                   [](const Step& step) { return step.state == StepState::current; }) -
      steps.begin());
  float wide = equal, narrow = equal;
  if (current < steps.size() && steps.size() > 1) {
    const auto others = static_cast<float>(steps.size() - 1);
    const float words = std::ceil(std::max(text_width(Font::meta_semi, steps[current].label),
                                           text_width(Font::meta, steps[current].detail)));
    wide = std::clamp(words + px(12), equal, std::max(equal, rect.width() - others * equal / 2));
    narrow = (rect.width() - wide) / others;
  }
  const auto column_of = [&](std::size_t i) { return i == current ? wide : narrow; };
  const float y = rect.min.y + px(12);
  const auto center_of = [&](std::size_t i) {
    const float before = narrow * static_cast<float>(i) + (i > current ? wide - narrow : 0);
    return std::round(rect.min.x + before + column_of(i) / 2);
  };
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const bool passed = steps[i].state != StepState::later;
    fill_rect({{center_of(i - 1), y - px(1)}, {center_of(i), y + px(1)}},
              passed ? p.tone(Tone::ok).fill : p.line2);
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    const float x = center_of(i), column = column_of(i);
    const bool now = step.state == StepState::current;
    draw_step_mark({x, y}, step.state, static_cast<int>(i) + 1);
    const auto line = [&](Font role, std::string_view words, float top, Color color) {
      const float width = std::min(text_width(role, words), column + px(4));
      draw_text_fit(draw_list(), role, {std::round(x - width / 2), top}, width, color, words);
    };
    line(now ? Font::meta_semi : Font::meta, step.label, rect.min.y + px(27), now ? p.tx : p.tx2);
    line(Font::meta, step.detail, rect.min.y + px(43), now ? p.acct : p.tx3);
    semantic::tree().add(semantic::Role::listitem,
                         {.name = step.label,
                          .value = step_word(step.state),
                          .description = step.detail,
                          .state = now ? semantic::kSelected : 0U,
                          .bounds = {x - column / 2, rect.min.y, column, rect.height()}});
  }
}

void progress_boxes(std::span<const StepState> boxes, std::string_view name) {
  if (boxes.empty()) return;
  const Rect rect = place({available_width(), px(8)});
  const Palette& p = theme();
  const float step = (rect.width() + px(3)) / static_cast<float>(boxes.size());
  std::size_t done = 0;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const float x = std::round(rect.min.x + step * static_cast<float>(i));
    const Rect box{{x, rect.min.y},
                   {std::round(rect.min.x + step * static_cast<float>(i + 1)) - px(3), rect.max.y}};
    if (boxes[i] == StepState::done) {
      fill_rect(box, p.tone(Tone::ok).fill, 2);
      ++done;
    } else {
      stroke_rect(box, boxes[i] == StepState::failed ? p.errfill : p.tone(Tone::info).fill, 2, 1.5F);
    }
  }
  const std::string value =
      tr("kit.count_of", {{"n", format_number(static_cast<std::int64_t>(done))},
                          {"max", format_number(static_cast<std::int64_t>(boxes.size()))}});
  semantic::tree().add(semantic::Role::progressbar,
                       {.name = name, .value = value, .bounds = internal::bounds_of(rect)});
}

}  // namespace stadtpult::panels::kit
