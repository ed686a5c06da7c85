#pragma once
// The panel "Händler": who wants to offer something in the City-App, who checked them, and what they offer.
// Frame thread.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "panels/count.hpp"
#include "panels/dialog_drafts.hpp"
#include "panels/folded_texts.hpp"
#include "panels/form/edit_form.hpp"
#include "panels/form/new_form.hpp"
#include "panels/kit/kit.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/merchants/calendar_ui.hpp"
#include "panels/merchants/hours_ui.hpp"
#include "panels/merchants/import_ui.hpp"
#include "panels/merchants/merchants_view.hpp"
#include "panels/merchants/offerings_ui.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::merchants {

class MerchantsPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "merchants"; }
  Intents draw(const World& world) override;
  void open(const Go& go, const World& world) override;
  void receive(IncomingFile file) override;
  [[nodiscard]] bool takes_dropped(std::string_view name) const override { return name.ends_with(".csv"); }
  void restore(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world) const override;
  void run(std::string_view command, const World& world) override;
  [[nodiscard]] std::vector<Findable> find(std::string_view words, const World& world,
                                           int most) const override;
  [[nodiscard]] int badge(const World& world) const override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World& world) const override;

 private:
  enum class Tab : std::uint8_t { overview, offers, data, history };

  // The list (merchants_ui.cpp).
  void head(const World& world, const kit::Rect& rect, Intents& out);
  void list(const World& world, const ListDetail::Places& places, Intents& out);
  bool nothing(const World& world, Intents& out);
  void keys(const World& world, Intents& out);
  void select(const std::string& id);
  void move(const World& world, int by);
  void keep_wish(Intents& out);
  [[nodiscard]] const Merchant* selected(const World& world) const;
  void invite_dialog(const World& world, Intents& out);
  void new_dialog(const World& world, Intents& out);
  void take_answers(const World& world, Intents& out);

  // One merchant (merchant_detail_ui.cpp).
  void detail(const World& world, const ListDetail::Places& places, Intents& out);
  void title(const World& world, const Merchant& item, Intents& out);
  void more_menu(const World& world, const Merchant& item, Intents& out);
  void banners(const World& world, const Merchant& item, Intents& out);
  void overview(const World& world, const Merchant& item, Intents& out);
  void office_card(const World& world, const Merchant& item, contract::MerchantStep step, Intents& out);
  void check_line(const World& world, const Merchant& item, const contract::MerchantCheck& check,
                  Intents& out);
  void next_card(const World& world, const Merchant& item, Intents& out);
  void offers(const World& world, const Merchant& item, Intents& out);
  void history(const World& world, const Merchant& item);
  void check_menu(const World& world, const Merchant& item, Intents& out);
  void decide_dialogs(const World& world, Intents& out);
  void request_dialog(const World& world, const Merchant& item, Intents& out);
  void reject_dialog(const World& world, const Merchant& item, Intents& out);
  void suspend_dialog(const World& world, const Merchant& item, Intents& out);
  void begin_words();
  void begin_request();
  void confirm_office(const World& world, const Merchant& item, contract::MerchantStep step, Intents& out);

  // What is said of it (merchant_form_ui.cpp).
  void data(const World& world, const Merchant& item, Intents& out);
  void group(const World& world, const Merchant& item, Group group, Intents& out);
  void proofs(const World& world, const Merchant& item, Intents& out);
  void certificate(const World& world, const Merchant& item, Intents& out);
  void submission(const World& world, const Merchant& item, Intents& out);
  void read_dialog(const World& world, Intents& out);
  void send_proofs(const World& world, Intents& out);
  void duties(const World& world, const Merchant& item);

  HoursPart hours_;
  OfferingsPart offerings_;
  CalendarPart calendar_;
  MerchantImportDialog import_;

  mutable Count waiting_;
  /// Folds what the palette searches, `most` at most; false: there are more.
  bool prepare_names(const World& world, std::size_t most = 2'000) const;
  mutable FoldedTexts names_;  ///< for the palette
  Wish wish_;
  Index index_;
  bool focus_search_ = false, reveal_ = false;
  kit::TableState table_;
  ListDetail panes_{"merchants", ListDetail::Sized::list};
  std::string selected_, wanted_;
  int tab_ = 0;

  form::EditForm edit_{"merchants"};
  form::NewForm<contract::Merchant> fresh_{"draft:merchants.new"};
  bool new_open_ = false;
  std::string made_answer_;  ///< id of the answer that was there when a merchant was sent

  struct Invitation {
    bool open = false;
    std::string merchant_id = {}, sent_before = {};
    bool asked = false;
    std::optional<contract::MerchantInvitation> made = {};
    std::string error = {};
  };
  Invitation invitation_;

  std::string reading_of_;  ///< whose document is asked for
  std::string acting_on_;   ///< whom the open dialog is about; "" while none is open
  std::string check_key_;   ///< of the line whose menu is open
  Asked asked_;
  bool request_open_ = false, reject_open_ = false, suspend_open_ = false, fail_open_ = false,
       end_open_ = false, read_open_ = false, reopen_open_ = false, note_open_ = false;
  DialogDrafts dialogs_{"draft:merchants.words/"};
  std::string words_, until_, read_id_;
  std::string asked_words_;       ///< asked_, as it is kept
  std::string rejected_because_;  ///< ids of the reasons, with spaces between
  std::optional<contract::MerchantCheckKey> failing_;
  int proof_kind_ = 0;
  std::vector<IncomingFile> incoming_;
};

}  // namespace stadtpult::panels::merchants
