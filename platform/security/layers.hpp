#pragma once
// The fourteen protection layers with evidence that is measured when it is asked for. What is not built says
// so and is unknown; it is never claimed.

#include <functional>
#include <string>
#include <vector>

#include "platform/routes/service.hpp"
#include "platform/security/backup_watch.hpp"
#include "platform/security/monitor.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

struct LayerSources {
  Database& database;
  const Pseudonyms& pseudonyms;
  const Monitor::State monitor;
  std::shared_ptr<const RuleState> rules;  ///< null: nobody watches in this program
  std::string key_file;
  std::optional<EdgeFacts> edge;
  std::int64_t refused_inputs = 0, throttled = 0;  ///< since the start
  base::Timestamp last_refused_input;
  std::function<int(const std::string& target)> ask_without_token;  ///< the status that a GET gets
  std::function<bool()> binding_holds;  ///< a token in other hands was refused just now
  bool devices_required = false;
  base::Timestamp now;
  int requests_per_second = 0;  ///< that one network may make; 0: any number
  std::int64_t held_back = 0;   ///< requests beyond that, since the start
  BackupLook backup = {};
  TokenUse tokens = {};  ///< in the last kTokenUseMs, of those that are valid now
};

/// What the layers say about tokens is about so long.
inline constexpr std::int64_t kTokenUseMs = 30 * base::kDayMs;

/// In their order. Reads a sample of packages and the end of the audit record: some milliseconds.
std::vector<contract::ProtectionLayer> measure_layers(const LayerSources& from);

}  // namespace stadtpult::platform
