#include "platform/routes/app_parts.hpp"

#include <fmt/format.h>

#include "api-client/base/line_ends.hpp"
#include "api-client/base/utf8.hpp"
#include "api-client/contract/language_tag.hpp"
#include "platform/domain/package/package.hpp"
#include "platform/routes/banner_board.hpp"
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
  target.language = content::other_language(page->title, language_);
  return target;
}

std::optional<content::Target> Live::media(const std::string& id) {
  const auto media = Table<Media>::find(database_, id);
  if (!media || media->archived) return std::nullopt;
  return content::target_of(*media, "/app/media/" + media->sha256);
}

const contract::PublicMiniapp* Live::shown_miniapp(const std::string& id) {
  if (!shown_) shown_ = shown_view(ring_, language_, 0, seen_in(database_, ring_, false));
  for (const auto& app : shown_->catalogue.miniapps)
    if (app.id == id) return &app;
  return nullptr;
}

std::string Live::language_of_miniapp(const std::string& id) {
  return shown_miniapp(id) == nullptr ? std::string() : shown_->languages_of(id).name;
}

std::optional<content::Target> Live::miniapp(const std::string& id) {
  const auto* app = shown_miniapp(id);
  if (app == nullptr) return std::nullopt;
  content::Target target;
  target.href = app->url && content::is_safe_link(*app->url)
                    ? *app->url
                    : app::address("/app/c/" + app->category_id, language_);
  target.name = app->name;
  target.language = language_of_miniapp(id);
  return target;
}

std::optional<OpenPage> open_page(Database& database, Ring ring, const std::string& slug,
                                  const std::string& language, Timestamp at, content::Reader reader) {
  auto page = live_page_by_slug(database, ring, slug);
  if (!page) return std::nullopt;
  OpenPage open{std::move(*page), {}, {}, {}};
  open.document = content::decode_document(open.page.content).value_or(content::Document{});
  Live live(database, ring, language);
  open.nodes = content::render_page(open.page.title, open.page.summary, open.document, live.view(at, reader));
  open.below = live_pages(database, {.ring = ring, .parent_id = open.page.id});
  return open;
}

Timestamp next_turn(const content::Document& document, Timestamp at) {
  Timestamp next;
  for (const auto& block : document.blocks)
    for (const auto turn : {block.visible_from, block.visible_until})
      if (turn > at && (!next || turn < next)) next = turn;
  return next;
}

Answer html(std::string text, int status) {
  Answer answer;
  answer.status = status;
  answer.content_type = "text/html; charset=utf-8";
  answer.body = std::move(text);
  if (status == 200) answer.etag = etag_of_body(answer.body);
  return answer;
}

Answer html_for_once(std::string text, int status) {
  Answer answer = html(std::move(text), status);
  answer.etag.clear();
  return answer;
}

std::string language_for(const Call& call) {
  const auto* tag = find_name(call.query, "language");
  return tag != nullptr && is_language_tag(*tag) ? contract::usual_case(*tag) : "de";
}

app::Frame frame_for(const Call& call, std::string path, std::string title) {
  app::Frame frame;
  frame.language = language_for(call);
  frame.path = std::move(path);
  frame.title = std::move(title);
  if (call.tester) frame.round = call.tester->round_name;
  if (call.banners) frame.banners = call.banners->shown;
  if (call.citizen)
    frame.door = app::Frame::Door::account;
  else if (call.options->mail)
    frame.door = app::Frame::Door::sign_in;
  return frame;
}

// ---- forms and cookies

std::optional<std::string_view> cookie_value(const std::string& cookies, std::string_view name) {
  const std::string wanted = std::string(name) + "=";
  std::size_t at = cookies.find(wanted);
  while (at != std::string::npos && at != 0 && cookies[at - 1] != ' ' && cookies[at - 1] != ';')
    at = cookies.find(wanted, at + 1);
  if (at == std::string::npos) return std::nullopt;
  at += wanted.size();
  return std::string_view(cookies).substr(at, cookies.find(';', at) - at);
}

std::string set_cookie(std::string_view name, std::string_view value, std::int64_t seconds) {
  return fmt::format("{}={}; Max-Age={}; Path=/; Secure; HttpOnly; SameSite=Lax", name, value, seconds);
}

Answer see_other(const std::string& where, std::string cookie) {
  Answer answer = html("<!doctype html>\n<title>City-App</title>\n", 303);
  answer.location = where;
  if (!cookie.empty()) answer.headers = {{"Set-Cookie", std::move(cookie)}};
  return answer;
}

base::Result<Names> form_fields(const Request& request, std::size_t longest) {
  if (media_type(request.content_type) != "application/x-www-form-urlencoded")
    return base::fail(base::ErrorKind::unsupported, "The body must be application/x-www-form-urlencoded.",
                      "Content-Type");
  if (request.body.size() > longest)
    return base::fail(base::ErrorKind::too_large, fmt::format("A form has at most {} bytes here.", longest));
  auto fields = parse_target("/?" + request.body);
  if (!fields) return fields.error();
  return std::move(fields->query);
}

std::string text_in(const Names& fields, std::string_view name) {
  const auto* value = find_name(fields, name);
  if (value == nullptr || !base::is_utf8(*value)) return {};
  std::string text = *value;
  base::fold_line_ends(text);  // browsers end lines with two characters (HTML, 4.10.21.4)
  return text;
}

}  // namespace stadtpult::platform
