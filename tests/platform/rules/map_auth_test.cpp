#include "tests/platform/rules/support.hpp"

using namespace rules_test;

namespace {

const base::Timestamp kReference = *base::from_rfc3339("2026-11-26T12:00:00Z");

Event mapped(const std::string& line) {
  const auto event = map_auth(line, kReference);
  REQUIRE_MESSAGE(event.ok(), line);
  return *event;
}

Event ssh(const std::string& message) {
  return mapped("Mar 27 13:06:56 ip-10 sshd[1291]: " + message);
}

}  // namespace

TEST_CASE("auth: the year comes from the reference") {
  const auto at = [](const char* time) {
    return base::to_rfc3339(mapped(std::string(time) + " h sshd[1]: x").at);
  };
  CHECK(at("Mar 27 13:06:56") == "2026-03-27T13:06:56.000Z");
  CHECK(at("Mar  7 13:06:56") == "2026-03-07T13:06:56.000Z");
  CHECK(at("Nov 27 11:00:00") == "2026-11-27T11:00:00.000Z");  // another zone may be ahead
  CHECK(at("Dec 31 23:59:59") == "2025-12-31T23:59:59.000Z");
  CHECK(at("Feb 29 00:00:00") == "2024-02-29T00:00:00.000Z");
  CHECK(at("2026-11-26T10:00:00.123456+01:00") == "2026-11-26T09:00:00.123Z");
}

TEST_CASE("auth: sshd") {
  const auto accepted =
      ssh("Accepted publickey for ubuntu from 85.245.107.41 port 54259 ssh2: RSA SHA256:Kl8");
  CHECK(accepted.source == LogSource{"", "linux", "sshd"});
  CHECK(value_of(accepted, "metadata.event_code") == "ssh_accepted");
  CHECK(value_of(accepted, "class_uid") == "3002");
  CHECK(value_of(accepted, "status_id") == "1");
  CHECK(value_of(accepted, "user.name") == "ubuntu");
  CHECK(value_of(accepted, "auth_protocol") == "publickey");
  CHECK(value_of(accepted, "src_endpoint.ip") == "85.245.107.41");
  CHECK(value_of(accepted, "src_endpoint.port") == "54259");
  CHECK(value_of(accepted, "process.pid") == "1291");
  CHECK(value_of(accepted, "device.hostname") == "ip-10");

  const auto failed = ssh("Failed password for invalid user admin from 2001:db8::1 port 22 ssh2");
  CHECK(value_of(failed, "metadata.event_code") == "ssh_failed");
  CHECK(value_of(failed, "status_id") == "2");
  CHECK(value_of(failed, "status_detail") == "unknown user");
  CHECK(value_of(failed, "user.name") == "admin");
  CHECK(value_of(failed, "src_endpoint.ip") == "2001:db8::1");

  const auto repeated = ssh("message repeated 5 times: [ Failed password for root from 1.2.3.4 port 5 ssh2]");
  CHECK(value_of(repeated, "count") == "5");
  CHECK(value_of(repeated, "user.name") == "root");

  CHECK(value_of(ssh("Invalid user bob from 1.2.3.4"), "metadata.event_code") == "ssh_unknown_user");
  CHECK(value_of(ssh("Disconnected from authenticating user bob 1.2.3.4 port 5 [preauth]"), "user.name") ==
        "bob");
  CHECK(value_of(ssh("Connection closed by 1.2.3.4 port 5 [preauth]"), "src_endpoint.ip") == "1.2.3.4");
  CHECK(value_of(ssh("Received disconnect from 1.2.3.4 port 5:11: Bye Bye [preauth]"), "src_endpoint.port") ==
        "5");
  CHECK(value_of(ssh("error: maximum authentication attempts exceeded for invalid user x from 1.2.3.4 port 5 "
                     "ssh2 [preauth]"),
                 "metadata.event_code") == "ssh_too_many_attempts");
  CHECK(value_of(ssh("Bad protocol version identification '' from 1.2.3.4 port 5"), "metadata.event_code") ==
        "ssh_bad_protocol");
  const auto other = ssh("Server listening on :: port 22.");
  CHECK(value_of(other, "class_uid") == "0");
  CHECK(value_of(other, "message") == "Server listening on :: port 22.");
}

TEST_CASE("auth: a user name cannot pretend another address") {
  const auto failed =
      ssh("Failed password for invalid user root from 9.9.9.9 port 1 ssh2 from 1.2.3.4 port 5 ssh2");
  CHECK(value_of(failed, "src_endpoint.ip") == "1.2.3.4");
  CHECK(value_of(failed, "user.name") == "root from 9.9.9.9 port 1 ssh2");
}

TEST_CASE("auth: PAM, sudo, su and accounts") {
  const auto opened = mapped(
      "Mar 27 13:09:37 h sudo: pam_unix(sudo:session): session opened for user root(uid=0) by ubuntu(uid=0)");
  CHECK(value_of(opened, "metadata.event_code") == "session_opened");
  CHECK(value_of(opened, "user.name") == "root");
  CHECK(value_of(opened, "actor.user.name") == "ubuntu");
  CHECK(value_of(opened, "service.name") == "sudo");
  CHECK(value_of(
            mapped("Mar 27 13:09:37 h systemd: pam_unix(systemd-user:session): session closed for user eve"),
            "activity_name") == "Logoff");
  const auto failure =
      ssh("pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=1.2.3.4  "
          "user=root");
  CHECK(value_of(failure, "metadata.event_code") == "pam_failed");
  CHECK(value_of(failure, "src_endpoint.ip") == "1.2.3.4");
  CHECK(value_of(failure, "user.name") == "root");

  const auto command = mapped(
      "Mar 27 13:09:37 h sudo:   ubuntu : TTY=pts/0 ; PWD=/home/ubuntu ; USER=root ; "
      "COMMAND=/usr/bin/apt-key add -");
  CHECK(command.source.service == "sudo");
  CHECK(value_of(command, "class_uid") == "1007");
  CHECK(value_of(command, "metadata.event_code") == "sudo_command");
  CHECK(value_of(command, "actor.user.name") == "ubuntu");
  CHECK(value_of(command, "process.user.name") == "root");
  CHECK(value_of(command, "process.working_directory") == "/home/ubuntu");
  CHECK(value_of(command, "process.cmd_line") == "/usr/bin/apt-key add -");
  CHECK(value_of(mapped("Mar 27 13:09:37 h sudo: eve : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; "
                        "COMMAND=/bin/sh"),
                 "metadata.event_code") == "sudo_refused");

  CHECK(value_of(mapped("Mar 27 13:09:37 h useradd[1]: new user: name=eve, UID=1001, GID=1001"),
                 "user.name") == "eve");
  const auto group = mapped("Mar 27 13:09:37 h usermod[1]: add 'eve' to group 'sudo'");
  CHECK(value_of(group, "metadata.event_code") == "group_member_added");
  CHECK(value_of(group, "group.name") == "sudo");
  CHECK(value_of(mapped("Mar 27 13:09:37 h su[1]: FAILED su for root by eve"), "metadata.event_code") ==
        "su_failed");
  CHECK(value_of(mapped("Mar 27 13:09:37 h passwd[1]: pam_unix(passwd:chauthtok): password changed for eve"),
                 "metadata.event_code") == "password_changed");
}

TEST_CASE("auth: an error names the place") {
  const auto place = [](const std::string& line) {
    const auto event = map_auth(line, kReference);
    REQUIRE_MESSAGE(!event.ok(), line);
    return event.error().field;
  };
  CHECK(place("") == "time");
  CHECK(place("Mar 27 13:06:56") == "time");
  CHECK(place("Mrz 27 13:06:56 h sshd: x") == "time");
  CHECK(place("Feb 30 13:06:56 h sshd: x") == "time");
  CHECK(place("Mar 27 24:06:56 h sshd: x") == "time");
  CHECK(place("Mar 27 13:06:56 h") == "host");
  CHECK(place("Mar 27 13:06:56 h ohne Doppelpunkt") == "program");
  CHECK(map_auth(std::string(kLongestLine + 1, 'x')).error().kind == base::ErrorKind::too_large);
}

TEST_CASE("auth: the real lines") {
  const auto lines = lines_of(shared_data() / "logs/auth.log");
  if (lines.empty()) {
    MESSAGE("skipped: test data logs is absent");
    return;
  }
  std::size_t attempts = 0;
  for (const auto& line : lines) {
    const auto event = map_auth(line, kReference);
    REQUIRE_MESSAGE(event.ok(), line);
    const auto code = value_of(*event, "metadata.event_code");
    if (code != "ssh_failed" && code != "ssh_accepted") continue;
    ++attempts;
    CHECK_FALSE(value_of(*event, "user.name").empty());
    CHECK_FALSE(value_of(*event, "src_endpoint.ip").empty());
  }
  CHECK(attempts > 0);
}
