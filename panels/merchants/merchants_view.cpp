#include "panels/merchants/merchants_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "api-client/base/csv.hpp"
#include "api-client/base/json.hpp"
#include "api-client/checks/checks.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::merchants {

using contract::CheckState;
using contract::MerchantActivity;
using contract::MerchantVerification;
using contract::Operation;
using contract::Stakeholder;
using kit::Tone;
using kit::tr;
using kit::tr_or;
namespace icons = kit::icons;

namespace {

std::string word(std::string_view group, std::string_view name) {
  return tr_or("merchants." + std::string(group) + "." + std::string(name), "");
}

/// The stakeholder whose office a station is.
std::optional<Stakeholder> office_of(MerchantStep step) {
  if (step == MerchantStep::ihk) return Stakeholder::ihk;
  if (step == MerchantStep::business_development) return Stakeholder::business_development;
  return std::nullopt;
}

/// Those without a due date come behind all that have one, the newest first.
constexpr std::int64_t kNeverDue = std::int64_t{1} << 60;

bool is_review_step(MerchantStep step) {
  return step == MerchantStep::identity || step == MerchantStep::ihk ||
         step == MerchantStep::business_development;
}

std::string words_of_row(const Merchant& item) {
  return item.name + " " + item.trade + " " + item.legal_name + " " + item.street + " " + item.contact_name +
         " " + number_of(item);
}

/// What a desk keeps of a merchant for a conflict: what its list has, and the account where it is changed.
std::string encode_before(const Merchant& before, const Merchant& after) {
  Merchant kept = before;
  contract::for_lists(kept);
  if (before.iban != after.iban) kept.iban = before.iban;
  return contract::encode(kept);
}

}  // namespace

std::string to_text(const Wish& wish) {
  return nlohmann::json{
      {"search", wish.search}, {"shelf", static_cast<int>(wish.shelf)}, {"waiting", wish.waiting}}
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<Wish> wish_from(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json.is_object()) return std::nullopt;
  Wish wish;
  try {
    wish.search = json.value("search", "");
    wish.shelf = static_cast<Shelf>(std::clamp(json.value("shelf", 0), 0, kShelves - 1));
    wish.waiting = json.value("waiting", false);
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;  // written by another version: a view less, and nothing lost
  }
  return wish;
}

// ---- rows ----

Shelf shelf_of(const Merchant& merchant) {
  switch (merchant.activity) {
    case MerchantActivity::active:
      return Shelf::active;
    case MerchantActivity::suspended:
      return Shelf::suspended;
    case MerchantActivity::ended:
      return Shelf::ended;
    case MerchantActivity::inactive:
      return Shelf::onboarding;
  }
  return Shelf::onboarding;
}

bool watches_data(const World& world) {
  return world.role == contract::Role::privacy_officer || world.role == contract::Role::project_lead;
}

std::optional<Kept> kept_of(const Merchant& merchant, const World& world) {
  const auto of = [&](Kept::What what, base::Timestamp at) { return Kept{what, at, at && at < world.now}; };
  if (merchant.erased_at) return std::nullopt;
  if (merchant.erase_at) return of(Kept::What::everything, merchant.erase_at);
  std::optional<Kept> first;
  for (const auto& proof : merchant.proofs) {
    if (proof.erased_at) continue;
    if (!first || (proof.erase_at && (!first->goes_at || proof.erase_at < first->goes_at)))
      first = of(Kept::What::documents, proof.erase_at);
  }
  return first;
}

int steps_done(const Merchant& merchant) {
  const bool live = merchant.activity == MerchantActivity::active &&
                    merchant.verification == MerchantVerification::verified;
  return live ? kSteps : static_cast<int>(merchant.step);
}

/// The rows of each shelf in their order: by what waits for this person, then by due date, by the law's clock
/// or by name.
void Index::sort_shelf(const World& world, Shelf shelf) {
  const auto& items = world.state.merchants.items();
  auto& rows = ordered_[static_cast<std::size_t>(shelf)];
  std::vector<std::tuple<bool, std::int64_t, std::string_view, std::uint32_t>> ranked;
  ranked.reserve(rows.size());
  for (const auto at : rows) {
    const auto& item = items[at];
    auto& folded = folded_[at];
    if (folded.revision != item.revision || folded.number != item.number)
      folded = {kit::folded(words_of_row(item)), item.revision, item.number};
    std::int64_t time = 0;
    if (shelf == Shelf::kept) {
      const auto kept = kept_of(item, world);
      ranked.emplace_back(false, kept && kept->goes_at ? kept->goes_at.ms : kNeverDue, folded.words, at);
      continue;
    }
    if (shelf == Shelf::onboarding) time = item.due_at ? item.due_at.ms : kNeverDue - item.created_at.ms;
    if (shelf == Shelf::ended) time = item.erase_at.ms;
    ranked.emplace_back(!waits_for(item, world), time, folded.words, at);
  }
  std::sort(ranked.begin(), ranked.end());
  std::transform(ranked.begin(), ranked.end(), rows.begin(),
                 [](const auto& each) { return std::get<3>(each); });
  sorted_[static_cast<std::size_t>(shelf)] = true;
}

void Index::update(const World& world, const Wish& wish) {
  const auto& list = world.state.merchants;
  const std::int64_t day = world.now.ms / base::kDayMs;
  const bool watches = watches_data(world);
  const bool other = std::tie(generation_, person_, day_, watches_) !=
                     std::tie(list.generation, world.principal_id, day, watches);
  if (!other && wish_ == wish) return;
  const auto& items = list.items();
  if (other) {
    generation_ = list.generation;
    person_ = world.principal_id;
    day_ = day;
    watches_ = watches;
    folded_.resize(items.size());
    for (auto& shelf : ordered_) shelf.clear();
    sorted_.fill(false);
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      ordered_[static_cast<std::size_t>(shelf_of(items[i]))].push_back(i);
      if (watches && kept_of(items[i], world)) ordered_[static_cast<std::size_t>(Shelf::kept)].push_back(i);
    }
  }
  wish_ = wish;
  const auto at = static_cast<std::size_t>(wish.shelf);
  if (!sorted_[at]) sort_shelf(world, wish.shelf);
  const std::string search = kit::folded(wish.search);
  if (search.empty() && !wish.waiting) {
    rows_ = ordered_[at];
    return;
  }
  rows_.clear();
  for (const auto row : ordered_[at]) {
    if (wish.waiting && !waits_for(items[row], world)) continue;
    if (folded_[row].words.find(search) != std::string::npos) rows_.push_back(row);
  }
}

// ---- words ----

Look look_of(const Merchant& merchant, const World& world) {
  switch (merchant.activity) {
    case MerchantActivity::active:
      if (waits_for(merchant, world)) return {icons::schedule, Tone::warn, tr("merchants.row.waits_for_you")};
      if (!merchant.payable) return {icons::payments, Tone::warn, tr("merchants.row.not_payable")};
      return {icons::check_circle, Tone::ok, tr("merchants.row.active")};
    case MerchantActivity::suspended:
      return {icons::block, Tone::err,
              merchant.suspended_until ? tr("merchants.row.suspended_until",
                                            {{"date", kit::format_date(merchant.suspended_until)}})
                                       : tr("merchants.row.suspended")};
    case MerchantActivity::ended:
      if (merchant.erased_at) return {icons::delete_outline, Tone::neu, tr("merchants.row.erased")};
      return {icons::schedule, Tone::neu,
              tr("merchants.row.ended", {{"date", kit::format_date(merchant.erase_at)}})};
    case MerchantActivity::inactive:
      break;
  }
  switch (merchant.verification) {
    case MerchantVerification::draft:
      return {icons::edit, Tone::neu, tr("merchants.row.draft")};
    case MerchantVerification::changes_requested:
      return {icons::undo, Tone::warn, tr("merchants.row.changes_requested")};
    case MerchantVerification::rejected:
      return {icons::error_outline, Tone::err, tr("merchants.row.rejected")};
    default:
      break;
  }
  if (merchant.due_at && merchant.due_at < world.now && is_review_step(merchant.step))
    return {icons::warning_amber, Tone::err,
            tr("merchants.row.overdue", {{"date", kit::format_day(merchant.due_at)}})};
  if (waits_for(merchant, world) && merchant.step != MerchantStep::identity)
    return {icons::schedule, Tone::warn, tr("merchants.row.waits_for_you")};
  if (merchant.step == MerchantStep::agreement)
    return {icons::draw, Tone::info, word("row.at", contract::enum_name(merchant.step))};
  return {icons::hourglass_empty, Tone::info, word("row.at", contract::enum_name(merchant.step))};
}

std::optional<InQueue> in_queue(const Merchant& merchant, const World& world) {
  if (merchant.activity != MerchantActivity::inactive ||
      merchant.verification != MerchantVerification::in_review || !is_review_step(merchant.step) ||
      !merchant.submitted_at)
    return std::nullopt;
  const auto days = std::max<std::int64_t>(0, world.now.ms - merchant.submitted_at.ms) / base::kDayMs;
  InQueue queue;
  queue.age = days == 0 ? tr("merchants.row.today") : kit::tr_n("merchants.row.days", days);
  queue.words = days == 0 ? tr("merchants.row.handed_in_today") : kit::tr_n("merchants.row.handed_in", days);
  // Since when it is overdue is what its state says.
  if (!merchant.due_at || merchant.due_at < world.now) return queue;
  queue.due = tr("merchants.row.due", {{"date", kit::format_day(merchant.due_at)}});
  queue.words += ", " + queue.due;
  return queue;
}

Look look_of(const Kept& kept) {
  const bool all = kept.what == Kept::What::everything;
  if (!kept.goes_at) return {icons::hourglass_empty, Tone::neu, tr("merchants.kept.documents_open")};
  const std::string date = kit::format_date(kept.goes_at);
  if (kept.overdue)
    return {icons::warning_amber, Tone::err,
            tr(all ? "merchants.kept.all_overdue" : "merchants.kept.documents_overdue", {{"date", date}})};
  return {all ? icons::delete_outline : icons::description, Tone::neu,
          tr(all ? "merchants.kept.all" : "merchants.kept.documents", {{"date", date}})};
}

Look look_on(Shelf shelf, const Merchant& merchant, const World& world) {
  if (shelf == Shelf::kept)
    if (const auto kept = kept_of(merchant, world)) return look_of(*kept);
  return look_of(merchant, world);
}

Look look_of(MerchantVerification verification) {
  const std::string words = word("verification", contract::enum_name(verification));
  switch (verification) {
    case MerchantVerification::verified:
      return {icons::verified, Tone::ok, words};
    case MerchantVerification::in_review:
      return {icons::hourglass_empty, Tone::info, words};
    case MerchantVerification::changes_requested:
      return {icons::undo, Tone::warn, words};
    case MerchantVerification::rejected:
      return {icons::error_outline, Tone::err, words};
    case MerchantVerification::draft:
      break;
  }
  return {icons::edit, Tone::neu, words};
}

Look look_of(MerchantActivity activity) {
  const std::string words = word("activity", contract::enum_name(activity));
  switch (activity) {
    case MerchantActivity::active:
      return {icons::toggle_on, Tone::ok, words};
    case MerchantActivity::suspended:
      return {icons::block, Tone::err, words};
    case MerchantActivity::ended:
      return {icons::close, Tone::neu, words};
    case MerchantActivity::inactive:
      break;
  }
  return {icons::toggle_off, Tone::neu, words};
}

Look look_of(CheckState state) {
  const std::string words = word("check.state", contract::enum_name(state));
  switch (state) {
    case CheckState::passed:
      return {icons::check_circle, Tone::ok, words};
    case CheckState::failed:
      return {icons::error, Tone::err, words};
    case CheckState::open:
      break;
  }
  return {icons::radio_button_unchecked, Tone::neu, words};
}

Look tile_of(const Merchant& merchant, const World& world) {
  static constexpr Tone kTones[] = {Tone::info, Tone::teal, Tone::high, Tone::ok, Tone::neu};
  const auto* category = merchant.category_id ? world.state.categories.find(*merchant.category_id) : nullptr;
  const char* icon = category != nullptr ? kit::icon_by_name(category->icon) : nullptr;
  const auto hash = std::hash<std::string_view>{}(
      merchant.category_id ? std::string_view(*merchant.category_id) : std::string_view(merchant.trade));
  return {icon != nullptr ? icon : icons::storefront, kTones[hash % std::size(kTones)], ""};
}

std::string word_of(MerchantCheckKey key) {
  return word("check", contract::enum_name(key));
}
std::string word_of(CheckMethod method) {
  return word("method", contract::enum_name(method));
}
std::string word_of(contract::ProofKind kind) {
  return word("proof", contract::enum_name(kind));
}
std::string word_of(MerchantStep step) {
  return word("step", contract::enum_name(step));
}
std::string word_of(contract::LegalForm form) {
  return word("field.legal_form", contract::enum_name(form));
}

std::string number_of(const Merchant& merchant) {
  return fmt::format("M-{:04}", merchant.number);
}

std::string facts_of(const Merchant& merchant) {
  std::string words = merchant.trade;
  const auto add = [&](const std::string& more) {
    if (!more.empty()) words += (words.empty() ? "" : ", ") + more;
  };
  if (merchant.legal_name != merchant.name) add(merchant.legal_name);
  add(merchant.street);
  return words;
}

Merchant shown(const Merchant& listed, const World& world) {
  const auto* whole = world.state.open_merchant.value();
  if (whole == nullptr || whole->id != listed.id) return listed;
  if (!world.state.merchants.pending(listed.id)) return *whole;
  // What waits in the outbox is in the list already; what lists leave out stands in the whole one.
  Merchant both = listed;
  if (both.iban.empty()) both.iban = whole->iban;
  both.checks = whole->checks;
  both.requests = whole->requests;
  both.proofs = whole->proofs;
  both.timeline = whole->timeline;
  return both;
}

bool is_whole(const Merchant& listed, const World& world) {
  const auto* whole = world.state.open_merchant.value();
  return whole != nullptr && whole->id == listed.id;
}

// ---- where it stands ----

std::vector<Station> stations_of(const Merchant& merchant, const World& world) {
  std::vector<Station> all;
  const int done = steps_done(merchant);
  const bool stopped = merchant.verification == MerchantVerification::rejected ||
                       merchant.verification == MerchantVerification::changes_requested;
  for (int i = 0; i < kSteps; ++i) {
    const auto step = static_cast<MerchantStep>(i);
    Station station{step, word_of(step), "", StationState::later};
    if (i < done) {
      station.state = StationState::done;
      base::Timestamp at;
      if (step == MerchantStep::application) at = merchant.submitted_at;
      if (step == MerchantStep::agreement) at = merchant.agreed_at;
      for (const auto* check : checks_of(merchant, step)) at = std::max({at, check->at, check->second_at});
      if (at) station.detail = kit::format_day(at);
    } else if (i == done) {
      station.state = stopped ? StationState::stopped : StationState::current;
      station.detail = stopped ? look_of(merchant.verification).words
                       : waits_for(merchant, world)
                           ? tr(step == MerchantStep::application ? "merchants.station.fill_in"
                                                                  : "merchants.station.yours")
                           : tr("merchants.station.open");
    }
    all.push_back(std::move(station));
  }
  return all;
}

bool may_read(const World& world) {
  return contract::may(world.role, Operation::list_merchants);
}

bool may_review(const World& world) {
  return contract::may(world.role, Operation::invite_merchant);
}

bool is_office(MerchantStep step, const World& world) {
  const auto& me = world.state.me;
  const auto mine = me ? me->stakeholder : std::nullopt;
  const bool office = mine == Stakeholder::ihk || mine == Stakeholder::business_development;
  return !office || !office_of(step) || office_of(step) == mine;
}

bool may_decide(const Merchant& merchant, const World& world) {
  return may_review(world) && merchant.activity != MerchantActivity::ended &&
         (merchant.verification == MerchantVerification::in_review ||
          merchant.verification == MerchantVerification::changes_requested);
}

bool may_edit(const Merchant& merchant, const World& world) {
  if (merchant.activity == MerchantActivity::ended) return false;
  return contract::may(world.role, Operation::change_merchant);
}

bool waits_for(const Merchant& merchant, const World& world) {
  if (merchant.activity == MerchantActivity::ended) return false;
  if (world.role == contract::Role::merchant)
    return merchant.verification == MerchantVerification::draft ||
           merchant.verification == MerchantVerification::changes_requested ||
           (merchant.step == MerchantStep::agreement &&
            merchant.verification == MerchantVerification::verified);
  if (!may_review(world)) return false;
  if (merchant.step == MerchantStep::live) return merchant.activity == MerchantActivity::inactive;
  return merchant.verification == MerchantVerification::in_review && is_review_step(merchant.step) &&
         is_office(merchant.step, world);
}

int waiting(const World& world) {
  const auto& items = world.state.merchants.items();
  return static_cast<int>(
      std::count_if(items.begin(), items.end(), [&](const auto& each) { return waits_for(each, world); }));
}

bool let_in(const Merchant& merchant, const World& world) {
  const auto* made = checks::admission_of(merchant);
  return made != nullptr && !world.principal_id.empty() && made->principal_id == world.principal_id;
}

std::string why_not_check(const MerchantCheck& check, const Merchant& merchant, const World& world) {
  if (!may_review(world)) return tr("merchants.why.role");
  if (merchant.activity == MerchantActivity::ended) return tr("merchants.why.ended");
  if (merchant.verification == MerchantVerification::draft) return tr("merchants.why.draft");
  if (merchant.verification == MerchantVerification::rejected) return tr("merchants.why.rejected");
  if (!is_office(check.step, world)) return tr("merchants.why.office", {{"office", word_of(check.step)}});
  if (check.key == MerchantCheckKey::payment_account && check.state == CheckState::open &&
      check.by == world.principal_id && !world.principal_id.empty())
    return tr("merchants.why.four_eyes");
  return {};
}

std::string why_not_pass(const MerchantCheck& check, const Merchant& merchant, const World& world) {
  if (std::string why = why_not_check(check, merchant, world); !why.empty()) return why;
  const bool identity =
      check.key == MerchantCheckKey::payment_account || check.key == MerchantCheckKey::identity_document;
  return identity && let_in(merchant, world) ? tr("merchants.why.let_in") : "";
}

std::vector<const MerchantCheck*> checks_of(const Merchant& merchant, MerchantStep step) {
  std::vector<const MerchantCheck*> lines;
  for (const auto& check : merchant.checks)
    if (check.step == step) lines.push_back(&check);
  return lines;
}

std::vector<CheckMethod> methods_for(MerchantCheckKey key) {
  switch (key) {
    case MerchantCheckKey::identity_document:
      return {CheckMethod::document, CheckMethod::eid};
    case MerchantCheckKey::payment_account:
      return {CheckMethod::document, CheckMethod::phone, CheckMethod::visit};
    case MerchantCheckKey::legal_entity:
    case MerchantCheckKey::trade_register:
    case MerchantCheckKey::trade:
      return {CheckMethod::official_register, CheckMethod::document, CheckMethod::phone};
    case MerchantCheckKey::vat_id:
      return {CheckMethod::official_register, CheckMethod::document};
    case MerchantCheckKey::contact:
      return {CheckMethod::phone, CheckMethod::visit, CheckMethod::document};
    case MerchantCheckKey::address:
      return {CheckMethod::official_register, CheckMethod::visit, CheckMethod::document};
    case MerchantCheckKey::offer_fits:
    case MerchantCheckKey::gross_prices:
      return {CheckMethod::document, CheckMethod::visit, CheckMethod::phone};
    case MerchantCheckKey::self_certification:
      break;
  }
  return {CheckMethod::document};
}

std::string grouped_phone(const std::string& number) {
  constexpr std::string_view kGermany = "+49";
  if (!number.starts_with(kGermany) || number.find_first_not_of("0123456789", 1) != std::string::npos)
    return number;
  std::string_view rest = std::string_view(number).substr(kGermany.size());
  std::string grouped(kGermany);
  for (std::size_t length = 3; !rest.empty(); rest.remove_prefix(length)) {
    // No single digit is left over at the end.
    length = rest.size() <= 4 ? rest.size() : 3;
    grouped.append(" ").append(rest.substr(0, length));
  }
  return grouped;
}

std::string checked_value(const Merchant& m, MerchantCheckKey key) {
  switch (key) {
    case MerchantCheckKey::payment_account:
      return checks::grouped_iban(m.iban) +
             (m.account_holder.empty() ? "" : (m.iban.empty() ? "" : ", ") + m.account_holder);
    case MerchantCheckKey::legal_entity:
      return m.legal_name +
             (m.legal_form == contract::LegalForm::unknown ? "" : ", " + word_of(m.legal_form));
    case MerchantCheckKey::trade_register: {
      if (m.register_kind == contract::RegisterKind::none) return {};
      return m.register_court + " " + word("field.register_kind", contract::enum_name(m.register_kind)) +
             " " + m.register_number;
    }
    case MerchantCheckKey::vat_id:
      return m.vat_id;
    case MerchantCheckKey::trade:
      return m.trade;
    case MerchantCheckKey::contact: {
      std::string words = grouped_phone(m.phone);
      if (!m.contact_email.empty()) words += (words.empty() ? "" : ", ") + m.contact_email;
      return words;
    }
    case MerchantCheckKey::address: {
      std::string place = m.postal_code + (m.postal_code.empty() || m.city.empty() ? "" : " ") + m.city;
      return m.street + (m.street.empty() || place.empty() ? "" : ", ") + place;
    }
    case MerchantCheckKey::identity_document: {
      const auto count = std::count_if(m.proofs.begin(), m.proofs.end(), [](const auto& each) {
        return !each.erased_at && (each.kind == contract::ProofKind::identity_document ||
                                   each.kind == contract::ProofKind::eid_result);
      });
      return count == 0 ? std::string() : kit::tr_n("merchants.documents", count);
    }
    default:
      return {};
  }
}

std::string checked_words(const MerchantCheck& check, const World& world) {
  std::string words;
  const auto add = [&](const std::string& more) {
    if (!more.empty()) words += (words.empty() ? "" : " · ") + more;
  };
  if (check.method == CheckMethod::automatic) add(word_of(check.method));
  if (!check.by_name.empty()) add(check.by_name + ", " + kit::format_when_time(check.at, world.now));
  if (!check.second_by_name.empty())
    add(check.second_by_name + ", " + kit::format_when_time(check.second_at, world.now));
  if (check.method != CheckMethod::none && check.method != CheckMethod::automatic) add(word_of(check.method));
  if (check.key == MerchantCheckKey::payment_account && check.state == CheckState::open &&
      !check.by_name.empty())
    add(tr("merchants.check.second_missing"));
  add(check.note);
  return words;
}

int open_for(const Merchant& merchant, MerchantStep step, const World& world) {
  int count = 0;
  for (const auto* check : checks_of(merchant, step))
    if (check->state == CheckState::open && why_not_pass(*check, merchant, world).empty()) ++count;
  return count;
}

std::vector<Needed> needed_for_submission(const Merchant& m) {
  return {{"who", !m.legal_name.empty() && m.legal_form != contract::LegalForm::unknown},
          {"address", !m.street.empty() && !m.postal_code.empty() && !m.city.empty()},
          {"contact", !m.phone.empty() && !m.contact_email.empty()},
          {"money", !m.iban.empty() && !m.account_holder.empty()},
          {"proof",
           std::any_of(m.proofs.begin(), m.proofs.end(), [](const auto& each) { return !each.erased_at; })},
          {"certificate", m.self_certified}};
}

std::vector<std::string> missing_for_submission(const Merchant& m) {
  std::vector<std::string> missing;
  for (auto& each : needed_for_submission(m))
    if (!each.there) missing.push_back(std::move(each.key));
  return missing;
}

// ---- the application ----

namespace {

const std::vector<std::string_view>& names_of(Group group) {
  static const std::vector<std::string_view> kFields[kGroups] = {
      {"name", "trade", "legal_name", "legal_form", "register_kind", "register_court", "register_number",
       "vat_id", "contact_name", "contact_email", "phone"},
      {"street", "postal_code", "city", "latitude", "longitude"},
      {"iban", "account_holder"},
      {"description", "website", "category_id"}};
  return kFields[static_cast<std::size_t>(group)];
}

/// A register has a court and a number only where there is an entry.
bool is_asked(std::string_view name, const Merchant& merchant) {
  const bool entry = merchant.register_kind != contract::RegisterKind::none;
  return entry || (name != "register_court" && name != "register_number");
}

std::vector<form::Field> all_fields(const World& world, bool making) {
  auto fields = form::fields_of(contract::type_info<Merchant>(), "merchants", {"de", "en"}, {}, making);
  for (auto& field : fields) {
    if (field.path == "category_id")
      for (const auto& category : world.state.categories.items())
        if (!category.archived)
          field.choices.push_back({category.id, category.name.in(world.language), category.icon});
    field.check = [name = field.path](std::string_view value, bool typing) {
      return fault_of(name, std::string(value), typing);
    };
  }
  return fields;
}

/// Faults that no further letter cures; the rest is told once the field is left.
bool is_told_at_once(const checks::Fault& fault) {
  static constexpr std::string_view kAtOnce[] = {"look_alike", "character", "digit",       "letter",
                                                 "long",       "country",   "long_number", "zero",
                                                 "zeros",      "blank",     "at_twice",    "digits_first"};
  const auto name = std::string_view(fault.rule).substr(fault.rule.find('.') + 1);
  return std::find(std::begin(kAtOnce), std::end(kAtOnce), name) != std::end(kAtOnce);
}

std::string words_of(const checks::Fault& fault) {
  std::string words = tr_or("check." + fault.rule, "");
  if (words.empty()) return checks::sentence_of(fault);
  for (std::size_t i = 0; i < fault.values.size(); ++i) {
    const std::string hole = "{" + std::to_string(i) + "}";
    if (const auto at = words.find(hole); at != std::string::npos)
      words.replace(at, hole.size(), fault.values[i]);
  }
  return words;
}

}  // namespace

std::vector<form::Field> fields_of(Group group, const Merchant& merchant, const World& world) {
  const auto all = all_fields(world, false);
  std::vector<form::Field> fields;
  for (const auto name : names_of(group))
    for (const auto& field : all)
      if (field.path.substr(0, field.path.find('.')) == name && is_asked(name, merchant))
        fields.push_back(field);
  return fields;
}

std::vector<form::Field> new_fields(const World& world) {
  std::vector<form::Field> fields;
  for (auto& field : all_fields(world, true))
    if (field.path == "name" || field.path == "trade" || field.path == "contact_name" ||
        field.path == "contact_email" || field.path == "category_id")
      fields.push_back(std::move(field));
  return fields;
}

std::string fault_of(std::string_view field, const std::string& value, bool typing) {
  // A register entry is judged as a whole; each field tells only of itself.
  const std::string own = std::string(field == "contact_email" ? "email" : field) + ".";
  const auto first = [&](const checks::Checked& checked) -> std::string {
    for (const auto& fault : checked.faults)
      if (fault.rule.starts_with(own) && (!typing || is_told_at_once(fault))) return words_of(fault);
    return {};
  };
  if (field == "iban") return first(checks::check_iban(value));
  if (field == "vat_id") return first(checks::check_vat_id(value));
  if (field == "phone") return first(checks::check_phone(value));
  if (field == "contact_email") return first(checks::check_email(value));
  if (field == "postal_code") return first(checks::check_postal_code(value));
  if (field == "register_court")
    return first(checks::check_register(value, contract::RegisterKind::none, ""));
  if (field == "register_number")
    return first(checks::check_register("", contract::RegisterKind::none, value));
  return {};
}

// ---- timeline ----

namespace {

struct Did {
  std::string_view action;
  const char* icon;
};
const Did kDid[] = {{"created", icons::add},
                    {"invite", icons::send},
                    {"sign_in", icons::lock_open},
                    {"submit", icons::send},
                    {"check", icons::check_circle},
                    {"checks_open", icons::radio_button_unchecked},
                    {"request_changes", icons::undo},
                    {"reject", icons::error},
                    {"reopen", icons::redo},
                    {"verified", icons::verified},
                    {"unverified", icons::pending},
                    {"agree", icons::draw},
                    {"go_live", icons::rocket_launch},
                    {"suspend", icons::block},
                    {"lift_suspension", icons::lock_open},
                    {"end", icons::close},
                    {"erased", icons::delete_outline},
                    {"note", icons::chat_bubble_outline},
                    {"changed", icons::edit},
                    {"account", icons::payments},
                    {"not_payable", icons::pause_circle},
                    {"proof", icons::attach_file},
                    {"reverify_soon", icons::schedule},
                    {"reverify_due", icons::schedule}};

/// A field or a line of the checklist by its name, in the person's language.
std::string thing_word(const std::string& name) {
  if (const auto key = contract::enum_from<MerchantCheckKey>(name)) return word_of(*key);
  const std::string words = tr_or("merchants.field." + name, "");
  return words.empty() ? name : words;
}

/// "iban, legal_name" in words.
std::string list_words(std::string_view names) {
  std::string out;
  for (std::size_t at = 0; at < names.size();) {
    const auto end = std::min(names.find(", ", at), names.size());
    out += (out.empty() ? "" : ", ") + thing_word(std::string(names.substr(at, end - at)));
    at = end + 2;
  }
  return out;
}

/// "address: passed, vor Ort gewesen" in words.
std::string check_words(const std::string& detail) {
  const auto colon = detail.find(": ");
  if (colon == std::string::npos) return detail;
  const auto comma = std::min(detail.find(", ", colon), detail.size());
  const std::string state = detail.substr(colon + 2, comma - colon - 2);
  const std::string words = word("check.state", state);
  return thing_word(detail.substr(0, colon)) + ": " + (words.empty() ? state : words) + detail.substr(comma);
}

}  // namespace

StepWords words_of(const contract::TimelineStep& step) {
  const auto at = std::find_if(std::begin(kDid), std::end(kDid),
                               [&](const auto& each) { return each.action == step.action; });
  std::string words = word("did", step.action);
  std::string detail = step.detail;
  if (step.action == "check")
    detail = check_words(detail);
  else if (step.action == "changed" || step.action == "account" || step.action == "checks_open" ||
           step.action == "request_changes")
    detail = list_words(detail);
  else if (const auto kind = contract::enum_from<contract::ProofKind>(detail); step.action == "proof" && kind)
    detail = word_of(*kind);
  return {at != std::end(kDid) ? at->icon : icons::info_outline, words.empty() ? step.action : words,
          std::move(detail)};
}

// ---- changes ----

std::string to_text(const Asked& asked) {
  const bool words =
      std::any_of(asked.why.begin(), asked.why.end(), [](const auto& each) { return !each.second.empty(); });
  if (asked.fields.empty() && !words) return {};
  return nlohmann::json{{"fields", asked.fields}, {"why", asked.why}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Asked asked_from(std::string_view text) {
  const auto json = base::parse_json(text);
  Asked asked;
  if (!json.is_object()) return asked;
  try {
    asked.fields = json.value("fields", asked.fields);
    asked.why = json.value("why", asked.why);
  } catch (const nlohmann::json::exception&) {
    return {};  // written by another version
  }
  return asked;
}

Change change_of(const Merchant& before, const Merchant& after, std::string title) {
  auto change = patch_of(Operation::change_merchant, before, after, std::move(title), before.name);
  change.before = encode_before(before, after);
  auto undo = patch_of(Operation::change_merchant, after, before, change.title, change.detail);
  undo.if_match.clear();
  change.undo = std::make_shared<Change>(std::move(undo));
  return change;
}

Change act_of(const Merchant& merchant, const MerchantAct& act, std::string title) {
  Change change;
  change.operation = Operation::act_on_merchant;
  change.ids = {merchant.id};
  change.body = contract::encode_new(act);
  // A decision is about what was seen; it is not taken later, by itself, on something else.
  change.if_match = contract::etag(merchant.id, merchant.revision);
  const bool words = act.act == MerchantActKind::note || act.act == MerchantActKind::request_changes;
  change.queueable = words;
  change.title = std::move(title);
  change.detail = merchant.name;
  return change;
}

Change create_of(const Merchant& made) {
  Change change;
  change.operation = Operation::create_merchant;
  change.body = contract::encode_new(made);
  change.title = tr("merchants.done.create");
  change.detail = made.name;
  return change;
}

std::string csv_of(const World& world, Shelf shelf, const std::vector<std::uint32_t>& rows) {
  std::string out(base::kByteOrderMark);
  const auto line = [&](const std::vector<std::string>& cells) {
    out += base::csv_row(cells, base::csv_separator(world.language));
  };
  line({tr("merchants.csv.number"), tr("merchants.field.name"), tr("merchants.field.trade"),
        tr("merchants.field.street"), tr("merchants.field.postal_code"), tr("merchants.field.city"),
        tr("merchants.csv.verification"), tr("merchants.csv.activity"), tr("merchants.csv.state")});
  for (const auto at : rows) {
    const auto& item = world.state.merchants.items()[at];
    line({number_of(item), item.name, item.trade, item.street, item.postal_code, item.city,
          look_of(item.verification).words, look_of(item.activity).words, look_on(shelf, item, world).words});
  }
  return out;
}

}  // namespace stadtpult::panels::merchants
