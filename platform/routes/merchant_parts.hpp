#pragma once
// What every change of a merchant brings along. Writer's thread.

#include "platform/domain/merchant_life.hpp"
#include "platform/routes/common.hpp"
#include "platform/store/merchants.hpp"

namespace stadtpult::platform {

/// The city's rules; those of the law where the service was not told.
MerchantRules merchant_rules(const Call& call);

/// By what it is found as a duplicate.
std::vector<MerchantMark> duplicate_marks(const base::Key* key, const contract::Merchant& merchant);

/// Stores what became of it, its organisation and what it is found by.
void keep_merchant(Change& change, const contract::Merchant& before, contract::Merchant& after,
                   const std::string& action);

/// Makes its organisation, numbers it and stores it.
base::Result<contract::Merchant> insert_merchant(Change& change, contract::Merchant merchant);
/// Its organisation as it begins.
contract::Organisation organisation_of(const contract::Merchant& merchant);

/// Seals a document and stores it with its merchant.
base::Done keep_proof(Change& change, const contract::Merchant& before, contract::MerchantProof proof,
                      const std::string& bytes);

/// Leaves out how it is reached and paid for those who do not serve it.
void hide_contact(const Actor& actor, contract::Merchant& merchant);
/// The same of its organisation, which the security team sees as well.
void hide_contact(const Actor& actor, contract::Organisation& organisation);

/// Sends it the notice of a verification that runs out.
void write_reverify_letter(Change& change, const contract::Merchant& merchant);

/// Destroys what names a person, its account and its documents, in the record too. Whoever calls merges the
/// indexes once, at the end.
base::Done erase_merchant(Change& change, const contract::Merchant& merchant);

}  // namespace stadtpult::platform
