#include "panels/kit/semantic.hpp"

#include <array>
#include <cstring>

namespace stadtpult::panels::kit::semantic {

/// Text storage that never moves, so that views into it stay valid for the frame.
struct Tree::Page {
  static constexpr std::size_t kSize = 64 * 1024;
  std::size_t used = 0;
  std::size_t size = kSize;
  std::unique_ptr<char[]> bytes;
  explicit Page(std::size_t wanted) : size(wanted), bytes(std::make_unique_for_overwrite<char[]>(wanted)) {}
};

std::string_view role_name(Role role) {
  constexpr std::array kNames = {
      "button",   "link",    "checkbox",    "radio",    "switch",     "tab",    "textbox",      "searchbox",
      "combobox", "option",  "slider",      "menuitem", "treeitem",   "row",    "columnheader", "separator",
      "cell",     "heading", "text",        "status",   "alert",      "dialog", "list",         "listitem",
      "listbox",  "table",   "tree",        "tablist",  "radiogroup", "menu",   "img",          "navigation",
      "group",    "pane",    "progressbar", "tooltip",  "window"};
  static_assert(kNames.size() == static_cast<std::size_t>(Role::window) + 1);
  return kNames[static_cast<std::size_t>(role)];
}

bool is_interactive(const Node& node) {
  return node.id != 0 && node.role <= Role::separator;
}

Tree::Tree() {
  nodes_.reserve(1024);
  pages_.push_back(std::make_unique<Page>(Page::kSize));
}
Tree::~Tree() = default;

void Tree::begin_frame() {
  nodes_.clear();
  for (auto& page : pages_) page->used = 0;
  page_ = 0;
  open_ = kNone;
}

std::string_view Tree::keep(std::string_view text) {
  if (text.empty()) return {};
  while (pages_[page_]->size - pages_[page_]->used < text.size()) {
    if (++page_ == pages_.size())
      pages_.push_back(std::make_unique<Page>(std::max(Page::kSize, text.size())));
  }
  Page& page = *pages_[page_];
  char* at = page.bytes.get() + page.used;
  std::memcpy(at, text.data(), text.size());
  page.used += text.size();
  return {at, text.size()};
}

std::int32_t Tree::add(Role role, const Info& info) {
  const auto index = static_cast<std::int32_t>(nodes_.size());
  Node node;
  node.role = role;
  node.keyboard_reachable = info.keyboard_reachable;
  node.state = info.state;
  node.id = info.id;
  node.parent = open_;
  node.next = index + 1;
  node.bounds = info.bounds;
  node.name = keep(info.name);
  node.value = (info.state & kProtected) != 0 ? std::string_view{} : keep(info.value);
  node.description = keep(info.description);
  nodes_.push_back(node);
  return index;
}

std::int32_t Tree::begin(Role role, const Info& info) {
  open_ = add(role, info);
  return open_;
}

void Tree::end() {
  if (open_ == kNone) return;
  Node& node = nodes_[static_cast<std::size_t>(open_)];
  node.next = static_cast<std::int32_t>(nodes_.size());
  open_ = node.parent;
}

void Tree::set_bounds(std::int32_t index, const Bounds& bounds) {
  nodes_[static_cast<std::size_t>(index)].bounds = bounds;
}
void Tree::set_state(std::int32_t index, std::uint32_t state) {
  nodes_[static_cast<std::size_t>(index)].state = state;
}
void Tree::set_name(std::int32_t index, std::string_view name) {
  if (!name.empty()) nodes_[static_cast<std::size_t>(index)].name = keep(name);
}
void Tree::set_value(std::int32_t index, std::string_view value) {
  if (!value.empty()) nodes_[static_cast<std::size_t>(index)].value = keep(value);
}

std::int32_t Tree::index_of(const Node& node) const {
  return static_cast<std::int32_t>(&node - nodes_.data());
}

const Node* Tree::find(Role role, std::string_view name, const Node* within) const {
  const std::size_t from = within != nullptr ? static_cast<std::size_t>(index_of(*within)) + 1 : 0;
  const std::size_t to = within != nullptr ? static_cast<std::size_t>(within->next) : nodes_.size();
  for (std::size_t i = from; i < to; ++i) {
    if (nodes_[i].role == role && nodes_[i].name == name) return &nodes_[i];
  }
  return nullptr;
}

std::vector<const Node*> Tree::find_all(Role role, std::string_view name) const {
  std::vector<const Node*> found;
  for (const Node& node : nodes_) {
    if (node.role == role && (name.empty() || node.name == name)) found.push_back(&node);
  }
  return found;
}

const Node* Tree::find_id(std::uint32_t id) const {
  for (const Node& node : nodes_) {
    if (node.id == id && id != 0) return &node;
  }
  return nullptr;
}

const Node* Tree::find_text(std::string_view text) const {
  for (const Node& node : nodes_) {
    if (node.name.find(text) != std::string_view::npos || node.value.find(text) != std::string_view::npos)
      return &node;
  }
  return nullptr;
}

std::string Tree::to_text() const {
  struct Word {
    State flag;
    const char* word;
  };
  constexpr std::array<Word, 14> kWords = {{{kDisabled, "disabled"},
                                            {kFocused, "focused"},
                                            {kChecked, "checked"},
                                            {kMixed, "mixed"},
                                            {kSelected, "selected"},
                                            {kExpanded, "expanded"},
                                            {kCollapsed, "collapsed"},
                                            {kReadonly, "readonly"},
                                            {kInvalid, "invalid"},
                                            {kRequired, "required"},
                                            {kBusy, "busy"},
                                            {kModal, "modal"},
                                            {kProtected, "protected"},
                                            {kMultiline, "multiline"}}};
  std::string out;
  std::vector<std::int32_t> depth(nodes_.size(), 0);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    if (node.parent != kNone) depth[i] = depth[static_cast<std::size_t>(node.parent)] + 1;
    out.append(static_cast<std::size_t>(depth[i]) * 2, ' ').append(role_name(node.role));
    if (!node.name.empty()) out.append(" \"").append(node.name).append("\"");
    if (!node.value.empty()) out.append(" = \"").append(node.value).append("\"");
    for (const Word& word : kWords) {
      if (node.has(word.flag)) out.append(" (").append(word.word).append(")");
    }
    if (!node.description.empty()) out.append(" – ").append(node.description);
    out.push_back('\n');
  }
  return out;
}

Tree& tree() {
  static Tree instance;
  return instance;
}

}  // namespace stadtpult::panels::kit::semantic
