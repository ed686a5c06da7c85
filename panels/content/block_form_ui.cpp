#include "panels/content/block_form_ui.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "panels/content/media_view.hpp"
#include "panels/content/page_changes.hpp"
#include "panels/content/page_words.hpp"
#include "panels/content/picture_ui.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::pages {

using namespace kit;
using content::Block;
using content::BlockField;
using content::FieldKind;
using content::Record;

content::Record* record_at(content::Document& document, const std::string& block,
                           const std::vector<std::pair<std::string, std::string>>& within) {
  Record* record = nullptr;
  for (auto& each : document.blocks)
    if (each.id == block) record = &each;
  for (const auto& [list, id] : within) {
    if (record == nullptr) return nullptr;
    const auto at = record->lists.find(list);
    Record* found = nullptr;
    if (at != record->lists.end())
      for (auto& entry : at->second)
        if (entry.id == id) found = &entry;
    record = found;
  }
  return record;
}

std::string BlockForm::Place::path() const {
  std::string path = block;
  for (const auto& [list, id] : within) path += "/" + list + "/" + id;
  return path;
}

void BlockForm::draw(const World& world, Editor& editor, const Block& block, const std::string& language) {
  world_ = &world;
  editor_ = &editor;
  type_ = block.type;
  language_ = language;
  const IdScope scope{block.id.c_str()};
  const auto* type = content::find_block_type(block.type);
  if (type == nullptr || !block.foreign.empty()) {
    note(tr("content.unknown_block"), icons::help_outline, Tone::neu);
    return;
  }
  // A copy: the editor's text changes while its fields are drawn.
  const Block shown = block;
  fields(shown, type->fields, {shown.id, {}});
  visibility(shown);
}

void BlockForm::draw_page(const World& world, Editor& editor, const std::string& language) {
  world_ = &world;
  editor_ = &editor;
  type_.clear();
  language_ = language;
  const IdScope scope{"page"};
  const auto title = editor.text().title, summary = editor.text().summary;
  localized("title", tr("content.field.page_title"), title, false, 120, true,
            [](PageText& text) -> contract::LocalizedText& { return text.title; });
  localized("summary", tr("content.field.page_summary"), summary, true, 400, false,
            [](PageText& text) -> contract::LocalizedText& { return text.summary; });
}

void BlockForm::fields(const Record& record, Fields all, const Place& place) {
  for (const auto& each : all) {
    // What only makes sense together with another choice is shown with it.
    if (std::string_view(each.name) == "contrast_checked" && !record.flag("has_text")) continue;
    const auto& input = record.value("input");
    const std::string_view name = each.name;
    if (name == "options" && input != "choice") continue;
    if ((name == "minimum" || name == "maximum") && input != "number") continue;
    if ((name == "pattern" || name == "pattern_hint") && input != "text") continue;
    if ((name == "accept" || name == "max_megabytes") && input != "file") continue;
    const IdScope scope{each.name};
    field(record, each, place);
  }
}

void BlockForm::field(const Record& record, const BlockField& one, const Place& place) {
  switch (one.kind) {
    case FieldKind::choice:
      return choice(record, one, place);
    case FieldKind::flag: {
      bool on = record.flag(one.name);
      if (switch_("flag", on, {.label = field_word(type_, one.name)}))
        set_value(place, one, on ? "true" : "", false);
      return;
    }
    case FieldKind::number:
      return number(record, one, place);
    case FieldKind::miniapp:
      return app(record, one, place);
    case FieldKind::items:
      return items(record, one, place);
    case FieldKind::media:
      return media(record, one, place);
    default:
      return text(record, one, place);
  }
}

void BlockForm::set_value(const Place& place, const BlockField& one, const std::string& value,
                          bool one_step) {
  editor_->edit(one_step ? place.path() + "/" + one.name : "", world_->now, [&](PageText& text) {
    auto* record = record_at(text.document, place.block, place.within);
    if (record == nullptr) return;
    if (value.empty())
      record->values.erase(one.name);
    else
      record->values[one.name] = value;
  });
}

void BlockForm::text(const Record& record, const BlockField& one, const Place& place) {
  const auto label = field_word(type_, one.name);
  if (one.localized) {
    localized(place.path() + "/" + one.name, label, record.text(one.name), one.kind == FieldKind::text,
              one.max_length, one.required, [&](PageText& text) -> contract::LocalizedText& {
                static contract::LocalizedText gone;
                auto* at = record_at(text.document, place.block, place.within);
                return at == nullptr ? gone : at->texts[one.name];
              });
    return;
  }
  std::string value = record.value(one.name);
  const char* hint = one.kind == FieldKind::link         ? tr("content.hint.link")
                     : one.kind == FieldKind::expression ? tr("content.hint.hours")
                                                         : "";
  const auto event = text_field("value", value,
                                {.label = label,
                                 .hint = hint,
                                 .max_length = static_cast<int>(one.max_length),
                                 .required = one.required});
  if (event.changed) set_value(place, one, value, true);
}

void BlockForm::localized(const std::string& path, const std::string& label,
                          const contract::LocalizedText& words, bool multiline, std::size_t most,
                          bool required, const std::function<contract::LocalizedText&(PageText&)>& in) {
  const IdScope scope{path.c_str()};
  const auto at = words.by_language.find(language_);
  std::string value = at == words.by_language.end() ? std::string() : at->second;
  const std::string id = "text." + language_;
  const bool translated = language_ != content::kSource;
  bool marked = false;
  {
    Row row{{.height = 28, .gap = 4}};
    kit::text(label, {.font = Font::base_medium});
    if (translated && !words.in(content::kSource).empty()) {
      const auto state = content::state_of(editor_->text().texts(), path, language_);
      if (state == content::TextState::outdated)
        chip({.label = tr("content.language.outdated_one"), .icon = icons::pending, .tone = Tone::warn});
      if (state == content::TextState::missing)
        chip({.label = tr("content.language.missing_one"), .icon = icons::radio_button_unchecked});
    }
    if (multiline && path != "summary") {  // a summary is words without marks
      row.right();
      struct Mark {
        const char *id, *icon, *name, *before, *after;
      };
      static constexpr Mark kMarks[] = {
          {"bold", icons::format_bold, "content.mark.bold", "**", "**"},
          {"italic", icons::format_italic, "content.mark.italic", "*", "*"},
          {"list", icons::format_list_bulleted, "content.mark.list", "\n- ", ""},
          {"link", icons::insert_link, "content.mark.link", "[", "](https://)"}};
      for (const auto& mark : kMarks)
        if (icon_button(mark.id, {.icon = mark.icon, .name = tr(mark.name), .small = true})) {
          const bool at_start = value.empty() && mark.before[0] == '\n';
          mark_text(id.c_str(), value, at_start ? mark.before + 1 : mark.before, mark.after);
          marked = true;
        }
    }
  }
  if (translated && !words.in(content::kSource).empty() && words.by_language.contains("de")) {
    const std::string& german = words.by_language.at("de");
    paragraph(tr("content.language.german", {{"text", german}}), {.font = Font::meta, .color = theme().tx3});
  }
  const float lines = multiline
                          ? std::clamp(static_cast<float>(std::count(value.begin(), value.end(), '\n')) +
                                           static_cast<float>(value.size()) / 80 + 2,
                                       3.0F, 14.0F)
                          : 3.0F;
  const auto event = text_field(id.c_str(), value,
                                {.label = label,
                                 .label_hidden = true,
                                 .max_length = static_cast<int>(most),
                                 .multiline = multiline,
                                 .lines = std::floor(lines),
                                 .required = required});
  if (!event.changed && !marked) return;
  editor_->edit(marked ? "" : path + "\t" + language_, world_->now, [&](PageText& text) {
    auto& all = in(text);
    if (value.empty())
      all.by_language.erase(language_);
    else
      all.by_language[language_] = value;
  });
}

void BlockForm::choice(const Record& record, const BlockField& one, const Place& place) {
  const auto label = field_word(type_, one.name);
  int current = 0;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < one.words.size(); ++i) {
    labels.push_back(choice_word(type_, one.name, one.words[i]));
    if (record.value(one.name) == one.words[i]) current = static_cast<int>(i);
  }
  bool changed = false;
  if (one.words.size() > 3) {
    std::vector<Choice> choices;
    for (const auto& each : labels) choices.push_back({.label = each});
    changed = combobox("choice", current, choices, {.label = label});
  } else {
    kit::text(label, {.font = Font::base_medium});
    gap(-2);
    std::vector<Segment> segments;
    for (const auto& each : labels) segments.push_back({.label = each});
    changed = segmented("choice", current, segments, {.name = label, .small = true});
  }
  if (changed) set_value(place, one, one.words[static_cast<std::size_t>(current)], false);
}

void BlockForm::number(const Record& record, const BlockField& one, const Place& place) {
  const std::string path = place.path() + "/" + one.name;
  const auto typed = typed_.find(path);
  std::string value = typed != typed_.end() ? typed->second : record.value(one.name);
  std::string wrong;
  const auto read = [&](std::string text) -> std::optional<double> {
    std::replace(text.begin(), text.end(), ',', '.');
    double number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size();
    return whole && number >= one.minimum && number <= one.maximum ? std::optional(number) : std::nullopt;
  };
  if (typed != typed_.end() && !value.empty() && !read(value)) wrong = tr("content.number_wrong");
  const auto event = text_field(
      "number", value,
      {.label = field_word(type_, one.name), .error = wrong, .required = one.required, .width = 220});
  if (!event.changed) return;
  if (value.empty()) {
    typed_.erase(path);
    return set_value(place, one, "", true);
  }
  typed_[path] = value;
  if (const auto number = read(value)) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, *number);
    set_value(place, one, std::string(text, end.ptr), true);
  }
}

void BlockForm::app(const Record& record, const BlockField& one, const Place& place) {
  std::vector<const contract::Miniapp*> apps;
  for (const auto& each : world_->state.miniapps.items())
    if (!each.archived) apps.push_back(&each);
  std::sort(apps.begin(), apps.end(), [&](const auto* a, const auto* b) {
    return a->name.in(world_->language) < b->name.in(world_->language);
  });
  std::vector<Choice> choices;
  int current = -1;
  for (const auto* each : apps) {
    if (each->id == record.value(one.name)) current = static_cast<int>(choices.size());
    choices.push_back({.label = each->name.in(world_->language), .id = each->id});
  }
  if (combobox("app", current, choices,
               {.label = field_word(type_, one.name), .placeholder = tr("content.choose")}) &&
      current >= 0)
    set_value(place, one, apps[static_cast<std::size_t>(current)]->id, false);
}

/// The file with its picture; choosing is the panel's (MediaWish).
void BlockForm::media(const Record& record, const BlockField& one, const Place& place_of) {
  const auto& id = record.value(one.name);
  const auto* file = world_->state.media.find(id);
  kit::text(field_word(type_, one.name), {.font = Font::base_medium});
  const Row row{{.height = 64, .gap = 12}};
  if (!id.empty()) {
    const Rect box = kit::place({px(88), px(60)});
    if (file != nullptr)
      media::draw_cover(*world_, media::look_of(*file), media::Size::small, box);
    else
      stroke_rect(box, theme().line2, 6);
    const std::string name = file != nullptr ? file->name : tr("media.field.gone", {{"id", id}});
    const std::string detail = file == nullptr            ? std::string(tr("media.field.gone_detail"))
                               : media::lacks_text(*file) ? std::string(tr("media.text_missing"))
                                                          : media::facts(*file);
    const float natural =
        std::max(text_width(Font::base_medium, name), text_width(Font::meta, detail)) + px(2);
    const float room = std::max(px(60), available_width() - px(240));
    const Rect words = kit::place({std::min(room, natural), px(40)});
    const Region region{words};
    kit::text(name, {.font = Font::base_medium, .width = kFill});
    gap(-6);
    meta(detail, {.width = kFill});
  }
  if (button("choose", {.label = tr(id.empty() ? "media.field.choose" : "media.field.change"),
                        .icon = icons::image,
                        .name = std::string(tr(id.empty() ? "media.field.choose" : "media.field.change")) +
                                ": " + field_word(type_, one.name)})) {
    media_wish_ = {true, type_ == "image", place_of.block, place_of.within, one.name, id};
  }
  if (!id.empty() &&
      icon_button("remove", {.icon = icons::close, .name = tr("media.field.remove"), .small = true}))
    set_value(place_of, one, "", false);
}

void BlockForm::items(const Record& record, const BlockField& one, const Place& place) {
  const auto label = field_word(type_, one.name);
  const auto entry_word = field_word(type_, std::string(one.name) + "_one");
  const auto& entries = record.list(one.name);
  kit::text(label, {.font = Font::base_medium});
  const auto change = [&](const std::function<void(std::vector<Record>&)>& act) {
    editor_->edit("", world_->now, [&](PageText& text) {
      if (auto* at = record_at(text.document, place.block, place.within)) {
        act(at->lists[one.name]);
        if (at->lists[one.name].empty()) at->lists.erase(one.name);
      }
    });
  };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& entry = entries[i];
    const IdScope scope{entry.id.c_str()};
    const std::string name = entry_word + " " + std::to_string(i + 1);
    const Card card{{.padding = 12, .surface = Surface::subtle, .name = name}};
    {
      Row row{{.height = 28, .gap = 2}};
      kit::text(name, {.font = Font::base_semi});
      row.right();
      const auto press = [&](const char* id, const char* icon, const char* words, const char* because) {
        return icon_button(id, {.icon = icon,
                                .name = std::string(tr(words)) + ": " + name,
                                .small = true,
                                .disabled_because = because});
      };
      if (press("up", icons::arrow_upward, "content.item.up", i == 0 ? tr("content.why.first") : ""))
        change([i](auto& list) { std::swap(list[i], list[i - 1]); });
      if (press("down", icons::arrow_downward, "content.item.down",
                i + 1 == entries.size() ? tr("content.why.last") : ""))
        change([i](auto& list) { std::swap(list[i], list[i + 1]); });
      if (press("remove", icons::delete_outline, "content.item.remove", ""))
        change([i](auto& list) { list.erase(list.begin() + static_cast<std::ptrdiff_t>(i)); });
    }
    Place inner = place;
    inner.within.emplace_back(one.name, entry.id);
    fields(entry, one.item_fields, inner);
  }
  const bool full = entries.size() >= one.max_length;
  if (button("add", {.label = tr("content.item.add", {{"what", entry_word}}),
                     .icon = icons::add,
                     .small = true,
                     .disabled_because = full ? tr("content.why.full") : ""}))
    change([&](auto& list) {
      Record fresh;
      fresh.id = content::fresh_id();
      for (const auto& each : one.item_fields)
        if (each.kind == FieldKind::choice) fresh.values[each.name] = each.words.front();
      list.push_back(std::move(fresh));
    });
}

// ---- for whom and when ----

void BlockForm::visibility(const Block& block) {
  divider(4);
  const Row row{{.height = 58, .gap = 8}};
  const float third = (available_width() / scale() - 16) / 3;
  const auto narrow = [&](const char* id, const auto& draw) {
    const IdScope scope{id};
    const Rect box = place({px(third), px(58)});
    const Region region{box};
    draw();
  };
  narrow("from", [&] { moment(block, "visible_from", &Block::visible_from); });
  narrow("until", [&] { moment(block, "visible_until", &Block::visible_until); });
  narrow("for", [&] {
    std::vector<std::string> labels;
    for (const auto each : contract::enum_values<content::Audience>()) labels.push_back(audience_word(each));
    std::vector<Choice> choices;
    for (const auto& label : labels) choices.push_back({.label = label});
    int current = static_cast<int>(block.audience);
    if (combobox("audience", current, choices, {.label = tr("content.field.audience")}))
      editor_->edit("", world_->now, [&](PageText& text) {
        for (auto& each : text.document.blocks)
          if (each.id == block.id) each.audience = static_cast<content::Audience>(current);
      });
  });
}

void BlockForm::moment(const Block& block, const char* name, base::Timestamp Block::*member) {
  const std::string path = block.id + "/" + name;
  const auto typed = typed_.find(path);
  std::string value = typed != typed_.end() ? typed->second : moment_words(block.*member);
  const bool wrong = !moment_from(value);
  const auto event = text_field(
      name, value,
      {.label = tr_or(std::string("content.field.") + name, ""),
       .placeholder = tr(member == &Block::visible_from ? "content.moment_always" : "content.moment_no_end"),
       .error = wrong && typed != typed_.end() ? tr("content.moment_wrong") : "",
       .icon = icons::event});
  if (!event.changed) return;
  typed_[path] = value;
  if (const auto at = moment_from(value))
    editor_->edit(path, world_->now, [&](PageText& text) {
      for (auto& each : text.document.blocks)
        if (each.id == block.id) each.*member = *at;
    });
}

}  // namespace stadtpult::panels::pages
