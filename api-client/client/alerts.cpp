#include "api-client/client/alerts.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace stadtpult::client {
namespace {

constexpr std::size_t kLogMost = 16'384;  // a view that is further behind begins again

std::uint32_t narrowed(std::int64_t value) {
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(value, 0, std::numeric_limits<std::uint32_t>::max()));
}

std::uint8_t byte_of(std::int64_t value) {
  return static_cast<std::uint8_t>(std::clamp<std::int64_t>(value, 0, 99));
}

}  // namespace

// ---- texts ----

void TextPool::clear() {
  chars_ = {};
  ends_.assign(1, 0);
  slots_.assign(64, 0);
}

std::string_view TextPool::at(std::uint32_t number) const {
  if (number == 0 || number >= ends_.size()) return {};
  return std::string_view(chars_).substr(ends_[number - 1], ends_[number] - ends_[number - 1]);
}

/// Where the text stands or would stand.
std::size_t TextPool::slot_of(std::string_view text) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(text)&mask;
  while (slots_[slot] != 0 && at(slots_[slot] - 1) != text) slot = (slot + 1) & mask;
  return slot;
}

std::optional<std::uint32_t> TextPool::find(std::string_view text) const {
  if (text.empty()) return 0;
  const std::uint32_t found = slots_[slot_of(text)];
  return found == 0 ? std::nullopt : std::optional(found - 1);
}

std::uint32_t TextPool::put(std::string_view text) {
  if (text.empty()) return 0;
  const std::size_t slot = slot_of(text);
  if (slots_[slot] != 0) return slots_[slot] - 1;
  const auto number = static_cast<std::uint32_t>(ends_.size());
  chars_.append(text);
  ends_.push_back(chars_.size());
  slots_[slot] = number + 1;
  if (ends_.size() * 4 > slots_.size() * 3) grow();
  return number;
}

void TextPool::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::uint32_t number = 1; number < ends_.size(); ++number) slots_[slot_of(at(number))] = number + 1;
}

std::size_t TextPool::bytes() const {
  return chars_.capacity() + ends_.capacity() * sizeof(ends_[0]) + slots_.capacity() * sizeof(slots_[0]);
}

// ---- reading ----

std::uint32_t AlertTable::find(std::string_view id) const {
  const auto number = ids_.find(id);
  if (!number || *number == 0 || *number >= by_id_.size()) return kNone;
  const std::uint32_t row = by_id_[*number];
  return row == kNone || rows_[row].gone ? kNone : row;
}

std::string_view AlertTable::person(std::uint32_t assignee) const {
  const auto at = people_.find(assignee);
  return at != people_.end() && !at->second.empty() ? std::string_view(at->second) : texts_.at(assignee);
}

std::size_t AlertTable::bytes() const {
  return rows_.capacity() * sizeof(AlertRow) + by_id_.capacity() * sizeof(by_id_[0]) + texts_.bytes() +
         ids_.bytes() + log_.capacity() * sizeof(log_[0]);
}

// ---- changing ----

void AlertTable::reserve(std::size_t rows) {
  rows_.reserve(rows);
  by_id_.reserve(rows + 1);
}

void AlertTable::clear() {
  const std::uint64_t rebuilt = rebuilt_ + 1, next = generation + 1;
  *this = AlertTable();
  rebuilt_ = rebuilt;
  generation = next;
}

void AlertTable::begin_load(base::Timestamp now) {
  if (state != RemoteState::loading) loading_since = now;
  state = RemoteState::loading;
  ++round_;
  done = total = 0;
  ++generation;
}

void AlertTable::fail(base::Error why) {
  state = why.kind == base::ErrorKind::forbidden ? RemoteState::forbidden : RemoteState::failed;
  error = std::move(why);
  ++generation;
}

void AlertTable::count(std::uint32_t row, bool in) {
  const AlertRow& alert = rows_[row];
  if (!is_open(alert)) return;
  const int by = in ? 1 : -1;
  const bool critical = alert.severity >= contract::kSeverityCritical;
  if (critical) open_critical_ += by;
  if (alert.assignee != 0) return;
  if (critical && in) critical_unassigned_.insert(row);
  if (critical && !in) critical_unassigned_.erase(row);
  if (alert.severity == contract::kSeverityCritical - 1) high_unassigned_ += by;
}

void AlertTable::changed(std::uint32_t row) {
  if (log_.size() >= kLogMost) {
    log_.erase(log_.begin(), log_.begin() + kLogMost / 2);
    log_start_ += kLogMost / 2;
  }
  log_.push_back(row);
  ++generation;
}

std::uint32_t AlertTable::rule_of(const contract::Alert& alert) {
  const auto [at, added] =
      rule_numbers_.try_emplace(alert.rule_id, static_cast<std::uint32_t>(rules_.size()));
  if (added) rules_.emplace_back();
  AlertRule& rule = rules_[at->second];
  if (added || rule.title != alert.rule_title || rule.version != alert.rule_version)
    rule = {alert.rule_id, alert.rule_title, alert.rule_author, alert.rule_version};
  return at->second;
}

void AlertTable::put(const contract::Alert& alert) {
  const std::uint32_t id = ids_.put(alert.id);
  if (id >= by_id_.size()) by_id_.resize(id + 1, kNone);
  std::uint32_t row = by_id_[id];
  if (row == kNone) {
    row = by_id_[id] = static_cast<std::uint32_t>(rows_.size());
    rows_.emplace_back().gone = true;
    ++gone_;
  }
  const auto covered = confirmed_.find(row);
  AlertRow& known = covered != confirmed_.end() ? covered->second : rows_[row];
  const std::uint32_t revision = narrowed(alert.revision);
  if (!known.gone && known.revision > revision) {
    known.round = rows_[row].round = round_;
    return;
  }
  if (rows_[row].gone) --gone_;
  count(row, false);
  known = {.number = alert.number,
           .last_ms = alert.last_at.ms,
           .acknowledged_ms = alert.acknowledged_until.ms,
           .id = id,
           .rule = rule_of(alert),
           .principal = texts_.put(alert.principal),
           .source = texts_.put(alert.source),
           .device = texts_.put(alert.device),
           .session = texts_.put(alert.session),
           .organisation = texts_.put(alert.organisation_id),
           .miniapp = texts_.put(alert.miniapp_id),
           .assignee = texts_.put(alert.assignee_id.value_or("")),
           .incident = texts_.put(alert.incident_id.value_or("")),
           .count = narrowed(alert.count),
           .revision = revision,
           .severity = byte_of(alert.severity_id),
           .status = byte_of(alert.status_id),
           .verdict = byte_of(alert.verdict_id),
           .round = round_};
  if (known.assignee != 0 && alert.assignee_name) people_[known.assignee] = *alert.assignee_name;
  if (covered != confirmed_.end()) {
    rows_[row] = known;
    if (const auto waits = waiting_.find(alert.id); waits != waiting_.end())
      for (const auto& change : waits->second) overlay(rows_[row], change);
  }
  count(row, true);
  changed(row);
}

void AlertTable::erase(std::string_view id) {
  const std::uint32_t row = find(id);
  if (row == kNone) return;
  confirmed_.erase(row);
  count(row, false);
  rows_[row].gone = true;
  ++gone_;
  changed(row);
}

void AlertTable::finish_load(base::Timestamp at) {
  for (std::uint32_t row = 0; row < rows_.size(); ++row)
    if (!rows_[row].gone && rows_[row].round != round_) erase(id(rows_[row]));
  if (gone_ > 1024 && gone_ * 4 > rows_.size()) compact();
  state = RemoteState::there;
  received_at = at;
  done = total = static_cast<std::int64_t>(live());
  ++generation;
}

/// Gives the places of those that are gone back. Texts stay: most are used again.
void AlertTable::compact() {
  uncover();
  std::erase_if(rows_, [](const AlertRow& row) { return row.gone; });
  std::fill(by_id_.begin(), by_id_.end(), kNone);
  for (std::uint32_t row = 0; row < rows_.size(); ++row) by_id_[rows_[row].id] = row;
  gone_ = 0;
  critical_unassigned_.clear();
  open_critical_ = high_unassigned_ = 0;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) count(row, true);
  log_start_ += log_.size();
  log_.clear();
  ++rebuilt_;
  cover();
}

// ---- changes that wait ----

void AlertTable::overlay(AlertRow& row, const contract::AlertChange& change) {
  if (change.status_id) row.status = byte_of(*change.status_id);
  if (change.verdict_id) row.verdict = byte_of(*change.verdict_id);
  if (change.incident_id) row.incident = texts_.put(*change.incident_id);
  if (change.assignee_id) row.assignee = texts_.put(*change.assignee_id == "me" ? me_ : *change.assignee_id);
}

void AlertTable::uncover() {
  for (auto& [row, known] : confirmed_) {
    count(row, false);
    rows_[row] = known;
    count(row, true);
    changed(row);
  }
  confirmed_.clear();
}

void AlertTable::cover() {
  for (const auto& [id, changes] : waiting_) {
    const std::uint32_t row = find(id);
    if (row == kNone) continue;
    confirmed_.emplace(row, rows_[row]);
    count(row, false);
    for (const auto& change : changes) overlay(rows_[row], change);
    count(row, true);
    changed(row);
  }
}

void AlertTable::set_waiting(std::map<std::string, std::vector<contract::AlertChange>, std::less<>> waiting,
                             std::string_view me) {
  if (waiting == waiting_) return;
  uncover();
  waiting_ = std::move(waiting);
  me_ = me;
  cover();
}

}  // namespace stadtpult::client
