#include "panels/security/alert_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>
#include <optional>
#include <unordered_set>

#include "api-client/base/percent.hpp"
#include "api-client/base/trim.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::security {
namespace {

using client::AlertRow;
using client::AlertTable;
using kit::folded;
using kit::tr;
using Range = std::pair<std::int64_t, std::int64_t>;

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min(),
                       kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLargestNumber = 1'000'000'000'000'000;
constexpr std::size_t kPlatformQueryMost = 4'000;  // characters, as the contract has it

enum class Kind : std::uint8_t { words, scale, time, number };

/// Names as folded text, the one shown first; German and English.
struct FieldRow {
  Field field;
  Kind kind;
  std::array<const char*, 2> german, english;
};
constexpr FieldRow kFields[] = {
    {Field::time, Kind::time, {"zeit", ""}, {"time", ""}},
    {Field::severity, Kind::scale, {"schwere", ""}, {"severity", ""}},
    {Field::rule, Kind::words, {"regel", "ereignis"}, {"rule", "event"}},
    {Field::status, Kind::scale, {"status", ""}, {"status", ""}},
    {Field::source, Kind::words, {"quelle", ""}, {"source", ""}},
    {Field::person, Kind::words, {"person", ""}, {"person", ""}},
    {Field::device, Kind::words, {"gerät", "geraet"}, {"device", ""}},
    {Field::session, Kind::words, {"sitzung", ""}, {"session", ""}},
    {Field::miniapp, Kind::words, {"miniapp", "mini-app"}, {"miniapp", "mini-app"}},
    {Field::assignee, Kind::words, {"zuständig", "zustaendig"}, {"assignee", ""}},
    {Field::verdict, Kind::scale, {"urteil", ""}, {"verdict", ""}},
    {Field::number, Kind::number, {"nummer", ""}, {"number", ""}},
    {Field::incident, Kind::words, {"vorfall", ""}, {"incident", ""}},
};

/// A word of a scale; the first of a step is the one shown.
struct ScaleWord {
  Field field;
  int step;
  const char *german, *english;
};
constexpr ScaleWord kScale[] = {
    {Field::severity, 1, "info", "info"},
    {Field::severity, 2, "niedrig", "low"},
    {Field::severity, 3, "mittel", "medium"},
    {Field::severity, 4, "hoch", "high"},
    {Field::severity, 5, "kritisch", "critical"},
    {Field::status, 1, "neu", "new"},
    {Field::status, 2, "übernommen", "taken"},
    {Field::status, 3, "zurückgestellt", "suppressed"},
    {Field::status, 4, "erledigt", "resolved"},
    {Field::status, 5, "archiviert", "archived"},
    {Field::verdict, 0, "offen", "none"},
    {Field::verdict, 1, "fehlalarm", "false_alarm"},
    {Field::verdict, 2, "echt", "true_alarm"},
    {Field::verdict, 3, "egal", "disregard"},
    {Field::verdict, 4, "verdächtig", "suspicious"},
    {Field::verdict, 5, "harmlos", "benign"},
    {Field::verdict, 6, "test", "test"},
    {Field::verdict, 7, "unklar", "insufficient_data"},
    {Field::verdict, 8, "risiko", "security_risk"},
    {Field::verdict, 9, "extern", "managed_externally"},
    {Field::verdict, 10, "doppelt", "duplicate"},
};

bool german() {
  return kit::language() == "de";
}

const FieldRow* row_of(Field field) {
  for (const auto& row : kFields)
    if (row.field == field) return &row;
  return nullptr;
}

const FieldRow* row_of(std::string_view folded_name) {
  for (const auto& row : kFields)
    for (const auto* names : {&row.german, &row.english})
      for (const char* name : *names)
        if (*name != '\0' && folded(name) == folded_name) return &row;
  return nullptr;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"'))
    return text.substr(1, text.size() - 2);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i < text.size() && (text[i] != at || quoted)) continue;
    parts.push_back(text.substr(from, i - from));
    from = i + 1;
  }
  return parts;
}

/// ≥ ≤ > < in front of a value, also as ASCII.
enum class Bound : std::uint8_t { none, at_least, at_most, above, below };
Bound take_bound(std::string_view& value) {
  struct Sign {
    std::string_view text;
    Bound bound;
  };
  constexpr Sign kSigns[] = {{"≥", Bound::at_least}, {">=", Bound::at_least}, {"≤", Bound::at_most},
                             {"<=", Bound::at_most}, {">", Bound::above},     {"<", Bound::below}};
  for (const auto& sign : kSigns) {
    if (!value.starts_with(sign.text)) continue;
    value.remove_prefix(sign.text.size());
    return sign.bound;
  }
  return Bound::none;
}

/// The two ends of "a–b" or "a..b"; with `hyphen` also of "a-b".
std::optional<std::pair<std::string_view, std::string_view>> ends_of(std::string_view value, bool hyphen) {
  for (const std::string_view sign : {"–", "..", "-"}) {
    if (sign == "-" && !hyphen) continue;
    const auto at = value.find(sign);
    if (at == std::string_view::npos || at == 0 || at + sign.size() == value.size()) continue;
    return std::pair(value.substr(0, at), value.substr(at + sign.size()));
  }
  return std::nullopt;
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  if (value > kLargestNumber || value < -kLargestNumber) return std::nullopt;
  return value;
}

// ---- times ----

/// "09:10", "09:10:05": milliseconds since midnight and how long it stands for.
std::optional<Range> time_of_day(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const auto hour = number_in(parts[0]), minute = number_in(parts[1]),
             second = parts.size() == 3 ? number_in(parts[2]) : std::optional<std::int64_t>(0);
  if (!hour || !minute || !second || parts[1].size() != 2 || *hour < 0 || *hour > 24 || *minute < 0 ||
      *minute > 59 || *second < 0 || *second > 59)
    return std::nullopt;
  return Range{((*hour * 60 + *minute) * 60 + *second) * 1000, parts.size() == 3 ? 1000 : base::kMinuteMs};
}

/// "23.11.", "23.11.2026", "2026-11-23": midnight.
std::optional<base::Timestamp> day_of(std::string_view text, base::Timestamp now) {
  int year = kit::local_time(now).year, month = 0, day = 0;
  const bool iso = text.size() == 10 && text[4] == '-';
  const auto parts = split(text, iso ? '-' : '.');
  if (parts.size() != 3) return std::nullopt;
  const auto first = number_in(parts[0]), second = number_in(parts[1]), third = number_in(parts[2]);
  if (!first || !second || (!third && !(parts[2].empty() && !iso))) return std::nullopt;
  for (const auto& part : {first, second, third})
    if (part && (*part < 1 || *part > 9999)) return std::nullopt;
  month = static_cast<int>(*second);
  day = static_cast<int>(iso ? *third : *first);
  if (third) year = static_cast<int>(iso ? *first : *third);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1970 || month > 12 || day > 31 || !date.ok()) return std::nullopt;
  return moment_of(year, month, day, 0, 0);
}

/// A moment and the end of what it stands for (its second, minute or day), not included.
std::optional<Range> moment(std::string_view text, base::Timestamp now) {
  text = base::trimmed(text);
  const auto today = kit::local_time(now);
  if (const auto time = time_of_day(text)) {
    const auto start = moment_of(today.year, today.month, today.day, 0, 0).ms + time->first;
    return Range{start, start + time->second};
  }
  const auto at = text.find_first_of("T ");
  const auto day = day_of(text.substr(0, at), now);
  if (!day) return std::nullopt;
  if (at == std::string_view::npos) return Range{day->ms, day->ms + base::kDayMs};
  const auto time = time_of_day(text.substr(at + 1));
  if (!time) return std::nullopt;
  // By way of the fields, since a day of the change of clocks has not 24 hours.
  const auto date = kit::local_time(*day);
  const auto start = moment_of(date.year, date.month, date.day, static_cast<int>(time->first / 3'600'000),
                               static_cast<int>(time->first / base::kMinuteMs % 60))
                         .ms +
                     time->first % base::kMinuteMs;
  return Range{start, start + time->second};
}

// ---- values ----

std::optional<std::vector<Range>> steps_of(Field field, std::string_view word) {
  const std::string wanted = folded(word);
  if (field == Field::status && (wanted == folded("offen") || wanted == "open"))
    return std::vector<Range>{{1, 2}};
  for (const auto& each : kScale)
    if (each.field == field &&
        (folded(each.german) == wanted || wanted == each.english || wanted == std::to_string(each.step)))
      return std::vector<Range>{{each.step, each.step}};
  return std::nullopt;
}

std::optional<Range> value_of(const FieldRow& row, std::string_view text, const QueryContext& context) {
  text = unquoted(text);
  if (row.kind == Kind::time) {
    const auto range = moment(text, context.now);
    return range ? std::optional(Range{range->first, range->second - 1}) : std::nullopt;
  }
  if (row.kind == Kind::number) {
    for (const std::string_view prefix : {"AL-", "al-"})
      if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
    const auto number = number_in(text);
    return number ? std::optional(Range{*number, *number}) : std::nullopt;
  }
  const auto steps = steps_of(row.field, text);
  return steps ? std::optional(steps->front()) : std::nullopt;
}

const char* wrong_value_key(Kind kind) {
  return kind == Kind::time     ? "security.query.wrong_time"
         : kind == Kind::number ? "security.query.wrong_number"
                                : "security.query.wrong_step";
}

std::string steps_listed(Field field) {
  std::string all;
  for (const auto& each : kScale)
    if (each.field == field)
      all += (all.empty() ? "" : ", ") + std::string(german() ? each.german : each.english);
  return all;
}

/// Reads "≥hoch", "niedrig–hoch", "neu,übernommen" into ranges.
std::string read_ranges(const FieldRow& row, std::string_view value, const QueryContext& context,
                        Term& term) {
  for (std::string_view part : split(value, ',')) {
    part = base::trimmed(part);
    const auto wrong = [&](std::string_view what) {
      return tr(wrong_value_key(row.kind), {{"value", what}, {"steps", steps_listed(row.field)}});
    };
    std::string_view rest = part;
    const Bound bound = take_bound(rest);
    const bool hyphen = row.kind != Kind::time || rest.find('T') == std::string_view::npos;
    const bool iso = row.kind == Kind::time && rest.size() == 10 && rest.find(':') == std::string_view::npos;
    const auto ends = bound == Bound::none ? ends_of(rest, hyphen && !iso) : std::nullopt;
    if (ends && !(row.kind == Kind::number && (ends->first == "AL" || ends->first == "al"))) {
      const auto low = value_of(row, ends->first, context), high = value_of(row, ends->second, context);
      if (!low) return wrong(ends->first);
      if (!high) return wrong(ends->second);
      // The end of a range of times is the moment itself, not its whole minute; of days, the whole day.
      const bool clock = row.kind == Kind::time && ends->second.find(':') != std::string_view::npos;
      const Range range{low->first, clock ? high->first - 1 : high->second};
      if (range.first > range.second)
        return tr("security.query.wrong_order", {{"low", ends->first}, {"high", ends->second}});
      term.ranges.push_back(range);
      continue;
    }
    if (bound == Bound::none && row.kind == Kind::scale) {
      const auto steps = steps_of(row.field, unquoted(rest));
      if (!steps) return wrong(rest);
      term.ranges.insert(term.ranges.end(), steps->begin(), steps->end());
      continue;
    }
    const auto one = value_of(row, rest, context);
    if (!one) return wrong(rest);
    switch (bound) {
      case Bound::none:
        term.ranges.push_back(*one);
        break;
      case Bound::at_least:
        term.ranges.emplace_back(one->first, kMost);
        break;
      case Bound::at_most:
        term.ranges.emplace_back(kLeast, one->second);
        break;
      case Bound::above:
        term.ranges.emplace_back(one->second + 1, kMost);
        break;
      case Bound::below:
        term.ranges.emplace_back(kLeast, one->first - 1);
        break;
    }
  }
  return {};
}

/// "ich" and "niemand" stand for a person; "" is nobody.
void read_words(Field field, std::string_view value, const QueryContext& context, Term& term) {
  for (const std::string_view part : split(value, ',')) {
    std::string word = folded(unquoted(base::trimmed(part)));
    if (field == Field::assignee && (word == "ich" || word == "me")) word = folded(context.principal_id);
    if ((field == Field::assignee && (word == "niemand" || word == "nobody")) || part == "\"\"")
      term.words.emplace_back();
    else if (!word.empty())
      term.words.push_back(std::move(word));
  }
}

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool contains(std::string_view text, std::string_view folded_word) {
  if (!is_ascii(text)) return folded(text).find(folded_word) != std::string::npos;
  return std::search(text.begin(), text.end(), folded_word.begin(), folded_word.end(),
                     [](char a, char b) { return lowered(a) == b; }) != text.end();
}

bool in_ranges(const Term& term, std::int64_t value) {
  return std::any_of(term.ranges.begin(), term.ranges.end(),
                     [&](const Range& range) { return value >= range.first && value <= range.second; });
}

/// Where a row holds the number of this field's text.
std::uint32_t AlertRow::*text_column(Field field) {
  switch (field) {
    case Field::source:
      return &AlertRow::source;
    case Field::person:
      return &AlertRow::principal;
    case Field::device:
      return &AlertRow::device;
    case Field::session:
      return &AlertRow::session;
    case Field::miniapp:
      return &AlertRow::miniapp;
    case Field::assignee:
      return &AlertRow::assignee;
    default:
      return &AlertRow::incident;
  }
}

}  // namespace

// ---- writing terms ----

base::Timestamp moment_of(int year, int month, int day, int hour, int minute) {
  using std::chrono::milliseconds;
  const auto utc = [](int y, int mo, int d, int h, int mi) {
    const std::chrono::sys_days days{std::chrono::year(y) / mo / d};
    return std::chrono::duration_cast<milliseconds>(days.time_since_epoch()).count() +
           (h * 60LL + mi) * base::kMinuteMs;
  };
  const std::int64_t wanted = utc(year, month, day, hour, minute);
  std::int64_t at = wanted;
  for (int round = 0; round < 2; ++round) {  // the second round counts where the clocks change
    const auto shown = kit::local_time({at});
    at += wanted - utc(shown.year, shown.month, shown.day, shown.hour, shown.minute);
  }
  return {at};
}

std::string field_word(Field field) {
  const auto* row = row_of(field);
  return row == nullptr ? "" : german() ? row->german[0] : row->english[0];
}

std::string term_text(Field field, std::string_view value, bool exclude) {
  const bool quote = value.empty() || value.find_first_of(" ,\"") != std::string_view::npos;
  std::string plain(value);
  std::erase(plain, '"');
  return fmt::format("{}{}:{}{}{}", exclude ? "-" : "", field_word(field), quote ? "\"" : "", plain,
                     quote ? "\"" : "");
}

std::string time_term(base::Timestamp from, base::Timestamp to, base::Timestamp now) {
  const auto today = kit::local_time(now), a = kit::local_time(from), b = kit::local_time(to);
  const auto is_today = [&](const kit::LocalTime& t) {
    return t.year == today.year && t.month == today.month && t.day == today.day;
  };
  const auto word = [&](const kit::LocalTime& t) {
    const std::string clock = fmt::format("{:02}:{:02}", t.hour, t.minute);
    return is_today(a) && is_today(b) ? clock
                                      : fmt::format("{:04}-{:02}-{:02}T{}", t.year, t.month, t.day, clock);
  };
  return fmt::format("{}:{}–{}", field_word(Field::time), word(a), word(b));
}

std::string scale_word(Field field, int step) {
  for (const auto& each : kScale)
    if (each.field == field && each.step == step) return german() ? each.german : each.english;
  return std::to_string(step);
}

// ---- reading ----

std::vector<std::string> split_query(std::string_view line) {
  std::vector<std::string> terms;
  for (const auto part : split(line, ' '))
    if (!part.empty()) terms.emplace_back(part);
  return terms;
}

ParsedTerm parse_term(std::string_view text, const QueryContext& context) {
  ParsedTerm parsed;
  text = base::trimmed(text);
  if (std::count(text.begin(), text.end(), '"') % 2 != 0) {
    parsed.error = tr("security.query.open_quote");
    return parsed;
  }
  if (text.size() > 1 && text.starts_with('-')) {
    parsed.term.negate = true;
    text.remove_prefix(1);
  }
  const auto colon = text.find(':');
  const bool free_text = colon == std::string_view::npos || text.starts_with('"');
  if (free_text) {
    const auto word = folded(unquoted(text));
    if (!word.empty()) parsed.term.words.push_back(word);
    return parsed;
  }
  const auto name = text.substr(0, colon), value = text.substr(colon + 1);
  const auto* row = row_of(folded(name));
  if (row == nullptr) {
    parsed.error = tr("security.query.unknown_field", {{"field", name}});
    return parsed;
  }
  parsed.term.field = row->field;
  if (base::trimmed(value).empty()) {
    parsed.error = tr("security.query.no_value", {{"field", name}});
    return parsed;
  }
  if (row->kind == Kind::words)
    read_words(row->field, value, context, parsed.term);
  else
    parsed.error = read_ranges(*row, value, context, parsed.term);
  return parsed;
}

// ---- matching ----

Matcher::Matcher(std::vector<Term> terms, const AlertTable& table, std::string language, NameOf miniapp)
    : terms_(std::move(terms)),
      table_(&table),
      language_(std::move(language)),
      miniapp_(std::move(miniapp)),
      memos_(terms_.size() * 4),
      numbers_(terms_.size()) {
  for (std::size_t i = 0; i < terms_.size(); ++i)
    for (std::string_view word : terms_[i].words) {
      if (word.starts_with("al-")) word.remove_prefix(3);
      if (const auto number = number_in(word)) numbers_[i].push_back(*number);
    }
}

bool Matcher::look(const Term& term, Memo memo, std::uint32_t number) const {
  const auto any = [&](std::string_view text) {
    return std::any_of(term.words.begin(), term.words.end(), [&](const std::string& word) {
      return word.empty() ? text.empty() : contains(text, word);
    });
  };
  switch (memo) {
    case Memo::text:
      return any(table_->text(number));
    case Memo::rule: {
      const auto& rule = table_->rules()[number];
      return any(rule.title.in(language_)) || any(rule.id);
    }
    case Memo::miniapp:
      return any(table_->text(number)) || (number != 0 && miniapp_ && any(miniapp_(table_->text(number))));
    case Memo::person:
      return any(table_->text(number)) || (number != 0 && any(table_->person(number)));
  }
  return false;
}

bool Matcher::look_once(std::size_t term, Memo memo, std::uint32_t number) {
  auto& known = memos_[term * 4 + static_cast<std::size_t>(memo)];
  if (number >= known.size())
    known.resize(std::max<std::size_t>(number + 1,
                                       memo == Memo::rule ? table_->rules().size() : table_->texts().size()));
  known[number] = look(terms_[term], memo, number) ? 2 : 1;
  return known[number] == 2;
}

template <typename Use>
auto Matcher::with_term(std::size_t index, Use use) {
  const Term& term = terms_[index];
  const auto ranges = [&](auto column) {
    return use([&term, column](const AlertRow& row) { return in_ranges(term, row.*column); });
  };
  const auto words = [&](Memo memo, std::uint32_t AlertRow::*column) {
    return use(
        [this, index, memo, column](const AlertRow& row) { return words_match(index, memo, row.*column); });
  };
  switch (term.field) {
    case Field::time:
      return ranges(&AlertRow::last_ms);
    case Field::severity:
      return ranges(&AlertRow::severity);
    case Field::status:
      return ranges(&AlertRow::status);
    case Field::verdict:
      return ranges(&AlertRow::verdict);
    case Field::number:
      return ranges(&AlertRow::number);
    case Field::rule:
      return words(Memo::rule, &AlertRow::rule);
    case Field::miniapp:
      return words(Memo::miniapp, &AlertRow::miniapp);
    case Field::assignee:
      return words(Memo::person, &AlertRow::assignee);
    case Field::any:
      return use([this, index, &term, &numbers = numbers_[index]](const AlertRow& row) {
        return term.words.empty() || words_match(index, Memo::rule, row.rule) ||
               words_match(index, Memo::text, row.device) || words_match(index, Memo::text, row.principal) ||
               words_match(index, Memo::text, row.source) || words_match(index, Memo::miniapp, row.miniapp) ||
               words_match(index, Memo::person, row.assignee) ||
               words_match(index, Memo::text, row.session) ||
               words_match(index, Memo::text, row.organisation) ||
               std::find(numbers.begin(), numbers.end(), row.number) != numbers.end();
      });
    default:
      return words(Memo::text, text_column(term.field));
  }
}

bool Matcher::matches(const AlertRow& row) {
  for (std::size_t i = 0; i < terms_.size(); ++i)
    if (with_term(i, [&](const auto& asked) { return asked(row); }) == terms_[i].negate) return false;
  return true;
}

void Matcher::narrow(std::span<const AlertRow> rows, std::vector<std::uint32_t>& numbers) {
  for (std::size_t i = 0; i < terms_.size(); ++i)
    with_term(i, [&, negate = terms_[i].negate](const auto& asked) {
      std::erase_if(numbers, [&](std::uint32_t number) { return asked(rows[number]) == negate; });
    });
}

// ---- completion ----

std::vector<std::string> suggestions(std::string_view typed, const AlertTable& table,
                                     std::span<const std::uint32_t> newest, const std::string& language,
                                     const NameOf& miniapp, std::size_t most) {
  std::vector<std::string> found;
  typed = base::trimmed(typed);
  const bool exclude = typed.starts_with('-');
  if (exclude) typed.remove_prefix(1);
  const auto colon = typed.find(':');
  if (colon == std::string_view::npos) {
    const std::string start = folded(typed);
    for (const auto& row : kFields) {
      const std::string name = field_word(row.field);
      if (folded(name).starts_with(start) && found.size() < most)
        found.push_back((exclude ? "-" : "") + name + ":");
    }
    return found;
  }
  const auto* row = row_of(folded(typed.substr(0, colon)));
  if (row == nullptr) return found;
  std::string_view value = typed.substr(colon + 1);
  const auto sign_from = value;
  (void)take_bound(value);
  const std::string sign(sign_from.substr(0, sign_from.size() - value.size()));
  if (value.starts_with('"')) value.remove_prefix(1);
  const std::string part = folded(value);
  std::unordered_set<std::string> seen;
  const auto offer = [&](const std::string& word) {
    if (word.empty() || found.size() >= most || folded(word).find(part) == std::string::npos) return;
    if (!seen.insert(word).second) return;
    if (sign.empty())
      found.push_back(term_text(row->field, word, exclude));
    else
      found.push_back(fmt::format("{}{}:{}{}", exclude ? "-" : "", field_word(row->field), sign, word));
  };
  if (row->kind == Kind::scale) {
    for (const auto& each : kScale)
      if (each.field == row->field) offer(german() ? each.german : each.english);
    return found;
  }
  if (row->kind != Kind::words) return found;
  if (row->field == Field::assignee) {
    offer(german() ? "ich" : "me");
    offer(german() ? "niemand" : "nobody");
  }
  if (row->field == Field::rule) {
    for (const auto& rule : table.rules()) offer(rule.title.in(language));
    return found;
  }
  constexpr std::size_t kLooked = 20'000;  // the newest: what somebody types is mostly among them
  for (std::size_t i = 0; i < std::min(kLooked, newest.size()) && found.size() < most; ++i) {
    const AlertRow& alert = table.rows()[newest[newest.size() - 1 - i]];
    const std::uint32_t number = alert.*text_column(row->field);
    if (number == 0) continue;
    if (row->field == Field::miniapp)
      offer(miniapp ? miniapp(table.text(number)) : std::string(table.text(number)));
    else if (row->field == Field::assignee)
      offer(std::string(table.person(number)));
    else
      offer(std::string(table.text(number)));
  }
  return found;
}

// ---- the platform's words ----

namespace {

const char* platform_field(Field field) {
  switch (field) {
    case Field::severity:
      return "severity_id";
    case Field::status:
      return "status_id";
    case Field::verdict:
      return "verdict_id";
    case Field::rule:
      return "rule_id";
    case Field::source:
      return "source";
    case Field::person:
      return "principal";
    case Field::device:
      return "device";
    case Field::session:
      return "session";
    case Field::miniapp:
      return "miniapp_id";
    case Field::assignee:
      return "assignee_id";
    case Field::incident:
      return "incident_id";
    default:
      return nullptr;
  }
}

/// "A..B" from A on and before B; an open end is left out.
std::string platform_times(const Range& range) {
  const auto word = [](std::int64_t ms) { return base::to_rfc3339({ms}); };
  return (range.first == kLeast ? "" : word(range.first)) + ".." +
         (range.second == kMost ? "" : word(range.second + 1));
}

}  // namespace

std::string platform_query(const std::vector<Term>& terms, const AlertTable& table,
                           const std::string& language, const NameOf& miniapp) {
  if (terms.empty()) return "filter=severity_id:1,2,3,4,5";  // every alert has one
  std::string query;
  for (const auto& term : terms) {
    if (term.field == Field::time && term.ranges.size() == 1) {
      query += fmt::format("{}filter={}last_at:{}", query.empty() ? "" : "&", term.negate ? "-" : "",
                           base::percent_encode(platform_times(term.ranges.front())));
      continue;
    }
    const char* name = platform_field(term.field);
    if (name == nullptr) return {};
    // Every value that the term lets through: the platform compares whole values.
    std::vector<std::string> values;
    if (const auto* row = row_of(term.field); row->kind == Kind::scale) {
      for (const auto& each : kScale)
        if (each.field == term.field && in_ranges(term, each.step) != term.negate)
          values.push_back(std::to_string(each.step));
    } else {
      Matcher one({term}, table, language, miniapp);
      std::unordered_set<std::uint32_t> seen;
      for (const auto& alert : table.rows()) {
        if (alert.gone) continue;
        const bool is_rule = term.field == Field::rule;
        const std::uint32_t number = is_rule ? alert.rule : alert.*text_column(term.field);
        if (!seen.insert(number).second || !one.matches(alert)) continue;
        values.emplace_back(is_rule ? std::string_view(table.rules()[number].id) : table.text(number));
        if (values.back().empty() || values.back().find(',') != std::string::npos) return {};
        if (values.size() * 4 > kPlatformQueryMost) return {};
      }
    }
    if (values.empty()) return {};
    query += fmt::format("{}filter={}:", query.empty() ? "" : "&", name);
    for (std::size_t i = 0; i < values.size(); ++i)
      query += (i > 0 ? "," : "") + base::percent_encode(values[i]);
    if (query.size() > kPlatformQueryMost) return {};
  }
  return query;
}

}  // namespace stadtpult::panels::security
