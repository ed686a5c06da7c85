// The media library.

#include "platform/domain/media/media_file.hpp"

#include <fmt/format.h>

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/store/packages.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::Media;

namespace {

constexpr std::size_t kLongestName = 120;

/// The file that is there already, or the new one.
Result<Answer> insert_media(Change& change, const CleanFile& file, const std::string& name) {
  if (const auto same = Table<Media>::find_by(change.database(), "sha256", file.sha256)) {
    if (!same->archived) return answer_with(*same);
    Media back = *same;
    back.archived = false;
    change.update(*same, back, "restore");
    return answer_after<Media>(change, same->id);
  }
  Media media;
  media.id = change.make_id("med_");
  media.name = name;
  media.media_type = file.media_type;
  media.sha256 = file.sha256;
  media.size_bytes = static_cast<std::int64_t>(file.bytes.size());
  media.width = file.width;
  media.height = file.height;
  media.created_by = change.actor().id;
  media.created_by_name = change.actor().name;
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
  if (after->archived && !before->archived && before->used_in > 0)
    return base::fail(ErrorKind::conflict,
                      fmt::format("{} pages show this file. Take it out of them first.", before->used_in),
                      "archived");
  change.update(*before, *after, after->archived && !before->archived ? "archive" : "change");
  return answer_after<Media>(change, before->id);
}

}  // namespace

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
  const auto media = Table<Media>::find(reading.database, reading.call.id());
  if (!media) return no_such_thing("media");
  auto bytes = read_package(reading.database, media->sha256);
  if (!bytes) return bytes.error();
  Answer answer;
  answer.content_type = media->media_type;
  answer.etag = "\"" + media->sha256 + "\"";
  answer.body = std::move(*bytes);
  return answer;
}

}  // namespace stadtpult::platform
