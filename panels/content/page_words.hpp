#pragma once
// Words, icons and tones of pages and blocks. No ImGui; frame thread.

#include <string>
#include <string_view>

#include "api-client/content/blocks.hpp"
#include "api-client/content/check.hpp"
#include "api-client/content/document.hpp"
#include "api-client/contract/content.hpp"
#include "panels/kit/theme.hpp"

namespace stadtpult::panels::pages {

struct StateLook {
  const char* icon;
  kit::Tone tone;
};
StateLook look_of(contract::PageState state);
std::string state_word(contract::PageState state);
std::string type_word(contract::PageType type);
std::string audience_word(content::Audience audience);

/// "Überschrift"; the type itself where this version does not know it.
std::string block_word(std::string_view type);
const char* block_icon(std::string_view type);
/// Label of a field in the form: its own one for this type of block, else the shared one.
std::string field_word(std::string_view type, std::string_view field);
/// A word of a choice ("primary" → "Hauptsache").
std::string choice_word(std::string_view type, std::string_view field, std::string_view word);
/// What stands for the block in a closed row; German where the language has nothing.
std::string summary_of(const content::Block& block, std::string_view language);
/// "Hinweis, Text": where a finding or a difference is.
std::string place_words(const content::Document& document, std::string_view path);
/// The sentence of a finding.
std::string finding_words(const content::Finding& finding);

}  // namespace stadtpult::panels::pages
