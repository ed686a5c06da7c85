#include "platform/routes/account_rounds.hpp"

#include <algorithm>

#include "platform/domain/test_code.hpp"
#include "platform/routes/booking_parts.hpp"
#include "platform/security/security.hpp"

namespace stadtpult::platform {

using contract::Cohort;
using contract::TestRound;

namespace {

std::vector<TestRound> rounds_by_account(Database& database) {
  auto rounds = Table<TestRound>::where(database, {{"cohort",
                                                    {std::string(contract::enum_name(Cohort::share)),
                                                     std::string(contract::enum_name(Cohort::employees))}}});
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
  code.cohort = round.cohort;
  return code;
}

/// The lot is drawn by the mark of the person's address, which an account that is erased and made again has
/// again. So nobody tries until they are drawn.
bool asks(const base::Key& key, const TestRound& round, const Citizen& citizen) {
  if (round.cohort == Cohort::employees) return citizen.employee;
  return is_drawn(key, round.id, citizen.email_mark, round.share_percent);
}

/// What the account would take part with, where this is its code and its round asks it.
std::optional<StoredCode> asked_code(Database& database, const base::Key& key, const Citizen& citizen,
                                     const std::string& code) {
  for (const auto& round : rounds_by_account(database))
    if (base::same_secret(code_of_account(key, round.id, citizen.email_mark), code) &&
        asks(key, round, citizen))
      return code_in(round, citizen.account_id);
  return std::nullopt;
}

/// Not of which round: the record stays, and must not tell who which testperson was.
void note_part(Change& change, const Call& call, const char* action, const StoredCode& code) {
  as_citizen(change, call).note(action, "account", code.account_id, "", {});
}

/// A number that says nothing about the order in which people came, and that no card has.
std::int64_t some_number(Database& database, const StoredCode& code) {
  constexpr std::int64_t kNumbers = 9'999;
  constexpr int kTries = 50;
  const std::int64_t before = code.cohort == Cohort::employees ? kMostCards : 0;
  for (int i = 0; i < kTries; ++i) {
    const auto number =
        before + static_cast<std::int64_t>(std::stoul(base::random_hex(4), nullptr, 16)) % kNumbers + 1;
    if (!has_code(database, code.round_id, number)) return number;
  }
  return std::max(before, last_code(database, code.round_id)) + 1;
}

}  // namespace

std::vector<RoundOffer> offers_for(Database& database, const base::Key& key, const Citizen& citizen,
                                   base::Timestamp now) {
  const auto parts = parts_of_account(database, citizen.account_id);
  std::vector<RoundOffer> offers;
  for (auto& round : rounds_by_account(database)) {
    const auto code = code_in(round, citizen.account_id);
    if (time_of(code, now) != RoundTime::running || is_for_employees_alone(citizen, code)) continue;
    RoundOffer offer;
    const auto part =
        std::find_if(parts.begin(), parts.end(), [&](const auto& each) { return each.round_id == round.id; });
    if (part != parts.end())
      offer.part = *part;
    else if (!asks(key, round, citizen))
      continue;
    offer.code = code_of_account(key, round.id, citizen.email_mark);
    offer.round = std::move(round);
    offers.push_back(std::move(offer));
  }
  return offers;
}

bool is_for_employees_alone(const std::optional<Citizen>& citizen, const StoredCode& code) {
  return code.cohort == Cohort::employees && !(citizen && citizen->employee);
}

bool may_use(const std::optional<Citizen>& citizen, const StoredCode& code) {
  if (is_for_employees_alone(citizen, code)) return false;
  if (code.account_id.empty()) return true;
  return !code.left_at && citizen && citizen->account_id == code.account_id;
}

GivenCode given_code(Database& database, const base::Key& key, const std::optional<Citizen>& citizen,
                     const std::string& code) {
  GivenCode given{find_code(database, hash_of_code(key, code)), code};
  auto& found = given.found;
  if (!found && citizen) found = asked_code(database, key, *citizen, code);
  if (!found) return given;
  if (!found->account_id.empty() && !(citizen && citizen->account_id == found->account_id))
    return GivenCode{};
  given.employees_alone = is_for_employees_alone(citizen, *found);
  if (given.employees_alone || found->cohort != Cohort::employees || !found->account_id.empty()) return given;
  given.own = code_of_account(key, found->round_id, citizen->email_mark);
  auto part = find_code(database, hash_of_code(key, given.own));
  if (!part) {
    found->number = 0;
    found->account_id = citizen->account_id;
  } else {
    found = std::move(part);
  }
  return given;
}

GivenCode use_code_of(Change& change, const Call& call, const std::string& code) {
  auto given = given_code(change.database(), *change.key(), call.citizen, code);
  auto& found = given.found;
  if (!found || given.employees_alone || time_of(*found, change.now()) != RoundTime::running) return given;
  if (found->account_id.empty()) {
    use_code(change, given.own);
    return given;
  }
  const auto hash = hash_of_code(*change.key(), given.own);
  const bool first = found->number == 0;
  if (first) {
    // Who was counted before an account was erased is counted under the new number alone.
    end_count(change.database(), mark_of_count(*change.key(), found->round_id, call.citizen->email_mark));
    found->number = some_number(change.database(), *found);
    insert_code(change.database(), hash, found->round_id, found->number, day_told(change.now()));
  }
  if (first || found->left_at) {
    note_joined(change.database(), found->account_id, found->round_id, hash, change.now());
    note_part(change, call, "account.join_round", *found);
    found->left_at = {};
  }
  use_code(change, given.own);
  return given;
}

void leave_round(Change& change, const Call& call, const std::string& round_id) {
  if (!call.citizen || !note_left(change.database(), call.citizen->account_id, round_id, change.now()))
    return;
  StoredCode left;
  left.round_id = round_id;
  left.account_id = call.citizen->account_id;
  note_part(change, call, "account.leave_round", left);
}

void keep_counts(Change& change, const StoredAccount& account) {
  if (change.key() == nullptr) return;
  for (const auto& part : parts_of_account(change.database(), account.id))
    keep_count(change.database(), account.id, part.round_id,
               mark_of_count(*change.key(), part.round_id, account.email_mark));
}

}  // namespace stadtpult::platform
