#include "tests/browser/browser.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "api-client/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/scratch.hpp"

namespace stadtpult::testing {

namespace beast = boost::beast;
namespace asio = boost::asio;
using Json = nlohmann::json;

namespace {
constexpr auto kPatience = std::chrono::seconds(20);
}

struct Browser::Session {
  test::TempDir folder;
  Process process;
  asio::io_context context;
  beast::websocket::stream<beast::tcp_stream> socket{context};
  std::string id;  ///< of the page's session
  int last = 0;
  std::function<void(const Json&)> event;

  Session()
      : process(Browser::program(),
                {"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--no-first-run", "--disable-extensions", "--disable-background-networking",
                 "--ignore-certificate-errors", "--remote-debugging-port=0",
                 "--user-data-dir=" + folder.path(), "--force-renderer-accessibility", "about:blank"}) {}

  bool connect() {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    std::string port, path;
    while (path.empty()) {
      if (std::chrono::steady_clock::now() > until) return false;
      std::ifstream file(folder.path() + "/DevToolsActivePort");
      if (std::getline(file, port) && std::getline(file, path)) break;
      path.clear();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    beast::error_code error;
    auto& stream = beast::get_lowest_layer(socket);
    stream.expires_after(kPatience);
    stream.connect(asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"),
                                           static_cast<unsigned short>(std::stoi(port))),
                   error);
    if (error) return false;
    socket.read_message_max(64U << 20);
    socket.handshake("127.0.0.1:" + port, path, error);
    if (error) return false;
    const Json target = call("Target.createTarget", {{"url", "about:blank"}}, false);
    const Json attached =
        call("Target.attachToTarget", {{"targetId", target.value("targetId", "")}, {"flatten", true}}, false);
    id = attached.value("sessionId", "");
    if (id.empty()) return false;
    for (const auto* domain : {"Page.enable", "Runtime.enable", "Log.enable", "Accessibility.enable"})
      call(domain, {});
    return true;
  }

  Json read() {
    beast::flat_buffer buffer;
    beast::error_code error;
    // A blocking read has no time-out in Beast; the process is killed by the test's own where nothing comes.
    socket.read(buffer, error);
    if (error) return nullptr;
    return base::parse_json(beast::buffers_to_string(buffer.data()));
  }

  Json call(const std::string& method, const Json& params, bool in_page = true) {
    Json message = {
        {"id", ++last}, {"method", method}, {"params", params.is_null() ? Json::object() : params}};
    if (in_page && !id.empty()) message["sessionId"] = id;
    beast::error_code error;
    socket.write(asio::buffer(message.dump()), error);
    while (!error) {
      const Json answer = read();
      if (answer.is_null()) break;
      if (answer.value("id", 0) == last) return answer.value("result", Json::object());
      if (event) event(answer);
    }
    return Json::object();
  }
};

std::string Browser::program() {
  for (const auto* path : {"/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"})
    if (std::filesystem::exists(path)) return path;
  return {};
}

Browser::Browser() {
  if (program().empty()) return;
  session_ = std::make_unique<Session>();
  if (!session_->connect()) session_.reset();
}

Browser::~Browser() = default;

bool Browser::open(const std::string& url) {
  complaints_.clear();
  // Events come after this call, too.
  const auto loaded = std::make_shared<bool>(false);
  session_->event = [this, loaded](const Json& message) {
    const auto method = message.value("method", "");
    if (method == "Page.loadEventFired") *loaded = true;
    if (method == "Runtime.exceptionThrown" || method == "Log.entryAdded")
      complaints_.push_back(message.dump());
  };
  session_->call("Page.navigate", {{"url", url}});
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!*loaded && std::chrono::steady_clock::now() < until)
    session_->call("Runtime.evaluate", {{"expression", "1"}});
  return *loaded;
}

std::string Browser::evaluate(const std::string& script) {
  const Json answer = session_->call(
      "Runtime.evaluate", {{"expression", script}, {"awaitPromise", true}, {"returnByValue", true}});
  const Json value = answer.value("result", Json::object()).value("value", Json());
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::vector<AccessibleNode> Browser::accessible_within(const std::string& role) {
  const Json answer = session_->call("Accessibility.getFullAXTree", {});
  std::map<std::string, Json> nodes;
  std::string start;
  for (const auto& node : answer.value("nodes", Json::array())) {
    nodes[node.value("nodeId", "")] = node;
    if (start.empty() && node.value("role", Json::object()).value("value", "") == role)
      start = node.value("nodeId", "");
  }
  std::vector<AccessibleNode> found;
  const std::function<void(const std::string&, int)> walk = [&](const std::string& node_id, int depth) {
    const Json& node = nodes[node_id];
    int below = depth;
    if (!node.value("ignored", false) && node_id != start) {
      AccessibleNode each;
      each.role = node.value("role", Json::object()).value("value", "");
      each.name = node.value("name", Json::object()).value("value", "");
      each.depth = depth;
      for (const auto& property : node.value("properties", Json::array()))
        if (property.value("name", "") == "level") each.level = property["value"].value("value", 0);
      found.push_back(std::move(each));
      ++below;
    }
    for (const auto& child : node.value("childIds", Json::array())) walk(child.get<std::string>(), below);
  };
  if (!start.empty()) walk(start, 0);
  return found;
}

}  // namespace stadtpult::testing
