#include "panels/merchants/merchants_ui.hpp"

#include <algorithm>

#include "panels/dialog_end.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/fold.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::merchants {

using namespace kit;
using contract::Operation;

namespace {

constexpr const char* kWishKey = "merchants.wish";
constexpr const char* kListMenu = "merchants.list.menu";
constexpr float kHead = 128, kRow = 70;
constexpr const char* kShelfKeys[] = {"merchants.shelf.onboarding", "merchants.shelf.active",
                                      "merchants.shelf.suspended", "merchants.shelf.ended",
                                      "merchants.shelf.kept"};

std::string invite_key(const std::string& id) {
  return "draft:merchants.invite/" + id;
}

}  // namespace

void MerchantsPanel::restore(std::string_view key, std::string_view value) {
  if (key == kWishKey)
    if (auto wish = wish_from(value)) wish_ = std::move(*wish);
  panes_.restore(key, value);
  edit_.restore(key, value);
  fresh_.restore(key, value);
  dialogs_.restore(key, value);
  hours_.restore(key, value);
  offerings_.restore(key, value);
  calendar_.restore(key, value);
}

int MerchantsPanel::badge(const World& world) const {
  return waiting_.of(world, world.state.merchants.generation, [&] { return waiting(world); });
}

void MerchantsPanel::open(const Go& go, const World& world) {
  if (go.view == "new") new_open_ = true;
  if (go.view == "data") tab_ = static_cast<int>(Tab::data);
  if (go.view == "offers") tab_ = static_cast<int>(Tab::offers);
  if (!go.object_id.starts_with("mer_")) return;
  if (const auto* item = world.state.merchants.find(go.object_id)) {
    wish_ = {};
    wish_.shelf = shelf_of(*item);
  }
  select(go.object_id);
  reveal_ = true;
}

const contract::Merchant* MerchantsPanel::selected(const World& world) const {
  return world.state.merchants.find(selected_);
}

void MerchantsPanel::select(const std::string& id) {
  selected_ = id;
  table_.selected = row_key(id);
  panes_.open();
}

void MerchantsPanel::move(const World& world, int by) {
  const auto& rows = index_.rows();
  if (rows.empty()) return;
  const auto& items = world.state.merchants.items();
  const auto at = [&](int i) -> const Merchant& { return items[rows[static_cast<std::size_t>(i)]]; };
  const int count = static_cast<int>(rows.size());
  const int here = row_of(count, at, selected_);
  const int to = here < 0 ? 0 : std::clamp(here + by, 0, count - 1);
  table_.cursor = to;
  select(at(to).id);
  reveal_ = true;
}

void MerchantsPanel::keep_wish(Intents& out) {
  out.emplace_back(Keep{kWishKey, to_text(wish_)});
}

// ---- commands ----

std::vector<PanelCommand> MerchantsPanel::commands(const World& world) const {
  std::vector<PanelCommand> all;
  all.push_back({"merchants.search", tr("merchants.command.search"), "search", "F", "", false});
  all.push_back({"merchants.export", tr("merchants.command.export"), "outbox", "", "", false});
  if (!may_review(world)) return all;
  const auto* item = selected(world);
  const std::string none = item == nullptr ? tr("merchants.why.nothing_open") : "";
  all.push_back({"merchants.new", tr("merchants.command.new"), "person_add", "N", "", false});
  all.push_back({"merchants.import", tr("merchants.command.import"), "inbox", "", "", true});
  all.push_back({"merchants.confirm", tr("merchants.command.confirm"), "check", "Ctrl+Enter", none, false});
  const bool decides = item != nullptr && may_decide(*item, world);
  all.push_back({"merchants.request", tr("merchants.command.request"), "undo", "R",
                 item != nullptr && !decides ? tr("merchants.why.not_in_review") : none, false});
  all.push_back({"merchants.invite", tr("merchants.command.invite"), "vpn_key", "", none, true});
  return all;
}

void MerchantsPanel::run(std::string_view command, const World&) {
  if (command == "merchants.search")
    focus_search_ = true;
  else if (command == "merchants.import")
    import_.ask();
  else if (command == "merchants.new")
    new_open_ = true;
  else
    wanted_ = command;
}

bool MerchantsPanel::prepare_names(const World& world, std::size_t most) const {
  return names_.update(
      world.state.merchants,
      [](std::string& text, const Merchant& item) {
        append_folded(text, item.name);
        append_folded(text += ' ', number_of(item));
      },
      most);
}

std::vector<Findable> MerchantsPanel::find(std::string_view words, const World& world, int most) const {
  std::vector<Findable> found;
  if (!may_read(world)) return found;
  const auto& items = world.state.merchants.items();
  prepare_names(world, items.size());
  for (std::size_t i = 0; i < items.size() && static_cast<int>(found.size()) < most; ++i)
    if (names_[i].find(words) != std::string_view::npos)
      found.push_back({"merchants", items[i].id, items[i].name, tr("merchants.one"), "storefront"});
  return found;
}

std::vector<std::pair<std::string, std::string>> MerchantsPanel::hints(const World& world) const {
  std::vector<std::pair<std::string, std::string>> all{{"J+K", tr("merchants.hint.next")}};
  if (may_review(world)) all.emplace_back("Ctrl+Enter", tr("merchants.hint.confirm"));
  return all;
}

void MerchantsPanel::keys(const World& world, Intents& out) {
  const std::string wanted = std::exchange(wanted_, {});
  if (wanted == "merchants.export")
    out.emplace_back(SaveFile{"haendler.csv", csv_of(world, wish_.shelf, index_.rows())});
  if (overlay_open()) return;
  const auto* item = selected(world);
  const bool reviews = item != nullptr && may_review(world);
  const bool sees_checks = !text_active() && tab_ == static_cast<int>(Tab::overview);
  if (reviews && (wanted == "merchants.confirm" || (sees_checks && take({.key = Key::enter, .ctrl = true}))))
    confirm_office(world, shown(*item, world), item->step, out);
  if (reviews && wanted == "merchants.invite") invitation_ = {.open = true, .merchant_id = item->id};
  if (reviews && may_decide(*item, world) &&
      (wanted == "merchants.request" || (!text_active() && take({.key = Key::r}))))
    begin_request();
  if (text_active()) return;
  if (take({.key = Key::f}) || take({.key = Key::f, .ctrl = true})) focus_search_ = true;
  if (may_review(world) && take({.key = Key::n})) new_open_ = true;
  if (take({.key = Key::j}, true)) move(world, 1);
  if (take({.key = Key::k}, true)) move(world, -1);
}

// ---- the list ----

void MerchantsPanel::head(const World& world, const Rect& rect, Intents& out) {
  const Pane pane{"merchants.head",
                  {.rect = rect,
                   .name = tr("merchants.title"),
                   .surface = Surface::none,
                   .padding = 12,
                   .scroll = false,
                   .gap = 8}};
  const Wish before = wish_;
  {
    Row row{{.height = 34}};
    panel_title(tr("merchants.title"));
    row.right();
    if (icon_button("more", {.icon = icons::more_horiz, .name = tr("merchants.list.more"), .small = true}))
      open_popover(kListMenu);
    if (may_review(world) &&
        button("new", {.kind = Button::primary, .label = tr("merchants.new"), .icon = icons::person_add}))
      new_open_ = true;
  }
  if (Menu menu{kListMenu, tr("merchants.list.more"), 260}; menu) {
    if (menu.item("waiting",
                  {.label = tr("merchants.only_waiting"), .icon = icons::schedule, .checked = wish_.waiting}))
      wish_.waiting = !wish_.waiting;
    if (may_review(world) &&
        menu.item("import", {.label = tr("merchants.command.import"), .icon = icons::inbox}))
      import_.ask();
    if (menu.item("export", {.label = tr("merchants.command.export"), .icon = icons::outbox}))
      out.emplace_back(SaveFile{"haendler.csv", csv_of(world, wish_.shelf, index_.rows())});
  }
  if (!watches_data(world) && wish_.shelf == Shelf::kept) wish_.shelf = Shelf::onboarding;
  std::vector<Shelf> shelves;
  std::vector<Segment> segments;
  int at = 0;
  for (int i = 0; i < kShelves; ++i) {
    const auto shelf = static_cast<Shelf>(i);
    // What is over is only there where something is, and the law's clock only for who watches it.
    const bool over = shelf == Shelf::ended && index_.count(shelf) == 0 && wish_.shelf != shelf;
    if (over || (shelf == Shelf::kept && !watches_data(world))) continue;
    if (shelf == wish_.shelf) at = static_cast<int>(shelves.size());
    shelves.push_back(shelf);
    segments.push_back({.label = tr(kShelfKeys[i]), .count = index_.count(shelf)});
  }
  float needed = 0;
  for (const auto& segment : segments)
    needed +=
        text_width(Font::base, std::string(segment.label) + " " + format_number(segment.count)) + px(26);
  if (needed <= available_width()) {
    segmented("shelf", at, segments, {.name = tr("merchants.shelf"), .width = kFill});
  } else {
    std::vector<std::string> words;
    for (const auto& segment : segments)
      words.push_back(std::string(segment.label) + " " + format_number(segment.count));
    std::vector<Choice> choices;
    for (const auto& each : words) choices.push_back({.label = each});
    combobox("shelf", at, choices, {.label = tr("merchants.shelf"), .label_hidden = true});
  }
  wish_.shelf = shelves[static_cast<std::size_t>(at)];
  search_box("search", wish_.search,
             {.placeholder = tr("merchants.search"), .focus_now = std::exchange(focus_search_, false)});
  if (before != wish_) keep_wish(out);
}

bool MerchantsPanel::nothing(const World& world, Intents& out) {
  const auto& list = world.state.merchants;
  if (list.remote.value() == nullptr) {
    if (draw_missing(world, list.remote,
                     {.id = "merchants.missing",
                      .failed = "merchants.failed",
                      .forbidden = tr("merchants.forbidden"),
                      .row_height = kRow}))
      out.emplace_back(Need{Need::What::lists, ""});
    return true;
  }
  if (!list.items().empty()) return false;
  if (empty_state("merchants.empty", {.icon = icons::storefront,
                                      .title = tr("merchants.empty"),
                                      .detail = tr("merchants.empty_detail"),
                                      .action = may_review(world) ? tr("merchants.new") : ""}))
    new_open_ = true;
  return true;
}

void MerchantsPanel::list(const World& world, const ListDetail::Places& places, Intents& out) {
  const Region region{places.list};
  if (nothing(world, out)) return;
  if (index_.rows().empty()) {
    if (wish_.search.empty() && !wish_.waiting) {
      empty_state("merchants.shelf_empty", {.icon = icons::storefront, .title = tr("merchants.shelf_empty")});
    } else if (no_matches("merchants.none")) {
      wish_ = {.search = "", .shelf = wish_.shelf};
      keep_wish(out);
    }
    return;
  }
  const auto& items = world.state.merchants.items();
  const auto at = [&](int i) -> const Merchant& { return items[index_.rows()[static_cast<std::size_t>(i)]]; };
  const int count = static_cast<int>(index_.rows().size());
  const int wanted = std::exchange(reveal_, false) ? row_of(count, at, selected_) : -1;
  if (wanted >= 0) table_.cursor = wanted;
  const std::string title = tr("merchants.title");
  const Column columns[] = {{.id = "what", .title = title, .width = 0, .min_width = 120},
                            {.id = "steps", .title = title, .width = 68, .right = true}};
  const auto event = table(
      "merchants.table", table_,
      {.name = title,
       .columns = columns,
       .rows = count,
       .row_height = kRow,
       .header = false,
       .key = [&](int i) { return row_key(at(i).id); },
       .rect = available(),
       .cursor_opens = places.beside,
       .first_opens = places.beside,
       .padding = 12,
       .scroll_to = wanted},
      [&](TableRow& row) {
        const Merchant& item = at(row.index());
        const auto look = look_on(wish_.shelf, item, world);
        const auto tile_look = tile_of(item, world);
        const auto queue =
            wish_.shelf == Shelf::onboarding ? in_queue(item, world) : std::optional<InQueue>();
        row.name(item.name + ", " + item.trade + ", " + look.words + (queue ? ", " + queue->words : ""));
        if (row.cell("what")) {
          tile({.icon = tile_look.icon, .tone = tile_look.tone, .on_selection = row.selected()});
          const Rect rest = available();
          const float width = rest.width();
          const Region lines{{{rest.min.x, row.rect().min.y + px(8)}, {rest.max.x, row.rect().max.y}}};
          text(item.name, {.font = Font::base_semi, .width = width / scale()});
          // The day first: it is not cut off for a long trade.
          meta(queue && !queue->due.empty() ? queue->due + " · " + item.trade : item.trade,
               {.width = width / scale()});
          const Row state{{.height = 18, .gap = 4}};
          icon(look.icon, theme().tone(look.tone).text, 14);
          text(look.words, {.font = Font::meta,
                            .color = theme().tone(look.tone).text,
                            .width = (width - px(20)) / scale()});
        }
        if (row.cell("steps") && wish_.shelf == Shelf::onboarding) {
          const Rect rest = available();
          const float width = rest.width() / scale();
          const Region lines{{{rest.min.x, row.rect().min.y + px(8)}, {rest.max.x, row.rect().max.y}}};
          text(format_number(steps_done(item)) + " / " + format_number(kSteps),
               {.font = Font::meta, .color = theme().tx2, .width = width, .right = true});
          if (queue) meta(queue->age, {.width = width, .right = true});
        }
      });
  if (event.opened >= 0) select(at(event.opened).id);
}

// ---- new ones, and how they get in ----

void MerchantsPanel::new_dialog(const World& world, Intents& out) {
  const Dialog dialog{
      "merchants.new",
      new_open_,
      {.title = tr("merchants.new.title"), .body = tr("merchants.new.body"), .icon = icons::person_add}};
  if (!dialog) return;
  const auto fields = new_fields(world);
  fresh_.draw(fields, world, out);
  if (!dialog_end(new_open_, "make", tr("merchants.new.do"), "", Button::primary, icons::person_add)) return;
  if (auto made = fresh_.take(fields)) {
    const auto* before = world.state.answer_for(fresh_.draft_key());
    Change change = create_of(*made);
    change.draft_key = fresh_.draft_key();
    out.emplace_back(std::move(change));
    made_answer_ = before != nullptr ? before->id : "-";
    new_open_ = false;
  }
}

/// A merchant that was made is shown, and its code is offered; a code that came is shown.
void MerchantsPanel::take_answers(const World& world, Intents&) {
  // What is shown does not change under a dialog.
  if (!made_answer_.empty() && !overlay_open())
    if (const auto* answer = world.state.answer_for(fresh_.draft_key());
        answer != nullptr && answer->id != made_answer_) {
      made_answer_.clear();
      if (answer->ok) {
        wish_ = {};
        select(answer->object_id);
        reveal_ = true;
        invitation_ = {.open = true, .merchant_id = answer->object_id};
      } else {
        new_open_ = true;
      }
    }
  if (!invitation_.asked || invitation_.made) return;
  const auto* answer = world.state.answer_for(invite_key(invitation_.merchant_id));
  if (answer == nullptr || answer->id == invitation_.sent_before) return;
  invitation_.asked = false;
  if (auto made = contract::decode<contract::MerchantInvitation>(answer->answer); answer->ok && made)
    invitation_.made = std::move(*made);
  else
    invitation_.error = error_words(answer->error);
}

void MerchantsPanel::invite_dialog(const World& world, Intents& out) {
  const auto* item = world.state.merchants.find(invitation_.merchant_id);
  if (item == nullptr) return;
  const std::string title = tr("merchants.invite.title", {{"name", item->name}});
  const Dialog dialog{"merchants.invite",
                      invitation_.open,
                      {.title = title, .body = tr("merchants.invite.body"), .icon = icons::vpn_key}};
  if (!dialog) return;
  if (invitation_.made) {
    const Card card{{.padding = 14, .surface = Surface::inset, .border = false}};
    Row row{{.height = 32}};
    text(invitation_.made->code, {.font = Font::mono});
    row.right();
    if (button("copy", {.label = tr("merchants.invite.copy"), .icon = icons::content_copy, .small = true}))
      out.emplace_back(CopyText{invitation_.made->code});
  }
  if (invitation_.made)
    meta(tr("merchants.invite.valid", {{"date", format_date_time(invitation_.made->expires_at)}}));
  if (!invitation_.error.empty()) note(invitation_.error, icons::error_outline, Tone::err);
  Row row{{.height = 40}};
  row.right();
  if (button("close", {.label = tr(invitation_.made ? "merchants.close" : "merchants.invite.later")}))
    invitation_.open = false;
  if (invitation_.made) return;
  if (!button("make", {.kind = Button::primary,
                       .label = tr("merchants.invite.make"),
                       .disabled_because = !world.online       ? tr("shell.palette.needs_line")
                                           : invitation_.asked ? tr("merchants.invite.asked")
                                                               : ""}))
    return;
  const std::string key = invite_key(item->id);
  const auto* before = world.state.answer_for(key);
  invitation_.sent_before = before != nullptr ? before->id : "";
  invitation_.asked = true;
  invitation_.error.clear();
  Change change;
  change.operation = Operation::invite_merchant;
  change.ids = {item->id};
  change.body = "{}";
  change.title = tr("merchants.done.invite");
  change.detail = item->name;
  change.queueable = false;
  change.draft_key = key;
  change.quiet = true;
  out.emplace_back(std::move(change));
}

// ---- the whole ----

Intents MerchantsPanel::draw(const World& world) {
  Intents out;
  const IdScope scope{"merchants"};
  take_answers(world, out);
  // A merchant has one, its own: it is open at once.
  if (world.role == contract::Role::merchant && selected_.empty() && !world.state.merchants.items().empty()) {
    wish_.shelf = shelf_of(world.state.merchants.items().front());
    select(world.state.merchants.items().front().id);
    if (waits_for(world.state.merchants.items().front(), world)) tab_ = static_cast<int>(Tab::data);
  }
  index_.update(world, wish_);
  const auto places = panes_.divide(available(), kHead + 12, 0, out);
  if (places.shows_list()) {
    head(world, places.head, out);
    index_.update(world, wish_);
    list(world, places, out);
  }
  if (places.shows_detail()) detail(world, places, out);
  send_proofs(world, out);
  keys(world, out);
  new_dialog(world, out);
  invite_dialog(world, out);
  decide_dialogs(world, out);
  read_dialog(world, out);
  hours_.dialogs(world, out);
  offerings_.dialogs(world, out);
  calendar_.dialogs(world, out);
  import_.draw(world, out);
  return out;
}

}  // namespace stadtpult::panels::merchants
