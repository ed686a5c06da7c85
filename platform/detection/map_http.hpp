#pragma once
// What the mappers of HTTP logs share. Internal to the mappers.

#include <string_view>
#include <utility>
#include <vector>

#include "platform/detection/event.hpp"

namespace stadtpult::platform::detection {

struct HttpRequest {
  std::string_view method, target, body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
};

/// Fields of OCSF's HTTP Activity for a request, and what it says decoded.
void add_request(Event& event, const HttpRequest& request);

}  // namespace stadtpult::platform::detection
