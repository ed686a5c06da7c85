// The table of ../shared/data/attacks/README.md, and the goals.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tests/platform/rules/support.hpp"
#include "tests/support/json.hpp"

using namespace rules_test;
using nlohmann::json;

namespace {

struct Share {
  std::size_t hits = 0, all = 0;
  double percent() const {
    return all == 0 ? 0 : 100.0 * static_cast<double>(hits) / static_cast<double>(all);
  }
  void count(bool hit) {
    ++all;
    hits += hit ? 1 : 0;
  }
};

std::string row(const char* name, const Share& share, const char* goal) {
  return fmt::format("\n{:<42} {:>5} of {:>5}  {:>5.1f} %  (goal {})", name, share.hits, share.all,
                     share.percent(), goal);
}

}  // namespace

TEST_CASE("quality: labelled requests, payloads and real lines") {
  const auto requests = lines_of(shared_data() / "attacks/crs.jsonl"),
             payloads = lines_of(shared_data() / "attacks/payloads.jsonl"),
             real = lines_of(shared_data() / "logs/apache_combined.log");
  if (requests.empty() || payloads.empty() || real.empty()) {
    MESSAGE("skipped: test data attacks or logs is absent");
    return;
  }
  Engine engine(own_rules().rules);
  Share attacks, elsewhere, near_misses, payload_attacks, texts, lines;
  for (const auto& line : requests) {
    const auto object = stadtpult::json_in(line);
    const auto event = map_request(line);
    REQUIRE_MESSAGE(event.ok(), line);
    const bool hit = !engine.match(*event).empty(), attack = object.at("label") == "attack";
    if (object.at("in_url") == true)
      (attack ? attacks : near_misses).count(hit);
    else if (attack)
      elsewhere.count(hit);
  }
  for (const auto& line : payloads) {
    const auto event = map_payload(line);
    REQUIRE_MESSAGE(event.ok(), line);
    (stadtpult::json_in(line).at("label") == "attack" ? payload_attacks : texts)
        .count(!engine.match(*event).empty());
  }
  for (const auto& line : real) {
    const auto event = map_combined(line);
    REQUIRE_MESSAGE(event.ok(), line);
    const auto found = alerts_of(engine, *event);
    CHECK_MESSAGE(found.empty(), found << line);
    lines.count(!found.empty());
  }
  MESSAGE(row("attacks in the URL found", attacks, ">= 60"),
          row("attacks in body or headers found", elsewhere, "none"),
          row("near misses in the URL with an alert", near_misses, "<= 10"),
          row("payloads found", payload_attacks, ">= 75"), row("benign texts with an alert", texts, "<= 3"),
          row("real lines with an alert", lines, "0"));
  CHECK(attacks.percent() >= 60);
  CHECK(near_misses.percent() <= 10);
  CHECK(payload_attacks.percent() >= 75);
  CHECK(texts.percent() <= 3);
  CHECK(lines.hits == 0);
}
