// The merchant's way in through the real edge: TLS, a free port, two people beside it.

#include "api-client/base/json.hpp"
#include "tests/support/pdf_writer.hpp"
#include "tests/support/served_platform.hpp"

namespace stadtpult::testing {

using contract::Role;

TEST_CASE("merchant over TLS: a code, a token, the own data, and two who check") {
  ServedPlatform platform(true);
  const auto reviewer = platform.token(Role::reviewer, "Anna Prüf"),
             desk = platform.token(Role::reviewer, "Rosa Post"),
             lead = platform.token(Role::project_lead, "Jana");
  const auto body_of = [](const Reply& reply) { return base::parse_json(reply.body); };
  const auto post = [&](const std::string& target, const std::string& token, const nlohmann::json& body) {
    return platform.ask("POST", target, token, body.dump(), {{"Content-Type", "application/json"}});
  };
  const auto made = post("/v1/merchants", reviewer, {{"name", "Rad Speichenglück"}});
  REQUIRE(made.status == 201);
  const auto path = "/v1/merchants/" + body_of(made)["id"].get<std::string>();
  const auto code = body_of(post(path + "/invitations", desk, nlohmann::json::object()))["code"];
  const auto entry = post("/v1/public/sign-in", "", {{"code", code}, {"name", "Nadja Keller"}});
  REQUIRE(entry.status == 201);
  const auto own = body_of(entry)["token"].get<std::string>();
  CHECK(post("/v1/public/sign-in", "", {{"code", code}, {"name", "Nadja Keller"}}).status == 422);

  const auto seen = platform.ask("GET", path, own);
  REQUIRE(seen.status == 200);
  const nlohmann::json all = {{"legal_name", "Nadja Keller"},
                              {"legal_form", "sole_trader"},
                              {"contact_email", "n@rad.example"},
                              {"phone", "06241 900123"},
                              {"street", "Kämmererstraße 12"},
                              {"postal_code", "67547"},
                              {"city", "Worms"},
                              {"iban", "DE89370400440532013000"},
                              {"account_holder", "Nadja Keller"},
                              {"self_certified", true}};
  const auto changed =
      platform.ask("PATCH", path, own, all.dump(),
                   {{"Content-Type", "application/merge-patch+json"}, {"If-Match", seen.header("etag")}});
  REQUIRE_MESSAGE(changed.status == 200, changed.body);
  CHECK(platform
            .ask("POST", path + "/proofs?kind=identity_document&name=Ausweis.pdf", own,
                 testing::pdf_page("Ausweis"), {{"Content-Type", "application/octet-stream"}})
            .status == 201);
  CHECK(post(path + "/acts", own, {{"act", "submit"}}).status == 200);
  const nlohmann::json check = {{"act", "check"}, {"key", "payment_account"}, {"method", "document"}};
  const auto pass = [&](const std::string& token) {
    const auto view = platform.ask("GET", path, token).header("etag");
    return platform
        .ask("POST", path + "/acts", token, check.dump(),
             {{"Content-Type", "application/json"}, {"If-Match", view}})
        .status;
  };
  CHECK(post(path + "/acts", reviewer, check).status == 428);
  CHECK(pass(desk) == 403);
  CHECK(pass(reviewer) == 200);
  CHECK(pass(reviewer) == 403);
  CHECK(pass(lead) == 200);
  CHECK(body_of(platform.ask("GET", path, lead))["payable"] == true);
  CHECK(platform.ask("GET", path, "").status == 401);
}

}  // namespace stadtpult::testing
