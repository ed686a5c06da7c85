#pragma once
// Security monitoring: events, alerts, incidents, what was stopped, rules, and the protection layers. Scales
// are those of OCSF 1.x (Detection Finding, class 2004); numbers and not words where the standard has
// numbers.

#include "api-client/contract/people.hpp"

namespace stadtpult::contract {

// severity_id, status_id and verdict_id are OCSF's numbers; the words for people stand in the language files.
inline constexpr std::int64_t kSeverityCritical = 5;
inline constexpr std::int64_t kStatusNew = 1, kStatusInProgress = 2, kStatusSuppressed = 3,
                              kStatusResolved = 4, kStatusArchived = 5;

/// A Detection Finding. Events of one rule, principal, source and window are one alert whose count grows.
struct Alert {
  std::string id;
  std::int64_t number = 0;
  std::string rule_id;
  LocalizedText rule_title;
  std::string rule_author, rule_version;
  std::vector<std::string> techniques;
  std::int64_t severity_id = 1, status_id = 1, verdict_id = 0;
  std::string verdict_reason;
  std::string principal, source, device, session, organisation_id, miniapp_id;
  std::int64_t count = 1;
  Timestamp first_at, last_at;
  JsonText evidence;
  std::string evidence_sha256;
  std::optional<std::string> assignee_id, assignee_name;
  Timestamp acknowledged_until;
  std::optional<std::string> incident_id;
  std::vector<TimelineStep> timeline;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Alert&) const = default;
  static constexpr const char* kTypeName = "Alert";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Alert::id, {.read_only = true, .filter = true}),
        field("number", &Alert::number,
              {.help = "What people call it: AL-104295.", .read_only = true, .sort = true}),
        field("rule_id", &Alert::rule_id, {.read_only = true, .filter = true}),
        field("rule_title", &Alert::rule_title, {.read_only = true}),
        field("rule_author", &Alert::rule_author,
              {.help = "Named as the Detection Rule License asks.", .read_only = true}),
        field("rule_version", &Alert::rule_version, {.read_only = true}),
        field("techniques", &Alert::techniques,
              {.help = "ATT&CK technique ids, such as T1190.", .read_only = true}),
        field("severity_id", &Alert::severity_id,
              {.help = "OCSF: 1 informational, 2 low, 3 medium, 4 high, 5 critical.",
               .read_only = true,
               .filter = true}),
        field("status_id", &Alert::status_id,
              {.help = "OCSF: 1 new, 2 in progress, 3 suppressed, 4 resolved, 5 archived.",
               .read_only = true,
               .filter = true}),
        field("verdict_id", &Alert::verdict_id,
              {.help = "OCSF: 0 none yet, 1 false positive, 2 true positive, 3 disregard, 4 suspicious, 5 "
                       "benign, 6 test, 7 "
                       "insufficient data, 8 security risk, 9 managed externally, 10 duplicate.",
               .read_only = true,
               .filter = true}),
        field("verdict_reason", &Alert::verdict_reason, {.read_only = true}),
        field("principal", &Alert::principal,
              {.help = "Pseudonym of the person, such as P-5C19.", .read_only = true, .filter = true}),
        field(
            "source", &Alert::source,
            {.help = "Pseudonym of the source address, such as Q-81F0.", .read_only = true, .filter = true}),
        field("device", &Alert::device, {.read_only = true, .filter = true}),
        field("session", &Alert::session,
              {.help = "Id of the token, never the token.", .read_only = true, .filter = true}),
        field("organisation_id", &Alert::organisation_id, {.read_only = true, .filter = true}),
        field("miniapp_id", &Alert::miniapp_id, {.read_only = true, .filter = true}),
        field("count", &Alert::count, {.help = "Events that it stands for.", .read_only = true}),
        field("first_at", &Alert::first_at, {.read_only = true}),
        field("last_at", &Alert::last_at,
              {.help = "Filtered by a range: last_at:2026-11-23T00:00:00Z..2026-11-24T00:00:00Z; either end "
                       "may be left out.",
               .read_only = true,
               .filter = true,
               .sort = true}),
        field("evidence", &Alert::evidence,
              {.help = "The first event, with pseudonyms; never changed.", .read_only = true}),
        field("evidence_sha256", &Alert::evidence_sha256,
              {.help = "Over the evidence as it is written here.", .read_only = true}),
        field("assignee_id", &Alert::assignee_id, {.read_only = true, .filter = true}),
        field("assignee_name", &Alert::assignee_name, {.read_only = true, .personal_of = "assignee_id"}),
        field("acknowledged_until", &Alert::acknowledged_until,
              {.help = "Until then it is out of the way; then it comes back by itself.", .read_only = true}),
        field("incident_id", &Alert::incident_id, {.read_only = true, .filter = true}),
        field("timeline", &Alert::timeline, {.read_only = true}),
        field("created_at", &Alert::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Alert::updated_at, {.read_only = true, .sort = true}),
        field("revision", &Alert::revision,
              {.help = "Grows with each change; the ETag is made of it.", .read_only = true}));
  }
};

/// Body of PATCH on an alert: each member that is there is one act.
struct AlertChange {
  std::optional<std::int64_t> status_id, verdict_id;
  std::optional<std::string> verdict_reason;
  std::optional<std::string> assignee_id;
  std::optional<std::int64_t> acknowledge_minutes;
  std::optional<std::string> incident_id;
  std::optional<std::string> note;

  bool operator==(const AlertChange&) const = default;
  static constexpr const char* kTypeName = "AlertChange";
  static constexpr void describe(auto&& visit) {
    visit(
        field("status_id", &AlertChange::status_id,
              {.help = "1 reopens, 2 takes it, 3 suppresses, 4 resolves, 5 archives.",
               .minimum = 1,
               .maximum = 5}),
        field("verdict_id", &AlertChange::verdict_id,
              {.help = "0 takes it back.", .minimum = 0, .maximum = 10}),
        field("verdict_reason", &AlertChange::verdict_reason,
              {.help = "Needed with a verdict.", .max_length = 2000}),
        field("assignee_id", &AlertChange::assignee_id,
              {.help = "Whose it is; \"\" for nobody, \"me\" for who asks.", .max_length = 64}),
        field("acknowledge_minutes", &AlertChange::acknowledge_minutes,
              {.help = "Out of the way for so long; 0 brings it back now.", .minimum = 0, .maximum = 43200}),
        field("incident_id", &AlertChange::incident_id,
              {.help = "\"\" takes it out of its incident.", .max_length = 64}),
        field("note", &AlertChange::note, {.max_length = 2000}));
  }
};

/// Alerts that belong together, with a timeline of their own.
struct Incident {
  std::string id;
  std::int64_t number = 0;
  std::string title, summary;
  std::int64_t severity_id = 4;
  bool closed = false;
  bool legal_hold = false;
  std::string note;
  std::vector<TimelineStep> timeline;
  std::int64_t alert_count = 0;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Incident&) const = default;
  static constexpr const char* kTypeName = "Incident";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &Incident::id, {.read_only = true, .filter = true}),
          field("number", &Incident::number,
                {.help = "What people call it: IN-12.", .read_only = true, .sort = true}),
          field("title", &Incident::title,
                {.required = true, .max_length = 200, .example = R"("Anmeldeversuche aus vielen Netzen")"}),
          field("summary", &Incident::summary, {.max_length = 4000}),
          field("severity_id", &Incident::severity_id, {.filter = true, .minimum = 1, .maximum = 5}),
          field("closed", &Incident::closed, {.filter = true}),
          field("legal_hold", &Incident::legal_hold,
                {.help = "Its events are kept beyond their time.", .filter = true}),
          field("note", &Incident::note, {.help = "A new note goes into the timeline.", .max_length = 2000}),
          field("timeline", &Incident::timeline, {.read_only = true}),
          field("alert_count", &Incident::alert_count, {.read_only = true, .stored = false}),
          field("created_at", &Incident::created_at, {.read_only = true, .sort = true}),
          field("updated_at", &Incident::updated_at, {.read_only = true, .sort = true}),
          field("revision", &Incident::revision, {.read_only = true}));
  }
};

/// miniapp: citizens do not see it, nor get its package, while the block is in force.
enum class BlockKind { session, token, device, person, organisation, miniapp, source };
BOOST_DESCRIBE_ENUM(BlockKind, session, token, device, person, organisation, miniapp, source)

/// active; lift_requested: one person asked to lift it, another must agree; requested: a wide one waits for a
/// second person.
enum class BlockState { requested, active, lift_requested, lifted, expired };
BOOST_DESCRIBE_ENUM(BlockState, requested, active, lift_requested, lifted, expired)

/// Something that was stopped. Stopping is done at once; an organisation's block and every lifting need two
/// people.
struct Block {
  std::string id;
  BlockKind kind = BlockKind::session;
  std::string target;
  std::string reason;
  std::optional<std::string> alert_id;
  Timestamp expires_at;
  BlockState state = BlockState::active;
  std::string created_by, created_by_name;
  std::optional<std::string> lift_requested_by, lift_requested_by_name;
  std::int64_t cut_connections = 0, cut_after_ms = -1;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Block&) const = default;
  static constexpr const char* kTypeName = "Block";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Block::id, {.read_only = true, .filter = true}),
        field("kind", &Block::kind,
              {.help = "A source is throttled, a miniapp is hidden from citizens, all others are refused.",
               .create_only = true,
               .filter = true}),
        field("target", &Block::target,
              {.help =
                   "Id of the token, device, person, organisation or mini-app, or the pseudonym of a person "
                   "or a source, as an alert shows it.",
               .create_only = true,
               .required = true,
               .filter = true,
               .max_length = 200}),
        field("reason", &Block::reason, {.create_only = true, .required = true, .max_length = 1000}),
        field("alert_id", &Block::alert_id, {.create_only = true, .filter = true, .max_length = 64}),
        field("expires_at", &Block::expires_at,
              {.help = "24 hours from now where it is not given.", .create_only = true}),
        field("state", &Block::state,
              {.help = "Set it to active to agree to a wide block, to lift_requested to ask for lifting, to "
                       "lifted to agree.",
               .filter = true}),
        field("created_by", &Block::created_by, {.read_only = true, .filter = true}),
        field("created_by_name", &Block::created_by_name, {.read_only = true, .personal_of = "created_by"}),
        field("lift_requested_by", &Block::lift_requested_by, {.read_only = true}),
        field("lift_requested_by_name", &Block::lift_requested_by_name,
              {.read_only = true, .personal_of = "lift_requested_by"}),
        field("cut_connections", &Block::cut_connections,
              {.help = "Open connections that were cut.", .read_only = true}),
        field("cut_after_ms", &Block::cut_after_ms,
              {.help = "Measured, from the request to the last connection's end; -1 while it is not known.",
               .read_only = true}),
        field("created_at", &Block::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Block::updated_at, {.read_only = true, .sort = true}),
        field("revision", &Block::revision, {.read_only = true}));
  }
};

/// A machine that somebody signs in from, known by the key that it alone has. Tokens bound to it are of use
/// together with that key only (RFC 9449). One machine used by two people is two devices with one thumbprint.
struct Device {
  std::string id;
  std::string name, system;
  std::string thumbprint;
  DeviceState state = DeviceState::waiting;
  Timestamp state_since;
  std::string principal_id, principal_name;
  std::string organisation_id;
  std::optional<std::string> decided_by, decided_by_name;
  std::string reason;
  Timestamp last_seen_at;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Device&) const = default;
  static constexpr const char* kTypeName = "Device";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Device::id, {.read_only = true, .filter = true}),
        field("name", &Device::name,
              {.help = "What people call the machine: its name in the network.",
               .create_only = true,
               .required = true,
               .max_length = 80,
               .example = R"("rathaus-214")",
               .personal_of = "principal_id"}),
        field("system", &Device::system,
              {.help = "What runs on it, as it says itself.",
               .create_only = true,
               .max_length = 120,
               .example = R"("Debian GNU/Linux 12 (bookworm), Linux 6.1")"}),
        field("thumbprint", &Device::thumbprint,
              {.help = "SHA-256 thumbprint of its public key (RFC 7638), base64url.",
               .read_only = true,
               .filter = true}),
        field("state", &Device::state, {.read_only = true, .filter = true}),
        field("state_since", &Device::state_since,
              {.help = "When it came into this state.", .read_only = true}),
        field("principal_id", &Device::principal_id,
              {.help = "Who signs in from it.", .read_only = true, .filter = true}),
        field("principal_name", &Device::principal_name, {.read_only = true, .personal_of = "principal_id"}),
        field("organisation_id", &Device::organisation_id, {.read_only = true, .filter = true}),
        field("decided_by", &Device::decided_by,
              {.help = "Who approved or revoked it; never the person whose device it is.",
               .read_only = true,
               .filter = true}),
        field("decided_by_name", &Device::decided_by_name, {.read_only = true, .personal_of = "decided_by"}),
        field("reason", &Device::reason, {.help = "Why it was revoked.", .read_only = true}),
        field("last_seen_at", &Device::last_seen_at,
              {.help = "Of its last valid proof, to some minutes.", .read_only = true, .sort = true}),
        field("created_at", &Device::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Device::updated_at, {.read_only = true, .sort = true}),
        field("revision", &Device::revision, {.read_only = true}));
  }
};

/// Body of PATCH on a device.
struct DeviceChange {
  std::optional<DeviceState> state;
  std::optional<std::string> reason;

  bool operator==(const DeviceChange&) const = default;
  static constexpr const char* kTypeName = "DeviceChange";
  static constexpr void describe(auto&& visit) {
    visit(field("state", &DeviceChange::state,
                {.help =
                     "approved lets it in, by somebody else than its person; revoked shuts it out for good, "
                     "with every device of the same key."}),
          field("reason", &DeviceChange::reason, {.help = "Needed to revoke.", .max_length = 1000}));
  }
};

enum class JobState { running, done, cancelled, undone };
BOOST_DESCRIBE_ENUM(JobState, running, done, cancelled, undone)

/// A change of many alerts at once, carried out on the platform: goes on after a restart, and can be undone.
struct SecurityJob {
  std::string id;
  std::string query;
  AlertChange change;
  JobState state = JobState::running;
  std::int64_t total = 0, done = 0, skipped = 0;
  std::string created_by, created_by_name;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const SecurityJob&) const = default;
  static constexpr const char* kTypeName = "SecurityJob";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &SecurityJob::id, {.read_only = true, .filter = true}),
          field("query", &SecurityJob::query,
                {.help = "Which alerts, as the query of their list has it: "
                         "\"filter=severity_id:1,2&filter=status_id:1&q=login\"; "
                         "the alerts that match when the job is made, by their ids.",
                 .create_only = true,
                 .required = true,
                 .max_length = 4000}),
          field("change", &SecurityJob::change,
                {.help = "What is done to each.", .create_only = true, .required = true}),
          field("state", &SecurityJob::state,
                {.help = "Set it to cancelled to stop, to undone to take it back.", .filter = true}),
          field("total", &SecurityJob::total, {.read_only = true}),
          field("done", &SecurityJob::done, {.read_only = true}),
          field("skipped", &SecurityJob::skipped,
                {.help = "Alerts that had changed meanwhile or were so already.", .read_only = true}),
          field("created_by", &SecurityJob::created_by, {.read_only = true, .filter = true}),
          field("created_by_name", &SecurityJob::created_by_name,
                {.read_only = true, .personal_of = "created_by"}),
          field("created_at", &SecurityJob::created_at, {.read_only = true, .sort = true}),
          field("updated_at", &SecurityJob::updated_at, {.read_only = true, .sort = true}),
          field("revision", &SecurityJob::revision, {.read_only = true}));
  }
};

/// proposed: replayed, hides nothing yet.
enum class FilterState { proposed, active, withdrawn };
BOOST_DESCRIBE_ENUM(FilterState, proposed, active, withdrawn)

/// What is no alarm of a rule (a Sigma filter). Made as a proposal, replayed over what is stored of the last
/// 30 days, and in force when somebody who saw what it hides says so.
struct RuleFilter {
  std::string id;
  std::int64_t number = 0;
  std::string rule_id;
  std::string title;
  std::string text;
  std::optional<std::string> alert_id;
  FilterState state = FilterState::proposed;
  Timestamp replayed_at;
  std::int64_t replayed_alerts = 0, hidden_alerts = 0, replayed_events = 0, hidden_events = 0;
  std::vector<std::string> hidden_examples;
  std::string created_by, created_by_name;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const RuleFilter&) const = default;
  static constexpr const char* kTypeName = "RuleFilter";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &RuleFilter::id, {.read_only = true, .filter = true}),
          field("number", &RuleFilter::number,
                {.help = "What people call it: FI-3.", .read_only = true, .sort = true}),
          field("rule_id", &RuleFilter::rule_id,
                {.help = "The rule that it quietens; that of the alert where it is left out.",
                 .create_only = true,
                 .filter = true,
                 .max_length = 200}),
          field("title", &RuleFilter::title, {.required = true, .max_length = 200}),
          field("text", &RuleFilter::text,
                {.help = "A Sigma filter as YAML, for this rule alone. Where it is left out, made "
                         "from the evidence of the alert.",
                 .create_only = true,
                 .max_length = 20000}),
          field("alert_id", &RuleFilter::alert_id,
                {.help = "The false alarm that it comes from.",
                 .create_only = true,
                 .filter = true,
                 .max_length = 64}),
          field("state", &RuleFilter::state,
                {.help =
                     "Set it to active once the replay is done, to withdrawn to let the rule see all again.",
                 .filter = true}),
          field("replayed_at", &RuleFilter::replayed_at,
                {.help = "When the replay ended; not there while it runs.", .read_only = true}),
          field("replayed_alerts", &RuleFilter::replayed_alerts,
                {.help = "Alerts of the rule in the last 30 days.", .read_only = true}),
          field("hidden_alerts", &RuleFilter::hidden_alerts,
                {.help = "Of these, how many would not have been raised.", .read_only = true}),
          field("replayed_events", &RuleFilter::replayed_events,
                {.help = "Events that the rule matched.", .read_only = true}),
          field("hidden_events", &RuleFilter::hidden_events,
                {.help = "Of these, how many the filter hides.", .read_only = true}),
          field("hidden_examples", &RuleFilter::hidden_examples,
                {.help = "Ids of alerts that it hides, 20 at most.", .read_only = true}),
          field("created_by", &RuleFilter::created_by, {.read_only = true, .filter = true}),
          field("created_by_name", &RuleFilter::created_by_name,
                {.read_only = true, .personal_of = "created_by"}),
          field("created_at", &RuleFilter::created_at, {.read_only = true, .sort = true}),
          field("updated_at", &RuleFilter::updated_at, {.read_only = true, .sort = true}),
          field("revision", &RuleFilter::revision, {.read_only = true}));
  }
};

/// Shows the personal value behind a pseudonym. Each one is a line in the audit record.
struct Reveal {
  std::string pseudonym;
  std::string reason;
  std::string value;
  bool operator==(const Reveal&) const = default;
  static constexpr const char* kTypeName = "Reveal";
  static constexpr void describe(auto&& visit) {
    visit(field("pseudonym", &Reveal::pseudonym,
                {.required = true, .max_length = 64, .example = R"("P-5C19")"}),
          field("reason", &Reveal::reason, {.required = true, .max_length = 1000}),
          field("value", &Reveal::value, {.read_only = true}));
  }
};

/// A rule file as the engine took it, or why not.
struct DetectionRule {
  std::string id;
  LocalizedText title;
  std::string author, version, level, file, kind;
  std::vector<std::string> techniques;
  bool loaded = false;
  std::string reason;
  std::string response;
  std::int64_t hits_30d = 0;
  Timestamp last_hit_at;
  std::int64_t test_cases = 0;
  std::vector<std::string> test_problems;
  Timestamp tested_at;

  bool operator==(const DetectionRule&) const = default;
  static constexpr const char* kTypeName = "DetectionRule";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &DetectionRule::id, {.read_only = true}),
          field("title", &DetectionRule::title, {.read_only = true}),
          field("author", &DetectionRule::author, {.read_only = true}),
          field("version", &DetectionRule::version, {.read_only = true}),
          field("level", &DetectionRule::level,
                {.help = "Sigma's: informational to critical.", .read_only = true}),
          field("file", &DetectionRule::file, {.read_only = true}),
          field("kind", &DetectionRule::kind, {.help = "rule, correlation or filter.", .read_only = true}),
          field("techniques", &DetectionRule::techniques, {.read_only = true}),
          field("loaded", &DetectionRule::loaded, {.read_only = true}),
          field("reason", &DetectionRule::reason, {.help = "Why it was not loaded.", .read_only = true}),
          field("response", &DetectionRule::response,
                {.help = "What it stops by itself: throttle_source, end_sessions, block_token, block_device, "
                         "block_person, block_organisation, suspend_miniapp; \"\" for nothing.",
                 .read_only = true}),
          field("hits_30d", &DetectionRule::hits_30d,
                {.help = "Alerts of the last 30 days.", .read_only = true}),
          field("last_hit_at", &DetectionRule::last_hit_at, {.read_only = true}),
          field("test_cases", &DetectionRule::test_cases,
                {.help = "Events beside the rule that it was tested with when it was loaded.",
                 .read_only = true}),
          field("test_problems", &DetectionRule::test_problems,
                {.help = "Cases that came out otherwise.", .read_only = true}),
          field("tested_at", &DetectionRule::tested_at, {.read_only = true}));
  }
};

/// Answer to a batch of events.
struct EventLineProblem {
  std::int64_t line = 0;
  std::string message;
  bool operator==(const EventLineProblem&) const = default;
  static constexpr const char* kTypeName = "EventLineProblem";
  static constexpr void describe(auto&& visit) {
    visit(field("line", &EventLineProblem::line, {.help = "Counted from 1.", .read_only = true}),
          field("message", &EventLineProblem::message, {.read_only = true}));
  }
};
struct EventIntake {
  std::int64_t accepted = 0, repeated = 0;
  std::vector<EventLineProblem> problems;
  std::int64_t last_sequence = 0;

  bool operator==(const EventIntake&) const = default;
  static constexpr const char* kTypeName = "EventIntake";
  static constexpr void describe(auto&& visit) {
    visit(field("accepted", &EventIntake::accepted,
                {.help = "Events that are stored now, durably.", .read_only = true}),
          field("repeated", &EventIntake::repeated,
                {.help = "Events that this producer had sent before; they count once.", .read_only = true}),
          field("problems", &EventIntake::problems,
                {.help = "Lines that were not taken.", .read_only = true, .max_length = 10000}),
          field("last_sequence", &EventIntake::last_sequence,
                {.help = "The producer's highest sequence number that is stored.", .read_only = true}));
  }
};

enum class LayerState { holds, warning, broken, unknown };
BOOST_DESCRIBE_ENUM(LayerState, holds, warning, broken, unknown)

/// One of the platform's fourteen protection layers with evidence that was measured when it was asked for.
struct ProtectionLayer {
  std::string id;
  std::int64_t number = 0;
  LayerState state = LayerState::unknown;
  LocalizedText evidence;
  Timestamp measured_at;

  bool operator==(const ProtectionLayer&) const = default;
  static constexpr const char* kTypeName = "ProtectionLayer";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &ProtectionLayer::id,
                {.help = "tls, devices, token_binding, rights, four_eyes, input_limits, "
                         "encryption_at_rest, package_pinning, "
                         "rate_limits, detection, audit_chain, backup, updates, retention.",
                 .read_only = true}),
          field("number", &ProtectionLayer::number, {.read_only = true}),
          field("state", &ProtectionLayer::state,
                {.help = "unknown where there is no evidence.", .read_only = true}),
          field("evidence", &ProtectionLayer::evidence, {.read_only = true}),
          field("measured_at", &ProtectionLayer::measured_at, {.read_only = true}));
  }
};

}  // namespace stadtpult::contract
