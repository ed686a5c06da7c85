#pragma once
// A merchant's life: what must be said of it, who checks what, and what each act and each change does. Pure;
// any thread. See docs/merchants.md.

#include <string>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/merchants.hpp"
#include "platform/domain/actor.hpp"

namespace stadtpult::platform {

struct MerchantRules {
  /// Regulation (EU) 2022/2065, Art. 29: a micro or small platform may go live before every check has passed.
  bool checks_required = true;
};

/// Who does something with a merchant, when, under which rules.
struct MerchantScene {
  const Actor& actor;
  base::Timestamp now;
  MerchantRules rules = {};
};

inline constexpr int kMerchantReviewDays = 5;   ///< working days
inline constexpr int kReverifyMonths = 12;      ///< after the verification
inline constexpr int kReverifyNoticeDays = 30;  ///< before it is due
inline constexpr int kKeptMonths = 6;           ///< after the end of the contract, Art. 30(5)
inline constexpr int kProofDays = 30;           ///< after what it proves was checked

/// The lines of the checklist, all open.
std::vector<contract::MerchantCheck> merchant_checklist();

/// The same day so many calendar months later (the last one of a shorter month), UTC.
base::Timestamp add_months(base::Timestamp from, int months);

/// Makes numbers compact and judges each field; every fault stands in Error::fields, by its field.
base::Done settle_fields(contract::Merchant& merchant);

/// What Art. 30(1) asks for and is not there.
std::vector<base::FieldError> missing_fields(const contract::Merchant& merchant);

/// Makes a new one what it is before anybody did anything with it.
void begin(const MerchantScene& scene, contract::Merchant& merchant);

/// What follows from a change of its fields: lines that were checked open again, requests are mended, the
/// timeline tells. `bank` says that an account that was checked, or its holder, is another one now; `checked`
/// that something changed that a line of the checklist is about.
struct MerchantChange {
  bool bank = false, checked = false;
};
base::Result<MerchantChange> follow_change(const MerchantScene& scene, const contract::Merchant& before,
                                           contract::Merchant& after);
/// The same for a document that was added.
base::Done follow_proof(const MerchantScene& scene, contract::MerchantProof proof,
                        contract::Merchant& merchant);

/// Somebody made a code, and somebody came in with it: who makes one does not confirm who used it.
void note_invitation(const MerchantScene& scene, contract::Merchant& merchant);
void note_sign_in(const MerchantScene& scene, contract::Merchant& merchant);

/// Does what the body of …/acts says; the answer is the verb for the audit record.
base::Result<std::string> act_on(const MerchantScene& scene, const contract::MerchantAct& act,
                                 contract::Merchant& merchant);

/// What happens to a merchant by itself.
enum class MerchantTimer { lift, remind, reverify, erase_proofs, erase };
struct MerchantTime {
  base::Timestamp at;
  MerchantTimer what = MerchantTimer::lift;
  bool operator==(const MerchantTime&) const = default;
};
/// What is still to come, or late.
std::vector<MerchantTime> times_of(const contract::Merchant& merchant);

/// By the clock: the suspension ends; a notice stands in the timeline.
void lift_by_itself(const MerchantScene& scene, contract::Merchant& merchant);
void notice_reverification(const MerchantScene& scene, MerchantTimer which, contract::Merchant& merchant);
/// Nothing that names a person, no money and no document is left in it.
void erase(const MerchantScene& scene, contract::Merchant& merchant);

/// Does the law make this form stand in a register?
bool needs_register(contract::LegalForm form);

}  // namespace stadtpult::platform
