// The document's own shape, and that the checker sees what is wrong.

#include "tests/support/openapi_check.hpp"
#include "tests/support/json.hpp"

#include <doctest/doctest.h>

#include "api-client/contract/routes.hpp"

namespace stadtpult::testing {
namespace {

using Json = nlohmann::json;

std::string text_of(const Complaints& complaints) {
  std::string text;
  for (const auto& each : complaints) text += each + "\n";
  return text;
}

}  // namespace

TEST_CASE("the OpenAPI document keeps the rules of OpenAPI 3.1") {
  const Json document = json_in(contract::openapi_document());
  const Complaints complaints = check_openapi_document(document);
  CHECK_MESSAGE(complaints.empty(), text_of(complaints));
  size_t operations = 0;
  for (const auto& [path, item] : document["paths"].items()) operations += item.size();
  CHECK(operations == contract::routes().size());
}

TEST_CASE("the checker finds what is wrong in a document") {
  const Json good = json_in(contract::openapi_document());
  const auto broken = [&](const char* pointer, const Json& value) {
    Json document = good;
    document[Json::json_pointer(pointer)] = value;
    return !check_openapi_document(document).empty();
  };
  CHECK(broken("/openapi", "3.0.3"));
  CHECK(broken("/paths/~1v1~1me/get/operationId", "health"));
  CHECK(broken("/paths/~1v1~1categories~1{id}/get/parameters", Json::array()));
  CHECK(broken("/paths/~1v1~1me/get/responses", Json::object()));
  CHECK(broken("/components/schemas/Me/properties/id", Json{{"$ref", "#/components/schemas/Nothing"}}));
  CHECK(broken("/components/schemas/Me/properties/id/type", "text"));
  CHECK(broken("/components/schemas/Me/properties/id/maxLenght", 3));
  CHECK(broken("/components/schemas/Me/required", Json::array({"nobody"})));
  CHECK(broken("/paths/~1v1~1me/get/security", Json::array({{{"basic", Json::array()}}})));
}

TEST_CASE("the checker finds what is wrong in a value") {
  const Json document = {{"components", {{"schemas", {{"A", {{"type", "string"}, {"maxLength", 2}}}}}}}};
  const Json schema = {{"type", "object"},
                       {"required", {"a"}},
                       {"additionalProperties", false},
                       {"properties",
                        {{"a", {{"$ref", "#/components/schemas/A"}}},
                         {"n", {{"type", {"integer", "null"}}, {"minimum", 1}}},
                         {"t", {{"type", "string"}, {"format", "date-time"}}},
                         {"w", {{"enum", {"x", "y"}}}},
                         {"p", {{"type", "string"}, {"pattern", "^[a-z]+$"}}},
                         {"l", {{"type", "array"}, {"maxItems", 1}, {"items", {{"type", "boolean"}}}}}}}};
  const auto fits = [&](const char* text) {
    return check_value(document, schema, json_in(text), "").empty();
  };
  CHECK(fits(R"({"a":"äö","n":null,"t":"2026-01-01T00:00:00Z","w":"x","p":"abc","l":[true]})"));
  for (const char* wrong :
       {R"({})", R"({"a":"abc"})", R"({"a":1})", R"({"a":"","n":0})", R"({"a":"","n":1.5})",
        R"({"a":"","z":1})", R"({"a":"","t":"today"})", R"({"a":"","w":"z"})", R"({"a":"","p":"A"})",
        R"({"a":"","l":[1]})", R"({"a":"","l":[true,true]})", R"([])"}) {
    CAPTURE(wrong);
    CHECK_FALSE(fits(wrong));
  }
}

}  // namespace stadtpult::testing
