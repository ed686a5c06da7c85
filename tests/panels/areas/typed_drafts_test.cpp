#include "panels/typed_drafts.hpp"

#include <doctest/doctest.h>

#include "tests/panels/areas/sample.hpp"
#include "tests/panels/catalogue/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;

namespace {

/// A dialog's words, sent over a line on which answers take their time.
struct Words {
  client::State state = sample::working_city();
  TypedDrafts drafts{"draft:test/"};
  const std::string key = drafts.key("erase");
  Intents out;
  std::vector<client::OutboxEntry> waiting;

  void type(const std::string& text) { drafts.keep(key, text, out); }
  void send() {
    drafts.send(key);
    client::OutboxEntry entry;
    entry.id = "cmd_" + std::to_string(++sent);
    entry.state = client::CommandState::sending;
    waiting.push_back(entry);
    state.apply(client::OutboxChanged{waiting}, sample::now());
  }
  /// The platform answers the oldest one that is on its way.
  void answer(bool ok) {
    client::CommandDone done;
    done.id = waiting.front().id;
    done.draft_key = key;
    done.ok = ok;
    waiting.erase(waiting.begin());
    state.apply(client::OutboxChanged{waiting}, sample::now());
    state.apply(done, sample::now());
  }
  void discard_all() {
    waiting.clear();
    state.apply(client::OutboxChanged{waiting}, sample::now());
  }
  std::string shown() {
    const auto* text = drafts.find(key, state);
    return text == nullptr ? "" : *text;
  }
  int sent = 0;
};

}  // namespace

TEST_CASE("what was typed is there again where it was refused, and gone where it was taken") {
  Words words;
  words.type("Grund");
  CHECK(words.shown() == "Grund");
  words.send();
  CHECK(words.shown().empty());
  SUBCASE("refused") {
    words.answer(false);
    CHECK(words.shown() == "Grund");
    words.send();
    CHECK(words.shown().empty());
    words.answer(true);
  }
  SUBCASE("taken") {
    words.answer(true);
  }
  CHECK(words.shown().empty());
  words.type("Neu");
  CHECK(words.shown() == "Neu");
}

TEST_CASE("a late answer to older words says nothing about newer ones") {
  Words words;
  words.type("Alt");
  words.send();
  words.type("Neu");
  SUBCASE("it comes once the newer ones were sent") {
    words.send();
    words.answer(true);
    CHECK(words.shown().empty());  // on their way still
    words.answer(false);
    CHECK(words.shown() == "Neu");
  }
  SUBCASE("it comes before they are sent, and the dialog was opened in between") {
    words.answer(true);
    CHECK(words.shown() == "Neu");
    words.send();
    CHECK(words.shown().empty());
    words.answer(false);
    CHECK(words.shown() == "Neu");
  }
  SUBCASE("it was refused, and the newer ones were taken") {
    words.send();
    words.answer(false);
    CHECK(words.shown().empty());
    words.answer(true);
    CHECK(words.shown().empty());
  }
  SUBCASE("one of them was taken out of the outbox by hand") {
    words.send();
    words.answer(false);
    words.discard_all();
    CHECK(words.shown() == "Neu");
  }
}
