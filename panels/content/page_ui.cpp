// One page: the bar above it, its languages, and the three panes.
#include <algorithm>
#include <set>

#include "api-client/base/trim.hpp"
#include "api-client/contract/language_tag.hpp"
#include "panels/content/content_ui.hpp"
#include "panels/content/page_words.hpp"
#include "panels/dialog_end.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/presence.hpp"

namespace stadtpult::panels {

using namespace kit;
using contract::ContentPage;
using contract::PageState;

namespace {

constexpr float kBar = 54, kLanguageTabs = 44;
constexpr float kBesideLanguage = 310;              // logical px of the buttons in the same line
constexpr float kAllPanes = 1180, kTwoPanes = 860;  // logical px of the sheet
constexpr double kCheckAfterS = 0.3;
constexpr const char* kMoreMenu = "content.more";
constexpr const char* kPageLanguageMenu = "content.language.menu";
constexpr const char* kUsualLanguages[] = {"de", "de-simple", "en", "tr", "uk"};

std::string language_word(const std::string& tag) {
  return tr_or("content.language.name." + tag, tag.c_str());
}

}  // namespace

const ContentPage* ContentPanel::page_of(const World& world) const {
  if (world.state.open_page_id == open_id_)
    if (const auto* page = world.state.open_page.value()) return page;
  return world.state.pages.find(open_id_);
}

bool ContentPanel::can_write(const World& world) const {
  const auto* page = page_of(world);
  if (page == nullptr || !pages::may_write(world) || !editor_.ready()) return false;
  return page->state != PageState::in_review && page->state != PageState::archived &&
         page->state != PageState::trashed;
}

/// What takes longer than a key press may is computed when the typing rests.
namespace {

/// What findings look at beside the page's own text.
std::string around_of(const World& world) {
  const auto& state = world.state;
  std::string words;
  for (const auto generation :
       {state.media.generation, state.pages.generation, state.miniapps.generation, state.links_generation})
    words += std::to_string(generation) + " ";
  return words;
}

}  // namespace

void ContentPanel::check(const World& world) {
  if (!editor_.ready() || (checked_ == editor_.generation() && checked_around_ == around_of(world))) return;
  checked_around_ = around_of(world);
  if (edited_at_s_ >= 0 && checked_ != ~0ULL && ImGui::GetTime() - edited_at_s_ < kCheckAfterS) {
    request_frame(kCheckAfterS);
    return;
  }
  checked_ = editor_.generation();
  const auto& text = editor_.text();
  content::CheckContext context;
  context.title = text.title;
  context.exists = [&](std::string_view reference) {
    if (reference.starts_with("page:")) return world.state.pages.find(reference.substr(5)) != nullptr;
    if (reference.starts_with("miniapp:")) return world.state.miniapps.find(reference.substr(8)) != nullptr;
    if (!reference.starts_with("media:") || world.state.media.remote.value() == nullptr) return true;
    const auto* media = world.state.media.find(reference.substr(6));
    return media != nullptr && !media->archived;
  };
  context.has_alternative_text = [&](std::string_view id, std::string_view language) {
    if (world.state.media.remote.value() == nullptr) return true;  // not known yet
    const auto* media = world.state.media.find(id);
    return media != nullptr && (media->decorative || media->alternative_text.has(language));
  };
  std::set<std::string> outside;
  context.is_dead = [&](std::string_view href) {
    outside.emplace(href);
    const auto link = world.state.links.find(href);
    return link != world.state.links.end() && (link->second.what == client::LinkState::What::gone ||
                                               link->second.what == client::LinkState::What::unreachable);
  };
  findings_ = content::check(text.document, context);
  links_.assign(outside.begin(), outside.end());
  language_states_.clear();
  std::vector<std::string> all(std::begin(kUsualLanguages), std::end(kUsualLanguages));
  for (const auto& tag : content::languages_of(text.texts()))
    if (std::find(all.begin(), all.end(), tag) == all.end()) all.push_back(tag);
  for (const auto& tag : added_languages_)
    if (std::find(all.begin(), all.end(), tag) == all.end()) all.push_back(tag);
  for (const auto& tag : all) language_states_.push_back(content::state_of(text.texts(), tag));
}

void ContentPanel::draw_page(const World& world, const Rect& sheet) {
  const auto* page = page_of(world);
  if (page == nullptr || !editor_.ready() || !unreadable_.message.empty()) {
    const Region region{sheet, 16};
    if (button("back", {.kind = Button::ghost, .label = tr("content.title"), .icon = icons::arrow_back}))
      return leave(world);
    if (!unreadable_.message.empty()) {
      if (error_card("unreadable", {.title = tr("content.unreadable"),
                                    .detail = tr("content.unreadable_detail"),
                                    .technical = unreadable_.message}))
        out_.emplace_back(Need{Need::What::page, open_id_});
    } else if (draw_missing(world, world.state.open_page,
                            {.id = "content.page.missing",
                             .failed = "content.page_failed",
                             .forbidden = tr("content.forbidden")})) {
      out_.emplace_back(Need{Need::What::page, open_id_});
    }
    return;
  }
  check(world);
  if ((history_.shows_versions() || preview_.shows_live()) && versions_for_ != open_id_ && world.online) {
    versions_for_ = open_id_;
    out_.emplace_back(Need{Need::What::page_versions, open_id_});
  }
  if (world.online && preview_.wanted_version() != version_asked_) {
    version_asked_ = preview_.wanted_version();
    if (!version_asked_.empty())
      out_.emplace_back(Need{Need::What::page_version, open_id_ + "\n" + version_asked_});
  }
  const bool writes = can_write(world);
  if (writes) page_keys(world);
  const float width = sheet.width() / scale();
  Rect rest = sheet;
  page_bar(world, *page, rest.cut_top(px(kBar)), width < kAllPanes, is_low(sheet));
  // On a low sheet the language scrolls along with the blocks.
  const bool folded = is_low(sheet) && !preview_shown_;
  if (!folded) languages(world, rest.cut_top(px(kLanguageTabs)));
  const bool three = width >= kAllPanes, two = width >= kTwoPanes;
  const auto preview = [&](const Rect& rect) {
    if (const auto clicked = preview_.draw(world, editor_, language_, blocks_.open_block(), rect);
        !clicked.empty() && writes)
      blocks_.show(clicked);
  };
  if (three && writes) {
    const Rect left = rest.cut_left(px(size::kPalettePane));
    const Pane pane{
        "content.palette",
        {.rect = left, .name = tr("content.palette.name"), .surface = Surface::subtle, .padding = 12}};
    blocks_.draw_palette(world, editor_);
  }
  if (three || (two && preview_shown_)) {
    preview(rest.cut_right(px(size::kPreviewPane)));
    middle(world, rest, writes && !three, folded);
  } else if (preview_shown_) {
    preview(rest);
  } else {
    middle(world, rest, writes, folded);
  }
  reason_dialog(world, *page);
  plan_dialog(world, *page);
  properties_dialog(world, *page);
  translation_.draw(world, *page, editor_, language_states_, writes, out_);
  if (!overlay_open() && !text_active() && take({Key::escape})) leave(world);
}

/// Undo goes over the whole session, so it comes before the one of the field that is written in.
void ContentPanel::page_keys(const World& world) {
  if (overlay_open()) return;
  if (take_in_text({.key = Key::z, .ctrl = true}, true)) editor_.undo(world.now);
  if (take_in_text({.key = Key::z, .ctrl = true, .shift = true}, true)) editor_.redo(world.now);
}

// ---- the bar ----

std::string ContentPanel::saved_words(const World& world) const {
  const auto key = "page:" + open_id_;
  const auto disk = world.state.drafts_saved.find(key);
  if (!editor_.dirty()) {
    const auto* page = page_of(world);
    const auto at = editor_.edited_at() ? editor_.edited_at() : page->updated_at;
    return tr("content.saved", {{"time", format_time(at)}});
  }
  if (disk != world.state.drafts_saved.end())
    return tr(world.online ? "content.kept" : "content.kept_offline", {{"time", format_time(disk->second)}});
  return editor_.was_restored() ? tr("content.restored", {{"time", format_time(editor_.edited_at())}})
                                : std::string(tr("content.writing"));
}

void ContentPanel::page_bar(const World& world, const ContentPage& page, const Rect& rect, bool narrow,
                            bool low) {
  const Pane pane{
      "content.bar",
      {.rect = rect, .name = tr("content.bar"), .surface = Surface::surface, .padding = 0, .scroll = false}};
  fill_rect({{rect.min.x, rect.max.y - px(1)}, rect.max}, theme().line);
  const Region region{rect.shrunk(px(16), px(9))};
  const bool tiny = rect.width() < px(760);
  Row row{{.height = 36, .gap = 8}};
  if (narrow) {
    if (icon_button("list", {.icon = icons::arrow_back, .name = tr("content.title"), .small = true}))
      return leave(world);
  } else {
    if (link("list", {.label = tr("content.title")})) return leave(world);
    icon(icons::chevron_right, theme().tx3);
    meta(index_.category_name(page.category_id, world.language));
    icon(icons::chevron_right, theme().tx3);
  }
  const auto& title = editor_.text().title.in(world.language);
  const auto look = pages::look_of(page.state);
  const ChipOptions state{.label = pages::state_word(page.state), .icon = look.icon, .tone = look.tone};
  // What stands at the right edge is taken off already.
  const float room = available_width() / scale() - (tiny ? chip_width(state) / scale() + 16.0F : 132.0F);
  const float needed = std::min(text_width(Font::heading, title) / scale() + 2, room);
  kit::text(title, {.font = Font::heading, .width = std::max(60.0F, needed)});
  semantic::tree().add(semantic::Role::heading, {.name = title});
  chip(state);
  if (!tiny && pages::is_due(page, world.now))
    chip({.label = tr("content.shelf.due"), .icon = icons::schedule, .tone = Tone::warn});
  row.right();
  if (const auto names = others_at(world, page.id); !names.empty()) {
    icon(icons::person, theme().tone(Tone::vio).text, 16, tr("content.presence", {{"names", names}}));
    if (!narrow) meta(tr("content.presence", {{"names", names}}));
  }
  if (!tiny) {
    const auto words = saved_words(world);
    icon(editor_.dirty() ? icons::sync : icons::cloud_done, theme().tx3, 16, words);
    if (!narrow) meta(words);
  }
  if (!tiny && can_write(world)) {
    if (icon_button("undo",
                    {.icon = icons::undo,
                     .name = tr("content.command.undo"),
                     .small = true,
                     .disabled_because = editor_.can_undo() ? "" : tr("content.why.nothing_to_undo")}))
      editor_.undo(world.now);
    if (icon_button("redo",
                    {.icon = icons::redo,
                     .name = tr("content.command.redo"),
                     .small = true,
                     .disabled_because = editor_.can_redo() ? "" : tr("content.why.nothing_to_redo")}))
      editor_.redo(world.now);
  }
  if (!tiny && rect.width() < px(kAllPanes) &&
      icon_button("preview", {.icon = icons::visibility,
                              .name = tr("content.preview.toggle"),
                              .selected = preview_shown_,
                              .small = true}))
    preview_shown_ = !preview_shown_;
  steps(world, page, tiny, low);
}

/// What has no place in the bar of a small window.
void ContentPanel::bar_menu(const World& world, Menu& menu, bool narrow, bool low) {
  if (narrow) {
    menu.heading(saved_words(world));
    if (can_write(world) &&
        menu.item("undo", {.label = tr("content.command.undo"),
                           .icon = icons::undo,
                           .keys = {.key = Key::z, .ctrl = true},
                           .disabled_because = editor_.can_undo() ? "" : tr("content.why.nothing_to_undo")}))
      editor_.undo(world.now);
    if (can_write(world) &&
        menu.item("redo", {.label = tr("content.command.redo"),
                           .icon = icons::redo,
                           .keys = {.key = Key::z, .ctrl = true, .shift = true},
                           .disabled_because = editor_.can_redo() ? "" : tr("content.why.nothing_to_redo")}))
      editor_.redo(world.now);
    if (menu.item(
            "preview",
            {.label = tr("content.preview.toggle"), .icon = icons::visibility, .checked = preview_shown_}))
      preview_shown_ = !preview_shown_;
  }
  if (low &&
      menu.item("history",
                {.label = tr("content.history.pane"), .icon = icons::restore, .checked = history_.is_open()}))
    history_.toggle();
  if (narrow || low) menu.separator();
}

void ContentPanel::steps(const World& world, const ContentPage& page, bool narrow, bool low) {
  const auto offers = pages::steps_of(page, world, content::stops_publishing(findings_));
  const pages::StepOffer* taken = nullptr;
  std::vector<const pages::StepOffer*> more;
  for (const auto& offer : offers) {
    const bool shown = offer.primary || (!narrow && offer.step == pages::Step::send_back) ||
                       (!narrow && offer.step == pages::Step::plan);
    if (!shown) {
      more.push_back(&offer);
      continue;
    }
    const IdScope scope{static_cast<std::uint64_t>(offer.step) + 1};
    if (button("step", {.kind = offer.primary ? Button::primary : Button::secondary,
                        .label = offer.label,
                        .icon = icon_by_name(offer.icon),
                        .disabled_because = offer.disabled_because}))
      taken = &offer;
  }
  if (editor_.ready() &&
      icon_button("more", {.icon = icons::more_horiz, .name = tr("content.more"), .small = true}))
    open_popover(kMoreMenu);
  if (Menu menu{kMoreMenu, tr("content.more"), 280}; menu) {
    bar_menu(world, menu, narrow, low);
    if (can_write(world) &&
        menu.item("properties", {.label = tr("content.command.properties"), .icon = icons::settings}))
      properties_open_ = true;
    for (const auto* offer : more)
      if (menu.item(std::to_string(static_cast<int>(offer->step)).c_str(),
                    {.label = offer->label,
                     .icon = icon_by_name(offer->icon),
                     .disabled_because = offer->disabled_because}))
        taken = offer;
    if (!more.empty()) menu.separator();
    if (menu.item("translation_out",
                  {.label = tr("content.command.translation_out"), .icon = icons::translate}))
      translation_.ask_export(language_);
    if (menu.item("translation_in",
                  {.label = tr("content.command.translation_in"),
                   .icon = icons::translate,
                   .disabled_because = can_write(world) ? "" : tr("content.translation.why.state")}))
      translation_.ask_import();
  }
  if (taken != nullptr) take_step(world, page, *taken);
}

void ContentPanel::take_step(const World& world, const ContentPage& page, const pages::StepOffer& offer) {
  if (offer.asks_reason) {
    reason_.clear();
    reason_open_ = true;
    return;
  }
  if (offer.step == pages::Step::plan) {
    plan_from_ = pages::moment_words(page.publish_at);
    plan_until_ = pages::moment_words(page.expire_at);
    plan_open_ = true;
    return;
  }
  keep_draft();
  send(world);  // what was typed goes first
  out_.emplace_back(pages::step_of(page, offer.step, "", world));
}

void ContentPanel::reason_dialog(const World& world, const ContentPage& page) {
  const Dialog dialog{"content.reason",
                      reason_open_,
                      {.title = tr("content.reason_title", {{"title", page.title.in(world.language)}}),
                       .body = tr("content.reason_body")}};
  if (!dialog) return;
  auto typed = dialogs_.typed("reason", page.id, dialog.appearing(), world.state, out_, {&reason_});
  text_field("reason", reason_,
             {.label = tr("content.reason"),
              .max_length = 2000,
              .multiline = true,
              .lines = 4,
              .required = true,
              .focus_now = dialog.appearing()});
  if (dialog_end(reason_open_, "send", tr("content.step.send_back"),
                 base::is_blank(reason_) ? tr("content.why.reason") : "")) {
    out_.emplace_back(typed.sent(pages::step_of(page, pages::Step::send_back, reason_, world)));
    reason_open_ = false;
  }
}

/// Address, place and who answers for it; each is saved when its field is left.
void ContentPanel::properties_dialog(const World& world, const ContentPage& page) {
  const Dialog dialog{"content.properties",
                      properties_open_,
                      {.title = tr("content.properties_title", {{"title", page.title.in(world.language)}}),
                       .body = tr("content.properties_body")}};
  const auto changed = [&](const std::optional<ContentPage>& after) {
    if (!after) return;
    auto change = pages::properties_of(page, *after, world);
    change.draft_key = properties_.draft_key();
    out_.emplace_back(std::move(change));
  };
  if (!can_write(world)) properties_open_ = false;
  if (!dialog) {
    // Closed with the cursor in a field: what stands in it counts as left.
    if (std::exchange(properties_shown_, false))
      changed(properties_.flush(page, pages::property_fields(page, index_, world)));
    return;
  }
  properties_shown_ = true;
  changed(properties_.draw(page, pages::property_fields(page, index_, world), world, out_));
  dialog_foot();
  Row row{{.height = 36}};
  if (button("checked", {.label = tr("content.checked_today"), .icon = icons::task_alt}))
    out_.emplace_back(pages::checked_of(page, world));
  row.right();
  if (button("close", {.kind = Button::primary, .label = tr("content.close")})) properties_open_ = false;
}

void ContentPanel::plan_dialog(const World& world, const ContentPage& page) {
  const Dialog dialog{"content.plan",
                      plan_open_,
                      {.title = tr("content.plan_title", {{"title", page.title.in(world.language)}}),
                       .body = tr("content.plan_body")}};
  if (!dialog) return;
  auto typed =
      dialogs_.typed("plan", page.id, dialog.appearing(), world.state, out_, {&plan_from_, &plan_until_});
  const auto from = pages::moment_from(plan_from_), until = pages::moment_from(plan_until_);
  const char* wrong = tr("content.moment_wrong");
  text_field("from", plan_from_,
             {.label = tr("content.plan_from"),
              .placeholder = tr("content.plan_never"),
              .error = from ? "" : wrong,
              .icon = icons::event,
              .focus_now = dialog.appearing()});
  const bool backwards = from && until && *from && *until && *until <= *from;
  text_field("until", plan_until_,
             {.label = tr("content.plan_until"),
              .placeholder = tr("content.moment_no_end"),
              .error = !until      ? wrong
                       : backwards ? tr("content.plan_backwards")
                                   : "",
              .icon = icons::event});
  if (dialog_end(plan_open_, "plan", tr("content.plan_do"),
                 !from || !until ? wrong
                 : backwards     ? tr("content.plan_backwards")
                                 : "")) {
    if (*from != page.publish_at || *until != page.expire_at)
      out_.emplace_back(typed.sent(pages::plan_of(page, *from, *until, world)));
    else
      typed.done();
    plan_open_ = false;
  }
}

// ---- languages ----

void ContentPanel::languages(const World& world, const Rect& rect) {
  const Pane pane{"content.languages",
                  {.rect = rect,
                   .name = tr("content.language.pane"),
                   .surface = Surface::surface,
                   .padding = 0,
                   .scroll = false}};
  fill_rect({{rect.min.x, rect.max.y - px(1)}, rect.max}, theme().line);
  if (language_states_.empty()) return;
  const Region region{rect.shrunk(px(16), px(2))};
  const auto* page = page_of(world);
  Row row{{.height = 40, .gap = 8}};
  language_choice(world, rect.width() < px(1060) ? 220.0F : 0.0F);
  if (page == nullptr || rect.width() < px(1100)) return;
  row.right();
  if (!page->schedule_error.empty())
    chip({.label = tr("content.schedule_failed"),
          .icon = icons::error_outline,
          .tone = Tone::err,
          .tooltip = kept_error_words(page->schedule_error)});
  else if (page->publish_at && page->state != PageState::live)
    meta(tr("content.appears", {{"when", format_date_time(page->publish_at)}}));
  else if (page->expire_at)
    meta(tr("content.expires", {{"when", format_date_time(page->expire_at)}}));
}

/// In a row: as a combobox of this many logical px, or all side by side where it is 0.
void ContentPanel::language_choice(const World& world, float narrow) {
  std::vector<std::string> names, details;
  int current = 0;
  for (std::size_t i = 0; i < language_states_.size(); ++i) {
    const auto& each = language_states_[i];
    names.push_back(language_word(each.language));
    if (each.language == language_) current = static_cast<int>(i);
    std::string detail;
    if (each.language != content::kSource) {
      if (!each.begun())
        detail = tr("content.language.not_begun");
      else if (each.missing > 0)
        detail = tr_n("content.language.missing", each.missing);
      else if (each.outdated > 0)
        detail = tr_n("content.language.outdated", each.outdated);
    }
    details.push_back(std::move(detail));
  }
  const bool may_add = can_write(world);
  if (narrow > 0) {
    std::vector<Choice> choices;
    for (std::size_t i = 0; i < names.size(); ++i)
      choices.push_back({.label = names[i], .detail = details[i]});
    if (combobox("language", current, choices,
                 {.label = tr("content.language.pane"), .label_hidden = true, .width = narrow}))
      language_ = language_states_[static_cast<std::size_t>(current)].language;
  } else {
    std::vector<TabItem> items;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto& each = language_states_[i];
      const bool done = each.complete();
      items.push_back({.label = names[i],
                       .detail = details[i],
                       .icon = done           ? icons::check_circle
                               : each.begun() ? icons::pending
                                              : icons::radio_button_unchecked,
                       .icon_tone = done           ? Tone::ok
                                    : each.begun() ? Tone::warn
                                                   : Tone::neu});
    }
    if (tabs("language", current, items, tr("content.language.pane")))
      language_ = language_states_[static_cast<std::size_t>(current)].language;
  }
  if (may_add &&
      button("add",
             {.kind = Button::ghost, .label = tr("content.language.add"), .icon = icons::add, .small = true}))
    open_popover(kPageLanguageMenu);
  if (const Popover popover{kPageLanguageMenu, {.name = tr("content.language.add"), .width = 280}}) {
    const bool known = std::find(added_languages_.begin(), added_languages_.end(), new_language_) !=
                           added_languages_.end() ||
                       std::any_of(language_states_.begin(), language_states_.end(),
                                   [&](const auto& each) { return each.language == new_language_; });
    const auto typed = text_field(
        "tag", new_language_, {.label = tr("content.language.tag"), .hint = tr("content.language.tag_hint")});
    const bool usable = contract::is_language_tag(new_language_) && !known;
    const bool pressed = button("do", {.kind = Button::primary,
                                       .label = tr("content.language.add_do"),
                                       .disabled_because = usable ? "" : tr("content.language.tag_wrong")});
    if (usable && (pressed || typed.submitted)) {
      added_languages_.push_back(new_language_);
      language_ = std::exchange(new_language_, {});
      checked_ = ~0ULL;
      close_popover();
    }
  }
}

// ---- the blocks ----

/// `folded`: the language stands above the blocks, and the foot is there when it was asked for.
void ContentPanel::middle(const World& world, const Rect& rect, bool with_insert, bool folded) {
  Rect rest = rect;
  const bool foot = !folded || history_.is_open();
  const float wanted = foot ? std::min(px(history_.height()), rect.height() * (folded ? 0.7F : 0.5F)) : 0;
  const Rect below = rest.cut_bottom(wanted);
  {
    const Pane pane{
        "content.blocks",
        {.rect = rest, .name = tr("content.blocks.name"), .surface = Surface::app, .padding = 14}};
    const auto* page = page_of(world);
    if (page != nullptr && page->state == PageState::in_review)
      note(tr("content.in_review_note"), icons::hourglass_empty, Tone::info);
    if (page != nullptr && page->state == PageState::changes_requested && !page->note.empty())
      note(tr("content.returned_note", {{"note", page->note}}), icons::undo, Tone::warn);
    conflicts(world);
    if (folded || with_insert) {
      const Row row{{.height = 34}};
      if (folded)
        language_choice(world, std::clamp(available_width() / scale() - kBesideLanguage, 100.0F, 220.0F));
      if (with_insert &&
          button("insert_top", {.label = tr("content.blocks.insert"), .icon = icons::add, .menu = true}))
        blocks_.ask_insert();
    }
    blocks_.draw_list(world, editor_, language_, findings_, can_write(world));
  }
  if (!foot) return;
  const auto event = history_.draw(world, editor_, findings_, links_, can_write(world), below, out_);
  if (event.check_links) out_.emplace_back(CheckLinks{links_});
  if (!event.show.empty()) blocks_.show(event.show);
  if (event.restore) {
    keep_draft();
    send(world);
    out_.emplace_back(pages::restore_of(*page_of(world), *event.restore, world));
  }
}

/// What two people changed differently: one of both, each for itself.
void ContentPanel::conflicts(const World& world) {
  const auto all = editor_.conflicts();
  if (all.empty()) return;
  const Tone tone = Tone::warn;
  const Card card{{.padding = 16, .tone = &tone, .name = tr("content.conflict.title")}};
  heading(tr("content.conflict.title"), Heading::card);
  paragraph(tr("content.conflict.body"), {.color = theme().tx2});
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& each = all[i];
    const IdScope scope{i};
    std::string where = pages::place_words(editor_.text().document, each.path);
    if (!each.language.empty()) where += ", " + language_word(each.language);
    heading(where, Heading::group);
    const auto side = [&](const char* key, const std::string& words) {
      paragraph(tr(key, {{"text", words.empty() ? std::string(tr("content.conflict.nothing")) : words}}));
    };
    side("content.conflict.mine", each.mine);
    side("content.conflict.theirs", each.theirs);
    const Row row{{.height = 32}};
    if (button("mine", {.label = tr("content.conflict.keep_mine"),
                        .small = true,
                        .name = std::string(tr("content.conflict.keep_mine")) + ": " + where})) {
      editor_.keep_mine(i);
      edited_at_s_ = ImGui::GetTime();
      break;
    }
    if (button("theirs", {.label = tr("content.conflict.take_theirs"),
                          .small = true,
                          .name = std::string(tr("content.conflict.take_theirs")) + ": " + where})) {
      editor_.take_theirs(i, world.now);
      edited_at_s_ = ImGui::GetTime();
      break;
    }
  }
}

}  // namespace stadtpult::panels
