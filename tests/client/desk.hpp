#pragma once
// A console without a window: a client, its inbox and its state, driven by the test's thread.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api-client/client/client.hpp"
#include "api-client/client/state.hpp"
#include "tests/support/scratch.hpp"

namespace stadtpult::test {

// A page of a thousand alerts is read for seconds under a sanitizer, on the thread that hears the stream.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kStallMs = 8'000;
#else
constexpr int kStallMs = 1'500;
#endif

class Desk {
 public:
  /// Opens DIR; `drafts` and `settings` are what an earlier run left.
  explicit Desk(const std::string& dir, client::ClientOptions options = fast()) {
    auto store = client::LocalStore::open(dir);
    if (!store) {
      error = store.error();
      return;
    }
    drafts = (*store)->drafts();
    settings = (*store)->settings();
    client_ = client::Client::start(std::move(options), std::move(*store), inbox_);
  }
  static client::ClientOptions fast() {
    client::ClientOptions options;
    options.account = "test";
    options.stall_ms = kStallMs;
    options.draft_delay_ms = 20;
    options.change_batch_ms = 10;
    options.retry_unit_ms = 20;
    return options;
  }

  client::Client& client() { return *client_; }
  /// Takes what came; to be asked again and again by within().
  client::State& state() {
    for (auto& update : inbox_.take()) {
      if (auto* done = update.get_if<client::CommandDone>()) done_[done->id] = *done;
      if (auto* line = update.get_if<client::LineChanged>()) lines.push_back(*line);
      if (auto* file = update.get_if<client::Downloaded>()) downloads.push_back(*file);
      state_.apply(std::move(update), base::now());
    }
    return state_;
  }
  /// The outcome of a command once it is known, or null.
  const client::CommandDone* done(const std::string& id) {
    state();
    const auto at = done_.find(id);
    return at == done_.end() ? nullptr : &at->second;
  }
  bool online() { return state().line.line == client::Line::live; }
  void close() { client_.reset(); }

  std::map<std::string, client::Draft> drafts;
  std::map<std::string, std::string> settings;
  std::vector<client::LineChanged> lines;
  std::vector<client::Downloaded> downloads;
  base::Error error;

 private:
  base::Inbox<client::Update> inbox_;
  client::State state_;
  std::map<std::string, client::CommandDone> done_;
  std::unique_ptr<client::Client> client_;
};

}  // namespace stadtpult::test
