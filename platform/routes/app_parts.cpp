#include "platform/routes/app_parts.hpp"

#include "platform/domain/package/package.hpp"
#include "platform/domain/publishing.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/public_query.hpp"
#include "platform/store/live.hpp"

namespace stadtpult::platform {

using base::Timestamp;
using contract::Media;
using contract::Ring;

std::optional<content::Target> Live::find(std::string_view reference) {
  const auto colon = reference.find(':');
  const std::string kind(reference.substr(0, colon)), id(reference.substr(colon + 1));
  if (kind == "page") return page(id);
  if (kind == "media") return media(id);
  if (kind == "miniapp") return miniapp(id);
  return std::nullopt;
}

std::optional<content::Target> Live::page(const std::string& id) {
  const auto page = live_page_by_id(database_, ring_, id);
  if (!page) return std::nullopt;
  content::Target target;
  target.href = app::page_address(page->slug, language_);
  target.name = page->title.in(language_);
  return target;
}

std::optional<content::Target> Live::media(const std::string& id) {
  const auto media = Table<Media>::find(database_, id);
  if (!media || media->archived) return std::nullopt;
  return content::target_of(*media, "/app/media/" + media->sha256);
}

std::optional<content::Target> Live::miniapp(const std::string& id) {
  if (!catalogue_) catalogue_ = public_view(ring_, language_, 0, seen_in(database_, ring_, false));
  for (const auto& app : catalogue_->miniapps) {
    if (app.id != id) continue;
    content::Target target;
    target.href = app.url && content::is_safe_link(*app.url)
                      ? *app.url
                      : app::address("/app/c/" + app.category_id, language_);
    target.name = app.name;
    return target;
  }
  return std::nullopt;
}

std::optional<OpenPage> open_page(Database& database, Ring ring, const std::string& slug,
                                  const std::string& language, Timestamp at) {
  auto page = live_page_by_slug(database, ring, slug);
  if (!page) return std::nullopt;
  OpenPage open{std::move(*page), {}, {}, {}};
  open.document = content::decode_document(open.page.content).value_or(content::Document{});
  Live live(database, ring, language);
  open.nodes = content::render_page(open.page.title, open.page.summary, open.document, live.view(at));
  open.below = live_pages(database, {.ring = ring, .parent_id = open.page.id});
  return open;
}

Answer html(std::string text, int status) {
  Answer answer;
  answer.status = status;
  answer.content_type = "text/html; charset=utf-8";
  answer.body = std::move(text);
  if (status == 200) answer.etag = etag_of_body(answer.body);
  return answer;
}

std::string language_for(const Call& call) {
  const auto* tag = find_name(call.query, "language");
  return tag != nullptr && is_language_tag(*tag) ? *tag : "de";
}

app::Frame frame_for(const Call& call, std::string path, std::string title) {
  app::Frame frame;
  frame.language = language_for(call);
  frame.path = std::move(path);
  frame.title = std::move(title);
  if (call.tester) frame.round = call.tester->round_name;
  return frame;
}

}  // namespace stadtpult::platform
