// Content: a key in a page of fifty blocks, a tree of 10,000 pages, a page that is opened, the search over
// 10,000 pages, and the size of what citizens load. The panel is drawn headless; the platform is asked
// without HTTP (bench_http has the citizens' pages over TLS).

#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <set>

#include "api-client/contract/codec.hpp"
#include "panels/content/content_ui.hpp"
#include "platform/routes/service.hpp"
#include "tests/bench/clock.hpp"
#include "tests/bench/report.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using bench::Clock;
using bench::cpu_ms;
using bench::give_up;
using bench::ms_since;

namespace {

constexpr int kPages = 10'000;

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
  for (const int blocks : {50, 200}) {
    Desk desk(Desk::city(0));
    desk.open(sample::long_page(blocks));
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
    report.limit(fmt::format("frame behind a key, page of {} blocks with preview, CPU ms", blocks),
                 bench::median(times), blocks == 50 ? 4 : 8);
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

  std::future<platform::Response> send(const std::string& method, const std::string& target,
                                       const std::string& token, const std::string& body = "",
                                       const std::string& if_match = "") {
    platform::Request request;
    request.method = method;
    request.target = target;
    if (!token.empty()) request.authorization = "Bearer " + token;
    request.content_type = "application/json";
    request.if_match = if_match;
    request.body = body;
    auto promise = std::make_shared<std::promise<platform::Response>>();
    service_->handle(std::move(request),
                     [promise](platform::Response response) { promise->set_value(std::move(response)); });
    return promise->get_future();
  }
  platform::Response ask(const std::string& method, const std::string& target, const std::string& token,
                         const std::string& body = "") {
    auto response = send(method, target, token, body).get();
    if (response.status >= 400) give_up(target + ": " + *response.body);
    return response;
  }
  double ms(const std::string& target, const std::string& token) {
    const auto begin = Clock::now();
    ask("GET", target, token);
    return ms_since(begin);
  }
  /// One change to each, many at a time: their commits are shared.
  void change(std::vector<contract::ContentPage>& pages, const std::string& body, const std::string& token) {
    constexpr size_t kTogether = 100;
    for (size_t start = 0; start < pages.size(); start += kTogether) {
      const size_t end = std::min(pages.size(), start + kTogether);
      std::vector<std::future<platform::Response>> answers;
      for (size_t i = start; i < end; ++i)
        answers.push_back(send("PATCH", "/v1/pages/" + pages[i].id, token, body,
                               contract::etag(pages[i].id, pages[i].revision)));
      for (size_t i = start; i < end; ++i) {
        const auto response = answers[i - start].get();
        auto changed = contract::decode<contract::ContentPage>(*response.body);
        if (response.status >= 400 || !changed) give_up(*response.body);
        pages[i] = std::move(*changed);
      }
    }
  }
  void approve(std::vector<contract::ContentPage>& pages) {
    change(pages, R"({"state":"in_review"})", editor_);
    change(pages, R"({"state":"approved"})", reviewer_);
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

constexpr int kTopics = 40;

/// 10,000 services of an invented directory in 40 categories, as it would be imported; some kB of text each.
contract::ImportRequest directory() {
  static constexpr const char* kWords[] = {"Wohnen", "Fahrrad", "Ausweis", "Kita",
                                           "Steuer", "Hund",    "Gewerbe", "Sperrmüll"};
  contract::ImportRequest request;
  request.format = contract::ImportFormat::dldb_pages;
  std::string services, topics;
  std::vector<std::string> listed(kTopics);
  for (int i = 0; i < kPages; ++i) {
    const int topic = i % kTopics;
    std::string description;
    for (int sentence = 0; sentence < 4; ++sentence)
      description += fmt::format(
          "<p>Das Amt hilft bei {} und {}. Kommen Sie einfach vorbei oder schreiben Sie uns. Nummer {}.</p>",
          kWords[i % 8], kWords[(i / 8) % 8], i * 7);
    services += fmt::format(
        R"({}{{"id":"{}","name":"{} {}","relation":{{"root_topic":"t{}"}},"description":"{}","fees":"<p>Keine.</p>"}})",
        i > 0 ? "," : "", i, kWords[i % 8], i, topic, description);
    listed[topic] += fmt::format(R"({}{{"id":"{}"}})", listed[topic].empty() ? "" : ",", i);
  }
  for (int t = 0; t < kTopics; ++t)
    topics += fmt::format(R"({}{{"id":"t{}","name":"Thema {}","relation":{{"navi":"1","services":[{}]}}}})",
                          t > 0 ? "," : "", t, t, listed[t]);
  request.services = "{\"data\":[" + services + "]}";
  request.topics = "{\"data\":[" + topics + "]}";
  return request;
}

/// Every page approved and released at once, and what is read and released beside 10,000 live ones.
void bench_live(bench::Report& report, Platform& platform) {
  std::vector<contract::ContentPage> pages;
  for (std::string cursor; pages.size() < kPages;) {
    const auto list = contract::decode_page<contract::ContentPage>(
        *platform.ask("GET", "/v1/pages?limit=500" + cursor, platform.editor()).body);
    if (!list || list->items.empty()) give_up("the list of pages ends early");
    pages.insert(pages.end(), list->items.begin(), list->items.end());
    if (!list->next) break;
    cursor = "&cursor=" + *list->next;
  }
  const auto release = [&](const std::string& keys) {
    const auto begin = Clock::now();
    platform.ask("POST", "/v1/releases", platform.lead(),
                 fmt::format(R"({{"ring":"everyone","items":[{}]}})", keys));
    return ms_since(begin);
  };
  platform.approve(pages);
  std::set<std::string> categories;
  double all = 0;
  for (size_t start = 0; start < pages.size(); start += kPages / 4) {
    std::string keys;
    const auto add = [&](const std::string& key) { keys += (keys.empty() ? "\"" : ",\"") + key + "\""; };
    for (size_t i = start; i < std::min(pages.size(), start + kPages / 4); ++i) {
      if (categories.insert(pages[i].category_id).second) add("category:" + pages[i].category_id);
      add("page:" + pages[i].id);
    }
    all += release(keys);
  }
  report.limit("10,000 pages released in four releases, s", all / 1000, 10);

  const auto page = contract::decode<contract::ContentPage>(
      *platform.ask("GET", "/v1/pages/" + pages[pages.size() / 2].id, platform.editor()).body);
  if (!page) give_up(page.error().message);
  std::vector<contract::ContentPage> one{*page};
  platform.change(one, R"({"summary":{"de":"Neu gefasst."}})", platform.editor());
  platform.approve(one);
  report.limit("one page released beside 10,000 live ones, ms", release("\"page:" + page->id + "\""), 1'000);

  const auto row = [&](const std::string& name, const std::string& target, const std::string& token,
                       double most) {
    std::vector<double> times;
    for (char letter = 'a'; letter < 'j'; ++letter)  // another language each time: none comes from the cache
      times.push_back(platform.ms(
          fmt::format("{}{}language=e{}", target, target.find('?') != std::string::npos ? '&' : '?', letter),
          token));
    report.limit(name, bench::median(times), most);
  };
  row("start page of the citizens beside 10,000, ms", "/app/", "", 50);
  row("category of 250 pages for the citizens, ms", "/app/c/" + page->category_id, "", 50);
  row("page of the citizens beside 10,000, ms", "/app/p/" + page->slug, "", 50);
  row("search of the citizens over 10,000, ms", "/app/search?q=fahrrad", "", 50);
  row("10,000 live pages as JSON, ms", "/v1/public/pages", "", 1'000);
  report.limit("difference of working state and 10,000 live pages, ms",
               platform.ms("/v1/releases/diff?ring=everyone", platform.lead()), 1'000);
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
  const auto& one = list->items.front();
  std::vector<double> opened;
  for (int i = 0; i < 20; ++i) opened.push_back(platform.ms("/v1/pages/" + one.id, platform.editor()));
  report.limit("a page read by the console, ms", bench::median(opened), 50);
  bench_live(report, platform);
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
