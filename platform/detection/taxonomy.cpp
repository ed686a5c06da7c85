#include "platform/detection/taxonomy.hpp"

#include <map>
#include <vector>

namespace stadtpult::platform::detection {
namespace {

using Table = std::map<std::string_view, std::vector<std::string_view>>;

/// Category webserver and proxy. Mappers add the URL twice, as it came and decoded.
const Table& web() {
  static const Table kTable = {
      {"cs-uri-query", {"http_request.url.url_string"}},
      {"cs-uri", {"http_request.url.url_string"}},
      {"c-uri", {"http_request.url.url_string"}},
      {"c-uri-query", {"http_request.url.url_string"}},
      {"cs-uri-stem", {"http_request.url.path"}},
      {"c-uri-stem", {"http_request.url.path"}},
      {"cs-method", {"http_request.http_method"}},
      {"sc-status", {"http_response.code"}},
      {"cs-user-agent", {"http_request.user_agent"}},
      {"c-useragent", {"http_request.user_agent"}},
      {"cs-referer", {"http_request.referrer"}},
      {"cs-referrer", {"http_request.referrer"}},
      {"cs-host", {"http_request.url.hostname"}},
      {"c-ip", {"src_endpoint.ip"}},
      {"src_ip", {"src_endpoint.ip"}},
      {"sc-bytes", {"http_response.length"}},
      {"cs-bytes", {"http_request.length"}},
      {"cs-username", {"actor.user.name"}},
  };
  return kTable;
}

}  // namespace

std::span<const std::string_view> event_fields(const LogSource& source, std::string_view sigma_field) {
  if (source.category != "webserver" && source.category != "proxy") return {};
  const auto found = web().find(sigma_field);
  if (found == web().end()) return {};
  return found->second;
}

}  // namespace stadtpult::platform::detection
