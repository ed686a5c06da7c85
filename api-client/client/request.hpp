#pragma once
// Requests as the contract's route table describes them: no path stands anywhere else in the client.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::client {

/// A query string, built name by name.
class Query {
 public:
  Query& add(std::string_view name, std::string_view value);
  /// Appends what is encoded already ("a=b&c=d"); "" adds nothing.
  Query& append(std::string_view encoded);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// The route's path with its {placeholders} filled in order, and the query behind it. invalid where the count
/// of ids does not fit.
base::Result<std::string> target_of(contract::Operation operation, std::span<const std::string> ids = {},
                                    std::string_view query = {});

/// The call with this method and path, as the route table writes it; nullopt where there is none.
std::optional<contract::Operation> call_at(contract::Method method, std::string_view path);

struct HttpRequest {
  contract::Method method = contract::Method::get;
  std::string target;  ///< path and query, encoded
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<const std::string> body;  ///< null: none
  int timeout_ms = 30'000;                  ///< for the whole answer
  std::size_t max_bytes = std::size_t{64} << 20;
  bool proves = false;  ///< sends a proof of this machine's key also where the token is not bound to it
  int tries = 1;        ///< for idempotent requests: how often it is sent while the platform is unavailable
};

/// A GET that is sent up to three times while the platform is unavailable.
HttpRequest reading(std::string target);
/// The same for a page of a list of any length, from this cursor on; "" is its beginning. `target` may have a
/// query.
HttpRequest reading_page(std::string_view target, std::string_view cursor);

/// Lists are fetched by at most so many ids at once: about 3 kB of the address. What could not be fetched is
/// asked for again after a while.
inline constexpr std::size_t kFetchAtOnce = 100;
inline constexpr int kFetchAgainMs = 2'000;
/// Asks a list for the things with these ids, at most kFetchAtOnce.
Query asking_for(std::span<const std::string> ids);

struct HttpAnswer {
  int status = 0;
  std::string etag, content_type, request_id;
  int retry_after_ms = 0;
  base::Timestamp date;  ///< the platform's clock, in whole seconds; 0 where it did not say
  std::string body;
  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

/// The Error that an answer with a status of 400 or more stands for.
base::Error error_of(const HttpAnswer& answer);

/// Where a request failed that got no answer, in Error::field of an `unavailable` error.
inline constexpr std::string_view kNoConnection =
    "connection";                                            ///< not sent: no route, refused, unknown host
inline constexpr std::string_view kNoTrust = "certificate";  ///< not sent: the certificate was refused
inline constexpr std::string_view kNoAnswer = "answer";      ///< may have arrived; the answer got lost
/// True where the platform cannot have seen the request.
bool was_not_sent(const base::Error& error);

}  // namespace stadtpult::client
