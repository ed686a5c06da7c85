#include "platform/domain/import/merchant_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "api-client/base/trim.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/domain/import/table_planner.hpp"
#include "platform/domain/import/text.hpp"
#include "platform/domain/merchant_life.hpp"

namespace stadtpult::platform::import {
namespace {

using base::ErrorKind;
using contract::LegalForm;
using contract::Merchant;
using contract::RegisterKind;

constexpr std::size_t kMostMerchantProblems = 100'000;  // told; lines beyond are bad all the same

/// A field that a table may bring, and what offices call its column, as slug() writes it.
struct MerchantColumn {
  std::string_view field;
  std::vector<std::string_view> names;
};
const std::vector<MerchantColumn>& merchant_columns() {
  static const std::vector<MerchantColumn> all = {
      {"name",
       {"name", "haendler", "haendlername", "betrieb", "geschaeft", "geschaeftsname", "merchant", "shop"}},
      {"trade", {"branche", "gewerbe", "trade", "taetigkeit", "business"}},
      {"legal_name",
       {"firma", "firmenname", "rechtlicher-name", "inhaber", "legal-name", "company", "owner"}},
      {"legal_form", {"rechtsform", "legal-form"}},
      {"register_court", {"registergericht", "amtsgericht", "register-court", "court"}},
      {"register_kind", {"registerart", "register-kind", "registertyp"}},
      {"register_number",
       {"registernummer", "handelsregister", "handelsregisternummer", "hrb", "register-number",
        "register-no"}},
      {"vat_id",
       {"ust-id", "ust-idnr", "ust-id-nr", "ustid", "ustidnr", "umsatzsteuer-id",
        "umsatzsteuer-identifikationsnummer", "vat-id", "vat", "vat-number"}},
      {"contact_name", {"ansprechpartner", "ansprechperson", "kontakt", "contact", "contact-name"}},
      {"contact_email", {"e-mail", "email", "mail", "e-mail-adresse", "contact-email"}},
      {"phone", {"telefon", "telefonnummer", "tel", "phone", "telephone"}},
      {"street",
       {"strasse", "strasse-hausnummer", "strasse-und-hausnummer", "strasse-nr", "anschrift", "street",
        "address", "adresse"}},
      {"postal_code", {"plz", "postleitzahl", "postal-code", "zip", "postcode"}},
      {"city", {"ort", "stadt", "city", "town", "wohnort"}},
      {"iban", {"iban"}},
      {"account_holder", {"kontoinhaber", "kontoinhaberin", "account-holder"}},
      {"website", {"website", "webseite", "internet", "homepage", "url", "web"}},
      {"opening_hours", {"oeffnungszeiten", "opening-hours"}},
      {"languages", {"sprachen", "languages"}},
      {"description", {"beschreibung", "description", "text"}},
  };
  return all;
}

struct FormWord {
  std::string_view word;
  LegalForm form;
};
constexpr FormWord kForms[] = {
    {"privatperson", LegalForm::natural_person},
    {"einzelunternehmen", LegalForm::sole_trader},
    {"einzelunternehmer", LegalForm::sole_trader},
    {"einzelunternehmerin", LegalForm::sole_trader},
    {"kleingewerbe", LegalForm::sole_trader},
    {"e-k", LegalForm::registered_trader},
    {"ek", LegalForm::registered_trader},
    {"e-kfr", LegalForm::registered_trader},
    {"e-kfm", LegalForm::registered_trader},
    {"eingetragener-kaufmann", LegalForm::registered_trader},
    {"eingetragene-kauffrau", LegalForm::registered_trader},
    {"freiberufler", LegalForm::freelancer},
    {"freiberuflerin", LegalForm::freelancer},
    {"freier-beruf", LegalForm::freelancer},
    {"egbr", LegalForm::gbr},
    {"gmbh-co-kg", LegalForm::gmbh_co_kg},
    {"gmbh-und-co-kg", LegalForm::gmbh_co_kg},
    {"ug-haftungsbeschraenkt", LegalForm::ug},
    {"e-g", LegalForm::eg},
    {"genossenschaft", LegalForm::eg},
    {"e-v", LegalForm::ev},
    {"verein", LegalForm::ev},
    {"sonstige", LegalForm::other},
};

std::optional<LegalForm> form_of(std::string_view typed) {
  auto word = slug(typed);
  for (const auto& each : kForms)
    if (word == each.word) return each.form;
  std::replace(word.begin(), word.end(), '-', '_');
  return contract::enum_from<LegalForm>(word);
}

/// What the rules of its fields could refuse. Texts that are short and plain enough for theirs are left out:
/// reading a row as the body of a request takes far longer than to see that.
Merchant doubtful_part(const Merchant& made) {
  Merchant part;
  contract::for_each_field<Merchant>([&](const auto& each) {
    const auto& value = made.*each.member;
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) {
      const contract::Rule& rule = each.rule;
      const bool plain =
          std::none_of(value.begin(), value.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
      if (plain && value.size() <= rule.max_length && !rule.required && rule.format == contract::Format::none)
        return;
    }
    part.*each.member = value;
  });
  return part;
}

class MerchantPlanner : TablePlanner {
 public:
  MerchantPlanner(const contract::MerchantImport& wish, const KnownMerchants& known)
      : TablePlanner(kMostMerchantProblems),
        wish_(wish),
        known_(known),
        skip_(wish.skip.begin(), wish.skip.end()) {}

  base::Result<MerchantPlan> run() {
    const auto file = read_table(wish_.csv, kMostMerchantRows);
    if (!file) return file.error();
    for (const auto& each : file->header) plan_.report.headings.push_back(showable(each));
    const auto mapped =
        wish_.columns.empty() ? map_by_heading(file->header) : map_as_told(file->header.size());
    if (!mapped) return mapped.error();
    if (!columns_.contains("name"))
      return base::fail(ErrorKind::invalid, "No column is the merchant's name.",
                        wish_.columns.empty() ? "csv" : "columns");
    rows_.reserve(file->rows.size());
    for (const auto& row : file->rows) read(row, file->header.size());
    std::set<Mark> marks;
    for (const auto& each : rows_) marks.insert(each.marks.begin(), each.marks.end());
    there_ = known_.find(marks);
    for (auto& each : rows_) take(each);
    plan_.report.problems = take_problems();
    return std::move(plan_);
  }

 private:
  base::Done map_by_heading(const std::vector<std::string>& header) {
    plan_.report.columns.assign(header.size(), "");
    const auto& all = merchant_columns();
    for (std::size_t i = 0; i < header.size(); ++i) {
      const auto name = slug(header[i]);
      const auto as_field = [&](const MerchantColumn& each) {
        return header[i] == each.field ||
               std::find(each.names.begin(), each.names.end(), name) != each.names.end();
      };
      const auto found = std::find_if(all.begin(), all.end(), as_field);
      // Of two that mean the same the first counts; the other can be chosen by hand.
      if (found == all.end() || columns_.contains(found->field)) continue;
      columns_.emplace(found->field, i);
      plan_.report.columns[i] = found->field;
    }
    return {};
  }

  base::Done map_as_told(std::size_t headings) {
    if (wish_.columns.size() != headings)
      return base::fail(
          ErrorKind::invalid,
          fmt::format("The table has {} columns, the mapping {}.", headings, wish_.columns.size()),
          "columns");
    const auto& all = merchant_columns();
    for (std::size_t i = 0; i < headings; ++i) {
      if (wish_.columns[i].empty()) continue;
      const auto found = std::find_if(all.begin(), all.end(),
                                      [&](const auto& each) { return each.field == wish_.columns[i]; });
      if (found == all.end())
        return base::fail(ErrorKind::invalid, "A table brings no such field.", fmt::format("columns[{}]", i));
      if (!columns_.emplace(found->field, i).second)
        return base::fail(ErrorKind::invalid, "Another column is this field already.",
                          fmt::format("columns[{}]", i));
    }
    plan_.report.columns = wish_.columns;
    return {};
  }

  struct Row {
    std::int64_t line = 0;
    Merchant made;
    std::vector<Mark> marks;
  };

  void read(const CsvRow& row, std::size_t headings) {
    check_cells(row, headings);
    Row here{row.line, merchant_in(row), {}};
    judge(row, here.made);
    here.marks = known_.marks_of(here.made);
    rows_.push_back(std::move(here));
  }

  void take(Row& row) {
    contract::ImportedMerchant shown;
    shown.line = row.line;
    shown.name = showable(row.made.name);
    shown.trade = showable(row.made.trade);
    shown.street = showable(row.made.street);
    shown.vat_id = showable(row.made.vat_id);
    shown.iban = showable(row.made.iban);
    shown.skipped = skip_.contains(row.line);
    find_twin(row, shown);
    if (!shown.skipped) {
      const bool bad = is_bad(row.line);
      ++(bad ? plan_.report.undecided : plan_.report.taken);
      if (!bad) plan_.merchants.push_back({row.line, std::move(row.made)});
    }
    plan_.report.rows.push_back(std::move(shown));
  }

  Merchant merchant_in(const CsvRow& row) {
    Merchant made;
    const std::pair<std::string_view, std::string*> texts[] = {
        {"name", &made.name},
        {"trade", &made.trade},
        {"legal_name", &made.legal_name},
        {"register_court", &made.register_court},
        {"register_number", &made.register_number},
        {"vat_id", &made.vat_id},
        {"contact_name", &made.contact_name},
        {"contact_email", &made.contact_email},
        {"phone", &made.phone},
        {"street", &made.street},
        {"postal_code", &made.postal_code},
        {"city", &made.city},
        {"iban", &made.iban},
        {"account_holder", &made.account_holder},
        {"opening_hours", &made.opening_hours},
    };
    for (const auto& [field, text] : texts) *text = cell(row, field);
    if (auto typed = cell(row, "website"); !typed.empty())
      made.website = typed.find("://") == std::string::npos ? "https://" + typed : typed;
    if (auto typed = cell(row, "description"); !typed.empty()) made.description.by_language["de"] = typed;
    take_languages(row, made);
    take_form(row, made);
    return made;
  }

  void take_languages(const CsvRow& row, Merchant& made) {
    auto typed = cell(row, "languages");
    std::replace_if(
        typed.begin(), typed.end(), [](char c) { return c == ';' || c == ',' || c == '/'; }, ' ');
    for (std::size_t at = typed.find_first_not_of(' '); at != std::string::npos;) {
      const auto end = std::min(typed.find(' ', at), typed.size());
      made.languages.push_back(typed.substr(at, end - at));
      at = typed.find_first_not_of(' ', end);
    }
  }

  void take_form(const CsvRow& row, Merchant& made) {
    if (const auto typed = cell(row, "legal_form"); !typed.empty()) {
      if (const auto form = form_of(typed))
        made.legal_form = *form;
      else
        wrong(row.line, "legal_form", "legal_form.unknown", typed,
              "This legal form is not known, such as GmbH or e. K.");
    }
    auto kind = cell(row, "register_kind");
    // "HRB 4711" in one cell is what registers print.
    const auto digits = made.register_number.find_first_of("0123456789");
    if (kind.empty() && digits != std::string::npos && digits > 0) {
      kind = base::trimmed(std::string_view(made.register_number).substr(0, digits));
      made.register_number.erase(0, digits);
    }
    if (kind.empty()) return;
    const auto word = slug(kind);
    if (const auto found = contract::enum_from<RegisterKind>(word); found && *found != RegisterKind::none)
      made.register_kind = *found;
    else
      wrong(row.line, "register_kind", "register_kind.unknown", kind,
            "Registers are HRA, HRB, GnR, PR, VR and HWR.");
  }

  /// By the rules that the merchant's own fields have.
  void judge(const CsvRow& row, Merchant& made) {
    const auto tell = [&](const base::Error& error, const char* rule) {
      if (error.fields.empty()) wrong(row.line, error.field, rule, cell(row, error.field), error.message);
      for (const auto& each : error.fields) {
        const auto field = each.field.substr(0, each.field.find_first_of(".["));
        wrong(row.line, field, rule, cell(row, field), each.message);
      }
    };
    if (made.name.empty()) return wrong(row.line, "name", "name.missing", "", "A merchant needs a name.");
    static const Merchant kNothing;
    if (const auto good =
            contract::decode_new<Merchant>(contract::encode_patch(kNothing, doubtful_part(made)));
        !good)
      return tell(good.error(), "field");
    if (const auto good = settle_fields(made); !good) tell(good.error(), "check");
  }

  /// Many share a house: an address alone is a hint, which stops nothing.
  void find_twin(const Row& row, contract::ImportedMerchant& shown) {
    for (const bool hints : {false, true})
      for (const auto& mark : row.marks)
        if (is_hint(mark) == hints && shown.duplicate_by.empty()) compare(mark, row, shown);
    if (shown.skipped) return;
    for (const auto& mark : row.marks) lines_.emplace(mark, row.line);
    names_[row.line] = shown.name;
  }

  void compare(const Mark& mark, const Row& row, contract::ImportedMerchant& shown) {
    if (const auto twin = there_.find(mark); twin != there_.end()) {
      shown.duplicate_of = twin->second.id;
      shown.duplicate_name = showable(twin->second.name);
    } else if (const auto at = lines_.find(mark); at != lines_.end()) {
      shown.duplicate_line = at->second;
      shown.duplicate_name = names_[at->second];
    } else {
      return;
    }
    shown.duplicate_by = mark.kind;
    if (is_hint(mark)) return;
    wrong(row.line, mark.kind, "duplicate", mark.kind == "name" ? row.made.name : "",
          shown.duplicate_of ? fmt::format("\"{}\" is there already.", shown.duplicate_name)
                             : fmt::format("Line {} is the same merchant.", shown.duplicate_line));
  }

  const contract::MerchantImport& wish_;
  const KnownMerchants& known_;
  std::set<std::int64_t> skip_;
  std::vector<Row> rows_;
  std::map<Mark, Twin> there_;
  std::map<Mark, std::int64_t> lines_;
  std::map<std::int64_t, std::string> names_;
  MerchantPlan plan_;
};

}  // namespace

base::Result<MerchantPlan> plan_merchants(const contract::MerchantImport& wish, const KnownMerchants& known) {
  return MerchantPlanner(wish, known).run();
}

}  // namespace stadtpult::platform::import
