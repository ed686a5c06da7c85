// What each field of a merchant may hold, beyond its description.

#include <fmt/format.h>

#include <utility>

#include "api-client/base/trim.hpp"
#include "api-client/checks/checks.hpp"
#include "api-client/contract/language_tag.hpp"
#include "api-client/hours/parser.hpp"
#include "platform/domain/merchant_life.hpp"

namespace stadtpult::platform {
namespace {

using contract::Merchant;

class Judge {
 public:
  /// Keeps what is good in its compact form; `field` has the faults of what is not.
  void take(const char* field, std::string& value, const checks::Checked& checked) {
    if (checked.ok()) value = checked.compact;
    for (const auto& fault : checked.faults) wrong(field, checks::sentence_of(fault));
  }
  void wrong(std::string field, std::string sentence) {
    fields_.push_back({std::move(field), std::move(sentence)});
  }
  base::Done verdict() {
    if (fields_.empty()) return {};
    auto error = base::fail(base::ErrorKind::invalid, fields_.front().message, fields_.front().field);
    error.fields = std::move(fields_);
    return error;
  }

 private:
  std::vector<base::FieldError> fields_;
};

void judge_register(Merchant& merchant, Judge& judge) {
  const auto checked =
      checks::check_register(merchant.register_court, merchant.register_kind, merchant.register_number);
  for (const auto& fault : checked.faults)
    judge.wrong(fault.rule.substr(0, fault.rule.find('.')), checks::sentence_of(fault));
  if (!checked.ok()) return;
  merchant.register_number = checked.compact;
  if (const auto court = checks::register_court_of(merchant.register_court); !court.empty())
    merchant.register_court = court;
}

}  // namespace

base::Done settle_fields(Merchant& merchant) {
  Judge judge;
  judge.take("iban", merchant.iban, checks::check_iban(merchant.iban));
  judge.take("vat_id", merchant.vat_id, checks::check_vat_id(merchant.vat_id));
  judge.take("phone", merchant.phone, checks::check_phone(merchant.phone));
  judge.take("contact_email", merchant.contact_email, checks::check_email(merchant.contact_email));
  judge.take("postal_code", merchant.postal_code, checks::check_postal_code(merchant.postal_code));
  judge_register(merchant, judge);
  if (!merchant.opening_hours.empty())
    for (const auto& problem : hours::read(merchant.opening_hours).problems)
      judge.wrong("opening_hours", hours::sentence_of(problem));
  for (std::size_t i = 0; i < merchant.languages.size(); ++i)
    if (!contract::is_language_tag(merchant.languages[i]))
      judge.wrong(fmt::format("languages[{}]", i), "This is no language (BCP 47), such as \"de\".");
  if (base::is_blank(merchant.name)) judge.wrong("name", "A merchant needs a name.");
  return judge.verdict();
}

}  // namespace stadtpult::platform
