// What people write to a city must not raise an alert.

#include <nlohmann/json.hpp>

#include "tests/platform/rules/support.hpp"

using namespace rules_test;
using nlohmann::json;

namespace {

const char* const kAgents[] = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; MJ12bot/v1.4.4; http://www.majestic12.co.uk/bot.php?+)",
    "Chef Client/10.18.2 (ruby-1.9.3-p327; ohai-6.16.0; x86_64-linux; +http://opscode.com)",
    "Opera/9.80 (MTK; Opera Mini/2.1199/34.1244; U; id) Presto/2.8.119 Version/11.10",
    "curl/8.4.0",
    "Wget/1.21.3 (linux-gnu)",
    "python-requests/2.31.0",
    "Go-http-client/1.1",
    "Java/17.0.2",
    "okhttp/4.12.0",
    "Dalvik/2.1.0 (Linux; U; Android 13; SM-A536B Build/TP1A.220624.014)",
    "git/2.39.2",
    "Apache-HttpClient/4.5.14 (Java/11.0.20)",
    "StadtpultApp/1.4 (Android 14; de-DE)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"};

const char* const kTargets[] = {"/",
                                "/de/rathaus/b%C3%BCrgerservice/",
                                "/suche?q=kita+anmeldung&seite=2",
                                "/files/?C=N;O=A",
                                "/blog/index.html?utm_source=x&utm_medium=rss",
                                "/termine/2026-05-01/lesung-im-rathaus.html",
                                "/css/style.min.css?v=3.2.1",
                                "/m%FCller/%F6ffnungszeiten",
                                "/.well-known/security.txt",
                                "/api/v1/miniapps?filter[kategorie]=kultur&sort=-name&seite[groesse]=20",
                                "/wp-login.php?action=register",
                                "/bild.png?w=100&h=200&fit=crop",
                                "/karte?bbox=8.3,49.6,8.4,49.7&layer=strassen,haltestellen",
                                "/weiter?ziel=https%3A%2F%2Fwww.worms.de%2Ftermine",
                                "/login?redirect=/konto"};

}  // namespace

TEST_CASE("benign: sentences, names, prices and addresses stay silent wherever they stand") {
  const auto texts = lines_of(STADTPULT_BENIGN_TEXTS);
  REQUIRE(texts.size() >= 200);
  Engine engine(own_rules().rules);
  for (const auto& text : texts) {
    const auto search = map_payload(json{{"id", "x"}, {"payload", text}}.dump());
    REQUIRE(search.ok());
    CHECK_MESSAGE(alerts_of(engine, *search).empty(),
                  "search: " << text << ": " << alerts_of(engine, *search));
    const auto posted = map_request(json{{"method", "POST"},
                                         {"uri", "/v1/anfragen"},
                                         {"headers", {{"Content-Type", "application/json"}}},
                                         {"body", json{{"betreff", "Anfrage"}, {"text", text}}.dump()}}
                                        .dump());
    REQUIRE(posted.ok());
    CHECK_MESSAGE(alerts_of(engine, *posted).empty(), "JSON: " << text << ": " << alerts_of(engine, *posted));
  }
}

TEST_CASE("benign: everyday clients and pages stay silent") {
  Engine engine(own_rules().rules);
  for (const std::string agent : kAgents) {
    for (const std::string target : kTargets) {
      const auto line = "192.0.2.1 - - [17/May/2026:10:05:03 +0000] \"GET " + target +
                        " HTTP/1.1\" 200 20 \"https://www.worms.de" + target + "\" \"" + agent + "\"";
      const auto event = map_combined(line);
      REQUIRE(event.ok());
      CHECK_MESSAGE(alerts_of(engine, *event).empty(), line << ": " << alerts_of(engine, *event));
    }
  }
}
