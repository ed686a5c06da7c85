#include <doctest/doctest.h>

#include <random>

#include "api-client/content/markdown_pieces.hpp"

using namespace stadtpult::content;

namespace {

/// "‹1:**›fett‹/1:**›": the marks in brackets.
std::string shown(std::string_view markdown) {
  std::string out;
  for (const auto& piece : pieces_of(markdown)) {
    const auto id = std::to_string(piece.id);
    switch (piece.kind) {
      case Piece::Kind::words:
        out += piece.text;
        break;
      case Piece::Kind::open:
        out += "‹" + id + ":" + piece.text + "›";
        break;
      case Piece::Kind::close:
        out += "‹/" + id + ":" + piece.text + "›";
        break;
      case Piece::Kind::alone:
        out += "‹" + id + "!" + piece.text + "›";
        break;
    }
  }
  return out;
}

std::string whole(std::string_view markdown) {
  std::string out;
  for (const auto& piece : pieces_of(markdown)) out += piece.text;
  return out;
}

}  // namespace

TEST_CASE("marks stand apart from words") {
  CHECK(shown("Nur Worte.") == "Nur Worte.");
  CHECK(shown("Ein **fettes** Wort") == "Ein ‹1:**›fettes‹/1:**› Wort");
  CHECK(shown("*a* und _b_") == "‹1:*›a‹/1:*› und ‹2:_›b‹/2:_›");
  CHECK(shown("***beides***") == "‹1:*›‹2:**›beides‹/2:**›‹/1:*›");
  CHECK(shown("[Amt](https://a.example/x_(1) \"T)\") hilft") ==
        "‹1:[›Amt‹/1:](https://a.example/x_(1) \"T)\")› hilft");
  CHECK(shown("**[Amt](tel:1)**") == "‹1:**›‹2:[›Amt‹/2:](tel:1)›‹/1:**›");
  CHECK(shown("**a**[b](tel:1)") == "‹1:**›a‹/1:**›‹2:[›b‹/2:](tel:1)›");
  CHECK(shown("<https://a.example> und https://b.example") ==
        "‹1:<›https://a.example‹/1:>› und https://b.example");
}

TEST_CASE("the marks of lists stand alone, line ends are words") {
  CHECK(shown("- eins\n- zwei\n\nEnde") == "‹1!- ›eins\n‹2!- ›zwei\n\nEnde");
  CHECK(shown("Vorher:\n\n1. **eins**\n2. zwei") == "Vorher:\n\n‹1!1. ›‹2:**›eins‹/2:**›\n‹3!2. ›zwei");
  CHECK(shown("* *a*\n* b") == "‹1!* ›‹2:*›a‹/2:*›\n‹3!* ›b");
}

TEST_CASE("what is no mark is words") {
  for (const char* text : {"2 * 3 * 4", "snake_case_name", "**offen", "a\\*b\\*c", "<b>kein HTML</b>",
                           "&amp; &lt;", "", " \n\t ", "[ohne Ziel]"}) {
    CAPTURE(text);
    CHECK(shown(text) == text);
  }
}

TEST_CASE("the pieces are the text, letter by letter, and pairs nest") {
  static constexpr std::string_view kParts[] = {
      "*",     "**", "_",    "`",   "[",  "](", ")",  "](https://a.example)",
      "- ",    "\n", "\n\n", "1. ", "\\", " ",  "ä",  "😀",
      "<",     ">",  "a",    "b c", "&",  "#",  "> ", "\t",
      "```\n", "![", "\"",   "]",   "~",  "|",  "\r", "[x]: http://a.example\n"};
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto left = random() % 24; left > 0; --left) text += kParts[random() % std::size(kParts)];
    CAPTURE(text);
    REQUIRE(whole(text) == text);
    std::vector<int> open;
    for (const auto& piece : pieces_of(text)) {
      if (piece.kind == Piece::Kind::open) open.push_back(piece.id);
      if (piece.kind != Piece::Kind::close) continue;
      REQUIRE_FALSE(open.empty());
      REQUIRE(open.back() == piece.id);
      open.pop_back();
    }
    REQUIRE(open.empty());
  }
}
