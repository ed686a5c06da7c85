#include "platform/security/own_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "platform/detection/map_http.hpp"
#include "platform/detection/text.hpp"
#include "platform/routes/intake_gate.hpp"

namespace stadtpult::platform {
namespace {

using detection::Event;
using detection::FieldValue;
using OrderedJson = nlohmann::ordered_json;

constexpr std::int64_t kHttpActivity = 4002, kAuthentication = 3002, kEntityManagement = 3004, kBaseEvent = 0;
constexpr std::int64_t kAccountChange = 3001, kUserAccess = 3005;
// Activities of these classes, as OCSF numbers them.
constexpr std::int64_t kLogon = 1, kLogoff = 2, kCreate = 1, kAssign = 1, kRevoke = 2, kRead = 2;
constexpr std::int64_t kSuccess = 1, kFailure = 2;
constexpr size_t kLongestChange = 4'000;
/// Reading more of the record than a page is an export.
constexpr std::int64_t kManyLines = 1'000;

void add_text(Event& event, const char* name, const std::string& text) {
  if (!text.empty()) event.add(name, text);
}

/// The network an address lies in: /24 for IPv4, /48 for IPv6; "" for what is no address.
std::string network_of(const std::string& address) {
  if (const size_t last = address.rfind('.');
      last != std::string::npos && address.find(':') == std::string::npos)
    return address.substr(0, last) + ".0/24";
  size_t colons = 0, at = 0;
  while (at < address.size() && (address[at] != ':' || ++colons < 3)) ++at;
  return colons == 3 ? address.substr(0, at) + "::/48" : "";
}

void add_actor(Event& event, const RequestFact& fact) {
  add_text(event, "actor.user.uid", fact.principal_id);
  add_text(event, "actor.user.type", fact.role);
  add_text(event, "actor.user.org.uid", fact.organisation_id);
  add_text(event, "actor.session.uid", fact.session);
  add_text(event, "device.uid", fact.device);
  add_text(event, "src_endpoint.ip", fact.source);
  add_text(event, "src_endpoint.subnet_uid", network_of(fact.source));
}

void add_head(Event& event, base::Timestamp at, std::int64_t class_uid, const char* service,
              std::string code) {
  event.at = at;
  event.source.product = "stadtpult";
  event.source.service = service;
  event.add("api.service.name", std::string("stadtpult"));
  event.add("metadata.log_name", std::string(service));
  event.add("metadata.event_code", std::move(code));
  if (class_uid != kHttpActivity) event.add("class_uid", class_uid);
}

/// What docs/security-events.md calls the action: "miniapp.change" → "miniapp_changed".
std::string code_of(const std::string& action) {
  static constexpr std::pair<std::string_view, const char*> kCodes[] = {
      {"miniapp.change", "miniapp_changed"},
      {"category.change", "category_changed"},
      {"version.submit", "version_submitted"},
      {"version.suspend", "suspended"},
      {"version.resume", "resumed"},
      {"release.create", "released"},
      {"release.undo", "taken_back"},
      {"token.create", "token_created"},
      {"device.register", "device_registered"},
      {"device.approve", "device_approved"},
      {"device.revoke", "device_revoked"},
      {"merchant.bank_details", "bank_details_changed"},
      {"audit.read", "audit_read"},
      {"audit.export", "audit_exported"},
  };
  for (const auto& [known, code] : kCodes)
    if (action == known) return code;
  std::string code = action;
  for (auto& c : code)
    if (c == '.') c = '_';
  return code;
}

void set_field(Event& event, std::string_view name, FieldValue value) {
  for (auto& field : event.fields)
    if (field.name == name) field.value = std::move(value);
}

/// What a line of the record says about somebody's access, beside the line itself.
Event access_event(Event head, const char* code, std::int64_t class_uid, std::int64_t activity) {
  set_field(head, "metadata.event_code", std::string(code));
  set_field(head, "class_uid", class_uid);
  head.add("activity_id", activity);
  return head;
}

bool has_change(const contract::AuditRecord& line, std::string_view field) {
  return std::any_of(line.changes.begin(), line.changes.end(),
                     [&](const contract::FieldChange& change) { return change.field == field; });
}

std::string unquoted(const std::string& json) {
  return json.size() >= 2 && json.front() == '"' ? json.substr(1, json.size() - 2) : json;
}

/// A whole part of the record was handed out.
Event export_event(const RequestFact& fact) {
  Event event;
  add_head(event, fact.at, kHttpActivity, "api", "export");
  event.add("class_uid", kHttpActivity);
  add_text(event, "metadata.uid", fact.request_id);
  event.add("api.operation", std::string(contract::operation_name(fact.route->operation)));
  event.add("traffic.bytes_out", fact.bytes_out);
  add_actor(event, fact);
  return event;
}
Event export_event(const contract::AuditRecord& line, std::int64_t count) {
  Event event;
  add_head(event, line.at, kHttpActivity, "api", "export");
  event.add("class_uid", kHttpActivity);
  event.add("metadata.uid", fmt::format("audit-{}", line.id));
  add_text(event, "actor.user.uid", line.principal_id);
  add_text(event, "actor.user.type", line.role);
  if (count > 0) event.add("count", count);
  return event;
}

/// What a citizen's request says about coming in or going, where it says so: with a code or with a wrong one,
/// and out again. Who it is stays with the account: who reads what is nobody's business, and an attack shows
/// by its source.
constexpr int kSeeOther = 303, kWrongCode = 422;
std::optional<Event> citizen_event(const RequestFact& fact) {
  if (fact.route == nullptr) return std::nullopt;
  const auto operation = fact.route->operation;
  const bool led_on = fact.status == kSeeOther;
  const bool out = operation == contract::Operation::app_sign_out && led_on && fact.citizen;
  const bool in = operation == contract::Operation::app_check_code && led_on;
  const bool wrong = operation == contract::Operation::app_check_code && fact.status == kWrongCode;
  if (!out && !in && !wrong) return std::nullopt;
  Event event;
  add_head(event, fact.at, kAuthentication, "auth", out ? "sign_out" : in ? "sign_in" : "sign_in_failed");
  add_text(event, "metadata.uid", fact.request_id);
  event.add("activity_id", out ? kLogoff : kLogon);
  event.add("status_id", wrong ? kFailure : kSuccess);
  if (wrong) event.add("status_detail", std::string("code"));
  event.add("actor.user.type", std::string("citizen"));
  event.add("api.operation", std::string(contract::operation_name(fact.route->operation)));
  add_actor(event, fact);
  return event;
}

/// A text as JSON carries it: what is no UTF-8 is replaced, so that the line can be read again.
OrderedJson json_of(const FieldValue& value) {
  return std::visit(
      [](const auto& each) -> OrderedJson {
        if constexpr (std::is_same_v<std::decay_t<decltype(each)>, std::monostate>)
          return nullptr;
        else
          return each;
      },
      value);
}

void put(OrderedJson& object, std::string_view name, const FieldValue& value) {
  OrderedJson* at = &object;
  while (true) {
    const size_t dot = name.find('.');
    const std::string part(name.substr(0, dot));
    if (at->is_null()) *at = OrderedJson::object();
    if (!at->is_object()) return;  // a value and members of one name: the value was first
    OrderedJson& member = (*at)[part];
    if (dot == std::string_view::npos) {
      if (member.is_object() && !member.empty()) return;
      if (member.is_array())
        member.push_back(json_of(value));
      else if (!member.is_null())
        member = OrderedJson::array({member, json_of(value)});
      else
        member = json_of(value);
      return;
    }
    at = &member;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

std::string session_id(const std::string& token_hash) {
  return "tok_" + token_hash.substr(0, 16);
}

std::vector<RequestFact> gathered(std::vector<RequestFact> facts) {
  std::vector<RequestFact> out;
  out.reserve(facts.size());
  std::unordered_map<std::string, size_t> seen;
  for (auto& fact : facts) {
    const bool routine = fact.method == "GET" && fact.status < 400 && fact.refused.empty();
    // A flood is one fact, whatever was asked for and by whichever address of its network: it must not become
    // one of events.
    if (fact.held_back) fact.source = caller_of(fact.source);
    if (routine || fact.held_back) {
      std::string key = fact.held_back ? "held back" : fact.target;
      for (const auto* part : {&fact.session, &fact.source, &fact.device}) key += '\n' + *part;
      const auto [at, fresh] = seen.emplace(std::move(key), out.size());
      if (!fresh) {
        RequestFact& first = out[at->second];
        ++first.count;
        first.bytes_out += fact.bytes_out;
        first.bytes_in += fact.bytes_in;
        first.duration_us = std::max(first.duration_us, fact.duration_us);
        continue;
      }
    }
    out.push_back(std::move(fact));
  }
  return out;
}

std::vector<Event> events_of(const RequestFact& fact) {
  std::vector<Event> events;
  Event request;
  detection::add_request(request, {fact.method, fact.target, {}, {}});
  add_head(request, fact.at, kHttpActivity, "api", "request");
  add_text(request, "metadata.uid", fact.request_id);
  if (fact.route != nullptr)
    request.add("api.operation", std::string(contract::operation_name(fact.route->operation)));
  request.add("http_response.code", std::int64_t{fact.status});
  request.add("status_id", std::int64_t{fact.status < 400 ? 1 : 2});
  request.add("duration", fact.duration_us / 1000);
  request.add("traffic.bytes_in", fact.bytes_in);
  request.add("traffic.bytes_out", fact.bytes_out);
  if (fact.count > 1) request.add("count", fact.count);
  add_actor(request, fact);
  events.push_back(std::move(request));
  if (fact.route != nullptr && fact.route->operation == contract::Operation::export_audit &&
      fact.status < 400)
    events.push_back(export_event(fact));
  if (auto citizen = citizen_event(fact)) events.push_back(*std::move(citizen));
  if (fact.first && fact.refused.empty() && fact.status < 400) {
    Event entry;
    add_head(entry, fact.at, kAuthentication, "auth", "sign_in");
    entry.add("activity_id", std::int64_t{1});
    entry.add("status_id", std::int64_t{1});
    add_actor(entry, fact);
    events.push_back(std::move(entry));
  }
  if (fact.status != 401 && fact.status != 403) return events;
  Event refused;
  // Whoever has the token has not its key: that is no failed sign-in, it is a token in other hands.
  const bool other_hands = fact.status == 401 && fact.refused == kOtherHands;
  const bool bad_token = fact.status == 401 && !fact.refused.empty() && !other_hands;
  const bool stopped = fact.status == 403 && fact.refused == "revoked";
  add_head(refused, fact.at, kAuthentication, "auth",
           bad_token                ? "sign_in_failed"
           : fact.device_refused    ? "device_refused"
           : stopped || other_hands ? "token_refused"
           : fact.status == 403     ? "permission_refused"
                                    : "sign_in_missing");
  add_text(refused, "metadata.uid", fact.request_id);
  refused.add("activity_id", std::int64_t{1});
  refused.add("status_id", std::int64_t{2});
  add_text(refused, "status_detail", fact.refused);
  if (fact.route != nullptr)
    refused.add("api.operation", std::string(contract::operation_name(fact.route->operation)));
  add_actor(refused, fact);
  events.push_back(std::move(refused));
  return events;
}

std::vector<Event> events_of(const contract::AuditRecord& line) {
  const bool of_device = line.object_type == "device";
  const bool auth = line.object_type == "principal" || line.object_type == "token" || of_device;
  const bool of_record = line.object_type == "audit";
  const bool by_field = line.action == "miniapp.change" || line.action == "category.change";
  Event head;
  add_head(head, line.at, kEntityManagement,
           auth        ? "auth"
           : of_record ? "audit"
                       : "catalogue",
           code_of(line.action));
  head.add("metadata.uid", fmt::format("audit-{}", line.id));
  head.add("status_id", std::int64_t{1});
  add_text(head, "actor.user.uid", line.principal_id);
  add_text(head, "actor.user.name", line.principal_name);
  add_text(head, "actor.user.type", line.role);
  add_text(head, of_device ? "device.uid" : auth ? "user.uid" : "resource.uid", line.object_id);
  if (!of_device) add_text(head, auth ? "user.name" : "resource.name", line.object_title);
  add_text(head, "resource.type", line.object_type);
  std::vector<Event> events;
  if (auth && line.action == "token.create")
    for (const auto& change : line.changes)
      if (change.field == "role" && change.old_value.empty()) {
        // The line tells the role where the account is new; who has one of that name already is no new
        // person.
        Event person = has_change(line, "known_as")
                           ? access_event(head, "role_granted", kUserAccess, kAssign)
                           : access_event(head, "person_created", kAccountChange, kCreate);
        person.add("user.type", unquoted(change.new_value));
        events.push_back(std::move(person));
      }
  // With the account's name its tokens went: nothing is left that it may do.
  if (auth && line.action == "audit.erase")
    events.push_back(access_event(head, "role_withdrawn", kUserAccess, kRevoke));
  if (line.action == "audit.read_end")
    for (const auto& change : line.changes)
      if (change.field == "lines")
        if (const auto lines = std::strtoll(change.new_value.c_str(), nullptr, 10); lines > kManyLines)
          events.push_back(export_event(line, lines));
  if (line.action == "audit.export" && line.request_id.empty())  // by the operator; others are requests
    events.push_back(export_event(line, 0));
  if (!by_field) events.push_back(head);
  for (const auto& change : line.changes) {
    if (by_field) events.push_back(head);
    // Texts of several languages and lists are JSON; rules look for words in them.
    events.back().add("change.field", change.field);
    // Of a merchant it is enough to know which: what it is called, reached and paid by stays with it.
    if (line.object_type == "merchant") continue;
    events.back().add("change.old", change.old_value.substr(0, kLongestChange));
    events.back().add("change.new", change.new_value.substr(0, kLongestChange));
  }
  return events;
}

Event record_event(base::Timestamp now, const char* code, std::int64_t line, const std::string& why) {
  Event event;
  add_head(event, now, kBaseEvent, "audit", code);
  event.add("status_id", std::int64_t{2});
  if (line > 0) event.add("resource.uid", fmt::format("audit-{}", line));
  add_text(event, "status_detail", why);
  return event;
}

std::vector<Event> events_of(const RequestFact& who, const contract::AuditCheck& check) {
  std::vector<Event> events;
  Event& done = events.emplace_back();
  add_head(done, who.at, kEntityManagement, "audit", "audit_checked");
  add_text(done, "metadata.uid", who.request_id);
  done.add("activity_id", kRead);
  done.add("status_id", check.valid ? kSuccess : kFailure);
  add_text(done, "status_detail", check.reason);
  done.add("count", check.lines);
  add_actor(done, who);
  if (check.valid) return events;
  events.push_back(record_event(who.at, "audit_mismatch", check.wrong_id.value_or(0), check.reason));
  add_actor(events.back(), who);
  return events;
}

Event checkpoint_event(const RequestFact& who, const contract::AuditComparison& compared) {
  Event event =
      record_event(who.at, "checkpoint_mismatch", std::min(compared.kept_size, compared.size),
                   compared.size < compared.kept_size
                       ? fmt::format("a checkpoint over {} lines was signed, the record has {}",
                                     compared.kept_size, compared.size)
                       : fmt::format("the first {} lines are not those that a checkpoint was signed over",
                                     compared.kept_size));
  add_text(event, "metadata.uid", who.request_id);
  add_actor(event, who);
  return event;
}

Event system_event(base::Timestamp now, const char* code, std::int64_t count) {
  Event event;
  add_head(event, now, kBaseEvent, "system", code);
  if (count > 0) event.add("count", count);
  return event;
}

Event clock_jump_event(base::Timestamp now, std::int64_t jump_ms) {
  Event event;
  add_head(event, now, kBaseEvent, "system", "clock_jump");
  event.add("stadtpult.clock_jump_ms", jump_ms);
  return event;
}

std::string to_json_line(const Event& event) {
  OrderedJson object = OrderedJson::object();
  if (event.at) object["time"] = event.at.ms;
  for (const auto& [name, text] :
       {std::pair("category", &event.source.category), std::pair("product", &event.source.product),
        std::pair("service", &event.source.service)})
    if (!text->empty()) object["logsource"][name] = *text;
  for (const auto& field : event.fields) {
    if (field.name == "time" || field.name == "stadtpult.input" ||
        field.name.starts_with("stadtpult.decoded."))
      continue;
    put(object, field.name, field.value);
  }
  return object.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string text_field(const Event& event, std::string_view name) {
  for (const auto& field : event.fields)
    if (field.name == name) return detection::text_of(field.value);
  return {};
}

std::optional<std::int64_t> whole_field(const Event& event, std::string_view name) {
  for (const auto& field : event.fields)
    if (field.name == name) {
      const auto* number = std::get_if<std::int64_t>(&field.value);
      return number != nullptr ? std::optional(*number) : std::nullopt;
    }
  return std::nullopt;
}

}  // namespace stadtpult::platform
