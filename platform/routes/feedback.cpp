#include "platform/routes/feedback.hpp"

#include <algorithm>

#include "platform/domain/feedback_rules.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/plain_page.hpp"
#include "platform/security/alerts.hpp"
#include "platform/store/intake.hpp"
#include "platform/store/personal.hpp"
#include "platform/store/principals.hpp"
#include "platform/store/security.hpp"
#include "platform/store/testphase.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Feedback;
using contract::FeedbackState;

namespace {

constexpr std::size_t kMostFeedbackSteps = 1'000;
constexpr int kMostSimilar = 20;

/// One change of an item: what it does beyond the item's own fields, and the steps that it leaves.
class Act {
 public:
  Act(Change& change, const Feedback& before, Feedback& after)
      : change_(change), before_(before), after_(after) {}

  Done run() {
    for (const auto& part : {&Act::assign, &Act::move, &Act::link, &Act::merge, &Act::speak})
      if (const Done done = (this->*part)(); !done) return done;
    if (after_.priority != before_.priority) step("priority", contract::enum_name(after_.priority));
    if (after_.archived != before_.archived) step(after_.archived ? "archived" : "restored", after_.reason);
    if (after_.title != before_.title || after_.kind != before_.kind) step("edited");
    if (after_.timeline.size() > kMostFeedbackSteps)
      return base::fail(ErrorKind::conflict, "This item has a full timeline. Go on with a new one.", "note");
    after_.note.clear();
    after_.reply.clear();
    after_.reason.clear();
    return {};
  }

 private:
  void step(std::string action, std::string detail = {}) {
    after_.timeline.push_back(step_of(change_, std::move(action), std::move(detail)));
  }

  Done assign() {
    if (after_.assignee_id && after_.assignee_id->empty()) after_.assignee_id.reset();
    if (after_.assignee_id == "me") after_.assignee_id = change_.actor().id;
    if (after_.assignee_id == before_.assignee_id) return {};
    after_.assignee_name.clear();
    if (after_.assignee_id) {
      const auto who = find_principal(change_.database(), *after_.assignee_id);
      if (!who || who->is_merchant())
        return base::fail(ErrorKind::invalid, "There is nobody of the city with this id.", "assignee_id");
      after_.assignee_name = who->name;
    }
    step("assigned", after_.assignee_name);
    return {};
  }

  Done move() {
    if (after_.state == before_.state) return {};
    if (after_.state == FeedbackState::declined && after_.reason.empty())
      return base::fail(ErrorKind::invalid, "Declining needs a reason.", "reason");
    step("state", contract::enum_name(after_.state) + (after_.reason.empty() ? "" : ": " + after_.reason));
    return {};
  }

  Done link() {
    if (after_.requirement_id != before_.requirement_id) {
      std::string key;
      if (after_.requirement_id) {
        const auto found = change_.find<contract::Requirement>(*after_.requirement_id);
        if (!found)
          return base::fail(ErrorKind::invalid, "There is no requirement with this id.", "requirement_id");
        key = found->key;
      }
      step("linked", key);
    }
    if (after_.app_version_id != before_.app_version_id) {
      std::string name;
      if (after_.app_version_id) {
        const auto found = change_.find<contract::AppVersion>(*after_.app_version_id);
        if (!found)
          return base::fail(ErrorKind::invalid, "There is no version with this id.", "app_version_id");
        name = found->name;
      }
      step("planned", name);
    }
    if (after_.miniapp_id != before_.miniapp_id && after_.miniapp_id &&
        !change_.find<contract::Miniapp>(*after_.miniapp_id))
      return base::fail(ErrorKind::invalid, "There is no mini-app with this id.", "miniapp_id");
    return {};
  }

  Done merge() {
    if (after_.merged_into == before_.merged_into) return {};
    if (before_.merged_into)
      if (const Done done = give_votes(*before_.merged_into, -before_.votes, "unmerged"); !done) return done;
    if (!after_.merged_into) {
      step("unmerged");
      return {};
    }
    const auto target = change_.find<Feedback>(*after_.merged_into);
    const auto root = target ? root_of(change_.database(), *target) : std::nullopt;
    if (!root) return base::fail(ErrorKind::invalid, "There is no feedback with this id.", "merged_into");
    if (root->archived)
      return base::fail(ErrorKind::conflict, "That item is in the archive. Take it out of it first.",
                        "merged_into");
    if (root->id == before_.id)
      return base::fail(ErrorKind::invalid, "An item cannot be merged into itself.", "merged_into");
    after_.merged_into = root->id;
    step("merged", title_of(*root));
    // What is as urgent as this stays so in the one that stands for both.
    raised_ = after_.priority;
    return give_votes(root->id, before_.votes, "merged");
  }

  Done give_votes(const std::string& id, std::int64_t votes, const char* action) {
    const auto target = change_.find<Feedback>(id);
    if (!target) return {};
    Feedback more = *target;
    more.votes = std::max<std::int64_t>(1, more.votes + votes);
    if (more.timeline.size() < kMostFeedbackSteps)
      more.timeline.push_back(step_of(change_, action, title_of(before_)));
    if (raised_ > more.priority) {
      more.priority = raised_;
      if (more.timeline.size() < kMostFeedbackSteps)
        more.timeline.push_back(step_of(change_, "priority", contract::enum_name(raised_)));
    }
    change_.update(*target, more, action);
    // Its votes are counted further up, too.
    return more.merged_into ? give_votes(*more.merged_into, votes, action) : Done();
  }

  Done speak() {
    if (!after_.note.empty()) step("note", after_.note);
    if (after_.reply.empty()) return {};
    step("reply", after_.reply);
    after_.replied_at = change_.now();
    return {};
  }

  Change& change_;
  const Feedback& before_;
  Feedback& after_;
  contract::FeedbackPriority raised_ = contract::FeedbackPriority::none;
};

Result<Answer> patch_feedback(const Call& call, Change& change) {
  const auto before = to_change<Feedback>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (const Done done = Act(change, *before, *after).run(); !done) return done.error();
  change.update(*before, *after);
  return answer_with(*after);
}

/// What a redaction takes out of the item, or why it takes nothing.
Result<std::int64_t> take_out(Feedback& item, const contract::Redaction& wish) {
  const bool has_place = !item.address.empty() || item.latitude || item.longitude;
  if (wish.passages.empty() && !wish.picture && !wish.place)
    return base::fail(ErrorKind::invalid, "Say what goes: passages, the picture or the place.", "passages");
  if (wish.picture && !item.picture_sha256)
    return base::fail(ErrorKind::invalid, "This item has no picture.", "picture");
  if (wish.place && !has_place) return base::fail(ErrorKind::invalid, "This item has no place.", "place");
  const bool title_of_text = item.title == title_from(item.text);
  std::int64_t characters = 0;
  for (auto* text : {&item.title, &item.text, &item.address}) characters += black_out(*text, wish.passages);
  for (auto& step : item.timeline) characters += black_out(step.detail, wish.passages);
  if (characters == 0 && !wish.passages.empty())
    return base::fail(ErrorKind::invalid, "None of these passages stands in the item.", "passages");
  // A title that was cut out of the text may hold half of a passage.
  if (title_of_text) item.title = title_from(item.text);
  if (wish.picture) item.picture_sha256.reset();
  if (wish.place) {
    item.address.clear();
    item.latitude.reset();
    item.longitude.reset();
  }
  return characters;
}

Result<Answer> redact(const Call& call, const contract::Redaction& wish, Change& change) {
  const auto before = visible<Feedback>(call, change.database(), call.id());
  if (!before) return before.error();
  Feedback after = *before;
  const auto characters = take_out(after, wish);
  if (!characters) return characters.error();
  after.redacted = true;
  after.timeline.push_back(step_of(change, "redacted", wish.reason));
  destroy_feedback_words(change.database(), after.id);
  if (wish.picture) destroy_picture(change.database(), after.id);
  change.update_unrecorded(*before, after);
  // Nor does the record know it any more, the index, or the journal.
  erase_personal(change.database(), after.id);
  merge_feedback_words(change.database());
  change.clear_journal();
  std::vector<contract::FieldChange> told{{"characters", "", std::to_string(*characters)}};
  if (wish.picture) told.push_back({"picture", "true", "false"});
  if (wish.place) told.push_back({"place", "true", "false"});
  told.push_back({"reason", "", contract::encode_value(wish.reason)});
  change.note("feedback.redact", "feedback", after.id, title_of(after), std::move(told));
  return answer_with(after);
}

}  // namespace

Feedback receive_feedback(Change& change, Feedback feedback) {
  feedback.number = next_number(change.database(), table_info<Feedback>());
  if (feedback.title.empty()) feedback.title = title_from(feedback.text);
  feedback.votes = 1;
  feedback.timeline = {step_of(change, "received", contract::enum_name(feedback.source))};
  change.insert(feedback, "receive");
  return feedback;
}

Result<Answer> list_feedback(const Reading& reading) {
  return read_page<Feedback>(reading, {}, [](Feedback& each) { each.timeline.clear(); });
}

Result<WritePlan> create_feedback(const WriteCall& call) {
  const auto wanted = contract::decode_new<Feedback>(call->request.body);
  if (!wanted) return wanted.error();
  return WritePlan([wanted = *wanted](Change& change) -> Result<Answer> {
    if (wanted.merged_into)
      return base::fail(ErrorKind::invalid, "Merge it once it is there.", "merged_into");
    // It is received bare; what names other things, a note and a reply are a first change of it.
    Feedback bare = wanted;
    bare.source = contract::FeedbackSource::console;
    bare.assignee_id = bare.requirement_id = bare.app_version_id = bare.miniapp_id = std::nullopt;
    bare.note = bare.reply = bare.reason = "";
    const Feedback before = receive_feedback(change, bare);
    Feedback after = before;
    after.assignee_id = wanted.assignee_id;
    after.requirement_id = wanted.requirement_id;
    after.app_version_id = wanted.app_version_id;
    after.miniapp_id = wanted.miniapp_id;
    after.note = wanted.note;
    after.reply = wanted.reply;
    if (const Done done = Act(change, before, after).run(); !done) return done.error();
    if (after != before) change.update(before, after);
    return created(after, "/v1/feedback/" + after.id);
  });
}

Result<WritePlan> change_feedback(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_feedback(*call, change); });
}

Result<WritePlan> redact_feedback(const WriteCall& call) {
  const auto wish = contract::decode_new<contract::Redaction>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([call, wish = *wish](Change& change) { return redact(*call, wish, change); });
}

Result<Answer> list_similar_feedback(const Reading& reading) {
  const auto feedback = visible<Feedback>(reading.call, reading.database, reading.call.id());
  if (!feedback) return feedback.error();
  return plain_page(reading, similar_feedback(reading.database, *feedback, kMostSimilar));
}

// ---- templates of replies

Result<WritePlan> create_reply_template(const WriteCall& call) {
  const auto wanted = contract::decode_new<contract::ReplyTemplate>(call->request.body);
  if (!wanted) return wanted.error();
  return WritePlan([wanted = *wanted](Change& change) -> Result<Answer> {
    auto made = wanted;
    change.insert(made);
    return created(made, "/v1/reply-templates/" + made.id);
  });
}

Result<WritePlan> change_reply_template(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_one<contract::ReplyTemplate>(*call, change); });
}

}  // namespace stadtpult::platform
