#include "panels/requirements/versions_ui.hpp"

#include <algorithm>

#include "api-client/base/trim.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::requirements {

using namespace kit;
using contract::GoLiveGate;

namespace {

constexpr const char* kReportMenu = "requirements.report.menu";
constexpr std::size_t kBlockersShown = 20;

Download report_of(const World& world, const AppVersion& version, const std::string& format) {
  return {.operation = contract::Operation::app_version_report,
          .ids = {version.id},
          .query = "format=" + format + "&language=" + world.language,
          .name = std::string(tr("requirements.report.file")) + "-" + version.name + "." + format};
}

std::string done_words(const VersionRow& row) {
  return tr("requirements.done_of", {{"done", format_number(row.done)}, {"all", format_number(row.scope)}});
}

/// Gate and days of the version that is open now; none while they are another's.
const GoLiveGate* gate_of(const World& world, const AppVersion& version) {
  return world.state.open_version_id == version.id ? world.state.gate.value() : nullptr;
}

/// One obstacle, in as many lines as its words take; true in the frame in which it was pressed.
bool blocker_line(const Blocker& blocker) {
  constexpr float kLeft = 28, kAround = 5;  // logical px
  const float wrap = std::max(px(60), available_width() - px(kLeft + 4));
  const float height = text_size(Font::base_medium, blocker.words, wrap).y;
  const Rect line = place({available_width(), height + px(2 * kAround)});
  const auto click = click_area("blocker", {.name = blocker.words, .rect = line, .radius = radius::kButton});
  if (click.hovered) fill_rect(line, theme().hover, radius::kButton);
  const float top = line.min.y + px(kAround);
  draw_icon(draw_list(), blocker.icon, {line.min.x + px(12), top + line_height(Font::base_medium) / 2}, 16,
            theme().tx2);
  draw_text_wrapped(draw_list(), Font::base_medium, {line.min.x + px(kLeft), top}, theme().tx2, blocker.words,
                    wrap);
  return click.pressed;
}

}  // namespace

void Versions::restore(std::string_view key, std::string_view value) {
  edit_.restore(key, value);
  dialogs_.restore(key, value);
  new_.restore(key, value);
}

void Versions::show(const std::string& id) {
  selected_ = id;
  table_.selected = row_key(id);
  reveal_ = true;
}

const AppVersion* Versions::open(const World& world) const {
  return world.state.app_versions.find(selected_);
}

void Versions::ask_report(const World& world, Intents& out) {
  if (const auto* version = open(world)) out.emplace_back(report_of(world, *version, "pdf"));
}

void Versions::move(const World& world, int by) {
  const auto& rows = index_.rows();
  if (rows.empty()) return;
  const auto& items = world.state.app_versions.items();
  const auto here =
      std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return items[row.at].id == selected_; });
  const int from = here == rows.end() ? -by : static_cast<int>(here - rows.begin());
  table_.cursor = std::clamp(from + by, 0, static_cast<int>(rows.size()) - 1);
  show(items[rows[static_cast<std::size_t>(table_.cursor)].at].id);
}

void Versions::list(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& out) {
  const Region region{places.list};
  const auto& versions = world.state.app_versions;
  if (versions.remote.value() == nullptr) {
    if (draw_missing(world, versions.remote,
                     {.id = "requirements.versions.missing", .failed = "requirements.versions.failed"}))
      out.emplace_back(Need{Need::What::lists, ""});
    return;
  }
  if (versions.items().empty()) {
    if (empty_state("requirements.versions.empty",
                    {.icon = icons::rocket_launch,
                     .title = tr("requirements.versions.empty"),
                     .detail = tr("requirements.versions.empty_detail"),
                     .action = may_plan(world) ? tr("requirements.version.new") : ""}))
      ask_new();
    return;
  }
  const auto& rows = index_.rows();
  const auto at = [&](int i) -> const AppVersion& {
    return versions.items()[rows[static_cast<std::size_t>(i)].at];
  };
  const int wanted =
      std::exchange(reveal_, false) ? row_of(static_cast<int>(rows.size()), at, selected_) : -1;
  if (wanted >= 0) table_.cursor = wanted;
  const std::string name = tr("requirements.version.field.name"), state = tr("requirements.column.state"),
                    date = tr("requirements.version.field.due_at"), done = tr("requirements.column.done");
  std::vector<Column> columns{{.id = "name", .title = name, .width = 0, .min_width = 110},
                              {.id = "state", .title = state, .width = 150},
                              {.id = "date", .title = date, .width = 110, .right = true}};
  if (places.list.width() > px(520)) columns.push_back({.id = "done", .title = done, .width = 190});
  const auto event = table("requirements.versions", table_,
                           {.name = tr("requirements.tab.versions"),
                            .columns = columns,
                            .rows = static_cast<int>(rows.size()),
                            .key = [&](int i) { return row_key(at(i).id); },
                            .rect = available(),
                            .cursor_opens = places.beside,
                            .first_opens = places.beside,
                            .scroll_to = wanted},
                           [&](TableRow& row) {
                             const auto& version = at(row.index());
                             const auto& counts = rows[static_cast<std::size_t>(row.index())];
                             row.name(version.name);
                             if (row.cell("name")) row.two_lines(version.name, done_words(counts));
                             if (row.cell("state")) {
                               const auto look = look_of(version.state);
                               chip({.label = word(version.state),
                                     .icon = look.icon,
                                     .tone = look.tone,
                                     .on_selection = row.selected()});
                             }
                             if (row.cell("date")) row.text(format_date(version.due_at));
                             if (row.cell("done")) row.text(done_words(counts));
                           });
  if (event.opened < 0) return;
  selected_ = at(event.opened).id;
  table_.selected = row_key(selected_);
  panes.open();
}

// ---- one version

void Versions::actions(const World& world, const AppVersion& version, const GoLiveGate* gate, Intents& out) {
  Row row{{.height = 36}};
  if (may_plan(world) && version.state == AppVersionState::planned &&
      button("test", {.kind = Button::primary,
                      .label = tr("requirements.version.test"),
                      .icon = icons::play_circle_outline}))
    out.emplace_back(test_of(version));
  if (may_plan(world) && version.state == AppVersionState::testing &&
      button("live", {.kind = Button::primary,
                      .label = tr("requirements.version.live"),
                      .icon = icons::rocket_launch,
                      .disabled_because = why_not_live(world, version, gate)})) {
    live_ = {};
    live_.open = true;
  }
  if (may_plan(world) && version.state != AppVersionState::live &&
      button("move", {.label = tr("requirements.version.move"), .icon = icons::event})) {
    date_ = form::moment_words(version.due_at);
    reason_.clear();
    date_wrong_ = false;
    move_open_ = true;
  }
}

void Versions::report(const World& world, const AppVersion& version, Intents& out) {
  if (contract::may(world.role, contract::Operation::app_version_report) &&
      button("report", {.label = tr("requirements.report"),
                        .icon = icons::description,
                        .menu = true,
                        .disabled_because = world.online ? "" : tr("shell.palette.needs_line")}))
    open_popover(kReportMenu);
  report_menu(world, version, out);
}

void Versions::report_menu(const World& world, const AppVersion& version, Intents& out) {
  Menu menu{kReportMenu, tr("requirements.report"), 240};
  if (!menu) return;
  if (menu.item("pdf", {.label = tr("requirements.report.pdf"), .icon = icons::description}))
    out.emplace_back(report_of(world, version, "pdf"));
  if (menu.item("html", {.label = tr("requirements.report.html"), .icon = icons::public_}))
    out.emplace_back(report_of(world, version, "html"));
}

void Versions::override_part(const World& world, const AppVersion& version, bool gate_open, Intents& out) {
  switch (override_step(world, version, gate_open)) {
    case OverrideStep::not_needed:
      return;
    case OverrideStep::may_ask:
      if (!may_plan(world)) return;
      paragraph(tr("requirements.override.explain"), {.font = Font::meta, .color = theme().tx2});
      if (button("override", {.label = tr("requirements.override.ask"), .icon = icons::lock_open})) {
        reason_.clear();
        override_open_ = true;
      }
      return;
    case OverrideStep::waits_for_other:
      note(tr("requirements.override.waits", {{"reason", version.override_reason}}), icons::hourglass_empty,
           Tone::warn);
      if (may_plan(world) &&
          button("take_back", {.label = tr("requirements.override.take_back"), .icon = icons::undo}))
        out.emplace_back(ask_override_of(version, ""));
      return;
    case OverrideStep::may_agree:
      note(tr("requirements.override.asked",
              {{"name", version.override_by_name}, {"reason", version.override_reason}}),
           icons::verified_user, Tone::warn);
      if (may_plan(world) &&
          button("agree", {.label = tr("requirements.override.agree"),
                           .icon = icons::verified_user,
                           .disabled_because = world.online ? "" : tr("shell.palette.needs_line")}))
        out.emplace_back(agree_of(version));
      return;
    case OverrideStep::agreed:
      note(tr("requirements.override.agreed", {{"name", version.override_by_name},
                                               {"other", version.override_agreed_by_name},
                                               {"reason", version.override_reason}}),
           icons::verified_user, Tone::warn);
  }
}

void Versions::gate_card(const World& world, const AppVersion& version, Intents& out) {
  if (version.state == AppVersionState::live) return override_part(world, version, true, out);
  const Card card{{.padding = 14, .name = tr("requirements.gate")}};
  heading(tr("requirements.gate"), Heading::card);
  const auto* gate = gate_of(world, version);
  if (gate == nullptr) {
    if (world.state.open_version_id == version.id &&
        draw_missing(world, world.state.gate,
                     {.id = "requirements.gate.missing", .failed = "requirements.gate.failed", .rows = 2}))
      out.emplace_back(Need{Need::What::app_version, version.id});
    return;
  }
  if (gate->open) {
    note(tr("requirements.gate.open"), icons::lock_open, Tone::ok);
  } else {
    note(tr("requirements.gate.shut"), icons::lock_outline, Tone::warn);
    const auto all = blockers(world, *gate);
    for (std::size_t i = 0; i < all.size() && i < kBlockersShown; ++i) {
      const IdScope scope{static_cast<std::uint64_t>(i)};
      if (blocker_line(all[i])) out.emplace_back(all[i].go);
    }
    if (all.size() > kBlockersShown)
      meta(tr_n("requirements.gate.more", static_cast<std::int64_t>(all.size() - kBlockersShown)));
  }
  override_part(world, version, gate->open, out);
}

void Versions::burnup(const World& world) {
  const auto* points = world.state.burnup.value();
  if (points == nullptr || points->empty() || world.state.open_version_id != selected_) return;
  heading(tr("requirements.burnup"), Heading::card);
  draw_burnup(tr("requirements.burnup"), *points, place({available_width(), px(190)}));
}

void Versions::history(const World& world, const AppVersion& version) {
  heading(tr("requirements.history"), Heading::card);
  for (auto step = version.history.rbegin(); step != version.history.rend(); ++step) {
    // In full: why a date moved is what people look for here.
    paragraph(step_words(*step));
    gap(-6);
    meta(step->principal_name + ", " + format_when_time(step->at, world.now));
  }
}

void Versions::detail(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& out) {
  const Pane pane{"requirements.version",
                  {.rect = places.detail,
                   .name = tr("requirements.version.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 8}};
  panes.way_back(places);
  const auto* version = open(world);
  if (version == nullptr) {
    empty_state("requirements.version.none", {.icon = icons::rocket_launch,
                                              .title = tr("requirements.version.none"),
                                              .detail = tr("requirements.version.none_detail")});
    return;
  }
  if (world.state.open_version_id != version->id)
    out.emplace_back(Need{Need::What::app_version, version->id});
  const IdScope scope{version->id.c_str()};
  heading(tr("requirements.version.title", {{"name", version->name}}), Heading::detail);
  {
    const Row row{{.height = 24}};
    const auto look = look_of(version->state);
    chip({.label = word(version->state), .icon = look.icon, .tone = look.tone});
    meta(version->state == AppVersionState::live
             ? tr("requirements.version.live_since", {{"date", format_date(version->live_at)}})
             : tr("requirements.version.due", {{"date", format_date(version->due_at)}}));
    if (const auto* row_of = index_.find(world, version->id); row_of != nullptr) meta(done_words(*row_of));
  }
  actions(world, *version, gate_of(world, *version), out);
  report(world, *version, out);
  gate_card(world, *version, out);
  burnup(world);
  if (may_plan(world) && version->state != AppVersionState::live) {
    heading(tr("requirements.version.words"), Heading::card);
    if (const auto after = edit_.draw(*version, version_fields(), world, out)) {
      auto change = rewrite_of(*version, *after);
      change.draft_key = edit_.draft_key();
      out.push_back(std::move(change));
    }
  } else if (!version->summary.empty()) {
    paragraph(version->summary);
  }
  history(world, *version);
}

// ---- dialogs

void Versions::new_dialog(const World& world, Intents& out) {
  if (!new_open_) return;
  const Dialog dialog{"requirements.version.new",
                      new_open_,
                      {.title = tr("requirements.version.new"),
                       .body = tr("requirements.version.new_body"),
                       .icon = icons::rocket_launch}};
  if (!dialog) return;
  const auto all = new_version_fields();
  new_.draw(all, world, out);
  if (!dialog_end(new_open_, "make", tr("requirements.version.make"))) return;
  if (const auto made = new_.take(all)) {
    out.emplace_back(plan_of(*made, new_.draft_key()));
    new_open_ = false;
  }
}

void Versions::move_dialog(const World& world, const AppVersion& version, Intents& out) {
  if (!move_open_) return;
  const Dialog dialog{"requirements.version.move",
                      move_open_,
                      {.title = tr("requirements.version.move_title", {{"name", version.name}}),
                       .body = tr("requirements.version.move_body"),
                       .icon = icons::event}};
  if (!dialog) return;
  auto typed = dialogs_.typed("move", version.id, dialog.appearing(), world.state, out, {&date_, &reason_});
  if (text_field("date", date_,
                 {.label = tr("requirements.version.field.due_at"),
                  .error = date_wrong_ ? tr("form.error.time") : "",
                  .hint = tr("requirements.version.date_hint"),
                  .required = true})
          .changed)
    date_wrong_ = false;
  text_field("reason", reason_,
             {.label = tr("requirements.reason"),
              .max_length = 1000,
              .multiline = true,
              .lines = 3,
              .required = true});
  if (!dialog_end(move_open_, "go", tr("requirements.version.move_do"),
                  base::is_blank(reason_) ? tr("requirements.why.reason") : ""))
    return;
  const auto due = form::moment_from(date_);
  date_wrong_ = !due || !*due;
  if (date_wrong_) return;
  if (*due != version.due_at)
    out.emplace_back(typed.sent(move_of(version, *due, reason_)));
  else
    typed.done();
  move_open_ = false;
}

void Versions::override_dialog(const World& world, const AppVersion& version, Intents& out) {
  if (!override_open_) return;
  const Dialog dialog{"requirements.override",
                      override_open_,
                      {.title = tr("requirements.override.title", {{"name", version.name}}),
                       .body = tr("requirements.override.body"),
                       .icon = icons::lock_open,
                       .tone = Tone::warn}};
  if (!dialog) return;
  auto typed = dialogs_.typed("override", version.id, dialog.appearing(), world.state, out, {&reason_});
  text_field("reason", reason_,
             {.label = tr("requirements.reason"),
              .max_length = 2000,
              .multiline = true,
              .lines = 4,
              .required = true});
  if (!dialog_end(override_open_, "go", tr("requirements.override.ask"),
                  base::is_blank(reason_) ? tr("requirements.why.reason") : ""))
    return;
  out.emplace_back(typed.sent(ask_override_of(version, reason_)));
  override_open_ = false;
}

void Versions::live_dialog(const World& world, const AppVersion& version, Intents& out) {
  const auto* gate = gate_of(world, version);
  std::vector<Consequence> consequences{{icons::public_, tr("requirements.live.everyone")}};
  if (gate != nullptr && !gate->open)
    consequences.push_back({icons::lock_open, tr("requirements.live.override")});
  if (confirm("requirements.live", live_,
              {.title = tr("requirements.live.title", {{"name", version.name}}),
               .body = tr("requirements.live.body"),
               .icon = icons::rocket_launch,
               .consequences = consequences,
               .object_id = version.name,
               .action = tr("requirements.version.live")}))
    out.emplace_back(go_live_of(version));
}

void Versions::draw_over(const World& world, Intents& out) {
  new_dialog(world, out);
  const auto* version = open(world);
  if (version == nullptr) return;
  move_dialog(world, *version, out);
  override_dialog(world, *version, out);
  live_dialog(world, *version, out);
}

void Versions::draw(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& out) {
  index_.update(world);
  if (places.shows_list()) list(world, places, panes, out);
  if (places.shows_detail()) detail(world, places, panes, out);
}

}  // namespace stadtpult::panels::requirements
