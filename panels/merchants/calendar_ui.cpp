#include "panels/merchants/calendar_ui.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "api-client/base/trim.hpp"
#include "api-client/hours/parser.hpp"
#include "panels/kit/kit.hpp"
#include "panels/merchants/card_life_ui.hpp"
#include "panels/merchants/offerings_view.hpp"

namespace stadtpult::panels::merchants {

using namespace kit;
using calendar::Cursor;
using calendar::Item;
using calendar::Kind;
using contract::Booking;
using contract::BookingState;
using contract::Merchant;
using contract::Resource;

namespace {

constexpr float kAxis = 30, kDayHead = 24, kHour = 34, kLowHour = 24, kNarrowFrom = 390,
                kLegendFrom = 560;  // logical px
constexpr int kLongDay = 12 * 60;
constexpr std::size_t kOtherTimes = 3, kMoveChoices = 60, kComing = 6, kConflictsShown = 8;
constexpr int kMoveDays = 28;

/// One square of the legend.
void legend_square(Kind kind) {
  const Rect box = place({px(12), px(12)});
  if (kind == Kind::booked)
    fill_rect(box, theme().acc, 3);
  else if (kind == Kind::free)
    stroke_rect(box, theme().tone(Tone::ok).fill, 3);
  else
    dashed_rect(box, theme().line2, 3);
}

/// In the middle of a block, as far as there is room.
void words_in(const Rect& box, Font font, Color color, std::string_view words) {
  if (box.height() < line_height(font) - px(2)) return;
  const float room = box.width() - px(4);
  const float wide = std::min(text_width(font, words), room);
  draw_text_fit(draw_list(), font,
                {std::floor(box.center().x - wide / 2), std::floor(box.center().y - line_height(font) / 2)},
                room, color, words);
}

/// A day or a part of it in which nothing is booked.
void draw_shut(const Rect& box, std::string_view words) {
  hatched_rect(box, theme().subtle, theme().line2);
  const Font font = Font::meta;
  const float wide = std::min(text_width(font, words) + px(8), box.width() - px(2));
  if (box.height() < line_height(font)) return;
  const Rect plate{{box.center().x - wide / 2, box.center().y - line_height(font) / 2 - px(1)},
                   {box.center().x + wide / 2, box.center().y + line_height(font) / 2 + px(1)}};
  fill_rect(plate, theme().surface, 3);
  words_in(plate, font, theme().tx2, words);
}

}  // namespace

// ---- the card

void CalendarPart::restore(std::string_view key, std::string_view value) {
  booking_drafts_.restore(key, value);
  resource_drafts_.restore(key, value);
  dialogs_.restore(key, value);
  hours_.restore(key, value);
}

const Resource* CalendarPart::chosen(const World& world, const Merchant& merchant) {
  const auto all = calendar::resources_of(world, merchant);
  if (all.empty()) return nullptr;
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const Resource* each) { return each->id == resource_id_; });
  const auto* resource = at != all.end() ? *at : all.front();
  if (resource_id_ != resource->id) cursor_.reset();
  resource_id_ = resource->id;
  return resource;
}

void CalendarPart::go_to(hours::Day day) {
  monday_ = calendar::monday_of(day);
  day_ = day;
  cursor_.reset();
}

void CalendarPart::legend() {
  legend_square(Kind::booked);
  meta(tr("merchants_calendar.booked"));
  legend_square(Kind::free);
  meta(tr("merchants_calendar.free"));
  legend_square(Kind::gone);
  meta(tr("merchants_calendar.gone"));
}

/// ‹ Heute ›: a week, or a day where only one is shown.
void CalendarPart::turn(const World& world, bool narrow) {
  const hours::Day today = hours::local_of(world.now).day();
  const hours::Day shown = day_.value_or(monday_);
  if (icon_button("back",
                  {.icon = icons::chevron_left,
                   .name = tr(narrow ? "merchants_calendar.day_before" : "merchants_calendar.week_before"),
                   .small = true}))
    go_to(narrow ? shown - 1 : monday_ - 7);
  if (button("today", {.kind = Button::ghost, .label = tr("merchants_calendar.today"), .small = true}))
    go_to(today);
  if (icon_button("on",
                  {.icon = icons::chevron_right,
                   .name = tr(narrow ? "merchants_calendar.day_after" : "merchants_calendar.week_after"),
                   .small = true}))
    go_to(narrow ? shown + 1 : monday_ + 7);
}

void CalendarPart::head(const World& world, bool narrow) {
  Row row{{.height = 28}};
  heading(tr("merchants_calendar.title"), Heading::card);
  meta(calendar::week_words(monday_));
  row.right();
  if (row.rect().width() >= px(kLegendFrom)) legend();
  if (!narrow) turn(world, narrow);
}

void CalendarPart::choose_resource(const World& world, const Merchant& merchant, bool may_edit) {
  const auto all = calendar::resources_of(world, merchant);
  const Row row{{.height = 32, .gap = 6}};
  if (all.size() > 1) {
    std::vector<Choice> choices;
    int current = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      choices.push_back({.label = all[i]->name, .id = all[i]->id});
      if (all[i]->id == resource_id_) current = static_cast<int>(i);
    }
    if (combobox("resource", current, choices,
                 {.label = tr("merchants_calendar.resource"),
                  .label_hidden = true,
                  .width = std::min(220.0F, available_width() / scale() - 80)})) {
      resource_id_ = all[static_cast<std::size_t>(current)]->id;
      cursor_.reset();
    }
  } else {
    text(all.front()->name,
         {.color = theme().tx2, .width = std::min(220.0F, available_width() / scale() - 80)});
  }
  if (!may_edit || !calendar::may_arrange(world)) return;
  if (icon_button("edit",
                  {.icon = icons::edit, .name = tr("merchants_calendar.edit_resource"), .small = true}))
    edit_resource(world, *world.state.resources.find(resource_id_));
  if (icon_button("add",
                  {.icon = icons::add, .name = tr("merchants_calendar.new_resource"), .small = true})) {
    Resource start;
    start.merchant_id = merchant.id;
    begin_resource(world, start, resource_drafts_.key_for_new(merchant.id, world));
  }
}

void CalendarPart::activate(const World& world, const Item& item) {
  if (item.kind == Kind::free && may_edit_ && calendar::may_book(world))
    begin_booking(world, item.starts_at, item.ends_at);
  if (item.kind != Kind::booked) return;
  if (item.booking_ids.size() == 1) {
    if (const auto* booking = world.state.bookings.find(item.booking_ids.front())) open_booking(*booking);
    return;
  }
  choice_ = item.booking_ids;
  choice_open_ = true;
}

void CalendarPart::open_booking(const Booking& booking) {
  moving_ = cancelling_ = false;
  booking_id_ = booking.id;
  detail_open_ = true;
}

void CalendarPart::draw_item(const calendar::Column& column, std::size_t column_at, std::size_t item_at,
                             const Rect& rect, bool ring) {
  const auto& item = column.items[item_at];
  const Cursor here{column_at, item_at};
  const bool current = cursor_ == here;
  const IdScope scope{static_cast<std::uint64_t>(item.starts_at.ms / base::kMinuteMs) * 2 +
                      (item.kind == Kind::booked ? 1U : 0U)};
  if (current && ring) focus::draw_ring(draw_list(), rect.shrunk(px(1)), radius::kBlock, true);
  semantic::tree().add(semantic::Role::option,
                       {.name = item.sentence,
                        .state = current ? semantic::kSelected : 0U,
                        .bounds = {rect.min.x, rect.min.y, rect.width(), rect.height()},
                        .id = make_id("item"),
                        .keyboard_reachable = true});
}

void CalendarPart::draw_column(const calendar::Column& column, std::size_t at, const Rect& rect, bool ring) {
  const Palette& p = theme();
  const semantic::Scope scope(
      semantic::Role::group,
      {.name = column.closed ? column.long_name + ", " + column.closed_words : column.long_name,
       .bounds = {rect.min.x, rect.min.y, rect.width(), rect.height()}});
  const float first = static_cast<float>(week_.first_minute()),
              minutes = static_cast<float>(week_.last_minute()) - first;
  const auto y_of = [&](int minute) {
    return std::round(rect.min.y +
                      rect.height() * std::clamp((static_cast<float>(minute) - first) / minutes, 0.0F, 1.0F));
  };
  const auto box_of = [&](int from, int to, const Item& item) {
    const float lane = (rect.width() - px(4)) / static_cast<float>(item.lanes);
    const float x = rect.min.x + px(2) + lane * static_cast<float>(item.lane);
    return Rect{{std::floor(x), y_of(from) + px(1)},
                {std::floor(x + lane) - px(item.lane + 1 < item.lanes ? 1 : 0), y_of(to) - px(1)}};
  };
  if (column.closed) return draw_shut(rect.shrunk(px(3), px(2)), column.closed_words);
  for (const auto& shut : column.shut)
    if (const Rect box{{rect.min.x + px(3), y_of(shut.from)}, {rect.max.x - px(3), y_of(shut.to)}};
        box.height() > 1)
      draw_shut(box, shut.words);
  for (const auto& stretch : column.stretches) {
    const auto &begin = column.items[stretch.first], &end = column.items[stretch.last];
    const Rect box = box_of(begin.from, end.to, begin);
    switch (stretch.kind) {
      case Kind::booked:
        fill_rect(box, p.acc, 5);
        words_in(box, Font::meta_medium, p.onacc, stretch.words);
        break;
      case Kind::free:
        fill_rect(box, p.surface, 5);
        stroke_rect(box, p.tone(Tone::ok).fill, 5);
        words_in(box, Font::meta_medium, p.tone(Tone::ok).text, stretch.words);
        break;
      case Kind::gone:
        dashed_rect(box, p.line2, 5);
        break;
    }
  }
  for (std::size_t i = 0; i < column.items.size(); ++i) {
    const auto& item = column.items[i];
    draw_item(column, at, i, box_of(item.from, item.to, item), ring);
  }
}

void CalendarPart::keys(const World& world, unsigned int id) {
  if (!focus::has(id)) return;
  const auto& columns = week_.columns();
  const auto step = [&](int days, int items) {
    if (!cursor_) return;
    const auto to = calendar::moved(columns, *cursor_, days, items);
    // Past the end of the week the arrow goes on in the next one.
    if (to == *cursor_ && days != 0) {
      const auto from = columns[cursor_->column].day;
      return go_to(days > 0 ? calendar::monday_of(from) + 7 : calendar::monday_of(from) - 1);
    }
    cursor_ = to;
    day_ = columns[to.column].day;
  };
  if (take({Key::right}, true)) step(1, 0);
  if (take({Key::left}, true)) step(-1, 0);
  if (take({Key::down}, true)) step(0, 1);
  if (take({Key::up}, true)) step(0, -1);
  if (take({Key::page_down}, true)) go_to(monday_ + 7);
  if (take({Key::page_up}, true)) go_to(monday_ - 7);
  if (take({Key::home})) go_to(hours::local_of(world.now).day());
  if (!focus::activated(id) || !cursor_ || cursor_->column >= columns.size()) return;
  if (cursor_->item < columns[cursor_->column].items.size())
    activate(world, columns[cursor_->column].items[cursor_->item]);
}

void CalendarPart::grid(const World& world, const Resource& resource, bool narrow) {
  const Palette& p = theme();
  const auto& columns = week_.columns();
  if (cursor_made_ != week_.made() || !cursor_) {
    cursor_made_ = week_.made();
    if (cursor_ && cursor_at_) cursor_ = calendar::found_again(columns, *cursor_, cursor_at_, cursor_kind_);
    const bool fits =
        cursor_ && cursor_->column < columns.size() && cursor_->item < columns[cursor_->column].items.size();
    if (!fits) {
      cursor_ = calendar::first_of(columns, world.now);
      for (std::size_t i = 0; day_ && i < columns.size(); ++i)
        if (columns[i].day == *day_ && !columns[i].items.empty() &&
            (!cursor_ || columns[cursor_->column].day != *day_))
          cursor_ = Cursor{i, 0};
    }
  }
  // The one day that a narrow card shows.
  std::size_t shown = 0;
  const hours::Day day = day_.value_or(cursor_ ? columns[cursor_->column].day : monday_);
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].day <= day) shown = i;
  const std::size_t from = narrow ? shown : 0, count = narrow ? 1 : columns.size();
  const int minutes = week_.last_minute() - week_.first_minute();
  const float hour = px(minutes > kLongDay ? kLowHour : kHour);
  const Rect whole =
      place({available_width(), px(kDayHead) + hour * static_cast<float>(minutes) / 60 + px(4)});
  Rect body = whole;
  const Rect heads = body.cut_top(px(kDayHead));
  body.cut_left(px(kAxis));
  const unsigned int id = make_id("grid");
  const std::string name =
      tr("merchants_calendar.grid", {{"week", calendar::week_words(monday_)}, {"name", resource.name}});
  const semantic::Scope scope(semantic::Role::listbox,
                              {.name = name,
                               .description = tr("merchants_calendar.grid_keys"),
                               .state = focus::has(id) ? semantic::kFocused : 0U,
                               .bounds = {whole.min.x, whole.min.y, whole.width(), whole.height()},
                               .id = id,
                               .keyboard_reachable = true});
  focus::stop(id, whole);
  const bool ring = focus::ring(id);
  for (int minute = week_.first_minute(); minute <= week_.last_minute(); minute += 60) {
    const float y = std::round(body.min.y + hour * static_cast<float>(minute - week_.first_minute()) / 60);
    if ((minute / 60 - week_.first_minute() / 60) % 2 != 0) continue;
    fill_rect({{body.min.x, y}, {body.max.x, y + px(1)}}, p.line);
    if (minute < week_.last_minute())
      draw_text(draw_list(), Font::meta, {whole.min.x, y - px(2)}, p.tx3,
                opening::clock_words(minute).substr(0, 2));
  }
  const float wide = body.width() / static_cast<float>(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& column = columns[from + i];
    Rect rect = body;
    rect.min.x = std::round(body.min.x + wide * static_cast<float>(i));
    rect.max.x = std::round(body.min.x + wide * static_cast<float>(i + 1));
    fill_rect({rect.min, {rect.min.x + px(1), rect.max.y}}, p.line);
    const Font font = column.today ? Font::meta_semi : Font::meta;
    const auto& head = narrow ? column.long_name : column.head;
    words_in({{rect.min.x, heads.min.y}, {rect.max.x, heads.max.y - px(4)}}, font,
             column.today ? p.tx : p.tx2, head);
    draw_column(column, from + i, rect, ring);
  }
  if (ring && !cursor_) focus::draw_ring(draw_list(), whole, radius::kBlock);
  keys(world, id);
  if (!ImGui::IsMouseClicked(0) || !ImGui::IsWindowHovered() || !body.contains(ImGui::GetIO().MousePos))
    return;
  // The mouse finds what was drawn: the tree knows where.
  const auto& tree = semantic::tree();
  const auto mouse = ImGui::GetIO().MousePos;
  focus::set(id, false);
  for (std::size_t c = from; c < from + count && c < week_.columns().size(); ++c)
    for (std::size_t i = 0; i < week_.columns()[c].items.size(); ++i) {
      const auto* node = tree.find(semantic::Role::option, week_.columns()[c].items[i].sentence);
      if (node == nullptr) continue;
      const auto& b = node->bounds;
      if (!Rect{{b.x, b.y}, {b.x + b.width, b.y + b.height}}.contains(mouse)) continue;
      cursor_ = Cursor{c, i};
      day_ = week_.columns()[c].day;
      const Item item = week_.columns()[c].items[i];
      return activate(world, item);
    }
}

void CalendarPart::coming(const World& world, const Merchant& merchant) {
  auto key = merchant.id + " " + std::to_string(world.state.bookings.generation) + " " +
             std::to_string(world.now.ms / base::kMinuteMs) + world.language;
  if (key != coming_for_) {
    coming_for_ = std::move(key);
    coming_.clear();
    for (const auto* booking : calendar::upcoming(world, merchant, kComing))
      coming_.push_back({booking->id, calendar::line_of(*booking), booking->state == BookingState::held});
  }
  if (coming_.empty()) return;
  gap(4);
  text(tr("merchants_calendar.coming"), {.font = Font::meta_semi, .color = theme().tx2});
  for (const auto& each : coming_) {
    const IdScope scope{each.id.c_str()};
    gap(-4);
    const Row row{{.height = 24, .gap = 6}};
    icon(each.held ? icons::hourglass_empty : icons::event, theme().tx3, 14);
    if (!link("open", {.label = each.words, .meta = true})) continue;
    if (const auto* booking = world.state.bookings.find(each.id)) open_booking(*booking);
  }
}

/// Without the bookings everything would look free.
bool CalendarPart::lists_are_there(const World& world, Intents& out) {
  const auto& state = world.state;
  const bool may = calendar::may_see(world);
  if (may && state.resources.remote.value() != nullptr && state.bookings.remote.value() != nullptr)
    return true;
  heading(tr("merchants_calendar.title"), Heading::card);
  if (!may) {
    paragraph(tr("merchants_calendar.forbidden"), {.font = Font::meta, .color = theme().tx3});
    return false;
  }
  const MissingWords words{
      .id = "life", .failed = "merchants_calendar.failed", .forbidden = tr("merchants_calendar.forbidden")};
  return is_there(world, state.resources.remote, words, out) &&
         is_there(world, state.bookings.remote, words, out);
}

void CalendarPart::card(const World& world, const Merchant& merchant, bool may_edit, Intents& out) {
  const IdScope scope{"calendar"};
  may_edit_ = may_edit;
  if (merchant_id_ != merchant.id) {
    merchant_id_ = merchant.id;
    resource_id_.clear();
    go_to(hours::local_of(world.now).day());
  }
  const Card card{{.name = tr("merchants_calendar.title")}};
  if (!lists_are_there(world, out)) return;
  const auto* resource = chosen(world, merchant);
  if (resource == nullptr) {
    heading(tr("merchants_calendar.title"), Heading::card);
    paragraph(tr("merchants_calendar.none"), {.font = Font::meta, .color = theme().tx3});
    if (may_edit && calendar::may_arrange(world) &&
        button("add", {.label = tr("merchants_calendar.new_resource"), .icon = icons::add, .small = true})) {
      Resource start;
      start.merchant_id = merchant.id;
      begin_resource(world, start, resource_drafts_.key_for_new(merchant.id, world));
    }
    return;
  }
  const bool narrow = available_width() < px(kNarrowFrom);
  week_.update(world, merchant, *resource, monday_);
  head(world, narrow);
  choose_resource(world, merchant, may_edit);
  if (narrow) {
    const Row row{{.height = 28, .gap = 6}};
    turn(world, narrow);
  }
  if (available_width() < px(kLegendFrom)) {
    const Row row{{.height = 24, .gap = 6}};
    legend();
  }
  // What was pressed just now counts for what is drawn.
  if (const auto* now_chosen = chosen(world, merchant)) resource = now_chosen;
  week_.update(world, merchant, *resource, monday_);
  if (!week_.problem().empty()) note(week_.problem(), icons::error_outline, Tone::err);
  grid(world, *resource, narrow);
  cursor_at_ = {};
  if (cursor_ && cursor_->column < week_.columns().size())
    if (const auto& items = week_.columns()[cursor_->column].items; cursor_->item < items.size()) {
      cursor_at_ = items[cursor_->item].starts_at;
      cursor_kind_ = items[cursor_->item].kind;
    }
  coming(world, merchant);
}

// ---- booking for somebody

std::string_view CalendarPart::wrong_at(std::string_view field) const {
  const auto at = wrong_.find(field);
  return at == wrong_.end() || (!tried_ && !left_.contains(field)) ? std::string_view()
                                                                   : std::string_view(at->second);
}

bool CalendarPart::typed_field(const char* id, std::string& value, TextFieldOptions options,
                               std::string_view place) {
  const std::string_view field = place.empty() ? std::string_view(id) : place;
  options.error = wrong_at(field);
  const auto event = text_field(id, value, options);
  if (event.left || event.submitted) left_.emplace(field);
  return event.left || event.submitted;
}

void CalendarPart::begin_booking(const World& world, contract::Timestamp starts_at,
                                 contract::Timestamp ends_at) {
  book_open_ = true;
  book_resource_ = resource_id_;
  book_at_ = starts_at;
  book_until_ = ends_at;
  book_key_ = booking_drafts_.key_for_new(resource_id_, world);
  who_ = {};
  restored_ = tried_ = false;
  left_.clear();
  if (const auto* draft = booking_drafts_.find(book_key_, world.state))
    if (auto kept = calendar::booking_draft(*draft); kept && !(*kept == calendar::TypedBooking{})) {
      who_ = std::move(*kept);
      restored_ = true;
    }
  who_kept_ = who_;
}

/// True: another time was chosen.
bool CalendarPart::other_times(const World& world, const Merchant& merchant, const Resource& resource) {
  note(tr("merchants_calendar.taken_meanwhile"), icons::warning_amber, Tone::warn);
  for (const auto& slot : calendar::free_slots(world, merchant, resource, std::max(book_at_, world.now),
                                               kMoveDays, nullptr, kOtherTimes)) {
    const IdScope scope{static_cast<std::uint64_t>(slot.starts_at.ms)};
    if (!link("instead", {.label = calendar::time_words(slot.starts_at, slot.ends_at), .icon = icons::event}))
      continue;
    book_at_ = slot.starts_at;
    book_until_ = slot.ends_at;
    return true;
  }
  return false;
}

void CalendarPart::booking_dialog(const World& world, const Merchant& merchant, Intents& out) {
  const auto* resource = world.state.resources.find(book_resource_);
  if (!book_open_ || resource == nullptr) return;
  const std::string body = calendar::time_words(book_at_, book_until_) + " · " + resource->name;
  const Dialog dialog{"merchants.book",
                      book_open_,
                      {.title = tr("merchants_calendar.book_title"), .body = body, .icon = icons::event}};
  if (!dialog) return;
  const auto slots = calendar::free_slots(world, merchant, *resource, book_at_, 1, nullptr, 1);
  const bool still_free = !slots.empty() && slots.front().starts_at == book_at_;
  const auto free = still_free ? slots.front().free : 0;
  if (!still_free && other_times(world, merchant, *resource)) return;
  if (restored_) note(tr("merchants_calendar.restored"), icons::restore, Tone::info);
  typed_field("name", who_.name,
              {.label = tr("merchants_calendar.who"),
               .max_length = 120,
               .required = true,
               .focus_now = dialog.appearing()});
  typed_field("phone", who_.phone, {.label = tr("merchants_calendar.phone"), .max_length = 40});
  typed_field("email", who_.email,
              {.label = tr("merchants_calendar.email"), .hint = tr("merchants_calendar.email_hint")});
  if (resource->capacity > 1)
    typed_field(
        "seats", who_.seats,
        {.label = tr("merchants_calendar.seats_label", {{"free", format_number(free)}}), .width = 120});
  typed_field("note", who_.note,
              {.label = tr("merchants_calendar.note"), .max_length = 1000, .multiline = true, .lines = 2});
  if (who_ != who_kept_) {
    who_kept_ = who_;
    booking_drafts_.keep(book_key_,
                         who_ == calendar::TypedBooking{} ? std::string() : calendar::to_text(who_), out);
  }
  wrong_.clear();
  const auto made = calendar::booking_from(who_, *resource, book_at_, free, wrong_);
  Row row{{.height = 40}};
  row.right();
  if (button("cancel", {.label = tr("kit.cancel")})) {
    booking_drafts_.keep(book_key_, "", out);
    book_open_ = false;
    return;
  }
  const std::string why = !world.online ? tr("shell.palette.needs_line")
                          : !still_free ? tr("merchants_calendar.taken_meanwhile")
                                        : "";
  const bool pressed = button(
      "book", {.kind = Button::primary, .label = tr("merchants_calendar.book"), .disabled_because = why});
  if (!pressed && (!why.empty() || !take({.key = Key::enter, .ctrl = true}))) return;
  tried_ = true;
  if (!wrong_.empty()) return;
  out.emplace_back(calendar::book_of(made, book_key_));
  booking_drafts_.send(book_key_);
  book_open_ = false;
}

// ---- one that is booked

void CalendarPart::choice_dialog(const World& world) {
  if (!choice_open_) return;
  const Dialog dialog{"merchants.bookings",
                      choice_open_,
                      {.title = tr("merchants_calendar.which"), .icon = icons::group, .width = 440}};
  if (!dialog) return;
  for (const auto& id : choice_) {
    const auto* booking = world.state.bookings.find(id);
    if (booking == nullptr) continue;
    const IdScope scope{id.c_str()};
    if (!link("open",
              {.label = calendar::line_of(*booking) + ", " + tr_n("merchants_calendar.seats", booking->seats),
               .icon = icons::person}))
      continue;
    open_booking(*booking);
    choice_open_ = false;
  }
  Row row{{.height = 40}};
  row.right();
  if (button("close", {.label = tr("kit.close")})) choice_open_ = false;
}

void CalendarPart::facts(const World& world, const Booking& booking) {
  const KeyValueOptions wrapped{.key_width = 96, .wrap = true};
  const auto say = [&](const char* key, const std::string& value) {
    if (!value.empty()) key_value(tr(key), value, wrapped);
  };
  say("merchants_calendar.state", calendar::state_words(booking, world.now));
  say("merchants_calendar.who", booking.name);
  say("merchants_calendar.phone", booking.phone);
  say("merchants_calendar.email", booking.email);
  if (booking.seats > 1) say("merchants_calendar.seats_word", format_number(booking.seats));
  say("merchants_calendar.note", booking.note);
  say("merchants_calendar.source",
      tr(booking.source == contract::BookingSource::app ? "merchants_calendar.source.app"
                                                        : "merchants_calendar.source.console"));
  if (booking.remind_at && !booking.reminded_at && booking.state == BookingState::confirmed)
    say("merchants_calendar.reminder", format_when_time(booking.remind_at, world.now));
  say("merchants_calendar.reason", booking.cancel_reason);
}

void CalendarPart::move_part(const World& world, const Merchant& merchant, const Booking& booking,
                             Intents& out) {
  const auto* resource = world.state.resources.find(booking.resource_id);
  if (resource == nullptr) return;
  auto slots = calendar::free_slots(world, merchant, *resource, world.now, kMoveDays, &booking, kMoveChoices);
  const auto is_chosen = [this](const contract::Slot& slot) { return slot.starts_at == move_to_; };
  if (move_to_ && std::none_of(slots.begin(), slots.end(), is_chosen)) {
    // It may be free all the same, behind as many earlier ones as are offered.
    const auto there = calendar::free_slots(world, merchant, *resource, move_to_, 1, &booking, 1);
    move_gone_ = there.empty() || !is_chosen(there.front());
    if (move_gone_)
      move_to_ = {};
    else
      slots.push_back(there.front());
  }
  if (move_gone_) note(tr("merchants_calendar.move_gone"), icons::warning_amber, Tone::warn);
  if (slots.empty()) return note(tr("merchants_calendar.nothing_free"), icons::info, Tone::info);
  std::vector<std::string> words;
  for (const auto& slot : slots) words.push_back(calendar::time_words(slot.starts_at, slot.ends_at));
  std::vector<Choice> choices;
  for (const auto& each : words) choices.push_back({.label = each});
  const auto chosen = std::find_if(slots.begin(), slots.end(), is_chosen);
  int to = chosen == slots.end() ? -1 : static_cast<int>(chosen - slots.begin());
  if (combobox("to", to, choices,
               {.label = tr("merchants_calendar.move_to"),
                .placeholder = tr("kit.choose"),
                .icon = icons::event}) &&
      to >= 0) {
    move_to_ = slots[static_cast<std::size_t>(to)].starts_at;
    move_gone_ = false;
  }
  const char* why = !move_to_       ? tr("merchants_calendar.why.no_time")
                    : !world.online ? tr("shell.palette.needs_line")
                                    : "";
  if (!button("move_now",
              {.kind = Button::primary, .label = tr("merchants_calendar.move_now"), .disabled_because = why}))
    return;
  out.emplace_back(calendar::move_of(booking, move_to_));
  detail_open_ = false;
}

void CalendarPart::cancel_part(const World& world, const Booking& booking, Intents& out) {
  const bool begins = std::exchange(cancel_begins_, false);
  if (begins) reason_.clear();
  auto typed = dialogs_.typed("cancel", booking.id, begins, world.state, out, {&reason_});
  text_field("reason", reason_,
             {.label = tr("merchants_calendar.cancel_why"),
              .hint = tr(booking.email.empty() ? "merchants_calendar.cancel_untold"
                                               : "merchants_calendar.cancel_told"),
              .max_length = 500,
              .multiline = true,
              .lines = 2,
              .required = true});
  const bool blank = base::is_blank(reason_);
  if (!button("cancel_now", {.kind = Button::danger,
                             .label = tr("merchants_calendar.cancel_now"),
                             .disabled_because = blank ? tr("merchants_calendar.why.reason") : ""}))
    return;
  out.emplace_back(typed.sent(calendar::cancel_of(booking, reason_)));
  detail_open_ = false;
}

void CalendarPart::detail_dialog(const World& world, const Merchant& merchant, Intents& out) {
  const auto* booking = world.state.bookings.find(booking_id_);
  if (!detail_open_ || booking == nullptr) return;
  const auto* resource = world.state.resources.find(booking->resource_id);
  const std::string title = tr("merchants_calendar.booking", {{"n", std::to_string(booking->number)}});
  const std::string body = calendar::time_words(booking->starts_at, booking->ends_at) +
                           (resource != nullptr ? " · " + resource->name : "");
  const Dialog dialog{
      "merchants.booking", detail_open_, {.title = title, .body = body, .icon = icons::event}};
  if (!dialog) return;
  facts(world, *booking);
  gap(4);
  const bool begun = booking->starts_at <= world.now;
  if (may_edit_ && calendar::may_book(world)) {
    if (!begun && (booking->state == BookingState::confirmed || booking->state == BookingState::held)) {
      const Row row{{.height = 36}};
      if (button("move", {.label = tr("merchants_calendar.move"), .icon = icons::schedule, .small = true})) {
        moving_ = !moving_;
        cancelling_ = false;
        move_to_ = {};
        move_gone_ = false;
      }
      if (button("cancel",
                 {.kind = Button::danger_outline, .label = tr("merchants_calendar.cancel"), .small = true})) {
        cancelling_ = cancel_begins_ = !cancelling_;
        moving_ = false;
      }
    }
    if (begun && booking->state == BookingState::confirmed &&
        button("no_show",
               {.label = tr("merchants_calendar.no_show"), .icon = icons::person, .small = true})) {
      out.emplace_back(calendar::came_of(*booking, false));
      detail_open_ = false;
    }
    if (booking->state == BookingState::no_show &&
        button("came", {.label = tr("merchants_calendar.came"), .icon = icons::person, .small = true})) {
      out.emplace_back(calendar::came_of(*booking, true));
      detail_open_ = false;
    }
    if (moving_) move_part(world, merchant, *booking, out);
    if (cancelling_) cancel_part(world, *booking, out);
  }
  Row row{{.height = 40}};
  if (button("ics", {.label = tr("merchants_calendar.ics"),
                     .icon = icons::event,
                     .disabled_because = world.online ? "" : tr("shell.palette.needs_line")}))
    out.emplace_back(
        Download{.operation = contract::Operation::booking_event,
                 .ids = {booking->id},
                 .name = tr("merchants_calendar.ics_name", {{"n", std::to_string(booking->number)}})});
  row.right();
  if (button("close", {.label = tr("kit.close")})) detail_open_ = false;
}

// ---- the resource

void CalendarPart::edit_resource(const World& world, const Resource& resource) {
  merchant_id_ = resource.merchant_id;
  begin_resource(world, resource, resource_drafts_.key(resource.id));
}

void CalendarPart::begin_resource(const World& world, const Resource& start, const std::string& key) {
  resource_open_ = true;
  edited_id_ = start.id;
  opened_ = start;
  resource_key_ = key;
  typed_ = start_ = calendar::typed_of(start);
  restored_ = tried_ = keep_conflicts_ = false;
  left_.clear();
  conflicts_for_ = "?";
  if (const auto* draft = resource_drafts_.find(key, world.state))
    if (auto kept = calendar::resource_draft(*draft); kept && *kept != start_) {
      typed_ = std::move(*kept);
      restored_ = true;
    }
  kept_ = typed_;
}

/// What an expression says, and the way to change it.
void CalendarPart::hours_line(const World& world, const char* id, std::string& expression, bool breaks) {
  const IdScope scope{id};
  const char* title = tr(breaks ? "merchants_calendar.breaks" : "merchants_calendar.own_hours");
  {
    Row row{{.height = 28}};
    text(title, {.font = Font::base_medium});
    row.right();
    if (icon_button("edit", {.icon = icons::edit,
                             .name = tr("merchants_calendar.change", {{"what", title}}),
                             .small = true})) {
      hours_of_breaks_ = breaks;
      hours_.open(
          {.id = resource_key_ + "/" + id,
           .title = title,
           .body = tr(breaks ? "merchants_calendar.breaks_body" : "merchants_calendar.own_hours_body"),
           .expression = expression,
           .empty_is_none = true},
          world);
    }
  }
  gap(-6);
  const auto reading = hours::read(expression);
  paragraph(expression.empty()
                ? std::string(tr(breaks ? "merchants_calendar.no_breaks" : "merchants_calendar.no_own_hours"))
            : reading.understood() ? opening::words_of(reading.expression, expression)
                                   : hours::sentence_of(reading.problems.front(), kit::language()),
            {.font = Font::meta, .color = theme().tx2});
}

void CalendarPart::closures() {
  heading(tr("merchants_calendar.closures"), Heading::group);
  std::optional<std::size_t> gone;
  for (std::size_t at = 0; at < typed_.closures.size(); ++at) {
    const IdScope scope{static_cast<std::uint64_t>(at)};
    auto& each = typed_.closures[at];
    const auto place = "closure/" + std::to_string(at);
    const std::string name = tr("merchants_calendar.closure_of", {{"n", std::to_string(at + 1)}});
    {
      Row row{{.height = size::kInput, .gap = 6}};
      const std::string from = tr("merchants_hours.date_from_of", {{"name", name}}),
                        to = tr("merchants_hours.date_to_of", {{"name", name}});
      const float half = std::min(150.0F, (available_width() / scale() - 60) / 2);
      typed_field("from", each.from,
                  {.label = from,
                   .label_hidden = true,
                   .placeholder = tr("merchants_hours.date_example"),
                   .width = half},
                  place + "/from");
      text("–", {.color = theme().tx2});
      typed_field("to", each.to,
                  {.label = to,
                   .label_hidden = true,
                   .placeholder = tr("merchants_calendar.to_included"),
                   .width = half},
                  place + "/to");
      row.right();
      if (icon_button("remove", {.icon = icons::delete_outline,
                                 .name = tr("merchants_hours.remove_special", {{"name", name}}),
                                 .small = true}))
        gone = at;
    }
    for (const char* end : {"/from", "/to"})
      if (const auto words = wrong_at(place + end); !words.empty()) {
        gap(-4);
        paragraph(words, {.font = Font::meta, .color = theme().tone(Tone::err).text});
      }
    const std::string reason = tr("merchants_hours.reason_of", {{"name", name}});
    text_field("reason", each.reason,
               {.label = reason,
                .label_hidden = true,
                .placeholder = tr("merchants_hours.reason_example"),
                .max_length = 200});
  }
  if (gone) typed_.closures.erase(typed_.closures.begin() + static_cast<std::ptrdiff_t>(*gone));
  if (button("add_closure",
             {.label = tr("merchants_calendar.add_closure"), .icon = icons::add, .small = true}))
    typed_.closures.emplace_back();
}

void CalendarPart::resource_form(const World& world, const Merchant& merchant) {
  typed_field("name", typed_.name,
              {.label = tr("merchants_calendar.name"),
               .placeholder = tr("merchants_calendar.name_example"),
               .max_length = 120,
               .required = true});
  std::vector<std::string> ids{""}, names{tr("merchants_calendar.any_offering")};
  int current = 0;
  for (const auto& each : world.state.offerings.items()) {
    if (each.merchant_id != merchant.id ||
        (each.state == contract::OfferingState::archived && each.id != typed_.offering_id))
      continue;
    if (each.id == typed_.offering_id) current = static_cast<int>(ids.size());
    ids.push_back(each.id);
    names.push_back(each.name.in(world.language));
  }
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < names.size(); ++i) choices.push_back({.label = names[i], .id = ids[i]});
  if (combobox("offering", current, choices, {.label = tr("merchants_calendar.offering")}))
    typed_.offering_id = ids[static_cast<std::size_t>(current)];
  // Two beside each other where there is room.
  struct Number {
    const char* id;
    std::string* value;
    const char *label, *hint;
    bool minutes;
  };
  const Number numbers[] = {
      {"slot", &typed_.slot, "merchants_calendar.slot", "merchants_calendar.slot_hint", true},
      {"buffer", &typed_.buffer, "merchants_calendar.buffer", "merchants_calendar.buffer_hint", true},
      {"capacity", &typed_.capacity, "merchants_calendar.capacity", "merchants_calendar.capacity_hint",
       false},
      {"lead", &typed_.lead, "merchants_calendar.lead", "merchants_calendar.lead_hint", true},
      {"horizon", &typed_.horizon, "merchants_calendar.horizon", "merchants_calendar.horizon_hint", false},
      {"cancel", &typed_.cancel, "merchants_calendar.cancel_until", "merchants_calendar.cancel_until_hint",
       true}};
  const bool two = available_width() >= px(400);
  for (std::size_t i = 0; i < std::size(numbers); i += two ? 2 : 1) {
    const IdScope scope{"numbers"};  // the dialog has a button of the same name
    Rect line = available(), columns[2];
    split_columns(line, columns, 16);
    if (!two) columns[0] = line;
    float used = 0;
    for (std::size_t side = 0; side < (two ? 2U : 1U); ++side) {
      const auto& number = numbers[i + side];
      const Region region{columns[side]};
      if (typed_field(number.id, *number.value, {.label = tr(number.label), .hint = tr(number.hint)}) &&
          number.minutes)
        if (const auto minutes = offers::minutes_from(*number.value))
          *number.value = *minutes == 0 ? "0" : offers::duration_words(*minutes);
      used = std::max(used, region.used_height());
    }
    place({line.width(), used});
  }
  hours_line(world, "opening", typed_.opening_hours, false);
  hours_line(world, "breaks", typed_.breaks, true);
  closures();
  if (!edited_id_.empty())
    checkbox(
        "archived", typed_.archived,
        {.label = tr("merchants_calendar.archived"), .detail = tr("merchants_calendar.archived_detail")});
}

/// The bookings that would stand without a place, before anything is saved.
void CalendarPart::conflicts(const World& world, const Merchant& merchant, const Resource& after) {
  auto key = contract::encode_new(after) + after.id + std::to_string(world.state.bookings.generation) +
             world.language;
  if (key != conflicts_for_) {
    conflicts_for_ = std::move(key);
    conflict_lines_.clear();
    if (!after.id.empty())
      for (const auto* each : calendar::conflicts_of(world, merchant, after))
        conflict_lines_.push_back(calendar::line_of(*each));
  }
  if (conflict_lines_.empty()) return;
  note(tr_n("merchants_calendar.conflicts", static_cast<std::int64_t>(conflict_lines_.size())),
       icons::warning_amber, Tone::warn);
  for (std::size_t i = 0; i < conflict_lines_.size() && i < kConflictsShown; ++i)
    line_item({.icon = icons::event, .icon_color = theme().tx2, .words = conflict_lines_[i]});
  if (conflict_lines_.size() > kConflictsShown)
    meta(tr_n("merchants_calendar.conflicts_more",
              static_cast<std::int64_t>(conflict_lines_.size() - kConflictsShown)));
  checkbox(
      "keep", keep_conflicts_,
      {.label = tr("merchants_calendar.keep_conflicts"), .detail = tr("merchants_calendar.keep_detail")});
}

void CalendarPart::resource_actions(const Resource& before, const Resource& after, Intents& out) {
  Row row{{.height = 40}};
  row.right();
  if (button("cancel", {.label = tr("kit.cancel")})) {
    resource_drafts_.keep(resource_key_, "", out);
    resource_open_ = false;
    return;
  }
  const bool is_new = edited_id_.empty(), same = typed_ == start_;
  const std::string why = same && !is_new ? tr("merchants_hours.nothing_changed")
                          : !conflict_lines_.empty() && !keep_conflicts_
                              ? tr("merchants_calendar.why.conflicts")
                              : "";
  const bool pressed =
      button("save", {.kind = Button::primary,
                      .label = tr(is_new ? "merchants_calendar.create" : "merchants_hours.save"),
                      .disabled_because = why});
  if (!pressed && (!why.empty() || !take({.key = Key::enter, .ctrl = true}))) return;
  tried_ = true;
  if (!wrong_.empty()) return;
  out.emplace_back(is_new ? calendar::create_of(after, resource_key_)
                          : calendar::edit_of(before, after, !conflict_lines_.empty(), resource_key_));
  resource_drafts_.send(resource_key_);
  resource_open_ = false;
}

void CalendarPart::resource_dialog(const World& world, const Merchant& merchant, Intents& out) {
  if (!resource_open_) return;
  Resource before;
  before.merchant_id = merchant.id;
  if (!edited_id_.empty()) {
    const auto* there = world.state.resources.find(edited_id_);
    if (there == nullptr) return;
    before = *there;
  }
  const std::string title = edited_id_.empty() ? tr("merchants_calendar.new_resource")
                                               : tr("merchants_calendar.edit_title", {{"name", before.name}});
  const Dialog dialog{
      "merchants.resource",
      resource_open_,
      {.title = title, .body = tr("merchants_calendar.resource_body"), .icon = icons::event, .width = 600}};
  if (!dialog) return;
  if (restored_) {
    note(tr("merchants_hours.restored"), icons::restore, Tone::info);
    if (link("discard", {.label = tr("merchants_hours.discard"), .meta = true})) {
      typed_ = kept_ = start_;
      restored_ = false;
      resource_drafts_.keep(resource_key_, "", out);
    }
  }
  resource_form(world, merchant);
  if (typed_ != kept_) {
    kept_ = typed_;
    resource_drafts_.keep(resource_key_, typed_ == start_ ? std::string() : calendar::to_text(typed_), out);
  }
  wrong_.clear();
  const auto after = calendar::resource_from(typed_, opened_, wrong_);
  conflicts(world, merchant, after);
  resource_actions(opened_, after, out);
}

void CalendarPart::dialogs(const World& world, Intents& out) {
  const auto* merchant = world.state.merchants.find(merchant_id_);
  if (merchant == nullptr) return;
  choice_dialog(world);
  detail_dialog(world, *merchant, out);
  booking_dialog(world, *merchant, out);
  resource_dialog(world, *merchant, out);
  if (!hours_.is_open()) return;
  if (auto expression = hours_.draw(world, out)) {
    (hours_of_breaks_ ? typed_.breaks : typed_.opening_hours) = std::move(*expression);
    hours_.forget(out);
  }
}

}  // namespace stadtpult::panels::merchants
