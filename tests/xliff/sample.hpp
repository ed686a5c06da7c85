#pragma once
// Pages to be translated, for the tests of this folder.

#include <doctest/doctest.h>

#include "api-client/xliff/xliff.hpp"

namespace stadtpult::testing {

inline contract::LocalizedText text(std::string german, std::string english = "") {
  contract::LocalizedText made;
  made.by_language["de"] = std::move(german);
  if (!english.empty()) made.by_language["en"] = std::move(english);
  return made;
}

/// Three texts: title (translated), p/text (Markdown, translated from another text), q/items/i1/question
/// (not).
inline xliff::Page sample_page() {
  xliff::Page page;
  page.id = "pag_1";
  page.version = 7;
  page.title = text("Wohngeld", "Housing benefit");
  page.document = *content::decode_document(
      R"({"blocks":[
        {"id":"p","type":"paragraph","text":{"de":"Ein **Zuschuss** zur [Miete](https://w.example/m).","en":"A **grant**."}},
        {"id":"q","type":"questions","items":[{"id":"i1","question":{"de":"Wer bekommt es?"}}]}],
        "made_from":{"en":{"p/text":"0000000000000000"}}})");
  return page;
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, std::string(from));
  return text.replace(at, from.size(), to);
}

inline constexpr xliff::Version kVersions[] = {xliff::Version::v1_2, xliff::Version::v2_0};

inline std::string written(const xliff::Page& page, xliff::Version version,
                           std::string_view language = "en") {
  auto file = xliff::write({page}, language, version);
  REQUIRE(file.ok());
  return *file;
}

}  // namespace stadtpult::testing
