#pragma once
// Which texts of a page are translated, and from what. A translation is current where the German text that it
// was made from is still the same, by its hash: saving without a change outdates nothing. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/content/document.hpp"

namespace stadtpult::content {

inline constexpr std::string_view kSource = "de";

enum class TextState { current, outdated, missing };

/// How far a language is. `texts` counts the German texts that are not empty.
struct LanguageState {
  std::string language;
  int texts = 0, outdated = 0, missing = 0;
  [[nodiscard]] bool complete() const { return outdated == 0 && missing == 0; }
  [[nodiscard]] bool begun() const { return missing < texts; }
};

/// The page's own texts ("title", "summary") and those of its blocks, by path.
struct Texts {
  const contract::LocalizedText& title;
  const contract::LocalizedText& summary;
  const Document& document;
};

/// First 16 hex digits of the SHA-256 of a text.
std::string hash_of(std::string_view text);

TextState state_of(const Texts& texts, const std::string& path, std::string_view language);
/// The same of one text of the document or its page.
TextState state_of(const Document& document, const std::string& path, const contract::LocalizedText& text,
                   std::string_view language);
LanguageState state_of(const Texts& texts, std::string_view language);
/// The languages that some text has, German first.
std::vector<std::string> languages_of(const Texts& texts);
/// The translations that differ from `before` were made from the German as it stands in `after`; those of
/// texts that are gone are forgotten.
void note_made_from(const Texts& before, const contract::LocalizedText& title,
                    const contract::LocalizedText& summary, Document& after);
/// Calls `visit(path, text)` for title, summary and every text of the blocks that has German words.
void each_source(const Texts& texts,
                 const std::function<void(const std::string&, const contract::LocalizedText&)>& visit);

}  // namespace stadtpult::content
