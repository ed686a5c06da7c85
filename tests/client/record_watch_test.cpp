// A platform that lies about its audit record is found out.

#include "api-client/client/record_watch.hpp"

#include <doctest/doctest.h>

#include "tests/client/desk.hpp"
#include "tests/client/fake_platform.hpp"

using namespace stadtpult;
using namespace stadtpult::client;
using contract::RecordFault;
using test::Desk;
using test::FakePlatform;
using test::within;

namespace {

struct Watched {
  Watched() {
    platform.accept_token("t", "usr_1", contract::Role::merchant);
    platform.add_lines(300);
  }
  void connect(Desk& desk) const { desk.client().connect({platform.url(), "t", platform.certificate(), {}}); }
  /// A console that looks at the record and is closed again.
  void look(std::int64_t size) {
    Desk desk(dir.path());
    connect(desk);
    CHECK(within([&] { return desk.state().record.kept && desk.state().record.kept->size == size; }));
    CHECK_FALSE(desk.state().record.finding);
    CHECK(desk.client().flush(5'000));
  }
  /// What a console finds that starts now.
  std::optional<contract::RecordFinding> finding() {
    Desk desk(dir.path());
    connect(desk);
    CHECK(within([&] { return desk.state().record.finding.has_value(); }));
    CHECK(desk.client().flush(5'000));
    return desk.state().record.finding;
  }
  FakePlatform platform;
  test::TempDir dir;
};

}  // namespace

TEST_CASE("record: every console keeps the last checkpoint and sees the record grow") {
  Watched world;
  world.look(300);
  world.platform.add_lines(77);
  world.look(377);
  world.look(377);
}

TEST_CASE("record: a tail that was cut off is found at the next connect, also when lines came since") {
  Watched world;
  world.look(300);
  world.platform.cut_lines(20);
  const auto found = world.finding();
  REQUIRE(found);
  CHECK(found->fault == RecordFault::cut_off);
  CHECK(found->kept_size == 300);
  CHECK(found->seen_size == 280);
  CHECK(found->good_at);
  CHECK(found->found_at >= found->good_at);
}

TEST_CASE("record: the platform is told, with what it signed itself; of another key it is not") {
  Watched world;
  world.look(300);
  std::string kept;
  {
    Desk desk(world.dir.path());
    world.connect(desk);
    REQUIRE(within([&] { return desk.state().record.kept.has_value(); }));
    kept = desk.state().record.kept->note;
    CHECK(desk.client().flush(5'000));
  }
  CHECK(world.platform.notes().empty());
  world.platform.cut_lines(20);
  Desk desk(world.dir.path());
  world.connect(desk);
  REQUIRE(within([&] { return !world.platform.notes().empty(); }));
  CHECK(world.platform.notes() == std::vector<std::string>{kept});
  // Once, however often the console looks.
  const int looked = world.platform.requests("/v1/audit/checkpoint");
  world.platform.go_offline();
  REQUIRE(within([&] { return desk.state().line.line == Line::offline; }));
  world.platform.go_online();
  REQUIRE(within([&] { return world.platform.requests("/v1/audit/checkpoint") > looked; }));
  CHECK(world.platform.notes().size() == 1);

  Watched other;
  other.look(300);
  other.platform.change_key();
  CHECK(other.finding()->fault == RecordFault::bad_signature);
  CHECK(other.platform.notes().empty());
}

TEST_CASE("record: a rewritten line is found whether the record is as long or longer") {
  for (const int more : {0, 5}) {
    CAPTURE(more);
    Watched world;
    world.look(300);
    world.platform.rewrite_line(17);
    world.platform.add_lines(more);
    const auto found = world.finding();
    REQUIRE(found);
    CHECK(found->fault == RecordFault::rewritten);
    CHECK(found->seen_size == 300 + more);
  }
}

TEST_CASE("record: another key and a withheld checkpoint are findings") {
  Watched world;
  world.look(300);
  world.platform.change_key();
  CHECK(world.finding()->fault == RecordFault::bad_signature);
  Watched other;
  other.look(300);
  other.platform.withhold_record(true);
  CHECK(other.finding()->fault == RecordFault::withheld);
}

TEST_CASE("record: what was found stays when all is well again, and over restarts, until it is accepted") {
  Watched world;
  world.look(300);
  world.platform.cut_lines(20);
  const auto first = world.finding();
  REQUIRE(first);
  world.platform.add_lines(20);  // the same lines as before
  Desk desk(world.dir.path());
  world.connect(desk);
  CHECK(within([&] { return desk.state().record.at.ms > 0; }));
  REQUIRE(desk.state().record.finding);
  CHECK(*desk.state().record.finding == *first);
  desk.client().accept_record();
  CHECK(within([&] { return desk.state().record.kept && !desk.state().record.finding; }));
  CHECK(desk.state().record.kept->size == 300);
  CHECK(desk.client().flush(5'000));
  desk.close();
  world.look(300);
}

TEST_CASE("record: reconnecting looks too, and a cut line is no finding") {
  Watched world;
  Desk desk(world.dir.path());
  world.connect(desk);
  REQUIRE(within([&] { return desk.state().record.kept.has_value(); }));
  world.platform.go_offline();
  REQUIRE(within([&] { return desk.state().line.line == Line::offline; }));
  CHECK_FALSE(desk.state().record.finding);
  world.platform.rewrite_line(3);
  world.platform.go_online();
  CHECK(within([&] { return desk.state().record.finding.has_value(); }));
}

TEST_CASE("record: a check that the platform passes itself is held against what is known here") {
  Watched world;
  Desk desk(world.dir.path());
  world.connect(desk);
  REQUIRE(within([&] { return desk.state().record.kept.has_value(); }));
  desk.client().check_record();
  REQUIRE(within([&] { return desk.state().record_check.value() != nullptr; }));
  CHECK(desk.state().record_check.value()->lines == 300);
  CHECK_FALSE(desk.state().record.finding);
  world.platform.rewrite_line(3);
  desk.client().check_record();
  CHECK(within([&] { return desk.state().record.finding.has_value(); }));
}
