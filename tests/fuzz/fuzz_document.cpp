// Documents of blocks: read, written, judged, merged, rendered.

#include "api-client/content/check.hpp"
#include "api-client/content/html.hpp"
#include "api-client/content/merge.hpp"
#include "api-client/content/render.hpp"
#include "api-client/content/translation.hpp"
#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stadtpult;
  const auto document = content::decode_document(fuzz::text_of(data, size));
  if (!document) {
    fuzz::require(!document.error().message.empty());
    return 0;
  }
  // What was taken can be written and read again without a change.
  const auto text = content::encode_document(*document);
  const auto again = content::decode_document(text);
  fuzz::require(again.ok() && content::encode_document(*again) == text);
  content::CheckContext context;
  for (const auto& finding : content::check(*document, context))
    fuzz::require(!content::message(finding).empty());
  const contract::LocalizedText none;
  fuzz::require(content::state_of({none, none, *document}, "en").outdated >= 0);
  const auto merged = content::merge(*document, *document, *document);
  fuzz::require(merged.conflicts.empty());
  const auto html = content::to_html(content::render(*document, {}), {});
  fuzz::require(html.find("<script") == std::string::npos);
  return 0;
}
