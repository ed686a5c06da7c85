#include "platform/store/records.hpp"

#include <fmt/format.h>

#include "api-client/content/document.hpp"
#include "platform/domain/test_code.hpp"

namespace stadtpult::platform {

using namespace contract;

namespace {

std::string all_languages(const LocalizedText& text) {
  std::string out;
  for (const auto& [language, one] : text.by_language) out += one + " ";
  return out;
}

}  // namespace

template <>
const TableInfo& table_info<Category>() {
  static const TableInfo info{TableId::categories,        "categories", "category", &type_info<Category>(),
                              Operation::list_categories, {"tree_sort"}};
  return info;
}
template <>
const TableInfo& table_info<Miniapp>() {
  static const TableInfo info{TableId::miniapps,        "miniapps",          "miniapp", &type_info<Miniapp>(),
                              Operation::list_miniapps, {"updated_at", true}};
  return info;
}
template <>
const TableInfo& table_info<Version>() {
  static const TableInfo info{TableId::versions,        "versions",          "version", &type_info<Version>(),
                              Operation::list_versions, {"created_at", true}};
  return info;
}
template <>
const TableInfo& table_info<Review>() {
  static const TableInfo info{TableId::reviews,        "reviews", "review", &type_info<Review>(),
                              Operation::list_reviews, {"due_at"}};
  return info;
}
template <>
const TableInfo& table_info<Reason>() {
  static const TableInfo info{TableId::reasons,        "reasons",   "reason", &type_info<Reason>(),
                              Operation::list_reasons, {"position"}};
  return info;
}
template <>
const TableInfo& table_info<Release>() {
  static const TableInfo info{TableId::releases,        "releases",      "release", &type_info<Release>(),
                              Operation::list_releases, {"number", true}};
  return info;
}
template <>
const TableInfo& table_info<Organisation>() {
  static const TableInfo info{
      TableId::organisations,        "organisations", "organisation", &type_info<Organisation>(),
      Operation::list_organisations, {"name_sort"}};
  return info;
}
template <>
const TableInfo& table_info<AuditRecord>() {
  static const TableInfo info{TableId::audit,        "audit",      "audit", &type_info<AuditRecord>(),
                              Operation::list_audit, {"id", true}, "id"};
  return info;
}

template <>
const TableInfo& table_info<Alert>() {
  static const TableInfo info{TableId::alerts,        "alerts",         "alert", &type_info<Alert>(),
                              Operation::list_alerts, {"last_at", true}};
  return info;
}
template <>
const TableInfo& table_info<Incident>() {
  static const TableInfo info{TableId::incidents,        "incidents",     "incident", &type_info<Incident>(),
                              Operation::list_incidents, {"number", true}};
  return info;
}
template <>
const TableInfo& table_info<Block>() {
  static const TableInfo info{
      TableId::blocks, "blocks", "block", &type_info<Block>(), Operation::list_blocks, {"created_at", true}};
  return info;
}
template <>
const TableInfo& table_info<Device>() {
  static const TableInfo info{TableId::devices,        "devices",           "device", &type_info<Device>(),
                              Operation::list_devices, {"created_at", true}};
  return info;
}
template <>
const TableInfo& table_info<SecurityJob>() {
  static const TableInfo info{
      TableId::security_jobs,        "security_jobs",     "security_job", &type_info<SecurityJob>(),
      Operation::list_security_jobs, {"created_at", true}};
  return info;
}
template <>
const TableInfo& table_info<RuleFilter>() {
  static const TableInfo info{
      TableId::rule_filters,        "rule_filters",  "rule_filter", &type_info<RuleFilter>(),
      Operation::list_rule_filters, {"number", true}};
  return info;
}

template <>
const TableInfo& table_info<ContentPage>() {
  static const TableInfo info{TableId::pages,        "pages",      "page", &type_info<ContentPage>(),
                              Operation::list_pages, {"tree_sort"}};
  return info;
}
template <>
const TableInfo& table_info<PageVersion>() {
  static const TableInfo info{
      TableId::page_versions,        "page_versions", "page_version", &type_info<PageVersion>(),
      Operation::list_page_versions, {"number", true}};
  return info;
}
template <>
const TableInfo& table_info<Media>() {
  static const TableInfo info{
      TableId::media, "media", "media", &type_info<Media>(), Operation::list_media, {"created_at", true}};
  return info;
}
template <>
const TableInfo& table_info<FormAnswer>() {
  static const TableInfo info{
      TableId::form_answers,        "form_answers",  "form_answer", &type_info<FormAnswer>(),
      Operation::list_form_answers, {"number", true}};
  return info;
}

template <>
const TableInfo& table_info<TestRound>() {
  static const TableInfo info{
      TableId::test_rounds,        "test_rounds",   "test_round", &type_info<TestRound>(),
      Operation::list_test_rounds, {"number", true}};
  return info;
}
template <>
const TableInfo& table_info<Feedback>() {
  static const TableInfo info{TableId::feedback,        "feedback",      "feedback", &type_info<Feedback>(),
                              Operation::list_feedback, {"number", true}};
  return info;
}
template <>
const TableInfo& table_info<ReplyTemplate>() {
  static const TableInfo info{
      TableId::reply_templates,        "reply_templates", "reply_template", &type_info<ReplyTemplate>(),
      Operation::list_reply_templates, {"title_sort"}};
  return info;
}
template <>
const TableInfo& table_info<Requirement>() {
  static const TableInfo info{
      TableId::requirements,        "requirements", "requirement", &type_info<Requirement>(),
      Operation::list_requirements, {"key_sort"}};
  return info;
}
template <>
const TableInfo& table_info<AppVersion>() {
  static const TableInfo info{
      TableId::app_versions,        "app_versions", "app_version", &type_info<AppVersion>(),
      Operation::list_app_versions, {"due_at"}};
  return info;
}

template <>
const TableInfo& table_info<Merchant>() {
  static const TableInfo info{TableId::merchants,        "merchants",     "merchant", &type_info<Merchant>(),
                              Operation::list_merchants, {"number", true}};
  return info;
}
template <>
const TableInfo& table_info<Offering>() {
  static const TableInfo info{TableId::offerings,        "offerings", "offering", &type_info<Offering>(),
                              Operation::list_offerings, {"position"}};
  return info;
}
template <>
const TableInfo& table_info<Resource>() {
  static const TableInfo info{TableId::resources,        "resources",  "resource", &type_info<Resource>(),
                              Operation::list_resources, {"name_sort"}};
  return info;
}
template <>
const TableInfo& table_info<Booking>() {
  static const TableInfo info{TableId::bookings,        "bookings",   "booking", &type_info<Booking>(),
                              Operation::list_bookings, {"starts_at"}};
  return info;
}
template <>
const TableInfo& table_info<Letter>() {
  static const TableInfo info{TableId::letters,        "letters",       "letter", &type_info<Letter>(),
                              Operation::list_letters, {"due_at", true}};
  return info;
}

std::string joined_column(const TableInfo& table, std::string_view field) {
  if (field == "organisation_name")
    return fmt::format("(SELECT o.name FROM organisations o WHERE o.id = {}.organisation_id)", table.table);
  if (field == "miniapp_count")
    return fmt::format("(SELECT COUNT(*) FROM miniapps m WHERE m.category_id = {}.id AND m.archived = 0)",
                       table.table);
  // Put in from audit_personal after the lines were read.
  if (field == "personal") return "''";
  if (field == "alert_count")
    return fmt::format("(SELECT COUNT(*) FROM alerts a WHERE a.incident_id = {}.id)", table.table);
  // A list leaves the blocks out; one page gets them from its newest version.
  if (field == "content") return "''";
  // Words that are only on their way in.
  if (field == "note" || field == "reply" || field == "reason") return "''";
  if (field == "offering_count")
    return fmt::format(
        "(SELECT COUNT(*) FROM offerings o WHERE o.merchant_id = {}.id AND o.state <> 'archived')",
        table.table);
  if (field == "invited")
    // Employees take part with their accounts, whose numbers are beyond those of the cards. Who was drawn and
    // erased the account has a number that counts no more.
    return fmt::format(
        "(SELECT COUNT(*) FROM test_codes c WHERE c.round_id = {0}.id AND CASE {0}.cohort WHEN 'employees' "
        "THEN c.number <= {1} WHEN 'share' THEN c.used_at > 0 ELSE 1 END)",
        table.table, kMostCards);
  if (field == "testers")
    return fmt::format("(SELECT COUNT(*) FROM test_codes c WHERE c.round_id = {}.id AND c.used_at > 0)",
                       table.table);
  if (field == "feedback_count")
    return fmt::format("(SELECT COUNT(*) FROM feedback f WHERE f.{}_id = {}.id AND f.archived = 0)",
                       table.id == TableId::requirements ? "requirement" : "round", table.table);
  if (field == "used_in")
    return fmt::format(
        // An offering that is live and being written counts once.
        "((SELECT COUNT(*) FROM page_media m WHERE m.media_id = {0}.id) + (SELECT COUNT(*) FROM "
        "merchant_media u "
        "WHERE u.media_id = {0}.id AND (u.live = 0 OR NOT EXISTS(SELECT 1 FROM merchant_media d WHERE "
        "d.media_id = u.media_id AND d.merchant_id = u.merchant_id AND d.offering_id = u.offering_id AND "
        "d.live = 0))))",
        table.table);
  return {};
}

std::string sort_column(const FieldInfo& field) {
  const bool needs_key =
      field.kind == Kind::text || field.kind == Kind::localized || field.kind == Kind::word;
  return std::string(field.name) + (needs_key ? "_sort" : "");
}

std::string title_of(const Category& thing) {
  return thing.name.in("de");
}
std::string title_of(const Miniapp& thing) {
  return thing.name.in("de");
}
std::string title_of(const Version& thing) {
  return thing.name;
}
std::string title_of(const Review& thing) {
  return fmt::format("{} {}", thing.miniapp_name.in("de"), thing.version);
}
std::string title_of(const Reason& thing) {
  return thing.text.in("de");
}
std::string title_of(const Release& thing) {
  return fmt::format("{}", thing.number);
}
std::string title_of(const Organisation& thing) {
  return thing.name;
}
std::string title_of(const AuditRecord& thing) {
  return thing.object_title;
}

std::string title_of(const Alert& thing) {
  return fmt::format("AL-{} {}", thing.number, thing.rule_title.in("de"));
}
std::string title_of(const Incident& thing) {
  return fmt::format("IN-{} {}", thing.number, thing.title);
}
std::string title_of(const Block& thing) {
  return fmt::format("{} {}", enum_name(thing.kind), thing.target);
}
// Not by its name, which may be a person's: titles stay in the record.
std::string title_of(const Device& thing) {
  return thing.thumbprint.substr(0, 16);
}
std::string title_of(const SecurityJob& thing) {
  return thing.query;
}
std::string title_of(const RuleFilter& thing) {
  return fmt::format("FI-{} {}", thing.number, thing.title);
}

std::string title_of(const ContentPage& thing) {
  return thing.title.in("de");
}
std::string title_of(const PageVersion& thing) {
  return fmt::format("{} ({})", thing.title.in("de"), thing.number);
}
std::string title_of(const Media& thing) {
  // A merchant's file may be called after somebody, and the record keeps titles.
  return thing.organisation_id.empty() ? thing.name : thing.id;
}
std::string title_of(const FormAnswer& thing) {
  return fmt::format("{} {}", thing.page_title.in("de"), thing.number);
}

std::string title_of(const TestRound& thing) {
  return thing.name;
}
std::string title_of(const Feedback& thing) {
  return fmt::format("RM-{:04}", thing.number);  // its words may name people, and the record keeps titles
}
std::string title_of(const ReplyTemplate& thing) {
  return thing.title;
}
std::string title_of(const Requirement& thing) {
  return thing.key + " " + thing.title;
}
std::string title_of(const AppVersion& thing) {
  return thing.name;
}

std::string owner_of(const Category&) {
  return {};
}
std::string owner_of(const Miniapp& thing) {
  return thing.organisation_id;
}
std::string owner_of(const Version& thing) {
  return thing.organisation_id;
}
std::string owner_of(const Review& thing) {
  return thing.organisation_id;
}
std::string owner_of(const Reason&) {
  return {};
}
std::string owner_of(const Release&) {
  return {};
}
std::string owner_of(const Organisation& thing) {
  return thing.id;
}

// Only the security team sees these: merchants' roles are not among their readers.
std::string owner_of(const Alert&) {
  return {};
}
std::string owner_of(const Incident&) {
  return {};
}
std::string owner_of(const Block&) {
  return {};
}
std::string owner_of(const Device&) {
  return {};
}
std::string owner_of(const SecurityJob&) {
  return {};
}
std::string owner_of(const RuleFilter&) {
  return {};
}
// Nor do merchants see anything of the city's pages.
std::string owner_of(const ContentPage&) {
  return {};
}
std::string owner_of(const PageVersion&) {
  return {};
}
std::string owner_of(const Media& thing) {
  return thing.organisation_id.empty() ? kCityAlone : thing.organisation_id;
}
std::string owner_of(const FormAnswer&) {
  return {};
}

// The test phase is the city's, and its requirements are everybody's who may read them.
std::string owner_of(const TestRound&) {
  return {};
}
std::string owner_of(const Feedback&) {
  return {};
}
std::string owner_of(const ReplyTemplate&) {
  return {};
}
std::string owner_of(const Requirement&) {
  return {};
}
std::string owner_of(const AppVersion&) {
  return {};
}

std::string search_text(const Category& thing) {
  return all_languages(thing.name);
}
std::string search_text(const Miniapp& thing) {
  return fmt::format("{}{}{} {} {}", all_languages(thing.name), all_languages(thing.summary), thing.app_id,
                     thing.organisation_name, thing.leika_key.value_or(""));
}
std::string search_text(const Version& thing) {
  return thing.name + " " + thing.note;
}
std::string search_text(const Review& thing) {
  return fmt::format("{}{} {} {}", all_languages(thing.miniapp_name), thing.version, thing.organisation_name,
                     thing.submitted_by_name);
}
std::string search_text(const Reason& thing) {
  return all_languages(thing.text);
}
std::string search_text(const Release& thing) {
  return fmt::format("{} {} {}", thing.number, thing.note, thing.created_by_name);
}
std::string search_text(const Organisation& thing) {
  return thing.name + " " + thing.contact_name;
}
std::string search_text(const AuditRecord& thing) {
  return thing.object_title + " " + thing.principal_name;
}

// Of an alert only what never changes, so that growing and changes of many leave the index alone.
std::string search_text(const Alert& thing) {
  std::string techniques;
  for (const auto& each : thing.techniques) techniques += each + " ";
  return fmt::format("AL-{} {}{}{} {} {} {} {} {} {}", thing.number, all_languages(thing.rule_title),
                     techniques, thing.rule_id, thing.principal, thing.source, thing.device, thing.session,
                     thing.organisation_id, thing.miniapp_id);
}
std::string search_text(const Incident& thing) {
  return fmt::format("IN-{} {} {}", thing.number, thing.title, thing.summary);
}
std::string search_text(const Block& thing) {
  return fmt::format("{} {} {}", thing.target, thing.reason, thing.created_by_name);
}
// Whose it is stands in the table alone, so that an erased person is in no index.
std::string search_text(const Device& thing) {
  return fmt::format("{} {} {} {}", thing.name, thing.system, thing.thumbprint, thing.reason);
}
std::string search_text(const SecurityJob& thing) {
  return fmt::format("{} {}", thing.query, thing.created_by_name);
}
std::string search_text(const RuleFilter& thing) {
  return fmt::format("FI-{} {} {} {}", thing.number, thing.title, thing.rule_id, thing.created_by_name);
}

std::string search_text(const ContentPage& thing) {
  const auto document = content::decode_document(thing.content.text);
  return fmt::format("{}{}{} {}", all_languages(thing.title), all_languages(thing.summary), thing.slug,
                     document ? content::search_text(*document, "") : "");
}
std::string search_text(const PageVersion& thing) {
  return all_languages(thing.title) + all_languages(thing.summary);
}
std::string search_text(const Media& thing) {
  return thing.name + " " + all_languages(thing.alternative_text);
}
// Not what somebody sent: that is sealed.
std::string search_text(const FormAnswer& thing) {
  return fmt::format("{} {}{} {}", thing.number, all_languages(thing.page_title), thing.assignee_name,
                     thing.note);
}

std::string search_text(const TestRound& thing) {
  return thing.name + " " + thing.conclusion;
}
std::string search_text(const Feedback& thing) {
  std::string labels;
  for (const auto& each : thing.labels) labels += " " + each;
  return fmt::format("RM-{:04} {} {} {} {}{}", thing.number, thing.title, thing.text, thing.tester,
                     thing.assignee_name, labels);
}
std::string search_text(const ReplyTemplate& thing) {
  return thing.title + " " + thing.text;
}
std::string search_text(const Requirement& thing) {
  std::string criteria;
  for (const auto& each : thing.criteria) criteria += " " + each;
  return fmt::format("{} {} {}{} {}", thing.key, thing.title, thing.text, criteria,
                     thing.ozg_id.value_or(""));
}
std::string search_text(const AppVersion& thing) {
  return thing.name + " " + thing.summary;
}

std::string title_of(const Merchant& thing) {
  return thing.name;
}
std::string title_of(const Offering& thing) {
  return thing.name.in("de");
}
std::string title_of(const Resource& thing) {
  return thing.name;
}
std::string title_of(const Booking& thing) {
  return fmt::format("B-{:04}", thing.number);
}
std::string title_of(const Letter& thing) {
  return thing.kind;
}

std::string owner_of(const Merchant& thing) {
  return thing.organisation_id;
}
std::string owner_of(const Offering& thing) {
  return thing.organisation_id;
}
std::string owner_of(const Resource& thing) {
  return thing.organisation_id;
}
std::string owner_of(const Booking& thing) {
  return thing.organisation_id;
}
std::string owner_of(const Letter&) {
  return {};
}

/// Money is found by nobody.
std::string search_text(const Merchant& thing) {
  return thing.name + " " + thing.trade + " " + thing.legal_name + " " + thing.contact_name + " " +
         thing.contact_email + " " + thing.street + " " + thing.postal_code + " " + thing.city + " " +
         thing.register_court + " " + thing.register_number + " " + thing.vat_id;
}
std::string search_text(const Offering& thing) {
  return all_languages(thing.name) + all_languages(thing.description);
}
std::string search_text(const Resource& thing) {
  return thing.name;
}
std::string search_text(const Booking& thing) {
  // Nobody stands behind a hold yet, and most are confirmed or gone within minutes.
  if (thing.state == BookingState::held || thing.state == BookingState::expired) return "";
  return title_of(thing) + " " + thing.name + " " + thing.email + " " + thing.phone + " " + thing.note;
}
std::string search_text(const Letter& thing) {
  return thing.kind;
}

}  // namespace stadtpult::platform
