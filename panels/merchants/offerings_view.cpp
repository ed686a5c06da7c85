#include "panels/merchants/offerings_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/content/markdown.hpp"
#include "api-client/contract/language_tag.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::merchants::offers {

using content::Node;
using contract::Operation;
using contract::PriceUnit;
using kit::tr;
using kit::tr_n;

namespace {

namespace glyphs = kit::icons;

constexpr std::int64_t kMostCents = 100'000'000, kMostMinutes = 43'200, kMostTyped = 129'600, kHour = 60,
                       kDay = 24 * kHour;
constexpr std::size_t kMostLanguages = 20;

std::string without_blanks(std::string_view text) {
  // Also the non-breaking ones that other programs write between a number and its unit.
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) == 0xA0)
      ++at;
    else if (text.compare(at, 3, "\xE2\x80\xAF") == 0)
      at += 2;
    else if (byte != ' ' && byte != '\t')
      out += text[at];
  }
  return out;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Groups of three behind the first one ("1.234", "12 345" came without blanks).
std::optional<std::int64_t> whole_number(std::string_view text, char mark) {
  std::string digits;
  bool first = true;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(mark, at), text.size());
    const auto group = text.substr(at, end - at);
    if (!all_digits(group) || (!first && group.size() != 3)) return std::nullopt;
    if (first && end != text.size() && group.size() > 3) return std::nullopt;
    digits += group;
    first = false;
    at = end + 1;
  }
  if (digits.size() > 9) return std::nullopt;
  return std::stoll(digits);
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// Minutes of a unit as people write it; 0 for what is none.
std::int64_t unit_minutes(std::string_view unit) {
  if (unit.empty() || unit == "m" || unit.starts_with("min")) return 1;
  if (unit == "h" || unit.starts_with("std") || unit.starts_with("stunde") || unit.starts_with("hour"))
    return kHour;
  if (unit == "d" || unit.starts_with("tag") || unit.starts_with("day")) return kDay;
  return 0;
}

}  // namespace

// ---- what people type

std::optional<std::int64_t> cents_from(std::string_view typed) {
  auto text = lower_ascii(without_blanks(typed));
  for (const std::string_view unit : {"€", "eur", "euro"}) {
    if (text.starts_with(unit) && text.size() > unit.size()) text.erase(0, unit.size());
    if (text.ends_with(unit)) {
      text.resize(text.size() - unit.size());
      break;
    }
  }
  if (text.ends_with(",-") || text.ends_with(",–")) text.resize(text.rfind(','));
  if (text.empty()) return std::nullopt;
  const auto mark = text.find_last_of(",.");
  std::string_view whole = text, cents;
  if (mark != std::string::npos && text.size() - mark - 1 != 3) {
    whole = std::string_view(text).substr(0, mark);
    cents = std::string_view(text).substr(mark + 1);
    if (cents.size() != 2 || !all_digits(cents)) return std::nullopt;
    // The mark of the thousands is another one than that of the cents.
    if (whole.find(text[mark]) != std::string_view::npos) return std::nullopt;
  }
  const char group = whole.find(',') != std::string_view::npos ? ',' : '.';
  const auto euros = whole_number(whole, group);
  if (!euros) return std::nullopt;
  const auto value = *euros * 100 + (cents.empty() ? 0 : std::stoll(std::string(cents)));
  return value <= kMostCents ? std::optional(value) : std::nullopt;
}

std::string price_typed(std::int64_t cents) {
  return fmt::format("{}{}{:02}", cents / 100, kit::language() == "de" ? ',' : '.', cents % 100);
}

std::optional<std::int64_t> minutes_from(std::string_view typed) {
  const auto text = lower_ascii(base::trimmed(typed));
  if (text.empty()) return 0;
  if (const auto colon = text.find(':'); colon != std::string::npos) {
    const auto hours = std::string_view(text).substr(0, colon),
               minutes = std::string_view(text).substr(colon + 1);
    if (!all_digits(hours) || hours.size() > 3 || !all_digits(minutes) || minutes.size() != 2 ||
        minutes > "59")
      return std::nullopt;
    return std::stoll(std::string(hours)) * kHour + std::stoll(std::string(minutes));
  }
  std::int64_t sum = 0, last_unit = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ' || text[at] == '.') {
      ++at;
      continue;
    }
    const auto digits_end = std::min(text.find_first_not_of("0123456789", at), text.size());
    if (digits_end == at || digits_end - at > 5) return std::nullopt;
    const auto number = std::stoll(text.substr(at, digits_end - at));
    const auto unit_at = std::min(text.find_first_not_of(' ', digits_end), text.size());
    const auto unit_end = std::min(text.find_first_of(" .0123456789", unit_at), text.size());
    const auto unit = unit_minutes(std::string_view(text).substr(unit_at, unit_end - unit_at));
    if (unit == 0 || (last_unit != 0 && unit >= last_unit)) return std::nullopt;
    sum += number * unit;
    last_unit = unit;
    at = unit_end;
  }
  return sum <= kMostTyped && last_unit != 0 ? std::optional(sum) : std::nullopt;
}

std::string duration_words(std::int64_t minutes) {
  if (minutes <= 0) return {};
  if (minutes % kDay == 0) return tr_n("kit.days", minutes / kDay);
  // People say 90 minutes, but not 300.
  if (minutes < 3 * kHour) return tr_n("kit.minutes", minutes);
  auto words = tr_n("kit.hours", minutes / kHour);
  if (minutes % kHour != 0) words += " " + tr_n("kit.minutes", minutes % kHour);
  return words;
}

std::string price_words(const Offering& offering) {
  if (offering.price_cents == 0 && !offering.price_from) return tr("merchants_offerings.free");
  const auto money = kit::format_money(offering.price_cents);
  return offering.price_from ? tr("merchants_offerings.from_price", {{"price", money}}) : money;
}

std::string unit_words(PriceUnit unit) {
  return kit::tr_or(std::string("merchants_offerings.unit.") + contract::enum_name(unit), "");
}

// ---- the card

Mark mark_of(const Offering& offering, const Merchant& merchant) {
  switch (offering.state) {
    case OfferingState::draft:
      return Mark::draft;
    case OfferingState::in_review:
      return Mark::in_review;
    case OfferingState::live:
      return merchant.activity == contract::MerchantActivity::active ? Mark::live : Mark::ready;
    case OfferingState::archived:
      break;
  }
  return Mark::archived;
}

MarkLook look_of(Mark mark) {
  switch (mark) {
    case Mark::draft:
      return {glyphs::edit, kit::Tone::neu, tr("merchants_offerings.mark.draft")};
    case Mark::in_review:
      return {glyphs::hourglass_empty, kit::Tone::info, tr("merchants_offerings.mark.in_review")};
    case Mark::ready:
      return {glyphs::check_circle, kit::Tone::ok, tr("merchants_offerings.mark.ready")};
    case Mark::live:
      return {glyphs::public_, kit::Tone::ok, tr("merchants_offerings.mark.live")};
    case Mark::archived:
      break;
  }
  return {glyphs::archive, kit::Tone::neu, tr("merchants_offerings.mark.archived")};
}

const char* icon_of(const Offering& offering) {
  return offering.kind == contract::OfferingKind::service ? glyphs::event : glyphs::shopping_bag;
}

void Rows::update(const World& world, const Merchant& merchant, bool with_archived) {
  if (generation_ == world.state.offerings.generation && merchant_id_ == merchant.id &&
      with_archived_ == with_archived && language_ == world.language)
    return;
  generation_ = world.state.offerings.generation;
  merchant_id_ = merchant.id;
  with_archived_ = with_archived;
  language_ = world.language;
  rows_.clear();
  all_ = ready_ = archived_ = 0;
  const auto& items = world.state.offerings.items();
  for (std::size_t at = 0; at < items.size(); ++at) {
    const auto& each = items[at];
    if (each.merchant_id != merchant.id) continue;
    const bool is_archived = each.state == OfferingState::archived;
    (is_archived ? archived_ : all_) += 1;
    if (each.state == OfferingState::live) ++ready_;
    if (!is_archived || with_archived) rows_.push_back(static_cast<std::uint32_t>(at));
  }
  std::stable_sort(rows_.begin(), rows_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto &one = items[a], &other = items[b];
    const bool gone = one.state == OfferingState::archived,
               other_gone = other.state == OfferingState::archived;
    if (gone != other_gone) return other_gone;
    if (one.position != other.position) return one.position < other.position;
    return one.created_at < other.created_at;
  });
}

// ---- one that is being typed

namespace {

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& each : all) out += (out.empty() ? "" : ", ") + each;
  return out;
}

void put_text(contract::LocalizedText& text, const char* language, const std::string& typed) {
  const auto words = base::trimmed(typed);
  if (words.empty())
    text.by_language.erase(language);
  else
    text.by_language[language] = words;
}

std::string own_text(const contract::LocalizedText& text, const char* language) {
  return text.has(language) ? text.in(language) : std::string();
}

/// The tags of a list with commas; the first one that is none goes into `wrong`.
std::vector<std::string> languages_from(std::string_view typed, std::string& wrong) {
  std::vector<std::string> tags;
  for (std::size_t at = 0; at <= typed.size();) {
    const auto end = std::min(typed.find_first_of(",; ", at), typed.size());
    const auto tag = base::trimmed(typed.substr(at, end - at));
    at = end + 1;
    if (tag.empty()) continue;
    if (!contract::is_language_tag(tag)) {
      if (wrong.empty()) wrong = tag;
      continue;
    }
    auto usual = contract::usual_case(tag);
    if (std::find(tags.begin(), tags.end(), usual) == tags.end()) tags.push_back(std::move(usual));
  }
  return tags;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

Typed typed_of(const Offering& offering) {
  Typed typed;
  typed.name_de = own_text(offering.name, "de");
  typed.name_en = own_text(offering.name, "en");
  typed.description_de = own_text(offering.description, "de");
  typed.description_en = own_text(offering.description, "en");
  typed.kind = offering.kind;
  if (!offering.id.empty() || offering.price_cents != 0) typed.price = price_typed(offering.price_cents);
  typed.price_from = offering.price_from;
  typed.unit = offering.price_unit;
  typed.duration = duration_words(offering.duration_minutes);
  typed.category_id = offering.category_id.value_or("");
  typed.languages = joined(offering.languages);
  typed.media_ids = offering.media_ids;
  return typed;
}

std::string to_text(const Typed& typed) {
  const nlohmann::json json{{"name_de", typed.name_de},
                            {"name_en", typed.name_en},
                            {"description_de", typed.description_de},
                            {"description_en", typed.description_en},
                            {"kind", contract::enum_name(typed.kind)},
                            {"price", typed.price},
                            {"price_from", typed.price_from},
                            {"unit", contract::enum_name(typed.unit)},
                            {"duration", typed.duration},
                            {"category_id", typed.category_id},
                            {"languages", typed.languages},
                            {"media_ids", typed.media_ids}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<Typed> typed_from(std::string_view draft) {
  // A draft of another version of the program is no draft.
  try {
    const auto json = base::parse_json(draft);
    const auto text = [&](const char* name) { return json.at(name).get<std::string>(); };
    const auto kind = contract::enum_from<contract::OfferingKind>(text("kind"));
    const auto unit = contract::enum_from<PriceUnit>(text("unit"));
    if (!kind || !unit) return std::nullopt;
    return Typed{text("name_de"),
                 text("name_en"),
                 text("description_de"),
                 text("description_en"),
                 *kind,
                 text("price"),
                 json.at("price_from").get<bool>(),
                 *unit,
                 text("duration"),
                 text("category_id"),
                 text("languages"),
                 json.at("media_ids").get<std::vector<std::string>>()};
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

Offering offering_from(const Typed& typed, const Offering& before, Wrong& wrong) {
  Offering after = before;
  put_text(after.name, "de", typed.name_de);
  put_text(after.name, "en", typed.name_en);
  put_text(after.description, "de", typed.description_de);
  put_text(after.description, "en", typed.description_en);
  if (!after.name.has("de")) wrong["name_de"] = tr("merchants_offerings.wrong.name");
  for (const auto& [field, words, most] :
       {std::tuple{"name_de", &typed.name_de, 120}, std::tuple{"name_en", &typed.name_en, 120},
        std::tuple{"description_de", &typed.description_de, 2000},
        std::tuple{"description_en", &typed.description_en, 2000}})
    if (characters(*words) > static_cast<std::size_t>(most))
      wrong[field] = tr("merchants_offerings.wrong.long", {{"n", kit::format_number(most)}});
  after.kind = typed.kind;
  after.price_from = typed.price_from;
  after.price_unit = typed.unit;
  if (const auto cents = cents_from(typed.price))
    after.price_cents = *cents;
  else
    wrong["price"] = tr(base::trimmed(typed.price).empty() ? "merchants_offerings.wrong.no_price"
                                                           : "merchants_offerings.wrong.price");
  if (const auto minutes = minutes_from(typed.duration); minutes && *minutes <= kMostMinutes)
    after.duration_minutes = *minutes;
  else
    wrong["duration"] = tr("merchants_offerings.wrong.duration");
  after.category_id = typed.category_id.empty() ? std::nullopt : std::optional(typed.category_id);
  std::string no_language;
  after.languages = languages_from(typed.languages, no_language);
  if (!no_language.empty())
    wrong["languages"] = tr("merchants_offerings.wrong.language", {{"word", no_language}});
  else if (after.languages.size() > kMostLanguages)
    wrong["languages"] = tr("merchants_offerings.wrong.many_languages");
  after.media_ids = typed.media_ids;
  return after;
}

std::vector<Node> preview_of(const World& world, const Merchant& merchant, const Offering& offering,
                             const std::string& language) {
  std::vector<Node> nodes;
  const auto add = [&nodes](Node::Role role, std::string name, int level = 0) -> Node& {
    Node node;
    node.role = role;
    node.name = std::move(name);
    node.level = level;
    return nodes.emplace_back(std::move(node));
  };
  const auto say = [&](std::string words, bool bold) {
    add(Node::Role::paragraph, "").runs.push_back({.text = std::move(words), .bold = bold, .href = {}});
  };
  const auto& name = offering.name.in(language);
  add(Node::Role::heading, name.empty() ? tr("merchants_offerings.preview.no_name") : name, 1);
  say(merchant.name, false);
  for (const auto& id : offering.media_ids) {
    auto& node = add(Node::Role::image, "");
    node.href = "media:" + id;
    if (const auto* media = world.state.media.find(id)) {
      const auto target = content::target_of(*media, node.href);
      node.name = target.alternative_text.in(language);
      node.width = target.width;
      node.height = target.height;
      node.focus_x = target.focus_x;
      node.focus_y = target.focus_y;
    }
  }
  auto price = price_words(offering);
  if (const auto unit = unit_words(offering.price_unit); !unit.empty() && offering.price_cents > 0)
    price += " " + unit;
  say(std::move(price), true);
  if (offering.price_cents > 0) say(tr("merchants_offerings.preview.vat"), false);
  if (offering.duration_minutes > 0)
    say(tr("merchants_offerings.preview.duration", {{"time", duration_words(offering.duration_minutes)}}),
        false);
  if (const auto& description = offering.description.in(language); !description.empty())
    for (auto& block : content::parse_markdown(description))
      for (auto& line : block.lines) add(Node::Role::paragraph, "").runs = std::move(line);
  const auto& resources = world.state.resources.items();
  const bool bookable = std::any_of(resources.begin(), resources.end(), [&](const contract::Resource& each) {
    return each.merchant_id == merchant.id && !each.archived &&
           (!each.offering_id || (!offering.id.empty() && *each.offering_id == offering.id));
  });
  if (bookable && offering.kind == contract::OfferingKind::service)
    add(Node::Role::button, tr("merchants_offerings.preview.book"));
  return nodes;
}

// ---- what may be done

bool may_write(const World& world) {
  return contract::may(world.role, Operation::change_offering);
}

std::vector<OfferingActKind> acts_for(const World& world, const Offering& offering) {
  using Act = OfferingActKind;
  if (!contract::may(world.role, Operation::act_on_offering)) return {};
  const bool decides = world.role != contract::Role::merchant;
  std::vector<Act> acts;
  switch (offering.state) {
    case OfferingState::draft:
      acts = {Act::submit};
      if (offering.live_at) acts.push_back(Act::withdraw);
      acts.push_back(Act::archive);
      break;
    case OfferingState::in_review:
      if (decides) acts = {Act::approve, Act::send_back};
      acts.push_back(Act::recall);
      break;
    case OfferingState::live:
      acts = {Act::withdraw, Act::archive};
      break;
    case OfferingState::archived:
      acts = {Act::restore};
      break;
  }
  return acts;
}

std::string why_not(const World& world, const Offering& offering, OfferingActKind act) {
  if (act == OfferingActKind::approve && offering.submitted_by == world.principal_id)
    return tr("merchants_offerings.why.four_eyes");
  const bool reaches_citizens = act == OfferingActKind::approve || act == OfferingActKind::withdraw ||
                                (act == OfferingActKind::archive && offering.live_at);
  if (reaches_citizens && !world.online) return tr("shell.palette.needs_line");
  return {};
}

ActLook look_of(OfferingActKind act) {
  switch (act) {
    case OfferingActKind::submit:
      return {glyphs::send, tr("merchants_offerings.act.submit")};
    case OfferingActKind::recall:
      return {glyphs::undo, tr("merchants_offerings.act.recall")};
    case OfferingActKind::approve:
      return {glyphs::check, tr("merchants_offerings.act.approve")};
    case OfferingActKind::send_back:
      return {glyphs::undo, tr("merchants_offerings.act.send_back")};
    case OfferingActKind::withdraw:
      return {glyphs::pause_circle, tr("merchants_offerings.act.withdraw")};
    case OfferingActKind::archive:
      return {glyphs::archive, tr("merchants_offerings.act.archive")};
    case OfferingActKind::restore:
      break;
  }
  return {glyphs::restore, tr("merchants_offerings.act.restore")};
}

Change create_of(const Offering& made, std::string draft_key) {
  Change change;
  change.operation = Operation::create_offering;
  change.body = contract::encode_new(made);
  change.title = tr("merchants_offerings.done.created");
  change.detail = made.name.in(kit::language());
  change.draft_key = std::move(draft_key);
  return change;
}

Change edit_of(const Offering& before, const Offering& after, std::string draft_key) {
  auto change = patch_of(Operation::change_offering, before, after, tr("merchants_offerings.done.changed"),
                         after.name.in(kit::language()));
  change.before = contract::encode(before);
  auto back = patch_of(Operation::change_offering, after, before, change.title, change.detail);
  back.if_match.clear();
  change.undo = std::make_shared<Change>(std::move(back));
  change.draft_key = std::move(draft_key);
  return change;
}

namespace {

/// The act that takes another one back; nothing where time has passed on (what citizens saw, they saw).
std::optional<OfferingActKind> opposite(OfferingActKind act, const Offering& offering) {
  switch (act) {
    case OfferingActKind::submit:
      return OfferingActKind::recall;
    case OfferingActKind::recall:
      return OfferingActKind::submit;
    case OfferingActKind::archive:
      // Restored it would be a draft, and no longer live.
      return offering.state == OfferingState::draft && !offering.live_at
                 ? std::optional(OfferingActKind::restore)
                 : std::nullopt;
    case OfferingActKind::restore:
      return OfferingActKind::archive;
    default:
      return std::nullopt;
  }
}

}  // namespace

Change act_of(const Offering& offering, OfferingActKind act, const std::string& note) {
  const auto made = [&](OfferingActKind which, const std::string& words) {
    Change change;
    change.operation = Operation::act_on_offering;
    change.ids = {offering.id};
    contract::OfferingAct body;
    body.act = which;
    body.note = words;
    change.body = contract::encode_new(body);
    change.title = kit::tr_or(std::string("merchants_offerings.done.") + contract::enum_name(which), "");
    change.detail = offering.name.in(kit::language());
    return change;
  };
  auto change = made(act, note);
  // Of what was read, and of nothing that came meanwhile.
  change.if_match = contract::etag(offering.id, offering.revision);
  change.queueable = act != OfferingActKind::approve && act != OfferingActKind::withdraw &&
                     !(act == OfferingActKind::archive && offering.live_at);
  if (const auto back = opposite(act, offering)) change.undo = std::make_shared<Change>(made(*back, ""));
  return change;
}

}  // namespace stadtpult::panels::merchants::offers
