#include <webp/decode.h>
#include <webp/mux.h>

#include <memory>

#include "platform/domain/media/formats.hpp"

namespace stadtpult::platform {

base::Result<CleanFile> clean_webp(std::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data, bytes.size(), &features) != VP8_STATUS_OK)
    return not_taken("The WebP cannot be read.");
  if (features.has_animation != 0) return not_taken("The WebP moves; only still pictures are taken.");
  if (auto fits = check_size_of(features.width, features.height); !fits) return fits.error();
  const WebPData whole{data, bytes.size()};
  const std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)> from(WebPMuxCreate(&whole, 0), &WebPMuxDelete);
  const std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)> to(WebPMuxNew(), &WebPMuxDelete);
  WebPMuxFrameInfo frame{};
  if (from == nullptr || to == nullptr || WebPMuxGetFrame(from.get(), 1, &frame) != WEBP_MUX_OK)
    return not_taken("The WebP is damaged.");
  const bool set = WebPMuxSetImage(to.get(), &frame.bitstream, 1) == WEBP_MUX_OK;
  WebPDataClear(&frame.bitstream);
  WebPData written{};
  if (!set || WebPMuxAssemble(to.get(), &written) != WEBP_MUX_OK) return not_taken("The WebP is damaged.");
  CleanFile file;
  file.media_type = "image/webp";
  file.bytes.assign(reinterpret_cast<const char*>(written.bytes), written.size);
  WebPDataClear(&written);
  const auto* kept = reinterpret_cast<const std::uint8_t*>(file.bytes.data());
  if (WebPGetFeatures(kept, file.bytes.size(), &features) != VP8_STATUS_OK)
    return not_taken("The WebP is damaged.");
  if (auto fits = check_size_of(features.width, features.height); !fits) return fits.error();
  // What is kept is decoded, not what came: a decoder reads on in what stands behind the picture.
  const std::unique_ptr<std::uint8_t, decltype(&WebPFree)> pixels(
      WebPDecodeRGBA(kept, file.bytes.size(), &file.width, &file.height), &WebPFree);
  if (pixels == nullptr) return not_taken("The WebP is damaged or cut off.");
  return file;
}

}  // namespace stadtpult::platform
