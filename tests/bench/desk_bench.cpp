// From the answer to an event until its alert is drawn: the real edge over TLS, the console's own client with
// the settings of the console, and the panel "security", whose frame is built headless (its vertices are
// made; no pixel is drawn).

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "api-client/client/client.hpp"
#include "panels/kit/kit.hpp"
#include "panels/security/security_ui.hpp"
#include "platform/http/server.hpp"
#include "tests/bench/attacks.hpp"
#include "tests/bench/clock.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/https_client.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using bench::Clock;
using bench::give_up;

namespace {

constexpr int kEach = 40;  // events a batch, 50 batches a second
constexpr auto kStep = std::chrono::milliseconds(20);
constexpr auto kFrame = std::chrono::milliseconds(16);
constexpr auto kPatience = std::chrono::seconds(30);

/// A console without a window: its frames come when the client posts something, and 60 times a second.
class Console {
 public:
  explicit Console(const std::string& folder) : ui_([this] { draw(); }) {
    inbox_.on_post([this] {
      const std::lock_guard lock(mutex_);
      posted_ = true;
      changed_.notify_one();
    });
    auto store = client::LocalStore::open(folder);
    if (!store) give_up(store.error().message);
    client::ClientOptions options;
    options.account = "bench";
    client_ = client::Client::start(options, std::move(*store), inbox_);
  }

  void connect(const std::string& url, const std::string& token, const std::string& certificate) {
    client_->connect({.url = url, .token = token, .ca_pem = certificate, .ca_file = {}});
  }
  /// Waits for what comes, takes it in and draws one frame.
  void frame() {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kFrame, [this] { return posted_; });
      posted_ = false;
    }
    for (auto& update : inbox_.take()) state_.apply(std::move(update), base::now());
    const auto now = Clock::now();
    ui_.frame(1, std::max(0.001F, std::chrono::duration<float>(now - drawn_).count()));
    drawn_ = now;
  }
  /// The greatest number of an alert in the frame that was drawn last; 0 where there is none.
  [[nodiscard]] std::int64_t newest_drawn() const {
    std::int64_t newest = 0;
    constexpr std::string_view kNumber = "AL-";
    for (const auto& node : ui_.tree().nodes())
      if (node.role == test::Role::row && node.name.starts_with(kNumber))
        newest = std::max(newest, std::int64_t{std::stoll(std::string(node.name.substr(kNumber.size())))});
    return newest;
  }
  [[nodiscard]] bool ready() const {
    return state_.me && state_.line.line == client::Line::live &&
           state_.alerts.state == client::RemoteState::there;
  }

 private:
  void draw() {
    panels::World world{state_, base::now()};
    world.online = state_.line.line == client::Line::live;
    if (state_.me) {
      world.role = state_.me->role;
      world.principal_id = state_.me->id;
    }
    panel_.draw(world);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool posted_ = false;
  base::Inbox<client::Update> inbox_;
  client::State state_;
  panels::SecurityPanel panel_;
  test::Ui ui_;
  Clock::time_point drawn_ = Clock::now();
  std::unique_ptr<client::Client> client_;
};

/// Sends batches as a web server would, an attack in every `apart`-th; when each of those was answered.
std::vector<Clock::time_point> send(int port, const std::string& token, const std::string& producer,
                                    int batches, int apart, int first_source) {
  testing::HttpsClient line(port);
  std::vector<Clock::time_point> answered;
  auto next = Clock::now();
  for (int i = 0; i < batches; ++i, next += kStep) {
    const bool attack = i % apart == 0;
    const auto source = attack ? std::optional(first_source + i) : std::nullopt;
    std::this_thread::sleep_until(next);
    const auto reply =
        line.request("POST", "/v1/security/events?producer=" + producer,
                     {{"Authorization", "Bearer " + token}, {"Content-Type", "application/x-ndjson"}},
                     bench::batch_of_requests(i * kEach, kEach, source));
    if (reply.status != 201) give_up(fmt::format("an event was answered {}: {}", reply.status, reply.body));
    if (attack) answered.push_back(Clock::now());
  }
  return answered;
}

/// From each answer to the first frame with the last of its alerts, ms, in order of size.
std::vector<double> measure(Console& console, int port, const std::string& token, const std::string& producer,
                            int batches, int apart, int first_source) {
  const std::int64_t before = console.newest_drawn();
  std::vector<Clock::time_point> answered;
  std::atomic<bool> sent{false};
  std::thread sender([&] {
    answered = send(port, token, producer, batches, apart, first_source);
    sent = true;
  });
  struct Seen {
    Clock::time_point at;
    std::int64_t newest = 0;
  };
  std::vector<Seen> seen;
  auto quiet_since = Clock::now();
  // As many alerts an attack as there are rules that know it: all have come when no more come.
  while (!sent || Clock::now() - quiet_since < std::chrono::seconds(2)) {
    console.frame();
    const auto newest = console.newest_drawn();
    if (newest > (seen.empty() ? before : seen.back().newest)) {
      seen.push_back({Clock::now(), newest});
      quiet_since = seen.back().at;
    }
  }
  sender.join();
  const std::int64_t alerts = seen.empty() ? 0 : seen.back().newest - before;
  const auto attacks = static_cast<std::int64_t>(answered.size());
  if (alerts == 0 || alerts % attacks != 0)
    give_up(fmt::format("{} attacks, {} alerts drawn", attacks, alerts));
  std::vector<double> ms;
  auto at = seen.begin();
  for (std::int64_t i = 0; i < attacks; ++i) {
    const std::int64_t last = before + (i + 1) * (alerts / attacks);
    while (at->newest < last) ++at;
    const auto since = at->at - answered[static_cast<size_t>(i)];
    ms.push_back(std::max(0.0, std::chrono::duration<double, std::milli>(since).count()));
  }
  std::sort(ms.begin(), ms.end());
  return ms;
}

void run(bench::Report& report, const std::string& folder) {
  auto service = platform::Service::open({.store = "sqlite:" + folder + "/store.sqlite", .watch = true});
  if (!service) give_up(service.error().message);
  const auto certificate = platform::make_certificate("127.0.0.1");
  if (!certificate) give_up(certificate.error().message);
  platform::ServerOptions options;
  options.cert_pem = certificate->cert_pem;
  options.key_pem = certificate->key_pem;
  auto server = platform::Server::start(options, **service);
  if (!server) give_up(server.error().message);
  const int port = (*server)->port();
  const auto token = [&](const char* name) {
    auto made = (*service)->make_token(contract::Role::security_analyst, name, "", 3'600'000);
    if (!made) give_up(made.error().message);
    return *made;
  };
  {
    Console console(folder + "/console");
    console.connect(fmt::format("https://127.0.0.1:{}", port), token("Pult"), certificate->cert_pem);
    const auto until = Clock::now() + kPatience;
    while (!console.ready() || console.newest_drawn() == 0) {  // that both are new is an alert
      if (Clock::now() > until) give_up("the console does not come up");
      console.frame();
    }
    const std::string sender = token("Quelle");
    for (int i = 0; i < 120; ++i) console.frame();
    const auto single = measure(console, port, sender, "single", 1'300, 13, 0);
    report.limit("event answered to alert drawn at 2,000 events/s, p50, ms", single[single.size() / 2], 50);
    report.limit("the same, p99, ms", single[single.size() * 99 / 100], 250);
    const auto many = measure(console, port, sender, "many", 500, 1, 100'000);
    report.limit("the same with 50 attacks a second among them, p50, ms", many[many.size() / 2], 150);
    report.limit("the same, p99, ms", many[many.size() * 99 / 100], 250);
  }
  (*server)->stop();
  (*service)->stop();
}

}  // namespace

int main() {
  panels::kit::set_time_zone("Europe/Berlin");
  const test::TempDir folder;
  bench::Report report;
  run(report, folder.path());
  return report.finish();
}
