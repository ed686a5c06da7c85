#include "platform/print/typesetter.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace stadtpult::platform::print;

namespace {

constexpr double kWidth = 80;

/// Where a line begins that ends at the right edge: by how wide it is.
double begin_of(Typesetter& typesetter, const std::string& text, const Style& style) {
  const auto lines = typesetter.lines_of(text, kWidth, style);
  REQUIRE(lines.size() == 1);
  return lines.front().x;
}

}  // namespace

TEST_CASE("a number that is put together is as wide as one that Pango sets") {
  Typesetter typesetter("de");
  for (const bool bold : {false, true})
    for (const bool mono : {false, true}) {
      const Style style{.size_pt = 9, .bold = bold, .mono = mono, .align = Align::right};
      for (const std::string text :
           {"RM-10020", "Fall 77410.", "1000000", "(71145)", "1.234.567", "A-0471/74", "ab12345x",
            "2026-11-28", "11:45:07", "4x7777", "-74107,"}) {
        CAPTURE(text);
        const auto set = typesetter.lines_of(text, kWidth, style);
        REQUIRE(set.size() == 1);
        CHECK(set.front().face != nullptr);
        // A sign that is not seen (word joiner) makes it Pango's.
        const std::string by_pango = text + "\u2060";
        CHECK(typesetter.lines_of(by_pango, kWidth, style).front().face == nullptr);
        CHECK(std::abs(begin_of(typesetter, text, style) - begin_of(typesetter, by_pango, style)) < 0.01);
      }
    }
}

TEST_CASE("numbers are torn apart where the rules for lines allow it, whatever their figures") {
  Typesetter typesetter("de");
  const Style style{.size_pt = 10, .mono = true};  // all as wide as each other
  const auto heads = [&](const std::string& text) {
    std::string sizes;
    for (const auto& line : typesetter.lines_of(text, 18, style)) {
      int glyphs = 0;
      for (const auto& [word, spaces] : line.words) glyphs += word != nullptr ? 1 : 0;
      sizes += std::to_string(glyphs) + ";";
    }
    return sizes;
  };
  CHECK(heads("Mai–2026–11111–22222") == heads("Mai–2027–77477–10101"));
  CHECK(typesetter.lines_of("Mai–2026–11111–22222", 18, style).size() > 1);
}
