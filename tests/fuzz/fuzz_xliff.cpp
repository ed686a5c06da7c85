// Files that translation offices send back.

#include "api-client/base/utf8.hpp"
#include "api-client/xliff/xliff.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using namespace stadtpult;

/// The page that the files in corpus/xliff are of.
const xliff::Page& page() {
  static const xliff::Page made = [] {
    xliff::Page page;
    page.id = "pag_1";
    page.title.by_language = {{"de", "Wohngeld"}, {"en", "Housing benefit"}};
    page.document = *content::decode_document(
        R"({"blocks":[{"id":"p","type":"paragraph","text":{"de":"Ein **Zuschuss** zur [Miete](https://w.example/m).","en":"A **grant**."}},
        {"id":"q","type":"questions","items":[{"id":"i1","question":{"de":"Wer bekommt es?"}}]}]})");
    return page;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::text_of(data, size);
  const auto reading = xliff::read(bytes);
  fuzz::require(reading.problems.empty() != reading.file.pages.empty());
  for (const auto& problem : reading.problems) fuzz::require(!xliff::message(problem).empty());
  if (!reading.problems.empty()) return 0;
  // The same file in UTF-8 says the same.
  const auto text = xliff::in_utf8(bytes);
  fuzz::require(text.ok());
  const auto again = xliff::read(*text);
  fuzz::require(again.problems.empty() && again.file.pages.size() == reading.file.pages.size());
  for (std::size_t i = 0; i < reading.file.pages.size(); ++i) {
    const auto& units = reading.file.pages[i];
    const auto& same = again.file.pages[i];
    fuzz::require(units.page == same.page && units.units.size() == same.units.size());
    for (std::size_t u = 0; u < units.units.size(); ++u)
      fuzz::require(units.units[u].target == same.units[u].target &&
                    units.units[u].source == same.units[u].source);
    std::vector<xliff::Problem> problems;
    const auto taken = xliff::take(units, reading.file.language, page(), problems);
    if (!problems.empty()) continue;
    fuzz::require(content::decode_document(content::encode_document(taken.document)).ok());
  }
  return 0;
}
