#pragma once
// The handlers, one for each row of the route table; find_handler lists them.

#include "platform/routes/handlers.hpp"

namespace stadtpult::platform {

using WriteCall = std::shared_ptr<const Call>;

base::Result<Answer> read_me(const Reading& reading);

base::Result<Answer> list_categories(const Reading& reading);
base::Result<WritePlan> create_category(const WriteCall& call);
base::Result<WritePlan> change_category(const WriteCall& call);

base::Result<Answer> list_miniapps(const Reading& reading);
base::Result<WritePlan> create_miniapp(const WriteCall& call);
base::Result<WritePlan> change_miniapp(const WriteCall& call);

base::Result<Answer> list_versions(const Reading& reading);
base::Result<Answer> get_version(const Reading& reading);
base::Result<Answer> get_package(const Reading& reading);
base::Result<WritePlan> create_version(const WriteCall& call);
base::Result<WritePlan> change_version(const WriteCall& call);

base::Result<Answer> list_reviews(const Reading& reading);
base::Result<WritePlan> change_review(const WriteCall& call);

base::Result<Answer> list_reasons(const Reading& reading);
base::Result<WritePlan> create_reason(const WriteCall& call);
base::Result<WritePlan> change_reason(const WriteCall& call);

base::Result<Answer> release_diff(const Reading& reading);
base::Result<Answer> list_releases(const Reading& reading);
base::Result<WritePlan> create_release(const WriteCall& call);
base::Result<WritePlan> change_release(const WriteCall& call);

base::Result<Answer> list_organisations(const Reading& reading);
base::Result<Answer> get_organisation(const Reading& reading);
base::Result<WritePlan> create_organisation(const WriteCall& call);
base::Result<WritePlan> change_organisation(const WriteCall& call);

base::Result<Answer> list_audit(const Reading& reading);
base::Result<Answer> audit_checkpoint(const Reading& reading);
base::Result<Answer> audit_consistency(const Reading& reading);
base::Result<Answer> audit_proof(const Reading& reading);
base::Result<WritePlan> compare_audit(const WriteCall& call);
base::Result<WritePlan> export_audit(const WriteCall& call);
base::Result<WritePlan> erase_from_audit(const WriteCall& call);
base::Result<WritePlan> check_any_file(const WriteCall& call);
base::Result<WritePlan> import_catalogue(const WriteCall& call);

base::Result<WritePlan> change_alert(const WriteCall& call);
base::Result<WritePlan> create_incident(const WriteCall& call);
base::Result<WritePlan> change_incident(const WriteCall& call);
base::Result<WritePlan> create_block(const WriteCall& call);
base::Result<WritePlan> change_block(const WriteCall& call);
base::Result<WritePlan> create_security_job(const WriteCall& call);
base::Result<WritePlan> change_security_job(const WriteCall& call);
base::Result<Answer> list_detection_rules(const Reading& reading);
base::Result<Answer> list_protection_layers(const Reading& reading);
base::Result<WritePlan> register_device(const WriteCall& call);
base::Result<WritePlan> change_device(const WriteCall& call);
base::Result<WritePlan> create_rule_filter(const WriteCall& call);
base::Result<WritePlan> change_rule_filter(const WriteCall& call);
base::Result<Answer> list_presence(const Reading& reading);
base::Result<WritePlan> set_presence(const WriteCall& call);
base::Result<WritePlan> send_security_events(const WriteCall& call);
base::Result<WritePlan> reveal_pseudonym(const WriteCall& call);

base::Result<Answer> list_pages(const Reading& reading);
base::Result<Answer> get_page(const Reading& reading);
base::Result<WritePlan> create_page(const WriteCall& call);
base::Result<WritePlan> change_page(const WriteCall& call);
base::Result<Answer> list_page_versions(const Reading& reading);
base::Result<Answer> get_page_version(const Reading& reading);
base::Result<Answer> list_form_answers(const Reading& reading);
base::Result<Answer> get_form_answer(const Reading& reading);
base::Result<WritePlan> change_form_answer(const WriteCall& call);
base::Result<Answer> get_form_file(const Reading& reading);
base::Result<WritePlan> post_form_erasure(const WriteCall& call);
base::Result<WritePlan> export_form_answers(const WriteCall& call);

base::Result<Answer> public_catalogue(const Reading& reading);
base::Result<Answer> public_package(const Reading& reading);
base::Result<Answer> public_pages(const Reading& reading);
base::Result<Answer> public_page(const Reading& reading);
base::Result<Answer> app_home(const Reading& reading);
base::Result<Answer> app_category(const Reading& reading);
base::Result<Answer> app_page(const Reading& reading);
base::Result<Answer> app_news(const Reading& reading);
base::Result<Answer> app_search(const Reading& reading);
base::Result<Answer> app_media(const Reading& reading);
base::Result<Answer> app_file(const Reading& reading);
base::Result<WritePlan> send_form(const WriteCall& call);

base::Result<Answer> list_media(const Reading& reading);
base::Result<WritePlan> create_media(const WriteCall& call);
base::Result<WritePlan> change_media(const WriteCall& call);
base::Result<Answer> get_media_content(const Reading& reading);
base::Result<Answer> list_media_pages(const Reading& reading);
base::Result<WritePlan> replace_media(const WriteCall& call);

base::Result<Answer> list_feedback(const Reading& reading);
base::Result<Answer> list_similar_feedback(const Reading& reading);
base::Result<Answer> go_live_gate(const Reading& reading);
base::Result<Answer> list_burnup(const Reading& reading);
base::Result<WritePlan> create_test_round(const WriteCall& call);
base::Result<WritePlan> change_test_round(const WriteCall& call);
base::Result<WritePlan> create_feedback(const WriteCall& call);
base::Result<WritePlan> change_feedback(const WriteCall& call);
base::Result<WritePlan> redact_feedback(const WriteCall& call);
base::Result<WritePlan> create_reply_template(const WriteCall& call);
base::Result<WritePlan> change_reply_template(const WriteCall& call);
base::Result<WritePlan> create_requirement(const WriteCall& call);
base::Result<WritePlan> change_requirement(const WriteCall& call);
base::Result<WritePlan> add_evidence(const WriteCall& call);
base::Result<WritePlan> sign_requirement(const WriteCall& call);
base::Result<WritePlan> import_requirements(const WriteCall& call);
base::Result<Answer> app_version_report(const Reading& reading);
base::Result<WritePlan> create_app_version(const WriteCall& call);
base::Result<WritePlan> change_app_version(const WriteCall& call);

base::Result<WritePlan> create_invitations(const WriteCall& call);
base::Result<Answer> print_invitations(const Reading& reading);
void record_print(const Call& call, Change& change);
base::Result<Answer> show_code(const Reading& reading);
base::Result<WritePlan> join_test(const WriteCall& call);
base::Result<WritePlan> leave_test(const WriteCall& call);
base::Result<WritePlan> send_feedback(const WriteCall& call);
base::Result<Answer> read_receipt(const Reading& reading);
base::Result<Answer> list_feedback_floods(const Reading& reading);
base::Result<Answer> get_feedback_picture(const Reading& reading);
base::Result<Answer> app_feedback(const Reading& reading);
base::Result<WritePlan> app_send_feedback(const WriteCall& call);
base::Result<Answer> app_receipt(const Reading& reading);

base::Result<Answer> app_sign_in(const Reading& reading);
base::Result<Answer> app_code_form(const Reading& reading);
base::Result<Answer> app_account(const Reading& reading);
base::Result<Answer> app_account_data(const Reading& reading);
base::Result<Answer> app_erase_form(const Reading& reading);
base::Result<WritePlan> app_send_code(const WriteCall& call);
base::Result<WritePlan> app_check_code(const WriteCall& call);
base::Result<WritePlan> app_sign_out(const WriteCall& call);
base::Result<WritePlan> app_erase_account(const WriteCall& call);
base::Result<WritePlan> app_identity_code(const WriteCall& call);
base::Result<WritePlan> app_end_identity(const WriteCall& call);
base::Result<WritePlan> check_identity(const WriteCall& call);
base::Result<WritePlan> revoke_identity(const WriteCall& call);

base::Result<Answer> list_offerings(const Reading& reading);
base::Result<Answer> public_merchants(const Reading& reading);
base::Result<Answer> public_merchant(const Reading& reading);
base::Result<Answer> app_merchant(const Reading& reading);
base::Result<Answer> app_book(const Reading& reading);
base::Result<WritePlan> app_send_booking(const WriteCall& call);
base::Result<Answer> app_booking(const Reading& reading);
base::Result<WritePlan> app_change_booking(const WriteCall& call);
base::Result<Answer> list_resources(const Reading& reading);
base::Result<Answer> list_slots(const Reading& reading);
base::Result<Answer> list_bookings(const Reading& reading);
base::Result<Answer> get_booking(const Reading& reading);
base::Result<Answer> booking_event(const Reading& reading);
base::Result<Answer> list_letters(const Reading& reading);
base::Result<Answer> public_resources(const Reading& reading);
base::Result<Answer> public_slots(const Reading& reading);
base::Result<Answer> read_ticket(const Reading& reading);
base::Result<Answer> ticket_event(const Reading& reading);
base::Result<Answer> calendar_feed(const Reading& reading);
base::Result<WritePlan> create_offering(const WriteCall& call);
base::Result<WritePlan> change_offering(const WriteCall& call);
base::Result<WritePlan> act_on_offering(const WriteCall& call);
base::Result<WritePlan> create_resource(const WriteCall& call);
base::Result<WritePlan> change_resource(const WriteCall& call);
base::Result<WritePlan> list_conflicts(const WriteCall& call);
base::Result<WritePlan> create_calendar_feed(const WriteCall& call);
base::Result<WritePlan> create_booking(const WriteCall& call);
base::Result<WritePlan> change_booking(const WriteCall& call);
base::Result<WritePlan> hold_slot(const WriteCall& call);
base::Result<WritePlan> change_ticket(const WriteCall& call);
base::Result<Answer> list_merchants(const Reading& reading);
base::Result<WritePlan> create_merchant(const WriteCall& call);
base::Result<Answer> get_merchant(const Reading& reading);
base::Result<WritePlan> change_merchant(const WriteCall& call);
base::Result<WritePlan> act_on_merchant(const WriteCall& call);
base::Result<WritePlan> invite_merchant(const WriteCall& call);
base::Result<WritePlan> add_merchant_proof(const WriteCall& call);
base::Result<Answer> read_merchant_proof(const Reading& reading);
void record_proof_reading(const Call& call, Change& change);
base::Result<WritePlan> import_merchants(const WriteCall& call);
base::Result<WritePlan> sign_in_with_code(const WriteCall& call);

base::Result<Answer> open311_services(const Reading& reading);
base::Result<Answer> open311_service(const Reading& reading);
base::Result<Answer> open311_requests(const Reading& reading);
base::Result<WritePlan> open311_send(const WriteCall& call);
base::Result<Answer> open311_request(const Reading& reading);
base::Result<Answer> open311_token(const Reading& reading);

}  // namespace stadtpult::platform
