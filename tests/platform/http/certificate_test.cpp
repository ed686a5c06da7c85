// TLS: which versions, which certificates, and what the operator is told.

#include <openssl/x509v3.h>

#include <fstream>

#include "tests/platform/http/fake_service.hpp"

namespace stadtpult::testing {
namespace {

std::string temporary_file(const std::string& name, const std::string& text) {
  const std::string path = "/tmp/stadtpult_http_test_" + std::to_string(::getpid()) + "_" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string start_error(platform::ServerOptions options) {
  FakeService service;
  const auto server = platform::Server::start(std::move(options), service);
  return server ? "" : server.error().message;
}

bool says(const std::string& sentence, const std::string& part) {
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("TLS 1.3 and 1.2 are spoken, nothing older, and no other protocol by ALPN") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient newest(server->port());
  CHECK(newest.tls_version() == "TLSv1.3");
  HttpsClient allowed(server->port(), {.max_tls = TLS1_2_VERSION});
  CHECK(allowed.tls_version() == "TLSv1.2");
  CHECK(allowed.request("GET", "/hello").status == 200);
  CHECK(SSL_get_secure_renegotiation_support(allowed.native()) == 1);
  CHECK_FALSE(
      HttpsClient(server->port(), {.min_tls = TLS1_1_VERSION, .max_tls = TLS1_1_VERSION}).connected());
  CHECK_FALSE(HttpsClient(server->port(), {.min_tls = TLS1_VERSION, .max_tls = TLS1_VERSION}).connected());
  CHECK_FALSE(HttpsClient(server->port(), {.alpn = "h2"}).connected());
  CHECK(HttpsClient(server->port(), {.alpn = ""}).connected());
  const unsigned char* chosen = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(newest.native(), &chosen, &length);
  CHECK(std::string(reinterpret_cast<const char*>(chosen), length) == "http/1.1");
}

TEST_CASE("a client's renegotiation under TLS 1.2 is not granted") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port(), {.max_tls = TLS1_2_VERSION, .timeout_ms = 1000});
  REQUIRE(client.connected());
  SSL_renegotiate(client.native());
  CHECK_FALSE(client.request("GET", "/hello").status == 200);
}

TEST_CASE("the self-made certificate is good for its names and for no other") {
  const auto made = platform::make_certificate("stadtpult.worms.example");
  REQUIRE(made);
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_mem_buf(made->cert_pem.data(), -1),
                                                          &BIO_free_all);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free);
  REQUIRE(certificate);
  CHECK(X509_check_host(certificate.get(), "localhost", 0, 0, nullptr) == 1);
  CHECK(X509_check_host(certificate.get(), "stadtpult.worms.example", 0, 0, nullptr) == 1);
  CHECK(X509_check_host(certificate.get(), "other.example", 0, 0, nullptr) == 0);
  CHECK(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0) == 1);
  CHECK(X509_check_ip_asc(certificate.get(), "::1", 0) == 1);
  CHECK(X509_check_ip_asc(certificate.get(), "10.0.0.1", 0) == 0);
  CHECK(EVP_PKEY_get_bits(X509_get0_pubkey(certificate.get())) == 256);
  CHECK_FALSE(platform::certificate_expires_within(made->cert_pem, 824));
  CHECK(platform::certificate_expires_within(made->cert_pem, 826));
  CHECK(platform::certificate_fingerprint(made->cert_pem).size() == 95);
  CHECK(platform::certificate_fingerprint("nothing").empty());
  CHECK(platform::make_certificate("bad,host:name"));  // a strange host must not break the extension
}

TEST_CASE("a client that pins another certificate does not connect") {
  FakeService service;
  const auto server = start_server(service);
  const auto other = platform::make_certificate("127.0.0.1");
  CHECK(HttpsClient(server->port(), {.ca_pem = server->certificate_pem()}).connected());
  CHECK_FALSE(HttpsClient(server->port(), {.ca_pem = other->cert_pem}).connected());
}

TEST_CASE("what is wrong with certificate, key or port is a sentence that says what to do") {
  const auto one = platform::make_certificate("localhost"), two = platform::make_certificate("localhost");
  const std::string cert = temporary_file("cert.pem", one->cert_pem),
                    key = temporary_file("key.pem", one->key_pem);
  const std::string other_key = temporary_file("other.pem", two->key_pem),
                    text = temporary_file("text", "hello");
  platform::ServerOptions options;
  options.tls_cert_file = cert;
  options.tls_key_file = key;
  CHECK(start_error(options).empty());
  options.tls_key_file = other_key;
  CHECK(says(start_error(options), "does not belong to the certificate"));
  options.tls_key_file = text;
  CHECK(says(start_error(options), "is not a private key"));
  options.tls_key_file = "/nowhere/key.pem";
  CHECK(says(start_error(options), "/nowhere/key.pem cannot be read"));
  options.tls_key_file = key;
  options.tls_cert_file = text;
  CHECK(says(start_error(options), "is not a certificate"));
  options.tls_cert_file = "/tmp";
  CHECK(says(start_error(options), "/tmp cannot be read"));
  options.tls_cert_file = cert;
  FakeService service;
  const auto first = start_server(service);
  options.port = first->port();
  CHECK(says(start_error(options), "is in use by another program"));
  options.port = 70'000;
  CHECK(says(start_error(options), "from 0 to 65535"));
  options.port = 0;
  options.host = "192.0.2.1";  // TEST-NET-1: nobody's
  CHECK(says(start_error(options), "does not belong to this machine"));
  for (const auto& path : {cert, key, other_key, text}) ::unlink(path.c_str());
}

}  // namespace stadtpult::testing
