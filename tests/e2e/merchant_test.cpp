// A merchant's way into the City-App through real windows: invited with a code, applied, checked by the IHK
// and by a second person, active, open, and booked by a citizen.

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <nlohmann/json.hpp>

#include "tests/e2e/desk.hpp"
#include "tests/e2e/platform_process.hpp"

using namespace stadtpult::tests;

namespace {

constexpr const char* kShop = "Rad am Hafen";
/// Any real picture serves as a scan.
const std::string kScan = std::string(STADTPULT_SOURCE_DIR) + "/docs/images/catalogue-light-1024x640.png";

struct City {
  Scratch scratch;
  PlatformProcess platform{scratch.path()};

  std::unique_ptr<Desk> desk(const std::string& name, const std::string& token, int height = 900) {
    std::vector<std::string> options{"--platform", platform.url(),
                                     "--ca",       platform.certificate(),
                                     "--data",     scratch.path() + "/" + name,
                                     "--panel",    "merchants",
                                     "--lang",     "de",
                                     "--theme",    "light"};
    if (!token.empty()) options.insert(options.end(), {"--token-file", token});
    return Desk::open(program("stadtpult"), options, scratch.path(), height);
  }
  /// What a citizen's app gets.
  nlohmann::json app(const std::string& path, const nlohmann::json& body = {}) const {
    std::string command = "curl -s --fail --cacert " + platform.certificate() + " '" + platform.url() +
                          "/v1/public/" + path + "'";
    if (!body.is_null()) command += " -H 'Content-Type: application/json' --data '" + body.dump() + "'";
    return nlohmann::json::parse(run_program(command));
  }
};

/// "H7KQ-2MXD-9RTE", wherever it stands.
std::string code_on(const Desk& desk) {
  for (const auto& seen : desk.read())
    if (seen.name.size() == 14 && seen.name[4] == '-' && seen.name[9] == '-' &&
        std::all_of(seen.name.begin(), seen.name.end(),
                    [](unsigned char c) { return c == '-' || std::isalnum(c); }))
      return seen.name;
  return {};
}

void choose(Desk& desk, const std::string& row) {
  const auto seen = desk.find_prefix("row", row, 15);
  REQUIRE(seen.has_value());
  desk.click(*seen);
}

/// What the office has to check: its part is done when it is nobody's any more, or another's.
void confirm(Desk& desk) {
  desk.click("button", "Bestätigen");
  CHECK(desk.gone("button", "Bestätigen"));
}

/// Midnight in so many days, UTC.
std::string day(int from_now) {
  const std::time_t at = std::time(nullptr) + from_now * 86'400;
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT00:00:00Z", std::gmtime(&at));
  return text;
}

}  // namespace

TEST_CASE("a merchant is invited, applies, is checked by several, goes live and is booked") {
  City city;
  auto lead = city.desk("lead", city.platform.token_file("project_lead", "Jana Arndt"));
  REQUIRE(lead != nullptr);
  lead->click_for("button", "Einladen", "textbox", "Name in der App");
  lead->fill("Name in der App", kShop);
  lead->fill("Branche", "Fahrradwerkstatt");
  lead->fill("E-Mail-Adresse", "rad@example.org");
  lead->click_for("button", "Anlegen", "button", "Code erstellen");
  lead->click_for("button", "Code erstellen", "button", "Kopieren");
  const auto code = code_on(*lead);
  REQUIRE(!code.empty());
  lead.reset();

  // The code signs in; what is asked for is filled in, and each field is saved when it is left.
  auto merchant = city.desk("merchant", "", 2000);
  REQUIRE(merchant != nullptr);
  merchant->fill("Zugangsschlüssel oder Code", code);
  merchant->fill("Ihr Vor- und Nachname", "Nadja Keller");
  merchant->click_for("button", "Anmelden", "textbox", "IBAN");
  merchant->fill("Name im Register oder Vor- und Nachname", "Nadja Keller");
  merchant->click_for("combobox", "Rechtsform", "option", "Einzelunternehmen");
  merchant->click("option", "Einzelunternehmen");
  merchant->fill("Telefon", "+496241123456");
  merchant->fill("Straße und Hausnummer", "Hafenstr. 3");
  merchant->fill("Postleitzahl", "67547");
  merchant->fill("Ort", "Worms");
  merchant->fill("IBAN", "DE89370400440532013000");
  merchant->fill("Kontoinhaber", "Nadja Keller");
  merchant->click_for("button", "Hinzufügen", "textbox", "Ordner oder Datei");
  merchant->key("ctrl+a");
  merchant->type(kScan);
  merchant->key("Return");
  CHECK(merchant->shows("catalogue-light-1024x640.png"));
  merchant->click("checkbox", "Wir bieten nur an, was dem Recht der Europäischen Union entspricht.");
  CHECK(merchant->shows("Alles ist da."));
  merchant->click("button", "Antrag einreichen");
  merchant->expect("status", "In Prüfung");

  // The IHK is one pair of eyes on the identity, business development the other (who made the code is
  // neither); then each office checks its own.
  auto ihk = city.desk("ihk", city.platform.token_file("reviewer", "Dr. Anke Wendt", "", "ihk"));
  auto economy =
      city.desk("economy", city.platform.token_file("reviewer", "Sabine Kramer", "", "business_development"));
  REQUIRE(ihk != nullptr);
  REQUIRE(economy != nullptr);
  choose(*ihk, kShop);
  confirm(*ihk);
  choose(*economy, kShop);
  CHECK(economy->shows("zweite Person fehlt"));
  confirm(*economy);
  confirm(*ihk);
  ihk.reset();
  confirm(*economy);
  merchant->expect("status", "Identität bestätigt");
  merchant->click("button", "Vertrag annehmen");
  // Nor does who made the code put it live.
  economy->click("button", "Freischalten");
  merchant->expect("status", "Aktiv");
  economy.reset();

  // Open every day, said by the week editor; then something that can be booked.
  merchant->click_for("tab", "Angebote", "button", "Öffnungszeiten ändern");
  merchant->click_for("button", "Öffnungszeiten ändern", "checkbox", "Montag");
  merchant->click_for("checkbox", "Montag", "textbox", "Montag, von");
  merchant->click_for("button", "Montag übertragen", "menuitem", "Auf alle Tage");
  merchant->click("menuitem", "Auf alle Tage");
  merchant->expect("textbox", "Sonntag, von");
  merchant->click("button", "Sichern");
  CHECK(merchant->gone("textbox", "Sonntag, von"));
  merchant->click_for("button", "Ressource anlegen", "textbox", "Name");
  merchant->fill("Name", "Werkbank 1");
  merchant->click("button", "Anlegen");
  CHECK(merchant->shows("Werkbank 1"));

  // A citizen books in the app; the calendar shows it a moment later.
  std::string shop;
  for (const auto& each : city.app("merchants?limit=200")["items"])
    if (each["name"] == kShop) shop = each["id"];
  REQUIRE(!shop.empty());
  const auto bench = city.app("merchants/" + shop + "/resources")["items"].at(0);
  const std::string id = bench["id"];
  const auto slots = city.app("resources/" + id + "/slots?from=" + day(1) + "&to=" + day(4))["items"];
  REQUIRE(!slots.empty());
  const auto ticket =
      city.app("bookings", {{"resource_id", id}, {"starts_at", slots.at(0)["starts_at"]}, {"seats", 1}});
  city.app("bookings/" + ticket["ticket"].get<std::string>(),
           {{"state", "confirmed"}, {"name", "Mia Berg"}, {"phone", "+496241654321"}});
  CHECK(merchant->shows("Mia Berg"));
}
