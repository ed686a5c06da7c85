#pragma once
// The phone beside the editor: what citizens see of the page, drawn from the same nodes that the platform
// writes as HTML. Frame thread.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/content/render.hpp"
#include "panels/content/editor_view.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/layout.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::pages {

/// A phone with a page on its screen.
struct Phone {
  bool large = true;  ///< the phone
  bool large_letters = false;
  bool dark = false;
  std::string_view selected = {};  ///< block that is outlined
  bool reveal = false;             ///< scrolls it into view
  std::string_view absent = {};    ///< why the screen is empty
};
/// Draws it in the middle of the rectangle. Returns the id of the block that was clicked; "" for none.
std::string draw_phone(const World& world, const std::vector<content::Node>& nodes, const Phone& phone,
                       const kit::Rect& rect);

class Preview {
 public:
  /// `selected` is outlined and scrolled into view when it changes. Returns the id of the block that was
  /// clicked; "" for none.
  std::string draw(const World& world, const Editor& editor, const std::string& language,
                   const std::string& selected, const kit::Rect& rect);
  [[nodiscard]] const std::vector<content::Node>& nodes() const { return nodes_; }
  /// Shows what this ring saw at that moment.
  void show_live(contract::Ring ring, base::Timestamp at);
  /// It shows what is or was live, for which the page's versions are needed.
  [[nodiscard]] bool shows_live() const { return source_ > 0; }
  /// The version whose content is to be loaded for that; "" for none.
  [[nodiscard]] const std::string& wanted_version() const { return wanted_; }

 private:
  void controls(const World& world);
  void update(const World& world, const Editor& editor, const std::string& language);
  /// The text that is shown; nullptr where there is none, and absent_ says why.
  const PageText* chosen_text(const World& world, const Editor& editor, base::Timestamp at);
  const PageText* live_text(const World& world, const contract::ContentPage& page, base::Timestamp at);

  int size_ = 1, letters_ = 0, audience_ = 1;
  int source_ = 0;  ///< 0: what is being written; else what is live, ring by ring
  bool dark_ = false;
  std::string moment_;
  base::Timestamp at_;
  std::vector<content::Node> nodes_;
  std::string made_for_;  ///< what nodes_ were made for
  std::string note_;      ///< below the phone: what it shows
  std::string absent_;    ///< why it shows nothing
  PageText live_;
  std::string wanted_;
  std::string scrolled_to_;
};

}  // namespace stadtpult::panels::pages
