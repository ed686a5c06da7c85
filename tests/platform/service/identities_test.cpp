// Somebody shows a code of their account and a document at the counter of the citizens&#39; office, one of
// the staff confirms it, and what is for verified persons is there: for this account, until it is taken back
// or erased.

#include <algorithm>
#include <cctype>
#include <set>

#include "platform/domain/identity_rules.hpp"
#include "platform/domain/test_code.hpp"
#include "platform/routes/intake_gate.hpp"
#include "tests/platform/service/account_office.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

const std::string kChecks = "/v1/identity-checks";
const std::string kLovelace = "Ada Lovelace geb. Byron";

/// The code on the page, as it is shown.
std::string code_on(const Reply& page) {
  const std::string before = "Ihr Code: <strong>";
  const auto at = page.text.find(before);
  REQUIRE_MESSAGE(at != std::string::npos, page.text);
  return page.text.substr(at + before.size(), 9);
}

std::string counter_code(Phone& phone) {
  const Reply page = phone.post("/app/account/identity", "");
  REQUIRE_MESSAGE(page.status == 201, page.text);
  return code_on(page);
}

Json wish(const std::string& code) {
  return {{"code", code}, {"name", kLovelace}, {"document", "passport"}, {"original_seen", true}};
}

Reply check(Office& office, const std::string& code) {
  return office.platform.post(kChecks, office.desk.editor, wish(code));
}

/// Confirmed at the counter; the id of the check.
std::string confirm_at_counter(Office& office, Phone& phone) {
  const Reply reply = check(office, counter_code(phone));
  REQUIRE_MESSAGE(reply.status == 201, reply.text);
  return reply.id();
}

}  // namespace

TEST_CASE("identity: a code and a document at the counter open what is for verified persons") {
  Office office;
  publish_for_all(office);
  auto guest = office.phone();
  auto ada = office.in(kAda), tablet = office.in(kAda), ben = office.in("ben@example.org");
  for (int i = 0; i < 2; ++i) CHECK(seen(ada.get("/app/p/markt")) == "as");
  const auto code = counter_code(ada);
  CHECK(typed_code(code, kIdentityCodeDigits));
  CHECK(seen(ada.get("/app/p/markt")) == "as");  // a code alone is nothing
  auto spoken = code;
  for (auto& c : spoken) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  const Reply made = check(office, spoken);
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.id().starts_with("idc_"));
  CHECK(made.body["email_hint"] == "a…@e….org");
  CHECK(made.body["method"] == "counter");
  CHECK(made.body["document"] == "passport");
  CHECK(made.body["revoked_at"].is_null());
  CHECK_FALSE(made.body.contains("name"));
  for (int i = 0; i < 2; ++i) {  // the second time from the cache
    CHECK(seen(ada.get("/app/p/markt")) == "asv");
    CHECK(seen(tablet.get("/app/p/markt")) == "asv");
    CHECK(seen(ben.get("/app/p/markt")) == "as");
    CHECK(seen(guest.get("/app/p/markt")) == "ag");
  }
  const Reply page = ada.get("/app/p/markt");
  CHECK(page.headers.at("Cache-Control") == "private, no-store");
  CHECK(page.etag.empty());
  // Nobody's search and no JSON for everybody knows it.
  for (auto* who : {&guest, &ben, &ada}) {
    CHECK_FALSE(says(who->get("/app/search?q=satzausweis"), "/app/p/markt"));
    CHECK_FALSE(says(who->get("/v1/public/pages/markt"), "Satzausweis"));
  }
  CHECK(guest.get("/v1/public/pages?text=satzausweis").body["pages"].empty());
  // The code is used up, and no new one is made for who is confirmed.
  CHECK(check(office, code).status == 422);
  const Reply again = ada.post("/app/account/identity", "");
  CHECK(again.status == 303);
  CHECK(again.headers.at("Location") == "/app/account");
}

TEST_CASE("identity: files and forms of verified persons are theirs alone") {
  Office office;
  const Json form = {{"id", "f"},
                     {"type", "form"},
                     {"audience", "verified"},
                     {"title", {{"de", "Antrag"}}},
                     {"fields", {{{"id", "n"}, {"input", "text"}, {"label", {{"de", "Name"}}}}}}};
  office.desk.publish(
      office.desk.page("Amt", {{"content", {{"blocks", {words_for("a", "all", "Satzalle."), form}}}}}));
  auto ada = office.in();
  CHECK_FALSE(says(ada.get("/app/p/amt"), "Antrag"));
  CHECK(ada.post("/app/p/amt/forms/f", "n=Ada").status == 404);
  confirm_at_counter(office, ada);
  CHECK(says(ada.get("/app/p/amt"), "Antrag"));
  CHECK(office.phone().post("/app/p/amt/forms/f", "n=Ada").status == 404);
  CHECK(ada.post("/app/p/amt/forms/f", "n=Ada").status == 201);
}

TEST_CASE("identity: a merchant whose own identity was checked is both") {
  Office office;
  publish_for_all(office);
  const auto id = office.merchant("laden@example.org");
  auto shop = office.in("laden@example.org");
  CHECK(seen(shop.get("/app/p/markt")) == "asm");
  confirm_at_counter(office, shop);
  CHECK(seen(shop.get("/app/p/markt")) == "asvm");
  office.change_merchant(id,
                         [](auto& merchant) { merchant.activity = contract::MerchantActivity::suspended; });
  CHECK(seen(shop.get("/app/p/markt")) == "asv");
}

TEST_CASE("identity: no other code is good, and nobody is told why") {
  Office office;
  publish_for_all(office);
  auto ada = office.in();
  const auto refused = [&](const std::string& code) {
    const Reply reply = office.platform.post(kChecks, office.desk.editor, wish(code));
    CHECK_MESSAGE(reply.status == 422, reply.text);
    CHECK(reply.problem() == "identity-code");
    CHECK(reply.body["field"] == "code");
    CHECK(seen(ada.get("/app/p/markt")) == "as");
    return reply.body["detail"];
  };
  std::string code = counter_code(ada);
  SUBCASE("one that never was") {
    CHECK(refused("0000-0000") == refused("nein"));
  }
  SUBCASE("the one before the newest") {
    const auto newer = counter_code(ada);
    refused(code);
    CHECK(check(office, newer).status == 201);
  }
  SUBCASE("until the last millisecond") {
    office.platform.time.ms += kIdentityCodeMinutes * kMinute - 1;
    CHECK(check(office, code).status == 201);
  }
  SUBCASE("then it is over, and goes") {
    office.platform.time.ms += kIdentityCodeMinutes * kMinute;
    refused(code);
    office.run();
    office.in_store([](Change& change) {
      CHECK(change.database().query("SELECT account_id FROM account_identity_codes", "s").empty());
    });
  }
  SUBCASE("that of an account that is gone") {
    CHECK(ada.post("/app/account/erase", "").status == 200);
    CHECK(check(office, code).status == 422);
  }
  SUBCASE("what is missing in the form is no try") {
    for (const auto& [field, value] : {std::pair<const char*, Json>("original_seen", false),
                                       {"name", "  "},
                                       {"document", "library_card"},
                                       {"name", nullptr}}) {
      for (int i = 0; i < 2; ++i) {
        Json body = wish(code);
        body[field] = value;
        const Reply reply = office.platform.post(kChecks, office.desk.editor, body);
        CHECK_MESSAGE(reply.status == 422, reply.text);
        CHECK(reply.body["field"] == field);
      }
      Json without = wish(code);
      without.erase(field);
      CHECK(office.platform.post(kChecks, office.desk.editor, without).status == 422);
    }
    Json more = wish(code);
    more["document_number"] = "L01X00T47";  // there is no place for it
    CHECK(office.platform.post(kChecks, office.desk.editor, more).status == 422);
    CHECK(check(office, code).status == 201);
  }
}

TEST_CASE("identity: only who works on what citizens ask for confirms and takes back") {
  Office office;
  auto ada = office.in();
  const auto code = counter_code(ada);
  for (const auto& token : {office.platform.reviewer(), office.platform.merchant(), office.platform.analyst(),
                            office.platform.token(Role::privacy_officer), std::string()}) {
    const int no = token.empty() ? 401 : 403;
    CHECK(office.platform.post(kChecks, token, wish(code)).status == no);
    CHECK(office.platform.post(kChecks + "/idc_1/revocations", token, {{"reason", "x"}}).status == no);
  }
  CHECK(office.platform.post(kChecks, office.platform.lead(), wish(code)).status == 201);
}

TEST_CASE("identity: wrong codes are counted for each of the staff, right ones are not") {
  Office office;
  auto ada = office.in();
  const int most = static_cast<int>(kCounterGuessRate.burst);
  for (int i = 0; i < most; ++i) {
    auto one = office.in("a" + std::to_string(i) + "@example.org", "198.51.100." + std::to_string(i));
    confirm_at_counter(office, one);
  }
  const auto code = counter_code(ada);
  for (int i = 0; i < most; ++i) CHECK(check(office, "0000-0000").status == 422);
  const Reply slowed = check(office, code);
  CHECK(slowed.status == 429);
  CHECK(slowed.problem() == "identity-tries");
  CHECK(slowed.headers.contains("Retry-After"));
  // A colleague may, and so may the same person a minute later.
  CHECK(office.platform.post(kChecks, office.desk.second, wish("0000-0000")).status == 422);
  office.platform.time.ms += kMinute;
  CHECK(check(office, code).status == 201);
}

TEST_CASE("identity: a code is not made again and again") {
  Office office;
  auto ada = office.in();
  const int most = static_cast<int>(kCounterCodeRate.burst);
  for (int i = 0; i < most; ++i) counter_code(ada);
  const Reply slowed = ada.post("/app/account/identity", "");
  CHECK(slowed.status == 429);
  CHECK(slowed.headers.contains("Retry-After"));
  auto ben = office.in("ben@example.org");
  counter_code(ben);
  office.in_store([](Change& change) {
    CHECK(change.database().query("SELECT account_id FROM account_identity_codes", "s").size() == 2);
  });
}

TEST_CASE("identity: a request that is sent again is done once") {
  Office office;
  auto ada = office.in();
  const auto body = wish(counter_code(ada)).dump();
  const auto send = [&] {
    return office.platform.ask("POST", kChecks, office.desk.editor, body, {.key = "counter-1"});
  };
  const Reply first = send(), second = send();
  CHECK(first.status == 201);
  CHECK(second.status == 201);
  CHECK(second.text == first.text);
  // To be told again is no try.
  for (int i = 0; i < 2 * static_cast<int>(kCounterGuessRate.burst); ++i) CHECK(send().status == 201);
  auto ben = office.in("ben@example.org");
  confirm_at_counter(office, ben);
  const std::string account = first.body["account_id"];
  auto actions = office.desk.audit(account);
  CHECK(std::count(actions.begin(), actions.end(), "account.confirm_identity") == 1);
  // What was kept for that tells nobody's address, and goes with the account.
  CHECK(office.bytes().find("a…@e….org") == std::string::npos);
  CHECK(ada.post("/app/account/erase", "").status == 200);
  CHECK(send().status == 422);
}

TEST_CASE("identity: taken back by the staff, with a reason, or by who it is about") {
  Office office;
  publish_for_all(office);
  auto ada = office.in();
  const std::string account = ada.get("/app/account/data").body["account"];
  const auto id = confirm_at_counter(office, ada);
  CHECK(seen(ada.get("/app/p/markt")) == "asv");
  const std::string target = kChecks + "/" + id + "/revocations";
  SUBCASE("by the staff") {
    CHECK(office.platform.post(target, office.desk.second, {{"reason", " "}}).status == 422);
    CHECK(seen(ada.get("/app/p/markt")) == "asv");
    const Reply back = office.platform.post(target, office.desk.second, {{"reason", "Falsches Konto"}});
    REQUIRE_MESSAGE(back.status == 201, back.text);
    CHECK_FALSE(back.body["revoked_at"].is_null());
    CHECK(office.platform.post(target, office.desk.second, {{"reason", "Noch einmal"}}).status == 404);
    CHECK(office.desk.audit(account).back() == "account.revoke_identity");
    CHECK(says(office.platform.get("/v1/audit?limit=200&filter=object_id:" + account, office.platform.lead()),
               "Falsches Konto"));
  }
  SUBCASE("by who it is about, after a tick") {
    CHECK(ada.post("/app/account/identity/end", "").status == 303);
    CHECK(seen(ada.get("/app/p/markt")) == "asv");
    const Reply back = ada.post("/app/account/identity/end", "sure=1");
    CHECK(back.status == 303);
    CHECK(back.headers.at("Location") == "/app/account");
    CHECK(office.desk.audit(account).back() == "account.end_identity");
    CHECK(office.phone().post("/app/account/identity/end", "sure=1").status == 303);  // a guest
  }
  CHECK(seen(ada.get("/app/p/markt")) == "as");
  CHECK(ada.get("/app/account/data").body["identity"].is_null());
  office.in_store([](Change& change) {
    CHECK(change.database().query("SELECT id FROM account_identities", "s").empty());
  });
  confirm_at_counter(office, ada);
  CHECK(seen(ada.get("/app/p/markt")) == "asv");
}

TEST_CASE("identity: what is stored is sealed, given out, and erased with the account") {
  Office office;
  publish_for_all(office);
  auto ada = office.in();
  const auto code = counter_code(ada);
  CHECK(ada.get("/app/account/data").body["codes"][0]["for"] == "identity");
  CHECK(office.bytes().find(code) == std::string::npos);
  REQUIRE(check(office, code).status == 201);
  const Json data = ada.get("/app/account/data").body;
  CHECK(data["identity"]["name"] == kLovelace);
  CHECK(data["identity"]["method"] == "counter");
  CHECK(data["identity"]["document"] == "passport");
  CHECK(data["identity"]["check"].get<std::string>().starts_with("idc_"));
  CHECK(data["identity"]["confirmed_by"].get<std::string>().starts_with("usr_"));
  CHECK(data["codes"].empty());
  const std::string account = data["account"];
  CHECK(office.bytes().find("Lovelace") == std::string::npos);
  // The record says who confirmed, and when, of which account; not whom.
  const Json lines =
      office.platform.get("/v1/audit?limit=200&filter=object_id:" + account, office.platform.lead())
          .part("items");
  const auto line = std::find_if(lines.begin(), lines.end(), [](const Json& each) {
    return each["action"] == "account.confirm_identity";
  });
  REQUIRE(line != lines.end());
  CHECK((*line)["principal_name"] == "Lena Vogt");
  CHECK((*line)["object_type"] == "account");
  CHECK(lines.dump().find("Lovelace") == std::string::npos);
  CHECK(ada.post("/app/account/erase", "").status == 200);
  office.in_store([](Change& change) {
    for (const char* table : {"account_identities", "account_identity_codes"})
      CHECK(change.database().query(std::string("SELECT '1' FROM ") + table, "s").empty());
  });
  const Json whole = office.platform.get("/v1/audit?limit=500", office.platform.lead()).body;
  for (const auto& words : {std::string("Lovelace"), kAda}) {
    CHECK(whole.dump().find(words) == std::string::npos);
    CHECK(office.bytes().find(words) == std::string::npos);
  }
  CHECK(office.platform.get("/v1/audit/check", office.platform.lead()).body["valid"] == true);
  // Whoever comes again is new, and not confirmed.
  auto again = office.in();
  CHECK(seen(again.get("/app/p/markt")) == "as");
}

TEST_CASE("identity: the account page says how, and how it stands, in each language") {
  Office office;
  auto ada = office.in();
  const Reply before = ada.get("/app/account");
  CHECK(says(before, "<h2>Ihre Identität</h2>"));
  CHECK(says(before, "<form method=\"post\" action=\"/app/account/identity\">"));
  CHECK(says(before, "Der Code gilt 15 Minuten"));
  const Reply english = ada.get("/app/account?language=en");
  CHECK(says(english, "<h2>Your identity</h2>"));
  CHECK(says(english, "action=\"/app/account/identity?language=en\""));
  const Reply code = ada.post("/app/account/identity?language=en", "");
  CHECK(code.status == 201);
  CHECK(says(code, "<h1>Your code for the citizens&#39; office</h1>"));
  CHECK(code.headers.at("Cache-Control") == "private, no-store");
  confirm_at_counter(office, ada);
  const Reply after = ada.get("/app/account");
  CHECK(says(after, "Bestätigt seit: <strong><time datetime=\"2026-11-"));
  CHECK(says(after, "Geprüft: <strong>im Bürgerbüro, Reisepass</strong>"));
  CHECK(says(after, "Bestätigter Name: <strong>" + kLovelace + "</strong>"));
  CHECK(says(after, "Sie sehen auch, was für Personen mit geprüfter Identität bestimmt ist."));
  CHECK(says(after, "<label for=\"sure\">"));
  CHECK_FALSE(says(after, "action=\"/app/account/identity\""));
  CHECK(after.text.size() < 30'000);
  CHECK(says(ada.get("/app/account?language=en"), "Checked: <strong>at the citizens&#39; office, passport"));
  for (const char* language : {"en", "tr", "uk"}) {
    const Reply page = ada.get(std::string("/app/account?language=") + language);
    CHECK_FALSE(says(page, "account."));  // every word is there
    CHECK_FALSE(says(page, "{}"));
  }
  for (const char* target : {"/app/account/identity", "/app/account/identity/end"}) {
    CHECK(ada.post(target, "sure=1", {.fetch_site = "cross-site"}).status == 403);
    CHECK(office.phone().post(target, "sure=1").headers.at("Location") == "/app/sign-in");
  }
  CHECK(says(ada.get("/app/account"), kLovelace));
}

TEST_CASE("identity: codes are easily said, and an address is shortened") {
  std::set<std::string> codes;
  for (int i = 0; i < 500; ++i) {
    const auto code = chance_code(kIdentityCodeDigits);
    CHECK(code.size() == kIdentityCodeDigits);
    CHECK(code.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ") == std::string::npos);
    CHECK(typed_code(shown_code(code), kIdentityCodeDigits) == code);
    CHECK_FALSE(typed_code(code));  // no code of a test round
    codes.insert(code);
  }
  CHECK(codes.size() == 500);
  CHECK(shortened_email("mia@buergerpost.de") == "m…@b….de");
  for (const char* none : {"", "@", "a@", "@b.de", "a@.de", "a.b"}) CHECK(shortened_email(none) == "…");
  const base::Key key{};
  const auto sealed = seal_identity_name(key, "Ada", "idc_1");
  CHECK(open_identity_name(key, sealed, "idc_1") == "Ada");
  CHECK_FALSE(open_identity_name(key, sealed, "idc_2"));
}
