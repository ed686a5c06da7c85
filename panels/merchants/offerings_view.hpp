#pragma once
// What a merchant offers: rows of the card, an offering that is being typed, what may be done with it by
// whom, what citizens see of it, and the changes. No ImGui; frame thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/content/render.hpp"
#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::merchants::offers {

using contract::Merchant;
using contract::Offering;
using contract::OfferingActKind;
using contract::OfferingState;

// ---- what people type

/// "59", "59,00", "1.234,50 €" → cents; nothing for what is no price. A comma or point with two digits behind
/// it begins the cents, one with three digits behind it groups thousands, anything else is no price.
std::optional<std::int64_t> cents_from(std::string_view typed);
/// "59,00"; "" for nothing.
std::string price_typed(std::int64_t cents);
/// "45", "90 Min.", "1:30", "1 Std. 30", "2 Tage" → minutes; nothing for anything else. "" is 0.
std::optional<std::int64_t> minutes_from(std::string_view typed);
/// "45 Min.", "1 Tag", "5 Std."; "" for 0.
std::string duration_words(std::int64_t minutes);
/// "ab 18,00 €", "kostenlos".
std::string price_words(const Offering& offering);
/// "je Stunde"; "" for a piece and a flat price of a service.
std::string unit_words(contract::PriceUnit unit);

// ---- the card

/// What the chip says. ready: approved, and live as soon as the merchant is.
enum class Mark { draft, in_review, ready, live, archived };
Mark mark_of(const Offering& offering, const Merchant& merchant);
struct MarkLook {
  const char* icon;
  kit::Tone tone;
  const char* words;
};
MarkLook look_of(Mark mark);
const char* icon_of(const Offering& offering);

/// The offerings of a merchant in their order, archived ones last. Made anew when the list is another.
class Rows {
 public:
  void update(const World& world, const Merchant& merchant, bool with_archived);
  /// Places in state.offerings.items().
  [[nodiscard]] const std::vector<std::uint32_t>& rows() const { return rows_; }
  [[nodiscard]] int all() const { return all_; }      ///< without archived ones
  [[nodiscard]] int ready() const { return ready_; }  ///< approved
  [[nodiscard]] int archived() const { return archived_; }

 private:
  std::uint64_t generation_ = ~0ULL;
  std::string merchant_id_, language_;
  bool with_archived_ = false;
  std::vector<std::uint32_t> rows_;
  int all_ = 0, ready_ = 0, archived_ = 0;
};

// ---- one that is being typed

struct Typed {
  std::string name_de, name_en, description_de, description_en;
  contract::OfferingKind kind = contract::OfferingKind::service;
  std::string price;
  bool price_from = false;
  contract::PriceUnit unit = contract::PriceUnit::piece;
  std::string duration, category_id, languages;
  std::vector<std::string> media_ids;
  bool operator==(const Typed&) const = default;
};
Typed typed_of(const Offering& offering);
std::string to_text(const Typed& typed);
std::optional<Typed> typed_from(std::string_view draft);

using Wrong = std::map<std::string, std::string, std::less<>>;  ///< by the field's name
/// `before` with what is typed; what cannot be read stays as it was and is said in `wrong`.
Offering offering_from(const Typed& typed, const Offering& before, Wrong& wrong);

/// What citizens see of it, in this language.
std::vector<content::Node> preview_of(const World& world, const Merchant& merchant, const Offering& offering,
                                      const std::string& language);

// ---- what may be done

bool may_write(const World& world);
/// The acts that make sense now, in the order in which they are shown; who may not approve sees none of it.
std::vector<OfferingActKind> acts_for(const World& world, const Offering& offering);
/// Why this act cannot be done just now ("Wer eingereicht hat, gibt nicht frei."); "" where it can.
std::string why_not(const World& world, const Offering& offering, OfferingActKind act);
struct ActLook {
  const char* icon;
  const char* words;
};
ActLook look_of(OfferingActKind act);

Change create_of(const Offering& made, std::string draft_key);
Change edit_of(const Offering& before, const Offering& after, std::string draft_key);
Change act_of(const Offering& offering, OfferingActKind act, const std::string& note);

}  // namespace stadtpult::panels::merchants::offers
