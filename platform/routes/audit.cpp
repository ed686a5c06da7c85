#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

base::Result<Answer> list_audit(const Reading& reading) {
  return read_page<contract::AuditRecord>(reading);
}

base::Result<Answer> read_me(const Reading& reading) {
  const Call& call = reading.call;
  contract::Me me;
  me.id = call.actor.id;
  me.name = call.actor.name;
  me.role = call.actor.role.value_or(contract::Role::editor);
  me.expires_at = call.expires_at;
  if (!call.actor.organisation_id.empty()) {
    me.organisation_id = call.actor.organisation_id;
    if (const auto organisation = Table<contract::Organisation>::find(reading.database, *me.organisation_id))
      me.organisation_name = organisation->name;
  }
  Answer answer;
  answer.body = contract::encode(me);
  answer.etag = etag_of_body(answer.body);
  return answer;
}

}  // namespace stadtpult::platform
