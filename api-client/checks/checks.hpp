#pragma once
// Numbers that a merchant gives: is this one, and if not, what is wrong and where. For the console while
// somebody types, and for the platform that decides. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/contract/merchants.hpp"

namespace stadtpult::checks {

/// What is wrong with a text.
struct Fault {
  /// "iban.length", "iban.checksum", "vat_id.form" …: the console's words stand at "check.<rule>". Before the
  /// first dot stands what was checked: iban, vat_id, register_court, register_kind, register_number, phone,
  /// email, postal_code.
  std::string rule;
  std::size_t at = 0;               ///< character (code point, from 0) of the text as typed where it is wrong
  std::vector<std::string> values;  ///< for the placeholders {0}, {1} … of the words
  bool operator==(const Fault&) const = default;
};

/// The number as it is kept, or what is wrong with what was typed. "" is good: whether it must be there is
/// another question.
struct Checked {
  std::string compact;  ///< without blanks, in capitals; "" where there is a fault
  std::vector<Fault> faults;
  [[nodiscard]] bool ok() const { return faults.empty(); }
};

/// ISO 13616: letters and digits of ASCII, the country's length and structure, mod 97.
Checked check_iban(std::string_view text);
/// "DE89 3704 0044 0532 0130 00": how people read it.
std::string grouped_iban(std::string_view compact);
/// Directive 2006/112/EC, Art. 215; the check digit of Germany, the form of the other member states.
Checked check_vat_id(std::string_view text);
/// Register court, kind and number together, as far as they are given; compact: the number ("12345 HB").
Checked check_register(std::string_view court, contract::RegisterKind kind, std::string_view number);
/// E.164 or as dialled in Germany; compact: "+496241123456".
Checked check_phone(std::string_view text);
/// RFC 5321, section 4.1.2, without quoted local parts and address literals.
Checked check_email(std::string_view text);
/// Of Germany: five digits, not 00xxx.
Checked check_postal_code(std::string_view text);

/// The court's usual name ("Mainz" for "Amtsgericht mainz"), or nothing where it keeps no register.
std::string register_court_of(std::string_view text);

/// The step of the timeline in which the newest code was made that somebody signed in with, or nullptr. Who
/// made it could have used it themselves, so it is others who confirm the identity and put the merchant live.
/// Owned by the merchant; lists carry no timeline.
const contract::TimelineStep* admission_of(const contract::Merchant& merchant);

/// Where OpenStreetMap shows the merchant: by its coordinates where both are known, else by its address; ""
/// where neither is.
std::string map_link_of(const contract::Merchant& merchant);

/// One English sentence: what the platform answers.
std::string sentence_of(const Fault& fault);
/// Every rule there is, and its sentence with {0}, {1} … in it.
struct Rule {
  std::string_view name, sentence;
};
const std::vector<Rule>& rules();

}  // namespace stadtpult::checks
