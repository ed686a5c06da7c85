#include "platform/domain/test_code.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

namespace stadtpult::platform {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford: no I, L, O, U
constexpr std::size_t kGroup = 4;

/// The first bits of a hash in Crockford's base 32: 60 for a test round's code.
std::string code_from(const std::string& hash_hex, std::size_t digits = kTestCodeDigits) {
  const auto hash = base::from_hex(hash_hex);
  std::string code;
  std::uint32_t bits = 0;
  int have = 0;
  for (std::size_t at = 0; code.size() < digits;) {
    if (have < 5) {
      bits = bits << 8U | static_cast<unsigned char>((*hash)[at++]);
      have += 8;
    }
    have -= 5;
    code += kDigits[bits >> static_cast<unsigned>(have) & 31U];
  }
  return code;
}

}  // namespace

std::string code_of(const base::Key& key, std::string_view round_id, std::int64_t number) {
  return code_from(base::keyed_hash_hex(key, fmt::format("stadtpult test code\n{}\n{}", round_id, number)));
}

std::string code_of_account(const base::Key& key, std::string_view round_id, std::string_view account_id) {
  return code_from(
      base::keyed_hash_hex(key, fmt::format("stadtpult test code of account\n{}\n{}", round_id, account_id)));
}

std::string mark_of_count(const base::Key& key, std::string_view round_id, std::string_view account_id) {
  return base::keyed_hash_hex(key, fmt::format("stadtpult test part counted\n{}\n{}", round_id, account_id));
}

bool is_drawn(const base::Key& key, std::string_view round_id, std::string_view account_id,
              std::int64_t share_percent) {
  const auto hex =
      base::keyed_hash_hex(key, fmt::format("stadtpult test share\n{}\n{}", round_id, account_id));
  std::uint64_t number = 0;
  std::from_chars(hex.data(), hex.data() + 15, number, 16);  // 60 bits: no remainder is noticeably likelier
  constexpr std::uint64_t kParts = 1'000'000;
  return number % kParts < static_cast<std::uint64_t>(share_percent) * (kParts / 100);
}

std::string chance_code(std::size_t digits) {
  return code_from(base::random_hex(10), digits);
}

std::optional<std::string> typed_code(std::string_view typed, std::size_t digits) {
  std::string code;
  for (const char each : typed) {
    auto c = static_cast<char>(std::toupper(static_cast<unsigned char>(each)));
    if (c == '-' || c == ' ') continue;
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (kDigits.find(c) == std::string_view::npos || code.size() == digits) return std::nullopt;
    code += c;
  }
  if (code.size() != digits) return std::nullopt;
  return code;
}

std::string shown_code(std::string_view code) {
  std::string shown;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i > 0 && i % kGroup == 0) shown += '-';
    shown += code[i];
  }
  return shown;
}

std::string hash_of_code(const base::Key& key, std::string_view code) {
  return base::keyed_hash_hex(key, fmt::format("stadtpult test code entered\n{}", code));
}

std::string tester_name(std::int64_t number) {
  return fmt::format("Testperson {:04}", number);
}

}  // namespace stadtpult::platform
