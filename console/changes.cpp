#include "console/changes.hpp"

#include "panels/kit/text.hpp"
#include "panels/kit/toast.hpp"

namespace stadtpult::console {

namespace kit = panels::kit;
using kit::tr;

void Changes::submit(const panels::Change& change, std::shared_ptr<Act> act, bool is_undo) {
  client::Command command;
  command.operation = change.operation;
  command.ids = change.ids;
  command.query = change.query;
  command.body = std::make_shared<const std::string>(change.body);
  command.content_type = change.content_type;
  command.if_match = change.if_match;
  command.before = change.before;
  command.title = change.title;
  command.detail = change.detail;
  command.queueable = change.queueable;
  command.draft_key = change.draft_key;
  command.is_step = change.is_step;
  ++act->open;
  const std::string id = client_.submit(std::move(command));
  sent_[id] = {std::move(act), change.undo, is_undo};
}

void Changes::send(const panels::Change& change, bool online) {
  if (!online && !change.queueable) {
    kit::show_toast({.tone = kit::Tone::err, .title = change.title, .detail = tr("shell.toast.needs_line")});
    return;
  }
  std::shared_ptr<Act> act;
  if (!change.group.empty()) act = groups_[change.group].lock();
  if (!act) {
    act = std::make_shared<Act>();
    act->title = change.title;
    act->detail = change.detail;
    act->quiet = change.quiet;
    if (!change.group.empty()) groups_[change.group] = act;
    if (!online && !change.quiet)
      kit::show_toast({.tone = kit::Tone::info, .title = change.title, .detail = tr("shell.toast.queued")});
  }
  submit(change, std::move(act), false);
}

void Changes::done(const client::CommandDone& answer) {
  const auto at = sent_.find(answer.id);
  if (at == sent_.end()) return;  // of an earlier run of the console: the outbox shows it
  const Sent sent = std::move(at->second);
  sent_.erase(at);
  // The editor of pages, which saves while somebody types, merges by itself. Nobody else does.
  const bool merges = sent.act->quiet && answer.operation == contract::Operation::change_page;
  if (!answer.ok && merges && answer.error.status == 412) return;
  if (!answer.ok) {
    ++sent.act->failed;
    const std::string technical = answer.error.request_id.empty()
                                      ? answer.error.message
                                      : answer.error.message + "\n" + answer.error.request_id;
    kit::show_toast({.tone = kit::Tone::err,
                     .title = tr("shell.toast.refused", {{"title", sent.act->title}}),
                     .detail = error_words(answer.error),
                     .technical = technical});
  } else if (sent.undo) {
    panels::Change step = *sent.undo;
    for (auto& id : step.ids)
      if (id.empty()) id = answer.object_id;
    if (contract::route(step.operation).method == contract::Method::patch && step.if_match.empty())
      step.if_match = answer.etag;
    sent.act->undo.push_back(std::move(step));
  }
  if (--sent.act->open == 0) finish(sent.act, sent.was_undo);
}

void Changes::finish(const std::shared_ptr<Act>& act, bool was_undo) {
  if (act->quiet || (act->failed > 0 && act->undo.empty())) return;
  const bool taken_back = was_undo && !act->asks;
  kit::Toast toast{.tone = kit::Tone::ok,
                   .title = taken_back ? std::string(tr("shell.toast.undone")) : act->title,
                   .detail = taken_back ? act->title : act->detail};
  if (!was_undo && !act->undo.empty()) {
    toast.action = tr("shell.toast.undo");
    toast.undo = true;
    toast.on_action = [this, steps = act->undo, undone = act->title] { undo(steps, undone); };
  }
  kit::show_toast(std::move(toast));
}

/// What is undone by asking somebody else has a title of its own.
void Changes::undo(const std::vector<panels::Change>& steps, const std::string& undone) {
  auto act = std::make_shared<Act>();
  act->title = steps.front().title;
  act->detail = steps.front().detail;
  act->asks = steps.size() == 1 && act->title != undone;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) submit(*step, act, true);
}

void Changes::conflict(const client::OutboxEntry& entry, std::function<void()> decide) {
  kit::show_toast({.tone = kit::Tone::err,
                   .title = tr("shell.toast.conflict"),
                   .detail = entry.title,
                   .action = tr("shell.outbox.decide"),
                   .on_action = std::move(decide)});
}

}  // namespace stadtpult::console
