// Every rule has its sentence in both languages, with the same placeholders; the English one is what the
// platform answers.

#include <set>

#include "assets/assets.hpp"
#include "tests/checks/support.hpp"
#include "tests/support/json.hpp"

namespace stadtpult::checks::testing {
namespace {

std::set<char> places_in(std::string_view words) {
  std::set<char> out;
  for (std::size_t at = words.find('{'); at != std::string_view::npos; at = words.find('{', at + 1))
    out.insert(words.at(at + 1));
  return out;
}

nlohmann::json words_of(const std::string& language) {
  for (const auto& asset : assets::all())
    if (asset.path == "text/" + language + "/check.json") return json_in(asset.bytes);
  return {};
}

}  // namespace

TEST_CASE("every rule has its sentence in both languages") {
  const auto german = words_of("de"), english = words_of("en");
  REQUIRE(rules().size() > 50);
  CHECK(german.size() == rules().size());
  CHECK(english.size() == rules().size());
  for (const auto& rule : rules()) {
    const std::string name(rule.name);
    CAPTURE(name);
    REQUIRE(german.contains(name));
    CHECK(english[name] == std::string(rule.sentence));
    CHECK(places_in(german[name].get<std::string>()) == places_in(rule.sentence));
  }
}

TEST_CASE("a sentence has its values, and what is no rule is said as it is") {
  CHECK(sentence_of({"iban.length", 0, {"DE", "22", "21"}}) ==
        "An IBAN of \"DE\" has 22 characters; here are 21.");
  CHECK(sentence_of({"nothing", 0, {}}) == "nothing");
}

}  // namespace stadtpult::checks::testing
