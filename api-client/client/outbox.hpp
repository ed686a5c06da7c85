#pragma once
// Changes on their way: journalled on disk before they are sent, sent in the order they were made, kept over
// crashes and lost lines, each with an idempotency key so that nothing is applied twice. I/O thread.

#include <functional>
#include <list>
#include <string>
#include <string_view>

#include "api-client/base/clock.hpp"
#include "api-client/client/backoff.hpp"
#include "api-client/client/command_codec.hpp"
#include "api-client/client/keeper.hpp"
#include "api-client/client/local_store.hpp"
#include "api-client/client/transport.hpp"

namespace stadtpult::client {

struct OutboxOptions {
  std::string account;
  base::Clock clock = base::now;
  int retry_unit_ms = 1'000;
};

class Outbox {
 public:
  struct Handler {
    std::function<void(Update)> post;
    /// The platform did it; called before CommandDone is posted.
    std::function<void(const Command&, const HttpAnswer&)> answered;
    /// The token is not valid (any more). What waits is kept.
    std::function<void(base::Error)> refused_token;
    /// The thing as it was when the change was made, JSON; "" where not known.
    std::function<std::string(const Command&)> before;
  };
  Outbox(Transport& transport, LocalStore& store, Keeper& keeper, OutboxOptions options, Handler handler);
  ~Outbox();

  /// Takes over what an earlier run left. Once.
  void load();
  /// Who is signed in: only this person's commands are sent.
  void set_person(const std::string& id);
  /// The line is there, or not.
  void set_line(bool live);

  void submit(std::string id, Command command);
  void cancel(std::string_view id);
  void resolve(std::string_view id, std::string body, std::string if_match);
  /// Nothing where may_be_sent_again() says no.
  void retry(std::string_view id);
  void discard(std::string_view id);
  /// Everything in it is on disk.
  [[nodiscard]] bool journalled() const;

 private:
  using Entries = std::list<Pending>;
  Entries::iterator find(std::string_view id);
  bool save(Pending& pending);
  void save_later();
  void remove(Entries::iterator at);
  void changed();

  void pump();
  [[nodiscard]] bool held(Entries::const_iterator at) const;
  void send(Pending& pending);
  void sent(const std::string& id, base::Result<HttpAnswer> result);
  void done(Entries::iterator at, const HttpAnswer& answer);
  void chain(Entries::iterator at, const HttpAnswer& answer);
  void refuse(Entries::iterator at, base::Error error, std::string_view body);
  void postpone(Entries::iterator at, base::Error error);
  void wait_for_token(Entries::iterator at, base::Error error);
  void collided(Entries::iterator at, base::Error error);
  void read_theirs(const Pending& pending);
  void decide(const std::string& id, const base::Result<HttpAnswer>& theirs);

  Transport& transport_;
  LocalStore& store_;
  Keeper& keeper_;
  OutboxOptions options_;
  Handler handler_;
  Entries entries_;
  std::int64_t last_number_ = 0;
  std::string person_;
  bool live_ = false;
  std::string in_queue_;                              ///< id of the queued command under way, "" = none
  std::map<std::string, Transport::Handle> on_line_;  ///< requests under way by command id
  Backoff backoff_;
  Transport::Handle pause_ = 0, save_timer_ = 0, post_timer_ = 0;
  bool post_again_ = false;
  int sent_after_offline_ = 0;
};

}  // namespace stadtpult::client
