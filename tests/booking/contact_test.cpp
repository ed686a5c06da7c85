// How who books can be reached: what of it can be right.

#include "api-client/booking/contact.hpp"

#include <doctest/doctest.h>

namespace stadtpult::booking {

TEST_CASE("an address that letters go to is printable ASCII without blanks around it, of whatever kind") {
  CHECK(is_email("ada@example.org"));
  for (const auto* none :
       {"", "ada", " ada@example.org", "ada@example.org ", "ada@example.org\n", "ada@example.org\u00A0",
        "\u2009ada@example.org", "ada@example.org\u2007", "ada@example.org\u202F", "\u00A0",
        "ada\u00A0@example.org", "ada@ex\u00E4mple.org", "ada@example.org\x7F"}) {
    CAPTURE(none);
    CHECK_FALSE(is_email(none));
  }
}

}  // namespace stadtpult::booking
