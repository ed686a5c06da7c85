#pragma once
// What the store knows of each contract type beyond its description: table, words, how it is found and who
// may see it.

#include <string>

#include "api-client/contract/content.hpp"
#include "api-client/contract/people.hpp"
#include "api-client/contract/review.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::platform {

/// The tables whose changes are counted; the counters say when a cached answer is old.
enum class TableId {
  categories,
  miniapps,
  versions,
  reviews,
  reasons,
  releases,
  organisations,
  audit,
  live,
  alerts,
  incidents,
  blocks,
  security_jobs,
  rule_filters,
  pages,
  page_versions,
  media,
  form_answers,
  test_rounds,
  feedback,
  reply_templates,
  requirements,
  app_versions,
  merchants,
  offerings,
  resources,
  bookings,
  letters,
  devices
};
inline constexpr int kTableCount = 29;
using TableSet = std::uint32_t;
constexpr TableSet table_bit(TableId id) {
  return TableSet{1} << static_cast<unsigned>(id);
}

/// An order of a list: a column of the table.
struct Order {
  std::string column;
  bool descending = false;
};

struct TableInfo {
  TableId id;
  const char* table;               ///< its name in SQL
  const char* word;                ///< "category": in audit lines and stream changes
  const contract::TypeInfo* type;  ///< the columns
  contract::Operation list;        ///< whose readers may see its changes
  Order order;                     ///< of a list that names none
  const char* numbered = "row";    ///< the whole number that the full-text index is keyed by
};

template <contract::Described T>
const TableInfo& table_info();
template <>
const TableInfo& table_info<contract::Category>();
template <>
const TableInfo& table_info<contract::Miniapp>();
template <>
const TableInfo& table_info<contract::Version>();
template <>
const TableInfo& table_info<contract::Review>();
template <>
const TableInfo& table_info<contract::Reason>();
template <>
const TableInfo& table_info<contract::Release>();
template <>
const TableInfo& table_info<contract::Organisation>();
template <>
const TableInfo& table_info<contract::AuditRecord>();
template <>
const TableInfo& table_info<contract::Alert>();
template <>
const TableInfo& table_info<contract::Incident>();
template <>
const TableInfo& table_info<contract::Block>();
template <>
const TableInfo& table_info<contract::Device>();
template <>
const TableInfo& table_info<contract::SecurityJob>();
template <>
const TableInfo& table_info<contract::RuleFilter>();
template <>
const TableInfo& table_info<contract::ContentPage>();
template <>
const TableInfo& table_info<contract::PageVersion>();
template <>
const TableInfo& table_info<contract::Media>();
template <>
const TableInfo& table_info<contract::FormAnswer>();
template <>
const TableInfo& table_info<contract::TestRound>();
template <>
const TableInfo& table_info<contract::Feedback>();
template <>
const TableInfo& table_info<contract::ReplyTemplate>();
template <>
const TableInfo& table_info<contract::Requirement>();
template <>
const TableInfo& table_info<contract::AppVersion>();
template <>
const TableInfo& table_info<contract::Merchant>();
template <>
const TableInfo& table_info<contract::Offering>();
template <>
const TableInfo& table_info<contract::Resource>();
template <>
const TableInfo& table_info<contract::Booking>();
template <>
const TableInfo& table_info<contract::Letter>();

/// The SQL expression of a field that is not stored but joined when read; "" where there is none.
std::string joined_column(const TableInfo& table, std::string_view field);

/// The column that a list sorted by this field is ordered by.
std::string sort_column(const contract::FieldInfo& field);

/// What a person calls the thing.
std::string title_of(const contract::Category& thing);
std::string title_of(const contract::Miniapp& thing);
std::string title_of(const contract::Version& thing);
std::string title_of(const contract::Review& thing);
std::string title_of(const contract::Reason& thing);
std::string title_of(const contract::Release& thing);
std::string title_of(const contract::Organisation& thing);
std::string title_of(const contract::AuditRecord& thing);
std::string title_of(const contract::Alert& thing);
std::string title_of(const contract::Incident& thing);
std::string title_of(const contract::Block& thing);
std::string title_of(const contract::Device& thing);
std::string title_of(const contract::SecurityJob& thing);
std::string title_of(const contract::RuleFilter& thing);
std::string title_of(const contract::ContentPage& thing);
std::string title_of(const contract::PageVersion& thing);
std::string title_of(const contract::Media& thing);
std::string title_of(const contract::FormAnswer& thing);
std::string title_of(const contract::TestRound& thing);
std::string title_of(const contract::Feedback& thing);
std::string title_of(const contract::ReplyTemplate& thing);
std::string title_of(const contract::Requirement& thing);
std::string title_of(const contract::AppVersion& thing);
std::string title_of(const contract::Merchant& thing);
std::string title_of(const contract::Offering& thing);
std::string title_of(const contract::Resource& thing);
std::string title_of(const contract::Booking& thing);
std::string title_of(const contract::Letter& thing);

/// Stands for an owner where a thing is the city's and no merchant sees it, though some see their own.
inline constexpr const char* kCityAlone = "-";

/// The organisation whose merchants may see it; "" where it is nobody's own.
std::string owner_of(const contract::Category& thing);
std::string owner_of(const contract::Miniapp& thing);
std::string owner_of(const contract::Version& thing);
std::string owner_of(const contract::Review& thing);
std::string owner_of(const contract::Reason& thing);
std::string owner_of(const contract::Release& thing);
std::string owner_of(const contract::Organisation& thing);
std::string owner_of(const contract::Alert& thing);
std::string owner_of(const contract::Incident& thing);
std::string owner_of(const contract::Block& thing);
std::string owner_of(const contract::Device& thing);
std::string owner_of(const contract::SecurityJob& thing);
std::string owner_of(const contract::RuleFilter& thing);
std::string owner_of(const contract::ContentPage& thing);
std::string owner_of(const contract::PageVersion& thing);
std::string owner_of(const contract::Media& thing);
std::string owner_of(const contract::FormAnswer& thing);
std::string owner_of(const contract::TestRound& thing);
std::string owner_of(const contract::Feedback& thing);
std::string owner_of(const contract::ReplyTemplate& thing);
std::string owner_of(const contract::Requirement& thing);
std::string owner_of(const contract::AppVersion& thing);
std::string owner_of(const contract::Merchant& thing);
std::string owner_of(const contract::Offering& thing);
std::string owner_of(const contract::Resource& thing);
std::string owner_of(const contract::Booking& thing);
std::string owner_of(const contract::Letter& thing);

/// The text that `q` searches.
std::string search_text(const contract::Category& thing);
std::string search_text(const contract::Miniapp& thing);
std::string search_text(const contract::Version& thing);
std::string search_text(const contract::Review& thing);
std::string search_text(const contract::Reason& thing);
std::string search_text(const contract::Release& thing);
std::string search_text(const contract::Organisation& thing);
std::string search_text(const contract::AuditRecord& thing);
std::string search_text(const contract::Alert& thing);
std::string search_text(const contract::Incident& thing);
std::string search_text(const contract::Block& thing);
std::string search_text(const contract::Device& thing);
std::string search_text(const contract::SecurityJob& thing);
std::string search_text(const contract::RuleFilter& thing);
/// Of a page, title, summary, slug and the words of `content`, in all languages.
std::string search_text(const contract::ContentPage& thing);
std::string search_text(const contract::PageVersion& thing);
std::string search_text(const contract::Media& thing);
std::string search_text(const contract::FormAnswer& thing);
std::string search_text(const contract::TestRound& thing);
std::string search_text(const contract::Feedback& thing);
std::string search_text(const contract::ReplyTemplate& thing);
std::string search_text(const contract::Requirement& thing);
std::string search_text(const contract::AppVersion& thing);
std::string search_text(const contract::Merchant& thing);
std::string search_text(const contract::Offering& thing);
std::string search_text(const contract::Resource& thing);
/// Nothing of a hold: it is found from its confirmation on.
std::string search_text(const contract::Booking& thing);
std::string search_text(const contract::Letter& thing);

}  // namespace stadtpult::platform
