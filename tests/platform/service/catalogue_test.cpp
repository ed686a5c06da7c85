// Categories and mini-apps: made, listed, changed, refused.

#include <doctest/doctest.h>

#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

TEST_CASE("a category is made, read, renamed and listed") {
  Platform platform;
  const Reply made = platform.post("/v1/categories", platform.lead(), {{"name", {{"de", "Mobilität"}, {"en", "Mobility"}}}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.headers.at("Location") == "/v1/categories/" + made.id());
  CHECK(made.body["position"] == 1);
  const Reply read = platform.get("/v1/categories/" + made.id(), platform.editor());
  CHECK(read.status == 200);
  CHECK(read.body == made.body);
  CHECK(read.etag == made.etag);

  const Reply renamed = platform.ask("PATCH", "/v1/categories/" + made.id(), platform.editor(),
                                     R"({"name":{"en":"Getting around"}})", {.if_match = read.etag});
  REQUIRE_MESSAGE(renamed.status == 200, renamed.text);
  CHECK(renamed.body["name"]["de"] == "Mobilität");
  CHECK(renamed.body["name"]["en"] == "Getting around");
  CHECK(renamed.body["revision"] == 2);
  CHECK(renamed.etag != read.etag);

  const Reply list = platform.get("/v1/categories", platform.merchant());
  CHECK(list.status == 200);
  CHECK(list.body["total"] == 1);
  CHECK(list.body["next"].is_null());
  CHECK(list.body["items"][0] == renamed.body);
}

TEST_CASE("a change needs If-Match and loses against a newer one") {
  Platform platform;
  const auto id = platform.category("Bauen");
  const std::string path = "/v1/categories/" + id;
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"home"})").status == 428);
  const auto etag = platform.get(path, platform.lead()).etag;
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"home"})", {.if_match = etag}).status == 200);
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", {.if_match = etag}).status == 412);
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", {.if_match = "W/" + etag}).status == 412);
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", {.if_match = "nonsense"}).status == 400);
  CHECK(platform.get(path, platform.lead()).body["icon"] == "home");
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", {.if_match = "*"}).status == 200);
  const auto now = platform.get(path, platform.lead()).etag;
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"map"})", {.if_match = "\"x\", W/\"y\", " + now}).status == 200);
}

TEST_CASE("lists read again cost no store and see each change at once") {
  Platform platform;
  const auto category = platform.category("Kultur");
  const Reply first = platform.get("/v1/miniapps", platform.lead());
  CHECK(first.body["total"] == 0);
  CHECK(platform.ask("GET", "/v1/miniapps", platform.lead(), "", {.if_none_match = first.etag}).status == 304);
  platform.miniapp("de.worms.theater", category);
  const Reply second = platform.ask("GET", "/v1/miniapps", platform.lead(), "", {.if_none_match = first.etag});
  CHECK(second.status == 200);
  CHECK(second.body["total"] == 1);
  CHECK(platform.get("/v1/categories/" + category, platform.lead()).body["miniapp_count"] == 1);
}
