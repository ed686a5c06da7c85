#pragma once
// A town whose citizens have accounts and take part in test rounds with them.

#include "platform/domain/test_code.hpp"
#include "platform/routes/account_rounds.hpp"
#include "platform/security/security.hpp"
#include "platform/store/accounts.hpp"
#include "tests/platform/service/account_office.hpp"

namespace stadtpult::platform::test {

/// A citizen's browser, with the account's cookie and the one of a round.
struct Browser {
  Platform* platform;
  std::string account, test = {};

  [[nodiscard]] Extra extra() const {
    Extra out;
    out.content_type = kUrlEncoded;
    out.source = "203.0.113.9";
    out.cookie = account + (account.empty() || test.empty() ? "" : "; ") + test;
    return out;
  }
  Reply ask(const std::string& method, const std::string& target, const std::string& body = "") {
    const Reply reply = platform->ask(method, target, "", body, extra());
    if (reply.headers.contains("Set-Cookie")) {
      const auto& set = reply.headers.at("Set-Cookie");
      auto& cookie = set.starts_with(contract::kTesterCookie) ? test : account;
      cookie = set.find("Max-Age=0") != std::string::npos ? "" : set.substr(0, set.find(';'));
    }
    return reply;
  }
  Reply get(const std::string& target) { return ask("GET", target); }
  Reply post(const std::string& target, const std::string& body = "") { return ask("POST", target, body); }
  Reply join(const std::string& code) { return post("/app/test", "code=" + code); }
  std::string page() { return get("/app/account").text; }
  std::string id() { return get("/app/account/data").body["account"]; }
  /// The code that the form of the account page sends.
  std::string offered() {
    const auto text = page();
    const std::string before = "name=\"code\" value=\"";
    const auto at = text.find(before);
    return at == std::string::npos ? "" : text.substr(at + before.size(), 14);
  }
};

struct Town {
  Office office;
  Platform& platform = office.platform;

  explicit Town(std::vector<std::string> staff_domains = {}) : office(true, std::move(staff_domains)) {
    platform.live("de.worms.pilot", platform.category("Nur im Test"), "pilot");
  }

  std::string round(std::int64_t share, std::int64_t from = -1) {
    return round_for({{"cohort", "share"}, {"share_percent", share}}, from);
  }
  std::string round_for(Json body, std::int64_t from = -1) {
    const std::int64_t now = platform.time.ms;
    body["name"] = "Worms probiert";
    body["ring"] = "pilot";
    body["starts_at"] = rfc3339(now + from * kDay);
    body["ends_at"] = rfc3339(now + 5 * kDay);
    const Reply made = platform.post("/v1/test-rounds", platform.lead(), body);
    REQUIRE_MESSAGE(made.status == 201, made.text);
    return made.id();
  }
  Json round_now(const std::string& id) {
    return platform.get("/v1/test-rounds/" + id, platform.lead()).body;
  }
  Reply change(const std::string& id, const Json& body) {
    return platform.patch("/v1/test-rounds/" + id, platform.lead(), body);
  }
  Browser citizen(const std::string& email) {
    platform.time.ms += kMinute;  // letters are not sent faster
    return {&platform, office.in(email).cookie};
  }
  /// What the lot of an account is drawn by.
  std::string lot(const std::string& account) {
    std::string mark;
    office.in_store([&](Change& change) { mark = find_account(change.database(), account)->email_mark; });
    return mark;
  }
  std::string code(const std::string& round_id, const std::string& account) {
    return shown_code(code_of_account(platform.impl().security().key(), round_id, lot(account)));
  }
  bool draws(const std::string& round_id, const std::string& account, std::int64_t share) {
    return is_drawn(platform.impl().security().key(), round_id, lot(account), share);
  }
  /// How many numbers stand under this in a code's place.
  std::int64_t numbers_of(const std::string& code) {
    std::int64_t count = 0;
    office.in_store([&](Change& change) {
      count = as_int(change.database()
                         .query("SELECT COUNT(*) FROM test_codes WHERE code_sha256 = :p1", "i", {code})
                         .at(0)
                         .at(0));
    });
    return count;
  }
  std::int64_t rows(const std::string& table) {
    std::int64_t count = 0;
    office.in_store([&](Change& change) {
      count = as_int(change.database().query("SELECT COUNT(*) FROM " + table, "i").at(0).at(0));
    });
    return count;
  }
};

}  // namespace stadtpult::platform::test
