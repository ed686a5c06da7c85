#pragma once
// Security monitoring of one service, all parts together.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "api-client/contract/audit.hpp"
#include "platform/security/jobs.hpp"
#include "platform/security/layers.hpp"
#include "platform/security/monitor.hpp"
#include "platform/security/request_limit.hpp"

namespace stadtpult::platform {

class Security {
 public:
  struct Parts {
    Store& store;
    const ServiceOptions& options;
    std::function<Occasion(const Actor&)> occasion;
    std::function<int(const std::string& target)> ask_without_token;
    std::function<bool()> binding_holds;
    base::PublicKey signer;  ///< of the audit record and of backups
    base::Key key;           ///< the store's own, which opens what is sealed
  };

  explicit Security(Parts parts);
  ~Security();

  /// Begins to watch where the options say so, and to carry out jobs.
  base::Done start();
  void stop();

  /// Of a request that was answered. Any thread, cheap.
  void saw(RequestFact fact);
  [[nodiscard]] bool watches() const { return parts_.options.watch; }

  /// One more request from this address: how long it has to wait, ms; 0: go on. Any thread, cheap.
  int slow(const std::string& source);
  Stops& stops() { return stops_; }
  Pseudonyms& pseudonyms() { return pseudonyms_; }
  /// The key beside the store.
  [[nodiscard]] const base::Key& key() const { return parts_.key; }
  Monitor& monitor() { return *monitor_; }
  [[nodiscard]] std::shared_ptr<const RuleState> rules() const { return rules_.state(); }
  [[nodiscard]] base::Timestamp now() const { return parts_.options.clock(); }
  /// Events that may wait for the rules before more are turned away; 0: any number.
  [[nodiscard]] std::int64_t backlog() const { return watches() ? parts_.options.event_backlog : 0; }
  /// Somebody had the audit record checked. Any thread.
  void record_was_checked(const RequestFact& who, const contract::AuditCheck& check);
  /// The same from a program beside the one that watches: kept in the store until that one looks at it.
  void keep_check(Change& change, const RequestFact& who, const contract::AuditCheck& check);
  /// Somebody brought a checkpoint that was signed here and is not what the record is now. Any thread.
  void checkpoint_does_not_fit(const RequestFact& who, const contract::AuditComparison& compared);
  /// So many codes by e-mail were asked for that no more go out for a while. Any thread.
  void codes_are_used_up();
  /// Who works on what; entries that nobody renewed are gone. Any thread.
  [[nodiscard]] std::vector<contract::Presence> presence();
  /// True where somebody comes or goes by it, so that others are to hear of it.
  [[nodiscard]] bool presence_differs(const contract::Presence& presence);
  void set_presence(contract::Presence presence);
  void set_edge(const EdgeFacts& edge);
  [[nodiscard]] std::vector<contract::ProtectionLayer> layers(Database& database);

 private:
  bool replay_one();

  Parts parts_;
  Pseudonyms pseudonyms_;
  Stops stops_;
  RequestLimit limit_;
  BackupWatch backups_;
  RuleLibrary rules_;
  std::unique_ptr<Monitor> monitor_;
  std::unique_ptr<JobRunner> jobs_;

  std::mutex mutex_;  ///< guards all below
  std::optional<EdgeFacts> edge_;
  std::unordered_set<std::string> sessions_;  ///< seen since the start
  std::int64_t refused_inputs_ = 0;
  base::Timestamp last_refused_input_;
  struct Present {
    contract::Presence who;
    base::Timestamp renewed_at;
  };
  std::vector<Present> present_;
};

}  // namespace stadtpult::platform
