#include "panels/catalogue/detail_sections_ui.hpp"

#include <algorithm>
#include <array>

#include "panels/kit/kit.hpp"

namespace stadtpult::panels::detail {

namespace {

using contract::PermissionChange;
using contract::PermissionLevel;
using contract::Severity;
using contract::VersionState;
using kit::theme;
using kit::Tone;
using kit::tr;
namespace icons = kit::icons;
namespace semantic = kit::semantic;

Tone tone_of(PermissionChange change) {
  return change == PermissionChange::added     ? Tone::vio
         : change == PermissionChange::removed ? Tone::neu
                                               : Tone::warn;
}

const char* icon_of(PermissionChange change) {
  return change == PermissionChange::added     ? icons::add
         : change == PermissionChange::removed ? icons::remove
                                               : icons::edit;
}

void draw_permission(const PermissionLine& line) {
  const bool high = line.level == PermissionLevel::high;
  const std::string level = tr(high ? "miniapp.level.high" : "miniapp.level.low");
  const semantic::Scope item(semantic::Role::listitem,
                             {.name = line.name, .value = level, .description = line.technical});
  kit::Row row({.height = 40, .gap = 10});
  kit::icon(line.icon, theme().tx2, 16);
  // The level stands at the right edge; its room is already taken off what is available.
  const float change =
      line.change_word.empty()
          ? 0
          : kit::chip_width({.label = line.change_word, .icon = icon_of(line.change)}) + kit::px(10);
  const float room = std::max(kit::px(40), kit::available_width());
  {
    const auto box = kit::place({room, kit::px(38)});
    const kit::Region words(box);
    {
      kit::Row first({.height = 20});
      const float natural = kit::text_width(kit::Font::base_medium, line.name) + 1;
      kit::text(line.name, {.font = kit::Font::base_medium,
                            .width = std::min(natural, std::max(kit::px(40), room - change)) / kit::scale(),
                            .tooltip = line.technical});
      if (!line.change_word.empty())
        kit::chip({.label = line.change_word, .icon = icon_of(line.change), .tone = tone_of(line.change)});
    }
    // Two lines of 20 and 16 touch each other, as in the picture.
    ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, box.min.y + kit::px(21)});
    kit::meta(line.reason, {.width = kit::kFill});
  }
  row.right();
  kit::chip({.label = level,
             .icon = high ? icons::warning_amber : icons::check,
             .tone = high ? Tone::warn : Tone::neu,
             .tooltip = line.technical});
}

std::string value_name(const FactLine& line) {
  return tr("miniapp.copy_of", {{"name", line.key}});
}

void draw_fact(const Context& context, const FactLine& line) {
  const kit::IdScope scope(line.key.c_str());
  if (line.copy.empty()) {
    kit::key_value(line.key, line.value, {.mono = line.mono});
    return;
  }
  kit::Row row({.height = 22, .gap = 4});
  const float button = kit::px(28);
  {
    const kit::Region words(
        kit::place({std::max(kit::px(60), kit::available_width() - button - kit::px(4)), kit::px(22)}));
    kit::key_value(line.key, line.value, {.mono = line.mono});
  }
  const std::string name = value_name(line);
  if (kit::icon_button("copy", {.icon = icons::content_copy, .name = name, .small = true}))
    context.send(CopyText{line.copy});
}

void draw_version_links(const Context& context, const VersionLine& line, Pressed& pressed) {
  const auto& version = *line.version;
  if (line.rollback) {
    const std::string name = tr("miniapp.roll_back_name", {{"version", version.name}});
    if (kit::icon_button("roll_back", {.icon = icons::restore,
                                       .name = name,
                                       .small = true,
                                       .disabled_because = line.rollback_disabled_because}))
      pressed.roll_back = version.id;
  }
  if (!line.shown) {
    const std::string name = tr("miniapp.show_name", {{"version", version.name}});
    const bool alone = line.compare_with < 0;
    if (alone ? kit::link("show", {.label = tr("miniapp.show_link"), .name = name})
              : kit::icon_button("show", {.icon = icons::visibility, .name = name, .small = true}))
      pressed.show_version = version.id;
  }
  if (line.compare_with >= 0) {
    const std::string name = tr("miniapp.compare_name", {{"version", version.name}});
    if (kit::link("compare", {.label = tr("miniapp.compare_link"), .name = name})) {
      pressed.compare = version.id;
      pressed.compare_to = (*context.facts.versions)[static_cast<std::size_t>(line.compare_with)].id;
    }
  }
}

void draw_version(const Context& context, const VersionLine& line, Pressed& pressed) {
  const auto& version = *line.version;
  const kit::IdScope scope(version.id.c_str());
  const semantic::Scope item(semantic::Role::listitem, {.name = version.name,
                                                        .value = state_word(version.state),
                                                        .description = line.live,
                                                        .state = line.shown ? semantic::kSelected : 0U});
  {
    kit::Row row({.height = 30});
    kit::text(version.name, {.font = line.shown ? kit::Font::base_semi : kit::Font::base, .width = 44});
    state_chip(version.state);
    row.right();
    kit::meta(line.when);
    draw_version_links(context, line, pressed);
  }
  if (!line.live.empty())
    kit::line_item({.icon = icons::sensors,
                    .icon_color = theme().tone(Tone::ok).text,
                    .words = line.live,
                    .height = 22});
}

}  // namespace

void section_gap() {
  kit::gap(8);
}

void state_chip(VersionState state) {
  switch (state) {
    case VersionState::draft:
      return kit::chip(kit::StateChip::draft);
    case VersionState::submitted:
      return kit::chip(kit::StateChip::submitted);
    case VersionState::in_review:
      return kit::chip(kit::StateChip::in_review);
    case VersionState::changes_requested:
      return kit::chip(kit::StateChip::returned);
    case VersionState::approved:
      return kit::chip(kit::StateChip::approved);
    case VersionState::released:
      return kit::chip(kit::StateChip::published);
    case VersionState::suspended:
      return kit::chip(kit::StateChip::suspended);
    case VersionState::withdrawn:
      return kit::chip(kit::StateChip::withdrawn);
    case VersionState::rejected:
      break;
  }
  // The design's eight states have no word for a version that is refused for good.
  const std::string word = state_word(state);
  kit::chip({.label = word, .icon = icons::block, .tone = Tone::err});
}

void draw_head_words(const Context& context) {
  const auto& view = context.view;
  kit::heading(view.name, kit::Heading::detail);
  ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, kit::last_rect().max.y});
  draw_provider(context);
}

void draw_provider(const Context& context) {
  const auto& view = context.view;
  const kit::Row row({.height = 18, .gap = 5});
  kit::meta(view.provider);
  if (view.provider_verified) kit::icon(icons::verified, theme().acct, 14, tr("miniapp.verified"));
  kit::meta(view.miniapp->app_id, {.width = kit::kFill});
}

void draw_low_head_words(const DetailView& view) {
  kit::heading(view.name, kit::Heading::detail);
  ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, kit::last_rect().max.y});
  const auto here = std::find_if(view.steps.begin(), view.steps.end(), [](const auto& step) {
    return step.mark == StepMark::current || step.mark == StepMark::failed;
  });
  const auto done = std::count_if(view.steps.begin(), view.steps.end(),
                                  [](const auto& step) { return step.mark == StepMark::done; });
  const auto at = here != view.steps.end() ? here - view.steps.begin() : done - 1;
  if (at < 0) return;
  kit::meta(tr("merchants.station.of", {{"n", kit::format_number(at + 1)},
                                        {"all", kit::format_number(std::ssize(view.steps))},
                                        {"name", view.steps[static_cast<std::size_t>(at)].label}}),
            {.width = kit::kFill});
}

void draw_stepper(const DetailView& view) {
  std::vector<kit::Step> steps;
  for (const auto& step : view.steps) {
    const auto state = step.mark == StepMark::done      ? kit::StepState::done
                       : step.mark == StepMark::current ? kit::StepState::current
                       : step.mark == StepMark::failed  ? kit::StepState::failed
                                                        : kit::StepState::later;
    steps.push_back({step.label, {}, state});
  }
  const std::string name =
      tr("miniapp.steps", {{"version", view.version == nullptr ? "" : view.version->name}});
  kit::stepper(steps, name);
}

void draw_permissions(const Context& context) {
  kit::heading(tr("miniapp.permissions"), kit::Heading::card, context.view.permissions_count);
  const semantic::Scope list(semantic::Role::list, {.name = tr("miniapp.permissions")});
  for (const auto& line : context.view.permissions) draw_permission(line);
}

void draw_finding(const FindingLine& line) {
  const bool error = line.severity == Severity::error;
  const std::string word = tr(error ? "miniapp.finding.error" : "miniapp.finding.warning");
  const semantic::Scope item(semantic::Role::listitem,
                             {.name = line.message, .value = word, .description = line.rule});
  {
    kit::Row row({.height = 24});
    kit::chip({.label = word,
               .icon = error ? icons::error : icons::warning_amber,
               .tone = error ? Tone::err : Tone::warn,
               .plain = true});
    kit::text(line.place, {.font = kit::Font::mono, .width = kit::kFill, .tooltip = line.rule});
  }
  kit::paragraph(line.message);
  kit::gap(2);
}

void draw_findings(const Context& context) {
  if (context.view.findings.empty()) return;
  section_gap();
  kit::heading(tr("miniapp.findings"), kit::Heading::card, context.view.findings_count);
  const semantic::Scope list(semantic::Role::list, {.name = tr("miniapp.findings")});
  for (const auto& line : context.view.findings) draw_finding(line);
}

void draw_manifest(const Context& context, const std::vector<FactLine>& manifest_facts, Pressed& pressed) {
  const auto& version = *context.view.version;
  section_gap();
  {
    kit::Row row({.height = 24});
    kit::heading(tr("miniapp.manifest"), kit::Heading::card);
    if (!version.manifest.text.empty()) {
      row.right();
      if (kit::link("manifest", {.label = tr("miniapp.manifest_show")})) pressed.manifest = true;
    }
  }
  for (const auto& line : context.view.facts) draw_fact(context, line);
  for (const auto& line : manifest_facts) draw_fact(context, line);
  if (!version.files.empty() &&
      kit::link("files", {.label = tr("miniapp.files_show"), .icon = icons::verified_user}))
    pressed.files = true;
}

void draw_versions(const Context& context, Pressed& pressed) {
  section_gap();
  kit::heading(tr("miniapp.versions"), kit::Heading::card, context.view.live_line);
  if (context.view.versions.empty()) kit::meta(tr("miniapp.versions_none"));
  const semantic::Scope list(semantic::Role::list, {.name = tr("miniapp.versions")});
  for (const auto& line : context.view.versions) draw_version(context, line, pressed);
}

void draw_history(const Context& context) {
  if (context.view.history.empty()) return;
  section_gap();
  kit::heading(tr("miniapp.history"), kit::Heading::card);
  const semantic::Scope list(semantic::Role::list, {.name = tr("miniapp.history")});
  for (const auto& line : context.view.history) {
    kit::line_item({.icon = line.icon,
                    .icon_color = theme().tone(line.tone).text,
                    .words = line.words,
                    .right = line.when});
    if (!line.detail.empty()) kit::paragraph(line.detail, {.font = kit::Font::meta, .color = theme().tx2});
  }
}

}  // namespace stadtpult::panels::detail
