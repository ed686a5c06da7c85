#include "tests/panels/merchants/sample.hpp"

#include <array>

#include "tests/panels/catalogue/sample.hpp"

namespace stadtpult::sample {

using contract::CheckMethod;
using contract::CheckState;
using contract::Merchant;
using contract::MerchantActivity;
using contract::MerchantCheck;
using contract::MerchantCheckKey;
using contract::MerchantStep;
using contract::MerchantVerification;

namespace {

struct Row {
  const char *name, *trade, *street;
  MerchantStep step;
  MerchantVerification verification;
};

Merchant merchant(int number, const Row& row) {
  Merchant made;
  made.number = number;
  made.id = "mer_" + std::to_string(number);
  made.organisation_id = "org_shop_" + std::to_string(number);
  made.name = row.name;
  made.trade = row.trade;
  made.street = row.street;
  made.postal_code = "67547";
  made.city = "Worms";
  made.step = row.step;
  made.verification = row.verification;
  made.created_at = {now().ms - 20 * base::kDayMs + number};
  if (row.verification != MerchantVerification::draft) made.submitted_at = {now().ms - 12 * base::kDayMs};
  if (row.verification == MerchantVerification::in_review)
    made.due_at = {now().ms + number * base::kDayMs / 2};
  if (row.verification == MerchantVerification::in_review ||
      row.verification == MerchantVerification::changes_requested)
    made.proofs.resize(1);
  made.revision = 1;
  return made;
}

std::vector<MerchantCheck> lines_of(const Merchant& merchant) {
  using K = MerchantCheckKey;
  using S = MerchantStep;
  static constexpr std::pair<K, S> kLines[] = {{K::identity_document, S::identity},
                                               {K::payment_account, S::identity},
                                               {K::legal_entity, S::ihk},
                                               {K::trade_register, S::ihk},
                                               {K::vat_id, S::ihk},
                                               {K::trade, S::ihk},
                                               {K::contact, S::business_development},
                                               {K::address, S::business_development},
                                               {K::offer_fits, S::business_development},
                                               {K::gross_prices, S::business_development},
                                               {K::self_certification, S::application}};
  std::vector<MerchantCheck> lines;
  for (const auto& [key, step] : kLines) {
    MerchantCheck line;
    line.key = key;
    line.step = step;
    if (step < merchant.step) {
      line.state = CheckState::passed;
      line.method = step == S::ihk ? CheckMethod::official_register : CheckMethod::document;
      line.by = "usr_kraemer";
      line.by_name = "Sabine Krämer";
      line.at = {now().ms - 3 * base::kDayMs};
      if (key == K::payment_account) {
        line.second_by = "usr_seiler";
        line.second_by_name = "Thomas Seiler";
        line.second_at = {now().ms - 2 * base::kDayMs};
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

void add_merchants(client::State& state, int further) {
  using S = MerchantStep;
  using V = MerchantVerification;
  static constexpr std::array<Row, 9> kRows{{
      {"Rad Speichenglück", "Fahrradwerkstatt", "Kämmererstraße 12", S::business_development, V::in_review},
      {"Trattoria Rosalba", "Restaurant", "Marktplatz 3", S::ihk, V::in_review},
      {"Sternschnuppe", "Babysitter-Vermittlung", "Gaustraße 40", S::ihk, V::changes_requested},
      {"Töpferei Lehmann", "Handwerk, Laden", "Römerstraße 8", S::identity, V::in_review},
      {"Konditorei Wendel", "Café", "Wilhelm-Leuschner-Straße 5", S::agreement, V::verified},
      {"Gemüsekiste Ried", "Lieferdienst", "Alzeyer Straße 71", S::application, V::draft},
      {"Praxis Lindenhof", "Gesundheit", "Lutherring 14", S::business_development, V::in_review},
      {"Kleinkunst im Keller", "Kultur", "Judengasse 22", S::ihk, V::in_review},
      {"Schlüsseldienst Kern", "Handwerk", "Mainzer Straße 9", S::ihk, V::rejected},
  }};
  std::vector<Merchant> all;
  int number = 0;
  for (const auto& row : kRows) all.push_back(merchant(++number, row));
  auto active =
      merchant(++number, {"Buchhandlung Lesezeit", "Buchhandel", "Obermarkt 2", S::live, V::verified});
  active.activity = MerchantActivity::active;
  active.payable = true;
  all.push_back(active);
  active = merchant(++number, {"Café Domblick", "Café", "Domplatz 4", S::live, V::verified});
  active.activity = MerchantActivity::active;
  all.push_back(active);
  auto suspended = merchant(++number, {"Imbiss am Hafen", "Imbiss", "Hafenstraße 1", S::live, V::verified});
  suspended.activity = MerchantActivity::suspended;
  suspended.suspended_reason = "Hygieneprüfung offen";
  suspended.suspended_by_name = "Mia Ostermann";
  suspended.suspended_at = {now().ms - base::kDayMs};
  suspended.suspended_until = {now().ms + 10 * base::kDayMs};
  all.push_back(suspended);
  auto ended = merchant(++number, {"Schuhhaus Vogt", "Schuhe", "Kämmererstraße 30", S::live, V::verified});
  ended.activity = MerchantActivity::ended;
  ended.ended_at = {now().ms - 60 * base::kDayMs};
  ended.erase_at = {now().ms + 122 * base::kDayMs};
  all.push_back(ended);
  for (int i = 0; i < further; ++i) {
    auto more = merchant(100 + i, {"Laden", "Handel", "Kämmererstraße 1", S::live, V::verified});
    more.name = "Laden " + std::to_string(i);
    more.activity = MerchantActivity::active;
    more.payable = true;
    all.push_back(std::move(more));
  }
  state.apply(client::ListLoaded<Merchant>{std::move(all), now()}, now());
}

void open_merchant(client::State& state, const std::string& id) {
  state.apply(client::DemandLoading{client::DemandLoading::What::merchant, id}, now());
  Merchant whole = *state.merchants.find(id);
  whole.legal_name = "Nadja Keller";
  whole.legal_form = contract::LegalForm::sole_trader;
  whole.vat_id = "DE136695976";
  whole.contact_name = "Nadja Keller";
  whole.contact_email = "werkstatt@speichenglueck.example";
  whole.phone = "+496241123456";
  whole.iban = "DE89370400440532013000";
  whole.account_holder = "Nadja Keller";
  whole.self_certified = true;
  whole.self_certified_at = {now().ms - 12 * base::kDayMs};
  whole.opening_hours = "Mo,Tu,Th 08:30-12:30,14:00-18:00; Fr 08:30-18:00; Sa 09:00-13:00; PH off";
  whole.checks = lines_of(whole);
  contract::MerchantProof proof;
  proof.id = "prf_1";
  proof.name = "Ausweis.pdf";
  proof.media_type = "application/pdf";
  proof.size = 184'320;
  proof.uploaded_at = {now().ms - 12 * base::kDayMs};
  whole.proofs = {proof};
  whole.timeline = {{{now().ms - 20 * base::kDayMs}, "usr_mia", "Mia Ostermann", "created", ""},
                    {{now().ms - 12 * base::kDayMs}, "usr_nadja", "Nadja Keller", "submit", ""},
                    {{now().ms - 3 * base::kDayMs},
                     "usr_kraemer",
                     "Sabine Krämer",
                     "check",
                     "trade: passed, steht im Register"}};
  state.apply(client::MerchantLoaded{id, whole, now()}, now());
}

client::State trading_city(contract::Role role) {
  auto state = working_city(role);
  if (role == contract::Role::reviewer && state.me)
    state.me->stakeholder = contract::Stakeholder::business_development;
  if (contract::may(role, contract::Operation::list_merchants)) add_merchants(state);
  return state;
}

}  // namespace stadtpult::sample
