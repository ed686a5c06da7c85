// The second tab of publishing: what went out, and taking it back as a whole.
#include <algorithm>

#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"
#include "panels/publish/publish_ui.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels {

using namespace kit;
using contract::Release;

void PublishPanel::releases(const World& world, const ListDetail::Places& places) {
  const Region region{places.list};
  if (world.state.releases.remote.value() == nullptr) {
    draw_missing(world, world.state.releases.remote,
                 {.id = "publish.releases.missing",
                  .failed = "publish.releases.failed",
                  .forbidden = tr("publish.only_lead")});
    return;
  }
  const auto all = releases_by_number(world);
  if (all.empty()) {
    empty_state("publish.releases.empty", {.icon = icons::rocket_launch,
                                           .title = tr("publish.releases.empty"),
                                           .detail = tr("publish.releases.empty.detail")});
    return;
  }
  const std::string what = tr("publish.column.note"), ring = tr("publish.ring"),
                    when = tr("publish.column.when");
  const Column columns[] = {{.id = "note", .title = what, .width = 0, .min_width = 150},
                            {.id = "ring", .title = ring, .width = 140},
                            {.id = "when", .title = when, .width = 96, .right = true}};
  const auto event = table(
      "publish.releases", release_table_,
      {.name = tr("publish.tab.releases"),
       .columns = columns,
       .rows = static_cast<int>(all.size()),
       .footer = true,
       .key = [&](int i) { return row_key(all[static_cast<size_t>(i)]->id); },
       .rect = available(),
       .cursor_opens = places.beside,
       .first_opens = places.beside},
      [&](TableRow& row) {
        const auto& release = *all[static_cast<size_t>(row.index())];
        const std::string title = tr("publish.release", {{"number", format_number(release.number)}});
        row.name(title);
        if (row.cell("note"))
          row.two_lines(release.note.empty() ? title : release.note, title + ", " + release.created_by_name);
        if (row.cell("ring")) {
          if (release.state == contract::ReleaseState::undone)
            chip({.label = tr("publish.state.undone"),
                  .icon = icons::undo,
                  .tone = Tone::warn,
                  .on_selection = row.selected()});
          else
            row.text(ring_name(release.ring));
        }
        if (row.cell("when")) row.text(format_when(release.created_at, world.now));
      });
  if (event.opened >= 0) panes_.open();
}

void PublishPanel::release_facts(const World& world, const Release& release, Intents& intents) {
  heading(tr("publish.release", {{"number", format_number(release.number)}}), Heading::detail);
  if (!release.note.empty()) paragraph(release.note);
  key_value(tr("publish.ring"), ring_name(release.ring));
  key_value(tr("publish.by"), release.created_by_name);
  key_value(tr("publish.column.when"), format_date_time(release.created_at));
  key_value(field_label("sha256"), short_hash(release.catalogue_sha256), {.mono = true});
  if (release.state == contract::ReleaseState::undone)
    return note(tr("publish.state.undone_detail"), icons::undo, Tone::warn);
  if (!contract::may(world.role, contract::Operation::change_release)) return;
  const std::string because = world.online ? "" : tr("shell.palette.needs_line");
  if (button("publish.undo", {.label = tr("publish.undo"), .icon = icons::undo, .disabled_because = because}))
    intents.push_back(undo_change(world, release));
}

void PublishPanel::release_detail(const World& world, const ListDetail::Places& places, Intents& intents) {
  const Pane pane{"publish.release",
                  {.rect = places.detail,
                   .name = tr("publish.release.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 8}};
  panes_.way_back(places);
  const auto& all = world.state.releases.items();
  const auto release = std::find_if(all.begin(), all.end(), [&](const Release& each) {
    return row_key(each.id) == release_table_.selected;
  });
  if (release == all.end()) {
    empty_state("publish.release.none", {.icon = icons::rocket_launch,
                                         .title = tr("publish.release.none"),
                                         .detail = tr("publish.release.none.detail")});
    return;
  }
  release_facts(world, *release, intents);
  gap(4);
  heading(tr_n("publish.items", static_cast<std::int64_t>(release->items.size())));
  for (const auto& item : release->items) {
    const auto look = look_of(item.change);
    line_item({.icon = look.icon,
               .icon_color = theme().tone(look.tone).text,
               .words = item.title.in(world.language),
               .right = look.word});
  }
}

}  // namespace stadtpult::panels
