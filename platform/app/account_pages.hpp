#pragma once
// Signing in and a citizen's account as pages, and what is stored of an account as JSON. Pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "api-client/contract/people.hpp"
#include "platform/app/app_pages.hpp"

namespace stadtpult::platform::app {

/// Asks for the address; what was typed stands in it again where it was none (`wrong` says so, else "").
std::string sign_in_form(const Frame& frame, const std::string& email, const std::string& wrong);
/// Asks for the code that belongs to a ticket.
std::string code_form(const Frame& frame, const std::string& ticket, const std::string& wrong);

/// An account as its owner sees it.
struct AccountView {
  std::string id, email;
  bool merchant = false;
  base::Timestamp created_at, seen_at;
  struct Session {
    base::Timestamp since, seen_at, ends_at;
    bool here = false;  ///< the one that asks
  };
  std::vector<Session> sessions;
  struct Attempt {
    base::Timestamp at, good_until;
  };
  std::vector<Attempt> attempts;         ///< codes that were asked for and not entered
  std::optional<Attempt> identity_code;  ///< a code for the counter that was not shown there yet
  struct Identity {
    base::Timestamp checked_at;
    contract::IdentityMethod method = contract::IdentityMethod::counter;
    contract::IdentityDocument document = contract::IdentityDocument::identity_card;
    std::string name;
    std::string id, checked_by;  ///< of the check, and of the principal
  };
  std::optional<Identity> identity;  ///< as it was confirmed
  struct Act {
    base::Timestamp at;
    std::string action;  ///< as the audit record has it
  };
  std::vector<Act> record;
  /// A test round that runs and asks this account.
  struct Offer {
    enum class State { open, here, elsewhere, left };  ///< elsewhere: not in the browser that asks
    std::string round_id, round_name;
    std::string code;  ///< that is sent where somebody takes part
    base::Timestamp ends_at;
    State state = State::open;
    bool employees = false;  ///< it asks the city's own people, not whom the lot drew
  };
  std::vector<Offer> offers;  ///< for the page; nothing is stored of those that are open
  struct Part {
    std::string round_name, tester;
    base::Timestamp joined_at, left_at;
  };
  std::vector<Part> parts;  ///< what is stored of taking part
};
std::string account(const Frame& frame, const AccountView& view);
/// The code that is shown at the counter of the citizens' office, as people read it.
std::string identity_code(const Frame& frame, const std::string& code);
std::string erase_form(const Frame& frame, const std::string& email);

/// Everything that is stored of the account (Regulation (EU) 2016/679, Art. 15 and 20).
std::string account_json(const AccountView& view);

}  // namespace stadtpult::platform::app
