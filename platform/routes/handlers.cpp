#include "platform/routes/handlers.hpp"

#include <fmt/format.h>

#include <map>

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using contract::Operation;

namespace {

constexpr TableSet kCategories = table_bit(TableId::categories);
constexpr TableSet kMiniapps = table_bit(TableId::miniapps);
constexpr TableSet kVersions = table_bit(TableId::versions);
constexpr TableSet kReviews = table_bit(TableId::reviews);
constexpr TableSet kReasons = table_bit(TableId::reasons);
constexpr TableSet kReleases = table_bit(TableId::releases);
constexpr TableSet kOrganisations = table_bit(TableId::organisations);
constexpr TableSet kLive = table_bit(TableId::live);
constexpr TableSet kAlerts = table_bit(TableId::alerts);
constexpr TableSet kIncidents = table_bit(TableId::incidents) | kAlerts;
constexpr TableSet kBlocks = table_bit(TableId::blocks);
constexpr TableSet kDevices = table_bit(TableId::devices);
constexpr TableSet kJobs = table_bit(TableId::security_jobs);
constexpr TableSet kFilters = table_bit(TableId::rule_filters);
constexpr TableSet kPages = table_bit(TableId::pages);
constexpr TableSet kPageVersions = table_bit(TableId::page_versions);
constexpr TableSet kAudit = table_bit(TableId::audit);
constexpr TableSet kRounds = table_bit(TableId::test_rounds) | table_bit(TableId::feedback);
constexpr TableSet kFeedback = table_bit(TableId::feedback);
constexpr TableSet kTemplates = table_bit(TableId::reply_templates);
constexpr TableSet kRequirements = table_bit(TableId::requirements) | kFeedback;
constexpr TableSet kAppVersions = table_bit(TableId::app_versions);
constexpr TableSet kMedia = table_bit(TableId::media);
constexpr TableSet kMerchants = table_bit(TableId::merchants);
constexpr TableSet kOfferings = table_bit(TableId::offerings);
constexpr TableSet kResources = table_bit(TableId::resources);
/// What citizens see is made of these.
constexpr TableSet kSeen = kLive | kVersions | kReleases | kBlocks | kMedia;
/// For who takes part in a test round, its name stands above.
constexpr TableSet kShown = kSeen | table_bit(TableId::test_rounds);

using contract::Alert;
using contract::AppVersion;
using contract::Block;
using contract::Category;
using contract::Device;
using contract::Feedback;
using contract::Incident;
using contract::Media;
using contract::Miniapp;
using contract::Organisation;
using contract::Reason;
using contract::Release;
using contract::ReplyTemplate;
using contract::Requirement;
using contract::Review;
using contract::RuleFilter;
using contract::SecurityJob;
using contract::TestRound;

/// A list without a scope of its own.
template <contract::Described T>
base::Result<Answer> list_all(const Reading& reading) {
  return read_page<T>(reading);
}

const Handler kHandlers[] = {
    {Operation::me, read_me, nullptr, 0},

    {Operation::list_categories, list_categories, nullptr, kCategories | kMiniapps},
    {Operation::create_category, nullptr, create_category},
    {Operation::get_category, read_one<Category>, nullptr, kCategories | kMiniapps},
    {Operation::change_category, nullptr, change_category},

    {Operation::list_miniapps, list_miniapps, nullptr, kMiniapps | kOrganisations},
    {Operation::create_miniapp, nullptr, create_miniapp},
    {Operation::get_miniapp, read_one<Miniapp>, nullptr, kMiniapps | kOrganisations},
    {Operation::change_miniapp, nullptr, change_miniapp},

    {Operation::list_versions, list_versions, nullptr, kMiniapps | kVersions},
    {Operation::create_version, nullptr, create_version},
    {Operation::get_version, get_version, nullptr, kMiniapps | kVersions},
    {Operation::change_version, nullptr, change_version},
    {Operation::get_package, get_package, nullptr, 0},

    {Operation::list_reviews, list_reviews, nullptr, kReviews | kOrganisations | kMiniapps},
    {Operation::get_review, read_one<Review>, nullptr, kReviews | kOrganisations},
    {Operation::change_review, nullptr, change_review},

    {Operation::list_reasons, list_reasons, nullptr, kReasons},
    {Operation::create_reason, nullptr, create_reason},
    {Operation::get_reason, read_one<Reason>, nullptr, kReasons},
    {Operation::change_reason, nullptr, change_reason},

    {Operation::release_diff, release_diff, nullptr,
     kCategories | kMiniapps | kVersions | kOrganisations | kLive | kReleases | kPages | kPageVersions |
         table_bit(TableId::test_rounds) | kAppVersions},
    {Operation::list_releases, list_releases, nullptr, kReleases},
    {Operation::create_release, nullptr, create_release},
    {Operation::get_release, read_one<Release>, nullptr, kReleases},
    {Operation::change_release, nullptr, change_release},

    // Who reads them sees more or less of them: kept in no cache.
    {Operation::list_organisations, list_organisations, nullptr, kOrganisations, false},
    {Operation::create_organisation, nullptr, create_organisation},
    {Operation::get_organisation, get_organisation, nullptr, kOrganisations, false},
    {Operation::change_organisation, nullptr, change_organisation},

    {Operation::list_audit, list_audit, nullptr, kAudit},
    {Operation::audit_checkpoint, audit_checkpoint, nullptr, kAudit},
    {Operation::audit_consistency, audit_consistency, nullptr, kAudit},
    {Operation::audit_proof, audit_proof, nullptr, kAudit},
    {Operation::compare_audit, nullptr, compare_audit},
    {Operation::export_audit, nullptr, export_audit},
    {Operation::erase_from_audit, nullptr, erase_from_audit},
    {Operation::check_package, nullptr, check_any_file},
    {Operation::import_catalogue, nullptr, import_catalogue},

    {Operation::list_alerts, list_all<Alert>, nullptr, kAlerts},
    {Operation::get_alert, read_one<Alert>, nullptr, kAlerts},
    {Operation::change_alert, nullptr, change_alert},
    {Operation::list_incidents, list_all<Incident>, nullptr, kIncidents},
    {Operation::create_incident, nullptr, create_incident},
    {Operation::get_incident, read_one<Incident>, nullptr, kIncidents},
    {Operation::change_incident, nullptr, change_incident},
    {Operation::list_blocks, list_all<Block>, nullptr, kBlocks},
    {Operation::create_block, nullptr, create_block},
    {Operation::get_block, read_one<Block>, nullptr, kBlocks},
    {Operation::change_block, nullptr, change_block},
    // When a device was seen last is counted nowhere.
    {Operation::list_devices, list_all<Device>, nullptr, kDevices, false},
    {Operation::get_device, read_one<Device>, nullptr, kDevices, false},
    {Operation::change_device, nullptr, change_device},
    {Operation::register_device, nullptr, register_device},
    {Operation::list_security_jobs, list_all<SecurityJob>, nullptr, kJobs},
    {Operation::create_security_job, nullptr, create_security_job},
    {Operation::get_security_job, read_one<SecurityJob>, nullptr, kJobs},
    {Operation::change_security_job, nullptr, change_security_job},
    {Operation::list_rule_filters, list_all<RuleFilter>, nullptr, kFilters},
    {Operation::create_rule_filter, nullptr, create_rule_filter},
    {Operation::get_rule_filter, read_one<RuleFilter>, nullptr, kFilters},
    {Operation::change_rule_filter, nullptr, change_rule_filter},
    {Operation::list_presence, list_presence, nullptr, 0},
    {Operation::set_presence, nullptr, set_presence},
    {Operation::list_detection_rules, list_detection_rules, nullptr, 0},
    {Operation::list_protection_layers, list_protection_layers, nullptr, 0},
    {Operation::send_security_events, nullptr, send_security_events},
    {Operation::reveal_pseudonym, nullptr, reveal_pseudonym},

    {Operation::list_pages, list_pages, nullptr, kPages | kCategories},
    {Operation::create_page, nullptr, create_page},
    {Operation::get_page, get_page, nullptr, kPages | kPageVersions},
    {Operation::change_page, nullptr, change_page},
    {Operation::list_page_versions, list_page_versions, nullptr, kPages | kPageVersions},
    {Operation::get_page_version, get_page_version, nullptr, kPageVersions},
    // What citizens sent is kept in no cache.
    {Operation::list_form_answers, list_form_answers, nullptr, table_bit(TableId::form_answers), false},
    {Operation::get_form_answer, get_form_answer, nullptr, 0},
    {Operation::change_form_answer, nullptr, change_form_answer},
    {Operation::get_form_file, get_form_file, nullptr, 0},
    {Operation::erase_form_answer, nullptr, post_form_erasure},
    {Operation::export_form_answers, nullptr, export_form_answers},

    {Operation::list_test_rounds, list_all<TestRound>, nullptr, kRounds},
    {Operation::create_test_round, nullptr, create_test_round},
    {Operation::get_test_round, read_one<TestRound>, nullptr, kRounds},
    {Operation::change_test_round, nullptr, change_test_round},
    // What citizens wrote is kept in no cache.
    {Operation::list_feedback, list_feedback, nullptr, kFeedback, false},
    {Operation::create_feedback, nullptr, create_feedback},
    {Operation::get_feedback, read_one<Feedback>, nullptr, 0},
    {Operation::change_feedback, nullptr, change_feedback},
    {Operation::list_similar_feedback, list_similar_feedback, nullptr, 0},
    {Operation::redact_feedback, nullptr, redact_feedback},
    {Operation::list_reply_templates, list_all<ReplyTemplate>, nullptr, kTemplates},
    {Operation::create_reply_template, nullptr, create_reply_template},
    {Operation::get_reply_template, read_one<ReplyTemplate>, nullptr, kTemplates},
    {Operation::change_reply_template, nullptr, change_reply_template},
    {Operation::list_requirements, list_all<Requirement>, nullptr, kRequirements},
    {Operation::create_requirement, nullptr, create_requirement},
    {Operation::get_requirement, read_one<Requirement>, nullptr, kRequirements},
    {Operation::change_requirement, nullptr, change_requirement},
    {Operation::add_evidence, nullptr, add_evidence},
    {Operation::sign_requirement, nullptr, sign_requirement},
    {Operation::import_requirements, nullptr, import_requirements},
    {Operation::app_version_report, app_version_report, nullptr, kRequirements | kAppVersions | kRounds},
    {Operation::list_app_versions, list_all<AppVersion>, nullptr, kAppVersions},
    {Operation::create_app_version, nullptr, create_app_version},
    {Operation::get_app_version, read_one<AppVersion>, nullptr, kAppVersions},
    {Operation::change_app_version, nullptr, change_app_version},
    {Operation::go_live_gate, go_live_gate, nullptr, kRequirements | kRounds},
    {Operation::list_burnup, list_burnup, nullptr, kRequirements | kAppVersions},

    {Operation::public_catalogue, public_catalogue, nullptr, kSeen & ~kMedia},
    {Operation::public_package, public_package, nullptr, 0},

    {Operation::list_media, list_media, nullptr, kMedia},
    {Operation::create_media, nullptr, create_media},
    {Operation::get_media, read_one<Media>, nullptr, kMedia},
    {Operation::change_media, nullptr, change_media},
    {Operation::get_media_content, get_media_content, nullptr, 0},
    {Operation::list_media_pages, list_media_pages, nullptr, kPages | kMedia},
    {Operation::replace_media, nullptr, replace_media},
    {Operation::public_pages, public_pages, nullptr, kSeen},
    {Operation::public_page, public_page, nullptr, kSeen},
    {Operation::app_home, app_home, nullptr, kShown},
    {Operation::app_category, app_category, nullptr, kShown | kMerchants},
    {Operation::app_page, app_page, nullptr, kShown},
    {Operation::app_news, app_news, nullptr, kShown},
    {Operation::app_search, app_search, nullptr, 0},
    {Operation::app_media, app_media, nullptr, 0},
    {Operation::app_file, app_file, nullptr, 0},
    {Operation::send_form, nullptr, send_form},

    {Operation::create_invitations, nullptr, create_invitations},
    {Operation::print_invitations, print_invitations, nullptr, 0, true, record_print},
    // A code may be of one account alone.
    {Operation::app_test, show_code, nullptr, 0},
    {Operation::app_test_code, show_code, nullptr, 0},
    {Operation::app_join_test, nullptr, join_test},
    {Operation::app_leave_test, nullptr, leave_test},
    {Operation::send_feedback, nullptr, send_feedback},
    {Operation::read_receipt, read_receipt, nullptr, 0},
    {Operation::list_feedback_floods, list_feedback_floods, nullptr, 0},
    {Operation::get_feedback_picture, get_feedback_picture, nullptr, 0},
    {Operation::app_feedback, app_feedback, nullptr, 0},
    {Operation::app_send_feedback, nullptr, app_send_feedback},
    {Operation::app_receipt, app_receipt, nullptr, 0},
    {Operation::app_sign_in, app_sign_in, nullptr, 0},
    {Operation::app_send_code, nullptr, app_send_code},
    {Operation::app_code_form, app_code_form, nullptr, 0},
    {Operation::app_check_code, nullptr, app_check_code},
    {Operation::app_account, app_account, nullptr, 0},
    {Operation::app_account_data, app_account_data, nullptr, 0},
    {Operation::app_sign_out, nullptr, app_sign_out},
    {Operation::app_erase_form, app_erase_form, nullptr, 0},
    {Operation::app_erase_account, nullptr, app_erase_account},
    {Operation::app_identity_code, nullptr, app_identity_code},
    {Operation::app_end_identity, nullptr, app_end_identity},
    {Operation::check_identity, nullptr, check_identity},
    {Operation::revoke_identity, nullptr, revoke_identity},

    {Operation::list_offerings, list_offerings, nullptr, kOfferings},
    {Operation::create_offering, nullptr, create_offering},
    {Operation::get_offering, read_one<contract::Offering>, nullptr, kOfferings},
    {Operation::change_offering, nullptr, change_offering},
    {Operation::act_on_offering, nullptr, act_on_offering},
    {Operation::public_merchants, public_merchants, nullptr, kMerchants},
    {Operation::public_merchant, public_merchant, nullptr, kMerchants | kOfferings | kMedia},
    {Operation::list_resources, list_resources, nullptr, kResources},
    {Operation::create_resource, nullptr, create_resource},
    {Operation::get_resource, read_one<contract::Resource>, nullptr, kResources},
    {Operation::change_resource, nullptr, change_resource},
    {Operation::list_conflicts, nullptr, list_conflicts},
    // What is free depends on the time.
    {Operation::list_slots, list_slots, nullptr, 0},
    {Operation::create_calendar_feed, nullptr, create_calendar_feed},
    // Who booked is kept in no cache, and not everybody sees it.
    {Operation::list_bookings, list_bookings, nullptr, table_bit(TableId::bookings), false},
    {Operation::create_booking, nullptr, create_booking},
    {Operation::get_booking, get_booking, nullptr, 0},
    {Operation::change_booking, nullptr, change_booking},
    {Operation::booking_event, booking_event, nullptr, 0},
    {Operation::list_letters, list_letters, nullptr, table_bit(TableId::letters), false},
    {Operation::public_resources, public_resources, nullptr, kMerchants | kResources},
    {Operation::public_slots, public_slots, nullptr, 0},
    {Operation::hold_slot, nullptr, hold_slot},
    {Operation::read_ticket, read_ticket, nullptr, 0},
    {Operation::change_ticket, nullptr, change_ticket},
    {Operation::ticket_event, ticket_event, nullptr, 0},
    {Operation::calendar_feed, calendar_feed, nullptr, 0},
    {Operation::app_merchant, app_merchant, nullptr, 0},
    {Operation::app_book, app_book, nullptr, 0},
    {Operation::app_send_booking, nullptr, app_send_booking},
    {Operation::app_booking, app_booking, nullptr, 0},
    {Operation::app_change_booking, nullptr, app_change_booking},
    // Who reads them sees more or less of them: kept in no cache.
    {Operation::list_merchants, list_merchants, nullptr,
     table_bit(TableId::merchants) | table_bit(TableId::offerings), false},
    {Operation::create_merchant, nullptr, create_merchant},
    {Operation::get_merchant, get_merchant, nullptr, 0},
    {Operation::change_merchant, nullptr, change_merchant},
    {Operation::act_on_merchant, nullptr, act_on_merchant},
    {Operation::invite_merchant, nullptr, invite_merchant},
    {Operation::add_merchant_proof, nullptr, add_merchant_proof},
    {Operation::read_merchant_proof, read_merchant_proof, nullptr, 0, true, record_proof_reading},
    {Operation::import_merchants, nullptr, import_merchants},
    {Operation::sign_in_with_code, nullptr, sign_in_with_code},

    {Operation::open311_services, open311_services, nullptr, kSeen & ~kMedia},
    {Operation::open311_service, open311_service, nullptr, kSeen & ~kMedia},
    {Operation::open311_requests, open311_requests, nullptr, 0},
    {Operation::open311_send, nullptr, open311_send},
    {Operation::open311_request, open311_request, nullptr, 0},
    {Operation::open311_token, open311_token, nullptr, 0},
};

}  // namespace

const Handler* find_handler(Operation operation) {
  static const std::map<Operation, const Handler*> kByOperation = [] {
    std::map<Operation, const Handler*> made;
    for (const auto& handler : kHandlers) made.emplace(handler.operation, &handler);
    return made;
  }();
  const auto at = kByOperation.find(operation);
  return at != kByOperation.end() ? at->second : nullptr;
}

base::Error no_such_thing(std::string_view word) {
  return base::fail(base::ErrorKind::not_found,
                    fmt::format("There is no such {}, or it is not yours to see.", word));
}

}  // namespace stadtpult::platform
