// The rounds above the board, and what is open by mini-app.

#include <algorithm>

#include "api-client/base/trim.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/kit.hpp"
#include "panels/patch.hpp"
#include "panels/testphase/testphase_ui.hpp"

namespace stadtpult::panels {

using namespace kit;
using namespace testphase;
using contract::Operation;
using contract::TestRound;

namespace {

constexpr const char* kRoundMenu = "testphase.round.menu";
constexpr std::int64_t kCodesOnSheet = 300;        // the platform prints no more at once
constexpr float kCardMin = 158, kSharesMin = 204;  // logical px

const char* icon_of(RoundLife life) {
  switch (life) {
    case RoundLife::planned:
      return icons::radio_button_unchecked;
    case RoundLife::running:
      return icons::play_circle_outline;
    case RoundLife::over:
      return icons::hourglass_empty;
    case RoundLife::closed:
      return icons::check_circle;
  }
  return icons::radio_button_unchecked;
}

Tone tone_of(RoundLife life) {
  switch (life) {
    case RoundLife::planned:
      return Tone::neu;
    case RoundLife::running:
      return Tone::info;
    case RoundLife::over:
      return Tone::warn;
    case RoundLife::closed:
      return Tone::ok;
  }
  return Tone::neu;
}

bool may_change_rounds(const World& world) {
  return contract::may(world.role, Operation::change_test_round);
}

std::vector<form::Field> round_fields(const World& world, const std::vector<std::string>& leave_out,
                                      bool making) {
  auto fields = form::fields_of(contract::type_info<TestRound>(), "testphase.round", {}, leave_out, making);
  if (auto* version = form::find(fields, "app_version_id"))
    for (const auto& each : world.state.app_versions.items())
      version->choices.push_back({each.id, each.name, ""});
  return fields;
}

/// How many take part, and of whom.
std::string people_words(const TestRound& round) {
  if (round.cohort == contract::Cohort::share)
    return tr("testphase.round.by_lot", {{"people", tr_n("testphase.round.people", round.testers)},
                                         {"percent", format_number(round.share_percent)}});
  // A card for employees invites and counts nobody: it is the account that takes part.
  if (round.invited > 0 && round.cohort != contract::Cohort::employees)
    return tr("testphase.round.of_invited",
              {{"n", format_number(round.testers)}, {"all", format_number(round.invited)}});
  return tr_n("testphase.round.people", round.testers);
}

/// Why no codes are made for a round; "" where they are.
std::string why_no_codes(const World& world, const TestRound& round, RoundLife life) {
  if (life == RoundLife::closed) return tr("testphase.round.closed");
  if (round.cohort == contract::Cohort::share) return tr("testphase.why.by_lot");
  if (round.cohort == contract::Cohort::employees)
    if (auto why = why_no_employees(world); !why.empty()) return why;
  return world.online ? "" : tr("shell.palette.needs_line");
}

Change round_change(const TestRound& before, const TestRound& after, std::string title) {
  return patch_of(Operation::change_test_round, before, after, std::move(title), before.name);
}

}  // namespace

void TestphasePanel::round_card(const World& world, const TestRound& round, const Rect& rect, Intents&) {
  const IdScope scope{round.id.c_str()};
  const auto life = life_of(round, world.now);
  const Palette& p = theme();
  const bool chosen = wish_.round_id == round.id;
  const auto area =
      click_area("round", {.name = round.name,
                           .rect = rect,
                           .selected = chosen,
                           .tooltip = chosen ? tr("testphase.round.show_all") : tr("testphase.round.show")});
  fill_rect(rect, area.hovered ? p.hover : p.surface, radius::kCard);
  stroke_rect(rect, chosen ? p.focus : p.line, radius::kCard, chosen ? 2 : 1);
  const Region region{rect, 12};
  {
    Row row{{.height = 20}};
    icon(icon_of(life), p.tone(tone_of(life)).fill, 18);
    text(format_number(round.number) + ". " + round.name,
         {.font = Font::base_semi, .width = rect.width() / scale() - 84});
    row.right();
    if ((may_change_rounds(world) || life == RoundLife::closed) &&
        icon_button("more", {.icon = icons::more_horiz,
                             .name = tr("testphase.round.more", {{"name", round.name}}),
                             .small = true})) {
      round_id_ = round.id;
      round_menu_at_ = last_rect();
    }
  }
  gap(-6);
  // Of this year without the year: there is no room to say it twice.
  const auto day = [&](base::Timestamp at) {
    return local_time(at).year == local_time(world.now).year ? format_day(at) : format_date(at);
  };
  meta(tr("testphase.round.dates", {{"from", day(round.starts_at)}, {"to", day(round.ends_at)}}),
       {.width = kFill, .tooltip = cohort_word(round.cohort) + ": " + way_in(world, round.cohort)});
  gap(-4);
  meta(people_words(round), {.width = kFill});
  gap(-4);
  meta(tr_n("testphase.round.feedback", round.feedback_count), {.width = kFill});
  progress(progress_of(round, world.now),
           {.name = tr("testphase.round.time"), .tone = tone_of(life), .height = 5});
  gap(-4);
  text(life_words(round, world.now),
       {.font = Font::meta_medium, .color = p.tone(tone_of(life)).text, .width = kFill});
  if (area.pressed) wish_.round_id = chosen ? "" : round.id;
}

/// Bars from zero, labelled directly; a bar is also the filter.
void TestphasePanel::shares(const Rect& rect) {
  fill_rect(rect, theme().surface, radius::kCard);
  stroke_rect(rect, theme().line, radius::kCard);
  const Region region{rect, 12};
  {
    Row row{{.height = 18}};
    text(tr("testphase.open_by_miniapp"), {.font = Font::base_semi});
    row.right();
    meta(format_number(index_.count(testphase::Shelf::open)));
  }
  int most = 1;
  for (const auto& share : index_.shares()) most = std::max(most, share.open);
  const float line = px(18);
  for (std::size_t i = 0; i < index_.shares().size(); ++i) {
    const auto& share = index_.shares()[i];
    const Rect row = place({available_width(), line});
    if (row.max.y > rect.max.y - px(6)) break;
    const IdScope scope{static_cast<std::uint64_t>(i)};
    const bool chosen = !share.miniapp_id.empty() && wish_.miniapp_id == share.miniapp_id;
    const std::string name = tr("testphase.share", {{"name", share.name}, {"n", format_number(share.open)}});
    if (!share.miniapp_id.empty()) {
      const auto area = click_area("share", {.name = name, .rect = row, .radius = 4, .selected = chosen});
      if (area.hovered || chosen) fill_rect(row, chosen ? theme().sel : theme().hover, 4);
      if (area.pressed) wish_.miniapp_id = chosen ? "" : share.miniapp_id;
    } else {
      semantic::tree().add(semantic::Role::text,
                           {.name = name, .bounds = {row.min.x, row.min.y, row.width(), row.height()}});
    }
    const float words = row.width() * 0.52F, room = row.width() * 0.48F - px(34);
    draw_text_fit(draw_list(), Font::meta, {row.min.x, row.min.y + px(1)}, words - px(8), theme().tx2,
                  share.name);
    const float length = room * static_cast<float>(share.open) / static_cast<float>(most);
    const Tone tone = share.miniapp_id.empty() ? Tone::neu : Tone::info;
    fill_rect({{row.min.x + words, row.min.y + px(4)}, {row.min.x + words + length, row.max.y - px(4)}},
              theme().tone(tone).fill, 2);
    draw_text(draw_list(), Font::meta, {row.min.x + words + length + px(6), row.min.y + px(1)}, theme().tx2,
              format_number(share.open));
    gap(-8);
  }
}

void TestphasePanel::rounds(const World& world, const Rect& rect, Intents& out) {
  auto all = rounds_of(world);
  Rect rest = rect;
  const bool with_shares = rest.width() > px(kCardMin + kSharesMin + 12) && !index_.shares().empty();
  Rect chart{};
  if (with_shares) {
    chart = rest.cut_right(std::max(px(kSharesMin), rest.width() * 0.28F));
    rest.cut_right(px(12));
  }
  if (all.empty()) {
    const Region region{rest};
    const Card card{{.height = rest.height() / scale(), .padding = 12}};
    text(tr("testphase.round.none"), {.font = Font::base_semi});
    meta(tr("testphase.round.none_detail"), {.width = kFill});
    if (may_change_rounds(world) &&
        button("first_round", {.label = tr("testphase.command.round"), .icon = icons::add, .small = true}))
      round_open_ = true;
  } else {
    const auto fit = static_cast<std::size_t>(std::max(1.0F, (rest.width() + px(12)) / px(kCardMin + 12)));
    // The newest ones where there is no room for all, and always the one that is asked for.
    if (all.size() > fit) {
      const auto wanted =
          std::find_if(all.begin(), all.end(), [&](const auto* each) { return each->id == wish_.round_id; });
      const TestRound* keep = wanted != all.end() ? *wanted : nullptr;
      all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(fit));
      if (keep != nullptr && std::find(all.begin(), all.end(), keep) == all.end()) all.front() = keep;
    }
    std::vector<Rect> places(all.size());
    split_columns(rest, places, 12);
    for (std::size_t i = 0; i < all.size(); ++i) round_card(world, *all[i], places[i], out);
  }
  if (with_shares) shares(chart);
  // Opened where it is drawn: a menu belongs to the scope of ids that it is asked for in.
  if (const auto at = std::exchange(round_menu_at_, {}); at.width() > 0) open_popover(kRoundMenu, at);
  if (const auto* round = world.state.test_rounds.find(round_id_)) round_menu(world, *round);
}

void TestphasePanel::round_menu(const World& world, const TestRound& round) {
  Menu menu{kRoundMenu, tr("testphase.round.more", {{"name", round.name}}), 260};
  if (!menu) return;
  const auto life = life_of(round, world.now);
  if (life == RoundLife::closed &&
      menu.item("result", {.label = tr("testphase.round.conclusion"), .icon = icons::description}))
    result_open_ = true;
  if (!may_change_rounds(world)) return;
  if (menu.item("new", {.label = tr("testphase.command.round"), .icon = icons::add})) round_open_ = true;
  if (menu.item("edit", {.label = tr("testphase.round.edit"),
                         .icon = icons::edit,
                         .disabled_because = life == RoundLife::closed ? tr("testphase.round.closed") : ""}))
    edit_round_open_ = true;
  if (menu.item("codes", {.label = tr("testphase.codes"),
                          .icon = icons::person_add,
                          .disabled_because = why_no_codes(world, round, life)})) {
    codes_open_ = true;
    code_from_ = 1;
  }
  if (life == RoundLife::closed) return;
  if (menu.item("close", {.label = tr("testphase.round.close"),
                          .icon = icons::check_circle,
                          .disabled_because = life == RoundLife::planned ? tr("testphase.round.planned")
                                              : !world.online            ? tr("shell.palette.needs_line")
                                                                         : ""})) {
    close_open_ = true;
    conclusion_ = round.conclusion;
  }
}

/// More codes, and the sheet that is printed and cut.
void TestphasePanel::codes_dialog(const World& world, const TestRound& round, Intents& out) {
  const std::string title = tr("testphase.codes.title", {{"name", round.name}});
  const Dialog dialog{
      "testphase.codes",
      codes_open_,
      {.title = title,
       .body = tr(round.cohort == contract::Cohort::employees ? "testphase.codes.body_employees"
                                                              : "testphase.codes.body"),
       .icon = icons::person_add}};
  if (!dialog) return;
  text(tr_n("testphase.codes.there", round.invited), {.font = Font::base_semi});
  const char* why = !world.online ? tr("shell.palette.needs_line") : "";
  {
    const Row row{{.height = 58}};
    number_field("count", code_count_, {.label = tr("testphase.codes.count"), .min = 1, .max = 2000});
    if (button("make", {.kind = round.invited == 0 ? Button::primary : Button::secondary,
                        .label = tr("testphase.codes.make"),
                        .icon = icons::add,
                        .disabled_because = why})) {
      contract::NewInvitations wish;
      wish.count = code_count_;
      Change change;
      change.operation = Operation::create_invitations;
      change.ids = {round.id};
      change.body = contract::encode_new(wish);
      change.title = tr_n("testphase.done.codes", code_count_);
      change.detail = round.name;
      change.queueable = false;
      out.emplace_back(std::move(change));
    }
  }
  {
    const Row row{{.height = 58}};
    number_field(
        "from", code_from_,
        {.label = tr("testphase.codes.from"), .min = 1, .max = std::max<std::int64_t>(1, round.invited)});
    const auto to = std::min(round.invited, code_from_ + kCodesOnSheet - 1);
    const std::string label =
        tr("testphase.codes.print", {{"from", format_number(code_from_)}, {"to", format_number(to)}});
    if (button("print", {.kind = round.invited == 0 ? Button::secondary : Button::primary,
                         .label = label,
                         .icon = icons::description,
                         .disabled_because = round.invited == 0 ? tr("testphase.codes.none") : why}))
      out.emplace_back(
          Download{Operation::print_invitations,
                   {round.id},
                   "from=" + std::to_string(code_from_) + "&to=" + std::to_string(to),
                   "codes-" + std::to_string(round.number) + "-" + std::to_string(code_from_) + ".pdf"});
  }
  Row row{{.height = 40}};
  row.right();
  if (button("close", {.label = tr("testphase.codes.close")})) codes_open_ = false;
}

/// What may be different while a round runs; each field is saved when it is left.
void TestphasePanel::edit_dialog(const World& world, const TestRound& round, Intents& out) {
  if (!edit_round_open_) return;
  // For whom it is stays: codes belong to who they were made for.
  std::vector<std::string> leave_out{"closed", "conclusion", "cohort"};
  if (round.cohort != contract::Cohort::share) leave_out.emplace_back("share_percent");
  const auto fields = round_fields(world, leave_out, false);
  const auto save = [&](const std::optional<TestRound>& after) {
    if (!after) return;
    auto change = round_change(round, *after, tr("testphase.done.round_changed"));
    change.draft_key = edit_round_.draft_key();
    out.emplace_back(std::move(change));
  };
  const std::string title = tr("testphase.round.edit.title", {{"name", round.name}});
  if (const Dialog dialog{"testphase.round.edit", edit_round_open_, {.title = title, .icon = icons::edit}};
      dialog) {
    save(edit_round_.draw(round, fields, world, out));
    meta(cohort_word(round.cohort) + ": " + way_in(world, round.cohort), {.width = kFill});
    Row row{{.height = 40}};
    row.right();
    if (button("done", {.kind = Button::primary, .label = tr("testphase.edit_done")}))
      edit_round_open_ = false;
  }
  if (!edit_round_open_) save(edit_round_.flush(round, fields));
}

/// The closing report, as it stands for good.
void TestphasePanel::result_dialog(const TestRound& round) {
  const std::string title = tr("testphase.round.result.title", {{"name", round.name}});
  const std::string body = tr("testphase.round.result.body",
                              {{"name", round.closed_by_name}, {"date", format_date(round.closed_at)}});
  const Dialog dialog{
      "testphase.round.result", result_open_, {.title = title, .body = body, .icon = icons::check_circle}};
  if (!dialog) return;
  text(people_words(round) + " · " + tr_n("testphase.round.feedback", round.feedback_count),
       {.font = Font::base_semi});
  paragraph(round.conclusion);
  Row row{{.height = 40}};
  row.right();
  if (button("close", {.label = tr("testphase.codes.close")})) result_open_ = false;
}

void TestphasePanel::round_dialogs(const World& world, Intents& out) {
  if (const Dialog dialog{
          "testphase.round.new",
          round_open_,
          {.title = tr("testphase.round.new"), .body = tr("testphase.round.new.body"), .icon = icons::event}};
      dialog) {
    auto fields = round_fields(world, {"closed", "conclusion"}, true);
    const bool by_lot = fresh_round_.thing().cohort == contract::Cohort::share;
    if (auto* share = form::find(fields, "share_percent")) {
      share->required = by_lot;
      share->check = [by_lot](std::string_view value, bool typing) {
        const bool some = value.find_first_of("123456789") != std::string_view::npos;
        if (typing || some == by_lot) return std::string();
        return std::string(tr(by_lot ? "testphase.why.share" : "testphase.why.no_share"));
      };
    }
    fresh_round_.draw(fields, world, out);
    meta(way_in(world, fresh_round_.thing().cohort), {.width = kFill});
    Row row{{.height = 40}};
    row.right();
    if (button("cancel", {.label = tr("testphase.cancel")})) round_open_ = false;
    if (button("make", {.kind = Button::primary, .label = tr("testphase.round.make")}))
      if (auto made = fresh_round_.take(fields)) {
        Change change;
        change.operation = Operation::create_test_round;
        change.body = contract::encode_new(*made);
        change.title = tr("testphase.done.round");
        change.detail = made->name;
        change.draft_key = fresh_round_.draft_key();
        out.emplace_back(std::move(change));
        round_open_ = false;
      }
  }
  const auto* round = world.state.test_rounds.find(round_id_);
  if (round == nullptr) return;
  codes_dialog(world, *round, out);
  edit_dialog(world, *round, out);
  result_dialog(*round);
  const std::string title = tr("testphase.round.close.title", {{"name", round->name}});
  const Dialog dialog{
      "testphase.round.close",
      close_open_,
      {.title = title, .body = tr("testphase.round.close.body"), .icon = icons::check_circle}};
  if (!dialog) return;
  auto typed = dialogs_.typed("close", round->id, dialog.appearing(), world.state, out, {&conclusion_});
  text_field("conclusion", conclusion_,
             {.label = tr("testphase.round.conclusion"),
              .max_length = 10'000,
              .multiline = true,
              .lines = 8,
              .required = true});
  const char* why = base::is_blank(conclusion_) ? tr("testphase.why.conclusion")
                    : !world.online             ? tr("shell.palette.needs_line")
                                                : "";
  if (!dialog_end(close_open_, "go", tr("testphase.round.close"), why)) return;
  TestRound after = *round;
  after.closed = true;
  after.conclusion = conclusion_;
  Change change = round_change(*round, after, tr("testphase.done.round_closed"));
  change.queueable = false;
  out.emplace_back(typed.sent(std::move(change)));
  close_open_ = false;
}

}  // namespace stadtpult::panels
