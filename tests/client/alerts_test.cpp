// Alerts: page by page, kept small, brought up to date by the stream, changed while their count grows.
#include <doctest/doctest.h>

#include "api-client/client/client.hpp"
#include "tests/client/desk.hpp"
#include "tests/client/fake_platform.hpp"

using namespace stadtpult;
using namespace stadtpult::client;
using contract::Role;
using test::Desk;
using test::FakePlatform;
using test::within;

namespace {

struct Watch {
  explicit Watch(Role role = Role::security_analyst) { platform.accept_token("t", "usr_1", role); }
  FakePlatform platform;
  test::TempDir dir;

  [[nodiscard]] Platform target() const { return {platform.url(), "t", platform.certificate(), {}}; }
};

const AlertRow* row_of(Desk& desk, const std::string& id) {
  const auto& alerts = desk.state().alerts;
  const auto row = alerts.find(id);
  return row == AlertTable::kNone ? nullptr : &alerts.rows()[row];
}

}  // namespace

TEST_CASE("alerts are shown from the first page on and come whole") {
  Watch world;
  world.platform.add_alerts(2'500);
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.state().alerts.live() > 0; }));
  CHECK(within([&] { return desk.state().alerts.state == RemoteState::there; }));
  CHECK(desk.state().alerts.live() == 2'500);
  CHECK(world.platform.requests("/v1/security/alerts?limit=1000") == 3);
  const auto* newest = row_of(desk, "alr_2500");
  REQUIRE(newest != nullptr);
  CHECK(newest->number == 2'500);
  CHECK(desk.state().alerts.text(newest->device) == "WO-75");
}

TEST_CASE("what the stream names is fetched, and what is gone goes") {
  Watch world;
  world.platform.add_alerts(3);
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.state().alerts.state == RemoteState::there; }));
  world.platform.add_alerts(250);
  CHECK(within([&] { return desk.state().alerts.live() == 253; }));
  world.platform.grow_alert("alr_2");
  CHECK(within([&] {
    const auto* row = row_of(desk, "alr_2");
    return row != nullptr && row->count == 2;
  }));
  world.platform.remove_alert("alr_1");
  CHECK(within([&] { return row_of(desk, "alr_1") == nullptr; }));
  CHECK(desk.state().alerts.live() == 252);
}

TEST_CASE("a load that begins anew drops what the platform has no more") {
  Watch world;
  world.platform.add_alerts(20);
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.state().alerts.state == RemoteState::there; }));
  world.platform.go_offline();
  CHECK(within([&] { return !desk.online(); }));
  CHECK(desk.state().alerts.live() == 20);
  world.platform.remove_alert("alr_5");
  world.platform.forget_events();
  world.platform.go_online();
  CHECK(within([&] { return desk.online() && desk.state().alerts.live() == 19; }));
}

TEST_CASE("the open alert comes with evidence and timeline, and follows the stream") {
  Watch world;
  world.platform.add_alerts(5);
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.state().alerts.state == RemoteState::there; }));
  desk.client().need_alert("alr_4");
  CHECK(within([&] { return desk.state().open_alert.value() != nullptr; }));
  CHECK(desk.state().open_alert_id == "alr_4");
  CHECK(desk.state().open_alert.value()->evidence.text.find("certificate.used") != std::string::npos);
  CHECK(desk.state().open_alert.value()->timeline.size() == 1);
  world.platform.grow_alert("alr_4");
  CHECK(within([&] { return desk.state().open_alert.value()->count == 2; }));
  desk.client().need_alert("alr_none");
  CHECK(within([&] { return desk.state().open_alert.state() == RemoteState::failed; }));
  CHECK(desk.state().open_alert.error().kind == base::ErrorKind::not_found);
}

TEST_CASE("taking an alert goes through although its count grew, but not over somebody else's taking") {
  Watch world;
  world.platform.add_alerts(2);
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.state().alerts.state == RemoteState::there && desk.online(); }));
  Command take;
  take.operation = contract::Operation::change_alert;
  take.ids = {"alr_1"};
  take.body = std::make_shared<const std::string>(R"({"assignee_id":"usr_1","status_id":2})");
  take.if_match = contract::etag("alr_1", 1);
  take.before = R"({"status_id":1,"assignee_id":null})";
  world.platform.grow_alert("alr_1");
  const auto id = desk.client().submit(take);
  CHECK(within([&] { return desk.done(id) != nullptr; }));
  CHECK(desk.done(id)->ok);
  CHECK(within([&] { return row_of(desk, "alr_1")->status == 2; }));
  // Based on what was before: somebody has it now.
  const auto late = desk.client().submit(take);
  CHECK(within([&] { return desk.done(late) != nullptr; }));
  CHECK(!desk.done(late)->ok);
}

TEST_CASE("who may not read alerts is told so, and nothing is asked for") {
  Watch world(Role::merchant);
  world.platform.add_alerts(3);
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.state().alerts.state == RemoteState::forbidden; }));
  CHECK(within([&] { return desk.state().settled(); }));
  world.platform.add_alerts(1);
  desk.client().need_rules();
  CHECK(within([&] { return desk.state().rules.state() == RemoteState::forbidden; }));
  CHECK(world.platform.requests("/v1/security") == 0);
}

TEST_CASE("a job makes a console load all alerts when it has ended, and not while it goes on") {
  Watch world;
  world.platform.add_alerts(20);
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.state().alerts.state == RemoteState::there && desk.online(); }));
  const auto loads = [&] { return world.platform.requests("/v1/security/alerts?limit=1000"); };
  const auto done_is = [&](std::int64_t done, contract::JobState state) {
    const auto* job = desk.state().security_jobs.find("job_1");
    return job != nullptr && job->done == done && job->state == state;
  };
  // Longer than a load waits for quiet.
  const auto pause = [&] {
    for (int i = 0; i < 50; ++i) {
      desk.state();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  };
  REQUIRE(loads() == 1);
  contract::SecurityJob job;
  job.id = "job_1";
  job.total = 20;
  const auto step = [&](std::int64_t done, contract::JobState state) {
    job.done = done;
    job.state = state;
    ++job.revision;
    world.platform.put_job(job);
    CHECK(within([&] { return done_is(done, state); }));
  };
  using contract::JobState;
  for (const int done : {0, 5, 10, 15}) {
    step(done, JobState::running);
    pause();
  }
  CHECK(loads() == 1);
  step(20, JobState::done);
  CHECK(within([&] { return loads() == 2; }));
  pause();
  CHECK(loads() == 2);

  // Taken back: it counts down, and ends with nothing.
  for (const int done : {20, 10}) {
    step(done, JobState::undone);
    pause();
  }
  CHECK(loads() == 2);
  step(0, JobState::undone);
  CHECK(within([&] { return loads() == 3; }));
  pause();
  CHECK(loads() == 3);
}

TEST_CASE("a console says with each request which installation it is, and stays the same one") {
  Watch world;
  const auto connect = [&](const std::string& dir) {
    Desk desk(dir);
    desk.client().connect(world.target());
    CHECK(within([&] { return desk.state().alerts.state == RemoteState::there && desk.online(); }));
  };
  connect(world.dir.path());
  connect(world.dir.path());
  const auto first = world.platform.devices();
  REQUIRE(first.size() == 1);
  CHECK(first.begin()->starts_with("dev_"));
  CHECK(first.begin()->size() == 20);
  const auto mode = std::filesystem::status(world.dir.path() + "/device").permissions();
  CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  const test::TempDir elsewhere;
  connect(elsewhere.path());
  CHECK(world.platform.devices().size() == 2);
}
