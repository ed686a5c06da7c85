// What merchants offer, on its way to the citizens: written, handed in, approved by somebody else. What is
// live is a copy, so that the next text can be written beside it.

#include <fmt/format.h>

#include "api-client/base/trim.hpp"
#include "platform/domain/other_person.hpp"
#include "platform/domain/package/package.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/merchant_media.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Merchant;
using contract::Offering;
using contract::OfferingAct;
using contract::OfferingActKind;
using contract::OfferingState;

namespace {

/// `before`: pictures that it has already. `by`: who chooses the others.
Done check_offering(Database& database, const Offering& offering, const std::vector<std::string>& before,
                    const Actor& by) {
  const auto refuse = [](const char* sentence, const char* field) {
    return base::fail(ErrorKind::invalid, sentence, field);
  };
  if (!offering.name.has("de")) return refuse("It needs a German name.", "name.de");
  if (offering.category_id) {
    const auto category = Table<contract::Category>::find(database, *offering.category_id);
    if (!category || category->archived) return refuse("There is no category with this id.", "category_id");
  }
  for (const auto& tag : offering.languages)
    if (!is_language_tag(tag)) return refuse("A language is a tag such as \"de\" or \"en\".", "languages");
  return check_pictures(database, offering.organisation_id, offering.media_ids, before, by.is_merchant());
}

/// Where the text that is being written uses its pictures.
PictureUse as_written(const Offering& offering) {
  return {offering.merchant_id, offering.id, false};
}

Result<Answer> make_offering(const Call& call, Change& change, Offering offering) {
  const auto merchant = change.find<Merchant>(offering.merchant_id);
  if (!merchant || !call.sees(merchant->organisation_id))
    return base::fail(ErrorKind::invalid, "There is no merchant with this id.", "merchant_id");
  if (merchant->activity == contract::MerchantActivity::ended)
    return base::fail(ErrorKind::conflict, "The contract with this merchant has ended.", "merchant_id");
  offering.organisation_id = merchant->organisation_id;
  if (const Done done = check_offering(change.database(), offering, {}, call.actor); !done)
    return done.error();
  if (offering.position == 0) offering.position = last_offering_position(change.database(), merchant->id) + 1;
  change.insert(offering);
  follow_pictures(change, as_written(offering), offering.media_ids);
  return created(offering, "/v1/offerings/" + offering.id);
}

Result<Answer> patch_offering(const Call& call, Change& change) {
  const auto before = to_change<Offering>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (before->state == OfferingState::archived)
    return base::fail(ErrorKind::conflict, "It is in the archive. Restore it first.");
  if (before->state == OfferingState::in_review)
    return base::fail(ErrorKind::conflict, "It is being reviewed. Recall it first.");
  if (const Done done = check_offering(change.database(), *after, before->media_ids, call.actor); !done)
    return done.error();
  if (before->state == OfferingState::live && !contract::changed_fields(*before, *after).empty())
    after->state = OfferingState::draft;
  change.update(*before, *after);
  follow_pictures(change, as_written(*after), after->media_ids);
  return answer_after<Offering>(change, before->id);
}

/// What citizens see of it: nothing of how it came about.
Offering as_shown(Offering offering) {
  offering.organisation_id.clear();
  offering.submitted_by.clear();
  offering.submitted_by_name.clear();
  offering.decided_by_name.clear();
  offering.decision_note.clear();
  return offering;
}

PictureUse as_live(const Offering& offering) {
  return {offering.merchant_id, offering.id, true};
}

/// One step. The rules of who and when stand in its row of the switch.
class OfferingStep {
 public:
  OfferingStep(const Call& call, Change& change, const Offering& before, const OfferingAct& act)
      : call_(call), change_(change), before_(before), act_(act), after_(before) {}

  Done run() {
    using enum OfferingActKind;
    switch (act_.act) {
      case submit:
        return submit_it();
      case recall:
        if (const Done done = only_from(OfferingState::in_review, "It is not being reviewed."); !done)
          return done;
        after_.state = OfferingState::draft;
        return {};
      case approve:
        return approve_it();
      case send_back:
        return send_it_back();
      case withdraw:
        if (!before_.live_at) return refuse("Citizens do not see it anyway.");
        take_down();
        if (before_.state == OfferingState::live) after_.state = OfferingState::draft;
        return {};
      case archive:
        if (before_.state == OfferingState::archived) return refuse("It is in the archive already.");
        if (before_.live_at) take_down();
        follow_pictures(change_, as_written(before_), {});
        after_.state = OfferingState::archived;
        return {};
      case restore:
        if (const Done done = only_from(OfferingState::archived, "It is not in the archive."); !done)
          return done;
        if (const Done done = check_chosen(); !done) return done;
        follow_pictures(change_, as_written(before_), before_.media_ids);
        after_.state = OfferingState::draft;
        return {};
    }
    return {};
  }
  Offering& after() { return after_; }

 private:
  static base::Error refuse(const char* sentence) { return base::fail(ErrorKind::conflict, sentence, "act"); }

  [[nodiscard]] Done only_from(OfferingState state, const char* otherwise) const {
    if (before_.state != state) return refuse(otherwise);
    return {};
  }
  [[nodiscard]] Done only_reviewers() const {
    if (!call_.actor.is_merchant()) return {};
    return base::fail(ErrorKind::forbidden, "Merchants do not decide on offerings.", "act");
  }

  /// Who chose them was allowed to; they may have been archived since.
  [[nodiscard]] Done check_chosen() const {
    return check_pictures(change_.database(), before_.organisation_id, before_.media_ids);
  }

  Done submit_it() {
    if (const Done done = only_from(OfferingState::draft, "Only a draft is handed in."); !done) return done;
    if (const Done done = check_offering(change_.database(), before_, before_.media_ids, call_.actor); !done)
      return done;
    if (const Done done = check_chosen(); !done) return done;
    if (const Done done = check_described(change_.database(), before_.media_ids); !done) return done;
    after_.state = OfferingState::in_review;
    after_.submitted_by = call_.actor.id;
    after_.submitted_by_name = call_.actor.name;
    after_.decided_by_name.clear();
    after_.decision_note.clear();
    return {};
  }

  Done approve_it() {
    if (const Done done = only_reviewers(); !done) return done;
    if (const Done done = only_from(OfferingState::in_review, "It was not handed in."); !done) return done;
    if (before_.submitted_by == call_.actor.id)
      return needs_another_person("handed_in", "Somebody else approves what you handed in.", "act");
    // What was said of a picture may have gone while it was being reviewed.
    if (const Done done = check_described(change_.database(), before_.media_ids); !done) return done;
    after_.state = OfferingState::live;
    after_.decided_by_name = call_.actor.name;
    after_.live_at = change_.now();
    return {};
  }

  Done send_it_back() {
    if (const Done done = only_reviewers(); !done) return done;
    if (const Done done = only_from(OfferingState::in_review, "It was not handed in."); !done) return done;
    if (base::is_blank(act_.note)) return base::fail(ErrorKind::invalid, "Say what is to be mended.", "note");
    after_.state = OfferingState::draft;
    after_.decided_by_name = call_.actor.name;
    after_.decision_note = act_.note;
    return {};
  }

  void take_down() {
    drop_live_offering(change_.database(), before_.id);
    follow_pictures(change_, as_live(before_), {});
    after_.live_at = {};
  }

  const Call& call_;
  Change& change_;
  const Offering& before_;
  const OfferingAct& act_;
  Offering after_;
};

Result<Answer> act_on(const Call& call, Change& change, const OfferingAct& act) {
  const auto before = visible<Offering>(call, change.database(), call.id());
  if (!before) return before.error();
  // What is approved must have been read. Other acts need no If-Match; where there is one it counts.
  if (act.act == OfferingActKind::approve || !call.request.if_match.empty())
    if (const Done fresh = check_if_match(call.request.if_match, before->id, before->revision); !fresh)
      return fresh.error();
  OfferingStep step(call, change, *before, act);
  if (const Done done = step.run(); !done) return done.error();
  change.update(*before, step.after(), contract::enum_name(act.act));
  if (act.act == OfferingActKind::approve) {
    keep_live_offering(change.database(), as_shown(step.after()));
    follow_pictures(change, as_live(*before), before->media_ids);
  }
  return answer_after<Offering>(change, before->id);
}

}  // namespace

Result<Answer> list_offerings(const Reading& reading) {
  return read_page<Offering>(reading, own_only(reading.call, "organisation_id"));
}

Result<WritePlan> create_offering(const WriteCall& call) {
  const auto offering = contract::decode_new<Offering>(call->request.body);
  if (!offering) return offering.error();
  return WritePlan(
      [call, offering = *offering](Change& change) { return make_offering(*call, change, offering); });
}

Result<WritePlan> change_offering(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_offering(*call, change); });
}

Result<WritePlan> act_on_offering(const WriteCall& call) {
  const auto act = contract::decode_new<OfferingAct>(call->request.body);
  if (!act) return act.error();
  return WritePlan([call, act = *act](Change& change) { return act_on(*call, change, act); });
}

}  // namespace stadtpult::platform
