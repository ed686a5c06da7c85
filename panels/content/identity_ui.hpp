#pragma once
// The dialog with which an identity is confirmed at the counter, and taken back where the wrong account
// answered. What is typed names a citizen: it is kept in no draft, and a refused change leaves the outbox.
// Frame thread.

#include <optional>
#include <string>

#include "panels/content/identity_view.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::identity {

class IdentityDialog {
 public:
  /// Opens it; what is under way or not read yet stands there again.
  void ask() { open_ = true; }
  void draw(const World& world, Intents& out);

 private:
  void take_answers(const World& world, Intents& out);
  void form(const World& world, Intents& out);
  void confirmed(const World& world, Intents& out);
  /// Sends it and waits for its answer.
  void send(Change change, const World& world, Intents& out);

  bool open_ = false;
  Form form_;
  std::string waiting_for_;  ///< draft key of the change that is under way; "" for none
  std::string answered_;     ///< id of the answer that was there under this key before
  std::string error_;        ///< why the platform refused, in the person's language
  std::optional<contract::IdentityCheck> made_;
  bool revoking_ = false;
  std::string reason_;
};

}  // namespace stadtpult::panels::identity
