// The JSON of a page's blocks: both ways, every malformed place at once, and nothing lost that is not known
// here.

#include <doctest/doctest.h>

#include <set>

#include "api-client/content/document.hpp"
#include "api-client/contract/codec.hpp"

using namespace stadtpult;
using namespace stadtpult::content;

namespace {

/// A block of the type with something in every field.
Block filled(const BlockType& type, const std::string& id) {
  Block block = new_block(type, id);
  const auto fill = [&](const auto& self, Record& record, std::span<const BlockField> fields) -> void {
    for (const auto& field : fields) {
      if (field.kind == FieldKind::items) {
        Record entry;
        entry.id = record.id + "_" + field.name;
        self(self, entry, field.item_fields);
        record.lists[field.name].push_back(std::move(entry));
      } else if (field.localized) {
        record.texts[field.name] = contract::LocalizedText("Wort", "word");
      } else if (field.kind == FieldKind::choice) {
        record.values[field.name] = field.words.back();
      } else if (field.kind == FieldKind::flag) {
        record.values[field.name] = "true";
      } else if (field.kind == FieldKind::number) {
        record.values[field.name] = std::to_string(static_cast<int>(std::min(12.0, field.maximum)));
      } else {
        record.values[field.name] = "https://stadt.example/";
      }
    }
  };
  fill(fill, block, type.fields);
  return block;
}

std::vector<std::string> places(std::string_view json) {
  const auto read = decode_document(json);
  if (read) return {};
  std::vector<std::string> fields;
  for (const auto& each : read.error().fields) fields.push_back(each.field);
  return fields;
}

}  // namespace

TEST_CASE("line ends of Windows in a text are line ends; other control characters are none of a text's") {
  const auto block = [](const std::string& words) {
    return R"({"blocks":[{"id":"p","type":"paragraph","text":{"de":")" + words + R"("}}]})";
  };
  const auto read = decode_document(block(R"(eins\r\nzwei\rdrei)"));
  REQUIRE(read);
  CHECK(read->blocks[0].text("text").in("de") == "eins\nzwei\ndrei");
  CHECK(places(block(R"(eins\u000bzwei)")).size() == 1);
}

TEST_CASE("every type of block comes back as it was written") {
  Document document;
  for (const auto& type : block_types())
    document.blocks.push_back(filled(type, std::string("x_") + type.name));
  document.blocks[0].audience = Audience::verified;
  document.blocks[0].visible_from = {1'796'000'000'000};
  document.made_from["en"]["x_heading/text"] = "0011223344556677";
  const auto json = encode_document(document);
  const auto back = decode_document(json);
  REQUIRE(back);
  CHECK(*back == document);
  CHECK(encode_document(*back) == json);
}

TEST_CASE("types are described whole: names once, choices with words, lists with fields") {
  std::set<std::string> names;
  for (const auto& type : block_types()) {
    CAPTURE(type.name);
    CHECK(names.insert(type.name).second);
    CHECK(find_field(type.fields, type.summary_field) != nullptr);
    std::set<std::string> fields;
    for (const auto& field : type.fields) {
      CHECK(fields.insert(field.name).second);
      CHECK((field.kind == FieldKind::choice) == !field.words.empty());
      CHECK((field.kind == FieldKind::items) == !field.item_fields.empty());
    }
  }
}

TEST_CASE("a type and a member of a newer version are kept untouched") {
  const std::string json =
      R"({"blocks":[{"id":"a","type":"hologram","depth":[1,2,{"x":null}]},{"id":"b","type":"heading","level":"2","text":{"de":"Hallo"},"sparkle":{"much":true}}]})";
  const auto document = decode_document(json);
  REQUIRE(document);
  CHECK(document->blocks[0].foreign != "");
  CHECK(contract::canonical_json(encode_document(*document)) == contract::canonical_json(json));
}

TEST_CASE("malformed content is refused with every place") {
  CHECK(
      places(
          R"({"blocks":[{"type":"heading","text":{"de":1}},{"id":"a","type":"notice","tone":"loud"},{"id":"a","type":"list","items":7}],"more":1})") ==
      std::vector<std::string>{"content.blocks[0].id", "content.blocks[0].text.de", "content.blocks[1].tone",
                               "content.blocks[2].id", "content.blocks[2].items", "content.more"});
  CHECK(places(R"({"blocks":[{"id":"a","type":"payment","amount_cents":-1}]})").size() == 1);
  CHECK(places(R"({"blocks":[{"id":"a","type":"heading","text":{"not a tag":"x"}}]})").size() == 1);
  CHECK(places(R"({"blocks":[{"id":"a","type":"heading","text":{"de":"\u0001"}}]})").size() == 1);
  CHECK_FALSE(decode_document("[]"));
  CHECK_FALSE(decode_document("{\"blocks\""));
  CHECK_FALSE(decode_document(std::string(100, '[') + std::string(100, ']')));
  std::string many = "{\"blocks\":[";
  for (int i = 0; i < 501; ++i)
    many += (i > 0 ? "," : "") + std::string("{\"id\":\"b") + std::to_string(i) + R"(","type":"paragraph"})";
  CHECK_FALSE(decode_document(many + "]}"));
  CHECK(decode_document("")->blocks.empty());
}

TEST_CASE("texts are found by their path, wherever the block stands") {
  auto document = *decode_document(
      R"({"blocks":[{"id":"q","type":"questions","items":[{"id":"i1","question":{"de":"Wann?"},"answer":{"de":"Bald."}}]}]})");
  std::vector<std::string> paths;
  each_text(document, [&](const std::string& path, const BlockField&, const contract::LocalizedText&) {
    paths.push_back(path);
  });
  CHECK(paths == std::vector<std::string>{"q/title", "q/items/i1/question", "q/items/i1/answer"});
  REQUIRE(find_text(document, "q/items/i1/answer") != nullptr);
  CHECK(find_text(document, "q/items/i1/answer")->in("de") == "Bald.");
  CHECK(find_text(document, "q/items/i2/answer") == nullptr);
  CHECK(find_text(document, "q/items") == nullptr);
  CHECK(find_text(document, "q") == nullptr);
  CHECK(search_text(document, "de") == "Wann?\nBald.");
  CHECK(fresh_id() != fresh_id());
}
