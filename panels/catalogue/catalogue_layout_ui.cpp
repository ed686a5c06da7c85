#include "panels/catalogue/catalogue_layout_ui.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace stadtpult::panels::catalogue {
namespace {

template <typename Each>
void each_part(std::string_view text, char separator, Each&& each) {
  while (!text.empty()) {
    const auto part = text.substr(0, text.find(separator));
    each(part);
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ",") + word;
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  each_part(text, ',', [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

}  // namespace

std::string layout_text(const kit::TableState& table) {
  std::string out = "sort=" + table.sort_column + "&down=" + (table.sort_descending ? "1" : "0");
  out += "&hide=" + joined(table.hidden) + "&order=" + joined(table.order) + "&width=";
  for (const auto& [column, width] : table.widths)
    out += column + ":" + std::to_string(static_cast<int>(std::lround(width))) + ",";
  return out;
}

void read_layout(std::string_view text, kit::TableState& table) {
  each_part(text, '&', [&](std::string_view part) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) return;
    const auto key = part.substr(0, equals), value = part.substr(equals + 1);
    if (key == "sort") table.sort_column = value;
    if (key == "down") table.sort_descending = value == "1";
    if (key == "hide") table.hidden = words_of(value);
    if (key == "order") table.order = words_of(value);
    if (key != "width") return;
    table.widths.clear();
    each_part(value, ',', [&](std::string_view each) {
      const auto colon = each.find(':');
      int width = 0;
      if (colon == std::string_view::npos) return;
      std::from_chars(each.data() + colon + 1, each.data() + each.size(), width);
      if (width > 0) table.widths.emplace_back(each.substr(0, colon), static_cast<float>(width));
    });
  });
}

void first_layout(kit::TableState& table) {
  table.sort_column = "updated";
  table.sort_descending = true;
  first_columns(table);
}

void first_columns(kit::TableState& table) {
  table.hidden = {"category", "audience", "kind", "created", "leika"};
}

}  // namespace stadtpult::panels::catalogue
