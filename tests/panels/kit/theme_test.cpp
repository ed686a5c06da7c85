// The contrast of every pair of colours that DESIGN §2 names, computed anew from the theme.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "panels/kit/theme.hpp"

using namespace stadtpult::panels::kit;

namespace {

double channel(Color color, unsigned shift) {
  const double c = static_cast<double>((color >> shift) & 0xFFU) / 255;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

/// WCAG 2.x relative luminance.
double luminance(Color color) {
  return 0.2126 * channel(color, 0) + 0.7152 * channel(color, 8) + 0.0722 * channel(color, 16);
}

double contrast(Color a, Color b) {
  const double x = luminance(a);
  const double y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

struct Pair {
  std::string name;
  Color text, ground;
  double least;
};

std::vector<Pair> pairs(const Palette& p) {
  std::vector<Pair> all;
  const auto text_on = [&](const char* name, Color color, double least) {
    const std::pair<const char*, Color> grounds[] = {
        {"surface", p.surface}, {"subtle", p.subtle}, {"raised", p.raised}, {"hover", p.hover},
        {"sel", p.sel},         {"inset", p.inset},   {"app", p.app}};
    for (const auto& [ground, value] : grounds)
      all.push_back({std::string(name) + " on " + ground, color, value, least});
  };
  text_on("tx", p.tx, 4.5);
  text_on("tx2", p.tx2, 4.5);
  text_on("tx3", p.tx3, 4.5);
  text_on("acct", p.acct, 4.5);
  text_on("focus", p.focus, 3.0);
  all.push_back({"txd on surface", p.txd, p.surface, 3.0});
  all.push_back({"txd on a disabled button", p.txd, p.tone(Tone::neu).tint, 3.0});
  all.push_back({"field on surface", p.field, p.surface, 3.0});
  all.push_back({"onacc on acc", p.onacc, p.acc, 4.5});
  all.push_back({"onacc on acch", p.onacc, p.acch, 4.5});
  all.push_back({"onerr on errfill", p.onerr, p.errfill, 4.5});
  all.push_back({"onerr on errh", p.onerr, p.errh, 4.5});
  all.push_back({"invtx on inv", p.invtx, p.inv, 4.5});
  all.push_back({"invtx2 on inv", p.invtx2, p.inv, 4.5});
  all.push_back({"invact on inv", p.invact, p.inv, 4.5});
  for (int i = 0; i < kToneCount; ++i) {
    const ToneColors& tone = p.tone(static_cast<Tone>(i));
    const std::string name = "tone " + std::to_string(i);
    all.push_back({name + " text on tint", tone.text, tone.tint, 4.5});
    all.push_back({name + " text on surface", tone.text, p.surface, 4.5});
    all.push_back({name + " fill on surface", tone.fill, p.surface, 3.0});
  }
  return all;
}

}  // namespace

TEST_CASE("every pair of colours of the design has its contrast, in both themes") {
  for (const ThemeName name : {ThemeName::light, ThemeName::dark}) {
    for (const Pair& pair : pairs(palette(name))) {
      CAPTURE(pair.name);
      CAPTURE(static_cast<int>(name));
      CHECK(contrast(pair.text, pair.ground) >= pair.least);
    }
  }
}

TEST_CASE("the ratios are the ones the design prints") {
  const Palette& light = palette(ThemeName::light);
  CHECK(contrast(light.tx, light.surface) == doctest::Approx(17.1).epsilon(0.005));
  CHECK(contrast(light.onacc, light.acc) == doctest::Approx(6.3).epsilon(0.01));
  const Palette& dark = palette(ThemeName::dark);
  CHECK(contrast(dark.tx, dark.surface) == doctest::Approx(14.9).epsilon(0.005));
  CHECK(contrast(dark.tone(Tone::err).text, dark.tone(Tone::err).tint) == doctest::Approx(7.0).epsilon(0.01));
}

TEST_CASE("lengths become whole px and never vanish") {
  set_scale(1.0F, 1.0F);
  CHECK(px(13.4F) == 13);
  set_scale(1.3F, 1.0F);
  CHECK(px(1) == 1);
  CHECK(px(10) == 13);
  set_scale(1.0F, 1.5F);
  CHECK(px(31) == 47);
  CHECK(px(0) == 0);
  set_scale(9.0F, 1.0F);
  CHECK(user_scale() == 2.0F);
  set_scale(1.0F, 1.0F);
}

TEST_CASE("compact rows are four px lower") {
  set_scale(1.0F);
  CHECK(row_height(RowKind::two_line) == 44);
  set_compact(true);
  CHECK(row_height(RowKind::two_line) == 40);
  CHECK(row_height(RowKind::inbox) == 46);
  set_compact(false);
}

TEST_CASE("breakpoints by logical width") {
  CHECK(breakpoint(719) == Breakpoint::phone);
  CHECK(breakpoint(720) == Breakpoint::sheet);
  CHECK(breakpoint(1024) == Breakpoint::narrow);
  CHECK(breakpoint(1280) == Breakpoint::wide);
}
