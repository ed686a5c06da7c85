// Opening hours: every text is understood or has its problems in sentences; what is understood has a sentence
// and intervals in order, and a moment says what they say.

#include "api-client/base/utf8.hpp"
#include "api-client/hours/evaluator.hpp"
#include "api-client/hours/sentence.hpp"
#include "api-client/hours/week.hpp"
#include "tests/fuzz/fuzz_support.hpp"

using namespace stadtpult;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto reading = hours::read(fuzz::text_of(data, size));
  for (const auto& problem : reading.problems) fuzz::require(base::is_utf8(hours::sentence_of(problem)));
  if (!reading.understood()) return 0;
  fuzz::require(base::is_utf8(hours::sentence_of(reading.expression)));
  const hours::Evaluator asked(reading.expression, hours::Land::rp);
  const auto from = hours::at_minute(hours::day_of({2026, 12, 20}), 817),
             to = hours::at_minute(hours::day_of({2027, 1, 9}), 0);
  auto last = from;
  for (const auto& each : asked.intervals(from, to)) {
    fuzz::require(each.from >= last && each.to > each.from && each.to <= to);
    fuzz::require(asked.at(each.from).state != hours::State::closed);
    last = each.to;
  }
  if (const auto week = hours::week_of(reading.expression)) {
    const auto written = hours::expression_of(*week);
    if (written.size() > hours::kLongest) return 0;
    const auto again = hours::read(written);
    fuzz::require(again.understood() && hours::week_of(again.expression) == week);
  }
  return 0;
}
