// What every request has in common: sign-in, errors, conditions, keys.

#include <doctest/doctest.h>

#include <future>
#include <random>
#include <thread>

#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

TEST_CASE("errors are problem details that name the field") {
  Platform platform;
  const Reply wrong =
      platform.post("/v1/categories", platform.lead(), {{"name", ""}, {"icon", "Ä"}, {"colour", 1}});
  CHECK(wrong.status == 422);
  CHECK(wrong.content_type == "application/problem+json");
  CHECK(wrong.body["status"] == 422);
  CHECK(wrong.body["instance"] == "/v1/categories");
  CHECK(wrong.body["request_id"] == "req_test");
  CHECK(wrong.body["errors"].size() == 3);
  CHECK(platform.ask("POST", "/v1/categories", platform.lead(), "{").status == 400);
  CHECK(platform.ask("POST", "/v1/categories", platform.lead(), "[]").status == 400);
  CHECK(platform.ask("POST", "/v1/categories", platform.lead(), "").status == 400);
  CHECK(
      platform.ask("POST", "/v1/categories", platform.lead(), "{}", {.content_type = "text/plain"}).status ==
      415);
  CHECK(platform
            .ask("POST", "/v1/categories", platform.lead(), R"({"name":"A"})",
                 {.content_type = "application/json; charset=utf-8"})
            .status == 201);
  CHECK(platform.get("/v1/nothing", platform.lead()).status == 404);
  CHECK(platform.get("/v1/categories/%00", platform.lead()).status == 404);
  CHECK(platform.get("/v1/categories/%FF%FE", platform.lead()).status == 404);
  CHECK(platform.get("/v1/categories/%zz", platform.lead()).status == 400);
  CHECK(platform.get("/v1/categories?x=%4", platform.lead()).status == 400);
  CHECK(platform.get("/v1/categories?colour=red", platform.lead()).body["field"] == "colour");
  const Reply method = platform.ask("DELETE", "/v1/categories", platform.lead());
  CHECK(method.status == 405);
  CHECK(method.headers.at("Allow") == "GET, HEAD, POST");
  CHECK(platform.ask("GET", "/v1/imports", platform.lead()).status == 405);
  const Reply head = platform.ask("HEAD", "/v1/categories", platform.lead());
  CHECK(head.status == 200);
  CHECK(head.text.empty());
  CHECK(!head.etag.empty());
}

TEST_CASE("who has no valid token is told so") {
  Platform platform;
  const Reply none = platform.get("/v1/me", "");
  CHECK(none.status == 401);
  CHECK(none.headers.at("WWW-Authenticate").starts_with("Bearer"));
  CHECK(platform.get("/v1/me", "spt_wrong").status == 401);
  const Reply me = platform.get("/v1/me", platform.merchant());
  CHECK(me.body["role"] == "merchant");
  CHECK(me.body["organisation_name"] == "Organisation demo-merchant");
  const auto short_lived = platform.service().make_token(Role::editor, "", "", 1000);
  REQUIRE(short_lived.ok());
  CHECK(platform.get("/v1/me", *short_lived).status == 200);
  platform.time.ms += 1000;
  CHECK(platform.get("/v1/me", *short_lived).status == 401);
}

TEST_CASE("tokens: the same name is the same person, no name is somebody new") {
  Platform platform;
  const auto id = [&](const std::string& name) {
    const auto token = platform.service().make_token(Role::editor, name, "", 60'000);
    REQUIRE(token.ok());
    return platform.get("/v1/me", *token).body["id"].get<std::string>();
  };
  CHECK(id("Jana") == id("Jana"));
  CHECK(id("Jana") != id("Uwe"));
  CHECK(id("") != id(""));
  CHECK(!platform.service().make_token(Role::merchant, "", "", 1000).ok());
  CHECK(!platform.service().make_token(Role::merchant, "", "nobody", 1000).ok());
  // The token itself is nowhere in the store.
  const std::string token = platform.token(Role::editor, "", "Versteckt");
  std::vector<Row> rows;
  const auto read = platform.impl().store().read([&](Database& database) {
    rows = database.query("SELECT hash FROM tokens WHERE hash = :p1", "s", {token});
  });
  CHECK(read.ok());
  CHECK(rows.empty());
}

TEST_CASE("a token made by another program counts at once") {
  Platform platform;
  auto second = Service::open(
      {.store = "sqlite:" + platform.file(), .clock = [&] { return base::Timestamp(platform.time); }});
  REQUIRE(second.ok());
  const auto token = (*second)->make_token(Role::editor, "", "", 60'000);
  REQUIRE(token.ok());
  CHECK(platform.get("/v1/me", *token).status == 200);
}

TEST_CASE("what another program writes is seen, and answers that were kept give way") {
  Platform platform;
  CHECK(platform.get("/v1/organisations", platform.lead()).body["total"] == 4);
  std::atomic<int> woken{0};
  platform.service().on_events([&] { ++woken; });
  {
    auto second = Service::open(
        {.store = "sqlite:" + platform.file(), .clock = [&] { return base::Timestamp(platform.time); }});
    REQUIRE(second.ok());
    add_organisation(static_cast<ServiceImpl&>(**second), "new-one", contract::OrganisationKind::utility);
  }
  for (int i = 0; i < 50 && woken == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  CHECK(woken > 0);
  CHECK(platform.get("/v1/organisations", platform.lead()).body["total"] == 5);
}

TEST_CASE("with public_needs_token nothing is answered without one") {
  ServiceOptions options;
  options.public_needs_token = true;
  Platform platform(options);
  for (const auto& route : contract::routes()) {
    std::string path(route.path);
    for (const char* name : {"{id}", "{version_id}", "{sha256}"})
      if (const auto at = path.find(name); at != std::string::npos)
        path.replace(at, std::string(name).size(), "x");
    const char* method = route.method == contract::Method::get    ? "GET"
                         : route.method == contract::Method::post ? "POST"
                                                                  : "PATCH";
    CHECK(platform.ask(method, path, "").status == 401);
  }
  for (const char* path : {"/", "/app"}) CHECK(platform.get(path, "").status == 404);  // no way in either
  CHECK(platform.get("/healthz", platform.merchant()).status == 200);
  CHECK(platform.get("/v1/public/catalogue", platform.merchant()).status == 200);
}

TEST_CASE("every route answers every role as the table says") {
  Platform platform;
  for (const auto& route : contract::routes()) {
    if (route.operation == contract::Operation::stream) continue;
    CHECK((find_handler(route.operation) != nullptr || route.operation == contract::Operation::health ||
           route.operation == contract::Operation::openapi ||
           route.operation == contract::Operation::audit_check));
    std::string path(route.path);
    for (const char* name : {"{id}", "{version_id}", "{sha256}"})
      if (const auto at = path.find(name); at != std::string::npos)
        path.replace(at, std::string(name).size(), "x");
    const char* method = route.method == contract::Method::get    ? "GET"
                         : route.method == contract::Method::post ? "POST"
                                                                  : "PATCH";
    const bool anyone = (route.roles & contract::kAnyone) != 0;
    for (const auto role : contract::enum_values<Role>()) {
      const auto& token = platform.token(role, role == Role::merchant ? "demo-merchant" : "");
      const Reply reply = platform.ask(method, path, token, route.body == contract::Body::none ? "" : "{}");
      INFO(std::string(method), " ", path, " as ", std::string(contract::enum_name(role)), ": ",
           reply.text.substr(0, 300));
      const bool may = anyone || (route.roles & contract::role_bit(role)) != 0;
      // Open311 has keys of its own.
      if (route.operation != contract::Operation::open311_send) CHECK((reply.status == 403) == !may);
      CHECK(reply.status < 500);
      if (!may)
        CHECK(reply.body["detail"].get<std::string>().find(contract::enum_name(role)) != std::string::npos);
    }
    CHECK((platform.ask(method, path, "").status == 401) == !anyone);
  }
}

TEST_CASE("a repeated key gets the first answer, and another request with it none") {
  Platform platform;
  const std::string body = R"({"name":"Kultur"})";
  const Extra key{.key = "key-1"};
  const Reply first = platform.ask("POST", "/v1/categories", platform.lead(), body, key);
  REQUIRE(first.status == 201);
  const Reply again = platform.ask("POST", "/v1/categories", platform.lead(), body, key);
  CHECK(again.status == 201);
  CHECK(again.text == first.text);
  CHECK(again.etag == first.etag);
  CHECK(again.headers == first.headers);
  CHECK(platform.get("/v1/categories", platform.lead()).body["total"] == 1);
  const Reply other = platform.ask("POST", "/v1/categories", platform.lead(), R"({"name":"Sport"})", key);
  CHECK(other.status == 422);
  CHECK(other.body["field"] == "Idempotency-Key");
  CHECK(platform.ask("POST", "/v1/categories", platform.editor(), body, key).status ==
        201);  // somebody else's key
  CHECK(
      platform.ask("POST", "/v1/categories", platform.lead(), body, {.key = std::string(201, 'k')}).status ==
      400);
  CHECK(platform.ask("POST", "/v1/categories", platform.lead(), body, {.key = "schlüssel"}).status == 400);

  const std::string path = "/v1/categories/" + first.id();
  const Extra change{.if_match = first.etag, .key = "key-2"};
  const Reply changed = platform.ask("PATCH", path, platform.lead(), R"({"icon":"home"})", change);
  REQUIRE(changed.status == 200);
  platform.patch(path, platform.lead(), {{"icon", "map"}});
  const Reply repeated = platform.ask("PATCH", path, platform.lead(), R"({"icon":"home"})", change);
  CHECK(repeated.status == 200);
  CHECK(repeated.text == changed.text);
  CHECK(platform.get(path, platform.lead()).body["icon"] == "map");

  // 412 is not final: with what it is based on put right, the same key goes through.
  const Extra stale{.if_match = first.etag, .key = "key-3"};
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", stale).status == 412);
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", {.if_match = "*", .key = "key-3"})
            .status == 200);

  // A refusal is kept as well, across a restart, for seven days.
  const std::string taken = R"({"app_id":"de.a","name":"A","category_id":"cat_x"})";
  const Reply refused = platform.ask("POST", "/v1/miniapps", platform.lead(), taken, {.key = "key-4"});
  CHECK(refused.status == 422);
  platform.restart();
  CHECK(platform.ask("POST", "/v1/miniapps", platform.lead(), taken, {.key = "key-4"}).text == refused.text);
  CHECK(platform.ask("POST", "/v1/categories", platform.lead(), body, key).text == first.text);
  platform.time.ms += 8LL * 24 * 3600 * 1000;
  CHECK(platform.ask("POST", "/v1/categories", platform.lead(), body, key).id() != first.id());
}

TEST_CASE("two equal keys at the same time are applied once") {
  Platform platform;
  const auto& token = platform.lead();
  std::vector<std::thread> threads;
  std::atomic<int> made{0};
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      Request request{.method = "POST",
                      .target = "/v1/categories",
                      .authorization = "Bearer " + token,
                      .if_match = "",
                      .if_none_match = "",
                      .idempotency_key = "same",
                      .content_type = "application/json",
                      .last_event_id = "",
                      .body = R"({"name":"Einmal"})",
                      .request_id = ""};
      std::promise<int> status;
      platform.service().handle(std::move(request),
                                [&](Response response) { status.set_value(response.status); });
      made += status.get_future().get() == 201 ? 1 : 0;
    });
  for (auto& thread : threads) thread.join();
  CHECK(made == 8);
  CHECK(platform.get("/v1/categories", token).body["total"] == 1);
}

TEST_CASE("of two changes based on the same state one wins") {
  Platform platform;
  const auto id = platform.category("Sport");
  const std::string path = "/v1/categories/" + id, etag = platform.get(path, platform.lead()).etag;
  const auto& token = platform.lead();
  std::atomic<int> applied{0}, stale{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      Request request;
      request.method = "PATCH";
      request.target = path;
      request.authorization = "Bearer " + token;
      request.if_match = etag;
      request.body = R"({"icon":"icon_)" + std::to_string(i) + "\"}";
      std::promise<int> status;
      platform.service().handle(std::move(request),
                                [&](Response response) { status.set_value(response.status); });
      const int got = status.get_future().get();
      applied += got == 200 ? 1 : 0;
      stale += got == 412 ? 1 : 0;
    });
  for (auto& thread : threads) thread.join();
  CHECK(applied == 1);
  CHECK(stale == 7);
}

namespace {

std::string random_bytes(std::mt19937& random, size_t most) {
  static const std::vector<std::string> kPieces = {"%",
                                                   "%00",
                                                   "%FF",
                                                   "\xff",
                                                   "\xc3\xa4",
                                                   "'",
                                                   "\"",
                                                   ";--",
                                                   "{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   ":",
                                                   ",",
                                                   "null",
                                                   "1e999",
                                                   "-1",
                                                   "../",
                                                   "state",
                                                   "name",
                                                   "app_id",
                                                   "filter=",
                                                   "sort=",
                                                   "cursor=",
                                                   "limit=",
                                                   "q=",
                                                   "&",
                                                   "=",
                                                   "/",
                                                   "?",
                                                   "de",
                                                   "0",
                                                   "9999999999999999999",
                                                   std::string(1, '\0'),
                                                   "true",
                                                   "archived",
                                                   "\\u0000",
                                                   "\\ud800",
                                                   "(",
                                                   "*",
                                                   "NEAR",
                                                   "OR"};
  std::string out;
  const size_t count = random() % most;
  for (size_t i = 0; i < count; ++i)
    out +=
        random() % 4 == 0 ? std::string(1, static_cast<char>(random())) : kPieces[random() % kPieces.size()];
  return out;
}

}  // namespace

TEST_CASE("a body ends where it ends, not at a NUL; line ends of Windows are line ends") {
  Platform platform;
  const std::string body = R"({"name":"Kultur"})";
  const Reply cut =
      platform.ask("POST", "/v1/categories", platform.lead(), body + std::string(1, '\0') + "garbage");
  CHECK(cut.status == 400);
  CHECK(cut.body["detail"].get<std::string>().find("line 1, column 18") != std::string::npos);
  const Reply lines =
      platform.ask("POST", "/v1/categories", platform.lead(), R"({"name":"Kultur\r\nund Sport"})");
  CHECK(lines.status == 201);
  CHECK(lines.body["name"]["de"] == "Kultur\nund Sport");
  CHECK(platform.get("/v1/categories", platform.lead()).body["total"] == 1);
}

TEST_CASE("whatever comes, it is never a failure of the platform") {
  Platform platform;
  const auto category = platform.category("K");
  const auto app = platform.miniapp("de.a", category);
  const std::vector<std::string> methods = {"GET", "POST", "PATCH", "PUT", "HEAD", "OPTIONS", "", "get"};
  std::vector<std::string> paths = {"/v1/categories/" + category, "/v1/miniapps/" + app, "/", "", "x"};
  for (const auto& route : contract::routes()) paths.emplace_back(route.path);
  std::mt19937 random(4711);
  for (int i = 0; i < 4'000; ++i) {
    std::string target = paths[random() % paths.size()];
    if (random() % 3 == 0) target += random_bytes(random, 6);
    if (random() % 2 == 0) target += "?" + random_bytes(random, 12);
    std::string body = random_bytes(random, 20);
    if (random() % 2 == 0)
      body = R"({"name":")" + random_bytes(random, 4) + R"(","position":)" + random_bytes(random, 3) + "}";
    Extra extra;
    if (random() % 2 == 0) extra.if_match = random() % 2 == 0 ? "*" : random_bytes(random, 6);
    if (random() % 4 == 0) extra.if_none_match = random_bytes(random, 6);
    if (random() % 4 == 0) extra.key = random_bytes(random, 4);
    if (random() % 4 == 0)
      extra.content_type = random() % 2 == 0 ? std::string(contract::kPackageType) : random_bytes(random, 3);
    const Reply reply =
        platform.ask(methods[random() % methods.size()], target,
                     random() % 10 == 0 ? random_bytes(random, 3) : platform.lead(), body, extra);
    if (reply.status >= 500) {
      FAIL_CHECK(target << " " << body << " → " << reply.text);
      break;
    }
  }
  std::string many = "/v1/miniapps?";
  for (int i = 0; i < 10'000; ++i) many += "filter=state:draft&";
  CHECK(platform.get(many, platform.lead()).status == 400);
  many = "/v1/miniapps?filter=id:";
  for (int i = 0; i < 10'000; ++i) many += "x,";
  CHECK(platform.get(many, platform.lead()).status == 400);
  CHECK(platform.post("/v1/categories", platform.lead(), {{"name", "A"}, {"position", 1e300}}).status == 422);
}

TEST_CASE("a body of one thing that is as large as a package is refused before it is parsed") {
  Platform platform;
  const std::string body = R"({"name": "A", "icon": ")" + std::string(5U << 20, 'x') + "\"}";
  const Reply refused = platform.ask("POST", "/v1/categories", platform.lead(), body);
  CHECK(refused.status == 413);
  CHECK(refused.content_type == contract::kProblemType);
  CHECK(platform.ask("POST", "/v1/checks", platform.lead(), body).status == 200);
}

TEST_CASE("the description of the interface and the health are there for all") {
  Platform platform;
  CHECK(platform.get("/healthz", "").body["status"] == "ok");
  const Reply document = platform.get("/openapi.json", "");
  CHECK(document.text == contract::openapi_document());
  const std::string token = platform.lead();
  platform.service().stop();
  CHECK(platform.post("/v1/categories", token, {{"name", "A"}}).status == 503);
}
