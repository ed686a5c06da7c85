#include "api-client/client/session.hpp"

#include <fmt/format.h>

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
constexpr int kCheckMs = 600'000;  // packages over a slow line
constexpr int kMeAgainUnits = 5;
constexpr std::size_t kVersionsWatched = 32;

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

/// Why a list on demand cannot be read now; nullopt where it can.
std::optional<base::Error> why_not(bool confirmed, contract::Role role, Operation operation) {
  if (!confirmed)
    return base::fail(ErrorKind::unavailable, "this is read on the platform only",
                      std::string(kNoConnection));
  if (!contract::may(role, operation)) return base::fail(ErrorKind::forbidden, "this role does not read it");
  return std::nullopt;
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
      lists_(loading_, loading_, loading_, loading_, loading_, loading_, loading_, loading_, loading_,
             loading_, loading_, loading_, loading_, loading_, loading_, loading_, loading_, loading_,
             loading_, loading_, loading_, loading_, loading_),
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
    for (const auto list : {List::categories,    List::miniapps,     List::reviews,   List::reasons,
                            List::organisations, List::releases,     List::incidents, List::blocks,
                            List::security_jobs, List::rule_filters, List::pages,     List::media,
                            List::form_answers,  List::test_rounds,  List::feedback,  List::reply_templates,
                            List::requirements,  List::app_versions, List::merchants, List::offerings,
                            List::resources,     List::bookings,     List::devices})
      inbox_.post(ListFailed{list, error});
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
  each_list([this](auto& list) {
    if (is_wanted(list)) list.reload(me_->role);
  });
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
  inbox_.post(SignInNeeded{expired});
}

// ---- what the stream names ----

void Session::changed(const contract::StreamChange& change) {
  const auto is = [&](const char* type) { return change.type == type; };
  if (is("category")) std::get<0>(lists_).changed(change.id);
  if (is("miniapp")) {
    std::get<1>(lists_).changed(change.id);
    if (versions_.contains(change.id)) load_versions(change.id);
  }
  if (is("version")) version_changed(change.id);
  if (is("review")) std::get<2>(lists_).changed(change.id);
  if (is("reason")) std::get<3>(lists_).changed(change.id);
  if (is("organisation")) std::get<4>(lists_).changed(change.id);
  if (is("release")) std::get<5>(lists_).changed(change.id);
  if (is("incident")) std::get<6>(lists_).changed(change.id);
  if (is("block")) std::get<7>(lists_).changed(change.id);
  if (is("security_job")) {
    jobs_named_.insert(change.id);
    std::get<8>(lists_).changed(change.id);
  }
  if (is("rule_filter")) std::get<9>(lists_).changed(change.id);
  if (is("page")) page_changed(change.id);
  if (is("media")) {
    std::get<11>(lists_).changed(change.id);
    if (change.id == open_media_) load_media_pages();
  }
  if (is("form_answer")) answer_changed(change);
  if (is("test_round")) std::get<ListLoader<contract::TestRound>>(lists_).changed(change.id);
  if (is("feedback")) {
    std::get<ListLoader<contract::Feedback>>(lists_).changed(change.id);
    if (change.id == open_feedback_) load_feedback();
  }
  if (is("feedback_flood") && floods_wanted_) load_floods();
  if (is("reply_template")) std::get<ListLoader<contract::ReplyTemplate>>(lists_).changed(change.id);
  if (is("requirement")) std::get<ListLoader<contract::Requirement>>(lists_).changed(change.id);
  if (is("merchant")) {
    std::get<ListLoader<contract::Merchant>>(lists_).changed(change.id);
    if (change.id == open_merchant_) load_merchant();
  }
  if (is("offering")) std::get<ListLoader<contract::Offering>>(lists_).changed(change.id);
  if (is("resource")) std::get<ListLoader<contract::Resource>>(lists_).changed(change.id);
  if (is("device")) std::get<ListLoader<contract::Device>>(lists_).changed(change.id);
  if (is("booking")) std::get<ListLoader<contract::Booking>>(lists_).changed(change.id);
  if (is("app_version")) std::get<ListLoader<contract::AppVersion>>(lists_).changed(change.id);
  if (!open_version_.empty() &&
      (is("test_round") || is("feedback") || is("requirement") || change.id == open_version_))
    load_app_version();
  if (is("presence")) load_presence();
  if (is("alert")) {
    alerts_.changed(change.id);
    if (change.id == open_alert_) load_alert();
  }
  // What a test round tries is kept back from everyone until its version is live.
  if (is("category") || is("miniapp") || is("version") || is("release") || is("test_round") ||
      is("app_version"))
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
    std::get<1>(lists_).changed(miniapp_id);
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

// ---- on demand ----

bool Session::begins(Loading& loading) {
  loading.again = loading.under_way;
  if (loading.under_way) return false;
  loading = {.under_way = true, .line = lines_};
  return true;
}

/// A line that came back while somebody still waited is worth one more try. A platform that is there and has
/// no answer is asked with the next line only.
bool Session::ended(Loading& loading, const base::Error* error) {
  loading.under_way = false;
  loading.missed =
      error != nullptr && (error->kind == ErrorKind::unavailable || error->kind == ErrorKind::cancelled);
  const bool line_is_back = loading.line != lines_ && me_confirmed_ && stream_.live();
  return std::exchange(loading.again, false) || (loading.missed && line_is_back);
}

template <typename Visit>
void Session::each_single(Visit&& visit) {
  visit(alert_, &Session::load_alert);
  visit(page_, &Session::load_page);
  visit(versions_of_page_, &Session::load_page_versions);
  visit(pages_of_media_, &Session::load_media_pages);
  visit(feedback_, &Session::load_feedback_item);
  visit(similar_, &Session::load_similar);
  visit(gate_, &Session::load_gate);
  visit(burnup_, &Session::load_burnup);
  visit(merchant_, &Session::load_merchant);
  visit(floods_, &Session::load_floods);
  visit(rules_, &Session::load_rules);
  visit(layers_, &Session::load_layers);
  visit(presence_, &Session::load_presence);
}

void Session::repeat_missed() {
  if (!me_confirmed_ || !stream_.live()) return;
  each_single([this](const Loading& loading, void (Session::*load)()) {
    if (loading.missed) (this->*load)();
  });
  for (const auto& [ids, loading] : page_versions_loading_)
    if (loading.missed) load_page_version(ids.first, ids.second);
  for (const auto& [miniapp_id, loading] : versions_loading_)
    if (loading.missed && versions_.contains(miniapp_id)) load_versions(miniapp_id);
  for (const auto& [ring, loading] : diffs_loading_)
    if (loading.missed) load_diff(ring);
}

void Session::forget_missed() {
  each_single([](Loading& loading, void (Session::*)()) { loading.missed = false; });
  for (auto& [ids, loading] : page_versions_loading_) loading.missed = false;
  for (auto& [miniapp_id, loading] : versions_loading_) loading.missed = false;
  for (auto& [ring, loading] : diffs_loading_) loading.missed = false;
}

void Session::need_versions(const std::string& miniapp_id) {
  if (versions_.size() >= kVersionsWatched && !versions_.contains(miniapp_id))
    versions_.erase(versions_.begin());
  versions_.try_emplace(miniapp_id);
  inbox_.post(DemandLoading{DemandLoading::What::versions, miniapp_id});
  load_versions(miniapp_id);
}

/// Once it is known who asks: with everything else.
void Session::load_versions(const std::string& miniapp_id) {
  if (!me_confirmed_) return;
  load_shown<contract::Version>(
      Operation::list_versions, miniapp_id, versions_loading_[miniapp_id],
      [this, miniapp_id](base::Result<std::vector<contract::Version>> versions) {
        if (const auto at = versions_.find(miniapp_id); at != versions_.end() && versions) {
          at->second.clear();
          for (const auto& each : *versions) at->second.insert(each.id);
        }
        inbox_.post(VersionsLoaded{miniapp_id, std::move(versions), options_.clock()});
      },
      [this, miniapp_id] { load_versions(miniapp_id); });
}

void Session::need_diff(contract::Ring ring) {
  diffs_.insert(ring);
  inbox_.post(DemandLoading{DemandLoading::What::diff, contract::enum_name(ring)});
  if (me_confirmed_) load_diff(ring);
}

void Session::load_diff(contract::Ring ring) {
  Query query;
  query.add("ring", contract::enum_name(ring));
  const auto etag = std::make_shared<std::string>();
  load_shown<contract::DiffItem>(
      Operation::release_diff, {}, diffs_loading_[ring],
      [this, ring, etag](base::Result<std::vector<contract::DiffItem>> items) {
        inbox_.post(DiffLoaded{ring, std::move(items), options_.clock(), *etag});
      },
      [this, ring] { load_diff(ring); }, query.text(), etag);
}

void Session::need_audit(const std::string& query, const std::string& cursor) {
  inbox_.post(DemandLoading{DemandLoading::What::audit, query});
  const auto answer = [this, query, cursor](base::Result<contract::Page<contract::AuditRecord>> page) {
    inbox_.post(AuditLoaded{query, cursor, std::move(page), options_.clock()});
  };
  if (!me_confirmed_)
    return answer(base::fail(ErrorKind::unavailable, "the audit record is read on the platform only",
                             std::string(kNoConnection)));
  if (!contract::may(me_->role, Operation::list_audit))
    return answer(base::fail(ErrorKind::forbidden, "this role does not read the audit record"));
  Query whole;
  whole.append(query);
  if (query.find("limit=") == std::string::npos) whole.add("limit", "200");
  if (query.find("sort=") == std::string::npos) whole.add("sort", "-id");
  if (!cursor.empty()) whole.add("cursor", cursor);
  transport_.send(reading(*target_of(Operation::list_audit, {}, whole.text())),
                  [answer](base::Result<HttpAnswer> got) {
                    if (!got) return answer(got.error());
                    if (!got->ok()) return answer(error_of(*got));
                    answer(contract::decode_page<contract::AuditRecord>(got->body));
                  });
}

void Session::need_alert(const std::string& alert_id) {
  open_alert_ = alert_id;
  inbox_.post(DemandLoading{DemandLoading::What::alert, alert_id});
  load_alert();
}

void Session::load_alert() {
  load_one<contract::Alert>(
      Operation::get_alert, {&open_alert_, 1}, alert_,
      [this, id = open_alert_](base::Result<contract::Alert> alert) {
        inbox_.post(AlertLoaded{id, std::move(alert), options_.clock()});
      },
      [this] {
        if (!open_alert_.empty()) load_alert();
      });
}

// ---- the page that is open ----

void Session::need_page(const std::string& page_id) {
  open_page_ = page_id;
  inbox_.post(DemandLoading{DemandLoading::What::page, page_id});
  load_page();
}

void Session::need_page_versions(const std::string& page_id) {
  if (page_id != std::exchange(versions_page_, page_id))
    std::erase_if(page_versions_loading_, [](const auto& each) { return !each.second.under_way; });
  inbox_.post(DemandLoading{DemandLoading::What::page_versions, page_id});
  load_page_versions();
}

/// A version never changes: it is not read again behind itself.
void Session::need_page_version(const std::string& page_id, const std::string& version_id) {
  if (!page_versions_loading_[{page_id, version_id}].under_way) load_page_version(page_id, version_id);
}

void Session::load_page_version(const std::string& page_id, const std::string& version_id) {
  const std::string ids[] = {page_id, version_id};
  load_one<contract::PageVersion>(
      Operation::get_page_version, ids, page_versions_loading_[{page_id, version_id}],
      [this, page_id, version_id](base::Result<contract::PageVersion> version) {
        inbox_.post(PageVersionLoaded{page_id, version_id, std::move(version)});
      },
      [this, page_id, version_id] { load_page_version(page_id, version_id); });
}

void Session::need_form_answers() {
  answers_wanted_ = true;
  if (me_confirmed_) std::get<ListLoader<contract::FormAnswer>>(lists_).reload(me_->role);
}

void Session::answer_changed(const contract::StreamChange& change) {
  if (answers_wanted_)
    std::get<ListLoader<contract::FormAnswer>>(lists_).changed(change.id);
  else if (change.change == "created")
    inbox_.post(AnswerArrived{change.id});
}

void Session::page_changed(const std::string& page_id) {
  std::get<10>(lists_).changed(page_id);
  if (page_id == open_page_) load_page();
  if (page_id == versions_page_) load_page_versions();
}

void Session::load_page() {
  load_one<contract::ContentPage>(
      Operation::get_page, {&open_page_, 1}, page_,
      [this, id = open_page_](base::Result<contract::ContentPage> page) {
        inbox_.post(PageLoaded{id, std::move(page), options_.clock()});
      },
      [this] {
        if (!open_page_.empty()) load_page();
      });
}

template <typename T>
void Session::load_one(Operation operation, std::span<const std::string> ids, Loading& loading,
                       std::function<void(base::Result<T>)> answer, std::function<void()> once_more) {
  if (auto error = why_not(me_confirmed_, me_ ? me_->role : contract::Role{}, operation)) {
    loading.missed = error->kind == ErrorKind::unavailable;
    return answer(std::move(*error));
  }
  const auto target = target_of(operation, ids);
  if (!target) {
    loading.missed = false;
    return answer(target.error());
  }
  if (!begins(loading)) return;
  transport_.send(reading(*target), [this, &loading, answer = std::move(answer),
                                     once_more = std::move(once_more)](base::Result<HttpAnswer> got) {
    auto result = !got        ? base::Result<T>(got.error())
                  : got->ok() ? contract::decode<T>(got->body)
                              : base::Result<T>(error_of(*got));
    const bool again = ended(loading, result ? nullptr : &result.error());
    if (result || result.error().kind != ErrorKind::cancelled) answer(std::move(result));
    if (again) once_more();
  });
}

void Session::load_page_versions() {
  load_shown<contract::PageVersion>(
      Operation::list_page_versions, versions_page_, versions_of_page_,
      [this, id = versions_page_](base::Result<std::vector<contract::PageVersion>> versions) {
        inbox_.post(PageVersionsLoaded{id, std::move(versions), options_.clock()});
      },
      [this] {
        if (!versions_page_.empty()) load_page_versions();
      });
}

template <typename T>
void Session::load_shown(Operation operation, const std::string& id, Loading& loading,
                         std::function<void(base::Result<std::vector<T>>)> answer,
                         std::function<void()> once_more, std::string_view query,
                         const std::shared_ptr<std::string>& etag) {
  if (auto error = why_not(me_confirmed_, me_ ? me_->role : contract::Role{}, operation)) {
    loading.missed = error->kind == ErrorKind::unavailable;
    return answer(std::move(*error));
  }
  const auto target = target_of(operation, {&id, id.empty() ? 0U : 1U}, query);
  if (!target) {
    loading.missed = false;
    return answer(target.error());
  }
  if (!begins(loading)) return;
  load_all<T>(
      transport_, *target,
      [this, &loading, answer = std::move(answer),
       once_more = std::move(once_more)](base::Result<std::vector<T>> items) {
        const bool again = ended(loading, items ? nullptr : &items.error());
        if (items || items.error().kind != ErrorKind::cancelled) answer(std::move(items));
        if (again) once_more();
      },
      etag);
}

// ---- the media library ----

void Session::need_media_pages(const std::string& media_id) {
  open_media_ = media_id;
  inbox_.post(DemandLoading{DemandLoading::What::media_pages, media_id});
  load_media_pages();
}

void Session::load_media_pages() {
  load_shown<contract::ContentPage>(
      Operation::list_media_pages, open_media_, pages_of_media_,
      [this, id = open_media_](base::Result<std::vector<contract::ContentPage>> pages) {
        inbox_.post(MediaPagesLoaded{id, std::move(pages), options_.clock()});
      },
      [this] {
        if (!open_media_.empty()) load_media_pages();
      });
}

void Session::load_bytes(Operation operation, std::span<const std::string> ids, std::string_view query,
                         std::function<void(base::Result<std::string>)> answer) {
  if (auto error = why_not(me_confirmed_, me_ ? me_->role : contract::Role{}, operation))
    return answer(std::move(*error));
  const auto target = target_of(operation, ids, query);
  if (!target) return answer(target.error());
  transport_.send(reading(*target), [answer = std::move(answer)](base::Result<HttpAnswer> got) {
    if (!got) return answer(got.error());
    if (!got->ok()) return answer(error_of(*got));
    answer(std::move(got->body));
  });
}

void Session::load_media_bytes(const std::string& media_id) {
  const std::string ids[] = {media_id};
  const bool of_feedback = media_id.starts_with("fbk_");
  load_bytes(of_feedback ? Operation::get_feedback_picture : Operation::get_media_content, ids, "",
             [this, media_id](base::Result<std::string> bytes) {
               inbox_.post(MediaBytesLoaded{media_id, std::move(bytes)});
             });
}

void Session::download(Operation operation, std::span<const std::string> ids, const std::string& query,
                       const std::string& name) {
  load_bytes(operation, ids, query, [this, name](base::Result<std::string> bytes) {
    inbox_.post(Downloaded{name, std::move(bytes)});
  });
}

// ---- the test phase ----

void Session::need_feedback(const std::string& feedback_id) {
  open_feedback_ = feedback_id;
  inbox_.post(DemandLoading{DemandLoading::What::feedback, feedback_id});
  load_feedback();
}

void Session::load_feedback() {
  load_feedback_item();
  load_similar();
}

// Each is read once more behind itself alone: two that call each other again would never end.
void Session::load_feedback_item() {
  load_one<contract::Feedback>(
      Operation::get_feedback, {&open_feedback_, 1}, feedback_,
      [this, id = open_feedback_](base::Result<contract::Feedback> feedback) {
        inbox_.post(FeedbackLoaded{id, std::move(feedback), options_.clock()});
      },
      [this] {
        if (!open_feedback_.empty()) load_feedback_item();
      });
}

void Session::load_similar() {
  load_shown<contract::SimilarFeedback>(
      Operation::list_similar_feedback, open_feedback_, similar_,
      [this, id = open_feedback_](base::Result<std::vector<contract::SimilarFeedback>> items) {
        inbox_.post(SimilarLoaded{id, std::move(items), options_.clock()});
      },
      [this] {
        if (!open_feedback_.empty()) load_similar();
      });
}

void Session::need_app_version(const std::string& version_id) {
  open_version_ = version_id;
  inbox_.post(DemandLoading{DemandLoading::What::app_version, version_id});
  load_app_version();
}

void Session::load_app_version() {
  load_gate();
  load_burnup();
}

void Session::load_gate() {
  load_one<contract::GoLiveGate>(
      Operation::go_live_gate, {&open_version_, 1}, gate_,
      [this, id = open_version_](base::Result<contract::GoLiveGate> gate) {
        inbox_.post(GateLoaded{id, std::move(gate), options_.clock()});
      },
      [this] {
        if (!open_version_.empty()) load_gate();
      });
}

void Session::load_burnup() {
  load_shown<contract::BurnupPoint>(
      Operation::list_burnup, open_version_, burnup_,
      [this, id = open_version_](base::Result<std::vector<contract::BurnupPoint>> points) {
        inbox_.post(BurnupLoaded{id, std::move(points), options_.clock()});
      },
      [this] {
        if (!open_version_.empty()) load_burnup();
      });
}

void Session::need_floods() {
  floods_wanted_ = true;
  inbox_.post(DemandLoading{DemandLoading::What::floods, ""});
  load_floods();
}

void Session::load_floods() {
  load_shown<contract::FeedbackFlood>(
      Operation::list_feedback_floods, {}, floods_,
      [this](base::Result<std::vector<contract::FeedbackFlood>> floods) {
        inbox_.post(FloodsLoaded{std::move(floods), options_.clock()});
      },
      [this] {
        if (floods_wanted_) load_floods();
      });
}

// ---- merchants ----

void Session::need_merchant(const std::string& merchant_id) {
  open_merchant_ = merchant_id;
  inbox_.post(DemandLoading{DemandLoading::What::merchant, merchant_id});
  load_merchant();
}

void Session::load_merchant() {
  load_one<contract::Merchant>(
      Operation::get_merchant, {&open_merchant_, 1}, merchant_,
      [this, id = open_merchant_](base::Result<contract::Merchant> merchant) {
        inbox_.post(MerchantLoaded{id, std::move(merchant), options_.clock()});
      },
      [this] {
        if (!open_merchant_.empty()) load_merchant();
      });
}

void Session::sign_in_with_code(const Platform& platform, const contract::CodeSignIn& wish) {
  const auto done = [this](base::Result<contract::SignInToken> token) {
    inbox_.post(CodeTaken{std::move(token)});
  };
  const auto set = transport_.set_endpoint(endpoint_of(platform, ""));
  if (!set) return done(set.error());
  HttpRequest request;
  request.method = contract::Method::post;
  request.target = *target_of(Operation::sign_in_with_code);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::make_shared<const std::string>(contract::encode_new(wish));
  transport_.send(std::move(request), [done](base::Result<HttpAnswer> answer) {
    if (!answer) return done(answer.error());
    if (!answer->ok()) return done(error_of(*answer));
    done(contract::decode<contract::SignInToken>(answer->body));
  });
}

// ---- what citizens sent ----

void Session::export_answers(const contract::FormExport& wish, const std::string& path) {
  const auto answer = [this, path](base::Result<contract::FormExported> file) {
    inbox_.post(AnswersExported{path, std::move(file)});
  };
  if (auto error = why_not(me_confirmed_, me_ ? me_->role : contract::Role{}, Operation::export_form_answers))
    return answer(std::move(*error));
  HttpRequest request;
  request.method = contract::Method::post;
  request.target = *target_of(Operation::export_form_answers);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::make_shared<const std::string>(contract::encode_new(wish));
  transport_.send(std::move(request), [answer](base::Result<HttpAnswer> got) {
    if (!got) return answer(got.error());
    if (!got->ok()) return answer(error_of(*got));
    answer(contract::decode<contract::FormExported>(got->body));
  });
}

// ---- who looks at what ----

void Session::look_at(const std::string& object_id) {
  if (!looking_at_.empty() && looking_at_ != object_id) tell_presence(looking_at_, false);
  looking_at_ = object_id;
  if (!looking_at_.empty()) tell_presence(looking_at_, true);
}

void Session::tell_presence(const std::string& object_id, bool present) {
  if (!me_confirmed_ || !contract::may(me_->role, Operation::set_presence)) return;
  contract::Presence body;
  body.object_id = object_id;
  body.present = present;
  HttpRequest request;
  request.method = contract::Method::post;
  request.target = *target_of(Operation::set_presence);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::make_shared<const std::string>(contract::encode_new(body));
  transport_.send(std::move(request), [](base::Result<HttpAnswer> answer) {
    if (!answer || !answer->ok()) base::log::debug("presence was not told");
  });
}

void Session::load_presence() {
  if (!me_confirmed_ || !contract::may(me_->role, Operation::list_presence)) return;
  if (!begins(presence_)) return;
  HttpRequest request;
  request.target = *target_of(Operation::list_presence);
  transport_.send(std::move(request), [this](base::Result<HttpAnswer> got) {
    auto people = !got        ? base::Result<contract::Page<contract::Presence>>(got.error())
                  : got->ok() ? contract::decode_page<contract::Presence>(got->body)
                              : base::Result<contract::Page<contract::Presence>>(error_of(*got));
    const bool again = ended(presence_, people ? nullptr : &people.error());
    if (people) inbox_.post(PresenceLoaded{std::move(people->items)});
    if (again) load_presence();
  });
}

void Session::reveal(const std::string& pseudonym, const std::string& reason) {
  inbox_.post(DemandLoading{DemandLoading::What::reveal, pseudonym});
  const auto done = [this, pseudonym](base::Result<std::string> value) {
    inbox_.post(Revealed{pseudonym, std::move(value), options_.clock()});
  };
  if (!me_confirmed_)
    return done(
        base::fail(ErrorKind::unavailable, "this is read on the platform only", std::string(kNoConnection)));
  contract::Reveal body;
  body.pseudonym = pseudonym;
  body.reason = reason;
  HttpRequest request;
  request.method = contract::Method::post;
  request.target = *target_of(Operation::reveal_pseudonym);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::make_shared<const std::string>(contract::encode_new(body));
  transport_.send(std::move(request), [done](base::Result<HttpAnswer> answer) {
    if (!answer) return done(answer.error());
    if (!answer->ok()) return done(error_of(*answer));
    auto shown = contract::decode<contract::Reveal>(answer->body);
    done(shown ? base::Result<std::string>(std::move(shown->value))
               : base::Result<std::string>(shown.error()));
  });
}

void Session::need_rules() {
  inbox_.post(DemandLoading{DemandLoading::What::rules, ""});
  load_rules();
}

void Session::load_rules() {
  load_shown<contract::DetectionRule>(
      Operation::list_detection_rules, {}, rules_,
      [this](base::Result<std::vector<contract::DetectionRule>> rules) {
        inbox_.post(RulesLoaded{std::move(rules), options_.clock()});
      },
      [this] { load_rules(); });
}

void Session::need_layers() {
  inbox_.post(DemandLoading{DemandLoading::What::layers, ""});
  load_layers();
}

void Session::load_layers() {
  load_shown<contract::ProtectionLayer>(
      Operation::list_protection_layers, {}, layers_,
      [this](base::Result<std::vector<contract::ProtectionLayer>> layers) {
        inbox_.post(LayersLoaded{std::move(layers), options_.clock()});
      },
      [this] { load_layers(); });
}

void Session::check(const std::string& tag, std::string bytes, std::string content_type) {
  if (!me_confirmed_)
    return inbox_.post(
        CheckDone{tag, base::fail(ErrorKind::unavailable, "packages are checked by the platform",
                                  std::string(kNoConnection))});
  HttpRequest request;
  request.method = contract::Method::post;
  request.target = *target_of(Operation::check_package);
  request.headers = {
      {"Content-Type", content_type.empty() ? std::string(contract::kPackageType) : content_type},
      {"Idempotency-Key", base::new_id("chk_")}};
  request.body = std::make_shared<const std::string>(std::move(bytes));
  request.timeout_ms = kCheckMs;
  request.tries = 3;
  transport_.send(std::move(request), [this, tag](base::Result<HttpAnswer> got) {
    if (!got) return inbox_.post(CheckDone{tag, got.error()});
    if (!got->ok()) return inbox_.post(CheckDone{tag, error_of(*got)});
    inbox_.post(CheckDone{tag, contract::decode<contract::CheckReport>(got->body)});
  });
}

// ---- writes ----

template <typename T>
void Session::take_answer(std::string_view json) {
  if (const auto item = contract::decode<T>(json)) std::get<ListLoader<T>>(lists_).put(*item, json);
}

/// The list holds pages without their blocks; the open one is shown as it was answered.
void Session::take_page(std::string_view json) {
  auto page = contract::decode<contract::ContentPage>(json);
  if (!page) return;
  if (page->id == open_page_) inbox_.post(PageLoaded{page->id, *page, options_.clock()});
  if (page->id == versions_page_) load_page_versions();
  page->content = {};
  std::get<10>(lists_).put(*page, contract::encode(*page));
}

/// The list holds items without their timelines; the open one is shown as it was answered.
void Session::take_feedback(std::string_view json) {
  auto feedback = contract::decode<contract::Feedback>(json);
  if (!feedback) return;
  if (feedback->id == open_feedback_) inbox_.post(FeedbackLoaded{feedback->id, *feedback, options_.clock()});
  feedback->timeline.clear();
  std::get<ListLoader<contract::Feedback>>(lists_).put(*feedback, contract::encode(*feedback));
}

/// A list leaves out what the one that is shown has.
void Session::take_merchant(std::string_view json) {
  auto merchant = contract::decode<contract::Merchant>(json);
  if (!merchant) return;
  if (merchant->id == open_merchant_) inbox_.post(MerchantLoaded{merchant->id, *merchant, options_.clock()});
  contract::for_lists(*merchant);
  std::get<ListLoader<contract::Merchant>>(lists_).put(*merchant, contract::encode(*merchant));
}

/// What the platform answered is news before the stream tells it.
void Session::answered(const Command& command, const HttpAnswer& answer) {
  switch (command.operation) {
    case Operation::create_category:
    case Operation::change_category:
      return take_answer<contract::Category>(answer.body);
    case Operation::create_miniapp:
    case Operation::change_miniapp:
      return take_answer<contract::Miniapp>(answer.body);
    case Operation::change_review:
      return take_answer<contract::Review>(answer.body);
    case Operation::create_reason:
    case Operation::change_reason:
      return take_answer<contract::Reason>(answer.body);
    case Operation::create_organisation:
    case Operation::change_organisation:
      return take_answer<contract::Organisation>(answer.body);
    case Operation::create_release:
    case Operation::change_release:
      return take_answer<contract::Release>(answer.body);
    case Operation::change_alert:
      if (const auto alert = contract::decode<contract::Alert>(answer.body)) alerts_.put(*alert);
      if (!command.ids.empty() && command.ids.front() == open_alert_) load_alert();
      return;
    case Operation::create_page:
    case Operation::change_page:
      return take_page(answer.body);
    case Operation::create_media:
    case Operation::change_media:
      return take_answer<contract::Media>(answer.body);
    case Operation::change_form_answer:
      return take_answer<contract::FormAnswer>(answer.body);
    case Operation::create_feedback:
    case Operation::change_feedback:
    case Operation::redact_feedback:
      return take_feedback(answer.body);
    case Operation::create_test_round:
    case Operation::change_test_round:
    case Operation::create_invitations:
      return take_answer<contract::TestRound>(answer.body);
    case Operation::create_reply_template:
    case Operation::change_reply_template:
      return take_answer<contract::ReplyTemplate>(answer.body);
    case Operation::create_requirement:
    case Operation::change_requirement:
    case Operation::add_evidence:
    case Operation::sign_requirement:
      return take_answer<contract::Requirement>(answer.body);
    case Operation::create_merchant:
    case Operation::change_merchant:
    case Operation::act_on_merchant:
    case Operation::add_merchant_proof:
      return take_merchant(answer.body);
    case Operation::create_offering:
    case Operation::change_offering:
    case Operation::act_on_offering:
      return take_answer<contract::Offering>(answer.body);
    case Operation::create_resource:
    case Operation::change_resource:
      return take_answer<contract::Resource>(answer.body);
    case Operation::create_booking:
    case Operation::change_booking:
      return take_answer<contract::Booking>(answer.body);
    case Operation::create_app_version:
    case Operation::change_app_version:
      return take_answer<contract::AppVersion>(answer.body);
    case Operation::create_incident:
    case Operation::change_incident:
      return take_answer<contract::Incident>(answer.body);
    case Operation::create_block:
    case Operation::change_block:
      return take_answer<contract::Block>(answer.body);
    case Operation::change_device:
      return take_answer<contract::Device>(answer.body);
    case Operation::create_rule_filter:
    case Operation::change_rule_filter:
      return take_answer<contract::RuleFilter>(answer.body);
    case Operation::create_security_job:
    case Operation::change_security_job:
      return take_answer<contract::SecurityJob>(answer.body);
    case Operation::create_version:
    case Operation::change_version:
      if (!command.ids.empty() && versions_.contains(command.ids.front())) load_versions(command.ids.front());
      return;
    case Operation::import_catalogue:
      return inbox_.post(ImportDone{contract::decode<contract::ImportReport>(answer.body)});
    default:
      return;
  }
}

std::string Session::before(const Command& command) {
  if (!command.before.empty()) return command.before;
  if (command.if_match.empty() || command.ids.empty()) return {};
  const auto known = [&]<typename T>(ListLoader<T>& list) {
    return list.known(command.ids.back(), command.if_match);
  };
  switch (command.operation) {
    case Operation::change_category:
      return known(std::get<0>(lists_));
    case Operation::change_miniapp:
      return known(std::get<1>(lists_));
    case Operation::change_review:
      return known(std::get<2>(lists_));
    case Operation::change_reason:
      return known(std::get<3>(lists_));
    case Operation::change_organisation:
      return known(std::get<4>(lists_));
    case Operation::change_release:
      return known(std::get<5>(lists_));
    case Operation::change_incident:
      return known(std::get<6>(lists_));
    case Operation::change_block:
      return known(std::get<7>(lists_));
    case Operation::change_device:
      return known(std::get<ListLoader<contract::Device>>(lists_));
    case Operation::change_security_job:
      return known(std::get<8>(lists_));
    case Operation::change_rule_filter:
      return known(std::get<9>(lists_));
    case Operation::change_page:
      return known(std::get<10>(lists_));
    case Operation::change_media:
      return known(std::get<11>(lists_));
    case Operation::change_test_round:
      return known(std::get<ListLoader<contract::TestRound>>(lists_));
    case Operation::change_feedback:
      return known(std::get<ListLoader<contract::Feedback>>(lists_));
    case Operation::change_reply_template:
      return known(std::get<ListLoader<contract::ReplyTemplate>>(lists_));
    case Operation::change_requirement:
      return known(std::get<ListLoader<contract::Requirement>>(lists_));
    case Operation::change_app_version:
      return known(std::get<ListLoader<contract::AppVersion>>(lists_));
    case Operation::change_merchant:
      return known(std::get<ListLoader<contract::Merchant>>(lists_));
    case Operation::change_offering:
      return known(std::get<ListLoader<contract::Offering>>(lists_));
    case Operation::change_resource:
      return known(std::get<ListLoader<contract::Resource>>(lists_));
    case Operation::change_booking:
      return known(std::get<ListLoader<contract::Booking>>(lists_));
    default:
      return {};
  }
}

bool Session::flush() {
  const bool kept = keeper_.flush();
  return kept && outbox_.journalled();
}

}  // namespace stadtpult::client
