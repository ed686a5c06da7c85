#pragma once
// Below the blocks: what the page still needs, and its versions compared word by word. Frame thread.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api-client/content/check.hpp"
#include "panels/content/history_view.hpp"
#include "panels/kit/layout.hpp"
#include "panels/kit/table.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::pages {

class PageHistory {
 public:
  void reset();
  /// Height that is wanted for it, logical px.
  [[nodiscard]] bool is_open() const { return open_; }
  void toggle() { open_ = !open_; }
  [[nodiscard]] float height() const { return open_ ? 260.0F : 44.0F; }
  [[nodiscard]] bool shows_versions() const { return open_ && tab_ == 1; }

  struct Event {
    std::string show;                     ///< the block that a finding is about
    bool check_links = false;             ///< addresses outside are to be asked
    std::optional<std::int64_t> restore;  ///< number of the version that is to be brought back
  };
  Event draw(const World& world, const Editor& editor, const std::vector<content::Finding>& findings,
             std::span<const std::string> links, bool can_write, const kit::Rect& rect, Intents& intents);

 private:
  /// A version that is not there any more is chosen no more.
  void let_go(const std::vector<contract::PageVersion>& all);
  void versions(const World& world, const Editor& editor, const kit::Rect& rect, Intents& intents);
  void list(const World& world, const std::vector<contract::PageVersion>& all, const Editor& editor,
            const kit::Rect& rect);
  void comparison(const World& world, const std::vector<contract::PageVersion>& all, const Editor& editor,
                  const kit::Rect& rect, Intents& intents);
  void compare_with(const World& world, const std::vector<contract::PageVersion>& all, const Editor& editor,
                    Intents& intents);

  bool open_ = false;
  int tab_ = 0;
  kit::TableState table_;
  // By id: a colleague's save puts a new version in front of the others.
  std::string chosen_;  ///< the version that is looked at; "": what is being written
  std::string older_;   ///< what it is compared with; "": the one before it
  std::string made_for_;
  std::optional<TextComparison> made_;
  const char* absent_ = "";  ///< key of why there is no comparison
};

}  // namespace stadtpult::panels::pages
