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

void IdentityDialog::send(Change change, const World& world, Intents& out) {
  waiting_for_ = change.draft_key;
  const auto* before = world.state.answer_for(waiting_for_);
  answered_ = before != nullptr ? before->id : "";
  error_.clear();
  out.emplace_back(std::move(change));
}

void IdentityDialog::take_answers(const World& world, Intents& out) {
  if (waiting_for_.empty()) return;
  const auto* answer = world.state.answer_for(waiting_for_);
  if (answer == nullptr || answer->id == answered_) return;
  const bool checking = waiting_for_ == kCheckKey;
  waiting_for_.clear();
  if (!answer->ok) {
    error_ = error_words(answer->error);
    out.emplace_back(DropCommand{answer->id});
    return;
  }
  auto told = contract::decode<IdentityCheck>(answer->answer);
  if (!told) {
    error_ = error_words(told.error());
    return;
  }
  if (checking)
    form_ = {};
  else
    told->email_hint = made_ ? made_->email_hint : "";
  revoking_ = false;
  reason_.clear();
  made_ = std::move(*told);
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
      waiting_for_.empty() ? missing_in(form_, world) : std::string_view(tr("inbox.identity.waits"));
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
    const char* why = !waiting_for_.empty()     ? tr("inbox.identity.waits")
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
  take_answers(world, out);
  if (!open_ || !may_confirm(world)) return;
  const Dialog dialog{"inbox.identity",
                      open_,
                      {.title = tr("inbox.identity.title"),
                       .body = made_ ? std::string_view() : std::string_view(tr("inbox.identity.body")),
                       .icon = icons::assignment_ind}};
  if (!dialog) return;
  if (made_)
    confirmed(world, out);
  else
    form(world, out);
}

}  // namespace stadtpult::panels::identity
