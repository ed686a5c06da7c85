#pragma once
// Pictures of the media library on the screen, and what stands in their place while they load, where they
// cannot be shown, and for documents. Frame thread.

#include "api-client/contract/content.hpp"
#include "panels/kit/layout.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::media {

using Size = PictureShelf::Size;

/// What is drawn of a file.
struct Look {
  std::string_view id;
  bool picture = true;  ///< else a document
  double focus_x = 0.5, focus_y = 0.5;
};
Look look_of(const contract::Media& media);

/// Fills the rectangle (physical px); what does not fit is cut off, the focus point stays in view.
void draw_cover(const World& world, const Look& look, Size size, const kit::Rect& rect,
                float logical_radius = 6);
/// Where the whole picture of this size stands in the rectangle: in the middle, as large as it goes.
kit::Rect place_of_whole(std::int64_t width, std::int64_t height, const kit::Rect& rect);
/// Draws it there.
void draw_whole(const World& world, const Look& look, const kit::Rect& place);

}  // namespace stadtpult::panels::media
