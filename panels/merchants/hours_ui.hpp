#pragma once
// Opening hours: the card of a merchant, and the dialog that any expression is written in, for people who
// never heard of the syntax and for those who have. Frame thread.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "panels/kit/function_ref.hpp"
#include "panels/merchants/hours_view.hpp"
#include "panels/typed_drafts.hpp"

namespace stadtpult::panels::merchants {

/// The dialog. What is typed and not saved is a draft: it is there again when the same thing is opened.
class HoursEditor {
 public:
  struct Ask {
    std::string id;  ///< of the thing, with what is written of it: the draft's ("res_1/breaks")
    std::string title, body;
    std::string expression;      ///< as it is now
    bool empty_is_none = false;  ///< a week without an hour is no expression at all
  };
  /// Drawn below the result: what a new expression would do elsewhere.
  using Below = kit::FunctionRef<void(std::string_view expression)>;

  void open(Ask ask, const World& world);
  [[nodiscard]] bool is_open() const { return open_; }
  /// The key of the draft, for the change that carries what was saved.
  [[nodiscard]] const std::string& draft_key() const { return key_; }
  void restore(std::string_view key, std::string_view text) { drafts_.restore(key, text); }
  /// What was saved is handed over in a change with draft_key().
  void send() { drafts_.send(key_); }
  /// What was saved is part of something else that keeps its own draft.
  void forget(Intents& out) { drafts_.keep(key_, "", out); }
  /// Every frame. The new expression in the frame in which it is saved; the dialog is closed then.
  std::optional<std::string> draw(const World& world, Intents& out, Below below = nullptr);

 private:
  void switch_to(bool as_text);
  void restored_note(Intents& out);
  void week(float inner);
  void day_row(std::size_t day, bool wide);
  void copy_menu(std::size_t day);
  /// The spans of a day, a holiday or a special day; `at`: where their fields begin, logical px.
  void spans(opening::TypedHours& typed, const std::string& place, const std::string& name);
  bool span_fields(opening::TypedHours& typed, std::size_t at, const std::string& place,
                   const std::string& name);
  void holidays();
  void specials();
  bool special(std::size_t at);
  void text_view();
  void result();
  void days_ahead();
  bool time_field(const char* id, std::string& value, const std::string& place, const std::string& name);
  [[nodiscard]] std::string_view wrong_at(const std::string& place) const;
  void say_wrong(const std::string& place);
  void update(const World& world, Intents& out);
  std::optional<std::string> actions(Intents& out);

  Ask ask_;
  bool open_ = false, restored_ = false, tried_ = false;
  opening::Typed typed_, start_, kept_;
  std::set<std::string, std::less<>> left_;  ///< places whose field was left: what is wrong there is said
  opening::Outcome outcome_;
  opening::Typed outcome_of_;
  hours::Land outcome_land_ = hours::Land::rp;
  std::int64_t outcome_minute_ = -1;
  std::string outcome_language_;
  TypedDrafts drafts_{"draft:merchants.hours/"};
  std::string key_;
};

class HoursPart {
 public:
  void restore(std::string_view key, std::string_view value) { editor_.restore(key, value); }
  /// Draws the card in the present region at full width.
  void card(const World& world, const contract::Merchant& merchant, bool may_edit, Intents& out);
  /// What lies over it; every frame.
  void dialogs(const World& world, Intents& out);
  void edit(const World& world, const contract::Merchant& merchant);

 private:
  void rows(const contract::Merchant& merchant);
  void update(const World& world, const contract::Merchant& merchant);
  void conflicts(const World& world, const contract::Merchant& merchant, std::string_view expression);

  HoursEditor editor_;
  contract::Merchant opened_;  ///< as it was when the dialog opened
  std::string merchant_id_;    ///< whose hours are being edited
  opening::Card card_;
  std::string card_of_, conflicts_for_;
  std::vector<std::string> conflict_lines_;
};

}  // namespace stadtpult::panels::merchants
