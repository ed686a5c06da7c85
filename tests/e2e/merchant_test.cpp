// A merchant's way into the City-App through real windows: signed in with a code, applied, checked by two
// offices with four eyes, active, and seen by citizens.

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/e2e/desk.hpp"
#include "tests/e2e/platform_process.hpp"
#include "tests/support/json.hpp"

using namespace stadtpult::tests;

namespace {

constexpr const char* kShop = "Rad am Hafen";
/// Any real picture serves as a scan.
const std::string kPicture = std::string(STADTPULT_SOURCE_DIR) + "/docs/images/catalogue-light-1024x640.png";

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
  /// Sent with this token, or read by anybody where there is none; what was answered.
  nlohmann::json call(const std::string& path, const std::string& token = {},
                      const nlohmann::json& body = {}) const {
    std::string command =
        "curl -s --fail --cacert " + platform.certificate() + " '" + platform.url() + "/v1/" + path + "'";
    if (!token.empty()) command += " -H \"Authorization: Bearer $(cat " + token + ")\"";
    if (!body.is_null()) command += " -H 'Content-Type: application/json' --data '" + body.dump() + "'";
    return stadtpult::json_in(run_program(command));
  }
  /// As citizens' apps have it; nothing where they do not.
  nlohmann::json for_citizens() const {
    const auto page = call("public/merchants?limit=200");
    for (const auto& each : page["items"])
      if (each["name"] == kShop) return each;
    return {};
  }
};

void choose(Desk& desk) {
  const auto seen = desk.find_prefix("row", kShop, 15);
  REQUIRE(seen.has_value());
  desk.click(*seen);
}

/// All that this office can say at this station: done when no button asks for it any more.
void confirm(Desk& desk) {
  desk.click("button", "Bestätigen");
  // A window that has just opened may miss a first click, and a person clicks again.
  if (!desk.gone("button", "Bestätigen", 8)) desk.click("button", "Bestätigen");
  REQUIRE(desk.gone("button", "Bestätigen"));
}

/// What an invitation does not know. Each field is saved when it is left.
void fill_in(Desk& merchant, const std::string& scan) {
  merchant.fill("Name im Register oder Vor- und Nachname", "Nadja Keller");
  merchant.click_for("combobox", "Rechtsform", "option", "Einzelunternehmen");
  merchant.click("option", "Einzelunternehmen");
  merchant.fill("IBAN", "DE89370400440532013000");
  merchant.fill("Kontoinhaber", "Nadja Keller");
  merchant.click_for("button", "Hinzufügen", "textbox", "Ordner oder Datei");
  merchant.key("ctrl+a");
  merchant.type(scan);
  merchant.key("Return");
  CHECK(merchant.shows("ausweis.png"));
  merchant.click("checkbox", "Wir bieten nur an, was dem Recht der Europäischen Union entspricht.");
  CHECK(merchant.shows("Alles ist da."));
}

}  // namespace

TEST_CASE("a merchant comes in with a code, applies, is checked by two offices and goes live") {
  City city;
  // Inviting through the window is in tests/panels/merchants. Who does it neither confirms the identity nor
  // puts the merchant live: four eyes.
  const auto lead = city.platform.token_file("project_lead", "Jana Arndt");
  const std::string id = city.call("merchants", lead,
                                   {{"name", kShop},
                                    {"trade", "Fahrradwerkstatt"},
                                    {"contact_email", "rad@example.org"},
                                    {"phone", "+496241123456"},
                                    {"street", "Hafenstr. 3"},
                                    {"postal_code", "67547"},
                                    {"city", "Worms"}})["id"];
  const std::string code =
      city.call("merchants/" + id + "/invitations", lead, nlohmann::json::object())["code"];

  auto merchant = city.desk("merchant", "", 2000);
  REQUIRE(merchant != nullptr);
  merchant->fill("Zugangsschlüssel oder Code", code);
  merchant->fill("Ihr Vor- und Nachname", "Nadja Keller");
  merchant->click_for("button", "Anmelden", "textbox", "IBAN");
  const auto scan = city.scratch.path() + "/ausweis.png";
  std::filesystem::copy_file(kPicture, scan);
  fill_in(*merchant, scan);
  merchant->click("button", "Antrag einreichen");
  merchant->expect("status", "In Prüfung");

  // The account takes two people; the rest of each office is its own.
  auto ihk = city.desk("ihk", city.platform.token_file("reviewer", "Dr. Anke Wendt", "", "ihk"));
  auto economy =
      city.desk("economy", city.platform.token_file("reviewer", "Sabine Kramer", "", "business_development"));
  REQUIRE(ihk != nullptr);
  REQUIRE(economy != nullptr);
  choose(*ihk);
  choose(*economy);
  confirm(*ihk);
  CHECK(economy->shows("zweite Person fehlt"));
  confirm(*economy);
  confirm(*ihk);
  confirm(*economy);
  merchant->expect("status", "Identität bestätigt");
  CHECK(city.for_citizens().is_null());
  merchant->click("button", "Vertrag annehmen");
  economy->click("button", "Freischalten");

  // Two other desks have it at once, and so do citizens.
  merchant->expect("status", "Aktiv");
  ihk->expect("status", "Aktiv");
  const auto shown = city.for_citizens();
  REQUIRE(shown.is_object());
  CHECK(shown["id"] == id);
  CHECK(shown["verified"] == true);
  CHECK(shown["legal_name"] == "Nadja Keller");
  CHECK(!shown.contains("iban"));
}
