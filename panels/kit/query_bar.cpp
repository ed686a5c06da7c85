// The query bar: finished terms as removable tokens, then the text that is being typed, and suggestions
// below.
#include <algorithm>
#include <cmath>
#include <optional>

#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/inputs.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr float kTokenHeight = 24;

float token_width(const QueryTerm& term) {
  return text_width(Font::mono, term.text) + px(8 + 22);
}

/// One token; returns whether its × was pressed. The part before ":" is quieter than the value.
bool draw_token(const QueryTerm& term, std::size_t index, const Rect& rect) {
  const Palette& p = theme();
  const bool wrong = !term.error.empty();
  fill_rect(rect, wrong ? p.tone(Tone::err).tint : p.tone(Tone::neu).tint, radius::kChip);
  if (wrong) stroke_rect(rect, p.errfill, radius::kChip);
  const auto colon = term.text.find(':');
  const std::string_view all = term.text;
  const std::string_view field = colon == std::string::npos ? std::string_view{} : all.substr(0, colon + 1);
  const std::string_view value = all.substr(field.size());
  const float y = rect.center().y - line_height(Font::mono) / 2;
  draw_text(draw_list(), Font::mono, {rect.min.x + px(7), y}, p.tx2, field);
  draw_text(draw_list(), Font::mono, {rect.min.x + px(7) + text_width(Font::mono, field), y},
            wrong ? p.tone(Tone::err).text : p.tx, value);
  const Rect cross{{rect.max.x - px(22), rect.min.y}, rect.max};
  ImGui::PushID(static_cast<int>(index));
  const ImGuiID item = ImGui::GetID("remove");
  const internal::Interaction state = internal::interact(item, cross);
  draw_icon(draw_list(), icons::close, cross.center(), 14, state.hovered ? p.tx : p.tx2);
  if (state.ring) focus::draw_ring(draw_list(), cross.shrunk(px(2), px(3)), radius::kKeyCap, true);
  internal::record(semantic::Role::button, item, cross,
                   {.name = tr("kit.remove_term", {{"name", term.text}}),
                    .description = term.error,
                    .keyboard_reachable = true});
  ImGui::PopID();
  if (wrong && ImGui::IsMouseHoveringRect(rect.min, rect.max)) tooltip(term.error, rect);
  return state.pressed;
}

/// "field:value" is whole when there is something behind the colon; quotes keep spaces together.
bool is_finished(std::string_view typed) {
  const auto colon = typed.find(':');
  return colon != std::string_view::npos && colon + 1 < typed.size() &&
         std::count(typed.begin(), typed.end(), '"') % 2 == 0;
}

bool finish_term(QueryState& state) {
  std::string_view typed = state.typed;
  while (typed.starts_with(' ')) typed.remove_prefix(1);
  while (typed.ends_with(' ')) typed.remove_suffix(1);
  if (typed.empty()) return false;
  state.terms.push_back({std::string(typed), {}});
  state.typed.clear();
  state.suggestion = -1;
  return true;
}

/// Suggestions in a layer below; returns the one that was clicked.
int draw_suggestions(const char* id, const Rect& box, QueryState& state,
                     std::span<const std::string_view> suggestions) {
  const float row = px(30);
  const Rect frame{
      {box.min.x + px(32), box.max.y + px(4)},
      {box.min.x + px(32 + 320), box.max.y + px(12) + row * static_cast<float>(suggestions.size())}};
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  floating_layer(list, frame, radius::kBlock);
  const semantic::Scope scope(
      semantic::Role::listbox,
      {.name = tr("kit.choose"), .bounds = internal::bounds_of(frame), .id = make_id(id)});
  int clicked = -1;
  ImGui::PushID(id);
  for (std::size_t i = 0; i < suggestions.size(); ++i) {
    const float y = frame.min.y + px(4) + row * static_cast<float>(i);
    const Rect rect{{frame.min.x + px(4), y}, {frame.max.x - px(4), y + row}};
    const bool over = rect.contains(ImGui::GetIO().MousePos);
    const bool marked = static_cast<int>(i) == state.suggestion;
    if (marked || over)
      list.AddRectFilled(rect.min, rect.max, marked ? theme().sel : theme().hover, px(radius::kChip));
    draw_text(list, Font::mono, {rect.min.x + px(8), rect.center().y - line_height(Font::mono) / 2},
              theme().tx, suggestions[i]);
    if (over && ImGui::IsMouseClicked(0)) clicked = static_cast<int>(i);
    internal::record(
        semantic::Role::option, internal::part_id(i), rect,
        {.name = suggestions[i], .state = marked ? semantic::kSelected : 0U, .keyboard_reachable = true});
  }
  ImGui::PopID();
  return clicked;
}

void accept(ImGuiID item, QueryState& state, std::string_view suggestion, QueryEvent& event) {
  state.typed.assign(suggestion);
  state.suggestion = -1;
  event.typing = true;
  // "field:" is the beginning of a term: go on typing behind the colon.
  if (!suggestion.ends_with(':')) event.changed = finish_term(state);
  internal::restart_editing(item);
}

void keyboard(ImGuiID item, QueryState& state, const QueryBarOptions& options, QueryEvent& event,
              bool was_empty) {
  const auto count = static_cast<int>(options.suggestions.size());
  if (count > 0 && take_in_text({Key::down}, true))
    state.suggestion = std::min(count - 1, state.suggestion + 1);
  if (count > 0 && take_in_text({Key::up}, true)) state.suggestion = std::max(-1, state.suggestion - 1);
  if (state.suggestion >= count) state.suggestion = -1;
  if (take_in_text({Key::enter})) {
    if (state.suggestion >= 0)
      return accept(item, state, options.suggestions[static_cast<std::size_t>(state.suggestion)], event);
    if (finish_term(state)) {
      event.changed = true;
      internal::restart_editing(item);
    }
  }
  if (state.suggestion >= 0 && take_in_text({Key::escape})) state.suggestion = -1;
  if (was_empty && state.typed.empty() && !state.terms.empty() && take_in_text({Key::backspace}, true)) {
    state.typed = state.terms.back().text;
    state.terms.pop_back();
    event.changed = true;
    internal::restart_editing(item);
  }
  if (state.typed.ends_with(' ') &&
      is_finished(std::string_view(state.typed).substr(0, state.typed.size() - 1)) && finish_term(state)) {
    event.changed = true;
    internal::restart_editing(item);
  }
}

}  // namespace

QueryEvent query_bar(const char* id, QueryState& state, const QueryBarOptions& options) {
  QueryEvent event;
  const ImGuiID item = make_id(id);
  // Tokens wrap onto more lines rather than hide what is being typed.
  const float width = available_width();
  const float room = width - px(36 + 40);
  float x = 0;
  int lines = 1;
  const auto wrap = [&](float needed) {
    if (x > 0 && x + needed > room) {
      x = 0;
      ++lines;
    }
    const ImVec2 at(x, static_cast<float>(lines - 1));
    x += needed + px(8);
    return at;
  };
  for (const QueryTerm& term : state.terms) wrap(token_width(term));
  wrap(px(120));
  const Rect box = place({width, px(8) + px(28) * static_cast<float>(lines)});
  ImGui::PushID(id);
  fill_rect(box, theme().surface, radius::kBlock);
  stroke_rect(box, theme().field, radius::kBlock);
  draw_icon(draw_list(), icons::filter_list, {box.min.x + px(20), box.min.y + px(18)}, 16, theme().tx2);
  const ImVec2 origin(box.min.x + px(36), box.min.y + px(6));
  const auto rect_at = [&](ImVec2 at, float w) {
    const ImVec2 from(origin.x + at.x, origin.y + at.y * px(28));
    return Rect{from, {from.x + w, from.y + px(kTokenHeight)}};
  };
  x = 0;
  lines = 1;
  std::optional<std::size_t> remove;
  for (std::size_t i = 0; i < state.terms.size(); ++i) {
    const float w = token_width(state.terms[i]);
    if (draw_token(state.terms[i], i, rect_at(wrap(w), w))) remove = i;
  }
  const ImVec2 field_at = wrap(px(120));
  Rect field = rect_at(field_at, 0);
  field.max.x = box.max.x - (options.can_star ? px(40) : px(10));
  focus::stop(item, field);
  const bool was_empty = state.typed.empty();
  const internal::LineEdit line =
      internal::edit_line(item, field, state.typed, {options.placeholder, true, false, false});
  event.typing = line.changed;
  const bool focused = focus::has(item);
  if (focused) keyboard(item, state, options, event, was_empty && !line.changed);
  if (focused) focus::draw_ring(draw_list(), box, radius::kBlock);
  std::string value;
  for (const QueryTerm& term : state.terms) value.append(term.text).append(" ");
  value.append(state.typed);
  const bool wrong = std::any_of(state.terms.begin(), state.terms.end(),
                                 [](const QueryTerm& term) { return !term.error.empty(); });
  internal::record(semantic::Role::searchbox, item, field,
                   {.name = options.name,
                    .value = value,
                    .state = wrong ? semantic::kInvalid : 0U,
                    .keyboard_reachable = true});
  if (options.can_star) {
    const Rect star{{box.max.x - px(36), box.min.y + px(4)}, {box.max.x - px(8), box.min.y + px(32)}};
    const ImGuiID star_id = ImGui::GetID("star");
    const internal::Interaction hit = internal::interact(star_id, star);
    draw_icon(draw_list(), options.starred ? icons::star : icons::star_border, star.center(), 16,
              theme().tx2);
    if (hit.ring) focus::draw_ring(draw_list(), star.shrunk(px(3)), radius::kChip);
    const char* words = tr(options.starred ? "kit.unstar" : "kit.star");
    internal::tooltip_for(hit, words, star);
    internal::record(semantic::Role::button, star_id, star, {.name = words, .keyboard_reachable = true});
    event.star = hit.pressed;
  }
  if (remove) {
    state.terms.erase(state.terms.begin() + static_cast<std::ptrdiff_t>(*remove));
    event.changed = true;
    internal::restart_editing(item);
  }
  ImGui::PopID();
  if (focused && !options.suggestions.empty()) {
    const int clicked = draw_suggestions(id, box, state, options.suggestions);
    if (clicked >= 0) {
      accept(item, state, options.suggestions[static_cast<std::size_t>(clicked)], event);
    }
  }
  internal::set_last(item, box);
  return event;
}

}  // namespace stadtpult::panels::kit
