#include <doctest/doctest.h>

#include "api-client/content/html.hpp"
#include "api-client/content/markdown.hpp"

using namespace stadtpult::content;

TEST_CASE("bold, italic, lists and links") {
  const auto blocks = parse_markdown(
      "Ab **1. Dezember** gilt *neues* [Recht](https://stadt.example/a).\n\n- eins\n- zwei\n\n1. A\n2. B");
  REQUIRE(blocks.size() == 3);
  CHECK(blocks[0].lines[0].size() == 7);
  CHECK(blocks[0].lines[0][1] == Run{"1. Dezember", true, false, ""});
  CHECK(blocks[0].lines[0][3] == Run{"neues", false, true, ""});
  CHECK(blocks[0].lines[0][5] == Run{"Recht", false, false, "https://stadt.example/a"});
  CHECK(blocks[1].kind == TextBlock::Kind::bullets);
  CHECK(blocks[1].lines.size() == 2);
  CHECK(blocks[2].kind == TextBlock::Kind::numbers);
  CHECK(plain_text("- a **b**\n- c") == "a b\nc");
}

TEST_CASE("an entry with two paragraphs and a list within a list keep their words") {
  CHECK(plain_text("- a\n\n  b\n- c\n  - d") == "a\nb\nc\nd");
}

TEST_CASE("what tries to be HTML or script is text") {
  for (const auto* text : {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
                           "a <b onclick=x>b</b>", "<!-- x -->", "<svg/onload=alert(1)>", "&lt;script&gt;"}) {
    CAPTURE(text);
    CHECK(plain_text(text) == text);
  }
  for (const auto* link :
       {"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,x)", "[x](vbscript:x)",
        "[x](//evil.example)", "[x](https://stadt.example@evil.example/)", "<javascript:alert(1)>"})
    for (const auto& block : parse_markdown(link))
      for (const auto& line : block.lines)
        for (const auto& run : line) {
          CAPTURE(link);
          CHECK(run.href == "");
        }
}

TEST_CASE("links that may be followed") {
  for (const auto* link : {"https://worms.example/", "http://a.example", "mailto:a@b.example", "tel:+496241",
                           "page:pag_1", "HTTPS://A.example/x?y=1#z", "miniapp:app_1"})
    CHECK(is_safe_link(link));
  for (const auto* link : {"", "https://", "javascript:x", "https://a b", "https://a\nb", "ftp://a", "/etc",
                           "mailto:", "https://u@h/"})
    CHECK_FALSE(is_safe_link(link));
}

TEST_CASE("a text of only marks, or of none, is no trouble") {
  CHECK(parse_markdown("").empty());
  CHECK(parse_markdown("   \n\n  ").empty());
  CHECK(plain_text("****") != "x");
  CHECK(plain_text(std::string(5'000, '[')).size() == 5'000);
}

TEST_CASE("what stands behind a text in memory is no part of it") {
  // An unfinished link, and behind the text the bracket that would end it.
  const std::string whole = "a *b* [c * *d*e*f* g*h](i*j) and more, *much* more";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    CAPTURE(size);
    CHECK(parse_markdown(std::string_view(whole).substr(0, size)) == parse_markdown(whole.substr(0, size)));
  }
}
