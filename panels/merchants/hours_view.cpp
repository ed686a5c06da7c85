#include "panels/merchants/hours_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/content/render.hpp"
#include "api-client/hours/parser.hpp"
#include "api-client/hours/sentence.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::merchants::opening {

using hours::Date;
using hours::Day;
using hours::kDayMinutes;
using hours::Span;
using hours::Week;
using kit::tr;
using kit::tr_n;

namespace {

constexpr const char* kDayKeys[] = {"monday", "tuesday",  "wednesday", "thursday",
                                    "friday", "saturday", "sunday"};
constexpr int kAnyLeapYear = 2024;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// The number at the front, of at most `most` digits; -1 where there is none or it is longer.
int take_number(std::string_view& text, std::size_t most) {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length])) ++length;
  if (length == 0 || length > most) return -1;
  int value = 0;
  for (const char c : text.substr(0, length)) value = value * 10 + (c - '0');
  text.remove_prefix(length);
  return value;
}

std::string range_words(const Span& span) {
  auto words = clock_words(span.from);
  if (span.to != span.from) words += "–" + clock_words(span.to);
  if (span.open_end) words += "+";
  return words;
}

std::string spans_words(const std::vector<Span>& spans) {
  if (spans.empty()) return tr("merchants_hours.closed");
  std::string words;
  for (const auto& span : spans) words += (words.empty() ? "" : ", ") + range_words(span);
  return words;
}

std::string day_and_date(Day day) {
  // At noon it is that day in every zone that dates may be shown in.
  return short_day(hours::weekday_of(day)) + " " +
         kit::format_day(hours::instant_of(hours::at_minute(day, kDayMinutes / 2)));
}

/// "14:00", "morgen 08:30", "Do 26.11. 08:30".
std::string moment_from_now(hours::LocalTime at, hours::LocalTime now) {
  const auto clock = clock_words(at.of_day());
  const auto days = at.day() - now.day();
  if (days == 0) return clock;
  if (days == 1) return std::string(tr("kit.tomorrow")) + " " + clock;
  return day_and_date(at.day()) + " " + clock;
}

Status status_of(const hours::Evaluator& evaluator, hours::LocalTime now) {
  const hours::LocalTime until{now.minutes + std::int64_t{kDaysAhead} * kDayMinutes};
  if (evaluator.gap(now, until)) return {.known = false, .words = tr("merchants_hours.status.not_known")};
  const auto intervals = evaluator.intervals(now, until);
  if (intervals.empty()) return {.words = tr_n("merchants_hours.status.closed_long", kDaysAhead)};
  const auto& next = intervals.front();
  if (next.from > now)
    return {.words = tr("merchants_hours.status.opens", {{"when", moment_from_now(next.from, now)}})};
  if (next.unknown)
    return {.known = false, .words = tr("merchants_hours.status.perhaps", {{"why", next.comment}})};
  if (next.to >= until) return {.open = true, .words = tr("merchants_hours.status.always")};
  // Tonight's end is still "today" for who stands before the door.
  const bool night = next.to.day() == now.day() + 1 && next.to.of_day() <= 6 * 60;
  return {.open = true,
          .words = tr("merchants_hours.status.open_until",
                      {{"when", night ? clock_words(next.to.of_day()) : moment_from_now(next.to, now)}})};
}

bool is_over(const hours::SpecialDay& special, Day today) {
  return special.last.year != 0 && hours::day_of(special.last) < today;
}

void fill_week(Card& card, const Week& week, Day today) {
  for (int day = 0; day < 7; ++day) {
    DayRow row{short_day(day), long_day(day), {}, hours::weekday_of(today) == day};
    for (const auto& span : week.days[static_cast<std::size_t>(day)]) row.spans.push_back(range_words(span));
    card.week.push_back(std::move(row));
  }
  if (week.holidays == Week::Holidays::closed) card.holidays = tr("merchants_hours.holidays.closed_words");
  if (week.holidays == Week::Holidays::hours)
    card.holidays = tr("merchants_hours.holidays.hours_words", {{"hours", spans_words(week.holiday_spans)}});
  for (const auto& special : week.specials) {
    if (is_over(special, today)) continue;
    auto when = date_words(special.first);
    if (special.last != special.first) when += " – " + date_words(special.last);
    auto what = spans_words(special.spans);
    if (!special.reason.empty()) what += ", " + special.reason;
    card.specials.push_back({std::move(when), std::move(what)});
  }
}

}  // namespace

// ---- what people type

std::optional<int> clock_from(std::string_view typed) {
  auto text = lower_ascii(base::trimmed(typed));
  for (const std::string_view unit : {"uhr", "h"})
    if (text.ends_with(unit)) {
      text.resize(text.size() - unit.size());
      break;
    }
  std::string_view rest = base::trimmed(text);
  if (rest.empty() || !std::all_of(rest.begin(), rest.end(),
                                   [](char c) { return is_digit(c) || c == ':' || c == '.' || c == ','; }))
    return std::nullopt;
  int hour = 0, minute = 0;
  const auto mark = rest.find_first_of(":.,");
  if (mark == std::string_view::npos) {
    const auto digits = rest.size();
    int number = take_number(rest, 4);
    if (number < 0) return std::nullopt;
    hour = digits > 2 ? number / 100 : number;
    minute = digits > 2 ? number % 100 : 0;
  } else {
    std::string_view minutes = rest.substr(mark + 1), hours_part = rest.substr(0, mark);
    if (minutes.size() != 2) return std::nullopt;
    hour = take_number(hours_part, 2);
    minute = take_number(minutes, 2);
    if (!hours_part.empty() || !minutes.empty()) return std::nullopt;
  }
  if (hour < 0 || minute < 0 || hour > 24 || minute > 59 || (hour == 24 && minute != 0)) return std::nullopt;
  return hour * 60 + minute;
}

std::string clock_words(int minutes) {
  if (minutes > kDayMinutes) minutes -= kDayMinutes;
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::optional<Date> date_from(std::string_view typed) {
  std::string_view rest = base::trimmed(typed);
  Date date;
  const auto separator = [&rest] {
    rest = base::trimmed(rest);
    if (rest.empty() || (rest.front() != '.' && rest.front() != '/' && rest.front() != '-')) return false;
    rest.remove_prefix(1);
    rest = base::trimmed(rest);
    return true;
  };
  const bool iso = rest.size() >= 5 && rest[4] == '-';
  const int first = take_number(rest, iso ? 4 : 2);
  if (first < 0 || !separator()) return std::nullopt;
  date.month = take_number(rest, 2);
  if (iso) {
    date.year = first;
    if (!separator()) return std::nullopt;
    date.day = take_number(rest, 2);
  } else {
    date.day = first;
    if (!rest.empty() && !separator()) return std::nullopt;
    if (!rest.empty()) {
      const auto digits = rest.size();
      date.year = take_number(rest, 4);
      if (digits == 2) date.year += 2000;
      if (digits != 2 && digits != 4) return std::nullopt;
    }
  }
  if (!rest.empty()) return std::nullopt;
  const Date checked{date.year == 0 ? kAnyLeapYear : date.year, date.month, date.day};
  return hours::exists(checked) ? std::optional(date) : std::nullopt;
}

std::string date_words(const Date& date) {
  if (kit::language() == "de")
    return date.year == 0 ? fmt::format("{:02}.{:02}.", date.day, date.month)
                          : fmt::format("{:02}.{:02}.{}", date.day, date.month, date.year);
  return date.year == 0 ? fmt::format("{:02}/{:02}", date.day, date.month)
                        : fmt::format("{:02}/{:02}/{}", date.day, date.month, date.year);
}

std::string short_day(int weekday) {
  return kit::tr_or(std::string("merchants_hours.short.") + kDayKeys[weekday], "");
}

std::string long_day(int weekday) {
  return kit::tr_or(std::string("kit.") + kDayKeys[weekday], "");
}

std::string words_of(const hours::Expression& expression, std::string_view text) {
  if (kit::language() == "de") return hours::sentence_of(expression);
  std::string words;
  for (const auto& line : content::hours_in_words(text, kit::language()))
    words += (words.empty() ? "" : "; ") + line;
  return words;
}

// ---- the card

hours::Land land_of(const World& world) {
  const auto said = world.state.me ? hours::land_of(world.state.me->land) : std::nullopt;
  return said.value_or(hours::Land::rp);
}

Card card_of(std::string_view expression, hours::Land land, base::Timestamp now) {
  Card card;
  card.empty = base::trimmed(expression).empty();
  if (card.empty) return card;
  const auto reading = hours::read(expression);
  if (!reading.understood()) {
    card.problem = hours::sentence_of(reading.problems.front(), kit::language());
    return card;
  }
  const auto local = hours::local_of(now);
  card.sentence = words_of(reading.expression, expression);
  if (const auto week = hours::week_of(reading.expression)) fill_week(card, *week, local.day());
  card.status = status_of(hours::Evaluator(reading.expression, land), local);
  return card;
}

std::vector<DayLine> next_days(const hours::Expression& expression, hours::Land land, base::Timestamp now,
                               int days) {
  const Day today = hours::local_of(now).day();
  const auto from = hours::at_minute(today, 0), until = hours::at_minute(today + days, 0);
  const hours::Evaluator evaluator(expression, land);
  if (evaluator.gap(from, until)) return {};
  // Two days more, so that the last night has its end.
  const auto intervals = evaluator.gap(from, {until.minutes + 2 * kDayMinutes})
                             ? evaluator.intervals(from, until)
                             : evaluator.intervals(from, {until.minutes + 2 * kDayMinutes});
  std::vector<DayLine> lines;
  for (Day day = today; day < today + days; ++day) {
    DayLine line{day_and_date(day), "", true};
    const auto begin = hours::at_minute(day, 0).minutes, end = begin + kDayMinutes;
    const auto say = [&line](const std::string& words) {
      line.words += (line.words.empty() ? "" : ", ") + words;
      line.closed = false;
    };
    for (const auto& each : intervals) {
      const auto starts = each.from.minutes, ends = each.to.minutes;
      if (starts >= end || ends <= begin) continue;
      if (starts <= begin && ends >= end) {
        say(tr("merchants_hours.all_day"));
      } else if (starts >= begin) {
        // A night belongs to the evening before it.
        const int last = ends >= end + kDayMinutes ? kDayMinutes : static_cast<int>(ends - begin);
        say(range_words({static_cast<int>(starts - begin), last, false}) +
            (each.unknown ? " " + std::string(tr("merchants_hours.perhaps")) : ""));
      } else if (starts < begin - kDayMinutes || day == today) {
        say(range_words({0, static_cast<int>(ends - begin), false}));
      }
    }
    if (line.closed) line.words = tr("merchants_hours.closed");
    if (const auto name = hours::public_holiday(land, day); !name.empty())
      line.words += " (" + std::string(name) + ")";
    lines.push_back(std::move(line));
  }
  return lines;
}

// ---- the editor

namespace {

TypedHours typed_hours(const std::vector<Span>& spans) {
  TypedHours typed;
  typed.open = !spans.empty();
  for (const auto& span : spans) {
    auto to = span.to == span.from && span.open_end ? std::string() : clock_words(span.to);
    typed.spans.push_back({clock_words(span.from), to + (span.open_end ? "+" : "")});
  }
  return typed;
}

/// One span; its fields are "<place>/from" and "<place>/to".
std::optional<Span> span_from(const TypedSpan& typed, const std::string& place, Wrong& wrong) {
  const auto from = clock_from(typed.from);
  auto end = base::trimmed(typed.to);
  const bool open_end = end.ends_with('+');
  if (open_end) end = base::trimmed(end.substr(0, end.size() - 1));
  const bool only_begin = open_end && end.empty();
  const auto to = only_begin ? from : clock_from(end);
  if (!from || *from == kDayMinutes)
    wrong[place + "/from"] = tr(base::trimmed(typed.from).empty() ? "merchants_hours.wrong.from_missing"
                                                                  : "merchants_hours.wrong.clock");
  if (!to)
    wrong[place + "/to"] =
        tr(end.empty() ? "merchants_hours.wrong.to_missing" : "merchants_hours.wrong.clock");
  if (!from || *from == kDayMinutes || !to) return std::nullopt;
  if (only_begin) return Span{*from, *from, true};
  if (*to == *from) {
    wrong[place + "/to"] = tr("merchants_hours.wrong.same");
    return std::nullopt;
  }
  return Span{*from, *to < *from ? *to + kDayMinutes : *to, open_end};
}

std::vector<Span> spans_from(const TypedHours& typed, const std::string& place, Wrong& wrong) {
  std::vector<Span> spans;
  if (!typed.open) return spans;
  if (typed.spans.empty()) wrong[place] = tr("merchants_hours.wrong.no_span");
  for (std::size_t at = 0; at < typed.spans.size(); ++at) {
    const auto here = place + "/" + std::to_string(at);
    const auto span = span_from(typed.spans[at], here, wrong);
    if (!span) continue;
    for (const auto& other : spans)
      if (span->from < other.to && other.from < span->to)
        wrong[here + "/from"] = tr("merchants_hours.wrong.overlaps", {{"other", range_words(other)}});
    spans.push_back(*span);
  }
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  return spans;
}

std::optional<hours::SpecialDay> special_from(const TypedSpecial& typed, const std::string& place,
                                              Wrong& wrong) {
  const auto before = wrong.size();
  const auto first = date_from(typed.first);
  const bool one_day = base::trimmed(typed.last).empty();
  const auto last = one_day ? first : date_from(typed.last);
  if (!first)
    wrong[place + "/first"] = tr(base::trimmed(typed.first).empty() ? "merchants_hours.wrong.date_missing"
                                                                    : "merchants_hours.wrong.date");
  if (!last && !one_day) wrong[place + "/last"] = tr("merchants_hours.wrong.date");
  if (first && last) {
    if ((first->year == 0) != (last->year == 0))
      wrong[place + "/last"] = tr("merchants_hours.wrong.years");
    else if (first->year != 0 && *last < *first)
      wrong[place + "/last"] = tr("merchants_hours.wrong.backwards");
  }
  auto spans = spans_from(typed.hours, place, wrong);
  if (typed.reason.find('"') != std::string::npos)
    wrong[place + "/reason"] = tr("merchants_hours.wrong.quote");
  if (wrong.size() != before || !first || !last) return std::nullopt;
  return hours::SpecialDay{*first, *last, std::move(spans),
                           typed.hours.open ? std::string() : std::string(base::trimmed(typed.reason))};
}

nlohmann::json json_of(const TypedHours& typed) {
  auto spans = nlohmann::json::array();
  for (const auto& span : typed.spans) spans.push_back({span.from, span.to});
  return {{"open", typed.open}, {"spans", std::move(spans)}};
}

TypedHours hours_of(const nlohmann::json& json) {
  TypedHours typed;
  typed.open = json.at("open").get<bool>();
  for (const auto& span : json.at("spans"))
    typed.spans.push_back({span.at(0).get<std::string>(), span.at(1).get<std::string>()});
  return typed;
}

bool says_nothing(const Week& week) {
  return week == Week{};
}

void look_ahead(Outcome& outcome, const hours::Expression& expression, hours::Land land,
                base::Timestamp now) {
  outcome.sentence = words_of(expression, *outcome.expression);
  const auto from = hours::at_minute(hours::local_of(now).day(), 0);
  const hours::LocalTime until{from.minutes + std::int64_t{kDaysAhead} * kDayMinutes};
  if (const auto gap = hours::Evaluator(expression, land).gap(from, until))
    outcome.gap = hours::sentence_of(*gap, kit::language());
  else
    outcome.days = next_days(expression, land, now);
}

}  // namespace

TypedWeek typed_of(const Week& week) {
  TypedWeek typed;
  for (std::size_t day = 0; day < 7; ++day) typed.days[day] = typed_hours(week.days[day]);
  typed.holidays = week.holidays;
  if (week.holidays == Week::Holidays::hours) typed.holiday = typed_hours(week.holiday_spans);
  for (const auto& special : week.specials) {
    TypedSpecial one{date_words(special.first), "", typed_hours(special.spans), special.reason};
    if (special.last != special.first) one.last = date_words(special.last);
    typed.specials.push_back(std::move(one));
  }
  return typed;
}

std::optional<Week> week_from(const TypedWeek& typed, Wrong& wrong) {
  Week week;
  for (std::size_t day = 0; day < 7; ++day)
    week.days[day] = spans_from(typed.days[day], "d" + std::to_string(day), wrong);
  week.holidays = typed.holidays;
  if (typed.holidays == Week::Holidays::hours) {
    auto holiday = typed.holiday;
    holiday.open = true;
    week.holiday_spans = spans_from(holiday, "ph", wrong);
  }
  for (std::size_t at = 0; at < typed.specials.size(); ++at)
    if (auto special = special_from(typed.specials[at], "s" + std::to_string(at), wrong))
      week.specials.push_back(std::move(*special));
  if (!wrong.empty()) return std::nullopt;
  return week;
}

Typed typed_of(std::string_view expression) {
  Typed typed;
  typed.text = expression;
  if (base::trimmed(expression).empty()) return typed;
  const auto reading = hours::read(expression);
  const auto week = reading.understood() ? hours::week_of(reading.expression) : std::nullopt;
  typed.as_text = !week;
  if (week) typed.week = typed_of(*week);
  return typed;
}

std::string to_text(const Typed& typed) {
  nlohmann::json json{{"as_text", typed.as_text}, {"text", typed.text}};
  json["holidays"] = static_cast<int>(typed.week.holidays);
  json["holiday"] = json_of(typed.week.holiday);
  for (const auto& day : typed.week.days) json["days"].push_back(json_of(day));
  json["specials"] = nlohmann::json::array();
  for (const auto& each : typed.week.specials)
    json["specials"].push_back({{"first", each.first},
                                {"last", each.last},
                                {"reason", each.reason},
                                {"hours", json_of(each.hours)}});
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<Typed> typed_from(std::string_view draft) {
  // A draft of another version of the program is no draft.
  try {
    const auto json = base::parse_json(draft);
    Typed typed;
    typed.as_text = json.at("as_text").get<bool>();
    typed.text = json.at("text").get<std::string>();
    const int holidays = json.at("holidays").get<int>();
    if (holidays < 0 || holidays > 2 || json.at("days").size() != 7) return std::nullopt;
    typed.week.holidays = static_cast<Week::Holidays>(holidays);
    typed.week.holiday = hours_of(json.at("holiday"));
    for (std::size_t day = 0; day < 7; ++day) typed.week.days[day] = hours_of(json.at("days").at(day));
    for (const auto& each : json.at("specials"))
      typed.week.specials.push_back({each.at("first").get<std::string>(), each.at("last").get<std::string>(),
                                     hours_of(each.at("hours")), each.at("reason").get<std::string>()});
    return typed;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

bool fits_a_week(std::string_view expression) {
  if (base::trimmed(expression).empty()) return true;
  const auto reading = hours::read(expression);
  return reading.understood() && hours::week_of(reading.expression).has_value();
}

Outcome outcome_of(const Typed& typed, bool empty_is_none, hours::Land land, base::Timestamp now) {
  Outcome outcome;
  std::string text(base::trimmed(typed.text));
  if (!typed.as_text) {
    const auto week = week_from(typed.week, outcome.wrong);
    if (!week) return outcome;
    text = empty_is_none && says_nothing(*week) ? "" : hours::expression_of(*week);
  }
  if (text.empty()) {
    if (empty_is_none)
      outcome.expression = text;
    else
      outcome.problem = tr("merchants_hours.wrong.empty");
    return outcome;
  }
  const auto reading = hours::read(text);
  if (!reading.understood()) {
    outcome.problem = hours::sentence_of(reading.problems.front(), kit::language());
    if (typed.as_text) outcome.proposal = proposal_for(text);
    return outcome;
  }
  outcome.expression = std::move(text);
  look_ahead(outcome, reading.expression, land, now);
  return outcome;
}

// ---- prose

namespace {

struct Meaning {
  std::string_view word, symbol;
};
/// The longest beginning that a word has counts, so that "Montags" and "Mo." are meant, too.
constexpr Meaning kMeanings[] = {{"montag", "Mo"},
                                 {"dienstag", "Tu"},
                                 {"mittwoch", "We"},
                                 {"donnerstag", "Th"},
                                 {"freitag", "Fr"},
                                 {"samstag", "Sa"},
                                 {"sonnabend", "Sa"},
                                 {"sonntag", "Su"},
                                 {"feiertag", "PH"},
                                 {"monday", "Mo"},
                                 {"tuesday", "Tu"},
                                 {"wednesday", "We"},
                                 {"thursday", "Th"},
                                 {"friday", "Fr"},
                                 {"saturday", "Sa"},
                                 {"sunday", "Su"},
                                 {"bis", "-"},
                                 {"und", ","},
                                 {"and", ","},
                                 {"sowie", ","},
                                 {"to", "-"},
                                 {"until", "-"},
                                 {"geschlossen", "off"},
                                 {"closed", "off"},
                                 {"zu", "off"},
                                 {"ruhetag", "off"},
                                 {"mo", "Mo"},
                                 {"di", "Tu"},
                                 {"mi", "We"},
                                 {"do", "Th"},
                                 {"fr", "Fr"},
                                 {"sa", "Sa"},
                                 {"so", "Su"},
                                 {"tu", "Tu"},
                                 {"we", "We"},
                                 {"th", "Th"},
                                 {"su", "Su"},
                                 {"ph", "PH"},
                                 {"off", "off"},
                                 {"uhr", ""},
                                 {"von", ""},
                                 {"from", ""},
                                 {"an", ""},
                                 {"am", ""},
                                 {"ab", "?"},
                                 {"ist", ""},
                                 {"geöffnet", ""},
                                 {"open", ""},
                                 {"auf", ""},
                                 {"h", ""}};

std::optional<std::string_view> meaning_of(std::string_view word) {
  for (const auto& each : kMeanings)
    if (word == each.word) return each.symbol;
  // Plural and the adverb: "montags", "feiertagen".
  for (const auto& each : kMeanings)
    if (each.word.size() >= 6 && word.starts_with(each.word) && word.size() <= each.word.size() + 2)
      return each.symbol;
  return std::nullopt;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string proposal_for(std::string_view prose) {
  const auto text = lower_ascii(prose);
  if (text.size() > hours::kLongest) return {};
  std::string out;
  bool after_time = false, words = false;
  const auto symbol = [&](std::string_view part) {
    const bool joins = part == "-" || part == ",";
    const bool names = !joins && part != "off";
    // Days behind a time begin a new rule.
    if (names && after_time) {
      while (!out.empty() && (out.back() == ',' || out.back() == ' ')) out.pop_back();
      out += "; ";
    }
    const bool glued = out.empty() || joins || out.back() == '-' || out.back() == ',' || out.back() == ' ';
    out += (glued ? "" : " ") + std::string(part);
    if (names || part == "off") after_time = part == "off";
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    if (is_digit(rest.front())) {
      const auto length = std::min(rest.find_first_not_of("0123456789:."), rest.size());
      auto number = rest.substr(0, length);
      while (number.ends_with('.') || number.ends_with(':')) number.remove_suffix(1);
      const auto clock = clock_from(number);
      if (!clock) return {};
      const bool glued = out.empty() || out.back() == '-' || out.back() == ',' || out.back() == ' ';
      out += (glued ? "" : " ") + clock_words(*clock);
      after_time = true;
      at += length;
    } else if (is_word_byte(rest.front())) {
      std::size_t length = 0;
      while (length < rest.size() && is_word_byte(rest[length])) ++length;
      // A dash of typographers is three bytes and no letter.
      const auto word = rest.substr(0, length);
      if (word == "–" || word == "—") {
        symbol("-");
      } else {
        const auto meaning = meaning_of(word);
        if (!meaning) return {};
        words = true;
        if (!meaning->empty()) symbol(*meaning);
      }
      at += length;
    } else {
      if (rest.front() == '-' || rest.front() == ',') symbol(rest.substr(0, 1));
      if (rest.front() == ';' || rest.front() == '\n') {
        out += "; ";
        after_time = false;
      }
      ++at;
    }
  }
  while (!out.empty() && (out.back() == ';' || out.back() == ' ' || out.back() == ',')) out.pop_back();
  return words && hours::read(out).understood() ? out : std::string();
}

Change hours_change(const contract::Merchant& merchant, std::string expression, std::string draft_key) {
  auto after = merchant;
  after.opening_hours = std::move(expression);
  auto change = patch_of(contract::Operation::change_merchant, merchant, after, tr("merchants_hours.done"),
                         merchant.name);
  auto kept = merchant;
  contract::for_lists(kept);
  change.before = contract::encode(kept);
  auto back = patch_of(contract::Operation::change_merchant, after, merchant, change.title, merchant.name);
  back.if_match.clear();
  back.query = "conflicts=keep";  // what was booked meanwhile stays
  change.undo = std::make_shared<Change>(std::move(back));
  change.draft_key = std::move(draft_key);
  return change;
}

}  // namespace stadtpult::panels::merchants::opening
