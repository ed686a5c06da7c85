// What a person sees when something is wrong: the real console in a real window says it in one sentence, and
// nothing that was there is lost.

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/e2e/desk.hpp"
#include "tests/e2e/platform_process.hpp"

using namespace stadtpult::tests;
namespace fs = std::filesystem;

namespace {

std::unique_ptr<Desk> open_demo(const Scratch& scratch, const std::string& data) {
  return Desk::open(program("stadtpult"), {"--data", data, "--lang", "de", "--theme", "light"},
                    scratch.path());
}

std::unique_ptr<Desk> open_at(PlatformProcess& platform, const Scratch& scratch, const std::string& token,
                              std::vector<std::string> more = {}) {
  std::vector<std::string> words{"--platform", platform.url(),        "--token-file", token,
                                 "--data",     scratch.path() + "/a", "--lang",       "de"};
  words.insert(words.end(), more.begin(), more.end());
  return Desk::open(program("stadtpult"), words, scratch.path());
}

}  // namespace

TEST_CASE("faults: a folder that is none, and a folder that another console has") {
  const Scratch scratch;
  std::ofstream(scratch.path() + "/file") << "no folder";
  {
    const auto desk = open_demo(scratch, scratch.path() + "/file");
    REQUIRE(desk != nullptr);
    CHECK(desk->shows("Stadtpult kann nicht starten"));
    CHECK(desk->shows("lässt sich nicht anlegen oder nicht beschreiben"));
  }
  const auto first = open_demo(scratch, scratch.path() + "/data");
  REQUIRE(first != nullptr);
  REQUIRE(first->shows("Verbunden"));
  const auto second = open_demo(scratch, scratch.path() + "/data");
  REQUIRE(second != nullptr);
  CHECK(second->shows("Stadtpult läuft schon mit den Daten in"));
  struct stat info {};
  REQUIRE(stat((scratch.path() + "/data/key").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("faults: a damaged local store is set aside, said in words, and the console works") {
  const Scratch scratch;
  const std::string data = scratch.path() + "/data";
  {
    const auto desk = open_demo(scratch, data);
    REQUIRE(desk != nullptr);
    REQUIRE(desk->shows("Verbunden"));
  }
  for (const char* name : {"/console.sqlite", "/cache.sqlite"}) {
    for (const char* end : {"-wal", "-shm"}) fs::remove(data + name + end);
    std::ofstream(data + name, std::ios::binary | std::ios::trunc) << std::string(20'000, 'x');
  }
  const auto desk = open_demo(scratch, data);
  REQUIRE(desk != nullptr);
  CHECK(desk->shows("Gespeicherte Eingaben waren beschädigt"));
  CHECK(desk->shows("Verbunden"));
}

TEST_CASE("faults: certificate and key of the platform") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto token = platform.token_file("project_lead", "Jana Arndt");
  {
    // Without --ca the platform's own certificate is nobody's.
    const auto desk = open_at(platform, scratch, token);
    REQUIRE(desk != nullptr);
    CHECK(desk->shows("Das Zertifikat der Plattform wird nicht anerkannt."));
  }
  {
    const std::string empty = scratch.path() + "/empty.token";
    std::ofstream(empty) << "\n";
    const auto desk = open_at(platform, scratch, empty, {"--ca", platform.certificate()});
    REQUIRE(desk != nullptr);
    CHECK(desk->shows("In der Datei " + empty + " steht kein Zugangsschlüssel"));
  }
  std::ofstream(scratch.path() + "/old.token") << "stp_0123456789abcdef0123456789abcdef";
  const auto desk =
      open_at(platform, scratch, scratch.path() + "/old.token", {"--ca", platform.certificate()});
  REQUIRE(desk != nullptr);
  desk->expect("dialog", "Anmelden");
  CHECK(desk->shows("Dieser Zugangsschlüssel gilt nicht oder nicht mehr"));
}

TEST_CASE(
    "faults: a start without the line shows what is cached, and panel, filter and order as they were left") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto token = platform.token_file("project_lead", "Jana Arndt");
  const std::vector<std::string> ca{"--ca", platform.certificate()};
  {
    auto desk = open_at(platform, scratch, token, ca);
    REQUIRE(desk != nullptr);
    REQUIRE(desk->shows("Verbunden"));
    desk->click_for("link", "Katalog", "heading", "Katalog");
    desk->expect("row", "Busfahrplan live");
    desk->click("columnheader", "Mini-App");
    desk->click("searchbox", "Mini-Apps suchen");
    desk->type("bus");
    desk->expect("row", "Busfahrplan live");
  }
  platform.stop();
  auto desk = open_at(platform, scratch, token, ca);
  REQUIRE(desk != nullptr);
  desk->expect("heading", "Katalog");
  desk->expect("row", "Busfahrplan live");
  CHECK(desk->shows("Keine Verbindung zur Plattform."));
  const auto search = desk->find("searchbox", "Mini-Apps suchen", 1);
  REQUIRE(search);
  CHECK(search->value == "bus");
  const auto head = desk->find("columnheader", "Mini-App", 1);
  REQUIRE(head);
  CHECK(!head->value.empty());  // still sorted by name
  // And the line comes back by itself.
  platform.start();
  CHECK(desk->shows("Verbunden", 40));
}
