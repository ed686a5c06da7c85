#include "tests/checks/support.hpp"

namespace stadtpult::checks::testing {

using contract::RegisterKind;

TEST_CASE("register entries: court, kind and number") {
  CHECK(check_register("Mainz", RegisterKind::hrb, "12345").compact == "12345");
  CHECK(check_register("Bremen", RegisterKind::hrb, "12345hb").compact == "12345 HB");
  CHECK(check_register("Amtsgericht Mainz", RegisterKind::hra, " 4711 ").compact == "4711");
  CHECK(check_register("AG Mainz", RegisterKind::hra, "4711").ok());
  CHECK(check_register("", RegisterKind::none, "").ok());
  CHECK(check_register("Mainz", RegisterKind::hrb, "").ok());
  CHECK(first(check_register("Worms", RegisterKind::hrb, "12345")) ==
        "register_court.elsewhere@0 Worms Mainz");
  CHECK(first(check_register("Amtsgericht Worms", RegisterKind::hrb, "1"))
            .starts_with("register_court.elsewhere"));
  CHECK(first(check_register("Nirgendwo", RegisterKind::hrb, "1")) == "register_court.unknown@0 Nirgendwo");
  CHECK(first(check_register("Мainz", RegisterKind::hrb, "1")) == "register_court.look_alike@0 М 1 M");
  CHECK(first(check_register("Mainz2", RegisterKind::hrb, "1")) == "register_court.unknown@0 Mainz2");
  CHECK(first(check_register("Mainz", RegisterKind::none, "1")) == "register_kind.missing@0");
  CHECK(first(check_register("Mainz", RegisterKind::hrb, "1234567")) == "register_number.long_number@6 7");
  CHECK(first(check_register("Mainz", RegisterKind::hrb, "012")) == "register_number.zero@0 0 1");
  CHECK(first(check_register("Mainz", RegisterKind::hrb, "HRB 12")) == "register_number.digits_first@0 H 1");
  CHECK(first(check_register("Mainz", RegisterKind::hrb, "12 ABCD")) == "register_number.suffix@3 A 4");
  CHECK(first(check_register("Mainz", RegisterKind::hrb, "12１")) == "register_number.look_alike@2 １ 3 1");
  CHECK(check_register("Worms", RegisterKind::hrb, "012").faults.size() == 2);
  // crafts registers are the chambers'
  CHECK(check_register("HWK Rheinhessen", RegisterKind::hwr, "07-1234/5").compact == "07-1234/5");
}

TEST_CASE("a court goes by the names that people use") {
  CHECK(register_court_of("amtsgericht mainz") == "Mainz");
  CHECK(register_court_of("MUENCHEN") == "München");
  CHECK(register_court_of("Munchen") == "München");
  CHECK(register_court_of("Giessen") == "Gießen");
  CHECK(register_court_of("Ludwigshafen") == "Ludwigshafen am Rhein");
  CHECK(register_court_of("Frankfurt/Oder") == "Frankfurt (Oder)");
  CHECK(register_court_of("Charlottenburg") == "Berlin (Charlottenburg)");
  CHECK(register_court_of("Worms").empty());
  CHECK(register_court_of("").empty());
}

}  // namespace stadtpult::checks::testing
