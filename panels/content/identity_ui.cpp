#include "panels/content/identity_ui.hpp"

#include <utility>
#include <vector>

#include "api-client/base/trim.hpp"
#include "panels/dialog_end.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::identity {

using namespace kit;
using contract::IdentityCheck;

namespace {

/// So long a change may take until the outbox shows it; one that never came there is not waited for.
constexpr std::int64_t kOnItsWayMs = 3'000;

/// An answer that was lost and came after all is another one under the same id.
std::string mark_of(const client::CommandDone& answer) {
  return answer.id + (answer.ok ? "+" : answer.error.status != 0 ? "-" : "?");
}
std::string newest_mark(const client::State& state, const char* key) {
  const auto* answer = state.answer_for(key);
  return answer != nullptr ? mark_of(*answer) : std::string();
}

}  // namespace

void IdentityDialog::belong_to(const World& world) {
  if (person_ == world.principal_id) return;
  *this = {};
  person_ = world.principal_id;
  checked_ = newest_mark(world.state, kCheckKey);
  revoked_ = newest_mark(world.state, kRevokeKey);
}

void IdentityDialog::send(Change change, const World& world, Intents& out) {
  sent_at_ = world.now;
  error_.clear();
  out.emplace_back(std::move(change));
}

bool IdentityDialog::waits(const World& world) const {
  const bool just_sent = sent_at_ && world.now.ms - sent_at_.ms < kOnItsWayMs;
  return just_sent || way_of(world.state).under_way != nullptr;
}

void IdentityDialog::take(const client::CommandDone& answer, bool checking) {
  sent_at_ = {};
  if (!answer.ok) {
    // What got lost stands in the outbox, and is offered again.
    error_ = answer.error.status != 0 ? error_words(answer.error) : "";
    return;
  }
  auto told = contract::decode<IdentityCheck>(answer.answer);
  if (!told) {
    error_ = error_words(told.error());
    return;
  }
  error_.clear();
  if (checking)
    form_ = {};
  else
    told->email_hint = made_ ? made_->email_hint : "";
  revoking_ = false;
  reason_.clear();
  made_ = std::move(*told);
}

void IdentityDialog::take_answers(const World& world) {
  const Way way = way_of(world.state);
  if (way.under_way != nullptr || way.lost != nullptr) sent_at_ = {};
  for (const bool checking : {true, false}) {
    const auto* answer = world.state.answer_for(checking ? kCheckKey : kRevokeKey);
    auto& taken = checking ? checked_ : revoked_;
    if (answer == nullptr || mark_of(*answer) == taken) continue;
    taken = mark_of(*answer);
    take(*answer, checking);
  }
}

bool IdentityDialog::lost(const World& world, Intents& out) {
  const auto* entry = way_of(world.state).lost;
  if (entry == nullptr) return false;
  note(tr("inbox.identity.lost"), icons::error_outline, Tone::err);
  Row row{{.height = 32}};
  row.right();
  if (button("give_up", {.label = tr("inbox.identity.give_up")})) out.emplace_back(DropCommand{entry->id});
  if (button("again", {.kind = Button::primary,
                       .label = tr("inbox.identity.again"),
                       .disabled_because = world.online ? "" : tr("shell.palette.needs_line")})) {
    sent_at_ = world.now;
    out.emplace_back(RetryCommand{entry->id});
  }
  return true;
}

void IdentityDialog::form(const World& world, Intents& out) {
  if (!error_.empty()) note(error_, icons::error_outline, Tone::err);
  text_field("code", form_.code,
             {.label = tr("inbox.identity.code"),
              .hint = tr("inbox.identity.code_hint"),
              .max_length = 40,
              .required = true,
              .mono = true});
  text_field("name", form_.name,
             {.label = tr("inbox.identity.name"),
              .hint = tr("inbox.identity.name_hint"),
              .max_length = 200,
              .required = true});
  std::vector<std::string> labels;
  for (const auto each : contract::enum_values<contract::IdentityDocument>())
    labels.push_back(document_word(each));
  std::vector<Choice> choices;
  for (const auto& label : labels) choices.push_back({.label = label});
  combobox("document", form_.document, choices,
           {.label = tr("inbox.identity.document"), .placeholder = tr("content.choose")});
  checkbox("seen", form_.original_seen, {.label = tr("inbox.identity.seen")});
  const std::string_view why =
      waits(world) ? std::string_view(tr("inbox.identity.waits")) : missing_in(form_, world);
  if (dialog_end(open_, "go", tr("inbox.identity.do"), why)) send(check_of(form_), world, out);
}

void IdentityDialog::confirmed(const World& world, Intents& out) {
  const bool holds = !made_->revoked_at;
  {
    const Card card{{.padding = 14, .surface = Surface::inset, .border = false}};
    text(holds ? tr("inbox.identity.holds") : tr("inbox.identity.revoked"), {.font = Font::base_semi});
    if (!made_->email_hint.empty()) text(tr("inbox.identity.account", {{"email", made_->email_hint}}));
    meta(document_word(made_->document) + " · " + format_date_time(made_->checked_at));
  }
  if (!error_.empty()) note(error_, icons::error_outline, Tone::err);
  if (holds && !revoking_) paragraph(tr("inbox.identity.compare"));
  if (revoking_) {
    text_field("reason", reason_,
               {.label = tr("inbox.identity.reason"),
                .hint = tr("inbox.identity.recorded"),
                .max_length = 500,
                .required = true});
    const char* why = waits(world)              ? tr("inbox.identity.waits")
                      : !world.online           ? tr("shell.palette.needs_line")
                      : base::is_blank(reason_) ? tr("inbox.identity.why.reason")
                                                : "";
    if (dialog_end(open_, "revoke", tr("inbox.identity.revoke_do"), why, Button::danger))
      send(revocation_of(*made_, reason_), world, out);
    return;
  }
  gap(8);
  Row row{{.height = 32}};
  row.right();
  if (holds && button("not_this", {.kind = Button::danger_outline, .label = tr("inbox.identity.revoke")}))
    revoking_ = true;
  if (button("close", {.kind = Button::primary, .label = tr("inbox.identity.close")})) {
    open_ = false;
    made_.reset();
    error_.clear();
  }
}

void IdentityDialog::draw(const World& world, Intents& out) {
  belong_to(world);
  take_answers(world);
  if (!open_ || !may_confirm(world)) return;
  const Dialog dialog{"inbox.identity",
                      open_,
                      {.title = tr("inbox.identity.title"),
                       .body = made_ ? std::string_view() : std::string_view(tr("inbox.identity.body")),
                       .icon = icons::assignment_ind}};
  if (!dialog) return;
  if (lost(world, out)) return;
  if (made_)
    confirmed(world, out);
  else
    form(world, out);
}

}  // namespace stadtpult::panels::identity
