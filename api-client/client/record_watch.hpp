#pragma once
// Holds the platform's audit record against the last checkpoint that this console saw: a record that was cut
// off or rewritten is found also when the platform says that all is well. What was found stays until a person
// accepts the record as it is. I/O thread.

#include <functional>
#include <optional>
#include <string>

#include "api-client/base/merkle.hpp"
#include "api-client/client/keeper.hpp"
#include "api-client/client/transport.hpp"
#include "api-client/contract/checkpoint.hpp"

namespace stadtpult::client {

class RecordWatch {
 public:
  /// `account` names what is kept; another platform has another record.
  RecordWatch(Transport& transport, Keeper& keeper, base::Clock clock, std::string account,
              std::function<void(Update)> post);

  /// Takes back what this machine keeps, and shows it.
  void restore(const std::map<std::string, std::string>& settings);
  /// Asks for a checkpoint and holds it against the kept one: at each connect.
  void look();
  /// Lets the platform check every line, and holds what it says against the kept checkpoint.
  void check_lines();
  /// A person takes the record as it is now: the next checkpoint is kept without a comparison.
  void accept();
  void export_lines(const contract::AuditExport& wish);

 private:
  void took(const contract::AuditCheckpoint& seen);
  /// Are `size` lines with this root the kept ones and further ones? `good` is called where they are.
  void compare(std::int64_t size, const base::Digest& root, std::function<void()> good);
  void keep(const contract::AuditCheckpoint& seen);
  void found(contract::RecordFault fault, std::int64_t seen_size);
  /// Brings the kept checkpoint to the platform, which may have been deceived itself; once since the start.
  void tell_platform();
  void refused(const HttpAnswer& answer);
  void show();

  Transport& transport_;
  Keeper& keeper_;
  base::Clock clock_;
  std::string account_;
  std::function<void(Update)> post_;
  std::optional<contract::AuditCheckpoint> kept_;
  std::optional<contract::RecordFinding> finding_;
  base::Timestamp looked_at_;
  bool looking_ = false, checking_ = false, told_ = false;
};

}  // namespace stadtpult::client
