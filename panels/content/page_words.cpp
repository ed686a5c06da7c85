#include "panels/content/page_words.hpp"

#include <algorithm>

#include "api-client/content/markdown.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::pages {

namespace icons = kit::icons;
using contract::PageState;
using kit::Tone;
using kit::tr;
using kit::tr_or;

StateLook look_of(PageState state) {
  switch (state) {
    case PageState::draft:
      return {icons::edit, Tone::neu};
    case PageState::in_review:
      return {icons::hourglass_empty, Tone::info};
    case PageState::changes_requested:
      return {icons::undo, Tone::warn};
    case PageState::approved:
      return {icons::task_alt, Tone::teal};
    case PageState::scheduled:
      return {icons::schedule, Tone::teal};
    case PageState::live:
      return {icons::public_, Tone::ok};
    case PageState::expired:
      return {icons::pause_circle, Tone::neu};
    case PageState::archived:
      return {icons::archive, Tone::neu};
    case PageState::trashed:
      break;
  }
  return {icons::delete_outline, Tone::neu};
}

std::string state_word(PageState state) {
  return tr_or(std::string("content.state.") + contract::enum_name(state), "");
}
std::string type_word(contract::PageType type) {
  return tr_or(std::string("content.type.") + contract::enum_name(type), "");
}
std::string audience_word(content::Audience audience) {
  return tr_or(std::string("content.audience.") + contract::enum_name(audience), "");
}

std::string block_word(std::string_view type) {
  if (content::find_block_type(type) == nullptr) return tr("content.block_unknown", {{"type", type}});
  return tr_or("content.block." + std::string(type), "");
}

const char* block_icon(std::string_view type) {
  const auto* known = content::find_block_type(type);
  return known == nullptr ? icons::help_outline : kit::icon_by_name(known->icon);
}

namespace {

/// "content.field.notice.title" or, for all types alike, "content.field.title"; `rest` behind both.
std::string own_or_shared(const char* area, std::string_view type, std::string_view field,
                          std::string_view rest) {
  const std::string end = std::string(field) + std::string(rest);
  const auto key = std::string("content.") + area + "." + std::string(type) + "." + end;
  static const auto& known = [] {
    static std::vector<std::string> keys;
    for (const auto& entry : kit::all_texts())
      if (entry.language == "de") keys.push_back(entry.key);
    return keys;
  }();
  if (std::binary_search(known.begin(), known.end(), key)) return tr_or(key, "");
  return tr_or(std::string("content.") + area + "." + end, "");
}

}  // namespace

std::string field_word(std::string_view type, std::string_view field) {
  return own_or_shared("field", type, field, "");
}

std::string choice_word(std::string_view type, std::string_view field, std::string_view word) {
  return own_or_shared("choice", type, field, "." + std::string(word));
}

std::string summary_of(const content::Block& block, std::string_view language) {
  const auto* type = content::find_block_type(block.type);
  if (type == nullptr || !block.foreign.empty()) return {};
  const auto* field = content::find_field(type->fields, type->summary_field);
  if (field == nullptr) return {};
  std::string words;
  if (field->kind == content::FieldKind::items)
    words = kit::tr_n("content.entries", static_cast<std::int64_t>(block.list(field->name).size()));
  else if (field->localized)
    words = content::plain_text(block.text(field->name).in(language));
  else
    words = block.value(field->name);
  // A title that may be left out: what the block says stands for it.
  if (words.empty() && !block.text("text").in(language).empty())
    words = content::plain_text(block.text("text").in(language));
  if (block.type == "part") words = choice_word("part", "module", block.value("module")) + ": " + words;
  std::replace(words.begin(), words.end(), '\n', ' ');
  constexpr std::size_t kMost = 160;
  if (words.size() > kMost) {
    std::size_t end = kMost;
    while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) --end;
    words.resize(end);
    words += "…";
  }
  return words;
}

std::string place_words(const content::Document& document, std::string_view path) {
  if (path.empty()) return tr("content.place.page");
  if (path == "title") return tr("content.place.title");
  if (path == "summary") return tr("content.place.summary");
  const auto slash = path.find('/');
  const auto id = path.substr(0, slash);
  for (const auto& block : document.blocks) {
    if (block.id != id) continue;
    std::string words = block_word(block.type);
    if (slash == std::string_view::npos || content::find_block_type(block.type) == nullptr) return words;
    const auto last = path.substr(path.rfind('/') + 1);
    return words + ", " + field_word(block.type, last);
  }
  return std::string(id);
}

std::string finding_words(const content::Finding& finding) {
  std::string rule = finding.rule;
  std::replace(rule.begin(), rule.end(), '.', '_');
  std::replace(rule.begin(), rule.end(), '-', '_');
  std::string words = tr_or("content.finding." + rule, "");
  if (words.empty()) words = content::message(finding);
  if (const auto at = words.find("{detail}"); at != std::string::npos) words.replace(at, 8, finding.detail);
  return words;
}

}  // namespace stadtpult::panels::pages
