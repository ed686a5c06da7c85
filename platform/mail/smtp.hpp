#pragma once
// Hands letters to a mail server (RFC 5321), over libcurl. Blocks; one thread at a time.

#include <atomic>

#include "platform/mail/message.hpp"

namespace stadtpult::platform::mail {

struct Account {
  std::string url;  ///< smtps://host:465, or smtp://host:587, which turns to TLS at once but on this machine
  Mailbox from;
  std::string user = {}, password = {};  ///< none: the server asks for none
};
/// `url` as --smtp takes it, `sender` as --mail-from, `user_file`: a line with the user, one with the
/// password, readable by nobody else. Errors are sentences for the operator.
base::Result<Account> account_of(const std::string& url, const std::string& sender,
                                 const std::string& user_file);

enum class Outcome {
  sent,
  later,    ///< not taken now: nobody there, 4yz
  refused,  ///< never will be: 5yz
  unknown   ///< handed over in full, and no answer: it may have been taken
};
struct Handover {
  Outcome outcome = Outcome::later;
  std::string said;  ///< what was wrong, for the operator
  int code = 0;      ///< the server's reply that said so (RFC 5321, 4.2); 0: none did
};

/// `stop` ends it early.
Handover hand_over(const Account& account, const Message& message, const std::atomic<bool>& stop);

}  // namespace stadtpult::platform::mail
