#include <doctest/doctest.h>

#include "api-client/content/merge.hpp"
#include "tests/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::content;

namespace {

std::string paragraph(const std::string& id, const std::string& german, const std::string& english = "") {
  return R"({"id":")" + id + R"(","type":"paragraph","text":{"de":")" + german + "\"" +
         (english.empty() ? "" : R"(,"en":")" + english + "\"") + "}}";
}
std::string ids(const Document& document) {
  std::string all;
  for (const auto& block : document.blocks) all += block.id;
  return all;
}

}  // namespace

TEST_CASE("changes of different fields and languages meet without a question") {
  const auto base = document_of(paragraph("a", "eins", "one") + "," + paragraph("b", "zwei"));
  const auto mine = document_of(paragraph("a", "eins!", "one") + "," + paragraph("b", "zwei"));
  const auto theirs = document_of(paragraph("a", "eins", "one!") + "," + paragraph("b", "zwei?"));
  const auto merged = merge(base, mine, theirs);
  CHECK(merged.conflicts.empty());
  CHECK(merged.document == document_of(paragraph("a", "eins!", "one!") + "," + paragraph("b", "zwei?")));
}

TEST_CASE("the same text changed by both is asked about, and either can be taken") {
  const auto base = document_of(paragraph("a", "alt")), mine = document_of(paragraph("a", "meins")),
             theirs = document_of(paragraph("a", "ihres"));
  auto merged = merge(base, mine, theirs);
  REQUIRE(merged.conflicts.size() == 1);
  CHECK(merged.conflicts[0] == Conflict{"a/text", "de", "alt", "meins", "ihres"});
  CHECK(merged.document == mine);
  take_theirs(merged.document, theirs, merged.conflicts[0]);
  CHECK(merged.document == theirs);
  CHECK(merge(base, mine, mine).conflicts.empty());
}

TEST_CASE("new blocks of both keep their places, moves win over rest") {
  const auto base = document_of(paragraph("a", "1") + "," + paragraph("b", "2"));
  const auto mine =
      document_of(paragraph("a", "1") + "," + paragraph("m", "neu") + "," + paragraph("b", "2"));
  const auto theirs =
      document_of(paragraph("b", "2") + "," + paragraph("t", "neu") + "," + paragraph("a", "1"));
  CHECK(ids(merge(base, mine, theirs).document) == "btam");
  CHECK(ids(merge(base, theirs, mine).document) == "btam");
}

TEST_CASE("deleted by one: gone where untouched, kept and asked where changed") {
  const auto base = document_of(paragraph("a", "1") + "," + paragraph("b", "2"));
  const auto without = document_of(paragraph("a", "1"));
  CHECK(ids(merge(base, without, base).document) == "a");
  const auto changed = document_of(paragraph("a", "1") + "," + paragraph("b", "2!"));
  auto merged = merge(base, without, changed);
  CHECK(ids(merged.document) == "a");  // mine, until somebody chooses
  REQUIRE(merged.conflicts.size() == 1);
  CHECK(merged.conflicts[0].path == "b");
  take_theirs(merged.document, changed, merged.conflicts[0]);
  CHECK(merged.document == changed);
  merged = merge(base, changed, without);
  CHECK(merged.document == changed);
  REQUIRE(merged.conflicts.size() == 1);
  take_theirs(merged.document, without, merged.conflicts[0]);
  CHECK(merged.document == without);
}

TEST_CASE("two new blocks of one id are two, and no id stands twice") {
  const auto base = document_of(paragraph("a", "1"));
  const auto mine = document_of(paragraph("a", "1") + "," + paragraph("n", "meins"));
  const auto theirs = document_of(paragraph("a", "1") + "," +
                                  R"({"id":"n","type":"heading","level":"2","text":{"de":"ihres"}})");
  const auto merged = merge(base, mine, theirs);
  CHECK(merged.conflicts.empty());
  REQUIRE(merged.document.blocks.size() == 3);
  CHECK(merged.document.blocks[1].text("text").in("de") == "meins");
  CHECK(merged.document.blocks[2].text("text").in("de") == "ihres");
  CHECK(merged.document.blocks[1].id != merged.document.blocks[2].id);
  CHECK(decode_document(encode_document(merged.document)));
}

TEST_CASE(
    "whom a block is for and until when is asked about where both changed it; so is what is not known here") {
  const auto block = [](const char* audience, const char* until, const char* more) {
    return document_of(std::string(R"({"id":"a","type":"paragraph","audience":")") + audience +
                       R"(","visible_until":")" + until + R"(","text":{"de":"x"},"sparkle":)" + more + "}");
  };
  const auto base = block("all", "2026-12-01T00:00:00Z", "1"),
             mine = block("guest", "2026-12-02T00:00:00Z", "2"),
             theirs = block("verified", "2026-12-03T00:00:00Z", "3");
  auto merged = merge(base, mine, theirs);
  CHECK(merged.document == mine);
  REQUIRE(merged.conflicts.size() == 3);
  for (const auto& conflict : merged.conflicts) take_theirs(merged.document, theirs, conflict);
  CHECK(merged.document == theirs);
}

TEST_CASE("entries of a list merge one by one") {
  const auto item = [](const char* id, const char* text) {
    return std::string(R"({"id":")") + id + R"(","text":{"de":")" + text + "\"}}";
  };
  const auto list = [](const std::string& items) {
    return R"({"id":"l","type":"list","style":"bullets","items":[)" + items + "]}";
  };
  const auto base = document_of(list(item("i", "1") + "," + item("j", "2")));
  const auto mine = document_of(list(item("i", "1!") + "," + item("j", "2")));
  const auto theirs = document_of(list(item("i", "1") + "," + item("j", "2!") + "," + item("k", "3")));
  const auto merged = merge(base, mine, theirs);
  CHECK(merged.conflicts.empty());
  CHECK(merged.document == document_of(list(item("i", "1!") + "," + item("j", "2!") + "," + item("k", "3"))));
  // An entry that they deleted and I changed.
  const auto gone = document_of(list(item("j", "2")));
  auto asked = merge(base, mine, gone);
  REQUIRE(asked.conflicts.size() == 1);
  CHECK(asked.conflicts[0].path == "l/items/i");
  take_theirs(asked.document, gone, asked.conflicts[0]);
  CHECK(asked.document == gone);
}
