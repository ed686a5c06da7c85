// What is read on demand, and a line that breaks at the worst time.
#include <doctest/doctest.h>

#include "tests/client/desk.hpp"
#include "tests/client/fake_platform.hpp"

using namespace stadtpult;
using client::RemoteState;
using test::Desk;
using test::within;

namespace {

const std::string kFirst = "/v1/feedback/fbk_1", kSecond = "/v1/feedback/fbk_2";

struct Lookout {
  Lookout() {
    platform.accept_token("t");
    for (const char* id : {"fbk_1", "fbk_2"}) {
      contract::Feedback item;
      item.id = id;
      item.title = "Laterne aus";
      item.revision = 1;
      platform.add_thing("feedback", std::string("/v1/feedback/") + id, contract::encode(item));
    }
    bus = platform.add_category("Bus");
    platform.add_page("Wohngeld");
    platform.add_miniapps(1);
  }
  void sign_in(Desk& desk, const std::string& token = "t") {
    desk.client().connect({platform.url(), token, platform.certificate(), {}});
    REQUIRE(within([&] { return desk.online() && desk.state().categories.find(bus) != nullptr; }));
    REQUIRE(within([&] { return desk.state().feedback.items().size() == 2; }));
    pass(desk);
  }
  /// Everything before it has been told and taken. With it the stream goes on where it broke, and nothing is
  /// loaded anew.
  void pass(Desk& desk) {
    const std::string icon = "icon_" + std::to_string(++passed);
    platform.change_category(bus, R"({"icon":")" + icon + "\"}");
    REQUIRE(within([&] {
      const auto* known = desk.state().categories.find(bus);
      return known != nullptr && known->icon == icon;
    }));
  }
  void lose_line(Desk& desk) {
    platform.go_offline();
    REQUIRE(within([&] { return !desk.online(); }));
  }
  void regain_line(Desk& desk) {
    platform.go_online();
    REQUIRE(within([&] { return desk.online(); }));
  }

  test::TempDir dir;
  test::FakePlatform platform;
  std::string bus;
  int passed = 0;
};

std::string open_title(Desk& desk) {
  const auto* open = desk.state().open_feedback.value();
  return open == nullptr ? std::string() : open->title;
}

template <typename T>
bool unavailable(const client::Remote<T>& remote) {
  return remote.state() == RemoteState::failed && remote.error().kind == base::ErrorKind::unavailable;
}

}  // namespace

TEST_CASE("what was asked for without the line is there once it is back") {
  Lookout world;
  Desk desk(world.dir.path());
  world.sign_in(desk);
  const int all = world.platform.requests("/v1/categories");
  world.lose_line(desk);
  auto& client = desk.client();
  client.need_feedback("fbk_2");
  client.need_versions("app_0");
  client.need_diff(contract::Ring::everyone);
  client.need_page("pag_1");
  client.need_page_versions("pag_1");
  client.need_page_version("pag_1", "pag_1v1");
  client.need_media_pages("med_1");
  client.need_merchant("mer_1");
  client.need_app_version("apv_1");
  client.need_alert("alr_1");
  client.need_floods();
  client.need_rules();
  client.need_layers();
  REQUIRE(within([&] {
    const auto& state = desk.state();
    return unavailable(state.open_feedback) && unavailable(state.similar) &&
           unavailable(state.versions_of("app_0")) && unavailable(state.diff_of(contract::Ring::everyone)) &&
           unavailable(state.open_page) && unavailable(state.page_versions) &&
           unavailable(state.media_pages) && unavailable(state.open_merchant) && unavailable(state.gate) &&
           unavailable(state.burnup) && unavailable(state.open_alert) && unavailable(state.floods) &&
           unavailable(state.rules) && unavailable(state.layers);
  }));
  world.platform.go_online();
  CHECK(within([&] { return open_title(desk) == "Laterne aus"; }));
  CHECK(desk.state().open_feedback.value()->id == "fbk_2");
  CHECK(within([&] {
    const auto& state = desk.state();
    return state.similar.state() == RemoteState::there &&
           state.versions_of("app_0").state() == RemoteState::there &&
           state.open_page.state() == RemoteState::there &&
           state.page_versions.state() == RemoteState::there &&
           state.media_pages.state() == RemoteState::there && state.floods.state() == RemoteState::there &&
           state.rules.state() == RemoteState::there && state.layers.state() == RemoteState::there;
  }));
  CHECK(
      within([&] { return desk.state().diff_etag(contract::Ring::everyone) == "\"difference.everyone\""; }));
  // The stand-in has none of these: that it says so shows that it was asked.
  CHECK(within([&] {
    const auto& state = desk.state();
    return !unavailable(state.open_merchant) && !unavailable(state.gate) && !unavailable(state.burnup) &&
           !unavailable(state.open_alert);
  }));
  CHECK(within([&] { return world.platform.requests("/v1/pages/pag_1/versions/pag_1v1") == 1; }));
  world.pass(desk);
  CHECK(world.platform.requests(kSecond) == 2);  // the item and what is similar, each once
  CHECK(world.platform.requests("/v1/miniapps/app_0/versions") == 1);
  CHECK(world.platform.requests("/v1/categories") == all + 1);  // resumed, not loaded anew
}

TEST_CASE("what the stream names is read in its list") {
  Lookout world;
  Desk desk(world.dir.path());
  world.sign_in(desk);
  desk.client().need_form_answers();
  REQUIRE(within([&] { return world.platform.requests("/v1/forms/answers?limit=1000") == 1; }));
  // As contract::StreamChange has them; the console takes them from the names of its calls.
  const std::pair<const char*, const char*> named[] = {
      {"category", "/v1/categories"},
      {"miniapp", "/v1/miniapps"},
      {"review", "/v1/reviews"},
      {"reason", "/v1/reasons"},
      {"organisation", "/v1/organisations"},
      {"release", "/v1/releases"},
      {"incident", "/v1/security/incidents"},
      {"block", "/v1/security/blocks"},
      {"security_job", "/v1/security/jobs"},
      {"rule_filter", "/v1/security/filters"},
      {"page", "/v1/pages"},
      {"media", "/v1/media"},
      {"form_answer", "/v1/forms/answers"},
      {"test_round", "/v1/test-rounds"},
      {"feedback", "/v1/feedback"},
      {"reply_template", "/v1/reply-templates"},
      {"requirement", "/v1/requirements"},
      {"app_version", "/v1/app-versions"},
      {"merchant", "/v1/merchants"},
      {"offering", "/v1/offerings"},
      {"resource", "/v1/resources"},
      {"booking", "/v1/bookings"},
      {"device", "/v1/security/devices"},
  };
  for (const auto& [type, path] : named) {
    CAPTURE(type);
    const std::string by_id = std::string(path) + "?filter=";
    const int before = world.platform.requests(by_id);
    world.platform.name(type, "thing_1");
    CHECK(within([&] { return world.platform.requests(by_id) > before; }));
  }
}

TEST_CASE("a line that breaks between the news and its answer leaves nothing stale") {
  Lookout world;
  Desk desk(world.dir.path());
  world.sign_in(desk);
  REQUIRE(within([&] { return world.platform.requests("/v1/presence") == 1; }));
  desk.client().need_feedback("fbk_1");
  REQUIRE(within([&] { return open_title(desk) == "Laterne aus"; }));
  world.platform.fail_reads(kFirst, 0, 1'000);
  world.platform.fail_reads("/v1/presence", 503, 1);
  world.platform.patch_thing(kFirst, R"({"title":"Laterne dunkel"})");
  world.platform.name("presence", "pag_1");
  REQUIRE(within([&] { return unavailable(desk.state().open_feedback); }));
  CHECK(open_title(desk) == "Laterne aus");  // the old one is kept
  REQUIRE(within([&] { return world.platform.requests("/v1/presence") == 2; }));
  world.platform.fail_reads(kFirst, 0, 0);
  world.lose_line(desk);
  world.regain_line(desk);
  CHECK(within([&] { return open_title(desk) == "Laterne dunkel"; }));
  CHECK(desk.state().open_feedback.state() == RemoteState::there);
  CHECK(within([&] { return world.platform.requests("/v1/presence") == 3; }));
}

TEST_CASE("a line that is back before the last try has failed brings one more try") {
  Lookout world;
  Desk desk(world.dir.path());
  world.sign_in(desk);
  desk.client().need_feedback("fbk_1");
  REQUIRE(within([&] { return open_title(desk) == "Laterne aus"; }));
  world.platform.hold_reads(kFirst, true);
  world.platform.fail_reads(kFirst, 503, 3);
  world.platform.patch_thing(kFirst, R"({"title":"Laterne dunkel"})");
  world.pass(desk);
  // The stream alone breaks: who holds the answer back is there all the time.
  world.platform.silence(true);
  REQUIRE(within([&] { return !desk.online(); }));
  world.platform.silence(false);
  REQUIRE(within([&] { return desk.online(); }));
  world.platform.hold_reads(kFirst, false);
  CHECK(within([&] { return open_title(desk) == "Laterne dunkel"; }));
}

TEST_CASE("a platform that has no answer is asked once a line, and not for ever") {
  Lookout world;
  Desk desk(world.dir.path());
  world.sign_in(desk);
  world.platform.fail_reads("/v1/merchants/mer_1", 503, 1'000);
  desk.client().need_merchant("mer_1");
  constexpr int kTries = 3;  // of one read
  REQUIRE(within([&] { return unavailable(desk.state().open_merchant); }));
  CHECK(world.platform.requests("/v1/merchants/mer_1") == kTries);
  for (int line = 2; line <= 3; ++line) {
    world.lose_line(desk);
    world.regain_line(desk);
    CHECK(within([&] { return world.platform.requests("/v1/merchants/mer_1") >= kTries * line; }));
    for (int i = 0; i < 5; ++i) world.pass(desk);  // a try in a row would be there at once
    CHECK(world.platform.requests("/v1/merchants/mer_1") == kTries * line);
  }
}

TEST_CASE("two halves of one thing that are named while they are read come to rest") {
  Lookout world;
  Desk desk(world.dir.path());
  world.sign_in(desk);
  for (const auto& each : {kFirst, kFirst + "/similar"}) world.platform.hold_reads(each, true);
  desk.client().need_feedback("fbk_1");
  REQUIRE(within([&] { return world.platform.requests(kFirst) == 2; }));
  world.platform.patch_thing(kFirst, R"({"title":"Laterne dunkel"})");
  world.pass(desk);
  for (const auto& each : {kFirst, kFirst + "/similar"}) world.platform.hold_reads(each, false);
  CHECK(within([&] { return open_title(desk) == "Laterne dunkel"; }));
  CHECK(within([&] { return world.platform.requests(kFirst) == 4; }));
  for (int i = 0; i < 5; ++i) world.pass(desk);
  CHECK(world.platform.requests(kFirst) == 4);
}

TEST_CASE("what was missed is its person's: neither another one nor a later sign-in asks for it") {
  Lookout world;
  Desk desk(world.dir.path());
  world.sign_in(desk);
  desk.client().need_page("pag_1");
  desk.client().need_page_versions("pag_1");
  REQUIRE(within([&] { return desk.state().page_versions.value() != nullptr; }));
  world.lose_line(desk);
  desk.client().need_page_version("pag_1", "pag_1v1");
  desk.client().need_rules();
  desk.client().need_versions("app_0");
  desk.client().need_feedback("fbk_2");
  REQUIRE(within([&] {
    const auto& state = desk.state();
    return unavailable(state.rules) && unavailable(state.versions_of("app_0")) &&
           unavailable(state.open_feedback) && state.version_failures.contains("pag_1v1");
  }));
  world.platform.refuse_token("t");
  SUBCASE("another person") {
    world.platform.accept_token("other", "usr_2");
    world.platform.go_online();
    world.sign_in(desk, "other");
    REQUIRE(within([&] { return desk.state().me && desk.state().me->id == "usr_2"; }));
    world.pass(desk);
    CHECK(world.platform.requests("/v1/miniapps/app_0/versions") == 0);
    CHECK(world.platform.requests(kSecond) == 0);
  }
  SUBCASE("the same person, whose token had ended") {
    world.platform.go_online();
    REQUIRE(within([&] { return desk.state().sign_in_needed; }));
    world.platform.accept_token("fresh");
    world.sign_in(desk, "fresh");
    // What is on the screen comes with the sign-in, as ever; a try with the old token may have come before.
    CHECK(within([&] { return world.platform.requests(kSecond) >= 2; }));
    world.pass(desk);
  }
  CHECK(world.platform.requests("/v1/security/rules") == 0);
  CHECK(world.platform.requests("/v1/pages/pag_1/versions/pag_1v1") == 0);
}
