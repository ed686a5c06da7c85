#pragma once
// HTTP messages as text and as rules, without any socket: what may stand in a request's head, and how an
// answer is written.

#include <optional>
#include <string>
#include <string_view>

#include "platform/http/asio.hpp"
#include "platform/http/server.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::platform {

/// A body that grows as it arrives. (Beast's own reserves what Content-Length claims, before a byte of it is
/// there.)
struct ArrivingBody {
  using value_type = std::string;
  class reader {
   public:
    template <bool is_request, class Fields>
    reader(beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>&, SystemError& ec) { ec = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, SystemError& ec) {
      ec = {};
      std::size_t taken = 0;
      for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers); ++at) {
        const asio::const_buffer piece = *at;
        body_.append(static_cast<const char*>(piece.data()), piece.size());
        taken += piece.size();
      }
      return taken;
    }
    void finish(SystemError& ec) { ec = {}; }

   private:
    value_type& body_;
  };
};
using RequestParser = beast::http::request_parser<ArrivingBody>;

/// Why the edge does not pass a request on.
struct Refusal {
  int status = 400;
  std::string detail;
  std::string field = {};  ///< of the head that is wrong; "" for none
};

/// Beast's word for what is wrong, as an answer.
Refusal refusal_from(const SystemError& error, const ServerOptions& options);

/// Copies the head's fields that the service reads into `request`, with HEAD as GET and the target without
/// scheme and host. Refuses what two readers could understand differently (RFC 9112, 6.3 and 11.2).
std::optional<Refusal> read_head(const RequestParser& parser, Request& request);

/// "/path?query" as far as it was read; "" where it was not, or is none.
std::string target_of(const RequestParser& parser);

/// True where the client waits for "100 Continue" before it sends the body (RFC 9110, 10.1.1).
bool expects_continue(const RequestParser& parser);

/// An answer that the edge makes itself: problem details (RFC 9457).
Response problem_response(const Refusal& refusal, std::string_view target, std::string_view request_id);
Response problem_response(const base::Error& error, std::string_view target, std::string_view request_id);

/// What the head of an answer depends on beside the Response.
struct HeadContext {
  std::string_view request_id;
  std::string_view date;  ///< IMF-fixdate
  bool close = false;
  bool streams = false;  ///< an event stream: chunked, without a length
};
/// Appends status line, fields and the empty line.
void append_head(std::string& out, const Response& response, const HeadContext& context);

}  // namespace stadtpult::platform
