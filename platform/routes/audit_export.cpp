#include "platform/routes/audit_export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/routes/booking_parts.hpp"
#include "platform/routes/form_answers.hpp"
#include "platform/store/bookings.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using contract::AuditRecord;

std::vector<AuditRecord> chosen_lines(Database& database, const contract::AuditExport& wish,
                                      std::int64_t most) {
  ListQuery query;
  if (wish.object_id) query.filters.push_back({"object_id", {*wish.object_id}});
  if (wish.principal_id) query.filters.push_back({"principal_id", {*wish.principal_id}});
  query.order = Order{"id"};
  query.behind = Place{wish.from_id - 1, wish.from_id - 1};
  // Without a filter the lines are numbered on: no more are read than are wanted.
  if (wish.to_id && query.filters.empty()) most = std::min(most, *wish.to_id - wish.from_id + 1);
  query.limit = static_cast<int>(most);
  auto lines = Table<AuditRecord>::list(database, query).items;
  if (wish.to_id) std::erase_if(lines, [&](const AuditRecord& line) { return line.id > *wish.to_id; });
  return lines;
}

void note_export(Change& change, const contract::AuditExport& wish) {
  contract::AuditExport nothing;
  nothing.from_id = 0;
  change.note("audit.export", "audit", "audit", "", contract::changed_fields(nothing, wish));
}

std::string export_name(const contract::AuditCheckpoint& checkpoint) {
  return fmt::format("audit-{}-{}.jsonl", base::to_rfc3339(checkpoint.at).substr(0, 10), checkpoint.size);
}

std::string export_line(const AuditRecord& line, std::uint64_t size, const SubtreeHash& tree) {
  contract::AuditExportLine out{line, line.id - 1, {}};
  for (const auto& each : inclusion_proof(static_cast<std::uint64_t>(out.index), size, tree))
    out.proof.push_back(base::to_hex(each));
  return contract::encode(out) + "\n";
}

RequestFact asker_of(const Call& call) {
  RequestFact who;
  who.at = call.at;
  who.source = call.request.source;
  who.device = call.request.device;
  who.request_id = call.request.request_id;
  who.principal_id = call.actor.id;
  who.role = call.actor.role_word();
  who.organisation_id = call.actor.organisation_id;
  who.session = call.session;
  return who;
}

base::Result<std::int64_t> erase_person(Change& change, const contract::AuditErasure& wish) {
  if (wish.principal_id == system_actor().id)
    return base::fail(ErrorKind::invalid, "The platform itself is no person.", "principal_id");
  // Of a citizen there is what was sent, under its own id.
  if (const auto answer = change.find<contract::FormAnswer>(wish.principal_id)) {
    if (answer->state == contract::FormAnswerState::erased)
      return base::fail(ErrorKind::conflict, "The answer was erased before.", "principal_id");
    if (const auto done = erase_form_answer(change, *answer, wish.reason); !done) return done.error();
    return 1;
  }
  if (const auto booking = change.find<contract::Booking>(wish.principal_id)) {
    const auto values = erase_booking(change, *booking, wish.reason);
    if (values == 0)
      return base::fail(ErrorKind::conflict, "The booking names nobody any more.", "principal_id");
    merge_booking_words(change.database());
    return values;
  }
  const bool is_account = find_principal(change.database(), wish.principal_id).has_value();
  const auto values = erase_personal(change.database(), wish.principal_id);
  change.clear_journal();
  if (values == 0 && !is_account)
    return base::fail(ErrorKind::not_found, "The record names nobody by this id.", "principal_id");
  change.note("audit.erase", is_account ? "principal" : "organisation", wish.principal_id, "",
              {{"reason", "", contract::encode_value(wish.reason)}, {"values", "", std::to_string(values)}});
  return values;
}

}  // namespace stadtpult::platform
