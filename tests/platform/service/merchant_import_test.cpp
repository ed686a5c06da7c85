// Merchants from a table: mapped, judged cell by cell, duplicates found, and taken once every row is decided.

#include <chrono>

#include "tests/platform/service/market.hpp"

namespace stadtpult::platform::test {

namespace {

using Cells = std::vector<std::string>;

struct Office {
  Reply send(const std::string& csv, Json more = Json::object()) {
    more["csv"] = csv;
    return platform.post("/v1/merchants/imports", platform.reviewer(), more);
  }
  Json judged(const std::string& csv, Json more = Json::object()) {
    const auto reply = send(csv, std::move(more));
    REQUIRE_MESSAGE(reply.status == 200, reply.text);
    return reply.body;
  }
  int stored() { return platform.get("/v1/merchants", platform.lead()).body["total"]; }

  Platform platform;
};

/// "2 iban check": line, column and rule of each problem.
Cells problems_of(const Json& report) {
  Cells out;
  for (const auto& each : report["problems"])
    out.push_back(std::to_string(each["line"].get<int>()) + " " + each["column"].get<std::string>() + " " +
                  each["rule"].get<std::string>());
  return out;
}

/// A German account with right check digits.
std::string account(std::int64_t number) {
  const auto inside = fmt::format("55399910{:010}", number);
  int rest = 0;
  for (const char c : inside + "131400") rest = (rest * 10 + (c - '0')) % 97;
  return fmt::format("DE{:02}{}", 98 - rest, inside);
}

}  // namespace

TEST_CASE("merchant table: German headings, semicolons, a byte order mark and quotes") {
  Office office;
  const std::string csv =
      "\xEF\xBB\xBF"
      "Geschäft;Branche;Rechtsform;Registergericht;Registernummer;USt-IdNr.;E-Mail;Telefon;Straße;PLZ;Ort;"
      "IBAN;Bemerkung\r\n"
      "\"Rad; Speichenglück\";Fahrrad;GmbH;Amtsgericht Mainz;HRB 4711;DE 136 695 976;info@rad.example;06241 "
      "900123;Kämmererstr. 12;67547;Worms;de89 3704 0044 0532 0130 00;nett\r\n"
      "Blumen Linde;Blumen;e. K.;Mainz;HRA 21;;;;Neumarkt 1;67547;Worms;;\r\n";
  const auto preview = office.judged(csv);
  CHECK(preview["problems"].empty());
  CHECK(preview["columns"] == Cells{"name", "trade", "legal_form", "register_court", "register_number",
                                    "vat_id", "contact_email", "phone", "street", "postal_code", "city",
                                    "iban", ""});
  CHECK(preview["taken"] == 2);
  CHECK(preview["applied"] == false);
  CHECK(preview["rows"][0]["name"] == "Rad; Speichenglück");
  CHECK(preview["rows"][0]["iban"] == kIban);
  CHECK(office.stored() == 0);

  const auto taken = office.judged(csv, {{"apply", true}});
  CHECK(taken["applied"] == true);
  CHECK(office.stored() == 2);
  const auto list = office.platform.get("/v1/merchants?sort=number", office.platform.lead()).body["items"];
  const auto first =
      office.platform.get("/v1/merchants/" + list[0]["id"].get<std::string>(), office.platform.lead()).body;
  CHECK(first["register_kind"] == "hrb");
  CHECK(first["register_number"] == "4711");
  CHECK(first["register_court"] == "Mainz");
  CHECK(first["legal_form"] == "gmbh");
  CHECK(first["step"] == "application");
  CHECK(first["checks"].size() == 11);
  CHECK(office.platform.get("/v1/organisations?q=Speichen", office.platform.lead()).body["total"] == 1);
  const auto record = office.platform.get("/v1/audit?limit=50", office.platform.lead()).text;
  CHECK(record.find("merchant.import") != std::string::npos);
  CHECK(record.find(list[0]["id"].get<std::string>()) != std::string::npos);
  // A second time everybody is there already.
  const auto again = office.judged(csv);
  CHECK(again["undecided"] == 2);
  CHECK(again["rows"][0]["duplicate_of"] == list[0]["id"]);
}

TEST_CASE("merchant table: every bad cell is marked, and nothing is taken until every row is decided") {
  Office office;
  const std::string csv =
      "name,legal_form,iban,vat_id,phone,email,zip,hours,register_court,register_kind\n"
      "Gut,gmbh,,,,,,,,\n"
      "Konto,,DE89370400440532013001,,,,,,,\n"
      "Kyrillisch,,DЕ89370400440532013000,,,,,,,\n"
      "Steuer,,,DE136695977,,,,,,\n"
      "Mehr,,,,900,info@,6754,,,\n"
      ",,,,,,,,,\n"
      "Form,Quark,,,,,,,,\n"
      "Gericht,,,,,,,,Worms,hrb\n"
      "Zu viel,,,,,,,,,,zu viel\n";
  const auto preview =
      office.judged(csv, {{"columns",
                           {"name", "legal_form", "iban", "vat_id", "phone", "contact_email", "postal_code",
                            "opening_hours", "register_court", "register_kind"}}});
  CHECK(problems_of(preview) == Cells{"3 iban check", "4 iban check", "5 vat_id check", "6 phone check",
                                      "6 contact_email check", "6 postal_code check", "7 name name.missing",
                                      "8 legal_form legal_form.unknown", "9 register_court check",
                                      "10  row.cells"});
  CHECK(preview["undecided"] == 8);
  CHECK(preview["taken"] == 1);
  auto refused = office.send(csv, {{"apply", true}});
  CHECK(refused.status == 409);
  CHECK(refused.text.find("line 3") != std::string::npos);
  CHECK(office.stored() == 0);
  // Undecided is undecided: one row left is enough.
  CHECK(office.send(csv, {{"apply", true}, {"skip", {3, 4, 5, 6, 7, 8, 9}}}).status == 409);
  CHECK(office.judged(csv, {{"apply", true}, {"skip", {3, 4, 5, 6, 7, 8, 9, 10}}})["taken"] == 1);
  CHECK(office.stored() == 1);
}

TEST_CASE("merchant table: duplicates in the file and in the city, by name, address, VAT id and account") {
  Office office;
  REQUIRE(office.platform
              .post("/v1/merchants", office.platform.reviewer(),
                    {{"name", "Töpferei Lehmann"},
                     {"street", "Färbergasse 4"},
                     {"postal_code", "67547"},
                     {"vat_id", "DE136695976"},
                     {"iban", kIban}})
              .status == 201);
  const std::string head = "name;street;postal_code;vat_id;iban\n";
  const auto by = [&](const std::string& row) {
    const auto report = office.judged(head + row + "\n");
    const auto found = report["rows"][0]["duplicate_by"].get<std::string>();
    // Neighbours are told of, and stop nothing.
    CHECK(report["undecided"] == (found.empty() || found == "address" ? 0 : 1));
    return found;
  };
  CHECK(by("Toepferei  LEHMANN;;;;") == "name");
  CHECK(by("Anders;Faerbergasse 4;67547;;") == "address");
  CHECK(by("Anders;Färbergasse 4;67549;;") == "");
  CHECK(by("Anders;Faerbergasse 4;67547;136695976;") == "vat_id");  // what weighs more is named
  CHECK(by("Anders;;;136695976;") == "vat_id");
  CHECK(by("Anders;;;;DE89 3704 0044 0532 0130 00") == "iban");
  const auto report = office.judged(head + "Eins;Neumarktstr. 1;67547;;\nZwei;Neumarktstraße 1;67547;;\n");
  CHECK(report["rows"][1]["duplicate_line"] == 2);
  CHECK(report["rows"][1]["duplicate_by"] == "address");
  CHECK(report["rows"][0]["duplicate_by"] == "");
  CHECK(report["undecided"] == 0);
  CHECK(report["problems"].empty());
  CHECK(report["taken"] == 2);
  // What is left out is nobody's twin.
  CHECK(office.judged(head + "Eins;;;;\neins;;;;\n", {{"skip", {2}}})["undecided"] == 0);
}

TEST_CASE("merchant table: what is no table, or not this one, is said") {
  Office office;
  CHECK(office.send("").status == 422);
  CHECK(office.platform
            .ask("POST", "/v1/merchants/imports", office.platform.reviewer(), "{\"csv\":\"name\\n\xFF\"}")
            .status == 400);
  CHECK(office.send("firma;ort\nA;B\n").body["field"] == "csv");
  CHECK(office.send("a,b\n1,2\n", {{"columns", {"name"}}}).body["field"] == "columns");
  CHECK(office.send("a,b\n1,2\n", {{"columns", {"name", "payable"}}}).body["field"] == "columns[1]");
  CHECK(office.send("a,b\n1,2\n", {{"columns", {"name", "name"}}}).body["field"] == "columns[1]");
  CHECK(office.send("name\n\"offen\n").body["field"] == "csv");
  CHECK(office.platform.post("/v1/merchants/imports", office.platform.merchant(), {{"csv", "name\nA\n"}})
            .status == 403);
  CHECK(office.judged("name\n\n", {{"apply", true}})["taken"] == 0);
}

TEST_CASE("merchant table: a control character is told with its row and cell") {
  Office office;
  for (const auto& odd : {std::string("\x01"), std::string("\x7F"), std::string(1, '\0')}) {
    const auto report =
        office.judged("name;branche;beschreibung\nGut;Café;\nEck" + odd + "laden;Café;\nBesser;Ca" + odd +
                      "fé;\nNett;Café;Te" + odd + "xt\n\x1A");
    CHECK(problems_of(report) == Cells{"3 name field", "4 trade field", "5 description field"});
    CHECK(report["taken"] == 1);
  }
  const auto report = office.judged(
      "name;branche\nStra\xEF\xBF\xBD"
      "enladen;Café\nGut;Ca\xEF\xBF\xBD\n");
  CHECK(problems_of(report) == Cells{"2 name text.broken", "3 trade text.broken"});
  CHECK(report["taken"] == 0);
}

TEST_CASE("merchant table: twenty thousand rows") {
  Office office;
  std::string csv = "name;street;postal_code;city;vat_id;iban;phone;email\n";
  for (int i = 0; i < 20'000; ++i)
    csv += fmt::format("Laden {};Straße {};67547;Worms;;{};06241 {};laden{}@worms.example\n", i, i,
                       account(i), 100'000 + i, i);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(office.judged(csv)["taken"] == 20'000);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
  MESSAGE("20,000 rows judged in " << seconds.count() << " s");
  csv += "Einer zu viel;;;;;;;\n";
  CHECK(office.send(csv).status == 413);
  // Several transactions, each the work of a moment.
  csv.resize(csv.find("Laden 2000;"));
  const auto start = std::chrono::steady_clock::now();
  CHECK(office.judged(csv, {{"apply", true}})["taken"] == 2'000);
  const std::chrono::duration<double> taking = std::chrono::steady_clock::now() - start;
  MESSAGE("2,000 rows taken in " << taking.count() << " s");
  CHECK(office.stored() == 2'000);
}

}  // namespace stadtpult::platform::test
