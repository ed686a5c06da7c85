#include "console/preferences.hpp"

#include <doctest/doctest.h>

#include "panels/kit/text.hpp"
#include "panels/kit/theme.hpp"

using namespace stadtpult;
using console::Options;
using console::Preferences;

TEST_CASE("preferences: stored values, the command line on top, nonsense passed over") {
  const std::map<std::string, std::string> stored{{"setting:theme", "dark"},     {"setting:scale", "140"},
                                                  {"setting:density", "?"},      {"shell.window", "1200x800"},
                                                  {"shell.nav_rail", "1"},       {"shell.panel", "audit"},
                                                  {"unknown", "kept for panels"}};
  const Preferences plain{stored, {}};
  CHECK(plain.settings.get("theme") == "dark");
  CHECK(plain.settings.get("density") == "normal");
  CHECK(plain.scale() == doctest::Approx(1.4));
  CHECK(plain.width == 1200);
  CHECK(plain.height == 800);
  CHECK(plain.nav_rail);
  CHECK(plain.nav_chosen);
  CHECK(Preferences{{{"shell.nav_rail", "0"}}, {}}.nav_chosen);
  CHECK_FALSE(Preferences{{}, {}}.nav_chosen);
  CHECK(plain.panel == "audit");
  CHECK(plain.stored().at("unknown") == "kept for panels");

  Options options;
  options.theme = "light";
  options.language = "en";
  options.scale = 2;
  options.width = 1024;
  options.height = 640;
  options.panel = "publish";
  const Preferences told{stored, options};
  CHECK(told.settings.get("theme") == "light");
  CHECK(told.settings.get("language") == "en");
  CHECK(told.scale() == doctest::Approx(2.0));
  CHECK(told.width == 1024);
  CHECK(told.panel == "publish");
}

TEST_CASE("preferences: a broken window size keeps the default") {
  for (const char* broken : {"", "x", "-5x10", "99999999999x3", "12"}) {
    CAPTURE(broken);
    const Preferences made{{{"shell.window", broken}}, {}};
    CHECK(made.width == 1440);
    CHECK(made.height == 900);
  }
}

TEST_CASE("preferences: applied to the kit") {
  Preferences made{{{"setting:theme", "dark"}, {"setting:language", "en"}, {"setting:density", "compact"}},
                   {}};
  made.apply();
  CHECK(panels::kit::theme_name() == panels::kit::ThemeName::dark);
  CHECK(panels::kit::language() == "en");
  CHECK(panels::kit::compact());
  Preferences{{}, {}}.apply();
  CHECK(panels::kit::language() == "de");
  CHECK_FALSE(panels::kit::compact());
}
