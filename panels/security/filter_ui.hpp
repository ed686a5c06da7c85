#pragma once
// "Fehlalarm": a filter is proposed from the alert's evidence, replayed over what is stored of 30 days, and
// shown with what it would have hidden before anybody puts it in force. Frame thread.

#include <string>
#include <string_view>

#include "panels/panel.hpp"
#include "panels/security/alert_actions.hpp"
#include "panels/typed_drafts.hpp"

namespace stadtpult::panels {

class FilterDialog {
 public:
  /// Asks the platform for a proposal from this alert's evidence and opens. Where something was written for
  /// this alert and not replayed yet, that is shown, and the person decides.
  void propose(const World& world, const client::AlertRow& row, Intents& intents);
  /// Opens one that is there.
  void show(const contract::RuleFilter& filter);
  void draw(const World& world, Intents& intents);
  void restore(std::string_view key, std::string_view value) { drafts_.restore(key, value); }

 private:
  void begin(const std::string& about);
  void ask(const World& world, contract::RuleFilter wish, Intents& intents);
  void take_answer(const World& world);
  void text_part(const std::string& start, const char* hint, Intents& intents);
  void result(const World& world, const contract::RuleFilter& filter);
  void buttons(const World& world, const contract::RuleFilter& filter, Intents& intents);
  void written(const World& world, Intents& intents);

  bool open_ = false;
  contract::RuleFilter wish_;  ///< what was asked for last
  std::string filter_id_;
  std::string waits_for_;        ///< draft key of the proposal that is being made
  std::string answered_before_;  ///< id of the answer that it had before
  std::string refused_;          ///< why none was made
  std::string text_;             ///< of the filter, as the person writes it
  std::string text_of_;          ///< id of the filter that text_ was taken from
  bool kept_ = false;            ///< text_ was written before, for the alert, and not replayed yet
  /// What was written and is not replayed: for an alert while it has no filter, else for the filter.
  TypedDrafts drafts_{"draft:security.filter/"};
  std::string key_;  ///< of text_
  int made_ = 0;
};

/// The filters of a rule: state, what they hide, and a way to open each.
void draw_filters(const World& world, std::string_view rule_id, FilterDialog& dialog);

}  // namespace stadtpult::panels
