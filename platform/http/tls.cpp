#include "platform/http/tls.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "api-client/base/log.hpp"

namespace stadtpult::platform {
namespace {

using base::ErrorKind;
using base::fail;

constexpr char kCiphers12[] =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

base::Result<std::string> read_pem(const std::string& path, const char* what, const char* option) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.str().empty())
    return fail(
        ErrorKind::storage,
        fmt::format("The {} {} cannot be read ({}). Check the path after {} and who may read the file.", what,
                    path, errno != 0 ? std::strerror(errno) : "it is empty", option));
  return text.str();
}

/// RFC 7301. A client that speaks ALPN but not http/1.1 is refused with the alert made for it.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned int in_length, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  const int found = SSL_select_next_proto(const_cast<unsigned char**>(out), out_length, kOurs,
                                          sizeof(kOurs) - 1, in, in_length);
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void harden(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_cipher_list(context, kCiphers12);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  // Idle connections give their record buffers back: a thousand streams stay small.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // resumption by tickets needs no memory here
  SSL_CTX_set_num_tickets(context, 1);
  static constexpr unsigned char kName[] = "stadtpult";
  SSL_CTX_set_session_id_context(context, kName, sizeof(kName) - 1);
  // A key with a passphrase would make OpenSSL ask on the terminal and wait: there is nobody to answer.
  SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return 0; });
}

void warn_of_dates(SSL_CTX* context, const std::string& name) {
  const X509* certificate = SSL_CTX_get0_certificate(context);
  if (certificate == nullptr) return;
  if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0)
    base::log::warn("The certificate {} has expired; clients will refuse it. Get a new one.", name);
  if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0)
    base::log::warn("The certificate {} is not valid yet; check this machine's clock.", name);
}

}  // namespace

base::Result<Tls> make_tls(const ServerOptions& options) {
  std::string certificate = options.cert_pem, key = options.key_pem;
  const std::string name = options.tls_cert_file.empty() ? "in memory" : options.tls_cert_file;
  const std::string key_name = options.tls_key_file.empty() ? "in memory" : options.tls_key_file;
  if (!options.tls_cert_file.empty()) {
    auto read = read_pem(options.tls_cert_file, "certificate", "--tls-cert");
    if (!read) return read.error();
    certificate = std::move(*read);
  }
  if (!options.tls_key_file.empty()) {
    auto read = read_pem(options.tls_key_file, "key", "--tls-key");
    if (!read) return read.error();
    key = std::move(*read);
  }
  Tls tls{std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server), certificate};
  SSL_CTX* native = tls.context->native_handle();
  harden(native);
  SystemError ec;
  tls.context->use_certificate_chain(asio::buffer(certificate), ec);
  if (ec)
    return fail(ErrorKind::invalid,
                fmt::format("The file {} is not a certificate in PEM form (it begins with \"-----BEGIN "
                            "CERTIFICATE-----\"). Give the server's certificate, then those of its issuers.",
                            name));
  ERR_clear_error();
  tls.context->use_private_key(asio::buffer(key), asio::ssl::context::pem, ec);
  const bool mismatch = ec && ERR_GET_LIB(static_cast<unsigned long>(ec.value())) == ERR_LIB_X509;
  ERR_clear_error();
  if (mismatch || (!ec && SSL_CTX_check_private_key(native) != 1))
    return fail(ErrorKind::invalid,
                fmt::format("The key {} does not belong to the certificate {}. Give the key that "
                            "the certificate was made with.",
                            key_name, name));
  if (ec)
    return fail(
        ErrorKind::invalid,
        fmt::format("The file {} is not a private key in PEM form without a passphrase. Give the key that "
                    "belongs to the certificate; a passphrase is removed with \"openssl pkey\".",
                    key_name));
  warn_of_dates(native, name);
  return tls;
}

}  // namespace stadtpult::platform
