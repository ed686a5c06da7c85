#pragma once
// The reference for the citizens' pages: Debian's nginx with a static file, over TLS.

#include <string>

#include <sys/types.h>

namespace stadtpult::bench {

class Nginx {
 public:
  /// Serves `body` at `target` on a free port of 127.0.0.1 with so many worker processes. Writes below
  /// `folder` (absolute). Where nginx is not installed or does not answer, port() is 0.
  Nginx(const std::string& folder, const std::string& cert_pem, const std::string& key_pem, int workers,
        const std::string& target, const std::string& body);
  ~Nginx();
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  pid_t process_ = -1;
  int port_ = 0;
};

}  // namespace stadtpult::bench
