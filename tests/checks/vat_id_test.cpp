#include "tests/checks/support.hpp"

namespace stadtpult::checks::testing {

TEST_CASE("a German VAT id has its check digit") {
  CHECK(check_vat_id("DE136695976").compact == "DE136695976");
  CHECK(check_vat_id("de 136 695 976").compact == "DE136695976");
  CHECK(check_vat_id("136695976").compact == "DE136695976");
  CHECK(first(check_vat_id("DE136695977")) == "vat_id.checksum@10 7");
  CHECK(first(check_vat_id("136695977")) == "vat_id.checksum@8 7");
  CHECK(first(check_vat_id("DE13669597")) == "vat_id.form_de@10 DE 11");
  CHECK(first(check_vat_id("DE1366959761")) == "vat_id.form_de@11 DE 12");
  CHECK(first(check_vat_id("DE036695976")) == "vat_id.form_de@2 DE 3");
  CHECK(first(check_vat_id("DE1366 95O76")) == "vat_id.form_de@9 DE 10");
  CHECK(first(check_vat_id("DE13669597б")) == "vat_id.character@10 б 11");
  CHECK(first(check_vat_id("DЕ136695976")) == "vat_id.look_alike@1 Е 2 E");
  CHECK(first(check_vat_id("13669597")) == "vat_id.country@0 13");
  CHECK(first(check_vat_id("CH136695976")) == "vat_id.country@0 CH");
  CHECK(check_vat_id("").ok());
}

TEST_CASE("VAT ids of the other member states go by their form") {
  for (const auto* good :
       {"ATU57194903",   "BE0697449992",   "BG175074752", "CY10259033P",    "CZ25123891",  "DK13585628",
        "EE100931558",   "EL094259216",    "ESX2482300W", "ESB58378431",    "FI20774740",  "FR61954506077",
        "HR33392005961", "HU12892312",     "IE6433435F",  "IE8D79739I",     "IE6433435OA", "IT00743110157",
        "LT119511515",   "LT100001919017", "LU15027442",  "LV40003521600",  "MT11679112",  "NL004495445B01",
        "PL8567346215",  "PT501964843",    "RO18547290",  "SE123456789701", "SI50223054",  "SK2022749619",
        "XI925901618",   "XIGD001"}) {
    CAPTURE(good);
    CHECK(check_vat_id(good).compact == good);
  }
  CHECK(check_vat_id("GR094259216").compact == "EL094259216");
  CHECK(check_vat_id("BE697449992").compact == "BE0697449992");
  CHECK(first(check_vat_id("AT57194903")) == "vat_id.form@2 AT 3");
  CHECK(first(check_vat_id("NL004495445A01")) == "vat_id.form@11 NL 12");
  CHECK(first(check_vat_id("SE123456789702")) == "vat_id.form@13 SE 14");
  CHECK(first(check_vat_id("ES12345678")) == "vat_id.form@10 ES 11");
  CHECK(first(check_vat_id("ES123456789")) == "vat_id.form@10 ES 11");
  CHECK(first(check_vat_id("AT")) == "vat_id.form@2 AT 3");
}

}  // namespace stadtpult::checks::testing
