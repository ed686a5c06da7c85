// An attack through the front door: it appears in the open panel by itself, and one key ends the session that
// it came from.

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

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

  CHECK(status_of(platform, attacker,
                  "/v1/categories?q=1%27%20UNION%20ALL%20SELECT%20name,password%20FROM%20users--") == "200");
  const auto row = desk->find_prefix("row", "AL-", 15);
  REQUIRE(row.has_value());
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

TEST_CASE("what the panel offers is done by the platform, and another desk shows it") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto open = [&](const std::string& name, const std::string& token) {
    return Desk::open(
        program("stadtpult"),
        {"--platform", platform.url(), "--ca", platform.certificate(), "--token-file", token, "--data",
         scratch.path() + "/" + name, "--panel", "security", "--lang", "de", "--theme", "light"},
        scratch.path());
  };
  const auto first_token = platform.token_file("security_analyst", "Tarik Yildiz");
  auto desk = open("one", first_token);
  REQUIRE(desk != nullptr);
  auto other = open("two", platform.token_file("project_lead", "Jana Arndt"));
  REQUIRE(other != nullptr);
  // The demo city's past, through the same rules as everything else.
  REQUIRE(desk->shows("Treffer von 2", 20));
  const auto row = desk->find_prefix("row", "AL-", 20);
  REQUIRE(row.has_value());
  desk->click("tab", "Alarme");  // a window that has just opened may miss its first click
  desk->click_for("row", row->name, "heading", "Verlauf");
  const auto same = other->find_prefix("row", row->name, 15);
  REQUIRE_MESSAGE(same.has_value(), other->screen());
  other->click("tab", "Alarme");
  other->click_for("row", row->name, "heading", "Verlauf");

  desk->key("a");
  CHECK(desk->find("button", "Erledigen", 10).has_value());
  CHECK(other->shows("Tarik Yildiz bearbeitet diesen Alarm", 5));
  CHECK(other->shows("gerade an: Tarik Yildiz", 5));

  desk->click_for("button", "Notiz", "textbox", "Notiz");
  desk->fill("Notiz", "Anruf beim Anbieter");
  desk->click("button", "Notiz hinzufügen");
  CHECK(other->find("listitem", "Notiz", 10).has_value());

  auto reveal = desk->find_prefix("link", "Q-", 5);
  if (!reveal) reveal = desk->find_prefix("link", "P-", 5);
  REQUIRE(reveal.has_value());
  desk->click(*reveal);
  desk->fill("Grund", "Anzeige bei der Polizei");
  desk->click("button", "Aufdecken");
  CHECK(desk->shows(reveal->name.substr(0, 6) + ": ", 10));

  desk->click_for("button", "Fehlalarm melden", "textbox", "Begründung");
  desk->fill("Begründung", "Wartung am Netz");
  desk->click("button", "Urteil festhalten");
  if (desk->shows("hätte der Filter", 15)) desk->click("button", "In Kraft setzen");
  CHECK(desk->shows("Filter ist in Kraft", 10));

  // A change of all, as a job of the platform, and back.
  desk->click("button", "Mehrere auswählen");
  const auto all = desk->find_prefix("button", "Alle ", 5);
  REQUIRE(all.has_value());
  desk->click(*all);
  desk->click("menuitem", "Archivieren");
  CHECK(desk->shows("geändert", 15));
  CHECK(other->shows("Archiviert", 10));

  desk->click("tab", "Schutzschichten");
  CHECK(desk->shows("von 14 halten", 15));
  desk->click("tab", "Regeln");
  CHECK(desk->shows("Aktiv", 15));
}
