#include "panels/catalogue/compare_ui.hpp"

#include <algorithm>
#include <array>

#include "panels/catalogue/detail_manifest.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::detail {

namespace {

using kit::Tone;
using kit::tr;
namespace icons = kit::icons;

constexpr float kWide = 760;  // logical px: two columns of text, still inside the smallest window

/// Room for the body of a dialog, logical px: what the window has, less head and buttons.
float body_height(float wanted) {
  const float window = ImGui::GetIO().DisplaySize.y / kit::scale();
  return std::clamp(window - 250, 120.0F, wanted);
}

float dialog_width(float wanted) {
  return std::min(wanted, ImGui::GetIO().DisplaySize.x / kit::scale() - 48);
}

/// A part of a dialog that scrolls.
kit::Rect scroll_room(float wanted_height) {
  return kit::place({kit::available_width(), kit::px(body_height(wanted_height))});
}

struct Look {
  const char* icon;
  Tone tone;
};
Look look_of(Difference difference) {
  switch (difference) {
    case Difference::added:
      return {icons::add, Tone::ok};
    case Difference::removed:
      return {icons::remove, Tone::err};
    case Difference::changed:
      break;
  }
  return {icons::compare_arrows, Tone::info};
}

/// Words of a text, so that only the ones that differ are struck through or underlined.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t from = 0; from < text.size();) {
    auto to = text.find(' ', from);
    to = to == std::string_view::npos ? text.size() : to + 1;
    words.push_back(text.substr(from, to - from));
    from = to;
  }
  return words;
}

/// The common words at both ends stay as they are; what lies between is the change.
void draw_change(const CompareRow& row) {
  const auto before = words_of(row.old_text), after = words_of(row.new_text);
  std::size_t head = 0, tail = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
  while (tail + head < before.size() && tail + head < after.size() &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  const auto draw = [&](kit::DiffKind side, const std::vector<std::string_view>& words) {
    std::vector<kit::DiffPart> parts;
    for (std::size_t i = 0; i < words.size(); ++i)
      parts.push_back({i < head || i + tail >= words.size() ? kit::DiffKind::same : side, words[i]});
    kit::diff_text(side, parts);
  };
  if (row.difference != Difference::added) draw(kit::DiffKind::removed, before);
  if (row.difference != Difference::removed) draw(kit::DiffKind::added, after);
}

void close_row(bool& open, const std::string& copied, const char* copy_label, Intents& out) {
  kit::dialog_foot();
  kit::Row row({.height = 36});
  row.right();
  if (kit::button("copy", {.label = copy_label, .icon = icons::content_copy}))
    out.push_back(CopyText{copied});
  if (kit::button("close",
                  {.kind = kit::Button::primary, .label = tr("miniapp.close"), .key = kit::Key::escape}))
    open = false;
}

}  // namespace

// ---- two versions
// ----------------------------------------------------------------------------------------------------

void CompareDialog::open(const std::string& older_id, const std::string& newer_id) {
  open_ = true;
  older_id_ = older_id;
  newer_id_ = newer_id;
  made_for_.clear();
}

void CompareDialog::choose(const Facts& facts) {
  std::vector<std::string> labels;
  for (const auto& version : *facts.versions)
    labels.push_back(version.name + ", " + state_word(version.state));
  std::vector<kit::Choice> choices;
  for (const auto& label : labels) choices.push_back({label});
  const auto index_of = [&](const std::string& id) {
    const auto at = std::find_if(facts.versions->begin(), facts.versions->end(),
                                 [&](const contract::Version& version) { return version.id == id; });
    return at == facts.versions->end() ? -1 : static_cast<int>(at - facts.versions->begin());
  };
  std::array<kit::Rect, 2> halves;
  kit::split_columns(kit::place({kit::available_width(), kit::px(56)}), halves);
  for (const bool newer : {false, true}) {
    const kit::Region half(halves[newer ? 1 : 0]);
    auto& id = newer ? newer_id_ : older_id_;
    int current = index_of(id);
    if (kit::combobox(newer ? "new" : "old", current, choices,
                      {.label = tr(newer ? "miniapp.compare.new" : "miniapp.compare.old")}))
      id = (*facts.versions)[static_cast<std::size_t>(current)].id;
  }
}

void CompareDialog::draw_section(const CompareSection& section) {
  kit::heading(section.title, kit::Heading::card,
               kit::tr_n("miniapp.compare.count", static_cast<std::int64_t>(section.rows.size())));
  const kit::semantic::Scope list(kit::semantic::Role::list, {.name = section.title});
  for (const auto& each : section.rows) {
    const kit::semantic::Scope item(kit::semantic::Role::listitem,
                                    {.name = each.what, .value = word_of(each.difference)});
    {
      kit::Row row({.height = 26});
      const auto look = look_of(each.difference);
      kit::chip({.label = word_of(each.difference), .icon = look.icon, .tone = look.tone});
      kit::text(each.what,
                {.font = each.mono ? kit::Font::mono : kit::Font::base_medium, .width = kit::kFill});
    }
    draw_change(each);
    kit::gap(4);
  }
  kit::gap(8);
}

void CompareDialog::draw(const Facts& facts, Intents& out) {
  if (!open_ && !shown_) return;
  const bool possible = facts.miniapp != nullptr && facts.versions != nullptr;
  open_ = open_ && possible;
  const auto* older = facts.version(older_id_);
  const auto* newer = facts.version(newer_id_);
  const std::string title =
      tr("miniapp.compare.title", {{"name", possible ? facts.miniapp->name.in(facts.language) : ""},
                                   {"old", older == nullptr ? "" : older->name},
                                   {"new", newer == nullptr ? "" : newer->name}});
  kit::Dialog dialog("compare", open_,
                     {.title = title, .icon = icons::compare_arrows, .width = dialog_width(kWide)});
  shown_ = static_cast<bool>(dialog);
  if (!shown_) return;
  choose(facts);
  if (older != nullptr && newer != nullptr) {
    const auto wanted = older_id_ + "/" + std::to_string(older->revision) + "/" + newer_id_ + "/" +
                        std::to_string(newer->revision) + std::string(facts.language);
    if (made_for_ != wanted) {
      made_ = compare(*older, *newer);
      made_for_ = wanted;
    }
    const kit::Pane pane("differences", {.rect = scroll_room(420),
                                         .name = kit::tr_n("miniapp.compare.count", made_.differences()),
                                         .surface = kit::Surface::raised,
                                         .gap = 4,
                                         .is_f6_stop = false});
    if (made_.same_content) kit::note(tr("miniapp.compare.same"), icons::check_circle, Tone::ok);
    if (made_.sections.empty()) kit::meta(kit::tr_n("miniapp.compare.count", 0));
    for (const auto& section : made_.sections) draw_section(section);
  }
  close_row(open_, to_text(made_), tr("miniapp.compare.copy"), out);
}

// ---- manifest
// --------------------------------------------------------------------------------------------------------

void ManifestDialog::open(const std::string& title, const std::string& manifest) {
  open_ = true;
  title_ = title;
  original_ = manifest;
  laid_out_ = laid_out(manifest);
}

void ManifestDialog::draw(Intents& out) {
  if (!open_) return;
  kit::Dialog dialog("manifest", open_,
                     {.title = title_, .icon = icons::description, .width = dialog_width(kWide)});
  if (!dialog) return;
  kit::code_block("json", laid_out_, true, body_height(440));
  close_row(open_, original_, tr("miniapp.copy"), out);
}

// ---- files
// -----------------------------------------------------------------------------------------------------------

void FilesDialog::open(const std::string& title, const contract::Version& version) {
  open_ = true;
  title_ = title;
  sha256_ = version.sha256.value_or("");
  files_ = version.files;
  table_ = {};
}

void FilesDialog::draw(Intents& out) {
  if (!open_) return;
  kit::Dialog dialog("files", open_,
                     {.title = title_,
                      .body = tr("miniapp.files_pinned"),
                      .icon = icons::verified_user,
                      .width = dialog_width(kWide)});
  if (!dialog) return;
  const std::array<kit::Column, 3> columns{
      kit::Column{.id = "path", .title = tr("miniapp.file"), .weight = 2, .min_width = 140},
      kit::Column{.id = "size", .title = tr("miniapp.fact.size"), .width = 84, .right = true},
      kit::Column{.id = "sha256", .title = tr("miniapp.fact.sha256"), .weight = 3, .min_width = 140}};
  kit::table("list", table_,
             {.name = tr("miniapp.files_title"),
              .columns = columns,
              .rows = static_cast<int>(files_.size()),
              .row_kind = kit::RowKind::plain,
              .rect = scroll_room(380)},
             [&](kit::TableRow& row) {
               const auto& file = files_[static_cast<std::size_t>(row.index())];
               row.name(file.path);
               if (row.cell("path")) row.text(file.path, kit::Font::mono);
               if (row.cell("size")) row.text(kit::format_bytes(static_cast<std::uint64_t>(file.size_bytes)));
               if (row.cell("sha256")) row.text(file.sha256, kit::Font::mono);
             });
  // In the form of sha256sum, so that a script can check it.
  std::string text;
  for (const auto& file : files_) text += file.sha256 + "  " + file.path + "\n";
  close_row(open_, text, tr("miniapp.copy"), out);
}

}  // namespace stadtpult::panels::detail
