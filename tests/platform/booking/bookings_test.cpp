// Bookings in the console, and by citizens with a ticket.

#include <fmt/format.h>

#include <set>

#include "tests/platform/booking/shop.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

std::string first_field(const Reply& reply) {
  const auto errors = reply.part("errors");
  return errors.is_array() && !errors.empty() ? errors[0].value("field", "") : "";
}

}  // namespace

TEST_CASE("the console books, moves, ends; what cannot be is refused in a sentence") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  const Reply made =
      shop.book(id, wall("2026-12-02T09:00"), {{"name", "Ada Müller"}, {"phone", "nur abends"}});
  CHECK(made.status == 422);
  const Reply good =
      shop.book(id, wall("2026-12-02T09:00"), {{"name", "Ada Müller"}, {"phone", "06241 998877"}});
  REQUIRE_MESSAGE(good.status == 201, good.text);
  CHECK(good.body["number"] == 1);
  CHECK(good.body["ends_at"] == wall("2026-12-02T10:00"));
  CHECK(good.body["source"] == "console");
  const auto path = "/v1/bookings/" + good.id();

  const Reply taken = shop.book(id, wall("2026-12-02T09:00"));
  CHECK(taken.status == 409);
  CHECK(first_field(taken) == "starts_at");
  CHECK(taken.text.find("2026-12-02 10:00, 2026-12-02 11:00 and 2026-12-02 14:00") != std::string::npos);
  const Reply between = shop.book(id, wall("2026-12-02T09:17"));
  CHECK(between.status == 422);
  CHECK(first_field(between) == "starts_at");
  CHECK(shop.book(id, wall("2026-11-30T09:00")).status == 409);  // past
  CHECK(shop.book(id, wall("2026-12-02T10:00"), {{"seats", 2}}).status == 422);
  CHECK(shop.book(id, wall("2026-12-02T10:00"), {{"email", "ada@"}}).status == 422);
  CHECK(shop.book(id, wall("2026-12-02T10:00"), {{"name", "Ada\nBcc: x@y.example"}}).status == 422);
  CHECK(shop.book(id, wall("2026-12-02T10:00"), {{"state", "done"}}).status == 422);

  const Reply second = shop.book(id, wall("2026-12-02T10:00"));
  REQUIRE(second.status == 201);
  // Onto a taken one: the old one stays.
  CHECK(platform.patch(path, platform.merchant(), {{"starts_at", wall("2026-12-02T10:00")}}).status == 409);
  CHECK(shop.free(id, "2026-12-02") == "08:00 11:00 14:00 15:00 16:00 17:00");
  const Reply moved = platform.patch(path, platform.merchant(), {{"starts_at", wall("2026-12-02T11:00")}});
  REQUIRE_MESSAGE(moved.status == 200, moved.text);
  CHECK(moved.body["ends_at"] == wall("2026-12-02T12:00"));
  CHECK(shop.free(id, "2026-12-02") == "08:00 09:00 14:00 15:00 16:00 17:00");

  const auto refused = [&](const Json& body, const char* field) {
    const Reply reply = platform.patch(path, platform.merchant(), body);
    CHECK(reply.status >= 409);
    CHECK(reply.status <= 422);
    CHECK_MESSAGE(first_field(reply) == field, reply.text);
  };
  refused({{"state", "done"}}, "state");
  refused({{"state", "no_show"}}, "state");
  refused({{"state", "expired"}}, "state");
  refused({{"state", "held"}}, "state");
  refused({{"state", "cancelled"}}, "cancel_reason");
  refused({{"state", "cancelled"}, {"cancel_reason", "krank"}, {"starts_at", wall("2026-12-02T09:00")}},
          "state");
  refused({{"starts_at", wall("2026-11-02T09:00")}}, "starts_at");
  platform.time.ms = utc_ms("2026-12-02T10:00:00Z");  // it begins
  refused({{"state", "cancelled"}, {"cancel_reason", "krank"}}, "state");
  refused({{"starts_at", wall("2026-12-03T09:00")}}, "starts_at");
  CHECK(platform.patch(path, platform.merchant(), {{"state", "no_show"}}).status == 200);
  CHECK(platform.patch(path, platform.merchant(), {{"state", "done"}}).status == 200);
  CHECK(platform.patch(path, platform.merchant(), {{"state", "confirmed"}}).status == 200);

  const Reply ended = shop.book(id, wall("2026-12-03T09:00"));
  const auto other = "/v1/bookings/" + ended.id();
  const Reply cancelled = platform.patch(other, platform.merchant(),
                                         {{"state", "cancelled"}, {"cancel_reason", "Maschine defekt"}});
  REQUIRE(cancelled.status == 200);
  CHECK(cancelled.body["cancelled_at"] != nullptr);
  CHECK(shop.free(id, "2026-12-03").starts_with("08:00 09:00"));
  CHECK(platform.patch(other, platform.merchant(), {{"state", "confirmed"}}).status == 409);
}

TEST_CASE("capacity counts seats, and neighbours with a buffer stay apart") {
  Shop shop;
  const auto id = shop.resource({{"capacity", 3}, {"buffer_minutes", 15}});
  CHECK(shop.free(id, "2026-12-02") == "08:00 09:15 10:30 14:00 15:15 16:30");
  CHECK(shop.book(id, wall("2026-12-02T08:00"), {{"seats", 2}}).status == 201);
  CHECK(shop.book(id, wall("2026-12-02T08:00"), {{"seats", 2}}).status == 409);
  CHECK(shop.book(id, wall("2026-12-02T08:00")).status == 201);
  CHECK(shop.book(id, wall("2026-12-02T08:00")).status == 409);
  CHECK(shop.free(id, "2026-12-02") == "09:15 10:30 14:00 15:15 16:30");
}

TEST_CASE("reviewers see when, not who; merchants see their own") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  const Reply made = shop.book(id, wall("2026-12-02T09:00"),
                               {{"name", "Ada Müller"}, {"email", "ada@example.org"}, {"note", "Platten"}});
  REQUIRE(made.status == 201);
  const auto path = "/v1/bookings/" + made.id();
  // In both orders: no cache may mix them up.
  CHECK(platform.get("/v1/bookings", platform.lead()).text.find("Ada Müller") != std::string::npos);
  for (const auto* target : {"/v1/bookings", path.c_str()}) {
    const Reply seen = platform.get(target, platform.reviewer());
    CHECK(seen.status == 200);
    for (const char* word : {"Ada", "example.org", "Platten"})
      CHECK(seen.text.find(word) == std::string::npos);
    CHECK(seen.text.find("2026-12-02T08:00:00.000Z") != std::string::npos);
  }
  CHECK(platform.get(path + "/event.ics", platform.reviewer()).text.find("Ada") == std::string::npos);
  CHECK(platform.get("/v1/bookings?q=Ada", platform.reviewer()).status == 403);
  CHECK(platform.get("/v1/bookings?q=Ada", platform.merchant()).body["total"] == 1);
  CHECK(platform.get("/v1/bookings", platform.merchant()).text.find("Ada Müller") != std::string::npos);
  const auto other = platform.token(Role::merchant, "other-merchant");
  CHECK(platform.get(path, other).status == 404);
  CHECK(platform.get("/v1/bookings", other).part("items").empty());
  // What a reviewer changes does not take the name away.
  CHECK(platform.patch(path, platform.reviewer(), {{"starts_at", wall("2026-12-02T10:00")}}).status == 200);
  CHECK(platform.get(path, platform.merchant()).body["name"] == "Ada Müller");
  // Nor do they write over what they do not see, or find out by trying.
  for (const Json& body : {Json{{"name", "Eva"}}, Json{{"name", "Ada Müller"}}, Json{{"email", ""}},
                           Json{{"phone", "06241 1"}}, Json{{"note", "x"}}})
    CHECK_MESSAGE(platform.patch(path, platform.reviewer(), body).status == 403, body.dump());
  CHECK(platform.get(path, platform.merchant()).body["email"] == "ada@example.org");
}

TEST_CASE("who booked goes half a year after it, and a hold that came to nothing after a week") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  const auto lost = shop.ticket(id, wall("2026-12-02T09:00"), {{"minutes", 5}});
  shop.confirmed(id, wall("2026-12-02T10:00"), {{"note", "Platten"}});
  auto& postman = platform.impl().postman();
  platform.time.ms += kHour;
  postman.run_due();
  CHECK(platform.get("/v1/public/bookings/" + lost, "").body["state"] == "expired");
  platform.time.ms += 7 * kDay;
  postman.run_due();
  CHECK(platform.get("/v1/public/bookings/" + lost, "").status == 404);

  const auto find = [&](const std::string& query, const std::string& name) {
    return platform.get("/v1/bookings" + query, platform.token(Role::project_lead, "", name)).body;
  };
  const auto end = utc_ms("2026-12-02T10:00:00Z");
  platform.time.ms = end + 180 * kDay - kHour;
  postman.run_due();
  CHECK(find("", "Vor der Frist")["items"][0]["name"] == "Ada Müller");
  platform.time.ms = end + 180 * kDay + kHour;
  postman.run_due();
  const Json left = find("", "Nach der Frist");
  REQUIRE(left["items"].size() == 1);
  for (const char* field : {"name", "email", "phone", "note", "cancel_reason"})
    CHECK_MESSAGE(left["items"][0][field] == "", field);
  CHECK(left["items"][0]["state"] == "confirmed");
  for (const char* word : {"Ada", "Platten"})
    CHECK(find(std::string("?q=") + word, "Nach der Frist")["total"] == 0);
  const auto& lead = platform.token(Role::project_lead, "", "Nach der Frist");
  const Json record =
      platform.get("/v1/audit?limit=100&filter=object_id:" + left["items"][0]["id"].get<std::string>(), lead)
          .body;
  CHECK(record["items"][0]["action"] == "booking.erase");
  for (const char* word : {"Ada", "Platten", "example.org"})
    CHECK(record.dump().find(word) == std::string::npos);
  CHECK(platform.get("/v1/audit/check", lead).body["valid"] == true);
}

TEST_CASE("the privacy officer's erasure takes who booked, once") {
  Shop shop;
  auto& platform = shop.platform;
  shop.confirmed(shop.resource(), wall("2026-12-04T09:00"));
  const std::string id = platform.get("/v1/bookings", platform.lead()).part("items")[0]["id"];
  const auto erase = [&] {
    return platform.post("/v1/audit/erasures", platform.token(Role::privacy_officer),
                         {{"principal_id", id}, {"reason", "Art. 17"}});
  };
  const Reply erased = erase();
  REQUIRE_MESSAGE(erased.status < 300, erased.text);
  CHECK(erased.body["values"].get<int>() >= 2);
  const Json left = platform.get("/v1/bookings/" + id, platform.lead()).body;
  CHECK(left["name"] == "");
  CHECK(left["email"] == "");
  CHECK(left["starts_at"] == wall("2026-12-04T09:00"));
  for (const auto* target : {"/v1/bookings", "/v1/letters", "/v1/audit?limit=100"}) {
    const Reply seen = platform.get(target, platform.lead());
    CHECK(seen.status == 200);
    CHECK_MESSAGE(seen.text.find("ada@example.org") == std::string::npos, target);
  }
  CHECK(platform.get("/v1/letters?filter=state:waiting", platform.lead()).body["total"] == 0);
  CHECK(platform.get("/v1/bookings?q=Ada", platform.lead()).body["total"] == 0);
  CHECK(erase().status == 409);
}

TEST_CASE("an address does not act with tickets without end, and does not stand in the store") {
  Shop shop;
  auto& platform = shop.platform;
  const Extra from{.key = "3f0c1b7e-2d3a-4b5c", .source = "203.0.113.5"};
  const Reply held = shop.hold(shop.resource(), wall("2026-12-04T09:00"), {}, from);
  REQUIRE(held.status == 201);
  std::vector<Row> kept;
  REQUIRE(platform.impl()
              .store()
              .read([&](Database& database) {
                kept = database.query("SELECT principal_id FROM idempotency", "s");
              })
              .ok());
  REQUIRE_FALSE(kept.empty());
  for (const auto& row : kept) CHECK(as_text(row[0]).find("203.0.113") == std::string::npos);
  const auto path = "/v1/public/bookings/" + held.body["ticket"].get<std::string>();
  int tries = 0;
  const auto act = [&](const std::string& source) {
    return platform.ask("POST", path, "", R"({"state":"done"})", {.source = source}).status;
  };
  while (tries < 400 && act("203.0.113.5") == 422) ++tries;
  CHECK(tries < 320);
  CHECK(act("203.0.113.5") == 429);
  CHECK(act("203.0.113.6") == 422);
}

TEST_CASE("a citizen holds, confirms, moves and cancels with the ticket") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  const Reply held = shop.hold(id, wall("2026-12-04T09:00"), {{"minutes", 10}});
  REQUIRE_MESSAGE(held.status == 201, held.text);
  const std::string ticket = held.body["ticket"];
  CHECK(ticket.size() >= 32);
  CHECK(held.headers.at("Location") == "/v1/public/bookings/" + ticket);
  CHECK(held.body["state"] == "held");
  CHECK(held.body["merchant_name"] == "Rad Speichenglück");
  CHECK(held.body["cancel_until"] == wall("2026-12-03T09:00"));
  CHECK(shop.free(id, "2026-12-04").starts_with("08:00 10:00"));
  CHECK(platform.get("/v1/public/bookings/" + ticket, "").body["state"] == "held");
  CHECK(platform.get("/v1/public/bookings/" + std::string(40, '0'), "").status == 404);

  CHECK(first_field(shop.act(ticket, {{"state", "confirmed"}, {"email", "a@example.org"}})) == "name");
  CHECK(first_field(shop.act(ticket, {{"state", "confirmed"}, {"name", "Ada"}})) == "email");
  CHECK(first_field(shop.act(ticket, {{"state", "confirmed"}, {"name", "Ada"}, {"email", "a@b"}})) ==
        "email");
  CHECK(first_field(shop.act(
            ticket, {{"state", "confirmed"}, {"name", "Ada\r\nX: y"}, {"email", "a@b.de"}})) == "name");
  CHECK(first_field(shop.act(ticket, {{"state", "done"}})) == "state");
  CHECK(first_field(shop.act(ticket, Json::object())) == "state");
  const Json yes = {{"state", "confirmed"}, {"name", "Ada Müller"}, {"email", "ada@example.org"}};
  CHECK(shop.act(ticket, yes).body["state"] == "confirmed");
  CHECK(shop.act(ticket, yes).status == 200);  // sent again
  CHECK(platform.get("/v1/letters?filter=kind:booking_confirmation", platform.lead()).body["total"] == 1);

  // Moving onto a taken one keeps the old one.
  REQUIRE(shop.book(id, wall("2026-12-04T10:00")).status == 201);
  const Reply taken = shop.act(ticket, {{"starts_at", wall("2026-12-04T10:00")}});
  CHECK(taken.status == 409);
  CHECK(first_field(taken) == "starts_at");
  CHECK(platform.get("/v1/public/bookings/" + ticket, "").body["starts_at"] == wall("2026-12-04T09:00"));
  CHECK(shop.hold(id, wall("2026-12-04T09:00")).status == 409);
  const Reply moved = shop.act(ticket, {{"starts_at", wall("2026-12-04T11:00")}});
  REQUIRE_MESSAGE(moved.status == 200, moved.text);
  CHECK(shop.free(id, "2026-12-04").starts_with("08:00 09:00 14:00"));

  platform.time.ms = utc_ms("2026-12-03T11:00:00Z");  // less than a day before
  for (const Json& late : {Json{{"state", "cancelled"}}, Json{{"starts_at", wall("2026-12-07T09:00")}}}) {
    const Reply refused = shop.act(ticket, late);
    CHECK(refused.status == 409);
    CHECK(refused.text.find("+49 6241 123456") != std::string::npos);
  }
  platform.time.ms = utc_ms("2026-12-03T09:00:00Z");
  CHECK(shop.act(ticket, {{"state", "cancelled"}, {"reason", "verreist"}}).body["state"] == "cancelled");
  CHECK(shop.act(ticket, {{"state", "cancelled"}}).status == 200);
  CHECK(shop.act(ticket, yes).status == 409);
  CHECK(shop.free(id, "2026-12-04").starts_with("08:00 09:00 11:00"));
}

TEST_CASE("a hold that ran out is free again by the clock, for everybody, and cannot be confirmed") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  const auto ticket = shop.ticket(id, wall("2026-12-02T09:00"), {{"minutes", 5}});
  CHECK(shop.hold(id, wall("2026-12-02T09:00")).status == 409);
  platform.time.ms += 5 * kMinute;
  CHECK(shop.free(id, "2026-12-02").starts_with("08:00 09:00"));
  CHECK(platform.get("/v1/public/bookings/" + ticket, "").body["state"] == "expired");
  const Reply late = shop.act(ticket, {{"state", "confirmed"}, {"name", "Ada"}, {"email", "a@example.org"}});
  CHECK(late.status == 409);
  const auto other = shop.ticket(id, wall("2026-12-02T09:00"));
  CHECK(other != ticket);
  CHECK(platform.get("/v1/bookings?filter=state:expired", platform.lead()).body["total"] == 1);
  // And by itself, though nobody looks.
  platform.time.ms += 10 * kMinute;
  platform.impl().postman().run_due();
  CHECK(platform.get("/v1/bookings?filter=state:expired", platform.lead()).body["total"] == 2);
}

TEST_CASE("at a suspended merchant a booking can be cancelled, and nothing else") {
  Shop shop;
  const auto id = shop.resource();
  const auto booked = shop.confirmed(id, wall("2026-12-04T09:00"));
  const auto held = shop.ticket(id, wall("2026-12-04T10:00"));
  shop.set_activity(contract::MerchantActivity::suspended);
  CHECK(shop.act(booked, {{"starts_at", wall("2026-12-04T11:00")}}).status == 409);
  CHECK(shop.act(held, {{"state", "confirmed"}, {"name", "Ada"}, {"email", "a@example.org"}}).status == 409);
  CHECK(shop.act(booked, {{"state", "cancelled"}}).body["state"] == "cancelled");
  CHECK(shop.act(held, {{"state", "cancelled"}}).body["state"] == "cancelled");
}

TEST_CASE("lead time and horizon bind citizens, not the merchant on the telephone") {
  Shop shop;
  const auto id = shop.resource({{"lead_minutes", 120}, {"horizon_days", 3}});
  CHECK(shop.free(id, "2026-12-01") == "10:00 11:00 14:00 15:00 16:00 17:00");
  const Reply near = shop.hold(id, wall("2026-12-01T09:00"));
  CHECK(near.status == 409);
  CHECK(near.text.find("too near or too far") != std::string::npos);
  CHECK(shop.hold(id, wall("2026-12-07T09:00")).status == 409);
  CHECK(shop.book(id, wall("2026-12-01T09:00")).status == 201);
  CHECK(shop.book(id, wall("2026-12-07T09:00")).status == 201);
}

TEST_CASE("who sends a hold again after a lost answer has one hold; an address has some and not all") {
  Shop shop;
  const auto id = shop.resource({{"capacity", 100}});
  const Extra same{.key = "3f0c1b7e-2d3a-4b5c", .source = "203.0.113.5"};
  const Reply first = shop.hold(id, wall("2026-12-02T09:00"), {}, same);
  const Reply again = shop.hold(id, wall("2026-12-02T09:00"), {}, same);
  REQUIRE(first.status == 201);
  CHECK(again.body["ticket"] == first.body["ticket"]);
  // Another place does not get at it by the same key.
  const Reply foreign =
      shop.hold(id, wall("2026-12-02T09:00"), {}, {.key = same.key, .source = "203.0.113.6"});
  CHECK(foreign.body["ticket"] != first.body["ticket"]);
  int held = 1;
  Reply last;
  for (int i = 0; i < 12; ++i) {
    last = shop.hold(id, wall("2026-12-02T10:00"), {}, {.source = "203.0.113.5"});
    if (last.status == 201) ++held;
  }
  CHECK(held == 10);
  CHECK(last.status == 429);
  CHECK(shop.hold(id, wall("2026-12-02T10:00"), {}, {.source = "203.0.113.7"}).status == 201);
  // What was refused took nothing.
  for (const auto& slot : shop.slots(id, "2026-12-02"))
    if (slot["starts_at"] == wall("2026-12-02T10:00")) CHECK(slot["free"] == 100 - 9 - 1);
}

TEST_CASE("two people at once in the console: one gets it") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  const std::string tokens[] = {platform.merchant(), platform.lead()};
  std::atomic<int> made = 0, refused = 0;
  std::vector<std::thread> people;
  for (int i = 0; i < 16; ++i)
    people.emplace_back([&, i] {
      const Reply reply =
          platform.ask("POST", "/v1/bookings", tokens[i % 2],
                       Json{{"resource_id", id}, {"starts_at", wall("2026-12-02T09:00")}}.dump());
      if (reply.status == 201) ++made;
      if (reply.status == 409) ++refused;
    });
  for (auto& each : people) each.join();
  CHECK(made == 1);
  CHECK(refused == 15);
}

TEST_CASE("an answer with a name in it is kept sealed, and told again to who asked") {
  Shop shop;
  const auto id = shop.resource();
  const Reply first = shop.book(id, wall("2026-12-02T09:00"), {{"name", "Ada Müller"}}, "key-1");
  const Reply again = shop.book(id, wall("2026-12-02T09:00"), {{"name", "Ada Müller"}}, "key-1");
  CHECK(first.status == 201);
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
}

TEST_CASE("the clock changes while it is booked") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource({{"opening_hours", "Mo-Su 22:00-06:00"}, {"horizon_days", 400}});
  const auto starts = [&](const char* from, const char* to) {
    return platform.get("/v1/public/resources/" + id + "/slots?from=" + from + "&to=" + to, "")
        .part("items")
        .size();
  };
  platform.time.ms = utc_ms("2026-12-01T07:00:00Z");
  CHECK(starts("2027-03-27T20:00:00Z", "2027-03-28T12:00:00Z") == 7);
  CHECK(starts("2027-10-30T19:00:00Z", "2027-10-31T12:00:00Z") == 9);
  // Both hours that are called 2 o'clock are hours of their own.
  REQUIRE(shop.hold(id, "2027-10-31T00:00:00Z").status == 201);
  REQUIRE(shop.hold(id, "2027-10-31T01:00:00Z").status == 201);
  CHECK(shop.hold(id, "2027-10-31T01:00:00Z").status == 409);
}

TEST_CASE("hostile bodies change nothing") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  for (const char* body :
       {"", "{", "[]", R"({"resource_id":1})", R"({"resource_id":"x","starts_at":"2026-13-01T00:00:00Z"})",
        R"({"resource_id":"x","starts_at":"2026-12-02T08:00:00Z","seats":0})",
        R"({"resource_id":"x","starts_at":"2026-12-02T08:00:00Z","seats":99999999999999999999})",
        R"({"resource_id":"x","starts_at":"9999-12-31T23:59:59Z"})",
        R"({"resource_id":"x","starts_at":"2026-12-02T08:00:00Z","minutes":31})"}) {
    const Reply reply = platform.ask("POST", "/v1/public/bookings", "", body);
    CHECK_MESSAGE(reply.status >= 400, body);
    CHECK_MESSAGE(reply.status < 500, body);
  }
  CHECK(shop.hold(id, "9999-12-31T23:59:59Z").status < 500);
  CHECK(shop.hold(id, "0001-01-01T00:00:00Z").status < 500);
  CHECK(platform.get("/v1/bookings", platform.lead()).body["total"] == 0);
}

TEST_CASE("contacts that came under other rules stay until somebody changes them") {
  Shop shop;
  auto& platform = shop.platform;
  const Reply made = shop.book(shop.resource(), wall("2026-12-02T09:00"), {{"name", "Ada Müller"}});
  REQUIRE(made.status == 201);
  const auto done =
      platform.impl().store().write_and_wait([&] { return platform.impl().occasion(system_actor(), ""); },
                                             [&](Change& change) -> base::Done {
                                               const auto before = change.find<contract::Booking>(made.id());
                                               auto after = *before;
                                               after.phone = "nur abends";
                                               change.update(*before, after);
                                               return {};
                                             });
  REQUIRE(done.ok());
  const auto path = "/v1/bookings/" + made.id();
  CHECK(platform.patch(path, platform.merchant(), {{"note", "Bremse"}}).status == 200);
  CHECK(platform.patch(path, platform.merchant(), {{"email", "ada@example.org"}}).status == 200);
  const Reply wrong = platform.patch(path, platform.merchant(), {{"phone", "morgens"}});
  CHECK(wrong.status == 422);
  CHECK(first_field(wrong) == "phone");
}

TEST_CASE("a booking is found by its words from its confirmation on") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  const auto found = [&](const std::string& words) {
    return platform.get("/v1/bookings?q=" + words, platform.merchant()).body["total"].get<int>();
  };
  const auto secret = shop.ticket(id, wall("2026-12-02T09:00"));
  const auto number = platform.get("/v1/public/bookings/" + secret, "").body["number"].get<int>();
  const auto title = fmt::format("B-{:04}", number);
  CHECK(platform.get("/v1/bookings", platform.merchant()).body["total"] == 1);
  CHECK(found(title) == 0);
  REQUIRE(
      shop.act(secret, {{"state", "confirmed"}, {"name", "Ada Müller"}, {"phone", "06241 123456"}}).status ==
      200);
  CHECK(found(title) == 1);
  CHECK(found("Ada") == 1);
  REQUIRE(shop.act(secret, {{"state", "cancelled"}}).status == 200);
  CHECK(found("Ada") == 1);
}
