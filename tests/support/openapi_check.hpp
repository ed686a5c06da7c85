#pragma once
// Does an answer fit the OpenAPI document, and is the document itself in order? The part of JSON Schema
// 2020-12 that our document uses; a keyword that is not known here is a complaint, so that nothing is passed
// over unseen.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace stadtpult::testing {

/// What is wrong, each with its place ("#/paths/~1v1~1me/get: …"); empty where all is well.
using Complaints = std::vector<std::string>;

/// The rules of OpenAPI 3.1.0 for the document itself.
Complaints check_openapi_document(const nlohmann::json& document);

/// A value against a schema of the document.
Complaints check_value(const nlohmann::json& document, const nlohmann::json& schema,
                       const nlohmann::json& value, const std::string& place);

/// An answer to `method` ("get") on the document's `path` ("/v1/miniapps/{id}").
Complaints check_answer(const nlohmann::json& document, const std::string& path, const std::string& method,
                        int status, const std::string& content_type, const std::string& body);

/// A value that the schema allows: its example, or the simplest of its type, with required members only.
nlohmann::json sample_value(const nlohmann::json& document, const nlohmann::json& schema);

}  // namespace stadtpult::testing
