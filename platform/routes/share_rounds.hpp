#pragma once
// Test rounds that draw a share of the citizens: whom they draw among the accounts, and who takes part.

#include <optional>
#include <string>
#include <vector>

#include "platform/routes/intake.hpp"

namespace stadtpult::platform {

/// A round that runs now, as it is to an account: drawn and asked, taking part, or gone again.
struct ShareOffer {
  contract::TestRound round;
  std::string code;                ///< that this account alone takes part with
  std::optional<StoredPart> part;  ///< nothing where it never took part
};
/// By the rounds' numbers. Rounds that did not draw the account are not among them.
std::vector<ShareOffer> offers_for(Database& database, const base::Key& key, const std::string& account_id,
                                   base::Timestamp now);

/// May this person use this code? One that belongs to an account is that account's alone, while it takes
/// part, and is a wrong one for everybody else.
bool may_use(const std::optional<Citizen>& citizen, const StoredCode& code);

/// The code of a card as it is stored; or of the account that is signed in, which a share round draws: that
/// one is stored with its first use, and from then on a smaller share does not take it away. Where the round
/// runs, the code is used and the account takes part from now on. Writer's thread.
std::optional<StoredCode> use_code_of(Change& change, const Call& call, const std::string& code);

/// The account takes no part in this round any more, whatever its browsers hold. Writer's thread.
void leave_round(Change& change, const Call& call, const std::string& round_id);

}  // namespace stadtpult::platform
