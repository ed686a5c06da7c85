// What the platform answers; the console has the same sentences in its languages.

#include <algorithm>

#include "api-client/checks/checks.hpp"

namespace stadtpult::checks {

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = {
      {"iban.encoding", "The text is not valid UTF-8."},
      {"iban.long", "The text is too long."},
      {"iban.look_alike",
       "Character {1}: \"{0}\" only looks like \"{2}\" and does not belong into the IBAN."},
      {"iban.character", "Character {1}: \"{0}\" does not occur in the IBAN."},
      {"vat_id.encoding", "The text is not valid UTF-8."},
      {"vat_id.long", "The text is too long."},
      {"vat_id.look_alike",
       "Character {1}: \"{0}\" only looks like \"{2}\" and does not belong into the VAT id."},
      {"vat_id.character", "Character {1}: \"{0}\" does not occur in the VAT id."},
      {"register_court.encoding", "The text is not valid UTF-8."},
      {"register_court.long", "The text is too long."},
      {"register_court.look_alike",
       "Character {1}: \"{0}\" only looks like \"{2}\" and does not belong into the name of the court."},
      {"register_number.encoding", "The text is not valid UTF-8."},
      {"register_number.long", "The text is too long."},
      {"register_number.look_alike",
       "Character {1}: \"{0}\" only looks like \"{2}\" and does not belong into the register number."},
      {"register_number.character", "Character {1}: \"{0}\" does not occur in the register number."},
      {"phone.encoding", "The text is not valid UTF-8."},
      {"phone.long", "The text is too long."},
      {"phone.look_alike",
       "Character {1}: \"{0}\" only looks like \"{2}\" and does not belong into the telephone number."},
      {"phone.character", "Character {1}: \"{0}\" does not occur in the telephone number."},
      {"email.encoding", "The text is not valid UTF-8."},
      {"email.long", "The text is too long."},
      {"email.look_alike",
       "Character {1}: \"{0}\" only looks like \"{2}\" and does not belong into the e-mail address."},
      {"email.character", "Character {1}: \"{0}\" does not occur in the e-mail address."},
      {"postal_code.encoding", "The text is not valid UTF-8."},
      {"postal_code.long", "The text is too long."},
      {"postal_code.look_alike",
       "Character {1}: \"{0}\" only looks like \"{2}\" and does not belong into the postal code."},
      {"postal_code.character", "Character {1}: \"{0}\" does not occur in the postal code."},
      {"iban.country_missing", "An IBAN begins with its country, such as \"DE\"."},
      {"iban.country", "There is no IBAN of the country \"{0}\"."},
      {"iban.length", "An IBAN of \"{0}\" has {1} characters; here are {2}."},
      {"iban.digit", "Character {1}: a digit belongs here, not \"{0}\"."},
      {"iban.letter", "Character {1}: a letter belongs here, not \"{0}\"."},
      {"iban.checksum", "The check digits \"{0}\" do not fit the rest; a digit is probably mistyped."},
      {"iban.account", "The check digit of the account number does not fit; a digit is probably mistyped."},
      {"vat_id.country", "\"{0}\" is no country of a VAT id of the EU."},
      {"vat_id.form", "Character {1}: this is not the form of a VAT id of \"{0}\"."},
      {"vat_id.form_de", "Character {1}: after \"DE\" stand exactly nine digits; the first is no 0."},
      {"vat_id.checksum",
       "The check digit \"{0}\" at the end does not fit the rest; a digit is probably mistyped."},
      {"register_court.unknown", "\"{0}\" is no German register court."},
      {"register_court.elsewhere", "The court of {0} keeps no register; {1} does it for them."},
      {"register_kind.missing", "A register court goes with the kind of register, such as HRB."},
      {"register_number.digits_first",
       "The register number begins with a digit; HRA, HRB and the like stand in the kind."},
      {"register_number.zero", "A register number does not begin with a 0."},
      {"register_number.long_number", "A register number has six digits at most; here are {0}."},
      {"register_number.suffix", "Character {1}: after the digits stand three letters at most."},
      {"phone.area_code", "The area code is missing, such as \"06241\" or \"+49 6241\"."},
      {"phone.country", "After \"+\" or \"00\" stands the country; it does not begin with 0."},
      {"phone.zero", "Character {0}: after \"+49\" the 0 of the area code is left out."},
      {"phone.digits", "A telephone number has {0} digits at most, with its country."},
      {"phone.short", "The telephone number is too short."},
      {"email.blank", "Character {0}: an e-mail address has no blank."},
      {"email.at_missing", "The e-mail address has no \"@\"."},
      {"email.at_twice", "Character {0}: an e-mail address has one \"@\" only."},
      {"email.local", "The name before the \"@\" is missing."},
      {"email.local_long", "Before the \"@\" stand 64 characters at most."},
      {"email.domain", "After the \"@\" stands a name such as \"example.com\"."},
      {"email.dot", "Character {0}: there is a dot too many here, or something is missing."},
      {"email.hyphen",
       "Character {0}: no hyphen here; a part of the name begins and ends with a letter or digit."},
      {"email.label", "A part of the name after the \"@\" has more than 63 characters."},
      {"postal_code.digit", "Character {1}: a postal code has five digits; \"{0}\" is none."},
      {"postal_code.length", "A postal code has five digits; here are {0}."},
      {"postal_code.zeros", "No German postal code begins with \"00\"."},
  };
  return all;
}

std::string sentence_of(const Fault& fault) {
  const auto rule =
      std::find_if(rules().begin(), rules().end(), [&](const auto& each) { return each.name == fault.rule; });
  if (rule == rules().end()) return fault.rule;
  std::string out;
  const auto words = rule->sentence;
  for (std::size_t at = 0; at < words.size(); ++at) {
    // Placeholders are {0} to {9}.
    if (words[at] != '{' || at + 2 >= words.size() || words[at + 2] != '}') {
      out += words[at];
      continue;
    }
    const auto index = static_cast<std::size_t>(words[at + 1] - '0');
    if (index < fault.values.size()) out += fault.values[index];
    at += 2;
  }
  return out;
}

}  // namespace stadtpult::checks
