#include "platform/routes/service_impl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "api-client/base/crypto.hpp"
#include "api-client/base/log.hpp"
#include "api-client/base/sealed_text.hpp"
#include "api-client/contract/checkpoint.hpp"
#include "api-client/contract/proof.hpp"
#include "platform/routes/account_parts.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/routes/audit_export.hpp"
#include "platform/routes/devices.hpp"
#include "platform/routes/etag.hpp"
#include "platform/routes/first_fill.hpp"
#include "platform/routes/form_answers.hpp"
#include "platform/routes/intake.hpp"
#include "platform/routes/miniapp_parts.hpp"
#include "platform/routes/multipart.hpp"
#include "platform/routes/public_query.hpp"
#include "platform/store/answers.hpp"
#include "platform/store/audit_check.hpp"
#include "platform/store/intake.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Timestamp;
using contract::Operation;

namespace {

constexpr size_t kMaxKnownTokens = 10'000;
constexpr std::string_view kTokenPrefix = "spt_";
/// Bytes of a body that is one thing as JSON; the longest, a web mini-app with its miniApp.json, stay below.
constexpr size_t kMaxJsonBody = 4U << 20;
/// Feedback may bring a picture of 3 MB, in base64.
constexpr size_t kMaxFeedbackBody = kMaxJsonBody + (256U << 10);

/// What somebody sees who is signed in is kept by no cache, neither on the way nor in the browser, and the
/// offline copy leaves out what says so (assets/app/sw.js).
void keep_private(Response& response, const Call& call) {
  if (!call.citizen && !is_of_account(call.route->operation)) return;
  response.etag.clear();
  response.headers.emplace_back("Cache-Control", "private, no-store");
}

Response response_from(const Answer& answer) {
  Response response;
  response.status = answer.status;
  response.content_type = answer.content_type;
  response.etag = answer.etag;
  if (!answer.location.empty()) response.headers.emplace_back("Location", answer.location);
  for (const auto& header : answer.headers) response.headers.push_back(header);
  response.body = std::make_shared<const std::string>(answer.body);
  add_page_headers(response);
  return response;
}

/// 405; the methods stand where serve() finds them for the header Allow.
Error takes_only(const std::string& methods) {
  Error error = base::fail(ErrorKind::unsupported, fmt::format("This address takes {} only.", methods));
  error.status = 405;
  error.fields = {{"Allow", methods}};
  return error;
}

/// "the project lead and editors may": who could have called a route.
std::string who_may(const contract::Route& route) {
  std::string names;
  for (const auto role : contract::enum_values<contract::Role>())
    if ((route.roles & contract::role_bit(role)) != 0)
      names += (names.empty() ? "" : ", ") + std::string(contract::enum_name(role));
  return names;
}

Done check_media_type(const contract::Route& route, const Request& request) {
  const std::string type = media_type(request.content_type);
  const auto refuse = [](const std::string& wanted) -> Done {
    return base::fail(ErrorKind::unsupported, fmt::format("The body must be {}.", wanted), "Content-Type");
  };
  const bool json = type.empty() || type == "application/json";
  switch (route.body) {
    case contract::Body::create:
      return json ? Done() : refuse("application/json");
    case contract::Body::patch:
      return json || type == contract::kMergePatchType
                 ? Done()
                 : refuse("application/json or application/merge-patch+json");
    case contract::Body::package:
      return json || type == contract::kPackageType
                 ? Done()
                 : refuse("application/json or " + std::string(contract::kPackageType));
    default:
      return {};
  }
}

/// Packages and catalogues are large; anything else that is so is a mistake, and parsing it takes long.
Done check_size(const contract::Route& route, const Request& request) {
  const bool large = route.body == contract::Body::bytes || route.operation == Operation::import_catalogue ||
                     route.operation == Operation::import_requirements ||
                     route.operation == Operation::import_merchants || is_package(request);
  const size_t most = route.operation == Operation::send_feedback ? kMaxFeedbackBody : kMaxJsonBody;
  if (large || request.body.size() <= most) return {};
  return base::fail(ErrorKind::too_large, fmt::format("The body has {} bytes; at most {} are taken here.",
                                                      request.body.size(), most));
}

Done check_key(const std::string& key) {
  bool printable = key.size() <= 200;
  for (const unsigned char c : key) printable = printable && c >= 0x20 && c < 0x7F;
  if (printable) return {};
  return bad_request("Idempotency-Key takes 1 to 200 printable characters (ASCII).", "Idempotency-Key");
}

/// A member of this name, which may be written with escapes (RFC 8259, 7).
bool may_hold_picture(std::string_view json) {
  return json.find("picture") != std::string_view::npos || json.find("\\u") != std::string_view::npos;
}

std::string request_hash(const Request& request) {
  base::Sha256 hash;
  for (const auto* part : {&request.method, &request.target, &request.content_type}) {
    hash.add(*part);
    hash.add("\n");
  }
  hash.add(request.body);
  return hash.hex();
}

/// Refusals that the same request would meet again; others (412, 5xx) may be tried again with the same key.
bool is_final(int status) {
  return status < 400 || status == 403 || status == 404 || status == 409 || status == 422;
}

/// What citizens sent is never kept readable: such an answer is sealed, and is opened for the same request
/// only.
bool is_kept_sealed(contract::Operation operation) {
  return operation == Operation::create_merchant || operation == Operation::change_merchant ||
         operation == Operation::act_on_merchant || operation == Operation::add_merchant_proof ||
         operation == Operation::import_merchants || operation == Operation::change_form_answer ||
         operation == Operation::create_feedback || operation == Operation::change_feedback ||
         operation == Operation::redact_feedback || operation == Operation::create_booking ||
         operation == Operation::change_booking || operation == Operation::check_identity;
}

/// Its address, or its answer, is a secret of who sends it: codes, receipts, keys, tickets.
bool is_secret(const contract::Route& route) {
  switch (route.operation) {
    case Operation::app_test:
    case Operation::app_test_code:
    case Operation::app_join_test:
    case Operation::app_receipt:
    case Operation::read_receipt:
    case Operation::send_feedback:
    case Operation::app_send_feedback:
    case Operation::open311_send:
    case Operation::hold_slot:
    case Operation::read_ticket:
    case Operation::change_ticket:
    case Operation::ticket_event:
    case Operation::app_send_booking:
    case Operation::app_booking:
    case Operation::app_change_booking:
    case Operation::create_calendar_feed:
    case Operation::calendar_feed:
    case Operation::invite_merchant:
    case Operation::sign_in_with_code:
      return true;
    default:
      return is_of_account(route.operation);
  }
}

std::string context_of_kept(const std::string& who, const std::string& key) {
  return fmt::format("stadtpult kept answer {} {}", who, key);
}

/// What a token without a name is called: the office, not a person.
std::string default_name(contract::Role role) {
  switch (role) {
    case contract::Role::project_lead:
      return "Projektleitung";
    case contract::Role::editor:
      return "Redaktion";
    case contract::Role::reviewer:
      return "Prüfstelle";
    case contract::Role::merchant:
      return "Händler";
    case contract::Role::security_analyst:
      return "IT-Sicherheit";
    case contract::Role::privacy_officer:
      return "Datenschutz";
  }
  return "Konto";
}

/// The use of a token is noted so often at most.
constexpr std::int64_t kNoteUseMs = 5 * base::kMinuteMs;

/// A machine that calls itself as the platform calls a registered one would bring alarms and blocks upon
/// that.
bool is_id_of_registered(std::string_view name) {
  constexpr std::string_view kPrefix = "dev_";
  constexpr std::size_t kDigits = 26;
  return name.size() == kPrefix.size() + kDigits && name.starts_with(kPrefix);
}

Done stopped(Security& security, const Identity& identity, RequestFact& fact) {
  const auto block = security.stops().refuses(identity);
  if (!block) return {};
  fact.refused = "revoked";
  fact.device_refused = block->kind == contract::BlockKind::device;
  Error error = base::fail(ErrorKind::forbidden,
                           fmt::format("Access was stopped by the security team ({}). Ask them.", block->id));
  if (is_id_of_registered(block->id)) error.problem = contract::kDeviceRevoked;
  return error;
}

/// A request asks for an entity that it has already.
Response not_changed(const std::string& etag) {
  Response response;
  response.status = 304;
  response.content_type = "";
  response.etag = etag;
  response.body = std::make_shared<const std::string>();
  return response;
}

}  // namespace

ServiceImpl::ServiceImpl(ServiceOptions options, std::unique_ptr<Store> store, base::Key audit_key)
    : options_(std::move(options)), store_(std::move(store)), audit_key_(audit_key) {}

ServiceImpl::~ServiceImpl() {
  stop();
}

void ServiceImpl::stop() {
  {
    const std::lock_guard lock(checking_mutex_);
    if (checking_.joinable()) checking_.join();
  }
  record_readings(true);
  record_floods();
  if (postman_) postman_->stop();
  if (schedule_) schedule_->stop();
  if (security_) security_->stop();
  store_->stop();
}

Done ServiceImpl::start() {
  const auto ask_without_token = [this](const std::string& target) {
    Request request;
    request.method = "GET";
    request.target = target;
    RequestFact fact;
    const auto call = accept(request, fact);
    return call ? 200 : problem_response(call.error(), request).status;
  };
  auto security = Security::open(
      {*store_, options_, [this](const Actor& actor) { return occasion(actor, ""); }, ask_without_token,
       [this] { return bound_tokens_.hold(); }, base::ed25519_public(audit_key_)});
  if (!security) return security.error();
  security_ = std::move(*security);
  if (const Done started = security_->start(); !started) return started;
  schedule_ = std::make_unique<PageSchedule>(*store_, options_.clock,
                                             [this](const Actor& actor) { return occasion(actor, ""); });
  // For the one service that runs on the store, as watching is.
  if (options_.watch) schedule_->start();
  postman_ = std::make_unique<Postman>(
      *store_, options_.clock, [this](const Actor& actor) { return occasion(actor, ""); }, options_.mail);
  if (options_.watch) postman_->start();
  return {};
}

void ServiceImpl::set_scene(base::Clock clock, MakeId make_id) {
  const std::lock_guard lock(scene_mutex_);
  scene_clock_ = std::move(clock);
  scene_ids_ = std::move(make_id);
}

std::vector<app::AlertBanner> ServiceImpl::banners_for_all(const Request& request) {
  if (!is_for_a_person(request)) return {};
  return banners_.now(contract::Ring::everyone, content::Audience::guest, now())->shown;
}

Timestamp ServiceImpl::now() const {
  const std::lock_guard lock(scene_mutex_);
  return scene_clock_ ? scene_clock_() : options_.clock();
}

Occasion ServiceImpl::occasion(const Actor& actor, const std::string& request_id) const {
  const Timestamp at = now();
  const std::lock_guard lock(scene_mutex_);
  return {actor, at, request_id, scene_ids_ ? scene_ids_ : MakeId(base::new_id),
          security_ ? &security_->key() : nullptr};
}

// ---- who asks

Result<StoredToken> ServiceImpl::token_of(const std::string& hash) {
  // What is kept holds as long as no device changed: an approval and a binding count from their commit on.
  // The count is read before the store, so that what is read too early is not taken for newer than it is.
  const std::uint64_t counter = store_->counter(table_bit(TableId::devices));
  {
    const std::shared_lock lock(tokens_mutex_);
    if (const auto at = tokens_.find(hash); at != tokens_.end() && at->second.counter == counter)
      return at->second.token;
  }
  // Another program may have made it a moment ago (`stadtpult-platform token`).
  std::optional<StoredToken> found;
  const auto done = store_->read([&](Database& database) { found = find_token(database, hash); });
  if (!done) return done.error();
  if (!found) return base::fail(ErrorKind::not_found, "The token is not known here.");
  const std::unique_lock lock(tokens_mutex_);
  if (tokens_.size() >= kMaxKnownTokens) tokens_.clear();
  tokens_[hash] = {*found, counter};
  return *found;
}

Result<ServiceImpl::Sender> ServiceImpl::sign_in(const Request& request, RequestFact& fact) {
  const auto refuse = [](const char* sentence) { return base::fail(ErrorKind::unauthenticated, sentence); };
  const std::string_view authorization = request.authorization;
  if (authorization.empty()) return refuse("This needs a token: \"Authorization: Bearer spt_…\".");
  const size_t space = std::min(authorization.find(' '), authorization.size());
  const std::string scheme = media_type(authorization.substr(0, space));
  const std::string_view text = authorization.substr(std::min(space + 1, authorization.size()));
  const bool proved = scheme == "dpop";
  if ((scheme != "bearer" && !proved) || text.empty() || authorization.size() > 500) {
    fact.refused = "malformed";
    return refuse("The header Authorization must have the form \"Bearer spt_…\" or \"DPoP spt_…\".");
  }
  const std::string hash = base::sha256_hex(text);
  const auto token = token_of(hash);
  if (!token && token.error().kind != ErrorKind::not_found) return token.error();
  if (!token) {
    fact.refused = "unknown";
    return refuse("The token is not known here.");
  }
  fact.session = session_id(hash);
  fact.principal_id = token->actor.id;
  fact.role = token->actor.role_word();
  fact.organisation_id = token->actor.organisation_id;
  // What is proven counts; what a machine calls itself plays a part where nothing is.
  if (token->device) fact.device = token->device->id;
  if (token->expires_at <= options_.clock()) {
    fact.refused = "expired";
    return refuse("The token has expired. Get a new one.");
  }
  const Done bound = token->device ? bound_tokens_.check(request, text, proved, *token->device, fact.refused)
                                   : bound_tokens_.check_unbound(proved, fact.refused);
  if (!bound) return bound.error();
  note_use(hash, *token);
  return Sender{*token, hash, std::string(text)};
}

void ServiceImpl::note_use(const std::string& hash, const StoredToken& token) {
  const Timestamp at = options_.clock();
  if (at.ms - token.seen_at.ms < kNoteUseMs) return;
  {
    const std::unique_lock lock(tokens_mutex_);
    const auto known = tokens_.find(hash);
    if (known == tokens_.end() || at.ms - known->second.token.seen_at.ms < kNoteUseMs) return;
    known->second.token.seen_at = at;
  }
  WriteJob job;
  job.occasion = [this] { return occasion(system_actor(), ""); };
  job.run = [hash, at](Change& change) -> Done {
    platform::note_use(change.database(), hash, at);
    return {};
  };
  job.finish = [](const Done& done) {
    if (!done) base::log::error("the use of a token was not noted: {}", done.error().message);
  };
  store_->write(std::move(job));
}

Done ServiceImpl::check_device(const contract::Route& route, const StoredToken& token, RequestFact& fact) {
  const bool on_the_way = route.operation == Operation::me || route.operation == Operation::register_device;
  if (!options_.require_devices || on_the_way) return {};
  if (token.device && token.device->state == contract::DeviceState::approved) return {};
  fact.device_refused = true;
  fact.refused = token.device ? "waiting" : "unknown";
  Error error = base::fail(ErrorKind::forbidden,
                           token.device ? "Nobody has approved this device yet. Ask the security team."
                                        : "Only devices that are registered and approved are served here.");
  error.problem = token.device ? contract::kDeviceUnapproved : contract::kDeviceMissing;
  // The person tells it whoever approves, who has it in the list.
  if (token.device) error.values = {{"thumbprint", token.device->thumbprint}};
  return error;
}

Done ServiceImpl::check_stopped(const Request& request, const Actor& actor, RequestFact& fact) {
  return stopped(*security_,
                 {fact.session, actor.id, actor.organisation_id, fact.device, request.source, request.device},
                 fact);
}

Result<std::string> ServiceImpl::make_token(contract::Role role, const std::string& name,
                                            const std::string& organisation, std::int64_t lifetime_ms,
                                            std::optional<contract::Stakeholder> stakeholder) {
  if (role == contract::Role::merchant && organisation.empty())
    return base::fail(ErrorKind::invalid, "A merchant's token needs an organisation.", "organisation");
  if (lifetime_ms <= 0)
    return base::fail(ErrorKind::invalid, "The token must be valid for some time.", "lifetime");
  const std::string token = std::string(kTokenPrefix) + base::random_hex(32);
  const Done done = store_->write_and_wait(
      [this] { return occasion(system_actor(), ""); },
      [&](Change& change) -> Done {
        Database& database = change.database();
        if (!organisation.empty() && !change.find<contract::Organisation>(organisation))
          return base::fail(ErrorKind::invalid, fmt::format("There is no organisation \"{}\".", organisation),
                            "organisation");
        std::optional<Actor> principal;
        if (!name.empty()) principal = find_principal(database, name, role, organisation);
        const bool fresh = !principal;
        std::optional<Actor> known;
        if (fresh) {
          if (!name.empty()) known = find_namesake(database, name, organisation);
          principal =
              Actor{change.make_id("usr_"), name.empty() ? default_name(role) : name, role, organisation};
          insert_principal(database, *principal, change.now());
        }
        std::vector<contract::FieldChange> told;
        if (stakeholder && principal->stakeholder != stakeholder) {
          principal->stakeholder = stakeholder;
          set_stakeholder(database, *principal);
          told.push_back({"stakeholder", "", contract::encode_value(std::string(enum_name(*stakeholder)))});
        }
        if (fresh) told.push_back({"role", "", contract::encode_value(std::string(principal->role_word()))});
        if (known) told.push_back({"known_as", "", contract::encode_value(known->id)});
        // The token's own time is the real one: a seeded story must not make tokens that are over already.
        const Timestamp expires{options_.clock().ms + lifetime_ms};
        told.push_back({"expires_at", "", "\"" + base::to_rfc3339(expires) + "\""});
        insert_token(database, base::sha256_hex(token), principal->id, change.now(), expires);
        change.note("token.create", "principal", principal->id, principal->name, std::move(told));
        return {};
      });
  if (!done) return done.error();
  return token;
}

// ---- devices, for the operator

Result<std::vector<contract::Device>> ServiceImpl::device_list() {
  std::vector<contract::Device> devices;
  const Done done = store_->read([&](Database& database) {
    ListQuery all;
    all.order = Order{"created_at", true};
    all.limit = kMostListedDevices;
    devices = Table<contract::Device>::list(database, all).items;
  });
  if (!done) return done.error();
  std::stable_sort(devices.begin(), devices.end(),
                   [](const auto& a, const auto& b) { return a.state < b.state; });
  return devices;
}

Done ServiceImpl::approve_device(const std::string& id) {
  return store_->write_and_wait(
      [this] { return occasion(system_actor(), ""); },
      [&](Change& change) -> Done {
        const auto before = change.find<contract::Device>(id);
        if (!before)
          return base::fail(ErrorKind::not_found, fmt::format("There is no device \"{}\".", id), "id");
        contract::Device after = *before;
        if (const Done fits = decide_device(change, after, contract::DeviceState::approved, ""); !fits)
          return fits;
        change.update(*before, after, "approve");
        return {};
      });
}

// ---- keys of Open311

Result<std::string> ServiceImpl::make_open311_key(const std::string& name) {
  if (name.empty() || name.size() > 80)
    return base::fail(ErrorKind::invalid, "A key needs a name of at most 80 characters.", "name");
  const std::string key = "o311_" + base::random_hex(24);
  const Done done = store_->write_and_wait(
      [this] { return occasion(system_actor(), ""); },
      [&](Change& change) -> Done {
        if (!insert_open311_key(change.database(), base::sha256_hex(key), name, change.now()))
          return base::fail(ErrorKind::conflict, fmt::format("There is a key \"{}\" already.", name), "name");
        change.note("open311_key.create", "open311_key", name, name, {});
        return {};
      });
  if (!done) return done.error();
  return key;
}

Done ServiceImpl::revoke_open311_key(const std::string& name) {
  return store_->write_and_wait(
      [this] { return occasion(system_actor(), ""); },
      [&](Change& change) -> Done {
        if (!platform::revoke_open311_key(change.database(), name, change.now()))
          return base::fail(ErrorKind::not_found, fmt::format("No key \"{}\" is in force.", name), "name");
        change.note("open311_key.revoke", "open311_key", name, name, {});
        return {};
      });
}

Result<std::vector<std::tuple<std::string, Timestamp, Timestamp>>> ServiceImpl::open311_key_list() {
  std::vector<std::tuple<std::string, Timestamp, Timestamp>> list;
  const Done done = store_->read([&](Database& database) {
    for (const auto& key : open311_keys(database))
      list.emplace_back(key.name, key.created_at, key.revoked_at);
  });
  if (!done) return done.error();
  return list;
}

// ---- copies of the store

Done ServiceImpl::note_backup(const Backup& made, const std::vector<std::string>& going) {
  return store_->write_and_wait([this] { return occasion(system_actor(), ""); },
                                [&](Change& change) -> Done {
                                  std::vector<contract::FieldChange> told = {
                                      {"size_bytes", "", std::to_string(made.bytes)},
                                      {"sha256", "", contract::encode_value(made.sha256)},
                                      {"last_line", "", std::to_string(made.end.line)},
                                  };
                                  for (const auto& file : going)
                                    told.push_back({"deleted_copy", contract::encode_value(file), ""});
                                  change.note("backup.create", "backup", made.sha256.substr(0, 16), made.file,
                                              std::move(told));
                                  return {};
                                });
}

// ---- requests

Result<std::shared_ptr<Call>> ServiceImpl::accept(Request& request, RequestFact& fact) {
  if (const int wait_ms = security_->slow(request.source); wait_ms > 0) {
    fact.held_back = true;
    fact.device.clear();
    fact.target = "/";  // what lets somebody in may stand in it, and nobody looks where it leads
    Error error = base::fail(ErrorKind::rate_limited, "Too many requests from this address. Wait a moment.");
    error.retry_after_ms = wait_ms;
    return error;
  }
  if (is_id_of_registered(request.device)) request.device.clear();
  fact.device = request.device;
  auto target = parse_target(request.target);
  if (!target) return target.error();
  auto match = match_route(request.method, *target);
  if (match.allow.empty()) return base::fail(ErrorKind::not_found, "There is nothing at this address.");
  if (match.route == nullptr) {
    return takes_only(match.allow);
  }
  fact.route = match.route;
  // A token that is bound now was never on two devices: what the machine called itself so far is no other one
  // beside the id that it gets (rule "One token on two devices").
  if (match.route->operation == Operation::register_device) fact.device.clear();
  // What lets somebody in, or shows what somebody wrote, is kept in no event.
  if (is_secret(*match.route)) fact.target = match.route->path;
  auto call = std::make_shared<Call>();
  call->route = match.route;
  call->security = security_.get();
  call->store = store_.get();
  call->options = &options_;
  call->gate = &gate_;
  call->tokens = &bound_tokens_;
  const bool anyone = (match.route->roles & contract::kAnyone) != 0;
  if (!anyone || options_.public_needs_token) {
    auto sender = sign_in(request, fact);
    if (!sender) return sender.error();
    StoredToken& token = sender->token;
    if (const auto stopped = check_stopped(request, token.actor, fact); !stopped) return stopped.error();
    if (const auto admitted = check_device(*match.route, token, fact); !admitted) return admitted.error();
    call->session = fact.session;
    call->token_hash = sender->hash;
    if (!anyone && (match.route->roles & contract::role_bit(*token.actor.role)) == 0)
      return base::fail(ErrorKind::forbidden, fmt::format("Your role ({}) may not do this. These may: {}.",
                                                          token.actor.role_word(), who_may(*match.route)));
    if (match.route->operation == Operation::register_device && !token.device) {
      // The key that comes to be known proves itself; one that was revoked stays out, whoever brings it.
      const auto proof = bound_tokens_.read(request, sender->text, fact.refused);
      if (!proof) return proof.error();
      if (const auto out = stopped(*security_, {.device = proof->thumbprint}, fact); !out) return out.error();
      call->registering = *proof;
    }
    call->actor = std::move(token.actor);
    call->expires_at = token.expires_at;
    call->device = std::move(token.device);
  }
  if (const auto done = check_query(*match.route, target->query); !done) return done.error();
  call->path = std::move(match.path);
  call->query = std::move(target->query);
  request.device = fact.device;
  call->request = std::move(request);
  call->at = now();
  call->audit_key = &audit_key_;
  const bool page = match.route->path.starts_with("/app/");
  // Feedback may come with a code that is good for one account only.
  if (page || match.route->operation == Operation::send_feedback) call->citizen = citizen_of(*call, *store_);
  fact.citizen = call->citizen.has_value();
  if (page) {
    call->tester = tester_of(*call, *store_);
    if (call->citizen) note_citizen(*call->citizen, call->at);
    if (is_for_a_person(call->request))
      call->banners = banners_.now(ring_of(*call), audience_of(*call), call->at);
  }
  return call;
}

void ServiceImpl::note_citizen(const Citizen& citizen, Timestamp at) {
  if (at.ms - citizen.seen_at.ms < kNoteVisitMs) return;
  WriteJob job;
  job.occasion = [this] { return occasion(system_actor(), ""); };
  job.run = [session = citizen.session, at](Change& change) -> Done {
    note_visit(change.database(), session, at);
    return {};
  };
  job.finish = [](const Done& done) {
    if (!done) base::log::error("a visit was not noted: {}", done.error().message);
  };
  store_->write(std::move(job));
}

Done ServiceImpl::let_into_ring(const Call& call, RequestFact& fact) {
  if (!contract::has_rings(*call.route)) return {};
  const auto ring = ring_for(call);
  if (!ring) return ring.error();
  if (*ring == contract::Ring::everyone) return {};
  if (!call.request.authorization.empty()) {
    Actor actor = call.actor;
    if (actor.id.empty()) {
      const auto sender = sign_in(call.request, fact);
      if (!sender) return sender.error();
      actor = sender->token.actor;
      if (const auto stopped = check_stopped(call.request, actor, fact); !stopped) return stopped;
      if (const auto admitted = check_device(*call.route, sender->token, fact); !admitted) return admitted;
    }
    if (!actor.is_merchant()) return {};
    return base::fail(ErrorKind::forbidden,
                      "Rings of the test phase are for the city's people and for testers.", "ring");
  }
  const auto tester = tester_of(call, *store_);
  if (!tester)
    return base::fail(ErrorKind::unauthenticated,
                      fmt::format("What is out for {} only needs a token of the city, or the code of a test "
                                  "round that runs (cookie {}).",
                                  contract::enum_name(*ring), contract::kTesterCookie),
                      "ring");
  if (tester->ring == *ring) return {};
  return base::fail(ErrorKind::forbidden,
                    fmt::format("The code is of a test round for {}; it opens no other ring.",
                                contract::enum_name(tester->ring)),
                    "ring");
}

bool ServiceImpl::holds_files(const Request& request) {
  const auto type = media_type(request.content_type);
  if (type == "application/x-www-form-urlencoded") return false;
  if (type.empty() || type == "application/json") return may_hold_picture(request.body);
  if (type != "multipart/form-data") return true;
  const auto parts = parse_multipart(request.content_type, request.body);
  return parts && std::any_of(parts->begin(), parts->end(),
                              [](const FormPart& part) { return part.is_file && !part.body.empty(); });
}

void ServiceImpl::handle(Request request, std::function<void(Response)> done) {
  bool in_a_scene = false;
  if (security_->watches()) {
    const std::lock_guard lock(scene_mutex_);
    in_a_scene = static_cast<bool>(scene_clock_);  // the demo city's past is no news
  }
  if (!security_->watches() || in_a_scene) {
    RequestFact unwatched;
    return serve(std::move(request), unwatched, std::move(done));
  }
  const auto fact = std::make_shared<RequestFact>();
  fact->at = options_.clock();
  fact->method = request.method;
  fact->target = request.target;
  fact->source = request.source;
  fact->device = request.device;
  fact->request_id = request.request_id;
  fact->bytes_in = static_cast<std::int64_t>(request.body.size());
  const auto begun = std::chrono::steady_clock::now();
  serve(std::move(request), *fact, [this, fact, begun, done = std::move(done)](Response response) {
    fact->status = response.status;
    fact->bytes_out = static_cast<std::int64_t>(response.body->size());
    fact->duration_us =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun)
            .count();
    // Noted before the answer goes out: whoever has it may look for what came of it.
    security_->saw(std::move(*fact));
    done(std::move(response));
  });
}

void ServiceImpl::serve(Request request, RequestFact& fact, std::function<void(Response)> done) {
  auto call = accept(request, fact);
  // Who asks decides what is in it: no cache between here and the reader may give it to somebody else.
  if (fact.route != nullptr && contract::has_rings(*fact.route))
    done = [done = std::move(done)](Response response) {
      response.headers.emplace_back("Vary", "Authorization, Cookie");
      response.headers.emplace_back("Cache-Control",
                                    response.status < 400 ? "private, no-cache" : "no-store");
      done(std::move(response));
    };
  if (!call) {
    Error error = call.error();
    // An embedded platform shows nothing to who brings no token, and so no way either.
    if (leads_to_pages(request) && !fact.held_back && !options_.public_needs_token) {
      if (request.method == "GET" || request.method == "HEAD") return done(moved_to_pages(request));
      error = takes_only("GET, HEAD");
    }
    std::string allow;
    if (error.status == 405) {
      allow = error.fields.front().message;
      error.fields.clear();
    }
    Response response = refusal(error, request);
    if (!allow.empty()) response.headers.emplace_back("Allow", allow);
    return done(std::move(response));
  }
  if (const Done allowed = let_into_ring(**call, fact); !allowed)
    return done(refusal(allowed.error(), **call));
  const Operation operation = (*call)->route->operation;
  if (operation == Operation::health) return done(health());
  if (operation == Operation::openapi) {
    Answer answer;
    answer.body = contract::openapi_document();
    answer.etag = etag_of_body(answer.body);
    if (matches_none((*call)->request.if_none_match, answer.etag)) return done(not_changed(answer.etag));
    return done(response_from(answer));
  }
  if (operation == Operation::stream) {
    Error error =
        base::fail(ErrorKind::unsupported, "This address is a stream of events; it is read over HTTPS.");
    error.status = 406;
    return done(refusal(error, **call));
  }
  if (operation == Operation::audit_check) return check_record(*call, std::move(done));
  if (auto* book = book_of(operation)) return answer_after_recording(*call, *book, std::move(done));
  if (operation == Operation::get_form_answer)
    return answer_after_noting(*call, note_answer_reading, std::move(done));
  if (operation == Operation::get_form_file)
    return answer_after_noting(*call, note_file_reading, std::move(done));
  if (find_handler(operation) == nullptr)
    return done(refusal(base::fail(ErrorKind::not_found, "There is nothing at this address."), **call));
  const Handler& handler = *find_handler(operation);
  if (handler.record != nullptr) return answer_recorded(*call, std::move(done));
  if (handler.read != nullptr) return answer_read(*call, done);
  answer_write(*call, std::move(done));
}

Response ServiceImpl::health() {
  const Done done = store_->ping();
  if (!done) return problem_response(base::fail(ErrorKind::unavailable, done.error().message), {});
  Answer answer;
  answer.body = contract::encode(contract::Health{"ok", STADTPULT_VERSION});
  return response_from(answer);
}

void ServiceImpl::answer_read(const std::shared_ptr<const Call>& call,
                              const std::function<void(Response)>& done) {
  const Handler& handler = *find_handler(call->route->operation);
  // Who asks plays a part only where merchants see less than others; what nobody may see was refused before.
  std::string key = call->request.target;
  if (call->actor.is_merchant()) key += "\n" + call->actor.organisation_id;
  // Who takes part in a test round sees its ring, and the round's name.
  if (call->tester)
    key += fmt::format("\n{}\n{}\n{}", call->tester->round_id, contract::enum_name(call->tester->ring),
                       call->tester->round_name);
  // Who is signed in sees other blocks, and nothing on a page that is kept names whom.
  if (call->citizen)
    key += fmt::format("\nas {} {}", contract::enum_name(call->citizen->reader.audience),
                       call->citizen->reader.verified);
  // A banner goes live or ends by its own times, too.
  if (call->banners && !call->banners->mark.empty()) key += "\nbanners " + call->banners->mark;
  const std::uint64_t counter = store_->counter(handler.depends);
  std::optional<CachedAnswer> cached;
  const bool kept = handler.depends != 0 && handler.kept;
  if (kept) cached = answers_.find(key, counter, now());
  if (!cached) {
    Result<Answer> answer = Answer{};
    const Done read = store_->read([&](Database& database) {
      answer = handler.read({*call, database, counts_, counter});
    });
    if (!read) return done(refusal(read.error(), *call));
    if (answer && answer->later) {
      const auto later = std::move(answer->later);
      answer = later();
    }
    if (!answer) return done(refusal(answer.error(), *call));
    cached =
        CachedAnswer{answer->status,          std::make_shared<const std::string>(std::move(answer->body)),
                     std::move(answer->etag), std::move(answer->content_type),
                     answer->items,           answer->until};
    if (kept) answers_.keep(key, counter, *cached);
  }
  if (!call->citizen && matches_none(call->request.if_none_match, cached->etag))
    return done(not_changed(cached->etag));
  if (auto* book = book_of(call->route->operation); book != nullptr && call->request.method != "HEAD")
    book->count(call->actor, cached->items);
  Response response;
  response.status = cached->status;
  response.content_type = cached->content_type;
  response.etag = cached->etag;
  response.body = call->request.method == "HEAD" ? std::make_shared<const std::string>() : cached->body;
  add_page_headers(response);
  keep_private(response, *call);
  done(std::move(response));
}

// ---- the audit record and what citizens sent: reading them is recorded

ReadingBook* ServiceImpl::book_of(Operation operation) {
  if (operation == Operation::list_audit) return &readings_;
  if (operation == Operation::list_form_answers) return &answer_readings_;
  return nullptr;
}

void ServiceImpl::record_readings(bool all) {
  for (auto* book : {&readings_, &answer_readings_})
    for (const auto& session : book->take_over(now(), all)) {
      WriteJob job;
      job.occasion = [this, session] { return occasion(session.actor, ""); };
      job.run = [session, words = book->words](Change& change) -> Done {
        change.note(words.end, words.object, words.object, "",
                    {{"lines", "", std::to_string(session.lines)},
                     {"since", "", "\"" + base::to_rfc3339(session.since) + "\""}});
        return {};
      };
      job.finish = [end = book->words.end](const Done& done) {
        if (!done) base::log::error("{} was not recorded: {}", end, done.error().message);
      };
      store_->write(std::move(job));
    }
}

void ServiceImpl::record_floods() {
  const auto rows = gate_.due(now(), true);
  if (rows.empty()) return;
  WriteJob job;
  job.occasion = [this] { return occasion(system_actor(), ""); };
  job.run = [this, rows](Change& change) -> Done {
    write_floods(change, *security_, rows);
    return {};
  };
  job.finish = [](const Done& done) {
    if (!done) base::log::error("slowed feedback was not counted: {}", done.error().message);
  };
  store_->write(std::move(job));
}

void ServiceImpl::answer_recorded(const std::shared_ptr<const Call>& call,
                                  std::function<void(Response)> done) {
  answer_read(call, [this, call, done = std::move(done)](Response response) {
    if (response.status != 200) return done(std::move(response));
    WriteJob job;
    job.occasion = [this, call] { return occasion(call->actor, call->request.request_id); };
    job.run = [call](Change& change) -> Done {
      find_handler(call->route->operation)->record(*call, change);
      return {};
    };
    job.finish = [this, call, done, response = std::move(response)](const Done& outcome) {
      done(outcome ? response : refusal(outcome.error(), *call));
    };
    store_->write(std::move(job));
  });
}

void ServiceImpl::answer_after_recording(const std::shared_ptr<const Call>& call, ReadingBook& book,
                                         std::function<void(Response)> done) {
  record_readings(false);
  if (!book.starts(call->actor, call->at)) return answer_read(call, done);
  const auto note = [words = book.words](const Call&, Change& change) -> Done {
    change.note(words.start, words.object, words.object, "", {});
    return {};
  };
  answer_after_noting(call, note, [&book, call, done = std::move(done)](Response response) {
    if (response.status >= 500) book.forget(call->actor);
    done(std::move(response));
  });
}

void ServiceImpl::answer_after_noting(const std::shared_ptr<const Call>& call, NoteReading note,
                                      std::function<void(Response)> done) {
  WriteJob job;
  job.occasion = [this, call] { return occasion(call->actor, call->request.request_id); };
  job.run = [call, note](Change& change) { return note(*call, change); };
  job.finish = [this, call, done = std::move(done)](const Done& outcome) {
    // Who cannot be recorded does not read.
    if (!outcome) return done(refusal(outcome.error(), *call));
    answer_read(call, done);
  };
  store_->write(std::move(job));
}

void ServiceImpl::check_record(const std::shared_ptr<const Call>& call, std::function<void(Response)> done) {
  const std::lock_guard lock(checking_mutex_);
  if (checking_.joinable()) checking_.join();
  checking_ = std::thread([this, call, done = std::move(done)] {
    const auto checked = check_audit(store_->file());
    if (!checked) return done(refusal(checked.error(), *call));
    Answer answer;
    security_->record_was_checked(asker_of(*call), checked->report);
    answer.body = contract::encode(checked->report);
    answer.etag = etag_of_body(answer.body);
    done(response_from(answer));
  });
}

Result<std::int64_t> ServiceImpl::export_audit(const contract::AuditExport& wish,
                                               const std::function<void(const std::string&)>& write) {
  constexpr std::int64_t kBatch = 1'000;
  std::int64_t lines = 0;
  const Done noted = store_->write_and_wait([this] { return occasion(system_actor(), ""); },
                                            [&](Change& change) -> Done {
                                              note_export(change, wish);
                                              return {};
                                            });
  if (!noted) return noted.error();
  auto checked = check_audit(store_->file(), true);
  if (!checked) return checked.error();
  if (!checked->report.valid)
    return base::fail(ErrorKind::storage, fmt::format("The record is wrong at line {}: {}.",
                                                      *checked->report.wrong_id, checked->report.reason));
  MerkleTree tree;
  for (const auto& leaf : checked->leaves) tree.append(leaf);
  const auto hashes = tree.reader();
  const auto checkpoint = contract::sign_checkpoint({tree.size(), tree.root(tree.size()), now()}, audit_key_);
  write(contract::encode(checkpoint) + "\n");
  contract::AuditExport batch = wish;
  batch.to_id = std::min(wish.to_id.value_or(checkpoint.size), checkpoint.size);
  while (batch.from_id <= *batch.to_id) {
    std::vector<contract::AuditRecord> chosen;
    const Done read =
        store_->read([&](Database& database) { chosen = chosen_lines(database, batch, kBatch); });
    if (!read) return read.error();
    for (const auto& line : chosen) write(export_line(line, tree.size(), hashes));
    if (chosen.empty()) break;
    lines += static_cast<std::int64_t>(chosen.size());
    batch.from_id = chosen.back().id + 1;
  }
  return lines;
}

Done ServiceImpl::note_check(const contract::AuditCheck& check) {
  return store_->write_and_wait([this] { return occasion(system_actor(), ""); },
                                [&](Change& change) -> Done {
                                  RequestFact operator_here;
                                  operator_here.at = change.now();
                                  operator_here.principal_id = system_actor().id;
                                  operator_here.role = system_actor().role_word();
                                  security_->keep_check(change, operator_here, check);
                                  return {};
                                });
}

Result<std::int64_t> ServiceImpl::erase_from_audit(const contract::AuditErasure& wish) {
  // The rules of the request's body hold here too.
  const auto checked = contract::decode_new<contract::AuditErasure>(contract::encode(wish));
  if (!checked) return checked.error();
  Result<std::int64_t> erased = std::int64_t{0};
  const Done done = store_->write_and_wait([this] { return occasion(system_actor(), ""); },
                                           [&](Change& change) -> Done {
                                             erased = erase_person(change, *checked);
                                             return erased ? Done() : Done(erased.error());
                                           });
  if (!done) return done.error();
  return erased;
}

// ---- writes

struct ServiceImpl::PendingWrite {
  std::shared_ptr<const Call> call;
  std::vector<WritePart> parts;
  size_t next = 0;
  std::string hash;  ///< of the request, where it has an Idempotency-Key
  std::optional<Answer> answer;
  bool finished = false;  ///< replayed or refused: no further part
  std::function<void(Response)> done;
};

void ServiceImpl::answer_write(const std::shared_ptr<const Call>& call, std::function<void(Response)> done) {
  const Request& request = call->request;
  for (const auto& checked : {check_media_type(*call->route, request), check_size(*call->route, request),
                              check_key(request.idempotency_key)})
    if (!checked) return done(refusal(checked.error(), *call));
  auto plan = find_handler(call->route->operation)->write(call);
  if (!plan) return done(refusal(plan.error(), *call));
  if (plan->answer) {
    Response response = response_from(*plan->answer);
    keep_private(response, *call);
    return done(std::move(response));
  }
  auto write = std::make_shared<PendingWrite>();
  write->call = call;
  write->parts = std::move(plan->parts);
  write->done = std::move(done);
  if (!request.idempotency_key.empty()) write->hash = request_hash(request);
  run_part(write);
}

void ServiceImpl::run_part(const std::shared_ptr<PendingWrite>& write) {
  WriteJob job;
  job.occasion = [this, write] { return occasion(write->call->actor, write->call->request.request_id); };
  job.run = [this, write](Change& change) { return run_in_transaction(*write, change); };
  job.finish = [this, write](const Done& outcome) {
    if (!outcome) return write->done(refusal(outcome.error(), *write->call));
    ++write->next;
    if (!write->finished && write->next < write->parts.size()) return run_part(write);
    if (write->call->route->operation == Operation::erase_from_audit) {
      const std::unique_lock lock(tokens_mutex_);
      tokens_.clear();  // those of an erased person are gone
    }
    Response response = response_from(*write->answer);
    keep_private(response, *write->call);
    write->done(std::move(response));
  };
  store_->write(std::move(job));
}

Done ServiceImpl::run_in_transaction(PendingWrite& write, Change& change) {
  const Request& request = write.call->request;
  const std::string& key = request.idempotency_key;
  const std::string& who = write.call->actor.id;
  Database& database = change.database();
  write.answer.reset();
  write.finished = false;
  if (!key.empty() && write.next == 0) {
    if (auto first = find_answer(database, who, key, change.now())) {
      if (first->request_hash != write.hash)
        return base::fail(ErrorKind::invalid, "This Idempotency-Key was used for another request.",
                          "Idempotency-Key");
      if (is_kept_sealed(write.call->route->operation) && first->status < 400) {
        auto plain = base::open_text(*change.key(), first->body, context_of_kept(who, key));
        if (!plain) return plain.error();
        first->body = std::move(*plain);
      }
      write.answer = Answer{static_cast<int>(first->status),
                            first->body,
                            first->etag,
                            first->location,
                            first->content_type,
                            0,
                            {}};
      write.finished = true;
      return {};
    }
  }
  auto answer = write.parts[write.next](change);
  if (database.failure()) return *database.failure();
  if (!answer) {
    Answer refusal = problem_answer(answer.error(), request);
    if (key.empty() || !is_final(refusal.status)) return answer.error();
    answer = std::move(refusal);
  }
  if (answer->status >= 400) change.roll_back();
  write.finished = answer->status >= 400;
  const bool last = write.finished || write.next + 1 == write.parts.size();
  // What is behind a pseudonym, and what citizens sent as a whole, is told once and not kept beside the
  // record.
  const auto operation = write.call->route->operation;
  const bool kept = operation != Operation::reveal_pseudonym && operation != Operation::export_form_answers &&
                    !is_secret(*write.call->route);
  if (!key.empty() && kept && last && is_final(answer->status)) {
    const bool sealed = is_kept_sealed(operation) && answer->status < 400;
    keep_answer(
        database, who, key,
        {write.hash, answer->status, answer->content_type, answer->etag, answer->location,
         sealed ? base::seal_text(*change.key(), answer->body, context_of_kept(who, key)) : answer->body},
        change.now());
  }
  write.answer = std::move(*answer);
  return {};
}

// ---- the stream

Result<StreamTicket> ServiceImpl::open_stream(const Request& request) {
  Request copy = request;
  RequestFact fact{options_.clock(), request.method, request.target,
                   request.source,   request.device, request.request_id};
  const auto call = accept(copy, fact);
  fact.status = call ? 200 : problem_response(call.error(), request).status;
  security_->saw(fact);
  if (!call) return call.error();
  StreamTicket ticket;
  ticket.number = security_->stops().stream_opened(
      {(*call)->session, (*call)->actor.id, (*call)->actor.organisation_id, fact.device, request.source,
       request.device, (*call)->device.has_value()});
  ticket.role = (*call)->actor.role.value_or(contract::Role::editor);
  ticket.organisation_id = (*call)->actor.organisation_id;
  ticket.expires_at = (*call)->expires_at;
  ticket.after = store_->events().newest();
  const std::string& last = request.last_event_id;
  if (last.empty()) return ticket;
  std::int64_t id = -1;
  const auto [end, error] = std::from_chars(last.data(), last.data() + last.size(), id);
  if (error == std::errc() && end == last.data() + last.size() && store_->events().reaches(id))
    ticket.after = id;
  else
    ticket.resync = true;
  return ticket;
}

std::vector<StreamEvent> ServiceImpl::events_after(std::int64_t id, int most) {
  std::vector<StreamEvent> events;
  for (auto& event : store_->events().after(id, most))
    events.push_back({event.id, event.roles, std::move(event.organisation_id), std::move(event.data)});
  return events;
}

bool ServiceImpl::stream_allowed(const StreamTicket& ticket) {
  return security_->stops().stream_allowed(ticket.number);
}

void ServiceImpl::stream_closed(const StreamTicket& ticket) {
  security_->stops().stream_closed(ticket.number);
}

void ServiceImpl::set_edge(const EdgeFacts& edge) {
  bound_tokens_.set_names(edge.certificate_covers);
  security_->set_edge(edge);
}

void ServiceImpl::reload_rules() {
  if (security_->watches()) security_->monitor().reload_rules();
}

void ServiceImpl::on_events(std::function<void()> wake) {
  store_->on_events(std::move(wake));
}

// ---- opening

Result<std::unique_ptr<Service>> Service::open(ServiceOptions options) {
  constexpr std::string_view kScheme = "sqlite:";
  if (!options.store.starts_with(kScheme) || options.store.size() == kScheme.size())
    return base::fail(ErrorKind::invalid,
                      fmt::format("The store must be given as sqlite:FILE, not \"{}\".", options.store),
                      "store");
  const std::string file = options.store.substr(kScheme.size());
  auto store = Store::open(file, options.clock);
  if (!store) return store.error();
  // Made on the first start, mode 0600: checkpoints of the audit record are signed with it.
  const auto audit_key = base::load_or_create_key(file + ".audit.key");
  if (!audit_key) return audit_key.error();
  auto service = std::make_unique<ServiceImpl>(std::move(options), std::move(*store), *audit_key);
  const Done filled =
      service->store().write_and_wait([&] { return service->occasion(system_actor(), ""); }, first_fill);
  if (!filled) return filled.error();
  if (const Done started = service->start(); !started) return started.error();
  return std::unique_ptr<Service>(std::move(service));
}

}  // namespace stadtpult::platform
