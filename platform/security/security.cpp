#include "platform/security/security.hpp"

namespace stadtpult::platform {
namespace {

constexpr size_t kMostSessions = 10'000;

std::vector<std::filesystem::path> folders_of(const ServiceOptions& options) {
  return {options.rules.begin(), options.rules.end()};
}

}  // namespace

base::Result<std::unique_ptr<Security>> Security::open(Parts parts) {
  const std::string file = parts.options.store.substr(parts.options.store.find(':') + 1) + ".key";
  const auto key = base::load_or_create_key(file);
  if (!key) return key.error();
  return std::unique_ptr<Security>(new Security(std::move(parts), *key, file));
}

Security::Security(Parts parts, const base::Key& key, std::string key_file)
    : parts_(std::move(parts)),
      key_file_(std::move(key_file)),
      pseudonyms_(key),
      stops_(parts_.store, pseudonyms_, parts_.options.clock),
      rules_(folders_of(parts_.options)) {
  monitor_ = std::make_unique<Monitor>(Monitor::Parts{parts_.store, pseudonyms_, stops_, rules_,
                                                      parts_.options.clock,
                                                      [this] { return parts_.occasion(system_actor()); }});
  jobs_ = std::make_unique<JobRunner>(parts_.store, parts_.occasion);
}

Security::~Security() {
  stop();
}

base::Done Security::start() {
  if (!watches()) return {};
  // A store that had no monitoring yet: its past is no news.
  bool began = false;
  const auto read = parts_.store.read([&](Database& database) { began = monitor_->has_begun(database); });
  if (!read) return read;
  if (!began) {
    const auto done = parts_.store.write_and_wait([this] { return parts_.occasion(system_actor()); },
                                                  [](Change& change) -> base::Done {
                                                    Monitor::pass_over(change);
                                                    return {};
                                                  });
    if (!done) return done;
  }
  monitor_->start();
  jobs_->start();
  return {};
}

void Security::stop() {
  monitor_->stop();
  jobs_->stop();
}

void Security::saw(RequestFact fact) {
  if (!watches()) return;
  const bool stores_events =
      fact.route != nullptr && fact.route->operation == contract::Operation::send_security_events;
  const bool changes = fact.method != "GET" && fact.status < 400;
  const bool refused_input =
      fact.status == 400 || fact.status == 413 || fact.status == 415 || fact.status == 422;
  if (refused_input || !fact.session.empty()) {
    const std::lock_guard lock(mutex_);
    if (refused_input) {
      ++refused_inputs_;
      last_refused_input_ = fact.at;
    }
    if (!fact.session.empty()) {
      if (sessions_.size() >= kMostSessions) sessions_.clear();
      bool& with_device = sessions_[fact.session];
      with_device = with_device || !fact.device.empty();
    }
  }
  const bool job = changes && fact.route != nullptr &&
                   (fact.route->operation == contract::Operation::create_security_job ||
                    fact.route->operation == contract::Operation::change_security_job);
  monitor_->add(std::move(fact));
  if (job) jobs_->wake();
  // Others' events are looked at at once; the platform's own gather for a moment.
  if (stores_events) monitor_->wake();
}

void Security::set_edge(const EdgeFacts& edge) {
  const std::lock_guard lock(mutex_);
  edge_ = edge;
}

std::vector<contract::ProtectionLayer> Security::layers(Database& database) {
  LayerSources from{database,
                    pseudonyms_,
                    monitor_->state(),
                    watches() ? rules_.state() : nullptr,
                    key_file_,
                    {},
                    0,
                    0,
                    0,
                    0,
                    {},
                    parts_.ask_without_token,
                    now()};
  from.throttled = stops_.throttled_count();
  {
    const std::lock_guard lock(mutex_);
    from.edge = edge_;
    from.sessions = static_cast<std::int64_t>(sessions_.size());
    for (const auto& [session, with_device] : sessions_) from.sessions_with_device += with_device;
    from.refused_inputs = refused_inputs_;
    from.last_refused_input = last_refused_input_;
  }
  return measure_layers(from);
}

}  // namespace stadtpult::platform
