#include "platform/detection/map_http.hpp"

#include <algorithm>
#include <array>

#include "platform/detection/decode.hpp"

namespace stadtpult::platform::detection {
namespace {

/// OCSF's activity_id of HTTP Activity (class 4002), in its order from 1.
constexpr std::array<std::string_view, 9> kMethods = {"CONNECT", "DELETE", "GET",   "HEAD", "OPTIONS",
                                                      "POST",    "PUT",    "TRACE", "PATCH"};

}  // namespace

void add_request(Event& event, const HttpRequest& request) {
  event.source.category = "webserver";
  event.fields.reserve(32);
  const auto method = std::find(kMethods.begin(), kMethods.end(), request.method);
  const std::int64_t activity = method == kMethods.end() ? 99 : method - kMethods.begin() + 1;
  event.add("class_uid", std::int64_t{4002});
  event.add("class_name", "HTTP Activity");
  event.add("category_uid", std::int64_t{4});
  event.add("activity_id", activity);
  event.add("type_uid", 4002 * 100 + activity);
  event.add("http_request.http_method", std::string(request.method));
  const auto target = split_target(request.target);
  event.add("http_request.url.url_string", std::string(request.target));
  // Public rules look for what they know in the address, mostly in clear, some as it came.
  if (auto clear = decode_text(request.target); clear != request.target)
    event.add("http_request.url.url_string", std::move(clear));
  event.add("http_request.url.path", std::string(target.path));
  const auto file = target.path.substr(target.path.rfind('/') + 1);
  if (const auto dot = file.rfind('.'); dot != std::string_view::npos && dot + 1 < file.size())
    event.add("unmapped.url_extension", std::string(file.substr(dot + 1)));
  if (!target.query.empty()) event.add("http_request.url.query_string", std::string(target.query));
  if (!target.host.empty()) event.add("http_request.url.hostname", std::string(target.host));
  HttpInput input{target.path, target.query, request.body, {}};
  for (const auto& [name, value] : request.headers) {
    const std::string field = name == "user-agent" ? "http_request.user_agent"
                              : name == "referer"  ? "http_request.referrer"
                                                   : "http_request.http_headers." + name;
    event.add(field, value);
    input.headers.emplace_back(name, value);
  }
  if (!request.body.empty())
    event.add("http_request.body_length", static_cast<std::int64_t>(request.body.size()));
  add_decoded(event, input);
}

}  // namespace stadtpult::platform::detection
