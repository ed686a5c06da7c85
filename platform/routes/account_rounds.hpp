#pragma once
// Test rounds that citizens take part in with their account: those that draw a share of all, and those for
// the city's own people. Whom they ask, what a code is to who gives it, and who takes part.

#include <optional>
#include <string>
#include <vector>

#include "platform/routes/intake.hpp"
#include "platform/store/accounts.hpp"

namespace stadtpult::platform {

/// A round that runs now, as it is to an account: asked, taking part, or gone again.
struct RoundOffer {
  contract::TestRound round;
  std::string code;                ///< that this account alone takes part with
  std::optional<StoredPart> part;  ///< nothing where it never took part
};
/// By the rounds' numbers: those that drew the account or that it takes part in, and as an employee's those
/// for employees.
std::vector<RoundOffer> offers_for(Database& database, const base::Key& key, const Citizen& citizen,
                                   base::Timestamp now);

/// Is it a code of a round for the city's own people, and this person not signed in as one of them?
bool is_for_employees_alone(const std::optional<Citizen>& citizen, const StoredCode& code);
/// May this person use this code? One that belongs to an account is that account's alone, while it takes
/// part, and is a wrong one for everybody else.
bool may_use(const std::optional<Citizen>& citizen, const StoredCode& code);

/// What a code is to who gives it.
struct GivenCode {
  std::optional<StoredCode> found;  ///< nothing: there is none, or it is somebody else's
  std::string own;                  ///< what this person takes part with: the code, or the account's own
  bool employees_alone = false;     ///< is_for_employees_alone
};
/// Changes nothing. A card of a round for employees is an invitation: it is the account that takes part. The
/// code of an account is found though it was never used, while the round asks the account.
GivenCode given_code(Database& database, const base::Key& key, const std::optional<Citizen>& citizen,
                     const std::string& code);
/// The same; where the round runs and this person may, the code is used, and the account takes part from now
/// on: its code is stored with its first use, and from then on a smaller share does not take it away.
/// Writer's thread.
GivenCode use_code_of(Change& change, const Call& call, const std::string& code);

/// The account takes no part in this round any more, whatever its browsers hold. Writer's thread.
void leave_round(Change& change, const Call& call, const std::string& round_id);

/// Before an account goes: each round that is not closed keeps that somebody with its address counts already,
/// by a keyed hash (mark_of_count), so that who makes an account anew is not counted twice. Writer's thread.
void keep_counts(Change& change, const StoredAccount& account);

}  // namespace stadtpult::platform
