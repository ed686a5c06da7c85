#include "panels/content/history_view.hpp"

#include <algorithm>
#include <map>

#include "panels/content/page_words.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::pages {

using content::Block;
using content::BlockField;
using content::Document;
using content::FieldKind;
using content::Record;

namespace {

/// Every text and value of a block by its path; with the language behind a tab where it has one.
using Values = std::map<std::string, std::string>;

void values_of(const std::string& path, const Record& record, std::span<const BlockField> fields,
               const std::string& type, Values& out) {
  for (const auto& field : fields) {
    const std::string at = path + "/" + field.name;
    if (field.kind == FieldKind::items) {
      for (const auto& entry : record.list(field.name))
        values_of(at + "/" + entry.id, entry, field.item_fields, type, out);
    } else if (field.localized) {
      for (const auto& [language, words] : record.text(field.name).by_language)
        if (!words.empty()) out[at + "\t" + language] = words;
    } else if (const auto& value = record.value(field.name); !value.empty()) {
      out[at] = field.kind == FieldKind::choice ? choice_word(type, field.name, value)
                : field.kind == FieldKind::flag ? std::string(kit::tr("content.yes"))
                                                : value;
    }
  }
}

Values values_of(const Block& block) {
  Values out;
  if (const auto* type = content::find_block_type(block.type); type != nullptr && block.foreign.empty())
    values_of(block.id, block, type->fields, block.type, out);
  else
    out[block.id] = block.foreign;
  if (block.audience != content::Audience::all) out[block.id + "/audience"] = audience_word(block.audience);
  if (block.visible_from) out[block.id + "/visible_from"] = kit::format_date_time(block.visible_from);
  if (block.visible_until) out[block.id + "/visible_until"] = kit::format_date_time(block.visible_until);
  return out;
}

void compare_values(const Values& before, const Values& after, const Document& document,
                    TextComparison& out) {
  std::map<std::string, std::pair<std::string, std::string>> both;
  for (const auto& [path, words] : before) both[path].first = words;
  for (const auto& [path, words] : after) both[path].second = words;
  for (const auto& [path, words] : both) {
    if (words.first == words.second) continue;
    const auto tab = path.find('\t');
    TextChange change;
    change.where = place_words(document, std::string_view(path).substr(0, tab));
    if (tab != std::string::npos) change.language = path.substr(tab + 1);
    change.before = words.first;
    change.after = words.second;
    out.changes.push_back(std::move(change));
    ++out.fields_changed;
  }
}

Values values_of(const char* path, const contract::LocalizedText& text) {
  Values out;
  for (const auto& [language, words] : text.by_language)
    if (!words.empty()) out[std::string(path) + "\t" + language] = words;
  return out;
}

/// The words of a block in one text, for one that is new or gone.
std::string words_of(const Block& block) {
  std::string words = summary_of(block, "de");
  return words.empty() ? block_word(block.type) : words;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t from = 0; from < text.size();) {
    auto to = text.find_first_of(" \n", from);
    to = to == std::string_view::npos ? text.size() : to + 1;
    words.push_back(text.substr(from, to - from));
    from = to;
  }
  return words;
}

}  // namespace

TextComparison compare(const PageText& older, const PageText& newer) {
  TextComparison out;
  compare_values(values_of("title", older.title), values_of("title", newer.title), newer.document, out);
  compare_values(values_of("summary", older.summary), values_of("summary", newer.summary), newer.document,
                 out);
  std::map<std::string_view, std::size_t> was;
  for (std::size_t i = 0; i < older.document.blocks.size(); ++i) was[older.document.blocks[i].id] = i;
  std::size_t furthest = 0;
  for (const auto& block : newer.document.blocks) {
    const auto at = was.find(block.id);
    if (at == was.end()) {
      out.changes.push_back({TextChange::Kind::added, block_word(block.type), "", "", words_of(block)});
      ++out.blocks_added;
      continue;
    }
    // Standing behind one that stood behind it: it was moved.
    if (at->second < furthest)
      out.changes.push_back({TextChange::Kind::moved, block_word(block.type), "", "", words_of(block)});
    furthest = std::max(furthest, at->second);
    compare_values(values_of(older.document.blocks[at->second]), values_of(block), newer.document, out);
    was.erase(at);
  }
  for (const auto& block : older.document.blocks) {
    if (!was.contains(block.id)) continue;
    out.changes.push_back({TextChange::Kind::removed, block_word(block.type), "", words_of(block), ""});
    ++out.blocks_removed;
  }
  return out;
}

WordDiff diff_words(std::string_view before, std::string_view after) {
  const auto a = split(before), b = split(after);
  WordDiff out;
  std::size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (tail + head < a.size() && tail + head < b.size() && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  const std::size_t rows = a.size() - head - tail, columns = b.size() - head - tail;
  constexpr std::size_t kMostCells = 4'000'000;  // two long texts without a common word: all of it changed
  std::vector<char> same_a(a.size(), 1), same_b(b.size(), 1);
  std::fill(same_a.begin() + static_cast<std::ptrdiff_t>(head),
            same_a.end() - static_cast<std::ptrdiff_t>(tail), 0);
  std::fill(same_b.begin() + static_cast<std::ptrdiff_t>(head),
            same_b.end() - static_cast<std::ptrdiff_t>(tail), 0);
  if (rows * columns > 0 && rows * columns <= kMostCells) {
    std::vector<std::uint32_t> longest((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
      return longest[i * (columns + 1) + j];
    };
    for (std::size_t i = rows; i-- > 0;)
      for (std::size_t j = columns; j-- > 0;)
        at(i, j) = a[head + i] == b[head + j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
      if (a[head + i] == b[head + j])
        same_a[head + i++] = same_b[head + j++] = 1;
      else if (at(i + 1, j) >= at(i, j + 1))
        ++i;
      else
        ++j;
    }
  }
  for (std::size_t i = 0; i < a.size(); ++i) out.before.push_back({same_a[i] != 0, a[i]});
  for (std::size_t i = 0; i < b.size(); ++i) out.after.push_back({same_b[i] != 0, b[i]});
  return out;
}

}  // namespace stadtpult::panels::pages
