#pragma once
// What the console and the citizens do with bookings in the same way: find what is booked, take and give back
// seats, write the letters that belong to it.

#include "platform/domain/booking_letters.hpp"
#include "platform/domain/booking_rules.hpp"
#include "platform/domain/calendar_file.hpp"
#include "platform/routes/common.hpp"

namespace stadtpult::platform {

/// A resource and whose it is.
struct Bookable {
  contract::Resource resource;
  contract::Merchant merchant;
};
/// Nothing where there is no such resource.
std::optional<Bookable> find_bookable(Database& database, const std::string& resource_id);
/// What citizens may book: not archived, of a merchant who is active.
std::optional<Bookable> find_public_bookable(Database& database, const std::string& resource_id);
bool is_active(const contract::Merchant& merchant);

hours::Land land_for(const Call& call);

/// "from" and "to" of a list of slots; 400 with the one that is wrong.
struct SlotSpan {
  contract::Timestamp from, to;
};
base::Result<SlotSpan> asked_span(const Call& call);
/// The slots that begin in the span, with what is free of each at `now`.
std::vector<contract::Slot> slots_in(Database& database, const Bookable& bookable,
                                     const booking::SlotPlan& plan, SlotSpan span, contract::Timestamp now);
/// The slots of the span as a page; all of them where the sender names no limit.
base::Result<Answer> slots_answer(const Reading& reading, const Bookable& bookable,
                                  const booking::SlotPlan& plan);

/// Bookings that are taken back and given, inside one transaction of the writer.
class BookingDesk {
 public:
  /// `plan`: by what it is decided, the citizens' or the console's.
  BookingDesk(Change& change, const Call& call, const Bookable& bookable, const booking::SlotPlan& plan);

  /// Takes seats for a new booking, numbers it and stores it. What the citizens only hold leaves no line in
  /// the record.
  base::Result<contract::Booking> add(contract::Booking booking);
  /// The secret of what was added last.
  [[nodiscard]] const std::string& ticket() const { return ticket_; }
  /// Stores what became of a booking: a move takes its new seats first and gives the old ones back then; an
  /// end gives them back. Writes the letters. `action`: the verb of the line in the record.
  base::Done change_to(const contract::Booking& before, contract::Booking after, std::string_view action,
                       bool by_merchant);

  /// The secret for this booking: made of the store's key, so that letters can name it though only its hash
  /// is stored.
  static std::string ticket_of(const base::Key& key, const std::string& booking_id);
  /// The secret in the link of a letter: it reads the booking as its ticket does, and changes nothing.
  static std::string event_secret(const base::Key& key, const std::string& booking_id);
  /// The booking that such a secret is of; nothing where it is none.
  static std::optional<std::string> booking_of_event(const base::Key& key, const std::string& secret);

 private:
  [[nodiscard]] std::vector<contract::Booking> taken(contract::Timestamp from, contract::Timestamp to,
                                                     const std::string& without) const;
  base::Done place(contract::Booking& booking);
  /// `replaces`: one that did not go out yet was dropped for it.
  void write(LetterKind kind, const contract::Booking& booking, contract::Timestamp due,
             contract::Timestamp moved_from, bool by_merchant, bool replaces);
  void write_letters(const contract::Booking& before, const contract::Booking& after, bool by_merchant);

  std::string ticket_;
  Change& change_;
  const Call& call_;
  const Bookable& bookable_;
  const booking::SlotPlan& plan_;
};

/// Ends holds that have run out, of one resource or ("") of all; how many.
int end_holds(Change& change, const std::string& resource_id, int most);

/// Whoever books through the citizens' app; for the record.
Change as_citizen(Change& change, const Call& call);

/// One line that says what is wrong with who books.
base::Done check_contact(const contract::Booking& booking);

/// Blanks who booked, in the row, its letters and the record; when and what stays. How many values it were;
/// 0 where nobody was named any more, and then nothing is written. `merge_booking_words` belongs behind it.
std::int64_t erase_booking(Change& change, const contract::Booking& booking, const std::string& reason);

/// To one address within a day, by what citizens do: nobody floods somebody else with bookings. Where it has
/// as many, what is booked, moved or cancelled with it writes none: it is not refused, as it may be somebody
/// else who used the address up.
inline constexpr std::int64_t kMostLettersADay = 20;

/// Takes the words and the recipient out; one that waits is not sent any more.
void blank_letter(contract::Letter& letter);
/// Why a letter was not sent.
inline constexpr const char* kTooLate = "too late";

/// As this reader may see it: reviewers see when, not who.
void for_reader(const Call& call, contract::Booking& booking);

/// A booking in a calendar.
CalendarEntry entry_of(const contract::Booking& booking, const Bookable& bookable, bool for_merchant);
/// A booking as iCalendar. `for_merchant`: with who comes, else with where it is.
Answer event_answer(const contract::Booking& booking, const Bookable& bookable, bool for_merchant);

}  // namespace stadtpult::platform
