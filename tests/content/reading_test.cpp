#include <doctest/doctest.h>

#include "api-client/content/reading.hpp"

using namespace stadtpult::content;

TEST_CASE("syllables are groups of vowels") {
  CHECK(syllables("Wohngeld") == 2);
  CHECK(syllables("Bürgerbüro") == 4);
  CHECK(syllables("Amt") == 1);
  CHECK(syllables("Grundsteuerbescheid") == 5);
}

TEST_CASE("short forms and numbers end no sentence") {
  CHECK(sentences_of("Das gilt z. B. ab 1. Dezember. Danach nicht!").size() == 2);
  CHECK(sentences_of("Siehe Nr. 5 und Abs. 2 heute. Gut?").size() == 2);
  CHECK(sentences_of("").empty());
}

TEST_CASE("the formula: short words read easier than long ones") {
  std::string easy, hard;
  for (int i = 0; i < 10; ++i) easy += "Das Amt hilft gern. ";
  for (int i = 0; i < 10; ++i) hard += "Die Antragsbearbeitung erfordert vollständige Einkommensnachweise. ";
  CHECK(reading_of(easy).grade == 4);  // the lowest
  const auto result = reading_of(hard);
  // 5 words a sentence, 4 of 5 with three and more syllables: 0.2656 * 5 + 0.2744 * 80 - 1.693
  CHECK(result.words == 50);
  CHECK(result.grade == 15);
  CHECK(reading_of("Kurz.").grade == 0);
}

TEST_CASE("hard sentences are named as they stand") {
  const auto result = reading_of(
      "Das ist kurz. Wer im Kreis wohnt und ein Kind hat und noch nicht lang hier lebt und noch nie da war, "
      "der geht zum Amt und fragt.");
  REQUIRE(result.hard.size() == 1);
  CHECK(result.hard[0].substr(0, 3) == "Wer");
}
