#pragma once
// A platform that sends letters, and citizens who sign in by them.

#include <fstream>
#include <sstream>

#include "platform/domain/account_rules.hpp"
#include "tests/platform/service/pages_desk.hpp"
#include "tests/support/smtp_server.hpp"

namespace stadtpult::platform::test {

using stadtpult::testing::SmtpServer;

inline const std::string kUrlEncoded = "application/x-www-form-urlencoded";
inline const std::string kAda = "ada.lovelace@example.org";

inline bool says(const Reply& reply, const std::string& words) {
  return reply.text.find(words) != std::string::npos;
}

inline ServiceOptions with_letters(const SmtpServer& server, std::vector<std::string> staff_domains = {}) {
  ServiceOptions options;
  options.staff_domains = std::move(staff_domains);
  options.mail =
      mail::account_of(server.url(), "Stadt Worms <app@worms.example>", "").value_or(mail::Account{});
  return options;
}

/// A browser: one cookie, one address.
struct Phone {
  Platform& platform;
  std::string cookie = {}, source = "203.0.113.9";

  Reply get(const std::string& target) {
    return platform.ask("GET", target, "", "", {.source = source, .cookie = cookie});
  }
  Reply post(const std::string& target, const std::string& body, Extra extra = {}) {
    if (extra.content_type.empty()) extra.content_type = kUrlEncoded;
    extra.source = source;
    extra.cookie = cookie;
    const Reply reply = platform.ask("POST", target, "", body, extra);
    if (reply.headers.contains("Set-Cookie")) {
      const auto& set = reply.headers.at("Set-Cookie");
      cookie = set.find("Max-Age=0") != std::string::npos ? "" : set.substr(0, set.find(';'));
    }
    return reply;
  }
};

struct Office {
  explicit Office(bool letters = true, std::vector<std::string> staff_domains = {})
      : desk{Platform(letters ? with_letters(server, std::move(staff_domains)) : ServiceOptions{})} {}
  SmtpServer server;
  Desk desk;
  Platform& platform = desk.platform;

  int run() { return platform.impl().postman().run_due(); }
  Phone phone() { return {platform}; }
  /// Asks for a code; the address of the page that takes it.
  static std::string ask(Phone& phone, const std::string& email = kAda) {
    const Reply reply = phone.post("/app/sign-in", "email=" + email);
    REQUIRE_MESSAGE(reply.status == 303, reply.text);
    return reply.headers.at("Location");
  }
  /// The code in the newest letter.
  std::string code() {
    run();
    const auto mails = server.mails();
    REQUIRE_FALSE(mails.empty());
    const auto text = testing::text_of(mails.back());
    for (std::size_t i = 0; i + 9 <= text.size(); ++i)
      if (const auto digits = typed_digits(text.substr(i, 9)); digits && text[i + 4] == ' ') return *digits;
    FAIL("no code in the letter");
    return {};
  }
  Phone in(const std::string& email = kAda, const std::string& source = "203.0.113.9") {
    Phone visitor{platform, "", source};
    const auto page = ask(visitor, email);
    const Reply reply = visitor.post(page, "code=" + code());
    REQUIRE_MESSAGE(reply.status == 303, reply.text);
    REQUIRE(visitor.cookie.starts_with("__Host-stadtpult-account="));
    return visitor;
  }
  /// Everything that lies on the disk.
  std::string bytes() {
    std::string all;
    for (const auto* end : {"", "-wal", "-journal"}) {
      std::ifstream file(platform.file() + end, std::ios::binary);
      std::ostringstream text;
      if (file) text << file.rdbuf();
      all += text.str();
    }
    return all;
  }
  template <typename F>
  void in_store(F act) {
    const auto done =
        platform.impl().store().write_and_wait([&] { return platform.impl().occasion(system_actor(), ""); },
                                               [&](Change& change) -> base::Done {
                                                 act(change);
                                                 return {};
                                               });
    REQUIRE(done.ok());
  }
  /// A merchant with this contact address.
  std::string merchant(const std::string& email) {
    contract::Merchant made;
    made.number = ++merchants_;
    made.organisation_id = "demo-merchant";
    made.name = "Rad Speichenglück";
    made.contact_email = email;
    made.verification = contract::MerchantVerification::verified;
    made.activity = contract::MerchantActivity::active;
    in_store([&](Change& change) { change.insert(made); });
    return made.id;
  }
  void change_merchant(const std::string& id, const std::function<void(contract::Merchant&)>& act) {
    in_store([&](Change& change) {
      const auto before = change.find<contract::Merchant>(id);
      auto after = *before;
      act(after);
      change.update(*before, after);
    });
  }

 private:
  std::int64_t merchants_ = 0;
};

inline Json words_for(const std::string& id, const std::string& audience, const std::string& text) {
  return {{"id", id}, {"type", "paragraph"}, {"audience", audience}, {"text", {{"de", text}}}};
}

/// A page with a sentence for each audience.
inline void publish_for_all(Office& office) {
  office.desk.publish(office.desk.page(
      "Markt",
      {{"content",
        {{"blocks",
          {words_for("a", "all", "Satzalle."), words_for("g", "guest", "Satzgast."),
           words_for("s", "signed_in", "Satzangemeldet."), words_for("v", "verified", "Satzausweis."),
           words_for("m", "merchant", "Satzhandel.")}}}}}));
}

/// Which of them are seen, one letter each.
inline std::string seen(const Reply& page) {
  std::string out;
  for (const auto& [letter, word] :
       {std::pair("a", "Satzalle"), std::pair("g", "Satzgast"), std::pair("s", "Satzangemeldet"),
        std::pair("v", "Satzausweis"), std::pair("m", "Satzhandel")})
    if (says(page, word)) out += letter;
  return out;
}

}  // namespace stadtpult::platform::test
