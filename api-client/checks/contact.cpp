// How a merchant is reached: telephone, e-mail, postal code.

#include <algorithm>
#include <utility>

#include "api-client/checks/symbols.hpp"

namespace stadtpult::checks {
namespace {

/// ITU-T E.164: fifteen digits with the country.
constexpr std::size_t kMostDigits = 15, kFewestDigits = 7;

/// A telephone's digits in international form, each with its place; none before a "+49".
struct Dialled {
  std::string digits;
  std::vector<std::size_t> at;
};

/// "(0)" between country and area is for those who dial without the country.
std::vector<Symbol> without_bracketed_zero(std::vector<Symbol> symbols) {
  for (std::size_t i = 1; i + 2 < symbols.size(); ++i)
    if (symbols[i].ascii() == '(' && symbols[i + 1].ascii() == '0' && symbols[i + 2].ascii() == ')') {
      symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(i),
                    symbols.begin() + static_cast<std::ptrdiff_t>(i) + 3);
      break;
    }
  return symbols;
}

std::vector<Fault> email_domain_faults(const std::vector<Symbol>& domain, std::size_t end) {
  std::size_t length = 0, labels = 1;
  bool digits_only = true;
  for (std::size_t i = 0; i <= domain.size(); ++i) {
    const bool over = i == domain.size();
    const char c = over ? '.' : domain[i].ascii();
    const auto at = over ? end : domain[i].at;
    if (c != '.') {
      if (!is_letter(c) && !is_digit(c) && c != '-') return {fault_at("email", "character", domain[i])};
      if (c == '-' && length == 0) return {fault("email", "hyphen", at, {std::to_string(at + 1)})};
      digits_only = digits_only && is_digit(c);
      if (++length > 63) return {fault("email", "label", at)};
      continue;
    }
    if (length == 0) return {fault("email", "dot", at, {std::to_string(at + 1)})};
    if (domain[i - 1].ascii() == '-')
      return {fault("email", "hyphen", domain[i - 1].at, {std::to_string(domain[i - 1].at + 1)})};
    if (over) break;
    ++labels;
    length = 0;
    digits_only = true;
  }
  if (labels < 2 || digits_only) return {fault("email", "domain", domain.front().at)};
  return {};
}

std::vector<Fault> email_local_faults(const std::vector<Symbol>& local) {
  if (local.size() > 64) return {fault("email", "local_long", local[64].at)};
  for (std::size_t i = 0; i < local.size(); ++i)
    if (local[i].ascii() == '.' && (i == 0 || i + 1 == local.size() || local[i - 1].ascii() == '.'))
      return {fault("email", "dot", local[i].at, {std::to_string(local[i].at + 1)})};
  return {};
}

}  // namespace

Checked check_phone(std::string_view text) {
  constexpr std::string_view kKind = "phone";
  auto in = typed(text, kKind, "-./", "+()");
  if (!in.faults.empty()) return {{}, std::move(in.faults)};
  const auto symbols = without_bracketed_zero(std::move(in.symbols));
  Dialled number;
  bool plus = false;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const char c = symbols[i].ascii();
    if (is_letter(c) || (c == '+' && (plus || !number.digits.empty())))
      return {{}, {fault_at(kKind, "character", symbols[i])}};
    if (c == '+') plus = true;
    if (!is_digit(c)) continue;
    number.digits += c;
    number.at.push_back(symbols[i].at);
  }
  if (number.digits.empty()) {
    if (symbols.empty()) return {};
    return {{}, {fault(kKind, "short", in.end)}};
  }
  std::size_t front = 0;
  std::string compact = "+";
  if (!plus && number.digits.starts_with("00")) {
    front = 2;
  } else if (!plus && number.digits.starts_with("0")) {
    front = 1;
    compact += "49";
  } else if (!plus) {
    return {{}, {fault(kKind, "area_code", number.at[0])}};
  }
  compact += number.digits.substr(front);
  const auto national = compact.starts_with("+49") ? compact.size() - 3 : 0;
  if (compact.size() > 1 && compact[1] == '0')
    return {{}, {fault(kKind, "country", number.at[std::min(front, number.at.size() - 1)])}};
  if (national > 0 && compact[3] == '0') {
    const auto zero = number.at[number.digits.size() - national];
    return {{}, {fault(kKind, "zero", zero, {std::to_string(zero + 1)})}};
  }
  if (compact.size() - 1 > kMostDigits) {
    const auto surplus = compact.size() - 1 - kMostDigits;
    return {{},
            {fault(kKind, "digits", number.at[number.at.size() - surplus], {std::to_string(kMostDigits)})}};
  }
  if (compact.size() - 1 < kFewestDigits) return {{}, {fault(kKind, "short", in.end)}};
  return {std::move(compact), {}};
}

Checked check_email(std::string_view text) {
  constexpr std::string_view kKind = "email";
  auto in = typed(text, kKind, "", "!#$%&'*+-/=?^_`{|}~.@");
  if (!in.faults.empty()) return {{}, std::move(in.faults)};
  if (in.symbols.empty()) return {};
  // Blanks around it, of whatever kind, are cut; one inside is no separator here.
  const auto first = in.symbols.front().at, end = in.symbols.back().at + 1;
  for (std::size_t i = 0; i < in.symbols.size(); ++i)
    if (in.symbols[i].at != first + i)
      return {{}, {fault(kKind, "blank", first + i, {std::to_string(first + i + 1)})}};
  const auto is_at = [](const Symbol& each) { return each.ascii() == '@'; };
  const auto at = std::find_if(in.symbols.begin(), in.symbols.end(), is_at);
  if (at == in.symbols.end()) return {{}, {fault(kKind, "at_missing", end)}};
  if (const auto second = std::find_if(at + 1, in.symbols.end(), is_at); second != in.symbols.end())
    return {{}, {fault(kKind, "at_twice", second->at, {std::to_string(second->at + 1)})}};
  const std::vector<Symbol> local(in.symbols.begin(), at), domain(at + 1, in.symbols.end());
  if (local.empty()) return {{}, {fault(kKind, "local", at->at)}};
  if (domain.empty()) return {{}, {fault(kKind, "domain", end)}};
  if (in.symbols.size() > 254) return {{}, {fault(kKind, "long", first + 254)}};
  auto faults = email_local_faults(local);
  if (faults.empty()) faults = email_domain_faults(domain, end);
  if (!faults.empty()) return {{}, std::move(faults)};
  return {in.text(), {}};
}

Checked check_postal_code(std::string_view text) {
  constexpr std::string_view kKind = "postal_code";
  auto in = typed(text, kKind, "");
  if (!in.faults.empty()) return {{}, std::move(in.faults)};
  if (in.symbols.empty()) return {};
  for (const auto& symbol : in.symbols)
    if (!is_digit(symbol.ascii())) return {{}, {fault_at(kKind, "digit", symbol)}};
  auto compact = in.text();
  if (compact.size() != 5)
    return {{},
            {fault(kKind, "length", compact.size() > 5 ? in.symbols[5].at : in.end,
                   {std::to_string(compact.size())})}};
  if (compact.starts_with("00")) return {{}, {fault(kKind, "zeros", in.symbols[0].at)}};
  return {std::move(compact), {}};
}

}  // namespace stadtpult::checks
