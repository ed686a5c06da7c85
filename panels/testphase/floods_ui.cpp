// Above board and list: who sent faster than is taken, and what can be done about it.

#include "panels/kit/kit.hpp"
#include "panels/security/alert_actions.hpp"
#include "panels/testphase/testphase_ui.hpp"

namespace stadtpult::panels {

using namespace kit;
using namespace testphase;

/// Asks for them when the panel is opened; from then on the client keeps them up to date by the stream.
void TestphasePanel::look_at_floods(const World& world, Intents& out) {
  const auto& remote = world.state.floods;
  if (remote.state() == client::RemoteState::not_asked && world.state.me &&
      contract::may(world.role, contract::Operation::list_feedback_floods))
    out.emplace_back(Need{Need::What::floods, ""});
  const std::pair of{remote.received_at().ms, world.now.ms / base::kMinuteMs};
  if (of == floods_of_) return;
  floods_of_ = of;
  floods_ = slowed_lately(world);
}

bool TestphasePanel::has_floods_strip(const World& world) const {
  if (world.state.floods.state() == client::RemoteState::failed && world.online) return true;
  return !floods_.empty() && mark_of(floods_) != floods_seen_;
}

void TestphasePanel::hide_floods(Intents& out) {
  floods_seen_ = mark_of(floods_);
  out.emplace_back(Keep{kFloodsSeenKey, floods_seen_});
}

void TestphasePanel::floods_strip(const World& world, const Rect& rect, Intents& out) {
  const Pane pane{"testphase.floods",
                  {.rect = rect,
                   .name = tr("testphase.floods"),
                   .surface = Surface::subtle,
                   .padding = 4,
                   .scroll = false,
                   .is_f6_stop = false}};
  const bool known = !floods_.empty();
  const std::string words = known ? flood_words(floods_, world) : tr("testphase.floods.failed");
  const std::string more = tr(known ? "testphase.floods.look" : "testphase.floods.again");
  Row row{{.height = 32}};
  row.skip(8);
  icon(icons::warning_amber, theme().tone(Tone::warn).text, 18);
  const float buttons = text_width(Font::base_medium, more) + px(known ? 100 : 60);
  text(words, {.width = std::max(80.0F, (available_width() - buttons) / scale())});
  row.right();
  if (button("look", {.label = more, .small = true})) {
    if (known)
      floods_open_ = true;
    else
      out.emplace_back(Need{Need::What::floods, ""});
  }
  if (known &&
      icon_button("hide", {.icon = icons::close, .name = tr("testphase.floods.hide"), .small = true}))
    hide_floods(out);
}

/// What the person can do about one of them.
void TestphasePanel::flood_act(const World& world, const Slowed& slowed, Intents& out) {
  if (slowed.who.empty()) return;
  if (slowed.kind == contract::FloodKind::code) {
    if (button("show", {.label = tr("testphase.floods.show"), .icon = icons::forum, .small = true})) {
      wish_ = wish_for(slowed);
      keep_wish(out);
      floods_open_ = false;
    }
    return;
  }
  if (security::standing_block(world, contract::BlockKind::source, slowed.who) != nullptr)
    return chip({.label = tr("testphase.floods.throttled"), .icon = icons::block, .tone = Tone::warn});
  if (!security::may_stop(world)) return meta(tr("testphase.floods.who_stops"));
  if (!button("stop", {.label = tr("testphase.floods.stop"),
                       .icon = icons::block,
                       .small = true,
                       .disabled_because = world.online ? "" : tr("shell.palette.needs_line")}))
    return;
  contract::Block block;
  block.kind = contract::BlockKind::source;
  block.target = slowed.who;
  block.reason = tr("testphase.floods.reason", {{"count", count_words(slowed, world)}});
  out.emplace_back(security::stop(block));
}

void TestphasePanel::floods_dialog(const World& world, Intents& out) {
  const Dialog dialog{"testphase.floods.all",
                      floods_open_,
                      {.title = tr("testphase.floods.title"),
                       .body = tr("testphase.floods.body"),
                       .icon = icons::warning_amber,
                       .tone = Tone::warn}};
  if (!dialog) return;
  constexpr std::size_t kMost = 8;  // more than a person looks at one by one
  for (std::size_t i = 0; i < floods_.size() && i < kMost; ++i) {
    const auto slowed = floods_[i];
    const IdScope scope{static_cast<std::uint64_t>(i)};
    const bool code = slowed.kind == contract::FloodKind::code;
    line_item({.icon = code ? icons::person : icons::dns,
               .icon_color = theme().tx2,
               .words = who_of(slowed, world),
               .detail = count_words(slowed, world),
               .height = 44});
    Row row{{.height = 32}};
    row.skip(26);
    flood_act(world, slowed, out);
  }
  if (floods_.size() > kMost)
    meta(tr_n("testphase.floods.more", static_cast<std::int64_t>(floods_.size() - kMost)));
  Row row{{.height = 40}};
  row.right();
  if (button("close", {.label = tr("testphase.floods.close")})) floods_open_ = false;
  if (button("hide", {.kind = Button::primary, .label = tr("testphase.floods.hide")})) {
    hide_floods(out);
    floods_open_ = false;
  }
}

}  // namespace stadtpult::panels
