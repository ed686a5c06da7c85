#pragma once
// Every call of the platform in one table: method, path, who may call it, what goes in, what comes out. The
// server binds its handlers to it, the client builds its requests from it, and OpenAPI is written from it.

#include <span>
#include <string_view>

#include "api-client/contract/bookings.hpp"
#include "api-client/contract/content.hpp"
#include "api-client/contract/imports.hpp"
#include "api-client/contract/merchants.hpp"
#include "api-client/contract/people.hpp"
#include "api-client/contract/review.hpp"
#include "api-client/contract/security.hpp"
#include "api-client/contract/testphase.hpp"

namespace stadtpult::contract {

enum class Method { get, post, patch };
BOOST_DESCRIBE_ENUM(Method, get, post, patch)

// Every call by name, once: the enumerators and their words are made of it.
// clang-format off
#define STADTPULT_OPERATIONS(EACH) \
  EACH(health) EACH(openapi) EACH(me) EACH(list_categories) EACH(create_category) EACH(get_category) \
  EACH(change_category) EACH(list_miniapps) EACH(create_miniapp) EACH(get_miniapp) EACH(change_miniapp) \
  EACH(list_versions) EACH(create_version) EACH(get_version) EACH(change_version) EACH(get_package) \
  EACH(list_reviews) EACH(get_review) EACH(change_review) EACH(list_reasons) EACH(create_reason) \
  EACH(get_reason) EACH(change_reason) EACH(release_diff) EACH(list_releases) EACH(create_release) \
  EACH(get_release) EACH(change_release) EACH(list_organisations) EACH(create_organisation) \
  EACH(get_organisation) EACH(change_organisation) EACH(list_audit) EACH(audit_checkpoint) \
  EACH(audit_consistency) EACH(audit_check) EACH(audit_proof) EACH(export_audit) EACH(erase_from_audit) \
  EACH(compare_audit) \
  EACH(check_package) EACH(import_catalogue) EACH(stream) EACH(public_catalogue) EACH(public_package) EACH(list_alerts) \
  EACH(get_alert) EACH(change_alert) EACH(list_incidents) EACH(create_incident) EACH(get_incident) \
  EACH(change_incident) EACH(list_blocks) EACH(create_block) EACH(get_block) EACH(change_block) \
  EACH(list_devices) EACH(get_device) EACH(change_device) EACH(register_device) \
  EACH(list_security_jobs) EACH(create_security_job) EACH(get_security_job) EACH(change_security_job) \
  EACH(list_rule_filters) EACH(create_rule_filter) EACH(get_rule_filter) EACH(change_rule_filter) \
  EACH(list_detection_rules) EACH(list_protection_layers) EACH(list_presence) EACH(set_presence) \
  EACH(send_security_events) EACH(reveal_pseudonym) EACH(list_pages) EACH(create_page) EACH(get_page) \
  EACH(change_page) EACH(list_page_versions) EACH(get_page_version) EACH(list_media) EACH(create_media) \
  EACH(get_media) EACH(change_media) EACH(get_media_content) EACH(list_media_pages) \
  EACH(replace_media) EACH(list_form_answers) EACH(get_form_answer) \
  EACH(change_form_answer) EACH(get_form_file) EACH(erase_form_answer) EACH(export_form_answers) EACH(list_test_rounds) EACH(create_test_round) EACH(get_test_round) \
  EACH(change_test_round) EACH(list_feedback) EACH(create_feedback) EACH(get_feedback) EACH(change_feedback) \
  EACH(list_similar_feedback) EACH(redact_feedback) EACH(list_reply_templates) EACH(create_reply_template) \
  EACH(get_reply_template) EACH(change_reply_template) EACH(list_requirements) EACH(create_requirement) \
  EACH(get_requirement) EACH(change_requirement) EACH(add_evidence) EACH(sign_requirement) EACH(import_requirements) EACH(app_version_report) \
  EACH(list_app_versions) EACH(create_app_version) EACH(get_app_version) EACH(change_app_version) \
  EACH(go_live_gate) EACH(list_burnup) EACH(public_pages) EACH(public_page) EACH(app_home) \
  EACH(app_category) EACH(app_page) EACH(app_news) EACH(app_search) EACH(app_media) EACH(app_file) EACH(send_form) \
  EACH(create_invitations) EACH(print_invitations) EACH(list_feedback_floods) EACH(get_feedback_picture) \
  EACH(send_feedback) EACH(read_receipt) EACH(app_test) EACH(app_test_code) EACH(app_join_test) EACH(app_leave_test) \
  EACH(app_feedback) EACH(app_send_feedback) EACH(app_receipt) EACH(app_sign_in) EACH(app_send_code) EACH(app_code_form) \
  EACH(app_check_code) EACH(app_account) EACH(app_account_data) EACH(app_sign_out) EACH(app_erase_form) \
  EACH(app_erase_account) EACH(app_identity_code) EACH(app_end_identity) \
  EACH(check_identity) EACH(revoke_identity) EACH(open311_services) EACH(open311_service) \
  EACH(open311_requests) EACH(open311_send) EACH(open311_request) EACH(open311_token) \
  EACH(list_merchants) EACH(create_merchant) EACH(get_merchant) EACH(change_merchant) EACH(act_on_merchant) \
  EACH(invite_merchant) EACH(add_merchant_proof) EACH(read_merchant_proof) EACH(import_merchants) \
  EACH(sign_in_with_code) EACH(list_offerings) EACH(create_offering) EACH(get_offering) EACH(change_offering) \
  EACH(act_on_offering) EACH(public_merchants) EACH(public_merchant) EACH(app_merchant) EACH(list_resources) \
  EACH(create_resource) EACH(get_resource) EACH(change_resource) EACH(list_conflicts) EACH(list_slots) \
  EACH(create_calendar_feed) EACH(list_bookings) EACH(create_booking) EACH(get_booking) EACH(change_booking) \
  EACH(booking_event) EACH(list_letters) EACH(public_resources) EACH(public_slots) EACH(hold_slot) \
  EACH(read_ticket) EACH(change_ticket) EACH(ticket_event) EACH(calendar_feed) \
  EACH(app_book) EACH(app_send_booking) EACH(app_booking) EACH(app_change_booking)
// clang-format on

enum class Operation {
#define STADTPULT_ENUMERATOR(name) name,
  STADTPULT_OPERATIONS(STADTPULT_ENUMERATOR)
#undef STADTPULT_ENUMERATOR
};
/// "list_categories": operationId in OpenAPI, and how a journalled change names its call.
const char* operation_name(Operation operation);
std::optional<Operation> operation_from(std::string_view name);

/// A set of roles as bits; kAnyone stands for "no token needed".
using Roles = std::uint16_t;
constexpr Roles role_bit(Role role) {
  return static_cast<Roles>(1U << static_cast<unsigned>(role));
}
constexpr Roles kAnyone = 0x8000;
constexpr Roles kSignedIn = role_bit(Role::project_lead) | role_bit(Role::editor) | role_bit(Role::reviewer) |
                            role_bit(Role::merchant) | role_bit(Role::security_analyst) |
                            role_bit(Role::privacy_officer);

/// What a request carries.
enum class Body {
  none,
  create,   ///< JSON of the request type without read-only members
  patch,    ///< JSON merge patch of the request type; needs If-Match
  package,  ///< JSON as create, or the bytes of a package (kPackageType), which is a file
  file,     ///< the bytes of a file: it is looked into, which may take seconds whatever its size
  bytes     ///< any other bytes
};

/// What an answer carries.
enum class Answer { one, page, bytes, events };

struct Route {
  Operation operation;
  Method method;
  std::string_view path;  ///< with {id} and {version_id}
  Roles roles;
  Body body = Body::none;
  const TypeInfo* (*request)() = nullptr;
  Answer answer = Answer::one;
  const TypeInfo* (*response)() = nullptr;
  std::string_view summary;
  std::string_view query = "";  ///< names of further query parameters, separated by spaces
};

/// The table. Any thread.
std::span<const Route> routes();
const Route& route(Operation operation);
/// May this role call it?
bool may(Role role, Operation operation);
/// Everybody reads what is out for everyone there; another ring is for the city's people, by their token, and
/// for its testers, by the code of a round that runs, in the cookie kTesterCookie.
bool has_rings(const Route& route);
inline constexpr std::string_view kTesterCookie = "__Host-stadtpult-test";

inline constexpr std::string_view kPackageType = "application/miniapp-pkg+zip";      // W3C MiniApp packaging
inline constexpr std::string_view kEventsType = "application/x-ndjson";              // one JSON object a line
inline constexpr std::string_view kProblemType = "application/problem+json";         // RFC 9457
inline constexpr std::string_view kMergePatchType = "application/merge-patch+json";  // RFC 7396

/// The entity tag of a thing in this revision, with its quotes (RFC 9110, section 8.8.3): what If-Match
/// names.
std::string etag(std::string_view id, std::int64_t revision);

/// The OpenAPI 3.1 document of the table, as JSON text.
const std::string& openapi_document();

}  // namespace stadtpult::contract
