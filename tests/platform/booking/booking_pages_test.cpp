// Booking by hand: free times as links, the form, the booking's own page. No script, no cookie.

#include <fmt/format.h>

#include <regex>

#include "platform/routes/booking_parts.hpp"
#include "platform/security/segments.hpp"
#include "tests/platform/booking/shop.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

struct Counter {
  Shop shop;
  Platform& platform = shop.platform;
  std::string resource;

  explicit Counter(const Json& more = {}) : resource(shop.resource(more)) {}

  [[nodiscard]] std::string path() const { return "/app/m/" + shop.merchant + "/book/" + resource; }
  Reply page(const std::string& target) {
    const Reply reply = platform.get(target, "");
    CHECK(reply.headers.count("Set-Cookie") == 0);
    CHECK(reply.text.size() < 30'000);
    return reply;
  }
  std::string form(const std::string& at) { return page(path() + "?at=" + at).text; }
  static std::string token(const std::string& page) {
    std::smatch found;
    REQUIRE(std::regex_search(page, found, std::regex("name=\"token\" value=\"([^\"]+)\"")));
    return found[1];
  }
  static std::string body(const std::map<std::string, std::string>& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
      out += (out.empty() ? "" : "&") + name + "=";
      for (const unsigned char c : value) out += fmt::format("%{:02X}", c);
    }
    return out;
  }
  Reply send(const std::string& target, const std::map<std::string, std::string>& fields) {
    return platform.ask("POST", target, "", body(fields),
                        {.content_type = "application/x-www-form-urlencoded", .source = "198.51.100.7"});
  }
  Reply book(const std::string& at, std::map<std::string, std::string> more = {},
             const std::string& token_value = "web-0123456789abcdef") {
    std::map<std::string, std::string> fields = {{"token", token_value},
                                                 {"starts_at", at},
                                                 {"name", "Ada Müller"},
                                                 {"email", "ada@example.org"},
                                                 {"phone", ""}};
    for (auto& [name, value] : more) fields[name] = value;
    return send(path(), fields);
  }
  /// The address of a booking's page.
  std::string booked(const std::string& at, const std::string& token_value = "web-0123456789abcdef") {
    const Reply reply = book(at, {}, token_value);
    REQUIRE_MESSAGE(reply.status == 303, reply.text);
    return reply.headers.at("Location");
  }
  Json bookings() { return platform.get("/v1/bookings?sort=number", platform.lead()).part("items"); }
};

bool says(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("the merchant's page leads to what can be booked, and that to its free times, week by week") {
  Counter counter;
  const auto shop = counter.page("/app/m/" + counter.shop.merchant).text;
  CHECK(says(shop, "href=\"" + counter.path() + "\">Werkbank 1</a>"));
  const auto first = counter.page(counter.path());
  REQUIRE(first.status == 200);
  CHECK(first.headers.at("Content-Security-Policy").find("unsafe") == std::string::npos);
  CHECK(first.etag.empty());
  CHECK(says(first.text, "<h2>Dienstag, 1. Dezember 2026</h2>"));
  CHECK(says(first.text, "<a href=\"?at=" + wall("2026-12-02T09:00") + "\">09:00</a>"));
  CHECK(says(first.text, "from=2026-12-08"));
  CHECK_FALSE(says(first.text, "Frühere Tage"));
  CHECK_FALSE(says(first.text, "<h2>Sonntag"));
  const auto next = counter.page(counter.path() + "?from=2026-12-08").text;
  CHECK(says(next, "from=2026-12-01"));
  CHECK(says(next, "from=2026-12-15"));
  CHECK(says(next, "2026-12-08"));
  CHECK_FALSE(says(next, ">Dienstag, 1. Dezember"));
  const auto english = counter.page(counter.path() + "?language=en").text;
  CHECK(says(english, "<h2>Tuesday, 2026-12-01</h2>"));
  CHECK(says(english, "&amp;language=en\">09:00"));
  // What is asked for in vain is today, or the end of what can be booked.
  for (const char* odd : {"?from=x", "?from=1999-01-01", "?from=2999-01-01"})
    CHECK(says(counter.page(counter.path() + odd).text, "<h2>Dienstag, 1. Dezember 2026</h2>"));
  CHECK_FALSE(says(counter.page(counter.path() + "?from=2027-01-30").text, "Spätere Tage"));
  CHECK(counter.page("/app/m/mer_other/book/" + counter.resource).status == 404);
  CHECK(counter.page("/app/m/" + counter.shop.merchant + "/book/res_no").status == 404);
  counter.shop.set_activity(contract::MerchantActivity::suspended);
  CHECK(counter.page(counter.path()).status == 404);
}

TEST_CASE("a day of many slots stays below 30 kB, and days without any name the next free time") {
  Counter counter(Json{{"slot_minutes", 5}, {"opening_hours", "24/7"}});
  CHECK(counter.page(counter.path()).status == 200);
  CHECK(counter.page(counter.path() + "?from=2026-12-05").status == 200);
  Counter closed(Json{{"opening_hours", "2026 Dec 24 10:00-12:00"}});
  const auto page = closed.page(closed.path()).text;
  CHECK(says(page, "In diesen Tagen ist nichts frei."));
  CHECK(says(page, "Donnerstag, 24. Dezember 2026, 10 Uhr"));
  CHECK(says(page, "?from=2026-12-24"));
}

TEST_CASE("the form books once, however often it is sent, and leads to the booking") {
  Counter counter;
  const auto at = wall("2026-12-02T09:00");
  const auto form = counter.form(at);
  CHECK(says(form, "Mittwoch, 2. Dezember 2026, 9 Uhr"));
  for (const char* part : {"<label for=\"name\">", "autocomplete=\"name\"", "<label for=\"email\">",
                           "<label for=\"phone\">", "aria-describedby=\"reach\"", "180 Tage"})
    CHECK_MESSAGE(says(form, part), part);
  const auto token = Counter::token(form);
  CHECK(Counter::token(counter.form(at)) != token);
  const Reply sent = counter.book(at, {{"note", "Kette\r\nquietscht"}}, token);
  REQUIRE_MESSAGE(sent.status == 303, sent.text);
  const auto address = sent.headers.at("Location");
  CHECK(address.starts_with("/app/bookings/"));
  CHECK(counter.book(at, {}, token).headers.at("Location") == address);
  // Back in the browser, another time, sent again: still one booking, which the page says.
  CHECK(counter.book(wall("2026-12-02T10:00"), {}, token).headers.at("Location") == address);
  REQUIRE(counter.bookings().size() == 1);
  const auto booking = counter.bookings()[0];
  CHECK(booking["state"] == "confirmed");
  CHECK(booking["source"] == "app");
  CHECK(booking["note"] == "Kette\nquietscht");
  CHECK(counter.platform.get("/v1/letters", counter.platform.lead()).part("items").size() == 2);
  // Another form is another booking, and this time is taken.
  CHECK(counter.book(at, {}, "web-another-form-0000").status == 409);

  const Reply page = counter.page(address);
  CHECK(page.status == 200);
  CHECK(page.etag.empty());
  for (const char* words : {"Ihr Termin ist gebucht", "B-0001", "Mittwoch, 2. Dezember 2026, 9 Uhr",
                            "Kämmererstr. 7", "/event.ics", "Bewahren Sie die Adresse"})
    CHECK_MESSAGE(says(page.text, words), words);
  CHECK(says(counter.page(address + "?language=uk").text, "Вас записано"));
  const auto secret = address.substr(address.rfind('/') + 1);
  CHECK(counter.platform.get("/v1/public/bookings/" + secret, "").body["state"] == "confirmed");
  CHECK(counter.platform.get("/v1/public/bookings/" + secret + "/event.ics", "").content_type ==
        "text/calendar; charset=utf-8");
  CHECK(counter.page("/app/bookings/0000").status == 404);
}

TEST_CASE("what is wrong stands at its field, and what was typed stays") {
  Counter counter;
  const auto at = wall("2026-12-02T09:00");
  const Reply wrong = counter.book(
      at, {{"name", " "}, {"email", "ada@<b>"}, {"phone", "abends"}, {"note", "Hallo <script>"}});
  CHECK(wrong.status == 422);
  for (const char* part :
       {"role=\"alert\"", "id=\"name-wrong\">Bitte geben Sie an, wer kommt.",
        "id=\"email-wrong\">Das ist keine E-Mail-Adresse", "id=\"phone-wrong\">Das ist keine Telefonnummer",
        "aria-invalid=\"true\" aria-describedby=\"email-wrong\"", "value=\"ada@&lt;b&gt;\"",
        "value=\"abends\"", "Hallo &lt;script&gt;", "value=\"web-0123456789abcdef\""})
    CHECK_MESSAGE(says(wrong.text, part), part);
  CHECK(says(counter.book(at, {{"email", ""}}).text, "id=\"email-wrong\">Bitte geben Sie eine E-Mail"));
  CHECK(says(counter.book(at, {{"name", std::string(121, 'x')}}).text, "id=\"name-wrong\">Das ist zu lang."));
  CHECK(counter.bookings().empty());
  CHECK(counter.book(at, {{"email", ""}, {"phone", "06241 998877"}}).status == 303);
  CHECK(counter.platform.ask("POST", counter.path(), "", "{}").status == 415);
  CHECK(counter.send(counter.path(), {{"name", std::string(20'000, 'x')}}).status == 413);
}

TEST_CASE("a time that was taken meanwhile: its sentence, the other free ones, and what was typed stays") {
  Counter counter;
  const auto at = wall("2026-12-02T09:00");
  const auto form = counter.form(at);
  const auto first = counter.booked(at);
  const Reply late = counter.book(at, {{"name", "Ben"}, {"note", "Bremse"}}, Counter::token(form));
  CHECK(late.status == 409);
  CHECK(says(late.text, "Diese Zeit ist nicht mehr frei."));
  CHECK(says(late.text, "<select id=\"starts_at\" name=\"starts_at\" aria-invalid=\"true\""));
  CHECK(says(late.text, "<option value=\"" + wall("2026-12-02T10:00") + "\">"));
  CHECK_FALSE(says(late.text, "<option value=\"" + at + "\">"));
  CHECK(says(late.text, "value=\"Ben\""));
  CHECK(says(late.text, "\nBremse</textarea>"));
  // The same form with one of them goes through.
  const Reply then = counter.book(wall("2026-12-02T10:00"), {{"name", "Ben"}}, Counter::token(late.text));
  REQUIRE(then.status == 303);
  CHECK(then.headers.at("Location") != first);
  // So does one that nobody could send from the page: no time, or one between the slots.
  CHECK(counter.book("gestern", {}, "web-yesterday-000000").status == 422);
  CHECK(counter.book(wall("2026-12-02T09:17"), {}, "web-between-00000000").status == 422);
  CHECK(says(counter.form(at), "Diese Zeit ist nicht mehr frei."));
  // Refused ones hold nothing: more of them than may be held, and it still books.
  for (int i = 0; i < 15; ++i) CHECK(counter.book(at, {}, fmt::format("web-refused-{:08}", i)).status == 409);
  CHECK(counter.book(wall("2026-12-02T11:00"), {}, "web-and-then-000000").status == 303);
}

TEST_CASE("seats: as many as there are, and no more") {
  Counter counter(Json{{"capacity", 3}});
  const auto at = wall("2026-12-02T09:00");
  CHECK(
      says(counter.form(at), "id=\"seats\" name=\"seats\" value=\"1\" type=\"number\" min=\"1\" max=\"3\""));
  for (const char* odd : {"4", "0", "-1", "x", "2x"}) {
    const Reply reply = counter.book(at, {{"seats", odd}}, "web-of-seats-000000");
    CHECK_MESSAGE(reply.status == 422, odd);
    CHECK(says(reply.text, "id=\"seats-wrong\">So viele Plätze sind nicht frei."));
  }
  const Reply sent = counter.book(at, {{"seats", "2"}}, "web-of-seats-000000");
  REQUIRE(sent.status == 303);
  CHECK(says(counter.page(sent.headers.at("Location")).text, "<dd>2</dd>"));
  CHECK(counter.book(at, {{"seats", "2"}}, "web-too-many-000000").status == 409);
}

TEST_CASE("moved and cancelled by its address, in time; a letter's link only reads") {
  Counter counter;
  const auto address = counter.booked(wall("2026-12-09T09:00"));
  const auto times = counter.page(address + "?from=2026-12-09").text;
  CHECK(says(times,
             "<option value=\"" + wall("2026-12-10T10:00") + "\">Donnerstag, 10. Dezember 2026, 10 Uhr"));
  CHECK(says(times, address + "?from=2026-12-16"));
  const auto move = [&](const std::string& at) {
    return counter.send(address, {{"act", "move"}, {"starts_at", at}});
  };
  REQUIRE(move(wall("2026-12-10T10:00")).status == 303);
  CHECK(move(wall("2026-12-10T10:00")).headers.at("Location") == address);  // sent twice
  CHECK(says(counter.page(address).text, "Donnerstag, 10. Dezember 2026, 10 Uhr"));
  counter.booked(wall("2026-12-11T09:00"), "web-somebody-else-00");
  const Reply taken = move(wall("2026-12-11T09:00"));
  CHECK(taken.status == 409);
  CHECK(says(taken.text, "Diese Zeit ist nicht mehr frei."));
  CHECK(says(taken.text, "<option value="));
  CHECK(move("nie").status == 422);

  // The secret of the letters.
  std::string link;
  for (const auto& booking : counter.bookings())
    if (booking["number"] == 1)
      link = BookingDesk::event_secret(counter.platform.impl().security().key(), booking["id"]);
  const auto read_only = counter.page("/app/bookings/" + link);
  CHECK(read_only.status == 200);
  CHECK_FALSE(says(read_only.text, "<form method=\"post\" action=\"/app/bookings"));
  CHECK(counter.send("/app/bookings/" + link, {{"act", "cancel"}, {"sure", "yes"}}).status == 404);

  const Reply unsure = counter.send(address, {{"act", "cancel"}});
  CHECK(unsure.status == 422);
  CHECK(says(unsure.text, "Bitte bestätigen Sie, dass Sie den Termin absagen."));
  // A day before it begins it is too late, and whom to ask is said.
  counter.platform.time.ms = utc_ms("2026-12-09T10:00:00Z");
  const auto late = counter.page(address).text;
  CHECK(says(late, "Bitte fragen Sie Rad Speichenglück, +49 6241 123456."));
  CHECK(counter.send(address, {{"act", "cancel"}, {"sure", "yes"}}).status == 409);
  counter.platform.time.ms = utc_ms("2026-12-08T10:00:00Z");
  REQUIRE(counter.send(address, {{"act", "cancel"}, {"sure", "yes"}, {"reason", "krank"}}).status == 303);
  CHECK(counter.send(address, {{"act", "cancel"}, {"sure", "yes"}}).status == 303);
  const auto cancelled = counter.page(address).text;
  CHECK(says(cancelled, "Ihr Termin ist abgesagt"));
  CHECK_FALSE(says(cancelled, "<form method=\"post\" action=\"/app/bookings"));
  CHECK(move(wall("2026-12-10T11:00")).status == 409);
}

TEST_CASE("the address of a booking stands in no security event") {
  Shop shop({.watch = true});
  auto& platform = shop.platform;
  const auto secret = shop.confirmed(shop.resource(), wall("2026-12-09T09:00"));
  CHECK(platform.get("/app/bookings/" + secret, "").status == 200);
  CHECK(platform
            .ask("POST", "/app/bookings/" + secret, "", "act=cancel",
                 {.content_type = "application/x-www-form-urlencoded"})
            .status == 422);
  platform.settle();
  std::string all;
  const auto read = platform.impl().store().read([&](Database& database) {
    for (const auto& row : database.query("SELECT id FROM security_segments", "i"))
      all += platform.impl()
                 .security()
                 .pseudonyms()
                 .open_events(read_segment(database, as_int(row[0])).value_or(""))
                 .value_or("");
  });
  REQUIRE(read.ok());
  CHECK(says(all, "app_change_booking"));
  CHECK_FALSE(says(all, secret));
}
