#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/kit/timing.hpp"

using namespace stadtpult::panels::kit;
using stadtpult::base::from_rfc3339;
using stadtpult::base::Timestamp;

namespace {

/// German, Berlin; back to that when a case ends.
struct German {
  German() {
    set_time_zone("Europe/Berlin");
    set_language("de");
  }
  ~German() { set_language("de"); }
};

Timestamp at(const char* text) {
  return *from_rfc3339(text);
}

constexpr const char* kNoBreak = "\u00A0";

}  // namespace

TEST_CASE("all language files are valid") {
  for (const std::string& problem : text_problems()) {
    CAPTURE(problem);
    CHECK(problem.empty());
  }
  CHECK(languages() == std::vector<std::string>{"de", "en"});
}

TEST_CASE("all languages have the same keys, placeholders and plural forms") {
  std::map<std::string, std::vector<TextEntry>> by_key;
  for (TextEntry& entry : all_texts()) by_key[entry.key].push_back(std::move(entry));
  CHECK(by_key.size() > 50);
  for (const auto& [key, entries] : by_key) {
    CAPTURE(key);
    std::set<std::string> present;
    for (const TextEntry& entry : entries) present.insert(entry.language);
    CHECK(present.size() == languages().size());
    for (const TextEntry& entry : entries) {
      CHECK(entry.placeholders == entries.front().placeholders);
      const bool plural = entry.forms.size() > 1;
      CHECK(plural == (entries.front().forms.size() > 1));
    }
  }
}

TEST_CASE("texts, placeholders and plurals") {
  const German german;
  CHECK(std::string(tr("kit.cancel")) == "Abbrechen");
  CHECK(tr("kit.rows_shown", {{"first", "1"}, {"last", "14"}, {"total", "64"}}) == "Zeile 1 bis 14 von 64");
  CHECK(tr_n("kit.days", 1) == "1 Tag");
  CHECK(tr_n("kit.days", 1284) == "1.284 Tage");
  CHECK(tr_n("kit.days", 0) == "0 Tage");
  CHECK(set_language("en"));
  CHECK(std::string(tr("kit.cancel")) == "Cancel");
  CHECK(tr_n("kit.days", 1284) == "1,284 days");
  CHECK_FALSE(set_language("xx"));
  CHECK(language() == "en");
}

TEST_CASE("a missing key shows itself and is counted") {
  const German german;
  const auto before = missing_texts();
  CHECK(std::string(tr("kit.there_is_no_such_key")) == "kit.there_is_no_such_key");
  CHECK(std::string(tr_or("kit.nor_this", "Ersatz")) == "Ersatz");
  CHECK(missing_texts() == before + 2);
  CHECK(last_missing_text() == "kit.nor_this");
}

TEST_CASE("numbers, money, shares and sizes") {
  const German german;
  CHECK(format_number(0) == "0");
  CHECK(format_number(999) == "999");
  CHECK(format_number(1284) == "1.284");
  CHECK(format_number(104318) == "104.318");
  CHECK(format_number(-1234567) == "−1.234.567");
  CHECK(format_number(INT64_MIN) == "−9.223.372.036.854.775.808");
  CHECK(format_money(128450) == std::string("1.284,50") + kNoBreak + "€");
  CHECK(format_money(-5) == std::string("−0,05") + kNoBreak + "€");
  CHECK(format_percent(0.31) == std::string("31") + kNoBreak + "%");
  CHECK(format_decimal(4.55, 1) == "4,5");
  CHECK(format_decimal(-0.01, 1) == "0,0");
  CHECK(format_bytes(999) == std::string("999") + kNoBreak + "B");
  CHECK(format_bytes(1536) == std::string("1,5") + kNoBreak + "kB");
  CHECK(format_bytes(999'960) == std::string("1,0") + kNoBreak + "MB");
  set_language("en");
  CHECK(format_money(128450) == "€1,284.50");
  CHECK(format_percent(0.31) == "31%");
  CHECK(format_number(1284) == "1,284");
}

TEST_CASE("dates are shown in local time, summer and winter") {
  const German german;
  CHECK(format_date_time(at("2026-11-23T08:41:00Z")) == "23.11.2026, 09:41");
  CHECK(format_date_time(at("2026-07-01T22:30:00Z")) == "02.07.2026, 00:30");
  CHECK(format_time(at("2026-11-23T08:41:08Z"), true) == "09:41:08");
  CHECK(format_long_day(at("2026-11-23T08:41:00Z")) == "Montag, 23. November");
  CHECK(format_day(at("2026-12-01T05:00:00Z")) == "01.12.");
  set_language("en");
  CHECK(format_date_time(at("2026-11-23T08:41:00Z")) == "23 Nov 2026, 09:41");
  CHECK(format_long_day(at("2026-11-23T08:41:00Z")) == "Monday, 23 November");
}

TEST_CASE("when something was, from today's point of view") {
  const German german;
  const Timestamp now = at("2026-11-23T08:41:00Z");
  CHECK(format_when(at("2026-11-23T06:38:00Z"), now) == "07:38");
  CHECK(format_when(at("2026-11-22T22:59:00Z"), now) == "gestern");
  CHECK(format_when(at("2026-11-20T10:00:00Z"), now) == "20.11.");
  CHECK(format_when(at("2025-11-20T10:00:00Z"), now) == "20.11.2025");
  CHECK(format_when_time(at("2026-11-23T06:38:00Z"), now) == "heute 07:38");
  CHECK(format_when_time(at("2026-11-20T15:12:00Z"), now) == "20.11. 16:12");
  CHECK(format_ago(at("2026-11-23T08:17:00Z"), now) == "vor 24 Min.");
  CHECK(format_ago(at("2026-11-23T06:30:00Z"), now) == "vor 2 Std.");
  CHECK(format_ago(at("2026-11-20T08:00:00Z"), now) == "vor 3 Tagen");
  CHECK(format_ago(at("2026-12-14T08:00:00Z"), now) == "in 21 Tagen");
  CHECK(format_ago(now, now) == "gerade eben");
  CHECK(format_duration(12'000) == std::string("12") + kNoBreak + "s");
  CHECK(format_duration(7'500'000) == "2 Std. 5 Min.");
}

TEST_CASE("looking a text up is fast") {
  const German german;
  std::size_t length = 0;
  const double spent =
      stadtpult::test::best_cpu_ms(10'000, [&] { length += std::string_view(tr("kit.cancel")).size(); });
  CHECK(length == 450'000);
  MESSAGE("one tr(): " << spent * 1000 << " us");
  CHECK(spent < 0.02);
}

TEST_CASE("icons by name") {
  CHECK(all_icons().size() == 141);
  CHECK(std::string_view(icon_by_name("account_balance")) == icons::account_balance);
  CHECK(std::string_view(icon_by_name("public")) == icons::public_);
  CHECK(std::string_view(icon_by_name("work_outline")) == icons::work_outline);
  CHECK(std::string_view(icon_by_name("no_such_icon")) == icons::help_outline);
  CHECK(std::is_sorted(all_icons().begin(), all_icons().end(),
                       [](const IconName& a, const IconName& b) { return a.name < b.name; }));
}
