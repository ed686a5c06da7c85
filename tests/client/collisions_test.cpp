// Two people change one thing: what the outbox does with the platform's 412, for every kind of thing.
#include <doctest/doctest.h>

#include "api-client/client/command_codec.hpp"
#include "api-client/client/request.hpp"
#include "tests/client/desk.hpp"
#include "tests/client/fake_platform.hpp"

using namespace stadtpult;
using client::CommandState;
using contract::Operation;
using test::Desk;
using test::within;

namespace {

const std::string kItem = "/v1/feedback/fbk_1";

struct Triage {
  Triage() {
    platform.accept_token("t");
    contract::Feedback item;
    item.id = "fbk_1";
    item.title = "Laterne aus";
    item.revision = 1;
    platform.add_thing("feedback", kItem, contract::encode(item));
  }
  void connect(Desk& desk, const std::string& token = "t") {
    desk.client().connect({platform.url(), token, platform.certificate(), {}});
    REQUIRE(within([&] { return desk.online() && desk.state().feedback.find("fbk_1") != nullptr; }));
  }
  static client::Command change(const std::string& body, std::int64_t revision = 1) {
    client::Command command;
    command.operation = Operation::change_feedback;
    command.ids = {"fbk_1"};
    command.body = std::make_shared<const std::string>(body);
    command.if_match = contract::etag("fbk_1", revision);
    command.title = "Rückmeldung geändert";
    return command;
  }
  [[nodiscard]] contract::Feedback now() const {
    return *contract::decode<contract::Feedback>(platform.thing(kItem));
  }

  test::FakePlatform platform;
  test::TempDir dir;
};

const client::OutboxEntry* entry_in(Desk& desk, const std::string& id, CommandState state) {
  for (const auto& each : desk.state().outbox)
    if (each.id == id && each.state == state) return &each;
  return nullptr;
}

}  // namespace

TEST_CASE("a reply written without the line goes out beside somebody else's priority") {
  Triage world;
  Desk desk(world.dir.path());
  world.connect(desk);
  world.platform.go_offline();
  REQUIRE(within([&] { return !desk.online(); }));
  const auto id = desk.client().submit(Triage::change(R"({"reply":"Danke, wir sehen nach."})"));
  REQUIRE(within([&] { return desk.state().outbox.size() == 1; }));
  world.platform.patch_thing(kItem, R"({"priority":"high"})");
  world.platform.go_online();
  REQUIRE(within([&] { return desk.done(id) != nullptr; }));
  CHECK(desk.done(id)->ok);
  CHECK(world.platform.written() == std::vector<std::string>{R"({"reply":"Danke, wir sehen nach."})"});
  CHECK(world.now().priority == contract::FeedbackPriority::high);
  CHECK(world.now().revision == 3);
  CHECK(within([&] { return desk.state().outbox.empty(); }));
}

TEST_CASE("one field changed by two people is a choice, of which this disk holds no more than that field") {
  Triage world;
  Desk desk(world.dir.path());
  world.connect(desk);
  world.platform.silence(true);  // so that the other change is not seen before
  world.platform.patch_thing(kItem, R"({"priority":"high","title":"Laterne dunkel"})");
  const auto id = desk.client().submit(Triage::change(R"({"priority":"low"})"));
  REQUIRE(within([&] { return entry_in(desk, id, CommandState::conflict) != nullptr; }));
  REQUIRE(within([&] { return desk.done(id) != nullptr; }));
  CHECK(desk.done(id)->error.kind == base::ErrorKind::stale);
  const auto entry = *entry_in(desk, id, CommandState::conflict);
  CHECK(entry.theirs == R"({"priority":"high"})");
  const auto fields = client::conflict_fields(entry);
  REQUIRE(fields.size() == 1);
  CHECK(fields[0].differs);
  CHECK(fields[0].before == "\"none\"");
  CHECK(fields[0].mine == "\"low\"");
  CHECK(fields[0].theirs == "\"high\"");
  CHECK(world.platform.written().empty());
  desk.client().resolve(id, client::patch_of({{"priority", "\"medium\""}}), entry.theirs_etag);
  REQUIRE(within([&] { return desk.done(id)->ok; }));
  CHECK(world.now().priority == contract::FeedbackPriority::medium);
  CHECK(world.now().title == "Laterne dunkel");
}

TEST_CASE("every kind of thing is read where a change of it collides: merged, or put to its person") {
  Triage world;
  Desk desk(world.dir.path());
  world.connect(desk);
  for (const auto operation :
       {Operation::change_feedback, Operation::change_merchant, Operation::change_offering,
        Operation::change_resource, Operation::change_booking, Operation::change_requirement,
        Operation::change_app_version, Operation::change_test_round, Operation::change_reply_template,
        Operation::change_media, Operation::change_form_answer}) {
    CAPTURE(contract::operation_name(operation));
    client::Command command;
    command.operation = operation;
    command.ids = {"thing_1"};
    command.body = std::make_shared<const std::string>(R"({"name":"Neu"})");
    command.before = R"({"name":"Alt"})";
    command.if_match = contract::etag("thing_1", 1);
    const auto path = *client::target_of(operation, command.ids);
    world.platform.add_thing("thing", path, R"({"id":"thing_1","name":"Alt","revision":2})");
    const auto merges = desk.client().submit(command);
    REQUIRE(within([&] { return desk.done(merges) != nullptr; }));
    CHECK(desk.done(merges)->ok);
    CHECK(client::text_member(world.platform.thing(path), "name") == "Neu");
    // Somebody else wrote in the same field.
    const auto collides = desk.client().submit(command);
    REQUIRE(within([&] { return entry_in(desk, collides, CommandState::conflict) != nullptr; }));
    desk.client().discard(collides);
    CHECK(within([&] { return desk.state().outbox.empty(); }));
  }
  // Nothing is changed that could not be read.
  for (const auto& route : contract::routes()) {
    if (route.method != contract::Method::patch) continue;
    client::OutboxEntry entry;
    entry.operation = route.operation;
    entry.state = CommandState::refused;
    entry.error.status = 412;
    CHECK_MESSAGE(client::may_be_sent_again(entry), contract::operation_name(route.operation));
  }
}

TEST_CASE("a refused 412 of an earlier console is read before it is sent again") {
  Triage world;
  world.platform.patch_thing(kItem, R"({"priority":"high"})");
  client::Pending pending;
  pending.command = Triage::change(R"({"labels":["Licht"]})");
  pending.id = pending.idempotency_key = "cmd_old";
  pending.person = "usr_1";
  pending.before = R"({"labels":[]})";
  pending.state = CommandState::refused;
  pending.error = base::fail(base::ErrorKind::stale, "changed");
  pending.error.status = 412;
  {
    auto store = client::LocalStore::open(world.dir.path());
    REQUIRE(store.ok());
    REQUIRE((*store)->set_command("test", 1, client::encode_pending(pending)));
  }
  Desk desk(world.dir.path());
  world.connect(desk);
  REQUIRE(within([&] { return entry_in(desk, "cmd_old", CommandState::refused) != nullptr; }));
  desk.client().retry("cmd_old");
  REQUIRE(within([&] { return desk.done("cmd_old") != nullptr; }));
  CHECK(desk.done("cmd_old")->ok);
  CHECK(world.platform.writes(kItem) == 1);  // nothing was sent on the revision that is gone
  CHECK(world.now().labels == std::vector<std::string>{"Licht"});
}

TEST_CASE("a step taken on what somebody read is not taken on what is there instead") {
  Triage world;
  Desk desk(world.dir.path());
  world.connect(desk);
  client::Command act;
  std::string target;
  SUBCASE("an approval") {
    act.operation = Operation::act_on_merchant;
    act.ids = {"mer_1"};
    act.body = std::make_shared<const std::string>(R"({"act":"approve"})");
    act.if_match = contract::etag("mer_1", 1);
    target = "/v1/merchants/mer_1/acts";
  }
  SUBCASE("agreeing to an override, whose reason may be another one by now") {
    act.operation = Operation::change_app_version;
    act.ids = {"ver_1"};
    act.body = std::make_shared<const std::string>(R"({"override_agreed_by":"me"})");
    act.if_match = contract::etag("ver_1", 1);
    act.is_step = true;
    target = "/v1/app-versions/ver_1";
  }
  act.queueable = false;
  world.platform.fail_writes(412, 1);
  const auto id = desk.client().submit(act);
  REQUIRE(within([&] { return entry_in(desk, id, CommandState::refused) != nullptr; }));
  CHECK_FALSE(client::may_be_sent_again(*entry_in(desk, id, CommandState::refused)));
  desk.client().retry(id);
  // By the answer to what comes behind it, it would have been sent.
  const auto behind = desk.client().submit(Triage::change(R"({"archived":true})"));
  REQUIRE(within([&] { return desk.done(behind) != nullptr; }));
  CHECK(world.platform.writes(target) == 1);
  CHECK(entry_in(desk, id, CommandState::refused) != nullptr);
}

TEST_CASE("a journalled command says whether it is a step; one of an earlier console is judged by its body") {
  client::Pending pending;
  pending.command.operation = Operation::change_app_version;
  pending.command.ids = {"ver_1"};
  pending.id = pending.idempotency_key = "cmd_1";
  const auto read_back = [&](bool is_step, const char* body, bool earlier) {
    pending.command.is_step = is_step;
    pending.command.body = std::make_shared<const std::string>(body);
    std::string text = client::encode_pending(pending);
    if (earlier) {
      const std::string member = is_step ? R"("is_step":true,)" : R"("is_step":false,)";
      const auto at = text.find(member);
      REQUIRE(at != std::string::npos);
      text.erase(at, member.size());
    }
    const auto read = client::decode_pending(text);
    REQUIRE(read.ok());
    CHECK(client::entry_of(*read).is_step == read->command.is_step);
    return read->command.is_step;
  };
  CHECK(read_back(true, R"({"reason":"Neu"})", false));
  CHECK_FALSE(read_back(false, R"({"state":"live"})", false));
  CHECK(read_back(false, R"({"state":"live"})", true));
  CHECK(read_back(false, R"({"override_agreed_by":"me"})", true));
  CHECK_FALSE(read_back(true, R"({"reason":"Neu"})", true));
  pending.command.operation = Operation::change_page;
  CHECK_FALSE(read_back(false, R"({"state":"live"})", true));
}

TEST_CASE("where theirs cannot be read now, the command waits and reads once more") {
  Triage world;
  Desk desk(world.dir.path());
  world.connect(desk);
  world.platform.silence(true);
  world.platform.patch_thing(kItem, R"({"priority":"high"})");
  SUBCASE("a platform that is busy") {
    world.platform.fail_reads(kItem, 503, 7);
    const auto id = desk.client().submit(Triage::change(R"({"labels":["Licht"]})"));
    REQUIRE(within([&] { return desk.done(id) != nullptr; }));
    CHECK(desk.done(id)->ok);
    CHECK(world.platform.writes(kItem) == 2);  // the one that collided, and the one that went through
  }
  SUBCASE("a token that ended") {
    world.platform.fail_reads(kItem, 401, 1);
    const auto id = desk.client().submit(Triage::change(R"({"labels":["Licht"]})"));
    REQUIRE(within([&] { return desk.state().sign_in_needed; }));
    CHECK(within([&] { return entry_in(desk, id, CommandState::waiting) != nullptr; }));
    CHECK(desk.done(id) == nullptr);
    world.platform.silence(false);
    world.platform.accept_token("fresh");
    world.connect(desk, "fresh");
    REQUIRE(within([&] { return desk.done(id) != nullptr; }));
    CHECK(desk.done(id)->ok);
    CHECK(world.platform.writes(kItem) == 2);
  }
  CHECK(world.now().labels == std::vector<std::string>{"Licht"});
  CHECK(world.now().priority == contract::FeedbackPriority::high);
}
