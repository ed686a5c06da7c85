#include "panels/content/identity_view.hpp"

#include "api-client/base/trim.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::identity {

using contract::IdentityDocument;
using contract::Operation;
using kit::tr;

bool may_confirm(const World& world) {
  return contract::may(world.role, Operation::check_identity);
}

std::string_view missing_in(const Form& form, const World& world) {
  if (!world.online) return tr("shell.palette.needs_line");
  if (base::is_blank(form.code)) return tr("inbox.identity.why.code");
  if (base::is_blank(form.name)) return tr("inbox.identity.why.name");
  if (form.document < 0) return tr("inbox.identity.why.document");
  if (!form.original_seen) return tr("inbox.identity.why.seen");
  return "";
}

std::string document_word(IdentityDocument document) {
  return kit::tr_or(std::string("inbox.identity.document.") + contract::enum_name(document), "");
}

Way way_of(const client::State& state) {
  Way way;
  for (const auto& each : state.outbox) {
    if (each.operation != Operation::check_identity && each.operation != Operation::revoke_identity) continue;
    if (each.state == client::CommandState::waiting || each.state == client::CommandState::sending)
      way.under_way = &each;
    if (each.state == client::CommandState::refused && each.error.status == 0) way.lost = &each;
  }
  return way;
}

Change check_of(const Form& form) {
  contract::NewIdentityCheck wish;
  wish.code = base::trimmed(form.code);
  wish.name = base::trimmed(form.name);
  wish.document = static_cast<IdentityDocument>(form.document);
  wish.original_seen = form.original_seen;
  Change change;
  change.operation = Operation::check_identity;
  change.body = contract::encode_new(wish);
  change.title = tr("inbox.identity.done");
  change.queueable = false;
  change.draft_key = kCheckKey;
  return change;
}

Change revocation_of(const contract::IdentityCheck& check, const std::string& reason) {
  Change change;
  change.operation = Operation::revoke_identity;
  change.ids = {check.id};
  change.body = contract::encode_new(contract::IdentityRevocation{std::string(base::trimmed(reason))});
  change.title = tr("inbox.identity.revoked");
  change.detail = check.email_hint;
  change.queueable = false;
  change.draft_key = kRevokeKey;
  return change;
}

}  // namespace stadtpult::panels::identity
