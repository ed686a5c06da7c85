#include "api-client/contract/routes.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace stadtpult::contract {
namespace {

template <Described T>
const TypeInfo* type() {
  return &type_info<T>();
}

constexpr Roles kLead = role_bit(Role::project_lead);
constexpr Roles kCurators = kLead | role_bit(Role::editor);
constexpr Roles kReviewers = kLead | role_bit(Role::reviewer);
constexpr Roles kAuthors = kCurators | role_bit(Role::merchant);
// Suspending stops harm, so the security team may do it too; what each role may do to a version is the
// domain's rule.
constexpr Roles kVersionChangers = kAuthors | role_bit(Role::reviewer) | role_bit(Role::security_analyst);
constexpr Roles kAuditReaders = kLead | role_bit(Role::security_analyst) | role_bit(Role::privacy_officer);
constexpr Roles kSecurity = role_bit(Role::security_analyst);
constexpr Roles kSecurityReaders = kSecurity | kLead | role_bit(Role::privacy_officer);
/// Pages are the city's: merchants have their own offers.
constexpr Roles kPageReaders = static_cast<Roles>(kSignedIn & ~role_bit(Role::merchant));
/// What citizens wrote is for those who answer, and for who watches over it.
constexpr Roles kAnswerReaders = kCurators | role_bit(Role::privacy_officer);
/// Testers' words are for those who work on the app, and for who watches over it.
constexpr Roles kTriagers = kCurators | role_bit(Role::reviewer);
constexpr Roles kReleaseReaders = static_cast<Roles>(kSignedIn & ~role_bit(Role::merchant));

/// Who a merchant is concerns all who serve it; the security team sees its events.
constexpr Roles kMerchantReaders = static_cast<Roles>(kSignedIn & ~kSecurity);
constexpr Roles kMerchantChangers = kReviewers | role_bit(Role::merchant);
constexpr Roles kBookingReaders = kMerchantChangers | role_bit(Role::privacy_officer);

constexpr Route kRoutes[] = {
    {Operation::health, Method::get, "/healthz", kAnyone, Body::none, nullptr, Answer::one, &type<Health>,
     "Is the service up?"},
    {Operation::openapi, Method::get, "/openapi.json", kAnyone, Body::none, nullptr, Answer::bytes, nullptr,
     "This document."},
    {Operation::me, Method::get, "/v1/me", kSignedIn, Body::none, nullptr, Answer::one, &type<Me>,
     "Whose token this is."},

    {Operation::list_categories, Method::get, "/v1/categories", kSignedIn, Body::none, nullptr, Answer::page,
     &type<Category>, "Categories, in the citizens' order."},
    {Operation::create_category, Method::post, "/v1/categories", kCurators, Body::create, &type<Category>,
     Answer::one, &type<Category>, "Makes a category."},
    {Operation::get_category, Method::get, "/v1/categories/{id}", kSignedIn, Body::none, nullptr, Answer::one,
     &type<Category>, "One category."},
    {Operation::change_category, Method::patch, "/v1/categories/{id}", kCurators, Body::patch,
     &type<Category>, Answer::one, &type<Category>, "Renames, moves or archives a category.",
     "move_miniapps_to"},

    {Operation::list_miniapps, Method::get, "/v1/miniapps", kSignedIn, Body::none, nullptr, Answer::page,
     &type<Miniapp>, "Mini-apps; a merchant sees its own."},
    {Operation::create_miniapp, Method::post, "/v1/miniapps", kAuthors, Body::package, &type<Miniapp>,
     Answer::one, &type<Miniapp>,
     "Makes a mini-app from its data, or from a package together with its first version.",
     "category_id organisation_id submit note"},
    {Operation::get_miniapp, Method::get, "/v1/miniapps/{id}", kSignedIn, Body::none, nullptr, Answer::one,
     &type<Miniapp>, "One mini-app."},
    {Operation::change_miniapp, Method::patch, "/v1/miniapps/{id}", kAuthors, Body::patch, &type<Miniapp>,
     Answer::one, &type<Miniapp>, "Changes a mini-app's texts and place."},

    {Operation::list_versions, Method::get, "/v1/miniapps/{id}/versions", kSignedIn, Body::none, nullptr,
     Answer::page, &type<Version>, "Versions of a mini-app, newest first."},
    {Operation::create_version, Method::post, "/v1/miniapps/{id}/versions", kAuthors, Body::package,
     &type<Version>, Answer::one, &type<Version>,
     "Hands in a package, or the address and miniApp.json of a web mini-app, as a draft version; with "
     "submit=true it goes to the reviewers at once.",
     "submit note"},
    {Operation::get_version, Method::get, "/v1/miniapps/{id}/versions/{version_id}", kSignedIn, Body::none,
     nullptr, Answer::one, &type<Version>, "One version."},
    {Operation::change_version, Method::patch, "/v1/miniapps/{id}/versions/{version_id}", kVersionChangers,
     Body::patch, &type<VersionChange>, Answer::one, &type<Version>,
     "A step in a version's life, or a change of a draft's texts."},
    {Operation::get_package, Method::get, "/v1/miniapps/{id}/versions/{version_id}/package", kSignedIn,
     Body::none, nullptr, Answer::bytes, nullptr, "The package as handed in, byte for byte."},

    {Operation::list_reviews, Method::get, "/v1/reviews", kAuthors | kReviewers, Body::none, nullptr,
     Answer::page, &type<Review>, "Reviews; a merchant sees those of its own mini-apps."},
    {Operation::get_review, Method::get, "/v1/reviews/{id}", kAuthors | kReviewers, Body::none, nullptr,
     Answer::one, &type<Review>, "One review."},
    {Operation::change_review, Method::patch, "/v1/reviews/{id}", kReviewers, Body::patch,
     &type<ReviewChange>, Answer::one, &type<Review>,
     "Takes, ticks or decides a review. Nobody decides on what they handed in."},

    {Operation::list_reasons, Method::get, "/v1/reasons", kSignedIn, Body::none, nullptr, Answer::page,
     &type<Reason>, "The city's reasons to return or reject."},
    {Operation::create_reason, Method::post, "/v1/reasons", kLead, Body::create, &type<Reason>, Answer::one,
     &type<Reason>, "Adds a reason."},
    {Operation::get_reason, Method::get, "/v1/reasons/{id}", kSignedIn, Body::none, nullptr, Answer::one,
     &type<Reason>, "One reason."},
    {Operation::change_reason, Method::patch, "/v1/reasons/{id}", kLead, Body::patch, &type<Reason>,
     Answer::one, &type<Reason>, "Rewords or archives a reason."},

    {Operation::release_diff, Method::get, "/v1/releases/diff", kReleaseReaders, Body::none, nullptr,
     Answer::page, &type<DiffItem>, "What differs between the working catalogue and a ring's live one.",
     "ring"},
    {Operation::list_releases, Method::get, "/v1/releases", kReleaseReaders, Body::none, nullptr,
     Answer::page, &type<Release>, "Releases, newest first."},
    {Operation::create_release, Method::post, "/v1/releases", kLead, Body::create, &type<NewRelease>,
     Answer::one, &type<Release>, "Publishes a selection, or rolls one mini-app back."},
    {Operation::get_release, Method::get, "/v1/releases/{id}", kReleaseReaders, Body::none, nullptr,
     Answer::one, &type<Release>, "One release."},
    {Operation::change_release, Method::patch, "/v1/releases/{id}", kLead, Body::patch, &type<ReleaseChange>,
     Answer::one, &type<Release>, "Undoes a whole release."},

    {Operation::list_organisations, Method::get, "/v1/organisations", kSignedIn, Body::none, nullptr,
     Answer::page, &type<Organisation>, "Organisations; a merchant sees its own."},
    {Operation::create_organisation, Method::post, "/v1/organisations", kReviewers, Body::create,
     &type<Organisation>, Answer::one, &type<Organisation>, "Adds an organisation."},
    {Operation::get_organisation, Method::get, "/v1/organisations/{id}", kSignedIn, Body::none, nullptr,
     Answer::one, &type<Organisation>, "One organisation."},
    {Operation::change_organisation, Method::patch, "/v1/organisations/{id}",
     kReviewers | role_bit(Role::merchant), Body::patch, &type<Organisation>, Answer::one,
     &type<Organisation>, "Changes an organisation; a merchant its own contact data."},

    {Operation::list_audit, Method::get, "/v1/audit", kAuditReaders, Body::none, nullptr, Answer::page,
     &type<AuditRecord>, "The audit record."},
    // A checkpoint and how it follows from an earlier one say nothing about lines: every console may check.
    {Operation::audit_checkpoint, Method::get, "/v1/audit/checkpoint", kSignedIn, Body::none, nullptr,
     Answer::one, &type<AuditCheckpoint>, "Size and root of the audit record now, signed."},
    {Operation::audit_consistency, Method::get, "/v1/audit/consistency", kSignedIn, Body::none, nullptr,
     Answer::one, &type<AuditConsistency>,
     "Proof that the record only grew between two sizes; from the first line to now where they are not "
     "given.",
     "from to"},
    {Operation::audit_check, Method::get, "/v1/audit/check", kAuditReaders, Body::none, nullptr, Answer::one,
     &type<AuditCheck>, "Checks every line of the record and names the first wrong one."},
    {Operation::audit_proof, Method::get, "/v1/audit/{id}/proof", kAuditReaders, Body::none, nullptr,
     Answer::one, &type<AuditProof>, "Proof that a line is in the record."},
    {Operation::export_audit, Method::post, "/v1/audit/exports", kAuditReaders, Body::create,
     &type<AuditExport>, Answer::one, &type<AuditExported>,
     "Lines with their proofs, for a check offline. The export is recorded."},
    {Operation::erase_from_audit, Method::post, "/v1/audit/erasures", role_bit(Role::privacy_officer),
     Body::create, &type<AuditErasure>, Answer::one, &type<AuditErased>,
     "Erases what names a person from the record, which stays provable. The erasure is recorded."},
    {Operation::check_package, Method::post, "/v1/checks", kSignedIn, Body::bytes, nullptr, Answer::one,
     &type<CheckReport>, "Judges a package or a manifest and stores nothing."},
    {Operation::import_catalogue, Method::post, "/v1/imports", kCurators, Body::create, &type<ImportRequest>,
     Answer::one, &type<ImportReport>, "Takes a municipal catalogue over as drafts; twice changes nothing."},
    {Operation::stream, Method::get, "/v1/stream", kSignedIn, Body::none, nullptr, Answer::events,
     &type<StreamChange>, "Server-sent events of every change the role may see."},
    {Operation::list_alerts, Method::get, "/v1/security/alerts", kSecurityReaders, Body::none, nullptr,
     Answer::page, &type<Alert>, "Alerts, the newest event first."},
    {Operation::get_alert, Method::get, "/v1/security/alerts/{id}", kSecurityReaders, Body::none, nullptr,
     Answer::one, &type<Alert>, "One alert."},
    {Operation::change_alert, Method::patch, "/v1/security/alerts/{id}", kSecurity, Body::patch,
     &type<AlertChange>, Answer::one, &type<Alert>,
     "Takes, assigns, acknowledges, judges or links an alert."},
    {Operation::list_incidents, Method::get, "/v1/security/incidents", kSecurityReaders, Body::none, nullptr,
     Answer::page, &type<Incident>, "Incidents, newest first."},
    {Operation::create_incident, Method::post, "/v1/security/incidents", kSecurity, Body::create,
     &type<Incident>, Answer::one, &type<Incident>, "Opens an incident."},
    {Operation::get_incident, Method::get, "/v1/security/incidents/{id}", kSecurityReaders, Body::none,
     nullptr, Answer::one, &type<Incident>, "One incident."},
    {Operation::change_incident, Method::patch, "/v1/security/incidents/{id}", kSecurity, Body::patch,
     &type<Incident>, Answer::one, &type<Incident>, "Changes, closes or holds an incident; adds a note."},
    {Operation::list_blocks, Method::get, "/v1/security/blocks", kSecurityReaders, Body::none, nullptr,
     Answer::page, &type<Block>, "What is or was stopped."},
    {Operation::create_block, Method::post, "/v1/security/blocks", kSecurity | kLead, Body::create,
     &type<Block>, Answer::one, &type<Block>,
     "Stops a session, token, device, person, organisation or source at once."},
    {Operation::get_block, Method::get, "/v1/security/blocks/{id}", kSecurityReaders, Body::none, nullptr,
     Answer::one, &type<Block>, "One block."},
    {Operation::change_block, Method::patch, "/v1/security/blocks/{id}", kSecurity | kLead, Body::patch,
     &type<Block>, Answer::one, &type<Block>,
     "Agrees to a wide block, asks for its lifting, or agrees to that."},
    {Operation::list_security_jobs, Method::get, "/v1/security/jobs", kSecurityReaders, Body::none, nullptr,
     Answer::page, &type<SecurityJob>, "Changes of many alerts, newest first."},
    {Operation::create_security_job, Method::post, "/v1/security/jobs", kSecurity, Body::create,
     &type<SecurityJob>, Answer::one, &type<SecurityJob>, "Changes every alert that a query finds."},
    {Operation::get_security_job, Method::get, "/v1/security/jobs/{id}", kSecurityReaders, Body::none,
     nullptr, Answer::one, &type<SecurityJob>, "How far it is."},
    {Operation::change_security_job, Method::patch, "/v1/security/jobs/{id}", kSecurity, Body::patch,
     &type<SecurityJob>, Answer::one, &type<SecurityJob>, "Stops it or takes it back."},
    {Operation::list_rule_filters, Method::get, "/v1/security/filters", kSecurityReaders, Body::none, nullptr,
     Answer::page, &type<RuleFilter>, "Filters of rules and proposals of such, newest first."},
    {Operation::create_rule_filter, Method::post, "/v1/security/filters", kSecurity, Body::create,
     &type<RuleFilter>, Answer::one, &type<RuleFilter>,
     "Proposes a filter and replays it over what is stored of the last 30 days."},
    {Operation::get_rule_filter, Method::get, "/v1/security/filters/{id}", kSecurityReaders, Body::none,
     nullptr, Answer::one, &type<RuleFilter>, "One filter, with what it hides."},
    {Operation::change_rule_filter, Method::patch, "/v1/security/filters/{id}", kSecurity, Body::patch,
     &type<RuleFilter>, Answer::one, &type<RuleFilter>, "Puts a filter in force or withdraws it."},
    {Operation::list_detection_rules, Method::get, "/v1/security/rules", kSecurityReaders, Body::none,
     nullptr, Answer::page, &type<DetectionRule>, "Rules as the engine took them, with their hits."},
    {Operation::list_protection_layers, Method::get, "/v1/security/layers", kSecurityReaders, Body::none,
     nullptr, Answer::page, &type<ProtectionLayer>, "The fourteen protection layers, measured now."},
    {Operation::list_presence, Method::get, "/v1/presence", kPageReaders, Body::none, nullptr, Answer::page,
     &type<Presence>, "Who works on which alert or page right now; what one may not read is left out."},
    {Operation::set_presence, Method::post, "/v1/presence", kPageReaders, Body::create, &type<Presence>,
     Answer::one, &type<Presence>, "Says that one works on an alert or a page, or no more."},
    {Operation::send_security_events, Method::post, "/v1/security/events", kSecurity | kLead, Body::bytes,
     nullptr, Answer::one, &type<EventIntake>,
     "Takes a batch of events (application/x-ndjson, at most 10,000 lines or 8 MB).", "producer"},
    {Operation::reveal_pseudonym, Method::post, "/v1/security/reveals",
     static_cast<Roles>(kSecurity | role_bit(Role::privacy_officer)), Body::create, &type<Reveal>,
     Answer::one, &type<Reveal>, "Shows the person or address behind a pseudonym; recorded with the reason."},
    {Operation::list_pages, Method::get, "/v1/pages", kPageReaders, Body::none, nullptr, Answer::page,
     &type<ContentPage>, "Pages without their blocks, in the citizens' order."},
    {Operation::create_page, Method::post, "/v1/pages", kCurators, Body::create, &type<ContentPage>,
     Answer::one, &type<ContentPage>, "Makes a page as a draft."},
    {Operation::get_page, Method::get, "/v1/pages/{id}", kPageReaders, Body::none, nullptr, Answer::one,
     &type<ContentPage>, "One page with the blocks of its newest version."},
    {Operation::change_page, Method::patch, "/v1/pages/{id}", kCurators | role_bit(Role::reviewer),
     Body::patch, &type<ContentPage>, Answer::one, &type<ContentPage>,
     "Writes on a page, moves it, takes a step of its life or plans one; with restore=N its text becomes "
     "that of "
     "version N again.",
     "restore"},
    {Operation::list_page_versions, Method::get, "/v1/pages/{id}/versions", kPageReaders, Body::none, nullptr,
     Answer::page, &type<PageVersion>, "Versions of a page, newest first."},
    {Operation::get_page_version, Method::get, "/v1/pages/{id}/versions/{version_id}", kPageReaders,
     Body::none, nullptr, Answer::one, &type<PageVersion>, "One version of a page."},
    {Operation::list_media, Method::get, "/v1/media", kPageReaders, Body::none, nullptr, Answer::page,
     &type<Media>, "The media library."},
    {Operation::create_media, Method::post, "/v1/media", kCurators, Body::bytes, nullptr, Answer::one,
     &type<Media>, "Takes a PNG, JPEG, WebP or PDF: decoded, without metadata, once for equal files.",
     "name"},
    {Operation::get_media, Method::get, "/v1/media/{id}", kPageReaders, Body::none, nullptr, Answer::one,
     &type<Media>, "One file of the library."},
    {Operation::change_media, Method::patch, "/v1/media/{id}", kCurators, Body::patch, &type<Media>,
     Answer::one, &type<Media>, "Names it, says what it shows, sets the focus point, archives it."},
    {Operation::get_media_content, Method::get, "/v1/media/{id}/content", kPageReaders, Body::none, nullptr,
     Answer::bytes, nullptr, "The bytes of a file of the library."},
    {Operation::list_media_pages, Method::get, "/v1/media/{id}/pages", kPageReaders, Body::none, nullptr,
     Answer::page, &type<ContentPage>, "Pages that show this file, in their newest version or live."},
    {Operation::replace_media, Method::post, "/v1/media/{id}/replacements", kCurators, Body::create,
     &type<MediaReplacement>, Answer::one, &type<MediaReplacement>,
     "Puts another file in its place on every page: new drafts, nothing that is live changes."},
    {Operation::list_form_answers, Method::get, "/v1/forms/answers", kAnswerReaders, Body::none, nullptr,
     Answer::page, &type<FormAnswer>, "What citizens sent by forms, newest first."},
    {Operation::get_form_answer, Method::get, "/v1/forms/answers/{id}", kAnswerReaders, Body::none, nullptr,
     Answer::one, &type<FormAnswer>, "One answer."},
    {Operation::change_form_answer, Method::patch, "/v1/forms/answers/{id}", kCurators, Body::patch,
     &type<FormAnswer>, Answer::one, &type<FormAnswer>, "Takes, assigns or closes an answer."},
    {Operation::get_form_file, Method::get, "/v1/forms/answers/{id}/files/{field}", kAnswerReaders,
     Body::none, nullptr, Answer::bytes, nullptr, "A file that a citizen sent. Reading it is recorded."},
    {Operation::erase_form_answer, Method::post, "/v1/forms/answers/{id}/erasures", kAnswerReaders,
     Body::create, &type<FormErasure>, Answer::one, &type<FormAnswer>,
     "Destroys what was sent, with its files. Cannot be undone; recorded with the reason."},
    {Operation::export_form_answers, Method::post, "/v1/forms/exports", kAnswerReaders, Body::create,
     &type<FormExport>, Answer::one, &type<FormExported>, "Answers as CSV. The export is recorded."},
    {Operation::list_test_rounds, Method::get, "/v1/test-rounds", kPageReaders, Body::none, nullptr,
     Answer::page, &type<TestRound>, "Test rounds, newest first."},
    {Operation::create_test_round, Method::post, "/v1/test-rounds", kLead, Body::create, &type<TestRound>,
     Answer::one, &type<TestRound>, "Plans a test round."},
    {Operation::get_test_round, Method::get, "/v1/test-rounds/{id}", kPageReaders, Body::none, nullptr,
     Answer::one, &type<TestRound>, "One test round."},
    {Operation::change_test_round, Method::patch, "/v1/test-rounds/{id}", kLead, Body::patch,
     &type<TestRound>, Answer::one, &type<TestRound>, "Changes or closes a test round."},
    {Operation::create_invitations, Method::post, "/v1/test-rounds/{id}/invitations", kLead, Body::create,
     &type<NewInvitations>, Answer::one, &type<TestRound>, "Makes more codes for a round."},
    {Operation::print_invitations, Method::get, "/v1/test-rounds/{id}/invitations", kLead, Body::none,
     nullptr, Answer::bytes, nullptr,
     "The round's codes as cards to print (PDF), by their numbers. Recorded.", "from to"},
    {Operation::list_feedback, Method::get, "/v1/feedback", kPageReaders, Body::none, nullptr, Answer::page,
     &type<Feedback>, "What testers and citizens said, newest first; without their timelines."},
    {Operation::create_feedback, Method::post, "/v1/feedback", kTriagers, Body::create, &type<Feedback>,
     Answer::one, &type<Feedback>, "Writes down what somebody said."},
    {Operation::list_feedback_floods, Method::get, "/v1/feedback/floods", kPageReaders, Body::none, nullptr,
     Answer::page, &type<FeedbackFlood>, "Whose feedback was slowed, and how often; the newest hour first."},
    {Operation::get_feedback, Method::get, "/v1/feedback/{id}", kPageReaders, Body::none, nullptr,
     Answer::one, &type<Feedback>, "One item with its timeline."},
    {Operation::change_feedback, Method::patch, "/v1/feedback/{id}", kTriagers, Body::patch, &type<Feedback>,
     Answer::one, &type<Feedback>, "Triages, answers, merges or archives an item."},
    {Operation::list_similar_feedback, Method::get, "/v1/feedback/{id}/similar", kPageReaders, Body::none,
     nullptr, Answer::page, &type<SimilarFeedback>, "Items that say much the same, the most alike first."},
    {Operation::get_feedback_picture, Method::get, "/v1/feedback/{id}/picture", kPageReaders, Body::none,
     nullptr, Answer::bytes, nullptr, "The picture that came with an item, without metadata."},
    {Operation::redact_feedback, Method::post, "/v1/feedback/{id}/redactions",
     kLead | role_bit(Role::privacy_officer), Body::create, &type<Redaction>, Answer::one, &type<Feedback>,
     "Blacks out personal data for good. Recorded, without what it was."},
    {Operation::list_reply_templates, Method::get, "/v1/reply-templates", kPageReaders, Body::none, nullptr,
     Answer::page, &type<ReplyTemplate>, "Templates of replies."},
    {Operation::create_reply_template, Method::post, "/v1/reply-templates", kTriagers, Body::create,
     &type<ReplyTemplate>, Answer::one, &type<ReplyTemplate>, "Adds a template."},
    {Operation::get_reply_template, Method::get, "/v1/reply-templates/{id}", kPageReaders, Body::none,
     nullptr, Answer::one, &type<ReplyTemplate>, "One template."},
    {Operation::change_reply_template, Method::patch, "/v1/reply-templates/{id}", kTriagers, Body::patch,
     &type<ReplyTemplate>, Answer::one, &type<ReplyTemplate>, "Rewords or archives a template."},
    {Operation::list_requirements, Method::get, "/v1/requirements", kSignedIn, Body::none, nullptr,
     Answer::page, &type<Requirement>, "The stakeholders' requirements."},
    {Operation::create_requirement, Method::post, "/v1/requirements", kLead | role_bit(Role::reviewer),
     Body::create, &type<Requirement>, Answer::one, &type<Requirement>, "Adds a requirement."},
    {Operation::get_requirement, Method::get, "/v1/requirements/{id}", kSignedIn, Body::none, nullptr,
     Answer::one, &type<Requirement>, "One requirement with its evidence."},
    {Operation::change_requirement, Method::patch, "/v1/requirements/{id}", kLead | role_bit(Role::reviewer),
     Body::patch, &type<Requirement>, Answer::one, &type<Requirement>,
     "Changes a requirement; signatures under other words count no more."},
    {Operation::add_evidence, Method::post, "/v1/requirements/{id}/evidence", kTriagers, Body::create,
     &type<Evidence>, Answer::one, &type<Requirement>, "Adds evidence, or withdraws it with withdraw=ID.",
     "withdraw"},
    {Operation::sign_requirement, Method::post, "/v1/requirements/{id}/signoffs", kSignedIn, Body::create,
     &type<NewSignOff>, Answer::one, &type<Requirement>,
     "Signs for the stakeholder that this account stands for."},
    {Operation::import_requirements, Method::post, "/v1/requirements/imports",
     kLead | role_bit(Role::reviewer), Body::create, &type<RequirementImport>, Answer::one,
     &type<RequirementImportReport>,
     "Judges a table of requirements cell by cell, and takes it once every row is decided."},
    {Operation::list_app_versions, Method::get, "/v1/app-versions", kSignedIn, Body::none, nullptr,
     Answer::page, &type<AppVersion>, "Versions of the City-App, by their date."},
    {Operation::create_app_version, Method::post, "/v1/app-versions", kLead, Body::create, &type<AppVersion>,
     Answer::one, &type<AppVersion>, "Plans a version."},
    {Operation::get_app_version, Method::get, "/v1/app-versions/{id}", kSignedIn, Body::none, nullptr,
     Answer::one, &type<AppVersion>, "One version with its history."},
    {Operation::change_app_version, Method::patch, "/v1/app-versions/{id}", kLead, Body::patch,
     &type<AppVersion>, Answer::one, &type<AppVersion>,
     "Changes a version, asks for or agrees to an override, or goes live."},
    {Operation::go_live_gate, Method::get, "/v1/app-versions/{id}/gate", kSignedIn, Body::none, nullptr,
     Answer::one, &type<GoLiveGate>, "What stands between a version and everyone."},
    {Operation::list_burnup, Method::get, "/v1/app-versions/{id}/burnup", kSignedIn, Body::none, nullptr,
     Answer::page, &type<BurnupPoint>, "Scope and done, day by day."},
    {Operation::app_version_report, Method::get, "/v1/app-versions/{id}/report", kReleaseReaders, Body::none,
     nullptr, Answer::bytes, nullptr,
     "What was asked, built, said, decided and signed, as a file. The same data gives the same bytes.",
     "format"},
    {Operation::public_catalogue, Method::get, "/v1/public/catalogue", kAnyone, Body::none, nullptr,
     Answer::one, &type<PublicCatalogue>,
     "What the citizens' app reads: live content only. Another ring than everyone's is for the city and its "
     "testers.",
     "ring language"},
    {Operation::public_package, Method::get, "/v1/public/packages/{sha256}", kAnyone, Body::none, nullptr,
     Answer::bytes, nullptr, "The bytes of a live package."},
    {Operation::public_pages, Method::get, "/v1/public/pages", kAnyone, Body::none, nullptr, Answer::one,
     &type<PublicPages>, "Live pages as the citizens' app lists them.", "ring language category_id text"},
    {Operation::public_page, Method::get, "/v1/public/pages/{slug}", kAnyone, Body::none, nullptr,
     Answer::one, &type<PublicPage>, "One live page with its blocks.", "ring language"},

    {Operation::send_feedback, Method::post, "/v1/public/feedback", kAnyone, Body::create, &type<NewFeedback>,
     Answer::one, &type<FeedbackReceipt>, "Sends feedback; the same once more is answered as before (200)."},
    {Operation::read_receipt, Method::get, "/v1/public/feedback/{receipt}", kAnyone, Body::none, nullptr,
     Answer::one, &type<FeedbackReceipt>, "What became of feedback, for who has its receipt."},

    {Operation::list_merchants, Method::get, "/v1/merchants", kMerchantReaders, Body::none, nullptr,
     Answer::page, &type<Merchant>,
     "Merchants without IBAN, checks, requests, proofs and timeline. A merchant sees its own."},
    {Operation::create_merchant, Method::post, "/v1/merchants", kReviewers, Body::create, &type<Merchant>,
     Answer::one, &type<Merchant>, "Adds a merchant and its organisation."},
    {Operation::get_merchant, Method::get, "/v1/merchants/{id}", kMerchantReaders, Body::none, nullptr,
     Answer::one, &type<Merchant>, "One merchant with all that was checked."},
    {Operation::change_merchant, Method::patch, "/v1/merchants/{id}", kMerchantChangers, Body::patch,
     &type<Merchant>, Answer::one, &type<Merchant>,
     "Fills in or changes what is said of a merchant. What was checked and changes is checked again. Hours "
     "that "
     "bookings would not fit any more are refused, unless conflicts=keep.",
     "conflicts"},
    {Operation::act_on_merchant, Method::post, "/v1/merchants/{id}/acts", kMerchantChangers, Body::create,
     &type<MerchantAct>, Answer::one, &type<Merchant>,
     "A step of the onboarding, a check, a decision, a suspension. A check that passes, going live and a "
     "rejection need If-Match."},
    {Operation::invite_merchant, Method::post, "/v1/merchants/{id}/invitations", kReviewers, Body::create,
     &type<NewMerchantInvitation>, Answer::one, &type<MerchantInvitation>,
     "Makes a code that signs in once, for this merchant. An earlier one ends."},
    {Operation::add_merchant_proof, Method::post, "/v1/merchants/{id}/proofs", kMerchantChangers, Body::bytes,
     nullptr, Answer::one, &type<Merchant>,
     "Takes a document (PDF, PNG, JPEG, WebP; 10 MB), judged by its content; sealed in the store.",
     "kind name"},
    {Operation::read_merchant_proof, Method::get, "/v1/merchants/{id}/proofs/{proof_id}",
     kMerchantChangers | role_bit(Role::privacy_officer), Body::none, nullptr, Answer::bytes, nullptr,
     "A document, for a reason that is recorded.", "reason"},
    {Operation::import_merchants, Method::post, "/v1/merchants/imports", kReviewers, Body::create,
     &type<MerchantImport>, Answer::one, &type<MerchantImportReport>,
     "Judges a table of merchants cell by cell, finds duplicates, and takes it once every row is decided."},
    {Operation::sign_in_with_code, Method::post, "/v1/public/sign-in", kAnyone, Body::create,
     &type<CodeSignIn>, Answer::one, &type<SignInToken>, "Turns an invitation's code into a token, once."},
    {Operation::list_offerings, Method::get, "/v1/offerings", kMerchantReaders, Body::none, nullptr,
     Answer::page, &type<Offering>, "What merchants offer; a merchant sees its own."},
    {Operation::create_offering, Method::post, "/v1/offerings", kMerchantChangers, Body::create,
     &type<Offering>, Answer::one, &type<Offering>, "Adds an offering as a draft."},
    {Operation::get_offering, Method::get, "/v1/offerings/{id}", kMerchantReaders, Body::none, nullptr,
     Answer::one, &type<Offering>, "One offering."},
    {Operation::change_offering, Method::patch, "/v1/offerings/{id}", kMerchantChangers, Body::patch,
     &type<Offering>, Answer::one, &type<Offering>,
     "Changes an offering; what citizens see stays as it was approved."},
    {Operation::act_on_offering, Method::post, "/v1/offerings/{id}/acts", kMerchantChangers, Body::create,
     &type<OfferingAct>, Answer::one, &type<Offering>, "A step on the way to the citizens."},
    {Operation::list_resources, Method::get, "/v1/resources", kMerchantReaders, Body::none, nullptr,
     Answer::page, &type<Resource>, "What can be booked; a merchant sees its own."},
    {Operation::create_resource, Method::post, "/v1/resources", kMerchantChangers, Body::create,
     &type<Resource>, Answer::one, &type<Resource>, "Adds something that can be booked."},
    {Operation::get_resource, Method::get, "/v1/resources/{id}", kMerchantReaders, Body::none, nullptr,
     Answer::one, &type<Resource>, "One of them."},
    {Operation::change_resource, Method::patch, "/v1/resources/{id}", kMerchantChangers, Body::patch,
     &type<Resource>, Answer::one, &type<Resource>,
     "Changes it. Where bookings would not fit any more it is refused, unless conflicts=keep.", "conflicts"},
    {Operation::list_conflicts, Method::post, "/v1/resources/{id}/conflicts", kMerchantChangers, Body::create,
     &type<Resource>, Answer::page, &type<Booking>,
     "Which bookings would not fit any more if the resource were like this. Changes nothing."},
    {Operation::list_slots, Method::get, "/v1/resources/{id}/slots", kMerchantReaders, Body::none, nullptr,
     Answer::page, &type<Slot>, "Slots from one instant to another, at most 100 days.", "from to"},
    {Operation::create_calendar_feed, Method::post, "/v1/resources/{id}/feeds",
     kLead | role_bit(Role::merchant), Body::create, &type<CalendarFeed>, Answer::one, &type<CalendarFeed>,
     "Makes the secret address of its bookings, with who booked, as a calendar; an earlier one ends."},
    {Operation::list_bookings, Method::get, "/v1/bookings", kBookingReaders, Body::none, nullptr,
     Answer::page, &type<Booking>, "Bookings; a merchant sees its own, reviewers without who booked."},
    {Operation::create_booking, Method::post, "/v1/bookings", kMerchantChangers, Body::create, &type<Booking>,
     Answer::one, &type<Booking>, "Books for somebody who called."},
    {Operation::get_booking, Method::get, "/v1/bookings/{id}", kBookingReaders, Body::none, nullptr,
     Answer::one, &type<Booking>, "One booking."},
    {Operation::change_booking, Method::patch, "/v1/bookings/{id}", kMerchantChangers, Body::patch,
     &type<Booking>, Answer::one, &type<Booking>, "Moves or cancels it, or says that nobody came."},
    {Operation::booking_event, Method::get, "/v1/bookings/{id}/event.ics", kBookingReaders, Body::none,
     nullptr, Answer::bytes, nullptr, "One booking as iCalendar (RFC 5545)."},
    {Operation::list_letters, Method::get, "/v1/letters", kLead | role_bit(Role::privacy_officer), Body::none,
     nullptr, Answer::page, &type<Letter>, "E-mails that wait, were sent or failed."},
    {Operation::public_merchants, Method::get, "/v1/public/merchants", kAnyone, Body::none, nullptr,
     Answer::page, &type<PublicMerchant>, "Active merchants, by name, without their offerings.",
     "category_id"},
    {Operation::public_merchant, Method::get, "/v1/public/merchants/{id}", kAnyone, Body::none, nullptr,
     Answer::one, &type<PublicMerchant>, "One of them, with what it offers."},
    {Operation::public_resources, Method::get, "/v1/public/merchants/{id}/resources", kAnyone, Body::none,
     nullptr, Answer::page, &type<Resource>, "What can be booked there."},
    {Operation::public_slots, Method::get, "/v1/public/resources/{id}/slots", kAnyone, Body::none, nullptr,
     Answer::page, &type<Slot>, "Slots from one instant to another, at most 100 days.", "from to"},
    {Operation::hold_slot, Method::post, "/v1/public/bookings", kAnyone, Body::create, &type<NewHold>,
     Answer::one, &type<Ticket>, "Holds a slot for some minutes."},
    {Operation::read_ticket, Method::get, "/v1/public/bookings/{ticket}", kAnyone, Body::none, nullptr,
     Answer::one, &type<Ticket>, "A booking, for who has its ticket."},
    {Operation::change_ticket, Method::post, "/v1/public/bookings/{ticket}", kAnyone, Body::create,
     &type<TicketChange>, Answer::one, &type<Ticket>, "Confirms, moves or cancels it."},
    {Operation::ticket_event, Method::get, "/v1/public/bookings/{ticket}/event.ics", kAnyone, Body::none,
     nullptr, Answer::bytes, nullptr, "It as iCalendar (RFC 5545)."},
    {Operation::calendar_feed, Method::get, "/v1/public/calendars/{feed}", kAnyone, Body::none, nullptr,
     Answer::bytes, nullptr, "The bookings of a resource as iCalendar feed, for who has its address."},
    {Operation::app_merchant, Method::get, "/app/m/{id}", kAnyone, Body::none, nullptr, Answer::bytes,
     nullptr, "A merchant with what it offers, and as schema.org LocalBusiness.", "language"},

    // What citizens open in a browser: HTML, no token; a cookie only for who takes part in a test round.
    {Operation::app_home, Method::get, "/app/", kAnyone, Body::none, nullptr, Answer::bytes, nullptr,
     "The citizens' start page.", "language"},
    {Operation::app_category, Method::get, "/app/c/{id}", kAnyone, Body::none, nullptr, Answer::bytes,
     nullptr, "A category with its pages and mini-apps.", "language"},
    {Operation::app_page, Method::get, "/app/p/{slug}", kAnyone, Body::none, nullptr, Answer::bytes, nullptr,
     "A live page.", "language"},
    {Operation::app_news, Method::get, "/app/news", kAnyone, Body::none, nullptr, Answer::bytes, nullptr,
     "News and events, newest first.", "language"},
    {Operation::app_search, Method::get, "/app/search", kAnyone, Body::none, nullptr, Answer::bytes, nullptr,
     "Search over live pages and mini-apps.", "q language"},
    {Operation::app_media, Method::get, "/app/media/{sha256}", kAnyone, Body::none, nullptr, Answer::bytes,
     nullptr, "A picture or document that a live page shows."},
    {Operation::app_file, Method::get, "/app/files/{name}", kAnyone, Body::none, nullptr, Answer::bytes,
     nullptr, "Style sheet, web app manifest, service worker and icon of the citizens' pages."},
    {Operation::send_form, Method::post, "/app/p/{slug}/forms/{block_id}", kAnyone, Body::bytes, nullptr,
     Answer::bytes, nullptr, "Sends a form of a live page, with its files where it asks for some.",
     "language"},
    {Operation::app_test, Method::get, "/app/test", kAnyone, Body::none, nullptr, Answer::bytes, nullptr,
     "Asks for a tester's code; with one it is as the next.", "code language"},
    {Operation::app_test_code, Method::get, "/app/test/{code}", kAnyone, Body::none, nullptr, Answer::bytes,
     nullptr, "From now on this browser sees the ring of the code's test round.", "language"},
    {Operation::app_leave_test, Method::post, "/app/test/end", kAnyone, Body::bytes, nullptr, Answer::bytes,
     nullptr, "This browser sees what everybody sees again.", "language"},
    {Operation::app_feedback, Method::get, "/app/feedback", kAnyone, Body::none, nullptr, Answer::bytes,
     nullptr, "The form for feedback.", "miniapp screen language"},
    {Operation::app_send_feedback, Method::post, "/app/feedback", kAnyone, Body::bytes, nullptr,
     Answer::bytes, nullptr, "Sends it (application/x-www-form-urlencoded).", "language"},
    {Operation::app_receipt, Method::get, "/app/feedback/{receipt}", kAnyone, Body::none, nullptr,
     Answer::bytes, nullptr, "What became of feedback, for who has its receipt.", "language"},

    // Open311 GeoReport v2 for the city's other report tools: JSON or XML, by the end of the path.
    {Operation::open311_services, Method::get, "/open311/v2/services.{format}", kAnyone, Body::none, nullptr,
     Answer::bytes, nullptr, "What can be reported.", "jurisdiction_id extensions"},
    {Operation::open311_service, Method::get, "/open311/v2/services/{code}", kAnyone, Body::none, nullptr,
     Answer::bytes, nullptr, "One service; .json or .xml stands behind its code.",
     "jurisdiction_id extensions"},
    {Operation::open311_requests, Method::get, "/open311/v2/requests.{format}", kAnyone, Body::none, nullptr,
     Answer::bytes, nullptr, "Requests that came this way, newest first.",
     "jurisdiction_id service_request_id service_code start_date end_date status page page_size extensions"},
    {Operation::open311_send, Method::post, "/open311/v2/requests.{format}", kAnyone, Body::bytes, nullptr,
     Answer::bytes, nullptr, "Takes a request (application/x-www-form-urlencoded) with an api_key.",
     "jurisdiction_id"},
    {Operation::open311_request, Method::get, "/open311/v2/requests/{id}", kAnyone, Body::none, nullptr,
     Answer::bytes, nullptr, "One request; .json or .xml stands behind its id.",
     "jurisdiction_id extensions"},
    {Operation::open311_token, Method::get, "/open311/v2/tokens/{id}", kAnyone, Body::none, nullptr,
     Answer::bytes, nullptr, "The id of a request by its token; both are the same here.", "jurisdiction_id"},
};

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

const char* operation_name(Operation operation) {
  static constexpr const char* kNames[] = {
#define STADTPULT_WORD(name) #name,
      STADTPULT_OPERATIONS(STADTPULT_WORD)
#undef STADTPULT_WORD
  };
  return kNames[static_cast<std::size_t>(operation)];
}

std::optional<Operation> operation_from(std::string_view name) {
  for (const auto& each : kRoutes)
    if (name == operation_name(each.operation)) return each.operation;
  return std::nullopt;
}

const Route& route(Operation operation) {
  for (const auto& each : kRoutes)
    if (each.operation == operation) return each;
  std::abort();  // an operation without a row is our own mistake; a test walks all of them
}

std::string etag(std::string_view id, std::int64_t revision) {
  return fmt::format("\"{}-{}\"", id, revision);
}

bool may(Role role, Operation operation) {
  const Roles roles = route(operation).roles;
  return (roles & kAnyone) != 0 || (roles & role_bit(role)) != 0;
}

bool has_rings(const Route& route) {
  return (route.roles & kAnyone) != 0 &&
         (" " + std::string(route.query) + " ").find(" ring ") != std::string::npos;
}

}  // namespace stadtpult::contract
