#pragma once
// Alerts as the console holds them: a million of them fit beside everything else, so each is one small row
// and every text is kept once. Evidence and timeline are fetched for the alert that is open. Frame thread.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/client/remote.hpp"
#include "api-client/contract/security.hpp"

namespace stadtpult::client {

/// Texts that repeat, each kept once under a number; 0 is "". Numbers stay valid until clear().
class TextPool {
 public:
  TextPool() { clear(); }
  std::uint32_t put(std::string_view text);
  /// The number of a text that is there; nullopt for any other.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;
  /// Valid until the next put().
  [[nodiscard]] std::string_view at(std::uint32_t number) const;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }
  [[nodiscard]] std::size_t bytes() const;
  void clear();

 private:
  [[nodiscard]] std::size_t slot_of(std::string_view text) const;
  void grow();

  std::string chars_;
  std::vector<std::uint64_t> ends_;   ///< where text n ends in chars_
  std::vector<std::uint32_t> slots_;  ///< open addressing: number + 1, 0 = free
};

/// One alert. Numbers of texts are those of AlertTable::texts.
struct AlertRow {
  std::int64_t number = 0;
  std::int64_t last_ms = 0;          ///< of its newest event
  std::int64_t acknowledged_ms = 0;  ///< out of the way until then; 0 = not
  std::uint32_t id = 0, rule = 0, principal = 0, source = 0, device = 0, session = 0, organisation = 0,
                miniapp = 0, assignee = 0, incident = 0;
  std::uint32_t count = 1;
  std::uint32_t revision = 0;
  std::uint8_t severity = 1, status = 1, verdict = 0;
  std::uint8_t round = 0;  ///< of the load that saw it last
  bool gone = false;       ///< the platform has it no more; its place stays until the next rebuild
};

/// What all alerts of a rule share.
struct AlertRule {
  std::string id;
  contract::LocalizedText title;
  std::string author, version;
};

class AlertTable {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // ---- its life, as Remote has it ----
  RemoteState state = RemoteState::not_asked;
  base::Error error;
  base::Timestamp loading_since, received_at;
  std::int64_t done = 0, total = 0;  ///< while loading: "1.240 von 104.318"
  std::uint64_t generation = 0;      ///< grows with each change

  // ---- reading ----
  /// All rows, those that are gone too; a row keeps its number while `rebuilt` stays.
  [[nodiscard]] std::span<const AlertRow> rows() const { return rows_; }
  [[nodiscard]] std::size_t live() const { return rows_.size() - gone_; }
  /// Row of an alert; kNone where it is not there.
  [[nodiscard]] std::uint32_t find(std::string_view id) const;
  [[nodiscard]] std::string_view id(const AlertRow& row) const { return ids_.at(row.id); }
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_.at(number); }
  [[nodiscard]] const TextPool& texts() const { return texts_; }
  [[nodiscard]] const AlertRule& rule(const AlertRow& row) const { return rules_[row.rule]; }
  [[nodiscard]] std::span<const AlertRule> rules() const { return rules_; }
  /// Name of a person who has alerts; the id where none came.
  [[nodiscard]] std::string_view person(std::uint32_t assignee) const;
  /// People who have or had alerts, by the number of their id.
  [[nodiscard]] const std::map<std::uint32_t, std::string>& people() const { return people_; }
  /// Critical alerts that nobody has closed or put aside: the badge.
  [[nodiscard]] int open_critical() const { return open_critical_; }
  /// Rows of critical alerts that are open and nobody's, and how many high ones are so: what waits for the
  /// security team.
  [[nodiscard]] const std::set<std::uint32_t>& critical_unassigned() const { return critical_unassigned_; }
  [[nodiscard]] int high_unassigned() const { return high_unassigned_; }
  /// A change of this alert waits in the outbox.
  [[nodiscard]] bool pending(std::string_view id) const { return waiting_.find(id) != waiting_.end(); }
  /// Memory that all of it takes.
  [[nodiscard]] std::size_t bytes() const;

  /// Rows that changed, oldest first, from number `log_start()` on: what a view has to look at again.
  [[nodiscard]] std::span<const std::uint32_t> log() const { return log_; }
  [[nodiscard]] std::uint64_t log_start() const { return log_start_; }
  /// Grows when rows were numbered anew: a view begins again.
  [[nodiscard]] std::uint64_t rebuilt() const { return rebuilt_; }

  // ---- changing: State::apply() alone ----
  void begin_load(base::Timestamp now);
  void put(const contract::Alert& alert);
  void erase(std::string_view id);
  /// Everything came: what this load did not see is gone.
  void finish_load(base::Timestamp at);
  void fail(base::Error why);
  /// Changes that wait in the outbox are laid over what the platform has, by id.
  void set_waiting(std::map<std::string, std::vector<contract::AlertChange>, std::less<>> waiting,
                   std::string_view me);
  void reserve(std::size_t rows);
  void clear();

 private:
  void changed(std::uint32_t row);
  /// Takes a row into the counts (or out of them): around every change of it.
  void count(std::uint32_t row, bool in);
  void cover();
  void uncover();
  void overlay(AlertRow& row, const contract::AlertChange& change);
  std::uint32_t rule_of(const contract::Alert& alert);
  void compact();

  TextPool texts_, ids_;
  std::vector<AlertRow> rows_;
  std::vector<std::uint32_t> by_id_;  ///< number of the id → row
  std::vector<AlertRule> rules_ = std::vector<AlertRule>(1);
  std::map<std::string, std::uint32_t, std::less<>> rule_numbers_;
  std::map<std::uint32_t, std::string> people_;
  std::vector<std::uint32_t> log_;
  std::uint64_t log_start_ = 0, rebuilt_ = 0;
  std::size_t gone_ = 0;
  int open_critical_ = 0, high_unassigned_ = 0;
  std::set<std::uint32_t> critical_unassigned_;
  std::uint8_t round_ = 0;
  std::map<std::string, std::vector<contract::AlertChange>, std::less<>> waiting_;
  std::map<std::uint32_t, AlertRow> confirmed_;  ///< rows under a waiting change, as the platform has them
  std::string me_;
};

/// Nobody has closed it or put it aside.
inline bool is_open(const AlertRow& row) {
  return !row.gone && (row.status == contract::kStatusNew || row.status == contract::kStatusInProgress);
}

}  // namespace stadtpult::client
