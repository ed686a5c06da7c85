#pragma once
// What can be booked at a merchant and what is: a week as it is drawn, what a person types about a resource
// or a booking, which bookings a change would leave without a place, and the changes. Slots are reckoned
// here, at once and without the line. Times are Germany's. No ImGui; frame thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/booking/slots.hpp"
#include "panels/merchants/hours_view.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::merchants::calendar {

using contract::Booking;
using contract::BookingState;
using contract::Merchant;
using contract::Resource;
using contract::Timestamp;
using hours::Day;

// ---- a week

enum class Kind {
  free,
  booked,
  gone  ///< would be free, but has begun already, or stands too close to a booking
};

/// A time in a day's column.
struct Item {
  Kind kind = Kind::free;
  Timestamp starts_at, ends_at;
  int from = 0, to = 0;  ///< minutes of the day, on the clock
  std::int64_t free = 0, capacity = 1, seats = 0;
  std::vector<std::string> booking_ids;  ///< more than one where several booked the same time
  std::string words;                     ///< in the block: "gebucht", "frei", "2 frei"
  std::string sentence;                  ///< "Montag 23. November, 08:30 bis 10:00, gebucht, Nadja Keller"
  int lane = 0, lanes = 1;               ///< beside others at the same time
};
/// Free times that follow each other are drawn as one.
struct Stretch {
  Kind kind = Kind::free;
  std::size_t first = 0, last = 0;  ///< items
  std::string words;
};
/// No bookings are taken in this part of a day.
struct Shut {
  int from = 0, to = 0;
  std::string words;
};
struct Column {
  Day day = 0;
  std::string head, long_name;  ///< "Mo 23.", "Montag 23. November"
  bool today = false, closed = false;
  std::string closed_words;  ///< "Ruhetag", or why
  std::vector<Item> items;   ///< in their order
  std::vector<Stretch> stretches;
  std::vector<Shut> shut;
};

/// The Monday of the week of this day.
Day monday_of(Day day);
/// "KW 48".
std::string week_words(Day monday);

/// A week of a resource. Made anew when one of the lists, the week or the minute is another.
class Week {
 public:
  void update(const World& world, const Merchant& merchant, const Resource& resource, Day monday);
  [[nodiscard]] const std::vector<Column>& columns() const {
    return columns_;
  }  ///< six; seven where Sunday has something
  [[nodiscard]] int first_minute() const { return first_minute_; }
  [[nodiscard]] int last_minute() const { return last_minute_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }  ///< hours that are not understood
  [[nodiscard]] std::uint64_t made() const { return made_; }             ///< how often it was made

 private:
  void fill(const World& world, const Merchant& merchant, const Resource& resource, Day monday);

  std::string key_;
  std::vector<Column> columns_;
  int first_minute_ = 8 * 60, last_minute_ = 18 * 60;
  std::string problem_;
  std::uint64_t made_ = 0;
};

/// The cursor of the keyboard, by what it stands on.
struct Cursor {
  std::size_t column = 0, item = 0;
  bool operator==(const Cursor&) const = default;
};
/// Where an arrow leads: to the next item of the day, or to that of the next day with any that is nearest in
/// time. Stays where there is none.
Cursor moved(const std::vector<Column>& columns, Cursor from, int days, int items);
/// Where the item that begins at this time stands in the day of the cursor: the one of this kind, else
/// another one; the cursor itself where there is none.
Cursor found_again(const std::vector<Column>& columns, Cursor from, Timestamp starts_at, Kind kind);
/// The first free time from now on, else the first item; nothing where there is none.
std::optional<Cursor> first_of(const std::vector<Column>& columns, Timestamp now);

// ---- resources and bookings

std::vector<const Resource*> resources_of(const World& world, const Merchant& merchant,
                                          bool with_archived = false);
/// What this person may do; to see what is free is to see what is booked.
bool may_see(const World& world);
bool may_book(const World& world);
bool may_arrange(const World& world);

/// Times that somebody who calls can still have: the console knows no lead time.
std::vector<contract::Slot> free_slots(const World& world, const Merchant& merchant, const Resource& resource,
                                       Timestamp from, int days, const Booking* moving, std::size_t most);
/// "Montag 23. November, 08:30 bis 10:00".
std::string time_words(Timestamp from, Timestamp to);
/// "23.11. 08:30–10:00, Nadja Keller"; without a name where this person may not read it.
std::string line_of(const Booking& booking);
std::string state_words(const Booking& booking, Timestamp now);
/// Bookings of a merchant that are still to come, the next first.
std::vector<const Booking*> upcoming(const World& world, const Merchant& merchant, std::size_t most);

/// Bookings to come that would lie outside the hours of the resource as it would be then, or find no seat.
std::vector<const Booking*> conflicts_of(const World& world, const Merchant& merchant, const Resource& after);
/// The same for other hours of the merchant, of all resources that follow them.
std::vector<const Booking*> conflicts_of_hours(const World& world, const Merchant& merchant,
                                               std::string_view hours);

// ---- what is typed

struct TypedClosure {
  std::string from, to, reason;  ///< "24.12.2026" is the whole day; "24.12.2026, 12:00" a moment
  bool operator==(const TypedClosure&) const = default;
};
struct TypedResource {
  std::string name, offering_id, opening_hours, breaks;
  std::string slot, buffer, capacity, lead, horizon, cancel;
  std::vector<TypedClosure> closures;
  bool archived = false;
  bool operator==(const TypedResource&) const = default;
};
TypedResource typed_of(const Resource& resource);
std::string to_text(const TypedResource& typed);
std::optional<TypedResource> resource_draft(std::string_view text);

using Wrong = std::map<std::string, std::string, std::less<>>;  ///< by the field's name; "closure/2/to"
Resource resource_from(const TypedResource& typed, const Resource& before, Wrong& wrong);

struct TypedBooking {
  std::string name, phone, email, seats = "1", note;
  bool operator==(const TypedBooking&) const = default;
};
std::string to_text(const TypedBooking& typed);
std::optional<TypedBooking> booking_draft(std::string_view text);
/// Who books, and for how many; `free` seats are left.
Booking booking_from(const TypedBooking& typed, const Resource& resource, Timestamp starts_at,
                     std::int64_t free, Wrong& wrong);

// ---- changes

Change create_of(const Resource& made, std::string draft_key);
/// `keep`: bookings that would not fit any more stay as they are.
Change edit_of(const Resource& before, const Resource& after, bool keep, std::string draft_key);
Change book_of(const Booking& made, std::string draft_key);
Change move_of(const Booking& booking, Timestamp starts_at);
Change cancel_of(const Booking& booking, const std::string& reason);
/// Nobody came, or somebody did after all.
Change came_of(const Booking& booking, bool came);

}  // namespace stadtpult::panels::merchants::calendar
