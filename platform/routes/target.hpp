#pragma once
// The request line taken apart: percent-decoding, path against the route table, query parameters.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::platform {

using Names = std::vector<std::pair<std::string, std::string>>;

struct Target {
  std::vector<std::string> segments;  ///< of the path, decoded
  Names query;                        ///< in the order sent, decoded
};

/// Wrong percent-encoding is an error (400).
base::Result<Target> parse_target(std::string_view target);

struct Match {
  const contract::Route* route = nullptr;  ///< nothing where the path or the method is unknown
  Names path;                              ///< {id} and the like
  std::string allow;                       ///< methods of the path; "" where the path is unknown
};
/// HEAD is matched as GET.
Match match_route(std::string_view method, const Target& target);

/// Every query parameter must be known to the route, valid UTF-8 and (but for "filter") stand once: else 400
/// with its name.
base::Done check_query(const contract::Route& route, const Names& query);

/// The value of a name; nothing where it is not there.
const std::string* find_name(const Names& names, std::string_view name);

/// The media type of a Content-Type without its parameters, in lower case.
std::string media_type(std::string_view content_type);

/// 400 with this field, for what is wrong outside the body.
base::Error bad_request(std::string message, std::string field = {});

}  // namespace stadtpult::platform
