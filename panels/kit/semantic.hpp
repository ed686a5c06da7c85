#pragma once
// The frame's semantic tree: what is on screen, by role and name. Widgets record themselves in the same call
// that draws them; tests and, later, an accessibility bridge read it. No ImGui. Frame thread only. Arena
// storage, reused every frame: recording a node neither allocates nor frees once the arena has grown to the
// screen's size.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stadtpult::panels::kit::semantic {

enum class Role : std::uint8_t {
  button,
  link,
  checkbox,
  radio,
  switch_,
  tab,
  textbox,
  searchbox,
  combobox,
  option,
  slider,
  menuitem,
  treeitem,
  row,
  columnheader,
  separator,  // up to here: interactive when keyboard_reachable
  cell,
  heading,
  text,
  status,
  alert,
  dialog,
  list,
  listitem,
  listbox,
  table,
  tree,
  tablist,
  radiogroup,
  menu,
  img,
  navigation,
  group,
  pane,
  progressbar,
  tooltip,
  window,
};
/// "button", "checkbox" … as ARIA calls them ("switch" for switch_).
std::string_view role_name(Role role);

enum State : std::uint32_t {
  kDisabled = 1U << 0U,
  kFocused = 1U << 1U,
  kChecked = 1U << 2U,
  kMixed = 1U << 3U,
  kSelected = 1U << 4U,
  kExpanded = 1U << 5U,
  kCollapsed = 1U << 6U,
  kReadonly = 1U << 7U,
  kInvalid = 1U << 8U,
  kRequired = 1U << 9U,
  kBusy = 1U << 10U,
  kModal = 1U << 11U,
  kProtected = 1U << 12U,  ///< password: the value is not recorded
  kMultiline = 1U << 13U,
};

struct Bounds {
  float x = 0, y = 0, width = 0, height = 0;  ///< physical px in the window
  [[nodiscard]] float center_x() const { return x + width / 2; }
  [[nodiscard]] float center_y() const { return y + height / 2; }
};

/// What a widget says about itself.
struct Info {
  std::string_view name = {};
  std::string_view value = {};
  std::string_view description = {};  ///< tooltip, or why it is disabled
  std::uint32_t state = 0;
  Bounds bounds = {};
  std::uint32_t id = 0;             ///< the widget's ImGui id; 0 for things that cannot be used
  bool keyboard_reachable = false;  ///< an own Tab stop, or reached by arrows inside one
};

constexpr std::int32_t kNone = -1;

struct Node {
  Role role = Role::group;
  bool keyboard_reachable = false;
  std::uint32_t state = 0;
  std::uint32_t id = 0;
  std::int32_t parent = kNone;
  std::int32_t next = 0;  ///< index after the last descendant: children are [self + 1, next)
  Bounds bounds = {};
  std::string_view name;  ///< views live until the next begin_frame()
  std::string_view value;
  std::string_view description;

  [[nodiscard]] bool has(State flag) const { return (state & flag) != 0; }
};

/// Whether people operate such a node (so it needs a name and a way by keyboard).
bool is_interactive(const Node& node);

class Tree {
 public:
  Tree();
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  /// Forgets all nodes; the previous views become invalid.
  void begin_frame();
  /// Adds a node without children. Returns its index.
  std::int32_t add(Role role, const Info& info);
  /// Adds a node that contains what is added until the matching end().
  std::int32_t begin(Role role, const Info& info);
  void end();
  /// Sets what was not known at begin(): bounds, state, name. Empty text keeps the old one.
  void set_bounds(std::int32_t index, const Bounds& bounds);
  void set_state(std::int32_t index, std::uint32_t state);
  void set_name(std::int32_t index, std::string_view name);
  void set_value(std::int32_t index, std::string_view value);

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] std::int32_t open_node() const { return open_; }  ///< innermost begun node, kNone outside

  /// First node with this role and exactly this name (inside `within`, when given); nullptr where there is
  /// none.
  [[nodiscard]] const Node* find(Role role, std::string_view name, const Node* within = nullptr) const;
  [[nodiscard]] std::vector<const Node*> find_all(Role role, std::string_view name = {}) const;
  [[nodiscard]] const Node* find_id(std::uint32_t id) const;
  /// First node whose name or value contains `text`.
  [[nodiscard]] const Node* find_text(std::string_view text) const;
  [[nodiscard]] std::int32_t index_of(const Node& node) const;

  /// The tree as indented text: `button "Freigeben" (disabled) – Es fehlt …`.
  [[nodiscard]] std::string to_text() const;

 private:
  std::string_view keep(std::string_view text);

  struct Page;
  std::vector<Node> nodes_;
  std::vector<std::unique_ptr<Page>> pages_;
  std::size_t page_ = 0;
  std::int32_t open_ = kNone;
};

/// The tree widgets record into: one per program, frame thread only.
Tree& tree();

/// begin() and end() by scope.
class Scope {
 public:
  Scope(Role role, const Info& info) : index_(tree().begin(role, info)) {}
  ~Scope() { tree().end(); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  [[nodiscard]] std::int32_t index() const { return index_; }

 private:
  std::int32_t index_;
};

}  // namespace stadtpult::panels::kit::semantic
