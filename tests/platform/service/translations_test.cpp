// Translations of pages from a file: all of it or nothing, into drafts.

#include <doctest/doctest.h>

#include "api-client/content/document.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/content.hpp"
#include "api-client/xliff/xliff.hpp"
#include "tests/platform/service/pages_desk.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

struct Office : Desk {
  xliff::Page to_translate(const std::string& id) {
    const auto page = contract::decode<contract::ContentPage>(get(id).dump());
    REQUIRE(page.ok());
    return {page->id, page->version, page->title, page->summary,
            *content::decode_document(page->content.text)};
  }
  /// The file for these pages, with "EN: " before every German text as its translation.
  std::string translated(const std::vector<std::string>& ids) {
    std::vector<xliff::Page> pages;
    for (const auto& id : ids) pages.push_back(to_translate(id));
    std::string file = *xliff::write(pages, "en", xliff::Version::v1_2);
    for (std::size_t at = 0; (at = file.find("<source>", at)) != std::string::npos;) {
      const auto end = file.find("</source>", at);
      const auto words = file.substr(at + 8, end - at - 8);
      file.insert(end + 9, "<target>EN: " + words + "</target>");
      at = end;
    }
    return file;
  }
  Reply take(const std::string& file, bool check = false) {
    return platform.post("/v1/imports", platform.lead(),
                         {{"format", "xliff"}, {"services", file}, {"check", check}});
  }
  std::string english(const std::string& id) {
    const Json page = get(id);
    return page["title"].value("en", "") + "|" + page["content"]["blocks"][0]["text"].value("en", "");
  }
};

}  // namespace

TEST_CASE("a file becomes drafts, what is live stays, and a second time nothing changes") {
  Office office;
  const auto live = office.page("Wohngeld"), draft = office.page("Sperrmüll");
  office.publish(live);
  const auto before = office.live(live);
  REQUIRE_FALSE(before.empty());
  const auto file = office.translated({live, draft});

  const Reply checked = office.take(file, true);
  REQUIRE_MESSAGE(checked.status < 300, checked.text);
  CHECK(checked.body["created"] == 4);
  CHECK(office.english(live) == "|");

  const Reply taken = office.take(file);
  REQUIRE_MESSAGE(taken.status < 300, taken.text);
  CHECK(taken.body["rows"] == 4);
  CHECK(taken.body["created"] == 4);
  CHECK(office.english(live) == "EN: Wohngeld|EN: Guten Tag.");
  CHECK(office.english(draft) == "EN: Sperrmüll|EN: Guten Tag.");
  CHECK(office.get(live)["state"] == "draft");
  CHECK(office.get(live)["live_version"] == 1);
  CHECK(office.get(live)["version"] == 2);
  const auto after = office.live(live);
  REQUIRE(after.size() == before.size());
  CHECK(after.front().payload == before.front().payload);
  CHECK(office.get(draft)["content"]["made_from"]["en"]["b1/text"].get<std::string>().size() == 16);
  CHECK(office.audit(draft).back() == "page.change");

  const auto revision = office.get(draft)["revision"];
  const Reply again = office.take(file);
  CHECK(again.body["created"] == 0);
  CHECK(again.body["unchanged"] == 4);
  CHECK(office.get(draft)["revision"] == revision);
}

TEST_CASE("one wrong unit, and no page of the file is touched; every problem is named") {
  Office office;
  const auto one = office.page("Eins"), two = office.page("Zwei"), away = office.page("Weg"),
             judged = office.page("Geprüft");
  const auto file = office.translated({one, two, away, judged});
  REQUIRE(office.state(away, "trashed", office.editor).status == 200);
  REQUIRE(office.state(judged, "in_review", office.editor).status == 200);
  REQUIRE(office.patch(two, {{"title", {{"de", "Zwei neu"}}}}).status == 200);
  for (const bool check : {true, false}) {
    const Reply refused = office.take(file, check);
    CHECK(refused.status == 422);
    REQUIRE(refused.body["errors"].size() == 3);
    CHECK(refused.body["errors"][0]["field"] == two + "/title");
    CHECK(refused.body["errors"][1]["field"] == away);
    CHECK(refused.body["errors"][2]["field"] == judged);
  }
  CHECK(office.english(one) == "|");
  CHECK(office.get(judged)["state"] == "in_review");
  CHECK(office.take("<xliff").status == 422);
  CHECK(
      office
          .take("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + file.substr(file.find("<xliff")))
          .body["errors"][0]["message"]
          .get<std::string>()
          .find("DOCTYPE") != std::string::npos);
  auto elsewhere = office.translated({one});
  elsewhere.replace(elsewhere.find(one), one.size(), "pag_none");
  CHECK(office.take(elsewhere).body["errors"][0]["field"] == "pag_none");
  CHECK(office.platform
            .post("/v1/imports", office.platform.lead(),
                  {{"format", "ozg"}, {"services", "x"}, {"check", true}})
            .body["field"] == "check");
}
