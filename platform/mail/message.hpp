#pragma once
// A letter as it goes over the wire (RFC 5322, RFC 2045 to 2047). Pure; any thread.

#include <string>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"

namespace stadtpult::platform::mail {

/// "Stadt Worms <app@worms.de>" or "app@worms.de".
struct Mailbox {
  std::string name, address;
};
base::Result<Mailbox> mailbox_of(const std::string& text);

struct Message {
  std::string id;  ///< the same one gives the same Message-ID each time
  std::string recipient, subject, text;
  base::Timestamp at;
};

/// Header and body, each line ended by CRLF, ASCII throughout. What would begin a line of its own (a line
/// break in a subject) is a space.
std::string compose(const Mailbox& from, const Message& message);

/// As RFC 2047 has it where it is not plain ASCII.
std::string encoded_words(std::string_view text);

}  // namespace stadtpult::platform::mail
