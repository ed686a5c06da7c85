// What stands beside the pages in the panel "content": the media library and the inbox of forms.
#include "panels/content/content_ui.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels {

using namespace kit;

void ContentPanel::area_bar(const World& world, const Rect& rect) {
  const Pane pane{"content.areas",
                  {.rect = rect,
                   .name = tr("content.areas"),
                   .surface = Surface::surface,
                   .padding = 0,
                   .scroll = false}};
  fill_rect({{rect.min.x, rect.max.y - px(1)}, rect.max}, theme().line);
  const Region region{rect.shrunk(px(16), px(11))};
  // In the smallest window the shell names the panel, and what is done here is an icon.
  const bool tiny = rect.width() < px(640);
  Row row{{.height = 34, .gap = tiny ? 8.0F : 16.0F}};
  panel_title(tr("content.title"), "", !tiny);
  std::vector<Segment> segments{{.label = tr("content.area.pages"), .icon = icons::article},
                                {.label = tr("media.title"), .icon = icons::image}};
  const int fresh = inbox::waiting(world);
  if (inbox::may_read(world))
    segments.push_back({.label = tr("inbox.title"), .count = fresh > 0 ? fresh : -1, .icon = icons::inbox});
  int area = static_cast<int>(area_);
  if (segmented("area", area, segments, {.name = tr("content.areas")})) area_ = static_cast<Area>(area);
  row.right();
  const bool narrow = tiny || (area_ == Area::inbox && rect.width() < px(980));
  const auto press = [&](const char* id, Button kind, const char* words, const char* glyph) {
    return narrow ? icon_button(id, {.icon = glyph, .name = words, .border = true})
                  : button(id, {.kind = kind, .label = words, .icon = glyph});
  };
  if (area_ == Area::pages && pages::may_write(world) &&
      press("new", Button::primary, tr("content.new"), icons::add))
    new_open_ = true;
  if (area_ == Area::media && media::may_change(world) &&
      press("add", Button::primary, tr("media.add"), icons::add))
    out_.emplace_back(ChooseFile{media::kPurpose});
  if (area_ == Area::inbox && identity::may_confirm(world) &&
      press("identity", Button::secondary, tr("inbox.identity.open"), icons::assignment_ind))
    inbox_.ask_identity(world);
  if (area_ == Area::inbox && press("export", Button::secondary, tr("inbox.export.open"), icons::outbox))
    inbox_.ask_export();
}

void ContentPanel::draw_area(const World& world, const Rect& sheet) {
  if (area_ == Area::inbox && !inbox::may_read(world)) area_ = Area::pages;
  Rect rest = sheet;
  area_bar(world, rest.cut_top(px(56)));
  if (area_ == Area::pages) return draw_list(world, rest);
  if (area_ == Area::inbox) return inbox_.draw(world, rest, out_);
  if (!overlay_open() && !text_active() && media::may_change(world) && take({.key = Key::n}))
    out_.emplace_back(ChooseFile{media::kPurpose});
  library_.draw(world, rest, out_);
}

// ---- files ----

bool ContentPanel::takes_dropped(std::string_view name) const {
  const bool translation = !open_id_.empty() && pages::TranslationDialogs::is_translation(name);
  return translation || picker_.is_open() || library_.picker().is_open() ||
         (open_id_.empty() && area_ == Area::media);
}

void ContentPanel::receive(IncomingFile file) {
  if (!open_id_.empty() && translation_.receive(file)) return;
  arrived_.push_back(std::move(file));
}

/// What was added for a picker is taken by it; else it is shown once it is there.
void ContentPanel::take_files() {
  for (auto& file : std::exchange(arrived_, {})) {
    auto key = library_.add(std::move(file), out_);
    if (key.empty()) continue;
    if (picker_.is_open())
      picker_.await(std::move(key));
    else if (library_.picker().is_open())
      library_.picker().await(std::move(key));
    else
      library_.show_when_there(std::move(key));
  }
}

/// The field of a block that asks for a file of the library.
void ContentPanel::pick_media(const World& world) {
  auto& wish = blocks_.media_wish();
  if (wish.asked) {
    wish.asked = false;
    picker_.open({.title = tr(wish.pictures_only ? "media.picker.picture" : "media.picker.file"),
                  .pictures_only = wish.pictures_only,
                  .current = wish.current});
  }
  const auto chosen = picker_.draw(world, out_);
  if (chosen.empty() || !can_write(world)) return;
  editor_.edit("", world.now, [&](pages::PageText& text) {
    if (auto* record = pages::record_at(text.document, wish.block, wish.within))
      record->values[wish.field] = chosen;
  });
}

void ContentPanel::find_others(std::string_view words, const World& world, int most,
                               std::vector<Findable>& found) const {
  int left = most;
  for (const auto& media : world.state.media.items())
    if (left > 0 && !media.archived && folded(media.name).find(words) != std::string::npos) {
      found.push_back({"content", media.id, media.name, tr("media.one"), "image"});
      --left;
    }
  if (!inbox::may_read(world)) return;
  left = most;
  for (const auto& answer : world.state.form_answers.items()) {
    const auto title = inbox::title_of(answer, world.language);
    if (left > 0 && folded(title).find(words) != std::string::npos) {
      found.push_back({"content", answer.id, title, tr("inbox.one"), "inbox"});
      --left;
    }
  }
}

}  // namespace stadtpult::panels
