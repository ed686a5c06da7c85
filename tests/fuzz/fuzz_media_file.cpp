// Files for the media library.

#include "platform/domain/media/media_file.hpp"
#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stadtpult;
  const auto clean = platform::clean_file(fuzz::text_of(data, size));
  if (!clean) {
    fuzz::require(!clean.error().message.empty());
    return 0;
  }
  fuzz::require(!clean->bytes.empty() && clean->sha256.size() == 64);
  fuzz::require(clean->width <= platform::kMostPixelsASide && clean->height <= platform::kMostPixelsASide);
  // What is clean is clean: it is taken again and stays what it is.
  const auto again = platform::clean_file(clean->bytes);
  fuzz::require(again.ok() && again->media_type == clean->media_type && again->width == clean->width &&
                again->height == clean->height);
  return 0;
}
