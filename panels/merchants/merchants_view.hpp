#pragma once
// Merchants: which rows are shown, where each of them stands, who may check what, and the changes. No ImGui;
// frame thread.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "panels/form/form_view.hpp"
#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::merchants {

using contract::CheckMethod;
using contract::Merchant;
using contract::MerchantAct;
using contract::MerchantActKind;
using contract::MerchantCheck;
using contract::MerchantCheckKey;
using contract::MerchantStep;

/// Each merchant lies on one of the first four; `kept` shows of all of them what the law's clock runs for.
enum class Shelf : std::uint8_t { onboarding, active, suspended, ended, kept };
inline constexpr int kShelves = 5;
inline constexpr int kSteps = 6;

/// What is asked for.
struct Wish {
  std::string search = {};
  Shelf shelf = Shelf::onboarding;
  bool waiting = false;  ///< only what waits for this person
  bool operator==(const Wish&) const = default;
};
std::string to_text(const Wish& wish);
std::optional<Wish> wish_from(std::string_view text);

/// Rows in their order. Made anew when the list or the wish is another.
class Index {
 public:
  void update(const World& world, const Wish& wish);
  /// Places in state.merchants.items(): in the onboarding what waits for this person first, then by due date;
  /// of what is kept what goes first; else by name.
  [[nodiscard]] const std::vector<std::uint32_t>& rows() const { return rows_; }
  [[nodiscard]] int count(Shelf shelf) const {
    return static_cast<int>(ordered_[static_cast<std::size_t>(shelf)].size());
  }

 private:
  void sort_shelf(const World& world, Shelf shelf);

  std::uint64_t generation_ = ~0ULL;
  std::string person_;
  std::int64_t day_ = -1;  ///< what is kept is another list tomorrow
  bool watches_ = false;
  Wish wish_;
  std::array<std::vector<std::uint32_t>, kShelves> ordered_;  ///< all of a shelf; in order where `sorted_`
  std::array<bool, kShelves> sorted_{};
  std::vector<std::uint32_t> rows_;
  struct Folded {
    std::string words;
    std::int64_t revision = -1, number = -1;
  };
  std::vector<Folded> folded_;  ///< by place in the list; filled for the shelves that were looked at
};

Shelf shelf_of(const Merchant& merchant);
/// Whether this person watches over what is kept of merchants, and until when.
bool watches_data(const World& world);

/// What is still kept of a merchant and when it goes.
struct Kept {
  enum class What : std::uint8_t { everything, documents } what = What::documents;
  base::Timestamp goes_at;  ///< 0: not set yet, for what the documents prove is not checked
  bool overdue = false;
};
/// All of it by the date of its erasure, else the document that goes first. Nothing where neither is kept.
std::optional<Kept> kept_of(const Merchant& merchant, const World& world);
/// "4 / 6": stations that are done.
int steps_done(const Merchant& merchant);

/// What a row and the head say of where it stands.
struct Look {
  const char* icon;
  kit::Tone tone;
  std::string words;
};
Look look_of(const Merchant& merchant, const World& world);
/// How long an application waits for the offices and until when they are to answer.
struct InQueue {
  std::string age;    ///< "12 Tage", since it was handed in
  std::string due;    ///< "fällig 30.11."; "" once that is over
  std::string words;  ///< both in a sentence
};
/// Of those that offices check; nothing of others.
std::optional<InQueue> in_queue(const Merchant& merchant, const World& world);
Look look_of(const Kept& kept);
/// As a row of this shelf says it.
Look look_on(Shelf shelf, const Merchant& merchant, const World& world);
Look look_of(contract::MerchantVerification verification);
Look look_of(contract::MerchantActivity activity);
Look look_of(contract::CheckState state);
/// Icon and tone of the tile, by trade and category.
Look tile_of(const Merchant& merchant, const World& world);
std::string word_of(MerchantCheckKey key);
std::string word_of(CheckMethod method);
std::string word_of(contract::ProofKind kind);
std::string word_of(MerchantStep step);
std::string word_of(contract::LegalForm form);
/// "M-0042".
std::string number_of(const Merchant& merchant);
/// "Fahrradwerkstatt, Inhaberin Nadja Keller, Kämmererstraße 12".
std::string facts_of(const Merchant& merchant);

/// The merchant as it is shown: whole where that has come, with what waits in the outbox; else as the list
/// has it.
Merchant shown(const Merchant& listed, const World& world);
[[nodiscard]] bool is_whole(const Merchant& listed, const World& world);

enum class StationState : std::uint8_t { done, current, later, stopped };
/// The six stations with who and when.
struct Station {
  MerchantStep step;
  std::string label, detail;
  StationState state;
};
std::vector<Station> stations_of(const Merchant& merchant, const World& world);

/// Does it wait for this person? Reviewers without a stakeholder and the project lead check for any office.
bool waits_for(const Merchant& merchant, const World& world);
/// How many do.
int waiting(const World& world);
bool may_read(const World& world);
bool may_review(const World& world);
/// May this person check for this office? "" or why not.
std::string why_not_check(const MerchantCheck& check, const Merchant& merchant, const World& world);
/// May they say that it has passed? Failing it and opening it again ask for less.
std::string why_not_pass(const MerchantCheck& check, const Merchant& merchant, const World& world);
/// Did this person make the code that the merchant signed in with? They do not put it live then.
bool let_in(const Merchant& merchant, const World& world);
/// Does this station belong to this person's office? Who stands for no office works for all.
bool is_office(MerchantStep step, const World& world);
/// May this person ask for changes, or reject?
bool may_decide(const Merchant& merchant, const World& world);
bool may_edit(const Merchant& merchant, const World& world);

/// The lines of an office, in their order.
std::vector<const MerchantCheck*> checks_of(const Merchant& merchant, MerchantStep step);
/// How each may be checked; the first is what is proposed.
std::vector<CheckMethod> methods_for(MerchantCheckKey key);
/// A German number as it is compared by eye: "+496241123456" → "+49 624 112 3456". Where its area code ends
/// is not known here. Others stay as they are.
std::string grouped_phone(const std::string& number);
/// What stands to be compared: "Mainz HRB 4711", "DE89 3704 …".
std::string checked_value(const Merchant& merchant, MerchantCheckKey key);
/// "Sabine Krämer, 20.11. 14:05, im amtlichen Register".
std::string checked_words(const MerchantCheck& check, const World& world);
/// Open lines of this office that this person can pass now.
int open_for(const Merchant& merchant, MerchantStep step, const World& world);

/// What Art. 30(1) asks for and is not there yet, as keys of "merchants.needs.…".
std::vector<std::string> missing_for_submission(const Merchant& merchant);
/// All that it asks for, in its order, and whether it is there.
struct Needed {
  std::string key;
  bool there = false;
};
std::vector<Needed> needed_for_submission(const Merchant& merchant);

/// The groups of the application, with their fields.
enum class Group : std::uint8_t { who, where, money, offer };
inline constexpr int kGroups = 4;
std::vector<form::Field> fields_of(Group group, const Merchant& merchant, const World& world);
std::vector<form::Field> new_fields(const World& world);
/// What is wrong with a value, beyond the form's own rules; "" for nothing. While it is typed, what more
/// letters may cure is not told.
std::string fault_of(std::string_view field, const std::string& value, bool typing);

/// One line of the timeline, in words.
struct StepWords {
  const char* icon;
  std::string words, detail;
};
StepWords words_of(const contract::TimelineStep& step);

/// What somebody asks a merchant to mend: the chosen fields, and a why for each. The words of a field stay
/// when it is no longer chosen.
struct Asked {
  std::set<std::string> fields = {};
  std::map<std::string, std::string> why = {};  ///< by field
  bool operator==(const Asked&) const = default;
};
/// As it is journalled while it is typed, and back; "" for nothing at all.
std::string to_text(const Asked& asked);
Asked asked_from(std::string_view text);

Change change_of(const Merchant& before, const Merchant& after, std::string title);
Change act_of(const Merchant& merchant, const MerchantAct& act, std::string title);
Change create_of(const Merchant& made);

/// The rows as CSV (RFC 4180), without money.
std::string csv_of(const World& world, Shelf shelf, const std::vector<std::uint32_t>& rows);

}  // namespace stadtpult::panels::merchants
