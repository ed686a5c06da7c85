#pragma once
// A platform with categories and mini-apps in memory, over real TLS, that can be made to fail where the real
// one does not: answers that get lost after the change was made, silent streams, a token that ends, a line
// that is cut.

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/codec.hpp"
#include "tests/support/tls_server.hpp"

namespace stadtpult::test {

class FakePlatform {
 public:
  FakePlatform();
  ~FakePlatform();

  /// Starts or cuts the line; it comes back on the same port.
  void go_online();
  void go_offline();
  [[nodiscard]] std::string url() const;
  [[nodiscard]] const std::string& certificate() const { return certificate_.cert_pem; }

  // What the next requests meet.
  void accept_token(const std::string& token, const std::string& person = "usr_1",
                    contract::Role role = contract::Role::project_lead);
  void refuse_token(const std::string& token);
  /// The next `count` writes get this status and change nothing; `problem` says which refusal of its kind.
  void fail_writes(int status, int count, const std::string& problem = {});
  /// The next `count` writes are done, but the connection breaks before the answer.
  void lose_answers(int count);
  /// The next `count` reads of exactly this get this status; 0: the connection breaks instead.
  void fail_reads(const std::string& target, int status, int count);
  /// Reads of exactly this wait for their answer as long as this is on.
  void hold_reads(const std::string& target, bool on);
  /// Streams send no byte any more.
  void silence(bool on);
  /// The next stream starts with "resync".
  void forget_events();

  // The audit record, and how it may be tampered with. The answers are always those of a platform to which
  // all is well.
  void add_lines(int count);
  void cut_lines(int count);
  void rewrite_line(int index);
  /// Signs with another key from now on.
  void change_key();
  /// Answers 404 instead of a checkpoint.
  void withhold_record(bool on);

  // What somebody else does.
  std::string add_category(const std::string& name);
  void change_category(const std::string& id, const std::string& patch);
  void hide_category(const std::string& id);
  void add_miniapps(int count);
  /// Alerts with evidence, the newest first in the list; the stream tells of them.
  void add_alerts(int count);
  /// Another event of the same kind: the count and the revision grow.
  void grow_alert(const std::string& id);
  void remove_alert(const std::string& id);
  /// A change of many alerts, new or with other numbers; the stream tells of it.
  void put_job(const contract::SecurityJob& job);
  /// Pages with one paragraph; the list leaves it out.
  std::string add_page(const std::string& title);
  /// Somebody else writes on it: a version more.
  void write_page(const std::string& id, const std::string& title);

  /// Anything else with an "id" and a "revision", read and changed at this path. Feedback is in its list,
  /// too.
  void add_thing(const std::string& type, const std::string& path, const std::string& json);
  /// Somebody else changes it (a merge patch); the stream tells of it.
  void patch_thing(const std::string& path, const std::string& patch);
  /// The stream tells of something that is in nobody's way here.
  void name(const std::string& type, const std::string& id);

  /// Somebody sent feedback too fast.
  void slow_down(const std::string& who, std::int64_t count);
  /// A citizen sent a form.
  std::string add_form_answer(const std::string& words);

  // What happened.
  [[nodiscard]] contract::Category category(const std::string& id) const;
  [[nodiscard]] std::vector<contract::Category> categories() const;
  /// The bodies of writes that were done, in order.
  [[nodiscard]] std::vector<std::string> written() const;
  /// The notes that were brought to be held against the record.
  [[nodiscard]] std::vector<std::string> notes() const;
  [[nodiscard]] int streams_opened() const;
  [[nodiscard]] int requests(const std::string& start_of_target) const;
  /// Requests of exactly this that were no reads.
  [[nodiscard]] int writes(const std::string& target) const;
  [[nodiscard]] std::string thing(const std::string& path) const;
  /// What the requests called the machine that they come from; "" among them where one did not say.
  [[nodiscard]] std::set<std::string> devices() const;

 private:
  struct Answer {
    int status = 200;
    std::string body, etag;
  };
  bool handle(const SeenRequest& request, TlsServer::Peer& peer);
  bool stream(const SeenRequest& request, TlsServer::Peer& peer);
  Answer read(const SeenRequest& request);
  Answer record(const std::string& path, const std::string& target);
  Answer write(const SeenRequest& request);
  Answer change(const std::string& id, const SeenRequest& request);
  Answer change_alert(const std::string& id, const SeenRequest& request);
  Answer change_thing(const std::string& path, const SeenRequest& request);
  bool kept_waiting(const SeenRequest& request, TlsServer::Peer& peer);
  void tell(const std::string& type, const std::string& id, const std::string& what = "changed");

  Certificate certificate_;
  int port_ = 0;
  std::unique_ptr<TlsServer> server_;
  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::map<std::string, contract::Me> tokens_;
  std::vector<contract::Category> categories_;
  std::vector<contract::Miniapp> miniapps_;
  std::vector<contract::ContentPage> pages_;
  std::vector<contract::FeedbackFlood> floods_;
  std::vector<contract::FormAnswer> form_answers_;
  std::vector<contract::Alert> alerts_;  ///< the newest first
  std::vector<contract::SecurityJob> jobs_;
  std::map<std::string, Answer> answers_;  ///< by idempotency key
  struct Thing {
    std::string type, json;
  };
  struct Failing {
    int status = 0, count = 0;
  };
  std::map<std::string, Thing> things_;     ///< by path
  std::map<std::string, Failing> failing_;  ///< reads by target
  std::set<std::string> held_;              ///< targets whose reads wait
  std::vector<std::string> written_, events_, targets_, write_targets_, notes_;
  std::set<std::string> devices_;
  int fail_status_ = 0, fail_count_ = 0, lose_count_ = 0, streams_ = 0;
  std::string fail_problem_;
  bool silent_ = false, resync_ = false, withhold_ = false;
  std::vector<base::Digest> leaves_;  ///< of the audit record
  base::Key key_ = {1};
};

}  // namespace stadtpult::test
