#pragma once
// What the client posts to the inbox of the frame thread. Plain values; each is applied to State by
// State::apply().

#include <any>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"
#include "api-client/client/link_state.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::client {

/// The line to the platform. Silence is not safety: anything but `live` is shown.
enum class Line { connecting, live, offline };

struct LineChanged {
  Line line = Line::connecting;
  base::Timestamp since;
  base::Timestamp next_try_at;  ///< 0 while a try is under way
  base::Error error;            ///< why it is offline
};

struct SignedIn {
  contract::Me me;
};
/// What this machine is called and its key's thumbprint ("" where it has none), as it registers itself.
struct MachineKnown {
  std::string name, thumbprint;
};
/// Another person or another account: what was known is not theirs to see.
struct Forgotten {};
/// No token, or the platform refuses it. What waits in the outbox is kept.
struct SignInNeeded {
  enum class Why { no_token, expired, refused } why = Why::no_token;
};

/// The lists that the console holds whole.
enum class List {
  categories,
  miniapps,
  reviews,
  reasons,
  organisations,
  releases,
  incidents,
  blocks,
  security_jobs,
  rule_filters,
  pages,
  media,
  form_answers,
  test_rounds,
  feedback,
  reply_templates,
  requirements,
  app_versions,
  merchants,
  offerings,
  resources,
  bookings,
  devices
};

struct ListLoading {
  List list;
  std::int64_t done = 0, total = 0;  ///< "1.240 von 2.000"; total is 0 while it is not known
};
struct ListFailed {
  List list;
  base::Error error;
};
/// A whole list anew; `at` is when the platform sent it.
template <typename T>
struct ListLoaded {
  std::vector<T> items;
  base::Timestamp at;
  bool cached = false;  ///< from this device, the platform was not asked yet
};
/// Some things of a list, new or changed.
template <typename T>
struct ThingsChanged {
  std::vector<T> items;
  base::Timestamp at;
  std::vector<std::string> removed = {};  ///< ids that this person does not see any more
};

/// Alerts may be a million: they come page by page, the newest first, and each page is shown at once.
struct AlertsLoading {};
struct AlertsChanged {
  std::vector<contract::Alert> items;  ///< without evidence and timeline
  std::vector<std::string> removed = {};
  base::Timestamp at;
  bool of_load = false;    ///< a page of the load under way
  std::int64_t total = 0;  ///< of the load: how many there are
  bool complete = false;   ///< the last page: what the load did not see is gone
};
struct AlertsFailed {
  base::Error error;
};

/// Things that are loaded on demand.
struct VersionsLoaded {
  std::string miniapp_id;
  base::Result<std::vector<contract::Version>> versions;
  base::Timestamp at;
};
struct DiffLoaded {
  contract::Ring ring;
  base::Result<std::vector<contract::DiffItem>> items;
  base::Timestamp at;
  std::string etag = {};  ///< names this difference in the If-Match of a release
};
struct AuditLoaded {
  std::string query;   ///< as asked for
  std::string cursor;  ///< "" = the first page
  base::Result<contract::Page<contract::AuditRecord>> page;
  base::Timestamp at;
};
/// One alert with evidence and timeline; kept up to date while it is the one that was asked for last.
struct AlertLoaded {
  std::string id;
  base::Result<contract::Alert> alert;
  base::Timestamp at;
};
/// One page with its blocks, and its versions, newest first; kept up to date while it is the one that was
/// asked for last.
struct PageLoaded {
  std::string id;
  base::Result<contract::ContentPage> page;
  base::Timestamp at;
};
struct PageVersionsLoaded {
  std::string page_id;
  base::Result<std::vector<contract::PageVersion>> versions;
  base::Timestamp at;
};
/// One version of it with its content, which the list leaves out.
struct PageVersionLoaded {
  std::string page_id, version_id;
  base::Result<contract::PageVersion> version;
};
/// The stream told of an answer to a form; nobody at this desk has opened the inbox yet.
struct AnswerArrived {
  std::string id;
};
/// The pages that show a file of the media library; kept up to date while it is the one asked for last.
struct MediaPagesLoaded {
  std::string media_id;
  base::Result<std::vector<contract::ContentPage>> pages;
  base::Timestamp at;
};
/// The bytes of a file of the media library, for the console to draw.
struct MediaBytesLoaded {
  std::string media_id;
  base::Result<std::string> bytes;
};
/// A file of the platform.
struct Downloaded {
  std::string name;  ///< as it was asked for: of a file, or the whole path
  base::Result<std::string> bytes;
};
/// The answers to a form as CSV.
struct AnswersExported {
  std::string path;  ///< where the person wants it
  base::Result<contract::FormExported> file;
};
/// One feedback item with its timeline, and what says much the same; kept up to date while it is the one that
/// was asked for last.
struct FeedbackLoaded {
  std::string id;
  base::Result<contract::Feedback> feedback;
  base::Timestamp at;
};
struct SimilarLoaded {
  std::string feedback_id;
  base::Result<std::vector<contract::SimilarFeedback>> items;
  base::Timestamp at;
};
/// What stands between a version of the City-App and everyone, and how far it is day by day.
struct GateLoaded {
  std::string version_id;
  base::Result<contract::GoLiveGate> gate;
  base::Timestamp at;
};
struct BurnupLoaded {
  std::string version_id;
  base::Result<std::vector<contract::BurnupPoint>> points;
  base::Timestamp at;
};
/// Whose feedback was slowed, the newest hour first.
struct FloodsLoaded {
  base::Result<std::vector<contract::FeedbackFlood>> floods;
  base::Timestamp at;
};
/// One merchant with checks, proofs and timeline; kept up to date while it is the one that was asked for
/// last.
struct MerchantLoaded {
  std::string id;
  base::Result<contract::Merchant> merchant;
  base::Timestamp at;
};
/// The token that an invitation's code was turned into.
struct CodeTaken {
  base::Result<contract::SignInToken> token;
};
struct RulesLoaded {
  base::Result<std::vector<contract::DetectionRule>> rules;
  base::Timestamp at;
};
struct LayersLoaded {
  base::Result<std::vector<contract::ProtectionLayer>> layers;
  base::Timestamp at;
};
/// What addresses outside answered, one or some at a time.
struct LinksChecked {
  std::map<std::string, LinkState> links;  ///< by address
};
/// Who looks at which alert or page now, this person among them.
struct PresenceLoaded {
  std::vector<contract::Presence> people;
};
/// What stands behind a pseudonym. It is on nobody's disk.
struct Revealed {
  std::string pseudonym;
  base::Result<std::string> value;
  base::Timestamp at;
};
struct DemandLoading {  ///< one of those above was asked for
  enum class What {
    versions,
    diff,
    audit,
    alert,
    rules,
    layers,
    reveal,
    page,
    page_versions,
    media_pages,
    feedback,
    app_version,
    floods,
    merchant
  } what;
  std::string id;  ///< mini-app, ring, query, alert, pseudonym, page, file, feedback, version, merchant
};

/// Where a command stands.
enum class CommandState { waiting, sending, done, refused, conflict };

/// A change on its way; the body stays with the client.
struct OutboxEntry {
  std::string id;  ///< the idempotency key
  contract::Operation operation = contract::Operation::change_miniapp;
  std::string object_id;  ///< of the thing it changes; "" for a new one
  std::string title, detail;
  base::Timestamp created_at;
  CommandState state = CommandState::waiting;
  bool is_step = false;     ///< Command::is_step
  base::Error error;        ///< of refused and conflict
  std::string mine;         ///< the JSON body; "" for packages and imports
  std::string before;       ///< the thing when the change was made, JSON; "" where not known
  std::string theirs;       ///< conflict: the thing as the platform has it, JSON
  std::string theirs_etag;  ///< conflict: what a choice is based on
};
struct OutboxChanged {
  std::vector<OutboxEntry> entries;  ///< all that are not done, oldest first
};
/// The platform answered a command for good.
struct CommandDone {
  std::string id;
  contract::Operation operation = contract::Operation::change_miniapp;
  std::string object_id;  ///< of the answer
  std::string answer;     ///< JSON of the thing, "" after a failure
  std::string etag;       ///< of the answered thing: what an undo is based on
  std::string draft_key;  ///< draft that was carried over
  bool ok = true;
  base::Error error;
  std::vector<contract::Finding> findings;  ///< of a refused package
  int sent_after_offline = 0;
};

/// What a check of a package or manifest found (POST /v1/checks).
struct CheckDone {
  std::string tag;  ///< as given with the request
  base::Result<contract::CheckReport> report;
};
struct ImportDone {
  base::Result<contract::ImportReport> report;
};

/// How the platform's audit record stands to what this console saw of it.
struct RecordLooked {
  std::optional<contract::AuditCheckpoint> kept;
  std::optional<contract::RecordFinding> finding;  ///< stays until a person accepts the record
  base::Timestamp at;                              ///< of the last comparison; 0: none since the start
};
struct RecordChecking {};
struct RecordChecked {
  base::Result<contract::AuditCheck> report;
  base::Timestamp at;
};
struct RecordExported {
  base::Result<contract::AuditExported> file;
};

/// Typed text or settings could not be written to this device, or can again.
struct DiskState {
  bool ok = true;
  base::Error error;
};
/// Something was repaired or set aside at start; one sentence.
struct StoreNotice {
  enum class What {
    cache_rebuilt,
    journal_moved_aside,
    key_missing,  ///< of what was kept; it was set aside and is taken back once the key is there again
    key_other,    ///< the key is not the one of what was kept; the same
    key_back      ///< what was set aside for its key is there again
  } what = What::cache_rebuilt;
  std::string message;
  std::string file = {};  ///< where what was set aside lies; "" where nothing was
};
/// Typed text is on disk ("Gespeichert 09:40").
struct DraftSaved {
  std::string key;
  base::Timestamp at;
};

template <typename... Kind>
struct UpdateKinds {
  template <typename T>
  static constexpr bool has = (std::is_same_v<T, Kind> || ...);

  /// Calls `take` with what is held, as what it is.
  template <typename Take>
  static void visit(std::any& held, Take&& take) {
    const auto as = [&]<typename T>(T* one) {
      if (one != nullptr) take(std::move(*one));
      return one != nullptr;
    };
    (void)(as(std::any_cast<Kind>(&held)) || ...);
  }
};

/// Of each thing that a list holds there are two updates.
template <typename... Thing>
struct ThingsOfLists {
  template <typename... Other>
  using Updates = UpdateKinds<Other..., ListLoaded<Thing>..., ThingsChanged<Thing>...>;
};
using AllThings =
    ThingsOfLists<contract::Category, contract::Miniapp, contract::Review, contract::Reason,
                  contract::Organisation, contract::Release, contract::Incident, contract::Block,
                  contract::SecurityJob, contract::RuleFilter, contract::ContentPage, contract::Media,
                  contract::FormAnswer, contract::TestRound, contract::Feedback, contract::ReplyTemplate,
                  contract::Requirement, contract::AppVersion, contract::Merchant, contract::Offering,
                  contract::Resource, contract::Booking, contract::Device>;

using AllUpdates =
    AllThings::Updates<LineChanged, SignedIn, MachineKnown, Forgotten, SignInNeeded, ListLoading, ListFailed,
                       MerchantLoaded, FloodsLoaded, CodeTaken, FeedbackLoaded, SimilarLoaded, GateLoaded,
                       BurnupLoaded, MediaPagesLoaded, MediaBytesLoaded, Downloaded, AnswersExported,
                       PageLoaded, PageVersionsLoaded, PageVersionLoaded, AnswerArrived, LinksChecked,
                       PresenceLoaded, Revealed, AlertsLoading, AlertsChanged, AlertsFailed, AlertLoaded,
                       RulesLoaded, LayersLoaded, VersionsLoaded, DiffLoaded, AuditLoaded, DemandLoading,
                       OutboxChanged, CommandDone, CheckDone, ImportDone, RecordLooked, RecordChecking,
                       RecordChecked, RecordExported, DiskState, StoreNotice, DraftSaved>;

/// One of them. The kind is forgotten: as a std::variant of a hundred, each file that makes one compiled
/// thousands of functions more.
class Update {
 public:
  template <typename T>
  requires AllUpdates::has<T> Update(T update) : held_(std::move(update)) {}

  /// What is held where it is a T, else nullptr.
  template <typename T>
  requires AllUpdates::has<T>
  [[nodiscard]] T* get_if() { return std::any_cast<T>(&held_); }
  /// Calls `take` once, with the kind that is held, which is moved from.
  template <typename Take>
  void visit(Take&& take) {
    AllUpdates::visit(held_, take);
  }

 private:
  std::any held_;
};

}  // namespace stadtpult::client
