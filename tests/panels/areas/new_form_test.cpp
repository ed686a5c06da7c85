#include "panels/form/new_form.hpp"

#include <doctest/doctest.h>

#include <map>

#include "api-client/contract/people.hpp"
#include "panels/kit/kit.hpp"
#include "tests/panels/areas/sample.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using stadtpult::test::Ui;
using FieldRole = stadtpult::test::Role;
using Form = form::NewForm<contract::Organisation>;

namespace {

const std::string kFirst = "draft:test.new", kSecond = "draft:test.new/2";

/// The form on a screen, and the disk that the console keeps drafts on.
struct Maker {
  explicit Maker(const std::map<std::string, std::string>& kept = {}) : disk(kept) {
    form::Field name;
    name.path = "name";
    name.label = "Name";
    name.required = true;
    fields.push_back(name);
    for (const auto& [key, text] : kept) form.restore(key, text);
    ui.frame(2);
  }
  void draw() {
    Intents out;
    form.draw(fields, sample::world_of(state), out);
    for (const auto& intent : out)
      if (const auto* draft = std::get_if<KeepDraft>(&intent)) {
        disk[draft->key] = draft->text;
        if (draft->text.empty()) disk.erase(draft->key);
      }
    if (kit::button("make", {.label = "Anlegen"}) && form.take(fields)) taken = form.draft_key();
  }
  void type(const std::string& name) { REQUIRE(ui.fill(FieldRole::textbox, "Name", name)); }
  [[nodiscard]] std::string typed() const { return ui.value(FieldRole::textbox, "Name"); }
  /// The draft key of the change that goes off.
  std::string send() {
    taken.clear();
    REQUIRE(ui.click(FieldRole::button, "Anlegen"));
    ui.frame(2);
    REQUIRE_FALSE(taken.empty());
    return taken;
  }
  std::string make(const std::string& name) {
    type(name);
    return send();
  }
  /// The platform answers; of what was taken nothing stays on disk.
  void answer(const std::string& key, bool ok) {
    client::CommandDone done;
    done.id = "cmd_" + std::to_string(++answers);
    done.draft_key = key;
    done.ok = ok;
    if (ok) disk.erase(key);
    state.apply(done, sample::world_of(state).now);
    ui.frame(2);
  }
  [[nodiscard]] bool keeps(const std::string& key, const std::string& name) const {
    const auto at = disk.find(key);
    return at != disk.end() && at->second.find(name) != std::string::npos;
  }

  std::map<std::string, std::string> disk;
  client::State state = sample::working_city();
  std::vector<form::Field> fields;
  Form form{kFirst};
  std::string taken;
  Ui ui{[this] { draw(); }};
  int answers = 0;
};

}  // namespace

TEST_CASE("new things: what is typed while the first is on its way is not touched by its answer") {
  Maker maker;
  const auto first = maker.make("Adler");
  CHECK(first == kFirst);
  maker.type("Beller");
  CHECK(maker.keeps(kFirst, "Adler"));
  CHECK(maker.keeps(kSecond, "Beller"));
  SUBCASE("refused") {
    maker.answer(first, false);
    CHECK(maker.typed() == "Beller");
    CHECK(maker.keeps(kFirst, "Adler"));
    CHECK(maker.send() == kSecond);
    CHECK(maker.typed() == "Adler");
    maker.answer(kSecond, true);
    CHECK(maker.typed() == "Adler");
    CHECK(maker.keeps(kFirst, "Adler"));
    CHECK(maker.send() == kFirst);
    maker.answer(kFirst, true);
  }
  SUBCASE("made") {
    maker.answer(first, true);
    CHECK(maker.typed() == "Beller");
    CHECK(maker.keeps(kSecond, "Beller"));
    CHECK(maker.send() == kSecond);
    maker.answer(kSecond, true);
  }
  CHECK(maker.typed().empty());
  CHECK(maker.disk.empty());
  CHECK(maker.make("Chor") == kFirst);
}

TEST_CASE("new things: of two on their way the one comes back that was refused") {
  Maker maker;
  const auto first = maker.make("Adler"), second = maker.make("Beller");
  REQUIRE(first != second);
  SUBCASE("the second") {
    maker.answer(first, true);
    CHECK(maker.typed().empty());
    maker.answer(second, false);
    CHECK(maker.typed() == "Beller");
    CHECK(maker.keeps(second, "Beller"));
  }
  SUBCASE("the first") {
    maker.answer(first, false);
    CHECK(maker.typed() == "Adler");
    maker.answer(second, true);
    CHECK(maker.typed() == "Adler");
    CHECK(maker.keeps(first, "Adler"));
  }
  SUBCASE("both, one after the other") {
    maker.answer(second, false);
    maker.answer(first, false);
    CHECK(maker.typed() == "Beller");
    CHECK(maker.send() == second);
    CHECK(maker.typed() == "Adler");
  }
}

TEST_CASE("new things: all that was begun is there after a restart") {
  std::map<std::string, std::string> disk;
  {
    Maker maker;
    (void)maker.make("Adler");
    maker.type("Beller");
    disk = maker.disk;
  }
  REQUIRE(disk.size() == 2);
  Maker maker{disk};
  CHECK(maker.typed() == "Adler");
  SUBCASE("it is sent again") {
    CHECK(maker.send() == kFirst);
    CHECK(maker.typed() == "Beller");
  }
  SUBCASE("it was on its way, and is made now") {
    maker.answer(kFirst, true);
    CHECK(maker.typed() == "Beller");
  }
}

TEST_CASE("new things: what the outbox sends once more takes no answer from another") {
  Maker maker;
  (void)maker.make("Adler");
  maker.answer(kFirst, false);
  REQUIRE(maker.typed() == "Adler");
  SUBCASE("it is made: its words go") {
    maker.answer(kFirst, true);
    CHECK(maker.typed().empty());
  }
  SUBCASE("it gave way to another: that one has a key of its own") {
    maker.type("");
    maker.ui.frame(2);
    const auto other = maker.make("Beller");
    CHECK(other == kSecond);
    maker.answer(kFirst, true);
    maker.answer(other, false);
    CHECK(maker.typed() == "Beller");
  }
}
