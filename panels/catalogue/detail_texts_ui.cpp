#include "panels/catalogue/detail_texts_ui.hpp"

#include <algorithm>

#include "api-client/contract/language_tag.hpp"
#include "panels/catalogue/detail_changes.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::detail {

namespace {

using kit::Tone;
using kit::tr;
namespace icons = kit::icons;

}  // namespace

std::string TextsForm::prefix(const Context& context) {
  return "miniapp.text." + context.view.miniapp->id + "/";
}

/// Another mini-app: its fields, with what was typed and not saved.
void TextsForm::show(const Context& context) {
  miniapp_id_ = context.view.miniapp->id;
  editing_ = false;
  form_.clear();
  sent_.clear();
  added_.clear();
  new_language_.clear();
  language_error_.clear();
  const auto start = prefix(context);
  for (const auto& [key, text] : context.drafts.under(start)) {
    form_.set(key.substr(start.size()), text);
    editing_ = true;
  }
}

/// Forgets what the platform has taken over.
void TextsForm::settle(const Context& context) {
  std::erase_if(sent_, [&](const auto& each) {
    const bool taken = form::value_of(*context.view.miniapp, each.first) == each.second;
    const auto typed = form_.typed.find(each.first);
    if (taken && typed != form_.typed.end() && typed->second == each.second) form_.forget(each.first);
    return taken;
  });
}

std::vector<form::Field> TextsForm::fields(const Context& context) const {
  const auto& miniapp = *context.view.miniapp;
  std::vector<std::string> languages = {"de", "en"};
  const auto add = [&](const std::string& language) {
    if (std::find(languages.begin(), languages.end(), language) == languages.end())
      languages.push_back(language);
  };
  for (const auto* texts : {&miniapp.name, &miniapp.summary})
    for (const auto& [language, text] : texts->by_language) add(language);
  for (const auto& language : added_) add(language);
  // The order among others is the table's; archiving is an action of its own.
  auto made = form::fields_of(contract::type_info<contract::Miniapp>(), "miniapp", languages,
                              {"position", "archived"});
  if (auto* category = form::find(made, "category_id"))
    for (const auto* each : context.facts.categories)
      category->choices.push_back(
          {each->id, (each->parent_id ? "  " : "") + each->name.in(context.facts.language), each->icon});
  if (auto* icon = form::find(made, "icon"))
    for (const auto& each : kit::all_icons())
      icon->choices.push_back({std::string(each.name), std::string(each.name), std::string(each.name)});
  return made;
}

void TextsForm::draw_closed(const Context& context) {
  if (!context.view.summary.empty()) kit::paragraph(context.view.summary, {.color = kit::theme().tx2});
}

void TextsForm::draw(const Context& context) {
  if (miniapp_id_ != context.view.miniapp->id) show(context);
  settle(context);
  if (!may_edit(context.facts.person)) return draw_closed(context);
  {
    kit::Row row({.height = 24});
    kit::heading(tr("miniapp.texts"), kit::Heading::card);
    row.right();
    if (kit::link("edit",
                  {.label = tr(editing_ ? "miniapp.texts_done" : "miniapp.texts_edit"), .icon = icons::edit}))
      editing_ = !editing_;
  }
  if (!editing_) return draw_closed(context);
  const kit::IdScope scope("texts");
  const kit::semantic::Scope group(kit::semantic::Role::group, {.name = tr("miniapp.texts")});
  const auto start = prefix(context);
  const bool restored = std::any_of(form_.typed.begin(), form_.typed.end(), [&](const auto& each) {
    return context.drafts.was_restored(start + each.first);
  });
  if (restored) kit::note(tr("miniapp.restored"), icons::restore, Tone::info);
  auto shown = fields(context);
  const auto event = form::draw_fields(
      form_, shown, [&](const std::string& path) { return form::value_of(*context.view.miniapp, path); });
  if (!event.changed.empty())
    context.drafts.keep(start + event.changed, form_.typed[event.changed], context.out);
  if (!event.left.empty())
    if (const auto* field = form::find(shown, event.left)) save(context, *field);
  draw_languages();
}

void TextsForm::save(const Context& context, const form::Field& field) {
  const auto& miniapp = *context.view.miniapp;
  const auto key = prefix(context) + field.path;
  const auto text = form_.typed[field.path];
  if (auto wrong = form::problem(field, text); !wrong.empty()) {
    form_.errors[field.path] = std::move(wrong);
    return;
  }
  form_.errors.erase(field.path);
  auto after = miniapp;
  if (!form::set_value(after, field.path, text) || after == miniapp) {
    // Typed back to what it was.
    form_.forget(field.path);
    context.out.push_back(KeepDraft{key, ""});
    context.drafts.sent(key);
    return;
  }
  if (const auto at = sent_.find(field.path); at != sent_.end() && at->second == text) return;
  context.send(detail::edit(miniapp, after, miniapp.name.in(context.facts.language), key));
  context.drafts.sent(key);
  sent_[field.path] = text;
}

void TextsForm::draw_languages() {
  const auto entered = kit::text_field("language", new_language_,
                                       {.label = tr("form.language_tag"), .error = language_error_});
  if (entered.changed) language_error_.clear();
  const bool pressed = kit::button(
      "add_language", {.label = tr("form.add_language"), .icon = icons::translate, .small = true});
  if (!pressed && !entered.submitted) return;
  if (!contract::is_language_tag(new_language_)) {
    language_error_ = tr("form.error.language");
    return;
  }
  if (std::find(added_.begin(), added_.end(), new_language_) != added_.end() || new_language_ == "de" ||
      new_language_ == "en") {
    language_error_ = tr("form.error.language_there");
    return;
  }
  added_.push_back(new_language_);
  new_language_.clear();
}

}  // namespace stadtpult::panels::detail
