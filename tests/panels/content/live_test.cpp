// What was or will be live of a page at a moment.
#include <doctest/doctest.h>

#include "panels/content/live_view.hpp"
#include "tests/panels/areas/sample.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels::pages;
using contract::DiffChange;
using contract::Ring;

namespace {

base::Timestamp ago(std::int64_t days) {
  return {sample::now().ms - days * base::kDayMs};
}

contract::Release release(std::int64_t number, Ring ring, std::int64_t days, DiffChange change,
                          const std::string& version) {
  contract::Release made;
  made.id = "rel_p" + std::to_string(number);
  made.number = number;
  made.ring = ring;
  made.created_at = ago(days);
  made.catalogue_sha256 = "hash" + std::to_string(number);
  contract::DiffItem item;
  item.kind = contract::DiffKind::page;
  item.object_id = "pag_wohngeld";
  item.change = change;
  if (change != DiffChange::removed) item.version_id = version;
  made.items = {item};
  return made;
}

client::State city_with_releases() {
  auto state = sample::working_city(contract::Role::editor);
  sample::write(state, sample::now());
  state.apply(
      client::ThingsChanged<contract::Release>{{release(31, Ring::everyone, 9, DiffChange::added, "pgv_1"),
                                                release(33, Ring::pilot, 5, DiffChange::changed, "pgv_2"),
                                                release(35, Ring::everyone, 2, DiffChange::removed, "")},
                                               {}},
      sample::now());
  return state;
}

std::string told(const LiveThen& live) {
  return live.version_id + " " + std::to_string(live.release) + (live.planned ? " planned" : "");
}

}  // namespace

TEST_CASE("what was live then is what the last release until then left in the ring") {
  const auto state = city_with_releases();
  const auto page = sample::housing_page();
  const auto then = [&](Ring ring, std::int64_t days) {
    return told(live_then(state, page, ring, ago(days), sample::now()));
  };
  CHECK(then(Ring::everyone, 10) == " 0");
  CHECK(then(Ring::everyone, 8) == "pgv_1 31");
  CHECK(then(Ring::employees, 8) == "pgv_1 31");
  CHECK(then(Ring::everyone, 4) == "pgv_1 31");
  CHECK(then(Ring::pilot, 4) == "pgv_2 33");
  CHECK(then(Ring::employees, 4) == "pgv_2 33");
  CHECK(then(Ring::pilot, 1) == " 35");
  CHECK(live_then(state, page, Ring::pilot, ago(4), sample::now()).release_sha256 == "hash33");
}

TEST_CASE("what will be live is what is planned, and what expires will not") {
  const auto state = city_with_releases();
  auto page = sample::housing_page();
  const auto then = [&](std::int64_t days) {
    return told(live_then(state, page, Ring::everyone, ago(-days), sample::now()));
  };
  CHECK(then(3) == " 35");
  page.state = contract::PageState::scheduled;
  page.version_id = "pgv_2";
  page.publish_at = ago(-2);
  page.expire_at = ago(-5);
  CHECK(then(1) == " 35");
  CHECK(then(3) == "pgv_2 0 planned");
  CHECK(then(6) == " 0 planned");
  page.state = contract::PageState::approved;  // nothing is planned while it is not scheduled
  CHECK(then(3) == " 35");
}

TEST_CASE("a moment for the phone is asked for from elsewhere") {
  const auto wish = live_wish("at:1795000000000:pilot");
  REQUIRE(wish.has_value());
  CHECK(wish->ring == Ring::pilot);
  CHECK(wish->at.ms == 1'795'000'000'000);
  for (const char* other : {"", "b4", "at:", "at:7", "at:7:", "at:7:nobody", "at:x:pilot"})
    CHECK_FALSE(live_wish(other).has_value());
}

TEST_CASE("a mini-app is as the releases until then had it, in a version as when that was live") {
  const auto with = [](contract::Release release, const std::string& version_id,
                       std::vector<contract::FieldChange> fields) {
    auto& item = release.items[0];
    item.kind = contract::DiffKind::miniapp;
    item.object_id = "app_karte";
    if (item.change != DiffChange::removed) item.version_id = version_id;
    item.fields = std::move(fields);
    return release;
  };
  auto state = sample::working_city(contract::Role::editor);
  state.apply(
      client::ThingsChanged<contract::Release>{
          {with(release(41, Ring::everyone, 9, DiffChange::added, ""), "ver_1",
                {{"name", "", R"({"de":"Karte"})"},
                 {"summary", "", R"({"de":"Wo der Bus ist."})"},
                 {"icon", "", R"("map")"},
                 {"organisation", "", R"("Stadtwerke")"},
                 {"version", "", R"("1.0.0")"}}),
           with(release(42, Ring::pilot, 6, DiffChange::changed, ""), "ver_2",
                {{"name", R"({"de":"Karte"})", R"({"de":"Buskarte"})"},
                 {"version", R"("1.0.0")", R"("1.1.0")"}}),
           with(release(43, Ring::everyone, 2, DiffChange::removed, ""), "", {})},
          {}},
      sample::now());
  const auto then = [&](Ring ring, std::int64_t days, std::string_view version = {}) {
    const auto found = miniapp_then(state, "app_karte", ring, ago(days), version);
    return found.version_id + " " + found.version + " " + found.name.in("de") + " " + found.icon + " " +
           found.organisation + " " + std::to_string(found.release);
  };
  CHECK(then(Ring::everyone, 10) == "     0");
  CHECK(then(Ring::everyone, 5) == "ver_1 1.0.0 Karte map Stadtwerke 41");
  CHECK(then(Ring::pilot, 5) == "ver_2 1.1.0 Buskarte map Stadtwerke 42");
  CHECK(then(Ring::pilot, 1) == "     43");
  // The reporter had an older one, or one that is gone by now.
  CHECK(then(Ring::pilot, 5, "1.0.0") == "ver_1 1.0.0 Karte map Stadtwerke 41");
  CHECK(then(Ring::pilot, 1, "1.1.0") == "ver_2 1.1.0 Buskarte map Stadtwerke 42");
  // Never live for everyone.
  CHECK(then(Ring::everyone, 1, "1.1.0") == "     0");
}
