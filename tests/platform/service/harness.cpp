#include "tests/platform/service/harness.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <future>
#include <sstream>

#include "api-client/base/json.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/domain/package/package_writer.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform::test {

TempFolder::TempFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "stadtpult-service-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}
TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

namespace {

/// Today's schema and nothing in it, made once a program: each platform begins with a copy.
void begin_empty(const std::string& folder, base::Timestamp now) {
  static const TempFolder kEmpty;
  static const bool kMade = [&] {
    return Service::open(
               {.store = "sqlite:" + kEmpty.path() + "/store.sqlite", .clock = [now] { return now; }})
        .ok();
  }();
  REQUIRE(kMade);
  std::filesystem::copy(kEmpty.path(), folder);
}

}  // namespace

Platform::Platform(ServiceOptions options) : options_(std::move(options)) {
  begin_empty(folder_.path(), base::Timestamp(time));
  options_.store = "sqlite:" + file();
  options_.clock = [this] { return base::Timestamp(time); };
  restart();
  add_organisation(impl(), "city", contract::OrganisationKind::city);
  add_organisation(impl(), "ihk", contract::OrganisationKind::chamber);
  add_organisation(impl(), "demo-merchant", contract::OrganisationKind::merchant);
  add_organisation(impl(), "other-merchant", contract::OrganisationKind::merchant, false);
}

void Platform::restart() {
  service_.reset();
  auto opened = Service::open(options_);
  REQUIRE_MESSAGE(opened.ok(), (opened ? "" : opened.error().message));
  service_ = std::move(*opened);
}

const std::string& Platform::token(Role role, const std::string& organisation, const std::string& name) {
  auto& known = tokens_[std::string(contract::enum_name(role)) + "/" + organisation + "/" + name];
  if (known.empty()) {
    auto made = service_->make_token(role, name, organisation, 365LL * 24 * 3600 * 1000);
    REQUIRE_MESSAGE(made.ok(), (made ? "" : made.error().message));
    known = *made;
  }
  return known;
}

std::string Reply::problem() const {
  const auto error = contract::error_from_answer(status, text);
  std::string words = error.problem;
  for (const auto& [name, value] : error.values)
    if (name == "because") words += "/" + value;
  return words;
}

Reply Platform::ask(const std::string& method, const std::string& target, const std::string& token,
                    const std::string& body, const Extra& extra) {
  Request request;
  request.method = method;
  request.target = target;
  if (!token.empty()) request.authorization = extra.scheme + " " + token;
  request.body = body;
  request.if_match = extra.if_match;
  request.if_none_match = extra.if_none_match;
  request.idempotency_key = extra.key;
  request.content_type = !extra.content_type.empty() ? extra.content_type
                         : body.empty()              ? ""
                                                     : "application/json";
  request.request_id = "req_test";
  request.source = extra.source;
  request.device = extra.device;
  request.proof = extra.proof;
  request.received_at = extra.received_at;
  request.cookie = extra.cookie;
  request.host = extra.host;
  request.origin = extra.origin;
  request.fetch_site = extra.fetch_site;
  request.user_agent = extra.user_agent;
  std::promise<Response> promise;
  auto future = promise.get_future();
  service_->handle(std::move(request), [&](Response response) { promise.set_value(std::move(response)); });
  REQUIRE(future.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
  const Response response = future.get();
  Reply reply;
  reply.status = response.status;
  reply.etag = response.etag;
  reply.content_type = response.content_type;
  for (const auto& [name, value] : response.headers) reply.headers[name] = value;
  REQUIRE(response.body != nullptr);
  reply.text = *response.body;
  reply.body = base::parse_ordered_json(reply.text);
  return reply;
}

std::vector<Json> Platform::own_events(const std::string& code) {
  settle();
  std::vector<Json> found;
  const auto read = impl().store().read([&](Database& database) {
    for (const auto& row : database.query("SELECT id FROM security_segments ORDER BY id", "i")) {
      const auto sealed = read_segment(database, as_int(row[0]));
      if (!sealed) continue;
      const auto plain = impl().security().pseudonyms().open_events(*sealed);
      REQUIRE(plain.ok());
      std::istringstream lines(*plain);
      for (std::string line; std::getline(lines, line);) {
        const Json event = base::parse_ordered_json(line);
        if (event.is_object() && event.value(Json::json_pointer("/metadata/event_code"), "") == code)
          found.push_back(event);
      }
    }
  });
  REQUIRE(read.ok());
  return found;
}

Reply Platform::patch(const std::string& target, const std::string& token, const Json& body) {
  const Reply now = get(target.substr(0, target.find('?')), token);
  return ask("PATCH", target, token, body.dump(), {.if_match = now.etag.empty() ? "*" : now.etag});
}

std::string Platform::category(const std::string& name, const std::string& parent) {
  Json body = {{"name", name}};
  if (!parent.empty()) body["parent_id"] = parent;
  const Reply reply = post("/v1/categories", lead(), body);
  REQUIRE_MESSAGE(reply.status == 201, reply.text);
  return reply.id();
}

std::string Platform::miniapp(const std::string& app_id, const std::string& category, const std::string& by) {
  const Reply reply =
      post("/v1/miniapps", by.empty() ? lead() : by,
           {{"app_id", app_id}, {"name", "App " + app_id}, {"category_id", category}, {"kind", "web"}});
  REQUIRE_MESSAGE(reply.status == 201, reply.text);
  return reply.id();
}

std::string Platform::package(const std::string& app_id, const std::string& version, int code,
                              const std::string& permission) {
  Json made = manifest(app_id, version, code);
  if (!permission.empty())
    made["req_permissions"] = Json::array({{{"name", permission}, {"reason", "Für die Suche in der Nähe"}}});
  return package_of(made);
}

Json Platform::manifest(const std::string& app_id, const std::string& version, int code) {
  return {{"app_id", app_id},
          {"name", "App " + app_id},
          {"description", "Eine App"},
          {"lang", "de"},
          {"icons", {{{"src", "common/icon.svg"}, {"label", "Zeichen"}}}},
          {"pages", {"pages/home"}},
          {"platform_version", {{"min_code", 1}}},
          {"version", {{"code", code}, {"name", version}}}};
}

std::string Platform::package_of(const Json& manifest) {
  return build_package({{"manifest.json", manifest.dump()},
                        {"app.js", "export default {};"},
                        {"app.css", ""},
                        {"pages/home.html", "<p>" + manifest["version"]["name"].get<std::string>() + "</p>"},
                        {"common/icon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"},
                        {"i18n/de.json", "{}"}});
}

namespace {}

Platform::Draft Platform::draft(const std::string& app_id, const std::string& category,
                                const std::string& by) {
  const Reply reply = ask("POST", "/v1/miniapps?category_id=" + category, by.empty() ? merchant() : by,
                          package(app_id, "1.0.0", 1), kAsPackage);
  REQUIRE_MESSAGE(reply.status == 201, reply.text);
  return {reply.id(), reply.body["version_id"]};
}

Platform::Draft Platform::next_version(const Draft& draft, const std::string& app_id,
                                       const std::string& version, int code, const std::string& by) {
  const Reply reply = ask("POST", "/v1/miniapps/" + draft.miniapp + "/versions", by.empty() ? merchant() : by,
                          package(app_id, version, code), kAsPackage);
  REQUIRE_MESSAGE(reply.status == 201, reply.text);
  return {draft.miniapp, reply.id()};
}

Reply Platform::step(const Draft& draft, const std::string& by, const std::string& state) {
  return patch(draft.path(), by, {{"state", state}});
}

std::string Platform::review_of(const Draft& draft) {
  return get(draft.path(), lead()).body["review_id"];
}

void Platform::approve(const Draft& draft, const std::string& submitter) {
  const Reply submitted = step(draft, submitter.empty() ? merchant() : submitter, "submitted");
  REQUIRE_MESSAGE(submitted.status == 200, submitted.text);
  const std::string path = "/v1/reviews/" + review_of(draft);
  Json ticks = Json::array();
  for (const auto& item : get(path, lead()).part("checklist"))
    if (!item["automatic"].get<bool>()) ticks.push_back({{"key", item["key"]}, {"state", "passed"}});
  const Reply decided = patch(path, reviewer(), {{"state", "approved"}, {"checklist", ticks}});
  REQUIRE_MESSAGE(decided.status == 200, decided.text);
}

Reply Platform::release(const std::string& ring, const std::vector<std::string>& items) {
  return post("/v1/releases", lead(), {{"ring", ring}, {"items", items}, {"note", "Test"}});
}

Platform::Draft Platform::live(const std::string& app_id, const std::string& category_id,
                               const std::string& ring) {
  const Draft made = draft(app_id, category_id);
  approve(made);
  std::vector<std::string> items{"miniapp:" + made.miniapp};
  for (const auto& item : get("/v1/releases/diff?ring=" + ring, lead()).part("items"))
    if (item["id"] == "category:" + category_id) items.push_back("category:" + category_id);
  const Reply released = release(ring, items);
  REQUIRE_MESSAGE(released.status == 201, released.text);
  return made;
}

Json Platform::catalogue(const std::string& ring, const std::string& language) {
  return get("/v1/public/catalogue?ring=" + ring + "&language=" + language, ring == "everyone" ? "" : lead())
      .body;
}

void add_organisation(ServiceImpl& service, const std::string& id, contract::OrganisationKind kind,
                      bool verified) {
  const auto done = service.store().write_and_wait([&] { return service.occasion(system_actor(), ""); },
                                                   [&](Change& change) -> base::Done {
                                                     contract::Organisation organisation;
                                                     organisation.id = id;
                                                     organisation.name = "Organisation " + id;
                                                     organisation.kind = kind;
                                                     organisation.verified = verified;
                                                     change.insert(organisation);
                                                     return {};
                                                   });
  REQUIRE_MESSAGE(done.ok(), (done ? "" : done.error().message));
}

}  // namespace stadtpult::platform::test
