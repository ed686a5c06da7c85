// Signing in: with an access key, or with the code of an invitation and a name.
#include "console/sign_in.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "console/failures.hpp"
#include "panels/kit/text.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using panels::kit::Key;
using UiRole = test::Role;

namespace {

struct Door {
  std::string why = "Worum es geht";
  console::SignIn sign_in;
  std::optional<console::SignIn::Wish> wish;
  test::Ui ui{[this] {
                if (auto said = sign_in.draw(why)) wish = std::move(said);
              },
              {.width = 1024, .height = 640}};
  Door() { ui.frame(3); }
  [[nodiscard]] bool says(std::string_view words) const {
    for (const auto& node : ui.tree().nodes())
      if (node.name.find(words) != std::string::npos || node.description.find(words) != std::string::npos)
        return true;
    return false;
  }
};

}  // namespace

TEST_CASE("sign in: a code is three groups of four, however it is written; an access key is longer") {
  for (const char* code : {"H7KQ-2MXD-9RTE", "h7kq2mxd9rte", "H7KQ 2MXD 9RTE"})
    CHECK(console::looks_like_code(code));
  for (const char* other : {"", "H7KQ-2MXD", "stp_3f9c2a7be0d14c55a0", "H7KQ-2MXD-9RT\xC3\xA4"})
    CHECK_FALSE(console::looks_like_code(other));
}

TEST_CASE("sign in: the dialog says why it asks") {
  using Why = client::SignInNeeded::Why;
  for (const char* language : {"de", "en"}) {
    panels::kit::set_language(language);
    std::set<std::string> said;
    for (const auto why : {Why::no_token, Why::expired, Why::refused})
      said.insert(console::sign_in_words(why, ""));
    said.insert(console::sign_in_words(Why::no_token, "/home/jana/pult.token"));
    CHECK(said.size() == 4);
    for (const auto& words : said) CHECK(words.find('{') == std::string::npos);
    // What the platform says is newer than the file.
    CHECK(console::sign_in_words(Why::refused, "/home/jana/pult.token") ==
          console::sign_in_words(Why::refused, ""));
  }
  panels::kit::set_language("de");
  Door door;
  door.why = console::sign_in_words(Why::refused, "");
  door.ui.frame(2);
  CHECK(door.says("Dieser Zugangsschlüssel gilt nicht oder nicht mehr"));
  door.why = console::sign_in_words(Why::no_token, "/home/jana/pult.token");
  door.ui.frame(2);
  CHECK(door.says("In der Datei /home/jana/pult.token steht kein Zugangsschlüssel"));
}

TEST_CASE("sign in: with an access key, Enter connects") {
  Door door;
  door.ui.type("stp_0123456789abcdef0123");
  door.ui.press(Key::enter);
  door.ui.frame(2);
  REQUIRE(door.wish);
  CHECK(door.wish->token == "stp_0123456789abcdef0123");
  CHECK_FALSE(door.wish->code);
}

TEST_CASE("sign in: with a code the name is asked for, and goes along") {
  Door door;
  door.ui.type("H7KQ-2MXD-9RTE");
  door.ui.frame(2);
  door.ui.press(Key::enter);
  door.ui.frame(2);
  CHECK_FALSE(door.wish);
  REQUIRE(door.ui.click(UiRole::textbox, "Ihr Vor- und Nachname"));
  door.ui.type("Nadja Keller");
  door.ui.press(Key::enter);
  door.ui.frame(2);
  REQUIRE(door.wish);
  REQUIRE(door.wish->code);
  CHECK(door.wish->code->code == "H7KQ-2MXD-9RTE");
  CHECK(door.wish->code->name == "Nadja Keller");
  // While it is checked nothing is sent again; what was typed stays when it is refused.
  door.wish.reset();
  door.ui.press(Key::enter);
  door.ui.frame(2);
  CHECK_FALSE(door.wish);
  door.sign_in.taken(base::fail(base::ErrorKind::forbidden, "no"));
  door.ui.frame(2);
  CHECK(door.says("Dieser Code gilt nicht"));
  REQUIRE(door.ui.click(UiRole::button, "Anmelden"));
  door.ui.frame(2);
  REQUIRE(door.wish);
  CHECK(door.wish->code->name == "Nadja Keller");
}
