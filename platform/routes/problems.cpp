#include "api-client/contract/codec.hpp"
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

}  // namespace

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

Response problem_response(const Error& error, const Request& request) {
  Answer answer = problem_answer(error, request);
  Response response;
  response.status = answer.status;
  response.content_type = std::move(answer.content_type);
  response.body = std::make_shared<const std::string>(std::move(answer.body));
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"Stadtpult\"");
  if (error.retry_after_ms > 0 || response.status == 503)
    response.headers.emplace_back("Retry-After", std::to_string(std::max(1, error.retry_after_ms / 1000)));
  return response;
}

}  // namespace stadtpult::platform
