#include "panels/catalogue/catalogue_form.hpp"

#include <algorithm>
#include <array>

#include "api-client/base/percent.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/base/utf8.hpp"
#include "panels/catalogue/catalogue_filter.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::catalogue {
namespace {

constexpr std::array kLanguages = {"de", "en", "de-x-simple", "tr", "uk", "ru", "fr", "it", "pl", "ro"};

}  // namespace

CategoryForm CategoryForm::of(const contract::Category* category, std::string parent) {
  CategoryForm form;
  form.open = true;
  form.names = {{"de", ""}, {"en", ""}};
  form.parent_id = std::move(parent);
  if (category == nullptr) return form;
  form.id = category->id;
  form.icon = category->icon;
  form.parent_id = category->parent_id.value_or("");
  for (const auto& [tag, words] : category->name.by_language) {
    const auto at = std::find_if(form.names.begin(), form.names.end(),
                                 [&](const auto& each) { return each.first == tag; });
    if (at != form.names.end())
      at->second = words;
    else
      form.names.emplace_back(tag, words);
  }
  return form;
}

contract::Category CategoryForm::result(const contract::Category& before) const {
  contract::Category after = before;
  after.name.by_language.clear();
  for (const auto& [tag, words] : names)
    if (auto text = base::trimmed(words); !text.empty()) after.name.by_language[tag] = std::move(text);
  after.icon = icon;
  after.parent_id = parent_id.empty() ? std::nullopt : std::optional(parent_id);
  return after;
}

std::string CategoryForm::draft_key() const {
  return "catalogue.category." + (id.empty() ? std::string("new") : id);
}

std::string name_error(const CategoryForm& form, std::size_t at) {
  const auto& [tag, words] = form.names[at];
  if (tag == "de" && base::trimmed(words).empty()) return kit::tr("catalogue.form.name_missing");
  if (static_cast<std::int64_t>(base::characters(base::trimmed(words))) > kNameLength)
    return kit::tr("catalogue.form.name_long", {{"most", std::to_string(kNameLength)}});
  return {};
}

bool is_valid(const CategoryForm& form) {
  for (std::size_t at = 0; at < form.names.size(); ++at)
    if (!name_error(form, at).empty()) return false;
  return true;
}

std::string to_text(const CategoryForm& form) {
  std::string out = "id=" + base::percent_encode(form.id) + "&icon=" + base::percent_encode(form.icon) +
                    "&parent=" + base::percent_encode(form.parent_id);
  for (const auto& [tag, words] : form.names)
    out += "&name." + base::percent_encode(tag) + "=" + base::percent_encode(words);
  return out;
}

CategoryForm form_from(std::string_view text) {
  CategoryForm form = CategoryForm::of(nullptr, {});
  while (!text.empty()) {
    const auto part = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const auto key = part.substr(0, equals);
    std::string value = base::percent_decode(part.substr(equals + 1));
    if (key == "id") form.id = std::move(value);
    if (key == "icon") form.icon = std::move(value);
    if (key == "parent") form.parent_id = std::move(value);
    if (!key.starts_with("name.")) continue;
    const std::string tag = base::percent_decode(key.substr(5));
    const auto at = std::find_if(form.names.begin(), form.names.end(),
                                 [&](const auto& each) { return each.first == tag; });
    if (at != form.names.end())
      at->second = std::move(value);
    else
      form.names.emplace_back(tag, std::move(value));
  }
  form.restored = true;
  return form;
}

std::vector<std::pair<std::string, std::string>> further_languages(const CategoryForm& form) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const char* tag : kLanguages)
    if (std::none_of(form.names.begin(), form.names.end(),
                     [&](const auto& each) { return each.first == tag; }))
      out.emplace_back(tag, language_name(tag));
  return out;
}

std::string language_name(const std::string& tag) {
  return kit::tr_or("catalogue.language." + tag, tag.c_str());
}

}  // namespace stadtpult::panels::catalogue
