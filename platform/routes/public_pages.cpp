// Live pages: as JSON for the citizens' app, and as the HTML that citizens open.

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "api-client/base/percent.hpp"
#include "api-client/base/utf8.hpp"
#include "api-client/content/translation.hpp"
#include "api-client/content/words.hpp"
#include "assets/assets.hpp"
#include "platform/domain/package/package.hpp"
#include "platform/domain/publishing.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/public_merchants.hpp"
#include "platform/routes/public_query.hpp"
#include "platform/store/collation.hpp"
#include "platform/store/live.hpp"
#include "platform/store/offerings.hpp"
#include "platform/store/packages.hpp"

namespace stadtpult::platform {

using base::Result;
using contract::Media;
using contract::PageType;
using contract::Ring;

namespace {

constexpr int kNewsAtHome = 3, kMostNews = 50, kMostFound = 50;

/// The blocks as this reader may see them, in one language: what is not for guests stays on the platform.
std::string public_content(const content::Document& document, const content::View& view) {
  content::Document shown;
  for (const auto& block : document.blocks)
    if (content::visible(block, view)) shown.blocks.push_back(block);
  std::vector<std::string> paths;
  content::each_text(shown, [&](const std::string& path, const content::BlockField&,
                                const contract::LocalizedText&) { paths.push_back(path); });
  for (const auto& path : paths) {
    auto* text = content::find_text(shown, path);
    if (text == nullptr) continue;
    auto kept = text->tag_for(view.language);
    if (kept.empty()) kept = "de";
    std::erase_if(text->by_language, [&](const auto& each) { return each.first != kept; });
  }
  return content::encode_document(shown);
}

/// That of the title which stands for the language that was asked for; "de" where none does.
std::string language_of(const LivePage& page, const std::string& language) {
  const auto tag = page.title.tag_for(language);
  return tag.empty() ? "de" : tag;
}

/// Does the text hold every word, as the beginning of one of its own? Both as searchable() makes them.
bool words_begin_in(const std::string& text, const std::string& words) {
  std::istringstream each(words);
  for (std::string word; each >> word;)
    if ((" " + text).find(" " + word) == std::string::npos) return false;
  return true;
}

Answer nothing_here(const Call& call) {
  const auto frame = frame_for(call, "/app/", std::string(content::word("not_found", language_for(call))));
  return html(app::message(frame, frame.title, {}, app::address("/app/", frame.language)), 404);
}

ShownCatalogue catalogue_of(Database& database, Ring ring, const std::string& language) {
  return shown_view(ring, language, newest_release_number(database, ring), seen_in(database, ring, false));
}

struct FileRow {
  std::string_view name, type;
};
constexpr FileRow kFiles[] = {
    {"app.css", "text/css; charset=utf-8"},       {"app.js", "text/javascript; charset=utf-8"},
    {"sw.js", "text/javascript; charset=utf-8"},  {"app.webmanifest", "application/manifest+json"},
    {"offline.html", "text/html; charset=utf-8"}, {"icon.svg", "image/svg+xml"}};

}  // namespace

// ---- JSON ----

Result<Answer> public_pages(const Reading& reading) {
  const auto ring = ring_for(reading.call);
  if (!ring) return ring.error();
  const auto language = asked_language(reading.call);
  if (!language) return language.error();
  LivePageQuery query{.ring = *ring};
  if (const auto* id = find_name(reading.call.query, "category_id")) query.category_id = *id;
  if (const auto* words = find_name(reading.call.query, "text")) {
    query.words = *words;
    query.most = kMostFound;
  }
  contract::PublicPages pages;
  pages.ring = *ring;
  pages.language = *language;
  pages.release = newest_release_number(reading.database, *ring);
  pages.sha256 = catalogue_hash(seen_in(reading.database, *ring));
  for (const auto& page : live_pages(reading.database, query)) {
    contract::PublicPageEntry entry;
    entry.id = page.id;
    entry.slug = page.slug;
    entry.type = page.type;
    entry.title = page.title.in(*language);
    entry.summary = page.summary.in(*language);
    entry.category_id = page.category_id;
    entry.parent_id = page.parent_id;
    entry.language = language_of(page, *language);
    entry.published_at = page.published_at;
    pages.pages.push_back(std::move(entry));
  }
  Answer answer;
  answer.body = contract::encode(pages);
  answer.etag = etag_of_body(answer.body);
  return answer;
}

Result<Answer> public_page(const Reading& reading) {
  const auto ring = ring_for(reading.call);
  if (!ring) return ring.error();
  const auto language = asked_language(reading.call);
  if (!language) return language.error();
  const auto live = live_page_by_slug(reading.database, *ring, reading.call.id("slug"));
  if (!live) return base::fail(base::ErrorKind::not_found, "No live page has this address.");
  const auto document = content::decode_document(live->content).value_or(content::Document{});
  contract::PublicPage page;
  page.id = live->id;
  page.slug = live->slug;
  page.type = live->type;
  page.title = live->title.in(*language);
  page.summary = live->summary.in(*language);
  page.category_id = live->category_id;
  page.language = language_of(*live, *language);
  page.parent_id = live->parent_id;
  page.leika_key = live->leika_key;
  page.languages = content::languages_of({live->title, live->summary, document});
  page.content.text = public_content(document, {*language, reading.call.at, content::Audience::guest, {}});
  page.version = live->version;
  page.sha256 = live->sha256;
  page.published_at = live->published_at;
  Answer answer;
  answer.body = contract::encode(page);
  answer.etag = etag_of_body(answer.body);
  answer.until = next_turn(document, reading.call.at);
  return answer;
}

// ---- HTML ----

Result<Answer> app_home(const Reading& reading) {
  const auto frame = frame_for(reading.call, "/app/");
  return html(app::home(frame, catalogue_of(reading.database, ring_of(reading.call), frame.language),
                        live_pages(reading.database, {.ring = ring_of(reading.call),
                                                      .types = {PageType::news, PageType::event},
                                                      .newest_first = true,
                                                      .most = kNewsAtHome})));
}

Result<Answer> app_category(const Reading& reading) {
  const std::string& id = reading.call.id();
  const auto shown = catalogue_of(reading.database, ring_of(reading.call), language_for(reading.call));
  for (const auto& category : shown.catalogue.categories)
    if (category.id == id)
      return html(
          app::category(frame_for(reading.call, "/app/c/" + id, category.name), category, shown,
                        live_pages(reading.database, {.ring = ring_of(reading.call), .category_id = id}),
                        active_merchants_in(reading.database, id)));
  return nothing_here(reading.call);
}

Result<Answer> app_page(const Reading& reading) {
  const std::string language = language_for(reading.call);
  const auto open = open_page(reading.database, ring_of(reading.call), reading.call.id("slug"), language,
                              reading.call.at, audience_of(reading.call));
  if (!open) return nothing_here(reading.call);
  Answer answer =
      html(app::page(frame_for(reading.call, "/app/p/" + open->page.slug, open->page.title.in(language)),
                     open->page, open->nodes, open->below));
  answer.until = next_turn(open->document, reading.call.at);
  return answer;
}

Result<Answer> app_news(const Reading& reading) {
  return html(app::news(
      frame_for(reading.call, "/app/news", std::string(content::word("news", language_for(reading.call)))),
      live_pages(reading.database, {.ring = ring_of(reading.call),
                                    .types = {PageType::news, PageType::event},
                                    .newest_first = true,
                                    .most = kMostNews})));
}

Result<Answer> app_search(const Reading& reading) {
  const auto* q = find_name(reading.call.query, "q");
  const std::string words = q != nullptr ? q->substr(0, 800) : "";
  auto frame = frame_for(reading.call, "/app/search",
                         std::string(content::word("search", language_for(reading.call))));
  if (!base::is_utf8(words)) return html(app::search(frame, "", {}, {}));
  if (!words.empty()) frame.query = "q=" + base::percent_encode(words);
  ShownCatalogue found;
  if (!words.empty()) {
    const auto wanted = searchable(words);
    found = catalogue_of(reading.database, ring_of(reading.call), frame.language);
    std::vector<contract::PublicMiniapp> miniapps;
    for (auto& app : found.catalogue.miniapps)
      if (static_cast<int>(miniapps.size()) < kMostFound &&
          words_begin_in(searchable(app.name + " " + app.summary), wanted))
        miniapps.push_back(std::move(app));
    found.catalogue.miniapps = std::move(miniapps);
  }
  return html(app::search(
      frame, words,
      words.empty()
          ? std::vector<LivePage>{}
          : live_pages(reading.database, {.ring = ring_of(reading.call), .words = words, .most = kMostFound}),
      found));
}

Result<Answer> app_media(const Reading& reading) {
  const std::string& sha256 = reading.call.id("sha256");
  // Several owners may have the same file.
  const auto all = Table<Media>::where(reading.database, {{"sha256", {sha256}}});
  const auto media = std::find_if(all.begin(), all.end(), [&](const Media& each) {
    return media_is_live(reading.database, ring_of(reading.call), each.id, audience_of(reading.call)) ||
           merchants_show(reading.database, each.id);
  });
  if (media == all.end())
    return base::fail(base::ErrorKind::not_found, "Nothing that is live shows this file.");
  auto bytes = read_package(reading.database, sha256);
  if (!bytes) return bytes.error();
  Answer answer;
  answer.content_type = media->media_type;
  answer.etag = "\"" + sha256 + "\"";
  answer.body = std::move(*bytes);
  return answer;
}

Result<Answer> app_file(const Reading& reading) {
  for (const auto& row : kFiles) {
    if (row.name != reading.call.id("name")) continue;
    Answer answer;
    answer.content_type = row.type;
    answer.body = assets::find("app/" + std::string(row.name));
    answer.etag = etag_of_body(answer.body);
    return answer;
  }
  return base::fail(base::ErrorKind::not_found, "There is nothing at this address.");
}

}  // namespace stadtpult::platform
