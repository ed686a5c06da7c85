// Every answer of the running platform fits its own OpenAPI document: all routes, as every role, with good
// and with bad input, over TLS.

#include <map>

#include "api-client/base/crypto.hpp"
#include "api-client/base/json.hpp"
#include "platform/routes/service_impl.hpp"
#include "tests/support/json.hpp"
#include "tests/support/openapi_check.hpp"
#include "tests/support/pdf_writer.hpp"
#include "tests/support/served_platform.hpp"

namespace stadtpult::testing {
namespace {

using contract::Role;
using contract::Route;
using Json = nlohmann::json;

/// The real service on a store of its own with the demo city, behind a real server.
class Platform {
 public:
  Platform() {
    const auto seeded = platform_.service().seed_demo_city();
    REQUIRE_MESSAGE(seeded, (seeded ? "" : seeded.error().message));
    for (const auto role : contract::enum_values<Role>())
      tokens_[role] =
          platform_.token(role, contract::enum_name(role), role == Role::merchant ? "demo-merchant" : "");
    client_ = std::make_unique<HttpsClient>(port());
    document = json_in(contract::openapi_document());
  }

  /// One request on a route, its answer checked against the document and against "never 5xx".
  Reply ask(const Route& route, const std::string& target, const std::string& authorization,
            std::string_view body = {}, HttpsClient::Headers headers = {}) {
    static const std::map<contract::Method, std::string> kNames = {
        {contract::Method::get, "GET"}, {contract::Method::post, "POST"}, {contract::Method::patch, "PATCH"}};
    if (!authorization.empty()) headers.emplace_back("Authorization", authorization);
    const std::string method = kNames.at(route.method);
    Reply reply = client_->request(method, target, headers, body);
    if (reply.header("connection") != "keep-alive") client_ = std::make_unique<HttpsClient>(port());
    CAPTURE(method);
    CAPTURE(target);
    CAPTURE(body);
    CAPTURE(reply.body);
    CHECK(reply.status >= 200);
    CHECK(reply.status < 500);
    CHECK(reply.header("x-request-id").size() > 10);
    const Complaints complaints =
        check_answer(document, std::string(route.path), contract::enum_name(route.method), reply.status,
                     reply.header("content-type"), reply.body);
    for (const auto& complaint : complaints) CHECK_MESSAGE(false, complaint);
    if (reply.status >= 400 && !route.path.starts_with("/open311/")) check_problem(reply);
    return reply;
  }

  /// An active merchant that is always open, as it is once its onboarding is over.
  std::string add_merchant() {
    auto& service = static_cast<platform::ServiceImpl&>(platform_.service());
    contract::Merchant merchant;
    merchant.number = 1'000'000;
    merchant.organisation_id = "demo-merchant";
    merchant.name = "Rad Speichenglück";
    merchant.opening_hours = "24/7";
    merchant.activity = contract::MerchantActivity::active;
    const auto done =
        service.store().write_and_wait([&] { return service.occasion(platform::system_actor(), ""); },
                                       [&](platform::Change& change) -> base::Done {
                                         change.insert(merchant);
                                         return {};
                                       });
    REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
    return merchant.id;
  }

  /// A machine that waits at the door.
  std::string add_device() {
    auto& service = static_cast<platform::ServiceImpl&>(platform_.service());
    contract::Device device;
    device.name = "rathaus-214";
    device.thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    device.principal_id = "usr_somebody";
    device.principal_name = "Lena Vogt";
    const auto done =
        service.store().write_and_wait([&] { return service.occasion(platform::system_actor(), ""); },
                                       [&](platform::Change& change) -> base::Done {
                                         change.insert(device, "register");
                                         return {};
                                       });
    REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
    return device.id;
  }

  [[nodiscard]] std::string bearer(Role role) const { return "Bearer " + tokens_.at(role); }
  [[nodiscard]] int port() const { return platform_.port(); }

  Json document;

 private:
  static void check_problem(const Reply& reply) {
    if (reply.header("content-type").starts_with("text/html")) return;  // a citizen's page says it in words
    const Json problem = base::parse_json(reply.body);
    REQUIRE(problem.is_object());
    CHECK(problem.value("status", 0) == reply.status);
    CHECK(problem.value("request_id", "") == reply.header("x-request-id"));
    CHECK_FALSE(problem.value("title", "").empty());
    if (reply.status == 401) {
      const std::string challenge = reply.header("www-authenticate");
      CHECK((challenge.starts_with("Bearer ") || challenge.starts_with("DPoP ")));
    }
  }

  ServedPlatform platform_{true};
  std::unique_ptr<HttpsClient> client_;
  std::map<Role, std::string> tokens_;
};

/// The document's paths with ids that exist, found by reading the lists.
class Targets {
 public:
  explicit Targets(Platform& platform) {
    const auto lead = platform.bearer(Role::project_lead);
    const auto first_of = [&](contract::Operation operation, const std::string& target) {
      const Reply reply = platform.ask(contract::route(operation), target, lead);
      REQUIRE(reply.status == 200);
      const Json page = json_in(reply.body);
      REQUIRE_FALSE(page["items"].empty());
      return page["items"][0];
    };
    using contract::Operation;
    add_content(platform);
    add_bookings(platform);
    // Everything of a thing stands below its own path.
    for (const auto& [operation, base] : {std::pair(Operation::list_reply_templates, "/v1/reply-templates"),
                                          std::pair(Operation::list_app_versions, "/v1/app-versions"),
                                          std::pair(Operation::list_requirements, "/v1/requirements"),
                                          std::pair(Operation::list_merchants, "/v1/merchants")}) {
      const std::string id = first_of(operation, base)["id"];
      for (const auto& route : contract::routes())
        if (route.path.starts_with(std::string(base) + "/{id}")) ids_[std::string(route.path)] = id;
    }
    ids_["/v1/categories/{id}"] = first_of(Operation::list_categories, "/v1/categories")["id"];
    ids_["/v1/reviews/{id}"] = first_of(Operation::list_reviews, "/v1/reviews")["id"];
    ids_["/v1/reasons/{id}"] = first_of(Operation::list_reasons, "/v1/reasons")["id"];
    ids_["/v1/releases/{id}"] = first_of(Operation::list_releases, "/v1/releases")["id"];
    ids_["/v1/organisations/{id}"] = first_of(Operation::list_organisations, "/v1/organisations")["id"];
    ids_["/v1/audit/{id}/proof"] = "1";
    ids_["/v1/security/devices/{id}"] = platform.add_device();
    add_test_round(platform);
    const Json review = first_of(Operation::list_reviews, "/v1/reviews");
    miniapp_ = review["miniapp_id"];
    version_ = review["version_id"];
    // The demo city's story runs through the rules in the first seconds.
    const auto soon = [&](contract::Operation operation, const std::string& target) {
      for (int i = 0; i < 150; ++i) {
        const Json page = json_in(platform.ask(contract::route(operation), target, lead).body);
        if (!page["items"].empty()) return page["items"][0]["id"].get<std::string>();
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
      FAIL("nothing at " << target);
      return std::string();
    };
    ids_["/v1/security/incidents/{id}"] = soon(Operation::list_incidents, "/v1/security/incidents");
    ids_["/v1/security/alerts/{id}"] =
        soon(Operation::list_alerts, "/v1/security/alerts?filter=-miniapp_id:x");
    ids_["/v1/security/blocks/{id}"] = soon(Operation::list_blocks, "/v1/security/blocks");
    const auto analyst = platform.bearer(Role::security_analyst);
    const auto make = [&](Operation operation, const Json& body) {
      const Route& route = contract::route(operation);
      const Reply reply = platform.ask(route, std::string(route.path), analyst, body.dump(),
                                       {{"Content-Type", "application/json"}});
      REQUIRE_MESSAGE(reply.status == 201, reply.body);
      return json_in(reply.body)["id"].get<std::string>();
    };
    ids_["/v1/security/jobs/{id}"] = make(
        Operation::create_security_job, {{"query", "filter=status_id:5"}, {"change", {{"note", "gesehen"}}}});
    ids_["/v1/security/filters/{id}"] =
        make(Operation::create_rule_filter,
             {{"title", "so nicht"},
              {"alert_id", soon(Operation::list_alerts,
                                "/v1/security/alerts?filter=rule_id:24208664-5e64-443d-90e6-7b8b7b70282f")}});
  }

  /// A merchant with a live offering, and something that is booked.
  void add_bookings(Platform& platform) {
    using contract::Operation;
    const auto lead = platform.bearer(Role::project_lead);
    const auto make = [&](Operation operation, const std::string& target, const Json& body) {
      const Reply reply = platform.ask(contract::route(operation), target, lead, body.dump(),
                                       {{"Content-Type", "application/json"}});
      REQUIRE_MESSAGE(reply.status < 300, reply.body);
      return json_in(reply.body);
    };
    const std::string merchant = platform.add_merchant();
    const std::string offering =
        make(Operation::create_offering, "/v1/offerings",
             {{"merchant_id", merchant}, {"name", {{"de", "Inspektion"}}}, {"price_cents", 4950}})["id"];
    make(Operation::act_on_offering, "/v1/offerings/" + offering + "/acts", {{"act", "submit"}});
    const std::string resource =
        make(Operation::create_resource, "/v1/resources",
             {{"merchant_id", merchant}, {"name", "Werkbank"}, {"capacity", 5}})["id"];
    const auto day = base::now().ms / base::kDayMs + 3;
    const auto at = [&](int hour) { return base::to_rfc3339({day * base::kDayMs + hour * 3'600'000LL}); };
    const std::string booking = make(Operation::create_booking, "/v1/bookings",
                                     {{"resource_id", resource},
                                      {"starts_at", at(10)},
                                      {"name", "Ada"},
                                      {"email", "ada@example.org"}})["id"];
    resource_ = resource;
    ticket_ = make(Operation::hold_slot, "/v1/public/bookings",
                   {{"resource_id", resource}, {"starts_at", at(11)}})["ticket"];
    make(Operation::change_ticket, "/v1/public/bookings/" + ticket_,
         {{"state", "confirmed"}, {"name", "Ben"}, {"phone", "06241 998877"}});
    const std::string feed =
        make(Operation::create_calendar_feed, "/v1/resources/" + resource + "/feeds", Json::object())["path"];
    feed_ = feed.substr(feed.rfind('/') + 1);
    for (const auto& route : contract::routes())
      for (const auto& [base, id] : {std::pair<std::string, std::string>{"/v1/offerings/{id}", offering},
                                     {"/v1/resources/{id}", resource},
                                     {"/v1/bookings/{id}", booking},
                                     {"/v1/public/merchants/{id}", merchant},
                                     {"/v1/public/resources/{id}", resource},
                                     {"/app/m/{id}", merchant}})
        if (route.path.starts_with(base)) ids_[std::string(route.path)] = id;
    // A new feed ends the old one, which is read later on.
    ids_["/v1/resources/{id}/feeds"] = make(Operation::create_resource, "/v1/resources",
                                            {{"merchant_id", merchant}, {"name", "Werkbank 2"}})["id"];
  }

  /// A round with a code, and feedback that came with a picture.
  void add_test_round(Platform& platform) {
    using contract::Operation;
    const auto made = [&](Operation operation, const std::string& target, const Json& body) {
      const Reply reply =
          platform.ask(contract::route(operation), target, platform.bearer(Role::project_lead), body.dump(),
                       {{"Content-Type", "application/json"}});
      REQUIRE_MESSAGE(reply.status == 201, reply.body);
      return json_in(reply.body);
    };
    const std::string round = made(Operation::create_test_round, "/v1/test-rounds",
                                   {{"name", "Runde"},
                                    {"starts_at", "2026-01-01T00:00:00Z"},
                                    {"ends_at", "2999-01-01T00:00:00Z"}})["id"];
    const std::string invitations = "/v1/test-rounds/" + round + "/invitations";
    CHECK(made(Operation::create_invitations, invitations, {{"count", 3}})["invited"] == 3);
    // 8 x 4 pixels, red.
    const auto picture = base::from_hex(
        "89504e470d0a1a0a0000000d49484452000000080000000408020000003cafe9a7000000114944415478da63f8cfc0801531"
        "504f"
        "02005a5e1fe10d76d8e30000000049454e44ae426082");
    receipt_ = made(
        Operation::send_feedback, "/v1/public/feedback",
        {{"client_id", "contract-1"}, {"text", "Text"}, {"picture", base::to_base64(*picture)}})["receipt"];
    const Json list = json_in(platform
                                  .ask(contract::route(Operation::list_feedback), "/v1/feedback?sort=-number",
                                       platform.bearer(Role::project_lead))
                                  .body);
    for (const char* path : {"/v1/test-rounds/{id}", "/v1/test-rounds/{id}/invitations"}) ids_[path] = round;
    for (const char* path : {"/v1/feedback/{id}", "/v1/feedback/{id}/picture", "/v1/feedback/{id}/similar",
                             "/v1/feedback/{id}/redactions"})
      ids_[path] = list["items"][0]["id"];
  }

  /// A page that is live, its version, a file, and an answer to a form, all made here.
  void add_content(Platform& platform) {
    using contract::Operation;
    const auto lead = platform.bearer(Role::project_lead);
    const auto sent = [&](Operation operation, const std::string& target, const std::string& token,
                          const std::string& body, HttpsClient::Headers headers) {
      const Reply reply = platform.ask(contract::route(operation), target, token, body, std::move(headers));
      REQUIRE_MESSAGE(reply.status / 100 == 2, reply.body);
      return reply.body;
    };
    const std::string category =
        json_in(platform.ask(contract::route(Operation::public_catalogue), "/v1/public/catalogue", lead)
                    .body)["categories"][0]["id"];
    Json page = {{"title", {{"de", "Frage"}}},
                 {"slug", "vertrag-frage"},
                 {"category_id", category},
                 {"content",
                  {{"blocks",
                    {{{"id", "f"},
                      {"type", "form"},
                      {"title", {{"de", "Frage"}}},
                      {"fields", {{{"id", "n"}, {"input", "text"}, {"label", {{"de", "Name"}}}}}}}}}}}};
    page["content"]["blocks"] = Json::array({page["content"]["blocks"][0]});
    page["content"]["blocks"][0]["fields"] =
        Json::array({{{"id", "n"}, {"input", "text"}, {"label", {{"de", "Name"}}}}});
    page = json_in(sent(Operation::create_page, "/v1/pages", platform.bearer(Role::editor), page.dump(),
                        {{"Content-Type", "application/json"}}));
    const std::string address = "/v1/pages/" + page["id"].get<std::string>();
    for (const auto& [state, role] :
         {std::pair{"in_review", Role::editor}, std::pair{"approved", Role::project_lead}})
      page = json_in(
          sent(Operation::change_page, address, platform.bearer(role), Json({{"state", state}}).dump(),
               {{"Content-Type", "application/json"},
                {"If-Match", contract::etag(page["id"].get<std::string>(), page["revision"].get<int>())}}));
    sent(Operation::create_release, "/v1/releases", lead,
         Json({{"ring", "everyone"}, {"items", Json::array({"page:" + page["id"].get<std::string>()})}})
             .dump(),
         {{"Content-Type", "application/json"}});
    sent(Operation::send_form, "/app/p/vertrag-frage/forms/f", "", "n=Eva",
         {{"Content-Type", "application/x-www-form-urlencoded"}});
    const std::string pdf = testing::pdf_page("Merkblatt");
    const Json media = json_in(sent(Operation::create_media, "/v1/media?name=Merkblatt", lead, pdf,
                                    {{"Content-Type", "application/pdf"}}));
    const Json answers =
        json_in(platform.ask(contract::route(Operation::list_form_answers), "/v1/forms/answers", lead).body);
    REQUIRE_FALSE(answers["items"].empty());
    ids_["/v1/pages/{id}"] = ids_["/v1/pages/{id}/versions"] = ids_["/v1/pages/{id}/versions/{version_id}"] =
        page["id"];
    page_version_ = page["version_id"];
    for (const char* path : {"/v1/media/{id}", "/v1/media/{id}/content", "/v1/media/{id}/pages"})
      ids_[path] = media["id"];
    ids_["/v1/forms/answers/{id}"] = answers["items"][0]["id"];
    ids_["/app/c/{id}"] = category;
  }

  std::string of(const Route& route) const {
    std::string target(route.path);
    const auto put = [&](const std::string& name, const std::string& value) {
      if (const size_t at = target.find(name); at != std::string::npos)
        target.replace(at, name.size(), value);
    };
    if (const auto known = ids_.find(target); known != ids_.end()) put("{id}", known->second);
    put("{id}", miniapp_);
    put("{version_id}", route.path.starts_with("/v1/pages/") ? page_version_ : version_);
    put("{sha256}", std::string(64, 'a'));
    put("{slug}", "vertrag-frage");
    put("{block_id}", "f");
    put("{name}", "app.css");
    put("{proof_id}", "prf_nobody");
    put("{receipt}", receipt_);
    put("{ticket}", ticket_);
    put("{resource_id}", resource_);
    put("{feed}", feed_);
    put("{attempt}", std::string(32, '0'));
    put("{format}", "json");
    put("{code}", route.path.starts_with("/app/") ? "2222-2222-2222" : "city-app.json");
    return target;
  }

 private:
  std::map<std::string, std::string> ids_;
  std::string miniapp_, version_, page_version_, receipt_, ticket_, feed_, resource_;
};

bool is_stream(const Route& route) {
  return route.answer == contract::Answer::events;
}

std::string without_id(const Route& route) {
  std::string target(route.path);
  for (const std::string name :
       {"{id}", "{version_id}", "{sha256}", "{slug}", "{block_id}", "{name}", "{receipt}", "{code}",
        "{format}", "{ticket}", "{feed}", "{proof_id}", "{resource_id}", "{attempt}"})
    if (const size_t at = target.find(name); at != std::string::npos)
      target.replace(at, name.size(), "nobody-0");
  return target;
}

Json sample_body(const Json& document, const Route& route) {
  const Json& content = document["paths"][std::string(route.path)][contract::enum_name(route.method)]
                                ["requestBody"]["content"]["application/json"];
  return sample_value(document, content["schema"]);
}

}  // namespace

TEST_CASE("every route, as every role and without a token, answers as the document says") {
  Platform platform;
  const Targets targets(platform);
  for (const auto& route : contract::routes()) {
    const std::string target = targets.of(route);
    CAPTURE(target);
    const std::string body = route.body == contract::Body::none ? "" : "{}";
    const HttpsClient::Headers json = {{"Content-Type", "application/json"}};
    if ((route.roles & contract::kAnyone) == 0) {
      CHECK(platform.ask(route, target, "", body, json).status == 401);
      CHECK(platform.ask(route, target, "Bearer wrong", body, json).status == 401);
      CHECK(platform.ask(route, target, "Basic YTpi", body, json).status == 401);
    }
    for (const auto role : contract::enum_values<Role>()) {
      if (is_stream(route)) continue;
      const Reply reply = platform.ask(route, target, platform.bearer(role), body, json);
      if (!contract::may(role, route.operation)) CHECK(reply.status == 403);
      if (role == Role::project_lead && route.body == contract::Body::none &&
          route.operation != contract::Operation::public_package &&
          route.operation != contract::Operation::app_media &&
          route.operation != contract::Operation::get_form_file &&
          route.operation != contract::Operation::read_merchant_proof &&
          route.operation != contract::Operation::app_test_code &&
          route.operation != contract::Operation::open311_request &&
          route.operation != contract::Operation::open311_token &&
          // No letters are sent here, so that nobody signs in.
          !route.path.starts_with("/app/sign-in") && !route.path.starts_with("/app/account") &&
          route.operation != contract::Operation::get_package)
        CHECK(reply.status == 200);
    }
  }
}

TEST_CASE("bad input on every route is a 4xx that the document knows") {
  Platform platform;
  const Targets targets(platform);
  for (const auto& route : contract::routes()) {
    // Whoever may call it: the input is what is wrong.
    auto lead = platform.bearer(Role::project_lead);
    if (!contract::may(Role::project_lead, route.operation)) lead = platform.bearer(Role::security_analyst);
    if (is_stream(route)) continue;
    const std::string target = targets.of(route);
    CAPTURE(target);
    if (route.path.find('{') != std::string_view::npos) {
      const Reply missing =
          platform.ask(route, without_id(route), lead, route.body == contract::Body::none ? "" : "{}",
                       {{"Content-Type", "application/json"}, {"If-Match", "\"1\""}});
      CHECK(missing.status / 100 == 4);
      if (route.body == contract::Body::none) CHECK(missing.status == 404);
    }
    if (route.answer == contract::Answer::page)
      for (const char* query :
           {"?limit=0", "?limit=x", "?limit=1001", "?cursor=nonsense", "?sort=nothing", "?filter=nothing:1",
            "?filter=", "?q=%ff%fe", "?q=%zz", "?unknown=1", "?limit=1&limit=2"})
        platform.ask(route, target + query, lead);
    if (route.body == contract::Body::none) continue;
    for (const char* body :
         {"", "{", "[]", "null", "1", "\"\"", "{\"id\":1,\"name\":2}", "{\"\xff\":1}", "{\"a\":\"\\ud800\"}",
          "{\"name\":null}", "{\"revision\":99}", "{\"unknown\":true}"})
      for (const char* type :
           {"application/json", "application/miniapp-pkg+zip", "text/plain", "nonsense", ""})
        platform.ask(route, target, lead, body, {{"Content-Type", type}, {"If-Match", "\"1\""}});
    if (route.body == contract::Body::patch) {
      CHECK(platform.ask(route, target, lead, "{}", {{"Content-Type", "application/json"}}).status == 428);
      CHECK(
          platform
              .ask(route, target, lead, "{}", {{"Content-Type", "application/json"}, {"If-Match", "\"no\""}})
              .status == 412);
    }
  }
}

TEST_CASE("what is made from the document's own examples is taken, told again alike, and can be changed") {
  Platform platform;
  const Targets targets(platform);
  const auto lead = platform.bearer(Role::project_lead);
  using contract::Operation;
  const std::pair<Operation, Operation> pairs[] = {
      {Operation::create_category, Operation::change_category},
      {Operation::create_reason, Operation::change_reason},
      {Operation::create_organisation, Operation::change_organisation},
      {Operation::create_miniapp, Operation::change_miniapp}};
  for (const auto& [create, change] : pairs) {
    const Route& made_by = contract::route(create);
    Json body = sample_body(platform.document, made_by);
    if (body.contains("category_id")) {
      const std::string category = targets.of(contract::route(Operation::get_category));
      body["category_id"] = category.substr(category.rfind('/') + 1);
    }
    if (body.contains("app_id")) body["app_id"] = "example.stadt.contract.test";
    const HttpsClient::Headers headers = {{"Content-Type", "application/json"},
                                          {"Idempotency-Key", contract::operation_name(create)}};
    const Reply made = platform.ask(made_by, std::string(made_by.path), lead, body.dump(), headers);
    CAPTURE(made.body);
    REQUIRE(made.status == 201);
    CHECK(made.header("etag").front() == '"');
    const Reply again = platform.ask(made_by, std::string(made_by.path), lead, body.dump(), headers);
    CHECK(again.status == 201);
    CHECK(again.body == made.body);
    const std::string id = json_in(made.body)["id"];
    const Route& changed_by = contract::route(change);
    const std::string target = std::string(made_by.path) + "/" + id;
    const HttpsClient::Headers match = {{"Content-Type", "application/merge-patch+json"},
                                        {"If-Match", made.header("etag")}};
    const Reply changed = platform.ask(changed_by, target, lead, R"({"archived":true})", match);
    CAPTURE(changed.body);
    CHECK(changed.status == 200);
    CHECK(json_in(changed.body)["archived"] == true);
    CHECK(platform.ask(changed_by, target, lead, R"({"archived":false})", match).status == 412);
  }
}

TEST_CASE("a code opens a test round by a cookie, and feedback comes in, over TLS") {
  ServedPlatform platform(false);
  const auto lead = platform.token(Role::project_lead, "Leitung");
  const HttpsClient::Headers json = {{"Content-Type", "application/json"}};
  const Reply round = platform.ask(
      "POST", "/v1/test-rounds", lead,
      R"({"name":"Runde","starts_at":"2026-01-01T00:00:00Z","ends_at":"2999-01-01T00:00:00Z"})", json);
  REQUIRE_MESSAGE(round.status == 201, round.body);
  const std::string path = "/v1/test-rounds/" + json_in(round.body)["id"].get<std::string>() + "/invitations";
  REQUIRE(platform.ask("POST", path, lead, R"({"count":2})", json).status == 201);
  const Reply sheet = platform.ask("GET", path, lead);
  CHECK(sheet.header("content-type") == "application/pdf");
  CHECK(sheet.header("cache-control") == "no-store");
  CHECK(platform.ask("GET", "/app/test/2222-2222-2222", "").status == 404);
  const Reply out = platform.ask("POST", "/app/test/end", "", "");
  CHECK(out.status == 303);
  CHECK(out.header("set-cookie").starts_with("__Host-stadtpult-test=; Max-Age=0; Path=/; Secure; HttpOnly"));
  const Reply page =
      platform.ask("GET", "/app/", "", "", {{"Cookie", "__Host-stadtpult-test=2222-2222-2222"}});
  CHECK(page.status == 200);
  CHECK(page.header("vary") == "Cookie");
  const std::string feedback = R"({"client_id":"tls-1","text":"Über die Leitung"})";
  const Reply sent = platform.ask("POST", "/v1/public/feedback", "", feedback, json);
  REQUIRE_MESSAGE(sent.status == 201, sent.body);
  CHECK(platform.ask("POST", "/v1/public/feedback", "", feedback, json).status == 200);
  CHECK(platform.ask("GET", sent.header("location"), "").status == 200);
  const Reply services = platform.ask("GET", "/open311/v2/services.xml", "");
  CHECK(services.header("content-type").starts_with("text/xml"));
}

TEST_CASE("a method that no address knows is 501; which of the known ones it takes, an address says truly") {
  ServedPlatform platform(false);
  const Reply trace = platform.ask("TRACE", "/healthz", "");
  CHECK(trace.status == 501);
  CHECK(trace.headers.count("allow") == 0);
  CHECK(trace.header("content-type") == "application/problem+json");
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
    const Reply reply = platform.ask(method, "/healthz", "");
    CHECK(reply.status == 405);
    CHECK(reply.header("allow") == "GET, HEAD");
  }
}

TEST_CASE("what the edge refuses under /open311/ is said in that standard's format") {
  ServedPlatform platform(false);
  const auto sent = [&](const std::string& bytes) {
    HttpsClient client(platform.port());
    client.send(bytes);
    return client.read_reply();
  };
  const auto is_error = [](const Reply& reply, int status, bool xml) {
    CAPTURE(reply.body);
    CHECK(reply.status == status);
    if (xml) {
      CHECK(reply.header("content-type") == "text/xml; charset=utf-8");
      CHECK(reply.body.find("<errors><error><code>" + std::to_string(status) + "</code><description>") !=
            std::string::npos);
      return;
    }
    CHECK(reply.header("content-type") == "application/json; charset=utf-8");
    const Json body = base::parse_json(reply.body);
    REQUIRE(body.is_array());
    CHECK(body[0]["code"] == status);
    CHECK(body[0]["description"].get<std::string>().size() > 10);
  };
  is_error(platform.ask("BREW", "/open311/v2/requests.xml", ""), 501, true);
  is_error(platform.ask("BREW", "/open311/v2/requests.json?x=1", ""), 501, false);
  is_error(platform.ask("DELETE", "/open311/v2/requests.xml", ""), 405, true);
  is_error(sent("POST /open311/v2/requests.json HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n"),
           413, false);
  is_error(sent("POST /open311/v2/requests.xml HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: "
                "2\r\n\r\nx"),
           400, true);
  is_error(sent("GET /open311/v2/services.json HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n"), 400, false);
}

TEST_CASE("who types the address of the platform comes to its pages") {
  ServedPlatform platform(false);
  for (const std::string path : {"/", "/app"})
    for (const char* method : {"GET", "HEAD"}) {
      CAPTURE(path);
      CAPTURE(method);
      const Reply plain = platform.ask(method, path, "");
      CHECK(plain.status == 308);
      CHECK(plain.header("location") == "/app/");
      CHECK(platform.ask(method, path + "?language=tr&x=%20y", "").header("location") ==
            "/app/?language=tr&x=%20y");
    }
  CHECK(platform.ask("GET", "/app", "").header("content-type").starts_with("text/html"));
  for (const char* method : {"POST", "DELETE"}) {
    const Reply refused = platform.ask(method, "/app", "");
    CHECK(refused.status == 405);
    CHECK(refused.header("allow") == "GET, HEAD");
  }
  const Reply nothing = platform.ask("GET", "/app/nothing", "");
  CHECK(nothing.status == 404);
  CHECK(nothing.header("content-type").starts_with("text/html"));
  CHECK(platform.ask("GET", "/nothing", "").header("content-type") == "application/problem+json");
}

TEST_CASE("a stream is what the document says, and a change arrives on it") {
  Platform platform;
  const Route& route = contract::route(contract::Operation::stream);
  HttpsClient client(platform.port());
  REQUIRE(client.send(HttpsClient::format(
      "GET", route.path,
      {{"Authorization", platform.bearer(Role::project_lead)}, {"Accept", "text/event-stream"}})));
  const Reply head = client.read_head();
  CHECK(check_answer(platform.document, std::string(route.path), "get", head.status,
                     head.header("content-type"), "")
            .empty());
  SseReader events(client);
  REQUIRE(events.next()->retry_ms == 1000);
  const Route& create = contract::route(contract::Operation::create_reason);
  const Reply made =
      platform.ask(create, std::string(create.path), platform.bearer(Role::project_lead),
                   sample_body(platform.document, create).dump(), {{"Content-Type", "application/json"}});
  REQUIRE(made.status == 201);
  // The service's own clock may have changed something of the demo city in between.
  Json change;
  do {
    const auto event = events.next_event();
    REQUIRE(event);
    CHECK(event->event == "change");
    change = json_in(event->data);
  } while (change["type"] != "reason");
  CHECK(change["id"] == json_in(made.body)["id"]);
  const Complaints complaints = check_value(
      platform.document, platform.document["components"]["schemas"].value("StreamChange", Json::object()),
      change, "");
  CHECK(complaints.empty());
}

}  // namespace stadtpult::testing
