#pragma once
// The service over its store. What platform/routes needs of it beyond the public interface stands here:
// seeding runs the same requests at other times and with ids that are the same each time.

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>

#include "platform/routes/answer_cache.hpp"
#include "platform/routes/banner_board.hpp"
#include "platform/routes/bound_tokens.hpp"
#include "platform/routes/handlers.hpp"
#include "platform/routes/intake_gate.hpp"
#include "platform/routes/page_schedule.hpp"
#include "platform/routes/postman.hpp"
#include "platform/routes/reading_book.hpp"
#include "platform/routes/service.hpp"
#include "platform/security/security.hpp"
#include "platform/store/keys.hpp"
#include "platform/store/principals.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

/// The headers of what citizens open in a browser.
void add_page_headers(Response& response);
/// The answer for an error, with the headers that belong to it: RFC 9457, but on the citizens' pages, where a
/// person reads it, HTML that says what to do.
Response problem_response(const base::Error& error, const Request& request,
                          const std::vector<app::AlertBanner>& banners = {});
/// "/" and "/app", which people type: behind them stand the citizens' pages. They are no operations of the
/// interface, and so stand in no table of it.
bool leads_to_pages(const Request& request);
/// 308 to the start page, with the query.
Response moved_to_pages(const Request& request);
/// A page under /app/, not one of its pictures and files.
bool is_for_a_person(const Request& request);
/// An answer of failure with problem details, made outside of the service, in the form of its reader.
void dress_problem(Response& response, const Request& request, const std::vector<app::AlertBanner>& banners);
/// Where a person reads an answer of failure, it becomes HTML that says what to do.
void dress_for_person(Response& response, const Request& request,
                      const std::vector<app::AlertBanner>& banners);

class ServiceImpl final : public Service {
 public:
  ServiceImpl(ServiceOptions options, std::unique_ptr<Store> store, const StoreKeys& keys);
  ~ServiceImpl() override;

  void handle(Request request, std::function<void(Response)> done) override;
  bool holds_files(const Request& request) override;
  void dress(Response& response, const Request& request) override {
    dress_problem(response, request, banners_for_all(request));
  }
  base::Result<StreamTicket> open_stream(const Request& request) override;
  bool stream_allowed(const StreamTicket& ticket) override;
  void stream_closed(const StreamTicket& ticket) override;
  void set_edge(const EdgeFacts& edge) override;
  void reload_rules() override;
  std::vector<StreamEvent> events_after(std::int64_t id, int most) override;
  void on_events(std::function<void()> wake) override;
  base::Result<std::string> make_token(contract::Role role, const std::string& name,
                                       const std::string& organisation, std::int64_t lifetime_ms,
                                       std::optional<contract::Stakeholder> stakeholder = {}) override;
  base::Result<std::int64_t> export_audit(const contract::AuditExport& wish,
                                          const std::function<void(const std::string&)>& write) override;
  base::Result<std::int64_t> erase_from_audit(const contract::AuditErasure& wish) override;
  base::Done note_check(const contract::AuditCheck& check) override;
  base::Result<std::vector<contract::Device>> device_list() override;
  base::Done approve_device(const std::string& id) override;
  base::Result<std::string> make_open311_key(const std::string& name) override;
  base::Done revoke_open311_key(const std::string& name) override;
  base::Result<std::vector<std::tuple<std::string, base::Timestamp, base::Timestamp>>> open311_key_list()
      override;
  base::Done note_backup(const Backup& made, const std::vector<std::string>& going) override;
  base::Done seed_demo_city() override;
  void stop() override;

  /// Time and ids for every later request; an empty function puts the usual one back. For seeding.
  void set_scene(base::Clock clock, MakeId make_id);
  Store& store() { return *store_; }
  Security& security() { return *security_; }
  PageSchedule& schedule() { return *schedule_; }
  Postman& postman() { return *postman_; }
  /// Opens what needs the store. Once, before the first request.
  base::Done start();
  [[nodiscard]] Occasion occasion(const Actor& actor, const std::string& request_id) const;

 private:
  struct PendingWrite;

  [[nodiscard]] base::Timestamp now() const;
  /// What stands above a page whose reader is not known; nothing for what is no page.
  std::vector<app::AlertBanner> banners_for_all(const Request& request);
  Response refusal(const base::Error& error, const Request& request) {
    return problem_response(error, request, banners_for_all(request));
  }
  /// The same where it is known who asks.
  Response refusal(const base::Error& error, const Call& call) {
    return call.banners ? problem_response(error, call.request, call.banners->shown)
                        : refusal(error, call.request);
  }
  /// Whose token came, and that it came from where it may.
  struct Sender {
    StoredToken token;
    std::string hash, text;
  };
  base::Result<Sender> sign_in(const Request& request, RequestFact& fact);
  /// not_found where there is none with this hash.
  base::Result<StoredToken> token_of(const std::string& hash);
  /// The use of a token, some minutes apart.
  void note_use(const std::string& hash, const StoredToken& token);
  /// May this device be served? What is stopped is checked before.
  base::Done check_device(const contract::Route& route, const StoredToken& token, RequestFact& fact);
  /// Fills in what the fact can say of who asks.
  base::Result<std::shared_ptr<Call>> accept(Request& request, RequestFact& fact);
  void serve(Request request, RequestFact& fact, std::function<void(Response)> done);
  /// A visit of somebody who is signed in, at most once an hour.
  void note_citizen(const Citizen& citizen, base::Timestamp at);
  base::Done check_stopped(const Request& request, const Actor& actor, RequestFact& fact);
  /// Of the calls that anybody may make: does the asker see the ring that it asks for?
  base::Done let_into_ring(const Call& call, RequestFact& fact);
  void answer_read(const std::shared_ptr<const Call>& call, const std::function<void(Response)>& done);
  void answer_write(const std::shared_ptr<const Call>& call, std::function<void(Response)> done);
  void run_part(const std::shared_ptr<PendingWrite>& write);
  base::Done run_in_transaction(PendingWrite& write, Change& change);
  /// The answer goes out once the reading is noted.
  void answer_recorded(const std::shared_ptr<const Call>& call, std::function<void(Response)> done);
  void answer_after_recording(const std::shared_ptr<const Call>& call, ReadingBook& book,
                              std::function<void(Response)> done);
  /// Writes a line about who reads, then answers.
  using NoteReading = std::function<base::Done(const Call&, Change&)>;
  void answer_after_noting(const std::shared_ptr<const Call>& call, NoteReading note,
                           std::function<void(Response)> done);
  /// The book that lists of this operation are recorded in; nullptr for most.
  ReadingBook* book_of(contract::Operation operation);
  void record_readings(bool all);
  void record_floods();
  void check_record(const std::shared_ptr<const Call>& call, std::function<void(Response)> done);
  Response health();

  ServiceOptions options_;
  std::unique_ptr<Store> store_;
  const StoreKeys keys_;
  ReadingBook readings_{{"audit.read", "audit.read_end", "audit"}};
  ReadingBook answer_readings_{{"form_answer.read_list", "form_answer.read_list_end", "form_answer"}};
  std::mutex checking_mutex_;
  std::thread checking_;  ///< the last check of the record; the next one waits for it
  AnswerCache answers_;
  IntakeGate gate_;
  CountCache counts_;
  BannerBoard banners_{*store_};
  mutable std::mutex scene_mutex_;
  base::Clock scene_clock_;
  MakeId scene_ids_;
  std::shared_mutex tokens_mutex_;
  struct KnownToken {
    StoredToken token;
    std::uint64_t counter = 0;  ///< of changes of devices, from before it was read
  };
  std::unordered_map<std::string, KnownToken> tokens_;  ///< by hash
  BoundTokens bound_tokens_{options_};
  std::unique_ptr<Security> security_;      ///< its threads use the members above
  std::unique_ptr<PageSchedule> schedule_;  ///< its thread uses the members above
  std::unique_ptr<Postman> postman_;        ///< last: the same
};

/// The same for a request that reached its handler, where the check of a package has findings.
Answer problem_answer(const base::Error& error, const Request& request,
                      const std::vector<contract::Finding>& findings = {});

}  // namespace stadtpult::platform
