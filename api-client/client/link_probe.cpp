#include "api-client/client/link_probe.hpp"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace stadtpult::client {
namespace {

constexpr std::size_t kTogether = 6;
constexpr long kLinkTimeoutMs = 10'000, kLinkConnectTimeoutMs = 5'000, kMostRedirects = 5;

std::size_t drop_body(char*, std::size_t, std::size_t, void*) {
  return 0;  // the head says enough: the transfer ends here
}

using Bytes = std::array<unsigned char, 16>;

struct Net {
  Bytes address;
  int bits;
};

bool is_in(const unsigned char* address, const Net& net) {
  const auto whole = static_cast<std::size_t>(net.bits / 8);
  const int rest = net.bits % 8;
  if (!std::equal(address, address + whole, net.address.begin())) return false;
  return rest == 0 || ((address[whole] ^ net.address[whole]) >> (8 - rest)) == 0;
}

/// The special purpose registries of IANA (RFC 6890 and what followed), as far as nothing public lies there.
bool is_inside_v4(const unsigned char* address) {
  static constexpr Net kNets[] = {
      {{0}, 8},         {{10}, 8},       {{100, 64}, 10},      {{127}, 8},
      {{169, 254}, 16}, {{172, 16}, 12}, {{192, 0, 0}, 24},    {{192, 0, 2}, 24},
      {{192, 168}, 16}, {{198, 18}, 15}, {{198, 51, 100}, 24}, {{203, 0, 113}, 24},
      {{224}, 4},       {{240}, 4}};
  return std::any_of(std::begin(kNets), std::end(kNets), [&](const Net& net) { return is_in(address, net); });
}

bool is_inside_v6(const unsigned char* address) {
  struct Wrapped {
    Net net;
    std::size_t at;
  };
  static constexpr Wrapped kWrapped[] = {{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // mapped
                                         {{{0, 0x64, 0xff, 0x9b}, 96}, 12},                       // NAT64
                                         {{{0x20, 0x02}, 16}, 2}};                                // 6to4
  for (const auto& each : kWrapped)
    if (is_in(address, each.net)) return is_inside_v4(address + each.at);
  // Global addresses are 2000::/3; all else is local, multicast or nobody's.
  static constexpr Net kGlobal{{0x20}, 3}, kDocumentation{{0x20, 0x01, 0x0d, 0xb8}, 32};
  return !is_in(address, kGlobal) || is_in(address, kDocumentation);
}

/// Every connection goes through here with the address that is really meant: also behind a redirect, and
/// whatever a name was looked up as before.
curl_socket_t open_outside(void*, curlsocktype, curl_sockaddr* address) {
  if (is_inside(address->addr)) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool has_proxy() {
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return true;
  return false;
}

/// Not every server answers HEAD; those are asked for the first byte.
bool refuses_head(long status) {
  return status == 403 || status == 405 || status == 501;
}

LinkState judged(CURLcode end, long status) {
  using What = LinkState::What;
  const bool wants_a_name = status == 401 || status == 403 || status == 405 || status == 429;
  // The body is not wanted, and refusing it is how the transfer ends.
  if (end != CURLE_OK && end != CURLE_WRITE_ERROR) return {What::unreachable, 0};
  const What what = status == 404 || status == 410                    ? What::gone
                    : (status >= 200 && status < 300) || wants_a_name ? What::reachable
                                                                      : What::unreachable;
  return {what, static_cast<int>(status)};
}

}  // namespace

bool is_inside(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    return is_inside_v4(reinterpret_cast<const unsigned char*>(&v4.sin_addr));
  }
  if (address.sa_family != AF_INET6) return true;
  sockaddr_in6 v6;
  std::memcpy(&v6, &address, sizeof v6);
  return is_inside_v6(v6.sin6_addr.s6_addr);
}

struct LinkProbe::Loop {
  Loop(Answer to, Reach reach)
      : answer(std::move(to)),
        checks_addresses(reach == Reach::outside && !has_proxy()),
        multi(curl_multi_init()) {
    thread = std::thread([this] { run(); });
  }
  ~Loop() {
    {
      const std::lock_guard lock(mutex);
      stopped = true;
    }
    curl_multi_wakeup(multi);
    thread.join();
    for (auto& [easy, one] : under_way) end(easy);
    curl_multi_cleanup(multi);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  struct One {
    std::string url;
    bool head = true;
  };

  void begin(One one) {
    CURL* easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, one.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, kMostRedirects);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, kLinkConnectTimeoutMs);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, kLinkTimeoutMs);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // an end does not wait for a name that is looked up
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "Stadtpult/" STADTPULT_VERSION " (link check)");
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &drop_body);
    if (checks_addresses) curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_outside);
    if (one.head)
      curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    else
      curl_easy_setopt(easy, CURLOPT_RANGE, "0-0");
    curl_multi_add_handle(multi, easy);
    under_way.emplace(easy, std::move(one));
  }

  void end(CURL* easy) {
    curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
  }

  void finished(CURL* easy, CURLcode result) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    One one = std::move(under_way.at(easy));
    under_way.erase(easy);
    end(easy);
    if (one.head && refuses_head(status)) return begin({std::move(one.url), false});
    answer(one.url, judged(result, status));
  }

  void run() {
    for (;;) {
      {
        const std::lock_guard lock(mutex);
        if (stopped) return;
        while (!waiting.empty() && under_way.size() < kTogether) {
          begin({std::move(waiting.front())});
          waiting.pop_front();
        }
      }
      int running = 0;
      curl_multi_perform(multi, &running);
      bool ended = false;  // then there is room for what waits
      for (int left = 0; const CURLMsg* message = curl_multi_info_read(multi, &left);)
        if (message->msg == CURLMSG_DONE) {
          finished(message->easy_handle, message->data.result);
          ended = true;
        }
      if (!ended) curl_multi_poll(multi, nullptr, 0, under_way.empty() ? 60'000 : 1'000, nullptr);
    }
  }

  Answer answer;
  const bool checks_addresses;
  CURLM* multi;
  std::map<CURL*, One> under_way;  ///< of the thread alone
  std::mutex mutex;                ///< guards what follows
  std::deque<std::string> waiting;
  bool stopped = false;
  std::thread thread;
};

LinkProbe::LinkProbe(Answer answer, Reach reach) : loop_(std::make_unique<Loop>(std::move(answer), reach)) {}
LinkProbe::~LinkProbe() = default;

void LinkProbe::check(std::vector<std::string> urls) {
  {
    const std::lock_guard lock(loop_->mutex);
    for (auto& url : urls) loop_->waiting.push_back(std::move(url));
  }
  curl_multi_wakeup(loop_->multi);
}

}  // namespace stadtpult::client
