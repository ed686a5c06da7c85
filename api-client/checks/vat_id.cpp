// Directive 2006/112/EC, Art. 215: the forms as the Commission's VIES lists them.

#include <algorithm>
#include <iterator>
#include <utility>

#include "api-client/checks/symbols.hpp"

namespace stadtpult::checks {
namespace {

constexpr std::string_view kVatId = "vat_id";

/// What follows the country, alternatives between '|': 9 a digit, A a letter, X either, S a letter, digit, +
/// or
/// *; anything else (lower case) stands for its capital.
struct State {
  std::string_view code, forms;
};
constexpr State kStates[] = {
    {"AT", "u99999999"},
    {"BE", "0999999999|1999999999|999999999"},
    {"BG", "999999999|9999999999"},
    {"CY", "99999999A"},
    {"CZ", "99999999|999999999|9999999999"},
    {"DE", "999999999"},
    {"DK", "99999999"},
    {"EE", "999999999"},
    {"EL", "999999999"},
    {"ES", "X9999999A|A9999999X"},
    {"FI", "99999999"},
    {"FR", "XX999999999"},
    {"HR", "99999999999"},
    {"HU", "99999999"},
    {"IE", "9S99999A|9999999AA"},
    {"IT", "99999999999"},
    {"LT", "999999999|999999999999"},
    {"LU", "99999999"},
    {"LV", "99999999999"},
    {"MT", "99999999"},
    {"NL", "999999999b99"},
    {"PL", "9999999999"},
    {"PT", "999999999"},
    {"RO", "99|999|9999|99999|999999|9999999|99999999|999999999|9999999999"},
    {"SE", "999999999901"},
    {"SI", "99999999"},
    {"SK", "9999999999"},
    {"XI", "999999999|999999999999|gd999|ha999"},
};

bool fits(char c, char place) {
  switch (place) {
    case '9':
      return is_digit(c);
    case 'A':
      return is_letter(c);
    case 'X':
      return is_digit(c) || is_letter(c);
    case 'S':
      return is_digit(c) || is_letter(c) || c == '+' || c == '*';
    default:
      return c == upper(place);
  }
}

/// How many characters of `rest` fit the form; npos: all of it.
std::size_t fitting(std::string_view rest, std::string_view form) {
  const auto shorter = std::min(rest.size(), form.size());
  for (std::size_t i = 0; i < shorter; ++i)
    if (!fits(rest[i], form[i])) return i;
  return rest.size() == form.size() ? std::string_view::npos : shorter;
}

/// The best of a state's forms.
std::size_t fitting_any(std::string_view rest, std::string_view forms) {
  std::size_t best = 0;
  for (std::size_t at = 0; at <= forms.size();) {
    const auto end = std::min(forms.find('|', at), forms.size());
    const auto here = fitting(rest, forms.substr(at, end - at));
    if (here == std::string_view::npos) return here;
    best = std::max(best, here);
    at = end + 1;
  }
  return best;
}

/// ISO 7064, MOD 11,10.
bool german_digit_holds(std::string_view digits) {
  int product = 10;
  for (const char c : digits.substr(0, 8)) {
    const int sum = (c - '0' + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return (11 - product) % 10 == digits[8] - '0';
}

}  // namespace

Checked check_vat_id(std::string_view text) {
  auto in = typed(text, kVatId, "-./,", "+*");
  if (!in.faults.empty()) return {{}, std::move(in.faults)};
  auto compact = in.text();
  std::transform(compact.begin(), compact.end(), compact.begin(), upper);
  if (compact.empty()) return {};
  // Nine digits alone are what Germans write on letters without the country.
  std::size_t front = 2;
  if (compact.size() == 9 && std::all_of(compact.begin(), compact.end(), is_digit)) {
    compact.insert(0, "DE");
    front = 0;
  }
  if (compact.starts_with("GR")) compact.replace(0, 2, "EL");  // Art. 215 itself says EL
  const auto code = compact.substr(0, 2);
  const auto* const state = std::find_if(std::begin(kStates), std::end(kStates),
                                         [&](const auto& each) { return each.code == code; });
  if (state == std::end(kStates)) return {{}, {fault(kVatId, "country", in.symbols.front().at, {code})}};
  const auto rest = compact.substr(2);
  if (const auto good = fitting_any(rest, state->forms); good != std::string_view::npos) {
    const auto place = good + front;
    const auto at = place < in.symbols.size() ? in.symbols[place].at : in.end;
    return {{}, {fault(kVatId, code == "DE" ? "form_de" : "form", at, {code, std::to_string(at + 1)})}};
  }
  if (code == "DE" && rest[0] == '0')
    return {
        {},
        {fault(kVatId, "form_de", in.symbols[front].at, {code, std::to_string(in.symbols[front].at + 1)})}};
  if (code == "DE" && !german_digit_holds(rest))
    return {{}, {fault(kVatId, "checksum", in.symbols.back().at, {std::string(1, rest.back())})}};
  if (code == "BE" && rest.size() == 9) compact.insert(2, "0");  // numbers from before 2005
  return {std::move(compact), {}};
}

}  // namespace stadtpult::checks
