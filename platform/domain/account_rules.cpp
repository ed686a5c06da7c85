#include "platform/domain/account_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "api-client/base/sealed_text.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/booking/contact.hpp"
#include "api-client/content/words.hpp"

namespace stadtpult::platform {
namespace {

constexpr std::size_t kCodeDigits = 8;
constexpr std::uint64_t kCodes = 100'000'000;

std::string context_of_address(const std::string& owner_id) {
  return "stadtpult account address " + owner_id;
}

}  // namespace

std::string code_of_attempt(const base::Key& key, std::string_view attempt_id) {
  const auto hex = base::keyed_hash_hex(key, "stadtpult account code\n" + std::string(attempt_id));
  std::uint64_t number = 0;
  // 60 bits, so that no code is noticeably more likely than another one.
  std::from_chars(hex.data(), hex.data() + 15, number, 16);
  return fmt::format("{:08}", number % kCodes);
}

std::string shown_digits(std::string_view code) {
  return fmt::format("{} {}", code.substr(0, kCodeDigits / 2), code.substr(kCodeDigits / 2));
}

std::optional<std::string> typed_digits(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    if (c < '0' || c > '9' || digits.size() == kCodeDigits) return std::nullopt;
    digits += c;
  }
  if (digits.size() != kCodeDigits) return std::nullopt;
  return digits;
}

std::optional<std::string> email_from(std::string_view typed) {
  std::string email(base::trimmed(typed));
  if (!booking::is_email(email)) return std::nullopt;
  for (auto& c : email)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return email;
}

std::optional<std::string> mail_domain_from(std::string_view typed) {
  constexpr std::string_view kSomebody = "x@";
  const auto email = email_from(std::string(kSomebody) + std::string(base::trimmed(typed)));
  if (!email) return std::nullopt;
  return email->substr(kSomebody.size());
}

bool is_in_domains(std::string_view email, const std::vector<std::string>& domains) {
  const auto at = email.rfind('@');
  return at != std::string_view::npos &&
         std::find(domains.begin(), domains.end(), email.substr(at + 1)) != domains.end();
}

std::string mark_of_email(const base::Key& key, std::string_view email) {
  return base::keyed_hash_hex(key, "stadtpult account of\n" + std::string(email));
}

std::string seal_email(const base::Key& key, std::string_view email, const std::string& owner_id) {
  return base::seal_text(key, email, context_of_address(owner_id));
}

std::optional<std::string> open_email(const base::Key& key, const std::string& sealed,
                                      const std::string& owner_id) {
  auto plain = base::open_text(key, sealed, context_of_address(owner_id));
  if (!plain) return std::nullopt;
  return std::move(*plain);
}

bool session_holds(base::Timestamp seen_at, base::Timestamp expires_at, base::Timestamp now) {
  return now < expires_at && now.ms - seen_at.ms < kIdleDays * base::kDayMs;
}

CodeLetter code_letter(std::string_view code, std::string_view language) {
  return {std::string(content::word("account.letter.subject", language)),
          fmt::format(fmt::runtime(content::word("account.letter.text", language)), shown_digits(code),
                      kCodeMinutes)};
}

}  // namespace stadtpult::platform
