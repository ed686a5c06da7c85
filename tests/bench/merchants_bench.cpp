// Merchants: "open now?" a second and core, against the goal and against npm opening_hours on the same
// expressions and moments, where Node and the library are there (bench.sh fetches it; nothing of it is
// shipped).

#include <time.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

#include "api-client/hours/evaluator.hpp"
#include "tests/bench/report.hpp"

using namespace stadtpult;

namespace {

/// What shops, bars, offices and museums write. The reference reads them from standard input.
constexpr const char* kExpressions[] = {
    "24/7",
    "Mo-Fr 08:00-12:00",
    "Mo-Sa 09:00-20:00; PH,Su off",
    "Tu-Su 17:00-23:00; Mo off",
    "Mo-Th 11:30-14:30,17:30-22:00; Fr,Sa 11:30-14:30,17:30-23:30; Su 12:00-21:00",
    "Mo-Fr 08:00-18:00; Sa 09:00-13:00; Dec 24,Dec 31 08:00-12:00; PH off",
    "Mo-Fr 07:00-17:00; SH off",
    "Apr-Oct Mo-Su 10:00-18:00; Nov-Mar Sa,Su 11:00-16:00",
    "Mo-Fr 09:00-17:00; 2026 Dec 24-2027 Jan 01 off",
    "Mo[1] 09:00-12:00",
    "We 08:00-12:00 unknown \"je nach Personal\"",
    "Mo-Fr 10:00+",
    "week 1-53/2 We 14:00-18:00",
    "PH 10:00-16:00; Mo-Fr 09:00-18:00",
    "Su-Tu 22:00-26:00",
    "Fr-Sa 20:00-03:00, Su 10:00-12:00",
    "Mo-Su 10:00-18:00; easter -2 days,easter +1 day off",
    "Mo-Fr 08:00-12:00 || \"nach Vereinbarung\"",
    "Th[-1] 18:00-21:00; Dec 24-Jan 06 off",
    "Mo-We,Fr 08:00-16:00; Th 08:00-18:00; 12:00-13:00 off; PH off",
};
constexpr int kRound = 4 * 7 * 24 * 4;  ///< four weeks in quarters of an hour

double cpu_s() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

double questions_a_second(int& open) {
  std::vector<hours::Evaluator> asked;
  for (const auto* expression : kExpressions)
    asked.emplace_back(hours::read(expression).expression, hours::Land::rp);
  const auto start = hours::at_minute(hours::day_of({2026, 12, 14}), 0);
  const double before = cpu_s();
  open = 0;
  for (int quarter = 0; quarter < kRound; ++quarter)
    for (const auto& each : asked)
      open += each.at({start.minutes + quarter * 15}).state == hours::State::open ? 1 : 0;
  return static_cast<double>(asked.size()) * kRound / (cpu_s() - before);
}

struct Reference {
  double questions_a_second = 0;
  int open = 0;
};

/// The library's figure; nothing without Node or the library.
std::optional<Reference> reference() {
  std::string input;
  for (const auto* expression : kExpressions) input += std::string(expression) + "\n";
  const std::string command = "printf '%s' '" + input +
                              "' | TZ=Europe/Berlin node " STADTPULT_BENCH_SOURCE
                              "/opening_hours_reference.cjs 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::array<char, 200> line{};
  Reference found;
  if (!pipe || !std::fgets(line.data(), line.size(), pipe.get()) ||
      std::sscanf(line.data(), "%lf %d", &found.questions_a_second, &found.open) != 2)
    return std::nullopt;
  return found;
}

}  // namespace

int main() {
  bench::Report report;
  int open = 0;
  std::vector<double> runs;
  for (int run = 0; run < 5; ++run) runs.push_back(questions_a_second(open));
  report.at_least("open now?, questions/s and core, goal as reference", bench::median(runs), 100'000, 1);
  if (const auto library = reference()) {
    report.at_least("open now?, questions/s, against npm opening_hours", bench::median(runs),
                    library->questions_a_second, 1);
    report.limit("open answers more or less than npm opening_hours", std::abs(open - library->open), 0);
  } else {
    fmt::print("skipped: no Node with npm opening_hours for the reference\n");
  }
  return report.finish();
}
