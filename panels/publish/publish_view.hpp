#pragma once
// Publishing: what differs between the working catalogue and a ring's live one, what is ticked, and the
// releases. Pure.

#include <set>
#include <string>
#include <vector>

#include "panels/form/form_view.hpp"
#include "panels/kit/text.hpp"
#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

/// How a kind of difference looks: icon, tone and word ("neu", "geändert", "entfällt").
struct ChangeLook {
  const char* icon;
  kit::Tone tone;
  const char* word;
};
ChangeLook look_of(contract::DiffChange change);

/// One difference as a row.
struct DiffRow {
  contract::DiffItem item;
  std::string title;
  std::string kind;     ///< "Rubrik" or "Mini-App"
  std::string summary;  ///< which fields ("Name, Fassung")
  const char* icon = nullptr;
  kit::Tone tone = kit::Tone::info;
  std::string change;  ///< "neu", "geändert", "entfällt"
  std::string waits;   ///< why it cannot go to everyone yet; "" where it can
};

/// One field of a difference, ready to be shown.
struct DiffLine {
  std::string label;
  std::string before, after;  ///< "" where there is none
};

std::vector<DiffRow> diff_rows(const World& world, contract::Ring ring);
std::vector<DiffLine> diff_lines(const World& world, const contract::DiffItem& item);

/// What goes out: the ticked keys and everything they need.
struct Selection {
  std::set<std::string> keys;
  std::set<std::string> along;  ///< of these: not ticked, they only go along
};
Selection with_needs(const std::vector<DiffRow>& all, const std::set<std::string>& ticked);

/// The change that publishes these keys.
Change publish_change(const World& world, contract::Ring ring, const std::set<std::string>& keys,
                      const std::string& note);
/// The change that takes a whole release back.
Change undo_change(const World& world, const contract::Release& release);

/// Why this cannot go to everyone yet, a sentence for each round that tries it; "" where it can. By the
/// platform's rule: DiffItem::waits_for.
std::string why_waiting(const contract::DiffItem& item);
/// "3 Sachen bleiben hier …" for what waits among the rows; "" where nothing does.
std::string left_out(const std::vector<DiffRow>& rows);

/// The draft that a release carries.
constexpr const char* kNoteKey = "draft:publish.note";
/// "What does this release bring?", with the contract's rule for it.
form::Field note_field();

/// Releases, newest first.
std::vector<const contract::Release*> releases_by_number(const World& world);

std::string ring_name(contract::Ring ring);

}  // namespace stadtpult::panels
