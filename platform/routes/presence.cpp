// Who works on what right now: alerts for the security team, pages for all who may read them.

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/plain_page.hpp"
#include "platform/security/security.hpp"
#include "platform/store/collation.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::Operation;
using contract::Presence;

namespace {

/// What a thing of this id is read with, and who works on such things.
struct Kind {
  Operation reading, working;
};
Kind kind_of(const std::string& object_id) {
  if (object_id.starts_with("pag_")) return {Operation::list_pages, Operation::list_pages};
  return {Operation::list_alerts, Operation::change_alert};
}

bool may(const Actor& actor, Operation operation) {
  return actor.role && contract::may(*actor.role, operation);
}

bool is_there(Change& change, const std::string& object_id) {
  return change.find<contract::Alert>(object_id) || change.find<contract::ContentPage>(object_id);
}

}  // namespace

Result<Answer> list_presence(const Reading& reading) {
  auto all = reading.call.security->presence();
  const auto* q = find_name(reading.call.query, "q");
  std::erase_if(all, [&](const Presence& each) {
    if (!may(reading.call.actor, kind_of(each.object_id).reading)) return true;
    return q != nullptr && !holds_words(each.principal_name + " " + each.object_id, *q);
  });
  return plain_page(reading, std::move(all));
}

Result<WritePlan> set_presence(const WriteCall& call) {
  auto presence = contract::decode_new<Presence>(call->request.body);
  if (!presence) return presence.error();
  const auto kind = kind_of(presence->object_id);
  if (!may(call->actor, kind.working))
    return base::fail(ErrorKind::forbidden, "Your role does not work on this.", "object_id");
  return WritePlan([call, presence = *presence, kind](Change& change) -> Result<Answer> {
    Presence mine = presence;
    if (mine.present && !is_there(change, mine.object_id))
      return base::fail(ErrorKind::invalid, "There is no alert and no page with this id.", "object_id");
    mine.principal_id = call->actor.id;
    mine.principal_name = call->actor.name;
    mine.at = change.now();
    if (call->security->presence_differs(mine))
      change.tell_of("presence", mine.object_id, contract::route(kind.reading).roles);
    change.after_commit([call, mine] { call->security->set_presence(mine); });
    Answer answer;
    answer.body = contract::encode(mine);
    return answer;
  });
}

}  // namespace stadtpult::platform
