#include "platform/domain/import/text.hpp"

#include <doctest/doctest.h>

namespace import = stadtpult::platform::import;
using namespace std::string_literals;

TEST_CASE("text: clean") {
  CHECK(import::clean("  Zahnarzt \t wenn\nBerlin\xC2\xA0 ") == "Zahnarzt wenn Berlin");
  CHECK(import::clean("Bu\xCC\x88rger") == "Bürger");  // decomposed
  CHECK(import::clean("Stra\xC2\xADße") == "Straße");  // soft hyphen
  CHECK(import::clean("") == "");
  for (const auto& broken : {"a\xFF"s, "\xC3"s, "\xE2\x82"s, "\xC0\xAF"s, "\xED\xA0\x80"s,
                             "\xF4\x90\x80\x80"s, "a\0b"s, "a\x07"s, "\xEF\xBF\xBD"s, "\xE2\x80\xAE"s})
    CHECK_FALSE(import::clean(broken).has_value());
}

TEST_CASE("text: showable is valid whatever comes") {
  CHECK(import::showable("a\xFF\xC3z\n") == "a\xEF\xBF\xBD\xEF\xBF\xBDz ");
  CHECK(import::length(import::showable(std::string(5000, 'x'))) == 200);
}

TEST_CASE("text: slug") {
  CHECK(import::slug("Straßenfest, Außenbereich (Ä Ö Ü)") == "strassenfest-aussenbereich-ae-oe-ue");
  CHECK(import::slug("BAföG – Café Łódź") == "bafoeg-cafe-lodz");
  CHECK(import::slug("1-Euro-Job") == "leistung-1-euro-job");
  CHECK(import::slug("…") == "leistung");
  CHECK(import::slug("東京") == "leistung");
  CHECK(import::slug(std::string(500, 'a')).size() == 120);
}

TEST_CASE("text: shorten keeps words and the limit") {
  CHECK(import::shorten("kurz", 80) == "kurz");
  CHECK(import::shorten("eins zwei drei vier", 12) == "eins zwei…");
  CHECK(import::shorten("eins zwei drei vier", 10) == "eins zwei…");
  CHECK(import::length(import::shorten(std::string(300, 'x'), 80)) == 80);
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  CHECK(import::length(import::shorten(umlauts, 80)) == 80);
}

TEST_CASE("text: a name that is too long stands in full in the summary") {
  const std::string name(90, 'n');
  const auto texts = import::name_and_summary(name);
  CHECK(import::length(texts.name.in("de")) == 80);
  CHECK(texts.summary.in("de") == name);
  CHECK(import::name_and_summary("Wohngeld").summary.in("de").empty());
}

TEST_CASE("text: icons by subject") {
  CHECK(import::icon_for("Bauen & Wohnen") == "home");
  CHECK(import::icon_for("Steuern & Zoll") == "payments");
  CHECK(import::icon_for("Förderung") == "lightbulb");
  CHECK(import::icon_for("Xyz") == "category");
}
