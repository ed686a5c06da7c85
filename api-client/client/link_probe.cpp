#include "api-client/client/link_probe.hpp"

#include <curl/curl.h>

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

struct LinkProbe::Loop {
  explicit Loop(Answer to) : answer(std::move(to)), multi(curl_multi_init()) {
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
  CURLM* multi;
  std::map<CURL*, One> under_way;  ///< of the thread alone
  std::mutex mutex;                ///< guards what follows
  std::deque<std::string> waiting;
  bool stopped = false;
  std::thread thread;
};

LinkProbe::LinkProbe(Answer answer) : loop_(std::make_unique<Loop>(std::move(answer))) {}
LinkProbe::~LinkProbe() = default;

void LinkProbe::check(std::vector<std::string> urls) {
  {
    const std::lock_guard lock(loop_->mutex);
    for (auto& url : urls) loop_->waiting.push_back(std::move(url));
  }
  curl_multi_wakeup(loop_->multi);
}

}  // namespace stadtpult::client
