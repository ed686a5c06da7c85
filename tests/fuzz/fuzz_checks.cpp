// Numbers of merchants: every text is good or has its faults in sentences, at a place inside it; what is kept
// is good again and stays as it is.

#include "api-client/base/utf8.hpp"
#include "api-client/checks/checks.hpp"
#include "tests/fuzz/fuzz_support.hpp"

using namespace stadtpult;

namespace {

void hold(const checks::Checked& checked, std::string_view text) {
  fuzz::require(checked.ok() || checked.compact.empty());
  for (const auto& fault : checked.faults) {
    fuzz::require(fault.at <= text.size());
    const auto sentence = checks::sentence_of(fault);
    fuzz::require(sentence != fault.rule);
    fuzz::require(base::is_utf8(sentence) || !base::is_utf8(text));
  }
}

void again(checks::Checked (*check)(std::string_view), std::string_view text) {
  const auto once = check(text);
  hold(once, text);
  if (!once.ok()) return;
  const auto twice = check(once.compact);
  fuzz::require(twice.ok() && twice.compact == once.compact);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  for (const auto check : {&checks::check_iban, &checks::check_vat_id, &checks::check_phone,
                           &checks::check_email, &checks::check_postal_code})
    again(check, text);
  const auto half = text.substr(0, text.size() / 2), rest = text.substr(text.size() / 2);
  for (const auto kind :
       {contract::RegisterKind::none, contract::RegisterKind::hrb, contract::RegisterKind::hwr})
    hold(checks::check_register(half, kind, rest), text);
  fuzz::require(checks::grouped_iban(checks::check_iban(text).compact).size() < 64);
  return 0;
}
