// Durable intake of events, and the closing of many alerts by a query. Through the service, without HTTP.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "api-client/base/json.hpp"
#include "api-client/contract/proof.hpp"
#include "platform/domain/proof/proof_check.hpp"
#include "platform/routes/service_impl.hpp"
#include "tests/bench/attacks.hpp"
#include "tests/bench/report.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

namespace {

constexpr int kBatches = 20, kBatchEvents = 5'000;
constexpr int kAlerts = 1'500'000;

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "bench_security: {}\n", why);
  std::exit(2);
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Json ask(Service& service, const std::string& token, const std::string& method, const std::string& target,
         std::string body = "") {
  Request request;
  request.method = method;
  request.target = target;
  request.authorization = "Bearer " + token;
  request.body = std::move(body);
  std::promise<Response> promise;
  service.handle(std::move(request), [&](Response response) { promise.set_value(std::move(response)); });
  const Response response = promise.get_future().get();
  if (response.status >= 300) give_up(*response.body);
  return base::parse_json(*response.body);
}

/// One proof made and checked, and a small request with one against the same without.
void measure_proofs(ServiceImpl& service, bench::Report& report) {
  constexpr int kProofs = 2'000;
  const base::Key key = *base::digest_from_hex(base::random_hex(32));
  const std::string plain = *service.make_token(contract::Role::editor, "Ohne", "", 3'600'000);
  const std::string bound = *service.make_token(contract::Role::editor, "Mit", "", 3'600'000);
  const auto proof = [&](const char* method, const char* path) {
    return contract::make_proof(
        key, {method, std::string("https://bench.test") + path, bound, base::now(), base::random_hex(16)});
  };
  std::vector<std::string> proofs;
  auto start = Clock::now();
  for (int i = 0; i < kProofs; ++i) proofs.push_back(proof("GET", "/v1/me"));
  report.limit("a proof made, us", seconds_since(start) * 1e6 / kProofs, 1'000);
  start = Clock::now();
  for (const auto& each : proofs)
    if (!check_proof(each, {"GET", {"bench.test"}, "/v1/me", bound, base::now()}))
      give_up("a proof is wrong");
  report.limit("a proof checked, us", seconds_since(start) * 1e6 / kProofs, 1'000);
  const auto send = [&](const char* method, const char* path, const std::string& authorization,
                        std::string with, std::string body) {
    Request request;
    request.method = method;
    request.target = path;
    request.authorization = authorization;
    request.host = "bench.test";
    request.proof = std::move(with);
    request.body = std::move(body);
    std::promise<Response> promise;
    service.handle(std::move(request), [&](Response response) { promise.set_value(std::move(response)); });
    const Response response = promise.get_future().get();
    if (response.status >= 300) give_up(*response.body);
  };
  send("POST", "/v1/devices", "Bearer " + bound, proof("POST", "/v1/devices"), R"({"name":"bench"})");
  start = Clock::now();
  for (int i = 0; i < kProofs; ++i) send("GET", "/v1/categories", "Bearer " + plain, "", "");
  const double without = seconds_since(start) * 1e6 / kProofs;
  proofs.clear();
  for (int i = 0; i < kProofs; ++i) proofs.push_back(proof("GET", "/v1/categories"));
  start = Clock::now();
  for (auto& each : proofs) send("GET", "/v1/categories", "DPoP " + bound, std::move(each), "");
  const double with = seconds_since(start) * 1e6 / kProofs;
  report.limit("a read without a proof (kept answer, no HTTP), us", without, 1'000);
  report.limit("the same with one, us", with, 1'000);
}

std::string batch(int first) {
  std::string lines;
  for (int i = first; i < first + kBatchEvents; ++i) {
    Json event;
    event["class_uid"] = 4002;
    event["logsource"]["category"] = "webserver";
    event["time"] = base::now().ms;
    event["http_request"] = {{"http_method", "GET"},
                             {"user_agent", "Mozilla/5.0 (X11; Linux x86_64)"},
                             {"url",
                              {{"path", fmt::format("/dienste/{}", i % 977)},
                               {"query_string", fmt::format("seite={}&ort=worms", i % 31)}}}};
    event["http_response"]["code"] = 200;
    event["src_endpoint"]["ip"] = fmt::format("198.51.100.{}", i % 251);
    event["metadata"]["sequence"] = i + 1;
    lines += event.dump() + "\n";
  }
  return lines;
}

/// Events come in 50 batches of 40 a second; each has an attack. From the answer to its batch until the alert
/// is on the stream.
void measure_alerts(ServiceImpl& service, const std::string& token, bench::Report& report) {
  constexpr int kRounds = 500, kEach = 40;
  constexpr auto kStep = std::chrono::milliseconds(20);
  std::mutex mutex;
  std::vector<Clock::time_point> seen;
  std::int64_t after = service.store().events().newest();
  service.on_events([&] {
    const auto now = Clock::now();
    for (const auto& event : service.events_after(after, 10'000)) {
      after = event.id;
      if (event.data.find("\"type\":\"alert\"") == std::string::npos ||
          event.data.find("\"created\"") == std::string::npos)
        continue;
      const std::lock_guard lock(mutex);
      seen.push_back(now);
    }
  });
  std::vector<Clock::time_point> answered;
  auto next = Clock::now();
  for (int round = 0; round < kRounds; ++round, next += kStep) {
    std::this_thread::sleep_until(next);
    ask(service, token, "POST", "/v1/security/events?producer=latency",
        bench::batch_of_requests(round * kEach, kEach, round));
    answered.push_back(Clock::now());
  }
  service.security().monitor().settle();
  service.on_events({});
  const std::lock_guard lock(mutex);
  if (seen.size() < answered.size())
    give_up(fmt::format("{} of {} alerts came", seen.size(), answered.size()));
  // The same number of alerts a batch (one a rule), in the order of the batches: each batch by its last
  // alert.
  const size_t each = seen.size() / answered.size();
  std::vector<double> ms;
  for (size_t i = 0; i < answered.size(); ++i)
    ms.push_back(std::max(
        0.0, std::chrono::duration<double, std::milli>(seen[(i + 1) * each - 1] - answered[i]).count()));
  std::sort(ms.begin(), ms.end());
  report.limit("event answered to alert on the stream at 2,000 events/s, p50, ms", ms[ms.size() / 2], 50);
  report.limit("the same, p99, ms", ms[ms.size() * 99 / 100], 250);
}

void make_alerts(ServiceImpl& service, int count) {
  constexpr int kPiece = 100'000;
  for (int first = 0; first < count; first += kPiece) {
    const auto done = service.store().write_and_wait(
        [&] { return service.occasion(system_actor(), ""); },
        [&](Change& change) -> base::Done {
          change.database().run(
              fmt::format(
                  "INSERT INTO alerts(id, number, rule_id, rule_title, rule_author, rule_version, "
                  "techniques, "
                  "severity_id, status_id, verdict_id, verdict_reason, principal, source, device, session, "
                  "organisation_id, miniapp_id, count, first_at, last_at, evidence, evidence_sha256, "
                  "acknowledged_until, timeline, created_at, updated_at, revision) WITH RECURSIVE n(i) AS "
                  "(SELECT {0} "
                  "UNION ALL SELECT i + 1 FROM n WHERE i < {1}) SELECT printf('alr_%012d', i), i + 1000000, "
                  "'rule-' || "
                  "(i % "
                  "40), '{{\"de\":\"Regel\"}}', 'Stadtpult', '2026', '[]', 1 + i % 5, 1, 0, '', "
                  "printf('P-%04X', i "
                  "% 5000), printf('Q-%04X', i % 9000), '', '', '', '', 1, i, i, '{{\"message\":\"x\"}}', "
                  "'', 0, "
                  "'[{{\"at\":\"2026-11-26T00:00:00Z\",\"principal_id\":\"system\",\"principal_name\":"
                  "\"Stadtpult\","
                  "\"action\":\"raised\",\"detail\":\"\"}}]', i, i, 1 FROM n",
                  first + 1, first + kPiece),
              {});
          change.touch(TableId::alerts);
          return {};
        });
    if (!done) give_up(done.error().message);
  }
}

}  // namespace

int main() {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("bench_security_{}", getpid());
  std::filesystem::create_directories(folder);
  bench::Report report;
  {
    auto opened = Service::open({.store = "sqlite:" + (folder / "store.sqlite").string(), .watch = true});
    if (!opened) give_up(opened.error().message);
    auto& service = static_cast<ServiceImpl&>(**opened);
    const std::string token = *service.make_token(contract::Role::security_analyst, "Bench", "", 3'600'000);
    std::vector<std::string> batches;
    for (int i = 0; i < kBatches; ++i) batches.push_back(batch(i * kBatchEvents));
    auto start = Clock::now();
    for (auto& lines : batches)
      ask(service, token, "POST", "/v1/security/events?producer=bench", std::move(lines));
    const double intake_s = seconds_since(start);
    report.limit("20,000 events stored durably, s", intake_s * 20'000 / (kBatches * kBatchEvents), 1.0);
    service.security().monitor().settle();
    report.limit("the same looked at by all rules, s",
                 seconds_since(start) * 20'000 / (kBatches * kBatchEvents), 1.0);

    measure_proofs(service, report);
    measure_alerts(service, token, report);

    make_alerts(service, kAlerts);
    for (const auto& [what, target] :
         {std::pair("first page of 100 of 1.5 million alerts, ms", "/v1/security/alerts?limit=100"),
          std::pair("the same by severity and state, ms",
                    "/v1/security/alerts?limit=100&filter=severity_id:4,5&filter=status_id:1"),
          std::pair("the same by severity alone, ms", "/v1/security/alerts?limit=100&filter=severity_id:4,5"),
          std::pair("the same by source, ms", "/v1/security/alerts?limit=100&filter=source:Q-0100")}) {
      start = Clock::now();
      ask(service, token, "GET", target);
      report.limit(what, seconds_since(start) * 1'000, 100);
    }
    start = Clock::now();
    const Json made = ask(service, token, "POST", "/v1/security/jobs",
                          R"({"query":"filter=status_id:1","change":{"status_id":4}})");
    report.limit("job over 1.5 million alerts made, s", seconds_since(start), 5);
    Json job;
    do {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      job = ask(service, token, "GET", "/v1/security/jobs/" + made["id"].get<std::string>());
    } while (job["state"] == "running");
    report.limit("1.5 million alerts closed by query, s", seconds_since(start), 60);
    if (job["done"].get<int>() < kAlerts) give_up("not all were closed");
    service.stop();
  }
  std::filesystem::remove_all(folder);
  return report.finish();
}
