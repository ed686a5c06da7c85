#include "platform/routes/merchant_media.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using contract::Media;

namespace {

Done refuse_at(std::size_t at, const char* sentence) {
  return base::fail(ErrorKind::invalid, sentence, fmt::format("media_ids[{}]", at));
}

}  // namespace

Done check_own_picture(Database& database, const Actor& actor, std::string_view media_type,
                       std::int64_t bytes) {
  if (actor.organisation_id.empty())
    return base::fail(ErrorKind::forbidden, "This account belongs to no organisation.");
  if (!media_type.starts_with("image/"))
    return base::fail(ErrorKind::invalid, "Merchants send pictures: PNG, JPEG or WebP.", "body");
  const auto stock = media_stock(database, actor.organisation_id);
  if (stock.files >= kMostOwnPictures)
    return base::fail(ErrorKind::conflict,
                      fmt::format("Your organisation has {} pictures, which is the most. Archive one that is "
                                  "used nowhere first.",
                                  stock.files),
                      "body");
  if (stock.bytes + bytes > kMostOwnPictureBytes)
    return base::fail(
        ErrorKind::conflict,
        fmt::format("Your organisation's pictures would take more than {} MB. Please speak with "
                    "the city.",
                    kMostOwnPictureBytes >> 20),
        "body");
  return {};
}

Done check_pictures(Database& database, const std::string& organisation_id,
                    const std::vector<std::string>& media_ids, const std::vector<std::string>& before) {
  for (std::size_t i = 0; i < media_ids.size(); ++i) {
    if (std::find(before.begin(), before.end(), media_ids[i]) != before.end()) continue;
    const auto media = Table<Media>::find(database, media_ids[i]);
    // Whether there is one of somebody else is nobody's business.
    if (!media || media->archived ||
        (!media->organisation_id.empty() && media->organisation_id != organisation_id))
      return refuse_at(i, "There is no such picture of this merchant or of the city.");
    if (media->width == 0) return refuse_at(i, "This is a document, not a picture.");
  }
  return {};
}

Done check_described(Database& database, const std::vector<std::string>& media_ids) {
  for (std::size_t i = 0; i < media_ids.size(); ++i) {
    const auto media = Table<Media>::find(database, media_ids[i]);
    if (media && !media->decorative && !media->alternative_text.has("de"))
      return refuse_at(i, "Say in German what the picture shows, for those who do not see it.");
  }
  return {};
}

void follow_pictures(Change& change, const PictureUse& use, const std::vector<std::string>& media_ids) {
  for (const auto& id : keep_picture_use(change.database(), use, media_ids)) change.tell<Media>(id);
}

std::vector<Media> pictures_of(Database& database, const std::vector<std::string>& media_ids) {
  std::vector<Media> pictures;
  for (const auto& id : media_ids)
    if (auto media = Table<Media>::find(database, id); media && !media->archived && media->width > 0)
      pictures.push_back(*std::move(media));
  return pictures;
}

}  // namespace stadtpult::platform
