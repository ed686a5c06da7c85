#include "api-client/client/client.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/client/desk.hpp"
#include "tests/client/fake_platform.hpp"

using namespace stadtpult;
using namespace stadtpult::client;
using test::Desk;
using test::FakePlatform;
using test::within;

namespace {

Platform to(const FakePlatform& platform, const std::string& token = "t") {
  return {platform.url(), token, platform.certificate(), {}};
}

Command rename_category(const contract::Category& now, const std::string& name) {
  Command command;
  command.operation = contract::Operation::change_category;
  command.ids = {now.id};
  command.body = std::make_shared<const std::string>(R"({"name":{"de":")" + name + R"("}})");
  command.if_match = contract::etag(now.id, now.revision);
  command.title = "Rubrik umbenannt";
  return command;
}

Command new_category(const std::string& name) {
  Command command;
  command.operation = contract::Operation::create_category;
  command.body = std::make_shared<const std::string>(R"({"name":{"de":")" + name + R"("}})");
  return command;
}

struct World {
  World() { platform.accept_token("t"); }
  FakePlatform platform;
  test::TempDir dir;
};

bool has(Desk& desk, const std::string& id, const std::string& name) {
  const auto* found = desk.state().categories.find(id);
  return found != nullptr && found->name.in("de") == name;
}

}  // namespace

TEST_CASE("everything is loaded, page after page") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  world.platform.add_miniapps(2'345);
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  CHECK(within([&] { return desk.state().settled(); }));
  CHECK(within([&] { return desk.state().miniapps.items().size() == 2'345; }));
  CHECK(has(desk, bus, "Bus"));
  CHECK(desk.state().me->id == "usr_1");
  CHECK(world.platform.requests("/v1/miniapps") == 3);
}

TEST_CASE("what somebody else changes appears, and what goes away goes away") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return desk.state().settled(); }));
  world.platform.change_category(bus, R"({"name":{"de":"Busse"}})");
  CHECK(within([&] { return has(desk, bus, "Busse"); }));
  const auto rail = world.platform.add_category("Bahn");
  CHECK(within([&] { return has(desk, rail, "Bahn"); }));
  world.platform.hide_category(bus);
  CHECK(within([&] { return desk.state().categories.find(bus) == nullptr; }));
}

TEST_CASE("many changes are fetched together") {
  World world;
  std::vector<std::string> ids;
  for (int i = 0; i < 60; ++i) ids.push_back(world.platform.add_category("c" + std::to_string(i)));
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return desk.state().settled(); }));
  const int before = world.platform.requests("/v1/categories");
  for (const auto& id : ids) world.platform.change_category(id, R"({"icon":"tram"})");
  CHECK(within([&] {
    const auto& items = desk.state().categories.items();
    return std::all_of(items.begin(), items.end(), [](const auto& each) { return each.icon == "tram"; });
  }));
  CHECK(world.platform.requests("/v1/categories") - before < 20);
}

TEST_CASE("a change is shown at once, sent, and answered") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return desk.state().settled(); }));
  const auto id = desk.client().submit(rename_category(world.platform.category(bus), "Busse"));
  REQUIRE(within([&] { return desk.done(id) != nullptr; }));
  CHECK(desk.done(id)->ok);
  CHECK(desk.done(id)->object_id == bus);
  CHECK(desk.done(id)->etag == contract::etag(bus, 2));
  CHECK(has(desk, bus, "Busse"));
  CHECK(within([&] { return desk.state().outbox.empty(); }));
  CHECK(world.platform.category(bus).name.in("de") == "Busse");
}

TEST_CASE("offline: from the cache, journalled, then sent in order when the line is back") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  {
    Desk desk(world.dir.path());
    desk.client().connect(to(world.platform));
    REQUIRE(within([&] { return desk.state().settled() && !desk.state().categories.items().empty(); }));
  }
  world.platform.go_offline();
  std::string first, second;
  {
    Desk desk(world.dir.path());
    desk.client().connect(to(world.platform));
    REQUIRE(within([&] { return has(desk, bus, "Bus"); }));  // from this machine
    CHECK(desk.state().categories.remote.received_at());
    CHECK(within([&] { return desk.state().line.line == Line::offline; }));
    CHECK(desk.state().line.since);
    first = desk.client().submit(rename_category(world.platform.category(bus), "Busse"));
    second = desk.client().submit(rename_category(world.platform.category(bus), "Omnibusse"));
    for (int i = 0; i < 10; ++i) desk.client().submit(new_category("neu " + std::to_string(i)));
    REQUIRE(within([&] { return desk.state().outbox.size() == 12; }));
    CHECK(has(desk, bus, "Omnibusse"));
    auto now_or_never = new_category("nie");
    now_or_never.queueable = false;
    const auto refused = desk.client().submit(now_or_never);
    REQUIRE(within([&] { return desk.done(refused) != nullptr; }));
    CHECK_FALSE(desk.done(refused)->ok);
    desk.client().discard(refused);
    const auto taken_back = desk.client().submit(new_category("doch nicht"));
    REQUIRE(within([&] { return desk.state().outbox.size() == 13; }));
    desk.client().cancel(taken_back);
    REQUIRE(within([&] { return desk.state().outbox.size() == 12; }));
  }
  // The console ends, the next one finds what waits.
  Desk desk(world.dir.path());
  REQUIRE(within([&] { return desk.state().outbox.size() == 12; }));
  CHECK(has(desk, bus, "Omnibusse"));
  desk.client().connect(to(world.platform));
  world.platform.go_online();
  REQUIRE(within([&] { return desk.done(second) != nullptr && desk.state().outbox.empty(); }));
  CHECK(desk.done(first)->ok);
  CHECK(desk.done(second)->ok);
  const auto written = world.platform.written();
  REQUIRE(written.size() == 12);
  CHECK(written[0].find("Busse") != std::string::npos);
  CHECK(written[1].find("Omnibusse") != std::string::npos);
  for (int i = 0; i < 10; ++i)
    CHECK(written[static_cast<std::size_t>(i) + 2].find("neu " + std::to_string(i)) != std::string::npos);
  CHECK(world.platform.category(bus).name.in("de") == "Omnibusse");
  CHECK(within([&] { return has(desk, bus, "Omnibusse"); }));
}

TEST_CASE("nothing kept is shown before it is known whose it is, nor in which state that is") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  {
    Desk desk(world.dir.path());
    desk.client().connect(to(world.platform));
    REQUIRE(within([&] { return desk.state().settled() && has(desk, bus, "Bus"); }));
  }
  {
    auto store = client::LocalStore::open(world.dir.path());
    REQUIRE(store.ok());
    REQUIRE((*store)->cached("test/Me", "me"));
    REQUIRE((*store)->remove_cached("test/Me", {"me"}));
  }
  Desk desk(world.dir.path());
  // It is taken up behind what was kept: by then that would be there.
  desk.client().submit(new_category("neu"));
  REQUIRE(within([&] { return desk.state().outbox.size() == 1; }));
  CHECK_FALSE(desk.state().me);
  CHECK_FALSE(has(desk, bus, "Bus"));
  desk.client().connect(to(world.platform));
  CHECK(within([&] { return desk.state().me && has(desk, bus, "Bus"); }));
}

TEST_CASE("an answer that got lost is asked for again, and nothing is done twice") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return desk.state().settled(); }));
  world.platform.lose_answers(3);
  const auto renamed = desk.client().submit(rename_category(world.platform.category(bus), "Busse"));
  const auto made = desk.client().submit(new_category("Neu"));
  REQUIRE(within([&] { return desk.done(renamed) != nullptr && desk.done(made) != nullptr; }));
  CHECK(desk.done(renamed)->ok);
  CHECK(desk.done(made)->ok);
  CHECK(world.platform.written().size() == 2);
  CHECK(world.platform.category(bus).revision == 2);
}

TEST_CASE("who waits for an answer is told at once why it is refused, also where it may be tried later") {
  World world;
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return desk.state().settled(); }));
  world.platform.fail_writes(429, 1, "identity-tries");
  auto now_or_never = new_category("jetzt");
  now_or_never.queueable = false;
  const auto refused = desk.client().submit(now_or_never);
  REQUIRE(within([&] { return desk.done(refused) != nullptr; }));
  CHECK_FALSE(desk.done(refused)->ok);
  CHECK(desk.done(refused)->error.problem == "identity-tries");
  CHECK(world.platform.written().empty());
  // What may wait, or is refused without a reason of its own, is sent again.
  world.platform.fail_writes(429, 1, "identity-tries");
  const auto later = desk.client().submit(new_category("später"));
  REQUIRE(within([&] { return desk.done(later) != nullptr; }));
  CHECK(desk.done(later)->ok);
  world.platform.fail_writes(429, 1);
  const auto again = desk.client().submit(now_or_never);
  REQUIRE(within([&] { return desk.done(again) != nullptr; }));
  CHECK(desk.done(again)->ok);
}

TEST_CASE("whose identity was to be confirmed is kept neither after a refusal nor when the console ends") {
  World world;
  Command check;
  check.operation = contract::Operation::check_identity;
  check.body = std::make_shared<const std::string>(R"({"name":"Mia"})");
  check.queueable = false;
  {
    Desk desk(world.dir.path());
    desk.client().connect(to(world.platform));
    REQUIRE(within([&] { return desk.state().settled(); }));
    world.platform.fail_writes(422, 1, "identity-code");
    const auto refused = desk.client().submit(check);
    REQUIRE(within([&] { return desk.done(refused) != nullptr; }));
    CHECK(desk.done(refused)->error.problem == "identity-code");
    CHECK(within([&] { return desk.state().outbox.empty(); }));
    // Without an answer it stays, to be asked for again.
    world.platform.go_offline();
    REQUIRE(within([&] { return desk.state().line.line == Line::offline; }));
    const auto lost = desk.client().submit(check);
    REQUIRE(within([&] { return desk.done(lost) != nullptr; }));
    CHECK(within([&] { return desk.state().outbox.size() == 1; }));
  }
  Desk desk(world.dir.path());
  const auto later = desk.client().submit(new_category("danach"));
  REQUIRE(within([&] { return !desk.state().outbox.empty(); }));
  REQUIRE(desk.state().outbox.size() == 1);
  CHECK(desk.state().outbox[0].id == later);
}

TEST_CASE("a busy platform is waited for, a refusal is kept until it is dismissed") {
  World world;
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return desk.state().settled(); }));
  world.platform.fail_writes(503, 3);
  const auto later = desk.client().submit(new_category("später"));
  REQUIRE(within([&] { return desk.done(later) != nullptr; }));
  CHECK(desk.done(later)->ok);

  Command wrong = new_category("x");
  wrong.body = std::make_shared<const std::string>(R"({"name":7})");
  const auto refused = desk.client().submit(wrong);
  REQUIRE(within([&] { return desk.done(refused) != nullptr; }));
  CHECK_FALSE(desk.done(refused)->ok);
  CHECK(desk.done(refused)->error.status == 422);
  CHECK(within([&] {
    const auto& outbox = desk.state().outbox;
    return outbox.size() == 1 && outbox[0].state == CommandState::refused;
  }));
  const auto next = desk.client().submit(new_category("danach"));
  REQUIRE(within([&] { return desk.done(next) != nullptr; }));
  CHECK(desk.done(next)->ok);
  desk.client().discard(refused);
  CHECK(within([&] { return desk.state().outbox.empty(); }));
}

TEST_CASE("two people, one thing") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return has(desk, bus, "Bus"); }));
  const auto seen = world.platform.category(bus);

  SUBCASE("different fields: both stay") {
    world.platform.change_category(bus, R"({"icon":"tram"})");
    const auto id = desk.client().submit(rename_category(seen, "Busse"));
    REQUIRE(within([&] { return desk.done(id) != nullptr; }));
    CHECK(desk.done(id)->ok);
    CHECK(world.platform.category(bus).name.in("de") == "Busse");
    CHECK(world.platform.category(bus).icon == "tram");
  }
  SUBCASE("the same field: a person chooses") {
    world.platform.silence(true);  // so that the other change is not seen before
    world.platform.change_category(bus, R"({"name":{"de":"Omnibus"}})");
    const auto id = desk.client().submit(rename_category(seen, "Busse"));
    const auto waits = desk.client().submit(rename_category(seen, "Alle Busse"));
    REQUIRE(within([&] { return desk.done(id) != nullptr; }));
    CHECK(desk.done(id)->error.kind == base::ErrorKind::stale);
    const auto conflict = [&]() -> const OutboxEntry* {
      for (const auto& each : desk.state().outbox)
        if (each.id == id && each.state == CommandState::conflict) return &each;
      return nullptr;
    };
    REQUIRE(within([&] { return conflict() != nullptr; }));
    const auto fields = conflict_fields(*conflict());
    REQUIRE(fields.size() == 1);
    CHECK(fields[0].differs);
    CHECK(fields[0].before == "\"Bus\"");
    CHECK(fields[0].mine == "\"Busse\"");
    CHECK(fields[0].theirs == "\"Omnibus\"");
    CHECK(world.platform.category(bus).name.in("de") == "Omnibus");
    CHECK(desk.done(waits) == nullptr);  // it stands on the one that is undecided
    SUBCASE("both") {
      desk.client().resolve(id, patch_of({{"name.de", "\"Busse und Omnibusse\""}}), conflict()->theirs_etag);
      REQUIRE(within([&] { return desk.done(id)->ok && desk.done(waits) != nullptr; }));
      CHECK(world.platform.written().front().find("Busse und Omnibusse") != std::string::npos);
    }
    SUBCASE("theirs") {
      desk.client().discard(id);
      REQUIRE(within([&] { return desk.done(waits) != nullptr; }));
      CHECK(world.platform.category(bus).name.in("de") == "Omnibus");
    }
    SUBCASE("later: it is still there after a restart") {
      desk.close();
      Desk again(world.dir.path());
      REQUIRE(within([&] { return !again.state().outbox.empty(); }));
      CHECK(again.state().outbox[0].state == CommandState::conflict);
      CHECK(again.state().outbox[0].theirs.find("Omnibus") != std::string::npos);
    }
  }
}

TEST_CASE("a token that ends loses nothing") {
  World world;
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return desk.state().settled(); }));
  world.platform.refuse_token("t");
  const auto id = desk.client().submit(new_category("gerettet"));
  REQUIRE(within([&] { return desk.state().sign_in_needed; }));
  CHECK(desk.state().sign_in_why == SignInNeeded::Why::refused);
  CHECK(desk.state().line.error.kind == base::ErrorKind::unauthenticated);
  CHECK_FALSE(desk.online());
  CHECK(within([&] { return desk.state().outbox.size() == 1; }));
  CHECK(desk.done(id) == nullptr);
  world.platform.accept_token("fresh");
  desk.client().connect(to(world.platform, "fresh"));
  REQUIRE(within([&] { return desk.done(id) != nullptr; }));
  CHECK(desk.done(id)->ok);
  CHECK_FALSE(desk.state().sign_in_needed);
  CHECK(world.platform.written().size() == 1);
}

TEST_CASE("somebody else at the same desk sees and sends nothing of it") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return desk.state().settled() && has(desk, bus, "Bus"); }));
  world.platform.go_offline();
  REQUIRE(within([&] { return !desk.online(); }));
  const auto mine = desk.client().submit(new_category("meins"));
  REQUIRE(within([&] { return desk.state().outbox.size() == 1; }));
  world.platform.go_online();
  world.platform.refuse_token("t");
  world.platform.accept_token("other", "usr_2", contract::Role::merchant);
  desk.client().connect(to(world.platform, "other"));
  REQUIRE(within([&] { return desk.state().me && desk.state().me->id == "usr_2" && desk.online(); }));
  REQUIRE(within([&] { return desk.state().releases.remote.state() == RemoteState::forbidden; }));
  CHECK(world.platform.requests("/v1/releases") == 1);  // by the first person only
  CHECK(within([&] { return desk.state().outbox.empty(); }));
  CHECK(world.platform.written().empty());
  world.platform.accept_token("back");
  desk.client().connect(to(world.platform, "back"));
  REQUIRE(within([&] { return desk.done(mine) != nullptr; }));
  CHECK(world.platform.written().size() == 1);
}

TEST_CASE("a silent stream is a line that is down, and what happened meanwhile arrives") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return has(desk, bus, "Bus") && desk.online(); }));
  world.platform.change_category(bus, R"({"name":{"de":"Busse"}})");
  REQUIRE(within([&] { return has(desk, bus, "Busse"); }));
  const int lists = world.platform.requests("/v1/miniapps");
  world.platform.silence(true);
  REQUIRE(within([&] { return !desk.online(); }));
  CHECK(desk.state().line.next_try_at);
  world.platform.change_category(bus, R"({"name":{"de":"Omnibusse"}})");
  world.platform.silence(false);
  CHECK(within([&] { return has(desk, bus, "Omnibusse") && desk.online(); }));
  CHECK(world.platform.requests("/v1/miniapps") == lists);  // resumed, not loaded anew
}

TEST_CASE("a line that broke before any event is resumed, and everything is asked for again") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return has(desk, bus, "Bus") && desk.online() && desk.state().settled(); }));
  const int lists = world.platform.requests("/v1/miniapps");
  world.platform.go_offline();
  REQUIRE(within([&] { return !desk.online(); }));
  world.platform.change_category(bus, R"({"name":{"de":"Busse"}})");
  world.platform.go_online();
  CHECK(within([&] { return has(desk, bus, "Busse"); }));
  CHECK(within([&] { return world.platform.requests("/v1/miniapps") > lists; }));
}

TEST_CASE("events that are lost lead to a full reload") {
  World world;
  const auto bus = world.platform.add_category("Bus");
  Desk desk(world.dir.path());
  desk.client().connect(to(world.platform));
  REQUIRE(within([&] { return has(desk, bus, "Bus") && desk.online(); }));
  world.platform.change_category(bus, R"({"icon":"tram"})");
  REQUIRE(within([&] { return desk.state().categories.find(bus)->icon == "tram"; }));
  const int lists = world.platform.requests("/v1/miniapps");
  world.platform.go_offline();
  REQUIRE(within([&] { return !desk.online(); }));
  world.platform.change_category(bus, R"({"name":{"de":"Busse"}})");
  world.platform.forget_events();
  world.platform.go_online();
  CHECK(within([&] { return has(desk, bus, "Busse"); }));
  CHECK(within([&] { return world.platform.requests("/v1/miniapps") > lists; }));
}

TEST_CASE("typed text and settings are on disk soon, and gone when they are with the platform") {
  World world;
  {
    Desk desk(world.dir.path());
    desk.client().save_draft("category/new", "Mobil");
    desk.client().save_draft("category/new", "Mobilität");
    desk.client().save_setting("theme", "dark");
    REQUIRE(within([&] { return desk.state().drafts_saved.contains("category/new"); }, 5'000));
  }
  {
    Desk desk(world.dir.path());
    CHECK(desk.settings["theme"] == "dark");
    REQUIRE(desk.drafts.contains("category/new"));
    CHECK(desk.drafts["category/new"].text == "Mobilität");
    desk.client().connect(to(world.platform));
    REQUIRE(within([&] { return desk.state().settled(); }));
    auto command = new_category("Mobilität");
    command.draft_key = "category/new";
    const auto id = desk.client().submit(command);
    REQUIRE(within([&] { return desk.done(id) != nullptr; }));
    CHECK(desk.done(id)->draft_key == "category/new");
    // What is typed on after a change was handed over is not thrown away with it.
    desk.client().save_draft("note", "eins");
    auto second = new_category("eins");
    second.draft_key = "note";
    const auto other = desk.client().submit(second);
    desk.client().save_draft("note", "eins zwei");
    REQUIRE(within([&] { return desk.done(other) != nullptr; }));
    CHECK(desk.client().flush(5'000));
  }
  Desk desk(world.dir.path());
  CHECK_FALSE(desk.drafts.contains("category/new"));
  REQUIRE(desk.drafts.contains("note"));
  CHECK(desk.drafts["note"].text == "eins zwei");
}

TEST_CASE("a wrong certificate or address is told as such") {
  World world;
  Desk desk(world.dir.path());
  desk.client().connect({world.platform.url(), "t", test::make_test_certificate("127.0.0.1").cert_pem, {}});
  REQUIRE(within([&] { return desk.state().line.line == Line::offline; }));
  CHECK(desk.state().line.error.field == "certificate");
  CHECK(world.platform.streams_opened() == 0);
  desk.client().connect({"http://127.0.0.1:80", "t", {}, {}});
  REQUIRE(within([&] { return desk.state().line.error.field == "url"; }));
  desk.client().connect(to(world.platform));
  CHECK(within([&] { return desk.online(); }));
}
