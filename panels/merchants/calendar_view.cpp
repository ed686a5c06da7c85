#include "panels/merchants/calendar_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/booking/contact.hpp"
#include "panels/kit/text.hpp"
#include "panels/merchants/offerings_view.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::merchants::calendar {

using contract::Operation;
using contract::Slot;
using hours::kDayMinutes;
using kit::tr;
using kit::tr_n;

namespace {

constexpr int kWeekDays = 7;
constexpr std::int64_t kFarDays = 3'650;
constexpr int kUsualFirst = 8 * 60, kUsualLast = 18 * 60;

Timestamp midnight(Day day) {
  return hours::instant_of(hours::at_minute(day, 0));
}

/// Whether it has a seat now. What is held too long is nobody's.
bool takes_a_seat(const Booking& booking, Timestamp now) {
  switch (booking.state) {
    case BookingState::held:
      return booking.held_until > now;
    case BookingState::confirmed:
    case BookingState::done:
    case BookingState::no_show:
      return true;
    case BookingState::cancelled:
    case BookingState::expired:
      break;
  }
  return false;
}

bool is_to_come(const Booking& booking, Timestamp now) {
  return booking.ends_at > now &&
         (booking.state == BookingState::confirmed || booking.state == BookingState::held) &&
         takes_a_seat(booking, now);
}

/// By what the console books: without lead time and horizon.
base::Result<booking::SlotPlan> plan_of(Resource resource, std::string_view merchant_hours,
                                        hours::Land land) {
  resource.lead_minutes = 0;
  resource.horizon_days = kFarDays;
  return booking::SlotPlan::make(resource, merchant_hours, land);
}

std::vector<const Booking*> bookings_of(const World& world, const std::string& resource_id) {
  std::vector<const Booking*> found;
  for (const auto& each : world.state.bookings.items())
    if (each.resource_id == resource_id && takes_a_seat(each, world.now)) found.push_back(&each);
  std::sort(found.begin(), found.end(),
            [](const Booking* a, const Booking* b) { return a->starts_at < b->starts_at; });
  return found;
}

std::vector<booking::Taken> seats_of(const std::vector<const Booking*>& bookings,
                                     const Booking* without = nullptr) {
  std::vector<booking::Taken> seats;
  for (const auto* each : bookings)
    if (without == nullptr || each->id != without->id)
      seats.push_back({each->starts_at, each->ends_at, each->seats});
  return seats;
}

std::string day_words(Day day) {
  return kit::format_long_day(midnight(day));
}

std::string clock_range(Timestamp from, Timestamp to) {
  return tr("merchants_calendar.from_to", {{"from", opening::clock_words(hours::local_of(from).of_day())},
                                           {"to", opening::clock_words(hours::local_of(to).of_day())}});
}

// ---- the items of a day

Item item_at(Kind kind, Timestamp from, Timestamp to, Day day) {
  Item item;
  item.kind = kind;
  item.starts_at = from;
  item.ends_at = to;
  const auto begin = hours::local_of(from), end = hours::local_of(to);
  item.from = begin.of_day();
  // Through the hour that comes twice an end may stand before its beginning.
  item.to = end.day() > day ? kDayMinutes : std::max(end.of_day(), item.from + 1);
  return item;
}

void add_booking(Column& column, const Booking& booking) {
  // Several seats of one time are one block.
  for (auto& item : column.items)
    if (item.kind == Kind::booked && item.starts_at == booking.starts_at && item.ends_at == booking.ends_at) {
      item.booking_ids.push_back(booking.id);
      item.seats += booking.seats;
      return;
    }
  auto item = item_at(Kind::booked, booking.starts_at, booking.ends_at, column.day);
  item.booking_ids.push_back(booking.id);
  item.seats = booking.seats;
  column.items.push_back(std::move(item));
}

void add_slot(Column& column, const Slot& slot, Timestamp now, const std::vector<const Booking*>& bookings) {
  const bool past = slot.starts_at <= now;
  if (slot.free == 0 || past) {
    const bool taken = std::any_of(bookings.begin(), bookings.end(), [&](const Booking* each) {
      return each->starts_at < slot.ends_at && slot.starts_at < each->ends_at;
    });
    if (taken) return;
  }
  auto item =
      item_at(slot.free == 0 || past ? Kind::gone : Kind::free, slot.starts_at, slot.ends_at, column.day);
  item.free = slot.free;
  item.capacity = slot.capacity;
  column.items.push_back(std::move(item));
}

/// What overlaps stands side by side.
void give_lanes(std::vector<Item>& items) {
  for (std::size_t first = 0; first < items.size();) {
    std::size_t last = first;
    std::int64_t end = items[first].ends_at.ms;
    std::vector<std::int64_t> lanes;
    for (; last < items.size() && (last == first || items[last].starts_at.ms < end); ++last) {
      end = std::max(end, items[last].ends_at.ms);
      const auto lane = std::find_if(lanes.begin(), lanes.end(),
                                     [&](std::int64_t until) { return until <= items[last].starts_at.ms; });
      items[last].lane = static_cast<int>(lane - lanes.begin());
      if (lane == lanes.end())
        lanes.push_back(items[last].ends_at.ms);
      else
        *lane = items[last].ends_at.ms;
    }
    for (; first < last; ++first) items[first].lanes = static_cast<int>(lanes.size());
  }
}

void say(const World& world, Column& column, Item& item) {
  auto sentence = column.long_name + ", " + clock_range(item.starts_at, item.ends_at) + ", ";
  switch (item.kind) {
    case Kind::booked: {
      const auto* only =
          item.booking_ids.size() == 1 ? world.state.bookings.find(item.booking_ids.front()) : nullptr;
      if (only == nullptr) {
        item.words = tr("merchants_calendar.booked");
        sentence += tr_n("merchants_calendar.booked_by", static_cast<std::int64_t>(item.booking_ids.size()));
        break;
      }
      item.words = state_words(*only, world.now);
      sentence += item.words;
      if (!only->name.empty()) sentence += ", " + only->name;
      if (only->seats > 1) sentence += ", " + tr_n("merchants_calendar.seats", only->seats);
      break;
    }
    case Kind::free:
      item.words =
          item.capacity == 1 ? tr("merchants_calendar.free") : tr_n("merchants_calendar.free_n", item.free);
      sentence += item.capacity == 1
                      ? std::string(tr("merchants_calendar.free"))
                      : tr("merchants_calendar.free_of", {{"n", kit::format_number(item.free)},
                                                          {"all", kit::format_number(item.capacity)}});
      break;
    case Kind::gone:
      sentence += tr("merchants_calendar.gone");
      break;
  }
  item.sentence = std::move(sentence);
}

void stretch(Column& column, std::int64_t buffer_minutes) {
  for (std::size_t at = 0; at < column.items.size(); ++at) {
    const auto& item = column.items[at];
    auto* before = column.stretches.empty() ? nullptr : &column.stretches.back();
    const auto& last = column.items[before == nullptr ? at : before->last];
    const bool follows = before != nullptr && before->kind == item.kind && item.kind != Kind::booked &&
                         item.lanes == 1 && last.lanes == 1 && item.capacity == 1 &&
                         item.starts_at.ms - last.ends_at.ms <= buffer_minutes * base::kMinuteMs;
    if (follows)
      before->last = at;
    else
      column.stretches.push_back({item.kind, at, at, {}});
  }
  for (auto& each : column.stretches) {
    const auto count = static_cast<std::int64_t>(each.last - each.first + 1);
    each.words = count == 1 || each.kind != Kind::free ? column.items[each.first].words
                                                       : tr_n("merchants_calendar.free_n", count);
  }
}

/// Why a day has nothing.
std::string why_closed(Day day, const Resource& resource, hours::Land land) {
  const auto from = midnight(day), to = midnight(day + 1);
  for (const auto& closure : resource.closures)
    if (closure.from <= from && closure.to >= to)
      return closure.reason.empty() ? tr("merchants_calendar.shut") : closure.reason;
  if (const auto name = hours::public_holiday(land, day); !name.empty()) return std::string(name);
  return tr("merchants_calendar.day_off");
}

void add_closures(Column& column, const Resource& resource) {
  const auto from = midnight(column.day), to = midnight(column.day + 1);
  for (const auto& closure : resource.closures) {
    if (closure.to <= from || closure.from >= to) continue;
    const int begin = closure.from <= from ? 0 : hours::local_of(closure.from).of_day();
    const int end = closure.to >= to ? kDayMinutes : hours::local_of(closure.to).of_day();
    column.shut.push_back(
        {begin, end, closure.reason.empty() ? tr("merchants_calendar.shut") : closure.reason});
  }
}

}  // namespace

Day monday_of(Day day) {
  return day - hours::weekday_of(day);
}

std::string week_words(Day monday) {
  return tr("merchants_calendar.week", {{"n", std::to_string(hours::iso_week_of(monday))}});
}

void Week::update(const World& world, const Merchant& merchant, const Resource& resource, Day monday) {
  const auto& state = world.state;
  auto key = fmt::format("{} {} {} {} {} {} {} {} {} {}", resource.id, monday, state.resources.generation,
                         state.bookings.generation, state.merchants.generation,
                         world.now.ms / base::kMinuteMs, world.language,
                         static_cast<int>(opening::land_of(world)), merchant.id, merchant.opening_hours);
  if (key == key_) return;
  key_ = std::move(key);
  ++made_;
  columns_.clear();
  problem_.clear();
  first_minute_ = kUsualFirst;
  last_minute_ = kUsualLast;
  fill(world, merchant, resource, monday);
}

void Week::fill(const World& world, const Merchant& merchant, const Resource& resource, Day monday) {
  const auto plan = plan_of(resource, merchant.opening_hours, opening::land_of(world));
  if (!plan) problem_ = plan.error().message;
  const auto bookings = bookings_of(world, resource.id);
  const auto from = midnight(monday), to = midnight(monday + kWeekDays);
  const auto slots = plan ? plan->slots(from, to, world.now, seats_of(bookings)) : std::vector<Slot>();
  const Day today = hours::local_of(world.now).day();
  for (Day day = monday; day < monday + kWeekDays; ++day) {
    Column column;
    column.day = day;
    column.head = fmt::format("{} {}{}", opening::short_day(hours::weekday_of(day)), hours::date_of(day).day,
                              world.language == "de" ? "." : "");
    column.long_name = day_words(day);
    column.today = day == today;
    for (const auto* each : bookings)
      if (hours::local_of(each->starts_at).day() == day) add_booking(column, *each);
    bool any_slot = false;
    for (const auto& slot : slots) {
      if (hours::local_of(slot.starts_at).day() != day) continue;
      any_slot = true;
      add_slot(column, slot, world.now, bookings);
    }
    std::stable_sort(column.items.begin(), column.items.end(),
                     [](const Item& a, const Item& b) { return a.starts_at < b.starts_at; });
    give_lanes(column.items);
    for (auto& item : column.items) say(world, column, item);
    stretch(column, resource.buffer_minutes);
    column.closed = !any_slot && column.items.empty();
    if (column.closed)
      column.closed_words = why_closed(day, resource, opening::land_of(world));
    else
      add_closures(column, resource);
    columns_.push_back(std::move(column));
  }
  // A Sunday without anything gives its room to the others.
  if (columns_.back().closed) columns_.pop_back();
  bool any = false;
  for (const auto& column : columns_)
    for (const auto& item : column.items) {
      first_minute_ = any ? std::min(first_minute_, item.from) : item.from;
      last_minute_ = any ? std::max(last_minute_, item.to) : item.to;
      any = true;
    }
  first_minute_ = first_minute_ / 60 * 60;
  last_minute_ = std::max((last_minute_ + 59) / 60 * 60, first_minute_ + 4 * 60);
}

Cursor moved(const std::vector<Column>& columns, Cursor from, int days, int items) {
  if (from.column >= columns.size() || from.item >= columns[from.column].items.size()) return from;
  if (items != 0) {
    const auto to = static_cast<std::ptrdiff_t>(from.item) + items;
    if (to >= 0 && to < static_cast<std::ptrdiff_t>(columns[from.column].items.size()))
      from.item = static_cast<std::size_t>(to);
    return from;
  }
  const int minute = columns[from.column].items[from.item].from;
  for (auto at = static_cast<std::ptrdiff_t>(from.column) + days;
       at >= 0 && at < static_cast<std::ptrdiff_t>(columns.size()); at += days) {
    const auto& there = columns[static_cast<std::size_t>(at)].items;
    if (there.empty()) continue;
    const auto nearest = std::min_element(there.begin(), there.end(), [&](const Item& a, const Item& b) {
      return std::abs(a.from - minute) < std::abs(b.from - minute);
    });
    return {static_cast<std::size_t>(at), static_cast<std::size_t>(nearest - there.begin())};
  }
  return from;
}

Cursor found_again(const std::vector<Column>& columns, Cursor from, Timestamp starts_at, Kind kind) {
  if (from.column >= columns.size()) return from;
  const auto& items = columns[from.column].items;
  std::optional<Cursor> found;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].starts_at != starts_at) continue;
    if (items[i].kind == kind) return {from.column, i};
    if (!found) found = Cursor{from.column, i};
  }
  return found.value_or(from);
}

std::optional<Cursor> first_of(const std::vector<Column>& columns, Timestamp now) {
  std::optional<Cursor> any;
  for (std::size_t column = 0; column < columns.size(); ++column)
    for (std::size_t item = 0; item < columns[column].items.size(); ++item) {
      const auto& each = columns[column].items[item];
      if (each.kind == Kind::free && each.starts_at >= now) return Cursor{column, item};
      if (!any) any = Cursor{column, item};
    }
  return any;
}

// ---- resources and bookings

std::vector<const Resource*> resources_of(const World& world, const Merchant& merchant, bool with_archived) {
  std::vector<const Resource*> found;
  for (const auto& each : world.state.resources.items())
    if (each.merchant_id == merchant.id && (with_archived || !each.archived)) found.push_back(&each);
  std::sort(found.begin(), found.end(),
            [](const Resource* a, const Resource* b) { return a->name < b->name; });
  return found;
}

bool may_see(const World& world) {
  return contract::may(world.role, Operation::list_resources) &&
         contract::may(world.role, Operation::list_bookings);
}
bool may_book(const World& world) {
  return contract::may(world.role, Operation::create_booking);
}
bool may_arrange(const World& world) {
  return contract::may(world.role, Operation::change_resource);
}

std::vector<Slot> free_slots(const World& world, const Merchant& merchant, const Resource& resource,
                             Timestamp from, int days, const Booking* moving, std::size_t most) {
  const auto plan = plan_of(resource, merchant.opening_hours, opening::land_of(world));
  if (!plan) return {};
  const auto seats = seats_of(bookings_of(world, resource.id), moving);
  std::vector<Slot> found;
  for (const auto& slot : plan->slots(from, {from.ms + days * base::kDayMs}, world.now, seats)) {
    if (slot.starts_at <= world.now || slot.free < (moving != nullptr ? moving->seats : 1)) continue;
    if (moving != nullptr && slot.starts_at == moving->starts_at) continue;
    found.push_back(slot);
    if (found.size() == most) break;
  }
  return found;
}

std::string time_words(Timestamp from, Timestamp to) {
  return day_words(hours::local_of(from).day()) + ", " + clock_range(from, to);
}

std::string line_of(const Booking& booking) {
  const auto from = hours::local_of(booking.starts_at), to = hours::local_of(booking.ends_at);
  auto words = fmt::format("{} {} {}–{}", opening::short_day(hours::weekday_of(from.day())),
                           kit::format_day(booking.starts_at), opening::clock_words(from.of_day()),
                           opening::clock_words(to.of_day()));
  if (!booking.name.empty()) words += ", " + booking.name;
  return words;
}

std::string state_words(const Booking& booking, Timestamp now) {
  if (booking.state == BookingState::confirmed && booking.ends_at <= now)
    return tr("merchants_calendar.state.over");
  return kit::tr_or(std::string("merchants_calendar.state.") + contract::enum_name(booking.state), "");
}

std::vector<const Booking*> upcoming(const World& world, const Merchant& merchant, std::size_t most) {
  std::vector<const Booking*> found;
  for (const auto& each : world.state.bookings.items())
    if (each.merchant_id == merchant.id && is_to_come(each, world.now)) found.push_back(&each);
  std::sort(found.begin(), found.end(),
            [](const Booking* a, const Booking* b) { return a->starts_at < b->starts_at; });
  if (found.size() > most) found.resize(most);
  return found;
}

namespace {

std::vector<const Booking*> misfits(const World& world, const Resource& after,
                                    std::string_view merchant_hours) {
  std::vector<const Booking*> found, placed;
  const auto plan = plan_of(after, merchant_hours, opening::land_of(world));
  if (!plan) return found;
  for (const auto* each : bookings_of(world, after.id)) {
    if (!is_to_come(*each, world.now)) continue;
    std::int64_t seats = each->seats;
    for (const auto* other : placed)
      if (other->ends_at > each->starts_at) seats += other->seats;
    if (seats > after.capacity || !plan->fits(each->starts_at, each->ends_at))
      found.push_back(each);
    else
      placed.push_back(each);
  }
  return found;
}

}  // namespace

std::vector<const Booking*> conflicts_of(const World& world, const Merchant& merchant,
                                         const Resource& after) {
  return misfits(world, after, merchant.opening_hours);
}

std::vector<const Booking*> conflicts_of_hours(const World& world, const Merchant& merchant,
                                               std::string_view hours) {
  std::vector<const Booking*> found;
  for (const auto* resource : resources_of(world, merchant)) {
    if (!resource->opening_hours.empty()) continue;
    const auto some = misfits(world, *resource, hours);
    found.insert(found.end(), some.begin(), some.end());
  }
  return found;
}

// ---- what is typed

namespace {

/// A whole day is said by its date alone; the end of a closure is not part of it, so it says the day before.
std::string moment_words(Timestamp at, bool is_end) {
  const auto local = hours::local_of(at);
  if (local.of_day() == 0) return opening::date_words(hours::date_of(local.day() - (is_end ? 1 : 0)));
  return opening::date_words(hours::date_of(local.day())) + ", " + opening::clock_words(local.of_day());
}

std::optional<Timestamp> moment_from(std::string_view typed, bool is_end) {
  typed = base::trimmed(typed);
  // "24.12.2026, 12:00" or "24.12.2026 12 Uhr"
  const auto gap = typed.find_first_of(", ");
  const auto date = opening::date_from(typed.substr(0, gap));
  if (!date || date->year == 0) return std::nullopt;
  const Day day = hours::day_of(*date);
  auto rest = gap == std::string_view::npos ? std::string_view() : base::trimmed(typed.substr(gap + 1));
  if (rest.empty()) return midnight(is_end ? day + 1 : day);
  const auto clock = opening::clock_from(rest);
  if (!clock) return std::nullopt;
  return hours::instant_of(hours::at_minute(day, *clock));
}

std::string minutes_typed(std::int64_t minutes) {
  return minutes == 0 ? "0" : offers::duration_words(minutes);
}

struct MinuteRule {
  const char* field;
  std::int64_t least, most;
};

std::int64_t minutes_into(const std::string& typed, std::int64_t before, const MinuteRule& rule,
                          Wrong& wrong) {
  const auto minutes = offers::minutes_from(typed);
  if (minutes && *minutes >= rule.least && *minutes <= rule.most) return *minutes;
  const auto words = [](std::int64_t value) {
    return value == 0 ? std::string("0") : offers::duration_words(value);
  };
  wrong[rule.field] =
      tr("merchants_calendar.wrong.minutes", {{"least", words(rule.least)}, {"most", words(rule.most)}});
  return before;
}

std::int64_t count_into(const std::string& typed, std::int64_t before, const MinuteRule& rule, Wrong& wrong) {
  const auto text = base::trimmed(typed);
  const bool digits = !text.empty() && text.size() <= 6 &&
                      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::int64_t value = digits ? std::stoll(std::string(text)) : -1;
  if (value >= rule.least && value <= rule.most) return value;
  wrong[rule.field] = tr("merchants_calendar.wrong.count", {{"least", kit::format_number(rule.least)},
                                                            {"most", kit::format_number(rule.most)}});
  return before;
}

}  // namespace

TypedResource typed_of(const Resource& resource) {
  TypedResource typed;
  typed.name = resource.name;
  typed.offering_id = resource.offering_id.value_or("");
  typed.opening_hours = resource.opening_hours;
  typed.breaks = resource.breaks;
  typed.slot = minutes_typed(resource.slot_minutes);
  typed.buffer = minutes_typed(resource.buffer_minutes);
  typed.capacity = std::to_string(resource.capacity);
  typed.lead = minutes_typed(resource.lead_minutes);
  typed.horizon = std::to_string(resource.horizon_days);
  typed.cancel = minutes_typed(resource.cancel_minutes);
  for (const auto& each : resource.closures)
    typed.closures.push_back({moment_words(each.from, false), moment_words(each.to, true), each.reason});
  typed.archived = resource.archived;
  return typed;
}

std::string to_text(const TypedResource& typed) {
  nlohmann::json json{{"name", typed.name},
                      {"offering_id", typed.offering_id},
                      {"opening_hours", typed.opening_hours},
                      {"breaks", typed.breaks},
                      {"slot", typed.slot},
                      {"buffer", typed.buffer},
                      {"capacity", typed.capacity},
                      {"lead", typed.lead},
                      {"horizon", typed.horizon},
                      {"cancel", typed.cancel},
                      {"archived", typed.archived},
                      {"closures", nlohmann::json::array()}};
  for (const auto& each : typed.closures) json["closures"].push_back({each.from, each.to, each.reason});
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<TypedResource> resource_draft(std::string_view text) {
  // A draft of another version of the program is no draft.
  try {
    const auto json = base::parse_json(text);
    const auto word = [&](const char* name) { return json.at(name).get<std::string>(); };
    TypedResource typed{word("name"),
                        word("offering_id"),
                        word("opening_hours"),
                        word("breaks"),
                        word("slot"),
                        word("buffer"),
                        word("capacity"),
                        word("lead"),
                        word("horizon"),
                        word("cancel"),
                        {},
                        json.at("archived").get<bool>()};
    for (const auto& each : json.at("closures"))
      typed.closures.push_back(
          {each.at(0).get<std::string>(), each.at(1).get<std::string>(), each.at(2).get<std::string>()});
    return typed;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

Resource resource_from(const TypedResource& typed, const Resource& before, Wrong& wrong) {
  Resource after = before;
  after.name = base::trimmed(typed.name);
  if (after.name.empty()) wrong["name"] = tr("merchants_calendar.wrong.name");
  after.offering_id = typed.offering_id.empty() ? std::nullopt : std::optional(typed.offering_id);
  after.opening_hours = typed.opening_hours;
  after.breaks = typed.breaks;
  after.slot_minutes = minutes_into(typed.slot, before.slot_minutes, {"slot", 5, 1'440}, wrong);
  after.buffer_minutes = minutes_into(typed.buffer, before.buffer_minutes, {"buffer", 0, 720}, wrong);
  after.capacity = count_into(typed.capacity, before.capacity, {"capacity", 1, 1'000}, wrong);
  after.lead_minutes = minutes_into(typed.lead, before.lead_minutes, {"lead", 0, 43'200}, wrong);
  after.horizon_days = count_into(typed.horizon, before.horizon_days, {"horizon", 1, 400}, wrong);
  after.cancel_minutes = minutes_into(typed.cancel, before.cancel_minutes, {"cancel", 0, 43'200}, wrong);
  after.archived = typed.archived;
  after.closures.clear();
  for (std::size_t at = 0; at < typed.closures.size(); ++at) {
    const auto& each = typed.closures[at];
    const auto place = "closure/" + std::to_string(at);
    const auto from = moment_from(each.from, false);
    const auto to = moment_from(base::trimmed(each.to).empty() ? each.from : each.to, true);
    if (!from) wrong[place + "/from"] = tr("merchants_calendar.wrong.moment");
    if (!to && !base::trimmed(each.to).empty()) wrong[place + "/to"] = tr("merchants_calendar.wrong.moment");
    if (from && to && *to <= *from) wrong[place + "/to"] = tr("merchants_calendar.wrong.backwards");
    if (from && to && *to > *from)
      after.closures.push_back({*from, *to, std::string(base::trimmed(each.reason))});
  }
  return after;
}

std::string to_text(const TypedBooking& typed) {
  const nlohmann::json json{{"name", typed.name},
                            {"phone", typed.phone},
                            {"email", typed.email},
                            {"seats", typed.seats},
                            {"note", typed.note}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<TypedBooking> booking_draft(std::string_view text) {
  try {
    const auto json = base::parse_json(text);
    const auto word = [&](const char* name) { return json.at(name).get<std::string>(); };
    return TypedBooking{word("name"), word("phone"), word("email"), word("seats"), word("note")};
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

Booking booking_from(const TypedBooking& typed, const Resource& resource, Timestamp starts_at,
                     std::int64_t free, Wrong& wrong) {
  Booking made;
  made.resource_id = resource.id;
  made.starts_at = starts_at;
  made.name = base::trimmed(typed.name);
  made.phone = base::trimmed(typed.phone);
  made.email = base::trimmed(typed.email);
  made.note = base::trimmed(typed.note);
  if (!booking::is_name(made.name)) wrong["name"] = tr("merchants_calendar.wrong.who");
  if (!made.phone.empty() && !booking::is_phone(made.phone))
    wrong["phone"] = tr("merchants_calendar.wrong.phone");
  if (!made.email.empty() && !booking::is_email(made.email))
    wrong["email"] = tr("merchants_calendar.wrong.email");
  made.seats = resource.capacity == 1
                   ? 1
                   : count_into(typed.seats, 1, {"seats", 1, std::max<std::int64_t>(1, free)}, wrong);
  return made;
}

// ---- changes

Change create_of(const Resource& made, std::string draft_key) {
  Change change;
  change.operation = Operation::create_resource;
  change.body = contract::encode_new(made);
  change.title = tr("merchants_calendar.done.resource_created");
  change.detail = made.name;
  change.draft_key = std::move(draft_key);
  return change;
}

Change edit_of(const Resource& before, const Resource& after, bool keep, std::string draft_key) {
  auto change = patch_of(Operation::change_resource, before, after,
                         tr("merchants_calendar.done.resource_changed"), after.name);
  change.before = contract::encode(before);
  auto back = patch_of(Operation::change_resource, after, before, change.title, change.detail);
  back.if_match.clear();
  // What did not fit before the change may not fit behind its undo either, and it is known by then.
  back.query = "conflicts=keep";
  if (keep) change.query = "conflicts=keep";
  change.undo = std::make_shared<Change>(std::move(back));
  change.draft_key = std::move(draft_key);
  return change;
}

Change book_of(const Booking& made, std::string draft_key) {
  Change change;
  change.operation = Operation::create_booking;
  change.body = contract::encode_new(made);
  change.title = tr("merchants_calendar.done.booked");
  change.detail = made.name;
  change.draft_key = std::move(draft_key);
  // Who is on the telephone wants to know now.
  change.queueable = false;
  Booking after = made;
  after.state = BookingState::cancelled;
  after.cancel_reason = tr("merchants_calendar.undo_reason");
  Change back;
  back.operation = Operation::change_booking;
  back.ids = {""};
  back.body = contract::encode_patch(made, after);
  back.title = tr("merchants_calendar.done.cancelled");
  back.detail = made.name;
  back.queueable = false;
  change.undo = std::make_shared<Change>(std::move(back));
  return change;
}

Change move_of(const Booking& booking, Timestamp starts_at) {
  Booking after = booking;
  after.starts_at = starts_at;
  auto change = patch_of(Operation::change_booking, booking, after, tr("merchants_calendar.done.moved"),
                         line_of(booking));
  change.queueable = false;
  auto back = patch_of(Operation::change_booking, after, booking, change.title, change.detail);
  back.if_match.clear();
  back.queueable = false;
  change.undo = std::make_shared<Change>(std::move(back));
  return change;
}

Change cancel_of(const Booking& booking, const std::string& reason) {
  Booking after = booking;
  after.state = BookingState::cancelled;
  after.cancel_reason = base::trimmed(reason);
  return patch_of(Operation::change_booking, booking, after, tr("merchants_calendar.done.cancelled"),
                  line_of(booking));
}

Change came_of(const Booking& booking, bool came) {
  Booking after = booking;
  after.state = came ? BookingState::confirmed : BookingState::no_show;
  auto change = patch_of(Operation::change_booking, booking, after,
                         tr(came ? "merchants_calendar.done.came" : "merchants_calendar.done.no_show"),
                         line_of(booking));
  auto back = patch_of(Operation::change_booking, after, booking, change.title, change.detail);
  back.if_match.clear();
  change.undo = std::make_shared<Change>(std::move(back));
  return change;
}

}  // namespace stadtpult::panels::merchants::calendar
