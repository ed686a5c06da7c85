#pragma once
// Events from lines of JSON. Pure, any thread. An error says what is wrong with the line.

#include <string_view>

#include "api-client/base/result.hpp"
#include "platform/detection/event.hpp"

namespace stadtpult::platform::detection {

/// As map_ndjson, without what is decoded: where a line is only looked at and kept.
base::Result<Event> read_ndjson(std::string_view line);

/// A JSON object. Nested members become dotted names ("http_request.url.path"), members of lists repeat their
/// name. "logsource": {category, product, service} says where it is from; "time" when it happened, in
/// milliseconds since 1970 or as RFC 3339 (without a readable one the event has no time). What a request in
/// it says is decoded besides (decode_request).
base::Result<Event> map_ndjson(std::string_view line);

}  // namespace stadtpult::platform::detection
