#pragma once
// A mail server of one thread that takes letters on a free port of this machine, and misbehaves as told.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api-client/base/crypto.hpp"

namespace stadtpult::testing {

class SmtpServer {
 public:
  enum class Mood {
    friendly,
    busy,              ///< 451 to the recipient
    no_such_mailbox,   ///< 550 to the recipient
    full_after_data,   ///< 452 to the whole letter
    spam_after_data,   ///< 554 to the whole letter
    hangs_up_at_once,  ///< before it greets
    hangs_up_at_data,  ///< when the letter is to come
    hangs_up_after     ///< with the whole letter, and without an answer
  };
  struct Mail {
    std::string sender, recipient, data;
  };

  SmtpServer() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(socket_, 16) != 0 ||
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
      std::abort();
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { work(); });
  }
  ~SmtpServer() {
    stop_ = true;
    thread_.join();
    ::close(socket_);
  }
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  std::atomic<Mood> mood = Mood::friendly;
  std::atomic<int> connections = 0;
  /// What was handed over in full, whatever was answered.
  std::vector<Mail> mails() {
    const std::lock_guard lock(mutex_);
    return mails_;
  }

 private:
  void work() {
    while (!stop_) {
      pollfd wait{socket_, POLLIN, 0};
      if (::poll(&wait, 1, 50) <= 0) continue;
      const int peer = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0) continue;
      ++connections;
      talk(peer);
      ::close(peer);
    }
  }

  bool line(int peer, std::string& text) {
    text.clear();
    while (!stop_) {
      if (const auto end = buffer_.find("\r\n"); end != std::string::npos) {
        text = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return true;
      }
      pollfd wait{peer, POLLIN, 0};
      if (::poll(&wait, 1, 50) <= 0) continue;
      char bytes[4096];
      const auto got = ::recv(peer, bytes, sizeof bytes, 0);
      if (got <= 0) return false;
      buffer_.append(bytes, static_cast<std::size_t>(got));
    }
    return false;
  }
  static void say(int peer, const std::string& text) {
    const auto sent = text + "\r\n";
    (void)!::send(peer, sent.data(), sent.size(), MSG_NOSIGNAL);
  }

  void talk(int peer) {
    const Mood how = mood;
    buffer_.clear();
    if (how == Mood::hangs_up_at_once) return;
    say(peer, "220 test");
    Mail mail;
    for (std::string text; line(peer, text);) {
      if (text.starts_with("EHLO") || text.starts_with("HELO")) {
        say(peer, "250 test");
      } else if (text.starts_with("MAIL FROM:")) {
        mail = {text.substr(10), "", ""};
        say(peer, "250 ok");
      } else if (text.starts_with("RCPT TO:")) {
        mail.recipient = text.substr(8);
        if (how == Mood::busy)
          say(peer, "451 later");
        else if (how == Mood::no_such_mailbox)
          say(peer, "550 no such mailbox");
        else
          say(peer, "250 ok");
      } else if (text == "DATA") {
        if (how == Mood::hangs_up_at_data) return;
        say(peer, "354 go on");
        for (std::string row; line(peer, row) && row != ".";)
          mail.data += (row.starts_with("..") ? row.substr(1) : row) + "\r\n";
        {
          const std::lock_guard lock(mutex_);
          mails_.push_back(mail);
        }
        if (how == Mood::hangs_up_after) return;
        say(peer, how == Mood::full_after_data   ? "452 disk full"
                  : how == Mood::spam_after_data ? "554 no"
                                                 : "250 taken");
      } else if (text == "QUIT") {
        say(peer, "221 bye");
        return;
      } else {
        say(peer, "250 ok");
      }
    }
  }

  int socket_ = -1, port_ = 0;
  std::atomic<bool> stop_ = false;
  std::string buffer_;
  std::mutex mutex_;
  std::vector<Mail> mails_;
  std::thread thread_;
};

/// The text that a reader sees.
inline std::string text_of(const SmtpServer::Mail& mail) {
  const auto body = mail.data.substr(mail.data.find("\r\n\r\n") + 4);
  std::string coded;
  for (const char c : body)
    if (c != '\r' && c != '\n') coded += c;
  return base::from_base64(coded).value_or("");
}

/// The subject that a reader sees.
inline std::string subject_of(const SmtpServer::Mail& mail) {
  auto at = mail.data.find("Subject: ") + 9;
  std::string out, raw = mail.data.substr(at, mail.data.find("\r\nMessage-ID", at) - at);
  while (true) {
    const auto begin = raw.find("=?UTF-8?B?");
    if (begin == std::string::npos) return out.empty() ? raw : out;
    const auto end = raw.find("?=", begin + 10);
    out += base::from_base64(raw.substr(begin + 10, end - begin - 10)).value_or("");
    raw = raw.substr(end + 2);
  }
}

}  // namespace stadtpult::testing
