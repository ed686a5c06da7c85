#pragma once
// A city with people of the offices and a merchant on its way.

#include <doctest/doctest.h>

#include "tests/platform/service/harness.hpp"
#include "tests/support/pdf_writer.hpp"

namespace stadtpult::platform::test {

inline const std::string kMerchants = "/v1/merchants";
inline const std::string kDocument = testing::pdf_page("Ausweis-4711");
inline const std::string kIban = "DE89370400440532013000", kOtherIban = "DE02120300000000202051";

inline std::string signer(Platform& platform, Role role, const std::string& name,
                          std::optional<contract::Stakeholder> stakeholder) {
  return *platform.service().make_token(role, name, "", 3650LL * 24 * 3600 * 1000, stakeholder);
}

struct Market {
  explicit Market(ServiceOptions options = {})
      : platform(std::move(options)),
        ihk(signer(platform, Role::reviewer, "Ines Ihk", contract::Stakeholder::ihk)),
        business(signer(platform, Role::reviewer, "Bodo Wifö", contract::Stakeholder::business_development)),
        anna(signer(platform, Role::reviewer, "Anna Prüf", {})),
        lead(signer(platform, Role::project_lead, "Jana Arndt", {})),
        officer(signer(platform, Role::privacy_officer, "Paul Daten", {})),
        desk(signer(platform, Role::reviewer, "Rosa Post", {})) {}

  /// A merchant with a name only, and somebody who signed in for it.
  void add(const std::string& name = "Rad Speichenglück") {
    const auto made = platform.post(kMerchants, anna, {{"name", name}});
    REQUIRE_MESSAGE(made.status == 201, made.text);
    id = made.id();
    own = sign_in();
  }
  /// Invited by somebody who checks nothing.
  std::string sign_in(const std::string& name = "Nadja Keller") { return sign_in_by(desk, name); }
  std::string sign_in_by(const std::string& inviter, const std::string& name) {
    const auto code =
        platform.post(at("/invitations"), inviter, Json::object()).part("code").get<std::string>();
    const auto entry = platform.post("/v1/public/sign-in", "", {{"code", code}, {"name", name}});
    REQUIRE_MESSAGE(entry.status == 201, entry.text);
    return entry.part("token").get<std::string>();
  }
  /// All that Art. 30(1) asks for, typed by the merchant.
  static Json everything() {
    return {{"legal_name", "Nadja Keller"},
            {"legal_form", "sole_trader"},
            {"trade", "Fahrradwerkstatt"},
            {"contact_name", "Nadja Keller"},
            {"contact_email", "kontakt@speichenglueck.example"},
            {"phone", "06241 900123"},
            {"street", "Kämmererstraße 12"},
            {"postal_code", "67547"},
            {"city", "Worms"},
            {"iban", "de89 3704 0044 0532 0130 00"},
            {"account_holder", "Nadja Keller"},
            {"vat_id", "DE 136 695 976"},
            {"self_certified", true}};
  }
  void fill() {
    const auto done = change(own, everything());
    REQUIRE_MESSAGE(done.status == 200, done.text);
    REQUIRE(proof().status == 201);
  }
  Reply proof(const std::string& kind = "identity_document", const std::string& bytes = kDocument) {
    return platform.ask("POST", at("/proofs?kind=" + kind + "&name=Ausweis.pdf"), own, bytes,
                        {.content_type = "application/octet-stream"});
  }
  /// On what stands there now, or on an older view of it.
  Reply act(const std::string& token, const std::string& act, Json more = Json::object(),
            const std::string& view = "") {
    more["act"] = act;
    return platform.ask("POST", at("/acts"), token, more.dump(), {.if_match = view.empty() ? seen() : view});
  }
  std::string seen() { return platform.get(at(), lead).etag; }
  Reply check(const std::string& token, const std::string& key, const std::string& method = "document") {
    return act(token, "check", {{"key", key}, {"method", method}});
  }
  /// From a name to verified.
  void verify() {
    fill();
    REQUIRE(act(own, "submit").status == 200);
    check_all();
    REQUIRE(now()["verification"] == "verified");
  }
  void check_all() {
    for (const auto& [token, key] : {std::pair(anna, "identity_document"), std::pair(anna, "payment_account"),
                                     std::pair(lead, "payment_account")})
      REQUIRE(check(token, key).status == 200);
    REQUIRE(act(ihk, "check", {{"method", "official_register"}}).status == 200);
    REQUIRE(act(business, "check", {{"method", "visit"}}).status == 200);
  }
  void go_live() {
    verify();
    REQUIRE(act(own, "agree").status == 200);
    REQUIRE(act(business, "go_live").status == 200);
  }
  Reply change(const std::string& token, const Json& body) { return platform.patch(at(), token, body); }
  [[nodiscard]] std::string at(const std::string& more = "") const { return kMerchants + "/" + id + more; }
  Json now(const std::string& token = "") { return platform.get(at(), token.empty() ? lead : token).body; }
  Json line(const std::string& key) {
    const auto merchant = now();
    for (const auto& each : merchant["checks"])
      if (each["key"] == key) return each;
    return {};
  }
  std::vector<std::string> timeline() {
    std::vector<std::string> out;
    const auto merchant = now();
    for (const auto& each : merchant["timeline"]) out.push_back(each["action"]);
    return out;
  }
  /// Fields that an answer names as wrong, sorted.
  static std::vector<std::string> wrong(const Reply& reply) {
    std::vector<std::string> out;
    for (const auto& each : reply.part("errors")) out.push_back(each["field"]);
    std::sort(out.begin(), out.end());
    return out;
  }
  void pass_days(int days) {
    platform.time.ms += days * base::kDayMs;
    while (platform.impl().schedule().run_due() > 0) {
    }
  }

  Platform platform;
  std::string ihk, business, anna, lead, officer, desk, id, own;
};

}  // namespace stadtpult::platform::test
