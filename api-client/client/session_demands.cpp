// What a session reads on demand: one thing, one list of a thing, a file; and once more where the line broke.

#include "api-client/base/crypto.hpp"
#include "api-client/base/log.hpp"
#include "api-client/client/session.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::client {
namespace {

using base::ErrorKind;
using contract::Operation;

constexpr int kCheckMs = 600'000;  // packages over a slow line
constexpr std::size_t kVersionsWatched = 32;

/// Why a list on demand cannot be read now; nullopt where it can.
std::optional<base::Error> why_not(bool confirmed, contract::Role role, Operation operation) {
  if (!confirmed)
    return base::fail(ErrorKind::unavailable, "this is read on the platform only",
                      std::string(kNoConnection));
  if (!contract::may(role, operation)) return base::fail(ErrorKind::forbidden, "this role does not read it");
  return std::nullopt;
}

}  // namespace

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
  load_shown<contract::DiffItem>(
      Operation::release_diff, {}, diffs_loading_[ring],
      [this, ring](base::Result<std::vector<contract::DiffItem>> items) {
        inbox_.post(DiffLoaded{ring, std::move(items), options_.clock()});
      },
      [this, ring] { load_diff(ring); }, query.text());
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
  if (me_confirmed_) list(List::form_answers).reload(me_->role);
}

void Session::page_changed(const std::string& page_id) {
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
                         std::function<void()> once_more, std::string_view query) {
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
  load_all<T>(transport_, *target,
              [this, &loading, answer = std::move(answer),
               once_more = std::move(once_more)](base::Result<std::vector<T>> items) {
                const bool again = ended(loading, items ? nullptr : &items.error());
                if (items || items.error().kind != ErrorKind::cancelled) answer(std::move(items));
                if (again) once_more();
              });
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

}  // namespace stadtpult::client
