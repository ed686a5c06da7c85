// Detection: events/s of the engine with all rules against the naive evaluator, and bytes/s against a scan of
// memory; how long loading takes. CPU time of one thread. Rules and requests come from the shared data and
// from assets/rules; without the shared data requests are made up, and there are fewer rules.

#include <fmt/format.h>
#include <time.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <vector>

#include "api-client/base/json.hpp"
#include "platform/detection/engine.hpp"
#include "platform/detection/loader.hpp"
#include "tests/bench/report.hpp"
#include "tests/platform/detection/naive.hpp"

using namespace stadtpult;
using namespace stadtpult::platform::detection;

namespace {

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

std::filesystem::path shared_data() {
  const char* folder = std::getenv("STADTPULT_DATA");
  return folder != nullptr ? folder : STADTPULT_DATA_DIR;
}

struct Request {
  std::string method = "GET", uri, agent, referrer;
};

Event event_of(const Request& request, std::size_t number) {
  Event event;
  event.source = {"webserver", "", ""};
  event.at.ms = 1'800'000'000'000 + static_cast<std::int64_t>(number) * 5;
  event.add("http_request.http_method", request.method);
  event.add("http_request.url.url_string", request.uri);
  event.add("http_request.url.url_string", request.uri);
  event.add("http_request.url.path", request.uri.substr(0, request.uri.find('?')));
  event.add("http_request.user_agent", request.agent);
  event.add("http_request.referrer", request.referrer);
  event.add("http_response.code", std::int64_t{number % 9 == 0 ? 404 : 200});
  event.add("http_response.length", static_cast<std::int64_t>(number * 37 % 9000));
  event.add("src_endpoint.ip", fmt::format("10.{}.{}.7", number % 200, number % 250));
  event.add("class_uid", std::int64_t{4002});
  event.add("activity_id", std::int64_t{3});
  event.add("metadata.uid", fmt::format("req_{:016x}", number * 0x9e3779b97f4a7c15ULL));
  return event;
}

/// As a city's platform sees them: nine ordinary ones, then an attack.
std::vector<Event> requests() {
  static const std::vector<std::string> kOrdinary = {"/v1/miniapps?limit=50&sort=name",
                                                     "/v1/events?after=184467",
                                                     "/index.html",
                                                     "/v1/categories/mobility",
                                                     "/assets/app.js?v=17.4.2",
                                                     "/suche?q=Personalausweis+beantragen",
                                                     "/v1/releases/rel_01J9/diff",
                                                     "/images/rathaus-800.webp",
                                                     "/v1/miniapps/worms-abfallkalender/versions"};
  std::vector<Request> attacks;
  std::ifstream in(shared_data() / "attacks" / "crs.jsonl");
  for (std::string line; std::getline(in, line);) {
    const auto object = base::parse_json(line);
    const auto& headers = object["headers"];
    const auto agent = headers.find("User-Agent");
    attacks.push_back({object["method"], object["uri"],
                       agent != headers.end() && agent->is_string() ? agent->get<std::string>() : "", ""});
  }
  if (attacks.empty()) attacks.push_back({"GET", "/?q=%27+union+select+password+from+users", "curl", ""});
  std::vector<Event> events;
  for (std::size_t i = 0; i < 20'000; ++i) {
    Request request{
        "GET", kOrdinary[i % kOrdinary.size()],
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
        "Mobile Safari/537.36",
        "https://app.worms.example/start"};
    if (i % 10 == 9) request = attacks[i / 10 % attacks.size()];
    events.push_back(event_of(request, i));
  }
  return events;
}

std::size_t bytes_of(const std::vector<Event>& events) {
  std::size_t bytes = 0;
  for (const auto& event : events) {
    for (const auto& field : event.fields) {
      const auto* text = std::get_if<std::string>(&field.value);
      bytes += text ? text->size() : 8;
    }
  }
  return bytes;
}

double scan_bytes_per_second() {
  const std::vector<std::uint64_t> memory(32 * 1024 * 1024, 3);
  std::vector<double> runs;
  for (int i = 0; i < 5; ++i) {
    const double start = cpu_seconds();
    const auto sum = std::accumulate(memory.begin(), memory.end(), std::uint64_t{0});
    const double taken = cpu_seconds() - start;
    if (sum != 3 * memory.size()) return 0;
    runs.push_back(static_cast<double>(memory.size() * sizeof(std::uint64_t)) / taken);
  }
  return bench::median(runs);
}

}  // namespace

int main() {
  std::vector<std::filesystem::path> folders;
  for (const auto& folder : {shared_data() / "sigma" / "rules", std::filesystem::path("assets/rules")}) {
    if (std::filesystem::exists(folder)) folders.push_back(folder);
  }
  if (folders.empty()) {
    fmt::print("skipped: there are no rules here\n");
    return 0;
  }
  double begin = cpu_seconds();
  const auto loaded = load_rules(folders);
  const double loading = cpu_seconds() - begin;
  if (!loaded) {
    fmt::print("{}\n", loaded.error().message);
    return 1;
  }
  const auto& rules = *loaded->rules;
  const auto events = requests();
  std::vector<double> fast, slow;
  std::size_t hits = 0, naive_hits = 0;
  double tried = 0;
  for (int run = 0; run < 5; ++run) {
    Engine engine(loaded->rules, {.all = true});
    begin = cpu_seconds();
    for (const auto& event : events) hits += engine.match(event).size();
    fast.push_back(static_cast<double>(events.size()) / (cpu_seconds() - begin));
    tried = static_cast<double>(engine.stats().tried) / static_cast<double>(events.size());
    // Interleaved, and fewer: the naive one is slow.
    const std::size_t few = events.size() / 100;
    begin = cpu_seconds();
    for (std::size_t i = 0; i < few; ++i) {
      for (std::uint32_t rule = 0; rule < rules.rules().size(); ++rule) {
        if (rules.rules()[rule].parts.empty()) naive_hits += naive::matches(rules, rule, events[i]) ? 1 : 0;
      }
    }
    slow.push_back(static_cast<double>(few) / (cpu_seconds() - begin));
  }
  const double rate = bench::median(fast);
  fmt::print("{} rules, {} events of {} bytes, {} hits, {:.2f} rules tried an event\n", rules.rules().size(),
             events.size(), bytes_of(events) / events.size(), hits / 5, tried);
  bench::Report report;
  report.limit("loading all rules, s", loading, 1);
  report.limit("an event against all rules, us (100,000 events/s a core)", 1e6 / rate, 10);
  report.at_least("events/s against the naive evaluator", rate, bench::median(slow), 50);
  report.at_least("MB/s of events against a scan of memory",
                  rate * static_cast<double>(bytes_of(events)) / static_cast<double>(events.size()) / 1e6,
                  scan_bytes_per_second() / 1e6, 0.002);
  return report.finish();
}
