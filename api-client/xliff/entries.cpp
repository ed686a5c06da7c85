#include "api-client/xliff/entries.hpp"

#include "api-client/contract/content.hpp"

namespace stadtpult::xliff {
namespace {

std::size_t limit_of(std::string_view field) {
  std::size_t most = 0;
  contract::for_each_field<contract::ContentPage>([&](const auto& each) {
    if (field == each.name) most = each.rule.max_length;
  });
  return most;
}

const std::string& in(const contract::LocalizedText& text, std::string_view language) {
  static const std::string kNone;
  const auto at = text.by_language.find(std::string(language));
  return at == text.by_language.end() ? kNone : at->second;
}

}  // namespace

std::vector<Entry> entries_of(const Page& page, std::string_view language) {
  std::vector<Entry> entries;
  const auto add = [&](const std::string& path, const contract::LocalizedText& text, bool markdown,
                       std::size_t most) {
    const auto& source = in(text, content::kSource);
    if (source.empty()) return;
    entries.push_back({path, source, in(text, language),
                       content::state_of(page.document, path, text, language), markdown, most});
  };
  add("title", page.title, false, limit_of("title"));
  add("summary", page.summary, false, limit_of("summary"));
  content::each_text(page.document, [&](const std::string& path, const content::BlockField& field,
                                        const contract::LocalizedText& text) {
    add(path, text, field.kind == content::FieldKind::text, field.max_length);
  });
  return entries;
}

}  // namespace stadtpult::xliff
