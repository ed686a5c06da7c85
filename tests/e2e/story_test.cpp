// The story of the product through real windows: a merchant hands in, the IHK approves, the lead publishes,
// and another desk shows it a moment later.

#include <doctest/doctest.h>

#include "tests/e2e/desk.hpp"
#include "tests/e2e/platform_process.hpp"

using namespace stadtpult;
using namespace stadtpult::tests;

namespace {

/// The package of the tour in README.md, so that the tour is known to work.
const std::string kPackage = std::string(STADTPULT_SOURCE_DIR) + "/docs/example/lesung.ma";

std::unique_ptr<Desk> open_desk(PlatformProcess& platform, const Scratch& scratch, const std::string& name,
                                const std::string& token, const std::string& panel) {
  return Desk::open(
      program("stadtpult"),
      {"--platform", platform.url(), "--ca", platform.certificate(), "--token-file", token, "--data",
       scratch.path() + "/" + name, "--panel", panel, "--lang", "de", "--theme", "light"},
      scratch.path());
}

}  // namespace

TEST_CASE("from draft to live, seen on another desk") {
  const Scratch scratch;
  PlatformProcess platform(scratch.path());
  const auto merchant_token = platform.token_file("merchant", "Miriam Falk", "demo-merchant");
  const auto reviewer_token = platform.token_file("reviewer", "Dr. Anke Wendt", "org-ihk");
  const auto lead_token = platform.token_file("project_lead", "Jana Arndt");

  auto lead = open_desk(platform, scratch, "lead", lead_token, "catalogue");
  REQUIRE(lead != nullptr);
  lead->expect("heading", "Katalog");
  CHECK(!lead->find("row", "Lesungen am Rhein"));

  // The merchant hands in a package.
  auto merchant = open_desk(platform, scratch, "merchant", merchant_token, "catalogue");
  REQUIRE(merchant != nullptr);
  merchant->click_for("button", "Mini-App einreichen", "dialog", "Mini-App einreichen");
  merchant->click_for("button", "Datei wählen", "textbox", "Ordner oder Datei");
  merchant->key("ctrl+a");
  merchant->type(kPackage);
  merchant->key("Return");
  merchant->expect("status", "Geprüft: Die Mini-App kann eingereicht werden.");
  merchant->click_for("combobox", "Rubrik", "option", "Einkaufen");
  merchant->type("Einkaufen");
  merchant->key("Return");
  merchant->click("button", "Einreichen");
  merchant->expect("row", "Lesungen am Rhein");
  // The other desk shows it by itself.
  lead->expect("row", "Lesungen am Rhein");
  merchant.reset();

  // The IHK reviews and approves.
  auto reviewer = open_desk(platform, scratch, "reviewer", reviewer_token, "overview");
  REQUIRE(reviewer != nullptr);
  reviewer->expect("text", "Verbunden");
  reviewer->key("ctrl+k");
  reviewer->type("Lesungen");
  reviewer->key("Return");
  reviewer->click("button", "Übernehmen");
  for (const char* line : {"Inhalte richtig und vollständig", "Zwecke mit Datenschutz abgestimmt",
                           "Barrierefreiheit ausprobiert"})
    reviewer->click("checkbox", line);
  reviewer->click("button", "Freigeben");
  reviewer->expect("status", "Freigegeben");

  // The lead publishes it to the employees.
  lead->click_for("link", "Veröffentlichen", "checkbox", "Lesungen am Rhein auswählen");
  lead->click("checkbox", "Lesungen am Rhein auswählen");
  lead->click("button", "Veröffentlichen");

  // And the reviewer's desk shows it a moment later.
  reviewer->expect("status", "Veröffentlicht");
}
