#pragma once
// Pictures of merchants: which ones a profile or an offering may use, and where they are used.

#include "platform/routes/common.hpp"
#include "platform/store/offerings.hpp"

namespace stadtpult::platform {

/// Files of a merchant's organisation in the media library, without archived ones.
inline constexpr std::int64_t kMostOwnPictures = 100;
/// Bytes of all of them, archived ones too, which can come back.
inline constexpr std::int64_t kMostOwnPictureBytes = std::int64_t{500} << 20;

/// A merchant's upload: a picture, from somebody with an organisation, that still has room.
base::Done check_own_picture(Database& database, const Actor& actor, std::string_view media_type,
                             std::int64_t bytes);

/// May what belongs to this organisation show these files? They are pictures of its own or of the city's that
/// are not archived. `before`: what it shows already is not asked again. The error stands at media_ids[N].
base::Done check_pictures(Database& database, const std::string& organisation_id,
                          const std::vector<std::string>& media_ids,
                          const std::vector<std::string>& before = {});
/// And all of them say what they show, to those who do not see it.
base::Done check_described(Database& database, const std::vector<std::string>& media_ids);

/// What is used there from now on; readers of the library hear of the files whose number of uses changes.
void follow_pictures(Change& change, const PictureUse& use, const std::vector<std::string>& media_ids);

/// Those that are there and not archived, in this order.
std::vector<contract::Media> pictures_of(Database& database, const std::vector<std::string>& media_ids);

}  // namespace stadtpult::platform
