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
      {"cs-host", {"http_request.url.hostname", "http_request.http_headers.host"}},
      {"r-dns", {"http_request.url.hostname", "http_request.http_headers.host"}},
      {"cs-cookie", {"http_request.http_headers.cookie"}},
      {"cs-content-type", {"http_request.http_headers.content-type"}},
      {"cs-version", {"http_request.version"}},
      {"c-uri-extension", {"unmapped.url_extension"}},
      {"c-ip", {"src_endpoint.ip"}},
      {"src_ip", {"src_endpoint.ip"}},
      {"sc-bytes", {"http_response.length", "traffic.bytes_out"}},
      {"cs-bytes", {"http_request.length", "traffic.bytes_in"}},
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
