#pragma once
// A card whose list is not there (yet). Frame thread.

#include "panels/kit/typography.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::merchants {

/// True where the list is there; else its life is drawn in a few lines, as a card has them.
template <typename T>
bool is_there(const World& world, const client::Remote<T>& remote, MissingWords words, Intents& out) {
  if (remote.value() != nullptr) return true;
  const auto state = remote.state();
  const bool said = state == client::RemoteState::failed || state == client::RemoteState::forbidden;
  if (!said && world.state.line.line == client::Line::offline) {
    kit::meta(kit::tr("shell.state.no_data"), {.width = kit::kFill});
    return false;
  }
  words.rows = 3;
  words.row_height = 36;
  if (draw_missing(world, remote, words)) out.emplace_back(Need{Need::What::lists, ""});
  return false;
}

}  // namespace stadtpult::panels::merchants
