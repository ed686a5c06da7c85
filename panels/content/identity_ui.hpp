#pragma once
// The dialog with which an identity is confirmed at the counter, and taken back where the wrong account
// answered. What is typed names a citizen: it is kept in no draft, and is gone when somebody else signs in.
// Frame thread.

#include <optional>
#include <string>

#include "panels/content/identity_view.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::identity {

class IdentityDialog {
 public:
  /// Opens it; what is under way or not read yet stands there again.
  void ask(const World& world) {
    belong_to(world);
    open_ = true;
  }
  void draw(const World& world, Intents& out);

 private:
  /// Begins anew where another person sits at the desk.
  void belong_to(const World& world);
  void take_answers(const World& world);
  void take(const client::CommandDone& answer, bool checking);
  void form(const World& world, Intents& out);
  void confirmed(const World& world, Intents& out);
  /// Where the answer never came: it is asked for again, or given up. False where there is nothing of it.
  bool lost(const World& world, Intents& out);
  void send(Change change, const World& world, Intents& out);
  [[nodiscard]] bool waits(const World& world) const;

  bool open_ = false;
  std::string person_;  ///< whose dialog it is
  Form form_;
  base::Timestamp sent_at_;        ///< while the outbox does not show it yet; unset: nothing was sent
  std::string checked_, revoked_;  ///< ids of the answers that were taken last
  std::string error_;              ///< why the platform refused, in the person's language
  std::optional<contract::IdentityCheck> made_;
  bool revoking_ = false;
  std::string reason_;
};

}  // namespace stadtpult::panels::identity
