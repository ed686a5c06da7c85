// One item: what was said, where it stands, what is like it, what was done, and the answer.

#include <algorithm>

#include "api-client/base/trim.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"
#include "panels/patch.hpp"
#include "panels/testphase/testphase_ui.hpp"

namespace stadtpult::panels {

using namespace kit;
using namespace testphase;
using contract::Feedback;
using contract::Operation;

namespace {

constexpr const char* kTemplates = "testphase.templates";
constexpr const char* kMore = "testphase.more";
constexpr float kKey = 104;                       // logical px: width of the labels beside the choices
constexpr float kPinFrom = 620, kComposer = 226;  // logical px: the answer stays in sight where there is room
constexpr std::size_t kMostFound = 12;

/// A label on the left; what follows stands beside it.
void label(const char* key) {
  text(tr(key), {.color = theme().tx2, .width = kKey});
}

template <typename E>
std::optional<E> choose(const char* id, const char* name, E value, bool enabled) {
  std::vector<std::string> words;
  std::vector<Choice> choices;
  for (const auto each : contract::enum_values<E>()) words.push_back(word_of(each));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto look = look_of(static_cast<E>(i));
    choices.push_back({.label = words[i], .icon = look.icon, .tone = look.tone});
  }
  int at = static_cast<int>(value);
  if (!combobox(id, at, choices,
                {.label = tr(name),
                 .label_hidden = true,
                 .width = kFill,
                 .disabled_because = enabled ? "" : tr("testphase.why.role")}))
    return std::nullopt;
  return static_cast<E>(at);
}

}  // namespace

std::string TestphasePanel::typed_key(const std::string& id) const {
  return "draft:testphase.words/" + id + (internal_ ? "/note" : "/reply");
}

/// What the platform did not take is typed text again.
void TestphasePanel::take_refused(const World& world) {
  for (auto at = said_.begin(); at != said_.end();) {
    const auto* answer = world.state.answer_for(at->first);
    if (answer == nullptr || answer->id == at->second.answered_before) {
      ++at;
      continue;
    }
    auto& typed = typed_[at->first];
    if (!answer->ok) typed = at->second.words + (typed.empty() ? "" : "\n" + typed);
    at = said_.erase(at);
  }
}

/// It is on its way; where it is refused it comes back.
Change TestphasePanel::said(const World& world, Change change, const std::string& key) {
  const auto* before = world.state.answer_for(key);
  auto& typed = typed_[key];
  auto& said = said_[key];
  said.words += (said.words.empty() ? "" : "\n") + std::exchange(typed, {});
  said.answered_before = before != nullptr ? before->id : "";
  change.draft_key = key;
  return change;
}

void TestphasePanel::more_menu(const World& world, const Feedback& item, Intents& out) {
  Menu menu{kMore, tr("testphase.more"), 260};
  if (!menu) return;
  const bool works = may_work(world);
  if (works &&
      menu.item("title",
                {.label = tr("testphase.edit_title"), .icon = icons::edit, .checked = editing_title_}))
    editing_title_ = !editing_title_;
  if (works && menu.item("decline", {.label = tr("testphase.command.decline"),
                                     .icon = icons::block,
                                     .keys = {.key = Key::x},
                                     .disabled_because = item.state == contract::FeedbackState::declined
                                                             ? tr("testphase.why.declined")
                                                             : ""}))
    decline(item);
  if (works && item.merged_into &&
      menu.item("unmerge", {.label = tr("testphase.unmerge"), .icon = icons::undo})) {
    Feedback after = item;
    after.merged_into.reset();
    out.emplace_back(change_of(item, after, tr("testphase.done.unmerge")));
  }
  if (works && menu.item("archive", {.label = tr(item.archived ? "testphase.restore" : "testphase.archive"),
                                     .icon = item.archived ? icons::restore : icons::archive})) {
    Feedback after = item;
    after.archived = !item.archived;
    out.emplace_back(
        change_of(item, after, tr(after.archived ? "testphase.done.archive" : "testphase.done.restore")));
  }
  const bool may_redact = contract::may(world.role, Operation::redact_feedback);
  if (menu.item("redact", {.label = tr("testphase.redact"),
                           .icon = icons::visibility,
                           .danger = true,
                           .disabled_because = !may_redact     ? tr("testphase.why.redact")
                                               : !world.online ? tr("shell.palette.needs_line")
                                                               : ""})) {
    redact_open_ = true;
    passage_.clear();
    redact_reason_.clear();
    redact_picture_ = redact_place_ = false;
  }
}

void TestphasePanel::words(const World& world, const Feedback& item, Intents& out) {
  const float width = available_width();
  const Rect box = place({width, text_size(Font::base, item.text, width - px(14)).y + px(4)});
  {
    const Region region{{{box.min.x + px(14), box.min.y}, box.max}};
    paragraph(item.text);
  }
  fill_rect({box.min, {box.min.x + px(3), box.max.y}}, theme().line2, 1);
  if (item.redacted) note(tr("testphase.redacted"), icons::visibility);
  if (item.rating > 0) meta(tr("testphase.rating", {{"n", format_number(item.rating)}}));
  if (!item.address.empty()) meta(item.address, {.width = kFill});
  if (item.picture_sha256 && world.pictures != nullptr) {
    const auto picture = world.pictures->find(item.id, PictureShelf::Size::large);
    if (picture.texture != nullptr && picture.width > 0) {
      const float across = std::min(width, px(220));
      const float height = across * static_cast<float>(picture.height) / static_cast<float>(picture.width);
      const Rect rect = place({across, std::min(height, px(260))});
      draw_list().AddImageRounded(picture.texture, rect.min, rect.max, {0, 0},
                                  {1, std::min(1.0F, px(260) / height)}, IM_COL32_WHITE, px(radius::kBlock));
      semantic::tree().add(
          semantic::Role::img,
          {.name = tr("testphase.picture"), .bounds = {rect.min.x, rect.min.y, rect.width(), rect.height()}});
    } else {
      meta(tr(picture.failed ? "testphase.picture.failed" : "testphase.picture.loading"));
    }
  }
  if (place_to_open(item, world) && link("place", {.label = tr("testphase.open_place"),
                                                   .icon = icons::open_in_new,
                                                   .tooltip = tr("testphase.open_place.hint")}))
    open_place(world, item, out);
}

void TestphasePanel::labels(const Feedback& item, Intents& out) {
  Row row{{.height = 32}};
  label("testphase.labels");
  Feedback after = item;
  for (std::size_t i = 0; i < item.labels.size(); ++i) {
    const IdScope scope{static_cast<std::uint64_t>(i)};
    if (filter_chip("label", {.field = item.labels[i], .set = true}) == ChipAction::removed)
      std::erase(after.labels, item.labels[i]);
  }
  const auto event = text_field("new_label", new_label_,
                                {.label = tr("testphase.label"),
                                 .label_hidden = true,
                                 .placeholder = tr("testphase.label.add"),
                                 .max_length = 40,
                                 .width = std::max(90.0F, available_width() / scale())});
  if (event.submitted && !new_label_.empty() && new_label_.size() <= 160) {
    if (std::find(after.labels.begin(), after.labels.end(), new_label_) == after.labels.end())
      after.labels.push_back(new_label_);
    new_label_.clear();
  }
  if (after.labels != item.labels) out.emplace_back(change_of(item, after, tr("testphase.done.labels")));
}

void TestphasePanel::facts(const World& world, const Feedback& item, Intents& out) {
  const bool may = may_work(world);
  {
    const Row row{{.height = 34}};
    label("testphase.column.state");
    if (const auto to = choose("state", "testphase.column.state", item.state, may)) {
      if (*to == contract::FeedbackState::declined)
        decline(item);
      else
        out.emplace_back(move_of(item, *to, ""));
    }
  }
  {
    const Row row{{.height = 34}};
    label("testphase.priority");
    if (const auto to = choose("priority", "testphase.priority", item.priority, may)) {
      Feedback after = item;
      after.priority = *to;
      out.emplace_back(change_of(item, after, tr("testphase.done.priority", {{"priority", word_of(*to)}})));
    }
  }
  {
    const Row row{{.height = 34}};
    label("testphase.column.assignee");
    const auto& all = colleagues(world);
    std::vector<Choice> choices{{.label = tr("testphase.nobody"), .icon = icons::radio_button_unchecked}};
    int at = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      choices.push_back({.label = all[i].second, .icon = icons::person, .id = all[i].first});
      if (item.assignee_id == all[i].first) at = static_cast<int>(i) + 1;
    }
    if (combobox("assignee", at, choices,
                 {.label = tr("testphase.column.assignee"),
                  .label_hidden = true,
                  .width = kFill,
                  .disabled_because = may ? "" : tr("testphase.why.role")}))
      out.emplace_back(at == 0 ? assign_of(item, "", "")
                               : assign_of(item, all[static_cast<std::size_t>(at) - 1].first,
                                           all[static_cast<std::size_t>(at) - 1].second));
  }
  {
    Row row{{.height = 32}};
    label("testphase.requirement");
    const auto* requirement =
        item.requirement_id ? world.state.requirements.find(*item.requirement_id) : nullptr;
    if (requirement != nullptr) {
      const std::string name = requirement->key + " " + requirement->title;
      if (link("requirement",
               {.label = requirement->key, .icon = icons::link, .tooltip = name, .name = name}))
        out.emplace_back(Go{"requirements", requirement->id, ""});
      text(requirement->title, {.width = std::max(40.0F, available_width() / scale() - 44)});
      row.right();
      if (may &&
          icon_button("unlink", {.icon = icons::close, .name = tr("testphase.unlink"), .small = true})) {
        Feedback after = item;
        after.requirement_id.reset();
        out.emplace_back(change_of(item, after, tr("testphase.done.unlink")));
      }
    } else if (may &&
               button("link",
                      {.label = tr("testphase.link"), .icon = icons::link, .small = true, .key = Key::l})) {
      link_open_ = true;
      link_search_.clear();
    }
  }
  {
    const Row row{{.height = 34}};
    label("testphase.version");
    const auto& versions = world.state.app_versions.items();
    std::vector<std::string> words{tr("testphase.no_version")};
    int at = 0;
    for (std::size_t i = 0; i < versions.size(); ++i) {
      words.push_back(tr("testphase.version_due",
                         {{"name", versions[i].name}, {"date", format_date(versions[i].due_at)}}));
      if (item.app_version_id == versions[i].id) at = static_cast<int>(i) + 1;
    }
    std::vector<Choice> choices;
    for (const auto& each : words) choices.push_back({.label = each, .icon = icons::rocket_launch});
    if (combobox("version", at, choices,
                 {.label = tr("testphase.version"),
                  .label_hidden = true,
                  .width = kFill,
                  .disabled_because = may ? "" : tr("testphase.why.role")})) {
      Feedback after = item;
      after.app_version_id =
          at == 0 ? std::nullopt : std::optional(versions[static_cast<std::size_t>(at) - 1].id);
      out.emplace_back(change_of(item, after, tr("testphase.done.version")));
    }
  }
  if (may) labels(item, out);
}

void TestphasePanel::alike(const World& world, const Feedback& item, Intents& out) {
  if (item.merged_into) {
    if (const auto* into = world.state.feedback.find(*item.merged_into))
      if (link("merged_into", {.label = tr("testphase.merged_into", {{"number", number_of(*into)}}),
                               .icon = icons::content_copy}))
        out.emplace_back(Go{"testphase", into->id, ""});
    return;
  }
  if (world.state.open_feedback_id != item.id) return;
  const auto* similar = world.state.similar.value();
  if (similar == nullptr || similar->empty()) return;
  const Card card{{.padding = 8, .surface = Surface::inset, .border = false}};
  Row row{{.height = 28}};
  icon(icons::content_copy, theme().tx2, 16);
  text(tr_n("testphase.similar", static_cast<std::int64_t>(similar->size())), {.color = theme().tx2});
  row.right();
  if (link("similar", {.label = tr(may_work(world) ? "testphase.merge.do" : "testphase.similar.show")})) {
    merge_open_ = true;
    merging_.clear();
  }
}

void TestphasePanel::timeline(const World& world, const Feedback& item) {
  heading(tr("testphase.timeline"), Heading::group);
  if (item.timeline.empty()) {
    if (world.state.open_feedback_id != item.id || world.state.open_feedback.value() == nullptr)
      meta(world.online ? tr("testphase.timeline.loading") : tr("shell.palette.needs_line"));
    return;
  }
  const bool reporter_first = item.timeline.front().action == "received";
  for (std::size_t i = 0; i < item.timeline.size(); ++i) {
    const auto& step = item.timeline[i];
    auto said = words_of(step);
    const bool by_somebody = !(i == 0 && reporter_first) && !step.principal_name.empty();
    if (by_somebody) said.words += ", " + step.principal_name;
    line_item({.icon = said.icon,
               .icon_color = theme().tx2,
               .words = said.words,
               .right = format_when_time(step.at, world.now)});
    if (said.detail.empty()) continue;
    const Card card{{.padding = 8, .surface = step.action == "note" ? Surface::inset : Surface::surface}};
    paragraph(said.detail);
  }
}

void TestphasePanel::composer(const World& world, const Feedback& item, Intents& out) {
  divider();
  {
    Row row{{.height = 32}};
    int which = internal_ ? 1 : 0;
    const Segment segments[] = {{.label = tr("testphase.reply")}, {.label = tr("testphase.note")}};
    if (segmented("which", which, segments, {.name = tr("testphase.answer"), .small = true}))
      internal_ = which == 1;
    row.right();
    if (!internal_ && button("templates", {.kind = Button::ghost,
                                           .label = tr("testphase.template"),
                                           .icon = icons::description,
                                           .menu = true,
                                           .small = true}))
      open_popover(kTemplates);
  }
  const std::string key = typed_key(item.id);
  auto& typed = typed_[key];
  if (Menu menu{kTemplates, tr("testphase.template"), 320}; menu) {
    bool any = false;
    for (const auto& each : world.state.reply_templates.items()) {
      if (each.archived) continue;
      any = true;
      if (menu.item(each.id.c_str(), {.label = each.title, .icon = icons::description})) {
        typed += (typed.empty() ? "" : "\n") + filled(each, item);
        out.emplace_back(KeepDraft{key, typed});
        focus_words_ = true;
      }
    }
    if (any) menu.separator();
    const bool blank = base::is_blank(typed);
    if (menu.item("keep", {.label = tr("testphase.template.keep"),
                           .icon = icons::star_border,
                           .disabled_because = blank ? tr("testphase.why.words") : ""})) {
      contract::ReplyTemplate made;
      made.text = typed;
      made.title = template_title(typed);
      Change change;
      change.operation = Operation::create_reply_template;
      change.body = contract::encode_new(made);
      change.title = tr("testphase.done.template");
      change.detail = made.title;
      out.emplace_back(std::move(change));
    }
  }
  const auto event =
      text_field("words", typed,
                 {.label = tr(internal_ ? "testphase.note" : "testphase.reply"),
                  .label_hidden = true,
                  .placeholder = tr(internal_ ? "testphase.note.hint" : "testphase.reply.hint"),
                  .max_length = 4000,
                  .multiline = true,
                  .lines = 4,
                  .focus_now = std::exchange(focus_words_, false)});
  if (event.changed) out.emplace_back(KeepDraft{key, typed});
  const float room = available_width() / scale();
  Row row{{.height = 36}};
  icon(internal_ ? icons::lock_outline : icons::chat_bubble_outline, theme().tx3, 16);
  meta(tr(internal_ ? "testphase.note.who" : "testphase.reply.who"), {.width = std::max(60.0F, room - 152)});
  row.right();
  const bool blank = base::is_blank(typed);
  const bool go = button("send", {.kind = Button::primary,
                                  .label = tr(internal_ ? "testphase.note.keep" : "testphase.send"),
                                  .icon = internal_ ? icons::lock_outline : icons::send,
                                  .disabled_because = blank ? tr("testphase.why.words") : ""});
  const bool by_key = !overlay_open() && take({.key = Key::enter, .ctrl = true});
  if (blank || !(go || by_key)) return;
  if (!internal_) {
    preview_open_ = true;
    return;
  }
  out.emplace_back(said(world, speak_of(item, typed, true), key));
}

/// The wording as the reporter reads it; sending is one more key.
void TestphasePanel::preview_dialog(const World& world, Intents& out) {
  const auto* item = selected(world);
  if (item == nullptr) return;
  const std::string title = tr("testphase.preview.title", {{"number", number_of(*item)}});
  const Dialog dialog{"testphase.preview",
                      preview_open_,
                      {.title = title,
                       .body = item->votes > 1 ? tr_n("testphase.preview.many", item->votes)
                                               : std::string(tr("testphase.preview.body")),
                       .icon = icons::send}};
  if (!dialog) return;
  const std::string key = "draft:testphase.words/" + item->id + "/reply";
  auto& typed = typed_[key];
  {
    const Card card{{.padding = 14, .surface = Surface::inset}};
    meta(tr("testphase.preview.head", {{"number", number_of(*item)}, {"state", word_of(item->state)}}));
    paragraph(typed);
    meta(tr("testphase.preview.city"));
  }
  Row row{{.height = 40}};
  row.right();
  if (button("back", {.label = tr("testphase.preview.back")})) preview_open_ = false;
  if (dialog.appearing()) focus::next_stop();
  if (!button("go", {.kind = Button::primary, .label = tr("testphase.send"), .icon = icons::send})) return;
  out.emplace_back(said(world, speak_of(*item, typed, false), key));
  preview_open_ = false;
}

void TestphasePanel::redact_dialog(const World& world, Intents& out) {
  const auto* item = selected(world);
  if (item == nullptr) return;
  const std::string title = tr("testphase.redact.title", {{"number", number_of(*item)}});
  const Dialog dialog{
      "testphase.redact",
      redact_open_,
      {.title = title, .body = tr("testphase.redact.body"), .icon = icons::visibility, .tone = Tone::err}};
  if (!dialog) return;
  {
    const Card card{{.padding = 12, .surface = Surface::inset}};
    paragraph(item->text);
  }
  // The reason alone: what has to go is not written down once more.
  auto typed = dialogs_.typed("redact", item->id, dialog.appearing(), world.state, out, {&redact_reason_});
  text_field("passage", passage_,
             {.label = tr("testphase.redact.passage"),
              .hint = tr("testphase.redact.passage.hint"),
              .required = !redact_picture_ && !redact_place_,
              .focus_now = dialog.appearing()});
  if (item->picture_sha256) checkbox("picture", redact_picture_, {.label = tr("testphase.redact.picture")});
  if (has_place(*item)) checkbox("place", redact_place_, {.label = tr("testphase.redact.place")});
  text_field("reason", redact_reason_,
             {.label = tr("testphase.reason"), .max_length = 500, .required = true});
  const bool picture = redact_picture_ && item->picture_sha256, place = redact_place_ && has_place(*item);
  const bool stands = base::is_blank(passage_) || item->text.find(passage_) != std::string::npos ||
                      item->title.find(passage_) != std::string::npos ||
                      item->address.find(passage_) != std::string::npos;
  const bool nothing = base::is_blank(passage_) && !picture && !place;
  const char* why = nothing                          ? tr("testphase.why.redact_what")
                    : !stands                        ? tr("testphase.why.passage")
                    : base::is_blank(redact_reason_) ? tr("testphase.why.reason")
                    : !world.online                  ? tr("shell.palette.needs_line")
                                                     : "";
  if (!dialog_end(redact_open_, "go", tr("testphase.redact.do"), why, Button::danger)) return;
  contract::Redaction wish;
  if (!base::is_blank(passage_)) wish.passages = {passage_};
  wish.picture = picture;
  wish.place = place;
  wish.reason = redact_reason_;
  Change change;
  change.operation = Operation::redact_feedback;
  change.ids = {item->id};
  change.body = contract::encode_new(wish);
  change.title = tr("testphase.done.redact");
  change.detail = number_of(*item);
  change.queueable = false;
  out.emplace_back(typed.sent(std::move(change)));
  redact_open_ = false;
}

void TestphasePanel::link_dialog(const World& world, Intents& out) {
  const auto* item = selected(world);
  if (item == nullptr) return;
  const std::string title = tr("testphase.link.title", {{"number", number_of(*item)}});
  const Dialog dialog{"testphase.link", link_open_, {.title = title, .icon = icons::link}};
  if (!dialog) return;
  const auto event = search_box(
      "search", link_search_, {.placeholder = tr("testphase.link.search"), .focus_now = dialog.appearing()});
  const auto& all = world.state.requirements;
  if (link_found_for_ != std::pair(link_search_, all.generation)) {
    link_found_for_ = {link_search_, all.generation};
    link_found_ = find_requirements(world, link_search_, kMostFound);
  }
  std::vector<const contract::Requirement*> found;
  for (const auto at : link_found_) found.push_back(&all.items()[at]);
  if (found.empty()) meta(tr("testphase.link.none"));
  const contract::Requirement* chosen = event.submitted && !found.empty() ? found.front() : nullptr;
  for (const auto* each : found) {
    const IdScope scope{each->id.c_str()};
    const std::string name = each->key + "  " + each->title;
    if (button("requirement", {.kind = Button::ghost, .label = name, .width = kFill, .align_left = true}))
      chosen = each;
  }
  if (chosen == nullptr) return;
  Feedback after = *item;
  after.requirement_id = chosen->id;
  if (!after.app_version_id) after.app_version_id = chosen->app_version_id;
  out.emplace_back(change_of(*item, after, tr("testphase.done.link", {{"key", chosen->key}})));
  link_open_ = false;
}

void TestphasePanel::merge_dialog(const World& world, Intents& out) {
  const auto* item = selected(world);
  if (item == nullptr) return;
  const std::string title = tr("testphase.merge.title", {{"number", number_of(*item)}});
  const Dialog dialog{"testphase.merge",
                      merge_open_,
                      {.title = title, .body = tr("testphase.merge.body"), .icon = icons::content_copy}};
  if (!dialog) return;
  const auto* similar = world.state.open_feedback_id == item->id ? world.state.similar.value() : nullptr;
  if (similar == nullptr || similar->empty())
    meta(world.online ? tr("testphase.similar.none") : tr("shell.palette.needs_line"));
  else
    for (const auto& each : *similar) {
      const auto* other = world.state.feedback.find(each.id);
      if (other == nullptr) continue;
      const IdScope scope{other->id.c_str()};
      bool on = std::find(merging_.begin(), merging_.end(), other->id) != merging_.end();
      const std::string words = number_of(*other) + "  " + other->title;
      const std::string detail = tr("testphase.merge.detail", {{"percent", format_percent(each.similarity)},
                                                               {"votes", format_number(other->votes)},
                                                               {"state", word_of(other->state)}});
      if (checkbox("other", on,
                   {.label = words,
                    .detail = detail,
                    .disabled_because = may_work(world) ? "" : tr("testphase.why.role")})) {
        if (on)
          merging_.push_back(other->id);
        else
          std::erase(merging_, other->id);
      }
    }
  if (!dialog_end(merge_open_, "go", tr("testphase.merge.do"),
                  merging_.empty() ? tr("testphase.why.none_chosen") : ""))
    return;
  const std::string group = "testphase.merge:" + std::to_string(++groups_) + item->id;
  for (const auto& id : merging_)
    if (const auto* other = world.state.feedback.find(id)) {
      Change change = merge_of(*other, *item);
      change.group = group;
      out.emplace_back(std::move(change));
    }
  merge_open_ = false;
}

void TestphasePanel::reason_dialog(const World& world, Intents& out) {
  const auto* item = world.state.feedback.find(declining_);
  if (item == nullptr) return;
  const std::string title = tr("testphase.decline.title", {{"number", number_of(*item)}});
  const Dialog dialog{"testphase.decline",
                      reason_open_,
                      {.title = title, .body = tr("testphase.decline.body"), .icon = icons::block}};
  if (!dialog) return;
  auto typed = dialogs_.typed("decline", item->id, dialog.appearing(), world.state, out, {&reason_});
  text_field("reason", reason_,
             {.label = tr("testphase.reason"),
              .max_length = 1000,
              .multiline = true,
              .required = true,
              .focus_now = dialog.appearing()});
  if (!dialog_end(reason_open_, "go", tr("testphase.command.decline"),
                  base::is_blank(reason_) ? tr("testphase.why.reason") : ""))
    return;
  if (!came_from_) go_on(world, item->id);
  out.emplace_back(typed.sent(move_of(*item, contract::FeedbackState::declined, reason_)));
  reason_open_ = false;
}

void TestphasePanel::detail(const World& world, const ListDetail::Places& places, Intents& out) {
  const auto* listed = selected(world);
  Rect body = places.detail, answer{};
  const bool pinned = listed != nullptr && may_work(world) && body.height() >= px(kPinFrom);
  if (pinned) answer = body.cut_bottom(px(kComposer));
  if (pinned) {
    const Pane pane{"testphase.composer",
                    {.rect = answer,
                     .name = tr("testphase.answer"),
                     .surface = Surface::subtle,
                     .padding = 16,
                     .scroll = false,
                     .gap = 8}};
    const IdScope scope{listed->id.c_str()};
    composer(world, *listed, out);
  }
  const Pane pane{
      "testphase.detail",
      {.rect = body, .name = tr("testphase.one"), .surface = Surface::subtle, .padding = 16, .gap = 8}};
  panes_.way_back(places);
  if (listed == nullptr) {
    empty_state("testphase.detail.empty", {.icon = icons::forum,
                                           .title = tr("testphase.nothing_open"),
                                           .detail = tr("testphase.nothing_open_detail")});
    return;
  }
  if (world.state.open_feedback_id != listed->id) out.emplace_back(Need{Need::What::feedback, listed->id});
  const Feedback item = shown(*listed, world);
  const IdScope scope{item.id.c_str()};
  {
    Row row{{.height = 28}};
    chip({.label = word_of(item.kind), .icon = look_of(item.kind).icon, .tone = look_of(item.kind).tone});
    text(number_of(item), {.font = Font::mono, .color = theme().tx2});
    row.right();
    if (icon_button("copy", {.icon = icons::link, .name = tr("testphase.copy_number"), .small = true}))
      out.emplace_back(CopyText{number_of(item)});
    if ((may_work(world) || contract::may(world.role, Operation::redact_feedback)) &&
        icon_button("more", {.icon = icons::more_horiz, .name = tr("testphase.more"), .small = true}))
      open_popover(kMore);
  }
  more_menu(world, item, out);
  if (editing_title_) {
    if (link("title_done", {.label = tr("testphase.edit_done"), .icon = icons::check}))
      editing_title_ = false;
    static const std::vector<std::string> kOthers = {
        "state",          "priority", "archived", "assignee_id",    "labels",      "miniapp_id",
        "requirement_id", "note",     "reply",    "app_version_id", "merged_into", "reason"};
    if (auto after =
            edit_.draw(*listed, form::fields_of(contract::type_info<Feedback>(), "testphase", {}, kOthers),
                       world, out)) {
      Change change = change_of(*listed, *after, tr("testphase.done.edit"));
      change.draft_key = edit_.draft_key();
      out.emplace_back(std::move(change));
    }
  } else {
    paragraph(item.title, {.font = Font::heading});
  }
  meta(origin_of(item, world), {.width = kFill});
  words(world, item, out);
  facts(world, item, out);
  alike(world, item, out);
  timeline(world, item);
  if (may_work(world) && !pinned) composer(world, item, out);
}

}  // namespace stadtpult::panels
