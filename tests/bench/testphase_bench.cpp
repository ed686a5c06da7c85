// The test phase with 50,000 feedback items and 2,000 requirements: board and list as a person opens them, a
// key in the search, what is alike, the export. The panel is drawn headless; the platform is asked without
// HTTP. Beside each figure of the platform stands the bare SQLite query on the same file.

#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <random>

#include "api-client/contract/codec.hpp"
#include "panels/requirements/requirements_ui.hpp"
#include "panels/requirements/requirements_view.hpp"
#include "panels/testphase/testphase_ui.hpp"
#include "platform/routes/feedback.hpp"
#include "platform/routes/service_impl.hpp"
#include "platform/routes/testphase.hpp"
#include "tests/bench/clock.hpp"
#include "tests/bench/report.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/testphase/sample.hpp"

using namespace stadtpult;
using bench::Clock;
using bench::cpu_ms;
using bench::give_up;
using bench::ms_since;

namespace {

constexpr int kItems = 50'000, kRequirements = 2'000, kExported = 10'000;

/// Sentences of a city's testers, put together anew for each item.
class Words {
 public:
  std::string sentence() {
    static const char* things[] = {"Die Karte",        "Der Fahrplan",     "Das Formular",   "Die Anmeldung",
                                   "Der Müllkalender", "Die Suche",        "Der Zähler",     "Die Mitteilung",
                                   "Der Termin",       "Die Schriftgröße", "Der Parkschein", "Das Wohngeld"};
    static const char* faults[] = {"springt beim Wischen zurück",  "lädt nicht ohne Netz",
                                   "zeigt den falschen Tag",       "wird nicht vorgelesen",
                                   "verliert meine Eingaben",      "kommt zweimal an",
                                   "ist im Dunkeln kaum zu lesen", "lässt sich nicht speichern"};
    static const char* places[] = {"in Pfeddersheim",    "am Bahnhof",   "auf dem alten Gerät",
                                   "nach der Anmeldung", "seit gestern", "im Querformat",
                                   "bei großer Schrift", "ohne Konto"};
    return fmt::format("{} {} {}, Fall {}.", things[at(12)], faults[at(8)], places[at(8)],
                       random_() % 100'000);
  }
  std::size_t at(std::size_t most) { return random_() % most; }

 private:
  std::mt19937 random_{7};
};

class Platform {
 public:
  explicit Platform(const std::string& folder) : file_(folder + "/store.sqlite") {
    auto opened = platform::Service::open({.store = "sqlite:" + file_});
    if (!opened) give_up(opened.error().message);
    service_ = std::move(*opened);
    auto made = service_->make_token(contract::Role::project_lead, "Bench", "", 3'600'000);
    if (!made) give_up(made.error().message);
    token_ = *made;
  }
  ~Platform() { service_->stop(); }
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  [[nodiscard]] const std::string& file() const { return file_; }
  /// The version that everything belongs to.
  [[nodiscard]] const std::string& version() const { return version_; }

  void fill() {
    auto& impl = static_cast<platform::ServiceImpl&>(*service_);
    Words words;
    std::vector<std::string> requirements;
    write(impl, [&](platform::Change& change) -> base::Done {
      contract::AppVersion version;
      version.name = "1.0";
      version.due_at = {change.now().ms + 30 * base::kDayMs};
      version.state = contract::AppVersionState::testing;
      change.insert(version);
      version_ = version.id;
      for (int i = 0; i < kRequirements; ++i) {
        contract::Requirement made;
        made.key = fmt::format("B-{:04}", i);
        made.title = words.sentence();
        made.text = words.sentence() + " " + words.sentence();
        made.criteria = {words.sentence(), words.sentence()};
        made.priority = static_cast<contract::RequirementPriority>(words.at(3));
        made.stakeholders = {static_cast<contract::Stakeholder>(words.at(7))};
        made.app_version_id = version_;
        auto done = platform::insert_requirement(change, std::move(made));
        if (!done) return done.error();
        requirements.push_back(done->id);
      }
      return {};
    });
    for (int start = 0; start < kItems; start += 2'000)
      write(impl, [&](platform::Change& change) -> base::Done {
        for (int i = 0; i < 2'000; ++i) {
          contract::Feedback item;
          item.text = words.sentence() + " " + words.sentence();
          item.kind = static_cast<contract::FeedbackKind>(words.at(4));
          item.state = static_cast<contract::FeedbackState>(words.at(6));
          item.priority = static_cast<contract::FeedbackPriority>(words.at(4));
          item.app_version_id = version_;
          if (words.at(2) == 0) item.requirement_id = requirements[words.at(requirements.size())];
          platform::receive_feedback(change, std::move(item));
        }
        return {};
      });
  }

  platform::Response ask(const std::string& target) {
    platform::Request request;
    request.method = "GET";
    request.target = target;
    request.authorization = "Bearer " + token_;
    auto promise = std::make_shared<std::promise<platform::Response>>();
    service_->handle(std::move(request),
                     [promise](platform::Response response) { promise->set_value(std::move(response)); });
    auto response = promise->get_future().get();
    if (response.status >= 400) give_up(target + ": " + *response.body);
    return response;
  }
  double ms(const std::string& target) {
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
      const auto begin = Clock::now();
      ask(target);
      times.push_back(ms_since(begin));
    }
    return bench::median(times);
  }
  /// Every page of a list, as the console reads it.
  template <typename T>
  std::vector<T> all(const std::string& target) {
    std::vector<T> items;
    std::string cursor;
    do {
      const auto page = contract::decode_page<T>(
          *ask(target + "?limit=1000" + (cursor.empty() ? "" : "&cursor=" + cursor)).body);
      if (!page) give_up(page.error().message);
      items.insert(items.end(), page->items.begin(), page->items.end());
      cursor = page->next.value_or("");
    } while (!cursor.empty());
    return items;
  }

 private:
  static void write(platform::ServiceImpl& impl, const std::function<base::Done(platform::Change&)>& run) {
    const auto done =
        impl.store().write_and_wait([&] { return impl.occasion(platform::system_actor(), "bench"); }, run);
    if (!done) give_up(done.error().message);
  }

  std::string file_, token_, version_;
  std::unique_ptr<platform::Service> service_;
};

/// A statement on the file itself, read to its end.
double bare_ms(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
    give_up("bare open");
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    sqlite3_stmt* statement = nullptr;
    const auto begin = Clock::now();
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      give_up(sqlite3_errmsg(database));
    while (sqlite3_step(statement) == SQLITE_ROW)
      for (int column = 0; column < sqlite3_column_count(statement); ++column)
        (void)sqlite3_column_text(statement, column);
    times.push_back(ms_since(begin));
    sqlite3_finalize(statement);
  }
  sqlite3_close(database);
  return bench::median(times);
}

/// What each figure is read beside: the query alone, on the same file, without a platform or a console.
namespace bare {
constexpr const char* kAlike =
    "SELECT rowid FROM feedback_search WHERE feedback_search MATCH 'fahrplan AND netz AND gestern' ORDER BY "
    "rank LIMIT 60";
constexpr const char* kPage = "SELECT * FROM feedback ORDER BY number DESC, id DESC LIMIT 1000";
constexpr const char* kFound =
    "SELECT f.id FROM feedback f WHERE f.row IN (SELECT rowid FROM feedback_search WHERE feedback_search "
    "MATCH "
    "'fahrplan* AND gest*') ORDER BY number DESC LIMIT 50";
constexpr const char* kKey =
    "SELECT f.id FROM feedback f WHERE f.row IN (SELECT rowid FROM feedback_search WHERE feedback_search "
    "MATCH "
    "'fahrplan*') ORDER BY number DESC";
constexpr const char* kCards =
    "SELECT id, number, kind, title, state, priority, votes, assignee_id, miniapp_id, created_at FROM "
    "feedback "
    "WHERE archived = 0 AND merged_into IS NULL ORDER BY number DESC";
constexpr const char* kMatrix =
    "SELECT s.value, r.app_version_id, COUNT(*), SUM(r.state = 'evidenced'), SUM(r.state = 'done') FROM "
    "requirements r, json_each(r.stakeholders) s WHERE r.archived = 0 GROUP BY s.value, r.app_version_id";
constexpr const char* kExported =
    "SELECT number, kind, title, text, state, priority, votes, miniapp_id, tester, assignee_name, labels, "
    "requirement_id, created_at FROM feedback ORDER BY number DESC LIMIT 10000";
}  // namespace bare

void bench_platform(bench::Report& report, Platform& platform, const std::vector<contract::Feedback>& items) {
  double slowest = 0;
  for (std::size_t at = 0; at < items.size(); at += items.size() / 10)
    slowest = std::max(slowest, platform.ms("/v1/feedback/" + items[at].id + "/similar"));
  report.limit_beside("what is like an item among 50,000, slowest of ten, ms", slowest,
                      bare_ms(platform.file(), bare::kAlike), 50);
  report.limit_beside("platform: a page of 1,000 items, ms", platform.ms("/v1/feedback?limit=1000"),
                      bare_ms(platform.file(), bare::kPage), 100);
  report.limit_beside("platform: search over 50,000, ms",
                      platform.ms("/v1/feedback?q=fahrplan%20gest&limit=50"),
                      bare_ms(platform.file(), bare::kFound), 30);
}

void bench_report(bench::Report& report, Platform& platform) {
  const std::string path = "/v1/app-versions/" + platform.version() + "/report";
  const double rows =
      bare_ms(platform.file(),
              "SELECT number, title, kind, state, votes, requirement_id, updated_at, CASE state WHEN "
              "'declined' THEN timeline ELSE '' END FROM feedback WHERE app_version_id = '" +
                  platform.version() + "' ORDER BY number");
  for (const char* format : {"html", "pdf"}) {
    const auto begin = Clock::now();  // once: an answer that was given may be kept
    const auto answer = platform.ask(path + "?format=" + format);
    report.limit_beside(fmt::format("report of 2,000 requirements and 50,000 items, {}, ms", format),
                        ms_since(begin), rows, 2'000);
    if (answer.body->size() < 100'000) give_up("the report is too short");
  }
}

void bench_board_and_list(bench::Report& report, Platform& platform,
                          const std::vector<contract::Feedback>& items) {
  const double cards = bare_ms(platform.file(), bare::kCards), found = bare_ms(platform.file(), bare::kKey);
  for (const bool as_list : {false, true}) {
    const char* what = as_list ? "list" : "board";
    // A window with its fonts is there, as when a person chooses the panel; what is measured is the panel.
    test::Desk<panels::TestphasePanel> desk(sample::testing_city(), {.width = 1440, .height = 900});
    if (as_list) desk.ui.press(panels::kit::Key::v);
    desk.apply(client::ListLoaded<contract::Feedback>{items, sample::now()});
    double begin = cpu_ms();
    desk.ui.frame();
    report.limit_beside(fmt::format("{} of 50,000 made and drawn first, CPU ms", what), cpu_ms() - begin,
                        cards, 100);
    desk.ui.frame(5);
    std::vector<double> times;
    for (int i = 0; i < 60; ++i) {
      begin = cpu_ms();
      desk.ui.frame();
      times.push_back(cpu_ms() - begin);
    }
    report.limit(fmt::format("frame of the {}, CPU ms", what), bench::median(times), 2);
    if (!desk.ui.click(test::Role::searchbox, panels::kit::tr("testphase.search"))) give_up("no search box");
    begin = cpu_ms();
    desk.ui.type("d");  // a panel may have left work for the first one
    desk.ui.frame();
    report.limit_beside(fmt::format("first key in the search, {}, CPU ms", what), cpu_ms() - begin, found,
                        30);
    desk.ui.press(panels::kit::Key::backspace);
    times.clear();
    for (const char* letter : {"f", "a", "h", "r", "p", "l", "a", "n"}) {
      begin = cpu_ms();
      desk.ui.type(letter);  // draws the frames of the key
      desk.ui.frame();
      times.push_back(cpu_ms() - begin);
    }
    report.limit_beside(fmt::format("key in the search with its frames, {}, CPU ms", what),
                        bench::median(times), found, 30);
  }
}

/// Stakeholder by version, as the console counts and draws it out of what the platform gave.
void bench_matrix(bench::Report& report, Platform& platform, const std::vector<contract::Feedback>& items) {
  auto state = sample::testing_city();
  state.apply(client::ListLoaded<contract::Feedback>{items, sample::now()}, sample::now());
  state.apply(
      client::ListLoaded<contract::Requirement>{platform.all<contract::Requirement>("/v1/requirements"),
                                                sample::now()},
      sample::now());
  state.apply(client::ListLoaded<contract::AppVersion>{platform.all<contract::AppVersion>("/v1/app-versions"),
                                                       sample::now()},
              sample::now());
  const double grouped = bare_ms(platform.file(), bare::kMatrix);
  {
    const auto world = sample::world_of(state);
    const double begin = cpu_ms();
    panels::requirements::Coverage coverage;
    coverage.update(world);
    report.limit_beside("coverage matrix of 2,000 requirements counted, CPU ms", cpu_ms() - begin, grouped,
                        50);
    if (coverage.sum(std::nullopt).all != kRequirements) give_up("the matrix does not count all");
  }
  test::Desk<panels::RequirementsPanel> desk(std::move(state), {.width = 1440, .height = 900});
  desk.ui.frame(5);
  const double begin = cpu_ms();
  if (!desk.ui.click(test::Role::tab, panels::kit::tr("requirements.tab.coverage"))) give_up("no coverage");
  desk.ui.frame();
  report.limit_beside("coverage matrix chosen and drawn, CPU ms", cpu_ms() - begin, grouped, 50);
}

void bench_export(bench::Report& report, Platform& platform, std::vector<contract::Feedback> items) {
  auto state = sample::testing_city();
  state.apply(client::ListLoaded<contract::Feedback>{std::move(items), sample::now()}, sample::now());
  auto world = sample::world_of(state);
  std::vector<std::uint32_t> rows(kExported);
  for (int i = 0; i < kExported; ++i) rows[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(i);
  const auto begin = Clock::now();
  const auto csv = panels::testphase::csv_of(world, rows);
  report.limit_beside("CSV of 10,000 rows, ms", ms_since(begin), bare_ms(platform.file(), bare::kExported),
                      1'000);
  if (csv.size() < 1'000'000) give_up("the CSV is too short");
}

}  // namespace

int main() {
  const auto folder =
      std::filesystem::temp_directory_path() / ("stadtpult-testphase-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  bench::Report report;
  {
    Platform platform(folder.string());
    platform.fill();
    auto items = platform.all<contract::Feedback>("/v1/feedback");
    bench_platform(report, platform, items);
    bench_report(report, platform);
    bench_board_and_list(report, platform, items);
    bench_matrix(report, platform, items);
    bench_export(report, platform, std::move(items));
  }
  std::filesystem::remove_all(folder);
  return report.finish();
}
