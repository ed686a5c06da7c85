#pragma once
// A service on a store of its own, to import into.

#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/routes/service.hpp"
#include "tests/platform/import/support.hpp"
#include "tests/support/json.hpp"

namespace import_test {

using namespace stadtpult;

class City {
 public:
  City() {
    std::filesystem::create_directories(folder_);
    auto opened = platform::Service::open({.store = "sqlite:" + (folder_ / "store.sqlite").string()});
    REQUIRE_MESSAGE(opened.ok(), (opened ? "" : opened.error().message));
    service_ = std::move(*opened);
    auto token = service_->make_token(contract::Role::project_lead, "Lead", "", 3'600'000);
    REQUIRE(token.ok());
    token_ = *token;
  }
  ~City() {
    service_->stop();
    service_.reset();
    std::filesystem::remove_all(folder_);
  }

  platform::Response ask(const std::string& method, const std::string& target, const std::string& body = "") {
    platform::Request request;
    request.method = method;
    request.target = target;
    request.authorization = "Bearer " + token_;
    request.content_type = "application/json";
    request.body = body;
    std::promise<platform::Response> promise;
    auto answer = promise.get_future();
    service_->handle(std::move(request),
                     [&](platform::Response response) { promise.set_value(std::move(response)); });
    REQUIRE(answer.wait_for(std::chrono::seconds(300)) == std::future_status::ready);
    return answer.get();
  }

  contract::ImportReport import(const ImportRequest& request) {
    const auto answer = ask("POST", "/v1/imports", contract::encode_new(request));
    REQUIRE_MESSAGE(answer.status < 300, *answer.body);
    auto report = contract::decode<contract::ImportReport>(*answer.body);
    REQUIRE(report.ok());
    CHECK(report->skipped == static_cast<std::int64_t>(report->not_taken.size()));
    return *report;
  }

  std::int64_t total(const std::string& target) {
    const auto answer = ask("GET", target + "?limit=1");
    REQUIRE_MESSAGE(answer.status == 200, *answer.body);
    return json_in(*answer.body)["total"].get<std::int64_t>();
  }

 private:
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / base::new_id("stadtpult-import-");
  std::unique_ptr<platform::Service> service_;
  std::string token_;
};

}  // namespace import_test
