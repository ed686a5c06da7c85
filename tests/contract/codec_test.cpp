#include <doctest/doctest.h>

#include <chrono>

#include "api-client/contract/codec.hpp"
#include "api-client/contract/imports.hpp"
#include "api-client/contract/language_tag.hpp"
#include "api-client/contract/routes.hpp"

using namespace stadtpult;
using namespace stadtpult::contract;

namespace {

Category sample() {
  Category category;
  category.id = "cat_1";
  category.name = LocalizedText("Mobilität", "Mobility");
  category.icon = "directions_bus";
  category.position = 2.5;
  category.updated_at = {1795421822418};
  category.revision = 3;
  return category;
}

std::vector<std::string> fields_of(const base::Error& error) {
  std::vector<std::string> names;
  for (const auto& each : error.fields) names.push_back(each.field);
  return names;
}

}  // namespace

TEST_CASE("what is written reads back the same") {
  const auto back = decode<Category>(encode(sample()));
  REQUIRE(back);
  CHECK(*back == sample());

  Version version;
  version.manifest.text = R"({"app_id":"de.worms.x","version":{"code":3}})";
  version.permissions = {
      {"system.permission.LOCATION", "Straße finden", PermissionLevel::high, PermissionChange::added}};
  version.findings = {{Severity::warning, "icons[0].label", "manifest.label", "strongly encouraged"}};
  const auto version_back = decode<Version>(encode(version));
  REQUIRE(version_back);
  CHECK(*version_back == version);

  Page<Category> page{{sample(), sample()}, "next-page", 17};
  const auto page_back = decode_page<Category>(encode_page(page));
  REQUIRE(page_back);
  CHECK(page_back->items == page.items);
  CHECK(page_back->next == "next-page");
  CHECK(page_back->total == 17);
}

TEST_CASE("an answer may hold more than this console knows") {
  const auto category = decode<Category>(R"({"id": "cat_1", "colour": "red", "name": {"de": "Mobilität"}})");
  REQUIRE(category);
  CHECK(category->id == "cat_1");
}

TEST_CASE("a new body names every wrong field at once") {
  const auto wrong = decode_new<Category>(
      R"({"id": "x", "parent_id": 5, "icon": "No Icon", "position": "first", "colour": 1})");
  REQUIRE(!wrong);
  CHECK(wrong.error().kind == base::ErrorKind::invalid);
  CHECK(fields_of(wrong.error()) ==
        std::vector<std::string>{"id", "parent_id", "name", "icon", "position", "colour"});
}

TEST_CASE("rules of texts hold") {
  CHECK(decode_new<Category>(R"({"name": "Mobilität"})")->name.in("de") == "Mobilität");
  CHECK(fields_of(decode_new<Category>(R"({"name": "   "})").error()) == std::vector<std::string>{"name"});
  CHECK(fields_of(decode_new<Category>(R"({"name": {}})").error()) == std::vector<std::string>{"name"});
  CHECK(fields_of(decode_new<Category>("{\"name\": {\"de\": \"a\\u0000b\"}}").error()) ==
        std::vector<std::string>{"name.de"});
  CHECK(fields_of(decode_new<Category>(R"({"name": {"de": "x", "nicht deutsch": "y"}})").error()) ==
        std::vector<std::string>{"name.nicht deutsch"});
  const std::string long_name(81, 'x'), just_right(80, 'x');
  CHECK(!decode_new<Category>(R"({"name": ")" + long_name + R"("})"));
  CHECK(decode_new<Category>(R"({"name": ")" + just_right + R"("})"));
  // Characters count, not bytes.
  std::string umlauts;
  for (int i = 0; i < 80; ++i) umlauts += "ü";
  CHECK(decode_new<Category>(R"({"name": ")" + umlauts + R"("})"));
}

TEST_CASE("formats hold") {
  const auto app = [](const std::string& id) {
    return decode_new<Miniapp>(R"({"name": "x", "category_id": "cat_1", "app_id": ")" + id + R"("})").ok();
  };
  CHECK(app("de.worms.wohngeld"));
  CHECK(app("de.worms.wohn-geld2"));
  CHECK(!app("wohngeld"));
  CHECK(!app("de..worms"));
  CHECK(!app("de.worms.9x"));
  CHECK(!app("de.worms.x/../y"));
  const auto leika = [](const std::string& key) {
    return decode_new<Miniapp>(R"({"name": "x", "category_id": "c", "app_id": "de.worms.x", "leika_key": ")" +
                               key + R"("})")
        .ok();
  };
  CHECK(leika("99012001000000"));
  CHECK(!leika("3233"));
  CHECK(!leika("98012001000000"));
  CHECK(!leika("990120010000001"));
}

TEST_CASE("a merge patch changes what it names, and only what may be changed") {
  const auto before = sample();
  const auto renamed = decode_patch(R"({"name": {"en": "Getting around", "tr": "Ulaşım"}})", before);
  REQUIRE(renamed);
  CHECK(renamed->name.in("de") == "Mobilität");
  CHECK(renamed->name.in("en") == "Getting around");
  CHECK(renamed->name.in("tr") == "Ulaşım");
  CHECK(decode_patch(R"({"name": {"en": null}})", before)->name.by_language.count("en") == 0);
  CHECK(!decode_patch(R"({"name": {"de": null, "en": null}})", before));
  CHECK(decode_patch(R"({"parent_id": "cat_2"})", before)->parent_id == "cat_2");
  CHECK(!decode_patch(R"({"revision": 4})", before));
  CHECK_MESSAGE(decode_patch(R"({"revision": 3, "id": "cat_1"})", before),
                "saying again what is so is no mistake");
  Miniapp app;
  app.app_id = "de.worms.x";
  CHECK(!decode_patch(R"({"app_id": "de.worms.y"})", app));
  CHECK(encode_patch(before, *renamed) ==
        R"({"name":{"de":"Mobilität","en":"Getting around","tr":"Ulaşım"}})");
  CHECK(*decode_patch(encode_patch(before, *renamed), before) == *renamed);
}

TEST_CASE("text that is no JSON, or hostile JSON, is refused without harm") {
  std::string deep(100'000, '[');
  for (const auto& text : {std::string(), std::string("{"), std::string("null"), std::string("[]"),
                           std::string("7"), deep, std::string("{\"name\": \"\xff\xfe\"}"),
                           std::string("{\"position\": 1e999}"), std::string("\xef\xbb\xbf")}) {
    const auto result = decode_new<Category>(text);
    CHECK(!result);
  }
  CHECK(!decode_new<Category>(R"({"name": "x", "position": 1e300})"));
}

TEST_CASE("a NUL ends no text early: nothing behind it goes unread") {
  const std::string body = R"({"name": {"de": "T"}})", nul(1, '\0');
  REQUIRE(decode_new<Category>(body));
  for (const auto& text : {body + nul, body + nul + "garbage", body + nul + body, nul + body,
                           R"({"name":)" + nul + R"( "T"})"}) {
    CHECK(!decode_new<Category>(text));
    CHECK(!decode_patch(text, sample()));
    CHECK(!decode<Category>(text));
    CHECK(!is_json(text));
    CHECK(canonical_json(text).empty());
  }
  CHECK(decode_new<Category>("{\n \"name\": \"T\"}" + nul + "x").error().message.find("line 2, column 14") !=
        std::string::npos);
}

TEST_CASE("line ends of other systems are line ends") {
  const auto name = [](const std::string& text) {
    return decode_new<Category>(R"({"name": {"de": ")" + text + R"("}})");
  };
  CHECK(name(R"(a\r\nb\rc\r\r\nd\n\r)")->name.in("de") == "a\nb\nc\n\nd\n\n");
  CHECK(name(std::string(78, 'x') + R"(\r\n)" + "y"));  // 80 characters
  CHECK(!name(std::string(79, 'x') + R"(\r\n)" + "y"));
  CHECK(decode_patch(R"({"name": {"en": "a\r\nb"}})", sample())->name.in("en") == "a\nb");
  CHECK(!name(R"(a\u000bb)"));
  // Where a form holds, no line end is part of it.
  CHECK(fields_of(decode_new<Category>(R"({"name": "a", "icon": "home\r\n"})").error()) ==
        std::vector<std::string>{"icon"});
}

TEST_CASE("a whole file comes as it is, for its reader to name the row") {
  const std::string text("a;b\r\n\x01;\x7F\r\n\0;\x0B\r\n\x1A", 16);
  ImportRequest import;
  import.format = ImportFormat::ozg;
  import.services = import.topics = text;
  const auto read = decode_new<ImportRequest>(encode_new(import));
  REQUIRE(read);
  CHECK(read->services == text);
  CHECK(read->topics == text);
}

TEST_CASE("a body that is no JSON names the place") {
  const auto message = [](const std::string& body) { return decode_new<Category>(body).error().message; };
  CHECK(message("{\"name\": \"x\",}").find("line 1, column 14") != std::string::npos);
  CHECK(message("{\n  \"name\": nope\n}").find("line 2, column 12") != std::string::npos);
  CHECK(message("{\"name\": \"\xff\"}").find("line 1, column 11") != std::string::npos);
  CHECK(message(std::string(65, '[')).find("more than 64 levels") != std::string::npos);
  CHECK(message("{\"position\": 1e999}").find("out of range") != std::string::npos);
}

TEST_CASE(
    "a member that stands twice in a body is refused by its name, since readers differ in which counts") {
  const auto twice = [](const char* body) {
    const auto read = decode_new<Category>(body);
    REQUIRE(!read);
    CHECK(read.error().status == 400);
    return read.error().field;
  };
  CHECK(twice(R"({"name": "a", "icon": "x", "name": "b"})") == "name");
  CHECK(twice(R"({"icon": "x", "name": {"de": "a", "en": "c", "de": "b"}})") == "name.de");
  CHECK(twice(R"({"name": [{"de": "a"}, {"de": "a", "de": "b"}]})") == "name.de");
  CHECK(!decode_patch(R"({"icon": "x", "icon": "x"})", sample()));
  CHECK(decode_new<Category>(R"({"name": {"de": "a"}, "icon": "de"})"));
}

TEST_CASE("a body with very many members is refused at once") {
  std::string body = R"({"name": "x")";
  for (int i = 0; i < 300'000; ++i) body += ",\"a" + std::to_string(i) + "\":1";
  body += "}";
  const auto start = std::chrono::steady_clock::now();
  const auto read = decode_new<Category>(body);
  REQUIRE(!read);
  CHECK(read.error().message.find("more than 1000 members") != std::string::npos);
  CHECK(!decode<Category>(body));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("changed fields are the lines of the audit record") {
  auto after = sample();
  after.name.by_language["de"] = "Verkehr";
  after.parent_id = "cat_9";
  after.revision = 4;
  after.updated_at = {1795421999999};
  const auto changes = changed_fields(sample(), after);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0] == FieldChange{"parent_id", "", "\"cat_9\""});
  CHECK(changes[1] ==
        FieldChange{"name", R"({"de":"Mobilität","en":"Mobility"})", R"({"de":"Verkehr","en":"Mobility"})"});
}

TEST_CASE("a problem goes out and comes back as the same error") {
  auto error = base::fail(base::ErrorKind::invalid, "icons[0].src is required", "icons[0].src");
  const auto problem = problem_from(error, 0, "/v1/miniapps", "req-1");
  CHECK(problem.status == 422);
  CHECK(problem.errors.front().pointer == "#/icons/0/src");
  const auto back = error_from_answer(422, encode(problem));
  CHECK(back.kind == base::ErrorKind::invalid);
  CHECK(back.field == "icons[0].src");
  CHECK(back.request_id == "req-1");
  CHECK(error_from_answer(502, "<html>bad gateway</html>").kind == base::ErrorKind::unavailable);
}

TEST_CASE("equal documents have one canonical text") {
  CHECK(canonical_json(R"({"b": 1, "a": [1, 2]})") == canonical_json("{\"a\":[1,2],\n\"b\":1}"));
  CHECK(canonical_json("{") == "");
}

TEST_CASE("a language tag is written in one case") {
  for (const auto* tag : {"de-simple", "pt-BR", "sr-Latn", "zh-Hans-CN", "en"}) {
    std::string shouted(tag);
    for (auto& letter : shouted) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    CHECK(contract::usual_case(shouted) == tag);
    CHECK(contract::usual_case(tag) == tag);
  }
}
