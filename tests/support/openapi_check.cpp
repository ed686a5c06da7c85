#include "tests/support/openapi_check.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "api-client/base/clock.hpp"
#include "api-client/base/json.hpp"

namespace stadtpult::testing {
namespace {

using Json = nlohmann::json;

/// A member that is an object or an array, or an empty one. A reference: a range-for over items() of a copy
/// would walk a dead one.
const Json& member(const Json& of, const char* name) {
  static const Json kEmpty = Json::object();
  const auto found = of.find(name);
  return found == of.end() ? kEmpty : *found;
}

const std::set<std::string> kSchemaKeywords = {
    "$ref",          "type",        "enum",     "properties", "required",  "additionalProperties",
    "propertyNames", "items",       "maxItems", "minItems",   "minLength", "maxLength",
    "pattern",       "format",      "minimum",  "maximum",    "oneOf",     "anyOf",
    "default",       "description", "examples", "readOnly",   "const"};
const std::set<std::string> kMethods = {"get", "put", "post", "delete", "options", "head", "patch", "trace"};

/// The node a reference means; null where there is none.
const Json* resolve(const Json& document, const std::string& reference) {
  if (reference.rfind("#/", 0) != 0) return nullptr;
  const Json::json_pointer pointer(reference.substr(1));
  return document.contains(pointer) ? &document.at(pointer) : nullptr;
}

bool is_type(const Json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "string") return value.is_string();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "number") return value.is_number();
  if (type == "integer")
    return value.is_number_integer() ||
           (value.is_number_float() && value.get<double>() == std::int64_t(value));
  return false;
}

size_t code_points(const std::string& text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// A pattern, compiled once: the same few stand at every id and every time of an answer.
const std::regex& compiled(const std::string& pattern) {
  thread_local std::map<std::string, std::regex> known;
  auto at = known.find(pattern);
  if (at == known.end()) at = known.emplace(pattern, std::regex(pattern, std::regex::ECMAScript)).first;
  return at->second;
}

class ValueCheck {
 public:
  explicit ValueCheck(const Json& document) : document_(document) {}

  Complaints check(const Json& schema, const Json& value, const std::string& place) {
    Complaints found;
    if (schema.is_boolean()) {
      if (!schema.get<bool>()) found.push_back(place + ": nothing is allowed here");
      return found;
    }
    if (schema.contains("$ref")) {
      const Json* meant = resolve(document_, schema["$ref"]);
      if (meant == nullptr) return {place + ": " + schema["$ref"].get<std::string>() + " leads nowhere"};
      add(found, check(*meant, value, place));
    }
    check_type(schema, value, place, found);
    check_choices(schema, value, place, found);
    if (value.is_string()) check_text(schema, value, place, found);
    if (value.is_number()) check_number(schema, value, place, found);
    if (value.is_array()) check_array(schema, value, place, found);
    if (value.is_object()) check_object(schema, value, place, found);
    return found;
  }

 private:
  static void add(Complaints& to, Complaints more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }

  static void check_type(const Json& schema, const Json& value, const std::string& place, Complaints& found) {
    if (!schema.contains("type")) return;
    const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
    for (const auto& type : types)
      if (is_type(value, type)) return;
    found.push_back(place + ": " + value.dump().substr(0, 60) + " is not of type " + schema["type"].dump());
  }

  void check_choices(const Json& schema, const Json& value, const std::string& place, Complaints& found) {
    if (schema.contains("enum")) {
      const auto& words = schema["enum"];
      if (std::find(words.begin(), words.end(), value) == words.end())
        found.push_back(place + ": " + value.dump().substr(0, 60) + " is none of " + words.dump());
    }
    if (schema.contains("const") && schema["const"] != value)
      found.push_back(place + ": is not the constant");
    for (const char* word : {"oneOf", "anyOf"}) {
      if (!schema.contains(word)) continue;
      int fitting = 0;
      for (const auto& each : schema[word])
        if (check(each, value, place).empty()) ++fitting;
      if (fitting == 0 || (std::string(word) == "oneOf" && fitting > 1))
        found.push_back(place + ": fits " + std::to_string(fitting) + " of " + word);
    }
  }

  static void check_text(const Json& schema, const std::string& text, const std::string& place,
                         Complaints& found) {
    const size_t length = code_points(text);
    if (schema.contains("minLength") && length < schema["minLength"].get<size_t>())
      found.push_back(place + ": too short");
    if (schema.contains("maxLength") && length > schema["maxLength"].get<size_t>())
      found.push_back(place + ": too long");
    if (schema.contains("pattern")) {
      const std::string pattern = schema["pattern"];
      // std::regex needs stack for every character, so very long texts are not for it.
      if (text.size() < 4'000 && !std::regex_search(text, compiled(pattern)))
        found.push_back(place + ": \"" + text.substr(0, 60) + "\" does not match " + pattern);
    }
    if (schema.value("format", "") == "date-time" && !base::from_rfc3339(text))
      found.push_back(place + ": \"" + text + "\" is no RFC 3339 time");
  }

  static void check_number(const Json& schema, const Json& value, const std::string& place,
                           Complaints& found) {
    if (schema.contains("minimum") && value < schema["minimum"]) found.push_back(place + ": too small");
    if (schema.contains("maximum") && value > schema["maximum"]) found.push_back(place + ": too large");
  }

  void check_array(const Json& schema, const Json& value, const std::string& place, Complaints& found) {
    if (schema.contains("maxItems") && value.size() > schema["maxItems"].get<size_t>())
      found.push_back(place + ": too many items");
    if (schema.contains("minItems") && value.size() < schema["minItems"].get<size_t>())
      found.push_back(place + ": too few items");
    if (!schema.contains("items")) return;
    for (size_t i = 0; i < value.size(); ++i)
      add(found, check(schema["items"], value[i], place + "/" + std::to_string(i)));
  }

  void check_object(const Json& schema, const Json& value, const std::string& place, Complaints& found) {
    for (const auto& name : member(schema, "required"))
      if (!value.contains(name)) found.push_back(place + ": \"" + name.get<std::string>() + "\" is missing");
    const Json& properties = member(schema, "properties");
    for (const auto& [name, inner] : value.items()) {
      if (properties.contains(name))
        add(found, check(properties[name], inner, place + "/" + name));
      else if (schema.contains("additionalProperties"))
        add(found, check(schema["additionalProperties"], inner, place + "/" + name));
      if (schema.contains("propertyNames"))
        add(found, check(schema["propertyNames"], Json(name), place + "/" + name));
    }
  }

  const Json& document_;
};

/// Collects complaints about the document while walking it.
class DocumentCheck {
 public:
  explicit DocumentCheck(const Json& document) : document_(document) {}

  Complaints run() {
    check_head();
    for (const auto& [path, item] : member(document_, "paths").items()) check_path(path, item);
    const Json& components = member(document_, "components");
    const std::regex key("^[a-zA-Z0-9._-]+$");
    for (const auto& [kind, things] : components.items())
      for (const auto& [name, thing] : things.items())
        if (!std::regex_match(name, key))
          complain("#/components/" + kind, "\"" + name + "\" is no allowed name");
    for (const auto& [name, schema] : member(components, "schemas").items())
      check_schema(schema, "#/components/schemas/" + name);
    check_references(document_, "#");
    return std::move(found_);
  }

 private:
  void complain(const std::string& place, const std::string& what) { found_.push_back(place + ": " + what); }

  void check_head() {
    if (!std::regex_match(document_.value("openapi", ""), std::regex(R"(3\.1\.\d+)")))
      complain("#/openapi", "is no 3.1");
    const Json& info = member(document_, "info");
    if (!info.contains("title") || !info.contains("version")) complain("#/info", "needs title and version");
    if (const Json& license = member(info, "license"); !license.empty()) {
      if (!license.contains("name")) complain("#/info/license", "needs a name");
      if (license.contains("identifier") && license.contains("url"))
        complain("#/info/license", "identifier excludes url");
    }
    static const std::set<std::string> kMembers = {"openapi", "info",        "jsonSchemaDialect", "servers",
                                                   "paths",   "webhooks",    "components",        "security",
                                                   "tags",    "externalDocs"};
    for (const auto& [name, value] : document_.items())
      if (kMembers.count(name) == 0 && name.rfind("x-", 0) != 0)
        complain("#", "\"" + name + "\" is no member");
    check_security(member(document_, "security"), "#/security");
  }

  void check_security(const Json& security, const std::string& place) {
    const Json schemes = member(member(document_, "components"), "securitySchemes");
    for (const auto& each : security)
      for (const auto& [name, scopes] : each.items())
        if (!schemes.contains(name) || !scopes.is_array())
          complain(place, "\"" + name + "\" is no security scheme");
  }

  void check_path(const std::string& path, const Json& item) {
    const std::string place = "#/paths/" + path;
    if (path.empty() || path.front() != '/') complain(place, "must begin with /");
    const std::string shape = std::regex_replace(path, std::regex(R"(\{[^}]*\})"), "{}");
    if (!shapes_.insert(shape).second) complain(place, "is the same path as another one");
    for (const auto& [method, operation] : item.items()) {
      if (kMethods.count(method) != 0)
        check_operation(path, operation, place + "/" + method, method);
      else if (method != "summary" && method != "description" && method != "parameters" &&
               method.rfind("x-", 0) != 0)
        complain(place, "\"" + method + "\" is no method");
    }
  }

  void check_operation(const std::string& path, const Json& operation, const std::string& place,
                       const std::string& method) {
    const std::string id = operation.value("operationId", "");
    if (id.empty() || !ids_.insert(id).second)
      complain(place, "operationId \"" + id + "\" is missing or not unique");
    check_parameters(path, member(operation, "parameters"), place);
    if (operation.contains("requestBody")) {
      if (method == "get" || method == "head" || method == "delete")
        complain(place, "has a body without meaning");
      check_content(operation["requestBody"], place + "/requestBody", true);
    }
    const Json& responses = member(operation, "responses");
    if (responses.empty()) complain(place, "has no responses");
    for (const auto& [status, response] : responses.items()) {
      if (!std::regex_match(status, std::regex("default|[1-5]([0-9]{2}|XX)")))
        complain(place, status + " is no status");
      if (!response.contains("description")) complain(place + "/responses/" + status, "needs a description");
      check_content(response, place + "/responses/" + status, false);
    }
    check_security(member(operation, "security"), place);
  }

  void check_parameters(const std::string& path, const Json& parameters, const std::string& place) {
    std::set<std::pair<std::string, std::string>> seen;
    std::set<std::string> in_path;
    for (const auto& parameter : parameters) {
      const std::string name = parameter.value("name", ""), in = parameter.value("in", "");
      const std::string here = place + "/parameters/" + name;
      if (name.empty() || std::set<std::string>{"query", "header", "path", "cookie"}.count(in) == 0)
        complain(here, "needs name and in");
      if (!seen.insert({name, in}).second) complain(here, "stands twice");
      if (parameter.contains("schema") == parameter.contains("content"))
        complain(here, "needs schema or content");
      if (parameter.contains("schema")) check_schema(parameter["schema"], here);
      if (in == "header" && (name == "Accept" || name == "Content-Type" || name == "Authorization"))
        complain(here, "is ignored by the standard");
      if (in != "path") continue;
      in_path.insert(name);
      if (!parameter.value("required", false)) complain(here, "a path parameter is required");
      if (path.find("{" + name + "}") == std::string::npos) complain(here, "does not stand in the path");
    }
    const std::regex variable(R"(\{([^}]*)\})");
    for (std::sregex_iterator at(path.begin(), path.end(), variable), end; at != end; ++at)
      if (in_path.count((*at)[1]) == 0) complain(place, (*at)[1].str() + " is not declared");
  }

  void check_content(const Json& holder, const std::string& place, bool required) {
    const Json& content = member(holder, "content");
    if (required && content.empty()) complain(place, "has no content");
    for (const auto& [type, media] : content.items()) {
      if (type.find('/') == std::string::npos) complain(place, type + " is no media type");
      if (media.contains("schema")) check_schema(media["schema"], place + "/" + type);
    }
  }

  void check_schema(const Json& schema, const std::string& place) {
    if (schema.is_boolean()) return;
    if (!schema.is_object()) return complain(place, "is no schema");
    for (const auto& [word, value] : schema.items())
      if (kSchemaKeywords.count(word) == 0 && word.rfind("x-", 0) != 0)
        complain(place, word + " is not checked here");
    static const std::set<std::string> kTypes = {"null",   "boolean", "object", "array",
                                                 "number", "string",  "integer"};
    if (schema.contains("type")) {
      const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
      std::set<std::string> seen;
      for (const auto& type : types)
        if (!type.is_string() || kTypes.count(type) == 0 || !seen.insert(type).second)
          complain(place, "has a wrong type");
    }
    if (schema.contains("enum") && (!schema["enum"].is_array() || schema["enum"].empty()))
      complain(place, "empty enum");
    if (schema.contains("pattern")) {
      try {
        const std::regex compiled(schema["pattern"].get<std::string>(), std::regex::ECMAScript);
      } catch (const std::regex_error&) {
        complain(place, "pattern cannot be read");
      }
    }
    for (const auto& name : member(schema, "required"))
      if (!member(schema, "properties").contains(name))
        complain(place, "requires \"" + name.get<std::string>() + "\", which it does not have");
    check_children(schema, place);
    check_examples(schema, place);
  }

  void check_children(const Json& schema, const std::string& place) {
    for (const auto& [name, property] : member(schema, "properties").items())
      check_schema(property, place + "/properties/" + name);
    for (const char* word : {"items", "additionalProperties", "propertyNames"})
      if (schema.contains(word)) check_schema(schema[word], place + "/" + word);
    for (const char* word : {"oneOf", "anyOf"})
      for (const auto& each : schema.value(word, Json::array())) check_schema(each, place + "/" + word);
  }

  void check_examples(const Json& schema, const std::string& place) {
    for (const auto& example : member(schema, "examples")) {
      auto wrong = check_value(document_, schema, example, place + "/examples");
      found_.insert(found_.end(), wrong.begin(), wrong.end());
    }
  }

  void check_references(const Json& node, const std::string& place) {
    if (node.is_object() && node.contains("$ref") && node["$ref"].is_string() &&
        resolve(document_, node["$ref"]) == nullptr)
      complain(place, node["$ref"].get<std::string>() + " leads nowhere");
    if (!node.is_structured()) return;
    for (const auto& [name, child] : node.items()) check_references(child, place + "/" + name);
  }

  const Json& document_;
  Complaints found_;
  std::set<std::string> ids_, shapes_;
};

}  // namespace

Complaints check_openapi_document(const Json& document) {
  return DocumentCheck(document).run();
}

Complaints check_value(const Json& document, const Json& schema, const Json& value,
                       const std::string& place) {
  return ValueCheck(document).check(schema, value, place);
}

Complaints check_answer(const Json& document, const std::string& path, const std::string& method, int status,
                        const std::string& content_type, const std::string& body) {
  const std::string place = method + " " + path + " " + std::to_string(status);
  const Json& responses = document["paths"][path][method]["responses"];
  const std::string code = std::to_string(status);
  if (!responses.contains(code) && status < 400) return {place + ": this status is not in the document"};
  const Json& response = responses.contains(code) ? responses[code] : responses["default"];
  if (!response.contains("content")) {
    if (!body.empty()) return {place + ": the document knows no body here"};
    return {};
  }
  const std::string type = content_type.substr(0, content_type.find(';'));
  if (!response["content"].contains(type))
    return {place + ": media type \"" + type + "\" is not in the document"};
  if (type.find("json") == std::string::npos) return {};
  const Json value = base::parse_json(body);
  if (value.is_discarded()) return {place + ": the body is no JSON"};
  return check_value(document, response["content"][type].value("schema", Json::object()), value, place);
}

Json sample_value(const Json& document, const Json& schema) {
  if (schema.contains("$ref")) return sample_value(document, *resolve(document, schema["$ref"]));
  if (!member(schema, "examples").empty()) return schema["examples"][0];
  if (schema.contains("enum")) return schema["enum"][0];
  for (const char* word : {"oneOf", "anyOf"})
    if (schema.contains(word)) return sample_value(document, schema[word][0]);
  if (!schema.contains("type")) return Json::object();
  const std::string type = schema["type"].is_array() ? schema["type"][0] : schema["type"];
  if (type == "string") return "x";
  if (type == "integer" || type == "number") return schema.value("minimum", Json(1));
  if (type == "boolean") return true;
  if (type == "array") return Json::array();
  Json object = Json::object();
  for (const auto& name : member(schema, "required"))
    object[name.get<std::string>()] = sample_value(document, schema["properties"][name.get<std::string>()]);
  return object;
}

}  // namespace stadtpult::testing
