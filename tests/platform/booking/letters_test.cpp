// Letters about bookings: what they say, when they go, and what a mail server may do to them.

#include <fstream>

#include <sys/stat.h>

#include "platform/domain/booking_letters.hpp"
#include "platform/domain/german_time.hpp"
#include "platform/routes/booking_parts.hpp"
#include "tests/platform/booking/shop.hpp"
#include "tests/support/smtp_server.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;
using stadtpult::testing::SmtpServer;
using stadtpult::testing::subject_of;
using stadtpult::testing::text_of;

namespace {

ServiceOptions with_mail(const SmtpServer& server) {
  ServiceOptions options;
  options.mail =
      mail::account_of(server.url(), "Stadt Würms <app@worms.example>", "").value_or(mail::Account{});
  options.public_url = "https://app.worms.example";
  return options;
}

struct Post {
  SmtpServer server;
  Shop shop{with_mail(server)};
  Platform& platform = shop.platform;
  std::string id = shop.resource();

  Json letters(const std::string& query = "") {
    return platform.get("/v1/letters" + query, platform.lead()).part("items");
  }
  Json letter(const std::string& kind) {
    const auto found = letters("?filter=kind:" + kind);
    REQUIRE(found.size() == 1);
    return found[0];
  }
  int run() { return platform.impl().postman().run_due(); }
};

}  // namespace

TEST_CASE("times are said as in Germany") {
  CHECK(german_time({utc_ms("2026-12-14T08:30:00Z")}) == "Montag, 14. Dezember 2026, 9.30 Uhr");
  CHECK(german_time({utc_ms("2027-07-01T22:00:00Z")}) == "Freitag, 2. Juli 2027, 0 Uhr");
}

TEST_CASE("confirming, moving and cancelling are told, and the reminder comes a day before") {
  Post post;
  const auto ticket = post.shop.confirmed(post.id, wall("2026-12-07T09:00"));
  CHECK(post.letter("booking_reminder")["due_at"] == wall("2026-12-06T09:00"));
  CHECK(post.run() == 1);
  REQUIRE(post.server.mails().size() == 1);
  const auto mail = post.server.mails()[0];
  CHECK(mail.sender.starts_with("<app@worms.example>"));
  CHECK(mail.recipient.starts_with("<ada@example.org>"));
  CHECK(subject_of(mail) == "Ihr Termin bei Rad Speichenglück ist gebucht");
  const auto text = text_of(mail);
  for (const char* words :
       {"Guten Tag Ada Müller,", "Montag, 7. Dezember 2026, 9 Uhr bis 10 Uhr",
        "Rad Speichenglück: Werkbank 1", "Kämmererstr. 7, 67547 Worms", "Buchungsnummer: B-0001",
        "bis Sonntag, 6. Dezember 2026, 9 Uhr", "+49 6241 123456"})
    CHECK_MESSAGE(text.find(words) != std::string::npos, words);
  CHECK(text.find("https://app.worms.example/v1/public/bookings/ev_bkg_") != std::string::npos);
  CHECK(text.find(ticket) == std::string::npos);
  for (const char* header : {"Message-ID: <ltr_", "Date: Tue, 01 Dec 2026 07:00:00 +0000",
                             "MIME-Version: 1.0", "Auto-Submitted:", "From: =?UTF-8?B?"})
    CHECK_MESSAGE(mail.data.find(header) != std::string::npos, header);
  CHECK(std::none_of(mail.data.begin(), mail.data.end(), [](unsigned char c) { return c >= 0x80; }));
  CHECK(post.letter("booking_confirmation")["state"] == "sent");
  CHECK(post.run() == 0);  // once

  REQUIRE(post.shop.act(ticket, {{"starts_at", wall("2026-12-08T09:00")}}).status == 200);
  CHECK(post.letter("booking_reminder")["due_at"] == wall("2026-12-07T09:00"));
  CHECK(post.run() == 1);
  CHECK(text_of(post.server.mails().back())
            .find("Sie haben Ihren Termin vom Montag, 7. Dezember 2026, 9 Uhr verschoben. Er ist "
                  "jetzt:\r\n\r\nDienstag, 8.") != std::string::npos);

  post.platform.time.ms = utc_ms("2026-12-07T08:00:00Z");
  CHECK(post.run() == 1);
  CHECK(subject_of(post.server.mails().back()) == "Erinnerung: Ihr Termin bei Rad Speichenglück");
  const auto booking = post.platform.get("/v1/bookings", post.platform.lead()).part("items")[0];
  CHECK(booking["reminded_at"] == "2026-12-07T08:00:00.000Z");

  const Reply off =
      post.platform.patch("/v1/bookings/" + booking["id"].get<std::string>(), post.platform.merchant(),
                          {{"state", "cancelled"}, {"cancel_reason", "Maschine defekt"}});
  REQUIRE_MESSAGE(off.status == 200, off.text);
  CHECK(post.run() == 1);
  const auto last = text_of(post.server.mails().back());
  CHECK(last.find("Rad Speichenglück hat diesen Termin abgesagt") != std::string::npos);
  CHECK(last.find("Grund: Maschine defekt") != std::string::npos);
}

TEST_CASE(
    "no reminder for what was booked later than a day before, nor after it was cancelled, nor without an "
    "address") {
  Post post;
  post.shop.confirmed(post.id, wall("2026-12-01T15:00"));
  CHECK(post.letters("?filter=kind:booking_reminder").empty());
  const auto ticket = post.shop.confirmed(post.id, wall("2026-12-07T09:00"));
  CHECK(post.letters("?filter=kind:booking_reminder").size() == 1);
  REQUIRE(post.shop.act(ticket, {{"state", "cancelled"}}).status == 200);
  CHECK(post.letters("?filter=kind:booking_reminder").empty());
  const auto before = post.letters().size();
  post.shop.confirmed(post.id, wall("2026-12-08T09:00"), {{"email", ""}, {"phone", "06241 998877"}});
  CHECK(post.letters().size() == before);
}

TEST_CASE("a server that is busy is asked again later, four times; one that refuses is not") {
  Post post;
  post.server.mood = SmtpServer::Mood::busy;
  post.shop.confirmed(post.id, wall("2026-12-01T15:00"));
  const std::int64_t waits[] = {1, 5, 30, 360};
  for (const auto minutes : waits) {
    CHECK(post.run() == 1);
    const auto letter = post.letter("booking_confirmation");
    CHECK(letter["state"] == "waiting");
    CHECK(letter["last_error"].get<std::string>().find("451") != std::string::npos);
    CHECK(letter["due_at"] == base::to_rfc3339({post.platform.time.ms + minutes * kMinute}));
    post.platform.time.ms += minutes * kMinute - 1;
    CHECK(post.run() == 0);
    post.platform.time.ms += 1;
  }
  CHECK(post.run() == 1);
  CHECK(post.letter("booking_confirmation")["state"] == "failed");
  CHECK(post.letter("booking_confirmation")["attempts"] == 5);
  CHECK(post.server.connections == 5);
}

TEST_CASE("what a mail server may do") {
  struct Row {
    SmtpServer::Mood mood;
    const char* state;
    std::size_t handed_over;
  };
  using enum SmtpServer::Mood;
  // With the whole letter in its hands and no answer it may have taken it: once is enough.
  for (const auto& [mood, state, handed_over] :
       {Row{no_such_mailbox, "failed", 0}, Row{full_after_data, "waiting", 1},
        Row{spam_after_data, "failed", 1}, Row{hangs_up_at_once, "waiting", 0},
        Row{hangs_up_at_data, "waiting", 0}, Row{hangs_up_after, "failed", 1}}) {
    Post post;
    post.server.mood = mood;
    post.shop.confirmed(post.id, wall("2026-12-01T15:00"));
    CHECK(post.run() == 1);
    const auto letter = post.letter("booking_confirmation");
    CHECK_MESSAGE(letter["state"] == state, static_cast<int>(mood));
    CHECK_FALSE(letter["last_error"].get<std::string>().empty());
    CHECK(post.server.mails().size() == handed_over);
    post.server.mood = friendly;
    post.platform.time.ms += 2 * kMinute;
    post.run();
    CHECK(post.letter("booking_confirmation")["state"] ==
          (std::string(state) == "waiting" ? "sent" : "failed"));
  }
}

TEST_CASE("nobody's name begins a header of its own") {
  Post post;
  // Merchants are made by another road than citizens; even so.
  auto evil = bicycle_shop("other-merchant", 2);
  evil.name = "Böse\r\nBcc: all@example.org\r\n\r\nKauft!";
  evil.contact_email = "x@example.org";
  const auto merchant = add_merchant(post.platform.impl(), evil);
  const Reply made = post.platform.post("/v1/resources", post.platform.lead(),
                                        {{"merchant_id", merchant}, {"name", "Stuhl"}, {"slot_minutes", 60}});
  REQUIRE(made.status == 201);
  post.shop.confirmed(made.id(), wall("2026-12-01T15:00"));
  CHECK(post.run() == 1);
  const auto mail = post.server.mails().at(0);
  const auto head = mail.data.substr(0, mail.data.find("\r\n\r\n"));
  CHECK(head.find("Bcc") == std::string::npos);
  CHECK(subject_of(mail).find("Böse  Bcc: all@example.org") != std::string::npos);
  mail::Message message{"ltr_1", "a@example.org", "x\r\nBcc: y@example.org", "text", {}};
  CHECK(mail::compose({"", "app@worms.example"}, message).find("\r\nBcc") == std::string::npos);
}

TEST_CASE("a long subject is cut into encoded words between characters") {
  std::string subject;
  for (int i = 0; i < 60; ++i) subject += "ü€";
  const auto coded = mail::encoded_words(subject);
  std::string back;
  std::size_t begin = 0;
  while ((begin = coded.find("=?UTF-8?B?", begin)) != std::string::npos) {
    const auto end = coded.find("?=", begin);
    CHECK(end + 2 - begin <= 75);
    const auto part = base::from_base64(coded.substr(begin + 10, end - begin - 10)).value_or("");
    CHECK((static_cast<unsigned char>(part[0]) & 0xC0U) != 0x80U);
    back += part;
    begin = end;
  }
  CHECK(back == subject);
}

TEST_CASE("what was being handed over when the service stopped is not sent twice") {
  Post post;
  post.shop.confirmed(post.id, wall("2026-12-01T15:00"));
  auto& service = post.platform.impl();
  const auto id = post.letter("booking_confirmation")["id"].get<std::string>();
  REQUIRE(service.store()
              .write_and_wait([&] { return service.occasion(system_actor(), ""); },
                              [&](Change& change) -> base::Done {
                                const auto before = change.find<contract::Letter>(id);
                                auto after = *before;
                                after.attempts = 1;
                                after.last_error = "is being handed over";
                                change.update_unrecorded(*before, after);
                                return {};
                              })
              .ok());
  post.platform.restart();
  CHECK(post.run() == 0);
  CHECK(post.letter("booking_confirmation")["state"] == "failed");
  CHECK(post.server.mails().empty());
}

TEST_CASE("nor is what was being handed over when its outcome could not be noted") {
  Post post;
  CHECK(post.run() == 0);  // nothing to look back at
  post.shop.confirmed(post.id, wall("2026-12-01T15:00"));
  auto& service = post.platform.impl();
  const auto id = post.letter("booking_confirmation")["id"].get<std::string>();
  REQUIRE(service.store()
              .write_and_wait([&] { return service.occasion(system_actor(), ""); },
                              [&](Change& change) -> base::Done {
                                const auto before = change.find<contract::Letter>(id);
                                auto after = *before;
                                after.last_error = "is being handed over";
                                change.update_unrecorded(*before, after);
                                return {};
                              })
              .ok());
  CHECK(post.run() == 0);
  CHECK(post.letter("booking_confirmation")["state"] == "failed");
  CHECK(post.server.mails().empty());
}

TEST_CASE("the link in a letter reads the booking and changes nothing") {
  Post post;
  auto& platform = post.platform;
  post.shop.confirmed(post.id, wall("2026-12-07T09:00"));
  const auto text = post.letter("booking_confirmation")["text"].get<std::string>();
  const auto from = text.find("/v1/public/bookings/ev_");
  REQUIRE(from != std::string::npos);
  const auto path = text.substr(from, text.find("/event.ics", from) - from);
  CHECK(platform.get(path + "/event.ics", "").text.find("DTSTART:20261207T080000Z") != std::string::npos);
  CHECK(platform.get(path, "").body["state"] == "confirmed");
  CHECK(platform.post(path, "", {{"state", "cancelled"}}).status == 404);
  CHECK(platform.get(path, "").body["state"] == "confirmed");
  auto other = path;
  other.back() = other.back() == '0' ? '1' : '0';
  CHECK(platform.get(other, "").status == 404);
  CHECK(platform.get(other + "/event.ics", "").status == 404);
  for (const char* none : {"ev_", "ev__", "ev_x", "ev_x_"})
    CHECK(platform.get(std::string("/v1/public/bookings/") + none, "").status == 404);
}

TEST_CASE("who moves to and fro writes one letter, not many, and not without end") {
  Post post;
  const auto ticket = post.shop.confirmed(post.id, wall("2026-12-07T09:00"));
  const auto move = [&](const char* at) { return post.shop.act(ticket, {{"starts_at", wall(at)}}).status; };
  REQUIRE(move("2026-12-07T10:00") == 200);
  // Nobody was told of the first time.
  CHECK(post.letters("?filter=kind:booking_moved").empty());
  CHECK(post.letter("booking_confirmation")["text"].get<std::string>().find("10 Uhr bis 11 Uhr") !=
        std::string::npos);
  CHECK(post.run() == 1);
  for (const char* at : {"2026-12-07T09:00", "2026-12-07T10:00", "2026-12-07T11:00"})
    REQUIRE(move(at) == 200);
  CHECK(post.letter("booking_moved")["text"].get<std::string>().find("11 Uhr bis 12 Uhr") !=
        std::string::npos);
  CHECK(post.run() == 1);
  int moves = 4;
  while (moves < 100 && move(moves % 2 == 0 ? "2026-12-07T09:00" : "2026-12-07T10:00") == 200) ++moves;
  CHECK(moves >= 15);
  CHECK(moves <= 20);
  CHECK(move("2026-12-07T14:00") == 409);
  CHECK(post.shop.act(ticket, {{"state", "cancelled"}}).status == 200);
  CHECK(post.letters("?filter=state:waiting").size() == 1);  // that it is cancelled
}

TEST_CASE("what comes too late is not sent") {
  Post post;
  post.shop.confirmed(post.id, wall("2026-12-01T15:00"));
  post.platform.time.ms = utc_ms("2026-12-01T14:00:00Z");  // it begins
  CHECK(post.run() == 0);
  CHECK(post.letter("booking_confirmation")["state"] == "failed");
  CHECK(post.letter("booking_confirmation")["last_error"] == "too late");

  Post second;
  second.shop.confirmed(second.id, wall("2026-12-07T09:00"));
  second.platform.time.ms += 2 * kDay + 1;
  CHECK(second.run() == 0);
  CHECK(second.letter("booking_confirmation")["last_error"] == "too late");
  CHECK(second.letter("booking_reminder")["state"] == "waiting");
  second.platform.time.ms = utc_ms("2026-12-06T08:00:00Z");
  CHECK(second.run() == 1);
  CHECK(second.server.mails().size() == 1);
}

TEST_CASE("a letter's words go thirty days after it was sent; without a server letters wait") {
  Post post;
  post.shop.confirmed(post.id, wall("2026-12-01T15:00"));
  CHECK(post.run() == 1);
  CHECK(post.letter("booking_confirmation")["recipient"] == "ada@example.org");
  post.platform.time.ms += 30 * kDay + 2 * kMinute;
  post.run();
  for (const char* field : {"recipient", "subject", "text"})
    CHECK(post.letter("booking_confirmation")[field] == "");
  CHECK(post.letter("booking_confirmation")["state"] == "sent");
  CHECK(post.platform.get("/v1/letters", post.platform.merchant()).status == 403);

  Shop without;
  without.confirmed(without.resource(), wall("2026-12-01T15:00"));
  CHECK(without.platform.impl().postman().run_due() == 0);
  CHECK(without.platform.get("/v1/letters?filter=state:waiting", without.platform.lead()).body["total"] == 1);
  // Nor do they keep their words for ever.
  without.platform.time.ms += 30 * kDay + 2 * kMinute;
  without.platform.impl().postman().run_due();
  const auto late = without.platform.get("/v1/letters", without.platform.lead()).part("items");
  REQUIRE(late.size() == 1);
  for (const char* field : {"recipient", "subject", "text"}) CHECK(late[0][field] == "");
  CHECK(late[0]["state"] == "failed");
}

TEST_CASE("the operator's options are checked before anything starts") {
  CHECK(mail::account_of("smtps://mail.example:465", "app@worms.example", "").ok());
  for (const char* url : {"", "mail.example", "http://mail.example", "smtps://", "smtps://a b",
                          "smtps://u:p@host", "smtps://host/path"})
    CHECK_FALSE_MESSAGE(mail::account_of(url, "app@worms.example", "").ok(), url);
  for (const char* from : {"", "Stadt", "a@", "@b", "Stadt <a@b> x", "Stadt <a@b\r\nBcc: c@d>", "a@b@c"})
    CHECK_FALSE_MESSAGE(mail::account_of("smtps://mail.example", from, "").ok(), from);
  TempFolder folder;
  const auto file = folder.path() + "/user";
  std::ofstream(file) << "app\ngeheim\n";
  ::chmod(file.c_str(), 0644);
  CHECK_FALSE(mail::account_of("smtps://mail.example", "a@b.example", file).ok());
  ::chmod(file.c_str(), 0600);
  const auto account = mail::account_of("smtps://mail.example", "a@b.example", file);
  REQUIRE(account.ok());
  CHECK(account->user == "app");
  CHECK(account->password == "geheim");
  CHECK_FALSE(mail::account_of("smtps://mail.example", "a@b.example", folder.path() + "/none").ok());
}

TEST_CASE("nobody floods an address with bookings: so many letters a day, then the address is not taken") {
  Shop shop;
  const auto id = shop.resource({{"capacity", 50}});
  const auto at = wall("2026-12-09T09:00");
  const auto letters = [&] {
    return shop.platform.get("/v1/letters?limit=1", shop.platform.lead()).body["total"].get<int>();
  };
  // Each writes a confirmation for now and a reminder for later.
  for (int i = 0; i < kMostLettersADay; ++i)
    shop.confirmed(id, at, {{"email", i % 2 == 0 ? "ada@example.org" : "ADA@Example.org"}});
  CHECK(letters() == 2 * kMostLettersADay);
  const auto secret = shop.ticket(id, at);
  const Reply more =
      shop.act(secret, {{"state", "confirmed"}, {"name", "Ada"}, {"email", "Ada@example.org"}});
  CHECK(more.status == 409);
  CHECK(more.part("errors")[0]["field"] == "email");
  // Somebody else gets theirs, and by telephone it is booked at once.
  CHECK(shop.act(secret, {{"state", "confirmed"}, {"name", "Ada"}, {"phone", "06241 998877"}}).status == 200);
  shop.confirmed(id, at, {{"email", "ben@example.org"}});
  CHECK(letters() == 2 * kMostLettersADay + 2);
  // The merchant books for whom it likes, in its own name; and the next day everything is as before.
  CHECK(shop.book(id, wall("2026-12-10T09:00"), {{"name", "Ada"}, {"email", "ada@example.org"}}).status ==
        201);
  CHECK(letters() == 2 * kMostLettersADay + 4);
  shop.platform.time.ms += 2 * kDay;
  shop.confirmed(id, at);
}
