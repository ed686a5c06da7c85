#include "platform/security/pseudonyms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "api-client/base/sealed_text.hpp"
#include "platform/detection/network.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {
namespace {

constexpr std::string_view kEventsContext = "stadtpult security events";
constexpr std::string_view kValueContext = "stadtpult pseudonym";

const char* word_of(Personal kind) {
  return kind == Personal::person ? "person" : "source";
}

/// An address is one address, however it is written.
std::string one_form(Personal kind, const std::string& value) {
  return kind == Personal::source ? detection::normal_address(value) : value;
}

}  // namespace

std::string Pseudonyms::lookup_of(Personal kind, const std::string& value) const {
  return base::keyed_hash_hex(key_, fmt::format("{}\n{}", word_of(kind), value));
}

std::string Pseudonyms::of(Database& database, Personal kind, const std::string& given, base::Timestamp now) {
  if (given.empty()) return {};
  const std::string value = one_form(kind, given);
  const std::string lookup = lookup_of(kind, value);
  if (const auto found = find_pseudonym_by_lookup(database, lookup)) return found->pseudonym;
  // Four digits as people read them to each other; more where they are taken.
  std::string name;
  for (size_t digits = 4; digits <= lookup.size(); ++digits) {
    name = (kind == Personal::person ? "P-" : "Q-") + lookup.substr(0, digits);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    if (!find_pseudonym(database, name)) break;
  }
  insert_pseudonym(database, {name, word_of(kind), lookup, base::seal_text(key_, value, kValueContext)}, now);
  return name;
}

std::optional<std::string> Pseudonyms::known(Database& database, Personal kind,
                                             const std::string& value) const {
  const auto found = find_pseudonym_by_lookup(database, lookup_of(kind, one_form(kind, value)));
  if (!found) return std::nullopt;
  return found->pseudonym;
}

base::Result<std::string> Pseudonyms::value_of(Database& database, const std::string& pseudonym) const {
  const auto found = find_pseudonym(database, pseudonym);
  if (!found) return base::fail(base::ErrorKind::not_found, "There is no such pseudonym.");
  return base::open_text(key_, found->sealed, kValueContext);
}

std::string Pseudonyms::seal_events(const std::string& lines) const {
  return base::seal(key_, lines, kEventsContext);
}

base::Result<std::string> Pseudonyms::open_events(const std::string& sealed) const {
  return base::open_sealed(key_, sealed, kEventsContext);
}

}  // namespace stadtpult::platform
