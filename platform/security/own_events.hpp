#pragma once
// The platform's own events: what a request and a line of the audit record are in OCSF's words (see
// docs/security-events.md). Pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "api-client/contract/audit.hpp"
#include "api-client/contract/people.hpp"
#include "api-client/contract/routes.hpp"
#include "platform/detection/event.hpp"

namespace stadtpult::platform {

/// RequestFact::refused where a token that is bound to a device came without a proof of that device's key.
inline constexpr const char* kOtherHands = "bound_to_other_device";

/// A request that was answered, as cheaply as it can be kept on its way out.
struct RequestFact {
  base::Timestamp at = {};
  std::string method = {}, target = {}, source = {}, device = {}, request_id = {};
  const contract::Route* route = nullptr;  ///< null where the address is unknown
  int status = 0;
  std::int64_t duration_us = 0, bytes_in = 0, bytes_out = 0;
  std::string principal_id = {}, role = {}, organisation_id = {},
              session = {};  ///< "" where nobody was signed in
  std::string refused = {};  ///< why a token was not taken: "unknown", "expired", "revoked"; "" where it was
  bool device_refused = false;  ///< what was not taken is the device, not the token
  bool held_back = false;       ///< its source asked for too much: nobody looked at the rest
  bool first = false;           ///< of this session since the start
  bool citizen = false;         ///< somebody asked who is signed in under /app/
  std::int64_t count = 1;       ///< equal ones of a short while
};

/// "tok_" and the first 16 digits of the token's hash: names a token without being one.
std::string session_id(const std::string& token_hash);

/// Reads that went well and are alike become one fact with a count, and so does what one network asked for
/// when it was held back; everything else stays single.
std::vector<RequestFact> gathered(std::vector<RequestFact> facts);

/// The request as an event, and where it was refused a second one that says so.
std::vector<detection::Event> events_of(const RequestFact& fact);
/// A change, a release, a suspension, an import, … as events: one a changed field in the catalogue.
std::vector<detection::Event> events_of(const contract::AuditRecord& line);
/// The whole record was checked: "audit_checked" by whom and how it ended, and "audit_mismatch" where it is
/// wrong. Of `who` only what says who asked counts.
std::vector<detection::Event> events_of(const RequestFact& who, const contract::AuditCheck& check);
/// The record is not the one that a signed checkpoint is over: "checkpoint_mismatch".
detection::Event checkpoint_event(const RequestFact& who, const contract::AuditComparison& compared);
/// The wall clock moved against the steady one.
detection::Event clock_jump_event(base::Timestamp now, std::int64_t jump_ms);
/// The audit record does not fit itself: "audit_gap", "audit_mismatch", "audit_truncated".
detection::Event record_event(base::Timestamp now, const char* code, std::int64_t line,
                              const std::string& why);
/// The platform began or stopped to watch, lost events, or sends no more codes by e-mail for a while:
/// "started", "stopped", "events_lost", "codes_used_up".
detection::Event system_event(base::Timestamp now, const char* code, std::int64_t count = 0);

/// One line of JSON with nested members, as events are stored and shown. Texts that only rules look at
/// (stadtpult.input, stadtpult.decoded) are left out.
std::string to_json_line(const detection::Event& event);
/// The first value of a field as text; "" where there is none.
std::string text_field(const detection::Event& event, std::string_view name);
/// The first value of a field where it is a whole number.
std::optional<std::int64_t> whole_field(const detection::Event& event, std::string_view name);

}  // namespace stadtpult::platform
