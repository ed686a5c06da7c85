#pragma once
// HTTPS to one platform: one I/O thread over curl's multi interface. The only part that knows curl. TLS is
// always verified. Functions and callbacks belong to the I/O thread unless they say "any thread".

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/crypto.hpp"
#include "api-client/base/result.hpp"
#include "api-client/client/request.hpp"

namespace stadtpult::client {

/// Whom to talk to and whom to trust.
struct Endpoint {
  std::string url;                    ///< "https://host:port", nothing behind it
  std::string token;                  ///< "" for none
  std::string ca_pem;                 ///< these certificates alone are trusted; "" = ca_file
  std::string ca_file;                ///< "" = the system's authorities
  std::string device = {};            ///< what this machine calls itself (Stadtpult-Device); "" for nothing
  std::optional<base::Key> key = {};  ///< of this machine; signs a proof for each request (RFC 9449)
  bool bound = false;                 ///< the token is bound to it: sent as "DPoP", else as "Bearer"
};

class Transport {
 public:
  using Handle = std::uint64_t;  ///< 0 is no handle
  /// An answer with any status, or an Error where none came.
  using OnAnswer = std::function<void(base::Result<HttpAnswer>)>;

  /// A GET whose body is handed on as it comes. After `ended` nothing more is called.
  struct StreamHandler {
    std::function<void(const HttpAnswer& head)> opened;  ///< status 200: bytes follow
    std::function<void(std::string_view)> bytes;
    std::function<void(base::Error)> ended;  ///< closed (unavailable), or the platform's refusal
  };

  /// Starts the I/O thread. `retry_unit_ms` is the unit of the back-off.
  explicit Transport(int retry_unit_ms = 1'000);
  /// Ends the thread; callbacks of what is under way are dropped without a call. Not from the I/O thread.
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// Runs `task` on the I/O thread, in order. Any thread. Dropped after stop().
  void run(std::function<void()> task);
  /// Runs what was handed over so far, then ends the thread. Any thread but the I/O thread; twice is fine.
  void stop();

  /// From now on requests go there. What is under way is answered with `cancelled`. Refuses a URL that is not
  /// https.
  base::Done set_endpoint(Endpoint endpoint);
  [[nodiscard]] bool has_endpoint() const;
  /// Is the token bound to this machine's key? Also as the platform's last refusal had it.
  [[nodiscard]] bool bound() const;
  /// The platform bound it.
  void set_bound();

  Handle send(HttpRequest request, OnAnswer done);
  Handle stream(HttpRequest request, StreamHandler handler);
  Handle after(std::chrono::milliseconds delay, std::function<void()> task);
  /// Of a request, a stream or a timer: its callbacks are not called any more. Unknown handles are fine.
  void cancel(Handle handle);

 private:
  struct Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace stadtpult::client
