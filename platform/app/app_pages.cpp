#include "platform/app/app_pages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/content/words.hpp"

namespace stadtpult::platform::app {

using content::escape_html;
using content::word;
using contract::PublicCatalogue;
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

/// The words in the frame's language; where they are in another one, that is said.
std::string words_in(const contract::LocalizedText& text, const Frame& frame, std::string& attribute) {
  const auto& words = text.in(frame.language);
  const auto other = content::other_language(text, frame.language);
  attribute = other.empty() ? "" : fmt::format(" lang=\"{}\"", escape_html(other));
  return words;
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

std::string miniapp_list(const std::vector<PublicMiniapp>& miniapps, const Frame& frame) {
  if (miniapps.empty()) return {};
  std::string out = fmt::format("<h2>{}</h2>\n<ul class=\"entries\">\n", say("miniapps", frame));
  for (const auto& app : miniapps) {
    // A packaged mini-app opens inside the City-App; on the web its name and what it does are told.
    const bool opens = app.url && content::is_safe_link(*app.url);
    out += "<li>" + (opens ? link(*app.url, app.name, " rel=\"noopener noreferrer\"")
                           : fmt::format("<strong>{}</strong>", escape_html(app.name)));
    if (!app.summary.empty()) out += fmt::format("<p>{}</p>", escape_html(app.summary));
    out += fmt::format("<p class=\"by\">{}</p></li>\n", escape_html(app.organisation));
  }
  return out + "</ul>\n";
}

std::string document(const Frame& frame, const std::string& main) {
  std::string out;
  out.reserve(main.size() + 3'000);
  const auto language = escape_html(frame.language);
  out += fmt::format("<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", language);
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out +=
      fmt::format("<title>{}City-App</title>\n", frame.title.empty() ? "" : escape_html(frame.title) + " – ");
  out +=
      "<link rel=\"stylesheet\" href=\"/app/files/app.css\">\n<link rel=\"manifest\" "
      "href=\"/app/files/app.webmanifest\">\n"
      "<link rel=\"icon\" href=\"/app/files/icon.svg\" type=\"image/svg+xml\">\n<meta name=\"theme-color\" "
      "content=\"#1d4ed8\">\n<script src=\"/app/files/app.js\" defer></script>\n</head>\n<body>\n";
  out += fmt::format("<a class=\"skip\" href=\"#content\">{}</a>\n<header>\n{}\n", say("skip", frame),
                     link(address("/app/", frame.language), "City-App", " class=\"brand\""));
  out += fmt::format(
      "<nav aria-label=\"City-App\"><ul>\n<li>{}</li>\n<li>{}</li>\n<li>{}</li>\n</ul></nav>\n</header>\n",
      link(address("/app/", frame.language), std::string(word("home", frame.language))),
      link(address("/app/news", frame.language), std::string(word("news", frame.language))),
      link(address("/app/search", frame.language), std::string(word("search", frame.language))));
  out += "<main id=\"content\">\n" + main + "</main>\n<footer>\n";
  out += fmt::format("<nav aria-label=\"{}\"><ul>\n", say("languages", frame));
  for (const auto& tag : frame.languages)
    out += "<li>" +
           link(address(frame.path, tag, frame.query), std::string(content::language_name(tag)),
                fmt::format(" lang=\"{0}\" hreflang=\"{0}\"{1}", escape_html(tag),
                            tag == frame.language ? " aria-current=\"true\"" : "")) +
           "</li>\n";
  return out + "</ul></nav>\n</footer>\n</body>\n</html>\n";
}

std::string search_form(const Frame& frame, const std::string& words) {
  std::string form = "<form role=\"search\" action=\"/app/search\" method=\"get\">\n";
  form +=
      fmt::format("<label for=\"q\">{}</label>\n<input type=\"search\" id=\"q\" name=\"q\" maxlength=\"200\"",
                  say("search.label", frame));
  if (!words.empty()) form += fmt::format(" value=\"{}\"", escape_html(words));
  form += ">\n";
  if (frame.language != "de")
    form +=
        fmt::format("<input type=\"hidden\" name=\"language\" value=\"{}\">\n", escape_html(frame.language));
  return form + fmt::format("<button type=\"submit\">{}</button>\n</form>\n", say("search", frame));
}

std::string heading(std::string_view words) {
  return fmt::format("<h1>{}</h1>\n", escape_html(words));
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

std::string address(std::string_view path, std::string_view language, std::string_view query) {
  std::string all(query);
  if (language != "de") all += (all.empty() ? "language=" : "&language=") + std::string(language);
  return std::string(path) + (all.empty() ? "" : "?" + all);
}

std::string page_address(const std::string& slug, std::string_view language) {
  return address("/app/p/" + slug, language);
}

std::string home(const Frame& frame, const PublicCatalogue& catalogue,
                 const std::vector<LivePage>& news_pages, const std::vector<LivePage>& banners) {
  std::string main = heading("City-App");
  for (const auto& banner : banners) {
    std::string of_title;
    const auto title = words_in(banner.title, frame, of_title);
    main += fmt::format("<div role=\"note\" class=\"note important\" aria-label=\"{}\"><p>{}</p></div>\n",
                        say("notice.important", frame),
                        link(page_address(banner.slug, frame.language), title, of_title));
  }
  main += search_form(frame, "");
  if (!news_pages.empty())
    main += fmt::format("<h2>{}</h2>\n", say("news", frame)) + page_list(news_pages, frame, true);
  main += fmt::format("<h2>{}</h2>\n", say("categories", frame));
  main += catalogue.categories.empty() ? fmt::format("<p>{}</p>\n", say("empty", frame))
                                       : "<ul class=\"tiles\">\n";
  for (const auto& each : catalogue.categories)
    if (!each.parent_id)
      main += fmt::format("<li>{}</li>\n", link(address("/app/c/" + each.id, frame.language), each.name));
  if (!catalogue.categories.empty()) main += "</ul>\n";
  return document(frame, main);
}

std::string category(const Frame& frame, const PublicCategory& category, const PublicCatalogue& catalogue,
                     const std::vector<LivePage>& pages) {
  std::string main = heading(category.name), below;
  for (const auto& each : catalogue.categories)
    if (each.parent_id == category.id)
      below += fmt::format("<li>{}</li>\n", link(address("/app/c/" + each.id, frame.language), each.name));
  if (!below.empty()) main += "<ul class=\"tiles\">\n" + below + "</ul>\n";
  std::vector<LivePage> top;
  for (const auto& page : pages)
    if (!page.parent_id && page.type != contract::PageType::banner) top.push_back(page);
  main += page_list(top, frame);
  std::vector<PublicMiniapp> miniapps;
  for (const auto& app : catalogue.miniapps)
    if (app.category_id == category.id) miniapps.push_back(app);
  main += miniapp_list(miniapps, frame);
  if (below.empty() && top.empty() && miniapps.empty())
    main += fmt::format("<p>{}</p>\n", say("empty", frame));
  return document(frame, main);
}

std::string page(const Frame& frame, const LivePage& page, const std::vector<content::Node>& nodes,
                 const std::vector<LivePage>& below, content::HtmlOptions form) {
  form.language = frame.language;
  form.form_prefix = "/app/p/" + page.slug + "/forms/";
  form.form_suffix = address("", frame.language);
  const std::string main =
      "<article>\n" + content::to_html(nodes, form) + "</article>\n" + page_list(below, frame);
  return document(with_languages(frame, page), main);
}

std::string news(const Frame& frame, const std::vector<LivePage>& pages) {
  return document(frame, heading(word("news", frame.language)) +
                             (pages.empty() ? fmt::format("<p>{}</p>\n", say("news.none", frame))
                                            : page_list(pages, frame, true)));
}

std::string search(const Frame& frame, const std::string& words, const std::vector<LivePage>& pages,
                   const std::vector<PublicMiniapp>& miniapps) {
  std::string main = heading(word("search", frame.language));
  main += search_form(frame, words);
  if (words.empty()) return document(frame, main);
  if (pages.empty() && miniapps.empty())
    main +=
        fmt::format("<p>{}</p>\n", fmt::format(fmt::runtime(say("search.none", frame)), escape_html(words)));
  if (!pages.empty()) main += fmt::format("<h2>{}</h2>\n", say("pages", frame)) + page_list(pages, frame);
  return document(frame, main + miniapp_list(miniapps, frame));
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
