#include "api-client/hours/parser.hpp"

#include <algorithm>

#include "api-client/base/utf8.hpp"
#include "api-client/hours/lexer.hpp"

namespace stadtpult::hours {
namespace {

using Kind = Token::Kind;

constexpr int kFirstYear = 1901, kLastYear = 2099;  // other numbers of four digits are times without a colon
constexpr int kMostMoveEaster = 80,                 // so that it stays in its year
    kMostMoveWeekday = 6, kMostMoveHoliday = 1;

/// After the first problem it stands at the end, so nothing needs to ask whether the step before went well.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  Reading run() {
    bool additional = false, fallback = false;
    while (reading_.problems.empty()) {
      Rule rule;
      rule.additional = additional;
      rule.fallback = fallback;
      additional = read_rule(rule);
      reading_.expression.push_back(std::move(rule));
      if (additional) continue;
      if (at_end()) break;
      fallback = take(kFallback);
      if (!fallback && !take(';')) fail(Fault::unexpected);
      if (!fallback && at_end()) break;  // a semicolon at the end says nothing
    }
    return std::move(reading_);
  }

 private:
  // ---- tokens ----

  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  [[nodiscard]] bool is(Kind kind, std::size_t ahead = 0) const { return peek(ahead).kind == kind; }
  [[nodiscard]] bool is(char symbol, std::size_t ahead = 0) const {
    return is(Kind::symbol, ahead) && peek(ahead).value == symbol;
  }
  [[nodiscard]] bool at_end() const { return is(Kind::end); }
  int next() { return tokens_[std::min(at_++, tokens_.size() - 1)].value; }
  bool take(Kind kind) { return is(kind) && (++at_, true); }
  bool take(char symbol) { return is(symbol) && (++at_, true); }
  void expect(char symbol) {
    if (!take(symbol)) fail(Fault::unexpected);
  }

  void fail(Fault fault, std::string hint = {}) { fail_at(at_, fault, std::move(hint)); }
  void fail_at(std::size_t token, Fault fault, std::string hint = {}) {
    if (!reading_.problems.empty()) return;
    const auto& where = tokens_[std::min(token, tokens_.size() - 1)];
    reading_.problems.push_back({fault, where.position, shortened(where.text), std::move(hint)});
    at_ = tokens_.size() - 1;
  }

  /// "08:00": as one word, with two digits after the colon.
  [[nodiscard]] bool is_time(std::size_t ahead = 0) const {
    return is(Kind::number, ahead) && is(':', ahead + 1) && is(Kind::number, ahead + 2) &&
           !peek(ahead + 1).spaced && !peek(ahead + 2).spaced;
  }
  [[nodiscard]] bool is_year(std::size_t ahead = 0) const {
    return is(Kind::number, ahead) && !is_time(ahead) && peek(ahead).text.size() == 4 &&
           peek(ahead).value >= kFirstYear && peek(ahead).value <= kLastYear;
  }
  [[nodiscard]] bool is_plain_number(std::size_t ahead = 0) const {
    return is(Kind::number, ahead) && !is_time(ahead) && !is_year(ahead);
  }
  [[nodiscard]] bool is_month_day(std::size_t ahead) const {
    return is(Kind::month, ahead) && is_plain_number(ahead + 1);
  }
  /// A year that belongs to the date behind it, or no year.
  [[nodiscard]] bool is_dated(std::size_t ahead) const {
    const auto date = ahead + (is_year(ahead) ? 1 : 0);
    return is(Kind::easter, date) || is_month_day(date);
  }

  int number_within(int least, int most) {
    if (!is_plain_number()) {
      fail(Fault::unexpected);
      return least;
    }
    if (peek().value < least || peek().value > most) {
      fail(Fault::number_range, std::to_string(least) + " bis " + std::to_string(most));
      return least;
    }
    return next();
  }

  /// "/2" behind a range.
  int step(int most) { return take('/') ? number_within(2, most) : 1; }

  /// "+2 days", "-1 day"; 0 where there is none.
  int move_days(int most) {
    if ((!is('+') && !is('-')) || !is(Kind::number, 1) || !is(Kind::days, 2)) return 0;
    const int sign = next() == '+' ? 1 : -1;
    const int days = number_within(1, most);
    take(Kind::days);
    return sign * days;
  }

  int year() {
    if (is_year()) return next();
    fail(Fault::unexpected);
    return kFirstYear;
  }

  // ---- a rule ----

  /// Whether "," follows and another rule is added.
  bool read_rule(Rule& rule) {
    const auto start = at_;
    selectors(rule);
    const bool another = spans(rule) || state(rule);
    if (at_ == start) fail(is(';') || is(char{kFallback}) ? Fault::rule_empty : Fault::unexpected);
    return another && reading_.problems.empty();
  }

  /// Whether "," follows it.
  bool state(Rule& rule) {
    const bool stated = is(Kind::state);
    if (stated) rule.state = static_cast<State>(next());
    if (is(Kind::comment)) {
      if (!stated) rule.state = State::unknown;
      rule.comment = std::string(peek().text);
      next();
    } else if (!stated) {
      return false;
    }
    return take(',');
  }

  void selectors(Rule& rule) {
    while (true) {
      if (is_year() && !is_dated(0))
        once(rule.years, [&] { years(rule.years); });
      else if (is_year() || is(Kind::month) || is(Kind::easter))
        once(rule.dates, [&] { dates(rule.dates); });
      else if (is(Kind::week))
        once(rule.weeks, [&] { weeks(rule.weeks); });
      else if (is(Kind::weekday) || is(Kind::holiday))
        once(rule.holidays.empty() ? rule.days : rule.holidays, [&] { days(rule); });
      else
        return;
      take(':');  // "Mo-Fr: 08:00-12:00", "week 10: Mo": for readers only
    }
  }

  template <typename List, typename Read>
  void once(const List& list, Read read_list) {
    if (!list.empty()) return fail(Fault::twice);
    read_list();
  }

  void years(std::vector<YearRange>& list) {
    do {
      const auto first = at_;
      YearRange range;
      range.from = range.to = year();
      if (take('+')) {
        range.to = kNoLastYear;
      } else if (take('-')) {
        range.to = year();
        if (range.to <= range.from) fail_at(first, Fault::backwards);
        range.step = step(100);
      } else if (is('/')) {
        range.to = kNoLastYear;
        range.step = step(100);
      }
      list.push_back(range);
    } while (take(','));
  }

  void weeks(std::vector<WeekRange>& list) {
    do {
      take(Kind::week);
      const auto first = at_;
      WeekRange range;
      range.from = range.to = number_within(1, 53);
      if (take('-')) {
        range.to = number_within(1, 53);
        if (range.to < range.from) fail_at(first, Fault::backwards);
        range.step = step(26);
      }
      list.push_back(range);
    } while ((is_comma_before(Kind::week) || (is(',') && is_plain_number(1))) && take(','));
  }

  [[nodiscard]] bool is_comma_before(Kind kind) const { return is(',') && is(kind, 1); }

  // ---- days of the week ----

  void days(Rule& rule) {
    // "PH Sa-Su" narrows the holidays; "PH,Sa-Su" and "Sa-Su,PH" add to them.
    if (is(Kind::holiday)) {
      const auto first = holiday();
      const bool more = take_comma_before_day();
      (more ? rule.days : rule.holidays).push_back(first);
      if (!more && !is(Kind::weekday)) return;
    }
    do {
      if (is(Kind::holiday))
        rule.days.push_back(holiday());
      else
        weekdays(rule.days);
    } while (take_comma_before_day());
  }

  bool take_comma_before_day() {
    return (is_comma_before(Kind::weekday) || is_comma_before(Kind::holiday)) && take(',');
  }

  DaySelector holiday() {
    DaySelector selector;
    if (static_cast<HolidayName>(next()) == HolidayName::school) {
      selector.kind = DaySelector::Kind::school_holiday;
    } else {
      selector.kind = DaySelector::Kind::public_holiday;
      selector.move_days = move_days(kMostMoveHoliday);
    }
    return selector;
  }

  void weekdays(std::vector<DaySelector>& list) {
    if (!is(Kind::weekday)) return fail(Fault::unexpected);
    DaySelector selector;
    selector.from = selector.to = next();
    if (is('[')) {
      selector.kind = DaySelector::Kind::nth_weekday;
      const auto numbers = nths();
      selector.move_days = move_days(kMostMoveWeekday);
      for (const int nth : numbers) {
        selector.nth = nth;
        list.push_back(selector);
      }
      return;
    }
    if (is('-') && is(Kind::weekday, 1)) {
      take('-');
      selector.to = next();
    }
    list.push_back(selector);
  }

  /// "[1,3]", "[1-2]", "[-1]".
  std::vector<int> nths() {
    std::vector<int> numbers;
    expect('[');
    do {
      const int sign = take('-') ? -1 : 1;
      const int from = number_within(1, 5);
      int to = from;
      if (sign > 0 && take('-')) to = number_within(1, 5);
      if (to < from) fail_at(at_ - 1, Fault::backwards);
      for (int nth = from; nth <= to; ++nth) numbers.push_back(sign * nth);
    } while (take(','));
    expect(']');
    return numbers;
  }

  // ---- dates ----

  void dates(std::vector<DateRange>& list) {
    do {
      const auto first = at_;
      DateRange range;
      if (is(Kind::month) && !is_month_day(0) && !weekday_range_ahead()) {
        // Of "Nov 6,Mar We[2]" nobody can say whether the weekday counts for both.
        const bool months_only = std::all_of(list.begin(), list.end(), [](const DateRange& one) {
          return one.kind == DateRange::Kind::months;
        });
        if (!months_only && is_month_weekday(0)) fail(Fault::unexpected);
        range.kind = DateRange::Kind::months;
        range.from.month = range.to.month = next();
        if (is('-') && is(Kind::month, 1)) {
          take('-');
          range.to.month = next();
          if (is_plain_number()) fail(Fault::unexpected);
        }
        list.push_back(range);
        continue;
      }
      range.from = range.to = date_point();
      if (range.from.day != 0 && is('-') && is_plain_number(1)) {
        take('-');
        rest_of_month(range);
      } else if (is('-') && (is_dated(1) || is_month_weekday(1))) {
        take('-');
        range.kind = DateRange::Kind::days;
        range.to = date_point();
        check_years(range, first);
      }
      list.push_back(range);
      more_days(list, range.from);
    } while ((is_comma_before(Kind::month) || is_comma_before(Kind::easter) || (is(',') && is_dated(1))) &&
             take(','));
  }

  /// The numbers of "Dec 24,26,28-31" behind the first.
  void more_days(std::vector<DateRange>& list, const DatePoint& first) {
    while (first.day != 0 && is(',') && is_plain_number(1)) {
      take(',');
      DateRange range;
      range.from = range.to = same_month(first);
      if (is('-') && is_plain_number(1)) {
        take('-');
        rest_of_month(range);
      }
      list.push_back(range);
    }
  }

  /// The end of "Dec 24-26" and "Dec 1-31/7".
  void rest_of_month(DateRange& range) {
    const auto first = at_;
    range.kind = DateRange::Kind::days;
    range.to = same_month(range.from);
    if (range.to.day < range.from.day) fail_at(first, Fault::backwards);
    range.step = step(31);
  }

  [[nodiscard]] bool is_month_weekday(std::size_t ahead) const {
    const auto month = ahead + (is_year(ahead) ? 1 : 0);
    return is(Kind::month, month) && is(Kind::weekday, month + 1) && is('[', month + 2);
  }

  /// "Mar Su[-1]-Oct Su[-1]" is a range of dates; "Mar Su[-1]" alone is a month and a weekday.
  [[nodiscard]] bool weekday_range_ahead() const {
    if (!is_month_weekday(0)) return false;
    std::size_t ahead = 3;
    while (is(Kind::number, ahead) || is('-', ahead)) ++ahead;
    if (!is(']', ahead++)) return false;
    if ((is('+', ahead) || is('-', ahead)) && is(Kind::number, ahead + 1) && is(Kind::days, ahead + 2))
      ahead += 3;
    return is('-', ahead) && (is_dated(ahead + 1) || is_month_weekday(ahead + 1));
  }

  DatePoint date_point() {
    DatePoint point;
    if (is_year()) point.year = next();
    if (take(Kind::easter)) {
      point.move_days = move_days(kMostMoveEaster);
      return point;
    }
    if (!is(Kind::month)) {
      fail(Fault::unexpected);
      return point;
    }
    point.month = next();
    if (!is(Kind::weekday)) return same_month(point);
    point.weekday = next();
    const auto first = at_;
    const auto numbers = nths();
    if (numbers.size() != 1) {
      fail_at(first, Fault::unexpected);
      return point;
    }
    point.nth = numbers.front();
    point.move_days = move_days(kMostMoveWeekday);
    return point;
  }

  /// Reads the day of a month that is known.
  DatePoint same_month(DatePoint point) {
    constexpr int kLeapYear = 2000;
    const auto first = at_;
    point.day = number_within(1, 31);
    if (point.month < 1 || point.day > days_in_month(point.year != 0 ? point.year : kLeapYear, point.month))
      fail_at(first, Fault::no_such_date);
    return point;
  }

  void check_years(const DateRange& range, std::size_t first) {
    if (range.from.year == 0 && range.to.year == 0) return;
    if (range.from.year == 0 || range.to.year == 0) return fail_at(first, Fault::years_differ);
    const auto key = [](const DatePoint& point) { return point.year * 12 + point.month; };
    const bool dates_only = range.from.month != 0 && range.to.month != 0;
    if (range.to.year < range.from.year || (dates_only && key(range.to) < key(range.from)) ||
        (dates_only && key(range.to) == key(range.from) && range.to.day < range.from.day))
      fail_at(first, Fault::backwards);
  }

  // ---- times ----

  /// Whether "," and something that is no time follows.
  bool spans(Rule& rule) {
    if (is(Kind::number) && is('/', 1) && peek().value == 24 && is(Kind::number, 2) && peek(2).value == 7) {
      at_ += 3;
      rule.spans.push_back({0, kDayMinutes, false});
      return false;
    }
    if (!is(Kind::number)) return false;
    while (true) {
      rule.spans.push_back(span());
      if (!take(',')) return false;
      if (!is(Kind::number) || is_year()) return true;
    }
  }

  Span span() {
    const auto first = at_;
    Span span;
    span.from = minute(kDayMinutes - 1);
    span.to = span.from;
    if (take('+')) {
      span.open_end = true;
      return span;
    }
    if (!take('-')) fail(Fault::time_end);
    const auto last = at_;
    span.to = minute(2 * kDayMinutes);
    if (span.to < span.from && peek_text(first).size() == 1 && peek_text(last).size() == 1)
      fail_at(first, Fault::which_half);
    if (span.to <= span.from) span.to += kDayMinutes;
    if (span.to > 2 * kDayMinutes) fail_at(last, Fault::past_two_days);
    span.open_end = take('+');
    return span;
  }

  [[nodiscard]] std::string_view peek_text(std::size_t token) const {
    return tokens_[std::min(token, tokens_.size() - 1)].text;
  }

  int minute(int most) {
    if (!is(Kind::number)) {
      fail(at_end() ? Fault::time_end : Fault::unexpected);
      return 0;
    }
    if (!is_time()) {
      fail(Fault::no_minutes);
      return 0;
    }
    const auto first = at_;
    const int hours = next();
    take(':');
    const bool two_digits = peek().text.size() == 2 && peek().value < 60;
    const int minutes = next();
    if (!two_digits || peek_text(first).size() > 2 || hours * 60 + minutes > most) {
      fail_at(first, Fault::bad_time);
      return 0;
    }
    return hours * 60 + minutes;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Reading reading_;
};

std::size_t first_bad_character(std::string_view text) {
  std::size_t position = 1;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length <= 4 && length <= text.size() && !base::is_utf8(text.substr(0, length))) ++length;
    if (length > 4 || length > text.size()) break;
    text.remove_prefix(length);
    ++position;
  }
  return position;
}

}  // namespace

Reading read(std::string_view text) {
  Reading reading;
  if (text.size() > kLongest) {
    reading.problems.push_back({Fault::too_long, kLongest, "", std::to_string(text.size())});
    return reading;
  }
  if (!base::is_utf8(text)) {
    reading.problems.push_back({Fault::encoding, first_bad_character(text), "", ""});
    return reading;
  }
  auto found = tokens_of(text);
  if (!found.problems.empty()) {
    reading.problems = std::move(found.problems);
    return reading;
  }
  if (found.tokens.size() == 1) {
    reading.problems.push_back({Fault::empty, 1, "", ""});
    return reading;
  }
  return Parser(std::move(found.tokens)).run();
}

}  // namespace stadtpult::hours
