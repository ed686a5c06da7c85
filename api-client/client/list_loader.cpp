#include "api-client/client/list_loader.hpp"

#include <fmt/format.h>

#include <memory>
#include <unordered_set>
#include <utility>

#include "api-client/base/log.hpp"
#include "api-client/client/command_codec.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::client {
namespace {

using base::ErrorKind;

constexpr std::size_t kReloadInstead = 2'000;  // so many changes are loaded faster as a whole

std::string pages_of(std::string_view target, std::string_view cursor) {
  Query query;
  query.add("limit", "1000");
  if (!cursor.empty()) query.add("cursor", cursor);
  return fmt::format("{}{}{}", target, target.find('?') == std::string_view::npos ? '?' : '&', query.text());
}

}  // namespace

template <typename T>
std::string ListLoader<T>::cache_name() const {
  return fmt::format("{}/{}", context_.account, T::kTypeName);
}

template <typename T>
void ListLoader<T>::show_cached() {
  if constexpr (!ListOf<T>::kOnDisk) return;
  const auto at = context_.store.cached_at(cache_name());
  if (!at) return;
  ListLoaded<T> update;
  context_.store.each_cached(cache_name(), [&](const std::string& json) {
    auto item = contract::decode<T>(json);
    if (!item) return;
    kept_[item->id] = {item->revision, std::hash<std::string_view>{}(json)};
    update.items.push_back(std::move(*item));
  });
  update.at = *at;
  update.cached = true;
  context_.post(std::move(update));
}

// ---- the whole list ----

template <typename T>
void ListLoader<T>::reload(contract::Role role) {
  role_ = role;
  constexpr auto list = ListOf<T>::kList;
  if (!contract::may(role, ListOf<T>::kOperation)) {
    context_.post(ListFailed{
        list, base::fail(ErrorKind::forbidden, fmt::format("the role {} does not read {}",
                                                           contract::enum_name(role), T::kTypeName))});
    return;
  }
  again_ = loading_;
  if (loading_) return;
  loading_ = true;
  items_.clear();
  // What was named so far is in what comes now.
  changed_.clear();
  context_.post(ListLoading{list});
  next_page({});
}

template <typename T>
void ListLoader<T>::next_page(std::string_view cursor) {
  const auto target = target_of(ListOf<T>::kOperation);
  page_ =
      context_.transport.send(reading(pages_of(*target, cursor)), [this](base::Result<HttpAnswer> answer) {
        page_ = 0;
        if (!answer) return failed(answer.error());
        if (!answer->ok()) return failed(error_of(*answer));
        take_page(*answer);
      });
}

template <typename T>
void ListLoader<T>::take_page(const HttpAnswer& answer) {
  auto page = contract::decode_page<T>(answer.body);
  if (!page) return failed(page.error());
  // The next page travels while this one is kept.
  const bool more = page->next && !page->next->empty() && !page->items.empty();
  if (more) next_page(*page->next);
  keep(page->items, answer.body);
  std::move(page->items.begin(), page->items.end(), std::back_inserter(items_));
  if (more)
    context_.post(ListLoading{ListOf<T>::kList, static_cast<std::int64_t>(items_.size()), page->total});
  else
    finish();
}

template <typename T>
void ListLoader<T>::finish() {
  std::unordered_set<std::string_view> there;
  for (const auto& item : items_) there.insert(item.id);
  std::vector<std::string> gone;
  for (const auto& [id, kept] : kept_)
    if (!there.contains(id)) gone.push_back(id);
  for (const auto& id : gone) kept_.erase(id);
  const auto now = context_.clock();
  if (!gone.empty()) (void)context_.store.remove_cached(cache_name(), gone);
  if (ListOf<T>::kOnDisk) (void)context_.store.finish_list(cache_name(), now);
  loading_ = false;
  loaded_ = true;
  ListLoaded<T> update;
  update.items = std::exchange(items_, {});
  update.at = now;
  context_.post(std::move(update));
  if (std::exchange(again_, false)) return reload(role_);
  if (!changed_.empty()) fetch_soon(0);
}

template <typename T>
void ListLoader<T>::failed(base::Error error) {
  loading_ = again_ = false;
  items_ = {};
  const bool signed_out = error.kind == ErrorKind::unauthenticated;
  context_.post(ListFailed{ListOf<T>::kList, error});
  if (signed_out) return context_.refused_token(std::move(error));
  // A line that is down loads again when it is back; this is for a platform that is up and could not answer.
  if (error.kind == ErrorKind::unavailable && timer_ == 0)
    timer_ = context_.transport.after(std::chrono::milliseconds(context_.retry_ms), [this] {
      timer_ = 0;
      reload(role_);
    });
}

// ---- single things ----

template <typename T>
void ListLoader<T>::changed(std::string id) {
  changed_.insert(std::move(id));
  if (!loading_ && loaded_) fetch_soon(context_.batch_ms);
}

template <typename T>
void ListLoader<T>::resume() {
  if (!changed_.empty() && !loading_) fetch_soon(0);
}

template <typename T>
void ListLoader<T>::fetch_soon(int ms) {
  if (timer_ != 0 || fetch_ != 0) return;
  timer_ = context_.transport.after(std::chrono::milliseconds(ms), [this] {
    timer_ = 0;
    fetch_changed();
  });
}

template <typename T>
void ListLoader<T>::fetch_changed() {
  if (loading_ || fetch_ != 0 || changed_.empty()) return;
  if (changed_.size() > kReloadInstead) return reload(role_);
  std::vector<std::string> asked;
  while (!changed_.empty() && asked.size() < kFetchAtOnce) {
    asked.push_back(*changed_.begin());
    changed_.erase(changed_.begin());
  }
  std::string filter = "id:";
  for (const auto& id : asked) filter += (filter.size() > 3 ? "," : "") + id;
  Query query;
  query.add("filter", filter).add("limit", std::to_string(kFetchAtOnce));
  const auto target = target_of(ListOf<T>::kOperation, {}, query.text());
  fetch_ = context_.transport.send(reading(*target), [this, asked](base::Result<HttpAnswer> answer) {
    fetch_ = 0;
    if (answer && answer->ok()) return take_changed(asked, *answer);
    changed_.insert(asked.begin(), asked.end());
    const base::Error error = answer ? error_of(*answer) : answer.error();
    if (error.kind == ErrorKind::unauthenticated) return context_.refused_token(error);
    if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::rate_limited)
      return fetch_soon(kFetchAgainMs);
    reload(role_);  // a platform that does not answer by id
  });
}

template <typename T>
void ListLoader<T>::take_changed(const std::vector<std::string>& asked, const HttpAnswer& answer) {
  auto page = contract::decode_page<T>(answer.body);
  if (!page) return reload(role_);
  keep(page->items, answer.body);
  ThingsChanged<T> update;
  std::set<std::string_view> got;
  for (const auto& item : page->items) got.insert(item.id);
  for (const auto& id : asked)
    if (!got.contains(id)) update.removed.push_back(id);
  for (const auto& id : update.removed) kept_.erase(id);
  if (!update.removed.empty()) (void)context_.store.remove_cached(cache_name(), update.removed);
  update.items = std::move(page->items);
  update.at = context_.clock();
  context_.post(std::move(update));
  if (!changed_.empty()) fetch_soon(context_.batch_ms);
}

template <typename T>
void ListLoader<T>::put(const T& item, std::string_view json) {
  const auto at = kept_.find(item.id);
  if (at != kept_.end() && at->second.revision > item.revision) return;
  kept_[item.id] = {item.revision, std::hash<std::string_view>{}(json)};
  write_back({{item.id, json}});
  ThingsChanged<T> update;
  update.items.push_back(item);
  update.at = context_.clock();
  context_.post(std::move(update));
}

// ---- the copy on this machine ----

template <typename T>
void ListLoader<T>::keep(const std::vector<T>& items, std::string_view body) {
  const auto texts = split_items(body);
  std::vector<std::string> encoded;  // only where the body is not laid out as expected
  if (texts.size() != items.size())
    for (const auto& item : items) encoded.push_back(contract::encode(item));
  Texts fresh;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string_view text = encoded.empty() ? texts[i] : std::string_view(encoded[i]);
    const Kept now{items[i].revision, std::hash<std::string_view>{}(text)};
    Kept& kept = kept_[items[i].id];
    if (kept == now) continue;
    kept = now;
    fresh.emplace_back(items[i].id, text);
  }
  if (!fresh.empty()) write_back(fresh);
}

/// A cache that cannot be written costs a reload, no work of a person: the log says so and nothing else
/// happens.
template <typename T>
void ListLoader<T>::write_back(const Texts& texts) {
  if constexpr (!ListOf<T>::kOnDisk) return;
  const auto done = context_.store.put_cached(cache_name(), texts);
  if (done) return;
  base::log::warn("cache of {}: {}", T::kTypeName, done.error().message);
  for (const auto& [id, text] : texts) kept_.erase(std::string(id));
}

template <typename T>
std::string ListLoader<T>::known(const std::string& id, std::string_view etag) {
  const auto at = kept_.find(id);
  if (at == kept_.end() || contract::etag(id, at->second.revision) != etag) return {};
  return context_.store.cached(cache_name(), id).value_or("");
}

template <typename T>
void ListLoader<T>::stop() {
  for (Transport::Handle* each : {&page_, &fetch_, &timer_})
    context_.transport.cancel(std::exchange(*each, 0));
  loading_ = again_ = false;
}

template <typename T>
void ListLoader<T>::forget() {
  stop();
  items_ = {};
  kept_.clear();
  changed_.clear();
  loaded_ = false;
}

template class ListLoader<contract::Category>;
template class ListLoader<contract::Miniapp>;
template class ListLoader<contract::Review>;
template class ListLoader<contract::Reason>;
template class ListLoader<contract::Organisation>;
template class ListLoader<contract::Release>;
template class ListLoader<contract::Incident>;
template class ListLoader<contract::Block>;
template class ListLoader<contract::SecurityJob>;
template class ListLoader<contract::RuleFilter>;
template class ListLoader<contract::ContentPage>;
template class ListLoader<contract::Media>;
template class ListLoader<contract::FormAnswer>;
template class ListLoader<contract::TestRound>;
template class ListLoader<contract::Feedback>;
template class ListLoader<contract::ReplyTemplate>;
template class ListLoader<contract::Requirement>;
template class ListLoader<contract::AppVersion>;
template class ListLoader<contract::Merchant>;
template class ListLoader<contract::Offering>;
template class ListLoader<contract::Resource>;
template class ListLoader<contract::Booking>;
template class ListLoader<contract::Device>;

// ---- lists on demand ----

namespace {

template <typename T>
void load_page(Transport& transport, const std::string& target, std::string_view cursor,
               const std::shared_ptr<std::vector<T>>& items,
               const std::function<void(base::Result<std::vector<T>>)>& done,
               const std::shared_ptr<std::string>& etag) {
  transport.send(reading(pages_of(target, cursor)),
                 [&transport, target, items, done, etag](base::Result<HttpAnswer> answer) {
                   if (!answer) return done(answer.error());
                   if (!answer->ok()) return done(error_of(*answer));
                   auto page = contract::decode_page<T>(answer->body);
                   if (!page) return done(page.error());
                   if (etag && etag->empty()) *etag = answer->etag;
                   const bool more = page->next && !page->next->empty() && !page->items.empty();
                   std::move(page->items.begin(), page->items.end(), std::back_inserter(*items));
                   if (!more) return done(std::move(*items));
                   load_page(transport, target, *page->next, items, done, etag);
                 });
}

}  // namespace

template <typename T>
void load_all(Transport& transport, const std::string& target,
              const std::function<void(base::Result<std::vector<T>>)>& done,
              const std::shared_ptr<std::string>& etag) {
  load_page<T>(transport, target, {}, std::make_shared<std::vector<T>>(), done, etag);
}

#define STADTPULT_LOAD_ALL(T)                                                         \
  template void load_all<T>(Transport&, const std::string&,                           \
                            const std::function<void(base::Result<std::vector<T>>)>&, \
                            const std::shared_ptr<std::string>&);
STADTPULT_LOAD_ALL(contract::Version)
STADTPULT_LOAD_ALL(contract::DiffItem)
STADTPULT_LOAD_ALL(contract::DetectionRule)
STADTPULT_LOAD_ALL(contract::ProtectionLayer)
STADTPULT_LOAD_ALL(contract::PageVersion)
STADTPULT_LOAD_ALL(contract::SimilarFeedback)
STADTPULT_LOAD_ALL(contract::BurnupPoint)
STADTPULT_LOAD_ALL(contract::ContentPage)
#undef STADTPULT_LOAD_ALL

}  // namespace stadtpult::client
