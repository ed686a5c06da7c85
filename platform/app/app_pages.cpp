#include "platform/app/app_pages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/base/percent.hpp"
#include "api-client/content/words.hpp"

namespace stadtpult::platform::app {

using content::escape_html;
using content::word;
using contract::PublicCategory;
using contract::PublicMiniapp;

namespace {

std::string say(std::string_view key, const Frame& frame) {
  return escape_html(word(key, frame.language));
}

/// "2. Dezember 2026" would need names of months in every language; the order of ISO 8601 is read in all of
/// them.
std::string day_of(base::Timestamp at) {
  return base::to_rfc3339(at).substr(0, 10);
}

std::string link(const std::string& href, const std::string& words, const std::string& attributes = "") {
  return fmt::format("<a href=\"{}\"{}>{}</a>", escape_html(href), attributes, escape_html(words));
}

/// The beginning of the form that takes part in a test round.
std::string join_form(const Frame& frame) {
  return fmt::format("<form method=\"post\" action=\"{}\">\n",
                     escape_html(address("/app/test", frame.language)));
}

/// The attribute for a text in another language than what it stands in; "" for none.
std::string said_to_be(const std::string& other) {
  return other.empty() ? std::string() : fmt::format(" lang=\"{}\"", escape_html(other));
}

/// The words in the frame's language; where they are in another one, that is said.
std::string words_in(const contract::LocalizedText& text, const Frame& frame, std::string& attribute) {
  attribute = said_to_be(content::other_language(text, frame.language));
  return text.in(frame.language);
}

/// " lang=\"de\"" for the platform's own words among a page's, where it does not speak the page's language.
std::string own_language(const Frame& frame) {
  const auto spoken = content::word_language(frame.language);
  return spoken == frame.language ? std::string() : fmt::format(" lang=\"{}\"", escape_html(spoken));
}

/// One of the platform's own words among a page's: "<h2 lang="de">Rubriken</h2>".
std::string own(std::string_view tag, std::string_view key, const Frame& frame) {
  return fmt::format("<{0}{1}>{2}</{0}>\n", tag, own_language(frame), say(key, frame));
}

std::string page_entry(const LivePage& page, const Frame& frame, bool with_day = false) {
  std::string of_title, of_summary;
  const auto title = words_in(page.title, frame, of_title);
  const auto summary = words_in(page.summary, frame, of_summary);
  std::string out = "<li>" + link(page_address(page.slug, frame.language), title, of_title);
  if (with_day && page.published_at)
    out += fmt::format(" <time datetime=\"{0}\">{0}</time>", day_of(page.published_at));
  if (!summary.empty()) out += fmt::format("<p{}>{}</p>", of_summary, escape_html(summary));
  return out + "</li>\n";
}

std::string page_list(const std::vector<LivePage>& pages, const Frame& frame, bool with_day = false) {
  if (pages.empty()) return {};
  std::string out = "<ul class=\"entries\">\n";
  for (const auto& page : pages) out += page_entry(page, frame, with_day);
  return out + "</ul>\n";
}

std::string category_tile(const PublicCategory& category, const ShownCatalogue& shown, const Frame& frame) {
  return fmt::format("<li>{}</li>\n", link(address("/app/c/" + category.id, frame.language), category.name,
                                           said_to_be(shown.languages_of(category.id).name)));
}

std::string miniapp_list(const std::vector<PublicMiniapp>& miniapps, const ShownCatalogue& shown,
                         const Frame& frame) {
  if (miniapps.empty()) return {};
  std::string out = own("h2", "miniapps", frame) + "<ul class=\"entries\">\n";
  for (const auto& app : miniapps) {
    // A packaged mini-app opens inside the City-App; on the web its name and what it does are told.
    const bool opens = app.url && content::is_safe_link(*app.url);
    const auto other = shown.languages_of(app.id);
    const auto of_name = said_to_be(other.name);
    out += "<li>" + (opens ? link(*app.url, app.name, " rel=\"noopener noreferrer\"" + of_name)
                           : fmt::format("<strong{}>{}</strong>", of_name, escape_html(app.name)));
    if (!app.summary.empty())
      out += fmt::format("<p{}>{}</p>", said_to_be(other.summary), escape_html(app.summary));
    out += fmt::format("<p class=\"by\">{}</p></li>\n", escape_html(app.organisation));
  }
  return out + "</ul>\n";
}

std::string merchant_list(const std::vector<contract::Merchant>& merchants, const Frame& frame) {
  if (merchants.empty()) return {};
  std::string out = own("h2", "merchants", frame) + "<ul class=\"entries\">\n";
  for (const auto& each : merchants) {
    out += "<li>" + link(address("/app/m/" + each.id, frame.language), each.name);
    if (!each.trade.empty()) out += fmt::format("<p>{}</p>", escape_html(each.trade));
    out += "</li>\n";
  }
  return out + "</ul>\n";
}

/// Who sees other pages than everybody must see that they do.
std::string test_strip(const Frame& frame) {
  if (frame.round.empty()) return {};
  return fmt::format(
      "<form class=\"round\" aria-label=\"{0}\" method=\"post\" action=\"{1}\">\n<span>{0}"
      "</span>\n<button type=\"submit\">{2}</button>\n</form>\n",
      fmt::format(fmt::runtime(say("test.strip", frame)), escape_html(frame.round)),
      escape_html(address("/app/test/end", frame.language)), say("test.leave", frame));
}

std::string door(const Frame& frame) {
  if (frame.door == Frame::Door::none) return {};
  const bool in = frame.door == Frame::Door::account;
  return fmt::format("<li>{}</li>\n",
                     link(address(in ? "/app/account" : "/app/sign-in", frame.language),
                          std::string(word(in ? "account" : "account.sign_in", frame.language))));
}

/// The form for feedback, about this page where it is one.
std::string feedback_address(const Frame& frame) {
  constexpr std::string_view kPage = "/app/p/";
  return address("/app/feedback", frame.language,
                 frame.path.starts_with(kPage)
                     ? "screen=" + base::percent_encode("page:" + frame.path.substr(kPage.size()))
                     : "");
}

std::string search_form(const Frame& frame, const std::string& words) {
  std::string form = "<form role=\"search\" action=\"/app/search\" method=\"get\">\n";
  form += fmt::format(
      "<label for=\"q\"{}>{}</label>\n<input type=\"search\" id=\"q\" name=\"q\" maxlength=\"200\"",
      own_language(frame), say("search.label", frame));
  if (!words.empty()) form += fmt::format(" value=\"{}\"", escape_html(words));
  form += ">\n";
  if (frame.language != "de")
    form +=
        fmt::format("<input type=\"hidden\" name=\"language\" value=\"{}\">\n", escape_html(frame.language));
  return form + fmt::format("<button type=\"submit\"{}>{}</button>\n</form>\n", own_language(frame),
                            say("search", frame));
}

/// A section of its own before the page, so that it is heard first and can be jumped to. No role of an alert:
/// it stands there when the page is opened and comes by no script.
std::string banner_part(const Frame& frame) {
  std::string notes;
  for (const auto& banner : frame.banners) {
    if (frame.path == "/app/p/" + banner.slug) continue;
    notes += fmt::format("<div class=\"note important\">\n<h3>{}</h3>\n",
                         link(page_address(banner.slug, frame.language), banner.title.in(frame.language),
                              language_beside(banner.title, frame)));
    if (const auto& more = banner.summary.in(frame.language); !more.empty())
      notes += fmt::format("<p{}>{}</p>\n", language_beside(banner.summary, frame), escape_html(more));
    notes += "</div>\n";
  }
  if (notes.empty()) return {};
  return fmt::format(
      "<section class=\"alerts\" aria-labelledby=\"app-alerts\">\n<h2 "
      "id=\"app-alerts\">{}</h2>\n{}</section>\n",
      say("alerts", frame), notes);
}

std::string heading(std::string_view words, const std::string& attribute = "") {
  return fmt::format("<h1{}>{}</h1>\n", attribute, escape_html(words));
}

/// Where the page's language has a name of its own in the list, it is offered too.
Frame with_languages(Frame frame, const LivePage& page) {
  for (const auto& [tag, words] : page.title.by_language)
    if (!words.empty() &&
        std::find(frame.languages.begin(), frame.languages.end(), tag) == frame.languages.end())
      frame.languages.push_back(tag);
  return frame;
}

}  // namespace

std::string language_beside(const contract::LocalizedText& text, const Frame& frame) {
  return language_beside(content::other_language(text, frame.language), frame);
}

std::string language_beside(const std::string& other, const Frame& frame) {
  const std::string_view shown = other.empty() ? std::string_view(frame.language) : other;
  return shown == content::word_language(frame.language) ? std::string()
                                                         : fmt::format(" lang=\"{}\"", escape_html(shown));
}

std::string document(const Frame& frame, const std::string& main, Words words) {
  std::string out;
  out.reserve(main.size() + 3'000);
  // Header and footer stand in German where the platform does not speak the page's language.
  const auto spoken = content::word_language(frame.language);
  const auto language = escape_html(spoken);
  const auto of_main = spoken == frame.language || words == Words::platform
                           ? std::string()
                           : fmt::format(" lang=\"{}\"", escape_html(frame.language));
  out += fmt::format("<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", language);
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out +=
      fmt::format("<title>{}City-App</title>\n", frame.title.empty() ? "" : escape_html(frame.title) + " – ");
  out +=
      "<link rel=\"stylesheet\" href=\"/app/files/app.css\">\n<link rel=\"manifest\" "
      "href=\"/app/files/app.webmanifest\">\n"
      "<link rel=\"icon\" href=\"/app/files/icon.svg\" type=\"image/svg+xml\">\n<meta name=\"theme-color\" "
      "content=\"#1d4ed8\">\n<script src=\"/app/files/app.js\" defer></script>\n</head>\n<body>\n";
  out += fmt::format("<a class=\"skip\" href=\"#content\">{}</a>\n", say("skip", frame)) + test_strip(frame);
  out +=
      fmt::format("<header>\n{}\n", link(address("/app/", frame.language), "City-App", " class=\"brand\""));
  out += fmt::format(
      "<nav aria-label=\"City-App\"><ul>\n<li>{}</li>\n<li>{}</li>\n<li>{}</li>\n{}</ul></nav>\n</header>\n",
      link(address("/app/", frame.language), std::string(word("home", frame.language))),
      link(address("/app/news", frame.language), std::string(word("news", frame.language))),
      link(address("/app/search", frame.language), std::string(word("search", frame.language))), door(frame));
  out += banner_part(frame) + "<main id=\"content\"" + of_main + ">\n" + main + "</main>\n<footer>\n";
  out += fmt::format("<p>{}</p>\n",
                     link(feedback_address(frame), std::string(word("feedback", frame.language))));
  out += fmt::format("<nav aria-label=\"{}\"><ul>\n", say("languages", frame));
  for (const auto& tag : frame.languages)
    out += "<li>" +
           link(address(frame.path, tag, frame.query), std::string(content::language_name(tag)),
                fmt::format(" lang=\"{0}\" hreflang=\"{0}\"{1}", escape_html(tag),
                            tag == frame.language ? " aria-current=\"true\"" : "")) +
           "</li>\n";
  return out + "</ul></nav>\n</footer>\n</body>\n</html>\n";
}

std::string address(std::string_view path, std::string_view language, std::string_view query) {
  std::string all(query);
  if (language != "de") all += (all.empty() ? "language=" : "&language=") + std::string(language);
  return std::string(path) + (all.empty() ? "" : "?" + all);
}

std::string page_address(const std::string& slug, std::string_view language) {
  return address("/app/p/" + slug, language);
}

std::string home(const Frame& frame, const ShownCatalogue& shown, const std::vector<LivePage>& news_pages) {
  const auto& catalogue = shown.catalogue;
  std::string main = heading("City-App");
  main += search_form(frame, "");
  if (!news_pages.empty()) main += own("h2", "news", frame) + page_list(news_pages, frame, true);
  main += own("h2", "categories", frame);
  main += catalogue.categories.empty() ? own("p", "empty", frame) : "<ul class=\"tiles\">\n";
  for (const auto& each : catalogue.categories)
    if (!each.parent_id) main += category_tile(each, shown, frame);
  if (!catalogue.categories.empty()) main += "</ul>\n";
  return document(frame, main, Words::pages);
}

std::string category(const Frame& frame, const PublicCategory& category, const ShownCatalogue& shown,
                     const std::vector<LivePage>& pages, const std::vector<contract::Merchant>& merchants) {
  const auto& catalogue = shown.catalogue;
  std::string main = heading(category.name, said_to_be(shown.languages_of(category.id).name)), below;
  for (const auto& each : catalogue.categories)
    if (each.parent_id == category.id) below += category_tile(each, shown, frame);
  if (!below.empty()) main += "<ul class=\"tiles\">\n" + below + "</ul>\n";
  std::vector<LivePage> top;
  for (const auto& page : pages)
    if (!page.parent_id && page.type != contract::PageType::banner) top.push_back(page);
  main += page_list(top, frame);
  std::vector<PublicMiniapp> miniapps;
  for (const auto& app : catalogue.miniapps)
    if (app.category_id == category.id) miniapps.push_back(app);
  main += miniapp_list(miniapps, shown, frame) + merchant_list(merchants, frame);
  if (below.empty() && top.empty() && miniapps.empty() && merchants.empty()) main += own("p", "empty", frame);
  return document(frame, main, Words::pages);
}

std::string page(const Frame& frame, const LivePage& page, const std::vector<content::Node>& nodes,
                 const std::vector<LivePage>& below, content::HtmlOptions form) {
  form.language = frame.language;
  form.form_prefix = "/app/p/" + page.slug + "/forms/";
  form.form_suffix = address("", frame.language);
  const std::string main =
      "<article>\n" + content::to_html(nodes, form) + "</article>\n" + page_list(below, frame);
  return document(with_languages(frame, page), main, Words::pages);
}

std::string news(const Frame& frame, const std::vector<LivePage>& pages) {
  return document(frame,
                  own("h1", "news", frame) +
                      (pages.empty() ? own("p", "news.none", frame) : page_list(pages, frame, true)),
                  Words::pages);
}

std::string search(const Frame& frame, const std::string& words, const std::vector<LivePage>& pages,
                   const ShownCatalogue& found) {
  const auto& miniapps = found.catalogue.miniapps;
  std::string main = own("h1", "search", frame);
  main += search_form(frame, words);
  if (words.empty()) return document(frame, main, Words::pages);
  if (pages.empty() && miniapps.empty())
    main += fmt::format("<p{}>{}</p>\n", own_language(frame),
                        fmt::format(fmt::runtime(say("search.none", frame)), escape_html(words)));
  if (!pages.empty()) main += own("h2", "pages", frame) + page_list(pages, frame);
  return document(frame, main + miniapp_list(miniapps, found, frame), Words::pages);
}

namespace {

/// What a form for feedback sends beside what is typed, in words.
std::string sent_along(const Frame& frame, const FeedbackForm& form) {
  const auto version = escape_html(form.app_version);
  if (form.device.empty()) return fmt::format(fmt::runtime(say("feedback.along_version", frame)), version);
  return fmt::format(fmt::runtime(say("feedback.along", frame)), escape_html(form.device), version);
}

}  // namespace

std::string feedback_form(const Frame& frame, const FeedbackForm& form) {
  std::string main = heading(word("feedback", frame.language));
  if (!form.wrong.empty())
    main +=
        fmt::format("<div role=\"alert\" class=\"note warning\"><p>{}</p></div>\n", escape_html(form.wrong));
  main += fmt::format("<form method=\"post\" enctype=\"multipart/form-data\" action=\"{}\">\n",
                      escape_html(address("/app/feedback", frame.language)));
  const auto hidden = [&](const char* name, const std::string& value) {
    if (!value.empty())
      main += fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name, escape_html(value));
  };
  hidden("client_id", form.client_id);
  hidden("miniapp", form.miniapp);
  hidden("miniapp_version", form.miniapp_version);
  hidden("screen", form.screen);
  if (!form.miniapp_name.empty()) {
    auto about = escape_html(form.miniapp_name);
    if (const auto attribute = language_beside(form.miniapp_language, frame); !attribute.empty())
      about = fmt::format("<span{}>{}</span>", attribute, about);
    if (!form.miniapp_version.empty()) about += " " + escape_html(form.miniapp_version);
    main += fmt::format("<p>{}</p>\n", fmt::format(fmt::runtime(say("feedback.about", frame)), about));
  }
  main +=
      fmt::format("<div class=\"field\"><label for=\"kind\">{}</label>\n<select id=\"kind\" name=\"kind\">\n",
                  say("feedback.kind", frame));
  for (const auto kind : contract::enum_values<contract::FeedbackKind>()) {
    const std::string name = contract::enum_name(kind);
    main += fmt::format("<option value=\"{}\"{}>{}</option>\n", name, name == form.kind ? " selected" : "",
                        say("feedback." + name, frame));
  }
  main += fmt::format(
      "</select></div>\n<div class=\"field\"><label for=\"text\">{} <span "
      "class=\"hint\">({})</span></label>\n"
      "<textarea id=\"text\" name=\"text\" rows=\"8\" maxlength=\"4000\" required "
      "aria-describedby=\"text-hint\">\n{}</textarea>\n<p class=\"hint\" id=\"text-hint\">{}</p></div>\n",
      say("feedback.text", frame), say("required", frame), escape_html(form.text),
      say("feedback.hint", frame));
  main += fmt::format(
      "<div class=\"field\"><label for=\"rating\">{}</label>\n<select id=\"rating\" "
      "name=\"rating\">\n<option "
      "value=\"0\">{}</option>\n",
      say("feedback.rating", frame), say("feedback.no_rating", frame));
  for (int stars = 5; stars >= 1; --stars)
    main += fmt::format("<option value=\"{0}\"{1}>{2}</option>\n", stars,
                        form.rating == std::to_string(stars) ? " selected" : "",
                        fmt::format(fmt::runtime(say("feedback.stars", frame)), stars));
  main += fmt::format(
      "</select></div>\n<div class=\"field\"><label for=\"picture\">{}</label>\n<p class=\"hint\" "
      "id=\"picture-hint\">{}</p>\n<input type=\"file\" id=\"picture\" name=\"picture\" "
      "accept=\"image/png,image/jpeg,image/webp\" aria-describedby=\"picture-hint\"></div>\n<p "
      "class=\"hint\">{}</p>\n<button type=\"submit\">{}</button>\n</form>\n",
      say("feedback.picture", frame), say("feedback.picture_hint", frame), sent_along(frame, form),
      say("send", frame));
  return document(frame, main);
}

std::string receipt(const Frame& frame, const contract::FeedbackReceipt& receipt) {
  std::string main = heading(word("feedback.receipt", frame.language));
  main += fmt::format("<p>{}: <strong>RM-{:04}</strong> <time datetime=\"{}\">{}</time></p>\n",
                      say("form.number", frame), receipt.number, day_of(receipt.created_at),
                      day_of(receipt.created_at));
  main += fmt::format("<p>{}: <strong>{}</strong></p>\n", say("feedback.state", frame),
                      say("feedback.state." + std::string(contract::enum_name(receipt.state)), frame));
  main += fmt::format("<h2>{}</h2>\n", say("feedback.replies", frame));
  if (receipt.replies.empty()) main += fmt::format("<p>{}</p>\n", say("feedback.no_reply", frame));
  for (const auto& reply : receipt.replies) {
    std::string text = escape_html(reply.text);
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 5))
      text.replace(at, 1, "<br>\n");
    main += fmt::format("<div class=\"note\"><p><time datetime=\"{0}\">{0}</time></p><p>{1}</p></div>\n",
                        day_of(reply.at), text);
  }
  return document(frame, main + fmt::format("<p class=\"hint\">{}</p>\n", say("feedback.keep", frame)));
}

std::string test_form(const Frame& frame, const std::string& wrong) {
  std::string main = heading(word("test.title", frame.language));
  if (!wrong.empty())
    main += fmt::format("<div role=\"alert\" class=\"note warning\"><p>{}</p></div>\n", escape_html(wrong));
  main += join_form(frame);
  main += fmt::format(
      "<div class=\"field\"><label for=\"code\">{}</label>\n<input id=\"code\" name=\"code\" "
      "maxlength=\"40\" "
      "autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" required></div>\n<button "
      "type=\"submit\">{}</button>\n</form>\n",
      say("test.code", frame), say("test.go", frame));
  return document(frame, main);
}

std::string test_invitation(const Frame& frame, const TestInvitation& invitation) {
  std::string main = heading(word("test.title", frame.language));
  main += fmt::format(
      "<h2>{}</h2>\n<p>{}</p>\n<p>{}</p>\n{}<input type=\"hidden\" name=\"code\" value=\"{}\">\n<p><button "
      "type=\"submit\">{}</button></p>\n</form>\n",
      fmt::format(fmt::runtime(say("test.strip", frame)), escape_html(invitation.round_name)),
      fmt::format(fmt::runtime(say("test.until", frame)),
                  fmt::format("<time datetime=\"{0}\">{0}</time>", day_of(invitation.until))),
      say(invitation.by_account ? "account.test.what" : "test.what", frame), join_form(frame),
      escape_html(invitation.code), say("test.go", frame));
  return document(frame, main);
}

std::string test_refusal(const Frame& frame, const std::string& why, const std::string& path) {
  const bool home = path == "/app/";
  const auto label = word(home                     ? "form.back"
                          : path == "/app/account" ? "account"
                                                   : "account.sign_in",
                          frame.language);
  return document(frame,
                  fmt::format("{}<p>{}</p>\n<p>{}</p>\n", heading(word("test.title", frame.language)),
                              escape_html(why), link(address(path, frame.language), std::string(label))));
}

std::string message(const Frame& frame, std::string_view heading_words, const std::vector<std::string>& lines,
                    const std::string& back) {
  std::string main = heading(heading_words);
  if (lines.size() == 1) {
    main += fmt::format("<p>{}</p>\n", escape_html(lines[0]));
  } else if (!lines.empty()) {
    main += "<ul>\n";
    for (const auto& line : lines) main += fmt::format("<li>{}</li>\n", escape_html(line));
    main += "</ul>\n";
  }
  if (!back.empty())
    main += fmt::format("<p>{}</p>\n", link(back, std::string(word("form.back", frame.language))));
  return document(frame, main);
}

}  // namespace stadtpult::platform::app
