#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "api-client/contract/routes.hpp"
#include "tests/support/json.hpp"

using namespace stadtpult::contract;
using Json = nlohmann::json;

namespace {

void collect_refs(const Json& node, std::set<std::string>& refs) {
  if (node.is_object()) {
    for (const auto& [key, value] : node.items()) {
      if (key == "$ref") refs.insert(value.get<std::string>());
      collect_refs(value, refs);
    }
  } else if (node.is_array()) {
    for (const auto& each : node) collect_refs(each, refs);
  }
}

}  // namespace

TEST_CASE("every operation has one row, and every row its own path and method") {
  std::set<std::pair<std::string_view, Method>> seen;
  std::set<Operation> operations;
  for (const auto& row : routes()) {
    CHECK_MESSAGE(seen.emplace(row.path, row.method).second, row.path);
    CHECK(operations.insert(row.operation).second);
    CHECK((row.answer == Answer::bytes || row.response != nullptr));
    CHECK_MESSAGE((row.body == Body::none) == (row.method == Method::get), row.path);
  }
#define STADTPULT_HAS_ROW(name) CHECK(operations.count(Operation::name) == 1);
  STADTPULT_OPERATIONS(STADTPULT_HAS_ROW)
#undef STADTPULT_HAS_ROW
}

TEST_CASE("the document is whole: references resolve, path parameters are declared, ids are unique") {
  const auto document = stadtpult::json_in(openapi_document());
  CHECK(document["openapi"] == "3.1.0");
  std::set<std::string> refs;
  collect_refs(document, refs);
  CHECK(refs.size() > 20);
  for (const auto& ref : refs) CHECK_MESSAGE(document.contains(Json::json_pointer(ref.substr(1))), ref);
  std::set<std::string> ids;
  for (const auto& [path, methods] : document["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      CHECK(ids.insert(operation["operationId"]).second);
      std::set<std::string> declared;
      for (const auto& parameter : operation["parameters"])
        if (parameter["in"] == "path") declared.insert(parameter["name"]);
      size_t in_path = 0;
      for (const char c : path) in_path += c == '{';
      CHECK(declared.size() == in_path);
      CHECK(!operation["responses"].empty());
    }
  }
}

TEST_CASE("the document says how a token that is bound to a device is sent") {
  const auto document = stadtpult::json_in(openapi_document());
  const auto& schemes = document["components"]["securitySchemes"];
  CHECK(schemes["dpop"]["type"] == "http");
  CHECK(schemes["dpop"]["scheme"] == "dpop");
  CHECK(document["security"] == stadtpult::json_in(R"([{"bearer":[]},{"dpop":[]}])"));
  const auto& registering = document["paths"]["/v1/devices"]["post"];
  bool named = false;
  for (const auto& parameter : registering["parameters"])
    named = named ||
            (parameter["in"] == "header" && parameter["name"] == "DPoP" && parameter["required"] == true);
  CHECK(named);
  CHECK(registering["responses"].contains("200"));
  CHECK(registering["responses"].contains("201"));
  CHECK(document["components"]["schemas"]["DeviceChangePatch"]["properties"].size() == 2);
  for (const auto role : enum_values<Role>()) {
    CHECK(may(role, Operation::register_device));
    CHECK(may(role, Operation::change_device) ==
          (role == Role::project_lead || role == Role::security_analyst));
  }
}

TEST_CASE("a merchant does not see the audit record, and only the lead publishes") {
  CHECK(!may(Role::merchant, Operation::list_audit));
  CHECK(may(Role::privacy_officer, Operation::list_audit));
  for (const auto role : enum_values<Role>())
    CHECK(may(role, Operation::create_release) == (role == Role::project_lead));
}
