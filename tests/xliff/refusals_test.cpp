// What is not taken, as a whole and with every reason.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/xliff/sample.hpp"

namespace stadtpult::testing {
namespace {

using xliff::Page;
using xliff::Problem;
using xliff::Version;

/// Every problem of the file for this page as "unit rule", in order; nothing is taken where there is one.
std::vector<std::string> problems(const std::string& file, const Page& page = sample_page()) {
  auto reading = xliff::read(file);
  auto all = reading.problems;
  if (all.empty()) {
    for (const auto& units : reading.file.pages) {
      const auto taken = xliff::take(units, reading.file.language, page, all);
      if (!all.empty()) CHECK_FALSE(taken.changes());
    }
  } else {
    CHECK(reading.file.pages.empty());
  }
  std::vector<std::string> words;
  for (const auto& each : all) {
    words.push_back(each.unit + " " + each.rule);
    CHECK_FALSE(xliff::message(each).starts_with(each.rule));
  }
  return words;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a document type is refused before anything in it is read") {
  for (const auto version : kVersions) {
    const auto file = written(sample_page(), version);
    const auto with = [&](const std::string& doctype, const char* use) {
      return replaced(replaced(file, "?>\n", "?>\n" + doctype), "Housing benefit", use);
    };
    CHECK(problems(with(R"(<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>)", "&x;")) ==
          Words{" file.doctype"});
    CHECK(problems(with(R"(<!DOCTYPE xliff SYSTEM "http://127.0.0.1:1/x.dtd">)", "x")) ==
          Words{" file.doctype"});
    CHECK(problems(with(
              R"(<!DOCTYPE xliff PUBLIC "-//XLIFF//DTD XLIFF//EN" "http://www.oasis-open.org/xliff.dtd">)",
              "x")) == Words{" file.doctype"});
    CHECK(problems(with(R"(<!DOCTYPE xliff [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>)", "x")) ==
          Words{" file.doctype"});
    std::string laughs = "<!DOCTYPE xliff [<!ENTITY l0 \"lol\">";
    for (int i = 1; i < 10; ++i) {
      laughs += "<!ENTITY l" + std::to_string(i) + " \"";
      for (int j = 0; j < 10; ++j) laughs += "&l" + std::to_string(i - 1) + ";";
      laughs += "\">";
    }
    CHECK(problems(with(laughs + "]>", "&l9;")) == Words{" file.doctype"});
    CHECK(problems(replaced(file, "Housing benefit", "&x;")) == Words{" file.malformed"});
  }
}

TEST_CASE("what is no XLIFF of 1.2 or 2.0, or is not whole") {
  CHECK(problems("") == Words{" file.malformed"});
  CHECK(problems("{}") == Words{" file.malformed"});
  CHECK(problems("<html/>") == Words{" file.version"});
  CHECK(problems(std::string(xliff::kLargestFile + 1, ' ')) == Words{" file.too-large"});
  CHECK(problems("<xliff version=\"1.2\"/>") == Words{" file.version"});
  CHECK(problems("<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"/>") ==
        Words{" file.empty"});
  const auto older = written(sample_page(), Version::v1_2), newer = written(sample_page(), Version::v2_0);
  for (const auto& file : {older, newer})
    for (std::size_t cut = 1; cut < file.size() - 1; cut += 37) {
      CAPTURE(cut);
      REQUIRE(problems(file.substr(0, cut)) == Words{" file.malformed"});
    }
  CHECK(problems(replaced(older, "version=\"1.2\"", "version=\"1.1\"")) == Words{" file.version"});
  CHECK(problems(replaced(newer, "version=\"2.0\"", "version=\"2.1\"")) == Words{" file.version"});
  CHECK(problems(replaced(replaced(newer, "version=\"2.0\"", "version=\"2.2\""), "document:2.0",
                          "document:2.2")) == Words{" file.version"});
  CHECK(problems(replaced(newer, "document:2.0", "document:1.2")) == Words{" file.version"});
  CHECK(problems(replaced(older, "Housing benefit", "\xFF\xFE")) == Words{" file.malformed"});
  CHECK(problems(replaced(older, "Housing benefit", "&#1;")) == Words{" file.malformed"});
  CHECK(problems(replaced(older, "UTF-8", "EBCDIC-X")) == Words{" file.malformed"});
  std::string deep;
  for (int i = 0; i < 1'000; ++i) deep += "<group>";
  CHECK(problems(replaced(older, "<body>", "<body>" + deep)) == Words{" file.malformed"});
  std::string many;
  for (int i = 0; i <= xliff::kMostElements; ++i) many += "<g/>";
  CHECK(problems(replaced(older, "<body>", "<body>" + many)) == Words{" file.too-many"});
}

TEST_CASE("a NUL hides nothing that stands behind it, in UTF-16 either") {
  const std::string nul(1, '\0');
  for (const auto version : kVersions) {
    const auto file = written(sample_page(), version);
    REQUIRE(problems(file).empty());
    for (const auto& rest : {nul, nul + "x", "\n" + nul + file}) {
      CHECK(problems(file + rest) == Words{" file.malformed"});
      CHECK_FALSE(xliff::in_utf8(file + rest).ok());
    }
    CHECK(problems(replaced(file, "Housing benefit", nul)) == Words{" file.malformed"});
    const auto told = xliff::read("<a>\n\n</a>" + nul + file).problems.at(0);
    CHECK(told.line == 3);
    CHECK(xliff::message(told).find("NUL") != std::string::npos);
    for (const bool little : {true, false}) {
      std::string wide = little ? "\xFF\xFE" : "\xFE\xFF";
      for (const char c : replaced(file, "UTF-8", "UTF-16")) wide += little ? c + nul : nul + c;
      CHECK(problems(wide).empty());
      CHECK(problems(wide + nul + nul + (little ? "x" + nul : nul + "x")) == Words{" file.malformed"});
    }
  }
}

TEST_CASE("a language in capitals is no second language") {
  const auto file =
      replaced(written(sample_page(), Version::v1_2), "target-language=\"en\"", "target-language=\"EN\"");
  CHECK(xliff::read(file).file.language == "en");
}

TEST_CASE("languages: from German, into one that is none") {
  const auto older = written(sample_page(), Version::v1_2), newer = written(sample_page(), Version::v2_0);
  CHECK(problems(replaced(older, "source-language=\"de\"", "source-language=\"en\"")) ==
        Words{" file.source-language"});
  CHECK(problems(replaced(newer, "srcLang=\"de\"", "srcLang=\"fr\"")) == Words{" file.source-language"});
  for (const char* tag : {"", "de", "DE", "not a tag"}) {
    CHECK(
        problems(replaced(older, "target-language=\"en\"", "target-language=\"" + std::string(tag) + "\"")) ==
        Words{" file.target-language"});
    CHECK(problems(replaced(newer, "trgLang=\"en\"", "trgLang=\"" + std::string(tag) + "\"")) ==
          Words{" file.target-language"});
  }
  CHECK(problems(replaced(older, "<target ", "<target xml:lang=\"fr\" ")) == Words{"title file.languages"});
  CHECK(problems(replaced(newer, "<target>", "<target xml:lang=\"fr\">")) == Words{"title file.languages"});
  CHECK(problems(replaced(older, "<target ", "<target xml:lang=\"EN\" ")).empty());
  auto other = sample_page();
  other.id = "pag_2";
  auto two = *xliff::write({sample_page(), other}, "en", Version::v1_2);
  const auto second = two.rfind("target-language=\"en\"");
  two.replace(second, 20, "target-language=\"fr\"");
  CHECK(problems(two) == Words{" file.languages"});
  CHECK_FALSE(xliff::write({sample_page()}, "de", Version::v1_2).ok());
  CHECK_FALSE(xliff::write({sample_page()}, "", Version::v1_2).ok());
  CHECK_FALSE(xliff::write({}, "en", Version::v1_2).ok());
}

TEST_CASE("units: missing, unknown, twice, from other German words; all are named at once") {
  for (const auto version : kVersions) {
    const bool older = version == Version::v1_2;
    const std::string name = older ? "trans-unit" : "unit";
    const auto file = written(sample_page(), version);
    const auto from = file.find("<" + name), to = file.find("</" + name + ">", from) + name.size() + 3;
    const auto first = file.substr(from, to - from);
    CHECK(problems(replaced(file, first, "")) == Words{"title unit.missing"});
    CHECK(problems(replaced(file, first, first + first)) == Words{"title unit.twice"});
    CHECK(problems(replaced(file, "id=\"title.", "id=\"titel.")) ==
          Words{"titel unit.unknown", "title unit.missing"});
    CHECK(problems(replaced(file, "id=\"p.text.", "id=\"p.text-")).front().ends_with(" unit.id"));
    const auto hash = file.find("id=\"title.") + 10;
    auto wrong = file;
    wrong[hash] = wrong[hash] == '0' ? '1' : '0';
    CHECK(problems(wrong) == Words{"title unit.german-changed"});
    CHECK(problems(replaced(file, ">Wohngeld<", ">Wohngeld <")) == Words{"title unit.source-changed"});
    auto changed = sample_page();
    changed.title.by_language["de"] = "Wohngeld 2027";
    *content::find_text(changed.document, "p/text") = text("");
    CHECK(problems(file, changed) == Words{"title unit.german-changed", "p/text unit.unknown"});
    auto more = sample_page();
    more.summary = text("Neu");
    CHECK(problems(file, more) == Words{"summary unit.missing"});
    CHECK(problems(replaced(file, "original=\"pag_1\"", older ? "original=\"\"" : "original=\"pag_1\""))
              .size() == (older ? 1U : 0U));
    const auto page_from = file.find("<file"), page_to = file.find("</file>") + 7;
    const auto page = file.substr(page_from, page_to - page_from);
    CHECK(problems(replaced(file, page, page + page)) == Words{" page.twice"});
  }
}

TEST_CASE("translations that do not fit: too long, control characters, line breaks, links") {
  for (const auto version : kVersions) {
    const auto file = written(sample_page(), version);
    CHECK(problems(replaced(file, "Housing benefit", std::string(121, 'x'))) == Words{"title unit.too-long"});
    std::string letters;
    for (int i = 0; i < 120; ++i) letters += "ü";
    CHECK(problems(replaced(file, "Housing benefit", letters)).empty());
    CHECK(problems(replaced(file, "Housing benefit", "a&#13;b")) == Words{"title unit.control"});
    CHECK(problems(replaced(file, "Housing benefit", "a\nb")) == Words{"title unit.line-break"});
    CHECK(problems(replaced(file, ">A <", ">[A](javascript:alert(1)) <")) ==
          Words{"p/text unit.not-allowed"});
    CHECK(problems(replaced(file, ">A <", ">[A](https://a.example) <")).empty());
    const auto both =
        replaced(replaced(file, "Housing benefit", "a&#13;b"), ">A <", ">" + std::string(9'000, 'x') + "<");
    CHECK(problems(both).size() == 2);
  }
}

TEST_CASE("inline codes that do not stand for anything, lead in circles or do not pair") {
  const auto older = written(sample_page(), Version::v1_2), newer = written(sample_page(), Version::v2_0);
  const auto codes = Words{"title unit.codes"};
  for (const char* inside :
       {"<x id=\"1\"/>", "<g id=\"1\">a</g>", "<bpt id=\"1\">**</bpt>a", "<ept id=\"1\">**</ept>",
        "<ph id=\"1\"><sub>a</sub></ph>", "<ph id=\"1\" ctype=\"x-codepoint\">0041</ph>",
        "<ph id=\"1\" ctype=\"x-codepoint\">110000</ph>", "<y:z xmlns:y=\"urn:y\">a</y:z>"}) {
    CAPTURE(inside);
    CHECK(problems(replaced(older, "Housing benefit", inside)) == codes);
  }
  for (const char* inside :
       {"<ph id=\"1\"/>", "<ph id=\"1\" dataRef=\"d9\"/>", "<pc id=\"1\">a</pc>", "<cp hex=\"0041\"/>",
        "<cp hex=\"xyz\"/>", "<cp/>", "<y:z xmlns:y=\"urn:y\">a</y:z>"}) {
    CAPTURE(inside);
    CHECK(problems(replaced(newer, "Housing benefit", inside)) == codes);
  }
  const auto with_data = [&](const std::string& data, const std::string& target) {
    return replaced(replaced(newer, "<segment", "<originalData>" + data + "</originalData><segment"),
                    "Housing benefit", target);
  };
  CHECK(problems(
            with_data(R"(<data id="d1">**</data>)", R"(<pc id="1" dataRefStart="d1" dataRefEnd="d1">a</pc>)"))
            .empty());
  CHECK(problems(with_data(R"(<data id="d1">**</data>)",
                           R"(<sc id="1" dataRef="d1"/>a<ec startRef="1" dataRef="d1"/>)"))
            .empty());
  CHECK(problems(with_data(R"(<data id="d1">**</data>)", R"(<sc id="1" dataRef="d1"/>a)")) == codes);
  CHECK(problems(with_data(R"(<data id="d1"><ph id="1" dataRef="d1"/></data>)",
                           R"(<ph id="1" dataRef="d1"/>)")) == codes);
  // A code that stands for much, many times.
  std::string often;
  for (int i = 0; i < 20'000; ++i) often += "<ph id=\"1\" dataRef=\"d1\"/>";
  CHECK(problems(with_data("<data id=\"d1\">" + std::string(1'000'000, 'x') + "</data>", often)) == codes);
  auto half = newer;
  half = replaced(half, "</segment>", "</segment><segment><source> </source></segment>");
  CHECK(problems(half).front() == "title unit.half");
}

}  // namespace stadtpult::testing
