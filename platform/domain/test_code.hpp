#pragma once
// Codes that let testers into a round. Pure; any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/crypto.hpp"

namespace stadtpult::platform {

/// Codes on cards that a round has at most. Numbers beyond are those of accounts in rounds that have both.
inline constexpr std::int64_t kMostCards = 20'000;

/// The code of a round with this number: 60 bits in Crockford's base 32. The same key, round and number give
/// the same code, so that it need not be stored to be printed.
std::string code_of(const base::Key& key, std::string_view round_id, std::int64_t number);
/// The same for a citizen's account in a round that citizens take part in with it.
std::string code_of_account(const base::Key& key, std::string_view round_id, std::string_view account_id);
/// What stays of an account that took part and was erased, until the round is closed: that somebody with this
/// address counts already. No code, and nothing that tells the number.
std::string mark_of_count(const base::Key& key, std::string_view round_id, std::string_view account_id);
/// Does the round draw this account? By a keyed hash of both alone, so that others who come and go change
/// nothing, each round draws anew, and a larger share (0 to 100) keeps whom a smaller one drew.
bool is_drawn(const base::Key& key, std::string_view round_id, std::string_view account_id,
              std::int64_t share_percent);
inline constexpr std::size_t kTestCodeDigits = 12;
/// So many digits (16 at most) of chance in the same alphabet: five bits each.
std::string chance_code(std::size_t digits);
/// What somebody typed, as code_of writes it: small letters, blanks, missing dashes, O for 0 and I or L for 1
/// do not matter. Nothing for what cannot be a code of so many digits.
std::optional<std::string> typed_code(std::string_view typed, std::size_t digits = kTestCodeDigits);
/// "XXXX-XXXX-XXXX", as people read it; in groups of four, however many.
std::string shown_code(std::string_view code);
/// What the store finds a code by. With the key in it nobody who only has the store can try codes out.
std::string hash_of_code(const base::Key& key, std::string_view code);
/// "Testperson 0317".
std::string tester_name(std::int64_t number);

}  // namespace stadtpult::platform
