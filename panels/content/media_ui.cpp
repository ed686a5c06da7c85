#include "panels/content/media_ui.hpp"

#include <algorithm>
#include <tuple>

#include "panels/content/page_words.hpp"
#include "panels/content/picture_ui.hpp"
#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::media {

using namespace kit;
using contract::Media;

namespace {

constexpr double kSendFocusAfterS = 0.5;
constexpr float kPicture = 216, kWideCrop = 96;  // logical px: heights
constexpr std::size_t kMostUploads = 3;          // named one by one
constexpr double kStep = 0.02, kLongStep = 0.1;

void state_chip(const Media& media, bool on_selection) {
  if (media.archived)
    return chip({.label = tr("media.archived"), .icon = icons::archive, .on_selection = on_selection});
  if (lacks_text(media))
    return chip({.label = tr("media.text_missing"),
                 .icon = icons::warning_amber,
                 .tone = Tone::warn,
                 .on_selection = on_selection});
  if (media.used_in == 0)
    chip({.label = tr("media.unused"), .icon = icons::radio_button_unchecked, .on_selection = on_selection});
}

void record_picture(std::string_view name, const Rect& rect) {
  semantic::tree().add(semantic::Role::img,
                       {.name = name, .bounds = {rect.min.x, rect.min.y, rect.width(), rect.height()}});
}

std::string percent(double part) {
  return format_percent(part);
}

}  // namespace

void Library::restore(std::string_view key, std::string_view value) {
  panes_.restore(key, value);
  edit_.restore(key, value);
}

void Library::select(const std::string& id) {
  selected_ = id;
  table_.selected = row_key(id);
  panes_.open();
}

std::string Library::add(IncomingFile file, Intents& out) {
  std::string key = "media.upload:" + std::to_string(++uploads_);
  if (!send(std::move(file), key, out)) return {};
  return key;
}

// ---- the list ----

void Library::head(const World&, const Rect& rect) {
  const Pane pane{
      "media.head",
      {.rect = rect, .name = tr("media.title"), .surface = Surface::none, .padding = 12, .scroll = false}};
  const Row row{{.height = 34}};
  const float width = available_width() / scale();
  const char* keys[] = {"media.shelf.all",          "media.shelf.pictures", "media.shelf.documents",
                        "media.shelf.without_text", "media.shelf.unused",   "media.shelf.archived"};
  const bool narrow = width < 860;
  search_box("search", wish_.search,
             {.placeholder = tr("media.search"),
              .width = narrow ? std::max(140.0F, width * 0.5F) : 220.0F,
              .focus_now = std::exchange(focus_search_, false)});
  int shelf = static_cast<int>(wish_.shelf);
  if (narrow) {
    std::vector<std::string> labels;
    for (int i = 0; i < kShelves; ++i)
      labels.push_back(std::string(tr(keys[i])) + " (" + format_number(index_.count(static_cast<Shelf>(i))) +
                       ")");
    std::vector<Choice> choices;
    for (const auto& label : labels) choices.push_back({.label = label});
    combobox("shelf", shelf, choices,
             {.label = tr("media.shelf.name"), .label_hidden = true, .width = kFill});
  } else {
    std::vector<Segment> segments;
    for (int i = 0; i < kShelves; ++i)
      segments.push_back({.label = tr(keys[i]), .count = index_.count(static_cast<Shelf>(i))});
    segmented("shelf", shelf, segments, {.name = tr("media.shelf.name"), .small = true});
  }
  wish_.shelf = static_cast<Shelf>(shelf);
  if (!overlay_open() && !text_active() && take({.key = Key::f})) focus_search_ = true;
}

void Library::list(const World& world, const ListDetail::Places& places, Intents& out) {
  Rect rest = places.list;
  const auto on_their_way = uploads(world);
  if (!on_their_way.empty()) {
    const auto shown = std::min(on_their_way.size(), kMostUploads);
    const bool more = shown < on_their_way.size();
    const Region region{rest.cut_top(px(static_cast<float>(shown + (more ? 1 : 0)) * 44 + 8)), 8};
    for (std::size_t i = 0; i < shown; ++i) note(on_their_way[i], icons::sync, Tone::info);
    if (more)
      note(tr_n("media.upload.more", static_cast<std::int64_t>(on_their_way.size() - shown)), icons::sync,
           Tone::info);
  }
  const Region region{rest};
  const auto& media_list = world.state.media;
  if (media_list.remote.value() == nullptr) {
    if (draw_missing(world, media_list.remote,
                     {.id = "media.missing", .failed = "media.failed", .forbidden = tr("content.forbidden")}))
      out.emplace_back(Need{Need::What::lists, ""});
    return;
  }
  if (media_list.items().empty()) {
    if (empty_state("media.empty", {.icon = icons::image,
                                    .title = tr("media.empty"),
                                    .detail = tr("media.empty_detail"),
                                    .action = may_change(world) ? tr("media.add") : ""}))
      out.emplace_back(ChooseFile{kPurpose});
    return;
  }
  if (index_.rows().empty()) {
    if (no_matches("media.none")) wish_ = {};
    return;
  }
  const auto& items = media_list.items();
  const auto at = [&](int i) -> const Media& { return items[index_.rows()[static_cast<std::size_t>(i)]]; };
  const int wanted =
      std::exchange(reveal_, false) ? row_of(static_cast<int>(index_.rows().size()), at, selected_) : -1;
  if (wanted >= 0) table_.cursor = wanted;
  const std::string file = tr("media.column.file"), state = tr("media.column.state"),
                    used = tr("media.column.used");
  std::vector<Column> columns{{.id = "file", .title = file, .width = 0, .min_width = 180},
                              {.id = "state", .title = state, .width = 186}};
  if (places.list.width() > px(640))
    columns.push_back({.id = "used", .title = used, .width = 92, .right = true});
  const auto event = table("media.table", table_,
                           {.name = tr("media.title"),
                            .columns = columns,
                            .rows = static_cast<int>(index_.rows().size()),
                            .row_height = 56,
                            .footer = true,
                            .key = [&](int i) { return row_key(at(i).id); },
                            .rect = available(),
                            .cursor_opens = places.beside,
                            .first_opens = places.beside,
                            .scroll_to = wanted},
                           [&](TableRow& row) {
                             const Media& media = at(row.index());
                             row.name(media.name);
                             if (row.cell("file")) {
                               draw_cover(world, look_of(media), Size::small, place({px(60), px(44)}));
                               row.two_lines(media.name, facts(media));
                             }
                             if (row.cell("state")) state_chip(media, row.selected());
                             if (row.cell("used")) row.text(format_number(media.used_in));
                           });
  if (event.opened >= 0) select(at(event.opened).id);
}

// ---- one file ----

/// As it is being moved.
std::pair<double, double> Library::focus_of(const Media& media) const {
  if (moved_ && moved_->id == media.id) return {moved_->x, moved_->y};
  return {media.focus_x, media.focus_y};
}

/// The picture, and the point that stays in view, to be set by a click or the arrows.
void Library::picture(const World& world, const Media& media, Intents& out) {
  const Rect box = place({available_width(), px(is_picture(media) ? kPicture : kWideCrop)});
  fill_rect(box, theme().inset, 8);
  if (!is_picture(media)) {
    draw_icon(draw_list(), icons::description, box.center(), 32, theme().tx3);
    record_picture(media.name, box);
    return;
  }
  const Rect shown = place_of_whole(media.width, media.height, box.shrunk(px(8)));
  move_focus(world, media, shown, out);
  draw_whole(world, look_of(media), shown);
  const auto& alternative = media.alternative_text.in("de");
  record_picture(alternative.empty() ? media.name : alternative, shown);
  const auto [x, y] = focus_of(media);
  const ImVec2 point{shown.min.x + static_cast<float>(x) * shown.width(),
                     shown.min.y + static_cast<float>(y) * shown.height()};
  // Dark and light, so that it is seen on any picture.
  draw_list().AddCircle(point, px(10), IM_COL32(0, 0, 0, 255), 24, px(4));
  draw_list().AddCircle(point, px(10), IM_COL32(255, 255, 255, 255), 24, px(2));
  draw_list().AddCircleFilled(point, px(3), IM_COL32(0, 0, 0, 255));
  draw_list().AddCircleFilled(point, px(2), IM_COL32(255, 255, 255, 255));
}

void Library::move_focus(const World& world, const Media& media, const Rect& shown, Intents& out) {
  if (!may_change(world) || media.archived) return;
  const auto [x, y] = focus_of(media);
  const auto area =
      click_area("focus", {.name = tr("media.focus.name", {{"x", percent(x)}, {"y", percent(y)}}),
                           .rect = shown,
                           .radius = 4,
                           .tooltip = tr("media.focus.hint")});
  const auto set = [&](double to_x, double to_y) {
    moved_ = Moved{media.id, std::clamp(to_x, 0.0, 1.0), std::clamp(to_y, 0.0, 1.0), ImGui::GetTime()};
  };
  if (area.pressed && !focus::by_keyboard()) {
    const auto at = ImGui::GetIO().MousePos;
    set((at.x - shown.min.x) / shown.width(), (at.y - shown.min.y) / shown.height());
    moved_->at_s = 0;  // a click is a decision
    send_focus(world, out);
  }
  if (!area.focused) return;
  for (const bool far : {false, true}) {
    const double step = far ? kLongStep : kStep;
    if (take({.key = Key::left, .shift = far}, true)) set(x - step, y);
    if (take({.key = Key::right, .shift = far}, true)) set(x + step, y);
    if (take({.key = Key::up, .shift = far}, true)) set(x, y - step);
    if (take({.key = Key::down, .shift = far}, true)) set(x, y + step);
  }
}

/// Many steps of the arrows are one change.
void Library::send_focus(const World& world, Intents& out) {
  if (!moved_) return;
  const double rest = moved_->at_s + kSendFocusAfterS - ImGui::GetTime();
  if (rest > 0 && moved_->id == selected_) return request_frame(rest);
  const auto* media = world.state.media.find(moved_->id);
  if (media != nullptr && (media->focus_x != moved_->x || media->focus_y != moved_->y)) {
    Media after = *media;
    after.focus_x = moved_->x;
    after.focus_y = moved_->y;
    out.emplace_back(change_of(*media, after, tr("media.done.focus")));
  }
  moved_.reset();
}

/// What is left where the picture is cut.
void Library::crops(const World& world, const Media& media) {
  if (!is_picture(media)) return;
  Look look = look_of(media);
  std::tie(look.focus_x, look.focus_y) = focus_of(media);
  const Row row{{.height = kWideCrop + 22, .gap = 12}};
  const auto crop = [&](const char* words, float width) {
    const Rect all = place({width, px(kWideCrop + 22)});
    Rect rest = all;
    const Rect below = rest.cut_bottom(px(20));
    draw_cover(world, look, Size::large, rest);
    draw_text_fit(draw_list(), Font::meta, {below.min.x, below.min.y + px(3)}, below.width(), theme().tx3,
                  words);
    record_picture(words, rest);
  };
  crop(tr("media.crop.square"), px(kWideCrop));
  crop(tr("media.crop.wide"), std::min(px(kWideCrop * 2.6F), available_width()));
}

void Library::actions(const World& world, const Media& media, Intents& out) {
  if (!may_change(world)) return;
  const Row row{{.height = 34}};
  if (!media.archived &&
      button("replace", {.label = tr("media.replace.open"),
                         .icon = icons::compare_arrows,
                         .disabled_because = media.used_in == 0 ? tr("media.why.not_used") : ""})) {
    replace_ = media.id;
    picker_.open({.title = tr("media.replace.pick", {{"name", media.name}}), .replaces = media.id});
  }
  if (button("archive", {.label = tr(media.archived ? "media.restore" : "media.archive"),
                         .icon = media.archived ? icons::restore : icons::archive,
                         .disabled_because = why_not_archived(media)}))
    out.emplace_back(archive_of(media));
}

void Library::words(const World& world, const Media& media, Intents& out) {
  heading(tr("media.words"), Heading::card);
  const auto fields = fields_of(media);
  if (is_picture(media) && !media.decorative) {
    std::string missing;
    for (const auto& field : fields)
      if (!field.language.empty() && form::value_of(media, field.path).empty())
        missing += (missing.empty() ? "" : ", ") + form::language_name(field.language);
    if (!missing.empty())
      note(tr("media.text_missing_in", {{"languages", missing}}), icons::warning_amber,
           lacks_text(media) ? Tone::warn : Tone::neu);
  }
  if (may_change(world) && !media.archived) {
    if (const auto after = edit_.draw(media, fields, world, out)) {
      auto change = change_of(media, *after, tr("media.done.change"));
      change.draft_key = edit_.draft_key();
      out.push_back(std::move(change));
    }
    return;
  }
  for (const auto& field : fields) {
    const auto value = form::value_of(media, field.path);
    key_value(field.label, value.empty() ? tr("form.none") : value.c_str(), {.key_width = 180, .wrap = true});
  }
}

void Library::facts_of(const World& world, const Media& media, Intents& out) {
  heading(tr("media.facts"), Heading::card);
  key_value(tr("media.fact.kind"), kind_word(media));
  if (media.width > 0)
    key_value(tr("media.fact.pixels"),
              format_number(media.width) + " × " + format_number(media.height) + " " + tr("media.pixels"));
  key_value(tr("media.fact.size"), format_bytes(static_cast<std::uint64_t>(media.size_bytes)));
  key_value(tr("media.fact.added"),
            format_when_time(media.created_at, world.now) + ", " + media.created_by_name);
  key_value("SHA-256", media.sha256, {.mono = true});
  if (button("copy", {.label = tr("media.copy_hash"), .icon = icons::content_copy, .small = true}))
    out.emplace_back(CopyText{media.sha256});
}

void Library::uses(const World& world, const Media& media, Intents& out) {
  heading(use_words(media), Heading::card);
  if (asked_for_ != media.id) {
    asked_for_ = media.id;
    out.emplace_back(Need{Need::What::media_pages, media.id});
  }
  if (media.used_in == 0) return;
  const auto& remote = world.state.media_pages;
  const auto* pages = world.state.open_media_id == media.id ? remote.value() : nullptr;
  if (pages == nullptr) {
    if (draw_missing(world, remote,
                     {.id = "media.uses", .failed = "media.uses_failed", .rows = 2, .row_height = 28}))
      out.emplace_back(Need{Need::What::media_pages, media.id});
    return;
  }
  for (const auto& page : *pages) {
    const IdScope scope{page.id.c_str()};
    const Row row{{.height = 28}};
    const auto look = pages::look_of(page.state);
    chip({.label = pages::state_word(page.state), .icon = look.icon, .tone = look.tone});
    if (link("page", {.label = page.title.in(world.language)})) out.emplace_back(Go{"content", page.id, ""});
  }
}

void Library::detail(const World& world, const ListDetail::Places& places, Intents& out) {
  const Pane pane{"media.detail",
                  {.rect = places.detail,
                   .name = tr("media.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 8}};
  panes_.way_back(places);
  const auto* media = world.state.media.find(selected_);
  if (media == nullptr) {
    empty_state(
        "media.detail.empty",
        {.icon = icons::image, .title = tr("media.nothing_open"), .detail = tr("media.nothing_open_detail")});
    return;
  }
  const IdScope scope{media->id.c_str()};
  heading(media->name, Heading::detail);
  {
    const Row row{{.height = 24}};
    state_chip(*media, false);
    meta(facts(*media));
  }
  picture(world, *media, out);
  crops(world, *media);
  actions(world, *media, out);
  gap(8);
  words(world, *media, out);
  gap(8);
  uses(world, *media, out);
  gap(8);
  facts_of(world, *media, out);
}

// ---- replacing everywhere ----

void Library::replacing(const World& world, Intents& out) {
  if (const auto chosen = picker_.draw(world, out); !chosen.empty()) {
    by_ = chosen;
    replace_open_ = true;
  }
  const auto* media = world.state.media.find(replace_);
  const auto* by = world.state.media.find(by_);
  if (!replace_open_ || media == nullptr || by == nullptr) return;
  const Dialog dialog{"media.replace",
                      replace_open_,
                      {.title = tr("media.replace.title", {{"name", media->name}}),
                       .body = tr("media.replace.body"),
                       .icon = icons::compare_arrows}};
  if (!dialog) return;
  {
    const Row row{{.height = 72}};
    const auto one = [&](const Media& file) {
      draw_cover(world, look_of(file), Size::small, place({px(96), px(64)}));
      text(file.name, {.width = 110});
    };
    one(*media);
    icon(icons::chevron_right, theme().tx3, 20);
    one(*by);
  }
  const auto* pages = world.state.open_media_id == media->id ? world.state.media_pages.value() : nullptr;
  int touched = 0;
  if (pages == nullptr) {
    note(tr("media.replace.pages_unknown"), icons::hourglass_empty, Tone::neu);
  } else {
    for (const auto& words : consequences(*pages)) line_item({.icon = icons::chevron_right, .words = words});
    const float height = std::min(5.0F, static_cast<float>(pages->size())) * 34 + 8;
    const Pane listing{"pages",
                       {.rect = place({available_width(), px(height)}),
                        .name = tr("media.replace.pages"),
                        .surface = Surface::subtle,
                        .padding = 4,
                        .gap = 4,
                        .is_f6_stop = false}};
    for (const auto& page : *pages) {
      touched += takes_text(page.state) ? 1 : 0;
      const Row row{{.height = 28}};
      const auto look = pages::look_of(page.state);
      chip({.label = pages::state_word(page.state), .icon = look.icon, .tone = look.tone});
      text(page.title.in(world.language), {.width = kFill});
    }
  }
  if (is_picture(*media)) note(tr("media.replace.texts"), icons::info_outline);
  Row row{{.height = 40}};
  row.right();
  if (button("cancel", {.label = tr("content.cancel")})) replace_open_ = false;
  const std::string why = !world.online      ? tr("shell.palette.needs_line")
                          : pages == nullptr ? tr("media.replace.pages_unknown")
                          : touched == 0     ? tr("media.replace.none")
                                             : "";
  if (button(
          "replace",
          {.kind = Button::primary, .label = tr_n("media.replace.do", touched), .disabled_because = why})) {
    out.emplace_back(replace_of(*media, *by));
    replace_open_ = false;
  }
}

void Library::draw(const World& world, const Rect& rect, Intents& out) {
  const IdScope scope{"media"};
  if (const auto* answer = awaited_.empty() ? nullptr : world.state.answer_for(awaited_)) {
    awaited_.clear();
    if (answer->ok && !answer->object_id.empty()) {
      wish_ = {};
      show(answer->object_id);
    }
  }
  index_.update(world, wish_);
  const auto places = panes_.divide(rect, 58, 0, out);
  if (places.shows_list()) {
    head(world, places.head);
    index_.update(world, wish_);
    list(world, places, out);
  }
  if (places.shows_detail()) detail(world, places, out);
  send_focus(world, out);
  replacing(world, out);
}

}  // namespace stadtpult::panels::media
