// Two texts of a page compared.
#include <doctest/doctest.h>

#include "panels/content/history_view.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels::pages;

namespace {

PageText of(const contract::PageVersion& version) {
  return {version.title, version.summary, *content::decode_document(version.content.text)};
}

std::string side(const std::vector<DiffWord>& words) {
  std::string out;
  for (const auto& each : words)
    out += each.same ? std::string(each.words) : "[" + std::string(each.words) + "]";
  return out;
}

}  // namespace

TEST_CASE("versions differ by block and field") {
  panels::kit::set_language("de");
  const auto versions = sample::housing_versions();
  const auto made = compare(of(versions[1]), of(versions[0]));
  REQUIRE(made.changes.size() == 2);
  CHECK(made.blocks_added == 1);
  CHECK(made.fields_changed == 1);
  CHECK(made.changes[0].where == "Hinweis, Text");
  CHECK(made.changes[0].language == "de");
  CHECK(made.changes[1].kind == TextChange::Kind::added);
  CHECK(made.changes[1].where == "Kontakt");
  CHECK(compare(of(versions[0]), of(versions[0])).changes.empty());
  CHECK(compare(of(versions[0]), of(versions[1])).blocks_removed == 1);
}

TEST_CASE("a moved block and another choice are said") {
  const auto base = of(sample::housing_versions()[0]);
  auto moved = base;
  std::swap(moved.document.blocks[1], moved.document.blocks[2]);
  moved.document.blocks[3].values["tone"] = "warning";
  const auto made = compare(base, moved);
  REQUIRE(made.changes.size() == 2);
  CHECK(made.changes[0].kind == TextChange::Kind::moved);
  CHECK(made.changes[1].before == "Information");
  CHECK(made.changes[1].after == "Warnung");
}

TEST_CASE("words that stayed are not marked") {
  const std::string before = "Ab 1. November gelten neue Freibeträge.";
  const std::string after = "Ab 1. Dezember gelten höhere Freibeträge.";
  const auto diff = diff_words(before, after);
  CHECK(side(diff.before) == "Ab 1. [November ]gelten [neue ]Freibeträge.");
  CHECK(side(diff.after) == "Ab 1. [Dezember ]gelten [höhere ]Freibeträge.");
  CHECK(side(diff_words("", "neu").after) == "[neu]");
  CHECK(side(diff_words("gleich", "gleich").after) == "gleich");
}
