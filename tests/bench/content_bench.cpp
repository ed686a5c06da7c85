// Content: a key in a page of fifty blocks, a tree of 10,000 pages, a page that is opened, the search over
// 10,000 pages, and the size of what citizens load. The panel is drawn headless; the platform is asked
// without HTTP (bench_http has the citizens' pages over TLS).

#include <time.h>

#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>

#include "api-client/contract/codec.hpp"
#include "panels/content/content_ui.hpp"
#include "platform/routes/service.hpp"
#include "tests/bench/report.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;

namespace {

constexpr int kPages = 10'000;

/// CPU time of this thread, ms.
double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1000 + static_cast<double>(t.tv_nsec) / 1e6;
}

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(2);
}

struct Desk : test::Desk<panels::ContentPanel> {
  explicit Desk(client::State start)
      : test::Desk<panels::ContentPanel>(std::move(start), {.width = 1440, .height = 1000}) {}
  static client::State city(int extra) {
    auto state = sample::working_city(contract::Role::editor);
    sample::write(state, sample::now(), extra);
    return state;
  }
  void open(const contract::ContentPage& page) {
    panel.open({"content", page.id, ""}, world());
    sample::open(state, page, now);
  }
};

void bench_panel(bench::Report& report) {
  {
    Desk desk(Desk::city(0));
    desk.open(sample::long_page(50));
    desk.ui.frame(10, 0.1F);
    if (!desk.ui.click(test::Role::textbox, panels::kit::tr("content.field.page_title")))
      give_up("there is no title to type in");
    std::vector<double> times;
    for (int i = 0; i < 60; ++i) {
      desk.ui.type("x");
      const double begin = cpu_ms();
      desk.ui.frame();
      times.push_back(cpu_ms() - begin);
    }
    report.limit("frame behind a key, page of 50 blocks with preview, CPU ms", bench::median(times), 4);
  }
  {
    auto state = Desk::city(kPages);
    const double begin = cpu_ms();
    Desk desk(std::move(state));
    desk.ui.frame();
    report.limit("tree of 10,000 pages, panel made and first frame, CPU ms", cpu_ms() - begin, 100);
    const double before = cpu_ms();
    desk.open(sample::housing_page());
    desk.ui.frame();
    report.limit("page opened beside 10,000 others, CPU ms", cpu_ms() - before, 50);
  }
}

class Platform {
 public:
  explicit Platform(const std::string& folder) {
    auto opened = platform::Service::open({.store = "sqlite:" + folder + "/store.sqlite"});
    if (!opened) give_up(opened.error().message);
    service_ = std::move(*opened);
    lead_ = token(contract::Role::project_lead);
    editor_ = token(contract::Role::editor);
    reviewer_ = token(contract::Role::reviewer);
  }
  ~Platform() { service_->stop(); }
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  platform::Response ask(const std::string& method, const std::string& target, const std::string& token,
                         const std::string& body = "", const std::string& if_match = "") {
    platform::Request request;
    request.method = method;
    request.target = target;
    if (!token.empty()) request.authorization = "Bearer " + token;
    request.content_type = "application/json";
    request.if_match = if_match;
    request.body = body;
    std::promise<platform::Response> promise;
    auto answer = promise.get_future();
    service_->handle(std::move(request),
                     [&](platform::Response response) { promise.set_value(std::move(response)); });
    auto response = answer.get();
    if (response.status >= 400) give_up(target + ": " + *response.body);
    return response;
  }
  double ms(const std::string& target, const std::string& token) {
    const auto begin = std::chrono::steady_clock::now();
    ask("GET", target, token);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  }
  [[nodiscard]] const std::string& lead() const { return lead_; }
  [[nodiscard]] const std::string& editor() const { return editor_; }
  [[nodiscard]] const std::string& reviewer() const { return reviewer_; }

 private:
  std::string token(contract::Role role) {
    auto made = service_->make_token(role, contract::enum_name(role), "", 3'600'000);
    if (!made) give_up(made.error().message);
    return *made;
  }
  std::unique_ptr<platform::Service> service_;
  std::string lead_, editor_, reviewer_;
};

/// 10,000 services of an invented directory, as it would be imported.
contract::ImportRequest directory() {
  static constexpr const char* kWords[] = {"Wohnen", "Fahrrad", "Ausweis", "Kita",
                                           "Steuer", "Hund",    "Gewerbe", "Sperrmüll"};
  contract::ImportRequest request;
  request.format = contract::ImportFormat::dldb_pages;
  std::string services, listed;
  for (int i = 0; i < kPages; ++i) {
    const std::string comma = i > 0 ? "," : "";
    services += fmt::format(
        R"({0}{{"id":"{1}","name":"{2} {1}","relation":{{"root_topic":"t"}},"description":"<p>{3}</p>","fees":"<p>Keine.</p>"}})",
        comma, i, kWords[i % 8],
        fmt::format(
            "Das Amt hilft bei {} und {}. Kommen Sie einfach vorbei oder schreiben Sie uns. Nummer {}.",
            kWords[i % 8], kWords[(i / 8) % 8], i * 7));
    listed += fmt::format(R"({}{{"id":"{}"}})", comma, i);
  }
  request.services = "{\"data\":[" + services + "]}";
  request.topics =
      R"({"data":[{"id":"t","name":"Alles","relation":{"navi":"1","services":[)" + listed + "]}}]}";
  return request;
}

void bench_platform(bench::Report& report, const std::string& folder) {
  Platform platform(folder);
  platform.ask("POST", "/v1/imports", platform.lead(), contract::encode_new(directory()));
  std::vector<double> searches;
  int number = 0;
  for (const auto* words :
       {"fahrrad", "steuer%20hund", "nummer%204207", "sperrm%C3%BCll", "aus", "vorbei%20kita"})
    for (int i = 0; i < 5; ++i)  // another limit each time: no answer comes from the cache
      searches.push_back(
          platform.ms(fmt::format("/v1/pages?q={}&limit={}", words, 50 + number++ % 49), platform.editor()));
  report.limit("full-text search over 10,000 pages, 50 found, ms", bench::median(searches), 30);

  const auto list = contract::decode_page<contract::ContentPage>(
      *platform.ask("GET", "/v1/pages?limit=1", platform.editor()).body);
  if (!list || list->items.empty()) give_up("there are no pages");
  auto one = list->items.front();
  const std::string address = "/v1/pages/" + one.id;
  std::vector<double> opened;
  for (int i = 0; i < 20; ++i) opened.push_back(platform.ms(address, platform.editor()));
  report.limit("a page read by the console, ms", bench::median(opened), 50);
  for (const auto& [state, token] :
       {std::pair{"in_review", platform.editor()}, std::pair{"approved", platform.reviewer()}}) {
    const auto changed = platform.ask("PATCH", address, token, fmt::format("{{\"state\":\"{}\"}}", state),
                                      contract::etag(one.id, one.revision));
    one = contract::decode<contract::ContentPage>(*changed.body).value_or(one);
  }
  const auto begin = std::chrono::steady_clock::now();
  platform.ask(
      "POST", "/v1/releases", platform.lead(),
      fmt::format(R"({{"ring":"everyone","items":["page:{}","category:{}"]}})", one.id, one.category_id));
  report.limit("one page released beside 10,000, ms",
               std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count(),
               1'000);
  report.limit("HTML of a page, kB",
               static_cast<double>(platform.ask("GET", "/app/p/" + one.slug, "").body->size()) / 1000, 30);
}

}  // namespace

int main() {
  bench::Report report;
  bench_panel(report);
  const auto folder =
      std::filesystem::temp_directory_path() / ("bench_content_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  bench_platform(report, folder.string());
  std::filesystem::remove_all(folder);
  return report.finish();
}
