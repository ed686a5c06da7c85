#include "platform/domain/organisations.hpp"

#include "platform/routes/merchant_parts.hpp"

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using base::Result;
using contract::Organisation;

namespace {

Result<Answer> patch_organisation(const Call& call, Change& change) {
  const auto before = to_change<Organisation>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (const auto done = check_organisation_change(call.actor, *before, *after); !done) return done.error();
  change.update(*before, *after);
  return answer_after<Organisation>(change, before->id);
}

}  // namespace

Result<Answer> list_organisations(const Reading& reading) {
  return read_page<Organisation>(reading, own_only(reading.call, "id"), [&](Organisation& organisation) {
    hide_contact(reading.call.actor, organisation);
  });
}

Result<Answer> get_organisation(const Reading& reading) {
  auto organisation = visible<Organisation>(reading.call, reading.database, reading.call.id());
  if (!organisation) return organisation.error();
  hide_contact(reading.call.actor, *organisation);
  return answer_with(*organisation);
}

Result<WritePlan> create_organisation(const WriteCall& call) {
  auto organisation = contract::decode_new<Organisation>(call->request.body);
  if (!organisation) return organisation.error();
  return WritePlan([organisation = *organisation](Change& change) -> Result<Answer> {
    Organisation made = organisation;
    change.insert(made);
    return created(made, "/v1/organisations/" + made.id);
  });
}

Result<WritePlan> change_organisation(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_organisation(*call, change); });
}

}  // namespace stadtpult::platform
