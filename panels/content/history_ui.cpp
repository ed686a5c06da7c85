#include "panels/content/history_ui.hpp"

#include <algorithm>

#include "panels/content/page_words.hpp"
#include "panels/kit/kit.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::pages {

using namespace kit;
using content::Finding;
using contract::PageVersion;

namespace {

base::Result<PageText> text_of(const PageVersion& version) {
  auto document = content::decode_document(version.content.text);
  if (!document) return document.error();
  return PageText{version.title, version.summary, std::move(*document)};
}

/// Row of this version in the list, from 1, newest first; 0 for what is being written, and for one that is
/// not there.
std::size_t row_in_list(const std::vector<PageVersion>& all, const std::string& id) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == id; });
  return at == all.end() ? 0 : static_cast<std::size_t>(at - all.begin()) + 1;
}

/// Where in the list the older one of a comparison stands, from 0: the one asked for, else the next older
/// than the chosen one. all.size() where there is none.
std::size_t older_in_list(const std::vector<PageVersion>& all, const std::string& chosen,
                          const std::string& older) {
  return older.empty() ? row_in_list(all, chosen) : row_in_list(all, older) - 1;
}

void draw_side(DiffKind side, const std::vector<DiffWord>& words) {
  std::vector<DiffPart> parts;
  for (const auto& each : words) parts.push_back({each.same ? DiffKind::same : side, each.words});
  if (!parts.empty()) diff_text(side, parts);
}

void draw_change(const TextChange& change) {
  std::string where = change.where;
  if (!change.language.empty() && change.language != "de")
    where +=
        " (" + std::string(tr_or("content.language.name." + change.language, change.language.c_str())) + ")";
  const char* kind = change.kind == TextChange::Kind::added     ? tr("content.change.added")
                     : change.kind == TextChange::Kind::removed ? tr("content.change.removed")
                     : change.kind == TextChange::Kind::moved   ? tr("content.change.moved")
                                                                : "";
  heading(where, Heading::group, kind);
  const auto words = diff_words(change.before, change.after);
  if (change.kind == TextChange::Kind::moved) return meta(change.after);
  draw_side(DiffKind::removed, words.before);
  draw_side(DiffKind::added, words.after);
}

}  // namespace

void PageHistory::reset() {
  chosen_.clear();
  older_.clear();
  made_for_.clear();
  table_ = {};
}

void PageHistory::let_go(const std::vector<PageVersion>& all) {
  if (!chosen_.empty() && row_in_list(all, chosen_) == 0) {
    chosen_.clear();
    older_.clear();
    table_.selected = row_key("");
  }
  if (!older_.empty() && row_in_list(all, older_) == 0) older_.clear();
}

PageHistory::Event PageHistory::draw(const World& world, const Editor& editor,
                                     const std::vector<Finding>& findings, std::span<const std::string> links,
                                     bool can_write, const Rect& rect, Intents& intents) {
  Event event;
  const auto* all = world.state.page_versions.value();
  if (all != nullptr) let_go(*all);
  const IdScope scope{"history"};
  const Pane pane{"pane",
                  {.rect = rect,
                   .name = tr("content.history.pane"),
                   .surface = Surface::surface,
                   .padding = 0,
                   .scroll = false,
                   .gap = 0}};
  fill_rect({rect.min, {rect.max.x, rect.min.y + px(1)}}, theme().line);
  Rect rest = rect;
  {
    const Region region{rest.cut_top(px(44)).shrunk(px(12), px(6))};
    Row row{{.height = 32}};
    const auto errors =
        static_cast<int>(std::count_if(findings.begin(), findings.end(), [](const Finding& each) {
          return each.severity == Finding::Severity::error;
        }));
    const std::string checks = tr("content.history.findings");
    const Segment segments[] = {{.label = checks,
                                 .count = static_cast<int>(findings.size()),
                                 .icon = errors > 0 ? icons::error_outline : icons::task_alt},
                                {.label = tr("content.history.versions"), .icon = icons::restore}};
    if (segmented("tab", tab_, segments, {.name = tr("content.history.pane"), .small = true})) open_ = true;
    if (errors > 0)
      chip(
          {.label = tr_n("content.history.errors", errors), .icon = icons::error_outline, .tone = Tone::err});
    row.right();
    // The newest is what is there already.
    const auto chosen = all != nullptr ? row_in_list(*all, chosen_) : 0;
    if (open_ && tab_ == 1 && can_write && chosen > 1 &&
        button("restore", {.label = tr("content.history.restore"), .icon = icons::restore, .small = true}))
      event.restore = (*all)[chosen - 1].number;
    if (open_ && tab_ == 0 && !links.empty()) {
      const auto asked = std::count_if(links.begin(), links.end(), [&](const std::string& url) {
        const auto at = world.state.links.find(url);
        return at != world.state.links.end() && at->second.what == client::LinkState::What::checking;
      });
      const auto answered = std::count_if(links.begin(), links.end(), [&](const std::string& url) {
        const auto at = world.state.links.find(url);
        return at != world.state.links.end() && at->second.what != client::LinkState::What::checking;
      });
      if (asked > 0)
        meta(tr_n("content.links.asking", static_cast<std::int64_t>(asked)));
      else if (answered > 0)
        meta(tr_n("content.links.answered", static_cast<std::int64_t>(answered)));
      if (button("links", {.label = tr("content.links.check"),
                           .icon = icons::link,
                           .small = true,
                           .disabled_because = asked > 0 ? tr("content.links.wait") : ""}))
        event.check_links = true;
    }
    if (icon_button("toggle", {.icon = open_ ? icons::expand_more : icons::expand_less,
                               .name = tr(open_ ? "content.history.close" : "content.history.open"),
                               .small = true}))
      open_ = !open_;
  }
  if (!open_) return event;
  if (tab_ == 1) {
    versions(world, editor, rest, intents);
    return event;
  }
  const Pane list{"findings",
                  {.rect = rest,
                   .name = tr("content.history.findings"),
                   .surface = Surface::none,
                   .padding = 12,
                   .gap = 4,
                   .is_f6_stop = false}};
  if (findings.empty()) meta(tr("content.history.no_findings"));
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto& each = findings[i];
    const IdScope item{i};
    const bool error = each.severity == Finding::Severity::error;
    const auto words = place_words(editor.text().document, each.path) + ": " + finding_words(each);
    const bool pressed = button(
        "show",
        {.kind = Button::ghost,
         .label = words,
         .icon = error ? icons::error_outline : icons::warning_amber,
         .small = true,
         .width = kFill,
         .align_left = true,
         .name = std::string(tr(error ? "content.finding_error" : "content.finding_hint")) + ": " + words});
    if (pressed)
      event.show =
          each.path.empty() || each.path == "title" || each.path == "summary" ? "page" : each.block();
  }
  return event;
}

void PageHistory::versions(const World& world, const Editor& editor, const Rect& rect, Intents& intents) {
  const auto* all = world.state.page_versions.value();
  if (all == nullptr) {
    const Region region{rect.shrunk(px(12))};
    if (draw_missing(world, world.state.page_versions,
                     {.id = "versions.missing", .failed = "content.history.failed", .rows = 3}))
      intents.push_back(Need{Need::What::page_versions, editor.page_id()});
    return;
  }
  Rect rest = rect;
  list(world, *all, editor, rest.cut_left(std::min(px(220), rect.width() * 0.4F)));
  comparison(world, *all, editor, rest, intents);
}

void PageHistory::list(const World& world, const std::vector<PageVersion>& all, const Editor& editor,
                       const Rect& rect) {
  table_.cursor = static_cast<int>(row_in_list(all, chosen_));
  const auto id_of = [&](int row) {
    return row == 0 ? std::string_view() : std::string_view(all[static_cast<std::size_t>(row - 1)].id);
  };
  const auto event = kit::list(
      "versions", table_,
      {.name = tr("content.history.versions"),
       .rows = static_cast<int>(all.size()) + 1,
       .row_kind = RowKind::two_line,
       .key = [&](int row) { return row_key(id_of(row)); },
       .rect = rect,
       .cursor_opens = true},
      [&](TableRow& row) {
        if (row.index() == 0) {
          const std::string name = tr("content.history.now");
          row.name(name);
          row.cell("list");
          row.two_lines(name, editor.dirty() ? tr("content.history.not_sent") : tr("content.history.same"));
          return;
        }
        const auto& version = all[static_cast<std::size_t>(row.index() - 1)];
        const std::string name = tr("content.history.version", {{"n", format_number(version.number)}}) +
                                 ", " + state_word(version.state);
        const std::string who =
            version.created_by_name + ", " + format_when_time(version.updated_at, world.now);
        row.name(name);
        row.cell("list");
        row.two_lines(name, who);
      });
  if (event.opened >= 0 && id_of(event.opened) != chosen_) {
    chosen_ = id_of(event.opened);
    older_.clear();
  }
}

void PageHistory::compare_with(const World& world, const std::vector<PageVersion>& all, const Editor& editor,
                               Intents& intents) {
  const auto chosen = row_in_list(all, chosen_);
  const auto older = older_in_list(all, chosen_, older_);
  const bool has_older = older < all.size();
  // The list comes without contents; those that are compared are asked for.
  std::vector<const PageVersion*> missing;
  bool failed = false;
  const auto look = [&](const PageVersion& version) {
    if (!version.content.text.empty()) return;
    missing.push_back(&version);
    failed = failed || world.state.version_failures.contains(version.id);
  };
  if (has_older) look(all[older]);
  if (has_older && chosen > 0) look(all[chosen - 1]);
  absent_ = missing.empty() ? "content.history.unreadable"
            : failed        ? "content.history.text_failed"
            : world.online  ? "content.preview.loading"
                            : "content.preview.offline";
  const std::string key =
      chosen_ + " " + older_ + " " + std::to_string(editor.generation()) + " " + std::to_string(all.size()) +
      (all.empty() ? "" : all.front().id + std::to_string(all.front().revision)) + " " +
      std::to_string(missing.size()) + (world.online ? "+" : "-") + std::string(kit::language());
  if (key == made_for_) return;
  made_for_ = key;
  made_.reset();
  if (!missing.empty()) {
    if (world.online)
      for (const auto* each : missing)
        intents.push_back(Need{Need::What::page_version, editor.page_id() + "\n" + each->id});
    return;
  }
  if (!has_older) {
    made_ = TextComparison{};  // the first one: there is none before it
    return;
  }
  const auto before = text_of(all[older]);
  const auto after = chosen == 0 ? base::Result<PageText>(editor.text()) : text_of(all[chosen - 1]);
  if (before && after) made_ = compare(*before, *after);
}

void PageHistory::comparison(const World& world, const std::vector<PageVersion>& all, const Editor& editor,
                             const Rect& rect, Intents& intents) {
  compare_with(world, all, editor, intents);
  const Pane pane{"comparison",
                  {.rect = rect,
                   .name = tr("content.history.comparison"),
                   .surface = Surface::none,
                   .padding = 12,
                   .gap = 6,
                   .is_f6_stop = false}};
  std::vector<std::string> labels;
  for (const auto& each : all)
    labels.push_back(tr("content.history.version", {{"n", format_number(each.number)}}));
  std::vector<Choice> choices;
  for (const auto& each : labels) choices.push_back({.label = each});
  const auto older = older_in_list(all, chosen_, older_);
  int with = older < all.size() ? static_cast<int>(older) : -1;
  if (combobox("with", with, choices,
               {.label = tr("content.history.with"),
                .label_hidden = true,
                .placeholder = tr("content.history.none_before"),
                .width = std::min(240.0F, available_width() / scale())}) &&
      with >= 0)
    older_ = all[static_cast<std::size_t>(with)].id;
  if (!made_) return meta(tr(absent_));
  if (made_->changes.empty()) return meta(tr("content.history.no_difference"));
  for (const auto& each : made_->changes) draw_change(each);
}

}  // namespace stadtpult::panels::pages
