#include "platform/mail/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "api-client/base/crypto.hpp"

namespace stadtpult::platform::mail {

using base::ErrorKind;

namespace {

constexpr std::size_t kLine = 76;
constexpr std::size_t kWordBytes = 45;  // of text in an encoded word: 60 characters of base64

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7F; });
}

/// Where a character begins at or before `at`.
std::size_t character_at(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

/// RFC 5322, section 3.3: names of days and months are English everywhere.
std::string date_of(base::Timestamp at) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(at.ms / 1'000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[parts.tm_wday], parts.tm_mday,
                     kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// Base64 in lines.
std::string body_of(std::string_view text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') continue;
    if (text[i] == '\n') lines += '\r';
    lines += text[i];
  }
  const auto coded = base::to_base64(lines);
  std::string out;
  for (std::size_t at = 0; at < coded.size(); at += kLine) out += coded.substr(at, kLine) + "\r\n";
  return out;
}

}  // namespace

base::Result<Mailbox> mailbox_of(const std::string& text) {
  const auto refuse = [&] {
    return base::fail(ErrorKind::invalid,
                      fmt::format("\"{}\" is no sender. Give it as \"Stadt Worms <app@worms.de>\".", text),
                      "mail-from");
  };
  Mailbox box;
  const auto open = text.rfind('<');
  if (open == std::string::npos) {
    box.address = text;
  } else {
    if (text.back() != '>') return refuse();
    box.address = text.substr(open + 1, text.size() - open - 2);
    box.name = text.substr(0, open);
    while (!box.name.empty() && box.name.back() == ' ') box.name.pop_back();
    if (box.name.size() > 1 && box.name.front() == '"' && box.name.back() == '"')
      box.name = box.name.substr(1, box.name.size() - 2);
  }
  const auto at = box.address.find('@');
  if (!is_plain(box.address) || at == 0 || at == std::string::npos || at + 1 == box.address.size() ||
      box.address.find_first_of(" <>,;:\"\\()[]") != std::string::npos || box.address.rfind('@') != at ||
      on_one_line(box.name) != box.name)
    return refuse();
  return box;
}

std::string encoded_words(std::string_view text) {
  const auto line = on_one_line(text);
  if (is_plain(line) && line.find("=?") == std::string::npos && line.size() <= 200) return line;
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    const auto end = line.size() - at <= kWordBytes ? line.size() : character_at(line, at + kWordBytes);
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base::to_base64(line.substr(at, end - at)) + "?=");
    at = end;
  }
  return out;
}

std::string compose(const Mailbox& from, const Message& message) {
  std::string name = encoded_words(from.name);
  // A plain name is quoted: it may hold a comma or a full stop.
  if (!name.empty() && name == from.name) {
    std::string quoted;
    for (const char c : name) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    name = "\"" + quoted + "\"";
  }
  std::string out;
  const auto header = [&](const char* field, const std::string& value) {
    out += std::string(field) + ": " + value + "\r\n";
  };
  header("Date", date_of(message.at));
  header("From", name.empty() ? from.address : name + " <" + from.address + ">");
  header("To", "<" + on_one_line(message.recipient) + ">");
  header("Subject", encoded_words(message.subject));
  header("Message-ID",
         fmt::format("<{}@{}>", on_one_line(message.id), from.address.substr(from.address.find('@') + 1)));
  header("Auto-Submitted", "auto-generated");  // RFC 3834: nobody's holiday notice answers it
  header("MIME-Version", "1.0");
  header("Content-Type", "text/plain; charset=utf-8");
  header("Content-Transfer-Encoding", "base64");
  return out + "\r\n" + body_of(message.text);
}

}  // namespace stadtpult::platform::mail
