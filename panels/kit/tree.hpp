#pragma once
// A tree with drag and drop. One Tab stop; ↑ ↓ move, → opens or goes in, ← closes or goes out, Enter opens
// the entry, Alt+↑ ↓ moves it among its siblings, Alt+← → out of and into the entry above. Frame thread only.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_set>

#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

struct TreeItem {
  std::uint64_t key = 0;  ///< never 0
  int depth = 0;          ///< items come in order, children directly after their parent with depth + 1
  std::string_view label = {};
  const char* icon = nullptr;
  int count = -1;  ///< at the right edge; -1 none
  bool movable = true;
  bool draft = false;  ///< meta colour
};

struct TreeState {
  std::unordered_set<std::uint64_t> expanded;
  std::uint64_t selected = 0;
  std::uint64_t cursor = 0;  ///< keyboard
};

/// Where an item was dropped: becomes a child of `parent` (0 = top level), before the sibling `before` (0 =
/// last).
struct TreeMove {
  std::uint64_t key = 0;
  std::uint64_t parent = 0;
  std::uint64_t before = 0;
};

struct TreeOptions {
  std::string_view name = {};
  std::span<const TreeItem> items = {};
  bool can_move = false;
  int max_depth = 1;  ///< deepest allowed depth for a move
  std::string_view cannot_move_because = {};
};

struct TreeEvent {
  std::uint64_t opened = 0;
  std::optional<TreeMove> moved;
  std::uint64_t context = 0;  ///< right-clicked
  bool dragging = false;      ///< show "Rubrik wird verschoben  Esc" in the footer
};
TreeEvent tree_view(const char* id, TreeState& state, const TreeOptions& options);

}  // namespace stadtpult::panels::kit
