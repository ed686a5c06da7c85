#include "tests/checks/support.hpp"

namespace stadtpult::checks::testing {

TEST_CASE("telephone numbers are kept in international form") {
  for (const auto* good : {"06241 123456", "+49 6241 123456", "0049 6241/12 34 56", "+49 (0) 6241-123456",
                           "(06241) 123456", "+49 (6241) 123456"}) {
    CAPTURE(good);
    CHECK(check_phone(good).compact == "+496241123456");
  }
  CHECK(check_phone("+41 44 668 18 00").compact == "+41446681800");
  CHECK(check_phone("").ok());
  CHECK(first(check_phone("123456")) == "phone.area_code@0");
  CHECK(first(check_phone("+49 06241 1234")) == "phone.zero@4 5");
  CHECK(first(check_phone("06241 12E4")) == "phone.character@8 E 9");
  CHECK(first(check_phone("06241 ١2")) == "phone.look_alike@6 ١ 7 1");
  CHECK(first(check_phone("+0 6241 123456")) == "phone.country@1");
  CHECK(first(check_phone("000 1")) == "phone.country@2");
  CHECK(first(check_phone("06241 1234567890123")) == "phone.digits@15 15");
  CHECK(first(check_phone("0624")) == "phone.short@4");
  CHECK(first(check_phone("+")) == "phone.short@1");
  CHECK(first(check_phone("06241+1234")) == "phone.character@5 + 6");
  CHECK(first(check_phone("++49624112")) == "phone.character@1 + 2");
}

TEST_CASE("e-mail addresses") {
  for (const auto* good :
       {"info@rad.example", "a.b+c@sub.example.org", "o'brien@example.ie", "x@xn--mller-kva.de"}) {
    CAPTURE(good);
    CHECK(check_email(good).compact == good);
  }
  CHECK(check_email("  info@rad.example ").compact == "info@rad.example");
  // No-break and thin blanks come along when an address is copied from a page.
  for (const auto* copied :
       {"info@rad.example\u00A0", "\u2009info@rad.example\u202F", "\u2007 info@rad.example\t"}) {
    CAPTURE(copied);
    CHECK(check_email(copied).compact == "info@rad.example");
  }
  CHECK(first(check_email("\u00A0info\u00A0@rad.example")) == "email.blank@5 6");
  CHECK(check_email("\u00A0").ok());
  CHECK(check_email("\u00A0").compact.empty());
  CHECK(check_email("").ok());
  CHECK(first(check_email("info rad.example")) == "email.blank@4 5");
  CHECK(first(check_email("info.rad.example")) == "email.at_missing@16");
  CHECK(first(check_email("a@b@c.de")) == "email.at_twice@3 4");
  CHECK(first(check_email("@rad.example")) == "email.local@0");
  CHECK(first(check_email("info@")) == "email.domain@5");
  CHECK(first(check_email("info@rad")) == "email.domain@5");
  CHECK(first(check_email("info@127.0.0.1")) == "email.domain@5");
  CHECK(first(check_email("info..x@rad.de")) == "email.dot@5 6");
  CHECK(first(check_email(".info@rad.de")) == "email.dot@0 1");
  CHECK(first(check_email("info@rad..de")) == "email.dot@9 10");
  CHECK(first(check_email("info@rad.de.")) == "email.dot@12 13");
  CHECK(first(check_email("info@-rad.de")) == "email.hyphen@5 6");
  CHECK(first(check_email("info@rad-.de")) == "email.hyphen@8 9");
  CHECK(first(check_email("info@rаd.de")) == "email.look_alike@6 а 7 a");
  CHECK(first(check_email("info@räd.de")) == "email.character@6 ä 7");
  CHECK(first(check_email("info@r_d.de")) == "email.character@6 _ 7");
  CHECK(first(check_email("\"a b\"@rad.de")).starts_with("email.character@0"));
  CHECK(first(check_email(std::string(65, 'a') + "@rad.de")) == "email.local_long@64");
  CHECK(first(check_email("a@" + std::string(64, 'b') + ".de")) == "email.label@65");
}

TEST_CASE("postal codes of Germany") {
  CHECK(check_postal_code("67547").compact == "67547");
  CHECK(check_postal_code(" 01067 ").compact == "01067");
  CHECK(check_postal_code("").ok());
  CHECK(first(check_postal_code("6754")) == "postal_code.length@4 4");
  CHECK(first(check_postal_code("675470")) == "postal_code.length@5 6");
  CHECK(first(check_postal_code("00123")) == "postal_code.zeros@0");
  CHECK(first(check_postal_code("6754O")) == "postal_code.digit@4 O 5");
  CHECK(first(check_postal_code("6754７")) == "postal_code.look_alike@4 ７ 5 7");
}

}  // namespace stadtpult::checks::testing
