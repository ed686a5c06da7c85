#include "panels/list_detail_ui.hpp"

#include <algorithm>
#include <cstdlib>

#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels {

using namespace kit;

namespace {
constexpr float kListMin = 420;  // logical px: below that a table says too little beside a detail
constexpr float kBackBar = 44;
constexpr float kAllPanes = 1220;  // logical px: the sheet beside the rail in a window of 1280 (DESIGN §4)
constexpr float kLowSheet = 420;   // logical px

/// Logical px: what is set, and what the other part needs.
struct Widths {
  float reset, min, max, other;
};
constexpr Widths kOfDetail{size::kDetailPane, size::kDetailPaneMin, size::kDetailPaneMax, kListMin};
constexpr Widths kOfList{300, 250, 420, 480};

const Widths& widths_of(ListDetail::Sized sized) {
  return sized == ListDetail::Sized::detail ? kOfDetail : kOfList;
}
}  // namespace

bool is_low(const Rect& sheet) {
  return sheet.height() < px(kLowSheet);
}

ListDetail::ListDetail(std::string area, Sized sized)
    : sized_(sized),
      key_(std::move(area) + (sized == Sized::detail ? ".detail_width" : ".list_width")),
      width_(widths_of(sized).reset) {}

void ListDetail::restore(std::string_view key, std::string_view value) {
  if (key != key_) return;
  const float kept = std::strtof(std::string(value).c_str(), nullptr);
  width_ = std::clamp(kept, widths_of(sized_).min, widths_of(sized_).max);
}

ListDetail::Places ListDetail::divide(const Rect& sheet, float head, float foot, Intents& intents,
                                      bool has_detail) {
  Places places;
  Rect rest = sheet;
  const Widths& widths = widths_of(sized_);
  const bool of_list = sized_ == Sized::list;
  const bool has_room = sheet.width() >= px(widths.other + widths.min);
  places.has_room = has_room;
  places.beside = has_room && (has_detail || sheet.width() >= px(kAllPanes));
  if (!has_room && open_) {
    places.detail = rest;
    return places;
  }
  if (places.beside) {
    const float most = sheet.width() / scale() - widths.other;
    const float set = px(std::min(width_, most));
    places.detail = rest.cut_right(of_list ? sheet.width() - set : set);
    if (splitter("detail.width", width_,
                 {.name = tr("kit.width_of", {{"name", tr(of_list ? "kit.list" : "kit.details")}}),
                  .line = {places.detail.min, {places.detail.min.x, places.detail.max.y}},
                  .min = widths.min,
                  .max = std::min(widths.max, most),
                  .reset = widths.reset,
                  .inverse = !of_list}))
      intents.push_back(Keep{key_, std::to_string(static_cast<int>(width_))});
    places.detail.cut_left(px(1));  // the line; what the detail fills would lie over it
  }
  places.head = rest.cut_top(px(head));
  if (foot > 0) places.foot = rest.cut_bottom(px(foot));
  places.list = rest;
  return places;
}

void ListDetail::way_back(const Places& places) {
  if (places.beside) return;
  const Row row{{.height = kBackBar - 8}};
  const bool pressed =
      button("back", {.kind = Button::ghost, .label = tr("shell.top.back"), .icon = icons::arrow_back});
  const bool escaped = !overlay_open() && take({Key::escape});
  // A field is left first, which saves what was typed.
  if (escaped && text_active())
    focus::clear();
  else if (pressed || escaped)
    open_ = false;
}

void before_and_after(std::string_view label, std::string_view before, std::string_view after) {
  gap(4);
  text(label, {.font = Font::meta_semi, .color = theme().tx2});
  const DiffPart removed[] = {{DiffKind::removed, before}}, added[] = {{DiffKind::added, after}};
  if (!before.empty()) diff_text(DiffKind::removed, removed);
  if (!after.empty()) diff_text(DiffKind::added, added);
}

bool draw_missing(const World& world, const Missing& missing, const MissingWords& words) {
  using client::RemoteState;
  const IdScope scope{words.id};
  if (missing.state == RemoteState::forbidden) {
    forbidden_card("forbidden", tr("shell.failed.forbidden"), words.forbidden);
    return false;
  }
  if (missing.state == RemoteState::failed)
    return error_card("failed", {.title = tr(words.failed),
                                 .detail = error_words(missing.error),
                                 .technical = missing.error.message});
  if (world.state.line.line == client::Line::offline)
    return empty_state("offline", {.icon = icons::cloud_off,
                                   .title = tr("shell.state.no_data"),
                                   .detail = tr("shell.palette.needs_line"),
                                   .action = tr("kit.retry")});
  const auto since = missing.loading_since ? missing.loading_since : world.now;
  skeleton_rows(words.rows, words.row_height, static_cast<double>(world.now.ms - since.ms) / 1000.0);
  return false;
}

}  // namespace stadtpult::panels
