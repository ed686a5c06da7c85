// One merchant: where it stands, what was checked by whom, and what is to be done next.

#include <algorithm>
#include <set>
#include <sstream>

#include "api-client/base/trim.hpp"
#include "panels/dialog_end.hpp"
#include "panels/form/moment.hpp"
#include "panels/merchants/merchants_ui.hpp"

namespace stadtpult::panels::merchants {

using namespace kit;
using contract::CheckState;
using contract::MerchantActivity;
using contract::MerchantVerification;
using contract::Operation;

namespace {

constexpr const char* kMerchantMore = "merchants.more";
constexpr const char* kCheckMenu = "merchants.check.menu";
constexpr float kTwoOffices = 640, kStepperFrom = 520;  // logical px

const char* icon_of(MerchantStep step) {
  switch (step) {
    case MerchantStep::identity:
      return icons::badge;
    case MerchantStep::ihk:
      return icons::account_balance;
    case MerchantStep::business_development:
      return icons::location_city;
    case MerchantStep::agreement:
      return icons::draw;
    case MerchantStep::live:
      return icons::rocket_launch;
    case MerchantStep::application:
      break;
  }
  return icons::edit_note;
}

StepState step_of(StationState state) {
  switch (state) {
    case StationState::done:
      return StepState::done;
    case StationState::current:
      return StepState::current;
    case StationState::stopped:
      return StepState::failed;
    case StationState::later:
      break;
  }
  return StepState::later;
}

}  // namespace

// ---- head ----

void MerchantsPanel::more_menu(const World& world, const Merchant& item, Intents& out) {
  Menu menu{kMerchantMore, tr("merchants.more"), 280};
  if (!menu) return;
  const bool reviews = may_review(world);
  const bool over = item.activity == MerchantActivity::ended;
  if (!reviews) return;
  if (menu.item("invite", {.label = tr("merchants.command.invite"),
                           .icon = icons::vpn_key,
                           .disabled_because = over ? tr("merchants.why.ended") : ""}))
    invitation_ = {.open = true, .merchant_id = item.id};
  if (menu.item("note", {.label = tr("merchants.note"), .icon = icons::chat_bubble_outline})) {
    note_open_ = true;
    begin_words();
  }
  menu.separator();
  if ((item.verification == MerchantVerification::rejected ||
       item.verification == MerchantVerification::verified) &&
      !over && menu.item("reopen", {.label = tr("merchants.reopen"), .icon = icons::redo})) {
    reopen_open_ = true;
    begin_words();
  }
  if (item.activity == MerchantActivity::suspended) {
    if (menu.item("lift", {.label = tr("merchants.lift"), .icon = icons::lock_open})) {
      contract::MerchantAct act;
      act.act = MerchantActKind::lift_suspension;
      out.emplace_back(act_of(item, act, tr("merchants.done.lift")));
    }
  } else if (menu.item("suspend", {.label = tr("merchants.suspend"),
                                   .icon = icons::block,
                                   .danger = true,
                                   .disabled_because = item.activity == MerchantActivity::active
                                                           ? ""
                                                           : tr("merchants.why.not_active")})) {
    suspend_open_ = true;
    begin_words();
  }
  if (menu.item("end", {.label = tr("merchants.end"),
                        .icon = icons::delete_outline,
                        .danger = true,
                        .disabled_because = over ? tr("merchants.why.ended") : ""})) {
    end_open_ = true;
    begin_words();
  }
}

void MerchantsPanel::title(const World& world, const Merchant& item, Intents& out) {
  constexpr float kTile = 40, kTileGap = 12, kLine = 24;
  const float width = available_width() / scale();
  const float right = may_review(world) ? 44 : 0;
  const float beside = width - kTile - kTileGap - right;
  // Known and active are two things, and both always stand there; the name is never cut for them.
  const auto verified = look_of(item.verification), active = look_of(item.activity);
  const ChipOptions chips[] = {{.label = verified.words, .icon = verified.icon, .tone = verified.tone},
                               {.label = active.words, .icon = active.icon, .tone = active.tone}};
  const float chips_width = (chip_width(chips[0]) + chip_width(chips[1])) / scale() + 2 * kTileGap;
  const float name_width = text_width(Font::heading, item.name) / scale() + 2;
  const bool in_line = name_width + chips_width <= beside;
  const float name_height =
      in_line ? kLine : std::max(kLine, text_size(Font::heading, item.name, px(beside)).y / scale());
  {
    Row row{{.height = kLine + name_height, .gap = kTileGap}};
    const auto look = tile_of(item, world);
    tile({.icon = look.icon, .tone = look.tone, .size = kTile, .icon_size = 24});
    const Rect rest = available();
    {
      const Region lines{{{rest.min.x, row.rect().min.y}, {rest.max.x - px(right), row.rect().max.y}}};
      if (in_line) {
        const Row first{{.height = kLine}};
        text(item.name, {.font = Font::heading, .width = name_width});
        for (const auto& each : chips) chip(each);
      } else {
        paragraph(item.name, {.font = Font::heading});
      }
      gap(-8);
      meta(facts_of(item), {.width = available_width() / scale()});
    }
    row.right();
    if (right > 0 &&
        icon_button("more", {.icon = icons::more_horiz, .name = tr("merchants.more"), .border = true}))
      open_popover(kMerchantMore);
  }
  more_menu(world, item, out);
  if (!in_line) {
    const Row row{{.height = 26}};
    for (const auto& each : chips) chip(each);
  }
  const auto stations = stations_of(item, world);
  if (width >= kStepperFrom) {
    std::vector<Step> steps;
    for (const auto& each : stations)
      steps.push_back({.label = each.label, .detail = each.detail, .state = step_of(each.state)});
    stepper(steps, tr("merchants.stations"));
  } else {
    const int at = std::min(steps_done(item), kSteps - 1);
    meta(tr("merchants.station.of", {{"n", format_number(at + 1)},
                                     {"all", format_number(kSteps)},
                                     {"name", stations[static_cast<std::size_t>(at)].label}}));
  }
}

void MerchantsPanel::banners(const World& world, const Merchant& item, Intents&) {
  if (item.activity == MerchantActivity::suspended)
    note(tr("merchants.banner.suspended", {{"by", item.suspended_by_name},
                                           {"when", format_when_time(item.suspended_at, world.now)},
                                           {"why", item.suspended_reason}}),
         icons::block, Tone::err);
  if (item.activity == MerchantActivity::ended)
    note(item.erased_at ? tr("merchants.banner.erased", {{"date", format_date(item.erased_at)}})
                        : tr("merchants.banner.ended",
                             {{"ended", format_date(item.ended_at)}, {"erase", format_date(item.erase_at)}}),
         icons::schedule, Tone::neu);
  if (item.activity == MerchantActivity::active && !item.payable)
    note(tr("merchants.banner.not_payable"), icons::payments, Tone::warn);
  if (item.verification == MerchantVerification::rejected) {
    std::string why;
    for (const auto& id : item.reject_reasons)
      if (const auto* reason = world.state.reasons.find(id))
        why += (why.empty() ? "" : ", ") + reason->text.in(world.language);
    note(tr("merchants.banner.rejected", {{"why", why}}), icons::error_outline, Tone::err);
  }
  if (item.reverify_at && item.activity == MerchantActivity::active &&
      item.reverify_at.ms < world.now.ms + 30 * base::kDayMs)
    note(tr("merchants.banner.reverify", {{"date", format_date(item.reverify_at)}}), icons::schedule,
         Tone::warn);
  for (const auto& request : item.requests) {
    if (request.mended_at) continue;
    note(tr("merchants.banner.request",
            {{"field", tr_or("merchants.field." + request.field_name, request.field_name.c_str())},
             {"why", request.why},
             {"by", request.by_name}}),
         icons::undo, Tone::warn);
  }
}

// ---- checks ----

void MerchantsPanel::check_line(const World& world, const Merchant& item,
                                const contract::MerchantCheck& check, Intents& out) {
  const IdScope scope{contract::enum_name(check.key)};
  const auto look = look_of(check.state);
  const std::string words = word_of(check.key);
  const std::string value = checked_value(item, check.key);
  const std::string how = checked_words(check, world);
  const std::string why = why_not_check(check, item, world);
  const bool waits_second = check.state == CheckState::open && !check.by_name.empty();
  // What is to be checked is read in full, whatever the width.
  const LineOptions shown{.icon = waits_second ? icons::hourglass_empty : look.icon,
                          .icon_color = theme().tone(waits_second ? Tone::warn : look.tone).text,
                          .words = words,
                          .detail = how,
                          .right = value,
                          .right_color = theme().tx2,
                          .height = how.empty() ? 28.0F : 44.0F,
                          .whole = true};
  const Rect line = place({available_width(), line_item_height(shown)});
  const bool can = why.empty() && is_whole(item, world);
  const std::string name =
      words + (value.empty() ? "" : ": " + value) + ", " + look.words + (how.empty() ? "" : ", " + how);
  if (can) {
    const auto click = click_area("line", {.name = name,
                                           .rect = line.shrunk(-px(6), 0),
                                           .radius = radius::kChip,
                                           .tooltip = tr("merchants.check.do")});
    if (click.hovered) fill_rect(line.shrunk(-px(6), 0), theme().hover, radius::kChip);
    if (click.pressed) {
      check_key_ = contract::enum_name(check.key);
      open_popover(kCheckMenu, line);
    }
  }
  const Region region{line};
  line_item(shown);
  if (check_key_ == contract::enum_name(check.key)) check_menu(world, item, out);
}

void MerchantsPanel::check_menu(const World& world, const Merchant& item, Intents& out) {
  const auto key = contract::enum_from<MerchantCheckKey>(check_key_);
  if (!key) return;
  const auto at = std::find_if(item.checks.begin(), item.checks.end(),
                               [&](const auto& each) { return each.key == *key; });
  if (at == item.checks.end()) return;
  Menu menu{kCheckMenu, word_of(*key), 300};
  if (!menu) return;
  contract::MerchantAct act;
  act.act = MerchantActKind::check;
  act.key = *key;
  const std::string why = why_not_pass(*at, item, world);
  if (at->state != CheckState::passed) menu.heading(tr("merchants.check.passed_by"));
  if (at->state != CheckState::passed)
    for (const auto method : methods_for(*key))
      if (menu.item(contract::enum_name(method),
                    {.label = word_of(method), .icon = icons::check, .disabled_because = why})) {
        act.state = CheckState::passed;
        act.method = method;
        out.emplace_back(act_of(item, act, tr("merchants.done.check", {{"what", word_of(*key)}})));
      }
  if (at->state != CheckState::passed) menu.separator();
  if (menu.item("failed",
                {.label = tr("merchants.check.fail"), .icon = icons::error_outline, .danger = true})) {
    fail_open_ = true;
    failing_ = *key;
    begin_words();
  }
  if ((at->state != CheckState::open || !at->by.empty()) &&
      menu.item("open", {.label = tr("merchants.check.reopen"), .icon = icons::undo})) {
    act.state = CheckState::open;
    out.emplace_back(act_of(item, act, tr("merchants.done.check_open", {{"what", word_of(*key)}})));
  }
}

/// Every open line of the office passes, each by the way that is usual for it.
void MerchantsPanel::confirm_office(const World& world, const Merchant& item, MerchantStep step,
                                    Intents& out) {
  for (const auto* check : checks_of(item, step)) {
    if (check->state != CheckState::open || !why_not_pass(*check, item, world).empty()) continue;
    contract::MerchantAct act;
    act.act = MerchantActKind::check;
    act.key = check->key;
    act.state = CheckState::passed;
    act.method = methods_for(check->key).front();
    auto change = act_of(item, act, tr("merchants.done.office", {{"office", word_of(step)}}));
    change.group = "merchants.confirm:" + item.id + ":" + contract::enum_name(step);
    out.emplace_back(std::move(change));
  }
}

void MerchantsPanel::office_card(const World& world, const Merchant& item, MerchantStep step, Intents& out) {
  const IdScope scope{contract::enum_name(step)};
  const auto lines = checks_of(item, step);
  const int open = open_for(item, step, world);
  const bool current = item.step == step && open > 0;
  const bool mine = item.step == step && may_decide(item, world) && is_office(step, world);
  const auto passed = std::count_if(lines.begin(), lines.end(),
                                    [](const auto* each) { return each->state == CheckState::passed; });
  const bool failed = std::any_of(lines.begin(), lines.end(),
                                  [](const auto* each) { return each->state == CheckState::failed; });
  const bool done = passed == static_cast<std::ptrdiff_t>(lines.size());
  const std::string name = tr("merchants.office", {{"office", word_of(step)}});
  const Card card{{.padding = 14, .current = current, .name = name}};
  {
    Row row{{.height = 36}};
    tile({.icon = icon_of(step), .tone = done ? Tone::ok : Tone::info, .size = 28, .icon_size = 18});
    const Rect rest = available();
    const char* state = done      ? "merchants.office.done"
                        : failed  ? "merchants.office.failed"
                        : current ? "merchants.office.in_review"
                                  : "merchants.office.open";
    const ChipOptions mark{.label = tr(state),
                           .icon = done     ? icons::check_circle
                                   : failed ? icons::error
                                            : icons::hourglass_empty,
                           .tone = done      ? Tone::ok
                                   : failed  ? Tone::err
                                   : current ? Tone::info
                                             : Tone::neu};
    const float room = chip_width(mark);
    {
      const Region words{{{rest.min.x, row.rect().min.y}, {rest.max.x - room - px(8), row.rect().max.y}}};
      text(word_of(step), {.font = Font::base_semi, .width = available_width() / scale()});
      gap(-10);
      std::string detail =
          tr("merchants.office.count",
             {{"n", format_number(passed)}, {"all", format_number(static_cast<std::int64_t>(lines.size()))}});
      if (current && item.due_at)
        detail += ", " + tr("merchants.office.due", {{"when", format_day(item.due_at)}});
      meta(detail, {.width = available_width() / scale()});
    }
    row.right();
    chip(mark);
  }
  for (const auto* check : lines) {
    check_line(world, item, *check, out);
    gap(-8);
  }
  gap(8);
  if (!mine) return;
  divider(4);
  Row row{{.height = 38}};
  row.right();
  if (button("reject", {.kind = Button::ghost, .label = tr("merchants.reject")})) {
    reject_open_ = true;
    begin_words();
  }
  if (button("request", {.label = tr("merchants.request"), .icon = icons::undo})) begin_request();
  if (open > 0 && button("confirm", {.kind = Button::primary,
                                     .label = tr("merchants.confirm"),
                                     .icon = icons::check,
                                     .tooltip = tr_n("merchants.confirm.hint", open)}))
    confirm_office(world, item, step, out);
}

/// What is to be done where no office has it.
void MerchantsPanel::next_card(const World& world, const Merchant& item, Intents& out) {
  if (item.activity != MerchantActivity::inactive || item.verification == MerchantVerification::rejected)
    return;
  const bool merchant = world.role == contract::Role::merchant;
  const bool asked = item.verification == MerchantVerification::changes_requested;
  const bool application = item.step == MerchantStep::application || asked;
  if (!application && item.step != MerchantStep::agreement && item.step != MerchantStep::live) return;
  const MerchantStep step = application ? MerchantStep::application : item.step;
  const Card card{{.padding = 14, .current = waits_for(item, world), .name = tr("merchants.next")}};
  {
    const Row row{{.height = 32}};
    tile({.icon = icon_of(step), .tone = Tone::info, .size = 28, .icon_size = 18});
    text(word_of(step), {.font = Font::base_semi});
  }
  if (application) {
    paragraph(tr(asked      ? "merchants.next.mend"
                 : merchant ? "merchants.next.fill_in"
                            : "merchants.next.wait_application"));
    for (const auto& each : missing_for_submission(item))
      line_item({.icon = icons::radio_button_unchecked,
                 .icon_color = theme().tx3,
                 .words = tr_or("merchants.needs." + each, "")});
    if (may_edit(item, world) && button("fill_in", {.kind = merchant ? Button::primary : Button::secondary,
                                                    .label = tr("merchants.next.open_data"),
                                                    .icon = icons::edit_note}))
      tab_ = static_cast<int>(Tab::data);
    return;
  }
  if (item.step == MerchantStep::agreement) {
    paragraph(tr(merchant ? "merchants.next.agree" : "merchants.next.wait_agreement"));
    if (merchant &&
        button("agree", {.kind = Button::primary, .label = tr("merchants.agree"), .icon = icons::draw})) {
      contract::MerchantAct act;
      act.act = MerchantActKind::agree;
      out.emplace_back(act_of(item, act, tr("merchants.done.agree")));
    }
    return;
  }
  const bool other = !merchant && let_in(item, world);
  paragraph(tr(merchant ? "merchants.next.wait_live"
               : other  ? "merchants.next.other_live"
                        : "merchants.next.live"));
  if (may_review(world) && !other &&
      button("go_live",
             {.kind = Button::primary, .label = tr("merchants.go_live"), .icon = icons::rocket_launch})) {
    contract::MerchantAct act;
    act.act = MerchantActKind::go_live;
    out.emplace_back(act_of(item, act, tr("merchants.done.live")));
  }
}

void MerchantsPanel::overview(const World& world, const Merchant& item, Intents& out) {
  next_card(world, item, out);
  if (!is_whole(item, world)) {
    const auto& remote = world.state.open_merchant;
    if (draw_missing(
            world, remote,
            {.id = "merchants.whole.missing", .failed = "merchants.failed", .forbidden = "", .rows = 5}))
      out.emplace_back(Need{Need::What::merchant, item.id});
    return;
  }
  static constexpr MerchantStep kOffices[] = {MerchantStep::identity, MerchantStep::ihk,
                                              MerchantStep::business_development};
  if (available_width() < px(kTwoOffices)) {
    // The one that is worked on comes first.
    for (const auto step : kOffices)
      if (step == item.step) office_card(world, item, step, out);
    for (const auto step : kOffices)
      if (step != item.step) office_card(world, item, step, out);
    return;
  }
  Rect area = available();
  Rect columns[2];
  split_columns(area, columns);
  float used = 0;
  {
    const Region left{columns[0]};
    office_card(world, item, MerchantStep::identity, out);
    used = std::max(used, left.used_height());
  }
  {
    const Region right{columns[1]};
    office_card(world, item, MerchantStep::ihk, out);
    used = std::max(used, right.used_height());
  }
  place({area.width(), used});
  area = available();
  split_columns(area, columns);
  {
    const Region left{columns[0]};
    office_card(world, item, MerchantStep::business_development, out);
    used = left.used_height();
  }
  {
    const Region right{columns[1]};
    duties(world, item);
    used = std::max(used, right.used_height());
  }
  place({area.width(), used});
}

/// What it offers, when it is open, and when it can be booked.
void MerchantsPanel::offers(const World& world, const Merchant& item, Intents& out) {
  const bool edits = may_edit(item, world);
  if (available_width() < px(kTwoOffices)) {
    offerings_.card(world, item, edits, out);
    hours_.card(world, item, edits, out);
    calendar_.card(world, item, edits, out);
    return;
  }
  const Rect area = available();
  Rect columns[2];
  split_columns(area, columns);
  float used = 0;
  {
    const Region left{columns[0]};
    offerings_.card(world, item, edits, out);
    hours_.card(world, item, edits, out);
    used = left.used_height();
  }
  {
    const Region right{columns[1]};
    calendar_.card(world, item, edits, out);
    used = std::max(used, right.used_height());
  }
  place({area.width(), used});
}

void MerchantsPanel::history(const World& world, const Merchant& item) {
  if (item.timeline.empty()) {
    meta(is_whole(item, world) ? tr("merchants.history.none") : tr("merchants.loading"));
    return;
  }
  for (auto step = item.timeline.rbegin(); step != item.timeline.rend(); ++step) {
    const auto said = words_of(*step);
    line_item({.icon = said.icon,
               .icon_color = theme().tx2,
               .words = said.words + (step->principal_name.empty() ? "" : ", " + step->principal_name),
               .right = format_when_time(step->at, world.now)});
    if (!said.detail.empty()) {
      const Card card{{.padding = 8, .surface = Surface::surface}};
      paragraph(said.detail);
    }
  }
}

void MerchantsPanel::detail(const World& world, const ListDetail::Places& places, Intents& out) {
  const Pane pane{"merchants.detail",
                  {.rect = places.detail,
                   .name = tr("merchants.one"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 12}};
  panes_.way_back(places);
  const auto* listed = selected(world);
  if (listed == nullptr) {
    empty_state("merchants.detail.empty", {.icon = icons::storefront,
                                           .title = tr("merchants.nothing_open"),
                                           .detail = tr("merchants.nothing_open_detail")});
    return;
  }
  if (world.state.open_merchant_id != listed->id) out.emplace_back(Need{Need::What::merchant, listed->id});
  const Merchant item = shown(*listed, world);
  const IdScope scope{item.id.c_str()};
  title(world, item, out);
  const std::string overview_word = tr("merchants.tab.overview"), data_word = tr("merchants.tab.data"),
                    offers_word = tr("merchants.tab.offerings"), history_word = tr("merchants.tab.history");
  const auto gaps = missing_for_submission(item).size();
  const bool draft = item.verification == MerchantVerification::draft && is_whole(item, world);
  const std::string missing =
      draft && gaps > 0 ? tr_n("merchants.missing", static_cast<std::int64_t>(gaps)) : "";
  const TabItem items[] = {{.label = overview_word},
                           {.label = offers_word},
                           {.label = data_word, .detail = missing},
                           {.label = history_word}};
  tabs("tabs", tab_, items, tr("merchants.one"));
  banners(world, item, out);
  if (tab_ == static_cast<int>(Tab::overview)) overview(world, item, out);
  if (tab_ == static_cast<int>(Tab::offers)) offers(world, item, out);
  if (tab_ == static_cast<int>(Tab::data)) data(world, item, out);
  if (tab_ == static_cast<int>(Tab::history)) history(world, item);
}

// ---- decisions ----

/// Each act begins empty; what was typed for it and not sent is put in by its dialog.
void MerchantsPanel::begin_words() {
  words_.clear();
  until_.clear();
  rejected_because_.clear();
}

void MerchantsPanel::begin_request() {
  asked_words_.clear();
  request_open_ = true;
}

void MerchantsPanel::request_dialog(const World& world, const Merchant& item, Intents& out) {
  const std::string title = tr("merchants.request.title", {{"name", item.name}});
  const Dialog dialog{"merchants.request",
                      request_open_,
                      {.title = title, .body = tr("merchants.request.body"), .icon = icons::undo}};
  if (!dialog) return;
  static constexpr const char* kFields[] = {"legal_name",  "register_number", "vat_id", "contact_email",
                                            "phone",       "street",          "iban",   "account_holder",
                                            "description", "opening_hours",   "proofs"};
  auto kept = dialogs_.typed("request", item.id, dialog.appearing(), world.state, out, {&asked_words_});
  if (dialog.appearing()) asked_ = asked_from(asked_words_);
  bool first = true, typed = false;
  for (const char* field : kFields) {
    const IdScope scope{field};
    bool on = asked_.fields.contains(field);
    if (checkbox("field", on, {.label = tr_or(std::string("merchants.field.") + field, field)})) {
      typed = true;
      if (on)
        asked_.fields.insert(field);
      else
        asked_.fields.erase(field);
    }
    if (!on) continue;
    if (text_field("why", asked_.why[field],
                   {.label = tr("merchants.request.why"),
                    .max_length = 500,
                    .required = true,
                    .focus_now = first && dialog.appearing()}))
      typed = true;
    first = false;
  }
  if (typed) asked_words_ = to_text(asked_);
  contract::MerchantAct act;
  act.act = MerchantActKind::request_changes;
  std::string why_not = asked_.fields.empty() ? tr("merchants.why.no_field") : "";
  for (const auto& field : asked_.fields) {
    if (base::is_blank(asked_.why[field])) why_not = tr("merchants.why.no_why");
    contract::MerchantRequest request;
    request.field_name = field;
    request.why = asked_.why[field];
    act.requests.push_back(std::move(request));
  }
  if (!dialog_end(request_open_, "go", tr("merchants.request"), why_not)) return;
  out.emplace_back(kept.sent(act_of(item, act, tr("merchants.done.request"))));
  request_open_ = false;
}

void MerchantsPanel::reject_dialog(const World& world, const Merchant& item, Intents& out) {
  const std::string title = tr("merchants.reject.title", {{"name", item.name}});
  const Dialog dialog{
      "merchants.reject",
      reject_open_,
      {.title = title, .body = tr("merchants.reject.body"), .icon = icons::error_outline, .tone = Tone::err}};
  if (!dialog) return;
  auto typed =
      dialogs_.typed("reject", item.id, dialog.appearing(), world.state, out, {&words_, &rejected_because_});
  std::set<std::string> reasons;
  std::istringstream ids(rejected_because_);
  for (std::string id; ids >> id;) reasons.insert(id);
  for (const auto& reason : world.state.reasons.items()) {
    if (reason.archived) continue;
    const IdScope scope{reason.id.c_str()};
    bool on = reasons.contains(reason.id);
    if (!checkbox("reason", on, {.label = reason.text.in(world.language)})) continue;
    if (on)
      reasons.insert(reason.id);
    else
      reasons.erase(reason.id);
    rejected_because_.clear();
    for (const auto& id : reasons) rejected_because_ += (rejected_because_.empty() ? "" : " ") + id;
  }
  text_field("words", words_, {.label = tr("merchants.reject.words"), .max_length = 2000, .multiline = true});
  if (!dialog_end(reject_open_, "go", tr("merchants.reject"),
                  reasons.empty() ? tr("merchants.why.no_reason") : "", Button::danger))
    return;
  contract::MerchantAct act;
  act.act = MerchantActKind::reject;
  act.reasons.assign(reasons.begin(), reasons.end());
  act.note = words_;
  out.emplace_back(typed.sent(act_of(item, act, tr("merchants.done.reject"))));
  reject_open_ = false;
}

void MerchantsPanel::suspend_dialog(const World& world, const Merchant& item, Intents& out) {
  const std::string title = tr("merchants.suspend.title", {{"name", item.name}});
  const Dialog dialog{
      "merchants.suspend",
      suspend_open_,
      {.title = title, .body = tr("merchants.suspend.body"), .icon = icons::block, .tone = Tone::err}};
  if (!dialog) return;
  auto typed = dialogs_.typed("suspend", item.id, dialog.appearing(), world.state, out, {&words_, &until_});
  text_field("words", words_,
             {.label = tr("merchants.reason"),
              .max_length = 2000,
              .multiline = true,
              .required = true,
              .focus_now = dialog.appearing()});
  const auto until = form::moment_from(until_);
  const bool past = until && *until && *until <= world.now;
  text_field("until", until_,
             {.label = tr("merchants.suspend.until"),
              .placeholder = tr("merchants.suspend.until_hint"),
              .error = !until ? tr("form.error.time")
                       : past ? tr("merchants.why.past")
                              : "",
              .width = 220});
  const std::string why_not = base::is_blank(words_) ? tr("merchants.why.no_words")
                              : !until               ? tr("form.error.time")
                              : past                 ? tr("merchants.why.past")
                                                     : "";
  if (!dialog_end(suspend_open_, "go", tr("merchants.suspend"), why_not, Button::danger)) return;
  contract::MerchantAct act;
  act.act = MerchantActKind::suspend;
  act.note = words_;
  act.until = *until;
  out.emplace_back(typed.sent(act_of(item, act, tr("merchants.done.suspend"))));
  suspend_open_ = false;
}

void MerchantsPanel::decide_dialogs(const World& world, Intents& out) {
  // A dialog is about the one that was shown when it opened, whatever is shown behind it by now.
  const bool any =
      request_open_ || reject_open_ || suspend_open_ || end_open_ || reopen_open_ || note_open_ || fail_open_;
  if (!any) {
    acting_on_.clear();
    return;
  }
  if (acting_on_.empty()) acting_on_ = selected_;
  const auto* listed = world.state.merchants.find(acting_on_);
  if (listed == nullptr) return;
  const Merchant item = shown(*listed, world);
  if (request_open_) request_dialog(world, item, out);
  if (reject_open_) reject_dialog(world, item, out);
  if (suspend_open_) suspend_dialog(world, item, out);
  // The other acts need nothing but words.
  struct Said {
    const char *id, *word;
    bool& open;
    MerchantActKind act;
    const char *title, *body, *action, *done, *icon;
    bool danger;
  };
  const Said acts[] = {
      {"merchants.end", "end", end_open_, MerchantActKind::end, "merchants.end.title", "merchants.end.body",
       "merchants.end", "merchants.done.end", icons::delete_outline, true},
      {"merchants.reopen", "reopen", reopen_open_, MerchantActKind::reopen, "merchants.reopen.title",
       "merchants.reopen.body", "merchants.reopen", "merchants.done.reopen", icons::redo, false},
      {"merchants.note", "note", note_open_, MerchantActKind::note, "merchants.note.title",
       "merchants.note.body", "merchants.note.do", "merchants.done.note", icons::chat_bubble_outline, false},
      {"merchants.fail", "fail", fail_open_, MerchantActKind::check, "merchants.fail.title",
       "merchants.fail.body", "merchants.check.fail", "merchants.done.fail", icons::error_outline, true}};
  for (const auto& each : acts) {
    if (!each.open) continue;
    const std::string title =
        tr(each.title, {{"name", item.name}, {"what", failing_ ? word_of(*failing_) : ""}});
    const Dialog dialog{each.id,
                        each.open,
                        {.title = title,
                         .body = tr(each.body),
                         .icon = each.icon,
                         .tone = each.danger ? Tone::err : Tone::info}};
    if (!dialog) continue;
    const bool of_check = each.act == MerchantActKind::check && failing_;
    const std::string about = of_check ? item.id + "/" + contract::enum_name(*failing_) : item.id;
    auto typed = dialogs_.typed(each.word, about, dialog.appearing(), world.state, out, {&words_});
    text_field("words", words_,
               {.label = tr(each.act == MerchantActKind::note ? "merchants.note" : "merchants.reason"),
                .max_length = 2000,
                .multiline = true,
                .required = true,
                .focus_now = dialog.appearing()});
    if (!dialog_end(each.open, "go", tr(each.action),
                    base::is_blank(words_) ? tr("merchants.why.no_words") : "",
                    each.danger ? Button::danger : Button::primary))
      continue;
    contract::MerchantAct act;
    act.act = each.act;
    act.note = words_;
    if (each.act == MerchantActKind::check) {
      act.key = failing_;
      act.state = CheckState::failed;
    }
    out.emplace_back(typed.sent(act_of(item, act, tr(each.done))));
    each.open = false;
  }
}

}  // namespace stadtpult::panels::merchants
