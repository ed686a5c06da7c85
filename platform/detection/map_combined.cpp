// Apache's and nginx' combined format: host ident user [time] "request" status bytes "referrer" "user agent"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "api-client/base/percent.hpp"

#include "platform/detection/log_time.hpp"
#include "platform/detection/map_http.hpp"
#include "platform/detection/mappers.hpp"
#include "platform/detection/network.hpp"

namespace stadtpult::platform::detection {
namespace {

using base::ErrorKind;

class Line {
 public:
  explicit Line(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }

  /// Up to the next space.
  std::optional<std::string_view> word() {
    skip_spaces();
    const auto first = at_;
    at_ = std::min(text_.find(' ', first), text_.size());
    if (at_ == first) return std::nullopt;
    return text_.substr(first, at_ - first);
  }

  std::optional<std::string_view> bracketed() {
    skip_spaces();
    const auto end = text_.find(']', at_);
    if (at_ >= text_.size() || text_[at_] != '[' || end == std::string_view::npos) return std::nullopt;
    const auto inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return inside;
  }

  /// Between quotes, with the server's escapes taken off.
  std::optional<std::string> quoted() {
    skip_spaces();
    if (at_ >= text_.size() || text_[at_] != '"') return std::nullopt;
    std::string out;
    for (auto i = at_ + 1; i < text_.size(); ++i) {
      // Old servers wrote quotes as they came: the closing one has a space or the end after it.
      if (text_[i] == '"' && (i + 1 == text_.size() || text_[i + 1] == ' ')) {
        at_ = i + 1;
        return out;
      }
      if (text_[i] == '\\' && i + 1 < text_.size())
        i += escape(i, out);
      else
        out += text_[i];
    }
    return std::nullopt;
  }

 private:
  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  /// Writes what the escape at `i` stands for; how many characters it has after the backslash.
  std::size_t escape(std::size_t i, std::string& out) const {
    const char kind = text_[i + 1];
    if (kind == 'x' && i + 3 < text_.size()) {
      const int high = base::hex_digit(text_[i + 2]), low = base::hex_digit(text_[i + 3]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        return 3;
      }
    }
    if (kind == '"' || kind == '\\')
      out += kind;
    else if (kind == 't')
      out += '\t';
    else if (kind == 'n')
      out += '\n';
    else if (kind == 'r')
      out += '\r';
    else
      return out += '\\', 0;
    return 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// A number, "-" as nothing; false where it is neither.
bool read_number(std::string_view text, std::optional<std::int64_t>& out) {
  if (text == "-") return true;
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || value < 0) return false;
  out = value;
  return true;
}

/// "GET /path HTTP/1.1"; what is no such line is all target (a TLS handshake on a plain port, for one).
struct RequestLine {
  std::string_view method, target, version;
};

RequestLine split_request(std::string_view text) {
  RequestLine line;
  if (const auto version = text.rfind(" HTTP/"); version != std::string_view::npos) {
    line.version = text.substr(version + 6);
    text = text.substr(0, version);
  }
  const auto space = text.find(' ');
  const auto method = text.substr(0, space);
  const bool is_method = !method.empty() && std::all_of(method.begin(), method.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
  if (space != std::string_view::npos && is_method) {
    line.method = method;
    text.remove_prefix(space + 1);
  }
  line.target = text;
  return line;
}

base::Error wrong(const Line& line, const char* field) {
  return base::fail(ErrorKind::invalid,
                    fmt::format("{}: column {} is not as in the combined format", field, line.at() + 1),
                    field);
}

}  // namespace

base::Result<Event> map_combined(std::string_view text) {
  if (text.size() > kLongestLine)
    return base::fail(ErrorKind::too_large, "the line is longer than 1 MiB", "line");
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  Line line(text);
  const auto host = line.word();
  if (!host) return wrong(line, "host");
  const auto ident = line.word();
  if (!ident) return wrong(line, "ident");
  const auto user = line.word();
  if (!user) return wrong(line, "user");
  const auto when = line.bracketed();
  const auto time = when ? read_clf_time(*when) : std::nullopt;
  if (!time) return wrong(line, "time");
  const auto request = line.quoted();
  if (!request) return wrong(line, "request");
  std::optional<std::int64_t> status, bytes;
  if (const auto word = line.word(); !word || !read_number(*word, status)) return wrong(line, "status");
  if (const auto word = line.word(); !word || !read_number(*word, bytes)) return wrong(line, "bytes");
  const auto referrer = line.quoted();
  if (!referrer) return wrong(line, "referrer");
  const auto agent = line.quoted();
  if (!agent) return wrong(line, "user_agent");

  Event event;
  event.at = *time;
  const auto [method, target, version] = split_request(*request);
  HttpRequest parts{method, target, {}, {}};
  if (*referrer != "-" && !referrer->empty()) parts.headers.emplace_back("referer", *referrer);
  if (*agent != "-" && !agent->empty()) parts.headers.emplace_back("user-agent", *agent);
  add_request(event, parts);
  if (!version.empty()) event.add("http_request.version", std::string(version));
  event.add("src_endpoint.ip", normal_address(*host));
  if (*user != "-") event.add("actor.user.name", std::string(*user));
  if (status) {
    event.add("http_response.code", *status);
    event.add("status_id", std::int64_t{*status < 400 ? 1 : 2});
  }
  if (bytes) event.add("traffic.bytes_out", *bytes);
  return event;
}

}  // namespace stadtpult::platform::detection
