#pragma once
// What merchants ask of the store beyond their table: marks by which duplicates and due times are found,
// sealed documents, invitation codes.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api-client/base/clock.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// What two rows that mean the same merchant have in common: "name", "address", "vat_id" or "iban", and the
/// text that is compared. Times that are due stand among them as "time".
struct MerchantMark {
  std::string kind, mark;
  auto operator<=>(const MerchantMark&) const = default;
};
/// Puts these in the place of those it has.
void keep_marks(Database& database, const std::string& merchant_id, const std::vector<MerchantMark>& marks);
/// The same for one that has none yet.
void add_marks(Database& database, const std::string& merchant_id, const std::vector<MerchantMark>& marks);

/// Whose marks these are: id and name of the first that has each.
struct MarkedMerchant {
  std::string id, name;
};
std::map<MerchantMark, MarkedMerchant> find_marks(Database& database, const std::set<MerchantMark>& marks);

/// Mark of a time: its order is that of time.
MerchantMark time_mark(base::Timestamp at, const std::string& what);
struct DueMerchants {
  std::vector<std::string> ids;  ///< each once, the most urgent first
  std::int64_t next_ms = 0;      ///< the first time that is still to come; 0 for none
};
DueMerchants due_merchants(Database& database, base::Timestamp now, std::size_t most);

/// The revision in which something that is checked changed last; 0 where nothing did since it was added.
void keep_checked_revision(Database& database, const std::string& merchant_id, std::int64_t revision);
std::int64_t checked_revision(Database& database, const std::string& merchant_id);

// ---- documents, sealed by who stores them

void keep_merchant_proof(Database& database, const std::string& id, const std::string& merchant_id,
                         const std::string& sealed);
std::optional<std::string> read_merchant_proof(Database& database, const std::string& id);
/// Bytes, not rows alone.
void destroy_merchant_proof(Database& database, const std::string& id);

/// Destroys what the store holds of a merchant beside its own row: documents, codes, letters, kept answers.
void destroy_merchant_rest(Database& database, const std::string& merchant_id);
/// What was deleted stays in older parts of the indexes until they are merged.
void merge_merchant_words(Database& database);

// ---- invitations; codes are here by their hash only

void keep_merchant_code(Database& database, const std::string& hash, const std::string& merchant_id,
                        base::Timestamp expires_at);
/// The merchant that a code in force lets in; it is used up by that.
std::optional<std::string> use_merchant_code(Database& database, const std::string& hash,
                                             base::Timestamp now);

}  // namespace stadtpult::platform
