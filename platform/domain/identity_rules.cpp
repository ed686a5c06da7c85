#include "platform/domain/identity_rules.hpp"

#include "api-client/base/sealed_text.hpp"
#include "api-client/base/utf8.hpp"

namespace stadtpult::platform {
namespace {

std::string context_of_identity(const std::string& check_id) {
  return "stadtpult confirmed name " + check_id;
}

}  // namespace

std::string hash_of_identity_code(const base::Key& key, std::string_view code) {
  return base::keyed_hash_hex(key, "stadtpult identity code\n" + std::string(code));
}

std::string seal_identity_name(const base::Key& key, std::string_view name, const std::string& check_id) {
  return base::seal_text(key, name, context_of_identity(check_id));
}

std::optional<std::string> open_identity_name(const base::Key& key, const std::string& sealed,
                                              const std::string& check_id) {
  auto plain = base::open_text(key, sealed, context_of_identity(check_id));
  if (!plain) return std::nullopt;
  return std::move(*plain);
}

std::string shortened_email(std::string_view email) {
  const auto at = email.rfind('@');
  const auto dot = email.rfind('.');
  if (at == std::string_view::npos || at == 0 || dot == std::string_view::npos || dot < at + 2) return "…";
  return std::string(email.substr(0, 1)) + "…@" + std::string(email.substr(at + 1, 1)) + "…" +
         std::string(email.substr(dot));
}

}  // namespace stadtpult::platform
