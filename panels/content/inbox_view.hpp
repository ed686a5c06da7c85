#pragma once
// What citizens sent by forms: which answers are shown, who may work on them, and the steps. No ImGui; frame
// thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::inbox {

using contract::FormAnswer;
using contract::FormAnswerState;

/// What the tabs above the list show.
enum class Shelf { open, received, in_progress, done, rejected, all };
constexpr int kShelves = 6;
enum class Whose { everybodys, mine, nobodys };

struct Wish {
  std::string search = {};   ///< as typed: number, page, assignee, and what was sent
  std::string page_id = {};  ///< "" = all
  Shelf shelf = Shelf::open;
  Whose whose = Whose::everybodys;
  bool operator==(const Wish&) const = default;
};

/// A page that answers came from.
struct Origin {
  std::string page_id, title;
  int answers = 0;
};

/// The answers in their order, the newest first. Made anew when the list or the wish is another.
class Index {
 public:
  void update(const World& world, const Wish& wish);
  [[nodiscard]] const std::vector<std::uint32_t>& rows() const { return rows_; }  ///< in state.form_answers
  [[nodiscard]] int count(Shelf shelf) const { return counts_[static_cast<std::size_t>(shelf)]; }
  [[nodiscard]] const std::vector<Origin>& origins() const { return origins_; }  ///< by title

 private:
  std::uint64_t generation_ = ~0ULL;
  std::string language_, person_;
  Wish wish_;
  std::vector<std::uint32_t> order_, rows_;
  std::vector<std::string> folded_;  ///< beside order_
  std::vector<Origin> origins_;
  std::array<int, kShelves> counts_{};
};

bool may_read(const World& world);
bool may_work(const World& world);
bool may_erase(const World& world);
/// How many nobody has looked at; before the list was opened, how many came meanwhile.
int waiting(const World& world);

struct StateLook {
  const char* icon;
  kit::Tone tone;
};
StateLook look_of(FormAnswerState state);
std::string state_word(FormAnswerState state);
/// "Nr. 12 · Kontakt".
std::string title_of(const FormAnswer& answer, std::string_view language);

/// What was sent, in the form's order; an answer that cannot be read gives one entry that says so.
struct Entry {
  std::string label, value;
  std::string field = {};  ///< of a file that was sent, whose name is the value; "" for words
  std::string facts = {};  ///< "PDF · 1,3 MB", of a file
};
std::vector<Entry> entries_of(const FormAnswer& answer);

/// People who work here, as far as this console has seen them: this person first, then by name.
std::vector<std::pair<std::string, std::string>> people(const World& world);  // id, name

/// The changes; all can be taken back.
Change step_of(const FormAnswer& answer, FormAnswerState to, const World& world);
/// "" = nobody. Whoever takes a new answer is working on it.
Change assign_of(const FormAnswer& answer, const std::string& person_id, const std::string& name,
                 const World& world);
Change note_of(const FormAnswer& answer, const FormAnswer& after, const World& world);

/// Cannot be taken back, and does not wait in the outbox.
Change erase_of(const FormAnswer& answer, const std::string& reason, const World& world);
/// "Endgültig gelöscht heute 10:14: Ute Klein. Grund: …"
std::string erased_words(const FormAnswer& answer, base::Timestamp now);

/// "kontakt-2026-11-27.csv".
std::string export_name(std::string_view title, base::Timestamp now);

}  // namespace stadtpult::panels::inbox
