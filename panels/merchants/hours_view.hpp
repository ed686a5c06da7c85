#pragma once
// Opening hours as people read and type them: the card of a merchant, a week that is being typed, what is
// wrong with it at which field, and what comes of it. No ImGui; frame thread (it speaks the person's
// language).

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/hours/evaluator.hpp"
#include "api-client/hours/week.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::merchants::opening {

/// Whose public and school holidays count: the state that the city lies in, as the platform says;
/// Rheinland-Pfalz until it has.
hours::Land land_of(const World& world);
inline constexpr int kDaysAhead = 14;
inline constexpr std::size_t kMostSpans = 6;  ///< of a day, in the week editor

// ---- what people type

/// "8", "8:30", "830", "8.30", "8 Uhr" → minutes of the day, 0 to 1440; nothing for anything else.
std::optional<int> clock_from(std::string_view typed);
/// "08:30"; what is past midnight as the clock shows it then, but the end of a day as "24:00".
std::string clock_words(int minutes);
/// "24.12.", "24.12.2026", "24/12/26", "2026-12-24"; the year is 0 where none is said.
std::optional<hours::Date> date_from(std::string_view typed);
std::string date_words(const hours::Date& date);
/// 0 is Monday: "Mo", and "Montag".
std::string short_day(int weekday);
std::string long_day(int weekday);

/// An expression as a sentence, in the person's language as far as there are words for it. `text`: as it is
/// written.
std::string words_of(const hours::Expression& expression, std::string_view text);

// ---- the card

struct DayRow {
  std::string day, long_name;      ///< "Mo", "Montag"
  std::vector<std::string> spans;  ///< "08:30–12:30"; none: closed
  bool today = false;
};
struct SpecialRow {
  std::string when, what;  ///< "24.12.2026", "geschlossen, Betriebsferien"
  bool operator==(const SpecialRow&) const = default;
};
struct Status {
  bool open = false;
  bool known = true;  ///< false: nobody can say (school holidays of far years)
  std::string words;  ///< "Jetzt geöffnet, bis 12:30"
};
struct Card {
  bool empty = false;        ///< nothing was said yet
  std::string problem;       ///< the expression is not understood
  std::vector<DayRow> week;  ///< seven, or none where a week cannot say it: `sentence` does then
  std::string sentence;
  std::string holidays;              ///< "An Feiertagen geschlossen"; "" where they are as weekdays
  std::vector<SpecialRow> specials;  ///< those that are not over
  Status status;
};
Card card_of(std::string_view expression, hours::Land land, base::Timestamp now);

/// What is open on a day to come.
struct DayLine {
  std::string day, words;  ///< "Mo 23.11.", "08:30–12:30, 14:00–18:00"
  bool closed = false;
};
std::vector<DayLine> next_days(const hours::Expression& expression, hours::Land land, base::Timestamp now,
                               int days = kDaysAhead);

// ---- the editor

struct TypedSpan {
  std::string from, to;  ///< a "+" behind the end: it goes on for an unknown time
  bool operator==(const TypedSpan&) const = default;
};
struct TypedHours {
  bool open = false;
  std::vector<TypedSpan> spans;
  bool operator==(const TypedHours&) const = default;
};
struct TypedSpecial {
  std::string first, last;
  TypedHours hours;
  std::string reason;
  bool operator==(const TypedSpecial&) const = default;
};
struct TypedWeek {
  std::array<TypedHours, 7> days;
  hours::Week::Holidays holidays = hours::Week::Holidays::as_weekday;
  TypedHours holiday;
  std::vector<TypedSpecial> specials;
  bool operator==(const TypedWeek&) const = default;
};
TypedWeek typed_of(const hours::Week& week);

/// Sentences by the place of the field: "d0/1/to" (Monday, second span), "ph/0/from", "s2/first".
using Wrong = std::map<std::string, std::string, std::less<>>;
/// The week, where nothing is wrong with it.
std::optional<hours::Week> week_from(const TypedWeek& typed, Wrong& wrong);

/// What stands in the editor.
struct Typed {
  bool as_text = false;
  TypedWeek week;
  std::string text;
  bool operator==(const Typed&) const = default;
};
Typed typed_of(std::string_view expression);
/// As a draft, and back.
std::string to_text(const Typed& typed);
std::optional<Typed> typed_from(std::string_view draft);

/// What comes of it.
struct Outcome {
  std::optional<std::string> expression;  ///< nothing while something is wrong
  Wrong wrong;
  std::string problem;   ///< of the text, or of the whole
  std::string proposal;  ///< an expression that may be meant by prose; "" for none
  std::string sentence;
  std::vector<DayLine> days;
  std::string gap;  ///< why `days` are not known
};
/// `empty_is_none`: a week without an hour is no expression at all (breaks; hours that are the merchant's).
Outcome outcome_of(const Typed& typed, bool empty_is_none, hours::Land land, base::Timestamp now);

/// Whether a week can say what stands in the text.
bool fits_a_week(std::string_view expression);
/// "Montag bis Freitag 9 bis 18 Uhr" → "Mo-Fr 09:00-18:00"; "" where it is no such prose. A proposal, never
/// taken without a person.
std::string proposal_for(std::string_view prose);

/// The change of a merchant's hours, with its way back.
Change hours_change(const contract::Merchant& merchant, std::string expression, std::string draft_key);

}  // namespace stadtpult::panels::merchants::opening
