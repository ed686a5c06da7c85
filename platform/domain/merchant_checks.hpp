#pragma once
// The lines of a merchant's checklist: what each is about, and what follows from which of them passed.
// Internal to the merchants' life. Pure; any thread.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/domain/merchant_life.hpp"

namespace stadtpult::platform {

/// A line of the list: whose it is, and the fields that it is about.
struct CheckLine {
  contract::MerchantCheckKey key;
  contract::MerchantStep step;
  std::vector<std::string_view> fields;
};
const std::vector<CheckLine>& check_lines();
bool is_about(const CheckLine& line, const std::set<std::string>& changed);

/// nullptr where the merchant has no such line.
contract::MerchantCheck* line_of(contract::Merchant& merchant, contract::MerchantCheckKey key);
/// As it was before anybody looked at it.
void open_again(contract::MerchantCheck& check);

/// Verification, payment, station and the documents' ends, from what was checked.
void settle_merchant(const MerchantScene& scene, contract::Merchant& merchant);

}  // namespace stadtpult::platform
