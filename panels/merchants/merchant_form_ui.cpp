// What is said of a merchant: the groups of its application, documents, and what the law asks for.

#include <algorithm>

#include "api-client/base/percent.hpp"
#include "api-client/checks/checks.hpp"
#include "panels/merchants/merchants_ui.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::merchants {

using namespace kit;
using contract::CheckState;
using contract::Operation;

namespace {

constexpr std::string_view kProofFile = "merchants.proof/";
constexpr std::size_t kShortestReason = 10;
constexpr float kTwoGroups = 720;  // logical px
constexpr const char* kGroupKeys[] = {"merchants.group.who", "merchants.group.where", "merchants.group.money",
                                      "merchants.group.offer"};
const char* const kGroupIcons[] = {icons::badge, icons::place, icons::account_balance_wallet,
                                   icons::storefront};

/// Art. 30(1) of Regulation (EU) 2022/2065, letter by letter: what it asks for and which lines prove it.
struct Duty {
  const char* letter;
  std::vector<MerchantCheckKey> keys;
};
const std::vector<Duty>& duties_of_law() {
  static const std::vector<Duty> all = {
      {"a", {MerchantCheckKey::legal_entity, MerchantCheckKey::address, MerchantCheckKey::contact}},
      {"b", {MerchantCheckKey::identity_document}},
      {"c", {MerchantCheckKey::payment_account}},
      {"d", {MerchantCheckKey::trade_register}},
      {"e", {MerchantCheckKey::self_certification}}};
  return all;
}

}  // namespace

namespace {

/// Whose document it is and of which kind travels with the wish for a file: until that has been read from a
/// slow drive, somebody else may be shown.
std::string proof_purpose(const Merchant& item, contract::ProofKind kind) {
  return std::string(kProofFile) + item.id + "/" + contract::enum_name(kind);
}

/// The console opens no other program: the place goes to wherever it is pasted.
void copy_map(const Merchant& item, Intents& out) {
  const auto map = checks::map_link_of(item);
  if (!map.empty() && button("map", {.label = tr("merchants.map"), .icon = icons::place, .small = true}))
    out.emplace_back(CopyText{map});
}

}  // namespace

/// The checklist of the law: each item with who checked it, how and when.
void MerchantsPanel::duties(const World& world, const Merchant& item) {
  const Card card{{.padding = 14, .name = tr("merchants.duties")}};
  {
    const Row row{{.height = 36}};
    tile({.icon = icons::policy, .tone = Tone::neu, .size = 28, .icon_size = 18});
    text(tr("merchants.duties"), {.font = Font::base_semi, .width = available_width() / scale()});
  }
  for (const auto& duty : duties_of_law()) {
    bool passed = true, failed = false;
    std::string how;
    for (const auto key : duty.keys)
      for (const auto& check : item.checks) {
        if (check.key != key) continue;
        passed = passed && check.state == CheckState::passed;
        failed = failed || check.state == CheckState::failed;
        if (check.state == CheckState::passed) how = checked_words(check, world);
      }
    const auto look = look_of(failed ? CheckState::failed : passed ? CheckState::passed : CheckState::open);
    const std::string words = tr_or(std::string("merchants.duty.") + duty.letter, "");
    line_item({.icon = look.icon,
               .icon_color = theme().tone(look.tone).text,
               .words = words,
               .detail = passed ? how : "",
               .height = passed && !how.empty() ? 44.0F : 28.0F});
  }
}

void MerchantsPanel::group(const World& world, const Merchant& item, Group group, Intents& out) {
  const auto at = static_cast<std::size_t>(group);
  const IdScope scope{kGroupKeys[at]};
  const Card card{{.padding = 14, .name = tr(kGroupKeys[at])}};
  {
    const Row row{{.height = 28}};
    icon(kGroupIcons[at], theme().tx2, 18);
    heading(tr(kGroupKeys[at]), Heading::card);
  }
  const auto fields = fields_of(group, item, world);
  if (!may_edit(item, world)) {
    for (const auto& field : fields) {
      std::string value = form::value_of(item, field.path);
      for (const auto& choice : field.choices)
        if (choice.value == value) value = choice.label;
      if (field.path == "iban") value = checks::grouped_iban(value);
      key_value(field.label, value.empty() ? "–" : value, {.key_width = 150, .wrap = true});
    }
    if (group == Group::where) copy_map(item, out);
    return;
  }
  if (group == Group::money && item.verification == contract::MerchantVerification::verified)
    note(tr("merchants.money.warning"), icons::warning_amber, Tone::warn);
  if (auto after = edit_.draw(item, fields, world, out)) {
    auto change = change_of(item, *after, tr("merchants.done.edit"));
    change.draft_key = edit_.draft_key();
    change.quiet = true;
    out.emplace_back(std::move(change));
  }
  if (group == Group::where) copy_map(item, out);
}

void MerchantsPanel::proofs(const World& world, const Merchant& item, Intents& out) {
  const Card card{{.padding = 14, .name = tr("merchants.proofs")}};
  {
    const Row row{{.height = 28}};
    icon(icons::attach_file, theme().tx2, 18);
    heading(tr("merchants.proofs"), Heading::card);
  }
  meta(tr("merchants.proofs.sealed"), {.width = kFill});
  if (item.proofs.empty()) meta(tr("merchants.proofs.none"));
  for (const auto& proof : item.proofs) {
    const IdScope scope{proof.id.c_str()};
    Row row{{.height = 40}};
    icon(proof.erased_at ? icons::delete_outline : icons::description, theme().tx2, 18);
    const bool readable = !proof.erased_at && contract::may(world.role, Operation::read_merchant_proof);
    const Rect rest = available();
    {
      const Region lines{
          {{rest.min.x, row.rect().min.y + px(3)}, {rest.max.x - px(readable ? 96 : 0), row.rect().max.y}}};
      text(word_of(proof.kind) + " · " + proof.name, {.width = available_width() / scale()});
      std::string detail = format_bytes(static_cast<std::uint64_t>(proof.size)) + ", " +
                           format_when_time(proof.uploaded_at, world.now);
      if (proof.erased_at)
        detail = tr("merchants.proofs.erased", {{"date", format_date(proof.erased_at)}});
      else if (proof.erase_at)
        detail += ", " + tr("merchants.proofs.erase_at", {{"date", format_date(proof.erase_at)}});
      meta(detail, {.width = available_width() / scale()});
    }
    row.right();
    if (readable && button("read", {.label = tr("merchants.proofs.read"),
                                    .small = true,
                                    .name = tr("merchants.proofs.read_name", {{"name", proof.name}})})) {
      read_open_ = true;
      read_id_ = proof.id;
      words_.clear();
    }
  }
  if (!may_edit(item, world)) return;
  Row row{{.height = 36}};
  std::vector<std::string> words;
  std::vector<Choice> choices;
  for (const auto kind : contract::enum_values<contract::ProofKind>()) words.push_back(word_of(kind));
  for (const auto& each : words) choices.push_back({.label = each});
  combobox("kind", proof_kind_, choices,
           {.label = tr("merchants.proofs.kind"),
            .label_hidden = true,
            .width = std::clamp(available_width() / scale() - 150, 120.0F, 240.0F)});
  if (button("add", {.label = tr("merchants.proofs.add"),
                     .icon = icons::attach_file,
                     .disabled_because = world.online ? "" : tr("shell.palette.needs_line")}))
    out.emplace_back(ChooseFile{proof_purpose(item, static_cast<contract::ProofKind>(proof_kind_))});
}

void MerchantsPanel::receive(IncomingFile file) {
  if (file.purpose == kMerchantTable || file.purpose.empty()) return import_.receive(std::move(file));
  if (file.purpose == media::kPurpose) return offerings_.receive(std::move(file));
  if (file.purpose.starts_with(kProofFile)) incoming_.push_back(std::move(file));
}

/// A document goes to the platform as it is; it judges it by its content.
void MerchantsPanel::send_proofs(const World& world, Intents& out) {
  for (auto& file : std::exchange(incoming_, {})) {
    const auto wish = std::string_view(file.purpose).substr(kProofFile.size());
    const auto slash = wish.rfind('/');
    const auto* item = world.state.merchants.find(std::string(wish.substr(0, slash)));
    if (item == nullptr || slash == std::string_view::npos) {
      out.emplace_back(Notice{tr("merchants.proofs.gone"), file.name, true});
      continue;
    }
    Change change;
    change.operation = Operation::add_merchant_proof;
    change.ids = {item->id};
    change.query = "kind=" + std::string(wish.substr(slash + 1)) + "&name=" + base::percent_encode(file.name);
    change.body = std::move(file.bytes);
    change.content_type = "application/octet-stream";
    change.title = tr("merchants.done.proof");
    change.detail = file.name;
    out.emplace_back(std::move(change));
  }
}

void MerchantsPanel::read_dialog(const World& world, Intents& out) {
  if (!read_open_) {
    reading_of_.clear();
    return;
  }
  if (reading_of_.empty()) reading_of_ = selected_;
  const auto* listed = world.state.merchants.find(reading_of_);
  if (listed == nullptr) return;
  const Merchant item = shown(*listed, world);
  const auto proof = std::find_if(item.proofs.begin(), item.proofs.end(),
                                  [&](const auto& each) { return each.id == read_id_; });
  if (proof == item.proofs.end()) return;
  const std::string title = tr("merchants.read.title", {{"name", proof->name}});
  const Dialog dialog{"merchants.read",
                      read_open_,
                      {.title = title, .body = tr("merchants.read.body"), .icon = icons::visibility}};
  if (!dialog) return;
  auto typed = dialogs_.typed("read", proof->id, dialog.appearing(), world.state, out, {&words_});
  const bool entered = text_field("words", words_,
                                  {.label = tr("merchants.reason"),
                                   .max_length = 300,
                                   .required = true,
                                   .focus_now = dialog.appearing()})
                           .submitted;
  Row row{{.height = 40}};
  row.right();
  if (button("cancel", {.label = tr("shell.cancel")})) read_open_ = false;
  const bool fits = words_.size() >= kShortestReason;
  const std::string why = !world.online ? tr("shell.palette.needs_line")
                          : fits        ? ""
                                        : tr("merchants.why.reason_short");
  const bool pressed =
      button("go", {.kind = Button::primary, .label = tr("merchants.proofs.read"), .disabled_because = why});
  if (!why.empty() || !(pressed || entered || take({.key = Key::enter, .ctrl = true}))) return;
  Download download;
  download.operation = Operation::read_merchant_proof;
  download.ids = {item.id, proof->id};
  download.query = "reason=" + base::percent_encode(words_);
  download.name = proof->name;
  download.asks_where = true;
  out.emplace_back(std::move(download));
  typed.done();
  read_open_ = false;
}

void MerchantsPanel::certificate(const World& world, const Merchant& item, Intents& out) {
  const Card card{{.padding = 14, .name = tr("merchants.certificate")}};
  {
    const Row row{{.height = 28}};
    icon(icons::draw, theme().tx2, 18);
    heading(tr("merchants.certificate"), Heading::card);
  }
  bool on = item.self_certified;
  std::string detail;
  if (item.self_certified_at)
    detail =
        tr("merchants.certificate.since", {{"when", format_when_time(item.self_certified_at, world.now)}});
  const bool mine = world.role == contract::Role::merchant && may_edit(item, world);
  if (checkbox("certified", on,
               {.label = tr("merchants.certificate.words"),
                .detail = detail,
                .disabled_because = mine ? "" : tr("merchants.why.own")})) {
    Merchant after = item;
    after.self_certified = on;
    out.emplace_back(change_of(item, after, tr("merchants.done.certificate")));
  }
}

void MerchantsPanel::submission(const World& world, const Merchant& item, Intents& out) {
  using contract::MerchantVerification;
  if (item.verification != MerchantVerification::draft &&
      item.verification != MerchantVerification::changes_requested)
    return;
  if (!may_edit(item, world)) return;
  const auto missing = missing_for_submission(item);
  const Card card{{.padding = 14, .current = missing.empty(), .name = tr("merchants.submit")}};
  if (missing.empty()) {
    paragraph(tr("merchants.submit.ready"));
  } else {
    text(tr_n("merchants.missing", static_cast<std::int64_t>(missing.size())), {.font = Font::base_semi});
  }
  // What is there keeps its line: a field that is left must not move the button that was just aimed at.
  for (const auto& each : needed_for_submission(item)) {
    const std::string there = each.there ? tr("merchants.needs.there") : "";
    line_item({.icon = each.there ? icons::check_circle : icons::radio_button_unchecked,
               .icon_color = each.there ? theme().tone(Tone::ok).text : theme().tx3,
               .words = tr_or("merchants.needs." + each.key, ""),
               .right = there,
               .right_color = theme().tx2});
  }
  Row row{{.height = 38}};
  row.right();
  if (!button("submit", {.kind = Button::primary,
                         .label = tr("merchants.submit"),
                         .icon = icons::send,
                         .disabled_because = missing.empty() ? "" : tr("merchants.why.missing")}))
    return;
  contract::MerchantAct act;
  act.act = MerchantActKind::submit;
  out.emplace_back(act_of(item, act, tr("merchants.done.submit")));
  tab_ = static_cast<int>(Tab::overview);
}

void MerchantsPanel::data(const World& world, const Merchant& item, Intents& out) {
  if (!is_whole(item, world)) {
    if (draw_missing(
            world, world.state.open_merchant,
            {.id = "merchants.data.missing", .failed = "merchants.failed", .forbidden = "", .rows = 8}))
      out.emplace_back(Need{Need::What::merchant, item.id});
    return;
  }
  if (available_width() < px(kTwoGroups)) {
    for (int i = 0; i < kGroups; ++i) group(world, item, static_cast<Group>(i), out);
    proofs(world, item, out);
    certificate(world, item, out);
    submission(world, item, out);
    return;
  }
  const Rect area = available();
  Rect columns[2];
  split_columns(area, columns);
  float used = 0;
  {
    const Region left{columns[0]};
    group(world, item, Group::who, out);
    used = left.used_height();
  }
  {
    const Region right{columns[1]};
    submission(world, item, out);
    group(world, item, Group::where, out);
    group(world, item, Group::money, out);
    proofs(world, item, out);
    certificate(world, item, out);
    group(world, item, Group::offer, out);
    used = std::max(used, right.used_height());
  }
  place({area.width(), used});
}

}  // namespace stadtpult::panels::merchants
