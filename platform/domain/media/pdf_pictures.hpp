#pragma once
// Photographs inside of a PDF tell of places and cameras, too. Only what is beside the picture goes, so that
// no pixel changes. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace stadtpult::platform {

/// A JPEG without EXIF, XMP, comments, thumbnails and what stands behind its end; what tells how its colours
/// are meant stays. Nothing where it is none.
std::optional<std::string> jpeg_without_metadata(std::string_view jpeg);

/// A JPEG 2000 whose boxes of XML and UUID (JP2, annex I.7) hold zeros, nothing else moved; a bare code
/// stream as it is. Nothing where its boxes do not fit.
std::optional<std::string> jpeg2000_without_metadata(std::string_view picture);

}  // namespace stadtpult::platform
