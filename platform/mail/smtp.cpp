#include "platform/mail/smtp.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>
#include <memory>

namespace stadtpult::platform::mail {

using base::ErrorKind;
using base::Result;

namespace {

constexpr long kConnectMs = 15'000, kWholeMs = 120'000;
constexpr long kReadyForData = 354;

struct CurlGlobal {
  CurlGlobal() { curl_global_init(CURL_GLOBAL_DEFAULT); }
};

struct Upload {
  const std::string& bytes;
  std::size_t at = 0;
  bool whole = false;  ///< curl has asked for more than there is: it knows the end
  const std::atomic<bool>* stop = nullptr;
};

std::size_t read_more(char* buffer, std::size_t size, std::size_t count, void* data) {
  auto& upload = *static_cast<Upload*>(data);
  const std::size_t length = std::min(size * count, upload.bytes.size() - upload.at);
  std::memcpy(buffer, upload.bytes.data() + upload.at, length);
  upload.at += length;
  if (length == 0) upload.whole = true;
  return length;
}

int go_on(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Upload*>(data)->stop->load() ? 1 : 0;
}

std::string host_of(const std::string& url) {
  const auto begin = url.find("://") + 3;
  if (url.compare(begin, 1, "[") == 0) return url.substr(begin, url.find(']', begin) + 1 - begin);
  return url.substr(begin, url.find(':', begin) - begin);
}

bool is_this_machine(const std::string& url) {
  const auto host = host_of(url);
  return host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

}  // namespace

Result<Account> account_of(const std::string& url, const std::string& sender, const std::string& user_file) {
  Account account;
  account.url = url;
  const bool known = url.starts_with("smtps://") || url.starts_with("smtp://");
  if (!known || host_of(url).empty() || url.find_first_of(" @?#") != std::string::npos ||
      url.find('/', url.find("://") + 3) != std::string::npos)
    return base::fail(ErrorKind::invalid,
                      fmt::format("\"{}\" is no mail server. Give it as smtps://HOST:465.", url), "smtp");
  auto from = mailbox_of(sender);
  if (!from) return from.error();
  account.from = *std::move(from);
  if (user_file.empty()) return account;
  struct stat status {};
  if (::stat(user_file.c_str(), &status) != 0)
    return base::fail(ErrorKind::invalid, fmt::format("The file {} cannot be read.", user_file),
                      "smtp-user-file");
  if ((status.st_mode & 077U) != 0)
    return base::fail(ErrorKind::invalid,
                      fmt::format("Others may read {}: it holds a password. chmod 600 it.", user_file),
                      "smtp-user-file");
  std::ifstream file(user_file);
  if (!std::getline(file, account.user) || !std::getline(file, account.password) || account.user.empty())
    return base::fail(
        ErrorKind::invalid,
        fmt::format("{} must have the user on its first line and the password on its second.", user_file),
        "smtp-user-file");
  return account;
}

Handover hand_over(const Account& account, const Message& message, const std::atomic<bool>& stop) {
  static const CurlGlobal kGlobal;
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(), curl_easy_cleanup);
  if (!easy) return {Outcome::later, "libcurl does not start."};
  const std::string bytes = compose(account.from, message);
  Upload upload{bytes, 0, false, &stop};
  char error_text[CURL_ERROR_SIZE] = "";
  const std::string sender = "<" + account.from.address + ">", recipient = "<" + message.recipient + ">";
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
      curl_slist_append(nullptr, recipient.c_str()), curl_slist_free_all);
  CURL* handle = easy.get();
  curl_easy_setopt(handle, CURLOPT_URL, account.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error_text);
  curl_easy_setopt(handle, CURLOPT_USE_SSL,
                   static_cast<long>(is_this_machine(account.url) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, kWholeMs);
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_more);
  curl_easy_setopt(handle, CURLOPT_READDATA, &upload);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, go_on);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &upload);
  if (!account.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, account.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, account.password.c_str());
  }
  const CURLcode result = curl_easy_perform(handle);
  if (result == CURLE_OK) return {Outcome::sent, ""};
  long code = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
  const std::string why = error_text[0] != '\0' ? error_text : curl_easy_strerror(result);
  if (code >= 400) {
    const auto said = fmt::format("The mail server answered {} ({}).", code, why);
    return {code >= 500 ? Outcome::refused : Outcome::later, said, static_cast<int>(code)};
  }
  if (upload.whole && code == kReadyForData)
    return {Outcome::unknown, fmt::format("No answer came after the letter was handed over ({}).", why)};
  return {Outcome::later, fmt::format("The mail server could not be reached ({}).", why)};
}

}  // namespace stadtpult::platform::mail
