#pragma once
// The console's state: what the platform last said, in the frame thread. Views read it; only apply() changes
// it. Pure: no I/O, no time of its own.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api-client/client/alerts.hpp"
#include "api-client/client/remote.hpp"
#include "api-client/client/updates.hpp"

namespace stadtpult::client {

/// A list with an index by id. `generation` grows with each change, so that a view recomputes only then.
template <typename T>
struct Things {
  std::vector<T> items;
  std::unordered_map<std::string, std::uint32_t> index;

  [[nodiscard]] const T* find(std::string_view id) const {
    const auto at = index.find(std::string(id));
    return at == index.end() ? nullptr : &items[at->second];
  }
  /// Adds or replaces; an older revision than the one known changes nothing.
  void put(T item);
  void reset(std::vector<T> all);
  void erase(std::string_view id);
};

/// A list that is held whole: its life, and how often it changed.
template <typename T>
struct Held {
  Remote<Things<T>> remote;
  std::uint64_t generation = 0;
  std::int64_t done = 0, total = 0;  ///< while loading: "1.240 von 2.000"; total 0 = not known
  /// A change shows at once: patches that wait in the outbox are laid over the items. Here is what the
  /// platform has.
  std::map<std::string, T, std::less<>> confirmed;
  std::map<std::string, std::vector<std::string>, std::less<>> patches;  ///< by id, oldest first

  /// The items, empty before the first came.
  [[nodiscard]] const std::vector<T>& items() const {
    static const std::vector<T> kNone;
    const auto* things = remote.value();
    return things != nullptr ? things->items : kNone;
  }
  [[nodiscard]] const T* find(std::string_view id) const {
    const auto* things = remote.value();
    return things != nullptr ? things->find(id) : nullptr;
  }
  /// A change of this thing waits in the outbox: it gets the small mark.
  [[nodiscard]] bool pending(std::string_view id) const { return patches.find(id) != patches.end(); }
};

/// The audit record as far as it was paged in.
struct AuditPages {
  std::string query;
  std::vector<contract::AuditRecord> records;
  std::optional<std::string> next;
  std::int64_t total = 0;
  /// The newest loaded line that does not fit its own hash: each is computed once, when it comes.
  std::optional<std::int64_t> wrong_id = {};
};

struct State {
  // In state.cpp: what becomes of all these lists is not compiled anew in each panel and test.
  State();
  State(const State&);
  State(State&&) noexcept;
  State& operator=(const State&);
  State& operator=(State&&) noexcept;
  ~State();

  LineChanged line;
  std::optional<contract::Me> me;
  MachineKnown machine;
  bool sign_in_needed = false;
  SignInNeeded::Why sign_in_why = SignInNeeded::Why::no_token;

  Held<contract::Category> categories;
  Held<contract::Miniapp> miniapps;
  Held<contract::Review> reviews;
  Held<contract::Reason> reasons;
  Held<contract::Organisation> organisations;
  Held<contract::Release> releases;
  Held<contract::Incident> incidents;
  Held<contract::Block> blocks;
  Held<contract::Device> devices;
  Held<contract::SecurityJob> security_jobs;
  Held<contract::RuleFilter> rule_filters;
  Held<contract::ContentPage> pages;  ///< without their blocks
  Held<contract::Media> media;
  Held<contract::FormAnswer> form_answers;  ///< from when somebody looks at them (Client::need_form_answers)
  std::set<std::string, std::less<>> arrived_answers;  ///< since the sign-in, while nobody looked
  Held<contract::TestRound> test_rounds;
  Held<contract::Feedback> feedback;  ///< without their timelines
  Held<contract::ReplyTemplate> reply_templates;
  Held<contract::Requirement> requirements;
  Held<contract::AppVersion> app_versions;
  Held<contract::Merchant> merchants;  ///< without checks, requests, proofs and timelines
  Held<contract::Offering> offerings;
  Held<contract::Resource> resources;
  Held<contract::Booking> bookings;

  AlertTable alerts;
  std::string open_alert_id;  ///< which one `open_alert` is
  Remote<contract::Alert> open_alert;
  std::string open_page_id;  ///< which one `open_page` and `page_versions` are
  Remote<contract::ContentPage> open_page;
  /// Newest first; each without content until it is asked for (Client::need_page_version).
  Remote<std::vector<contract::PageVersion>> page_versions;
  std::map<std::string, base::Error, std::less<>> version_failures;  ///< by id: why its content did not come
  std::string open_media_id;                                         ///< whose pages `media_pages` are
  Remote<std::vector<contract::ContentPage>> media_pages;
  std::string open_feedback_id;  ///< which one `open_feedback` and `similar` are
  Remote<contract::Feedback> open_feedback;
  Remote<std::vector<contract::SimilarFeedback>> similar;
  std::string open_version_id;  ///< of which version of the City-App `gate` and `burnup` are
  Remote<contract::GoLiveGate> gate;
  Remote<std::vector<contract::BurnupPoint>> burnup;
  std::string open_merchant_id;  ///< which one `open_merchant` is
  Remote<contract::Merchant> open_merchant;
  Remote<std::vector<contract::FeedbackFlood>> floods;
  std::map<std::string, LinkState, std::less<>> links;  ///< addresses outside, since they were asked last
  std::uint64_t links_generation = 0;
  std::vector<contract::Presence> presence;                          ///< who looks at which alert or page now
  std::map<std::string, Remote<std::string>, std::less<>> revealed;  ///< by pseudonym, as it was asked for
  Remote<std::vector<contract::DetectionRule>> rules;
  Remote<std::vector<contract::ProtectionLayer>> layers;

  std::map<std::string, Remote<std::vector<contract::Version>>> versions;  ///< by mini-app, newest first
  std::map<contract::Ring, Remote<std::vector<contract::DiffItem>>> diffs;
  std::map<contract::Ring, std::string> diff_etags;  ///< of those in `diffs`; "" where not known
  Remote<AuditPages> audit;
  RecordLooked record;
  Remote<contract::AuditCheck> record_check;

  /// What checks of packages found, by the tag they were asked for with.
  std::map<std::string, base::Result<contract::CheckReport>> checks;
  /// The newest answers to commands, oldest first, at most kAnswersKept: a hand-in goes on with the id that
  /// was made.
  std::vector<CommandDone> answers;
  static constexpr std::size_t kAnswersKept = 32;
  /// The answer to the command that carried this draft; nullptr while there is none.
  [[nodiscard]] const CommandDone* answer_for(std::string_view draft_key) const;

  std::vector<OutboxEntry> outbox;
  DiskState disk;
  std::map<std::string, base::Timestamp> drafts_saved;  ///< when typed text reached the disk, by its key
  std::uint64_t generation = 0;                         ///< grows with every update

  /// When the newest data came from the platform; 0 before the first.
  base::Timestamp data_at;

  /// Takes an update in. The frame thread.
  void apply(Update update, base::Timestamp now);

  /// The versions of a mini-app; a Remote that was never asked for where there are none.
  [[nodiscard]] const Remote<std::vector<contract::Version>>& versions_of(std::string_view miniapp_id) const;
  [[nodiscard]] const Remote<std::vector<contract::DiffItem>>& diff_of(contract::Ring ring) const;
  /// The ETag of what diff_of() says: what a release chosen from it is based on; "" where not known.
  [[nodiscard]] std::string diff_etag(contract::Ring ring) const;
  /// The newest review of a version; nullptr where there is none.
  [[nodiscard]] const contract::Review* review_of(std::string_view version_id) const;
  /// Everything for a first usable page is there (or cannot be had): pictures wait for it.
  [[nodiscard]] bool settled() const;
};

}  // namespace stadtpult::client
