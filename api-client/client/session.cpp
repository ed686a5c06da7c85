#include "api-client/client/session.hpp"

#include <algorithm>
#include <optional>

#include "api-client/base/crypto.hpp"
#include "api-client/base/log.hpp"
#include "api-client/client/machine.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/proof.hpp"

namespace stadtpult::client {
namespace {

using base::ErrorKind;
using contract::Operation;

constexpr int kDiffMs = 300;  // a release or an import changes much at once; the difference is read after it
constexpr int kMeAgainUnits = 5;

/// The list of lists that holds one thing under the account: who was signed in last.
std::string me_list(const ClientOptions& options) {
  return options.account + "/Me";
}

/// Where it is noted which token of this account is bound to this machine.
std::string bound_note(const ClientOptions& options) {
  return "device.bound/" + options.account;
}

/// Nothing of it is left to be done. One that is taken back counts down to nothing.
bool is_over(const contract::SecurityJob& job) {
  using contract::JobState;
  return job.state == JobState::undone ? job.done == 0 : job.state != JobState::running;
}

}  // namespace

Session::Session(ClientOptions options, Transport& transport, LocalStore& store, base::Inbox<Update>& inbox)
    : options_(std::move(options)),
      transport_(transport),
      store_(store),
      inbox_(inbox),
      keeper_([&transport](std::chrono::milliseconds delay,
                           std::function<void()> task) { transport.after(delay, std::move(task)); },
              store, options_.clock, options_.draft_delay_ms,
              [this](Update update) { inbox_.post(std::move(update)); }),
      record_(transport, keeper_, options_.clock, options_.account,
              [this](Update update) { inbox_.post(std::move(update)); }),
      outbox_(transport, store, keeper_, {options_.account, options_.clock, options_.retry_unit_ms},
              {.post = [this](Update update) { inbox_.post(std::move(update)); },
               .answered = [this](const Command& command,
                                  const HttpAnswer& answer) { answered(command, answer); },
               .refused_token = [this](base::Error error) { signed_out(std::move(error)); },
               .before = [this](const Command& command) { return before(command); }}),
      stream_(transport, {options_.stall_ms, options_.retry_unit_ms, options_.clock},
              {.line = [this](const LineChanged& line) { line_changed(line); },
               .change = [this](const contract::StreamChange& change) { changed(change); },
               .reload = [this] { load_me(); },
               .refused = [this](base::Error error) { signed_out(std::move(error)); }}),
      loading_{transport,
               store,
               options_.clock,
               options_.account,
               options_.change_batch_ms,
               15 * options_.retry_unit_ms,
               [this](Update update) { take_news(std::move(update)); },
               [this](base::Error error) { signed_out(std::move(error)); }},
      lists_(all_lists(loading_)),
      alerts_(loading_) {}

void Session::show_kept() {
  for (const auto& notice : store_.notices()) inbox_.post(notice);
  if (const auto json = store_.cached(me_list(options_), "me")) {
    if (auto me = contract::decode<contract::Me>(*json)) {
      me_ = std::move(*me);
      inbox_.post(SignedIn{*me_});
    }
  }
  record_.restore(store_.settings());
  if (me_) outbox_.set_person(me_->id);
  outbox_.load();
  // Whose lists they are, and in which state their shops keep holidays, is said by who signed in: without
  // that nothing is shown.
  if (me_) each_list([](auto& list) { list.show_cached(); });
}

// ---- the line ----

void Session::connect(const Platform& platform) {
  me_confirmed_ = false;
  outbox_.set_line(false);
  each_list([](auto& list) { list.stop(); });
  stream_.stop();
  transport_.cancel(std::exchange(me_timer_, 0));
  const auto set = transport_.set_endpoint(endpoint_of(platform, platform.token));
  if (!set) return inbox_.post(LineChanged{Line::offline, options_.clock(), {}, set.error()});
  may_register_ = !platform.token.empty();
  if (!may_register_ || transport_.bound()) return stream_.start();
  inbox_.post(LineChanged{Line::connecting, options_.clock(), {}, {}});
  register_device([this] { stream_.start(); });
}

void Session::renew_device_key(const Platform& platform) {
  if (const auto renewed = store_.renew_device_key(); !renewed)
    return base::log::error("the key of this device was not renewed: {}", renewed.error().message);
  connect(platform);
}

Endpoint Session::endpoint_of(const Platform& platform, std::string token) {
  Endpoint endpoint{platform.url, std::move(token), platform.ca_pem, platform.ca_file, store_.device()};
  const auto key = store_.device_key();
  if (!key) {
    base::log::warn("this device has no key: {}", key.error().message);
    return endpoint;
  }
  endpoint.key = *key;
  inbox_.post(MachineKnown{this_machine().name, contract::thumbprint(base::ed25519_public(*key))});
  bound_mark_ = base::keyed_hash_hex(*key, endpoint.token);
  const auto settings = store_.settings();
  const auto noted = settings.find(bound_note(options_));
  endpoint.bound = !endpoint.token.empty() && noted != settings.end() && noted->second == bound_mark_;
  return endpoint;
}

/// Before everything else: a platform may serve known devices only, and what was sent as Bearer before is
/// never sent so again once the token is bound.
void Session::register_device(std::function<void()> then) {
  HttpRequest request;
  request.method = contract::Method::post;
  request.target = *target_of(Operation::register_device);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::make_shared<const std::string>(contract::encode_new(this_machine()));
  request.proves = true;
  registering_ = true;
  transport_.send(std::move(request), [this, then = std::move(then)](base::Result<HttpAnswer> answer) {
    registering_ = false;
    if (!answer && answer.error().kind == ErrorKind::cancelled) return;
    if (!answer || answer->status >= 500 || answer->status == 429) return then();  // another time
    if (answer->ok()) {
      transport_.set_bound();
      not_registered_ = {};
      if (const auto kept = store_.set_setting(bound_note(options_), bound_mark_); !kept)
        base::log::warn("that the token is bound was not noted: {}", kept.error().message);
      return then();
    }
    auto error = error_of(*answer);
    if (error.problem == contract::kDeviceRevoked)
      return inbox_.post(LineChanged{Line::offline, options_.clock(), {}, std::move(error)});
    base::log::info("The token stays unbound: {}", error.message);
    // A platform of an earlier version binds nothing; any other reason may pass.
    if (answer->status == 404 || answer->status == 405)
      may_register_ = false;
    else
      not_registered_ = std::move(error);
    then();
  });
}

void Session::reconnect_now() {
  stream_.try_now();
}

void Session::line_changed(const LineChanged& line) {
  const bool unknown = line.error.problem == contract::kDeviceMissing;
  LineChanged told = line;
  // Why this machine is not known says more than that it is not.
  if (unknown && !not_registered_.problem.empty()) told.error = not_registered_;
  inbox_.post(std::move(told));
  const bool live = line.line == Line::live;
  if (live) ++lines_;
  outbox_.set_line(live && me_confirmed_);
  // The machine could not be registered at the start, and nothing is served to an unknown one: with each try
  // of the stream once more.
  if (unknown && may_register_ && !registering_)
    return register_device([this] {
      if (transport_.bound()) stream_.try_now();
    });
  if (!live || !me_confirmed_) return;
  each_list([](auto& list) { list.resume(); });
  repeat_missed();
  record_.look();
}

/// Whose token it is comes first: the role says what may be asked, the person whose outbox may be sent.
void Session::load_me() {
  if (me_request_ != 0) return;
  // Where it could not at the start: the line was down, or the platform was set back meanwhile.
  if (may_register_ && !registering_ && !transport_.bound())
    return register_device([this] {
      // The stream that was opened without a proof has ended with that: it begins anew, and this with it.
      if (transport_.bound())
        stream_.start();
      else
        ask_me();
    });
  ask_me();
}

void Session::ask_me() {
  if (me_request_ != 0) return;
  me_request_ = transport_.send(reading(*target_of(Operation::me)), [this](base::Result<HttpAnswer> answer) {
    me_request_ = 0;
    base::Error error = !answer ? answer.error() : answer->ok() ? base::Error{} : error_of(*answer);
    if (answer && answer->ok()) {
      const auto me = contract::decode<contract::Me>(answer->body);
      if (me) return take_me(*me, answer->body);
      error = me.error();
    }
    if (error.kind == ErrorKind::cancelled) return;
    if (error.kind == ErrorKind::unauthenticated) return signed_out(std::move(error));
    base::log::warn("GET /v1/me: {}", error.message);
    for (const auto& each : lists_) inbox_.post(ListFailed{each->kind().list, error});
    inbox_.post(AlertsFailed{error});
    if (me_timer_ == 0)
      me_timer_ = transport_.after(std::chrono::milliseconds(kMeAgainUnits * options_.retry_unit_ms), [this] {
        me_timer_ = 0;
        if (stream_.live() && !me_confirmed_) load_me();
      });
  });
}

void Session::take_me(const contract::Me& me, std::string_view json) {
  if (me_ && me_->id != me.id) {
    // Somebody else at this desk: nothing that the other one saw is theirs to see.
    (void)store_.forget_lists(options_.account + "/");
    each_list([](auto& list) { list.forget(); });
    versions_.clear();
    diffs_.clear();
    open_alert_.clear();
    open_page_.clear();
    versions_page_.clear();
    open_media_.clear();
    open_feedback_.clear();
    open_version_.clear();
    open_merchant_.clear();
    floods_wanted_ = false;
    answers_wanted_ = false;
    looking_at_.clear();
    jobs_named_.clear();
    forget_missed();
    inbox_.post(Forgotten{});
  }
  me_confirmed_ = true;
  keep_me(me, json);
  record_.look();
  load_lists();
  outbox_.set_person(me.id);
  outbox_.set_line(stream_.live());
}

void Session::keep_me(const contract::Me& me, std::string_view json) {
  if (me_ != me) {
    (void)store_.put_cached(me_list(options_), {{"me", json}});
    me_ = me;
  }
  inbox_.post(SignedIn{me});
}

/// Others decide about this machine, and the stream tells not everybody of it.
void Session::need_me() {
  if (!me_confirmed_) return;
  transport_.send(reading(*target_of(Operation::me)), [this](base::Result<HttpAnswer> answer) {
    if (!answer || !answer->ok()) return;  // what is wrong with the line shows by itself
    const auto me = contract::decode<contract::Me>(answer->body);
    if (me && me_confirmed_ && me_ && me_->id == me->id) keep_me(*me, answer->body);
  });
}

void Session::load_lists() {
  for (const auto& each : lists_)
    if (is_wanted(*each)) each->reload(me_->role);
  alerts_.reload(me_->role);
  for (const auto& [miniapp_id, ids] : versions_) load_versions(miniapp_id);
  for (const auto ring : diffs_) load_diff(ring);
  if (!open_alert_.empty()) load_alert();
  if (!open_page_.empty()) load_page();
  if (!versions_page_.empty()) load_page_versions();
  if (!open_media_.empty()) load_media_pages();
  if (!open_feedback_.empty()) load_feedback();
  if (!open_version_.empty()) load_app_version();
  if (!open_merchant_.empty()) load_merchant();
  if (floods_wanted_) load_floods();
  load_presence();
  repeat_missed();  // what is read once and not watched
}

ListLoader& Session::list(List which) {
  return **std::find_if(lists_.begin(), lists_.end(),
                        [&](const auto& each) { return each->kind().list == which; });
}

/// What citizens sent is read once somebody looks at it: the record tells of each reading. (Where the role
/// may not, nobody is asked.)
bool Session::is_wanted(const ListLoader& list) const {
  const auto& kind = list.kind();
  return kind.list != List::form_answers || answers_wanted_ || !contract::may(me_->role, kind.read);
}

void Session::reload() {
  if (me_confirmed_) load_lists();
}

void Session::signed_out(base::Error error) {
  if (contract::is_of_proof(error)) return base::log::warn("A proof was not taken: {}", error.message);
  if (!transport_.has_endpoint()) return;
  const bool expired = me_ && me_->expires_at && me_->expires_at <= options_.clock();
  stream_.stop();
  each_list([](auto& list) { list.stop(); });
  me_confirmed_ = false;
  forget_missed();
  outbox_.set_line(false);
  inbox_.post(LineChanged{Line::offline, options_.clock(), {}, std::move(error)});
  inbox_.post(SignInNeeded{expired ? SignInNeeded::Why::expired : SignInNeeded::Why::refused});
}

// ---- what the stream names ----

void Session::changed(const contract::StreamChange& change) {
  const auto is = [&](const char* type) { return change.type == type; };
  if (is("form_answer") && !answers_wanted_) {
    if (change.change == "created") inbox_.post(AnswerArrived{change.id});
    return;
  }
  for (const auto& each : lists_)
    if (each->stream_type() == change.type) each->changed(change.id);
  // Beyond the lists:
  if (is("miniapp") && versions_.contains(change.id)) load_versions(change.id);
  if (is("version")) version_changed(change.id);
  if (is("security_job")) jobs_named_.insert(change.id);
  if (is("page")) page_changed(change.id);
  if (is("media") && change.id == open_media_) load_media_pages();
  if (is("feedback") && change.id == open_feedback_) load_feedback();
  if (is("feedback_flood") && floods_wanted_) load_floods();
  if (is("merchant") && change.id == open_merchant_) load_merchant();
  if (!open_version_.empty() &&
      (is("test_round") || is("feedback") || is("requirement") || change.id == open_version_))
    load_app_version();
  if (is("presence")) load_presence();
  if (is("alert")) {
    alerts_.changed(change.id);
    if (change.id == open_alert_) load_alert();
  }
  // What a test round tries is kept back from everyone until its version is live.
  // Approved pages and the names of providers are in the difference, too: a release is refused where it is
  // not the newest.
  if (is("category") || is("miniapp") || is("version") || is("release") || is("test_round") ||
      is("app_version") || is("page") || is("organisation"))
    diffs_changed();
}

/// A job names none of the alerts that it changes. While it goes on, its own progress is enough: all are
/// loaded when it has ended, and once.
void Session::take_news(Update update) {
  const auto look = [this](const std::vector<contract::SecurityJob>& jobs) {
    for (const auto& job : jobs)
      if (jobs_named_.erase(job.id) != 0 && is_over(job)) alerts_.reload_soon();
  };
  if (const auto* some = update.get_if<ThingsChanged<contract::SecurityJob>>()) look(some->items);
  if (const auto* all = update.get_if<ListLoaded<contract::SecurityJob>>(); all != nullptr && !all->cached)
    look(all->items);
  inbox_.post(std::move(update));
}

/// A version that is known belongs to its mini-app; a new one may belong to any that is shown.
void Session::version_changed(const std::string& version_id) {
  for (const auto& [miniapp_id, ids] : versions_) {
    if (!ids.contains(version_id)) continue;
    list(List::miniapps).changed(miniapp_id);
    return load_versions(miniapp_id);
  }
  for (const auto& [miniapp_id, ids] : versions_) load_versions(miniapp_id);
}

void Session::diffs_changed() {
  if (diffs_.empty() || diff_timer_ != 0) return;
  diff_timer_ = transport_.after(std::chrono::milliseconds(kDiffMs), [this] {
    diff_timer_ = 0;
    if (me_confirmed_)
      for (const auto ring : diffs_) load_diff(ring);
  });
}

// ---- writes ----

/// The list holds pages without their blocks; the open one is shown as it was answered.
void Session::take_page(std::string_view json) {
  auto page = contract::decode<contract::ContentPage>(json);
  if (!page) return;
  if (page->id == open_page_) inbox_.post(PageLoaded{page->id, *page, options_.clock()});
  if (page->id == versions_page_) load_page_versions();
  page->content = {};
  list(List::pages).put(contract::encode(*page));
}

/// The list holds items without their timelines; the open one is shown as it was answered.
void Session::take_feedback(std::string_view json) {
  auto feedback = contract::decode<contract::Feedback>(json);
  if (!feedback) return;
  if (feedback->id == open_feedback_) inbox_.post(FeedbackLoaded{feedback->id, *feedback, options_.clock()});
  feedback->timeline.clear();
  list(List::feedback).put(contract::encode(*feedback));
}

/// A list leaves out what the one that is shown has.
void Session::take_merchant(std::string_view json) {
  auto merchant = contract::decode<contract::Merchant>(json);
  if (!merchant) return;
  if (merchant->id == open_merchant_) inbox_.post(MerchantLoaded{merchant->id, *merchant, options_.clock()});
  contract::for_lists(*merchant);
  list(List::merchants).put(contract::encode(*merchant));
}

/// What the platform answered is news before the stream tells it.
void Session::answered(const Command& command, const HttpAnswer& answer) {
  if (command.operation == Operation::import_catalogue)
    return inbox_.post(ImportDone{contract::decode<contract::ImportReport>(answer.body)});
  const auto& call = contract::route(command.operation);
  if (call.answer != contract::Answer::one || call.response == nullptr) return;
  const std::string_view type = call.response()->name;
  const std::string first = command.ids.empty() ? std::string() : command.ids.front();
  if (type == contract::Version::kTypeName && versions_.contains(first)) return load_versions(first);
  if (type == contract::Alert::kTypeName) {
    if (const auto alert = contract::decode<contract::Alert>(answer.body)) alerts_.put(*alert);
    if (!first.empty() && first == open_alert_) load_alert();
    return;
  }
  for (const auto& each : lists_) {
    if (each->kind().type_name != type) continue;
    switch (each->kind().list) {
      case List::pages:
        return take_page(answer.body);
      case List::feedback:
        return take_feedback(answer.body);
      case List::merchants:
        return take_merchant(answer.body);
      default:
        return each->put(answer.body);
    }
  }
}

std::string Session::before(const Command& command) {
  if (!command.before.empty()) return command.before;
  if (command.if_match.empty() || command.ids.empty()) return {};
  for (const auto& each : lists_)
    if (each->change() == command.operation) return each->known(command.ids.back(), command.if_match);
  return {};
}

bool Session::flush() {
  const bool kept = keeper_.flush();
  return kept && outbox_.journalled();
}

}  // namespace stadtpult::client
