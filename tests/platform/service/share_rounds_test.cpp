// Rounds that draw a share of the citizens: whom they draw, who takes part, leaves, returns and is forgotten.

#include <algorithm>
#include <cmath>

#include "tests/platform/service/round_town.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

/// Whom a share draws among so many accounts, with a key of its own.
std::vector<int> drawn(std::int64_t share, const std::string& round = "trd_1") {
  base::Key key{};
  key[0] = 7;
  std::vector<int> out;
  for (int i = 0; i < 2'000; ++i)
    if (is_drawn(key, round, "acc_" + std::to_string(i), share)) out.push_back(i);
  return out;
}

const std::string kOffer = "Das Los hat Sie bestimmt", kSees = "Nur im Test";

}  // namespace

TEST_CASE("a share of the accounts is drawn, by nothing but the account and the round") {
  CHECK(drawn(0).empty());
  CHECK(drawn(100).size() == 2'000);
  for (const std::int64_t share : {1, 5, 20, 50, 90}) {
    const double expected = 20.0 * static_cast<double>(share);
    const double spread = std::sqrt(expected * (1 - static_cast<double>(share) / 100));
    CHECK(std::abs(static_cast<double>(drawn(share).size()) - expected) < 4 * spread);
  }
  CHECK(drawn(20) == drawn(20));
  // A larger share keeps whom a smaller one drew.
  for (std::int64_t share = 1; share <= 100; ++share) {
    const auto less = drawn(share - 1), more = drawn(share);
    CHECK(std::includes(more.begin(), more.end(), less.begin(), less.end()));
  }
  // Another round draws anew: of two fifths, two fifths are drawn again.
  const auto first = drawn(40), second = drawn(40, "trd_2");
  std::vector<int> both;
  std::set_intersection(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(both));
  CHECK(both.size() > 250);
  CHECK(both.size() < 400);
}

TEST_CASE("who was drawn is asked, takes part as testers do, leaves, and may return") {
  Town town;
  const auto round = town.round(100);
  auto ada = town.citizen(kAda);
  const auto before = ada.get("/app/account");
  CHECK(says(before, kOffer));
  CHECK(says(before, "<h2>Testrunde: Worms probiert</h2>"));
  CHECK(says(before, "Die Teilnahme ist freiwillig"));
  CHECK(before.text.size() < 30'000);
  CHECK(before.headers.at("Cache-Control") == "private, no-store");
  CHECK(says(ada.get("/app/account?language=en"), "action=\"/app/test?language=en\""));
  // To be asked stores nothing and takes part in nothing.
  CHECK(town.rows("account_rounds") == 0);
  CHECK(town.rows("test_codes") == 0);
  CHECK_FALSE(says(ada.get("/app/"), kSees));
  CHECK(town.round_now(round)["testers"] == 0);

  const auto code = ada.offered();
  CHECK(code == town.code(round, ada.id()));
  // Neither does looking at the code; and another site's form joins nobody.
  const Reply look = ada.get("/app/test?code=" + code);
  CHECK(look.status == 200);
  CHECK(says(look, "<h2>Testrunde: Worms probiert</h2>"));
  CHECK(says(look, "Dass Sie teilnehmen, wird gespeichert"));
  CHECK(look.headers.count("Set-Cookie") == 0);
  Extra elsewhere = ada.extra();
  elsewhere.fetch_site = "cross-site";
  CHECK(town.platform.ask("POST", "/app/test", "", "code=" + code, elsewhere).status == 403);
  CHECK(town.rows("account_rounds") == 0);
  CHECK(town.rows("test_codes") == 0);
  const Reply in = ada.join(code);
  REQUIRE_MESSAGE(in.status == 303, in.text);
  CHECK(in.headers.at("Location") == "/app/");
  CHECK(says(ada.get("/app/"), kSees));
  CHECK(says(ada.get("/app/"), "Testrunde: Worms probiert"));
  CHECK(says(ada.get("/app/account"), "Sie nehmen in diesem Browser teil"));
  CHECK_FALSE(says(ada.get("/app/account"), kOffer));
  CHECK(town.round_now(round)["testers"] == 1);
  // Of the code only a hash is stored.
  CHECK(town.office.bytes().find(code) == std::string::npos);
  CHECK(town.office.bytes().find(*typed_code(code)) == std::string::npos);

  // What is sent counts for the round, under a number.
  const Reply sent = ada.post("/app/feedback", "client_id=web-1&kind=bug&text=Die+Karte+springt");
  REQUIRE_MESSAGE(sent.status == 303, sent.text);
  CHECK(town.round_now(round)["feedback_count"] == 1);
  const Json item = town.platform.get("/v1/feedback", town.platform.lead()).body["items"][0];
  CHECK(item["tester"] == ada.get("/app/account/data").body["test_rounds"][0]["tester"]);
  CHECK(item["round_id"] == round);

  // Another browser of the same person takes part once it is asked to; it is one tester still.
  auto tablet = town.citizen(kAda);
  CHECK_FALSE(says(tablet.get("/app/"), kSees));
  CHECK(says(tablet.get("/app/account"), "in diesem Browser aber nicht"));
  CHECK(tablet.join(tablet.offered()).status == 303);
  CHECK(says(tablet.get("/app/"), kSees));
  CHECK(town.round_now(round)["testers"] == 1);

  // Who leaves has left everywhere, and is not asked as if nothing had been.
  Extra foreign = ada.extra();
  foreign.fetch_site = "same-site";
  CHECK(town.platform.ask("POST", "/app/test/end", "", "", foreign).status == 403);
  const Reply out = ada.post("/app/test/end");
  CHECK(out.status == 303);
  CHECK(ada.test.empty());
  CHECK_FALSE(says(tablet.get("/app/"), kSees));
  for (auto* browser : {&ada, &tablet}) {
    const auto account = browser->get("/app/account");
    CHECK(says(account, "Sie haben Ihre Teilnahme beendet"));
    CHECK_FALSE(says(account, kOffer));
  }
  CHECK(ada.get("/app/account/data").body["test_rounds"][0].contains("left_at"));
  // Nor does what the other browser still holds send feedback for the round.
  CHECK(tablet.post("/app/feedback", "client_id=web-2&kind=bug&text=Noch+etwas").status == 303);
  CHECK(town.round_now(round)["feedback_count"] == 1);
  CHECK(ada.join(ada.offered()).status == 303);
  CHECK(says(ada.get("/app/"), kSees));
  // From the account page, too, which stays open.
  const Reply left = ada.post("/app/test/end", "round=" + round);
  CHECK(left.headers.at("Location") == "/app/account");
  CHECK(ada.test.empty());
  CHECK(says(ada.get("/app/account"), "Wieder teilnehmen"));
  CHECK(town.round_now(round)["testers"] == 1);
  CHECK(town.office.desk.audit(ada.id()) ==
        std::vector<std::string>{"account.create", "account.sign_in", "account.join_round", "account.sign_in",
                                 "account.leave_round", "account.join_round", "account.leave_round"});
}

TEST_CASE("who was not drawn sees nothing, and no code of an account opens anything for somebody else") {
  Town town;
  const auto round = town.round(50);
  std::optional<Browser> in, out;
  for (int i = 0; i < 40 && (!in || !out); ++i) {
    auto somebody = town.citizen("person" + std::to_string(i) + "@example.org");
    (town.draws(round, somebody.id(), 50) ? in : out) = somebody;
  }
  REQUIRE(in);
  REQUIRE(out);
  CHECK_FALSE(says(out->get("/app/account"), "Testrunde"));
  CHECK(out->offered().empty());
  Browser guest{&town.platform, ""};
  const auto code = in->offered();
  const auto refused = [&] {
    town.platform.time.ms += 10 * kMinute;  // wrong codes are not tried fast
    const Reply wrong = out->join("2222-2222-2222");
    CHECK(wrong.status == 422);
    for (auto* browser : {&*out, &guest}) {
      town.platform.time.ms += 10 * kMinute;
      const Reply theirs = browser->join(code);
      CHECK(theirs.status == 422);
      CHECK(theirs.headers.count("Set-Cookie") == 0);
      if (browser != &guest) CHECK(theirs.text == wrong.text);
    }
    const Reply own = out->join(town.code(round, out->id()));
    CHECK(own.status == 422);
    CHECK(own.text == wrong.text);
    const auto send = [&](const std::string& with, const std::string& client, const std::string& cookie) {
      return town.platform.ask("POST", "/v1/public/feedback", "",
                               Json{{"client_id", client}, {"text", "Hallo"}, {"code", with}}.dump(),
                               {.cookie = cookie});
    };
    const Reply unknown = send("2222-2222-2222", "c1", "");
    CHECK(unknown.status == 422);
    for (const auto& cookie : {std::string(), out->account}) {
      const Reply theirs = send(code, "c1", cookie);
      CHECK(theirs.status == 422);
      CHECK(theirs.body["detail"] == unknown.body["detail"]);
    }
  };
  refused();
  CHECK(town.rows("test_codes") == 0);
  REQUIRE(in->join(code).status == 303);
  refused();
  CHECK(town.round_now(round)["testers"] == 1);
  // A cookie that was carried away opens nothing either: no page, no ring of the API.
  Browser thief{&town.platform, out->account, in->test};
  CHECK_FALSE(says(thief.get("/app/"), kSees));
  CHECK(thief.get("/v1/public/catalogue?ring=pilot").status == 401);
  CHECK(in->get("/v1/public/catalogue?ring=pilot").status == 200);
  CHECK(town.platform
            .ask("POST", "/v1/public/feedback", "",
                 Json{{"client_id", "c2"}, {"text", "Hallo"}, {"code", code}}.dump(), {.cookie = in->account})
            .status == 201);
  // Signed out the round is over in this browser, and there again with the next sign-in.
  const auto account = std::exchange(in->account, "");
  CHECK_FALSE(says(in->get("/app/"), kSees));
  in->account = account;
  CHECK(says(in->get("/app/"), kSees));
}

TEST_CASE("a smaller share takes nobody away who takes part; who was only asked is not asked any more") {
  Town town;
  const auto round = town.round(100);
  // Both are drawn by no hundredth.
  std::vector<Browser> people;
  for (int i = 0; i < 20 && people.size() < 2; ++i) {
    auto somebody = town.citizen("person" + std::to_string(i) + "@example.org");
    if (!town.draws(round, somebody.id(), 1)) people.push_back(somebody);
  }
  REQUIRE(people.size() == 2);
  auto& part = people[0];
  auto& asked = people[1];
  const auto code = asked.offered();
  CHECK_FALSE(code.empty());
  const auto taken = part.offered();
  REQUIRE(part.join(taken).status == 303);
  REQUIRE(town.change(round, {{"share_percent", 1}}).status == 200);
  CHECK(says(part.get("/app/"), kSees));
  CHECK(part.join(taken).status == 303);
  REQUIRE(part.post("/app/test/end").status == 303);
  CHECK(part.offered() == taken);  // may return, too
  CHECK(asked.offered().empty());
  CHECK(asked.join(code).status == 422);
  REQUIRE(town.change(round, {{"share_percent", 100}}).status == 200);
  CHECK(asked.offered() == code);
}

TEST_CASE("erasing an account erases its part in rounds; who comes again is counted once") {
  Town town;
  const auto round = town.round(100);
  auto ada = town.citizen(kAda);
  const auto code = ada.offered(), id = ada.id(), lot = town.lot(id);
  REQUIRE(ada.join(code).status == 303);
  const Json stored = ada.get("/app/account/data").body["test_rounds"];
  REQUIRE(stored.size() == 1);
  CHECK(stored[0]["round"] == "Worms probiert");
  CHECK(stored[0]["tester"].get<std::string>().starts_with("Testperson "));
  CHECK(stored[0].contains("joined_at"));
  CHECK_FALSE(stored[0].contains("left_at"));
  CHECK(says(ada.get("/app/account/erase"), "Ihre Teilnahme an Testrunden"));
  const auto hash = hash_of_code(town.platform.impl().security().key(), *typed_code(code));
  CHECK(town.office.bytes().find(hash) != std::string::npos);
  REQUIRE(ada.post("/app/account/erase").status == 200);
  CHECK(town.rows("account_rounds") == 0);
  CHECK(town.office.bytes().find(hash) == std::string::npos);
  CHECK_FALSE(says(ada.get("/app/"), kSees));
  CHECK(ada.join(code).status == 422);
  CHECK(town.round_now(round)["testers"] == 1);
  // All that stays is that somebody with this address counts already, which opens nothing.
  const auto mark = "counted " + mark_of_count(town.platform.impl().security().key(), round, lot);
  CHECK(town.numbers_of(mark) == 1);
  // Who comes again is somebody else, with the same lot and another number.
  auto again = town.citizen(kAda);
  CHECK(again.id() != id);
  CHECK(says(again.get("/app/account"), kOffer));
  CHECK(again.offered() == code);
  REQUIRE(again.join(code).status == 303);
  CHECK(again.get("/app/account/data").body["test_rounds"][0]["tester"] != stored[0]["tester"]);
  CHECK(town.round_now(round)["testers"] == 1);
  CHECK(town.round_now(round)["invited"] == 1);
  CHECK(town.numbers_of(mark) == 0);
  // The record tells of no round, and the time of a number is a day: together they name nobody.
  const Reply record =
      town.platform.get("/v1/audit?filter=object_type:account&limit=200", town.platform.lead());
  CHECK(says(record, "account.join_round"));
  CHECK_FALSE(says(record, round));
  town.office.in_store([&](Change& change) {
    for (const auto& row : change.database().query("SELECT made_at, used_at FROM test_codes", "ii"))
      CHECK(as_int(row[0]) % stadtpult::base::kDayMs + as_int(row[1]) % stadtpult::base::kDayMs == 0);
  });
}

TEST_CASE("once a round is closed, nothing tells any more that an erased account counted") {
  Town town;
  const auto round = town.round(100);
  auto ada = town.citizen(kAda);
  const auto mark =
      "counted " + mark_of_count(town.platform.impl().security().key(), round, town.lot(ada.id()));
  REQUIRE(ada.join(ada.offered()).status == 303);
  REQUIRE(ada.post("/app/account/erase").status == 200);
  town.office.run();
  CHECK(town.numbers_of(mark) == 1);
  REQUIRE(town.change(round, {{"closed", true}, {"conclusion", "Es ging gut."}}).status == 200);
  town.platform.time.ms += kHour;
  town.office.run();
  CHECK(town.numbers_of(mark) == 0);
  CHECK(town.office.bytes().find(mark) == std::string::npos);
  CHECK(town.round_now(round)["testers"] == 1);
}

TEST_CASE("before its start and after its end a round asks nobody; closed, it forgets who took part") {
  Town town;
  const auto round = town.round(100, 1);
  auto ada = town.citizen(kAda);
  CHECK(ada.offered().empty());
  CHECK(ada.join(town.code(round, ada.id())).status == 403);
  town.platform.time.ms += 2 * kDay;
  const auto code = ada.offered();
  REQUIRE(ada.join(code).status == 303);
  SUBCASE("its time is up") {
    town.platform.time.ms += 4 * kDay;
    CHECK_FALSE(says(ada.get("/app/account"), "Testrunde"));
    CHECK_FALSE(says(ada.get("/app/"), kSees));
    CHECK(ada.join(code).status == 410);
    town.office.run();
    CHECK(town.rows("account_rounds") == 1);  // it may still be made longer
  }
  SUBCASE("closed") {
    REQUIRE(town.change(round, {{"closed", true}, {"conclusion", "Es ging gut."}}).status == 200);
    CHECK_FALSE(says(ada.get("/app/"), kSees));
    CHECK_FALSE(says(ada.get("/app/account"), "Testrunde"));
    town.platform.time.ms += kHour;
    town.office.run();
    CHECK(town.rows("account_rounds") == 0);
    CHECK(ada.get("/app/account/data").body["test_rounds"].empty());
    CHECK(town.round_now(round)["testers"] == 1);
    const Reply over = ada.join(code);
    CHECK(over.status == 410);
    CHECK(says(over, "beendet"));
  }
}

TEST_CASE("a round that draws has no codes on cards, and one with codes does not change into the other") {
  Town town;
  const auto round = town.round(100);
  const Reply refused =
      town.platform.post("/v1/test-rounds/" + round + "/invitations", town.platform.lead(), {{"count", 3}});
  CHECK(refused.status == 409);
  REQUIRE(town.change(round, {{"cohort", "invited"}, {"share_percent", 0}}).status == 200);
  REQUIRE(town.change(round, {{"cohort", "share"}, {"share_percent", 100}}).status == 200);
  auto ada = town.citizen(kAda);
  REQUIRE(ada.join(ada.offered()).status == 303);
  CHECK(town.change(round, {{"cohort", "invited"}, {"share_percent", 0}}).status == 409);
  // The report says by what share it was drawn, and how many took part.
  const Reply version = town.platform.post("/v1/app-versions", town.platform.lead(),
                                           {{"name", "1.0"}, {"due_at", "2027-01-01T00:00:00Z"}});
  REQUIRE_MESSAGE(version.status == 201, version.text);
  REQUIRE(town.change(round, {{"app_version_id", version.id()}}).status == 200);
  const Reply report =
      town.platform.get("/v1/app-versions/" + version.id() + "/report?format=html", town.platform.lead());
  CHECK(says(report, "Los: 100 %"));
}
