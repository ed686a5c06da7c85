// Pages through real windows: what is typed outlives a kill, reaches the platform by itself, is approved by
// somebody else, goes out, and is what citizens open.

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "tests/e2e/desk.hpp"
#include "tests/e2e/platform_process.hpp"

using namespace stadtpult::tests;

namespace {

std::unique_ptr<Desk> open_content(PlatformProcess& platform, const Scratch& scratch, const std::string& name,
                                   const std::string& token) {
  return Desk::open(
      program("stadtpult"),
      {"--platform", platform.url(), "--ca", platform.certificate(), "--token-file", token, "--data",
       scratch.path() + "/" + name, "--panel", "content", "--lang", "de", "--theme", "light"},
      scratch.path());
}

/// What a citizen gets at this address.
std::string citizen(const PlatformProcess& platform, const std::string& path) {
  return run_program("curl -s --cacert " + platform.certificate() + " '" + platform.url() + path + "'");
}

void open_page(Desk& desk, const std::string& title, const char* role = "textbox",
               const char* then = "Titel der Seite") {
  const auto row = desk.find_prefix("row", title, 15);
  REQUIRE(row.has_value());
  desk.click(*row);
  desk.expect(role, then);
}

}  // namespace

TEST_CASE("what is typed into a page outlives kill -9, again and again, and then reaches citizens") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto editor = platform.token_file("editor", "Olga Stein");
  const auto lead = platform.token_file("project_lead", "Jana Arndt");
  std::string typed;
  for (const char* word : {" eins", " zwei", " drei"}) {
    auto desk = open_content(platform, scratch, "editor", editor);
    REQUIRE(desk != nullptr);
    desk->expect("heading", "Inhalte");
    open_page(*desk, "Wohngeld");
    if (!typed.empty()) CHECK(desk->shows(typed));
    desk->click("textbox", "Titel der Seite");
    desk->key("End");
    desk->type(word);
    typed += word;
    REQUIRE(desk->shows(typed));
    // On disk within 250 ms; it is sent two seconds after the last key, which never come.
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    desk->kill_console();
  }
  CHECK(citizen(platform, "/app/p/wohngeld").find("eins zwei drei") == std::string::npos);

  auto desk = open_content(platform, scratch, "editor", editor);
  REQUIRE(desk != nullptr);
  open_page(*desk, "Wohngeld");
  REQUIRE(desk->shows(typed));
  desk->click("button", "Zur Freigabe");
  auto other = open_content(platform, scratch, "lead", lead);
  REQUIRE(other != nullptr);
  open_page(*other, "Wohngeld eins zwei drei", "button", "Freigeben");
  other->click("button", "Freigeben");
  // The first desk shows what the other one did.
  CHECK(desk->shows("Freigegeben"));
  other->click_for("link", "Veröffentlichen", "tab", "Alle");
  other->click("tab", "Alle");
  other->click("checkbox", "Alle auswählen");
  other->click("button", "Veröffentlichen");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  std::string page;
  while (std::chrono::steady_clock::now() < until &&
         page.find("<h1>Wohngeld eins zwei drei</h1>") == std::string::npos)
    page = citizen(platform, "/app/p/wohngeld");
  CHECK(page.find("<h1>Wohngeld eins zwei drei</h1>") != std::string::npos);
}
