#pragma once
// The open alert: facts, actions, what happened, evidence and rule. Frame thread.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "panels/dialog_drafts.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/security/alert_actions.hpp"
#include "panels/security/filter_ui.hpp"

namespace stadtpult::panels {

class AlertDetail {
 public:
  /// `filter`: the panel's own, which draws it; outlives this.
  explicit AlertDetail(FilterDialog& filter) : filter_(filter) {}
  void draw(const World& world, const ListDetail::Places& places, ListDetail& panes,
            const client::AlertRow* row, Intents& intents);
  /// What was asked for from an alert and is made by now: the alert goes into it, whatever is on screen.
  void link_new_incidents(const World& world, Intents& intents);
  /// Menus and dialogs; after draw().
  void draw_over(const World& world, Intents& intents);
  void restore(std::string_view key, std::string_view value);
  /// Whether the person closed it.
  bool take_close() { return std::exchange(close_, false); }
  /// A query that was asked for ("regel:…"); "" where none was.
  std::string take_query() { return std::exchange(asked_query_, {}); }

 private:
  void facts(const World& world, const client::AlertRow& row);
  void actions(const World& world, const client::AlertRow& row, Intents& intents);
  void stops(const World& world, const client::AlertRow& row, Intents& intents);
  void timeline(const World& world);
  void evidence(const World& world, Intents& intents);
  void look_at(const contract::Alert& alert, base::Timestamp received_at);
  void rule(const World& world, const client::AlertRow& row, Intents& intents);
  void menus(const World& world, const client::AlertRow& row, Intents& intents);
  void verdict_dialog(const World& world, const client::AlertRow& row, Intents& intents);
  void people(const World& world, const client::AlertRow& row);
  void reveal_dialog(const World& world, Intents& intents);
  void note_dialog(const World& world, const client::AlertRow& row, Intents& intents);
  void incident_dialog(const World& world, const client::AlertRow& row, Intents& intents);
  void offer_incidents(const World& world, bool anew);
  void ask_menu(const char* id);
  void personal(const World& world, const client::AlertRow& row);
  [[nodiscard]] const client::AlertRow* acted(const World& world) const;

  std::string asked_for_;  ///< whose evidence was asked for
  bool asked_online_ = false, asked_rules_ = false;
  std::string acting_on_;  ///< id of the alert that a menu or dialog is about
  std::string asked_query_;
  const char* asked_menu_ = nullptr;
  kit::Rect asked_at_;
  bool close_ = false, verdict_open_ = false, note_open_ = false, incident_open_ = false,
       reveal_open_ = false;
  std::string pseudonym_, reveal_reason_;  ///< what is to be revealed and why
  FilterDialog& filter_;
  /// Whose evidence was looked at last, what the platform says of it, and in which answer.
  std::string looked_at_, looked_at_claim_;
  base::Timestamp looked_at_answer_;
  bool whole_ = false;         ///< its bytes are what was recorded
  std::string evidence_text_;  ///< as people read it
  int verdict_ = 0;
  bool propose_ = true;  ///< a false alarm opens a filter
  DialogDrafts dialogs_{"draft:security.dialog/"};
  std::string reason_, incident_title_, note_;
  struct OfferedIncident {
    std::string id, words = {};
    bool open = false;  ///< it is there and can be chosen
  };
  std::vector<OfferedIncident> offered_;
  std::optional<std::string> incident_id_;  ///< the chosen one; "" = a new one, none = nothing is chosen
  struct NewIncident {
    std::string alert_id, incident_id = {};  ///< "" until it is made
    std::string title = {};                  ///< as typed; "" after a restart
    std::string heard = {};                  ///< id of the answer that was taken last
  };
  std::map<std::string, NewIncident, std::less<>> new_incidents_;  ///< by the draft key of what makes them
  int made_ = 0;
};

/// "Verlauf": the steps of an alert or incident, oldest first.
void draw_steps(const World& world, const std::vector<contract::TimelineStep>& steps);

}  // namespace stadtpult::panels
