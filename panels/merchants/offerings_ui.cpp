#include "panels/merchants/offerings_ui.hpp"

#include <algorithm>
#include <utility>

#include "api-client/base/trim.hpp"
#include "panels/content/preview_ui.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/function_ref.hpp"
#include "panels/kit/kit.hpp"
#include "panels/merchants/card_life_ui.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::merchants {

using namespace kit;
using contract::Merchant;
using contract::Offering;
using contract::OfferingActKind;
using contract::OfferingState;

namespace {

constexpr float kFormWidth = 880, kNarrowForm = 560, kPhoneWidth = 300, kPhoneHeight = 540;  // logical px
constexpr float kTableWide = 400, kTwoFields = 420;
constexpr int kMostRows = 12;  ///< that stand without scrolling
constexpr std::size_t kMostPictures = 10;

/// Two fields beside each other where there is room, else below.
void side_by_side(FunctionRef<void()> first, FunctionRef<void()> second) {
  Rect line = available(), columns[2];
  if (line.width() < px(kTwoFields)) {
    first();
    return second();
  }
  split_columns(line, columns, 16);
  float used = 0;
  for (const bool is_first : {true, false}) {
    const Region region{columns[is_first ? 0 : 1]};
    is_first ? first() : second();
    used = std::max(used, region.used_height());
  }
  place({line.width(), used});
}

constexpr std::string_view kPictureArea = "merchants.picture";

/// Merchants say what their own pictures show, the city's people what any does.
bool may_describe(const World& world, const contract::Media& media) {
  return media::may_change(world) && !media.archived &&
         (world.role != contract::Role::merchant || media.organisation_id == world.organisation_id);
}

}  // namespace

// ---- the card

void OfferingsPart::row(const World& world, const Merchant& merchant, TableRow& row, bool wide) {
  const auto& offering = world.state.offerings.items()[rows_.rows()[static_cast<std::size_t>(row.index())]];
  const auto look = offers::look_of(offers::mark_of(offering, merchant));
  const auto& name = offering.name.in(world.language);
  const auto price = offers::price_words(offering),
             duration = offers::duration_words(offering.duration_minutes);
  auto sentence = name + ", " + price;
  if (!duration.empty()) sentence += ", " + duration;
  row.name(sentence + ", " + look.words);
  row.cell("name");
  icon(offers::icon_of(offering), theme().tx2, 16);
  if (wide)
    row.text(name, Font::base, theme().tx);
  else
    row.two_lines(name, duration.empty() ? price : duration + ", " + price);
  if (row.cell("duration")) row.text(duration);
  if (row.cell("price")) row.text(price, Font::base, theme().tx);
  row.cell("state");
  if (world.state.offerings.pending(offering.id))
    icon(icons::outbox, theme().tx3, 14, tr("merchants_offerings.waiting"));
  chip({.label = look.words, .icon = look.icon, .tone = look.tone, .on_selection = row.selected()});
}

void OfferingsPart::table(const World& world, const Merchant& merchant) {
  const bool wide = available_width() >= px(kTableWide);
  const Column columns[] = {
      {.id = "name",
       .title = tr("merchants_offerings.column.name"),
       .min_width = 96,
       .hideable = false,
       .fixed = true},
      {.id = "duration", .title = tr("merchants_offerings.column.duration"), .width = 72, .hideable = false},
      {.id = "price",
       .title = tr("merchants_offerings.column.price"),
       .width = 92,
       .right = true,
       .hideable = false},
      {.id = "state", .title = tr("merchants_offerings.column.state"), .width = 112, .hideable = false}};
  const Column narrow[] = {columns[0], columns[3]};
  const auto count = static_cast<int>(rows_.rows().size());
  const float line = row_height(wide ? RowKind::plain : RowKind::two_line);
  const Rect rect = place(
      {available_width(), px(size::kTableHead) + line * static_cast<float>(std::min(count, kMostRows))});
  const auto& items = world.state.offerings.items();
  const auto event = kit::table(
      "offerings", table_,
      {.name = tr("merchants_offerings.title"),
       .columns = wide ? std::span<const Column>(columns) : std::span<const Column>(narrow),
       .rows = count,
       .row_kind = wide ? RowKind::plain : RowKind::two_line,
       .key = [&](int at) { return row_key(items[rows_.rows()[static_cast<std::size_t>(at)]].id); },
       .rect = rect},
      [&](TableRow& each) { row(world, merchant, each, wide); });
  table_.selected = open_ ? table_.selected : 0;
  if (event.opened >= 0) open(world, items[rows_.rows()[static_cast<std::size_t>(event.opened)]]);
}

void OfferingsPart::card(const World& world, const Merchant& merchant, bool may_edit, Intents& out) {
  rows_.update(world, merchant, show_archived_);
  const IdScope scope{"offerings"};
  const Card card{{.padding = 1, .name = tr("merchants_offerings.title")}};
  {
    const Rect bar = place({available_width(), px(50)});
    const Region region{bar.shrunk(px(15), px(9))};
    Row row{{.height = 32}};
    heading(tr("merchants_offerings.title"), Heading::card);
    if (rows_.all() > 0)
      meta(tr("merchants_offerings.count",
              {{"all", format_number(rows_.all())}, {"ready", format_number(rows_.ready())}}));
    row.right();
    if (rows_.archived() > 0 &&
        icon_button("archived", {.icon = icons::archive,
                                 .name = tr(show_archived_ ? "merchants_offerings.hide_archived"
                                                           : "merchants_offerings.show_archived"),
                                 .selected = show_archived_,
                                 .small = true}))
      show_archived_ = !show_archived_;
    if (may_edit && offers::may_write(world) &&
        button("new", {.label = tr("merchants_offerings.new"),
                       .icon = icons::add,
                       .name = tr("merchants_offerings.new_name")}))
      open_new(world, merchant);
  }
  gap(-size::kGap);
  const auto& remote = world.state.offerings.remote;
  if (remote.value() != nullptr && !rows_.rows().empty()) return table(world, merchant);
  const Card inset{{.padding = 15, .surface = Surface::none, .border = false}};
  if (is_there(world, remote,
               {.id = "life",
                .failed = "merchants_offerings.failed",
                .forbidden = tr("merchants_offerings.forbidden")},
               out))
    paragraph(tr("merchants_offerings.none"), {.font = Font::meta, .color = theme().tx3});
}

// ---- the dialog

void OfferingsPart::begin(const World& world, const std::string& key, const Offering& start) {
  key_ = key;
  made_ = opened_ = start;
  typed_ = start_ = offers::typed_of(start);
  restored_ = tried_ = false;
  if (const auto* draft = drafts_.find(key_, world.state))
    if (auto kept = offers::typed_from(*draft); kept && *kept != start_) {
      typed_ = std::move(*kept);
      restored_ = true;
    }
  kept_ = typed_;
  left_.clear();
  wrong_.clear();
  made_ = offers::offering_from(typed_, start, wrong_);
  preview_language_ = world.language == "en" ? 1 : 0;
  open_ = true;
}

void OfferingsPart::open_new(const World& world, const Merchant& merchant) {
  merchant_id_ = merchant.id;
  offering_id_.clear();
  Offering start;
  start.merchant_id = merchant.id;
  start.category_id = merchant.category_id;
  start.languages = merchant.languages;
  begin(world, drafts_.key_for_new(merchant.id, world), start);
}

void OfferingsPart::open(const World& world, const Offering& offering) {
  merchant_id_ = offering.merchant_id;
  offering_id_ = offering.id;
  begin(world, drafts_.key(offering.id), offering);
}

std::string_view OfferingsPart::wrong_at(std::string_view field) const {
  const auto at = wrong_.find(field);
  return at == wrong_.end() || (!tried_ && !left_.contains(field)) ? std::string_view()
                                                                   : std::string_view(at->second);
}

bool OfferingsPart::typed_field(const char* id, std::string& value, TextFieldOptions options) {
  options.error = wrong_at(id);
  const auto event = text_field(id, value, options);
  if (event.left || event.submitted) left_.insert(id);
  return event.left || event.submitted;
}

void OfferingsPart::names() {
  typed_field("name_de", typed_.name_de,
              {.label = tr("merchants_offerings.name_de"), .max_length = 120, .required = true});
  typed_field("name_en", typed_.name_en, {.label = tr("merchants_offerings.name_en"), .max_length = 120});
  typed_field(
      "description_de", typed_.description_de,
      {.label = tr("merchants_offerings.description_de"), .max_length = 2000, .multiline = true, .lines = 3});
  typed_field(
      "description_en", typed_.description_en,
      {.label = tr("merchants_offerings.description_en"), .max_length = 2000, .multiline = true, .lines = 2});
}

void OfferingsPart::price() {
  // What was understood is shown in the usual form once the field is left.
  if (typed_field("price", typed_.price,
                  {.label = tr("merchants_offerings.price"),
                   .placeholder = tr("merchants_offerings.price_example"),
                   .hint = tr("merchants_offerings.price_hint"),
                   .icon = icons::payments,
                   .required = true}))
    if (const auto cents = offers::cents_from(typed_.price)) typed_.price = offers::price_typed(*cents);
}

void OfferingsPart::unit() {
  std::vector<std::string> words;
  for (const auto unit : contract::enum_values<contract::PriceUnit>())
    words.push_back(tr_or(std::string("merchants_offerings.unit_choice.") + contract::enum_name(unit), ""));
  std::vector<Choice> choices;
  for (const auto& word : words) choices.push_back({.label = word});
  int unit = static_cast<int>(typed_.unit);
  if (combobox("unit", unit, choices, {.label = tr("merchants_offerings.unit")}))
    typed_.unit = contract::enum_values<contract::PriceUnit>()[static_cast<std::size_t>(unit)];
}

void OfferingsPart::duration() {
  if (typed_field("duration", typed_.duration,
                  {.label = tr("merchants_offerings.duration"),
                   .placeholder = tr("merchants_offerings.duration_example"),
                   .icon = icons::schedule}))
    if (const auto minutes = offers::minutes_from(typed_.duration))
      typed_.duration = offers::duration_words(*minutes);
}

void OfferingsPart::category(const World& world) {
  std::vector<std::string> ids{""}, names{tr("merchants_offerings.no_category")};
  int current = typed_.category_id.empty() ? 0 : -1;
  const auto add = [&](const contract::Category& each, const std::string& name) {
    if (each.archived && each.id != typed_.category_id) return;
    if (each.id == typed_.category_id) current = static_cast<int>(ids.size());
    ids.push_back(each.id);
    names.push_back(name);
  };
  const auto& all = world.state.categories.items();
  for (const auto& each : all) {
    if (each.parent_id) continue;
    add(each, each.name.in(world.language));
    for (const auto& below : all)
      if (below.parent_id == each.id)
        add(below, each.name.in(world.language) + " › " + below.name.in(world.language));
  }
  std::vector<Choice> choices;
  for (const auto& name : names) choices.push_back({.label = name});
  if (combobox("category", current, choices,
               {.label = tr("merchants_offerings.category"), .placeholder = tr("kit.choose")}))
    typed_.category_id = ids[static_cast<std::size_t>(current)];
}

void OfferingsPart::restore(std::string_view key, std::string_view value) {
  drafts_.restore(key, value);
  dialogs_.restore(key, value);
  const std::string prefix = "draft:" + std::string(kPictureArea) + ".edit/";
  if (!key.starts_with(prefix)) return;
  const std::string id(key.substr(prefix.size(), key.find('/', prefix.size()) - prefix.size()));
  words_.try_emplace(id, kPictureArea).first->second.restore(key, value);
}

/// What it shows, for those who do not see it: nothing goes live without. Saved field by field, beside the
/// offering.
void OfferingsPart::picture_words(const World& world, const contract::Media& media, Intents& out) {
  if (!may_describe(world, media)) {
    if (media::lacks_text(media))
      return note(tr("merchants_offerings.picture_mute"), icons::warning_amber, Tone::warn);
    return meta(media.decorative ? std::string(tr("merchants_offerings.picture_decorative"))
                                 : media.alternative_text.in(world.language));
  }
  auto fields = media::fields_of(media);
  std::erase_if(fields, [](const auto& field) { return field.path == "name"; });
  auto& words = words_.try_emplace(media.id, kPictureArea).first->second;
  if (const auto after = words.draw(media, fields, world, out)) {
    auto change = media::change_of(media, *after, tr("media.done.change"));
    change.draft_key = words.draft_key();
    out.push_back(std::move(change));
  }
  if (media::lacks_text(media))
    note(tr("merchants_offerings.picture_mute"), icons::warning_amber, Tone::warn);
}

void OfferingsPart::send_pictures(Intents& out) {
  for (auto& file : std::exchange(arrived_, {})) {
    if (!picker_.is_open()) continue;
    std::string key = "merchants.upload:" + std::to_string(++uploads_);
    if (media::send(std::move(file), key, out)) picker_.await(std::move(key));
  }
}

void OfferingsPart::pictures(const World& world, Intents& out) {
  heading(tr("merchants_offerings.pictures"), Heading::group);
  std::string gone;
  for (const auto& id : typed_.media_ids) {
    const IdScope scope{id.c_str()};
    const auto* media = world.state.media.find(id);
    const std::string name = media != nullptr ? media->name : id;
    {
      Row row{{.height = 30}};
      icon(icons::image, theme().tx2);
      text(name, {.width = std::max(40.0F, available_width() / scale() - 40)});
      row.right();
      if (icon_button("remove", {.icon = icons::close,
                                 .name = tr("merchants_offerings.remove_picture", {{"name", name}}),
                                 .small = true}))
        gone = id;
    }
    if (media != nullptr) picture_words(world, *media, out);
  }
  if (!gone.empty()) std::erase(typed_.media_ids, gone);
  if (typed_.media_ids.size() < kMostPictures &&
      button("add_picture",
             {.label = tr("merchants_offerings.add_picture"), .icon = icons::image, .small = true}))
    picker_.open({.title = tr("merchants_offerings.add_picture"), .pictures_only = true});
}

void OfferingsPart::form(const World& world, Intents& out) {
  const Segment kinds[] = {{.label = tr("merchants_offerings.product"), .icon = icons::shopping_bag},
                           {.label = tr("merchants_offerings.service"), .icon = icons::event}};
  int kind = static_cast<int>(typed_.kind);
  if (segmented("kind", kind, kinds, {.name = tr("merchants_offerings.kind"), .small = true}))
    typed_.kind = static_cast<contract::OfferingKind>(kind);
  names();
  side_by_side([&] { price(); }, [&] { unit(); });
  checkbox("from", typed_.price_from, {.label = tr("merchants_offerings.price_from")});
  side_by_side([&] { duration(); }, [&] { category(world); });
  typed_field("languages", typed_.languages,
              {.label = tr("merchants_offerings.languages"),
               .placeholder = "de, en",
               .hint = tr("merchants_offerings.languages_hint")});
  pictures(world, out);
}

/// Instead of the form while it is with the reviewers.
void OfferingsPart::facts(const World& world, const Offering& offering) {
  const KeyValueOptions wrapped{.key_width = 116, .wrap = true};
  for (const char* language : {"de", "en"}) {
    if (!offering.name.has(language)) continue;
    const bool german = std::string_view(language) == "de";
    key_value(tr(german ? "merchants_offerings.name_de" : "merchants_offerings.name_en"),
              offering.name.in(language), wrapped);
    if (offering.description.has(language))
      key_value(tr(german ? "merchants_offerings.description_de" : "merchants_offerings.description_en"),
                offering.description.in(language), wrapped);
  }
  auto price = offers::price_words(offering);
  if (const auto unit = offers::unit_words(offering.price_unit); !unit.empty()) price += " " + unit;
  key_value(tr("merchants_offerings.column.price"), price, wrapped);
  if (offering.duration_minutes > 0)
    key_value(tr("merchants_offerings.column.duration"), offers::duration_words(offering.duration_minutes),
              wrapped);
  if (offering.category_id)
    if (const auto* category = world.state.categories.find(*offering.category_id))
      key_value(tr("merchants_offerings.category"), category->name.in(world.language), wrapped);
}

void OfferingsPart::phone(const World& world, const Merchant& merchant, const Rect& rect) {
  const IdScope scope{"phone"};
  Rect rest = rect;
  {
    const Region region{rest.cut_top(px(36))};
    Row row{{.height = 28}};
    meta(tr("merchants_offerings.preview"));
    row.right();
    const Segment languages[] = {{.label = "DE", .name = form::language_name("de")},
                                 {.label = "EN", .name = form::language_name("en")}};
    segmented("language", preview_language_, languages,
              {.name = tr("merchants_offerings.preview.language"), .small = true});
  }
  pages::draw_phone(world, offers::preview_of(world, merchant, made_, preview_language_ == 1 ? "en" : "de"),
                    {.large = false, .dark = theme_name() == ThemeName::dark}, rest);
}

void OfferingsPart::head(const Merchant& merchant, const Offering& offering, Intents& out) {
  if (!offering_id_.empty()) {
    const auto look = offers::look_of(offers::mark_of(offering, merchant));
    Row row{{.height = 24}};
    chip({.label = look.words, .icon = look.icon, .tone = look.tone});
    if (offering.live_at && offering.state != OfferingState::live)
      meta(tr("merchants_offerings.still_live", {{"when", format_date(offering.live_at)}}));
    if (offering.state == OfferingState::in_review)
      meta(tr("merchants_offerings.submitted_by", {{"who", offering.submitted_by_name}}));
  }
  if (offering.state == OfferingState::draft && !offering.decision_note.empty())
    note(tr("merchants_offerings.sent_back",
            {{"who", offering.decided_by_name}, {"why", offering.decision_note}}),
         icons::undo, Tone::warn);
  if (offering.state == OfferingState::in_review)
    note(tr("merchants_offerings.in_review_note"), icons::hourglass_empty, Tone::info);
  if (!restored_) return;
  note(tr("merchants_offerings.restored"), icons::restore, Tone::info);
  if (!link("discard", {.label = tr("merchants_offerings.discard"), .meta = true})) return;
  typed_ = kept_ = start_;
  restored_ = false;
  drafts_.keep(key_, "", out);
}

/// What is done with it as a whole; only with what is saved. As many in a line as there is room for.
void OfferingsPart::acts(const World& world, const Offering& offering, Intents& out) {
  const bool unsaved = typed_ != start_;
  const IdScope scope{"acts"};
  std::optional<Row> row;
  for (const auto act : offers::acts_for(world, offering)) {
    const auto look = offers::look_of(act);
    std::string why = unsaved ? tr("merchants_offerings.why.unsaved") : "";
    if (why.empty() && world.state.offerings.pending(offering.id))
      why = tr("merchants_offerings.why.on_its_way");
    if (why.empty()) why = offers::why_not(world, offering, act);
    const bool primary = act == OfferingActKind::approve || act == OfferingActKind::submit;
    const ButtonOptions options{.kind = primary && !unsaved ? Button::primary : Button::secondary,
                                .label = look.words,
                                .icon = look.icon,
                                .disabled_because = why};
    if (!row || button_width(options) > available_width()) {
      row.reset();
      row.emplace(RowOptions{.height = 36});
    }
    if (button(contract::enum_name(act), options)) start(offering, act, out);
  }
}

/// What cannot be taken back is asked for once more.
void OfferingsPart::start(const Offering& offering, OfferingActKind act, Intents& out) {
  if (act == OfferingActKind::send_back) {
    note_.clear();
    note_open_ = true;
    return;
  }
  auto change = offers::act_of(offering, act, "");
  if (change.undo == nullptr && act != OfferingActKind::approve) {
    ending_ = act;
    confirm_ = {.open = true};
    return;
  }
  out.emplace_back(std::move(change));
  open_ = false;
}

void OfferingsPart::confirm_dialog(const World& world, Intents& out) {
  const auto* offering = world.state.offerings.find(offering_id_);
  if (offering == nullptr) return;
  const bool archives = ending_ == OfferingActKind::archive;
  const std::string title =
      tr(archives ? "merchants_offerings.archive_title" : "merchants_offerings.withdraw_title",
         {{"name", offering->name.in(world.language)}});
  if (!confirm("merchants.offering.end", confirm_,
               {.title = title,
                .body = tr("merchants_offerings.end_body"),
                .icon = offers::look_of(ending_).icon,
                .action = offers::look_of(ending_).words}))
    return;
  out.emplace_back(offers::act_of(*offering, ending_, ""));
  open_ = false;
}

void OfferingsPart::actions(Intents& out) {
  Row row{{.height = 40}};
  row.right();
  if (button("cancel", {.label = tr("kit.cancel")})) {
    drafts_.keep(key_, "", out);
    open_ = false;
    return;
  }
  const bool same = typed_ == start_;
  const bool is_new = offering_id_.empty();
  const bool pressed =
      button("save", {.kind = same ? Button::secondary : Button::primary,
                      .label = tr(is_new ? "merchants_offerings.create" : "merchants_offerings.save"),
                      .disabled_because = same && !is_new ? tr("merchants_offerings.nothing_changed") : ""});
  if (!pressed && ((same && !is_new) || !take({.key = Key::enter, .ctrl = true}))) return;
  tried_ = true;
  if (!wrong_.empty()) return;
  out.emplace_back(is_new ? offers::create_of(made_, key_) : offers::edit_of(opened_, made_, key_));
  drafts_.send(key_);
  open_ = false;
}

void OfferingsPart::dialog(const World& world, const Merchant& merchant, const Offering& before,
                           Intents& out) {
  const std::string title = offering_id_.empty()
                                ? tr("merchants_offerings.dialog_new", {{"name", merchant.name}})
                                : before.name.in(world.language);
  const Dialog dialog{
      "merchants.offering", open_, {.title = title, .icon = offers::icon_of(made_), .width = kFormWidth}};
  if (!dialog) return;
  const bool writes = offers::may_write(world) && before.state != OfferingState::in_review &&
                      before.state != OfferingState::archived;
  head(merchant, before, out);
  const bool beside = available_width() >= px(kNarrowForm + kPhoneWidth - 40);
  Rect left = available(), right = left;
  if (beside) {
    left.max.x -= px(kPhoneWidth + 24);
    right.min.x = right.max.x - px(kPhoneWidth);
  }
  right.max.y = right.min.y + px(kPhoneHeight);
  float used = 0;
  {
    const Region region{left};
    if (writes)
      form(world, out);
    else
      facts(world, before);
    used = region.used_height();
  }
  if (typed_ != kept_) {
    kept_ = typed_;
    drafts_.keep(key_, typed_ == start_ ? std::string() : offers::to_text(typed_), out);
  }
  wrong_.clear();
  made_ = offers::offering_from(typed_, opened_, wrong_);
  if (beside) {
    phone(world, merchant, right);
    used = std::max(used, right.height());
  }
  place({available_width(), used});
  if (!beside) phone(world, merchant, place({available_width(), px(kPhoneHeight * 0.7F)}));
  gap(4);
  if (!offering_id_.empty()) acts(world, before, out);
  dialog_foot();
  if (writes)
    actions(out);
  else {
    Row row{{.height = 40}};
    row.right();
    if (button("close", {.label = tr("kit.close")})) open_ = false;
  }
}

void OfferingsPart::note_dialog(const World& world, Intents& out) {
  const auto* offering = world.state.offerings.find(offering_id_);
  if (!note_open_ || offering == nullptr) return;
  const std::string title =
      tr("merchants_offerings.send_back_title", {{"name", offering->name.in(world.language)}});
  const Dialog dialog{"merchants.offering.note",
                      note_open_,
                      {.title = title,
                       .body = tr("merchants_offerings.send_back_body"),
                       .icon = icons::undo,
                       .tone = Tone::warn}};
  if (!dialog) return;
  auto typed = dialogs_.typed("send_back", offering->id, dialog.appearing(), world.state, out, {&note_});
  text_field("note", note_,
             {.label = tr("merchants_offerings.note"),
              .max_length = 1000,
              .multiline = true,
              .lines = 3,
              .required = true});
  if (!dialog_end(note_open_, "go", tr("merchants_offerings.act.send_back"),
                  base::is_blank(note_) ? tr("merchants_offerings.why.note") : ""))
    return;
  out.emplace_back(typed.sent(offers::act_of(*offering, OfferingActKind::send_back, note_)));
  note_open_ = open_ = false;
}

void OfferingsPart::dialogs(const World& world, Intents& out) {
  const auto* merchant = world.state.merchants.find(merchant_id_);
  if (merchant == nullptr) return;
  if (open_) {
    const auto* offering = world.state.offerings.find(offering_id_);
    if (offering_id_.empty()) {
      Offering start;
      start.merchant_id = merchant->id;
      dialog(world, *merchant, start, out);
    } else if (offering != nullptr) {
      dialog(world, *merchant, *offering, out);
    }
  }
  note_dialog(world, out);
  confirm_dialog(world, out);
  send_pictures(out);
  if (const auto chosen = picker_.draw(world, out);
      !chosen.empty() &&
      std::find(typed_.media_ids.begin(), typed_.media_ids.end(), chosen) == typed_.media_ids.end())
    typed_.media_ids.push_back(chosen);
}

}  // namespace stadtpult::panels::merchants
