#pragma once
// The form of a category: names per language, icon, place. Pure: no ImGui. What is typed survives a crash as
// one text.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api-client/contract/catalogue.hpp"

namespace stadtpult::panels::catalogue {

struct CategoryForm {
  bool open = false;
  std::string id;  ///< of the one that is changed; "" makes a new one
  std::vector<std::pair<std::string, std::string>>
      names;  ///< language tag and text; German and English are always there
  std::string icon = "category";
  std::string parent_id;
  std::string icon_search;
  std::string new_language;
  bool restored = false;  ///< the text comes from before a crash
  bool checked = false;   ///< errors are shown

  /// Starts with a category, or empty for a new one below `parent`.
  static CategoryForm of(const contract::Category* category, std::string parent);
  /// The category as the form has it; `before` gives what the form does not show.
  [[nodiscard]] contract::Category result(const contract::Category& before) const;
  /// Key of its draft in the journal.
  [[nodiscard]] std::string draft_key() const;
};

/// Longest name, as the contract has it.
constexpr int kNameLength = 80;
/// What is wrong with the name in this language, as a sentence; "" when nothing is.
std::string name_error(const CategoryForm& form, std::size_t at);
bool is_valid(const CategoryForm& form);

std::string to_text(const CategoryForm& form);
CategoryForm form_from(std::string_view text);

/// Languages a name may be added in, by tag: those of the city's app.
std::vector<std::pair<std::string, std::string>> further_languages(const CategoryForm& form);
/// "Deutsch", "Englisch" …; the tag itself for an unknown one.
std::string language_name(const std::string& tag);

}  // namespace stadtpult::panels::catalogue
