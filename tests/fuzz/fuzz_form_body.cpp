// What a browser sends for a form (application/x-www-form-urlencoded), against a form with every kind of
// field.

#include "api-client/base/utf8.hpp"
#include "api-client/content/document.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/domain/form_check.hpp"
#include "platform/routes/target.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

const stadtpult::content::Block& form() {
  static const auto document =
      stadtpult::content::decode_document(R"({"blocks":[{"id":"f","type":"form","fields":[
    {"id":"name","input":"text","label":{"de":"Name"},"required":true,"pattern":"[A-Z][a-z]+"},
    {"id":"n","input":"number","label":{"de":"Zahl"},"minimum":1,"maximum":9},
    {"id":"d","input":"date","label":{"de":"Tag"}},
    {"id":"c","input":"choice","label":{"de":"Wahl"},"options":[{"id":"a","label":{"de":"A"}},{"id":"b","label":{"de":"B"}}]},
    {"id":"e","input":"text","label":{"de":"Mehr"},"shown_if_field":"c","shown_if_value":"a"},
    {"id":"u","input":"file","label":{"de":"Datei"},"shown_if_field":"c","shown_if_value":"b"},
    {"id":"ok","input":"consent","label":{"de":"Ja"},"required":true}]}]})");
  stadtpult::fuzz::require(document.ok());
  return document->blocks.front();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stadtpult;
  const auto fields = platform::parse_target("/?" + std::string(fuzz::text_of(data, size)));
  if (!fields) {
    fuzz::require(!fields.error().message.empty());
    return 0;
  }
  std::map<std::string, std::string> typed;
  for (const auto& [name, value] : fields->query)
    if (base::is_utf8(name) && base::is_utf8(value)) typed[name] = value;
  const auto checked = platform::check_form(form(), typed, "de");
  for (const auto& answer : checked.answers)
    fuzz::require(base::characters(answer.value) <= platform::kLongestAnswer || !checked.problems.empty());
  fuzz::require(contract::is_json(platform::encode_answers(checked.answers)));
  return 0;
}
