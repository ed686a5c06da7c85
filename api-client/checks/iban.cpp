// ISO 13616-1 and the registry of its structures.

#include <algorithm>
#include <iterator>
#include <utility>

#include "api-client/checks/symbols.hpp"

namespace stadtpult::checks {
namespace {

/// What follows country and check digits: n digits, a capital letters, c either; each with its count.
struct Country {
  std::string_view code, structure;
};
constexpr Country kCountries[] = {
    {"AD", "n8c12"},    {"AE", "n19"},      {"AL", "n8c16"},    {"AT", "n16"},     {"AZ", "a4c20"},
    {"BA", "n16"},      {"BE", "n12"},      {"BG", "a4n6c8"},   {"BH", "a4c14"},   {"BI", "n23"},
    {"BR", "n23a1c1"},  {"BY", "c4n4c16"},  {"CH", "n5c12"},    {"CR", "n18"},     {"CY", "n8c16"},
    {"CZ", "n20"},      {"DE", "n18"},      {"DJ", "n23"},      {"DK", "n14"},     {"DO", "c4n20"},
    {"EE", "n16"},      {"EG", "n25"},      {"ES", "n20"},      {"FI", "n14"},     {"FK", "a2n12"},
    {"FO", "n14"},      {"FR", "n10c11n2"}, {"GB", "a4n14"},    {"GE", "a2n16"},   {"GI", "a4c15"},
    {"GL", "n14"},      {"GR", "n7c16"},    {"GT", "c24"},      {"HN", "a4n20"},   {"HR", "n17"},
    {"HU", "n24"},      {"IE", "a4n14"},    {"IL", "n19"},      {"IQ", "a4n15"},   {"IS", "n22"},
    {"IT", "a1n10c12"}, {"JO", "a4n4c18"},  {"KW", "a4c22"},    {"KZ", "n3c13"},   {"LB", "n4c20"},
    {"LC", "a4c24"},    {"LI", "n5c12"},    {"LT", "n16"},      {"LU", "n3c13"},   {"LV", "a4c13"},
    {"LY", "n21"},      {"MC", "n10c11n2"}, {"MD", "c20"},      {"ME", "n18"},     {"MK", "n3c10n2"},
    {"MN", "n16"},      {"MR", "n23"},      {"MT", "a4n5c18"},  {"MU", "a4n19a3"}, {"NI", "a4n20"},
    {"NL", "a4n10"},    {"NO", "n11"},      {"OM", "n3c16"},    {"PK", "a4c16"},   {"PL", "n24"},
    {"PS", "a4c21"},    {"PT", "n21"},      {"QA", "a4c21"},    {"RO", "a4c16"},   {"RS", "n18"},
    {"RU", "n14c15"},   {"SA", "n2c18"},    {"SC", "a4n20a3"},  {"SD", "n14"},     {"SE", "n20"},
    {"SI", "n15"},      {"SK", "n20"},      {"SM", "a1n10c12"}, {"SO", "n19"},     {"ST", "n21"},
    {"SV", "a4n20"},    {"TL", "n19"},      {"TN", "n20"},      {"TR", "n6c16"},   {"UA", "n6c19"},
    {"VA", "n18"},      {"VG", "a4n16"},    {"XK", "n16"},      {"YE", "a4n4c18"},
};

/// The kind of each place: "nnnnaa…".
std::string places_of(std::string_view structure) {
  std::string out;
  for (std::size_t at = 0; at < structure.size();) {
    const char kind = structure[at++];
    std::size_t count = 0;
    while (at < structure.size() && is_digit(structure[at]))
      count = count * 10 + static_cast<std::size_t>(structure[at++] - '0');
    out.append(count, kind);
  }
  return out;
}

/// ISO 7064, MOD 97-10, over digits and letters (A is 10 … Z is 35).
int mod_97(std::string_view text) {
  int rest = 0;
  for (const char c : text) {
    const int value = is_digit(c) ? c - '0' : c - 'A' + 10;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

int spanish_digit(std::string_view digits) {
  int sum = 0, weight = 1;
  for (const char c : digits) {
    sum += (c - '0') * weight;
    weight = weight * 2 % 11;
  }
  return sum % 11 < 2 ? sum % 11 : 11 - sum % 11;
}

/// Check digits of the account inside, where a country's own rule has been public for decades.
bool account_holds(std::string_view country, std::string_view account) {
  if (country == "BE") {
    const int rest = mod_97(account.substr(0, 10));
    return std::stoi(std::string(account.substr(10))) == (rest == 0 ? 97 : rest);
  }
  if (country == "ES")
    return account[8] - '0' == spanish_digit("00" + std::string(account.substr(0, 8))) &&
           account[9] - '0' == spanish_digit(account.substr(10));
  return true;
}

/// What is wrong with a text of good characters; all of it that can be told apart.
std::vector<Fault> faults_of(const Typed& in, const std::string& text) {
  constexpr std::string_view kKind = "iban";
  const auto& symbols = in.symbols;
  for (std::size_t i = 0; i < std::min<std::size_t>(2, text.size()); ++i)
    if (!is_letter(text[i])) return {fault(kKind, "country_missing", symbols[i].at)};
  const auto code = text.substr(0, 2);
  const auto* const country = std::find_if(std::begin(kCountries), std::end(kCountries),
                                           [&](const auto& each) { return each.code == code; });
  if (country == std::end(kCountries)) return {fault(kKind, "country", symbols.front().at, {code})};
  std::vector<Fault> out;
  const auto places = "aann" + places_of(country->structure);
  if (text.size() != places.size())
    out.push_back(fault(kKind, "length", text.size() > places.size() ? symbols[places.size()].at : in.end,
                        {code, std::to_string(places.size()), std::to_string(text.size())}));
  for (std::size_t i = 2; i < std::min(text.size(), places.size()); ++i) {
    if (places[i] == 'n' && !is_digit(text[i])) out.push_back(fault_at(kKind, "digit", symbols[i]));
    if (places[i] == 'a' && !is_letter(text[i])) out.push_back(fault_at(kKind, "letter", symbols[i]));
    // Where the length is wrong, all after the first may only be shifted.
    if (out.size() >= 5 || (text.size() != places.size() && out.size() > 1)) break;
  }
  if (!out.empty()) return out;
  // 00, 01 and 99 leave the same rest as 97, 98 and 02, which are what the rule gives out.
  const auto digits = text.substr(2, 2);
  if (digits == "00" || digits == "01" || digits == "99" || mod_97(text.substr(4) + text.substr(0, 4)) != 1)
    return {fault(kKind, "checksum", symbols[2].at, {digits})};
  if (!account_holds(code, text.substr(4))) return {fault(kKind, "account", symbols[4].at, {code})};
  return {};
}

}  // namespace

Checked check_iban(std::string_view text) {
  auto in = typed(text, "iban", "-.");
  if (!in.faults.empty()) return {{}, std::move(in.faults)};
  auto compact = in.text();
  std::transform(compact.begin(), compact.end(), compact.begin(), upper);
  if (compact.empty()) return {};
  auto faults = faults_of(in, compact);
  if (!faults.empty()) return {{}, std::move(faults)};
  return {std::move(compact), {}};
}

std::string grouped_iban(std::string_view compact) {
  std::string out;
  for (std::size_t at = 0; at < compact.size(); at += 4) {
    if (at > 0) out += ' ';
    out += compact.substr(at, 4);
  }
  return out;
}

}  // namespace stadtpult::checks
