#include <fmt/format.h>

#include <cmath>

#include "console/shell.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::console {
namespace {

using namespace panels::kit;

struct Drawing {
  const ShellStatus& status;
  const std::vector<NavEntry>& nav;
  const ShellLayout& layout;
  base::Timestamp now;
  Breakpoint width;
  ShellAction action;

  void run(ShellCommand command) { action.command = command; }
};

constexpr float kEdge = 16;  // logical px left and right of the top bar

ChipOptions line_chip(const ShellStatus& status) {
  switch (status.line) {
    case ShellStatus::Line::live:
      return {.label = tr("shell.state.live"), .icon = icons::cloud_done, .tone = Tone::ok};
    case ShellStatus::Line::connecting:
      return {.label = tr("shell.state.connecting"), .icon = icons::sync, .tone = Tone::neu};
    case ShellStatus::Line::offline:
      return {.label = tr("shell.state.offline"), .icon = icons::cloud_off, .tone = Tone::warn};
  }
  return {};
}

Color line_color(const ShellStatus& status) {
  if (status.line == ShellStatus::Line::live) return theme().tone(Tone::ok).text;
  if (status.line == ShellStatus::Line::offline) return theme().tone(Tone::warn).text;
  return theme().tx2;
}

/// The blue square with the city hall.
void product_mark() {
  const Rect mark = place({px(26), px(26)});
  fill_rect(mark, theme().acc, 7);
  draw_icon(draw_list(), icons::location_city, mark.center(), 16, theme().onacc);
}

void search_field(Drawing& d, const Rect& bar) {
  const bool wide = d.width >= Breakpoint::narrow;
  const float width = px(wide && d.width == Breakpoint::wide ? 400 : 300);
  const Rect box{{std::round(bar.center().x - width / 2), bar.center().y - px(16)},
                 {std::round(bar.center().x + width / 2), bar.center().y + px(16)}};
  const auto area =
      click_area("shell.search", {.name = tr("shell.search"), .rect = box, .radius = radius::kButton});
  fill_rect(box, theme().surface, radius::kButton);
  stroke_rect(box, theme().field, radius::kButton);
  auto& list = draw_list();
  draw_icon(list, icons::search, {box.min.x + px(20), box.center().y}, 16, theme().tx2);
  // The key caps stand at the right edge, drawn rather than placed: the field is one button.
  float right = box.max.x - px(10);
  const auto labels = chord_labels(Chord{.key = Key::k, .ctrl = true});
  for (auto it = labels.rbegin(); it != labels.rend(); ++it) {
    const float cap = text_width(Font::badge, *it) + px(10);
    const Rect rect{{right - cap, box.center().y - px(9)}, {right, box.center().y + px(9)}};
    fill_rect(rect, theme().subtle, radius::kKeyCap);
    stroke_rect(rect, theme().line2, radius::kKeyCap);
    draw_text(list, Font::badge, {rect.min.x + px(5), rect.center().y - line_height(Font::badge) / 2},
              theme().tx2, *it);
    right -= cap + px(4);
  }
  draw_text_fit(list, Font::base, {box.min.x + px(34), box.center().y - line_height(Font::base) / 2},
                right - box.min.x - px(38), theme().tx3, tr("shell.search"));
  if (area.pressed) d.run(ShellCommand::palette);
}

void person_block(Drawing& d) {
  const std::string name = d.status.person.empty() ? tr("shell.role.nobody") : d.status.person;
  const bool words = d.width == Breakpoint::wide;
  float width = px(28);
  if (words)
    width += px(8) + std::max(text_width(Font::base_semi, name), text_width(Font::meta, d.status.role));
  const Rect rect = place({width, px(36)});
  if (click_area("shell.account",
                 {.name = tr("shell.top.account", {{"name", name}}), .rect = rect, .tooltip = d.status.role})
          .pressed)
    open_popover("shell.account.menu", rect);
  auto& list = draw_list();
  const ImVec2 center{rect.min.x + px(14), rect.center().y};
  list.AddCircleFilled(center, px(14), theme().tone(Tone::info).tint, 32);
  const std::string letters = initials(name);
  draw_text(list, Font::badge,
            {center.x - text_width(Font::badge, letters) / 2, center.y - line_height(Font::badge) / 2},
            theme().tone(Tone::info).text, letters);
  if (!words) return;
  const bool alone = d.status.role.empty();
  draw_text(list, Font::base_semi,
            {rect.min.x + px(36), rect.center().y - (alone ? line_height(Font::base_semi) / 2 : px(17))},
            theme().tx, name);
  draw_text(list, Font::meta, {rect.min.x + px(36), rect.center().y + px(1)}, theme().tx2, d.status.role);
}

void account_menu(Drawing& d) {
  if (Menu menu{"shell.account.menu", tr("shell.top.account", {{"name", d.status.person}}), 240}; menu) {
    menu.heading(d.status.platform_host);
    if (menu.item("settings", {.label = tr("shell.command.settings"), .icon = icons::settings}))
      d.run(ShellCommand::settings);
    if (menu.item("help", {.label = tr("shell.command.help"), .icon = icons::help_outline}))
      d.run(ShellCommand::help);
    menu.separator();
    if (!d.status.demo &&
        menu.item("out", {.label = tr("shell.command.sign_out"), .icon = icons::lock_outline}))
      d.run(ShellCommand::sign_out);
    if (menu.item("quit", {.label = tr("shell.command.quit"), .icon = icons::close}))
      d.run(ShellCommand::quit);
  }
}

int waiting_things(const Drawing& d) {
  int count = 0;
  for (const auto& entry : d.nav)
    if (entry.row->id == "overview") count = entry.badge;
  return count;
}

void top_bar(Drawing& d, const Rect& bar) {
  const Pane pane{"shell.top",
                  {.rect = bar, .name = tr("shell.app"), .surface = Surface::none, .scroll = false}};
  const Region region{bar.shrunk(px(kEdge), 0)};
  const bool phone = d.width == Breakpoint::phone;
  {
    Row row{{.height = size::kTopBar, .gap = phone ? 4.0F : 8.0F}};
    if (phone) {
      if (icon_button("shell.menu", {.icon = icons::menu, .name = tr("shell.nav.menu")}))
        open_popover("shell.nav.menu");
      text(d.layout.title, {.font = Font::title});
    } else {
      product_mark();
      text(tr("shell.app"), {.font = Font::card});
      row.skip(4);
      vertical_divider(20);
      row.skip(4);
      text(d.status.city, {.font = Font::body_medium});
      if (d.status.demo && d.width >= Breakpoint::narrow)
        chip({.label = tr("shell.demo"),
              .icon = icons::dns,
              .tone = Tone::neu,
              .tooltip = d.status.platform_host});
    }
    row.right();
    if (d.width >= Breakpoint::narrow) {
      icon(line_chip(d.status).icon, line_color(d.status), 16);
      text(line_chip(d.status).label, {.font = Font::base});
      row.skip(2);
      vertical_divider(20);
      row.skip(2);
    } else {
      icon(line_chip(d.status).icon, line_color(d.status), 20, line_chip(d.status).label);
      if (icon_button("shell.search.small", {.icon = icons::search, .name = tr("shell.search")}))
        d.run(ShellCommand::palette);
    }
    const int waiting = waiting_things(d);
    if (icon_button("shell.waiting", {.icon = icons::notifications_none,
                                      .name = tr_n("shell.top.waiting", waiting),
                                      .badge = phone ? 0 : waiting}))
      d.action.go = "overview";
    if (!phone) {
      if (button("shell.language", {.kind = Button::ghost,
                                    .label = language() == "de" ? "DE" : "EN",
                                    .tooltip = tr("shell.top.language"),
                                    .name = tr("shell.top.language")}))
        d.run(ShellCommand::language);
      const bool dark = theme_name() == ThemeName::dark;
      if (icon_button("shell.theme",
                      {.icon = dark ? icons::light_mode : icons::dark_mode,
                       .name = dark ? tr("shell.top.theme_light") : tr("shell.top.theme_dark")}))
        d.run(ShellCommand::theme);
      row.skip(4);
    }
    person_block(d);
  }
  if (d.width >= Breakpoint::narrow) search_field(d, bar);
  account_menu(d);
  if (Menu menu{"shell.nav.menu", tr("shell.nav"), 240}; menu) {
    for (const auto& entry : d.nav)
      if (menu.item(std::string(entry.row->id).c_str(), {.label = tr(entry.row->title_key),
                                                         .icon = entry.row->icon,
                                                         .checked = entry.row->id == d.layout.current_panel}))
        d.action.go = entry.row->id;
  }
}

void nav_entries(Drawing& d, bool rail, bool bottom) {
  NavGroup group = NavGroup::work;
  bool first = true;
  for (const auto& entry : d.nav) {
    if ((entry.row->group == NavGroup::bottom) != bottom) continue;
    if (!bottom && (first || entry.row->group != group)) {
      group = entry.row->group;
      if (rail) {
        gap(first ? 17 : 4);
        if (!first) divider(4);
      } else {
        gap(first ? 0 : 6);
        const char* key = group == NavGroup::work      ? "shell.nav.group.work"
                          : group == NavGroup::partner ? "shell.nav.group.partner"
                                                       : "shell.nav.group.trust";
        const Rect line = place({available_width(), px(20)});
        draw_text(draw_list(), Font::meta, {line.min.x + px(10), line.min.y + px(2)}, theme().tx3, tr(key));
      }
    }
    first = false;
    const IdScope scope{std::string(entry.row->id).c_str()};
    if (nav_item("nav", {.label = tr(entry.row->title_key),
                         .icon = entry.row->icon,
                         .badge = entry.badge,
                         .critical = entry.critical,
                         .current = entry.row->id == d.layout.current_panel,
                         .rail = rail}))
      d.action.go = entry.row->id;
  }
}

void navigation(Drawing& d, const Rect& rect, bool rail) {
  const Pane pane{"shell.nav",
                  {.rect = rect,
                   .name = tr("shell.nav"),
                   .surface = Surface::none,
                   .padding = 0,
                   .scroll = false,
                   .gap = 0}};
  const semantic::Scope scope{semantic::Role::navigation, {.name = tr("shell.nav")}};
  Rect rest = rect.shrunk(px(8), 0);
  float bottom_height = 0;
  for (const auto& entry : d.nav) bottom_height += entry.row->group == NavGroup::bottom ? px(32) : 0;
  const Rect bottom = rest.cut_bottom(bottom_height + px(4));
  {
    const Region region{rest};
    nav_entries(d, rail, false);
  }
  const Region region{bottom};
  nav_entries(d, rail, true);
}

void offline_banner(Drawing& d, const Rect& rect) {
  const Region region{rect};
  const std::string detail =
      d.status.data_at ? tr("shell.offline.detail", {{"time", format_when_time(d.status.data_at, d.now)}})
                       : std::string(tr("shell.offline.detail_none"));
  const Sentences& because = d.status.offline_because;
  const int waiting = d.status.waiting + d.status.sending;
  const std::string right = waiting > 0 ? tr_n("shell.state.outbox", waiting) : std::string();
  const auto pressed =
      banner("shell.offline",
             {.tone = Tone::warn,
              .icon = icons::cloud_off,
              .title = because.title.empty() ? tr("shell.offline.title") : std::string_view(because.title),
              .detail = because.title.empty() ? detail : because.detail,
              .right = right,
              .right_icon = waiting > 0 ? icons::outbox : nullptr,
              .first = waiting > 0 ? tr("shell.offline.show") : "",
              .second = tr(d.status.key_revoked ? "shell.command.renew_key" : "shell.offline.connect"),
              .second_icon = d.status.key_revoked ? icons::vpn_key : icons::sync});
  if (pressed == BannerAction::first) d.run(ShellCommand::outbox);
  if (pressed == BannerAction::second)
    d.run(d.status.key_revoked ? ShellCommand::renew_key : ShellCommand::connect);
}

/// Stays until a person has decided in the audit panel; who may not read the record is told all the same.
void record_banner(Drawing& d, const Rect& rect) {
  const Region region{rect};
  bool may_open = false;
  for (const auto& entry : d.nav) may_open = may_open || entry.row->id == "audit";
  if (banner("shell.record", {.tone = Tone::err,
                              .icon = icons::dangerous,
                              .title = d.status.record_alarm,
                              .detail = d.status.record_detail,
                              .first = may_open ? tr("shell.offline.show") : ""}) == BannerAction::first)
    d.action.go = "audit";
}

void status_item(const char* glyph, std::string_view words, Color color) {
  icon(glyph, color, 16);
  text(words, {.font = Font::meta, .color = color});
}

void status_bar(Drawing& d, const Rect& rect) {
  const Pane pane{"shell.status",
                  {.rect = rect,
                   .name = tr("shell.state"),
                   .surface = Surface::none,
                   .scroll = false,
                   .is_f6_stop = false}};
  const Region region{rect.shrunk(px(kEdge), 0)};
  Row row{{.height = size::kStatusBar, .gap = 6}};
  const auto& s = d.status;
  const Color calm = theme().tx2, alarm = theme().tone(Tone::err).text,
              careful = theme().tone(Tone::warn).text;
  if (s.disk_failed)
    status_item(icons::error, tr("shell.state.not_saved"), alarm);
  else if (s.line == ShellStatus::Line::offline && s.offline_since)
    status_item(icons::cloud_off, tr("shell.state.offline_since", {{"time", format_time(s.offline_since)}}),
                careful);
  else if (s.sending > 0)
    status_item(icons::sync, tr_n("shell.state.sending", s.sending), calm);
  else
    status_item(icons::cloud_done, tr("shell.state.saved"), calm);
  row.skip(8);
  const bool attention = s.attention > 0;
  const std::string outbox = attention ? tr_n("shell.state.attention", s.attention)
                                       : tr_n("shell.state.outbox", s.waiting + s.sending);
  icon(icons::outbox, attention ? alarm : calm, 16);
  // An empty outbox is nothing to press.
  if (!attention && s.waiting + s.sending == 0)
    text(outbox, {.font = Font::meta, .color = calm});
  else if (link("shell.outbox", {.label = outbox, .meta = true}))
    d.run(ShellCommand::outbox);
  row.skip(8);
  if (s.line == ShellStatus::Line::offline && s.next_try_at && s.next_try_at > d.now) {
    const auto left = s.next_try_at.ms - d.now.ms;
    text(tr("shell.state.next_try", {{"time", format_duration(left)}}), {.font = Font::meta, .color = calm});
    request_frame(1.0);
  } else {
    text(s.data_at ? tr("shell.state.data_of", {{"time", format_time(s.data_at, true)}})
                   : std::string(tr("shell.state.no_data")),
         {.font = Font::meta, .color = calm});
  }
  row.right();
  const size_t most = d.width == Breakpoint::wide ? 4 : d.width == Breakpoint::narrow ? 2 : 1;
  for (size_t i = 0; i < std::min(most, d.layout.hints.size()); ++i) {
    const auto labels = chord_labels(d.layout.hints[i].first);
    const std::vector<std::string_view> caps(labels.begin(), labels.end());
    key_hint(caps, d.layout.hints[i].second);
    row.skip(4);
  }
  const std::string_view f1[] = {"F1"};
  key_hint(f1, tr("shell.panel.help"));
  row.skip(4);
  if (d.width >= Breakpoint::narrow)
    text("Stadtpult " STADTPULT_VERSION, {.font = Font::meta, .color = calm});
}

}  // namespace

ShellAction draw_shell(const ShellStatus& status, const std::vector<NavEntry>& nav, const ShellLayout& layout,
                       base::Timestamp now, Rect& sheet) {
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  Drawing d{status, nav, layout, now, breakpoint(display.x / scale()), {}};
  Rect rest{{0, 0}, display};
  const bool phone = d.width == Breakpoint::phone;
  top_bar(d, rest.cut_top(px(size::kTopBar)));
  if (!phone) status_bar(d, rest.cut_bottom(px(size::kStatusBar)));
  const auto strip = [&] {
    Rect cut = rest.cut_top(px(44 + 8));
    cut.min.x += px(8);
    cut.max.x -= px(8);
    cut.max.y -= px(8);
    return cut;
  };
  if (status.line == ShellStatus::Line::offline) offline_banner(d, strip());
  // The panel itself says it with what can be done.
  if (!status.record_alarm.empty() && layout.current_panel != "audit") record_banner(d, strip());
  const bool rail = layout.nav_rail || d.width != Breakpoint::wide;
  if (!phone) navigation(d, rest.cut_left(px(rail ? size::kRail : size::kNav)), rail);
  // Toasts stand on the sheet, never on the navigation.
  set_toast_corner(rest.min.x + px(phone ? 16 : 24), display.y - rest.max.y + px(16));
  rest.cut_right(px(size::kSheetMargin));
  if (phone) {
    rest.cut_left(px(size::kSheetMargin));
    rest.cut_bottom(px(size::kSheetMargin));
  }
  sheet = rest;
  fill_rect(sheet, theme().surface, radius::kCard);
  stroke_rect(sheet, theme().line, radius::kCard);
  sheet = sheet.shrunk(std::max(1.0F, px(1)));
  return d.action;
}

namespace {

/// Fills what is outside of a quarter circle in the corner of a rectangle, as a fan from that corner.
void fill_outside(ImVec2 corner, ImVec2 center, float start, Color color) {
  constexpr int kSteps = 8;
  constexpr float kQuarter = 1.5707963F;
  const float r = std::abs(center.x - corner.x);
  const auto on_circle = [&](int step) {
    const float angle = start + kQuarter * static_cast<float>(step) / kSteps;
    return ImVec2(center.x + r * std::cos(angle), center.y + r * std::sin(angle));
  };
  for (int step = 0; step < kSteps; ++step)
    draw_list().AddTriangleFilled(corner, on_circle(step), on_circle(step + 1), color);
}

}  // namespace

void draw_sheet_frame(const Rect& sheet) {
  const Rect outer = sheet.shrunk(-std::max(1.0F, px(1)));
  const ImVec2 before = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(outer.min);
  // A window of its own: what is drawn in the screen itself lies below the panes of the panel.
  ImGui::BeginChild("shell.sheet.frame", {outer.width(), outer.height()}, false,
                    ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoBackground |
                        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings |
                        ImGuiWindowFlags_NoNav);
  const float r = px(radius::kCard);
  constexpr float kHalfTurn = 3.1415927F, kQuarter = kHalfTurn / 2;
  const auto& [min, max] = outer;
  fill_outside(min, {min.x + r, min.y + r}, kHalfTurn, theme().app);
  fill_outside({max.x, min.y}, {max.x - r, min.y + r}, 3 * kQuarter, theme().app);
  fill_outside(max, {max.x - r, max.y - r}, 0, theme().app);
  fill_outside({min.x, max.y}, {min.x + r, max.y - r}, kQuarter, theme().app);
  stroke_rect(outer, theme().line, radius::kCard);
  ImGui::EndChild();
  ImGui::SetCursorScreenPos(before);
}

}  // namespace stadtpult::console
