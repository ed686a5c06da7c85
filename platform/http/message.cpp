#include "platform/http/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "api-client/base/clock.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/proof.hpp"

namespace stadtpult::platform {
namespace {

using base::ErrorKind;
namespace http = beast::http;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

ErrorKind kind_of(int status) {
  switch (status) {
    case 401:
      return ErrorKind::unauthenticated;
    case 403:
      return ErrorKind::forbidden;
    case 415:
    case 417:
    case 501:
      return ErrorKind::unsupported;
    case 413:
    case 431:
      return ErrorKind::too_large;
    case 408:
    case 503:
      return ErrorKind::unavailable;
    case 500:
      return ErrorKind::internal;
    default:
      return ErrorKind::invalid;
  }
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return 400;
    case ErrorKind::unauthenticated:
      return 401;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::rate_limited:
      return 429;
    case ErrorKind::unavailable:
    case ErrorKind::storage:
      return 503;
    default:
      return 500;
  }
}

/// Counts the fields that must not come twice, and keeps the one value.
struct Once {
  int count = 0;
  std::string_view value;
  void see(std::string_view text) {
    ++count;
    value = text;
  }
};

constexpr std::size_t kLongestDevice = 200, kLongestProofHeader = 8U << 10;

struct HeadFields {
  Once host, length, coding, encoding, authorization, content_type, idempotency_key, last_event_id, device,
      proof, origin, fetch_site, user_agent;
  std::string if_match, if_none_match, cookie;
};

void join(std::string& list, std::string_view value) {
  if (!list.empty()) list += ", ";
  list += value;
}

HeadFields collect(const RequestParser& parser) {
  HeadFields fields;
  for (const auto& field : parser.get()) {
    const std::string_view value = view(field.value());
    switch (field.name()) {
      case http::field::host:
        fields.host.see(value);
        break;
      case http::field::content_length:
        fields.length.see(value);
        break;
      case http::field::transfer_encoding:
        fields.coding.see(value);
        break;
      case http::field::content_encoding:
        fields.encoding.see(value);
        break;
      case http::field::authorization:
        fields.authorization.see(value);
        break;
      case http::field::content_type:
        fields.content_type.see(value);
        break;
      case http::field::cookie:
        fields.cookie += (fields.cookie.empty() ? "" : "; ") + std::string(value);
        break;
      case http::field::user_agent:
        fields.user_agent.see(value);
        break;
      case http::field::if_match:
        join(fields.if_match, value);
        break;
      case http::field::if_none_match:
        join(fields.if_none_match, value);
        break;
      default:
        if (beast::iequals(field.name_string(), "Idempotency-Key")) fields.idempotency_key.see(value);
        if (beast::iequals(field.name_string(), "Last-Event-ID")) fields.last_event_id.see(value);
        if (beast::iequals(field.name_string(), "Stadtpult-Device")) fields.device.see(value);
        if (beast::iequals(field.name_string(), contract::kProofHeader)) fields.proof.see(value);
        if (beast::iequals(field.name_string(), "Origin")) fields.origin.see(value);
        if (beast::iequals(field.name_string(), "Sec-Fetch-Site")) fields.fetch_site.see(value);
    }
  }
  return fields;
}

std::optional<Refusal> check_framing(const RequestParser& parser, const HeadFields& fields) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (fields.length.count > 1 || !std::all_of(fields.length.value.begin(), fields.length.value.end(), digit))
    return Refusal{400, "Content-Length must stand once, as one number."};
  if (fields.length.count > 0 && fields.coding.count > 0)
    return Refusal{400, "Content-Length and Transfer-Encoding must not stand together."};
  if (fields.coding.count > 1 ||
      (fields.coding.count == 1 && !beast::iequals(fields.coding.value, "chunked")))
    return Refusal{400, "The only Transfer-Encoding understood here is \"chunked\"."};
  if (fields.coding.count > 0 && parser.get().version() < 11)
    return Refusal{400, "Transfer-Encoding needs HTTP/1.1."};
  if (parser.get().version() >= 11 ? fields.host.count != 1 : fields.host.count > 1)
    return Refusal{400, "The Host field must stand exactly once."};
  if (fields.encoding.count > 0 && !beast::iequals(fields.encoding.value, "identity"))
    return Refusal{415, "The body must come as it is, without Content-Encoding."};
  for (const auto* once :
       {&fields.authorization, &fields.content_type, &fields.idempotency_key, &fields.last_event_id,
        &fields.device, &fields.proof, &fields.origin, &fields.fetch_site})
    if (once->count > 1)
      return Refusal{400,
                     "Authorization, Content-Type, DPoP, Idempotency-Key, Last-Event-ID, Stadtpult-Device, "
                     "Origin and Sec-Fetch-Site must stand at most once."};
  if (fields.device.value.size() > kLongestDevice)
    return Refusal{400, fmt::format("Stadtpult-Device takes {} characters at most.", kLongestDevice)};
  if (fields.proof.value.size() > kLongestProofHeader)
    return Refusal{400, fmt::format("DPoP takes {} characters at most.", kLongestProofHeader)};
  return std::nullopt;
}

/// "/path?query" of a target in origin or absolute form (RFC 9112, 3.2).
std::optional<std::string> origin_form(std::string_view target) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (target.size() < scheme.size() || !beast::iequals(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const size_t path = target.find_first_of("/?");
    if (path == 0) return std::nullopt;  // no host
    if (path == std::string_view::npos) return "/";
    return (target[path] == '?' ? "/" : "") + std::string(target.substr(path));
  }
  if (target.empty() || target.front() != '/') return std::nullopt;
  return std::string(target);
}

bool safe_field(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

Refusal refusal_from(const SystemError& error, const ServerOptions& options) {
  if (error == http::error::header_limit)
    return {431, fmt::format("The head of the request is larger than {} bytes.", options.header_limit)};
  if (error == http::error::body_limit)
    return {413, fmt::format("The body is larger than {} bytes.", options.body_limit)};
  if (error == http::error::bad_version) return {400, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
  return {400, "This is not an HTTP/1.1 request: " + error.message() + "."};
}

std::optional<Refusal> read_head(const RequestParser& parser, Request& request) {
  const auto& head = parser.get();
  HeadFields fields = collect(parser);
  if (auto refusal = check_framing(parser, fields)) return refusal;
  // Which of these an address takes is the service's to say, with Allow. Others are known to no address (RFC
  // 9110, 9.1 and 15.6.2).
  static constexpr http::verb kVerbs[] = {http::verb::get,    http::verb::head, http::verb::post,
                                          http::verb::patch,  http::verb::put,  http::verb::delete_,
                                          http::verb::options};
  if (std::find(std::begin(kVerbs), std::end(kVerbs), head.method()) == std::end(kVerbs))
    return Refusal{501, "This method is not known here."};
  auto target = origin_form(view(head.target()));
  if (!target)
    return Refusal{400, "The target of the request must begin with \"/\" or with \"https://\" and a host."};
  request.method = head.method() == http::verb::head ? "GET" : std::string(view(head.method_string()));
  request.target = std::move(*target);
  request.authorization = fields.authorization.value;
  request.content_type = fields.content_type.value;
  request.idempotency_key = fields.idempotency_key.value;
  // Whoever sends the field counts on it; without a key nothing would be kept. Reading needs none.
  if (fields.idempotency_key.count > 0 && request.idempotency_key.empty() && request.method != "GET")
    return Refusal{400, "Idempotency-Key takes 1 to 200 printable characters (ASCII); it is empty.",
                   "Idempotency-Key"};
  request.last_event_id = fields.last_event_id.value;
  request.device = fields.device.value;
  request.proof = fields.proof.value;
  request.received_at = base::now();
  request.cookie = std::move(fields.cookie);
  request.host = fields.host.value;
  request.origin = fields.origin.value;
  request.fetch_site = fields.fetch_site.value;
  request.user_agent = fields.user_agent.value;
  request.if_match = std::move(fields.if_match);
  request.if_none_match = std::move(fields.if_none_match);
  return std::nullopt;
}

std::string target_of(const RequestParser& parser) {
  return origin_form(view(parser.get().target())).value_or("");
}

bool expects_continue(const RequestParser& parser) {
  const auto& head = parser.get();
  const auto field = head.find(http::field::expect);
  return field != head.end() && head.version() >= 11 && beast::iequals(field->value(), "100-continue");
}

Response problem_response(const base::Error& error, std::string_view target, std::string_view request_id) {
  const int status = status_of(error.kind);
  Response response;
  response.status = status;
  response.content_type = contract::kProblemType;
  response.body = std::make_shared<const std::string>(contract::encode(
      contract::problem_from(error, status, target.substr(0, target.find('?')), request_id)));
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", contract::challenge_of(error));
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response problem_response(const Refusal& refusal, std::string_view target, std::string_view request_id) {
  Response response;
  response.status = refusal.status;
  response.content_type = contract::kProblemType;
  response.body = std::make_shared<const std::string>(contract::encode(
      contract::problem_from(base::fail(kind_of(refusal.status), refusal.detail, refusal.field),
                             refusal.status, target.substr(0, target.find('?')), request_id)));
  if (refusal.status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

void append_head(std::string& out, const Response& response, const HeadContext& context) {
  const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
  auto at = std::back_inserter(out);
  fmt::format_to(at, "HTTP/1.1 {} {}\r\nDate: {}\r\nX-Request-Id: {}\r\n", response.status, view(reason),
                 context.date, context.request_id);
  const bool bodyless = response.status == 204 || response.status == 304;
  if (!bodyless && !response.content_type.empty() && safe_field(response.content_type))
    fmt::format_to(at, "Content-Type: {}\r\n", response.content_type);
  if (context.streams)
    out += "Transfer-Encoding: chunked\r\n";
  else if (!bodyless)
    fmt::format_to(at, "Content-Length: {}\r\n", response.body->size());
  bool says_cache = false;
  for (const auto& [name, value] : response.headers) {
    if (!safe_field(name) || !safe_field(value))
      continue;  // a line end would be a field of somebody else's making
    says_cache = says_cache || beast::iequals(name, "Cache-Control");
    fmt::format_to(at, "{}: {}\r\n", name, value);
  }
  if (!response.etag.empty()) fmt::format_to(at, "ETag: {}\r\n", response.etag);
  // With an ETag a client may keep its copy, if it asks before using it.
  if (!says_cache)
    out += response.etag.empty() ? "Cache-Control: no-store\r\n" : "Cache-Control: private, no-cache\r\n";
  out += "X-Content-Type-Options: nosniff\r\nStrict-Transport-Security: max-age=31536000\r\n";
  out += context.close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n";
}

}  // namespace stadtpult::platform
