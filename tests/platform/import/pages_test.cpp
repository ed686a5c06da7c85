// Services of a directory as service pages.

#include <nlohmann/json.hpp>

#include "api-client/content/check.hpp"
#include "platform/domain/import/dldb_reader.hpp"
#include "tests/platform/import/city.hpp"

using namespace import_test;
using nlohmann::json;
using namespace stadtpult::content;

namespace {

ImportRequest as_pages(const json& services, const json& topics, const json& locations = json::array(),
                       const json& authorities = json::array()) {
  const auto file_of = [](const json& data) { return json{{"data", data}}.dump(); };
  return {ImportFormat::dldb_pages, file_of(services), file_of(topics), file_of(locations),
          file_of(authorities)};
}

json one_topic(const std::vector<std::string>& services) {
  json topic = {{"id", "t1"}, {"name", "Wohnen"}, {"relation", {{"navi", "1"}, {"services", json::array()}}}};
  for (const auto& id : services) topic["relation"]["services"].push_back({{"id", id}});
  return json::array({topic});
}

json full_service() {
  return {{"id", "1"},
          {"name", "Wohngeld"},
          {"relation", {{"root_topic", "t1"}}},
          {"description",
           "<p>F&uuml;r <b>Mieter</b> &amp; Eigent&uuml;mer.</p><ul><li>eins</li><li>zwei "
           "*</li></ul><script>alert(1)</script>"},
          {"requirements", json::array({{{"name", "Ausweis"}, {"description", "<p>g&uuml;ltig</p>"}},
                                        {{"name", "Antrag"}, {"link", "https://stadt.example/a"}}})},
          {"fees", "<p>keine</p>"},
          {"forms", json::array({{{"name", "Formular"}, {"link", "javascript:alert(1)"}}})},
          {"authorities", json::array({{{"id", "a1"}}, {{"id", "a9"}}})},
          {"locations", json::array({{{"location", "l1"}, {"appointment", {{"allowed", true}}}},
                                     {{"location", "nowhere"}}})}};
}
json location() {
  return {{"id", "l1"},
          {"name", "Bürgerbüro"},
          {"address",
           {{"street", "Adenauerring"}, {"house_number", "1"}, {"postal_code", "67547"}, {"city", "Worms"}}},
          {"contact", {{"phone", "06241 8530"}, {"email", "amt@worms.example"}}},
          {"opening_times",
           {{"monday", "08:00-12:00 Uhr"}, {"tuesday", "<p>08.00 bis 12.00 und 13:00–16:00 Uhr</p>"}}}};
}

const Block* first_of(const Document& document, const std::string& type, const std::string& module = "") {
  for (const auto& block : document.blocks)
    if (block.type == type && (module.empty() || block.value("module") == module)) return &block;
  return nullptr;
}

}  // namespace

TEST_CASE("pages: what the directory says becomes text modules, contacts and hours") {
  const auto plan = plan_import(as_pages(
      json::array({full_service()}), one_topic({"1"}),
      json::array({location(), {{"id", "l2"}, {"name", "Leer"}}}),
      json::array(
          {{{"id", "a1"}, {"name", "Sozialamt"}, {"contact", {{"webinfo", "https://amt.example/"}}}}})));
  REQUIRE_MESSAGE(plan.ok(), (plan ? "" : plan.error().message));
  REQUIRE(plan->pages.size() == 1);
  CHECK(plan->miniapps.empty());
  CHECK(plan->pages[0].source == "dldb:page:1");
  const auto document = decode_document(plan->pages[0].content);
  REQUIRE(document);
  REQUIRE(first_of(*document, "paragraph") != nullptr);
  CHECK(first_of(*document, "paragraph")->text("text").in("de") ==
        "Für Mieter & Eigentümer.\n\n- eins\n- zwei \\*");
  CHECK(first_of(*document, "part", "08")->text("text").in("de") ==
        "- Ausweis: gültig\n- [Antrag](https://stadt.example/a)");
  CHECK(first_of(*document, "part", "costs")->text("text").in("de") == "keine");
  CHECK(first_of(*document, "part", "14")->text("text").in("de") == "- Formular");
  CHECK(first_of(*document, "part", "22")->text("text").in("de") == "- [Sozialamt](https://amt.example/)");
  CHECK(first_of(*document, "part", "11")->text("text").in("de").find("Bürgerbüro") != std::string::npos);
  CHECK(first_of(*document, "contact")->value("street") == "Adenauerring 1");
  CHECK(first_of(*document, "contact")->value("phone") == "06241 8530");
  CHECK(first_of(*document, "opening_hours")->value("hours") == "Mo 08:00-12:00; Tu 08:00-12:00,13:00-16:00");
  CHECK(check(*document, {.title = plan->pages[0].title}).empty());
  // 1 service, 1 topic, 2 locations, 1 authority: the location that nobody names is told.
  CHECK(plan->rows == 5);
  CHECK(rules(*plan) == std::map<std::string, int>{{"location.unused", 1}});
}

TEST_CASE("pages: hours that are not only times are left out, not guessed") {
  auto odd = location();
  odd["opening_times"]["tuesday"] = "nach Vereinbarung";
  const auto plan =
      plan_import(as_pages(json::array({full_service()}), one_topic({"1"}), json::array({odd})));
  REQUIRE(plan);
  CHECK(first_of(*decode_document(plan->pages[0].content), "opening_hours") == nullptr);
}

TEST_CASE("pages: what was cut and hours that cannot be read stand in the report") {
  auto service = full_service();
  std::string words;
  for (int i = 0; i < 1'000; ++i) words += "Wort ";
  service["description"] = "<p>" + words + "</p>";
  auto where = location();
  where["opening_times"] = {{"monday", "nach Vereinbarung"}};
  const auto plan = plan_import(as_pages(json::array({service}), one_topic({"1"}), json::array({where})));
  REQUIRE(plan);
  std::string told;
  for (const auto& row : plan->not_taken) told += row.rule + " " + row.id + ": " + row.reason + "\n";
  CAPTURE(told);
  CHECK(told.find("text.cut 1: A text has 4999 characters and was cut to 4000") != std::string::npos);
  CHECK(told.find("hours.unreadable l1: The opening hours are not only times: \"nach Vereinbarung\"") !=
        std::string::npos);
}

TEST_CASE("pages: HTML of any quality becomes plain words") {
  using stadtpult::platform::import::words_of_html;
  CHECK(words_of_html("a<br>b<br/>c") == "a\nb\nc");
  CHECK(words_of_html("<p>a</p>\n\n<p>b</p>") == "a\n\nb");
  CHECK(words_of_html("<ul><li>x</li><li>y</li></ul>") == "- x\n- y");
  CHECK(words_of_html("1 < 2") == "1");
  CHECK(words_of_html("&unknown; &lt;b&gt;") == "&unknown; \\<b>");
  CHECK(words_of_html("<") == "");
  CHECK(words_of_html(std::string("a\0b\x01\x1B c\x7F", 8)) ==
        "a b c");  // a page holds no control characters
  CHECK(words_of_html("") == "");
}

TEST_CASE("pages: the real directory, twice") {
  ImportRequest request{ImportFormat::dldb_pages, data_file("municipal-catalogue/services_de.json"),
                        data_file("municipal-catalogue/topic_de.json"),
                        data_file("municipal-catalogue/locations_de.json"),
                        data_file("municipal-catalogue/authority_de.json")};
  if (request.services.empty() || request.locations.empty()) {
    MESSAGE("skipped: test data municipal-catalogue is absent");
    return;
  }
  City city;
  const auto first = city.import(request);
  CHECK(first.rows == 560 + 170 + 496 + 189);
  CHECK(first.created == 560);
  CHECK(city.total("/v1/pages") == 560);
  CHECK(city.total("/v1/miniapps") == 0);
  const auto second = city.import(request);
  CHECK(second.created == 0);
  CHECK(second.changed == 0);
  CHECK(second.unchanged == 560);
  CHECK(city.total("/v1/pages") == 560);
}
