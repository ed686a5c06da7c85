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

void FilterDialog::ask(const World& world, RuleFilter wish, Intents& intents) {
  wish_ = std::move(wish);
  auto change = propose_filter(wish_);
  waits_for_ = change.draft_key =
      "security.filter:" + std::to_string(world.now.ms) + ":" + std::to_string(++made_);
  refused_.clear();
  filter_id_.clear();
  open_ = true;
  intents.push_back(std::move(change));
}

void FilterDialog::propose(const World& world, const client::AlertRow& row, Intents& intents) {
  RuleFilter wish;
  wish.alert_id = std::string(world.state.alerts.id(row));
  wish.rule_id = world.state.alerts.rule(row).id;
  wish.title = tr("security.filter.title_for", {{"number", alert_number(row.number)}});
  text_.clear();
  text_of_.clear();
  ask(world, std::move(wish), intents);
}

void FilterDialog::show(const RuleFilter& filter) {
  filter_id_ = filter.id;
  waits_for_.clear();
  refused_.clear();
  open_ = true;
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
    intents.push_back(change_filter(filter, FilterState::withdrawn, tr("security.filter.did_withdraw")));
    open_ = false;
  }
  if (filter.state != FilterState::proposed) return;
  if (text_ != filter.text) {
    if (button("again", {.kind = Button::primary,
                         .label = tr("security.filter.replay"),
                         .icon = icons::sync,
                         .disabled_because = because})) {
      // A filter is what was replayed: another text is another proposal.
      intents.push_back(change_filter(filter, FilterState::withdrawn, tr("security.filter.did_withdraw")));
      RuleFilter wish = filter;
      wish.text = text_;
      ask(world, std::move(wish), intents);
    }
    return;
  }
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

/// The platform made none: its reason, and the text to write or mend.
void FilterDialog::refused(const World& world, Intents& intents) {
  note(refused_, icons::error_outline, Tone::err);
  if (text_.empty()) text_ = blank_filter(wish_);
  text_field("text", text_,
             {.label = tr("security.filter.text"),
              .max_length = 20'000,
              .multiline = true,
              .lines = 9,
              .mono = true});
  gap(8);
  Row line{{.height = 32}};
  line.right();
  if (button("close", {.label = tr("shell.close")})) open_ = false;
  if (!button("again", {.kind = Button::primary,
                        .label = tr("security.filter.replay"),
                        .icon = icons::sync,
                        .disabled_because = world.online ? "" : tr("shell.palette.needs_line")}))
    return;
  RuleFilter wish = wish_;
  wish.text = text_;
  ask(world, std::move(wish), intents);
}

void FilterDialog::draw(const World& world, Intents& intents) {
  if (!open_) return;
  if (!waits_for_.empty())
    if (const auto* answer = world.state.answer_for(waits_for_)) {
      waits_for_.clear();
      if (answer->ok)
        filter_id_ = answer->object_id;
      else
        refused_ = error_words(answer->error);
    }
  Dialog dialog{
      "security.filter.dialog",
      open_,
      {.title = tr("security.filter.title"), .body = tr("security.filter.body"), .icon = icons::filter_alt}};
  if (!dialog) return;
  const auto* filter = world.state.rule_filters.find(filter_id_);
  if (filter == nullptr) {
    if (!refused_.empty()) return refused(world, intents);
    note(tr("security.filter.making"), icons::hourglass_empty, Tone::info);
    Row line{{.height = 32}};
    line.right();
    if (button("close", {.label = tr("shell.close")})) open_ = false;
    return;
  }
  if (text_of_ != filter->id) {
    text_of_ = filter->id;
    text_ = filter->text;
  }
  result(world, *filter);
  if (filter->state == FilterState::proposed)
    text_field("text", text_,
               {.label = tr("security.filter.text"),
                .hint = tr("security.filter.text.hint"),
                .max_length = 20'000,
                .multiline = true,
                .lines = 9,
                .mono = true});
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
