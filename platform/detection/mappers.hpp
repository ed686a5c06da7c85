#pragma once
// Turns lines of foreign logs into events whose fields have OCSF names. Plain functions; any thread.
// A line that cannot be read gives an Error of kind invalid whose `field` names the place ("time",
// "headers.host").

#include <string_view>

#include "api-client/base/result.hpp"
#include "platform/detection/event.hpp"

namespace stadtpult::platform::detection {

/// Longest line that is read; longer ones are an error of kind too_large.
inline constexpr std::size_t kLongestLine = 1024 * 1024;

/// `{id, method, uri, headers, body}`, further members are passed over; OCSF HTTP Activity (4002), source
/// webserver. `id` becomes `metadata.uid`, header names are written in lower case.
base::Result<Event> map_request(std::string_view line);

/// `{id, payload}`: a GET of /suche?q=… with the payload percent-encoded.
base::Result<Event> map_payload(std::string_view line);

/// Apache's and nginx' combined format; fields after the user agent are passed over. HTTP Activity (4002),
/// source webserver. The escapes \" \\ \t \xHH of the servers are taken off.
base::Result<Event> map_combined(std::string_view line);

/// A syslog line of sshd, sudo, su, PAM, useradd …; source linux with service sshd, sudo or auth.
/// "Mar 27 13:06:56" has no year and no zone: it is read as UTC and as the latest such time that is not more
/// than a day after `reference` (the age of the file, say; now where it is not set). RFC 3339 times are read
/// as they stand. Classes: Authentication (3002), Account Change (3001), Group Management (3006), Process
/// Activity (1007, a command by sudo); 0 for lines of another kind, which keep their `message`.
/// `metadata.event_code` says which kind it is: see docs/security-events.md.
base::Result<Event> map_auth(std::string_view line, base::Timestamp reference = {});

}  // namespace stadtpult::platform::detection
