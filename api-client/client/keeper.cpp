#include "api-client/client/keeper.hpp"

#include "api-client/base/log.hpp"

namespace stadtpult::client {
namespace {

constexpr int kTryAgainMs = 2'000;

}  // namespace

Keeper::Keeper(After after, LocalStore& store, base::Clock clock, int delay_ms,
               std::function<void(Update)> post)
    : after_(std::move(after)),
      store_(store),
      clock_(std::move(clock)),
      delay_ms_(delay_ms),
      post_(std::move(post)) {}

void Keeper::save_draft(std::string key, std::string text) {
  ++typed_[key];
  drafts_[std::move(key)] = {std::move(text), clock_()};
  write_later();
}

void Keeper::save_setting(std::string key, std::string value) {
  settings_[std::move(key)] = std::move(value);
  write_later();
}

std::uint64_t Keeper::typed(const std::string& key) const {
  const auto at = typed_.find(key);
  return at == typed_.end() ? 0 : at->second;
}

void Keeper::drop_draft(const std::string& key, std::uint64_t typed_then) {
  if (key.empty() || typed(key) != typed_then) return;
  drafts_[key] = {{}, clock_()};
  flush();
}

/// The first key after a pause starts the clock, so that text reaches the disk while somebody types on. A
/// disk that refused a moment ago may take the next key: it does not wait for the next try.
void Keeper::write_later() {
  if (writes_soon_) return;
  writes_soon_ = true;
  start_timer(delay_ms_);
}

void Keeper::try_again_later() {
  if (writes_soon_) return;
  start_timer(kTryAgainMs);
}

void Keeper::start_timer(int ms) {
  after_(std::chrono::milliseconds(ms), [this, number = ++timer_] {
    if (number != timer_) return;
    writes_soon_ = false;
    flush();
  });
}

bool Keeper::flush() {
  for (auto at = drafts_.begin(); at != drafts_.end(); at = drafts_.erase(at)) {
    if (!took(store_.set_draft(at->first, at->second))) break;
    post_(DraftSaved{at->first, at->second.saved_at});
  }
  for (auto at = settings_.begin(); at != settings_.end(); at = settings_.erase(at))
    if (!took(store_.set_setting(at->first, at->second))) break;
  const bool all = drafts_.empty() && settings_.empty();
  if (!all) try_again_later();
  return all;
}

bool Keeper::took(const base::Done& outcome) {
  if (outcome.ok() != disk_ok_) {
    disk_ok_ = outcome.ok();
    if (!outcome) base::log::error("{}", outcome.error().message);
    post_(outcome ? DiskState{} : DiskState{false, outcome.error()});
  }
  return outcome.ok();
}

}  // namespace stadtpult::client
