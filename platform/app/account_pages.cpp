#include "platform/app/account_pages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/content/words.hpp"
#include "platform/domain/account_rules.hpp"
#include "platform/domain/identity_rules.hpp"

namespace stadtpult::platform::app {
namespace {

using content::escape_html;
using content::word;

/// Writes the pages of an account in one language.
class Sheet {
 public:
  explicit Sheet(const Frame& frame) : frame_(frame) {}

  [[nodiscard]] std::string words(std::string_view key) const {
    return escape_html(word(key, frame_.language));
  }
  [[nodiscard]] std::string at(std::string_view path) const {
    return escape_html(address(path, frame_.language));
  }
  Sheet& heading(std::string_view key) { return add(fmt::format("<h1>{}</h1>\n", words(key))); }
  Sheet& paragraph(const std::string& html) { return add("<p>" + html + "</p>\n"); }
  Sheet& alarm(const std::string& sentence) {
    if (sentence.empty()) return *this;
    return add(
        fmt::format("<div role=\"alert\" class=\"note warning\"><p>{}</p></div>\n", escape_html(sentence)));
  }
  Sheet& link(std::string_view path, std::string_view key, std::string_view attributes = "") {
    return paragraph(fmt::format("<a href=\"{}\"{}>{}</a>", at(path), attributes, words(key)));
  }
  /// A form of one field, with its label, a hint and a button.
  Sheet& ask(std::string_view path, std::string_view name, std::string_view label, const std::string& hint,
             const std::string& attributes, std::string_view button) {
    return add(fmt::format(
        "<form method=\"post\" action=\"{0}\">\n<div class=\"field\"><label for=\"{1}\">{2} <span "
        "class=\"hint\">({3})</span></label>\n<p class=\"hint\" id=\"{1}-hint\">{4}</p>\n<input id=\"{1}\" "
        "name=\"{1}\" required aria-describedby=\"{1}-hint\" {5}></div>\n<button "
        "type=\"submit\">{6}</button>\n</form>\n",
        at(path), name, words(label), words("required"), hint, attributes, words(button)));
  }
  /// A form that is a button.
  Sheet& act(std::string_view path, std::string_view button, std::string_view field = "",
             std::string_view value = "1") {
    return add(fmt::format(
        "<form method=\"post\" action=\"{}\">\n{}<p><button type=\"submit\">{}</button></p>\n</form>\n",
        at(path), field.empty() ? "" : hidden(field, value), words(button)));
  }
  /// The same, after a box was ticked.
  Sheet& act_if_sure(std::string_view path, std::string_view label, std::string_view button) {
    return add(fmt::format(
        "<form method=\"post\" action=\"{0}\">\n<div class=\"field check\"><input id=\"sure\" "
        "type=\"checkbox\" name=\"sure\" value=\"1\" required><label for=\"sure\">{1}</label></div>\n"
        "<p><button type=\"submit\">{2}</button></p>\n</form>\n",
        at(path), words(label), words(button)));
  }
  Sheet& section(const std::string& html) { return add(fmt::format("<h2>{}</h2>\n", html)); }
  Sheet& fact(std::string_view key, const std::string& html) {
    return paragraph(fmt::format("{}: <strong>{}</strong>", words(key), html));
  }
  [[nodiscard]] std::string page() const { return document(frame_, main_); }

 private:
  static std::string hidden(std::string_view name, std::string_view value) {
    return fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name, escape_html(value));
  }
  Sheet& add(const std::string& html) {
    main_ += html;
    return *this;
  }

  const Frame& frame_;
  std::string main_;
};

/// The order of ISO 8601 is read in all languages.
std::string shown_day(base::Timestamp at) {
  return fmt::format("<time datetime=\"{0}\">{0}</time>", base::to_rfc3339(at).substr(0, 10));
}

/// What a round that asks the account is, and how to take part or to leave.
void show_offer(Sheet& sheet, const AccountView::Offer& offer) {
  using enum AccountView::Offer::State;
  const auto says = [&](std::string_view key) {
    sheet.paragraph(fmt::format(fmt::runtime(sheet.words(key)), shown_day(offer.ends_at)));
  };
  const auto join = [&](std::string_view button) { sheet.act("/app/test", button, "code", offer.code); };
  sheet.section(fmt::format(fmt::runtime(sheet.words("test.strip")), escape_html(offer.round_name)));
  switch (offer.state) {
    case open:
      says(offer.employees ? "account.test.employee" : "account.test.drawn");
      sheet.paragraph(sheet.words("account.test.what"));
      return join("test.go");
    case left:
      says("account.test.left");
      return join("account.test.return");
    case elsewhere:
      says("account.test.elsewhere");
      join("account.test.here_too");
      break;
    case here:
      says("account.test.here");
      break;
  }
  sheet.act("/app/test/end", "account.test.leave", "round", offer.round_id);
}

/// Whose account it is: how that was confirmed, or how to have it confirmed.
void show_identity(Sheet& sheet, const AccountView& view) {
  sheet.section(sheet.words("account.identity"));
  if (!view.identity) {
    sheet.paragraph(sheet.words("account.identity.why"))
        .paragraph(fmt::format(fmt::runtime(sheet.words("account.identity.how")), kIdentityCodeMinutes))
        .act("/app/account/identity", "account.identity.make");
    return;
  }
  const std::string document =
      std::string("account.identity.") + contract::enum_name(view.identity->document);
  sheet.fact("account.identity.since", shown_day(view.identity->checked_at))
      .fact("account.identity.name", escape_html(view.identity->name))
      .fact("account.identity.method",
            fmt::format(fmt::runtime(sheet.words("account.identity.counter")), sheet.words(document)))
      .paragraph(sheet.words("account.identity.sees"))
      .act_if_sure("/app/account/identity/end", "account.identity.end_sure", "account.identity.end");
}

}  // namespace

std::string sign_in_form(const Frame& frame, const std::string& email, const std::string& wrong) {
  Sheet sheet(frame);
  return sheet.heading("account.sign_in")
      .alarm(wrong)
      .ask("/app/sign-in", "email", "account.email", sheet.words("account.how"),
           fmt::format("type=\"email\" maxlength=\"254\" autocomplete=\"email\" spellcheck=\"false\"{}",
                       email.empty() ? "" : fmt::format(" value=\"{}\"", escape_html(email))),
           "account.send_code")
      .page();
}

std::string code_form(const Frame& frame, const std::string& ticket, const std::string& wrong) {
  Sheet sheet(frame);
  return sheet.heading("account.code_title")
      .alarm(wrong)
      .paragraph(fmt::format(fmt::runtime(sheet.words("account.code_sent")), kCodeMinutes))
      .ask("/app/sign-in/" + ticket, "code", "account.code", sheet.words("account.code_hint"),
           "inputmode=\"numeric\" maxlength=\"20\" autocomplete=\"one-time-code\" spellcheck=\"false\"",
           "account.sign_in")
      .link("/app/sign-in", "account.new_code")
      .page();
}

std::string account(const Frame& frame, const AccountView& view) {
  Sheet sheet(frame);
  sheet.heading("account").fact("account.address", escape_html(view.email));
  const auto here =
      std::find_if(view.sessions.begin(), view.sessions.end(), [](const auto& each) { return each.here; });
  if (here != view.sessions.end()) sheet.fact("account.since", shown_day(here->since));
  sheet.fact("account.made", shown_day(view.created_at))
      .fact("account.devices", std::to_string(view.sessions.size()));
  if (view.merchant) sheet.paragraph(sheet.words("account.merchant"));
  for (const auto& offer : view.offers) show_offer(sheet, offer);
  show_identity(sheet, view);
  return sheet.section(sheet.words("account.signed_in"))
      .paragraph(fmt::format(fmt::runtime(sheet.words("account.ends")), kSessionDays, kIdleDays))
      .act("/app/account/sign-out", "account.sign_out")
      .act("/app/account/sign-out", "account.sign_out_everywhere", "everywhere")
      .link("/app/account/data", "account.data", " download=\"city-app-konto.json\"")
      .link("/app/account/erase", "account.erase")
      .page();
}

std::string identity_code(const Frame& frame, const std::string& code) {
  Sheet sheet(frame);
  return sheet.heading("account.identity.code_title")
      .fact("account.code", escape_html(code))
      .paragraph(fmt::format(fmt::runtime(sheet.words("account.identity.show")), kIdentityCodeMinutes))
      .paragraph(sheet.words("account.identity.stored"))
      .link("/app/account", "account.identity.back")
      .page();
}

std::string erase_form(const Frame& frame, const std::string& email) {
  Sheet sheet(frame);
  return sheet.heading("account.erase_question")
      .fact("account.address", escape_html(email))
      .paragraph(sheet.words("account.erase_what"))
      .act("/app/account/erase", "account.erase_yes")
      .link("/app/account", "account.keep")
      .page();
}

}  // namespace stadtpult::platform::app
