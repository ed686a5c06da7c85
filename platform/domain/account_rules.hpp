#pragma once
// Citizens' accounts: codes, sessions and addresses, without SQL and without HTTP. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/crypto.hpp"

namespace stadtpult::platform {

inline constexpr int kCodeMinutes = 15;                     ///< that a code is good for
inline constexpr std::int64_t kMostTries = 5;               ///< wrong codes; then it is good for nothing
inline constexpr std::int64_t kSessionDays = 30;            ///< at most
inline constexpr std::int64_t kIdleDays = 7;                ///< without a visit end it earlier
inline constexpr std::int64_t kUnusedDays = 730;            ///< without a visit end the account itself
inline constexpr std::size_t kMostSessions = 20;            ///< of one account; the oldest gives way
inline constexpr const char* kCodeLetter = "account_code";  ///< kind of the letter

/// The code of an attempt: eight digits out of its id and the store's key, so that neither it nor a hash of
/// it is stored. (10^8 codes and five tries; NIST SP 800-63B, 5.1.3.2 asks for six digits.)
std::string code_of_attempt(const base::Key& key, std::string_view attempt_id);
/// "1234 5678", as people read it.
std::string shown_digits(std::string_view code);
/// What somebody typed, without blanks and dashes; nothing for what cannot be a code.
std::optional<std::string> typed_digits(std::string_view typed);

/// An address as it is compared: without blanks around it, in small letters. Nothing where it is none.
std::optional<std::string> email_from(std::string_view typed);
/// A mail domain as the addresses above have it: "Worms.DE" gives "worms.de". Nothing where no address could
/// be there; a name beyond ASCII is given as it stands in the DNS ("xn--…").
std::optional<std::string> mail_domain_from(std::string_view typed);
/// Is the address in one of these domains? In itself alone: a subdomain is another one.
bool is_in_domains(std::string_view email, const std::vector<std::string>& domains);
/// What the store finds an address by. With the key in it nobody who only has the store can try addresses
/// out.
std::string mark_of_email(const base::Key& key, std::string_view email);

/// An address as it stands in the store, sealed for this account or attempt; hex.
std::string seal_email(const base::Key& key, std::string_view email, const std::string& owner_id);
std::optional<std::string> open_email(const base::Key& key, const std::string& sealed,
                                      const std::string& owner_id);

/// May a session with these times still be used?
bool session_holds(base::Timestamp seen_at, base::Timestamp expires_at, base::Timestamp now);

/// Subject and text of the letter with a code.
struct CodeLetter {
  std::string subject, text;
};
CodeLetter code_letter(std::string_view code, std::string_view language);

}  // namespace stadtpult::platform
