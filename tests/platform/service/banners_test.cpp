// Alert banners: above every page while they are live, for whom and when they are, and in no kept copy longer
// than that.

#include <algorithm>

#include "tests/platform/service/account_office.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

const std::string kFlood = "Hochwasser am Rhein";

/// What stands above the page; "" for nothing.
std::string above(const Reply& reply) {
  const auto from = reply.text.find("<section class=\"alerts\"");
  if (from == std::string::npos) return {};
  const auto to = reply.text.find("</section>", from);
  // Before the page's own words, so that it is heard first.
  CHECK(to < reply.text.find("<main"));
  return reply.text.substr(from, to - from);
}
bool warns(const Reply& reply, const std::string& of = kFlood) {
  return above(reply).find(of) != std::string::npos;
}

std::string flood(Desk& desk, const Json& blocks, const std::string& slug = "hochwasser",
                  const std::string& title = kFlood) {
  return desk.page(title, {{"type", "banner"},
                           {"title", {{"de", title}, {"en", "Flood of the Rhine"}}},
                           {"summary", {{"de", "Meiden Sie das Ufer & die Brücken."}}},
                           {"slug", slug},
                           {"content", {{"blocks", blocks}}}});
}
Json banner_words(const Json& more = Json::object()) {
  Json block = {{"id", "w"}, {"type", "paragraph"}, {"text", {{"de", "Der Pegel steigt."}}}};
  block.update(more);
  return Json::array({block});
}
Reply opened(Desk& desk, const std::string& target, const std::string& etag = "") {
  return desk.platform.ask("GET", target, "", "", {.if_none_match = etag});
}

}  // namespace

TEST_CASE("a live banner stands above every page and in every kept copy, and goes when it ends") {
  Office office;
  Desk& desk = office.desk;
  desk.publish(desk.page("Wohngeld"));
  const std::vector<std::string> pages = {"/app/",
                                          "/app/news",
                                          "/app/search",
                                          "/app/search?q=wohn",
                                          "/app/c/" + desk.category,
                                          "/app/p/wohngeld",
                                          "/app/p/wohngeld?language=en",
                                          "/app/feedback",
                                          "/app/test",
                                          "/app/sign-in",
                                          "/app/p/nowhere",
                                          "/app/no/such/address"};
  std::map<std::string, Reply> before;
  for (const auto& page : pages) {
    CAPTURE(page);
    before[page] = opened(desk, page);
    CHECK(above(before[page]).empty());
  }
  const auto id = flood(desk, banner_words());
  desk.publish(id);
  for (const auto& page : pages) {
    CAPTURE(page);
    const Reply now = opened(desk, page, before[page].etag);
    CHECK(now.status == before[page].status);  // never 304
    CHECK(warns(now, page.ends_with("=en") ? "Flood of the Rhine" : kFlood));
    CHECK(above(now).find("/app/p/hochwasser") != std::string::npos);
    CHECK(above(now).find("<h2 id=\"app-alerts\">") != std::string::npos);
    CHECK(now.text.find("aria-labelledby=\"app-alerts\"") != std::string::npos);
    CHECK(above(now).find("role=\"alert\"") == std::string::npos);
    CHECK(now.text.size() < 30'000);
    if (now.etag.empty()) continue;
    CHECK(now.etag != before[page].etag);
    CHECK(opened(desk, page, now.etag).status == 304);
  }
  CHECK(above(opened(desk, "/app/p/wohngeld")).find("Meiden Sie das Ufer &amp; die Brücken.") !=
        std::string::npos);
  CHECK(above(opened(desk, "/app/p/wohngeld?language=en")).find("<p lang=\"de\">Meiden") !=
        std::string::npos);
  // What a form answers, too; on its own page it is the page.
  const Reply sent = desk.platform.ask("POST", "/app/feedback", "", "text=", {.content_type = kUrlEncoded});
  CHECK(sent.status == 422);
  CHECK(warns(sent));
  CHECK(warns(desk.platform.ask("POST", "/app/p/wohngeld", "", "")));  // 405, said in words
  CHECK(above(opened(desk, "/app/p/hochwasser")).empty());
  CHECK(opened(desk, "/app/").text.find(kFlood) == opened(desk, "/app/").text.rfind(kFlood));  // once

  const auto end = desk.platform.time.ms + kHour;
  REQUIRE(desk.patch(id, {{"expire_at", rfc3339(end)}}).status == 200);
  desk.platform.time.ms = end;
  CHECK(warns(opened(desk, "/app/p/wohngeld")));
  CHECK(desk.run_due() == 1);
  for (const auto& page : pages) {
    CAPTURE(page);
    const Reply after = opened(desk, page);
    CHECK(above(after).empty());
    CHECK(after.etag == before[page].etag);
  }
}

TEST_CASE("a banner goes out by its plan, and stands there for as long as its blocks are for") {
  Office office;
  Desk& desk = office.desk;
  desk.publish(desk.page("Wohngeld"));
  const std::int64_t start = desk.platform.time.ms;
  const auto at = [&](std::int64_t ms) {
    desk.platform.time.ms = ms;
    (void)desk.run_due();
    return opened(desk, "/app/p/wohngeld");
  };
  // From a day on, but to be read between two hours of it only: nothing is released at either.
  const auto id = flood(desk, banner_words({{"visible_from", rfc3339(start + kDay + kHour)},
                                            {"visible_until", rfc3339(start + kDay + 2 * kHour)}}));
  REQUIRE(desk.patch(id, {{"publish_at", rfc3339(start + kDay)}}).status == 200);
  desk.approve(id);
  const Reply before = at(start + kDay - 1);
  CHECK_FALSE(warns(before));
  CHECK_FALSE(warns(at(start + kDay)));
  CHECK_FALSE(warns(at(start + kDay + kHour - 1)));
  const Reply during = at(start + kDay + kHour);
  CHECK(warns(during));
  CHECK(during.etag != before.etag);
  CHECK(warns(at(start + kDay + 2 * kHour - 1)));
  const Reply after = at(start + kDay + 2 * kHour);
  CHECK_FALSE(warns(after));
  CHECK(after.etag == before.etag);
}

TEST_CASE("the newest three banners stand there") {
  Office office;
  Desk& desk = office.desk;
  for (const std::string name : {"eins", "zwei", "drei", "vier"}) {
    desk.platform.time.ms += kMinute;
    desk.publish(flood(desk, banner_words(), "meldung-" + name, "Meldung " + name));
  }
  const auto shown = above(opened(desk, "/app/news"));
  CHECK(shown.find("Meldung eins") == std::string::npos);
  CHECK(shown.find("Meldung vier") < shown.find("Meldung drei"));
  CHECK(shown.find("Meldung drei") < shown.find("Meldung zwei"));
  CHECK(shown.find("Meldung zwei") != std::string::npos);
}

TEST_CASE("a banner is for the audience of its blocks and for its ring") {
  Office office;
  Desk& desk = office.desk;
  desk.publish(desk.page("Wohngeld"));
  auto ada = office.in();
  SUBCASE("who is signed in") {
    desk.publish(flood(desk, banner_words({{"audience", "signed_in"}})));
    // Each twice: the second comes from what is kept.
    for (int i = 0; i < 2; ++i) {
      CHECK(warns(ada.get("/app/p/wohngeld")));
      CHECK_FALSE(warns(opened(desk, "/app/p/wohngeld")));
    }
  }
  SUBCASE("who takes part in a test round of the ring") {
    const std::int64_t now = desk.platform.time.ms;
    REQUIRE(desk.platform
                .post("/v1/test-rounds", desk.platform.lead(),
                      {{"name", "Worms probiert"},
                       {"cohort", "share"},
                       {"share_percent", 100},
                       {"ring", "pilot"},
                       {"starts_at", rfc3339(now - kDay)},
                       {"ends_at", rfc3339(now + 5 * kDay)}})
                .status == 201);
    const auto page = ada.get("/app/account").text;
    const std::string field = "name=\"code\" value=\"";
    const auto code = page.find(field);
    REQUIRE(code != std::string::npos);
    Phone tester = ada;
    REQUIRE(tester.post("/app/test", "code=" + page.substr(code + field.size(), 14)).status == 303);
    REQUIRE(tester.cookie != ada.cookie);
    tester.cookie += "; " + ada.cookie;  // a browser has both
    const auto id = flood(desk, banner_words());
    desk.approve(id);
    REQUIRE(desk.platform.release("pilot", {"page:" + id}).status == 201);
    for (int i = 0; i < 2; ++i) {
      CHECK(warns(tester.get("/app/p/wohngeld")));
      CHECK_FALSE(warns(opened(desk, "/app/p/wohngeld")));
      CHECK_FALSE(warns(ada.get("/app/p/wohngeld")));
    }
  }
}
