#pragma once
// The review in the detail: the checklist with its lines to tick, and the dialog that returns or rejects.
// Frame thread.

#include <set>
#include <string>

#include "panels/catalogue/detail_context.hpp"

namespace stadtpult::panels::detail {

/// The checklist: automatic lines as they are, the others with a box and a note for the reviewer.
class Checklist {
 public:
  void draw(const Context& context);

 private:
  void draw_line(const Context& context, const CheckLine& line);
  void draw_tickable(const Context& context, const CheckLine& line);
  void draw_note(const Context& context, const CheckLine& line);

  std::string open_;  ///< "review/key" of the line whose note is open
  std::string note_;
};

/// "Wohngeld 1.2.0 zurückgeben?": reasons to tick and a text, kept as a draft from the first letter.
class RefuseDialog {
 public:
  void open(Action action, const contract::Review& review, const std::string& name, const Drafts& drafts);
  void draw(const Facts& facts, Drafts& drafts, Intents& out);

  /// Why it cannot be sent yet; "" = it can.
  [[nodiscard]] std::string problem() const;

 private:
  void draw_reasons(const Facts& facts, Drafts& drafts, Intents& out);
  void draw_buttons(const Facts& facts, Drafts& drafts, Intents& out);
  [[nodiscard]] std::string text_key() const { return "miniapp.refuse." + review_.id; }
  [[nodiscard]] std::string reasons_key() const { return "miniapp.refuse-reasons." + review_.id; }

  bool open_ = false;
  Action action_ = Action::send_back;
  contract::Review review_;  ///< as it was when the dialog opened: what the decision is based on
  std::string name_;
  std::set<std::string> chosen_;
  std::string text_;
};

}  // namespace stadtpult::panels::detail
