// Out and in without loss.
#include <doctest/doctest.h>
#include <libxml/xmlschemas.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "api-client/base/utf8.hpp"
#include "api-client/content/translation.hpp"
#include "tests/support/json.hpp"
#include "tests/xliff/sample.hpp"

namespace stadtpult::testing {
namespace {

using content::TextState;
using xliff::Page;
using xliff::Version;

std::vector<Page> demo_pages() {
  std::ifstream file(STADTPULT_DEMO_PAGES);
  const auto city = json_in(file);
  std::vector<Page> pages;
  const auto localized = [](const nlohmann::json& json) {
    contract::LocalizedText made;
    for (const auto& [tag, words] : json.items()) made.by_language[tag] = words.get<std::string>();
    return made;
  };
  for (const auto& each : city["pages"]) {
    Page& page = pages.emplace_back();
    page.id = "pag_" + each["key"].get<std::string>();
    page.version = 1;
    page.title = localized(each["title"]);
    if (each.contains("summary")) page.summary = localized(each["summary"]);
    auto document = content::decode_document(nlohmann::json{{"blocks", each["blocks"]}}.dump());
    REQUIRE(document.ok());
    page.document = std::move(*document);
  }
  return pages;
}

std::string problems_of(const std::vector<xliff::Problem>& problems) {
  std::string out;
  for (const auto& each : problems) out += each.page + " " + each.unit + ": " + message(each) + "\n";
  return out;
}

/// What comes back for one page; no problem.
xliff::Taken taken(const std::string& file, const Page& page) {
  const auto reading = xliff::read(file);
  REQUIRE_MESSAGE(reading.problems.empty(), problems_of(reading.problems));
  std::vector<xliff::Problem> problems;
  for (const auto& units : reading.file.pages)
    if (units.page == page.id) {
      auto result = xliff::take(units, reading.file.language, page, problems);
      REQUIRE_MESSAGE(problems.empty(), problems_of(problems));
      return result;
    }
  FAIL("the page is not in the file");
  return {};
}

bool is_page(const xliff::Taken& taken, const Page& page) {
  return taken.title == page.title && taken.summary == page.summary && taken.document == page.document;
}

/// The page without this language, as it is before it is translated.
Page without(Page page, const std::string& language) {
  page.title.by_language.erase(language);
  page.summary.by_language.erase(language);
  std::vector<std::string> paths;
  content::each_text(page.document,
                     [&](const std::string& path, const auto&, const auto&) { paths.push_back(path); });
  for (const auto& path : paths) content::find_text(page.document, path)->by_language.erase(language);
  page.document.made_from.erase(language);
  return page;
}

std::string words_of(const Page& page) {
  std::string out;
  content::each_source({page.title, page.summary, page.document},
                       [&](const std::string& path, const contract::LocalizedText& text) {
                         out += path;
                         for (const auto& [tag, words] : text.by_language)
                           if (!words.empty()) out += "|" + tag + "=" + words;
                         out += "\n";
                       });
  return out;
}

}  // namespace

TEST_CASE("every page of the demo city goes out and comes back as it was, in both versions") {
  const auto pages = demo_pages();
  REQUIRE(pages.size() > 20);
  for (const auto version : kVersions)
    for (const char* language : {"en", "tr", "uk", "de-simple", "fr"}) {
      CAPTURE(language);
      const auto file = xliff::write(pages, language, version);
      REQUIRE(file.ok());
      CHECK(base::is_utf8(*file));
      const auto reading = xliff::read(*file);
      REQUIRE_MESSAGE(reading.problems.empty(), problems_of(reading.problems));
      CHECK(reading.file.version == version);
      CHECK(reading.file.language == language);
      REQUIRE(reading.file.pages.size() == pages.size());
      for (std::size_t i = 0; i < pages.size(); ++i) {
        std::vector<xliff::Problem> problems;
        const auto back = xliff::take(reading.file.pages[i], language, pages[i], problems);
        CHECK_MESSAGE(problems.empty(), problems_of(problems));
        CHECK(is_page(back, pages[i]));
        CHECK_FALSE(back.changes());
        const auto state = content::state_of({pages[i].title, pages[i].summary, pages[i].document}, language);
        CHECK(static_cast<int>(back.untranslated.size()) == state.missing);
        CHECK(back.same == state.texts - state.missing);
      }
    }
}

TEST_CASE("what was translated elsewhere stands in the page letter by letter, made from the German of now") {
  for (const auto version : kVersions)
    for (const auto& page : demo_pages()) {
      const auto bare = without(page, "en");
      const auto back = taken(written(page, version), bare);
      Page made = bare;
      made.title = back.title;
      made.summary = back.summary;
      made.document = back.document;
      CHECK(words_of(made) == words_of(page));
      const auto before = content::state_of({page.title, page.summary, page.document}, "en");
      const auto state = content::state_of({made.title, made.summary, made.document}, "en");
      CHECK(back.fresh == state.texts - state.missing);
      CHECK(state.missing == before.missing);
      CHECK(state.outdated == 0);
    }
}

TEST_CASE("random texts, white space, codes and characters that XML cannot hold come back letter by letter") {
  static constexpr std::string_view kParts[] = {" ",
                                                "  ",
                                                "\n",
                                                "\t",
                                                "\r",
                                                "\r\n",
                                                "]]>",
                                                "<",
                                                ">",
                                                "&",
                                                "&amp;",
                                                "\"",
                                                "'",
                                                "😀",
                                                "é",
                                                "e\xCC\x81",
                                                "\xEF\xBF\xBE",
                                                "\xEF\xBF\xBF",
                                                "\xEF\xBB\xBF",
                                                "\xC2\x85",
                                                "\xE2\x80\xA8",
                                                "**",
                                                "*",
                                                "_",
                                                "[",
                                                "](https://a.example/?a=1&b=<2>)",
                                                "- ",
                                                "\n\n",
                                                "1. ",
                                                "a",
                                                "Wort",
                                                "\x7F",
                                                "<!--",
                                                "-->",
                                                "<![CDATA[",
                                                "<?x",
                                                "%s",
                                                "\x01",
                                                "\x1B",
                                                std::string_view("\0", 1)};
  std::mt19937 random(11);
  const auto some = [&] {
    std::string text;
    for (auto left = 1 + random() % 20; left > 0; --left) text += kParts[random() % std::size(kParts)];
    return text;
  };
  for (int round = 0; round < 1'000; ++round) {
    Page page = sample_page();
    page.title = text(some(), some());
    for (const char* path : {"p/text", "q/items/i1/question"})
      *content::find_text(page.document, path) = text(some(), some());
    for (const auto version : kVersions) {
      const auto file = written(page, version);
      CAPTURE(file);
      CHECK(is_page(taken(file, page), page));
      const auto recoded = xliff::in_utf8(file);
      REQUIRE(recoded.ok());
      CHECK(is_page(taken(*recoded, page), page));
    }
  }
}

TEST_CASE("marks are codes with the same numbers in both languages") {
  Page page = sample_page();
  *content::find_text(page.document, "p/text") =
      text("Ein **Zuschuss** zur [Miete](tel:1).", "For your [rent](tel:1), a **grant** *now*.");
  CHECK(
      written(page, Version::v1_2)
          .find(
              R"(<source>Ein <bpt id="1" ctype="bold">**</bpt>Zuschuss<ept id="1">**</ept> zur <bpt id="2" ctype="link">[</bpt>Miete<ept id="2">](tel:1)</ept>.</source>)") !=
      std::string::npos);
  CHECK(
      written(page, Version::v1_2)
          .find(
              R"(For your <bpt id="2" ctype="link">[</bpt>rent<ept id="2">](tel:1)</ept>, a <bpt id="1" ctype="bold">**</bpt>grant<ept id="1">**</ept> <bpt id="3" ctype="italic">*</bpt>now)") !=
      std::string::npos);
  CHECK(written(page, Version::v2_0).find(R"(Ein <pc id="1" )") != std::string::npos);
  CHECK(written(page, Version::v2_0).find(R"(subType="xlf:b">Zuschuss</pc> zur <pc id="2")") !=
        std::string::npos);
}

TEST_CASE("states go out, and an outdated translation that the office lets stand is current again") {
  const Page page = sample_page();
  const content::Texts texts{page.title, page.summary, page.document};
  CHECK(content::state_of(texts, "p/text", "en") == TextState::outdated);
  for (const auto version : kVersions) {
    const bool older = version == Version::v1_2;
    auto file = written(page, version);
    const char* stale = older ? R"(<target state="needs-review-translation">)"
                              : R"(<segment state="initial" subState="stadtpult:outdated">)";
    CHECK(file.find(stale) != std::string::npos);
    auto back = taken(file, page);
    CHECK(is_page(back, page));
    CHECK(back.confirmed == 0);
    file = replaced(file, stale, older ? R"(<target state="final">)" : R"(<segment state="reviewed">)");
    back = taken(file, page);
    CHECK(back.confirmed == 1);
    CHECK(back.same == 1);
    CHECK(static_cast<int>(back.untranslated.size()) == 1);
    CHECK(content::state_of({back.title, back.summary, back.document}, "p/text", "en") == TextState::current);
    // An empty target takes nothing away.
    back = taken(replaced(file, "Housing benefit</target>", "</target>"), page);
    CHECK(back.title.in("en") == "Housing benefit");
    CHECK(static_cast<int>(back.untranslated.size()) == 2);
  }
}

TEST_CASE("what tools do to files is understood: UTF-16, CDATA, groups, segments, marks of their own") {
  const Page page = sample_page();
  for (const auto version : kVersions) {
    const auto file = written(page, version);
    std::string wide = "\xFF\xFE";
    for (const char c : replaced(file, "UTF-8", "UTF-16")) (wide += c) += '\0';
    CHECK(is_page(taken(wide, page), page));
    CHECK(is_page(taken("\xEF\xBB\xBF" + file, page), page));
    CHECK(taken(replaced(file, ">Housing benefit<", "><![CDATA[Rent & more]]><!-- x --><"), page)
              .title.in("en") == "Rent & more");
  }
  auto older = written(page, Version::v1_2);
  older =
      replaced(older, "Housing benefit</target>",
               R"(<mrk mtype="seg" mid="1">Help with </mrk><mrk mtype="seg" mid="2">rent</mrk></target>)");
  older = replaced(older, "<body>", "<body><group>");
  older = replaced(older, "</body>", "</group></body>");
  CHECK(taken(older, page).title.in("en") == "Help with rent");
  auto newer = written(page, Version::v2_0);
  const auto from = newer.find("<segment"), to = newer.find("</segment>") + 10;
  newer.replace(from, to - from,
                R"(<segment state="final"><source>Wohn</source><target order="3">benefit</target></segment>
                   <ignorable><source/><target order="2"> </target></ignorable>
                   <segment state="final"><source>geld</source><target order="1">Rent</target></segment>)");
  CHECK(taken(newer, page).title.in("en") == "Rent benefit");
}

TEST_CASE("the files follow the schemas of OASIS") {
  const char* named = std::getenv("STADTPULT_XLIFF_SCHEMAS");
  const std::filesystem::path folder =
      named != nullptr ? named : "/usr/share/php/Symfony/Component/Translation/Resources/schemas";
  if (!std::filesystem::exists(folder / "xliff-core-2.0.xsd")) {
    MESSAGE("skipped: no schemas in " << folder.string());
    return;
  }
  for (const auto version : kVersions) {
    // Both import the attributes of XML from an address: from the folder instead.
    std::ifstream in(folder /
                     (version == Version::v1_2 ? "xliff-core-1.2-strict.xsd" : "xliff-core-2.0.xsd"));
    std::stringstream schema_text;
    schema_text << in.rdbuf();
    const std::string xsd =
        replaced(schema_text.str(),
                 version == Version::v1_2 ? "http://www.w3.org/2001/xml.xsd"
                                          : "informativeCopiesOf3rdPartySchemas/w3c/xml.xsd",
                 "file://" + (folder / "xml.xsd").string());
    const std::unique_ptr<xmlSchemaParserCtxt, void (*)(xmlSchemaParserCtxt*)> parser(
        xmlSchemaNewMemParserCtxt(xsd.data(), static_cast<int>(xsd.size())), xmlSchemaFreeParserCtxt);
    const std::unique_ptr<xmlSchema, void (*)(xmlSchema*)> schema(xmlSchemaParse(parser.get()),
                                                                  xmlSchemaFree);
    REQUIRE(schema != nullptr);
    auto pages = demo_pages();
    pages.push_back(sample_page());
    pages.back().title = text("Zeichen \xEF\xBF\xBE");
    for (const char* language : {"en", "de-simple"}) {
      const auto file = xliff::write(pages, language, version);
      REQUIRE(file.ok());
      const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(
          xmlReadMemory(file->data(), static_cast<int>(file->size()), nullptr, nullptr, XML_PARSE_NONET),
          xmlFreeDoc);
      const std::unique_ptr<xmlSchemaValidCtxt, void (*)(xmlSchemaValidCtxt*)> judge(
          xmlSchemaNewValidCtxt(schema.get()), xmlSchemaFreeValidCtxt);
      CHECK(xmlSchemaValidateDoc(judge.get(), document.get()) == 0);
    }
  }
}

}  // namespace stadtpult::testing
