#include <doctest/doctest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/contract/proof.hpp"
#include "platform/domain/proof/proof_check.hpp"
#include "platform/domain/proof/seen_proofs.hpp"

using namespace stadtpult;
using platform::check_proof;
using platform::SeenProofs;
using Json = nlohmann::ordered_json;

namespace {

constexpr base::Timestamp kNow{1'795'000'000'400};
constexpr const char* kToken = "spt_0123456789abcdef";

/// RFC 8037, appendix A.1.
base::Key key_of_rfc() {
  return *base::digest_from(*base::from_base64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"));
}

platform::ProofOf expected() {
  return {"POST", {"stadt.test:8443"}, "/v1/devices", kToken, kNow};
}

std::string hash_of(const std::string& text) {
  const auto digest = base::sha256(text);
  return base::to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

Json good_head() {
  return {{"typ", "dpop+jwt"},
          {"alg", "EdDSA"},
          {"jwk", base::parse_ordered_json(contract::public_jwk(base::ed25519_public(key_of_rfc())))}};
}
Json good_claims() {
  return {{"jti", "e1j3V_bKic8-LAEB"},
          {"htm", "POST"},
          {"htu", "https://stadt.test:8443/v1/devices"},
          {"iat", kNow.ms / 1000},
          {"ath", hash_of(kToken)}};
}

std::string signed_text(const std::string& head, const std::string& claims) {
  std::string text = base::to_base64url(head) + "." + base::to_base64url(claims);
  return text + "." + base::to_base64url(base::ed25519_sign(key_of_rfc(), text));
}
std::string signed_with(const std::function<void(Json& head, Json& claims)>& change) {
  Json head = good_head(), claims = good_claims();
  change(head, claims);
  return signed_text(head.dump(), claims.dump());
}

/// The problem's word; "" where the proof is taken.
std::string judged(const std::string& proof, const platform::ProofOf& what = expected()) {
  const auto checked = check_proof(proof, what);
  if (checked) return {};
  CHECK(checked.error().kind == base::ErrorKind::unauthenticated);
  CHECK(!checked.error().message.empty());
  return checked.error().problem;
}

}  // namespace

TEST_CASE("proof: keys, thumbprints and signatures are those of RFC 8037 and RFC 9449") {
  const auto key = base::ed25519_public(key_of_rfc());
  CHECK(contract::public_jwk(key) ==
        R"({"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})");
  CHECK(contract::thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");           // A.3
  const std::string signed_part = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";  // A.4
  CHECK(base::to_base64url(base::ed25519_sign(key_of_rfc(), signed_part)) ==
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
  // RFC 9449, section 7.1: the example's access token and its ath.
  CHECK(hash_of("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU") ==
        "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
}

TEST_CASE("proof: what the console writes is taken, and says whose it is") {
  const std::string proof = contract::make_proof(
      key_of_rfc(), {"POST", "https://Stadt.test:8443/v1/devices?x=1#y", kToken, kNow, "0123456789abcdef"});
  const auto checked = check_proof(proof, expected());
  REQUIRE(checked.ok());
  CHECK(checked->thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  CHECK(checked->jti == "0123456789abcdef");
  CHECK(checked->until.ms > kNow.ms + 59'000);
  CHECK(proof.size() < 600);
}

TEST_CASE("proof: what stands in it in another way is refused") {
  CHECK(judged(signed_with([](Json&, Json&) {})).empty());
  struct Case {
    const char* name;
    std::function<void(Json& head, Json& claims)> change;
  };
  const Case cases[] = {
      {"no type", [](Json& head, Json&) { head.erase("typ"); }},
      {"another type", [](Json& head, Json&) { head["typ"] = "JWT"; }},
      {"no signature wanted", [](Json& head, Json&) { head["alg"] = "none"; }},
      {"another algorithm", [](Json& head, Json&) { head["alg"] = "HS256"; }},
      {"an algorithm in other letters", [](Json& head, Json&) { head["alg"] = "eddsa"; }},
      {"an algorithm that is no text", [](Json& head, Json&) { head["alg"] = 8; }},
      {"extensions", [](Json& head, Json&) { head["crit"] = Json::array({"b64"}); }},
      {"no key", [](Json& head, Json&) { head.erase("jwk"); }},
      {"a key that is a text", [](Json& head, Json&) { head["jwk"] = "x"; }},
      {"a private key",
       [](Json& head, Json&) { head["jwk"]["d"] = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"; }},
      {"a key of another curve", [](Json& head, Json&) { head["jwk"]["crv"] = "X25519"; }},
      {"a key of another type", [](Json& head, Json&) { head["jwk"]["kty"] = "EC"; }},
      {"half a key", [](Json& head, Json&) { head["jwk"]["x"] = "11qYAYKxCrfVS_7TyWQHOg"; }},
      {"a key with padding",
       [](Json& head, Json&) { head["jwk"]["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="; }},
      {"another key",
       [](Json& head, Json&) { head["jwk"]["x"] = "AAqYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"; }},
      {"no name", [](Json&, Json& claims) { claims.erase("jti"); }},
      {"a short name", [](Json&, Json& claims) { claims["jti"] = "1"; }},
      {"a long name", [](Json&, Json& claims) { claims["jti"] = std::string(201, 'x'); }},
      {"a name that is a number", [](Json&, Json& claims) { claims["jti"] = 123456789; }},
      {"another method", [](Json&, Json& claims) { claims["htm"] = "GET"; }},
      {"a method in other letters", [](Json&, Json& claims) { claims["htm"] = "post"; }},
      {"another host", [](Json&, Json& claims) { claims["htu"] = "https://evil.test:8443/v1/devices"; }},
      {"another port", [](Json&, Json& claims) { claims["htu"] = "https://stadt.test/v1/devices"; }},
      {"another scheme", [](Json&, Json& claims) { claims["htu"] = "http://stadt.test:8443/v1/devices"; }},
      {"somebody before the host",
       [](Json&, Json& claims) { claims["htu"] = "https://a@stadt.test:8443/v1/devices"; }},
      {"another path", [](Json&, Json& claims) { claims["htu"] = "https://stadt.test:8443/v1/devices/"; }},
      {"no host", [](Json&, Json& claims) { claims["htu"] = "https:///v1/devices"; }},
      {"no address", [](Json&, Json& claims) { claims.erase("htu"); }},
      {"no token", [](Json&, Json& claims) { claims.erase("ath"); }},
      {"another token", [](Json&, Json& claims) { claims["ath"] = hash_of("spt_other"); }},
      {"no time", [](Json&, Json& claims) { claims.erase("iat"); }},
      {"a time that is a text", [](Json&, Json& claims) { claims["iat"] = "1795000000"; }},
      {"a time with a fraction", [](Json&, Json& claims) { claims["iat"] = 1795000000.5; }},
      {"a time before time", [](Json&, Json& claims) { claims["iat"] = -1; }},
      {"a time after time", [](Json&, Json& claims) { claims["iat"] = 18446744073709551615ULL; }},
  };
  for (const auto& each : cases) {
    CAPTURE(each.name);
    CHECK(judged(signed_with(each.change)) == contract::kProofWrong);
  }
}

TEST_CASE("proof: it counts for a minute before and after, to the second") {
  const auto at = [](std::int64_t seconds) {
    return judged(signed_with([&](Json&, Json& claims) { claims["iat"] = kNow.ms / 1000 + seconds; }));
  };
  CHECK(at(0).empty());
  CHECK(at(60).empty());
  CHECK(at(-60).empty());
  CHECK(at(61) == contract::kProofTime);
  CHECK(at(-62) == contract::kProofTime);
  CHECK(judged(signed_with([](Json&, Json& claims) { claims["exp"] = kNow.ms / 1000 - 1; })) ==
        contract::kProofTime);
  CHECK(judged(signed_with([](Json&, Json& claims) { claims["nbf"] = kNow.ms / 1000 + 90; })) ==
        contract::kProofTime);
}

TEST_CASE("proof: what is no proof at all is refused") {
  const std::string good = signed_with([](Json&, Json&) {});
  const size_t dot = good.find('.'), second = good.find('.', dot + 1);
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), std::string("a.b.c"), good + ".", good + "=",
        " " + good, good.substr(0, second), good.substr(0, second + 1), std::string(5'000, 'a'),
        good.substr(dot), good + good, std::string(100'000, '.')})
    CHECK(judged(text) == contract::kProofWrong);
  // One character of the signature, of the claims, of the head.
  for (const size_t place : {good.size() - 5, second - 4, dot - 4}) {
    std::string text = good;
    text[place] = text[place] == 'A' ? 'B' : 'A';
    CHECK(judged(text) == contract::kProofWrong);
  }
  // Members that stand twice: whoever reads the first one and whoever reads the last one would differ.
  const std::string head = good_head().dump(), claims = good_claims().dump();
  const auto twice = [](std::string json, const std::string& member) { return json.insert(1, member + ","); };
  CHECK(judged(signed_text(head, claims)).empty());
  CHECK(judged(signed_text(twice(head, R"("alg":"none")"), claims)) == contract::kProofWrong);
  CHECK(judged(signed_text(head, twice(claims, R"("htm":"GET")"))) == contract::kProofWrong);
  CHECK(judged(signed_text(head, twice(claims, R"("iat":1)"))) == contract::kProofWrong);
  CHECK(judged(signed_text(head, claims + "{}")) == contract::kProofWrong);
  CHECK(judged(signed_text(head, "[" + claims + "]")) == contract::kProofWrong);
  CHECK(judged(signed_text("\xEF\xBB\xBF" + head, claims)) == contract::kProofWrong);
  std::string deep = claims;
  deep.insert(1, R"("x":)" + std::string(900, '[') + std::string(900, ']') + ",");
  CHECK(judged(signed_text(head, deep)) == contract::kProofWrong);
  // The example of RFC 9449 itself is of another algorithm (ES256).
  CHECK(judged("eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0Vj"
               "NoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5"
               "VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TV"
               "CIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8"
               "lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg") ==
        contract::kProofWrong);
}

TEST_CASE("proof: a key with which one signature fits everything proves nothing") {
  // The neutral element: R = 1, s = 0 is a signature of any text (RFC 8032, section 5.1.7, without the
  // cofactor check of keys).
  std::string weak(32, '\0'), signature(64, '\0');
  weak[0] = signature[0] = 1;
  Json head = good_head();
  head["jwk"]["x"] = base::to_base64url(weak);
  const std::string text = base::to_base64url(head.dump()) + "." + base::to_base64url(good_claims().dump());
  CHECK(base::ed25519_verify(*base::digest_from(weak), text, signature));
  CHECK(judged(text + "." + base::to_base64url(signature)) == contract::kProofWrong);
}

TEST_CASE("proof: HEAD is read as GET, and a platform may go by two names") {
  platform::ProofOf what{"GET", {"127.0.0.1:8443", "app.stadt.test"}, "/v1/me", kToken, kNow};
  const auto proof = [&](const char* method, const char* url) {
    return judged(contract::make_proof(key_of_rfc(), {method, url, kToken, kNow, "0123456789"}), what);
  };
  CHECK(proof("GET", "https://127.0.0.1:8443/v1/me").empty());
  CHECK(proof("HEAD", "https://127.0.0.1:8443/v1/me").empty());
  CHECK(proof("GET", "https://APP.stadt.test:443/v1/me").empty());
  CHECK(proof("GET", "HTTPS://app.stadt.test/v1/me").empty());
  CHECK(proof("POST", "https://app.stadt.test/v1/me") == contract::kProofWrong);
}

TEST_CASE("proofs: each is taken once, until it has ended; memory has a bound") {
  SeenProofs seen(3, 5);
  const base::Timestamp now{1'000'000}, until{1'060'000};
  CHECK(seen.take("a", "one", until, now) == SeenProofs::Verdict::fresh);
  CHECK(seen.take("a", "one", until, now) == SeenProofs::Verdict::repeated);
  CHECK(seen.take("b", "one", until, now) == SeenProofs::Verdict::fresh);
  CHECK(seen.take("a", "two", until, now) == SeenProofs::Verdict::fresh);
  CHECK(seen.take("a", "three", until, now) == SeenProofs::Verdict::fresh);
  CHECK(seen.take("a", "four", until, now) == SeenProofs::Verdict::full);
  CHECK(seen.take("a", "one", until, now) == SeenProofs::Verdict::repeated);  // none was forgotten for it
  CHECK(seen.take("c", "one", until, now) == SeenProofs::Verdict::fresh);
  CHECK(seen.take("d", "one", until, now) == SeenProofs::Verdict::full);
  CHECK(seen.size() == 5);
  const base::Timestamp later{1'060'001};
  CHECK(seen.take("d", "one", {1'120'000}, later) == SeenProofs::Verdict::fresh);
  CHECK(seen.size() == 1);
}

TEST_CASE("base64url is read strictly") {
  CHECK(base::to_base64url(std::string("\xFB\xFF\xFE", 3)) == "-__-");
  CHECK(*base::from_base64url("-__-") == std::string("\xFB\xFF\xFE", 3));
  for (const char* text : {"+__-", "-__/", "-__-=", "a", "QQ==", "QR", "Q Q", "QQ\n"})
    CHECK(!base::from_base64url(text));
  CHECK(*base::from_base64url("QQ") == "A");
  CHECK(base::from_base64url("")->empty());
}
