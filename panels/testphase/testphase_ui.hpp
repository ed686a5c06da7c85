#pragma once
// The panel "Testphase": rounds, the board and the list of what testers said, and one item. Frame thread.

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "panels/count.hpp"
#include "panels/dialog_drafts.hpp"
#include "panels/form/edit_form.hpp"
#include "panels/form/new_form.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/panel.hpp"
#include "panels/testphase/feedback_view.hpp"

namespace stadtpult::panels {

class TestphasePanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "testphase"; }
  Intents draw(const World& world) override;
  void open(const Go& go, const World& world) override;
  void restore(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world) const override;
  void run(std::string_view command, const World& world) override;
  [[nodiscard]] std::vector<Findable> find(std::string_view words, const World& world,
                                           int most) const override;
  [[nodiscard]] int badge(const World& world) const override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World& world) const override;

 private:
  using Feedback = contract::Feedback;
  using People = std::vector<std::pair<std::string, std::string>>;

  // The head, and what is asked for (testphase_ui.cpp).
  void head(const World& world, const kit::Rect& rect, Intents& out);
  void title_row(const World& world, Intents& out);
  void filters(const World& world, Intents& out);
  void views_menu(const World& world, Intents& out);
  void list(const World& world, const ListDetail::Places& places, Intents& out);
  bool nothing(const World& world, Intents& out);
  void keys(const World& world, Intents& out);
  void letters(const World& world, const Feedback& item, Intents& out);
  void bulk_bar(const World& world, Intents& out);
  void bulk_dialog(const World& world, Intents& out);
  void new_dialog(const World& world, Intents& out);
  void select(const std::string& id);
  void move(const World& world, int by);
  void step(const Feedback& item, int by, Intents& out);
  void go_on(const World& world, const std::string& id);
  void choose_first(const World& world);
  void check(const std::string& id);
  void keep_wish(Intents& out);
  [[nodiscard]] const Feedback* selected(const World& world) const;
  [[nodiscard]] std::vector<const Feedback*> checked(const World& world) const;
  [[nodiscard]] const std::vector<std::uint32_t>& around(const World& world) const;
  const People& colleagues(const World& world);

  // The board (board_ui.cpp).
  void board(const World& world, const kit::Rect& rect, Intents& out);
  void column(const World& world, contract::FeedbackState state, const kit::Rect& rect, Intents& out);
  void card(const World& world, const Feedback& item, const kit::Rect& rect, bool first, Intents& out);
  const std::vector<float>& tops_of(const World& world, contract::FeedbackState state, float width);

  // One item (detail_ui.cpp).
  void detail(const World& world, const ListDetail::Places& places, Intents& out);
  void facts(const World& world, const Feedback& item, Intents& out);
  void labels(const Feedback& item, Intents& out);
  void words(const World& world, const Feedback& item, Intents& out);
  void alike(const World& world, const Feedback& item, Intents& out);
  void timeline(const World& world, const Feedback& item);
  void composer(const World& world, const Feedback& item, Intents& out);
  void preview_dialog(const World& world, Intents& out);
  void redact_dialog(const World& world, Intents& out);
  void link_dialog(const World& world, Intents& out);
  void merge_dialog(const World& world, Intents& out);
  void reason_dialog(const World& world, Intents& out);
  void more_menu(const World& world, const Feedback& item, Intents& out);
  void take_refused(const World& world);
  Change said(const World& world, Change change, const std::string& key);
  [[nodiscard]] std::string typed_key(const std::string& id) const;
  void decline(const Feedback& item) { declining_ = item.id, reason_.clear(), reason_open_ = true; }

  // The screen that an item is about (reported_ui.cpp).
  void open_place(const World& world, const Feedback& item, Intents& out);
  void reported_dialog(const World& world, Intents& out);

  // Rounds (rounds_ui.cpp).
  void rounds(const World& world, const kit::Rect& rect, Intents& out);
  void round_card(const World& world, const contract::TestRound& round, const kit::Rect& rect, Intents& out);
  void shares(const kit::Rect& rect);
  void round_dialogs(const World& world, Intents& out);
  void codes_dialog(const World& world, const contract::TestRound& round, Intents& out);
  void edit_dialog(const World& world, const contract::TestRound& round, Intents& out);
  void result_dialog(const contract::TestRound& round);
  void round_menu(const World& world, const contract::TestRound& round);

  // Who was slowed (floods_ui.cpp).
  static constexpr const char* kFloodsSeenKey = "testphase.floods_seen";
  void look_at_floods(const World& world, Intents& out);
  [[nodiscard]] bool has_floods_strip(const World& world) const;
  void hide_floods(Intents& out);
  void floods_strip(const World& world, const kit::Rect& rect, Intents& out);
  void flood_act(const World& world, const testphase::Slowed& slowed, Intents& out);
  void floods_dialog(const World& world, Intents& out);

  mutable Count waiting_;
  /// Folds what the palette searches, `most` at most; false: there are more.
  bool prepare_names(const World& world, std::size_t most = 2'000) const;
  mutable FoldedTexts names_;  ///< for the palette
  testphase::Wish wish_;
  testphase::Index index_;
  std::vector<testphase::SavedView> views_;
  bool as_list_ = false, focus_search_ = false, reveal_ = false, focus_words_ = false, card_focused_ = false,
       focus_card_ = false;
  kit::TableState table_;
  ListDetail panes_{"testphase"};
  std::string selected_, wanted_;
  std::vector<std::string> checked_;  ///< ids, on board and list
  int narrow_column_ = 0;             ///< the one that is shown where there is room for one
  std::array<bool, testphase::kStates> reveal_in_{};
  /// The heights of a column's cards, and what they were measured for.
  struct Cards {
    std::uint64_t generation = ~0ULL;
    float width = 0, scale = 0;  ///< width in physical px
    std::vector<std::uint32_t> rows;
    std::vector<float> tops{0};  ///< one more than there are cards
  };
  std::array<Cards, testphase::kStates> cards_;
  /// Where the selected card stood before it was moved: the next one there is the next to look at.
  std::optional<std::pair<contract::FeedbackState, std::size_t>> came_from_;
  People people_;
  std::string people_of_;
  int groups_ = 0;

  std::vector<testphase::Slowed> floods_;
  std::pair<std::int64_t, std::int64_t> floods_of_{-1, -1};  ///< which answer, and which minute
  std::string floods_seen_;                                  ///< mark_of() what was put away
  bool floods_open_ = false;
  std::set<std::string> throttling_;  ///< networks whose block is on its way, until the dialog closes

  form::EditForm edit_{"testphase"};
  bool editing_title_ = false, internal_ = false;
  std::map<std::string, std::string, std::less<>> typed_;  ///< by draft key: what is being written
  struct Said {
    std::string words, answered_before;  ///< the id of the answer that was there when it was sent
  };
  std::map<std::string, Said, std::less<>> said_;  ///< by draft key: on its way; comes back where refused
  std::string new_label_;

  bool preview_open_ = false, redact_open_ = false, link_open_ = false, merge_open_ = false,
       reason_open_ = false, bulk_open_ = false, new_open_ = false, view_open_ = false;
  DialogDrafts dialogs_{"draft:testphase.dialog/"};
  bool redact_picture_ = false, redact_place_ = false;
  std::string declining_, reason_, passage_, redact_reason_, link_search_, view_name_;
  std::vector<std::uint32_t> link_found_;  ///< places in state.requirements.items()
  std::pair<std::string, std::uint64_t> link_found_for_{"", ~0ULL};
  std::vector<std::string> merging_;
  testphase::Bulk bulk_;
  form::NewForm<contract::Feedback> fresh_{"draft:testphase.new"};

  form::NewForm<contract::TestRound> fresh_round_{"draft:testphase.round"};
  form::EditForm edit_round_{"testphase.round"};
  bool round_open_ = false, close_open_ = false, codes_open_ = false, edit_round_open_ = false,
       result_open_ = false;
  kit::Rect round_menu_at_;  ///< where the menu of round_id_ was asked for in this frame
  std::string round_id_, conclusion_;
  bool reported_open_ = false;
  std::string reported_;  ///< the item whose screen is shown
  std::int64_t code_count_ = 100, code_from_ = 1;
};

}  // namespace stadtpult::panels
