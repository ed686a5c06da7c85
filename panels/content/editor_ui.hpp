#pragma once
// The blocks of a page: palette, list with the open block's form, and the menus that insert and act. Frame
// thread.

#include <string>

#include "api-client/content/check.hpp"
#include "panels/content/block_form_ui.hpp"
#include "panels/content/editor_view.hpp"
#include "panels/kit/layout.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::pages {

/// Id that stands for title and summary in the list of blocks.
inline constexpr std::string_view kHead = "page";

class BlockEditor {
 public:
  /// Another page: nothing of it is open, but its head.
  void reset();
  /// Draws the list of blocks in what is left of the region. `can_write`: the form and the keys are there.
  void draw_list(const World& world, Editor& editor, const std::string& language,
                 const std::vector<content::Finding>& findings, bool can_write);
  /// Draws the palette of block types.
  void draw_palette(const World& world, Editor& editor);
  /// "/" and the button where the palette has no place.
  void ask_insert() { ask_insert_ = true; }
  /// Opens a block and brings it into view.
  void show(const std::string& id);
  /// What a field of the open block asks of the media library.
  [[nodiscard]] MediaWish& media_wish() { return form_.media_wish(); }
  [[nodiscard]] const std::string& open_block() const { return open_; }

 private:
  void head_row(const World& world, Editor& editor, const std::string& language, bool can_write);
  void row(const World& world, Editor& editor, const content::Block& block, std::size_t at,
           const std::string& language, const std::vector<content::Finding>& findings, bool can_write);
  void closed(const content::Block& block, const std::string& language, const content::Finding* finding,
              bool can_write);
  void opened(const World& world, Editor& editor, const content::Block& block, std::size_t at,
              const std::string& language, const std::vector<content::Finding>& findings);
  void keys(const World& world, Editor& editor);
  void menus(const World& world, Editor& editor);
  void insert(const World& world, Editor& editor, const content::BlockType& type);

  std::string open_ = std::string(kHead);
  std::string at_;  ///< the block that the keyboard is on; it is what the keys act on
  std::string menu_for_, show_, focus_;
  std::string search_, palette_search_;
  bool ask_insert_ = false, ask_menu_ = false;
  BlockForm form_;
};

}  // namespace stadtpult::panels::pages
