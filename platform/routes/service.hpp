#pragma once
// The platform without HTTP: one request in, one answer out, and the stream of changes. The edge
// (platform/http) speaks HTTP and calls this; tests may call it directly.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"
#include "api-client/contract/people.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::platform {

/// A request as the edge read it. Header fields that are not here play no part.
struct Request {
  std::string method;         ///< "GET", "POST", …
  std::string target;         ///< path and query as sent, percent-encoded
  std::string authorization;  ///< "Bearer …"
  std::string if_match, if_none_match, idempotency_key, content_type, last_event_id;
  std::string body;
  std::string request_id;  ///< made by the edge, stands in the answer and in the audit record
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string etag;  ///< with quotes; "" for none
  std::vector<std::pair<std::string, std::string>>
      headers;                              ///< further ones (Location, Allow, WWW-Authenticate, Retry-After)
  std::shared_ptr<const std::string> body;  ///< shared with the cache of answers; never null
};

/// Who may read which changes of the stream.
struct StreamTicket {
  contract::Role role = contract::Role::editor;
  std::string organisation_id;
  std::int64_t after = 0;  ///< last id that the reader has
  bool resync = false;     ///< the id asked for is too old or unknown: send exactly one "resync", then go on
  base::Timestamp expires_at;  ///< of the token; the edge ends the stream then
};

/// One change, encoded once for all readers.
struct StreamEvent {
  std::int64_t id = 0;
  contract::Roles roles = 0;    ///< who may see it
  std::string organisation_id;  ///< a merchant sees only its own organisation's; "" for all
  std::string data;             ///< StreamChange as JSON
};

struct ServiceOptions {
  std::string store;                ///< "sqlite:FILE"
  bool public_needs_token = false;  ///< the embedded platform refuses everything without a token
  base::Clock clock = base::now;
};

class Service {
 public:
  /// Opens the store, brings its schema up to date and checks it. Errors are sentences for the operator.
  static base::Result<std::unique_ptr<Service>> open(ServiceOptions options);
  virtual ~Service() = default;

  /// Any thread. `done` is called exactly once: at once for reads, after the durable commit on the writer's
  /// thread for writes. Never throws; what is wrong with the input is a 4xx answer.
  virtual void handle(Request request, std::function<void(Response)> done) = 0;

  /// May this request read the stream, and from where? Any thread.
  virtual base::Result<StreamTicket> open_stream(const Request& request) = 0;
  /// Changes with a greater id, oldest first, at most `most`. Any thread.
  virtual std::vector<StreamEvent> events_after(std::int64_t id, int most) = 0;
  /// Called after each commit that made events, on the writer's thread; must be cheap.
  virtual void on_events(std::function<void()> wake) = 0;

  /// Makes a token and returns it (only its hash is stored). `organisation` may be "".
  virtual base::Result<std::string> make_token(contract::Role role, const std::string& name,
                                               const std::string& organisation, std::int64_t lifetime_ms) = 0;

  /// For the operator: writes an export of any length piece by piece and records it. How many lines.
  virtual base::Result<std::int64_t> export_audit(const contract::AuditExport& wish,
                                                  const std::function<void(const std::string&)>& write) = 0;
  /// For the operator: erases what names a person and records it. How many values.
  virtual base::Result<std::int64_t> erase_from_audit(const contract::AuditErasure& wish) = 0;

  /// Fills an empty store with the demo city; changes nothing in one that has it.
  virtual base::Done seed_demo_city() = 0;

  /// Waits for accepted writes, then closes the store. Further requests get 503.
  virtual void stop() = 0;
};

}  // namespace stadtpult::platform
