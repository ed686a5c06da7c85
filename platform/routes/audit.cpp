// The audit record over HTTP: its lines, what proves them, exports and erasures. docs/audit-record.md.

#include <fmt/format.h>

#include <charconv>

#include "api-client/contract/audit_line.hpp"
#include "api-client/contract/checkpoint.hpp"
#include "platform/routes/audit_export.hpp"
#include "platform/routes/booking_parts.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/security.hpp"
#include "platform/store/audit_tree.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::AuditRecord;

namespace {

constexpr std::int64_t kMostExported = 5'000;

/// A whole number from 0 to 2^53, `otherwise` where none was given; 400 that names the parameter for the
/// rest.
Result<std::int64_t> number_of(const std::string* text, const char* name, std::int64_t otherwise) {
  if (text == nullptr) return otherwise;
  std::int64_t number = -1;
  const char* const last = text->data() + text->size();
  const auto [end, error] = std::from_chars(text->data(), last, number);
  if (error != std::errc() || end != last || number < 0 || number > (std::int64_t{1} << 53))
    return bad_request(fmt::format("\"{}\" must be a whole number from 0 on.", name), name);
  return number;
}

contract::AuditCheckpoint checkpoint_of(const Call& call, std::uint64_t size, const SubtreeHash& tree) {
  return contract::sign_checkpoint({size, tree_root(0, size, tree), call.at}, *call.audit_key);
}

std::vector<std::string> in_hex(const Proof& proof) {
  std::vector<std::string> out;
  for (const auto& each : proof) out.push_back(base::to_hex(each));
  return out;
}

template <contract::Described T>
Answer fixed_answer(const T& thing) {
  Answer answer;
  answer.body = contract::encode(thing);
  answer.etag = etag_of_body(answer.body);
  return answer;
}

}  // namespace

Result<Answer> list_audit(const Reading& reading) {
  return read_page<AuditRecord>(reading);
}

Result<Answer> audit_checkpoint(const Reading& reading) {
  const auto tree = tree_reader(reading.database);
  return fixed_answer(checkpoint_of(reading.call, audit_size(reading.database), tree));
}

Result<Answer> audit_consistency(const Reading& reading) {
  contract::AuditConsistency out;
  const auto size = static_cast<std::int64_t>(audit_size(reading.database));
  const auto from = number_of(find_name(reading.call.query, "from"), "from", 1);
  if (!from) return from.error();
  const auto to = number_of(find_name(reading.call.query, "to"), "to", size);
  if (!to) return to.error();
  if (*from < 1 || *from > *to) return bad_request("\"from\" must be at least 1 and at most \"to\".", "from");
  if (*to > size) return bad_request(fmt::format("The record has {} lines.", size), "to");
  out.from = *from;
  out.to = *to;
  out.proof = in_hex(consistency_proof(static_cast<std::uint64_t>(*from), static_cast<std::uint64_t>(*to),
                                       tree_reader(reading.database)));
  return fixed_answer(out);
}

Result<Answer> audit_proof(const Reading& reading) {
  const auto size = audit_size(reading.database);
  const auto id = number_of(&reading.call.id(), "id", 0);
  if (!id || *id < 1 || static_cast<std::uint64_t>(*id) > size) return no_such_thing("audit line");
  const auto line = Table<AuditRecord>::find_by(reading.database, "id", *id);
  if (!line) return no_such_thing("audit line");
  const auto tree = tree_reader(reading.database);
  contract::AuditProof out;
  out.id = *id;
  out.index = *id - 1;
  out.size = static_cast<std::int64_t>(size);
  out.leaf_hash = base::to_hex(contract::leaf_of(line->hash));
  out.checkpoint = checkpoint_of(reading.call, size, tree);
  out.root = out.checkpoint.root;
  out.proof = in_hex(inclusion_proof(static_cast<std::uint64_t>(out.index), size, tree));
  return fixed_answer(out);
}

/// Whoever kept a checkpoint noticed something, or wants to know. What another key signed says nothing about
/// this record, and anybody could have written it.
Result<WritePlan> compare_audit(const WriteCall& call) {
  const auto kept = contract::decode_new<contract::KeptCheckpoint>(call->request.body);
  if (!kept) return kept.error();
  const auto own_key = contract::sign_checkpoint({}, *call->audit_key).key;
  const auto signed_once = contract::open_checkpoint(kept->note, own_key);
  if (!signed_once)
    return base::fail(ErrorKind::invalid,
                      fmt::format("This platform did not sign the note: {}", signed_once.error().message),
                      "note");
  contract::AuditComparison out;
  out.kept_size = static_cast<std::int64_t>(signed_once->size);
  const auto done = call->store->read([&](Database& database) {
    const auto size = audit_size(database);
    out.size = static_cast<std::int64_t>(size);
    out.fits = signed_once->size <= size &&
               tree_root(0, signed_once->size, tree_reader(database)) == signed_once->root;
  });
  if (!done) return done.error();
  if (!out.fits) call->security->checkpoint_does_not_fit(asker_of(*call), out);
  return WritePlan(fixed_answer(out));
}

// ---- exports

Result<WritePlan> export_audit(const WriteCall& call) {
  auto wish = contract::decode_new<contract::AuditExport>(call->request.body);
  if (!wish) return wish.error();
  if (wish->to_id && *wish->to_id < wish->from_id)
    return base::fail(ErrorKind::invalid, "The last line must not be before the first.", "to_id");
  return WritePlan([call, wish = *wish](Change& change) -> Result<Answer> {
    const auto chosen = chosen_lines(change.database(), wish, kMostExported + 1);
    if (static_cast<std::int64_t>(chosen.size()) > kMostExported)
      return base::fail(ErrorKind::invalid,
                        fmt::format("More than {} lines at once are exported by the operator's command "
                                    "`stadtpult-platform audit export`. Choose fewer.",
                                    kMostExported),
                        "to_id");
    // The export is in the tree that it is proven against: its own line comes first.
    note_export(change, wish);
    const auto tree = tree_reader(change.database());
    const auto checkpoint = checkpoint_of(*call, audit_size(change.database()), tree);
    contract::AuditExported out;
    out.lines = static_cast<std::int64_t>(chosen.size());
    out.name = export_name(checkpoint);
    out.text = contract::encode(checkpoint) + "\n";
    for (const auto& line : chosen)
      out.text += export_line(line, static_cast<std::uint64_t>(checkpoint.size), tree);
    Answer answer;
    answer.body = contract::encode(out);
    return answer;
  });
}

// ---- erasures

Result<WritePlan> erase_from_audit(const WriteCall& call) {
  auto wish = contract::decode_new<contract::AuditErasure>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([wish = *wish](Change& change) -> Result<Answer> {
    const auto erased = erase_person(change, wish);
    if (!erased) return erased.error();
    Answer answer;
    answer.body = contract::encode(contract::AuditErased{*erased});
    return answer;
  });
}

// ---- whose token

Result<Answer> read_me(const Reading& reading) {
  const Call& call = reading.call;
  contract::Me me;
  me.id = call.actor.id;
  me.name = call.actor.name;
  me.role = call.actor.role.value_or(contract::Role::editor);
  me.stakeholder = call.actor.stakeholder;
  me.expires_at = call.expires_at;
  me.land = hours::region_of(land_for(call));
  if (call.device) {
    me.device_id = call.device->id;
    me.device_state = call.device->state;
    me.device_since = call.device->since;
  }
  me.devices_required = call.options->require_devices;
  me.staff_domains = call.options->staff_domains;
  if (!call.actor.organisation_id.empty()) {
    me.organisation_id = call.actor.organisation_id;
    if (const auto organisation = Table<contract::Organisation>::find(reading.database, *me.organisation_id))
      me.organisation_name = organisation->name;
  }
  return fixed_answer(me);
}

}  // namespace stadtpult::platform
