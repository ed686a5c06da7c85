#include "tests/platform/service/harness.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <future>

namespace stadtpult::platform::test {

TempFolder::TempFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "stadtpult-service-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}
TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Platform::Platform(ServiceOptions options) : options_(std::move(options)) {
  options_.store = "sqlite:" + file();
  options_.clock = [this] { return time; };
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

Reply Platform::ask(const std::string& method, const std::string& target, const std::string& token,
                    const std::string& body, const Extra& extra) {
  Request request;
  request.method = method;
  request.target = target;
  if (!token.empty()) request.authorization = "Bearer " + token;
  request.body = body;
  request.if_match = extra.if_match;
  request.if_none_match = extra.if_none_match;
  request.idempotency_key = extra.key;
  request.content_type = !extra.content_type.empty() ? extra.content_type : body.empty() ? "" : "application/json";
  request.request_id = "req_test";
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
  reply.body = Json::parse(reply.text, nullptr, false);
  return reply;
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
  const Reply reply = post("/v1/miniapps", by.empty() ? lead() : by,
                           {{"app_id", app_id}, {"name", "App " + app_id}, {"category_id", category}, {"kind", "web"}});
  REQUIRE_MESSAGE(reply.status == 201, reply.text);
  return reply.id();
}

void add_organisation(ServiceImpl& service, const std::string& id, contract::OrganisationKind kind, bool verified) {
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
