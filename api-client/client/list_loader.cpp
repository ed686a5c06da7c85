#include "api-client/client/list_loader.hpp"

#include <fmt/format.h>

#include <unordered_set>

#include "api-client/base/log.hpp"
#include "api-client/client/command_codec.hpp"

namespace stadtpult::client {
namespace {

using base::ErrorKind;

constexpr std::size_t kReloadInstead = 2'000;  // so many changes are loaded faster as a whole

std::size_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

/// A thing has one name, in the stream ("form_answer") as in the call that changes it (change_form_answer).
std::string_view changed_by(contract::Operation change) {
  static constexpr std::string_view kChange = "change_";
  const std::string_view name = contract::operation_name(change);
  return name.starts_with(kChange) ? name.substr(kChange.size()) : std::string_view();
}

}  // namespace

ListLoader::ListLoader(LoaderContext& context, const ListKind& kind, std::unique_ptr<ListThings> things)
    : context_(context),
      kind_(kind),
      change_(call_at(contract::Method::patch, fmt::format("{}/{{id}}", contract::route(kind.read).path))),
      stream_type_(change_ ? changed_by(*change_) : std::string_view()),
      things_(std::move(things)) {}

std::string ListLoader::cache_name() const {
  return fmt::format("{}/{}", context_.account, kind_.type_name);
}

void ListLoader::show_cached() {
  if (!kind_.on_disk) return;
  const auto at = context_.store.cached_at(cache_name());
  if (!at) return;
  context_.store.each_cached(cache_name(), [&](const std::string& json) {
    const auto thing = things_->take_one(json);
    if (!thing) return;
    kept_[std::string(thing->id)] = {thing->revision, hash_of(json)};
    things_->collect();
  });
  context_.post(things_->loaded(*at, true));
}

// ---- the whole list ----

void ListLoader::reload(contract::Role role) {
  role_ = role;
  if (!contract::may(role, kind_.read)) {
    context_.post(ListFailed{
        kind_.list,
        base::fail(ErrorKind::forbidden,
                   fmt::format("the role {} does not read {}", contract::enum_name(role), kind_.type_name))});
    return;
  }
  again_ = loading_;
  if (loading_) return;
  loading_ = true;
  things_->drop_collected();
  done_ = 0;
  // What was named so far is in what comes now.
  changed_.clear();
  context_.post(ListLoading{kind_.list});
  next_page({});
}

void ListLoader::next_page(std::string_view cursor) {
  page_ = context_.transport.send(reading_page(*target_of(kind_.read), cursor),
                                  [this](base::Result<HttpAnswer> answer) {
                                    page_ = 0;
                                    if (!answer) return failed(answer.error());
                                    if (!answer->ok()) return failed(error_of(*answer));
                                    take_page(*answer);
                                  });
}

void ListLoader::take_page(const HttpAnswer& answer) {
  const auto page = things_->take_page(answer.body);
  if (!page) return failed(page.error());
  // The next page travels while this one is kept.
  const bool more = page->next && !page->next->empty() && !page->marks.empty();
  if (more) next_page(*page->next);
  keep(page->marks, answer.body);
  done_ += static_cast<std::int64_t>(page->marks.size());
  things_->collect();
  if (more)
    context_.post(ListLoading{kind_.list, done_, page->total});
  else
    finish();
}

void ListLoader::finish() {
  const auto ids = things_->collected();
  const std::unordered_set<std::string_view> there(ids.begin(), ids.end());
  std::vector<std::string> gone;
  for (const auto& [id, kept] : kept_)
    if (!there.contains(id)) gone.push_back(id);
  for (const auto& id : gone) kept_.erase(id);
  const auto now = context_.clock();
  if (!gone.empty()) (void)context_.store.remove_cached(cache_name(), gone);
  if (kind_.on_disk) (void)context_.store.finish_list(cache_name(), now);
  loading_ = false;
  loaded_ = true;
  context_.post(things_->loaded(now, false));
  if (std::exchange(again_, false)) return reload(role_);
  if (!changed_.empty()) fetch_soon(0);
}

void ListLoader::failed(base::Error error) {
  loading_ = again_ = false;
  things_->drop_collected();
  const bool signed_out = error.kind == ErrorKind::unauthenticated;
  context_.post(ListFailed{kind_.list, error});
  if (signed_out) return context_.refused_token(std::move(error));
  // A line that is down loads again when it is back; this is for a platform that is up and could not answer.
  if (error.kind == ErrorKind::unavailable && timer_ == 0)
    timer_ = context_.transport.after(std::chrono::milliseconds(context_.retry_ms), [this] {
      timer_ = 0;
      reload(role_);
    });
}

// ---- single things ----

void ListLoader::changed(std::string id) {
  changed_.insert(std::move(id));
  if (!loading_ && loaded_) fetch_soon(context_.batch_ms);
}

void ListLoader::resume() {
  if (!changed_.empty() && !loading_) fetch_soon(0);
}

void ListLoader::fetch_soon(int ms) {
  if (timer_ != 0 || fetch_ != 0) return;
  timer_ = context_.transport.after(std::chrono::milliseconds(ms), [this] {
    timer_ = 0;
    fetch_changed();
  });
}

void ListLoader::fetch_changed() {
  if (loading_ || fetch_ != 0 || changed_.empty()) return;
  if (changed_.size() > kReloadInstead) return reload(role_);
  std::vector<std::string> asked;
  while (!changed_.empty() && asked.size() < kFetchAtOnce) {
    asked.push_back(*changed_.begin());
    changed_.erase(changed_.begin());
  }
  const auto target = target_of(kind_.read, {}, asking_for(asked).text());
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

void ListLoader::take_changed(const std::vector<std::string>& asked, const HttpAnswer& answer) {
  const auto page = things_->take_page(answer.body);
  if (!page) return reload(role_);
  keep(page->marks, answer.body);
  std::set<std::string_view> got;
  for (const auto& mark : page->marks) got.insert(mark.id);
  std::vector<std::string> removed;
  for (const auto& id : asked)
    if (!got.contains(id)) removed.push_back(id);
  for (const auto& id : removed) kept_.erase(id);
  if (!removed.empty()) (void)context_.store.remove_cached(cache_name(), removed);
  context_.post(things_->changed(context_.clock(), std::move(removed)));
  if (!changed_.empty()) fetch_soon(context_.batch_ms);
}

void ListLoader::put(std::string_view json) {
  const auto thing = things_->take_one(json);
  if (!thing) return;
  const std::string id(thing->id);
  const auto at = kept_.find(id);
  if (at != kept_.end() && at->second.revision > thing->revision) return;
  kept_[id] = {thing->revision, hash_of(json)};
  write_back({{id, json}});
  context_.post(things_->changed(context_.clock(), {}));
}

// ---- the copy on this machine ----

void ListLoader::keep(const std::vector<ListThings::Mark>& marks, std::string_view body) {
  const auto texts = split_items(body);
  std::vector<std::string> encoded;  // only where the body is not laid out as expected
  if (texts.size() != marks.size())
    for (std::size_t i = 0; i < marks.size(); ++i) encoded.push_back(things_->encoded(i));
  Texts fresh;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const std::string_view text = encoded.empty() ? texts[i] : std::string_view(encoded[i]);
    const Kept now{marks[i].revision, hash_of(text)};
    Kept& kept = kept_[std::string(marks[i].id)];
    if (kept == now) continue;
    kept = now;
    fresh.emplace_back(marks[i].id, text);
  }
  if (!fresh.empty()) write_back(fresh);
}

/// A cache that cannot be written costs a reload, no work of a person: the log says so and nothing else
/// happens.
void ListLoader::write_back(const Texts& texts) {
  if (!kind_.on_disk) return;
  const auto done = context_.store.put_cached(cache_name(), texts);
  if (done) return;
  base::log::warn("cache of {}: {}", kind_.type_name, done.error().message);
  for (const auto& [id, text] : texts) kept_.erase(std::string(id));
}

std::string ListLoader::known(const std::string& id, std::string_view etag) {
  if (!kind_.on_disk) return {};
  const auto at = kept_.find(id);
  if (at == kept_.end() || contract::etag(id, at->second.revision) != etag) return {};
  return context_.store.cached(cache_name(), id).value_or("");
}

void ListLoader::stop() {
  for (Transport::Handle* each : {&page_, &fetch_, &timer_})
    context_.transport.cancel(std::exchange(*each, 0));
  loading_ = again_ = false;
}

void ListLoader::forget() {
  stop();
  things_->drop_collected();
  kept_.clear();
  changed_.clear();
  loaded_ = false;
}

}  // namespace stadtpult::client
