#include "panels/form/form_ui.hpp"

#include <algorithm>

#include "panels/kit/kit.hpp"

namespace stadtpult::panels::form {

namespace {

using contract::Kind;

void took(FormState& state, FormEvent& event, const std::string& path, std::string text) {
  state.set(path, std::move(text));
  state.errors.erase(path);
  event.changed = path;
}

void draw_choices(FormState& state, FormEvent& event, const Field& field, const std::string& value) {
  std::vector<kit::Choice> choices;
  // Nothing chosen is a value of its own where null is allowed.
  if (field.optional) choices.push_back({kit::tr("form.none")});
  const int first = static_cast<int>(choices.size());
  for (const auto& choice : field.choices)
    choices.push_back({.label = choice.label,
                       .icon = choice.icon.empty() ? nullptr : kit::icon_by_name(choice.icon),
                       .id = choice.value});
  const auto at = std::find_if(field.choices.begin(), field.choices.end(),
                               [&](const Choice& choice) { return choice.value == value; });
  int current = at != field.choices.end() ? first + static_cast<int>(at - field.choices.begin())
                                          : (field.optional ? 0 : -1);
  const auto error = state.errors.find(field.path);
  kit::ComboboxOptions options{.label = field.label, .placeholder = kit::tr("kit.choose")};
  if (error != state.errors.end()) options.error = error->second;
  if (at != field.choices.end() && !at->icon.empty()) options.icon = kit::icon_by_name(at->icon);
  if (!kit::combobox(field.path.c_str(), current, choices, options)) return;
  took(state, event, field.path,
       current < first ? std::string() : field.choices[static_cast<std::size_t>(current - first)].value);
  event.left = field.path;
}

void draw_switch(FormState& state, FormEvent& event, const Field& field, const std::string& value) {
  bool on = value == "true";
  if (!kit::checkbox(field.path.c_str(), on, {.label = field.label})) return;
  took(state, event, field.path, on ? "true" : "false");
  event.left = field.path;
}

void draw_text(FormState& state, FormEvent& event, const Field& field, const std::string& value) {
  auto& buffer = state.buffers[field.path];
  if (!state.typed.contains(field.path)) buffer = value;
  const auto error = state.errors.find(field.path);
  kit::TextFieldOptions options{.label = field.label};
  if (error != state.errors.end()) options.error = error->second;
  // What has a form of its own is short enough; counting its characters would only be noise.
  if (field.format == contract::Format::none) options.max_length = static_cast<int>(field.max_length);
  options.multiline = field.long_text;
  options.required = field.required;
  options.mono = field.format != contract::Format::none;
  options.focus_now = state.focus_on == field.path;
  if (options.focus_now) state.focus_on.clear();
  const auto entered = kit::text_field(field.path.c_str(), buffer, options);
  if (entered.changed) took(state, event, field.path, buffer);
  if ((entered.left || entered.submitted) && state.typed.contains(field.path)) event.left = field.path;
}

}  // namespace

FormEvent draw_fields(FormState& state, const std::vector<Field>& fields,
                      kit::FunctionRef<std::string(const std::string&)> current) {
  FormEvent event;
  for (const auto& field : fields) {
    const auto typed = state.typed.find(field.path);
    const std::string value = typed != state.typed.end() ? typed->second : current(field.path);
    if (!field.choices.empty())
      draw_choices(state, event, field, value);
    else if (field.kind == Kind::boolean)
      draw_switch(state, event, field, value);
    else
      draw_text(state, event, field, value);
    kit::gap(4);
  }
  return event;
}

bool validate(FormState& state, const std::vector<Field>& fields,
              kit::FunctionRef<std::string(const std::string&)> current) {
  state.errors.clear();
  for (const auto& field : fields) {
    const auto typed = state.typed.find(field.path);
    auto wrong = problem(field, typed != state.typed.end() ? typed->second : current(field.path));
    if (!wrong.empty()) state.errors[field.path] = std::move(wrong);
  }
  return state.errors.empty();
}

}  // namespace stadtpult::panels::form
