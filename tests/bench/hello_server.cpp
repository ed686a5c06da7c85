#include "tests/bench/hello_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <thread>
#include <vector>

namespace stadtpult::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Stream = beast::ssl_stream<beast::tcp_stream>;

asio::awaitable<void> serve(Stream stream) {
  try {
    co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    beast::flat_buffer buffer;
    for (bool going = true; going;) {
      http::request<http::string_body> request;
      co_await http::async_read(stream, buffer, request, asio::use_awaitable);
      http::response<http::string_body> response(http::status::ok, request.version());
      response.set(http::field::content_type, "application/json");
      response.keep_alive(request.keep_alive());
      response.body() = R"({"hello":"world"})";
      response.prepare_payload();
      going = response.keep_alive();
      co_await http::async_write(stream, response, asio::use_awaitable);
    }
  } catch (const std::exception&) {  // the client has gone
  }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor, asio::ssl::context& tls) {
  for (;;) {
    // Named, and moved in: temporaries in a co_await expression are what g++ 12 gets wrong.
    tcp::socket socket(asio::make_strand(acceptor.get_executor()));
    co_await acceptor.async_accept(socket, asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    const auto executor = socket.get_executor();
    Stream stream(beast::tcp_stream(std::move(socket)), tls);
    asio::co_spawn(executor, serve(std::move(stream)), asio::detached);
  }
}

}  // namespace

struct HelloServer::State {
  asio::io_context io;
  asio::ssl::context tls{asio::ssl::context::tls_server};
  tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  std::vector<std::thread> threads;
};

HelloServer::HelloServer(const std::string& cert_pem, const std::string& key_pem, int threads)
    : state_(std::make_unique<State>()) {
  state_->tls.use_certificate_chain(asio::buffer(cert_pem));
  state_->tls.use_private_key(asio::buffer(key_pem), asio::ssl::context::pem);
  asio::co_spawn(state_->io, accept(state_->acceptor, state_->tls), asio::detached);
  for (int i = 0; i < threads; ++i) state_->threads.emplace_back([this] { state_->io.run(); });
}

HelloServer::~HelloServer() {
  state_->io.stop();
  for (auto& thread : state_->threads) thread.join();
}

int HelloServer::port() const {
  return state_->acceptor.local_endpoint().port();
}

}  // namespace stadtpult::bench
