// OpenAPI 3.1 from the route table and the structs' descriptions. Nothing here knows a single route or type
// by name.

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "api-client/base/json.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::contract {
namespace {

using Json = nlohmann::ordered_json;

/// Which form of a type a schema stands for.
enum class Form { read, create, patch };

std::string schema_name(const TypeInfo& type, Form form) {
  const char* suffix = form == Form::create ? "Create" : form == Form::patch ? "Patch" : "";
  return std::string(type.name) + suffix;
}

Json schema_ref(const std::string& name) {
  return {{"$ref", "#/components/schemas/" + name}};
}

/// What a package brings may break a recommendation of the draft, and is shown as it is.
bool holds_for(Format format, Form form) {
  return form != Form::read || (format != Format::app_id && format != Format::version_name);
}

Json base_schema(const FieldInfo& field, Form form) {
  switch (field.kind) {
    case Kind::text: {
      Json out = {{"type", "string"}};
      if (form != Form::read && !field.list) {
        out["maxLength"] = field.rule.max_length != 0 ? field.rule.max_length : 4000;
        if (field.rule.required) out["minLength"] = 1;
      }
      if (field.rule.format != Format::none && holds_for(field.rule.format, form)) {
        // What need not be given reads as "" where it was not.
        const bool may_be_empty = !field.rule.required && !field.optional && !field.list &&
                                  form == Form::read && field.rule.format == Format::sha256;
        out["pattern"] = std::string(may_be_empty ? "^$|" : "") + pattern(field.rule.format);
      }
      return out;
    }
    case Kind::integer:
    case Kind::number: {
      Json out = {{"type", field.kind == Kind::integer ? "integer" : "number"}};
      if (field.rule.minimum != Rule{}.minimum)
        out["minimum"] = static_cast<std::int64_t>(field.rule.minimum);
      if (field.rule.maximum != Rule{}.maximum)
        out["maximum"] = static_cast<std::int64_t>(field.rule.maximum);
      return out;
    }
    case Kind::boolean:
      return {{"type", "boolean"}};
    case Kind::time:
      return {{"type", {"string", "null"}}, {"format", "date-time"}};
    case Kind::word: {
      Json out = {{"type", "string"}, {"enum", Json::array()}};
      for (const auto& word : field.words) out["enum"].push_back(word);
      return out;
    }
    case Kind::localized: {
      Json text = {{"type", "string"}};
      if (form != Form::read) text["maxLength"] = field.rule.max_length != 0 ? field.rule.max_length : 4000;
      Json object = {
          {"type", "object"}, {"additionalProperties", text}, {"description", "Texts by language (BCP 47)."}};
      if (form == Form::read) return object;
      object["propertyNames"] = {{"pattern", "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"}};
      if (form == Form::patch) object["additionalProperties"]["type"] = {"string", "null"};
      Json german = text;
      german["description"] = "The German text alone.";
      return {{"oneOf", {object, german}}};
    }
    case Kind::json:
      return Json::object();
    case Kind::object:
      return schema_ref(schema_name(*field.object, form == Form::read ? Form::read : Form::create));
  }
  return Json::object();
}

Json field_schema(const FieldInfo& field, Form form) {
  Json out = base_schema(field, form);
  if (field.list) {
    out = {{"type", "array"}, {"items", out}};
    if (form != Form::read) out["maxItems"] = field.rule.max_length != 0 ? field.rule.max_length : 1000;
  }
  if (field.optional) {
    if (out.contains("enum")) out["enum"].push_back(nullptr);
    if (out.contains("type") && out["type"].is_string())
      out["type"] = {out["type"], "null"};
    else if (!out.contains("type"))
      out = {{"anyOf", {out, {{"type", "null"}}}}};
  }
  if (*field.rule.help != '\0') out["description"] = field.rule.help;
  if (field.rule.read_only && form == Form::read) out["readOnly"] = true;
  if (*field.rule.example != '\0')
    out["examples"] = Json::array({base::parse_ordered_json(field.rule.example)});
  return out;
}

Json type_schema(const TypeInfo& type, Form form) {
  Json out = {{"type", "object"}, {"properties", Json::object()}};
  Json required = Json::array();
  for (const auto& field : type.fields) {
    if (form != Form::read && field.rule.read_only) continue;
    if (form == Form::patch && field.rule.create_only) continue;
    out["properties"][std::string(field.name)] = field_schema(field, form);
    if (form == Form::read || (form == Form::create && field.rule.required)) required.push_back(field.name);
  }
  if (!required.empty()) out["required"] = required;
  if (form == Form::read) out["additionalProperties"] = false;
  return out;
}

/// Adds the schema and every schema it refers to.
void add_schema(Json& schemas, const TypeInfo& type, Form form) {
  const std::string name = schema_name(type, form);
  if (schemas.contains(name)) return;
  schemas[name] = type_schema(type, form);
  for (const auto& field : type.fields)
    if (field.object != nullptr && !(form != Form::read && field.rule.read_only))
      add_schema(schemas, *field.object, form == Form::read ? Form::read : Form::create);
}

Json parameter(const char* name, const char* in, bool required, Json schema, const char* help) {
  return {{"name", name},
          {"in", in},
          {"required", required},
          {"schema", std::move(schema)},
          {"description", help}};
}

std::string names_where(const TypeInfo& type, bool Rule::*flag) {
  std::string names;
  for (const auto& field : type.fields)
    if (field.rule.*flag) names += (names.empty() ? "" : ", ") + std::string(field.name);
  return names;
}

Json parameters(const Route& route) {
  Json out = Json::array();
  const Json text = {{"type", "string"}};
  for (size_t at = route.path.find('{'); at != std::string_view::npos; at = route.path.find('{', at + 1)) {
    const std::string name(route.path.substr(at + 1, route.path.find('}', at) - at - 1));
    out.push_back(parameter(name.c_str(), "path", true, text, "Identifier."));
  }
  if (route.answer == Answer::page) {
    const auto& type = *route.response();
    const std::string filters =
        "Repeatable. field:value, field:a,b for any of them, -field:value to leave out. Fields: " +
        names_where(type, &Rule::filter) + ".";
    const std::string sorts =
        "A field, with - in front for descending. Fields: " + names_where(type, &Rule::sort) + ".";
    out.push_back(parameter("q", "query", false, {{"type", "string"}, {"maxLength", 200}},
                            "Words to be found (prefixes count)."));
    out.push_back(parameter("filter", "query", false, {{"type", "array"}, {"items", text}}, filters.c_str()));
    out.push_back(parameter("sort", "query", false, text, sorts.c_str()));
    out.push_back(parameter("limit", "query", false,
                            {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}, {"default", 50}},
                            "Items a page."));
    out.push_back(parameter("cursor", "query", false, text, "\"next\" of the page before."));
  }
  std::string_view query = route.query;
  while (!query.empty()) {
    const size_t end = std::min(query.find(' '), query.size());
    const std::string name(query.substr(0, end));
    query.remove_prefix(std::min(end + 1, query.size()));
    Json schema = text;
    if (name == "ring") {
      schema["enum"] = Json::array();
      for (const auto ring : enum_values<Ring>()) schema["enum"].push_back(enum_name(ring));
    }
    out.push_back(parameter(name.c_str(), "query", false, schema, "See the summary."));
  }
  if (route.method != Method::get)
    out.push_back(parameter("Idempotency-Key", "header", false, {{"type", "string"}, {"maxLength", 200}},
                            "A repeated one gets the first answer."));
  if (route.operation == Operation::register_device)
    out.push_back(parameter("DPoP", "header", true, text,
                            "A proof (RFC 9449) with the public key of the device, alg EdDSA, and ath."));
  if (route.method == Method::patch)
    out.push_back(parameter("If-Match", "header", true, text, "The ETag that the change is based on."));
  if (route.operation == Operation::act_on_merchant)
    out.push_back(parameter("If-Match", "header", false, text,
                            "The ETag of what was seen; needed to pass a line, to go live and to reject."));
  if (route.operation == Operation::act_on_offering)
    out.push_back(
        parameter("If-Match", "header", false, text, "The ETag of what is approved; needed for it."));
  if (route.method == Method::get && route.answer != Answer::events)
    out.push_back(parameter("If-None-Match", "header", false, text, "Answers 304 when nothing changed."));
  if (route.answer == Answer::events)
    out.push_back(parameter(
        "Last-Event-ID", "header", false, text,
        "Goes on after this event; one \"resync\" where it is too old. The stream opens with an id, "
        "without data: it is good for this, also where no event came yet."));
  return out;
}

Json problem(const char* description) {
  return {{"description", description},
          {"content", {{std::string(kProblemType), {{"schema", schema_ref("Problem")}}}}}};
}

using Types = std::vector<std::string_view>;

/// Another standard's interface, with its own way to say what is wrong.
bool is_open311(const Route& route) {
  return route.path.starts_with("/open311/");
}

/// Media types of the bytes that a route takes.
Types sent_types(const Route& route) {
  switch (route.operation) {
    case Operation::create_media:
      return {"image/png", "image/jpeg", "image/webp", "application/pdf"};
    case Operation::send_security_events:
      return {kEventsType};
    case Operation::send_form:
    case Operation::app_send_feedback:
    case Operation::open311_send:
      return {"application/x-www-form-urlencoded", "multipart/form-data"};
    case Operation::app_join_test:
    case Operation::app_leave_test:
    case Operation::app_send_booking:
    case Operation::app_change_booking:
    case Operation::app_send_code:
    case Operation::app_check_code:
    case Operation::app_sign_out:
    case Operation::app_erase_account:
    case Operation::app_identity_code:
    case Operation::app_end_identity:
      return {"application/x-www-form-urlencoded"};
    default:
      return {kPackageType};
  }
}

/// Media types of the bytes that a route answers.
Types answered_types(const Route& route) {
  switch (route.operation) {
    case Operation::get_media_content:
    case Operation::get_form_file:
    case Operation::app_media:
      return {"image/png", "image/jpeg", "image/webp", "application/pdf"};
    case Operation::app_version_report:
      return {"text/html", "application/pdf"};
    case Operation::app_file:
      return {"text/css", "text/javascript", "application/manifest+json", "text/html", "image/svg+xml"};
    case Operation::get_feedback_picture:
      return {"image/png", "image/jpeg", "image/webp"};
    case Operation::print_invitations:
      return {"application/pdf"};
    case Operation::app_account_data:
      return {"application/json"};
    case Operation::booking_event:
    case Operation::ticket_event:
    case Operation::calendar_feed:
      return {"text/calendar"};
    default:
      if (is_open311(route)) return {"application/json", "text/xml"};
      return route.path.starts_with("/app/") ? Types{"text/html"} : Types{kPackageType};
  }
}

Json request_body(const Route& route, Json& schemas) {
  Json content = Json::object();
  const Form form = route.body == Body::patch ? Form::patch : Form::create;
  if (route.request != nullptr) {
    add_schema(schemas, *route.request(), form);
    const Json schema = {{"schema", schema_ref(schema_name(*route.request(), form))}};
    content["application/json"] = schema;
    if (form == Form::patch) content[std::string(kMergePatchType)] = schema;
  }
  if (route.body == Body::package || route.body == Body::bytes)
    for (const auto type : sent_types(route))
      content[std::string(type)] = {{"schema", {{"type", "string"}, {"format", "binary"}}}};
  if (route.operation == Operation::check_package)
    content["application/json"] = {{"schema", {{"description", "manifest.json or miniApp.json."}}}};
  return {{"required", true}, {"content", content}};
}

Json success(const Route& route, Json& schemas) {
  Json out = {{"description", "The answer."}};
  if (route.response != nullptr) add_schema(schemas, *route.response(), Form::read);
  switch (route.answer) {
    case Answer::one:
      out["content"]["application/json"]["schema"] = schema_ref(schema_name(*route.response(), Form::read));
      break;
    case Answer::page: {
      const std::string item = schema_name(*route.response(), Form::read);
      schemas[item + "Page"] = {{"type", "object"},
                                {"required", {"items", "next", "total"}},
                                {"properties",
                                 {{"items", {{"type", "array"}, {"items", schema_ref(item)}}},
                                  {"next", {{"type", {"string", "null"}}}},
                                  {"total", {{"type", "integer"}, {"minimum", 0}}}}}};
      out["content"]["application/json"]["schema"] = schema_ref(item + "Page");
      break;
    }
    case Answer::events:
      out["content"]["text/event-stream"]["schema"] = {{"type", "string"}};
      break;
    case Answer::bytes:
      if (route.operation == Operation::openapi)
        out["content"]["application/json"]["schema"] = {{"type", "object"}};
      else
        for (const auto type : answered_types(route))
          out["content"][std::string(type)]["schema"] =
              type == "application/json" ? Json::object() : Json{{"type", "string"}, {"format", "binary"}};
      break;
  }
  if (route.answer == Answer::one && route.method != Method::post)
    out["headers"]["ETag"] = {{"schema", {{"type", "string"}}}};
  return out;
}

Json operation(const Route& route, Json& schemas) {
  Json out = {{"operationId", operation_name(route.operation)},
              {"summary", route.summary},
              {"parameters", parameters(route)}};
  if (route.body != Body::none) out["requestBody"] = request_body(route, schemas);
  // What is made and can be read again afterwards; the other POSTs answer what they did.
  const bool creates =
      route.method == Method::post && route.operation != Operation::check_package &&
      route.operation != Operation::import_catalogue && route.operation != Operation::import_requirements &&
      route.operation != Operation::export_audit && route.operation != Operation::compare_audit &&
      !is_open311(route) && route.operation != Operation::erase_from_audit &&
      route.operation != Operation::act_on_offering && route.operation != Operation::act_on_merchant &&
      route.operation != Operation::import_merchants && route.operation != Operation::list_conflicts &&
      route.operation != Operation::change_ticket;
  Json responses = Json::object();
  responses[creates ? "201" : "200"] = success(route, schemas);
  if (route.method == Method::get && route.answer != Answer::events)
    responses["304"] = {{"description", "Not changed."}};
  responses["default"] = problem("A problem, with the field that is wrong (RFC 9457).");
  if (has_rings(route)) {
    out["security"] = Json::array({Json::object(),
                                   {{"bearer", Json::array()}},
                                   {{"dpop", Json::array()}},
                                   {{"tester", Json::array()}}});
    responses["401"] = problem("Another ring than everyone's, without a valid token or code.");
    responses["403"] = problem("Not for this role, or of another ring than the code.");
  } else if ((route.roles & kAnyone) != 0) {
    out["security"] = Json::array();
  } else {
    Json roles = Json::array();
    for (const auto role : enum_values<Role>())
      if ((route.roles & role_bit(role)) != 0) roles.push_back(enum_name(role));
    out["x-roles"] = roles;
    responses["401"] = problem("No valid token.");
    responses["403"] = problem("The role may not do this.");
  }
  if (route.path.find('{') != std::string_view::npos)
    responses["404"] = problem("There is no such thing, or not for this role.");
  if (route.body != Body::none) {
    responses["400"] = problem("The body cannot be read.");
    responses["413"] = problem("The body is too large.");
    responses["415"] = problem("Another media type is expected.");
    responses["422"] = problem("A field is wrong.");
    responses["409"] = problem("Not possible in this state.");
  }
  if (route.operation == Operation::create_media || route.operation == Operation::send_feedback ||
      route.operation == Operation::register_device)
    responses["200"] = success(route, schemas);  // it is there already
  if (route.operation == Operation::app_leave_test || route.operation == Operation::app_send_feedback ||
      route.operation == Operation::app_join_test || route.operation == Operation::app_send_booking ||
      route.operation == Operation::app_change_booking || route.operation == Operation::app_identity_code ||
      route.operation == Operation::app_end_identity)
    responses["303"] = {{"description", "Goes on to another page."},
                        {"content", {{"text/html", {{"schema", {{"type", "string"}}}}}}}};
  if (route.path.starts_with("/app/"))  // citizens read what is wrong as a page
    for (auto& [status, response] : responses.items())
      if (status.front() != '2' && response.contains("content"))
        response["content"]["text/html"]["schema"] = {{"type", "string"}};
  if (is_open311(route))  // a list of {code, description}
    for (auto& [status, response] : responses.items())
      if (response.contains("content")) response["content"] = success(route, schemas)["content"];
  if (route.method == Method::patch || route.operation == Operation::act_on_merchant ||
      route.operation == Operation::act_on_offering) {
    responses["412"] = problem("Somebody else changed it meanwhile.");
    responses["428"] = problem("If-Match is missing.");
  }
  out["responses"] = std::move(responses);
  return out;
}

std::string make_document() {
  Json schemas = Json::object();
  Json paths = Json::object();
  add_schema(schemas, type_info<Problem>(), Form::read);
  // Members of a problem are left out rather than null where they do not apply, and others may come.
  schemas["Problem"]["required"] = {"type", "title", "status"};
  schemas["Problem"].erase("additionalProperties");
  for (const auto& route : routes())
    paths[std::string(route.path)][enum_name(route.method)] = operation(route, schemas);
  const Json document = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Stadtpult platform"},
        {"version", STADTPULT_VERSION},
        {"description", "The service behind a German city's City-App: catalogue, reviews, releases."},
        {"license", {{"name", "EUPL-1.2"}, {"identifier", "EUPL-1.2"}}}}},
      {"servers", Json::array({{{"url", "/"}}})},
      {"security", Json::array({{{"bearer", Json::array()}}, {{"dpop", Json::array()}}})},
      {"paths", paths},
      {"components",
       {{"securitySchemes",
         {{"bearer",
           {{"type", "http"}, {"scheme", "bearer"}, {"description", "A token that is bound to no device."}}},
          {"dpop",
           {{"type", "http"},
            {"scheme", "dpop"},
            {"description",
             "RFC 9449: a token bound to a device (POST /v1/devices) is taken as \"Authorization: DPoP …\" "
             "together with the header DPoP, a proof for this very request: typ dpop+jwt, alg EdDSA, the "
             "device's public jwk (OKP, Ed25519); jti, htm, htu, iat (±60 s) and ath. Each proof counts "
             "once."}}},
          {"tester", {{"type", "apiKey"}, {"in", "cookie"}, {"name", kTesterCookie}}}}},
        {"schemas", schemas}}}};
  return document.dump(1);
}

}  // namespace

const std::string& openapi_document() {
  static const std::string text = make_document();
  return text;
}

}  // namespace stadtpult::contract
