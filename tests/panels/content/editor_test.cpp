// The text of a page while it is written: steps, draft, merging, what is sent.
#include <doctest/doctest.h>

#include "panels/content/editor_view.hpp"
#include "panels/content/page_changes.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using panels::pages::Editor;
using panels::pages::PageText;

namespace {

base::Timestamp at(std::int64_t ms) {
  return {1'795'000'000'000 + ms};
}

Editor opened() {
  Editor editor;
  REQUIRE(editor.take(sample::housing_page()).ok());
  return editor;
}

void write(Editor& editor, const char* block, const char* field, const char* words, std::int64_t ms,
           const char* language = "de") {
  editor.edit(std::string(block) + "/" + field + language, at(ms), [&](PageText& text) {
    content::find_text(text.document, std::string(block) + "/" + field)->by_language[language] = words;
  });
}

std::string text_in(const Editor& editor, const char* block, const char* field, const char* language = "de") {
  return editor.find(block)->text(field).in(language);
}

contract::ContentPage changed_page(const char* block, const char* field, const char* words) {
  auto page = sample::housing_page();
  auto document = *content::decode_document(page.content.text);
  content::find_text(document, std::string(block) + "/" + field)->by_language["de"] = words;
  page.content.text = content::encode_document(document);
  page.revision = 4;
  return page;
}

}  // namespace

TEST_CASE("typing in one field is one step until it rests, and undo goes back through all of them") {
  auto editor = opened();
  const auto start = editor.text();
  write(editor, "b3", "text", "A", 0);
  write(editor, "b3", "text", "Au", 200);
  write(editor, "b3", "text", "Aus", 400);
  write(editor, "b3", "text", "Aus alt", 5'000);
  write(editor, "b2", "text", "Neu", 5'100);
  const auto id = editor.insert(*content::find_block_type("notice"), 0, at(6'000));
  CHECK(editor.place_of(id) == 0);
  CHECK(editor.undo(at(7'000)));
  CHECK(editor.find(id) == nullptr);
  CHECK(editor.undo(at(7'000)));
  CHECK(text_in(editor, "b2", "text") == "Wohngeld beantragen");
  CHECK(editor.undo(at(7'000)));
  CHECK(text_in(editor, "b3", "text") == "Aus");
  CHECK(editor.undo(at(7'000)));
  CHECK(editor.text() == start);
  CHECK_FALSE(editor.dirty());
  CHECK_FALSE(editor.undo(at(7'000)));
  for (int i = 0; i < 4; ++i) CHECK(editor.redo(at(8'000)));
  CHECK(editor.find(id) != nullptr);
  CHECK_FALSE(editor.redo(at(8'000)));
}

TEST_CASE("at most 200 steps are kept, and a new one forgets what was undone") {
  auto editor = opened();
  for (int i = 0; i < 250; ++i) write(editor, "b3", "text", std::to_string(i).c_str(), i * 10'000);
  int steps = 0;
  while (editor.undo(at(0))) ++steps;
  CHECK(steps == static_cast<int>(Editor::kMostSteps));
  CHECK(text_in(editor, "b3", "text") == "49");
  write(editor, "b3", "text", "anders", 0);
  CHECK_FALSE(editor.can_redo());
}

TEST_CASE("blocks are copied with ids of their own, moved and deleted") {
  auto editor = opened();
  const auto copy = editor.duplicate("b5", at(0));
  REQUIRE(editor.find(copy) != nullptr);
  CHECK(editor.place_of(copy) == editor.place_of("b5") + 1);
  CHECK(editor.find(copy)->list("items").front().id != "q1");
  CHECK(content::decode_document(content::encode_document(editor.text().document)).ok());
  CHECK(editor.move("b1", 1, at(1)));
  CHECK(editor.place_of("b1") == 1);
  CHECK_FALSE(editor.move("b2", -1, at(2)));
  editor.move_to("b1", editor.text().document.blocks.size(), at(3));
  CHECK(editor.text().document.blocks.back().id == "b1");
  editor.remove("b4", at(4));
  CHECK(editor.find("b4") == nullptr);
  CHECK(editor.undo(at(5)));
  CHECK(editor.find("b4") != nullptr);
}

TEST_CASE("a draft survives with its steps, in any script, and broken ones change nothing") {
  auto editor = opened();
  write(editor, "b3", "text", "Größe „Ä“", 0);
  write(editor, "b3", "text", "Größe „Ö“ Українська", 10'000);
  const auto draft = editor.draft();
  Editor later;
  REQUIRE(later.restore(draft));
  CHECK(later.text() == editor.text());
  CHECK(later.was_restored());
  CHECK(later.undo(at(11'000)));
  CHECK(text_in(later, "b3", "text") == "Größe „Ä“");
  CHECK(later.undo(at(11'000)));
  CHECK_FALSE(later.dirty());
  for (const auto* broken : {"", "{", "[]", "{}", R"({"page":1})"}) {
    Editor none;
    CHECK_FALSE(none.restore(broken));
    CHECK_FALSE(none.ready());
  }
  for (std::size_t cut = 1; cut < draft.size(); cut += 97) {
    Editor none;
    CHECK_FALSE(none.restore(std::string_view(draft).substr(0, cut)));
  }
  CHECK(opened().draft().empty());
}

TEST_CASE("what differs is sent, and nothing else") {
  auto editor = opened();
  CHECK(editor.patch().empty());
  editor.edit("", at(0), [](PageText& text) { text.title.by_language["de"] = "Wohngeld"; });
  CHECK(editor.patch() == R"({"title":{"de":"Wohngeld"}})");
  write(editor, "b3", "text", "Neu", 1'000);
  CHECK(editor.patch().find(R"("content":{"blocks")") != std::string::npos);
  CHECK(editor.patch().find("summary") == std::string::npos);
  CHECK(editor.before().find("Rathaus am Marktplatz") != std::string::npos);
}

TEST_CASE("what somebody else wrote meanwhile is merged without a word, and undo leaves it alone") {
  auto editor = opened();
  write(editor, "b3", "text", "Meins", 0);
  write(editor, "b2", "text", "Auch meins", 10'000);
  REQUIRE(editor.take(changed_page("b4", "text", "Von Jana")).ok());
  CHECK(editor.conflicts().empty());
  CHECK(text_in(editor, "b3", "text") == "Meins");
  CHECK(text_in(editor, "b4", "text") == "Von Jana");
  CHECK(editor.revision() == 4);
  CHECK(editor.undo(at(20'000)));
  CHECK(text_in(editor, "b2", "text") == "Wohngeld beantragen");
  CHECK(text_in(editor, "b4", "text") == "Von Jana");
  CHECK(editor.undo(at(20'000)));
  CHECK_FALSE(editor.dirty());
  CHECK(editor.redo(at(20'000)));
  CHECK(text_in(editor, "b3", "text") == "Meins");
  CHECK(text_in(editor, "b4", "text") == "Von Jana");
}

TEST_CASE("what both changed is a choice: mine stands until theirs is taken") {
  auto editor = opened();
  write(editor, "b4", "text", "Meins", 0);
  REQUIRE(editor.take(changed_page("b4", "text", "Von Jana")).ok());
  REQUIRE(editor.conflicts().size() == 1);
  CHECK(text_in(editor, "b4", "text") == "Meins");
  CHECK(editor.conflicts().front().theirs == "Von Jana");
  auto other = editor;
  other.keep_mine(0);
  CHECK(other.conflicts().empty());
  CHECK(other.dirty());
  editor.take_theirs(0, at(1));
  CHECK(editor.conflicts().empty());
  CHECK(text_in(editor, "b4", "text") == "Von Jana");
  CHECK_FALSE(editor.dirty());
}

TEST_CASE("the answer to one's own sending is no conflict with what was typed since") {
  auto editor = opened();
  write(editor, "b4", "text", "Eins", 0);
  editor.sent();
  write(editor, "b4", "text", "Eins zwei", 100);
  REQUIRE(editor.take(changed_page("b4", "text", "Eins")).ok());
  CHECK(editor.conflicts().empty());
  CHECK(editor.dirty());
  CHECK(text_in(editor, "b4", "text") == "Eins zwei");
  CHECK_FALSE(editor.on_its_way());
  // Taken together with a title by somebody else.
  auto second = opened();
  write(second, "b4", "text", "Eins", 0);
  second.sent();
  write(second, "b4", "text", "Eins zwei", 100);
  second.answered(true);
  auto page = changed_page("b4", "text", "Eins");
  page.title.by_language["de"] = "Wohngeld";
  REQUIRE(second.take(page).ok());
  CHECK(second.conflicts().empty());
  CHECK(second.text().title.in("de") == "Wohngeld");
  CHECK(text_in(second, "b4", "text") == "Eins zwei");
}

TEST_CASE("an older or a broken page changes nothing") {
  auto editor = opened();
  auto old = changed_page("b4", "text", "Alt");
  old.revision = 2;
  CHECK(editor.take(old).ok());
  CHECK(text_in(editor, "b4", "text") != "Alt");
  auto broken = sample::housing_page();
  broken.revision = 9;
  broken.content.text = R"({"blocks":[{"id":7}]})";
  CHECK_FALSE(editor.take(broken).ok());
  CHECK(editor.revision() == 3);
}

TEST_CASE("a translation remembers the German that it was made from") {
  auto editor = opened();
  write(editor, "b2", "text", "Housing benefit", 0, "en");
  const auto state = [&] { return content::state_of(editor.text().texts(), "b2/text", "en"); };
  CHECK(state() == content::TextState::current);
  write(editor, "b2", "text", "Wohngeld", 10'000);
  CHECK(state() == content::TextState::outdated);
  write(editor, "b2", "text", "Housing benefit, new", 20'000, "en");
  CHECK(state() == content::TextState::current);
}

TEST_CASE("moments are read as they are written, and nothing else is one") {
  panels::kit::set_time_zone("Europe/Berlin");
  using panels::pages::moment_from;
  using panels::pages::moment_words;
  const auto moment = moment_from("01.12.2026, 06:00");
  REQUIRE(moment);
  CHECK(moment_words(*moment) == "01.12.2026, 06:00");
  CHECK(moment->ms == 1'796'101'200'000);
  CHECK(moment_from("01.12.2026"));
  CHECK(moment_from("")->ms == 0);
  for (const auto* wrong :
       {"31.02.2026", "1", "01.12.2026, 25:00", "01.12.2026, 06:00 Uhr", "x", "01.13.2026"})
    CHECK_FALSE(moment_from(wrong));
}
