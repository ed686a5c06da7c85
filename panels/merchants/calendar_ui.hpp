#pragma once
// The card "Buchbare Zeiten": a week of a resource, or a day where it is narrow; and the dialogs that book,
// move, cancel and arrange what can be booked. Frame thread.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "panels/dialog_drafts.hpp"
#include "panels/kit/inputs.hpp"
#include "panels/merchants/calendar_view.hpp"
#include "panels/merchants/hours_ui.hpp"
#include "panels/typed_drafts.hpp"

namespace stadtpult::panels::merchants {

class CalendarPart {
 public:
  void restore(std::string_view key, std::string_view value);
  /// Draws the card in the present region at full width.
  void card(const World& world, const contract::Merchant& merchant, bool may_edit, Intents& out);
  /// What lies over it; every frame.
  void dialogs(const World& world, Intents& out);
  void edit_resource(const World& world, const contract::Resource& resource);
  void open_booking(const contract::Booking& booking);

 private:
  // the card
  bool lists_are_there(const World& world, Intents& out);
  const contract::Resource* chosen(const World& world, const contract::Merchant& merchant);
  void head(const World& world, bool narrow);
  void legend();
  void turn(const World& world, bool narrow);
  void choose_resource(const World& world, const contract::Merchant& merchant, bool may_edit);
  void grid(const World& world, const contract::Resource& resource, bool narrow);
  void keys(const World& world, unsigned int id);
  void go_to(hours::Day day);
  void draw_column(const calendar::Column& column, std::size_t at, const kit::Rect& rect, bool ring);
  void draw_item(const calendar::Column& column, std::size_t column_at, std::size_t item_at,
                 const kit::Rect& rect, bool ring);
  void activate(const World& world, const calendar::Item& item);
  void coming(const World& world, const contract::Merchant& merchant);
  // booking for somebody
  void begin_booking(const World& world, contract::Timestamp starts_at, contract::Timestamp ends_at);
  void booking_dialog(const World& world, const contract::Merchant& merchant, Intents& out);
  bool other_times(const World& world, const contract::Merchant& merchant,
                   const contract::Resource& resource);
  // one that is booked
  void choice_dialog(const World& world);
  void detail_dialog(const World& world, const contract::Merchant& merchant, Intents& out);
  void facts(const World& world, const contract::Booking& booking);
  void move_part(const World& world, const contract::Merchant& merchant, const contract::Booking& booking,
                 Intents& out);
  void cancel_part(const World& world, const contract::Booking& booking, Intents& out);
  // the resource
  void begin_resource(const World& world, const contract::Resource& start, const std::string& key);
  void resource_dialog(const World& world, const contract::Merchant& merchant, Intents& out);
  void resource_form(const World& world, const contract::Merchant& merchant);
  void hours_line(const World& world, const char* id, std::string& expression, bool breaks);
  void closures();
  void conflicts(const World& world, const contract::Merchant& merchant, const contract::Resource& after);
  void resource_actions(const contract::Resource& before, const contract::Resource& after, Intents& out);
  bool typed_field(const char* id, std::string& value, kit::TextFieldOptions options,
                   std::string_view place = {});
  [[nodiscard]] std::string_view wrong_at(std::string_view field) const;

  calendar::Week week_;
  std::string merchant_id_, resource_id_;
  hours::Day monday_ = 0;
  std::optional<hours::Day> day_;  ///< where the cursor is to go once its week is made
  std::optional<calendar::Cursor> cursor_;
  std::uint64_t cursor_made_ = 0;
  contract::Timestamp cursor_at_;  ///< what it stands on, for when the week is made anew
  calendar::Kind cursor_kind_ = calendar::Kind::free;
  bool may_edit_ = false;
  struct Coming {
    std::string id, words;
    bool held = false;
  };
  std::vector<Coming> coming_;
  std::string coming_for_;

  TypedDrafts booking_drafts_{"draft:merchants.booking/"}, resource_drafts_{"draft:merchants.resource/"};
  std::set<std::string, std::less<>> left_;
  calendar::Wrong wrong_;
  bool tried_ = false, restored_ = false;

  bool book_open_ = false;
  std::string book_resource_, book_key_;
  contract::Timestamp book_at_, book_until_;
  calendar::TypedBooking who_, who_kept_;

  bool choice_open_ = false;
  std::vector<std::string> choice_;
  bool detail_open_ = false, moving_ = false, cancelling_ = false;
  bool cancel_begins_ = false;  ///< its fields are drawn for the first time
  std::string booking_id_, reason_;
  DialogDrafts dialogs_{"draft:merchants.booking_words/"};
  contract::Timestamp move_to_;  ///< the chosen time itself: its place in the list changes; unset: none
  bool move_gone_ = false;       ///< the time that was chosen is not free any more

  bool resource_open_ = false, keep_conflicts_ = false;
  contract::Resource opened_;             ///< as it was when the dialog opened
  std::string edited_id_, resource_key_;  ///< edited_id_: "" for a new one
  calendar::TypedResource typed_, start_, kept_;
  std::vector<std::string> conflict_lines_;
  std::string conflicts_for_;
  HoursEditor hours_;
  bool hours_of_breaks_ = false;
};

}  // namespace stadtpult::panels::merchants
