#include <doctest/doctest.h>

#include "api-client/content/merge.hpp"

using namespace stadtpult;
using namespace stadtpult::content;

namespace {

Document of(const std::string& blocks) {
  const auto document = decode_document("{\"blocks\":[" + blocks + "]}");
  REQUIRE(document);
  return *document;
}
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
  const auto base = of(paragraph("a", "eins", "one") + "," + paragraph("b", "zwei"));
  const auto mine = of(paragraph("a", "eins!", "one") + "," + paragraph("b", "zwei"));
  const auto theirs = of(paragraph("a", "eins", "one!") + "," + paragraph("b", "zwei?"));
  const auto merged = merge(base, mine, theirs);
  CHECK(merged.conflicts.empty());
  CHECK(merged.document == of(paragraph("a", "eins!", "one!") + "," + paragraph("b", "zwei?")));
}

TEST_CASE("the same text changed by both is asked about, and either can be taken") {
  const auto base = of(paragraph("a", "alt")), mine = of(paragraph("a", "meins")),
             theirs = of(paragraph("a", "ihres"));
  auto merged = merge(base, mine, theirs);
  REQUIRE(merged.conflicts.size() == 1);
  CHECK(merged.conflicts[0] == Conflict{"a/text", "de", "alt", "meins", "ihres"});
  CHECK(merged.document == mine);
  take_theirs(merged.document, theirs, merged.conflicts[0]);
  CHECK(merged.document == theirs);
  CHECK(merge(base, mine, mine).conflicts.empty());
}

TEST_CASE("new blocks of both keep their places, moves win over rest") {
  const auto base = of(paragraph("a", "1") + "," + paragraph("b", "2"));
  const auto mine = of(paragraph("a", "1") + "," + paragraph("m", "neu") + "," + paragraph("b", "2"));
  const auto theirs = of(paragraph("b", "2") + "," + paragraph("t", "neu") + "," + paragraph("a", "1"));
  CHECK(ids(merge(base, mine, theirs).document) == "btam");
  CHECK(ids(merge(base, theirs, mine).document) == "btam");
}

TEST_CASE("deleted by one: gone where untouched, kept and asked where changed") {
  const auto base = of(paragraph("a", "1") + "," + paragraph("b", "2"));
  const auto without = of(paragraph("a", "1"));
  CHECK(ids(merge(base, without, base).document) == "a");
  const auto changed = of(paragraph("a", "1") + "," + paragraph("b", "2!"));
  auto merged = merge(base, without, changed);
  CHECK(ids(merged.document) == "ab");
  REQUIRE(merged.conflicts.size() == 1);
  CHECK(merged.conflicts[0].path == "b");
}

TEST_CASE("entries of a list merge one by one") {
  const auto item = [](const char* id, const char* text) {
    return std::string(R"({"id":")") + id + R"(","text":{"de":")" + text + "\"}}";
  };
  const auto list = [](const std::string& items) {
    return R"({"id":"l","type":"list","style":"bullets","items":[)" + items + "]}";
  };
  const auto base = of(list(item("i", "1") + "," + item("j", "2")));
  const auto mine = of(list(item("i", "1!") + "," + item("j", "2")));
  const auto theirs = of(list(item("i", "1") + "," + item("j", "2!") + "," + item("k", "3")));
  const auto merged = merge(base, mine, theirs);
  CHECK(merged.conflicts.empty());
  CHECK(merged.document == of(list(item("i", "1!") + "," + item("j", "2!") + "," + item("k", "3"))));
}
