// The media library.

#include "api-client/base/json.hpp"
#include "platform/domain/media/media_file.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api-client/content/document.hpp"
#include "platform/domain/page_life.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/merchant_media.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/page_parts.hpp"
#include "platform/store/packages.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::ContentPage;
using contract::Media;
using contract::MediaReplacement;
using contract::PageState;

namespace {

constexpr std::size_t kLongestName = 120;

/// The file that is there already, or the new one.
Result<Answer> insert_media(Change& change, const CleanFile& file, const std::string& name) {
  const Actor& actor = change.actor();
  const auto owner = actor.is_merchant() ? actor.organisation_id : std::string();
  const auto same =
      Table<Media>::where(change.database(), {{"sha256", {file.sha256}}, {"organisation_id", {owner}}});
  if (!same.empty() && !same.front().archived) return answer_with(same.front());
  if (actor.is_merchant())
    if (const auto done =
            check_own_picture(change.database(), actor, file.media_type,
                              same.empty() ? static_cast<std::int64_t>(file.bytes.size()) : std::int64_t{0});
        !done)
      return done.error();
  if (!same.empty()) {
    Media back = same.front();
    back.archived = false;
    change.update(same.front(), back, "restore");
    return answer_after<Media>(change, back.id);
  }
  Media media;
  media.id = change.make_id("med_");
  media.organisation_id = owner;
  media.name = name;
  media.media_type = file.media_type;
  media.sha256 = file.sha256;
  media.size_bytes = static_cast<std::int64_t>(file.bytes.size());
  media.width = file.width;
  media.height = file.height;
  media.created_by = actor.id;
  media.created_by_name = actor.name;
  keep_package(change.database(), file.sha256, file.bytes);
  change.insert(media);
  const auto made = change.find<Media>(media.id);
  if (!made) return no_such_thing("media");
  return created(*made, "/v1/media/" + media.id);
}

Result<Answer> patch_media(const Call& call, Change& change) {
  const auto before = to_change<Media>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (before->archived && !after->archived && call.actor.is_merchant())
    if (const auto done = check_own_picture(change.database(), call.actor, before->media_type, 0); !done)
      return done.error();
  if (after->archived && !before->archived && before->used_in > 0)
    return base::fail(
        ErrorKind::conflict,
        fmt::format("{} pages, profiles or offerings show this file. Take it out of them first.",
                    before->used_in),
        "archived");
  if (is_described(*before) && !is_described(*after) && merchants_need_words(change.database(), before->id))
    return base::fail(ErrorKind::conflict,
                      "A merchant's profile or offering shows this picture or is being reviewed with it. It "
                      "keeps a German text that says what it shows.",
                      "alternative_text");
  change.update(*before, *after, after->archived && !before->archived ? "archive" : "change");
  return answer_after<Media>(change, before->id);
}

// ---- replacing a file on every page

bool is_picture(const Media& media) {
  return media.width > 0;
}

base::Done check_replacement(const Media& old, const std::optional<Media>& other) {
  const auto refuse = [](const char* why) -> base::Done { return base::fail(ErrorKind::invalid, why, "by"); };
  if (!other) return refuse("There is no such file in the media library.");
  if (other->id == old.id) return refuse("This is the same file.");
  if (!other->organisation_id.empty() && other->organisation_id != old.organisation_id)
    return refuse("This picture is a merchant's, and its pages are the city's.");
  if (other->archived) return refuse("This file is archived. Take it out of the archive first.");
  if (is_picture(*other) != is_picture(old))
    return refuse(is_picture(old) ? "A picture is replaced by a picture only."
                                  : "A document is replaced by a document only.");
  return {};
}

/// The page's document with the other file, as a merge patch; "" where its newest version does not show it.
Result<std::string> patch_with(const ContentPage& page, const std::string& old, const std::string& by) {
  auto document = content::decode_document(page.content.text);
  if (!document) return document.error();
  bool shown = false;
  for (auto& block : document->blocks)
    if (block.foreign.empty() && block.value("media") == old) {
      block.values["media"] = by;
      // What was said of the old file is not true of the other one, whose own words count.
      block.texts.erase("alternative_text");
      for (const char* judged : {"decorative", "has_text", "contrast_checked"}) block.values.erase(judged);
      shown = true;
    }
  if (!shown) return std::string();
  nlohmann::json patch;
  patch["content"] = base::parse_json(content::encode_document(*document));
  return patch.dump();
}

contract::MediaUse use_of(const ContentPage& page) {
  return {page.id, page.title, page.state, page.version};
}

Result<Answer> replace_everywhere(const Call& call, Change& change, MediaReplacement wish) {
  const auto old = change.find<Media>(call.id());
  if (!old) return no_such_thing("media");
  const auto other = change.find<Media>(wish.by);
  if (const auto done = check_replacement(*old, other); !done) return done.error();
  for (auto page : pages_that_show(change.database(), old->id)) {
    fill_content(change.database(), page);
    const auto body = patch_with(page, old->id, other->id);
    if (!body) return body.error();
    if (body->empty()) continue;  // only what is live shows it, and that stays
    if (!takes_text(page.state)) {
      wish.left.push_back(use_of(page));
      continue;
    }
    if (const auto done = patch_page(change, page, *body, true); !done) return done.error();
    const auto now = change.find<ContentPage>(page.id);
    wish.pages.push_back(use_of(now ? *now : page));
  }
  change.note(
      "media.replace", "media", old->id, title_of(*old),
      {{"by", "", contract::encode_value(other->id)}, {"pages", "", std::to_string(wish.pages.size())}});
  Answer answer;
  answer.body = contract::encode(wish);
  return answer;
}

}  // namespace

Result<Answer> list_media(const Reading& reading) {
  return read_page<Media>(reading, own_only(reading.call, "organisation_id"));
}

Result<Answer> list_media_pages(const Reading& reading) {
  const auto media = Table<Media>::find(reading.database, reading.call.id());
  if (!media) return no_such_thing("media");
  std::vector<Value> ids;
  for (const auto& id : pages_with_media(reading.database, media->id)) ids.emplace_back(id);
  if (ids.empty()) ids.emplace_back(std::string());  // no page has this id
  return read_page<ContentPage>(reading, {{"id", std::move(ids)}});
}

Result<WritePlan> replace_media(const WriteCall& call) {
  const auto wish = contract::decode_new<MediaReplacement>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([call, wish = *wish](Change& change) { return replace_everywhere(*call, change, wish); });
}

Result<WritePlan> create_media(const WriteCall& call) {
  auto file = clean_file(call->request.body);
  if (!file) return file.error();
  const auto* given = find_name(call->query, "name");
  std::string name = given != nullptr ? *given : "";
  // A path is no part of a name.
  name = name.substr(name.find_last_of("/\\") == std::string::npos ? 0 : name.find_last_of("/\\") + 1);
  if (name.size() > kLongestName)
    return bad_request(fmt::format("The name has more than {} characters.", kLongestName), "name");
  if (name.empty()) name = "Ohne Namen";
  return WritePlan([file = std::make_shared<const CleanFile>(std::move(*file)), name](Change& change) {
    return insert_media(change, *file, name);
  });
}

Result<WritePlan> change_media(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_media(*call, change); });
}

Result<Answer> get_media_content(const Reading& reading) {
  const auto media = visible<Media>(reading.call, reading.database, reading.call.id());
  if (!media) return media.error();
  auto bytes = read_package(reading.database, media->sha256);
  if (!bytes) return bytes.error();
  Answer answer;
  answer.content_type = media->media_type;
  answer.etag = "\"" + media->sha256 + "\"";
  answer.body = std::move(*bytes);
  return answer;
}

}  // namespace stadtpult::platform
