#include "api-client/client/state.hpp"

#include <algorithm>
#include <type_traits>

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

template struct Things<contract::Category>;
template struct Things<contract::Miniapp>;
template struct Things<contract::Review>;
template struct Things<contract::Reason>;
template struct Things<contract::Organisation>;
template struct Things<contract::Release>;

namespace {

/// The list of State that holds things of this type.
template <typename T>
Held<T>& held(State& state) {
  if constexpr (std::is_same_v<T, contract::Category>)
    return state.categories;
  else if constexpr (std::is_same_v<T, contract::Miniapp>)
    return state.miniapps;
  else if constexpr (std::is_same_v<T, contract::Review>)
    return state.reviews;
  else if constexpr (std::is_same_v<T, contract::Reason>)
    return state.reasons;
  else if constexpr (std::is_same_v<T, contract::Organisation>)
    return state.organisations;
  else
    return state.releases;
}

template <typename Visit>
void with_list(State& state, List list, Visit&& visit) {
  switch (list) {
    case List::categories:
      return visit(state.categories);
    case List::miniapps:
      return visit(state.miniapps);
    case List::reviews:
      return visit(state.reviews);
    case List::reasons:
      return visit(state.reasons);
    case List::organisations:
      return visit(state.organisations);
    case List::releases:
      return visit(state.releases);
  }
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
  void operator()(const SignInNeeded& update) {
    state.sign_in_needed = true;
    state.sign_in_expired = update.expired;
  }
  void operator()(const ListLoading& update) {
    with_list(state, update.list, [&](auto& list) { list.remote.set_loading(now); });
  }
  void operator()(const ListFailed& update) {
    with_list(state, update.list, [&](auto& list) {
      list.remote.set_failed(update.error);
      ++list.generation;
    });
  }
  template <typename T>
  void operator()(const ListLoaded<T>& update) {
    auto& list = held<T>(state);
    Things<T> things;
    things.reset(update.items);
    list.remote.set(std::move(things), update.at);
    ++list.generation;
    state.data_at = std::max(state.data_at, update.at);
  }
  template <typename T>
  void operator()(const ThingsChanged<T>& update) {
    auto& list = held<T>(state);
    if (list.remote.value() == nullptr) return;  // the whole list is on its way and is newer
    for (const auto& item : update.items) list.remote.edit()->put(item);
    ++list.generation;
    state.data_at = std::max(state.data_at, update.at);
  }
  void operator()(const VersionsLoaded& update) {
    take(state.versions[update.miniapp_id], update.versions, update.at);
  }
  void operator()(const DiffLoaded& update) { take(state.diffs[update.ring], update.items, update.at); }
  void operator()(const AuditLoaded& update) {
    if (!update.page) return state.audit.set_failed(update.page.error());
    AuditPages pages;
    const auto* before = state.audit.value();
    if (!update.cursor.empty() && before != nullptr && before->query == update.query) pages = *before;
    pages.query = update.query;
    pages.records.insert(pages.records.end(), update.page->items.begin(), update.page->items.end());
    pages.next = update.page->next;
    pages.total = update.page->total;
    state.audit.set(std::move(pages), update.at);
  }
  void operator()(const DemandLoading& update) {
    if (update.what == DemandLoading::What::versions)
      state.versions[update.id].set_loading(now);
    else if (update.what == DemandLoading::What::audit)
      state.audit.set_loading(now);
    else if (const auto ring = contract::enum_from<contract::Ring>(update.id))
      state.diffs[*ring].set_loading(now);
  }
  void operator()(const OutboxChanged& update) { state.outbox = update.entries; }
  void operator()(const DiskState& update) { state.disk = update; }
  void operator()(const CommandDone& update) {
    if (state.answers.size() >= State::kAnswersKept) state.answers.erase(state.answers.begin());
    state.answers.push_back(update);
  }
  void operator()(const CheckDone& update) { state.checks.insert_or_assign(update.tag, update.report); }
  // These are for the console alone: toasts and dialogs.
  void operator()(const ImportDone&) {}
  void operator()(const StoreNotice&) {}

 private:
  template <typename T>
  static void take(Remote<T>& remote, const base::Result<T>& result, base::Timestamp at) {
    if (result)
      remote.set(*result, at);
    else
      remote.set_failed(result.error());
  }
};

}  // namespace

void State::apply(const Update& update, base::Timestamp now) {
  ++generation;
  std::visit(Apply{*this, now}, update);
}

const Remote<std::vector<contract::Version>>& State::versions_of(std::string_view miniapp_id) const {
  static const Remote<std::vector<contract::Version>> kNever;
  const auto at = versions.find(std::string(miniapp_id));
  return at == versions.end() ? kNever : at->second;
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
         arrived(reviews) && arrived(organisations) && arrived(reasons) && arrived(releases);
}

}  // namespace stadtpult::client
