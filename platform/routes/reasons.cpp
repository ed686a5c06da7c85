#include "platform/routes/body_codec.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using base::Result;
using contract::Reason;

namespace {

Result<Answer> insert_reason(Change& change, Reason reason, bool position_given) {
  if (!position_given) {
    ListQuery last;
    last.order = Order{"position", true};
    last.limit = 1;
    const auto found = Table<Reason>::list(change.database(), last).items;
    reason.position = found.empty() ? 1 : found.front().position + 1;
  }
  change.insert(reason);
  return created(reason, "/v1/reasons/" + reason.id);
}

}  // namespace

Result<Answer> list_reasons(const Reading& reading) {
  return read_page<Reason>(reading);
}

Result<WritePlan> create_reason(const WriteCall& call) {
  auto reason = contract::decode_new<Reason>(call->request.body);
  if (!reason) return reason.error();
  const bool position_given = has_member(call->request.body, "position");
  return WritePlan([reason = *reason, position_given](Change& change) {
    return insert_reason(change, reason, position_given);
  });
}

Result<WritePlan> change_reason(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_one<Reason>(*call, change); });
}

}  // namespace stadtpult::platform
