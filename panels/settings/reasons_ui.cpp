#include "panels/settings/reasons_ui.hpp"

#include "panels/kit/kit.hpp"
#include "panels/list_detail_ui.hpp"

namespace stadtpult::panels {

using namespace kit;
using contract::Reason;

void ReasonsCard::restore(std::string_view key, std::string_view value) {
  edit_.restore(key, value);
  new_.restore(key, value);
  adding_ = adding_ || !new_.is_empty();
}

/// One reason: its text, and the buttons to reword and to archive it; open, its texts in every language.
void ReasonsCard::line(const Reason& reason, const World& world, Intents& intents) {
  const IdScope scope{reason.id.c_str()};
  const std::string words = reason.text.in(world.language);
  const bool open = open_id_ == reason.id;
  {
    Row row{{.height = 34, .gap = 4}};
    text(words, {.width = std::max(80.0F, available_width() / scale() - 76)});
    row.right();
    if (icon_button(
            "edit",
            {.icon = icons::edit, .name = tr("settings.reason.edit", {{"text", words}}), .selected = open}))
      open_id_ = open ? std::string() : reason.id;
    if (icon_button("archive",
                    {.icon = icons::archive, .name = tr("settings.reason.archive", {{"text", words}})})) {
      Reason gone = reason;
      gone.archived = true;
      intents.push_back(change_reason(reason, gone, tr("settings.reason.archived")));
    }
  }
  if (open)
    if (const auto after = edit_.draw(reason, reason_fields(reason), world, intents))
      intents.push_back(change_reason(reason, *after, tr("settings.reason.changed"), edit_.draft_key()));
  divider();
}

void ReasonsCard::archived(const World& world, Intents& intents) {
  const auto gone = reasons_shown(world, true);
  if (gone.empty()) return;
  if (link("archived", {.label = show_archived_ ? std::string(tr("settings.reason.hide_archived"))
                                                : tr_n("settings.reason.show_archived",
                                                       static_cast<std::int64_t>(gone.size()))}))
    show_archived_ = !show_archived_;
  if (!show_archived_) return;
  for (const auto* reason : gone) {
    const IdScope scope{reason->id.c_str()};
    const std::string words = reason->text.in(world.language);
    Row row{{.height = 34}};
    text(words, {.color = theme().tx3, .width = std::max(80.0F, available_width() / scale() - 44)});
    row.right();
    if (icon_button("restore",
                    {.icon = icons::restore, .name = tr("settings.reason.restore", {{"text", words}})})) {
      Reason back = *reason;
      back.archived = false;
      intents.push_back(change_reason(*reason, back, tr("settings.reason.restored")));
    }
  }
}

void ReasonsCard::add(const World& world, Intents& intents) {
  if (!adding_) {
    if (button("add", {.label = tr("settings.reason.add"), .icon = icons::add})) adding_ = true;
    return;
  }
  const IdScope scope{"new"};
  const auto fields = reason_fields({});
  new_.draw(fields, world, intents);
  const Row row{{.height = 36}};
  if (button("make", {.kind = Button::primary, .label = tr("settings.reason.make")}))
    if (const auto made = new_.take(fields)) {
      intents.push_back(create_reason(*made, new_.draft_key()));
      adding_ = false;
    }
  if (button("later", {.label = tr("shell.close")})) adding_ = false;
}

void ReasonsCard::draw(const World& world, float width, Intents& intents) {
  if (!may_keep_reasons(world)) return;
  const Card card{{.width = width, .name = tr("settings.reasons")}};
  heading(tr("settings.reasons"));
  meta(tr("settings.reasons.detail"), {.width = kFill});
  if (world.state.reasons.remote.value() == nullptr) {
    if (draw_missing(
            world, world.state.reasons.remote,
            {.id = "reasons.missing", .failed = "settings.reasons.failed", .rows = 4, .row_height = 34}))
      intents.push_back(Need{Need::What::lists, ""});
    return;
  }
  gap(4);
  for (const auto* reason : reasons_shown(world, false)) line(*reason, world, intents);
  archived(world, intents);
  add(world, intents);
}

}  // namespace stadtpult::panels
