#include "panels/content/media_picker_ui.hpp"

#include <algorithm>

#include "panels/content/picture_ui.hpp"
#include "panels/kit/kit.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::media {

using namespace kit;
using contract::Media;

namespace {
constexpr float kRow = 56, kList = 296;  // logical px
}

void Picker::open(Ask ask) {
  ask_ = std::move(ask);
  open_ = true;
  search_.clear();
  awaited_.clear();
  wrong_.clear();
  list_ = {};
  steady_ = {};
}

bool Picker::fits(const World& world, const Media& media) const {
  if (media.archived || (ask_.pictures_only && !is_picture(media))) return false;
  if (ask_.replaces.empty()) return true;
  const auto* old = world.state.media.find(ask_.replaces);
  return old != nullptr && may_replace(*old, media);
}

/// The file that was added here, once the platform has it.
std::string Picker::arrived(const World& world) {
  if (awaited_.empty()) return {};
  const auto* answer = world.state.answer_for(awaited_);
  if (answer == nullptr) return {};
  awaited_.clear();
  if (!answer->ok) {
    wrong_ = tr("media.picker.refused");
    return {};
  }
  const auto* media = world.state.media.find(answer->object_id);
  if (media != nullptr && fits(world, *media)) return media->id;
  wrong_ = tr("media.picker.does_not_fit");
  return {};
}

std::string Picker::results(const World& world, bool take_first) {
  index_.update(world, {.search = search_, .shelf = ask_.pictures_only ? Shelf::pictures : Shelf::all});
  const auto& items = world.state.media.items();
  rows_.clear();
  for (const auto at : index_.rows())
    if (fits(world, items[at])) rows_.push_back(at);
  const Region region{place({available_width(), px(kList)})};
  if (rows_.empty()) {
    empty_state("none", {.icon = icons::image,
                         .title = tr(search_.empty() ? "media.picker.empty" : "media.picker.none"),
                         .detail = tr("media.picker.empty_detail")});
    return {};
  }
  // The arrows move through the files while the words are typed.
  const int last = static_cast<int>(rows_.size()) - 1;
  int moved = 0;
  if (text_active())
    moved = (take_in_text({.key = Key::down}, true) ? 1 : 0) - (take_in_text({.key = Key::up}, true) ? 1 : 0);
  const auto at = [&](int i) -> const Media& { return items[rows_[static_cast<std::size_t>(i)]]; };
  steady_.follow(list_.cursor, last + 1, at);
  list_.cursor = std::clamp(list_.cursor + moved, 0, last);
  if (take_first) return at(list_.cursor).id;
  list_.selected = row_key(at(list_.cursor).id);
  const Column columns[] = {{.id = "file", .title = tr("media.column.file")}};
  const auto event =
      table("files", list_,
            {.name = tr("media.picker.list"),
             .columns = columns,
             .rows = last + 1,
             .row_height = kRow,
             .header = false,
             .key = [&](int i) { return row_key(at(i).id); },
             .rect = available(),
             .padding = 8,
             .scroll_to = moved != 0 ? list_.cursor : -1},
            [&](TableRow& row) {
              const Media& media = at(row.index());
              row.name(media.name);
              if (!row.cell("file")) return;
              draw_cover(world, look_of(media), Size::small, place({px(64), px(44)}));
              row.two_lines(media.name, media.id == ask_.current ? std::string(tr("media.picker.current"))
                                        : media.alternative_text.in("de").empty()
                                            ? facts(media)
                                            : media.alternative_text.in("de"));
            });
  steady_.hold(list_.cursor, last + 1, at);
  return event.opened >= 0 ? at(event.opened).id : std::string();
}

std::string Picker::draw(const World& world, Intents& out) {
  if (!open_) return {};
  if (auto id = arrived(world); !id.empty()) {
    open_ = false;
    return id;
  }
  std::string chosen;
  const IdScope scope{"media.picker"};
  const Dialog dialog{"dialog", open_, {.title = ask_.title, .icon = icons::image, .width = 640}};
  if (!dialog) return {};
  const bool entered =
      search_box("search", search_, {.placeholder = tr("media.search"), .focus_now = dialog.appearing()})
          .submitted;
  if (!wrong_.empty()) note(wrong_, icons::error_outline, Tone::err);
  for (const auto& words : uploads(world)) note(words, icons::sync, Tone::info);
  if (world.state.media.remote.value() == nullptr) {
    const Region region{place({available_width(), px(kList)})};
    if (draw_missing(
            world, world.state.media.remote,
            {.id = "missing", .failed = "media.failed", .forbidden = tr("content.forbidden"), .rows = 4}))
      out.emplace_back(Need{Need::What::lists, ""});
  } else {
    chosen = results(world, entered);
  }
  Row row{{.height = 40}};
  if (may_change(world) && button("add", {.label = tr("media.add"), .icon = icons::add}))
    out.emplace_back(ChooseFile{kPurpose});
  row.right();
  if (button("cancel", {.label = tr("content.cancel")})) open_ = false;
  const bool none = rows_.empty();
  if (button("take", {.kind = Button::primary,
                      .label = tr("media.picker.take"),
                      .disabled_because = none ? tr("media.picker.none") : ""}) &&
      list_.cursor < static_cast<int>(rows_.size()))
    chosen = world.state.media.items()[rows_[static_cast<std::size_t>(list_.cursor)]].id;
  if (!chosen.empty()) open_ = false;
  return chosen;
}

}  // namespace stadtpult::panels::media
