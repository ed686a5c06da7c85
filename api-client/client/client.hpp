#pragma once
// The console's way to the platform. One I/O thread does network, disk and decoding; the frame thread calls
// the functions here, none of which waits, and takes Updates from the inbox.
//
//   auto store = LocalStore::open(dir);                       // settings are readable at once
//   auto client = Client::start({}, std::move(*store), inbox); // cached lists, drafts and outbox are posted
//   at once client->connect({.url = "https://127.0.0.1:8443", .token = …, .ca_pem =
//   server.certificate_pem()}); for (const auto& update : inbox.take()) state.apply(update, now);

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/inbox.hpp"
#include "api-client/client/command.hpp"
#include "api-client/client/local_store.hpp"
#include "api-client/client/updates.hpp"

namespace stadtpult::client {

struct Platform {
  std::string url;     ///< "https://host:port"; anything else than https is refused
  std::string token;   ///< bearer token
  std::string ca_pem;  ///< these certificates alone are trusted (the embedded one is pinned so); "" = ca_file
  std::string ca_file;  ///< PEM file; "" = the system's authorities
};

struct ClientOptions {
  /// Whose cache and outbox this is: the platform's URL, or "embedded/project_lead". Lists of one account are
  /// never shown to another.
  std::string account;
  base::Clock clock = base::now;
  int stall_ms = 45'000;      ///< no byte of the stream for so long: the line is down
  int draft_delay_ms = 100;   ///< typed text is written at the latest so long after a key
  int change_batch_ms = 100;  ///< changes of the stream are fetched together, at most so often
  int retry_unit_ms = 1'000;  ///< tests make the back-off (1, 2, 5, 15, 30 units) faster
};

class Client {
 public:
  /// Starts the I/O thread. The inbox must outlive the client.
  static std::unique_ptr<Client> start(ClientOptions options, std::unique_ptr<LocalStore> store,
                                       base::Inbox<Update>& inbox);
  /// Writes what is not on disk yet, drops the line and joins the thread. What waits in the outbox stays on
  /// disk.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // ---- the line (any thread) ----
  /// Connects, or connects anew with another token. A URL that is not https: the state `down` says so.
  void connect(Platform platform);
  /// Turns an invitation's code into a token, before there is one: connect with it then. CodeTaken.
  void sign_in_with_code(Platform platform, contract::CodeSignIn wish);
  /// For a machine whose key was revoked: it gets another key, and nothing else of what it keeps is touched.
  /// Then connects; a token that was bound to the old key is no good any more, so that the person is asked.
  void renew_device_key(Platform platform);
  /// "Jetzt verbinden": does not wait for the back-off.
  void reconnect_now();

  // ---- reading (any thread) ----
  /// Loads all lists anew (F5).
  void reload();
  /// Versions of a mini-app; kept up to date by the stream from then on. VersionsLoaded.
  void need_versions(std::string_view miniapp_id);
  /// What a release into this ring would change; kept up to date. DiffLoaded.
  void need_diff(contract::Ring ring);
  /// A page of the audit record: `query` as the API has it ("filter=object_id%3Aapp_1"), `cursor` "" starts
  /// at the newest. AuditLoaded.
  void need_audit(std::string_view query = {}, std::string_view cursor = {});
  /// One alert with evidence and timeline, kept up to date until another is asked for. AlertLoaded.
  void need_alert(std::string_view alert_id);
  /// One page with its blocks, and its versions; kept up to date until another is asked for. PageLoaded,
  /// PageVersionsLoaded.
  void need_page(std::string_view page_id);
  void need_page_versions(std::string_view page_id);
  /// One of them with its content, once. PageVersionLoaded.
  void need_page_version(std::string_view page_id, std::string_view version_id);
  /// What citizens sent by forms; kept up to date from then on. Each reading is in the audit record, so it is
  /// asked for when a person looks. ListLoaded<FormAnswer>; before that AnswerArrived tells of new ones.
  void need_form_answers();
  /// The pages that show a file of the media library; kept up to date until another is asked for.
  /// MediaPagesLoaded.
  void need_media_pages(std::string_view media_id);
  /// One feedback item with its timeline and what is like it; kept up to date until another is asked for.
  /// FeedbackLoaded, SimilarLoaded.
  void need_feedback(std::string_view feedback_id);
  /// The gate and the days of a version of the City-App; kept up to date. GateLoaded, BurnupLoaded.
  void need_app_version(std::string_view version_id);
  /// Who is signed in, and what the platform says of this machine, once more. SignedIn.
  void need_me();
  /// Whose feedback was slowed. FloodsLoaded.
  void need_floods();
  /// One merchant with all that was checked; kept up to date until another is asked for. MerchantLoaded.
  void need_merchant(std::string_view merchant_id);
  /// Its bytes. MediaBytesLoaded.
  void load_media_bytes(std::string_view media_id);
  /// A file that the platform makes: a read with its ids and query ("format=pdf", encoded). Downloaded with
  /// `name`.
  void download(contract::Operation operation, std::vector<std::string> ids, std::string query,
                std::string name);
  /// The answers to a form as CSV; recorded on the platform with the reason. AnswersExported with `path`.
  void export_answers(contract::FormExport wish, std::string_view path);
  /// Asks addresses outside whether they are still there; nothing of the platform goes along. LinksChecked.
  void check_links(std::vector<std::string> urls);
  /// This person looks at this alert or page now; "" at none. The others see it (PresenceLoaded) for a
  /// minute: say it again.
  void look_at(std::string_view object_id);
  /// The person or address behind a pseudonym; recorded on the platform with the reason. Revealed.
  void reveal(std::string_view pseudonym, std::string_view reason);
  /// The detection rules with their hits; the protection layers, measured now. RulesLoaded, LayersLoaded.
  void need_rules();
  void need_layers();
  // ---- the audit record (any thread) ----
  /// The platform checks every line; RecordChecking, RecordChecked. What it says is held against the
  /// checkpoint that this console kept: RecordLooked.
  void check_record();
  /// RecordExported with the file's text.
  void export_record(contract::AuditExport wish);
  /// Takes the record as it is now, whatever was found. RecordLooked.
  void accept_record();
  /// Judges a package or manifest on the platform, storing nothing. CheckDone with this tag.
  void check(std::string_view tag, std::string bytes, std::string_view content_type = {});

  // ---- writing (any thread) ----
  /// Journals the command, then sends it in order. Returns its id. What stands in OutboxChanged is on
  /// disk; with a full disk DiskState says so and the command waits in memory until there is room.
  std::string submit(Command command);
  /// Takes back what still waits. What is under way is not cancelled (it may have arrived): undo it instead.
  void cancel(std::string_view command_id);
  /// A conflict was decided: this body is sent, based on what the person saw (OutboxEntry::theirs_etag).
  void resolve(std::string_view command_id, std::string body, std::string if_match);
  /// Tries a refused command once more ("Erneut"): as it is, or after a 412 on what is there now. Nothing
  /// where may_be_sent_again() says no.
  void retry(std::string_view command_id);
  /// Drops a refused command or a conflict ("theirs").
  void discard(std::string_view command_id);

  // ---- this machine (any thread) ----
  /// Typed text: on disk within 250 ms. Empty text removes it.
  void save_draft(std::string_view key, std::string_view text);
  void save_setting(std::string_view key, std::string_view value);
  /// Waits until everything handed over so far is on disk; false after `timeout_ms`. Before the program ends.
  bool flush(int timeout_ms);

 private:
  Client();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace stadtpult::client
