// Merchants: "open now?" a second and core, against the goal and against npm opening_hours on the same
// expressions and moments, where Node and the library are there (bench.sh fetches it; nothing of it is
// shipped). The free slots of a month, and holds a second against bare SQLite's durable writes, in turns on
// the same disk. A table of 20,000 merchants, judged by the service.

#include <time.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <latch>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "api-client/booking/slots.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/hours/evaluator.hpp"
#include "panels/merchants/calendar_view.hpp"
#include "panels/merchants/merchants_ui.hpp"
#include "platform/routes/service_impl.hpp"
#include "tests/bench/bare_sqlite.hpp"
#include "tests/bench/clock.hpp"
#include "tests/bench/report.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/merchants/parts_sample.hpp"
#include "tests/panels/merchants/sample.hpp"

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

// ---- slots and holds

constexpr int kHoldRounds = 5, kAtOnce = 64;
constexpr auto kRoundTime = std::chrono::milliseconds(700);

/// A quarter of an hour each, with a pause, closures and 400 bookings.
double month_of_slots_ms() {
  contract::Resource resource;
  resource.opening_hours = "Mo-Fr 08:30-12:30,14:00-18:00; Sa 09:00-13:00; PH off";
  resource.breaks = "Mo-Fr 10:30-10:45";
  resource.slot_minutes = 15;
  const auto from = hours::instant_of(hours::at_minute(hours::day_of({2026, 12, 1}), 0));
  const auto to = hours::instant_of(hours::at_minute(hours::day_of({2027, 1, 1}), 0));
  for (int i = 0; i < 10; ++i)
    resource.closures.push_back(
        {{from.ms + i * 3 * base::kDayMs}, {from.ms + i * 3 * base::kDayMs + 36'000'000}, ""});
  std::vector<booking::Taken> taken;
  for (int i = 0; i < 400; ++i)
    taken.push_back({{from.ms + i * 107 * base::kMinuteMs}, {from.ms + (i * 107 + 15) * base::kMinuteMs}, 1});
  std::vector<double> runs;
  for (int run = 0; run < 50; ++run) {
    const auto begin = bench::Clock::now();
    // From the words on, as a request has it.
    const auto plan = booking::SlotPlan::make(resource, "", hours::Land::rp);
    if (plan->slots(from, to, from, taken).size() < 400) bench::give_up("slots are missing");
    runs.push_back(bench::ms_since(begin));
  }
  return bench::median(runs);
}

/// Resources of an active merchant, always open.
std::vector<std::string> make_resources(platform::ServiceImpl& service, int count) {
  std::vector<std::string> ids;
  const auto done =
      service.store().write_and_wait([&] { return service.occasion(platform::system_actor(), ""); },
                                     [&](platform::Change& change) -> base::Done {
                                       contract::Merchant merchant;
                                       merchant.number = 1;
                                       merchant.name = "Rad Speichenglück";
                                       merchant.opening_hours = "24/7";
                                       merchant.activity = contract::MerchantActivity::active;
                                       change.insert(merchant);
                                       for (int i = 0; i < count; ++i) {
                                         contract::Resource resource;
                                         resource.merchant_id = merchant.id;
                                         resource.name = "Werkbank";
                                         resource.slot_minutes = 60;
                                         resource.lead_minutes = 0;
                                         resource.horizon_days = 400;
                                         resource.capacity = 1'000;
                                         change.insert(resource);
                                         ids.push_back(resource.id);
                                       }
                                       return {};
                                     });
  if (!done) bench::give_up(done.error().message);
  return ids;
}

/// Holds a second, each a seat of one of many slots, `kAtOnce` under way at any time.
double holds_a_second(platform::ServiceImpl& service, const std::vector<std::string>& resources, long& next) {
  const auto first = base::now().ms / base::kDayMs + 2;
  std::atomic<bool> wrong = false;
  const auto start = bench::Clock::now();
  long count = 0;
  while (bench::Clock::now() - start < kRoundTime) {
    std::latch all(kAtOnce);
    for (int i = 0; i < kAtOnce; ++i) {
      const long number = next++;
      const auto hour = number / static_cast<long>(resources.size()) % (300 * 24);
      platform::Request request;
      request.method = "POST";
      request.target = "/v1/public/bookings";
      request.content_type = "application/json";
      request.request_id = "bench";
      request.body = fmt::format(R"({{"resource_id":"{}","starts_at":"{}"}})",
                                 resources[static_cast<std::size_t>(number) % resources.size()],
                                 base::to_rfc3339({first * base::kDayMs + hour * 60 * base::kMinuteMs}));
      service.handle(std::move(request), [&](const platform::Response& response) {
        if (response.status != 201) wrong = true;
        all.count_down();
      });
    }
    all.wait();
    count += kAtOnce;
  }
  if (wrong) bench::give_up("a hold was refused");
  return 1'000 * static_cast<double>(count) / bench::ms_since(start);
}

void bench_holds(bench::Report& report, const std::string& folder) {
  auto opened = platform::Service::open({.store = "sqlite:" + folder + "/store.sqlite"});
  if (!opened) bench::give_up(opened.error().message);
  auto& service = static_cast<platform::ServiceImpl&>(**opened);
  const auto resources = make_resources(service, 20);
  bench::BareSqlite bare(folder + "/bare.sqlite");
  std::vector<double> ours, bares;
  long next = 0;
  for (int round = 0; round < kHoldRounds; ++round) {
    bares.push_back(bare.rate(kRoundTime));
    ours.push_back(holds_a_second(service, resources, next));
  }
  report.at_least("holds, 64 at once, against bare durable writes, per second", bench::median(ours),
                  bench::median(bares), 0.3);
  service.stop();
}

/// From the body to the report, as a request has it: cells, accounts with check digits, duplicates.
double judged_s(const std::string& folder) {
  auto opened = platform::Service::open({.store = "sqlite:" + folder + "/table.sqlite"});
  if (!opened) bench::give_up(opened.error().message);
  const auto token = (*opened)->make_token(contract::Role::reviewer, "Bank", "", base::kDayMs);
  if (!token) bench::give_up(token.error().message);
  contract::MerchantImport wish;
  wish.csv = "name;street;postal_code;city;iban;phone;email\n";
  for (int i = 0; i < 20'000; ++i) {
    const auto inside = fmt::format("55399910{:010}", i);
    int rest = 0;
    for (const char c : inside + "131400") rest = (rest * 10 + (c - '0')) % 97;
    wish.csv += fmt::format("Laden {0};Straße {0};67547;Worms;DE{1:02}{2};06241 {3};laden{0}@worms.example\n",
                            i, 98 - rest, inside, 100'000 + i);
  }
  platform::Request request;
  request.method = "POST";
  request.target = "/v1/merchants/imports";
  request.authorization = "Bearer " + *token;
  request.content_type = "application/json";
  request.request_id = "bench";
  request.body = contract::encode_new(wish);
  std::latch done(1);
  const auto begin = bench::Clock::now();
  double seconds = 0;
  (*opened)->handle(std::move(request), [&](const platform::Response& response) {
    seconds = bench::ms_since(begin) / 1'000;
    if (response.status != 200 || response.body->find("\"taken\":20000") == std::string::npos)
      bench::give_up("the table was not taken: " + response.body->substr(0, 300));
    done.count_down();
  });
  done.wait();
  (*opened)->stop();
  return seconds;
}

}  // namespace

namespace {

constexpr int kFew = 2'000, kMany = 100'000;

/// The panel over so many active merchants, drawn frame by frame.
class PanelBench {
 public:
  explicit PanelBench(int merchants)
      : desk_(sample::trading_city(contract::Role::reviewer), test::UiOptions{.width = 1440, .height = 900}) {
    sample::add_merchants(desk_.state, merchants);
    desk_.ui.frame(5);
  }
  /// From a list that is there to the shelf of all active ones, with its first frame.
  double open_ms() {
    const double begin = bench::cpu_ms();
    desk_.panel.open({"merchants", "mer_100", ""}, desk_.world());
    desk_.ui.frame();
    return bench::cpu_ms() - begin;
  }
  double frame_ms() {
    std::vector<double> times;
    for (int i = 0; i < 120; ++i) {
      const double begin = bench::cpu_ms();
      desk_.ui.frame();
      times.push_back(bench::cpu_ms() - begin);
    }
    return bench::median(std::move(times));
  }
  /// The slowest of the keys of a word typed from nothing.
  double key_ms() {
    if (!desk_.ui.click(test::Role::searchbox, panels::kit::tr("merchants.search")))
      bench::give_up("no search box");
    double slowest = 0;
    for (const char* letter : {"l", "a", "d", "e", "n", "9"}) {
      const double begin = bench::cpu_ms();
      desk_.ui.type(letter);
      slowest = std::max(slowest, bench::cpu_ms() - begin);
    }
    return slowest;
  }

 private:
  test::Desk<panels::merchants::MerchantsPanel> desk_;
};

void bench_panel(bench::Report& report) {
  PanelBench few(kFew), many(kMany);
  few.open_ms();
  report.limit("100,000 merchants: the shelf of all, first frame, CPU ms", many.open_ms(), 300);
  report.at_most("100,000 merchants: a frame, CPU ms, against 2,000", many.frame_ms(), few.frame_ms(), 1.2);
  report.limit("100,000 merchants: slowest key in the search, CPU ms", many.key_ms(), 16);
}

/// The calendar's week of a bench that 5,000 bookings have taken, one after the other.
double week_ms() {
  auto state = sample::working_city(contract::Role::project_lead);
  sample::equip(state);
  auto many = sample::workshop_bookings();
  const auto first = many.front();
  for (int i = 0; i < 5'000; ++i) {
    auto one = first;
    one.id = fmt::format("bok_x{}", i);
    one.starts_at = {sample::november(30, 8, 30).ms + i * 90 * base::kMinuteMs};
    one.ends_at = {one.starts_at.ms + 90 * base::kMinuteMs};
    many.push_back(std::move(one));
  }
  state.apply(client::ListLoaded<contract::Booking>{std::move(many), sample::now()}, sample::now());
  const auto world = sample::world_of(state);
  panels::merchants::calendar::Week week;
  const double begin = bench::cpu_ms();
  week.update(world, *state.merchants.find("mer_1"), *state.resources.find("res_1"),
              hours::day_of({2026, 11, 30}));
  return bench::cpu_ms() - begin;
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
  report.limit("a week of the calendar beside 5,000 bookings of its resource, CPU ms", week_ms(), 10);
  report.limit("free slots of a month, from the words on, ms", month_of_slots_ms(), 2);
  std::string folder = (std::filesystem::temp_directory_path() / "stadtpult-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) bench::give_up("no folder for the stores");
  bench_holds(report, folder);
  report.limit("a table of 20,000 merchants, judged, s", judged_s(folder), 5);
  std::filesystem::remove_all(folder);
  bench_panel(report);
  return report.finish();
}
