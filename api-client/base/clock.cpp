#include "api-client/base/clock.hpp"

#include <charconv>
#include <chrono>

namespace stadtpult::base {
namespace {

std::optional<int> digits(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

void put_digits(std::string& text, size_t at, size_t count, std::int64_t value) {
  for (size_t i = count; i-- > 0; value /= 10) text[at + i] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string to_rfc3339(Timestamp at) {
  if (!at) return {};
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds{at.ms}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  // Every answer has several of these, some of them made in the writer's one thread.
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto year = static_cast<int>(date.year());
  if (year < 0 || year > 9'999) return {};  // RFC 3339 has no such year
  put_digits(text, 0, 4, year);
  put_digits(text, 5, 2, static_cast<unsigned>(date.month()));
  put_digits(text, 8, 2, static_cast<unsigned>(date.day()));
  put_digits(text, 11, 2, clock.hours().count());
  put_digits(text, 14, 2, clock.minutes().count());
  put_digits(text, 17, 2, clock.seconds().count());
  put_digits(text, 20, 3, clock.subseconds().count());
  return text;
}

std::optional<Timestamp> from_rfc3339(std::string_view text) {
  using namespace std::chrono;
  const auto year_n = digits(text, 0, 4), month_n = digits(text, 5, 2), day_n = digits(text, 8, 2);
  const auto hour_n = digits(text, 11, 2), minute_n = digits(text, 14, 2), second_n = digits(text, 17, 2);
  if (!year_n || !month_n || !day_n || !hour_n || !minute_n || !second_n) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':')
    return std::nullopt;
  const year_month_day date{year{*year_n}, month{static_cast<unsigned>(*month_n)},
                            day{static_cast<unsigned>(*day_n)}};
  if (!date.ok() || *hour_n > 23 || *minute_n > 59 || *second_n > 60) return std::nullopt;
  size_t at = 19;
  std::int64_t fraction_ms = 0;
  if (at < text.size() && text[at] == '.') {
    const size_t first = ++at;
    int scale = 100;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      fraction_ms += (text[at] - '0') * scale;
    if (at == first || at - first > 9) return std::nullopt;
  }
  int offset_minutes = 0;
  if (at < text.size() && (text[at] == 'Z' || text[at] == 'z')) {
    ++at;
  } else {
    const auto offset_h = digits(text, at + 1, 2), offset_m = digits(text, at + 4, 2);
    if (!offset_h || !offset_m || text[at + 3] != ':' || (text[at] != '+' && text[at] != '-'))
      return std::nullopt;
    if (*offset_h > 23 || *offset_m > 59) return std::nullopt;
    offset_minutes = (text[at] == '-' ? -1 : 1) * (*offset_h * 60 + *offset_m);
    at += 6;
  }
  if (at != text.size()) return std::nullopt;
  const auto seconds_since =
      sys_days{date} + hours{*hour_n} + minutes{*minute_n - offset_minutes} + seconds{*second_n};
  return Timestamp{duration_cast<milliseconds>(seconds_since.time_since_epoch()).count() + fraction_ms};
}

Timestamp now() {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace stadtpult::base
