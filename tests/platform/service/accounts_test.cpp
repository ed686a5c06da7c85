// Citizens sign in by a code that comes by e-mail, see what is meant for them, and leave nothing behind when
// they erase their account.

#include <set>

#include "platform/domain/account_rules.hpp"
#include "platform/routes/intake_gate.hpp"
#include "platform/security/own_events.hpp"
#include "platform/security/security.hpp"
#include "platform/security/segments.hpp"
#include "platform/store/answers.hpp"
#include "platform/store/live_pages.hpp"
#include "tests/platform/service/account_office.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;
using stadtpult::testing::SmtpServer;

TEST_CASE("account: without a mail server nobody is asked to sign in") {
  Office office(false);
  auto guest = office.phone();
  CHECK_FALSE(says(guest.get("/app/"), "/app/sign-in"));
  CHECK(guest.get("/app/sign-in").status == 404);
  CHECK(guest.get("/app/account").status == 404);
  CHECK(guest.post("/app/sign-in", "email=" + kAda).status == 404);
}

TEST_CASE("account: a code by e-mail signs in, once") {
  Office office;
  auto ada = office.phone();
  const Reply start = ada.get("/app/");
  CHECK(says(start, "<a href=\"/app/sign-in\">Anmelden</a>"));
  const Reply form = ada.get("/app/sign-in");
  CHECK(form.status == 200);
  CHECK(says(form, "<label for=\"email\">Ihre E-Mail-Adresse"));
  CHECK(form.text.size() < 30'000);
  CHECK(form.headers.at("Cache-Control") == "private, no-store");
  const auto page = office.ask(ada, "%20Ada.Lovelace@Example.ORG%20");
  CHECK(ada.cookie.empty());  // a guest still
  const Reply asks = ada.get(page);
  CHECK(says(asks, "autocomplete=\"one-time-code\""));
  CHECK_FALSE(asks.headers.contains("Set-Cookie"));
  const auto letter = office.platform.get("/v1/letters", office.platform.lead()).part("items")[0];
  CHECK(letter["kind"] == "account_code");
  CHECK(letter["recipient"] == "");
  CHECK(letter["text"] == "");
  const auto code = office.code();
  REQUIRE(office.server.mails().size() == 1);
  CHECK(office.server.mails()[0].recipient.starts_with("<" + kAda + ">"));
  CHECK(testing::subject_of(office.server.mails()[0]) == "Ihr Code für die City-App");
  CHECK(office.bytes().find(code) == std::string::npos);
  const Reply in = ada.post(page, "code=" + code.substr(0, 4) + "+-" + code.substr(4));
  REQUIRE(in.status == 303);
  CHECK(in.headers.at("Location") == "/app/account");
  const auto set = in.headers.at("Set-Cookie");
  CHECK(set.starts_with("__Host-stadtpult-account="));
  CHECK(set.ends_with("; Max-Age=2592000; Path=/; Secure; HttpOnly; SameSite=Lax"));
  const auto secret = ada.cookie.substr(ada.cookie.find('=') + 1);
  CHECK(secret.size() == 64);
  const Reply account = ada.get("/app/account");
  CHECK(says(account, "Angemeldet mit: <strong>" + kAda + "</strong>"));
  CHECK(says(account, "Angemeldete Geräte: <strong>1</strong>"));
  CHECK(says(ada.get("/app/"), "<a href=\"/app/account\">Mein Konto</a>"));
  CHECK(says(ada.get("/app/sign-in"), kAda));
  // Used up.
  Phone other = office.phone();
  CHECK(other.post(page, "code=" + code).status == 422);
  CHECK(other.cookie.empty());
  // What lies there is sealed or a hash.
  const auto bytes = office.bytes();
  for (const auto& each : {kAda, secret, page.substr(page.rfind('/') + 1)})
    CHECK_MESSAGE(bytes.find(each) == std::string::npos, each);
  // The same address is the same account.
  auto again = office.in("ADA.lovelace@example.org");
  CHECK(says(again.get("/app/account"), "Angemeldete Geräte: <strong>2</strong>"));
}

TEST_CASE("account: letters come in the language of the page, and the pages too") {
  Office office;
  auto ada = office.phone();
  const Reply sent = ada.post("/app/sign-in?language=en", "email=" + kAda);
  REQUIRE(sent.status == 303);
  CHECK(sent.headers.at("Location").ends_with("?language=en"));
  CHECK(says(ada.get(sent.headers.at("Location")), "<h1>Enter the code</h1>"));
  office.code();
  CHECK(testing::subject_of(office.server.mails()[0]) == "Your code for the City-App");
  for (const char* language : {"en", "tr", "uk"})
    for (const char* path : {"/app/sign-in", "/app/sign-in/0123456789abcdef0123456789abcdef"}) {
      const Reply page = ada.get(std::string(path) + "?language=" + language);
      CHECK(says(page, std::string("<html lang=\"") + language));
      CHECK_FALSE(says(page, "account."));  // every word is there
      CHECK_FALSE(says(page, "{}"));
    }
}

TEST_CASE("account: five wrong codes, a quarter of an hour") {
  Office office;
  auto ada = office.phone();
  const auto page = office.ask(ada);
  const auto code = office.code();
  const std::string wrong = code == "00000000" ? "00000001" : "00000000";
  for (int i = 0; i < 4; ++i) {
    const Reply refused = ada.post(page, "code=" + wrong);
    CHECK(refused.status == 422);
    CHECK(says(refused, "role=\"alert\""));
  }
  SUBCASE("four are none too many") {
    CHECK(ada.post(page, "code=" + code).status == 303);
  }
  SUBCASE("after the fifth the right one is none either") {
    CHECK(ada.post(page, "code=nein").status == 422);
    CHECK(ada.post(page, "code=" + code).status == 422);
    CHECK(ada.cookie.empty());
  }
  SUBCASE("until the last millisecond") {
    office.platform.time.ms += kCodeMinutes * kMinute - 1;
    CHECK(ada.post(page, "code=" + code).status == 303);
  }
  SUBCASE("then it is over, and the postman takes it away") {
    office.platform.time.ms += kCodeMinutes * kMinute;
    CHECK(ada.post(page, "code=" + code).status == 422);
    office.run();
    office.in_store([](Change& change) {
      CHECK(change.database().query("SELECT id FROM account_attempts", "s").empty());
    });
    office.platform.time.ms += 2 * kDay;
    office.run();
    CHECK(office.platform.get("/v1/letters", office.platform.lead()).part("items").empty());
  }
}

TEST_CASE("account: a code that could not go out in time does not go out") {
  Office office;
  office.server.mood = SmtpServer::Mood::busy;
  auto ada = office.phone();
  office.ask(ada);
  office.run();
  office.server.mood = SmtpServer::Mood::friendly;
  office.platform.time.ms += kCodeMinutes * kMinute;
  office.run();
  CHECK(office.server.mails().empty());
  const auto letter = office.platform.get("/v1/letters", office.platform.lead()).part("items")[0];
  CHECK(letter["state"] == "failed");
  CHECK(letter["recipient"] == "");
}

TEST_CASE("account: of what a mail server says about a code its number is kept") {
  Office office;
  office.server.mood = SmtpServer::Mood::no_such_mailbox;
  auto ada = office.phone();
  office.ask(ada);
  office.run();
  const auto letter = office.platform.get("/v1/letters", office.platform.lead()).part("items")[0];
  CHECK(letter["state"] == "failed");
  CHECK(letter["last_error"] == "The mail server answered 550.");
}

TEST_CASE("account: nobody learns whether an address is known") {
  Office office;
  office.in(kAda);
  auto guest = office.phone();
  const auto without = [](std::string text, const std::string& page) {
    const auto ticket = page.substr(page.rfind('/') + 1);
    for (auto at = text.find(ticket); at != std::string::npos; at = text.find(ticket))
      text.erase(at, ticket.size());
    return text;
  };
  const auto known = office.ask(guest, kAda), unknown = office.ask(guest, "nobody@example.org");
  CHECK(without(guest.get(known).text, known) == without(guest.get(unknown).text, unknown));
  const std::string never = "/app/sign-in/0123456789abcdef0123456789abcdef";
  CHECK(without(guest.get(never).text, never) == without(guest.get(known).text, known));
  CHECK(without(guest.post(never, "code=12345678").text, never) ==
        without(guest.post(known, "code=12345678").text, known));
}

TEST_CASE("account: floods of letters and of guesses are slowed") {
  Office office;
  const auto floods = [&] {
    return office.platform.get("/v1/feedback/floods", office.platform.lead()).part("items").size();
  };
  SUBCASE("one recipient, from one place: it is not told, and others still get theirs") {
    Phone stranger{office.platform, "", "198.51.100.1"};
    for (int i = 0; i < 8; ++i) CHECK(stranger.post("/app/sign-in", "email=" + kAda).status == 303);
    office.run();
    CHECK(office.server.mails().size() == static_cast<std::size_t>(kRecipientRate.burst));
    CHECK(floods() == 0);
    auto ada = office.in();  // from her own network
    CHECK(says(ada.get("/app/account"), kAda));
  }
  SUBCASE("one recipient, from many places, and nobody is told") {
    const int most = static_cast<int>(kRecipientDayRate.burst);
    for (int i = 0; i < most + 5; ++i) {
      Phone phone{office.platform, "", "198.51.100." + std::to_string(i)};
      CHECK(phone.post("/app/sign-in", "email=" + kAda).status == 303);
    }
    office.run();
    CHECK(office.server.mails().size() == static_cast<std::size_t>(most));
    CHECK(floods() == 0);
    office.platform.time.ms += kDay;
    auto ada = office.in();
    CHECK(says(ada.get("/app/account"), kAda));
  }
  SUBCASE("one place, to many recipients") {
    auto phone = office.phone();
    int slowed = 0;
    for (int i = 0; i < 25; ++i) {
      const Reply reply = phone.post("/app/sign-in", "email=a" + std::to_string(i) + "@example.org");
      if (reply.status == 429) {
        ++slowed;
        CHECK(reply.headers.contains("Retry-After"));
      }
    }
    CHECK(slowed == 25 - static_cast<int>(kLetterRate.burst));
    CHECK_FALSE(office.platform.get("/v1/feedback/floods", office.platform.lead()).part("items").empty());
  }
  SUBCASE("guesses, over many attempts") {
    int slowed = 0;
    for (int i = 0; i < 15; ++i) {
      auto phone = office.phone();
      slowed += phone.post("/app/sign-in/0123456789abcdef0123456789abcdef", "code=12345678").status == 429;
    }
    CHECK(slowed == 15 - static_cast<int>(kGuessRate.burst));
  }
}

TEST_CASE("account: all together get so many codes an hour, and that they are used up is an event") {
  const base::Timestamp now{1'800'000'000'000};
  IntakeGate gate;
  const auto ask = [&](int i, base::Timestamp at) {
    return gate.by_recipient("r" + std::to_string(i),
                             "198.51." + std::to_string(i / 250) + "." + std::to_string(i % 250), at);
  };
  const int most = static_cast<int>(kCityRate.burst);
  for (int i = 0; i < most; ++i) REQUIRE(ask(i, now).goes);
  const auto first = ask(most, now), second = ask(most + 1, now);
  for (const auto* turn : {&first, &second}) {
    CHECK_FALSE(turn->goes);
    CHECK(turn->wait_ms > 0);
  }
  CHECK(first.news);
  CHECK_FALSE(second.news);
  // Who was turned away has lost nothing.
  const base::Timestamp later{now.ms + 60 * kMinute};
  for (int i = 0; i < static_cast<int>(kRecipientRate.burst); ++i) CHECK(ask(most, later).goes);
  // What goes to nobody takes nothing from the others.
  for (int i = 0; i < most; ++i) CHECK_FALSE(ask(most, later).goes);
  CHECK(ask(most + 1, later).goes);

  Office office;
  office.platform.watch();
  office.platform.restart();
  int turned_away = 0;
  for (int i = 0; i < most + 2; ++i) {
    Phone phone{office.platform, "", "198.51." + std::to_string(i / 250) + "." + std::to_string(i % 250)};
    const Reply reply = phone.post("/app/sign-in", "email=a" + std::to_string(i) + "@example.org");
    turned_away += reply.status == 429 && reply.headers.contains("Retry-After");
  }
  CHECK(turned_away == 2);
  office.platform.settle();
  std::string events;
  const auto read = office.platform.impl().store().read([&](Database& database) {
    for (const auto& row : database.query("SELECT id FROM security_segments", "i"))
      events += office.platform.impl()
                    .security()
                    .pseudonyms()
                    .open_events(read_segment(database, as_int(row[0])).value_or(""))
                    .value_or("");
  });
  REQUIRE(read.ok());
  const auto at = events.find("codes_used_up");
  REQUIRE(at != std::string::npos);
  CHECK(events.find("codes_used_up", at + 1) == std::string::npos);  // once
}

TEST_CASE("account: guesses count before they are looked at, and a right one does not") {
  const base::Timestamp now{1'800'000'000'000};
  IntakeGate gate;
  const int most = static_cast<int>(kGuessRate.burst);
  for (int i = 0; i < 3 * most; ++i) {
    REQUIRE(gate.take_guess("203.0.113.9", now) == 0);
    gate.guessed_right("203.0.113.9", now);
  }
  for (int i = 0; i < most; ++i) CHECK(gate.take_guess("203.0.113.9", now) == 0);
  CHECK(gate.take_guess("203.0.113.9", now) > 0);
}

TEST_CASE("account: a session ends after a week without a visit, and after thirty days") {
  Office office;
  auto ada = office.in();
  const auto inside = [&] {
    const bool in = says(ada.get("/app/account"), kAda);
    office.in_store([](Change&) {});  // the visit is noted behind the answer
    return in;
  };
  SUBCASE("idle") {
    office.platform.time.ms += kIdleDays * kDay - 1;
    CHECK(inside());  // noted as a visit
    office.platform.time.ms += kIdleDays * kDay - 1;
    CHECK(inside());
    office.platform.time.ms += kIdleDays * kDay;
    CHECK_FALSE(inside());
  }
  SUBCASE("visited every day") {
    for (int day = 0; day < kSessionDays - 1; ++day) {
      office.platform.time.ms += kDay;
      CHECK(inside());
    }
    office.run();
    office.platform.time.ms += kDay;
    CHECK_FALSE(inside());
    office.run();  // nothing else is over
    office.in_store([](Change& change) {
      CHECK(change.database().query("SELECT session_sha256 FROM account_sessions", "s").empty());
    });
  }
  SUBCASE("the account goes two years after the last visit") {
    office.platform.time.ms += kUnusedDays * kDay;
    office.run();
    office.in_store([](Change& change) {
      CHECK(change.database().query("SELECT id FROM accounts", "s").size() == 1);
      CHECK(change.database().query("SELECT session_sha256 FROM account_sessions", "s").empty());
    });
    office.platform.time.ms += kDay;
    office.run();
    office.in_store(
        [](Change& change) { CHECK(change.database().query("SELECT id FROM accounts", "s").empty()); });
    // The tokens of two years ago are over.
    const auto lead = office.platform.token(Role::project_lead, "", "Neue Leitung");
    const auto record = office.platform.get("/v1/audit?limit=200", lead).text;
    CHECK(record.find("730 Tage ohne Besuch") != std::string::npos);
  }
}

TEST_CASE("account: pages show each reader what is for that one, also from the cache") {
  Office office;
  publish_for_all(office);
  office.merchant("Laden@Example.org");
  auto guest = office.phone();
  auto ada = office.in(kAda), shop = office.in("laden@example.org");
  for (int i = 0; i < 2; ++i) {
    CHECK(seen(guest.get("/app/p/markt")) == "ag");
    CHECK(seen(ada.get("/app/p/markt")) == "as");
    CHECK(seen(shop.get("/app/p/markt")) == "asm");
  }
  CHECK(says(shop.get("/app/account"), "geprüftes Geschäft"));
  CHECK_FALSE(says(ada.get("/app/account"), "geprüftes Geschäft"));
  // A copy of one is no copy for another.
  const Reply open = guest.get("/app/p/markt");
  CHECK(open.headers.at("Vary") == "Cookie");
  CHECK_FALSE(open.headers.contains("Cache-Control"));
  CHECK_FALSE(open.headers.contains("Set-Cookie"));
  const Reply closed = ada.get("/app/p/markt");
  CHECK(closed.headers.at("Cache-Control") == "private, no-store");
  CHECK(closed.etag.empty());
  const Reply kept =
      office.platform.ask("GET", "/app/p/markt", "", "", {.if_none_match = open.etag, .cookie = ada.cookie});
  CHECK(kept.status == 200);
  CHECK(seen(kept) == "as");
}

TEST_CASE("account: only a merchant who is verified and active is one") {
  Office office;
  publish_for_all(office);
  const auto id = office.merchant("laden@example.org");
  auto shop = office.in("laden@example.org");
  CHECK(seen(shop.get("/app/p/markt")) == "asm");
  office.change_merchant(id,
                         [](auto& merchant) { merchant.activity = contract::MerchantActivity::suspended; });
  CHECK(seen(shop.get("/app/p/markt")) == "as");
  office.change_merchant(id, [](auto& merchant) {
    merchant.activity = contract::MerchantActivity::active;
    merchant.verification = contract::MerchantVerification::in_review;
  });
  CHECK(seen(shop.get("/app/p/markt")) == "as");
  office.change_merchant(id, [](auto& merchant) {
    merchant.verification = contract::MerchantVerification::verified;
    merchant.contact_email = "neu@example.org";
  });
  CHECK(seen(shop.get("/app/p/markt")) == "as");
}

TEST_CASE("account: what is not for guests is not in their search, JSON, files or forms") {
  Office office;
  const Reply uploaded = office.platform.ask(
      "POST", "/v1/media?name=Bild", office.desk.editor,
      std::string(
          "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9c"
          "c````\0\0\0\x05\0\x01\xa5\xf6"
          "E@\0\0\0\0IEND\xae"
          "B`\x82",
          70),
      {.content_type = "image/png"});
  REQUIRE_MESSAGE(uploaded.status == 201, uploaded.text);
  const std::string picture = "/app/media/" + uploaded.body["sha256"].get<std::string>();
  const Json form = {{"id", "f"},
                     {"type", "form"},
                     {"audience", "signed_in"},
                     {"title", {{"de", "Frage"}}},
                     {"fields", {{{"id", "n"}, {"input", "text"}, {"label", {{"de", "Name"}}}}}}};
  const Json image = {{"id", "i"},
                      {"type", "image"},
                      {"audience", "signed_in"},
                      {"media", uploaded.id()},
                      {"alternative_text", {{"de", "Geheimbild"}}}};
  office.desk.publish(
      office.desk.page("Intern", {{"content",
                                   {{"blocks",
                                     {words_for("a", "all", "Satzalle."),
                                      words_for("s", "signed_in", "Satzangemeldet."), form, image}}}}}));
  auto guest = office.phone();
  auto ada = office.in();
  const auto check = [&] {
    CHECK(says(guest.get("/app/search?q=satzalle"), "/app/p/intern"));
    for (auto* who : {&guest, &ada})
      CHECK_FALSE(says(who->get("/app/search?q=satzangemeldet"), "/app/p/intern"));
    CHECK(guest.get("/v1/public/pages?text=satzalle").body["pages"].size() == 1);
    CHECK(guest.get("/v1/public/pages?text=satzangemeldet").body["pages"].empty());
    for (auto* who : {&guest, &ada}) {
      const Reply json = who->get("/v1/public/pages/intern");
      CHECK(says(json, "Satzalle"));
      CHECK_FALSE(says(json, "Satzangemeldet"));
    }
    CHECK(guest.get(picture).status == 404);
    const Reply shown = ada.get(picture);
    CHECK(shown.status == 200);
    CHECK(shown.headers.at("Cache-Control") == "private, no-store");
  };
  check();
  // Stores of before are brought to the same.
  office.in_store([](Change& change) {
    auto& database = change.database();
    database.run("UPDATE live_media SET audience = 'all'");
    database.run("DELETE FROM live_pages_search");
    database.run("INSERT INTO live_pages_search(rowid, text) SELECT row, 'satzangemeldet' FROM live_pages");
    index_live_pages(database);
    change.touch(TableId::live);
  });
  check();
  CHECK_FALSE(says(guest.get("/app/p/intern"), "Frage"));
  CHECK(guest.post("/app/p/intern/forms/f", "n=Ada").status == 404);
  CHECK(says(ada.get("/app/p/intern"), "Frage"));
  CHECK(ada.post("/app/p/intern/forms/f", "n=Ada").status == 201);
}

TEST_CASE("account: signing out here and everywhere") {
  Office office;
  auto phone = office.in(), tablet = office.in();
  const auto before = phone.cookie;
  const Reply out = phone.post("/app/account/sign-out", "");
  CHECK(out.status == 303);
  CHECK(out.headers.at("Set-Cookie") ==
        "__Host-stadtpult-account=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
  CHECK(phone.cookie.empty());
  phone.cookie = before;  // whoever kept it
  CHECK_FALSE(says(phone.get("/app/account"), kAda));
  CHECK(says(tablet.get("/app/account"), kAda));
  auto third = office.in();
  const auto kept = third.cookie;
  CHECK(tablet.post("/app/account/sign-out", "everywhere=1").status == 303);
  third.cookie = kept;
  CHECK_FALSE(says(third.get("/app/account"), kAda));
  CHECK(office.phone().post("/app/account/sign-out", "").status == 303);  // a guest
}

TEST_CASE("account: what is stored is given out, and erased with everything that belongs to it") {
  Office office;
  auto phone = office.in(), tablet = office.in();
  CHECK(office.phone().get("/app/account/data").status == 404);
  const Reply data = phone.get("/app/account/data");
  REQUIRE(data.status == 200);
  CHECK(data.content_type == "application/json");
  CHECK(data.headers.at("Cache-Control") == "private, no-store");
  CHECK(data.body["email"] == kAda);
  CHECK(data.body["sessions"].size() == 2);
  CHECK(data.body["record"][0]["action"] == "account.create");
  CHECK(data.body["record"][1]["action"] == "account.sign_in");
  const std::string id = data.body["account"];
  office.ask(tablet);
  CHECK(phone.get("/app/account/data").body["codes"].size() == 1);
  const Reply asks = phone.get("/app/account/erase");
  CHECK(says(asks, "Möchten Sie Ihr Konto löschen?"));
  CHECK(says(asks, kAda));
  const Reply gone = phone.post("/app/account/erase", "");
  CHECK(gone.status == 200);
  CHECK(says(gone, "Ihr Konto ist gelöscht."));
  CHECK_FALSE(says(gone, kAda));
  CHECK(phone.cookie.empty());
  CHECK_FALSE(says(tablet.get("/app/account"), kAda));
  office.in_store([&](Change& change) {
    for (const char* table : {"accounts", "account_sessions", "account_attempts"})
      CHECK(change.database().query(std::string("SELECT '1' FROM ") + table, "s").empty());
  });
  office.run();
  CHECK(office.server.mails().size() == 2);  // the third code is not needed any more
  const auto bytes = office.bytes();
  CHECK(bytes.find(kAda) == std::string::npos);
  CHECK(bytes.find("lovelace") == std::string::npos);
  const auto actions = office.desk.audit(id);
  CHECK(actions ==
        std::vector<std::string>{"account.create", "account.sign_in", "account.sign_in", "account.erase"});
  CHECK(office.platform.get("/v1/audit?limit=200", office.platform.lead()).text.find("lovelace") ==
        std::string::npos);
  CHECK(office.platform.get("/v1/audit/check", office.platform.lead()).body["valid"] == true);
  // Whoever comes again is new.
  auto again = office.in();
  CHECK(again.get("/app/account/data").body["account"] != id);
}

TEST_CASE("account: what is over is gone from the journal too, and so is what was kept to be told again") {
  Office office;
  auto visitor = office.phone();
  office.ask(visitor);  // a code that nobody types
  std::string ticket;
  office.in_store([&](Change& change) {
    const auto rows = change.database().query("SELECT ticket_sha256 FROM account_attempts", "s");
    REQUIRE(rows.size() == 1);
    ticket = as_text(rows[0][0]);
    keep_answer(change.database(), "guest:203.0.113.7", "form:key",
                {"", 201, "text/html", "", "", "Vorgang-4712 von Ada"}, change.now());
  });
  REQUIRE(office.bytes().find("Vorgang-4712") != std::string::npos);
  REQUIRE(office.bytes().find(ticket) != std::string::npos);
  const auto soon_without = [&](const std::string& words) {
    for (int i = 0; i < 1'000; ++i) {
      if (office.bytes().find(words) == std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  };
  office.platform.time.ms += 40 * base::kDayMs;
  office.run();
  CHECK(soon_without(ticket));
  CHECK(soon_without("Vorgang-4712"));
}

TEST_CASE("account: twenty devices at most") {
  Office office;
  std::vector<Phone> phones;
  for (std::size_t i = 0; i <= kMostSessions; ++i) {
    office.platform.time.ms += 11 * kMinute;
    phones.push_back(office.in());
  }
  CHECK_FALSE(says(phones.front().get("/app/account"), kAda));
  CHECK(says(phones[1].get("/app/account"), kAda));
  CHECK(says(phones.back().get("/app/account"), "Angemeldete Geräte: <strong>20</strong>"));
}

TEST_CASE("account: hostile input") {
  Office office;
  auto guest = office.phone();
  for (const char* email :
       {"", "ada", "ada@", "@example.org", "ada%40example.org%0D%0ABcc:%20all%40example.org",
        "ada%40example.org%0ARCPT", "a%00b%40example.org", "ada%40example.org%3E", "%FF%40example.org",
        "a%20b%40example.org", "%22a%22%40example.org"}) {
    const Reply refused = guest.post("/app/sign-in", std::string("email=") + email);
    CHECK_MESSAGE(refused.status == 422, email);
    CHECK_FALSE(refused.headers.contains("Set-Cookie"));
  }
  CHECK(says(guest.post("/app/sign-in", "email=%22%3E%3Cscript%3E"), "&quot;&gt;&lt;script&gt;"));
  CHECK(guest.post("/app/sign-in", "email=" + std::string(300, 'a') + "@example.org").status == 422);
  CHECK(guest.post("/app/sign-in", "email=" + std::string(5'000, 'a')).status == 413);
  CHECK(guest.post("/app/sign-in", "email=%zz").status == 400);
  CHECK(guest.post("/app/sign-in", R"({"email":"a@example.org"})", {.content_type = "application/json"})
            .status == 415);
  CHECK(guest.post("/app/sign-in/nothing", "code=12345678").status == 404);
  CHECK(guest.get("/app/sign-in/" + std::string(32, 'Z')).status == 404);
  CHECK(guest.get("/app/sign-in/%3Cscript%3E").status == 404);
  office.run();
  CHECK(office.server.mails().empty());
  auto ada = office.in();
  const auto value = ada.cookie.substr(ada.cookie.find('=') + 1);
  for (const auto& cookie :
       {std::string("__Host-stadtpult-account="), "__Host-stadtpult-account=" + std::string(64, 'f'),
        "__Host-stadtpult-account=" + std::string(100'000, 'f'), "x__Host-stadtpult-account=" + value,
        "__Host-stadtpult-account=" + value + "0",
        std::string("__Host-stadtpult-account='; DROP TABLE accounts; --"), "stadtpult-account=" + value}) {
    guest.cookie = cookie;
    const Reply page = guest.get("/app/account");
    CHECK(page.status == 200);
    CHECK_FALSE(says(page, kAda));
  }
  guest.cookie = "a=b; " + ada.cookie + "; c=d";
  CHECK(says(guest.get("/app/account"), kAda));
}

TEST_CASE("account: forms of other sites are refused") {
  Office office;
  auto ada = office.in();
  const auto kept = ada.cookie;
  for (const char* target : {"/app/account/erase", "/app/account/sign-out", "/app/sign-in",
                             "/app/sign-in/0123456789abcdef0123456789abcdef"}) {
    CAPTURE(target);
    const std::string body = "email=x%40example.org&code=12345678";
    CHECK(ada.post(target, body, {.fetch_site = "cross-site"}).status == 403);
    CHECK(ada.post(target, body, {.fetch_site = "same-site"}).status == 403);
    const Reply other =
        ada.post(target, body, {.host = "app.worms.example", .origin = "https://evil.example"});
    CHECK(other.status == 403);
    CHECK(says(other, "Öffnen Sie die Seite noch einmal"));
  }
  CHECK(ada.cookie == kept);
  CHECK(says(ada.get("/app/account"), kAda));
  CHECK(ada.post("/app/account/sign-out", "",
                 {.host = "app.worms.example", .origin = "https://app.worms.example"})
            .status == 303);
  CHECK(ada.cookie.empty());
}

TEST_CASE("account: signing in and refused codes are events, without whose they are") {
  const auto code_and_who = [](int status) {
    RequestFact fact;
    fact.method = "POST";
    fact.route = &contract::route(contract::Operation::app_check_code);
    fact.target = fact.route->path;
    fact.status = status;
    fact.source = "203.0.113.9";
    std::string out;
    for (const auto& event : events_of(fact))
      if (event.source.service == "auth")
        out += text_field(event, "metadata.event_code") + " " + text_field(event, "status_detail") + " " +
               text_field(event, "actor.user.type") + " " + text_field(event, "src_endpoint.ip") + ".";
    return out;
  };
  CHECK(code_and_who(303) == "sign_in  citizen 203.0.113.9.");
  CHECK(code_and_who(422) == "sign_in_failed code citizen 203.0.113.9.");
  CHECK(code_and_who(404).empty());
  // Neither the page's ticket nor the person is in an event.
  Office office;
  office.platform.watch();
  office.platform.restart();
  auto ada = office.phone();
  const auto page = office.ask(ada);
  CHECK(ada.post(page, "code=12345678").status == 422);
  CHECK(ada.post(page, "code=" + office.code()).status == 303);
  ada.get("/app/account");
  const auto cookie = ada.cookie.substr(ada.cookie.find('=') + 1);
  // Out again; who is not signed in does not sign out.
  CHECK(ada.post("/app/account/sign-out", "").status == 303);
  CHECK(ada.post("/app/account/sign-out", "").status == 303);
  const auto out = office.platform.own_events("sign_out");
  REQUIRE(out.size() == 1);
  CHECK(out[0]["class_uid"] == 3002);
  CHECK(out[0]["activity_id"] == 2);
  CHECK(out[0]["actor"]["user"]["type"] == "citizen");
  CHECK_FALSE(out[0]["actor"]["user"].contains("uid"));
  CHECK(out[0]["src_endpoint"]["ip"] == ada.source);
  const auto bytes = office.bytes();
  for (const auto& secret : {page.substr(page.rfind('/') + 1), kAda, cookie})
    CHECK(bytes.find(secret) == std::string::npos);
}

TEST_CASE("account: codes") {
  base::Key key{};
  CHECK(code_of_attempt(key, "sgn_1") == code_of_attempt(key, "sgn_1"));
  std::set<std::string> codes;
  for (int i = 0; i < 500; ++i) {
    const auto code = code_of_attempt(key, "sgn_" + std::to_string(i));
    CHECK(code.size() == 8);
    CHECK(typed_digits(shown_digits(code)) == code);
    codes.insert(code);
  }
  CHECK(codes.size() >= 499);
  for (const char* typed : {"", "1234567", "123456789", "1234 567a", "１２３４５６７８"})
    CHECK_FALSE(typed_digits(typed));
  CHECK(email_from("  A.B@Example.org\t") == "a.b@example.org");
  CHECK_FALSE(email_from("a@example.org b@example.org"));
  const auto sealed = seal_email(key, "a@example.org", "acc_1");
  CHECK(open_email(key, sealed, "acc_1") == "a@example.org");
  CHECK_FALSE(open_email(key, sealed, "acc_2"));
  CHECK_FALSE(open_email(key, "nonsense", "acc_1"));
}
