#pragma once
// What a merchant's timeline tells, and who it tells of. Internal to the merchants' life. Pure; any thread.

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "platform/domain/merchant_life.hpp"

namespace stadtpult::platform {

/// Steps that a timeline keeps.
inline constexpr std::size_t kMostMerchantSteps = 2'000;

void write_step(const MerchantScene& scene, contract::Merchant& merchant, std::string action,
                std::string detail = {});
/// What one person types within a minute is one step, as long as nothing else happened in between: true where
/// it was added to the last one. `account`: the fields name the payment account.
bool joined_last_step(const MerchantScene& scene, contract::Merchant& merchant,
                      const std::set<std::string>& fields, bool account);
/// Of a timeline that is full, the oldest steps that only tell of typing make room for what was decided.
void make_room(contract::Merchant& merchant);
/// By the account, and by the name: the same person may have accounts of two roles.
bool is_person(const Actor& actor, const std::string& id, const std::string& name);
/// "iban, name"
std::string comma_list(const std::set<std::string>& words);

/// Why something is not done with a merchant.
base::Error merchant_refusal(std::string sentence, std::string field = {},
                             base::ErrorKind kind = base::ErrorKind::conflict);
base::Error merchant_refusals(std::string sentence, std::vector<base::FieldError> fields);

}  // namespace stadtpult::platform
