#include "platform/routes/share_rounds.hpp"

#include <algorithm>

#include "platform/domain/test_code.hpp"
#include "platform/routes/booking_parts.hpp"
#include "platform/security/security.hpp"
#include "platform/store/accounts.hpp"

namespace stadtpult::platform {

using contract::TestRound;

namespace {

std::vector<TestRound> share_rounds(Database& database) {
  auto rounds = Table<TestRound>::where(
      database, {{"cohort", {std::string(contract::enum_name(contract::Cohort::share))}}});
  std::sort(rounds.begin(), rounds.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return rounds;
}

StoredCode code_in(const TestRound& round, const std::string& account_id) {
  StoredCode code;
  code.round_id = round.id;
  code.round_name = round.name;
  code.ring = round.ring;
  code.starts_at = round.starts_at;
  code.ends_at = round.ends_at;
  code.closed = round.closed;
  code.account_id = account_id;
  return code;
}

/// What the lot is drawn by: the mark of the person's address, which an account that is erased and made again
/// has again. So nobody tries until they are drawn.
std::string lot_of(Database& database, const std::string& account_id) {
  const auto account = find_account(database, account_id);
  return account ? account->email_mark : std::string();
}

/// What the account would take part with, where this is its code and it was drawn.
std::optional<StoredCode> drawn_code(Change& change, const std::string& account_id, const std::string& code) {
  const auto lot = lot_of(change.database(), account_id);
  for (const auto& round : share_rounds(change.database()))
    if (!lot.empty() && base::same_secret(code_of_account(*change.key(), round.id, lot), code) &&
        is_drawn(*change.key(), round.id, lot, round.share_percent))
      return code_in(round, account_id);
  return std::nullopt;
}

/// Not of which round: the record stays, and must not tell who which testperson was.
void note_part(Change& change, const Call& call, const char* action, const StoredCode& code) {
  as_citizen(change, call).note(action, "account", code.account_id, "", {});
}

/// A number that says nothing about the order in which people came.
std::int64_t some_number(Database& database, const std::string& round_id) {
  constexpr std::int64_t kNumbers = 9'999;
  constexpr int kTries = 50;
  for (int i = 0; i < kTries; ++i) {
    const auto number =
        static_cast<std::int64_t>(std::stoul(base::random_hex(4), nullptr, 16)) % kNumbers + 1;
    if (!has_code(database, round_id, number)) return number;
  }
  return last_code(database, round_id) + 1;
}

}  // namespace

std::vector<ShareOffer> offers_for(Database& database, const base::Key& key, const std::string& account_id,
                                   base::Timestamp now) {
  const auto parts = parts_of_account(database, account_id);
  const auto lot = lot_of(database, account_id);
  std::vector<ShareOffer> offers;
  for (auto& round : share_rounds(database)) {
    if (time_of(code_in(round, account_id), now) != RoundTime::running) continue;
    ShareOffer offer;
    const auto part =
        std::find_if(parts.begin(), parts.end(), [&](const auto& each) { return each.round_id == round.id; });
    if (part != parts.end())
      offer.part = *part;
    else if (lot.empty() || !is_drawn(key, round.id, lot, round.share_percent))
      continue;
    offer.code = code_of_account(key, round.id, lot);
    offer.round = std::move(round);
    offers.push_back(std::move(offer));
  }
  return offers;
}

bool may_use(const std::optional<Citizen>& citizen, const StoredCode& code) {
  if (code.account_id.empty()) return true;
  return !code.left_at && citizen && citizen->account_id == code.account_id;
}

std::optional<StoredCode> use_code_of(Change& change, const Call& call, const std::string& code) {
  const std::string hash = hash_of_code(*change.key(), code);
  auto found = find_code(change.database(), hash);
  if (found && found->account_id.empty()) return use_code(change, code);
  if (!call.citizen || (found && found->account_id != call.citizen->account_id)) return std::nullopt;
  const bool first = !found;
  if (first) found = drawn_code(change, call.citizen->account_id, code);
  if (!found || time_of(*found, change.now()) != RoundTime::running) return found;
  if (first) {
    found->number = some_number(change.database(), found->round_id);
    insert_code(change.database(), hash, found->round_id, found->number, day_told(change.now()));
  }
  if (first || found->left_at) {
    note_joined(change.database(), found->account_id, found->round_id, hash, change.now());
    note_part(change, call, "account.join_round", *found);
    found->left_at = {};
  }
  use_code(change, code);
  return found;
}

void leave_round(Change& change, const Call& call, const std::string& round_id) {
  if (!call.citizen || !note_left(change.database(), call.citizen->account_id, round_id, change.now()))
    return;
  StoredCode left;
  left.round_id = round_id;
  left.account_id = call.citizen->account_id;
  note_part(change, call, "account.leave_round", left);
}

}  // namespace stadtpult::platform
