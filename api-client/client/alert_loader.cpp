#include "api-client/client/alert_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api-client/base/log.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::client {
namespace {

using base::ErrorKind;
using contract::Alert;
using contract::Operation;
using std::chrono::milliseconds;

constexpr int kFirstMs = 10;  // what is new is fetched nearly at once; what follows it, with the batch
constexpr int kQuietMs = 300;

HttpRequest alerts_by(const Query& query) {
  return reading(*target_of(Operation::list_alerts, {}, query.text()));
}

/// A page without what only an open alert shows; freed here and not in the frame thread.
base::Result<contract::Page<Alert>> decode_slim(std::string_view body) {
  auto page = contract::decode_page<Alert>(body);
  if (!page) return page;
  for (auto& alert : page->items) {
    alert.evidence = {};
    alert.timeline = {};
  }
  return page;
}

}  // namespace

// ---- everything ----

void AlertLoader::reload(contract::Role role) {
  role_ = role;
  may_read_ = contract::may(role, Operation::list_alerts);
  if (!may_read_)
    return context_.post(AlertsFailed{base::fail(
        ErrorKind::forbidden, fmt::format("the role {} does not read alerts", contract::enum_name(role)))});
  again_ = loading_;
  if (loading_) return;
  loading_ = true;
  context_.transport.cancel(std::exchange(retry_, 0));
  context_.post(AlertsLoading{});
  next_page({});
}

void AlertLoader::reload_soon() {
  if (!may_read_) return;
  context_.transport.cancel(std::exchange(reload_, 0));
  reload_ = context_.transport.after(milliseconds(kQuietMs), [this] {
    reload_ = 0;
    reload(role_);
  });
}

void AlertLoader::next_page(std::string_view cursor) {
  const auto target = target_of(Operation::list_alerts);
  page_ = context_.transport.send(reading_page(*target, cursor), [this](base::Result<HttpAnswer> answer) {
    page_ = 0;
    if (!answer) return failed(answer.error());
    if (!answer->ok()) return failed(error_of(*answer));
    take_page(*answer);
  });
}

void AlertLoader::take_page(const HttpAnswer& answer) {
  auto page = decode_slim(answer.body);
  if (!page) return failed(page.error());
  const bool more = page->next && !page->next->empty() && !page->items.empty();
  if (more) next_page(*page->next);  // travels while this one is shown
  context_.post(AlertsChanged{.items = std::move(page->items),
                              .at = context_.clock(),
                              .of_load = true,
                              .total = page->total,
                              .complete = !more});
  if (more) return;
  loading_ = false;
  if (std::exchange(again_, false)) reload(role_);
}

void AlertLoader::failed(base::Error error) {
  loading_ = again_ = false;
  if (error.kind == ErrorKind::cancelled) return;
  const bool signed_out = error.kind == ErrorKind::unauthenticated;
  context_.post(AlertsFailed{error});
  if (signed_out) return context_.refused_token(std::move(error));
  if (error.kind == ErrorKind::unavailable && retry_ == 0)
    retry_ = context_.transport.after(milliseconds(context_.retry_ms), [this] {
      retry_ = 0;
      reload(role_);
    });
}

// ---- single alerts ----

void AlertLoader::changed(std::string id) {
  if (!may_read_) return;
  changed_.insert(std::move(id));
  fetch_soon();
}

void AlertLoader::resume() {
  if (!changed_.empty()) fetch_soon();
}

/// The first news after a pause waits for a moment only, those behind it for the batch: what somebody waits
/// for is on the screen at once, and a flood is no flood of requests.
void AlertLoader::fetch_soon() {
  if (timer_ != 0 || fetch_ != 0) return;
  const auto now = std::chrono::steady_clock::now();
  const auto wait = std::max(std::chrono::duration_cast<milliseconds>(next_fetch_ - now),
                             milliseconds(std::min(kFirstMs, context_.batch_ms)));
  timer_ = context_.transport.after(wait, [this] {
    timer_ = 0;
    fetch();
  });
}

void AlertLoader::fetch() {
  if (fetch_ != 0 || changed_.empty()) return;
  std::vector<std::string> asked;
  while (!changed_.empty() && asked.size() < kFetchAtOnce)
    asked.push_back(std::move(changed_.extract(changed_.begin()).value()));
  // A backlog is worked off without a pause.
  next_fetch_ =
      std::chrono::steady_clock::now() + milliseconds(changed_.size() > kFetchAtOnce ? 0 : context_.batch_ms);
  fetch_ =
      context_.transport.send(alerts_by(asking_for(asked)), [this, asked](base::Result<HttpAnswer> answer) {
        fetch_ = 0;
        if (answer && answer->ok()) return take(asked, *answer);
        const base::Error error = answer ? error_of(*answer) : answer.error();
        changed_.insert(asked.begin(), asked.end());
        if (error.kind == ErrorKind::cancelled) return;
        if (error.kind == ErrorKind::unauthenticated) return context_.refused_token(error);
        base::log::warn("alerts by id: {}", error.message);
        next_fetch_ = std::chrono::steady_clock::now() + milliseconds(kFetchAgainMs);
        fetch_soon();
      });
}

void AlertLoader::take(const std::vector<std::string>& asked, const HttpAnswer& answer) {
  auto page = decode_slim(answer.body);
  if (!page) {
    base::log::warn("alerts by id: {}", page.error().message);
    return reload(role_);
  }
  AlertsChanged update{.items = std::move(page->items), .at = context_.clock()};
  std::set<std::string_view> got;
  for (const auto& item : update.items) got.insert(item.id);
  for (const auto& id : asked)
    if (!got.contains(id)) update.removed.push_back(id);
  context_.post(std::move(update));
  if (!changed_.empty()) fetch_soon();
}

void AlertLoader::put(const Alert& alert) {
  AlertsChanged update{.items = {alert}, .at = context_.clock()};
  update.items.front().evidence = {};
  update.items.front().timeline = {};
  context_.post(std::move(update));
}

void AlertLoader::stop() {
  for (Transport::Handle* each : {&page_, &fetch_, &timer_, &retry_, &reload_})
    context_.transport.cancel(std::exchange(*each, 0));
  loading_ = again_ = false;
}

void AlertLoader::forget() {
  stop();
  changed_.clear();
  may_read_ = false;
  next_fetch_ = {};
}

}  // namespace stadtpult::client
