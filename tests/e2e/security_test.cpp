// An attack through the front door: it appears in the open panel by itself, and one key ends the session that
// it came from. Two desks show the same truth. What the panel offers is done by the platform.

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include "tests/e2e/desk.hpp"
#include "tests/e2e/platform_process.hpp"

using namespace stadtpult::tests;

namespace {

/// Status of a request with this token, as curl saw it.
std::string status_of(const PlatformProcess& platform, const std::string& token_file,
                      const std::string& target) {
  return run_program("curl -s -o /dev/null -w '%{http_code}' --cacert " + platform.certificate() +
                     " -H \"Authorization: Bearer $(tr -d '\\n' < " + token_file + ")\" '" + platform.url() +
                     target + "'");
}

/// How many the platform counts for this query of alerts.
int alerts_counted(const PlatformProcess& platform, const std::string& token_file, const std::string& query) {
  const std::string page = run_program("curl -s --cacert " + platform.certificate() +
                                       " -H \"Authorization: Bearer $(tr -d '\\n' < " + token_file + ")\" '" +
                                       platform.url() + "/v1/security/alerts?limit=1&" + query + "'");
  const auto at = page.find("\"total\":");
  REQUIRE_MESSAGE(at != std::string::npos, page);
  return std::atoi(page.c_str() + at + 8);
}

std::unique_ptr<Desk> open_security(const PlatformProcess& platform, const Scratch& scratch,
                                    const std::string& name, const std::string& token_file) {
  auto desk = Desk::open(
      program("stadtpult"),
      {"--platform", platform.url(), "--ca", platform.certificate(), "--token-file", token_file, "--data",
       scratch.path() + "/" + name, "--panel", "security", "--lang", "de", "--theme", "light"},
      scratch.path());
  REQUIRE(desk != nullptr);
  desk->expect("heading", "Sicherheit");
  return desk;
}

/// The demo city's past goes through the same rules as everything else; it ends with an incident.
void past_is_told(Desk& desk) {
  desk.click("tab", "Vorfälle");
  desk.click("tab", "Vorfälle");  // a window that has just opened may miss its first click
  REQUIRE_MESSAGE(desk.find_prefix("row", "IN-", 20).has_value(), desk.screen());
  desk.click("tab", "Alarme");
  REQUIRE(desk.find_prefix("row", "AL-", 20).has_value());
}

/// The highest alert's number among the rows on screen; 0 where there is none.
int newest_of(const std::vector<Seen>& screen) {
  int newest = 0;
  for (const auto& seen : screen)
    if (seen.role == "row" && seen.name.starts_with("AL-"))
      newest = std::max(newest, std::atoi(seen.name.c_str() + 3));
  return newest;
}

/// On screen in this role, with these words in its name, value or description.
Watch::There says(std::string role, std::string name, std::string words = "") {
  return [=](const std::vector<Seen>& screen) {
    return std::any_of(screen.begin(), screen.end(), [&](const Seen& seen) {
      return seen.role == role && seen.name.find(name) != std::string::npos &&
             (words.empty() || seen.value.find(words) != std::string::npos ||
              seen.description.find(words) != std::string::npos);
    });
  };
}

/// What one desk did and the other one shows; how long it took, from the key or the click to the screen that
/// has it, is said for docs/performance.md and judged there: a test does not know how busy its machine is.
void shown(const std::string& what, Watch& watch, std::chrono::steady_clock::time_point done,
           const Desk& other) {
  const auto seen = watch.wait();
  REQUIRE_MESSAGE(seen.has_value(), what, "\n", other.screen());
  const double ms = std::chrono::duration<double, std::milli>(*seen - done).count();
  MESSAGE("two desks: ", what, ": ", std::lround(ms), " ms, looked every ", std::lround(watch.step_ms()),
          " ms at most");
}

}  // namespace

TEST_CASE("an attack appears in the open panel and one key ends its session") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto analyst = platform.token_file("security_analyst", "Tarik Yildiz");
  const auto attacker = platform.token_file("merchant", "Miriam Falk", "demo-merchant");
  auto desk = Desk::open(
      program("stadtpult"),
      {"--platform", platform.url(), "--ca", platform.certificate(), "--token-file", analyst, "--data",
       scratch.path() + "/analyst", "--panel", "security", "--lang", "de", "--theme", "light"},
      scratch.path());
  REQUIRE(desk != nullptr);
  desk->expect("heading", "Sicherheit");
  // What comes from a session of this platform; the demo city's past has none.
  desk->click("searchbox", "Alarme filtern");
  desk->type("sitzung:tok");
  desk->key("Return");
  REQUIRE(desk->shows("Keine Treffer"));

  // The window was put away: what comes is taken in all the same.
  desk->minimise(true);
  CHECK(status_of(platform, attacker,
                  "/v1/categories?q=1%27%20UNION%20ALL%20SELECT%20name,password%20FROM%20users--") == "200");
  const auto row = desk->find_prefix("row", "AL-", 15);
  REQUIRE(row.has_value());
  desk->minimise(false);
  desk->click(*row);
  REQUIRE(desk->find("button", "Sitzung beenden", 15).has_value());
  CHECK(desk->shows("UNION"));  // the evidence, as it was recorded

  desk->key("s");  // the row has the keyboard, not the query
  CHECK(desk->find_prefix("listitem", "Sitzung tok_", 15).has_value());
  CHECK(desk->gone("button", "Sitzung beenden"));
  CHECK(status_of(platform, attacker, "/v1/categories") == "403");
  desk->click("tab", "Gestoppt");
  CHECK(desk->shows(" ms"));  // measured: until nothing of it was open
}

TEST_CASE("the panel that was asked for is shown as soon as it is known who asks") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto analyst = platform.token_file("security_analyst", "Tarik Yildiz");
  platform.stop();
  auto desk = Desk::open(
      program("stadtpult"),
      {"--platform", platform.url(), "--ca", platform.certificate(), "--token-file", analyst, "--data",
       scratch.path() + "/analyst", "--panel", "security", "--lang", "de", "--theme", "light"},
      scratch.path());
  REQUIRE(desk != nullptr);
  // Nobody is known yet: what only some may see is not shown.
  desk->expect("link", "Übersicht");
  CHECK_FALSE(desk->find("heading", "Sicherheit").has_value());
  platform.start();
  desk->expect("heading", "Sicherheit", 30);
}

TEST_CASE("two desks show the same truth") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto analyst = platform.token_file("security_analyst", "Tarik Yildiz");
  const auto attacker = platform.token_file("merchant", "Miriam Falk", "demo-merchant");
  auto desk = open_security(platform, scratch, "one", analyst);
  auto other = open_security(platform, scratch, "two", platform.token_file("project_lead", "Jana Arndt"));
  past_is_told(*desk);
  past_is_told(*other);

  // A new alert, while nobody has chosen one: nothing holds the list still.
  CHECK(other->shows("Kein Alarm gewählt"));
  const int newest = newest_of(other->read());
  {
    Watch watch(*other, [&](const std::vector<Seen>& screen) { return newest_of(screen) > newest; });
    const auto begun = std::chrono::steady_clock::now();
    CHECK(status_of(platform, attacker,
                    "/v1/categories?q=1%27%20UNION%20ALL%20SELECT%20name,password%20FROM%20users--") ==
          "200");
    shown("a new alert, from the attacker's request", watch, begun, *other);
  }
  const std::string number = "AL-" + std::to_string(newest_of(other->read()));
  const auto row = desk->find_prefix("row", number, 5);
  REQUIRE(row.has_value());
  desk->click_for("row", row->name, "heading", "Verlauf");
  other->click_for("row", row->name, "heading", "Verlauf");

  const auto by_key = [&](const char* what, const char* key, const Watch::There& there) {
    Watch watch(*other, there);
    desk->key(key);
    shown(what, watch, desk->last_input(), *other);
  };
  const auto by_click = [&](const char* what, const char* button, const Watch::There& there) {
    Watch watch(*other, there);
    desk->click("button", button);
    shown(what, watch, desk->last_input(), *other);
  };
  by_key("taken", "a", says("status", "Tarik Yildiz bearbeitet diesen Alarm"));
  by_key("taken back", "ctrl+z", says("text", "Status", "Neu"));
  by_key("taken again", "a", says("status", "Tarik Yildiz bearbeitet diesen Alarm"));

  desk->click_for("button", "Notiz", "textbox", "Notiz");
  desk->fill("Notiz", "Anruf beim Anbieter");
  by_click("a note", "Notiz hinzufügen", says("listitem", "Notiz", "Anruf beim Anbieter"));

  by_key("stopped", "s", says("listitem", "Sitzung tok_", "Verbindung"));
  by_key("lifting asked for", "ctrl+z", says("listitem", "Aufhebung beantragt"));

  desk->click_for("button", "In Vorfall aufnehmen", "button", "Aufnehmen");
  by_click("in an incident", "Aufnehmen", says("listitem", "In Vorfall aufgenommen"));

  desk->click_for("button", "Fehlalarm melden", "textbox", "Begründung");
  desk->fill("Begründung", "Wartung am Netz");
  by_click("a verdict", "Urteil festhalten", says("listitem", "Beurteilt", "Wartung am Netz"));

  // The other desk reads an alert: its list holds still, and says at once that there is something new.
  const auto second = platform.token_file("merchant", "Otto Beck", "demo-merchant");
  Watch watch(*other, [](const std::vector<Seen>& screen) {
    return std::any_of(screen.begin(), screen.end(), [](const Seen& seen) {
      return seen.name.find("neuen Alarm anzeigen") != std::string::npos ||
             seen.name.find("neue Alarme anzeigen") != std::string::npos;
    });
  });
  const auto begun = std::chrono::steady_clock::now();
  CHECK(status_of(platform, second, "/v1/categories?q=..%2F..%2F..%2F..%2Fetc%2Fpasswd") == "200");
  shown("a new alert over an open one", watch, begun, *other);
}

TEST_CASE("a machine waits in the other desk's list, and is let in there") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto editor = platform.token_file("editor", "Olga Stein");
  auto analyst =
      open_security(platform, scratch, "one", platform.token_file("security_analyst", "Tarik Yildiz"));
  auto desk = Desk::open(program("stadtpult"),
                         {"--platform", platform.url(), "--ca", platform.certificate(), "--token-file",
                          editor, "--data", scratch.path() + "/two", "--lang", "de", "--theme", "light"},
                         scratch.path());
  REQUIRE(desk != nullptr);
  REQUIRE(desk->shows("Verbunden"));
  // The token is of use at that desk only.
  CHECK(status_of(platform, editor, "/v1/categories") == "401");
  analyst->click("tab", "Geräte");
  const auto row = analyst->find_prefix("row", "Olga Stein, ", 15);
  REQUIRE_MESSAGE(row.has_value(), analyst->screen());
  analyst->click_for("row", row->name, "button", "Freigeben");
  analyst->click("button", "Freigeben");
  CHECK(analyst->gone("button", "Freigeben"));
  CHECK(analyst->shows("Freigegeben von"));
}

TEST_CASE("what the panel offers is done by the platform") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto analyst = platform.token_file("security_analyst", "Tarik Yildiz");
  // The console's own is bound to its machine from the start: who counts beside it needs another one.
  const auto counting = platform.token_file("security_analyst", "Tarik Yildiz");
  auto desk = open_security(platform, scratch, "one", analyst);
  past_is_told(*desk);
  const auto screen = desk->read();
  const auto row = std::find_if(screen.begin(), screen.end(), [](const Seen& seen) {
    return seen.role == "row" && seen.name.find("SQL-Einschleusung") != std::string::npos;
  });
  REQUIRE(row != screen.end());
  desk->click_for("row", row->name, "heading", "Verlauf");

  SUBCASE("a false alarm becomes a filter, after its replay") {
    desk->click_for("button", "Fehlalarm melden", "textbox", "Begründung");
    desk->fill("Begründung", "Wartung am Netz");
    desk->click("button", "Urteil festhalten");
    CHECK(desk->shows("hätte der Filter", 20));
    desk->click("button", "In Kraft setzen");
    CHECK(desk->shows("Filter ist in Kraft", 10));
  }
  SUBCASE("an alert goes into its new incident, also where that is made while another panel is shown") {
    desk->click_for("button", "In Vorfall aufnehmen", "button", "Aufnehmen");
    platform.stop();  // the incident waits in the outbox
    desk->click("button", "Aufnehmen");
    REQUIRE(desk->gone("button", "Aufnehmen"));
    desk->click_for("link", "Katalog", "heading", "Katalog");
    platform.start();
    CHECK(desk->shows("In den Vorfall aufgenommen", 40));
  }
  SUBCASE("who is behind a pseudonym, for a reason") {
    auto hidden = desk->find_prefix("link", "Q-", 5);
    if (!hidden) hidden = desk->find_prefix("link", "P-", 5);
    REQUIRE(hidden.has_value());
    desk->click(*hidden);
    CHECK(desk->find("button", "Aufdecken", 5).has_value());
    desk->fill("Grund", "Anzeige bei der Polizei");
    desk->click("button", "Aufdecken");
    CHECK(desk->shows(hidden->name.substr(0, hidden->name.find(' ')) + ": ", 10));
  }
  SUBCASE("all that match are changed by a job, with its exact result, and back") {
    const int all = alerts_counted(platform, counting, ""),
              archived = alerts_counted(platform, counting, "filter=status_id:5");
    desk->click("button", "Mehrere auswählen");
    const auto many = desk->find_prefix("button", "Alle " + std::to_string(all) + " Treffer", 5);
    REQUIRE_MESSAGE(many.has_value(), desk->screen());
    desk->click(*many);
    desk->click("menuitem", "Archivieren");
    CHECK(desk->shows(std::to_string(all - archived) + " von " + std::to_string(all) + " geändert, " +
                          std::to_string(archived) + " übersprungen",
                      15));
    CHECK(alerts_counted(platform, counting, "filter=status_id:5") == all);
    desk->click("button", "Rückgängig");
    CHECK(desk->gone("button", "Rückgängig", 15));
    CHECK(alerts_counted(platform, counting, "filter=status_id:5") == archived);
  }
}
