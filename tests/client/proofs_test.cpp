#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <set>

#include "api-client/client/local_store.hpp"
#include "api-client/client/machine.hpp"
#include "api-client/client/transport.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/proof.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/tls_server.hpp"

using namespace stadtpult;
using namespace stadtpult::client;
using test::SeenRequest;
using test::TlsServer;

namespace {

const test::Certificate& certificate_of_proofs() {
  static const test::Certificate kMade = test::make_test_certificate("127.0.0.1");
  return kMade;
}

base::Key key_of_proofs() {
  return *base::digest_from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
}

/// A console's line, asked and waited for.
struct ProvingLine {
  Transport transport{20};
  ProvingLine(const TlsServer& server, bool bound) {
    Endpoint endpoint{server.url(), "secret", certificate_of_proofs().cert_pem, {}};
    endpoint.key = key_of_proofs();
    endpoint.bound = bound;
    std::promise<void> set;
    transport.run([&] {
      CHECK(transport.set_endpoint(endpoint).ok());
      set.set_value();
    });
    set.get_future().get();
  }
  base::Result<HttpAnswer> get(const std::string& target, bool proves = false, int tries = 1) {
    auto answer = std::make_shared<std::promise<base::Result<HttpAnswer>>>();
    auto future = answer->get_future();
    HttpRequest request;
    request.target = target;
    request.proves = proves;
    request.tries = tries;
    transport.run([this, request, answer] {
      transport.send(request,
                     [answer](base::Result<HttpAnswer> result) { answer->set_value(std::move(result)); });
    });
    if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready)
      return base::fail(base::ErrorKind::internal, "the test waited too long");
    return future.get();
  }
  bool bound() {
    std::promise<bool> said;
    transport.run([&] { said.set_value(transport.bound()); });
    return said.get_future().get();
  }
};

/// Head and claims of a proof whose signature fits the key of this test; "" where it does not.
std::string opened_proof(const std::string& proof) {
  const auto first = proof.find('.'), second = proof.find('.', first + 1);
  if (second == std::string::npos) return {};
  const auto signature = base::from_base64url(proof.substr(second + 1));
  if (!signature ||
      !base::ed25519_verify(base::ed25519_public(key_of_proofs()), proof.substr(0, second), *signature))
    return {};
  return base::from_base64url(proof.substr(0, first)).value_or("") +
         base::from_base64url(proof.substr(first + 1, second - first - 1)).value_or("");
}

std::string refusal(const char* problem) {
  base::Error error = base::fail(base::ErrorKind::unauthenticated, "no");
  error.problem = problem;
  return contract::encode(contract::problem_from(error, 401, "/", "r"));
}

std::int64_t second_in(const std::string& claims) {
  const auto at = claims.find("\"iat\":");
  return at == std::string::npos ? 0 : std::atoll(claims.c_str() + at + 6);
}

}  // namespace

TEST_CASE("proofs: a bound token goes out with one for each request, an unbound one without") {
  TlsServer server(certificate_of_proofs(),
                   [](const SeenRequest&, TlsServer::Peer& peer) { return peer.answer(200, "{}"); });
  ProvingLine line(server, true);
  REQUIRE(line.get("/v1/things?x=1").ok());
  REQUIRE(line.get("/v1/things?x=1").ok());
  ProvingLine plain(server, false);
  REQUIRE(plain.get("/v1/things").ok());
  REQUIRE(plain.get("/v1/devices", true).ok());
  const auto seen = server.seen();
  REQUIRE(seen.size() == 4);
  CHECK(seen[0].header("authorization") == "DPoP secret");
  const std::string proof = opened_proof(seen[0].header("dpop"));
  CHECK(proof.find(R"("htm":"GET")") != std::string::npos);
  CHECK(proof.find("\"htu\":\"" + server.url() + "/v1/things\"") != std::string::npos);
  CHECK(proof.find(R"("ath":"K7gNU3sdo-OL0wNhqoVWhr3g6s1xYv72ol_pe_Unols")") != std::string::npos);
  CHECK(proof.find("\"d\"") == std::string::npos);
  CHECK(seen[1].header("dpop") != seen[0].header("dpop"));
  CHECK(seen[2].header("authorization") == "Bearer secret");
  CHECK(seen[2].header("dpop").empty());
  CHECK(seen[3].header("authorization") == "Bearer secret");
  CHECK(!opened_proof(seen[3].header("dpop")).empty());
}

TEST_CASE("proofs: another try has another proof") {
  std::atomic<int> asked{0};
  TlsServer server(certificate_of_proofs(), [&](const SeenRequest&, TlsServer::Peer& peer) {
    return ++asked < 3 ? peer.answer(503, "") : peer.answer(200, "{}");
  });
  ProvingLine line(server, true);
  const auto answer = line.get("/v1/me", false, 3);
  REQUIRE(answer.ok());
  CHECK(answer->status == 200);
  std::set<std::string> proofs;
  for (const auto& each : server.seen()) proofs.insert(each.header("dpop"));
  CHECK(proofs.size() == 3);
}

TEST_CASE("proofs: the platform's Date corrects the clock, once a request") {
  constexpr std::int64_t kAheadMs = 300'000;
  std::atomic<bool> stubborn{false};
  TlsServer server(certificate_of_proofs(), [&](const SeenRequest& request, TlsServer::Peer& peer) {
    const std::int64_t off =
        base::now().ms + kAheadMs - second_in(opened_proof(request.header("dpop"))) * 1'000;
    if (std::abs(off) < 30'000 && !stubborn) return peer.answer(200, "{}");
    const std::time_t now = static_cast<std::time_t>((base::now().ms + kAheadMs) / 1'000);
    char date[64];
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return peer.answer(401, refusal(contract::kProofTime), "Date: " + std::string(date) + "\r\n");
  });
  ProvingLine line(server, true);
  const auto answer = line.get("/v1/me");
  REQUIRE(answer.ok());
  CHECK(answer->status == 200);
  CHECK(server.seen().size() == 2);
  REQUIRE(line.get("/v1/me").ok());
  CHECK(server.seen().size() == 3);  // what was learnt is kept
  stubborn = true;
  const auto refused = line.get("/v1/me");
  REQUIRE(refused.ok());
  CHECK(refused->status == 401);
  CHECK(server.seen().size() <= 6);
}

TEST_CASE("proofs: nobody makes a console sign for a time far from its own") {
  TlsServer server(certificate_of_proofs(), [](const SeenRequest&, TlsServer::Peer& peer) {
    return peer.answer(401, refusal(contract::kProofTime), "Date: Fri, 01 Jan 2100 00:00:00 GMT\r\n");
  });
  ProvingLine line(server, true);
  CHECK(line.get("/v1/me")->status == 401);
  CHECK(line.get("/v1/me")->status == 401);
  const auto seen = server.seen();
  CHECK(seen.size() == 2);
  for (const auto& each : seen)
    CHECK(std::abs(second_in(opened_proof(each.header("dpop"))) - base::now().ms / 1'000) < 60);
}

TEST_CASE("proofs: a request that something on the way sent twice goes out once more, with another proof") {
  std::atomic<int> asked{0};
  TlsServer server(certificate_of_proofs(), [&](const SeenRequest&, TlsServer::Peer& peer) {
    return ++asked == 1 ? peer.answer(401, refusal(contract::kProofWrong)) : peer.answer(200, "{}");
  });
  ProvingLine line(server, true);
  CHECK(line.get("/v1/me")->status == 200);
  const auto seen = server.seen();
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].header("dpop") != seen[1].header("dpop"));
  TlsServer wrong(certificate_of_proofs(), [](const SeenRequest&, TlsServer::Peer& peer) {
    return peer.answer(401, refusal(contract::kProofWrong));
  });
  ProvingLine other(wrong, true);
  CHECK(other.get("/v1/me")->status == 401);
  CHECK(wrong.seen().size() == 2);
}

TEST_CASE("proofs: a console that forgot that its token is bound, or that it is not, is put right") {
  std::atomic<bool> binds{true};
  TlsServer server(certificate_of_proofs(), [&](const SeenRequest& request, TlsServer::Peer& peer) {
    const bool proved = request.header("authorization").starts_with("DPoP ");
    if (proved == binds) return peer.answer(200, "{}");
    return peer.answer(401, refusal(binds ? contract::kTokenBound : contract::kTokenUnbound));
  });
  ProvingLine line(server, false);
  CHECK(line.get("/v1/me")->status == 200);
  CHECK(line.bound());
  CHECK(server.seen().size() == 2);
  binds = false;
  CHECK(line.get("/v1/me")->status == 200);
  CHECK(!line.bound());
  // Another device's token is no matter of how it is sent.
  TlsServer other(certificate_of_proofs(), [](const SeenRequest&, TlsServer::Peer& peer) {
    return peer.answer(401, refusal(contract::kOtherDevice));
  });
  ProvingLine thief(other, true);
  CHECK(thief.get("/v1/me")->status == 401);
  CHECK(other.seen().size() == 1);
}

TEST_CASE("proofs: the key is made once for a data folder, and lies there in no readable form") {
  test::TempDir dir;
  base::Key key{};
  {
    auto store = LocalStore::open(dir.path());
    REQUIRE(store.ok());
    const auto made = (*store)->device_key();
    REQUIRE(made.ok());
    key = *made;
    CHECK(*(*store)->device_key() == key);
    CHECK((*store)->settings().empty());
  }
  auto store = LocalStore::open(dir.path());
  REQUIRE(store.ok());
  CHECK(*(*store)->device_key() == key);
  const std::string raw(reinterpret_cast<const char*>(key.data()), key.size());
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    CAPTURE(entry.path().string());
    for (const auto& form : {raw, base::to_hex(raw), base::to_base64(raw), base::to_base64url(raw)})
      CHECK(bytes.find(form) == std::string::npos);
    ++files;
  }
  CHECK(files >= 3);
  // After a revocation: another key, and what was typed stays.
  REQUIRE((*store)->set_draft("note", {"getippt", {1}}));
  REQUIRE((*store)->renew_device_key());
  CHECK(*(*store)->device_key() != key);
  CHECK((*store)->drafts()["note"].text == "getippt");
  test::TempDir other;
  auto elsewhere = LocalStore::open(other.path());
  CHECK(*(*elsewhere)->device_key() != key);
}

TEST_CASE("proofs: a machine tells its name and its system as the platform takes them") {
  const auto machine = this_machine();
  CHECK(!machine.name.empty());
  CHECK(machine.name.size() <= 80);
  CHECK(machine.system.size() <= 120);
  CHECK(contract::decode_new<contract::Device>(contract::encode_new(machine)).ok());
}
