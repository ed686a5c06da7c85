// Lines of auth.log: "Mar 27 13:06:56 host sshd[1361]: message".

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "platform/detection/log_time.hpp"
#include "platform/detection/mappers.hpp"
#include "platform/detection/network.hpp"

namespace stadtpult::platform::detection {
namespace {

using base::ErrorKind;

// OCSF classes and activities.
constexpr std::int64_t kAuthentication = 3002, kAccountChange = 3001, kGroupManagement = 3006,
                       kProcess = 1007;
constexpr std::int64_t kLogon = 1, kLogoff = 2;
constexpr std::int64_t kSuccess = 1, kFailure = 2;

/// Reads a message from left to right; each step says whether it fitted.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  std::string_view rest() const { return text_; }

  bool take(std::string_view prefix) {
    if (!text_.starts_with(prefix)) return false;
    text_.remove_prefix(prefix.size());
    return true;
  }

  std::string_view until(std::string_view mark) {
    const auto end = std::min(text_.find(mark), text_.size());
    const auto found = text_.substr(0, end);
    text_.remove_prefix(std::min(end + mark.size(), text_.size()));
    return found;
  }

  std::string_view word() { return until(" "); }

 private:
  std::string_view text_;
};

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

void add_class(Event& event, std::int64_t class_uid, std::int64_t activity, const char* code) {
  event.add("class_uid", class_uid);
  event.add("category_uid", class_uid / 1000);
  event.add("activity_id", activity);
  event.add("type_uid", class_uid * 100 + activity);
  event.add("metadata.event_code", code);
}

void add_logon(Event& event, std::int64_t activity, std::int64_t status, const char* code) {
  add_class(event, kAuthentication, activity, code);
  event.add("class_name", "Authentication");
  event.add("activity_name", activity == kLogon ? "Logon" : "Logoff");
  event.add("status_id", status);
  event.add("status", status == kSuccess ? "Success" : "Failure");
}

/// The person a line is about: OCSF's `user` of the class, and the actor, by which alerts are grouped.
void add_user(Event& event, std::string_view name) {
  if (name.empty()) return;
  event.add("user.name", std::string(name));
  event.add("actor.user.name", std::string(name));
}

/// "203.0.113.7 port 4711 …"
void add_source(Event& event, std::string_view text) {
  Words words(text);
  const auto ip = words.word();
  if (ip.empty()) return;
  event.add("src_endpoint.ip", normal_address(ip));
  if (!words.take("port ")) return;
  auto port = words.word();
  port = port.substr(0, port.find(':'));
  if (const auto value = whole_number(port)) event.add("src_endpoint.port", *value);
}

/// "USER from IP port N": from the right, because a user name may hold " from " and an address of its own.
void add_user_from(Event& event, std::string_view text) {
  const auto from = text.rfind(" from ");
  if (from == std::string_view::npos) return add_user(event, text);
  add_user(event, text.substr(0, from));
  add_source(event, text.substr(from + 6));
}

/// "Accepted publickey for USER from IP port N ssh2: …", "Failed password for invalid user USER from …".
bool ssh_attempt(Event& event, std::string_view message) {
  Words words(message);
  const bool accepted = words.take("Accepted ");
  if (!accepted && !words.take("Failed ")) return false;
  const auto method = words.until(" for ");
  if (words.rest().empty()) return false;
  const bool unknown = words.take("invalid user ");
  add_logon(event, kLogon, accepted ? kSuccess : kFailure, accepted ? "ssh_accepted" : "ssh_failed");
  event.add("auth_protocol", std::string(method));
  event.add("is_remote", true);
  if (unknown) event.add("status_detail", "unknown user");
  // The key after "ssh2: " holds no " from ".
  auto rest = words.rest();
  if (const auto key = rest.rfind(" ssh2"); key != std::string_view::npos) rest = rest.substr(0, key);
  add_user_from(event, rest);
  return true;
}

bool ssh_other(Event& event, std::string_view message) {
  if (const auto preauth = message.rfind(" [preauth]"); preauth != std::string_view::npos)
    message = message.substr(0, preauth);
  Words words(message);
  if (words.take("Invalid user ")) {
    add_logon(event, kLogon, kFailure, "ssh_unknown_user");
    add_user_from(event, words.rest());
  } else if (words.take("error: maximum authentication attempts exceeded for ")) {
    (void)words.take("invalid user ");
    add_logon(event, kLogon, kFailure, "ssh_too_many_attempts");
    auto rest = words.rest();
    add_user_from(event, rest.substr(0, rest.rfind(" ssh2")));
  } else if (words.take("Connection closed by ") || words.take("Connection reset by ") ||
             words.take("Disconnected from ")) {
    const bool known = words.take("user "),
               unknown = words.take("invalid user ") || words.take("authenticating user ");
    add_logon(event, kLogoff, kSuccess, "ssh_disconnected");
    if (known || unknown) add_user(event, words.word());
    add_source(event, words.rest());
  } else if (words.take("Received disconnect from ")) {
    add_logon(event, kLogoff, kSuccess, "ssh_disconnected");
    add_source(event, words.rest());
  } else if (words.take("Did not receive identification string from ")) {
    add_logon(event, kLogon, kFailure, "ssh_bad_protocol");
    add_source(event, words.rest());
  } else if (words.take("Bad protocol version identification ")) {
    add_logon(event, kLogon, kFailure, "ssh_bad_protocol");
    if (const auto from = message.rfind(" from "); from != std::string_view::npos)
      add_source(event, message.substr(from + 6));
  } else if (words.take("input_userauth_request: invalid user ")) {
    add_logon(event, kLogon, kFailure, "ssh_unknown_user");
    add_user(event, words.rest());
  } else {
    return false;
  }
  event.add("is_remote", true);
  return true;
}

/// "root(uid=0)" and "root" → "root".
std::string_view plain_name(std::string_view text) {
  return text.substr(0, text.find('('));
}

/// "pam_unix(sshd:session): session opened for user root by (uid=0)" and what else PAM says.
bool pam(Event& event, std::string_view message) {
  Words words(message);
  if (!words.take("pam_")) return false;
  (void)words.until("(");
  const auto place = words.until("): ");
  if (words.rest().empty()) return false;
  const auto service = place.substr(0, place.find(':'));
  if (words.take("session opened for user ")) {
    add_logon(event, kLogon, kSuccess, "session_opened");
    event.add("user.name", std::string(plain_name(words.word())));
    // Whoever opened it; a daemon has no name there.
    const auto by = words.take("by ") ? plain_name(words.rest()) : std::string_view();
    if (!by.empty()) event.add("actor.user.name", std::string(by));
  } else if (words.take("session closed for user ")) {
    add_logon(event, kLogoff, kSuccess, "session_closed");
    event.add("user.name", std::string(words.word()));
  } else if (words.take("authentication failure;")) {
    add_logon(event, kLogon, kFailure, "pam_failed");
    if (const auto at = words.rest().find(" rhost="); at != std::string_view::npos) {
      const auto ip = Words(words.rest().substr(at + 7)).word();
      if (!ip.empty()) event.add("src_endpoint.ip", normal_address(ip));
    }
    if (const auto at = words.rest().rfind(" user="); at != std::string_view::npos)
      add_user(event, words.rest().substr(at + 6));
  } else if (words.take("password changed for ")) {
    add_class(event, kAccountChange, 3, "password_changed");
    event.add("activity_name", "Password Change");
    event.add("user.name", std::string(words.word()));
  } else {
    return false;
  }
  event.add("service.name", std::string(service));
  return true;
}

/// "  ubuntu : TTY=pts/0 ; PWD=/home ; USER=root ; COMMAND=/usr/bin/id", with a refusal before TTY.
bool sudo(Event& event, std::string_view message) {
  const auto colon = message.find(" : ");
  const auto command = message.find("COMMAND=");
  if (colon == std::string_view::npos || command == std::string_view::npos) return false;
  const auto facts = message.substr(colon + 3, command - colon - 3);
  const auto fact = [&](std::string_view name) {
    const auto at = facts.find(name);
    return at == std::string_view::npos ? std::string_view()
                                        : Words(facts.substr(at + name.size())).until(" ;");
  };
  const bool refused = facts.find("NOT in sudoers") != std::string_view::npos ||
                       facts.find("incorrect password") != std::string_view::npos ||
                       facts.find("not allowed") != std::string_view::npos;
  add_class(event, kProcess, 1, refused ? "sudo_refused" : "sudo_command");
  event.add("class_name", "Process Activity");
  event.add("activity_name", "Launch");
  event.add("status_id", refused ? kFailure : kSuccess);
  const auto start = std::min(message.find_first_not_of(' '), colon);
  event.add("actor.user.name", std::string(message.substr(start, colon - start)));
  event.add("process.user.name", std::string(fact("USER=")));
  event.add("process.working_directory", std::string(fact("PWD=")));
  event.add("process.cmd_line", std::string(message.substr(command + 8)));
  return true;
}

/// useradd, groupadd, usermod, su.
bool account(Event& event, std::string_view message) {
  Words words(message);
  if (words.take("new user: name=")) {
    add_class(event, kAccountChange, 1, "user_created");
    event.add("activity_name", "Create");
    event.add("user.name", std::string(words.until(",")));
  } else if (words.take("new group: name=")) {
    add_class(event, kGroupManagement, 6, "group_created");
    event.add("activity_name", "Create");
    event.add("group.name", std::string(words.until(",")));
  } else if (words.take("add '")) {
    add_class(event, kGroupManagement, 3, "group_member_added");
    event.add("activity_name", "Add User");
    event.add("user.name", std::string(words.until("' to ")));
    (void)words.until("group '");
    event.add("group.name", std::string(words.until("'")));
  } else if (words.take("Successful su for ")) {
    add_logon(event, kLogon, kSuccess, "su_accepted");
    event.add("user.name", std::string(words.until(" by ")));
    event.add("actor.user.name", std::string(words.rest()));
  } else if (words.take("FAILED su for ")) {
    add_logon(event, kLogon, kFailure, "su_failed");
    event.add("user.name", std::string(words.until(" by ")));
    event.add("actor.user.name", std::string(words.rest()));
  } else {
    return false;
  }
  return true;
}

/// "message repeated 5 times: [ Failed password … ]" → 5 and what stands inside.
std::optional<std::int64_t> take_repetition(std::string_view& message) {
  Words words(message);
  if (!words.take("message repeated ")) return std::nullopt;
  const auto count = whole_number(words.until(" times: [ "));
  auto inside = words.rest();
  if (!count || *count < 1 || !inside.ends_with(']')) return std::nullopt;
  inside.remove_suffix(1);
  while (inside.ends_with(' ')) inside.remove_suffix(1);
  message = inside;
  return count;
}

base::Error wrong(const char* field, std::size_t column, const char* what) {
  return base::fail(ErrorKind::invalid, fmt::format("{}: column {}: {}", field, column + 1, what), field);
}

/// Reads the time at the start of a line and takes it off.
std::optional<base::Timestamp> take_time(std::string_view& line, base::Timestamp reference) {
  if (line.size() > 16 && line[0] >= '0' && line[0] <= '9') {
    const auto end = line.find(' ');
    if (end == std::string_view::npos) return std::nullopt;
    // rsyslog writes microseconds; from_rfc3339 reads up to nine digits.
    const auto time = base::from_rfc3339(line.substr(0, end));
    line.remove_prefix(end + 1);
    return time;
  }
  if (line.size() < 17 || line[15] != ' ') return std::nullopt;
  const auto time = read_syslog_time(line.substr(0, 15), reference);
  line.remove_prefix(16);
  return time;
}

}  // namespace

base::Result<Event> map_auth(std::string_view text, base::Timestamp reference) {
  if (text.size() > kLongestLine)
    return base::fail(ErrorKind::too_large, "the line is longer than 1 MiB", "line");
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  auto line = text;
  if (line.starts_with('<')) line = line.substr(std::min(line.find('>') + 1, line.size()));  // a priority
  const auto time = take_time(line, reference ? reference : base::now());
  if (!time) return wrong("time", 0, "neither a syslog nor an RFC 3339 time");
  const auto column = [&] { return text.size() - line.size(); };
  const auto host_end = line.find(' ');
  if (host_end == 0 || host_end == std::string_view::npos)
    return wrong("host", column(), "a host name is expected");
  const auto host = line.substr(0, host_end);
  line.remove_prefix(host_end + 1);
  const auto tag_end = line.find(':');
  const auto tag = line.substr(0, tag_end);
  if (tag_end == std::string_view::npos || tag.empty() || tag.size() > 128 ||
      tag.find(' ') != std::string_view::npos)
    return wrong("program", column(), "a program and a colon are expected");
  line.remove_prefix(tag_end + 1);
  if (line.starts_with(' ')) line.remove_prefix(1);

  const auto program = tag.substr(0, tag.find('['));
  Event event;
  event.at = *time;
  event.source = {"", "linux",
                  program == "sshd" || program == "sshd-session" ? "sshd"
                  : program == "sudo"                            ? "sudo"
                                                                 : "auth"};
  event.add("device.hostname", std::string(host));
  event.add("process.name", std::string(program));
  if (const auto bracket = tag.find('['); bracket != std::string_view::npos)
    if (const auto pid = whole_number(tag.substr(bracket + 1, tag.find(']') - bracket - 1)))
      event.add("process.pid", *pid);
  event.add("message", std::string(line));
  if (const auto count = take_repetition(line)) event.add("count", *count);
  const bool ssh = event.source.service == "sshd";
  const bool known = (ssh && (ssh_attempt(event, line) || ssh_other(event, line))) || pam(event, line) ||
                     (event.source.service == "sudo" && sudo(event, line)) || (!ssh && account(event, line));
  if (!known) event.add("class_uid", std::int64_t{0});
  return event;
}

}  // namespace stadtpult::platform::detection
