#include "api-client/client/transport.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/client/backoff.hpp"
#include "api-client/contract/proof.hpp"

namespace stadtpult::client {
namespace {

using base::ErrorKind;
using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr long kConnectTimeoutMs = 10'000;
constexpr std::size_t kMaxHeadBytes = 64U << 10;
constexpr std::size_t kMaxStreamBacklog = 8U << 20;

struct CurlGlobal {
  CurlGlobal() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  ~CurlGlobal() { curl_global_cleanup(); }
};

struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

/// Retry-After (RFC 9110, section 10.2.3): seconds, or a date.
int retry_after_ms(std::string_view value) {
  constexpr long kMostSeconds = 3'600;
  long seconds = 0;
  const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (wrong != std::errc{} || end != value.data() + value.size()) {
    const time_t date = curl_getdate(std::string(value).c_str(), nullptr);
    seconds = date < 0 ? 0 : static_cast<long>(date - std::time(nullptr));
  }
  return static_cast<int>(std::clamp(seconds, 0L, kMostSeconds) * 1'000);
}

/// An HTTP date; 0 where it is none.
base::Timestamp date_of(std::string_view value) {
  const time_t seconds = curl_getdate(std::string(value).c_str(), nullptr);
  return {seconds < 0 ? 0 : std::int64_t{seconds} * 1'000};
}

/// "GET".
std::string method_word(contract::Method method) {
  std::string word = contract::enum_name(method);
  for (auto& c : word) c = static_cast<char>(c - 'a' + 'A');
  return word;
}

/// One request on its way.
struct Transfer {
  Transport::Handle handle = 0;
  HttpRequest request;
  Transport::OnAnswer done;
  std::optional<Transport::StreamHandler> stream;
  std::unique_ptr<CURL, EasyDeleter> easy;
  std::unique_ptr<curl_slist, ListDeleter> headers;
  HttpAnswer answer;
  std::size_t head_bytes = 0;
  bool too_large = false;
  bool head_complete = false, opened = false;
  int tries = 0;
  int corrections = 0;      ///< sent anew because the platform takes the token in another way
  bool sent_bound = false;  ///< how it was sent
  Backoff backoff;
  char error_text[CURL_ERROR_SIZE] = {};
};

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, size * count);
  transfer.head_bytes += line.size();
  if (transfer.head_bytes > kMaxHeadBytes) {
    transfer.too_large = true;
    return 0;
  }
  if (line.starts_with("HTTP/")) {  // a 100 Continue may come before
    transfer.answer = {};
    return line.size();
  }
  if (base::trimmed(line).empty()) {
    long status = 0;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
    transfer.answer.status = static_cast<int>(status);
    transfer.head_complete = status >= 200;
    return line.size();
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return line.size();
  const auto name = line.substr(0, colon);
  const auto value = base::trimmed(line.substr(colon + 1));
  if (equals_ignoring_case(name, "etag")) transfer.answer.etag = value;
  if (equals_ignoring_case(name, "content-type")) transfer.answer.content_type = value;
  if (equals_ignoring_case(name, "x-request-id")) transfer.answer.request_id = value;
  if (equals_ignoring_case(name, "date")) transfer.answer.date = date_of(value);
  if (equals_ignoring_case(name, "retry-after")) transfer.answer.retry_after_ms = retry_after_ms(value);
  return line.size();
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t most = transfer.stream ? kMaxStreamBacklog : transfer.request.max_bytes;
  if (transfer.answer.body.size() + size * count > most) {
    transfer.too_large = true;
    return 0;
  }
  transfer.answer.body.append(data, size * count);
  return size * count;
}

base::Error error_of_code(const Transfer& transfer, CURLcode code) {
  if (transfer.too_large) return base::fail(ErrorKind::too_large, "the answer is larger than it may be");
  const char* text = transfer.error_text[0] != '\0' ? transfer.error_text : curl_easy_strerror(code);
  std::string_view where = kNoAnswer;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
      where = kNoConnection;
      break;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
      where = kNoTrust;
      break;
    case CURLE_SSL_CONNECT_ERROR:
      where = kNoConnection;
      break;
    default: {
      // A time-out before the connection stood means that nothing was sent.
      curl_off_t connected_us = 0;
      curl_easy_getinfo(transfer.easy.get(), CURLINFO_PRETRANSFER_TIME_T, &connected_us);
      if (connected_us == 0) where = kNoConnection;
    }
  }
  return base::fail(ErrorKind::unavailable, text, std::string(where));
}

bool worth_another_try(const base::Result<HttpAnswer>& result) {
  if (!result) return result.error().kind == ErrorKind::unavailable && result.error().field != kNoTrust;
  return result->status == 429 || result->status == 502 || result->status == 503 || result->status == 504;
}

/// "https://host[:port]" and nothing else; true for this machine.
struct Url {
  bool valid = false, loopback = false;
};
Url look_at(const std::string& text) {
  Url url;
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), &curl_url_cleanup);
  if (curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return url;
  const auto part = [&](CURLUPart which) {
    char* value = nullptr;
    std::string out;
    if (curl_url_get(parsed.get(), which, &value, 0) == CURLUE_OK && value != nullptr) out = value;
    curl_free(value);
    return out;
  };
  const std::string host = part(CURLUPART_HOST), path = part(CURLUPART_PATH);
  url.valid = part(CURLUPART_SCHEME) == "https" && !host.empty() && path.size() <= 1 &&
              part(CURLUPART_USER).empty() && part(CURLUPART_QUERY).empty();
  url.loopback = host == "localhost" || host == "[::1]" || host.starts_with("127.");
  return url;
}

}  // namespace

/// Everything below the mutex line belongs to the I/O thread.
struct Transport::Loop {
  explicit Loop(int unit) : retry_unit_ms(unit) {
    static const CurlGlobal kCurl;
    multi = curl_multi_init();
    // The stream keeps one connection; the lists share the others.
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 7L);
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
  }
  ~Loop() {
    drop_transfers();
    curl_multi_cleanup(multi);
  }

  std::mutex mutex;
  std::vector<std::function<void()>> tasks;  ///< under mutex
  bool stopping = false;                     ///< under mutex, so that no task is lost beside the wait
  std::thread thread;

  struct Timer {
    Handle handle;
    std::function<void()> task;
  };
  CURLM* multi = nullptr;
  int retry_unit_ms;
  Endpoint endpoint;
  std::int64_t ahead_ms = 0;  ///< the platform's clock before this machine's, as it said
  Url url;
  Handle last_handle = 0;
  std::unordered_map<Handle, std::unique_ptr<Transfer>> transfers;
  std::multimap<Steady::time_point, Timer> timers;

  void work();
  bool take_tasks();
  void run_timers();
  void hand_over_streams();
  void finish_transfers();
  void finish(Transfer& transfer, CURLcode code);
  void begin(Transfer& transfer);
  bool corrected(Transfer& transfer, const HttpAnswer& answer);
  std::string proof_for(const HttpRequest& request) const;
  base::Done take_endpoint(Endpoint wanted);
  void set_trust(CURL* easy) const;
  void set_request(Transfer& transfer);
  int wait_ms() const;
  Handle add_timer(milliseconds delay, std::function<void()> task, Handle handle);
  void drop(Handle handle);
  void drop_transfers();
};

void Transport::Loop::work() {
  while (take_tasks()) {
    run_timers();
    int running = 0;
    curl_multi_perform(multi, &running);
    hand_over_streams();
    finish_transfers();
    curl_multi_poll(multi, nullptr, 0, wait_ms(), nullptr);
  }
}

/// Runs what was handed over; false when the thread is to end.
bool Transport::Loop::take_tasks() {
  std::vector<std::function<void()>> now;
  bool ends = false;
  {
    const std::lock_guard lock(mutex);
    now.swap(tasks);
    ends = stopping;
  }
  for (const auto& task : now) task();
  return !ends;
}

void Transport::Loop::run_timers() {
  const auto now = Steady::now();
  while (!timers.empty() && timers.begin()->first <= now) {
    const auto task = std::move(timers.begin()->second.task);
    timers.erase(timers.begin());
    task();
  }
}

int Transport::Loop::wait_ms() const {
  constexpr long kLongest = 60'000;
  if (timers.empty()) return kLongest;
  const auto left = std::chrono::ceil<milliseconds>(timers.begin()->first - Steady::now()).count();
  return static_cast<int>(std::clamp<long>(left, 0, kLongest));
}

Transport::Handle Transport::Loop::add_timer(milliseconds delay, std::function<void()> task, Handle handle) {
  timers.emplace(Steady::now() + delay, Timer{handle, std::move(task)});
  return handle;
}

/// Bytes are handed on outside of curl's callbacks, where anything may be cancelled or sent.
void Transport::Loop::hand_over_streams() {
  std::vector<Handle> streams;
  for (const auto& [handle, transfer] : transfers)
    if (transfer->stream && transfer->head_complete && transfer->answer.status == 200)
      streams.push_back(handle);
  for (const auto handle : streams) {
    const auto at = transfers.find(handle);
    if (at == transfers.end()) continue;
    Transfer& transfer = *at->second;
    const std::string bytes = std::exchange(transfer.answer.body, {});
    const auto handler = *transfer.stream;  // a copy: the callback may cancel the stream
    if (!transfer.opened) {
      transfer.opened = true;
      const HttpAnswer head = transfer.answer;
      handler.opened(head);
    }
    if (!bytes.empty() && transfers.contains(handle)) handler.bytes(bytes);
  }
}

void Transport::Loop::finish_transfers() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    char* owner = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
    auto& transfer = *reinterpret_cast<Transfer*>(owner);
    curl_multi_remove_handle(multi, transfer.easy.get());
    finish(transfer, code);
  }
}

void Transport::Loop::finish(Transfer& transfer, CURLcode code) {
  if (code == CURLE_OK && !transfer.head_complete) code = CURLE_GOT_NOTHING;  // the head broke off
  base::Result<HttpAnswer> result =
      code == CURLE_OK ? base::Result<HttpAnswer>(std::move(transfer.answer)) : error_of_code(transfer, code);
  if (result && corrected(transfer, *result)) return begin(transfer);
  ++transfer.tries;
  if (!transfer.stream && transfer.tries < transfer.request.tries && worth_another_try(result)) {
    const int wait = transfer.backoff.next_ms(result ? result->retry_after_ms : 0);
    const Handle handle = transfer.handle;
    add_timer(
        milliseconds(wait),
        [this, handle] {
          if (const auto at = transfers.find(handle); at != transfers.end()) begin(*at->second);
        },
        handle);
    return;
  }
  const auto node = transfers.extract(transfer.handle);  // keeps it alive for the callback
  if (!transfer.stream) return transfer.done(std::move(result));
  if (result && result->status >= 400) return transfer.stream->ended(error_of(*result));
  transfer.stream->ended(
      result ? base::fail(ErrorKind::unavailable, "the platform ended the stream", std::string(kNoAnswer))
             : result.error());
}

/// The platform did not take the token as it was sent, and said how it does: the request goes out once more.
/// A console that lost its note of the binding, a platform that was set back, a clock that runs ahead.
bool Transport::Loop::corrected(Transfer& transfer, const HttpAnswer& answer) {
  constexpr int kMostCorrections = 2;
  constexpr std::int64_t kMostAheadMs = 600'000;
  if (answer.status != 401 || !endpoint.key || transfer.corrections >= kMostCorrections) return false;
  const std::string problem = error_of(answer).problem;
  if (problem == contract::kProofTime && answer.date) {
    const std::int64_t ahead = answer.date.ms - base::now().ms;
    // Nobody makes this console sign for a time far from its own: that clock is for a person to set. And what
    // was corrected already is not worth another try, unless this one was on its way with the old time.
    if (std::abs(ahead) > kMostAheadMs) return false;
    if (std::abs(ahead - ahead_ms) < 2'000 && transfer.corrections > 0) return false;
    ahead_ms = ahead;
  } else if (problem == contract::kProofWrong && transfer.sent_bound) {
    // Something on the way sent the request twice: another proof will do.
    if (transfer.corrections > 0) return false;
  } else if (problem == contract::kTokenBound && !transfer.sent_bound) {
    endpoint.bound = true;
  } else if (problem == contract::kTokenUnbound && transfer.sent_bound) {
    endpoint.bound = false;
  } else {
    return false;
  }
  ++transfer.corrections;
  return true;
}

std::string Transport::Loop::proof_for(const HttpRequest& request) const {
  constexpr std::size_t kNameBytes = 16;
  const std::string address = endpoint.url + request.target, method = method_word(request.method),
                    name = base::random_hex(kNameBytes);
  return contract::make_proof(*endpoint.key,
                              {method, address, endpoint.token, {base::now().ms + ahead_ms}, name});
}

void Transport::Loop::set_trust(CURL* easy) const {
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
  if (!endpoint.ca_pem.empty()) {
    curl_blob blob{const_cast<char*>(endpoint.ca_pem.data()), endpoint.ca_pem.size(), CURL_BLOB_COPY};
    curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
  }
  if (!endpoint.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, endpoint.ca_file.c_str());
  // Without this the system's authorities would be trusted beside the ones that were named.
  if (!endpoint.ca_pem.empty() || !endpoint.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  // The way to this machine never leads through a proxy of the city's network.
  if (url.loopback) curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

void Transport::Loop::set_request(Transfer& transfer) {
  CURL* easy = transfer.easy.get();
  const HttpRequest& request = transfer.request;
  const std::string address = endpoint.url + request.target;
  curl_easy_setopt(easy, CURLOPT_URL, address.c_str());
  std::vector<std::string> lines = {
      "Expect:", "Accept: application/json, application/problem+json, text/event-stream", "Content-Type:"};
  transfer.sent_bound = endpoint.bound && endpoint.key.has_value();
  if (!endpoint.token.empty()) {
    lines.push_back((transfer.sent_bound ? "Authorization: DPoP " : "Authorization: Bearer ") +
                    endpoint.token);
    // Each try has a proof of its own: the platform takes none twice.
    if (transfer.sent_bound || (request.proves && endpoint.key))
      lines.push_back(std::string(contract::kProofHeader) + ": " + proof_for(request));
  }
  if (!endpoint.device.empty()) lines.push_back("Stadtpult-Device: " + endpoint.device);
  for (const auto& [name, value] : request.headers) {
    if (equals_ignoring_case(name, "content-type"))
      lines[2] = "Content-Type: " + value;
    else
      lines.push_back(name + ": " + value);
  }
  curl_slist* list = nullptr;
  for (const auto& line : lines) list = curl_slist_append(list, line.c_str());
  transfer.headers.reset(list);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list);
  if (request.method == contract::Method::get) return;
  const std::string_view body = request.body ? std::string_view(*request.body) : std::string_view();
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.data() != nullptr ? body.data() : "");
  if (request.method == contract::Method::patch) curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "PATCH");
}

/// Puts the request on the line, also for a further try.
void Transport::Loop::begin(Transfer& transfer) {
  transfer.answer = {};
  transfer.head_bytes = 0;
  transfer.too_large = transfer.head_complete = false;
  transfer.error_text[0] = '\0';
  transfer.easy.reset(curl_easy_init());
  CURL* easy = transfer.easy.get();
  set_trust(easy);
  set_request(transfer);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.error_text);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
                   transfer.stream ? 0L : static_cast<long>(transfer.request.timeout_ms));
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_multi_add_handle(multi, easy);
}

void Transport::Loop::drop(Handle handle) {
  std::erase_if(timers, [&](const auto& each) { return each.second.handle == handle; });
  const auto at = transfers.find(handle);
  if (at == transfers.end()) return;
  curl_multi_remove_handle(multi, at->second->easy.get());
  transfers.erase(at);
}

void Transport::Loop::drop_transfers() {
  std::vector<Handle> all;
  for (const auto& [handle, transfer] : transfers) all.push_back(handle);
  for (const auto handle : all) drop(handle);
}

Transport::Transport(int retry_unit_ms) : loop_(std::make_unique<Loop>(retry_unit_ms)) {
  loop_->thread = std::thread([loop = loop_.get()] { loop->work(); });
}

Transport::~Transport() {
  stop();
}

void Transport::run(std::function<void()> task) {
  {
    const std::lock_guard lock(loop_->mutex);
    if (loop_->stopping) return;
    loop_->tasks.push_back(std::move(task));
  }
  curl_multi_wakeup(loop_->multi);
}

void Transport::stop() {
  {
    const std::lock_guard lock(loop_->mutex);
    loop_->stopping = true;
  }
  curl_multi_wakeup(loop_->multi);
  if (loop_->thread.joinable()) loop_->thread.join();
}

base::Done Transport::set_endpoint(Endpoint endpoint) {
  std::vector<OnAnswer> unanswered;
  for (auto& [handle, transfer] : loop_->transfers)
    if (!transfer->stream) unanswered.push_back(std::move(transfer->done));
  loop_->drop_transfers();
  const auto set = loop_->take_endpoint(std::move(endpoint));
  for (const auto& done : unanswered) done(base::fail(ErrorKind::cancelled, "the platform was changed"));
  return set;
}

base::Done Transport::Loop::take_endpoint(Endpoint wanted) {
  while (wanted.url.ends_with('/')) wanted.url.pop_back();
  url = look_at(wanted.url);
  if (wanted.url != endpoint.url) ahead_ms = 0;
  endpoint = {};
  if (!url.valid)
    return base::fail(ErrorKind::invalid,
                      fmt::format("\"{}\" is no address such as https://host:8443", wanted.url), "url");
  // A line break in a token would let it write header fields of its own.
  if (wanted.token.find_first_of("\r\n") != std::string::npos)
    return base::fail(ErrorKind::invalid, "the token has a line break in it", "token");
  endpoint = std::move(wanted);
  return {};
}

bool Transport::bound() const {
  return loop_->endpoint.bound;
}

void Transport::set_bound() {
  loop_->endpoint.bound = true;
}

bool Transport::has_endpoint() const {
  return !loop_->endpoint.url.empty();
}

Transport::Handle Transport::send(HttpRequest request, OnAnswer done) {
  auto transfer = std::make_unique<Transfer>();
  transfer->handle = ++loop_->last_handle;
  transfer->request = std::move(request);
  transfer->done = std::move(done);
  transfer->backoff = Backoff(loop_->retry_unit_ms);
  Transfer& kept = *loop_->transfers.emplace(transfer->handle, std::move(transfer)).first->second;
  loop_->begin(kept);
  return kept.handle;
}

Transport::Handle Transport::stream(HttpRequest request, StreamHandler handler) {
  auto transfer = std::make_unique<Transfer>();
  transfer->handle = ++loop_->last_handle;
  transfer->request = std::move(request);
  transfer->stream = std::move(handler);
  Transfer& kept = *loop_->transfers.emplace(transfer->handle, std::move(transfer)).first->second;
  loop_->begin(kept);
  return kept.handle;
}

Transport::Handle Transport::after(milliseconds delay, std::function<void()> task) {
  return loop_->add_timer(delay, std::move(task), ++loop_->last_handle);
}

void Transport::cancel(Handle handle) {
  if (handle != 0) loop_->drop(handle);
}

}  // namespace stadtpult::client
