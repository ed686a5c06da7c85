// A merchant's way into the City-App through real windows: invited with a code, signed in with it, applied,
// and looked at by two offices.

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>

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

  std::unique_ptr<Desk> desk(const std::string& name, const std::string& token) {
    std::vector<std::string> options{"--platform", platform.url(),
                                     "--ca",       platform.certificate(),
                                     "--data",     scratch.path() + "/" + name,
                                     "--panel",    "merchants",
                                     "--lang",     "de",
                                     "--theme",    "light"};
    if (!token.empty()) options.insert(options.end(), {"--token-file", token});
    return Desk::open(program("stadtpult"), options, scratch.path(), 2000);
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

}  // namespace

TEST_CASE(
    "a merchant is invited, signs in by code, applies, and two offices see what the first of them checked") {
  City city;
  const auto ihk = city.platform.token_file("reviewer", "Dr. Anke Wendt", "", "ihk");
  auto lead = city.desk("lead", city.platform.token_file("project_lead", "Jana Arndt"));
  REQUIRE(lead != nullptr);
  lead->click_for("button", "Einladen", "textbox", "Name in der App");
  lead->fill("Name in der App", kShop);
  lead->fill("Branche", "Fahrradwerkstatt");
  lead->fill("E-Mail-Adresse", "rad@example.org");
  lead->click("button", "Anlegen");
  lead->click("button", "Code erstellen");
  lead->expect("button", "Kopieren");
  const auto code = code_on(*lead);
  REQUIRE(!code.empty());
  lead->click("button", "Schließen");

  // The code signs in; what is asked for is filled in, and each field is saved when it is left.
  auto merchant = city.desk("merchant", "");
  REQUIRE(merchant != nullptr);
  merchant->fill("Zugangsschlüssel oder Code", code);
  merchant->fill("Ihr Vor- und Nachname", "Nadja Keller");
  merchant->click("button", "Anmelden");
  merchant->expect("textbox", "IBAN");
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

  // The IHK is one pair of eyes on the identity, business development the other (who made the code is none);
  // each office checks its own.
  auto reviewer = city.desk("reviewer", ihk);
  auto economy =
      city.desk("economy", city.platform.token_file("reviewer", "Sabine Krämer", "", "business_development"));
  REQUIRE(reviewer != nullptr);
  REQUIRE(economy != nullptr);
  choose(*reviewer, kShop);
  choose(*economy, kShop);
  reviewer->click("button", "Bestätigen");
  CHECK(reviewer->shows("zweite Person fehlt"));
  CHECK(economy->shows("zweite Person fehlt"));
}
