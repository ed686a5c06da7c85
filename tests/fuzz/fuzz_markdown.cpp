// Small Markdown of page texts: parsed, taken apart, rendered.

#include "api-client/content/html.hpp"
#include "api-client/content/markdown.hpp"
#include "api-client/content/markdown_pieces.hpp"
#include "api-client/content/render.hpp"
#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stadtpult;
  const auto text = fuzz::text_of(data, size);
  for (const auto& block : content::parse_markdown(text))
    for (const auto& line : block.lines) {
      fuzz::require(!line.empty());
      for (const auto& run : line) fuzz::require(run.href.empty() || content::is_safe_link(run.href));
    }
  (void)content::plain_text(text);
  std::string whole;
  int open = 0;
  for (const auto& piece : content::pieces_of(text)) {
    whole += piece.text;
    open += piece.kind == content::Piece::Kind::open ? 1 : piece.kind == content::Piece::Kind::close ? -1 : 0;
    fuzz::require(open >= 0);
  }
  fuzz::require(whole == text && open == 0);
  content::Document document;
  auto& block = document.blocks.emplace_back();
  block.id = "b";
  block.type = "paragraph";
  block.texts["text"].by_language["de"] = std::string(text);
  const auto html = content::to_html(content::render(document, {}), {});
  fuzz::require(html.find("<script") == std::string::npos &&
                html.find("href=\"javascript:") == std::string::npos);
  return 0;
}
