#include "tests/bench/nginx.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/support/https_client.hpp"

namespace stadtpult::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = "/usr/sbin/nginx";

void write(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

int free_port() {
  const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  ::bind(one, reinterpret_cast<sockaddr*>(&address), length);
  ::getsockname(one, reinterpret_cast<sockaddr*>(&address), &length);
  ::close(one);
  return ntohs(address.sin_port);
}

/// As an administrator would set it up for static files; connections stay open as the platform's do.
std::string settings(const fs::path& home, int port, int workers) {
  // Started by root, its workers would be another user, whom a build folder may keep out.
  const char* user = ::getuid() == 0 ? "user root;\n" : "";
  return fmt::format(R"({}worker_processes {};
daemon off;
pid {}/nginx.pid;
error_log {}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  default_type text/html;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  client_body_temp_path {}/body;
  proxy_temp_path {}/proxy;
  fastcgi_temp_path {}/fastcgi;
  uwsgi_temp_path {}/uwsgi;
  scgi_temp_path {}/scgi;
  server {{
    listen 127.0.0.1:{} ssl;
    ssl_certificate {}/cert.pem;
    ssl_certificate_key {}/key.pem;
    ssl_protocols TLSv1.3;
    root {}/files;
  }}
}}
)",
                     user, workers, home.string(), home.string(), home.string(), home.string(), home.string(),
                     home.string(), home.string(), port, home.string(), home.string(), home.string());
}

bool answers(int port, const std::string& target) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (std::chrono::steady_clock::now() < until) {
    testing::HttpsClient client(port);
    if (client.connected() && client.request("GET", target).status == 200) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

}  // namespace

Nginx::Nginx(const std::string& folder, const std::string& cert_pem, const std::string& key_pem, int workers,
             const std::string& target, const std::string& body) {
  if (::access(kProgram, X_OK) != 0) return;
  const fs::path home = fs::path(folder) / "nginx";
  write(home / "cert.pem", cert_pem);
  write(home / "key.pem", key_pem);
  write(home / ("files" + target), body);
  const int port = free_port();
  write(home / "nginx.conf", settings(home, port, workers));
  const std::string file = (home / "nginx.conf").string(), prefix = home.string();
  process_ = ::fork();
  if (process_ == 0) {
    ::execl(kProgram, kProgram, "-p", prefix.c_str(), "-c", file.c_str(), nullptr);
    ::_exit(127);
  }
  if (answers(port, target)) port_ = port;
}

Nginx::~Nginx() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace stadtpult::bench
