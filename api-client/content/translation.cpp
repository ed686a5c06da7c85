#include "api-client/content/translation.hpp"

#include <algorithm>
#include <set>

#include "api-client/base/crypto.hpp"

namespace stadtpult::content {

using contract::LocalizedText;

namespace {

const std::string& in(const LocalizedText& text, std::string_view language) {
  static const std::string kNone;
  const auto at = text.by_language.find(std::string(language));
  return at == text.by_language.end() ? kNone : at->second;
}

}  // namespace

std::string hash_of(std::string_view text) {
  base::Sha256 hash;
  hash.add(text);
  return hash.hex().substr(0, 16);
}

void each_source(const Texts& texts,
                 const std::function<void(const std::string&, const LocalizedText&)>& visit) {
  if (!in(texts.title, kSource).empty()) visit("title", texts.title);
  if (!in(texts.summary, kSource).empty()) visit("summary", texts.summary);
  each_text(texts.document, [&](const std::string& path, const BlockField&, const LocalizedText& text) {
    if (!in(text, kSource).empty()) visit(path, text);
  });
}

TextState state_of(const Document& document, const std::string& path, const LocalizedText& text,
                   std::string_view language) {
  if (in(text, language).empty()) return TextState::missing;
  if (language == kSource) return TextState::current;
  const auto of_language = document.made_from.find(language);
  if (of_language == document.made_from.end()) return TextState::current;
  const auto at = of_language->second.find(path);
  if (at == of_language->second.end())
    return TextState::current;  // older than this note: nothing says otherwise
  return at->second == hash_of(in(text, kSource)) ? TextState::current : TextState::outdated;
}

TextState state_of(const Texts& texts, const std::string& path, std::string_view language) {
  TextState state = TextState::current;
  each_source(texts, [&](const std::string& at, const LocalizedText& text) {
    if (at == path) state = state_of(texts.document, path, text, language);
  });
  return state;
}

LanguageState state_of(const Texts& texts, std::string_view language) {
  LanguageState state{std::string(language)};
  each_source(texts, [&](const std::string& path, const LocalizedText& text) {
    ++state.texts;
    const auto each = state_of(texts.document, path, text, language);
    state.outdated += each == TextState::outdated ? 1 : 0;
    state.missing += each == TextState::missing ? 1 : 0;
  });
  return state;
}

std::vector<std::string> languages_of(const Texts& texts) {
  std::set<std::string> tags;
  const auto add = [&](const LocalizedText& text) {
    for (const auto& [tag, words] : text.by_language)
      if (!words.empty() && tag != kSource) tags.insert(tag);
  };
  add(texts.title);
  add(texts.summary);
  each_text(texts.document,
            [&](const std::string&, const BlockField&, const LocalizedText& text) { add(text); });
  std::vector<std::string> languages{std::string(kSource)};
  languages.insert(languages.end(), tags.begin(), tags.end());
  return languages;
}

void note_made_from(const Texts& before, const LocalizedText& title, const LocalizedText& summary,
                    Document& after) {
  ByName<LocalizedText> old;
  each_source(before, [&](const std::string& path, const LocalizedText& text) { old[path] = text; });
  ByName<ByName<std::string>> noted;
  each_source({title, summary, after}, [&](const std::string& path, const LocalizedText& text) {
    const auto was = old.find(path);
    for (const auto& [tag, words] : text.by_language) {
      if (tag == kSource || words.empty()) continue;
      const bool changed = was == old.end() || in(was->second, tag) != words;
      if (changed) {
        noted[tag][path] = hash_of(in(text, kSource));
        continue;
      }
      // Not touched: made from what it was made from before; without a note, from the German that stood
      // there.
      const auto language = after.made_from.find(tag);
      const auto note = language == after.made_from.end() ? ByName<std::string>::const_iterator{}
                                                          : language->second.find(path);
      if (language != after.made_from.end() && note != language->second.end())
        noted[tag][path] = note->second;
      else
        noted[tag][path] = hash_of(in(was->second, kSource));
    }
  });
  after.made_from = std::move(noted);
}

}  // namespace stadtpult::content
