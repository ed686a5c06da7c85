#include "api-client/client/state.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "api-client/contract/audit_line.hpp"

namespace stadtpult::client {

template <typename T>
void Things<T>::put(T item) {
  const auto [at, added] = index.try_emplace(item.id, static_cast<std::uint32_t>(items.size()));
  if (added)
    items.push_back(std::move(item));
  else if (items[at->second].revision <= item.revision)
    items[at->second] = std::move(item);
}

template <typename T>
void Things<T>::reset(std::vector<T> all) {
  items = std::move(all);
  index.clear();
  index.reserve(items.size());
  for (std::uint32_t i = 0; i < items.size(); ++i) index.emplace(items[i].id, i);
}

template <typename T>
void Things<T>::erase(std::string_view id) {
  const auto at = index.find(std::string(id));
  if (at == index.end()) return;
  const std::uint32_t hole = at->second;
  index.erase(at);
  if (hole + 1 != items.size()) {
    items[hole] = std::move(items.back());
    index.at(items[hole].id) = hole;
  }
  items.pop_back();
}

template struct Things<contract::Category>;
template struct Things<contract::Miniapp>;
template struct Things<contract::Review>;
template struct Things<contract::Reason>;
template struct Things<contract::Organisation>;
template struct Things<contract::Release>;
template struct Things<contract::Incident>;
template struct Things<contract::Block>;
template struct Things<contract::SecurityJob>;
template struct Things<contract::RuleFilter>;
template struct Things<contract::ContentPage>;
template struct Things<contract::Media>;
template struct Things<contract::FormAnswer>;
template struct Things<contract::TestRound>;
template struct Things<contract::Feedback>;
template struct Things<contract::ReplyTemplate>;
template struct Things<contract::Requirement>;
template struct Things<contract::AppVersion>;
template struct Things<contract::Merchant>;
template struct Things<contract::Offering>;
template struct Things<contract::Resource>;
template struct Things<contract::Booking>;
template struct Things<contract::Device>;

namespace {

/// Where State holds one of its lists.
template <typename T>
struct HeldList {
  List list;
  Held<T> State::*held;
  std::optional<contract::Operation> change = {};  ///< what waits of it is laid over the things
};

/// A row for each list, in the order of List.
constexpr auto kHeldLists = std::make_tuple(
    HeldList<contract::Category>{List::categories, &State::categories, contract::Operation::change_category},
    HeldList<contract::Miniapp>{List::miniapps, &State::miniapps, contract::Operation::change_miniapp},
    HeldList<contract::Review>{List::reviews, &State::reviews},
    HeldList<contract::Reason>{List::reasons, &State::reasons, contract::Operation::change_reason},
    HeldList<contract::Organisation>{List::organisations, &State::organisations,
                                     contract::Operation::change_organisation},
    HeldList<contract::Release>{List::releases, &State::releases},
    HeldList<contract::Incident>{List::incidents, &State::incidents, contract::Operation::change_incident},
    HeldList<contract::Block>{List::blocks, &State::blocks},
    HeldList<contract::SecurityJob>{List::security_jobs, &State::security_jobs},
    HeldList<contract::RuleFilter>{List::rule_filters, &State::rule_filters},
    HeldList<contract::ContentPage>{List::pages, &State::pages, contract::Operation::change_page},
    HeldList<contract::Media>{List::media, &State::media, contract::Operation::change_media},
    HeldList<contract::FormAnswer>{List::form_answers, &State::form_answers,
                                   contract::Operation::change_form_answer},
    HeldList<contract::TestRound>{List::test_rounds, &State::test_rounds,
                                  contract::Operation::change_test_round},
    HeldList<contract::Feedback>{List::feedback, &State::feedback, contract::Operation::change_feedback},
    HeldList<contract::ReplyTemplate>{List::reply_templates, &State::reply_templates,
                                      contract::Operation::change_reply_template},
    HeldList<contract::Requirement>{List::requirements, &State::requirements,
                                    contract::Operation::change_requirement},
    HeldList<contract::AppVersion>{List::app_versions, &State::app_versions,
                                   contract::Operation::change_app_version},
    HeldList<contract::Merchant>{List::merchants, &State::merchants, contract::Operation::change_merchant},
    HeldList<contract::Offering>{List::offerings, &State::offerings, contract::Operation::change_offering},
    HeldList<contract::Resource>{List::resources, &State::resources, contract::Operation::change_resource},
    HeldList<contract::Booking>{List::bookings, &State::bookings, contract::Operation::change_booking},
    HeldList<contract::Device>{List::devices, &State::devices});

/// Calls `visit` with each row.
template <typename Visit>
constexpr void each_held(Visit&& visit) {
  std::apply([&](const auto&... row) { (visit(row), ...); }, kHeldLists);
}

constexpr bool in_order() {
  int at = 0;
  bool fits = true;
  each_held([&](const auto& row) { fits = fits && static_cast<int>(row.list) == at++; });
  return fits && at == static_cast<int>(List::devices) + 1;
}
static_assert(in_order(), "each list has its row");

/// The list of State that holds things of this type.
template <typename T>
Held<T>& held(State& state) {
  return state.*std::get<HeldList<T>>(kHeldLists).held;
}

template <typename Visit>
void with_list(State& state, List list, Visit&& visit) {
  each_held([&](const auto& row) {
    if (row.list == list) visit(state.*row.held);
  });
}

// ---- changes that wait are laid over what the platform has ----

/// Shows the platform's values again.
template <typename T>
void uncover(Held<T>& list) {
  auto* things = list.remote.edit();
  for (auto& [id, item] : list.confirmed)
    if (things != nullptr && things->index.contains(id))
      things->items[things->index.at(id)] = std::move(item);
  list.confirmed.clear();
}

/// What is only on its way in (a note, a reason) is part of the change and not of the thing.
template <typename T>
void forget_words(T& thing) {
  contract::for_each_field<T>([&](const auto& each) {
    using M = std::decay_t<decltype(thing.*each.member)>;
    if constexpr (std::is_same_v<M, std::string>)
      if (!each.rule.stored && !each.rule.read_only) (thing.*each.member).clear();
  });
}

/// Lays the waiting patches over the items.
template <typename T>
void cover(Held<T>& list) {
  auto* things = list.remote.edit();
  if (things == nullptr) return;
  for (const auto& [id, bodies] : list.patches) {
    const auto at = things->index.find(id);
    if (at == things->index.end()) continue;
    T& shown = things->items[at->second];
    list.confirmed.emplace(id, shown);
    for (const auto& body : bodies)
      if (auto next = contract::decode_patch(body, shown)) {
        shown = std::move(*next);
        forget_words(shown);
      }
  }
}

/// The patches of this operation that are on their way. A conflict shows the platform's value until it is
/// decided.
template <typename T>
void take_patches(Held<T>& list, const std::vector<OutboxEntry>& outbox, contract::Operation operation) {
  std::map<std::string, std::vector<std::string>, std::less<>> patches;
  for (const auto& entry : outbox)
    if (entry.operation == operation && !entry.mine.empty() &&
        (entry.state == CommandState::waiting || entry.state == CommandState::sending))
      patches[entry.object_id].push_back(entry.mine);
  if (patches == list.patches) return;
  uncover(list);
  list.patches = std::move(patches);
  cover(list);
  ++list.generation;
}

/// Applies one update; an overload each.
struct Apply {
  State& state;
  base::Timestamp now;

  void operator()(const LineChanged& update) { state.line = update; }
  void operator()(const SignedIn& update) {
    state.me = update.me;
    state.sign_in_needed = false;
  }
  void operator()(const MachineKnown& update) { state.machine = update; }
  void operator()(const Forgotten&) {
    State fresh;
    fresh.line = state.line;
    fresh.disk = state.disk;
    fresh.machine = state.machine;
    fresh.record = state.record;  // of the platform, not of a person
    fresh.generation = state.generation;
    // Views compare these counts: they never go back.
    each_held([&](const auto& row) { (fresh.*row.held).generation = (state.*row.held).generation + 1; });
    fresh.alerts = std::move(state.alerts);
    fresh.alerts.clear();
    state = std::move(fresh);
  }
  void operator()(const SignInNeeded& update) {
    state.sign_in_needed = true;
    state.sign_in_why = update.why;
  }
  void operator()(const ListLoading& update) {
    with_list(state, update.list, [&](auto& list) {
      list.remote.set_loading(now);
      list.done = update.done;
      list.total = update.total;
    });
  }
  void operator()(const ListFailed& update) {
    with_list(state, update.list, [&](auto& list) {
      list.remote.set_failed(update.error);
      ++list.generation;
    });
  }
  template <typename T>
  void operator()(ListLoaded<T>&& update) {  // moved: it may hold a hundred thousand things
    auto& list = held<T>(state);
    Things<T> things;
    things.reset(std::move(update.items));
    list.confirmed.clear();
    list.remote.set(std::move(things), update.at);
    cover(list);
    if constexpr (std::is_same_v<T, contract::FormAnswer>) state.arrived_answers.clear();
    ++list.generation;
    state.data_at = std::max(state.data_at, update.at);
  }
  template <typename T>
  void operator()(const ThingsChanged<T>& update) {
    auto& list = held<T>(state);
    if (list.remote.value() == nullptr) return;  // the whole list is on its way and is newer
    uncover(list);
    for (const auto& item : update.items) list.remote.edit()->put(item);
    for (const auto& id : update.removed) list.remote.edit()->erase(id);
    cover(list);
    ++list.generation;
    state.data_at = std::max(state.data_at, update.at);
  }
  void operator()(const AlertsLoading&) { state.alerts.begin_load(now); }
  void operator()(const AlertsFailed& update) { state.alerts.fail(update.error); }
  void operator()(const AlertsChanged& update) {
    auto& alerts = state.alerts;
    if (update.of_load) {
      alerts.total = update.total;
      // Once a load: the total of later pages grows with what arrives. What a platform claims is no reason to
      // take all memory.
      if (alerts.done == 0)
        alerts.reserve(static_cast<std::size_t>(std::clamp<std::int64_t>(update.total, 0, 4'000'000)));
      alerts.done += static_cast<std::int64_t>(update.items.size());
    }
    for (const auto& item : update.items) alerts.put(item);
    for (const auto& id : update.removed) alerts.erase(id);
    if (update.complete) alerts.finish_load(update.at);
    state.data_at = std::max(state.data_at, update.at);
  }
  void operator()(const AlertLoaded& update) {
    if (update.id != state.open_alert_id) return;  // another one was opened meanwhile
    take(state.open_alert, update.alert, update.at);
    if (update.alert) state.alerts.put(*update.alert);
    if (!update.alert && update.alert.error().kind == base::ErrorKind::not_found)
      state.alerts.erase(update.id);
  }
  void operator()(const PageLoaded& update) {
    if (update.id == state.open_page_id) take(state.open_page, update.page, update.at);
  }
  void operator()(const PageVersionsLoaded& update) {
    if (update.page_id != state.open_page_id) return;
    state.version_failures.clear();
    if (!update.versions) return take(state.page_versions, update.versions, update.at);
    // What was read of them stays: the hash says that it is the same text.
    auto versions = *update.versions;
    if (const auto* before = state.page_versions.value())
      for (auto& each : versions)
        for (const auto& old : *before)
          if (each.content.text.empty() && old.id == each.id && old.sha256 == each.sha256)
            each.content = old.content;
    state.page_versions.set(std::move(versions), update.at);
  }
  void operator()(const PageVersionLoaded& update) {
    auto* versions = state.page_versions.edit();
    if (update.page_id != state.open_page_id || versions == nullptr) return;
    if (!update.version) {
      state.version_failures.insert_or_assign(update.version_id, update.version.error());
      return;
    }
    state.version_failures.erase(update.version_id);
    for (auto& each : *versions)
      if (each.id == update.version_id) each = *update.version;
  }
  void operator()(const AnswerArrived& update) { state.arrived_answers.insert(update.id); }
  void operator()(const MediaPagesLoaded& update) {
    if (update.media_id == state.open_media_id) take(state.media_pages, update.pages, update.at);
  }
  void operator()(const FeedbackLoaded& update) {
    if (update.id == state.open_feedback_id) take(state.open_feedback, update.feedback, update.at);
  }
  void operator()(const SimilarLoaded& update) {
    if (update.feedback_id == state.open_feedback_id) take(state.similar, update.items, update.at);
  }
  void operator()(const MerchantLoaded& update) {
    if (update.id == state.open_merchant_id) take(state.open_merchant, update.merchant, update.at);
  }
  void operator()(const FloodsLoaded& update) { take(state.floods, update.floods, update.at); }
  void operator()(const GateLoaded& update) {
    if (update.version_id == state.open_version_id) take(state.gate, update.gate, update.at);
  }
  void operator()(const BurnupLoaded& update) {
    if (update.version_id == state.open_version_id) take(state.burnup, update.points, update.at);
  }
  void operator()(const LinksChecked& update) {
    for (const auto& [url, link] : update.links) state.links[url] = link;
    ++state.links_generation;
  }
  void operator()(const PresenceLoaded& update) { state.presence = update.people; }
  void operator()(const Revealed& update) {
    if (update.value)
      state.revealed[update.pseudonym].set(*update.value, update.at);
    else
      state.revealed[update.pseudonym].set_failed(update.value.error());
  }
  void operator()(const RulesLoaded& update) { take(state.rules, update.rules, update.at); }
  void operator()(const LayersLoaded& update) { take(state.layers, update.layers, update.at); }
  void operator()(const VersionsLoaded& update) {
    take(state.versions[update.miniapp_id], update.versions, update.at);
  }
  void operator()(const DiffLoaded& update) {
    take(state.diffs[update.ring], update.items, update.at);
    if (update.items) state.diff_etags[update.ring] = update.etag;  // old rows stay after a failure
  }
  void operator()(const AuditLoaded& update) {
    if (!update.page) return state.audit.set_failed(update.page.error());
    AuditPages pages;
    const auto* before = state.audit.value();
    if (!update.cursor.empty() && before != nullptr && before->query == update.query) pages = *before;
    pages.query = update.query;
    for (const auto& line : update.page->items)
      if (!pages.wrong_id && !contract::wrong_with(line).empty()) pages.wrong_id = line.id;
    pages.records.insert(pages.records.end(), update.page->items.begin(), update.page->items.end());
    pages.next = update.page->next;
    pages.total = update.page->total;
    state.audit.set(std::move(pages), update.at);
  }
  void operator()(const DemandLoading& update) {
    using What = DemandLoading::What;
    switch (update.what) {
      case What::versions:
        return state.versions[update.id].set_loading(now);
      case What::audit:
        return state.audit.set_loading(now);
      case What::rules:
        return state.rules.set_loading(now);
      case What::layers:
        return state.layers.set_loading(now);
      case What::reveal:
        return state.revealed[update.id].set_loading(now);
      case What::alert:
        if (update.id != std::exchange(state.open_alert_id, update.id)) state.open_alert = {};
        return state.open_alert.set_loading(now);
      case What::page:
        open_page(update.id);
        return state.open_page.set_loading(now);
      case What::page_versions:
        open_page(update.id);
        return state.page_versions.set_loading(now);
      case What::media_pages:
        if (update.id != std::exchange(state.open_media_id, update.id)) state.media_pages = {};
        return state.media_pages.set_loading(now);
      case What::feedback:
        if (update.id != std::exchange(state.open_feedback_id, update.id)) {
          state.open_feedback = {};
          state.similar = {};
        }
        state.similar.set_loading(now);
        return state.open_feedback.set_loading(now);
      case What::app_version:
        if (update.id != std::exchange(state.open_version_id, update.id)) {
          state.gate = {};
          state.burnup = {};
        }
        state.burnup.set_loading(now);
        return state.gate.set_loading(now);
      case What::floods:
        return state.floods.set_loading(now);
      case What::merchant:
        if (update.id != std::exchange(state.open_merchant_id, update.id)) state.open_merchant = {};
        return state.open_merchant.set_loading(now);
      case What::diff:
        if (const auto ring = contract::enum_from<contract::Ring>(update.id))
          state.diffs[*ring].set_loading(now);
    }
  }
  void operator()(const OutboxChanged& update) {
    state.outbox = update.entries;
    each_held([&](const auto& row) {
      if (row.change) take_patches(state.*row.held, state.outbox, *row.change);
    });
    take_alert_changes();
  }
  void operator()(const DraftSaved& update) { state.drafts_saved[update.key] = update.at; }
  void operator()(const DiskState& update) { state.disk = update; }
  void operator()(const CommandDone& update) {
    if (state.answers.size() >= State::kAnswersKept) state.answers.erase(state.answers.begin());
    state.answers.push_back(update);
  }
  void operator()(const RecordLooked& update) { state.record = update; }
  void operator()(const RecordChecking&) { state.record_check.set_loading(now); }
  void operator()(const RecordChecked& update) { take(state.record_check, update.report, update.at); }
  void operator()(const CheckDone& update) { state.checks.insert_or_assign(update.tag, update.report); }
  // These are for the console alone: toasts and dialogs.
  void operator()(const ImportDone&) {}
  void operator()(const RecordExported&) {}
  void operator()(const CodeTaken&) {}
  void operator()(const MediaBytesLoaded&) {}
  void operator()(const Downloaded&) {}
  void operator()(const AnswersExported&) {}
  void operator()(const StoreNotice&) {}

 private:
  /// Of another page nothing is shown under this one's name.
  void open_page(const std::string& id) {
    if (id == std::exchange(state.open_page_id, id)) return;
    state.open_page = {};
    state.page_versions = {};
    state.version_failures.clear();
  }
  void take_alert_changes() {
    std::map<std::string, std::vector<contract::AlertChange>, std::less<>> waiting;
    for (const auto& entry : state.outbox)
      if (entry.operation == contract::Operation::change_alert && !entry.mine.empty() &&
          (entry.state == CommandState::waiting || entry.state == CommandState::sending))
        if (auto change = contract::decode<contract::AlertChange>(entry.mine))
          waiting[entry.object_id].push_back(std::move(*change));
    state.alerts.set_waiting(std::move(waiting), state.me ? state.me->id : "");
  }
  template <typename T>
  static void take(Remote<T>& remote, const base::Result<T>& result, base::Timestamp at) {
    if (result)
      remote.set(*result, at);
    else
      remote.set_failed(result.error());
  }
};

}  // namespace

State::State() = default;
State::State(const State&) = default;
State::State(State&&) noexcept = default;
State& State::operator=(const State&) = default;
State& State::operator=(State&&) noexcept = default;
State::~State() = default;

void State::apply(Update update, base::Timestamp now) {
  ++generation;
  update.visit(Apply{*this, now});
}

const Remote<std::vector<contract::Version>>& State::versions_of(std::string_view miniapp_id) const {
  static const Remote<std::vector<contract::Version>> kNever;
  const auto at = versions.find(std::string(miniapp_id));
  return at == versions.end() ? kNever : at->second;
}

std::string State::diff_etag(contract::Ring ring) const {
  const auto at = diff_etags.find(ring);
  return at == diff_etags.end() ? std::string() : at->second;
}

const Remote<std::vector<contract::DiffItem>>& State::diff_of(contract::Ring ring) const {
  static const Remote<std::vector<contract::DiffItem>> kNever;
  const auto at = diffs.find(ring);
  return at == diffs.end() ? kNever : at->second;
}

const contract::Review* State::review_of(std::string_view version_id) const {
  const contract::Review* newest = nullptr;
  for (const auto& review : reviews.items())
    if (review.version_id == version_id && (newest == nullptr || review.round > newest->round))
      newest = &review;
  return newest;
}

const CommandDone* State::answer_for(std::string_view draft_key) const {
  for (auto at = answers.rbegin(); at != answers.rend(); ++at)
    if (at->draft_key == draft_key) return &*at;
  return nullptr;
}

bool State::settled() const {
  if (sign_in_needed) return true;
  const auto arrived = [](const auto& list) {
    const auto life = list.remote.state();
    return life == RemoteState::there || life == RemoteState::failed || life == RemoteState::forbidden;
  };
  return me.has_value() && line.line != Line::connecting && arrived(categories) && arrived(miniapps) &&
         arrived(reviews) && arrived(organisations) && arrived(reasons) && arrived(releases) &&
         alerts.state != RemoteState::not_asked &&
         (alerts.state != RemoteState::loading || alerts.live() > 0);
}

}  // namespace stadtpult::client
