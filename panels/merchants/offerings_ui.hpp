#pragma once
// What a merchant offers: the card with its table, and the dialog of one offering with the phone beside it.
// Frame thread.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "panels/content/media_picker_ui.hpp"
#include "panels/dialog_drafts.hpp"
#include "panels/form/edit_form.hpp"
#include "panels/kit/inputs.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/table.hpp"
#include "panels/merchants/offerings_view.hpp"
#include "panels/typed_drafts.hpp"

namespace stadtpult::panels::merchants {

class OfferingsPart {
 public:
  void restore(std::string_view key, std::string_view value);
  /// A picture that was chosen for the offering that is being written (media::kPurpose).
  void receive(IncomingFile file) { arrived_.push_back(std::move(file)); }
  /// Draws the card in the present region at full width.
  void card(const World& world, const contract::Merchant& merchant, bool may_edit, Intents& out);
  /// What lies over it; every frame.
  void dialogs(const World& world, Intents& out);
  void open_new(const World& world, const contract::Merchant& merchant);
  void open(const World& world, const contract::Offering& offering);

 private:
  void table(const World& world, const contract::Merchant& merchant);
  void row(const World& world, const contract::Merchant& merchant, kit::TableRow& row, bool wide);
  void begin(const World& world, const std::string& key, const contract::Offering& start);
  void dialog(const World& world, const contract::Merchant& merchant, const contract::Offering& before,
              Intents& out);
  void head(const contract::Merchant& merchant, const contract::Offering& offering, Intents& out);
  void form(const World& world, Intents& out);
  void names();
  void price();
  void unit();
  void duration();
  void category(const World& world);
  void pictures(const World& world, Intents& out);
  void picture_words(const World& world, const contract::Media& media, Intents& out);
  void send_pictures(Intents& out);
  void facts(const World& world, const contract::Offering& offering);
  void phone(const World& world, const contract::Merchant& merchant, const kit::Rect& rect);
  void acts(const World& world, const contract::Offering& offering, Intents& out);
  void actions(Intents& out);
  void start(const contract::Offering& offering, contract::OfferingActKind act, Intents& out);
  void note_dialog(const World& world, Intents& out);
  void confirm_dialog(const World& world, Intents& out);
  bool typed_field(const char* id, std::string& value, kit::TextFieldOptions options);
  [[nodiscard]] std::string_view wrong_at(std::string_view field) const;

  TypedDrafts drafts_{"draft:merchants.offering/"};
  kit::TableState table_;
  offers::Rows rows_;
  bool show_archived_ = false;
  // the dialog
  bool open_ = false, restored_ = false, tried_ = false;
  std::string merchant_id_, offering_id_, key_;  ///< offering_id_: "" for a new one
  offers::Typed typed_, start_, kept_;
  offers::Wrong wrong_;
  contract::Offering opened_;  ///< as it was when the dialog opened: what a change is based on
  contract::Offering made_;    ///< what is typed, as an offering
  std::set<std::string, std::less<>> left_;
  int preview_language_ = 0;
  media::Picker picker_;
  std::map<std::string, form::EditForm, std::less<>> words_;  ///< of pictures, by id
  std::vector<IncomingFile> arrived_;
  int uploads_ = 0;
  contract::OfferingActKind ending_ = contract::OfferingActKind::withdraw;
  kit::ConfirmState confirm_;
  // sending back
  bool note_open_ = false;
  std::string note_;
  DialogDrafts dialogs_{"draft:merchants.offering_note/"};
};

}  // namespace stadtpult::panels::merchants
