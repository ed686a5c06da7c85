#include "panels/catalogue/review_ui.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "api-client/base/utf8.hpp"
#include "panels/catalogue/detail_changes.hpp"
#include "panels/form/form_view.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::detail {

namespace {

using contract::CheckState;
using kit::theme;
using kit::Tone;
using kit::tr;
namespace icons = kit::icons;

constexpr float kLineHeight = 28;  // logical px from line to line; a small button fits
constexpr float kTextHeight = 18;
constexpr int kNoteLength = 500;      // contract::CheckItem, note
constexpr int kCommentLength = 2000;  // contract::ReviewChange, comment

const char* icon_of(CheckState state) {
  return state == CheckState::passed   ? icons::check_circle
         : state == CheckState::failed ? icons::error
                                       : icons::radio_button_unchecked;
}

kit::Color color_of(CheckState state) {
  return state == CheckState::passed   ? theme().tone(Tone::ok).text
         : state == CheckState::failed ? theme().tone(Tone::err).text
                                       : theme().tx2;
}

std::string note_key(const Context& context, const CheckLine& line) {
  return "miniapp.note." + context.view.review->id + "." + line.item->key;
}

}  // namespace

void Checklist::draw(const Context& context) {
  const auto& view = context.view;
  {
    kit::Row row({.height = 24});
    kit::heading(tr("miniapp.checklist"), kit::Heading::card, view.checklist_count);
    if (!view.checklist.empty()) {
      row.right();
      kit::progress(static_cast<float>(view.passed) / static_cast<float>(view.checklist.size()),
                    {.name = tr("miniapp.checklist"), .tone = Tone::ok, .width = 96});
    }
  }
  const kit::semantic::Scope list(kit::semantic::Role::list, {.name = tr("miniapp.checklist")});
  for (const auto& line : view.checklist) {
    draw_line(context, line);
    if (open_ == note_key(context, line)) draw_note(context, line);
  }
}

void Checklist::draw_line(const Context& context, const CheckLine& line) {
  const kit::IdScope scope(line.item->key.c_str());
  if (!line.tickable) {
    kit::line_item({.icon = icon_of(line.item->state),
                    .icon_color = color_of(line.item->state),
                    .words = line.text,
                    .detail = line.item->note,
                    .right = line.right,
                    .right_color = line.item->state == CheckState::open ? theme().tx2 : theme().tx3,
                    .height = kLineHeight});
    return;
  }
  draw_tickable(context, line);
  // A row of a line's height, so that these stand as the lines do that are checked by themselves.
  kit::gap(kLineHeight - kTextHeight - ImGui::GetStyle().ItemSpacing.y / kit::scale());
}

void Checklist::draw_tickable(const Context& context, const CheckLine& line) {
  kit::Row row({.height = kTextHeight});
  if (line.item->state == CheckState::failed)
    kit::icon(icons::error, color_of(CheckState::failed), 16, tr("miniapp.check.failed"));
  bool ticked = line.item->state == CheckState::passed;
  if (kit::checkbox("tick", ticked, {.label = line.text})) {
    auto after = *line.item;
    after.state = ticked ? CheckState::passed : CheckState::open;
    context.send(tick(*context.view.review, *line.item, after));
  }
  row.right();
  // The button keeps its place, whoever ticked the line.
  const float words = std::ceil(kit::text_width(kit::Font::meta, line.right));
  const float room = kit::available_width() - kit::px(kit::size::kButtonSmall + 10);
  kit::meta(line.right, {.width = std::max(1.0F, std::min(words, room)) / kit::scale()});
  const auto key = note_key(context, line);
  const bool open = open_ == key;
  const std::string name = tr("miniapp.check.note_for", {{"name", line.text}});
  if (kit::icon_button("note", {.icon = icons::edit_note,
                                .name = name,
                                .selected = open || !line.item->note.empty(),
                                .small = true})) {
    open_ = open ? std::string() : key;
    const auto* draft = context.drafts.find(key);
    note_ = draft != nullptr ? *draft : line.item->note;
  }
}

void Checklist::draw_note(const Context& context, const CheckLine& line) {
  const kit::IdScope scope(line.item->key.c_str());
  const auto key = note_key(context, line);
  const std::array<kit::Segment, 3> states{kit::Segment{tr("miniapp.check.open")},
                                           kit::Segment{tr("miniapp.check.passed")},
                                           kit::Segment{tr("miniapp.check.failed")}};
  int state = static_cast<int>(line.item->state);
  const std::string result_name = tr("miniapp.check.state_of", {{"name", line.text}});
  auto after = *line.item;
  if (kit::segmented("state", state, states, {.name = result_name, .small = true, .width = kit::kFill})) {
    after.state = static_cast<CheckState>(state);
    context.send(tick(*context.view.review, *line.item, after));
  }
  const auto entered = kit::text_field(
      "text", note_,
      {.label = tr("miniapp.check.note"), .max_length = kNoteLength, .multiline = true, .lines = 2});
  if (entered.changed) context.drafts.keep(key, note_, context.out);
  if (!entered.left || note_ == line.item->note || static_cast<int>(base::characters(note_)) > kNoteLength)
    return;
  after.note = note_;
  context.send(tick(*context.view.review, *line.item, after, key));
  context.drafts.sent(key);
}

// ---- return, reject
// --------------------------------------------------------------------------------------------------

void RefuseDialog::open(Action action, const contract::Review& review, const std::string& name,
                        const Drafts& drafts) {
  open_ = true;
  action_ = action;
  review_ = review;
  name_ = name;
  chosen_.clear();
  const auto* text = drafts.find(text_key());
  text_ = text != nullptr ? *text : std::string();
  if (const auto* reasons = drafts.find(reasons_key())) {
    std::size_t from = 0;
    while (from < reasons->size()) {
      const auto comma = std::min(reasons->find(',', from), reasons->size());
      chosen_.insert(reasons->substr(from, comma - from));
      from = comma + 1;
    }
  }
}

std::string RefuseDialog::problem() const {
  if (chosen_.empty()) return tr("miniapp.because.no_reason");
  const auto length = base::characters(text_);
  if (length > kCommentLength)
    return kit::tr_n("form.error.too_long", static_cast<std::int64_t>(length) - kCommentLength);
  return {};
}

void RefuseDialog::draw(const Facts& facts, Drafts& drafts, Intents& out) {
  if (!open_) return;
  const bool reject = action_ == Action::reject;
  const std::string title = tr(reject ? "miniapp.refuse.reject" : "miniapp.refuse.send_back",
                               {{"name", name_}, {"version", review_.version}});
  kit::Dialog dialog("refuse", open_,
                     {.title = title,
                      .body = tr(reject ? "miniapp.refuse.reject_body" : "miniapp.refuse.send_back_body"),
                      .icon = action_icon(action_),
                      .tone = reject ? Tone::err : Tone::warn});
  if (!dialog) return;
  // A reason that the city archived meanwhile no longer counts.
  std::erase_if(chosen_, [&](const std::string& id) {
    return std::none_of(facts.reasons.begin(), facts.reasons.end(),
                        [&](const contract::Reason* reason) { return reason->id == id; });
  });
  draw_reasons(facts, drafts, out);
  kit::gap(4);
  const auto entered = kit::text_field(
      "comment", text_,
      {.label = tr("miniapp.refuse.comment"), .max_length = kCommentLength, .multiline = true, .lines = 5});
  if (entered.changed) drafts.keep(text_key(), text_, out);
  kit::dialog_foot();
  kit::gap(4);
  draw_buttons(facts, drafts, out);
}

void RefuseDialog::draw_reasons(const Facts& facts, Drafts& drafts, Intents& out) {
  kit::text(tr("miniapp.refuse.reasons"), {.font = kit::Font::base_medium});
  if (facts.reasons.empty()) kit::note(tr("miniapp.refuse.no_reasons"), icons::info_outline);
  const kit::semantic::Scope group(kit::semantic::Role::group, {.name = tr("miniapp.refuse.reasons")});
  for (const auto* reason : facts.reasons) {
    bool chosen = chosen_.contains(reason->id);
    if (!kit::checkbox(reason->id.c_str(), chosen, {.label = reason->text.in(facts.language)})) continue;
    if (chosen)
      chosen_.insert(reason->id);
    else
      chosen_.erase(reason->id);
    std::string joined;
    for (const auto& id : chosen_) joined += (joined.empty() ? "" : ",") + id;
    drafts.keep(reasons_key(), joined, out);
  }
}

void RefuseDialog::draw_buttons(const Facts& facts, Drafts& drafts, Intents& out) {
  const auto why_not = problem();
  const bool reject = action_ == Action::reject;
  const std::string verb = tr(reject ? "miniapp.action.reject" : "miniapp.action.send_back");
  kit::Row row({.height = 36});
  row.right();
  if (kit::button("cancel", {.label = tr("miniapp.cancel"), .key = kit::Key::escape})) open_ = false;
  const bool pressed = kit::button("refuse", {.kind = reject ? kit::Button::danger : kit::Button::primary,
                                              .label = verb,
                                              .disabled_because = why_not});
  const bool by_key = why_not.empty() && kit::take({.key = kit::Key::enter, .ctrl = true});
  if (!pressed && !by_key) return;
  // The order of the city's list, so that the same choice always makes the same request.
  std::vector<std::string> ids;
  for (const auto* reason : facts.reasons)
    if (chosen_.contains(reason->id)) ids.push_back(reason->id);
  out.push_back(refuse_review(action_, review_, name_, std::move(ids), text_, text_key()));
  drafts.sent(text_key());
  drafts.discard(reasons_key(), out);
  open_ = false;
}

}  // namespace stadtpult::panels::detail
