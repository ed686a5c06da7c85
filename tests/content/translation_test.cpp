#include <doctest/doctest.h>

#include "api-client/content/translation.hpp"

using namespace stadtpult;
using namespace stadtpult::content;
using contract::LocalizedText;

namespace {
Document document_in(const char* json) {
  return *decode_document(json);
}
}  // namespace

TEST_CASE("a translation is outdated when its German changed, and not by saving") {
  const LocalizedText title("Wohngeld", "Housing benefit"), none;
  const Document empty;
  auto document = document_in(
      R"({"blocks":[{"id":"p","type":"paragraph","text":{"de":"Alt.","en":"Old."}},{"id":"q","type":"paragraph","text":{"de":"Zwei."}}]})");
  note_made_from({none, none, empty}, title, none, document);
  CHECK(state_of({title, none, document}, "p/text", "en") == TextState::current);
  CHECK(state_of({title, none, document}, "q/text", "en") == TextState::missing);

  auto saved = document;
  note_made_from({title, none, document}, title, none, saved);
  CHECK(saved == document);

  auto changed = document;
  changed.blocks[0].texts["text"].by_language["de"] = "Neu.";
  note_made_from({title, none, document}, title, none, changed);
  CHECK(state_of({title, none, changed}, "p/text", "en") == TextState::outdated);
  const auto english = state_of({title, none, changed}, "en");
  CHECK(english.texts == 3);
  CHECK(english.outdated == 1);
  CHECK(english.missing == 1);

  // Back to what it was made from: current again. Translated anew: current.
  auto back = changed;
  back.blocks[0].texts["text"].by_language["de"] = "Alt.";
  note_made_from({title, none, changed}, title, none, back);
  CHECK(state_of({title, none, back}, "p/text", "en") == TextState::current);
  auto anew = changed;
  anew.blocks[0].texts["text"].by_language["en"] = "New.";
  note_made_from({title, none, changed}, title, none, anew);
  CHECK(state_of({title, none, anew}, "p/text", "en") == TextState::current);
}

TEST_CASE("a translation without a note counts as made from what stood there when German changes") {
  const LocalizedText title("T"), none;
  const auto before =
      document_in(R"({"blocks":[{"id":"p","type":"paragraph","text":{"de":"Alt.","tr":"Eski."}}]})");
  auto after = before;
  after.blocks[0].texts["text"].by_language["de"] = "Neu.";
  note_made_from({title, none, before}, title, none, after);
  CHECK(state_of({title, none, after}, "p/text", "tr") == TextState::outdated);
}

TEST_CASE("languages of a page, German first") {
  const LocalizedText title("T", "T"), none;
  const auto document =
      document_in(R"({"blocks":[{"id":"p","type":"paragraph","text":{"de":"A","uk":"Б"}}]})");
  CHECK(languages_of({title, none, document}) == std::vector<std::string>{"de", "en", "uk"});
}
