#include "tests/checks/support.hpp"

namespace stadtpult::checks::testing {

TEST_CASE("IBANs are read as people write them, and kept compact") {
  for (const auto* good : {"DE89370400440532013000", "de89 3704 0044 0532 0130 00",
                           " DE89-3704-0044.0532.0130.00 ", "DE89\u00A03704\u202F0044 0532\t0130 00"}) {
    CAPTURE(good);
    CHECK(check_iban(good).compact == "DE89370400440532013000");
  }
  CHECK(check_iban("").ok());
  CHECK(check_iban("  ").compact.empty());
  CHECK(grouped_iban("DE89370400440532013000") == "DE89 3704 0044 0532 0130 00");
  CHECK(grouped_iban("").empty());
  for (const auto* good : {"MT84MALT011000012345MTLCAST001S", "NO9386011117947", "ES9121000418450200051332",
                           "LC55HEMM000100010012001200023015", "CH9300762011623852957",
                           "XK051212012345678906", "SE4550000000058398257466", "IE29AIBK93115212345678"}) {
    CAPTURE(good);
    CHECK(first(check_iban(good)).empty());
  }
}

TEST_CASE("what is wrong with an IBAN is said with its place") {
  CHECK(first(check_iban("DE89370400440532013001")) == "iban.checksum@2 89");
  CHECK(first(check_iban("DE8937040044053201300")) == "iban.length@21 DE 22 21");
  CHECK(first(check_iban("DE89 3704 0044 0532 0130 000")) == "iban.length@27 DE 22 23");
  CHECK(first(check_iban("DE89 3704 0O44 0532 0130 00")) == "iban.digit@11 O 12");
  CHECK(first(check_iban("GB82 1EST 1234 5698 7654 32")) == "iban.letter@5 1 6");
  CHECK(first(check_iban("XX89370400440532013000")) == "iban.country@0 XX");
  CHECK(first(check_iban("8937040044")) == "iban.country_missing@0");
  CHECK(first(check_iban("D")) == "iban.country@0 D");
  CHECK(first(check_iban("DE")) == "iban.length@2 DE 22 2");
  CHECK(first(check_iban("DEXX370400440532013000")) == "iban.digit@2 X 3");
  CHECK(first(check_iban("DE89_370400440532013000")) == "iban.character@4 _ 5");
  // the account's own digits: of Belgium and of Spain, though mod 97 holds
  CHECK(first(check_iban("BE58435411161154")) == "iban.account@4 BE");
}

TEST_CASE("check digits that only leave the same rest are none") {
  // The right ones are 02 to 98; 97 more or less leaves the same rest and was never given out.
  for (const auto* digits : {"00", "01", "99"}) {
    CAPTURE(digits);
    for (int account = 0; account < 97; ++account) {
      const auto text = "DE" + std::string(digits) + "3704004405320" + (account < 10 ? "0" : "") +
                        std::to_string(account) + "000";
      CHECK_FALSE(check_iban(text).ok());
    }
  }
}

TEST_CASE("letters that only look right are named, never taken") {
  // Cyrillic Е, Greek Ε, fullwidth 8, an invisible space
  CHECK(first(check_iban("DЕ89370400440532013000")) == "iban.look_alike@1 Е 2 E");
  CHECK(first(check_iban("DΕ89370400440532013000")) == "iban.look_alike@1 Ε 2 E");
  CHECK(first(check_iban("DE８9370400440532013000")) == "iban.look_alike@2 ８ 3 8");
  CHECK(first(check_iban("DE89\u200B370400440532013000")) == "iban.character@4 U+200B 5");
  CHECK(first(check_iban("DE٨٩370400440532013000")) == "iban.look_alike@2 ٨ 3 8");
  CHECK(check_iban("DЕ8９370400440532013000").faults.size() == 2);
  CHECK(sentence_of(check_iban("DЕ89370400440532013000").faults[0]) ==
        "Character 2: \"Е\" only looks like \"E\" and does not belong into the IBAN.");
  CHECK(first(check_iban("DE\xFF")) == "iban.encoding@0");
  CHECK(first(check_iban(std::string(5000, 'A'))) == "iban.long@0");
}

TEST_CASE("one wrong or swapped digit is always found") {
  const std::string good = "DE89370400440532013000";
  for (std::size_t at = 2; at < good.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      auto wrong = good;
      wrong[at] = digit;
      if (wrong != good) CHECK_FALSE(check_iban(wrong).ok());
    }
    auto swapped = good;
    if (at + 1 < good.size()) std::swap(swapped[at], swapped[at + 1]);
    if (swapped != good) CHECK_FALSE(check_iban(swapped).ok());
  }
}

}  // namespace stadtpult::checks::testing
