#pragma once
// One function a format: reads the whole picture and writes it anew without metadata. Any thread.

#include "platform/domain/media/media_file.hpp"

namespace stadtpult::platform {

base::Result<CleanFile> clean_png(std::string_view bytes);  ///< libpng; every pixel as it was
base::Result<CleanFile> clean_jpeg(
    std::string_view bytes);  ///< libjpeg; the coefficients as they were, upright
base::Result<CleanFile> clean_webp(std::string_view bytes);  ///< libwebp; the picture's chunks as they were

/// "why" as the reason that a file is not taken.
base::Error not_taken(std::string why);
base::Done check_size_of(std::int64_t width, std::int64_t height);

}  // namespace stadtpult::platform
