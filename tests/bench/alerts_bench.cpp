// The panel "security" over a million alerts: filtering, frames while 500 a second arrive, memory. Headless:
// the frame is built and its vertices are made; no pixel is drawn.

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "panels/kit/kit.hpp"
#include "panels/security/security_ui.hpp"
#include "tests/bench/clock.hpp"
#include "tests/bench/report.hpp"
#include "tests/panels/areas/sample.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/panels/security/sample.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using bench::cpu_ms;

namespace {

constexpr int kAlerts = 1'000'000, kPage = 1'000;
constexpr int kNewPerSecond = 500, kBatchesPerSecond = 10, kSeconds = 20;

/// The most memory that this process ever had in RAM, MB.
double peak_mb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

/// A million alerts over 7 days, page by page as they come from the platform.
void load(client::State& state, base::Timestamp now) {
  state.apply(client::AlertsLoading{}, now);
  for (int from = 0; from < kAlerts; from += kPage) {
    client::AlertsChanged page{.items = {}, .at = now, .of_load = true, .total = kAlerts};
    for (int i = from; i < from + kPage; ++i)
      page.items.push_back(sample::alert(i, kAlerts - i, {now.ms - i * 600LL}));
    page.complete = from + kPage == kAlerts;
    state.apply(std::move(page), now);
  }
}

struct Bench {
  base::Timestamp now = sample::now();
  client::State state = sample::working_city(contract::Role::security_analyst);
  panels::SecurityPanel panel;
  std::int64_t next = kAlerts + 1;

  void draw() {
    auto world = sample::world_of(state);
    world.now = now;
    panel.draw(world);
  }
  void arrive(int count) {
    client::AlertsChanged news{.items = {}, .at = now};
    for (int i = 0; i < count; ++i, ++next)
      news.items.push_back(sample::alert(static_cast<int>(next % 1'000'000), next, now));
    state.apply(std::move(news), now);
  }
};

/// The slowest of several queries, from the finished term to the filtered list.
double slowest_filter(const Bench& bench) {
  panels::security::AlertList list;
  list.update(bench.state.alerts, false);
  double slowest = 0;
  for (const char* query : {"anmeldung", "schwere:≥hoch -quelle:Q-81F0", "gerät:4F2 zuständig:niemand",
                            "zeit:09:10–09:25 status:offen", "-regel:pin tok_0001"}) {
    std::vector<panels::security::Term> terms;
    for (const auto& text : panels::security::split_query(query)) {
      const auto parsed = panels::security::parse_term(text, {bench.now, "usr_tarik"});
      if (!parsed.error.empty()) fmt::print(stderr, "{}: {}\n", text, parsed.error);
      terms.push_back(parsed.term);
    }
    const double begin = cpu_ms();
    list.set_query(std::move(terms), bench.state.alerts, "de", {});
    slowest = std::max(slowest, cpu_ms() - begin);
  }
  return slowest;
}

}  // namespace

int main() {
  panels::kit::set_time_zone("Europe/Berlin");
  bench::Report report;
  Bench bench;
  load(bench.state, bench.now);
  const double filter = slowest_filter(bench);
  test::Ui ui([&] { bench.draw(); });
  ui.frame(10);
  std::vector<double> frames;
  constexpr int kFramesPerSecond = 60;
  for (int i = 0; i < kSeconds * kFramesPerSecond; ++i) {
    bench.now.ms += 1000 / kFramesPerSecond;
    const double begin = cpu_ms();
    if (i % (kFramesPerSecond / kBatchesPerSecond) == 0) bench.arrive(kNewPerSecond / kBatchesPerSecond);
    ui.frame();
    frames.push_back(cpu_ms() - begin);
  }
  std::sort(frames.begin(), frames.end());
  report.limit("slowest of 5 queries over a million alerts, CPU ms", filter, 100);
  report.limit("frame with a million and 500 new a second, p50 CPU ms", frames[frames.size() / 2], 2);
  report.limit("frame with a million and 500 new a second, p99 CPU ms", frames[frames.size() * 99 / 100], 2);
  report.limit("rows, texts and index of a million alerts, MB",
               static_cast<double>(bench.state.alerts.bytes()) / 1e6, 250);
  report.limit("the process with a million alerts, peak MB", peak_mb(), 400);
  return report.finish();
}
