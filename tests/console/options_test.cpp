#include "console/options.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <vector>

using namespace stadtpult;

namespace {

struct Told {
  console::Parsed parsed;
  std::string out, err;
};

Told tell(std::vector<const char*> words) {
  words.insert(words.begin(), "stadtpult");
  std::ostringstream out, err;
  auto parsed = console::parse_options(static_cast<int>(words.size()), words.data(), out, err);
  return {std::move(parsed), out.str(), err.str()};
}

}  // namespace

TEST_CASE("options: every flag of the console is taken") {
  const auto embedded =
      tell({"--embedded", "--data",    "/tmp/desk", "--role",       "reviewer", "--panel",
            "audit",      "--lang",    "en",        "--theme",      "dark",     "--scale",
            "150",        "--size",    "1024x640",  "--screenshot", "a.png",    "--semantics",
            "b.txt",      "--timings", "--open",    "app_1",        "--view",   "offers"});
  REQUIRE(embedded.parsed.options);
  const auto& told = *embedded.parsed.options;
  CHECK(told.platform_url.empty());
  CHECK(told.data_dir == "/tmp/desk");
  CHECK(told.role == contract::Role::reviewer);
  CHECK(told.panel == "audit");
  CHECK(told.language == "en");
  CHECK(told.theme == "dark");
  CHECK(told.scale == doctest::Approx(1.5));
  CHECK(told.width == 1024);
  CHECK(told.height == 640);
  CHECK(told.screenshot == "a.png");
  CHECK(told.semantics == "b.txt");
  CHECK(told.object == "app_1");
  CHECK(told.view == "offers");
  CHECK(told.timings);

  const auto remote = tell({"--platform", "https://pult.example:8443"});
  REQUIRE(remote.parsed.options);
  CHECK(remote.parsed.options->platform_url == "https://pult.example:8443");
  CHECK_FALSE(remote.parsed.options->role);

  const auto plain = tell({});
  REQUIRE(plain.parsed.options);
  CHECK(plain.parsed.options->data_dir == console::default_data_dir());
}

TEST_CASE("options: help and version are answers, not errors") {
  for (const char* flag : {"--help", "--version"}) {
    const auto told = tell({flag});
    CHECK_FALSE(told.parsed.options);
    CHECK(told.parsed.exit_code == 0);
    CHECK(told.err.empty());
  }
  const auto help = tell({"--help"}).out;
  for (const char* flag : {"--platform", "--embedded", "--data", "--role", "--panel", "--lang", "--theme",
                           "--scale", "--size", "--screenshot", "--version"}) {
    CAPTURE(flag);
    CHECK(help.find(flag) != std::string::npos);
  }
  CHECK(tell({"--version"}).out.starts_with("stadtpult "));
}

TEST_CASE("options: a wrong value is one line that names the option") {
  struct Wrong {
    std::vector<const char*> words;
    const char* named;
  };
  const Wrong wrong[] = {{{"--platform", "http://pult.example"}, "--platform"},
                         {{"--platform"}, "--platform"},
                         {{"--platform", "https://"}, "--platform"},
                         {{"--role", "mayor"}, "--role"},
                         {{"--role", ""}, "--role"},
                         {{"--panel", "nowhere"}, "--panel"},
                         {{"--lang", "fr"}, "--lang"},
                         {{"--theme", "pink"}, "--theme"},
                         {{"--scale", "99"}, "--scale"},
                         {{"--scale", "201"}, "--scale"},
                         {{"--scale", "nan"}, "--scale"},
                         {{"--scale", "big"}, "--scale"},
                         {{"--size", "1440"}, "--size"},
                         {{"--size", "10x10"}, "--size"},
                         {{"--size", "1440x900x2"}, "--size"},
                         {{"--ca", "/nowhere/ca.pem"}, "--ca"},
                         {{"--token-file", "/nowhere/token"}, "--token-file"},
                         {{"--data", ""}, "--data"},
                         {{"--platform", "https://pult.example", "--embedded"}, "--embedded"},
                         {{"--platform", "https://pult.example", "--role", "editor"}, "--role"},
                         {{"--no-such-flag"}, "--no-such-flag"},
                         {{"stray"}, "stray"}};
  for (const auto& each : wrong) {
    const auto told = tell(each.words);
    CAPTURE(told.err);
    CAPTURE(std::string(each.words.back()));
    CHECK_FALSE(told.parsed.options);
    CHECK(told.parsed.exit_code == 2);
    CHECK(told.out.empty());
    CHECK(told.err.find(each.named) != std::string::npos);
    CHECK(std::count(told.err.begin(), told.err.end(), '\n') == 1);
    CHECK(told.err.ends_with("\n"));
  }
}
