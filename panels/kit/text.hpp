#pragma once
// Words, numbers, dates in the person's language. No ImGui. Texts come from assets/text/<lang>/<area>.json
// (embedded):
//   {"title": "Katalog", "rows": {"zero": "Keine Zeilen", "one": "Eine Zeile", "other": "{n} Zeilen"}}
// in catalogue.json is reached as tr("catalogue.title"), tr_n("catalogue.rows", 3). A file may also write the
// full "catalogue.title". Loaded on first use; afterwards read-only, so tr() works on any thread except while
// set_language() runs (frame thread, between frames).

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/clock.hpp"

namespace stadtpult::panels::kit {

/// One placeholder: {"name", "Wohngeld"} fills "{name}".
struct TextArg {
  std::string_view name;
  std::string_view value;
};

/// "de" or "en"; false (and nothing changes) for another. Takes effect with the next tr().
bool set_language(std::string_view language);
std::string_view language();
/// Every language there are texts for, sorted.
std::vector<std::string> languages();

/// The text, NUL-terminated and valid for the whole run. A missing key returns `key` itself (which must be
/// NUL-terminated, e.g. a literal) and is counted once per call.
const char* tr(const char* key);
/// The same for keys made at run time ("state." + name): returns "" + counts when there is no such key.
const char* tr_or(std::string_view key, const char* otherwise);
/// With placeholders filled. The result is a temporary: fine as an argument, do not keep a view of it.
std::string tr(const char* key, std::initializer_list<TextArg> args);
/// Plural: form "zero" (if the text has one) for 0, "one" for 1, else "other"; {n} is the formatted count.
std::string tr_n(const char* key, std::int64_t count, std::initializer_list<TextArg> args = {});
/// How many lookups found nothing so far, and the last such key (for tests and the log).
std::uint64_t missing_texts();
std::string last_missing_text();

/// Names of the placeholders of one text, for the completeness test; see tests/panels/kit/text_test.cpp.
struct TextEntry {
  std::string key;
  std::string language;
  std::vector<std::string> forms;         ///< "" for a plain text, else the plural forms
  std::vector<std::string> placeholders;  ///< sorted, of all forms together
};
/// Every text of every language, sorted by key then language.
std::vector<TextEntry> all_texts();
/// Sentences about files that are not valid (wrong JSON, unknown plural form …); empty when all is well.
const std::vector<std::string>& text_problems();

// Formatting, DESIGN §7.10
// ------------------------------------------------------------------------------------------

/// 1284 → "1.284" / "1,284".
std::string format_number(std::int64_t value);
/// 4.55, 1 → "4,6" / "4.6".
std::string format_decimal(double value, int decimals);
/// 128450 → "1.284,50 €" / "€1,284.50".
std::string format_money(std::int64_t cents);
/// 0.31 → "31 %" / "31%".
std::string format_percent(double ratio, int decimals = 0);
/// 1536 → "1,5 kB" (decimal units, as desktops show them).
std::string format_bytes(std::uint64_t bytes);

/// The zone dates are shown in ("Europe/Berlin"), from the system's tz data. Call once in main() before
/// threads start: it sets TZ for the process. Without the call the system's own zone counts.
void set_time_zone(const char* name);

/// Calendar fields in the zone set above.
struct LocalTime {
  int year, month, day, hour, minute, second, weekday;  ///< month 1–12, weekday 0 = Sunday
};
LocalTime local_time(base::Timestamp at);

/// "23.11.2026, 09:41" / "23 Nov 2026, 09:41".
std::string format_date_time(base::Timestamp at);
/// "23.11.2026" / "23 Nov 2026".
std::string format_date(base::Timestamp at);
/// "20.11." / "20 Nov".
std::string format_day(base::Timestamp at);
/// "Montag, 23. November" / "Monday, 23 November".
std::string format_long_day(base::Timestamp at);
/// "09:41", and with seconds "09:41:08".
std::string format_time(base::Timestamp at, bool seconds = false);
/// For tables: today "07:38", yesterday "gestern", this year "20.11.", else "20.11.2025".
std::string format_when(base::Timestamp at, base::Timestamp now);
/// For sentences: "heute 07:38", "gestern 16:12", "20.11. 14:05", "20.11.2025 14:05".
std::string format_when_time(base::Timestamp at, base::Timestamp now);
/// Age: "gerade eben", "vor 24 Min.", "vor 2 Std.", "vor 3 Tagen". The future: "in 21 Tagen".
std::string format_ago(base::Timestamp at, base::Timestamp now);
/// Length of time: "12 s", "24 Min.", "2 Std. 5 Min.", "3 Tage".
std::string format_duration(std::int64_t milliseconds);

}  // namespace stadtpult::panels::kit
