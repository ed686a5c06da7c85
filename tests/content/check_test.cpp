#include <doctest/doctest.h>

#include <algorithm>

#include "api-client/content/check.hpp"

using namespace stadtpult;
using namespace stadtpult::content;

namespace {

std::vector<Finding> findings(const char* json, CheckContext context = {}) {
  if (context.title.by_language.empty()) context.title = contract::LocalizedText("Titel");
  const auto document = decode_document(json);
  REQUIRE(document);
  return check(*document, context);
}

bool has(const std::vector<Finding>& all, const std::string& rule, const std::string& path) {
  return std::any_of(all.begin(), all.end(),
                     [&](const Finding& each) { return each.rule == rule && each.path == path; });
}

}  // namespace

TEST_CASE("a page that is fine has no findings") {
  CHECK(
      findings(R"({"blocks":[{"id":"a","type":"paragraph","text":{"de":"Das Amt hilft gern."}}]})").empty());
}

TEST_CASE("what is missing stops publishing") {
  const auto all = findings(
      R"({"blocks":[{"id":"h","type":"heading","level":"3"},{"id":"i","type":"image","media":"med_1"},
         {"id":"t","type":"image","media":"med_1","decorative":true,"has_text":true},{"id":"l","type":"list"},
         {"id":"f","type":"form","title":{"de":"F"},"fields":[{"id":"f1","input":"choice","label":{"de":"A"},"shown_if_field":"f2"}]}]})");
  CHECK(has(all, "heading.order", "h/level"));
  CHECK(has(all, "field.missing", "h/text"));
  CHECK(has(all, "image.alternative-text", "i/alternative_text"));
  CHECK(has(all, "image.contrast", "t/contrast_checked"));
  CHECK_FALSE(has(all, "image.alternative-text", "t/alternative_text"));
  CHECK(has(all, "field.missing", "l/items"));
  CHECK(has(all, "form.no-options", "f/fields/f1/options"));
  CHECK(has(all, "form.condition", "f/fields/f1/shown_if_field"));
  CHECK(stops_publishing(all));
  CHECK(has(findings(R"({"blocks":[]})"), "page.empty", ""));
}

TEST_CASE("the files of a form fit into what is taken at once") {
  const auto form = [](int each) {
    const std::string size = std::to_string(each);
    return R"({"blocks":[{"id":"f","type":"form","title":{"de":"F"},"fields":[
        {"id":"a","input":"file","label":{"de":"A"},"max_megabytes":10},
        {"id":"n","input":"number","label":{"de":"N"},"max_megabytes":10},
        {"id":"b","input":"file","label":{"de":"B"},"max_megabytes":)" +
           size + R"(},{"id":"c","input":"file","label":{"de":"C"}}]}]})";
  };
  CHECK_FALSE(has(findings(form(5).c_str()), "form.files-too-large", "f/fields"));
  CHECK(has(findings(form(6).c_str()), "form.files-too-large", "f/fields"));
}

TEST_CASE("links: broken, not allowed, and words that say nothing") {
  CheckContext context;
  context.exists = [](std::string_view reference) { return reference == "page:pag_1"; };
  const auto all = findings(
      R"X({"blocks":[{"id":"p","type":"paragraph","text":{"de":"[hier](page:pag_1) und [Antrag](page:pag_2) und [x](javascript:alert(1))"}},
         {"id":"b","type":"button","label":{"de":"Mehr"},"link":"page:pag_1"},
         {"id":"c","type":"button","label":{"de":"Antrag stellen"},"link":"file:///etc/passwd"}]})X",
      context);
  CHECK(has(all, "link.says-nothing", "p/text"));
  CHECK(has(all, "link.broken", "p/text"));
  CHECK(has(all, "link.not-allowed", "p/text"));
  CHECK(has(all, "link.says-nothing", "b/label"));
  CHECK(has(all, "link.not-allowed", "c/link"));
  CHECK(all.front().severity == Finding::Severity::error);
}

TEST_CASE("limits count characters, and hints alone do not stop") {
  std::string title(59, 'a');
  title += "ü";  // the sixtieth
  CHECK(findings((R"({"blocks":[{"id":"n","type":"notice","tone":"info","title":{"de":")" + title +
                  R"("},"text":{"de":"Gut."}}]})")
                     .c_str())
            .empty());
  CHECK(has(findings((R"({"blocks":[{"id":"n","type":"notice","tone":"info","title":{"de":"x)" + title +
                      R"("},"text":{"de":"Gut."}}]})")
                         .c_str()),
            "text.too-long", "n/title"));
  const auto unknown = findings(R"({"blocks":[{"id":"u","type":"hologram"}]})");
  CHECK(has(unknown, "block.unknown", "u"));
  CHECK_FALSE(stops_publishing(unknown));
}

TEST_CASE("every rule has a sentence") {
  for (const auto& each :
       findings(R"({"blocks":[{"id":"h","type":"heading","level":"3"},{"id":"u","type":"x"}]})"))
    CHECK(message(each) != each.rule);
}
