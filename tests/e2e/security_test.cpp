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
