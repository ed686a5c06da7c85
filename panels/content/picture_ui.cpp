#include "panels/content/picture_ui.hpp"

#include <algorithm>

#include "panels/content/media_view.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::media {

using namespace kit;

namespace {

/// Never white alone: a white picture on a white sheet has an edge.
void draw_edge(const Rect& rect, float logical_radius) {
  stroke_rect(rect, theme().line, logical_radius);
}

void draw_absent(const Look& look, bool failed, const Rect& rect, float logical_radius) {
  fill_rect(rect, look.picture ? theme().track : theme().inset, logical_radius);
  const float room = std::min(rect.width(), rect.height()) / px(1);
  draw_icon(draw_list(),
            !look.picture ? icons::description
            : failed      ? icons::error_outline
                          : icons::image,
            rect.center(), room < 60 ? 20 : 32, theme().tx3);
}

PictureShelf::Picture picture(const World& world, const Look& look, Size size) {
  if (!look.picture || world.pictures == nullptr || look.id.empty()) return {};
  return world.pictures->find(look.id, size);
}

}  // namespace

Look look_of(const contract::Media& media) {
  return {media.id, is_picture(media), media.focus_x, media.focus_y};
}

void draw_cover(const World& world, const Look& look, Size size, const Rect& rect, float logical_radius) {
  const auto shown = picture(world, look, size);
  if (shown.texture == nullptr || shown.width <= 0 || shown.height <= 0 || rect.height() <= 0)
    return draw_absent(look, shown.failed, rect, logical_radius);
  // The part of the picture that has the rectangle's form, around the focus point and inside the picture.
  const float form = rect.width() / rect.height();
  const float own = static_cast<float>(shown.width) / static_cast<float>(shown.height);
  const float wide = own > form ? form / own : 1, high = own > form ? 1 : own / form;
  const auto from = [](double focus, float part) {
    return std::clamp(static_cast<float>(focus) - part / 2, 0.0F, 1 - part);
  };
  const float left = from(look.focus_x, wide), top = from(look.focus_y, high);
  draw_list().AddImageRounded(shown.texture, rect.min, rect.max, {left, top}, {left + wide, top + high},
                              IM_COL32_WHITE, px(logical_radius));
  draw_edge(rect, logical_radius);
}

Rect place_of_whole(std::int64_t width, std::int64_t height, const Rect& rect) {
  if (width <= 0 || height <= 0) return rect;
  const auto wide = static_cast<float>(width), high = static_cast<float>(height);
  // A small picture is not blown up to a blur.
  const float zoom = std::min({rect.width() / wide, rect.height() / high, px(2)});
  const ImVec2 half{wide * zoom / 2, high * zoom / 2}, middle = rect.center();
  return {{middle.x - half.x, middle.y - half.y}, {middle.x + half.x, middle.y + half.y}};
}

void draw_whole(const World& world, const Look& look, const Rect& place) {
  const auto shown = picture(world, look, Size::large);
  if (shown.texture == nullptr) return draw_absent(look, shown.failed, place, 6);
  draw_list().AddImage(shown.texture, place.min, place.max);
  draw_edge(place, 0);
}

}  // namespace stadtpult::panels::media
