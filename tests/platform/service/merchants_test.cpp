// A merchant's way from a name to live, and what each role may do on it.

#include "tests/platform/service/market.hpp"

namespace stadtpult::platform::test {

using Strings = std::vector<std::string>;

TEST_CASE("merchant: from an invitation to live, station by station") {
  Market market;
  market.add();
  CHECK(market.now()["number"] == 1);
  CHECK(market.now()["step"] == "application");
  CHECK(market.now()["verification"] == "draft");
  const auto organisation = market.platform.get(
      "/v1/organisations/" + market.now()["organisation_id"].get<std::string>(), market.lead);
  CHECK(organisation.body["kind"] == "merchant");
  CHECK(organisation.body["name"] == "Rad Speichenglück");
  CHECK(organisation.body["verified"] == false);

  market.fill();
  const auto filled = market.now(market.own);
  CHECK(filled["iban"] == kIban);  // kept compact, however it was typed
  CHECK(filled["vat_id"] == "DE136695976");
  CHECK(filled["phone"] == "+496241900123");
  CHECK_FALSE(filled["self_certified_at"].is_null());
  REQUIRE(market.act(market.own, "submit").status == 200);
  CHECK(market.now()["verification"] == "in_review");
  CHECK(market.now()["step"] == "identity");
  CHECK_FALSE(market.now()["due_at"].is_null());
  CHECK(market.act(market.own, "submit").status == 409);

  // later stations may be ticked early; a sole trader needs no register
  CHECK(market.line("trade_register")["method"] == "automatic");
  REQUIRE(market.act(market.ihk, "check", {{"method", "official_register"}}).status == 200);
  CHECK(market.now()["step"] == "identity");
  REQUIRE(market.check(market.anna, "identity_document").status == 200);
  REQUIRE(market.check(market.anna, "payment_account").status == 200);
  CHECK(market.now()["payable"] == false);
  REQUIRE(market.check(market.lead, "payment_account").status == 200);
  CHECK(market.now()["payable"] == true);
  CHECK(market.line("payment_account")["second_by_name"] == "Jana Arndt");
  CHECK(market.now()["step"] == "business_development");
  CHECK(market.act(market.business, "go_live").status == 409);
  REQUIRE(market.act(market.business, "check", {{"method", "visit"}}).status == 200);
  CHECK(market.now()["verification"] == "verified");
  CHECK(market.now()["step"] == "agreement");
  CHECK(market.act(market.business, "go_live").status == 409);
  REQUIRE(market.act(market.own, "agree").status == 200);
  CHECK(market.now()["agreed_by_name"] == "Nadja Keller");
  CHECK(market.now()["activity"] == "inactive");
  REQUIRE(market.act(market.business, "go_live").status == 200);
  CHECK(market.now()["activity"] == "active");
  CHECK(market.now()["step"] == "live");
  CHECK(market.platform
            .get("/v1/organisations/" + market.now()["organisation_id"].get<std::string>(), market.lead)
            .body["verified"] == true);
}

TEST_CASE("merchant: handing in names everything that Art. 30 asks for, in one answer") {
  Market market;
  market.add();
  auto refused = market.act(market.own, "submit");
  CHECK(refused.status == 422);
  CHECK(Market::wrong(refused) == Strings{"account_holder", "city", "contact_email", "iban", "legal_form",
                                          "legal_name", "phone", "postal_code", "proofs", "self_certified",
                                          "street"});
  REQUIRE(market.change(market.own, Market::everything()).status == 200);
  REQUIRE(market.change(market.own, {{"legal_form", "gmbh"}}).status == 200);
  refused = market.act(market.own, "submit");
  CHECK(Market::wrong(refused) == Strings{"proofs", "register_court", "register_kind", "register_number"});
}

TEST_CASE("merchant: faults are named at their field, all at once, and nothing is kept") {
  Market market;
  market.add();
  const auto refused = market.change(market.own, {{"iban", "DЕ89370400440532013000"},
                                                  {"vat_id", "DE136695977"},
                                                  {"phone", "900123"},
                                                  {"contact_email", "info@rad"},
                                                  {"postal_code", "6754"},
                                                  {"register_court", "Worms"},
                                                  {"register_kind", "hrb"},
                                                  {"opening_hours", "Montag bis Freitag"},
                                                  {"languages", {"de", "??"}}});
  CHECK(refused.status == 422);
  const auto wrong = Market::wrong(refused);
  for (const auto* field : {"iban", "vat_id", "phone", "contact_email", "postal_code", "register_court",
                            "opening_hours", "languages[1]"}) {
    CAPTURE(field);
    CHECK(std::find(wrong.begin(), wrong.end(), field) != wrong.end());
  }
  CHECK(refused.text.find("Mainz does it for them") != std::string::npos);
  CHECK(refused.text.find("only looks like") != std::string::npos);
  CHECK(market.now()["iban"] == "");
  CHECK(market.platform.post(kMerchants, market.anna, {{"name", "X"}, {"iban", "DE00"}}).status == 422);
  CHECK(market.change(market.own, {{"category_id", "cat_nowhere"}}).status == 422);
  CHECK(market.change(market.own, {{"media_ids", {"med_nowhere"}}}).status == 422);
  CHECK(market.change(market.own, {{"payable", true}}).status == 422);
  CHECK(market.change(market.own, {{"verification", "verified"}}).status == 422);
}

TEST_CASE("merchant: an office answers its own lines, nobody their own, and money needs four eyes") {
  Market market;
  market.add();
  CHECK(market.check(market.anna, "identity_document").status == 409);  // not handed in
  market.fill();
  REQUIRE(market.act(market.own, "submit").status == 200);
  CHECK(market.check(market.own, "identity_document").status == 403);
  CHECK(market.check(market.ihk, "contact").status == 403);
  CHECK(market.check(market.business, "vat_id").status == 403);
  CHECK(market.check(market.anna, "identity_document", "none").status == 422);
  CHECK(market.check(market.anna, "identity_document", "visit").status == 422);
  CHECK(market.check(market.anna, "self_certification").status == 409);
  CHECK(market.act(market.anna, "check", {{"method", "document"}}).status == 422);  // which line?
  CHECK(market.act(market.ihk, "check", {{"key", "vat_id"}, {"state", "failed"}}).status == 422);
  CHECK(
      market.act(market.ihk, "check", {{"key", "vat_id"}, {"state", "failed"}, {"note", "Gehört wem anders"}})
          .status == 200);
  CHECK(market.line("vat_id")["state"] == "failed");

  REQUIRE(market.check(market.anna, "payment_account").status == 200);
  CHECK(market.line("payment_account")["state"] == "open");
  CHECK(market.check(market.anna, "payment_account").status == 403);
  // Who types the account does not confirm it; the first one's word is gone with the old account.
  REQUIRE(market.change(market.lead, {{"iban", kOtherIban}}).status == 200);
  CHECK(market.line("payment_account")["by"] == "");
  CHECK(market.check(market.lead, "payment_account").status == 403);
  REQUIRE(market.check(market.anna, "payment_account").status == 200);
  CHECK(market.check(market.lead, "payment_account").status == 403);
  REQUIRE(market.check(market.ihk, "payment_account").status == 200);
  CHECK(market.now()["payable"] == true);
}

TEST_CASE("merchant: what is asked for is mended, or the answer is no") {
  Market market;
  market.add();
  market.fill();
  REQUIRE(market.act(market.own, "submit").status == 200);
  CHECK(market.act(market.ihk, "request_changes").status == 422);
  const auto asked = [&](const char* field, const char* why) {
    return Market::wrong(market.act(market.ihk, "request_changes",
                                    {{"requests", Json::array({{{"field", field}, {"why", why}}})}}));
  };
  CHECK(asked("payable", "Soll gezahlt werden") == Strings{"requests[0].field"});
  CHECK(asked("phone", " ") == Strings{"requests[0].why"});
  REQUIRE(market
              .act(market.ihk, "request_changes",
                   {{"requests",
                     {{{"field", "phone"}, {"why", "Niemand nimmt ab"}},
                      {{"field", "proofs"}, {"why", "Unleserlich"}}}}})
              .status == 200);
  CHECK(market.now()["verification"] == "changes_requested");
  CHECK(market.now()["due_at"].is_null());
  CHECK(Market::wrong(market.act(market.own, "submit")) == Strings{"phone", "proofs"});
  REQUIRE(market.change(market.own, {{"phone", "06241 900124"}}).status == 200);
  CHECK(!market.now()["requests"][0]["mended_at"].is_null());
  CHECK(market.now()["requests"][1]["mended_at"].is_null());
  REQUIRE(market.proof().status == 201);
  REQUIRE(market.act(market.own, "submit").status == 200);
  CHECK(market.now()["verification"] == "in_review");

  CHECK(market.act(market.ihk, "reject").status == 422);
  CHECK(market.act(market.ihk, "reject", {{"reasons", {"nowhere"}}}).status == 422);
  const auto reason = market.platform.get("/v1/reasons", market.lead).body["items"][0]["id"];
  REQUIRE(market.act(market.ihk, "reject", {{"reasons", {reason}}}).status == 200);
  CHECK(market.now()["verification"] == "rejected");
  CHECK(market.now()["reject_reasons"] == Json{reason});
  CHECK(market.check(market.anna, "identity_document").status == 409);
  CHECK(market.act(market.own, "agree").status == 409);
  CHECK(market.act(market.ihk, "reopen").status == 422);
  REQUIRE(market.act(market.ihk, "reopen", {{"note", "Der Eintrag ist nachgereicht"}}).status == 200);
  CHECK(market.now()["verification"] == "in_review");
  CHECK(market.now()["reject_reasons"].empty());
}

TEST_CASE("merchant: another account after the check is not paid, and the security team hears of it") {
  Market market({.watch = true});
  market.add();
  market.go_live();
  // A new way in and another account on the same day would stop the account by itself.
  market.pass_days(2);
  CHECK(market.now()["payable"] == true);
  // What nobody checked for payment leaves payment alone.
  REQUIRE(market.change(market.own, {{"description", {{"de", "Wir reparieren auch Lastenräder."}}}}).status ==
          200);
  CHECK(market.now()["payable"] == true);
  REQUIRE(market.change(market.own, {{"phone", "06241 900125"}}).status == 200);
  CHECK(market.line("contact")["state"] == "open");
  CHECK(market.now()["payable"] == true);
  const auto bank_alerts = [&] {
    market.platform.settle();
    return market.platform
        .get("/v1/security/alerts?filter=rule_id:5beb5103-0797-4cbf-a3f2-b4acf2391936",
             market.platform.analyst())
        .body["total"]
        .get<int>();
  };
  CHECK(bank_alerts() == 0);

  REQUIRE(market.change(market.own, {{"iban", kOtherIban}}).status == 200);
  const auto after = market.now();
  CHECK(after["payable"] == false);
  CHECK(after["activity"] == "active");
  CHECK(after["verification"] == "in_review");
  CHECK(market.line("payment_account")["state"] == "open");
  CHECK(market.line("identity_document")["state"] == "passed");
  const auto steps = market.timeline();
  CHECK(std::find(steps.begin(), steps.end(), "not_payable") != steps.end());
  CHECK(bank_alerts() == 1);
  // No event carries the account.
  const auto events = market.platform.get("/v1/security/alerts?limit=200", market.platform.analyst()).text;
  CHECK(events.find(kOtherIban) == std::string::npos);

  REQUIRE(market.change(market.own, {{"legal_name", "Nadja Keller-Lang"}}).status == 200);
  for (const auto* key : {"identity_document", "payment_account", "legal_entity"})
    CHECK(market.line(key)["state"] == "open");
  CHECK(bank_alerts() >= 1);
  market.check_all();
  CHECK(market.now()["payable"] == true);
  CHECK(market.now()["verification"] == "verified");
}

TEST_CASE("merchant: a suspension has a reason and an end, which comes by itself") {
  Market market;
  market.add();
  market.go_live();
  CHECK(market.act(market.business, "suspend").status == 422);
  CHECK(market.act(market.business, "suspend", {{"note", "x"}, {"until", "2020-01-01T00:00:00Z"}}).status ==
        422);
  CHECK(market.act(market.own, "suspend", {{"note", "x"}}).status == 403);
  REQUIRE(market.act(market.business, "suspend", {{"note", "Beschwerden"}}).status == 200);
  CHECK(market.now()["activity"] == "suspended");
  CHECK(market.now()["verification"] == "verified");
  market.pass_days(20);
  CHECK(market.now()["activity"] == "suspended");
  REQUIRE(market.act(market.business, "lift_suspension").status == 200);
  CHECK(market.act(market.business, "lift_suspension").status == 409);
  const auto until = base::to_rfc3339({market.platform.time.ms + 3 * base::kDayMs});
  REQUIRE(market.act(market.business, "suspend", {{"note", "Beschwerden"}, {"until", until}}).status == 200);
  market.pass_days(2);
  CHECK(market.now()["activity"] == "suspended");
  market.pass_days(1);
  CHECK(market.now()["activity"] == "active");
  CHECK(market.now()["suspended_reason"] == "");
  CHECK(market.now()["timeline"].back()["principal_name"] == "Zeitplan");
}

TEST_CASE("merchant: after a year the verification is due again, with a letter before and then") {
  Market market;
  market.add();
  market.go_live();
  const auto told = [&](const char* action) {
    const auto steps = market.timeline();
    return std::count(steps.begin(), steps.end(), action);
  };
  market.pass_days(330);
  CHECK(told("reverify_soon") == 0);
  market.pass_days(10);
  CHECK(told("reverify_soon") == 1);
  CHECK(told("reverify_due") == 0);
  market.pass_days(40);
  CHECK(told("reverify_soon") == 1);
  CHECK(told("reverify_due") == 1);
  std::vector<contract::Letter> letters;
  REQUIRE(market.platform.impl().store().read([&](Database& database) {
    letters = Table<contract::Letter>::where(database, {{"object_id", {market.id}}});
  }));
  REQUIRE(letters.size() == 2);
  CHECK(letters[0].kind == "merchant_reverify");
  CHECK(letters[0].recipient == "kontakt@speichenglueck.example");
  REQUIRE(market.act(market.anna, "reopen", {{"note", "Jährliche Prüfung"}}).status == 200);
  CHECK(market.now()["payable"] == true);
  CHECK(market.line("payment_account")["state"] == "passed");
  REQUIRE(market.check(market.anna, "identity_document").status == 200);
  REQUIRE(market.act(market.ihk, "check", {{"method", "official_register"}}).status == 200);
  REQUIRE(market.act(market.business, "check", {{"method", "visit"}}).status == 200);
  CHECK(market.now()["verification"] == "verified");
  market.pass_days(340);
  CHECK(told("reverify_soon") == 2);
}

TEST_CASE("merchant: six months after the end nothing names it any more, in the record neither") {
  Market market;
  market.add();
  market.go_live();
  const auto proof = market.now()["proofs"][0]["id"].get<std::string>();
  const auto png = *base::from_hex(
      "89504e470d0a1a0a0000000d49484452000000080000000408020000003cafe9a7000000114944415478da63f8cfc080153150"
      "4f"
      "02005a5e1fe10d76d8e30000000049454e44ae426082");
  const Reply picture = market.platform.ask("POST", "/v1/media?name=Nadja%20Keller.png", market.own, png,
                                            {.content_type = "application/octet-stream"});
  REQUIRE_MESSAGE(picture.status == 201, picture.text);
  REQUIRE(market.platform
              .patch("/v1/media/" + picture.id(), market.own,
                     {{"alternative_text", {{"de", "Nadja Keller im Laden"}}}})
              .status == 200);
  REQUIRE(market.change(market.own, {{"media_ids", {picture.id()}}}).status == 200);
  CHECK(market.platform.get("/app/media/" + picture.part("sha256").get<std::string>(), "").status == 200);
  CHECK(market.act(market.lead, "end").status == 422);
  REQUIRE(market.act(market.lead, "end", {{"note", "Kündigung von Nadja Keller"}}).status == 200);
  CHECK(market.now()["activity"] == "ended");
  CHECK(market.now()["payable"] == false);
  CHECK(market.change(market.own, {{"trade", "Anderes"}}).status == 409);
  CHECK(market.act(market.lead, "note", {{"note", "x"}}).status == 409);
  CHECK(market.platform.post(market.at("/invitations"), market.anna, Json::object()).status == 409);
  market.pass_days(100);
  CHECK(market.now()["legal_name"] == "Nadja Keller");
  market.pass_days(90);
  const auto after = market.now();
  CHECK(!after["erased_at"].is_null());
  for (const auto* field :
       {"legal_name", "contact_name", "contact_email", "phone", "street", "iban", "account_holder"}) {
    CAPTURE(field);
    CHECK(after[field] == "");
  }
  CHECK(after["proofs"][0]["sha256"] != "");
  CHECK(after["media_ids"].empty());
  CHECK(market.platform.get("/v1/media", market.lead).body["total"] == 0);
  CHECK(market.platform.get("/v1/media/" + picture.id() + "/content", market.lead).status == 404);
  CHECK(
      market.platform.get(market.at("/proofs/" + proof + "?reason=Stichprobe%20der%20Aufsicht"), market.lead)
          .status == 404);
  const auto record = market.platform.get("/v1/audit?limit=1000", market.lead).text;
  for (const auto& gone : {std::string("Nadja Keller"), kIban, std::string("speichenglueck.example"),
                           std::string("Kämmererstraße"), std::string("DE136695976")}) {
    CAPTURE(gone);
    CHECK(record.find(gone) == std::string::npos);
    CHECK(market.now().dump().find(gone) == std::string::npos);
  }
  CHECK(market.platform.get("/v1/merchants?q=Keller", market.lead).body["total"] == 0);
  market.platform.service().stop();
  std::ifstream file(market.platform.file(), std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  CHECK(bytes.find(kIban) == std::string::npos);
  CHECK(bytes.find("kontakt@speichenglueck.example") == std::string::npos);
}

TEST_CASE("merchant: documents are sealed, shown for a reason, and go thirty days after their line") {
  Market market;
  market.add();
  CHECK(market.proof("passport").status == 400);
  CHECK(market.proof("identity_document", "MZ\x90 kein Dokument").status == 422);
  CHECK(market.proof("identity_document", std::string((10U << 20) + 1, 'x')).status == 413);
  market.fill();
  const auto proof = market.now()["proofs"][0]["id"].get<std::string>();
  CHECK(market.now()["proofs"][0]["media_type"] == "application/pdf");
  const auto read = [&](const std::string& token, const std::string& reason) {
    return market.platform.get(market.at("/proofs/" + proof + (reason.empty() ? "" : "?reason=" + reason)),
                               token);
  };
  CHECK(read(market.anna, "").status == 422);
  CHECK(read(market.anna, "kurz").status == 422);
  CHECK(read(market.own, "").status == 422);
  CHECK(read(market.platform.editor(), "Aus%20reiner%20Neugier").status == 403);
  CHECK(read(market.anna, "Abgleich%20mit%20dem%20Antrag").text.find("(Ausweis-4711)") != std::string::npos);
  CHECK(read(market.officer, "Stichprobe%20der%20Aufsicht").status == 200);
  const auto record = market.platform.get("/v1/audit?limit=5", market.lead).text;
  CHECK(record.find("merchant.read_proof") != std::string::npos);
  CHECK(record.find("Abgleich mit dem Antrag") != std::string::npos);
  {
    std::ifstream file(market.platform.file(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    CHECK(bytes.find("(Ausweis-4711)") == std::string::npos);
  }
  REQUIRE(market.act(market.own, "submit").status == 200);
  market.pass_days(60);
  CHECK(read(market.anna, "Abgleich%20mit%20dem%20Antrag").status == 200);
  REQUIRE(market.check(market.anna, "identity_document").status == 200);
  market.pass_days(29);
  CHECK(read(market.anna, "Abgleich%20mit%20dem%20Antrag").status == 200);
  market.pass_days(2);
  CHECK(read(market.anna, "Abgleich%20mit%20dem%20Antrag").status == 404);
  CHECK(!market.now()["proofs"][0]["erased_at"].is_null());
}

TEST_CASE("merchant: an extract with a qualified signature is kept as it came, and shown as it came") {
  Market market;
  market.add();
  CHECK(market.proof("register_extract", testing::signed_pdf("x", "/OpenAction << /S /JavaScript /JS (x) >>"))
            .status == 422);
  const auto extract = testing::signed_pdf("Handelsregister B 4711");
  REQUIRE(market.proof("register_extract", extract).status == 201);
  const auto proof = market.now()["proofs"][0];
  CHECK(proof["sha256"] == base::sha256_hex(extract));
  const auto read = market.platform.get(
      market.at("/proofs/" + proof["id"].get<std::string>() + "?reason=Abgleich%20mit%20dem%20Antrag"),
      market.anna);
  CHECK(read.status == 200);
  CHECK(read.text == extract);
}

TEST_CASE("merchant: who sees and does what") {
  Market market;
  market.add();
  market.fill();
  const auto first = market.id, first_own = market.own;
  market.add("Töpferei Lehmann");
  CHECK(market.platform.get(kMerchants, market.lead).body["total"] == 2);
  CHECK(market.platform.get(kMerchants, market.own).body["total"] == 1);
  CHECK(market.platform.get(kMerchants + "/" + first, market.own).status == 404);
  CHECK(market.platform.patch(kMerchants + "/" + first, market.own, {{"trade", "x"}}).status == 404);
  CHECK(market.platform.post(kMerchants + "/" + first + "/acts", market.own, {{"act", "note"}, {"note", "x"}})
            .status == 404);
  CHECK(market.platform.get(kMerchants, market.platform.analyst()).status == 403);
  CHECK(market.platform.post(kMerchants, market.own, {{"name", "x"}}).status == 403);
  const auto listed = market.platform.get(kMerchants, market.lead).text;
  CHECK(listed.find(kIban) == std::string::npos);
  CHECK(listed.find("\"timeline\":[]") != std::string::npos);
  market.id = first;
  CHECK(market.now(market.officer)["iban"] == kIban);
  CHECK(market.now(first_own)["iban"] == kIban);
  const auto seen = market.now(market.platform.editor());
  for (const auto* field : {"iban", "account_holder", "contact_email", "contact_name", "phone"})
    CHECK(seen[field] == "");
  CHECK(seen["street"] == "Kämmererstraße 12");
  CHECK(market.platform.get(kMerchants, market.platform.editor()).text.find("kontakt@") == std::string::npos);
  CHECK(market.change(market.platform.editor(), {{"trade", "x"}}).status == 403);
  CHECK(market.act(market.officer, "note", {{"note", "x"}}).status == 403);
  CHECK(market.act(market.anna, "submit").status == 403);
  CHECK(market.act(market.anna, "agree").status == 403);
  CHECK(market.act(first_own, "note", {{"note", "Wir haben Betriebsferien"}}).status == 200);
  CHECK(market.act(first_own, "note").status == 422);
  CHECK(market.platform.post(market.at("/acts"), market.lead, {{"act", "dance"}}).status == 422);
  // An old view of it does not act.
  const auto tag = market.platform.get(market.at(), market.lead).etag;
  REQUIRE(market.change(first_own, {{"trade", "Werkstatt"}}).status == 200);
  CHECK(market.platform
            .ask("POST", market.at("/acts"), market.lead, R"({"act":"note","note":"x"})", {.if_match = tag})
            .status == 412);
  // A kept answer is for who asked, sealed: the store's file does not hold the account in it.
  const auto again = [&] {
    return market.platform.ask("POST", market.at("/acts"), market.lead, R"({"act":"note","note":"zweimal"})",
                               {.key = "k1"});
  };
  CHECK(again().text == again().text);
}

TEST_CASE("merchant: an organisation that is there already becomes the merchant's") {
  Market market;
  add_organisation(market.platform.impl(), "org-lesezeit", contract::OrganisationKind::merchant);
  const auto named =
      market.platform.get("/v1/organisations/org-lesezeit", market.lead).body["name"].get<std::string>();
  // Whose mini-apps a merchant sees is for the project lead to say.
  const auto other = market.platform.post(kMerchants, market.anna, {{"name", named}});
  REQUIRE(other.status == 201);
  CHECK(other.body["organisation_id"] != "org-lesezeit");
  const auto made = market.platform.post(kMerchants, market.lead, {{"name", named}});
  CHECK(made.body["organisation_id"] == "org-lesezeit");
  CHECK(market.platform.post(kMerchants, market.lead, {{"name", named}}).body["organisation_id"] !=
        "org-lesezeit");
}

TEST_CASE("merchant: where checks are recommended only, going live does not wait for them") {
  Market market({.marketplace_checks_required = false});
  market.add();
  market.fill();
  REQUIRE(market.act(market.own, "submit").status == 200);
  CHECK(market.act(market.business, "go_live").status == 409);
  REQUIRE(market.act(market.own, "agree").status == 200);
  REQUIRE(market.act(market.business, "go_live").status == 200);
  CHECK(market.now()["activity"] == "active");
  CHECK(market.now()["verification"] == "in_review");
  CHECK(market.now()["payable"] == false);
}

TEST_CASE("merchant: a code lets in once, and whatever is wrong is one sentence") {
  Market market;
  const auto made = market.platform.post(kMerchants, market.anna, {{"name", "Rad"}});
  market.id = made.id();
  const auto code = [&](Json body = Json::object()) {
    return market.platform.post(market.at("/invitations"), market.anna, body);
  };
  const auto enter = [&](const std::string& typed, const std::string& source = "") {
    return market.platform.ask("POST", "/v1/public/sign-in", "",
                               Json({{"code", typed}, {"name", "Nadja Keller"}}).dump(), {.source = source});
  };
  const auto first = code().part("code").get<std::string>();
  CHECK(first.size() == 14);
  const auto second = code().part("code").get<std::string>();
  const auto refused = enter(first);  // a newer one ends the older
  CHECK(refused.status == 422);
  auto small = second;
  for (auto& c : small) c = static_cast<char>(std::tolower(c));
  const auto entry = enter(small);
  REQUIRE(entry.status == 201);
  const auto me = market.platform.get("/v1/me", entry.part("token").get<std::string>());
  CHECK(me.body["role"] == "merchant");
  CHECK(me.body["name"] == "Nadja Keller");
  CHECK(me.body["organisation_id"] == made.body["organisation_id"]);
  const auto message = [](const Reply& reply) {
    return reply.part("detail").dump() + reply.part("field").dump();
  };
  CHECK(message(enter(second)) == message(refused));
  CHECK(message(enter("AAAA-BBBB-CCCC")) == message(refused));
  CHECK(message(enter("nicht einmal ein Code")) == message(refused));
  const auto third = code({{"days", 1}}).part("code").get<std::string>();
  market.pass_days(2);
  CHECK(message(enter(third)) == message(refused));
  CHECK(code({{"days", 400}}).status == 422);
  int slowed = 0;
  for (int i = 0; i < 15; ++i) slowed += enter("AAAA-BBBB-CCCC", "203.0.113.9").status == 429 ? 1 : 0;
  CHECK(slowed >= 4);
  const auto record = market.platform.get("/v1/audit?limit=50", market.lead).text;
  CHECK(record.find("merchant.invite") != std::string::npos);
  CHECK(record.find("merchant.sign_in") != std::string::npos);
  CHECK(record.find(second) == std::string::npos);
  CHECK(market.platform.ask("POST", "/v1/public/sign-in", "", R"({"code":"x","name":"  "})").status == 422);
}

TEST_CASE("merchant: who invites does not confirm, and one person with two roles is one") {
  Market market;
  market.add();
  market.fill();
  // With a code she could have come in herself.
  const auto second = market.sign_in_by(market.anna, "Nadja Keller");
  CHECK(market.platform.get("/v1/me", second).body["id"] !=
        market.platform.get("/v1/me", market.own).body["id"]);
  const auto steps = market.timeline();
  CHECK(std::count(steps.begin(), steps.end(), "invite") == 2);
  CHECK(std::count(steps.begin(), steps.end(), "sign_in") == 2);
  REQUIRE(market.act(market.own, "submit").status == 200);
  CHECK(market.check(market.anna, "identity_document").problem() == "needs-another-person/invited");
  CHECK(market.check(market.anna, "payment_account").status == 403);
  const auto twin = signer(market.platform, Role::project_lead, "anna prüf", {});
  CHECK(market.check(twin, "payment_account").status == 403);
  CHECK(market.check(market.anna, "contact").status == 200);
  REQUIRE(market.check(market.lead, "identity_document").status == 200);
  REQUIRE(market.check(market.lead, "payment_account").status == 200);
  // A code that nobody used changes nothing; the next one that is used does.
  REQUIRE(market.platform.post(market.at("/invitations"), market.desk, Json::object()).status == 201);
  CHECK(market.check(market.anna, "payment_account").status == 403);
  market.sign_in();
  const auto lead_again = signer(market.platform, Role::reviewer, "Jana  ARNDT", {});
  CHECK(market.check(lead_again, "payment_account").status == 403);
  CHECK(market.check(market.anna, "payment_account").status == 200);
  CHECK(market.now()["payable"] == true);
}

TEST_CASE("merchant: a decision needs the view that it is made on, a desk's checks one for all of them") {
  Market market;
  market.add();
  market.fill();
  REQUIRE(market.act(market.own, "submit").status == 200);
  const auto plain = [&](const std::string& token, const Json& body) {
    return market.platform.post(market.at("/acts"), token, body).status;
  };
  CHECK(plain(market.anna, {{"act", "check"}, {"key", "identity_document"}, {"method", "document"}}) == 428);
  CHECK(plain(market.anna, {{"act", "reject"}}) == 428);
  CHECK(plain(market.business, {{"act", "go_live"}}) == 428);
  CHECK(plain(market.anna, {{"act", "note"}, {"note", "x"}}) == 200);

  const auto view = market.seen();
  const auto pass = [&](const std::string& token, const char* key) {
    return market.act(token, "check", {{"key", key}, {"method", "document"}}, view).status;
  };
  for (const auto* key : {"identity_document", "payment_account", "legal_entity", "vat_id", "trade"})
    CHECK(pass(market.anna, key) == 200);
  CHECK(market.act(market.ihk, "reject", {{"reasons", {"nowhere"}}}, view).status == 412);
  // What nobody checks leaves the view good, what is checked does not.
  REQUIRE(market.change(market.own, {{"opening_hours", "Mo-Fr 08:00-12:00"}}).status == 200);
  CHECK(pass(market.anna, "contact") == 200);
  REQUIRE(market.change(market.own, {{"iban", kOtherIban}}).status == 200);
  CHECK(pass(market.anna, "payment_account") == 412);
  CHECK(pass(market.anna, "address") == 412);
  CHECK(
      market.act(market.anna, "check", {{"key", "address"}, {"method", "document"}}, "\"other-1\"").status ==
      412);
  CHECK(market.check(market.anna, "payment_account").status == 200);
  // Nor is a line passed on a view that is older than what somebody found wrong.
  const auto before = market.seen();
  REQUIRE(market.act(market.anna, "check", {{"key", "address"}, {"state", "failed"}, {"note", "Zieht um"}})
              .status == 200);
  CHECK(market.act(market.lead, "check", {{"key", "address"}, {"method", "visit"}}, before).status == 412);
  CHECK(market.act(market.lead, "check", {{"key", "offer_fits"}, {"method", "visit"}}, before).status == 200);
  REQUIRE(market.proof().status == 201);
  CHECK(market.act(market.lead, "check", {{"key", "gross_prices"}, {"method", "visit"}}, before).status ==
        412);
}

TEST_CASE("merchant: the public name is checked again, and a promise that is taken back opens the case") {
  Market market;
  market.add();
  market.go_live();
  REQUIRE(market.change(market.own, {{"name", "Stadtsparkasse"}}).status == 200);
  CHECK(market.now()["verification"] == "in_review");
  CHECK(market.line("legal_entity")["state"] == "open");
  CHECK(market.line("contact")["state"] == "open");
  CHECK(market.line("trade")["state"] == "passed");
  REQUIRE(market.check(market.anna, "legal_entity").status == 200);
  REQUIRE(market.check(market.anna, "contact").status == 200);
  CHECK(market.now()["verification"] == "verified");
  REQUIRE(market.change(market.own, {{"self_certified", false}}).status == 200);
  CHECK(market.now()["verification"] == "in_review");
  CHECK(market.now()["step"] == "application");
  REQUIRE(market.change(market.own, {{"self_certified", true}}).status == 200);
  CHECK(market.now()["verification"] == "verified");
}

TEST_CASE("merchant: who is rejected is not booked at, and is forgotten after six months") {
  Market market;
  market.add();
  market.go_live();
  const auto reason = market.platform.get("/v1/reasons", market.lead).body["items"][0]["id"];
  REQUIRE(market.act(market.anna, "reopen", {{"note", "Hinweise"}}).status == 200);
  CHECK(market.now()["activity"] == "active");
  REQUIRE(market.act(market.ihk, "reject", {{"reasons", {reason}}, {"note", "Gewerbe abgemeldet"}}).status ==
          200);
  CHECK(market.now()["activity"] == "suspended");
  CHECK(market.now()["suspended_reason"] == "Gewerbe abgemeldet");
  CHECK(market.now()["payable"] == false);
  CHECK(market.act(market.business, "lift_suspension").status == 409);
  CHECK_FALSE(market.now()["erase_at"].is_null());
  REQUIRE(market.act(market.ihk, "reopen", {{"note", "Wieder angemeldet"}}).status == 200);
  CHECK(market.now()["erase_at"].is_null());
  market.pass_days(200);
  CHECK(market.now()["legal_name"] == "Nadja Keller");
  REQUIRE(market.act(market.ihk, "reject", {{"reasons", {reason}}}).status == 200);
  CHECK(market.now()["activity"] == "suspended");
  market.pass_days(170);
  CHECK(market.now()["legal_name"] == "Nadja Keller");
  market.pass_days(20);
  CHECK_FALSE(market.now()["erased_at"].is_null());
  CHECK(market.now()["legal_name"] == "");
  CHECK(market.now()["verification"] == "rejected");
  CHECK(market.now()["activity"] == "ended");
  CHECK(market.act(market.ihk, "reopen", {{"note", "x"}}).status == 409);
}

TEST_CASE("merchant: a document that proves no line goes thirty days after the verification") {
  Market market;
  market.add();
  market.fill();
  REQUIRE(market.proof("other").status == 201);
  REQUIRE(market.act(market.own, "submit").status == 200);
  CHECK(market.now()["proofs"][1]["erase_at"].is_null());
  market.check_all();
  CHECK_FALSE(market.now()["proofs"][1]["erase_at"].is_null());
  market.pass_days(31);
  CHECK_FALSE(market.now()["proofs"][1]["erased_at"].is_null());
}

TEST_CASE("merchant: what is typed within a minute is one step") {
  Market market;
  market.add();
  const auto told = [&](const char* action) {
    const auto steps = market.timeline();
    return std::count(steps.begin(), steps.end(), action);
  };
  REQUIRE(market.change(market.own, {{"trade", "Werkstatt"}}).status == 200);
  REQUIRE(market.change(market.own, {{"phone", "06241 900123"}}).status == 200);
  CHECK(told("changed") == 1);
  CHECK(market.now()["timeline"].back()["detail"] == "phone, trade");
  REQUIRE(market.change(market.anna, {{"trade", "Fahrradwerkstatt"}}).status == 200);
  CHECK(told("changed") == 2);
  market.platform.time.ms += base::kMinuteMs;
  REQUIRE(market.change(market.anna, {{"city", "Worms"}}).status == 200);
  CHECK(told("changed") == 3);
  REQUIRE(market.change(market.anna, {{"iban", kIban}}).status == 200);
  CHECK(told("changed") == 2);
  CHECK(told("account") == 1);
}

TEST_CASE("merchant: how it is reached is told neither by a search nor by its organisation") {
  Market market;
  market.add();
  market.fill();
  const auto editor = market.platform.editor();
  CHECK(market.platform.get(kMerchants + "?q=Nadja", editor).status == 403);
  CHECK(market.platform.get(kMerchants + "?q=Nadja", market.lead).body["total"] == 1);
  const auto organisation = "/v1/organisations/" + market.now()["organisation_id"].get<std::string>();
  // The lead has asked first: no answer that was kept for others tells more.
  CHECK(market.platform.get(organisation, market.lead).text.find("kontakt@") != std::string::npos);
  CHECK(market.platform.get("/v1/organisations?limit=100", market.lead).text.find("kontakt@") !=
        std::string::npos);
  for (const auto& token : {editor, market.platform.analyst()}) {
    const auto one = market.platform.get(organisation, token);
    REQUIRE(one.status == 200);
    CHECK(one.body["name"] == "Rad Speichenglück");
    CHECK(one.text.find("kontakt@") == std::string::npos);
    CHECK(one.text.find("Nadja") == std::string::npos);
    CHECK(market.platform.get("/v1/organisations?limit=100", token).text.find("kontakt@") ==
          std::string::npos);
  }
  CHECK(market.platform.get(organisation, market.anna).text.find("kontakt@") != std::string::npos);
}

TEST_CASE("merchant: other opening hours ask for the bookings that they would leave outside") {
  Market market;
  market.add();
  market.go_live();
  REQUIRE(market.change(market.own, {{"opening_hours", "Mo-Su 08:00-18:00"}}).status == 200);
  const auto resource =
      market.platform.post("/v1/resources", market.own, {{"merchant_id", market.id}, {"name", "Werkbank"}});
  REQUIRE_MESSAGE(resource.status == 201, resource.text);
  const auto day = market.platform.time.ms / base::kDayMs + 3;
  const auto slots = market.platform.get("/v1/resources/" + resource.id() +
                                             "/slots?from=" + base::to_rfc3339({day * base::kDayMs}) +
                                             "&to=" + base::to_rfc3339({(day + 1) * base::kDayMs}),
                                         market.own);
  REQUIRE_MESSAGE(slots.status == 200, slots.text);
  const auto items = slots.part("items");
  REQUIRE_FALSE(items.empty());
  const auto booking = market.platform.post("/v1/bookings", market.own,
                                            {{"resource_id", resource.id()},
                                             {"starts_at", items.back()["starts_at"]},
                                             {"seats", 1},
                                             {"name", "Gül Gast"}});
  REQUIRE_MESSAGE(booking.status == 201, booking.text);
  const auto refused = market.change(market.own, {{"opening_hours", "Mo-Su 08:00-09:00"}});
  CHECK(refused.status == 409);
  CHECK(refused.part("field") == "conflicts");
  CHECK(market.now()["opening_hours"] == "Mo-Su 08:00-18:00");
  CHECK(market.change(market.own, {{"opening_hours", "Mo-Su 07:00-18:00"}}).status == 200);
  const auto kept = market.platform.patch(market.at("?conflicts=keep"), market.own,
                                          {{"opening_hours", "Mo-Su 08:00-09:00"}});
  CHECK(kept.status == 200);
  CHECK(market.platform.patch(market.at("?conflicts=drop"), market.own, {{"trade", "x"}}).status == 400);
}

TEST_CASE("merchant: the demo city's own stand at their stations") {
  TempFolder folder;
  auto opened = Service::open({.store = "sqlite:" + folder.path() + "/store.sqlite"});
  REQUIRE(opened.ok());
  const auto seeded = (*opened)->seed_demo_city();
  REQUIRE_MESSAGE(seeded.ok(), (seeded ? "" : seeded.error().message));
  std::map<std::string, std::string> stands;
  int active = 0, suspended = 0;
  REQUIRE(static_cast<ServiceImpl&>(**opened).store().read([&](Database& database) {
    for (const auto& each : Table<contract::Merchant>::where(database, {})) {
      stands[each.name] =
          std::string(contract::enum_name(each.step)) + " " + contract::enum_name(each.verification);
      active += each.activity == contract::MerchantActivity::active ? 1 : 0;
      suspended += each.activity == contract::MerchantActivity::suspended ? 1 : 0;
      CHECK((each.opening_hours.empty() || each.payable ||
             each.verification != contract::MerchantVerification::verified));
    }
  }));
  CHECK(stands["Rad Speichenglück"] == "business_development in_review");
  CHECK(stands["Trattoria Rosalba"] == "ihk in_review");
  CHECK(stands["Sternschnuppe"] == "ihk changes_requested");
  CHECK(stands["Töpferei Lehmann"] == "identity in_review");
  CHECK(stands["Konditorei Wendel"] == "agreement verified");
  CHECK(stands["Gemüsekiste Ried"] == "application draft");
  CHECK(stands["Praxis Lindenhof"] == "business_development in_review");
  CHECK(stands["Kleinkunst im Keller"] == "ihk in_review");
  CHECK(stands["Schlüsseldienst Kern"] == "ihk rejected");
  CHECK(active == 12);
  CHECK(suspended == 2);
}

}  // namespace stadtpult::platform::test
