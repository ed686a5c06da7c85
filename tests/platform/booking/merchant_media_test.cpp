// Merchants' own pictures: sent, seen by their own people and the city's, used where they may be, and shown
// to citizens while something live shows them.

#include <webp/encode.h>

#include "platform/routes/merchant_media.hpp"
#include "tests/platform/booking/shop.hpp"
#include "tests/support/json.hpp"
#include "tests/support/pdf_writer.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

/// 8 x 4 pixels of one grey, losslessly: other bytes for each.
std::string grey(int shade) {
  const std::vector<std::uint8_t> pixels(8 * 4 * 3, static_cast<std::uint8_t>(shade));
  std::uint8_t* out = nullptr;
  const auto size = WebPEncodeLosslessRGB(pixels.data(), 8, 4, 8 * 3, &out);
  std::string bytes(reinterpret_cast<const char*>(out), size);
  WebPFree(out);
  return bytes;
}

struct Gallery {
  Shop shop;
  Platform& platform = shop.platform;
  const std::string own = platform.merchant();
  const std::string stranger = platform.token(Role::merchant, "other-merchant");
  const std::string editor = platform.editor();

  Reply send(const std::string& token, const std::string& bytes, const std::string& name = "laden.webp") {
    return platform.ask("POST", "/v1/media?name=" + name, token, bytes,
                        {.content_type = "application/octet-stream"});
  }
  /// With what it shows.
  std::string picture(const std::string& token, int shade, bool described = true) {
    const Reply made = send(token, grey(shade));
    REQUIRE_MESSAGE(made.status == 201, made.text);
    if (described)
      REQUIRE(platform
                  .patch("/v1/media/" + made.id(), token,
                         {{"alternative_text", {{"de", "Unsere Werkstatt"}, {"en", "Our workshop"}}}})
                  .status == 200);
    return made.id();
  }
  std::string sha(const std::string& media) {
    return platform.get("/v1/media/" + media, platform.lead()).part("sha256");
  }
  int file(const std::string& media) { return platform.get("/app/media/" + sha(media), "").status; }
  Reply profile(const Json& media_ids, const std::string& token = "") {
    return platform.patch("/v1/merchants/" + shop.merchant, token.empty() ? own : token,
                          {{"media_ids", media_ids}});
  }
  Reply offering(const Json& media_ids) {
    return platform.post(
        "/v1/offerings", own,
        {{"merchant_id", shop.merchant}, {"name", {{"de", "Inspektion"}}}, {"media_ids", media_ids}});
  }
  Reply act(const std::string& id, const std::string& by, const std::string& what) {
    const auto path = "/v1/offerings/" + id;
    return platform.ask("POST", path + "/acts", by, Json{{"act", what}}.dump(),
                        {.if_match = what == "approve" ? platform.get(path, by).etag : ""});
  }
  void in_store(const std::function<void(Change&)>& act) {
    auto& service = platform.impl();
    const auto done = service.store().write_and_wait([&] { return service.occasion(system_actor(), ""); },
                                                     [&](Change& change) -> base::Done {
                                                       act(change);
                                                       return {};
                                                     });
    REQUIRE(done.ok());
  }
  /// A page that is live there shows it to such readers.
  void show(const std::string& media, const std::string& ring = "everyone",
            const std::string& audience = "all") {
    in_store([&](Change& change) {
      change.database().run(
          "INSERT INTO live_media(ring, media_id, thing, audience) VALUES(:p1, :p2, 'page:x', :p3)",
          {ring, media, audience});
    });
  }
  Reply describe(const std::string& media, const Json& german) {
    return platform.patch("/v1/media/" + media, own, {{"alternative_text", {{"de", german}}}});
  }
  int used_in(const std::string& media) {
    return platform.get("/v1/media/" + media, platform.lead()).part("used_in");
  }
  std::vector<std::string> seen_by(const std::string& token) {
    std::vector<std::string> ids;
    for (const auto& each : platform.get("/v1/media", token).part("items")) ids.push_back(each["id"]);
    return ids;
  }
};

std::string field_of(const Reply& reply) {
  return reply.body.value("field", "");
}

}  // namespace

TEST_CASE("a merchant sends pictures and sees its own alone; the city's people see whose they are") {
  Gallery gallery;
  auto& platform = gallery.platform;
  const auto own = gallery.picture(gallery.own, 1);
  const auto other = gallery.picture(gallery.stranger, 2);
  const auto city = gallery.picture(gallery.editor, 3);
  CHECK(gallery.seen_by(gallery.own) == std::vector{own});
  CHECK(gallery.seen_by(gallery.stranger) == std::vector{other});
  CHECK(gallery.seen_by(gallery.editor).size() == 3);
  CHECK(platform.get("/v1/media/" + own, gallery.editor).body["organisation_id"] == "demo-merchant");
  CHECK(platform.get("/v1/media/" + city, gallery.editor).body["organisation_id"] == "");
  for (const auto& hidden : {other, city}) {
    CHECK(platform.get("/v1/media/" + hidden, gallery.own).status == 404);
    CHECK(platform.get("/v1/media/" + hidden + "/content", gallery.own).status == 404);
    CHECK(platform
              .ask("PATCH", "/v1/media/" + hidden, gallery.own, R"({"name":"meins"})",
                   {.if_match = platform.get("/v1/media/" + hidden, gallery.editor).etag})
              .status == 404);
  }
  CHECK(platform.get("/v1/media/" + own + "/content", gallery.own).text.starts_with("RIFF"));
  CHECK(platform.get("/v1/media/" + own + "/pages", gallery.own).status == 403);
  // Equal files are one for each owner, and nobody gets to know of somebody else's.
  const Reply again = gallery.send(gallery.own, grey(1));
  CHECK(again.status == 200);
  CHECK(again.id() == own);
  const Reply same = gallery.send(gallery.own, grey(2));
  CHECK(same.status == 201);
  CHECK(same.id() != other);
  // What is no picture is not taken, whatever its name says.
  CHECK(gallery.send(gallery.own, testing::pdf_page("kein Bild")).status == 422);
  CHECK(gallery.send(gallery.own, "<svg/>", "bild.png").status == 422);
  std::vector<std::string> verbs;
  for (const auto& line : platform.get("/v1/audit?filter=object_id:" + own, platform.lead()).part("items"))
    verbs.push_back(line["action"]);
  CHECK(std::count(verbs.begin(), verbs.end(), "media.create") == 1);
  CHECK(std::count(verbs.begin(), verbs.end(), "media.change") == 1);
}

TEST_CASE("an organisation has so many pictures and no more, until it archives one") {
  Gallery gallery;
  auto& platform = gallery.platform;
  std::string first;
  for (int i = 0; i < kMostOwnPictures; ++i) {
    const Reply made = gallery.send(gallery.own, grey(i));
    REQUIRE(made.status == 201);
    if (i == 0) first = made.id();
  }
  const Reply more = gallery.send(gallery.own, grey(200));
  CHECK(more.status == 409);
  CHECK(more.text.find("100 pictures") != std::string::npos);
  CHECK(gallery.send(gallery.own, grey(5)).status == 200);  // is there already
  CHECK(gallery.send(gallery.stranger, grey(200)).status == 201);
  CHECK(gallery.send(gallery.editor, grey(200)).status == 201);
  REQUIRE(platform.patch("/v1/media/" + first, gallery.own, {{"archived", true}}).status == 200);
  CHECK(gallery.send(gallery.own, grey(200)).status == 201);
  // The archived one has no room any more, by either way back.
  CHECK(platform.patch("/v1/media/" + first, gallery.own, {{"archived", false}}).status == 409);
  CHECK(gallery.send(gallery.own, grey(0)).status == 409);
}

TEST_CASE("profile and offering use pictures of their own or the city's, that say what they show") {
  Gallery gallery;
  const auto own = gallery.picture(gallery.own, 1);
  const auto other = gallery.picture(gallery.stranger, 2);
  const auto city = gallery.picture(gallery.editor, 3);
  const auto silent = gallery.picture(gallery.own, 4, false);
  const auto pdf = gallery.send(gallery.editor, testing::pdf_page("kein Bild")).id();
  // What citizens do not see yet is not for merchants to bring to light, whoever tells them its id.
  CHECK(field_of(gallery.profile({own, city})) == "media_ids[1]");
  CHECK(field_of(gallery.offering({city})) == "media_ids[0]");
  gallery.show(city, "pilot");
  gallery.show(city, "everyone", "signed_in");
  CHECK(gallery.profile({city}).status == 422);
  gallery.show(city);
  CHECK(gallery.profile({own, city}).status == 200);
  // The city's people choose among all of the city's; what is there already stays.
  const auto draft_of_city = gallery.picture(gallery.editor, 5);
  CHECK(gallery.profile({own, city, draft_of_city}, gallery.platform.reviewer()).status == 200);
  CHECK(gallery.profile({draft_of_city, city, own}).status == 200);
  CHECK(gallery.profile({own, city}).status == 200);
  const Reply stranger = gallery.profile({own, other});
  CHECK(stranger.status == 422);
  CHECK(field_of(stranger) == "media_ids[1]");
  // Nor do the city's people put one merchant's picture into another's profile.
  CHECK(gallery.profile({other}, gallery.platform.reviewer()).status == 422);
  CHECK(gallery.profile({pdf}).status == 422);
  CHECK(field_of(gallery.profile({silent})) == "media_ids[0]");
  CHECK(gallery.offering({other}).status == 422);
  CHECK(gallery.offering({"med_no"}).status == 422);
  const Reply draft = gallery.offering({own, city, silent});
  REQUIRE_MESSAGE(draft.status == 201, draft.text);
  CHECK(field_of(gallery.act(draft.id(), gallery.own, "submit")) == "media_ids[2]");
  REQUIRE(gallery.platform.patch("/v1/media/" + silent, gallery.own, {{"decorative", true}}).status == 200);
  CHECK(gallery.act(draft.id(), gallery.own, "submit").status == 200);
  // What is used cannot be put away; where, is counted.
  CHECK(gallery.platform.get("/v1/media/" + own, gallery.own).body["used_in"] == 2);
  CHECK(gallery.platform.patch("/v1/media/" + own, gallery.own, {{"archived", true}}).status == 409);
  // Nor do its words go while it is shown.
  const auto words = [&](const Json& german) {
    return gallery.platform.patch("/v1/media/" + own, gallery.own, {{"alternative_text", {{"de", german}}}})
        .status;
  };
  CHECK(words(nullptr) == 409);
  CHECK(words("Unsere neue Werkstatt") == 200);
}

TEST_CASE("citizens get the pictures of what is live, with their words and sizes, and no others") {
  Gallery gallery;
  auto& platform = gallery.platform;
  const auto shopfront = gallery.picture(gallery.own, 1);
  const auto wheel = gallery.picture(gallery.own, 2);
  const auto unused = gallery.picture(gallery.own, 3);
  const auto page = "/app/m/" + gallery.shop.merchant;
  REQUIRE(gallery.profile({shopfront}).status == 200);
  const auto offering = gallery.offering({wheel}).id();
  CHECK(gallery.file(shopfront) == 200);
  CHECK(gallery.file(wheel) == 404);  // a draft
  CHECK(gallery.file(unused) == 404);
  REQUIRE(gallery.act(offering, gallery.own, "submit").status == 200);
  REQUIRE(gallery.act(offering, platform.reviewer(), "approve").status == 200);
  CHECK(gallery.file(wheel) == 200);
  const Reply bytes = platform.get("/app/media/" + gallery.sha(wheel), "");
  CHECK(bytes.content_type == "image/webp");
  CHECK(bytes.text.starts_with("RIFF"));

  const auto html = platform.get(page, "").text;
  CHECK(html.find("<img src=\"/app/media/" + gallery.sha(shopfront) +
                  "\" alt=\"Unsere Werkstatt\" width=\"8\" height=\"4\">") != std::string::npos);
  CHECK(html.find("/app/media/" + gallery.sha(wheel)) != std::string::npos);
  CHECK(html.find(gallery.sha(unused)) == std::string::npos);
  CHECK(platform.get(page + "?language=en", "").text.find("alt=\"Our workshop\"") != std::string::npos);
  CHECK(platform.get(page + "?language=tr", "").text.find("alt=\"Unsere Werkstatt\" lang=\"de\"") !=
        std::string::npos);
  const std::string begin = "<script type=\"application/ld+json\">";
  const auto from = html.find(begin) + begin.size();
  const auto json = json_in(html.substr(from, html.find("</script>", from) - from));
  CHECK(json["image"] == Json::array({"/app/media/" + gallery.sha(shopfront)}));
  CHECK(json["makesOffer"][0]["itemOffered"]["image"] == Json::array({"/app/media/" + gallery.sha(wheel)}));
  const auto told = platform.get("/v1/public/merchants/" + gallery.shop.merchant, "").part("pictures");
  REQUIRE(told.size() == 2);
  CHECK(told[0]["path"] == "/app/media/" + gallery.sha(shopfront));
  CHECK(told[0]["offering_id"] == "");
  CHECK(told[1]["offering_id"] == offering);
  CHECK(told[1]["width"] == 8);

  // The next text shows none; what is live does until it is taken away.
  REQUIRE(platform.patch("/v1/offerings/" + offering, gallery.own, {{"media_ids", Json::array()}}).status ==
          200);
  CHECK(gallery.file(wheel) == 200);
  REQUIRE(gallery.act(offering, gallery.own, "withdraw").status == 200);
  CHECK(gallery.file(wheel) == 404);
  gallery.shop.set_activity(contract::MerchantActivity::suspended);
  CHECK(gallery.file(shopfront) == 404);
  gallery.shop.set_activity(contract::MerchantActivity::active);
  CHECK(gallery.file(shopfront) == 200);
  REQUIRE(gallery.profile(Json::array()).status == 200);
  CHECK(gallery.file(shopfront) == 404);
}

TEST_CASE("pages are the city's: a merchant's picture is none for them") {
  Gallery gallery;
  auto& platform = gallery.platform;
  const auto own = gallery.picture(gallery.own, 1);
  const auto city = gallery.picture(gallery.editor, 2);
  const auto category = platform.category("Stadt");
  const auto approved = [&](const std::string& media) {
    const Json block = {
        {"id", "b1"}, {"type", "image"}, {"media", media}, {"alternative_text", {{"de", "Werkstatt"}}}};
    const Reply made = platform.post("/v1/pages", gallery.editor,
                                     {{"title", {{"de", "Bilder"}}},
                                      {"category_id", category},
                                      {"content", {{"blocks", Json::array({block})}}}});
    REQUIRE_MESSAGE(made.status == 201, made.text);
    REQUIRE(platform.patch("/v1/pages/" + made.id(), gallery.editor, {{"state", "in_review"}}).status == 200);
    return platform.patch("/v1/pages/" + made.id(), platform.lead(), {{"state", "approved"}}).status;
  };
  CHECK(approved(city) == 200);
  CHECK(approved(own) == 409);
  CHECK(platform.post("/v1/media/" + city + "/replacements", gallery.editor, {{"by", own}}).status == 422);
}

TEST_CASE("what citizens or reviewers look at keeps its words") {
  Gallery gallery;
  const auto front = gallery.picture(gallery.own, 1);
  const auto wheel = gallery.picture(gallery.own, 2);
  REQUIRE(gallery.profile({front}).status == 200);
  const auto silent = [&](const std::string& media) { return gallery.describe(media, nullptr).status; };
  CHECK(silent(front) == 409);
  CHECK(gallery.describe(front, "").status == 409);
  CHECK(gallery.describe(front, "Unser Laden").status == 200);
  REQUIRE(gallery.platform.patch("/v1/media/" + front, gallery.own, {{"decorative", true}}).status == 200);
  CHECK(silent(front) == 200);
  CHECK(gallery.platform.patch("/v1/media/" + front, gallery.own, {{"decorative", false}}).status == 409);

  const auto offering = gallery.offering({wheel}).id();
  CHECK(silent(wheel) == 200);  // a draft
  CHECK(gallery.act(offering, gallery.own, "submit").status == 422);
  REQUIRE(gallery.describe(wheel, "Ein Rad").status == 200);
  REQUIRE(gallery.act(offering, gallery.own, "submit").status == 200);
  CHECK(silent(wheel) == 409);
  // However they went, what has none is not approved.
  const auto set_words = [&](const std::string& words) {
    gallery.in_store([&](Change& change) {
      const auto before = change.find<contract::Media>(wheel);
      auto after = *before;
      after.alternative_text.by_language["de"] = words;
      change.update(*before, after);
    });
  };
  set_words("");
  CHECK(field_of(gallery.act(offering, gallery.platform.reviewer(), "approve")) == "media_ids[0]");
  set_words("Ein Rad");
  REQUIRE(gallery.act(offering, gallery.platform.reviewer(), "approve").status == 200);
  CHECK(silent(wheel) == 409);
  REQUIRE(gallery.act(offering, gallery.own, "withdraw").status == 200);
  CHECK(silent(wheel) == 200);
}

TEST_CASE("an archived offering uses no picture, and takes its own up again when it comes back") {
  Gallery gallery;
  const auto wheel = gallery.picture(gallery.own, 1);
  const auto offering = gallery.offering({wheel}).id();
  CHECK(gallery.used_in(wheel) == 1);
  REQUIRE(gallery.act(offering, gallery.own, "archive").status == 200);
  CHECK(gallery.used_in(wheel) == 0);
  const auto archive = [&](bool archived) {
    return gallery.platform.patch("/v1/media/" + wheel, gallery.own, {{"archived", archived}}).status;
  };
  REQUIRE(archive(true) == 200);
  const Reply without = gallery.act(offering, gallery.own, "restore");
  CHECK(without.status == 422);
  CHECK(field_of(without) == "media_ids[0]");
  REQUIRE(archive(false) == 200);
  REQUIRE(gallery.act(offering, gallery.own, "restore").status == 200);
  CHECK(gallery.used_in(wheel) == 1);
  CHECK(archive(true) == 409);
}

TEST_CASE("what a merchant's file is called stands in no record, and no organisation is not the city's") {
  Gallery gallery;
  auto& platform = gallery.platform;
  const auto own = gallery.picture(gallery.own, 1);
  const auto city = gallery.picture(gallery.editor, 2);
  REQUIRE(platform.post("/v1/media/" + own + "/replacements", gallery.editor, {{"by", city}}).status == 200);
  bool replaced = false;
  for (const auto& line : platform.get("/v1/audit?filter=object_id:" + own, platform.lead()).part("items")) {
    if (line["action"] == "media.replace") replaced = true;
    CHECK(line["object_title"] == own);
  }
  CHECK(replaced);
  gallery.in_store([](Change& change) { destroy_media(change.database(), ""); });
  CHECK(platform.get("/v1/media/" + city, gallery.editor).status == 200);
  CHECK(platform.get("/v1/media/" + city + "/content", gallery.editor).status == 200);
}
