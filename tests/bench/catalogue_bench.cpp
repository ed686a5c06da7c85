// The catalogue with 100,000 mini-apps against one with 100: CPU time of a frame, and of a key press in the
// search field up to the filtered list. Headless: the frame is built and its vertices are made; no pixel is
// drawn.

#include <algorithm>
#include <memory>
#include <vector>

#include "panels/catalogue/catalogue_ui.hpp"
#include "panels/kit/kit.hpp"
#include "tests/bench/clock.hpp"
#include "tests/bench/report.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using bench::cpu_ms;

namespace {

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

/// The panel over a city of this size, drawn frame by frame.
class Bench {
 public:
  explicit Bench(int miniapps) : state_(sample::big_city(miniapps)), ui_([this] { draw(); }) {
    ui_.frame(10);
  }

  double frame_ms() {
    std::vector<double> times;
    for (int i = 0; i < 300; ++i) {
      const double begin = cpu_ms();
      ui_.frame();
      times.push_back(cpu_ms() - begin);
    }
    return median(std::move(times));
  }

  /// The slowest of the keys of a word typed from nothing.
  double key_ms(const char* word) {
    ui_.click(test::Role::searchbox, panels::kit::tr("catalogue.search.name"));
    double slowest = 0;
    for (const char* c = word; *c != '\0'; ++c) {
      const double begin = cpu_ms();
      ui_.type(std::string(1, *c));
      slowest = std::max(slowest, cpu_ms() - begin);
    }
    return slowest;
  }

  [[nodiscard]] std::string search_value() const {
    return ui_.value(test::Role::searchbox, panels::kit::tr("catalogue.search.name"));
  }

 private:
  void draw() {
    panels::World world{state_, sample::now()};
    world.online = true;
    world.role = contract::Role::project_lead;
    world.principal_id = "user_1";
    panel_.draw(world);
  }

  client::State state_;
  panels::CataloguePanel panel_;
  test::Ui ui_;
};

}  // namespace

int main() {
  bench::Report report;
  double small = 0, big = 0, key = 0;
  {
    Bench bench(100);
    small = bench.frame_ms();
  }
  {
    Bench bench(100'000);
    big = bench.frame_ms();
    key = bench.key_ms("wohn");
    if (bench.search_value() != "wohn") {
      fmt::print(stderr, "the search field holds \"{}\" instead of what was typed\n", bench.search_value());
      return 2;
    }
  }
  report.at_most("frame of the catalogue, 100,000 against 100, CPU ms", big, small, 1.2);
  report.limit("frame of the catalogue with 100,000, CPU ms", big, 1.0);
  report.limit("key press to filtered list of 100,000, CPU ms", key, 16.0);
  return report.finish();
}
