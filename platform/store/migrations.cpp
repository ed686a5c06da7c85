#include "platform/store/migrations.hpp"

#include <fmt/format.h>

#include <span>

#include "platform/store/audit_rebase.hpp"
#include "platform/store/live_pages.hpp"

namespace stadtpult::platform {
namespace {

// Types: TEXT; BIGINT for whole numbers, times (ms) and truth values; DOUBLE; BLOB. SOCI reads a column
// declared INTEGER as 32 bits, so that word stands only on `row`, which SQL alone uses. Words of
// enumerations, lists and texts in several languages are TEXT. A column NAME_sort holds what lists by NAME
// are ordered by. Each `filter` of the contract has an index that starts with it, each `sort` one with the id
// behind it.
constexpr const char* kStep1[] = {
    R"(CREATE TABLE organisations(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_sort TEXT NOT NULL,
  kind TEXT NOT NULL, contact_name TEXT NOT NULL, contact_email TEXT, website TEXT, verified BIGINT NOT NULL,
  archived BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX organisations_name ON organisations(name_sort, id)",
    "CREATE INDEX organisations_created ON organisations(created_at, id)",
    "CREATE INDEX organisations_updated ON organisations(updated_at, id)",
    "CREATE INDEX organisations_kind ON organisations(kind, name_sort, id)",
    "CREATE INDEX organisations_verified ON organisations(verified, name_sort, id)",
    "CREATE INDEX organisations_archived ON organisations(archived, name_sort, id)",
    "CREATE VIRTUAL TABLE organisations_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE categories(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent_id TEXT REFERENCES categories(id), name TEXT NOT NULL,
  name_sort TEXT NOT NULL, icon TEXT NOT NULL, position DOUBLE NOT NULL, archived BIGINT NOT NULL,
  tree_sort TEXT NOT NULL DEFAULT '', created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL))",
    "CREATE INDEX categories_tree ON categories(tree_sort, id)",
    "CREATE INDEX categories_name ON categories(name_sort, id)",
    "CREATE INDEX categories_position ON categories(position, id)",
    "CREATE INDEX categories_updated ON categories(updated_at, id)",
    "CREATE INDEX categories_parent ON categories(parent_id, tree_sort, id)",
    "CREATE INDEX categories_archived ON categories(archived, tree_sort, id)",
    "CREATE VIRTUAL TABLE categories_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE miniapps(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, app_id TEXT NOT NULL UNIQUE, app_id_sort TEXT NOT NULL,
  kind TEXT NOT NULL, name TEXT NOT NULL, name_sort TEXT NOT NULL, summary TEXT NOT NULL,
  category_id TEXT NOT NULL REFERENCES categories(id), organisation_id TEXT NOT NULL REFERENCES organisations(id),
  organisation_name_sort TEXT NOT NULL, icon TEXT NOT NULL, position DOUBLE NOT NULL, leika_key TEXT, ozg_id TEXT,
  source TEXT, state TEXT NOT NULL, state_sort BIGINT NOT NULL, version_id TEXT, version TEXT,
  live_version_id TEXT, live_version TEXT, live_ring TEXT, archived BIGINT NOT NULL, created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX miniapps_app_id ON miniapps(app_id_sort, id)",
    "CREATE INDEX miniapps_name ON miniapps(name_sort, id)",
    "CREATE INDEX miniapps_organisation_name ON miniapps(organisation_name_sort, id)",
    "CREATE INDEX miniapps_state ON miniapps(state_sort, id)",
    "CREATE INDEX miniapps_created ON miniapps(created_at, id)",
    "CREATE INDEX miniapps_updated ON miniapps(updated_at, id)",
    "CREATE INDEX miniapps_in_kind ON miniapps(kind, updated_at, id)",
    "CREATE INDEX miniapps_in_category ON miniapps(category_id, updated_at, id)",
    "CREATE INDEX miniapps_places ON miniapps(category_id, archived, position)",
    "CREATE INDEX miniapps_in_organisation ON miniapps(organisation_id, updated_at, id)",
    "CREATE INDEX miniapps_in_leika ON miniapps(leika_key, updated_at, id)",
    "CREATE INDEX miniapps_in_ozg ON miniapps(ozg_id, updated_at, id)",
    "CREATE INDEX miniapps_in_source ON miniapps(source, updated_at, id)",
    "CREATE INDEX miniapps_in_state ON miniapps(state, updated_at, id)",
    "CREATE INDEX miniapps_in_ring ON miniapps(live_ring, updated_at, id)",
    "CREATE INDEX miniapps_in_archived ON miniapps(archived, updated_at, id)",
    "CREATE VIRTUAL TABLE miniapps_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE versions(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, miniapp_id TEXT NOT NULL REFERENCES miniapps(id),
  organisation_id TEXT NOT NULL, name TEXT NOT NULL, code BIGINT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
  url TEXT, manifest TEXT NOT NULL, permissions TEXT NOT NULL, languages TEXT NOT NULL, findings TEXT NOT NULL,
  files TEXT NOT NULL, sha256 TEXT, size_bytes BIGINT NOT NULL, note TEXT NOT NULL, review_id TEXT,
  created_by TEXT NOT NULL, created_by_name TEXT NOT NULL, submitted_by TEXT, submitted_by_name TEXT,
  submitted_at BIGINT NOT NULL, approved_by TEXT, approved_by_name TEXT, approved_at BIGINT NOT NULL,
  released_at BIGINT NOT NULL, suspended_by TEXT, suspended_by_name TEXT, suspend_reason TEXT,
  resume_requested_by TEXT, resume_requested_by_name TEXT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL, UNIQUE(miniapp_id, code)))",
    "CREATE INDEX versions_created ON versions(created_at, id)",
    "CREATE INDEX versions_in_miniapp ON versions(miniapp_id, created_at, id)",
    "CREATE INDEX versions_in_organisation ON versions(organisation_id, created_at, id)",
    "CREATE INDEX versions_approved ON versions(approved_at, miniapp_id)",
    "CREATE INDEX versions_by_hash ON versions(sha256)",
    "CREATE INDEX versions_in_state ON versions(state, created_at, id)",
    "CREATE VIRTUAL TABLE versions_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE reviews(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, miniapp_id TEXT NOT NULL REFERENCES miniapps(id),
  version_id TEXT NOT NULL REFERENCES versions(id), miniapp_name TEXT NOT NULL, version TEXT NOT NULL,
  organisation_id TEXT NOT NULL, state TEXT NOT NULL, round BIGINT NOT NULL, submitted_by TEXT NOT NULL,
  submitted_by_name TEXT NOT NULL, submitted_at BIGINT NOT NULL, reviewer_id TEXT, reviewer_name TEXT,
  checklist TEXT NOT NULL, permissions TEXT NOT NULL, reasons TEXT NOT NULL, comment TEXT NOT NULL,
  due_at BIGINT NOT NULL, decided_at BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL))",
    "CREATE INDEX reviews_submitted ON reviews(submitted_at, id)",
    "CREATE INDEX reviews_due ON reviews(due_at, id)",
    "CREATE INDEX reviews_created ON reviews(created_at, id)",
    "CREATE INDEX reviews_updated ON reviews(updated_at, id)",
    "CREATE INDEX reviews_in_miniapp ON reviews(miniapp_id, due_at, id)",
    "CREATE INDEX reviews_in_version ON reviews(version_id, due_at, id)",
    "CREATE INDEX reviews_in_organisation ON reviews(organisation_id, due_at, id)",
    "CREATE INDEX reviews_in_state ON reviews(state, due_at, id)",
    "CREATE INDEX reviews_in_submitter ON reviews(submitted_by, due_at, id)",
    "CREATE INDEX reviews_in_reviewer ON reviews(reviewer_id, due_at, id)",
    "CREATE VIRTUAL TABLE reviews_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE reasons(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, position DOUBLE NOT NULL,
  archived BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX reasons_position ON reasons(position, id)",
    "CREATE INDEX reasons_archived ON reasons(archived, position, id)",
    "CREATE VIRTUAL TABLE reasons_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE releases(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number BIGINT NOT NULL UNIQUE, ring TEXT NOT NULL,
  note TEXT NOT NULL, state TEXT NOT NULL, items TEXT NOT NULL, created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL, undoes TEXT, undone_by TEXT, catalogue_sha256 TEXT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX releases_number ON releases(number, id)",
    "CREATE INDEX releases_created ON releases(created_at, id)",
    "CREATE INDEX releases_in_ring ON releases(ring, number, id)",
    "CREATE INDEX releases_in_state ON releases(state, number, id)",
    "CREATE INDEX releases_in_creator ON releases(created_by, number, id)",
    "CREATE VIRTUAL TABLE releases_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    // What each ring sees now, and for each release what it put in the place of what.
    R"(CREATE TABLE live(
  ring TEXT NOT NULL, thing TEXT NOT NULL, kind TEXT NOT NULL, object_id TEXT NOT NULL, version_id TEXT,
  payload TEXT NOT NULL, PRIMARY KEY(ring, thing)) WITHOUT ROWID)",
    "CREATE INDEX live_object ON live(object_id)",
    "CREATE INDEX live_version ON live(version_id)",
    R"(CREATE TABLE release_entries(
  release_id TEXT NOT NULL, ring TEXT NOT NULL, thing TEXT NOT NULL, number BIGINT NOT NULL, kind TEXT NOT NULL,
  object_id TEXT NOT NULL, before_version TEXT, before_payload TEXT, after_version TEXT, after_payload TEXT,
  PRIMARY KEY(release_id, ring, thing)) WITHOUT ROWID)",
    "CREATE INDEX release_entries_thing ON release_entries(ring, thing, number)",
    "CREATE TABLE packages(sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL)",

    R"(CREATE TABLE audit(
  id BIGINT PRIMARY KEY, at BIGINT NOT NULL, principal_id TEXT NOT NULL, principal_name TEXT NOT NULL,
  role TEXT NOT NULL, action TEXT NOT NULL, object_type TEXT NOT NULL, object_id TEXT NOT NULL,
  object_title TEXT NOT NULL, changes TEXT NOT NULL, request_id TEXT NOT NULL, prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL) WITHOUT ROWID)",
    "CREATE INDEX audit_at ON audit(at, id)",
    "CREATE INDEX audit_in_principal ON audit(principal_id, id)",
    "CREATE INDEX audit_in_action ON audit(action, id)",
    "CREATE INDEX audit_in_type ON audit(object_type, id)",
    "CREATE INDEX audit_in_object ON audit(object_id, id)",
    "CREATE VIRTUAL TABLE audit_search USING fts5(text, tokenize='unicode61', prefix='2 3')",
    // Append-only also against a slip of our own.
    R"(CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit record is append-only'); END)",
    R"(CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit record is append-only'); END)",

    R"(CREATE TABLE events(
  id BIGINT PRIMARY KEY, roles BIGINT NOT NULL, organisation_id TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID)",
    R"(CREATE TABLE principals(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, organisation_id TEXT NOT NULL,
  created_at BIGINT NOT NULL))",
    "CREATE INDEX principals_name ON principals(name, role, organisation_id)",
    R"(CREATE TABLE tokens(
  hash TEXT PRIMARY KEY, principal_id TEXT NOT NULL REFERENCES principals(id), created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL))",
    R"(CREATE TABLE idempotency(
  principal_id TEXT NOT NULL, name TEXT NOT NULL, request_hash TEXT NOT NULL, status BIGINT NOT NULL,
  content_type TEXT NOT NULL, etag TEXT NOT NULL, location TEXT NOT NULL, body TEXT NOT NULL,
  created_at BIGINT NOT NULL, PRIMARY KEY(principal_id, name)) WITHOUT ROWID)",
    "CREATE INDEX idempotency_age ON idempotency(created_at)",
    // What an import took over, and how it stood then: an unchanged row is known at once.
    R"(CREATE TABLE imported(
  source TEXT PRIMARY KEY, object_id TEXT NOT NULL, fingerprint TEXT NOT NULL))",
};

constexpr const char* kStep2[] = {
    // What names a person in the audit record: erased here, the chain still holds (docs/audit-record.md).
    R"(CREATE TABLE audit_personal(
  hash TEXT PRIMARY KEY, subject TEXT NOT NULL, salt TEXT NOT NULL, value TEXT NOT NULL) WITHOUT ROWID)",
    "CREATE INDEX audit_personal_subject ON audit_personal(subject, value)",
    R"(CREATE TABLE audit_tiles(
  level BIGINT NOT NULL, number BIGINT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY(level, number)) WITHOUT ROWID)",
    R"(CREATE TRIGGER audit_tiles_no_update BEFORE UPDATE ON audit_tiles BEGIN
  SELECT RAISE(ABORT, 'the audit record is append-only'); END)",
    R"(CREATE TRIGGER audit_tiles_no_delete BEFORE DELETE ON audit_tiles BEGIN
  SELECT RAISE(ABORT, 'the audit record is append-only'); END)",
};

// Security monitoring. Events stand in sealed segments, one row a batch and class; `detected` says that rules
// have seen them. `row` of alerts grows with time, so changes of many go through the table in its order.
constexpr const char* kStep3[] = {
    R"(CREATE TABLE security_batches(
  id BIGINT PRIMARY KEY, class_uid BIGINT NOT NULL, producer TEXT NOT NULL, first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL, stored_at BIGINT NOT NULL, count BIGINT NOT NULL, bytes BIGINT NOT NULL,
  detected BIGINT NOT NULL) WITHOUT ROWID)",
    "CREATE INDEX security_batches_open ON security_batches(id) WHERE detected = 0",
    "CREATE INDEX security_batches_age ON security_batches(last_at)",
    "CREATE INDEX security_batches_class ON security_batches(class_uid, last_at, count)",
    "CREATE TABLE security_segments(id BIGINT PRIMARY KEY, events BLOB NOT NULL)",
    "CREATE TABLE security_producers(producer TEXT PRIMARY KEY, last_sequence BIGINT NOT NULL)",
    "CREATE TABLE security_cursors(name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
    R"(CREATE TABLE security_pseudonyms(
  pseudonym TEXT PRIMARY KEY, kind TEXT NOT NULL, lookup TEXT NOT NULL UNIQUE, sealed TEXT NOT NULL,
  created_at BIGINT NOT NULL))",

    R"(CREATE TABLE alerts(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number BIGINT NOT NULL UNIQUE, rule_id TEXT NOT NULL,
  rule_title TEXT NOT NULL, rule_author TEXT NOT NULL, rule_version TEXT NOT NULL, techniques TEXT NOT NULL,
  severity_id BIGINT NOT NULL, status_id BIGINT NOT NULL, verdict_id BIGINT NOT NULL, verdict_reason TEXT NOT NULL,
  principal TEXT NOT NULL, source TEXT NOT NULL, device TEXT NOT NULL, session TEXT NOT NULL,
  organisation_id TEXT NOT NULL, miniapp_id TEXT NOT NULL, count BIGINT NOT NULL, first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL, evidence TEXT NOT NULL, evidence_sha256 TEXT NOT NULL, assignee_id TEXT,
  assignee_name TEXT, acknowledged_until BIGINT NOT NULL, incident_id TEXT, timeline TEXT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX alerts_number ON alerts(number, id)",
    "CREATE INDEX alerts_last ON alerts(last_at, id, severity_id, status_id)",
    "CREATE INDEX alerts_created ON alerts(created_at, id)",
    "CREATE INDEX alerts_updated ON alerts(updated_at, id)",
    "CREATE INDEX alerts_in_rule ON alerts(rule_id, last_at, id)",
    "CREATE INDEX alerts_in_severity ON alerts(severity_id, last_at, id)",
    "CREATE INDEX alerts_in_status ON alerts(status_id, last_at, id)",
    "CREATE INDEX alerts_in_status_severity ON alerts(status_id, severity_id, last_at, id)",
    "CREATE INDEX alerts_in_verdict ON alerts(verdict_id, last_at, id)",
    "CREATE INDEX alerts_in_principal ON alerts(principal, last_at, id)",
    "CREATE INDEX alerts_in_source ON alerts(source, last_at, id)",
    "CREATE INDEX alerts_in_device ON alerts(device, last_at, id)",
    "CREATE INDEX alerts_in_session ON alerts(session, last_at, id)",
    "CREATE INDEX alerts_in_organisation ON alerts(organisation_id, last_at, id)",
    "CREATE INDEX alerts_in_miniapp ON alerts(miniapp_id, last_at, id)",
    "CREATE INDEX alerts_in_assignee ON alerts(assignee_id, last_at, id)",
    "CREATE INDEX alerts_in_incident ON alerts(incident_id, last_at, id)",
    "CREATE INDEX alerts_groups ON alerts(rule_id, principal, source, last_at)",
    "CREATE INDEX alerts_away ON alerts(acknowledged_until) WHERE acknowledged_until > 0",
    "CREATE VIRTUAL TABLE alerts_search USING fts5(text, tokenize='unicode61', prefix='2 3')",
    // Evidence stays what it was, also against a slip of our own.
    R"(CREATE TRIGGER alerts_evidence BEFORE UPDATE OF evidence, evidence_sha256 ON alerts
  WHEN OLD.evidence IS NOT NEW.evidence OR OLD.evidence_sha256 IS NOT NEW.evidence_sha256 BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed'); END)",
    R"(CREATE TABLE security_alert_batches(
  alert_id TEXT NOT NULL, batch_id BIGINT NOT NULL, PRIMARY KEY(alert_id, batch_id)) WITHOUT ROWID)",
    "CREATE INDEX security_alert_batches_batch ON security_alert_batches(batch_id)",

    R"(CREATE TABLE incidents(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number BIGINT NOT NULL UNIQUE, title TEXT NOT NULL,
  summary TEXT NOT NULL, severity_id BIGINT NOT NULL, closed BIGINT NOT NULL, legal_hold BIGINT NOT NULL,
  note TEXT NOT NULL, timeline TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL))",
    "CREATE INDEX incidents_number ON incidents(number, id)",
    "CREATE INDEX incidents_created ON incidents(created_at, id)",
    "CREATE INDEX incidents_updated ON incidents(updated_at, id)",
    "CREATE INDEX incidents_in_severity ON incidents(severity_id, number, id)",
    "CREATE INDEX incidents_in_closed ON incidents(closed, number, id)",
    "CREATE INDEX incidents_in_hold ON incidents(legal_hold, number, id)",
    "CREATE VIRTUAL TABLE incidents_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE blocks(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, target TEXT NOT NULL, reason TEXT NOT NULL,
  alert_id TEXT, expires_at BIGINT NOT NULL, state TEXT NOT NULL, created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL, lift_requested_by TEXT, lift_requested_by_name TEXT,
  cut_connections BIGINT NOT NULL, cut_after_ms BIGINT NOT NULL, created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX blocks_created ON blocks(created_at, id)",
    "CREATE INDEX blocks_updated ON blocks(updated_at, id)",
    "CREATE INDEX blocks_in_kind ON blocks(kind, created_at, id)",
    "CREATE INDEX blocks_in_target ON blocks(target, created_at, id)",
    "CREATE INDEX blocks_in_alert ON blocks(alert_id, created_at, id)",
    "CREATE INDEX blocks_in_state ON blocks(state, created_at, id)",
    "CREATE INDEX blocks_in_creator ON blocks(created_by, created_at, id)",
    "CREATE VIRTUAL TABLE blocks_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE security_jobs(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, query TEXT NOT NULL, change TEXT NOT NULL, state TEXT NOT NULL,
  total BIGINT NOT NULL, done BIGINT NOT NULL, skipped BIGINT NOT NULL, created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL,
  position BIGINT NOT NULL DEFAULT 0))",
    "CREATE INDEX security_jobs_created ON security_jobs(created_at, id)",
    "CREATE INDEX security_jobs_updated ON security_jobs(updated_at, id)",
    "CREATE INDEX security_jobs_in_state ON security_jobs(state, created_at, id)",
    "CREATE INDEX security_jobs_in_creator ON security_jobs(created_by, created_at, id)",
    "CREATE VIRTUAL TABLE security_jobs_search USING fts5(text, tokenize='unicode61', prefix='2 3')",
    // The alerts of a job: `revision` is that of the alert when the job was made, and after the change the
    // one that the change gave it; the other columns are how the alert stood before. outcome: 0 open, 1
    // changed, 2 passed over, 3 taken back.
    R"(CREATE TABLE security_job_alerts(
  job BIGINT NOT NULL, alert BIGINT NOT NULL, revision BIGINT NOT NULL, outcome BIGINT NOT NULL DEFAULT 0,
  status_id BIGINT, verdict_id BIGINT, verdict_reason TEXT, assignee_id TEXT, assignee_name TEXT,
  acknowledged_until BIGINT, incident_id TEXT, PRIMARY KEY(job, alert)) WITHOUT ROWID)",

    R"(CREATE TABLE rule_filters(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number BIGINT NOT NULL UNIQUE, rule_id TEXT NOT NULL,
  title TEXT NOT NULL, text TEXT NOT NULL, alert_id TEXT, state TEXT NOT NULL, replayed_at BIGINT NOT NULL,
  replayed_alerts BIGINT NOT NULL, hidden_alerts BIGINT NOT NULL, replayed_events BIGINT NOT NULL,
  hidden_events BIGINT NOT NULL, hidden_examples TEXT NOT NULL, created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX rule_filters_number ON rule_filters(number, id)",
    "CREATE INDEX rule_filters_created ON rule_filters(created_at, id)",
    "CREATE INDEX rule_filters_updated ON rule_filters(updated_at, id)",
    "CREATE INDEX rule_filters_in_rule ON rule_filters(rule_id, number, id)",
    "CREATE INDEX rule_filters_in_state ON rule_filters(state, number, id)",
    "CREATE INDEX rule_filters_in_alert ON rule_filters(alert_id, number, id)",
    "CREATE INDEX rule_filters_in_creator ON rule_filters(created_by, number, id)",
    "CREATE VIRTUAL TABLE rule_filters_search USING fts5(text, tokenize='unicode61', prefix='2 3')",
};

/// A producer's sequence belongs to the principal who sends it; older ones to whoever goes on with them.
constexpr const char* kStep4[] = {
    R"(CREATE TABLE security_sequences(
  producer TEXT NOT NULL, principal_id TEXT NOT NULL, last_sequence BIGINT NOT NULL,
  PRIMARY KEY(producer, principal_id)))",
    "INSERT INTO security_sequences SELECT producer, '', last_sequence FROM security_producers",
    "DROP TABLE security_producers",
};

// Content. `tree_sort` is a page's place in the citizens' order: its category's, then `place`, the way from
// the top page of the category down to it. The answers of forms are sealed (form_answers.hpp).
constexpr const char* kStep5[] = {
    "ALTER TABLE categories ADD COLUMN four_eyes BIGINT NOT NULL DEFAULT 1",

    R"(CREATE TABLE pages(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL, title_sort TEXT NOT NULL, summary TEXT NOT NULL,
  category_id TEXT NOT NULL REFERENCES categories(id), parent_id TEXT REFERENCES pages(id),
  position DOUBLE NOT NULL, leika_key TEXT, source TEXT, owner TEXT NOT NULL, checked_at BIGINT NOT NULL,
  check_due_at BIGINT NOT NULL, state TEXT NOT NULL, version BIGINT NOT NULL, version_id TEXT NOT NULL,
  live_version_id TEXT, live_version BIGINT NOT NULL, live_ring TEXT, publish_at BIGINT NOT NULL,
  expire_at BIGINT NOT NULL, schedule_error TEXT NOT NULL, note TEXT NOT NULL, submitted_by TEXT NOT NULL,
  submitted_by_name TEXT NOT NULL, approved_by TEXT NOT NULL, approved_by_name TEXT NOT NULL,
  updated_by TEXT NOT NULL, updated_by_name TEXT NOT NULL, trashed_at BIGINT NOT NULL,
  place TEXT NOT NULL DEFAULT '', tree_sort TEXT NOT NULL DEFAULT '', created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX pages_tree ON pages(tree_sort, id)",
    "CREATE INDEX pages_title ON pages(title_sort, id)",
    "CREATE INDEX pages_position ON pages(position, id)",
    "CREATE INDEX pages_check_due ON pages(check_due_at, id)",
    "CREATE INDEX pages_publish ON pages(publish_at, id)",
    "CREATE INDEX pages_expire ON pages(expire_at, id)",
    "CREATE INDEX pages_created ON pages(created_at, id)",
    "CREATE INDEX pages_updated ON pages(updated_at, id)",
    "CREATE INDEX pages_in_type ON pages(type, tree_sort, id)",
    "CREATE INDEX pages_in_category ON pages(category_id, tree_sort, id)",
    "CREATE INDEX pages_places ON pages(category_id, parent_id, position)",
    "CREATE INDEX pages_in_parent ON pages(parent_id, tree_sort, id)",
    "CREATE INDEX pages_in_leika ON pages(leika_key, tree_sort, id)",
    "CREATE INDEX pages_in_source ON pages(source, tree_sort, id)",
    "CREATE INDEX pages_in_state ON pages(state, tree_sort, id)",
    "CREATE INDEX pages_in_ring ON pages(live_ring, tree_sort, id)",
    "CREATE INDEX pages_in_submitter ON pages(submitted_by, tree_sort, id)",
    "CREATE INDEX pages_in_author ON pages(updated_by, tree_sort, id)",
    "CREATE INDEX pages_trashed ON pages(trashed_at) WHERE trashed_at > 0",
    "CREATE VIRTUAL TABLE pages_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE page_versions(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, page_id TEXT NOT NULL REFERENCES pages(id),
  number BIGINT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, content TEXT NOT NULL, sha256 TEXT NOT NULL,
  state TEXT NOT NULL, restored_from BIGINT NOT NULL, created_by TEXT NOT NULL, created_by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL, UNIQUE(page_id, number)))",
    "CREATE INDEX page_versions_number ON page_versions(number, id)",
    "CREATE INDEX page_versions_created ON page_versions(created_at, id)",
    "CREATE INDEX page_versions_in_page ON page_versions(page_id, number, id)",
    "CREATE INDEX page_versions_in_state ON page_versions(state, number, id)",
    "CREATE VIRTUAL TABLE page_versions_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE media(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_sort TEXT NOT NULL,
  media_type TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE, size_bytes BIGINT NOT NULL, width BIGINT NOT NULL,
  height BIGINT NOT NULL, alternative_text TEXT NOT NULL, decorative BIGINT NOT NULL, focus_x DOUBLE NOT NULL,
  focus_y DOUBLE NOT NULL, archived BIGINT NOT NULL, created_by TEXT NOT NULL, created_by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX media_name ON media(name_sort, id)",
    "CREATE INDEX media_created ON media(created_at, id)",
    "CREATE INDEX media_updated ON media(updated_at, id)",
    "CREATE INDEX media_in_type ON media(media_type, created_at, id)",
    "CREATE INDEX media_in_archived ON media(archived, created_at, id)",
    "CREATE VIRTUAL TABLE media_search USING fts5(text, tokenize='unicode61', prefix='2 3')",
    // Which pages show a file, in their newest version or in the one that is live.
    R"(CREATE TABLE page_media(
  media_id TEXT NOT NULL, page_id TEXT NOT NULL, PRIMARY KEY(media_id, page_id)) WITHOUT ROWID)",
    "CREATE INDEX page_media_page ON page_media(page_id)",

    R"(CREATE TABLE form_answers(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number BIGINT NOT NULL UNIQUE, page_id TEXT NOT NULL,
  block_id TEXT NOT NULL, page_title TEXT NOT NULL, answers TEXT NOT NULL, language TEXT NOT NULL,
  state TEXT NOT NULL, assignee_id TEXT, assignee_name TEXT NOT NULL, note TEXT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX form_answers_number ON form_answers(number, id)",
    "CREATE INDEX form_answers_created ON form_answers(created_at, id)",
    "CREATE INDEX form_answers_updated ON form_answers(updated_at, id)",
    "CREATE INDEX form_answers_in_page ON form_answers(page_id, number, id)",
    "CREATE INDEX form_answers_in_block ON form_answers(block_id, number, id)",
    "CREATE INDEX form_answers_in_state ON form_answers(state, number, id)",
    "CREATE INDEX form_answers_in_assignee ON form_answers(assignee_id, number, id)",
    "CREATE VIRTUAL TABLE form_answers_search USING fts5(text, tokenize='unicode61', prefix='2 3')",
};

// Live pages by address, category and words (live_pages.cpp).
constexpr const char* kStep6[] = {
    R"(CREATE TABLE live_pages(
  row INTEGER PRIMARY KEY, ring TEXT NOT NULL, thing TEXT NOT NULL, slug TEXT NOT NULL, type TEXT NOT NULL,
  category_id TEXT NOT NULL, parent_id TEXT NOT NULL, position DOUBLE PRECISION NOT NULL, UNIQUE(ring, thing)))",
    "CREATE INDEX live_pages_parent ON live_pages(ring, parent_id, position)",
    "CREATE INDEX live_pages_slug ON live_pages(ring, slug)",
    "CREATE INDEX live_pages_category ON live_pages(ring, category_id, position)",
    "CREATE INDEX live_pages_type ON live_pages(ring, type)",
    "CREATE VIRTUAL TABLE live_pages_search USING fts5(text, tokenize='unicode61', prefix='2 3')",
    R"(CREATE TABLE live_media(
  ring TEXT NOT NULL, media_id TEXT NOT NULL, thing TEXT NOT NULL,
  PRIMARY KEY(ring, media_id, thing)) WITHOUT ROWID)",
    "CREATE INDEX live_media_thing ON live_media(ring, thing)",
};

/// The text of a live page stands in its version alone.
constexpr const char* kStep7[] = {
    "UPDATE live SET payload = json_remove(payload, '$.content') WHERE kind = 'page'",
    "UPDATE release_entries SET before_payload = json_remove(before_payload, '$.content') WHERE kind = "
    "'page' "
    "AND before_payload IS NOT NULL",
    "UPDATE release_entries SET after_payload = json_remove(after_payload, '$.content') WHERE kind = 'page' "
    "AND after_payload IS NOT NULL",
};

// The test phase. Words of requirements and feedback are found by their tables' own indexes; what is alike
// by three-letter pieces (feedback_pieces).
constexpr const char* kStep8[] = {
    "ALTER TABLE principals ADD COLUMN stakeholder TEXT NOT NULL DEFAULT ''",
    R"(CREATE TABLE test_rounds(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, number BIGINT NOT NULL UNIQUE, cohort TEXT NOT NULL,
  share_percent BIGINT NOT NULL, ring TEXT NOT NULL, app_version_id TEXT, starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL, closed BIGINT NOT NULL, conclusion TEXT NOT NULL, closed_at BIGINT NOT NULL,
  closed_by TEXT NOT NULL, closed_by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX test_rounds_number ON test_rounds(number, id)",
    "CREATE INDEX test_rounds_starts ON test_rounds(starts_at, id)",
    "CREATE INDEX test_rounds_created ON test_rounds(created_at, id)",
    "CREATE INDEX test_rounds_in_cohort ON test_rounds(cohort, number, id)",
    "CREATE INDEX test_rounds_in_ring ON test_rounds(ring, number, id)",
    "CREATE INDEX test_rounds_in_app_version_id ON test_rounds(app_version_id, number, id)",
    "CREATE INDEX test_rounds_in_closed ON test_rounds(closed, number, id)",
    "CREATE VIRTUAL TABLE test_rounds_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE feedback(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number BIGINT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT NOT NULL,
  text TEXT NOT NULL, rating BIGINT NOT NULL, state TEXT NOT NULL, priority TEXT NOT NULL,
  archived BIGINT NOT NULL, assignee_id TEXT, assignee_name TEXT NOT NULL, labels TEXT NOT NULL, miniapp_id TEXT,
  miniapp_version TEXT NOT NULL, screen TEXT NOT NULL, device TEXT NOT NULL, app_version TEXT NOT NULL,
  tester TEXT NOT NULL, round_id TEXT, requirement_id TEXT, app_version_id TEXT, merged_into TEXT,
  votes BIGINT NOT NULL, source TEXT NOT NULL, service_code TEXT NOT NULL, address TEXT NOT NULL,
  latitude DOUBLE, longitude DOUBLE, picture_sha256 TEXT, redacted BIGINT NOT NULL, replied_at BIGINT NOT NULL,
  timeline TEXT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX feedback_number ON feedback(number, id)",
    "CREATE INDEX feedback_votes ON feedback(votes, id)",
    "CREATE INDEX feedback_created ON feedback(created_at, id)",
    "CREATE INDEX feedback_updated ON feedback(updated_at, id)",
    "CREATE INDEX feedback_in_kind ON feedback(kind, number, id)",
    "CREATE INDEX feedback_in_state ON feedback(state, number, id)",
    "CREATE INDEX feedback_in_priority ON feedback(priority, number, id)",
    "CREATE INDEX feedback_in_archived ON feedback(archived, number, id)",
    "CREATE INDEX feedback_in_assignee_id ON feedback(assignee_id, number, id)",
    "CREATE INDEX feedback_in_miniapp_id ON feedback(miniapp_id, number, id)",
    "CREATE INDEX feedback_in_round_id ON feedback(round_id, number, id)",
    "CREATE INDEX feedback_in_requirement_id ON feedback(requirement_id, number, id)",
    "CREATE INDEX feedback_in_app_version_id ON feedback(app_version_id, number, id)",
    "CREATE INDEX feedback_in_merged_into ON feedback(merged_into, number, id)",
    "CREATE INDEX feedback_in_source ON feedback(source, number, id)",
    "CREATE VIRTUAL TABLE feedback_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE reply_templates(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, title_sort TEXT NOT NULL, text TEXT NOT NULL, archived BIGINT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX reply_templates_title_sort ON reply_templates(title_sort, id)",
    "CREATE INDEX reply_templates_in_archived ON reply_templates(archived, title_sort, id)",
    "CREATE VIRTUAL TABLE reply_templates_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE requirements(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, key_sort TEXT NOT NULL, title TEXT NOT NULL,
  text TEXT NOT NULL, priority TEXT NOT NULL, criteria TEXT NOT NULL, stakeholders TEXT NOT NULL,
  depends_on TEXT NOT NULL, app_version_id TEXT, ozg_id TEXT, maturity_model TEXT NOT NULL,
  maturity BIGINT NOT NULL, archived BIGINT NOT NULL, state TEXT NOT NULL, evidence TEXT NOT NULL,
  signoffs TEXT NOT NULL, sha256 TEXT NOT NULL, done_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX requirements_key_sort ON requirements(key_sort, id)",
    "CREATE INDEX requirements_created ON requirements(created_at, id)",
    "CREATE INDEX requirements_updated ON requirements(updated_at, id)",
    "CREATE INDEX requirements_in_key ON requirements(key, key_sort, id)",
    "CREATE INDEX requirements_in_priority ON requirements(priority, key_sort, id)",
    "CREATE INDEX requirements_in_app_version_id ON requirements(app_version_id, key_sort, id)",
    "CREATE INDEX requirements_in_ozg_id ON requirements(ozg_id, key_sort, id)",
    "CREATE INDEX requirements_in_archived ON requirements(archived, key_sort, id)",
    "CREATE INDEX requirements_in_state ON requirements(state, key_sort, id)",
    "CREATE VIRTUAL TABLE requirements_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE app_versions(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, summary TEXT NOT NULL, due_at BIGINT NOT NULL,
  state TEXT NOT NULL, override_reason TEXT NOT NULL, override_by TEXT NOT NULL, override_by_name TEXT NOT NULL,
  override_agreed_by TEXT NOT NULL, override_agreed_by_name TEXT NOT NULL, history TEXT NOT NULL,
  live_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX app_versions_due_at ON app_versions(due_at, id)",
    "CREATE INDEX app_versions_created ON app_versions(created_at, id)",
    "CREATE INDEX app_versions_in_state ON app_versions(state, due_at, id)",
    "CREATE VIRTUAL TABLE app_versions_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    "CREATE VIRTUAL TABLE feedback_pieces USING fts5(text, tokenize='trigram', detail=none)",
    "CREATE VIRTUAL TABLE feedback_pieces_terms USING fts5vocab(feedback_pieces, 'row')",
    // What an app sent, by the name that it gave: sent again, it is the same item (`content`: a keyed hash of
    // what was sent). `receipt` is the hash of the secret that the reporter reads the answer with.
    R"(CREATE TABLE feedback_receipts(
  client_id TEXT NOT NULL PRIMARY KEY, feedback_id TEXT NOT NULL, content TEXT NOT NULL,
  receipt_sha256 TEXT NOT NULL UNIQUE, at BIGINT NOT NULL) WITHOUT ROWID)",
    // Sealed, as what citizens send by forms.
    "CREATE TABLE feedback_pictures(feedback_id TEXT PRIMARY KEY, picture BLOB NOT NULL)",
    R"(CREATE TABLE feedback_floods(
  hour BIGINT NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL, round_id TEXT NOT NULL, count BIGINT NOT NULL,
  PRIMARY KEY(hour, kind, who, round_id)) WITHOUT ROWID)",
    // Codes are made of the store's key, the round and the number; here is only a keyed hash to find them by.
    R"(CREATE TABLE test_codes(
  code_sha256 TEXT NOT NULL PRIMARY KEY, round_id TEXT NOT NULL, number BIGINT NOT NULL, made_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL DEFAULT 0, UNIQUE(round_id, number)) WITHOUT ROWID)",
    R"(CREATE TABLE open311_keys(
  hash TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL DEFAULT 0) WITHOUT ROWID)",
    R"(CREATE TABLE app_version_days(
  app_version_id TEXT NOT NULL, day TEXT NOT NULL, scope BIGINT NOT NULL, done BIGINT NOT NULL,
  PRIMARY KEY(app_version_id, day)) WITHOUT ROWID)",
};

/// Files that citizens sent, sealed as the answers are; "ANSWER/FIELD" names one. Of an erased answer it
/// stays who erased it, when and why.
constexpr const char* kStep9[] = {
    "CREATE TABLE form_files(id TEXT PRIMARY KEY, sealed BLOB NOT NULL)",
    "ALTER TABLE form_answers ADD COLUMN erase_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE form_answers ADD COLUMN erased_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE form_answers ADD COLUMN erased_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE form_answers ADD COLUMN erased_by_name TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE form_answers ADD COLUMN erase_reason TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX form_answers_erase ON form_answers(erase_at)",
};

/// Merchants, what they offer, what can be booked, and letters.
constexpr const char* kStep10[] = {
    R"(CREATE TABLE merchants(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number BIGINT NOT NULL UNIQUE, organisation_id TEXT NOT NULL,
  name TEXT NOT NULL, name_sort TEXT NOT NULL, trade TEXT NOT NULL, category_id TEXT, legal_name TEXT NOT NULL,
  legal_form TEXT NOT NULL, register_court TEXT NOT NULL, register_kind TEXT NOT NULL,
  register_number TEXT NOT NULL, vat_id TEXT NOT NULL, contact_name TEXT NOT NULL, contact_email TEXT NOT NULL,
  phone TEXT NOT NULL, street TEXT NOT NULL, postal_code TEXT NOT NULL, city TEXT NOT NULL, latitude DOUBLE,
  longitude DOUBLE, iban TEXT NOT NULL, account_holder TEXT NOT NULL, payable BIGINT NOT NULL,
  self_certified BIGINT NOT NULL, self_certified_at BIGINT NOT NULL, description TEXT NOT NULL, website TEXT,
  opening_hours TEXT NOT NULL, languages TEXT NOT NULL, media_ids TEXT NOT NULL, verification TEXT NOT NULL,
  activity TEXT NOT NULL, step TEXT NOT NULL, submitted_at BIGINT NOT NULL, due_at BIGINT NOT NULL,
  verified_at BIGINT NOT NULL, reverify_at BIGINT NOT NULL, agreed_at BIGINT NOT NULL,
  agreed_by_name TEXT NOT NULL, suspended_reason TEXT NOT NULL, suspended_by_name TEXT NOT NULL,
  suspended_at BIGINT NOT NULL, suspended_until BIGINT NOT NULL, ended_at BIGINT NOT NULL,
  erase_at BIGINT NOT NULL, erased_at BIGINT NOT NULL, reject_reasons TEXT NOT NULL, checks TEXT NOT NULL,
  requests TEXT NOT NULL, proofs TEXT NOT NULL, timeline TEXT NOT NULL, created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX merchants_number ON merchants(number, id)",
    "CREATE INDEX merchants_in_organisation_id ON merchants(organisation_id, number, id)",
    "CREATE INDEX merchants_name_sort ON merchants(name_sort, id)",
    "CREATE INDEX merchants_in_category_id ON merchants(category_id, number, id)",
    "CREATE INDEX merchants_in_payable ON merchants(payable, number, id)",
    "CREATE INDEX merchants_in_verification ON merchants(verification, number, id)",
    "CREATE INDEX merchants_in_activity ON merchants(activity, number, id)",
    "CREATE INDEX merchants_in_step ON merchants(step, number, id)",
    "CREATE INDEX merchants_due_at ON merchants(due_at, id)",
    "CREATE INDEX merchants_reverify_at ON merchants(reverify_at, id)",
    "CREATE INDEX merchants_erase_at ON merchants(erase_at, id)",
    "CREATE INDEX merchants_created ON merchants(created_at, id)",
    "CREATE INDEX merchants_updated ON merchants(updated_at, id)",
    "CREATE VIRTUAL TABLE merchants_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE offerings(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, merchant_id TEXT NOT NULL, organisation_id TEXT NOT NULL,
  kind TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, price_cents BIGINT NOT NULL,
  price_from BIGINT NOT NULL, price_unit TEXT NOT NULL, duration_minutes BIGINT NOT NULL, category_id TEXT,
  languages TEXT NOT NULL, media_ids TEXT NOT NULL, position DOUBLE NOT NULL, state TEXT NOT NULL,
  submitted_by TEXT NOT NULL, submitted_by_name TEXT NOT NULL, decided_by_name TEXT NOT NULL,
  decision_note TEXT NOT NULL, live_at BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL))",
    "CREATE INDEX offerings_in_merchant_id ON offerings(merchant_id, position, id)",
    "CREATE INDEX offerings_in_organisation_id ON offerings(organisation_id, position, id)",
    "CREATE INDEX offerings_in_kind ON offerings(kind, position, id)",
    "CREATE INDEX offerings_in_category_id ON offerings(category_id, position, id)",
    "CREATE INDEX offerings_position ON offerings(position, id)",
    "CREATE INDEX offerings_in_state ON offerings(state, position, id)",
    "CREATE INDEX offerings_created ON offerings(created_at, id)",
    "CREATE INDEX offerings_updated ON offerings(updated_at, id)",
    "CREATE VIRTUAL TABLE offerings_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE resources(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, merchant_id TEXT NOT NULL, organisation_id TEXT NOT NULL,
  name TEXT NOT NULL, name_sort TEXT NOT NULL, offering_id TEXT, opening_hours TEXT NOT NULL, breaks TEXT NOT NULL,
  slot_minutes BIGINT NOT NULL, buffer_minutes BIGINT NOT NULL, capacity BIGINT NOT NULL,
  lead_minutes BIGINT NOT NULL, horizon_days BIGINT NOT NULL, cancel_minutes BIGINT NOT NULL,
  closures TEXT NOT NULL, archived BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL))",
    "CREATE INDEX resources_in_merchant_id ON resources(merchant_id, name_sort, id)",
    "CREATE INDEX resources_in_organisation_id ON resources(organisation_id, name_sort, id)",
    "CREATE INDEX resources_name_sort ON resources(name_sort, id)",
    "CREATE INDEX resources_in_archived ON resources(archived, name_sort, id)",
    "CREATE INDEX resources_created ON resources(created_at, id)",
    "CREATE VIRTUAL TABLE resources_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE bookings(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number BIGINT NOT NULL UNIQUE, resource_id TEXT NOT NULL,
  merchant_id TEXT NOT NULL, organisation_id TEXT NOT NULL, starts_at BIGINT NOT NULL, ends_at BIGINT NOT NULL,
  seats BIGINT NOT NULL, state TEXT NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,
  phone TEXT NOT NULL, note TEXT NOT NULL, held_until BIGINT NOT NULL, remind_at BIGINT NOT NULL,
  reminded_at BIGINT NOT NULL, cancelled_at BIGINT NOT NULL, cancel_reason TEXT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX bookings_number ON bookings(number, id)",
    "CREATE INDEX bookings_in_resource_id ON bookings(resource_id, starts_at, id)",
    "CREATE INDEX bookings_in_merchant_id ON bookings(merchant_id, starts_at, id)",
    "CREATE INDEX bookings_in_organisation_id ON bookings(organisation_id, starts_at, id)",
    "CREATE INDEX bookings_starts_at ON bookings(starts_at, id)",
    "CREATE INDEX bookings_in_state ON bookings(state, starts_at, id)",
    "CREATE INDEX bookings_in_source ON bookings(source, starts_at, id)",
    "CREATE INDEX bookings_created ON bookings(created_at, id)",
    "CREATE INDEX bookings_updated ON bookings(updated_at, id)",
    "CREATE VIRTUAL TABLE bookings_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    R"(CREATE TABLE letters(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, object_id TEXT NOT NULL,
  recipient TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, due_at BIGINT NOT NULL, state TEXT NOT NULL,
  attempts BIGINT NOT NULL, last_error TEXT NOT NULL, sent_at BIGINT NOT NULL, created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL, revision BIGINT NOT NULL))",
    "CREATE INDEX letters_in_kind ON letters(kind, due_at, id)",
    "CREATE INDEX letters_in_object_id ON letters(object_id, due_at, id)",
    "CREATE INDEX letters_due_at ON letters(due_at, id)",
    "CREATE INDEX letters_in_state ON letters(state, due_at, id)",
    "CREATE VIRTUAL TABLE letters_search USING fts5(text, tokenize='unicode61', prefix='2 3')",

    // Documents, sealed. Codes and secrets are here by a hash only.
    "CREATE TABLE merchant_proofs(id TEXT PRIMARY KEY, merchant_id TEXT NOT NULL, sealed BLOB NOT NULL)",
    "CREATE INDEX merchant_proofs_of ON merchant_proofs(merchant_id)",
    R"(CREATE TABLE merchant_codes(
  code_sha256 TEXT NOT NULL PRIMARY KEY, merchant_id TEXT NOT NULL UNIQUE, expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL DEFAULT 0) WITHOUT ROWID)",
    // The revision of the last change of something that is checked: who saw that one or a later one saw it.
    "CREATE TABLE merchant_checked(merchant_id TEXT NOT NULL PRIMARY KEY, revision BIGINT NOT NULL) WITHOUT "
    "ROWID",
    // What is compared when a duplicate is looked for: folded name, address, VAT id and a keyed hash of the
    // IBAN.
    // The columns stand as in the key: quick_check of SQLite 3.40 takes another order of them for NULL.
    R"(CREATE TABLE merchant_marks(
  kind TEXT NOT NULL, mark TEXT NOT NULL, merchant_id TEXT NOT NULL, PRIMARY KEY(kind, mark, merchant_id)) WITHOUT ROWID)",
    "CREATE INDEX merchant_marks_of ON merchant_marks(merchant_id)",
    // An offering as it was approved: what citizens see.
    "CREATE TABLE offering_live(offering_id TEXT PRIMARY KEY, merchant_id TEXT NOT NULL, offering TEXT NOT "
    "NULL)",
    "CREATE INDEX offering_live_of ON offering_live(merchant_id)",
    // A seat of a slot belongs to one booking at most; the key sees to it.
    R"(CREATE TABLE booking_seats(
  resource_id TEXT NOT NULL, starts_at BIGINT NOT NULL, seat BIGINT NOT NULL, booking_id TEXT NOT NULL,
  PRIMARY KEY(resource_id, starts_at, seat)) WITHOUT ROWID)",
    "CREATE INDEX booking_seats_of ON booking_seats(booking_id)",
    "CREATE INDEX bookings_of_resource ON bookings(resource_id, starts_at, state)",
    "CREATE INDEX bookings_held ON bookings(state, held_until)",
    "CREATE TABLE booking_tickets(ticket_sha256 TEXT PRIMARY KEY, booking_id TEXT NOT NULL UNIQUE) WITHOUT "
    "ROWID",
    "CREATE TABLE calendar_feeds(feed_sha256 TEXT PRIMARY KEY, resource_id TEXT NOT NULL UNIQUE) WITHOUT "
    "ROWID",
    "CREATE INDEX letters_waiting ON letters(state, due_at)",
};

/// Pictures of merchants: whose a file is, equal files once for each owner, and where merchants use them.
constexpr const char* kStep11[] = {
    R"(CREATE TABLE media_of(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, organisation_id TEXT NOT NULL, name TEXT NOT NULL,
  name_sort TEXT NOT NULL, media_type TEXT NOT NULL, sha256 TEXT NOT NULL, size_bytes BIGINT NOT NULL,
  width BIGINT NOT NULL, height BIGINT NOT NULL, alternative_text TEXT NOT NULL, decorative BIGINT NOT NULL,
  focus_x DOUBLE NOT NULL, focus_y DOUBLE NOT NULL, archived BIGINT NOT NULL, created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL, UNIQUE(sha256, organisation_id)))",
    "INSERT INTO media_of(row, id, organisation_id, name, name_sort, media_type, sha256, size_bytes, width, "
    "height, alternative_text, decorative, focus_x, focus_y, archived, created_by, created_by_name, "
    "created_at, updated_at, revision) SELECT row, id, '', name, name_sort, media_type, sha256, size_bytes, "
    "width, height, alternative_text, decorative, focus_x, focus_y, archived, created_by, created_by_name, "
    "created_at, updated_at, revision FROM media",
    "DROP TABLE media",
    "ALTER TABLE media_of RENAME TO media",
    "CREATE INDEX media_name ON media(name_sort, id)",
    "CREATE INDEX media_created ON media(created_at, id)",
    "CREATE INDEX media_updated ON media(updated_at, id)",
    "CREATE INDEX media_in_type ON media(media_type, created_at, id)",
    "CREATE INDEX media_in_archived ON media(archived, created_at, id)",
    "CREATE INDEX media_in_organisation ON media(organisation_id, created_at, id)",
    "CREATE INDEX media_in_sha256 ON media(sha256, created_at, id)",
    // In the profile (offering_id ''), in an offering as it is being written (live 0) or as it is live (1).
    R"(CREATE TABLE merchant_media(
  media_id TEXT NOT NULL, merchant_id TEXT NOT NULL, offering_id TEXT NOT NULL, live BIGINT NOT NULL,
  PRIMARY KEY(media_id, merchant_id, offering_id, live)) WITHOUT ROWID)",
    "CREATE INDEX merchant_media_of ON merchant_media(merchant_id, offering_id, live)",
    // How many letters an address gets.
    "CREATE INDEX letters_to ON letters(LOWER(recipient), due_at)",
    "INSERT OR IGNORE INTO merchant_media(media_id, merchant_id, offering_id, live) SELECT j.value, m.id, "
    "'', 1 "
    "FROM merchants m, json_each(m.media_ids) j WHERE m.media_ids <> '[]'",
    "INSERT OR IGNORE INTO merchant_media(media_id, merchant_id, offering_id, live) SELECT j.value, "
    "o.merchant_id, o.id, 0 FROM offerings o, json_each(o.media_ids) j WHERE o.media_ids <> '[]'",
    "INSERT OR IGNORE INTO merchant_media(media_id, merchant_id, offering_id, live) SELECT j.value, "
    "l.merchant_id, l.offering_id, 1 FROM offering_live l, json_each(l.offering, '$.media_ids') j",
};

/// Accounts of citizens. Addresses are sealed and found by a keyed hash; codes are not here at all, tickets
/// and sessions by their hash only.
constexpr const char* kStep12[] = {
    R"(CREATE TABLE accounts(
  id TEXT PRIMARY KEY, email_mark TEXT NOT NULL UNIQUE, sealed TEXT NOT NULL, created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL) WITHOUT ROWID)",
    "CREATE INDEX accounts_seen ON accounts(seen_at)",
    R"(CREATE TABLE account_sessions(
  session_sha256 TEXT PRIMARY KEY, account_id TEXT NOT NULL, created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL) WITHOUT ROWID)",
    "CREATE INDEX account_sessions_of ON account_sessions(account_id, created_at)",
    "CREATE INDEX account_sessions_seen ON account_sessions(seen_at)",
    R"(CREATE TABLE account_attempts(
  id TEXT PRIMARY KEY, ticket_sha256 TEXT NOT NULL UNIQUE, email_mark TEXT NOT NULL, sealed TEXT NOT NULL,
  language TEXT NOT NULL, tries BIGINT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)
  WITHOUT ROWID)",
    "CREATE INDEX account_attempts_of ON account_attempts(email_mark)",
    "CREATE INDEX account_attempts_end ON account_attempts(expires_at)",
    // Whose address it is that somebody signed in with.
    "CREATE INDEX merchants_by_email ON merchants(lower(contact_email))",
    // For whom a file is shown, too; filled anew below.
    "DROP TABLE live_media",
    R"(CREATE TABLE live_media(
  ring TEXT NOT NULL, media_id TEXT NOT NULL, thing TEXT NOT NULL, audience TEXT NOT NULL,
  PRIMARY KEY(ring, media_id, thing, audience)) WITHOUT ROWID)",
    "CREATE INDEX live_media_thing ON live_media(ring, thing)",
};

/// Indexes that said what others say: each booking was written into them for nothing. UNIQUE(number) orders
/// by the number, and bookings_in_resource_id begins as the other one did.
constexpr const char* kStep13[] = {
    "DROP INDEX bookings_number",
    "DROP INDEX bookings_of_resource",
};

/// Devices with their public keys' thumbprints, tokens that are bound to them, and when a token was used
/// last (to some minutes).
constexpr const char* kStep14[] = {
    R"(CREATE TABLE devices(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, system TEXT NOT NULL,
  thumbprint TEXT NOT NULL, state TEXT NOT NULL, state_since BIGINT NOT NULL, principal_id TEXT NOT NULL,
  principal_name TEXT NOT NULL, organisation_id TEXT NOT NULL, decided_by TEXT, decided_by_name TEXT,
  reason TEXT NOT NULL, last_seen_at BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  revision BIGINT NOT NULL, UNIQUE(thumbprint, principal_id)))",
    "CREATE INDEX devices_created ON devices(created_at, id)",
    "CREATE INDEX devices_updated ON devices(updated_at, id)",
    "CREATE INDEX devices_seen ON devices(last_seen_at, id)",
    "CREATE INDEX devices_in_thumbprint ON devices(thumbprint, created_at, id)",
    "CREATE INDEX devices_in_state ON devices(state, created_at, id)",
    "CREATE INDEX devices_in_principal ON devices(principal_id, created_at, id)",
    "CREATE INDEX devices_in_organisation ON devices(organisation_id, created_at, id)",
    "CREATE INDEX devices_in_decider ON devices(decided_by, created_at, id)",
    "CREATE VIRTUAL TABLE devices_search USING fts5(text, tokenize='unicode61', prefix='2 3')",
    "ALTER TABLE tokens ADD COLUMN device_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tokens ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX tokens_of_device ON tokens(device_id)",
};

/// Who takes part in a round that draws a share of the accounts, with which code, and who left it again.
constexpr const char* kStep15[] = {
    R"(CREATE TABLE account_rounds(
  account_id TEXT NOT NULL, round_id TEXT NOT NULL, code_sha256 TEXT NOT NULL UNIQUE, joined_at BIGINT NOT NULL,
  left_at BIGINT NOT NULL DEFAULT 0, PRIMARY KEY(account_id, round_id)) WITHOUT ROWID)",
    "CREATE INDEX account_rounds_of ON account_rounds(round_id)",
};

/// Each hold was written into two more indexes by its id. Seats are found by their slot, and a ticket follows
/// from the booking's id (BookingDesk::ticket_of).
constexpr const char* kStep16[] = {
    "DROP INDEX booking_seats_of",
    "ALTER TABLE booking_tickets RENAME TO booking_tickets_15",
    "CREATE TABLE booking_tickets(ticket_sha256 TEXT PRIMARY KEY, booking_id TEXT NOT NULL) WITHOUT ROWID",
    "INSERT INTO booking_tickets(ticket_sha256, booking_id) SELECT ticket_sha256, booking_id FROM "
    "booking_tickets_15",
    "DROP TABLE booking_tickets_15",
};

/// Codes that citizens show at the counter, and whose identity was confirmed there.
constexpr const char* kStep17[] = {
    R"(CREATE TABLE account_identity_codes(
  account_id TEXT PRIMARY KEY, code_hash TEXT NOT NULL UNIQUE, made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL) WITHOUT ROWID)",
    R"(CREATE TABLE account_identities(
  account_id TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, sealed_name TEXT NOT NULL, method TEXT NOT NULL,
  document TEXT NOT NULL, checked_at BIGINT NOT NULL, checked_by TEXT NOT NULL) WITHOUT ROWID)",
};

/// Which numbers of a producer have not come. `gaps` may be long, so it stands behind what is looked for.
constexpr const char* kStep18[] = {
    R"(CREATE TABLE security_gaps(
  producer TEXT NOT NULL, principal_id TEXT NOT NULL, kept_at BIGINT NOT NULL, gaps TEXT NOT NULL,
  PRIMARY KEY(producer, principal_id)))",
};

/// Marks of the keys that lie beside the store (keys.hpp), by the ending of the file's name.
constexpr const char* kStep19[] = {
    "CREATE TABLE store_keys(name TEXT PRIMARY KEY, mark TEXT NOT NULL)",
};

struct Step {
  int number;
  std::span<const char* const> statements;
  void (*rest)(Database&) = nullptr;  ///< what SQL alone cannot do, after the statements
};
constexpr Step kSteps[] = {{1, kStep1},   {2, kStep2, rebase_audit},
                           {3, kStep3},   {4, kStep4},
                           {5, kStep5},   {6, kStep6},
                           {7, kStep7},   {8, kStep8},
                           {9, kStep9},   {10, kStep10},
                           {11, kStep11}, {12, kStep12, index_live_pages},
                           {13, kStep13}, {14, kStep14},
                           {15, kStep15}, {16, kStep16},
                           {17, kStep17}, {18, kStep18},
                           {19, kStep19}};

}  // namespace

int newest_schema() {
  return kSteps[std::size(kSteps) - 1].number;
}

base::Done migrate(Database& database, int upto) {
  const auto foreign = database.query(
      "SELECT name FROM sqlite_master WHERE NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = "
      "'schema_migrations') LIMIT 1",
      "s");
  if (!foreign.empty())
    return base::fail(
        base::ErrorKind::storage,
        fmt::format("The file is the database of another program (it has a table \"{}\"); nothing "
                    "was changed. Give another file.",
                    as_text(foreign[0][0])));
  database.run("CREATE TABLE IF NOT EXISTS schema_migrations(number BIGINT PRIMARY KEY, at TEXT NOT NULL)");
  const auto rows = database.query("SELECT MAX(number) FROM schema_migrations", "i");
  const std::int64_t have = rows.empty() ? 0 : as_int(rows[0][0]);
  if (have > newest_schema())
    return base::fail(
        base::ErrorKind::storage,
        fmt::format("The store was written by a newer version of Stadtpult (schema {}, this program "
                    "knows {}). Install the newer version.",
                    have, newest_schema()));
  for (const auto& step : kSteps) {
    if (step.number <= have || step.number > upto) continue;
    for (const auto* statement : step.statements) database.run(statement);
    if (step.rest != nullptr) step.rest(database);
    database.run("INSERT INTO schema_migrations(number, at) VALUES(:p1, datetime('now'))",
                 {static_cast<std::int64_t>(step.number)});
  }
  if (database.failure()) return *database.failure();
  return {};
}

}  // namespace stadtpult::platform
