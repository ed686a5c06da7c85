#include <doctest/doctest.h>

#include "tests/platform/devices/machine.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

std::string problem_of(const Reply& reply) {
  constexpr std::string_view kPrefix = "urn:stadtpult:problem:";
  const std::string type = reply.body.value("type", "");
  return type.starts_with(kPrefix) ? type.substr(kPrefix.size()) : type;
}

std::string challenge(const Reply& reply) {
  const auto at = reply.headers.find("WWW-Authenticate");
  return at == reply.headers.end() ? std::string() : at->second;
}

Reply decide(Platform& platform, const std::string& id, const std::string& token, const std::string& state,
             const std::string& reason = "") {
  Json body = {{"state", state}};
  if (!reason.empty()) body["reason"] = reason;
  return platform.patch("/v1/security/devices/" + id, token, body);
}

Json layer(Platform& platform, const char* id) {
  for (const auto& each : platform.get("/v1/security/layers", platform.analyst()).part("items"))
    if (each.at("id") == id) return each;
  return {};
}

ServiceOptions strict() {
  ServiceOptions options;
  options.require_devices = true;
  return options;
}

}  // namespace

TEST_CASE("device: registering makes it known and binds the token, which is of no use elsewhere") {
  Platform platform;
  const std::string token = platform.editor();
  const Machine machine{platform};
  CHECK(platform.get("/v1/me", token).body.at("device_id").is_null());
  const Reply made = machine.enrol(token);
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.id().starts_with("dev_"));
  CHECK(made.body.at("state") == "waiting");
  CHECK(made.body.at("thumbprint") == machine.thumbprint());
  CHECK(made.body.at("name") == "rathaus-214");
  CHECK(made.headers.at("Location") == "/v1/security/devices/" + made.id());

  const Reply me = machine.get("/v1/me", token);
  REQUIRE_MESSAGE(me.status == 200, me.text);
  CHECK(me.body.at("device_id") == made.id());
  CHECK(me.body.at("device_state") == "waiting");
  CHECK(me.body.at("devices_required") == false);
  CHECK(machine.get("/v1/categories", token).status == 200);

  // As bearer token: whoever copied it has no key.
  const Reply stolen = platform.get("/v1/categories", token);
  CHECK(stolen.status == 401);
  CHECK(problem_of(stolen) == "token-bound");
  CHECK(challenge(stolen).starts_with("DPoP "));
  CHECK(challenge(stolen).find(R"(error="invalid_token")") != std::string::npos);
  CHECK(challenge(stolen).find(R"(algs="EdDSA")") != std::string::npos);
  // With another machine's key.
  const Machine thief{platform};
  const Reply other = thief.get("/v1/categories", token);
  CHECK(other.status == 401);
  CHECK(problem_of(other) == "other-device");
  // A proof of another request, and one that was taken before.
  const Extra once = machine.extra("GET", "/v1/categories", token);
  CHECK(platform.ask("GET", "/v1/miniapps", token, "", once).status == 401);
  CHECK(platform.ask("GET", "/v1/categories", token, "", once).status == 200);
  const Reply again = platform.ask("GET", "/v1/categories", token, "", once);
  CHECK(again.status == 401);
  CHECK(challenge(again).find(R"(error="invalid_dpop_proof")") != std::string::npos);
  // An old one.
  const Extra old = machine.extra("GET", "/v1/categories", token);
  platform.time.ms += 70'000;
  CHECK(problem_of(platform.ask("GET", "/v1/categories", token, "", old)) == "proof-time");
  CHECK(machine.get("/v1/categories", token).status == 200);
  // Other tokens of the same person stay what they were: scripts go on.
  const std::string script = *platform.service().make_token(Role::editor, "", "", 3'600'000);
  CHECK(platform.get("/v1/categories", script).status == 200);
  const Reply unbound = machine.get("/v1/categories", script);
  CHECK(unbound.status == 401);
  CHECK(problem_of(unbound) == "token-unbound");
}

TEST_CASE("device: registering once more is the same device; without a proof there is none") {
  Platform platform;
  const Machine machine{platform};
  const std::string first = platform.editor();
  const Json body = {{"name", "rathaus-214"}};
  CHECK(platform.post("/v1/devices", first, body).status == 401);  // no proof
  Extra foreign = machine.extra("POST", "/v1/me", first, "Bearer");
  CHECK(platform.ask("POST", "/v1/devices", first, body.dump(), foreign).status == 401);
  const Reply nameless = platform.ask("POST", "/v1/devices", first, R"({"name":"  "})",
                                      machine.extra("POST", "/v1/devices", first, "Bearer"));
  CHECK(nameless.status == 422);
  const Reply odd = platform.ask("POST", "/v1/devices", first, R"({"name":"a\u0007b"})",
                                 machine.extra("POST", "/v1/devices", first, "Bearer"));
  CHECK(odd.status == 422);
  const std::string id = machine.enrol(first).id();
  REQUIRE(!id.empty());
  // The answer got lost: sent again, as the bound token that it is.
  const Reply repeated = machine.ask("POST", "/v1/devices", first, body.dump());
  CHECK(repeated.status == 200);
  CHECK(repeated.id() == id);
  // A new token of the same person on the same machine.
  const std::string second = *platform.service().make_token(Role::editor, "", "", 3'600'000);
  const std::string same_person = *platform.service().make_token(Role::editor, "Lena", "", 3'600'000);
  const std::string next = *platform.service().make_token(Role::editor, "Lena", "", 3'600'000);
  const Reply of_lena = machine.enrol(same_person);
  CHECK(of_lena.status == 201);
  CHECK(of_lena.id() != id);  // one machine, two people: each is approved for themselves
  const Reply of_lena_again = machine.enrol(next);
  CHECK(of_lena_again.status == 200);
  CHECK(of_lena_again.id() == of_lena.id());
  const Reply list =
      platform.get("/v1/security/devices?filter=thumbprint:" + machine.thumbprint(), platform.analyst());
  CHECK(list.body.at("total").get<int>() >= 2);
  // Each of it is in the record.
  std::string verbs;
  for (const auto& line : platform.get("/v1/audit?filter=object_type:device", platform.lead()).part("items"))
    verbs += line.at("action").get<std::string>() + " ";
  CHECK(verbs.find("device.register") != std::string::npos);
  CHECK(platform.get("/v1/audit?filter=action:token.bind", platform.lead()).body.at("total").get<int>() == 3);
  CHECK(platform.get("/v1/categories", second).status == 200);
}

TEST_CASE("device: whose it is reads since when it waits, and since when it is approved") {
  Platform platform;
  const Machine machine{platform};
  const std::string editor = platform.editor();
  CHECK(platform.get("/v1/me", editor).body.at("device_since").is_null());
  const std::string id = machine.enrol(editor).id();
  CHECK(machine.get("/v1/me", editor).body.at("device_since") == base::to_rfc3339(platform.time));
  platform.time.ms += 3'600'000;
  REQUIRE(decide(platform, id, platform.analyst(), "approved").status == 200);
  const auto approved_at = base::to_rfc3339(platform.time);
  platform.time.ms += 3'600'000;
  const Json me = machine.get("/v1/me", editor).body;
  CHECK(me.at("device_state") == "approved");
  CHECK(me.at("device_since") == approved_at);
}

TEST_CASE("device: somebody else approves it, the security team or the project lead") {
  Platform platform;
  const Machine machine{platform}, desk{platform, "it-01"};
  const std::string id = machine.enrol(platform.editor()).id();
  CHECK(platform.get("/v1/security/devices", platform.reviewer()).status == 403);
  CHECK(decide(platform, id, platform.reviewer(), "approved").status == 403);
  // Their own: not even the security team.
  const std::string analyst = platform.analyst();
  const std::string own = desk.enrol(analyst).id();
  const std::string tag = desk.get("/v1/security/devices/" + own, analyst).etag;
  Extra extra = desk.extra("PATCH", "/v1/security/devices/" + own, analyst);
  extra.if_match = tag;
  const Reply self =
      platform.ask("PATCH", "/v1/security/devices/" + own, analyst, R"({"state":"approved"})", extra);
  CHECK(self.status == 403);
  CHECK(self.text.find("somebody else") != std::string::npos);
  const Reply approved = decide(platform, own, platform.second_analyst(), "approved");
  REQUIRE_MESSAGE(approved.status == 200, approved.text);
  CHECK(approved.body.at("decided_by_name") == "Berta Kern");
  CHECK(desk.get("/v1/me", analyst).body.at("device_state") == "approved");
  CHECK(decide(platform, own, platform.second_analyst(), "waiting").status == 409);
  CHECK(decide(platform, id, platform.lead(), "approved").status == 200);
  // An old ETag decides nothing.
  Extra stale;
  stale.if_match = "\"" + id + "-1\"";
  CHECK(platform
            .ask("PATCH", "/v1/security/devices/" + id, platform.lead(),
                 R"({"state":"revoked","reason":"x"})", stale)
            .status == 412);
}

TEST_CASE("device: revoking needs a reason, counts at once for all of its key, and stays") {
  Platform platform;
  const Machine machine{platform};
  const std::string editor = platform.editor(), reviewer = platform.reviewer();
  const std::string id = machine.enrol(editor).id(), other = machine.enrol(reviewer).id();
  StreamTicket ticket;
  {
    Request request;
    request.method = "GET";
    request.target = "/v1/stream";
    request.authorization = "DPoP " + editor;
    request.host = "stadt.test";
    request.proof = machine.proof("GET", "/v1/stream", editor);
    const auto opened = platform.service().open_stream(request);
    REQUIRE(opened.ok());
    ticket = *opened;
  }
  CHECK(platform.service().stream_allowed(ticket));
  CHECK(decide(platform, id, platform.analyst(), "revoked").status == 422);
  CHECK(decide(platform, id, platform.analyst(), "revoked", "  ").status == 422);
  CHECK(decide(platform, id, platform.analyst(), "revoked", "Im Zug liegen geblieben").status == 200);
  CHECK(!platform.service().stream_allowed(ticket));
  platform.service().stream_closed(ticket);
  for (const auto& token : {editor, reviewer}) {
    const Reply refused = machine.get("/v1/me", token);
    CHECK(refused.status == 403);
    CHECK(problem_of(refused) == "device-revoked");
  }
  const Json of_reviewer = platform.get("/v1/security/devices/" + other, platform.analyst()).body;
  CHECK(of_reviewer.at("state") == "revoked");
  CHECK(of_reviewer.at("reason") == "Im Zug liegen geblieben");
  CHECK(decide(platform, id, platform.lead(), "approved").status == 409);
  // The same key with a new token stays out; a new key comes in as a new device.
  const std::string fresh = *platform.service().make_token(Role::editor, "", "", 3'600'000);
  const Reply same_key = machine.enrol(fresh);
  CHECK(same_key.status == 403);
  CHECK(problem_of(same_key) == "device-revoked");
  const Machine renewed{platform};
  CHECK(renewed.enrol(fresh).status == 201);
  CHECK(renewed.get("/v1/me", fresh).body.at("device_state") == "waiting");
}

TEST_CASE("device: nobody shuts out the machine that they sit at, and twenty are enough") {
  Platform platform;
  const Machine machine{platform};
  const std::string lead = platform.lead();
  const std::string id = machine.enrol(lead).id();
  Extra extra = machine.extra("PATCH", "/v1/security/devices/" + id, lead);
  extra.if_match = "*";
  const Reply self = platform.ask("PATCH", "/v1/security/devices/" + id, lead,
                                  R"({"state":"revoked","reason":"Versehen"})", extra);
  CHECK(self.status == 409);
  CHECK(machine.get("/v1/me", lead).status == 200);
  for (int i = 0; i < 20; ++i) {
    const std::string token = *platform.service().make_token(Role::editor, "Viele Geräte", "", 3'600'000);
    CHECK(Machine{platform}.enrol(token).status == 201);
  }
  const std::string token = *platform.service().make_token(Role::editor, "Viele Geräte", "", 3'600'000);
  CHECK(Machine{platform}.enrol(token).status == 409);
}

TEST_CASE("device: where they are required, only approved ones are served") {
  Platform platform(strict());
  const Machine machine{platform};
  const std::string editor = platform.editor();
  const Reply unknown = platform.get("/v1/categories", editor);
  CHECK(unknown.status == 403);
  CHECK(problem_of(unknown) == "device-missing");
  CHECK(platform.get("/v1/me", editor).body.at("devices_required") == true);
  const std::string id = machine.enrol(editor).id();
  REQUIRE(!id.empty());
  const Reply waits = machine.get("/v1/categories", editor);
  CHECK(waits.status == 403);
  CHECK(problem_of(waits) == "device-unapproved");
  CHECK(waits.body.at("values").at(0).at("value") == machine.thumbprint());
  CHECK(machine.get("/v1/me", editor).status == 200);
  {
    Request request;
    request.method = "GET";
    request.target = "/v1/stream";
    request.authorization = "DPoP " + editor;
    request.host = "stadt.test";
    request.proof = machine.proof("GET", "/v1/stream", editor);
    const auto opened = platform.service().open_stream(request);
    REQUIRE(!opened.ok());
    CHECK(opened.error().problem == contract::kDeviceUnapproved);
  }
  // The first one by the operator; it can approve the others.
  REQUIRE(platform.service().approve_device(id).ok());
  CHECK(machine.get("/v1/categories", editor).status == 200);
  CHECK(!platform.service().approve_device("dev_none").ok());
  const Machine desk{platform};
  const std::string lead = platform.lead();
  const std::string desk_id = desk.enrol(lead).id();
  REQUIRE(platform.service().approve_device(desk_id).ok());
  const Machine third{platform};
  const std::string reviewer = platform.reviewer();
  const std::string third_id = third.enrol(reviewer).id();
  const std::string path = "/v1/security/devices/" + third_id;
  Extra extra = desk.extra("PATCH", path, lead);
  extra.if_match = "*";
  CHECK(platform.ask("PATCH", path, lead, R"({"state":"approved"})", extra).status == 200);
  CHECK(third.get("/v1/categories", reviewer).status == 200);
  // What citizens read needs no device.
  CHECK(platform.get("/v1/public/catalogue", "").status == 200);
  const auto all = platform.service().device_list();
  REQUIRE(all.ok());
  CHECK(all->size() == 3);
}

TEST_CASE("device: the platform's own events say whose device it was, and what was refused") {
  ServiceOptions options = strict();
  options.watch = true;
  Platform platform(options);
  const Machine machine{platform}, thief{platform};
  const std::string editor = platform.editor();
  platform.get("/v1/categories", editor);
  const std::string id = machine.enrol(editor).id();
  machine.get("/v1/categories", editor);
  thief.get("/v1/categories", editor);
  platform.get("/v1/categories", editor);
  platform.ask("GET", "/v1/me", editor, "", {.device = "laptop-7", .host = "stadt.test"});
  platform.ask("GET", "/v1/me", editor, "", {.host = "stadt.test", .proof = "a.b.c", .scheme = "DPoP"});
  const auto registered = platform.own_events("device_registered");
  REQUIRE(registered.size() == 1);
  CHECK(registered.front().at("device").at("uid") == id);
  std::string refused;
  for (const auto& event : platform.own_events("device_refused"))
    refused += event.at("status_detail").get<std::string>() + " ";
  CHECK(refused == "unknown waiting ");
  const auto tokens = platform.own_events("token_refused");
  REQUIRE(tokens.size() == 4);
  for (const auto& event : tokens) {
    CHECK(event.at("status_detail") == "bound_to_other_device");
    CHECK(event.at("device").at("uid") == id);  // not what the machine calls itself
  }
}

TEST_CASE("device: a machine that registers is no copied token") {
  Platform platform({.watch = true});
  const Machine machine{platform};
  const std::string editor = platform.editor();
  REQUIRE(machine.enrol(editor).status == 201);
  for (int i = 0; i < 3; ++i) REQUIRE(machine.get("/v1/categories", editor).status == 200);
  platform.settle();
  const Json alerts =
      platform.get("/v1/security/alerts?limit=200&filter=" + kNotNewPeople, platform.analyst()).part("items");
  CHECK_MESSAGE(alerts.empty(), alerts.dump());
  CHECK(machine.get("/v1/categories", editor).status == 200);
}

TEST_CASE("device: a machine cannot call itself what the platform calls another one") {
  Platform platform;
  const Machine machine{platform};
  const std::string id = machine.enrol(platform.editor()).id();
  const std::string reviewer = platform.reviewer();
  // A block of that device is no matter of who only says so.
  const Reply block = platform.post("/v1/security/blocks", platform.analyst(),
                                    {{"kind", "device"}, {"target", id}, {"reason", "Probe"}});
  REQUIRE(block.status == 201);
  CHECK(platform.ask("GET", "/v1/me", reviewer, "", {.device = id}).status == 200);
  CHECK(machine.get("/v1/me", platform.editor()).status == 403);
}

TEST_CASE("device: a block of the name that a machine gives itself holds after its token is bound, too") {
  Platform platform;
  const Machine machine{platform};
  const std::string editor = platform.editor();
  machine.enrol(editor);
  REQUIRE(platform
              .post("/v1/security/blocks", platform.analyst(),
                    {{"kind", "device"}, {"target", "laptop-7"}, {"reason", "Probe"}})
              .status == 201);
  Extra named = machine.extra("GET", "/v1/me", editor);
  named.device = "laptop-7";
  CHECK(platform.ask("GET", "/v1/me", editor, "", named).status == 403);
  CHECK(machine.get("/v1/me", editor).status == 200);
}

TEST_CASE(
    "device: a proof counts from when the head of its request was there, and once however long the body "
    "takes") {
  Platform platform;
  const Machine machine{platform};
  const std::string editor = platform.editor();
  machine.enrol(editor);
  Extra slow = machine.extra("GET", "/v1/categories", editor);
  slow.received_at = base::Timestamp(platform.time);
  platform.time.ms += 5 * base::kMinuteMs;
  CHECK(platform.ask("GET", "/v1/categories", editor, "", slow).status == 200);
  CHECK(problem_of(platform.ask("GET", "/v1/categories", editor, "", slow)) == "proof-wrong");
  slow.received_at = {};
  CHECK(problem_of(platform.ask("GET", "/v1/categories", editor, "", slow)) == "proof-time");
}

TEST_CASE("device: a proof is for a name that the certificate has, or for the public address") {
  ServiceOptions options;
  options.public_url = "https://app.stadt.test";
  Platform platform(options);
  EdgeFacts edge;
  edge.certificate_covers = [](const std::string& host) { return host == "stadt.test" || host == "::1"; };
  platform.service().set_edge(edge);
  const Machine machine{platform};
  const std::string editor = platform.editor();
  REQUIRE(machine.enrol(editor).status == 201);
  const auto sent_to = [&](const std::string& host) {
    Extra extra;
    extra.host = host;
    extra.scheme = "DPoP";
    extra.proof = contract::make_proof(machine.key, {"GET", "https://" + host + "/v1/me", editor,
                                                     base::Timestamp(platform.time), base::random_hex(12)});
    return platform.ask("GET", "/v1/me", editor, "", extra).status;
  };
  CHECK(sent_to("stadt.test") == 200);
  CHECK(sent_to("stadt.test:8443") == 200);
  CHECK(sent_to("[::1]:8443") == 200);
  CHECK(sent_to("app.stadt.test") == 200);
  // Another server that the console talks to, which hands on what it got.
  CHECK(sent_to("evil.test") == 401);
  CHECK(sent_to("stadt.test.evil.test") == 401);
}

TEST_CASE("device: what was opened with the token alone ends when it is bound, and it is bound once") {
  Platform platform;
  const Machine machine{platform};
  const std::string editor = platform.editor(), reviewer = platform.reviewer();
  std::vector<StreamTicket> tickets;
  for (const auto& token : {editor, reviewer}) {
    Request request;
    request.method = "GET";
    request.target = "/v1/stream";
    request.authorization = "Bearer " + token;
    const auto opened = platform.service().open_stream(request);
    REQUIRE(opened.ok());
    tickets.push_back(*opened);
  }
  REQUIRE(machine.enrol(editor).status == 201);
  CHECK(!platform.service().stream_allowed(tickets[0]));
  CHECK(platform.service().stream_allowed(tickets[1]));
  for (const auto& ticket : tickets) platform.service().stream_closed(ticket);
  // Of two registrations at once the second one finds the token bound.
  const auto done = platform.impl().store().write_and_wait(
      [&] { return platform.impl().occasion(system_actor(), ""); },
      [&](Change& change) -> base::Done {
        CHECK(!bind_token(change.database(), base::sha256_hex(editor), "dev_other"));
        CHECK(bind_token(change.database(), base::sha256_hex(reviewer), "dev_other"));
        return base::fail(base::ErrorKind::conflict, "taken back");
      });
  CHECK(!done.ok());
  CHECK(machine.get("/v1/me", editor).status == 200);
}

TEST_CASE("device: tries to register that are wrong fill nobody's memory") {
  Platform platform;
  const Machine machine{platform};
  const std::string editor = platform.editor(), script = platform.reviewer();
  machine.enrol(editor);
  for (int i = 0; i < 40; ++i) {
    const Machine other{platform};
    const Reply refused = platform.ask("POST", "/v1/devices", script, "{}",
                                       other.extra("POST", "/v1/devices", script, "Bearer"));
    CHECK(refused.status == 422);
  }
  CHECK(machine.get("/v1/me", editor).status == 200);
  CHECK(Machine{platform}.enrol(script).status == 201);
}

TEST_CASE("device: when it was seen is noted, some minutes apart, and is no change of it") {
  Platform platform;
  const Machine machine{platform};
  const std::string editor = platform.editor();
  const std::string id = machine.enrol(editor).id();
  const auto device = [&] { return platform.get("/v1/security/devices/" + id, platform.analyst()); };
  const Reply first = device();
  platform.time.ms += 10 * base::kMinuteMs;
  CHECK(machine.get("/v1/me", editor).status == 200);
  // The note is written after the answer; a write that comes later is done when it is answered.
  platform.category("Danach");
  const Reply later = device();
  CHECK(later.body.at("last_seen_at") != first.body.at("last_seen_at"));
  CHECK(later.body.at("revision") == first.body.at("revision"));
  CHECK(later.etag != first.etag);
}

TEST_CASE("device: the layers measure it now") {
  Platform platform;
  const Machine machine{platform};
  const std::string editor = platform.editor();
  CHECK(platform.get("/v1/me", platform.analyst()).status == 200);
  platform.category("Zuvor");  // the use of the token is noted once a later write is answered
  CHECK(layer(platform, "token_binding").at("state") == "warning");  // the analyst's own token works anywhere
  const std::string id = machine.enrol(editor).id();
  machine.get("/v1/me", editor);
  platform.category("Danach");
  Json devices = layer(platform, "devices");
  CHECK(devices.at("state") == "warning");
  CHECK(devices.at("evidence").at("de").get<std::string>().find("wartend 1") != std::string::npos);
  const Json binding = layer(platform, "token_binding");
  CHECK(binding.at("evidence")
            .at("de")
            .get<std::string>()
            .starts_with("Probe mit fremdem Schlüssel gerade abgewiesen"));
  REQUIRE(platform.service().approve_device(id).ok());
  devices = layer(platform, "devices");
  CHECK(devices.at("evidence").at("de").get<std::string>().find("1 von ") == 0);

  Platform closed(strict());
  const Machine desk{closed};
  const std::string analyst = closed.analyst();
  const std::string desk_id = desk.enrol(analyst).id();
  REQUIRE(closed.service().approve_device(desk_id).ok());
  for (const auto& each : desk.get("/v1/security/layers", analyst).part("items"))
    if (each.at("id") == "devices" || each.at("id") == "token_binding") CHECK(each.at("state") == "holds");
}

TEST_CASE("device: whoever is erased is named in no list of devices") {
  Platform platform;
  const Machine machine{platform};
  const std::string token = platform.token(Role::editor, "", "Lena Vogt");
  const Reply made = machine.enrol(token);
  const std::string person = made.body.at("principal_id");
  const std::string officer = platform.token(Role::privacy_officer);
  REQUIRE(
      platform.post("/v1/audit/erasures", officer, {{"principal_id", person}, {"reason", "Art. 17"}}).status <
      300);
  const Json device = platform.get("/v1/security/devices/" + made.id(), officer).body;
  CHECK(device.at("principal_name") == "");
  CHECK(device.at("name") == "");
  CHECK(platform.get("/v1/security/devices?q=rathaus", officer).body.at("total") == 0);
  const std::string lines = platform.get("/v1/audit?filter=object_type:device", officer).text;
  CHECK(lines.find("rathaus-214") == std::string::npos);
  CHECK(machine.get("/v1/me", token).status == 401);
}
