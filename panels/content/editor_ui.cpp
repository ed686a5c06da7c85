#include "panels/content/editor_ui.hpp"

#include <algorithm>

#include "panels/content/page_words.hpp"
#include "panels/kit/drag.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::pages {

using namespace kit;
using content::Block;
using content::BlockType;
using content::Finding;
using content::Group;

namespace {

constexpr const char* kDrag = "content.block";
constexpr const char* kInsertMenu = "content.insert";
constexpr const char* kBlockMenu = "content.block.menu";
constexpr const char* kGroups[] = {"content.group.text", "content.group.media", "content.group.action",
                                   "content.group.data"};

bool matches(const BlockType& type, const std::string& words) {
  return words.empty() || folded(block_word(type.name)).find(words) != std::string::npos;
}

std::string row_name(const Block& block, const std::string& language) {
  const auto words = summary_of(block, language);
  return words.empty() ? block_word(block.type) : block_word(block.type) + ": " + words;
}

/// The first finding of a block, errors before hints.
const Finding* finding_of(const std::vector<Finding>& findings, const std::string& block) {
  for (const auto& each : findings)
    if (each.block() == block) return &each;
  return nullptr;
}

Tone tone_of(const Finding& finding) {
  return finding.severity == Finding::Severity::error ? Tone::err : Tone::warn;
}

const char* icon_of(const Finding& finding) {
  return finding.severity == Finding::Severity::error ? icons::error_outline : icons::warning_amber;
}

}  // namespace

void BlockEditor::reset() {
  open_ = std::string(kHead);
  at_.clear();
  menu_for_.clear();
  show_.clear();
  search_.clear();
  form_.clear();
}

void BlockEditor::show(const std::string& id) {
  if (open_ != id) form_.clear();
  open_ = at_ = show_ = id;
}

void BlockEditor::insert(const World& world, Editor& editor, const BlockType& type) {
  // Behind the block that is worked on; at the end where there is none.
  const auto count = editor.text().document.blocks.size();
  const auto place = open_ == kHead ? (count == 0 ? 0 : count) : editor.place_of(open_.empty() ? at_ : open_);
  const auto id = editor.insert(type, std::min(place + 1, count), world.now);
  if (!id.empty()) show(id);
}

// ---- palette ----

void BlockEditor::draw_palette(const World& world, Editor& editor) {
  const IdScope scope{"palette"};
  search_box("search", palette_search_, {.placeholder = tr("content.palette.search")});
  const auto words = folded(palette_search_);
  const float half = (available_width() / scale() - 8) / 2;
  bool any = false;
  for (int group = 0; group < 4; ++group) {
    std::vector<const BlockType*> types;
    for (const auto& type : content::block_types())
      if (static_cast<int>(type.group) == group && matches(type, words)) types.push_back(&type);
    if (types.empty()) continue;
    any = true;
    gap(4);
    heading(tr(kGroups[group]), Heading::group);
    for (std::size_t i = 0; i < types.size(); i += 2) {
      const Row row{{.height = 57, .gap = 8}};
      for (std::size_t each = i; each < std::min(i + 2, types.size()); ++each)
        if (tile_button(types[each]->name, {.label = block_word(types[each]->name),
                                            .icon = icon_by_name(types[each]->icon),
                                            .width = half,
                                            .tooltip = tr("content.palette.insert")}))
          insert(world, editor, *types[each]);
    }
  }
  if (!any) meta(tr("content.palette.none"));
}

// ---- the list ----

void BlockEditor::draw_list(const World& world, Editor& editor, const std::string& language,
                            const std::vector<Finding>& findings, bool can_write) {
  const IdScope scope{"blocks"};
  if (open_ != kHead && editor.find(open_) == nullptr) open_.clear();
  head_row(world, editor, language, can_write);
  // A copy of the order: a row may change the page while the list is drawn.
  std::vector<std::string> ids;
  for (const auto& block : editor.text().document.blocks) ids.push_back(block.id);
  at_.clear();
  for (const auto& id : ids) {
    const auto place = editor.place_of(id);
    const auto* block = editor.find(id);
    if (block == nullptr) continue;
    const Block shown = *block;
    row(world, editor, shown, place, language, findings, can_write);
  }
  if (can_write && dragging(kDrag) != 0) {
    const Rect end = available();
    const Rect zone{{end.min.x, end.min.y - px(14)}, {end.max.x, end.min.y + px(14)}};
    if (const auto dropped =
            drop_slot(kDrag, zone, {end.min.x, end.min.y - px(4)}, {end.max.x, end.min.y - px(4)}))
      for (const auto& id : ids)
        if (row_key(id) == *dropped) editor.move_to(id, ids.size(), world.now);
  }
  if (ids.empty()) meta(tr("content.blocks.empty"));
  if (can_write) {
    const Row row{{.height = 34}};
    if (button("insert", {.kind = Button::ghost, .label = tr("content.blocks.insert"), .icon = icons::add}))
      ask_insert_ = true;
    keys(world, editor);
    menus(world, editor);
  }
  gap(8);
}

void BlockEditor::head_row(const World& world, Editor& editor, const std::string& language, bool can_write) {
  const IdScope scope{"head"};
  const bool open = open_ == kHead;
  const std::string name = tr("content.blocks.head");
  if (!open || !can_write) {
    const auto words = editor.text().title.in(language);
    const Card card{{.height = 44, .padding = 0}};
    const Rect box = available();
    const auto area =
        click_area("open", {.name = name + ": " + words, .rect = box, .radius = radius::kBlock});
    if (area.pressed) show(std::string(kHead));
    Region region{box.shrunk(px(12), px(6))};
    const Row row{{.height = 30, .gap = 10}};
    icon(icons::title, theme().tx2);
    kit::text(name, {.font = Font::base_semi, .width = 120});
    kit::text(words, {.color = theme().tx2, .width = kFill});
    return;
  }
  const Card card{{.padding = 16, .current = true, .name = name}};
  {
    Row row{{.height = 28, .gap = 10}};
    icon(icons::title, theme().acct);
    kit::text(name, {.font = Font::base_semi});
    row.right();
    if (icon_button("close", {.icon = icons::expand_less, .name = tr("content.blocks.close"), .small = true}))
      open_.clear();
  }
  form_.draw_page(world, editor, language);
}

void BlockEditor::row(const World& world, Editor& editor, const Block& block, std::size_t at,
                      const std::string& language, const std::vector<Finding>& findings, bool can_write) {
  const IdScope scope{block.id.c_str()};
  const Rect slot = available();
  if (can_write && dragging(kDrag) != 0) {
    const Rect zone{{slot.min.x, slot.min.y - px(14)}, {slot.max.x, slot.min.y + px(14)}};
    if (const auto dropped =
            drop_slot(kDrag, zone, {slot.min.x, slot.min.y - px(4)}, {slot.max.x, slot.min.y - px(4)}))
      for (const auto& each : std::vector<Block>(editor.text().document.blocks))
        if (row_key(each.id) == *dropped) editor.move_to(each.id, at, world.now);
  }
  if (open_ == block.id && can_write)
    opened(world, editor, block, at, language, findings);
  else
    closed(block, language, finding_of(findings, block.id), can_write);
  if (show_ == block.id) {
    ImGui::SetScrollFromPosY(slot.min.y - ImGui::GetWindowPos().y, 0.2F);
    show_.clear();
  }
}

void BlockEditor::closed(const Block& block, const std::string& language, const Finding* finding,
                         bool can_write) {
  const auto name = row_name(block, language);
  const Card card{{.height = 44, .padding = 0, .radius = radius::kBlock}};
  const Rect box = available();
  const auto area = click_area("open", {.name = name, .rect = box, .radius = radius::kBlock});
  if (area.focused) at_ = block.id;
  if (focus_ == block.id) {
    focus::set("open");
    focus_.clear();
  }
  if (area.pressed && can_write) show(block.id);
  const Rect grip{box.min, {box.min.x + px(28), box.max.y}};
  if (can_write && drag_source(kDrag, row_key(block.id), grip, box,
                               {.label = block_word(block.type), .icon = block_icon(block.type)}))
    return drag_origin(box);
  const Region region{box.shrunk(px(8), px(6))};
  Row row{{.height = 30, .gap = 10}};
  icon(icons::drag_indicator, theme().tx3);
  tile({.icon = block_icon(block.type), .size = 26, .icon_size = 16});
  kit::text(block_word(block.type), {.font = Font::base_semi, .width = 104});
  const float room = std::max(40.0F, available_width() / scale() - 8);
  kit::text(summary_of(block, language), {.color = theme().tx2, .width = room});
  row.right();
  if (finding != nullptr) {
    icon(icon_of(*finding), theme().tone(tone_of(*finding)).text);
    kit::text(finding_words(*finding),
              {.font = Font::meta_medium, .color = theme().tone(tone_of(*finding)).text, .width = 170});
  }
  if (can_write && icon_button("more", {.icon = icons::more_horiz,
                                        .name = std::string(tr("content.blocks.more")) + ": " + name,
                                        .small = true})) {
    menu_for_ = block.id;
    ask_menu_ = true;
  }
}

void BlockEditor::opened(const World& world, Editor& editor, const Block& block, std::size_t at,
                         const std::string& language, const std::vector<Finding>& findings) {
  const auto name = block_word(block.type);
  const Card card{{.padding = 16, .current = true, .radius = radius::kBlock, .name = name}};
  {
    Row row{{.height = 28, .gap = 6}};
    tile({.icon = block_icon(block.type), .tone = Tone::info, .size = 26, .icon_size = 16});
    kit::text(name, {.font = Font::base_semi});
    row.right();
    meta(tr("content.blocks.place", {{"n", std::to_string(at + 1)},
                                     {"count", std::to_string(editor.text().document.blocks.size())}}));
    if (icon_button("copy", {.icon = icons::content_copy, .name = tr("content.blocks.copy"), .small = true}))
      if (const auto id = editor.duplicate(block.id, world.now); !id.empty()) show(id);
    if (icon_button("delete",
                    {.icon = icons::delete_outline, .name = tr("content.blocks.remove"), .small = true}))
      editor.remove(block.id, world.now);
    if (icon_button("close",
                    {.icon = icons::expand_less, .name = tr("content.blocks.close"), .small = true})) {
      open_.clear();
      focus_ = block.id;
    }
  }
  for (const auto& each : findings)
    if (each.block() == block.id) {
      const std::string where = place_words(editor.text().document, each.path);
      note(where + ": " + finding_words(each), icon_of(each), tone_of(each));
    }
  if (at_.empty()) at_ = block.id;
  form_.draw(world, editor, block, language);
}

// ---- keys and menus ----

void BlockEditor::keys(const World& world, Editor& editor) {
  if (overlay_open()) return;
  // Alt and arrows are no text field's: they move the open block while it is written, too.
  const std::string& moved = at_.empty() ? open_ : at_;
  if (!moved.empty() && moved != kHead) {
    if (take({.key = Key::up, .alt = true}, true) && editor.move(moved, -1, world.now)) focus_ = at_;
    if (take({.key = Key::down, .alt = true}, true) && editor.move(moved, 1, world.now)) focus_ = at_;
    if (take({.key = Key::d, .ctrl = true})) {
      if (const auto id = editor.duplicate(moved, world.now); !id.empty()) show(id);
    }
  }
  if (text_active()) return;
  if (!at_.empty() && at_ != open_ && take({.key = Key::del})) {
    const auto place = editor.place_of(at_);
    editor.remove(at_, world.now);
    const auto& blocks = editor.text().document.blocks;
    if (!blocks.empty()) focus_ = blocks[std::min(place, blocks.size() - 1)].id;
  }
  if (take({.key = Key::slash}) || take({.key = Key::n7, .shift = true})) ask_insert_ = true;
}

void BlockEditor::menus(const World& world, Editor& editor) {
  if (ask_insert_) {
    ask_insert_ = false;
    search_.clear();
    open_popover(kInsertMenu);
  }
  if (ask_menu_) {
    ask_menu_ = false;
    open_popover(kBlockMenu);
  }
  const BlockType* chosen = nullptr;
  if (const Popover insert{kInsertMenu, {.name = tr("content.blocks.insert"), .width = 300}}) {
    const auto typed = search_box(
        "search", search_, {.placeholder = tr("content.palette.search"), .focus_now = search_.empty()});
    const auto words = folded(search_);
    bool first = true;
    for (const auto& type : content::block_types()) {
      if (!matches(type, words)) continue;
      const bool pressed = button(type.name, {.kind = Button::ghost,
                                              .label = block_word(type.name),
                                              .icon = icon_by_name(type.icon),
                                              .small = true,
                                              .width = kFill,
                                              .align_left = true});
      if (pressed || (first && typed.submitted)) chosen = &type;
      first = false;
    }
    if (first) meta(tr("content.palette.none"));
    if (chosen != nullptr) close_popover();
  }
  if (chosen != nullptr) this->insert(world, editor, *chosen);
  if (Menu menu{kBlockMenu, tr("content.blocks.more"), 220}; menu) {
    const auto place = editor.place_of(menu_for_);
    const bool last = place + 1 >= editor.text().document.blocks.size();
    if (menu.item("up", {.label = tr("content.blocks.up"),
                         .icon = icons::arrow_upward,
                         .keys = {.key = Key::up, .alt = true},
                         .disabled_because = place == 0 ? tr("content.why.first") : ""}))
      editor.move(menu_for_, -1, world.now);
    if (menu.item("down", {.label = tr("content.blocks.down"),
                           .icon = icons::arrow_downward,
                           .keys = {.key = Key::down, .alt = true},
                           .disabled_because = last ? tr("content.why.last") : ""}))
      editor.move(menu_for_, 1, world.now);
    if (menu.item("copy", {.label = tr("content.blocks.copy"),
                           .icon = icons::content_copy,
                           .keys = {.key = Key::d, .ctrl = true}}))
      editor.duplicate(menu_for_, world.now);
    if (menu.item("remove", {.label = tr("content.blocks.remove"),
                             .icon = icons::delete_outline,
                             .keys = {.key = Key::del},
                             .danger = true}))
      editor.remove(menu_for_, world.now);
  }
}

}  // namespace stadtpult::panels::pages
