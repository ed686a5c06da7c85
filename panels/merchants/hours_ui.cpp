#include "panels/merchants/hours_ui.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "api-client/hours/parser.hpp"
#include "panels/kit/kit.hpp"
#include "panels/merchants/calendar_view.hpp"

namespace stadtpult::panels::merchants {

using namespace kit;
using hours::Week;
using opening::TypedHours;

namespace {

constexpr float kEditorWidth = 700, kTimeWidth = 76, kDayName = 132, kWideFrom = 500;  // logical px
constexpr std::size_t kOutsideShown = 6;

std::string sentence_of_row(const opening::DayRow& row) {
  auto words = row.long_name + ", ";
  if (row.spans.empty()) words += tr("merchants_hours.closed");
  for (std::size_t i = 0; i < row.spans.size(); ++i) words += (i == 0 ? "" : ", ") + row.spans[i];
  if (row.today) words += ", " + std::string(tr("kit.today"));
  return words;
}

/// A row of the card: the day, and its spans in columns that stand below each other.
void draw_day(const opening::DayRow& row) {
  const Palette& p = theme();
  const Font font = row.today ? Font::base_semi : Font::base;
  const float day_width = px(36), column = px(116), line = px(20);
  const float room = available_width() - day_width;
  const auto columns = std::max<std::size_t>(1, static_cast<std::size_t>(room / column));
  const std::size_t lines = row.spans.empty() ? 1 : (row.spans.size() + columns - 1) / columns;
  const Rect rect = place({available_width(), line * static_cast<float>(lines)});
  if (row.today)
    fill_rect({{rect.min.x - px(6), rect.min.y - px(1)}, {rect.max.x + px(6), rect.max.y + px(1)}}, p.sel, 6);
  draw_text(draw_list(), font, {rect.min.x, rect.min.y + px(1)}, p.tx, row.day);
  if (row.spans.empty())
    draw_text(draw_list(), Font::base, {rect.min.x + day_width, rect.min.y + px(1)}, p.tx3,
              tr("merchants_hours.closed"));
  for (std::size_t i = 0; i < row.spans.size(); ++i)
    draw_text(draw_list(), font,
              {rect.min.x + day_width + column * static_cast<float>(i % columns),
               rect.min.y + px(1) + line * static_cast<float>(i / columns)},
              p.tx, row.spans[i]);
  semantic::tree().add(
      semantic::Role::listitem,
      {.name = sentence_of_row(row), .bounds = {rect.min.x, rect.min.y, rect.width(), rect.height()}});
}

/// A cheap question in every frame: which text would be another one.
std::string minute_key(const World& world) {
  return std::to_string(world.now.ms / base::kMinuteMs) + world.language;
}

bool over_midnight(const opening::TypedSpan& span) {
  auto end = std::string_view(span.to);
  if (end.ends_with('+')) end.remove_suffix(1);
  const auto from = opening::clock_from(span.from), to = opening::clock_from(end);
  return from && to && *to < *from;
}

}  // namespace

// ---- the card

void HoursPart::update(const World& world, const contract::Merchant& merchant) {
  auto key = minute_key(world) + hours::region_of(opening::land_of(world)) + merchant.opening_hours;
  if (key == card_of_) return;
  card_of_ = std::move(key);
  card_ = opening::card_of(merchant.opening_hours, opening::land_of(world), world.now);
}

void HoursPart::rows(const contract::Merchant& merchant) {
  if (card_.empty) return meta(tr("merchants_hours.none"));
  if (!card_.problem.empty()) {
    note(card_.problem, icons::error_outline, Tone::err);
    text(merchant.opening_hours, {.font = Font::mono, .color = theme().tx2, .width = kFill});
    return;
  }
  {
    const auto& tone = theme().tone(card_.status.open ? Tone::ok : Tone::neu);
    const Row row{{.height = 22, .gap = 6}};
    icon(card_.status.open ? icons::check_circle : icons::schedule, tone.text, 14);
    text(card_.status.words, {.font = Font::meta_medium, .color = tone.text});
  }
  if (card_.week.empty()) return paragraph(card_.sentence);
  const semantic::Scope list(semantic::Role::list, {.name = tr("merchants_hours.title")});
  for (const auto& row : card_.week) {
    draw_day(row);
    gap(4 - size::kGap);
  }
  gap(4);
  if (!card_.holidays.empty()) paragraph(card_.holidays, {.font = Font::meta, .color = theme().tx2});
  if (card_.specials.empty()) return;
  text(tr("merchants_hours.specials"), {.font = Font::meta_semi, .color = theme().tx2});
  for (const auto& special : card_.specials) {
    gap(2 - size::kGap);
    paragraph(special.when + "  " + special.what, {.font = Font::meta, .color = theme().tx2});
  }
}

void HoursPart::card(const World& world, const contract::Merchant& merchant, bool may_edit, Intents&) {
  update(world, merchant);
  const IdScope scope{"hours"};
  const Card card{{.name = tr("merchants_hours.title")}};
  {
    Row row{{.height = 28}};
    heading(tr("merchants_hours.title"), Heading::card);
    row.right();
    if (may_edit &&
        icon_button("edit", {.icon = icons::edit, .name = tr("merchants_hours.edit"), .small = true}))
      edit(world, merchant);
  }
  gap(-4);
  rows(merchant);
}

void HoursPart::edit(const World& world, const contract::Merchant& merchant) {
  merchant_id_ = merchant.id;
  opened_ = merchant;
  editor_.open({.id = merchant.id,
                .title = tr("merchants_hours.dialog", {{"name", merchant.name}}),
                .body = tr("merchants_hours.dialog_body"),
                .expression = merchant.opening_hours},
               world);
}

/// What is booked and would lie outside these hours: said before they are saved. The bookings stay.
void HoursPart::conflicts(const World& world, const contract::Merchant& merchant,
                          std::string_view expression) {
  auto key = std::string(expression) + " " + std::to_string(world.state.bookings.generation) + " " +
             std::to_string(world.state.resources.generation) + minute_key(world);
  if (key != conflicts_for_) {
    conflicts_for_ = std::move(key);
    conflict_lines_.clear();
    if (expression != merchant.opening_hours)
      for (const auto* each : calendar::conflicts_of_hours(world, merchant, expression))
        conflict_lines_.push_back(calendar::line_of(*each));
  }
  if (conflict_lines_.empty()) return;
  const auto count = conflict_lines_.size();
  note(tr_n("merchants_hours.conflicts", static_cast<std::int64_t>(count)), icons::warning_amber, Tone::warn);
  for (std::size_t i = 0; i < count && i < kOutsideShown; ++i)
    line_item({.icon = icons::event, .icon_color = theme().tx2, .words = conflict_lines_[i]});
  if (count > kOutsideShown)
    meta(tr_n("merchants_calendar.conflicts_more", static_cast<std::int64_t>(count - kOutsideShown)));
}

void HoursPart::dialogs(const World& world, Intents& out) {
  const auto* merchant = world.state.merchants.find(merchant_id_);
  if (merchant == nullptr) return;
  const auto below = [&](std::string_view expression) { conflicts(world, *merchant, expression); };
  if (auto expression = editor_.draw(world, out, below)) {
    auto change = opening::hours_change(opened_, std::move(*expression), editor_.draft_key());
    // They were listed, and stay.
    if (!conflict_lines_.empty()) change.query = "conflicts=keep";
    out.emplace_back(std::move(change));
    editor_.send();
  }
}

// ---- the editor

void HoursEditor::open(Ask ask, const World& world) {
  ask_ = std::move(ask);
  open_ = true;
  restored_ = tried_ = false;
  left_.clear();
  typed_ = start_ = opening::typed_of(ask_.expression);
  key_ = drafts_.key(ask_.id);
  if (const auto* draft = drafts_.find(key_, world.state))
    if (auto kept = opening::typed_from(*draft); kept && *kept != start_) {
      typed_ = std::move(*kept);
      restored_ = true;
    }
  kept_ = typed_;
  outcome_minute_ = -1;
}

/// Draft and result follow what is typed.
void HoursEditor::update(const World& world, Intents& out) {
  if (typed_ != kept_) {
    kept_ = typed_;
    drafts_.keep(key_, typed_ == start_ ? std::string() : opening::to_text(typed_), out);
  }
  const auto minute = world.now.ms / base::kMinuteMs;
  const auto land = opening::land_of(world);
  if (minute == outcome_minute_ && outcome_of_ == typed_ && outcome_language_ == world.language &&
      outcome_land_ == land)
    return;
  outcome_land_ = land;
  outcome_minute_ = minute;
  outcome_of_ = typed_;
  outcome_language_ = world.language;
  outcome_ = opening::outcome_of(typed_, ask_.empty_is_none, land, world.now);
}

void HoursEditor::restored_note(Intents& out) {
  if (!restored_) return;
  note(tr("merchants_hours.restored"), icons::restore, Tone::info);
  if (!link("discard", {.label = tr("merchants_hours.discard"), .meta = true})) return;
  typed_ = start_;
  restored_ = false;
  drafts_.keep(key_, "", out);
  kept_ = typed_;
}

void HoursEditor::switch_to(bool as_text) {
  if (as_text) {
    // What is wrong in the week is not carried over: the text then says what was valid before.
    opening::Wrong wrong;
    const auto week = opening::week_from(typed_.week, wrong);
    if (week && !(*week == Week{})) typed_.text = hours::expression_of(*week);
  } else if (!typed_.text.empty()) {
    const auto reading = hours::read(typed_.text);
    if (const auto week = hours::week_of(reading.expression)) typed_.week = opening::typed_of(*week);
  }
  typed_.as_text = as_text;
}

std::string_view HoursEditor::wrong_at(const std::string& place) const {
  const auto at = outcome_.wrong.find(place);
  if (at == outcome_.wrong.end() || typed_.as_text || (!tried_ && !left_.contains(place))) return {};
  return at->second;
}

void HoursEditor::say_wrong(const std::string& place) {
  const auto words = wrong_at(place);
  if (words.empty()) return;
  gap(-4);
  paragraph(words, {.font = Font::meta, .color = theme().tone(Tone::err).text});
}

bool HoursEditor::time_field(const char* id, std::string& value, const std::string& place,
                             const std::string& name) {
  const auto event = text_field(id, value,
                                {.label = name,
                                 .label_hidden = true,
                                 .placeholder = tr("merchants_hours.clock_example"),
                                 .error = wrong_at(place),
                                 .width = kTimeWidth});
  if (event.left || event.submitted) {
    left_.insert(place);
    // Shown as it was understood, so that nobody has to wonder.
    const bool open_end = value.ends_with('+');
    if (const auto clock = opening::clock_from(open_end ? value.substr(0, value.size() - 1) : value))
      value = opening::clock_words(*clock) + (open_end ? "+" : "");
  }
  return event.changed;
}

/// True: this span is to go.
bool HoursEditor::span_fields(TypedHours& typed, std::size_t at, const std::string& place,
                              const std::string& name) {
  const IdScope scope{static_cast<std::uint64_t>(at)};
  auto& span = typed.spans[at];
  const auto number = std::to_string(at + 1);
  const auto of = [&](const char* key) {
    return at == 0 ? tr(key, {{"name", name}})
                   : tr(key, {{"name", tr("merchants_hours.span_of", {{"name", name}, {"n", number}})}});
  };
  time_field("from", span.from, place + "/from", of("merchants_hours.from_of"));
  text("–", {.color = theme().tx2});
  time_field("to", span.to, place + "/to", of("merchants_hours.to_of"));
  if (over_midnight(span)) meta(tr("merchants_hours.next_day"));
  bool gone = false;
  if (typed.spans.size() > 1)
    gone = icon_button("remove",
                       {.icon = icons::close, .name = of("merchants_hours.remove_span"), .small = true});
  // Last: another span moves them all.
  if (at + 1 == typed.spans.size() && typed.spans.size() < opening::kMostSpans &&
      icon_button(
          "add",
          {.icon = icons::add, .name = tr("merchants_hours.add_span", {{"name", name}}), .small = true}))
    typed.spans.emplace_back();
  return gone;
}

/// Each on a line of its own, from the second on; the first one may stand in a row that is there already.
void HoursEditor::spans(TypedHours& typed, const std::string& place, const std::string& name) {
  std::optional<std::size_t> gone;
  for (std::size_t at = 0; at < typed.spans.size(); ++at) {
    const auto here = place + "/" + std::to_string(at);
    {
      const Row row{{.height = size::kInput, .gap = 6}};
      if (span_fields(typed, at, here, name)) gone = at;
    }
    say_wrong(here + "/from");
    say_wrong(here + "/to");
    gap(-2);
  }
  if (gone) typed.spans.erase(typed.spans.begin() + static_cast<std::ptrdiff_t>(*gone));
}

void HoursEditor::copy_menu(std::size_t day) {
  Menu menu{"copy_to", tr("merchants_hours.copy", {{"name", opening::long_day(static_cast<int>(day))}}), 230};
  if (!menu) return;
  struct Days {
    const char *id, *words;
    std::size_t from, to;
  };
  constexpr Days kDays[] = {{"weekdays", "merchants_hours.copy.weekdays", 0, 5},
                            {"weekend", "merchants_hours.copy.weekend", 5, 7},
                            {"all", "merchants_hours.copy.all", 0, 7}};
  for (const auto& each : kDays)
    if (menu.item(each.id, {.label = tr(each.words)}))
      for (std::size_t to = each.from; to < each.to; ++to) typed_.week.days[to] = typed_.week.days[day];
}

void HoursEditor::day_row(std::size_t day, bool wide) {
  const IdScope scope{static_cast<std::uint64_t>(day)};
  const std::string name = opening::long_day(static_cast<int>(day));
  auto& typed = typed_.week.days[day];
  const std::string place = "d" + std::to_string(day);
  std::optional<std::size_t> gone;
  {
    Row row{{.height = size::kInput, .gap = 6}};
    const float left = available().min.x;
    if (checkbox("open", typed.open, {.label = name}) && typed.open && typed.spans.empty()) {
      // As on the day before that is open, which is right more often than nothing.
      typed.spans.push_back({"09:00", "18:00"});
      for (std::size_t before = 0; before < day; ++before)
        if (typed_.week.days[before].open) typed.spans = typed_.week.days[before].spans;
    }
    row.skip(std::max(0.0F, (left + px(kDayName) - available().min.x) / scale()));
    if (!typed.open) meta(tr("merchants_hours.closed"));
    if (typed.open && wide && !typed.spans.empty() && span_fields(typed, 0, place + "/0", name)) gone = 0;
    row.right();
    if (icon_button("copy", {.icon = icons::content_copy,
                             .name = tr("merchants_hours.copy", {{"name", name}}),
                             .small = true}))
      open_popover("copy_to");
    copy_menu(day);
  }
  if (typed.open) {
    say_wrong(place);
    if (wide) {
      say_wrong(place + "/0/from");
      say_wrong(place + "/0/to");
    }
    if (!wide || typed.spans.size() > 1) gap(-4);
    for (std::size_t at = wide ? 1 : 0; at < typed.spans.size(); ++at) {
      const auto here = place + "/" + std::to_string(at);
      {
        Row row{{.height = size::kInput, .gap = 6}};
        row.skip(wide ? kDayName : 24);
        if (span_fields(typed, at, here, name)) gone = at;
      }
      say_wrong(here + "/from");
      say_wrong(here + "/to");
      if (at + 1 < typed.spans.size()) gap(-4);
    }
  }
  if (gone) typed.spans.erase(typed.spans.begin() + static_cast<std::ptrdiff_t>(*gone));
}

void HoursEditor::holidays() {
  heading(tr("merchants_hours.holidays"), Heading::group);
  const RadioOption choices[] = {{.label = tr("merchants_hours.holidays.as_weekday")},
                                 {.label = tr("merchants_hours.holidays.closed")},
                                 {.label = tr("merchants_hours.holidays.hours")}};
  int current = static_cast<int>(typed_.week.holidays);
  if (radio_group("holidays", current, choices, {.name = tr("merchants_hours.holidays")})) {
    typed_.week.holidays = static_cast<Week::Holidays>(current);
    if (typed_.week.holidays == Week::Holidays::hours && typed_.week.holiday.spans.empty())
      typed_.week.holiday.spans.push_back({"10:00", "14:00"});
  }
  if (typed_.week.holidays != Week::Holidays::hours) return;
  const IdScope scope{"ph"};
  typed_.week.holiday.open = true;
  spans(typed_.week.holiday, "ph", tr("merchants_hours.holidays"));
}

/// True: this special day is to go.
bool HoursEditor::special(std::size_t at) {
  const IdScope scope{static_cast<std::uint64_t>(at)};
  auto& typed = typed_.week.specials[at];
  const auto place = "s" + std::to_string(at);
  const std::string name = tr("merchants_hours.special_of", {{"n", std::to_string(at + 1)}});
  bool gone = false;
  {
    Row row{{.height = size::kInput, .gap = 6}};
    for (const bool is_first : {true, false}) {
      auto& value = is_first ? typed.first : typed.last;
      const auto here = place + (is_first ? "/first" : "/last");
      const std::string label =
          tr(is_first ? "merchants_hours.date_from_of" : "merchants_hours.date_to_of", {{"name", name}});
      const auto event = text_field(
          is_first ? "first" : "last", value,
          {.label = label,
           .label_hidden = true,
           .placeholder = tr(is_first ? "merchants_hours.date_example" : "merchants_hours.date_none"),
           .error = wrong_at(here),
           .width = 112});
      if (event.left || event.submitted) {
        left_.insert(here);
        if (const auto date = opening::date_from(value)) value = opening::date_words(*date);
      }
      if (is_first) text("–", {.color = theme().tx2});
    }
    row.right();
    gone = icon_button("remove", {.icon = icons::delete_outline,
                                  .name = tr("merchants_hours.remove_special", {{"name", name}}),
                                  .small = true});
  }
  say_wrong(place + "/first");
  say_wrong(place + "/last");
  bool closed = !typed.hours.open;
  if (checkbox("closed", closed, {.label = tr("merchants_hours.special_closed"), .name = name})) {
    typed.hours.open = !closed;
    if (typed.hours.open && typed.hours.spans.empty()) typed.hours.spans.push_back({"10:00", "14:00"});
  }
  if (typed.hours.open) {
    spans(typed.hours, place, name);
  } else {
    const std::string label = tr("merchants_hours.reason_of", {{"name", name}});
    if (text_field("reason", typed.reason,
                   {.label = label,
                    .label_hidden = true,
                    .placeholder = tr("merchants_hours.reason_example"),
                    .error = wrong_at(place + "/reason"),
                    .max_length = 80})
            .left)
      left_.insert(place + "/reason");
  }
  gap(4);
  return gone;
}

void HoursEditor::specials() {
  gap(4);
  heading(tr("merchants_hours.specials"), Heading::group);
  std::optional<std::size_t> gone;
  {
    const IdScope scope{"specials"};
    for (std::size_t at = 0; at < typed_.week.specials.size(); ++at)
      if (special(at)) gone = at;
  }
  if (gone) typed_.week.specials.erase(typed_.week.specials.begin() + static_cast<std::ptrdiff_t>(*gone));
  if (button("add_special", {.label = tr("merchants_hours.add_special"), .icon = icons::add, .small = true}))
    typed_.week.specials.emplace_back();
}

void HoursEditor::week(float inner) {
  const bool wide = inner >= px(kWideFrom);
  {
    const IdScope scope{"days"};
    for (std::size_t day = 0; day < 7; ++day) day_row(day, wide);
  }
  gap(8);
  holidays();
  specials();
}

void HoursEditor::text_view() {
  text_field("text", typed_.text,
             {.label = tr("merchants_hours.text_label"),
              .placeholder = "Mo-Fr 08:30-12:30,14:00-18:00; Sa 09:00-13:00; PH off",
              .error = outcome_.problem,
              .hint = tr("merchants_hours.text_hint"),
              .multiline = true,
              .lines = 3,
              .mono = true});
  if (outcome_.proposal.empty()) return;
  note(tr("merchants_hours.proposal", {{"text", outcome_.proposal}}), icons::lightbulb, Tone::info);
  if (button("propose", {.label = tr("merchants_hours.take_proposal"), .icon = icons::check, .small = true}))
    typed_.text = outcome_.proposal;
}

/// Fourteen lines, in two columns where there is room.
void HoursEditor::days_ahead() {
  if (!outcome_.gap.empty()) return note(outcome_.gap, icons::info, Tone::warn);
  if (outcome_.days.empty()) return;
  text(tr("merchants_hours.next_days"), {.font = Font::meta_semi, .color = theme().tx2});
  const semantic::Scope list(semantic::Role::list, {.name = tr("merchants_hours.next_days")});
  const bool two = available_width() >= px(kWideFrom);
  const float line = px(20), half = two ? std::floor(available_width() / 2) : available_width();
  const std::size_t rows = two ? (outcome_.days.size() + 1) / 2 : outcome_.days.size();
  const Rect box = place({available_width(), line * static_cast<float>(rows)});
  for (std::size_t i = 0; i < outcome_.days.size(); ++i) {
    const auto& each = outcome_.days[i];
    const float x = box.min.x + (i >= rows ? half : 0), y = box.min.y + line * static_cast<float>(i % rows);
    draw_text(draw_list(), Font::meta, {x, y}, theme().tx2, each.day);
    draw_text_fit(draw_list(), Font::meta, {x + px(72), y}, half - px(80),
                  each.closed ? theme().tx3 : theme().tx, each.words);
    semantic::tree().add(semantic::Role::listitem,
                         {.name = each.day + ", " + each.words, .bounds = {x, y, half, line}});
  }
}

void HoursEditor::result() {
  const Card card{
      {.padding = 12, .surface = Surface::inset, .border = false, .name = tr("merchants_hours.result")}};
  text(tr("merchants_hours.result"), {.font = Font::meta_semi, .color = theme().tx2});
  if (outcome_.expression) {
    paragraph(outcome_.expression->empty() ? std::string_view(tr("merchants_hours.result_none"))
                                           : std::string_view(outcome_.sentence));
    days_ahead();
  } else {
    const auto words = !outcome_.problem.empty() && !typed_.as_text ? outcome_.problem
                       : typed_.as_text ? std::string(tr("merchants_hours.result_text_wrong"))
                                        : tr_n("merchants_hours.result_wrong",
                                               static_cast<std::int64_t>(outcome_.wrong.size()));
    paragraph(words, {.color = theme().tx2});
  }
}

std::optional<std::string> HoursEditor::actions(Intents& out) {
  Row row{{.height = 40}};
  row.right();
  if (button("cancel", {.label = tr("kit.cancel")})) {
    open_ = false;
    drafts_.keep(key_, "", out);
    return std::nullopt;
  }
  const bool same = typed_ == start_ || (outcome_.expression && *outcome_.expression == ask_.expression);
  const bool pressed =
      button("save", {.kind = Button::primary,
                      .label = tr("merchants_hours.save"),
                      .disabled_because = same ? tr("merchants_hours.nothing_changed") : ""});
  if (!pressed && (same || !take({.key = Key::enter, .ctrl = true}))) return std::nullopt;
  tried_ = true;
  if (!outcome_.expression) return std::nullopt;
  open_ = false;
  return outcome_.expression;
}

std::optional<std::string> HoursEditor::draw(const World& world, Intents& out, Below below) {
  if (!open_) return std::nullopt;
  const Dialog dialog{
      "merchants.hours",
      open_,
      {.title = ask_.title, .body = ask_.body, .icon = icons::schedule, .width = kEditorWidth}};
  if (!dialog) return std::nullopt;
  update(world, out);
  restored_note(out);
  const bool can_week = !typed_.as_text || opening::fits_a_week(typed_.text);
  const Segment views[] = {{.label = tr("merchants_hours.as_week"),
                            .disabled_because = can_week ? "" : tr("merchants_hours.no_week")},
                           {.label = tr("merchants_hours.as_text")}};
  int view = typed_.as_text ? 1 : 0;
  if (segmented("view", view, views, {.name = tr("merchants_hours.view"), .small = true}))
    switch_to(view == 1);
  if (typed_.as_text && !can_week) meta(tr("merchants_hours.no_week"), {.width = kFill});
  gap(4);
  if (typed_.as_text)
    text_view();
  else
    week(available_width());
  gap(4);
  update(world, out);
  result();
  if (below && outcome_.expression) below(*outcome_.expression);
  dialog_foot();
  return actions(out);
}

}  // namespace stadtpult::panels::merchants
