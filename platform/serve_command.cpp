// `stadtpult-platform serve`: the service on its port until it is told to stop.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "api-client/base/log.hpp"
#include "platform/commands.hpp"
#include "platform/domain/account_rules.hpp"
#include "platform/http/server.hpp"

namespace stadtpult::platform {
namespace {

using base::Done;
using base::ErrorKind;
using base::fail;

constexpr int kRenewDays = 7;

struct Address {
  std::string host;
  int port = 0;
};

/// "HOST:PORT", "[::1]:PORT", ":PORT" (this machine only) or "PORT".
base::Result<Address> parse_address(const std::string& text) {
  const size_t colon = text.rfind(':');
  std::string host = colon == std::string::npos ? "" : text.substr(0, colon);
  const std::string digits = colon == std::string::npos ? text : text.substr(colon + 1);
  if (host.size() > 1 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (host.empty()) host = "127.0.0.1";
  int port = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port < 0 || port > 65535)
    return fail(
        ErrorKind::invalid,
        fmt::format(
            "\"{}\" is not an address to listen on. Give it as HOST:PORT with a port from 0 to 65535, "
            "for example 127.0.0.1:8443.",
            text));
  return Address{host, port};
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  return text.str();
}

/// Writes beside the file and renames: a reader sees the whole file or none.
Done write_file(const std::string& path, const std::string& text, mode_t mode) {
  const std::string partial = path + ".new";
  ::unlink(partial.c_str());
  const int file = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  const bool written = file >= 0 &&
                       ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) ::close(file);
  if (written && ::rename(partial.c_str(), path.c_str()) == 0) return {};
  ::unlink(partial.c_str());
  return fail(
      ErrorKind::storage,
      fmt::format("The file {} for the platform's own certificate cannot be written ({}). Make room or give "
                  "the right to write there, or give a certificate with --tls-cert and --tls-key.",
                  path, std::strerror(reason)));
}

/// The certificate that the platform makes for itself on the first start and keeps beside the store.
Done use_own_certificate(ServerOptions& options, const std::string& file) {
  options.tls_cert_file = file + ".cert.pem";
  options.tls_key_file = file + ".key.pem";
  const bool both =
      ::access(options.tls_cert_file.c_str(), F_OK) == 0 && ::access(options.tls_key_file.c_str(), F_OK) == 0;
  if (both && !certificate_expires_within(read_file(options.tls_cert_file), kRenewDays)) return {};
  auto made = make_certificate(options.host);
  if (!made) return made.error();
  if (auto done = write_file(options.tls_key_file, made->key_pem, 0600); !done) return done;
  if (auto done = write_file(options.tls_cert_file, made->cert_pem, 0644); !done) return done;
  base::log::info("Made a new certificate: {}", options.tls_cert_file);
  return {};
}

base::Result<ServerOptions> server_options(const ServeCommand& command) {
  auto file = store_file(command.store);
  if (!file) return file.error();
  auto address = parse_address(command.listen);
  if (!address) return address.error();
  if (command.tls_cert.empty() != command.tls_key.empty())
    return fail(ErrorKind::invalid,
                "A certificate needs its key: give both --tls-cert and --tls-key, or none of them.");
  ServerOptions options;
  options.host = address->host;
  options.port = address->port;
  options.threads = command.threads;
  options.tls_cert_file = command.tls_cert;
  options.tls_key_file = command.tls_key;
  return options;
}

/// A connection is a file handle; the usual soft limit of 1,024 would end before max_connections.
void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

/// Waits for SIGTERM, SIGINT or SIGHUP, which every thread has blocked. After one of the first two, a second
/// one ends the program at once.
int wait_for_signal(const sigset_t& signals) {
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
  if (signal != SIGHUP) pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  return signal;
}

}  // namespace

int run_serve(const ServeCommand& command) {
  auto options = server_options(command);
  if (!options) return report(options.error());
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);                    // the rules are read again
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread starts
  std::signal(SIGPIPE, SIG_IGN);
  raise_file_limit();

  ServiceOptions of_service{.store = command.store, .watch = true, .rules = command.rules};
  of_service.marketplace_checks_required = command.marketplace_checks == "required";
  of_service.require_devices = command.require_devices;
  of_service.public_url = command.public_url.substr(0, command.public_url.find_last_not_of('/') + 1);
  of_service.jurisdictions = command.jurisdictions;
  of_service.requests_per_second = command.requests_per_second;
  for (const auto& typed : command.staff_domains) {
    auto domain = mail_domain_from(typed);
    if (!domain)
      return report(
          fail(ErrorKind::invalid,
               fmt::format("\"{}\" is no mail domain. Give it as in \"worms.de\", without an \"@\"; "
                           "letters beyond ASCII as in the DNS (\"xn--…\").",
                           typed)));
    of_service.staff_domains.push_back(*std::move(domain));
  }
  if (command.smtp.empty() != command.mail_from.empty())
    return report(fail(ErrorKind::invalid,
                       "Letters need a server and a sender: give both --smtp and --mail-from, or none."));
  if (!command.smtp.empty()) {
    auto account = mail::account_of(command.smtp, command.mail_from, command.smtp_user_file);
    if (!account) return report(account.error());
    of_service.mail = *std::move(account);
  }
  auto service = Service::open(std::move(of_service));
  if (!service) return report(service.error());
  // Nothing that the service still says comes behind the sentence why it does not go on.
  const auto refuse = [&service](const base::Error& why) {
    (*service)->stop();
    return report(why);
  };
  if (options->tls_cert_file.empty()) {
    const auto file = store_file(command.store);
    if (const auto own = use_own_certificate(*options, *file); !own) return refuse(own.error());
  }
  const std::string host =
      options->host.find(':') == std::string::npos ? options->host : "[" + options->host + "]";
  auto server = Server::start(*options, **service);
  if (!server) return refuse(server.error());
  fmt::print(stderr, "certificate {} SHA-256 {}\nlistening on https://{}:{}\n", options->tls_cert_file,
             certificate_fingerprint((*server)->certificate_pem()), host, (*server)->port());
  std::fflush(stderr);

  int signal = SIGHUP;
  while (signal == SIGHUP) {
    signal = wait_for_signal(signals);
    if (signal == SIGHUP) (*service)->reload_rules();
  }
  base::log::info("Stopping ({}).", signal == SIGINT ? "interrupted" : "asked to");
  (*server)->stop();
  (*service)->stop();
  base::log::info("Stopped.");
  return 0;
}

}  // namespace stadtpult::platform
