// Rounds for the city's own people: whose account is an employee's, how they get in, and that nobody else
// does.

#include "tests/platform/service/round_town.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

const std::string kStaff = "eva.kern@worms.example";
const std::string kAsked = "mit einer dienstlichen Adresse der Stadt angemeldet";
const std::string kStaffOnly = "Diese Testrunde ist für Mitarbeitende der Stadt.";
const std::string kSeesPilot = "Nur im Test";

std::string staff_round(Town& town, std::int64_t from = -1) {
  return town.round_for({{"cohort", "employees"}}, from);
}

/// The code on the first card of a round.
std::string card(Town& town, const std::string& round) {
  const Reply made =
      town.platform.post("/v1/test-rounds/" + round + "/invitations", town.platform.lead(), {{"count", 2}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  return shown_code(code_of(town.platform.impl().security().key(), round, 1));
}

}  // namespace

TEST_CASE("a mail domain is compared as addresses are, and a subdomain is another one") {
  CHECK(mail_domain_from("Worms.DE") == "worms.de");
  CHECK(mail_domain_from(" worms.de ") == "worms.de");
  CHECK(mail_domain_from("xn--wrms-5qa.de") == "xn--wrms-5qa.de");
  for (const char* wrong : {"", "worms", "@worms.de", "a@worms.de", ".worms.de", "worms.de.", "*.worms.de",
                            "wörms.de", "worms de", "-worms.de"})
    CHECK_FALSE_MESSAGE(mail_domain_from(wrong), wrong);
  const std::vector<std::string> domains{"worms.example", "stadtwerke.example"};
  for (const char* in : {"eva@worms.example", "eva@stadtwerke.example", "\"a@b\"@worms.example"})
    CHECK_MESSAGE(is_in_domains(in, domains), in);
  for (const char* out : {"eva@mail.worms.example", "eva@notworms.example", "eva@worms.example.org",
                          "worms.example", "eva@worms.exampl", "worms.example@example.org", ""})
    CHECK_FALSE_MESSAGE(is_in_domains(out, domains), out);
  CHECK_FALSE(is_in_domains("eva@worms.example", {}));
}

TEST_CASE("an employee is asked, takes part with the account, leaves, returns, and is forgotten") {
  Town town({"worms.example"});
  const auto round = staff_round(town);
  // However the address is typed.
  auto eva = town.citizen("Eva.Kern@WORMS.Example");
  const Reply asked = eva.get("/app/account");
  CHECK(says(asked, kAsked));
  CHECK_FALSE(says(asked, "Das Los hat Sie bestimmt"));
  CHECK(says(asked, "<h2>Testrunde: Worms probiert</h2>"));
  CHECK(asked.text.size() < 30'000);
  CHECK(town.rows("account_rounds") == 0);

  const auto code = eva.offered();
  REQUIRE(eva.join(code).status == 303);
  CHECK(says(eva.get("/app/"), kSeesPilot));
  CHECK(town.round_now(round)["testers"] == 1);
  CHECK(town.round_now(round)["invited"] == 0);  // no card was made
  REQUIRE(eva.post("/app/feedback", "client_id=web-1&kind=bug&text=Die+Karte+springt").status == 303);
  const Json item = town.platform.get("/v1/feedback", town.platform.lead()).body["items"][0];
  CHECK(item["round_id"] == round);
  CHECK(item["tester"] == eva.get("/app/account/data").body["test_rounds"][0]["tester"]);

  // Signed out it is over here; signed in it is there again; left, it is over everywhere.
  const auto account = std::exchange(eva.account, "");
  CHECK_FALSE(says(eva.get("/app/"), kSeesPilot));
  eva.account = account;
  CHECK(says(eva.get("/app/"), kSeesPilot));
  REQUIRE(eva.post("/app/test/end").status == 303);
  CHECK_FALSE(says(eva.get("/app/"), kSeesPilot));
  CHECK(says(eva.get("/app/account"), "Sie haben Ihre Teilnahme beendet"));
  REQUIRE(eva.join(eva.offered()).status == 303);
  CHECK(says(eva.get("/app/"), kSeesPilot));
  CHECK(town.round_now(round)["testers"] == 1);

  REQUIRE(eva.post("/app/account/erase").status == 200);
  CHECK_FALSE(says(eva.get("/app/"), kSeesPilot));
  CHECK(town.rows("account_rounds") == 0);
  auto again = town.citizen(kStaff);
  REQUIRE(again.join(again.offered()).status == 303);
  CHECK(town.round_now(round)["testers"] == 1);
}

TEST_CASE("who is no employee is not asked, and no code of such a round opens anything for them") {
  Town town({"worms.example"});
  const auto round = staff_round(town);
  auto eva = town.citizen(kStaff);
  const auto own = eva.offered(), printed = card(town, round);
  Browser guest{&town.platform, ""};
  for (const auto& email : {std::string("ada@mail.worms.example"), std::string("ada@example.org")}) {
    auto other = town.citizen(email);
    CHECK_FALSE(says(other.get("/app/account"), "Testrunde"));
    // With a card they are told why, and where to go; nothing is stored, and no guess is counted.
    for (const Reply& refused : {other.get("/app/test/" + printed), other.join(printed)}) {
      CHECK(refused.status == 403);
      CHECK(says(refused, kStaffOnly));
      CHECK(says(refused, "Sie sind mit " + email + " angemeldet"));
      CHECK(says(refused, "href=\"/app/account\">Mein Konto"));
      CHECK(refused.headers.count("Set-Cookie") == 0);
    }
    // The code of somebody's account is a wrong one.
    town.platform.time.ms += 10 * kMinute;
    CHECK(other.join(own).status == 422);
    // So is the one that this account would have.
    CHECK(other.join(town.code(round, other.id())).status == 422);
  }
  town.platform.time.ms += 10 * kMinute;
  for (const Reply& refused : {guest.get("/app/test/" + printed), guest.join(printed)}) {
    CHECK(refused.status == 403);
    CHECK(says(refused, kStaffOnly));
    CHECK(says(refused, "href=\"/app/sign-in\">Anmelden"));
    CHECK(refused.headers.count("Set-Cookie") == 0);
  }
  CHECK(town.round_now(round)["testers"] == 0);
  // Neither by a cookie that was carried away, nor by the interface.
  Browser thief{&town.platform, "", "__Host-stadtpult-test=" + printed};
  CHECK_FALSE(says(thief.get("/app/"), kSeesPilot));
  CHECK(thief.get("/v1/public/catalogue?ring=pilot").status == 401);
  const auto send = [&](const std::string& client, const std::string& cookie) {
    return town.platform.ask("POST", "/v1/public/feedback", "",
                             Json{{"client_id", client}, {"text", "Hallo"}, {"code", printed}}.dump(),
                             {.cookie = cookie});
  };
  const Reply refused = send("c1", "");
  CHECK(refused.status == 409);
  CHECK(says(refused, "signed in with an address of the city's mail domains"));
  // An employee's counts once they take part, under the account's own number, and no more when they left.
  const Reply early = send("c2", eva.account);
  CHECK(early.status == 409);
  CHECK(says(early, "Take part in the test round first"));
  REQUIRE(eva.join(own).status == 303);
  CHECK(send("c2", eva.account).status == 201);
  const Json item = town.platform.get("/v1/feedback", town.platform.lead()).body["items"][0];
  CHECK(item["tester"] == eva.get("/app/account/data").body["test_rounds"][0]["tester"]);
  CHECK(item["tester"] != tester_name(1));
  REQUIRE(eva.post("/app/test/end").status == 303);
  CHECK(send("c3", eva.account).status == 409);
}

TEST_CASE("a card of a round for employees invites, and it is the account that takes part") {
  Town town({"worms.example"});
  const auto round = staff_round(town);
  const auto printed = card(town, round);
  auto eva = town.citizen(kStaff), tom = town.citizen("tom@worms.example");
  const Reply opened = eva.get("/app/test/" + printed);
  CHECK(opened.status == 200);
  CHECK(says(opened, "Dass Sie teilnehmen, wird gespeichert"));
  CHECK(town.rows("account_rounds") == 0);
  // One card on the wall is enough for two; each has a number of its own, which no card has.
  REQUIRE(eva.join(printed).status == 303);
  REQUIRE(tom.join(printed).status == 303);
  CHECK(says(eva.get("/app/"), kSeesPilot));
  CHECK(says(tom.get("/app/"), kSeesPilot));
  CHECK(eva.test.find(printed) == std::string::npos);
  const auto name = [](Browser& browser) {
    return browser.get("/app/account/data").body["test_rounds"][0]["tester"].get<std::string>();
  };
  CHECK(name(eva) != name(tom));
  for (auto* browser : {&eva, &tom})
    CHECK(std::stoi(name(*browser).substr(std::string("Testperson ").size())) > kMostCards);
  CHECK(town.round_now(round)["testers"] == 2);
  CHECK(town.round_now(round)["invited"] == 2);  // the cards
  // Once more, by either way, is the same person still.
  REQUIRE(eva.join(printed).status == 303);
  REQUIRE(eva.join(town.code(round, eva.id())).status == 303);
  CHECK(town.round_now(round)["testers"] == 2);
  // More cards go on where the cards ended, and only cards are printed.
  REQUIRE(
      town.platform.post("/v1/test-rounds/" + round + "/invitations", town.platform.lead(), {{"count", 1}})
          .status == 201);
  CHECK(town.round_now(round)["invited"] == 3);
  CHECK(town.platform.get("/v1/test-rounds/" + round + "/invitations?from=3", town.platform.lead()).status ==
        200);
  CHECK(town.platform.get("/v1/test-rounds/" + round + "/invitations?from=4", town.platform.lead()).status ==
        400);
  // Whom it is for stays, once somebody takes part.
  CHECK(town.change(round, {{"cohort", "invited"}}).status == 409);
}

TEST_CASE("a city without a mail domain lets nobody into a round for employees, and says so") {
  Town town;
  const auto round = staff_round(town);
  const auto printed = card(town, round);
  auto eva = town.citizen(kStaff);
  CHECK_FALSE(says(eva.get("/app/account"), "Testrunde"));
  Browser guest{&town.platform, ""};
  for (auto* browser : {&eva, &guest})
    for (const Reply& refused : {browser->get("/app/test/" + printed), browser->join(printed)}) {
      CHECK(refused.status == 403);
      CHECK(says(refused, "Hier ist noch nicht eingerichtet"));
      CHECK_FALSE(says(refused, "href=\"/app/sign-in\">Anmelden</a></p>"));
    }
  CHECK(town.round_now(round)["testers"] == 0);
  CHECK(town.platform.get("/v1/me", town.platform.lead()).body["staff_domains"].empty());
}

TEST_CASE("an address that is no employee's any more is out, and the console knows the domains") {
  Town town({"worms.example", "stadtwerke.example"});
  CHECK(town.platform.get("/v1/me", town.platform.lead()).body["staff_domains"] ==
        Json{"worms.example", "stadtwerke.example"});
  const auto round = staff_round(town);
  auto eva = town.citizen(kStaff);
  const auto code = eva.offered();
  REQUIRE(eva.join(code).status == 303);
  auto citizen = std::optional<Citizen>(std::in_place);
  citizen->account_id = eva.id();
  citizen->email_mark = town.lot(citizen->account_id);
  citizen->employee = true;
  const auto& key = town.platform.impl().security().key();
  town.office.in_store([&](Change& change) {
    auto given = given_code(change.database(), key, citizen, *typed_code(code));
    REQUIRE(given.found);
    CHECK_FALSE(given.employees_alone);
    CHECK(may_use(citizen, *given.found));
    CHECK(offers_for(change.database(), key, *citizen, town.platform.time).size() == 1);
    citizen->employee = false;
    given = given_code(change.database(), key, citizen, *typed_code(code));
    REQUIRE(given.found);
    CHECK(given.employees_alone);
    CHECK_FALSE(may_use(citizen, *given.found));
    CHECK(offers_for(change.database(), key, *citizen, town.platform.time).empty());
  });
}
