#include "api-client/content/words.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/language_tag.hpp"
#include "api-client/contract/proof.hpp"
#include "platform/app/app_pages.hpp"
#include "platform/open311/format.hpp"
#include "platform/routes/service_impl.hpp"

namespace stadtpult::platform {

using base::Error;
using base::ErrorKind;

namespace {

/// What the error says itself, else 400 for a body that cannot be read at all; else as its kind has it.
int status_of(const Error& error) {
  if (error.status != 0) return error.status;
  if (error.kind == ErrorKind::invalid && error.field.empty() && error.fields.empty()) return 400;
  return 0;
}

std::string path_of(const Request& request) {
  return request.target.substr(0, request.target.find('?')).substr(0, 500);
}

/// A person reads it: everything under /app/ but pictures, scripts and the like.
bool is_read_by_people(const std::string& path) {
  return path.starts_with("/app/") && !path.starts_with("/app/files/") && !path.starts_with("/app/media/");
}

/// What happened, and what to do about it, by keys of content::word.
std::pair<std::string_view, std::string_view> sentences(int status, bool of_form) {
  switch (status) {
    case 404:
      return {"not_found", "error.elsewhere"};
    case 413:
      return {"error.too_large", "error.shorter"};
    case 408:
      return {"error.failed", "error.later"};
    case 429:
      return {"error.busy", "error.wait"};
    default:
      if (status >= 500) return {"error.failed", "error.later"};
      if (!of_form) return {"not_found", "error.elsewhere"};
      return {"error.form", "error.open_again"};
  }
}

std::string language_of(const Request& request) {
  const auto target = parse_target(request.target);
  const auto* tag = target ? find_name(target->query, "language") : nullptr;
  return tag != nullptr && contract::is_language_tag(*tag) ? contract::usual_case(*tag) : "de";
}

std::string html_of(int status, const Request& request, const std::vector<app::AlertBanner>& banners) {
  app::Frame frame;
  frame.banners = banners;
  frame.language = language_of(request);
  // A form's own address is none to open: its page is.
  const std::string path = path_of(request);
  bool of_form = false;
  if (const auto form = path.find("/forms/"); form != std::string::npos) {
    of_form = true;
    if (path.starts_with("/app/p/")) frame.path = path.substr(0, form);
  }
  for (const char* page : {"/app/sign-in", "/app/account"})
    if (request.method == "POST" && path.starts_with(page)) {
      of_form = true;
      frame.path = page;
    }
  const auto [happened, todo] = sentences(status, of_form);
  frame.title = content::word(happened, frame.language);
  return app::message(frame, frame.title, {std::string(content::word(todo, frame.language))},
                      app::address(frame.path, frame.language));
}

}  // namespace

/// What citizens open in a browser loads nothing from elsewhere, runs no script in the page and is framed by
/// nobody (CSP Level 3).
void add_page_headers(Response& response) {
  if (response.content_type.starts_with("text/html")) {
    response.headers.emplace_back("Vary", "Cookie");  // who takes part in a test round sees other pages
    response.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; worker-src 'self'; "
        "connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
  } else if (response.content_type.starts_with("text/javascript")) {
    response.headers.emplace_back("Service-Worker-Allowed", "/app/");
  }
}

bool leads_to_pages(const Request& request) {
  const std::string path = path_of(request);
  return path == "/" || path == "/app";
}

Response moved_to_pages(const Request& request) {
  const auto query = request.target.find('?');
  Response response;
  response.status = 308;  // RFC 9110, 15.4.9
  response.content_type = "text/html; charset=utf-8";
  response.body = std::make_shared<const std::string>(
      "<!doctype html>\n<title>City-App</title>\n<a href=\"/app/\">City-App</a>\n");
  response.headers.emplace_back(
      "Location", "/app/" + (query == std::string::npos ? std::string() : request.target.substr(query)));
  add_page_headers(response);
  return response;
}

Answer problem_answer(const Error& error, const Request& request,
                      const std::vector<contract::Finding>& findings) {
  auto problem = contract::problem_from(error, status_of(error), path_of(request), request.request_id);
  problem.findings = findings;
  Answer answer;
  answer.status = static_cast<int>(problem.status);
  answer.content_type = std::string(contract::kProblemType);
  answer.body = contract::encode(problem);
  return answer;
}

bool is_for_a_person(const Request& request) {
  return is_read_by_people(path_of(request));
}

namespace {

/// Open311 has a way of its own to say what is wrong (docs/open311.md).
bool is_of_open311(const std::string& path) {
  return path.starts_with("/open311/");
}

void dress_for_open311(Response& response, const std::string& path, const std::string& message) {
  const auto format = path.ends_with(".xml") ? open311::Format::xml : open311::Format::json;
  response.content_type = open311::content_type(format);
  response.body =
      std::make_shared<const std::string>(open311::encode_errors(format, {{response.status, message}}));
}

}  // namespace

void dress_problem(Response& response, const Request& request, const std::vector<app::AlertBanner>& banners) {
  if (const std::string path = path_of(request); is_of_open311(path))
    dress_for_open311(response, path, contract::error_from_answer(response.status, *response.body).message);
  dress_for_person(response, request, banners);
}

void dress_for_person(Response& response, const Request& request,
                      const std::vector<app::AlertBanner>& banners) {
  if (!is_for_a_person(request)) return;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::make_shared<const std::string>(html_of(response.status, request, banners));
  add_page_headers(response);
}

Response problem_response(const Error& error, const Request& request,
                          const std::vector<app::AlertBanner>& banners) {
  Answer answer = problem_answer(error, request);
  const std::string path = path_of(request);
  Response response;
  response.status = answer.status;
  response.content_type = std::move(answer.content_type);
  response.body = std::make_shared<const std::string>(std::move(answer.body));
  if (is_of_open311(path)) dress_for_open311(response, path, error.message);
  dress_for_person(response, request, banners);
  if (response.status == 401)
    response.headers.emplace_back("WWW-Authenticate", contract::challenge_of(error));
  if (error.retry_after_ms > 0 || response.status == 503)
    response.headers.emplace_back("Retry-After", std::to_string(std::max(1, error.retry_after_ms / 1000)));
  return response;
}

}  // namespace stadtpult::platform
