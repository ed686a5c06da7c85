#pragma once
// The platform without HTTP: one request in, one answer out, and the stream of changes. The edge
// (platform/http) speaks HTTP and calls this; tests may call it directly.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"
#include "api-client/contract/people.hpp"
#include "api-client/contract/routes.hpp"
#include "platform/mail/smtp.hpp"
#include "platform/store/backup.hpp"

namespace stadtpult::platform {

/// A request as the edge read it. Header fields that are not here play no part.
struct Request {
  std::string method;         ///< "GET", "POST", …
  std::string target;         ///< path and query as sent, percent-encoded
  std::string authorization;  ///< "Bearer …" or "DPoP …"
  std::string if_match, if_none_match, idempotency_key, content_type, last_event_id;
  std::string body;
  std::string request_id;            ///< made by the edge, stands in the answer and in the audit record
  std::string source = {};           ///< the peer's address; "" where there is none
  std::string device = {};           ///< the header Stadtpult-Device: what the console calls its machine
  std::string proof = {};            ///< the header DPoP (RFC 9449)
  base::Timestamp received_at = {};  ///< when its head was read; not set: just now
  std::string cookie = {};           ///< as sent
  std::string host = {};             ///< what the client calls this machine
  std::string user_agent = {};       ///< stored nowhere; feedback says the kind of browser (browser_of)
  std::string origin = {}, fetch_site = {};  ///< Origin and Sec-Fetch-Site: whose page a browser's form is
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
  std::uint64_t number = 0;    ///< of the stream, for stream_allowed and stream_closed
};

/// What the edge is set to, for the protection layers' evidence.
struct EdgeFacts {
  std::string tls_minimum;
  base::Timestamp certificate_ends;
  std::size_t header_limit = 0, body_limit = 0;
  int max_connections = 0;
  /// Is this machine called so by the certificate in use? A name or an address without its port. Any thread.
  std::function<bool(const std::string& host)> certificate_covers = {};
};

/// One change, encoded once for all readers.
struct StreamEvent {
  std::int64_t id = 0;
  contract::Roles roles = 0;    ///< who may see it
  std::string organisation_id;  ///< a merchant sees only its own organisation's; "" for all
  std::string data;             ///< StreamChange as JSON
};

struct ServiceOptions {
  std::string store = {};           ///< "sqlite:FILE"
  bool public_needs_token = false;  ///< the embedded platform refuses everything without a token
  /// Only tokens that are bound to an approved device are served, but for registering one.
  bool require_devices = false;
  base::Clock clock = base::now;
  /// Keeps events of its own and looks for attacks. For the one service that runs on the store; short
  /// commands beside it do not watch.
  bool watch = false;
  std::vector<std::string> rules = {};     ///< folders with detection rules; none: the product's own
  std::int64_t event_backlog = 1'000'000;  ///< stored events that may wait for the rules before more get 429
  /// Of one network (an IPv4 address, an IPv6 /64), and ten times as many at once; 0: any number.
  int requests_per_second = 0;
  /// Regulation (EU) 2022/2065, Art. 29: false where every check of a merchant is recommended only.
  bool marketplace_checks_required = true;
  /// Where citizens reach this platform ("https://app.worms.de"); "": as the caller does.
  std::string public_url = {};
  /// What Open311 calls this city, its municipality key (AGS) and its name; none: 07319000 and worms.
  std::vector<std::string> jurisdictions = {};
  /// Mail domains of the city's own people, as mail_domain_from gives them: who has a confirmed address there
  /// gets into test rounds for employees. None: nobody does.
  std::vector<std::string> staff_domains = {};
  /// What looking into the files of one sent form may take in all, ms; the rest is refused with a sentence.
  int form_files_ms = 20'000;
  /// Who sends letters; nobody: they wait. Its parts are checked (mail::account_of).
  std::optional<mail::Account> mail = {};
};

class Service {
 public:
  /// Opens the store, brings its schema up to date and checks it. Errors are sentences for the operator.
  static base::Result<std::unique_ptr<Service>> open(ServiceOptions options);
  virtual ~Service() = default;

  /// Any thread. `done` is called exactly once: at once for reads, after the durable commit on the writer's
  /// thread for writes. Never throws; what is wrong with the input is a 4xx answer.
  virtual void handle(Request request, std::function<void(Response)> done) = 0;

  /// May answering it mean to look into files that came with it, which takes seconds whatever their size?
  /// Said by its route (contract::Body), and for what anybody may send by what came. Any thread, cheap.
  virtual bool holds_files(const Request& request) { return !request.body.empty(); }

  /// Gives an answer that the edge made itself, with problem details, the form in which whoever asked reads
  /// it: under /app/ a person, under /open311/ a program that knows that standard. Any thread.
  virtual void dress(Response&, const Request&) {}

  /// May this request read the stream, and from where? Any thread.
  virtual base::Result<StreamTicket> open_stream(const Request& request) = 0;
  /// May the stream go on? Cheap; asked after each wake. Any thread.
  virtual bool stream_allowed(const StreamTicket&) { return true; }
  /// A stream that open_stream allowed has ended, whatever the reason. Any thread.
  virtual void stream_closed(const StreamTicket&) {}
  /// What the edge is set to. Before the first request.
  virtual void set_edge(const EdgeFacts&) {}
  /// Reads the detection rules again. Any thread.
  virtual void reload_rules() {}
  /// Changes with a greater id, oldest first, at most `most`. Any thread.
  virtual std::vector<StreamEvent> events_after(std::int64_t id, int most) = 0;
  /// Called after each commit that made events, on the writer's thread; must be cheap.
  virtual void on_events(std::function<void()> wake) = 0;

  /// Makes a token and returns it (only its hash is stored). `organisation` may be "";
  /// `stakeholder`: for whom the account signs from now on.
  virtual base::Result<std::string> make_token(contract::Role role, const std::string& name,
                                               const std::string& organisation, std::int64_t lifetime_ms,
                                               std::optional<contract::Stakeholder> stakeholder = {}) = 0;

  /// For the operator: writes an export of any length piece by piece and records it. How many lines.
  virtual base::Result<std::int64_t> export_audit(const contract::AuditExport& wish,
                                                  const std::function<void(const std::string&)>& write) = 0;
  /// For the operator: erases what names a person and records it. How many values.
  virtual base::Result<std::int64_t> erase_from_audit(const contract::AuditErasure& wish) = 0;

  /// For the operator: tells the program that watches over the store what a check of its record found.
  virtual base::Done note_check(const contract::AuditCheck&) {
    return base::fail(base::ErrorKind::unsupported, "There is no record here.");
  }

  /// For the operator: the devices, those that wait first; and the way in for the first one. Approving is
  /// recorded as done by the platform itself.
  virtual base::Result<std::vector<contract::Device>> device_list() { return no_devices(); }
  virtual base::Done approve_device(const std::string&) { return no_devices(); }

  /// For the operator: a key with which another program sends requests by Open311. Only its hash is kept;
  /// each of the two is recorded.
  virtual base::Result<std::string> make_open311_key(const std::string&) { return no_keys(); }
  virtual base::Done revoke_open311_key(const std::string&) { return no_keys(); }
  /// Name, when it was made, when it was revoked (or never).
  virtual base::Result<std::vector<std::tuple<std::string, base::Timestamp, base::Timestamp>>>
  open311_key_list() {
    return no_keys();
  }

  /// For the operator: records that a copy was made, and which older ones go.
  virtual base::Done note_backup(const Backup&, const std::vector<std::string>&) {
    return base::fail(base::ErrorKind::unsupported, "There is no store here.");
  }

  /// Fills an empty store with the demo city; changes nothing in one that has it.
  virtual base::Done seed_demo_city() = 0;

  /// Waits for accepted writes, then closes the store. Further requests get 503.
  virtual void stop() = 0;

 private:
  static base::Error no_devices() {
    return base::fail(base::ErrorKind::unsupported, "There are no devices here.");
  }
  static base::Error no_keys() { return base::fail(base::ErrorKind::unsupported, "There are no keys here."); }
};

}  // namespace stadtpult::platform
