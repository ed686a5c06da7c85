#include "console/outbox_ui.hpp"

#include "console/changes.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::console {
namespace {

using namespace panels::kit;
using client::CommandState;

ChipOptions state_chip(CommandState state) {
  switch (state) {
    case CommandState::waiting:
      return {.label = tr("shell.outbox.waiting"), .icon = icons::schedule, .tone = Tone::neu};
    case CommandState::sending:
      return {.label = tr("shell.outbox.sending"), .icon = icons::sync, .tone = Tone::info};
    case CommandState::refused:
      return {.label = tr("shell.outbox.refused"), .icon = icons::error_outline, .tone = Tone::err};
    case CommandState::conflict:
      return {.label = tr("shell.outbox.conflict"), .icon = icons::compare_arrows, .tone = Tone::warn};
    case CommandState::done:
      break;
  }
  return {.label = tr("shell.state.saved"), .icon = icons::check, .tone = Tone::ok};
}

const client::OutboxEntry* find(const client::State& state, const std::string& id) {
  for (const auto& entry : state.outbox)
    if (entry.id == id) return &entry;
  return nullptr;
}

/// A value as a person reads it; nothing as a word.
std::string readable(const panels::World& world, std::string_view field, const std::string& json) {
  const std::string words = panels::field_value(world, field, json);
  return words.empty() ? tr("shell.conflict.none") : words;
}

/// Words that somebody wrote can stand one after the other. A state, a day, a number of a register cannot.
bool can_be_both(contract::Operation operation, const client::ConflictField& choice) {
  constexpr std::size_t kProse = 200;  // characters that a field takes where more than a line is meant
  if (!choice.mine.starts_with('"') || !choice.theirs.starts_with('"')) return false;
  const auto type = contract::route(operation).request;
  const auto* field =
      type == nullptr ? nullptr : type()->find(choice.field.substr(0, choice.field.find('.')));
  if (field == nullptr) return false;
  if (field->kind == contract::Kind::localized) return true;
  return field->kind == contract::Kind::text && field->rule.format == contract::Format::none &&
         (field->rule.max_length == 0 || field->rule.max_length >= kProse);
}

/// Both texts one after the other; only for texts.
std::string both(const std::string& mine, const std::string& theirs) {
  const auto a = contract::decode_value<std::string>(mine), b = contract::decode_value<std::string>(theirs);
  if (!a || !b) return mine;
  return contract::encode_value(*a + "\n" + *b);
}

}  // namespace

void OutboxDialog::draw(const client::State& state, client::Client& client, base::Timestamp now) {
  if (open_) draw_list(state, client, now);
  if (!choosing_) return;
  panels::World world{state, now};
  world.language = language();
  draw_choice(world, client);
}

void OutboxDialog::draw_list(const client::State& state, client::Client& client, base::Timestamp now) {
  Dialog dialog{"shell.outbox.dialog",
                open_,
                {.title = tr("shell.outbox.title"),
                 .body = tr("shell.outbox.body"),
                 .icon = icons::outbox,
                 .width = 640}};
  if (!dialog) return;
  if (state.outbox.empty()) {
    line_item({.icon = icons::cloud_done,
               .icon_color = theme().tone(Tone::ok).text,
               .words = tr("shell.outbox.empty"),
               .detail = tr("shell.outbox.empty_detail"),
               .height = 44});
  } else {
    const float height = std::min(360.0F, static_cast<float>(state.outbox.size()) * 62 + 8);
    const Rect box = place({available_width(), px(height)});
    const Pane pane{
        "shell.outbox.list",
        {.rect = box, .name = tr("shell.outbox.title"), .surface = Surface::none, .is_f6_stop = false}};
    for (const auto& entry : state.outbox) {
      const IdScope scope{entry.id.c_str()};
      {
        Row row{{.height = 28}};
        chip(state_chip(entry.state));
        text(entry.title, {.font = Font::base_medium});
        text(entry.detail, {.font = Font::base, .color = theme().tx2});
        row.right();
        if (entry.state == CommandState::waiting &&
            link("cancel", {.label = tr("shell.outbox.cancel"),
                            .name = std::string(tr("shell.outbox.cancel")) + ": " + entry.title}))
          client.cancel(entry.id);
        const auto named = [&](const char* key) { return std::string(tr(key)) + ": " + entry.title; };
        if (entry.state == CommandState::refused) {
          if (client::may_be_sent_again(entry) &&
              link("retry", {.label = tr("shell.outbox.retry"), .name = named("shell.outbox.retry")}))
            client.retry(entry.id);
          if (link("dismiss", {.label = tr("shell.outbox.dismiss"), .name = named("shell.outbox.dismiss")}))
            client.discard(entry.id);
        }
        if (entry.state == CommandState::conflict &&
            link("decide", {.label = tr("shell.outbox.decide"), .name = named("shell.outbox.decide")}))
          decide(entry.id);
      }
      const bool problem = entry.state == CommandState::refused || entry.state == CommandState::conflict;
      meta(problem ? error_words(entry.error) : format_ago(entry.created_at, now));
      divider(4);
    }
  }
  dialog_foot();
  Row row{{.height = 40}};
  row.right();
  if (button("close", {.kind = Button::primary, .label = tr("shell.outbox.close")})) open_ = false;
}

void OutboxDialog::draw_choice(const panels::World& world, client::Client& client) {
  const auto& state = world.state;
  const auto* entry = find(state, deciding_);
  if (entry == nullptr || entry->state != CommandState::conflict) {
    choosing_ = false;
    return;
  }
  if (!prepared_) {
    fields_ = client::conflict_fields(*entry);
    choices_.assign(fields_.size(), 0);
    prepared_ = true;
  }
  Dialog dialog{
      "shell.conflict",
      choosing_,
      {.title = tr("shell.conflict.title", {{"title", entry->detail.empty() ? entry->title : entry->detail}}),
       .body = tr("shell.conflict.body"),
       .icon = icons::compare_arrows,
       .tone = Tone::warn,
       .width = 560}};
  if (!dialog) return;
  {
    const float height = std::min(380.0F, static_cast<float>(fields_.size()) * 190 + 10);
    const Rect box = place({available_width(), px(height)});
    const Pane pane{
        "shell.conflict.fields",
        {.rect = box, .name = tr("shell.conflict.body"), .surface = Surface::none, .is_f6_stop = false}};
    for (size_t i = 0; i < fields_.size(); ++i) {
      const IdScope scope{i + 1};
      const std::string label = panels::field_label(fields_[i].field);
      const std::string mine = readable(world, fields_[i].field, fields_[i].mine),
                        theirs = readable(world, fields_[i].field, fields_[i].theirs);
      text(label, {.font = Font::base_semi});
      std::vector<RadioOption> options{{.label = tr("shell.conflict.mine"), .detail = mine},
                                       {.label = tr("shell.conflict.theirs"), .detail = theirs}};
      if (can_be_both(entry->operation, fields_[i])) options.push_back({.label = tr("shell.conflict.both")});
      radio_group("choice", choices_[i], options, {.name = label, .cards = true});
      gap(6);
    }
  }
  dialog_foot();
  Row row{{.height = 40}};
  if (button("discard", {.kind = Button::ghost, .label = tr("shell.conflict.discard")})) {
    client.discard(entry->id);
    choosing_ = false;
  }
  row.right();
  if (button("later", {.label = tr("shell.conflict.later")})) choosing_ = false;
  if (button("keep", {.kind = Button::primary, .label = tr("shell.conflict.keep")})) {
    std::vector<std::pair<std::string, std::string>> values;
    for (size_t i = 0; i < fields_.size(); ++i) {
      if (choices_[i] == 1) continue;
      values.emplace_back(fields_[i].field,
                          choices_[i] == 0 ? fields_[i].mine : both(fields_[i].mine, fields_[i].theirs));
    }
    if (values.empty())
      client.discard(entry->id);
    else
      client.resolve(entry->id, client::patch_of(values), entry->theirs_etag);
    choosing_ = false;
  }
}

}  // namespace stadtpult::console
