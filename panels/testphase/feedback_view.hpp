#pragma once
// What testers and citizens said: which items are shown and where, what may be done with them, and the
// changes. No ImGui; frame thread.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "panels/folded_texts.hpp"
#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::testphase {

using contract::Feedback;
using contract::FeedbackKind;
using contract::FeedbackPriority;
using contract::FeedbackState;

/// The board's columns are the states that somebody works on, in their order; what is settled is a shelf of
/// the list.
inline constexpr int kStates = 6, kColumns = 4, kKinds = 4, kPriorities = 5;

enum class Shelf { open, done, declined, merged, archived, all };
inline constexpr int kShelves = 6;
enum class Whose { everybodys, mine, nobodys };

/// What is asked for. Board and list show the same.
struct Wish {
  std::string search = {};
  std::optional<FeedbackKind> kind = {};
  std::optional<FeedbackPriority> priority = {};
  Whose whose = Whose::everybodys;
  std::string round_id = {}, miniapp_id = {}, label = {};  ///< "" = all
  Shelf shelf = Shelf::open;                               ///< of the list; the board shows what is open
  bool by_votes = false;                                   ///< else the newest first

  bool operator==(const Wish&) const = default;
  /// Something is asked for beyond the shelf.
  [[nodiscard]] bool narrowed() const;
};
/// As it is kept on this machine, and back.
std::string to_text(const Wish& wish);
std::optional<Wish> wish_from(std::string_view text);

/// A view that somebody gave a name.
struct SavedView {
  std::string name;
  Wish wish;
};
std::string to_text(const std::vector<SavedView>& views);
std::vector<SavedView> views_from(std::string_view text);

/// Open items of a mini-app.
struct Share {
  std::string miniapp_id, name;  ///< "" for all others together
  int open = 0;
};

/// Items in their order, by column and as a list. Made anew when the list or the wish is another.
class Index {
 public:
  void update(const World& world, const Wish& wish);
  /// Prepares a part of what the first key of a search needs: once a frame, so that it does not wait for all.
  bool prepare(const World& world);
  /// Places in state.feedback.items().
  [[nodiscard]] const std::vector<std::uint32_t>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<std::uint32_t>& column(FeedbackState state) const {
    return columns_[static_cast<std::size_t>(state)];
  }
  [[nodiscard]] int count(Shelf shelf) const { return counts_[static_cast<std::size_t>(shelf)]; }
  [[nodiscard]] const std::vector<Share>& shares() const { return shares_; }
  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }
  [[nodiscard]] int all() const { return all_; }
  [[nodiscard]] int settled() const { return settled_; }

 private:
  void rebuild(const World& world);
  const std::vector<std::uint32_t>& by_votes(const World& world);

  std::uint64_t generation_ = ~0ULL, apps_generation_ = ~0ULL;
  std::string language_, person_;
  Wish wish_;
  std::vector<std::uint32_t> newest_, rows_;
  std::vector<std::uint32_t> voted_;  ///< empty until somebody wants this order
  FoldedTexts texts_;                 ///< what the search looks into
  std::array<std::vector<std::uint32_t>, kStates> columns_;
  std::array<int, kShelves> counts_{};
  std::vector<Share> shares_;
  std::vector<std::string> labels_;
  int all_ = 0, settled_ = 0;
};

bool may_read(const World& world);
bool may_work(const World& world);
/// "RM-0638 Karte lässt sich nicht bedienen", as the palette lists it.
std::string name_of(const Feedback& feedback);
/// How many nobody has looked at.
int waiting(const World& world);

struct Look {
  const char* icon;
  kit::Tone tone;
};
Look look_of(FeedbackKind kind);
Look look_of(FeedbackState state);
Look look_of(FeedbackPriority priority);
std::string word_of(FeedbackKind kind);
std::string word_of(FeedbackState state);
std::string word_of(FeedbackPriority priority);
/// "RM-0638".
std::string number_of(const Feedback& feedback);
/// Where it was said: the mini-app's name, "City-App" for none.
std::string place_of(const Feedback& feedback, const World& world);
/// "Testperson 0317, heute 08:52, Android 15, City-App 0.9.4".
std::string origin_of(const Feedback& feedback, const World& world);
/// One line of the timeline, in words.
struct StepWords {
  const char* icon;
  std::string words, detail;
};
StepWords words_of(const contract::TimelineStep& step);

/// The item as it is shown: with its timeline where that has come, and with what waits in the outbox.
Feedback shown(const Feedback& listed, const World& world);

/// Does it say where its reporter was?
bool has_place(const contract::Feedback& feedback);

/// Where the very screen can be opened; nothing where it names none that is known here.
std::optional<Go> place_to_open(const Feedback& feedback, const World& world);

/// Requirements whose key or title holds these words, at most so many: places in state.requirements.items().
std::vector<std::uint32_t> find_requirements(const World& world, std::string_view search, std::size_t most);

/// People who work here, as far as this console has seen them: this person first, then by name.
std::vector<std::pair<std::string, std::string>> people(const World& world);

/// The change of some fields. Can be taken back, but for a note and a reply.
Change change_of(const Feedback& before, const Feedback& after, std::string title);
Change move_of(const Feedback& feedback, FeedbackState to, const std::string& reason);
Change assign_of(const Feedback& feedback, const std::string& person_id, const std::string& name);
Change merge_of(const Feedback& feedback, const Feedback& into);
Change speak_of(const Feedback& feedback, const std::string& words, bool internal);
/// The state before this one or behind it on the board; nothing at its ends.
std::optional<FeedbackState> beside(FeedbackState state, int by);

/// One act on many at once.
struct Bulk {
  enum class What { state, priority, assign, label, archive } what = What::state;
  FeedbackState state = FeedbackState::triaged;
  FeedbackPriority priority = FeedbackPriority::medium;
  std::string person_id, person_name, label, reason;
};
/// A change for each item that it makes another of; all in one group.
std::vector<Change> bulk_of(std::span<const Feedback* const> items, const Bulk& bulk, std::string group);

/// What a template of this text is called: its first words.
std::string template_title(std::string_view text);
/// A template with the item's number and title in it ("{nummer}", "{titel}").
std::string filled(const contract::ReplyTemplate& reply, const Feedback& feedback);

/// The rows as CSV (RFC 4180), in their order.
std::string csv_of(const World& world, std::span<const std::uint32_t> rows);

// ---- floods

/// Who sent faster than is taken, within the last day.
struct Slowed {
  contract::FloodKind kind = contract::FloodKind::source;
  std::string who;       ///< "Testperson 0317", or the pseudonym of a network; "": many together
  std::string round_id;  ///< of a code
  std::int64_t count = 0, last_count = 0;  ///< of all hours, and of the last one
  base::Timestamp since, last;             ///< beginnings of the first and the last hour

  bool operator==(const Slowed&) const = default;
};
/// The newest first; none where that is not known.
std::vector<Slowed> slowed_lately(const World& world);
/// "Testperson 0317, „Bürgerinnen und Bürger“" or "Netz Q-81F0".
std::string who_of(const Slowed& slowed, const World& world);
/// "25-mal gebremst, seit heute 14:00".
std::string count_words(const Slowed& slowed, const World& world);
/// All of them in one line; "" for none.
std::string flood_words(const std::vector<Slowed>& all, const World& world);
/// What has been seen of them: another one as soon as somebody is slowed again, not when time passes.
std::string mark_of(const std::vector<Slowed>& all);
/// Shows what this tester said: the round of the code, whatever became of it.
Wish wish_for(const Slowed& slowed);

// ---- rounds

enum class RoundLife { planned, running, over, closed };
RoundLife life_of(const contract::TestRound& round, base::Timestamp now);
/// "Läuft, Tag 22 von 33".
std::string life_words(const contract::TestRound& round, base::Timestamp now);
/// 0 to 1: how much of its time is over.
float progress_of(const contract::TestRound& round, base::Timestamp now);
/// By their start.
std::vector<const contract::TestRound*> rounds_of(const World& world);
std::string cohort_word(contract::Cohort cohort);
/// How people of a cohort get into a round, in sentences.
std::string way_in(const World& world, contract::Cohort cohort);
/// Nobody can be told apart as the city's own: what is missing, and whom to turn to; "" where nothing is, or
/// the platform was not asked yet.
std::string why_no_employees(const World& world);

}  // namespace stadtpult::panels::testphase
