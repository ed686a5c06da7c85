#include "platform/routes/merchant_parts.hpp"

#include <fmt/format.h>

#include "platform/domain/import/merchant_marks.hpp"
#include "platform/routes/merchant_media.hpp"
#include "platform/store/principals.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Merchant;
using contract::MerchantActivity;
using contract::MerchantVerification;
using contract::Organisation;
using contract::Role;

namespace {

std::vector<MerchantMark> all_marks(const base::Key* key, const Merchant& merchant) {
  auto marks = duplicate_marks(key, merchant);
  for (const auto& each : times_of(merchant))
    marks.push_back(time_mark(each.at, std::to_string(static_cast<int>(each.what))));
  return marks;
}

/// Who handed in mini-apps before there were merchants has an organisation already: the one of this very
/// name. Whoever gets it sees its mini-apps, so this is the project lead's to say.
std::optional<Organisation> waiting_organisation(Change& change, const std::string& name) {
  if (!change.actor().is(Role::project_lead)) return std::nullopt;
  for (auto& each : change.where<Organisation>("name", name))
    if (each.kind == contract::OrganisationKind::merchant && !each.archived &&
        change.where<Merchant>("organisation_id", each.id).empty())
      return std::move(each);
  return std::nullopt;
}

/// What the merchant says of itself is what its organisation is called and reached by.
void follow_organisation(Change& change, const Merchant& before, const Merchant& after) {
  const auto now = change.find<Organisation>(after.organisation_id);
  if (!now) return;
  Organisation then = *now;
  const auto as_given = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  if (before.name != after.name) then.name = after.name;
  if (before.contact_name != after.contact_name) then.contact_name = after.contact_name;
  if (before.contact_email != after.contact_email) then.contact_email = as_given(after.contact_email);
  if (before.website != after.website) then.website = after.website;
  if (before.verification != after.verification)
    then.verified = after.verification == MerchantVerification::verified;
  if (before.activity != after.activity) then.archived = after.activity == MerchantActivity::ended;
  change.update(*now, then);
}

}  // namespace

MerchantRules merchant_rules(const Call& call) {
  return {call.options == nullptr || call.options->marketplace_checks_required};
}

std::vector<MerchantMark> duplicate_marks(const base::Key* key, const Merchant& merchant) {
  std::vector<MerchantMark> marks;
  if (merchant.erased_at) return marks;
  const auto add = [&](const char* kind, std::string mark) {
    if (!mark.empty()) marks.push_back({kind, std::move(mark)});
  };
  add("name", import::folded_name(merchant.name));
  add("address", import::folded_address(merchant.street, merchant.postal_code));
  add("vat_id", merchant.vat_id);
  // Whoever has the store alone cannot try accounts out.
  if (key != nullptr && !merchant.iban.empty())
    add("iban", base::keyed_hash_hex(*key, "stadtpult iban\n" + merchant.iban));
  return marks;
}

void keep_merchant(Change& change, const Merchant& before, Merchant& after, const std::string& action) {
  change.update(before, after, action);
  if (before.media_ids != after.media_ids) follow_pictures(change, {after.id}, after.media_ids);
  keep_marks(change.database(), after.id, all_marks(change.key(), after));
  follow_organisation(change, before, after);
}

Organisation organisation_of(const Merchant& merchant) {
  Organisation made;
  made.name = merchant.name;
  made.kind = contract::OrganisationKind::merchant;
  made.contact_name = merchant.contact_name;
  if (!merchant.contact_email.empty()) made.contact_email = merchant.contact_email;
  made.website = merchant.website;
  return made;
}

Result<Merchant> insert_merchant(Change& change, Merchant made) {
  auto organisation = waiting_organisation(change, made.name);
  if (!organisation) {
    organisation = organisation_of(made);
    change.insert(*organisation);
  }
  made.organisation_id = organisation->id;
  made.number = next_number(change.database(), table_info<Merchant>());
  begin({change.actor(), change.now()}, made);
  change.insert(made);
  if (!made.media_ids.empty()) follow_pictures(change, {made.id}, made.media_ids);
  add_marks(change.database(), made.id, all_marks(change.key(), made));
  return made;
}

Done keep_proof(Change& change, const Merchant& before, contract::MerchantProof proof,
                const std::string& bytes) {
  if (change.key() == nullptr) return base::fail(ErrorKind::internal, "The key of the store is not there.");
  proof.id = change.make_id("prf_");
  proof.uploaded_at = change.now();
  const std::string id = proof.id;
  Merchant after = before;
  if (const Done done = follow_proof({change.actor(), change.now()}, std::move(proof), after); !done)
    return done;
  keep_merchant_proof(change.database(), id, before.id,
                      base::seal(*change.key(), bytes, "stadtpult merchant proof " + id));
  keep_merchant(change, before, after, "proof");
  // Who checks has to have seen it.
  keep_checked_revision(change.database(), after.id, after.revision);
  return {};
}

void hide_contact(const Actor& actor, Merchant& merchant) {
  if (!actor.is(Role::editor)) return;
  merchant.contact_name.clear();
  merchant.contact_email.clear();
  merchant.phone.clear();
  merchant.iban.clear();
  merchant.account_holder.clear();
}

void hide_contact(const Actor& actor, Organisation& organisation) {
  if (organisation.kind != contract::OrganisationKind::merchant) return;
  if (!actor.is(Role::editor) && !actor.is(Role::security_analyst)) return;
  organisation.contact_name.clear();
  organisation.contact_email.reset();
}

void write_reverify_letter(Change& change, const Merchant& merchant) {
  if (merchant.contact_email.empty()) return;
  const auto day = base::to_rfc3339(merchant.reverify_at);
  contract::Letter letter;
  letter.kind = "merchant_reverify";
  letter.object_id = merchant.id;
  letter.recipient = merchant.contact_email;
  letter.subject = fmt::format("{}: Bitte prüfen Sie Ihre Angaben in der City-App", merchant.name);
  letter.text = fmt::format(
      "Guten Tag,\n\nIhre Angaben zu „{}“ werden einmal im Jahr neu geprüft, das nächste Mal am {}.{}.{}. "
      "Bitte "
      "sehen Sie nach, ob alles noch stimmt, und ändern Sie, was sich geändert hat.\n\nMit freundlichen "
      "Grüßen\n"
      "Ihre Stadtverwaltung\n",
      merchant.name, day.substr(8, 2), day.substr(5, 2), day.substr(0, 4));
  letter.due_at = change.now();
  change.insert(letter);
}

Done erase_merchant(Change& change, const Merchant& merchant) {
  if (merchant.erased_at) return {};
  Database& database = change.database();
  destroy_merchant_rest(database, merchant.id);
  destroy_media(database, merchant.organisation_id);
  change.touch(TableId::media);
  Merchant after = merchant;
  erase({change.actor(), change.now()}, after);
  keep_merchant(change, merchant, after, "erase");
  for (const auto& person : principals_of(database, merchant.organisation_id))
    erase_personal(database, person, Merging::later);
  erase_personal(database, merchant.organisation_id, Merging::later);
  erase_personal(database, merchant.id, Merging::later);
  change.clear_journal();
  return {};
}

}  // namespace stadtpult::platform
