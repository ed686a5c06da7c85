// The media library beside the pages: where a file is used, and another one in its place everywhere.

#include <doctest/doctest.h>

#include "tests/platform/service/pages_desk.hpp"
#include "tests/support/pdf_writer.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

constexpr const char* kRedPng =
    "89504e470d0a1a0a0000000d49484452000000080000000408020000003cafe9a7000000114944415478da63f8cfc0801531504f"
    "02005a5e1fe10d76d8e30000000049454e44ae426082";
constexpr const char* kBluePng =
    "89504e470d0a1a0a0000000d49484452000000080000000408020000003cafe9a7000000104944415478da636060f88f03514d02"
    "001a9e1fe1e92d23f40000000049454e44ae426082";

Json with_picture(const std::string& media, const char* type = "image") {
  return {{"blocks",
           {{{"id", "b1"},
             {"type", type},
             {"media", media},
             {"alternative_text", {{"de", "Rathaus"}}},
             {"label", {{"de", "Merkblatt"}}}}}}};
}

struct Library : Desk {
  std::string red = add(base::from_hex(kRedPng).value_or(""), "rot.png");
  std::string blue = add(base::from_hex(kBluePng).value_or(""), "blau.png");

  std::string add(const std::string& bytes, const std::string& name) {
    const Reply made = platform.ask("POST", "/v1/media?name=" + name, editor, bytes,
                                    {.content_type = "application/octet-stream"});
    REQUIRE_MESSAGE(made.status == 201, made.text);
    return made.id();
  }
  std::string shows(const std::string& title, const std::string& media) {
    return page(title, {{"content", with_picture(media)}});
  }
  std::string picture_of(const std::string& page) { return get(page)["content"]["blocks"][0]["media"]; }
  std::vector<std::string> pages_of(const std::string& media) {
    std::vector<std::string> titles;
    for (const auto& page : platform.get("/v1/media/" + media + "/pages", editor).part("items"))
      titles.push_back(page["title"]["de"]);
    return titles;
  }
  std::int64_t used_in(const std::string& media) {
    for (const auto& each : platform.get("/v1/media", editor).part("items"))
      if (each["id"] == media) return each["used_in"];
    return -1;
  }
  Reply replace(const std::string& media, const std::string& by, const std::string& token,
                const std::string& key = "") {
    return platform.ask("POST", "/v1/media/" + media + "/replacements", token, Json({{"by", by}}).dump(),
                        {.key = key});
  }
};

}  // namespace

TEST_CASE("where a file is used: counted with each change of a page, and named") {
  Library desk;
  CHECK(desk.used_in(desk.red) == 0);
  CHECK(desk.pages_of(desk.red).empty());
  const auto one = desk.shows("Eins", desk.red);
  const auto two = desk.shows("Zwei", desk.red);
  CHECK(desk.used_in(desk.red) == 2);
  CHECK(desk.pages_of(desk.red) == std::vector<std::string>{"Eins", "Zwei"});
  REQUIRE(desk.patch(two, {{"content", with_picture(desk.blue)}}).status == 200);
  CHECK(desk.used_in(desk.red) == 1);
  CHECK(desk.used_in(desk.blue) == 1);
  CHECK(desk.pages_of(desk.blue) == std::vector<std::string>{"Zwei"});
  CHECK(desk.platform.get("/v1/media/med_none/pages", desk.editor).status == 404);
  CHECK(desk.platform.get("/v1/media/" + desk.red + "/pages", desk.platform.merchant()).status == 403);
  CHECK(desk.platform.patch("/v1/media/" + desk.red, desk.editor, {{"archived", true}}).status == 409);
}

TEST_CASE("a page that leaves the trash for good uses its files no more") {
  Library desk;
  const auto page = desk.shows("Weg", desk.red);
  REQUIRE(desk.state(page, "trashed", desk.editor).status == 200);
  CHECK(desk.used_in(desk.red) == 1);
  desk.platform.time.ms += 31 * kDay;
  CHECK(desk.run_due() > 0);
  CHECK(desk.used_in(desk.red) == 0);
  CHECK(desk.pages_of(desk.red).empty());
  CHECK(desk.platform.patch("/v1/media/" + desk.red, desk.platform.lead(), {{"archived", true}}).status !=
        409);
}

TEST_CASE("replace everywhere: new drafts of every page, what is live stays") {
  Library desk;
  const auto live = desk.shows("Live", desk.red);
  desk.publish(live);
  const auto draft = desk.shows("Entwurf", desk.red);
  const auto review = desk.shows("Geprueft", desk.red);
  REQUIRE(desk.state(review, "in_review", desk.editor).status == 200);
  const auto away = desk.shows("Abgelegt", desk.red);
  REQUIRE(desk.state(away, "archived", desk.editor).status == 200);
  const auto other = desk.shows("Anderes", desk.blue);
  const auto other_before = desk.get(other);
  const auto live_before = desk.live(live);
  const auto draft_versions = desk.versions(draft).size();

  const Reply done = desk.replace(desk.red, desk.blue, desk.editor, "once");
  REQUIRE_MESSAGE(done.status == 200, done.text);
  CHECK(done.body["pages"].size() == 3);
  REQUIRE(done.body["left"].size() == 1);
  CHECK(done.body["left"][0]["page_id"] == away);
  CHECK(done.body["left"][0]["state"] == "archived");
  for (const auto& page : {live, draft, review}) {
    CHECK(desk.picture_of(page) == desk.blue);
    CHECK(desk.get(page)["state"] == "draft");
    // What the block said of the old picture is not true of the new one.
    CHECK_FALSE(desk.get(page)["content"]["blocks"][0].contains("alternative_text"));
  }
  CHECK(desk.picture_of(away) == desk.red);
  CHECK(desk.versions(draft).size() ==
        draft_versions + 1);  // what was typed a moment ago can be brought back
  CHECK(desk.get(other)["revision"] == other_before["revision"]);

  // Citizens see what they saw; it is still used, live and in the archived page.
  const auto live_after = desk.live(live);
  REQUIRE(live_after.size() == live_before.size());
  CHECK(live_after.front().version_id == live_before.front().version_id);
  CHECK(live_after.front().payload == live_before.front().payload);
  CHECK(desk.used_in(desk.red) == 2);
  CHECK(desk.used_in(desk.blue) == 4);

  // The same request again is told the same; another one finds nothing more to do.
  const auto revision = desk.get(draft)["revision"];
  CHECK(desk.replace(desk.red, desk.blue, desk.editor, "once").text == done.text);
  CHECK(desk.get(draft)["revision"] == revision);
  CHECK(desk.replace(desk.red, desk.blue, desk.editor).body["pages"].empty());
  CHECK(desk.get(draft)["revision"] == revision);

  const auto lines = desk.audit(desk.red);
  CHECK(std::count(lines.begin(), lines.end(), "media.replace") == 2);
}

TEST_CASE("replace everywhere refuses what would break pages, and then changes none") {
  Library desk;
  const auto page = desk.shows("Seite", desk.red);
  const std::string pdf = desk.add(testing::pdf_page("Merkblatt"), "blatt.pdf");
  const auto before = desk.get(page)["revision"];
  const auto refused = [&](const std::string& media, const std::string& by, const std::string& token) {
    const Reply reply = desk.replace(media, by, token);
    CHECK(desk.get(page)["revision"] == before);
    const auto& field = reply.body["field"];
    return std::pair(reply.status, field.is_string() ? field.get<std::string>() : std::string());
  };
  CHECK(refused(desk.red, desk.red, desk.editor) == std::pair(422, std::string("by")));
  CHECK(refused(desk.red, pdf, desk.editor) == std::pair(422, std::string("by")));
  CHECK(refused(pdf, desk.red, desk.editor) == std::pair(422, std::string("by")));
  CHECK(refused(desk.red, "med_none", desk.editor) == std::pair(422, std::string("by")));
  CHECK(refused("med_none", desk.blue, desk.editor).first == 404);
  CHECK(refused(desk.red, desk.blue, desk.platform.reviewer()).first == 403);
  REQUIRE(desk.platform.patch("/v1/media/" + desk.blue, desk.editor, {{"archived", true}}).status == 200);
  CHECK(refused(desk.red, desk.blue, desk.editor) == std::pair(422, std::string("by")));
  CHECK(desk.platform.ask("POST", "/v1/media/" + desk.red + "/replacements", desk.editor, "{", {}).status ==
        400);
}
