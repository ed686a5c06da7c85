#include "api-client/client/outbox.hpp"

#include <algorithm>

#include "api-client/base/crypto.hpp"
#include "api-client/base/log.hpp"

namespace stadtpult::client {
namespace {

using base::ErrorKind;
using contract::Operation;

constexpr int kSaveAgainMs = 2'000;
constexpr int kPostMs = 30;  // the outbox is shown at most so often
constexpr int kAnswerMs = 30'000;
constexpr int kUploadMs = 600'000;  // packages and catalogues over a slow line
constexpr int kMostFailures = 5;    // answers of 500 before a command is given back to its person
constexpr int kMostTriesNow = 3;    // of a command that needs the line now

/// Where the thing that a change changes can be read; nullopt for what is no change of one thing.
std::optional<Operation> reading_of(Operation change) {
  const auto& call = contract::route(change);
  if (call.method != contract::Method::patch) return std::nullopt;
  return call_at(contract::Method::get, call.path);
}

/// A collision of this change can be merged or decided: what is there can be read, and it is no step on what
/// somebody read.
bool can_be_decided(Operation change, bool is_step) {
  return !is_step && reading_of(change).has_value();
}

bool same_thing(const Command& a, const Command& b) {
  const auto id = object_id_of(a);
  return !id.empty() && id == object_id_of(b) && a.operation == b.operation;
}

bool under_way(const Pending& pending) {
  return pending.state == CommandState::waiting || pending.state == CommandState::sending;
}

HttpRequest request_of(const Pending& pending, std::string target) {
  const Command& command = pending.command;
  HttpRequest request;
  request.method = contract::route(command.operation).method;
  request.target = std::move(target);
  request.body = command.body;
  std::string type = command.content_type;
  if (type.empty())
    type = request.method == contract::Method::patch ? contract::kMergePatchType : "application/json";
  request.headers = {{"Content-Type", type}, {"Idempotency-Key", pending.idempotency_key}};
  if (!command.if_match.empty()) request.headers.emplace_back("If-Match", command.if_match);
  const bool upload = !command.content_type.empty() || command.operation == Operation::import_catalogue ||
                      command.operation == Operation::import_requirements;
  request.timeout_ms = upload ? kUploadMs : kAnswerMs;
  return request;
}

base::Error no_line() {
  return base::fail(ErrorKind::unavailable, "this needs the line to the platform",
                    std::string(kNoConnection));
}

/// It names a citizen, and its code is good for minutes: nothing of it is kept once the platform has
/// answered, nor when the console ends.
bool is_fleeting(const Command& command) {
  return command.operation == Operation::check_identity;
}

/// The platform did nothing and may do it later.
bool said_later(int status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

constexpr int kStale = 412;

/// What its editor is told of a command that was refused or collided.
CommandDone not_done(const Pending& pending) {
  CommandDone update;
  update.id = pending.id;
  update.operation = pending.command.operation;
  update.object_id = object_id_of(pending.command);
  update.draft_key = pending.command.draft_key;
  update.ok = false;
  update.error = pending.error;
  return update;
}

}  // namespace

bool may_be_sent_again(const OutboxEntry& entry) {
  return entry.state == CommandState::refused &&
         (entry.error.status != kStale || can_be_decided(entry.operation, entry.is_step));
}

Outbox::Outbox(Transport& transport, LocalStore& store, Keeper& keeper, OutboxOptions options,
               Handler handler)
    : transport_(transport),
      store_(store),
      keeper_(keeper),
      options_(std::move(options)),
      handler_(std::move(handler)),
      backoff_(options_.retry_unit_ms) {}

Outbox::~Outbox() {
  for (const auto& [id, handle] : on_line_) transport_.cancel(handle);
  for (const auto handle : {pause_, save_timer_, post_timer_}) transport_.cancel(handle);
}

void Outbox::load() {
  for (auto& stored : store_.commands(options_.account)) {
    last_number_ = stored.number;
    auto pending = decode_pending(stored.value);
    if (!pending) {
      base::log::error("outbox: {}", pending.error().message);
      continue;
    }
    if (is_fleeting(pending->command)) {
      keeper_.took(store_.remove_command(options_.account, stored.number));
      continue;
    }
    pending->number = stored.number;
    pending->journalled = true;
    pending->tried = pending->state == CommandState::sending;
    pending->offline = under_way(*pending);
    if (under_way(*pending) && !pending->command.queueable) {
      // It was to happen then and there; whether it did, the platform's lists will tell.
      pending->state = CommandState::refused;
      pending->error = base::fail(ErrorKind::cancelled, "the console ended before the platform answered");
    }
    entries_.push_back(std::move(*pending));
  }
  changed();
}

void Outbox::set_person(const std::string& id) {
  if (std::exchange(person_, id) != id) changed();
  pump();
}

void Outbox::set_line(bool live) {
  live_ = live;
  if (!live) {
    std::vector<std::string> now_or_never;
    for (auto& each : entries_) {
      each.offline = each.offline || under_way(each);
      if (under_way(each) && !each.command.queueable && !on_line_.contains(each.id))
        now_or_never.push_back(each.id);
    }
    for (const auto& id : now_or_never) refuse(find(id), no_line(), {});
    return;
  }
  backoff_.reset();
  transport_.cancel(std::exchange(pause_, 0));
  pump();
}

// ---- what a person does ----

void Outbox::submit(std::string id, Command command) {
  Pending pending;
  pending.id = std::move(id);
  pending.idempotency_key = pending.id;
  pending.person = person_;
  pending.number = ++last_number_;
  pending.created_at = options_.clock();
  pending.typed = keeper_.typed(command.draft_key);
  pending.before = handler_.before(command);
  pending.offline = !live_;
  pending.command = std::move(command);
  // What an earlier command of the same thing still sets is part of what this one was based on.
  for (const auto& each : entries_)
    if (same_thing(each.command, pending.command) && under_way(each) && each.command.body)
      pending.before = merged(pending.before, *each.command.body);
  entries_.push_back(std::move(pending));
  const auto at = std::prev(entries_.end());
  const auto target = target_of(at->command.operation, at->command.ids, at->command.query);
  if (!target) return refuse(at, target.error(), {});
  if (!at->command.queueable && !live_) return refuse(at, no_line(), {});
  save(*at);
  changed();
  pump();
}

void Outbox::cancel(std::string_view id) {
  const auto at = find(id);
  if (at == entries_.end() || at->state != CommandState::waiting || at->tried) return;
  remove(at);
}

void Outbox::resolve(std::string_view id, std::string body, std::string if_match) {
  const auto at = find(id);
  if (at == entries_.end() || at->state != CommandState::conflict) return;
  at->command.body = std::make_shared<const std::string>(std::move(body));
  at->command.if_match = std::move(if_match);
  at->before = std::exchange(at->theirs, {});
  at->theirs_etag.clear();
  at->idempotency_key = base::new_id("cmd_");
  at->state = CommandState::waiting;
  at->error = {};
  at->tried = false;
  at->collision.reset();
  save(*at);
  changed();
  pump();
}

void Outbox::retry(std::string_view id) {
  const auto at = find(id);
  if (at == entries_.end() || !may_be_sent_again(entry_of(*at))) return;
  // What it was based on is gone for good: it would be refused as often as it is sent.
  if (at->error.status == kStale) at->collision = at->error;
  // A refusal is kept under its key and would be answered again; an answer that never came is asked for
  // again.
  const bool answered = at->error.status != 0;
  if (answered) at->idempotency_key = base::new_id("cmd_");
  at->state = CommandState::waiting;
  at->error = {};
  at->tried = !answered && at->tried;
  at->failures = 0;
  save(*at);
  changed();
  pump();
}

void Outbox::discard(std::string_view id) {
  const auto at = find(id);
  if (at == entries_.end() || (at->state != CommandState::refused && at->state != CommandState::conflict))
    return;
  remove(at);
  pump();
}

// ---- the journal ----

Outbox::Entries::iterator Outbox::find(std::string_view id) {
  return std::find_if(entries_.begin(), entries_.end(), [&](const Pending& each) { return each.id == id; });
}

bool Outbox::save(Pending& pending) {
  pending.journalled =
      keeper_.took(store_.set_command(options_.account, pending.number, encode_pending(pending)));
  if (!pending.journalled) save_later();
  return pending.journalled;
}

void Outbox::save_later() {
  if (save_timer_ != 0) return;
  save_timer_ = transport_.after(std::chrono::milliseconds(kSaveAgainMs), [this] {
    save_timer_ = 0;
    for (auto& each : entries_)
      if (!each.journalled && !save(each)) return;
    pump();
  });
}

bool Outbox::journalled() const {
  return std::all_of(entries_.begin(), entries_.end(), [](const Pending& each) { return each.journalled; });
}

void Outbox::remove(Entries::iterator at) {
  keeper_.took(store_.remove_command(options_.account, at->number));
  entries_.erase(at);
  changed();
}

void Outbox::changed() {
  if (post_timer_ != 0) {
    post_again_ = true;
    return;
  }
  OutboxChanged update;
  for (const auto& each : entries_)
    if (each.person == person_ || each.person.empty()) update.entries.push_back(entry_of(each));
  handler_.post(std::move(update));
  post_timer_ = transport_.after(std::chrono::milliseconds(kPostMs), [this] {
    post_timer_ = 0;
    if (std::exchange(post_again_, false)) changed();
  });
}

// ---- sending ----

/// Something earlier has to be settled first, or it is not ready.
bool Outbox::held(Entries::const_iterator at) const {
  if (!under_way(*at) || on_line_.contains(at->id) || at->person != person_) return true;
  if (!at->journalled && at->command.queueable) return true;
  return std::any_of(entries_.begin(), at, [&](const Pending& earlier) {
    return earlier.state != CommandState::refused && same_thing(earlier.command, at->command);
  });
}

void Outbox::pump() {
  if (!live_ || person_.empty()) return;
  for (auto at = entries_.begin(); at != entries_.end(); ++at) {
    if (at->person.empty()) at->person = person_;  // made before anybody had ever signed in here
    if (held(at)) continue;
    if (!at->command.queueable) {
      send(*at);
    } else if (in_queue_.empty() && pause_ == 0) {
      in_queue_ = at->id;
      send(*at);
    }
  }
}

void Outbox::send(Pending& pending) {
  const auto target = target_of(pending.command.operation, pending.command.ids, pending.command.query);
  pending.tried = !pending.collision;
  if (pending.state != CommandState::sending) {
    pending.state = CommandState::sending;
    save(pending);
    changed();
  }
  if (pending.collision) return read_theirs(pending);
  on_line_[pending.id] = transport_.send(
      request_of(pending, *target),
      [this, id = pending.id](base::Result<HttpAnswer> result) { sent(id, std::move(result)); });
}

void Outbox::sent(const std::string& id, base::Result<HttpAnswer> result) {
  on_line_.erase(id);
  if (in_queue_ == id) in_queue_.clear();
  const auto at = find(id);
  if (at == entries_.end()) return;
  if (!result) {
    at->tried = !was_not_sent(result.error());
    return postpone(at, result.error());
  }
  if (result->ok()) return done(at, *result);
  base::Error error = error_of(*result);
  if (result->status == 401) return wait_for_token(at, std::move(error));
  if (result->status == kStale) return collided(at, std::move(error));
  // What needs the line now and was refused in words of its own is told at once: a person stands there.
  const bool to_be_told = !at->command.queueable && !error.problem.empty();
  if (said_later(result->status) && !to_be_told) {
    at->tried = result->status == 502 || result->status == 504;  // a gateway does not know
    return postpone(at, std::move(error));
  }
  if (result->status >= 500 && ++at->failures < kMostFailures) return postpone(at, std::move(error));
  refuse(at, std::move(error), result->body);
}

void Outbox::wait_for_token(Entries::iterator at, base::Error error) {
  at->state = CommandState::waiting;
  at->tried = false;
  save(*at);
  changed();
  handler_.refused_token(std::move(error));
}

void Outbox::done(Entries::iterator at, const HttpAnswer& answer) {
  backoff_.reset();
  handler_.answered(at->command, answer);
  chain(at, answer);
  keeper_.drop_draft(at->command.draft_key, at->typed);
  CommandDone update;
  update.id = at->id;
  update.operation = at->command.operation;
  update.object_id = text_member(answer.body, "id");
  update.answer = answer.body;
  update.etag = answer.etag;
  update.draft_key = at->command.draft_key;
  if (at->offline) ++sent_after_offline_;
  remove(at);
  const bool more = std::any_of(entries_.begin(), entries_.end(),
                                [](const Pending& each) { return each.offline && under_way(each); });
  if (!more) update.sent_after_offline = std::exchange(sent_after_offline_, 0);
  handler_.post(std::move(update));
  pump();
}

/// Later commands of the same thing go on from what this one made. They are written before this one is
/// removed, so that a crash in between finds either both or the later one as it has to be.
void Outbox::chain(Entries::iterator at, const HttpAnswer& answer) {
  for (auto later = std::next(at); later != entries_.end(); ++later) {
    if (!same_thing(at->command, later->command)) continue;
    if (later->command.if_match != at->command.if_match || answer.etag.empty()) continue;
    later->command.if_match = answer.etag;
    save(*later);
  }
}

void Outbox::refuse(Entries::iterator at, base::Error error, std::string_view body) {
  at->state = CommandState::refused;
  at->error = std::move(error);
  save(*at);
  changed();
  auto update = not_done(*at);
  update.findings = findings_of(body);
  if (is_fleeting(at->command) && at->error.status != 0) remove(at);
  handler_.post(std::move(update));
  pump();
}

/// No answer, or "later". What may have arrived is asked for again with the same key; what needs the line now
/// is given back rather than done at a time that nobody expects.
void Outbox::postpone(Entries::iterator at, base::Error error) {
  if (!at->command.queueable && (!live_ || ++at->failures >= kMostTriesNow))
    return refuse(at, std::move(error), {});
  const int wait = backoff_.next_ms(error.retry_after_ms);
  at->state = at->tried ? CommandState::sending : CommandState::waiting;
  at->error = std::move(error);
  save(*at);
  changed();
  if (pause_ != 0) return;
  pause_ = transport_.after(std::chrono::milliseconds(wait), [this] {
    pause_ = 0;
    pump();
  });
}

// ---- conflicts ----

/// A step that is taken on what somebody read (an approval) is not taken on what is there instead: it stays
/// refused.
void Outbox::collided(Entries::iterator at, base::Error error) {
  if (!can_be_decided(at->command.operation, at->command.is_step)) return refuse(at, std::move(error), {});
  at->collision = std::move(error);
  if (at->command.queueable) in_queue_ = at->id;
  read_theirs(*at);
}

/// Of a command in a collision, whose operation has its reading.
void Outbox::read_theirs(const Pending& pending) {
  const auto target = target_of(*reading_of(pending.command.operation), pending.command.ids);
  on_line_[pending.id] =
      transport_.send(reading(*target), [this, id = pending.id](const base::Result<HttpAnswer>& theirs) {
        on_line_.erase(id);
        if (in_queue_ == id) in_queue_.clear();
        decide(id, theirs);
      });
}

/// Where nobody else touched what this changes, it goes on from what is there; otherwise a person decides.
/// Without an answer the collision is kept: the next try begins with reading.
void Outbox::decide(const std::string& id, const base::Result<HttpAnswer>& theirs) {
  const auto at = find(id);
  if (at == entries_.end()) return;
  at->tried = false;
  if (!theirs) return postpone(at, theirs.error());
  if (theirs->status == 401) return wait_for_token(at, error_of(*theirs));
  if (said_later(theirs->status)) return postpone(at, error_of(*theirs));
  base::Error error = *std::exchange(at->collision, {});
  if (!theirs->ok()) return refuse(at, error_of(*theirs), {});
  const bool fits = at->command.body && patch_still_fits(*at->command.body, at->before, theirs->body);
  at->idempotency_key = base::new_id("cmd_");
  if (fits) {
    // What this patch names is there as it was before: nothing else of the thing need be kept on disk.
    at->command.if_match = theirs->etag;
    at->state = CommandState::waiting;
    save(*at);
    changed();
    return pump();
  }
  at->state = CommandState::conflict;
  at->error = std::move(error);
  // What the choice does not show (a merchant's documents, a citizen's answers) is none of this disk's. The
  // editor of pages merges the whole.
  const bool whole = !at->command.body || at->command.operation == Operation::change_page;
  at->theirs = whole ? theirs->body : named_by(*at->command.body, theirs->body);
  at->theirs_etag = theirs->etag;
  save(*at);
  changed();
  handler_.post(not_done(*at));
  pump();
}

}  // namespace stadtpult::client
