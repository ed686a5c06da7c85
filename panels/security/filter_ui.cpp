#include "panels/security/filter_ui.hpp"

#include <algorithm>

#include "api-client/contract/codec.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels {

using namespace kit;
using namespace security;
using contract::FilterState;
using contract::RuleFilter;

namespace {

constexpr std::size_t kExamples = 5;

/// What a person begins with where the evidence gave nothing.
std::string blank_filter(const RuleFilter& wish) {
  return "title: '" + wish.title + "'\nlogsource: {}\nfilter:\n    rules:\n        - " + wish.rule_id +
         "\n    selection:\n        http_request.url.path: '/'\n    condition: not selection\n";
}

/// "AL-104295", or the id of an alert that is not here any more.
std::string example(const World& world, const std::string& alert_id) {
  const auto& table = world.state.alerts;
  const auto row = table.find(alert_id);
  return row == client::AlertTable::kNone ? alert_id : alert_number(table.rows()[row].number);
}

}  // namespace

/// Nothing of what was shown last: what was written there is kept under its own key.
void FilterDialog::begin(const std::string& about) {
  key_ = drafts_.key(about);
  filter_id_.clear();
  text_of_.clear();
  text_.clear();
  refused_.clear();
  waits_for_.clear();
  kept_ = false;
  open_ = true;
}

/// What was written goes along under the key of what it was written for: refused it is there again, taken it
/// is gone. A proposal from the evidence alone has a key of its own, for older words may be on their way.
void FilterDialog::ask(const World& world, RuleFilter wish, Intents& intents) {
  wish_ = std::move(wish);
  kept_ = false;
  refused_.clear();
  filter_id_.clear();
  text_of_.clear();
  if (wish_.text.empty()) {
    waits_for_ = "security.filter:" + std::to_string(world.now.ms) + ":" + std::to_string(++made_);
  } else {
    waits_for_ = key_;
    drafts_.keep(key_, wish_.text, intents);
    drafts_.send(key_);
  }
  const auto* before = world.state.answer_for(waits_for_);
  answered_before_ = before != nullptr ? before->id : "";
  auto change = propose_filter(wish_);
  change.draft_key = waits_for_;
  intents.push_back(std::move(change));
}

void FilterDialog::propose(const World& world, const client::AlertRow& row, Intents& intents) {
  RuleFilter wish;
  wish.alert_id = std::string(world.state.alerts.id(row));
  wish.rule_id = world.state.alerts.rule(row).id;
  wish.title = tr("security.filter.title_for", {{"number", alert_number(row.number)}});
  for (const auto& filter : world.state.rule_filters.items())
    if (filter.alert_id == wish.alert_id &&
        drafts_.find(drafts_.key("filter/" + filter.id), world.state) != nullptr)
      return show(filter);
  begin("alert/" + *wish.alert_id);
  if (const auto* kept = drafts_.find(key_, world.state)) {
    text_ = *kept;
    wish_ = std::move(wish);
    kept_ = true;
    return;
  }
  ask(world, std::move(wish), intents);
}

void FilterDialog::show(const RuleFilter& filter) {
  begin("filter/" + filter.id);
  filter_id_ = filter.id;
}

void FilterDialog::take_answer(const World& world) {
  const auto* answer = waits_for_.empty() ? nullptr : world.state.answer_for(waits_for_);
  if (answer == nullptr || answer->id == answered_before_) return;
  waits_for_.clear();
  if (!answer->ok) {
    refused_ = error_words(answer->error);
    if (text_.empty()) text_ = blank_filter(wish_);
    return;
  }
  filter_id_ = answer->object_id;
  key_ = drafts_.key("filter/" + filter_id_);
}

/// `start`: what the text began with.
void FilterDialog::text_part(const std::string& start, const char* hint, Intents& intents) {
  if (text_field("text", text_,
                 {.label = tr("security.filter.text"),
                  .hint = hint,
                  .max_length = 20'000,
                  .multiline = true,
                  .lines = 9,
                  .mono = true}))
    drafts_.keep(key_, text_ == start ? std::string() : text_, intents);
}

void FilterDialog::result(const World& world, const RuleFilter& filter) {
  const Mark mark = filter_state_mark(filter.state);
  {
    const Row line{{.height = 28}};
    chip({.label = mark.word, .icon = mark.icon, .tone = mark.tone});
    text(filter_number(filter.number), {.font = Font::mono, .color = theme().tx2});
    meta(filter.title, {.width = kFill});
  }
  if (!filter.replayed_at) {
    note(tr("security.filter.replaying"), icons::hourglass_empty, Tone::info);
    return;
  }
  const bool all = filter.hidden_alerts > 0 && filter.hidden_alerts == filter.replayed_alerts;
  note(tr("security.filter.hides", {{"n", format_number(filter.hidden_alerts)},
                                    {"all", format_number(filter.replayed_alerts)},
                                    {"events", format_number(filter.hidden_events)},
                                    {"all_events", format_number(filter.replayed_events)}}),
       icons::filter_alt, filter.hidden_alerts == 0 || all ? Tone::warn : Tone::info);
  if (all) meta(tr("security.filter.hides_all"));
  if (filter.hidden_alerts == 0) meta(tr("security.filter.hides_none"));
  std::string examples;
  for (std::size_t i = 0; i < std::min(kExamples, filter.hidden_examples.size()); ++i)
    examples += (i > 0 ? ", " : "") + example(world, filter.hidden_examples[i]);
  if (!examples.empty()) key_value(tr("security.filter.examples"), examples, {.key_width = 110});
}

void FilterDialog::buttons(const World& world, const RuleFilter& filter, Intents& intents) {
  const std::string because = !may_change(world) ? tr("security.may_not_change")
                              : !world.online    ? tr("shell.palette.needs_line")
                                                 : "";
  Row line{{.height = 32}};
  line.right();
  if (button("close", {.label = tr("shell.close")})) open_ = false;
  if (filter.state != FilterState::withdrawn &&
      button("withdraw", {.label = tr(filter.state == FilterState::active ? "security.filter.withdraw"
                                                                          : "security.filter.discard"),
                          .disabled_because = because})) {
    auto change = change_filter(filter, FilterState::withdrawn, tr("security.filter.did_withdraw"));
    // Who discards a proposal discards what was written in it, once the platform has done so.
    if (filter.state == FilterState::proposed && text_ != filter.text) {
      change.draft_key = key_;
      drafts_.send(key_);
    }
    intents.push_back(std::move(change));
    open_ = false;
  }
  if (text_ != filter.text) {
    if (button("again", {.kind = Button::primary,
                         .label = tr("security.filter.replay"),
                         .icon = icons::sync,
                         .disabled_because = because})) {
      // A filter is what was replayed: another text is another proposal. One that somebody put in force
      // meanwhile stays.
      if (filter.state == FilterState::proposed)
        intents.push_back(change_filter(filter, FilterState::withdrawn, tr("security.filter.did_withdraw")));
      RuleFilter wish = filter;
      wish.text = text_;
      ask(world, std::move(wish), intents);
    }
    return;
  }
  if (filter.state != FilterState::proposed) return;
  if (button("activate",
             {.kind = Button::primary,
              .label = tr("security.filter.activate"),
              .icon = icons::check,
              .disabled_because = !because.empty()      ? because
                                  : !filter.replayed_at ? std::string(tr("security.filter.replaying"))
                                                        : std::string()})) {
    intents.push_back(change_filter(filter, FilterState::active, tr("security.filter.did_activate")));
    open_ = false;
  }
}

/// The platform made none, or was not asked yet: its reason, and the text to write or mend.
void FilterDialog::written(const World& world, Intents& intents) {
  const std::string because = world.online ? "" : tr("shell.palette.needs_line");
  if (kept_)
    note(tr("security.filter.kept"), icons::info, Tone::info);
  else
    note(refused_, icons::error_outline, Tone::err);
  text_part(blank_filter(wish_), "", intents);
  gap(8);
  Row line{{.height = 32}};
  line.right();
  if (button("close", {.label = tr("shell.close")})) open_ = false;
  RuleFilter wish = wish_;
  if (kept_ && button("propose", {.label = tr("security.filter.propose"), .disabled_because = because})) {
    drafts_.keep(key_, "", intents);
    wish.text.clear();
    text_.clear();
    return ask(world, std::move(wish), intents);
  }
  if (!button("again", {.kind = Button::primary,
                        .label = tr("security.filter.replay"),
                        .icon = icons::sync,
                        .disabled_because = because}))
    return;
  wish.text = text_;
  ask(world, std::move(wish), intents);
}

void FilterDialog::draw(const World& world, Intents& intents) {
  if (!open_) return;
  take_answer(world);
  Dialog dialog{
      "security.filter.dialog",
      open_,
      {.title = tr("security.filter.title"), .body = tr("security.filter.body"), .icon = icons::filter_alt}};
  if (!dialog) return;
  const auto* filter = world.state.rule_filters.find(filter_id_);
  if (filter == nullptr) {
    if (kept_ || !refused_.empty()) return written(world, intents);
    note(tr("security.filter.making"), icons::hourglass_empty, Tone::info);
    Row line{{.height = 32}};
    line.right();
    if (button("close", {.label = tr("shell.close")})) open_ = false;
    return;
  }
  if (text_of_ != filter->id) {
    text_of_ = filter->id;
    const auto* kept = drafts_.find(key_, world.state);
    text_ = kept != nullptr ? *kept : filter->text;
  }
  result(world, *filter);
  // What was written stays in sight where the proposal was withdrawn or put in force meanwhile.
  if (filter->state == FilterState::proposed || text_ != filter->text)
    text_part(filter->text, tr("security.filter.text.hint"), intents);
  else
    code_block("text", filter->text, false);
  gap(8);
  buttons(world, *filter, intents);
}

void draw_filters(const World& world, std::string_view rule_id, FilterDialog& dialog) {
  std::vector<const RuleFilter*> filters;
  for (const auto& filter : world.state.rule_filters.items())
    if (filter.rule_id == rule_id) filters.push_back(&filter);
  if (filters.empty()) return;
  std::sort(filters.begin(), filters.end(),
            [](const auto* a, const auto* b) { return a->number > b->number; });
  gap(4);
  heading(tr("security.filter.of_rule"), Heading::card);
  for (const auto* filter : filters) {
    const IdScope scope{filter->id.c_str()};
    const Mark mark = filter_state_mark(filter->state);
    Row line{{.height = 32}};
    icon(mark.icon, theme().tone(mark.tone).text);
    text(filter_number(filter->number) + " · " + mark.word, {.tooltip = filter->title});
    line.right();
    if (link("open", {.label = tr("security.rule.open")})) dialog.show(*filter);
  }
}

}  // namespace stadtpult::panels
