#include "api-client/client/request.hpp"

#include "api-client/base/percent.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::client {

Query& Query::add(std::string_view name, std::string_view value) {
  return append(base::percent_encode(name) + "=" + base::percent_encode(value));
}

Query& Query::append(std::string_view encoded) {
  if (encoded.empty()) return *this;
  if (!text_.empty()) text_ += '&';
  text_ += encoded;
  return *this;
}

base::Result<std::string> target_of(contract::Operation operation, std::span<const std::string> ids,
                                    std::string_view query) {
  std::string_view path = contract::route(operation).path;
  std::string out;
  std::size_t used = 0;
  for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{')) {
    if (used == ids.size() || ids[used].empty())
      return base::fail(base::ErrorKind::invalid, "an id of the path is missing");
    out.append(path.substr(0, open)).append(base::percent_encode(ids[used++]));
    path.remove_prefix(path.find('}', open) + 1);
  }
  if (used != ids.size()) return base::fail(base::ErrorKind::invalid, "the path has no place for an id");
  out.append(path);
  if (!query.empty()) out.append("?").append(query);
  return out;
}

Query asking_for(std::span<const std::string> ids) {
  std::string filter;
  for (const auto& id : ids) filter += (filter.empty() ? "id:" : ",") + id;
  Query query;
  query.add("filter", filter).add("limit", std::to_string(kFetchAtOnce));
  return query;
}

std::optional<contract::Operation> call_at(contract::Method method, std::string_view path) {
  for (const auto& route : contract::routes())
    if (route.method == method && route.path == path) return route.operation;
  return std::nullopt;
}

HttpRequest reading(std::string target) {
  HttpRequest request;
  request.target = std::move(target);
  request.tries = 3;
  return request;
}

HttpRequest reading_page(std::string_view target, std::string_view cursor) {
  Query query;
  query.add("limit", "1000");
  if (!cursor.empty()) query.add("cursor", cursor);
  std::string whole(target);
  whole += target.find('?') == std::string_view::npos ? '?' : '&';
  return reading(whole + query.text());
}

base::Error error_of(const HttpAnswer& answer) {
  base::Error error = contract::error_from_answer(answer.status, answer.body);
  if (error.request_id.empty()) error.request_id = answer.request_id;
  error.retry_after_ms = answer.retry_after_ms;
  return error;
}

bool was_not_sent(const base::Error& error) {
  return error.status == 0 && (error.field == kNoConnection || error.field == kNoTrust);
}

}  // namespace stadtpult::client
