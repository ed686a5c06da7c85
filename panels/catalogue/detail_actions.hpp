#pragma once
// What a person may do with a mini-app's version: by role, by the state of the version, and by who did what
// before (four eyes). The server enforces it; this explains it. Pure; no ImGui.

#include <boost/describe/enum.hpp>
#include <string>
#include <vector>

#include "api-client/contract/people.hpp"
#include "api-client/contract/review.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::panels::detail {

/// In the order of the action bar, from left to right; words stand at "miniapp.action.<name>".
enum class Action {
  new_version,
  withdraw,
  recall,
  hand_back,
  reject,
  send_back,
  publish,
  suspend,
  resume,
  take,
  submit,
  approve
};
BOOST_DESCRIBE_ENUM(Action, new_version, withdraw, recall, hand_back, reject, send_back, publish, suspend,
                    resume, take, submit, approve)

/// Who looks.
struct Person {
  contract::Role role = contract::Role::editor;
  std::string id;
  std::string organisation_id;
  bool online = true;
};

/// What it is about. `version` is the one that is shown, `live` the one citizens use (it may be the same);
/// both may be absent.
struct Subject {
  const contract::Miniapp* miniapp = nullptr;
  const contract::Version* version = nullptr;
  const contract::Version* live = nullptr;
  const contract::Review* review = nullptr;              ///< of `version`'s last submission
  const contract::Organisation* organisation = nullptr;  ///< who offers the mini-app
};

/// One action that this role has in this state.
struct Offer {
  Action action = Action::submit;
  std::string label;             ///< the verb, in the person's language
  std::string disabled_because;  ///< a sentence; "" = possible
  bool primary = false;          ///< the main action of the pane (Ctrl+Enter)
  bool on_live = false;          ///< acts on the live version while another one is shown
};

/// Every action that makes sense, in the order of the bar. What the role never does is absent; what is not
/// possible now stands there with its reason.
std::vector<Offer> offers(const Person& person, const Subject& subject);
const Offer* find_offer(const std::vector<Offer>& offers, Action action);

/// May this role ever take this action?
bool has_role(contract::Role role, Action action);
/// Needs the line now; never waits in the outbox.
bool needs_line(Action action);
const char* action_icon(Action action);

/// Why this earlier version cannot go live again; "" = it can. `absent` becomes true where it makes no sense
/// at all (it was never released, it is the live one, or the role never rolls back).
std::string rollback_refusal(const Person& person, const contract::Miniapp& miniapp,
                             const contract::Version& version, bool& absent);

/// May the person tick lines of this review now?
bool may_tick(const Person& person, const contract::Review& review);
/// May the person change the mini-app's texts?
bool may_edit(const Person& person);

/// The line above the actions: which approval this is, who gave the one before, who is next. "" where nobody
/// waits.
std::string four_eyes_line(const Person& person, const Subject& subject);

}  // namespace stadtpult::panels::detail
