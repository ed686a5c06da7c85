#pragma once
// The outbox as a dialog, and the choice between two revisions after a conflict (412), field by field. Main
// thread.

#include <string>

#include "api-client/client/client.hpp"
#include "api-client/client/state.hpp"
#include "panels/panel.hpp"

namespace stadtpult::console {

class OutboxDialog {
 public:
  void open() { open_ = true; }
  /// Opens the choice for this command.
  void decide(const std::string& command_id) {
    deciding_ = command_id;
    choosing_ = true;
    prepared_ = false;
  }
  void draw(const client::State& state, client::Client& client, base::Timestamp now);

 private:
  void draw_list(const client::State& state, client::Client& client, base::Timestamp now);
  void draw_choice(const panels::World& world, client::Client& client);

  bool open_ = false, choosing_ = false, prepared_ = false;
  std::string deciding_;
  std::vector<client::ConflictField> fields_;
  std::vector<int> choices_;  ///< by field: 0 mine, 1 theirs, 2 both
};

}  // namespace stadtpult::console
